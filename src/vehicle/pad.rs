//! Launch pads.

use crate::frames::Geodetic;
use crate::provenance::Sourced;
use crate::units::DEGREE;
use nalgebra::Vector3;
use serde::Serialize;

/// A launch pad: geodetic coordinates on WGS-84 and their source.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Pad {
    /// Name in scenarios.
    pub key: &'static str,
    /// Display name.
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

/// Baikonur Site 1, launcher 5, used for Gagarin's flight and for most crewed Soyuz-FG flights.
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

/// All launch pads.
pub const PADS: [Pad; 2] = [SITE_1, SITE_31];

impl Pad {
    /// The pad with this key.
    pub fn named(key: &str) -> Option<Pad> {
        let wanted = key.trim().to_ascii_lowercase();
        PADS.into_iter().find(|pad| pad.key == wanted)
    }

    /// Position, ITRF [m].
    pub fn position(&self) -> Vector3<f64> {
        self.geodetic().to_itrf()
    }

    /// Unit vectors east and north, ITRF.
    pub fn east_north(&self) -> [Vector3<f64>; 2] {
        let [east, north, _] = self.geodetic().east_north_up_itrf();
        [east, north]
    }

    /// The coordinates, for reports.
    pub fn numbers(&self) -> [Sourced; 3] {
        [
            Sourced::published("latitude of the launch pad", self.latitude, "rad", self.source),
            Sourced::published("longitude of the launch pad", self.longitude, "rad", self.source),
            Sourced::assumed("height of the launch pad", self.height, "m", self.source),
        ]
    }

    /// The geodetic coordinates.
    pub fn geodetic(&self) -> Geodetic {
        Geodetic { latitude: self.latitude, longitude: self.longitude, height: self.height }
    }
}
