//! Two-day plans that keep away from the station while the ship drifts.
//!
//! The ship usually waits behind the station. After a late failure it cannot be stopped there: it passes below the
//! station, and rises to the station's height ahead of it. On its way back to the start of the transfer it then drifts
//! past the station, in loops of the size of its orbit's eccentricity, 10 km per revolution and without any distance
//! across the plane. The plan of least delta-v does not know of the station, and so can pass it at any distance. If it
//! passes within [`KEEP_AWAY`], the burns are chosen from a grid around it: the first changes the loops, the second the
//! speed of drift, and those that remain follow from them by least delta-v.

use super::MissionError;
use super::geometry::phase_angle;
use super::phasing::Phasing;
use crate::integrate::{Dynamics, Statistics};
use crate::propagate::{StateVector, Trajectory, propagate};
use crate::provenance::Sourced;
use crate::rendezvous::scheme::{START_RANGE, START_SPREAD, Schedule};
use crate::rendezvous::{Command, Flight, FreeFlight, Plan, Targets};
use crate::units::KM;
use nalgebra::{Vector2, Vector3};

/// Least distance from the station before the transfer, along the orbit and in height together; distance across the
/// plane does not count.
pub(super) const KEEP_AWAY: Sourced = Sourced::assumed(
    "least distance from the station in a two-day flight before its transfer",
    5.0 * KM,
    "m",
    "outside the station's approach ellipsoid, 4 km along the orbit and 2 km in height [KOS], by a kilometre: 0.01 m/s of a burn in ten revolutions is 1.7 km, which tracking corrects",
);

/// Steps of the first burn on either side of least delta-v, if another follows, and their size [m/s].
const LOOPS: (i32, f64) = (4, 4.0);
/// The same for the burn that sets the drift: 0.25 m/s is 4 km per revolution.
const DRIFTS: (i32, f64) = (32, 0.25);
/// The same for the trim burn, where no other follows: 0.025 m/s is 6 km at the start of the transfer a day later.
const TRIMS: (i32, f64) = (60, 0.025);
/// Interval at which distances are computed; between them the path is taken as straight, to 20 m [s].
const STEP: f64 = 60.0;
/// Number of plans, the least delta-v first, that are examined in the full model.
const EXAMINED: usize = 12;

/// The path past the station: ahead and up, each STEP seconds.
type Path = Vec<Vector2<f64>>;

impl<C: Dynamics<f64>> Phasing<'_, '_, C> {
    /// The plan of least delta-v with the remaining ground burns of a two-day flight, of those that keep away from the
    /// station; if none can be flown, the plan of least delta-v. The plan may include the trim burn.
    pub fn two_day_plan(&self) -> Result<Plan, MissionError> {
        let at = &self.flight.ship.at;
        let least = self.planner.plan(at, &self.targets, &self.ground)?;
        if least.ground.is_empty() {
            return Ok(least);
        }
        let path = self.flown_path(&self.targets.schedule.ground, &least.ground)?;
        if distance(&path) >= KEEP_AWAY.value {
            return Ok(least);
        }
        let times: Vec<f64> =
            self.targets.schedule.ground.iter().copied().chain(self.trim).collect();
        let mut found = self.search(&times, &least, &path)?;
        found.sort_by(|a, b| cost(a).total_cmp(&cost(b)));
        let targets = self.with_burns(&times);
        let mut best: Option<Plan> = None;
        for Plan { ground, .. } in found.into_iter().take(EXAMINED) {
            if distance(&self.flown_path(&times, &ground)?) < KEEP_AWAY.value {
                continue;
            }
            let outcome = self.planner.outcome(at, &targets, &ground)?;
            let plan = Plan { ground, outcome };
            let better = best.as_ref().is_none_or(|best| cost(&plan) < cost(best));
            if better && self.total(&plan) <= self.limit() {
                best = Some(plan);
            }
        }
        Ok(best.unwrap_or(least))
    }

    /// Plans on the grid, with burns at `times`, that keep away from the station in the fast model, to which the
    /// difference between that and the flown path for the plan `least`, `flown`, is added.
    fn search(&self, times: &[f64], least: &Plan, flown: &Path) -> Result<Vec<Plan>, MissionError> {
        let (at, cheap) = (&self.flight.ship.at, &self.planner.cheap);
        let same = self.path(&self.targets.schedule.ground, &least.ground)?;
        let offset: Path = flown.iter().zip(&same).map(|(a, b)| a - b).collect();
        let mut guess = least.ground.clone();
        guess.resize(times.len(), 0.0);
        // What the fast model asks of the burns that follow, beyond what the full model does.
        let chosen = times.len().saturating_sub(1).clamp(1, 2);
        let mut ship = *at;
        for (&t, &size) in times.iter().zip(&guess[..chosen]) {
            ship = after_burn(cheap, &ship, t, size)?;
        }
        let Some(reference) = self.rest(&ship, &times[chosen..], &guess[chosen..]) else {
            return Ok(Vec::new());
        };
        let mut found = Vec::new();
        let mut consider = |burns: &[f64], ship: &StateVector| -> Result<(), MissionError> {
            let (times_left, guess_left) = (&times[chosen..], &guess[chosen..]);
            let Some(mut plan) = self.rest(ship, times_left, guess_left) else { return Ok(()) };
            for (k, size) in plan.ground.iter_mut().enumerate() {
                *size += guess_left[k] - reference.ground[k];
            }
            plan.ground = [burns, &plan.ground].concat();
            let path = self.path(times, &plan.ground)?;
            let path = path.iter().zip(&offset).map(|(a, b)| a + b).collect();
            if distance(&path) >= KEEP_AWAY.value {
                found.push(plan);
            }
            Ok(())
        };
        let grid = match times.len() {
            1 => TRIMS,
            2 => DRIFTS,
            _ => LOOPS,
        };
        for first in around(guess[0], grid) {
            let ship = after_burn(cheap, at, times[0], first)?;
            if times.len() < 3 {
                consider(&[first], &ship)?;
                continue;
            }
            // The sum of the two decides how fast the ship drifts.
            for second in around(guess[0] + guess[1] - first, DRIFTS) {
                consider(&[first, second], &after_burn(cheap, &ship, times[1], second)?)?;
            }
        }
        Ok(found)
    }

    /// The plan of least delta-v in the fast model with burns at `times`, from first guesses [m/s].
    fn rest(&self, ship: &StateVector, times: &[f64], guess: &[f64]) -> Option<Plan> {
        self.planner.sketch(ship, &self.with_burns(times), guess).ok()
    }

    /// The targets with ground burns at `times`.
    fn with_burns(&self, times: &[f64]) -> Targets {
        let schedule = Schedule { ground: times.to_vec(), ..self.targets.schedule.clone() };
        Targets { schedule, ..self.targets.clone() }
    }

    /// The path from the first burn to the transfer with burns `ground` [m/s] at `times`, in the fast model.
    fn path(&self, times: &[f64], ground: &[f64]) -> Result<Path, MissionError> {
        let cheap = &self.planner.cheap;
        let mut ship = self.flight.ship.at;
        let mut path = Path::new();
        let ends = times.iter().skip(1).copied().chain([self.targets.schedule.imp1]);
        for ((&t, &size), end) in times.iter().zip(ground).zip(ends) {
            ship = after_burn(cheap, &ship, t, size)?;
            let arc = propagate(cheap.model, ship, end, &cheap.settings, &[])?.trajectory;
            self.extend(&mut path, times[0], end, &arc);
            ship = arc.at(end);
        }
        Ok(path)
    }

    /// The same as it would be flown: in the full model, with the duration of the burns.
    fn flown_path(&self, times: &[f64], ground: &[f64]) -> Result<Path, MissionError> {
        let Flight { model, engine, settings, ship, .. } = *self.flight;
        let statistics = Statistics::default();
        let mut flight = Flight { model, engine, settings, ship, trajectory: None, statistics };
        for (&centre, &size) in times.iter().zip(ground) {
            flight.burn(&Command { centre, delta_v: Vector3::new(size, 0.0, 0.0) })?;
        }
        let end = self.targets.schedule.imp1;
        flight.coast(end)?;
        let mut path = Path::new();
        if let Some(flown) = &flight.trajectory {
            self.extend(&mut path, times[0], end, flown);
        }
        Ok(path)
    }

    /// Continues a path that begins at `start` along `arc`, up to `end` [s].
    fn extend(&self, path: &mut Path, start: f64, end: f64, arc: &Trajectory) {
        let station = &self.prelaunch.station.path;
        let at = |k: usize| start + k as f64 * STEP;
        while at(path.len()) < end {
            let t = at(path.len());
            let (station, ship) = (station.at(t), arc.at(t));
            let radius = station.r.norm();
            path.push(Vector2::new(
                -phase_angle(&ship.r, &station) * radius,
                ship.r.norm() - radius,
            ));
        }
    }
}

/// The ship after a burn of `size` [m/s] at `t`.
fn after_burn<M: Dynamics<f64>>(
    flight: &FreeFlight<'_, M>,
    ship: &StateVector,
    t: f64,
    size: f64,
) -> Result<StateVector, MissionError> {
    let mut ship = flight.to(ship, t)?;
    ship.v += ship.lvlh().vector_gcrf(&Vector3::new(size, 0.0, 0.0));
    Ok(ship)
}

/// Least distance of a path from the station [m].
fn distance(path: &Path) -> f64 {
    let of = |pair: &[Vector2<f64>]| {
        let (a, side) = (pair[0], pair[1] - pair[0]);
        let part = (-a.dot(&side) / side.norm_squared()).clamp(0.0, 1.0);
        (a + side * part).norm()
    };
    path.windows(2).map(of).fold(f64::INFINITY, f64::min)
}

/// What a plan costs, as in the planner: its delta-v, and the deviation from the usual start of the transfer [m/s].
fn cost(plan: &Plan) -> f64 {
    let off = (plan.outcome.start_range - START_RANGE.value) / START_SPREAD.value;
    plan.total() + off * off
}

/// `count` values on either side of `middle`, and `middle` itself.
fn around(middle: f64, (count, step): (i32, f64)) -> impl Iterator<Item = f64> {
    (-count..=count).map(move |k| middle + f64::from(k) * step)
}
