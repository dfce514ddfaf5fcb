//! Small mathematics used everywhere: the [`Real`] scalar of the hot path, functions and
//! vectors of it, brackets.

mod bisection;
mod elementary;
mod lanes;
mod real;
mod registers;

pub use bisection::{bisect, try_bisect};
pub use elementary::{angle, exp, min, nearest};
pub use lanes::Lanes;
pub use real::Real;
pub use registers::{LANES, WideWork, in_wide_registers};

/// A vector by its components: `f(0)`, `f(1)`, `f(2)`.
///
/// Unlike `std::array::from_fn` it is always compiled into its caller, and so with the vector
/// registers the caller may use; the forces lose a sixth of their speed in lanes otherwise.
#[inline(always)]
pub fn vector<T>(f: impl Fn(usize) -> T) -> [T; 3] {
    [f(0), f(1), f(2)]
}
