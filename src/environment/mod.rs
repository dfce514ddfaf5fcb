//! The surroundings of the flight: Earth orientation, Sun, Moon, the Earth's shadow.
//!
//! - [`EarthOrientationTable`]: polar motion, UT1, length of day and pole offsets by date; an
//!   embedded table covers 2000 to 2026, files of the usual formats are read too.
//! - [`SunMoon`]: geometric positions at an epoch; [`SunMoonArc`]: the same along an arc, for the
//!   hot path.
//! - [`Shadow`]: the Earth's shadow as a cylinder or as umbra and penumbra, as functions whose sign
//!   change is an entry or exit.

mod earth_orientation;
mod eop_formats;
mod shadow;
mod space_weather;
mod sun_moon;

pub use earth_orientation::{
    EARTH_ROTATION_PER_UT1_SECOND, EarthOrientationError, EarthOrientationTable, Eop,
};
pub use shadow::{SUN_RADIUS, Shadow};
pub use space_weather::{Day, Indices, SpaceWeather, SpaceWeatherError};
pub use sun_moon::{SunMoon, SunMoonArc};
