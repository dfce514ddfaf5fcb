//! Nodes of polynomial interpolation.

use std::f64::consts::PI;

/// Zero `j` = 0 … n − 1 of the Chebyshev polynomial of degree `n`, in descending order.
pub fn chebyshev_node(j: usize, n: usize) -> f64 {
    libm::cos((j as f64 + 0.5) * PI / n as f64)
}
