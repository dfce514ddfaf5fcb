//! One point: eight columns of the sum side by side.
//!
//! The same arithmetic in the same order is done in registers of two, four or eight numbers,
//! chosen once when the force is built; all give the same bits. Nothing is fused.

use super::table::{BLOCK, Table};

/// A register of `WIDTH` neighbouring columns.
pub(super) trait Columns: Copy {
    const WIDTH: usize;
    fn splat(x: f64) -> Self;
    /// Numbers `at .. at + WIDTH` of a block.
    fn load(from: &[f64; BLOCK], at: usize) -> Self;
    fn store(self, to: &mut [f64; BLOCK], at: usize);
    fn add(self, other: Self) -> Self;
    fn sub(self, other: Self) -> Self;
    fn mul(self, other: Self) -> Self;
}

/// A complex number.
pub(super) type Complex = [f64; 2];

/// Powers 1, w, … w⁸.
#[inline(always)]
fn powers(w: Complex) -> [Complex; BLOCK + 1] {
    let times = |a: Complex, b: Complex| [a[0] * b[0] - a[1] * b[1], a[0] * b[1] + a[1] * b[0]];
    let w2 = times(w, w);
    let (w3, w4) = (times(w2, w), times(w2, w2));
    [[1.0, 0.0], w, w2, w3, w4, times(w4, w), times(w4, w2), times(w4, w3), times(w4, w4)]
}

/// Acceleration at a body-fixed position, body axes [m/s²].
#[inline(always)]
pub(super) fn acceleration<V: Columns>(table: &Table, r_body: [f64; 3]) -> [f64; 3] {
    let [x, y, z] = r_body;
    let r2 = x * x + y * y + z * z;
    let (r, inverse_r2) = (r2.sqrt(), 1.0 / r2);
    let scale = table.radius * inverse_r2;
    let (xi, eta, zeta) = (x * scale, y * scale, z * scale);
    let (rho, sigma) = (r * scale, table.radius * scale);

    let w = powers([xi, eta]);
    let mut above = [[0.0; BLOCK]; 2]; // (ξ + iη)^μ
    let mut below = [[0.0; BLOCK]; 2]; // (ξ + iη)^(μ−1); the factor of the first is zero
    for j in 0..BLOCK {
        for part in 0..2 {
            above[part][j] = w[j][part];
            below[part][j] = if j > 0 { w[j - 1][part] } else { 0.0 };
        }
    }
    let (w7, w8) = (w[BLOCK - 1], w[BLOCK]);

    let mut total = [[0.0; BLOCK]; 4];
    let mut start = 0;
    for block in 0..table.columns.div_ceil(BLOCK) {
        let length = table.block_length(block);
        let rows = &table.rows[start..start + length];
        start += length;
        let orders: [f64; BLOCK] = std::array::from_fn(|j| (BLOCK * block + j) as f64);
        let mut at = 0;
        while at < BLOCK {
            let (vz, vs) = (V::splat(zeta), V::splat(sigma));
            let Some((first, rest)) = rows.split_first() else { break };
            let (mut h_before, mut h) = (V::splat(0.0), V::splat(1.0));
            let (mut c, mut s) = (V::load(&first.c, at), V::load(&first.s, at));
            let (mut dc, mut ds) = (V::load(&first.dc, at), V::load(&first.ds, at));
            // Running sums: Σ (K − k) pₖ by additions alone, hence Σ k pₖ.
            let (mut kc, mut ks) = (c, s);
            for row in rest {
                let next = h.mul(vz).sub(V::load(&row.b, at).mul(h_before.mul(vs)));
                (h_before, h) = (h, next);
                c = c.add(h.mul(V::load(&row.c, at)));
                s = s.add(h.mul(V::load(&row.s, at)));
                dc = dc.add(h.mul(V::load(&row.dc, at)));
                ds = ds.add(h.mul(V::load(&row.ds, at)));
                kc = kc.add(c);
                ks = ks.add(s);
            }
            // Σ (n + m + 1) p = (K + 2μ + 1) Σ p − Σ (K − k) p
            let order = V::load(&orders, at);
            let weight = order.add(order).add(V::splat(length as f64 + 1.0));
            let (kc, ks) = (weight.mul(c).sub(kc), weight.mul(s).sub(ks));
            let (mc, ms) = (order.mul(c), order.mul(s));
            let (ax, ay) = (V::load(&above[0], at), V::load(&above[1], at));
            let (bx, by) = (V::load(&below[0], at), V::load(&below[1], at));
            let terms = [
                bx.mul(mc).add(by.mul(ms)),
                bx.mul(ms).sub(by.mul(mc)),
                bx.mul(dc).add(by.mul(ds)),
                ax.mul(kc).add(ay.mul(ks)),
            ];
            for (sum, term) in total.iter_mut().zip(terms) {
                V::load(sum, at).add(term).store(sum, at);
            }
            let turned = |w: Complex| {
                let (re, im) = (V::splat(w[0]), V::splat(w[1]));
                [ax.mul(re).sub(ay.mul(im)), ax.mul(im).add(ay.mul(re))]
            };
            let ([bx, by], [ax, ay]) = (turned(w7), turned(w8));
            bx.store(&mut below[0], at);
            by.store(&mut below[1], at);
            ax.store(&mut above[0], at);
            ay.store(&mut above[1], at);
            at += V::WIDTH;
        }
    }
    let [g1, g2, g3, g4] =
        total.map(|g| ((g[0] + g[4]) + (g[2] + g[6])) + ((g[1] + g[5]) + (g[3] + g[7])));
    let per_r2 = table.gm * inverse_r2;
    let radial = -(table.c00 + (g4 + zeta * g3)) * (r * inverse_r2);
    [
        per_r2 * (rho * g1 + radial * x),
        per_r2 * (rho * g2 + radial * y),
        per_r2 * (rho * g3 + radial * z),
    ]
}
