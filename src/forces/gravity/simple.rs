//! The first terms of the geopotential: a point mass, and a point mass with J₂.

use super::Field;
use crate::constants::{EARTH_RADIUS_FIELD, GM_EARTH, J2_EARTH};
use crate::forces::{Force, Point};
use crate::math::Real;

/// Attraction of a point mass at the origin, `−GM r / r³`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PointMass {
    /// Gravitational constant of the body [m³/s²].
    pub gm: f64,
}

impl PointMass {
    /// The Earth.
    pub const EARTH: PointMass = PointMass { gm: GM_EARTH };
}

impl<T: Real> Force<T> for PointMass {
    const USES_VELOCITY: bool = false;

    #[inline(always)]
    fn acceleration(&self, at: &Point<T>) -> [T; 3] {
        let [x, y, z] = at.r;
        let r2 = x * x + y * y + z * z;
        let factor = T::splat(-self.gm) / (r2 * r2.sqrt());
        [x * factor, y * factor, z * factor]
    }
}

/// A point mass and the second zonal harmonic J₂ about the body-fixed z axis.
///
/// ```text
/// a = −GM r/r³ [1 + q (1 − 5 z²/r²)]   along x and y,
///     −GM z/r³ [1 + q (3 − 5 z²/r²)]   along z,   q = 3/2 J₂ (R/r)²
/// ```
///
/// in body-fixed axes [Vallado 2013, eq. 8-30].
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct J2 {
    /// Gravitational constant of the body [m³/s²].
    pub gm: f64,
    /// Equatorial radius [m].
    pub radius: f64,
    /// J₂, unnormalised [1].
    pub j2: f64,
}

impl J2 {
    /// The Earth: EGM2008, tide-free (J₂ = −√5 C̄20).
    pub const EARTH: J2 = J2 { gm: GM_EARTH, radius: EARTH_RADIUS_FIELD, j2: J2_EARTH };

    /// The first two terms of a field.
    pub fn of(field: &Field) -> J2 {
        let c20 = field.coefficient(2, 0).map_or(0.0, |[c, _]| c);
        J2 { gm: field.gm, radius: field.radius, j2: -5_f64.sqrt() * c20 }
    }
}

impl<T: Real> Force<T> for J2 {
    const USES_VELOCITY: bool = false;

    #[inline(always)]
    fn acceleration(&self, at: &Point<T>) -> [T; 3] {
        let [x, y, z] = at.r;
        // The inertial components of the body-fixed z axis are the last row of the rotation.
        let axis = at.to_body[2];
        let height = at.r_body[2];
        let r2 = z.times_plus(z, y.times_plus(y, x * x));
        let (inverse_r2, r) = (T::splat(1.0) / r2, r2.sqrt());
        let (one, q) = (T::splat(1.0), inverse_r2 * (1.5 * self.j2 * self.radius * self.radius));
        let bulge = (height * height * inverse_r2).times_plus(T::splat(-5.0), one);
        let along_r = q.times_plus(bulge, one);
        let along_axis = q * height * 2.0;
        let factor = inverse_r2 * inverse_r2 * -self.gm * r;
        let [ax, ay, az] = [T::splat(axis[0]), T::splat(axis[1]), T::splat(axis[2])];
        [
            factor * along_axis.times_plus(ax, x * along_r),
            factor * along_axis.times_plus(ay, y * along_r),
            factor * along_axis.times_plus(az, z * along_r),
        ]
    }
}
