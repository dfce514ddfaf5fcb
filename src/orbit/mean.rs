//! Mean elements: osculating elements without the short-period terms of J2.

use super::geometry::wrap;
use super::{Elements, OrbitError};
use crate::constants::{EARTH_RADIUS_FIELD, J2_EARTH as J2};
use std::f64::consts::TAU;

/// Samples over one revolution.
const N: usize = 48;
/// Largest eccentricity for which the samples are dense enough at perigee.
const MOST: f64 = 0.5;

/// Elements averaged over a revolution under J2, to first order in J2, from osculating ones.
///
/// The short-period parts are the integrals of Gauss' equations over the mean anomaly, less their average
/// (Kozai's definition). They are computed by a discrete Fourier sum instead of the published series, and
/// hold for any eccentricity up to 0.5, including zero. Along an ISS-like orbit under J2 alone the mean
/// semi-major axis varies by about 10 m (the osculating one by 19 km); higher harmonics add a few hundred
/// metres, and drag its decay. Inclination must refer to the equator. `gm` in m³/s².
///
/// # Errors
/// [`OrbitError::NoMean`].
///
/// [Kozai 1959], Gauss' equations: [Battin 1999, 10.3].
pub fn mean_elements(osculating: &Elements, gm: f64) -> Result<Elements, OrbitError> {
    if !(0.0..=MOST).contains(&osculating.e) {
        return Err(OrbitError::NoMean { e: osculating.e, most: MOST });
    }
    let target = Nonsingular::of(osculating);
    let mut mean = target;
    let weights = weights();
    // mean + short(mean) = osculating; each pass gains a factor J2.
    for _ in 0..4 {
        mean = target.minus(&mean.short_period(gm, &weights));
    }
    Ok(mean.elements())
}

/// Secular rates of mean elements under J2 [rad/s].
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct SecularRates {
    /// Of the node.
    pub raan: f64,
    /// Of the argument of perigee.
    pub argument_of_perigee: f64,
    /// Of the mean anomaly, the mean motion included.
    pub mean_anomaly: f64,
}

/// Secular rates under J2, to first order, from mean elements [Vallado 2013, 9.6.1].
pub fn secular_rates(mean: &Elements, gm: f64) -> SecularRates {
    let n = mean.mean_motion(gm);
    let ratio = EARTH_RADIUS_FIELD / mean.semi_latus_rectum();
    let k = 1.5 * J2 * n * ratio * ratio;
    let (sin, cos) = libm::sincos(mean.i);
    SecularRates {
        raan: -k * cos,
        argument_of_perigee: k * (2.0 - 2.5 * sin * sin),
        mean_anomaly: n + k * (1.0 - mean.e * mean.e).sqrt() * (1.0 - 1.5 * sin * sin),
    }
}

/// Weights that integrate a sampled Fourier sum without its mean once and twice, at its first sample.
fn weights() -> [[f64; 2]; N] {
    std::array::from_fn(|j| {
        let (mut once, mut twice) = (0.0, 0.0);
        for k in 1..N / 2 {
            let (sin, cos) = libm::sincos(TAU * ((k * j) % N) as f64 / N as f64);
            once -= 2.0 / N as f64 * sin / k as f64;
            twice -= 2.0 / N as f64 * cos / (k * k) as f64;
        }
        [once, twice]
    })
}

/// a, e cos ω, e sin ω, i, Ω, λ = ω + M.
#[derive(Clone, Copy)]
struct Nonsingular([f64; 6]);

impl Nonsingular {
    fn of(o: &Elements) -> Self {
        let (sin, cos) = libm::sincos(o.argument_of_perigee);
        let lambda = o.argument_of_perigee + o.mean_anomaly();
        Self([o.a, o.e * cos, o.e * sin, o.i, o.raan, lambda])
    }

    fn minus(&self, short: &[f64; 6]) -> Self {
        Self(std::array::from_fn(|i| self.0[i] - short[i]))
    }

    fn elements(&self) -> Elements {
        let [a, x, y, i, raan, lambda] = self.0;
        let argument_of_perigee = libm::atan2(y, x).rem_euclid(TAU);
        let raan = raan.rem_euclid(TAU);
        Elements { a, e: x.hypot(y), i, raan, argument_of_perigee, true_anomaly: 0.0 }
            .with_mean_anomaly(wrap(lambda - argument_of_perigee))
    }

    /// Short-period parts of the six at their λ.
    fn short_period(&self, gm: f64, weights: &[[f64; 2]; N]) -> [f64; 6] {
        let n = (gm / self.0[0]).sqrt() / self.0[0];
        let orbit = self.elements();
        let start = orbit.mean_anomaly();
        let (mut short, mut drift) = ([0.0; 6], 0.0);
        for (j, [once, twice]) in weights.iter().enumerate() {
            let at = TAU * j as f64 / N as f64;
            let rates = self.rates(&orbit.with_mean_anomaly(start + at), gm);
            for (s, rate) in short.iter_mut().zip(rates) {
                *s += once * rate / n;
            }
            drift += twice * rates[0] / n;
        }
        // The mean motion follows a: dn = −3/2 n/a da, summed over the revolution.
        short[5] -= 1.5 * drift / self.0[0];
        short
    }

    /// Gauss' equations for the six under J2, without n in the last.
    fn rates(&self, at: &Elements, gm: f64) -> [f64; 6] {
        let [a, x, y, i, ..] = self.0;
        let e2 = x * x + y * y;
        let (p, eta) = (a * (1.0 - e2), (1.0 - e2).sqrt());
        let h = (gm * p).sqrt();
        let (sin_u, cos_u) = libm::sincos(at.argument_of_perigee + at.true_anomaly);
        let (sin_i, cos_i) = libm::sincos(i);
        // e cos ν, e sin ν
        let (ec, es) = (x * cos_u + y * sin_u, x * sin_u - y * cos_u);
        let r = p / (1.0 + ec);
        let k = -1.5 * J2 * gm * EARTH_RADIUS_FIELD * EARTH_RADIUS_FIELD / (r * r * r * r);
        let radial = k * (1.0 - 3.0 * sin_i * sin_i * sin_u * sin_u);
        let along = k * 2.0 * sin_i * sin_i * sin_u * cos_u;
        // The node turns by this over sin i, which is finite on the equator.
        let across_over_sin_i = k * 2.0 * cos_i * sin_u;
        let (across, raan) = (across_over_sin_i * sin_i, r * sin_u / h * across_over_sin_i);
        [
            2.0 * a * a / h * (es * radial + p / r * along),
            (p * sin_u * radial + ((p + r) * cos_u + r * x) * along) / h + y * cos_i * raan,
            (-p * cos_u * radial + ((p + r) * sin_u + r * y) * along) / h - x * cos_i * raan,
            r * cos_u / h * across,
            raan,
            -(p * ec * radial - (p + r) * es * along) / ((1.0 + eta) * h)
                - 2.0 * r * eta * radial / h
                - cos_i * raan,
        ]
    }
}
