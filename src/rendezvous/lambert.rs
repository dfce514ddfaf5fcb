//! Lambert's problem: the two-body arcs that connect two positions in a given time.
//!
//! Lancaster–Blanchard form solved with Householder's iteration [Izzo 2015]; equation numbers below are
//! his. His differences of nearly equal terms are written as quotients, and every iteration keeps a bracket, so that it
//! also solves transfer angles near 0 and 2π. The solutions are two-body: in the real gravity field they miss by kilometres after half a
//! revolution and need differential correction.

use nalgebra::Vector3;
use std::f64::consts::PI;

/// |1 - x²| below which the time of flight is taken from a series; at this value eq. 18 loses a factor of 50 of
/// accuracy to cancellation.
const SERIES: f64 = 0.02;
/// Most iterations; extreme arcs need up to 60.
const ITERATIONS: usize = 200;

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
    /// Time of flight or gravitational parameter not positive, or not finite.
    #[error(
        "Lambert: time of flight {0} s, or the gravitational parameter, is not a positive number"
    )]
    TimeOfFlight(f64),
    /// A radius is zero or not finite.
    #[error("Lambert: a position has length {0} m; it must be positive and finite")]
    Radius(f64),
    /// The positions are collinear with the centre and define no plane.
    #[error(
        "Lambert: transfer angle {0} rad is a multiple of pi, which leaves the plane undefined"
    )]
    InLine(f64),
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
    let (i1, i2) = (r1 / n1, r2 / n2);
    let cross = i1.cross(&i2);
    // Below this the plane is lost in rounding.
    if cross.norm() < 1e-10 {
        return Err(LambertError::InLine(i1.angle(&i2)));
    }
    let side = if cross.dot(&normal) < 0.0 { -1.0 } else { 1.0 };
    let ih = cross.normalize() * side;
    let (t1, t2) = (ih.cross(&i1), ih.cross(&i2));
    // With cos(θ/2) = |i1 + i2|/2 and sin(θ/2) = |i2 - i1|/2 nothing cancels for small or large angles θ.
    let chord = (r2 - r1).norm();
    let s = 0.5 * (n1 + n2 + chord);
    let mean = (n1 * n2).sqrt();
    let curve = Curve { lambda: side * 0.5 * mean * (i1 + i2).norm() / s, rest: chord / s };
    let big_t = (2.0 * mu / s).sqrt() / s * time;
    if !(big_t > 0.0 && big_t.is_finite()) {
        return Err(LambertError::TimeOfFlight(time));
    }

    let gamma = (mu * s / 2.0).sqrt();
    let rho = (n1 - n2) / chord;
    let sigma = mean * (i2 - i1).norm() / chord;
    let velocities = |x: f64, revolutions: u32| {
        let (minus, plus) = curve.radial(x);
        let (_, across) = curve.transverse(x);
        let vr1 = gamma * (minus - rho * plus) / n1;
        let vr2 = -gamma * (minus + rho * plus) / n2;
        let vt = gamma * sigma * across;
        Solution { v1: i1 * vr1 + t1 * (vt / n1), v2: i2 * vr2 + t2 * (vt / n2), revolutions }
    };

    // T falls from infinity at x = -1, and is less than 2/x for x > 1.
    let mut solutions = vec![velocities(
        curve.solve(big_t, 0, (-1.0, (2.0 / big_t).max(1.0)), curve.first_guess(big_t)),
        0,
    )];
    for m in 1..=max_revolutions {
        let mf = f64::from(m);
        if big_t < mf * PI {
            break;
        }
        let lowest = curve.lowest(m);
        if big_t < curve.time_of_flight(lowest, m) {
            break;
        }
        // Eq. 31: a guess on either side of the minimum.
        let left = ((mf * PI + PI) / (8.0 * big_t)).powf(2.0 / 3.0);
        let right = ((8.0 * big_t) / (mf * PI)).powf(2.0 / 3.0);
        for (bracket, guess) in [((-1.0, lowest), left), ((1.0, lowest), right)] {
            let x = curve.solve(big_t, m, bracket, (guess - 1.0) / (guess + 1.0));
            solutions.push(velocities(x, m));
        }
    }
    Ok(solutions)
}

/// The curve T(x) of one pair of positions. `rest` is 1 - lambda², which is small for neighbouring positions.
struct Curve {
    lambda: f64,
    rest: f64,
}

impl Curve {
    /// `y² = 1 - lambda² (1 - x²)`.
    fn y(&self, x: f64) -> f64 {
        (self.rest + (self.lambda * x).powi(2)).sqrt()
    }

    /// `y - lambda x` and `y + lambda x`.
    fn transverse(&self, x: f64) -> (f64, f64) {
        difference_and_sum(self.y(x), self.lambda * x, self.rest)
    }

    /// `lambda y - x` and `lambda y + x`.
    fn radial(&self, x: f64) -> (f64, f64) {
        let l2 = self.lambda * self.lambda;
        let product = self.rest * (l2 - (1.0 + l2) * x * x);
        difference_and_sum(self.lambda * self.y(x), x, product)
    }

    /// Non-dimensional time of flight T(x); eq. 18, near x = 1 the series of Battin's eq. 20.
    fn time_of_flight(&self, x: f64, m: u32) -> f64 {
        let lambda = self.lambda;
        let e = (1.0 - x) * (1.0 + x);
        let (eta, _) = self.transverse(x);
        // Not near x = -1, the long flights, where e is small too and the series does not converge.
        if m == 0 && x > 0.0 && e.abs() < SERIES {
            // Eq. 20: eta = y - lambda x, S1 = (1 - lambda - x eta)/2, Q = 4/3 F(3, 1; 5/2; S1).
            let q = 4.0 / 3.0 * hypergeometric(0.5 * (1.0 - lambda - x * eta));
            return 0.5 * (eta.powi(3) * q + 4.0 * lambda * eta);
        }
        let root = e.abs().sqrt();
        // Eq. 17: the auxiliary angle psi, on ellipses from its sine and cosine.
        let psi = if x < 1.0 {
            (eta * root).atan2(x * self.y(x) + lambda * e)
        } else {
            (eta * root).asinh()
        };
        ((psi + f64::from(m) * PI) / root + self.radial(x).0) / e
    }

    /// First three derivatives of T(x) = `t`; eq. 22.
    fn derivatives(&self, x: f64, t: f64) -> [f64; 3] {
        let e = (1.0 - x) * (1.0 + x);
        let y = self.y(x);
        let (l2, l3) = (self.lambda.powi(2), self.lambda.powi(3));
        let d1 = (3.0 * t * x - 2.0 + 2.0 * l3 * x / y) / e;
        let d2 = (3.0 * t + 5.0 * x * d1 + 2.0 * self.rest * l3 / y.powi(3)) / e;
        let d3 = (7.0 * x * d2 + 8.0 * d1 - 6.0 * self.rest * l2 * l3 * x / y.powi(5)) / e;
        [d1, d2, d3]
    }

    /// Eq. 30: guess for the arc without complete revolution.
    fn first_guess(&self, t: f64) -> f64 {
        let lambda = self.lambda;
        let t00 = lambda.acos() + lambda * self.rest.sqrt();
        let t1 = 2.0 / 3.0 * (1.0 - lambda.powi(3));
        if t >= t00 {
            (t00 / t).powf(2.0 / 3.0) - 1.0
        } else if t < t1 {
            2.5 * t1 * (t1 - t) / (t * (1.0 - lambda.powi(5))) + 1.0
        } else {
            (t / t00).powf(std::f64::consts::LN_2 / (t1 / t00).ln()) - 1.0
        }
    }

    /// The x between the ends of `bracket` (T > `t` at the first, T < `t` at the second) with T(x) = `t`:
    /// Householder's third-order iteration.
    fn solve(&self, t: f64, m: u32, bracket: (f64, f64), guess: f64) -> f64 {
        safeguarded(bracket, guess, |x| {
            let value = self.time_of_flight(x, m);
            let [d1, d2, d3] = self.derivatives(x, value);
            let f = value - t;
            let step = f * (d1 * d1 - 0.5 * f * d2) / (d1 * (d1 * d1 - f * d2) + d3 * f * f / 6.0);
            (f, step)
        })
    }

    /// The x of least T for `m` complete revolutions: Halley's iteration on T'(x) = 0.
    fn lowest(&self, m: u32) -> f64 {
        safeguarded((1.0, -1.0), 0.0, |x| {
            let [d1, d2, d3] = self.derivatives(x, self.time_of_flight(x, m));
            (d1, 2.0 * d1 * d2 / (2.0 * d2 * d2 - d1 * d3))
        })
    }
}

/// `p - q` and `p + q`, the smaller of them by way of their `product`, so that neither loses digits.
fn difference_and_sum(p: f64, q: f64, product: f64) -> (f64, f64) {
    if p * q > 0.0 { (product / (p + q), p + q) } else { (p - q, product / (p - q)) }
}

/// The zero of a function that is positive at the first end of `bracket` and negative at the second. `f` gives value
/// and step of an iteration; where the step leaves the bracket, or is more than half the one before, the bracket is
/// halved instead.
fn safeguarded(
    (mut positive, mut negative): (f64, f64),
    guess: f64,
    f: impl Fn(f64) -> (f64, f64),
) -> f64 {
    let inside = |x: f64, a: f64, b: f64| a.min(b) < x && x < a.max(b);
    let middle = |a: f64, b: f64| 0.5 * (a + b);
    let mut x = match inside(guess, positive, negative) {
        true => guess,
        false => middle(positive, negative),
    };
    let mut last = f64::INFINITY;
    for _ in 0..ITERATIONS {
        let (value, step) = f(x);
        *(if value > 0.0 { &mut positive } else { &mut negative }) = x;
        let next = match step.abs() <= 0.5 * last && inside(x - step, positive, negative) {
            true => x - step,
            false => middle(positive, negative),
        };
        last = (next - x).abs();
        x = next;
        if last <= 2.0 * f64::EPSILON * x.abs().max(1.0) {
            break;
        }
    }
    x
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

#[cfg(test)]
mod tests {
    //! Published example [Vallado 2013, example 7-5], printed to 1e-6 km/s with mu = 398600.4418 km³/s². Everything
    //! else against two-body motion itself, in universal variables, for which ellipse, parabola and straight line are
    //! one: an arc that Lambert's problem returns must arrive, to within the effect of rounding.

    use super::*;
    use crate::constants::GM_EARTH;
    use crate::math::bisect;
    use proptest::prelude::*;
    use std::f64::consts::TAU;

    /// Position after `time` [Vallado 2013, algorithm 8]; the universal variable by bisection.
    fn arrive(r: Vector3<f64>, v: Vector3<f64>, time: f64) -> Vector3<f64> {
        let (radius, root) = (r.norm(), GM_EARTH.sqrt());
        let alpha = 2.0 / radius - v.norm_squared() / GM_EARTH;
        let after = |chi: f64| {
            let (c2, c3) = stumpff(alpha * chi * chi);
            let radial = r.dot(&v) / root * chi * chi * c2;
            (radial + (1.0 - alpha * radius) * chi.powi(3) * c3 + radius * chi) / root
        };
        let mut end = 1.0;
        while after(end) < time {
            end *= 2.0;
        }
        let chi = bisect((0.0, end), 0.0, |chi| after(chi) >= time);
        let (c2, c3) = stumpff(alpha * chi * chi);
        r * (1.0 - chi * chi / radius * c2) + v * (time - chi.powi(3) * c3 / root)
    }

    /// Stumpff's functions c2 and c3, near 0 from their series.
    fn stumpff(z: f64) -> (f64, f64) {
        let series = |first: f64| {
            let steps = (1..=10).rev().map(|k| first + 2.0 * f64::from(k));
            steps.fold(1.0, |sum, n| 1.0 - sum * z / ((n - 1.0) * n))
        };
        let root = z.abs().sqrt();
        match z {
            z if z.abs() < 1.0 => (series(2.0) / 2.0, series(3.0) / 6.0),
            z if z > 0.0 => {
                (2.0 * (root / 2.0).sin().powi(2) / z, (root - root.sin()) / (z * root))
            }
            _ => (2.0 * (root / 2.0).sinh().powi(2) / -z, (root.sinh() - root) / (-z * root)),
        }
    }

    /// How far the arrival moves if positions, velocities and time of flight change by one rounding error, times 200:
    /// the time of flight loses up to 1/[`SERIES`] = 50 of accuracy, in four operations.
    fn rounding(r1: Vector3<f64>, s: &Solution, time: f64, r2: Vector3<f64>) -> f64 {
        const PART: f64 = 1e-7;
        let moved = |dr: Vector3<f64>, dv: Vector3<f64>| {
            (arrive(r1 + dr, s.v1 + dv, time) - arrive(r1 - dr, s.v1 - dv, time)).norm()
                / (2.0 * PART)
        };
        let axes = [Vector3::x(), Vector3::y(), Vector3::z()];
        let positions = axes.map(|axis| moved(axis * (PART * r1.norm()), Vector3::zeros()));
        let speeds = axes.map(|axis| moved(Vector3::zeros(), axis * (PART * s.v1.norm())));
        let all = positions.iter().chain(&speeds).sum::<f64>() + s.v2.norm() * time + r2.norm();
        200.0 * f64::EPSILON * all
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
            let limit = rounding(r1, s, time, r2);
            assert!(miss < limit, "{} revolutions miss by {miss} m of {limit}", s.revolutions);
        }
        for pair in solutions[1..].chunks(2) {
            assert_eq!(pair[0].revolutions, pair[1].revolutions);
            assert!((pair[0].v1 - pair[1].v1).norm() > 1.0, "two different arcs each");
        }
    }

    // Arcs far out and back, of up to three years between points an hour apart.
    #[test]
    fn long_flights_arrive() {
        let (r1, r2) = (Vector3::x() * 7e6, Vector3::new(8e6 * 1f64.cos(), 8e6 * 1f64.sin(), 0.0));
        for time in [1e5, 1e6, 2e6, 3e6, 6e6, 1e8] {
            let solution = lambert(GM_EARTH, r1, r2, time, Vector3::z(), 0).unwrap()[0];
            let miss = (arrive(r1, solution.v1, time) - r2).norm();
            let limit = rounding(r1, &solution, time, r2);
            assert!(miss < limit, "after {time} s off by {miss} m of {limit}");
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
        // Short and long way, elliptic and hyperbolic, several revolutions; the points nearly in one direction, by the short
        // and by the long way, nearly opposite, and anywhere. Arcs shorter than ten minutes pass the Earth's centre so fast and
        // so near that universal variables lose more digits than Lambert's problem.
        #[test]
        fn every_arc_arrives(
            place in 0u32..4,
            offset in -3.0f64..-0.5,
            anywhere in 0.05f64..6.23,
            ratio in 0.5f64..2.0,
            tilt in -1.0f64..1.0,
            time in 600.0f64..20_000.0,
            revolutions in 0u32..5,
        ) {
            let angle = match place {
                0 => 10f64.powf(offset),
                1 => TAU - 10f64.powf(offset),
                2 => PI + 10f64.powf(offset),
                _ => anywhere,
            };
            prop_assume!((angle - PI).abs() > 1e-3);
            let r1 = Vector3::new(6.8e6, 0.0, 0.0);
            let ahead = Vector3::new(0.0, tilt.cos(), tilt.sin());
            let r2 = (Vector3::x() * angle.cos() + ahead * angle.sin()) * 6.8e6 * ratio;
            let normal = Vector3::x().cross(&ahead);
            for s in lambert(GM_EARTH, r1, r2, time, normal, revolutions).unwrap() {
                prop_assert!(r1.cross(&s.v1).dot(&normal) > 0.0, "turns the wrong way");
                let miss = (arrive(r1, s.v1, time) - r2).norm();
                let limit = rounding(r1, &s, time, r2);
                prop_assert!(miss < limit, "{s:?} misses by {miss} m of {limit}");
            }
        }
    }
}
