//! Launchers of the R-7 family: stages, engines, sequence, aerodynamics, pitch programme.
//!
//! All three have four strap-ons and a core that burn from the ground, a third stage that ignites just
//! before the core is cut off (hot staging), and a fairing; with a crew also an escape tower.

use crate::constants::G0;
use crate::provenance::Sourced;
use serde::Serialize;

mod presets;

pub use presets::{LAUNCHERS, SOYUZ_2_1A, SOYUZ_FG, SOYUZ_U};

/// Pressure at which sea-level thrust is quoted [Pa]. US Standard Atmosphere 1976, table 2.
pub const SEA_LEVEL_PRESSURE: f64 = 101_325.0;

/// The engine of a stage at full thrust, which depends on the pressure of the air.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct StageEngine {
    /// Thrust in vacuum [N].
    pub thrust_vacuum: Sourced,
    /// Thrust at sea level [N]; `None` for an engine lit in vacuum only.
    pub thrust_sea_level: Option<Sourced>,
    /// Specific impulse in vacuum [s].
    pub specific_impulse: Sourced,
}

impl StageEngine {
    /// Mass flow rate, `ṁ = F_vac / (I_sp g₀)` [kg/s].
    pub fn mass_flow(&self) -> f64 {
        self.thrust_vacuum.value / (self.specific_impulse.value * G0)
    }

    /// Nozzle exit area, from `F = F_vac − p A_e` at sea level [m²].
    pub fn exit_area(&self) -> f64 {
        self.thrust_sea_level
            .map_or(0.0, |at_sea| (self.thrust_vacuum.value - at_sea.value) / SEA_LEVEL_PRESSURE)
    }
}

/// A stage with one engine.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Stage {
    /// Name.
    pub name: &'static str,
    /// Mass without usable propellant [kg].
    pub dry: Sourced,
    /// Usable propellant loaded [kg].
    pub propellant: Sourced,
    /// Its engine.
    pub engine: StageEngine,
}

/// The launch sequence, in seconds after lift-off unless stated otherwise.
///
/// Events of stages 1 and 2 occur at preset times, which are inputs. Third-stage cut-off is not among them,
/// because guidance determines it.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Sequence {
    /// Duration of the burn at full mass flow on the pad before lift-off, strap-ons and core [s].
    pub pad_burn: Sourced,
    /// Strap-ons throttle down [s].
    pub throttle: Sourced,
    /// Throttle setting of the strap-ons afterwards, as a fraction of full mass flow [1].
    pub throttle_to: Sourced,
    /// Escape tower jettison [s].
    pub tower: Sourced,
    /// Strap-on cut-off [s].
    pub strap_on_cut_off: Sourced,
    /// Strap-on separation [s].
    pub strap_on_separation: Sourced,
    /// Fairing jettison [s].
    pub fairing: Sourced,
    /// Third-stage ignition [s].
    pub upper_ignition: Sourced,
    /// Core cut-off [s].
    pub core_cut_off: Sourced,
    /// Core separation; closed-loop guidance starts [s].
    pub core_separation: Sourced,
    /// Jettison of the third stage's aft skirt [s].
    pub skirt: Sourced,
    /// From third-stage cut-off to spacecraft separation [s].
    pub separation_delay: Sourced,
}

/// Drag of the launcher: `D = q A C_D(M) (1 + k α²)`.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Aerodynamics {
    /// Reference area with strap-ons [m²].
    pub area_with_strap_ons: Sourced,
    /// Reference area without strap-ons [m²].
    pub area: Sourced,
    /// Factor applied to the drag law [1].
    pub scale: Sourced,
    /// `k`: growth of drag with the square of the angle of attack [1/rad²].
    pub incidence: Sourced,
}

impl Aerodynamics {
    /// Drag coefficient at zero incidence and Mach number `mach` [1].
    ///
    /// `0.29` to Mach 0.8, `M − 0.51` to 1.068, `0.091 + 0.5/M` above [SB, after Titan II].
    pub fn drag_coefficient(&self, mach: f64) -> f64 {
        let base = if mach <= 0.8 {
            0.29
        } else if mach <= 1.068 {
            mach - 0.51
        } else {
            0.091 + 0.5 / mach
        };
        self.scale.value * base
    }
}

/// Pitch above the local horizontal against time, flown open-loop to core separation.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct PitchProgramme {
    /// Time after lift-off [s], strictly increasing, and pitch [deg].
    pub knots_s_deg: &'static [(f64, f64)],
    /// Source of the knots.
    pub source: &'static str,
    /// Knots after this time are raised [s].
    pub raised_after: Sourced,
    /// By how much [rad].
    pub raised_by: Sourced,
}

/// A launcher of the R-7 family.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Launcher {
    /// Name in scenarios.
    pub key: &'static str,
    /// Display name.
    pub name: &'static str,
    /// Number of strap-ons.
    pub strap_on_count: u32,
    /// One strap-on.
    pub strap_on: Stage,
    /// Core: the second stage, ignited on the ground.
    pub core: Stage,
    /// Third stage.
    pub upper: Stage,
    /// Aft skirt of the third stage, part of its dry mass, jettisoned early [kg].
    pub skirt: Sourced,
    /// Adapter between third stage and spacecraft; stays with the stage [kg].
    pub adapter: Sourced,
    /// Escape tower [kg]; `None` for cargo spacecraft.
    pub tower: Option<Sourced>,
    /// Nose fairing [kg].
    pub fairing: Sourced,
    /// Launch sequence.
    pub sequence: Sequence,
    /// Drag.
    pub aerodynamics: Aerodynamics,
    /// Pitch programme of stages 1 and 2.
    pub pitch: PitchProgramme,
}

impl Launcher {
    /// The launcher with this key.
    pub fn named(key: &str) -> Option<Launcher> {
        let wanted = key.trim().to_ascii_lowercase();
        LAUNCHERS.into_iter().find(|launcher| launcher.key == wanted)
    }

    /// The same launcher for a cargo spacecraft: no escape tower and a lighter fairing.
    pub fn for_cargo(self) -> Launcher {
        Launcher { tower: None, fairing: presets::CARGO_FAIRING, ..self }
    }

    /// Mass at lift-off, after the burn on the pad, with a spacecraft of mass `payload` [kg].
    pub fn lift_off_mass(&self, payload: f64) -> f64 {
        let strap_ons = f64::from(self.strap_on_count);
        strap_ons * (self.strap_on.dry.value + self.strap_on.propellant.value)
            + self.core.dry.value
            + self.core.propellant.value
            + self.upper.dry.value
            + self.upper.propellant.value
            + self.adapter.value
            + self.tower.map_or(0.0, |tower| tower.value)
            + self.fairing.value
            + payload
            - self.sequence.pad_burn.value
                * (strap_ons * self.strap_on.engine.mass_flow() + self.core.engine.mass_flow())
    }

    /// All numbers of the launcher, for reports. A number that another launcher takes over from Soyuz-FG is an
    /// assumption for it, whatever its kind for Soyuz-FG.
    pub fn numbers(&self) -> Vec<Sourced> {
        if self.key == SOYUZ_FG.key {
            return self.own_numbers();
        }
        let taken_over = SOYUZ_FG.own_numbers();
        let mut all = self.own_numbers();
        for number in all.iter_mut().filter(|number| taken_over.contains(number)) {
            *number = Sourced::assumed(number.name, number.value, number.unit, "as on Soyuz-FG");
        }
        all
    }

    fn own_numbers(&self) -> Vec<Sourced> {
        let mut all = Vec::with_capacity(40);
        for stage in [&self.strap_on, &self.core, &self.upper] {
            all.extend([stage.dry, stage.propellant, stage.engine.thrust_vacuum]);
            all.extend(stage.engine.thrust_sea_level);
            all.push(stage.engine.specific_impulse);
        }
        all.extend([self.skirt, self.adapter, self.fairing]);
        let s = &self.sequence;
        all.extend(self.tower);
        all.extend(self.tower.map(|_| s.tower));
        all.extend([s.pad_burn, s.throttle, s.throttle_to, s.strap_on_cut_off]);
        all.extend([s.strap_on_separation, s.fairing, s.upper_ignition, s.core_cut_off]);
        all.extend([s.core_separation, s.skirt, s.separation_delay]);
        let a = &self.aerodynamics;
        all.extend([a.area_with_strap_ons, a.area, a.scale, a.incidence]);
        let (knots, source) = (self.pitch.knots_s_deg, self.pitch.source);
        all.push(Sourced::assumed("knots of the pitch table", knots.len() as f64, "1", source));
        all.extend([self.pitch.raised_after, self.pitch.raised_by]);
        all
    }
}
