//! Orbit Ephemeris Messages: CCSDS 502.0-B-2, section 5, keyword-value notation, version 2.0.
//!
//! Positions are written in km with nine decimals (a micrometre), velocities in km/s with twelve
//! (a nanometre per second), instants in UTC to the microsecond. As the standard requires, lines have at most 254
//! characters, all of them printable ASCII, and values are in capitals. [`parse`] reads such files back.

use crate::frames::{Frame, State};
use crate::time::{Epoch, Scale, days_in_month, parse_in};
use crate::units::KM;
use nalgebra::Vector3;
use std::borrow::Cow;
use std::fmt::Write;
use std::ops::Range;

/// The header of a message.
#[derive(Clone, Debug, PartialEq)]
pub struct Header<'a> {
    /// `CREATION_DATE`. For reproducible files it should depend on the input only, not on the clock.
    pub creation: Epoch,
    /// `ORIGINATOR`.
    pub originator: &'a str,
    /// Comments, one line each.
    pub comments: &'a [String],
}

/// The object a message is about.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Object<'a> {
    /// Name.
    pub name: &'a str,
    /// International designator, `1998-067A`.
    pub id: &'a str,
}

/// A smooth part of an ephemeris, without manoeuvres; it becomes one segment.
#[derive(Clone, Debug)]
pub struct Arc<F: Frame> {
    /// States in order of time; at least one.
    pub states: Vec<State<F>>,
    /// Recommended degree of Hermite interpolation, if the spacing permits interpolation.
    pub hermite_degree: Option<u8>,
    /// Comments, one line each.
    pub comments: Vec<String>,
}

/// Writes a message; arcs without states are skipped.
pub fn write<F: Frame>(header: &Header<'_>, object: Object<'_>, arcs: &[Arc<F>]) -> String {
    let mut text = String::new();
    // Writing to a `String` cannot fail.
    let _ = write_to(&mut text, header, object, arcs);
    text
}

fn date(epoch: Epoch) -> String {
    super::text::utc(epoch, 6)
}

/// The position at the date as written, which is rounded to the microsecond: `r + v δt`.
fn at_written_date<F: Frame>(s: &State<F>) -> Vector3<f64> {
    const MICROSECOND: i128 = 1000;
    let nanoseconds = s.epoch.to_tai_duration().total_nanoseconds();
    let over = nanoseconds.rem_euclid(MICROSECOND);
    let shift = if 2 * over >= MICROSECOND { MICROSECOND - over } else { -over };
    s.r + s.v * (shift as f64 * 1e-9)
}

/// Longest text on one line, which leaves room for its keyword in the 254 characters allowed.
const LONGEST: usize = 230;

/// A text value: the characters allowed by the standard, in capitals, as many as fit on a line.
fn value(text: &str) -> String {
    let mut value = ascii(text).to_ascii_uppercase();
    value.truncate(LONGEST);
    value
}

/// Writes a comment, on several lines if it is long.
fn comment(w: &mut String, text: &str) -> std::fmt::Result {
    let text = ascii(text);
    let mut rest = text.as_str();
    while rest.len() > LONGEST {
        let (line, more) = rest.split_at(rest[..LONGEST].rfind(' ').map_or(LONGEST, |i| i + 1));
        writeln!(w, "COMMENT {}", line.trim_end())?;
        rest = more;
    }
    writeln!(w, "COMMENT {rest}")
}

/// Text in the characters allowed by the standard.
fn ascii(line: &str) -> String {
    line.chars()
        .map(|c| match c {
            ' '..='~' => c,
            '×' => 'x',
            'ö' => 'o',
            '²' => '2',
            '³' => '3',
            '–' | '—' | '−' => '-',
            _ => '?',
        })
        .collect()
}

fn write_to<F: Frame>(
    w: &mut String,
    header: &Header<'_>,
    object: Object<'_>,
    arcs: &[Arc<F>],
) -> std::fmt::Result {
    writeln!(w, "CCSDS_OEM_VERS = 2.0")?;
    for line in header.comments {
        comment(w, line)?;
    }
    writeln!(w, "CREATION_DATE = {}", date(header.creation))?;
    writeln!(w, "ORIGINATOR = {}", value(header.originator))?;
    for arc in arcs {
        let (Some(first), Some(last)) = (arc.states.first(), arc.states.last()) else { continue };
        writeln!(w, "\nMETA_START")?;
        writeln!(w, "OBJECT_NAME = {}", value(object.name))?;
        writeln!(w, "OBJECT_ID = {}", value(object.id))?;
        writeln!(w, "CENTER_NAME = EARTH")?;
        writeln!(w, "REF_FRAME = {}", F::NAME)?;
        writeln!(w, "TIME_SYSTEM = UTC")?;
        writeln!(w, "START_TIME = {}", date(first.epoch))?;
        writeln!(w, "STOP_TIME = {}", date(last.epoch))?;
        if let Some(degree) = arc.hermite_degree {
            writeln!(w, "INTERPOLATION = HERMITE")?;
            writeln!(w, "INTERPOLATION_DEGREE = {degree}")?;
        }
        writeln!(w, "META_STOP\n")?;
        for line in &arc.comments {
            comment(w, line)?;
        }
        for s in &arc.states {
            let (r, v) = (at_written_date(s) / KM, s.v / KM);
            writeln!(
                w,
                "{} {:.9} {:.9} {:.9} {:.12} {:.12} {:.12}",
                date(s.epoch),
                r.x,
                r.y,
                r.z,
                v.x,
                v.y,
                v.z
            )?;
        }
    }
    Ok(())
}

/// One segment of a message that was read.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Segment {
    /// `OBJECT_NAME`.
    pub object_name: String,
    /// `OBJECT_ID`.
    pub object_id: String,
    /// `REF_FRAME`.
    pub frame: String,
    /// Epoch, position [m] and velocity [m/s], in the order of the file.
    pub states: Vec<(Epoch, Vector3<f64>, Vector3<f64>)>,
}

/// Why a message could not be read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("orbit ephemeris message, line {line}: {problem}")]
pub struct OemError {
    /// Line, from 1.
    pub line: usize,
    /// What is wrong there.
    pub problem: String,
}

/// Converts a date with day of year, `2013-311T04:14:15`, to `2013-11-07T04:14:15`; returns other text unchanged.
fn with_month(text: &str) -> Cow<'_, str> {
    let number = |range: Range<usize>| text.get(range)?.parse::<u16>().ok();
    let (Some(year), Some("-"), Some(day), Some("T"), Some(time)) =
        (number(0..4), text.get(4..5), number(5..8), text.get(8..9), text.get(9..))
    else {
        return text.into();
    };
    let (mut month, mut day) = (1, day);
    while month < 12 && day > u16::from(days_in_month(year.into(), month)) {
        day -= u16::from(days_in_month(year.into(), month));
        month += 1;
    }
    format!("{year:04}-{month:02}-{day:02}T{time}").into()
}

/// Reads a message in keyword-value notation whose time system is UTC and whose centre is the Earth.
///
/// Covariance blocks and accelerations are skipped.
///
/// # Errors
/// [`OemError`] with the number of the erroneous line.
pub fn parse(text: &str) -> Result<Vec<Segment>, OemError> {
    let mut reader = Reader::default();
    let mut line = 0;
    for content in text.lines() {
        line += 1;
        reader.line(content.trim()).map_err(|problem| OemError { line, problem })?;
    }
    match reader.segments.iter().any(|s| !s.states.is_empty()) {
        true => Ok(reader.segments),
        false => Err(OemError { line, problem: "the file holds no states".into() }),
    }
}

/// The parts of a message.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Section {
    #[default]
    Header,
    Metadata,
    Data,
    Covariance,
}

/// A message read so far.
#[derive(Default)]
struct Reader {
    segments: Vec<Segment>,
    section: Section,
    /// Whether `CCSDS_OEM_VERS` was found.
    has_version: bool,
    /// Whether the current metadata contain `TIME_SYSTEM`.
    has_time_system: bool,
}

impl Reader {
    /// Reads a line without surrounding blanks.
    fn line(&mut self, content: &str) -> Result<(), String> {
        match content {
            "META_START" => {
                (self.section, self.has_time_system) = (Section::Metadata, false);
                self.segments.push(Segment::default());
                Ok(())
            }
            "META_STOP" => self.end_of_metadata(),
            "COVARIANCE_START" => {
                self.section = Section::Covariance;
                Ok(())
            }
            "COVARIANCE_STOP" => {
                self.section = Section::Data;
                Ok(())
            }
            "" => Ok(()),
            _ if self.section == Section::Covariance || content.starts_with("COV") => Ok(()),
            _ if content.starts_with("COMMENT") => Ok(()),
            _ => match content.split_once('=') {
                Some((key, value)) => self.keyword(key.trim(), value.trim()),
                None => self.state(content),
            },
        }
    }

    fn end_of_metadata(&mut self) -> Result<(), String> {
        self.section = Section::Data;
        if self.segments.last().is_none_or(|s| s.frame.is_empty()) {
            return Err("the metadata above has no REF_FRAME".into());
        }
        if !self.has_time_system {
            return Err("the metadata above has no TIME_SYSTEM".into());
        }
        Ok(())
    }

    fn keyword(&mut self, key: &str, value: &str) -> Result<(), String> {
        let in_metadata = self.section == Section::Metadata;
        match (key, self.segments.last_mut().filter(|_| in_metadata)) {
            ("CCSDS_OEM_VERS", _) => self.has_version = true,
            ("OBJECT_NAME", Some(s)) => s.object_name = value.into(),
            ("OBJECT_ID", Some(s)) => s.object_id = value.into(),
            ("REF_FRAME", Some(s)) => s.frame = value.into(),
            ("TIME_SYSTEM", _) if value != "UTC" => {
                return Err(format!("TIME_SYSTEM {value} is not supported; UTC is"));
            }
            ("TIME_SYSTEM", _) => self.has_time_system = true,
            ("CENTER_NAME", _) if !value.eq_ignore_ascii_case("EARTH") => {
                return Err(format!("CENTER_NAME {value} is not supported; EARTH is"));
            }
            _ => {}
        }
        Ok(())
    }

    /// Reads an ephemeris data line: date, position, velocity and, if present, acceleration.
    fn state(&mut self, content: &str) -> Result<(), String> {
        let expected = self.section == Section::Data && self.has_version;
        let Some(segment) = self.segments.last_mut().filter(|_| expected) else {
            return Err(format!("\"{content}\" is not expected here"));
        };
        let fields: Vec<&str> = content.split_whitespace().collect();
        if fields.len() != 7 && fields.len() != 10 {
            let count = fields.len();
            return Err(format!("{count} fields; an instant and 6 or 9 numbers belong here"));
        }
        let epoch = parse_in(&with_month(fields[0]), Scale::Utc).map_err(|e| e.to_string())?;
        let mut numbers = [0.0; 6];
        for (number, field) in numbers.iter_mut().zip(&fields[1..7]) {
            match field.parse::<f64>() {
                Ok(x) if x.is_finite() => *number = x * KM,
                _ => return Err(format!("\"{field}\" is not a finite number")),
            }
        }
        let [x, y, z, vx, vy, vz] = numbers;
        segment.states.push((epoch, Vector3::new(x, y, z), Vector3::new(vx, vy, vz)));
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::frames::Gcrf;
    use crate::time::{parse_utc, seconds_between};

    fn message() -> (Vec<State<Gcrf>>, String) {
        let start = parse_utc("2013-11-07T04:23:03Z").unwrap();
        let states: Vec<State<Gcrf>> = (0..3)
            .map(|i| {
                let t = 10.5 * f64::from(i);
                let r = Vector3::new(6.5e6 - t, -1.234_567_890_123e5, 2.5e6 + 1e-7 * t);
                let v = Vector3::new(-7.5e3, 1.000_000_123_4, 0.1 * t);
                State::new(crate::time::after(start, t), r, v)
            })
            .collect();
        let arc =
            Arc { states: states.clone(), hermite_degree: Some(7), comments: vec!["coast".into()] };
        let header =
            Header { creation: start, originator: "TEST", comments: &["a remark".to_string()] };
        let object = Object { name: "SOYUZ TMA-11M", id: "2013-061A" };
        (states, write(&header, object, &[arc]))
    }

    /// Half the last digit written: 0.5 um and 0.5 nm/s.
    #[test]
    fn a_message_reads_back_to_its_last_digit() {
        let (states, text) = message();
        let segments = parse(&text).unwrap();
        assert_eq!(segments.len(), 1);
        assert_eq!(segments[0].frame, "GCRF");
        assert_eq!(segments[0].object_id, "2013-061A");
        assert_eq!(segments[0].states.len(), states.len());
        for ((epoch, r, v), s) in segments[0].states.iter().zip(&states) {
            assert_eq!(seconds_between(s.epoch, *epoch), 0.0);
            assert!((r - s.r).amax() <= 0.51e-6, "position {:e} m", (r - s.r).amax());
            assert!((v - s.v).amax() <= 0.51e-9, "velocity {:e} m/s", (v - s.v).amax());
        }
    }

    /// Day 311 of 2013 is 7 November, of the leap year 2012 the 6th.
    #[test]
    fn days_of_the_year_are_dates() {
        let (_, text) = message();
        let by_day = text.replace("\n2013-11-07T", "\n2013-311T");
        assert_ne!(by_day, text);
        assert_eq!(parse(&by_day), parse(&text));
        assert_eq!(with_month("2012-311T04:23:13"), "2012-11-06T04:23:13");
        assert_eq!(with_month("2013-001T04:23:13"), "2013-01-01T04:23:13");
    }

    /// An instant between two microseconds: the state is moved to the one that is written.
    #[test]
    fn date_and_state_belong_together() {
        let start = parse_utc("2013-11-07T04:23:03.000000400Z").unwrap();
        for (nanoseconds, shift) in [(0.0, -400e-9), (200.0, 400e-9)] {
            let epoch = crate::time::after(start, nanoseconds * 1e-9);
            let v = Vector3::new(7500.0, 0.0, 0.0);
            let state = State::<Gcrf>::new(epoch, Vector3::new(6.6e6, 0.0, 0.0), v);
            let moved = at_written_date(&state) - state.r;
            assert!((moved.x - 7500.0 * shift).abs() < 2e-9, "{} m", moved.x);
        }
        assert_eq!(ascii("20×20, 10 m²"), "20x20, 10 m2");
    }

    /// Lengths and characters are those of CCSDS 502.0-B-2, section 7.3.
    #[test]
    fn lines_have_the_length_and_characters_of_the_standard() {
        let name = "Прогресс ".repeat(60);
        let comments = ["a long comment ".repeat(40), "м".repeat(300)];
        let (states, _) = message();
        let header =
            Header { creation: states[0].epoch, originator: "soyuz 1", comments: &comments };
        let arc = Arc { states, hermite_degree: None, comments: comments.to_vec() };
        let text = write(&header, Object { name: &name, id: "2013-061a" }, &[arc]);
        assert!(
            text.lines()
                .all(|line| line.len() <= 254 && line.chars().all(|c| (' '..='~').contains(&c)))
        );
        assert!(
            text.contains("\nORIGINATOR = SOYUZ 1\n") && text.contains("\nOBJECT_ID = 2013-061A\n")
        );
        let words = |text: &str| text.matches("long").count();
        assert_eq!(words(&text), 2 * words(&comments[0]));
    }

    #[test]
    fn what_is_wrong_is_named_with_its_line() {
        let (_, text) = message();
        for (from, to, line, part) in [
            ("TIME_SYSTEM = UTC", "TIME_SYSTEM = TDB", 11, "TDB"),
            ("REF_FRAME = GCRF\n", "\n", 16, "REF_FRAME"),
            ("TIME_SYSTEM = UTC\n", "\n", 16, "TIME_SYSTEM"),
            ("2013-11-07T04:23:13.500000 ", "2013-366T04:23:13.500000 ", 20, "day 32"),
            ("2013-11-07T04:23:13.500000 ", "2013-11-07T04:23:13.500000 NaN ", 20, "fields"),
            ("2013-11-07T04:23:13.500000 ", "2013-11-07T04:61:13.500000 ", 20, "minute 61"),
            ("CCSDS_OEM_VERS = 2.0", "", 19, "not expected"),
        ] {
            assert!(text.contains(from), "{from}");
            let replaced = text.replacen(from, to, 1);
            let error = parse(&replaced).unwrap_err();
            assert_eq!(error.line, line, "{error}");
            assert!(error.problem.contains(part), "{error}");
        }
    }
}
