//! Dense output: the polynomials on a grid against the exact circle (truth: sine and cosine), and
//! batches of times against single evaluations (no tolerance: the same bits).
//!
//! Bounds at single steps are the polynomial's own measured error with a margin of half.

use soyuz_rendezvous::forces::{Inertial, Model, PointMass};
use soyuz_rendezvous::integrate::dense::Path;
use soyuz_rendezvous::integrate::{Dynamics, Node};
use soyuz_rendezvous::orbit::Elements;
use soyuz_rendezvous::propagate::{
    Method, Settings, StateVector, Trajectory, propagate, propagate_end,
};

/// Motion on the unit circle, one radian per unit of time.
struct Circle;
impl Dynamics<f64> for Circle {
    const USES_VELOCITY: bool = false;
    fn acceleration(&self, _: f64, r: &[f64; 3], _: &[f64; 3]) -> [f64; 3] {
        let d2 = r[0] * r[0] + r[1] * r[1] + r[2] * r[2];
        let k = -1.0 / (d2 * d2.sqrt());
        r.map(|x| x * k)
    }
}

/// Position and velocity on a circle inclined by the angle whose cosine is 0.6.
fn truth(t: f64) -> ([f64; 3], [f64; 3]) {
    let (s, c) = t.sin_cos();
    ([c, 0.6 * s, 0.8 * s], [-s, 0.6 * c, 0.8 * c])
}

/// Largest errors of position and velocity between exact nodes `h` apart: in the inner steps, and
/// in the first and last.
fn errors(h: f64) -> [(f64, f64); 2] {
    let count = 40;
    let node = |k: usize| {
        let t = k as f64 * h;
        let (r, v) = truth(t);
        Node::new(&Circle, t, r, v)
    };
    let nodes: Vec<Node<f64>> = (0..=count).map(node).collect();
    let path = Path::through(&nodes, true);
    let mut worst = [(0.0_f64, 0.0_f64); 2];
    let apart = |a: [f64; 3], b: [f64; 3]| -> f64 {
        a.iter().zip(b).map(|(a, b)| (a - b) * (a - b)).sum::<f64>().sqrt()
    };
    for i in 0..count {
        let worst = &mut worst[usize::from(i == 0 || i == count - 1)];
        for k in 0..8 {
            let t = (i as f64 + f64::from(k) / 8.0) * h;
            let ((r, v), (r_true, v_true)) = (path.at(i, t), truth(t));
            worst.0 = worst.0.max(apart(r, r_true));
            worst.1 = worst.1.max(apart(v, v_true));
        }
    }
    worst
}

/// On a circle of 6.8e6 m the bounds on positions in inner steps are 0.03 µm, 3.4 µm and 90 µm for
/// steps of 65 s, 130 s and 195 s; the last, 0.22 rad, is the longest the integrator takes.
#[test]
fn errors_on_a_grid_are_small_and_of_order_eight() {
    for (h, inner_bounds, outer_bounds) in [
        (0.0735, (5e-15, 1e-13), (5e-15, 2e-13)),
        (0.147, (5e-13, 1.2e-11), (9e-13, 2.2e-11)),
        (0.22, (1.3e-11, 2e-10), (2.5e-11, 4e-10)),
    ] {
        let [inner, outer] = errors(h);
        let within = |e: (f64, f64), bounds: (f64, f64)| e.0 < bounds.0 && e.1 < bounds.1;
        assert!(within(inner, inner_bounds), "inner steps of {h} rad: {inner:?}");
        assert!(within(outer, outer_bounds), "outer steps of {h} rad: {outer:?}");
    }
    let (long, short) = (errors(0.4), errors(0.2));
    for (long, short) in long.iter().zip(&short) {
        let (r, v) = ((long.0 / short.0).log2(), (long.1 / short.1).log2());
        assert!(r > 7.8 && v > 6.8, "orders {r:.2} (position), {v:.2} (velocity)");
    }
}

fn flight(method: Method, start: StateVector, end: f64) -> Trajectory {
    let settings = Settings {
        absolute_position: 1e-12,
        absolute_velocity: 1e-12,
        method,
        ..Settings::default()
    };
    propagate(&Circle, start, end, &settings, &[]).unwrap().trajectory
}

/// For times in order, in reverse, shuffled, at the common ends of arcs, at and beyond the ends, and on an empty
/// trajectory.
#[test]
fn batch_and_single_evaluation_have_the_same_bits() {
    let (r, v) = truth(0.0);
    let start = StateVector { t: 0.0, r: r.into(), v: v.into() };
    for method in [Method::StormerCowell, Method::Nystrom1210, Method::Verner98] {
        let mut path = flight(method, start, 20.0);
        let joint = StateVector { v: 0.9 * path.at(20.0).v, ..path.at(20.0) };
        path.append(flight(method, joint, 31.0));
        path.append(flight(method, start, -25.0));
        let (from, to) = path.span();
        assert_eq!((from, to), (-25.0, 31.0));
        let even = |k: u32| from + (to - from) * f64::from(k) / 1000.0;
        let times: Vec<f64> = (0..=1000)
            .map(even)
            .chain((0..=100).rev().map(|k| even(10 * k)))
            .chain((0..=500).map(|k| even(k * 617 % 1001)))
            .chain([from - 0.5, to + 0.5, 0.0, 20.0, from, to, from, f64::NAN])
            .collect();
        let bits = |at: StateVector| [at.t, at.r.x, at.r.y, at.r.z, at.v.x, at.v.y, at.v.z];
        let mut count = 0;
        for (&t, together) in times.iter().zip(path.sample(times.iter().copied())) {
            let alone = bits(path.at(t)).map(f64::to_bits);
            assert_eq!(bits(together).map(f64::to_bits), alone, "{method:?} at {t}");
            count += 1;
        }
        assert_eq!(count, times.len());
        assert_eq!(
            path.sample(times.iter().copied()).size_hint(),
            (times.len(), Some(times.len()))
        );
        assert_eq!(path.sample([20.0]).next(), Some(joint));
    }
    let nothing = Trajectory::default();
    let read: Vec<StateVector> = nothing.sample([1.0, 2.0]).collect();
    assert!(read.len() == 2 && read.iter().all(|at| at.r.x.is_nan() && at.v.z.is_nan()));
}

/// Over five time units (twelve hours for an Earth satellite) of an orbit of eccentricity 0.73, dense output meets ten
/// times the tolerance with every method. Truth: Verner 9(8) to each of the times at a tolerance a million times tighter,
/// without dense output.
#[test]
fn long_steps_are_divided_as_the_polynomial_requires() {
    let start = StateVector { t: 0.0, r: [0.27, 0.0, 0.0].into(), v: [0.0, 2.1, 1.4].into() };
    for (tolerance, end) in [(1e-7, 5.0), (1e-9, 5.0), (1e-9, 0.3), (1e-9, -4.0)] {
        for method in [Method::Verner98, Method::Nystrom1210, Method::StormerCowell] {
            let settings = Settings {
                relative: 0.0,
                absolute_position: tolerance,
                absolute_velocity: 10.0 * tolerance,
                method,
                ..Settings::default()
            };
            let arc = propagate(&Circle, start, end, &settings, &[]).unwrap();
            let tight = Settings {
                absolute_position: 1e-6 * tolerance,
                absolute_velocity: 1e-6 * tolerance,
                method: Method::Verner98,
                ..settings
            };
            let times = (1..400).map(|k| end * f64::from(k) / 400.0);
            let mut off = 0.0_f64;
            for found in arc.trajectory.sample(times) {
                let (truth, _) = propagate_end(&Circle, start, found.t, &tight).unwrap();
                off = off.max((found.r - truth.r).norm());
            }
            assert!(off < 10.0 * tolerance, "{method:?}, {tolerance:e}, to {end}: {off:.1e}");
        }
    }
}

/// The same for loose tolerances, on nearly circular and eccentric orbits, from any point on them.
/// Truth: Kepler's equation. Between steps the error may be ten tolerances larger than at the end,
/// and both are up to eight times as large at perigee.
#[test]
fn steps_of_loose_tolerances_are_divided_too() {
    for (method, e, meters) in [
        (Method::Nystrom1210, 0.01, 0.1),
        (Method::Nystrom1210, 0.01, 10.0),
        (Method::Nystrom1210, 0.5, 1000.0),
        (Method::Nystrom1210, 0.74, 1000.0),
        (Method::Nystrom1210, 0.8, 100.0),
        (Method::Verner98, 0.6, 100.0),
        (Method::Verner98, 0.8, 100.0),
        (Method::StormerCowell, 0.8, 100.0),
    ] {
        for k in 0..24 {
            let elements = Elements {
                a: 1.0 / (1.0 - e),
                e,
                i: 0.9,
                raan: 0.3,
                argument_of_perigee: 0.5,
                true_anomaly: -3.0 + 0.25 * f64::from(k),
            };
            let (r, v) = elements.to_rv(1.0);
            let span = 3.3 * elements.period(1.0);
            // The unit of length is a perigee of 7000 km.
            let tolerance = meters / 7e6;
            let settings = Settings {
                relative: 0.0,
                absolute_position: tolerance,
                absolute_velocity: tolerance * v.norm() / r.norm(),
                max_step: f64::INFINITY,
                method,
            };
            let arc =
                propagate(&Circle, StateVector { t: 0.0, r, v }, span, &settings, &[]).unwrap();
            let off = |at: &StateVector| (at.r - elements.after(at.t, 1.0).to_rv(1.0).0).norm();
            let times = (0..=400).map(|k| span * f64::from(k) / 400.0);
            let worst = arc.trajectory.sample(times).map(|at| off(&at)).fold(0.0, f64::max);
            let (worst, end) = (worst / tolerance, off(&arc.end) / tolerance);
            assert!(
                worst < 8.0 * (10.0 + end),
                "{method:?}, e = {e}, {meters} m, start {k}: {worst:.0} tolerances, {end:.0} at the end"
            );
        }
    }
}

/// Velocities on arcs of a nanosecond to a second, at epoch and long after it, agree with Kepler's
/// equation: within about a hundred roundings of the velocity (1e-12 m/s each), or of what gravity
/// does in the rounding of time a day later (1e-10 m/s each). Increments of position are rounded to
/// 1e-9 m.
#[test]
fn velocities_of_short_arcs_are_not_dominated_by_rounding() {
    let gm = 3.986004415e14;
    let earth = Model { axes: Inertial, forces: PointMass { gm } };
    let elements =
        Elements { a: 7e6, e: 0.1, i: 0.9, raan: 0.3, argument_of_perigee: 0.2, true_anomaly: 0.1 };
    let (r, v) = elements.to_rv(gm);
    for method in [Method::StormerCowell, Method::Nystrom1210, Method::Verner98] {
        for (t, bound) in [(0.0, 1e-10), (1e5, 1e-8)] {
            // Single arcs, and a grid of a hundred steps.
            for (span, max_step) in [
                (1e-9, 1800.0),
                (1e-6, 1800.0),
                (1e-3, 1800.0),
                (0.1, 1800.0),
                (1.0, 1800.0),
                (-1.0, 1800.0),
                (1.0, 0.01),
            ] {
                let settings = Settings { method, max_step, ..Settings::default() };
                let start = StateVector { t, r, v };
                let arc = propagate(&earth, start, t + span, &settings, &[]).unwrap();
                for k in 0..=20 {
                    let at = arc.trajectory.at(t + span * f64::from(k) / 20.0);
                    let (_, v) = elements.after(at.t - t, gm).to_rv(gm);
                    let off = (at.v - v).norm();
                    assert!(off < bound, "{method:?}, {span} s after {t} s: {off:.1e} m/s");
                }
            }
        }
    }
}
