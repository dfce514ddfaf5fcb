//! Weights of the summed Störmer–Cowell formulas, computed from their generating functions.
//!
//! With backward differences, `h D = -ln(1 - ∇)`. The weights of the differences `∇ᵐ a` are therefore the
//! coefficients of `x / -ln(1 - x)` (velocity) and of its square (position); prediction one step ahead divides
//! the series by `1 - x`. The binomial expansion of `∇ᵐ` turns them into weights of the accelerations.

use super::{MIDDLE, POINTS};

/// Weights of the last [`POINTS`] accelerations, oldest first.
pub(super) struct Weights {
    /// For the position predicted one step after the newest acceleration.
    pub predict: [f64; POINTS],
    /// For the position at the middle node.
    pub middle: [f64; POINTS],
    /// For the velocity at the middle node.
    pub middle_velocity: [f64; POINTS],
    /// For the velocity predicted one step after the newest acceleration.
    pub predict_velocity: [f64; POINTS],
    /// For the velocity at the newest node.
    pub correct_velocity: [f64; POINTS],
    /// `p`, the coefficient of `∇¹³ a` in the corrector.
    pub correction: f64,
}

pub(super) const WEIGHTS: Weights = weights();

/// `C(13, 1)`, `C(13, 2)`, … `C(13, 6)` with alternating signs: the weights in `∇¹³` up to their symmetry, see
/// [`super::Older`].
pub(super) const BINOMIALS: [f64; POINTS / 2] = {
    let mut binomials = [POINTS as f64; POINTS / 2];
    let mut k = 1;
    while k < POINTS / 2 {
        binomials[k] = -binomials[k - 1] * (POINTS - k) as f64 / (k + 1) as f64;
        k += 1;
    }
    binomials
};

/// Evaluates the series; `first` is `x / -ln(1 - x)`, `second` its square.
const fn weights() -> Weights {
    const TERMS: usize = POINTS + 2;
    let mut first = [0.0; TERMS];
    first[0] = 1.0;
    let mut m = 1;
    while m < TERMS {
        // (1 + x/2 + x²/3 + …) · first = 1
        let mut j = 1;
        while j <= m {
            first[m] -= first[m - j] / (j + 1) as f64;
            j += 1;
        }
        m += 1;
    }
    let mut second = [0.0; TERMS];
    let mut i = 0;
    while i < TERMS {
        let mut j = 0;
        while i + j < TERMS {
            second[i + j] += first[i] * first[j];
            j += 1;
        }
        i += 1;
    }
    let mut correct = [0.0; POINTS];
    let mut predict = [0.0; POINTS];
    let mut correct_velocity = [0.0; POINTS];
    let mut predict_velocity = [0.0; POINTS];
    // Predicting one step ahead divides by 1 - x, which makes partial sums of the series.
    let mut sum = second[0] + second[1];
    let mut sum_velocity = first[0];
    let mut m = 0;
    while m < POINTS {
        correct[m] = second[m + 2];
        sum += second[m + 2];
        predict[m] = sum;
        correct_velocity[m] = first[m + 1];
        sum_velocity += first[m + 1];
        predict_velocity[m] = sum_velocity;
        m += 1;
    }
    Weights {
        correction: predict[POINTS - 1],
        predict: ordinates(&predict),
        middle: ordinates(&back(correct)),
        middle_velocity: ordinates(&back(correct_velocity)),
        predict_velocity: ordinates(&predict_velocity),
        correct_velocity: ordinates(&correct_velocity),
    }
}

/// The series for the middle node instead of the newest: multiplied by `1 - x` for each step back.
const fn back(mut series: [f64; POINTS]) -> [f64; POINTS] {
    let mut step = MIDDLE;
    while step < POINTS - 1 {
        let mut m = POINTS - 1;
        while m > 0 {
            series[m] -= series[m - 1];
            m -= 1;
        }
        step += 1;
    }
    series
}

/// Converts weights of the differences `∇⁰ a, ∇¹ a, …` to weights of the accelerations, oldest first.
const fn ordinates(of_differences: &[f64; POINTS]) -> [f64; POINTS] {
    let mut out = [0.0; POINTS];
    let mut m = 0;
    while m < POINTS {
        let mut binomial = of_differences[m];
        let mut j = 0;
        while j <= m {
            out[POINTS - 1 - j] += binomial;
            binomial *= -((m - j) as f64) / (j + 1) as f64;
            j += 1;
        }
        m += 1;
    }
    out
}
