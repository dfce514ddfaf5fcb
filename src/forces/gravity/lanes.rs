//! Many points: one per lane, column after column.
//!
//! The sum agrees with that of a single point to rounding; functions and weights are computed in other ways, and
//! [`Real::times_plus`] may fuse operations. The cost is dominated by multiplications, which are saved as follows:
//! - the functions h of a column follow from those of the column before with one multiplication ([`super::table`]);
//! - the derivative of a term is its coefficient times h of the next column;
//! - weights that increase linearly are obtained by additions, both along a column and from column to column: with the
//!   partial sums Pₘ = p₁ + … + pₘ, of which P is the last, Σ m pₘ is M P minus the sum of the partial sums before P;
//! - column 0 has no coefficients S;
//! - in every column h starts with 1 and ζ.

use super::Gravity;
use super::table::{First, Table, Term};
use crate::math::Real;
use std::mem::MaybeUninit;

/// C and S, each in every lane.
#[inline(always)]
fn splat<T: Real>([c, s]: Term) -> [T; 2] {
    [T::splat(c), T::splat(s)]
}

/// Values from which columns are computed, for degrees 1 to N; the arrays extend beyond.
///
/// [`first`] initialises the entries of all these degrees. Later columns read no others, because their rows end with
/// degree N: every `assume_init` below relies on this.
struct Made<T> {
    /// hₖ of the last column, k from 0 on.
    h: Places<T>,
    /// Kₙ, n from 1 on.
    kappa: Places<T>,
}

/// One entry more than the highest degree: an empty column beyond the last begins there.
type Places<T> = [MaybeUninit<T>; Gravity::MAX_DEGREE + 1];

/// The sums of a column.
#[derive(Clone, Copy)]
struct Sums<T> {
    /// Σ Ch and Σ Sh.
    c: T,
    s: T,
    /// The same with C and S of the order before, whose derivatives with respect to ζ they are.
    dc: T,
    ds: T,
    /// Sums of the values of `c` and `s` before each step: Σ (K − k) Ch and Σ (K − k) Sh, with K the last step of the
    /// column.
    c_before: T,
    s_before: T,
}

impl<T: Real> Sums<T> {
    #[inline(always)]
    fn start([c, s]: [T; 2], [dc, ds]: [T; 2]) -> Self {
        let zero = T::splat(0.0);
        Self { c, s, dc, ds, c_before: zero, s_before: zero }
    }

    #[inline(always)]
    fn add(&mut self, h: T, [c, s]: [T; 2], [dc, ds]: [T; 2]) {
        self.c_before += self.c;
        self.s_before += self.s;
        self.c = h.times_plus(c, self.c);
        self.s = h.times_plus(s, self.s);
        self.dc = h.times_plus(dc, self.dc);
        self.ds = h.times_plus(ds, self.ds);
    }
}

/// Columns 0 and 1 together: Σ Ch and Σ (N − k) Ch of column 0, and the sums of column 1.
#[inline(always)]
fn first<T: Real>(rows: &[First], zeta: T, sigma: T, made: &mut Made<T>) -> ([T; 2], Sums<T>) {
    let zero = T::splat(0.0);
    let (mut zonal, mut zonal_before) = (zero, zero);
    let mut sums = Sums::start([zero; 2], [zero; 2]);
    let (mut left, mut left_before) = (zeta, T::splat(1.0));
    let (mut right, mut right_before, mut k) = (zero, zero, zero);
    for ((row, to), kappa) in rows.iter().zip(&mut made.h).zip(&mut made.kappa) {
        let new = k.times_plus(right_before, left_before);
        k = sigma * row.kappa;
        let [a, b] = row.recursion;
        let next = (zeta * a).times_plus(left, -(k * b * left_before));
        to.write(new);
        kappa.write(k);
        let c = T::splat(row.zonal);
        zonal_before += zonal;
        zonal = left.times_plus(c, zonal);
        // As `Sums::add`, without the derivative of the S of order 0, which does not exist.
        sums.c_before += sums.c;
        sums.s_before += sums.s;
        sums.c = new.times_plus(T::splat(row.term[0]), sums.c);
        sums.s = new.times_plus(T::splat(row.term[1]), sums.s);
        sums.dc = new.times_plus(c, sums.dc);
        (right_before, right) = (right, new);
        (left_before, left) = (left, next);
    }
    ([zonal, zonal_before], sums)
}

/// Computes column m afresh by the recursion along it, up to the length of `h`.
#[inline(always)]
fn restart<T: Real>(
    rows: &[First],
    m: usize,
    zeta: T,
    h: &mut [MaybeUninit<T>],
    kappa: &[MaybeUninit<T>],
) {
    let (mut now, mut before) = (zeta, T::splat(1.0));
    let mut weight = (2 * m + 1) as f64; // n + m
    for ((to, row), k) in h[1..].iter_mut().zip(rows).zip(&kappa[m..]) {
        to.write(now);
        // SAFETY: see `Made`.
        let k = unsafe { k.assume_init() };
        let a = row.recursion[0];
        let next = (zeta * a).times_plus(now, -(k * (weight * a) * before));
        (before, now) = (now, next);
        weight += 1.0;
    }
}

/// Sums a column from h and K of the one before. The terms are element `at` of `triples`, those of the order before the
/// element before. Replaces `h` by that of the column.
#[inline(always)]
fn column<T: Real>(
    triples: &[[Term; 3]],
    at: usize,
    zeta: T,
    h: &mut [MaybeUninit<T>],
    kappa: &[MaybeUninit<T>],
) -> Sums<T> {
    let (zero, one) = (T::splat(0.0), T::splat(1.0));
    let [triple, triples @ ..] = triples else { return Sums::start([zero; 2], [zero; 2]) };
    let mut sums = Sums::start(splat(triple[at]), splat(triple[at - 1]));
    let [triple, triples @ ..] = triples else { return sums };
    sums.add(zeta, splat(triple[at]), splat(triple[at - 1]));
    let (mut now, mut before) = (zeta, one);
    for ((triple, h), k) in triples.iter().zip(&mut h[2..]).zip(kappa) {
        // SAFETY: see `Made`.
        let (k, left) = unsafe { (k.assume_init(), h.assume_init()) };
        let new = k.times_plus(before, left);
        h.write(new);
        sums.add(new, splat(triple[at]), splat(triple[at - 1]));
        (before, now) = (now, new);
    }
    sums
}

/// Sums both columns to which `triples` belong in one loop: this takes more registers, but leaves more time between two
/// additions to the same sum.
#[inline(always)]
fn columns<T: Real>(
    triples: &[[Term; 3]],
    zeta: T,
    h: &mut [MaybeUninit<T>],
    kappa: &[MaybeUninit<T>],
) -> [Sums<T>; 2] {
    let (zero, one) = (T::splat(0.0), T::splat(1.0));
    let none = Sums::start([zero; 2], [zero; 2]);
    let [triple, triples @ ..] = triples else { return [none; 2] };
    let mut left = Sums::start(splat(triple[1]), splat(triple[0]));
    let [triple, triples @ ..] = triples else { return [left, none] };
    left.add(zeta, splat(triple[1]), splat(triple[0]));
    let mut right = Sums::start(splat(triple[2]), splat(triple[1]));
    let (mut l, mut l_before) = (zeta, one);
    let (mut r, mut r_before) = (one, zero);
    for (i, (triple, k)) in triples.iter().zip(kappa).enumerate() {
        // SAFETY: see `Made`.
        let (k, neighbour) = unsafe { (k.assume_init(), h[i + 2].assume_init()) };
        let new_l = k.times_plus(l_before, neighbour);
        let new_r = k.times_plus(r_before, l);
        // The right column lags by one step.
        h[i + 1].write(new_r);
        let [a, b, c] = *triple;
        let (a, b, c) = (splat(a), splat(b), splat(c));
        left.add(new_l, b, a);
        right.add(new_r, c, b);
        (l_before, l) = (l, new_l);
        (r_before, r) = (r, new_r);
    }
    [left, right]
}

/// Sums over the columns so far; p and q are Re and −Im of (C − iS)(ξ + iη)^(μ−1).
struct Total<T> {
    /// (ξ + iη)^μ of the next column.
    above: [T; 2],
    /// (ξ + iη)^(μ−1) of the next column.
    below: [T; 2],
    p: T,
    q: T,
    /// Sums of the values of `p` and `q` before each column.
    p_before: T,
    q_before: T,
    /// Sum of the derivatives with respect to ζ.
    derived: T,
    /// Sum of `c_before` and `s_before`.
    before: T,
}

impl<T: Real> Total<T> {
    #[inline(always)]
    fn add(&mut self, Sums { c, s, dc, ds, c_before, s_before }: Sums<T>, turn: [T; 3]) {
        let ([ax, ay], [bx, by]) = (self.above, self.below);
        self.p_before += self.p;
        self.q_before += self.q;
        self.p = bx.times_plus(c, by.times_plus(s, self.p));
        self.q = bx.times_plus(s, (-by).times_plus(c, self.q));
        self.derived = bx.times_plus(dc, by.times_plus(ds, self.derived));
        self.before = ax.times_plus(c_before, ay.times_plus(s_before, self.before));
        self.below = self.above;
        self.above = turned(self.above, turn);
    }
}

/// (x + iy)(ξ + iη) in three multiplications; `turn` holds ξ, ξ + η and η − ξ.
#[inline(always)]
fn turned<T: Real>([x, y]: [T; 2], [xi, sum, difference]: [T; 3]) -> [T; 2] {
    let both = (x + y) * xi;
    [(-y).times_plus(sum, both), x.times_plus(difference, both)]
}

/// Acceleration at body-fixed positions, along body-fixed axes [m/s²].
#[inline(always)]
pub(super) fn acceleration<T: Real>(table: &Table, r_body: [T; 3]) -> [T; 3] {
    let [x, y, z] = r_body;
    // For all registers together: divisions and square roots have long latencies, which then overlap.
    let r2 = x * x + y * y + z * z;
    let inverse_r2 = T::splat(1.0) / r2;
    let r = r2.sqrt();
    let mut a = [T::splat(0.0); 3];
    for i in 0..T::REGISTERS {
        let at = [x.register(i), y.register(i), z.register(i)];
        let [ax, ay, az] = in_one_register(table, at, r.register(i), inverse_r2.register(i));
        a[0].set_register(i, ax);
        a[1].set_register(i, ay);
        a[2].set_register(i, az);
    }
    a
}

#[inline(always)]
fn in_one_register<T: Real>(table: &Table, [x, y, z]: [T; 3], r: T, inverse_r2: T) -> [T; 3] {
    let scale = inverse_r2 * table.radius;
    let (xi, eta, zeta) = (x * scale, y * scale, z * scale);
    let (rho, sigma) = (r * scale, scale * table.radius);

    let in_units = zeta * table.unit;
    let room: Places<T> = [const { MaybeUninit::uninit() }; _];
    let mut made = Made { h: room, kappa: room };
    let ([zonal, zonal_before], sums) = first(&table.first, in_units, sigma, &mut made);
    let turn = [xi, xi + eta, eta - xi];
    let mut total = Total {
        above: turned([xi, eta], turn),
        below: [xi, eta],
        p: sums.c,
        q: sums.s,
        p_before: T::splat(0.0),
        q_before: T::splat(0.0),
        derived: sums.dc,
        before: xi.times_plus(sums.c_before, eta.times_plus(sums.s_before, zonal_before)),
    };
    let (mut triples, mut m, mut until) = (table.triples.as_slice(), 2, table.run);
    while m < table.columns {
        let (mine, others) = triples.split_at(table.degree + 1 - m);
        triples = others;
        if m > until {
            until += table.run;
            restart(&table.first, m - 1, in_units, &mut made.h[..mine.len() + 1], &made.kappa);
        }
        // Two columns need about twenty registers; x86-64 has 32 with AVX-512, and 16 otherwise.
        let [left, right] = if T::LANES == 8 {
            columns(mine, in_units, &mut made.h, &made.kappa[m..])
        } else {
            let left = column(mine, 1, in_units, &mut made.h, &made.kappa[m..]);
            [left, column(&mine[1..], 2, in_units, &mut made.h, &made.kappa[m + 1..])]
        };
        total.add(left, turn);
        m += 1;
        if m < table.columns {
            total.add(right, turn);
            m += 1;
        }
    }
    let Total { p, q, p_before, q_before, derived, before, .. } = total;
    let g3 = derived * table.unit;
    // Order of the last column. (Read from the table, it would occupy a register throughout the loop.)
    let last = T::splat((m - 1) as f64);
    let (g1, g2) = (p.times_plus(last, -p_before), q.times_plus(last, -q_before));
    // Along a column, K = N − μ: Σ (n + μ + 1) Ch = (N + 1 + μ) Σ Ch − Σ (K − k) Ch. And
    // Re (C − iS)(ξ + iη)^μ = ξp + ηq.
    let weight = T::splat(table.degree as f64 + 1.0);
    let (wp, wq) = (p.times_plus(weight, g1), q.times_plus(weight, g2));
    let g4 = zonal.times_plus(weight, xi.times_plus(wp, eta.times_plus(wq, -before)));

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
    use crate::forces::gravity::field::index;
    use crate::forces::gravity::{Field, Registers, registers};
    use crate::math::wide::{Narrow, Wide, Widest};

    fn at<T: Real>(table: &Table) -> [f64; 3] {
        let r = [3_150_934.072, 5_398_413.726, 2_662_212.284];
        acceleration(table, r.map(T::splat)).map(|a| a.lane(T::LANES - 1))
    }

    /// All registers with fused operations give the same bits, all others those of a single number.
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

    /// Columns computed from one another, against the single-point kernel, whose columns are independent. Coefficients
    /// are pseudo-random and as large as Kaula's rule makes those of the Earth; positions are on its surface, where the
    /// highest degrees count most. The tolerance is 2e-15 of 9.8 m/s²; if no column were computed afresh, degree 70
    /// could be off by 1e-8 m/s².
    #[test]
    fn rounding_does_not_grow_with_the_degree() {
        let top = Gravity::MAX_DEGREE;
        let mut coefficients = vec![[0.0; 2]; index(top + 1, 0)];
        coefficients[0] = [1.0, 0.0];
        for n in 2..=top {
            for m in 0..=n {
                let x = (n * n + 7 * m) as f64;
                let size = 1e-5 / (n * n) as f64;
                coefficients[index(n, m)] =
                    [size * x.sin(), if m > 0 { size * (x + 1.0).sin() } else { 0.0 }];
            }
        }
        let field = Field { degree: top, coefficients, ..Field::egm2008().clone() };
        let wide = is_x86_feature_detected!("avx512f") && is_x86_feature_detected!("fma");
        for (degree, order) in
            [(2, 1), (20, 20), (31, 31), (70, 69), (140, 140), (360, 30), (top, top)]
        {
            let table = Table::new(&field, degree, order);
            for r in [[6.378e6, 1e3, -7e5], [3.15e6, 5.39e6, 1.4e6], [-2e6, 1e6, 5.98e6]] {
                let one = registers::acceleration(Registers::Two, &table, r);
                let narrow = acceleration(&table, r.map(Narrow::splat)).map(|a| a.lane(7));
                let widest = if wide {
                    acceleration(&table, r.map(Widest::splat)).map(|a| a.lane(0))
                } else {
                    narrow
                };
                for many in [narrow, widest] {
                    let error = (0..3).map(|i| (many[i] - one[i]).abs()).fold(0.0, f64::max);
                    assert!(error < 2e-14, "{degree}×{order} at {r:?}: {error:e} m/s²");
                }
            }
        }
    }
}
