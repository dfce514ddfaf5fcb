//! The launch sequence as phases of constant thrust, mass flow and reference area.

use super::AscentError;
use crate::vehicle::launcher::{Launcher, Stage};
use serde::Serialize;
use std::cmp::Ordering;

/// Kind of an ascent event.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum EventKind {
    /// Lift-off from the pad.
    LiftOff,
    /// Strap-ons throttle down.
    StrapOnThrottle,
    /// Escape tower is jettisoned.
    TowerJettison,
    /// Strap-on engines are cut off.
    StrapOnCutOff,
    /// Strap-ons separate.
    StrapOnSeparation,
    /// Fairing is jettisoned.
    FairingJettison,
    /// Third stage ignites while the core still burns.
    UpperIgnition,
    /// Core engine is cut off.
    CoreCutOff,
    /// Core separates.
    CoreSeparation,
    /// Aft skirt of the third stage is jettisoned.
    SkirtJettison,
    /// Third stage is cut off by guidance.
    UpperCutOff,
    /// Spacecraft separates.
    SpacecraftSeparation,
}

impl EventKind {
    /// Whether the time is preset, and therefore an input, rather than a result.
    pub fn commanded(self) -> bool {
        !matches!(self, EventKind::UpperCutOff | EventKind::SpacecraftSeparation)
    }
}

impl std::fmt::Display for EventKind {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.pad(match self {
            EventKind::LiftOff => "lift-off",
            EventKind::StrapOnThrottle => "strap-ons throttle down",
            EventKind::TowerJettison => "escape tower jettison",
            EventKind::StrapOnCutOff => "strap-on cut-off",
            EventKind::StrapOnSeparation => "strap-on separation",
            EventKind::FairingJettison => "fairing jettison",
            EventKind::UpperIgnition => "third stage ignition",
            EventKind::CoreCutOff => "core cut-off",
            EventKind::CoreSeparation => "core separation",
            EventKind::SkirtJettison => "aft skirt jettison",
            EventKind::UpperCutOff => "third stage cut-off",
            EventKind::SpacecraftSeparation => "spacecraft separation",
        })
    }
}

/// The flight between two events, in which mass flow, thrust and reference area are known.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Phase {
    /// The event that starts it.
    pub opens: EventKind,
    /// Start [s].
    pub start: f64,
    /// End [s].
    pub end: f64,
    /// Mass at the start [kg].
    pub mass: f64,
    /// Mass flow rate [kg/s].
    pub flow: f64,
    /// Thrust in vacuum, all engines [N].
    pub thrust_vacuum: f64,
    /// Exit area of all nozzles [m²].
    pub exit_area: f64,
    /// Reference area of drag [m²].
    pub reference_area: f64,
}

impl Phase {
    /// Mass at `t` [kg].
    pub fn mass_at(&self, t: f64) -> f64 {
        self.mass - self.flow * (t - self.start)
    }

    /// Thrust at ambient pressure `p` [Pa]: `F = F_vac − p A_e` [N].
    pub fn thrust(&self, pressure: f64) -> f64 {
        self.thrust_vacuum - pressure * self.exit_area
    }
}

/// The third stage from core separation, as guidance needs it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct UpperStage {
    /// Core separation, when closed-loop guidance starts [s].
    pub start: f64,
    /// Mass at that time [kg].
    pub mass: f64,
    /// Mass flow rate [kg/s].
    pub flow: f64,
    /// Thrust in vacuum [N].
    pub thrust: f64,
    /// Time of skirt jettison [s].
    pub skirt_time: f64,
    /// Mass of the skirt [kg].
    pub skirt_mass: f64,
    /// Time of propellant depletion [s].
    pub burn_out: f64,
}

impl UpperStage {
    /// Mass at `t` [kg], without the skirt from its jettison on.
    pub fn mass_at(&self, t: f64) -> f64 {
        let skirt = if t >= self.skirt_time { self.skirt_mass } else { 0.0 };
        self.mass - self.flow * (t - self.start) - skirt
    }

    /// Residual propellant if cut off at `t` [kg].
    pub fn residual(&self, t: f64) -> f64 {
        self.flow * (self.burn_out - t)
    }
}

/// The launch sequence: phases from lift-off to core separation, then the third stage.
#[derive(Clone, Debug)]
pub struct Timeline {
    /// Lift-off to core separation.
    pub open_loop: Vec<Phase>,
    /// The third stage, from core separation.
    pub upper: UpperStage,
}

impl Timeline {
    /// The sequence of `launcher` with a spacecraft of mass `payload` [kg].
    ///
    /// # Errors
    /// [`AscentError::Sequence`] if the times are out of order; [`AscentError::StageDry`] if a stage would run
    /// out of propellant before its commanded cut-off.
    pub fn new(launcher: &Launcher, payload: f64) -> Result<Self, AscentError> {
        let left = Left::of(launcher)?;
        let events = events(launcher)?;
        let mut phase = on_the_pad(launcher, payload);
        phase.end = events[1].0;
        let mut open_loop = vec![phase];
        // The last two events, core separation and skirt jettison, belong to the third stage.
        for w in events[1..events.len() - 1].windows(2) {
            let (start, opens) = w[0];
            phase = Phase { opens, start, end: w[1].0, mass: phase.mass_at(start), ..phase };
            phase.change(launcher, &left);
            open_loop.push(phase);
        }
        let s = &launcher.sequence;
        let engine = &launcher.upper.engine;
        let upper = UpperStage {
            start: s.core_separation.value,
            mass: phase.mass_at(s.core_separation.value) - launcher.core.dry.value - left.core,
            flow: engine.mass_flow(),
            thrust: engine.thrust_vacuum.value,
            skirt_time: s.skirt.value,
            skirt_mass: launcher.skirt.value,
            burn_out: s.upper_ignition.value + launcher.upper.propellant.value / engine.mass_flow(),
        };
        Ok(Self { open_loop, upper })
    }
}

/// Propellant left at cut-off [kg].
struct Left {
    /// In each strap-on.
    strap_on: f64,
    core: f64,
}

impl Left {
    fn of(launcher: &Launcher) -> Result<Self, AscentError> {
        let s = &launcher.sequence;
        let (side, core) = (&launcher.strap_on.engine, &launcher.core.engine);
        let side_burnt = side.mass_flow()
            * (s.pad_burn.value
                + s.throttle.value
                + s.throttle_to.value * (s.strap_on_cut_off.value - s.throttle.value));
        let core_burnt = core.mass_flow() * (s.pad_burn.value + s.core_cut_off.value);
        let left = |stage: &Stage, burnt: f64| {
            let loaded = stage.propellant.value;
            if burnt > loaded {
                let stage = stage.name;
                Err(AscentError::StageDry { stage, needed_kg: burnt, loaded_kg: loaded })
            } else {
                Ok(loaded - burnt)
            }
        };
        Ok(Self {
            strap_on: left(&launcher.strap_on, side_burnt)?,
            core: left(&launcher.core, core_burnt)?,
        })
    }
}

/// The events at preset times [s after lift-off], in order.
fn events(launcher: &Launcher) -> Result<Vec<(f64, EventKind)>, AscentError> {
    let s = &launcher.sequence;
    let events: Vec<(f64, EventKind)> = [
        (0.0, EventKind::LiftOff),
        (s.throttle.value, EventKind::StrapOnThrottle),
        (s.tower.value, EventKind::TowerJettison),
        (s.strap_on_cut_off.value, EventKind::StrapOnCutOff),
        (s.strap_on_separation.value, EventKind::StrapOnSeparation),
        (s.fairing.value, EventKind::FairingJettison),
        (s.upper_ignition.value, EventKind::UpperIgnition),
        (s.core_cut_off.value, EventKind::CoreCutOff),
        (s.core_separation.value, EventKind::CoreSeparation),
        (s.skirt.value, EventKind::SkirtJettison),
    ]
    .into_iter()
    .filter(|event| event.1 != EventKind::TowerJettison || launcher.tower.is_some())
    .collect();
    let ordered = |w: &[(f64, EventKind)]| w[0].0.partial_cmp(&w[1].0) == Some(Ordering::Less);
    match events.windows(2).find(|w| !ordered(w)) {
        Some(w) => Err(AscentError::Sequence { before: w[0].1, after: w[1].1, at_s: w[1].0 }),
        None => Ok(events),
    }
}

/// The first phase, of no duration yet: strap-ons and core at full thrust.
fn on_the_pad(launcher: &Launcher, payload: f64) -> Phase {
    let strap_ons = f64::from(launcher.strap_on_count);
    let (side, core) = (&launcher.strap_on.engine, &launcher.core.engine);
    Phase {
        opens: EventKind::LiftOff,
        start: 0.0,
        end: 0.0,
        mass: launcher.lift_off_mass(payload),
        flow: strap_ons * side.mass_flow() + core.mass_flow(),
        thrust_vacuum: strap_ons * side.thrust_vacuum.value + core.thrust_vacuum.value,
        exit_area: strap_ons * side.exit_area() + core.exit_area(),
        reference_area: launcher.aerodynamics.area_with_strap_ons.value,
    }
}

impl Phase {
    /// Changes mass, flow, thrust and areas, so far those of the phase before, by the event that opens this one.
    fn change(&mut self, launcher: &Launcher, left: &Left) {
        let strap_ons = f64::from(launcher.strap_on_count);
        let (side, core, upper) =
            (&launcher.strap_on.engine, &launcher.core.engine, &launcher.upper.engine);
        match self.opens {
            EventKind::StrapOnThrottle => {
                let throttle_to = launcher.sequence.throttle_to.value;
                self.flow -= strap_ons * side.mass_flow() * (1.0 - throttle_to);
                self.thrust_vacuum -= strap_ons * side.thrust_vacuum.value * (1.0 - throttle_to);
            }
            EventKind::TowerJettison => {
                self.mass -= launcher.tower.map_or(0.0, |tower| tower.value);
            }
            EventKind::StrapOnCutOff => {
                self.flow = core.mass_flow();
                self.thrust_vacuum = core.thrust_vacuum.value;
                self.exit_area = core.exit_area();
            }
            EventKind::StrapOnSeparation => {
                self.mass -= strap_ons * (launcher.strap_on.dry.value + left.strap_on);
                self.reference_area = launcher.aerodynamics.area.value;
            }
            EventKind::FairingJettison => self.mass -= launcher.fairing.value,
            EventKind::UpperIgnition => {
                self.flow += upper.mass_flow();
                self.thrust_vacuum += upper.thrust_vacuum.value;
                self.exit_area += upper.exit_area();
            }
            EventKind::CoreCutOff => {
                self.flow = upper.mass_flow();
                self.thrust_vacuum = upper.thrust_vacuum.value;
                self.exit_area = upper.exit_area();
            }
            EventKind::LiftOff
            | EventKind::CoreSeparation
            | EventKind::SkirtJettison
            | EventKind::UpperCutOff
            | EventKind::SpacecraftSeparation => {}
        }
    }
}
