//! Forces + integrator + events → [`Trajectory`].
//!
//! Time `t` is in seconds since the trajectory's epoch (the arc's epoch; for a mission, lift-off).
//! An arc is one smooth stretch: [`propagate`] ends it exactly at `t_end` or at an event that says
//! [`Action::Stop`]; what jumps there (thrust on, mass off) is put into the next arc's model, and
//! [`Trajectory::append`] joins the two.

mod events;
mod trajectory;

pub use crate::integrate::{Statistics, StepError as PropagateError};
pub use events::{Action, Crossing, Event, Hit};
pub use trajectory::Trajectory;

use crate::frames::{Gcrf, Lvlh, Relative, State};
use crate::integrate::hermite::WIDTH;
use crate::integrate::verner98::Verner98;
use crate::integrate::{Dynamics, Embedded, Node, Outcome, Stepper, Tolerance};
use crate::time::Epoch;
use events::Watch;
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

    /// The local-vertical local-horizontal axes of this body.
    pub fn lvlh(&self) -> Lvlh {
        Lvlh::at(self.r, self.v)
    }

    /// Where `other` is and how it moves, in the LVLH axes of this body; both at one instant.
    pub fn relative(&self, other: &Instant) -> Relative {
        self.lvlh().relative_to(other.r, other.v)
    }
}

impl From<&Node<f64>> for Instant {
    fn from(node: &Node<f64>) -> Self {
        Self { t: node.t, r: node.r.into(), v: node.v.into() }
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

impl Settings {
    /// The part the error control needs.
    pub(crate) fn tolerance(&self) -> Tolerance {
        Tolerance {
            relative: self.relative,
            position: self.absolute_position,
            velocity: self.absolute_velocity,
        }
    }
}

/// An arc: the solution, where it ended, what was met on the way, what it cost.
#[derive(Clone, Debug)]
pub struct Arc {
    /// Dense solution.
    pub trajectory: Trajectory,
    /// Last state.
    pub end: Instant,
    /// Crossings in the order they were met.
    pub hits: Vec<Hit>,
    /// Cost.
    pub statistics: Statistics,
}

/// The method that flies any force.
type Method = Embedded<Verner98, 16, f64>;

/// Integrates `start` under `model` to `t_end` (which may lie before), with dense output and events.
///
/// The arc ends exactly at `t_end`, or at the first crossing of an event with [`Action::Stop`],
/// just past the zero and at most the event's `tolerance` after it; going on from there does not
/// meet the same crossing again. An arc has at least three steps, which the dense output needs.
pub fn propagate<M: Dynamics<f64>>(
    model: &M,
    start: Instant,
    t_end: f64,
    settings: &Settings,
    events: &[Event<'_>],
) -> Result<Arc, PropagateError> {
    let (mut nodes, hits, mut statistics) = walk(model, start, t_end, settings, events)?;
    let (t_first, t_last) = (nodes[0].t, nodes[nodes.len() - 1].t);
    if nodes.len() < WIDTH && t_first != t_last {
        // Stopped by an event within the first steps: too few nodes for the dense output.
        let (again, _, cost) = walk(model, start, t_last, settings, &[])?;
        nodes = again;
        statistics += cost;
    }
    let end = Instant::from(&nodes[nodes.len() - 1]);
    Ok(Arc { trajectory: Trajectory::through(&nodes), end, hits, statistics })
}

/// The nodes of an arc, the events met, the cost.
type Walk = (Vec<Node<f64>>, Vec<Hit>, Statistics);

/// Steps from `start` to `t_end` or to the first event that stops.
fn walk<M: Dynamics<f64>>(
    model: &M,
    start: Instant,
    t_end: f64,
    settings: &Settings,
    events: &[Event<'_>],
) -> Result<Walk, PropagateError> {
    let span = (t_end - start.t).abs();
    let max_step = settings.max_step.min(span / (WIDTH - 1) as f64 * (1.0 + 1e-9));
    let from = (start.t, start.r.into(), start.v.into());
    let mut stepper = Method::start(model, from, t_end, settings.tolerance(), max_step)?;
    let mut nodes = vec![*Stepper::<f64>::node(&stepper)];
    let mut watch = Watch::new(events, &start);
    let mut hits = Vec::new();
    let mut extra = Statistics::default();
    loop {
        if start.t == t_end {
            break;
        }
        let outcome = stepper.advance(model, t_end)?;
        nodes.push(*Stepper::<f64>::node(&stepper));
        if !events.is_empty() {
            let stopped = watch.look(model, settings, &mut nodes, &mut hits, &mut extra)?;
            if stopped {
                break;
            }
        }
        if outcome == Outcome::Reached {
            break;
        }
    }
    let mut statistics = Stepper::<f64>::statistics(&stepper);
    statistics += extra;
    Ok((nodes, hits, statistics))
}

/// Integrates to `t_end` and gives the end state alone: nothing stored, nothing allocated.
pub fn propagate_end<M: Dynamics<f64>>(
    model: &M,
    start: Instant,
    t_end: f64,
    settings: &Settings,
) -> Result<(Instant, Statistics), PropagateError> {
    let from = (start.t, start.r.into(), start.v.into());
    let tolerance = settings.tolerance();
    let mut stepper = Method::start(model, from, t_end, tolerance, settings.max_step)?;
    while stepper.advance(model, t_end)? == Outcome::Advanced {}
    Ok((Instant::from(Stepper::<f64>::node(&stepper)), Stepper::<f64>::statistics(&stepper)))
}
