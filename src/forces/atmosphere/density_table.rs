//! NRLMSISE-00 tabulated along an orbit plane: smooth, and twenty times faster.

use super::nrlmsise::{AtmosphereError, Nrlmsise00, check_span};
use super::{Density, vertical};
use crate::constants::{EARTH_RADIUS_FIELD, GM_EARTH, WGS84_A, WGS84_F};
use crate::forces::gravity::J2;
use crate::forces::{BodyAxes, Point};
use crate::math::{
    Real, angle, chebyshev_node, cross, dot, exp, min, norm, rotated, round_ties_even, unit,
};
use crate::units::DAY;
use std::f64::consts::TAU;

/// Nodes around the orbit at which the model is called.
const AROUND: usize = 24;
/// Nodes in height, and coefficients of the polynomial in height.
const HEIGHTS: usize = 8;
/// Most nodes in time within one interval, and coefficients of the polynomial in time.
const TIMES: usize = 3;
/// Knots of the periodic spline around the orbit.
const KNOTS: usize = 64;
/// Interval of constant indices [s].
const INTERVAL: f64 = DAY / 8.0;
/// Half the time over which the density changes from one interval's indices to the next [s].
const BLEND: f64 = 600.0;
/// Intervals no longer than this are linear in time [s].
const SHORT: f64 = 7200.0;
/// Longest arc [s].
const MAX_SPAN: f64 = 30.0 * DAY;
/// Lowest and highest height a table can have [m].
const LIMITS: [f64; 2] = [100e3, 1000e3];
/// Heights by which a table reaches beyond the osculating orbit, either side [m].
const MARGIN: f64 = 40e3;

/// A smooth approximation of [`Nrlmsise00`] near one orbit plane.
///
/// The logarithm of the density is held as a function of the angle in the plane, the height above
/// the ellipsoid and time. The plane turns about the Earth's axis at the rate J₂ gives it.
/// For each three-hour interval of constant indices: a polynomial of degree 7 in height, of degree 2
/// in time, and a periodic spline of degree 5 in the angle, all made from 24 × 8 × 3 calls of the
/// model. Where indices change, the density goes over from one interval to the next within ten
/// minutes either side (the exact model jumps, by 8 % at 09:00 UTC on the day of the flight).
///
/// Accuracy against the exact model with the same indices, for points in the plane: 0.15 % from 170 to
/// 450 km, the usual heights; [`DensityTable::error`] is the worst of a sample taken when the table
/// is made (below 0.1 % in storms, at solar minimum and at all inclinations tried). Beside the plane the error
/// grows by 0.9 % per degree. After six hours the station is 1 cm from where the exact model takes it and a craft
/// at 200–240 km 2 m (of 17 km by drag), and an integrator takes no more steps than without air
/// (tests/forces_atmosphere.rs).
///
/// All derivatives up to the third are continuous in time and within the height range; outside the
/// heights the logarithm goes on with the slope of the end, outside the span the time stands still.
#[derive(Clone, Debug)]
pub struct DensityTable {
    /// Start of the first interval, in seconds since the epoch.
    start: f64,
    /// Span the table was made for.
    from: f64,
    to: f64,
    middle: f64,
    per_half: f64,
    intervals: Vec<Interval>,
    error: f64,
}

/// Spline coefficients at one knot: powers of height within powers of time.
#[derive(Clone, Copy, Debug)]
#[repr(align(64))]
struct Knot([[f64; HEIGHTS]; TIMES]);

#[derive(Clone, Debug)]
struct Interval {
    middle: f64,
    per_half: f64,
    plane: Plane,
    /// Knots of the spline, the first five repeated at the end.
    knots: Vec<Knot>,
}

/// Axes in an orbit plane at an instant, and their rates; inertial axes.
#[derive(Clone, Copy, Debug)]
struct Plane {
    t: f64,
    p: [f64; 3],
    q: [f64; 3],
    /// Rate at which the plane turns about z [rad/s].
    rate: f64,
}

impl DensityTable {
    /// Lowest and highest height of flights to the ISS [m].
    pub const HEIGHTS: [f64; 2] = [170e3, 450e3];

    /// Lowest and highest height [m] of a table for the orbit of `r`, `v` (GCRF [m, m/s]) under `gm`
    /// [m³/s²]: 40 km beyond the osculating orbit, cut to the 100 km to 1000 km that a table can have.
    ///
    /// # Errors
    /// [`AtmosphereError::Heights`] if the orbit lies outside them altogether.
    pub fn heights_of((r, v): ([f64; 3], [f64; 3]), gm: f64) -> Result<[f64; 2], AtmosphereError> {
        let [perigee, apogee] = reach(r, v, gm);
        let (low, high) = (perigee - MARGIN, apogee + MARGIN);
        let heights = [low, high].map(|height| height.clamp(LIMITS[0], LIMITS[1]));
        match heights[0] < heights[1] {
            true => Ok(heights),
            false => Err(AtmosphereError::Heights { low_km: low / 1e3, high_km: high / 1e3 }),
        }
    }

    /// [`DensityTable::HEIGHTS`] where the orbit lies between them, else [`DensityTable::heights_of`] it.
    pub(crate) fn usual_heights(orbit: ([f64; 3], [f64; 3])) -> Result<[f64; 2], AtmosphereError> {
        let [perigee, apogee] = reach(orbit.0, orbit.1, GM_EARTH);
        let [low, high] = Self::HEIGHTS;
        match low <= perigee && apogee <= high {
            true => Ok(Self::HEIGHTS),
            false => Self::heights_of(orbit, GM_EARTH),
        }
    }

    /// Tabulates `model` around the orbit of `r`, `v` (GCRF [m, m/s], at `t_from`) for times `t_from`
    /// to `t_to` and heights between `heights[0]` and `heights[1]` [m].
    ///
    /// # Errors
    /// If the span is not finite or longer than 30 days, or the heights are not sensible.
    pub fn around(
        model: &Nrlmsise00,
        axes: &impl BodyAxes,
        (r, v): ([f64; 3], [f64; 3]),
        (t_from, t_to): (f64, f64),
        heights: [f64; 2],
    ) -> Result<DensityTable, AtmosphereError> {
        check_span(t_from, t_to, MAX_SPAN)?;
        let (from, to) = (t_from.min(t_to), t_from.max(t_to));
        let [low, high] = heights;
        if !(LIMITS[0] <= low && low < high && high <= LIMITS[1]) {
            let (low_km, high_km) = (low / 1e3, high / 1e3);
            return Err(AtmosphereError::Heights { low_km, high_km });
        }
        let plane = Plane::of(t_from, r, v);
        let start = model.interval_start(from);
        let count = (((to - start) / INTERVAL).ceil() as usize).max(1);
        let mut table = DensityTable {
            start,
            from,
            to,
            middle: 0.5 * (low + high),
            per_half: 2.0 / (high - low),
            intervals: Vec::with_capacity(count),
            error: 0.0,
        };
        for k in 0..count {
            let begin = start + INTERVAL * k as f64;
            let (begin, end) = (begin.max(from), (begin + INTERVAL).min(to));
            let interval = table.tabulate(model, axes, &plane, begin, end);
            table.intervals.push(interval);
        }
        table.error = table.sample_error(model, axes);
        Ok(table)
    }

    /// Largest relative error found in a sample of points off the nodes.
    pub fn error(&self) -> f64 {
        self.error
    }

    /// The span it was made for [s since the epoch].
    pub fn span(&self) -> (f64, f64) {
        (self.from, self.to)
    }

    /// Lowest and highest height of the table [m].
    pub fn heights(&self) -> [f64; 2] {
        [-1.0, 1.0].map(|end| self.middle + end / self.per_half)
    }

    /// Density [kg/m³] at `t`, for a position along inertial axes and its geodetic height [m].
    #[inline]
    pub fn at(&self, t: f64, r: [f64; 3], height: f64) -> f64 {
        self.read(t, &r, height)
    }

    /// The same for one point or for lanes of them.
    #[inline(always)]
    fn read<T: Real>(&self, t: f64, r: &[T; 3], height: T) -> T {
        let t = t.clamp(self.from, self.to);
        let place = (t - self.start) * (1.0 / INTERVAL);
        // A negative number saturates in the cast.
        let k = (place as usize).min(self.intervals.len() - 1);
        let x = (height - T::splat(self.middle)) * self.per_half;
        let mut log = self.intervals[k].log_density(t, r, x);
        let within = (place - k as f64) * INTERVAL;
        let after = within > 0.5 * INTERVAL;
        let (other, distance) =
            if after { (k + 1, within - INTERVAL) } else { (k.wrapping_sub(1), within) };
        if distance.abs() < BLEND
            && let Some(other) = self.intervals.get(other)
        {
            // Share of the other interval: 1/2 at the change of indices, 0 ten minutes away.
            let share = smooth_step(0.5 - 0.5 * distance.abs() / BLEND);
            log += (other.log_density(t, r, x) - log) * share;
        }
        exp(log)
    }

    fn tabulate(
        &self,
        model: &Nrlmsise00,
        axes: &impl BodyAxes,
        plane: &Plane,
        begin: f64,
        end: f64,
    ) -> Interval {
        let middle = 0.5 * (begin + end);
        let half = 0.5 * (end - begin) + BLEND;
        let times = chebyshev_nodes(if end - begin <= SHORT { 2 } else { TIMES });
        let heights = chebyshev_nodes(HEIGHTS);
        let plane = plane.turned_to(middle);
        let (in_time, in_height) = (lagrange_powers(&times), lagrange_powers(&heights));
        let nodes: Vec<Knot> = (0..AROUND)
            .map(|j| {
                let angle = TAU * j as f64 / AROUND as f64;
                let mut powers = NOTHING;
                for (x_t, time_powers) in times.iter().zip(&in_time) {
                    let t = middle + half * x_t;
                    let turn = axes.to_body(t);
                    let d = rotated(&turn, plane.direction(t, angle));
                    for (x_h, height_powers) in heights.iter().zip(&in_height) {
                        let height = self.middle + x_h / self.per_half;
                        let log = libm::log(density_along(model, middle, t, d, height));
                        for (row, a) in powers.0.iter_mut().zip(time_powers) {
                            for (sum, b) in row.iter_mut().zip(height_powers) {
                                *sum += log * a * b;
                            }
                        }
                    }
                }
                powers
            })
            .collect();
        Interval { middle, per_half: 1.0 / half, plane, knots: spline(&nodes) }
    }

    /// Compares with the model at points spread evenly over angle, height and time.
    fn sample_error(&self, model: &Nrlmsise00, axes: &impl BodyAxes) -> f64 {
        const POINTS: usize = 16;
        let mut worst: f64 = 0.0;
        for interval in &self.intervals {
            for i in 0..POINTS {
                // Multiples of powers of the plastic number's reciprocal: an even spread.
                let spread = |a: f64| (0.5 + a * i as f64).fract();
                let reach = 1.0 - BLEND * interval.per_half;
                let x_t = (2.0 * spread(0.754_877_666_246_693) - 1.0) * reach;
                let x_h = 2.0 * spread(0.569_840_290_998_053) - 1.0;
                let angle = TAU * (i as f64 + 0.5) / POINTS as f64;
                let t = interval.middle + x_t / interval.per_half;
                let height = self.middle + x_h / self.per_half;
                let d = interval.plane.direction(t, angle);
                let d_body = rotated(&axes.to_body(t), d);
                let exact = density_along(model, interval.middle, t, d_body, height);
                let ours = exp(interval.log_density(t, &d, x_h));
                worst = worst.max((ours / exact - 1.0).abs());
            }
        }
        worst
    }
}

impl<T: Real> Density<T> for DensityTable {
    #[inline(always)]
    fn density(&self, at: &Point<T>) -> T {
        let height = vertical(at.r_body).height;
        self.read(at.t, &at.r, height)
    }
}

impl Interval {
    /// ln ρ at `t`, in the direction of `r`, at the scaled height `x`.
    ///
    /// The point of each lane has its own knots; all else is done for the lanes together.
    #[inline(always)]
    fn log_density<T: Real>(&self, t: f64, r: &[T; 3], x: T) -> T {
        let place = self.plane.angle(t, r) * (KNOTS as f64 / TAU);
        let first = min(round_ties_even(place - T::splat(0.5)), T::splat((KNOTS - 1) as f64));
        let weights = spline_weights(place - first);
        let x_t = (t - self.middle) * self.per_half;
        // Not in the closure of `from_lanes`: large closures are not compiled into their caller,
        // and so not with its registers.
        const { assert!(T::LANES <= MOST_LANES) };
        let (first, x) = (numbers(first), numbers(x));
        let weights = [
            numbers(weights[0]),
            numbers(weights[1]),
            numbers(weights[2]),
            numbers(weights[3]),
            numbers(weights[4]),
            numbers(weights[5]),
        ];
        const { assert!(HEIGHTS == 8) };
        let mut c = [[0.0; HEIGHTS]; MOST_LANES];
        for i in 0..T::LANES {
            // A negative zero or NaN becomes zero in the cast.
            let knot = (first[i] as usize).min(KNOTS - 1);
            let knots = self.knots[knot..].first_chunk().unwrap_or(&[NOTHING; 6]);
            let mut sum = T::Eight::splat(0.0);
            for j in 0..6 {
                let [constant, slope, bend] = &knots[j].0;
                let [constant, slope, bend] =
                    [T::Eight::read(constant), T::Eight::read(slope), T::Eight::read(bend)];
                sum += (constant + (slope + bend * x_t) * x_t) * weights[j][i];
            }
            sum.write(&mut c[i]);
        }
        let mut log = [0.0; MOST_LANES];
        for i in 0..T::LANES {
            log[i] = in_height(&c[i], x[i]);
        }
        T::read(&log)
    }
}

/// The numbers of the lanes.
#[inline(always)]
fn numbers<T: Real>(x: T) -> [f64; MOST_LANES] {
    let mut numbers = [0.0; MOST_LANES];
    x.write(&mut numbers);
    numbers
}

/// Lanes for which there is room.
const MOST_LANES: usize = 16;

/// A knot without influence.
const NOTHING: Knot = Knot([[0.0; HEIGHTS]; TIMES]);

/// The polynomial in the scaled height, beyond the table's heights its tangent.
#[inline(always)]
fn in_height(c: &[f64; HEIGHTS], x: f64) -> f64 {
    if x.abs() <= 1.0 {
        polynomial(c, x)
    } else {
        let end = x.signum();
        polynomial(c, end) + derivative(c, end) * (x - end)
    }
}

/// Σ cᵢ xⁱ, in pairs so that few operations wait for one another.
#[inline(always)]
fn polynomial(c: &[f64; HEIGHTS], x: f64) -> f64 {
    let x2 = x * x;
    let low = (c[0] + c[1] * x) + (c[2] + c[3] * x) * x2;
    let high = (c[4] + c[5] * x) + (c[6] + c[7] * x) * x2;
    low + high * (x2 * x2)
}

#[cold]
fn derivative(c: &[f64; HEIGHTS], x: f64) -> f64 {
    c.iter().enumerate().skip(1).rev().fold(0.0, |sum, (i, c)| sum * x + i as f64 * c)
}

/// Lowest and highest height of an osculating orbit above the ellipsoid [m], the latter at the highest
/// latitude; infinite if the orbit is open.
fn reach(r: [f64; 3], v: [f64; 3], gm: f64) -> [f64; 2] {
    let h = cross(r, v);
    let parameter = dot(h, h) / gm;
    let (ec, es) = (parameter / norm(r) - 1.0, dot(r, v) * (parameter / gm).sqrt() / norm(r));
    let e = ec.hypot(es);
    let perigee = parameter / (1.0 + e) - WGS84_A;
    // The equator bulges: the ellipsoid lies that much below the sphere at the highest latitude.
    let below = WGS84_F * WGS84_A * (1.0 - h[2] * h[2] / dot(h, h));
    let apogee = parameter / (1.0 - e).max(0.0) - WGS84_A + below;
    [perigee, apogee]
}

impl Plane {
    fn of(t: f64, r: [f64; 3], v: [f64; 3]) -> Plane {
        let h = cross(r, v);
        let normal = unit(h);
        let p = unit(r);
        // Secular motion of the node, −3/2 n J₂ (R/p)² cos i [Vallado 2013, eq. 9-37].
        let (r1, v2) = (norm(r), dot(v, v));
        let axis = 1.0 / (2.0 / r1 - v2 / GM_EARTH);
        let parameter = dot(h, h) / GM_EARTH;
        let mean_motion = (GM_EARTH / axis).max(0.0).sqrt() / axis;
        let ratio = EARTH_RADIUS_FIELD / parameter;
        let rate = -1.5 * mean_motion * J2::EARTH.j2 * ratio * ratio * normal[2];
        Plane { t, p, q: cross(normal, p), rate: if rate.is_finite() { rate } else { 0.0 } }
    }

    fn turned_to(&self, t: f64) -> Plane {
        let (sin, cos) = libm::sincos(self.rate * (t - self.t));
        let turn = |a: [f64; 3]| [cos * a[0] - sin * a[1], sin * a[0] + cos * a[1], a[2]];
        Plane { t, p: turn(self.p), q: turn(self.q), rate: self.rate }
    }

    /// The axes at `t`, to first order in the turn.
    #[inline]
    fn axes(&self, t: f64) -> [[f64; 3]; 2] {
        let turn = self.rate * (t - self.t);
        [self.p, self.q].map(|a| [a[0] - turn * a[1], a[1] + turn * a[0], a[2]])
    }

    fn direction(&self, t: f64, angle: f64) -> [f64; 3] {
        let [p, q] = self.axes(t);
        let (sin, cos) = libm::sincos(angle);
        unit(std::array::from_fn(|i| cos * p[i] + sin * q[i]))
    }

    /// Angle in the plane from p to the projection of `r`, 0 to 2π.
    #[inline(always)]
    fn angle<T: Real>(&self, t: f64, r: &[T; 3]) -> T {
        let [p, q] = self.axes(t);
        let x = r[0] * p[0] + r[1] * p[1] + r[2] * p[2];
        let y = r[0] * q[0] + r[1] * q[1] + r[2] * q[2];
        angle(x, y)
    }
}

/// The exact density on a geocentric ray (unit vector, Earth-fixed) at a geodetic height, with the
/// indices and the day of `t_indices`.
fn density_along(model: &Nrlmsise00, t_indices: f64, t: f64, d: [f64; 3], height: f64) -> f64 {
    let mut r = EARTH_RADIUS_FIELD + height;
    let mut place = vertical(d.map(|c| c * r));
    for _ in 0..2 {
        r += height - place.height;
        place = vertical(d.map(|c| c * r));
    }
    let latitude = libm::atan2(place.sin_latitude, place.cos_latitude);
    model.within_interval(t_indices, t, height, latitude, libm::atan2(d[1], d[0]))
}

/// Coefficients of the periodic quintic spline that passes, at its knots, through the trigonometric
/// polynomial of the values at the nodes.
fn spline(nodes: &[Knot]) -> Vec<Knot> {
    // Value of a spline whose coefficients are cos(mx), at a knot: (66 + 52 cos ω + 2 cos 2ω)/120.
    let gain = |m: usize| {
        let omega = TAU * m as f64 / KNOTS as f64;
        (66.0 + 52.0 * libm::cos(omega) + 2.0 * libm::cos(2.0 * omega)) / 120.0
    };
    let kernel = |x: f64| {
        let inner: f64 = (1..AROUND / 2).map(|m| 2.0 * libm::cos(m as f64 * x) / gain(m)).sum();
        let m = AROUND / 2;
        (1.0 / gain(0) + inner + libm::cos(m as f64 * x) / gain(m)) / AROUND as f64
    };
    // Knot offsets against nodes repeat with the common grid of both.
    const GRID: usize = 192;
    let kernels: Vec<f64> = (0..GRID).map(|i| kernel(TAU * i as f64 / GRID as f64)).collect();
    // Coefficient `first` of `Interval::log_density` belongs to the knot two before the point.
    (0..KNOTS + 5)
        .map(|k| {
            let mut knot = NOTHING;
            for (j, node) in nodes.iter().enumerate() {
                let offset = (k + KNOTS - 2) * (GRID / KNOTS) + GRID - j * (GRID / AROUND);
                let weight = kernels[offset % GRID];
                for (row, node_row) in knot.0.iter_mut().zip(&node.0) {
                    for (sum, value) in row.iter_mut().zip(node_row) {
                        *sum += weight * value;
                    }
                }
            }
            knot
        })
        .collect()
}

/// Weights of the six neighbouring coefficients of a uniform quintic spline, `t` from 0 to 1 between
/// the third and the fourth.
#[inline(always)]
fn spline_weights<T: Real>(t: T) -> [T; 6] {
    let s = T::splat(1.0) - t;
    let [first, second, third] = first_weights(t, s);
    let [last, fifth, fourth] = first_weights(s, t);
    [first, second, third, fourth, fifth, last]
}

/// The first three of them, with `s = 1 - t`.
#[inline(always)]
fn first_weights<T: Real>(t: T, s: T) -> [T; 3] {
    let (one, two) = (T::splat(1.0), T::splat(2.0));
    let (t2, s2) = (t * t, s * s);
    let t4 = t2 * t2;
    let scale = 1.0 / 120.0;
    [
        s2 * s2 * s * scale,
        (one + s * (one + s * (two + s * (two + s * t))) * 5.0) * scale,
        (T::splat(66.0) - t2 * 60.0 + t4 * 30.0 - t4 * t * 10.0) * scale,
    ]
}

/// From 0 to 1 with three vanishing derivatives at both ends.
fn smooth_step(x: f64) -> f64 {
    let x2 = x * x;
    x2 * x2 * (35.0 - x * (84.0 - x * (70.0 - 20.0 * x)))
}

fn chebyshev_nodes(n: usize) -> Vec<f64> {
    (0..n).map(|j| chebyshev_node(j, n)).collect()
}

/// For each node, the coefficients of 1, x, x², … of the polynomial that is 1 there and 0 at the
/// other nodes.
fn lagrange_powers(nodes: &[f64]) -> Vec<Vec<f64>> {
    let of = |i: usize| {
        let mut powers = vec![0.0; nodes.len()];
        powers[0] = 1.0;
        for (j, x) in nodes.iter().enumerate().filter(|(j, _)| *j != i) {
            let scale = 1.0 / (nodes[i] - nodes[j]);
            for k in (0..powers.len()).rev() {
                let lower = if k > 0 { powers[k - 1] } else { 0.0 };
                powers[k] = (lower - x * powers[k]) * scale;
            }
        }
        powers
    };
    (0..nodes.len()).map(of).collect()
}
