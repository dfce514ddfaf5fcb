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
use crate::rendezvous::scheme::{self, BURN_NAMES};
use crate::rendezvous::timing::DockingTime;
use crate::rendezvous::{Command, Flight, Planner, Targets, two_day};
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
    /// Names of the four places of the plan.
    pub names: [&'static str; 4],
    /// Sizes of the burns in them [m/s].
    pub ground: [f64; 4],
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
        let [dv1, dv2, dv3, dv4, ..] = BURN_NAMES;
        let names = match choice.begun {
            Scheme::TwoDay => {
                let [a, b, c] = two_day::BURN_NAMES;
                ["", a, b, c]
            }
            _ => [dv1, dv2, dv3, dv4],
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
        let mut next = match self.scheme() {
            Scheme::TwoDay => {
                self.check_two_days(two_day::FIRST)?;
                two_day::FIRST
            }
            _ => 0,
        };
        while next < 4 {
            // DV1 and DV2 are loaded on the pad. Tracked over two revolutions, the orbit is known; DV3
            // and DV4 are computed from it, and every burn of two days.
            if next == 2 || self.scheme() == Scheme::TwoDay {
                let at = &self.flight.ship.at;
                self.ground = self.planner.plan(at, &self.targets, next, self.ground)?.ground;
            }
            let (name, centre) = (self.names[next], self.targets.schedule.ground[next]);
            let command = Command { centre, delta_v: along(self.ground[next]) };
            let whole = self.execute(name, FlightPhase::Phasing, command)?;
            next = if whole { next + 1 } else { self.after_ground_burn(next)? };
            if let Some(t) = self.trim.take_if(|_| next == 4) {
                self.targets.schedule.ground.rotate_left(1);
                self.ground.rotate_left(1);
                let [.., last] = two_day::BURN_NAMES;
                (next, self.names[3], self.ground[3]) = (3, last, 0.0);
                self.targets.schedule.ground[3] = t;
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
    pub fn check_two_days(&mut self, first: usize) -> Result<(), MissionError> {
        let plan = self.planner.plan(&self.flight.ship.at, &self.targets, first, self.ground)?;
        let needed = self.spent() + plan.to_come(first) + scheme::ARRIVAL_SPEED.value;
        let limit = self.outset.craft.delta_v_limit();
        if needed > limit {
            return Err(MissionError::TooDear { needed, limit });
        }
        self.ground = plan.ground;
        Ok(())
    }

    /// Two autonomous burns to the arrival, the second at the gate.
    pub fn transfer(&mut self, [first, second]: [&'static str; 2]) -> Result<(), MissionError> {
        let Targets { schedule, arrival, .. } = self.targets;
        let outcome = self.planner.outcome(&self.flight.ship.at, &self.targets, 4, self.ground)?;
        let gate = self.planner.full.to(&arrival, schedule.imp2)?;
        let guess = Vector3::new(outcome.imp1[0], 0.0, outcome.imp1[1]);
        let command = self.flight.aim(schedule.imp1, &gate, guess, true)?;
        if !self.execute(first, FlightPhase::Transfer, command)? {
            return self.after_autonomous_burn(first, schedule.imp1);
        }
        let guess = Vector3::new(outcome.imp2[0], 0.0, outcome.imp2[1]);
        let command = self.flight.aim(schedule.imp2, &arrival, guess, false)?;
        if !self.execute(second, FlightPhase::Transfer, command)? {
            return self.after_autonomous_burn(second, schedule.imp2);
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
            self.note(centre, format!("{name} not needed"));
        } else if share > 0.0 {
            let burn = self.flight.burn(&Command { centre, delta_v: delta_v * share })?;
            self.done.burns.push(Executed { name, phase, burn });
        } else {
            self.flight.coast(centre)?;
            self.note(centre, format!("{name} inhibited"));
        }
        Ok(share == 1.0)
    }

    /// Writes down what is done about a failure.
    pub fn recovered(&mut self, burn: &'static str, t: f64, kind: Recovery, detail: String) {
        self.note(t, kind.title().to_owned());
        self.done.scheme.recoveries.push(RecoveryRecord { burn, t, kind, detail });
    }

    fn note(&mut self, t: f64, what: String) {
        self.done.notes.push((t, what));
    }
}

/// A burn along the orbit.
fn along(size: f64) -> Vector3<f64> {
    Vector3::new(size, 0.0, 0.0)
}
