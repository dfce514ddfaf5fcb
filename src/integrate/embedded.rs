//! One adaptive stepper for every embedded tableau, read as a generalised Nyström method.
//!
//! For `r'' = f(t, r, v)` and a step `h` from `(r, v)` the stages are
//!
//! ```text
//! r_i = r + c_i h v + h² Σ_j ā_ij f_j      v_i = v + h Σ_j a_ij f_j      f_i = f(t + c_i h, r_i, v_i)
//! r'  = r + h v + h² Σ_i b̄_i f_i           v'  = v + h Σ_i b_i f_i
//! ```
//!
//! A Runge–Kutta method with weights `A, b` for first-order systems is the special case `ā = A A`,
//! `b̄ = b A`. It gives the same result as integrating `(r, v)` together, with half the sums, and without
//! stage velocities if the force does not depend on velocity.
//!
//! A step is accepted if `err ≤ 1`, where `err` is the root mean square over all components of position and
//! velocity of `error / (absolute + relative · max(|old|, |new|))` [Hairer, Nørsett and Wanner, *Solving Ordinary
//! Differential Equations I*, II.4, eq. (4.10)–(4.13)].

use super::{Dynamics, Node, Outcome, Statistics, StepError, Stepper, Tolerance};
use crate::math::Real;
use std::marker::PhantomData;

/// Coefficients of an embedded pair with `S` stages; the first stage is at the start of the step.
pub trait Tableau<const S: usize> {
    /// Order of the propagated solution.
    const ORDER: u32;
    /// Exponent of `h` in the leading term of the error estimate.
    const ERROR_EXPONENT: f64 = Self::ORDER as f64;
    /// Number of steps that the dense output of a short arc needs: `n` steps suffice for an arc no longer than
    /// `SHORT_ARCS[n - 1]` times the first step chosen by [`Embedded::start`]; a longer arc needs
    /// [`WIDTH`](super::hermite::WIDTH)` - 1`.
    const SHORT_ARCS: [f64; 3];
    /// Times of the stages as fractions of the step.
    const C: [f64; S];
    /// `ā`: weights of the accelerations in the stage positions.
    const A_POSITION: [[f64; S]; S];
    /// `a`: weights of the accelerations in the stage velocities.
    const A_VELOCITY: [[f64; S]; S];
    /// `b̄`: weights of the accelerations in the new position.
    const B_POSITION: [f64; S];
    /// `b`: weights of the accelerations in the new velocity.
    const B_VELOCITY: [f64; S];
    /// Weights of the position's error estimate.
    const E_POSITION: [f64; S];
    /// Weights of the velocity's error estimate.
    const E_VELOCITY: [f64; S];
}

/// Product `A A` of a strictly lower triangular matrix.
pub const fn square<const S: usize>(a: &[[f64; S]; S]) -> [[f64; S]; S] {
    let mut out = [[0.0; S]; S];
    let mut i = 0;
    while i < S {
        out[i] = times(&a[i], a);
        i += 1;
    }
    out
}

/// Product `b A` of a row and a matrix.
pub const fn times<const S: usize>(b: &[f64; S], a: &[[f64; S]; S]) -> [f64; S] {
    let mut out = [0.0; S];
    let mut j = 0;
    while j < S {
        let mut sum = 0.0;
        let mut k = 0;
        while k < S {
            sum += b[k] * a[k][j];
            k += 1;
        }
        out[j] = sum;
        j += 1;
    }
    out
}

/// Weights of an error estimate: embedded solution minus propagated solution.
pub const fn low_minus_high<const S: usize>(low: &[f64; S], high: &[f64; S]) -> [f64; S] {
    let mut out = [0.0; S];
    let mut i = 0;
    while i < S {
        out[i] = low[i] - high[i];
        i += 1;
    }
    out
}

/// Fraction of the step allowed by the error estimate that is actually taken.
const SAFETY: f64 = 0.9;
/// First step, relative to the one at which a method with error constant 1 would meet the tolerance; methods of
/// many stages have much smaller error constants.
pub const FIRST: f64 = 3.0;
/// Largest factor from one step to the next.
const GROWTH: f64 = 6.0;
/// Smallest factor from one step to the next.
const SHRINK: f64 = 0.1;
/// A remainder of the arc no longer than this [s] is covered in one step, whatever its error: no force in orbit
/// changes within a nanosecond, so the estimate would show rounding only.
const INDIVISIBLE: f64 = 1e-9;
/// The same in units in the last place of the time (1e-7 s a day after the epoch): in smaller parts the rounding
/// of time itself would appear as an error.
const INDIVISIBLE_ULPS: f64 = 4096.0;

/// State of an adaptive integration; `M` names the tableau.
#[derive(Clone, Debug)]
pub struct Embedded<M, const S: usize, T, const D: usize = 3> {
    node: Node<T, D>,
    /// Length of the next step, positive in either direction [s].
    step: f64,
    max_step: f64,
    tolerance: Tolerance,
    statistics: Statistics,
    method: PhantomData<M>,
}

/// Result of one attempt: new position, new velocity, error in units of the tolerance.
struct Attempt<T, const D: usize> {
    r: [T; D],
    v: [T; D],
    error: f64,
}

impl<M: Tableau<S>, const S: usize, T: Real, const D: usize> Embedded<M, S, T, D> {
    /// Starts at a state. The first step is [`FIRST`] times what the error control would allow if successive
    /// derivatives grew by a constant factor, estimated from velocity, acceleration and, with one additional call,
    /// the change of acceleration along the path. `towards` [s] gives the direction of integration.
    ///
    /// # Errors
    /// [`StepError::NotFinite`] if the state or the acceleration is not finite.
    pub fn start<F: Dynamics<T, D>>(
        f: &F,
        (t, r, v): (f64, [T; D], [T; D]),
        towards: f64,
        tolerance: Tolerance,
        max_step: f64,
    ) -> Result<Self, StepError> {
        let node = Node::new(f, t, r, v);
        check_finite(&node)?;
        let mut new = Self::from_node(f, node, towards, tolerance, max_step);
        new.statistics.evaluations += 1;
        Ok(new)
    }

    /// Starts like [`Embedded::start`], from a node whose acceleration is already known.
    pub fn from_node<F: Dynamics<T, D>>(
        f: &F,
        node: Node<T, D>,
        towards: f64,
        tolerance: Tolerance,
        max_step: f64,
    ) -> Self {
        let step = first_step::<M, S, T, D, F>(f, &node, towards, &tolerance).min(max_step);
        let statistics = Statistics { evaluations: 1, ..Statistics::default() };
        Self { node, step, max_step, tolerance, statistics, method: PhantomData }
    }

    /// Starts from a node, with a given first step [s].
    pub fn resume(node: Node<T, D>, step: f64, tolerance: Tolerance, max_step: f64) -> Self {
        let statistics = Statistics::default();
        Self { node, step, max_step, tolerance, statistics, method: PhantomData }
    }

    /// Length of the step that will be tried next [s].
    pub fn next_step(&self) -> f64 {
        self.step
    }

    /// Makes one step from a node to `t`, without error control.
    #[inline(always)]
    pub fn stride<F: Dynamics<T, D>>(f: &F, from: &Node<T, D>, t: f64) -> Node<T, D> {
        let unused = Tolerance { relative: 1.0, position: 1.0, velocity: 1.0 };
        let made = Self::attempt(f, from, t - from.t, &unused);
        Node::new(f, t, made.r, made.v)
    }

    /// Makes one step `h` [s] from a node, to learn what step would just meet the tolerance. Costs one call less than the
    /// method has stages.
    #[inline(always)]
    pub(super) fn trial<F: Dynamics<T, D>>(
        f: &F,
        from: &Node<T, D>,
        h: f64,
        tolerance: &Tolerance,
    ) -> Trial<T, D> {
        let Attempt { r, v, error } = Self::attempt(f, from, h, tolerance);
        let ratio = if error.is_nan() { 0.0 } else { error.powf(-1.0 / M::ERROR_EXPONENT) };
        Trial { r, v, natural: h.abs() * ratio }
    }

    /// Evaluates the stages and sums of one step `h`.
    #[inline(always)]
    fn attempt<F: Dynamics<T, D>>(
        f: &F,
        from: &Node<T, D>,
        h: f64,
        tolerance: &Tolerance,
    ) -> Attempt<T, D> {
        let Node { t, r, v, a } = *from;
        let h2 = h * h;
        let zero = [T::splat(0.0); D];
        let mut k = [zero; S];
        k[0] = a;
        for i in 1..S {
            // The newest acceleration enters last, by one multiplication and one addition.
            let newest = i - 1;
            let position = weigh(&k, &M::A_POSITION[i], newest);
            let (ch, weight) = (M::C[i] * h, T::splat(M::A_POSITION[i][newest] * h2));
            let mut ri = r;
            for d in 0..D {
                ri[d] += position[d].times_plus(T::splat(h2), v[d] * ch);
                ri[d] = k[newest][d].times_plus(weight, ri[d]);
            }
            let mut vi = v;
            if F::USES_VELOCITY {
                let velocity = weigh(&k, &M::A_VELOCITY[i], newest);
                let weight = T::splat(M::A_VELOCITY[i][newest] * h);
                for d in 0..D {
                    vi[d] = velocity[d].times_plus(T::splat(h), vi[d]);
                    vi[d] = k[newest][d].times_plus(weight, vi[d]);
                }
            }
            k[i] = f.acceleration(t + ch, &ri, &vi);
        }
        let (br, bv) = (weigh(&k, &M::B_POSITION, S), weigh(&k, &M::B_VELOCITY, S));
        let (er, ev) = (weigh(&k, &M::E_POSITION, S), weigh(&k, &M::E_VELOCITY, S));
        let (mut r_new, mut v_new) = (r, v);
        for d in 0..D {
            r_new[d] += v[d] * h + br[d] * h2;
            v_new[d] += bv[d] * h;
        }
        let mut squares = T::splat(0.0);
        for d in 0..D {
            let scale_r =
                r[d].abs().max(r_new[d].abs()) * tolerance.relative + T::splat(tolerance.position);
            let scale_v =
                v[d].abs().max(v_new[d].abs()) * tolerance.relative + T::splat(tolerance.velocity);
            let (x, y) = (er[d] * h2 / scale_r, ev[d] * h / scale_v);
            squares += x * x + y * y;
            // `max` ignores NaN; a product with zero restores it.
            squares += (r_new[d] + v_new[d]) * 0.0;
        }
        let error = (squares * (0.5 / D as f64)).largest().sqrt();
        Attempt { r: r_new, v: v_new, error }
    }
}

/// Outcome of a trial step.
pub(super) struct Trial<T, const D: usize> {
    /// Position at its end.
    pub r: [T; D],
    /// Velocity at its end.
    pub v: [T; D],
    /// Length of the step that would just meet the tolerance [s]; infinite if this one shows no error.
    pub natural: f64,
}

/// Sum of the first `n` stage accelerations with weights `w`.
#[inline(always)]
fn weigh<T: Real, const S: usize, const D: usize>(
    k: &[[T; D]; S],
    w: &[f64; S],
    n: usize,
) -> [T; D] {
    let mut sum = [T::splat(0.0); D];
    for j in 0..n {
        if w[j] != 0.0 {
            for d in 0..D {
                sum[d] = k[j][d].times_plus(T::splat(w[j]), sum[d]);
            }
        }
    }
    sum
}

/// Returns an error if a component of the node is NaN or infinite.
pub(super) fn check_finite<T: Real, const D: usize>(node: &Node<T, D>) -> Result<(), StepError> {
    let mut sum = 0.0;
    for d in 0..D {
        for x in [node.r[d], node.v[d], node.a[d]] {
            sum += (x * 0.0).largest();
        }
    }
    if sum == 0.0 && node.t.is_finite() { Ok(()) } else { Err(StepError::NotFinite { t: node.t }) }
}

/// First step [s]; see [`Embedded::start`].
fn first_step<M: Tableau<S>, const S: usize, T: Real, const D: usize, F: Dynamics<T, D>>(
    f: &F,
    node: &Node<T, D>,
    towards: f64,
    tolerance: &Tolerance,
) -> f64 {
    let Node { t, r, v, a } = *node;
    let span = (towards - t).abs();
    let quotient = |x: f64, y: f64| if x > 0.0 && y > 0.0 { x / y } else { f64::INFINITY };
    let (nr, nv, na) = (norm(&r), norm(&v), norm(&a));
    let scale = quotient(nv, na).min(quotient(nr, na).sqrt()).min(span);
    let trial = (1e-3 * scale).copysign(towards - t);
    let r1 = std::array::from_fn(|d| r[d] + (v[d] * trial + a[d] * (0.5 * trial * trial)));
    let v1 = std::array::from_fn(|d| v[d] + a[d] * trial);
    let a1 = f.acceleration(t + trial, &r1, &v1);
    let change = norm(&std::array::from_fn::<T, D, _>(|d| a1[d] - a[d]));
    let scale = scale.min(1e-3 * scale * quotient(na, change));
    let allowed_r = (tolerance.relative * nr + tolerance.position) / nr;
    let allowed_v = (tolerance.relative * nv + tolerance.velocity) / nv;
    let allowed = allowed_r.min(allowed_v).min(1.0);
    let chosen = FIRST * scale * allowed.powf(1.0 / M::ERROR_EXPONENT);
    // Where the start gives no estimate (no force, at rest, no tolerance): a millionth of the span.
    if chosen.is_finite() && chosen > 1e-6 * span { chosen.min(span) } else { 1e-6 * span }
}

/// Longest remainder of an arc at time `t` that is covered in one step [s].
fn indivisible(t: f64) -> f64 {
    INDIVISIBLE.max(INDIVISIBLE_ULPS * f64::EPSILON * t.abs())
}

/// Euclidean norm, the largest over the lanes.
pub(super) fn norm<T: Real, const D: usize>(x: &[T; D]) -> f64 {
    x.iter().fold(T::splat(0.0), |sum, &c| sum + c * c).largest().sqrt()
}

impl<M: Tableau<S>, const S: usize, T: Real, const D: usize> Stepper<T, D>
    for Embedded<M, S, T, D>
{
    #[inline(always)]
    fn node(&self) -> Node<T, D> {
        self.node
    }

    fn statistics(&self) -> Statistics {
        self.statistics
    }

    fn on_grid(&self) -> bool {
        false
    }

    fn node_at<F: Dynamics<T, D>>(f: &F, from: &Node<T, D>, t: f64) -> (Node<T, D>, usize) {
        (Self::stride(f, from, t), S)
    }

    fn prepare_dense(&mut self, span: f64) {
        if span <= indivisible(self.node.t) {
            return;
        }
        let natural = span / self.step;
        let steps = 1 + M::SHORT_ARCS.iter().filter(|&&longest| natural > longest).count();
        self.max_step = self.max_step.min(span / steps as f64 * (1.0 + 1e-9));
    }

    #[inline]
    fn advance<F: Dynamics<T, D>>(&mut self, f: &F, limit: f64) -> Result<Outcome, StepError> {
        let mut rejected = false;
        loop {
            let t = self.node.t;
            let left = (limit - t).abs();
            if left == 0.0 {
                return Ok(Outcome::Reached);
            }
            let wanted = self.step.min(self.max_step);
            // Cover the remainder in one step, or in two equal ones rather than a long and a tiny one.
            let at_once = left <= indivisible(t);
            let last = left <= wanted * (1.0 + 1e-9) || at_once;
            let size = if last {
                left
            } else if left < 2.0 * wanted {
                0.5 * left
            } else {
                wanted
            };
            let h = size.copysign(limit - t);
            let made = Self::attempt(f, &self.node, h, &self.tolerance);
            self.statistics.evaluations += S - 1;
            // An infinite error belongs to a finite state: the quotient overflowed.
            let finite = !made.error.is_nan();
            let ratio = if finite { made.error.powf(-1.0 / M::ERROR_EXPONENT) } else { 0.0 };
            let factor = (SAFETY * ratio).clamp(SHRINK, if rejected { 1.0 } else { GROWTH });
            if finite && (made.error <= 1.0 || at_once) {
                let t_new = if last { limit } else { t + h };
                self.node = Node::new(f, t_new, made.r, made.v);
                self.statistics.evaluations += 1;
                self.statistics.accepted += 1;
                check_finite(&self.node)?;
                // A step shortened by the limit must not shorten the following ones.
                self.step = (size * factor).max(if size < wanted { wanted } else { 0.0 });
                return Ok(if last { Outcome::Reached } else { Outcome::Advanced });
            }
            rejected = true;
            self.statistics.rejected += 1;
            self.step = size * factor;
            if self.step <= 16.0 * f64::EPSILON * t.abs().max(limit.abs()).max(f64::MIN_POSITIVE) {
                return Err(if finite {
                    StepError::Stalled { t, step: self.step }
                } else {
                    StepError::NotFinite { t }
                });
            }
        }
    }
}
