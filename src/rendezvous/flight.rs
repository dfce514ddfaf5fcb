//! Flight of coasts and finite burns; arcs end exactly at ignition and cut-off.

use super::BurnName;
use super::transfer::{FreeFlight, PlanError, in_plane_sensitivity, mean_motion};
use crate::forces::{BodyAxes, Force, Model, Thrust, ThrustAxes};
use crate::integrate::Statistics;
use crate::propagate::{
    PropagateError, Settings, StateVector, Trajectory, propagate, propagate_end,
};
use crate::vehicle::spacecraft::Engine;
use nalgebra::{Matrix3, Vector3};

/// A ship in flight.
#[derive(Clone, Copy, Debug)]
pub struct Ship {
    /// Time, position and velocity, GCRF.
    pub at: StateVector,
    /// Mass [kg].
    pub mass: f64,
}

/// A commanded burn. The thrust direction is constant in the ship's rotating LVLH axes.
#[derive(Clone, Copy, Debug)]
pub struct Command {
    /// Centre of the burn [s after lift-off].
    pub centre: f64,
    /// Delta-v in the ship's LVLH axes (forward, opposite to the orbit normal, down) [m/s].
    pub delta_v: Vector3<f64>,
}

/// Which components of the target position a burn must meet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Aim {
    /// Those in the target's orbital plane; the burn stays in the ship's plane. After half a revolution an
    /// out-of-plane error cannot be corrected.
    InPlane,
    /// All three.
    Full,
}

/// A burn as flown.
#[derive(Clone, Copy, Debug)]
pub struct Flown {
    /// The command.
    pub command: Command,
    /// State and mass at ignition.
    pub ignition: Ship,
    /// State and mass at cut-off.
    pub cut_off: Ship,
}

impl Flown {
    /// Burn duration [s].
    pub fn duration(&self) -> f64 {
        self.cut_off.at.t - self.ignition.at.t
    }

    /// Propellant used [kg].
    pub fn propellant(&self) -> f64 {
        self.ignition.mass - self.cut_off.mass
    }
}

/// A ship flown through coasts and burns, with its trajectory.
#[derive(Clone, Debug)]
pub struct Flight<'a, A, F> {
    /// The dynamics without thrust.
    pub model: &'a Model<A, F>,
    /// The engine.
    pub engine: &'a Engine,
    /// Integrator settings.
    pub settings: Settings,
    /// Current state and mass.
    pub ship: Ship,
    /// The trajectory so far; `None` before the first arc.
    pub trajectory: Option<Trajectory>,
    /// Integration cost so far.
    pub statistics: Statistics,
}

impl<'a, A: BodyAxes, F: Force<f64>> Flight<'a, A, F> {
    /// Coasts to `t` [s]; does nothing if `t` is in the past.
    ///
    /// # Errors
    /// Those of [`propagate`].
    pub fn coast(&mut self, t: f64) -> Result<(), PropagateError> {
        if t > self.ship.at.t {
            let arc = propagate(self.model, self.ship.at, t, &self.settings, &[])?;
            self.keep(arc);
        }
        Ok(())
    }

    /// Coasts to ignition and burns.
    ///
    /// # Errors
    /// Those of [`propagate`].
    pub fn burn(&mut self, command: &Command) -> Result<Flown, PropagateError> {
        let size = command.delta_v.norm();
        let duration = self.engine.burn_time(self.ship.mass, size);
        self.coast(command.centre - 0.5 * duration)?;
        let ignition = self.ship;
        if size > 0.0 {
            let model = self.burning(&ignition, &command.delta_v);
            let arc =
                propagate(&model, ignition.at, ignition.at.t + duration, &self.settings, &[])?;
            self.keep(arc);
            self.ship.mass -= self.engine.mass_flow() * duration;
        }
        Ok(Flown { command: *command, ignition, cut_off: self.ship })
    }

    /// The burn `name`, centred at `centre`, that brings the ship to `target.r` at `target.t`: Newton's method from
    /// `guess` (LVLH) [m/s] in the full model, with the finite duration of the burn.
    ///
    /// # Errors
    /// [`PlanError::NoTransfer`] if the target is still missed after ten corrections, and those of
    /// [`propagate`].
    pub fn aim(
        &self,
        name: BurnName,
        centre: f64,
        target: &StateVector,
        guess: Vector3<f64>,
        aim: Aim,
    ) -> Result<Command, PlanError> {
        const CORRECTIONS: usize = 10;
        const TOLERANCE: f64 = 0.1;
        let axes = target.lvlh();
        let sensitivity = self.sensitivity(centre, target.t);
        let mut delta_v = guess;
        let (mut miss, mut iterations) = (f64::INFINITY, 0);
        while iterations < CORRECTIONS {
            let end = self.end_of(&Command { centre, delta_v }, target.t)?;
            let mut error = axes.vector_lvlh(&(target.r - end.r));
            // Along-track distances are arcs, heights differences of radius.
            let radius = target.r.norm();
            error.x = radius * (error.x / (radius - error.z)).atan();
            error.z = end.r.norm() - radius;
            if aim == Aim::InPlane {
                error.y = 0.0;
            }
            miss = error.norm();
            if miss < TOLERANCE {
                return Ok(Command { centre, delta_v });
            }
            let Some(step) = sensitivity.lu().solve(&error) else { break };
            delta_v += step;
            iterations += 1;
        }
        Err(PlanError::NoTransfer { burn: name, at: centre, miss_km: miss / 1e3, iterations })
    }

    /// The state at `t` after a burn; the ship itself is not moved.
    fn end_of(&self, command: &Command, t: f64) -> Result<StateVector, PropagateError> {
        let free = FreeFlight { model: self.model, settings: self.settings };
        let size = command.delta_v.norm();
        let duration = self.engine.burn_time(self.ship.mass, size);
        let start = free.to(&self.ship.at, command.centre - 0.5 * duration)?;
        let ship = Ship { at: start, mass: self.ship.mass };
        let model = self.burning(&ship, &command.delta_v);
        let end = propagate_end(&model, start, start.t + duration, &self.settings)?.0;
        free.to(&end, t)
    }

    /// The dynamics while the engine burns.
    fn burning(&self, ignition: &Ship, delta_v: &Vector3<f64>) -> Model<&'a A, (&'a F, Thrust)> {
        let thrust = Thrust {
            axes: ThrustAxes::Lvlh,
            direction: delta_v.normalize().into(),
            thrust: self.engine.thrust.value,
            mass_flow: self.engine.mass_flow(),
            ignition: ignition.at.t,
            mass: ignition.mass,
        };
        Model { axes: &self.model.axes, forces: (&self.model.forces, thrust) }
    }

    /// d(position)/d(impulse), both in LVLH components, from `centre` to `t`: Clohessy–Wiltshire
    /// about the ship's own orbit, [Fehse 2003, eq. 3.20–3.22]; cross-track sin(n t)/n.
    fn sensitivity(&self, centre: f64, t: f64) -> Matrix3<f64> {
        let [[a, b], [c, e]] = in_plane_sensitivity(&self.ship.at, t - centre);
        let n = mean_motion(&self.ship.at);
        Matrix3::new(a, 0.0, b, 0.0, (n * (t - centre)).sin() / n, 0.0, c, 0.0, e)
    }

    fn keep(&mut self, arc: crate::propagate::Arc) {
        self.ship.at = arc.end;
        self.statistics += arc.statistics;
        match &mut self.trajectory {
            Some(path) => path.append(arc.trajectory),
            None => self.trajectory = Some(arc.trajectory),
        }
    }
}
