//! Space weather: solar flux and geomagnetic indices by date, which drive models of the upper atmosphere.

mod celestrak;

use nrlmsise00::MagneticActivity;
use nrlmsise00::drivers::Drivers;
use serde::{Deserialize, Serialize};

/// Calendar date of a modified Julian date (UTC).
fn date(mjd: f64) -> String {
    crate::time::format_utc(crate::time::Epoch::from_mjd_utc(mjd), 0).chars().take(10).collect()
}

/// Why space weather is not available.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum SpaceWeatherError {
    /// The instant is outside the table.
    #[error(
        "space weather requested for {} (MJD {mjd:.2}); {table} covers {} to {} (MJD {first} to {last}, \
         allowing for three days of history and the 81-day mean)",
        date(*mjd), date(*first as f64), date(*last as f64)
    )]
    Outside {
        /// Name of the table.
        table: String,
        /// The instant.
        mjd: f64,
        /// First day available.
        first: i64,
        /// Last day available.
        last: i64,
    },
    /// The table contains the day, but not the value.
    #[error("space weather of {table}: {value} is missing on {} (MJD {mjd})", date(*mjd as f64))]
    Missing {
        /// Name of the table.
        table: String,
        /// What is missing.
        value: &'static str,
        /// Day.
        mjd: i64,
    },
    /// A line does not follow the format.
    #[error("space weather file {file}, line {line}: {problem}")]
    Line {
        /// File name.
        file: String,
        /// Line, from 1.
        line: usize,
        /// What is wrong.
        problem: String,
    },
    /// The file could not be opened.
    #[error("space weather file {file}: {reason}")]
    Unreadable {
        /// File name.
        file: String,
        /// What the system said.
        reason: String,
    },
}

/// Solar and geomagnetic indices at one instant, as an atmosphere model takes them.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Indices {
    /// Observed 10.7 cm flux of the previous day [10⁻²² W m⁻² Hz⁻¹].
    pub f107: f64,
    /// Observed 10.7 cm flux, averaged over 81 days centred on the day [10⁻²² W m⁻² Hz⁻¹].
    pub f107_average: f64,
    /// Daily planetary equivalent amplitude Ap [2 nT].
    pub ap_daily: f64,
    /// Three-hourly ap now and 3, 6 and 9 h before; averages from 12 to 33 h and from 36 to 57 h before [2 nT].
    pub ap_history: [f64; 6],
}

/// Indices of one day; NaN marks unknown values.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct DailyIndices {
    /// Observed 10.7 cm flux, not adjusted to 1 au [10⁻²² W m⁻² Hz⁻¹].
    pub f107: f64,
    /// The same, averaged over 81 days centred on the day [10⁻²² W m⁻² Hz⁻¹].
    pub f107_average: f64,
    /// The eight three-hourly ap of the day [2 nT].
    pub ap: [f64; 8],
    /// Daily mean Ap [2 nT].
    pub ap_daily: f64,
}

/// A table of daily indices.
#[derive(Clone, Debug)]
pub struct SpaceWeather {
    name: String,
    /// First day [MJD].
    first: i64,
    days: Vec<DailyIndices>,
}

impl SpaceWeather {
    /// The part of the embedded record needed for an arc from `from` to `to` [MJD UTC]: GFZ Potsdam's
    /// Kp, ap and observed F10.7 (CC BY 4.0), 1957 to August 2026, as contained in the crate
    /// nrlmsise00.
    ///
    /// # Errors
    /// [`SpaceWeatherError`]: the record does not cover the arc.
    pub fn embedded(from: f64, to: f64) -> Result<SpaceWeather, SpaceWeatherError> {
        let record = Drivers::embedded();
        let name = "the embedded GFZ record".to_string();
        let (first, last) = (from.min(to).floor() as i64 - 3, from.max(to).floor() as i64);
        let usable = (record.first_usable_day(), record.last_usable_day());
        if first < usable.0 || last > usable.1 {
            let mjd = if first < usable.0 { from.min(to) } else { from.max(to) };
            let (first, last) = (usable.0 + 3, usable.1);
            return Err(SpaceWeatherError::Outside { table: name, mjd, first, last });
        }
        let days = (first..=last).map(|mjd| {
            let (day, average) = (record.day(mjd as f64), record.centered_flux(mjd as f64));
            let (Ok(day), Ok(f107_average)) = (day, average) else {
                let value = "the day";
                return Err(SpaceWeatherError::Missing { table: name.clone(), value, mjd });
            };
            Ok(DailyIndices { f107: day.flux, f107_average, ap: day.ap, ap_daily: day.ap_daily })
        });
        let days = days.collect::<Result<_, _>>()?;
        Ok(SpaceWeather { name, first, days })
    }

    /// Reads a CelesTrak space-weather file: CSV (`SW-All.csv`) or fixed columns (`SW-All.txt`), recognised
    /// by the first line. Observed days and daily predictions are used; monthly predictions,
    /// which have no ap, end the table. Days must be consecutive. A blank value is an error only when it is needed.
    ///
    /// # Errors
    /// [`SpaceWeatherError`]: the file cannot be read, or a line does not follow the format.
    pub fn read(path: &std::path::Path) -> Result<SpaceWeather, SpaceWeatherError> {
        let file = path.display().to_string();
        let text = std::fs::read_to_string(path).map_err(|e| SpaceWeatherError::Unreadable {
            file: file.clone(),
            reason: e.to_string(),
        })?;
        Self::parse(&text, &file)
    }

    /// As [`SpaceWeather::read`], from text; `file` identifies it in messages.
    ///
    /// # Errors
    /// As [`SpaceWeather::read`].
    pub fn parse(text: &str, file: &str) -> Result<SpaceWeather, SpaceWeatherError> {
        let fail = |line, problem| SpaceWeatherError::Line { file: file.into(), line, problem };
        let (first, days) =
            celestrak::parse(text).map_err(|(line, problem)| fail(line, problem))?;
        Ok(SpaceWeather { name: file.into(), first, days })
    }

    /// Name of the table, for reports.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// First and last day [MJD] for which [`SpaceWeather::at`] can be evaluated.
    pub fn span(&self) -> (i64, i64) {
        (self.first + 3, self.first + self.days.len() as i64 - 1)
    }

    /// One day of the table.
    pub fn day(&self, mjd: i64) -> Option<&DailyIndices> {
        usize::try_from(mjd - self.first).ok().and_then(|i| self.days.get(i))
    }

    /// The indices at an instant [MJD UTC].
    ///
    /// # Errors
    /// [`SpaceWeatherError`]: the table does not cover the instant and three days before, or lacks a value.
    pub fn at(&self, mjd: f64) -> Result<Indices, SpaceWeatherError> {
        let (first, last) = self.span();
        let today = mjd.floor() as i64;
        if !(first..=last).contains(&today) {
            return Err(SpaceWeatherError::Outside { table: self.name.clone(), mjd, first, last });
        }
        let day = |mjd: i64| &self.days[(mjd - self.first) as usize];
        let known = |x: f64, value: &'static str, mjd: i64| match x.is_nan() {
            false => Ok(x),
            true => Err(SpaceWeatherError::Missing { table: self.name.clone(), value, mjd }),
        };
        let interval = ((mjd - today as f64) * 8.0).floor() as i64; // 0 to 7
        let ap = |back: i64| {
            let all = 8 * today + interval - back;
            let day_of = all.div_euclid(8);
            known(day(day_of).ap[all.rem_euclid(8) as usize], "ap", day_of)
        };
        let mean = |backs: std::ops::Range<i64>| -> Result<f64, SpaceWeatherError> {
            let mut sum = 0.0;
            for back in backs {
                sum += ap(back)?;
            }
            Ok(sum / 8.0)
        };
        let history = [ap(0)?, ap(1)?, ap(2)?, ap(3)?, mean(4..12)?, mean(12..20)?];
        Ok(Indices {
            f107: known(day(today - 1).f107, "F10.7", today - 1)?,
            f107_average: known(day(today).f107_average, "the 81-day mean of F10.7", today)?,
            ap_daily: known(day(today).ap_daily, "Ap", today)?,
            ap_history: history,
        })
    }
}

/// Geomagnetic index used by NRLMSISE-00.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ApKind {
    /// Three-hourly ap with its history.
    ThreeHourly,
    /// Daily Ap.
    Daily,
}

impl Indices {
    /// Constant flux [10⁻²² W m⁻² Hz⁻¹] and geomagnetic activity ap [2 nT].
    pub fn fixed(f107: f64, f107_average: f64, ap: f64) -> Indices {
        Indices { f107, f107_average, ap_daily: ap, ap_history: [ap; 6] }
    }

    /// The geomagnetic activity in the form that NRLMSISE-00 takes.
    pub fn magnetic(&self, kind: ApKind) -> MagneticActivity<f64> {
        let [a, b, c, d, e, f] = self.ap_history;
        match kind {
            ApKind::ThreeHourly => {
                MagneticActivity::History { ap: [self.ap_daily, a, b, c, d, e, f] }
            }
            ApKind::Daily => MagneticActivity::Daily { ap: self.ap_daily },
        }
    }
}
