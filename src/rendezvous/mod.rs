//! From spacecraft separation to the first braking burn: when to dock ([`timing`]), and the burns
//! that bring the ship there.

pub mod choice;
mod flight;
pub mod lambert;
pub mod light;
mod planner;
pub mod scheme;
pub mod timing;
pub mod two_day;

pub use flight::{Command, Flight, Flown, Ship};
pub use planner::{FreeFlight, Outcome, Plan, PlanError, Planner, Targets};
