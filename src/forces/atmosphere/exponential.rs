//! Exponential atmosphere with a constant scale height.

use super::{Density, vertical};
use crate::forces::Point;
use crate::math::{Real, exp};

/// Reference surface of heights.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Datum {
    /// A sphere about the centre of the Earth.
    Sphere {
        /// Its radius [m].
        radius: f64,
    },
    /// The WGS-84 ellipsoid.
    Wgs84,
}

/// `ρ = ρ₀ exp(−(h − h₀)/H)`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Exponential {
    /// Density at the base height [kg/m³].
    pub base_density: f64,
    /// Base height [m].
    pub base_height: f64,
    /// Scale height [m].
    pub scale_height: f64,
    /// Reference surface of heights.
    pub datum: Datum,
}

impl<T: Real> Density<T> for Exponential {
    #[inline(always)]
    fn density(&self, at: &Point<T>) -> T {
        let height = match self.datum {
            Datum::Wgs84 => vertical(at.r_body).height,
            Datum::Sphere { radius } => {
                let [x, y, z] = at.r;
                (x * x + y * y + z * z).sqrt() - T::splat(radius)
            }
        };
        let exponent = (T::splat(self.base_height) - height) * (1.0 / self.scale_height);
        exp(exponent) * self.base_density
    }
}
