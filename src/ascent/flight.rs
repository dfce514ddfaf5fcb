//! The flight, arc by arc from the pad to spacecraft separation.

use super::dynamics::{Attitude, Rocket};
use super::guidance::Guidance;
use super::log::AscentLog;
use super::plan::{LaunchPlan, pad_state, plan_launch};
use super::programme::Programme;
use super::record::Recorder;
use super::timeline::{EventKind, Phase, Timeline, UpperStage};
use super::{AscentError, InsertionOrbit};
use crate::forces::{BodyAxes, Force};
use crate::propagate::StateVector;
use crate::vehicle::launcher::Launcher;
use crate::vehicle::pad::Pad;
use nalgebra::Vector3;

/// Length of a guidance cycle [s].
const CYCLE: f64 = 2.0;
/// Accepted spacecraft masses [kg].
const PAYLOADS: std::ops::RangeInclusive<f64> = 1_000.0..=20_000.0;

/// Plans a launch with `launcher` and flies it: [`plan_launch`], then [`fly_plan`].
///
/// `payload` is the mass of the spacecraft [kg]; the time of `earth` and `gravity` counts from lift-off.
///
/// # Errors
/// Those of [`plan_launch`] and [`fly_plan`].
pub fn fly(
    launcher: &Launcher,
    pad: &Pad,
    payload: f64,
    target: &InsertionOrbit,
    earth: &impl BodyAxes,
    gravity: &impl Force<f64>,
) -> Result<AscentLog, AscentError> {
    let plan = plan_launch(launcher, pad, payload, target, earth)?;
    fly_plan(&plan, launcher, pad, payload, target, earth, gravity)
}

/// Flies a plan. The launcher may differ from the one the plan was made for.
///
/// # Errors
/// [`AscentError`]: orbit, payload or launcher out of range, a stage out of propellant before its cut-off, no
/// guidance solution or not enough propellant for the orbit, or a failed integration.
pub fn fly_plan(
    plan: &LaunchPlan,
    launcher: &Launcher,
    pad: &Pad,
    payload: f64,
    target: &InsertionOrbit,
    earth: &impl BodyAxes,
    gravity: &impl Force<f64>,
) -> Result<AscentLog, AscentError> {
    target.check()?;
    if !PAYLOADS.contains(&payload) {
        return Err(AscentError::Payload { mass_kg: payload });
    }
    let timeline = Timeline::new(launcher, payload)?;
    let programme = Programme::new(&launcher.pitch).ok_or(AscentError::PitchTable)?;
    let stage = &timeline.upper;
    let start = pad_state(pad, earth, 0.0);
    let recorder = Recorder::new(pad.position());
    let mut flight = Flight { plan, launcher, payload, earth, gravity, recorder, state: start };
    flight.open_loop(&timeline.open_loop, &programme)?;
    let powered = flight.closed_loop(stage, target)?;
    let cut_off = flight.state;
    let cut_off_mass = powered.mass_at(cut_off.t);
    // The stage, its engine dead, carries the spacecraft a little further.
    let coasting = Phase {
        start: cut_off.t,
        mass: cut_off_mass,
        flow: 0.0,
        thrust_vacuum: 0.0,
        exit_area: 0.0,
        ..powered
    };
    flight.coast(coasting)?;

    let model = flight.rocket(coasting, Attitude::Coast);
    let Flight { mut recorder, state: insertion, .. } = flight;
    let air_speed = |state: &StateVector| model.acting(state.t, state.r, state.v).v_air.norm();
    let speed_end = air_speed(&insertion);
    recorder.budget.gain = speed_end - air_speed(&start);
    recorder.budget.rotation = insertion.v.norm() - speed_end;
    let reached = insertion.r.cross(&insertion.v).normalize();
    Ok(AscentLog {
        plan: *plan,
        cut_off,
        insertion,
        payload,
        cut_off_mass,
        residual: stage.residual(cut_off.t),
        plane_error: reached.cross(&target.normal).norm().atan2(reached.dot(&target.normal)),
        samples: recorder.samples,
        events: recorder.events,
        budget: recorder.budget,
        trajectory: recorder.trajectory.unwrap_or_default(),
        statistics: recorder.statistics,
    })
}

/// A flight in progress.
struct Flight<'a, E, G> {
    plan: &'a LaunchPlan,
    launcher: &'a Launcher,
    /// Mass of the spacecraft [kg].
    payload: f64,
    earth: &'a E,
    gravity: &'a G,
    recorder: Recorder,
    /// The state now.
    state: StateVector,
}

impl<'a, E: BodyAxes, G: Force<f64>> Flight<'a, E, G> {
    fn rocket(&self, phase: Phase, attitude: Attitude<'a>) -> Rocket<'a, E, G> {
        let Self { earth, gravity, .. } = *self;
        Rocket { earth, gravity, aerodynamics: &self.launcher.aerodynamics, phase, attitude }
    }

    /// Stages 1 and 2: every arc ends at an event or at a knot of the pitch table.
    fn open_loop(&mut self, phases: &[Phase], programme: &'a Programme) -> Result<(), AscentError> {
        for phase in phases {
            let model = self.rocket(*phase, Attitude::Programme(programme, self.plan.normal));
            self.recorder.event(phase.opens, &model, &self.state);
            for &knot in programme.knots() {
                if self.state.t < knot && knot < phase.end {
                    self.state = self.recorder.fly(&model, self.state, knot)?;
                }
            }
            self.state = self.recorder.fly(&model, self.state, phase.end)?;
        }
        Ok(())
    }

    /// Stage 3 to its cut-off: every arc is one guidance cycle, cut short by the skirt and by cut-off. Returns its last
    /// phase.
    fn closed_loop(
        &mut self,
        stage: &UpperStage,
        target: &InsertionOrbit,
    ) -> Result<Phase, AscentError> {
        let pole = Vector3::from(self.earth.to_body(stage.start)[2]);
        let mut guidance = Guidance::new(stage, target, pole);
        let mut law = self.plan.steering;
        let mut phase = Phase {
            opens: EventKind::CoreSeparation,
            start: stage.start,
            end: stage.burn_out,
            mass: stage.mass,
            flow: stage.flow,
            thrust_vacuum: stage.thrust,
            exit_area: self.launcher.upper.engine.exit_area(),
            reference_area: self.launcher.aerodynamics.area.value,
        };
        let model = self.rocket(phase, Attitude::Guided(law));
        self.recorder.event(phase.opens, &model, &self.state);
        let mut cycle = 0;
        loop {
            law = guidance.solve(&self.state, law).map_err(|no| AscentError::NoSteering {
                t_s: self.state.t,
                residual: no.residual,
            })?;
            if law.cut_off > stage.burn_out {
                return Err(AscentError::PropellantShort {
                    short_kg: -stage.residual(law.cut_off),
                    payload_kg: self.payload,
                    distance_deg: self.plan.plane_distance.to_degrees(),
                });
            }
            cycle += 1;
            let next = stage.start + CYCLE * f64::from(cycle);
            // A last cycle shorter than a tenth of the others is joined to the one before.
            let end = if next + 0.1 * CYCLE > law.cut_off { law.cut_off } else { next };
            let mut model = self.rocket(phase, Attitude::Guided(law));
            if self.state.t < stage.skirt_time && stage.skirt_time <= end {
                self.state = self.recorder.fly(&model, self.state, stage.skirt_time)?;
                phase.mass = stage.mass_at(stage.skirt_time);
                phase.start = stage.skirt_time;
                model = self.rocket(phase, Attitude::Guided(law));
                self.recorder.event(EventKind::SkirtJettison, &model, &self.state);
            }
            self.state = self.recorder.fly(&model, self.state, end)?;
            if end == law.cut_off {
                return Ok(phase);
            }
        }
    }

    /// From cut-off to spacecraft separation.
    fn coast(&mut self, coasting: Phase) -> Result<(), AscentError> {
        let model = self.rocket(coasting, Attitude::Coast);
        self.recorder.event(EventKind::UpperCutOff, &model, &self.state);
        let separation = self.state.t + self.launcher.sequence.separation_delay.value;
        self.state = self.recorder.fly(&model, self.state, separation)?;
        let alone = self.rocket(Phase { mass: self.payload, ..coasting }, Attitude::Coast);
        self.recorder.event(EventKind::SpacecraftSeparation, &alone, &self.state);
        Ok(())
    }
}
