//! The solution of one or several arcs, for any instant.

use super::Instant;
use crate::integrate::Node;
use crate::integrate::dense::Path;
use nalgebra::Vector3;
use std::sync::atomic::{AtomicUsize, Ordering};

/// A solution one can ask for any instant of its span.
///
/// Made by [`propagate`](super::propagate); the empty default covers nothing.
#[derive(Clone, Debug, Default)]
pub struct Trajectory {
    /// One polynomial per step, in order of time.
    path: Path,
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
        let (first, last) = (&nodes[0], &nodes[nodes.len() - 1]);
        let latest = if last.t < first.t { first } else { last };
        let path = Path::through(nodes, grid);
        Self { path, last: Some(Instant::from(latest)), hint: Hint::default() }
    }

    /// First and last instant covered, the earlier first [s]; NaN if the trajectory is empty.
    pub fn span(&self) -> (f64, f64) {
        match (self.path.start(), &self.last) {
            (Some(first), Some(last)) => (first, last.t),
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
            let nan = Vector3::repeat(f64::NAN);
            return Instant { t, r: nan, v: nan };
        };
        if t == last.t {
            return *last;
        }
        let hint = self.hint.0.load(Ordering::Relaxed);
        let index = self.path.index(t, hint);
        if index != hint {
            self.hint.0.store(index, Ordering::Relaxed);
        }
        let (r, v) = self.path.at(index, t);
        Instant { t, r: r.into(), v: v.into() }
    }

    /// The states at many instants, each as [`Trajectory::at`] gives it, to the last bit.
    ///
    /// The fastest way to a table or a figure: for instants in order of time, several to a step, it
    /// takes a fifth less time than asking one by one.
    ///
    /// ```
    /// # use soyuz_rendezvous::propagate::Trajectory;
    /// # let trajectory = Trajectory::default();
    /// // Every ten seconds for six hours.
    /// let times = (0..=2160).map(|k| 10.0 * f64::from(k));
    /// let heights: Vec<f64> = trajectory.sample(times).map(|at| at.r.norm()).collect();
    /// # assert_eq!(heights.len(), 2161);
    /// ```
    pub fn sample<I: IntoIterator<Item = f64>>(&self, times: I) -> Samples<'_, I::IntoIter> {
        let nothing = Instant { t: 0.0, r: Vector3::zeros(), v: Vector3::zeros() };
        let states = [nothing; READ_AT_ONCE];
        Samples { trajectory: self, times: times.into_iter(), step: 0, states, next: 0, count: 0 }
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
        self.path.append(next.path);
        self.last = next.last;
    }
}

/// How many instants [`Samples`] reads at a time.
const READ_AT_ONCE: usize = 64;

/// The states of a trajectory at many instants; see [`Trajectory::sample`].
#[derive(Clone, Debug)]
pub struct Samples<'a, I> {
    trajectory: &'a Trajectory,
    times: I,
    /// Step of the path the last state was read from.
    step: usize,
    /// States read ahead: those from `next` to `count` are still to be given.
    states: [Instant; READ_AT_ONCE],
    next: usize,
    count: usize,
}

impl<I: Iterator<Item = f64>> Samples<'_, I> {
    /// Reads ahead as far as there is room.
    fn read(&mut self) {
        let mut times = [0.0; READ_AT_ONCE];
        (self.next, self.count) = (0, 0);
        for (to, t) in times.iter_mut().zip(&mut self.times) {
            *to = t;
            self.count += 1;
        }
        let times = &times[..self.count];
        let Some(last) = &self.trajectory.last else {
            for (state, &t) in self.states.iter_mut().zip(times) {
                *state = self.trajectory.at(t);
            }
            return;
        };
        let mut states = self.states.iter_mut();
        self.step = self.trajectory.path.read(times, self.step, |t, r, v| {
            if let Some(state) = states.next() {
                let at = Instant { t, r: r.into(), v: v.into() };
                *state = if t == last.t { *last } else { at };
            }
        });
    }
}

impl<I: Iterator<Item = f64>> Iterator for Samples<'_, I> {
    type Item = Instant;

    #[inline]
    fn next(&mut self) -> Option<Instant> {
        if self.next == self.count {
            self.read();
        }
        let state = *self.states[..self.count].get(self.next)?;
        self.next += 1;
        Some(state)
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        let ready = self.count - self.next;
        let (least, most) = self.times.size_hint();
        (least.saturating_add(ready), most.and_then(|most| most.checked_add(ready)))
    }
}
