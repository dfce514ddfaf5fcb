//! The scalar of performance-critical code: one `f64`, or several in SIMD lanes.

use super::{Lanes, Pair};
use std::fmt::Debug;
use std::ops::{Add, AddAssign, Div, Mul, MulAssign, Neg, Sub, SubAssign};

/// A real number, or `LANES` of them on which every operation acts alike.
///
/// Forces and integrators are written once against this trait and run on one trajectory (`f64`) or
/// on several with common times (lanes). Only [`Real::times_plus`] may fuse a multiplication with an addition, and it
/// does so only in vector registers.
pub trait Real:
    Copy
    + Debug
    + Send
    + Sync
    + 'static
    + Add<Output = Self>
    + Sub<Output = Self>
    + Mul<Output = Self>
    + Div<Output = Self>
    + Mul<f64, Output = Self>
    + Neg<Output = Self>
    + AddAssign
    + SubAssign
    + MulAssign
{
    /// Number of lanes.
    const LANES: usize;
    /// Eight numbers in registers of the same kind.
    type Eight: Real;
    /// The type of the registers this consists of, or this type itself.
    type Register: Real;
    /// Number of registers.
    const REGISTERS: usize;
    /// The same number in every lane.
    fn splat(x: f64) -> Self;
    /// Square root, lane by lane.
    fn sqrt(self) -> Self;
    /// `self · factor + term`; rounded once in AVX2 and AVX-512 registers, twice elsewhere.
    fn times_plus(self, factor: Self, term: Self) -> Self;
    /// Absolute value, lane by lane.
    fn abs(self) -> Self;
    /// Larger of two numbers, lane by lane; if one of them is NaN, the other.
    fn max(self, other: Self) -> Self;
    /// `then` in lanes where this is less than `than`, `otherwise` in the others.
    fn if_less(self, than: Self, then: Self, otherwise: Self) -> Self;
    /// 2ⁿ, lane by lane, for an integer n from -1022 to 1023 given as `n + 1.5 · 2⁵²`.
    fn two_to(self) -> Self;
    /// Largest number over the lanes; NaN if any lane is NaN.
    fn largest(self) -> f64;
    /// The number in lane `i < LANES`.
    fn lane(self, i: usize) -> f64;
    /// Register `i < REGISTERS`.
    fn register(&self, i: usize) -> Self::Register;
    /// Replaces register `i < REGISTERS`.
    fn set_register(&mut self, i: usize, register: Self::Register);
    /// The number whose lane `i` is `f(i)`.
    fn from_lanes(f: impl FnMut(usize) -> f64) -> Self;
    /// Loads the first [`Real::LANES`] numbers of a slice, which must be that long.
    fn read(from: &[f64]) -> Self;
    /// Stores into the first [`Real::LANES`] numbers of a slice, which must be that long.
    fn write(self, to: &mut [f64]);
}

impl Real for f64 {
    const LANES: usize = 1;
    type Eight = Lanes<Pair, 4>;
    type Register = Self;
    const REGISTERS: usize = 1;
    #[inline(always)]
    fn splat(x: f64) -> Self {
        x
    }
    #[inline(always)]
    fn sqrt(self) -> Self {
        f64::sqrt(self)
    }
    #[inline(always)]
    fn times_plus(self, factor: Self, term: Self) -> Self {
        self * factor + term
    }
    #[inline(always)]
    fn abs(self) -> Self {
        f64::abs(self)
    }
    #[inline(always)]
    fn max(self, other: Self) -> Self {
        f64::max(self, other)
    }
    #[inline(always)]
    fn if_less(self, than: Self, then: Self, otherwise: Self) -> Self {
        if self < than { then } else { otherwise }
    }
    #[inline(always)]
    fn two_to(self) -> Self {
        f64::from_bits((self.to_bits() << 52).wrapping_add(1023 << 52))
    }
    #[inline(always)]
    fn largest(self) -> f64 {
        self
    }
    #[inline(always)]
    fn lane(self, _: usize) -> f64 {
        self
    }
    #[inline(always)]
    fn register(&self, _: usize) -> Self {
        *self
    }
    #[inline(always)]
    fn set_register(&mut self, _: usize, register: Self) {
        *self = register;
    }
    #[inline(always)]
    fn from_lanes(mut f: impl FnMut(usize) -> f64) -> Self {
        f(0)
    }
    #[inline(always)]
    fn read(from: &[f64]) -> Self {
        from[0]
    }
    #[inline(always)]
    fn write(self, to: &mut [f64]) {
        to[0] = self;
    }
}

/// The larger of two numbers, or NaN if either is NaN: one step of [`Real::largest`].
#[inline(always)]
pub(super) fn larger(a: f64, b: f64) -> f64 {
    if b.is_nan() || a < b { b } else { a }
}
