//! Arcs so short that a clock that counts seconds as `f64` can hardly divide them.

use crate::integrate::{
    Dynamics, Embedded, Node, Outcome, Statistics, StepError, Stepper, Verner98,
};

/// So long an arc is a moment [s]: nothing in orbit bends in a billionth of a second.
const MOMENT: f64 = 1e-9;
/// And so is one of so many units in the last place of its ends, in whose parts the rounding of time
/// would show: 1e-7 s a day after the epoch.
const UNITS: f64 = 4096.0;

/// Whether the arc between two instants [s] is to be flown by [`Moment`].
pub(super) fn is_moment(from: f64, to: f64) -> bool {
    let unit = f64::EPSILON * from.abs().max(to.abs());
    (to - from).abs() <= MOMENT.max(UNITS * unit)
}

/// One step of Verner's method to the end, whatever its error: there is none to speak of.
pub(super) struct Moment {
    node: Node<f64>,
    statistics: Statistics,
}

impl Moment {
    pub(super) fn start<M: Dynamics<f64>>(
        model: &M,
        (t, r, v): (f64, [f64; 3], [f64; 3]),
    ) -> Result<Self, StepError> {
        let node = finite(Node::new(model, t, r, v))?;
        Ok(Self { node, statistics: Statistics { evaluations: 1, ..Statistics::default() } })
    }
}

impl Stepper<f64> for Moment {
    fn node(&self) -> Node<f64> {
        self.node
    }

    fn advance<F: Dynamics<f64>>(&mut self, f: &F, limit: f64) -> Result<Outcome, StepError> {
        if limit != self.node.t {
            self.node = finite(Embedded::<Verner98, 16, f64>::stride(f, &self.node, limit))?;
            self.statistics.accepted += 1;
            self.statistics.evaluations += 16;
        }
        Ok(Outcome::Reached)
    }

    fn statistics(&self) -> Statistics {
        self.statistics
    }

    const ON_GRID: bool = false;

    fn divide(&mut self, _: f64) {}
}

/// The node, if all of it is finite.
fn finite(node: Node<f64>) -> Result<Node<f64>, StepError> {
    let all = [node.r, node.v, node.a];
    match node.t.is_finite() && all.as_flattened().iter().all(|x| x.is_finite()) {
        true => Ok(node),
        false => Err(StepError::NotFinite { t: node.t }),
    }
}
