//! Small mathematics used everywhere: the [`Real`] scalar of the hot path, vectors of it, brackets.

mod real;

pub use real::Real;
