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
//! All columns start from 1, so that they can be worked in any number side by side.

use super::field::Field;

/// Columns that are summed side by side; the summation order of every kernel is built on it.
pub(super) const BLOCK: usize = 8;

/// One step along a block of columns: lane `j` belongs to column `μ = 8 block + j`, `n = k + μ`.
#[derive(Clone, Copy, Debug)]
#[repr(C, align(64))]
pub(super) struct Row {
    /// Recursion coefficient b.
    pub b: [f64; BLOCK],
    /// C of degree n, order μ, scaled.
    pub c: [f64; BLOCK],
    /// S of degree n, order μ, scaled.
    pub s: [f64; BLOCK],
    /// (k + 1) C of degree n, order μ − 1, scaled: hₖ of column μ is its derivative with respect to u.
    pub dc: [f64; BLOCK],
    /// (k + 1) S of degree n, order μ − 1, scaled.
    pub ds: [f64; BLOCK],
}

/// The same five numbers for a single column.
pub(super) type Step = [f64; 5];

/// A field cut at a degree and order, ready for summation.
#[derive(Clone, Debug)]
pub(super) struct Table {
    pub gm: f64,
    pub radius: f64,
    pub c00: f64,
    pub degree: usize,
    /// Rows of the first block, then of the second, and so on.
    pub rows: Vec<Row>,
    /// Steps of column 0, then of column 1, and so on.
    pub steps: Vec<Step>,
    /// How many columns hold anything.
    pub columns: usize,
}

impl Table {
    pub fn new(field: &Field, degree: usize, order: usize) -> Table {
        let c00 = field.coefficients[0][0];
        let mut table = Table {
            gm: field.gm,
            radius: field.radius,
            c00,
            degree,
            rows: Vec::new(),
            steps: Vec::new(),
            columns: (order + 1).min(degree) + 1,
        };
        let scaled = scaled(field, degree, order);
        let at = |n: usize, m: usize| scaled[super::field::index(n, m)];
        let step = |k: usize, column: usize| -> Step {
            let (n, kf, mf) = (k + column, k as f64, column as f64);
            if n > degree {
                return [0.0; 5];
            }
            let nf = n as f64;
            let b = match k {
                0 | 1 => 0.0,
                _ => (kf - 1.0) * (kf + 2.0 * mf - 1.0) / ((2.0 * nf - 1.0) * (2.0 * nf - 3.0)),
            };
            let [c, s] = at(n, column);
            let [dc, ds] = if column > 0 { at(n, column - 1) } else { [0.0; 2] };
            [b, c, s, (kf + 1.0) * dc, (kf + 1.0) * ds]
        };
        for block in 0..table.blocks() {
            for k in 0..table.block_length(block) {
                let lane = |i: usize| std::array::from_fn(|j| step(k, BLOCK * block + j)[i]);
                table.rows.push(Row {
                    b: lane(0),
                    c: lane(1),
                    s: lane(2),
                    dc: lane(3),
                    ds: lane(4),
                });
            }
        }
        for column in 0..table.columns {
            table.steps.extend((0..=degree - column).map(|k| step(k, column)));
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
