//! The modified Harris–Priester atmosphere: a minimum and a maximum density profile and a diurnal bulge.

use super::{Density, vertical};
use crate::forces::{Ephemeris, Point};
use crate::math::Real;

/// Height [km], minimum (antapex) and maximum (apex) density [g/km³] at mean solar activity
/// [Montenbruck & Gill 2000, table 3.8].
const TABLE: [[f64; 3]; 50] = [
    [100.0, 497_400.0, 497_400.0],
    [120.0, 24_900.0, 24_900.0],
    [130.0, 8377.0, 8710.0],
    [140.0, 3899.0, 4059.0],
    [150.0, 2122.0, 2215.0],
    [160.0, 1263.0, 1344.0],
    [170.0, 800.8, 875.8],
    [180.0, 528.3, 601.0],
    [190.0, 361.7, 429.7],
    [200.0, 255.7, 316.2],
    [210.0, 183.9, 239.6],
    [220.0, 134.1, 185.3],
    [230.0, 99.49, 145.5],
    [240.0, 74.88, 115.7],
    [250.0, 57.09, 93.08],
    [260.0, 44.03, 75.55],
    [270.0, 34.30, 61.82],
    [280.0, 26.97, 50.95],
    [290.0, 21.39, 42.26],
    [300.0, 17.08, 35.26],
    [320.0, 10.99, 25.11],
    [340.0, 7.214, 18.19],
    [360.0, 4.824, 13.37],
    [380.0, 3.274, 9.955],
    [400.0, 2.249, 7.492],
    [420.0, 1.558, 5.684],
    [440.0, 1.091, 4.355],
    [460.0, 0.7701, 3.362],
    [480.0, 0.5474, 2.612],
    [500.0, 0.3916, 2.042],
    [520.0, 0.2819, 1.605],
    [540.0, 0.2042, 1.267],
    [560.0, 0.1488, 1.005],
    [580.0, 0.1092, 0.7997],
    [600.0, 0.08070, 0.6390],
    [620.0, 0.06012, 0.5123],
    [640.0, 0.04519, 0.4121],
    [660.0, 0.03430, 0.3325],
    [680.0, 0.02632, 0.2691],
    [700.0, 0.02043, 0.2185],
    [720.0, 0.01607, 0.1779],
    [740.0, 0.01281, 0.1452],
    [760.0, 0.01036, 0.1190],
    [780.0, 0.008496, 0.09776],
    [800.0, 0.007069, 0.08059],
    [840.0, 0.004680, 0.05741],
    [880.0, 0.003200, 0.04210],
    [920.0, 0.002210, 0.03130],
    [960.0, 0.001560, 0.02360],
    [1000.0, 0.001150, 0.01810],
];

/// Angle by which the bulge lags behind the Sun in right ascension: 30° [Montenbruck & Gill 2000, p. 91].
const LAG: f64 = std::f64::consts::PI / 6.0;

/// Harris–Priester density,
///
/// ```text
/// ρ = ρ_min(h) + [ρ_max(h) − ρ_min(h)] cosⁿ(ψ/2)
/// ```
///
/// with ψ the angle from the apex of the bulge, which lags behind the Sun by 30° in right ascension, and
/// ρ_min, ρ_max exponential between the heights of the table [Montenbruck & Gill 2000, eq. 3.99–3.104].
/// Below 100 km the lowest layer is extrapolated; above 1000 km the density is zero. The slope is discontinuous at the
/// heights of the table.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct HarrisPriester<S> {
    /// Ephemeris of the Sun.
    pub sun: S,
    /// The exponent n: 2 for low inclinations to 6 for polar orbits.
    pub exponent: u32,
}

impl<S> HarrisPriester<S> {
    /// Minimum and maximum density [kg/m³] at a height [m].
    pub fn limits(height: f64) -> [f64; 2] {
        let h = height / 1e3;
        let last = TABLE.len() - 1;
        if h > TABLE[last][0] {
            return [0.0; 2];
        }
        let above = TABLE[1..last].partition_point(|row| row[0] <= h) + 1;
        let (low, high) = (&TABLE[above - 1], &TABLE[above]);
        let part = (h - low[0]) / (high[0] - low[0]);
        [1, 2].map(|i| 1e-12 * low[i] * libm::exp(part * libm::log(high[i] / low[i])))
    }
}

impl<T: Real, S: Ephemeris> Density<T> for HarrisPriester<S> {
    #[inline(always)]
    fn density(&self, at: &Point<T>) -> T {
        let s = self.sun.position(at.t);
        let (sin_lag, cos_lag) = libm::sincos(LAG);
        let apex = [s[0] * cos_lag - s[1] * sin_lag, s[0] * sin_lag + s[1] * cos_lag, s[2]];
        let distance = (s[0] * s[0] + s[1] * s[1] + s[2] * s[2]).sqrt();
        let r = at.r;
        let norm = (r[0] * r[0] + r[1] * r[1] + r[2] * r[2]).sqrt() * distance;
        let cos_psi = (r[0] * apex[0] + r[1] * apex[1] + r[2] * apex[2]) / norm;
        let height = vertical(at.r_body).height;
        T::from_lanes(|i| {
            let cos_half = (0.5 * (1.0 + cos_psi.lane(i))).max(0.0).sqrt();
            let bulge = (0..self.exponent).fold(1.0, |power, _| power * cos_half);
            let [least, greatest] = Self::limits(height.lane(i));
            least + (greatest - least) * bulge
        })
    }
}
