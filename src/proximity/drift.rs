//! Passive safety: the closest approach of a ship that does not brake.

use super::ProximityError;
use super::braking::COAST_STEP;
use super::motion::step;
use crate::integrate::Dynamics;
use crate::propagate::{StateVector, Trajectory};

/// The point of closest approach of a ship that never brakes.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ClosestApproach {
    /// Time [s].
    pub t: f64,
    /// Distance from the station's centre of mass [m].
    pub range: f64,
}

/// Closest approach to the station's centre of mass in `duration` [s] of free flight. Passive safety
/// requires that it is outside the keep-out sphere if the first braking burn fails.
///
/// # Errors
/// [`ProximityError::StationUnknown`] if the station's trajectory is too short.
pub fn free_drift<M: Dynamics<f64>>(
    model: &M,
    station: &Trajectory,
    start: StateVector,
    duration: f64,
) -> Result<ClosestApproach, ProximityError> {
    let (first, last) = station.span();
    let steps = (duration / COAST_STEP).ceil().max(1.0);
    let h = duration / steps;
    let mut at = start;
    let mut closest = ClosestApproach { t: start.t, range: f64::INFINITY };
    for i in 0..=steps as usize {
        if !(first..=last).contains(&at.t) {
            return Err(ProximityError::StationUnknown { start: first, end: last, t: at.t });
        }
        let target = station.at(at.t);
        let (r, v) = (at.r - target.r, at.v - target.v);
        // Straight line within half a step on either side.
        let dt = (-r.dot(&v) / v.norm_squared()).clamp(-0.5 * h, 0.5 * h);
        let range = (r + v * dt).norm();
        if range < closest.range {
            closest = ClosestApproach { t: at.t + dt, range };
        }
        if i < steps as usize {
            at = step(model, &at, h);
        }
    }
    Ok(closest)
}
