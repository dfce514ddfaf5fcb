//! Lambert's problem: the two-body arcs that connect two positions in a given time.
//!
//! Lancaster–Blanchard form solved with Householder's iteration [Izzo 2015]; equation numbers below are
//! his. The solutions are two-body: in the real gravity field they miss by kilometres after half a
//! revolution and need differential correction.

use nalgebra::Vector3;
use std::f64::consts::PI;

/// One solution: velocities at both ends [m/s], in the axes of the given positions.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Solution {
    /// Velocity at the first point [m/s].
    pub v1: Vector3<f64>,
    /// Velocity at the second point [m/s].
    pub v2: Vector3<f64>,
    /// Number of complete revolutions.
    pub revolutions: u32,
}

/// Reasons why there is no solution.
#[derive(Clone, Copy, Debug, PartialEq, thiserror::Error)]
pub enum LambertError {
    /// Time of flight not positive, or an input not finite.
    #[error("Lambert: time of flight {0} s is not a positive number")]
    TimeOfFlight(f64),
    /// A radius is zero or not finite.
    #[error("Lambert: a position has length {0} m; it must be positive and finite")]
    Radius(f64),
    /// The positions are collinear with the centre and define no plane.
    #[error(
        "Lambert: transfer angle {0} rad is a multiple of pi, which leaves the plane undefined"
    )]
    InLine(f64),
    /// The iteration did not converge.
    #[error("Lambert: no convergence for {revolutions} revolutions")]
    NoConvergence {
        /// Number of complete revolutions.
        revolutions: u32,
    },
}

/// Solves Lambert's problem.
///
/// `mu` in m³/s²; `r1` and `r2` [m] in any inertial axes; `time` of flight [s]. The motion is positive about
/// `normal` (any vector on that side of the transfer plane, for example the angular momentum of the current
/// orbit), which selects the short or the long way. The first solution makes no complete revolution. Each
/// number of revolutions up to `max_revolutions` that the time of flight allows adds two solutions, the one
/// with the smaller `x` (Izzo's fig. 4) first.
///
/// # Errors
/// [`LambertError`].
pub fn lambert(
    mu: f64,
    r1: Vector3<f64>,
    r2: Vector3<f64>,
    time: f64,
    normal: Vector3<f64>,
    max_revolutions: u32,
) -> Result<Vec<Solution>, LambertError> {
    if !(time > 0.0 && time.is_finite()) {
        return Err(LambertError::TimeOfFlight(time));
    }
    let (n1, n2) = (r1.norm(), r2.norm());
    for n in [n1, n2] {
        if !(n > 0.0 && n.is_finite()) {
            return Err(LambertError::Radius(n));
        }
    }
    let chord = (r2 - r1).norm();
    let s = 0.5 * (n1 + n2 + chord);
    let (i1, i2) = (r1 / n1, r2 / n2);
    let cross = i1.cross(&i2);
    // Below this the plane is lost in rounding.
    if cross.norm() < 1e-10 {
        return Err(LambertError::InLine(i1.angle(&i2)));
    }
    let long_way = cross.dot(&normal) < 0.0;
    let mut ih = cross.normalize();
    let mut lambda = (1.0 - chord / s).max(0.0).sqrt();
    if long_way {
        ih = -ih;
        lambda = -lambda;
    }
    let (t1, t2) = (ih.cross(&i1), ih.cross(&i2));
    let big_t = (2.0 * mu / s.powi(3)).sqrt() * time;

    let gamma = (mu * s / 2.0).sqrt();
    let rho = (n1 - n2) / chord;
    let sigma = (1.0 - rho * rho).max(0.0).sqrt();
    let velocities = |x: f64, revolutions: u32| {
        let y = y_of(x, lambda);
        let vr1 = gamma * ((lambda * y - x) - rho * (lambda * y + x)) / n1;
        let vr2 = -gamma * ((lambda * y - x) + rho * (lambda * y + x)) / n2;
        let vt = gamma * sigma * (y + lambda * x);
        Solution { v1: i1 * vr1 + t1 * (vt / n1), v2: i2 * vr2 + t2 * (vt / n2), revolutions }
    };

    let mut solutions = Vec::new();
    let x = householder(first_guess(big_t, lambda), big_t, lambda, 0)
        .ok_or(LambertError::NoConvergence { revolutions: 0 })?;
    solutions.push(velocities(x, 0));

    for m in 1..=max_revolutions {
        let mf = f64::from(m);
        if big_t < mf * PI || big_t < minimum_time(lambda, m) {
            break;
        }
        // Eq. 31: a guess on either side of the minimum.
        let left = ((mf * PI + PI) / (8.0 * big_t)).powf(2.0 / 3.0);
        let right = ((8.0 * big_t) / (mf * PI)).powf(2.0 / 3.0);
        for guess in [(left - 1.0) / (left + 1.0), (right - 1.0) / (right + 1.0)] {
            let x = householder(guess, big_t, lambda, m)
                .ok_or(LambertError::NoConvergence { revolutions: m })?;
            solutions.push(velocities(x, m));
        }
    }
    Ok(solutions)
}

/// `y = sqrt(1 - lambda² (1 - x²))`.
fn y_of(x: f64, lambda: f64) -> f64 {
    (1.0 - lambda * lambda * (1.0 - x * x)).sqrt()
}

/// Eq. 30: guess for the arc without complete revolution.
fn first_guess(t: f64, lambda: f64) -> f64 {
    let t00 = lambda.acos() + lambda * (1.0 - lambda * lambda).sqrt();
    let t1 = 2.0 / 3.0 * (1.0 - lambda.powi(3));
    if t >= t00 {
        (t00 / t).powf(2.0 / 3.0) - 1.0
    } else if t < t1 {
        2.5 * t1 * (t1 - t) / (t * (1.0 - lambda.powi(5))) + 1.0
    } else {
        (t / t00).powf(std::f64::consts::LN_2 / (t1 / t00).ln()) - 1.0
    }
}

/// Non-dimensional time of flight T(x); eq. 18, near x = 1 the series of Battin's eq. 20.
fn time_of_flight(x: f64, lambda: f64, m: u32) -> f64 {
    let e = 1.0 - x * x;
    // Not near x = -1, the long flights, where e is small too and the series does not converge.
    if m == 0 && x > 0.0 && e.abs() < 0.02 {
        // Eq. 20: eta = y - lambda x, S1 = (1 - lambda - x eta)/2, Q = 4/3 F(3, 1; 5/2; S1).
        let eta = y_of(x, lambda) - lambda * x;
        let s1 = 0.5 * (1.0 - lambda - x * eta);
        let q = 4.0 / 3.0 * hypergeometric(s1);
        return 0.5 * (eta.powi(3) * q + 4.0 * lambda * eta);
    }
    let y = y_of(x, lambda);
    let root = e.abs().sqrt();
    // Eq. 17: the auxiliary angle psi.
    let psi = if x < 1.0 {
        (x * y + lambda * e).clamp(-1.0, 1.0).acos()
    } else {
        ((y - x * lambda) * root).asinh()
    };
    ((psi + f64::from(m) * PI) / root - x + lambda * y) / e
}

/// Gauss's hypergeometric function F(3, 1; 5/2; z) for |z| < 1.
fn hypergeometric(z: f64) -> f64 {
    let (mut sum, mut term) = (1.0, 1.0);
    for j in 0..200 {
        let j = f64::from(j);
        term *= (3.0 + j) * (1.0 + j) / (2.5 + j) * z / (j + 1.0);
        sum += term;
        if term.abs() < 1e-17 * sum.abs() {
            break;
        }
    }
    sum
}

/// First three derivatives of T(x); eq. 22.
fn derivatives(x: f64, t: f64, lambda: f64) -> [f64; 3] {
    let e = 1.0 - x * x;
    let y = y_of(x, lambda);
    let (l2, l3) = (lambda * lambda, lambda.powi(3));
    let d1 = (3.0 * t * x - 2.0 + 2.0 * l3 * x / y) / e;
    let d2 = (3.0 * t + 5.0 * x * d1 + 2.0 * (1.0 - l2) * l3 / y.powi(3)) / e;
    let d3 = (7.0 * x * d2 + 8.0 * d1 - 6.0 * (1.0 - l2) * l2 * l3 * x / y.powi(5)) / e;
    [d1, d2, d3]
}

/// Householder's third-order iteration on T(x) = t.
fn householder(guess: f64, t: f64, lambda: f64, m: u32) -> Option<f64> {
    let mut x = guess;
    for _ in 0..50 {
        let value = time_of_flight(x, lambda, m);
        let [d1, d2, d3] = derivatives(x, value, lambda);
        let f = value - t;
        let step = if x > 0.0 && (1.0 - x * x).abs() < 1e-7 {
            // Parabola: the derivatives are 0/0 there; eq. 23 gives the first.
            f / (0.4 * (lambda.powi(5) - 1.0))
        } else {
            f * (d1 * d1 - 0.5 * f * d2) / (d1 * (d1 * d1 - f * d2) + d3 * f * f / 6.0)
        };
        let next = x - step;
        if !next.is_finite() || next <= -1.0 {
            return None;
        }
        x = next;
        if step.abs() <= 1e-14 * (1.0 + x.abs()) {
            return Some(x);
        }
    }
    // Settled to the noise of T(x) without meeting the step test.
    ((time_of_flight(x, lambda, m) - t).abs() < 1e-11 * t).then_some(x)
}

/// Least T for `m` complete revolutions, by Halley's iteration on T'(x) = 0.
fn minimum_time(lambda: f64, m: u32) -> f64 {
    let mut x = 0.0;
    for _ in 0..30 {
        let t = time_of_flight(x, lambda, m);
        let [d1, d2, d3] = derivatives(x, t, lambda);
        let step = 2.0 * d1 * d2 / (2.0 * d2 * d2 - d1 * d3);
        x -= step;
        if step.abs() < 1e-13 {
            break;
        }
    }
    time_of_flight(x, lambda, m)
}

#[cfg(test)]
mod tests {
    //! Published example [Vallado 2013, example 7-5], printed to 1e-6 km/s with mu = 398600.4418 km³/s². Everything else against two-body
    //! motion itself: an arc that Lambert's problem returns must arrive when propagated by Kepler's
    //! equation, to 1 mm where the orbit is that of a spacecraft in low orbit.

    use super::*;
    use crate::constants::GM_EARTH;
    use crate::orbit::Elements;
    use proptest::prelude::*;

    fn arrive(r1: Vector3<f64>, v1: Vector3<f64>, time: f64) -> Vector3<f64> {
        Elements::from_rv(&r1, &v1, GM_EARTH).unwrap().after(time, GM_EARTH).to_rv(GM_EARTH).0
    }

    #[test]
    fn vallado_example_7_5() {
        let r1 = Vector3::new(15945.34e3, 0.0, 0.0);
        let r2 = Vector3::new(12214.83899e3, 10249.46731e3, 0.0);
        let solution = lambert(398600.4418e9, r1, r2, 76.0 * 60.0, Vector3::z(), 0).unwrap()[0];
        let v1 = Vector3::new(2.058913, 2.915965, 0.0) * 1e3;
        let v2 = Vector3::new(-3.451565, 0.910315, 0.0) * 1e3;
        assert!((solution.v1 - v1).norm() < 2e-3, "v1 = {} m/s", solution.v1);
        assert!((solution.v2 - v2).norm() < 2e-3, "v2 = {} m/s", solution.v2);
    }

    #[test]
    fn several_revolutions_all_arrive() {
        let r1 = Vector3::new(6778e3, 0.0, 0.0);
        let r2 = Vector3::new(-2000e3, 6000e3, 2500e3);
        let time = 6.0 * 3600.0;
        let solutions = lambert(GM_EARTH, r1, r2, time, Vector3::z(), 9).unwrap();
        let most = solutions.iter().map(|s| s.revolutions).max().unwrap();
        assert!(most >= 2, "{most} revolutions at most");
        for s in &solutions {
            let miss = (arrive(r1, s.v1, time) - r2).norm();
            assert!(miss < 1.0, "{} revolutions miss by {miss} m", s.revolutions);
        }
        for pair in solutions[1..].chunks(2) {
            assert_eq!(pair[0].revolutions, pair[1].revolutions);
            assert!((pair[0].v1 - pair[1].v1).norm() > 1.0, "two different arcs each");
        }
    }

    // Arcs far out and back, of up to three years between points an hour apart. Rounding of v1 moves
    // the arrival by ε v₂ t · 3a/r; a hundred times that is 7 cm after 2e6 s.
    #[test]
    fn long_flights_arrive() {
        let (r1, r2) = (Vector3::x() * 7e6, Vector3::new(8e6 * 1f64.cos(), 8e6 * 1f64.sin(), 0.0));
        for time in [1e5, 1e6, 2e6, 3e6, 6e6, 1e8] {
            let solution = lambert(GM_EARTH, r1, r2, time, Vector3::z(), 0).unwrap()[0];
            let a = Elements::from_rv(&r1, &solution.v1, GM_EARTH).unwrap().a;
            let rounding = f64::EPSILON * solution.v2.norm() * time * 3.0 * a / r1.norm();
            let miss = (arrive(r1, solution.v1, time) - r2).norm();
            assert!(miss < 1e-3 + 100.0 * rounding, "after {time} s off by {miss} m");
        }
    }

    // Five and a half hours have room for three revolutions at most, whatever is allowed.
    #[test]
    fn any_number_of_revolutions_may_be_allowed() {
        let solve = |most| {
            lambert(GM_EARTH, Vector3::x() * 7e6, Vector3::y() * 8e6, 2e4, Vector3::z(), most)
        };
        assert_eq!(solve(u32::MAX), solve(20));
        assert!(solve(20).unwrap().len() < 9);
    }

    #[test]
    fn what_cannot_be_solved_is_refused() {
        let r = Vector3::new(7e6, 0.0, 0.0);
        let n = Vector3::z();
        let solve = |r2, time| lambert(GM_EARTH, r, r2, time, n, 0);
        assert_eq!(solve(-r, 3000.0), Err(LambertError::InLine(PI)));
        assert_eq!(solve(Vector3::y() * 7e6, 0.0), Err(LambertError::TimeOfFlight(0.0)));
        assert_eq!(solve(Vector3::zeros(), 3000.0), Err(LambertError::Radius(0.0)));
    }

    proptest! {
        // Short and long way, elliptic and hyperbolic.
        #[test]
        fn every_arc_arrives(
            angle in 0.05f64..6.23,
            ratio in 0.7f64..1.5,
            tilt in -1.0f64..1.0,
            time in 600.0f64..20_000.0,
        ) {
            prop_assume!((angle - PI).abs() > 0.02);
            let r1 = Vector3::new(6.8e6, 0.0, 0.0);
            let ahead = Vector3::new(0.0, tilt.cos(), tilt.sin());
            let r2 = (Vector3::x() * angle.cos() + ahead * angle.sin()) * 6.8e6 * ratio;
            let normal = Vector3::x().cross(&ahead);
            let solution = lambert(GM_EARTH, r1, r2, time, normal, 0).unwrap()[0];
            prop_assert!(r1.cross(&solution.v1).dot(&normal) > 0.0, "turns the wrong way");
            // Fast arcs through the Earth's centre amplify rounding; real orbits stay clear of it.
            let perigee = Elements::from_rv(&r1, &solution.v1, GM_EARTH).unwrap().perigee_radius();
            prop_assume!(perigee > 1e5);
            let miss = (arrive(r1, solution.v1, time) - r2).norm();
            prop_assert!(miss < 1e-3 * (1.0 + time / 600.0), "misses by {miss} m");
        }
    }
}
