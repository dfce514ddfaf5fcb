//! Interpolation around the orbit, in height and in time.

use super::{AROUND, KNOTS, Knot, ZERO_KNOT};
use crate::math::{Real, chebyshev_node};
use std::f64::consts::TAU;

/// Coefficients of the periodic quintic spline that interpolates, at its knots, the trigonometric polynomial through the
/// values at the nodes.
pub(super) fn spline(nodes: &[Knot]) -> Vec<Knot> {
    // Value of a spline whose coefficients are cos(mx), at a knot: (66 + 52 cos ω + 2 cos 2ω)/120.
    let gain = |m: usize| {
        let omega = TAU * m as f64 / KNOTS as f64;
        (66.0 + 52.0 * libm::cos(omega) + 2.0 * libm::cos(2.0 * omega)) / 120.0
    };
    let kernel = |x: f64| {
        let inner: f64 = (1..AROUND / 2).map(|m| 2.0 * libm::cos(m as f64 * x) / gain(m)).sum();
        let m = AROUND / 2;
        (1.0 / gain(0) + inner + libm::cos(m as f64 * x) / gain(m)) / AROUND as f64
    };
    // All offsets between knots and nodes are multiples of this fraction of the circle.
    const GRID: usize = 192;
    let kernels: Vec<f64> = (0..GRID).map(|i| kernel(TAU * i as f64 / GRID as f64)).collect();
    // Coefficient `first` of `Interval::log_density` belongs to the knot two before the point.
    (0..KNOTS + 5)
        .map(|k| {
            let mut knot = ZERO_KNOT;
            for (j, node) in nodes.iter().enumerate() {
                let offset = (k + KNOTS - 2) * (GRID / KNOTS) + GRID - j * (GRID / AROUND);
                let weight = kernels[offset % GRID];
                for (row, node_row) in knot.0.iter_mut().zip(&node.0) {
                    for (sum, value) in row.iter_mut().zip(node_row) {
                        *sum += weight * value;
                    }
                }
            }
            knot
        })
        .collect()
}

/// Weights of the six neighbouring coefficients of a uniform quintic spline, where `t` from 0 to 1 is the position
/// between the third and the fourth.
#[inline(always)]
pub(super) fn spline_weights<T: Real>(t: T) -> [T; 6] {
    let s = T::splat(1.0) - t;
    let [first, second, third] = first_weights(t, s);
    let [last, fifth, fourth] = first_weights(s, t);
    [first, second, third, fourth, fifth, last]
}

/// The first three of these weights, with `s = 1 - t`.
#[inline(always)]
fn first_weights<T: Real>(t: T, s: T) -> [T; 3] {
    let (one, two) = (T::splat(1.0), T::splat(2.0));
    let (t2, s2) = (t * t, s * s);
    let t4 = t2 * t2;
    let scale = 1.0 / 120.0;
    [
        s2 * s2 * s * scale,
        (one + s * (one + s * (two + s * (two + s * t))) * 5.0) * scale,
        (T::splat(66.0) - t2 * 60.0 + t4 * 30.0 - t4 * t * 10.0) * scale,
    ]
}

/// Rises from 0 to 1 on [0, 1] with three vanishing derivatives at both ends.
pub(super) fn smooth_step(x: f64) -> f64 {
    let x2 = x * x;
    x2 * x2 * (35.0 - x * (84.0 - x * (70.0 - 20.0 * x)))
}

/// The zeros of the Chebyshev polynomial of degree `n`.
pub(super) fn chebyshev_nodes(n: usize) -> Vec<f64> {
    (0..n).map(|j| chebyshev_node(j, n)).collect()
}

/// For each node, the coefficients of 1, x, x², … of its Lagrange polynomial.
pub(super) fn lagrange_powers(nodes: &[f64]) -> Vec<Vec<f64>> {
    let of = |i: usize| {
        let mut powers = vec![0.0; nodes.len()];
        powers[0] = 1.0;
        for (j, x) in nodes.iter().enumerate().filter(|(j, _)| *j != i) {
            let scale = 1.0 / (nodes[i] - nodes[j]);
            for k in (0..powers.len()).rev() {
                let lower = if k > 0 { powers[k - 1] } else { 0.0 };
                powers[k] = (lower - x * powers[k]) * scale;
            }
        }
        powers
    };
    (0..nodes.len()).map(of).collect()
}
