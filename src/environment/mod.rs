//! The environment of the flight: Earth orientation, Sun and Moon, the Earth's shadow, space weather.
//!
//! - [`EarthOrientationTable`]: polar motion, UT1, length of day and pole offsets by date; an
//!   embedded table covers 2000 to 2026, and files of the usual formats can be read.
//! - [`SunMoon`]: geometric positions at an epoch; [`SunMoonArc`]: the same along an arc, for
//!   performance-critical code.
//! - [`Shadow`]: the Earth's shadow as a cylinder or as umbra and penumbra, by functions that change sign at entry and
//!   exit.
//! - [`SpaceWeather`]: solar flux and geomagnetic indices by date, which drive atmosphere models.

mod earth_orientation;
mod eop_formats;
mod shadow;
mod space_weather;
mod sun_moon;

pub use earth_orientation::{
    EARTH_ROTATION_PER_UT1_SECOND, EarthOrientationError, EarthOrientationTable, Eop,
};
pub use shadow::{SUN_RADIUS, Shadow};
pub use space_weather::{ApKind, DailyIndices, Indices, SpaceWeather, SpaceWeatherError};
pub use sun_moon::{SunMoon, SunMoonArc};
