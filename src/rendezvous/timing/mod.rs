//! When to dock: the scheme's natural arrival, moved into the light.
//!
//! The rule, with light taken at the station and the leads those of [`Rule::of`] the ship:
//!
//! ```text
//! planned docking = the instant nearest to the natural arrival with
//!                   sunrise + 34 min ≤ planned docking ≤ sunset + 9 min
//! ```
//!
//! In words: all that is flown from the first braking burn (34 minutes before the planned docking)
//! to the start of the final approach (9 minutes before it) is flown in sunlight. The two durations
//! are published; the natural arrival is fitted on cargo flights that light left free. Ships without a
//! crew ask for less light after sunrise, all but Soyuz TMA-M for more before sunset, and from August 2015 on the
//! natural arrival is later. Contact comes
//! earlier than planned, because the plan holds a reserve that is rarely used: that reserve is
//! fitted too, on sister flights, and kept apart from the plan.
//!
//! The interval in which contact is expected is narrow where light binds and wide where the crew
//! had a choice: see [`DockingTime::interval`]. `docs/docking-time.md` has the evidence.
//!
//! This module sees the shadow edges of the station, the date, the series of the ship and the constants
//! of the rule, nothing else.

mod interval;
mod numbers;

pub use numbers::*;

use super::light::{LightModel, ShadowEdge};
use crate::time::{Epoch, mjd_utc};
use crate::units::MINUTE;
use crate::vehicle::spacecraft::{Series, Spacecraft};
use serde::Serialize;

/// How firmly flights of a time keep to the rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Practice {
    /// All known plans follow it.
    Settled,
    /// Plans keep to the limits of light, but some use all of it; nobody has published why.
    Open,
}

impl Practice {
    /// That of flights leaving at `liftoff`.
    pub fn at(liftoff: Epoch) -> Self {
        if mjd_utc(liftoff) < PRACTICE_OPENS.value { Self::Settled } else { Self::Open }
    }
}

/// The constants of the rule [s]; [`Rule::of`] a ship is what flights use, and [`Rule::default`] that of
/// Soyuz TMA-M to July 2015.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Rule {
    /// Natural docking after lift-off.
    pub natural: f64,
    /// Light is wanted from this long before docking …
    pub braking_lead: f64,
    /// … to this long before docking.
    pub final_approach_lead: f64,
    /// The scheme's burns cannot be flown in order for a docking before this, after lift-off.
    pub earliest: f64,
    /// First and last plan that the interval allows for where light leaves a choice.
    pub choice: (f64, f64),
    /// Docking is planned for the end of light wherever light ends; nearest to `natural` then picks the
    /// sunset.
    pub at_dusk: bool,
    /// Whether a crew is on board. Plans of cargo ships at dusk reach up to those of Soyuz TMA-M.
    pub crew: bool,
    /// How firmly flights of the time keep to it.
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
    /// The stretch of light used; without ends if there is none.
    pub daylight: Daylight,
    /// Whether any stretch of light is long enough for the approach; if not, light is left aside.
    pub lit: bool,
}

/// What set the docking instant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum DockingConstraint {
    /// Nothing binds: the scheme's natural arrival.
    Natural,
    /// Not before the station has light for the whole approach.
    Sunrise,
    /// Not later than the light lasts.
    Sunset,
    /// The scenario gives it: nothing was predicted.
    Given,
}

/// When to dock, and why then: the whole answer. Seconds after lift-off throughout.
#[derive(Clone, Debug)]
pub struct DockingTime {
    /// The scheme's natural arrival, if light were no matter.
    pub natural: f64,
    /// Sunrise at the station that matters, if there is one near.
    pub sunrise: Option<f64>,
    /// Sunset at the station that matters, if there is one near.
    pub sunset: Option<f64>,
    /// Earliest docking that light allows.
    pub earliest_by_light: Option<f64>,
    /// Latest docking that light allows.
    pub latest_by_light: Option<f64>,
    /// Earliest and latest docking the burns can reach within their budget; for two days, whose drift
    /// reaches any hour, the span looked at; for two orbits, for which no burns are planned, without end.
    pub reach: (f64, f64),
    /// Planned docking: natural arrival, moved into the light.
    pub planned: f64,
    /// What set it.
    pub constraint: DockingConstraint,
    /// What the rule says, whether or not the scenario gives another instant.
    pub by_rule: f64,
    /// Whether any stretch of light is long enough for the approach; if not, the rule says what it would if
    /// light were no matter.
    pub lit: bool,
    /// Expected contact: planned docking less the reserve that is rarely used.
    pub expected_contact: f64,
    /// Interval in which contact is expected.
    pub interval: (f64, f64),
    /// What bounds the interval below and above, in words.
    pub interval_bounds: (&'static str, &'static str),
    /// How far planned docking moves with each constant.
    pub sensitivities: Vec<Sensitivity>,
}

/// How far the planned docking moves with one constant.
#[derive(Clone, Debug)]
pub struct Sensitivity {
    /// What is changed, in words with its unit.
    pub change: String,
    /// Planned docking moves by [s].
    pub shift: f64,
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
    /// The rule for a ship and a time: one model, in which ships without a crew need less light after
    /// sunrise, they and those of the MS series more before sunset, and all dock later from August 2015 on.
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

    /// Applies the rule to the shadow edges of the station (in order of time).
    pub fn choose(&self, edges: &[ShadowEdge]) -> Choice {
        daylight(edges)
            .into_iter()
            .filter_map(|light| {
                let earliest = light.sunrise.map_or(f64::NEG_INFINITY, |t| t + self.braking_lead);
                let latest = light.sunset.map_or(f64::INFINITY, |t| t + self.final_approach_lead);
                // A stretch too short for the approach, or over before it can begin, allows nothing.
                (earliest <= latest && self.earliest <= latest).then(|| {
                    let to_dusk = self.at_dusk && light.sunset.is_some();
                    let (planned, constraint) = if to_dusk {
                        (latest, DockingConstraint::Sunset)
                    } else if self.natural < earliest {
                        (earliest, DockingConstraint::Sunrise)
                    } else if self.natural > latest {
                        (latest, DockingConstraint::Sunset)
                    } else {
                        (self.natural, DockingConstraint::Natural)
                    };
                    Choice { planned, constraint, daylight: light, lit: true }
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
                lit: false,
            })
    }

    /// The whole answer for a log.
    ///
    /// `edges` are those of [`LightModel::Cylinder`], `others` those of the models to compare with;
    /// `reach` is what the burns can do [s after lift-off]; a planned docking that is `given`
    /// replaces the rule's.
    pub fn docking_time(
        &self,
        edges: &[ShadowEdge],
        others: &[(LightModel, Vec<ShadowEdge>)],
        reach: (f64, f64),
        given: Option<f64>,
    ) -> DockingTime {
        let choice = self.choose(edges);
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
            expected_contact: planned - RESERVE.value,
            interval: (bounds.0.t, bounds.1.t),
            interval_bounds: (bounds.0.name, bounds.1.name),
            sensitivities: self.sensitivities(edges, others, choice.planned),
        }
    }

    /// How far the rule's docking moves when a constant is a minute larger, and with other shadows.
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
            one("natural docking + 1 min", Rule { natural: self.natural + MINUTE, ..*self }),
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
        pairs.iter().map(|&(m, sunrise)| ShadowEdge { t: m * MINUTE, sunrise }).collect()
    }

    // The three cases of the rule, with round numbers worked by hand.
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

    // Half of the dark between two allowed stretches is up to 31 minutes: the nearer one may end before the
    // burns could be flown.
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
        // A minute more in each constant, then leads of 32 and 35 min in place of 34.
        assert_eq!(shifts, [0.0, MINUTE, 0.0, -2.0 * MINUTE, MINUTE]);
        assert_eq!(time.expected_contact, time.planned - 3.9 * MINUTE);
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

    // Ships differ by their series alone: a cargo ship is not held back by a sunrise that would hold
    // a crew; it and Soyuz MS are planned nearer to sunset. Where light leaves them free, the date decides.
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
