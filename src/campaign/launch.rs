//! When the rocket must leave.
//!
//! The pad is carried through the station's plane once a day going north-east. The ship's plane is
//! to be the station's when it arrives, and being lower it regresses faster until then; so the
//! insertion plane is turned a little east. And the rocket leaves while the pad still stands to the
//! left of that plane, by an angle that is the same for every flight ([`PAD_LEAD`]).

use crate::ascent::{PAD_LEAD, in_plane_lift_offs};
use crate::constants::GM_EARTH;
use crate::environment::EarthOrientationTable;
use crate::frames::EarthRotation;
use crate::mission::{MissionError, Scenario, plan, scheme_of, settled};
use crate::rendezvous::choice::Scheme;
use crate::target::{ElementSet, TargetError};
use crate::time::{self, Epoch};
use crate::units::DAY;
use crate::vehicle::pad::Pad;
use nalgebra::{Rotation3, Vector3};
use std::cell::RefCell;

/// A first guess that is this near needs no second plan [s].
const NEAR: f64 = 5.0;

/// Lift-offs between `from` and `from + span` [s] into the plane that lies `east` [rad] of the
/// station's, by SGP4: good to some 20 s, since the plane nods within an orbit.
///
/// # Errors
/// [`TargetError`] where SGP4 or the Earth-orientation table end.
pub fn coarse_lift_offs(
    station: &ElementSet,
    pad: &Pad,
    from: Epoch,
    span: f64,
    east: f64,
) -> Result<Vec<Epoch>, TargetError> {
    let earth = EarthRotation::over(from, -1.0, span + 1.0, EarthOrientationTable::embedded())?;
    let turn = Rotation3::from_axis_angle(&Vector3::z_axis(), east);
    let failure = RefCell::new(None);
    let normal = |t: f64| match station.gcrf_along(&earth, t) {
        Ok(state) => turn * state.r.cross(&state.v).normalize(),
        Err(error) => {
            failure.replace(Some(error));
            Vector3::zeros()
        }
    };
    let found = in_plane_lift_offs(pad, normal, PAD_LEAD.value, &earth, 0.0, span);
    if let Some(error) = failure.into_inner() {
        return Err(error);
    }
    Ok(found.into_iter().map(|t| time::after(from, t)).collect())
}

/// The lift-off nearest to that of the scenario, which serves to name the day and, where it asks for
/// none, the scheme.
///
/// Where a reboost hides the phase ([`settled`]) the scheme comes from that lift-off to within 40 s:
/// that both agree so far is put in then.
///
/// # Errors
/// [`MissionError`]: there is none within half a day, or its flight cannot be planned.
pub fn lift_off(scenario: &Scenario) -> Result<Epoch, MissionError> {
    let scenario = &*settled(scenario)?;
    let (scheme, phase) = scheme_of(scenario)?;
    let station = scenario.station.element_set()?;
    let pad = scenario.launch_pad()?;
    let (given, east) = (scenario.liftoff()?, plane_turn(&station, scheme, phase));
    let found = coarse_lift_offs(&station, &pad, time::after(given, -0.5 * DAY), DAY, east)?;
    let distance = |e: &Epoch| time::seconds_between(given, *e).abs();
    let coarse = found.into_iter().min_by(|a, b| distance(a).total_cmp(&distance(b)));
    let Some(coarse) = coarse else { return Err(MissionError::NoLiftOff) };
    refine(scenario, scheme, coarse)
}

/// How far east of the station's plane that of insertion lies for a flight of `scheme` [rad].
pub(super) fn plane_turn(station: &ElementSet, scheme: Scheme, phase: f64) -> f64 {
    let n = station.mean_motion();
    scheme.plane_turn(phase, (GM_EARTH / (n * n)).cbrt(), station.inclination())
}

/// The lift-off near `coarse` that meets the insertion plane of the plan.
///
/// # Errors
/// [`MissionError`] if no flight can be planned from there.
pub(super) fn refine(
    scenario: &Scenario,
    scheme: Scheme,
    coarse: Epoch,
) -> Result<Epoch, MissionError> {
    let mut at = coarse;
    for _ in 0..2 {
        let correction = plan(&leaving(scenario, Some(scheme), at))?.lift_off;
        at = time::after(at, correction);
        if correction.abs() < NEAR {
            break;
        }
    }
    Ok(at)
}

/// The scenario with another lift-off, its scheme named, nothing going wrong and no docking time given.
pub(super) fn leaving(scenario: &Scenario, scheme: Option<Scheme>, at: Epoch) -> Scenario {
    let liftoff_utc = time::format_utc(at, 3);
    let faults = Default::default();
    Scenario { liftoff_utc, scheme, planned_docking_utc: None, faults, ..scenario.clone() }
}
