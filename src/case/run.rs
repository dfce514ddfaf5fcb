//! Propagation of a case, from burn to burn.

use super::burns::{Burn, BurnKind};
use super::forces::Mass;
use super::setup::Setup;
use super::{CaseError, Occurrence, events};
use crate::forces::{Atmosphere, Thrust, ThrustAxes};
use crate::frames::{Geodetic, Lvlh};
use crate::propagate::{Hit, Method, Settings, StateVector, Statistics, Trajectory, propagate};
use crate::time;
use crate::units::{DAY, DEGREE};
use nalgebra::{Matrix3, Vector3};

/// A coast or a finite burn.
#[derive(Clone, Debug)]
pub struct Stretch {
    /// The trajectory, in seconds since the epoch of the case.
    pub trajectory: Trajectory,
    /// Start of integration [s]; later than `to` if propagated backwards.
    pub from: f64,
    /// End of integration [s].
    pub to: f64,
    /// Number of the burn, from 1 in order of time; `None` for a coast.
    pub burn: Option<usize>,
    pub(super) mass: Mass,
}

impl Stretch {
    /// Mass at `t` [kg].
    pub fn mass_at(&self, t: f64) -> f64 {
        self.mass.at(t)
    }
}

/// A burn as executed.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Burnt {
    /// Ignition, or the instant of the impulse [s].
    pub start: f64,
    /// Cut-off [s].
    pub end: f64,
    /// Mass before [kg].
    pub mass_before: f64,
    /// Mass after [kg].
    pub mass_after: f64,
    /// Velocity increment delivered by the engine [m/s].
    pub delta_v: f64,
}

/// Result of a case.
#[derive(Clone, Debug)]
pub struct Solution {
    /// The case as it was set up.
    pub setup: Setup,
    /// Coasts and finite burns in order of integration.
    pub stretches: Vec<Stretch>,
    /// Burns in order of time.
    pub burns: Vec<Burnt>,
    /// Events in order of time.
    pub occurrences: Vec<Occurrence>,
    /// Final state.
    pub end: StateVector,
    /// Final mass [kg].
    pub final_mass: f64,
    /// Cost of the integration.
    pub statistics: Statistics,
}

impl Solution {
    /// State and mass at `t` seconds after the epoch, within the duration of the case; at the time of an
    /// impulse, those after it.
    pub fn at(&self, t: f64) -> (StateVector, f64) {
        self.moved(t, t)
    }

    /// State and mass at `to`, less than a microsecond from `t`, without a burn in between: files round times that much.
    pub(super) fn moved(&self, t: f64, to: f64) -> (StateVector, f64) {
        let backward = self.setup.case.duration_s < 0.0;
        let holds = |s: &&Stretch| if backward { t >= s.to } else { t >= s.from };
        let stretch = match backward {
            true => self.stretches.iter().find(holds),
            false => self.stretches.iter().rev().find(holds),
        };
        match stretch.or(self.stretches.first()) {
            // At the end of the case; the trajectory does not contain a final impulse.
            Some(s) if t == self.end.t => {
                let r = self.end.r + self.end.v * (to - t);
                let v = self.end.v + (s.trajectory.at(to).v - s.trajectory.at(t).v);
                (StateVector { t: to, r, v }, self.final_mass)
            }
            Some(s) => (s.trajectory.at(to), s.mass_at(to)),
            None => (self.end, self.final_mass),
        }
    }

    /// Whether the case ends with an impulse, which no stretch contains.
    pub(super) fn ends_with_an_impulse(&self) -> bool {
        let last = self.burns.last();
        last.is_some_and(|burn| burn.start == burn.end && burn.end == self.end.t)
    }
}

/// State of a run.
struct Run<'a> {
    setup: &'a Setup,
    at: StateVector,
    mass: f64,
    stretches: Vec<Stretch>,
    burns: Vec<Burnt>,
    hits: Vec<Hit>,
    statistics: Statistics,
}

impl Setup {
    /// Propagates the case.
    ///
    /// # Errors
    /// [`CaseError::MeetsEarth`] or [`CaseError::Propagate`].
    pub fn run(self) -> Result<Solution, CaseError> {
        let mut run = Run {
            setup: &self,
            at: self.start,
            mass: self.case.vehicle.mass_kg,
            stretches: Vec::new(),
            burns: Vec::new(),
            hits: Vec::new(),
            statistics: Statistics::default(),
        };
        for burn in &self.burns {
            run.stretch(burn.start, None)?;
            run.burn(burn)?;
        }
        run.stretch(self.case.duration_s, None)?;
        let Run { at: end, mass: final_mass, stretches, burns, hits, statistics, .. } = run;
        let occurrences = events::occurrences(&self, &hits);
        Ok(Solution { setup: self, stretches, burns, occurrences, end, final_mass, statistics })
    }
}

impl Run<'_> {
    /// Executes a burn from the current state.
    fn burn(&mut self, burn: &Burn) -> Result<(), CaseError> {
        let (start, mass_before) = (burn.start, self.mass);
        let delta_v = match burn.kind {
            BurnKind::Finite { duration: _, thrust, flow, axes, direction } => {
                let mass = self.mass;
                let force =
                    Thrust { axes, direction, thrust, mass_flow: flow, ignition: start, mass };
                self.stretch(burn.end(), Some(force))?;
                match flow > 0.0 {
                    true => thrust / flow * libm::log(mass_before / self.mass),
                    false => thrust / mass_before * (burn.end() - start),
                }
            }
            BurnKind::Impulse { delta_v, axes, exhaust } => {
                self.at.v += along(axes, &self.at) * delta_v;
                self.mass *= libm::exp(-delta_v.norm() / exhaust);
                delta_v.norm()
            }
        };
        let (end, mass_after) = (burn.end(), self.mass);
        self.burns.push(Burnt { start, end, mass_before, mass_after, delta_v });
        Ok(())
    }

    /// Propagates to `to`, with thrust or without.
    fn stretch(&mut self, to: f64, thrust: Option<Thrust>) -> Result<(), CaseError> {
        let from = self.at.t;
        if from == to {
            return Ok(());
        }
        let flow = thrust.map_or(0.0, |thrust| thrust.mass_flow);
        let mass = Mass { from, initial: self.mass, flow };
        let burn = thrust.map(|_| self.burns.len() + 1);
        // Thrust may depend on velocity too strongly for the other methods.
        let method = if burn.is_some() { Method::Verner98 } else { self.setup.settings.method };
        let settings = Settings { method, ..self.setup.settings };
        let mut trajectory = Trajectory::default();
        while self.at.t != to {
            let next = self.next_jump(to);
            trajectory.append(self.arc(next, mass, thrust, &settings)?);
        }
        self.mass = mass.at(to);
        self.stretches.push(Stretch { trajectory, from, to, burn, mass });
        Ok(())
    }

    /// The next time at which the indices of the atmosphere change, every three hours UTC, or `to` if that comes first.
    fn next_jump(&self, to: f64) -> f64 {
        if !self.setup.world.air.as_ref().is_some_and(|air| air.jumps) {
            return to;
        }
        const INTERVAL: f64 = DAY / 8.0;
        // A change closer than this to the current time is the one just reached [s].
        const NEAR: f64 = 1e-3;
        let (_, _, second) = time::day_of_year(self.setup.epoch);
        let now = second + self.at.t;
        if to > self.at.t {
            to.min((((now + NEAR) / INTERVAL).floor() + 1.0) * INTERVAL - second)
        } else {
            to.max((((now - NEAR) / INTERVAL).ceil() - 1.0) * INTERVAL - second)
        }
    }

    /// Propagates one smooth arc.
    fn arc(
        &mut self,
        to: f64,
        mass: Mass,
        thrust: Option<Thrust>,
        settings: &Settings,
    ) -> Result<Trajectory, CaseError> {
        let world = &self.setup.world;
        let mut model = world.model(mass, thrust);
        let held;
        if let (Some(drag), Some(Atmosphere::Nrlmsise00(air))) =
            (&mut model.forces.1, world.air.as_ref().map(|air| &air.density))
        {
            let middle = 0.5 * (self.at.t + to);
            held = Atmosphere::Nrlmsise00(Box::new(air.held_at(middle)));
            drag.force.density = &held;
        }
        let watched = events::watched(self.setup);
        let arc = propagate(&model, self.at, to, settings, &watched)?;
        self.statistics += arc.statistics;
        if arc.end.t != to {
            return Err(self.meets_earth(&arc.end));
        }
        self.hits.extend(arc.hits);
        self.at = arc.end;
        Ok(arc.trajectory)
    }

    fn meets_earth(&self, at: &StateVector) -> CaseError {
        let place = Geodetic::from_itrf(&self.setup.world.earth.position_itrf(at.t, &at.r));
        CaseError::MeetsEarth {
            t: (at.t * 1e3).round() / 1e3,
            utc: time::format_utc(time::after(self.setup.epoch, at.t), 3),
            latitude_deg: place.latitude / DEGREE,
            longitude_deg: place.longitude / DEGREE,
        }
    }
}

/// Matrix whose columns are the axes of a burn along GCRF.
fn along(axes: ThrustAxes, at: &StateVector) -> Matrix3<f64> {
    match axes {
        ThrustAxes::Inertial => Matrix3::identity(),
        ThrustAxes::Lvlh => Lvlh::at(at.r, at.v).matrix().transpose(),
        ThrustAxes::Tnw => {
            let (t, w): (Vector3<f64>, Vector3<f64>) =
                (at.v.normalize(), at.r.cross(&at.v).normalize());
            Matrix3::from_columns(&[t, w.cross(&t), w])
        }
    }
}
