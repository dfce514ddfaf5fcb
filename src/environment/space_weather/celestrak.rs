//! The two formats of CelesTrak's space-weather files.

use super::DailyIndices;

/// Number of a line, from 1, and a description of its error.
type Defect = (usize, String);

/// Reads either format: the first day [MJD] and the indices of the days from it on.
pub(super) fn parse(text: &str) -> Result<(i64, Vec<DailyIndices>), Defect> {
    let mut days = Days::default();
    if text.starts_with("DATATYPE") || text.contains("BEGIN OBSERVED") {
        fixed_columns(text, &mut days)?;
    } else {
        comma_separated(text, &mut days)?;
    }
    match days.first {
        Some(first) => Ok((first, days.days)),
        None => Err((1, "the file has no days".into())),
    }
}

#[derive(Default)]
struct Days {
    first: Option<i64>,
    days: Vec<DailyIndices>,
}

impl Days {
    fn push(&mut self, line: usize, mjd: i64, date: &str, day: DailyIndices) -> Result<(), Defect> {
        let start = *self.first.get_or_insert(mjd);
        if mjd != start + self.days.len() as i64 {
            return Err((line, format!("{date} does not follow the day before")));
        }
        self.days.push(day);
        Ok(())
    }
}

/// An index; NaN if it is blank.
fn index(line: usize, name: &str, word: &str) -> Result<f64, Defect> {
    match word.trim() {
        "" => Ok(f64::NAN),
        word => match word.parse::<f64>() {
            Ok(x) if x.is_finite() && x >= 0.0 => Ok(x),
            _ => Err((line, format!("{name}: {word:?} is not an index"))),
        },
    }
}

fn comma_separated(text: &str, days: &mut Days) -> Result<(), Defect> {
    let mut lines = text.lines().enumerate().map(|(i, l)| (i + 1, l));
    let header = lines.next().map(|(_, l)| l).unwrap_or_default();
    let names: Vec<&str> = header.split(',').map(str::trim).collect();
    let column = |name: &str| {
        let found = names.iter().position(|n| *n == name);
        found.ok_or_else(|| (1, format!("the header has no column {name}")))
    };
    let date = column("DATE")?;
    let (flux, average) = (column("F10.7_OBS")?, column("F10.7_OBS_CENTER81")?);
    let ap_daily = column("AP_AVG")?;
    let kind = names.iter().position(|n| *n == "F10.7_DATA_TYPE");
    let mut ap = [0; 8];
    for (i, place) in ap.iter_mut().enumerate() {
        *place = column(&format!("AP{}", i + 1))?;
    }
    for (number, line) in lines.filter(|(_, l)| !l.trim().is_empty()) {
        let fields: Vec<&str> = line.split(',').map(str::trim).collect();
        if kind.and_then(|k| fields.get(k)) == Some(&"PRM") {
            break; // monthly predictions
        }
        let value = |i: usize| match fields.get(i) {
            Some(word) => index(number, names[i], word),
            None => Err((number, format!("the line ends before column {}", names[i]))),
        };
        let name = fields.get(date).copied().unwrap_or_default();
        let mjd = mjd_of(&name.split('-').collect::<Vec<_>>());
        let mjd = mjd.ok_or((number, "DATE is not of the form 2013-11-07".to_string()))?;
        let mut today = [0.0; 8];
        for (x, place) in today.iter_mut().zip(ap) {
            *x = value(place)?;
        }
        let day = DailyIndices {
            f107: value(flux)?,
            f107_average: value(average)?,
            ap: today,
            ap_daily: value(ap_daily)?,
        };
        days.push(number, mjd, name, day)?;
    }
    Ok(())
}

/// `FORMAT(I4,I3,I3,I5,I3,8I3,I4,8I4,I4,F4.1,I2,I4,F6.1,I2,5F6.1)`; the last three numbers are the
/// observed flux and its means.
fn fixed_columns(text: &str, days: &mut Days) -> Result<(), Defect> {
    let mut inside = false;
    for (number, line) in text.lines().enumerate().map(|(i, l)| (i + 1, l)) {
        match line.trim() {
            "BEGIN OBSERVED" | "BEGIN DAILY_PREDICTED" => inside = true,
            "END OBSERVED" | "END DAILY_PREDICTED" => inside = false,
            "BEGIN MONTHLY_PREDICTED" => break,
            "" => {}
            _ if !inside => {}
            _ => {
                let columns = |name: &str, from: usize, to: usize| {
                    let missing = || (number, format!("the line ends before its {name}"));
                    line.get(from..to).ok_or_else(missing)
                };
                let value = |name: &str, from, to| index(number, name, columns(name, from, to)?);
                let date = columns("date", 0, 10)?;
                let mjd = mjd_of(&date.split_whitespace().collect::<Vec<_>>());
                let mjd = mjd.ok_or((number, format!("{date:?} is not a date")))?;
                let mut ap = [0.0; 8];
                for (i, x) in ap.iter_mut().enumerate() {
                    *x = value("ap", 46 + 4 * i, 50 + 4 * i)?;
                }
                let day = DailyIndices {
                    f107: value("observed F10.7", 112, 118)?,
                    f107_average: value("centred mean of F10.7", 118, 124)?,
                    ap,
                    ap_daily: value("mean Ap", 78, 82)?,
                };
                days.push(number, mjd, date, day)?;
            }
        }
    }
    Ok(())
}

/// Modified Julian date of year, month and day.
fn mjd_of(parts: &[&str]) -> Option<i64> {
    let [year, month, day] = parts else { return None };
    let (year, month, day): (i64, u32, u32) =
        (year.parse().ok()?, month.parse().ok()?, day.parse().ok()?);
    let plausible = (1957..=2200).contains(&year) && (1..=12).contains(&month);
    (plausible && (1..=31).contains(&day))
        .then(|| nrlmsise00::drivers::mjd(year, month, day, 0, 0, 0.0) as i64)
}
