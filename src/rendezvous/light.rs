//! When the station is in sunlight, by several models of the shadow.
//!
//! The timing rule uses the first, [`LightModel::Cylinder`]. The others say how much depends on that
//! choice; none of them is picked because it lands nearer to some flight.

use crate::environment::Shadow;
use crate::math::bisect;
use crate::provenance::Sourced;

/// Height up to which [`LightModel::Atmosphere`] takes the air to be opaque.
pub const OPAQUE_AIR: Sourced = Sourced::assumed(
    "height of opaque air in the shadow model compared with",
    25.0e3,
    "m",
    "25 km is the usual allowance for clouds, haze and refraction at the terminator",
);

/// The station enters or leaves the Earth's shadow.
#[derive(Clone, Copy, Debug)]
pub struct ShadowEdge {
    /// Seconds after lift-off.
    pub t: f64,
    /// `true`: comes into light.
    pub sunrise: bool,
}

/// Where light ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LightModel {
    /// Parallel rays past a sphere of 6378.137 km: the rule's own.
    Cylinder,
    /// Parallel rays past the WGS-84 ellipsoid.
    Ellipsoid,
    /// Any part of the Sun's disc hidden by the ellipsoid.
    Penumbra,
    /// The whole of the Sun's disc hidden by the ellipsoid.
    Umbra,
    /// Parallel rays past a sphere with 25 km of opaque air.
    Atmosphere,
}

impl LightModel {
    /// All but the rule's own, in the order in which they are shown.
    pub const OTHERS: [Self; 4] = [Self::Ellipsoid, Self::Penumbra, Self::Umbra, Self::Atmosphere];

    /// What it is, in words.
    pub const fn title(self) -> &'static str {
        match self {
            Self::Cylinder => "parallel rays past a sphere of 6378.137 km",
            Self::Ellipsoid => "shadow of the ellipsoid",
            Self::Penumbra => "shadow of the ellipsoid, whole Sun seen",
            Self::Umbra => "shadow of the ellipsoid, any of the Sun seen",
            Self::Atmosphere => "shadow of a sphere with 25 km of air",
        }
    }

    /// Positive in light, negative in shadow: an angle [rad]; positions geocentric, GCRF [m].
    pub fn light(self, r: [f64; 3], sun: [f64; 3]) -> f64 {
        match self {
            Self::Cylinder => Shadow::SPHERE.cylinder(r, sun),
            Self::Ellipsoid => Shadow::ELLIPSOID.cylinder(r, sun),
            Self::Penumbra => Shadow::ELLIPSOID.penumbra(r, sun),
            Self::Umbra => Shadow::ELLIPSOID.umbra(r, sun),
            Self::Atmosphere => {
                let radius = Shadow::SPHERE.radius + OPAQUE_AIR.value;
                Shadow { radius, ..Shadow::SPHERE }.cylinder(r, sun)
            }
        }
    }

    /// Shadow edges on the way of a body at `place(t)` between `from` and `to` [s], in order of
    /// time; `sun(t)` is the Sun's place. Both geocentric, GCRF [m].
    ///
    /// Scanned every minute: an eclipse or a stretch of light shorter than that is not seen.
    pub fn edges(
        self,
        place: impl Fn(f64) -> [f64; 3],
        sun: impl Fn(f64) -> [f64; 3],
        from: f64,
        to: f64,
    ) -> Vec<ShadowEdge> {
        const STEP: f64 = 60.0;
        const RESOLUTION: f64 = 1e-3;
        let light = |t: f64| self.light(place(t), sun(t));
        let mut edges = Vec::new();
        let (mut t, mut value) = (from, light(from));
        while t < to {
            let next = (t + STEP).min(to);
            let next_value = light(next);
            if (value < 0.0) != (next_value < 0.0) {
                let sunrise = next_value >= 0.0;
                let t = bisect((t, next), RESOLUTION, |t| (light(t) >= 0.0) == sunrise);
                edges.push(ShadowEdge { t, sunrise });
            }
            (t, value) = (next, next_value);
        }
        edges
    }
}
