//! NRLMSISE-00, evaluated at every call.

use super::{Density, vertical};
use crate::environment::{ApKind, Indices, SpaceWeather, SpaceWeatherError};
use crate::forces::Point;
use crate::math::Real;
use crate::time::{Epoch, mjd_utc};
use crate::units::{DAY, DEGREE};
use nrlmsise00::{Input, Model, drivers};

/// Why an atmosphere could not be set up.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum AtmosphereError {
    /// The indices are not available.
    #[error("atmosphere: {0}")]
    SpaceWeather(#[from] SpaceWeatherError),
    /// The span is too long or not finite.
    #[error(
        "atmosphere requested for an arc from {from} s to {to} s; at most {limit} s can be covered"
    )]
    Span {
        /// Start [s].
        from: f64,
        /// End [s].
        to: f64,
        /// Longest [s].
        limit: f64,
    },
    /// The range of heights of a table is not allowed.
    #[error(
        "density table requested for heights {low_km} km to {high_km} km; \
         they must increase and lie within 100 km to 1000 km"
    )]
    Heights {
        /// Lower end [km].
        low_km: f64,
        /// Upper end [km].
        high_km: f64,
    },
}

/// Local solar time passed to the model.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum SolarTime {
    /// UT + longitude/15, as the notes of the reference program require. The default.
    #[default]
    Mean,
    /// Hour angle of the true Sun + 12 h, as in some propagators; differs by up to 16 min.
    Apparent,
}

/// Longest arc [s].
const MAX_SPAN: f64 = 400.0 * DAY;

/// NRLMSISE-00 [Picone et al. 2002] along an arc: effective total mass density for drag, with anomalous oxygen.
///
/// Indices change in steps, as they are published: the flux at 0 h UT, ap every three hours. The model itself has
/// discontinuities of 1e-5 to 1e-3 at some heights. Both cost an adaptive integrator steps, and none keeps its
/// tolerance across a step of the indices: over twelve hours at 220 and 300 km in the storm of 29 October 2003 (C_d A/m
/// of 0.01 m²/kg) the final error was 0.1 to 0.4 m at a tolerance of 1 mm with Nyström 12(10) and Verner 9(8), 0.3 to
/// 2.3 m with Störmer–Cowell, and up to 15 m at 1 cm. End arcs at the steps, with [`Nrlmsise00::held_at`] for each; or,
/// for long or many arcs, use [`DensityTable`](super::DensityTable), which is smooth and fast.
#[derive(Clone, Debug)]
pub struct Nrlmsise00 {
    model: Model,
    /// MJD UTC at t = 0.
    epoch: f64,
    /// Number of the first three-hour interval in `indices`, counted from MJD 0.
    first: i64,
    indices: Vec<Indices>,
    ap: ApKind,
    solar_time: SolarTime,
    /// Time whose indices are used throughout, if any [s].
    held_at: Option<f64>,
}

/// Returns an error if a span is longer than `limit` or NaN [s].
pub(super) fn check_span(from: f64, to: f64, limit: f64) -> Result<(), AtmosphereError> {
    match (to - from).abs() <= limit {
        true => Ok(()),
        false => Err(AtmosphereError::Span { from, to, limit }),
    }
}

impl Nrlmsise00 {
    /// With constant indices; ap enters as the daily value only.
    pub fn fixed(epoch: Epoch, indices: Indices) -> Nrlmsise00 {
        let epoch = mjd_utc(epoch);
        Nrlmsise00 {
            model: Model::new(),
            epoch,
            first: interval(epoch),
            indices: vec![indices],
            ap: ApKind::Daily,
            solar_time: SolarTime::Mean,
            held_at: None,
        }
    }

    /// With the daily flux and the three-hourly ap history of a table, for times from `t_from` to `t_to`
    /// seconds after `epoch`. Outside this span the indices of its ends are used.
    ///
    /// # Errors
    /// [`AtmosphereError`]: the table does not cover the span, or the span is longer than 400 days.
    pub fn over(
        epoch: Epoch,
        t_from: f64,
        t_to: f64,
        weather: &SpaceWeather,
    ) -> Result<Nrlmsise00, AtmosphereError> {
        let epoch = mjd_utc(epoch);
        check_span(t_from, t_to, MAX_SPAN)?;
        let (from, to) = (t_from.min(t_to), t_from.max(t_to));
        let (first, last) = (interval(epoch + from / DAY), interval(epoch + to / DAY));
        let indices = (first..=last)
            .map(|i| weather.at((i as f64 + 0.5) / 8.0))
            .collect::<Result<Vec<_>, _>>()?;
        Ok(Nrlmsise00 {
            model: Model::new(),
            epoch,
            first,
            indices,
            ap: ApKind::ThreeHourly,
            solar_time: SolarTime::Mean,
            held_at: None,
        })
    }

    /// As [`Nrlmsise00::over`], with the embedded record.
    ///
    /// # Errors
    /// [`AtmosphereError`]: the record does not cover the span, or the span is longer than 400 days.
    pub fn embedded(epoch: Epoch, t_from: f64, t_to: f64) -> Result<Nrlmsise00, AtmosphereError> {
        check_span(t_from, t_to, MAX_SPAN)?;
        let at = |t: f64| mjd_utc(epoch) + t / DAY;
        let weather = SpaceWeather::embedded(at(t_from), at(t_to))?;
        Self::over(epoch, t_from, t_to, &weather)
    }

    /// The same model with daily Ap instead of the three-hourly history.
    pub fn with_daily_ap(self) -> Nrlmsise00 {
        Nrlmsise00 { ap: ApKind::Daily, ..self }
    }

    /// The same model with another local solar time.
    pub fn with_solar_time(self, solar_time: SolarTime) -> Nrlmsise00 {
        Nrlmsise00 { solar_time, ..self }
    }

    /// The same model with the indices and the day of the year valid at `t` used throughout: for an arc that ends where
    /// the indices change, so that the density is continuous up to its ends.
    pub fn held_at(&self, t: f64) -> Nrlmsise00 {
        Nrlmsise00 { held_at: Some(t), ..self.clone() }
    }

    /// The indices valid at `t` seconds after the epoch.
    pub fn indices(&self, t: f64) -> &Indices {
        let i = interval(self.epoch + t / DAY) - self.first;
        &self.indices[i.clamp(0, self.indices.len() as i64 - 1) as usize]
    }

    /// Density [kg/m³] at time `t` [s], geodetic height [m], geodetic latitude and longitude [rad].
    pub fn at(&self, t: f64, height: f64, latitude: f64, longitude: f64) -> f64 {
        self.within_interval(self.held_at.unwrap_or(t), t, height, latitude, longitude)
    }

    /// Start of the three-hour interval that contains `t`, in seconds since the epoch.
    pub(super) fn interval_start(&self, t: f64) -> f64 {
        (interval(self.epoch + t / DAY) as f64 / 8.0 - self.epoch) * DAY
    }

    /// As [`Nrlmsise00::at`], with the indices and the day of the year valid at `t_indices`; `t` may
    /// lie in a neighbouring interval or day.
    pub(super) fn within_interval(
        &self,
        t_indices: f64,
        t: f64,
        height: f64,
        latitude: f64,
        longitude: f64,
    ) -> f64 {
        let indices = self.indices(t_indices);
        let day = (self.epoch + t_indices / DAY).floor();
        let seconds_of_day = (self.epoch - day) * DAY + t;
        let longitude_deg = longitude / DEGREE;
        let equation = match self.solar_time {
            SolarTime::Mean => 0.0,
            SolarTime::Apparent => equation_of_time(self.epoch + t / DAY) / 3600.0,
        };
        let input = Input {
            day_of_year: drivers::day_of_year(day),
            seconds_of_day,
            altitude_km: height / 1e3,
            latitude_deg: latitude / DEGREE,
            longitude_deg,
            local_solar_time_h: seconds_of_day / 3600.0 + longitude_deg / 15.0 + equation,
            f107_average: indices.f107_average,
            f107: indices.f107,
            magnetic: indices.magnetic(self.ap),
        };
        self.model.gtd7d::<f64>(&input).total_mass
    }
}

impl<T: Real> Density<T> for Nrlmsise00 {
    #[inline]
    fn density(&self, at: &Point<T>) -> T {
        let place = vertical(at.r_body);
        T::from_lanes(|i| {
            let latitude = libm::atan2(place.sin_latitude.lane(i), place.cos_latitude.lane(i));
            let longitude = libm::atan2(at.r_body[1].lane(i), at.r_body[0].lane(i));
            self.at(at.t, place.height.lane(i), latitude, longitude)
        })
    }
}

/// Number of the three-hour interval that contains an MJD.
fn interval(mjd: f64) -> i64 {
    (mjd * 8.0).floor() as i64
}

/// Apparent minus mean solar time [s], within 3 s in 1950–2050, from the Sun's mean longitude and
/// anomaly [Astronomical Almanac, section C, low-precision formulas].
fn equation_of_time(mjd: f64) -> f64 {
    let days = mjd - 51_544.5;
    let mean_longitude = (280.460 + 0.985_647_4 * days) * DEGREE;
    let anomaly = (357.528 + 0.985_600_3 * days) * DEGREE;
    let longitude =
        mean_longitude + (1.915 * libm::sin(anomaly) + 0.020 * libm::sin(2.0 * anomaly)) * DEGREE;
    let obliquity = (23.439 - 4e-7 * days) * DEGREE;
    let right_ascension =
        libm::atan2(libm::cos(obliquity) * libm::sin(longitude), libm::cos(longitude));
    let turn = std::f64::consts::TAU;
    let difference = (mean_longitude - right_ascension) / turn;
    (difference - difference.round()) * DAY
}
