//! Properties of the integrators: order, conserved quantities, closed orbits, cost.
//!
//! Outside truth: conservation of energy and angular momentum in two-body motion; the Arenstorf orbit of Hairer, Nørsett
//! and Wanner, *Solving Ordinary Differential Equations I*, II.0 (initial velocity and period as printed); a circle in
//! closed form; the order conditions of Runge–Kutta theory.

use nalgebra::Vector3;
use soyuz_rendezvous::integrate::hermite::Piece;
use soyuz_rendezvous::integrate::{
    Dynamics, Embedded, Node, Nystrom1210, Outcome, Stepper, Tableau, Tolerance, Verner98,
};
use soyuz_rendezvous::orbit::Elements;
use soyuz_rendezvous::propagate::{Method, Settings, StateVector, propagate, propagate_end};

const GM: f64 = 3.986004415e14;

const METHODS: [Method; 3] = [Method::Verner98, Method::Nystrom1210, Method::StormerCowell];

/// Two bodies.
struct TwoBody;
impl Dynamics<f64> for TwoBody {
    const USES_VELOCITY: bool = false;
    fn acceleration(&self, _: f64, r: &[f64; 3], _: &[f64; 3]) -> [f64; 3] {
        let d2 = r[0] * r[0] + r[1] * r[1] + r[2] * r[2];
        let k = -GM / (d2 * d2.sqrt());
        r.map(|x| x * k)
    }
}

/// A station-like orbit, 6798 km from the Earth's centre [m, m/s].
fn start() -> StateVector {
    StateVector {
        t: 0.0,
        r: Vector3::new(3150934.072, 5398413.726, 2662212.284),
        v: Vector3::new(-5585.221193, 692.685735, 5199.078748),
    }
}

fn energy(at: &StateVector) -> f64 {
    0.5 * at.v.norm_squared() - GM / at.r.norm()
}

/// Integrates with `n` equal steps; the tolerance disables the error control.
fn fixed<M: Tableau<S>, const S: usize, F: Dynamics<f64, D>, const D: usize>(
    f: &F,
    (r, v): ([f64; D], [f64; D]),
    t_end: f64,
    n: u32,
) -> Node<f64, D> {
    let off = Tolerance { relative: 1e30, position: 1e30, velocity: 1e30 };
    let h = t_end / f64::from(n);
    let node = Node::new(f, 0.0, r, v);
    let mut stepper: Embedded<M, S, f64, D> = Embedded::resume(node, h, off, h);
    while stepper.advance(f, t_end).unwrap() != Outcome::Reached {}
    assert_eq!(Stepper::<f64, D>::statistics(&stepper).accepted, n as usize);
    stepper.node()
}

/// A unit circle under a central force.
struct Circle;
impl Dynamics<f64, 2> for Circle {
    const USES_VELOCITY: bool = false;
    fn acceleration(&self, _: f64, r: &[f64; 2], _: &[f64; 2]) -> [f64; 2] {
        let k = -(r[0] * r[0] + r[1] * r[1]).powf(-1.5);
        [r[0] * k, r[1] * k]
    }
}

/// The same circle under a force that depends on time, position and velocity: the additional terms vanish on the
/// solution, where `v = (-y, x)`, but not near it. The number is their strength relative to the central force.
struct CircleWithDrag(f64);
impl Dynamics<f64, 2> for CircleWithDrag {
    const USES_VELOCITY: bool = true;
    fn acceleration(&self, t: f64, r: &[f64; 2], v: &[f64; 2]) -> [f64; 2] {
        let k = -(r[0] * r[0] + r[1] * r[1]).powf(-1.5);
        let speed = v[0].hypot(v[1]);
        let slip = [v[0] + r[1] * speed, v[1] - r[0] * speed];
        let c = self.0 * (1.0 + 0.2 * t.sin());
        [r[0] * k - c * slip[0], r[1] * k - c * slip[1] * speed]
    }
}

/// Measured orders of position and velocity on the circle between `n` and `2 n` steps.
fn measured<M: Tableau<S>, const S: usize, F: Dynamics<f64, 2>>(f: &F, n: u32) -> (f64, f64) {
    let error = |n: u32| {
        let t: f64 = 6.0;
        let end = fixed::<M, S, F, 2>(f, ([1.0, 0.0], [0.0, 1.0]), t, n);
        let dr = (end.r[0] - t.cos()).hypot(end.r[1] - t.sin());
        (dr, (end.v[0] + t.sin()).hypot(end.v[1] - t.cos()))
    };
    let ((r1, v1), (r2, v2)) = (error(n), error(2 * n));
    ((r1 / r2).log2(), (v1 / v2).log2())
}

/// Nominal order 9.
#[test]
fn order_of_verner98_without_and_with_velocity() {
    let (r, v) = measured::<Verner98, 16, _>(&Circle, 8);
    assert!(r > 8.6 && v > 8.6, "position-only force: orders {r:.2} and {v:.2}, nominal 9");
    let (r, v) = measured::<Verner98, 16, _>(&CircleWithDrag(0.3), 8);
    assert!(r > 8.6 && v > 8.6, "velocity-dependent force: orders {r:.2} and {v:.2}, nominal 9");
}

/// Nominal order 12 for a force that depends on position only. With a dependence on velocity the orders stated in the
/// description of the method: 7 if it is weak, 5 if it is strong, and still 12 if it is as weak as air drag in orbit.
#[test]
fn order_of_nystrom1210_without_and_with_velocity() {
    let (r, v) = measured::<Nystrom1210, 17, _>(&Circle, 5);
    assert!(r > 11.5 && v > 11.5, "position-only force: orders {r:.2} and {v:.2}, nominal 12");
    let (r, v) = measured::<Nystrom1210, 17, _>(&CircleWithDrag(1e-7), 5);
    assert!(r > 11.5 && v > 11.5, "drag as in orbit: orders {r:.2} and {v:.2}");
    let (r, v) = measured::<Nystrom1210, 17, _>(&CircleWithDrag(1e-3), 9);
    assert!(r > 6.5 && v > 6.5, "drag of a thousandth: orders {r:.2} and {v:.2}");
    let (r, v) = measured::<Nystrom1210, 17, _>(&CircleWithDrag(0.3), 9);
    assert!(r > 4.6 && v > 4.6, "drag of a third: orders {r:.2} and {v:.2}");
}

/// `Σ b' c^k = 1/(k+1)` and `Σ b c^k = 1/((k+1)(k+2))` to the respective orders, row sums `c²/2`,
/// and exact stage velocities for a constant force, `Σ_j a_ij = c_i`.
#[test]
fn order_conditions_of_nystrom1210() {
    let c = Nystrom1210::C;
    for k in 0..12 {
        let moment = |w: &[f64; 17]| -> f64 { (0..17).map(|i| w[i] * c[i].powi(k)).sum() };
        let (first, second) = (1.0 / f64::from(k + 1), 1.0 / f64::from((k + 1) * (k + 2)));
        assert!((moment(&Nystrom1210::B_VELOCITY) - first).abs() < 2e-15, "velocity c^{k}");
        if k < 11 {
            assert!((moment(&Nystrom1210::B_POSITION) - second).abs() < 2e-15, "position c^{k}");
        }
        if k < 10 {
            assert!((moment(&Nystrom1210::LOW_VELOCITY) - first).abs() < 2e-15, "low velocity {k}");
        }
        if k < 9 {
            assert!(
                (moment(&Nystrom1210::LOW_POSITION) - second).abs() < 2e-15,
                "low position {k}"
            );
        }
    }
    let velocity = <Nystrom1210 as Tableau<17>>::A_VELOCITY;
    for i in 0..17 {
        let sum: f64 = Nystrom1210::A[i].iter().sum();
        assert!((sum - 0.5 * c[i] * c[i]).abs() < 5e-15, "row {i} sums to {sum}");
        let sum: f64 = velocity[i].iter().sum();
        assert!((sum - c[i]).abs() < 1e-13, "velocity row {i} sums to {sum}");
    }
}

/// `Σ b c^k = 1/(k+1)` to the order, `Σ_j a_ij = c_i`, and `Σ (b A)_j c_j^k = 1/((k+1)(k+2))` for
/// the Nyström weights. The digits are accurate to about 1e-16 times the largest weight (36).
#[test]
fn order_conditions_of_verner98() {
    let c = Verner98::C;
    let b_position = <Verner98 as Tableau<16>>::B_POSITION;
    for k in 0..9 {
        let moment = |w: &[f64; 16]| -> f64 { (0..16).map(|i| w[i] * c[i].powi(k)).sum() };
        let exact = 1.0 / f64::from(k + 1);
        assert!((moment(&Verner98::B) - exact).abs() < 2e-15, "b c^{k}");
        if k < 8 {
            assert!((moment(&Verner98::B_LOW) - exact).abs() < 2e-14, "embedded b c^{k}");
            let exact = 1.0 / f64::from((k + 1) * (k + 2));
            assert!((moment(&b_position) - exact).abs() < 2e-14, "b A c^{k}");
        }
    }
    for (row, c) in Verner98::A.iter().zip(c) {
        let sum: f64 = row.iter().sum();
        assert!((sum - c).abs() < 2e-14, "a row sums to {sum}, not {c}");
    }
}

/// Constants of two-body motion over six hours, to 1e-12 relative.
#[test]
fn energy_and_angular_momentum_are_conserved() {
    METHODS.into_iter().for_each(conserved_by);
}

fn conserved_by(method: Method) {
    let start = start();
    let settings = Settings { method, ..Settings::default() };
    let arc = propagate(&TwoBody, start, 21600.0, &settings, &[]).unwrap();
    let momentum = start.r.cross(&start.v);
    for k in 0..=216 {
        let at = arc.trajectory.at(100.0 * f64::from(k));
        let de = (energy(&at) / energy(&start) - 1.0).abs();
        let dh = (at.r.cross(&at.v) - momentum).norm() / momentum.norm();
        assert!(de < 1e-12 && dh < 1e-12, "{method:?} at {} s: {de:.1e}, {dh:.1e}", at.t);
    }
}

#[test]
fn forward_and_back_returns_within_a_millimetre() {
    METHODS.into_iter().for_each(returns_with);
}

fn returns_with(method: Method) {
    let settings = Settings { method, ..Settings::default() };
    let there = propagate(&TwoBody, start(), 21600.0, &settings, &[]).unwrap();
    let back = propagate(&TwoBody, there.end, 0.0, &settings, &[]).unwrap();
    let miss = (back.end.r - start().r).norm();
    assert!(miss < 1e-3, "misses the start by {miss:.1e} m");
    assert_eq!(back.end.t, 0.0);
    assert_eq!(back.trajectory.span(), (0.0, 21600.0));
    for t in [17.0, 5000.5, 12345.6, 21599.0] {
        let apart = (back.trajectory.at(t).r - there.trajectory.at(t).r).norm();
        assert!(apart < 1e-3, "at {t} s the way back differs by {apart:.1e} m");
    }
    let (end, _) = propagate_end(&TwoBody, start(), 21600.0, &settings).unwrap();
    assert!((end.r - there.end.r).norm() < 1e-4);
}

/// The restricted three-body problem in the rotating frame, whose force depends on velocity.
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

/// After one period the orbit closes. Errors grow about a millionfold, so a tolerance of 1e-14 per step cannot give
/// less than this.
#[test]
fn arenstorf_orbit_closes() {
    let start = StateVector {
        t: 0.0,
        r: Vector3::new(0.994, 0.0, 0.0),
        v: Vector3::new(0.0, -2.001_585_106_379_082_5, 0.0),
    };
    let settings = Settings {
        relative: 1e-14,
        absolute_position: 1e-14,
        absolute_velocity: 1e-14,
        ..Settings::default()
    };
    let period = 17.065_216_560_157_963;
    let (end, _) = propagate_end(&ThreeBody, start, period, &settings).unwrap();
    let miss = (end.r - start.r).norm();
    assert!(miss < 1e-8, "the orbit misses its start by {miss:.1e}");
}

/// Interpolation alone, between exact nodes on the circle: with five nodes the error of the position is of order 15, and
/// that of the velocity of order 14.
#[test]
fn dense_output_has_at_least_the_methods_order() {
    let worst = |n: usize| {
        let h = 6.0 / n as f64;
        let node = |t: f64| Node::new(&Circle, t, [t.cos(), t.sin()], [-t.sin(), t.cos()]);
        let nodes: Vec<Node<f64, 2>> = (0..=n).map(|k| node(k as f64 * h)).collect();
        let (mut dr, mut dv) = (0.0_f64, 0.0_f64);
        for i in 0..n {
            let piece = Piece::between(&nodes, i);
            for k in 1..8 {
                let t = (i as f64 + f64::from(k) / 8.0) * h;
                let (r, v) = piece.at(t);
                dr = dr.max((r[0] - t.cos()).hypot(r[1] - t.sin()));
                dv = dv.max((v[0] + t.sin()).hypot(v[1] - t.cos()));
            }
        }
        (dr, dv)
    };
    let ((r1, v1), (r2, v2)) = (worst(6), worst(12));
    let (pr, pv) = ((r1 / r2).log2(), (v1 / v2).log2());
    assert!(pr > 14.0 && pv > 13.0, "orders {pr:.2} (position), {pv:.2} (velocity)");
}

/// Steps and interpolation together, every 10 s for six hours, against a run with tolerances a thousand times tighter
/// and steps of a minute.
#[test]
fn dense_output_is_as_accurate_as_the_steps() {
    METHODS.into_iter().for_each(dense_with);
}

fn dense_with(method: Method) {
    let settings = Settings { method, ..Settings::default() };
    let arc = propagate(&TwoBody, start(), 21600.0, &settings, &[]).unwrap();
    let tight = Settings {
        relative: 1e-15,
        absolute_position: 1e-9,
        absolute_velocity: 1e-12,
        max_step: 60.0,
        ..Settings::default()
    };
    let truth = propagate(&TwoBody, start(), 21600.0, &tight, &[]).unwrap();
    for k in 0..=2160 {
        let t = 10.0 * f64::from(k);
        let (a, b) = (arc.trajectory.at(t), truth.trajectory.at(t));
        let (dr, dv) = ((a.r - b.r).norm(), (a.v - b.v).norm());
        assert!(dr < 1e-4 && dv < 1e-7, "{method:?} at {t} s: {dr:.1e} m, {dv:.1e} m/s");
    }
}

/// Evaluations of the right-hand side, pinned: a change here is a change in cost.
#[test]
fn evaluation_counts_are_pinned() {
    let count = |method| {
        let settings = Settings { method, ..Settings::default() };
        let (_, cost) = propagate_end(&TwoBody, start(), 21600.0, &settings).unwrap();
        (cost.accepted, cost.rejected, cost.evaluations)
    };
    assert_eq!(METHODS.map(count), [(148, 0, 2370), (41, 0, 699), (299, 0, 388)]);
}

/// Ten days at 42 164 km with the default settings: the steps are as long as the tolerance allows, hours with the
/// one-step methods. The end is that of Kepler's equation.
#[test]
fn high_orbits_are_not_held_to_short_steps() {
    let orbit = Elements {
        a: 42_164e3,
        e: 1e-3,
        i: 0.01,
        raan: 0.3,
        argument_of_perigee: 0.5,
        true_anomaly: 1.0,
    };
    let (r, v) = orbit.to_rv(GM);
    let truth = orbit.after(864_000.0, GM).to_rv(GM).0;
    for (method, most) in METHODS.into_iter().zip([6500, 2000, 900]) {
        let settings = Settings { method, ..Settings::default() };
        let start = StateVector { t: 0.0, r, v };
        let (end, cost) = propagate_end(&TwoBody, start, 864_000.0, &settings).unwrap();
        let miss = (end.r - truth).norm();
        assert!(miss < 5e-3 && cost.evaluations < most, "{method:?}: {miss:.1e} m, {cost:?}");
    }
}
