//! Atmospheric density.
//!
//! | model | depends on | cost |
//! |---|---|---|
//! | [`Exponential`] | height | least |
//! | [`Us76`] | height; also gives temperature, pressure and speed of sound (for the ascent) | small |
//! | [`HarrisPriester`] | height, angle from the diurnal bulge; mean solar activity | small |
//! | [`Nrlmsise00`] | height, location, season, local time, solar flux, 3-hourly geomagnetic activity | microseconds |
//! | [`DensityTable`] | the same near one orbit plane, within 0.15 % | small; milliseconds to set up |
//!
//! Heights are above the WGS-84 ellipsoid unless a model says otherwise.

mod density_table;
mod exponential;
mod harris_priester;
mod height;
mod nrlmsise;
mod us76;

pub use density_table::DensityTable;
pub use exponential::{Datum, Exponential};
pub use harris_priester::HarrisPriester;
pub use height::{Vertical, vertical};
pub use nrlmsise::{AtmosphereError, Nrlmsise00, SolarTime};
pub use us76::{Air, Us76};

use super::Point;
use crate::math::Real;

/// Atmospheric density as a function of position and time.
pub trait Density<T: Real> {
    /// Density [kg/m³].
    fn density(&self, at: &Point<T>) -> T;
}

impl<T: Real, D: Density<T>> Density<T> for &D {
    #[inline(always)]
    fn density(&self, at: &Point<T>) -> T {
        (*self).density(at)
    }
}
