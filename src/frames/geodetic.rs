//! Geodetic coordinates on the WGS-84 ellipsoid.

use crate::constants::{WGS84_A, WGS84_F};
use nalgebra::Vector3;

/// Latitude, longitude and height on the WGS-84 ellipsoid.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Geodetic {
    /// Geodetic latitude, north positive [rad].
    pub latitude: f64,
    /// Longitude, east positive, −π to π [rad].
    pub longitude: f64,
    /// Height above the ellipsoid [m].
    pub height: f64,
}

impl Geodetic {
    /// From a position along ITRF axes [m].
    ///
    /// Fukushima's method as in SOFA `gc2gde`, accurate to 1e-11 rad and better than
    /// a micrometre for terrestrial and orbital heights [Fukushima 2006].
    pub fn from_itrf(r_itrf: &Vector3<f64>) -> Self {
        let (longitude, latitude, height) = sofars::coords::gc2gde(
            WGS84_A,
            WGS84_F,
            [r_itrf.x, r_itrf.y, r_itrf.z],
        )
        .unwrap_or((f64::NAN, f64::NAN, f64::NAN));
        Self { latitude, longitude, height }
    }

    /// Position along ITRF axes [m].
    pub fn to_itrf(&self) -> Vector3<f64> {
        let (sin, cos) = self.latitude.sin_cos();
        // Radius of curvature in the prime vertical, N = a / sqrt(1 − e² sin² φ).
        let e2 = WGS84_F * (2.0 - WGS84_F);
        let n = WGS84_A / (1.0 - e2 * sin * sin).sqrt();
        let (sin_lon, cos_lon) = self.longitude.sin_cos();
        let across = (n + self.height) * cos;
        Vector3::new(across * cos_lon, across * sin_lon, (n * (1.0 - e2) + self.height) * sin)
    }

    /// Unit vector up, along the normal of the ellipsoid, ITRF axes.
    pub fn up_itrf(&self) -> Vector3<f64> {
        let (sin, cos) = self.latitude.sin_cos();
        let (sin_lon, cos_lon) = self.longitude.sin_cos();
        Vector3::new(cos * cos_lon, cos * sin_lon, sin)
    }

    /// Unit vectors east, north and up, ITRF axes.
    pub fn east_north_up_itrf(&self) -> [Vector3<f64>; 3] {
        let (sin_lon, cos_lon) = self.longitude.sin_cos();
        let up = self.up_itrf();
        let east = Vector3::new(-sin_lon, cos_lon, 0.0);
        [east, up.cross(&east), up]
    }
}

/// Radius [m] of the WGS-84 ellipsoid at geocentric latitude `latitude` [rad].
pub fn ellipsoid_radius(latitude: f64) -> f64 {
    let (sin, cos) = latitude.sin_cos();
    let b = WGS84_A * (1.0 - WGS84_F);
    // r = a b / sqrt(b² cos² φ' + a² sin² φ')
    WGS84_A * b / (b * cos).hypot(WGS84_A * sin)
}
