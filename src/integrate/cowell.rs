//! Störmer–Cowell in summed form, thirteen accelerations, one call of the right-hand side a step.
//!
//! With equal steps `h` and backward differences `∇` of the accelerations, the solution of
//! `r'' = f` is `r_n = h² (-ln(1 - ∇))⁻² a_n` and `v_n = h (-ln(1 - ∇))⁻¹ a_n`. The leading terms
//! `∇⁻²` and `∇⁻¹` are running sums (so rounding errors do not pile up as in the difference form);
//! the others are weights of the last [`POINTS`] accelerations. Position at the new node is
//! predicted from accelerations up to the last node (Störmer), the force called there once, and
//! the position corrected with it (Cowell) by `δ = h² p ∇¹³ a`.
//!
//! What is new here: instead of calling the force again at the corrected position, the change of
//! the central pull between the two is added, `-w² (δ - 3 r̂ r̂·δ)` with `w² = -a·r / r²`. It costs
//! no call, keeps the order (δ is of order `h¹⁵`), and gives the method nearly the stability of two
//! calls a step: thirteen points are stable at more than 130 s in low orbit, where without it ten
//! points need 90 s. `tests/cowell.rs` measures both.
//!
//! For: long arcs of smooth, nearly circular motion round the origin, drag included (velocities
//! are predicted likewise), one trajectory or lanes. Not for strongly eccentric orbits, whose
//! perigee would dictate the step, nor for forces that depend on velocity as strongly as a tenth of
//! the central pull (predicted velocities are unstable there), nor for arcs shorter than a few dozen steps: starting costs
//! about eighty calls.
//!
//! Sources: J. Jackson, "Note on the numerical integration of d²x/dt² = f(x, t)", Monthly Notices
//! of the Royal Astronomical Society 84 (1924) 602–606; M. M. Berry, L. M. Healy, "Implementation of
//! Gauss–Jackson integration for orbit propagation", Journal of the Astronautical Sciences 52
//! (2004) 331–357. The weights are computed from the series at compile time.

use super::{Dynamics, Embedded, Node, Nystrom1210};
use crate::math::Real;

/// How many accelerations enter one step.
pub const POINTS: usize = 13;
/// How many of them are known before the newest.
const OLDER: usize = POINTS - 1;
/// Starting steps of the Nyström method, each [`STRIDE`] steps long.
const STARTS: usize = 4;
/// Steps covered by one starting step.
const STRIDE: usize = 3;
/// Middle one of the starting accelerations.
const MIDDLE: usize = STARTS / 2 * STRIDE;
/// Length of the buffer of accelerations: two turns of a ring, so that the last [`POINTS`] of them
/// always lie side by side.
const BUFFER: usize = 2 * POINTS;

/// Weights of accelerations, oldest first.
struct Weights {
    /// Position predicted one step after the newest.
    predict: [f64; POINTS],
    /// Position at the middle one.
    middle: [f64; POINTS],
    /// Velocity at the middle one.
    middle_velocity: [f64; POINTS],
    /// Velocity predicted one step after the newest.
    predict_velocity: [f64; POINTS],
    /// Velocity at the newest.
    correct_velocity: [f64; POINTS],
    /// `p`: what the difference of order [`POINTS`] corrects.
    correction: f64,
}

const WEIGHTS: Weights = weights();

/// `C(13, 1)`, `C(13, 2)`, … `C(13, 6)` with alternating signs: the weights in `∇¹³`, see [`Older`].
const BINOMIALS: [f64; POINTS / 2] = {
    let mut binomials = [POINTS as f64; POINTS / 2];
    let mut k = 1;
    while k < POINTS / 2 {
        binomials[k] = -binomials[k - 1] * (POINTS - k) as f64 / (k + 1) as f64;
        k += 1;
    }
    binomials
};

/// Series of `x / -ln(1 - x)`, its square, partial sums, and from differences to ordinates.
const fn weights() -> Weights {
    const TERMS: usize = POINTS + 2;
    let mut first = [0.0; TERMS];
    first[0] = 1.0;
    let mut m = 1;
    while m < TERMS {
        // (1 + x/2 + x²/3 + …) · first = 1
        let mut j = 1;
        while j <= m {
            first[m] -= first[m - j] / (j + 1) as f64;
            j += 1;
        }
        m += 1;
    }
    let mut second = [0.0; TERMS];
    let mut i = 0;
    while i < TERMS {
        let mut j = 0;
        while i + j < TERMS {
            second[i + j] += first[i] * first[j];
            j += 1;
        }
        i += 1;
    }
    let mut correct = [0.0; POINTS];
    let mut predict = [0.0; POINTS];
    let mut correct_velocity = [0.0; POINTS];
    let mut predict_velocity = [0.0; POINTS];
    // One step ahead is division by 1 - x: partial sums of the series.
    let mut sum = second[0] + second[1];
    let mut sum_velocity = first[0];
    let mut m = 0;
    while m < POINTS {
        correct[m] = second[m + 2];
        sum += second[m + 2];
        predict[m] = sum;
        correct_velocity[m] = first[m + 1];
        sum_velocity += first[m + 1];
        predict_velocity[m] = sum_velocity;
        m += 1;
    }
    Weights {
        correction: predict[POINTS - 1],
        predict: ordinates(&predict),
        middle: ordinates(&back(correct)),
        middle_velocity: ordinates(&back(correct_velocity)),
        predict_velocity: ordinates(&predict_velocity),
        correct_velocity: ordinates(&correct_velocity),
    }
}

/// The series for the middle node instead of the newest: times `(1 - x)` for each step back.
const fn back(mut series: [f64; POINTS]) -> [f64; POINTS] {
    let mut step = MIDDLE;
    while step < POINTS - 1 {
        let mut m = POINTS - 1;
        while m > 0 {
            series[m] -= series[m - 1];
            m -= 1;
        }
        step += 1;
    }
    series
}

/// Weights of the accelerations, oldest first, from those of their differences.
const fn ordinates(of_differences: &[f64; POINTS]) -> [f64; POINTS] {
    let mut out = [0.0; POINTS];
    let mut m = 0;
    while m < POINTS {
        let mut binomial = of_differences[m];
        let mut j = 0;
        while j <= m {
            out[POINTS - 1 - j] += binomial;
            binomial *= -((m - j) as f64) / (j + 1) as f64;
            j += 1;
        }
        m += 1;
    }
    out
}

/// `Σ w_j a_j`, oldest first, so that the newest acceleration is waited for last.
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

/// What the accelerations known before the newest add to the step after it.
#[derive(Clone, Copy, Debug)]
struct Older<T, const D: usize> {
    /// To the predicted position, over `h²`.
    position: [T; D],
    /// To the predicted velocity, over `h`; only if the force asks for velocities.
    velocity: [T; D],
    /// To `∇¹³`, without the pair of the newest and the oldest but one.
    difference: [T; D],
}

impl<T: Real, const D: usize> Older<T, D> {
    /// From the accelerations before the newest, oldest first. Their weights in the difference are
    /// alike from both ends but for their signs.
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

/// The method under way on a grid of equal steps.
#[derive(Clone, Debug)]
pub struct Cowell<T, const D: usize = 3> {
    t_start: f64,
    /// Step with its sign [s].
    h: f64,
    /// Steps from `t_start` to the current node.
    index: usize,
    /// Accelerations, oldest first, the newest at `newest` in the second turn; the first turn is a
    /// copy of the second.
    a: [[T; D]; BUFFER],
    newest: usize,
    /// `h² ∇⁻² a` for the next node.
    sum2: [T; D],
    /// The same without the current node's acceleration.
    ahead: [T; D],
    /// What else is known of the next step without it, if [`Self::AHEAD`].
    older: Older<T, D>,
    /// `h² ∇⁻¹ a` at the current node.
    sum1: [T; D],
    /// Corrected position of the current node.
    r: [T; D],
    /// `w²` at the current node.
    w2: T,
    /// Size of the last correction `δ`: its components added up.
    correction: T,
}

/// The nodes a start leaves behind: one every `STRIDE` steps.
pub type StartNodes<T, const D: usize> = [Node<T, D>; STARTS + 1];

impl<T: Real, const D: usize> Cowell<T, D> {
    /// Whether a step sums for the next one what does not depend on its own force, between the call
    /// of the force and the use of its result: the processor does it while it waits. Lanes have no
    /// time to fill, nor registers to spare.
    const AHEAD: bool = T::LANES == 1;
    /// Steps that starting covers.
    pub const START: usize = STARTS * STRIDE;
    /// Calls of the right-hand side that starting costs, beside the one for the first node.
    pub const START_CALLS: usize = STARTS * 17 + STARTS * (STRIDE - 1);

    /// Starts from a node with step `h` [s]: four steps of the Nyström method, three `h` long each,
    /// and accelerations in between at positions interpolated over all five nodes.
    #[inline(always)]
    pub fn start<F: Dynamics<T, D>>(f: &F, node: Node<T, D>, h: f64) -> (Self, StartNodes<T, D>) {
        let stride = h * STRIDE as f64;
        let mut nodes = [node; STARTS + 1];
        for k in 0..STARTS {
            let t = node.t + stride * (k + 1) as f64;
            nodes[k + 1] = Embedded::<Nystrom1210, 17, T, D>::stride(f, &nodes[k], t);
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
            ahead: last.r,
            older: Older { position: last.r, velocity: last.v, difference: last.a },
            sum1: last.v,
            r: last.r,
            w2: central(&last.r, &last.a),
            correction: T::splat(0.0),
        };
        // The sums at the middle node, where the weights are smallest, and from there to the end.
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
            new.ahead[d] = sum2 - last.a[d] * h2;
        }
        if Self::AHEAD {
            let [before @ .., _] = new.window();
            new.older = Older::of(before, F::USES_VELOCITY);
        }
        (new, nodes)
    }

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

    /// Step with its sign [s].
    #[inline(always)]
    pub fn h(&self) -> f64 {
        self.h
    }

    /// Steps since the start.
    pub fn index(&self) -> usize {
        self.index
    }

    /// Corrected position of the current node.
    #[inline(always)]
    pub fn position(&self) -> &[T; D] {
        &self.r
    }

    /// Size of the last correction of a position, its components added up; the largest over lanes [m].
    #[inline(always)]
    pub fn last_correction(&self) -> f64 {
        self.correction.largest()
    }

    /// One step.
    #[inline(always)]
    pub fn step<F: Dynamics<T, D>>(&mut self, f: &F) {
        let (h, h2) = (self.h, self.h * self.h);
        let window = self.window();
        let ([before @ .., last], [_, after @ ..]) = (window, window);
        let older = if Self::AHEAD { self.older } else { Older::of(before, F::USES_VELOCITY) };
        let mut r = self.ahead;
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
        let next = if Self::AHEAD { Older::of(after, F::USES_VELOCITY) } else { older };
        // δ = p (a + old); the pull's change w² (3 r r·δ / r² - δ).
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
            self.ahead[d] = self.sum2[d] + self.sum1[d];
            self.sum1[d] = a[d].times_plus(T::splat(h2), self.sum1[d]);
            self.sum2[d] += self.sum1[d];
        }
        self.w2 = -(dot(&a, &r) * inverse);
        self.correction = size * p.abs();
        if Self::AHEAD {
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

    /// The current node: position corrected, velocity from the sums.
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

/// `a·b`.
#[inline(always)]
fn dot<T: Real, const D: usize>(a: &[T; D], b: &[T; D]) -> T {
    let mut sum = a[0] * b[0];
    for d in 1..D {
        sum = a[d].times_plus(b[d], sum);
    }
    sum
}

/// `w² = -a·r / r²`.
#[inline(always)]
pub(super) fn central<T: Real, const D: usize>(r: &[T; D], a: &[T; D]) -> T {
    -(dot(a, r) / dot(r, r))
}

/// Hermite's basis over the start nodes, at the steps between them: weights of position (degree
/// 14, from position, velocity times stride, acceleration times stride squared) and of velocity
/// (degree 9, from velocity and acceleration times stride).
struct Basis {
    position: [[[f64; 3]; STARTS + 1]; POINTS],
    velocity: [[[f64; 2]; STARTS + 1]; POINTS],
}

const BASIS: Basis = basis();

const fn basis() -> Basis {
    let mut position = [[[0.0; 3]; STARTS + 1]; POINTS];
    let mut velocity = [[[0.0; 2]; STARTS + 1]; POINTS];
    let mut i = 0;
    while i < POINTS {
        let x = i as f64 / STRIDE as f64;
        let mut m = 0;
        while m <= STARTS {
            // l: Lagrange's polynomial of node m at x; l1, l2: its first derivative at the node,
            // and the second one's other part.
            let (mut l, mut l1, mut l2) = (1.0, 0.0, 0.0);
            let mut j = 0;
            while j <= STARTS {
                if j != m {
                    let apart = m as f64 - j as f64;
                    l *= (x - j as f64) / apart;
                    l1 += 1.0 / apart;
                    l2 += 1.0 / (apart * apart);
                }
                j += 1;
            }
            let u = x - m as f64;
            let l3 = l * l * l;
            let (f1, f2) = (3.0 * l1, 9.0 * l1 * l1 - 3.0 * l2);
            position[i][m] = [
                l3 * (1.0 - f1 * u + (f1 * f1 - 0.5 * f2) * u * u),
                l3 * (u - f1 * u * u),
                l3 * 0.5 * u * u,
            ];
            velocity[i][m] = [l * l * (1.0 - 2.0 * l1 * u), l * l * u];
            m += 1;
        }
        i += 1;
    }
    Basis { position, velocity }
}

/// Position (and velocity if asked for) `i` steps after the first start node.
#[inline(always)]
fn between<T: Real, const D: usize>(
    nodes: &StartNodes<T, D>,
    i: usize,
    h: f64,
    with_velocity: bool,
) -> ([T; D], [T; D]) {
    let stride = h * STRIDE as f64;
    let mut r = [T::splat(0.0); D];
    let mut v = [T::splat(0.0); D];
    for (node, [of_r, of_v, of_a]) in nodes.iter().zip(BASIS.position[i]) {
        let (of_v, of_a) = (of_v * stride, of_a * (stride * stride));
        for d in 0..D {
            r[d] += node.r[d] * of_r + (node.v[d] * of_v + node.a[d] * of_a);
        }
    }
    if with_velocity {
        for (node, [of_v, of_a]) in nodes.iter().zip(BASIS.velocity[i]) {
            for d in 0..D {
                v[d] += node.v[d] * of_v + node.a[d] * (of_a * stride);
            }
        }
    }
    (r, v)
}
