//! Forces + integrator + events → [`Trajectory`].
//!
//! Time `t` is in seconds since the trajectory's epoch (the arc's epoch; for a mission, lift-off).

use crate::frames::{Gcrf, State};
use crate::integrate::Dynamics;
use crate::time::Epoch;
use nalgebra::Vector3;

/// Position and velocity in GCRF axes at `t` seconds after an arc's epoch [s, m, m/s].
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Instant {
    /// Time since the arc's epoch [s].
    pub t: f64,
    /// Position, GCRF [m].
    pub r: Vector3<f64>,
    /// Velocity, GCRF [m/s].
    pub v: Vector3<f64>,
}

impl Instant {
    /// The same as a dated state.
    pub fn state(&self, epoch: Epoch) -> State<Gcrf> {
        State::new(epoch + crate::time::Duration::from_seconds(self.t), self.r, self.v)
    }
}

/// How exactly to integrate.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Settings {
    /// Relative tolerance per step [1].
    pub relative: f64,
    /// Absolute tolerance on each position component per step [m].
    pub absolute_position: f64,
    /// Absolute tolerance on each velocity component per step [m/s].
    pub absolute_velocity: f64,
    /// Longest step allowed [s].
    pub max_step: f64,
}

impl Default for Settings {
    fn default() -> Self {
        Self { relative: 1e-12, absolute_position: 1e-6, absolute_velocity: 1e-9, max_step: 600.0 }
    }
}

/// Which sign changes of an event function count.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Crossing {
    /// From negative to positive.
    Rising,
    /// From positive to negative.
    Falling,
    /// Both.
    Any,
}

/// What to do at a crossing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Action {
    /// Note it and go on.
    Record,
    /// End the arc exactly there.
    Stop,
}

/// A scalar function of the state whose sign change means something.
pub struct Event<'a> {
    /// Continuous function of time and state.
    pub value: Box<dyn Fn(&Instant) -> f64 + 'a>,
    /// Which crossings count.
    pub crossing: Crossing,
    /// What happens there.
    pub action: Action,
    /// Crossings farther apart than this are not missed [s].
    pub max_check: f64,
    /// How finely a crossing is located [s].
    pub tolerance: f64,
}

/// A crossing that was found.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Hit {
    /// Index into the events given.
    pub event: usize,
    /// Where.
    pub at: Instant,
    /// Whether the function was rising.
    pub rising: bool,
}

/// Cost of an arc.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Statistics {
    /// Steps accepted.
    pub accepted: usize,
    /// Steps rejected by the error control.
    pub rejected: usize,
    /// Calls of the right-hand side.
    pub evaluations: usize,
}

/// A solution one can ask for any instant of its span.
#[derive(Clone, Debug, Default)]
pub struct Trajectory {}

impl Trajectory {
    /// First and last instant covered [s].
    pub fn span(&self) -> (f64, f64) {
        todo!()
    }
    /// The state at `t`, which must lie inside [`Trajectory::span`] (a rounding error outside is
    /// taken as the end). At a joint of two arcs, the later arc answers.
    pub fn at(&self, _t: f64) -> Instant {
        todo!()
    }
    /// Appends an arc that starts where this one ends (velocity may jump).
    pub fn append(&mut self, _next: Trajectory) {
        todo!()
    }
}

/// An arc: the solution, where it ended, what was met on the way, what it cost.
#[derive(Clone, Debug)]
pub struct Arc {
    /// Dense solution.
    pub trajectory: Trajectory,
    /// Last state.
    pub end: Instant,
    /// Crossings in order of time.
    pub hits: Vec<Hit>,
    /// Cost.
    pub statistics: Statistics,
}

/// Why an arc could not be finished.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum PropagateError {
    /// The step size fell to nothing.
    #[error("integration stalled at t = {t} s: step {step} s is too small; check the model there")]
    Stalled {
        /// Where [s].
        t: f64,
        /// Step [s].
        step: f64,
    },
    /// The right-hand side gave a number that is not finite.
    #[error("acceleration is not finite at t = {t} s")]
    NotFinite {
        /// Where [s].
        t: f64,
    },
}

/// Integrates `start` under `model` to `t_end` (which may lie before), with dense output and events.
pub fn propagate<M: Dynamics<f64>>(
    _model: &M,
    _start: Instant,
    _t_end: f64,
    _settings: &Settings,
    _events: &[Event<'_>],
) -> Result<Arc, PropagateError> {
    todo!()
}

/// Integrates to `t_end` and gives the end state alone: nothing stored, nothing allocated.
pub fn propagate_end<M: Dynamics<f64>>(
    _model: &M,
    _start: Instant,
    _t_end: f64,
    _settings: &Settings,
) -> Result<(Instant, Statistics), PropagateError> {
    todo!()
}
