//! Hermite interpolation through positions, velocities and accelerations of nearby nodes.
//!
//! A unique polynomial of degree `3 n - 1` matches position, velocity and acceleration at `n` nodes. Its error is of
//! order `h^(3n)`; with [`WIDTH`] = 5 nodes this exceeds the order of the methods here, at no further call of the
//! right-hand side. Nodes are taken from both sides of the interval, but never across a discontinuity, since an arc
//! ends there.
//!
//! The polynomial is kept in Newton's form with every node counted three times (Hermite's
//! divided differences; e.g. Stoer and Bulirsch, *Introduction to Numerical Analysis*, 2.1.5).

use super::Node;

/// Largest number of nodes in one polynomial.
pub const WIDTH: usize = 5;
/// Number of coefficients of a polynomial through [`WIDTH`] nodes.
pub(super) const TERMS: usize = 3 * WIDTH;
/// Least distance of a further node from those already chosen, as a fraction of the interval: over a long interval,
/// rounding errors of nodes close together would be amplified.
const SEPARATION: f64 = 0.4;
/// Rounding error of a difference of positions, relative to the position and to the distance moved since the epoch
/// [1].
const ROUNDING: f64 = 2.0 * f64::EPSILON;

/// The solution between two neighbouring nodes.
#[derive(Clone, Copy, Debug)]
pub struct Piece<const D: usize = 3> {
    /// Times of the nodes; the first two bound the interval.
    x: [f64; WIDTH],
    /// Coefficients of Newton's form.
    c: [[f64; D]; TERMS],
    /// Number of coefficients used.
    terms: usize,
}

impl<const D: usize> Piece<D> {
    /// The piece between `nodes[i]` and `nodes[i + 1]`; `nodes` is one smooth arc with times ascending or descending.
    pub fn between(nodes: &[Node<f64, D>], i: usize) -> Self {
        let (chosen, count) = choose(nodes, i);
        let mut x = [nodes[i].t; WIDTH];
        let mut table = [[0.0; D]; TERMS];
        // Reciprocal distances between the nodes.
        let mut inverse = [[0.0; WIDTH]; WIDTH];
        for m in 0..count {
            let node = &nodes[chosen[m]];
            x[m] = node.t;
            table[3 * m..3 * m + 3].fill(node.r);
            for n in 0..m {
                inverse[n][m] = 1.0 / (x[m] - x[n]);
            }
        }
        let terms = 3 * count;
        let mut c = [[0.0; D]; TERMS];
        c[0] = table[0];
        for order in 1..terms {
            for j in 0..terms - order {
                let (from, to) = (j / 3, (j + order) / 3);
                let node = &nodes[chosen[from]];
                if from != to && order == 1 {
                    table[j] = mean_velocity(node, &nodes[chosen[to]], inverse[from][to]);
                } else if from != to {
                    let scale = inverse[from][to];
                    for d in 0..D {
                        table[j][d] = (table[j + 1][d] - table[j][d]) * scale;
                    }
                } else if order == 1 {
                    table[j] = node.v;
                } else {
                    table[j] = node.a.map(|a| 0.5 * a);
                }
            }
            c[order] = table[0];
        }
        Self { x, c, terms }
    }

    /// Times of the interval's two ends, in the order of integration [s].
    pub fn ends(&self) -> (f64, f64) {
        (self.x[0], self.x[1])
    }

    /// Position and velocity at `t`, by Horner's scheme and its derivative.
    #[inline]
    pub fn at(&self, t: f64) -> ([f64; D], [f64; D]) {
        let mut r = self.c[self.terms - 1];
        let mut v = [0.0; D];
        for k in (0..self.terms - 1).rev() {
            let s = t - self.x[k / 3];
            for d in 0..D {
                v[d] = v[d] * s + r[d];
                r[d] = r[d] * s + self.c[k][d];
            }
        }
        (r, v)
    }

    /// Position, velocity and acceleration at `t`, in the same way.
    pub(super) fn with_acceleration(&self, t: f64) -> ([f64; D], [f64; D], [f64; D]) {
        let mut r = self.c[self.terms - 1];
        let (mut v, mut half_a) = ([0.0; D], [0.0; D]);
        for k in (0..self.terms - 1).rev() {
            let s = t - self.x[k / 3];
            for d in 0..D {
                half_a[d] = half_a[d] * s + v[d];
                v[d] = v[d] * s + r[d];
                r[d] = r[d] * s + self.c[k][d];
            }
        }
        (r, v, half_a.map(|x| 2.0 * x))
    }

    /// Contribution of the last node's three terms to the position at `t`.
    pub(super) fn last_terms(&self, t: f64) -> [f64; D] {
        let (mut last, mut product) = ([0.0; D], 1.0);
        for k in 0..self.terms {
            if k + 3 >= self.terms {
                for d in 0..D {
                    last[d] += self.c[k][d] * product;
                }
            }
            product *= t - self.x[k / 3];
        }
        last
    }

    /// For each component, the coefficients of powers of the time since the first end.
    pub(super) fn powers(&self) -> [[f64; TERMS]; D] {
        let mut powers = [[0.0; TERMS]; D];
        for k in (0..self.terms).rev() {
            // Multiply by the time since node k / 3 and add the next coefficient of Newton's form.
            let s = self.x[0] - self.x[k / 3];
            for d in 0..D {
                let before = powers[d];
                powers[d][0] = self.c[k][d];
                powers[d][1..].copy_from_slice(&before[..TERMS - 1]);
                for j in 0..TERMS {
                    powers[d][j] += before[j] * s;
                }
            }
        }
        powers
    }
}

/// Mean velocity between two nodes; `inverse` is the reciprocal of the time between them.
///
/// In general this is the difference of position over time. Where that agrees, to within the rounding of positions
/// and times, with the mean computed from velocities and accelerations (corrected trapezoidal rule, of order `h⁴`),
/// the interval is so short that the latter is more accurate.
#[inline(always)]
pub(super) fn mean_velocity<const D: usize>(
    from: &Node<f64, D>,
    to: &Node<f64, D>,
    inverse: f64,
) -> [f64; D] {
    let h = to.t - from.t;
    std::array::from_fn(|d| {
        let gain = to.r[d] - from.r[d];
        let mean = 0.5 * (from.v[d] + to.v[d]) + h / 12.0 * (from.a[d] - to.a[d]);
        let size = from.r[d].abs().max(to.r[d].abs()) + from.t.abs().max(to.t.abs()) * mean.abs();
        let is_rounding = (gain - mean * h).abs() <= ROUNDING * size;
        if is_rounding { mean } else { gain * inverse }
    })
}

/// Indices of the nodes used by a piece, the two ends of the interval first, and their number.
fn choose<const D: usize>(nodes: &[Node<f64, D>], i: usize) -> ([usize; WIDTH], usize) {
    let (t0, t1) = (nodes[i].t, nodes[i + 1].t);
    let apart = SEPARATION * (t1 - t0).abs();
    let mut chosen = [i; WIDTH];
    chosen[1] = i + 1;
    let mut count = 2;
    let (mut edge_left, mut edge_right) = (t0, t1);
    let (mut left, mut right) = (i.checked_sub(1), Some(i + 2));
    while count < WIDTH {
        while let Some(j) = left.filter(|&j| (nodes[j].t - edge_left).abs() < apart) {
            left = j.checked_sub(1);
        }
        while let Some(j) =
            right.filter(|&j| j < nodes.len() && (nodes[j].t - edge_right).abs() < apart)
        {
            right = Some(j + 1);
        }
        let right_node = right.filter(|&j| j < nodes.len());
        let take_left = match (left, right_node) {
            (Some(l), Some(r)) => (nodes[l].t - t0).abs() <= (nodes[r].t - t1).abs(),
            (Some(_), None) => true,
            (None, Some(_)) => false,
            (None, None) => break,
        };
        if take_left {
            let l = left.unwrap_or(i);
            (chosen[count], edge_left, left) = (l, nodes[l].t, l.checked_sub(1));
        } else {
            let r = right_node.unwrap_or(i);
            (chosen[count], edge_right, right) = (r, nodes[r].t, Some(r + 1));
        }
        count += 1;
    }
    (chosen, count)
}
