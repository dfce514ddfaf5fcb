//! Height and latitude above the WGS-84 ellipsoid, without trigonometry.

use crate::constants::{WGS84_A, WGS84_F};
use crate::math::Real;

/// Height above the ellipsoid and direction of its normal.
#[derive(Clone, Copy, Debug)]
pub struct Vertical<T> {
    /// Height [m].
    pub height: T,
    /// Sine of the geodetic latitude.
    pub sin_latitude: T,
    /// Cosine of the geodetic latitude.
    pub cos_latitude: T,
}

/// Geodetic height and latitude of an Earth-fixed position [m].
///
/// One step of Bowring's method from his improved initial value [Bowring 1985]:
///
/// ```text
/// tan β = (b z)/(a p) (1 + e'² b/r),   tan φ = (z + e'² b sin³ β) / (p − e² a cos³ β),
/// h = p cos φ + z sin φ − a √(1 − e² sin² φ)
/// ```
///
/// From the ground to 2000 km the height is accurate to 1e-8 m and the latitude to 1e-12 rad. Not defined at the centre
/// of the Earth.
#[inline(always)]
pub fn vertical<T: Real>(r_body: [T; 3]) -> Vertical<T> {
    const A: f64 = WGS84_A;
    const B: f64 = A * (1.0 - WGS84_F);
    const E2: f64 = WGS84_F * (2.0 - WGS84_F);
    const EP2: f64 = E2 / (1.0 - E2);
    let [x, y, z] = r_body;
    let p2 = x * x + y * y;
    let (p, r) = (p2.sqrt(), (p2 + z * z).sqrt());
    let one = T::splat(1.0);
    // (sin β, cos β) ∝ (tan β, 1), multiplied by a p r to avoid the singularity at the poles.
    let (s, c) = (z * (r + T::splat(EP2 * B)) * B, p * r * A);
    let norm = one / (s * s + c * c).sqrt();
    let (s, c) = (s * norm, c * norm);
    let (s, c) = (z + s * s * s * (EP2 * B), p - c * c * c * (E2 * A));
    let norm = one / (s * s + c * c).sqrt();
    let (sin, cos) = (s * norm, c * norm);
    let height = p * cos + z * sin - (one - sin * sin * E2).sqrt() * A;
    Vertical { height, sin_latitude: sin, cos_latitude: cos }
}
