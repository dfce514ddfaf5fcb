//! Single-point kernel: eight columns of the sum at a time.
//!
//! The same arithmetic is done in the same order, without fused operations, in registers of two, four or eight numbers,
//! chosen when the force is set up; all give the same bits. The loop is software-pipelined: a step adds the terms
//! prepared by the step before and prepares those of the next.

use super::table::{BLOCK, Row, Table};
use crate::math::Real;

/// A complex number, or a register of them.
type Complex<V> = [V; 2];

#[inline(always)]
fn times<V: Real>(a: Complex<V>, b: Complex<V>) -> Complex<V> {
    [a[0] * b[0] - a[1] * b[1], a[0] * b[1] + a[1] * b[0]]
}

/// 0, 1, … 7.
const COUNT: [f64; BLOCK] = [0.0, 1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0];
/// The binary digits of 0 to 7.
const DIGITS: [[f64; BLOCK]; 3] = digits(0);
/// The binary digits of 0 and 0 to 6.
const DIGITS_BELOW: [[f64; BLOCK]; 3] = digits(1);

const fn digits(less: usize) -> [[f64; BLOCK]; 3] {
    let mut digits = [[0.0; BLOCK]; 3];
    let mut j = less;
    while j < BLOCK {
        let mut i = 0;
        while i < 3 {
            digits[i][j] = (((j - less) >> i) & 1) as f64;
            i += 1;
        }
        j += 1;
    }
    digits
}

/// 1 where the digit is 0, `w` where it is 1.
#[inline(always)]
fn choose<V: Real>(w: Complex<f64>, digit: V) -> Complex<V> {
    let rest = V::splat(1.0) - digit;
    [digit * w[0] + rest, digit * w[1]]
}

/// The powers of `w[0]` with the exponents whose binary digits are given; `w` holds its powers 1, 2, 4.
#[inline(always)]
fn powers<V: Real>(w: [Complex<f64>; 3], digits: &[[f64; BLOCK]; 3], at: usize) -> Complex<V> {
    let ones = choose(w[0], V::read(&digits[0][at..]));
    let twos = choose(w[1], V::read(&digits[1][at..]));
    let fours = choose(w[2], V::read(&digits[2][at..]));
    times(times(ones, twos), fours)
}

/// The functions h of a column for the coming step and the one before, and its six sums.
#[derive(Clone, Copy)]
struct Sums<V> {
    h_before: V,
    h: V,
    c: V,
    s: V,
    dc: V,
    ds: V,
    /// Running sums of `c` and `s`. They yield Σ (K − k) Chₖ and Σ (K − k) Shₖ, with K the number of steps, by additions
    /// alone, and thereby Σ k Chₖ and Σ k Shₖ.
    kc: V,
    ks: V,
}

impl<V: Real> Sums<V> {
    #[inline(always)]
    fn start(row: &Row, at: usize, zeta: V) -> Self {
        let (c, s) = (V::read(&row.c[at..]), V::read(&row.s[at..]));
        let (dc, ds) = (V::read(&row.dc[at..]), V::read(&row.ds[at..]));
        Self { h_before: V::splat(1.0), h: zeta, c, s, dc, ds, kc: c, ks: s }
    }

    #[inline(always)]
    fn step(self, row: &Row, at: usize, zeta: V, sigma: V) -> Self {
        let h = self.h;
        let next = h * zeta - V::read(&row.b[at..]) * (self.h_before * sigma);
        let c = self.c + h * V::read(&row.c[at..]);
        let s = self.s + h * V::read(&row.s[at..]);
        let dc = self.dc + h * V::read(&row.dc[at..]);
        let ds = self.ds + h * V::read(&row.ds[at..]);
        Self { h_before: h, h: next, c, s, dc, ds, kc: self.kc + c, ks: self.ks + s }
    }
}

/// Acceleration at a body-fixed position, along body-fixed axes [m/s²].
#[inline(always)]
pub(super) fn acceleration<V: Real>(table: &Table, r_body: [f64; 3]) -> [f64; 3] {
    let [x, y, z] = r_body;
    let r2 = x * x + y * y + z * z;
    let (r, inverse_r2) = (r2.sqrt(), 1.0 / r2);
    let scale = table.radius * inverse_r2;
    let (xi, eta, zeta) = (x * scale, y * scale, z * scale);
    let (rho, sigma) = (r * scale, table.radius * scale);

    let w = [xi, eta];
    let w2 = times(w, w);
    let w4 = times(w2, w2);
    let (w7, w8) = (times(w4, times(w2, w)), times(w4, w4));
    // (ξ + iη)^μ of the last block. Column 0 multiplies (ξ + iη)^(μ−1) by zero.
    let mut above = [[0.0; BLOCK]; 2];
    let mut total = [[0.0; BLOCK]; 4];
    let mut start = 0;
    for block in 0..table.columns.div_ceil(BLOCK) {
        let length = table.block_length(block);
        let rows = &table.rows[start..start + length];
        start += length;
        let Some((first, rest)) = rows.split_first() else { break };
        let mut at = 0;
        while at < BLOCK {
            let (vz, vs) = (V::splat(zeta), V::splat(sigma));
            let mut sums = Sums::<V>::start(first, at, vz);
            // Unrolled by four: fewer branches to predict.
            let (fours, last) = rest.as_chunks::<4>();
            for [a, b, c, d] in fours {
                sums = sums.step(a, at, vz, vs).step(b, at, vz, vs);
                sums = sums.step(c, at, vz, vs).step(d, at, vz, vs);
            }
            for row in last {
                sums = sums.step(row, at, vz, vs);
            }
            let Sums { c, s, dc, ds, kc, ks, .. } = sums;
            // With p for Ch and Sh: Σ (n + μ + 1) p = (K + 2μ + 1) Σ p − Σ (K − k) p
            let order = V::read(&COUNT[at..]) + V::splat((BLOCK * block) as f64);
            let weight = order + order + V::splat(length as f64 + 1.0);
            let (kc, ks) = (weight * c - kc, weight * s - ks);
            let (mc, ms) = (order * c, order * s);

            let ([ax, ay], [bx, by]) = if block == 0 {
                let w = [w, w2, w4];
                (powers::<V>(w, &DIGITS, at), powers::<V>(w, &DIGITS_BELOW, at))
            } else {
                let before = [V::read(&above[0][at..]), V::read(&above[1][at..])];
                let turn = [V::splat(w8[0]), V::splat(w8[1])];
                let turn_below = [V::splat(w7[0]), V::splat(w7[1])];
                (times(before, turn), times(before, turn_below))
            };
            ax.write(&mut above[0][at..]);
            ay.write(&mut above[1][at..]);
            let terms =
                [bx * mc + by * ms, bx * ms - by * mc, bx * dc + by * ds, ax * kc + ay * ks];
            for (sum, term) in total.iter_mut().zip(terms) {
                (V::read(&sum[at..]) + term).write(&mut sum[at..]);
            }
            at += V::LANES;
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
