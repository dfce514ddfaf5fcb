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
//! had a choice: see [`interval`]. `docs/docking-time.md` has the evidence.
//!
//! This module sees the shadow edges of the station, the date, the series of the ship and the constants
//! of the rule, nothing else.

use super::light::LightModel;
use crate::mission::log::{DockingConstraint, DockingTime, Sensitivity, ShadowEdge};
use crate::provenance::Sourced;
use crate::time::{Epoch, mjd_utc};
use crate::units::MINUTE;
use crate::vehicle::spacecraft::{PROGRESS_M, SOYUZ_MS, Spacecraft};

/// Docking of the scheme where light leaves it free, after lift-off.
pub const NATURAL_DOCKING: Sourced = Sourced::fitted(
    "natural docking after lift-off",
    358.3 * MINUTE,
    "s",
    "planned docking of two cargo flights whose light left them free, 358.2 min each; a third, nearly free, 358.7 [SURVEY]",
);

/// The same from [`PRACTICE_OPENS`] on.
pub const NATURAL_LATER: Sourced = Sourced::fitted(
    "natural docking after lift-off, from August 2015",
    363.8 * MINUTE,
    "s",
    "planned docking of three flights whose light left them free: MS-10, MS-11, MS-20, 362.6 to 364.6 min; Progress M-29M, not used, 364.3; MS-05, MS-13 and MS-15, as free, were planned 15 and 18 min later and 17 min earlier [HELD]",
);

/// First braking burn before the planned docking.
pub const BRAKING_LEAD: Sourced = Sourced::published(
    "first braking before planned docking",
    34.0 * MINUTE,
    "s",
    "plan of Soyuz MS-03 [ESA-MS03]; 35 min TMA-15, 32 min TMA-19 [NSSP]",
);

/// The other leads published, for the sensitivity of the planned docking.
pub const BRAKING_LEADS_SEEN: [Sourced; 2] = [
    Sourced::published(
        "least first braking before planned docking",
        32.0 * MINUTE,
        "s",
        "TMA-19 [NSSP]",
    ),
    Sourced::published(
        "most first braking before planned docking",
        35.0 * MINUTE,
        "s",
        "TMA-15 [NSSP]",
    ),
];

/// Light before the planned docking of a ship without a crew.
pub const CARGO_LEAD: Sourced = Sourced::fitted(
    "light before planned docking, no crew on board",
    20.0 * MINUTE,
    "s",
    "Progress M-27M, lost on the way, was planned 20.2 min after sunrise; no cargo ship is known to have been held back by it [HELD]",
);

/// Start of the final approach before the planned docking.
pub const FINAL_APPROACH_LEAD: Sourced = Sourced::published(
    "final approach before planned docking",
    9.0 * MINUTE,
    "s",
    "TMA-15 and TMA-19 [NSSP]",
);

/// Planned docking after sunset, all ships but Soyuz TMA-M.
pub const DUSK_LEAD: Sourced = Sourced::fitted(
    "latest planned docking after sunset, cargo ships and Soyuz MS",
    4.6 * MINUTE,
    "s",
    "set by MS-05, MS-06, MS-12 and MS-13, 3.8 to 4.8 min; 22 plans at dusk, fourteen of them cargo ships, 3.5 to 8.1 min, have the median 4.65: contact, which comes ahead of the plan, then falls to sunset [HELD, DUSK]",
);

/// How much earlier than planned contact comes.
pub const RESERVE: Sourced = Sourced::fitted(
    "contact ahead of planned docking",
    3.9 * MINUTE,
    "s",
    "mean of ten sister flights, TMA-11M not among them [SURVEY]",
);

/// Least and most by which contact came ahead of the plan.
pub const RESERVE_RANGE: [Sourced; 2] = [
    Sourced::fitted(
        "contact ahead of planned docking, least",
        -MINUTE,
        "s",
        "25 flights to 2021: Progress M-24M came a minute after its plan, to the minute [HELD]",
    ),
    Sourced::fitted(
        "contact ahead of planned docking, most",
        7.0 * MINUTE,
        "s",
        "25 flights to 2021: Progress M-17M, to the minute [HELD]",
    ),
];

/// How far the rule's planned docking lay from the published one, least and most.
pub const RESIDUAL_RANGE: [Sourced; 2] = [
    Sourced::fitted(
        "rule less published plan, least",
        -0.1 * MINUTE,
        "s",
        "twelve four-orbit flights, October 2012 to July 2015, TMA-11M among them and not an extreme [SURVEY]",
    ),
    Sourced::fitted(
        "rule less published plan, most",
        1.9 * MINUTE,
        "s",
        "twelve four-orbit flights, October 2012 to July 2015, TMA-11M among them and not an extreme [SURVEY]",
    ),
];

/// First and last planned docking where light left a choice.
pub const CHOICE_RANGE: [Sourced; 2] = [
    Sourced::fitted(
        "earliest planned docking where light left a choice",
        347.3 * MINUTE,
        "s",
        "Soyuz MS-15; of thirteen flights to 2021 [HELD]",
    ),
    Sourced::fitted(
        "latest planned docking where light left a choice",
        381.7 * MINUTE,
        "s",
        "Soyuz MS-13; of thirteen flights to 2021 [HELD]",
    ),
];

/// Modified Julian date (UTC) of 2015-08-01, from which the natural docking is [`NATURAL_LATER`] and the rule's plan
/// one choice among others: the flights it was found on end in July 2015.
pub const PRACTICE_OPENS: Sourced = Sourced::fitted(
    "date from which plans are seen to use the light otherwise",
    57_235.0,
    "d (MJD, UTC)",
    "rule confirmed to July 2015, a later natural time from October and departures from December 2015 on [SURVEY, DUSK]",
);

/// How far either way from the planned docking the reach of the burns is looked for [s].
pub const REACH_LOOKED: f64 = 90.0 * MINUTE;

/// Every number of the timing model, for reports.
pub const NUMBERS: [Sourced; 14] = [
    NATURAL_DOCKING,
    NATURAL_LATER,
    BRAKING_LEAD,
    CARGO_LEAD,
    FINAL_APPROACH_LEAD,
    DUSK_LEAD,
    RESERVE,
    RESERVE_RANGE[0],
    RESERVE_RANGE[1],
    RESIDUAL_RANGE[0],
    RESIDUAL_RANGE[1],
    CHOICE_RANGE[0],
    CHOICE_RANGE[1],
    PRACTICE_OPENS,
];

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
    /// First and last plan that the interval reckons with where light leaves a choice.
    pub choice: (f64, f64),
    /// Docking is planned for the end of light wherever light ends; nearest to `natural` then picks the
    /// sunset.
    pub at_dusk: bool,
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

/// One end of the interval, and what makes it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Bound {
    /// Seconds after lift-off.
    pub t: f64,
    /// In words.
    pub name: &'static str,
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
    /// The rule for a ship and a time: one model, in which ships without a crew need less light after
    /// sunrise, they and those of the MS series more before sunset, and all dock later from August 2015 on.
    pub fn of(craft: &Spacecraft, practice: Practice) -> Self {
        let natural = match practice {
            Practice::Settled => NATURAL_DOCKING.value,
            Practice::Open => NATURAL_LATER.value,
        };
        let rule = Self { natural, ..Self::default() };
        let dusk = Self { final_approach_lead: DUSK_LEAD.value, ..rule };
        match craft.key {
            key if key == PROGRESS_M.key => Self { braking_lead: CARGO_LEAD.value, ..dusk },
            key if key == SOYUZ_MS.key => dusk,
            _ => rule,
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
        practice: Practice,
        given: Option<f64>,
    ) -> DockingTime {
        let choice = self.choose(edges);
        let Daylight { sunrise, sunset } = choice.daylight;
        let planned = given.unwrap_or(choice.planned);
        let constraint = given.map_or(choice.constraint, |_| DockingConstraint::Given);
        let bounds = self.interval(planned, constraint, &choice.daylight, reach, practice);
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
        if self.braking_lead == BRAKING_LEAD.value {
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

    /// When contact may come, for a docking planned at `planned` because of `constraint`.
    ///
    /// From the earliest plan the crew could have made less the most reserve to the latest less the least,
    /// each with the rule's own error. Where light binds, that is the rule's plan alone; where it leaves a
    /// choice (or, in open [`Practice`], from a binding sunrise on), all plans of [`Rule::choice`] that
    /// light allows; after a binding sunset in open practice, and for cargo ships at any time, plans from
    /// [`DUSK_LEAD`] to [`FINAL_APPROACH_LEAD`] after it. Where no sunset comes sooner, the choice ends with the reach of the
    /// burns.
    pub fn interval(
        &self,
        planned: f64,
        constraint: DockingConstraint,
        daylight: &Daylight,
        reach: (f64, f64),
        practice: Practice,
    ) -> (Bound, Bound) {
        use DockingConstraint::{Given, Natural, Sunrise, Sunset};
        let open = practice == Practice::Open;
        // Known by the light it asks for: plans of such ships at dusk reach up to those of Soyuz TMA-M.
        let cargo = self.braking_lead == CARGO_LEAD.value;
        let mut first = Bound { t: planned, name: "plan, most reserve" };
        let mut last = Bound { t: planned, name: "plan, least reserve" };
        match (constraint, daylight.sunset) {
            (Natural, _) => {
                first.earlier(self.choice.0, "earliest plan seen, most reserve");
                if let Some(sunrise) = daylight.sunrise {
                    let by_light = sunrise + self.braking_lead;
                    first.later(by_light, "earliest plan by light, most reserve");
                }
            }
            (Sunset, Some(sunset)) => {
                if open {
                    let at_dusk = sunset + DUSK_LEAD.value;
                    first.earlier(at_dusk, "plan just after sunset, most reserve");
                }
                if cargo {
                    let by_light = sunset + FINAL_APPROACH_LEAD.value;
                    last.later(by_light, "latest plan by light, least reserve");
                }
            }
            _ => {}
        }
        if constraint == Natural || (open && matches!(constraint, Sunrise | Sunset)) {
            let by_light = daylight.sunset.map_or(f64::INFINITY, |t| t + FINAL_APPROACH_LEAD.value);
            let (by_light, name) = match by_light <= reach.1 {
                true => (by_light, "latest plan by light, least reserve"),
                false => (reach.1, "reach of the burns"),
            };
            let seen = self.choice.1;
            if by_light < seen {
                last.later(by_light, name);
            } else {
                last.later(seen, "latest plan seen, least reserve");
            }
        }
        let [least, most] = RESERVE_RANGE.map(|r| r.value);
        let (under, over) = match constraint {
            Given => (0.0, 0.0),
            _ => (RESIDUAL_RANGE[1].value, -RESIDUAL_RANGE[0].value),
        };
        first.t -= most + under;
        last.t -= least - over;
        (first, last)
    }
}

impl Bound {
    fn earlier(&mut self, t: f64, name: &'static str) {
        if t < self.t {
            *self = Self { t, name };
        }
    }

    fn later(&mut self, t: f64, name: &'static str) {
        if t > self.t {
            *self = Self { t, name };
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rendezvous::scheme::Schedule;
    use crate::vehicle::spacecraft::SOYUZ_TMA_M;

    fn edges(pairs: &[(f64, bool)]) -> Vec<ShadowEdge> {
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
        let time = Rule::default().docking_time(&edges, &[], (0.0, 1e9), Practice::Settled, None);
        let shifts: Vec<f64> = time.sensitivities.iter().map(|s| s.shift).collect();
        // A minute more in each constant, then leads of 32 and 35 min in place of 34.
        assert_eq!(shifts, [0.0, MINUTE, 0.0, -2.0 * MINUTE, MINUTE]);
        assert_eq!(time.expected_contact, time.planned - 3.9 * MINUTE);
    }

    #[test]
    fn a_given_plan_replaces_the_rule_and_says_so() {
        let given = Some(380.0 * MINUTE);
        let edges = edges(&[(318.0, true), (375.0, false)]);
        let time = Rule::default().docking_time(&edges, &[], (0.0, 1e9), Practice::Open, given);
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

    // Near full sunlight the next sunset may be half a day away: the burns end the choice sooner.
    #[test]
    fn no_plan_lies_beyond_the_reach_of_the_burns() {
        let reach = (300.0 * MINUTE, 370.0 * MINUTE);
        for edges in [edges(&[]), edges(&[(900.0, false)])] {
            let time = Rule::default().docking_time(&edges, &[], reach, Practice::Settled, None);
            assert!((time.interval.1 / MINUTE - (370.0 + 1.0 + 0.1)).abs() < 1e-9);
            assert_eq!(time.interval_bounds.1, "reach of the burns");
        }
    }

    // Worked by hand from the constants above.
    #[test]
    fn the_interval_is_narrow_where_light_binds_and_wide_where_not() {
        let at = |pairs: &[(f64, bool)], practice| {
            let time = Rule::default().docking_time(&edges(pairs), &[], (0.0, 1e9), practice, None);
            let (a, b) = time.interval;
            assert!(a < time.expected_contact && time.expected_contact < b);
            [a, b].map(|t| (t / MINUTE * 10.0).round() / 10.0)
        };
        let sunrise = [(324.0, false), (342.0, true), (417.0, false)];
        assert_eq!(at(&sunrise, Practice::Settled), [367.1, 377.1]);
        assert_eq!(at(&sunrise, Practice::Open), [367.1, 382.8]);
        let sunset = [(280.0, true), (337.0, false), (373.0, true)];
        assert_eq!(at(&sunset, Practice::Settled), [337.1, 347.1]);
        assert_eq!(at(&sunset, Practice::Open), [332.7, 347.1]);
        let neither = [(300.0, true), (360.0, false)];
        assert_eq!(at(&neither, Practice::Settled), [338.4, 370.1]);
        let long_day = [(317.0, true), (380.0, false)];
        assert_eq!(at(&long_day, Practice::Settled), [342.1, 382.8]);
        assert_eq!(at(&[], Practice::Settled), [338.4, 382.8]);
    }
}
