//! Epochs and time scales.
//!
//! Dates are [`hifitime::Epoch`]; within an arc, time is an `f64` number of SI seconds (the rate of TAI and TT)
//! since an epoch. UTC and mission elapsed time are used only for input and output.
//!
//! Every epoch made by this crate is in TAI, so that `epoch + duration` and `epoch_b - epoch_a` are SI seconds even
//! across a leap second; [`parse_utc`], [`after`] and [`seconds_between`] ensure this. (With an epoch that hifitime
//! keeps in UTC, such sums lose the leap second.) UT1 requires Earth-orientation data, see
//! [`crate::environment::EarthOrientationTable`].

mod scale;
pub(crate) mod toml_date;
mod utc;

pub use hifitime::{Duration, Epoch, TimeScale};
pub use scale::{Scale, parse_in};
pub use utc::{
    Calendar, TimeError, day_of_year, format_utc, from_calendar, mjd_utc, parse_utc, tai_minus_utc,
    utc_calendar,
};
pub(crate) use utc::{days_in_month, from_unix_utc};

use crate::units::DAY;

/// TT − TAI [s]. [IERS 2010, eq. (10.1) and table 1.1]
pub const TT_MINUS_TAI: f64 = 32.184;

/// Julian date of J2000.0 [d].
pub const J2000: f64 = 2_451_545.0;

/// Nanoseconds from the hifitime origin of TAI (1900-01-01 00:00:00) to J2000.0 (2000-01-01 12:00:00).
const J2000_NANOSECONDS: i128 = (36_524 * 86_400 + 43_200) * 1_000_000_000;

/// The epoch `seconds` [SI s] after `epoch` (before, if negative), to the nanosecond.
///
/// Beyond three million years the result is the last (or first) representable epoch. So it is for NaN; no table covers
/// that epoch.
pub fn after(epoch: Epoch, seconds: f64) -> Epoch {
    let seconds = if seconds.is_nan() { f64::MAX } else { seconds.clamp(f64::MIN, f64::MAX) };
    epoch.to_time_scale(TimeScale::TAI) + Duration::from_seconds(seconds)
}

/// SI seconds from `from` to `to`; negative if `to` is earlier.
pub fn seconds_between(from: Epoch, to: Epoch) -> f64 {
    (to.to_tai_duration() - from.to_tai_duration()).to_seconds()
}

/// TAI seconds since 2000-01-01 12:00:00 TAI, split into whole seconds and a fraction in [0, 1).
pub(crate) fn tai_since_j2000(epoch: Epoch) -> (i64, f64) {
    let ns = epoch.to_tai_duration().total_nanoseconds() - J2000_NANOSECONDS;
    (ns.div_euclid(1_000_000_000) as i64, ns.rem_euclid(1_000_000_000) as f64 * 1e-9)
}

/// The epoch `seconds` TAI seconds after 2000-01-01 12:00:00 TAI.
pub(crate) fn from_tai_since_j2000(seconds: f64) -> Epoch {
    let whole = seconds.floor();
    let ns = J2000_NANOSECONDS + whole as i128 * 1_000_000_000;
    Epoch::from_tai_duration(Duration::from_total_nanoseconds(ns))
        + Duration::from_seconds(seconds - whole)
}

/// Two-part Julian date in a scale that is `offset` seconds ahead of TAI: the day number at noon, and the fraction.
///
/// Both are computed separately, which keeps a resolution of 0.1 ns over centuries.
fn two_part(epoch: Epoch, offset: f64) -> (f64, f64) {
    let (whole, rest) = tai_since_j2000(epoch);
    let days = whole.div_euclid(86_400);
    let seconds = whole.rem_euclid(86_400) as f64 + (rest + offset);
    (J2000 + days as f64, seconds / DAY)
}

/// Two-part Julian date in TT [d]: the day number at noon, and the fraction.
pub fn jd_tt(epoch: Epoch) -> (f64, f64) {
    two_part(epoch, TT_MINUS_TAI)
}

/// Two-part Julian date in UT1 [d], given UT1 − TAI [s] (about −35 s in 2013).
pub fn jd_ut1(epoch: Epoch, ut1_minus_tai: f64) -> (f64, f64) {
    two_part(epoch, ut1_minus_tai)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn julian_dates_of_a_known_instant() {
        // 2004-04-06 07:51:28.386009 UTC, [Vallado 2013, example 3-14]: TAI-UTC = 32 s, JD(TT) =
        // 2453101.828154745 as printed there (9 decimals of a day = 0.1 ms).
        let epoch = parse_utc("2004-04-06T07:51:28.386009Z").unwrap();
        let (a, b) = jd_tt(epoch);
        assert!((a - 2_453_101.0 + b - 0.828_154_745).abs() < 1e-9, "{a} {b}");
        // UT1-UTC = -0.4399619 s there; JD(UT1) = 2453101.82740678 (8 decimals printed).
        let (a, b) = jd_ut1(epoch, -0.439_961_9 - 32.0);
        assert!((a - 2_453_101.0 + b - 0.827_406_78).abs() < 1e-8, "{a} {b}");
    }

    #[test]
    fn sums_are_si_seconds_across_a_leap_second() {
        // 2016-12-31 ended with a leap second: from noon to noon are 86401 s.
        let a = parse_utc("2016-12-31T12:00:00Z").unwrap();
        let b = parse_utc("2017-01-01T12:00:00Z").unwrap();
        assert_eq!(seconds_between(a, b), 86_401.0);
        assert_eq!(after(a, 86_401.0), b);
        assert_eq!(seconds_between(b, a), -86_401.0);
    }
}
