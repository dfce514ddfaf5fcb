//! When to dock: the scheme's natural arrival, moved into the light.
//!
//! The rule, with light taken at the station:
//!
//! ```text
//! planned docking = the instant nearest to the natural arrival with
//!                   sunrise + 34 min ≤ planned docking ≤ sunset + 9 min
//! ```
//!
//! In words: all that is flown from the first braking burn (34 minutes before the planned docking)
//! to the start of the final approach (9 minutes before it) is flown in sunlight. The two durations
//! are published; the natural arrival is fitted on cargo flights that light left free. Contact comes
//! earlier than planned, because the plan holds a reserve that is rarely used: that reserve is
//! fitted too, on sister flights, and kept apart from the plan.
//!
//! This module sees the shadow edges of the station and the constants of the rule, nothing else.

use crate::mission::log::{DockingConstraint, DockingTime, Sensitivity, ShadowEdge};
use crate::provenance::Sourced;
use crate::units::MINUTE;

/// Docking of the scheme where light leaves it free, after lift-off.
pub const NATURAL_DOCKING: Sourced = Sourced::fitted(
    "natural docking after lift-off",
    358.3 * MINUTE,
    "s",
    "planned docking of two cargo flights whose light left them free, 358.2 min each; a third, nearly free, 358.7 [FACTS 3]",
);

/// First braking burn before the planned docking.
pub const BRAKING_LEAD: Sourced = Sourced::published(
    "first braking before planned docking",
    34.0 * MINUTE,
    "s",
    "plan of Soyuz MS-03 [ESA-MS03]; 35 min TMA-15, 32 min TMA-19 [NSSP]",
);

/// Start of the final approach before the planned docking.
pub const FINAL_APPROACH_LEAD: Sourced = Sourced::published(
    "final approach before planned docking",
    9.0 * MINUTE,
    "s",
    "TMA-15 and TMA-19 [NSSP]",
);

/// How much earlier than planned contact comes.
pub const RESERVE: Sourced = Sourced::fitted(
    "contact ahead of planned docking",
    3.9 * MINUTE,
    "s",
    "mean of ten sister flights, TMA-11M not among them [FACTS 3]",
);

/// Least and most by which contact came ahead of the plan.
pub const RESERVE_RANGE: [Sourced; 2] = [
    Sourced::fitted(
        "contact ahead of planned docking, least",
        1.0 * MINUTE,
        "s",
        "range over the same ten sister flights [FACTS 3]",
    ),
    Sourced::fitted(
        "contact ahead of planned docking, most",
        7.0 * MINUTE,
        "s",
        "range over the same ten sister flights [FACTS 3]",
    ),
];

/// How far either way from the planned docking the reach of the burns is looked for [s].
pub const REACH_LOOKED: f64 = 90.0 * MINUTE;

/// Every number of the timing model, for reports.
pub const NUMBERS: [Sourced; 6] = [
    NATURAL_DOCKING,
    BRAKING_LEAD,
    FINAL_APPROACH_LEAD,
    RESERVE,
    RESERVE_RANGE[0],
    RESERVE_RANGE[1],
];

/// The constants of the rule [s]; [`Rule::default`] is what flights use.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Rule {
    /// Natural docking after lift-off.
    pub natural: f64,
    /// Light is wanted from this long before docking …
    pub braking_lead: f64,
    /// … to this long before docking.
    pub final_approach_lead: f64,
}

impl Default for Rule {
    fn default() -> Self {
        Self {
            natural: NATURAL_DOCKING.value,
            braking_lead: BRAKING_LEAD.value,
            final_approach_lead: FINAL_APPROACH_LEAD.value,
        }
    }
}

/// One stretch of light at the station, and the dockings it allows [s after lift-off].
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Daylight {
    /// Sunrise, if it lies in the span looked at.
    pub sunrise: Option<f64>,
    /// Sunset, if it lies in the span looked at.
    pub sunset: Option<f64>,
}

/// What the rule says.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Choice {
    /// Planned docking [s after lift-off].
    pub planned: f64,
    /// What set it.
    pub constraint: DockingConstraint,
    /// The stretch of light used.
    pub daylight: Daylight,
}

/// Stretches of light between shadow edges; the first and the last may be open.
pub fn daylight(edges: &[ShadowEdge]) -> Vec<Daylight> {
    let mut stretches = Vec::new();
    let mut sunrise = None;
    for edge in edges {
        if edge.sunrise {
            sunrise = Some(edge.t);
        } else {
            stretches.push(Daylight { sunrise, sunset: Some(edge.t) });
            sunrise = None;
        }
    }
    if edges.last().is_none_or(|last| last.sunrise) {
        stretches.push(Daylight { sunrise, sunset: None });
    }
    stretches
}

impl Rule {
    /// Applies the rule to the shadow edges of the station (in order of time).
    pub fn choose(&self, edges: &[ShadowEdge]) -> Choice {
        daylight(edges)
            .into_iter()
            .filter_map(|light| {
                let earliest = light.sunrise.map_or(f64::NEG_INFINITY, |t| t + self.braking_lead);
                let latest = light.sunset.map_or(f64::INFINITY, |t| t + self.final_approach_lead);
                // A stretch too short for the approach allows nothing.
                (earliest <= latest).then(|| {
                    let (planned, constraint) = if self.natural < earliest {
                        (earliest, DockingConstraint::Sunrise)
                    } else if self.natural > latest {
                        (latest, DockingConstraint::Sunset)
                    } else {
                        (self.natural, DockingConstraint::Natural)
                    };
                    Choice { planned, constraint, daylight: light }
                })
            })
            .min_by(|a, b| {
                (a.planned - self.natural).abs().total_cmp(&(b.planned - self.natural).abs())
            })
            // No stretch is long enough: the scheme flies as if light were no matter.
            .unwrap_or(Choice {
                planned: self.natural,
                constraint: DockingConstraint::Natural,
                daylight: Daylight { sunrise: None, sunset: None },
            })
    }

    /// The whole answer for a log; `reach` is what the burns can do [s after lift-off].
    pub fn docking_time(&self, edges: &[ShadowEdge], reach: (f64, f64)) -> DockingTime {
        let choice = self.choose(edges);
        let Daylight { sunrise, sunset } = choice.daylight;
        let planned = choice.planned;
        DockingTime {
            natural: self.natural,
            sunrise,
            sunset,
            earliest_by_light: sunrise.map(|t| t + self.braking_lead),
            latest_by_light: sunset.map(|t| t + self.final_approach_lead),
            reach,
            planned,
            constraint: choice.constraint,
            expected_contact: planned - RESERVE.value,
            interval: (planned - RESERVE_RANGE[1].value, planned - RESERVE_RANGE[0].value),
            sensitivities: self.sensitivities(edges, planned),
        }
    }

    /// How far planned docking moves when a constant is a minute larger.
    fn sensitivities(&self, edges: &[ShadowEdge], planned: f64) -> Vec<Sensitivity> {
        let one = |change: &str, rule: Rule| Sensitivity {
            change: change.to_owned(),
            shift: rule.choose(edges).planned - planned,
        };
        vec![
            one("natural docking + 1 min", Rule { natural: self.natural + MINUTE, ..*self }),
            one("braking lead + 1 min", Rule { braking_lead: self.braking_lead + MINUTE, ..*self }),
            one(
                "final approach lead + 1 min",
                Rule { final_approach_lead: self.final_approach_lead + MINUTE, ..*self },
            ),
        ]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn edges(pairs: &[(f64, bool)]) -> Vec<ShadowEdge> {
        pairs.iter().map(|&(m, sunrise)| ShadowEdge { t: m * MINUTE, sunrise }).collect()
    }

    // The three cases of MODEL item 7, with round numbers worked by hand.
    #[test]
    fn sunrise_sunset_or_nothing_binds() {
        let rule = Rule::default();
        let choice = rule.choose(&edges(&[(324.0, false), (342.0, true), (417.0, false)]));
        assert_eq!(choice.constraint, DockingConstraint::Sunrise);
        assert_eq!(choice.planned, 376.0 * MINUTE);
        let choice = rule.choose(&edges(&[(280.0, true), (337.0, false), (373.0, true)]));
        assert_eq!(choice.constraint, DockingConstraint::Sunset);
        assert_eq!(choice.planned, 346.0 * MINUTE);
        let choice = rule.choose(&edges(&[(300.0, true), (360.0, false)]));
        assert_eq!(choice.constraint, DockingConstraint::Natural);
        assert_eq!(choice.planned, NATURAL_DOCKING.value);
    }

    #[test]
    fn an_orbit_without_eclipse_leaves_the_natural_arrival() {
        let choice = Rule::default().choose(&[]);
        assert_eq!(choice.planned, NATURAL_DOCKING.value);
    }

    #[test]
    fn only_the_binding_constant_moves_the_answer() {
        let time = Rule::default()
            .docking_time(&edges(&[(324.0, false), (342.0, true), (417.0, false)]), (0.0, 1e9));
        let shifts: Vec<f64> = time.sensitivities.iter().map(|s| s.shift).collect();
        assert_eq!(shifts, [0.0, MINUTE, 0.0]);
        assert_eq!(time.expected_contact, time.planned - 3.9 * MINUTE);
    }
}
