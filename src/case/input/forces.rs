//! The keys of a case's forces: `[forces]` and the tables below it.

use serde::{Deserialize, Serialize};
use std::path::PathBuf;

/// Which forces act.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Forces {
    /// Attraction of the Earth.
    pub gravity: Gravity,
    /// The air; none if left out.
    pub atmosphere: Option<Atmosphere>,
    /// Attraction of the Sun.
    pub sun: bool,
    /// Attraction of the Moon.
    pub moon: bool,
    /// GM of the Sun [km³/s²].
    pub gm_sun_km3_s2: Option<f64>,
    /// GM of the Moon [km³/s²].
    pub gm_moon_km3_s2: Option<f64>,
    /// Pressure of sunlight; none if left out.
    pub solar_pressure: Option<SolarPressure>,
    /// Tides of the solid Earth.
    pub solid_tides: bool,
    /// Relativistic correction (Schwarzschild).
    pub relativity: bool,
}

/// Form of the Earth's attraction.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum GravityModel {
    /// Spherical harmonics of a field.
    #[default]
    Field,
    /// A point.
    PointMass,
    /// A point and the unnormalised J₂.
    J2,
}

/// Axis of the zonal terms.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Pole {
    /// The z axis of ITRF, the true one.
    #[default]
    Itrf,
    /// The z axis of GCRF, fixed among the stars; zonal terms only.
    Inertial,
}

/// Attraction of the Earth.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Gravity {
    /// Form.
    pub model: GravityModel,
    /// ICGEM `.gfc` file; the embedded EGM2008 to degree 70 if left out.
    pub file: Option<PathBuf>,
    /// Highest degree; that of the field, at most 70, if left out.
    pub degree: Option<usize>,
    /// Highest order; the degree if left out.
    pub order: Option<usize>,
    /// Axis of zonal terms.
    pub pole: Pole,
    /// GM in place of the field's [km³/s²].
    pub gm_km3_s2: Option<f64>,
    /// Reference radius in place of the field's [km].
    pub radius_km: Option<f64>,
    /// Unnormalised J₂ [1], of the model `j2`.
    pub j2: Option<f64>,
}

/// Model of the air.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum AtmosphereModel {
    /// NRLMSISE-00.
    #[serde(rename = "nrlmsise00")]
    Nrlmsise00,
    /// Modified Harris–Priester.
    #[serde(rename = "harris_priester")]
    HarrisPriester,
    /// U.S. Standard Atmosphere 1976.
    #[serde(rename = "us76")]
    Us76,
    /// One scale height.
    #[serde(rename = "exponential")]
    Exponential,
}

/// Local time given to NRLMSISE-00.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SolarTime {
    /// UT + longitude/15.
    #[default]
    Mean,
    /// By the true Sun.
    Apparent,
}

/// How the density is found along the way.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Evaluation {
    /// By the model at every call.
    #[default]
    Exact,
    /// By a table around the orbit, faster, within 0.15 %.
    Table,
}

/// Which geomagnetic index.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ApKind {
    /// Three-hourly ap with its history.
    #[default]
    ThreeHourly,
    /// Daily Ap.
    Daily,
}

/// The air.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Atmosphere {
    /// Model.
    pub model: AtmosphereModel,
    /// Factor on the density [1].
    #[serde(default = "one")]
    pub density_factor: f64,
    /// Rate at which the air turns [rad/s].
    #[serde(default = "rate")]
    pub rotation_rad_s: f64,
    /// CelesTrak space-weather file (CSV); the embedded record if left out.
    pub weather_file: Option<PathBuf>,
    /// Fixed indices in place of a table.
    pub fixed: Option<FixedIndices>,
    /// NRLMSISE-00: which ap of a table; three-hourly if left out.
    pub ap: Option<ApKind>,
    /// NRLMSISE-00: convention of local time; mean if left out.
    pub solar_time: Option<SolarTime>,
    /// NRLMSISE-00: how its density is found; exactly if left out.
    pub density: Option<Evaluation>,
    /// Exponent of Harris–Priester, 2 to 6.
    pub exponent: Option<u32>,
    /// Exponential: density at the base height [kg/m³].
    pub base_density_kg_m3: Option<f64>,
    /// Exponential: base height [km].
    pub base_altitude_km: Option<f64>,
    /// Exponential: scale height [km].
    pub scale_height_km: Option<f64>,
    /// Exponential: heights above a sphere of this radius [km]; above WGS-84 if left out.
    pub sphere_radius_km: Option<f64>,
}

impl Atmosphere {
    /// A model with everything else as usual.
    pub fn of(model: AtmosphereModel) -> Self {
        Self {
            model,
            density_factor: one(),
            rotation_rad_s: rate(),
            weather_file: None,
            fixed: None,
            ap: None,
            solar_time: None,
            density: None,
            exponent: None,
            base_density_kg_m3: None,
            base_altitude_km: None,
            scale_height_km: None,
            sphere_radius_km: None,
        }
    }
}

fn one() -> f64 {
    1.0
}
fn rate() -> f64 {
    crate::constants::EARTH_RATE
}

/// Indices that stay.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FixedIndices {
    /// F10.7 of the day before.
    pub f107: f64,
    /// F10.7, mean of 81 days.
    pub f107_average: f64,
    /// Ap.
    pub ap: f64,
}

/// Form of the Earth's shadow.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ShadowShape {
    /// A sphere of 6378.137 km, or of the radius given.
    #[default]
    Sphere,
    /// The WGS-84 ellipsoid.
    Ellipsoid,
    /// None.
    None,
}

/// Pressure of sunlight, with umbra and penumbra.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct SolarPressure {
    /// Pressure at one astronomical unit [N/m²].
    pub pressure_n_m2: Option<f64>,
    /// What throws the shadow.
    pub shadow: ShadowShape,
    /// Radius of the sphere [km].
    pub shadow_radius_km: Option<f64>,
}
