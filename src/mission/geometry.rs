//! Functions of [`crate::orbit`] for states of an arc.

use crate::constants::GM_EARTH;
use crate::frames::EarthRotation;
use crate::orbit::{self, Elements, OrbitError, apsis_heights};
use crate::propagate::StateVector;
use nalgebra::Vector3;

/// Geocentric angle from `from` to the station in the station's orbital plane, positive when the station is ahead, in
/// (−π, π] [rad].
pub fn phase_angle(from: &Vector3<f64>, station: &StateVector) -> f64 {
    orbit::phase_angle(from, &station.r, &station.v)
}

/// Unit normal of the orbit plane, GCRF.
pub fn normal(of: &StateVector) -> Vector3<f64> {
    orbit::normal(&of.r, &of.v)
}

/// The state, rotated by the rotation that takes the unit vector `from` to `to`.
pub fn turn(state: &StateVector, from: &Vector3<f64>, to: &Vector3<f64>) -> StateVector {
    let rotation = nalgebra::Rotation3::rotation_between(from, to)
        .unwrap_or_else(nalgebra::Rotation3::identity);
    StateVector { t: state.t, r: rotation * state.r, v: rotation * state.v }
}

/// Osculating elements in TEME (true equator, mean equinox of date), to which launch orbits refer.
pub fn elements_of_date(
    state: &StateVector,
    earth: &EarthRotation,
) -> Result<Elements, OrbitError> {
    let to_date = earth.teme_gcrf(state.t).inverse();
    let m = to_date.matrix();
    Elements::from_rv(&(m * state.r), &(m * state.v), GM_EARTH)
}

/// Heights of perigee and apogee above the ellipsoid, each at its own latitude [m].
pub fn heights(state: &StateVector, earth: &EarthRotation) -> Result<(f64, f64), OrbitError> {
    let heights = apsis_heights(&state.r, &state.v, GM_EARTH, |r| earth.position_itrf(state.t, r))?;
    Ok((heights.perigee, heights.apogee))
}
