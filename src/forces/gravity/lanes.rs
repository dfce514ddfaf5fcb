//! Many points: one per lane, and two columns at a time.
//!
//! The same sum as for one point to rounding: functions and weights are made in other ways, and multiplications
//! fuse with additions where [`Real::times_plus`] does. What many points cost is multiplications. These are saved:
//! - the right one of two columns has its functions h from the left one ([`super::table`]);
//! - weights that grow evenly are made by additions, along a column as from one column to the next: with the
//!   partial sums Pₘ = p₁ + … + pₘ, the last of them P, Σ m pₘ is M P less the sum of those before P;
//! - column 0 has no coefficients S and is no derivative of another column;
//! - in each column h₀ = 1 and h₁ = ζ.
//!
//! Two columns at a time, of one register each, keep the machine busy. They need seventeen registers: AVX-512 has
//! 32; with the 16 of AVX2 single columns would be a tenth faster.

use super::table::{Pair, Table};
use crate::math::Real;

/// The sums of a column.
#[derive(Clone, Copy)]
struct Sums<T> {
    c: T,
    s: T,
    dc: T,
    ds: T,
    /// Sums of what `c` and `s` were before each step: Σ (K − k) Chₖ and Σ (K − k) Shₖ, K being the last step of
    /// the column.
    c_before: T,
    s_before: T,
}

impl<T: Real> Sums<T> {
    #[inline(always)]
    fn start([c, s, dc, ds]: [f64; 4]) -> Self {
        let zero = T::splat(0.0);
        let [c, s, dc, ds] = [T::splat(c), T::splat(s), T::splat(dc), T::splat(ds)];
        Self { c, s, dc, ds, c_before: zero, s_before: zero }
    }

    #[inline(always)]
    fn add(&mut self, h: T, [c, s, dc, ds]: [f64; 4]) {
        self.c_before += self.c;
        self.s_before += self.s;
        self.c = h.times_plus(T::splat(c), self.c);
        self.s = h.times_plus(T::splat(s), self.s);
        self.dc = h.times_plus(T::splat(dc), self.dc);
        self.ds = h.times_plus(T::splat(ds), self.ds);
    }
}

/// Two neighbouring columns, the left one a step longer. Each step adds what the step before it has made ready
/// and makes ready what the next will add, so that the sums need not wait.
#[inline(always)]
fn columns<T: Real>(pairs: &[Pair], zeta: T, minus_sigma: T) -> [Sums<T>; 2] {
    let [first, rest @ ..] = pairs else { return [Sums::start([0.0; 4]); 2] };
    let (mut left, mut right) = (Sums::start(first.left), Sums::start(first.right));
    let [common @ .., last_of_left] = rest else { return [left, right] };
    let (mut h_left, mut h_right) = (zeta, zeta);
    // −bσh, which the recursion of the left column adds next.
    let mut less = minus_sigma * first.b;
    // Beyond the last common step only one more function of the left column is wanted.
    if let [common @ .., last] = common {
        for pair in common {
            let next = h_left.times_plus(zeta, less);
            less = h_left * minus_sigma * pair.b;
            let lambda = T::splat(pair.lambda);
            let next_right = h_right.times_plus(zeta, -next).times_plus(lambda, next);
            left.add(h_left, pair.left);
            right.add(h_right, pair.right);
            (h_left, h_right) = (next, next_right);
        }
        left.add(h_left, last.left);
        right.add(h_right, last.right);
        h_left = h_left.times_plus(zeta, less);
    }
    left.add(h_left, last_of_left.left);
    [left, right]
}

/// Σ C hₖ of column 0, and Σ (N − k) C hₖ.
#[inline(always)]
fn zonal<T: Real>(zonal: &[[f64; 2]], zeta: T, minus_sigma: T) -> [T; 2] {
    let (mut h, mut less) = (T::splat(1.0), T::splat(0.0));
    let (mut c, mut c_before) = (T::splat(0.0), T::splat(0.0));
    for &[b, coefficient] in zonal {
        let next = h.times_plus(zeta, less);
        less = h * minus_sigma * b;
        c_before += c;
        c = h.times_plus(T::splat(coefficient), c);
        h = next;
    }
    [c, c_before]
}

/// The sums over the columns from the first on, p and q being Re and −Im of (C − iS)(ξ + iη)^(μ−1).
struct Total<T> {
    /// (ξ + iη)^μ of the next column, and (ξ + iη)^(μ−1).
    above: [T; 2],
    below: [T; 2],
    p: T,
    q: T,
    /// Sums of what `p` and `q` were before each column.
    p_before: T,
    q_before: T,
    /// Of the derivatives with respect to u.
    du: T,
    /// Of `c_before` and `s_before`.
    before: T,
}

impl<T: Real> Total<T> {
    #[inline(always)]
    fn add(&mut self, Sums { c, s, dc, ds, c_before, s_before }: Sums<T>, [xi, eta]: [T; 2]) {
        let ([ax, ay], [bx, by]) = (self.above, self.below);
        self.p_before += self.p;
        self.q_before += self.q;
        self.p = bx.times_plus(c, by.times_plus(s, self.p));
        self.q = bx.times_plus(s, (-by).times_plus(c, self.q));
        self.du = bx.times_plus(dc, by.times_plus(ds, self.du));
        self.before = ax.times_plus(c_before, ay.times_plus(s_before, self.before));
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
    let [c, c_before] = zonal(&table.zonal, zeta, minus_sigma);
    let mut total = Total {
        above: [xi, eta],
        below: [one, zero],
        p: zero,
        q: zero,
        p_before: zero,
        q_before: zero,
        du: zero,
        before: c_before,
    };
    let mut pairs = table.pairs.as_slice();
    for left in (1..table.columns).step_by(2) {
        let (mine, others) = pairs.split_at(table.degree + 1 - left);
        pairs = others;
        let [a, b] = columns(mine, zeta, minus_sigma);
        total.add(a, [xi, eta]);
        total.add(b, [xi, eta]);
    }
    let Total { p, q, p_before, q_before, du: g3, before, .. } = total;
    // Columns from 1 on, with the empty one that may fill up the last pair.
    let count = T::splat((table.columns / 2 * 2) as f64);
    let (g1, g2) = (p.times_plus(count, -p_before), q.times_plus(count, -q_before));
    // Along a column, K = N − μ: Σ (n + μ + 1) Ch = (N + 1 + μ) Σ Ch − Σ (K − k) Ch. And
    // Re (C − iS)(ξ + iη)^μ = ξp + ηq.
    let weight = T::splat(table.degree as f64 + 1.0);
    let (wp, wq) = (p.times_plus(weight, g1), q.times_plus(weight, g2));
    let g4 = c.times_plus(weight, xi.times_plus(wp, eta.times_plus(wq, -before)));

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
        let fma = is_x86_feature_detected!("fma") && is_x86_feature_detected!("avx2");
        for (degree, order) in [(7, 7), (9, 4), (20, 20)] {
            let table = Table::new(Field::egm2008(), degree, order);
            assert_eq!(at::<Narrow>(&table), at::<f64>(&table));
            if fma && is_x86_feature_detected!("avx512f") {
                assert_eq!(at::<Widest>(&table), at::<Wide>(&table));
            }
        }
    }
}
