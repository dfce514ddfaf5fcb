//! Small mathematics used everywhere: the [`Real`] scalar of the hot path, functions and
//! vectors of it, brackets.

mod bisection;
mod elementary;
mod lanes;
mod real;
#[cfg(target_arch = "x86_64")]
pub(crate) mod registers;
pub(crate) mod wide;

pub use bisection::{bisect, try_bisect};
pub use elementary::{angle, exp, min, nearest};
pub use lanes::Lanes;
pub use real::Real;
pub(crate) use wide::Pair;
pub use wide::{InAnyLanes, WideWork, in_wide_registers};

/// A vector times a number.
#[inline(always)]
pub fn scaled<T: Real>(a: [T; 3], by: T) -> [T; 3] {
    [a[0] * by, a[1] * by, a[2] * by]
}

/// Scalar product.
#[inline(always)]
pub fn dot<T: Real>(a: [T; 3], b: [T; 3]) -> T {
    a[0] * b[0] + a[1] * b[1] + a[2] * b[2]
}

/// The larger of two, or the one that is not a number.
#[inline(always)]
fn larger(a: f64, b: f64) -> f64 {
    if b.is_nan() || a < b { b } else { a }
}

/// The largest of several, or the last that is not a number.
#[inline(always)]
fn largest<const N: usize>(numbers: [f64; N]) -> f64 {
    numbers.into_iter().fold(f64::NEG_INFINITY, larger)
}
