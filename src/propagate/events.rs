//! Events: scalar functions of the state whose zero crossings are located.
//!
//! After each step every function is sampled along it, at intervals of at most `max_check`, on the dense output. A
//! crossing is first located on the dense output; then the integrator steps to it from the last node, and the location
//! is corrected until it changes by no more than `tolerance`. Time and state of a hit are thus as accurate as the
//! steps, not merely as the interpolation.

use super::{PropagateError, Settings, StateVector, Statistics};
use crate::integrate::hermite::Piece;
use crate::integrate::{Dynamics, Node, Outcome, Stepper, VernerStepper};

/// Which sign changes of an event function count, as seen in the direction of increasing time (also when integrating
/// backwards).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Crossing {
    /// From negative to positive.
    Rising,
    /// From positive to negative.
    Falling,
    /// Either.
    Any,
}

/// What to do at a crossing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Action {
    /// Record it and continue.
    Record,
    /// Record it and end the arc exactly there.
    Stop,
}

/// A scalar function of the state whose zero crossings are to be found.
///
/// A function that is exactly zero at the start of an arc has no sign yet, so leaving zero is not a crossing. Reaching
/// zero exactly at the end of an arc is one. Of two consecutive arcs exactly one thus records such a crossing.
pub struct Event<'a> {
    /// Continuous function of time and state.
    pub value: Box<dyn Fn(&StateVector) -> f64 + 'a>,
    /// Which crossings count.
    pub crossing: Crossing,
    /// What to do at a crossing.
    pub action: Action,
    /// Longest interval between two samples [s], above 0; crossings farther apart than this are not missed.
    pub max_check: f64,
    /// Accuracy to which a crossing is located [s], finite and 0 or more; below the resolution of time the latter
    /// applies.
    pub tolerance: f64,
}

impl Event<'_> {
    fn counts(&self, rising: bool) -> bool {
        match self.crossing {
            Crossing::Rising => rising,
            Crossing::Falling => !rising,
            Crossing::Any => true,
        }
    }

    /// Returns an error if a parameter is out of range.
    fn check(&self) -> Result<(), PropagateError> {
        let refuse =
            |what, value, allowed| Err(PropagateError::Setting { what, value, unit: "s", allowed });
        if self.max_check.is_nan() || self.max_check <= 0.0 {
            refuse("max_check of an event", self.max_check, "above 0")
        } else if !(self.tolerance.is_finite() && self.tolerance >= 0.0) {
            refuse("tolerance of an event", self.tolerance, "finite, 0 or more")
        } else {
            Ok(())
        }
    }
}

/// A located crossing.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Hit {
    /// Index of the event.
    pub event: usize,
    /// Time and state.
    pub at: StateVector,
    /// Whether the function increases with time.
    pub rising: bool,
}

/// The last nonzero sample of an event function.
#[derive(Clone, Copy)]
struct Sign {
    t: f64,
    value: f64,
}

/// The last step of an arc.
struct Step<'a, M> {
    model: &'a M,
    settings: &'a Settings,
    from: Node<f64>,
    to: Node<f64>,
    /// 1 forward in time, −1 backward.
    direction: f64,
}

impl<M: Dynamics<f64>> Step<'_, M> {
    /// Whether the function of a crossing still has its old sign somewhere before `end`.
    fn is_ahead(&self, crossing: &Found, end: &Node<f64>) -> bool {
        (end.t - crossing.before.t) * self.direction > 0.0
    }

    /// Steps from the first node to the crossing and returns the nodes after the first. The last lies past the zero by
    /// no more than the tolerance or, where rounding exceeds that, by as much as it takes for the function to have its
    /// new sign. The crossing is sought up to `to`: if it is not earlier, the path ends at `to` itself; if there is no
    /// crossing, the path is empty.
    fn pin_down(
        &self,
        event: &Event<'_>,
        crossing: &Found,
        to: &Node<f64>,
        cost: &mut Statistics,
    ) -> Result<Vec<Node<f64>>, PropagateError> {
        let Self { model, settings, ref from, .. } = *self;
        let direction = (to.t - from.t).signum();
        let fine = event.tolerance.max(4.0 * f64::EPSILON * to.t.abs().max(from.t.abs()));
        let before = crossing.before;
        let crossed = |value: f64| crossing.passed(value);
        let mut t = crossing.t;
        let mut ahead = fine;
        for corrections in 1.. {
            if (to.t - t) * direction <= 0.0 {
                let there = crossed((event.value)(&StateVector::from(to)));
                return Ok(if there { vec![*to] } else { Vec::new() });
            }
            let path = bridge(model, settings, from, t, cost)?;
            let Some(&end) = path.last() else { break };
            let value_end = (event.value)(&StateVector::from(&end));
            if corrections > MAX_CORRECTIONS {
                if crossed(value_end) {
                    return Ok(path);
                }
                (t, ahead) = (t + direction * ahead, 2.0 * ahead);
                continue;
            }
            // Interpolate again, now with a node at the estimate: accurate to third order there.
            let mut nodes = path.clone();
            nodes.insert(0, *from);
            let piece = Piece::between(&nodes, nodes.len() - 2);
            let value_at = |t: f64| (event.value)(&on(&piece, t));
            let better = if crossed(value_end) {
                let floor = nodes[nodes.len() - 2].t;
                let low = if (before.t - floor) * direction > 0.0 { before.t } else { floor };
                let value_low = value_at(low);
                if crossed(value_low) {
                    return Ok(path);
                }
                bracket(value_at, (low, value_low), (end.t, value_end), 0.25 * fine)
            } else {
                let mut ahead = fine;
                let mut high = end.t + direction * ahead;
                while !crossed(value_at(high)) && (to.t - high) * direction > 0.0 {
                    ahead *= 4.0;
                    high = end.t + direction * ahead;
                }
                bracket(value_at, (end.t, value_end), (high, value_at(high)), 0.25 * fine)
            };
            if crossed(value_end) && (end.t - better).abs() <= fine {
                return Ok(path);
            }
            // Aim slightly past the zero, so that the function has its new sign.
            t = better + direction * 0.25 * fine;
        }
        Ok(Vec::new())
    }
}

/// A crossing that stops the arc.
struct Stop {
    /// Its index among those found.
    crossing: usize,
    end: Node<f64>,
    /// The nodes that lead to it.
    path: Vec<Node<f64>>,
}

/// A crossing within the last step, located on the dense output only.
struct Found {
    event: usize,
    /// A sample before the crossing.
    before: Sign,
    /// Estimate of its time [s].
    t: f64,
}

impl Found {
    /// Whether `value` belongs to a point past the crossing.
    fn passed(&self, value: f64) -> bool {
        value == 0.0 || opposite(self.before.value, value)
    }
}

/// Whether the signs differ.
fn opposite(a: f64, b: f64) -> bool {
    (a < 0.0 && b > 0.0) || (a > 0.0 && b < 0.0)
}

/// The event functions along an arc.
pub(super) struct Watch<'a, 'b> {
    events: &'a [Event<'b>],
    signs: Vec<Sign>,
}

/// Largest number of samples of one event in one step.
const MAX_CHECKS: f64 = 1e6;
/// Largest number of corrections of one crossing.
const MAX_CORRECTIONS: usize = 10;

impl<'a, 'b> Watch<'a, 'b> {
    pub(super) fn new(
        events: &'a [Event<'b>],
        start: &StateVector,
    ) -> Result<Self, PropagateError> {
        events.iter().try_for_each(Event::check)?;
        let signs = events.iter().map(|e| Sign { t: start.t, value: (e.value)(start) }).collect();
        Ok(Self { events, signs })
    }

    /// Searches the last step of `nodes`; `is_last` says whether the arc ends with it. If an event stops the arc within
    /// the step, the last node is replaced by the crossing and the result is `true`.
    ///
    /// The next arc begins with the signs that the functions have at the stop. A crossing of another event at the same
    /// place therefore belongs to this arc if its function already has the new sign there, else to the next.
    pub(super) fn look<M: Dynamics<f64>>(
        &mut self,
        (model, settings): (&M, &Settings),
        nodes: &mut Vec<Node<f64>>,
        is_last: bool,
        hits: &mut Vec<Hit>,
        cost: &mut Statistics,
    ) -> Result<bool, PropagateError> {
        let last = nodes.len() - 1;
        let (from, to) = (nodes[last - 1], nodes[last]);
        let step = Step { model, settings, from, to, direction: (to.t - from.t).signum() };
        let piece = Piece::between(nodes, last - 1);
        let mut found: Vec<Found> = Vec::new();
        for (index, event) in self.events.iter().enumerate() {
            let end = StateVector::from(&to);
            scan(event, index, &mut self.signs[index], &piece, (&end, is_last), &mut found);
        }
        found.sort_by(|a, b| (step.direction * a.t).total_cmp(&(step.direction * b.t)));
        let stop = self.first_stop(&step, &found, cost)?;
        self.record(&step, &found, stop.as_ref(), hits, cost)?;
        let Some(stop) = stop else { return Ok(false) };
        nodes.pop();
        nodes.extend_from_slice(&stop.path);
        Ok(true)
    }

    /// The first of the crossings `found` that stops the arc.
    fn first_stop<M: Dynamics<f64>>(
        &self,
        step: &Step<'_, M>,
        found: &[Found],
        cost: &mut Statistics,
    ) -> Result<Option<Stop>, PropagateError> {
        let mut stop: Option<Stop> = None;
        for (k, crossing) in found.iter().enumerate() {
            let event = &self.events[crossing.event];
            let end = stop.as_ref().map_or(step.to, |stop| stop.end);
            if event.action == Action::Stop && step.is_ahead(crossing, &end) {
                let path = step.pin_down(event, crossing, &end, cost)?;
                if let Some(&end) = path.last() {
                    stop = Some(Stop { crossing: k, end, path });
                }
            }
        }
        Ok(stop)
    }

    /// Adds the crossings `found`, up to the stop if there is one, to `hits`.
    fn record<M: Dynamics<f64>>(
        &self,
        step: &Step<'_, M>,
        found: &[Found],
        stop: Option<&Stop>,
        hits: &mut Vec<Hit>,
        cost: &mut Statistics,
    ) -> Result<(), PropagateError> {
        let direction = step.direction;
        let end = stop.map_or(step.to, |stop| stop.end);
        let first = hits.len();
        for (k, crossing) in found.iter().enumerate() {
            let event = &self.events[crossing.event];
            let rising = (crossing.before.value < 0.0) == (direction > 0.0);
            let mut note =
                |at: &Node<f64>| hits.push(Hit { event: crossing.event, at: at.into(), rising });
            match stop {
                Some(stop) if stop.crossing == k => note(&end),
                Some(_) if !step.is_ahead(crossing, &end) => {}
                _ => {
                    let path = step.pin_down(event, crossing, &end, cost)?;
                    let Some(at) = path.last() else { continue };
                    // This close to a stop, the sign at the stop decides.
                    let doubtful = stop.is_some() && (end.t - at.t).abs() <= event.tolerance;
                    if !doubtful || crossing.passed((event.value)(&StateVector::from(&end))) {
                        note(at);
                    }
                }
            }
        }
        if stop.is_some() {
            hits[first..].sort_by(|a, b| (direction * a.at.t).total_cmp(&(direction * b.at.t)));
        }
        Ok(())
    }
}

/// Finds the crossings of one event along a step that ends at `end`; `is_last` if the arc ends there.
fn scan(
    event: &Event<'_>,
    index: usize,
    sign: &mut Sign,
    piece: &Piece,
    (end, is_last): (&StateVector, bool),
    found: &mut Vec<Found>,
) {
    let (t0, t1) = piece.ends();
    let wanted = ((t1 - t0).abs() / event.max_check).ceil();
    let checks = if wanted >= 1.0 { wanted.min(MAX_CHECKS) } else { 1.0 };
    for k in 1..=checks as usize {
        let is_end = k as f64 == checks;
        let at = if is_end { *end } else { on(piece, t0 + (t1 - t0) * (k as f64 / checks)) };
        let value = (event.value)(&at);
        if value.is_nan() || (value == 0.0 && !(is_end && is_last)) {
            continue;
        }
        // The last sample may precede this step if the function was zero at its start.
        let ta = if (sign.t - t0) * (t1 - t0) < 0.0 { t0 } else { sign.t };
        let before = Sign { t: ta, ..*sign };
        let reached = value == 0.0 && sign.value.abs() > 0.0;
        if reached || opposite(sign.value, value) {
            let rising = (sign.value < 0.0) == (t1 > t0);
            if event.counts(rising) {
                let value_at = |t: f64| (event.value)(&on(piece, t));
                let t = match reached {
                    true => at.t,
                    false => bracket(value_at, (ta, sign.value), (at.t, value), event.tolerance),
                };
                found.push(Found { event: index, before, t });
            }
        }
        *sign = Sign { t: at.t, value };
    }
}

/// The state on a piece of dense output.
fn on(piece: &Piece, t: f64) -> StateVector {
    let (r, v) = piece.at(t);
    StateVector { t, r: r.into(), v: v.into() }
}

/// The nodes of an integration from `from` (excluded) to `t`.
fn bridge<M: Dynamics<f64>>(
    model: &M,
    settings: &Settings,
    from: &Node<f64>,
    t: f64,
    cost: &mut Statistics,
) -> Result<Vec<Node<f64>>, PropagateError> {
    let step = (t - from.t).abs();
    let mut stepper =
        VernerStepper::<f64>::resume(*from, step, settings.tolerance(), settings.max_step);
    let mut path = Vec::new();
    loop {
        let outcome = stepper.advance(model, t)?;
        path.push(stepper.node());
        if outcome == Outcome::Reached {
            *cost += stepper.statistics();
            return Ok(path);
        }
    }
}

/// Zero of `f` between `low` and `high`, pairs of argument and value of opposite signs, to `tolerance`: the end of the
/// last bracket on the side of `high`. The ITP method (interpolate, truncate, project) needs at most one call more than
/// bisection, and far fewer for smooth functions (Oliveira and Takahashi, ACM Transactions on Mathematical Software 47
/// (2020) 5).
fn bracket(f: impl Fn(f64) -> f64, low: (f64, f64), high: (f64, f64), tolerance: f64) -> f64 {
    let (mut a, mut fa) = low;
    let (mut b, mut fb) = high;
    if fa * fb > 0.0 {
        return b;
    }
    let ulp = 2.0 * f64::EPSILON * a.abs().max(b.abs());
    let half = (0.5 * tolerance).max(ulp).max(f64::MIN_POSITIVE);
    let most = ((b - a).abs() / (2.0 * half)).log2().ceil().max(0.0) + 1.0;
    let mut count = 0.0;
    while (b - a).abs() > 2.0 * half && count <= most {
        let middle = 0.5 * (a + b);
        let reach = half * f64::exp2(most - count) - 0.5 * (b - a).abs();
        let secant = (fb * a - fa * b) / (fb - fa);
        let toward = (middle - secant).signum();
        let truncation = 0.2 / (high.0 - low.0).abs() * (b - a) * (b - a);
        let kept = if truncation <= (middle - secant).abs() {
            secant + toward * truncation
        } else {
            middle
        };
        let x = if (kept - middle).abs() <= reach { kept } else { middle - toward * reach };
        let y = f(x);
        if y == 0.0 || y * fb > 0.0 {
            (b, fb) = (x, y);
        } else {
            (a, fa) = (x, y);
        }
        if fb == 0.0 {
            break;
        }
        count += 1.0;
    }
    b
}
