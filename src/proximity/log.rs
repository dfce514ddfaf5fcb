//! Log of an approach. Times are in seconds since the arc's epoch (lift-off, for a mission).

use crate::propagate::StateVector;
use crate::vehicle::spacecraft::Propulsion;
use nalgebra::Vector3;
use serde::Serialize;
use std::fmt;

/// Phase of the approach.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Phase {
    /// Coasting towards the first braking burn.
    Transfer,
    /// Braking burns and the legs between them, to the start of the fly-around.
    Braking,
    /// Fly-around to the port axis.
    FlyAround,
    /// Station-keeping on the axis.
    StationKeeping,
    /// Final approach along the axis to contact.
    FinalApproach,
    /// Retreat along the axis after a failure.
    Retreat,
    /// Station-keeping on the axis after the retreat.
    Hold,
    /// Manual final approach.
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

    /// Display name.
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
    pub at: StateVector,
    /// Mass [kg].
    pub mass: f64,
    /// Phase of the approach.
    pub phase: Phase,
    /// Position relative to the station's centre of mass, LVLH [m].
    pub r_lvlh: Vector3<f64>,
    /// Velocity relative to the rotating LVLH axes [m/s].
    pub v_lvlh: Vector3<f64>,
    /// Distance from the ship's centre of mass to the port [m].
    pub range: f64,
    /// Closing speed: rate at which that distance decreases [m/s].
    pub closing_speed: f64,
    /// Angle between the line from the port to the ship and the port axis [rad].
    pub off_axis: f64,
    /// Delta-v spent since the start of the approach [m/s].
    pub delta_v: f64,
}

/// One braking burn.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Burn {
    /// Main engine or thrusters.
    pub engine: Propulsion,
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

/// Duration, delta-v and propellant of one phase.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct PhaseUse {
    /// The phase.
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

/// Kind of an event of the approach.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EventKind {
    /// Ignition of the first braking burn.
    FirstBraking,
    /// Ignition of the second.
    SecondBraking,
    /// Ignition of the third.
    ThirdBraking,
    /// A phase begins.
    Begins(Phase),
    /// The rendezvous radar fails.
    RadarFails,
    /// Contact.
    Contact,
}

impl fmt::Display for EventKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            EventKind::FirstBraking => "first braking",
            EventKind::SecondBraking => "second braking",
            EventKind::ThirdBraking => "third braking",
            EventKind::Begins(phase) => phase.title(),
            EventKind::RadarFails => "radar fails",
            EventKind::Contact => "contact",
        })
    }
}

/// An event of the approach.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Event {
    /// Time [s].
    pub t: f64,
    /// What happens.
    pub kind: EventKind,
}

/// Contact of the probe tip with the port plane.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Contact {
    /// Time [s].
    pub t: f64,
    /// Closing speed along the port axis [m/s].
    pub closing_speed: f64,
    /// Speed across the axis [m/s].
    pub lateral_speed: f64,
    /// Offset of the probe tip from the axis [m].
    pub lateral_offset: f64,
    /// Mass at contact [kg].
    pub mass: f64,
    /// Whether the final approach was manual.
    pub manual: bool,
}

/// How the approach ended.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Outcome {
    /// Docked.
    Contact(Contact),
    /// Retreated and keeping station on the axis.
    Holding {
        /// Start of station-keeping [s].
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
    /// Events in order of time.
    pub events: Vec<Event>,
    /// Time, delta-v and propellant of each phase, in order of time.
    pub phases: Vec<PhaseUse>,
    /// The outcome.
    pub outcome: Outcome,
    /// State of the ship at the end.
    pub end: StateVector,
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

    /// Totals of `phase`, if it was flown.
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
