//! The braking burns at the gates, and the coasts between them.

use super::ProximityError;
use super::flight::{Flight, View, secant};
use super::guidance::{Task, off_axis, transfer_velocity, turned};
use super::log::{Burn, EventKind, Phase};
use super::motion::{Burning, EVALUATIONS_PER_STEP, step};
use super::relative::ClohessyWiltshire;
use super::sensor::Navigation;
use super::thrusters::{body_axes, fire};
use crate::frames::Relative;
use crate::integrate::Dynamics;
use crate::propagate::StateVector;
use crate::vehicle::spacecraft::Propulsion;
use nalgebra::Vector3;

/// Longest step of a coast [s].
pub(super) const COAST_STEP: f64 = 5.0;

impl<M: Dynamics<f64>, N: Navigation> Flight<'_, '_, M, N> {
    /// Coasts to `range` metres from the port.
    fn coast_to(&mut self, range: f64) -> Result<(), ProximityError> {
        loop {
            let view = self.view(&self.now)?;
            self.record(&view);
            let here = view.from_port.range();
            self.check_time(here)?;
            if view.from_port.closing_speed() <= 0.0 {
                return Err(ProximityError::DidNotArrive {
                    range: here,
                    gate: range,
                    t: self.now.t,
                });
            }
            let next = self.coast(COAST_STEP);
            let there = self.view(&next)?.from_port.range();
            if there > range {
                self.now = next;
                continue;
            }
            let h = secant((0.0, here - range), COAST_STEP, |h| {
                let at = self.coast(h);
                Ok(self.view(&at)?.from_port.range() - range)
            })?;
            self.now = self.coast(h);
            return Ok(());
        }
    }

    fn coast(&mut self, h: f64) -> StateVector {
        self.log.evaluations += EVALUATIONS_PER_STEP;
        step(self.approach.model, &self.now, h)
    }

    /// Delta-v of a burn from now on, with thrust acceleration `acceleration` [m/s²], that sends the ship from
    /// `view` to `target` at mean speed `speed` [m/s]. It is computed as an impulse at the centre of the burn.
    fn braking_delta_v(
        &self,
        view: &View,
        target: &Vector3<f64>,
        speed: f64,
        acceleration: f64,
    ) -> Vector3<f64> {
        let port = self.approach.port.position();
        let seen = &view.seen;
        let theory = ClohessyWiltshire { n: view.lvlh.rate() };
        let from_station = Relative { r: seen.r + port, v: seen.v };
        let mut delta_v = Vector3::zeros();
        // The centre depends on the delta-v and the delta-v on the centre: three iterations suffice.
        for _ in 0..3 {
            let centre =
                theory.transition(0.5 * delta_v.norm() / acceleration).apply(&from_station);
            let from = centre.r - port;
            let time = (target - from).norm() / speed;
            delta_v = transfer_velocity(&theory, &port, &from, target, time) - centre.v;
        }
        delta_v
    }

    /// The three braking burns and the legs up to the start of the fly-around.
    pub fn brake(&mut self) -> Result<(), ProximityError> {
        let profile = self.approach.profile;
        let [first, second, third] = profile.gates;
        let view = self.view(&self.now)?;
        let range = view.from_port.range();
        if range < first.range.value {
            let gate = first.range.value;
            return Err(ProximityError::StartsTooNear { range, gate, t: self.now.t });
        }
        self.coast_to(first.range.value)?;
        self.begin(Phase::Braking);

        // Waypoints on lines of sight between that of the arrival and that of the fly-around.
        let view = self.observe()?;
        let axis = self.axis();
        let arrival = view.seen.r.normalize();
        let arrival_angle = off_axis(&arrival, &axis);
        let fly_around_angle = profile.fly_around_angle(arrival_angle);
        let way_point = |leg: f64, range: f64| {
            turned(&arrival, &axis, (arrival_angle - fly_around_angle) * leg / 3.0) * range
        };

        self.event(EventKind::FirstBraking);
        self.main_engine(&view, &way_point(1.0, second.range.value), first.speed.value)?;
        self.coast_to(second.range.value)?;
        self.event(EventKind::SecondBraking);
        let view = self.observe()?;
        self.main_engine(&view, &way_point(2.0, third.range.value), second.speed.value)?;
        self.coast_to(third.range.value)?;
        self.event(EventKind::ThirdBraking);
        let view = self.observe()?;
        let target = way_point(3.0, profile.fly_around.value);
        self.thruster_burn(&view, &target, third.speed.value)?;

        let gate = profile.fly_around.value;
        self.run(&Task::Close { fly_around_angle }, |seen, _| seen.range() <= gate)
    }

    /// A main-engine burn that sends the ship to `target` (relative to the port).
    fn main_engine(
        &mut self,
        view: &View,
        target: &Vector3<f64>,
        speed: f64,
    ) -> Result<(), ProximityError> {
        let engine = self.approach.craft.main_engine;
        let thrust = engine.thrust.value;
        let delta_v = self.braking_delta_v(view, target, speed, thrust / self.mass);
        let size = delta_v.norm();
        let duration = engine.burn_time(self.mass, size);
        let burning = Burning {
            model: self.approach.model,
            ignition: self.now.t,
            thrust: view.lvlh.vector_gcrf(&(delta_v * (thrust / size))),
            mass: self.mass,
            flow: engine.mass_flow(),
        };
        let (ignition, mass) = (self.now.t, self.mass);
        let steps = (duration / self.approach.profile.cycle.value).ceil().max(1.0);
        let h = duration / steps;
        for _ in 0..steps as usize {
            let view = self.view(&self.now)?;
            self.record(&view);
            let before = self.mass;
            self.now = step(&burning, &self.now, h);
            self.log.evaluations += EVALUATIONS_PER_STEP;
            let burnt = burning.flow * h;
            let gained = engine.exhaust_velocity() * libm::log(before / (before - burnt));
            self.spend(gained, burnt, 0)?;
        }
        self.phase.firings += 1;
        self.log.burns.push(Burn {
            engine: Propulsion::Skd,
            ignition,
            duration,
            delta_v_lvlh: delta_v,
            delta_v: size,
            propellant: mass - self.mass,
            mass,
            range: view.from_port.range(),
        });
        Ok(())
    }

    /// A thruster burn that sends the ship to `target` (relative to the port): each axis fires as long as
    /// needed, over several command cycles.
    fn thruster_burn(
        &mut self,
        view: &View,
        target: &Vector3<f64>,
        speed: f64,
    ) -> Result<(), ProximityError> {
        let craft = self.approach.craft;
        let acceleration = craft.axial.thrust.value / self.mass;
        let requested = self.braking_delta_v(view, target, speed, acceleration);
        let axes = body_axes(&-view.seen.r.normalize());
        let to_gcrf = view.lvlh.matrix().tr_mul(&axes);
        let mut left = axes.tr_mul(&requested);
        let (ignition, mass, delta_v) = (self.now.t, self.mass, self.delta_v);
        let mut given = Vector3::zeros();
        let mut end = ignition;
        loop {
            let cycle = self.approach.profile.cycle.value;
            let firing = fire(craft, self.mass, &left, cycle, &to_gcrf);
            if firing.count == 0 {
                break;
            }
            let view = self.view(&self.now)?;
            self.record(&view);
            end = self.now.t + firing.longest();
            left -= firing.delta_v;
            given += firing.delta_v;
            self.advance(&firing, cycle)?;
        }
        self.log.burns.push(Burn {
            engine: Propulsion::Dpo,
            ignition,
            duration: end - ignition,
            delta_v_lvlh: axes * given,
            delta_v: self.delta_v - delta_v,
            propellant: mass - self.mass,
            mass,
            range: view.from_port.range(),
        });
        Ok(())
    }
}
