//! Views of a state: elements, angles, heights.
//!
//! Nothing here propagates. Angles are in radians, lengths in metres; vectors are given along the axes
//! of one inertial frame, and inclination, node and argument of latitude refer to its x–y plane, so
//! name the frame beside them: between GCRF and TEME of 2013 the node of the ISS differs by 0.18°.
//!
//! - [`Elements`]: osculating Keplerian elements and back; [`mean_elements`] without the short-period
//!   terms of J2.
//! - [`phase_angle`], [`out_of_plane`], [`beta_angle`]: where bodies stand to an orbit.
//! - [`apsis_heights`]: perigee and apogee above the ellipsoid at their own latitudes, as published
//!   insertion orbits are given.

mod elements;
mod geometry;
mod kepler;
mod mean;

pub use elements::{Elements, OrbitError};
pub use geometry::{
    ApsisHeights, apsis_heights, argument_of_latitude, beta_angle, normal, out_of_plane,
    phase_angle, wrap,
};
pub use kepler::{eccentric_from_mean, hyperbolic_from_mean};
pub use mean::{SecularRates, mean_elements, secular_rates};
