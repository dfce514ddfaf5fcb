//! Solvers of `r'' = f(t, r, v)`, the form of every problem in this crate.
//!
//! This module knows nothing of spacecraft. A problem is a [`Dynamics`]; a [`Stepper`] advances it by one
//! accepted step at a time and leaves a [`Node`] behind. A step never passes the limit it is given, so a
//! discontinuity of the force (ignition, staging) always falls between two steps. Between nodes the solution is a
//! Hermite polynomial through their positions, velocities and accelerations ([`hermite`], [`dense`]), which needs
//! no further calls of the right-hand side.
//!
//! | file | method | use it for |
//! |---|---|---|
//! | [`verner98`] | embedded Runge–Kutta 9(8), read as a generalised Nyström method | any force |
//! | [`nystrom1210`] | embedded Runge–Kutta–Nyström 12(10) | smooth orbits, weak drag |
//! | [`cowell`], [`stormer_cowell`] | Störmer–Cowell with thirteen accelerations and a fixed step | long, nearly circular arcs, where it is the cheapest; ensembles |
//!
//! [`embedded`] steps both Runge–Kutta pairs, [`cowell`] is the multistep formula and [`stormer_cowell`] its
//! choice of step; [`refine`] adds nodes where dense output needs them.

#![allow(clippy::needless_range_loop, reason = "loops over components read like the formulas")]

pub mod cowell;
pub mod dense;
pub mod embedded;
pub mod hermite;
pub mod nystrom1210;
pub mod refine;
pub mod stormer_cowell;
pub mod verner98;

pub use cowell::Cowell;
pub use embedded::{Embedded, Tableau};
pub use nystrom1210::{Nystrom1210, NystromStepper};
pub use stormer_cowell::StormerCowell;
pub use verner98::{Verner98, VernerStepper};

use crate::math::Real;

/// The right-hand side `r'' = f(t, r, v)` in `D` dimensions: a pure function, cheap to share.
pub trait Dynamics<T: Real, const D: usize = 3> {
    /// Whether `f` depends on `v`. If not, the methods do not compute velocities at their stages, and the `v`
    /// they pass is meaningless.
    const USES_VELOCITY: bool;
    /// The acceleration `f(t, r, v)`.
    fn acceleration(&self, t: f64, r: &[T; D], v: &[T; D]) -> [T; D];
}

/// A point of the solution: time, position, velocity and the acceleration there.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Node<T, const D: usize = 3> {
    /// Time [s].
    pub t: f64,
    /// Position.
    pub r: [T; D],
    /// Velocity.
    pub v: [T; D],
    /// Acceleration, `f(t, r, v)`.
    pub a: [T; D],
}

impl<T: Real, const D: usize> Node<T, D> {
    /// The node at a state: calls the right-hand side once.
    #[inline(always)]
    pub fn new<F: Dynamics<T, D>>(f: &F, t: f64, r: [T; D], v: [T; D]) -> Self {
        Self { t, r, v, a: f.acceleration(t, &r, &v) }
    }
}

/// Tolerance of the error control. [`Embedded`] accepts a step if the root mean square over all components of
/// the estimated error divided by `absolute + relative · |value|` is at most one.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Tolerance {
    /// Relative tolerance [1].
    pub relative: f64,
    /// Absolute tolerance on each position component [m].
    pub position: f64,
    /// Absolute tolerance on each velocity component [m/s].
    pub velocity: f64,
}

impl Tolerance {
    /// Tolerance on the position `r`, taken at its largest component [m].
    #[inline(always)]
    fn at<T: Real, const D: usize>(&self, r: &[T; D]) -> f64 {
        let mut size = r[0].abs();
        for x in &r[1..] {
            size = size.max(x.abs());
        }
        self.position + self.relative * size.largest()
    }
}

/// Cost of an integration.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Statistics {
    /// Steps accepted.
    pub accepted: usize,
    /// Steps rejected by the error control.
    pub rejected: usize,
    /// Calls of the right-hand side.
    pub evaluations: usize,
}

impl std::ops::AddAssign for Statistics {
    fn add_assign(&mut self, other: Self) {
        self.accepted += other.accepted;
        self.rejected += other.rejected;
        self.evaluations += other.evaluations;
    }
}

/// Why a step returned.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// One step was made; the limit is not yet reached.
    Advanced,
    /// The last step ends exactly at the limit.
    Reached,
    /// The steps made towards this limit were too long and are discarded: the current node is again the one where
    /// they began. Shorter steps follow.
    Restarted,
}

/// Why no further step is possible.
#[derive(Clone, Copy, Debug, PartialEq, thiserror::Error)]
pub enum StepError {
    /// The step size became smaller than the resolution of time.
    #[error(
        "integration stalled at t = {t} s: the step of {step} s is too small; check the model there"
    )]
    Stalled {
        /// Time reached [s].
        t: f64,
        /// Step size [s].
        step: f64,
    },
    /// The arc takes more steps than are stored or allowed.
    #[error(
        "after {steps} steps only t = {t} s of {t_end} s is reached; check the tolerances, the longest \
         step and the model there"
    )]
    TooMany {
        /// Time reached [s].
        t: f64,
        /// End of the arc [s].
        t_end: f64,
        /// Number of steps made.
        steps: usize,
    },
    /// A setting is outside its allowed range.
    #[error("{what} is {value} {unit}; it must be {allowed}")]
    Setting {
        /// Name of the setting.
        what: &'static str,
        /// Value given.
        value: f64,
        /// Unit of the value.
        unit: &'static str,
        /// Allowed range.
        allowed: &'static str,
    },
    /// The state or the acceleration is NaN or infinite.
    #[error("state or acceleration is not finite at t = {t} s")]
    NotFinite {
        /// Time [s].
        t: f64,
    },
}

/// An integration in progress: the last node and what the method must remember between steps.
pub trait Stepper<T: Real, const D: usize = 3> {
    /// The last node of the solution.
    fn node(&self) -> Node<T, D>;
    /// Makes one accepted step towards `limit` [s], in either direction, and never past it.
    ///
    /// # Errors
    /// [`StepError`]: the step size vanished, or the state or the acceleration is not finite.
    fn advance<F: Dynamics<T, D>>(&mut self, f: &F, limit: f64) -> Result<Outcome, StepError>;
    /// Cost since the start.
    fn statistics(&self) -> Statistics;
    /// Whether the steps towards the last limit are those of a grid, so that dense output may use the polynomial for
    /// grids.
    fn on_grid(&self) -> bool;
    /// Makes an arc of length `span` [s], which starts here, take as many steps as its dense output needs.
    fn prepare_dense(&mut self, span: f64);
    /// A node at `t`, one step from the node `from` and no farther away than the method's own steps, and the number
    /// of calls of the right-hand side. A multistep method, which cannot make a single step, uses [`Nystrom1210`].
    fn node_at<F: Dynamics<T, D>>(f: &F, from: &Node<T, D>, t: f64) -> (Node<T, D>, usize) {
        (NystromStepper::<T, D>::stride(f, from, t), Nystrom1210::STAGES)
    }
}
