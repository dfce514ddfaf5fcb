//! A checked case in SI units, with its tables read.

use super::CaseError;
use super::burns::{self, Burn};
use super::checks::{finite, idle, not_negative, positive};
use super::forces::{Attraction, World};
use super::initial::{self, element_set};
use super::input::{self, Case};
use super::{models, notes};
use crate::constants::{GM_MOON, GM_SUN};
use crate::environment::{EarthOrientationTable, Shadow, SunMoonArc};
use crate::frames::{EarthRotation, Geodetic};
use crate::propagate::{Method, Settings, StateVector};
use crate::target::ElementSet;
use crate::time::{self, Epoch};
use crate::units::{DAY, DEGREE, KM};

/// Longest propagation [s]: the tables of Sun, Moon and Earth are computed for all of it in advance.
const LONGEST: f64 = 3660.0 * DAY;
/// Shortest propagation and shortest burn [s]: the resolution of times in files.
pub(super) const SHORTEST: f64 = 1e-6;
/// Largest number of states written.
const MAX_STATES: f64 = 1e7;
/// Longest name and designator, which an ephemeris holds on one line of 254 characters.
const LONGEST_NAME: usize = 200;
/// Largest number of steps that a longest step may imply; each takes a kilobyte of memory.
const MAX_STEPS: f64 = 2e6;

/// A case ready to run.
#[derive(Clone, Debug)]
pub struct Setup {
    pub(super) case: Case,
    pub(super) epoch: Epoch,
    pub(super) start: StateVector,
    pub(super) world: World,
    pub(super) burns: Vec<Burn>,
    pub(super) settings: Settings,
    pub(super) shadow: Shadow,
    pub(super) sites: Vec<(String, Geodetic, f64)>,
    pub(super) gates: Vec<(String, ElementSet, f64)>,
    /// Models and assumptions, in words.
    pub(super) notes: Vec<String>,
    /// Probable mistakes in the input, in words.
    pub(super) warnings: Vec<String>,
}

impl Setup {
    /// Checks a case, reads its tables and converts its state to GCRF.
    ///
    /// # Errors
    /// [`CaseError`], always one with [`CaseError::is_input`].
    pub fn of(case: &Case) -> Result<Setup, CaseError> {
        let mut case = case.clone();
        span_and_names(&case)?;
        let settings = settings(&case)?;
        let (epoch, set) = initial::epoch(&case)?;
        if case.id.is_none() {
            let known = set.as_ref().and_then(ElementSet::international_designator);
            case.id = known.map(str::to_string);
        }
        let mut notes = Vec::new();
        let earth = earth(&case, epoch, &mut notes)?;
        let attraction = models::attraction(&case, &mut notes)?;
        let start = initial::state(&case, epoch, &earth, set.as_ref(), attraction.gm())?;
        let world = world(&case, epoch, &start, earth, attraction, &mut notes)?;
        notes.extend(notes::forces(&case, &world));
        let burns = burns::burns(&case)?;
        let shape = (case.events.shadow_shape, case.events.shadow_radius_km);
        let shadow = models::shadow("events.shadow_radius_km", shape)?;
        let (sites, gates) = (sites(&case)?, gates(&case)?);
        let mut warnings = without_effect(&case);
        warnings.extend(set.and_then(|set| initial::old_element_set(&set, epoch)));
        warnings.extend(initial::not_of_the_earth(&start));
        Ok(Setup {
            case,
            epoch,
            start,
            world,
            burns,
            settings,
            shadow,
            sites,
            gates,
            notes,
            warnings,
        })
    }
}

/// Checks the duration, the spacing of the output, and the names written to headers.
fn span_and_names(case: &Case) -> Result<(), CaseError> {
    let duration = finite("duration_s", case.duration_s)?;
    if !(SHORTEST..=LONGEST).contains(&duration.abs()) {
        let problem = format!("must be {SHORTEST} s to {LONGEST} s, in either direction");
        return Err(CaseError::number("duration_s", duration, problem));
    }
    let step = positive("output.step_s", case.output.step_s)?;
    if duration.abs() / step > MAX_STATES {
        let problem = format!("would make more than {MAX_STATES} states");
        return Err(CaseError::number("output.step_s", step, problem));
    }
    for (key, text) in [("name", Some(&case.name)), ("id", case.id.as_ref())] {
        if let Some(text) = text.filter(|text| text.contains(char::is_control)) {
            let problem = "must be one line; it is written to the header of an ephemeris";
            return Err(CaseError::value(key, format!("{text:?}"), problem));
        }
        let count = text.map_or(0, |text| text.chars().count());
        if count > LONGEST_NAME {
            let problem = format!("must have at most {LONGEST_NAME} characters, to fit on a line");
            return Err(CaseError::value(key, format!("({count} characters)"), problem));
        }
    }
    Ok(())
}

/// The orientation of the Earth over the span of a case.
fn earth(case: &Case, epoch: Epoch, notes: &mut Vec<String>) -> Result<EarthRotation, CaseError> {
    let own;
    let table = match (&case.earth_orientation.file, case.earth_orientation.none) {
        (Some(_), true) => {
            let problem = "cannot be true together with `file`";
            return Err(CaseError::value("earth_orientation.none", true, problem));
        }
        (Some(file), false) => {
            own = EarthOrientationTable::read(&case.folder.join(file))?;
            &own
        }
        (None, true) => {
            own = EarthOrientationTable::none_at(epoch);
            &own
        }
        (None, false) => EarthOrientationTable::embedded(),
    };
    notes.push(format!("Earth orientation: IAU 2006/2000A, {}", table.name()));
    let end = time::after(epoch, case.duration_s);
    if let Some(from) = table.predicted_from()
        && (end > from || epoch > from)
    {
        notes.push(format!("Earth orientation is predicted from {}", time::format_utc(from, 0)));
    }
    let years = [epoch, end].map(|at| time::utc_calendar(at).year);
    if years.iter().any(|year| !(1972..=2099).contains(year)) {
        let problem = "Sun, Moon and leap seconds are known from 1972 to 2099";
        return Err(CaseError::value("initial.epoch", time::format_utc(epoch, 3), problem));
    }
    Ok(EarthRotation::over(epoch, 0.0, case.duration_s, table)?)
}

/// The forces of a case, apart from thrust, and the craft they act on.
fn world(
    case: &Case,
    epoch: Epoch,
    start: &StateVector,
    earth: EarthRotation,
    attraction: Attraction,
    notes: &mut Vec<String>,
) -> Result<World, CaseError> {
    let gm = |key: &str, on: bool, own: Option<f64>, usual: f64| match on {
        true => {
            let own = models::near(key, own, usual / KM.powi(3))?;
            Ok(Some(own.map_or(usual, |gm| gm * KM * KM * KM)))
        }
        false => idle(key, &own, "a force that is off").map(|()| None),
    };
    let forces = &case.forces;
    let mut world = World {
        gm_sun: gm("forces.gm_sun_km3_s2", forces.sun, forces.gm_sun_km3_s2, GM_SUN)?,
        gm_moon: gm("forces.gm_moon_km3_s2", forces.moon, forces.gm_moon_km3_s2, GM_MOON)?,
        sunlight: models::sunlight(case)?,
        solid_tides: forces.solid_tides,
        relativity: forces.relativity,
        earth,
        sky: SunMoonArc::over(epoch, 0.0, case.duration_s),
        attraction,
        air: None,
    };
    vehicle(case)?;
    if let Some(air) = &forces.atmosphere {
        world.air = Some(models::air(case, air, epoch, start, &world, notes)?);
    }
    Ok(world)
}

/// Warnings about forces that are requested but have no effect.
fn without_effect(case: &Case) -> Vec<String> {
    let (v, forces) = (&case.vehicle, &case.forces);
    let drag =
        (forces.atmosphere.is_some(), v.drag_area_m2 * v.cd, "atmosphere", "drag_area_m2", "cd");
    let light = (
        forces.solar_pressure.is_some(),
        v.srp_area_m2 * v.cr,
        "solar_pressure",
        "srp_area_m2",
        "cr",
    );
    [drag, light]
        .into_iter()
        .filter(|(asked, area, ..)| *asked && *area == 0.0)
        .map(|(_, _, force, area, factor)| {
            format!(
                "`forces.{force}` has no effect: `vehicle.{area}` times `vehicle.{factor}` is 0"
            )
        })
        .collect()
}

fn settings(case: &Case) -> Result<Settings, CaseError> {
    let i = &case.integrator;
    let relative = positive("integrator.relative_tolerance", i.relative_tolerance)?;
    if !(1e-15..=1e-2).contains(&relative) {
        let problem = "must be from 1e-15 (rounding) to 0.01";
        return Err(CaseError::number("integrator.relative_tolerance", relative, problem));
    }
    let max_step = match i.max_step_s {
        Some(step) => positive("integrator.max_step_s", step)?,
        None => f64::INFINITY,
    };
    if case.duration_s.abs() / max_step > MAX_STEPS {
        let problem = format!("would make more than {MAX_STEPS} steps");
        return Err(CaseError::number("integrator.max_step_s", max_step, problem));
    }
    Ok(Settings {
        relative,
        absolute_position: positive("integrator.position_tolerance_m", i.position_tolerance_m)?,
        absolute_velocity: positive("integrator.velocity_tolerance_m_s", i.velocity_tolerance_m_s)?,
        max_step,
        method: match i.method {
            input::MethodName::Verner98 => Method::Verner98,
            input::MethodName::Nystrom1210 => Method::Nystrom1210,
            input::MethodName::StormerCowell => Method::StormerCowell,
        },
    })
}

fn vehicle(case: &Case) -> Result<(), CaseError> {
    let v = &case.vehicle;
    positive("vehicle.mass_kg", v.mass_kg)?;
    for (key, x) in [
        ("vehicle.drag_area_m2", v.drag_area_m2),
        ("vehicle.cd", v.cd),
        ("vehicle.srp_area_m2", v.srp_area_m2),
        ("vehicle.cr", v.cr),
    ] {
        not_negative(key, x)?;
    }
    Ok(())
}

fn sites(case: &Case) -> Result<Vec<(String, Geodetic, f64)>, CaseError> {
    let read = |(i, site): (usize, &input::Site)| {
        let key = |name: &str| format!("events.sites[{}].{name}", i + 1);
        let within = |name: &str, x: f64, limit: f64| match x.abs() <= limit {
            true => Ok(x * DEGREE),
            false => {
                Err(CaseError::number(key(name), x, format!("must be from -{limit} to {limit}")))
            }
        };
        let place = Geodetic {
            latitude: within("latitude_deg", site.latitude_deg, 90.0)?,
            longitude: within("longitude_deg", site.longitude_deg, 360.0)?,
            height: finite(&key("altitude_m"), site.altitude_m)?,
        };
        let elevation = within("min_elevation_deg", site.min_elevation_deg, 90.0)?;
        Ok((site.name.clone(), place, elevation))
    };
    case.events.sites.iter().enumerate().map(read).collect()
}

fn gates(case: &Case) -> Result<Vec<(String, ElementSet, f64)>, CaseError> {
    for (i, km) in case.events.altitudes_km.iter().enumerate() {
        positive(&format!("events.altitudes_km[{}]", i + 1), *km)?;
    }
    let read = |(i, gate): (usize, &input::RangeGate)| {
        let key = |name: &str| format!("events.range_gates[{}].{name}", i + 1);
        let set = element_set(&key("tle"), &gate.name, &gate.tle)?;
        Ok((gate.name.clone(), set, positive(&key("range_km"), gate.range_km)? * KM))
    };
    case.events.range_gates.iter().enumerate().map(read).collect()
}
