//! The input of a flight: a TOML file with very few required keys.

use serde::{Deserialize, Serialize};

/// One flight to be simulated.
///
/// Only `name`, `liftoff_utc`, `port` and `[station] tle` are required.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Scenario {
    /// Name of the mission, for titles and the output folder.
    pub name: String,
    /// Lift-off, ISO 8601 UTC with `Z`.
    pub liftoff_utc: String,
    /// Docking port: `rassvet`, `poisk`, `pirs` or `zvezda`.
    pub port: String,
    /// Spacecraft preset.
    #[serde(default = "soyuz_tma_m")]
    pub spacecraft: String,
    /// Launcher preset.
    #[serde(default = "soyuz_fg")]
    pub launcher: String,
    /// Launch pad preset.
    #[serde(default = "site_1")]
    pub pad: String,
    /// The target.
    pub station: Station,
    /// How the dynamics are modelled.
    #[serde(default)]
    pub model: ModelOptions,
    /// What goes wrong.
    #[serde(default, skip_serializing_if = "Faults::is_none")]
    pub faults: Faults,
}

fn soyuz_tma_m() -> String {
    "soyuz-tma-m".into()
}
fn soyuz_fg() -> String {
    "soyuz-fg".into()
}
fn site_1() -> String {
    "site-1".into()
}

/// The target of the rendezvous.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Station {
    /// The two lines of its element set.
    pub tle: [String; 2],
}

/// How the dynamics are modelled.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct ModelOptions {
    /// Degree and order of the gravity field.
    pub gravity_degree: usize,
    /// Drag on or off.
    pub drag: bool,
    /// Factor on the density of the atmosphere model [1].
    pub density_factor: f64,
    /// Attraction of Sun and Moon on or off.
    pub sun_moon: bool,
}

impl Default for ModelOptions {
    fn default() -> Self {
        Self { gravity_degree: 20, drag: true, density_factor: 1.0, sun_moon: true }
    }
}

/// What goes wrong.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Faults {}

impl Faults {
    fn is_none(&self) -> bool {
        *self == Self::default()
    }
}

/// What is wrong with a scenario.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum ScenarioError {
    /// Not the TOML it should be; the message carries line and column.
    #[error("{0}")]
    Toml(String),
    /// A key has a value that is not allowed.
    #[error("`{key}` = {value}: {problem}")]
    Value {
        /// The key.
        key: &'static str,
        /// The value as given.
        value: String,
        /// What is wrong and what is allowed.
        problem: String,
    },
}
