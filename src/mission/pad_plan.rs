//! The plan of a flight without flying it: launch geometry, docking time and burns.

use super::geometry::normal;
use super::launch::in_plane_lift_off;
use super::planning::{FlightPlan, PLANNING};
use super::prelaunch::Prelaunch;
use super::reboost::corrected_for_reboost;
use super::world::HORIZON;
use super::{MissionError, Scenario};
use crate::ascent::plane_distance;
use crate::rendezvous::choice::{Choice, Scheme};
use crate::rendezvous::timing::DockingTime;
use crate::rendezvous::{FreeFlight, Planner, scheme};
use crate::time::Epoch;

/// The plan of a flight, made from its scenario alone. Times are in seconds after lift-off.
#[derive(Clone, Debug)]
pub struct PadPlan {
    /// Lift-off.
    pub liftoff: Epoch,
    /// The scheme, and the reason for it.
    pub choice: Choice,
    /// Age of the station's element set at lift-off [s].
    pub element_age: f64,
    /// Angle by which the station was moved ahead of its element set [rad]: by the scenario, or for a reboost
    /// ([`corrected_for_reboost`]).
    pub moved: f64,
    /// Angle of the pad from the station's osculating plane at lift-off, positive to the left of
    /// flight [rad].
    pub pad_out_of_plane: f64,
    /// The same from the insertion plane, which coincides with the station's at arrival [rad].
    pub pad_out_of_insertion_plane: f64,
    /// Angle between the insertion plane and the station's plane at lift-off [rad].
    pub plane_bias: f64,
    /// Phase at separation [rad].
    pub phase: f64,
    /// Docking time, with its reasons.
    pub docking: DockingTime,
    /// Delta-v of the ground burns (DV1 … DV4, or 2D1 … 2D3), IMP1 and IMP2 [m/s].
    pub burns: Vec<f64>,
    /// Delta-v to the end of braking [m/s].
    pub delta_v: f64,
    /// In-plane lift-off for that insertion plane, in seconds after the scenario's lift-off.
    pub lift_off: f64,
}

/// Plans a flight, with the same correction for a reboost as [`run`](super::run).
///
/// # Errors
/// [`MissionError`], as for a flight, except for those of ascent and approach.
pub fn plan(scenario: &Scenario) -> Result<PadPlan, MissionError> {
    let scenario = &*corrected_for_reboost(scenario)?;
    let (prelaunch, choice) = Prelaunch::new(scenario)?;
    let world = &prelaunch.world;
    let ship_model = world.ship_model(&prelaunch.craft);
    let planner = Planner {
        full: FreeFlight { model: &ship_model, settings: PLANNING },
        cheap: FreeFlight { model: &prelaunch.cheap_model(), settings: PLANNING },
    };
    let FlightPlan { docking, plan, insertion_normal, .. } =
        prelaunch.plan_flight(&planner, choice.begun, scenario.given_docking()?)?;
    let station_normal = normal(&prelaunch.station.path.at(0.0));
    let size = |v: [f64; 2]| v[0].hypot(v[1]);
    let distance = |t: f64| plane_distance(&prelaunch.pad, &insertion_normal, &world.near.earth, t);
    Ok(PadPlan {
        liftoff: world.liftoff,
        choice,
        element_age: world.element_age,
        moved: world.moved,
        pad_out_of_plane: prelaunch.pad_angle,
        pad_out_of_insertion_plane: distance(0.0),
        plane_bias: station_normal.angle(&insertion_normal),
        phase: prelaunch.phase,
        docking,
        burns: plan
            .ground
            .iter()
            .map(|dv| dv.abs())
            .chain([size(plan.outcome.imp1), size(plan.outcome.imp2)])
            .collect(),
        delta_v: plan.total() + scheme::ARRIVAL_SPEED.value,
        lift_off: in_plane_lift_off(&distance),
    })
}

/// Phase at separation, in (−π, π] [rad], without correction for a reboost.
///
/// # Errors
/// [`MissionError`] if the ascent cannot be flown.
pub fn phase_at_separation(scenario: &Scenario) -> Result<f64, MissionError> {
    Ok(Prelaunch::over(scenario, HORIZON)?.phase)
}

/// The scheme that follows from scenario and phase, and the phase at separation, in (−π, π] [rad], without correction for
/// a reboost.
///
/// # Errors
/// [`MissionError`] if no scheme or no ascent can be flown.
pub fn scheme_of(scenario: &Scenario) -> Result<(Scheme, f64), MissionError> {
    let plain = Scenario { faults: Default::default(), ..scenario.clone() };
    let (prelaunch, choice) = Prelaunch::new(&plain)?;
    Ok((choice.begun, prelaunch.phase))
}
