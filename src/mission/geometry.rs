//! Angles between pad, ship and station.

use crate::constants::GM_EARTH;
use crate::forces::BodyAxes;
use crate::frames::{EarthRotation, Geodetic};
use crate::propagate::Instant;
use nalgebra::Vector3;
use std::f64::consts::{PI, TAU};

/// Geocentric angle from `from` to the station, measured in the station's orbit plane along its
/// motion, in (−π, π] [rad]: positive when the station is ahead.
pub fn phase_angle(from: &Vector3<f64>, station: &Instant) -> f64 {
    let axes = station.lvlh();
    let d = axes.vector_lvlh(from);
    // Ahead is x, up is −z.
    let angle = (-d.x).atan2(-d.z);
    if angle <= -PI { angle + TAU } else { angle }
}

/// Unit normal of the orbit plane, GCRF.
pub fn normal(of: &Instant) -> Vector3<f64> {
    of.r.cross(&of.v).normalize()
}

/// The state turned by the small rotation that takes the plane normal `from` to `to`.
pub fn turn(state: &Instant, from: &Vector3<f64>, to: &Vector3<f64>) -> Instant {
    let rotation = nalgebra::Rotation3::rotation_between(from, to)
        .unwrap_or_else(nalgebra::Rotation3::identity);
    Instant { t: state.t, r: rotation * state.r, v: rotation * state.v }
}

/// Osculating ellipse: what reports say of an orbit.
#[derive(Clone, Copy, Debug)]
pub struct Ellipse {
    /// Height of the perigee above the ellipsoid at its own latitude [m].
    pub perigee_height: f64,
    /// Height of the apogee above the ellipsoid at its own latitude [m].
    pub apogee_height: f64,
    /// Period [s].
    pub period: f64,
    /// Inclination to the Earth's equator of date [rad].
    pub inclination: f64,
    /// Argument of latitude of the body, from the equator of date [rad].
    pub argument_of_latitude: f64,
}

impl Ellipse {
    /// Of a state; heights with the Earth turned as it is at that instant.
    pub fn of(state: &Instant, earth: &EarthRotation) -> Self {
        let (r, v) = (state.r, state.v);
        let a = 1.0 / (2.0 / r.norm() - v.norm_squared() / GM_EARTH);
        let h = r.cross(&v);
        let e = v.cross(&h) / GM_EARTH - r.normalize();
        // On a circle any point is the perigee.
        let perigee = if e.norm() > 1e-9 { e.normalize() } else { r.normalize() };
        let height =
            |point: Vector3<f64>| Geodetic::from_itrf(&earth.position_itrf(state.t, &point)).height;
        let pole = Vector3::from(earth.to_body(state.t)[2]);
        let node = pole.cross(&h).normalize();
        let across = h.normalize().cross(&node);
        Self {
            perigee_height: height(perigee * (a * (1.0 - e.norm()))),
            apogee_height: height(-perigee * (a * (1.0 + e.norm()))),
            period: TAU * (a.powi(3) / GM_EARTH).sqrt(),
            inclination: (h.normalize().dot(&pole)).acos(),
            argument_of_latitude: r.dot(&across).atan2(r.dot(&node)).rem_euclid(TAU),
        }
    }
}
