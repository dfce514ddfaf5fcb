//! Third-body perturbation by Sun and Moon as point masses.

use super::{Ephemeris, Force, Point};
use crate::constants::{GM_MOON, GM_SUN};
use crate::math::{Real, scaled};

/// Third-body acceleration by a distant point mass.
///
/// With the geocentric positions `s` of the body and `r` of the craft, and `d = r − s`,
///
/// ```text
/// a = −GM [d/d³ + s/s³] = −GM/d³ [r + f(q) s],   q = r·(r − 2s)/s²,
/// f(q) = q (3 + 3q + q²) / (1 + (1 + q)^(3/2))
/// ```
///
/// The second form avoids the difference of nearly equal vectors [Battin 1999, eq. 8.60–8.62].
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ThirdBody<E> {
    /// Gravitational constant of the body [m³/s²].
    pub gm: f64,
    /// Its ephemeris.
    pub ephemeris: E,
}

impl<E: Ephemeris> ThirdBody<E> {
    /// The Sun.
    pub fn sun(ephemeris: E) -> Self {
        Self { gm: GM_SUN, ephemeris }
    }

    /// The Moon.
    pub fn moon(ephemeris: E) -> Self {
        Self { gm: GM_MOON, ephemeris }
    }
}

impl<T: Real, E: Ephemeris> Force<T> for ThirdBody<E> {
    const USES_VELOCITY: bool = false;

    #[inline(always)]
    fn acceleration(&self, at: &Point<T>) -> [T; 3] {
        let s = self.ephemeris.position(at.t);
        let s2 = s[0] * s[0] + s[1] * s[1] + s[2] * s[2];
        let r = at.r;
        let dot = r[0] * (r[0] - T::splat(2.0 * s[0]))
            + r[1] * (r[1] - T::splat(2.0 * s[1]))
            + r[2] * (r[2] - T::splat(2.0 * s[2]));
        let q = dot * (1.0 / s2);
        let one = T::splat(1.0);
        let cube = (one + q) * (one + q).sqrt(); // (d/s)³
        let f = q * (T::splat(3.0) + q * (T::splat(3.0) + q)) / (one + cube);
        let factor = T::splat(-self.gm / (s2 * s2.sqrt())) / cube;
        scaled([r[0] + f * s[0], r[1] + f * s[1], r[2] + f * s[2]], factor)
    }
}
