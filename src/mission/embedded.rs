//! The embedded scenarios.

use super::{Scenario, ScenarioError};

/// The embedded scenarios: name and text.
pub const EMBEDDED: &[(&str, &str)] = &[
    ("tma-11m", include_str!("../../scenarios/tma-11m.toml")),
    ("tma-12m", include_str!("../../scenarios/tma-12m.toml")),
    ("tma-12m-dv3-skipped", include_str!("../../scenarios/tma-12m-dv3-skipped.toml")),
    ("tma-13m", include_str!("../../scenarios/tma-13m.toml")),
    ("tma-19m", include_str!("../../scenarios/tma-19m.toml")),
    ("tma-19m-given-plan", include_str!("../../scenarios/tma-19m-given-plan.toml")),
    ("progress-m-18m", include_str!("../../scenarios/progress-m-18m.toml")),
];

impl Scenario {
    /// The embedded scenario with this name.
    ///
    /// # Errors
    /// [`ScenarioError::Unknown`], with the nearest name.
    pub fn embedded(name: &str) -> Result<Self, ScenarioError> {
        Self::parse(Self::embedded_text(name)?, name)
    }

    /// The text of the embedded scenario with this name.
    ///
    /// # Errors
    /// [`ScenarioError::Unknown`], with the nearest name.
    pub fn embedded_text(name: &str) -> Result<&'static str, ScenarioError> {
        EMBEDDED
            .iter()
            .find(|(n, _)| n.eq_ignore_ascii_case(name))
            .map(|(_, text)| *text)
            .ok_or_else(|| ScenarioError::Unknown { name: name.into(), hint: nearest(name) })
    }
}

/// A hint with the embedded scenario whose name is most similar to `name`, or with all names.
fn nearest(name: &str) -> String {
    let likeness = |known: &str| strsim::jaro_winkler(known, &name.to_lowercase());
    let best = EMBEDDED.iter().map(|(n, _)| *n).max_by(|a, b| likeness(a).total_cmp(&likeness(b)));
    match best {
        Some(best) if likeness(best) > 0.75 => format!("; did you mean `{best}`?"),
        _ => {
            let names: Vec<&str> = EMBEDDED.iter().map(|(n, _)| *n).collect();
            format!("; there are: {}", names.join(", "))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_embedded_scenario_is_valid_and_survives_a_round_trip() {
        for (name, _) in EMBEDDED {
            let scenario = Scenario::embedded(name).expect(name);
            assert_eq!(scenario.slug(), *name);
            let again = Scenario::parse(&toml::to_string(&scenario).unwrap(), name).unwrap();
            assert_eq!(again, scenario);
            assert_eq!(again.hash(), scenario.hash());
        }
    }

    #[test]
    fn a_name_close_to_an_embedded_one_is_suggested() {
        let message = Scenario::embedded("tma11m").unwrap_err().to_string();
        assert!(message.contains("did you mean `tma-11m`?"), "{message}");
        let message = Scenario::embedded("apollo").unwrap_err().to_string();
        assert!(message.contains("there are: tma-11m"), "{message}");
    }
}
