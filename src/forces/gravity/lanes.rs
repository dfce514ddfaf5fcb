//! Many points: one column after the other, one point per lane.
//!
//! The same sum as for one point with the additions in another order, and fused where the lanes are.

use super::table::Table;
use crate::math::Real;

/// Acceleration at body-fixed positions, body axes [m/s²].
#[inline(always)]
pub(super) fn acceleration<T: Real>(table: &Table, r_body: [T; 3]) -> [T; 3] {
    let [x, y, z] = r_body;
    let r2 = x * x + y * y + z * z;
    let (r, inverse_r2) = (r2.sqrt(), T::splat(1.0) / r2);
    let scale = inverse_r2 * table.radius;
    let (xi, eta, zeta) = (x * scale, y * scale, z * scale);
    let (rho, minus_sigma) = (r * scale, -(scale * table.radius));

    let (zero, one) = (T::splat(0.0), T::splat(1.0));
    let (mut g1, mut g2, mut g3, mut g4) = (zero, zero, zero, zero);
    // (ξ + iη)^μ, and (ξ + iη)^(μ−1), of which column 0 has none.
    let (mut ax, mut ay) = (one, zero);
    let (mut bx, mut by) = (zero, zero);
    let mut steps = table.steps.as_slice();
    for column in 0..table.columns {
        let length = table.degree + 1 - column;
        let (mine, others) = steps.split_at(length);
        steps = others;
        let Some((first, rest)) = mine.split_first() else { break };
        let (mut h_before, mut h) = (zero, one);
        let (mut c, mut s) = (T::splat(first[1]), T::splat(first[2]));
        let (mut dc, mut ds) = (T::splat(first[3]), T::splat(first[4]));
        // Running sums of `c` and `s`: Σ (K − k) pₖ by additions alone, hence Σ k pₖ.
        let (mut kc, mut ks) = (c, s);
        for step in rest {
            let next = (h_before * minus_sigma).times_plus(T::splat(step[0]), h * zeta);
            (h_before, h) = (h, next);
            c = h.times_plus(T::splat(step[1]), c);
            s = h.times_plus(T::splat(step[2]), s);
            dc = h.times_plus(T::splat(step[3]), dc);
            ds = h.times_plus(T::splat(step[4]), ds);
            kc += c;
            ks += s;
        }
        // Σ (n + m + 1) p = (K + 2μ + 1) Σ p − Σ (K − k) p
        let order = column as f64;
        let weight = T::splat(2.0 * order + (length as f64 + 1.0));
        let (kc, ks) = (c.times_plus(weight, -kc), s.times_plus(weight, -ks));
        let (mc, ms) = (c * order, s * order);
        g1 = bx.times_plus(mc, by.times_plus(ms, g1));
        g2 = bx.times_plus(ms, (-by).times_plus(mc, g2));
        g3 = bx.times_plus(dc, by.times_plus(ds, g3));
        g4 = ax.times_plus(kc, ay.times_plus(ks, g4));
        (bx, by) = (ax, ay);
        (ax, ay) = (bx.times_plus(xi, -(by * eta)), bx.times_plus(eta, by * xi));
    }
    let per_r2 = inverse_r2 * table.gm;
    let radial = -(T::splat(table.c00) + (g4 + zeta * g3)) * (r * inverse_r2);
    [
        per_r2 * (rho * g1 + radial * x),
        per_r2 * (rho * g2 + radial * y),
        per_r2 * (rho * g3 + radial * z),
    ]
}

#[cfg(all(test, target_arch = "x86_64"))]
mod tests {
    use super::*;
    use crate::forces::gravity::Field;
    use crate::math::wide::{Narrow, Wide, Widest};

    fn at<T: Real>(table: &Table) -> [f64; 3] {
        let r = [3_150_934.072, 5_398_413.726, 2_662_212.284];
        acceleration(table, r.map(T::splat)).map(|a| a.lane(T::LANES - 1))
    }

    /// All that fuse give the same bits, all that do not those of a lone number.
    #[test]
    fn bits_depend_on_fusing_alone() {
        let table = Table::new(Field::egm2008(), 20, 20);
        assert_eq!(at::<Narrow>(&table), at::<f64>(&table));
        let fma = is_x86_feature_detected!("fma") && is_x86_feature_detected!("avx2");
        if fma && is_x86_feature_detected!("avx512f") {
            assert_eq!(at::<Widest>(&table), at::<Wide>(&table));
        }
    }
}
