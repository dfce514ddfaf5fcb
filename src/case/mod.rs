//! A propagation case: `soyuz propagate CASE.toml`, as a library.
//!
//! ```text
//! Case (TOML) → checked Setup → arcs cut at burns → Solution → OEM, CSV, JSON, list of events
//! ```
//!
//! | file | holds |
//! |---|---|
//! | [`input`] | the keys of a case, as serde types; units stand in the names |
//! | `setup`, `models`, `burns` | checks; numbers in SI units, tables read, state in GCRF |
//! | `notes` | what acts, in words |
//! | `forces` | the sum of forces, with the mass of the moment |
//! | `run` | arcs from burn to burn |
//! | `events` | nodes, apsides, shadow, sites, gates |
//! | `files` | what is written |
//!
//! All of it is for one craft at a time. Unlike a mission, a case chooses every constant and model, and
//! by default evaluates each exactly.

mod burns;
mod checks;
mod error;
mod events;
mod files;
mod forces;
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
