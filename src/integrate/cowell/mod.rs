//! Störmer–Cowell in summed form with thirteen accelerations: one call of the right-hand side per step.
//!
//! With a constant step `h` and backward differences `∇` of the accelerations, the solution of `r'' = f` is
//! `r_n = h² (-ln(1 - ∇))⁻² a_n` and `v_n = h (-ln(1 - ∇))⁻¹ a_n`. The leading terms `∇⁻²` and `∇⁻¹` are kept as
//! running sums, which limits the growth of rounding errors; the remaining terms are weights of the last
//! [`POINTS`] accelerations. A step predicts the position at the new node from the accelerations up to the last
//! node (Störmer), calls the force once, and corrects the position (Cowell) by `δ = h² p ∇¹³ a`.
//!
//! A conventional predictor–corrector then calls the force again at the corrected position (PECE), or accepts
//! the small stability limit of not doing so (PEC). This method instead adds the change of the central attraction
//! between the two positions, `-w² (δ - 3 r̂ r̂·δ)` with `w² = -a·r / r²`. That costs no call, leaves the order
//! unchanged (`δ` is of order `h¹⁵`), and gives the stability of PECE: on a circular orbit, 0.25 rad per step
//! instead of 0.04 rad (220 s and 35 s in low Earth orbit). `tests/cowell.rs` compares the three.
//!
//! Use it for long arcs of smooth, nearly circular motion about the origin, with drag if needed (velocities are
//! predicted in the same way), one trajectory or many in lanes. It is the wrong choice for strongly eccentric
//! orbits, whose perigee dictates the step; for forces whose dependence on velocity reaches a tenth of the central
//! attraction, for which predicted velocities are unstable; and for arcs of fewer than a few dozen steps, since
//! starting costs about eighty calls.
//!
//! Sources: J. Jackson, "Note on the numerical integration of d²x/dt² = f(x, t)", Monthly Notices
//! of the Royal Astronomical Society 84 (1924) 602–606; M. M. Berry, L. M. Healy, "Implementation of
//! Gauss–Jackson integration for orbit propagation", Journal of the Astronautical Sciences 52
//! (2004) 331–357.

mod starting;
mod weights;

use super::{Dynamics, Node, Nystrom1210, NystromStepper};
use crate::math::Real;
use starting::between;
use weights::{BINOMIALS, WEIGHTS};

/// Number of accelerations that enter one step.
pub const POINTS: usize = 13;
/// Number of those known before the newest.
const OLDER: usize = POINTS - 1;
/// Number of starting steps, made by the Nyström method; each covers [`STRIDE`] steps of the grid.
const STARTS: usize = 4;
/// Steps of the grid covered by one starting step.
pub(super) const STRIDE: usize = 3;
/// Index of the middle one of the starting accelerations.
const MIDDLE: usize = STARTS / 2 * STRIDE;
/// Length of the buffer of accelerations: a ring stored twice, so that the last [`POINTS`] are always contiguous.
const BUFFER: usize = 2 * POINTS;

/// `Σ w_j a_j`, summed oldest first so that the newest acceleration is needed last.
#[inline(always)]
fn weigh<T: Real, const N: usize, const D: usize>(w: &[f64; N], a: &[[T; D]; N]) -> [T; D] {
    let mut sum = a[0];
    for d in 0..D {
        sum[d] *= T::splat(w[0]);
        for j in 1..N {
            sum[d] = a[j][d].times_plus(T::splat(w[j]), sum[d]);
        }
    }
    sum
}

/// Contribution of the older accelerations, all but the newest, to the next step.
#[derive(Clone, Copy, Debug)]
struct Older<T, const D: usize> {
    /// To the predicted position, divided by `h²`.
    position: [T; D],
    /// To the predicted velocity, divided by `h`; zero if the force does not depend on velocity.
    velocity: [T; D],
    /// To `∇¹³ a`, except for the pair of the newest and the second oldest acceleration.
    difference: [T; D],
}

impl<T: Real, const D: usize> Older<T, D> {
    /// Sums over the accelerations before the newest, oldest first. Weights in `∇¹³` that lie symmetric to its
    /// middle differ only in sign, so one multiplication serves a pair.
    #[inline(always)]
    fn of(a: &[[T; D]; OLDER], with_velocity: bool) -> Self {
        let (mut position, mut difference) = (a[0], a[0]);
        for d in 0..D {
            position[d] *= T::splat(WEIGHTS.predict[0]);
            difference[d] = -difference[d];
        }
        for k in (0..BINOMIALS.len()).rev() {
            let (early, late) = (k + 1, OLDER - k);
            for d in 0..D {
                let weight = T::splat(WEIGHTS.predict[early]);
                position[d] = a[early][d].times_plus(weight, position[d]);
                if late < OLDER {
                    let weight = T::splat(WEIGHTS.predict[late]);
                    position[d] = a[late][d].times_plus(weight, position[d]);
                    let pair = a[early][d] - a[late][d];
                    difference[d] = pair.times_plus(T::splat(BINOMIALS[k]), difference[d]);
                }
            }
        }
        let [weights @ .., _] = &WEIGHTS.predict_velocity;
        let velocity = if with_velocity { weigh(weights, a) } else { [T::splat(0.0); D] };
        Self { position, velocity, difference }
    }
}

/// State of the method on a grid of equal steps.
#[derive(Clone, Debug)]
pub struct Cowell<T, const D: usize = 3> {
    t_start: f64,
    /// Step, negative when integrating backwards [s].
    h: f64,
    /// Number of steps from `t_start` to the current node.
    index: usize,
    /// Accelerations: a ring in the second half, the newest at `newest`, and a copy of it in the first half.
    a: [[T; D]; BUFFER],
    newest: usize,
    /// `h² ∇⁻² a` for the next node.
    sum2: [T; D],
    /// `sum2` without the acceleration of the current node.
    sum2_older: [T; D],
    /// Contribution of the older accelerations to the next step, if [`Self::OVERLAP`].
    older: Older<T, D>,
    /// `h² ∇⁻¹ a` at the current node.
    sum1: [T; D],
    /// Corrected position of the current node.
    r: [T; D],
    /// `w²` at the current node.
    w2: T,
    /// Size of the last correction `δ`: the sum of its components' absolute values.
    correction: T,
}

/// The nodes made by starting: one every three steps of the grid.
pub type StartNodes<T, const D: usize> = [Node<T, D>; STARTS + 1];

impl<T: Real, const D: usize> Cowell<T, D> {
    /// Whether a step already sums the older accelerations for the next one, between the call of the force and
    /// the first use of its result. For a single trajectory this fills the time the processor would wait; lanes
    /// leave no time to fill and no registers to spare.
    const OVERLAP: bool = T::LANES == 1;
    /// Number of steps covered by starting.
    pub const START: usize = STARTS * STRIDE;
    /// Calls of the right-hand side made by starting, not counting the one for the first node.
    pub const START_CALLS: usize = STARTS * Nystrom1210::STAGES + STARTS * (STRIDE - 1);

    /// Starts from a node with step `h` [s]: four steps of the Nyström method of length `3 h`, and between their
    /// nodes accelerations at positions interpolated over all five.
    #[inline(always)]
    pub fn start<F: Dynamics<T, D>>(f: &F, node: Node<T, D>, h: f64) -> (Self, StartNodes<T, D>) {
        Self::start_after(f, node, None, h)
    }

    /// [`Cowell::start`] with the node at the end of the first of the four steps, if that is known.
    #[inline(always)]
    pub(super) fn start_after<F: Dynamics<T, D>>(
        f: &F,
        node: Node<T, D>,
        first: Option<Node<T, D>>,
        h: f64,
    ) -> (Self, StartNodes<T, D>) {
        let stride = h * STRIDE as f64;
        let mut nodes = [first.unwrap_or(node); STARTS + 1];
        nodes[0] = node;
        for k in usize::from(first.is_some())..STARTS {
            let t = node.t + stride * (k + 1) as f64;
            nodes[k + 1] = NystromStepper::<T, D>::stride(f, &nodes[k], t);
        }
        let mut a = [[T::splat(0.0); D]; BUFFER];
        for i in 0..POINTS {
            a[i] = if i % STRIDE == 0 {
                nodes[i / STRIDE].a
            } else {
                let (r, v) = between::<T, D>(&nodes, i, h, F::USES_VELOCITY);
                f.acceleration(node.t + h * i as f64, &r, &v)
            };
        }
        let (middle, last) = (nodes[STARTS / 2], nodes[STARTS]);
        let mut new = Self {
            t_start: node.t,
            h,
            index: Self::START,
            a,
            newest: POINTS - 1,
            sum2: last.r,
            sum2_older: last.r,
            older: Older { position: last.r, velocity: last.v, difference: last.a },
            sum1: last.v,
            r: last.r,
            w2: central(&last.r, &last.a),
            correction: T::splat(0.0),
        };
        // Initialise the sums at the middle node, where the weights are smallest, and advance them to the last.
        let velocity = weigh(&WEIGHTS.middle_velocity, new.window());
        let position = weigh(&WEIGHTS.middle, new.window());
        for d in 0..D {
            let h2 = h * h;
            let mut sum1 = middle.v[d] * h - velocity[d] * h2;
            let mut sum2 = (middle.r[d] - position[d] * h2) + sum1;
            for later in &new.a[MIDDLE + 1..POINTS] {
                sum1 += later[d] * h2;
                sum2 += sum1;
            }
            (new.sum1[d], new.sum2[d]) = (sum1, sum2);
            new.sum2_older[d] = sum2 - last.a[d] * h2;
        }
        if Self::OVERLAP {
            let [before @ .., _] = new.window();
            new.older = Older::of(before, F::USES_VELOCITY);
        }
        (new, nodes)
    }

    /// The last [`POINTS`] accelerations, oldest first.
    #[inline(always)]
    fn window(&self) -> &[[T; D]; POINTS] {
        match self.a[self.newest + 1 - POINTS..].first_chunk() {
            Some(window) => window,
            None => unreachable!("the newest acceleration lies inside the buffer"),
        }
    }

    /// Time of the current node [s].
    #[inline(always)]
    pub fn time(&self) -> f64 {
        self.t_start + self.h * self.index as f64
    }

    /// Step, negative when integrating backwards [s].
    #[inline(always)]
    pub fn h(&self) -> f64 {
        self.h
    }

    /// Number of steps since the start.
    pub fn index(&self) -> usize {
        self.index
    }

    /// Corrected position of the current node.
    #[inline(always)]
    pub fn position(&self) -> &[T; D] {
        &self.r
    }

    /// Size of the last correction of the position, `Σ |δ_d|`; the largest over the lanes [m].
    #[inline(always)]
    pub fn last_correction(&self) -> f64 {
        self.correction.largest()
    }

    /// Makes one step.
    #[inline(always)]
    pub fn step<F: Dynamics<T, D>>(&mut self, f: &F) {
        let (h, h2) = (self.h, self.h * self.h);
        let window = self.window();
        let ([before @ .., last], [_, after @ ..]) = (window, window);
        let older = if Self::OVERLAP { self.older } else { Older::of(before, F::USES_VELOCITY) };
        let mut r = self.sum2_older;
        let mut v = self.sum1;
        let mut difference = older.difference;
        for d in 0..D {
            let older_r = older.position[d].times_plus(T::splat(h2), r[d]);
            r[d] = last[d].times_plus(T::splat(h2 * (1.0 + WEIGHTS.predict[OLDER])), older_r);
            let pair = window[1][d] - last[d];
            difference[d] = pair.times_plus(T::splat(BINOMIALS[0]), difference[d]);
            if F::USES_VELOCITY {
                let weight = T::splat(WEIGHTS.predict_velocity[OLDER]);
                let predicted = last[d].times_plus(weight, older.velocity[d]);
                v[d] = predicted.times_plus(T::splat(h), v[d] * (1.0 / h));
            }
        }
        let t = self.t_start + h * (self.index + 1) as f64;
        let mut a = f.acceleration(t, &r, &v);
        let next = if Self::OVERLAP { Older::of(after, F::USES_VELOCITY) } else { older };
        // δ = h² p ∇¹³ a; the central attraction changes by -w² (δ - 3 r (r·δ) / r²).
        let p = WEIGHTS.correction * h2;
        let inverse = T::splat(1.0) / dot(&r, &r);
        let pull = self.w2 * p;
        let radial = pull * inverse * 3.0;
        for d in 0..D {
            difference[d] += a[d];
        }
        let along = dot(&r, &difference);
        let mut radial_r = r;
        for d in 0..D {
            radial_r[d] *= radial;
        }
        let mut size = difference[0].abs();
        for d in 1..D {
            size += difference[d].abs();
        }
        for d in 0..D {
            let kept = (-pull).times_plus(difference[d], a[d]);
            let change = radial_r[d].times_plus(along, kept - a[d]);
            a[d] = radial_r[d].times_plus(along, kept);
            self.r[d] = (difference[d] + change).times_plus(T::splat(p), r[d]);
            self.sum2_older[d] = self.sum2[d] + self.sum1[d];
            self.sum1[d] = a[d].times_plus(T::splat(h2), self.sum1[d]);
            self.sum2[d] += self.sum1[d];
        }
        self.w2 = -(dot(&a, &r) * inverse);
        self.correction = size * p.abs();
        if Self::OVERLAP {
            self.older = next;
        }
        self.index += 1;
        self.newest += 1;
        if self.newest == BUFFER {
            self.newest = POINTS;
        }
        self.a[self.newest] = a;
        self.a[self.newest - POINTS] = a;
    }

    /// The current node: corrected position, velocity from the summed formula.
    #[inline(always)]
    pub fn node(&self) -> Node<T, D> {
        let weighted = weigh(&WEIGHTS.correct_velocity, self.window());
        let mut v = self.sum1;
        for d in 0..D {
            v[d] = weighted[d].times_plus(T::splat(self.h), v[d] * (1.0 / self.h));
        }
        Node { t: self.time(), r: self.r, v, a: self.a[self.newest] }
    }
}

/// Scalar product `a·b`.
#[inline(always)]
fn dot<T: Real, const D: usize>(a: &[T; D], b: &[T; D]) -> T {
    let mut sum = a[0] * b[0];
    for d in 1..D {
        sum = a[d].times_plus(b[d], sum);
    }
    sum
}

/// `w² = -a·r / r²`: the square of the angular frequency of a circular orbit under this central acceleration.
#[inline(always)]
pub(super) fn central<T: Real, const D: usize>(r: &[T; D], a: &[T; D]) -> T {
    -(dot(a, r) / dot(r, r))
}
