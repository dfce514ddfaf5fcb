//! Recovery from failed burns; `phasing` describes the options and their order.

use super::log::Recovery;
use super::phasing::Phasing;
use super::{MissionError, geometry::phase_angle};
use crate::integrate::Dynamics;
use crate::provenance::Sourced;
use crate::rendezvous::choice::Scheme;
use crate::rendezvous::scheme::{self, LEAST_SPACING, Schedule};
use crate::rendezvous::{BurnName, Plan, Targets, two_day};

/// Latest time of a make-up burn after the burn it replaces.
pub(super) const MAKE_UP_UNTIL: Sourced = Sourced::assumed(
    "latest make-up burn after a failed one",
    2.0 * two_day::HALF_REVOLUTION.value,
    "s",
    "one revolution: afterwards the next ground burns take over",
);

/// Step of the search for the time of a make-up burn [s].
const MAKE_UP_STEP: f64 = 300.0;
/// Step of the search for the times of late autonomous burns [s].
const LATE_STEP: f64 = 450.0;

/// Ground burns to come: targets, names and plan.
type Remaining = (Targets, Vec<BurnName>, Plan);

impl<C: Dynamics<f64>> Phasing<'_, '_, C> {
    /// Recovers from the failure of ground burn `name`, due at `t` with delta-v `size` [m/s].
    pub fn after_ground_burn(
        &mut self,
        name: BurnName,
        t: f64,
        size: f64,
    ) -> Result<(), MissionError> {
        let (budget, limit) = (scheme::DELTA_V_BUDGET.value, self.limit());
        let left = self.with_burns_left().map(|plan| (self.total(&plan), plan));
        let left_takes = left.as_ref().map_or(f64::INFINITY, |(total, _)| *total);
        let made = match left_takes <= budget {
            true => None,
            false => self.make_up(t, size),
        };
        let made = made.map(|made| (self.total(&made.2), made));
        let made_takes = made.as_ref().map_or(f64::INFINITY, |(total, _)| *total);

        let mut detail = match left_takes.is_finite() {
            true => {
                format!("with the remaining burns the flight needs {left_takes:.1} m/s in total")
            }
            false => "the remaining burns cannot reach the station".to_owned(),
        };
        if made_takes.is_finite() {
            detail.push_str(&format!(", with a make-up burn {made_takes:.1} m/s"));
        } else if left_takes > budget {
            detail.push_str(", there is no time for a make-up burn");
        }
        if left_takes.min(made_takes) > limit && self.scheme() == Scheme::TwoDay {
            return Err(MissionError::Lost { burn: name, met_s: t, tried: detail, limit });
        }
        let allowed = match self.scheme() {
            Scheme::TwoDay => "available for two days:",
            _ => "budget of four orbits:",
        };
        detail.push_str(&format!("; {allowed} {limit:.0} m/s"));
        match (left, made) {
            (Some((total, plan)), _) if total <= limit.min(made_takes) => {
                self.ground = plan.ground;
                self.recovered(name, t, Recovery::LaterBurns, detail);
                Ok(())
            }
            (_, Some((total, (targets, names, plan)))) if total <= limit => {
                (self.targets, self.names, self.ground) = (targets, names, plan.ground);
                self.recovered(name, t, Recovery::MakeUpBurn, detail);
                Ok(())
            }
            _ => {
                self.recovered(name, t, Recovery::TwoDay, detail);
                self.revert(t)
            }
        }
    }

    /// Total delta-v to the end of braking, with `plan` for the remaining burns [m/s].
    pub fn total(&self, plan: &Plan) -> f64 {
        self.spent() + plan.total() + scheme::ARRIVAL_SPEED.value
    }

    /// Limit of the total delta-v [m/s].
    pub fn limit(&self) -> f64 {
        match self.scheme() {
            Scheme::TwoDay => self.prelaunch.craft.delta_v_limit(),
            _ => scheme::DELTA_V_BUDGET.value,
        }
    }

    /// A plan with the remaining burns.
    fn with_burns_left(&self) -> Option<Plan> {
        let at = &self.flight.ship.at;
        let left = self.ground.len();
        if left > 0 {
            let guess = match self.scheme() {
                // Over a day or two the remaining burns need very different delta-v.
                Scheme::TwoDay => {
                    let lead = phase_angle(&at.r, &self.prelaunch.station.path.at(at.t));
                    let lead = lead.rem_euclid(std::f64::consts::TAU);
                    // The last of several, a day later, only trims.
                    let equal = (left - 1).max(1);
                    self.prelaunch
                        .two_day_guess(self.planner, at, &self.targets, equal, lead)
                        .ok()?
                }
                _ => self.ground.clone(),
            };
            return self.planner.plan(at, &self.targets, &guess).ok();
        }
        let outcome = self.planner.outcome(at, &self.targets, &[]).ok()?;
        Some(Plan { ground: Vec::new(), outcome })
    }

    /// The plan of least delta-v with a make-up burn besides the remaining burns, after a burn of `size` [m/s] failed
    /// at `t`.
    ///
    /// The make-up burn is at least half a revolution after the failure, at most a whole one, and at least
    /// [`LEAST_SPACING`] from any other burn.
    fn make_up(&self, t: f64, size: f64) -> Option<Remaining> {
        let schedule = &self.targets.schedule;
        let at = &self.flight.ship.at;
        let begin = t + two_day::HALF_REVOLUTION.value;
        let end = t + MAKE_UP_UNTIL.value;
        let count = ((end - begin) / MAKE_UP_STEP) as usize;
        let mut best: Option<Remaining> = None;
        for t in (0..=count).map(|k| begin + k as f64 * MAKE_UP_STEP) {
            let place = schedule.ground.iter().filter(|&&other| other < t).count();
            let (mut ground, mut names) = (schedule.ground.clone(), self.names.clone());
            let mut guess = self.ground.clone();
            ground.insert(place, t);
            names.insert(place, BurnName::MakeUp);
            guess.insert(place, size);
            let moved = Schedule { ground, ..schedule.clone() };
            if !moved.is_ordered() {
                continue;
            }
            let targets = Targets { schedule: moved, ..self.targets.clone() };
            let Ok(plan) = self.planner.sketch(at, &targets, &guess) else { continue };
            if best.as_ref().is_none_or(|b| plan.total() < b.2.total()) {
                best = Some((targets, names, plan));
            }
        }
        let (targets, names, sketch) = best?;
        let plan = self.planner.plan(at, &targets, &sketch.ground).ok()?;
        Some((targets, names, plan))
    }

    /// Changes to the two-day scheme after a failure at `t`, with its own docking time. Two burns, half a revolution
    /// and a whole revolution later, are planned without the third, which only trims a day later.
    ///
    /// The ship stays just below the station for two days. Passing under it and approaching a revolution later would
    /// take it out of the station's plane.
    fn revert(&mut self, t: f64) -> Result<(), MissionError> {
        let half = two_day::HALF_REVOLUTION.value;
        let (edges, liftoff) = (&self.prelaunch.station.edges, self.prelaunch.world.liftoff);
        self.docking = two_day::docking_time(&self.prelaunch.craft, edges, &[], liftoff, None);
        let [.., third] = two_day::BURNS;
        self.trim = Some(self.separation + third.value);
        self.names = vec![BurnName::TwoDay1, BurnName::TwoDay2];
        let burns = vec![t + half, t + 2.0 * half];
        self.targets =
            self.prelaunch.targets(Schedule::with_ground(burns, self.docking.planned))?;
        self.done.scheme.flown = Scheme::TwoDay;
        let ship = &self.flight.ship.at;
        let lead = phase_angle(&ship.r, &self.prelaunch.station.path.at(ship.t));
        self.ground = self.prelaunch.two_day_guess(self.planner, ship, &self.targets, 2, lead)?;
        self.check_two_days()
    }

    /// Recovers from the failure of autonomous burn `name`, due at `t`, by two late burns for the same docking.
    /// Docking a revolution later would need more delta-v, because the ship would first pass below the station.
    ///
    /// There is no other option, so the limit is the available delta-v, not the budget of the scheme.
    pub fn after_autonomous_burn(&mut self, name: BurnName, t: f64) -> Result<(), MissionError> {
        let limit = self.prelaunch.craft.delta_v_limit();
        let lost = |tried: String| Err(MissionError::Lost { burn: name, met_s: t, tried, limit });
        let Some((targets, plan)) = self.late_transfer(t) else {
            return lost("no two late burns reach the station".to_owned());
        };
        let total = self.total(&plan);
        if total > limit {
            return lost(format!("two late burns need {total:.0} m/s"));
        }
        self.targets = targets;
        let detail = format!("the flight needs {total:.1} m/s in total; available: {limit:.0} m/s");
        self.recovered(name, t, Recovery::LateTransfer, detail);
        self.transfer(BurnName::LATE)
    }

    /// The pair of burns of least delta-v after a failure at `t` that leads to the arrival.
    fn late_transfer(&self, t: f64) -> Option<(Targets, Plan)> {
        let at = &self.flight.ship.at;
        let Targets { schedule, arrival, .. } = &self.targets;
        let steps = |from: f64, to: f64| {
            let count = ((to - from) / LATE_STEP).max(-1.0) as i64;
            (0..=count).map(move |k| from + k as f64 * LATE_STEP)
        };
        let spacing = LEAST_SPACING.value;
        let last = schedule.arrival - spacing;
        let mut best: Option<(Targets, Plan)> = None;
        for first in steps(t + spacing, last - spacing) {
            for second in steps(first + spacing, last) {
                let schedule = Schedule { imp1: first, imp2: second, ..schedule.clone() };
                let station = self.prelaunch.station.path.at(first);
                let targets = Targets { schedule, arrival: *arrival, station };
                let Ok(plan) = self.planner.sketch(at, &targets, &[]) else { continue };
                if best.as_ref().is_none_or(|b| plan.total() < b.1.total()) {
                    best = Some((targets, plan));
                }
            }
        }
        let (targets, _) = best?;
        let outcome = self.planner.outcome(at, &targets, &[]).ok()?;
        Some((targets, Plan { ground: Vec::new(), outcome }))
    }
}
