//! Element sets that do not know of a reboost between them and lift-off.
//!
//! Such a set is days away from lift-off and puts the station degrees from its place along the orbit, but
//! not out of its plane. So the instant of lift-off tells the scheme though the phase does not: for two days, in
//! which the ship would gain a whole turn more, the insertion plane lies 0.7° east of that for four orbits, and
//! the rocket leaves some three minutes later.

use super::launch::leave_at;
use super::outset::Outset;
use super::world::HORIZON;
use super::{MissionError, Scenario, warnings};
use crate::ascent::plane_distance;
use crate::provenance::Sourced;
use crate::rendezvous::choice::{Scheme, choose};
use crate::units::{DAY, DEGREE};
use std::borrow::Cow;
use std::f64::consts::TAU;

/// How far along its orbit a reboost puts the station from its set, per day of the set's age.
pub const DRIFT: Sourced = Sourced::derived(
    "drift of the station from a set on the other side of a reboost, per day",
    3.0 * DEGREE,
    "rad/day",
    "a reboost of 1.4 m/s, 2.5 km: 3/2 × 2.5/6790 of 15.5 revolutions a day; up to 3 m/s are flown",
);

/// How near the lift-off must be to that of a four-orbit flight.
pub const SAME_LIFT_OFF: Sourced = Sourced::derived(
    "lift-off from that into the station's plane as it nods",
    40.0,
    "s",
    "20 s for the nodding of the plane within an orbit, as much for its drift over eight days; two days leave 170 s away",
);

/// The scenario with the station moved along its orbit, if nothing else makes sense of it: its element
/// set is old, its lift-off that of a four-orbit flight, and its phase outside that window by no more
/// than a reboost explains. The station is then put where it stands on the average of such
/// flights, in the middle of the window.
///
/// Not for looking for lift-offs: there every day has one, whatever the phase.
///
/// # Errors
/// [`MissionError`]: the scenario or its element set cannot be used.
pub fn settled(scenario: &Scenario) -> Result<Cow<'_, Scenario>, MissionError> {
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
    let outset = Outset::over(scenario, HORIZON)?;
    if choose(Some(four), outset.phase).is_some() {
        return as_it_is;
    }
    let (from, to) = four.window();
    let apart = |a: f64, b: f64| (a - b + 0.5 * TAU).rem_euclid(TAU) - 0.5 * TAU;
    let outside = apart(outset.phase, from).abs().min(apart(outset.phase, to).abs());
    let middle = 0.5 * (from + to);
    let plane = outset.turned_plane(four, middle);
    let earth = &outset.world.near.earth;
    let early = leave_at(&|t: f64| plane_distance(&outset.pad, &plane, earth, t));
    if outside > DRIFT.value * (age / DAY).abs() || early.abs() > SAME_LIFT_OFF.value {
        return as_it_is;
    }
    let mut moved = scenario.clone();
    // To the hundredth, as it is printed and can be written down.
    moved.station.moved_deg = (apart(middle, outset.phase) / DEGREE * 100.0).round() / 100.0;
    Ok(Cow::Owned(moved))
}
