//! Two-orbit flights, from `data/two_orbit.csv`: element set and pad in; lift-off, phase and docking out.
//!
//! Truth: published lift-offs, plans and dockings; sources stand in each row. The place of the phase window
//! was assumed before these flights were examined. The natural docking is the mean of the plans of
//! Progress MS-14 and MS-15; the ends of the interval allow for the flown times of MS-09 and MS-17.

mod common;

use soyuz_rendezvous::campaign::window::{Way, opportunities};
use soyuz_rendezvous::rendezvous::choice::Scheme;
use soyuz_rendezvous::rendezvous::timing::DockingConstraint;
use soyuz_rendezvous::time::{Duration, Epoch, parse_utc, seconds_between};

/// Cells of each row, and what is found for its day.
fn rows() -> Vec<(Vec<&'static str>, Way)> {
    let way = |c: &[&str]| {
        let keys = [
            ("port", "rassvet"),
            ("pad", "site-31"),
            ("launcher", "soyuz-2.1a"),
            ("spacecraft", c[5]),
        ];
        let scenario = common::scenario(c[0], c[1], [c[6], c[7]], &keys);
        let noon_before = parse_utc(c[1]).unwrap() - Duration::from_seconds(43_200.0);
        let found = opportunities(&scenario, noon_before, 1.0).unwrap();
        assert_eq!(found.len(), 1, "{}", c[0]);
        found[0].ways[0].clone()
    };
    let lines = common::cells(include_str!("data/two_orbit.csv"));
    lines.into_iter().map(|c| (c.clone(), way(&c))).collect()
}

fn met(way: &Way, utc: &str) -> f64 {
    seconds_between(way.lift_off, parse_utc(utc).unwrap())
}

/// The fastest way of each day is that of two orbits, by a window whose place was a guess; lift-off,
/// which no burn plan makes exact, is required to 20 s, and to a minute where it is published so.
#[test]
fn flown_two_orbit_flights_have_the_phase_and_the_lift_off() {
    for (cells, way) in rows() {
        let name = cells[0];
        assert_eq!(way.scheme, Scheme::TwoOrbit, "{name}");
        let lift_off: Epoch = parse_utc(cells[1]).unwrap();
        let off = seconds_between(lift_off, way.lift_off);
        let limit = if cells[2] == "yes" { 20.0 } else { 50.0 };
        assert!(off.abs() < limit, "{name}: {off:+.1} s");
    }
}

/// Within 3.5 minutes of the plan, but for Progress MS-09, the first, planned 22 minutes later than the
/// rule says: asserted at its size. Contact inside the interval for all; for MS-09 and MS-17, whose flown
/// times are its ends, and for the plan of MS-14 that checks the program only. MS-18 was not used.
#[test]
fn two_orbit_docking_is_predicted_with_one_exception() {
    for (cells, way) in rows() {
        let (name, planned, docked) = (cells[0], cells[3], cells[4]);
        let d = &way.docking;
        if !planned.is_empty() {
            let off = (d.planned - met(&way, planned)) / 60.0;
            let expected = if name == "Progress MS-09" { -22.0 } else { 0.0 };
            assert!((off - expected).abs() < 3.5, "{name}: {off:+.1} min");
        }
        if !docked.is_empty() {
            let t = met(&way, docked);
            let (from, to) = d.interval;
            assert!((from..=to).contains(&t), "{name}: {t} s in {from}..{to}");
        }
        assert!(way.delta_v.is_none() && !way.planned, "{name} has no burn plan");
    }
}

/// A station that runs a degree ahead of its set comes to light and dark a degree of its revolution of
/// 92.6 min earlier, 15.4 s, and with them a docking that light sets; lift-off hardly moves.
#[test]
fn a_moved_station_takes_its_light_along() {
    let lines = common::cells(include_str!("data/two_orbit.csv"));
    let mut bound = 0;
    for c in lines {
        let found = |moved_deg: f64| {
            let keys = [
                ("port", "rassvet"),
                ("pad", "site-31"),
                ("launcher", "soyuz-2.1a"),
                ("spacecraft", c[5]),
            ];
            let mut scenario = common::scenario(c[0], c[1], [c[6], c[7]], &keys);
            scenario.station.moved_deg = moved_deg;
            let noon_before = parse_utc(c[1]).unwrap() - Duration::from_seconds(43_200.0);
            let first = opportunities(&scenario, noon_before, 1.0).unwrap().remove(0);
            first.ways.into_iter().find(|w| w.scheme == Scheme::TwoOrbit)
        };
        let (Some(still), Some(moved)) = (found(0.0), found(0.5)) else { continue };
        let constraint = still.docking.constraint;
        if constraint == DockingConstraint::Natural || moved.docking.constraint != constraint {
            continue;
        }
        bound += 1;
        let docking = |w: &Way| w.lift_off + Duration::from_seconds(w.docking.planned);
        let shift = seconds_between(docking(&still), docking(&moved));
        assert!((shift + 0.5 * 15.4).abs() < 1.0, "{}: {shift:+.1} s", c[0]);
    }
    assert!(bound > 0, "light sets the docking of some");
}
