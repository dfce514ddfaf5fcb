//! Log of an ascent.

use super::plan::LaunchPlan;
use super::timeline::EventKind;
use crate::propagate::{StateVector, Statistics, Trajectory};

/// The launcher at one instant. Heights are above the WGS-84 ellipsoid; the air rotates with the Earth.
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
    /// Mach number; 0 above 120 km, where the air is neglected [1].
    pub mach: f64,
    /// Axial load factor, in units of 9.80665 m/s² [1].
    pub axial_load: f64,
    /// Pitch of the axis above the local horizontal [rad].
    pub pitch: f64,
    /// Thrust [N].
    pub thrust: f64,
    /// Ground distance from the pad, on a sphere of 6371 km [m].
    pub downrange: f64,
}

/// An event of the ascent.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct AscentEvent {
    /// Time after lift-off [s].
    pub t: f64,
    /// Kind of event.
    pub kind: EventKind,
    /// The launcher just after the event.
    pub sample: AscentSample,
}

/// Delta-v budget of the ascent [m/s], along the velocity relative to the rotating Earth.
///
/// `vacuum = thrust + pressure` and `thrust = gain + gravity + drag + steering`. Each term is integrated
/// separately over the flown path, except the gain, which is the difference between the ends. Gravity
/// includes the centrifugal acceleration of the Earth's rotation.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct DeltaVBudget {
    /// Thrust acceleration in vacuum, integrated.
    pub vacuum: f64,
    /// Loss to the ambient pressure on the nozzle exits.
    pub pressure: f64,
    /// Actual thrust acceleration, integrated.
    pub thrust: f64,
    /// Gain of speed relative to the Earth.
    pub gain: f64,
    /// Gravity loss.
    pub gravity: f64,
    /// Drag loss.
    pub drag: f64,
    /// Steering loss: thrust is not along the velocity.
    pub steering: f64,
    /// Contribution of the Earth's rotation: inertial speed less speed relative to the Earth, at the end.
    pub rotation: f64,
}

impl DeltaVBudget {
    /// Error of the sum of the terms [m/s].
    pub fn imbalance(&self) -> f64 {
        self.thrust - (self.gain + self.gravity + self.drag + self.steering)
    }
}

/// An ascent from lift-off to spacecraft separation.
#[derive(Clone, Debug)]
pub struct AscentLog {
    /// The plan made before lift-off: azimuth, predicted cut-off.
    pub plan: LaunchPlan,
    /// The launcher every second and just after each event, in order of time.
    pub samples: Vec<AscentSample>,
    /// Events in order of time.
    pub events: Vec<AscentEvent>,
    /// Third-stage cut-off, GCRF.
    pub cut_off: StateVector,
    /// Spacecraft separation, GCRF: the start of free flight.
    pub insertion: StateVector,
    /// Mass of the spacecraft [kg].
    pub payload: f64,
    /// Mass of third stage, adapter, spacecraft and residual propellant at cut-off [kg].
    pub cut_off_mass: f64,
    /// Residual propellant of the third stage [kg].
    pub residual: f64,
    /// Angle between the orbital plane at separation and the target plane [rad].
    pub plane_error: f64,
    /// Delta-v budget.
    pub budget: DeltaVBudget,
    /// The trajectory, with dense output.
    pub trajectory: Trajectory,
    /// Cost of the integration.
    pub statistics: Statistics,
}

impl AscentLog {
    /// Time of the event of this kind [s].
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
