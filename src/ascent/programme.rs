//! The stored pitch programme as a smooth curve.

use crate::units::DEGREE;
use crate::vehicle::launcher::PitchProgramme;

/// A pitch programme as a monotone piecewise cubic: between two knots the pitch stays between their values.
///
/// Slopes are weighted harmonic means of the neighbouring secants [FritschButland1984], which keep
/// each piece monotone. Value and slope are continuous; the second derivative jumps at the knots, so
/// integration arcs are split there ([`Programme::knots`]).
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
    /// From a table; `None` if it has fewer than two knots or its times do not increase.
    pub fn new(table: &PitchProgramme) -> Option<Self> {
        let t: Vec<f64> = table.knots_s_deg.iter().map(|k| k.0).collect();
        let raised =
            |t: f64| if t > table.raised_after.value { table.raised_by.value } else { 0.0 };
        let pitch: Vec<f64> =
            table.knots_s_deg.iter().map(|k| k.1 * DEGREE + raised(k.0)).collect();
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::vehicle::launcher::SOYUZ_FG;

    /// Passes through every knot, never overshoots between two, and has no corner at a knot.
    #[test]
    fn programme_is_smooth_and_monotone() {
        let mut table = SOYUZ_FG.pitch;
        table.raised_by.value = 0.0;
        let programme = Programme::new(&table).unwrap();
        let knots = table.knots_s_deg;
        for pair in knots.windows(2) {
            let (high, low) = (pair[0].1 * DEGREE, pair[1].1 * DEGREE);
            assert_eq!(programme.pitch(pair[0].0), high);
            for k in 0..=20 {
                let pitch =
                    programme.pitch(pair[0].0 + (pair[1].0 - pair[0].0) * f64::from(k) / 20.0);
                assert!((low - 1e-12..=high + 1e-12).contains(&pitch), "{pitch} at {pair:?}");
            }
        }
        for knot in &knots[1..knots.len() - 1] {
            let rate = |t: f64| (programme.pitch(t + 1e-4) - programme.pitch(t)) / 1e-4;
            let (before, after) = (rate(knot.0 - 1e-4), rate(knot.0));
            // Slopes differ by h times the jump of the second derivative, 3e-3 rad/s² at most.
            assert!((before - after).abs() < 1e-6, "{before} and {after} rad/s at {} s", knot.0);
        }
    }

    #[test]
    fn table_out_of_order_is_refused() {
        let mut table = SOYUZ_FG.pitch;
        table.knots_s_deg = &[(0.0, 90.0), (10.0, 80.0), (10.0, 70.0)];
        assert!(Programme::new(&table).is_none());
        table.knots_s_deg = &[(0.0, 90.0)];
        assert!(Programme::new(&table).is_none());
    }
}
