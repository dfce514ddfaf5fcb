//! Many flights: predicted lift-off times, launch opportunities, and scenarios flown in parallel.
//!
//! - [`lift_off`]: the in-plane lift-off of a scenario, from the station's element set alone;
//! - [`window`]: every in-plane launch opportunity over a span of days;
//! - [`fly_all`]: scenarios flown in parallel.
//!
//! This module has no access to what was flown; [`crate::report::flights`] compares.

mod flights;
mod launch;
pub mod window;

pub use flights::{Flight, fly_all};
pub use launch::{coarse_lift_offs, lift_off};
