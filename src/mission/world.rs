//! Force model and environment of both vehicles, and the trajectory of the station.

use super::{MissionError, Scenario};
use crate::environment::{EarthOrientationTable, Shadow};
use crate::forces::{AtmosphereChoice, Cannonball, Field, ForceOptions, NearEarth, NearEarthModel};
use crate::integrate::Statistics;
use crate::propagate::{Action, Crossing, Event, Settings, StateVector, Trajectory, propagate};
use crate::provenance::Sourced;
use crate::rendezvous::light::{EdgeKind, ShadowEdge};
use crate::target::ElementSet;
use crate::time::{self, Epoch};
use crate::units::{DAY, DEGREE, HOUR};
use crate::vehicle::spacecraft::Spacecraft;
use crate::vehicle::station;
use nalgebra::{Rotation3, Unit};

/// Least and greatest accepted age of an element set at lift-off; negative for a set later than lift-off.
pub const ELEMENT_AGES: [Sourced; 2] = [
    age("least age of an element set at lift-off", -8.0),
    age("greatest age of an element set at lift-off", 10.0),
];

const fn age(name: &'static str, days: f64) -> Sourced {
    Sourced::assumed(
        name,
        days * DAY,
        "s",
        "at ten days the station is up to 2.6 degrees from its predicted place, a reboost aside; negative: the set is later than lift-off",
    )
}
/// Time span after lift-off covered for a four-orbit flight [s].
pub const HORIZON: f64 = 9.0 * HOUR;
/// Time span after lift-off covered for a flight that may take two days [s].
pub const TWO_DAY_HORIZON: f64 = 54.0 * HOUR;
/// Time span before lift-off covered for any flight [s].
const BEFORE: f64 = 600.0;

/// Force model and environment of one flight. Times are in seconds after lift-off.
#[derive(Clone, Debug)]
pub struct World {
    /// Lift-off.
    pub liftoff: Epoch,
    /// The station's element set.
    pub elements: ElementSet,
    /// Its age at lift-off [s].
    pub element_age: f64,
    /// Angle by which the station is moved ahead of its element set at lift-off [rad].
    pub moved: f64,
    /// Time span covered after lift-off [s].
    pub horizon: f64,
    /// Earth orientation, Sun, Moon and forces along the flight.
    pub near: NearEarth,
    /// The gravity field.
    pub field: &'static Field,
}

/// The station over the whole flight.
#[derive(Clone, Debug)]
pub struct StationArc {
    /// Trajectory.
    pub path: Trajectory,
    /// Entries into and exits from the shadow (a cylinder behind a sphere of 6378.137 km), in order of time.
    pub edges: Vec<ShadowEdge>,
    /// Integration cost.
    pub statistics: Statistics,
}

impl World {
    /// The environment of `scenario` up to `horizon` [s] after lift-off.
    pub fn new(scenario: &Scenario, liftoff: Epoch, horizon: f64) -> Result<Self, MissionError> {
        let elements = scenario.station.element_set()?;
        let element_age = elements.age(liftoff);
        let [least, most] = ELEMENT_AGES.map(|age| age.value);
        if !(least..=most).contains(&element_age) {
            let [age_days, least, most] = [element_age, least, most].map(|age| age / DAY);
            return Err(MissionError::ElementAge { age_days, least, most });
        }
        let model = &scenario.model;
        let mut options = ForceOptions {
            degree: model.gravity_degree,
            order: model.gravity_degree,
            density_factor: model.density_factor,
            sun_moon: model.sun_moon,
            ..ForceOptions::default()
        };
        if !model.drag {
            options.atmosphere = AtmosphereChoice::Vacuum;
        }
        let table = EarthOrientationTable::embedded();
        let field = Field::egm2008();
        let before = elements.gcrf(time::after(liftoff, -BEFORE), table)?;
        let orbit = (before.r.into(), before.v.into());
        let near = NearEarth::over(liftoff, (-BEFORE, horizon), orbit, field, table, options)?;
        let moved = scenario.station.moved_deg * DEGREE;
        Ok(Self { liftoff, elements, element_age, moved, horizon, near, field })
    }

    /// Dynamics of a ship between burns.
    pub fn ship_model(&self, craft: &Spacecraft) -> NearEarthModel<'_> {
        self.near.model(&Cannonball {
            cd_area_per_mass: craft.cd_area_per_mass.value,
            cr_area_per_mass: craft.cr_area_per_mass.value,
        })
    }

    /// The station at lift-off by SGP4, moved along its orbit as the scenario says, GCRF.
    fn station_at_liftoff(&self) -> Result<StateVector, MissionError> {
        let state = self.elements.gcrf_along(&self.near.earth, 0.0)?;
        let axis = Unit::new_normalize(state.r.cross(&state.v));
        let turn = Rotation3::from_axis_angle(&axis, self.moved);
        Ok(StateVector { t: 0.0, r: turn * state.r, v: turn * state.v })
    }

    /// Propagates the station to the horizon, with its shadow entries and exits.
    pub fn fly_station(&self) -> Result<StationArc, MissionError> {
        let start = self.station_at_liftoff()?;
        let event = Event {
            value: Box::new(|at: &StateVector| {
                Shadow::SPHERE.cylinder(at.r, self.near.sky.sun(at.t))
            }),
            crossing: Crossing::Any,
            action: Action::Record,
            max_check: 120.0,
            tolerance: 1e-3,
        };
        let model = self.near.model(&Cannonball {
            cd_area_per_mass: station::CD_AREA_PER_MASS.value,
            cr_area_per_mass: station::CR_AREA_PER_MASS.value,
        });
        let arc = propagate(&model, start, self.horizon, &Settings::default(), &[event])?;
        let edges = arc
            .hits
            .iter()
            .map(|hit| ShadowEdge { t: hit.at.t, kind: EdgeKind::towards(hit.rising) })
            .collect();
        Ok(StationArc { path: arc.trajectory, edges, statistics: arc.statistics })
    }
}
