//! From separation to the first braking burn: burns as planned, and what is done when one fails.
//!
//! A burn that is skipped or cut short is made up for by the later ones if the flight still closes
//! within the delta-v budget; else the ship reverts to the two-day profile: two burns, half a revolution
//! and a whole one later, hold it below and behind the station, a small one after a day trims the drift, and the
//! autonomous transfer and the approach follow as after four orbits.

use super::geometry::phase_angle;
use super::log::{DockingTime, FlightPhase};
use super::record::Rendezvous;
use super::run::{HAND_OVER, Office};
use super::{Faults, MissionError};
use crate::forces::{NearEarthForces, NearEarthModel};
use crate::frames::EarthRotation;
use crate::integrate::Dynamics;
use crate::propagate::Instant;
use crate::provenance::Sourced;
use crate::rendezvous::scheme::{self, BURN_NAMES, Schedule};
use crate::rendezvous::timing::{Practice, Rule};
use crate::rendezvous::{Command, Flight, Plan, Planner, Targets};
use crate::units::{DEGREE, HOUR};
use crate::vehicle::port::Port;
use nalgebra::Vector3;

/// From a failed burn to the first of the two-day profile, and from that to the second.
pub(super) const HALF_REVOLUTION: Sourced = Sourced::derived(
    "time between the burns after a failure",
    2648.0,
    "s",
    "half a revolution, as between DV1 and DV2 of TMA-19M [OL]; TMA-12M flew two burns in the hours after its failure [AW2]",
);

/// Centre of the small burn of the two-day profile after separation.
pub(super) const DAY_LATER: Sourced = Sourced::published(
    "third burn of the two-day profile after separation",
    88_454.0,
    "s",
    "burn table of Soyuz MS-01 [OL], second-hand",
);

/// Phase at which the autonomous transfer starts, for the first guess of two-day burns [rad].
const PHASE_AT_IMP1: f64 = 3.3 * DEGREE;

/// Who flies, and to where.
pub(super) struct Phasing<'a, 'b, C> {
    pub flight: &'b mut Flight<'a, &'a EarthRotation, NearEarthForces<'a>>,
    pub planner: &'b Planner<'b, NearEarthModel<'a>, C>,
    pub office: &'b Office<'b>,
    pub port: Port,
    pub faults: &'b Faults,
    pub docking: DockingTime,
    pub targets: Targets,
    pub done: Rendezvous,
}

impl<C: Dynamics<f64>> Phasing<'_, '_, C> {
    /// Flies all burns to the first braking burn.
    pub fn fly(
        &mut self,
        pad_plan: &Plan,
        tell: &mut impl FnMut(f64, FlightPhase, &'static str),
    ) -> Result<(), MissionError> {
        let separation = self.flight.ship.at.t;
        let mut ground = pad_plan.ground;
        for k in 0..4 {
            if k == 2 {
                // Tracked over two revolutions, the orbit is known; DV3 and DV4 are computed from it.
                ground = self.planner.plan(&self.flight.ship.at, &self.targets, 2, ground)?.ground;
            }
            let share = self.faults.share(BURN_NAMES[k]);
            let centre = self.targets.schedule.ground[k];
            if share > 0.0 {
                self.burn(BURN_NAMES[k], centre, along(ground[k] * share))?;
            } else {
                self.note(centre, format!("{} inhibited", BURN_NAMES[k]));
                self.flight.coast(centre)?;
            }
            if share == 1.0 {
                continue;
            }
            ground[k] *= share;
            match self.recover(k + 1, ground) {
                Some(plan) => {
                    self.note(centre, "later burns make up for it within the budget".into());
                    ground = plan.ground;
                }
                None => {
                    self.note(centre, "reverts to the two-day profile".into());
                    ground = self.two_days(separation, centre, ground)?;
                    break;
                }
            }
        }
        self.transfer(ground, tell)
    }

    /// A plan with the burns from number `first` on that stays within the budget.
    fn recover(&self, first: usize, ground: [f64; 4]) -> Option<Plan> {
        let at = &self.flight.ship.at;
        let plan = match first {
            4 => {
                let outcome = self.planner.outcome(at, &self.targets, 4, ground).ok()?;
                Plan { ground, outcome }
            }
            _ => self.planner.plan(at, &self.targets, first, ground).ok()?,
        };
        let total = plan.total() + scheme::ARRIVAL_SPEED.value;
        (total <= scheme::DELTA_V_BUDGET.value).then_some(plan)
    }

    /// Burns of the two-day profile up to the autonomous transfer, with its own docking time.
    fn two_days(
        &mut self,
        separation: f64,
        failed: f64,
        flown: [f64; 4],
    ) -> Result<[f64; 4], MissionError> {
        let station = self.office.station;
        let rule = Rule::two_day();
        let reach = (rule.natural - HOUR, rule.natural + HOUR);
        let practice = Practice::at(self.office.world.liftoff);
        self.docking = rule.docking_time(&station.edges, &[], reach, practice, None);
        let [first, second] = [1.0, 2.0].map(|k| failed + k * HALF_REVOLUTION.value);
        let third = separation + DAY_LATER.value;
        let arrival = self.office.targets(separation, self.docking.planned, self.port)?;
        let schedule = |ground: [f64; 4]| Targets {
            schedule: Schedule { ground, ..arrival.schedule },
            ..arrival
        };
        let [a, b, ..] = self.targets.schedule.ground;
        self.targets = schedule([a, b, first, second]);
        let [dv1, dv2, ..] = flown;
        let guess = self.hold_below([first, second])?;
        let plan =
            self.planner.plan(&self.flight.ship.at, &self.targets, 2, [dv1, dv2, guess, guess])?;
        self.burn("2D1", first, along(plan.ground[2]))?;
        let plan = self.planner.plan(&self.flight.ship.at, &self.targets, 3, plan.ground)?;
        self.burn("2D2", second, along(plan.ground[3]))?;
        self.targets = schedule([a, b, second, third]);
        let trim = self.planner.plan(
            &self.flight.ship.at,
            &self.targets,
            3,
            [dv1, dv2, plan.ground[3], 0.0],
        )?;
        self.burn("2D3", third, along(trim.ground[3]))?;
        Ok(trim.ground)
    }

    /// The size of two equal burns after which the station leads by [`PHASE_AT_IMP1`] when the
    /// autonomous transfer starts: a ship that keeps just below the station, not one that passes
    /// under it and comes round once more (which would cost the station's plane).
    fn hold_below(&self, at: [f64; 2]) -> Result<f64, MissionError> {
        let imp1 = self.targets.schedule.imp1;
        let station = self.office.station.path.at(imp1);
        let lead = |size: f64| -> Result<f64, MissionError> {
            let mut ship = self.flight.ship.at;
            for t in at {
                ship = self.planner.full.to(&ship, t)?;
                ship = Instant { v: ship.v + ship.lvlh().vector_gcrf(&along(size)), ..ship };
            }
            Ok(phase_angle(&self.planner.full.to(&ship, imp1)?.r, &station))
        };
        // From the height of the station downwards until the drift is enough.
        let energy =
            |s: &Instant| 0.5 * s.v.norm_squared() - crate::constants::GM_EARTH / s.r.norm();
        let ship = self.planner.full.to(&self.flight.ship.at, at[0])?;
        let here = self.office.station.path.at(at[0]);
        let full = 0.5 * (energy(&here) - energy(&ship)) / ship.v.norm();
        let (mut high, mut low) = (full, full);
        for _ in 0..40 {
            low -= 0.5;
            if lead(low)? < PHASE_AT_IMP1 {
                break;
            }
            high = low;
        }
        for _ in 0..12 {
            let middle = 0.5 * (low + high);
            if lead(middle)? < PHASE_AT_IMP1 { low = middle } else { high = middle }
        }
        Ok(0.5 * (low + high))
    }

    /// IMP1, IMP2 and the coast to the first braking burn.
    fn transfer(
        &mut self,
        ground: [f64; 4],
        tell: &mut impl FnMut(f64, FlightPhase, &'static str),
    ) -> Result<(), MissionError> {
        let Targets { schedule, arrival, .. } = self.targets;
        tell(schedule.imp1, FlightPhase::Transfer, "autonomous transfer");
        let outcome = self.planner.outcome(&self.flight.ship.at, &self.targets, 4, ground)?;
        let gate = self.planner.full.to(&arrival, schedule.imp2)?;
        let first = Vector3::new(outcome.imp1[0], 0.0, outcome.imp1[1]);
        let command = self.flight.aim(schedule.imp1, &gate, first, true)?;
        self.burn(BURN_NAMES[4], command.centre, command.delta_v)?;
        let second = Vector3::new(outcome.imp2[0], 0.0, outcome.imp2[1]);
        let command = self.flight.aim(schedule.imp2, &arrival, second, false)?;
        self.burn(BURN_NAMES[5], command.centre, command.delta_v)?;
        self.flight.coast(schedule.arrival - HAND_OVER)?;
        Ok(())
    }

    fn burn(
        &mut self,
        name: &'static str,
        centre: f64,
        delta_v: Vector3<f64>,
    ) -> Result<(), MissionError> {
        let flown = self.flight.burn(&Command { centre, delta_v })?;
        self.done.burns.push(flown);
        self.done.names.push(name);
        Ok(())
    }

    fn note(&mut self, t: f64, what: String) {
        self.done.notes.push((t, what));
    }
}

fn along(size: f64) -> Vector3<f64> {
    Vector3::new(size, 0.0, 0.0)
}
