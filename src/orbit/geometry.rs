//! Angles between bodies and orbits; apsis heights.

use super::{Elements, OrbitError};
use crate::frames::Geodetic;
use nalgebra::Vector3;
use std::f64::consts::{PI, TAU};

/// An angle reduced to (−π, π] [rad].
pub fn wrap(angle: f64) -> f64 {
    PI - (PI - angle).rem_euclid(TAU)
}

/// Unit vector along the orbit normal, `r × v`.
pub fn normal(r: &Vector3<f64>, v: &Vector3<f64>) -> Vector3<f64> {
    r.cross(v).normalize()
}

/// Elevation of the direction `r` above the plane with unit normal `normal`, positive towards the normal [rad].
pub fn out_of_plane(r: &Vector3<f64>, normal: &Vector3<f64>) -> f64 {
    let along = r.dot(normal);
    libm::atan2(along, (r - normal * along).norm())
}

/// Elevation of the Sun over the orbit plane, positive on the side of the orbit normal [rad].
pub fn beta_angle(r: &Vector3<f64>, v: &Vector3<f64>, sun: &Vector3<f64>) -> f64 {
    out_of_plane(sun, &normal(r, v))
}

/// Geocentric angle in the target's orbital plane from the chaser to the target, positive when the target
/// is ahead, in (−π, π] [rad]. It is 0 at arrival.
///
/// The angle is negative for a target more than half a revolution ahead; add 2π where a scheme counts to 2π.
pub fn phase_angle(
    r_chaser: &Vector3<f64>,
    r_target: &Vector3<f64>,
    v_target: &Vector3<f64>,
) -> f64 {
    let along = r_target.normalize();
    let ahead = normal(r_target, v_target).cross(&along);
    -libm::atan2(r_chaser.dot(&ahead), r_chaser.dot(&along))
}

/// Argument of latitude: angle from the ascending node to the body, 0 to 2π [rad].
pub fn argument_of_latitude(r: &Vector3<f64>, v: &Vector3<f64>) -> f64 {
    let h = r.cross(v);
    let node = Vector3::new(-h.y, h.x, 0.0);
    libm::atan2(r.dot(&h.cross(&node)), r.dot(&node) * h.norm()).rem_euclid(TAU)
}

/// Heights of the apsides above the WGS-84 ellipsoid, each at its own latitude.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ApsisHeights {
    /// Perigee [m].
    pub perigee: f64,
    /// Apogee [m]; infinite if the orbit is open.
    pub apogee: f64,
}

/// Heights of perigee and apogee of the osculating orbit, above the ellipsoid under each.
///
/// `to_itrf` transforms a position from the axes of `r` and `v` to ITRF at the instant of the state. The Earth
/// rotates until an apsis is reached, which changes its longitude but not its height.
///
/// # Errors
/// [`OrbitError`].
pub fn apsis_heights(
    r: &Vector3<f64>,
    v: &Vector3<f64>,
    gm: f64,
    to_itrf: impl Fn(&Vector3<f64>) -> Vector3<f64>,
) -> Result<ApsisHeights, OrbitError> {
    let orbit = Elements::from_rv(r, v, gm)?;
    let height = |true_anomaly| {
        let (r, _) = Elements { true_anomaly, ..orbit }.to_rv(gm);
        Geodetic::from_itrf(&to_itrf(&r)).height
    };
    Ok(ApsisHeights {
        perigee: height(0.0),
        apogee: if orbit.e < 1.0 { height(PI) } else { f64::INFINITY },
    })
}
