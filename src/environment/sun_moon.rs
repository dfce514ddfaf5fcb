//! Geometric positions of the Sun and the Moon.

use crate::constants::AU;
use crate::math::chebyshev_node;
use crate::time::{self, Epoch};
use crate::units::DAY;
use nalgebra::Vector3;

/// Positions of the Sun and the Moon: geocentric, geometric (without light time and aberration), GCRF axes [m].
///
/// - Sun: the heliocentric Earth of SOFA `epv00`, a fit to the planetary theory VSOP2000, reversed. Differences from
///   JPL DE421 over 2000–2035: 2e-8 rad RMS, 7e-8 rad and 6 km at most.
/// - Moon: SOFA `moon98`, Meeus' truncation of ELP 2000-82 with the precession of IAU 2006 [Meeus 1998, chapter 47].
///   Differences from DE421 over 2000–2035: 1.5e-5 rad and 6 km RMS, 7e-5 rad and 32 km at most, which displaces an
///   ISS-like orbit by less than 2 cm in 24 h.
///
/// TT is used in place of TDB; they differ by 2 ms, in which the Moon moves 2 m.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct SunMoon {
    /// Sun [m].
    pub sun: Vector3<f64>,
    /// Moon [m].
    pub moon: Vector3<f64>,
}

impl SunMoon {
    /// The positions at `epoch`, valid from 1900 to 2100; outside, the Sun is NaN.
    pub fn at(epoch: Epoch) -> Self {
        let (tt1, tt2) = time::jd_tt(epoch);
        // `epv00` fails for years outside 1900–2100.
        let earth = sofars::eph::epv00(tt1, tt2).map_or([f64::NAN; 3], |(helio, _)| helio[0]);
        let moon = sofars::eph::moon98(tt1, tt2)[0];
        Self { sun: Vector3::from(earth) * -AU, moon: Vector3::from(moon) * AU }
    }
}

/// Longest piece of a [`SunMoonArc`] [s].
const PIECE: f64 = 43_200.0;
/// Longest [`SunMoonArc`] [s]: the validity of the series.
const MAX_SPAN: f64 = 200.0 * 366.0 * DAY;
/// Number of coefficients of a piece.
const N: usize = 6;

/// [`SunMoon`] along an arc, for performance-critical code: polynomials of degree 5 over pieces of at most half a
/// day. They agree with the series to 1 cm for the Moon and 1 m for the Sun (1e-11 of the distance) and take a few
/// nanoseconds per call. Outside the span the first and last pieces are extrapolated, with an error that grows as the
/// sixth power of the time.
#[derive(Clone, Debug, PartialEq)]
pub struct SunMoonArc {
    epoch: Epoch,
    start: f64,
    /// Half the length of a piece [s], and its reciprocal [1/s].
    half: f64,
    inverse: f64,
    sun: Box<[[[f64; 3]; N]]>,
    moon: Box<[[[f64; 3]; N]]>,
}

impl SunMoonArc {
    /// For times from `from` to `to` seconds after `epoch`, in either order. Positions are NaN where the series are not
    /// valid, and everywhere if the span is not finite or longer than two centuries.
    pub fn over(epoch: Epoch, from: f64, to: f64) -> Self {
        let length = (to - from).abs();
        if length.is_nan() || length > MAX_SPAN {
            let nowhere = || vec![[[f64::NAN; 3]; N]].into_boxed_slice();
            let (start, half, inverse) = (f64::NAN, f64::NAN, f64::NAN);
            return Self { epoch, start, half, inverse, sun: nowhere(), moon: nowhere() };
        }
        let (from, to) = (from.min(to), from.max(to));
        let count = (((to - from) / PIECE).ceil() as usize).max(1);
        let half = ((to - from) / count as f64 / 2.0).max(1.0);
        let (mut sun, mut moon) = (Vec::with_capacity(count), Vec::with_capacity(count));
        for k in 0..count {
            let middle = from + half * (2 * k + 1) as f64;
            let at: [SunMoon; N] = std::array::from_fn(|j| {
                SunMoon::at(time::after(epoch, middle + half * chebyshev_node(j, N)))
            });
            sun.push(fit(at.map(|p| p.sun.into())));
            moon.push(fit(at.map(|p| p.moon.into())));
        }
        Self {
            epoch,
            start: from,
            half,
            inverse: 1.0 / half,
            sun: sun.into_boxed_slice(),
            moon: moon.into_boxed_slice(),
        }
    }

    /// The epoch of `t`.
    pub fn epoch(&self) -> Epoch {
        self.epoch
    }

    /// The Sun, geocentric, GCRF axes [m].
    #[inline]
    pub fn sun(&self, t: f64) -> [f64; 3] {
        self.eval(&self.sun, t)
    }

    /// The Moon, geocentric, GCRF axes [m].
    #[inline]
    pub fn moon(&self, t: f64) -> [f64; 3] {
        self.eval(&self.moon, t)
    }

    #[inline(always)]
    fn eval(&self, pieces: &[[[f64; 3]; N]], t: f64) -> [f64; 3] {
        let x = (t - self.start) * self.inverse;
        // Negative and huge numbers saturate in the cast.
        let k = ((0.5 * x) as usize).min(pieces.len() - 1);
        let u = x - (2 * k + 1) as f64;
        let c = &pieces[k];
        let mut sum = c[N - 1];
        for term in c[..N - 1].iter().rev() {
            for i in 0..3 {
                sum[i] = sum[i] * u + term[i];
            }
        }
        sum
    }

    /// The span covered [s since the epoch].
    pub fn span(&self) -> (f64, f64) {
        (self.start, self.start + 2.0 * self.half * self.sun.len() as f64)
    }
}

/// Coefficients of 1, u, …, u⁵ of the polynomial through the values at each [`chebyshev_node`].
fn fit(values: [[f64; 3]; N]) -> [[f64; 3]; N] {
    // c_k = (2 − δ_k0)/N Σ_j f_j cos(k (j + 1/2) π / N), then T_k written out in powers.
    const POWERS: [[f64; N]; N] = [
        [1.0, 0.0, 0.0, 0.0, 0.0, 0.0],
        [0.0, 1.0, 0.0, 0.0, 0.0, 0.0],
        [-1.0, 0.0, 2.0, 0.0, 0.0, 0.0],
        [0.0, -3.0, 0.0, 4.0, 0.0, 0.0],
        [1.0, 0.0, -8.0, 0.0, 8.0, 0.0],
        [0.0, 5.0, 0.0, -20.0, 0.0, 16.0],
    ];
    let mut powers = [[0.0; 3]; N];
    for (k, polynomial) in POWERS.iter().enumerate() {
        let scale = if k == 0 { 1.0 } else { 2.0 } / N as f64;
        for axis in 0..3 {
            let c = (0..N)
                .map(|j| {
                    let angle = k as f64 * (j as f64 + 0.5) * std::f64::consts::PI / N as f64;
                    values[j][axis] * libm::cos(angle)
                })
                .sum::<f64>()
                * scale;
            for (power, factor) in powers.iter_mut().zip(polynomial) {
                power[axis] += c * factor;
            }
        }
    }
    powers
}
