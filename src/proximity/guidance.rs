//! Guidance laws of the approach: aim points and speeds.
//!
//! All vectors are in the station's LVLH axes; "position" is that of the ship's centre of mass relative to the
//! port. Guidance uses Clohessy–Wiltshire dynamics only; the next command corrects what they neglect.

use super::profile::Profile;
use super::relative::ClohessyWiltshire;
use crate::frames::Relative;
use nalgebra::{Rotation3, Unit, Vector3};

/// Angle between the line from the port to the ship and the port axis [rad].
pub(super) fn off_axis(position: &Vector3<f64>, axis: &Vector3<f64>) -> f64 {
    libm::atan2(position.cross(axis).norm(), position.dot(axis))
}

/// Unit vector normal to the line of sight, towards the port axis; zero on the axis.
fn towards_axis(line: &Vector3<f64>, axis: &Vector3<f64>) -> Vector3<f64> {
    (axis - line * line.dot(axis)).try_normalize(1e-12).unwrap_or_default()
}

/// The direction `line`, rotated by `angle` [rad] towards the port axis.
pub(super) fn turned(line: &Vector3<f64>, axis: &Vector3<f64>, angle: f64) -> Vector3<f64> {
    match Unit::try_new(line.cross(axis), 1e-12) {
        Some(hinge) => Rotation3::from_axis_angle(&hinge, angle) * line,
        None => *line,
    }
}

/// Velocity at `from` that leads to `target` in `time` [s], both relative to the port at `port`; along the
/// straight line where the theory is singular.
pub(super) fn transfer_velocity(
    theory: &ClohessyWiltshire,
    port: &Vector3<f64>,
    from: &Vector3<f64>,
    target: &Vector3<f64>,
    time: f64,
) -> Vector3<f64> {
    theory
        .transition(time)
        .departure_velocity(&(from + port), &(target + port))
        .unwrap_or((target - from) / time)
}

/// A guidance task with its parameters.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Task {
    /// Approach so that the fly-around starts at an angle of `fly_around_angle` [rad] to the axis.
    Close {
        /// Angle to the axis at the start of the fly-around [rad].
        fly_around_angle: f64,
    },
    /// Fly around to the axis, to rest at the hold point.
    FlyAround,
    /// Stay on the axis, `distance` [m] from the port.
    Stay {
        /// Distance [m].
        distance: f64,
    },
    /// Back off along the axis to `distance` [m].
    Retreat {
        /// Distance [m].
        distance: f64,
    },
    /// Move along the axis to contact; the probe tip is `probe` [m] ahead of the centre of mass.
    Dock {
        /// Distance of the probe tip ahead of the centre of mass [m].
        probe: f64,
    },
}

impl Task {
    /// Direction of the nose: towards the port, or along the port axis.
    pub fn nose(&self, position: &Vector3<f64>, axis: &Vector3<f64>) -> Vector3<f64> {
        match self {
            Task::Close { .. } | Task::FlyAround => -position.normalize(),
            Task::Stay { .. } | Task::Retreat { .. } | Task::Dock { .. } => -axis,
        }
    }

    /// The commanded velocity at `position` [m/s].
    pub fn velocity(
        &self,
        profile: &Profile,
        position: &Vector3<f64>,
        axis: &Vector3<f64>,
    ) -> Vector3<f64> {
        let range = position.norm();
        let line = position / range;
        let angle = off_axis(position, axis);
        let along = position.dot(axis);
        // Across the axis: proportional to the offset, up to a limit.
        let across = axis * along - position;
        let centring = |time: f64| {
            let v = across / time;
            v * (profile.centring_speed.value / v.norm()).min(1.0)
        };
        let to = |distance: f64, time: f64, limit: f64| {
            axis * ((distance - along) / time).clamp(-limit, limit)
        };
        match *self {
            Task::Close { fly_around_angle } => {
                let closing = profile.closing_speed(range);
                let left = range - profile.fly_around.value;
                let time = (left / closing).max(profile.settling.value);
                let limit = profile.turn_rate.value;
                let rate = ((angle - fly_around_angle) / time).clamp(-limit, limit);
                towards_axis(&line, axis) * (rate * range) - line * closing
            }
            Task::FlyAround => {
                towards_axis(&line, axis) * (profile.turn_rate(angle) * range)
                    - line * profile.closing_speed(range)
            }
            Task::Stay { distance } => {
                let time = profile.keeping.value;
                centring(time) + to(distance, time, profile.final_speed.value)
            }
            Task::Retreat { distance } => {
                let time = profile.settling.value;
                centring(time) + to(distance, time, profile.retreat_speed.value)
            }
            Task::Dock { probe } => {
                centring(profile.settling.value) - axis * profile.final_speed(along - probe)
            }
        }
    }

    /// The delta-v to command now, so that the ship has the commanded velocity at the end of the cycle. `port` is
    /// the port's position relative to the station's centre of mass.
    pub fn command(
        &self,
        profile: &Profile,
        theory: &ClohessyWiltshire,
        seen: &Relative,
        port: &Vector3<f64>,
        axis: &Vector3<f64>,
    ) -> Vector3<f64> {
        let cycle = profile.cycle.value;
        let drift = theory.acceleration(&Relative { r: seen.r + port, v: seen.v });
        let position = seen.r + (seen.v + drift * (0.5 * cycle)) * cycle;
        self.velocity(profile, &position, axis) - (seen.v + drift * cycle)
    }
}
