//! Errors of a case and of its run.

use crate::environment::{EarthOrientationError, SpaceWeatherError};
use crate::forces::atmosphere::AtmosphereError;
use crate::forces::gravity::FieldError;
use crate::output::text::shortest;
use crate::propagate::PropagateError;
use crate::target::TargetError;

/// Why a case is invalid, or why its run failed.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum CaseError {
    /// The case file cannot be read.
    #[error("cannot read case file {path}: {problem}")]
    Read {
        /// The file.
        path: String,
        /// The error of the operating system.
        problem: String,
    },
    /// The text is not valid TOML, or contains unknown keys or wrong types.
    #[error("{origin}: {message}")]
    Toml {
        /// Origin of the text, such as a file name.
        origin: String,
        /// What is wrong, with line and column.
        message: String,
    },
    /// A key has a value that is not allowed.
    #[error("`{key}` = {value}: {problem}")]
    Value {
        /// The key, including its tables.
        key: String,
        /// The value given.
        value: String,
        /// What is wrong and what is allowed.
        problem: String,
    },
    /// The gravity field cannot be used.
    #[error("`forces.gravity`: {0}")]
    Gravity(#[from] FieldError),
    /// The atmosphere cannot be set up.
    #[error("`forces.atmosphere`: {0}")]
    Atmosphere(#[from] AtmosphereError),
    /// The space weather is not available.
    #[error("`forces.atmosphere`: {0}")]
    SpaceWeather(#[from] SpaceWeatherError),
    /// The Earth orientation is not available.
    #[error("`earth_orientation`: {0}{hint}", hint = advice(.0))]
    EarthOrientation(#[from] EarthOrientationError),
    /// An element set cannot be used.
    #[error("`{key}`: {problem}")]
    ElementSet {
        /// The key.
        key: String,
        /// What is wrong.
        problem: TargetError,
    },
    /// The craft reaches the ground.
    #[error(
        "the orbit meets the Earth {t} s after the start ({utc}) at latitude {latitude_deg:.2} deg, \
         longitude {longitude_deg:.2} deg"
    )]
    MeetsEarth {
        /// Time after the start [s].
        t: f64,
        /// Date, UTC.
        utc: String,
        /// Geodetic latitude [deg].
        latitude_deg: f64,
        /// Longitude, east positive [deg].
        longitude_deg: f64,
    },
    /// The integration failed.
    #[error("{0}")]
    Propagate(#[from] PropagateError),
}

/// Advice for a date outside a table.
fn advice(error: &EarthOrientationError) -> &'static str {
    match error {
        EarthOrientationError::OutsideTable { .. } => {
            "; give another table with `file`, or use none with `none = true`"
        }
        _ => "",
    }
}

impl CaseError {
    /// Whether the input is at fault rather than the run.
    pub fn is_input(&self) -> bool {
        !matches!(self, CaseError::MeetsEarth { .. } | CaseError::Propagate(_))
    }

    /// Error for an invalid value of a key.
    pub(super) fn value(
        key: impl Into<String>,
        value: impl std::fmt::Display,
        problem: impl Into<String>,
    ) -> Self {
        Self::Value { key: key.into(), value: value.to_string(), problem: problem.into() }
    }

    /// Error for a number that is not allowed.
    pub(super) fn number(key: impl Into<String>, x: f64, problem: impl Into<String>) -> Self {
        Self::value(key, shortest(x), problem)
    }
}
