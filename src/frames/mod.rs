//! Reference frames, as types, so that mixing two of them does not compile.
//!
//! - [`Gcrf`]: geocentric celestial reference frame, in which everything is integrated.
//! - [`Eme2000`]: mean equator and equinox of J2000.0; differs from GCRF by the frame bias (23 mas,
//!   0.8 m at the ISS). Often called J2000 or "ECI".
//! - [`Teme`]: true equator, mean equinox of date; used by SGP4 only.
//! - [`Itrf`]: international terrestrial reference frame, which rotates with the Earth; also called ECEF. The axes of
//!   WGS-84 agree to a few centimetres. Velocities are relative to the rotating frame.
//! - [`Lvlh`]: axes that follow an orbiting body, here x ahead, y opposite the orbit normal, z down.
//!
//! [`EarthOrientation`] is the complete transformation (IAU 2006/2000A with IERS data) at one epoch, at a cost of
//! some 50 µs; [`EarthRotation`] approximates it along an arc at some 20 ns per call.

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
