//! Solvers of `r'' = f(t, r, v)`, the form of every problem in this crate.
//!
//! This module knows no spacecraft. A problem is a [`Dynamics`]; a [`Stepper`] advances it one
//! accepted step at a time and leaves a [`Node`] behind. Stepping never passes the time it is told
//! to stop at, so that a jump in the forces (ignition, staging) always falls between two steps.
//! Between nodes the solution is a Hermite polynomial through the nodes' positions, velocities and
//! accelerations ([`hermite`], [`dense`]), which costs no further calls of the right-hand side.
//!
//! | file | method | for |
//! |---|---|---|
//! | [`verner98`] | embedded Runge–Kutta 9(8), read as a generalised Nyström method | any force |
//! | [`nystrom1210`] | embedded Runge–Kutta–Nyström 12(10) | smooth orbits, weak drag |
//! | [`cowell`], [`multistep`] | Störmer–Cowell of thirteen points, equal steps | long nearly circular arcs, ensembles; the cheapest there |

#![allow(clippy::needless_range_loop, reason = "loops over components read like the formulas")]

pub mod cowell;
pub mod dense;
pub mod embedded;
pub mod hermite;
pub mod multistep;
pub mod nystrom1210;
pub mod refine;
pub mod verner98;

pub use cowell::Cowell;
pub use embedded::{Embedded, Tableau};
pub use multistep::StormerCowell;
pub use nystrom1210::Nystrom1210;
pub use verner98::Verner98;

use crate::math::Real;

/// The right-hand side `r'' = f(t, r, v)` in `D` dimensions; pure, and cheap to share.
pub trait Dynamics<T: Real, const D: usize = 3> {
    /// Whether `f` depends on `v`; if not, Nyström methods for position-only forces apply.
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

/// What the error control compares with: a step is accepted if in every component the estimated
/// error is below `absolute + relative · |value|`.
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
    /// On the components of a position, by the largest of them [m].
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
    /// One step was made; the limit is not reached.
    Advanced,
    /// The last step ends exactly at the limit.
    Reached,
    /// The steps towards this limit were too long and are void: the node is again the one where they began. The
    /// next are shorter.
    Back,
}

/// Why no further step is possible.
#[derive(Clone, Copy, Debug, PartialEq, thiserror::Error)]
pub enum StepError {
    /// The step size fell to nothing.
    #[error("integration stalled at t = {t} s: step {step} s is too small; check the model there")]
    Stalled {
        /// Where [s].
        t: f64,
        /// Step [s].
        step: f64,
    },
    /// More steps than are kept or waited for.
    #[error(
        "{steps} steps and only at t = {t} s on the way to {t_end} s; check the tolerances, the \
         longest step and the model there"
    )]
    TooMany {
        /// Where [s].
        t: f64,
        /// Where the arc was to end [s].
        t_end: f64,
        /// How many were made.
        steps: usize,
    },
    /// A setting with which no step can be made.
    #[error("{what} of {value} {unit}: it must be {allowed}")]
    Setting {
        /// Which.
        what: &'static str,
        /// As given.
        value: f64,
        /// Its unit.
        unit: &'static str,
        /// What it may be.
        allowed: &'static str,
    },
    /// The right-hand side, or a number given to start from, is not finite.
    #[error("state or acceleration is not finite at t = {t} s")]
    NotFinite {
        /// Where [s].
        t: f64,
    },
}

/// A method under way: it holds the last node and what it must remember between steps.
pub trait Stepper<T: Real, const D: usize = 3> {
    /// The last node of the solution.
    fn node(&self) -> Node<T, D>;
    /// Makes one accepted step towards `limit` (before or after the node), never past it.
    ///
    /// # Errors
    /// [`StepError`]: the step fell to nothing, or state or acceleration are not finite.
    fn advance<F: Dynamics<T, D>>(&mut self, f: &F, limit: f64) -> Result<Outcome, StepError>;
    /// Cost since the start.
    fn statistics(&self) -> Statistics;
    /// Whether equal steps are the rule, so that dense output may take the form for a grid.
    const ON_GRID: bool;
    /// Makes an arc of length `span` [s] take as many steps as its dense output needs.
    fn divide(&mut self, span: f64);
    /// One step from a node to `t`, no farther than this method steps itself, and how many calls of
    /// the right-hand side it took. A method that cannot step alone leaves it to [`Nystrom1210`].
    fn node_at<F: Dynamics<T, D>>(f: &F, from: &Node<T, D>, t: f64) -> (Node<T, D>, usize) {
        (Embedded::<Nystrom1210, 17, T, D>::stride(f, from, t), 17)
    }
}
