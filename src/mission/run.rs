//! From scenario to log: the sequence of phases.

use super::geometry::{normal, phase_angle, turn};
use super::log::{FlightPhase, StartGeometry};
use super::outset::Outset;
use super::phasing::Phasing;
use super::reboost::settled;
use super::record;
use super::world::World;
use super::{MissionError, MissionLog, Scenario};
use crate::ascent::{self, AscentLog, InsertionOrbit, PAD_LEAD, pad_state, plane_distance};
use crate::constants::{EARTH_RADIUS_FIELD, GM_EARTH, J2_EARTH};
use crate::forces::{Inertial, J2, Model};
use crate::frames::Relative;
use crate::integrate::{Dynamics, Statistics};
use crate::math::bisect;
use crate::propagate::{Instant, Settings, Trajectory};
use crate::proximity::{Approach, Go, Profile, free_drift};
use crate::rendezvous::choice::Scheme;
use crate::rendezvous::light::{LightModel, ShadowEdge};
use crate::rendezvous::scheme::{self, Schedule};
use crate::rendezvous::timing::{self, DockingTime, Rule};
use crate::rendezvous::{Flight, FreeFlight, Plan, Planner, Ship, Targets, two_day};
use crate::units::{DAY, DEGREE, MINUTE};
use crate::vehicle::launcher::Launcher;
use crate::vehicle::pad::Pad;
use crate::vehicle::port::Port;
use crate::vehicle::spacecraft::Spacecraft;
use nalgebra::{Rotation3, Vector3};
use std::borrow::Cow;
use std::ops::Range;

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

/// Tolerances of planning: metres at arrival are enough, the flight corrects itself.
pub(super) const PLANNING: Settings = Settings {
    relative: 1e-10,
    absolute_position: 1e-3,
    absolute_velocity: 1e-6,
    max_step: 900.0,
    method: crate::propagate::Method::Verner98,
};
/// The approach takes over this long before the first braking burn is due [s].
pub(super) const HAND_OVER: f64 = 60.0;
/// An unbraked pass is looked at for a little more than one orbit [s].
const UNBRAKED_DRIFT: f64 = 6000.0;
/// First guess of DV1 … DV4 [m/s]; any will do.
const FIRST_GUESS: [f64; 4] = [15.0, 10.0, 15.0, 8.0];

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
    let scenario = settled(scenario)?;
    let (settled, scenario) = (matches!(scenario, Cow::Owned(_)), &*scenario);
    tell(0.0, FlightPhase::Ascent, "station's orbit and light");
    let (outset, choice) = Outset::new(scenario)?;
    let office = outset.office();
    let (world, craft, port) = (&outset.world, &outset.craft, outset.port);

    tell(0.0, FlightPhase::Ascent, "planning from the nominal insertion");
    let ship_model = world.ship_model(craft);
    let planner = Planner {
        full: FreeFlight { model: &ship_model, settings: PLANNING },
        cheap: FreeFlight { model: &office.cheap_model(), settings: PLANNING },
    };
    let pad = office.plan_on_the_pad(&planner, &outset, choice.begun, scenario.given_docking()?)?;

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
    let mut phasing = Phasing::new(&mut flight, &planner, &office, &scenario.faults, choice, pad);
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

/// The station over the whole flight.
pub(super) struct Station {
    /// Its path.
    pub path: Trajectory,
    /// When it enters and leaves the shadow.
    pub edges: Vec<ShadowEdge>,
    /// Cost.
    pub statistics: Statistics,
}

impl Station {
    pub fn new(world: &World) -> Result<Self, MissionError> {
        let start = world.station_at_liftoff()?;
        let (path, edges, statistics) = world.fly_station(start)?;
        Ok(Self { path, edges, statistics })
    }
}

/// Angle of the pad from the station's plane at `t` [rad].
///
/// The plane is the osculating one, which nods by some hundredths of a degree within an orbit: at
/// each instant of the flight that of the station then, beyond it that of its nearest instant, turned
/// about the pole as the Earth's flattening turns it.
fn distance_from_plane(world: &World, pad: &Pad, station: &Station, t: f64) -> f64 {
    let (first, last) = station.path.span();
    let known = t.clamp(first, last);
    let state = station.path.at(known);
    let plane = normal(&state);
    // dΩ/dt = −3/2 n J2 (R/a)² cos i
    let (a, ratio) = (state.r.norm(), EARTH_RADIUS_FIELD / state.r.norm());
    let rate = -1.5 * (GM_EARTH / (a * a * a)).sqrt() * J2_EARTH * ratio * ratio * plane.z;
    let turned = Rotation3::from_axis_angle(&Vector3::z_axis(), rate * (t - known)) * plane;
    plane_distance(pad, &turned, &world.near.earth, t)
}

/// Angle of the pad from the station's plane at lift-off, and when the pad crosses it [rad, s].
pub(super) fn launch_geometry(
    scenario: &Scenario,
    world: &World,
    pad: &Pad,
    station: &Station,
) -> Result<(f64, f64), MissionError> {
    let distance = |t: f64| distance_from_plane(world, pad, station, t);
    let at_liftoff = distance(0.0);
    // The nearest crossing within half a day, by steps of two minutes outward, then by halving.
    let crossing = (0..360).find_map(|k| {
        let step = 120.0;
        let after = k as f64 * step;
        [after, -after - step].into_iter().find_map(|t| {
            let before = distance(t);
            (before * distance(t + step) <= 0.0)
                .then(|| bisect((t, t + step), 1e-3, |t| distance(t) * before <= 0.0))
        })
    });
    if at_liftoff.abs() > ascent::REACH {
        let hint = in_plane_hint(world, pad, station);
        return Err(MissionError::OutOfPlane {
            liftoff: scenario.liftoff_utc.clone(),
            distance_deg: at_liftoff / DEGREE,
            limit_deg: ascent::REACH / DEGREE,
            hint,
        });
    }
    // So near the plane, a crossing is at most hours away.
    Ok((at_liftoff, crossing.unwrap_or(DAY)))
}

/// The end of a message about a lift-off out of the station's plane: when a rocket leaves for it. South-eastward
/// nobody leaves Baikonur.
pub(super) fn in_plane_hint(world: &World, pad: &Pad, station: &Station) -> String {
    // Carried from left to right the pad is crossed by a plane flown north-eastward.
    let beyond = |t: f64| distance_from_plane(world, pad, station, t) - PAD_LEAD.value;
    let step = 120.0;
    let nearest = (0..=360).find_map(|k| {
        let after = f64::from(k) * step;
        [after, -after - step].into_iter().find_map(|t| {
            let meets = beyond(t) > 0.0 && beyond(t + step) <= 0.0;
            meets.then(|| bisect((t, t + step), 1e-3, |t| beyond(t) <= 0.0))
        })
    });
    nearest.map_or(String::new(), |t| {
        let when = crate::time::format_utc(crate::time::after(world.liftoff, t), 0);
        let way = if t > 0.0 { "later" } else { "earlier" };
        let minutes = (t.abs() / MINUTE).round();
        let apart = match minutes < 120.0 {
            true => format!("{minutes:.0} min"),
            false => format!("{:.1} h", minutes / 60.0),
        };
        format!(
            "; into the station's plane, north-eastward, a rocket leaves at {when}, {apart} {way}; `soyuz window` \
             lists lift-offs"
        )
    })
}

/// Where plans are made, before lift-off.
#[derive(Clone, Copy)]
pub(super) struct Office<'a> {
    pub world: &'a World,
    pub station: &'a Station,
    pub craft: &'a Spacecraft,
    pub launcher: &'a Launcher,
    pub pad: &'a Pad,
    pub port: Port,
}

/// What is decided before lift-off.
pub(super) struct OnThePad {
    /// When to dock.
    pub docking: DockingTime,
    /// Where the burns lead.
    pub targets: Targets,
    /// The burns.
    pub plan: Plan,
    /// The plane to be inserted into.
    pub insertion_normal: Vector3<f64>,
}

impl Office<'_> {
    /// The model that gives the planner its derivatives.
    pub fn cheap_model(&self) -> Model<Inertial, J2> {
        Model { axes: Inertial, forces: J2::of(self.world.field) }
    }

    /// Ascent into the nominal orbit in the plane with this normal.
    pub fn fly_ascent(&self, normal: Vector3<f64>) -> Result<AscentLog, MissionError> {
        let orbit = InsertionOrbit::nominal(normal);
        let payload = self.craft.mass.value;
        Ok(ascent::fly(
            self.launcher,
            self.pad,
            payload,
            &orbit,
            &self.world.near.earth,
            &self.world.near.gravity,
        )?)
    }

    /// Burns at these instants, and the arrival they are to lead to.
    pub fn targets(&self, schedule: Schedule) -> Result<Targets, MissionError> {
        if !schedule.is_ordered() {
            let met_s = schedule.arrival + timing::BRAKING_LEAD.value;
            return Err(MissionError::TooEarly { met_s });
        }
        let station = self.station.path.at(schedule.imp1);
        Ok(Targets { schedule, arrival: self.arrival(schedule.arrival), station })
    }

    /// The wanted state of the ship at the first braking burn, at `t` [s].
    pub fn arrival(&self, t: f64) -> Instant {
        let station = self.station.path.at(t);
        let (angle, range) = (scheme::ARRIVAL_ANGLE.value, scheme::BRAKING_RANGE.value);
        let towards = |angle: f64| Vector3::new(angle.sin(), 0.0, angle.cos());
        let line = towards(angle);
        let motion = -towards(angle + scheme::ARRIVAL_OFFSET.value) * scheme::ARRIVAL_SPEED.value;
        // Range counts to the port.
        let relative = Relative { r: self.port.position() + line * range, v: motion };
        let (r, v) = station.lvlh().absolute(&relative);
        Instant { t, r, v }
    }

    /// Planned docking by the timing rule; for four orbits with what the burns could reach beside it.
    fn docking_time<F: Dynamics<f64>, C: Dynamics<f64>>(
        &self,
        planner: &Planner<'_, F, C>,
        separation: &Instant,
        scheme: Scheme,
        given: Option<f64>,
    ) -> DockingTime {
        let (path, sky) = (&self.station.path, &self.world.near.sky);
        let others = LightModel::OTHERS.map(|light| {
            let end = self.world.horizon;
            (light, light.edges(|t| path.at(t).r.into(), |t| sky.sun(t), 0.0, end))
        });
        let (edges, liftoff) = (&self.station.edges, self.world.liftoff);
        if scheme == Scheme::TwoDay {
            return two_day::docking_time(self.craft, edges, &others, liftoff, given);
        }
        let earliest = Schedule::earliest_docking(separation.t);
        let rule = Rule { earliest, ..Rule::of(self.craft, timing::Practice::at(liftoff)) };
        let planned = given.unwrap_or_else(|| rule.choose(edges).planned);
        let total = |planned: f64| {
            let targets = self.targets(Schedule::new(separation.t, planned)).ok()?;
            let plan = planner.sketch(separation, &targets, 0, FIRST_GUESS).ok()?;
            Some(plan.total() + scheme::ARRIVAL_SPEED.value)
        };
        let reach = (farthest(&total, planned, -1.0), farthest(&total, planned, 1.0));
        rule.docking_time(edges, &others, reach, given)
    }

    /// Docking time, burns from the nominal insertion, and the insertion plane from which the ship
    /// arrives in the station's plane.
    pub fn plan_on_the_pad<F: Dynamics<f64>, C: Dynamics<f64>>(
        &self,
        planner: &Planner<'_, F, C>,
        outset: &Outset,
        scheme: Scheme,
        given: Option<f64>,
    ) -> Result<OnThePad, MissionError> {
        let mut start = outset.insertion;
        let docking = self.docking_time(planner, &start, scheme, given);
        let (targets, first, guess) = match scheme {
            Scheme::TwoDay => {
                let burns = two_day::BURNS.map(|b| start.t + b.value);
                let targets = self.targets(two_day::schedule(burns, docking.planned))?;
                let lead = scheme.catch_up(outset.phase);
                let guess =
                    self.two_day_guess(planner, &start, &targets, two_day::FIRST..3, lead)?;
                (targets, two_day::FIRST, guess)
            }
            _ => (self.targets(Schedule::new(start.t, docking.planned))?, 0, FIRST_GUESS),
        };
        let mut plan = planner.plan(&start, &targets, first, guess)?;
        for _ in 0..3 {
            // The rotation about an axis in the plane that undoes offset and speed at arrival.
            let outcome = plan.outcome;
            let arrival = &targets.arrival;
            let up = arrival.r.normalize();
            let ahead = normal(arrival).cross(&up);
            let axis = up * (outcome.cross_track_speed / arrival.v.dot(&ahead))
                - ahead * (outcome.cross_track / arrival.r.norm());
            let before = normal(&start);
            let after = (before + axis.cross(&before)).normalize();
            start = turn(&start, &before, &after);
            plan.outcome = planner.outcome(&start, &targets, first, plan.ground)?;
            if plan.outcome.cross_track.abs() < 20.0 {
                break;
            }
        }
        Ok(OnThePad { docking, targets, plan, insertion_normal: normal(&start) })
    }

    /// A first guess of two-day burns, all of one size and those not in `burns` nothing, for a ship at
    /// `ship` over which the station leads by `lead`, counting whole turns.
    pub fn two_day_guess<F: Dynamics<f64>, C: Dynamics<f64>>(
        &self,
        planner: &Planner<'_, F, C>,
        ship: &Instant,
        targets: &Targets,
        burns: Range<usize>,
        lead: f64,
    ) -> Result<[f64; 4], MissionError> {
        let station = self.station.path.at(targets.schedule.imp1);
        let times = &targets.schedule.ground[burns.clone()];
        let size = two_day::equal_burns(&planner.cheap, ship, times, &station, lead)?;
        let mut guess = [0.0; 4];
        guess[burns].fill(size);
        Ok(guess)
    }
}

/// How far docking can be moved from `from` in the direction `sign` before `total` passes the budget
/// or there is no plan: to 10 s, looked for over [`timing::REACH_LOOKED`].
fn farthest(total: &impl Fn(f64) -> Option<f64>, from: f64, sign: f64) -> f64 {
    let fits = |t: f64| total(t).is_some_and(|dv| dv <= scheme::DELTA_V_BUDGET.value);
    let mut good = from;
    for step in [600.0, 120.0, 30.0, 10.0] {
        while (good - from).abs() < timing::REACH_LOOKED && fits(good + sign * step) {
            good += sign * step;
        }
    }
    good
}
