//! File formats of Earth-orientation parameters: IERS C04, IERS finals2000A, CelesTrak, and the embedded table.

/// One row, in the units of the files.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Day {
    /// Modified Julian date, 0 h UTC.
    pub mjd: i64,
    /// Pole coordinates [arcsec].
    pub x: f64,
    pub y: f64,
    /// UT1 − UTC [s].
    pub ut1_minus_utc: f64,
    /// Length of day minus 86 400 s [s], if given.
    pub lod: Option<f64>,
    /// Celestial pole offsets with respect to IAU 2000A [arcsec].
    pub dx: f64,
    pub dy: f64,
    /// Whether the row is a prediction.
    pub predicted: bool,
}

/// Iterator over the lines of a file, with their numbers from 1: a row, nothing, or a description of the error.
pub(super) struct Lines<'a> {
    lines: std::iter::Enumerate<std::str::Lines<'a>>,
    /// Column names of a CSV file, once its header was read.
    csv: Option<Vec<&'a str>>,
    /// Whether the current line is in the predicted part of CelesTrak's text format.
    predicted: bool,
}

type Parsed = Result<Option<Day>, String>;

impl<'a> Lines<'a> {
    pub fn new(text: &'a str) -> Self {
        Self { lines: text.lines().enumerate(), csv: None, predicted: false }
    }

    fn line(&mut self, line: &'a str) -> Parsed {
        if line.contains("dPsi") && !line.contains("dX") {
            return Err(
                "offsets to IAU 1980 (dPsi, dEps); the IAU 2000A form is needed".to_string()
            );
        }
        let day = if line.starts_with('#') {
            None
        } else if self.csv.is_some() || line.contains("MJD,") {
            self.csv(line)?
        } else if is_finals(line) {
            finals(line)?
        } else {
            self.columns(line)?
        };
        let Some(day) = day else { return Ok(None) };
        // Bulletin B gives dX = −0.0187 in 1973; offsets to IAU 1980 are −0.05 and more since 2000.
        for (name, value, limit) in [
            ("x", day.x, 2.0),
            ("y", day.y, 2.0),
            ("UT1-UTC [s]", day.ut1_minus_utc, 5.0),
            ("LOD [s]", day.lod.unwrap_or(0.0), 0.02),
            ("dX (offset to IAU 2000A)", day.dx, 0.03),
            ("dY (offset to IAU 2000A)", day.dy, 0.03),
        ] {
            if value.abs() > limit || value.is_nan() {
                return Err(format!("{name} is {value}, beyond ±{limit}"));
            }
        }
        Ok(Some(day))
    }

    /// Columns separated by blanks: IERS C04 and CelesTrak text, recognised by the number of columns.
    fn columns(&mut self, line: &str) -> Parsed {
        let words: Vec<&str> = line.split_ascii_whitespace().collect();
        match words.first() {
            Some(&"BEGIN") => self.predicted = words.get(1) == Some(&"PREDICTED"),
            Some(word) if word.bytes().all(|b| b.is_ascii_digit()) => {
                // Columns of MJD, x, y, UT1−UTC, LOD, dX, dY.
                let places = match words.len() {
                    13 => [3, 4, 5, 6, 7, 10, 11],
                    16 => [3, 4, 5, 6, 7, 8, 9],
                    21 => [4, 5, 6, 7, 12, 8, 9],
                    n => return Err(format!("{n} columns fit no known format")),
                };
                let mut values = [0.0; 7];
                for (value, place) in values.iter_mut().zip(places) {
                    *value = number(words[place], "column", place + 1)?;
                }
                let [mjd, x, y, ut1, lod, dx, dy] = values;
                return Ok(Some(Day {
                    mjd: whole_day(mjd)?,
                    x,
                    y,
                    ut1_minus_utc: ut1,
                    lod: Some(lod),
                    dx,
                    dy,
                    predicted: self.predicted,
                }));
            }
            // Headers, blank lines, END.
            _ => {}
        }
        Ok(None)
    }

    /// CelesTrak's CSV format, or any CSV with its column names.
    fn csv(&mut self, line: &'a str) -> Parsed {
        let fields: Vec<&str> = line.split(',').map(str::trim).collect();
        let Some(head) = &self.csv else {
            for name in ["MJD", "X", "Y", "UT1-UTC", "LOD", "DX", "DY"] {
                if !fields.contains(&name) {
                    return Err(format!("the header has no column {name}"));
                }
            }
            self.csv = Some(fields);
            return Ok(None);
        };
        if fields.len() != head.len() {
            return Err(format!("{} fields, but the header has {}", fields.len(), head.len()));
        }
        let text = |name| head.iter().position(|h| *h == name).map_or("", |i| fields[i]);
        let value = |name| number(text(name), name, 0);
        let offset = |name| if text(name).is_empty() { Ok(0.0) } else { value(name) };
        Ok(Some(Day {
            mjd: whole_day(value("MJD")?)?,
            x: value("X")?,
            y: value("Y")?,
            ut1_minus_utc: value("UT1-UTC")?,
            lod: if text("LOD").is_empty() { None } else { Some(value("LOD")?) },
            dx: offset("DX")?,
            dy: offset("DY")?,
            predicted: text("DATA_TYPE") == "P",
        }))
    }
}

impl Iterator for Lines<'_> {
    type Item = (usize, Parsed);
    fn next(&mut self) -> Option<Self::Item> {
        let (index, line) = self.lines.next()?;
        Some((index + 1, self.line(line)))
    }
}

/// IERS `finals2000A`: fixed columns, a flag I or P in column 17.
fn is_finals(line: &str) -> bool {
    line.is_ascii()
        && line.len() >= 16
        && line[7..15].trim().parse::<f64>().is_ok()
        && matches!(line.as_bytes().get(16).unwrap_or(&b' '), b'I' | b'P' | b' ')
        && line.as_bytes()[15] == b' '
        && line[..6].bytes().all(|b| b.is_ascii_digit() || b == b' ')
        && line.as_bytes()[12] == b'.'
}

fn finals(line: &str) -> Parsed {
    // Columns of the published description, from 1.
    let text = |from: usize, to: usize| line.get(from - 1..to.min(line.len())).unwrap_or("").trim();
    let optional = |from, to| match text(from, to) {
        "" => Ok(None),
        word => number(word, "column", from).map(Some),
    };
    // At the end of the file lines contain only dates.
    let (Some(x), Some(y), Some(ut1)) = (optional(19, 27)?, optional(38, 46)?, optional(59, 68)?)
    else {
        return Ok(None);
    };
    let milli = 1e-3;
    Ok(Some(Day {
        mjd: whole_day(number(text(8, 15), "column", 8)?)?,
        x: optional(135, 144)?.unwrap_or(x),
        y: optional(145, 154)?.unwrap_or(y),
        ut1_minus_utc: optional(155, 165)?.unwrap_or(ut1),
        lod: optional(80, 86)?.map(|ms| ms * milli),
        dx: optional(166, 175)?.or(optional(98, 106)?).unwrap_or(0.0) * milli,
        dy: optional(176, 185)?.or(optional(117, 125)?).unwrap_or(0.0) * milli,
        predicted: text(17, 17) == "P" || text(58, 58) == "P",
    }))
}

/// The rows of the embedded table, whose numbers are integers in units of the last digit printed by the IERS.
///
/// It has a parser of its own because the program reads it at every start: 1 ms instead of 10. A test checks its rows.
pub(super) fn embedded(text: &str) -> Vec<Day> {
    let mut days = Vec::with_capacity(text.len() / 40);
    let mut last_measured = i64::MAX;
    for line in text.lines() {
        if let Some(head) = line.strip_prefix('#') {
            let mut words = head.split_ascii_whitespace().skip_while(|w| *w != "rapid").skip(1);
            last_measured = words.next().and_then(|w| w.parse().ok()).unwrap_or(last_measured);
            continue;
        }
        let mut numbers = line.split(' ').map(integer);
        let [mjd, x, y, ut1, lod, dx, dy] = std::array::from_fn(|_| numbers.next().unwrap_or(0));
        days.push(Day {
            mjd,
            x: x as f64 * 1e-6,
            y: y as f64 * 1e-6,
            ut1_minus_utc: ut1 as f64 * 1e-7,
            lod: Some(lod as f64 * 1e-7),
            dx: dx as f64 * 1e-6,
            dy: dy as f64 * 1e-6,
            predicted: mjd > last_measured,
        });
    }
    days
}

fn integer(word: &str) -> i64 {
    let digits = word.strip_prefix('-').unwrap_or(word);
    let value = digits.bytes().fold(0, |sum, b| sum * 10 + i64::from(b & 15));
    if digits.len() < word.len() { -value } else { value }
}

fn number(word: &str, column: &str, place: usize) -> Result<f64, String> {
    let place = if place > 0 { format!(" {place}") } else { String::new() };
    match word.parse::<f64>() {
        Ok(value) if value.is_finite() => Ok(value),
        _ => Err(format!("\"{word}\" in {column}{place} is not a number")),
    }
}

fn whole_day(mjd: f64) -> Result<i64, String> {
    if mjd.fract() == 0.0 && (0.0..1e6).contains(&mjd) {
        Ok(mjd as i64)
    } else {
        Err(format!("MJD {mjd} is not a day at 0 h UTC"))
    }
}
