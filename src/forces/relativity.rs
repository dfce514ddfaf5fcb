//! Relativistic correction to the attraction of the Earth.

use super::{Force, Point};
use crate::constants::{GM_EARTH, SPEED_OF_LIGHT};
use crate::math::{Real, dot, scaled};

/// Schwarzschild term of general relativity,
///
/// ```text
/// a = GM/(c² r³) {[4 GM/r − v²] r + 4 (r·v) v}
/// ```
///
/// [IERS 2010, eq. 10.12, first line, β = γ = 1]; some 2e-8 m/s² at the ISS. The Lense–Thirring and de Sitter terms are
/// about a hundred times smaller and neglected.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Relativity {
    /// Gravitational constant of the body [m³/s²].
    pub gm: f64,
}

impl Relativity {
    /// The Earth.
    pub const EARTH: Relativity = Relativity { gm: GM_EARTH };
}

impl<T: Real> Force<T> for Relativity {
    const USES_VELOCITY: bool = true;

    #[inline(always)]
    fn acceleration(&self, at: &Point<T>) -> [T; 3] {
        let (r, v) = (at.r, at.v);
        let r2 = dot(r, r);
        let r1 = r2.sqrt();
        let factor = T::splat(self.gm / (SPEED_OF_LIGHT * SPEED_OF_LIGHT)) / (r2 * r1);
        let along_r = T::splat(4.0 * self.gm) / r1 - dot(v, v);
        let along_v = dot(r, v) * 4.0;
        let (r, v) = (scaled(r, along_r), scaled(v, along_v));
        scaled([r[0] + v[0], r[1] + v[1], r[2] + v[2]], factor)
    }
}
