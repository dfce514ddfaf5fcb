//! What a flight leaves behind.
//!
//! Times `t` are seconds after lift-off (mission elapsed time, MET). States are GCRF.

use super::Scenario;
use crate::propagate::{Instant, Statistics, Trajectory};
use crate::provenance::Sourced;
use crate::proximity::{ClosestApproach, Contact};
use crate::rendezvous::choice::Scheme;
use crate::rendezvous::light::ShadowEdge;
use crate::rendezvous::timing::DockingTime;
use crate::time::{Epoch, after};
use serde::Serialize;

/// Everything recorded in one flight.
#[derive(Clone, Debug)]
pub struct MissionLog {
    /// The scenario flown.
    pub scenario: Scenario,
    /// Lift-off; `t = 0`.
    pub liftoff: Epoch,
    /// Both vehicles at regular instants from lift-off to contact, in order of time.
    pub samples: Vec<Sample>,
    /// What happened, in order of time.
    pub events: Vec<MissionEvent>,
    /// Every burn, in order of time: phasing, transfer, braking.
    pub burns: Vec<BurnRecord>,
    /// Which scheme was asked for, which flown, and why.
    pub scheme: SchemeRecord,
    /// What a reader of the results should know.
    pub warnings: Vec<String>,
    /// Geometry and orbit at the start.
    pub start: StartGeometry,
    /// The ascent in numbers.
    pub ascent: AscentSummary,
    /// When to dock, and why then.
    pub docking: DockingTime,
    /// How near the ship would come if it never braked.
    pub passive_safety: ClosestApproach,
    /// The end.
    pub contact: Contact,
    /// Delta-v and propellant by part of the flight.
    pub budget: Vec<BudgetLine>,
    /// Daylight seen from the station, in order of time: edges of shadow from lift-off to contact.
    pub shadow_edges: Vec<ShadowEdge>,
    /// What the dynamics were made of, one line each, for headers.
    pub model: Vec<String>,
    /// Every number that entered, with kind and source.
    pub parameters: Vec<Sourced>,
    /// Cost of the integration.
    pub statistics: Statistics,
    /// The station's path from before lift-off to after contact.
    pub station: Trajectory,
}

impl MissionLog {
    /// The date of mission elapsed time `t` [s].
    pub fn epoch(&self, t: f64) -> Epoch {
        after(self.liftoff, t)
    }

    /// The braking burns; those before them are flown by the clock, these closed loop.
    pub fn braking_burns(&self) -> impl Iterator<Item = &BurnRecord> {
        self.burns.iter().filter(|b| b.phase == FlightPhase::Braking)
    }

    /// Whether two days were flown, from the start or after a failure.
    pub fn took_two_days(&self) -> bool {
        self.scheme.flown == Scheme::TwoDay
    }
}

/// Which part of the flight.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum FlightPhase {
    /// Lift-off to spacecraft separation.
    Ascent,
    /// Separation to the last ground-planned burn.
    Phasing,
    /// From the first autonomous burn to the first braking burn.
    Transfer,
    /// Braking burns down to a few hundred metres.
    Braking,
    /// Fly-around to the axis of the port.
    FlyAround,
    /// Waiting on the axis.
    StationKeeping,
    /// Along the axis to contact.
    FinalApproach,
}

/// Both vehicles at one instant.
#[derive(Clone, Copy, Debug)]
pub struct Sample {
    /// Mission elapsed time [s].
    pub t: f64,
    /// Soyuz (the rocket until separation).
    pub soyuz: Instant,
    /// Station.
    pub station: Instant,
    /// Mass of what flies [kg].
    pub mass: f64,
    /// Delta-v spent by the spacecraft since separation [m/s].
    pub delta_v: f64,
    /// Part of the flight.
    pub phase: FlightPhase,
    /// Fraction of the Sun's disc seen by Soyuz [1].
    pub sunlight_soyuz: f64,
    /// Fraction of the Sun's disc seen by the station [1].
    pub sunlight_station: f64,
}

/// Something that happened.
#[derive(Clone, Debug)]
pub struct MissionEvent {
    /// Mission elapsed time [s].
    pub t: f64,
    /// Short name, e.g. "strap-on separation".
    pub name: String,
    /// Part of the flight.
    pub phase: FlightPhase,
    /// Delta-v that goes with it [m/s].
    pub delta_v: Option<f64>,
    /// Whether the instant was commanded by the clock (an input), not a result of the physics.
    pub commanded: bool,
}

/// One burn of the spacecraft.
#[derive(Clone, Debug)]
pub struct BurnRecord {
    /// Name: DV1 … DV4 (after two days 2D1 … 2D3), IMP1, IMP2, BRK1 … BRK3; MKUP, LATE1 and LATE2 after
    /// failures.
    pub name: String,
    /// Phasing, transfer or braking.
    pub phase: FlightPhase,
    /// Ignition, MET [s].
    pub ignition: f64,
    /// Duration [s].
    pub duration: f64,
    /// Size: thrust acceleration integrated over the burn [m/s]; of thrusters that fire in several directions the sum,
    /// which is more than the length of the vector.
    pub delta_v: f64,
    /// The same as a vector in LVLH axes (ahead, against the orbit normal, down) [m/s]: those of the
    /// ship, which the thrust follows; for braking burns those of the station at ignition.
    pub delta_v_lvlh: [f64; 3],
    /// Engine: "SKD" or "DPO".
    pub engine: &'static str,
    /// Mass at ignition [kg].
    pub mass: f64,
    /// Propellant burnt [kg].
    pub propellant: f64,
    /// Distance to the station at ignition: between centres of mass, for braking burns from the centre of mass to the
    /// port [m].
    pub range: f64,
    /// Phase angle at ignition, positive when the station is ahead [rad].
    pub phase_angle: f64,
    /// Argument of latitude at the centre [rad].
    pub argument_of_latitude: f64,
    /// Perigee height above the ellipsoid, of the osculating orbit after the burn [m].
    pub perigee_height: f64,
    /// Apogee height above the ellipsoid, of the osculating orbit after the burn [m].
    pub apogee_height: f64,
    /// What the burn was computed from, in words.
    pub computed_from: &'static str,
}

/// Which scheme was asked for, which flown, and why.
#[derive(Clone, Debug)]
pub struct SchemeRecord {
    /// By the scenario; `None`: left to the program.
    pub asked: Option<Scheme>,
    /// Begun with, by the phase at separation.
    pub begun: Scheme,
    /// Flown in the end.
    pub flown: Scheme,
    /// Why it was begun, in words.
    pub why: String,
    /// What was done about burns that failed, in order of time.
    pub recoveries: Vec<RecoveryRecord>,
}

/// What was done about a burn that failed.
#[derive(Clone, Debug)]
pub struct RecoveryRecord {
    /// The burn.
    pub burn: &'static str,
    /// When it was due, MET [s].
    pub t: f64,
    /// What was done.
    pub kind: Recovery,
    /// What that takes, and what was tried before.
    pub detail: String,
}

/// What can be done about a burn that fails.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Recovery {
    /// The burns that follow make up for it.
    LaterBurns,
    /// One burn more does.
    MakeUpBurn,
    /// Two late autonomous burns do.
    LateTransfer,
    /// The two-day profile.
    TwoDay,
}

impl Recovery {
    /// In words.
    pub const fn title(self) -> &'static str {
        match self {
            Self::LaterBurns => "later burns make up for it",
            Self::MakeUpBurn => "a make-up burn is added",
            Self::LateTransfer => "late burns make up for it",
            Self::TwoDay => "reverts to the two-day profile",
        }
    }
}

/// Where things stood at lift-off and at separation.
#[derive(Clone, Copy, Debug)]
pub struct StartGeometry {
    /// Age of the station's element set at lift-off [s]; negative when the set is later.
    pub element_age: f64,
    /// How far the station is ahead of the pad in its orbit plane, at lift-off [rad].
    pub phase_at_liftoff: f64,
    /// Angle from the station's orbit plane to the pad at lift-off, positive to the left of flight [rad].
    pub pad_out_of_plane: f64,
    /// When the pad crosses the plane, MET [s].
    pub plane_crossing: f64,
    /// Phase angle at spacecraft separation [rad].
    pub phase_at_separation: f64,
    /// Phase angles from which the scheme can be flown [rad].
    pub phase_window: (f64, f64),
}

/// The ascent in numbers; heights above the ellipsoid at their own latitudes.
#[derive(Clone, Copy, Debug)]
pub struct AscentSummary {
    /// Engine cut-off of the third stage, MET [s].
    pub cut_off: f64,
    /// Spacecraft separation, MET [s].
    pub separation: f64,
    /// Height at core separation [m].
    pub core_separation_height: f64,
    /// Perigee height at separation, osculating [m].
    pub perigee_height: f64,
    /// Apogee height at separation, osculating [m].
    pub apogee_height: f64,
    /// Inclination at separation, osculating, to the true equator [rad].
    pub inclination: f64,
    /// Period at separation, osculating [s].
    pub period: f64,
    /// Angle between the plane reached and the plane aimed at [rad].
    pub plane_error: f64,
    /// Largest dynamic pressure [Pa].
    pub max_dynamic_pressure: f64,
    /// Delta-v the engines gave [m/s].
    pub delta_v_thrust: f64,
    /// Gain of speed relative to the Earth [m/s].
    pub delta_v_gain: f64,
    /// Lost to gravity [m/s].
    pub loss_gravity: f64,
    /// Lost to drag [m/s].
    pub loss_drag: f64,
    /// Lost to steering (thrust not along the velocity) [m/s].
    pub loss_steering: f64,
    /// Propellant left in the third stage at cut-off [kg].
    pub residual_propellant: f64,
}

/// One line of the delta-v budget.
#[derive(Clone, Copy, Debug)]
pub struct BudgetLine {
    /// Part of the flight.
    pub part: &'static str,
    /// Delta-v [m/s].
    pub delta_v: f64,
    /// Propellant [kg].
    pub propellant: f64,
}
