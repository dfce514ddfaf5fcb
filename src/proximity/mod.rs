//! From the first braking burn to contact, closed loop.
//!
//! The ship arrives from below, ahead of the station or behind it, and
//!
//! 1. brakes in three burns on the way from 2.4 km to 400 m, each aimed by Clohessy–Wiltshire
//!    targeting at a point nearer to the port axis (which also stops the drift across the line of
//!    sight);
//! 2. flies around to the port axis while it slows down, to rest at 180 m;
//! 3. waits there until it is told to go;
//! 4. moves in along the axis, ever slower, until the probe tip meets the port plane.
//!
//! What is true and what is assumed: the ship is integrated inertially (GCRF) under the full force
//! model against the path of the station, with engines of limited force that are on or off and eat
//! propellant. Linear relative motion ([`relative`]) lives in guidance alone. Attitude is commanded,
//! not simulated: tail to the station for the main engine, nose to the port for the thrusters, nose
//! along the port axis from the hold point on; attitude firings cost nothing here. Numbers are in
//! [`Profile`], the same for every flight.
//!
//! - [`Approach::fly`] flies it and gives a [`ProximityLog`];
//! - [`Profile::durations`] says how long it should take;
//! - [`free_drift`] says how near the ship comes if it never brakes.

mod braking;
mod drift;
mod error;
mod flight;
mod guidance;
mod log;
pub mod mechanism;
mod motion;
mod profile;
pub mod relative;
mod sensor;
mod thrusters;

pub use drift::{ClosestApproach, free_drift};
pub use error::ProximityError;
pub use log::{Burn, Contact, Event, Outcome, Phase, PhaseUse, ProximityLog, Sample};
pub use profile::{Durations, Gate, Profile};
pub use sensor::{Navigation, Perfect};

use crate::integrate::Dynamics;
use crate::propagate::{Instant, Trajectory};
use crate::vehicle::port::Port;
use crate::vehicle::spacecraft::Spacecraft;

/// When the ship may leave the hold point.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Go {
    /// Not before this instant [s since the arc's epoch], and not before it rests on the axis.
    NotBefore(f64),
    /// After resting on the axis for this long [s].
    AfterHold(f64),
}

/// What happens when the radar (Kurs) fails in the final approach.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct KursFailure {
    /// Distance to the port at which it fails [m].
    pub range: f64,
    /// Whether the crew then docks by hand, and after what wait at the retreat distance [s].
    pub manual_after: Option<f64>,
}

/// An approach to be flown.
#[derive(Clone, Copy, Debug)]
pub struct Approach<'a, M> {
    /// What acts on the ship besides its engines.
    pub model: &'a M,
    /// The path of the station, on the same time.
    pub station: &'a Trajectory,
    /// The ship.
    pub craft: &'a Spacecraft,
    /// Where it docks.
    pub port: Port,
    /// How it is flown.
    pub profile: &'a Profile,
    /// What goes wrong.
    pub kurs_failure: Option<KursFailure>,
}

impl<M: Dynamics<f64>> Approach<'_, M> {
    /// Flies the ship from `start`, somewhere on the transfer before the first braking burn, with
    /// `mass` [kg], until contact (or until it holds after a failure).
    ///
    /// # Errors
    /// [`ProximityError`], with the value, the limit and the instant of what went wrong.
    pub fn fly(&self, start: Instant, mass: f64, go: Go) -> Result<ProximityLog, ProximityError> {
        self.fly_with(start, mass, go, &mut Perfect)
    }

    /// The same with a `navigation` that may err.
    ///
    /// # Errors
    /// As [`Approach::fly`].
    pub fn fly_with<N: Navigation>(
        &self,
        start: Instant,
        mass: f64,
        go: Go,
        navigation: &mut N,
    ) -> Result<ProximityLog, ProximityError> {
        flight::fly(self, start, mass, go, navigation)
    }
}
