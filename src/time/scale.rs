//! Time scales in which dates can be given.

use super::utc::{self, TimeError};
use super::{Epoch, TimeScale};

/// A time scale in which a date can be given.
///
/// UT1 is not among them, because it requires Earth-orientation data.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scale {
    /// Coordinated universal time.
    Utc,
    /// International atomic time.
    Tai,
    /// Terrestrial time, TAI + 32.184 s.
    Tt,
    /// Barycentric dynamical time; within 2 ms of TT, accurate to 0.1 ms here.
    Tdb,
    /// GPS time, TAI − 19 s.
    Gps,
}

impl Scale {
    /// All scales with their names as in CCSDS 502.0-B.
    pub const NAMES: [(Scale, &'static str); 5] = [
        (Scale::Utc, "UTC"),
        (Scale::Tai, "TAI"),
        (Scale::Tt, "TT"),
        (Scale::Tdb, "TDB"),
        (Scale::Gps, "GPS"),
    ];

    /// The scale with a given name, ignoring case.
    pub fn named(name: &str) -> Option<Scale> {
        Self::NAMES.iter().find(|(_, n)| n.eq_ignore_ascii_case(name)).map(|(scale, _)| *scale)
    }

    fn hifitime(self) -> TimeScale {
        match self {
            Scale::Utc => TimeScale::UTC,
            Scale::Tai => TimeScale::TAI,
            Scale::Tt => TimeScale::TT,
            Scale::Tdb => TimeScale::TDB,
            Scale::Gps => TimeScale::GPST,
        }
    }
}

impl std::fmt::Display for Scale {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let name = Self::NAMES.iter().find(|(scale, _)| scale == self).map_or("", |(_, n)| n);
        f.pad(name)
    }
}

/// Parses `2013-11-07T04:14:15.290` in a time scale; in UTC a `Z` may follow.
///
/// # Errors
/// As [`super::parse_utc`]; second 60 is allowed in UTC only.
pub fn parse_in(text: &str, scale: Scale) -> Result<Epoch, TimeError> {
    if scale == Scale::Utc {
        return utc::parse_body(text.strip_suffix('Z').unwrap_or(text), text);
    }
    let c = utc::parse_calendar(text, text, 59)?;
    let epoch = Epoch::from_gregorian(
        c.year,
        c.month,
        c.day,
        c.hour,
        c.minute,
        c.second,
        c.nanosecond,
        scale.hifitime(),
    );
    Ok(epoch.to_time_scale(TimeScale::TAI))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::time::{parse_utc, seconds_between};

    #[test]
    fn scales_differ_by_their_published_offsets() {
        let utc = parse_utc("2013-11-07T04:14:15.290Z").unwrap();
        // TAI-UTC 35 s, TT-TAI 32.184 s, TAI-GPS 19 s.
        for (scale, text) in [
            (Scale::Utc, "2013-11-07T04:14:15.290Z"),
            (Scale::Tai, "2013-11-07T04:14:50.290"),
            (Scale::Tt, "2013-11-07T04:15:22.474"),
            (Scale::Gps, "2013-11-07T04:14:31.290"),
        ] {
            assert_eq!(parse_in(text, scale).unwrap(), utc, "{scale}");
            assert_eq!(Scale::named(&scale.to_string().to_lowercase()), Some(scale));
        }
        assert_eq!(parse_in("2013-11-07T04:14:15.290", Scale::Utc).unwrap(), utc);
        assert_eq!(Scale::named("UT1"), None);
    }

    #[test]
    fn tdb_follows_its_periodic_term() {
        // TDB - TT = 0.001657 s sin g + 0.000022 s sin(...): Explanatory Supplement 2.6; in early April g is
        // near 90 deg, in early October near 270 deg.
        for (date, g) in [("2013-04-04T00:00:00", 1.0), ("2013-10-04T00:00:00", -1.0)] {
            let tt = parse_in(date, Scale::Tt).unwrap();
            let tdb = parse_in(date, Scale::Tdb).unwrap();
            // The same reading in a scale that is ahead comes earlier.
            let ahead = seconds_between(tdb, tt);
            assert!((ahead - 0.001_657 * g).abs() < 1e-4, "{date}: {ahead} s");
        }
    }

    #[test]
    fn only_utc_has_leap_seconds() {
        assert!(parse_in("2016-12-31T23:59:60", Scale::Utc).is_ok());
        let message = parse_in("2016-12-31T23:59:60", Scale::Tai).unwrap_err().to_string();
        assert!(message.contains("second 60 is outside 0 to 59"), "{message}");
    }
}
