//! UTC: parsing, formatting, calendar, leap seconds.

use super::{Duration, Epoch, TimeScale};
use crate::units::DAY;

/// Why a date could not be parsed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TimeError {
    /// The text does not have the required form.
    #[error("\"{text}\" is not an instant of the form 2013-11-07T04:14:15.290Z: {what}")]
    Form {
        /// The text given.
        text: String,
        /// What is wrong.
        what: &'static str,
    },
    /// A field is out of range: there is no such instant, or it is not supported.
    #[error("there is no instant \"{text}\": {field} {value} is outside {from} to {to}")]
    Range {
        /// The text given.
        text: String,
        /// Name of the field.
        field: &'static str,
        /// Its value.
        value: i64,
        /// Smallest allowed value.
        from: i64,
        /// Largest allowed value.
        to: i64,
    },
}

/// Calendar date and time of day in UTC.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Calendar {
    /// Year, Gregorian.
    pub year: i32,
    /// Month, 1 to 12.
    pub month: u8,
    /// Day of the month, from 1.
    pub day: u8,
    /// Hour, 0 to 23.
    pub hour: u8,
    /// Minute, 0 to 59.
    pub minute: u8,
    /// Second, 0 to 59, or 60 in a leap second.
    pub second: u8,
    /// Nanosecond, 0 to 999 999 999.
    pub nanosecond: u32,
}

/// Years in which dates are accepted; since 1972 UTC has had whole leap seconds.
const YEARS: (i64, i64) = (1972, 2199);

const SECOND: Duration = Duration::from_truncated_nanoseconds(1_000_000_000);

/// TAI − UTC [s] when a UTC clock reads `stamp` (the time since 1900-01-01 if every day had 86 400 s).
fn leaps_at_stamp(stamp: Duration) -> i64 {
    // hifitime compares with UTC readings of the leap seconds, whatever scale the epoch has; called this way it is
    // correct also in the half minute before a leap second. It compares seconds as `f64`, which represent whole seconds
    // exactly, but not the last half microsecond before one.
    Epoch::from_tai_duration(stamp.floor(SECOND)).leap_seconds(true).unwrap_or(10.0) as i64
}

/// The reading of a UTC clock, TAI − UTC [s], and whether this is the 61st second of a minute, in which case the
/// reading is that of the second before.
fn utc_stamp(epoch: Epoch) -> (Duration, i64, bool) {
    let tai = epoch.to_tai_duration();
    let estimate = leaps_at_stamp(tai);
    let leaps = leaps_at_stamp(tai - SECOND * estimate);
    let stamp = tai - SECOND * leaps;
    if leaps_at_stamp(stamp) > leaps {
        (stamp - SECOND, leaps, true)
    } else {
        (stamp, leaps, false)
    }
}

/// TAI − UTC [s]: 35 on 2013-11-07, 37 since 2017; before 1972 the value of 1972, 10.
pub fn tai_minus_utc(epoch: Epoch) -> f64 {
    utc_stamp(epoch).1 as f64
}

/// Calendar date and time in UTC, truncated to the nanosecond.
pub fn utc_calendar(epoch: Epoch) -> Calendar {
    let (stamp, _, leap) = utc_stamp(epoch);
    let (year, month, day, hour, minute, second, nanosecond) =
        Epoch::from_tai_duration(stamp).to_gregorian_tai();
    Calendar { year, month, day, hour, minute, second: second + u8::from(leap), nanosecond }
}

/// Modified Julian date in UTC [d]; during a leap second it repeats the last second of the day.
pub fn mjd_utc(epoch: Epoch) -> f64 {
    const MJD_1900: f64 = 15_020.0;
    utc_stamp(epoch).0.to_seconds() / DAY + MJD_1900
}

/// Year, day of the year (1 on 1 January) and second of the day [s], in UTC.
pub fn day_of_year(epoch: Epoch) -> (i32, u32, f64) {
    let c = utc_calendar(epoch);
    let day =
        (1..c.month).map(|m| u32::from(days_in_month(c.year, m))).sum::<u32>() + u32::from(c.day);
    let second = f64::from(c.hour) * 3600.0
        + f64::from(c.minute) * 60.0
        + f64::from(c.second)
        + f64::from(c.nanosecond) * 1e-9;
    (c.year, day, second)
}

/// Formats as `2013-11-07T04:14:15.290Z`, rounded to `decimals` (at most 9) decimals of the second.
pub fn format_utc(epoch: Epoch, decimals: usize) -> String {
    let (unit, half) = rounding(decimals);
    write(&utc_calendar(epoch.to_time_scale(TimeScale::TAI) + half), unit) + "Z"
}

/// Unit of the last digit [ns], and half of it, to be added before truncation.
fn rounding(decimals: usize) -> (i64, Duration) {
    let unit = 10_i64.pow(9 - decimals.min(9) as u32);
    (unit, Duration::from_truncated_nanoseconds(unit / 2))
}

/// Date and time, truncated to multiples of `unit` nanoseconds, a power of ten.
fn write(c: &Calendar, unit: i64) -> String {
    let mut text = format!(
        "{:04}-{:02}-{:02}T{:02}:{:02}:{:02}",
        c.year, c.month, c.day, c.hour, c.minute, c.second
    );
    let decimals = 9 - unit.ilog10() as usize;
    if decimals > 0 {
        text += &format!(".{:0decimals$}", i64::from(c.nanosecond) / unit);
    }
    text
}

/// Parses `2013-11-07T04:14:15.290Z`: date, `T` or a blank, time with up to nine decimals, `Z`.
///
/// # Errors
/// [`TimeError`]: the text has another form, a field is out of range, second 60 is given where
/// UTC has no leap second, or the year is outside 1972 to 2199.
pub fn parse_utc(text: &str) -> Result<Epoch, TimeError> {
    match text.strip_suffix('Z') {
        Some(body) => parse_body(body, text),
        None => Err(form(text, "it must end in Z, which denotes UTC")),
    }
}

/// Parses the UTC date in `body`, which is `text` without its Z.
pub(super) fn parse_body(body: &str, text: &str) -> Result<Epoch, TimeError> {
    let calendar = parse_calendar(body, text, 60)?;
    let epoch = from_calendar(calendar);
    if calendar.second == 60 && utc_calendar(epoch) != calendar {
        return check(text, "second", 60, 0, 59).map(|()| epoch);
    }
    Ok(epoch)
}

/// Parses the date and time in `body`; `text` is the whole text, for messages.
pub(super) fn parse_calendar(
    body: &str,
    text: &str,
    last_second: i64,
) -> Result<Calendar, TimeError> {
    let bytes = body.as_bytes();
    if !body.is_ascii() || bytes.len() < 19 {
        return Err(form(text, "too short"));
    }
    for (at, allowed) in [(4, "-"), (7, "-"), (10, "T "), (13, ":"), (16, ":")] {
        if !allowed.contains(char::from(bytes[at])) {
            return Err(form(text, "date and time must be separated as in the example"));
        }
    }
    let number = |range: std::ops::Range<usize>| -> Result<i64, TimeError> {
        let field = &body[range];
        if field.bytes().all(|b| b.is_ascii_digit()) {
            field.parse().map_err(|_| form(text, "a field is not a number"))
        } else {
            Err(form(text, "a field is not a number"))
        }
    };
    let nanosecond = match &bytes[19..] {
        [] => 0,
        [b'.', digits @ ..] if (1..=9).contains(&digits.len()) => {
            number(20..bytes.len())? * 10_i64.pow(9 - digits.len() as u32)
        }
        rest if rest.contains(&b'+') || rest.contains(&b'-') => {
            return Err(form(text, "an offset is not accepted; give the time in the scale itself"));
        }
        _ => return Err(form(text, "seconds may have a point and one to nine digits")),
    };
    let (year, month, day) = (number(0..4)?, number(5..7)?, number(8..10)?);
    let (hour, minute, second) = (number(11..13)?, number(14..16)?, number(17..19)?);
    check(text, "year", year, YEARS.0, YEARS.1)?;
    check(text, "month", month, 1, 12)?;
    check(text, "day", day, 1, i64::from(days_in_month(year as i32, month as u8)))?;
    check(text, "hour", hour, 0, 23)?;
    check(text, "minute", minute, 0, 59)?;
    check(text, "second", second, 0, last_second)?;
    Ok(Calendar {
        year: year as i32,
        month: month as u8,
        day: day as u8,
        hour: hour as u8,
        minute: minute as u8,
        second: second as u8,
        nanosecond: nanosecond as u32,
    })
}

fn form(text: &str, what: &'static str) -> TimeError {
    TimeError::Form { text: text.to_string(), what }
}

fn check(text: &str, field: &'static str, value: i64, from: i64, to: i64) -> Result<(), TimeError> {
    if (from..=to).contains(&value) {
        Ok(())
    } else {
        Err(TimeError::Range { text: text.to_string(), field, value, from, to })
    }
}

/// The epoch of a UTC calendar date, whose fields must be in range; [`parse_utc`] checks them.
pub fn from_calendar(c: Calendar) -> Epoch {
    let stamp = SECOND * minute_stamp(&c);
    // The offset of the minute also applies to its 61st second.
    let leaps = leaps_at_stamp(stamp);
    Epoch::from_tai_duration(
        stamp
            + SECOND * (i64::from(c.second) + leaps)
            + Duration::from_truncated_nanoseconds(i64::from(c.nanosecond)),
    )
}

/// Seconds from 1900-01-01 to the start of the minute, if every day had 86 400 s.
fn minute_stamp(c: &Calendar) -> i64 {
    let days = days_since_1900(c.year, c.month, c.day);
    days * 86_400 + i64::from(c.hour) * 3600 + i64::from(c.minute) * 60
}

/// The epoch of a Unix time: seconds since 1970-01-01 UTC without leap seconds, and nanoseconds.
pub(crate) fn from_unix_utc(seconds: i64, nanoseconds: u32) -> Epoch {
    const UNIX_1900: i64 = 25_567 * 86_400;
    let stamp = SECOND * (seconds + UNIX_1900);
    Epoch::from_tai_duration(
        stamp
            + SECOND * leaps_at_stamp(stamp)
            + Duration::from_truncated_nanoseconds(i64::from(nanoseconds)),
    )
}

/// Days from 1900-01-01 to a Gregorian date.
fn days_since_1900(year: i32, month: u8, day: u8) -> i64 {
    let y = i64::from(year) - 1;
    let leap_days = y / 4 - y / 100 + y / 400 - 460;
    let months = (1..month).map(|m| i64::from(days_in_month(year, m))).sum::<i64>();
    (i64::from(year) - 1900) * 365 + leap_days + months + i64::from(day) - 1
}

pub(crate) fn days_in_month(year: i32, month: u8) -> u8 {
    match month {
        2 if year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_and_writes_what_it_read() {
        for text in
            ["2013-11-07T04:14:15.290Z", "2000-02-29T00:00:00.000Z", "2016-12-31T23:59:60.500Z"]
        {
            assert_eq!(format_utc(parse_utc(text).unwrap(), 3), text);
        }
        // Rounding carries into every field, and through a leap second.
        let epoch = parse_utc("2016-12-31T23:59:60.9996Z").unwrap();
        assert_eq!(format_utc(epoch, 3), "2017-01-01T00:00:00.000Z");
        assert_eq!(format_utc(epoch, 0), "2017-01-01T00:00:00Z");
    }

    #[test]
    fn every_second_around_a_leap_second_is_told_apart() {
        // IERS Bulletin C 52: 2016-12-31 23:59:60, TAI-UTC 36 s before and 37 s after.
        let start = parse_utc("2016-12-31T23:59:00Z").unwrap();
        for s in 0..=120 {
            let epoch = super::super::after(start, f64::from(s));
            let c = utc_calendar(epoch);
            let (minute, second) = if s <= 60 { (59, s) } else { ((s - 61) / 60, (s - 61) % 60) };
            assert_eq!((i32::from(c.minute), i32::from(c.second)), (minute, second), "second {s}");
            assert_eq!(tai_minus_utc(epoch), if s <= 60 { 36.0 } else { 37.0 }, "second {s}");
            assert_eq!(from_calendar(c), epoch, "second {s}");
        }
    }

    #[test]
    fn the_last_nanosecond_of_a_leap_second_is_one() {
        // Days that a leap second ended: IERS Leap_Second.dat.
        for day in ["1972-06-30", "1998-12-31", "2005-12-31", "2012-06-30", "2016-12-31"] {
            for second in ["59.999999999", "60.000000000", "60.999999900", "60.999999999"] {
                let text = format!("{day}T23:59:{second}Z");
                assert_eq!(format_utc(parse_utc(&text).unwrap(), 9), text);
            }
        }
    }

    #[test]
    fn offsets_match_the_published_table() {
        // IERS Leap_Second.dat.
        for (text, offset) in [
            ("1999-01-01T00:00:00Z", 32.0),
            ("2005-12-31T23:59:59Z", 32.0),
            ("2006-01-01T00:00:00Z", 33.0),
            ("2012-07-01T00:00:00Z", 35.0),
            ("2013-11-07T04:14:15.290Z", 35.0),
            ("2015-06-30T23:59:60Z", 35.0),
            ("2026-11-01T00:00:00Z", 37.0),
        ] {
            assert_eq!(tai_minus_utc(parse_utc(text).unwrap()), offset, "{text}");
        }
    }

    #[test]
    fn day_numbers() {
        let epoch = parse_utc("2013-11-07T04:14:15.290Z").unwrap();
        let (year, day, second) = day_of_year(epoch);
        assert_eq!((year, day), (2013, 311));
        assert!((second - 15_255.29).abs() < 1e-9);
        // MJD 56603 is 2013-11-07 (IERS EOP 20 C04 row).
        assert!((mjd_utc(epoch) - 56_603.0 - 15_255.29 / 86_400.0).abs() < 1e-10);
    }

    #[test]
    fn refuses_what_is_not_an_instant() {
        for (text, part) in [
            ("2013-11-07T04:14:15.290", "must end in Z"),
            ("2013-11-07Z", "too short"),
            ("2013/11/07T04:14:15Z", "separated"),
            ("2013-11-07T04:1x:15Z", "not a number"),
            ("2013-11-07T04:14:15.Z", "one to nine digits"),
            ("2013-11-31T04:14:15Z", "day 31 is outside 1 to 30"),
            ("2013-02-29T04:14:15Z", "day 29 is outside 1 to 28"),
            ("2013-11-07T24:00:00Z", "hour 24 is outside 0 to 23"),
            ("2013-11-07T23:59:60Z", "second 60 is outside 0 to 59"),
            ("1971-11-07T04:14:15Z", "year 1971 is outside 1972 to 2199"),
        ] {
            let message = parse_utc(text).unwrap_err().to_string();
            assert!(message.contains(part), "{text}: {message}");
        }
    }
}
