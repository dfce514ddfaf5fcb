//! Where to read a function that a polynomial is to follow.

use std::f64::consts::PI;

/// Zero `j`, counted from 0 and from 1 down, of the Chebyshev polynomial of degree `n`.
pub fn chebyshev_node(j: usize, n: usize) -> f64 {
    libm::cos((j as f64 + 0.5) * PI / n as f64)
}
