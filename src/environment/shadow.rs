//! The shadow of the Earth.

use crate::constants::{WGS84_A, WGS84_F};
use crate::math::{cross, dot, norm};
use std::f64::consts::PI;

/// Radius of the Sun's visible disc [m]. IAU 2015 Resolution B3, nominal solar radius.
pub const SUN_RADIUS: f64 = 6.957e8;

/// The body that throws the shadow, and functions that say how a point lies in it.
///
/// Positions are geocentric, the Sun's too, along axes whose z is near the Earth's axis (GCRF will do:
/// the pole is 0.15° away at most until 2026, 55 m at most in the shadow's edge). The functions are angles
/// [rad], continuous, *positive in light and negative in shadow*, so their zeros are entries and
/// exits. The Sun stands where it is: aberration (20″) would move an edge by 0.1 s at the ISS.
/// The atmosphere neither bends nor dims the light here.
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

    /// Light grazing as parallel rays: angle of the point from the shadow's axis less that of the edge.
    ///
    /// `atan2(|r × s|, −r·s) − asin(R/r)`; exact for the ellipsoid, which a stretch along z makes a
    /// sphere while it keeps rays straight.
    pub fn cylinder(&self, r: impl Into<[f64; 3]>, sun: impl Into<[f64; 3]>) -> f64 {
        let (r, s) = (self.stretch(r.into()), self.stretch(sun.into()));
        angle(r, [-s[0], -s[1], -s[2]]) - self.half_angle(r)
    }

    /// Any part of the Sun's disc hidden: negative from first contact on. Ends of the penumbra.
    ///
    /// `c − (a + b)` with the apparent radii a of the Sun and b of the Earth, and c between their
    /// centres, seen from the point [Montenbruck & Gill 2000, 3.4.2].
    pub fn penumbra(&self, r: impl Into<[f64; 3]>, sun: impl Into<[f64; 3]>) -> f64 {
        let [a, b, c] = self.discs(r.into(), sun.into());
        c - (a + b)
    }

    /// The whole of the Sun's disc hidden: negative in the umbra. `c − (b − a)`.
    pub fn umbra(&self, r: impl Into<[f64; 3]>, sun: impl Into<[f64; 3]>) -> f64 {
        let [a, b, c] = self.discs(r.into(), sun.into());
        c - (b - a)
    }

    /// Part of the Sun's disc that is visible, 0 to 1, limb darkening left out.
    ///
    /// Overlap of two plane discs [Montenbruck & Gill 2000, eq. (3.87)–(3.92)]; annular where the Earth looks smaller
    /// than the Sun.
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

    /// Apparent radii of Sun and Earth, and the angle between their centres [rad].
    fn discs(&self, r: [f64; 3], sun: [f64; 3]) -> [f64; 3] {
        let to_sun: [f64; 3] = std::array::from_fn(|i| sun[i] - r[i]);
        let a = libm::asin((SUN_RADIUS / norm(to_sun)).min(1.0));
        let (r, to_sun) = (self.stretch(r), self.stretch(to_sun));
        [a, self.half_angle(r), angle([-r[0], -r[1], -r[2]], to_sun)]
    }

    /// Apparent radius of the Earth; a point under the surface counts as on it.
    fn half_angle(&self, r: [f64; 3]) -> f64 {
        libm::asin((self.radius / norm(r)).min(1.0))
    }

    fn stretch(&self, r: [f64; 3]) -> [f64; 3] {
        [r[0], r[1], r[2] / (1.0 - self.flattening)]
    }
}

/// Angle between two vectors, exact also near 0 and π.
fn angle(a: [f64; 3], b: [f64; 3]) -> f64 {
    libm::atan2(norm(cross(a, b)), dot(a, b))
}
