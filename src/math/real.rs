//! The scalar of the hot path: one `f64`, or several side by side in SIMD lanes.

use super::{Lanes, Pair};
use std::fmt::Debug;
use std::ops::{Add, AddAssign, Div, Mul, MulAssign, Neg, Sub, SubAssign};

/// A real number, or `LANES` of them treated alike.
///
/// Forces and integrators are written once against this trait and run on one trajectory (`f64`) or
/// on several at the same instants (lanes). No operation but [`Real::times_plus`] may fuse a
/// multiplication with an addition, and that one only in vector registers.
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
    /// How many numbers stand side by side.
    const LANES: usize;
    /// Eight numbers in registers of the same kind.
    type Eight: Real;
    /// One of the registers that make this up (one level down), or this itself.
    type Register: Real;
    /// How many of them.
    const REGISTERS: usize;
    /// The same number in every lane.
    fn splat(x: f64) -> Self;
    /// Square root, lane by lane.
    fn sqrt(self) -> Self;
    /// `self · factor + term`; rounded once in the registers of AVX2 and AVX-512, twice elsewhere.
    fn times_plus(self, factor: Self, term: Self) -> Self;
    /// Absolute value, lane by lane.
    fn abs(self) -> Self;
    /// Larger of two, lane by lane.
    fn max(self, other: Self) -> Self;
    /// `then` where this is less than `than`, elsewhere `otherwise`, lane by lane.
    fn if_less(self, than: Self, then: Self, otherwise: Self) -> Self;
    /// 2ⁿ, lane by lane, of an integer from -1022 to 1023 given as `n + 1.5 · 2⁵²`, whose last bits it is.
    fn two_to(self) -> Self;
    /// Largest over the lanes (the number itself for `f64`); NaN if any lane is NaN.
    fn largest(self) -> f64;
    /// The number in lane `i < LANES`.
    fn lane(self, i: usize) -> f64;
    /// Register `i < REGISTERS`.
    fn register(&self, i: usize) -> Self::Register;
    /// Puts register `i < REGISTERS` in its place.
    fn set_register(&mut self, i: usize, register: Self::Register);
    /// Made from a function of the lane index.
    fn from_lanes(f: impl FnMut(usize) -> f64) -> Self;
    /// The first [`Real::LANES`] numbers of a slice, which must have that many.
    fn read(from: &[f64]) -> Self;
    /// Into the first [`Real::LANES`] numbers of a slice, which must have that many.
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

/// The larger of two, or NaN if either is: one step of [`Real::largest`].
#[inline(always)]
pub(super) fn larger(a: f64, b: f64) -> f64 {
    if b.is_nan() || a < b { b } else { a }
}
