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
//! The interval in which contact is expected is narrow where light binds and wide where the crew
//! had a choice: see [`Rule::interval`]. `docs/docking-time.md` has the evidence.
//!
//! This module sees the shadow edges of the station, the date and the constants of the rule, nothing
//! else.

use super::light::LightModel;
use crate::mission::log::{DockingConstraint, DockingTime, Sensitivity, ShadowEdge};
use crate::provenance::Sourced;
use crate::time::{Epoch, mjd_utc};
use crate::units::{HOUR, MINUTE};

/// Docking of the scheme where light leaves it free, after lift-off.
pub const NATURAL_DOCKING: Sourced = Sourced::fitted(
    "natural docking after lift-off",
    358.3 * MINUTE,
    "s",
    "planned docking of two cargo flights whose light left them free, 358.2 min each; a third, nearly free, 358.7 [SURVEY]",
);

/// Docking of the two-day scheme where light leaves it free, after lift-off.
pub const NATURAL_TWO_DAY: Sourced = Sourced::derived(
    "natural docking of the two-day scheme after lift-off",
    50.0 * HOUR + 38.9 * MINUTE,
    "s",
    "contact of Soyuz MS-01 after 2 d 02:35 [OL], and the mean reserve of 3.9 min",
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
    "mean of ten sister flights, TMA-11M not among them [SURVEY]",
);

/// Least and most by which contact came ahead of the plan.
pub const RESERVE_RANGE: [Sourced; 2] = [
    Sourced::fitted(
        "contact ahead of planned docking, least",
        1.0 * MINUTE,
        "s",
        "range over the same ten sister flights [SURVEY]",
    ),
    Sourced::fitted(
        "contact ahead of planned docking, most",
        7.0 * MINUTE,
        "s",
        "range over the same ten sister flights [SURVEY]",
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

/// Soonest contact after sunrise at the station.
pub const SOONEST_AFTER_SUNRISE: Sourced = Sourced::fitted(
    "soonest contact after sunrise",
    25.7 * MINUTE,
    "s",
    "least of 28 four-orbit flights to 2021 [SURVEY]",
);

/// Latest contact after sunset at the station.
pub const LATEST_AFTER_SUNSET: Sourced = Sourced::fitted(
    "latest contact after sunset",
    9.1 * MINUTE,
    "s",
    "most of 28 four-orbit flights to 2021 [SURVEY]",
);

/// Planned docking after sunset where later flights used all the light.
pub const LATER_PLAN_AFTER_SUNSET: Sourced = Sourced::fitted(
    "planned docking after sunset, later practice",
    4.0 * MINUTE,
    "s",
    "4 to 5 min on several flights from December 2015 on [SURVEY]",
);

/// Modified Julian date (UTC) of 2015-08-01, from which the rule's plan is one choice among others:
/// the flights it was found on end in July 2015.
pub const PRACTICE_OPENS: Sourced = Sourced::fitted(
    "date from which plans are seen to use the light otherwise",
    57_235.0,
    "d (MJD, UTC)",
    "rule confirmed to July 2015, departures from December 2015 on [SURVEY]",
);

/// How far either way from the planned docking the reach of the burns is looked for [s].
pub const REACH_LOOKED: f64 = 90.0 * MINUTE;

/// Every number of the timing model, for reports.
pub const NUMBERS: [Sourced; 12] = [
    NATURAL_DOCKING,
    BRAKING_LEAD,
    FINAL_APPROACH_LEAD,
    RESERVE,
    RESERVE_RANGE[0],
    RESERVE_RANGE[1],
    RESIDUAL_RANGE[0],
    RESIDUAL_RANGE[1],
    SOONEST_AFTER_SUNRISE,
    LATEST_AFTER_SUNSET,
    LATER_PLAN_AFTER_SUNSET,
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
    /// The rule for the two-day scheme, which ends in the same way.
    pub fn two_day() -> Self {
        Self { natural: NATURAL_TWO_DAY.value, ..Self::default() }
    }

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
        let bounds = interval(planned, constraint, &choice.daylight, reach, practice);
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
        all.extend(others.iter().map(|(light, edges)| Sensitivity {
            change: light.title().to_owned(),
            shift: self.choose(edges).planned - planned,
        }));
        all
    }
}

/// One end of the interval, and what makes it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Bound {
    /// Seconds after lift-off.
    pub t: f64,
    /// In words.
    pub name: &'static str,
}

/// When contact may come, for a docking planned at `planned` because of `constraint`.
///
/// Below: the plan less the most reserve and the rule's own error; in open [`Practice`] from the
/// plan that uses most light, if that is earlier; never sooner after sunrise than was flown.
/// Above: where sunrise binds in settled practice (or the plan is given), the plan less the least
/// reserve. Everywhere else the approach may wait as long as light lasts (or, without a sunset, as
/// the burns can reach): a few minutes after the plan where sunset binds, up to an hour where
/// nothing does.
pub fn interval(
    planned: f64,
    constraint: DockingConstraint,
    daylight: &Daylight,
    reach: (f64, f64),
    practice: Practice,
) -> (Bound, Bound) {
    use DockingConstraint::{Given, Sunrise};
    let [least, most] = RESERVE_RANGE.map(|r| r.value);
    let (under, over) = match constraint {
        Given => (0.0, 0.0),
        _ => (RESIDUAL_RANGE[1].value, -RESIDUAL_RANGE[0].value),
    };
    let mut lower = Bound { t: planned - most - under, name: "plan less the most reserve" };
    if let (Practice::Open, Some(sunset)) = (practice, daylight.sunset)
        && constraint != Given
        && sunset + LATER_PLAN_AFTER_SUNSET.value < planned
    {
        let plan = sunset + LATER_PLAN_AFTER_SUNSET.value;
        lower = Bound { t: plan - most - under, name: "plan just after sunset, most reserve" };
    }
    if let Some(sunrise) = daylight.sunrise
        && (lower.t < sunrise + SOONEST_AFTER_SUNRISE.value
            || (practice, constraint) == (Practice::Open, Sunrise))
    {
        let t = sunrise + SOONEST_AFTER_SUNRISE.value;
        lower = Bound { t, name: "soonest after sunrise" };
    }
    let upper = match (constraint, daylight.sunset) {
        (Given, _) => Bound { t: planned - least, name: "plan less the least reserve" },
        (Sunrise, _) if practice == Practice::Settled => {
            Bound { t: planned - least + over, name: "plan less the least reserve" }
        }
        (_, Some(sunset)) => {
            Bound { t: sunset + LATEST_AFTER_SUNSET.value, name: "latest after sunset" }
        }
        (_, None) => Bound { t: reach.1, name: "reach of the burns" },
    };
    (lower, upper)
}

#[cfg(test)]
mod tests {
    use super::*;

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
        assert_eq!(shifts, [0.0, MINUTE, 0.0]);
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
        assert_eq!(time.interval, (373.0 * MINUTE, 379.0 * MINUTE));
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
        assert_eq!(at(&sunrise, Practice::Settled), [367.7, 375.1]);
        assert_eq!(at(&sunrise, Practice::Open), [367.7, 426.1]);
        let sunset = [(280.0, true), (337.0, false), (373.0, true)];
        assert_eq!(at(&sunset, Practice::Settled), [337.1, 346.1]);
        assert_eq!(at(&sunset, Practice::Open), [332.1, 346.1]);
        let neither = [(300.0, true), (360.0, false)];
        assert_eq!(at(&neither, Practice::Settled), [349.4, 369.1]);
    }
}
