//! Docking time and burn plan, from the nominal insertion.

use super::MissionError;
use super::geometry::{normal, turn};
use super::prelaunch::Prelaunch;
use crate::frames::Relative;
use crate::integrate::Dynamics;
use crate::propagate::{Settings, StateVector};
use crate::rendezvous::choice::Scheme;
use crate::rendezvous::light::LightModel;
use crate::rendezvous::scheme::{self, Schedule};
use crate::rendezvous::timing::{self, DockingTime, Rule};
use crate::rendezvous::{Plan, Planner, Targets, two_day};
use nalgebra::Vector3;

/// Tolerances of planning: metres at arrival suffice, because the flight corrects its burns.
pub(super) const PLANNING: Settings = Settings {
    relative: 1e-10,
    absolute_position: 1e-3,
    absolute_velocity: 1e-6,
    max_step: 900.0,
    method: crate::propagate::Method::Verner98,
};
/// First guess of DV1 … DV4 [m/s]; the plan does not depend on it.
const FIRST_GUESS: [f64; 4] = [15.0, 10.0, 15.0, 8.0];

/// The plan made before lift-off.
pub(super) struct FlightPlan {
    /// Docking time.
    pub docking: DockingTime,
    /// Burn times and arrival state.
    pub targets: Targets,
    /// Burn plan.
    pub plan: Plan,
    /// Unit normal of the insertion plane, GCRF.
    pub insertion_normal: Vector3<f64>,
}

impl Prelaunch {
    /// Burn times with the arrival state to which they lead.
    pub fn targets(&self, schedule: Schedule) -> Result<Targets, MissionError> {
        if !schedule.is_ordered() {
            let met_s = schedule.arrival + timing::BRAKING_LEAD.value;
            return Err(MissionError::TooEarly { met_s });
        }
        let station = self.station.path.at(schedule.imp1);
        Ok(Targets { arrival: self.arrival(schedule.arrival), schedule, station })
    }

    /// Target state of the ship at the first braking burn, at `t` [s].
    pub fn arrival(&self, t: f64) -> StateVector {
        let station = self.station.path.at(t);
        let (angle, range) = (scheme::ARRIVAL_ANGLE.value, scheme::BRAKING_RANGE.value);
        let towards = |angle: f64| Vector3::new(angle.sin(), 0.0, angle.cos());
        let line = towards(angle);
        let motion = -towards(angle + scheme::ARRIVAL_OFFSET.value) * scheme::ARRIVAL_SPEED.value;
        // Range counts to the port.
        let relative = Relative { r: self.port.position() + line * range, v: motion };
        let (r, v) = station.lvlh().absolute(&relative);
        StateVector { t, r, v }
    }

    /// Docking time by the timing rule; in the four-orbit scheme with the reach of the burns.
    fn docking_time<F: Dynamics<f64>, C: Dynamics<f64>>(
        &self,
        planner: &Planner<'_, F, C>,
        separation: &StateVector,
        scheme: Scheme,
        given: Option<f64>,
    ) -> DockingTime {
        let (path, sky) = (&self.station.path, &self.world.near.sky);
        let others = LightModel::OTHERS.map(|light| {
            let end = self.world.horizon;
            (light, light.edges(|t| path.at(t).r.into(), |t| sky.sun(t), 0.0, end))
        });
        let (edges, liftoff) = (&self.station.edges, self.world.liftoff);
        if scheme == Scheme::TwoDay {
            return two_day::docking_time(&self.craft, edges, &others, liftoff, given);
        }
        let earliest = Schedule::earliest_docking(separation.t);
        let rule = Rule { earliest, ..Rule::of(&self.craft, timing::Practice::at(liftoff)) };
        let planned = given.unwrap_or_else(|| rule.choose(edges).planned);
        let total = |planned: f64| {
            let targets = self.targets(Schedule::new(separation.t, planned)).ok()?;
            let plan = planner.sketch(separation, &targets, &FIRST_GUESS).ok()?;
            Some(plan.total() + scheme::ARRIVAL_SPEED.value)
        };
        let reach = (farthest(&total, planned, -1.0), farthest(&total, planned, 1.0));
        rule.docking_time(edges, &others, reach, given)
    }

    /// Plans docking time, burns, and the insertion plane for which the ship arrives in the station's plane.
    pub fn plan_flight<F: Dynamics<f64>, C: Dynamics<f64>>(
        &self,
        planner: &Planner<'_, F, C>,
        scheme: Scheme,
        given: Option<f64>,
    ) -> Result<FlightPlan, MissionError> {
        let mut start = self.insertion;
        let docking = self.docking_time(planner, &start, scheme, given);
        let (targets, guess) = match scheme {
            Scheme::TwoDay => {
                let burns = two_day::BURNS.map(|b| start.t + b.value).into();
                let targets = self.targets(Schedule::with_ground(burns, docking.planned))?;
                let lead = scheme.catch_up(self.phase);
                let guess = self.two_day_guess(planner, &start, &targets, 2, lead)?;
                (targets, guess)
            }
            _ => (self.targets(Schedule::new(start.t, docking.planned))?, FIRST_GUESS.to_vec()),
        };
        let mut plan = planner.plan(&start, &targets, &guess)?;
        for _ in 0..3 {
            // Rotate the insertion plane so that cross-track position and velocity at arrival vanish.
            let outcome = plan.outcome;
            let arrival = &targets.arrival;
            let up = arrival.r.normalize();
            let ahead = normal(arrival).cross(&up);
            let axis = up * (outcome.cross_track_speed / arrival.v.dot(&ahead))
                - ahead * (outcome.cross_track / arrival.r.norm());
            let before = normal(&start);
            let after = (before + axis.cross(&before)).normalize();
            start = turn(&start, &before, &after);
            plan.outcome = planner.outcome(&start, &targets, &plan.ground)?;
            if plan.outcome.cross_track.abs() < 20.0 {
                break;
            }
        }
        Ok(FlightPlan { docking, targets, plan, insertion_normal: normal(&start) })
    }

    /// First guess of the two-day burns of a ship at `ship` [m/s]: the first `equal` burns are equal, the others zero.
    /// `lead` is the phase, including whole revolutions [rad].
    pub fn two_day_guess<F: Dynamics<f64>, C: Dynamics<f64>>(
        &self,
        planner: &Planner<'_, F, C>,
        ship: &StateVector,
        targets: &Targets,
        equal: usize,
        lead: f64,
    ) -> Result<Vec<f64>, MissionError> {
        let station = self.station.path.at(targets.schedule.imp1);
        let times = &targets.schedule.ground;
        let size = two_day::equal_burns(&planner.cheap, ship, &times[..equal], &station, lead)?;
        Ok((0..times.len()).map(|k| if k < equal { size } else { 0.0 }).collect())
    }
}

/// The farthest docking from `from` in the direction `sign` whose delta-v `total` is within the budget, to 10 s, up to
/// [`timing::REACH_SEARCHED`] away [s].
fn farthest(total: &impl Fn(f64) -> Option<f64>, from: f64, sign: f64) -> f64 {
    let fits = |t: f64| total(t).is_some_and(|dv| dv <= scheme::DELTA_V_BUDGET.value);
    let mut good = from;
    for step in [600.0, 120.0, 30.0, 10.0] {
        while (good - from).abs() < timing::REACH_SEARCHED.value && fits(good + sign * step) {
            good += sign * step;
        }
    }
    good
}
