//! What goes wrong in a scenario: `[faults]`.

use super::scenario::value;
use super::{MissionError, ScenarioError};
use crate::provenance::Sourced;
use crate::rendezvous::choice::Scheme;
use crate::rendezvous::{scheme, two_day};
use serde::{Deserialize, Serialize};

/// What goes wrong. Burns are DV1 to DV4, IMP1 and IMP2; after two days 2D1 to 2D3, IMP1 and IMP2.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Faults {
    /// A burn that is not executed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub skip_burn: Option<String>,
    /// A burn that ends too soon …
    #[serde(skip_serializing_if = "Option::is_none")]
    pub short_burn: Option<String>,
    /// … with this part of its delta-v, between 0 and 1; one half if not given.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub short_burn_fraction: Option<f64>,
    /// Distance to the port at which the radar (Kurs) fails, 5 to 170 m. The ship backs off and the
    /// crew docks by hand.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub kurs_failure_m: Option<f64>,
}

/// How long after the ship has backed off the crew takes over.
pub(super) const MANUAL_AFTER: Sourced = Sourced::assumed(
    "crew takes over after the retreat",
    60.0,
    "s",
    "to look and to decide; part of the 9 min that the retreat cost TMA-19M",
);

impl Faults {
    /// The part of its delta-v that a burn gives.
    pub fn share(&self, burn: &str) -> f64 {
        if self.skip_burn.as_deref() == Some(burn) {
            0.0
        } else if self.short_burn.as_deref() == Some(burn) {
            self.short_burn_fraction.unwrap_or(0.5)
        } else {
            1.0
        }
    }

    /// Whether the flight may have to take two days.
    pub fn may_take_two_days(&self) -> bool {
        self.skip_burn.is_some() || self.short_burn.is_some()
    }

    /// The failure of the radar, if there is one.
    pub fn kurs_failure(&self) -> Option<crate::proximity::KursFailure> {
        self.kurs_failure_m.map(|range| crate::proximity::KursFailure {
            range,
            manual_after: Some(MANUAL_AFTER.value),
        })
    }

    pub(super) fn check(&self) -> Result<(), ScenarioError> {
        for (key, burn) in self.named() {
            if burn.starts_with("BRK") {
                let problem = "braking burns follow what the ship measures, a missed one is not simulated; the report \
                               says how a ship passes that never brakes";
                return Err(value(key, burn, problem));
            }
            if !scheme::BURN_NAMES.contains(&burn) && !two_day::BURN_NAMES.contains(&burn) {
                let burns = [&scheme::BURN_NAMES[..], &two_day::BURN_NAMES].concat().join(", ");
                return Err(value(key, burn, format!("no such burn; there are {burns}")));
            }
        }
        if let (Some(part), None) = (self.short_burn_fraction, &self.short_burn) {
            let problem = "says how much of a burn is given, but `faults.short_burn` names none";
            return Err(value("faults.short_burn_fraction", &part.to_string(), problem));
        }
        if let (Some(burn), true) = (&self.short_burn, self.short_burn == self.skip_burn) {
            let problem = "is skipped by `faults.skip_burn`; a burn fails in one way only";
            return Err(value("faults.short_burn", burn, problem));
        }
        if let Some(part) = self.short_burn_fraction
            && !(0.0..1.0).contains(&part)
        {
            let problem = "must be at least 0 and below 1";
            return Err(value("faults.short_burn_fraction", &part.to_string(), problem));
        }
        if let Some(range) = self.kurs_failure_m
            && !(5.0..=170.0).contains(&range)
        {
            return Err(value("faults.kurs_failure_m", &range.to_string(), "must be 5 m to 170 m"));
        }
        Ok(())
    }

    /// Keys and names of the burns that fail.
    fn named(&self) -> impl Iterator<Item = (&'static str, &str)> {
        [("faults.skip_burn", &self.skip_burn), ("faults.short_burn", &self.short_burn)]
            .into_iter()
            .filter_map(|(key, burn)| Some((key, burn.as_deref()?)))
    }

    /// Whether `begun` has the burns that are to fail.
    pub(super) fn check_for(&self, begun: Scheme) -> Result<(), MissionError> {
        let [dv1, dv2, dv3, dv4, imp1, imp2] = scheme::BURN_NAMES;
        let [first, second, third] = two_day::BURN_NAMES;
        let burns = match begun {
            Scheme::TwoDay => vec![first, second, third, imp1, imp2],
            _ => vec![dv1, dv2, dv3, dv4, imp1, imp2],
        };
        match self.named().find(|(_, burn)| !burns.contains(burn)) {
            None => Ok(()),
            Some((_, burn)) => Err(MissionError::NoSuchBurn {
                burn: burn.to_owned(),
                scheme: begun,
                burns: burns.join(", "),
            }),
        }
    }

    /// Nothing goes wrong.
    pub fn is_none(&self) -> bool {
        *self == Self::default()
    }
}
