//! Coefficients rearranged for the kernels.
//!
//! The sum runs over columns of equal order m, and along a column over k = n − m. In place of the
//! derived Legendre functions Aₙₘ(u) of [Pines 1973] stand polynomials with leading coefficient 1
//! ("monic"), Aₙₘ = (2n−1)!!/(n−m)! · aₖ⁽ᵐ⁾(u), and the factor is put into the coefficients once.
//! With σ = (R/r)² and ζ = Rz/r², hₖ = (R/r)ᵏ aₖ⁽ᵐ⁾(u) obeys
//!
//! ```text
//! h₀ = 1,  hₖ = ζ hₖ₋₁ − bₖₘ σ hₖ₋₂,  bₖₘ = (k−1)(k+2m−1) / ((2n−1)(2n−3)),  n = k + m
//! ```
//!
//! All columns start from 1 and none needs another, so that they can be worked in any number side by side.
//! A column can also be made from the one before: P′ₙ = u P′ₙ₋₁ + n Pₙ₋₁, differentiated m times, says of h of
//! column m and h′ of column m + 1
//!
//! ```text
//! h′ₖ = hₖ + λₖₘ (ζ h′ₖ₋₁ − hₖ),  λₖₘ = k / (2k + 2m + 1)
//! ```
//!
//! which takes two multiplications a step instead of three. Only the right one of a pair of columns is made so:
//! from column to column rounding adds up, to 1e-13 of h after thirty.

use super::field::Field;

/// Columns that the one-point kernel sums side by side; its order of summation is built on it.
pub(super) const BLOCK: usize = 8;

/// One step along a block of columns: lane `j` belongs to column `μ = 8 block + j`, `n = k + μ`.
#[derive(Clone, Copy, Debug)]
#[repr(C, align(64))]
pub(super) struct Row {
    /// Recursion coefficient b of the step after this.
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

/// c, s, dc, ds of one step along one column, as in [`Row`].
type Step = [f64; 4];

/// One step along a column of odd order and along its neighbour of the next order.
#[derive(Clone, Copy, Debug)]
pub(super) struct Pair {
    /// b of the left column, of the step after the next.
    pub b: f64,
    /// λ from the left column to the right, of the next step.
    pub lambda: f64,
    pub left: Step,
    pub right: Step,
}

/// A field cut at a degree and order, ready for summation.
#[derive(Clone, Debug)]
pub(super) struct Table {
    pub gm: f64,
    pub radius: f64,
    pub c00: f64,
    pub degree: usize,
    /// For one point: rows of the first block, then of the second, and so on.
    pub rows: Vec<Row>,
    /// For many points: steps of column 0, b of the step after the next and C.
    pub zonal: Vec<[f64; 2]>,
    /// For many points: steps of columns 1 and 2, as many as column 1 has, then of 3 and 4, and so on.
    pub pairs: Vec<Pair>,
    /// How many columns hold anything.
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
            zonal: Vec::new(),
            pairs: Vec::new(),
            columns: (order + 1).min(degree) + 1,
        };
        let scaled = scaled(field, degree, order);
        let at = |n: usize, m: usize| scaled[super::field::index(n, m)];
        let step = |k: usize, column: usize| -> Step {
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
        table.zonal.extend((0..=degree).map(|k| [recursion(k + 2, 0), step(k, 0)[0]]));
        for left in (1..table.columns).step_by(2) {
            table.pairs.extend((0..=degree - left).map(|k| Pair {
                b: recursion(k + 2, left),
                lambda: (k + 1) as f64 / (2 * (k + 1 + left) + 1) as f64,
                left: step(k, left),
                right: step(k, left + 1),
            }));
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
