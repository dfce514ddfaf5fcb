//! The interval in which contact is expected, and its bounds.

use super::numbers::{DUSK_LEAD, FINAL_APPROACH_LEAD, RESERVE_RANGE, RESIDUAL_RANGE};
use super::{Daylight, DockingConstraint, Practice, Rule};

/// One end of the interval, and what sets it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Bound {
    /// Seconds after lift-off.
    pub t: f64,
    /// What sets it, in words.
    pub name: &'static str,
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

impl Rule {
    /// The interval of contact for a docking planned at `planned`, which `constraint` set.
    ///
    /// From the earliest possible plan less the largest reserve to the latest one less the smallest reserve, each
    /// widened by the error of the rule. Where lighting binds, the only plan is the rule's. Where it does not
    /// (in open [`Practice`] also after a binding sunrise), all plans in [`Rule::choice`] that light allows are
    /// possible. After a binding sunset in open practice, and for cargo ships at any time, plans from [`DUSK_LEAD`]
    /// to [`FINAL_APPROACH_LEAD`] after it are. If no sunset comes earlier, the reach of the burns ends the choice.
    pub(super) fn interval(
        &self,
        planned: f64,
        constraint: DockingConstraint,
        daylight: &Daylight,
        reach: (f64, f64),
    ) -> (Bound, Bound) {
        use DockingConstraint::{Given, Natural, Sunrise, Sunset};
        let open = self.practice == Practice::Open;
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
                if !self.crew {
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
                // Two days of drift reach any hour, however the burns are chosen.
                false if self.at_dusk => (reach.1, "no sunset near: end of the search span"),
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

#[cfg(test)]
mod tests {
    use super::super::tests::edges;
    use super::*;
    use crate::units::MINUTE;

    // In nearly continuous sunlight the next sunset may be half a day away; the burns limit the choice earlier.
    #[test]
    fn no_plan_lies_beyond_the_reach_of_the_burns() {
        let reach = (300.0 * MINUTE, 370.0 * MINUTE);
        for edges in [edges(&[]), edges(&[(900.0, false)])] {
            let time = Rule::default().docking_time(&edges, &[], reach, None);
            assert!((time.interval.1 / MINUTE - (370.0 + 1.0 + 0.1)).abs() < 1e-9);
            assert_eq!(time.interval_bounds.1, "reach of the burns");
        }
    }

    // Computed by hand from the constants.
    #[test]
    fn the_interval_is_narrow_where_light_binds_and_wide_where_not() {
        let at = |pairs: &[(f64, bool)], practice| {
            let rule = Rule { practice, ..Rule::default() };
            let time = rule.docking_time(&edges(pairs), &[], (0.0, 1e9), None);
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
