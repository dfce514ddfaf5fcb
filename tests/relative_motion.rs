//! Relative motion: Clohessy–Wiltshire and Yamanaka–Ankersen compared with two-body motion and with
//! closed-form results of textbooks.
//!
//! Truth is the inertial two-body motion of both spacecraft, integrated to 1e-13 by the crate's own
//! integrator (tested elsewhere against Kepler's equation) and differenced in the target's LVLH
//! axes. Linear theory neglects terms of second order in distance over radius: its error must fall
//! by four when the distance is halved, and its size is asserted for an arrival from 2.2 km.

use nalgebra::{Matrix3, Vector3};
use soyuz_rendezvous::constants::GM_EARTH;
use soyuz_rendezvous::frames::{Gcrf, Relative, State};
use soyuz_rendezvous::integrate::Dynamics;
use soyuz_rendezvous::propagate::{Settings, StateVector, propagate_end};
use soyuz_rendezvous::proximity::relative::{ClohessyWiltshire, Transition, YamanakaAnkersen};
use soyuz_rendezvous::time::Epoch;
use std::f64::consts::PI;

struct TwoBody;

impl Dynamics<f64> for TwoBody {
    const USES_VELOCITY: bool = false;
    fn acceleration(&self, _: f64, r: &[f64; 3], _: &[f64; 3]) -> [f64; 3] {
        let d2 = r.iter().map(|x| x * x).sum::<f64>();
        r.map(|x| -GM_EARTH * x / (d2 * d2.sqrt()))
    }
}

const EXACT: Settings = Settings {
    relative: 1e-13,
    absolute_position: 1e-7,
    absolute_velocity: 1e-10,
    max_step: 300.0,
    method: soyuz_rendezvous::propagate::Method::Verner98,
};

/// Radius of the station's orbit in this flight [m].
const RADIUS: f64 = 6.7985e6;

/// A target at perigee, at radius [`RADIUS`], in an orbit inclined by 51.6°.
fn target(eccentricity: f64) -> StateVector {
    let v = (GM_EARTH * (1.0 + eccentricity) / RADIUS).sqrt();
    let (s, c) = 51.6f64.to_radians().sin_cos();
    StateVector { t: 0.0, r: Vector3::new(RADIUS, 0.0, 0.0), v: Vector3::new(0.0, v * c, v * s) }
}

fn two_body(at: &StateVector, dt: f64) -> StateVector {
    propagate_end(&TwoBody, *at, at.t + dt, &EXACT).unwrap().0
}

/// Relative state after `dt`, from two-body motion.
fn truth(target: &StateVector, start: &Relative, dt: f64) -> Relative {
    let (r, v) = target.lvlh().absolute(start);
    two_body(target, dt).relative(&two_body(&StateVector { t: target.t, r, v }, dt))
}

fn scaled(state: &Relative, k: f64) -> Relative {
    Relative { r: state.r * k, v: state.v * k }
}

fn mean_motion() -> f64 {
    (GM_EARTH / RADIUS.powi(3)).sqrt()
}

/// An arrival as usually drawn: 2.2 km behind and below, closing at 15 m/s. (The flights of this
/// crate arrive from ahead; for the error of the theory only the distance matters.)
fn arrival() -> Relative {
    Relative { r: Vector3::new(-2000.0, 100.0, 1000.0), v: Vector3::new(14.0, 0.5, -5.0) }
}

/// CW compared with two-body motion from 2.2 km, over the braking legs (300 s) and a quarter of a
/// revolution (1400 s): 18 mm and 32 m, both of second order. Apart from the oblateness, this is
/// the whole error of guidance in a braking leg.
#[test]
fn clohessy_wiltshire_has_second_order_errors_only() {
    let (target, start) = (target(0.0), arrival());
    let theory = ClohessyWiltshire { n: mean_motion() };
    for (dt, low, high) in [(300.0, 0.015, 0.021), (1400.0, 27.0, 37.0)] {
        let error = |k: f64| {
            let start = scaled(&start, k);
            (theory.transition(dt).apply(&start).r - truth(&target, &start, dt).r).norm()
        };
        let (full, half) = (error(1.0), error(0.5));
        assert!((low..high).contains(&full), "after {dt} s CW errs by {full} m");
        assert!((full / half - 4.0).abs() < 0.1, "after {dt} s: {full} m, {half} m at half size");
    }
}

/// Fehse 2003, 3.3: after a tangential impulse Δv the ship drifts by −6πΔv/n per revolution and
/// rises by 4Δv/n; a radial one gives a closed ellipse 4Δv/n long.
#[test]
fn clohessy_wiltshire_gives_the_textbook_manoeuvres() {
    let n = mean_motion();
    let theory = ClohessyWiltshire { n };
    let period = 2.0 * PI / n;
    let from_rest = |v: Vector3<f64>, dt: f64| {
        theory.transition(dt).apply(&Relative { r: Vector3::zeros(), v }).r
    };
    let close = |a: Vector3<f64>, b: Vector3<f64>| assert!((a - b).norm() < 1e-6, "{a} {b}");
    close(from_rest(Vector3::x(), period), Vector3::new(-6.0 * PI / n, 0.0, 0.0));
    close(from_rest(Vector3::x(), 0.5 * period), Vector3::new(-3.0 * PI / n, 0.0, -4.0 / n));
    close(from_rest(Vector3::z(), period), Vector3::zeros());
    close(from_rest(Vector3::z(), 0.5 * period), Vector3::new(4.0 / n, 0.0, 0.0));
    close(from_rest(Vector3::y(), 0.25 * period), Vector3::new(0.0, 1.0 / n, 0.0));
}

/// The closed form solves its differential equations: its second derivative, by central differences
/// of the velocity (error h²n³v/6 = 1e-9 m/s² at h = 1 s), is the acceleration.
#[test]
fn clohessy_wiltshire_solves_hills_equations() {
    let theory = ClohessyWiltshire { n: mean_motion() };
    let at = |t: f64| theory.transition(t).apply(&arrival());
    for t in [0.0, 500.0, 3000.0] {
        let difference = (at(t + 1.0).v - at(t - 1.0).v) / 2.0;
        let acceleration = theory.acceleration(&at(t));
        assert!((difference - acceleration).norm() < 2e-8, "{difference} {acceleration}");
    }
}

fn assert_inverse(there: &Transition, back: &Transition) {
    let identity = |m: Matrix3<f64>, unit: f64| {
        assert!((m - Matrix3::identity() * unit).abs().max() < 1e-9, "{m}");
    };
    identity(back.rr * there.rr + back.rv * there.vr, 1.0);
    identity(back.vr * there.rv + back.vv * there.vv, 1.0);
    // In s and 1/s: compared after scaling with n.
    let n = mean_motion();
    identity((back.rr * there.rv + back.rv * there.vv) * n, 0.0);
    identity((back.vr * there.rr + back.vv * there.vr) / n, 0.0);
}

#[test]
fn transitions_forward_and_back_are_the_identity() {
    let theory = ClohessyWiltshire { n: mean_motion() };
    assert_inverse(&theory.transition(2000.0), &theory.transition(-2000.0));
    for eccentricity in [0.0, 1e-3, 0.3, 0.7] {
        let start = target(eccentricity);
        let end = two_body(&start, 2000.0);
        assert_inverse(&about(&start).transition(2000.0), &about(&end).transition(-2000.0));
    }
}

fn about(target: &StateVector) -> YamanakaAnkersen {
    let epoch = Epoch::from_gregorian_utc_at_midnight(2013, 11, 7);
    let state: State<Gcrf> = target.state(epoch);
    YamanakaAnkersen::about(&state, GM_EARTH).expect("an ellipse")
}

/// On a circular orbit the two theories agree.
#[test]
fn yamanaka_ankersen_becomes_clohessy_wiltshire_on_a_circle() {
    let dt = 4000.0;
    let general = about(&target(0.0)).transition(dt).apply(&arrival());
    let circular = ClohessyWiltshire { n: mean_motion() }.transition(dt).apply(&arrival());
    assert!((general.r - circular.r).norm() < 1e-5, "{} {}", general.r, circular.r);
    assert!((general.v - circular.v).norm() < 1e-8, "{} {}", general.v, circular.v);
}

/// On eccentric orbits Yamanaka–Ankersen has only second-order errors (from 100 m: below 0.2 m
/// after 1500 s), from perigee and elsewhere, in position and velocity; CW has first-order errors
/// there.
#[test]
fn yamanaka_ankersen_has_second_order_errors_on_ellipses() {
    let start = scaled(&arrival(), 0.05);
    let dt = 1500.0;
    for eccentricity in [0.01, 0.2, 0.6] {
        for offset in [0.0, 900.0] {
            let target = two_body(&target(eccentricity), offset);
            let transition = about(&target).transition(dt);
            let error = |k: f64| {
                let start = scaled(&start, k);
                let (linear, truth) = (transition.apply(&start), truth(&target, &start, dt));
                ((linear.r - truth.r).norm(), (linear.v - truth.v).norm())
            };
            let ((r1, v1), (r2, v2)) = (error(1.0), error(0.5));
            assert!(r1 < 0.2, "e = {eccentricity}: {r1} m");
            assert!((r1 / r2 - 4.0).abs() < 0.2, "e = {eccentricity}: {r1} m, {r2} m");
            assert!((v1 / v2 - 4.0).abs() < 0.2, "e = {eccentricity}: {v1} m/s, {v2} m/s");
            let circular = ClohessyWiltshire { n: target.lvlh().rate() }.transition(dt);
            let wrong = (circular.apply(&start).r - truth(&target, &start, dt).r).norm();
            assert!(wrong > 10.0 * r1, "e = {eccentricity}: CW errs by {wrong} m, YA by {r1} m");
        }
    }
}

/// Two-impulse targeting reaches the given position. It is refused for multiples of half a
/// revolution, where the arrival does not determine the departure velocity.
#[test]
fn departure_velocity_reaches_its_target() {
    let theory = ClohessyWiltshire { n: mean_motion() };
    let (from, to) = (arrival().r, Vector3::new(-350.0, 0.0, 200.0));
    let transition = theory.transition(240.0);
    let v = transition.departure_velocity(&from, &to).expect("determined");
    assert!((transition.apply(&Relative { r: from, v }).r - to).norm() < 1e-9);
    assert_eq!(theory.transition(0.0).departure_velocity(&from, &to), None);
    let half = std::f64::consts::PI / theory.n;
    for transition in [1.0, 2.0, 4.0, 20.0].map(|k| theory.transition(k * half)) {
        assert_eq!(transition.departure_velocity(&from, &to), None);
    }
    // A minute away from them it is determined again.
    for k in [1.0, 2.0] {
        let transition = theory.transition(k * half + 60.0);
        let v = transition.departure_velocity(&from, &to).expect("determined");
        assert!((transition.apply(&Relative { r: from, v }).r - to).norm() < 1e-6);
    }
}

#[test]
fn hyperbolas_are_refused() {
    let mut hyperbola = target(0.0);
    hyperbola.v *= 1.5;
    let epoch = Epoch::from_gregorian_utc_at_midnight(2013, 11, 7);
    assert_eq!(YamanakaAnkersen::about(&hyperbola.state(epoch), GM_EARTH), None);
}
