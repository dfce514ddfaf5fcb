//! The classical Runge–Kutta method of order 4, for predictions that must be fast rather than exact.

use crate::integrate::Dynamics;
use crate::propagate::StateVector;
use nalgebra::Vector3;

/// Integrates `start` to `t_end` in equal steps no longer than `max_step` [s].
///
/// Kutta's method of order 4 [HNW1993, table II.1.2].
pub(super) fn rk4<M: Dynamics<f64>>(
    model: &M,
    start: StateVector,
    t_end: f64,
    max_step: f64,
) -> StateVector {
    let span = t_end - start.t;
    let count = (span.abs() / max_step).ceil().max(1.0);
    let h = span / count;
    let f = |t: f64, r: Vector3<f64>, v: Vector3<f64>| {
        Vector3::from(model.acceleration(t, &r.into(), &v.into()))
    };
    let (mut r, mut v) = (start.r, start.v);
    for i in 0..count as usize {
        let t = start.t + h * i as f64;
        let a1 = f(t, r, v);
        let v2 = v + a1 * (0.5 * h);
        let a2 = f(t + 0.5 * h, r + v * (0.5 * h), v2);
        let v3 = v + a2 * (0.5 * h);
        let a3 = f(t + 0.5 * h, r + v2 * (0.5 * h), v3);
        let v4 = v + a3 * h;
        let a4 = f(t + h, r + v3 * h, v4);
        r += (v + (v2 + v3) * 2.0 + v4) * (h / 6.0);
        v += (a1 + (a2 + a3) * 2.0 + a4) * (h / 6.0);
    }
    StateVector { t: t_end, r, v }
}
