//! The keys of a case's forces: `[forces]` and the tables below it.

use crate::environment::ApKind;
use crate::forces::DensityEvaluation;
use serde::{Deserialize, Serialize};
use std::path::PathBuf;

/// Forces.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Forces {
    /// Attraction of the Earth.
    pub gravity: Gravity,
    /// Atmosphere; no drag if omitted.
    pub atmosphere: Option<Atmosphere>,
    /// Attraction of the Sun.
    pub sun: bool,
    /// Attraction of the Moon.
    pub moon: bool,
    /// GM of the Sun [km³/s²].
    pub gm_sun_km3_s2: Option<f64>,
    /// GM of the Moon [km³/s²].
    pub gm_moon_km3_s2: Option<f64>,
    /// Solar radiation pressure; none if omitted.
    pub solar_pressure: Option<SolarPressure>,
    /// Solid Earth tides.
    pub solid_tides: bool,
    /// Relativistic correction (Schwarzschild).
    pub relativity: bool,
}

/// Model of the Earth's attraction.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum GravityModel {
    /// Spherical harmonics of a gravity field.
    #[default]
    Field,
    /// Point mass.
    PointMass,
    /// Point mass and J₂.
    J2,
}

/// Symmetry axis of the zonal terms.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Pole {
    /// The z axis of ITRF.
    #[default]
    Itrf,
    /// The z axis of GCRF; for zonal terms only.
    Inertial,
}

/// Attraction of the Earth.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Gravity {
    /// Model.
    pub model: GravityModel,
    /// ICGEM `.gfc` file; if omitted, the embedded EGM2008 of degree 70.
    pub file: Option<PathBuf>,
    /// Highest degree; if omitted, that of the field, at most 70.
    pub degree: Option<usize>,
    /// Highest order; if omitted, the degree.
    pub order: Option<usize>,
    /// Symmetry axis of the zonal terms.
    pub pole: Pole,
    /// GM instead of the field's [km³/s²].
    pub gm_km3_s2: Option<f64>,
    /// Reference radius instead of the field's [km].
    pub radius_km: Option<f64>,
    /// Unnormalised J₂ for the model `j2` [1].
    pub j2: Option<f64>,
}

/// Atmosphere model.
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
    /// Exponential with a constant scale height.
    #[serde(rename = "exponential")]
    Exponential,
}

/// Local solar time passed to NRLMSISE-00.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SolarTime {
    /// UT + longitude/15.
    #[default]
    Mean,
    /// From the hour angle of the true Sun.
    Apparent,
}

/// Atmosphere.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Atmosphere {
    /// Model.
    pub model: AtmosphereModel,
    /// Factor on the density [1].
    #[serde(default = "one")]
    pub density_factor: f64,
    /// Angular velocity of the atmosphere [rad/s].
    #[serde(default = "rate")]
    pub rotation_rad_s: f64,
    /// NRLMSISE-00: CelesTrak space-weather file; if omitted, the embedded record.
    pub weather_file: Option<PathBuf>,
    /// NRLMSISE-00: constant indices instead of a table.
    pub fixed: Option<FixedIndices>,
    /// NRLMSISE-00: geomagnetic index of a table; three-hourly if omitted.
    pub ap: Option<ApKind>,
    /// NRLMSISE-00: local solar time; mean if omitted.
    pub solar_time: Option<SolarTime>,
    /// NRLMSISE-00: evaluation; exact if omitted.
    pub density: Option<DensityEvaluation>,
    /// Harris–Priester: exponent, 2 to 6; 4 if omitted.
    pub exponent: Option<u32>,
    /// Exponential: density at the base height [kg/m³].
    pub base_density_kg_m3: Option<f64>,
    /// Exponential: base height [km].
    pub base_altitude_km: Option<f64>,
    /// Exponential: scale height [km].
    pub scale_height_km: Option<f64>,
    /// Exponential: radius of the sphere above which heights are measured [km]; WGS-84 if omitted.
    pub sphere_radius_km: Option<f64>,
}

impl Atmosphere {
    /// A model with default values for everything else.
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

/// Constant solar and geomagnetic indices.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FixedIndices {
    /// F10.7 of the previous day [10⁻²² W m⁻² Hz⁻¹].
    pub f107: f64,
    /// F10.7, 81-day mean [10⁻²² W m⁻² Hz⁻¹].
    pub f107_average: f64,
    /// Daily Ap [2 nT].
    pub ap: f64,
}

/// Shape of the Earth that casts the shadow.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ShadowShape {
    /// A sphere of radius 6378.137 km, or of a given radius.
    #[default]
    Sphere,
    /// The WGS-84 ellipsoid.
    Ellipsoid,
    /// No shadow.
    None,
}

/// Solar radiation pressure, with umbra and penumbra.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct SolarPressure {
    /// Pressure at one astronomical unit [N/m²].
    pub pressure_n_m2: Option<f64>,
    /// Shape of the shadow.
    pub shadow: ShadowShape,
    /// Radius of the sphere [km].
    pub shadow_radius_km: Option<f64>,
}
