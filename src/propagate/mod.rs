//! Forces + integrator + events → [`Trajectory`].
//!
//! Time `t` is in seconds since an epoch of the caller's choice; for a mission, lift-off. An arc is one smooth part of
//! a trajectory: [`propagate`] ends it exactly at `t_end` or at an event with [`Action::Stop`]. A discontinuity there
//! (ignition, staging) goes into the model of the next arc, and [`Trajectory::append`] joins the two.
//!
//! The model is any [`Dynamics`]: a [`Model`](crate::forces::Model) of this crate's forces, or a type of your own. If
//! it is written for every [`Real`](crate::math::Real), it serves single trajectories and ensembles:
//!
//! ```
//! use nalgebra::Vector3;
//! use soyuz_rendezvous::integrate::Dynamics;
//! use soyuz_rendezvous::math::Real;
//! use soyuz_rendezvous::propagate::{
//!     Ensemble, StateVector, Settings, ensemble_step, propagate, propagate_end, propagate_many,
//! };
//!
//! /// A point mass [m³/s²].
//! struct TwoBody(f64);
//!
//! impl<T: Real> Dynamics<T> for TwoBody {
//!     const USES_VELOCITY: bool = false;
//!     #[inline(always)] // makes ensembles fast
//!     fn acceleration(&self, _t: f64, r: &[T; 3], _v: &[T; 3]) -> [T; 3] {
//!         let square = r[0] * r[0] + r[1] * r[1] + r[2] * r[2];
//!         let factor = T::splat(-self.0) / (square * square.sqrt());
//!         [r[0] * factor, r[1] * factor, r[2] * factor]
//!     }
//! }
//!
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let model = TwoBody(3.986004415e14);
//! let (r, v) = (Vector3::new(7e6, 0.0, 0.0), Vector3::new(0.0, 7.5e3, 1e3));
//! let start = StateVector { t: 0.0, r, v };
//! let settings = Settings { absolute_position: 1e-4, ..Settings::default() };
//!
//! // The whole trajectory, or only its end, which is faster.
//! let arc = propagate(&model, start, 21_600.0, &settings, &[])?;
//! println!("{:.0} m from the centre", arc.trajectory.at(1234.5).r.norm());
//! let (end, cost) = propagate_end(&model, start, 21_600.0, &settings)?;
//! println!("{} calls of the force", cost.evaluations);
//!
//! // A thousand craft, a metre apart.
//! let mut many = Ensemble::at(0.0);
//! for k in 0..1000 {
//!     many.push(r + Vector3::new(0.0, f64::from(k), 0.0), v);
//! }
//! let step = ensemble_step(&model, start, 21_600.0, &settings)?;
//! let ends = propagate_many(&model, &many, 21_600.0, step)?;
//! assert!((ends.get(0).r - end.r).norm() < 1e-3 && (arc.end.r - end.r).norm() < 1e-3);
//! # Ok(())
//! # }
//! ```

mod ensemble;
mod events;
mod trajectory;

pub use crate::integrate::{Statistics, StepError as PropagateError};
pub use ensemble::{DynamicsInLanes, Ensemble, EnsembleError, ensemble_step, propagate_many};
pub use events::{Action, Crossing, Event, Hit};
pub use trajectory::{Samples, Trajectory};

use crate::frames::{Gcrf, Lvlh, Relative, State};
use crate::integrate::refine::refine;
use crate::integrate::{
    Dynamics, Node, NystromStepper, Outcome, Stepper, StormerCowell, Tolerance, VernerStepper,
};
use crate::time::{Epoch, after};
use events::Watch;
use nalgebra::Vector3;

/// Position and velocity along GCRF axes at `t` seconds after the epoch [s, m, m/s].
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct StateVector {
    /// Time since the epoch [s].
    pub t: f64,
    /// Position, GCRF [m].
    pub r: Vector3<f64>,
    /// Velocity, GCRF [m/s].
    pub v: Vector3<f64>,
}

impl StateVector {
    /// The corresponding state with its date, given the epoch of `t`.
    pub fn state(&self, epoch: Epoch) -> State<Gcrf> {
        State::new(after(epoch, self.t), self.r, self.v)
    }

    /// The local-vertical local-horizontal axes of this body.
    pub fn lvlh(&self) -> Lvlh {
        Lvlh::at(self.r, self.v)
    }

    /// Position and velocity of `other` in the LVLH axes of this body; both must be of the same instant.
    pub fn relative(&self, other: &StateVector) -> Relative {
        self.lvlh().relative_to(other.r, other.v)
    }
}

impl From<&Node<f64>> for StateVector {
    fn from(node: &Node<f64>) -> Self {
        Self { t: node.t, r: node.r.into(), v: node.v.into() }
    }
}

/// Integrator, tolerances and longest step.
///
/// Tolerances apply to a single step; errors accumulate. The table gives the median (range over tolerances) and the
/// largest error of the final position in units of the tolerance on the position, for eighty random low orbits
/// (eccentricity up to 0.02, five to twenty-three hours, tolerances from 10 m to 1 µm):
///
/// | field | Störmer–Cowell | Nyström 12(10) | Verner 9(8) |
/// |---|---|---|---|
/// | degree 20 | 1 to 3, 18 | 1 to 40, 360 | 8 to 36, 490 |
/// | degree 70 | 1 to 10, 420 | 10 to 140, 1500 | 31 to 70, 720 |
///
/// The largest factors occur at loose tolerances. On eccentric orbits they are larger.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Settings {
    /// Relative tolerance per step [1].
    pub relative: f64,
    /// Absolute tolerance on each position component per step [m].
    pub absolute_position: f64,
    /// Absolute tolerance on each velocity component per step [m/s].
    pub absolute_velocity: f64,
    /// Longest step [s].
    pub max_step: f64,
    /// The integrator.
    pub method: Method,
}

/// The integrators available; see [`crate::integrate`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Method {
    /// Verner's Runge–Kutta pair of order 9(8): for any force.
    Verner98,
    /// The Runge–Kutta–Nyström pair of order 12(10): for smooth orbits with drag no stronger than in orbit; the
    /// cheapest way to the end of a strongly eccentric one. Its steps are so long that dense output adds more.
    Nystrom1210,
    /// Störmer–Cowell with thirteen accelerations: for long, nearly circular arcs with drag no stronger than in orbit.
    /// From an eccentricity of about 0.5 it remains accurate but is no longer the cheapest. Arcs too short for it, and
    /// those on which equal steps are wasteful (eccentricities above 0.8, hyperbolas), are integrated by
    /// [`Method::Nystrom1210`].
    StormerCowell,
}

impl Method {
    /// Name for headers and reports.
    pub const fn name(self) -> &'static str {
        match self {
            Method::Verner98 => "Verner 9(8), embedded Runge-Kutta",
            Method::Nystrom1210 => "Dormand-El-Mikkawy-Prince 12(10), Runge-Kutta-Nyström",
            Method::StormerCowell => "Störmer–Cowell",
        }
    }
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            relative: 1e-12,
            absolute_position: 1e-6,
            absolute_velocity: 1e-9,
            max_step: f64::INFINITY,
            method: Method::StormerCowell,
        }
    }
}

impl Settings {
    /// The tolerances, as the error control takes them.
    fn tolerance(&self) -> Tolerance {
        Tolerance {
            relative: self.relative,
            position: self.absolute_position,
            velocity: self.absolute_velocity,
        }
    }

    /// The tolerances, if an arc from `t` to `t_end` [s] can be integrated with these settings.
    fn checked(&self, t: f64, t_end: f64) -> Result<Tolerance, PropagateError> {
        let refuse = |what, value, unit, allowed| {
            Err(PropagateError::Setting { what, value, unit, allowed })
        };
        let (relative, position) = (self.relative, self.absolute_position);
        let (velocity, longest) = (self.absolute_velocity, self.max_step);
        let some = "finite, 0 or more, and above 0 if the relative tolerance is 0";
        let tolerates = |x: f64| x.is_finite() && x >= 0.0;
        if !t_end.is_finite() {
            refuse("end of the arc", t_end, "s", "finite")
        } else if t_end != t && (t_end - t).abs() < MIN_SPAN {
            refuse("end of the arc", t_end, "s", "the start itself, or 1e-30 s or more from it")
        } else if longest.is_nan() || longest <= 0.0 {
            refuse("longest step", longest, "s", "above 0")
        } else if t.is_finite() && (t_end - t).abs() > MAX_STEPS * longest {
            refuse("longest step", longest, "s", "at least a billionth of the arc")
        } else if !tolerates(relative) {
            refuse("relative tolerance", relative, "of the state", "finite, 0 or more")
        } else if !tolerates(position) || position + relative == 0.0 {
            refuse("tolerance on the position", position, "m", some)
        } else if !tolerates(velocity) || velocity + relative == 0.0 {
            refuse("tolerance on the velocity", velocity, "m/s", some)
        } else {
            Ok(self.tolerance())
        }
    }
}

/// Shortest arc [s]; powers of a shorter span underflow.
const MIN_SPAN: f64 = 1e-30;
/// Largest number of steps of an arc; more are assumed to be a mistake.
const MAX_STEPS: f64 = 1e9;
/// Largest number of nodes stored for an arc: they occupy a gigabyte, and the polynomials through them several.
const MAX_NODES: usize = 10_000_000;

/// Result of propagating one arc.
#[derive(Clone, Debug)]
pub struct Arc {
    /// Dense solution.
    pub trajectory: Trajectory,
    /// Last state.
    pub end: StateVector,
    /// Event crossings, in the order of integration.
    pub hits: Vec<Hit>,
    /// Cost of the integration.
    pub statistics: Statistics,
}

/// Integrates `start` under `model` to `t_end`, forwards or backwards, with dense output and events.
///
/// The arc ends exactly at `t_end`, or at the first crossing of an event with [`Action::Stop`]: just past the zero, by
/// no more than the event's `tolerance`. The last hit is then the end of the arc, and an arc continued from there does
/// not find the same crossing again. Where the polynomial between two nodes does not follow the forces to within the
/// tolerance, nodes are added for the dense output ([`refine`]).
///
/// # Errors
/// [`PropagateError`]: a setting or a parameter of an event is out of range, the state or the acceleration is not
/// finite, the step size vanishes, or the arc takes more than ten million steps.
pub fn propagate<M: Dynamics<f64>>(
    model: &M,
    start: StateVector,
    t_end: f64,
    settings: &Settings,
    events: &[Event<'_>],
) -> Result<Arc, PropagateError> {
    let from = (start.t, start.r.into(), start.v.into());
    let (tolerance, longest) = (settings.checked(start.t, t_end)?, settings.max_step);
    match settings.method {
        Method::Verner98 => {
            let stepper = VernerStepper::start(model, from, t_end, tolerance, longest)?;
            arc(model, stepper, (start, t_end), settings, events)
        }
        Method::Nystrom1210 => {
            let stepper = NystromStepper::start(model, from, t_end, tolerance, longest)?;
            arc(model, stepper, (start, t_end), settings, events)
        }
        Method::StormerCowell => {
            let stepper = StormerCowell::start(model, from, tolerance, longest)?;
            arc(model, stepper, (start, t_end), settings, events)
        }
    }
}

/// [`propagate`] with a given stepper.
fn arc<M: Dynamics<f64>, S: Stepper<f64>>(
    model: &M,
    stepper: S,
    span: (StateVector, f64),
    settings: &Settings,
    events: &[Event<'_>],
) -> Result<Arc, PropagateError> {
    let Walk { mut nodes, on_grid, hits, mut statistics } =
        walk(model, stepper, span, settings, events)?;
    statistics += refine::<S, M>(model, &mut nodes, on_grid, &settings.tolerance());
    let end = StateVector::from(&nodes[nodes.len() - 1]);
    Ok(Arc { trajectory: Trajectory::through(&nodes, on_grid), end, hits, statistics })
}

/// The nodes of an arc, the event crossings, the cost.
struct Walk {
    nodes: Vec<Node<f64>>,
    /// Whether the steps are those of a grid.
    on_grid: bool,
    hits: Vec<Hit>,
    statistics: Statistics,
}

/// Steps from `start` to `t_end` or to the first event that stops.
fn walk<M: Dynamics<f64>, S: Stepper<f64>>(
    model: &M,
    mut stepper: S,
    (start, t_end): (StateVector, f64),
    settings: &Settings,
    events: &[Event<'_>],
) -> Result<Walk, PropagateError> {
    let mut nodes = vec![stepper.node()];
    let mut watch = Watch::new(events, &start)?;
    let mut hits = Vec::new();
    let mut statistics = Statistics::default();
    if start.t != t_end {
        stepper.prepare_dense((t_end - start.t).abs());
        loop {
            let outcome = stepper.advance(model, t_end)?;
            if outcome == Outcome::Restarted {
                nodes.truncate(1);
                hits.clear();
                watch = Watch::new(events, &start)?;
                continue;
            }
            nodes.push(stepper.node());
            if nodes.len() > MAX_NODES {
                let t = stepper.node().t;
                return Err(PropagateError::TooMany { t, t_end, steps: MAX_NODES });
            }
            let reached = outcome == Outcome::Reached;
            let at = (model, settings);
            if (!events.is_empty()
                && watch.look(at, &mut nodes, reached, &mut hits, &mut statistics)?)
                || reached
            {
                break;
            }
        }
    }
    statistics += stepper.statistics();
    Ok(Walk { nodes, on_grid: stepper.on_grid(), hits, statistics })
}

/// Integrates to `t_end` and returns only the final state and the cost; stores and allocates nothing.
///
/// # Errors
/// As [`propagate`], with a limit of 10⁹ steps.
pub fn propagate_end<M: Dynamics<f64>>(
    model: &M,
    start: StateVector,
    t_end: f64,
    settings: &Settings,
) -> Result<(StateVector, Statistics), PropagateError> {
    let from = (start.t, start.r.into(), start.v.into());
    let (tolerance, longest) = (settings.checked(start.t, t_end)?, settings.max_step);
    match settings.method {
        Method::Verner98 => {
            run(VernerStepper::start(model, from, t_end, tolerance, longest)?, model, t_end)
        }
        Method::Nystrom1210 => {
            run(NystromStepper::start(model, from, t_end, tolerance, longest)?, model, t_end)
        }
        Method::StormerCowell => {
            run(StormerCowell::start(model, from, tolerance, longest)?, model, t_end)
        }
    }
}

/// Advances a stepper to `t_end`.
fn run<M: Dynamics<f64>>(
    mut stepper: impl Stepper<f64>,
    model: &M,
    t_end: f64,
) -> Result<(StateVector, Statistics), PropagateError> {
    while stepper.advance(model, t_end)? != Outcome::Reached {
        let steps = stepper.statistics().accepted;
        if steps as f64 > MAX_STEPS {
            return Err(PropagateError::TooMany { t: stepper.node().t, t_end, steps });
        }
    }
    Ok((StateVector::from(&stepper.node()), stepper.statistics()))
}
