//! [`Cowell`] as a stepper: chooses the step, starts, watches the error, restarts where needed.

use super::cowell::central;
use super::embedded::check_finite;
use super::{
    Cowell, Dynamics, Embedded, Node, Nystrom1210, Outcome, Statistics, StepError, Stepper,
    Tolerance,
};
use crate::orbit::eccentric_from_mean;
use std::f64::consts::TAU;

/// The one-step method that starts arcs, and flies the short ones.
type Starter<T, const D: usize> = Embedded<Nystrom1210, 17, T, D>;

/// Natural steps of the starting method in one step of the grid: measured on the workloads of
/// `benches/integrator.rs`, where both then end with about the same error.
const STEPS_IN_ONE: f64 = 8.0;
/// Corrections of positions so many times the tolerance show that the grid is too coarse to go on.
///
/// Far larger ones than the tolerance are harmless: they swing to and fro, and a flight that keeps
/// its grid ends with an error below the largest of them. To start again at the node where one is met would
/// do harm, since the velocity there is off by about the correction over the step, and from there on for
/// good; so the whole grid is given up.
const HOPELESS: f64 = 3e2;
/// The step of the next grid in that of one given up: corrections, which go with its fifteenth power, become two
/// hundred times smaller.
const FINER: f64 = 0.7;
/// So many grids are laid for one arc.
const GRIDS: u32 = 5;
/// Longest step times the angular frequency `w`, where that is largest [rad]. Circular orbits are stable up to
/// 0.24, over a thousand turns; beyond 0.25 errors grow without bound.
const STABLE: f64 = 0.22;
/// Steps below which an arc is left to the starting method.
pub(super) const FEWEST: f64 = 40.0;
/// Steps from which on it is, too.
const MOST: f64 = 1e9;

/// Fixed-step Störmer–Cowell whose step comes from the tolerance.
///
/// The step is the starting method's at the first node, shortened to what suits the lowest point
/// the arc comes to, and kept within what is stable there. The grid is laid so that it ends exactly at the limit.
/// If the corrections of the position grow out of all proportion, all is given up and a finer grid
/// laid from the start ([`Outcome::Back`]). Short arcs are flown by the starting method, [`Nystrom1210`].
///
/// The tolerance thus sets the step once for the whole grid. What it means for the end of an arc:
/// `propagate::Settings`.
#[derive(Clone, Debug)]
pub struct StormerCowell<T: crate::math::Real = f64, const D: usize = 3> {
    state: Phase<T, D>,
    node: Node<T, D>,
    beginning: Beginning<T, D>,
    limit: f64,
    tolerance: Tolerance,
    max_step: f64,
    /// Whether dense output will be wanted.
    dense: bool,
    statistics: Statistics,
}

/// Where the way to the limit began.
#[derive(Clone, Copy, Debug)]
struct Beginning<T, const D: usize> {
    node: Node<T, D>,
    /// Steps accepted by then.
    accepted: usize,
    /// Grids given up since.
    given_up: u32,
}

/// What the next step is made with.
#[derive(Clone, Debug)]
#[allow(clippy::large_enum_variant, reason = "one of these exists at a time, on the stack")]
enum Phase<T: crate::math::Real, const D: usize> {
    /// Nothing planned yet.
    New,
    /// Handing out the nodes of the start, the next one first.
    Starting { core: Cowell<T, D>, nodes: [Node<T, D>; 5], next: usize, count: usize },
    /// On the grid.
    Running { core: Cowell<T, D>, count: usize },
    /// One-step method to the limit.
    Short(Starter<T, D>),
}

impl<T: crate::math::Real, const D: usize> StormerCowell<T, D> {
    /// Starts at a state; steps are planned when the first is asked for.
    ///
    /// # Errors
    /// [`StepError::NotFinite`] if state or acceleration are not finite.
    pub fn start<F: Dynamics<T, D>>(
        f: &F,
        (t, r, v): (f64, [T; D], [T; D]),
        tolerance: Tolerance,
        max_step: f64,
    ) -> Result<Self, StepError> {
        let node = Node::new(f, t, r, v);
        check_finite(&node)?;
        let statistics = Statistics { evaluations: 1, ..Statistics::default() };
        Ok(Self {
            state: Phase::New,
            node,
            beginning: Beginning { node, accepted: 0, given_up: 0 },
            limit: t,
            tolerance,
            max_step,
            dense: false,
            statistics,
        })
    }

    /// The one-step method from the current node to the limit, and the longest step that suits a grid [s].
    fn prospect<F: Dynamics<T, D>>(&mut self, f: &F) -> (Starter<T, D>, f64) {
        let span = self.limit - self.node.t;
        let one_step = Starter::from_node(f, self.node, self.limit, self.tolerance, self.max_step);
        let trial = one_step.next_step().min(span.abs()).copysign(span);
        self.statistics.evaluations += 1;
        let quickening = quickening(&self.node, span);
        // By Kepler's third law w grows with the distance to the power −3/2. Where nothing pulls to the origin, all
        // steps are stable.
        let frequency = central(&self.node.r, &self.node.a).largest().max(0.0).sqrt();
        let stable = STABLE / frequency * quickening.powf(0.75);
        let grid = self.max_step.min(stable);
        if span.abs() <= trial.abs() {
            return (one_step, grid.min(trial.abs()));
        }
        let natural = Starter::natural_step(f, &self.node, trial, &self.tolerance);
        self.statistics.evaluations += 16;
        (one_step, grid.min(natural * quickening / STEPS_IN_ONE))
    }

    /// Lays a grid from the current node to the limit, with steps no longer than `longest` [s].
    fn plan<F: Dynamics<T, D>>(&mut self, f: &F, longest: f64) -> Result<(), StepError> {
        let span = self.limit - self.node.t;
        let (mut one_step, grid) = self.prospect(f);
        let count = (span.abs() / grid.min(longest)).ceil();
        // The one-step method also takes over where no grid is fine enough, or none is wanted.
        if !(FEWEST..MOST).contains(&count) {
            if self.dense {
                one_step.divide(span.abs());
            }
            self.state = Phase::Short(one_step);
            return Ok(());
        }
        let (core, nodes) = Cowell::start(f, self.node, span / count);
        self.statistics.evaluations += Cowell::<T, D>::START_CALLS;
        for node in &nodes {
            check_finite(node)?;
        }
        self.state = Phase::Starting { core, nodes, next: 1, count: count as usize };
        Ok(())
    }

    /// Goes back to where the way to the limit began, for a grid with steps no longer than `longest` [s]. After
    /// [`GRIDS`] of them the one-step method takes over: what jumps has no grid that suits it.
    fn begin_again<F: Dynamics<T, D>>(&mut self, f: &F, longest: f64) -> Result<(), StepError> {
        let Beginning { node, accepted, given_up } = &mut self.beginning;
        *given_up += 1;
        self.node = *node;
        self.statistics.rejected += self.statistics.accepted - *accepted;
        self.statistics.accepted = *accepted;
        let longest = if *given_up < GRIDS { longest } else { 0.0 };
        self.plan(f, longest)
    }

    /// Step of the grid that would be laid from the current node to `limit` [s]; for a short arc,
    /// the arc in as many steps as the fewest of a grid.
    ///
    /// # Errors
    /// [`StepError::Stalled`] if no grid is fine enough.
    pub fn grid_step<F: Dynamics<T, D>>(&mut self, f: &F, limit: f64) -> Result<f64, StepError> {
        self.limit = limit;
        let span = (limit - self.node.t).abs();
        let (_, grid) = self.prospect(f);
        let count = (span / grid).ceil().max(FEWEST);
        match count < MOST {
            true => Ok(span / count),
            false => Err(StepError::Stalled { t: self.node.t, step: grid }),
        }
    }
}

/// Part of the step at a node that suits the lowest point its two-body orbit comes to within `span`
/// seconds, where the motion round the origin is quickest (by Kepler's second law as the square of
/// the distance).
fn quickening<T: crate::math::Real, const D: usize>(node: &Node<T, D>, span: f64) -> f64 {
    let w2 = central(&node.r, &node.a);
    let lane = |k: usize| {
        let dot = |a: &[T; D], b: &[T; D]| -> f64 {
            a.iter().zip(b).map(|(a, b)| a.lane(k) * b.lane(k)).sum()
        };
        let (r2, v2, rv) = (dot(&node.r, &node.r), dot(&node.v, &node.v), dot(&node.r, &node.v));
        let w2 = w2.lane(k);
        if w2 <= 0.0 {
            return 1.0;
        }
        // r/a, e, and the lowest point of all over r
        let inverse = 2.0 - v2 / (w2 * r2);
        let parameter = (r2 * v2 - rv * rv) / (w2 * r2 * r2);
        let e = (1.0 - parameter * inverse).max(0.0).sqrt();
        let lowest = parameter / (1.0 + e);
        let rising = rv.copysign(rv * span);
        if inverse <= 0.0 {
            return if rising < 0.0 { lowest.powi(2) } else { 1.0 };
        }
        let e_sin = rising * (inverse / w2).sqrt() / r2;
        let mean = libm::atan2(e_sin, 1.0 - inverse) - e_sin;
        let mean = if mean < 0.0 { mean + TAU } else { mean };
        let at_end = mean + (w2 * inverse).sqrt() * inverse * span.abs();
        let reached = if at_end < TAU {
            (1.0 - e * libm::cos(eccentric_from_mean(at_end, e))) / inverse
        } else {
            lowest
        };
        reached.min(1.0).powi(2)
    };
    (0..T::LANES).map(lane).fold(1.0, f64::min)
}

impl<T: crate::math::Real, const D: usize> Stepper<T, D> for StormerCowell<T, D> {
    #[inline(always)]
    fn node(&self) -> Node<T, D> {
        match &self.state {
            Phase::Running { core, count } => {
                let mut node = core.node();
                if core.index() == *count {
                    node.t = self.limit;
                }
                node
            }
            _ => self.node,
        }
    }

    fn statistics(&self) -> Statistics {
        self.statistics
    }

    const ON_GRID: bool = true;

    fn divide(&mut self, _: f64) {
        self.dense = true;
    }

    #[inline]
    fn advance<F: Dynamics<T, D>>(&mut self, f: &F, limit: f64) -> Result<Outcome, StepError> {
        if limit != self.limit || matches!(self.state, Phase::New) {
            self.node = self.node();
            let accepted = self.statistics.accepted;
            self.beginning = Beginning { node: self.node, accepted, given_up: 0 };
            self.limit = limit;
            if self.node.t == limit {
                return Ok(Outcome::Reached);
            }
            self.plan(f, f64::INFINITY)?;
        }
        match &mut self.state {
            Phase::Running { core, count } => {
                if core.index() == *count {
                    return Ok(Outcome::Reached);
                }
                core.step(f);
                self.statistics.evaluations += 1;
                self.statistics.accepted += 1;
                if core.index() == *count {
                    check_finite(&core.node())?;
                    return Ok(Outcome::Reached);
                }
                let correction = core.last_correction();
                if correction.is_nan() {
                    check_finite(&core.node())?;
                }
                if correction > HOPELESS * self.tolerance.position
                    && correction > HOPELESS * self.tolerance.at(core.position())
                {
                    let finer = FINER * core.h().abs();
                    self.begin_again(f, finer)?;
                    return Ok(Outcome::Back);
                }
                Ok(Outcome::Advanced)
            }
            Phase::Starting { core, nodes, next, count } => {
                self.node = nodes[*next];
                *next += 1;
                self.statistics.accepted += 1;
                if *next == nodes.len() {
                    self.state = Phase::Running { core: core.clone(), count: *count };
                }
                Ok(Outcome::Advanced)
            }
            Phase::Short(one_step) => {
                let before = one_step.statistics();
                let outcome = one_step.advance(f, limit)?;
                let after = one_step.statistics();
                self.node = one_step.node();
                self.statistics.accepted += 1;
                self.statistics.rejected += after.rejected - before.rejected;
                self.statistics.evaluations += after.evaluations - before.evaluations;
                Ok(outcome)
            }
            // Planning always leaves this phase.
            Phase::New => Ok(Outcome::Advanced),
        }
    }
}
