//! Solvers of `r'' = f(t, r, v)`, the form of every problem in this crate.
//!
//! This module knows no spacecraft. A problem is a [`Dynamics`]; a [`Stepper`] advances it one
//! accepted step at a time and offers the solution inside that step ([`Stepper::at`]). Stepping
//! never passes the time it is told to stop at, so that a jump in the forces (ignition, staging)
//! always falls between two steps.

use crate::math::Real;

/// The right-hand side `r'' = f(t, r, v)` in `D` dimensions; pure, and cheap to share.
pub trait Dynamics<T: Real, const D: usize = 3> {
    /// Whether `f` depends on `v`; if not, Nyström methods for position-only forces apply.
    const USES_VELOCITY: bool;
    /// The acceleration `f(t, r, v)`.
    fn acceleration(&self, t: f64, r: &[T; D], v: &[T; D]) -> [T; D];
}
