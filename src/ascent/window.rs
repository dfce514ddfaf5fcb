//! When to leave so that the insertion plane is the one wanted.

use super::plan::plane_distance;
use crate::forces::BodyAxes;
use crate::math::bisect;
use crate::provenance::Sourced;
use crate::units::DEGREE;
use crate::vehicle::pad::Pad;
use nalgebra::Vector3;

/// How far the pad stands to the left of the insertion plane when a rocket leaves for it.
///
/// The pad moves east with the Earth, across the plane, and the rocket keeps that motion; so it
/// must leave before the pad has reached the plane. How long before is a choice between steering
/// most in stages 1 and 2 (lift-off later) and in stage 3 (earlier). In the model of this module
/// the third stage has nothing to steer at 0.20°–0.21°, least propellant is used at 0.32°, and a
/// rocket that never leaves its firing plane needs 0.37°. The flown lift-offs lie between, always
/// at the same place.
pub const PAD_LEAD: Sourced = Sourced::fitted(
    "pad left of the insertion plane at lift-off",
    0.2705 * DEGREE,
    "rad",
    "mean of Progress M-18M (0.269°) and Soyuz TMA-12M (0.272°), plane 0.11° east of the station's",
);

/// The scan looks at the plane this often [s]; it crosses the pad northbound once a day.
const SCAN: f64 = 1800.0;
/// Lift-off instants are found to this [s].
const RESOLUTION: f64 = 1e-3;

/// Instants between `from` and `to` at which the pad, carried from left to right across a plane
/// flown north-eastward, stands `lead` to its left [s since the arc's epoch].
///
/// `normal(t)` is the unit normal (GCRF) of the plane to be inserted into when leaving at `t`.
/// With [`PAD_LEAD`] these are the in-plane lift-offs; with a lead of zero, the instants the pad
/// crosses the plane. South-eastward passes, not flown from Baikonur, are left out.
pub fn in_plane_lift_offs(
    pad: &Pad,
    normal: impl Fn(f64) -> Vector3<f64>,
    lead: f64,
    earth: &impl BodyAxes,
    from: f64,
    to: f64,
) -> Vec<f64> {
    let beyond = |t: f64| plane_distance(pad, &normal(t), earth, t) - lead;
    let mut found = Vec::new();
    let (mut t, mut value) = (from, beyond(from));
    while t < to {
        let next = (t + SCAN).min(to);
        let next_value = beyond(next);
        if value > 0.0 && next_value <= 0.0 {
            found.push(bisect((t, next), RESOLUTION, |t| beyond(t) <= 0.0));
        }
        (t, value) = (next, next_value);
    }
    found
}
