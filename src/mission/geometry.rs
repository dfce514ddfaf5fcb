//! The orbit module's views, for instants of an arc.

use crate::constants::GM_EARTH;
use crate::frames::EarthRotation;
use crate::orbit::{self, Elements, OrbitError, apsis_heights};
use crate::propagate::Instant;
use nalgebra::Vector3;

/// Geocentric angle from `from` to the station, in the station's orbit plane along its motion, in
/// (−π, π] [rad]: positive when the station is ahead.
pub fn phase_angle(from: &Vector3<f64>, station: &Instant) -> f64 {
    orbit::phase_angle(from, &station.r, &station.v)
}

/// Unit normal of the orbit plane, GCRF.
pub fn normal(of: &Instant) -> Vector3<f64> {
    orbit::normal(&of.r, &of.v)
}

/// The state turned by the small rotation that takes the plane normal `from` to `to`.
pub fn turn(state: &Instant, from: &Vector3<f64>, to: &Vector3<f64>) -> Instant {
    let rotation = nalgebra::Rotation3::rotation_between(from, to)
        .unwrap_or_else(nalgebra::Rotation3::identity);
    Instant { t: state.t, r: rotation * state.r, v: rotation * state.v }
}

/// Osculating elements to the true equator and mean equinox of date (TEME), in which launch orbits
/// are given.
pub fn elements_of_date(state: &Instant, earth: &EarthRotation) -> Result<Elements, OrbitError> {
    let to_date = earth.teme_gcrf(state.t).inverse();
    let m = to_date.matrix();
    Elements::from_rv(&(m * state.r), &(m * state.v), GM_EARTH)
}

/// Heights of perigee and apogee above the ellipsoid, each at its own latitude [m].
pub fn heights(state: &Instant, earth: &EarthRotation) -> Result<(f64, f64), OrbitError> {
    let heights = apsis_heights(&state.r, &state.v, GM_EARTH, |r| earth.position_itrf(state.t, r))?;
    Ok((heights.perigee, heights.apogee))
}
