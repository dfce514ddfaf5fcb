//! Unit conversions for input and output; internally, everything is in SI units and radians.

/// Metres in a kilometre.
pub const KM: f64 = 1e3;
/// Seconds in a minute.
pub const MINUTE: f64 = 60.0;
/// Seconds in an hour.
pub const HOUR: f64 = 3600.0;
/// Seconds in a day.
pub const DAY: f64 = 86_400.0;
/// Radians in an arcsecond.
pub const ARCSEC: f64 = std::f64::consts::PI / 648_000.0;
/// Radians in a degree.
pub const DEGREE: f64 = std::f64::consts::PI / 180.0;
