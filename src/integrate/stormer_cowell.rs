//! The Störmer–Cowell stepper: chooses the step of [`Cowell`], starts it, monitors its error and restarts it.

use super::cowell::{STRIDE, StartNodes, central};
use super::embedded::{Trial, check_finite, norm};
use super::{
    Cowell, Dynamics, Node, Nystrom1210, NystromStepper, Outcome, Statistics, StepError, Stepper,
    Tableau, Tolerance,
};
use crate::math::Real;
use crate::orbit::eccentric_from_mean;
use std::f64::consts::{PI, TAU};

/// Steps of the grid in one step that the starting method would take. Measured on the workloads of
/// `benches/integrator.rs`: both methods then end with about the same error.
const GRID_STEPS_PER_NATURAL_STEP: f64 = 8.0;
/// Correction of the position, in units of the tolerance, at which the grid is given up as too coarse.
///
/// Corrections well above the tolerance are harmless: they alternate in sign, and a propagation that keeps its grid
/// ends with an error below the largest of them. Restarting at the node where one occurs would do damage, since the
/// velocity there is off by about the correction divided by the step, permanently. So the whole grid is discarded.
const GIVE_UP: f64 = 3e2;
/// Step of the next grid relative to that of one given up: corrections, which scale with its fifteenth power,
/// become two hundred times smaller.
const STEP_REDUCTION: f64 = 0.7;
/// Largest number of grids tried for one arc.
const MAX_GRIDS: u32 = 5;
/// Longest step times the largest angular frequency `w` on the arc [rad]. Circular orbits are stable over a thousand
/// revolutions up to 0.25 rad; beyond, errors grow exponentially.
const MAX_PHASE: f64 = 0.22;
/// Natural step of the starting method on a nearly circular orbit about a point mass, for a tolerance of the size of
/// the orbit, times the angular frequency [rad]: 7.1 to 9.8 measured on 400 orbits with an eccentricity of at most
/// 0.02; between 7.8 and 8.5 the mean number of calls changes by a few percent. The trial step is chosen with it. The grid
/// so expected is used if it proves fine enough and has few more steps than necessary.
const CENTRAL: f64 = 8.0;
/// Calls saved if the trial step serves as the first one of starting.
const SAVED: usize = Nystrom1210::STAGES - 1;
/// Length of a trial step in expected natural steps, where the first step of starting does not serve: as long as that.
const TRIAL: f64 = STRIDE as f64 / GRID_STEPS_PER_NATURAL_STEP;
/// Shortest trial step in expected natural steps.
const LEAST_TRIAL: f64 = 0.2;
/// Arcs of fewer steps are left to the starting method.
pub(super) const MIN_STEPS: f64 = 40.0;
/// Arcs of this many steps or more are, too.
const MAX_STEPS: f64 = 1e9;
/// So are arcs on which the angular rate about the origin, where it is largest, is more than this many times its
/// mean: over many revolutions, those of an eccentricity above 0.78. There the starting method needs half the
/// evaluations for the same error at the end and about as many with dense output; at 0.97, a fiftieth. Each grid
/// given up halves it.
const MAX_UNEVENNESS: f64 = 12.0;
/// That is, if a grid needs at least so many times the evaluations of the starting method with the longest steps
/// allowed.
const LEAST_SAVING: f64 = 2.5;

/// Fixed-step Störmer–Cowell whose step follows from the tolerance.
///
/// The step is derived from that of the starting method at the first node, shortened to suit the lowest point of
/// the arc, and limited to the stable range. A trial step of the starting method measures it; the trial is as long as
/// the first step of starting would be about a point mass, and is that step if it confirms the grid. The grid ends
/// exactly at the limit of integration. If the corrections of the position become far too large, the whole grid is
/// discarded and a finer one started from the beginning ([`Outcome::Restarted`]). Short arcs, and those on which the
/// lowest point requires far shorter steps than the rest, are left to the starting method, [`Nystrom1210`].
///
/// The tolerance thus sets the step once for the whole grid; `propagate::Settings` states what that means for the
/// error at the end of an arc.
#[derive(Clone, Debug)]
pub struct StormerCowell<T: Real = f64, const D: usize = 3> {
    phase: Phase<T, D>,
    node: Node<T, D>,
    origin: Origin<T, D>,
    limit: f64,
    tolerance: Tolerance,
    max_step: f64,
    /// Whether dense output was requested.
    dense: bool,
    statistics: Statistics,
}

/// Start of the way to the current limit.
#[derive(Clone, Copy, Debug)]
struct Origin<T, const D: usize> {
    node: Node<T, D>,
    /// Number of steps accepted before.
    accepted: usize,
    /// Number of grids given up since.
    given_up: u32,
}

/// How the next step is made.
#[derive(Clone, Debug)]
#[allow(clippy::large_enum_variant, reason = "one of these exists at a time, on the stack")]
enum Phase<T: Real, const D: usize> {
    /// No grid planned yet.
    New,
    /// On a grid of `count` steps. The nodes made by starting are returned first; `next` is the one to come.
    Grid { core: Cowell<T, D>, nodes: StartNodes<T, D>, next: usize, count: usize },
    /// With the one-step method up to the limit.
    OneStep(NystromStepper<T, D>),
}

impl<T: Real, const D: usize> StormerCowell<T, D> {
    /// Starts at a state; the grid is planned when the first step is requested.
    ///
    /// # Errors
    /// [`StepError::NotFinite`] if the state or the acceleration is not finite.
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
            phase: Phase::New,
            node,
            origin: Origin { node, accepted: 0, given_up: 0 },
            limit: t,
            tolerance,
            max_step,
            dense: false,
            statistics,
        })
    }

    /// The starting method at the current node.
    fn one_step<F: Dynamics<T, D>>(&mut self, f: &F) -> NystromStepper<T, D> {
        self.statistics.evaluations += 1;
        NystromStepper::from_node(f, self.node, self.limit, self.tolerance, self.max_step)
    }

    /// Weighs a grid from the current node to the limit, with steps no longer than `longest` [s], against the one-step
    /// method.
    fn weigh_grid<F: Dynamics<T, D>>(&mut self, f: &F, longest: f64) -> Prospect<T, D> {
        let Node { t, r, v, a } = self.node;
        let span = self.limit - t;
        let Outlook { shortening, unevenness } = Outlook::of(&self.node, span);
        // By Kepler's third law w varies as the distance to the power -3/2. Without attraction to the origin every
        // step is stable.
        let frequency = central(&r, &a).largest().max(0.0).sqrt();
        let stable = MAX_PHASE / frequency * (shortening * shortening.sqrt()).sqrt();
        let longest = longest.min(self.max_step).min(stable);
        let expected = if frequency > 0.0 {
            let (size, speed) = (norm(&r), norm(&v));
            let allowed_r = self.tolerance.relative + self.tolerance.position / size;
            let allowed_v = self.tolerance.relative + self.tolerance.velocity / speed;
            let allowed = allowed_r.min(allowed_v).min(1.0);
            let radian = (1.0 / frequency).min(size / speed);
            CENTRAL * radian * allowed.powf(1.0 / Nystrom1210::ERROR_EXPONENT)
        } else {
            self.one_step(f).next_step()
        };
        let suits = |natural: f64| longest.min(natural * shortening / GRID_STEPS_PER_NATURAL_STEP);
        let count = (span.abs() / suits(expected)).ceil();
        let stride = span / count * STRIDE as f64;
        // A trial far shorter than the step it is to find would show rounding instead.
        let is_stride = stride.abs() > LEAST_TRIAL * expected;
        let trial = if is_stride { stride } else { (TRIAL * expected).copysign(span) };
        if span.abs() <= trial.abs() {
            return Prospect { grid: longest.min(trial.abs()), wasteful: false, stride: None };
        }
        let Trial { r, v, natural } = NystromStepper::trial(f, &self.node, trial, &self.tolerance);
        self.statistics.evaluations += SAVED;
        let grid = suits(natural);
        let saves = self.max_step > LEAST_SAVING * Nystrom1210::STAGES as f64 * grid;
        let limit = MAX_UNEVENNESS / f64::from(1 << self.origin.given_up);
        let stride = is_stride.then_some(Stride { r, v, count });
        Prospect { grid, wasteful: saves && unevenness > limit, stride }
    }

    /// Plans a grid from the current node to the limit with steps no longer than `longest` [s], or the one-step
    /// method where no grid is fine enough, so few steps do not justify one, or one would be wasteful.
    fn plan<F: Dynamics<T, D>>(&mut self, f: &F, longest: f64) -> Result<(), StepError> {
        let span = self.limit - self.node.t;
        let Prospect { grid, wasteful, stride } = self.weigh_grid(f, longest);
        let mut count = (span.abs() / grid).ceil();
        if wasteful || !(MIN_STEPS..MAX_STEPS).contains(&count) {
            let mut one_step = self.one_step(f);
            if self.dense {
                one_step.prepare_dense(span.abs());
            }
            self.phase = Phase::OneStep(one_step);
            return Ok(());
        }
        let mut first = None;
        self.statistics.evaluations += Cowell::<T, D>::START_CALLS;
        if let Some(stride) = stride
            && (count..count + SAVED as f64).contains(&stride.count)
        {
            count = stride.count;
            let t = self.node.t + span / count * STRIDE as f64;
            first = Some(Node::new(f, t, stride.r, stride.v));
            self.statistics.evaluations -= SAVED;
        }
        let (core, nodes) = Cowell::start_after(f, self.node, first, span / count);
        for node in &nodes {
            check_finite(node)?;
        }
        self.phase = Phase::Grid { core, nodes, next: 1, count: count as usize };
        Ok(())
    }

    /// Discards the grid and returns to the origin, for a grid with steps no longer than `longest` [s]. After
    /// [`MAX_GRIDS`] attempts the one-step method takes over: a discontinuous force has no suitable grid.
    fn restart<F: Dynamics<T, D>>(&mut self, f: &F, longest: f64) -> Result<(), StepError> {
        let Origin { node, accepted, given_up } = &mut self.origin;
        *given_up += 1;
        self.node = *node;
        self.statistics.rejected += self.statistics.accepted - *accepted;
        self.statistics.accepted = *accepted;
        let longest = if *given_up < MAX_GRIDS { longest } else { 0.0 };
        self.plan(f, longest)
    }

    /// Step of the grid that would be used from the current node to `limit` [s] if every arc had one; for a short
    /// arc, that of the shortest grid, 40 steps.
    ///
    /// # Errors
    /// [`StepError::Stalled`] if no grid is fine enough.
    pub fn grid_step<F: Dynamics<T, D>>(&mut self, f: &F, limit: f64) -> Result<f64, StepError> {
        self.limit = limit;
        let span = (limit - self.node.t).abs();
        let grid = self.weigh_grid(f, f64::INFINITY).grid;
        let count = (span / grid).ceil().max(MIN_STEPS);
        match count < MAX_STEPS {
            true => Ok(span / count),
            false => Err(StepError::Stalled { t: self.node.t, step: grid }),
        }
    }
}

/// A grid from a node to the limit.
struct Prospect<T, const D: usize> {
    /// Longest suitable step [s].
    grid: f64,
    /// Whether such steps would be wasteful on most of the arc.
    wasteful: bool,
    /// The first starting step, if the trial was one.
    stride: Option<Stride<T, D>>,
}

/// The first starting step of a grid.
struct Stride<T, const D: usize> {
    /// Position at its end.
    r: [T; D],
    /// Velocity at its end.
    v: [T; D],
    /// Number of steps of the grid.
    count: f64,
}

/// What the osculating two-body orbit at a node tells of the arc ahead.
#[derive(Clone, Copy)]
struct Outlook {
    /// Factor by which the step at the node must be shortened to suit the lowest point of the arc: the square of the
    /// ratio of the distances, as Kepler's second law scales the time spent on an angle.
    shortening: f64,
    /// Angular rate at the lowest point relative to the mean of the arc, within a factor of two [1].
    unevenness: f64,
}

impl Outlook {
    /// For an arc of `span` [s]; the shortest step and the least unevenness of all lanes.
    fn of<T: Real, const D: usize>(node: &Node<T, D>, span: f64) -> Self {
        let w2 = central(&node.r, &node.a);
        let mut all = Self { shortening: 1.0, unevenness: f64::INFINITY };
        for k in 0..T::LANES {
            let one = Self::of_lane(node, w2.lane(k), span, k);
            all.shortening = all.shortening.min(one.shortening);
            all.unevenness = all.unevenness.min(one.unevenness);
        }
        all
    }

    /// For lane `k`, which is attracted to the origin by `w2` times its distance [1/s²].
    fn of_lane<T: Real, const D: usize>(node: &Node<T, D>, w2: f64, span: f64, k: usize) -> Self {
        if w2 <= 0.0 {
            return Self { shortening: 1.0, unevenness: 0.0 };
        }
        let dot = |a: &[T; D], b: &[T; D]| -> f64 {
            a.iter().zip(b).map(|(a, b)| a.lane(k) * b.lane(k)).sum()
        };
        let (r2, v2, rv) = (dot(&node.r, &node.r), dot(&node.v, &node.v), dot(&node.r, &node.v));
        // r/a, p/r, e, and the pericentre distance divided by r
        let inverse = 2.0 - v2 / (w2 * r2);
        let parameter = (r2 * v2 - rv * rv) / (w2 * r2 * r2);
        let e = (1.0 - parameter * inverse).max(0.0).sqrt();
        let pericentre = parameter / (1.0 + e);
        let rising = rv.copysign(rv * span);
        // Lowest distance on the arc divided by r, and change of the mean anomaly (0 on an open orbit)
        let (lowest, change) = if inverse <= 0.0 {
            (if rising < 0.0 { pericentre } else { 1.0 }, 0.0)
        } else {
            let change = (w2 * inverse).sqrt() * inverse * span.abs();
            let mean = || {
                let e_sin = rising * (inverse / w2).sqrt() / r2;
                let mean = libm::atan2(e_sin, 1.0 - inverse) - e_sin;
                if mean < 0.0 { mean + TAU } else { mean }
            };
            let at_end = if change < TAU { mean() + change } else { TAU };
            let lowest = if at_end < TAU {
                (1.0 - e * libm::cos(eccentric_from_mean(at_end, e))) / inverse
            } else {
                pericentre
            };
            (lowest, change)
        };
        let shortening = lowest.min(1.0).powi(2);
        // r² dν/dt = const. The true anomaly changes by at most 2π more than the mean anomaly; π is assumed.
        let largest_rate = (w2 * parameter.max(0.0)).sqrt() / shortening;
        Self { shortening, unevenness: largest_rate * span.abs() / (change + PI) }
    }
}

impl<T: Real, const D: usize> Stepper<T, D> for StormerCowell<T, D> {
    #[inline(always)]
    fn node(&self) -> Node<T, D> {
        match &self.phase {
            Phase::Grid { core, nodes, next, count } if *next == nodes.len() => {
                let mut node = core.node();
                if core.index() == *count {
                    node.t = self.limit;
                }
                node
            }
            Phase::Grid { nodes, next, .. } => nodes[*next - 1],
            Phase::OneStep(one_step) => one_step.node(),
            Phase::New => self.node,
        }
    }

    fn statistics(&self) -> Statistics {
        self.statistics
    }

    fn on_grid(&self) -> bool {
        !matches!(self.phase, Phase::OneStep(_))
    }

    fn prepare_dense(&mut self, _: f64) {
        self.dense = true;
    }

    #[inline(always)]
    fn advance<F: Dynamics<T, D>>(&mut self, f: &F, limit: f64) -> Result<Outcome, StepError> {
        if limit != self.limit || matches!(self.phase, Phase::New) {
            self.node = self.node();
            let accepted = self.statistics.accepted;
            self.origin = Origin { node: self.node, accepted, given_up: 0 };
            self.limit = limit;
            if self.node.t == limit {
                return Ok(Outcome::Reached);
            }
            self.plan(f, f64::INFINITY)?;
        }
        match &mut self.phase {
            Phase::Grid { nodes, next, .. } if *next < nodes.len() => {
                *next += 1;
                self.statistics.accepted += 1;
                Ok(Outcome::Advanced)
            }
            Phase::Grid { core, count, .. } => {
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
                // The first comparison is cheap and almost always decides.
                if correction > GIVE_UP * self.tolerance.position
                    && correction > GIVE_UP * self.tolerance.at(core.position())
                {
                    let longest = STEP_REDUCTION * core.h().abs();
                    self.restart(f, longest)?;
                    return Ok(Outcome::Restarted);
                }
                Ok(Outcome::Advanced)
            }
            Phase::OneStep(one_step) => {
                let before = one_step.statistics();
                let outcome = one_step.advance(f, limit)?;
                let after = one_step.statistics();
                self.statistics.accepted += after.accepted - before.accepted;
                self.statistics.rejected += after.rejected - before.rejected;
                self.statistics.evaluations += after.evaluations - before.evaluations;
                Ok(outcome)
            }
            // Unreachable: `plan` always leaves this phase.
            Phase::New => Ok(Outcome::Advanced),
        }
    }
}
