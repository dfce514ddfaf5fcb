//! Many points: one column at a time, one point per lane.
//!
//! The order of every addition is that of the one-point kernel, so that a lane gives the same bits
//! as a single point.

use super::table::{BLOCK, Table};
use crate::math::Real;

/// Acceleration at body-fixed positions, body axes [m/s²].
#[inline(always)]
pub(super) fn acceleration<T: Real>(table: &Table, r_body: [T; 3]) -> [T; 3] {
    let [x, y, z] = r_body;
    let r2 = x * x + y * y + z * z;
    let (r, inverse_r2) = (r2.sqrt(), T::splat(1.0) / r2);
    let scale = inverse_r2 * table.radius;
    let (xi, eta, zeta) = (x * scale, y * scale, z * scale);
    let (rho, sigma) = (r * scale, scale * table.radius);

    let (zero, one) = (T::splat(0.0), T::splat(1.0));
    let times = |a: [T; 2], b: [T; 2]| [a[0] * b[0] - a[1] * b[1], a[0] * b[1] + a[1] * b[0]];
    let w = [xi, eta];
    let w2 = times(w, w);
    let (w3, w4) = (times(w2, w), times(w2, w2));
    let (w5, w6, w7, w8) = (times(w4, w), times(w4, w2), times(w4, w3), times(w4, w4));
    let mut powers = [[one, zero], w, w2, w3, w4, w5, w6, w7]; // (ξ + iη)^μ

    let mut total = [[zero; 4]; BLOCK];
    let mut steps = table.steps.as_slice();
    for column in 0..table.columns {
        let (block, j) = (column / BLOCK, column % BLOCK);
        let padded = table.block_length(block);
        let (mine, others) = steps.split_at(table.degree + 1 - column);
        steps = others;
        let Some((first, rest)) = mine.split_first() else { break };
        let (mut h_before, mut h) = (zero, one);
        let (mut c, mut s) = (T::splat(first[1]), T::splat(first[2]));
        let (mut dc, mut ds) = (T::splat(first[3]), T::splat(first[4]));
        let (mut kc, mut ks) = (c, s);
        for step in rest {
            let next = h * zeta - (h_before * sigma) * step[0];
            (h_before, h) = (h, next);
            c += h * step[1];
            s += h * step[2];
            dc += h * step[3];
            ds += h * step[4];
            kc += c;
            ks += s;
        }
        for _ in mine.len()..padded {
            kc += c;
            ks += s;
        }
        let order = column as f64;
        let weight = 2.0 * order + (padded as f64 + 1.0);
        let (kc, ks) = (c * weight - kc, s * weight - ks);
        let (mc, ms) = (c * order, s * order);
        // (ξ + iη)^μ, and (ξ + iη)^(μ−1), which column 0 multiplies by zero.
        let ([ax, ay], [bx, by]) = if block == 0 {
            (powers[j], powers[j.saturating_sub(1)])
        } else {
            let before = powers[j];
            powers[j] = times(before, w8);
            (powers[j], times(before, w7))
        };
        let sums = &mut total[j];
        sums[0] += bx * mc + by * ms;
        sums[1] += bx * ms - by * mc;
        sums[2] += bx * dc + by * ds;
        sums[3] += ax * kc + ay * ks;
    }
    let (g1, g2) = (gather(&total, 0), gather(&total, 1));
    let (g3, g4) = (gather(&total, 2), gather(&total, 3));
    let per_r2 = inverse_r2 * table.gm;
    let radial = -(T::splat(table.c00) + (g4 + zeta * g3)) * (r * inverse_r2);
    [
        per_r2 * (rho * g1 + radial * x),
        per_r2 * (rho * g2 + radial * y),
        per_r2 * (rho * g3 + radial * z),
    ]
}

/// One of the four sums, over the columns of a block in the order of the one-point kernel.
#[inline(always)]
fn gather<T: Real>(total: &[[T; 4]; BLOCK], i: usize) -> T {
    let [a, b, c, d, e, f, g, h] = total;
    ((a[i] + e[i]) + (c[i] + g[i])) + ((b[i] + f[i]) + (d[i] + h[i]))
}
