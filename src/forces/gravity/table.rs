//! Coefficients rearranged for the kernels.
//!
//! The sum runs over columns of equal order m, and along a column over k = n − m. The derived Legendre functions Aₙₘ(u)
//! of [Pines 1973] are replaced by monic polynomials, Aₙₘ = (2n−1)!!/(n−m)! · aₖ⁽ᵐ⁾(u), and the factor is absorbed into
//! the coefficients once. With σ = (R/r)² and ζ = Rz/r², the functions hₖ = (R/r)ᵏ aₖ⁽ᵐ⁾(u) obey
//!
//! ```text
//! h₀ = 1,  hₖ = ζ hₖ₋₁ − bₖₘ σ hₖ₋₂,  bₖₘ = (k−1)(k+2m−1) / ((2n−1)(2n−3)),  n = k + m
//! ```
//!
//! Every column starts from 1 and none depends on another, so a single point can be computed with several columns at a
//! time.
//!
//! For many points each column is computed from the one before. With h divided by k! and indexed by degree, the
//! relation (2n+1) Pₙ = P′ₙ₊₁ − P′ₙ₋₁, differentiated m times, relates h of column m and h′ of column m + 1 by
//!
//! ```text
//! h′ₙ = hₙ₋₁ + Kₙ₋₁ h′ₙ₋₂,  Kₙ = σ / (4n² − 1),  ∂hₙ/∂ζ = h′ₙ
//! ```
//!
//! which takes one multiplication per step, by a K common to all columns. Rounding errors accumulate from column to
//! column, the faster the higher the degree N. Every few columns ([`Table::run`]) one is therefore computed afresh by
//! the recursion along the column, which now reads
//!
//! ```text
//! (k+1) hₙ₊₁ = ζ hₙ − (n + m) Kₙ hₙ₋₁
//! ```
//!
//! To keep h within the range of `f64`, ζ is multiplied by g and K by g², and thereby hₙ by gᵏ. With g = ¾ N (by
//! Stirling's formula 2N/e) neither the last h of column 0 nor the factor of its coefficient is far from 1.
//!
//! The remaining rounding error is below 1e-15 of the acceleration for a field like the Earth's, and for any field
//! about 1e-12 of the contribution of its terms.

use super::field::Field;

/// Number of columns that the single-point kernel sums at a time; it determines the order of summation.
pub(super) const BLOCK: usize = 8;

/// One step along a block of columns: lane `j` belongs to column `μ = 8 block + j`, `n = k + μ`.
#[derive(Clone, Copy, Debug)]
#[repr(C, align(64))]
pub(super) struct Row {
    /// Recursion coefficient b of the following step.
    pub b: [f64; BLOCK],
    /// C of degree n, order μ, scaled.
    pub c: [f64; BLOCK],
    /// S of degree n, order μ, scaled.
    pub s: [f64; BLOCK],
    /// (k + 1) C of degree n, order μ − 1, scaled: in that column h of step k + 1 has the derivative
    /// (k + 1) hₖ of this one with respect to ζ.
    pub dc: [f64; BLOCK],
    /// (k + 1) S of degree n, order μ − 1, scaled.
    pub ds: [f64; BLOCK],
}

/// C and S of one degree and order.
pub(super) type Term = [f64; 2];

/// One step along columns 0 and 1, of degree n.
#[derive(Clone, Copy, Debug)]
pub(super) struct First {
    /// g² / (4n² − 1).
    pub kappa: f64,
    /// 1 / (n + 1) and n / (n + 1), of the recursion along column 0.
    pub recursion: [f64; 2],
    /// C of order 0.
    pub zonal: f64,
    /// Of order 1.
    pub term: Term,
}

/// A field truncated at a degree and order, prepared for summation.
#[derive(Clone, Debug)]
pub(super) struct Table {
    pub gm: f64,
    pub radius: f64,
    pub c00: f64,
    pub degree: usize,
    /// For a single point: rows of the first block, then of the second, and so on.
    pub rows: Vec<Row>,
    /// For many points: g.
    pub unit: f64,
    /// For many points: number of columns computed one from another. Determined by comparison with the single-point
    /// kernel: with 8 instead of 7 at degree 70, rounding errors exceed 1e-15.
    pub run: usize,
    /// For many points: steps of columns 0 and 1, n from 1 on.
    pub first: Vec<First>,
    /// For many points: terms of orders 1, 2 and 3, n from 2 on, then of orders 3, 4 and 5, n from 4 on, and so on.
    pub triples: Vec<[Term; 3]>,
    /// Number of columns with nonzero terms.
    pub columns: usize,
}

impl Table {
    pub fn new(field: &Field, degree: usize, order: usize) -> Table {
        let mut table = Table {
            gm: field.gm,
            radius: field.radius,
            c00: field.coefficients[0][0],
            degree,
            rows: Vec::new(),
            unit: 0.75 * degree as f64,
            run: (500 / degree.max(1)).max(2),
            first: Vec::new(),
            triples: Vec::new(),
            columns: (order + 1).min(degree) + 1,
        };
        let scaled = scaled(field, degree, order);
        let at = |n: usize, m: usize| scaled[super::field::index(n, m)];
        let step = |k: usize, column: usize| -> [f64; 4] {
            let (n, next) = (k + column, k as f64 + 1.0);
            if n > degree {
                return [0.0; 4];
            }
            let [c, s] = at(n, column);
            let [dc, ds] = if column > 0 { at(n, column - 1) } else { [0.0; 2] };
            [c, s, next * dc, next * ds]
        };
        for block in 0..table.blocks() {
            for k in 0..table.block_length(block) {
                let lane = |i: usize| std::array::from_fn(|j| step(k, BLOCK * block + j)[i]);
                table.rows.push(Row {
                    b: std::array::from_fn(|j| recursion(k + 1, BLOCK * block + j)),
                    c: lane(0),
                    s: lane(1),
                    dc: lane(2),
                    ds: lane(3),
                });
            }
        }
        // k!/gᵏ
        let mut factors = vec![1.0];
        for k in 1..=degree {
            factors.push(factors[k - 1] * k as f64 / table.unit);
        }
        let term = |n: usize, m: usize| -> Term {
            if n < m { [0.0; 2] } else { at(n, m).map(|x| x * factors[n - m]) }
        };
        table.first.extend((1..=degree).map(|n| First {
            kappa: table.unit * table.unit / (4 * n * n - 1) as f64,
            recursion: [1.0, n as f64].map(|x| x / (n + 1) as f64),
            zonal: term(n, 0)[0],
            term: term(n, 1),
        }));
        for left in (2..table.columns).step_by(2) {
            let triple = |n| [term(n, left - 1), term(n, left), term(n, left + 1)];
            table.triples.extend((left..=degree).map(triple));
        }
        table
    }

    pub fn blocks(&self) -> usize {
        self.columns.div_ceil(BLOCK)
    }

    /// Steps along a block: those of its longest column, the first.
    #[inline(always)]
    pub fn block_length(&self, block: usize) -> usize {
        self.degree + 1 - BLOCK * block
    }
}

/// b of step `k` along column `m`.
fn recursion(k: usize, m: usize) -> f64 {
    if k < 2 {
        return 0.0;
    }
    let (n, k, m) = ((k + m) as f64, k as f64, m as f64);
    (k - 1.0) * (k + 2.0 * m - 1.0) / ((2.0 * n - 1.0) * (2.0 * n - 3.0))
}

/// C and S times normalisation times (2n−1)!!/(n−m)!; degree 0 and orders above `order` are zero.
fn scaled(field: &Field, degree: usize, order: usize) -> Vec<[f64; 2]> {
    let mut scaled = vec![[0.0; 2]; super::field::index(degree + 1, 0)];
    let mut sectoral = 1.0_f64; // of n = m: √((2 − δ)(2m+1) (2m−1)!!/(2m)!!)
    for m in 0..=order.min(degree) {
        let mf = m as f64;
        if m > 0 {
            let square = if m == 1 { 3.0 } else { (2.0 * mf + 1.0) / (2.0 * mf) };
            sectoral *= square.sqrt();
        }
        let mut factor = sectoral;
        for n in m..=degree {
            let nf = n as f64;
            if n > m {
                factor *= ((4.0 * nf * nf - 1.0) / ((nf - mf) * (nf + mf))).sqrt();
            }
            if n > 0 {
                let i = super::field::index(n, m);
                scaled[i] = field.coefficients[i].map(|x| x * factor);
            }
        }
    }
    scaled
}
