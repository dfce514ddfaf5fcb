//! Planned dockings against sunlight alone, from `data/light_only.csv`: four-orbit flights whose
//! nearest element set is 12 to 16 days away, too far to simulate them, and two-day flights, most
//! of them cargo. Nothing is simulated: the station moves by SGP4, and the timing rule uses the
//! times at which it enters and leaves the shadow.
//!
//! Truth: published plans, to the minute; each row names its sources. Lift-offs published to the
//! minute are taken at mid-minute. None of the three four-orbit flights set a number, but one of
//! them, Progress M-29M, was a reason for selecting the natural arrival by date. Of the two-day
//! flights, the earliest and the latest plan at dusk set the middle of the revolution of docking.
//! The time after sunset was fitted to other flights, and is confirmed by these.

use soyuz_rendezvous::environment::{EarthOrientationTable, SunMoonArc};
use soyuz_rendezvous::frames::EarthRotation;
use soyuz_rendezvous::rendezvous::light::LightModel;
use soyuz_rendezvous::rendezvous::light::{EdgeKind, ShadowEdge};
use soyuz_rendezvous::rendezvous::timing::{DUSK_LEAD, Practice, Rule};
use soyuz_rendezvous::rendezvous::two_day;
use soyuz_rendezvous::target::ElementSet;
use soyuz_rendezvous::time::{Epoch, parse_utc, seconds_between};
use soyuz_rendezvous::vehicle::spacecraft::Spacecraft;

struct Row {
    name: &'static str,
    scheme: &'static str,
    craft: Spacecraft,
    lift_off: Epoch,
    /// Middle of the published plan [min after lift-off].
    plan: f64,
    edges: Vec<ShadowEdge>,
}

impl Row {
    fn new(c: &[&'static str]) -> Self {
        let lift_off = parse_utc(c[3]).unwrap();
        let since = |utc: &str| seconds_between(lift_off, parse_utc(utc).unwrap());
        let plan = 0.5 * (since(c[4]) + since(c[5]));
        let station = ElementSet::from_tle(None, c[7], c[8]).unwrap();
        let (from, to) = (plan - 10_800.0, plan + 10_800.0);
        let table = EarthOrientationTable::embedded();
        let earth = EarthRotation::over(lift_off, from, to, table).unwrap();
        let sky = SunMoonArc::over(lift_off, from, to);
        let place = |t: f64| station.gcrf_along(&earth, t).unwrap().r.into();
        Self {
            name: c[0],
            scheme: c[1],
            craft: c[2].parse().unwrap(),
            lift_off,
            plan: plan / 60.0,
            edges: LightModel::Cylinder.edges(place, |t| sky.sun(t), from, to),
        }
    }

    /// Planned docking after the nearest sunset [min].
    fn after_sunset(&self) -> f64 {
        let sunsets = self.edges.iter().filter(|e| e.kind == EdgeKind::Sunset);
        let leads = sunsets.map(|e| self.plan - e.t / 60.0);
        leads.min_by(|a, b| a.abs().total_cmp(&b.abs())).unwrap()
    }

    /// Planned docking by the rule minus the published one [min].
    fn error(&self) -> f64 {
        let rule = Rule::of(&self.craft, Practice::at(self.lift_off));
        let planned = match self.scheme {
            "four-orbit" => rule.choose(&self.edges).planned,
            _ => two_day::docking_time(&self.craft, &self.edges, &[], self.lift_off, None).planned,
        };
        planned / 60.0 - self.plan
    }
}

fn rows() -> Vec<Row> {
    let lines = include_str!("data/light_only.csv").lines().skip(1);
    lines.map(|line| Row::new(&line.split(',').collect::<Vec<_>>())).collect()
}

/// Plans are published to the minute; a set twelve days or more away shifts the light by a minute.
/// Before cargo ships were given the dusk of Soyuz MS, and the later natural arrival was selected
/// by date, the errors were +3.9, −1.2 and −6.0 minutes.
#[test]
fn four_orbit_plans_are_met_from_element_sets_weeks_away() {
    let four: Vec<Row> = rows().into_iter().filter(|r| r.scheme == "four-orbit").collect();
    assert_eq!(four.len(), 3);
    for row in four {
        assert!(row.error().abs() < 1.5, "{}: {:+.1} min", row.name, row.error());
    }
}

/// Fourteen of twenty two-day flights were planned at the dusk the rule selects, and are predicted
/// within 3.5 minutes. The errors of the others are asserted: M-09M flew to a station 70 km lower
/// and was planned at the dusk one revolution earlier; five were planned away from any dusk, for
/// reasons never published.
#[test]
fn two_day_dockings_are_planned_at_dusk_with_six_exceptions() {
    let elsewhere = [
        ("Progress M-09M", 91.0),
        ("Progress M-19M", 10.0),
        ("Soyuz TMA-18M", -54.2),
        ("Progress MS-01", 8.8),
        ("Soyuz MS-02", 19.5),
        ("Soyuz MS-07", 40.0),
    ];
    let two_day: Vec<Row> = rows().into_iter().filter(|r| r.scheme == "two-day").collect();
    assert_eq!(two_day.len(), 20);
    let mut at_dusk = Vec::new();
    for row in &two_day {
        let error = row.error();
        match elsewhere.iter().find(|e| e.0 == row.name) {
            Some((_, size)) => assert!((error - size).abs() < 1.5, "{}: {error:+.1}", row.name),
            None => {
                assert!(error.abs() < 3.5, "{}: {error:+.1} min", row.name);
                at_dusk.push(error.abs());
            }
        }
    }
    at_dusk.sort_by(f64::total_cmp);
    assert!(at_dusk[at_dusk.len() / 2] < 1.0, "median {} min", at_dusk[at_dusk.len() / 2]);
}

/// The time after sunset was fitted to four Soyuz MS in four orbits. Cargo ships in two or three
/// days, none of which was used for that, have the same.
#[test]
fn cargo_ships_dock_as_long_after_sunset_as_soyuz_ms() {
    let mut leads: Vec<f64> = rows()
        .iter()
        .filter(|r| r.scheme != "four-orbit" && r.name.starts_with("Progress"))
        .map(Row::after_sunset)
        .filter(|lead| *lead > 0.0)
        .collect();
    leads.sort_by(f64::total_cmp);
    assert_eq!(leads.len(), 11);
    assert!((leads[5] - DUSK_LEAD.value / 60.0).abs() < 0.5, "median of {leads:.1?}");
    assert!(leads[0] > 3.0 && leads[10] < 8.0, "{leads:.1?}");
}
