//! Correction of element sets that miss a reboost between their epoch and lift-off.
//!
//! Such a set places the station degrees from its true position along the orbit, but not out of its plane. The
//! time of lift-off then reveals the scheme although the phase does not: in the two-day scheme, in which the ship
//! gains a whole revolution more, the insertion plane lies 0.7° farther east than in the four-orbit scheme, and
//! lift-off is about three minutes later.

use super::launch::in_plane_lift_off;
use super::prelaunch::Prelaunch;
use super::world::HORIZON;
use super::{MissionError, Scenario, warnings};
use crate::ascent::plane_distance;
use crate::provenance::Sourced;
use crate::rendezvous::choice::{Scheme, choose};
use crate::units::{DAY, DEGREE};
use std::borrow::Cow;
use std::f64::consts::TAU;

/// Along-track drift of the station from its element set due to a reboost, per day of the set's age.
pub const DRIFT: Sourced = Sourced::derived(
    "drift of the station from a set on the other side of a reboost, per day",
    3.0 * DEGREE,
    "rad/day",
    "a reboost of 1.4 m/s, 2.5 km: 3/2 × 2.5/6790 of 15.5 revolutions a day; up to 3 m/s are flown",
);

/// Largest difference between the lift-off and that of a four-orbit flight.
pub const SAME_LIFT_OFF: Sourced = Sourced::derived(
    "largest difference from the in-plane lift-off",
    40.0,
    "s",
    "20 s for the short-period variation of the plane, 20 s for its drift over eight days; two-day lift-offs are 170 s away",
);

/// The scenario with the station moved along its orbit if its element set evidently misses a reboost: the set is old,
/// the lift-off is that of a four-orbit flight, and the phase is outside the four-orbit window by no more than a
/// reboost explains. The station is then placed at the middle of the window, the average of such flights.
///
/// Do not use it when searching for lift-off times: every day has an in-plane lift-off, whatever the phase.
///
/// # Errors
/// [`MissionError`]: the scenario or its element set cannot be used.
pub fn corrected_for_reboost(scenario: &Scenario) -> Result<Cow<'_, Scenario>, MissionError> {
    let as_it_is = Ok(Cow::Borrowed(scenario));
    let four = Scheme::FourOrbit;
    if scenario.station.moved_deg != 0.0
        || scenario.asked_scheme()?.is_some_and(|asked| asked != four)
    {
        return as_it_is;
    }
    let age = scenario.station.element_set()?.age(scenario.liftoff()?);
    if warnings::element_age(age).is_none() {
        return as_it_is;
    }
    let prelaunch = Prelaunch::over(scenario, HORIZON)?;
    if choose(Some(four), prelaunch.phase).is_some() {
        return as_it_is;
    }
    let (from, to) = four.window();
    let apart = |a: f64, b: f64| (a - b + 0.5 * TAU).rem_euclid(TAU) - 0.5 * TAU;
    let outside = apart(prelaunch.phase, from).abs().min(apart(prelaunch.phase, to).abs());
    let middle = 0.5 * (from + to);
    let plane = prelaunch.turned_plane(four, middle);
    let earth = &prelaunch.world.near.earth;
    let early = in_plane_lift_off(&|t: f64| plane_distance(&prelaunch.pad, &plane, earth, t));
    if outside > DRIFT.value * (age / DAY).abs() || early.abs() > SAME_LIFT_OFF.value {
        return as_it_is;
    }
    let mut moved = scenario.clone();
    // Rounded to the hundredth that is printed, so that a scenario can reproduce it.
    moved.station.moved_deg = (apart(middle, prelaunch.phase) / DEGREE * 100.0).round() / 100.0;
    Ok(Cow::Owned(moved))
}
