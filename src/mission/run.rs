//! From scenario to log.

use super::log::FlightPhase;
use super::{MissionLog, Scenario, ScenarioError};

/// How far a run has come.
#[derive(Clone, Copy, Debug)]
pub struct Progress {
    /// Mission elapsed time reached [s].
    pub t: f64,
    /// Part of the flight.
    pub phase: FlightPhase,
    /// What is being done, in a few words.
    pub doing: &'static str,
}

/// Why a mission could not be flown.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum MissionError {
    /// The scenario is at fault.
    #[error(transparent)]
    Scenario(#[from] ScenarioError),
    /// The phases are not joined yet.
    #[error("the phases of the flight are not joined yet")]
    NotJoined,
}

impl MissionError {
    /// Whether the input is at fault, not the run.
    pub fn is_input(&self) -> bool {
        matches!(self, MissionError::Scenario(_))
    }
}

/// Flies a scenario from lift-off to contact.
///
/// # Errors
/// [`MissionError`].
pub fn run(
    scenario: &Scenario,
    _progress: &mut dyn FnMut(Progress),
) -> Result<MissionLog, MissionError> {
    scenario.liftoff()?;
    Err(MissionError::NotJoined)
}
