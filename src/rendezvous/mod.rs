//! From spacecraft separation to the first braking burn: when to dock, and the burns that bring the ship
//! there.
//!
//! - [`choice`] of a scheme by the station's lead; the instants of four orbits ([`scheme`]) and of two days
//!   ([`two_day`]);
//! - [`timing`]: when to dock, by the light at the station ([`light`]);
//! - [`Planner`]: which burns; `transfer` (with [`lambert`]): what follows from them;
//! - [`Flight`]: burns as flown.

pub mod choice;
mod flight;
pub mod lambert;
pub mod light;
mod planner;
pub mod scheme;
pub mod timing;
mod transfer;
pub mod two_day;

pub use flight::{Command, Flight, Flown, Ship};
pub use planner::{Plan, Planner};
pub use transfer::{FreeFlight, Outcome, PlanError, Targets};
