//! The mission: [`Scenario`] in, [`MissionLog`] out.
//!
//! [`run`] is the sequence of phases; [`log`] holds what a flight leaves behind; everything printed
//! or drawn is made from it afterwards.
//!
//! | file | holds |
//! |---|---|
//! | `scenario`, `presets`, `embedded`, `faults` | the input; what goes wrong in it |
//! | `world`, `launch`, `outset` | what is known before lift-off: forces; the pad under the station's plane; the insertion and the scheme it allows |
//! | `planning`, `pad_plan` | when to dock and with which burns; the same without a flight: [`plan`] |
//! | `reboost` | element sets that do not know of a reboost |
//! | `run`, `phasing`, `recovery` | the flight; what is done when a burn fails |
//! | `record`, [`warnings`] | the log put together |

mod embedded;
mod error;
mod faults;
mod geometry;
mod launch;
pub mod log;
mod outset;
mod pad_plan;
mod phasing;
mod planning;
mod presets;
mod reboost;
mod record;
mod recovery;
mod run;
mod scenario;
pub mod warnings;
mod world;

pub use embedded::EMBEDDED;
pub use error::{MissionError, ScenarioError};
pub use faults::Faults;
pub use log::MissionLog;
pub use pad_plan::{PadPlan, phase_at_separation, plan, scheme_of};
pub use presets::Presets;
pub use reboost::settled;
pub use run::{Progress, run};
pub use scenario::{ModelOptions, Scenario, Station};
pub use world::ELEMENT_AGES;
