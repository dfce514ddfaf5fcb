//! Störmer–Cowell: measured order, with and without a force that depends on velocity; stability; the stepper's
//! own step control where equal steps do not suit the orbit.
//!
//! Outside truth: circles in closed form; Kepler's third law for eccentric orbits; the Arenstorf orbit as printed by
//! Hairer, Nørsett and Wanner (see `tests/integrators.rs`); in a field of degree 70 a method of another kind with steps
//! of half a minute.

use nalgebra::Vector3;
use soyuz_rendezvous::forces::{Field, Gravity, Model, UniformRotation};
use soyuz_rendezvous::integrate::{Cowell, Dynamics, Node};
use soyuz_rendezvous::orbit::Elements;
use soyuz_rendezvous::propagate::{
    Action, Crossing, Event, Method, Settings, StateVector, propagate, propagate_end,
};
use std::f64::consts::TAU;

/// A unit circle under a central force and one that depends on velocity and vanishes on the circle.
struct Circle(f64);
impl Dynamics<f64, 2> for Circle {
    const USES_VELOCITY: bool = true;
    fn acceleration(&self, t: f64, r: &[f64; 2], v: &[f64; 2]) -> [f64; 2] {
        let k = -(r[0] * r[0] + r[1] * r[1]).powf(-1.5);
        let speed = v[0].hypot(v[1]);
        let slip = [v[0] + r[1] * speed, v[1] - r[0] * speed];
        let c = self.0 * (1.0 + 0.2 * t.sin());
        [r[0] * k - c * slip[0], r[1] * k - c * slip[1] * speed]
    }
}

/// Errors of position and velocity after three revolutions in `n` steps.
fn error(drag: f64, n: usize) -> (f64, f64) {
    let t = 6.0 * std::f64::consts::PI;
    let f = Circle(drag);
    let (mut core, _) = Cowell::start(&f, Node::new(&f, 0.0, [1.0, 0.0], [0.0, 1.0]), t / n as f64);
    while core.index() < n {
        core.step(&f);
    }
    let end = core.node();
    let dr = (end.r[0] - t.cos()).hypot(end.r[1] - t.sin());
    (dr, (end.v[0] + t.sin()).hypot(end.v[1] - t.cos()))
}

/// Thirteen accelerations give order 13 with predicted velocities and 14 without. The measured order is somewhat lower:
/// with fewer than the thirty to forty steps per revolution used here the leading term does not yet dominate, with more
/// rounding does.
#[test]
fn order_is_above_eleven() {
    for drag in [0.0, 1e-7, 1e-3] {
        let ((r1, v1), (r2, v2)) = (error(drag, 90), error(drag, 120));
        let order = |a: f64, b: f64| (a / b).ln() / (120.0_f64 / 90.0).ln();
        let (pr, pv) = (order(r1, r2), order(v1, v2));
        assert!(pr > 11.0 && pv > 11.0, "drag {drag}: {pr:.1}, {pv:.1}; {r1:.1e} {r2:.1e}");
    }
}

/// Position error after `turns` revolutions of the unit circle in steps of about `h` [rad].
fn after_turns(turns: f64, h: f64) -> f64 {
    let f = Circle(0.0);
    let count = (turns * TAU / h).round();
    let h = turns * TAU / count;
    let (mut core, _) = Cowell::start(&f, Node::new(&f, 0.0, [1.0, 0.0], [0.0, 1.0]), h);
    while core.index() < count as usize {
        core.step(&f);
    }
    let end = core.node();
    (end.r[0] - 1.0).hypot(end.r[1])
}

/// The same by a conventional predictor–corrector with thirteen accelerations, with a second force
/// evaluation at the corrected position (PECE) or without (PEC). Its weights are expanded here from
/// their series, and it works with differences: the position is predicted as
/// `Σ₂ + h² Σ σ_(m+2) ∇ᵐ a` and corrected by `h² σ_14 ∇¹³ a`.
fn conventional(turns: f64, h: f64, second_call: bool) -> f64 {
    const N: usize = 13;
    let count = (turns * TAU / h).round();
    let h = turns * TAU / count;
    // σ(x) = (x / ln(1 - x))² / (1 - x), where x / -ln(1 - x) times Σ x^k / (k + 1) is one.
    let mut log = [1.0; N + 2];
    for m in 1..N + 2 {
        log[m] = -(1..=m).map(|j| log[m - j] / (j + 1) as f64).sum::<f64>();
    }
    let square = |m: usize| (0..=m).map(|i| log[i] * log[m - i]).sum::<f64>();
    let sigma: [f64; N + 2] = std::array::from_fn(|m| (0..=m).map(square).sum());
    let force = |r: [f64; 2]| r.map(|x| -x / r[0].hypot(r[1]).powi(3));
    let circle = |k: i32| [(f64::from(k) * h).cos(), (f64::from(k) * h).sin()];
    // The backward differences at an acceleration, from those at the previous one.
    let differences = |old: &[[f64; 2]; N + 1], a: [f64; 2]| {
        let mut new = [a; N + 1];
        for m in 1..=N {
            new[m] = [0, 1].map(|d| new[m - 1][d] - old[m - 1][d]);
        }
        new
    };
    let tail = |of: &[[f64; 2]; N + 1]| {
        [0, 1].map(|d| h * h * (0..N).map(|m| sigma[m + 2] * of[m][d]).sum::<f64>())
    };
    let (mut old, mut now) = ([[0.0; 2]; N + 1], [[0.0; 2]; N + 1]);
    for k in -(N as i32) - 1..=0 {
        (old, now) = (now, differences(&now, force(circle(k))));
    }
    let mut second_sum = [0, 1].map(|d| circle(1)[d] - tail(&now)[d]);
    let mut first_sum = [0, 1].map(|d| second_sum[d] - (circle(0)[d] - tail(&old)[d]));
    let mut r = circle(0);
    for _ in 0..count as usize {
        let predicted = [0, 1].map(|d| second_sum[d] + tail(&now)[d]);
        let new = differences(&now, force(predicted));
        r = [0, 1].map(|d| predicted[d] + h * h * sigma[N + 1] * new[N][d]);
        now = if second_call { differences(&now, force(r)) } else { new };
        for d in 0..2 {
            first_sum[d] += h * h * now[0][d];
            second_sum[d] += first_sum[d];
        }
    }
    (r[0] - 1.0).hypot(r[1])
}

/// Up to the longest step the integrator takes, 0.22 rad, the error after a hundred revolutions
/// stays small; beyond 0.25 rad it grows exponentially. The conventional method with two
/// evaluations per step has the same limit; with one, its limit is below 0.06 rad.
#[test]
fn one_evaluation_is_as_stable_as_two() {
    assert!(after_turns(100.0, 0.143) < 3e-10, "{:e}", after_turns(100.0, 0.143));
    assert!(after_turns(100.0, 0.22) < 1e-7, "{:e}", after_turns(100.0, 0.22));
    assert!(after_turns(100.0, 0.28) > 1e-2, "{:e}", after_turns(100.0, 0.28));
    let twice = |h| conventional(100.0, h, true);
    assert!(twice(0.22) < 1e-4 && twice(0.28) > 1e-2, "{:e} {:e}", twice(0.22), twice(0.28));
    let once = |h| conventional(100.0, h, false);
    let lost = |error: f64| error > 1e-2 || error.is_nan();
    assert!(once(0.02) < 1e-4 && lost(once(0.06)), "{:e} {:e}", once(0.02), once(0.06));
}

struct TwoBody;
const GM: f64 = 3.986004415e14;
impl Dynamics<f64> for TwoBody {
    const USES_VELOCITY: bool = false;
    fn acceleration(&self, _: f64, r: &[f64; 3], _: &[f64; 3]) -> [f64; 3] {
        let d2 = r[0] * r[0] + r[1] * r[1] + r[2] * r[2];
        let k = -GM / (d2 * d2.sqrt());
        r.map(|x| x * k)
    }
}

/// From apogee, where the step is chosen, through one and five perigees of orbits of eccentricity 0.3 and 0.7: the grid
/// suits the perigee, and the orbit returns to its start (after 8 and 39 hours, with errors per step of some 1e-5 m).
#[test]
fn eccentric_orbits_are_accurate() {
    for (eccentricity, turns) in [(0.3, 1.0), (0.3, 5.0), (0.7, 1.0), (0.7, 5.0)] {
        let a = 2.0e7;
        let apogee = a * (1.0 + eccentricity);
        let speed = (GM * (2.0 / apogee - 1.0 / a)).sqrt();
        let start = StateVector {
            t: 0.0,
            r: Vector3::new(apogee, 0.0, 0.0),
            v: Vector3::new(0.0, 0.6 * speed, 0.8 * speed),
        };
        let period = TAU * (a * a * a / GM).sqrt();
        let settings = Settings { method: Method::StormerCowell, ..Settings::default() };
        let arc = propagate(&TwoBody, start, turns * period, &settings, &[]).unwrap();
        let miss = (arc.end.r - start.r).norm();
        let limit = 1e-4 * turns * turns;
        assert!(
            miss < limit,
            "e = {eccentricity}, {turns} turns: {miss:.1e} m, {:?}",
            arc.statistics
        );
        let energy = |s: &StateVector| 0.5 * s.v.norm_squared() - GM / s.r.norm();
        for k in 0..500 {
            let at = arc.trajectory.at(turns * period * f64::from(k) / 500.0);
            let drift = (energy(&at) / energy(&start) - 1.0).abs();
            assert!(drift < 1e-9, "e = {eccentricity} at {} s: energy off by {drift:.1e}", at.t);
        }
    }
}

/// If the pericentre would determine the step for days, the starting method integrates the arc:
/// with variable steps and, where the longest allowed are taken, with equal ones far longer than
/// those of a grid, between which the polynomial for grids would be 20 m off. Truth: the whole path
/// by Kepler's equation, at a tolerance of a millimetre per step, which a pericentre amplifies two
/// hundred times. Grids would take ten thousand steps and more, 335 000 for the second arc.
#[test]
fn arcs_too_eccentric_for_a_grid_use_the_starting_method() {
    // Eccentricity, mean anomaly at the start [rad], span [s], longest step [s], limit on
    // evaluations.
    let arcs = [
        (0.95, 3.0, 1.2e6, f64::INFINITY, 5000),
        (0.95, 3.0, -1.2e6, 8e3, 6000),
        (1.4, -40.0, 1e5, f64::INFINITY, 300),
        (1.4, 0.0, 4e5, 6e3, 2500),
    ];
    for (e, mean, span, max_step, most) in arcs {
        let orbit = Elements {
            a: 7.0e6 / (1.0 - e),
            e,
            i: 0.9,
            raan: 0.3,
            argument_of_perigee: 0.5,
            true_anomaly: 0.0,
        };
        let orbit = orbit.with_mean_anomaly(mean);
        let (r, v) = orbit.to_rv(GM);
        let settings = Settings {
            relative: 0.0,
            absolute_position: 1e-3,
            absolute_velocity: 1e-6,
            max_step,
            method: Method::StormerCowell,
        };
        let start = StateVector { t: 0.0, r, v };
        let arc = propagate(&TwoBody, start, span, &settings, &[]).unwrap();
        let calls = arc.statistics.evaluations;
        assert!(calls < most, "e = {e}, {span} s: {calls} calls");
        for k in 0..=1000 {
            let t = span * f64::from(k) / 1000.0;
            let truth = orbit.after(t, GM).to_rv(GM).0;
            let miss = (arc.trajectory.at(t).r - truth).norm();
            assert!(miss < 0.5, "e = {e}, {span} s: {miss:.1e} m off at {t} s");
        }
    }
}

/// Two bodies, and from a certain time on a steady push [m/s²].
struct Push {
    from: f64,
    push: f64,
}
impl Dynamics<f64> for Push {
    const USES_VELOCITY: bool = false;
    fn acceleration(&self, t: f64, r: &[f64; 3], v: &[f64; 3]) -> [f64; 3] {
        let mut a = TwoBody.acceleration(t, r, v);
        a[2] += if t < self.from { 0.0 } else { self.push };
        a
    }
}

/// No grid suits a force that sets in within the arc. On an eccentric orbit the starting method replaces the first one
/// that notices it, instead of four finer ones: less than twice the evaluations of that method alone, and the end of
/// two smooth arcs that meet at the instant, which the force displaces by 77 km.
#[test]
fn a_sudden_force_on_an_eccentric_orbit_costs_one_grid() {
    let orbit = Elements {
        a: 2.4e7,
        e: 0.7,
        i: 0.9,
        raan: 0.3,
        argument_of_perigee: 0.5,
        true_anomaly: 1.0,
    };
    let (r, v) = orbit.to_rv(GM);
    let start = StateVector { t: 0.0, r, v };
    let fly = |from, start, end, method| {
        let settings = Settings { method, ..Settings::default() };
        propagate_end(&Push { from, push: 1e-4 }, start, end, &settings).unwrap()
    };
    let (quiet, _) = fly(2e5, start, 5e4, Method::Verner98);
    let (truth, _) = fly(5e4, quiet, 2e5, Method::Verner98);
    let (end, cost) = fly(5e4, start, 2e5, Method::StormerCowell);
    let (_, alone) = fly(5e4, start, 2e5, Method::Nystrom1210);
    let miss = (end.r - truth.r).norm();
    assert!(cost.rejected > 0 && miss < 0.1, "{miss:.1e} m, {cost:?}");
    assert!(cost.evaluations < 2 * alone.evaluations, "{cost:?}, alone {alone:?}");
}

/// The restricted three-body problem in the rotating frame.
struct ThreeBody;
impl Dynamics<f64> for ThreeBody {
    const USES_VELOCITY: bool = true;
    fn acceleration(&self, _: f64, r: &[f64; 3], v: &[f64; 3]) -> [f64; 3] {
        let mu = 0.012277471;
        let d1 = ((r[0] + mu).powi(2) + r[1] * r[1]).powf(1.5);
        let d2 = ((r[0] - 1.0 + mu).powi(2) + r[1] * r[1]).powf(1.5);
        let x = r[0] + 2.0 * v[1] - (1.0 - mu) * (r[0] + mu) / d1 - mu * (r[0] - 1.0 + mu) / d2;
        let y = r[1] - 2.0 * v[0] - (1.0 - mu) * r[1] / d1 - mu * r[1] / d2;
        [x, y, 0.0]
    }
}

/// A problem unsuited to equal steps: it is still solved, with finer grids or the one-step method.
#[test]
fn arenstorf_orbit_closes_approximately() {
    let start = StateVector {
        t: 0.0,
        r: Vector3::new(0.994, 0.0, 0.0),
        v: Vector3::new(0.0, -2.001_585_106_379_082_5, 0.0),
    };
    let settings = Settings {
        relative: 1e-14,
        absolute_position: 1e-14,
        absolute_velocity: 1e-14,
        method: Method::StormerCowell,
        ..Settings::default()
    };
    let (end, cost) = propagate_end(&ThreeBody, start, 17.065_216_560_157_963, &settings).unwrap();
    let miss = (end.r - start.r).norm();
    assert!(miss < 1e-4, "the orbit misses its start by {miss:.1e}, {cost:?}");
}

/// At 200 to 280 km in a field of degree 70 the first grid proves too coarse for a millimetre per step and is given up
/// without a trace: end, trajectory and equator crossings are those of a one-step method with small steps. Continuing
/// from the node where it was given up would end 470 m away.
#[test]
fn a_discarded_grid_leaves_no_trace() {
    let gravity = Gravity::new(Field::egm2008(), 70, 70).unwrap();
    let model = Model {
        axes: UniformRotation { rate: 7.292_115e-5, angle_at_start: 0.0 },
        forces: &gravity,
    };
    let start = StateVector {
        t: 0.0,
        r: Vector3::new(4_828_930.757, -2_803_497.085, 3_547_269.554),
        v: Vector3::new(-132.306_805, -6_213.972_543, -4_664.500_476),
    };
    let settings = |method, tolerance: f64, max_step| Settings {
        relative: 0.0,
        absolute_position: tolerance,
        absolute_velocity: 1e-3 * tolerance,
        max_step,
        method,
    };
    let equator = || Event {
        value: Box::new(|at: &StateVector| at.r.z),
        crossing: Crossing::Any,
        action: Action::Record,
        max_check: 600.0,
        tolerance: 1e-3,
    };
    let fly = |settings| propagate(&model, start, 21_600.0, &settings, &[equator()]).unwrap();
    let truth = fly(settings(Method::Verner98, 1e-6, 30.0));
    let arc = fly(settings(Method::StormerCowell, 1e-3, 1800.0));
    assert!(arc.statistics.rejected > 0, "no grid was discarded: {:?}", arc.statistics);
    for k in 0..=100 {
        let t = 216.0 * f64::from(k);
        let miss = (arc.trajectory.at(t).r - truth.trajectory.at(t).r).norm();
        assert!(miss < 0.05, "{miss:.1e} m at {t} s");
    }
    assert_eq!(arc.hits.len(), truth.hits.len());
    for (ours, theirs) in arc.hits.iter().zip(&truth.hits) {
        assert!((ours.at.t - theirs.at.t).abs() < 2e-3, "{} s, {} s", ours.at.t, theirs.at.t);
    }
}

/// Steps stay in the stable range however loose the tolerance: two-body motion over a day ends well within it. With the
/// steps that a tolerance of 100 m would otherwise allow, errors grow exponentially.
#[test]
fn loose_tolerances_keep_steps_stable() {
    let start = StateVector {
        t: 0.0,
        r: Vector3::new(6.8e6, 0.0, 0.0),
        v: Vector3::new(0.0, 0.6, 0.8) * (GM / 6.8e6).sqrt(),
    };
    let period = TAU * (6.8e6_f64.powi(3) / GM).sqrt();
    for tolerance in [1.0, 100.0, 1e4] {
        let settings = Settings {
            absolute_position: tolerance,
            absolute_velocity: 1e-3 * tolerance,
            ..Settings::default()
        };
        let (end, cost) = propagate_end(&TwoBody, start, 15.0 * period, &settings).unwrap();
        let miss = (end.r - start.r).norm();
        assert!(miss < 0.1, "a day at {tolerance} m ends {miss:.1e} m off, {cost:?}");
    }
}
