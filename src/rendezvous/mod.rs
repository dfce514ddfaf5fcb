//! From spacecraft separation to the first braking burn: the time of docking, and the burns that lead to it.
//!
//! - [`choice`] of a rendezvous scheme from the phase angle; burn times and targets of the four-orbit scheme
//!   ([`scheme`]) and of the two-day scheme ([`two_day`]);
//! - [`timing`]: the time of docking, from the lighting of the station ([`light`]);
//! - [`Planner`]: the burn plan; the private module `transfer`, with [`lambert`], computes the autonomous burns;
//! - [`Flight`]: the burns as flown; [`BurnName`]: what they are called.

mod burn_name;
pub mod choice;
mod flight;
pub mod lambert;
pub mod light;
mod planner;
pub mod scheme;
pub mod timing;
mod transfer;
pub mod two_day;

pub use burn_name::{BurnName, UnknownBurn};
pub use flight::{Aim, Command, Flight, Flown, Ship};
pub use planner::{EVENNESS, Plan, Planner};
pub use transfer::{FreeFlight, Outcome, PlanError, Targets};
