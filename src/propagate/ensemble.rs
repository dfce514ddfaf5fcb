//! Many trajectories at once: SIMD lanes within a core, threads across cores.

use super::{Dynamics, MAX_STEPS, PropagateError, Settings, StateVector};
use crate::integrate::{Cowell, Node, StormerCowell};
use crate::math::wide::{Narrow, Wide, Widest, load};
use crate::math::{Real, WideWork, in_wide_registers};
use nalgebra::Vector3;
use rayon::prelude::*;

/// Positions and velocities of many craft at one instant, GCRF axes, as a structure of arrays:
/// `r[0][i]` is the x coordinate of craft `i`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Ensemble {
    /// Time since the epoch [s].
    pub t: f64,
    /// Positions, one list per coordinate [m].
    pub r: [Vec<f64>; 3],
    /// Velocities, one list per coordinate [m/s].
    pub v: [Vec<f64>; 3],
}

impl Ensemble {
    /// An ensemble without craft, at `t` [s].
    pub fn at(t: f64) -> Self {
        Self { t, ..Self::default() }
    }

    /// Adds a craft by position [m] and velocity [m/s].
    pub fn push(&mut self, r: Vector3<f64>, v: Vector3<f64>) {
        for d in 0..3 {
            self.r[d].push(r[d]);
            self.v[d].push(v[d]);
        }
    }

    /// Number of craft.
    pub fn len(&self) -> usize {
        self.r[0].len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// State of craft `i`, which must exist.
    pub fn get(&self, i: usize) -> StateVector {
        let of = |x: &[Vec<f64>; 3]| Vector3::new(x[0][i], x[1][i], x[2][i]);
        StateVector { t: self.t, r: of(&self.r), v: of(&self.v) }
    }
}

/// Why an ensemble could not be propagated.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum EnsembleError {
    /// The lists of coordinates differ in length.
    #[error("ensemble: coordinate lists of {shortest} and {longest} craft; they must agree")]
    Ragged {
        /// Length of the shortest list.
        shortest: usize,
        /// Length of the longest list.
        longest: usize,
    },
    /// The step is not a positive finite number, or the arc would take more than 10⁹ steps.
    #[error(
        "ensemble: step {step} s; it must be above 0 s, finite, and at least a billionth of the arc"
    )]
    Step {
        /// Step given [s].
        step: f64,
    },
    /// The length of the arc is not finite.
    #[error("ensemble: an arc from {from} s to {to} s; both must be finite")]
    Span {
        /// Its start [s].
        from: f64,
        /// Its end [s].
        to: f64,
    },
    /// The final states of some craft are NaN or infinite. Without these craft, the ensemble can be propagated.
    #[error(
        "ensemble: at t = {t} s the states of {} craft are not finite, the first that of craft {}",
        craft.len(),
        craft[0]
    )]
    NotFinite {
        /// All such craft, ascending; at least one.
        craft: Vec<usize>,
        /// The end of the arc [s].
        t: f64,
    },
}

/// The step [s] with which [`propagate_many`] meets the tolerances of `settings` from `start` to `t_end`.
///
/// It is the step with which [`Method::StormerCowell`](super::Method::StormerCowell) begins there, found from one craft
/// for the whole ensemble. A single trajectory is restarted with shorter steps if these prove too long (low orbits in
/// fields of high degree); an ensemble is not, and then ends with errors some ten times larger.
///
/// # Errors
/// [`PropagateError`]: a setting is out of range, or the state or the acceleration is not finite.
pub fn ensemble_step<M: Dynamics<f64>>(
    model: &M,
    start: StateVector,
    t_end: f64,
    settings: &Settings,
) -> Result<f64, PropagateError> {
    let from = (start.t, start.r.into(), start.v.into());
    let mut stepper =
        StormerCowell::start(model, from, settings.checked(start.t, t_end)?, settings.max_step)?;
    match t_end == start.t {
        true => Ok(settings.max_step.min(f64::MAX)),
        false => stepper.grid_step(model, t_end),
    }
}

/// [`Dynamics`] for the lanes of any machine; implemented for every model written for any `T: Real`.
///
/// A model of your own is fast if everything in it that operates on lanes is `#[inline(always)]` and free of
/// closures; [`WideWork`] explains why.
pub trait DynamicsInLanes: Dynamics<Widest> + Dynamics<Wide> + Dynamics<Narrow> {}

impl<M: Dynamics<Widest> + Dynamics<Wide> + Dynamics<Narrow>> DynamicsInLanes for M {}

/// Propagates all craft to `t_end`, forwards or backwards, by Störmer–Cowell with steps of at most `step` [s].
///
/// All craft take the same steps, so that groups of sixteen fill the vector registers; the groups are distributed over
/// the threads of the current `rayon` pool. Results depend neither on the number of threads nor on the grouping. They
/// agree with those of a single trajectory to rounding, since lanes use fused multiply–add where the machine has it
/// ([`in_wide_registers`]).
///
/// There is no error control: take a step from [`ensemble_step`].
///
/// # Errors
/// [`EnsembleError`].
pub fn propagate_many<M>(
    model: &M,
    start: &Ensemble,
    t_end: f64,
    step: f64,
) -> Result<Ensemble, EnsembleError>
where
    M: DynamicsInLanes + Sync,
{
    let lengths = start.r.iter().chain(&start.v).map(Vec::len);
    let (shortest, longest) =
        lengths.fold((usize::MAX, 0), |(low, high), n| (low.min(n), high.max(n)));
    if shortest != longest {
        return Err(EnsembleError::Ragged { shortest, longest });
    }
    if !(step > 0.0 && step.is_finite()) {
        return Err(EnsembleError::Step { step });
    }
    let span = (t_end - start.t).abs();
    if !span.is_finite() {
        return Err(EnsembleError::Span { from: start.t, to: t_end });
    }
    if span > MAX_STEPS * step {
        return Err(EnsembleError::Step { step });
    }
    let count = longest;
    let ends: Vec<Ends> = (0..count.div_ceil(GROUP))
        .into_par_iter()
        .with_min_len(4)
        .map(|group| in_wide_registers(Group { model, start, first: group * GROUP, t_end, step }))
        .collect();
    let unload = |which: usize, d: usize| -> Vec<f64> {
        ends.iter().flat_map(|end| end[which][d]).take(count).collect()
    };
    let end = Ensemble {
        t: t_end,
        r: std::array::from_fn(|d| unload(0, d)),
        v: std::array::from_fn(|d| unload(1, d)),
    };
    let finite = |i: usize| end.r.iter().chain(&end.v).all(|x| x[i].is_finite());
    let craft: Vec<usize> = (0..count).filter(|&i| !finite(i)).collect();
    if craft.is_empty() { Ok(end) } else { Err(EnsembleError::NotFinite { craft, t: t_end }) }
}

/// Number of craft propagated together in the widest registers; narrower ones take them in several passes.
const GROUP: usize = 16;

/// Final positions and velocities of a group.
type Ends = [[[f64; GROUP]; 3]; 2];

/// The craft of an ensemble from index `first` on.
struct Group<'a, M> {
    model: &'a M,
    start: &'a Ensemble,
    first: usize,
    t_end: f64,
    step: f64,
}

impl<T: Real, M: Dynamics<T>> WideWork<T> for Group<'_, M> {
    type Output = Ends;

    #[inline(always)]
    fn work(self) -> Ends {
        let start = self.start;
        let mut ends = [[[0.0; GROUP]; 3]; 2];
        for at in (0..GROUP).step_by(T::LANES) {
            let first = self.first + at;
            if first >= start.len() {
                break;
            }
            let ([x, y, z], [vx, vy, vz]) = (&start.r, &start.v);
            let r = [load::<T>(x, first), load(y, first), load(z, first)];
            let v = [load(vx, first), load(vy, first), load(vz, first)];
            let end = arc(self.model, (start.t, r, v), self.t_end, self.step);
            for (ends, end) in ends.iter_mut().zip(end) {
                for (ends, end) in ends.iter_mut().zip(end) {
                    end.write(&mut ends[at..]);
                }
            }
        }
        ends
    }
}

/// Position and velocity at `t_end`.
#[inline(always)]
fn arc<T: Real, M: Dynamics<T>>(
    model: &M,
    (t, r, v): (f64, [T; 3], [T; 3]),
    t_end: f64,
    step: f64,
) -> [[T; 3]; 2] {
    let span = t_end - t;
    if span == 0.0 {
        return [r, v];
    }
    let count = (span.abs() / step).ceil().max((Cowell::<T, 3>::START + 1) as f64);
    let (mut core, _) = Cowell::start(model, Node::new(model, t, r, v), span / count);
    while core.index() < count as usize {
        core.step(model);
    }
    let end = core.node();
    [end.r, end.v]
}

#[cfg(all(test, target_arch = "x86_64"))]
mod tests {
    use super::*;
    use crate::forces::atmosphere::{Datum, Exponential};
    use crate::forces::{Drag, Field, Gravity, Model, UniformRotation};

    /// Thirty-two craft over 2000 s, in the lanes of every machine whose registers this one has too:
    /// alike to the bit where operations are fused, and where they are not.
    #[test]
    fn bits_depend_on_fusing_alone() {
        let air = Exponential {
            base_density: 3e-12,
            base_height: 420e3,
            scale_height: 60e3,
            datum: Datum::Wgs84,
        };
        let gravity = Gravity::new(Field::egm2008(), 8, 8).unwrap();
        let axes = UniformRotation { rate: 7.292_115e-5, angle_at_start: 0.0 };
        let model = &Model { axes, forces: (gravity, Drag::new(air, 0.006)) };
        let mut start = Ensemble::at(0.0);
        for i in 0..2 * GROUP as i32 {
            let shift = 1e3 * f64::from(i);
            start.push(Vector3::new(6.8e6 + shift, 0.0, shift), Vector3::new(0.0, 4.8e3, 5.9e3));
        }
        let group = |first| Group { model, start: &start, first, t_end: 2000.0, step: 100.0 };
        for first in [0, GROUP] {
            let narrow = WideWork::<Narrow>::work(group(first));
            let alone = WideWork::<crate::math::Pair>::work(group(first));
            assert_eq!(narrow, alone);
            let fma = is_x86_feature_detected!("fma") && is_x86_feature_detected!("avx2");
            if fma && is_x86_feature_detected!("avx512f") {
                let wide = WideWork::<Wide>::work(group(first));
                assert_eq!(wide, WideWork::<Widest>::work(group(first)));
                assert_ne!(wide, narrow);
                // Rounding of some hundred calls, of positions [m] and of velocities [m/s].
                for (bound, (wide, narrow)) in
                    [1e-6, 1e-9].into_iter().zip(wide.iter().zip(&narrow))
                {
                    for (a, b) in wide.as_flattened().iter().zip(narrow.as_flattened()) {
                        assert!((a - b).abs() <= bound, "{a:e} {b:e}");
                    }
                }
            }
        }
    }
}
