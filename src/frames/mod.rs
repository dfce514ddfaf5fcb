//! Reference frames, and the types that keep them from being mixed.
//!
//! - [`Gcrf`]: geocentric celestial reference frame; everything is integrated here.
//! - [`Eme2000`]: mean equator and equinox of J2000; differs from GCRF by the frame bias.
//! - [`Teme`]: true equator, mean equinox of date; the frame of SGP4.
//! - [`Itrf`]: international terrestrial reference frame; turns with the Earth.

mod state;

pub use state::{Eme2000, Frame, Gcrf, Itrf, State, Teme};
