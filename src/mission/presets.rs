//! The presets of a scenario: spacecraft, launcher, pad and port.

use super::Scenario;
use serde::Serialize;
use std::fmt;

/// Keys of the presets of a scenario, in lower case.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[allow(missing_docs)] // as the keys of a scenario
pub struct Presets {
    pub spacecraft: String,
    pub launcher: String,
    pub pad: String,
    pub port: String,
}

impl Presets {
    /// The presets of `scenario`; an unknown name stays as given.
    pub fn of(scenario: &Scenario) -> Self {
        let Scenario { spacecraft, launcher, pad, port, .. } = scenario;
        let or = |key: Option<&str>, given: &String| key.map_or(given.clone(), str::to_owned);
        Self {
            spacecraft: or(scenario.craft().ok().map(|c| c.series.key()), spacecraft),
            launcher: or(scenario.launch_vehicle().ok().map(|l| l.key), launcher),
            pad: or(scenario.launch_pad().ok().map(|p| p.key), pad),
            port: or(scenario.docking_port().ok().map(|p| p.name()), port),
        }
    }
}

impl fmt::Display for Presets {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { spacecraft, launcher, pad, port } = self;
        write!(f, "{spacecraft} on {launcher} from {pad} to {port}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn presets_are_taken_in_any_case_and_given_in_one() {
        let mut scenario = Scenario::embedded("tma-11m").unwrap();
        let as_written = Presets::of(&scenario);
        assert_eq!(as_written.to_string(), "soyuz-tma-m on soyuz-fg from site-1 to rassvet");
        scenario.spacecraft = "Soyuz-TMA-M".into();
        scenario.launcher = "Soyuz-FG".into();
        scenario.pad = " Site-1".into();
        scenario.port = "Rassvet".into();
        scenario.check().unwrap();
        assert_eq!(Presets::of(&scenario), as_written);
    }
}
