//! The solution of one or several arcs, for any instant.

use super::Instant;
use crate::integrate::Node;
use crate::integrate::hermite::{Piece, pieces};
use std::sync::atomic::{AtomicUsize, Ordering};

/// A solution one can ask for any instant of its span.
///
/// Made by [`propagate`](super::propagate); the empty default covers nothing.
#[derive(Clone, Debug, Default)]
pub struct Trajectory {
    /// Earlier ends of the pieces, rising.
    starts: Vec<f64>,
    /// One polynomial per step, in order of time.
    pieces: Vec<Piece>,
    /// Last instant and the state there.
    last: Option<Instant>,
    hint: Hint,
}

/// The piece asked last. It speeds up questions in order of time and changes no answer.
#[derive(Debug, Default)]
struct Hint(AtomicUsize);

impl Clone for Hint {
    fn clone(&self) -> Self {
        Self(AtomicUsize::new(self.0.load(Ordering::Relaxed)))
    }
}

impl Trajectory {
    /// Through the nodes of one smooth arc, at least one, in the order of integration; `grid` says
    /// whether equal steps are the method's own.
    pub(crate) fn through(nodes: &[Node<f64>], grid: bool) -> Self {
        let last_index = nodes.len() - 1;
        if last_index == 0 {
            let pieces = vec![Piece::point(&nodes[0])];
            return Self {
                starts: vec![nodes[0].t],
                pieces,
                last: Some(Instant::from(&nodes[0])),
                hint: Hint::default(),
            };
        }
        let mut pieces = pieces(nodes, grid);
        let backward = nodes[last_index].t < nodes[0].t;
        if backward {
            pieces.reverse();
        }
        let starts = pieces.iter().map(|p| p.ends().0.min(p.ends().1)).collect();
        let last = if backward { nodes[0] } else { nodes[last_index] };
        Self { starts, pieces, last: Some(Instant::from(&last)), hint: Hint::default() }
    }

    /// First and last instant covered, the earlier first [s]; not a number if there are none.
    pub fn span(&self) -> (f64, f64) {
        match (self.starts.first(), &self.last) {
            (Some(&first), Some(last)) => (first, last.t),
            _ => (f64::NAN, f64::NAN),
        }
    }

    /// The state at `t`, which must lie inside [`Trajectory::span`] (a rounding error outside is
    /// taken as the end). At a joint of two arcs, the later arc answers.
    ///
    /// Far outside, the first or last step's polynomial is continued, which soon means nothing;
    /// an empty trajectory answers with not-a-numbers.
    pub fn at(&self, t: f64) -> Instant {
        let Some(last) = &self.last else {
            let nan = nalgebra::Vector3::repeat(f64::NAN);
            return Instant { t, r: nan, v: nan };
        };
        if t == last.t {
            return *last;
        }
        let (r, v) = self.pieces[self.index(t)].at(t);
        Instant { t, r: r.into(), v: v.into() }
    }

    /// The piece that answers for `t`: the last one asked or the next, else by bisection.
    fn index(&self, t: f64) -> usize {
        let starts = &self.starts[..];
        let begun = |i: usize| starts.get(i).is_some_and(|&start| start <= t);
        let hint = self.hint.0.load(Ordering::Relaxed);
        for i in [hint, hint + 1] {
            if begun(i) && !begun(i + 1) {
                if i != hint {
                    self.hint.0.store(i, Ordering::Relaxed);
                }
                return i;
            }
        }
        let index = starts.partition_point(|&start| start <= t).saturating_sub(1);
        self.hint.0.store(index, Ordering::Relaxed);
        index
    }

    /// Appends an arc that starts where this one ends (velocity may jump).
    ///
    /// An arc integrated backwards from this one's first instant is put in front instead.
    pub fn append(&mut self, mut next: Trajectory) {
        if next.last.is_none() {
            return;
        }
        let in_front = self.last.is_some() && next.span().1 <= self.span().0;
        if in_front && next.span().0 < self.span().0 {
            std::mem::swap(self, &mut next);
        }
        self.starts.append(&mut next.starts);
        self.pieces.append(&mut next.pieces);
        self.last = next.last;
    }
}
