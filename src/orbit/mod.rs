//! Orbital quantities of a state: elements, angles, heights.
//!
//! Nothing here propagates. Angles are in radians, lengths in metres. Vectors are along the axes of one
//! inertial frame, and inclination, node and argument of latitude refer to its x–y plane, so always state
//! that frame: the node of the ISS in 2013 differs by 0.18° between GCRF and TEME.
//!
//! - [`Elements`]: osculating Keplerian elements and back; [`mean_elements`] without the short-period
//!   terms of J2.
//! - [`phase_angle`], [`out_of_plane`], [`beta_angle`]: angles of other bodies relative to an orbit.
//! - [`apsis_heights`]: heights of perigee and apogee above the ellipsoid at their own latitudes, the
//!   convention of published insertion orbits.

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
