//! What is known on the pad: geometry, docking time and burns planned, nothing flown.

use super::geometry::normal;
use super::launch::leave_at;
use super::outset::Outset;
use super::planning::{OnThePad, PLANNING};
use super::reboost::settled;
use super::world::HORIZON;
use super::{MissionError, Scenario};
use crate::ascent::plane_distance;
use crate::rendezvous::choice::{Choice, Scheme};
use crate::rendezvous::timing::DockingTime;
use crate::rendezvous::{FreeFlight, Planner, scheme};
use crate::time::Epoch;

/// The plan of a flight, made before lift-off from its scenario alone. Times are seconds after
/// lift-off.
#[derive(Clone, Debug)]
pub struct PadPlan {
    /// Lift-off.
    pub liftoff: Epoch,
    /// The scheme, and why this one.
    pub choice: Choice,
    /// Age of the station's element set at lift-off [s].
    pub element_age: f64,
    /// How far the station was put ahead of where its set says it is, along its orbit [rad]: by the scenario,
    /// or for a reboost since the set ([`settled`]).
    pub moved: f64,
    /// Angle of the pad from the station's osculating plane at lift-off, positive to the left of
    /// flight [rad].
    pub pad_out_of_plane: f64,
    /// The same from the plane of insertion, which becomes the station's at arrival [rad].
    pub pad_out_of_insertion_plane: f64,
    /// How far the insertion plane is turned from the station's plane at lift-off [rad].
    pub plane_bias: f64,
    /// Phase at separation [rad].
    pub phase: f64,
    /// When to dock, and why then.
    pub docking: DockingTime,
    /// Sizes of the ground burns (DV1 … DV4; for two days 2D1 … 2D3), of IMP1 and of IMP2 [m/s].
    pub burns: Vec<f64>,
    /// Delta-v to the end of braking [m/s].
    pub delta_v: f64,
    /// When the rocket should leave for that insertion plane, seconds after the scenario's lift-off.
    pub lift_off: f64,
}

/// Plans a flight on the pad, from the scenario as a flight takes it: [`settled`].
///
/// # Errors
/// [`MissionError`]: as for a flight, but for the ascent and the approach.
pub fn plan(scenario: &Scenario) -> Result<PadPlan, MissionError> {
    let scenario = &*settled(scenario)?;
    let (outset, choice) = Outset::new(scenario)?;
    let world = &outset.world;
    let ship_model = world.ship_model(&outset.craft);
    let planner = Planner {
        full: FreeFlight { model: &ship_model, settings: PLANNING },
        cheap: FreeFlight { model: &outset.cheap_model(), settings: PLANNING },
    };
    let OnThePad { docking, plan, insertion_normal, .. } =
        outset.plan_on_the_pad(&planner, choice.begun, scenario.given_docking()?)?;
    let station_normal = normal(&outset.station.path.at(0.0));
    let size = |v: [f64; 2]| v[0].hypot(v[1]);
    let distance = |t: f64| plane_distance(&outset.pad, &insertion_normal, &world.near.earth, t);
    Ok(PadPlan {
        liftoff: world.liftoff,
        choice,
        element_age: world.element_age,
        moved: world.moved,
        pad_out_of_plane: outset.pad_angle,
        pad_out_of_insertion_plane: distance(0.0),
        plane_bias: station_normal.angle(&insertion_normal),
        phase: outset.phase,
        docking,
        burns: plan
            .ground
            .iter()
            .map(|dv| dv.abs())
            .chain([size(plan.outcome.imp1), size(plan.outcome.imp2)])
            .collect(),
        delta_v: plan.total() + scheme::ARRIVAL_SPEED.value,
        lift_off: leave_at(&distance),
    })
}

/// How far the station is ahead when the ship separates, in (−π, π] [rad]; by the scenario as it is, not
/// [`settled`], for those who look for lift-offs.
///
/// # Errors
/// [`MissionError`] if the ascent cannot be flown.
pub fn phase_at_separation(scenario: &Scenario) -> Result<f64, MissionError> {
    Ok(Outset::over(scenario, HORIZON)?.phase)
}

/// The scheme that scenario and phase lead to, and that phase, in (−π, π] [rad]; by the scenario as it is,
/// not [`settled`].
///
/// # Errors
/// [`MissionError`]: neither four orbits nor two days can be flown, or the ascent cannot.
pub fn scheme_of(scenario: &Scenario) -> Result<(Scheme, f64), MissionError> {
    let plain = Scenario { faults: Default::default(), ..scenario.clone() };
    let (outset, choice) = Outset::new(&plain)?;
    Ok((choice.begun, outset.phase))
}
