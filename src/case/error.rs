//! What can be wrong with a case, or go wrong in its run.

use crate::environment::{EarthOrientationError, SpaceWeatherError};
use crate::forces::atmosphere::AtmosphereError;
use crate::forces::gravity::FieldError;
use crate::propagate::PropagateError;
use crate::target::TargetError;

/// What is wrong with a case, or went wrong in its run.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum CaseError {
    /// No such file.
    #[error("cannot read case file {path}: {problem}")]
    Read {
        /// The file.
        path: String,
        /// Why not.
        problem: String,
    },
    /// Not the TOML it should be; the message carries line and column.
    #[error("{origin}: {message}")]
    Toml {
        /// Where the text came from.
        origin: String,
        /// What is wrong, with line and column.
        message: String,
    },
    /// A key has a value that is not allowed.
    #[error("`{key}` = {value}: {problem}")]
    Value {
        /// The key, with its tables.
        key: String,
        /// The value as given.
        value: String,
        /// What is wrong and what is allowed.
        problem: String,
    },
    /// The gravity field does not serve.
    #[error("`forces.gravity`: {0}")]
    Gravity(#[from] FieldError),
    /// The atmosphere does not serve.
    #[error("`forces.atmosphere`: {0}")]
    Atmosphere(#[from] AtmosphereError),
    /// The space weather does not serve.
    #[error("`forces.atmosphere`: {0}")]
    SpaceWeather(#[from] SpaceWeatherError),
    /// No Earth orientation.
    #[error("`earth_orientation`: {0}{hint}", hint = way_out(.0))]
    EarthOrientation(#[from] EarthOrientationError),
    /// An element set does not serve.
    #[error("`{key}`: {problem}")]
    ElementSet {
        /// The key.
        key: String,
        /// What is wrong.
        problem: TargetError,
    },
    /// The craft comes down.
    #[error(
        "the orbit meets the Earth {t} s after the start ({utc}) at latitude {latitude_deg:.2} deg, \
         longitude {longitude_deg:.2} deg"
    )]
    MeetsEarth {
        /// When, after the start [s].
        t: f64,
        /// When, UTC.
        utc: String,
        /// Where, geodetic.
        latitude_deg: f64,
        /// Where.
        longitude_deg: f64,
    },
    /// The integration failed.
    #[error("{0}")]
    Propagate(#[from] PropagateError),
}

/// What to do about a date outside a table.
fn way_out(error: &EarthOrientationError) -> &'static str {
    match error {
        EarthOrientationError::OutsideTable { .. } => {
            "; `file` names another, `none = true` does without"
        }
        _ => "",
    }
}

impl CaseError {
    /// Whether the case is at fault (and not its run).
    pub fn is_input(&self) -> bool {
        !matches!(self, CaseError::MeetsEarth { .. } | CaseError::Propagate(_))
    }

    /// A wrong value of a key.
    pub(super) fn value(
        key: impl Into<String>,
        value: impl std::fmt::Display,
        problem: impl Into<String>,
    ) -> Self {
        Self::Value { key: key.into(), value: value.to_string(), problem: problem.into() }
    }
}
