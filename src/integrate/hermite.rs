//! Dense output: a polynomial through positions, velocities and accelerations of nearby nodes.
//!
//! Through `n` nodes goes one polynomial of degree `3 n - 1` that has the position, velocity and
//! acceleration of each. Its error is of order `h^(3n)`; with [`WIDTH`] = 5 nodes that is above the
//! order of the methods here, and it costs no call of the right-hand side. Nodes are taken on both
//! sides of the interval asked for, and never across a jump: an arc ends there.
//!
//! The polynomial is kept in Newton's form over the nodes, each counted three times (Hermite's
//! divided differences; e.g. Stoer and Bulirsch, *Introduction to Numerical Analysis*, 2.1.5).

use super::Node;

/// Most nodes in one polynomial.
pub const WIDTH: usize = 5;
/// Coefficients of one polynomial.
const TERMS: usize = 3 * WIDTH;
/// A further node joins only if it is at least this part of the interval away from the others:
/// rounding in nodes that stand close together would be blown up over a long interval.
const SEPARATION: f64 = 0.4;

/// The solution between two neighbouring nodes.
#[derive(Clone, Copy, Debug)]
pub struct Piece<const D: usize = 3> {
    /// Times of the nodes; the first two bound the interval.
    x: [f64; WIDTH],
    /// Coefficients of Newton's form.
    c: [[f64; D]; TERMS],
    /// How many coefficients are used.
    terms: usize,
    /// Whether the coefficients are those of powers of the time since the first node.
    one_origin: bool,
}

impl<const D: usize> Piece<D> {
    /// The piece between `nodes[i]` and `nodes[i + 1]`; `nodes` is one smooth stretch in order of
    /// time (rising or falling).
    pub fn between(nodes: &[Node<f64, D>], i: usize) -> Self {
        let (chosen, count) = choose(nodes, i);
        let mut z = [0.0; TERMS];
        let mut table = [[0.0; D]; TERMS];
        let mut c = [[0.0; D]; TERMS];
        let terms = 3 * count;
        for j in 0..terms {
            let node = &nodes[chosen[j / 3]];
            z[j] = node.t;
            table[j] = node.r;
        }
        c[0] = table[0];
        for order in 1..terms {
            for j in 0..terms - order {
                let span = z[j + order] - z[j];
                let node = &nodes[chosen[j / 3]];
                table[j] = if j / 3 == (j + order) / 3 {
                    if order == 1 { node.v } else { node.a.map(|a| 0.5 * a) }
                } else {
                    std::array::from_fn(|d| (table[j + 1][d] - table[j][d]) / span)
                };
            }
            c[order] = table[0];
        }
        let mut x = [nodes[i].t; WIDTH];
        for (to, &from) in x.iter_mut().zip(&chosen[..count]) {
            *to = nodes[from].t;
        }
        Self { x, c, terms, one_origin: false }
    }

    /// The piece between `nodes[i]` and `nodes[i + 1]` where `nodes[first]` and the five after it
    /// stand at equal distances: degree 9, through position and velocity at both ends and the
    /// accelerations of all six nodes. Its error is of order `h¹⁰`, with a small constant, and it
    /// costs a fifth of [`Piece::between`].
    fn on_grid(nodes: &[Node<f64, D>], i: usize, first: usize) -> Self {
        let (from, to) = (&nodes[i], &nodes[i + 1]);
        let h = to.t - from.t;
        let map = &GRID[i - first];
        let window = &nodes[first..first + GRID_NODES];
        let mut c = [[0.0; D]; TERMS];
        (c[0], c[1]) = (from.r, from.v);
        let gain_r: [f64; D] =
            std::array::from_fn(|d| (to.r[d] - from.r[d] - h * from.v[d]) / (h * h));
        let gain_v: [f64; D] = std::array::from_fn(|d| (to.v[d] - from.v[d]) / h);
        let mut power = 1.0;
        for (row, out) in map.iter().zip(&mut c[2..]) {
            let mut sum: [f64; D] =
                std::array::from_fn(|d| row[0] * gain_r[d] + row[1] * gain_v[d]);
            for (weight, node) in row[2..].iter().zip(window) {
                for d in 0..D {
                    sum[d] += weight * node.a[d];
                }
            }
            *out = sum.map(|q| q * power);
            power /= h;
        }
        let mut x = [from.t; WIDTH];
        x[1] = to.t;
        Self { x, c, terms: GRID_UNKNOWNS + 2, one_origin: true }
    }

    /// A piece of no length: one node alone, continued by its velocity and acceleration.
    pub fn point(node: &Node<f64, D>) -> Self {
        let mut c = [[0.0; D]; TERMS];
        c[0] = node.r;
        c[1] = node.v;
        c[2] = node.a.map(|a| 0.5 * a);
        Self { x: [node.t; WIDTH], c, terms: 3, one_origin: true }
    }

    /// Times of the interval's two ends, in the order of integration [s].
    pub fn ends(&self) -> (f64, f64) {
        (self.x[0], self.x[1])
    }

    /// Position and velocity at `t`: Horner's scheme with its derivative.
    #[inline]
    pub fn at(&self, t: f64) -> ([f64; D], [f64; D]) {
        let mut r = self.c[self.terms - 1];
        let mut v = [0.0; D];
        if self.one_origin && self.terms == GRID_UNKNOWNS + 2 {
            // The common case, with a loop of known length.
            let s = t - self.x[0];
            for k in (0..GRID_UNKNOWNS + 1).rev() {
                for d in 0..D {
                    v[d] = v[d] * s + r[d];
                    r[d] = r[d] * s + self.c[k][d];
                }
            }
            return (r, v);
        }
        for k in (0..self.terms - 1).rev() {
            let s = t - self.x[if self.one_origin { 0 } else { k / 3 }];
            for d in 0..D {
                v[d] = v[d] * s + r[d];
                r[d] = r[d] * s + self.c[k][d];
            }
        }
        (r, v)
    }
}

/// Indices of the nodes a piece uses (the interval's own two first) and how many they are.
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

/// The pieces of one smooth stretch. On stretches of equal steps of a method that makes them
/// (`grid`), the cheaper ones are used.
pub fn pieces<const D: usize>(nodes: &[Node<f64, D>], grid: bool) -> Vec<Piece<D>> {
    let count = nodes.len().saturating_sub(1);
    let step = |i: usize| nodes[i + 1].t - nodes[i].t;
    let mut pieces = Vec::with_capacity(count);
    let mut run_end = 0;
    for i in 0..count {
        if i >= run_end {
            // A run of equal steps from i on.
            run_end = i + 1;
            while run_end < count && (step(run_end) - step(i)).abs() <= 1e-9 * step(i).abs() {
                run_end += 1;
            }
            let length = run_end - i;
            if grid && length >= GRID_NODES - 1 {
                for k in i..run_end {
                    let first = k.saturating_sub(2).clamp(i, run_end + 1 - GRID_NODES);
                    pieces.push(Piece::on_grid(nodes, k, first));
                }
            } else {
                pieces.extend((i..run_end).map(|k| Piece::between(nodes, k)));
            }
        }
    }
    pieces
}

/// Nodes whose accelerations enter a piece on a grid.
const GRID_NODES: usize = 6;
/// Coefficients of such a piece beside position and velocity at its start.
const GRID_UNKNOWNS: usize = GRID_NODES + 2;

/// For an interval that starts at node `o` of the six: the coefficients of `s² … s⁹`, in units of
/// `h²`, from (gain of position)/h², (gain of velocity)/h and the six accelerations.
static GRID: [[[f64; GRID_UNKNOWNS]; GRID_UNKNOWNS]; GRID_NODES - 1] =
    [grid_map(0), grid_map(1), grid_map(2), grid_map(3), grid_map(4)];

/// Inverse of the conditions on the coefficients `q`, by Gauss–Jordan elimination: with
/// `r(s) = r_0 + v_0 h s + h² Σ q_k s^(k+2)`, the sum at `s = 1`, its derivative there, and its
/// second derivative at the six nodes.
const fn grid_map(o: usize) -> [[f64; GRID_UNKNOWNS]; GRID_UNKNOWNS] {
    const N: usize = GRID_UNKNOWNS;
    let mut m = [[0.0; N]; N];
    let mut inverse = [[0.0; N]; N];
    let mut k = 0;
    while k < N {
        m[0][k] = 1.0;
        m[1][k] = (k + 2) as f64;
        let mut j = 0;
        while j < GRID_NODES {
            let x = j as f64 - o as f64;
            let mut power = ((k + 2) * (k + 1)) as f64;
            let mut e = 0;
            while e < k {
                power *= x;
                e += 1;
            }
            m[2 + j][k] = power;
            j += 1;
        }
        inverse[k][k] = 1.0;
        k += 1;
    }
    let mut column = 0;
    while column < N {
        let mut pivot = column;
        let mut row = column + 1;
        while row < N {
            if m[row][column].abs() > m[pivot][column].abs() {
                pivot = row;
            }
            row += 1;
        }
        (m[column], m[pivot]) = (m[pivot], m[column]);
        (inverse[column], inverse[pivot]) = (inverse[pivot], inverse[column]);
        let scale = 1.0 / m[column][column];
        let mut k = 0;
        while k < N {
            m[column][k] *= scale;
            inverse[column][k] *= scale;
            k += 1;
        }
        let mut row = 0;
        while row < N {
            if row != column {
                let factor = m[row][column];
                let mut k = 0;
                while k < N {
                    m[row][k] -= factor * m[column][k];
                    inverse[row][k] -= factor * inverse[column][k];
                    k += 1;
                }
            }
            row += 1;
        }
        column += 1;
    }
    inverse
}
