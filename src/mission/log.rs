//! The log of a flight.
//!
//! Times `t` are seconds after lift-off (mission elapsed time, MET). States are GCRF.

use super::Scenario;
use crate::ascent;
use crate::propagate::{StateVector, Statistics, Trajectory};
use crate::provenance::Sourced;
use crate::proximity::{self, ClosestApproach, Contact};
use crate::rendezvous::BurnName;
use crate::rendezvous::choice::Scheme;
use crate::rendezvous::light::{EdgeKind, ShadowEdge};
use crate::rendezvous::timing::DockingTime;
use crate::time::{Epoch, after};
use crate::vehicle::spacecraft::Propulsion;
use serde::Serialize;
use std::fmt;

/// Everything recorded in one flight.
#[derive(Clone, Debug)]
pub struct MissionLog {
    /// The scenario flown.
    pub scenario: Scenario,
    /// Lift-off; `t = 0`.
    pub liftoff: Epoch,
    /// Both vehicles at regular instants from lift-off to contact, in order of time.
    pub samples: Vec<Sample>,
    /// Events in order of time.
    pub events: Vec<MissionEvent>,
    /// All burns in order of time: phasing, transfer, braking.
    pub burns: Vec<BurnRecord>,
    /// The scheme requested, begun and flown.
    pub scheme: SchemeRecord,
    /// Warnings.
    pub warnings: Vec<String>,
    /// Geometry and orbit at the start.
    pub start: StartGeometry,
    /// The ascent in numbers.
    pub ascent: AscentSummary,
    /// Predicted docking time, with its reasons.
    pub docking: DockingTime,
    /// Closest approach of a ship that does not brake.
    pub passive_safety: ClosestApproach,
    /// Contact conditions.
    pub contact: Contact,
    /// Delta-v and propellant by phase.
    pub budget: Vec<BudgetLine>,
    /// Shadow entries and exits of the station, in order of time, to an hour after contact.
    pub shadow_edges: Vec<ShadowEdge>,
    /// Description of the force model, for headers.
    pub model: Vec<String>,
    /// All numbers the flight depends on, with kind and source.
    pub parameters: Vec<Sourced>,
    /// Integration cost.
    pub statistics: Statistics,
    /// Trajectory of the station from before lift-off to after contact.
    pub station: Trajectory,
}

impl MissionLog {
    /// The date of mission elapsed time `t` [s].
    pub fn epoch(&self, t: f64) -> Epoch {
        after(self.liftoff, t)
    }

    /// When an event of this kind first occurred, MET [s].
    pub fn time_of(&self, kind: MissionEventKind) -> Option<f64> {
        self.events.iter().find(|e| e.kind == kind).map(|e| e.t)
    }

    /// The braking burns, which are triggered by range; all others have preset times.
    pub fn braking_burns(&self) -> impl Iterator<Item = &BurnRecord> {
        self.burns.iter().filter(|b| b.phase == FlightPhase::Braking)
    }

    /// Whether the two-day scheme was flown, from the start or after a failure.
    pub fn took_two_days(&self) -> bool {
        self.scheme.flown == Scheme::TwoDay
    }
}

/// Phase of the flight.
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
    /// Fly-around to the port axis.
    FlyAround,
    /// Station-keeping on the port axis.
    StationKeeping,
    /// Along the axis to contact.
    FinalApproach,
}

/// Both vehicles at one instant.
#[derive(Clone, Copy, Debug)]
pub struct Sample {
    /// Mission elapsed time [s].
    pub t: f64,
    /// Soyuz (with the launcher until separation).
    pub soyuz: StateVector,
    /// Station.
    pub station: StateVector,
    /// Mass of the flying vehicle [kg].
    pub mass: f64,
    /// Delta-v spent by the spacecraft since separation [m/s].
    pub delta_v: f64,
    /// Phase of the flight.
    pub phase: FlightPhase,
    /// Visible fraction of the Sun's disc at Soyuz [1].
    pub sunlight_soyuz: f64,
    /// Visible fraction of the Sun's disc at the station [1].
    pub sunlight_station: f64,
}

/// Kind of an event of the flight.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MissionEventKind {
    /// An event of the ascent.
    Ascent(ascent::EventKind),
    /// The launch pad crosses the station's orbit plane.
    PlaneCrossing,
    /// The station enters or leaves the Earth's shadow.
    Light(EdgeKind),
    /// Ignition of a burn.
    Ignition(BurnName),
    /// A burn too small to be flown.
    NotNeeded(BurnName),
    /// A burn that is not flown because of a failure.
    Inhibited(BurnName),
    /// A failed burn is recovered from.
    Recovery(Recovery),
    /// An event of the approach.
    Approach(proximity::EventKind),
}

impl fmt::Display for MissionEventKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Ascent(kind) => kind.fmt(f),
            Self::PlaneCrossing => f.write_str("launch pad crosses the station's orbit plane"),
            Self::Light(edge) => write!(f, "{edge} at the station"),
            Self::Ignition(burn) => write!(f, "{burn} ignition"),
            Self::NotNeeded(burn) => write!(f, "{burn} not needed"),
            Self::Inhibited(burn) => write!(f, "{burn} inhibited"),
            Self::Recovery(kind) => f.write_str(kind.title()),
            Self::Approach(kind) => kind.fmt(f),
        }
    }
}

/// An event of the flight.
#[derive(Clone, Copy, Debug)]
pub struct MissionEvent {
    /// Mission elapsed time [s].
    pub t: f64,
    /// What happens.
    pub kind: MissionEventKind,
    /// Phase of the flight.
    pub phase: FlightPhase,
    /// Delta-v that goes with it [m/s].
    pub delta_v: Option<f64>,
    /// Whether the instant was commanded by the clock (an input), not a result of the physics.
    pub commanded: bool,
}

/// One burn of the spacecraft.
#[derive(Clone, Debug)]
pub struct BurnRecord {
    /// Its place in the scheme.
    pub name: BurnName,
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
    /// Main engine or thrusters.
    pub engine: Propulsion,
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

/// The scheme requested, begun and flown.
#[derive(Clone, Debug)]
pub struct SchemeRecord {
    /// Requested by the scenario; `None`: automatic.
    pub asked: Option<Scheme>,
    /// With which the flight begins.
    pub begun: Scheme,
    /// Flown to the end.
    pub flown: Scheme,
    /// Reason for the choice, in words.
    pub why: String,
    /// Recoveries from failed burns, in order of time.
    pub recoveries: Vec<RecoveryRecord>,
}

/// Recovery from a failed burn.
#[derive(Clone, Debug)]
pub struct RecoveryRecord {
    /// The burn.
    pub burn: BurnName,
    /// Its due time, MET [s].
    pub t: f64,
    /// Kind of recovery.
    pub kind: Recovery,
    /// Delta-v of this recovery and of the others considered.
    pub detail: String,
}

/// Kind of recovery from a failed burn.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Recovery {
    /// The following burns compensate.
    LaterBurns,
    /// An additional make-up burn.
    MakeUpBurn,
    /// Two late autonomous burns.
    LateTransfer,
    /// Change to the two-day scheme.
    TwoDay,
}

impl Recovery {
    /// Description.
    pub const fn title(self) -> &'static str {
        match self {
            Self::LaterBurns => "later burns compensate",
            Self::MakeUpBurn => "a make-up burn is added",
            Self::LateTransfer => "late burns compensate",
            Self::TwoDay => "changes to the two-day scheme",
        }
    }
}

/// Launch geometry and phase.
#[derive(Clone, Copy, Debug)]
pub struct StartGeometry {
    /// Age of the station's element set at lift-off [s]; negative if the set is later.
    pub element_age: f64,
    /// Angle by which the station leads the pad in its orbital plane at lift-off [rad].
    pub phase_at_liftoff: f64,
    /// Angle from the station's orbit plane to the pad at lift-off, positive to the left of flight [rad].
    pub pad_out_of_plane: f64,
    /// Time when the pad crosses the plane, MET [s].
    pub plane_crossing: f64,
    /// Phase angle at spacecraft separation [rad].
    pub phase_at_separation: f64,
    /// Phase window of the scheme [rad].
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
    /// Phase of the flight.
    pub part: &'static str,
    /// Delta-v [m/s].
    pub delta_v: f64,
    /// Propellant [kg].
    pub propellant: f64,
}
