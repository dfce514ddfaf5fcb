//! The stored pitch programme as a smooth curve.

use crate::units::DEGREE;
use crate::vehicle::launcher::PitchProgramme;

/// A pitch programme as a monotone piecewise cubic: between two knots it never leaves their values.
///
/// Slopes are the weighted harmonic means of Fritsch and Butland, SIAM J. Sci. Stat. Comput. 5
/// (1984) 300–304, which keep each piece monotone; value and slope are continuous, the second
/// derivative jumps at knots, so arcs are split there ([`Programme::knots`]).
#[derive(Clone, Debug)]
pub struct Programme {
    /// Time [s].
    t: Vec<f64>,
    /// Pitch [rad].
    pitch: Vec<f64>,
    /// Rate [rad/s].
    slope: Vec<f64>,
}

impl Programme {
    /// Reads the table; `None` if it has fewer than two knots or time does not grow.
    pub fn new(table: &PitchProgramme) -> Option<Self> {
        let t: Vec<f64> = table.knots_s_deg.iter().map(|k| k.0).collect();
        let pitch: Vec<f64> = table.knots_s_deg.iter().map(|k| k.1 * DEGREE).collect();
        if t.len() < 2 || !t.windows(2).all(|w| w[0] < w[1]) {
            return None;
        }
        let widths: Vec<f64> = t.windows(2).map(|w| w[1] - w[0]).collect();
        let secants: Vec<f64> =
            pitch.windows(2).zip(&widths).map(|(p, width)| (p[1] - p[0]) / width).collect();
        let mut slope = vec![secants[0]];
        for (secant, width) in secants.windows(2).zip(widths.windows(2)) {
            slope.push(if secant[0] * secant[1] > 0.0 {
                let (w0, w1) = (2.0 * width[1] + width[0], width[1] + 2.0 * width[0]);
                (w0 + w1) / (w0 / secant[0] + w1 / secant[1])
            } else {
                0.0
            });
        }
        slope.push(secants[secants.len() - 1]);
        Some(Self { t, pitch, slope })
    }

    /// Times of the knots [s].
    pub fn knots(&self) -> &[f64] {
        &self.t
    }

    /// Pitch above the local horizontal at `t` [rad]; constant outside the table.
    pub fn pitch(&self, t: f64) -> f64 {
        let n = self.t.len();
        if t <= self.t[0] {
            return self.pitch[0];
        }
        if t >= self.t[n - 1] {
            return self.pitch[n - 1];
        }
        let i = self.t.partition_point(|&knot| knot <= t) - 1;
        let h = self.t[i + 1] - self.t[i];
        let s = (t - self.t[i]) / h;
        let rest = 1.0 - s;
        // Cubic Hermite basis: h00 y0 + h10 h m0 + h01 y1 + h11 h m1.
        (1.0 + 2.0 * s) * rest * rest * self.pitch[i]
            + s * rest * rest * h * self.slope[i]
            + s * s * (3.0 - 2.0 * s) * self.pitch[i + 1]
            - s * s * rest * h * self.slope[i + 1]
    }
}
