//! Many trajectories at once: lanes within a core, threads over cores.

use super::{Dynamics, Instant, PropagateError, Settings};
use crate::integrate::{Cowell, Node, StormerCowell};
use crate::math::{Lanes, Real};
use nalgebra::Vector3;
use rayon::prelude::*;

/// How many trajectories one core flies at once.
pub const LANES: usize = 16;

/// Positions and velocities of many craft at one instant, GCRF axes, as a structure of arrays:
/// `r[0][i]` is the x coordinate of craft `i`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Ensemble {
    /// Time since the arc's epoch [s].
    pub t: f64,
    /// Positions, one list for each coordinate [m].
    pub r: [Vec<f64>; 3],
    /// Velocities, one list for each coordinate [m/s].
    pub v: [Vec<f64>; 3],
}

impl Ensemble {
    /// No craft yet, at `t` [s].
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

    /// How many craft.
    pub fn len(&self) -> usize {
        self.r[0].len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Craft `i`, which must exist.
    pub fn get(&self, i: usize) -> Instant {
        let of = |x: &[Vec<f64>; 3]| Vector3::new(x[0][i], x[1][i], x[2][i]);
        Instant { t: self.t, r: of(&self.r), v: of(&self.v) }
    }
}

/// Why an ensemble could not be flown.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum EnsembleError {
    /// The lists of coordinates differ in length.
    #[error("ensemble: coordinate lists of {shortest} and {longest} craft; they must agree")]
    Ragged {
        /// Craft in the shortest list.
        shortest: usize,
        /// Craft in the longest list.
        longest: usize,
    },
    /// The step is not a positive number.
    #[error("ensemble: step {step} s; it must be above 0 s and finite")]
    Step {
        /// As given [s].
        step: f64,
    },
    /// A trajectory ended in something that is not a number.
    #[error("ensemble: the state of craft {index} is not finite at t = {t} s")]
    NotFinite {
        /// The first such craft.
        index: usize,
        /// The end of the arc [s].
        t: f64,
    },
}

/// The step [s] at which [`propagate_many`] meets a tolerance on the way from `start` to `t_end`:
/// the one that the single-trajectory method of `settings` finds there. One craft of the ensemble
/// serves to find it for all.
pub fn ensemble_step<M: Dynamics<f64>>(
    model: &M,
    start: Instant,
    t_end: f64,
    settings: &Settings,
) -> Result<f64, PropagateError> {
    let from = (start.t, start.r.into(), start.v.into());
    let mut stepper = StormerCowell::start(model, from, settings.tolerance(), settings.max_step)?;
    stepper.grid_step(model, t_end)
}

/// Flies all craft to `t_end` (before or after) by Störmer–Cowell with steps of at most `step` [s].
///
/// All take the same steps, so that [`LANES`] of them fill the vector registers and threads of the
/// current `rayon` pool share the rest. Results do not depend on the number of threads, nor on
/// which craft fly together: each has the bits of a flight alone. On x86-64 the widest registers
/// of the machine are used (AVX-512F, AVX2 or SSE2, decided when called), with the same bits.
pub fn propagate_many<M>(
    model: &M,
    start: &Ensemble,
    t_end: f64,
    step: f64,
) -> Result<Ensemble, EnsembleError>
where
    M: Dynamics<Lanes<LANES>> + Sync,
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
    let count = longest;
    let groups = count.div_ceil(LANES);
    // Lanes past the end repeat the last craft.
    let load = |x: &[f64], group: usize| {
        Lanes::from_lanes(|lane| x[(group * LANES + lane).min(count - 1)])
    };
    let registers = Registers::widest();
    let ends: Vec<[[Lanes<LANES>; 3]; 2]> = (0..groups)
        .into_par_iter()
        .with_min_len(8)
        .map(|group| {
            let r = std::array::from_fn(|d| load(&start.r[d], group));
            let v = std::array::from_fn(|d| load(&start.v[d], group));
            registers.fly(model, &Flight { t: start.t, r, v, t_end, step })
        })
        .collect();
    let unload = |which: usize, d: usize| -> Vec<f64> {
        ends.iter().flat_map(|end| end[which][d].0).take(count).collect()
    };
    let end = Ensemble {
        t: t_end,
        r: std::array::from_fn(|d| unload(0, d)),
        v: std::array::from_fn(|d| unload(1, d)),
    };
    let finite = |i: &usize| end.r.iter().chain(&end.v).all(|x| x[*i].is_finite());
    match (0..count).find(|i| !finite(i)) {
        Some(index) => Err(EnsembleError::NotFinite { index, t: t_end }),
        None => Ok(end),
    }
}

/// What one group of lanes is to do.
struct Flight<T> {
    t: f64,
    r: [T; 3],
    v: [T; 3],
    t_end: f64,
    step: f64,
}

/// One group, in whatever registers the caller is compiled for.
#[inline(always)]
fn fly<T: Real, M: Dynamics<T>>(model: &M, flight: &Flight<T>) -> [[T; 3]; 2] {
    let span = flight.t_end - flight.t;
    if span == 0.0 {
        return [flight.r, flight.v];
    }
    let count = ((span.abs() / flight.step).ceil()).max((Cowell::<T, 3>::START + 1) as f64);
    let node = Node::new(model, flight.t, flight.r, flight.v);
    let (mut core, _) = Cowell::start(model, node, span / count);
    while core.index() < count as usize {
        core.step(model);
    }
    let end = core.node();
    [end.r, end.v]
}

/// Vector registers to fly in.
#[derive(Clone, Copy)]
enum Registers {
    /// Those every machine of this kind has.
    Plain,
    #[cfg(target_arch = "x86_64")]
    Avx2,
    #[cfg(target_arch = "x86_64")]
    Avx512,
}

impl Registers {
    /// The widest this machine has.
    fn widest() -> Self {
        #[cfg(target_arch = "x86_64")]
        if is_x86_feature_detected!("avx512f") {
            return Self::Avx512;
        } else if is_x86_feature_detected!("avx2") {
            return Self::Avx2;
        }
        Self::Plain
    }

    fn fly<T: Real, M: Dynamics<T>>(self, model: &M, flight: &Flight<T>) -> [[T; 3]; 2] {
        match self {
            Self::Plain => fly(model, flight),
            // SAFETY: `widest`, the only maker of these two, has found the feature.
            #[cfg(target_arch = "x86_64")]
            Self::Avx2 => unsafe { fly_avx2(model, flight) },
            #[cfg(target_arch = "x86_64")]
            Self::Avx512 => unsafe { fly_avx512(model, flight) },
        }
    }
}

#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx2")]
fn fly_avx2<T: Real, M: Dynamics<T>>(model: &M, flight: &Flight<T>) -> [[T; 3]; 2] {
    fly(model, flight)
}

#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx512f")]
fn fly_avx512<T: Real, M: Dynamics<T>>(model: &M, flight: &Flight<T>) -> [[T; 3]; 2] {
    fly(model, flight)
}
