//! Many flights at once: when to leave, what to expect, and a set of scenarios flown together.
//!
//! - [`lift_off`]: the instant a rocket must leave, from the station's element set alone;
//! - [`window`]: every in-plane launch opportunity over a span of days;
//! - [`fly_all`]: scenarios flown in parallel.
//!
//! Nothing here knows what was flown; [`crate::report::flights`] compares.

mod flights;
mod launch;
pub mod window;

pub use flights::{Flight, fly_all};
pub use launch::{coarse_lift_offs, lift_off};
