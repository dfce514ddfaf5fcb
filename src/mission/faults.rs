//! Simulated failures of a scenario: its table `[faults]`.

use super::scenario::value;
use super::{MissionError, ScenarioError};
use crate::provenance::Sourced;
use crate::rendezvous::BurnName;
use crate::rendezvous::choice::Scheme;
use serde::{Deserialize, Serialize};

/// Simulated failures. Burns are DV1 to DV4, IMP1 and IMP2; in the two-day scheme 2D1 to 2D3, IMP1 and IMP2.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Faults {
    /// A burn that is not executed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub skip_burn: Option<BurnName>,
    /// A burn that ends early …
    #[serde(skip_serializing_if = "Option::is_none")]
    pub short_burn: Option<BurnName>,
    /// … after this fraction of its delta-v, from 0 to below 1; default 0.5.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub short_burn_fraction: Option<f64>,
    /// Range to the port at which the rendezvous radar (Kurs) fails, 5 to 170 m. The ship retreats and the crew docks
    /// manually.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub kurs_failure_m: Option<f64>,
}

/// Time between the end of the retreat and the manual approach.
pub(super) const MANUAL_AFTER: Sourced = Sourced::assumed(
    "time from the end of the retreat to the manual approach",
    60.0,
    "s",
    "time to decide; part of the 9 min that the retreat cost TMA-19M",
);

impl Faults {
    /// Fraction of its delta-v that a burn achieves.
    pub fn share(&self, burn: BurnName) -> f64 {
        if self.skip_burn == Some(burn) {
            0.0
        } else if self.short_burn == Some(burn) {
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
            if BurnName::BRAKING.contains(&burn) {
                let problem = "failures of braking burns are not simulated, because these burns follow from measurements; \
                               the report has the closest approach of a ship that does not brake";
                return Err(value(key, burn.as_str(), problem));
            }
            if !BurnName::PLANNED.contains(&burn) {
                let problem = format!(
                    "is flown only after a failure; burns that can fail: {}",
                    BurnName::list(&BurnName::PLANNED)
                );
                return Err(value(key, burn.as_str(), problem));
            }
        }
        if let (Some(part), None) = (self.short_burn_fraction, self.short_burn) {
            let problem = "needs `faults.short_burn`, the burn that ends early";
            return Err(value("faults.short_burn_fraction", &part.to_string(), problem));
        }
        if let (Some(burn), true) = (self.short_burn, self.short_burn == self.skip_burn) {
            let problem = "is also the burn of `faults.skip_burn`; a burn can fail in one way only";
            return Err(value("faults.short_burn", burn.as_str(), problem));
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
    fn named(&self) -> impl Iterator<Item = (&'static str, BurnName)> {
        [("faults.skip_burn", self.skip_burn), ("faults.short_burn", self.short_burn)]
            .into_iter()
            .filter_map(|(key, burn)| Some((key, burn?)))
    }

    /// Checks that scheme `begun` has the burns that are to fail.
    pub(super) fn check_for(&self, begun: Scheme) -> Result<(), MissionError> {
        let burns = [BurnName::ground(begun), &BurnName::AUTONOMOUS].concat();
        match self.named().find(|(_, burn)| !burns.contains(burn)) {
            None => Ok(()),
            Some((_, burn)) => {
                Err(MissionError::NoSuchBurn { burn, scheme: begun, burns: BurnName::list(&burns) })
            }
        }
    }

    /// Whether there are no failures.
    pub fn is_none(&self) -> bool {
        *self == Self::default()
    }
}
