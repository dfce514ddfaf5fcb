//! A case checked and in SI units, with its tables read.

use super::CaseError;
use super::burns::{self, Burn};
use super::checks::{finite, finite3, idle, needed, not_negative, positive};
use super::forces::World;
use super::input::{self, Case, FrameName};
use super::{models, notes};
use crate::constants::{GM_MOON, GM_SUN, SPEED_OF_LIGHT};
use crate::environment::{EarthOrientationTable, Shadow, SunMoonArc};
use crate::frames::{EarthRotation, Eme2000, Gcrf, Geodetic, Itrf, State, Teme, frame_bias};
use crate::orbit::Elements;
use crate::propagate::{Instant, Method, Settings};
use crate::target::ElementSet;
use crate::time::{self, Epoch, Scale};
use crate::units::{DAY, DEGREE, KM};

/// Longest propagation [s]: the tables of Sun, Moon and Earth are made for all of it at the start.
const LONGEST: f64 = 3660.0 * DAY;
/// Shortest propagation and shortest burn [s]: files give instants to the microsecond.
pub(super) const SHORTEST: f64 = 1e-6;
/// Most states written.
const MOST_STATES: f64 = 1e7;
/// Most steps asked for by a longest step: a kilobyte of memory each.
const MOST_STEPS: f64 = 2e6;
/// Farthest place to start from [km]; the forces are those of a craft of the Earth.
const FARTHEST_KM: f64 = 1e9;

/// A case ready to run.
#[derive(Clone, Debug)]
pub struct Setup {
    pub(super) case: Case,
    pub(super) epoch: Epoch,
    pub(super) start: Instant,
    pub(super) world: World,
    pub(super) burns: Vec<Burn>,
    pub(super) settings: Settings,
    pub(super) shadow: Shadow,
    pub(super) sites: Vec<(String, Geodetic, f64)>,
    pub(super) gates: Vec<(String, ElementSet, f64)>,
    /// What was assumed on the way, in words.
    pub(super) notes: Vec<String>,
    /// What is probably a mistake, in words.
    pub(super) warnings: Vec<String>,
}

impl Setup {
    /// Checks a case, reads its tables and turns its state to GCRF.
    ///
    /// # Errors
    /// [`CaseError`], always one with [`CaseError::is_input`].
    pub fn of(case: &Case) -> Result<Setup, CaseError> {
        let mut case = case.clone();
        let duration = finite("duration_s", case.duration_s)?;
        if !(SHORTEST..=LONGEST).contains(&duration.abs()) {
            let problem = format!("must be {SHORTEST} s to {LONGEST} s, either way");
            return Err(CaseError::value("duration_s", duration, problem));
        }
        let step = positive("output.step_s", case.output.step_s)?;
        if duration.abs() / step > MOST_STATES {
            let problem = format!("would make more than {MOST_STATES} states");
            return Err(CaseError::value("output.step_s", step, problem));
        }
        for (key, text) in [("name", Some(&case.name)), ("id", case.id.as_ref())] {
            if let Some(text) = text.filter(|text| text.contains(char::is_control)) {
                let problem = "must be one line; it stands in the header of an ephemeris";
                return Err(CaseError::value(key, format!("{text:?}"), problem));
            }
        }
        let settings = settings(&case)?;
        let mut notes = Vec::new();
        let (epoch, set) = initial_epoch(&case)?;
        if case.id.is_none() {
            let known = set.as_ref().and_then(ElementSet::international_designator);
            case.id = known.map(str::to_string);
        }
        let table;
        let table = match (&case.earth_orientation.file, case.earth_orientation.none) {
            (Some(_), true) => {
                let problem = "cannot be true together with `file`";
                return Err(CaseError::value("earth_orientation.none", true, problem));
            }
            (Some(file), false) => {
                table = EarthOrientationTable::read(&case.folder.join(file))?;
                &table
            }
            (None, true) => {
                table = EarthOrientationTable::none_at(epoch);
                &table
            }
            (None, false) => EarthOrientationTable::embedded(),
        };
        notes.push(format!("Earth orientation: IAU 2006/2000A, {}", table.name()));
        let end = time::after(epoch, duration);
        if let Some(from) = table.predicted_from()
            && (end > from || epoch > from)
        {
            notes
                .push(format!("Earth orientation is predicted from {}", time::format_utc(from, 0)));
        }
        let years = time::utc_calendar(epoch).year..=time::utc_calendar(end).year;
        if *years.start().min(years.end()) < 1972 || *years.start().max(years.end()) > 2099 {
            let problem = "Sun, Moon and leap seconds are known from 1972 to 2099";
            return Err(CaseError::value("initial.epoch", time::format_utc(epoch, 3), problem));
        }
        let earth = EarthRotation::over(epoch, 0.0, duration, table)?;
        let sky = SunMoonArc::over(epoch, 0.0, duration);
        let attraction = models::attraction(&case, &mut notes)?;
        let start = initial_state(&case, epoch, &earth, set.as_ref(), attraction.gm())?;
        let height = Geodetic::from_itrf(&earth.position_itrf(0.0, &start.r)).height;
        // Elements may lead anywhere, too.
        let (far, fast) = (start.r.norm() / KM, start.v.norm());
        if !(far <= FARTHEST_KM && fast < SPEED_OF_LIGHT) {
            let problem =
                format!("must lie within {FARTHEST_KM} km and move more slowly than light");
            let given = format!("{far:.3e} km away at {:.3e} km/s", fast / KM);
            return Err(CaseError::value("initial", given, problem));
        }
        if height <= 0.0 {
            let problem = "the craft starts below the ground (WGS-84)";
            return Err(CaseError::value(
                "initial",
                format!("{:.3} km high", height / KM),
                problem,
            ));
        }
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
            sunlight: models::sunlight(&case)?,
            solid_tides: forces.solid_tides,
            relativity: forces.relativity,
            earth,
            sky,
            attraction,
            air: None,
        };
        vehicle(&case)?;
        if let Some(air) = &forces.atmosphere {
            world.air = Some(models::air(&case, air, epoch, &start, &world, &mut notes)?);
        }
        notes.extend(notes::forces(&case, &world));
        let burns = burns::burns(&case)?;
        let shape = (case.events.shadow_shape, case.events.shadow_radius_km);
        let shadow = models::shadow("events.shadow_radius_km", shape)?;
        let sites = sites(&case)?;
        let gates = gates(&case)?;
        let mut warnings = without_effect(&case);
        warnings.extend(set.and_then(|set| far_from_its_set(&set, epoch)));
        warnings.extend(not_of_the_earth(&start));
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

/// From here on the place that an element set gives is off by more than a degree along the orbit [s].
const FAR: f64 = 10.0 * DAY;

/// A word on an element set that is not of the days of the start.
fn far_from_its_set(set: &ElementSet, epoch: Epoch) -> Option<String> {
    let age = set.age(epoch);
    let side = if age > 0.0 { "before" } else { "after" };
    (age.abs() > FAR).then(|| {
        format!(
            "`initial.tle`: its epoch is {:.1} days {side} the start; SGP4 leads through them, and in low orbit is tens \
             of kilometres off after ten days, anywhere along the orbit after months",
            age.abs() / DAY
        )
    })
}

/// Farthest place where a craft may have to do with the Earth [km]: three times the Hill sphere.
const BEYOND_KM: f64 = 4.5e6;
/// Nothing that belongs to the Sun passes the Earth faster, escape from the Earth included [m/s].
const FASTEST: f64 = 74e3;

/// A word on a start that looks like another unit.
fn not_of_the_earth(start: &Instant) -> Option<String> {
    let (far, fast) = (start.r.norm() / KM, start.v.norm());
    (far > BEYOND_KM || fast > FASTEST).then(|| {
        format!(
            "`initial`: {far:.3e} km away at {:.3e} km/s is no orbit of the Earth; position_km and velocity_km_s are \
             in km and km/s",
            fast / KM
        )
    })
}

/// Forces that are asked for and act on nothing.
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
        return Err(CaseError::value("integrator.relative_tolerance", relative, problem));
    }
    let max_step = positive("integrator.max_step_s", i.max_step_s)?;
    if case.duration_s.abs() / max_step > MOST_STEPS {
        let problem = format!("would make more than {MOST_STEPS} steps");
        return Err(CaseError::value("integrator.max_step_s", max_step, problem));
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

/// An epoch in its scale.
fn read_epoch(text: &str, scale: Option<&str>) -> Result<Epoch, CaseError> {
    let name = scale.unwrap_or("UTC");
    let scale = Scale::named(name).ok_or_else(|| {
        let known = Scale::NAMES.map(|(_, known)| known).join(", ");
        CaseError::value("initial.scale", format!("{name:?}"), format!("known: {known}"))
    })?;
    if scale != Scale::Utc && text.ends_with(['Z', 'z']) {
        let problem = format!("Z denotes UTC; give an epoch in {name} without it");
        return Err(CaseError::value("initial.epoch", format!("{text:?}"), problem));
    }
    time::parse_in(text, scale)
        .map_err(|e| CaseError::value("initial.epoch", format!("{text:?}"), e.to_string()))
}

fn element_set(key: &str, name: &str, tle: &[String; 2]) -> Result<ElementSet, CaseError> {
    ElementSet::from_tle(Some(name), &tle[0], &tle[1])
        .map_err(|problem| CaseError::ElementSet { key: key.into(), problem })
}

fn initial_epoch(case: &Case) -> Result<(Epoch, Option<ElementSet>), CaseError> {
    let initial = &case.initial;
    let set = match &initial.tle {
        Some(tle) => Some(element_set("initial.tle", &case.name, tle)?),
        None => None,
    };
    let epoch = match (&initial.epoch, &set) {
        (Some(text), _) => read_epoch(text, initial.scale.as_deref())?,
        (None, Some(set)) => set.epoch(),
        (None, None) => {
            return Err(CaseError::value(
                "initial.epoch",
                "(missing)",
                "a state needs its instant",
            ));
        }
    };
    Ok((epoch, set))
}

fn initial_state(
    case: &Case,
    epoch: Epoch,
    earth: &EarthRotation,
    set: Option<&ElementSet>,
    gm: f64,
) -> Result<Instant, CaseError> {
    let initial = &case.initial;
    let cartesian = initial.position_km.is_some() || initial.velocity_km_s.is_some();
    let given = [cartesian, initial.keplerian.is_some(), initial.tle.is_some()];
    if given.iter().filter(|g| **g).count() != 1 {
        let problem = "give one of: position_km and velocity_km_s, [initial.keplerian], tle";
        return Err(CaseError::value("initial", "(state)", problem));
    }
    if let Some(set) = set {
        idle("initial.frame", &initial.frame, "an element set (its frame is TEME)")?;
        let s = set
            .gcrf_along(earth, 0.0)
            .map_err(|problem| CaseError::ElementSet { key: "initial.tle".into(), problem })?;
        return Ok(Instant { t: 0.0, r: s.r, v: s.v });
    }
    let why = "a state (GCRF, EME2000, TEME or ITRF)";
    let frame = needed("initial.frame", initial.frame, why)?;
    let (r, v) = match &initial.keplerian {
        Some(_) if frame == FrameName::Itrf => {
            let problem = "Keplerian elements need an inertial frame: GCRF, EME2000 or TEME";
            return Err(CaseError::value("initial.frame", "ITRF", problem));
        }
        Some(k) => elements(k)?.to_rv(gm),
        None => {
            let r = needed("initial.position_km", initial.position_km, "a state")?;
            let v = needed("initial.velocity_km_s", initial.velocity_km_s, "a state")?;
            (finite3("initial.position_km", r)? * KM, finite3("initial.velocity_km_s", v)? * KM)
        }
    };
    let s: State<Gcrf> = match frame {
        FrameName::Gcrf => State::new(epoch, r, v),
        FrameName::Eme2000 => frame_bias().inverse() * State::<Eme2000>::new(epoch, r, v),
        FrameName::Teme => earth.teme_gcrf(0.0) * State::<Teme>::new(epoch, r, v),
        FrameName::Itrf => earth.state_gcrf(&State::<Itrf>::new(epoch, r, v)),
    };
    Ok(Instant { t: 0.0, r: s.r, v: s.v })
}

fn elements(k: &input::Keplerian) -> Result<Elements, CaseError> {
    let key = |name: &str| format!("initial.keplerian.{name}");
    let a = finite(&key("semi_major_axis_km"), k.semi_major_axis_km)? * KM;
    let e = not_negative(&key("eccentricity"), k.eccentricity)?;
    if e == 1.0 || a == 0.0 || (e < 1.0) != (a > 0.0) {
        let problem = "must be above zero if eccentricity < 1, below if > 1 (a parabola has none)";
        return Err(CaseError::value(key("semi_major_axis_km"), k.semi_major_axis_km, problem));
    }
    let i = finite(&key("inclination_deg"), k.inclination_deg)?;
    if !(0.0..=180.0).contains(&i) {
        return Err(CaseError::value(key("inclination_deg"), i, "must be from 0 to 180"));
    }
    let orbit = Elements {
        a,
        e,
        i: i * DEGREE,
        raan: finite(&key("raan_deg"), k.raan_deg)? * DEGREE,
        argument_of_perigee: finite(&key("argument_of_perigee_deg"), k.argument_of_perigee_deg)?
            * DEGREE,
        true_anomaly: 0.0,
    };
    match (k.true_anomaly_deg, k.mean_anomaly_deg) {
        (Some(x), None) => {
            let true_anomaly = finite(&key("true_anomaly_deg"), x)? * DEGREE;
            if 1.0 + e * libm::cos(true_anomaly) <= 0.0 {
                let problem = "lies beyond the asymptote of the hyperbola";
                return Err(CaseError::value(key("true_anomaly_deg"), x, problem));
            }
            Ok(Elements { true_anomaly, ..orbit })
        }
        (None, Some(x)) => {
            Ok(orbit.with_mean_anomaly(finite(&key("mean_anomaly_deg"), x)? * DEGREE))
        }
        _ => Err(CaseError::value(
            "initial.keplerian",
            "(anomaly)",
            "give one of true_anomaly_deg, mean_anomaly_deg",
        )),
    }
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
                Err(CaseError::value(key(name), x, format!("must be from -{limit} to {limit}")))
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
