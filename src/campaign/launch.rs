//! Prediction of the lift-off time.
//!
//! Once a day the pad crosses the station's plane where the station flies north-eastward. The ship's plane must
//! coincide with the station's at arrival; the node of the lower ship regresses faster until then, so the
//! insertion plane lies slightly east of the station's. Lift-off is before the pad reaches that plane, by an
//! angle that is the same for all flights ([`PAD_LEAD`]).

use crate::ascent::{PAD_LEAD, in_plane_lift_offs};
use crate::constants::GM_EARTH;
use crate::environment::EarthOrientationTable;
use crate::frames::EarthRotation;
use crate::mission::{MissionError, Scenario, corrected_for_reboost, plan, scheme_of};
use crate::rendezvous::choice::Scheme;
use crate::target::{ElementSet, TargetError};
use crate::time::{self, Epoch};
use crate::units::DAY;
use crate::vehicle::pad::Pad;
use nalgebra::{Rotation3, Vector3};
use std::cell::RefCell;

/// Correction below which no second plan is needed [s].
const NEAR: f64 = 5.0;

/// Lift-off times between `from` and `from + span` [s] into the plane `east` [rad] of the station's, by SGP4. They
/// are accurate to about 20 s, because of the short-period variation of the plane.
///
/// # Errors
/// [`TargetError`] if SGP4 fails or the Earth-orientation table ends.
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

/// The predicted lift-off nearest to that of the scenario, which only selects the day and, if the scenario requests no
/// scheme, the scheme.
///
/// Where the element set misses a reboost ([`corrected_for_reboost`]), the scheme follows from the scenario's lift-off,
/// so agreement with it to within 40 s is not a prediction.
///
/// # Errors
/// [`MissionError`] if there is no lift-off within half a day, or its flight cannot be planned.
pub fn lift_off(scenario: &Scenario) -> Result<Epoch, MissionError> {
    let scenario = &*corrected_for_reboost(scenario)?;
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

/// Eastward offset of the insertion plane from the station's plane for a flight by `scheme` [rad].
pub(super) fn plane_turn(station: &ElementSet, scheme: Scheme, phase: f64) -> f64 {
    let n = station.mean_motion();
    scheme.plane_turn(phase, (GM_EARTH / (n * n)).cbrt(), station.inclination())
}

/// The lift-off near `coarse` into the insertion plane of the burn plan.
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
        let correction = plan(&with_lift_off(scenario, Some(scheme), at))?.lift_off;
        at = time::after(at, correction);
        if correction.abs() < NEAR {
            break;
        }
    }
    Ok(at)
}

/// The scenario with another lift-off and scheme, without faults and without a given docking.
pub(super) fn with_lift_off(scenario: &Scenario, scheme: Option<Scheme>, at: Epoch) -> Scenario {
    let liftoff_utc = time::format_utc(at, 3);
    let faults = Default::default();
    Scenario { liftoff_utc, scheme, planned_docking_utc: None, faults, ..scenario.clone() }
}
