//! The mission: [`Scenario`] in, [`MissionLog`] out.
//!
//! [`log`] holds what a flight leaves behind; everything printed or drawn is made from it
//! afterwards.

pub mod log;
mod scenario;

pub use log::MissionLog;
pub use scenario::{Faults, ModelOptions, Scenario, ScenarioError, Station};
