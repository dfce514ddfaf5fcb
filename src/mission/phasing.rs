//! From separation to the first braking burn: burns as planned, and what is done when one fails.
//!
//! What is tried after a burn that is skipped or cut short, in this order ([`super::recovery`]):
//!
//! 1. a ground burn of four orbits: the burns left, if they close within the delta-v budget; else one
//!    make-up burn besides, if that does; else the two-day profile, in which two burns half a revolution and a whole
//!    one later hold the ship below and behind the station;
//! 2. a burn of two days: the burns left or a make-up burn, within what the ship can spend;
//! 3. an autonomous burn, after which the ship would be under the station before the ground could act:
//!    two late burns for the same docking, within what the ship can spend.

use super::log::{FlightPhase, Recovery, RecoveryRecord, SchemeRecord};
use super::outset::Outset;
use super::planning::OnThePad;
use super::record::{Executed, Rendezvous};
use super::{Faults, MissionError};
use crate::forces::{NearEarthForces, NearEarthModel};
use crate::frames::EarthRotation;
use crate::integrate::Dynamics;
use crate::provenance::Sourced;
use crate::rendezvous::choice::{Choice, Scheme};
use crate::rendezvous::scheme::{self, BURN_NAMES, Schedule};
use crate::rendezvous::timing::DockingTime;
use crate::rendezvous::{Aim, Command, Flight, Planner, Targets, two_day};
use nalgebra::Vector3;

/// A burn smaller than this is not flown.
pub(super) const LEAST_BURN: Sourced = Sourced::assumed(
    "least burn that is flown",
    0.01,
    "m/s",
    "a fortieth of a second of the main engine; over a day it moves the ship 3 km along its orbit, which the next burn takes in",
);

/// The approach takes over this long before the first braking burn is due [s].
const HAND_OVER: f64 = 60.0;

/// Who flies, and to where.
pub(super) struct Phasing<'a, 'b, C> {
    pub flight: &'b mut Flight<'a, &'a EarthRotation, NearEarthForces<'a>>,
    pub planner: &'b Planner<'b, NearEarthModel<'a>, C>,
    pub outset: &'b Outset,
    pub faults: &'b Faults,
    pub docking: DockingTime,
    pub targets: Targets,
    pub done: Rendezvous,
    /// When the ship left the rocket [s].
    pub separation: f64,
    /// When the small burn of a ship that holds below the station is due [s]: planned when the others
    /// are flown, so that they alone keep it there.
    pub trim: Option<f64>,
    /// Names of the ground burns to come, at the instants of the schedule.
    pub names: Vec<&'static str>,
    /// Their sizes [m/s].
    pub ground: Vec<f64>,
}

impl<'a, 'b, C: Dynamics<f64>> Phasing<'a, 'b, C> {
    /// Ready for the first burn.
    pub fn new(
        flight: &'b mut Flight<'a, &'a EarthRotation, NearEarthForces<'a>>,
        planner: &'b Planner<'b, NearEarthModel<'a>, C>,
        outset: &'b Outset,
        faults: &'b Faults,
        choice: Choice,
        pad: OnThePad,
    ) -> Self {
        let names = match choice.begun {
            Scheme::TwoDay => two_day::BURN_NAMES.to_vec(),
            _ => BURN_NAMES[..4].to_vec(),
        };
        let Choice { asked, begun, why } = choice;
        let record = SchemeRecord { asked, begun, flown: begun, why, recoveries: Vec::new() };
        let done = Rendezvous::new(record);
        let OnThePad { docking, targets, plan, .. } = pad;
        let separation = flight.ship.at.t;
        Self {
            flight,
            planner,
            outset,
            faults,
            docking,
            targets,
            done,
            separation,
            trim: None,
            names,
            ground: plan.ground,
        }
    }

    /// Flies all burns to the first braking burn.
    pub fn fly(
        &mut self,
        tell: &mut impl FnMut(f64, FlightPhase, &'static str),
    ) -> Result<(), MissionError> {
        if self.scheme() == Scheme::TwoDay {
            self.check_two_days()?;
        }
        while !self.ground.is_empty() {
            // DV1 and DV2 are loaded on the pad. Tracked over two revolutions, the orbit is known; DV3
            // and DV4 are computed from it, and every burn of two days.
            if self.ground.len() == 2 || self.scheme() == Scheme::TwoDay {
                let at = &self.flight.ship.at;
                self.ground = self.planner.plan(at, &self.targets, &self.ground)?.ground;
            }
            let (name, size) = (self.names.remove(0), self.ground.remove(0));
            let centre = self.targets.schedule.ground.remove(0);
            let command = Command { centre, delta_v: along(size) };
            if !self.execute(name, FlightPhase::Phasing, command)? {
                self.after_ground_burn(name, centre, size)?;
            }
            if let Some(t) = self.trim.take_if(|_| self.ground.is_empty()) {
                let [.., last] = two_day::BURN_NAMES;
                self.names.push(last);
                self.ground.push(0.0);
                self.targets.schedule.ground.push(t);
            }
        }
        tell(self.targets.schedule.imp1, FlightPhase::Transfer, "autonomous transfer");
        let [.., imp1, imp2] = BURN_NAMES;
        self.transfer([imp1, imp2])?;
        self.flight.coast(self.targets.schedule.arrival - HAND_OVER)?;
        Ok(())
    }

    /// The scheme being flown.
    pub fn scheme(&self) -> Scheme {
        self.done.scheme.flown
    }

    /// Delta-v spent so far [m/s].
    pub fn spent(&self) -> f64 {
        self.done.burns.iter().map(|b| b.burn.command.delta_v.norm()).sum()
    }

    /// A flight of two days must leave enough propellant for approach and descent.
    pub fn check_two_days(&mut self) -> Result<(), MissionError> {
        let plan = self.planner.plan(&self.flight.ship.at, &self.targets, &self.ground)?;
        let needed = self.spent() + plan.total() + scheme::ARRIVAL_SPEED.value;
        let limit = self.outset.craft.delta_v_limit();
        if needed > limit {
            return Err(MissionError::TooDear { needed, limit });
        }
        self.ground = plan.ground;
        Ok(())
    }

    /// Two autonomous burns to the arrival, the second at the gate.
    pub fn transfer(&mut self, [first, second]: [&'static str; 2]) -> Result<(), MissionError> {
        let Targets { schedule: Schedule { imp1, imp2, .. }, arrival, .. } = self.targets;
        let outcome = self.planner.outcome(&self.flight.ship.at, &self.targets, &[])?;
        let gate = self.planner.full.to(&arrival, imp2)?;
        let guess = Vector3::new(outcome.imp1[0], 0.0, outcome.imp1[1]);
        let command = self.flight.aim(first, imp1, &gate, guess, Aim::InPlane)?;
        if !self.execute(first, FlightPhase::Transfer, command)? {
            return self.after_autonomous_burn(first, imp1);
        }
        let guess = Vector3::new(outcome.imp2[0], 0.0, outcome.imp2[1]);
        let command = self.flight.aim(second, imp2, &arrival, guess, Aim::Full)?;
        if !self.execute(second, FlightPhase::Transfer, command)? {
            return self.after_autonomous_burn(second, imp2);
        }
        Ok(())
    }

    /// Burns as much as the faults leave of a burn; whether that is all of it. What comes to less than
    /// [`LEAST_BURN`] is left out, and noted.
    fn execute(
        &mut self,
        name: &'static str,
        phase: FlightPhase,
        Command { centre, delta_v }: Command,
    ) -> Result<bool, MissionError> {
        let share = self.faults.share(name);
        if share == 1.0 && delta_v.norm() < LEAST_BURN.value {
            self.flight.coast(centre)?;
            self.note(centre, phase, format!("{name} not needed"));
        } else if share > 0.0 {
            let burn = self.flight.burn(&Command { centre, delta_v: delta_v * share })?;
            self.done.burns.push(Executed { name, phase, burn });
        } else {
            self.flight.coast(centre)?;
            self.note(centre, phase, format!("{name} inhibited"));
        }
        Ok(share == 1.0)
    }

    /// Writes down what is done about a failure.
    pub fn recovered(&mut self, burn: &'static str, t: f64, kind: Recovery, detail: String) {
        let phase = match kind {
            Recovery::LateTransfer => FlightPhase::Transfer,
            Recovery::LaterBurns | Recovery::MakeUpBurn | Recovery::TwoDay => FlightPhase::Phasing,
        };
        self.note(t, phase, kind.title().to_owned());
        self.done.scheme.recoveries.push(RecoveryRecord { burn, t, kind, detail });
    }

    fn note(&mut self, t: f64, phase: FlightPhase, what: String) {
        self.done.notes.push((t, phase, what));
    }
}

/// A burn along the orbit.
fn along(size: f64) -> Vector3<f64> {
    Vector3::new(size, 0.0, 0.0)
}
