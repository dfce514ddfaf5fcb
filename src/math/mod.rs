//! Shared mathematics: the [`Real`] scalar of performance-critical code with its SIMD lanes, elementary functions and
//! vectors of it; bisection.

mod bisection;
mod chebyshev;
mod elementary;
mod lanes;
mod real;
#[cfg(target_arch = "x86_64")]
pub(crate) mod registers;
mod vector;
pub(crate) mod wide;

pub use bisection::{bisect, try_bisect};
pub(crate) use chebyshev::chebyshev_node;
pub use elementary::{angle, exp, min, round_ties_even};
pub use lanes::Lanes;
pub use real::Real;
pub use vector::{cross, dot, norm, rotated, scaled, unit};
pub(crate) use wide::Pair;
pub use wide::{InAnyLanes, WideWork, in_wide_registers};
