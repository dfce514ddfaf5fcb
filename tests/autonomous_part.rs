//! The autonomous part of the rendezvous, from IMP1 to the first braking burn, compared with
//! two-day flights that used the same algorithm, and the first burn of a four-orbit flight.
//!
//! Published: MS-01's burns (second-hand: [OL]) and plan (docking 04:12 UTC on 9 July 2016, TASS,
//! RIA); MS-03's plan (first autonomous burn at 478 km, second at 203 km, 97 km 74 min before
//! planned docking [ESA-MS03], 47 km 63 min before it [ESA-MS03D]); Soyuz TMA-19 of 2010 (second
//! burn 94 min before planned docking, 100 km and 16 km 41 and 16 min before braking [NSSP]);
//! MS-04's first burn, 21.6 m/s [ORI]. The angle of arrival was fitted to all of these except MS-04
//! (docs/decisions.md): agreement shows that one geometry fits them all, within the tolerances
//! beside the numbers. MS-04 was not used for anything.

use nalgebra::Vector3;
use soyuz_rendezvous::ascent::{self, InsertionOrbit};
use soyuz_rendezvous::environment::EarthOrientationTable;
use soyuz_rendezvous::forces::{Cannonball, Field, ForceOptions, Inertial, J2, Model, NearEarth};
use soyuz_rendezvous::frames::Relative;
use soyuz_rendezvous::mission::{Scenario, plan};
use soyuz_rendezvous::orbit;
use soyuz_rendezvous::propagate::{Settings, StateVector, propagate};
use soyuz_rendezvous::rendezvous::scheme::{self, Schedule};
use soyuz_rendezvous::rendezvous::{FreeFlight, Planner, Targets};
use soyuz_rendezvous::target::ElementSet;
use soyuz_rendezvous::time::{after, parse_utc, seconds_between};
use soyuz_rendezvous::units::{KM, MINUTE};
use soyuz_rendezvous::vehicle::launcher::Launcher;
use soyuz_rendezvous::vehicle::pad::SITE_1;
use soyuz_rendezvous::vehicle::port::Port;
use soyuz_rendezvous::vehicle::spacecraft::SOYUZ_MS;
use soyuz_rendezvous::vehicle::station;

/// ISS element set of 2016-07-06 13:40 UTC, 11.9 h before the lift-off of Soyuz MS-01, from the
/// test data of a public repository.
const TLE: [&str; 2] = [
    "1 25544U 98067A   16188.56972458  .00002764  00000-0  47951-4 0  9999",
    "2 25544  51.6437 321.3331 0001117  43.2597  53.1206 15.54721465  8009",
];
/// Ground-computed burns of MS-01: centre after separation [s], delta-v [m/s].
const GROUND: [(f64, f64); 3] = [(12_248.0, 21.63), (14_700.0, 22.55), (88_454.0, 2.00)];
/// Its autonomous burns, likewise.
const IMP: [(f64, f64); 2] = [(174_521.0, 24.029), (177_110.0, 32.203)];

/// With MS-01's ground-computed burns as flown and the range at IMP1 planned for MS-03, the model
/// needs IMP1 and IMP2 within 3 m/s of those flown on MS-01, and passes the ranges planned for
/// MS-03 and called out on TMA-19. One number is free: the speed at insertion, on which the
/// position after 32 revolutions depends. It must stay within the launcher's 1 σ, 3.5 m/s.
///
/// Ranges change by 2 to 6 km per minute and times are published to the minute: where MS-01 differs
/// from MS-03 and TMA-19, the tolerance is half a minute and about 1 km; for 203 km it is wider,
/// because the time itself belongs to another flight.
#[test]
fn one_geometry_fits_the_two_day_flights() {
    let liftoff = parse_utc("2016-07-07T01:36:40Z").unwrap();
    let planned = seconds_between(liftoff, parse_utc("2016-07-09T04:12:00Z").unwrap());
    let elements = ElementSet::from_tle(None, TLE[0], TLE[1]).unwrap();
    let table = EarthOrientationTable::embedded();
    let before = elements.gcrf(after(liftoff, -600.0), table).unwrap();
    let orbit = (before.r.into(), before.v.into());
    let (span, field) = ((-600.0, 53.0 * 3600.0), Field::egm2008());
    let near =
        NearEarth::over(liftoff, span, orbit, field, table, ForceOptions::default()).unwrap();
    let craft = |cd, cr| near.model(&Cannonball { cd_area_per_mass: cd, cr_area_per_mass: cr });
    let station_model = craft(station::CD_AREA_PER_MASS.value, station::CR_AREA_PER_MASS.value);
    let ship_model = craft(SOYUZ_MS.cd_area_per_mass.value, SOYUZ_MS.cr_area_per_mass.value);
    let settings = Settings::default();
    let start = elements.gcrf_along(&near.earth, 0.0).unwrap();
    let start = StateVector { t: 0.0, r: start.r, v: start.v };
    let path = propagate(&station_model, start, planned, &settings, &[]).unwrap().trajectory;

    let launcher = Launcher::named("soyuz-fg").unwrap();
    let target = InsertionOrbit::nominal(orbit::normal(&start.r, &start.v));
    let mass = SOYUZ_MS.mass.value;
    let insertion = ascent::fly(&launcher, &SITE_1, mass, &target, &near.earth, &near.gravity)
        .unwrap()
        .insertion;

    let free = FreeFlight { model: &ship_model, settings };
    let cheap = Model { axes: Inertial, forces: J2::of(field) };
    let planner = Planner { full: free, cheap: FreeFlight { model: &cheap, settings } };
    let [imp1, imp2] = IMP.map(|(t, _)| insertion.t + t);
    let schedule = Schedule { imp1, imp2, ..Schedule::new(insertion.t, planned) };
    let at = path.at(schedule.arrival);
    let towards = |angle: f64| Vector3::new(angle.sin(), 0.0, angle.cos());
    let angle = scheme::ARRIVAL_ANGLE.value;
    let line = towards(angle) * scheme::BRAKING_RANGE.value;
    let motion = -towards(angle + scheme::ARRIVAL_OFFSET.value) * scheme::ARRIVAL_SPEED.value;
    let (r, v) = at.lvlh().absolute(&Relative { r: Port::Rassvet.position() + line, v: motion });
    let arrival = StateVector { t: schedule.arrival, r, v };
    let targets = Targets { schedule, arrival, station: path.at(imp1) };

    let range = |ship: &StateVector| (path.at(ship.t).r - ship.r).norm() / KM;
    let to_imp1 = |faster: f64| {
        let mut ship =
            StateVector { v: insertion.v * (1.0 + faster / insertion.v.norm()), ..insertion };
        for (t, size) in GROUND {
            ship = free.to(&ship, insertion.t + t).unwrap();
            ship.v += ship.lvlh().vector_gcrf(&Vector3::new(size, 0.0, 0.0));
        }
        free.to(&ship, imp1).unwrap()
    };
    let (mut a, mut b) = (-1.6, -1.4);
    let wanted = scheme::START_RANGE.value / KM;
    for _ in 0..4 {
        let (fa, fb) = (range(&to_imp1(a)) - wanted, range(&to_imp1(b)) - wanted);
        (a, b) = (b, b - fb * (b - a) / (fb - fa));
    }
    assert!(b.abs() < 3.5, "insertion speed {b:+.2} m/s from nominal");
    let ship = to_imp1(b);
    assert!((range(&ship) - wanted).abs() < 0.5, "{} km at IMP1", range(&ship));

    let outcome = planner.outcome(&ship, &targets, &[]).unwrap();
    for (computed, (_, flown)) in [outcome.imp1, outcome.imp2].into_iter().zip(IMP) {
        let size = computed[0].hypot(computed[1]);
        assert!((size - flown).abs() < 3.0, "{size:.1} m/s, {flown} flown");
    }
    let [ahead, down] = outcome.imp1;
    let after_imp1 = StateVector {
        v: ship.v + ship.lvlh().vector_gcrf(&Vector3::new(ahead, 0.0, down)),
        ..ship
    };
    let before_plan = |minutes: f64| planned - minutes * MINUTE;
    let before_braking = |minutes: f64| targets.schedule.arrival - minutes * MINUTE;
    for (from, t, published, tolerance) in [
        (&after_imp1, before_plan(94.0), 203.0, 12.0),
        (&arrival, before_plan(74.0), 97.0, 4.0),
        (&arrival, before_plan(63.0), 47.0, 3.0),
        (&arrival, before_braking(41.0), 100.0, 4.0),
        (&arrival, before_braking(16.0), 16.0, 1.5),
    ] {
        let there = range(&free.to(from, t).unwrap());
        assert!((there - published).abs() < tolerance, "{there:.1} km, {published} published");
    }
}

/// Soyuz MS-04, 20 April 2017: 21.6 m/s, published to the first decimal. The burn was loaded on the
/// pad, so the insertion orbit actually reached does not matter. The element set, from 1.4 days
/// before lift-off, is good to 0.05°, which is 0.1 m/s. Required: 1 m/s; without the preferred
/// range at IMP1, and with an arrival at 50° and 15 m/s, the plan had 23.8 m/s.
#[test]
fn first_burn_of_ms_04_agrees_with_the_published_one() {
    let rows = include_str!("data/held_out.csv").lines().map(|l| l.split(',').collect::<Vec<_>>());
    let row = rows.into_iter().find(|row| row[0] == "Soyuz MS-04").unwrap();
    let mut scenario = Scenario::embedded("tma-12m").unwrap();
    scenario.liftoff_utc = row[1].into();
    scenario.port = row[6].into();
    scenario.spacecraft = row[7].into();
    scenario.station.tle = [row[12].into(), row[13].into()];
    let first = plan(&scenario).unwrap().burns[0];
    assert!((first - 21.6).abs() < 1.0, "{first:.2} m/s, 21.6 published");
}
