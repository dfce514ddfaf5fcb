//! Launch opportunities: once a day the pad is carried through the station's plane; what can be
//! flown from there depends on how far the station is ahead.

use super::launch::{coarse_lift_offs, leaving, refine};
use crate::environment::{EarthOrientationTable, SunMoonArc};
use crate::frames::EarthRotation;
use crate::mission::log::DockingTime;
use crate::mission::{MissionError, Scenario, phase_at_separation, plan};
use crate::provenance::Sourced;
use crate::rendezvous::light::LightModel;
use crate::rendezvous::scheme::PHASE_WINDOW;
use crate::rendezvous::timing::{self, Practice, Rule};
use crate::target::{Station, TargetError};
use crate::time::Epoch;
use crate::units::{DAY, DEGREE, HOUR};
use rayon::prelude::*;
use std::f64::consts::TAU;

/// Phases at separation from which two orbits suffice.
pub const TWO_ORBIT_WINDOW: [Sourced; 2] = [
    two_orbit("least phase at separation, two orbits", 10.0),
    two_orbit("largest phase at separation, two orbits", 16.0),
];

const fn two_orbit(name: &'static str, degrees: f64) -> Sourced {
    Sourced::assumed(
        name,
        degrees * DEGREE,
        "rad",
        "6° wide [RG]; its place is assumed: 1.5 revolutions to braking at half the catch-up of the insertion orbit, 17° per revolution",
    )
}

/// Phases at separation for the two-day scheme: from the first on, over zero, to the second.
pub const TWO_DAY_WINDOW: [Sourced; 2] = [
    Sourced::published(
        "least phase at separation, two days",
        240.0 * DEGREE,
        "rad",
        "[OL] quoting SoyCOM, second-hand; 150° wide [RG]",
    ),
    Sourced::published(
        "largest phase at separation, two days",
        30.0 * DEGREE,
        "rad",
        "[OL] quoting SoyCOM, second-hand; 150° wide [RG]",
    ),
];

/// Lift-offs with a four-orbit plan are good to this [s].
pub const PLANNED_ACCURACY: Sourced = Sourced::derived(
    "accuracy of a lift-off from a four-orbit plan",
    5.0,
    "s",
    "five flown lift-offs are met within 4.2 s",
);

/// A way to the station.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Scheme {
    /// Some three hours.
    TwoOrbit,
    /// Some six hours.
    FourOrbit,
    /// 34 orbits, some fifty hours.
    TwoDay,
}

impl Scheme {
    /// All, the fastest first.
    pub const ALL: [Self; 3] = [Self::TwoOrbit, Self::FourOrbit, Self::TwoDay];

    /// Its name.
    pub const fn title(self) -> &'static str {
        match self {
            Self::TwoOrbit => "two-orbit",
            Self::FourOrbit => "four-orbit",
            Self::TwoDay => "two-day",
        }
    }

    /// Phases it takes, from the first on, over zero if the second is smaller [rad].
    pub fn window(self) -> (f64, f64) {
        let [from, to] = match self {
            Self::TwoOrbit => TWO_ORBIT_WINDOW,
            Self::FourOrbit => PHASE_WINDOW,
            Self::TwoDay => TWO_DAY_WINDOW,
        };
        (from.value, to.value)
    }

    /// Whether it can be flown with the station `phase` [rad] ahead at separation.
    pub fn takes(self, phase: f64) -> bool {
        let (from, to) = self.window();
        let phase = phase.rem_euclid(TAU);
        if from <= to { (from..=to).contains(&phase) } else { phase >= from || phase <= to }
    }
}

/// One opportunity.
#[derive(Clone, Debug)]
pub struct Opportunity {
    /// When to leave.
    pub lift_off: Epoch,
    /// Whether that follows from a four-orbit plan (good to seconds) or from the station's own plane
    /// (some 20 s; for two days the ship's plane drifts more, which moves it by minutes).
    pub planned: bool,
    /// Age of the element set then [s].
    pub element_age: f64,
    /// The station's lead at separation, 0 to 2π [rad].
    pub phase: f64,
    /// What can be flown, the fastest first; empty: nothing.
    pub schemes: Vec<Scheme>,
    /// Docking by the fastest scheme for which this program predicts it (two orbits: not).
    pub docking: Option<(Scheme, DockingTime)>,
    /// Delta-v of the four-orbit plan to the end of braking [m/s].
    pub delta_v: Option<f64>,
}

/// Every in-plane launch opportunity in `days` days from `from`, in order of time.
///
/// `scenario` names element set, spacecraft, launcher, pad and port; its own lift-off is not used.
///
/// # Errors
/// [`MissionError`] if the element set cannot be used, or is too old or too young for an opportunity.
pub fn opportunities(
    scenario: &Scenario,
    from: Epoch,
    days: f64,
) -> Result<Vec<Opportunity>, MissionError> {
    let [line1, line2] = &scenario.station.tle;
    let station = Station::from_tle(None, line1, line2)?;
    let pad = scenario.launch_pad()?;
    let coarse = coarse_lift_offs(&station, &pad, from, days * DAY)?;
    coarse.into_par_iter().map(|at| opportunity(scenario, &station, at)).collect()
}

fn opportunity(
    scenario: &Scenario,
    station: &Station,
    coarse: Epoch,
) -> Result<Opportunity, MissionError> {
    let phase = phase_at_separation(&leaving(scenario, coarse))?.rem_euclid(TAU);
    let schemes: Vec<Scheme> = Scheme::ALL.into_iter().filter(|s| s.takes(phase)).collect();
    let mut found = Opportunity {
        lift_off: coarse,
        planned: false,
        element_age: station.age(coarse),
        phase,
        schemes,
        docking: None,
        delta_v: None,
    };
    if found.schemes.contains(&Scheme::FourOrbit) {
        found.lift_off = refine(scenario, coarse)?;
        let plan = plan(&leaving(scenario, found.lift_off))?;
        found.planned = true;
        found.phase = plan.phase.rem_euclid(TAU);
        found.delta_v = Some(plan.delta_v);
        found.docking = Some((Scheme::FourOrbit, plan.docking));
    } else if found.schemes.contains(&Scheme::TwoDay) {
        found.docking = Some((Scheme::TwoDay, two_day_docking(station, coarse)?));
    }
    Ok(found)
}

/// When a two-day flight that left at `liftoff` docks, by the station's light two days on.
///
/// # Errors
/// [`MissionError`] where SGP4 or the Earth-orientation table end.
pub fn two_day_docking(station: &Station, liftoff: Epoch) -> Result<DockingTime, MissionError> {
    let rule = Rule::two_day();
    let (from, to) = (rule.natural - 3.0 * HOUR, rule.natural + 3.0 * HOUR);
    let earth = EarthRotation::over(liftoff, from, to, EarthOrientationTable::embedded())
        .map_err(TargetError::from)?;
    let sky = SunMoonArc::over(liftoff, from, to);
    station.gcrf_along(&earth, to)?;
    let place = |t: f64| match station.gcrf_along(&earth, t) {
        Ok(state) => state.r.into(),
        Err(_) => [0.0, 0.0, 1.0],
    };
    let edges = |light: LightModel| light.edges(place, |t| sky.sun(t), from, to);
    let others = LightModel::OTHERS.map(|light| (light, edges(light)));
    let reach = (rule.natural - timing::REACH_LOOKED, rule.natural + timing::REACH_LOOKED);
    let practice = Practice::at(liftoff);
    Ok(rule.docking_time(&edges(LightModel::Cylinder), &others, reach, practice, None))
}

/// Phases of all schemes as parameters, for reports.
pub fn numbers() -> Vec<Sourced> {
    [TWO_ORBIT_WINDOW, PHASE_WINDOW, TWO_DAY_WINDOW].concat()
}

/// A phase between 0 and 2π in degrees.
pub fn degrees(phase: f64) -> f64 {
    phase.rem_euclid(TAU) / DEGREE
}
