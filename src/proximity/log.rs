//! What an approach leaves behind. Times are seconds since the arc's epoch (for a mission, lift-off).

use crate::propagate::Instant;
use nalgebra::Vector3;
use serde::Serialize;
use std::fmt;

/// Part of the approach.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Phase {
    /// Coasting towards the first braking burn.
    Transfer,
    /// From the first braking burn to the start of the fly-around.
    Braking,
    /// Around the station to the axis of the port.
    FlyAround,
    /// Waiting on the axis.
    StationKeeping,
    /// Along the axis to contact.
    FinalApproach,
    /// Backing off along the axis after a failure.
    Retreat,
    /// Waiting on the axis after backing off.
    Hold,
    /// Along the axis to contact by hand.
    ManualApproach,
}

impl Phase {
    /// All phases, in order.
    pub const ALL: [Phase; 8] = [
        Phase::Transfer,
        Phase::Braking,
        Phase::FlyAround,
        Phase::StationKeeping,
        Phase::FinalApproach,
        Phase::Retreat,
        Phase::Hold,
        Phase::ManualApproach,
    ];

    /// Its name.
    pub const fn title(self) -> &'static str {
        match self {
            Phase::Transfer => "transfer",
            Phase::Braking => "braking",
            Phase::FlyAround => "fly-around",
            Phase::StationKeeping => "station-keeping",
            Phase::FinalApproach => "final approach",
            Phase::Retreat => "retreat",
            Phase::Hold => "hold",
            Phase::ManualApproach => "manual approach",
        }
    }
}

impl fmt::Display for Phase {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.title())
    }
}

/// The ship at one instant.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Sample {
    /// Time, position and velocity, GCRF.
    pub at: Instant,
    /// Mass [kg].
    pub mass: f64,
    /// Part of the approach.
    pub phase: Phase,
    /// Position from the station's centre of mass, LVLH [m].
    pub r_lvlh: Vector3<f64>,
    /// Velocity in the turning LVLH axes [m/s].
    pub v_lvlh: Vector3<f64>,
    /// Distance from the ship's centre of mass to the port [m].
    pub range: f64,
    /// Speed at which that distance shrinks [m/s].
    pub closing_speed: f64,
    /// Angle between the line from the port to the ship and the port axis [rad].
    pub off_axis: f64,
    /// Delta-v spent since the start of the approach [m/s].
    pub delta_v: f64,
}

/// One braking burn.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Burn {
    /// Name: BRK1 to BRK3.
    pub name: &'static str,
    /// Engine: "SKD" or "DPO".
    pub engine: &'static str,
    /// Ignition [s].
    pub ignition: f64,
    /// From ignition to the last cut-off [s].
    pub duration: f64,
    /// Thrust acceleration integrated over the burn, in the station's LVLH axes at ignition [m/s].
    pub delta_v_lvlh: Vector3<f64>,
    /// Thrust acceleration integrated over the burn, thruster by thruster [m/s].
    pub delta_v: f64,
    /// Propellant [kg].
    pub propellant: f64,
    /// Mass at ignition [kg].
    pub mass: f64,
    /// Distance to the port at ignition [m].
    pub range: f64,
}

/// What one phase took.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct PhaseUse {
    /// Which.
    pub phase: Phase,
    /// Start [s].
    pub start: f64,
    /// End [s].
    pub end: f64,
    /// Thrust acceleration integrated over all firings [m/s].
    pub delta_v: f64,
    /// Propellant [kg].
    pub propellant: f64,
    /// Number of firings.
    pub firings: usize,
}

/// Something that happened.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Event {
    /// When [s].
    pub t: f64,
    /// What.
    pub name: &'static str,
}

/// The touch of probe tip and port plane.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Contact {
    /// When [s].
    pub t: f64,
    /// Closing speed along the port axis [m/s].
    pub closing_speed: f64,
    /// Speed across the axis [m/s].
    pub lateral_speed: f64,
    /// Offset of the probe tip from the axis [m].
    pub lateral_offset: f64,
    /// Mass at contact [kg].
    pub mass: f64,
    /// Whether the crew flew the last metres.
    pub manual: bool,
}

/// How the approach ended.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Outcome {
    /// Docked.
    Contact(Contact),
    /// Backed off and waiting on the axis.
    Holding {
        /// Since when [s].
        since: f64,
        /// Distance to the port [m].
        range: f64,
    },
}

/// Everything recorded in one approach.
#[derive(Clone, Debug)]
pub struct ProximityLog {
    /// The ship, in order of time; one sample per command cycle.
    pub samples: Vec<Sample>,
    /// The three braking burns.
    pub burns: Vec<Burn>,
    /// What happened, in order of time.
    pub events: Vec<Event>,
    /// Time, delta-v and propellant of each phase, in order of time.
    pub phases: Vec<PhaseUse>,
    /// How it ended.
    pub outcome: Outcome,
    /// The ship at the end.
    pub end: Instant,
    /// Calls of the right-hand side.
    pub evaluations: usize,
}

impl ProximityLog {
    /// The contact, if there was one.
    pub fn contact(&self) -> Option<&Contact> {
        match &self.outcome {
            Outcome::Contact(contact) => Some(contact),
            Outcome::Holding { .. } => None,
        }
    }

    /// What `phase` took in all.
    pub fn phase(&self, phase: Phase) -> Option<PhaseUse> {
        let mut found = self.phases.iter().filter(|p| p.phase == phase).copied();
        let first = found.next()?;
        Some(found.fold(first, |sum, p| PhaseUse {
            end: p.end,
            delta_v: sum.delta_v + p.delta_v,
            propellant: sum.propellant + p.propellant,
            firings: sum.firings + p.firings,
            ..sum
        }))
    }
}
