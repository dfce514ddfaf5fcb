//! Accelerations between the start nodes, from Hermite interpolation over all of them.

use super::{POINTS, STARTS, STRIDE, StartNodes};
use crate::math::Real;

/// Hermite basis over the start nodes, evaluated at every step of the grid; the unit of time is one stride.
struct Basis {
    /// For each step and node, the weights of position, velocity and acceleration in a position (degree 14).
    position: [[[f64; 3]; STARTS + 1]; POINTS],
    /// For each step and node, the weights of velocity and acceleration in a velocity (degree 9).
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
            // At node m Lagrange's polynomial l of x has the derivatives l' = l1 and l'' = l1² - l2.
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

/// Position, and velocity if asked for (else zero), `i` steps after the first start node.
#[inline(always)]
pub(super) fn between<T: Real, const D: usize>(
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
