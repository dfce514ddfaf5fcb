//! The time of docking: the natural arrival of the scheme, shifted into sunlight.
//!
//! The rule, with sunrise and sunset at the station and the leads of [`Rule::of`] the spacecraft:
//!
//! ```text
//! planned docking = the instant nearest to the natural arrival with
//!                   sunrise + 34 min ≤ planned docking ≤ sunset + 9 min
//! ```
//!
//! Everything from the first braking burn (34 minutes before the planned docking) to the start of the final
//! approach (9 minutes before it) is flown in sunlight. The two durations are published; the natural arrival is
//! fitted to cargo flights that were not constrained by light. Uncrewed ships need less light after sunrise, all
//! series but Soyuz TMA-M need more before sunset, and from August 2015 on the natural arrival is later.
//! Contact comes earlier than planned, because the plan includes a reserve that is rarely used; the reserve is
//! fitted to sister flights and kept separate from the plan.
//!
//! The interval in which contact is expected is narrow where lighting binds and wide where it does not: see
//! [`DockingTime::interval`]. `docs/docking-time.md` has the evidence.
//!
//! The only inputs are the shadow edges of the station, the date, the series of the spacecraft and the
//! constants of the rule.

mod interval;
mod numbers;

pub use numbers::*;

use super::light::{EdgeKind, LightModel, ShadowEdge};
use crate::time::{Epoch, mjd_utc};
use crate::units::MINUTE;
use crate::vehicle::spacecraft::{Series, Spacecraft};
use serde::Serialize;

/// How strictly flights of a period follow the rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Practice {
    /// All known plans follow it.
    Settled,
    /// Plans respect the limits of light, but some use its whole range, for unpublished reasons.
    Open,
}

impl Practice {
    /// The practice at the date of `liftoff`.
    pub fn at(liftoff: Epoch) -> Self {
        if mjd_utc(liftoff) < PRACTICE_OPENS.value { Self::Settled } else { Self::Open }
    }
}

/// The constants of the rule [s]. Flights use [`Rule::of`]; [`Rule::default`] is that of Soyuz TMA-M to July
/// 2015.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Rule {
    /// Natural docking after lift-off.
    pub natural: f64,
    /// Light is required from this time before docking …
    pub braking_lead: f64,
    /// … to this time before docking.
    pub final_approach_lead: f64,
    /// Earliest docking for which the burns of the scheme are in order, after lift-off.
    pub earliest: f64,
    /// Earliest and latest plan considered by the interval where light leaves a choice.
    pub choice: (f64, f64),
    /// Docking is always planned for the end of light; the one nearest to `natural` is chosen.
    pub at_dusk: bool,
    /// Whether a crew is on board. At dusk, plans of cargo ships extend to those of Soyuz TMA-M.
    pub crew: bool,
    /// How strictly flights of the period follow the rule.
    pub practice: Practice,
}

impl Default for Rule {
    fn default() -> Self {
        Self {
            natural: NATURAL_DOCKING.value,
            braking_lead: BRAKING_LEAD.value,
            final_approach_lead: FINAL_APPROACH_LEAD.value,
            earliest: f64::NEG_INFINITY,
            choice: (CHOICE_RANGE[0].value, CHOICE_RANGE[1].value),
            at_dusk: false,
            crew: true,
            practice: Practice::Settled,
        }
    }
}

/// One period of light at the station [s after lift-off].
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Daylight {
    /// Sunrise, if inside the search span.
    pub sunrise: Option<f64>,
    /// Sunset, if inside the search span.
    pub sunset: Option<f64>,
}

/// Docking times that one period of light allows [s after lift-off]; infinite where the period extends beyond the
/// search.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Allowed {
    /// Earliest docking.
    pub from: f64,
    /// Latest docking.
    pub to: f64,
    /// The period of light.
    pub daylight: Daylight,
}

/// Docking in another period of light than the one chosen [s after lift-off].
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Alternative {
    /// Planned docking, if that period were chosen.
    pub planned: f64,
    /// The natural arrival beyond which it would be.
    pub natural: f64,
}

/// Planned docking by the rule.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Choice {
    /// Planned docking [s after lift-off].
    pub planned: f64,
    /// What set it.
    pub constraint: DockingConstraint,
    /// The period of light used; without ends if there is none.
    pub daylight: Daylight,
    /// Whether any period of light is long enough for the approach; if not, the lighting constraint is dropped.
    pub lit: bool,
}

/// The constraint that set the planned docking.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum DockingConstraint {
    /// None: the natural arrival of the scheme.
    Natural,
    /// Sunrise: not before the station has light for the whole approach.
    Sunrise,
    /// Sunset: not later than light lasts.
    Sunset,
    /// Given by the scenario, not predicted.
    Given,
}

/// The predicted time of docking, with its reasons. All times in seconds after lift-off.
#[derive(Clone, Debug)]
pub struct DockingTime {
    /// The natural arrival of the scheme, without a lighting constraint.
    pub natural: f64,
    /// The relevant sunrise at the station, if there is one.
    pub sunrise: Option<f64>,
    /// The relevant sunset at the station, if there is one.
    pub sunset: Option<f64>,
    /// Earliest docking that light allows.
    pub earliest_by_light: Option<f64>,
    /// Latest docking that light allows.
    pub latest_by_light: Option<f64>,
    /// Earliest and latest docking that the burns can reach within their budget. In the two-day scheme, which can
    /// reach any time, the search span; in the two-orbit scheme, which has no burn plan, infinite.
    pub reach: (f64, f64),
    /// Planned docking: the natural arrival, shifted into light.
    pub planned: f64,
    /// What set it.
    pub constraint: DockingConstraint,
    /// Planned docking by the rule, also if the scenario gives another one.
    pub by_rule: f64,
    /// Whether any period of light is long enough for the approach; if not, the lighting constraint is dropped.
    pub lit: bool,
    /// Docking times that lighting allows near the natural arrival, in order of time.
    pub allowed: Vec<Allowed>,
    /// What the rule would plan with another natural arrival: the nearest such case, if there is one.
    pub alternative: Option<Alternative>,
    /// Expected contact: planned docking less the reserve.
    pub expected_contact: f64,
    /// Interval in which contact is expected.
    pub interval: (f64, f64),
    /// What sets the lower and upper bound, in words.
    pub interval_bounds: (&'static str, &'static str),
    /// Sensitivity of planned docking to each constant.
    pub sensitivities: Vec<Sensitivity>,
}

/// Sensitivity of the planned docking to one change.
#[derive(Clone, Debug)]
pub struct Sensitivity {
    /// The change, in words.
    pub change: String,
    /// Shift of planned docking [s].
    pub shift: f64,
}

/// Periods of light between shadow edges; the first and the last may be open.
pub fn daylight(edges: &[ShadowEdge]) -> Vec<Daylight> {
    let mut stretches = Vec::new();
    let mut sunrise = None;
    for edge in edges {
        match edge.kind {
            EdgeKind::Sunrise => sunrise = Some(edge.t),
            EdgeKind::Sunset => {
                stretches.push(Daylight { sunrise: sunrise.take(), sunset: Some(edge.t) });
            }
        }
    }
    if edges.last().is_none_or(|last| last.kind == EdgeKind::Sunrise) {
        stretches.push(Daylight { sunrise, sunset: None });
    }
    stretches
}

impl Rule {
    /// The rule for a spacecraft and a period. Uncrewed ships need less light after sunrise; they and the Soyuz MS
    /// series need more before sunset; from August 2015 on the natural arrival is later for all.
    pub fn of(craft: &Spacecraft, practice: Practice) -> Self {
        let natural = match practice {
            Practice::Settled => NATURAL_DOCKING.value,
            Practice::Open => NATURAL_LATER.value,
        };
        let rule = Self { natural, practice, ..Self::default() };
        let dusk = Self { final_approach_lead: DUSK_LEAD.value, ..rule };
        match craft.series {
            Series::SoyuzTmaM => rule,
            Series::SoyuzMs => dusk,
            Series::ProgressM => Self { braking_lead: CARGO_LEAD.value, crew: false, ..dusk },
        }
    }

    /// Docking times that light allows, by its edges (in order of time).
    ///
    /// A period too short for the approach, or over before the approach can begin, allows none.
    pub fn allowed(&self, edges: &[ShadowEdge]) -> Vec<Allowed> {
        daylight(edges)
            .into_iter()
            .map(|daylight| Allowed {
                from: daylight.sunrise.map_or(f64::NEG_INFINITY, |t| t + self.braking_lead),
                to: daylight.sunset.map_or(f64::INFINITY, |t| t + self.final_approach_lead),
                daylight,
            })
            .filter(|allowed| allowed.from <= allowed.to && self.earliest <= allowed.to)
            .collect()
    }

    /// Planned docking in a period of light.
    fn planned_in(&self, allowed: &Allowed) -> (f64, DockingConstraint) {
        if self.at_dusk && allowed.to.is_finite() {
            (allowed.to, DockingConstraint::Sunset)
        } else if self.natural < allowed.from {
            (allowed.from, DockingConstraint::Sunrise)
        } else if self.natural > allowed.to {
            (allowed.to, DockingConstraint::Sunset)
        } else {
            (self.natural, DockingConstraint::Natural)
        }
    }

    /// Applies the rule to the shadow edges of the station (in order of time).
    pub fn choose(&self, edges: &[ShadowEdge]) -> Choice {
        self.allowed(edges)
            .into_iter()
            .map(|allowed| {
                let (planned, constraint) = self.planned_in(&allowed);
                Choice { planned, constraint, daylight: allowed.daylight, lit: true }
            })
            .min_by(|a, b| {
                (a.planned - self.natural).abs().total_cmp(&(b.planned - self.natural).abs())
            })
            // No period of light is long enough: the lighting constraint is dropped.
            .unwrap_or(Choice {
                planned: self.natural,
                constraint: DockingConstraint::Natural,
                daylight: Daylight { sunrise: None, sunset: None },
                lit: false,
            })
    }

    /// The period of light to which the smallest change of the natural arrival would move docking.
    ///
    /// It would do so halfway between the nearest plans of both periods.
    fn alternative(&self, all: &[Allowed], choice: &Choice) -> Option<Alternative> {
        let chosen = all.iter().find(|allowed| allowed.daylight == choice.daylight)?;
        let others = all.iter().filter(|allowed| allowed.daylight != choice.daylight);
        others
            .map(|other| {
                let (own, planned) = match other.to < chosen.to {
                    _ if self.at_dusk => (chosen.to, other.to),
                    true => (chosen.from, other.to),
                    false => (chosen.to, other.from),
                };
                Alternative { planned, natural: 0.5 * (own + planned) }
            })
            .filter(|other| other.natural.is_finite())
            .min_by(|a, b| {
                (a.natural - self.natural).abs().total_cmp(&(b.natural - self.natural).abs())
            })
    }

    /// The predicted docking time with interval and sensitivities.
    ///
    /// `edges` are the shadow edges by [`LightModel::Cylinder`], `others` those by other models; `reach` is the
    /// earliest and latest docking the burns can reach [s after lift-off]; a `given` planned docking replaces that
    /// of the rule.
    pub fn docking_time(
        &self,
        edges: &[ShadowEdge],
        others: &[(LightModel, Vec<ShadowEdge>)],
        reach: (f64, f64),
        given: Option<f64>,
    ) -> DockingTime {
        let choice = self.choose(edges);
        let allowed = self.allowed(edges);
        let Daylight { sunrise, sunset } = choice.daylight;
        let planned = given.unwrap_or(choice.planned);
        let constraint = given.map_or(choice.constraint, |_| DockingConstraint::Given);
        let bounds = self.interval(planned, constraint, &choice.daylight, reach);
        DockingTime {
            natural: self.natural,
            sunrise,
            sunset,
            earliest_by_light: sunrise.map(|t| t + self.braking_lead),
            latest_by_light: sunset.map(|t| t + self.final_approach_lead),
            reach,
            planned,
            constraint,
            by_rule: choice.planned,
            lit: choice.lit,
            alternative: self.alternative(&allowed, &choice),
            allowed,
            expected_contact: planned - RESERVE.value,
            interval: (bounds.0.t, bounds.1.t),
            interval_bounds: (bounds.0.name, bounds.1.name),
            sensitivities: self.sensitivities(edges, others, choice.planned),
        }
    }

    /// Shift of the rule's docking for a minute more in each constant, and with other shadow models.
    fn sensitivities(
        &self,
        edges: &[ShadowEdge],
        others: &[(LightModel, Vec<ShadowEdge>)],
        planned: f64,
    ) -> Vec<Sensitivity> {
        let one = |change: &str, rule: Rule| Sensitivity {
            change: change.to_owned(),
            shift: rule.choose(edges).planned - planned,
        };
        let mut all = vec![
            one("natural arrival + 1 min", Rule { natural: self.natural + MINUTE, ..*self }),
            one("natural arrival − 1 min", Rule { natural: self.natural - MINUTE, ..*self }),
            one("braking lead + 1 min", Rule { braking_lead: self.braking_lead + MINUTE, ..*self }),
            one(
                "final approach lead + 1 min",
                Rule { final_approach_lead: self.final_approach_lead + MINUTE, ..*self },
            ),
        ];
        if self.crew {
            all.extend(BRAKING_LEADS_SEEN.iter().map(|seen| {
                let change =
                    format!("braking lead {:.0} min, as on {}", seen.value / MINUTE, seen.source);
                one(&change, Rule { braking_lead: seen.value, ..*self })
            }));
        }
        all.extend(others.iter().map(|(light, edges)| Sensitivity {
            change: light.title().to_owned(),
            shift: self.choose(edges).planned - planned,
        }));
        all
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rendezvous::scheme::Schedule;
    use crate::vehicle::spacecraft::{PROGRESS_M, SOYUZ_MS, SOYUZ_TMA_M};

    pub(super) fn edges(pairs: &[(f64, bool)]) -> Vec<ShadowEdge> {
        pairs
            .iter()
            .map(|&(m, up)| ShadowEdge { t: m * MINUTE, kind: EdgeKind::towards(up) })
            .collect()
    }

    // The three cases of the rule, with round numbers computed by hand.
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
        assert!(choice.lit);
        // 24 minutes of light, one less than between 34 and 9: said to be none.
        let dark =
            rule.choose(&edges(&[(340.0, true), (364.0, false), (430.0, true), (454.0, false)]));
        assert_eq!((dark.planned, dark.lit), (NATURAL_DOCKING.value, false));
    }

    // The nearer of two periods of light may end before the burns can be flown.
    #[test]
    fn light_that_ends_before_the_burns_can_be_flown_is_left_out() {
        let edges = edges(&[(263.0, true), (320.0, false), (355.5, true), (412.0, false)]);
        assert_eq!(Rule::default().choose(&edges).planned, 329.0 * MINUTE);
        let rule = Rule { earliest: Schedule::earliest_docking(528.0), ..Rule::default() };
        assert_eq!(rule.choose(&edges).planned, 389.5 * MINUTE);
        assert!(Schedule::new(528.0, rule.earliest).is_ordered());
        assert!(!Schedule::new(528.0, rule.earliest - 1.0).is_ordered());
    }

    #[test]
    fn an_orbit_without_eclipse_leaves_the_natural_arrival() {
        let choice = Rule::default().choose(&[]);
        assert_eq!(choice.planned, NATURAL_DOCKING.value);
    }

    #[test]
    fn only_the_binding_constant_moves_the_answer() {
        let edges = edges(&[(324.0, false), (342.0, true), (417.0, false)]);
        let time = Rule::default().docking_time(&edges, &[], (0.0, 1e9), None);
        let shifts: Vec<f64> = time.sensitivities.iter().map(|s| s.shift).collect();
        // A minute more or less in the arrival, more in each lead, then leads of 32 and 35 min in place of 34.
        assert_eq!(shifts, [0.0, 0.0, MINUTE, 0.0, -2.0 * MINUTE, MINUTE]);
        assert_eq!(time.expected_contact, time.planned - 3.9 * MINUTE);
    }

    // Light before, with the last docking at 334 min, and after, with the first at 378: halfway is 356.
    #[test]
    fn the_alternative_is_what_another_natural_arrival_would_choose() {
        let edges = edges(&[(250.0, true), (325.0, false), (344.0, true), (419.0, false)]);
        let time = Rule::default().docking_time(&edges, &[], (0.0, 1e9), None);
        assert_eq!(time.planned, 378.0 * MINUTE);
        let other = time.alternative.unwrap();
        assert_eq!((other.planned, other.natural), (334.0 * MINUTE, 356.0 * MINUTE));
        for (natural, planned) in [(355.9, 334.0), (356.1, 378.0)] {
            let rule = Rule { natural: natural * MINUTE, ..Rule::default() };
            assert_eq!(rule.choose(&edges).planned, planned * MINUTE);
        }
        let spans: Vec<(f64, f64)> =
            time.allowed.iter().map(|a| (a.from / MINUTE, a.to / MINUTE)).collect();
        assert_eq!(spans[..2], [(284.0, 334.0), (378.0, 428.0)]);
        assert_eq!(Rule::default().docking_time(&[], &[], (0.0, 1e9), None).alternative, None);
    }

    #[test]
    fn a_given_plan_replaces_the_rule_and_says_so() {
        let given = Some(380.0 * MINUTE);
        let edges = edges(&[(318.0, true), (375.0, false)]);
        let time = Rule::default().docking_time(&edges, &[], (0.0, 1e9), given);
        assert_eq!(time.constraint, DockingConstraint::Given);
        assert_eq!(time.planned, 380.0 * MINUTE);
        assert_eq!(time.by_rule, NATURAL_DOCKING.value);
        assert_eq!(time.interval, (373.0 * MINUTE, 381.0 * MINUTE));
    }

    // Ships differ only by series: a sunrise that delays a crewed ship does not delay a cargo ship; cargo ships and
    // Soyuz MS are planned nearer to sunset. Where lighting does not bind, the date decides.
    #[test]
    fn each_series_has_its_own_leads() {
        let planned = |craft: &Spacecraft, pairs: &[(f64, bool)]| {
            Rule::of(craft, Practice::Settled).choose(&edges(pairs)).planned / MINUTE
        };
        let late_sunrise = [(300.0, false), (330.0, true), (395.0, false)];
        assert_eq!(planned(&SOYUZ_TMA_M, &late_sunrise), 364.0);
        assert_eq!(planned(&SOYUZ_MS, &late_sunrise), 364.0);
        assert_eq!(planned(&PROGRESS_M, &late_sunrise), 358.3);
        let early_sunset = [(280.0, true), (337.0, false), (373.0, true)];
        for (craft, minutes) in [(&SOYUZ_TMA_M, 346.0), (&PROGRESS_M, 341.6), (&SOYUZ_MS, 341.6)] {
            assert!((planned(craft, &early_sunset) - minutes).abs() < 1e-9, "{craft}");
        }
        let free = edges(&[(300.0, true), (370.0, false)]);
        for craft in [&SOYUZ_TMA_M, &PROGRESS_M, &SOYUZ_MS] {
            for (practice, minutes) in [(Practice::Settled, 358.3), (Practice::Open, 363.8)] {
                let planned = Rule::of(craft, practice).choose(&free).planned / MINUTE;
                assert!((planned - minutes).abs() < 1e-9, "{craft} {practice:?}");
            }
        }
    }
}
