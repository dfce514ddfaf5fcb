//! Nodes where dense output needs them.
//!
//! The steps of a method of high order may be so long that the polynomial through their nodes is off
//! by far more than the steps themselves, most of all on eccentric orbits, whose steps differ in
//! length. The polynomial tells: where its second derivative is not the acceleration, it is not the
//! solution. In an interval `h` long whose ends it meets with two derivatives, an error `e` in the
//! middle shows there as a defect `24 e / h²` of the acceleration. One call of the right-hand side
//! measures it; where it is too large, one step more of the method makes a node in the middle.
//!
//! An error of another sign in either half does not show in the middle. It may be there where the
//! terms that the farthest node adds to the polynomial are themselves too large; a second call, a
//! tenth of `h` beside the middle, shows it.

use super::dense::runs;
use super::hermite::Piece;
use super::{Dynamics, Node, Statistics, Stepper, Tolerance};
use crate::math::norm;

/// An interval is halved at most so many times.
const HALVINGS: usize = 10;
/// Part of an error that may be left after halving: far more than is left where the solution is
/// smooth and the interval short enough to show it.
const LEFT: f64 = 0.25;
/// Where more was left so often (at a jump of a force, by rounding), halving does not help. Once it
/// may be that the first estimate was too small by chance.
const IN_VAIN: usize = 2;
/// Relative to the position, an error below which none is looked for [1]. Assumed: some hundred
/// roundings of the position, since the defect is a second derivative through fifteen terms.
const ROUNDING: f64 = 3e-14;
/// Likewise of time, for what a body moves in it [1]: some ten roundings, which go into single nodes.
const ROUNDING_OF_TIME: f64 = 4e-15;
/// Where the defect is measured, as part of the interval, and how large it is there, in units of
/// `e / h²`, where the error in the middle is `e`: that of `e (1 − 4 u²)³` at `u h` from the middle.
const PLACES: [(f64, f64); 2] = [(0.5, 24.0), (0.6, 18.432)];

/// An interval whose polynomial is in doubt.
#[derive(Clone, Copy)]
struct Doubt {
    /// The error when last measured, in units of what is allowed.
    error: f64,
    /// How often halving left more than [`LEFT`] of it.
    in_vain: usize,
}

/// Adds nodes to a smooth stretch (at least one node) made by the method `S` until the polynomials
/// through them are within the tolerance on the position. On a grid, long runs of equal steps are
/// left alone: they have polynomials of their own ([`super::dense`]), and steps that suit them.
pub fn refine<S: Stepper<f64>, F: Dynamics<f64>>(
    f: &F,
    nodes: &mut Vec<Node<f64>>,
    tolerance: &Tolerance,
) -> Statistics {
    let mut statistics = Statistics::default();
    let new = Doubt { error: f64::INFINITY, in_vain: 0 };
    let mut doubts = vec![Some(new); nodes.len() - 1];
    if S::ON_GRID {
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

/// How far the polynomial between nodes `i` and `i + 1` is off, in units of what is allowed.
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
