//! Launch pads.

use crate::constants::{WGS84_A, WGS84_F};
use crate::units::DEGREE;
use nalgebra::Vector3;
use serde::Serialize;

/// A launch pad: geodetic coordinates on WGS-84, and where they come from.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Pad {
    /// Name by which a scenario asks for it.
    pub key: &'static str,
    /// Name for people.
    pub name: &'static str,
    /// Geodetic latitude, north positive [rad].
    pub latitude: f64,
    /// Longitude, east positive [rad].
    pub longitude: f64,
    /// Height above the ellipsoid [m].
    pub height: f64,
    /// Source of the coordinates and of the height.
    pub source: &'static str,
}

/// Baikonur Site 1, launcher 5: the pad of Gagarin and of every Soyuz-FG with a crew.
pub const SITE_1: Pad = Pad {
    key: "site-1",
    name: "Baikonur Site 1/5",
    latitude: 45.920_278 * DEGREE,
    longitude: 63.342_222 * DEGREE,
    height: 90.0,
    source: "Wikipedia, Baikonur Cosmodrome Site 1 (published); height assumed, ±20 m",
};

/// Baikonur Site 31, launcher 6.
pub const SITE_31: Pad = Pad {
    key: "site-31",
    name: "Baikonur Site 31/6",
    latitude: 45.996_1 * DEGREE,
    longitude: 63.564_2 * DEGREE,
    height: 90.0,
    source: "SB (published second-hand); height assumed, ±20 m",
};

/// Every pad known here.
pub const PADS: [Pad; 2] = [SITE_1, SITE_31];

impl Pad {
    /// The pad a scenario names, if there is one.
    pub fn named(key: &str) -> Option<Pad> {
        PADS.into_iter().find(|pad| pad.key == key)
    }

    /// Position in Earth-fixed axes (ITRF) [m].
    ///
    /// `N = a / √(1 − e² sin²φ)`, `x = (N + h) cos φ cos λ`, `z = ((1 − e²) N + h) sin φ`
    /// [NIMA TR8350.2, eq. 4-14].
    pub fn position(&self) -> Vector3<f64> {
        let (sin_lat, cos_lat) = self.latitude.sin_cos();
        let (sin_lon, cos_lon) = self.longitude.sin_cos();
        let e2 = WGS84_F * (2.0 - WGS84_F);
        let n = WGS84_A / (1.0 - e2 * sin_lat * sin_lat).sqrt();
        Vector3::new(
            (n + self.height) * cos_lat * cos_lon,
            (n + self.height) * cos_lat * sin_lon,
            ((1.0 - e2) * n + self.height) * sin_lat,
        )
    }

    /// Unit vector up along the normal of the ellipsoid, Earth-fixed axes.
    pub fn up(&self) -> Vector3<f64> {
        let (sin_lat, cos_lat) = self.latitude.sin_cos();
        let (sin_lon, cos_lon) = self.longitude.sin_cos();
        Vector3::new(cos_lat * cos_lon, cos_lat * sin_lon, sin_lat)
    }

    /// Unit vector east, Earth-fixed axes.
    pub fn east(&self) -> Vector3<f64> {
        let (sin_lon, cos_lon) = self.longitude.sin_cos();
        Vector3::new(-sin_lon, cos_lon, 0.0)
    }

    /// Unit vector north, Earth-fixed axes.
    pub fn north(&self) -> Vector3<f64> {
        self.up().cross(&self.east())
    }
}
