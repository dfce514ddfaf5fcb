//! Two-orbit flights, from `data/two_orbit.csv`: lift-off, phase and docking predicted from element
//! set and pad.
//!
//! Truth: published lift-offs, plans and dockings; each row names its sources. The phase window was
//! assumed before these flights were examined. The natural arrival is the mean of the plans of
//! Progress MS-14 and MS-15; the ends of the interval allow for the flown times of MS-09 and MS-17.

mod common;

use soyuz_rendezvous::campaign::window::{Way, opportunities};
use soyuz_rendezvous::rendezvous::choice::Scheme;
use soyuz_rendezvous::rendezvous::timing::DockingConstraint;
use soyuz_rendezvous::time::{Duration, Epoch, parse_utc, seconds_between};

/// Cells of each row, and the way to dock found for its day.
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

/// Two orbits is the fastest scheme on each day, by a phase window that was a guess. The lift-off,
/// on which the burn plan has no influence, is required within 20 s, or within 50 s where it is
/// published to the minute.
#[test]
fn two_orbit_flights_have_the_predicted_phase_and_lift_off() {
    for (cells, way) in rows() {
        let name = cells[0];
        assert_eq!(way.scheme, Scheme::TwoOrbit, "{name}");
        let lift_off: Epoch = parse_utc(cells[1]).unwrap();
        let off = seconds_between(lift_off, way.lift_off);
        let limit = if cells[2] == "yes" { 20.0 } else { 50.0 };
        assert!(off.abs() < limit, "{name}: {off:+.1} s");
    }
}

/// Planned docking within 3.5 minutes of the published plan, except for Progress MS-09, the first
/// such flight, planned 22 minutes later than the rule; that error is asserted. Contact lies in the
/// interval for all. For MS-09 and MS-17, whose flown times are its ends, and for the plan of MS-14
/// this only checks the program. MS-18 was not used.
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

/// A station one degree ahead of its element set enters and leaves the shadow one degree of its
/// 92.6 min revolution earlier, 15.4 s, and a docking set by light moves with it; lift-off hardly
/// moves.
#[test]
fn docking_moves_with_the_light_of_a_moved_station() {
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
    assert!(bound > 0, "no docking is set by light");
}
