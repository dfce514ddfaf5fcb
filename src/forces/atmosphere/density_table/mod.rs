//! NRLMSISE-00 tabulated around an orbit plane: smooth, and twenty times faster.

mod interpolation;
mod plane;

use super::nrlmsise::{AtmosphereError, Nrlmsise00, check_span};
use super::{Density, vertical};
use crate::constants::{EARTH_RADIUS_FIELD, GM_EARTH};
use crate::forces::{BodyAxes, Point};
use crate::math::{Real, exp, min, rotated, round_ties_even};
use crate::units::DAY;
use interpolation::{chebyshev_nodes, lagrange_powers, smooth_step, spline, spline_weights};
use plane::{Plane, reach};
use std::f64::consts::TAU;

/// Number of nodes around the orbit at which the model is evaluated.
const AROUND: usize = 24;
/// Number of nodes in height, and of coefficients of the polynomial in height.
const HEIGHTS: usize = 8;
/// Largest number of nodes in time within an interval, and number of coefficients of the polynomial in time.
const TIMES: usize = 3;
/// Number of knots of the periodic spline around the orbit.
const KNOTS: usize = 64;
/// Length of an interval of constant indices [s].
const INTERVAL: f64 = DAY / 8.0;
/// Half the time over which the density changes from the indices of one interval to those of the next [s].
const BLEND: f64 = 600.0;
/// Longest interval for which a linear function of time suffices [s].
const SHORT: f64 = 7200.0;
/// Longest arc [s].
const MAX_SPAN: f64 = 30.0 * DAY;
/// Lowest and highest height that a table can cover [m].
const LIMITS: [f64; 2] = [100e3, 1000e3];
/// Margin in height of a table beyond the osculating orbit, on either side [m].
const MARGIN: f64 = 40e3;

/// A smooth approximation of [`Nrlmsise00`] near one orbit plane.
///
/// The logarithm of the density is tabulated as a function of the angle in the plane, the height above the ellipsoid and
/// time. The plane precesses about the Earth's axis at the rate due to J₂. Each three-hour interval of constant indices
/// has a polynomial of degree 7 in height and degree 2 in time, and a periodic quintic spline in the angle, computed
/// from 24 × 8 × 3 evaluations of the model. Where indices change, the density passes smoothly from one interval to the
/// next within ten minutes on either side (the model itself jumps, by 8 % at 09:00 UTC on the day of the flight).
///
/// Compared with the exact model with the same indices, at points in the plane, the error is 0.15 % from 170 to 450 km,
/// the usual heights. [`DensityTable::error`] is the largest in a sample taken when the table is set up (below 0.1 % in
/// geomagnetic storms, at solar minimum and at all inclinations tried). Away from the plane the error grows by 0.9 % per
/// degree. After six hours the station is 1 cm from its position in the exact model, and a craft at 200–240 km 2 m (of
/// 17 km due to drag); an integrator takes no more steps than without drag (tests/forces_atmosphere.rs).
///
/// All derivatives up to the third are continuous in time and within the range of heights. Outside that range the
/// logarithm is extrapolated linearly; outside the time span the table for its end is used.
#[derive(Clone, Debug)]
pub struct DensityTable {
    /// Start of the first interval, in seconds since the epoch.
    start: f64,
    /// Time span of the table, in seconds since the epoch.
    from: f64,
    to: f64,
    /// Middle of the range of heights [m], and the reciprocal of half its length [1/m].
    middle: f64,
    per_half: f64,
    intervals: Vec<Interval>,
    error: f64,
}

/// Spline coefficients at one knot: for each power of time, those of the powers of height.
#[derive(Clone, Copy, Debug)]
#[repr(align(64))]
struct Knot([[f64; HEIGHTS]; TIMES]);

/// The table within one interval of constant indices.
#[derive(Clone, Debug)]
struct Interval {
    /// Middle of the interval, in seconds since the epoch, and the reciprocal of half its length [1/s].
    middle: f64,
    per_half: f64,
    plane: Plane,
    /// Knots of the spline; the first five are repeated at the end.
    knots: Vec<Knot>,
}

impl DensityTable {
    /// Range of heights of flights to the ISS [m].
    pub const HEIGHTS: [f64; 2] = [170e3, 450e3];

    /// Range of heights [m] of a table for the orbit of `r`, `v` (GCRF [m, m/s]) under `gm` [m³/s²]: that of the
    /// osculating orbit with a margin of 40 km, limited to the 100 km to 1000 km that a table can cover.
    ///
    /// # Errors
    /// [`AtmosphereError::Heights`] if the orbit lies entirely outside these limits.
    pub fn heights_of((r, v): ([f64; 3], [f64; 3]), gm: f64) -> Result<[f64; 2], AtmosphereError> {
        let [perigee, apogee] = reach(r, v, gm);
        let (low, high) = (perigee - MARGIN, apogee + MARGIN);
        let heights = [low, high].map(|height| height.clamp(LIMITS[0], LIMITS[1]));
        match heights[0] < heights[1] {
            true => Ok(heights),
            false => Err(AtmosphereError::Heights { low_km: low / 1e3, high_km: high / 1e3 }),
        }
    }

    /// [`DensityTable::HEIGHTS`] if the orbit lies within them, else [`DensityTable::heights_of`] the orbit.
    pub(crate) fn usual_heights(orbit: ([f64; 3], [f64; 3])) -> Result<[f64; 2], AtmosphereError> {
        let [perigee, apogee] = reach(orbit.0, orbit.1, GM_EARTH);
        let [low, high] = Self::HEIGHTS;
        match low <= perigee && apogee <= high {
            true => Ok(Self::HEIGHTS),
            false => Self::heights_of(orbit, GM_EARTH),
        }
    }

    /// Tabulates `model` around the orbit of `r`, `v` (GCRF [m, m/s], at `t_from`) for times `t_from`
    /// to `t_to` [s] and heights from `heights[0]` to `heights[1]` [m].
    ///
    /// # Errors
    /// [`AtmosphereError`]: the span is not finite or longer than 30 days, or the heights do not increase or exceed the
    /// limits.
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

    /// Largest relative error found in a sample of points between the nodes.
    pub fn error(&self) -> f64 {
        self.error
    }

    /// The time span of the table [s since the epoch].
    pub fn span(&self) -> (f64, f64) {
        (self.from, self.to)
    }

    /// Lowest and highest height of the table [m].
    pub fn heights(&self) -> [f64; 2] {
        [-1.0, 1.0].map(|end| self.middle + end / self.per_half)
    }

    /// Density [kg/m³] at time `t` [s], for a position along GCRF axes and its geodetic height [m].
    #[inline]
    pub fn at(&self, t: f64, r: [f64; 3], height: f64) -> f64 {
        self.read(t, &r, height)
    }

    /// [`DensityTable::at`] for one point or for lanes of points.
    #[inline(always)]
    fn read<T: Real>(&self, t: f64, r: &[T; 3], height: T) -> T {
        let t = t.clamp(self.from, self.to);
        let place = (t - self.start) * (1.0 / INTERVAL);
        // Negative numbers become zero in the cast.
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
            // Weight of the other interval: 1/2 at the change of indices, 0 ten minutes away.
            let share = smooth_step(0.5 - 0.5 * distance.abs() / BLEND);
            log += (other.log_density(t, r, x) - log) * share;
        }
        exp(log)
    }

    /// Tabulates one interval, from `begin` to `end` [s].
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
                let mut powers = ZERO_KNOT;
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

    /// Largest relative error at points distributed evenly over angle, height and time.
    fn sample_error(&self, model: &Nrlmsise00, axes: &impl BodyAxes) -> f64 {
        const POINTS: usize = 16;
        let mut worst: f64 = 0.0;
        for interval in &self.intervals {
            for i in 0..POINTS {
                // Multiples of powers of the reciprocal plastic number: a quasi-random sequence.
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
    /// ln ρ at time `t`, in the direction of `r`, at the scaled height `x`.
    ///
    /// The points in the lanes have different knots; everything else is computed for all lanes together.
    #[inline(always)]
    fn log_density<T: Real>(&self, t: f64, r: &[T; 3], x: T) -> T {
        let place = self.plane.angle(t, r) * (KNOTS as f64 / TAU);
        let first = min(round_ties_even(place - T::splat(0.5)), T::splat((KNOTS - 1) as f64));
        let weights = spline_weights(place - first);
        let x_t = (t - self.middle) * self.per_half;
        // Not in a closure of `from_lanes`: the compiler does not inline large closures, and would not use the wide
        // registers in them.
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
            let knots = self.knots[knot..].first_chunk().unwrap_or(&[ZERO_KNOT; 6]);
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

/// The lanes as an array.
#[inline(always)]
fn numbers<T: Real>(x: T) -> [f64; MOST_LANES] {
    let mut numbers = [0.0; MOST_LANES];
    x.write(&mut numbers);
    numbers
}

/// Largest number of lanes supported.
const MOST_LANES: usize = 16;

/// A knot with all coefficients zero.
const ZERO_KNOT: Knot = Knot([[0.0; HEIGHTS]; TIMES]);

/// The polynomial in the scaled height; beyond the table's heights, its tangent.
#[inline(always)]
fn in_height(c: &[f64; HEIGHTS], x: f64) -> f64 {
    if x.abs() <= 1.0 {
        polynomial(c, x)
    } else {
        let end = x.signum();
        polynomial(c, end) + derivative(c, end) * (x - end)
    }
}

/// Σ cᵢ xⁱ by Estrin's scheme, which has a shorter chain of dependent operations than Horner's.
#[inline(always)]
fn polynomial(c: &[f64; HEIGHTS], x: f64) -> f64 {
    let x2 = x * x;
    let low = (c[0] + c[1] * x) + (c[2] + c[3] * x) * x2;
    let high = (c[4] + c[5] * x) + (c[6] + c[7] * x) * x2;
    low + high * (x2 * x2)
}

/// Derivative of [`polynomial`].
#[cold]
fn derivative(c: &[f64; HEIGHTS], x: f64) -> f64 {
    c.iter().enumerate().skip(1).rev().fold(0.0, |sum, (i, c)| sum * x + i as f64 * c)
}

/// The density of the model on a geocentric ray (unit vector `d`, Earth-fixed) at a geodetic height [m], with the
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
