//! The shadow of the Earth.

use crate::constants::{WGS84_A, WGS84_F};
use crate::math::{cross, dot, norm};
use std::f64::consts::PI;

/// Radius of the Sun's visible disc [m]. IAU 2015 Resolution B3, nominal solar radius.
pub const SUN_RADIUS: f64 = 6.957e8;

/// The shape of the Earth that casts the shadow, with functions that locate a point in it.
///
/// Positions, also that of the Sun, are geocentric, along axes whose z axis is close to that of the Earth. GCRF is
/// sufficient: until 2026 the pole is at most 0.15° away, which displaces the edge of the shadow by 55 m at most. The
/// functions are continuous angles [rad], *positive in light and negative in shadow*, so that their zeros are entries
/// and exits. The Sun is taken at its geometric position (aberration, 20″, would shift an edge by 0.1 s at the ISS), and
/// refraction and absorption in the atmosphere are neglected.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Shadow {
    /// Equatorial radius [m].
    pub radius: f64,
    /// Flattening [1]; 0 for a sphere.
    pub flattening: f64,
}

impl Default for Shadow {
    fn default() -> Self {
        Self::SPHERE
    }
}

impl Shadow {
    /// A sphere of 6378.137 km.
    pub const SPHERE: Self = Self { radius: WGS84_A, flattening: 0.0 };
    /// The WGS-84 ellipsoid.
    pub const ELLIPSOID: Self = Self { radius: WGS84_A, flattening: WGS84_F };

    /// Cylindrical shadow of parallel rays: angle of the point from the shadow's axis minus that of the edge.
    ///
    /// `atan2(|r × s|, −r·s) − asin(R/r)`. This is also exact for the ellipsoid: scaling along z turns it into a sphere
    /// and keeps rays straight.
    pub fn cylinder(&self, r: impl Into<[f64; 3]>, sun: impl Into<[f64; 3]>) -> f64 {
        let (r, s) = (self.stretch(r.into()), self.stretch(sun.into()));
        angle(r, [-s[0], -s[1], -s[2]]) - self.half_angle(r)
    }

    /// Negative where any part of the Sun's disc is occulted; its zeros are the limits of the penumbra.
    ///
    /// `c − (a + b)` with the apparent radii a of the Sun and b of the Earth, and the apparent distance c of their
    /// centres [Montenbruck & Gill 2000, 3.4.2].
    pub fn penumbra(&self, r: impl Into<[f64; 3]>, sun: impl Into<[f64; 3]>) -> f64 {
        let [a, b, c] = self.discs(r.into(), sun.into());
        c - (a + b)
    }

    /// Negative in the umbra, where the whole of the Sun's disc is occulted: `c − (b − a)`.
    pub fn umbra(&self, r: impl Into<[f64; 3]>, sun: impl Into<[f64; 3]>) -> f64 {
        let [a, b, c] = self.discs(r.into(), sun.into());
        c - (b - a)
    }

    /// Visible fraction of the Sun's disc, 0 to 1, without limb darkening.
    ///
    /// From the overlap of two plane discs [Montenbruck & Gill 2000, 3.4.2]; annular where the apparent radius of the
    /// Earth is smaller than that of the Sun.
    pub fn visible_fraction(&self, r: impl Into<[f64; 3]>, sun: impl Into<[f64; 3]>) -> f64 {
        let [a, b, c] = self.discs(r.into(), sun.into());
        if c >= a + b {
            1.0
        } else if c <= b - a {
            0.0
        } else if c <= a - b {
            1.0 - (b / a) * (b / a)
        } else {
            let x = (c * c + a * a - b * b) / (2.0 * c);
            let y = (a * a - x * x).max(0.0).sqrt();
            let overlap = a * a * libm::acos((x / a).clamp(-1.0, 1.0))
                + b * b * libm::acos(((c - x) / b).clamp(-1.0, 1.0))
                - c * y;
            (1.0 - overlap / (PI * a * a)).clamp(0.0, 1.0)
        }
    }

    /// Apparent radii of Sun and Earth, and the angular distance of their centres [rad].
    fn discs(&self, r: [f64; 3], sun: [f64; 3]) -> [f64; 3] {
        let to_sun: [f64; 3] = std::array::from_fn(|i| sun[i] - r[i]);
        let a = libm::asin((SUN_RADIUS / norm(to_sun)).min(1.0));
        let (r, to_sun) = (self.stretch(r), self.stretch(to_sun));
        [a, self.half_angle(r), angle([-r[0], -r[1], -r[2]], to_sun)]
    }

    /// Apparent radius of the Earth [rad]; a point below the surface is treated as on it.
    fn half_angle(&self, r: [f64; 3]) -> f64 {
        libm::asin((self.radius / norm(r)).min(1.0))
    }

    /// Scales a vector along z so that the ellipsoid becomes a sphere.
    fn stretch(&self, r: [f64; 3]) -> [f64; 3] {
        [r[0], r[1], r[2] / (1.0 - self.flattening)]
    }
}

/// Angle between two vectors, accurate also near 0 and π.
fn angle(a: [f64; 3], b: [f64; 3]) -> f64 {
    libm::atan2(norm(cross(a, b)), dot(a, b))
}
