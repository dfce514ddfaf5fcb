//! Reference frames, and the types that keep them from being mixed.
//!
//! - [`Gcrf`]: geocentric celestial reference frame; everything is integrated here.
//! - [`Eme2000`]: mean equator and equinox of J2000; differs from GCRF by the frame bias (23 mas,
//!   0.8 m at the ISS). Also called J2000 or "ECI" elsewhere.
//! - [`Teme`]: true equator, mean equinox of date; the frame of SGP4, and of nothing else.
//! - [`Itrf`]: international terrestrial reference frame; turns with the Earth. Also ECEF, WGS-84
//!   axes (equal to some centimetres). Velocities are relative to the turning Earth.
//! - [`Lvlh`]: axes that follow an orbiting body, here x ahead, y opposite the orbit normal, z down.
//!
//! [`EarthOrientation`] is the full theory (IAU 2006/2000A with IERS data) at one instant and takes
//! some 50 µs to work out; [`EarthRotation`] follows it along an arc in some 20 ns a call.

mod earth_rotation;
mod geodetic;
mod lvlh;
mod orientation;
mod rotation;
mod state;

pub use earth_rotation::EarthRotation;
pub use geodetic::{Geodetic, ellipsoid_radius};
pub use lvlh::{Lvlh, Relative};
pub use orientation::EarthOrientation;
pub use rotation::{Inertial, Rotation, frame_bias};
pub use state::{Eme2000, Frame, Gcrf, Itrf, State, Teme};
