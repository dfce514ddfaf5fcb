//! Launch geometry: the angle between pad and orbital plane, and the in-plane lift-off.

use super::geometry::normal;
use super::world::{StationArc, World};
use super::{MissionError, Scenario};
use crate::ascent::{self, PAD_LEAD, plane_distance};
use crate::constants::{EARTH_RADIUS_FIELD, GM_EARTH, J2_EARTH};
use crate::math::bisect;
use crate::units::{DEGREE, MINUTE};
use crate::vehicle::pad::Pad;
use nalgebra::{Rotation3, Vector3};

/// Angle of the pad from the station's plane at `t` [rad].
///
/// The plane is the osculating one at `t`, which varies by some hundredths of a degree within a revolution. Outside
/// the station's trajectory it is that of the nearest end, with the node regression due to J2.
fn distance_from_plane(world: &World, pad: &Pad, station: &StationArc, t: f64) -> f64 {
    let (first, last) = station.path.span();
    let known = t.clamp(first, last);
    let state = station.path.at(known);
    let plane = normal(&state);
    // dΩ/dt = −3/2 n J2 (R/a)² cos i
    let (a, ratio) = (state.r.norm(), EARTH_RADIUS_FIELD / state.r.norm());
    let rate = -1.5 * (GM_EARTH / (a * a * a)).sqrt() * J2_EARTH * ratio * ratio * plane.z;
    let turned = Rotation3::from_axis_angle(&Vector3::z_axis(), rate * (t - known)) * plane;
    plane_distance(pad, &turned, &world.near.earth, t)
}

/// Angle of the pad from the station's plane at lift-off [rad], and the time when the pad crosses the plane [s].
pub(super) fn launch_geometry(
    scenario: &Scenario,
    world: &World,
    pad: &Pad,
    station: &StationArc,
) -> Result<(f64, f64), MissionError> {
    let distance = |t: f64| distance_from_plane(world, pad, station, t);
    let at_liftoff = distance(0.0);
    // The nearest crossing within half a day: an outward scan in steps of two minutes, then bisection.
    let crossing = (0..360).find_map(|k| {
        let step = 120.0;
        let after = k as f64 * step;
        [after, -after - step].into_iter().find_map(|t| {
            let before = distance(t);
            (before * distance(t + step) <= 0.0)
                .then(|| bisect((t, t + step), 1e-3, |t| distance(t) * before <= 0.0))
        })
    });
    if at_liftoff.abs() > ascent::REACH.value {
        let hint = in_plane_hint(world, pad, station);
        return Err(MissionError::OutOfPlane {
            liftoff: scenario.liftoff_utc.clone(),
            distance_deg: at_liftoff / DEGREE,
            limit_deg: ascent::REACH.value / DEGREE,
            hint,
        });
    }
    // Within this angle of the plane the next crossing is at most hours away.
    Ok((at_liftoff, crossing.ok_or(MissionError::NoLiftOff)?))
}

/// The end of a message about a lift-off out of the station's plane: the nearest in-plane lift-off, north-eastward as
/// always from Baikonur.
pub(super) fn in_plane_hint(world: &World, pad: &Pad, station: &StationArc) -> String {
    // The pad crosses a plane flown north-eastward from left to right.
    let beyond = |t: f64| distance_from_plane(world, pad, station, t) - PAD_LEAD.value;
    let step = 120.0;
    let nearest = (0..=360).find_map(|k| {
        let after = f64::from(k) * step;
        [after, -after - step].into_iter().find_map(|t| {
            let meets = beyond(t) > 0.0 && beyond(t + step) <= 0.0;
            meets.then(|| bisect((t, t + step), 1e-3, |t| beyond(t) <= 0.0))
        })
    });
    nearest.map_or(String::new(), |t| {
        let when = crate::time::format_utc(crate::time::after(world.liftoff, t), 0);
        let way = if t > 0.0 { "later" } else { "earlier" };
        let minutes = (t.abs() / MINUTE).round();
        let apart = match minutes < 120.0 {
            true => format!("{minutes:.0} min"),
            false => format!("{:.1} h", minutes / 60.0),
        };
        format!(
            "; the in-plane lift-off, north-eastward, is at {when}, {apart} {way}; `soyuz window` lists launch \
             opportunities"
        )
    })
}

/// Time near 0 at which the pad is [`PAD_LEAD`] to the left of an inertially fixed plane [s]; `distance` is the angle
/// of the pad from the plane.
pub(super) fn in_plane_lift_off(distance: &impl Fn(f64) -> f64) -> f64 {
    // The pad crosses planes at a nearly constant rate; six secant steps suffice.
    let (mut t0, mut f0) = (0.0, distance(0.0) - PAD_LEAD.value);
    let mut t = 60.0;
    for _ in 0..6 {
        let f = distance(t) - PAD_LEAD.value;
        if f.abs() < 1e-9 || f == f0 {
            break;
        }
        let next = t - f * (t - t0) / (f - f0);
        (t0, f0, t) = (t, f, next);
    }
    t
}
