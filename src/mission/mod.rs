//! The mission: [`Scenario`] in, [`MissionLog`] out.
//!
//! [`run`] is the sequence of phases; [`log`] holds what a flight leaves behind; everything printed
//! or drawn is made from it afterwards.

mod error;
mod faults;
mod geometry;
pub mod log;
mod outset;
mod pad_plan;
mod phasing;
mod reboost;
mod record;
mod recovery;
mod run;
mod scenario;
pub mod warnings;
mod world;

pub use error::MissionError;
pub use faults::Faults;
pub use log::MissionLog;
pub use pad_plan::{PadPlan, phase_at_separation, plan, scheme_of};
pub use reboost::settled;
pub use run::{Progress, run};
pub use scenario::{EMBEDDED, ModelOptions, Scenario, ScenarioError, Station};
