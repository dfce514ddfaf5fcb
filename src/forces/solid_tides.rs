//! Solid Earth tides.

use super::{Ephemeris, Force, Point};
use crate::constants::{EARTH_RADIUS_FIELD, GM_EARTH, GM_MOON, GM_SUN};
use crate::math::{Real, scaled};

/// Love numbers of degree 2 and orders 0, 1, 2 for the anelastic Earth, real and imaginary parts
/// [IERS 2010, table 6.3].
#[allow(clippy::approx_constant)] // k₂₂ is not log₁₀ 2
const LOVE: [[f64; 2]; 3] = [[0.301_90, 0.0], [0.298_30, -0.001_44], [0.301_02, -0.001_30]];

/// Attraction of the tidal bulges raised by Sun and Moon in the solid Earth: degree 2 of step 1 of
/// [IERS 2010, eq. 6.6],
///
/// ```text
/// ΔC̄₂ₘ − iΔS̄₂ₘ = k₂ₘ/5 Σⱼ GMⱼ/GM (R/rⱼ)³ P̄₂ₘ(sin Φⱼ) e^(−imλⱼ)
/// ```
///
/// evaluated at each call. It contains the permanent tide, so the gravity field should be tide-free
/// ([`Field::to_tide_free`](super::Field::to_tide_free)). Neglected are degree 3, the effect of degree 2
/// on degree 4, the frequency-dependent corrections of step 2, pole tides and ocean tides: the largest, ocean tides,
/// are about a tenth of this force.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct SolidTides<S, M> {
    /// Ephemeris of the Sun.
    pub sun: S,
    /// Ephemeris of the Moon.
    pub moon: M,
}

/// Unnormalised coefficients C20, C21, S21, C22, S22 of the bulges.
fn bulges(bodies: [(f64, [f64; 3]); 2]) -> [f64; 5] {
    let mut sum = [0.0; 5];
    for (gm, [x, y, z]) in bodies {
        let r2 = x * x + y * y + z * z;
        let ratio2 = EARTH_RADIUS_FIELD * EARTH_RADIUS_FIELD / r2;
        let size = gm / GM_EARTH * ratio2 * EARTH_RADIUS_FIELD / r2.sqrt() / r2;
        // P₂ₘ rⱼ² (cos, sin)(mλⱼ) times N₂ₘ²/5 = 1, 1/3, 1/12 from the two normalisations.
        let terms =
            [[1.5 * z * z - 0.5 * r2, 0.0], [x * z, y * z], [(x * x - y * y) / 4.0, x * y / 2.0]];
        for (m, ([c, s], [real, imaginary])) in terms.into_iter().zip(LOVE).enumerate() {
            // C − iS = k (c − is)
            let (c, s) = (real * c + imaginary * s, real * s - imaginary * c);
            match m {
                0 => sum[0] += size * c,
                _ => {
                    sum[2 * m - 1] += size * c;
                    sum[2 * m] += size * s;
                }
            }
        }
    }
    sum
}

impl<T: Real, S: Ephemeris, M: Ephemeris> Force<T> for SolidTides<S, M> {
    const USES_VELOCITY: bool = false;

    #[inline(always)]
    fn acceleration(&self, at: &Point<T>) -> [T; 3] {
        let turned =
            |a: [f64; 3]| at.to_body.map(|row| row[0] * a[0] + row[1] * a[1] + row[2] * a[2]);
        let sun = turned(self.sun.position(at.t));
        let moon = turned(self.moon.position(at.t));
        let [c20, c21, s21, c22, s22] = bulges([(GM_SUN, sun), (GM_MOON, moon)]);
        // U = GM R²/r⁵ F with F = C20 (3z² − r²)/2 + 3 (C21 x + S21 y) z + 3 C22 (x² − y²) + 6 S22 xy
        let [x, y, z] = at.r_body;
        let gradient = [
            x * (6.0 * c22 - c20) + y * (6.0 * s22) + z * (3.0 * c21),
            x * (6.0 * s22) - y * (6.0 * c22 + c20) + z * (3.0 * s21),
            x * (3.0 * c21) + y * (3.0 * s21) + z * (2.0 * c20),
        ];
        // F is of degree 2: x·∇F = 2F.
        let twice = x * gradient[0] + y * gradient[1] + z * gradient[2];
        let inverse_r2 = T::splat(1.0) / (x * x + y * y + z * z);
        let inverse_r5 = inverse_r2 * inverse_r2 * inverse_r2.sqrt();
        let scale = inverse_r5 * (GM_EARTH * EARTH_RADIUS_FIELD * EARTH_RADIUS_FIELD);
        let along_r = twice * inverse_r2 * 2.5;
        let [x, y, z] = scaled(at.r_body, along_r);
        at.to_inertial(scaled([gradient[0] - x, gradient[1] - y, gradient[2] - z], scale))
    }
}
