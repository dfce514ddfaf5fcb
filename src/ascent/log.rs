//! What an ascent leaves behind.

use super::plan::LaunchPlan;
use super::timeline::EventKind;
use crate::propagate::{Instant, Statistics, Trajectory};

/// The rocket at one instant. Heights are above the WGS-84 ellipsoid, air turns with the Earth.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct AscentSample {
    /// Time after lift-off [s].
    pub t: f64,
    /// Position, GCRF [m].
    pub r: nalgebra::Vector3<f64>,
    /// Velocity, GCRF [m/s].
    pub v: nalgebra::Vector3<f64>,
    /// Mass [kg].
    pub mass: f64,
    /// Height [m].
    pub altitude: f64,
    /// Speed relative to the air [m/s].
    pub air_speed: f64,
    /// Angle of the air-relative velocity above the local horizontal [rad].
    pub path_angle: f64,
    /// Dynamic pressure [Pa].
    pub dynamic_pressure: f64,
    /// Mach number; 0 above the air, taken to end at 120 km [1].
    pub mach: f64,
    /// Load along the rocket's axis, in units of 9.80665 m/s² [1].
    pub axial_load: f64,
    /// Axis above the local horizontal [rad].
    pub pitch: f64,
    /// Thrust [N].
    pub thrust: f64,
    /// Distance from the pad over the ground, on a sphere of 6371 km [m].
    pub downrange: f64,
}

/// Something that happened.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct AscentEvent {
    /// Time after lift-off [s].
    pub t: f64,
    /// What.
    pub kind: EventKind,
    /// The rocket just after.
    pub sample: AscentSample,
}

/// Where the engines' delta-v went [m/s], along the velocity relative to the turning Earth.
///
/// `vacuum = thrust + pressure` and `thrust = gain + gravity + drag + steering`: each term is an
/// integral of its own over the flown path, except the gain, which is the difference of the ends.
/// The centrifugal part of the Earth's rotation counts with gravity.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct DeltaVBudget {
    /// What the same mass flow would give in vacuum.
    pub vacuum: f64,
    /// Lost to the pressure of the air on the nozzles.
    pub pressure: f64,
    /// Thrust acceleration, integrated.
    pub thrust: f64,
    /// Gain of speed relative to the Earth.
    pub gain: f64,
    /// Lost to gravity.
    pub gravity: f64,
    /// Lost to drag.
    pub drag: f64,
    /// Lost because thrust is not along the velocity.
    pub steering: f64,
    /// Inertial speed at the end less speed relative to the Earth: what the rotation gives.
    pub rotation: f64,
}

impl DeltaVBudget {
    /// What the terms fail to account for [m/s].
    pub fn imbalance(&self) -> f64 {
        self.thrust - (self.gain + self.gravity + self.drag + self.steering)
    }
}

/// An ascent from lift-off to spacecraft separation.
#[derive(Clone, Debug)]
pub struct AscentLog {
    /// What was loaded before lift-off: azimuth, predicted cut-off.
    pub plan: LaunchPlan,
    /// The rocket every second and just after each event, in order of time.
    pub samples: Vec<AscentSample>,
    /// What happened, in order of time.
    pub events: Vec<AscentEvent>,
    /// Third-stage cut-off, GCRF.
    pub cut_off: Instant,
    /// Spacecraft separation, GCRF: the start of free flight.
    pub insertion: Instant,
    /// Mass of the spacecraft [kg].
    pub payload: f64,
    /// Mass of third stage, adapter, spacecraft and what is left in the tanks, at cut-off [kg].
    pub cut_off_mass: f64,
    /// Propellant left in the third stage [kg].
    pub residual: f64,
    /// Angle between the plane reached at separation and the plane aimed at [rad].
    pub plane_error: f64,
    /// Where the delta-v went.
    pub budget: DeltaVBudget,
    /// The path, to be asked at any instant.
    pub trajectory: Trajectory,
    /// Cost of the integration.
    pub statistics: Statistics,
}

impl AscentLog {
    /// When something happened [s].
    pub fn time_of(&self, kind: EventKind) -> Option<f64> {
        self.event(kind).map(|event| event.t)
    }

    /// The event of this kind.
    pub fn event(&self, kind: EventKind) -> Option<&AscentEvent> {
        self.events.iter().find(|event| event.kind == kind)
    }

    /// The sample with the largest dynamic pressure.
    pub fn max_dynamic_pressure(&self) -> Option<&AscentSample> {
        self.samples.iter().max_by(|a, b| a.dynamic_pressure.total_cmp(&b.dynamic_pressure))
    }
}
