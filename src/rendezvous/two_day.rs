//! The two-day scheme of 34 orbits, flown from the start or as a fall-back after a failure.
//!
//! Three along-track burns (two of them half a revolution apart, a small one a day later) bring the ship behind
//! and below the station for the autonomous transfer, which is the same as in the four-orbit scheme.

use super::light::{LightModel, ShadowEdge};
use super::timing::{DockingTime, Practice, REACH_SEARCHED, RESERVE_RANGE, Rule};
use super::transfer::{FreeFlight, mean_motion};
use crate::integrate::Dynamics;
use crate::math::try_bisect;
use crate::orbit::phase_angle;
use crate::propagate::{PropagateError, StateVector};
use crate::provenance::Sourced;
use crate::time::Epoch;
use crate::units::{DEGREE, HOUR, MINUTE};
use crate::vehicle::spacecraft::Spacecraft;
use nalgebra::Vector3;
use std::f64::consts::TAU;

/// Middle of the revolution in which two-day flights dock, after lift-off. Each revolution has a sunset; the
/// docking at sunset nearest to this time is chosen.
pub const MIDDLE: Sourced = Sourced::fitted(
    "middle of the revolution of docking in the two-day scheme, after lift-off",
    49.0 * HOUR + 58.3 * MINUTE,
    "s",
    "mean of the shortest and the longest of fourteen plans that lay at dusk: Progress MS-10, 49 h 15.9 min, and the fall-back of TMA-12M, 50 h 40.6 min; any from 49 h 56 to 50 h 2 picks the same sunsets [DUSK]",
);

/// Earliest and latest planned docking of two-day flights.
pub const PLANS: [Sourced; 2] = [
    Sourced::fitted(
        "earliest planned docking of a two-day flight after lift-off",
        49.0 * HOUR + 7.3 * MINUTE,
        "s",
        "Progress M-09M, lift-off 04:31:39 and plan 05:39 Moscow time on 28 and 30 January 2011 [DUSK]",
    ),
    Sourced::fitted(
        "latest planned docking of a two-day flight after lift-off",
        51.0 * HOUR + 4.5 * MINUTE,
        "s",
        "Soyuz TMA-18M, 07:42 UTC on 4 September 2015 [TASS-18M], from the middle of the minute of its lift-off, 04:37 UTC on the 2nd: ±30 s",
    ),
];

/// Centres of the burns of a two-day flight, after spacecraft separation.
pub const BURNS: [Sourced; 3] = [
    ground("first burn of the two-day scheme after separation", 12_248.0),
    ground("second burn of the two-day scheme after separation", 14_700.0),
    ground("third burn of the two-day scheme after separation", 88_454.0),
];

const fn ground(name: &'static str, value: f64) -> Sourced {
    Sourced::published(name, value, "s", "burn table of Soyuz MS-01 [OL], second-hand")
}

/// Least time between two ground-computed burns, and the time between the first two burns after a failure.
pub const HALF_REVOLUTION: Sourced = Sourced::derived(
    "least time between burns computed on the ground",
    2648.0,
    "s",
    "half a revolution, between DV1 and DV2 of TMA-19M, the shortest flown [OL]; TMA-12M flew two burns in the hours after its failure [AW2]",
);

/// Phase at IMP1 for the first guess of the burns [rad]: 390 km along the orbit, within the 380 to 480 km of
/// flown plans. The planner replaces it by its own optimum.
const PHASE_AT_IMP1: f64 = 3.3 * DEGREE;

/// Bracket of the first guess, for each of two equal burns [m/s]: from slight braking to an orbit above the
/// station.
const BRACKET: (f64, f64) = (-5.0, 75.0);

/// The time of docking: at dusk, as late as the four-orbit rule of the ship allows, at the sunset for which it is
/// nearest to [`MIDDLE`].
///
/// In two days of drift the ship can reach any time of the revolution, so docking is always at the end of light.
/// Some plans were at other times, for unpublished reasons, so the interval covers all known plans unless the
/// docking is `given`.
pub fn docking_time(
    craft: &Spacecraft,
    edges: &[ShadowEdge],
    others: &[(LightModel, Vec<ShadowEdge>)],
    liftoff: Epoch,
    given: Option<f64>,
) -> DockingTime {
    let natural = MIDDLE.value;
    let choice = (natural, f64::INFINITY);
    let four_orbits = Rule::of(craft, Practice::at(liftoff));
    let rule = Rule { natural, choice, at_dusk: true, ..four_orbits };
    let planned = given.unwrap_or_else(|| rule.choose(edges).planned);
    // Any time can be reached; the delta-v is not examined.
    let reach = (planned - REACH_SEARCHED.value, planned + REACH_SEARCHED.value);
    let mut docking = rule.docking_time(edges, others, reach, given);
    if given.is_none() {
        let [least, most] = RESERVE_RANGE.map(|r| r.value);
        let (first, last) = (PLANS[0].value - most, PLANS[1].value - least);
        if first < docking.interval.0 {
            docking.interval.0 = first;
            docking.interval_bounds.0 = "earliest two-day plan, most reserve";
        }
        if last > docking.interval.1 {
            docking.interval.1 = last;
            docking.interval_bounds.1 = "latest two-day plan, least reserve";
        }
    }
    docking
}

/// Delta-v of one or two equal burns at `burns` [s] that lead to the phase `PHASE_AT_IMP1` at the start of the
/// autonomous transfer [m/s], as a first guess for the planner.
///
/// `station` is the station at that time; `lead` is the present phase, including whole revolutions [rad].
///
/// The final phase is known up to whole revolutions; the mean motions, accurate to a tenth of a revolution over
/// two days, determine their number.
///
/// # Errors
/// [`PropagateError`].
pub fn equal_burns<M: Dynamics<f64>>(
    flight: &FreeFlight<'_, M>,
    ship: &StateVector,
    burns: &[f64],
    station: &StateVector,
    lead: f64,
) -> Result<f64, PropagateError> {
    let gain = |of: &StateVector, span: f64| (mean_motion(of) - mean_motion(station)) * span;
    let at_end = |size: f64| -> Result<f64, PropagateError> {
        let (mut at, mut expected) = (*ship, lead);
        for &t in burns {
            expected -= gain(&at, t - at.t);
            at = flight.to(&at, t)?;
            at.v += at.lvlh().vector_gcrf(&Vector3::new(size, 0.0, 0.0));
        }
        expected -= gain(&at, station.t - at.t);
        let end = flight.to(&at, station.t)?;
        let wrapped = phase_angle(&end.r, &station.r, &station.v);
        Ok(wrapped + TAU * ((expected - wrapped) / TAU).round())
    };
    try_bisect(BRACKET, 1e-3, |size| Ok(at_end(size)? >= PHASE_AT_IMP1))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rendezvous::light::EdgeKind;
    use crate::rendezvous::timing::DockingConstraint;
    use crate::time::parse_utc;
    use crate::vehicle::spacecraft::{PROGRESS_M, SOYUZ_TMA_M};

    /// Revolutions of 92 minutes with an hour of light each: docking is at the dusk nearest to the middle, although
    /// the middle itself is lit. If light comes a quarter of an hour later, that is the previous dusk.
    #[test]
    fn docking_is_at_the_dusk_nearest_to_the_middle() {
        let liftoff = parse_utc("2014-03-25T21:17:23Z").unwrap();
        let planned = |shift: f64, craft: &Spacecraft| {
            let edges: Vec<ShadowEdge> = (-2..3)
                .flat_map(|n| {
                    [(0.0, true), (60.0, false)].map(|(m, up)| (m + 92.0 * f64::from(n), up))
                })
                .map(|(m, up)| ShadowEdge {
                    t: MIDDLE.value + (m + shift) * MINUTE,
                    kind: EdgeKind::towards(up),
                })
                .collect();
            let docking = docking_time(craft, &edges, &[], liftoff, None);
            assert_eq!(docking.constraint, DockingConstraint::Sunset);
            ((docking.planned - MIDDLE.value) / MINUTE * 10.0).round() / 10.0
        };
        assert_eq!(planned(-30.0, &SOYUZ_TMA_M), 39.0);
        assert_eq!(planned(-15.0, &SOYUZ_TMA_M), -38.0);
        assert_eq!(planned(-30.0, &PROGRESS_M), 34.6);
    }

    /// In continuous light only the search span ends the interval, 90 minutes after the plan less the smallest
    /// reserve; the burns do not.
    #[test]
    fn without_a_sunset_the_end_of_the_interval_is_called_what_it_is() {
        let liftoff = parse_utc("2014-06-01T00:00:00Z").unwrap();
        let light = docking_time(&SOYUZ_TMA_M, &[], &[], liftoff, None);
        assert_eq!(light.planned, MIDDLE.value);
        assert!(light.interval.1 - light.planned > 80.0 * MINUTE);
        assert_eq!(light.interval_bounds.1, "no sunset near: end of the search span");
        let sunset = [(-40.0, true), (17.0, false)].map(|(m, up)| ShadowEdge {
            t: MIDDLE.value + m * MINUTE,
            kind: EdgeKind::towards(up),
        });
        let dark = docking_time(&SOYUZ_TMA_M, &sunset, &[], liftoff, None);
        assert_ne!(dark.interval_bounds.1, light.interval_bounds.1);
    }
}
