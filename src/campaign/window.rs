//! Launch opportunities: once a day the pad crosses the station's plane, and the phase decides which schemes can be
//! flown.

use super::launch::{coarse_lift_offs, plane_turn, refine, with_lift_off};
use crate::ascent::PAD_LEAD;
use crate::environment::{EarthOrientationTable, SunMoonArc};
use crate::frames::EarthRotation;
use crate::mission::{
    ELEMENT_AGES, MissionError, Scenario, corrected_for_reboost, phase_at_separation, plan,
};
use crate::provenance::Sourced;
use crate::rendezvous::choice::{Scheme, TWO_DAY_WINDOW, TWO_ORBIT_WINDOW};
use crate::rendezvous::light::LightModel;
use crate::rendezvous::scheme::{PHASE_SLACK, PHASE_WINDOW};
use crate::rendezvous::timing::{self, DockingTime, Practice, Rule};
use crate::rendezvous::two_day;
use crate::target::{ElementSet, TargetError};
use crate::time::{self, Epoch};
use crate::units::{DAY, DEGREE, HOUR, MINUTE};
use crate::vehicle::spacecraft::Spacecraft;
use nalgebra::{Rotation3, Unit};
use rayon::prelude::*;
use std::borrow::Cow;
use std::cell::RefCell;
use std::f64::consts::TAU;

/// Docking of the two-orbit scheme after lift-off where lighting does not bind.
pub const NATURAL_TWO_ORBIT: Sourced = Sourced::fitted(
    "natural arrival of the two-orbit scheme after lift-off",
    201.1 * MINUTE,
    "s",
    "published plans of Progress MS-14 (3:20:42) and MS-15 (3:21:31), ±3 min [RSW-MS14, RSW-MS15]; whether light moved them is not known",
);

/// Shortest and longest known two-orbit flights, lift-off to contact.
pub const FLOWN_TWO_ORBIT: [Sourced; 2] = [
    Sourced::published(
        "shortest two-orbit flight",
        183.0 * MINUTE,
        "s",
        "Soyuz MS-17, 3 h 03 min [EN-MS17]",
    ),
    Sourced::published(
        "longest two-orbit flight",
        220.0 * MINUTE,
        "s",
        "Progress MS-09, 3 h 40 min [NASA-70P]",
    ),
];

/// One launch opportunity: a crossing of the station's plane by the pad.
#[derive(Clone, Debug)]
pub struct Opportunity {
    /// Lift-off of the fastest scheme; if there is none, lift-off into the station's own plane, by SGP4.
    pub lift_off: Epoch,
    /// Age of the element set at that time [s].
    pub element_age: f64,
    /// Phase at separation for that lift-off, 0 to 2π [rad]; `None` if it cannot be computed.
    pub phase: Option<f64>,
    /// Schemes that can be flown, the fastest first.
    pub ways: Vec<Way>,
    /// Schemes that could not be evaluated.
    pub failures: Vec<Unplanned>,
    /// If no scheme can be flown: the correction for a reboost ([`corrected_for_reboost`]) with which four orbits
    /// could be flown from this lift-off [rad].
    pub by_reboost: Option<f64>,
}

/// A scheme that could not be evaluated.
#[derive(Clone, Debug)]
pub struct Unplanned {
    /// The scheme; `None`: the phase is not known.
    pub scheme: Option<Scheme>,
    /// The reason.
    pub reason: MissionError,
}

/// A scheme that can be flown from an opportunity.
#[derive(Clone, Debug)]
pub struct Way {
    /// The scheme.
    pub scheme: Scheme,
    /// Lift-off. Longer schemes need a plane farther east, which the pad reaches later.
    pub lift_off: Epoch,
    /// Whether the lift-off follows from a burn plan (accurate to seconds) or from the station's plane and its
    /// secular drift (about 20 s).
    pub planned: bool,
    /// Phase at separation, 0 to 2π [rad].
    pub phase: f64,
    /// Predicted docking.
    pub docking: DockingTime,
    /// Delta-v of the plan to the end of braking [m/s].
    pub delta_v: Option<f64>,
}

/// Largest difference between a planned lift-off and its first guess [s].
const GUESS: f64 = 30.0 * MINUTE;

/// All in-plane launch opportunities in `days` days from `from`, in order of time: those with at least one lift-off in
/// that span.
///
/// `scenario` gives element set, spacecraft, launcher, pad and port; its lift-off is not used. Opportunities and schemes
/// that cannot be evaluated are included with the reason.
///
/// # Errors
/// [`MissionError`] if the scenario or its element set is invalid, if `days` is not positive or longer than the range of
/// one element set ([`ELEMENT_AGES`]), or if no opportunity can be evaluated.
pub fn opportunities(
    scenario: &Scenario,
    from: Epoch,
    days: f64,
) -> Result<Vec<Opportunity>, MissionError> {
    let [earliest, latest] = ELEMENT_AGES.map(|age| age.value);
    let most = (latest - earliest) / DAY;
    if !(days > 0.0 && days <= most) {
        return Err(MissionError::Days { days, most });
    }
    scenario.check()?;
    let station = scenario.station.element_set()?;
    let pad = scenario.launch_pad()?;
    let (first, span) = (time::after(from, -GUESS), days * DAY + 2.0 * GUESS);
    let coarse = coarse_lift_offs(&station, &pad, first, span, 0.0)?;
    let asked_for = |at: &Epoch| (0.0..days * DAY).contains(&time::seconds_between(from, *at));
    let found: Vec<Opportunity> = coarse
        .into_par_iter()
        .map(|at| opportunity(scenario, &station, at))
        .filter(|o| o.ways.iter().map(|way| &way.lift_off).chain([&o.lift_off]).any(asked_for))
        .collect();
    match found.first().and_then(|first| first.failures.first()) {
        Some(failure) if found.iter().all(|o| o.phase.is_none()) => Err(failure.reason.clone()),
        _ => Ok(found),
    }
}

fn opportunity(scenario: &Scenario, station: &ElementSet, in_plane: Epoch) -> Opportunity {
    let mut found = Opportunity {
        lift_off: in_plane,
        element_age: station.age(in_plane),
        phase: None,
        ways: Vec::new(),
        failures: Vec::new(),
        by_reboost: None,
    };
    let there = with_lift_off(scenario, None, in_plane);
    let phase = match phase_at_separation(&there) {
        Ok(phase) => phase.rem_euclid(TAU),
        Err(reason) => {
            found.failures.push(Unplanned { scheme: None, reason });
            return found;
        }
    };
    found.phase = Some(phase);
    let ways: Vec<_> = Scheme::ALL
        .into_par_iter()
        .map(|scheme| (scheme, way(scenario, station, scheme, in_plane, phase)))
        .collect();
    for (scheme, way) in ways {
        match way {
            Ok(way) => found.ways.extend(way),
            Err(reason) => found.failures.push(Unplanned { scheme: Some(scheme), reason }),
        }
    }
    match found.ways.first() {
        Some(way) => {
            found.lift_off = way.lift_off;
            found.element_age = station.age(way.lift_off);
            found.phase = Some(way.phase);
        }
        None if found.failures.is_empty() => {
            found.by_reboost = match corrected_for_reboost(&there) {
                Ok(Cow::Owned(moved)) => Some(moved.station.moved_deg * DEGREE),
                _ => None,
            };
        }
        None => {}
    }
    found
}

/// A flight by `scheme` from the opportunity at `in_plane` with phase `phase`, if the scheme is possible.
fn way(
    scenario: &Scenario,
    station: &ElementSet,
    scheme: Scheme,
    in_plane: Epoch,
    phase: f64,
) -> Result<Option<Way>, MissionError> {
    let pad = scenario.launch_pad()?;
    let (mut lift_off, mut phase) = (in_plane, phase);
    // The phase determines the insertion plane, the plane the lift-off, and the lift-off the phase. A minute
    // of lift-off is 4° of phase, and 4° of phase are a few seconds of lift-off.
    for _ in 0..2 {
        let east = plane_turn(station, scheme, phase);
        let near = time::after(in_plane, -HOUR);
        let found = coarse_lift_offs(station, &pad, near, 2.0 * HOUR, east)?;
        let Some(at) = found.first() else { return Ok(None) };
        lift_off = *at;
        phase = phase_at_separation(&with_lift_off(scenario, None, lift_off))?.rem_euclid(TAU);
    }
    if !scheme.attempts(phase) {
        return Ok(None);
    }
    if scheme == Scheme::TwoOrbit {
        let moved = scenario.station.moved_deg * DEGREE;
        let docking = two_orbit_docking(station, moved, &scenario.craft()?, lift_off)?;
        return Ok(Some(Way { scheme, lift_off, planned: false, phase, docking, delta_v: None }));
    }
    let lift_off = refine(scenario, scheme, lift_off)?;
    let plan = plan(&with_lift_off(scenario, Some(scheme), lift_off))?;
    Ok(Some(Way {
        scheme,
        lift_off,
        planned: true,
        phase: plan.phase.rem_euclid(TAU),
        docking: plan.docking,
        delta_v: Some(plan.delta_v),
    }))
}

/// Docking time of a two-orbit flight with lift-off `liftoff` and the station `moved` [rad] ahead of its set, by the rule
/// of the other schemes with a natural arrival of its own.
///
/// MS-18, to which nothing was fitted, was planned within 3 minutes of it and docked inside the interval; MS-09,
/// which sets the end of the interval, was planned 22 minutes later. The interval spans the flights flown, with plans
/// assumed the usual reserve after contact; the reach of the burns is not known.
fn two_orbit_docking(
    station: &ElementSet,
    moved: f64,
    craft: &Spacecraft,
    liftoff: Epoch,
) -> Result<DockingTime, MissionError> {
    let [least, most] = FLOWN_TWO_ORBIT.map(|t| t.value + timing::RESERVE.value);
    let natural = NATURAL_TWO_ORBIT.value;
    let four_orbits = Rule::of(craft, Practice::at(liftoff));
    let rule = Rule { natural, choice: (least, most), ..four_orbits };
    let (from, to) = (rule.natural - 3.0 * HOUR, rule.natural + 3.0 * HOUR);
    let earth = EarthRotation::over(liftoff, from, to, EarthOrientationTable::embedded())
        .map_err(TargetError::from)?;
    let sky = SunMoonArc::over(liftoff, from, to);
    let failure = RefCell::new(None);
    let place = |t: f64| match station.gcrf_along(&earth, t) {
        Ok(state) => {
            let axis = Unit::new_normalize(state.r.cross(&state.v));
            (Rotation3::from_axis_angle(&axis, moved) * state.r).into()
        }
        Err(error) => {
            failure.replace(Some(error));
            [0.0; 3]
        }
    };
    let edges = |light: LightModel| light.edges(place, |t| sky.sun(t), from, to);
    let (cylinder, others) =
        (edges(LightModel::Cylinder), LightModel::OTHERS.map(|light| (light, edges(light))));
    if let Some(error) = failure.into_inner() {
        return Err(error.into());
    }
    let reach = (f64::NEG_INFINITY, f64::INFINITY);
    Ok(rule.docking_time(&cylinder, &others, reach, None))
}

/// Windows and natural arrivals of all schemes, for reports.
pub fn numbers() -> Vec<Sourced> {
    let windows = [TWO_ORBIT_WINDOW, PHASE_WINDOW, TWO_DAY_WINDOW].concat();
    let ends = FLOWN_TWO_ORBIT.into_iter().chain(two_day::PLANS);
    windows
        .into_iter()
        .chain([PHASE_SLACK, NATURAL_TWO_ORBIT, two_day::MIDDLE])
        .chain(ends)
        .chain(timing::NUMBERS)
        .chain([PAD_LEAD])
        .collect()
}
