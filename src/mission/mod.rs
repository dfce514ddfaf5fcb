//! The mission: [`Scenario`] in, [`MissionLog`] out.
//!
//! [`run`] flies the phases in sequence and returns the log ([`log`]), from which all output is made.
//!
//! | file | contents |
//! |---|---|
//! | `scenario`, `check`, `presets`, `embedded`, `faults` | the input, its validation, and simulated failures |
//! | `world`, `launch`, `prelaunch` | before lift-off: force model and station trajectory; launch geometry; nominal insertion and the scheme it allows |
//! | `planning`, `pad_plan` | docking time and burn plan; the same without a flight: [`plan`] |
//! | `reboost` | correction of element sets that miss a reboost |
//! | `run`, `phasing`, `recovery`, `holding` | the flight, and the recovery from failed burns |
//! | `record`, `inputs`, [`warnings`] | assembly of the log |

mod check;
mod embedded;
mod error;
mod faults;
mod geometry;
mod holding;
mod inputs;
mod launch;
pub mod log;
mod pad_plan;
mod phasing;
mod planning;
mod prelaunch;
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
pub use reboost::corrected_for_reboost;
pub use run::{Progress, run};
pub use scenario::{EXAMPLE, ModelOptions, Scenario, Station};
pub use world::ELEMENT_AGES;
