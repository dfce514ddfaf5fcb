//! Two-day flights that are not scenarios of this crate, from `data/two_day.csv`: lift-off, planned
//! docking and contact predicted from element set, pad and port.
//!
//! Truth: published lift-offs and plans; each row names its sources. Nothing about lift-off was
//! fitted to these flights: the angle between pad and plane comes from two four-orbit flights, the
//! drift of the planes from the burn plan. None of these docking times set the middle of the
//! revolution of docking.

mod common;

use soyuz_rendezvous::campaign::{Flight, fly_all};
use soyuz_rendezvous::mission::Scenario;
use soyuz_rendezvous::rendezvous::choice::Scheme;
use soyuz_rendezvous::time::{parse_utc, seconds_between};
use std::sync::OnceLock;

struct Row {
    name: &'static str,
    lift_off: &'static str,
    planned: &'static str,
    docked: &'static str,
    flight: Flight,
}

fn rows() -> &'static [Row] {
    static ROWS: OnceLock<Vec<Row>> = OnceLock::new();
    ROWS.get_or_init(|| {
        let lines = common::cells(include_str!("data/two_day.csv"));
        let scenario = |c: &Vec<&str>| {
            let keys = [("port", c[4]), ("pad", c[5]), ("spacecraft", "soyuz-ms")];
            common::scenario(c[0], c[1], [c[6], c[7]], &keys)
        };
        let scenarios: Vec<Scenario> = lines.iter().map(scenario).collect();
        let flown = fly_all(&scenarios);
        let rows = lines.into_iter().zip(flown).map(|(c, flight)| Row {
            name: c[0],
            lift_off: c[1],
            planned: c[2],
            docked: c[3],
            flight: flight.unwrap_or_else(|e| panic!("{}: {e}", c[0])),
        });
        rows.collect()
    })
}

/// The rocket aims at the plane the station will have two days later, 0.5° to 0.6° east of its
/// plane at lift-off. Without this, lift-off would be two to three minutes early. Required: 20 s;
/// MS-02's lift-off is published to the minute, and the row holds mid-minute.
#[test]
fn lift_off_for_two_days_follows_from_the_element_set() {
    for row in rows() {
        let predicted = row.flight.predicted_lift_off.as_ref().unwrap();
        let off = seconds_between(parse_utc(row.lift_off).unwrap(), *predicted);
        let limit = if row.name == "Soyuz MS-02" { 50.0 } else { 20.0 };
        assert!(off.abs() < limit, "{}: {off:+.1} s", row.name);
    }
}

/// At dusk, within two and a half minutes as for four orbits. MS-02 was planned a quarter of an
/// hour before sunset and is the exception among these four; its error is asserted. `tests/dusk.rs`
/// has more flights.
#[test]
fn two_day_planned_docking_agrees_with_one_exception() {
    for row in rows() {
        let log = &row.flight.log;
        assert_eq!(log.scheme.flown, Scheme::TwoDay, "{}", row.name);
        let plan = parse_utc(row.planned).unwrap();
        let off = seconds_between(plan, log.epoch(log.docking.planned)) / 60.0;
        match row.name {
            "Soyuz MS-02" => assert!((off - 19.5).abs() < 1.0, "{}: {off:+.1} min", row.name),
            _ => assert!(off.abs() < 2.5, "{}: {off:+.1} min", row.name),
        }
    }
}

#[test]
fn two_day_contact_lies_in_its_interval() {
    for row in rows() {
        let log = &row.flight.log;
        let (from, to) = log.docking.interval;
        let docked = seconds_between(log.liftoff, parse_utc(row.docked).unwrap());
        assert!((from..=to).contains(&docked), "{}: {docked} s in {from}..{to}", row.name);
        let off = (log.contact.t - docked) / 60.0;
        let expected = if row.name == "Soyuz MS-02" { 22.0 } else { 0.0 };
        assert!((off - expected).abs() < 5.0, "{}: {off:+.1} min", row.name);
    }
}
