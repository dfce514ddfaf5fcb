//! From separation to the first braking burn: the planned burns, and the recovery from failures.
//!
//! After a burn that is skipped or cut short, the flight recovers as follows (`recovery`):
//!
//! 1. ground burn of the four-orbit scheme: by the remaining burns if they stay within the delta-v budget; otherwise
//!    by an additional make-up burn if that does; otherwise by the two-day scheme, in which two burns half a
//!    revolution and a whole revolution later let the ship wait near the station, but not too near (`holding`);
//! 2. burn of the two-day scheme: by the remaining burns or a make-up burn, within the available delta-v;
//! 3. autonomous burn, after which the ship would pass below the station before the ground could act: by two late
//!    burns for the same docking, within the available delta-v.

use super::log::{
    FlightPhase, MissionEvent, MissionEventKind, Recovery, RecoveryRecord, SchemeRecord,
};
use super::planning::FlightPlan;
use super::prelaunch::Prelaunch;
use super::record::{Executed, Rendezvous};
use super::{Faults, MissionError};
use crate::forces::{NearEarthForces, NearEarthModel};
use crate::frames::EarthRotation;
use crate::integrate::Dynamics;
use crate::provenance::Sourced;
use crate::rendezvous::choice::{Choice, Scheme};
use crate::rendezvous::scheme::Schedule;
use crate::rendezvous::timing::DockingTime;
use crate::rendezvous::{Aim, BurnName, Command, Flight, Planner, Targets};
use nalgebra::Vector3;

/// Least delta-v of a burn that is flown.
pub(super) const LEAST_BURN: Sourced = Sourced::assumed(
    "least burn that is flown",
    0.01,
    "m/s",
    "a fortieth of a second of the main engine; over a day it moves the ship 3 km along its orbit, which the next burn corrects",
);

/// Time before the first braking burn at which the approach takes over [s].
const HAND_OVER: f64 = 60.0;

/// The flight from separation to the first braking burn.
pub(super) struct Phasing<'a, 'b, C> {
    pub flight: &'b mut Flight<'a, &'a EarthRotation, NearEarthForces<'a>>,
    pub planner: &'b Planner<'b, NearEarthModel<'a>, C>,
    pub prelaunch: &'b Prelaunch,
    pub faults: &'b Faults,
    pub docking: DockingTime,
    pub targets: Targets,
    pub done: Rendezvous,
    /// Time of spacecraft separation [s].
    pub separation: f64,
    /// Time of the trim burn of a ship that waits below the station [s]; it is planned after the other burns, which
    /// must keep the ship there by themselves.
    pub trim: Option<f64>,
    /// Names of the ground burns to come, at the times of the schedule.
    pub names: Vec<BurnName>,
    /// Their delta-v [m/s].
    pub ground: Vec<f64>,
}

impl<'a, 'b, C: Dynamics<f64>> Phasing<'a, 'b, C> {
    /// Ready for the first burn.
    pub fn new(
        flight: &'b mut Flight<'a, &'a EarthRotation, NearEarthForces<'a>>,
        planner: &'b Planner<'b, NearEarthModel<'a>, C>,
        prelaunch: &'b Prelaunch,
        faults: &'b Faults,
        choice: Choice,
        plan: FlightPlan,
    ) -> Self {
        let Choice { asked, begun, why } = choice;
        let record = SchemeRecord { asked, begun, flown: begun, why, recoveries: Vec::new() };
        let done = Rendezvous::new(record);
        let FlightPlan { docking, targets, plan, .. } = plan;
        let separation = flight.ship.at.t;
        Self {
            flight,
            planner,
            prelaunch,
            faults,
            docking,
            targets,
            done,
            separation,
            trim: None,
            names: BurnName::ground(begun).to_vec(),
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
            // DV1 and DV2 are loaded before lift-off. DV3 and DV4, and all burns of the two-day scheme, are
            // computed from the tracked orbit.
            if self.scheme() == Scheme::TwoDay {
                self.plan_two_days()?;
            } else if self.ground.len() == 2 {
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
                self.names.push(BurnName::TwoDay3);
                self.ground.push(0.0);
                self.targets.schedule.ground.push(t);
            }
        }
        tell(self.targets.schedule.imp1, FlightPhase::Transfer, "autonomous transfer");
        self.transfer(BurnName::AUTONOMOUS)?;
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

    /// Checks that a two-day flight leaves enough propellant for approach and descent.
    pub fn check_two_days(&mut self) -> Result<(), MissionError> {
        let (needed, limit) = (self.plan_two_days()?, self.prelaunch.craft.delta_v_limit());
        if needed > limit {
            return Err(MissionError::TooDear { needed, limit });
        }
        Ok(())
    }

    /// Plans the remaining ground burns of the two-day scheme; returns the total delta-v of the flight to the end of
    /// braking [m/s].
    fn plan_two_days(&mut self) -> Result<f64, MissionError> {
        let mut plan = self.two_day_plan()?;
        let total = self.total(&plan);
        plan.ground.truncate(self.ground.len());
        self.ground = plan.ground;
        Ok(total)
    }

    /// The two autonomous burns that lead to the arrival, the second at the gate.
    pub fn transfer(&mut self, [first, second]: [BurnName; 2]) -> Result<(), MissionError> {
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

    /// Executes a burn as far as the faults allow; returns whether it was complete. A burn below [`LEAST_BURN`] is
    /// recorded as not needed.
    fn execute(
        &mut self,
        name: BurnName,
        phase: FlightPhase,
        Command { centre, delta_v }: Command,
    ) -> Result<bool, MissionError> {
        let share = self.faults.share(name);
        if share == 1.0 && delta_v.norm() < LEAST_BURN.value {
            self.flight.coast(centre)?;
            self.note(centre, phase, MissionEventKind::NotNeeded(name));
        } else if share > 0.0 {
            let burn = self.flight.burn(&Command { centre, delta_v: delta_v * share })?;
            self.done.burns.push(Executed { name, phase, burn });
        } else {
            self.flight.coast(centre)?;
            self.note(centre, phase, MissionEventKind::Inhibited(name));
        }
        Ok(share == 1.0)
    }

    /// Records the recovery from a failure.
    pub fn recovered(&mut self, burn: BurnName, t: f64, kind: Recovery, detail: String) {
        let phase = match kind {
            Recovery::LateTransfer => FlightPhase::Transfer,
            Recovery::LaterBurns | Recovery::MakeUpBurn | Recovery::TwoDay => FlightPhase::Phasing,
        };
        self.note(t, phase, MissionEventKind::Recovery(kind));
        self.done.scheme.recoveries.push(RecoveryRecord { burn, t, kind, detail });
    }

    fn note(&mut self, t: f64, phase: FlightPhase, kind: MissionEventKind) {
        self.done.notes.push(MissionEvent { t, kind, phase, delta_v: None, commanded: false });
    }
}

/// An along-track burn.
fn along(size: f64) -> Vector3<f64> {
    Vector3::new(size, 0.0, 0.0)
}
