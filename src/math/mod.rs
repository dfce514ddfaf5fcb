//! Small mathematics used everywhere: the [`Real`] scalar of the hot path, vectors of it, brackets.

mod lanes;
mod real;

pub use lanes::Lanes;
pub use real::Real;
