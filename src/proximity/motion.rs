//! One step of the ship's true motion, with its engines firing.
//!
//! Thrusters are on or off, so the acceleration jumps within a command cycle. No step may straddle a
//! jump; instead of cutting the cycle at every one, the motion is written as x = y + p, where p is
//! what the pulses alone would do (constant accelerations, integrated exactly). Then
//! ÿ = f(t, y + p, ẏ + ṗ), in which no jump is left, and one step crosses the cycle.

use crate::integrate::Dynamics;
use crate::propagate::Instant;
use nalgebra::Vector3;

/// A push that is on from the start of a cycle for some time.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Pulse {
    /// Acceleration while on, GCRF [m/s²].
    pub acceleration: Vector3<f64>,
    /// How long it is on [s].
    pub duration: f64,
}

impl Pulse {
    /// Displacement and velocity `t` seconds after the pulse began [m, m/s].
    fn effect(&self, t: f64) -> (Vector3<f64>, Vector3<f64>) {
        let on = t.min(self.duration);
        (self.acceleration * (on * (t - 0.5 * on)), self.acceleration * on)
    }
}

/// The environment as felt along y.
struct Pulsed<'a, M> {
    model: &'a M,
    start: f64,
    pulses: &'a [Pulse],
}

impl<M> Pulsed<'_, M> {
    fn effect(&self, t: f64) -> (Vector3<f64>, Vector3<f64>) {
        self.pulses.iter().fold((Vector3::zeros(), Vector3::zeros()), |(r, v), pulse| {
            let (dr, dv) = pulse.effect(t - self.start);
            (r + dr, v + dv)
        })
    }
}

impl<M: Dynamics<f64>> Dynamics<f64> for Pulsed<'_, M> {
    const USES_VELOCITY: bool = M::USES_VELOCITY;

    fn acceleration(&self, t: f64, r: &[f64; 3], v: &[f64; 3]) -> [f64; 3] {
        let (dr, dv) = self.effect(t);
        let r = Vector3::from(*r) + dr;
        let v = Vector3::from(*v) + dv;
        self.model.acceleration(t, &r.into(), &v.into())
    }
}

/// The environment plus a main engine that points one way and eats the ship's mass.
pub(super) struct Burning<'a, M> {
    /// Environment.
    pub model: &'a M,
    /// Ignition [s].
    pub ignition: f64,
    /// Thrust, GCRF [N].
    pub thrust: Vector3<f64>,
    /// Mass at ignition [kg].
    pub mass: f64,
    /// Mass flow [kg/s].
    pub flow: f64,
}

impl<M: Dynamics<f64>> Dynamics<f64> for Burning<'_, M> {
    const USES_VELOCITY: bool = M::USES_VELOCITY;

    fn acceleration(&self, t: f64, r: &[f64; 3], v: &[f64; 3]) -> [f64; 3] {
        let mut a = self.model.acceleration(t, r, v);
        let mass = self.mass - self.flow * (t - self.ignition);
        for (a, thrust) in a.iter_mut().zip(self.thrust.iter()) {
            *a += thrust / mass;
        }
        a
    }
}

/// Calls of the right-hand side in one [`step`].
pub(super) const EVALUATIONS_PER_STEP: usize = 3;

/// One step of Nyström's fourth-order method for r'' = f(t, r, v).
///
/// \[Hairer, Nørsett & Wanner 1993, II.14, eq. 14.13\]; velocities inside the step are second-order,
/// enough for drag. At 420 km and h = 2 s it errs by 1e-9 m, at 10 s by 1e-6 m a step.
pub(super) fn step<M: Dynamics<f64>>(model: &M, at: &Instant, h: f64) -> Instant {
    let f = |t: f64, r: Vector3<f64>, v: Vector3<f64>| -> Vector3<f64> {
        Vector3::from(model.acceleration(t, &r.into(), &v.into()))
    };
    let Instant { t, r, v } = *at;
    let k1 = f(t, r, v);
    let k2 = f(t + 0.5 * h, r + (v + k1 * (0.25 * h)) * (0.5 * h), v + k1 * (0.5 * h));
    let k3 = f(t + h, r + (v + k2 * (0.5 * h)) * h, v + k2 * h);
    Instant {
        t: t + h,
        r: r + (v + (k1 + k2 * 2.0) * (h / 6.0)) * h,
        v: v + (k1 + k2 * 4.0 + k3) * (h / 6.0),
    }
}

/// One step with pulses that begin at its start.
pub(super) fn pulsed_step<M: Dynamics<f64>>(
    model: &M,
    at: &Instant,
    h: f64,
    pulses: &[Pulse],
) -> Instant {
    let pulsed = Pulsed { model, start: at.t, pulses };
    let y = step(&pulsed, at, h);
    let (dr, dv) = pulsed.effect(y.t);
    Instant { t: y.t, r: y.r + dr, v: y.v + dv }
}
