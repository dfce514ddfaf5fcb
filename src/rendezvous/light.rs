//! Sunrise and sunset at the station, with several models of the Earth's shadow.
//!
//! The timing rule uses the first model, [`LightModel::Cylinder`]. The others show how much depends on that
//! choice; none is selected for agreeing better with some flight.

use crate::environment::Shadow;
use crate::math::bisect;
use crate::provenance::Sourced;
use std::fmt;

/// Height up to which [`LightModel::Atmosphere`] treats the air as opaque.
pub const OPAQUE_AIR: Sourced = Sourced::assumed(
    "height of opaque air in the shadow model used for comparison",
    25.0e3,
    "m",
    "25 km is the usual allowance for clouds, haze and refraction at the terminator",
);

/// Which edge of the Earth's shadow is crossed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EdgeKind {
    /// Exit from the shadow.
    Sunrise,
    /// Entry into the shadow.
    Sunset,
}

impl EdgeKind {
    /// The edge towards light, or towards shadow.
    pub const fn towards(light: bool) -> Self {
        if light { Self::Sunrise } else { Self::Sunset }
    }
}

impl fmt::Display for EdgeKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Sunrise => "sunrise",
            Self::Sunset => "sunset",
        })
    }
}

/// An entry into or exit from the Earth's shadow.
#[derive(Clone, Copy, Debug)]
pub struct ShadowEdge {
    /// Time [s after lift-off].
    pub t: f64,
    /// Entry or exit.
    pub kind: EdgeKind,
}

/// A model of the Earth's shadow.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LightModel {
    /// Parallel rays past a sphere of 6378.137 km, used by the rule.
    Cylinder,
    /// Parallel rays past the WGS-84 ellipsoid.
    Ellipsoid,
    /// Shadow where any part of the Sun's disc is hidden by the ellipsoid.
    Penumbra,
    /// Shadow where the whole of the Sun's disc is hidden by the ellipsoid.
    Umbra,
    /// Parallel rays past a sphere with 25 km of opaque air.
    Atmosphere,
}

impl LightModel {
    /// All models but the one used by the rule, in display order.
    pub const OTHERS: [Self; 4] = [Self::Ellipsoid, Self::Penumbra, Self::Umbra, Self::Atmosphere];

    /// Description.
    pub const fn title(self) -> &'static str {
        match self {
            Self::Cylinder => "parallel rays past a sphere of 6378.137 km",
            Self::Ellipsoid => "shadow of the ellipsoid",
            Self::Penumbra => "shadow of the ellipsoid, whole Sun visible",
            Self::Umbra => "shadow of the ellipsoid, any part of the Sun visible",
            Self::Atmosphere => "shadow of a sphere with 25 km of air",
        }
    }

    /// An angle, positive in light and negative in shadow [rad]; positions geocentric, GCRF [m].
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

    /// Shadow entries and exits of a body at `place(t)` between `from` and `to` [s], in order of time;
    /// `sun(t)` is the position of the Sun. Both geocentric, GCRF [m].
    ///
    /// The scan step is a minute: shorter eclipses or periods of light may be missed.
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
                let lit = next_value >= 0.0;
                let t = bisect((t, next), RESOLUTION, |t| (light(t) >= 0.0) == lit);
                edges.push(ShadowEdge { t, kind: EdgeKind::towards(lit) });
            }
            (t, value) = (next, next_value);
        }
        edges
    }
}
