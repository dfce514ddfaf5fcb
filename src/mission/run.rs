//! The sequence of phases, from scenario to log.

use super::geometry::phase_angle;
use super::log::{FlightPhase, StartGeometry};
use super::phasing::Phasing;
use super::planning::PLANNING;
use super::prelaunch::Prelaunch;
use super::reboost::corrected_for_reboost;
use super::record;
use super::{MissionError, MissionLog, Scenario};
use crate::ascent::pad_state;
use crate::integrate::Statistics;
use crate::propagate::{Settings, StateVector};
use crate::proximity::{Approach, Go, Profile, free_drift};
use crate::rendezvous::choice::Scheme;
use crate::rendezvous::{Flight, FreeFlight, Planner, Ship, scheme};
use crate::vehicle::port::Port;
use nalgebra::Vector3;
use std::borrow::Cow;

/// Progress of a run.
#[derive(Clone, Copy, Debug)]
pub struct Progress {
    /// Mission elapsed time reached [s].
    pub t: f64,
    /// Phase of the flight.
    pub phase: FlightPhase,
    /// Current activity, in a few words.
    pub doing: &'static str,
}

/// Duration for which an unbraked pass is followed, a little more than one revolution [s].
const UNBRAKED_DRIFT: f64 = 6000.0;

/// Flies a scenario from lift-off to contact.
///
/// `progress` is called at the start of every activity.
///
/// # Errors
/// [`MissionError`]; [`MissionError::is_input`] tells whether the input is invalid.
pub fn run(
    scenario: &Scenario,
    progress: &mut dyn FnMut(Progress),
) -> Result<MissionLog, MissionError> {
    let mut tell = |t, phase, doing| progress(Progress { t, phase, doing });
    scenario.check()?;
    let scenario = corrected_for_reboost(scenario)?;
    let (reboost_corrected, scenario) = (matches!(scenario, Cow::Owned(_)), &*scenario);
    tell(0.0, FlightPhase::Ascent, "station's orbit and light");
    let (prelaunch, choice) = Prelaunch::new(scenario)?;
    let (world, craft, port) = (&prelaunch.world, &prelaunch.craft, prelaunch.port);

    tell(0.0, FlightPhase::Ascent, "planning from the nominal insertion");
    let ship_model = world.ship_model(craft);
    let planner = Planner {
        full: FreeFlight { model: &ship_model, settings: PLANNING },
        cheap: FreeFlight { model: &prelaunch.cheap_model(), settings: PLANNING },
    };
    let plan = prelaunch.plan_flight(&planner, choice.begun, scenario.given_docking()?)?;

    tell(0.0, FlightPhase::Ascent, "ascent");
    let ascent = prelaunch.fly_ascent(plan.insertion_normal)?;

    tell(ascent.insertion.t, FlightPhase::Phasing, "phasing burns");
    let mut flight = Flight {
        model: &ship_model,
        engine: &craft.main_engine,
        settings: Settings::default(),
        ship: Ship { at: ascent.insertion, mass: craft.mass.value },
        trajectory: None,
        statistics: Statistics::default(),
    };
    let mut phasing =
        Phasing::new(&mut flight, &planner, &prelaunch, &scenario.faults, choice, plan);
    phasing.fly(&mut tell)?;
    let Phasing { docking, targets, done: rendezvous, .. } = phasing;

    tell(targets.schedule.arrival, FlightPhase::Braking, "approach and docking");
    let approach = Approach {
        model: &ship_model,
        station: &prelaunch.station.path,
        craft,
        port,
        profile: &Profile::NOMINAL,
        kurs_failure: scenario.faults.kurs_failure(),
    };
    let start = flight.ship;
    let go = Go::AfterHold(station_keeping(approach.profile, port, craft.probe_tip.value));
    let proximity = approach.fly(start.at, start.mass, go)?;
    let passive_safety =
        free_drift(&ship_model, &prelaunch.station.path, start.at, UNBRAKED_DRIFT)?;

    tell(proximity.end.t, FlightPhase::FinalApproach, "writing the log");
    record::assemble(record::Parts {
        scenario,
        reboost_corrected,
        prelaunch: &prelaunch,
        start: start_geometry(&prelaunch, &ascent.insertion, rendezvous.scheme.begun),
        ascent,
        docking,
        rendezvous,
        flight,
        proximity,
        passive_safety,
    })
}

/// Geometry at lift-off and at separation, where the ship is at `insertion`.
fn start_geometry(prelaunch: &Prelaunch, insertion: &StateVector, scheme: Scheme) -> StartGeometry {
    let (world, station) = (&prelaunch.world, &prelaunch.station.path);
    let on_pad = pad_state(&prelaunch.pad, &world.near.earth, 0.0).r;
    StartGeometry {
        element_age: world.element_age,
        phase_at_liftoff: phase_angle(&on_pad, &station.at(0.0)),
        pad_out_of_plane: prelaunch.pad_angle,
        plane_crossing: prelaunch.plane_crossing,
        phase_at_separation: phase_angle(&insertion.r, &station.at(insertion.t)),
        phase_window: scheme.window(),
    }
}

/// Duration of station-keeping [s] for `port`.
///
/// Every duration of the approach is the profile's, so that the simulated contact can be compared with the expected
/// one. The plan is the same for all ports: a longer fly-around shortens station-keeping.
fn station_keeping(profile: &Profile, port: Port, probe: f64) -> f64 {
    let (sin, cos) = scheme::ARRIVAL_ANGLE.value.sin_cos();
    let line = Vector3::new(sin, 0.0, cos);
    let to_axis = |port: Port| {
        let d = profile.durations(line.angle(&port.axis()), probe);
        d.braking + d.fly_around
    };
    (profile.station_keeping.value - (to_axis(port) - to_axis(Port::Rassvet))).max(0.0)
}
