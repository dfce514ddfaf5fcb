//! Physical constants with unit and source.

/// Geocentric gravitational constant of EGM2008/EGM96/JGM-3 (TT-compatible) [m³/s²].
/// ICGEM headers of those fields; [IERS 2010, table 1.1] gives 3.986004418e14 (TCG).
pub const GM_EARTH: f64 = 3.986_004_415e14;
/// Reference radius of EGM2008/EGM96/JGM-3 [m]. ICGEM headers.
pub const EARTH_RADIUS_FIELD: f64 = 6_378_136.3;
/// Second zonal harmonic of the Earth, −√5 C̄20 of EGM2008, tide-free (C̄20 = −4.84165143790815e-4) [1].
pub const J2_EARTH: f64 = 1.082_626_173_852_2e-3;
/// WGS-84 semi-major axis [m]. NIMA TR8350.2, table 3.1.
pub const WGS84_A: f64 = 6_378_137.0;
/// WGS-84 flattening [1]. NIMA TR8350.2, table 3.1.
pub const WGS84_F: f64 = 1.0 / 298.257_223_563;
/// Nominal mean angular velocity of the Earth [rad/s]. [IERS 2010, table 1.2]
pub const EARTH_RATE: f64 = 7.292_115e-5;
/// Heliocentric gravitational constant [m³/s²]. [IERS 2010, table 1.1]
pub const GM_SUN: f64 = 1.327_124_420_99e20;
/// Moon's gravitational constant [m³/s²]: GM_Earth × 0.0123000371. [IERS 2010, table 1.1]
pub const GM_MOON: f64 = GM_EARTH * 0.012_300_037_1;
/// Astronomical unit [m]. IAU 2012 Resolution B2.
pub const AU: f64 = 149_597_870_700.0;
/// Standard acceleration of gravity, for specific impulse in seconds [m/s²]. CGPM 1901.
pub const G0: f64 = 9.806_65;
/// Speed of light [m/s]. Exact by definition of the metre (CGPM 1983).
pub const SPEED_OF_LIGHT: f64 = 299_792_458.0;
