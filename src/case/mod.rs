//! A propagation case: `soyuz propagate CASE.toml`, as a library.
//!
//! ```text
//! Case (TOML) → checked Setup → arcs cut at burns → Solution → OEM, CSV, JSON, list of events
//! ```
//!
//! | file | contents |
//! |---|---|
//! | [`input`] | the keys of a case, as serde types; units are part of their names |
//! | `setup`, `initial`, `models`, `burns` | checks; conversion to SI units and GCRF; reading of tables |
//! | `notes` | description of the forces, in words |
//! | `forces` | the sum of forces, with the current mass |
//! | `run` | propagation from burn to burn |
//! | `events` | nodes, apsides, shadow, ground sites, altitudes and ranges |
//! | `files` | output files |
//!
//! A case describes a single craft. Unlike a mission, it chooses every constant and model, and by default evaluates
//! each exactly.

mod burns;
mod checks;
mod error;
mod events;
mod files;
mod forces;
mod initial;
pub mod input;
mod models;
mod notes;
mod run;
mod setup;

pub use error::CaseError;
pub use events::Occurrence;
pub use files::Format;
pub use input::{Case, EXAMPLE};
pub use run::{Burnt, Solution, Stretch};
pub use setup::Setup;

impl Case {
    /// Checks the case, reads its tables and propagates it.
    ///
    /// # Errors
    /// [`CaseError`]; its [`CaseError::is_input`] says whether the case or the run is at fault.
    pub fn run(&self) -> Result<Solution, CaseError> {
        Setup::of(self)?.run()
    }
}
