//! From scenario to log: the sequence of phases.

use super::geometry::phase_angle;
use super::log::{FlightPhase, StartGeometry};
use super::outset::Outset;
use super::phasing::Phasing;
use super::planning::PLANNING;
use super::reboost::settled;
use super::record;
use super::{MissionError, MissionLog, Scenario};
use crate::ascent::pad_state;
use crate::integrate::Statistics;
use crate::propagate::Settings;
use crate::proximity::{Approach, Go, Profile, free_drift};
use crate::rendezvous::{Flight, FreeFlight, Planner, Ship, scheme};
use crate::vehicle::port::Port;
use nalgebra::Vector3;
use std::borrow::Cow;

/// How far a run has come.
#[derive(Clone, Copy, Debug)]
pub struct Progress {
    /// Mission elapsed time reached [s].
    pub t: f64,
    /// Part of the flight.
    pub phase: FlightPhase,
    /// What is being done, in a few words.
    pub doing: &'static str,
}

/// An unbraked pass is followed for a little more than one orbit [s].
const UNBRAKED_DRIFT: f64 = 6000.0;

/// Flies a scenario from lift-off to contact.
///
/// `progress` is told what is being done.
///
/// # Errors
/// [`MissionError`]; [`MissionError::is_input`] says whether the scenario is at fault.
pub fn run(
    scenario: &Scenario,
    progress: &mut dyn FnMut(Progress),
) -> Result<MissionLog, MissionError> {
    let mut tell = |t, phase, doing| progress(Progress { t, phase, doing });
    scenario.check()?;
    let scenario = settled(scenario)?;
    let (settled, scenario) = (matches!(scenario, Cow::Owned(_)), &*scenario);
    tell(0.0, FlightPhase::Ascent, "station's orbit and light");
    let (outset, choice) = Outset::new(scenario)?;
    let (world, craft, port) = (&outset.world, &outset.craft, outset.port);

    tell(0.0, FlightPhase::Ascent, "planning from the nominal insertion");
    let ship_model = world.ship_model(craft);
    let planner = Planner {
        full: FreeFlight { model: &ship_model, settings: PLANNING },
        cheap: FreeFlight { model: &outset.cheap_model(), settings: PLANNING },
    };
    let pad = outset.plan_on_the_pad(&planner, choice.begun, scenario.given_docking()?)?;

    tell(0.0, FlightPhase::Ascent, "ascent");
    let ascent = outset.fly_ascent(pad.insertion_normal)?;

    tell(ascent.insertion.t, FlightPhase::Phasing, "phasing burns");
    let mut flight = Flight {
        model: &ship_model,
        engine: &craft.main_engine,
        settings: Settings::default(),
        ship: Ship { at: ascent.insertion, mass: craft.mass.value },
        trajectory: None,
        statistics: Statistics::default(),
    };
    let mut phasing = Phasing::new(&mut flight, &planner, &outset, &scenario.faults, choice, pad);
    phasing.fly(&mut tell)?;
    let Phasing { docking, targets, done: rendezvous, .. } = phasing;

    tell(targets.schedule.arrival, FlightPhase::Braking, "approach and docking");
    let approach = Approach {
        model: &ship_model,
        station: &outset.station.path,
        craft,
        port,
        profile: &Profile::NOMINAL,
        kurs_failure: scenario.faults.kurs_failure(),
    };
    let start = flight.ship;
    // From here on every duration is the profile's own, so that the contact that comes out can be
    // held against the one expected. The plan's clock is the same for every port: a longer way around
    // the station is taken from the wait on the axis.
    let line = {
        let angle = scheme::ARRIVAL_ANGLE.value;
        Vector3::new(angle.sin(), 0.0, angle.cos())
    };
    let way = |port: Port| {
        let d = approach.profile.durations(line.angle(&port.axis()), craft.probe_tip.value);
        d.braking + d.fly_around
    };
    let wait = approach.profile.station_keeping.value - (way(port) - way(Port::Rassvet));
    let go = Go::AfterHold(wait.max(0.0));
    let proximity = approach.fly(start.at, start.mass, go)?;
    let passive_safety = free_drift(&ship_model, &outset.station.path, start.at, UNBRAKED_DRIFT)?;

    tell(proximity.end.t, FlightPhase::FinalApproach, "writing the log");
    let station = &outset.station.path;
    let on_pad = pad_state(&outset.pad, &world.near.earth, 0.0).r;
    let window = rendezvous.scheme.begun.window();
    let start_geometry = StartGeometry {
        element_age: world.element_age,
        phase_at_liftoff: phase_angle(&on_pad, &station.at(0.0)),
        pad_out_of_plane: outset.pad_angle,
        plane_crossing: outset.plane_crossing,
        phase_at_separation: phase_angle(&ascent.insertion.r, &station.at(ascent.insertion.t)),
        phase_window: window,
    };
    record::assemble(record::Parts {
        scenario,
        settled,
        outset: &outset,
        ascent,
        docking,
        start: start_geometry,
        rendezvous,
        flight,
        proximity,
        passive_safety,
    })
}
