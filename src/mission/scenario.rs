//! The input of a flight: a TOML file with few required keys.

use super::{ScenarioError, faults::Faults};
use crate::rendezvous::choice::Scheme;
use crate::target::{ElementSet, TargetError};
use crate::time::Epoch;
use crate::units::HOUR;
use crate::vehicle::launcher::{LAUNCHERS, Launcher};
use crate::vehicle::pad::{PADS, Pad};
use crate::vehicle::{port::Port, spacecraft::Spacecraft};
use serde::{Deserialize, Serialize};
use std::path::Path;
use std::str::FromStr;

/// A commented scenario with every key: what `soyuz scenario --example` prints.
pub const EXAMPLE: &str = include_str!("example.toml");

/// One flight to be simulated.
///
/// Only `name`, `liftoff_utc`, `port` and `[station] tle` are required; [`EXAMPLE`] shows all keys.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Scenario {
    /// Name of the mission, for titles and the output folder.
    pub name: String,
    /// Lift-off, ISO 8601 UTC with `Z`.
    #[serde(deserialize_with = "crate::time::toml_date::text")]
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
    /// `four-orbit` or `two-day`; if absent, the phase decides, with four orbits preferred.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub scheme: Option<Scheme>,
    /// Planned docking, ISO 8601 UTC with `Z`, in place of the timing rule. The flight then predicts burns but not
    /// times; outputs mark the plan as given.
    #[serde(
        default,
        deserialize_with = "crate::time::toml_date::optional_text",
        skip_serializing_if = "Option::is_none"
    )]
    pub planned_docking_utc: Option<String>,
    /// The target.
    pub station: Station,
    /// Options of the force model.
    #[serde(default)]
    pub model: ModelOptions,
    /// Simulated failures.
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
    /// Angle by which the station is moved ahead along its orbit at lift-off [deg], for an element set that misses
    /// a reboost; see [`super::corrected_for_reboost`].
    #[serde(default, skip_serializing_if = "is_zero")]
    pub moved_deg: f64,
}

impl Station {
    /// The element set.
    ///
    /// # Errors
    /// [`TargetError`] if the lines are not a valid element set.
    pub fn element_set(&self) -> Result<ElementSet, TargetError> {
        let [line1, line2] = &self.tle;
        ElementSet::from_tle(None, line1, line2)
    }
}

fn is_zero(x: &f64) -> bool {
    *x == 0.0
}

/// Options of the force model.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct ModelOptions {
    /// Degree and order of the gravity field.
    pub gravity_degree: usize,
    /// Drag on or off.
    pub drag: bool,
    /// Factor applied to the density of the atmosphere model [1].
    pub density_factor: f64,
    /// Attraction of Sun and Moon on or off.
    pub sun_moon: bool,
}

impl Default for ModelOptions {
    fn default() -> Self {
        Self { gravity_degree: 20, drag: true, density_factor: 1.0, sun_moon: true }
    }
}

impl Scenario {
    /// Reads a scenario from TOML text; messages begin with `origin`, a file name.
    ///
    /// Unknown keys are rejected with their position. Everything that needs no simulation is validated: dates,
    /// presets, format and checksums of the element set.
    ///
    /// # Errors
    /// [`ScenarioError::Toml`] with line, column and the line itself; [`ScenarioError::Value`] with
    /// key and value.
    pub fn parse(text: &str, origin: &str) -> Result<Self, ScenarioError> {
        let scenario: Self = toml::from_str(text).map_err(|e| ScenarioError::Toml {
            origin: origin.into(),
            message: crate::input::toml_error(&e, text),
        })?;
        match scenario.check() {
            Ok(()) => Ok(scenario),
            Err(error) => Err(ScenarioError::In { origin: origin.into(), error: Box::new(error) }),
        }
    }

    /// Reads a scenario file.
    ///
    /// # Errors
    /// [`ScenarioError::Read`] if the file cannot be read, else as [`Scenario::parse`].
    pub fn load(path: &Path) -> Result<Self, ScenarioError> {
        let text = std::fs::read_to_string(path).map_err(|e| ScenarioError::Read {
            path: path.display().to_string(),
            problem: e.to_string(),
        })?;
        Self::parse(&text, &path.display().to_string())
    }

    /// A scenario with an element set and defaults; lift-off and port are placeholders.
    pub(crate) fn of_station(name: &str, tle: [String; 2]) -> Self {
        Self {
            name: name.into(),
            liftoff_utc: String::new(),
            port: Port::Rassvet.name().into(),
            spacecraft: soyuz_tma_m(),
            launcher: soyuz_fg(),
            pad: site_1(),
            scheme: None,
            planned_docking_utc: None,
            station: Station { tle, moved_deg: 0.0 },
            model: ModelOptions::default(),
            faults: Faults::default(),
        }
    }

    /// The time of lift-off.
    ///
    /// # Errors
    /// [`ScenarioError::Value`] if the date is invalid.
    pub fn liftoff(&self) -> Result<Epoch, ScenarioError> {
        crate::time::parse_utc(&self.liftoff_utc)
            .map_err(|e| value("liftoff_utc", &self.liftoff_utc, e))
    }

    /// Planned docking, if the scenario gives one [s after lift-off].
    ///
    /// # Errors
    /// [`ScenarioError::Value`] if the date is invalid, or no scheme docks at that time.
    pub fn given_docking(&self) -> Result<Option<f64>, ScenarioError> {
        Ok(self.given()?.map(|(elapsed, _)| elapsed))
    }

    /// The scheme requested by name, or implied by a planned docking.
    ///
    /// # Errors
    /// As [`Scenario::given_docking`].
    pub fn asked_scheme(&self) -> Result<Option<Scheme>, ScenarioError> {
        Ok(self.scheme.or(self.given()?.map(|(_, scheme)| scheme)))
    }

    /// The given planned docking [s after lift-off], and the scheme that docks at that time.
    fn given(&self) -> Result<Option<(f64, Scheme)>, ScenarioError> {
        let Some(text) = &self.planned_docking_utc else { return Ok(None) };
        let key = "planned_docking_utc";
        let given = crate::time::parse_utc(text).map_err(|e| value(key, text, e))?;
        let elapsed = crate::time::seconds_between(self.liftoff()?, given);
        let fits = [(Scheme::FourOrbit, 5.5, 7.0), (Scheme::TwoDay, 47.0, 52.0)]
            .into_iter()
            .find(|(_, from, to)| (from * HOUR..=to * HOUR).contains(&elapsed))
            .map(|(scheme, ..)| scheme)
            .filter(|scheme| self.scheme.is_none_or(|asked| asked == *scheme));
        match fits {
            Some(scheme) => Ok(Some((elapsed, scheme))),
            None => {
                let problem = format!(
                    "{:.2} h after lift-off; a four-orbit flight docks 5.5 h to 7 h after it, a two-day flight 47 h to 52 h",
                    elapsed / HOUR
                );
                Err(value(key, text, problem))
            }
        }
    }

    /// The docking port.
    ///
    /// # Errors
    /// [`ScenarioError::Value`] if there is no such port.
    pub fn docking_port(&self) -> Result<Port, ScenarioError> {
        Port::from_str(&self.port).map_err(|e| value("port", &self.port, e))
    }

    /// The spacecraft.
    ///
    /// # Errors
    /// [`ScenarioError::Value`] if there is no such preset.
    pub fn craft(&self) -> Result<Spacecraft, ScenarioError> {
        Spacecraft::from_str(&self.spacecraft).map_err(|e| value("spacecraft", &self.spacecraft, e))
    }

    /// The launcher; for an uncrewed ship without escape tower and with the cargo fairing.
    ///
    /// # Errors
    /// [`ScenarioError::Value`] if there is no such preset, or no such spacecraft.
    pub fn launch_vehicle(&self) -> Result<Launcher, ScenarioError> {
        let launcher = Launcher::named(&self.launcher).ok_or_else(|| {
            let known: Vec<&str> = LAUNCHERS.iter().map(|l| l.key).collect();
            value(
                "launcher",
                &self.launcher,
                format!("unknown launcher; known: {}", known.join(", ")),
            )
        })?;
        Ok(if self.craft()?.is_crewed() { launcher } else { launcher.for_cargo() })
    }

    /// The launch pad.
    ///
    /// # Errors
    /// [`ScenarioError::Value`] if there is no such preset.
    pub fn launch_pad(&self) -> Result<Pad, ScenarioError> {
        Pad::named(&self.pad).ok_or_else(|| {
            let known: Vec<&str> = PADS.iter().map(|p| p.key).collect();
            value("pad", &self.pad, format!("unknown launch pad; known: {}", known.join(", ")))
        })
    }

    /// The name as a folder name: lower-case letters and digits joined by single hyphens.
    pub fn slug(&self) -> String {
        let mut slug = String::new();
        for c in self.name.trim().to_lowercase().chars() {
            if c.is_alphanumeric() {
                slug.push(c);
            } else if !slug.is_empty() && !slug.ends_with('-') {
                slug.push('-');
            }
        }
        let slug = slug.trim_end_matches('-');
        slug.strip_prefix("soyuz-").unwrap_or(slug).into()
    }

    /// Hash of the scenario: 64-bit FNV-1a of its canonical TOML.
    pub fn hash(&self) -> u64 {
        // A scenario read from TOML can be written as TOML; the name is only a fallback.
        let text = toml::to_string(self).unwrap_or_else(|_| self.name.clone());
        text.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
            (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3)
        })
    }
}

pub(super) fn value(key: &'static str, value: &str, problem: impl ToString) -> ScenarioError {
    ScenarioError::Value { key, value: value.into(), problem: problem.to_string() }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn embedded_with(from: &str, to: &str) -> Result<Scenario, ScenarioError> {
        let text = Scenario::embedded_text("tma-11m").unwrap();
        assert!(text.contains(from), "the scenario has no {from}");
        Scenario::parse(&text.replacen(from, to, 1), "test.toml")
    }

    #[test]
    fn unknown_keys_are_refused_with_their_place() {
        let message = embedded_with("port =", "prot =").unwrap_err().to_string();
        assert!(message.starts_with("test.toml: "), "{message}");
        assert!(message.contains("line 5, column 1"), "{message}");
        assert!(message.contains("unknown field `prot`"), "{message}");
    }

    /// A folder's name may have 255 bytes; these letters have two each.
    #[test]
    fn a_name_too_long_for_a_folder_is_refused() {
        let long = format!("name = \"{}\"", "ж".repeat(101));
        let message = embedded_with("name = \"Soyuz TMA-11M\"", &long).unwrap_err().to_string();
        assert!(
            message.contains("`name` = ж") && message.contains("202 bytes; at most 200"),
            "{message}"
        );
    }

    #[test]
    fn values_are_refused_with_key_value_and_reason() {
        for (from, to, parts) in [
            ("rassvet", "harmony", ["`port` = harmony", "rassvet, poisk"]),
            ("04:14:15.290Z", "04:14:15.290", ["`liftoff_utc`", "Z"]),
            ("11-07T", "11-31T", ["`liftoff_utc`", "day 31"]),
            ("9002", "9003", ["`station.tle`", "checksum"]),
            (
                "2 25544  51.6440 123.1754 0001219 117.1504 242.9771 15.49860824 16788",
                "2 25544  51.6440 123.1754 0001219 117.1504 242.9771 17.00000000 16789",
                ["`station.tle`", "high; an orbit of the station must"],
            ),
            (
                "2 25544  51.6440 123.1754 0001219 117.1504 242.9771 15.49860824 16788",
                "2 25544  51.6440 123.1754 1000000 117.1504 242.9771 15.49860824 16786",
                ["`station.tle`", "high; an orbit of the station must"],
            ),
            (
                "2 25544  51.6440 123.1754 0001219 117.1504 242.9771 15.49860824 16788",
                "2 25544  30.0000 123.1754 0001219 117.1504 242.9771 15.49860824 16781",
                ["`station.tle`", "inclination of 30.0°"],
            ),
            ("\"Soyuz TMA-11M\"", "\" \"", ["`name`", "letter"]),
            ("\"Soyuz TMA-11M\"", "\"Soyuz\\nTMA\"", ["`name`", "one line"]),
            (
                "[station]",
                "[faults]\nskip_burn = \"DV9\"\n[station]",
                ["line 8, column 13", "unknown burn \"DV9\"; known: DV1"],
            ),
            (
                "[station]",
                "[faults]\nskip_burn = \"MKUP\"\n[station]",
                ["`faults.skip_burn` = MKUP", "can fail: DV1"],
            ),
            (
                "[station]",
                "[faults]\nshort_burn_fraction = 0.5\n[station]",
                ["`faults.short_burn_fraction` = 0.5", "needs `faults.short_burn`"],
            ),
            (
                "[station]",
                "[faults]\nskip_burn = \"DV4\"\nshort_burn = \"DV4\"\n[station]",
                ["`faults.short_burn` = DV4", "one way only"],
            ),
            (
                "port =",
                "planned_docking_utc = \"2013-11-08T10:31:00Z\"\nport =",
                ["`planned_docking_utc`", "30.28 h"],
            ),
        ] {
            let message = embedded_with(from, to).unwrap_err().to_string();
            for part in parts {
                assert!(message.contains(part), "{to}: {message}");
            }
        }
    }

    #[test]
    fn the_hash_follows_the_content_not_the_layout() {
        let scenario = Scenario::embedded("tma-11m").unwrap();
        assert_eq!(embedded_with("name =", "\n\nname   =").unwrap().hash(), scenario.hash());
        assert_ne!(embedded_with("04:14:15.290", "04:14:15.291").unwrap().hash(), scenario.hash());
    }
}
