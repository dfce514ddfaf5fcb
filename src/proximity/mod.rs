//! The approach from the first braking burn to contact, in closed loop.
//!
//! The ship arrives from below, ahead of the station or behind it. It
//!
//! 1. brakes in three burns between 2.4 km and 400 m, each aimed by Clohessy–Wiltshire targeting at a point
//!    nearer to the port axis, which also cancels the drift across the line of sight;
//! 2. flies around to the port axis while it decelerates, and comes to rest at 180 m;
//! 3. keeps station there until the final approach may begin;
//! 4. moves in along the axis with decreasing speed until the probe tip reaches the port plane.
//!
//! The ship's true motion is integrated in GCRF with the full force model, relative to the station's
//! trajectory; its engines have finite thrust, are on or off, and use propellant. Only guidance uses linear
//! relative motion ([`relative`]). Attitude is commanded, not simulated: the main engine points towards the
//! station during its burns, the nose towards the port while the thrusters act, and along the port axis from
//! the hold point on. Attitude firings use no propellant here. The numbers, the same for all flights, are in
//! [`Profile`].
//!
//! - [`Approach::fly`] flies the approach and returns a [`ProximityLog`];
//! - [`Profile::durations`] predicts its duration;
//! - [`free_drift`] computes the closest approach of a ship that never brakes.

mod braking;
mod drift;
mod error;
mod flight;
mod guidance;
mod log;
pub mod mechanism;
mod motion;
mod nominal;
mod profile;
pub mod relative;
mod sensor;
mod thrusters;

pub use drift::{ClosestApproach, free_drift};
pub use error::ProximityError;
pub use log::{Burn, Contact, Event, EventKind, Outcome, Phase, PhaseUse, ProximityLog, Sample};
pub use profile::{Durations, Gate, Profile};
pub use sensor::{Navigation, Perfect};

use crate::integrate::Dynamics;
use crate::propagate::{StateVector, Trajectory};
use crate::vehicle::port::Port;
use crate::vehicle::spacecraft::Spacecraft;

/// When the final approach may begin.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Go {
    /// Not before this time [s since the arc's epoch], and not before the ship is at rest on the axis.
    NotBefore(f64),
    /// After station-keeping for this long [s].
    AfterHold(f64),
}

/// A failure of the rendezvous radar (Kurs) in the final approach.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct KursFailure {
    /// Range to the port at which it fails [m].
    pub range: f64,
    /// Time at the retreat distance after which the crew docks manually [s]; `None`: the ship stays there.
    pub manual_after: Option<f64>,
}

/// The set-up of an approach.
#[derive(Clone, Copy, Debug)]
pub struct Approach<'a, M> {
    /// Dynamics of the ship without its engines.
    pub model: &'a M,
    /// Trajectory of the station, with the same time.
    pub station: &'a Trajectory,
    /// The ship.
    pub craft: &'a Spacecraft,
    /// The docking port.
    pub port: Port,
    /// Gates, speeds and rates.
    pub profile: &'a Profile,
    /// Radar failure, if one is to occur.
    pub kurs_failure: Option<KursFailure>,
}

impl<M: Dynamics<f64>> Approach<'_, M> {
    /// Flies the ship from `start`, on the transfer before the first braking burn, with `mass` [kg], until
    /// contact (or until it holds after a failure).
    ///
    /// # Errors
    /// [`ProximityError`], with the value that was out of limits, the limit and the time.
    pub fn fly(
        &self,
        start: StateVector,
        mass: f64,
        go: Go,
    ) -> Result<ProximityLog, ProximityError> {
        self.fly_with(start, mass, go, &mut Perfect)
    }

    /// The same with navigation errors, as `navigation` models them.
    ///
    /// # Errors
    /// As [`Approach::fly`].
    pub fn fly_with<N: Navigation>(
        &self,
        start: StateVector,
        mass: f64,
        go: Go,
        navigation: &mut N,
    ) -> Result<ProximityLog, ProximityError> {
        flight::fly(self, start, mass, go, navigation)
    }
}
