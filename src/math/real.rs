//! The scalar of the hot path: one `f64`, or several side by side in SIMD lanes.

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
    /// Largest over the lanes (the number itself for `f64`); not a number wins.
    fn largest(self) -> f64;
    /// The number in lane `i < LANES`.
    fn lane(self, i: usize) -> f64;
    /// Made from a function of the lane index.
    fn from_lanes(f: impl FnMut(usize) -> f64) -> Self;
    /// The first [`Real::LANES`] numbers of a slice, which must have that many.
    fn read(from: &[f64]) -> Self;
    /// Into the first [`Real::LANES`] numbers of a slice, which must have that many.
    fn write(self, to: &mut [f64]);
}

impl Real for f64 {
    const LANES: usize = 1;
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
    fn largest(self) -> f64 {
        self
    }
    #[inline(always)]
    fn lane(self, _: usize) -> f64 {
        self
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
