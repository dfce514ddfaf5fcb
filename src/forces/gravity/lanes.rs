//! Many points: one per lane, and two columns at a time.
//!
//! The same sum as for one point with the additions in another order, and fused where the lanes are. What many
//! points cost is multiplications. These are saved:
//! - the right one of two columns has its functions h from the left one ([`super::table`]);
//! - weights that grow evenly are made by additions, along a column as from one column to the next:
//!   with Sₘ = p₁ + … + pₘ, Σ m pₘ = M S_M − (S₁ + … + S_M₋₁);
//! - column 0 has no S, and is the derivative of none;
//! - in each column h₀ = 1 and h₁ = ζ.
//!
//! Two columns of one register keep the machine busy; two registers of each would not fit into it.

use super::table::{Pair, Table};
use crate::math::Real;

/// The sums of a column.
#[derive(Clone, Copy)]
struct Sums<T> {
    c: T,
    s: T,
    dc: T,
    ds: T,
    /// Sums of what `c` and `s` were before each step: Σ (K − k) pₖ, with K the last step.
    kc: T,
    ks: T,
}

impl<T: Real> Sums<T> {
    #[inline(always)]
    fn start([c, s, dc, ds]: [f64; 4]) -> Self {
        let zero = T::splat(0.0);
        let [c, s, dc, ds] = [T::splat(c), T::splat(s), T::splat(dc), T::splat(ds)];
        Self { c, s, dc, ds, kc: zero, ks: zero }
    }

    #[inline(always)]
    fn add(&mut self, h: T, [c, s, dc, ds]: [f64; 4]) {
        self.kc += self.c;
        self.ks += self.s;
        self.c = h.times_plus(T::splat(c), self.c);
        self.s = h.times_plus(T::splat(s), self.s);
        self.dc = h.times_plus(T::splat(dc), self.dc);
        self.ds = h.times_plus(T::splat(ds), self.ds);
    }
}

/// Two neighbouring columns. Each step adds what the step before it has made ready and makes ready what the next
/// will add, so that the sums need not wait.
#[inline(always)]
fn columns<T: Real>(pairs: &[Pair], zeta: T, minus_sigma: T) -> [Sums<T>; 2] {
    let [first, rest @ ..] = pairs else { return [Sums::start([0.0; 4]); 2] };
    let (mut a, mut b) = (Sums::start(first.left), Sums::start(first.right));
    // The left column is one step longer.
    let [rest @ .., last] = rest else { return [a, b] };
    let (mut left, mut right) = (zeta, zeta);
    let mut less = minus_sigma * first.b;
    if let [rest @ .., both] = rest {
        for pair in rest {
            let next = left.times_plus(zeta, less);
            less = left * minus_sigma * pair.b;
            let beside = right.times_plus(zeta, -next).times_plus(T::splat(pair.lambda), next);
            a.add(left, pair.left);
            b.add(right, pair.right);
            (left, right) = (next, beside);
        }
        a.add(left, both.left);
        b.add(right, both.right);
        left = left.times_plus(zeta, less);
    }
    a.add(left, last.left);
    [a, b]
}

/// Σ C hₖ of column 0, and Σ (N − k) C hₖ.
#[inline(always)]
fn zonal<T: Real>(zonal: &[[f64; 2]], zeta: T, minus_sigma: T) -> [T; 2] {
    let (mut h, mut less) = (T::splat(1.0), T::splat(0.0));
    let (mut c, mut kc) = (T::splat(0.0), T::splat(0.0));
    for &[b, coefficient] in zonal {
        let next = h.times_plus(zeta, less);
        less = h * minus_sigma * b;
        kc += c;
        c = h.times_plus(T::splat(coefficient), c);
        h = next;
    }
    [c, kc]
}

/// The sums over the columns from the first on, p and q being Re and −Im of (C − iS)(ξ + iη)^(μ−1).
struct Total<T> {
    /// (ξ + iη)^μ of the next column, and (ξ + iη)^(μ−1).
    above: [T; 2],
    below: [T; 2],
    p: T,
    q: T,
    /// Sums of what `p` and `q` were before each column.
    mp: T,
    mq: T,
    /// Of the derivatives with respect to u.
    du: T,
    /// Of `kc` and `ks`.
    k: T,
}

impl<T: Real> Total<T> {
    #[inline(always)]
    fn add(&mut self, Sums { c, s, dc, ds, kc, ks }: Sums<T>, [xi, eta]: [T; 2]) {
        let ([ax, ay], [bx, by]) = (self.above, self.below);
        self.mp += self.p;
        self.mq += self.q;
        self.p = bx.times_plus(c, by.times_plus(s, self.p));
        self.q = bx.times_plus(s, (-by).times_plus(c, self.q));
        self.du = bx.times_plus(dc, by.times_plus(ds, self.du));
        self.k = ax.times_plus(kc, ay.times_plus(ks, self.k));
        self.below = [ax, ay];
        self.above = [ax.times_plus(xi, -(ay * eta)), ax.times_plus(eta, ay * xi)];
    }
}

/// Acceleration at body-fixed positions, body axes [m/s²].
#[inline(always)]
pub(super) fn acceleration<T: Real>(table: &Table, r_body: [T; 3]) -> [T; 3] {
    let [x, y, z] = r_body;
    let mut a = [T::splat(0.0); 3];
    for i in 0..T::REGISTERS {
        let [ax, ay, az] = in_one_register(table, [x.register(i), y.register(i), z.register(i)]);
        a[0].set_register(i, ax);
        a[1].set_register(i, ay);
        a[2].set_register(i, az);
    }
    a
}

#[inline(always)]
fn in_one_register<T: Real>(table: &Table, [x, y, z]: [T; 3]) -> [T; 3] {
    let r2 = x * x + y * y + z * z;
    let (r, inverse_r2) = (r2.sqrt(), T::splat(1.0) / r2);
    let scale = inverse_r2 * table.radius;
    let (xi, eta, zeta) = (x * scale, y * scale, z * scale);
    let (rho, minus_sigma) = (r * scale, -(scale * table.radius));

    let (zero, one) = (T::splat(0.0), T::splat(1.0));
    let [c, kc] = zonal(&table.zonal, zeta, minus_sigma);
    let mut total = Total {
        above: [xi, eta],
        below: [one, zero],
        p: zero,
        q: zero,
        mp: zero,
        mq: zero,
        du: zero,
        k: kc,
    };
    let mut pairs = table.pairs.as_slice();
    for left in (1..table.columns).step_by(2) {
        let (mine, others) = pairs.split_at(table.degree + 1 - left);
        pairs = others;
        let [a, b] = columns(mine, zeta, minus_sigma);
        total.add(a, [xi, eta]);
        total.add(b, [xi, eta]);
    }
    let Total { p, q, mp, mq, du: g3, k, .. } = total;
    // Columns from 1 on, with the empty one that may fill up the last pair.
    let count = T::splat((table.columns / 2 * 2) as f64);
    let (g1, g2) = (p.times_plus(count, -mp), q.times_plus(count, -mq));
    // Σ (n + m + 1) p = (N + 1 + μ) Σ p − Σ (K − k) p; Re (C − iS)(ξ + iη)^μ = ξp + ηq
    let weight = T::splat(table.degree as f64 + 1.0);
    let (wp, wq) = (p.times_plus(weight, g1), q.times_plus(weight, g2));
    let g4 = c.times_plus(weight, xi.times_plus(wp, eta.times_plus(wq, -k)));

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
