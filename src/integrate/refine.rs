//! Adds nodes where dense output needs them.
//!
//! The steps of a high-order method may be so long that the polynomial through their nodes is far less accurate than
//! the nodes, above all on eccentric orbits, whose steps differ in length. The polynomial itself shows this: its
//! second derivative then differs from the acceleration. In an interval of length `h`, at whose ends the polynomial
//! matches two derivatives, an error `e` in the middle appears there as a defect `24 e / h²` of the acceleration. One
//! call of the right-hand side measures it; if it is too large, one more step of the method makes a node in the
//! middle.
//!
//! An error that changes sign in the middle has no defect there. It is possible where the terms that the farthest
//! node adds to the polynomial are themselves too large; a second call, at a tenth of `h` from the middle, detects it.

use super::dense::runs;
use super::hermite::Piece;
use super::{Dynamics, Node, Statistics, Stepper, Tolerance};
use crate::math::norm;

/// Largest number of times an interval is halved.
const HALVINGS: usize = 10;
/// Fraction of the error that halving an interval may leave. Where the solution is smooth and the interval short
/// enough for the estimate to hold, far less remains.
const LEFT: f64 = 0.25;
/// Number of times more may remain before halving is considered useless, as at a discontinuity of the force or at
/// the level of rounding. A single time may mean that the first estimate was too small by chance.
const IN_VAIN: usize = 2;
/// Least error that is looked for, relative to the position [1]. Assumed: some hundred roundings of the position,
/// since the defect is a second derivative computed from fifteen terms.
const ROUNDING: f64 = 3e-14;
/// The same relative to the time, for the distance moved in it [1]: some ten roundings, which enter single nodes.
const ROUNDING_OF_TIME: f64 = 4e-15;
/// Where the defect is measured, as a fraction of the interval, and its size there in units of `e / h²`, where `e` is
/// the error in the middle: for the error `e (1 - 4 u²)³` at a distance `u h` from the middle.
const PLACES: [(f64, f64); 2] = [(0.5, 24.0), (0.6, 18.432)];

/// An interval whose polynomial may be too inaccurate.
#[derive(Clone, Copy)]
struct Doubt {
    /// The last measured error, in units of the tolerance.
    error: f64,
    /// Number of times halving left more than [`LEFT`] of it.
    in_vain: usize,
}

/// Adds nodes to a smooth arc (at least one node) computed by the method `S` until the polynomials through them meet
/// the tolerance on the position. If the steps are those of a grid (`on_grid`), long runs of equal ones are left
/// unchanged: they have polynomials of their own ([`super::dense`]), and steps that suit these.
pub fn refine<S: Stepper<f64>, F: Dynamics<f64>>(
    f: &F,
    nodes: &mut Vec<Node<f64>>,
    on_grid: bool,
    tolerance: &Tolerance,
) -> Statistics {
    let mut statistics = Statistics::default();
    let new = Doubt { error: f64::INFINITY, in_vain: 0 };
    let mut doubts = vec![Some(new); nodes.len() - 1];
    if on_grid {
        for run in runs(nodes).filter(|run| run.on_grid) {
            doubts[run.first..run.end].fill(None);
        }
    }
    for _ in 0..HALVINGS {
        for i in 0..doubts.len() {
            let Some(Doubt { error: last, in_vain }) = doubts[i] else { continue };
            let error = error(f, nodes, i, tolerance, &mut statistics);
            let in_vain = in_vain + usize::from(error >= LEFT * last);
            doubts[i] = (error > 1.0 && in_vain < IN_VAIN).then_some(Doubt { error, in_vain });
        }
        if doubts.iter().all(Option::is_none) {
            break;
        }
        let (mut finer, mut halves) = (vec![nodes[0]], Vec::new());
        for (ends, halved) in nodes.windows(2).zip(doubts) {
            if halved.is_some() {
                let t = 0.5 * (ends[0].t + ends[1].t);
                let (middle, calls) = S::node_at(f, &ends[0], t);
                finer.push(middle);
                statistics.evaluations += calls;
                statistics.accepted += 1;
                halves.push(halved);
            }
            finer.push(ends[1]);
            halves.push(halved);
        }
        (*nodes, doubts) = (finer, halves);
    }
    statistics
}

/// Error of the polynomial between nodes `i` and `i + 1`, in units of the tolerance.
fn error<F: Dynamics<f64>>(
    f: &F,
    nodes: &[Node<f64>],
    i: usize,
    tolerance: &Tolerance,
    statistics: &mut Statistics,
) -> f64 {
    let h = nodes[i + 1].t - nodes[i].t;
    let piece = Piece::between(nodes, i);
    let mut error = 0.0;
    for (part, scale) in PLACES {
        let t = nodes[i].t + part * h;
        let (r, v, a) = piece.with_acceleration(t);
        let called = f.acceleration(t, &r, &v);
        statistics.evaluations += 1;
        let defect = norm([called[0] - a[0], called[1] - a[1], called[2] - a[2]]);
        let rounding = ROUNDING * norm(r) + ROUNDING_OF_TIME * t.abs() * norm(v);
        let allowed = tolerance.at(&r).max(rounding);
        error = defect * h * h / (scale * allowed);
        if error > 1.0 || norm(piece.last_terms(t)) <= allowed {
            break;
        }
    }
    error
}
