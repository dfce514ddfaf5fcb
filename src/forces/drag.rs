//! Atmospheric drag on a sphere; the atmosphere rotates with the Earth.

use super::atmosphere::Density;
use super::{Force, Point};
use crate::constants::EARTH_RATE;
use crate::math::{Real, scaled};

/// Cannonball drag,
///
/// ```text
/// a = −½ ρ (C_d A/m) |v_rel| v_rel,   v_rel = v − ω × r
/// ```
///
/// with ω along the Earth-fixed z axis [Montenbruck & Gill 2000, eq. 3.97–3.98]. Winds are neglected.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Drag<D> {
    /// Density of the atmosphere.
    pub density: D,
    /// C_d A/m [m²/kg].
    pub cd_area_per_mass: f64,
    /// Angular velocity of the atmosphere [rad/s].
    pub rate: f64,
}

impl<D> Drag<D> {
    /// Drag in an atmosphere that rotates at the Earth's nominal rate.
    pub fn new(density: D, cd_area_per_mass: f64) -> Self {
        Self { density, cd_area_per_mass, rate: EARTH_RATE }
    }
}

impl<T: Real, D: Density<T>> Force<T> for Drag<D> {
    const USES_VELOCITY: bool = true;

    #[inline(always)]
    fn acceleration(&self, at: &Point<T>) -> [T; 3] {
        let omega = at.to_body[2].map(|x| x * self.rate);
        let (r, v) = (at.r, at.v);
        let relative = [
            v[0] - (r[2] * omega[1] - r[1] * omega[2]),
            v[1] - (r[0] * omega[2] - r[2] * omega[0]),
            v[2] - (r[1] * omega[0] - r[0] * omega[1]),
        ];
        let [x, y, z] = relative;
        let speed = (x * x + y * y + z * z).sqrt();
        let factor = self.density.density(at) * speed * (-0.5 * self.cd_area_per_mass);
        scaled(relative, factor)
    }
}
