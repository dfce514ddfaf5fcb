//! The keys of a case.
//!
//! Unknown keys are refused in every table. The names of the keys contain the units; [`EXAMPLE`] shows all of them with
//! comments.

mod forces;

pub use forces::*;

use super::CaseError;
use serde::{Deserialize, Serialize};
use std::path::{Path, PathBuf};

/// A commented case that runs: what `soyuz propagate --example` prints.
pub const EXAMPLE: &str = include_str!("../example.toml");

/// One craft to propagate.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Case {
    /// Name of the craft.
    #[serde(default = "craft")]
    pub name: String,
    /// International designator such as `1998-067A`.
    #[serde(default)]
    pub id: Option<String>,
    /// How long to propagate [s]; negative is backwards.
    pub duration_s: f64,
    /// Initial state.
    pub initial: Initial,
    /// The craft.
    #[serde(default)]
    pub vehicle: Vehicle,
    /// Forces.
    #[serde(default)]
    pub forces: Forces,
    /// Burns, in any order.
    #[serde(default)]
    pub burns: Vec<Burn>,
    /// Output of states.
    #[serde(default)]
    pub output: Output,
    /// Method and tolerances.
    #[serde(default)]
    pub integrator: Integrator,
    /// Orientation of the Earth.
    #[serde(default)]
    pub earth_orientation: EarthOrientation,
    /// Events to search for.
    #[serde(default)]
    pub events: Events,
    /// Folder to which relative file names refer: that of the case file.
    #[serde(skip)]
    pub folder: PathBuf,
}

fn craft() -> String {
    "CRAFT".into()
}

/// A frame of [`crate::frames`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
pub enum FrameName {
    /// [`crate::frames::Gcrf`]
    #[default]
    Gcrf,
    /// [`crate::frames::Eme2000`]
    Eme2000,
    /// [`crate::frames::Teme`]
    Teme,
    /// [`crate::frames::Itrf`]; velocities are relative to the rotating Earth.
    Itrf,
}

/// Initial state: position and velocity, Keplerian elements, or an element set.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Initial {
    /// Epoch, `2013-11-07T04:14:15.290`; may be omitted with an element set, whose epoch is then used.
    #[serde(default, deserialize_with = "crate::time::toml_date::optional_text")]
    pub epoch: Option<String>,
    /// Time scale of `epoch`: UTC (the default), TAI, TT, TDB or GPS.
    pub scale: Option<String>,
    /// Frame of the state.
    pub frame: Option<FrameName>,
    /// Position [km].
    pub position_km: Option<[f64; 3]>,
    /// Velocity [km/s].
    pub velocity_km_s: Option<[f64; 3]>,
    /// Osculating elements.
    pub keplerian: Option<Keplerian>,
    /// The two lines of an element set, propagated by SGP4 (WGS-72, AFSPC) to `epoch`.
    pub tle: Option<[String; 2]>,
}

/// Osculating elements under the GM of the gravity model.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Keplerian {
    /// Semi-major axis [km]; negative on a hyperbola.
    pub semi_major_axis_km: f64,
    /// Eccentricity [1].
    pub eccentricity: f64,
    /// Inclination [deg].
    pub inclination_deg: f64,
    /// Right ascension of the ascending node [deg].
    pub raan_deg: f64,
    /// Argument of perigee [deg].
    pub argument_of_perigee_deg: f64,
    /// True anomaly [deg]; this or `mean_anomaly_deg`.
    pub true_anomaly_deg: Option<f64>,
    /// Mean anomaly [deg].
    pub mean_anomaly_deg: Option<f64>,
}

/// The craft, as a sphere.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Vehicle {
    /// Mass at the start [kg].
    pub mass_kg: f64,
    /// Cross-sectional area for drag [m²].
    pub drag_area_m2: f64,
    /// Drag coefficient [1].
    pub cd: f64,
    /// Cross-sectional area for radiation pressure [m²].
    pub srp_area_m2: f64,
    /// Radiation pressure coefficient [1]: 1 if absorbing, up to 2 if reflecting.
    pub cr: f64,
}

impl Default for Vehicle {
    fn default() -> Self {
        Self { mass_kg: 1000.0, drag_area_m2: 0.0, cd: 2.2, srp_area_m2: 0.0, cr: 1.3 }
    }
}

/// Axes of a burn.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BurnAxes {
    /// GCRF.
    Inertial,
    /// x ahead, y opposite the orbit normal, z down; follows the orbit.
    Lvlh,
    /// T along the velocity, N = W × T, W along the angular momentum.
    Tnw,
    /// R up, T ahead, N along the angular momentum.
    Rtn,
}

/// A burn: of constant thrust (`duration_s`, `thrust_n`, `direction`), or an impulse (`delta_v_m_s`).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Burn {
    /// Time of ignition or of the impulse, after the start [s].
    pub start_s: f64,
    /// Axes of the direction.
    pub axes: BurnAxes,
    /// Duration [s].
    pub duration_s: Option<f64>,
    /// Thrust [N].
    pub thrust_n: Option<f64>,
    /// Direction of the acceleration, of any length.
    pub direction: Option<[f64; 3]>,
    /// Specific impulse [s], with g₀ = 9.80665 m/s²; the mass is constant if neither this nor a flow is given.
    pub isp_s: Option<f64>,
    /// Mass flow rate, instead of `isp_s` [kg/s].
    pub mass_flow_kg_s: Option<f64>,
    /// Velocity increment of an impulse [m/s].
    pub delta_v_m_s: Option<[f64; 3]>,
}

/// Output of states.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Output {
    /// Spacing of states [s].
    pub step_s: f64,
    /// Frame of states.
    pub frame: FrameName,
}

impl Default for Output {
    fn default() -> Self {
        Self { step_s: 60.0, frame: FrameName::Gcrf }
    }
}

/// A method of [`crate::integrate`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MethodName {
    /// [`crate::integrate::verner98`]
    #[default]
    Verner98,
    /// [`crate::integrate::nystrom1210`]; burns are integrated with [`crate::integrate::verner98`].
    Nystrom1210,
    /// [`crate::integrate::stormer_cowell`]; burns are integrated with [`crate::integrate::verner98`].
    StormerCowell,
}

/// Method and tolerances of the integration.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Integrator {
    /// Method.
    pub method: MethodName,
    /// Relative tolerance per step [1].
    pub relative_tolerance: f64,
    /// Absolute tolerance per step on position components [m].
    pub position_tolerance_m: f64,
    /// Absolute tolerance per step on velocity components [m/s].
    pub velocity_tolerance_m_s: f64,
    /// Longest step [s]; `None`: no limit.
    pub max_step_s: Option<f64>,
}

impl Default for Integrator {
    fn default() -> Self {
        Self {
            method: MethodName::Verner98,
            relative_tolerance: 1e-13,
            position_tolerance_m: 1e-7,
            velocity_tolerance_m_s: 1e-10,
            max_step_s: None,
        }
    }
}

/// Orientation of the Earth.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct EarthOrientation {
    /// IERS C04, IERS finals2000A or CelesTrak file; the embedded table (2000–2026) if left out.
    pub file: Option<PathBuf>,
    /// No data: UT1 = UTC, pole at rest; for any date, and for comparison with programs that do so.
    pub none: bool,
}

/// What to look for along the way.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Events {
    /// Crossings of the equator of date.
    pub nodes: bool,
    /// Perigee and apogee; an orbit rounder than an eccentricity of 1e-10 has none.
    pub apsides: bool,
    /// Entry into and exit from penumbra and umbra.
    pub shadow: bool,
    /// What throws the shadow.
    pub shadow_shape: ShadowShape,
    /// Radius of the sphere [km].
    pub shadow_radius_km: Option<f64>,
    /// Heights above WGS-84 whose crossings are noted [km].
    pub altitudes_km: Vec<f64>,
    /// Ground sites whose rises and sets are noted.
    pub sites: Vec<Site>,
    /// Distances to other craft whose crossings are noted.
    pub range_gates: Vec<RangeGate>,
}

impl Events {
    /// Whether anything is looked for.
    pub fn any(&self) -> bool {
        let shadow = self.shadow && self.shadow_shape != ShadowShape::None;
        let listed = self.altitudes_km.len() + self.sites.len() + self.range_gates.len();
        self.nodes || self.apsides || shadow || listed > 0
    }
}

/// A place on the ground.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Site {
    /// Name.
    pub name: String,
    /// Geodetic latitude [deg].
    pub latitude_deg: f64,
    /// Longitude, east positive [deg].
    pub longitude_deg: f64,
    /// Height above WGS-84 [m].
    #[serde(default)]
    pub altitude_m: f64,
    /// Geometric elevation that defines rise and set [deg].
    #[serde(default)]
    pub min_elevation_deg: f64,
}

/// A distance to another craft, given by an element set.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RangeGate {
    /// Name of the other craft.
    pub name: String,
    /// The two lines of its element set.
    pub tle: [String; 2],
    /// Distance [km].
    pub range_km: f64,
}

impl Case {
    /// Parses a case from TOML text; messages begin with `origin`, such as a file name. Relative file names in the
    /// case refer to the current folder.
    ///
    /// # Errors
    /// [`CaseError::Toml`] with line and column; also for unknown keys.
    pub fn parse(text: &str, origin: &str) -> Result<Self, CaseError> {
        toml::from_str(text).map_err(|e| CaseError::Toml {
            origin: origin.into(),
            message: crate::input::toml_error(&e, text),
        })
    }

    /// Reads a case file. Relative file names in it refer to its folder.
    ///
    /// # Errors
    /// [`CaseError::Read`] if the file cannot be read, else as [`Case::parse`].
    pub fn load(path: &Path) -> Result<Self, CaseError> {
        let origin = path.display().to_string();
        let text = std::fs::read_to_string(path)
            .map_err(|e| CaseError::Read { path: origin.clone(), problem: e.to_string() })?;
        let folder = path.parent().map(Path::to_path_buf).unwrap_or_default();
        Ok(Self { folder, ..Self::parse(&text, &origin)? })
    }
}
