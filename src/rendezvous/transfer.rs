//! The autonomous transfer: IMP1 and IMP2 that bring the ship to its arrival, for given ground burns.
//!
//! Propagated backwards from the arrival without thrust, the ship passes a certain point at the time of IMP2,
//! the *gate*. For any ground burns, IMP1 leads to the gate (in the orbital plane) and IMP2 corrects the
//! velocity there. Burns are impulses here.

use super::BurnName;
use super::lambert::lambert;
use super::scheme::Schedule;
use crate::constants::GM_EARTH;
use crate::integrate::Dynamics;
use crate::propagate::{PropagateError, Settings, StateVector, propagate_end};
use nalgebra::Vector3;

/// Largest miss distance of IMP1 at the gate [m].
const GATE_TOLERANCE: f64 = 1.0;

/// Propagation without thrust.
#[derive(Debug)]
pub struct FreeFlight<'a, M> {
    /// The dynamics.
    pub model: &'a M,
    /// Integrator settings.
    pub settings: Settings,
}

// Not derived: a copy does not need a `Copy` model.
impl<M> Clone for FreeFlight<'_, M> {
    fn clone(&self) -> Self {
        *self
    }
}
impl<M> Copy for FreeFlight<'_, M> {}

impl<M: Dynamics<f64>> FreeFlight<'_, M> {
    /// The state at `t` [s].
    ///
    /// # Errors
    /// Those of [`propagate_end`].
    pub fn to(&self, from: &StateVector, t: f64) -> Result<StateVector, PropagateError> {
        if t == from.t {
            return Ok(*from);
        }
        Ok(propagate_end(self.model, *from, t, &self.settings)?.0)
    }
}

/// Burn times and target state of a flight.
#[derive(Clone, Debug)]
pub struct Targets {
    /// Times of burns and arrival.
    pub schedule: Schedule,
    /// The target state at the first braking burn.
    pub arrival: StateVector,
    /// The station at IMP1.
    pub station: StateVector,
}

/// The autonomous transfer that follows from given ground burns.
#[derive(Clone, Copy, Debug)]
pub struct Outcome {
    /// Range to the station at IMP1 [m]; negative if the station is behind.
    pub start_range: f64,
    /// IMP1, forward and down, in the ship's LVLH axes [m/s].
    pub imp1: [f64; 2],
    /// IMP2, forward and down, in the ship's LVLH axes [m/s].
    pub imp2: [f64; 2],
    /// Cross-track error at arrival, positive opposite to the orbit normal [m].
    pub cross_track: f64,
    /// Cross-track velocity error at arrival [m/s].
    pub cross_track_speed: f64,
}

/// Reasons why there is no burn plan.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum PlanError {
    /// Integration failed.
    #[error("planning: {0}")]
    Propagate(#[from] PropagateError),
    /// No burn reaches the target: the gate for IMP1, the arrival for IMP2 and later burns.
    #[error(
        "planning: {burn}, {at:.0} s after lift-off, misses its target by {miss_km:.1} km after {iterations} iterations; the phase angle is too far from what the burns can close"
    )]
    NoTransfer {
        /// The burn.
        burn: BurnName,
        /// Time of the burn [s after lift-off].
        at: f64,
        /// Miss distance [km].
        miss_km: f64,
        /// Iterations.
        iterations: usize,
    },
    /// The least-squares problem has no finite solution.
    #[error(
        "planning: the minimisation of delta-v has no finite solution; a target or a first guess is not a number"
    )]
    Undetermined,
}

/// Flies the ground burns `ground` [m/s] at the times of the schedule, as impulses, then finds IMP1 and IMP2.
pub(super) fn follow<M: Dynamics<f64>>(
    flight: &FreeFlight<'_, M>,
    start: &StateVector,
    targets: &Targets,
    gate: &StateVector,
    ground: &[f64],
) -> Result<Outcome, PlanError> {
    let schedule = &targets.schedule;
    let mut ship = *start;
    for (&t, &dv) in schedule.ground.iter().zip(ground) {
        ship = flight.to(&ship, t)?;
        ship.v += ship.lvlh().vector_gcrf(&Vector3::new(dv, 0.0, 0.0));
    }
    let ship = flight.to(&ship, schedule.imp1)?;
    let axes = ship.lvlh();
    let start_range = range_ahead(&ship, &targets.station);
    let (imp1, reached) = to_gate(flight, &ship, gate)?;
    let imp2 = reached.lvlh().vector_lvlh(&(gate.v - reached.v));
    let after = StateVector {
        t: reached.t,
        r: reached.r,
        v: reached.v + reached.lvlh().vector_gcrf(&Vector3::new(imp2.x, 0.0, imp2.z)),
    };
    let end = flight.to(&after, schedule.arrival)?;
    let target = targets.arrival.lvlh();
    let offset = target.vector_lvlh(&(end.r - targets.arrival.r));
    let speed = target.vector_lvlh(&(end.v - targets.arrival.v));
    let imp1 = axes.vector_lvlh(&imp1);
    Ok(Outcome {
        start_range,
        imp1: [imp1.x, imp1.z],
        imp2: [imp2.x, imp2.z],
        cross_track: offset.y,
        cross_track_speed: speed.y,
    })
}

/// The in-plane impulse that brings the ship to the gate, and the state there before IMP2. GCRF [m/s].
///
/// Lambert's problem gives the first guess; differential corrections in the model refine it.
fn to_gate<M: Dynamics<f64>>(
    flight: &FreeFlight<'_, M>,
    ship: &StateVector,
    gate: &StateVector,
) -> Result<(Vector3<f64>, StateVector), PlanError> {
    const CORRECTIONS: usize = 12;
    let axes = ship.lvlh();
    let gate_axes = gate.lvlh();
    let sensitivity = in_plane_sensitivity(ship, gate.t - ship.t);
    let mut impulse = lambert_impulse(ship, gate);
    let mut miss = f64::INFINITY;
    for _ in 0..CORRECTIONS {
        let dv = axes.vector_gcrf(&Vector3::new(impulse[0], 0.0, impulse[1]));
        let end = flight.to(&StateVector { v: ship.v + dv, ..*ship }, gate.t)?;
        let d = gate_axes.vector_lvlh(&(gate.r - end.r));
        // The along-track distance is an arc, not a chord.
        let radius = gate.r.norm();
        let along = radius * (d.x / (radius - d.z)).atan();
        // Heights are differences of radius, because the planes may differ.
        let down = end.r.norm() - radius;
        miss = along.hypot(down);
        if miss < GATE_TOLERANCE {
            return Ok((dv, end));
        }
        let [[a, b], [c, e]] = sensitivity;
        let determinant = a * e - b * c;
        impulse[0] += (e * along - b * down) / determinant;
        impulse[1] += (a * down - c * along) / determinant;
    }
    let burn = BurnName::Imp1;
    Err(PlanError::NoTransfer { burn, at: ship.t, miss_km: miss / 1e3, iterations: CORRECTIONS })
}

/// The two-body solution, forward and down [m/s], for the gate rotated into the ship's plane; zero if the
/// gate is exactly opposite.
fn lambert_impulse(ship: &StateVector, gate: &StateVector) -> [f64; 2] {
    let normal = ship.r.cross(&ship.v).normalize();
    let flat = (gate.r - normal * normal.dot(&gate.r)).normalize() * gate.r.norm();
    let Ok(arcs) = lambert(GM_EARTH, ship.r, flat, gate.t - ship.t, normal, 0) else {
        return [0.0; 2];
    };
    let impulse = ship.lvlh().vector_lvlh(&(arcs[0].v1 - ship.v));
    [impulse.x, impulse.z]
}

/// Partials of position (forward, down) after `dt` with respect to an impulse (forward, down): Clohessy–Wiltshire
/// equations about the ship's orbit [Fehse 2003, eq. 3.20–3.22].
pub(super) fn in_plane_sensitivity(ship: &StateVector, dt: f64) -> [[f64; 2]; 2] {
    let n = mean_motion(ship);
    let (s, c) = (n * dt).sin_cos();
    [[4.0 * s / n - 3.0 * dt, 2.0 * (1.0 - c) / n], [-2.0 * (1.0 - c) / n, s / n]]
}

/// Mean motion of the osculating orbit, from its energy [rad/s].
pub(super) fn mean_motion(ship: &StateVector) -> f64 {
    let a = 1.0 / (2.0 / ship.r.norm() - ship.v.norm_squared() / GM_EARTH);
    (GM_EARTH / a.powi(3)).sqrt()
}

/// Distance from `ship` to `other`, negative if `other` is behind [m].
fn range_ahead(ship: &StateVector, other: &StateVector) -> f64 {
    let d = other.lvlh().vector_lvlh(&(other.r - ship.r));
    d.norm().copysign(d.x)
}
