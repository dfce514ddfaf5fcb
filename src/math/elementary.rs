//! Exponential and polar angle of a [`Real`], from basic arithmetic only.
//!
//! Every lane gives the same bits as a single number, on every machine.

use super::Real;
use std::f64::consts::{FRAC_PI_2, FRAC_PI_8, LN_2, LOG2_E, PI, TAU};

/// 1.5 · 2⁵²: added to a number below 2⁵¹, it leaves the nearest integer in the last bits of the sum.
const TO_INTEGER: f64 = 6_755_399_441_055_744.0;

/// Nearest integer, lane by lane, for numbers below 2⁵¹; ties go to the even one.
#[inline(always)]
pub fn round_ties_even<T: Real>(x: T) -> T {
    let shift = T::splat(TO_INTEGER);
    (x + shift) - shift
}

/// Smaller of two numbers, lane by lane.
#[inline(always)]
pub fn min<T: Real>(a: T, b: T) -> T {
    -(-a).max(-b)
}

/// eˣ within two units in the last place, for `x` from -708 to 709. Beyond that range it is constant, 3e-308 or
/// 8e307. NaN and infinities give NaN.
///
/// With `n` the integer nearest to `x / ln 2`, `eˣ = 2ⁿ eˢ`; `eˢ` is summed from its series up to `s¹³`, whose
/// remainder is below 5e-18 for `|s| ≤ ln 2 / 2`.
#[inline(always)]
pub fn exp<T: Real>(x: T) -> T {
    /// ln 2 without its last 21 bits, so that its product with `n` is exact, and the remainder.
    const LN_2_HIGH: f64 = f64::from_bits(LN_2.to_bits() & !0x1f_ffff);
    const LN_2_LOW: f64 = (LN_2 - LN_2_HIGH) + 2.319_046_813_846_299_6e-17;
    /// 1/k!
    const SERIES: [f64; 14] = {
        let mut series = [1.0; 14];
        let mut k = 1;
        while k < series.len() {
            series[k] = series[k - 1] / k as f64;
            k += 1;
        }
        series
    };
    // `max` ignores NaN; a product with zero restores it.
    let x = min(x.max(T::splat(-708.0)), T::splat(709.0)) + x * 0.0;
    let shifted = x * LOG2_E + T::splat(TO_INTEGER);
    let n = shifted - T::splat(TO_INTEGER);
    let s = (x - n * LN_2_HIGH) - n * LN_2_LOW;
    shifted.two_to() * polynomial(&SERIES, s)
}

/// `Σ cᵢ xⁱ`, even and odd powers summed separately.
#[inline(always)]
fn polynomial<T: Real, const N: usize>(c: &[f64; N], x: T) -> T {
    let x2 = x * x;
    let (mut even, mut odd) = (T::splat(c[(N - 1) / 2 * 2]), T::splat(c[N / 2 * 2 - 1]));
    for k in (0..N - 2).rev() {
        let sum = if k % 2 == 0 { &mut even } else { &mut odd };
        *sum = *sum * x2 + T::splat(c[k]);
    }
    even + odd * x
}

/// Angle from the x axis to the direction (x, y) in [0, 2π], accurate to 1e-15: `atan2(y, x)` in that range.
///
/// In the first octant, with `τ = tan π/8`, it is `atan q + π/8`, where
/// `q = (low - τ high) / (high + τ low)` lies between -τ and τ; `atan q` is a polynomial that interpolates it at
/// Chebyshev nodes. The other octants follow by reflection.
#[inline(always)]
pub fn angle<T: Real>(x: T, y: T) -> T {
    const TAN: f64 = std::f64::consts::SQRT_2 - 1.0;
    /// Polynomial for `atan(√z)/√z` from 0 to `τ²`, with an error below 7e-17.
    const ARC_TANGENT: [f64; 11] = [
        1.0,
        -0.333_333_333_333_284_4,
        0.199_999_999_988_551_1,
        -0.142_857_141_809_764_67,
        0.111_111_061_804_559_46,
        -0.090_907_730_748_084_13,
        0.076_899_534_963_068_48,
        -0.066_402_339_304_293_2,
        0.056_883_492_268_085_52,
        -0.043_480_522_157_151_39,
        0.021_135_373_157_677_034,
    ];
    let (a, b) = (x.abs(), y.abs());
    let (high, low) = (a.max(b), min(a, b));
    let q = (low - high * TAN) / (high + low * TAN);
    let octant = q * polynomial(&ARC_TANGENT, q * q) + T::splat(FRAC_PI_8);
    let quadrant = a.if_less(b, T::splat(FRAC_PI_2) - octant, octant);
    let half = x.if_less(T::splat(0.0), T::splat(PI) - quadrant, quadrant);
    y.if_less(T::splat(0.0), T::splat(TAU) - half, half)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::math::Lanes;

    /// Against libm, which is within one unit of the last place.
    #[test]
    fn exponential_is_within_two_units_of_the_last_place() {
        for k in -70_000..=70_000 {
            let x = f64::from(k) * 0.009_999_7;
            let (ours, theirs) = (exp(x), libm::exp(x));
            let off = (ours / theirs - 1.0).abs();
            assert!(off <= 2.0 * f64::EPSILON, "exp({x}) = {ours:e}, not {theirs:e}");
        }
        assert!(exp(f64::NAN).is_nan());
        assert!((0.0..4e-308).contains(&exp(-1e6)) && exp(1e6) > 8e307);
    }

    #[test]
    fn angle_is_that_of_the_direction() {
        for k in 0..100_000 {
            let turn = TAU * f64::from(k) / 100_000.0;
            let (y, x) = turn.sin_cos();
            let off = (angle(7e6 * x, 7e6 * y) - turn).abs();
            assert!(off < 1.5e-15, "{turn} rad: off by {off:e}");
        }
        assert_eq!(angle(-1.0, 0.0), PI);
        assert!((0.0..=TAU).contains(&angle(1.0, -1e-300)));
    }

    #[test]
    fn lanes_have_the_bits_of_one_number() {
        let numbers =
            |k: usize| Lanes::<f64, 8>::from_lanes(|i| (5.3 * (k * 8 + i) as f64).sin() * 30.0);
        for k in 0..1000 {
            let (x, y) = (numbers(k), numbers(k + 7));
            let (e, a) = (exp(x), angle(x, y));
            for i in 0..8 {
                assert_eq!(e.lane(i).to_bits(), exp(x.lane(i)).to_bits());
                assert_eq!(a.lane(i).to_bits(), angle(x.lane(i), y.lane(i)).to_bits());
            }
        }
    }
}
