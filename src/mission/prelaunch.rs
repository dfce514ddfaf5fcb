//! The situation before lift-off: environment, station trajectory, nominal insertion, and the scheme it allows.

use super::geometry::{normal, phase_angle};
use super::launch::{in_plane_hint, in_plane_lift_off, launch_geometry};
use super::world::{HORIZON, StationArc, TWO_DAY_HORIZON, World};
use super::{MissionError, Scenario};
use crate::ascent::{
    self, AscentError, AscentLog, Delayed, InsertionOrbit, plan_launch, plane_distance,
};
use crate::forces::{Inertial, J2, Model};
use crate::math::bisect;
use crate::propagate::StateVector;
use crate::rendezvous::choice::{Choice, Scheme, choose, degrees};
use crate::time;
use crate::units::{DEGREE, HOUR};
use crate::vehicle::{launcher::Launcher, pad::Pad, port::Port, spacecraft::Spacecraft};
use nalgebra::{Rotation3, Vector3};

/// A flight before lift-off.
pub(super) struct Prelaunch {
    pub port: Port,
    pub craft: Spacecraft,
    pub launcher: Launcher,
    pub pad: Pad,
    pub world: World,
    pub station: StationArc,
    /// Angle of the pad from the station's plane at lift-off [rad].
    pub pad_angle: f64,
    /// Time when the pad crosses that plane [s].
    pub plane_crossing: f64,
    /// State of the ship after a nominal ascent.
    pub insertion: StateVector,
    /// Phase at separation, in (−π, π] [rad].
    pub phase: f64,
}

impl Prelaunch {
    /// Prepares the flight for the scheme that phase and scenario allow, which is also returned.
    pub fn new(scenario: &Scenario) -> Result<(Self, Choice), MissionError> {
        let asked = scenario.asked_scheme()?;
        let long = asked == Some(Scheme::TwoDay) || scenario.faults.may_take_two_days();
        let mut prelaunch = Self::over(scenario, if long { TWO_DAY_HORIZON } else { HORIZON })?;
        let Some(choice) = choose(asked, prelaunch.phase) else {
            let other = Scheme::ALL[1..].iter().copied().find(|s| s.attempts(prelaunch.phase));
            return Err(MissionError::OutOfPhase {
                liftoff: scenario.liftoff_utc.clone(),
                phase_deg: degrees(prelaunch.phase),
                asked,
                other,
            });
        };
        scenario.faults.check_for(choice.begun)?;
        if choice.begun == Scheme::TwoDay {
            if !long {
                prelaunch = Self::over(scenario, TWO_DAY_HORIZON)?;
            }
            let plane = prelaunch.turned_plane(choice.begun, prelaunch.phase);
            prelaunch.insertion = prelaunch.fly_nominal(plane)?;
        }
        Ok((prelaunch, choice))
    }

    /// The same before a scheme is chosen, over `horizon` [s], with insertion into the station's own plane.
    pub fn over(scenario: &Scenario, horizon: f64) -> Result<Self, MissionError> {
        let (port, craft) = (scenario.docking_port()?, scenario.craft()?);
        let (launcher, pad) = (scenario.launch_vehicle()?, scenario.launch_pad()?);
        let world = World::new(scenario, scenario.liftoff()?, horizon)?;
        let station = world.fly_station()?;
        let (pad_angle, plane_crossing) = launch_geometry(scenario, &world, &pad, &station)?;
        let insertion = StateVector { t: 0.0, r: Vector3::zeros(), v: Vector3::zeros() };
        let mut prelaunch = Self {
            port,
            craft,
            launcher,
            pad,
            world,
            station,
            pad_angle,
            plane_crossing,
            insertion,
            phase: 0.0,
        };
        prelaunch.insertion = prelaunch.fly_nominal(normal(&prelaunch.station.path.at(0.0)))?;
        let at_separation = prelaunch.station.path.at(prelaunch.insertion.t);
        prelaunch.phase = phase_angle(&prelaunch.insertion.r, &at_separation);
        Ok(prelaunch)
    }

    /// The fast model of the planner.
    pub fn cheap_model(&self) -> Model<Inertial, J2> {
        Model { axes: Inertial, forces: J2::of(self.world.field) }
    }

    /// Normal of the insertion plane: the station's plane at lift-off, rotated east by the differential node
    /// regression of the flight, for a phase of `phase` [rad].
    pub fn turned_plane(&self, scheme: Scheme, phase: f64) -> Vector3<f64> {
        let station = self.station.path.at(0.0);
        let plane = normal(&station);
        let turn = scheme.plane_turn(phase, station.r.norm(), plane.z.acos());
        Rotation3::from_axis_angle(&Vector3::z_axis(), turn) * plane
    }

    fn fly_nominal(&self, plane: Vector3<f64>) -> Result<StateVector, MissionError> {
        Ok(self.fly_ascent(plane)?.insertion)
    }

    /// Ascent into the nominal orbit in the plane with this normal.
    ///
    /// # Errors
    /// [`MissionError::BeyondSteering`] if the ascent fails because the pad is too far from the plane, otherwise the
    /// error of the ascent.
    pub fn fly_ascent(&self, plane: Vector3<f64>) -> Result<AscentLog, MissionError> {
        let (earth, gravity) = (&self.world.near.earth, &self.world.near.gravity);
        let (orbit, payload) = (InsertionOrbit::nominal(plane), self.craft.mass.value);
        ascent::fly(&self.launcher, &self.pad, payload, &orbit, earth, gravity).map_err(|error| {
            match error {
                AscentError::PropellantShort { .. }
                | AscentError::NoSteering { .. }
                | AscentError::OutOfPlane { .. } => self.beyond_steering(plane),
                _ => None,
            }
            .unwrap_or(error.into())
        })
    }

    /// The error with the largest angle that can be steered, if the angle to the plane made the ascent fail.
    fn beyond_steering(&self, plane: Vector3<f64>) -> Option<MissionError> {
        let earth = &self.world.near.earth;
        let distance = |t: f64| plane_distance(&self.pad, &plane, earth, t);
        let orbit = InsertionOrbit::nominal(plane);
        let mass = self.craft.mass.value;
        // The same plane with a later or earlier lift-off.
        let reaches = |delay: f64| {
            let earth = Delayed { earth, delay };
            plan_launch(&self.launcher, &self.pad, mass, &orbit, &earth).is_ok()
        };
        let in_plane = in_plane_lift_off(&distance);
        if in_plane.abs() > HOUR || !reaches(in_plane) {
            return None;
        }
        let limit = in_plane * bisect((0.0, 1.0), 1e-3, |part| reaches(in_plane * part));
        Some(MissionError::BeyondSteering {
            liftoff: time::format_utc(self.world.liftoff, 0),
            distance_deg: distance(0.0) / DEGREE,
            limit_deg: distance(limit) / DEGREE,
            hint: in_plane_hint(&self.world, &self.pad, &self.station),
        })
    }
}
