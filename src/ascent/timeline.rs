//! The launcher's programme as a list of phases in which thrust, mass flow and shape are constant.

use super::AscentError;
use crate::vehicle::launcher::Launcher;
use serde::Serialize;

/// What happens in an ascent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum EventKind {
    /// The rocket leaves the pad.
    LiftOff,
    /// Strap-ons throttle down.
    StrapOnThrottle,
    /// Escape tower leaves.
    TowerJettison,
    /// Strap-ons cut.
    StrapOnCutOff,
    /// Strap-ons leave.
    StrapOnSeparation,
    /// Fairing leaves.
    FairingJettison,
    /// Third stage lights while the core still burns.
    UpperIgnition,
    /// Core cut.
    CoreCutOff,
    /// Core leaves.
    CoreSeparation,
    /// Aft skirt of the third stage leaves.
    SkirtJettison,
    /// Third stage cut by guidance.
    UpperCutOff,
    /// The spacecraft is alone.
    SpacecraftSeparation,
}

impl EventKind {
    /// Whether the instant is commanded by the clock, and so an input; else it is a result.
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

/// A stretch of flight between two events: everything but position and velocity is known here.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Phase {
    /// What starts it.
    pub opens: EventKind,
    /// Start [s].
    pub start: f64,
    /// End [s].
    pub end: f64,
    /// Mass at the start [kg].
    pub mass: f64,
    /// Propellant used per second [kg/s].
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

    /// Thrust against outside pressure `p` [Pa]: `F = F_vac − p A_e` [N].
    pub fn thrust(&self, pressure: f64) -> f64 {
        self.thrust_vacuum - pressure * self.exit_area
    }
}

/// The third stage from core separation, as guidance needs it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct UpperStage {
    /// Core separation, when guidance takes over [s].
    pub start: f64,
    /// Mass then [kg].
    pub mass: f64,
    /// Propellant used per second [kg/s].
    pub flow: f64,
    /// Thrust in vacuum [N].
    pub thrust: f64,
    /// When the skirt leaves [s].
    pub skirt_time: f64,
    /// Mass of the skirt [kg].
    pub skirt_mass: f64,
    /// When the tanks are empty [s].
    pub burn_out: f64,
}

impl UpperStage {
    /// Mass at `t`, skirt gone from its time on [kg].
    pub fn mass_at(&self, t: f64) -> f64 {
        let skirt = if t >= self.skirt_time { self.skirt_mass } else { 0.0 };
        self.mass - self.flow * (t - self.start) - skirt
    }

    /// Propellant left if cut at `t` [kg].
    pub fn residual(&self, t: f64) -> f64 {
        self.flow * (self.burn_out - t)
    }
}

/// The programme: phases from lift-off to core separation, then the third stage.
#[derive(Clone, Debug)]
pub struct Timeline {
    /// Lift-off to core separation.
    pub open_loop: Vec<Phase>,
    /// After it.
    pub upper: UpperStage,
}

impl Timeline {
    /// Lays out the programme of `launcher` with a spacecraft of `payload` kg.
    ///
    /// # Errors
    /// [`AscentError::Sequence`] if the times are out of order, [`AscentError::StageDry`] if a stage would run
    /// dry before its commanded cut-off.
    pub fn new(launcher: &Launcher, payload: f64) -> Result<Self, AscentError> {
        let s = &launcher.sequence;
        let strap_ons = f64::from(launcher.strap_on_count);
        let (side, core, upper) =
            (&launcher.strap_on.engine, &launcher.core.engine, &launcher.upper.engine);

        let throttle_to = s.throttle_to.value;
        let side_burnt = side.flow()
            * (s.pad_burn.value
                + s.throttle.value
                + throttle_to * (s.strap_on_cut_off.value - s.throttle.value));
        let core_burnt = core.flow() * (s.pad_burn.value + s.core_cut_off.value);
        let left = |name: &'static str, loaded: f64, burnt: f64| {
            if burnt > loaded {
                Err(AscentError::StageDry { stage: name, needed_kg: burnt, loaded_kg: loaded })
            } else {
                Ok(loaded - burnt)
            }
        };
        let side_left =
            left(launcher.strap_on.name, launcher.strap_on.propellant.value, side_burnt)?;
        let core_left = left(launcher.core.name, launcher.core.propellant.value, core_burnt)?;

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
        if let Some(w) = events
            .windows(2)
            .find(|w| w[0].0.partial_cmp(&w[1].0) != Some(std::cmp::Ordering::Less))
        {
            return Err(AscentError::Sequence { before: w[0].1, after: w[1].1, at_s: w[1].0 });
        }

        let mut phase = Phase {
            opens: EventKind::LiftOff,
            start: 0.0,
            end: events[1].0,
            mass: launcher.lift_off_mass(payload),
            flow: strap_ons * side.flow() + core.flow(),
            thrust_vacuum: strap_ons * side.thrust_vacuum.value + core.thrust_vacuum.value,
            exit_area: strap_ons * side.exit_area() + core.exit_area(),
            reference_area: launcher.aerodynamics.area_with_strap_ons.value,
        };
        let mut open_loop = vec![phase];
        for w in events[1..events.len() - 1].windows(2) {
            let (start, kind) = w[0];
            phase.mass = phase.mass_at(start);
            phase.opens = kind;
            phase.start = start;
            phase.end = w[1].0;
            match kind {
                EventKind::StrapOnThrottle => {
                    phase.flow -= strap_ons * side.flow() * (1.0 - throttle_to);
                    phase.thrust_vacuum -=
                        strap_ons * side.thrust_vacuum.value * (1.0 - throttle_to);
                }
                EventKind::TowerJettison => {
                    phase.mass -= launcher.tower.map_or(0.0, |tower| tower.value);
                }
                EventKind::StrapOnCutOff => {
                    phase.flow = core.flow();
                    phase.thrust_vacuum = core.thrust_vacuum.value;
                    phase.exit_area = core.exit_area();
                }
                EventKind::StrapOnSeparation => {
                    phase.mass -= strap_ons * (launcher.strap_on.dry.value + side_left);
                    phase.reference_area = launcher.aerodynamics.area.value;
                }
                EventKind::FairingJettison => phase.mass -= launcher.fairing.value,
                EventKind::UpperIgnition => {
                    phase.flow += upper.flow();
                    phase.thrust_vacuum += upper.thrust_vacuum.value;
                    phase.exit_area += upper.exit_area();
                }
                EventKind::CoreCutOff => {
                    phase.flow = upper.flow();
                    phase.thrust_vacuum = upper.thrust_vacuum.value;
                    phase.exit_area = upper.exit_area();
                }
                _ => {}
            }
            open_loop.push(phase);
        }
        let upper = UpperStage {
            start: s.core_separation.value,
            mass: phase.mass_at(s.core_separation.value) - launcher.core.dry.value - core_left,
            flow: upper.flow(),
            thrust: upper.thrust_vacuum.value,
            skirt_time: s.skirt.value,
            skirt_mass: launcher.skirt.value,
            burn_out: s.upper_ignition.value + launcher.upper.propellant.value / upper.flow(),
        };
        Ok(Self { open_loop, upper })
    }
}
