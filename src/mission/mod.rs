//! The mission: [`Scenario`] in, [`MissionLog`] out.
//!
//! [`log`] holds what a flight leaves behind; everything printed or drawn is made from it
//! afterwards.

pub mod log;
mod run;
mod scenario;

pub use log::MissionLog;
pub use run::{MissionError, Progress, run};
pub use scenario::{EMBEDDED, Faults, ModelOptions, Scenario, ScenarioError, Station};
