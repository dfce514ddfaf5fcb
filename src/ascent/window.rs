//! Lift-off times for a given insertion plane.

use super::plan::plane_distance;
use crate::forces::BodyAxes;
use crate::math::bisect;
use crate::provenance::Sourced;
use crate::units::DEGREE;
use crate::vehicle::pad::Pad;
use nalgebra::Vector3;

/// Angle of the pad to the left of the insertion plane at lift-off.
///
/// The Earth carries the pad eastward across the plane, and the launcher keeps that velocity, so it must lift
/// off before the pad reaches the plane. How long before is a trade between steering mostly in stages 1
/// and 2 (later lift-off) or in stage 3 (earlier). In this model the third stage needs no yaw at
/// 0.20°–0.21°, propellant use is least at 0.32°, and a launcher that never leaves its launch plane needs
/// 0.37°. The flown lift-offs lie between these, always at nearly the same angle.
pub const PAD_LEAD: Sourced = Sourced::fitted(
    "pad left of the insertion plane at lift-off",
    0.2705 * DEGREE,
    "rad",
    "mean of Progress M-18M (0.269°) and Soyuz TMA-12M (0.272°), plane 0.11° east of the station's",
);

/// Step of the scan [s]; the pad crosses the plane once a day on a north-easterly heading.
const SCAN: f64 = 1800.0;
/// Resolution of lift-off times [s].
const RESOLUTION: f64 = 1e-3;

/// Times between `from` and `to` [s since the epoch of `earth`] at which the pad, moving from left to right
/// across a plane flown north-eastward, is at the angle `lead` [rad] to its left.
///
/// `normal(t)` is the unit normal (GCRF) of the insertion plane for a lift-off at `t`. With [`PAD_LEAD`] these
/// are the in-plane lift-off times; with zero, the times at which the pad crosses the plane. South-eastward
/// passes, which are not flown from Baikonur, are omitted.
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
