//! Nodes where dense output needs them.
//!
//! The steps of a method of high order may be so long that the polynomial through their nodes is off
//! by far more than the steps themselves, most of all on eccentric orbits, whose steps differ in
//! length. The polynomial tells: where its second derivative is not the acceleration, it is not the
//! solution. In an interval `h` long whose ends it meets with two derivatives, an error `e` in the
//! middle shows there as a defect `24 e / h²` of the acceleration. One call of the right-hand side
//! measures it; where it is too large, one step more makes a node in the middle.

use super::dense::runs;
use super::hermite::Piece;
use super::{Dynamics, Embedded, Node, Statistics, Tolerance, Verner98};
use crate::math::norm;

/// An interval is halved at most so many times.
const HALVINGS: usize = 10;
/// Part of an error that may be left after halving: far more than is left where the solution is
/// smooth. Where more is left (a jump of a force, rounding), halving does not help.
const LEFT: f64 = 0.25;
/// Relative to the position, an error below which none is looked for [1]. Assumed: some hundred
/// roundings of the position, since the defect is a second derivative through fifteen terms.
const ROUNDING: f64 = 3e-14;

/// Adds nodes to a smooth stretch (at least one node) until the polynomials through them are within
/// the tolerance on the position. On a `grid`, long runs of equal steps are left alone: they have
/// polynomials of their own ([`super::dense`]), and steps that suit them.
pub fn refine<F: Dynamics<f64>>(
    f: &F,
    nodes: &mut Vec<Node<f64>>,
    grid: bool,
    tolerance: &Tolerance,
) -> Statistics {
    let mut statistics = Statistics::default();
    // For each interval the error when it was last halved; none where nothing is in doubt.
    let mut before = vec![Some(f64::INFINITY); nodes.len() - 1];
    if grid {
        for run in runs(nodes).filter(|run| run.on_grid) {
            before[run.first..run.end].fill(None);
        }
    }
    for _ in 0..HALVINGS {
        for i in 0..before.len() {
            let Some(last) = before[i] else { continue };
            let (t, h) = (0.5 * (nodes[i].t + nodes[i + 1].t), nodes[i + 1].t - nodes[i].t);
            let (r, v, a) = Piece::between(nodes, i).with_acceleration(t);
            let called = f.acceleration(t, &r, &v);
            statistics.evaluations += 1;
            let defect = norm([called[0] - a[0], called[1] - a[1], called[2] - a[2]]);
            let (error, allowed) =
                (defect * h * h / 24.0, tolerance.at(&r).max(ROUNDING * norm(r)));
            before[i] = (error > allowed && error < LEFT * last).then_some(error);
        }
        if before.iter().all(Option::is_none) {
            break;
        }
        let (mut finer, mut doubt) = (vec![nodes[0]], Vec::new());
        for (ends, halved) in nodes.windows(2).zip(before) {
            if halved.is_some() {
                let t = 0.5 * (ends[0].t + ends[1].t);
                finer.push(Embedded::<Verner98, 16, f64>::stride(f, &ends[0], t));
                statistics.evaluations += 16;
                statistics.accepted += 1;
                doubt.push(halved);
            }
            finer.push(ends[1]);
            doubt.push(halved);
        }
        (*nodes, before) = (finer, doubt);
    }
    statistics
}
