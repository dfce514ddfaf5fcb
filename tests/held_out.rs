//! Twenty-five four-orbit flights that are not scenarios of this crate, from `data/held_out.csv`:
//! planned docking, contact and its interval predicted from element set, lift-off, spacecraft,
//! launcher, pad and port.
//!
//! Truth: published plans and dockings, to the minute unless seconds are printed; each row names
//! its sources. Column `used_for` names the constant of the timing rule that was fitted with a
//! flight, if any: for those rows agreement checks the program, not the rule. For lift-offs
//! published to the minute, the seconds are those this program predicts. Limits are those required;
//! for the flights that miss them, the error is asserted.

mod common;

use soyuz_rendezvous::campaign::window::opportunities;
use soyuz_rendezvous::campaign::{Flight, fly_all};
use soyuz_rendezvous::mission::{Scenario, corrected_for_reboost, run, warnings};
use soyuz_rendezvous::rendezvous::timing::DockingConstraint;
use soyuz_rendezvous::time::{parse_utc, seconds_between};
use std::sync::OnceLock;

struct Row {
    name: String,
    /// Whether the seconds of the lift-off were published.
    lift_off_known: bool,
    /// Published plan (middle of its range) and docking [min after lift-off].
    plan: f64,
    docked: Option<f64>,
    used: bool,
    flight: Flight,
}

impl Row {
    fn planned(&self) -> f64 {
        self.flight.log.docking.planned / 60.0
    }

    fn plan_error(&self) -> f64 {
        self.planned() - self.plan
    }

    fn contact_error(&self) -> Option<f64> {
        Some(self.flight.log.contact.t / 60.0 - self.docked?)
    }

    fn inside(&self) -> Option<bool> {
        let (from, to) = self.flight.log.docking.interval;
        let docked = self.docked? * 60.0;
        Some((from..=to).contains(&docked))
    }

    fn to_july_2015(&self) -> bool {
        self.flight.log.scenario.liftoff_utc.as_str() < "2015-08"
    }
}

fn rows() -> &'static [Row] {
    static ROWS: OnceLock<Vec<Row>> = OnceLock::new();
    ROWS.get_or_init(|| {
        let lines = common::cells(include_str!("data/held_out.csv"));
        let scenario = |c: &Vec<&str>| {
            let keys = [("port", c[6]), ("spacecraft", c[7]), ("launcher", c[8]), ("pad", c[9])];
            common::scenario(c[0], c[1], [c[12], c[13]], &keys)
        };
        let scenarios: Vec<Scenario> = lines.iter().map(scenario).collect();
        let flights = fly_all(&scenarios);
        lines
            .iter()
            .zip(flights)
            .map(|(c, flight)| {
                let lift_off = parse_utc(c[1]).unwrap();
                let minutes = |utc: &str| seconds_between(lift_off, parse_utc(utc).unwrap()) / 60.0;
                Row {
                    name: c[0].to_owned(),
                    lift_off_known: c[2] == "second",
                    plan: 0.5 * (minutes(c[3]) + minutes(c[4])),
                    docked: (!c[5].is_empty()).then(|| minutes(c[5])),
                    used: !c[10].is_empty(),
                    flight: flight.unwrap_or_else(|e| panic!("{}: {e}", c[0])),
                }
            })
            .collect()
    })
}

fn median(values: impl Iterator<Item = f64>) -> f64 {
    let mut sizes: Vec<f64> = values.map(f64::abs).collect();
    sizes.sort_by(f64::total_cmp);
    0.5 * (sizes[(sizes.len() - 1) / 2] + sizes[sizes.len() / 2])
}

/// Eighteen lift-offs are published to the second; none was used to fit the lift-off. 20 s are
/// required for sets less than 3 days old; 10 s are met here with sets up to 7 days away.
#[test]
fn lift_offs_follow_from_the_element_sets() {
    let errors: Vec<(f64, &str)> = rows()
        .iter()
        .filter(|r| r.lift_off_known)
        .map(|r| {
            let flown = r.flight.log.liftoff;
            let predicted = *r.flight.predicted_lift_off.as_ref().expect("a lift-off");
            (seconds_between(flown, predicted), r.name.as_str())
        })
        .collect();
    assert_eq!(errors.len(), 18);
    for (error, name) in &errors {
        assert!(error.abs() < 10.0, "{name}: {error:+.1} s");
    }
    let middle = median(errors.iter().map(|e| e.0));
    assert!(middle < 4.0, "median {middle} s");
}

/// Required to July 2015: median 1.5 min, worst 3 min. Two cargo ships miss the latter; they lifted
/// off with a phase of only 18°.
#[test]
fn plans_to_july_2015_follow_the_lighting_rule() {
    let known = [("Progress M-23M", 4.8), ("Progress M-24M", -3.5)];
    let early: Vec<&Row> = rows().iter().filter(|r| r.to_july_2015()).collect();
    assert_eq!(early.len(), 14);
    let middle = median(early.iter().map(|r| r.plan_error()));
    assert!(middle < 1.5, "median {middle} min");
    for row in early {
        let error = row.plan_error();
        match known.iter().find(|k| k.0 == row.name) {
            Some((_, size)) => assert!((error - size).abs() < 0.3, "{}: {error:+.1}", row.name),
            None => assert!(error.abs() < 3.0, "{}: {error:+.1} min", row.name),
        }
    }
}

/// Later plans: three Soyuz MS whose docking light did not constrain were planned a quarter of an
/// hour or more away from the others of that kind, for reasons never published; their errors are
/// asserted.
#[test]
fn later_plans_follow_the_rule_with_three_exceptions() {
    let known = [("Soyuz MS-05", -15.0), ("Soyuz MS-13", -17.9), ("Soyuz MS-15", 16.5)];
    let late: Vec<&Row> = rows().iter().filter(|r| !r.to_july_2015()).collect();
    assert_eq!(late.len(), 11);
    for row in late {
        let error = row.plan_error();
        match known.iter().find(|k| k.0 == row.name) {
            Some((_, size)) => {
                assert_eq!(row.flight.log.docking.constraint, DockingConstraint::Natural);
                assert!((error - size).abs() < 0.5, "{}: {error:+.1} min", row.name);
            }
            None => assert!(error.abs() < 2.5, "{}: {error:+.1} min", row.name),
        }
    }
}

/// Required: median error of contact below 3 min, nine in ten inside the interval; the flights not
/// known to have been used must meet both by themselves. But the ends of the interval are extremes
/// of all these flights, so the second part checks only the program.
#[test]
fn contacts_agree_and_lie_in_their_intervals() {
    for (what, unused) in [("all", false), ("unused", true)] {
        let set = || rows().iter().filter(move |r| !(unused && r.used));
        let errors: Vec<f64> = set().filter_map(Row::contact_error).collect();
        assert!(errors.len() >= 12, "{what}: {}", errors.len());
        let middle = median(errors.iter().copied());
        assert!(middle < 3.0, "{what}: median {middle} min");
        let inside = set().filter(|r| r.inside() == Some(true)).count();
        assert!(inside * 10 >= errors.len() * 9, "{what}: {inside} of {}", errors.len());
    }
}

/// Width of the interval: 10 minutes if light sets the docking; 15 for cargo ships and later
/// flights at sunset, 25 for later flights at sunrise; 45 if light leaves a choice.
#[test]
fn intervals_are_narrow_where_light_sets_docking() {
    for row in rows() {
        let docking = &row.flight.log.docking;
        let width = (docking.interval.1 - docking.interval.0) / 60.0;
        let limit = match (docking.constraint, row.to_july_2015()) {
            (DockingConstraint::Natural, _) => 45.0,
            (DockingConstraint::Sunset, _) if row.name.starts_with("Progress") => 15.0,
            (_, true) => 10.5,
            (DockingConstraint::Sunset, false) => 15.0,
            (_, false) => 25.0,
        };
        assert!(width < limit, "{}: {width:.1} min", row.name);
    }
}

/// An element set from after lift-off is reported as a hindcast, an old one as old.
#[test]
fn warnings_give_the_age_of_element_sets() {
    for row in rows() {
        let age = row.flight.log.start.element_age / 86_400.0;
        let warning = warnings::element_age(row.flight.log.start.element_age);
        match warning {
            Some(text) if age < 0.0 => assert!(text.contains("hindcast"), "{}: {text}", row.name),
            Some(text) => assert!(text.contains("days old"), "{}: {text}", row.name),
            None => assert!((0.0..=1.5).contains(&age), "{}: {age} d", row.name),
        }
    }
}

/// Soyuz MS-04 from a set 7.6 days after lift-off, in between which the orbit was raised: it puts
/// the station 2.6° too far ahead for four orbits, at a phase flown in two days. The time of
/// lift-off shows that four orbits were flown: planned for 13:23, docked at 13:18. Three minutes
/// later it would have shown two days.
#[test]
fn lift_off_time_gives_the_scheme_if_a_reboost_changed_the_phase() {
    let text = "name = \"Soyuz MS-04\"\nliftoff_utc = \"2017-04-20T07:13:44Z\"\nport = \"poisk\"\n\
                spacecraft = \"soyuz-ms\"\n[station]\ntle = [\n\
                \"1 25544U 98067A   17117.89041289 -.00158687  00000-0 -24621-2 0  9992\",\n\
                \"2 25544  51.6432 289.0003 0006055 101.4704 344.3366 15.53834686 53936\",\n]\n";
    let scenario = Scenario::parse(text, "MS-04").unwrap();
    let log = run(&scenario, &mut |_| ()).unwrap();
    let since = |utc: &str| seconds_between(log.liftoff, parse_utc(utc).unwrap());
    let planned = log.docking.planned - since("2017-04-20T13:23:00Z");
    let contact = log.contact.t - since("2017-04-20T13:18:00Z");
    assert!(planned.abs() < 180.0 && contact.abs() < 180.0, "{planned:+.0} s, {contact:+.0} s");
    assert!(log.warnings.iter().any(|w| w.contains("station.moved_deg")), "{:?}", log.warnings);
    // The same shift, given in the scenario, gives the same flight.
    let moved = corrected_for_reboost(&scenario).unwrap().into_owned();
    assert_ne!(moved.station.moved_deg, 0.0);
    assert_eq!(run(&moved, &mut |_| ()).unwrap().contact.t, log.contact.t);
    // Three minutes later the pad is at the angle of a two-day lift-off.
    let later = Scenario { liftoff_utc: "2017-04-20T07:16:44Z".into(), ..scenario.clone() };
    assert_eq!(corrected_for_reboost(&later).unwrap().station.moved_deg, 0.0);
    assert!(run(&later, &mut |_| ()).unwrap().took_two_days());
    // The search for lift-offs does not shift the station.
    let from = parse_utc("2017-04-20T00:00:00Z").unwrap();
    let phases: Vec<f64> = opportunities(&scenario, from, 3.0)
        .unwrap()
        .iter()
        .map(|o| o.phase.expect("known").to_degrees())
        .collect();
    assert!(phases.iter().all(|p| (p - 29.0).abs() > 5.0), "{phases:?}");
}

/// The table in docs/docking-time.md agrees with the results, to the tenth of a minute printed.
/// After a change of results, `UPDATE_README=1 cargo test --test held_out docs` writes the new
/// numbers.
#[test]
fn docs_table_agrees_with_the_results() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/docking-time.md");
    let mut docs = std::fs::read_to_string(path).unwrap();
    let minutes = |x: f64| format!("{x:+.1}").replace('-', "−");
    let read = |cell: &str| cell.replace('−', "-").parse::<f64>().ok();
    for row in rows() {
        let head = format!("| {} | ", row.name);
        let line = docs.lines().find(|l| l.starts_with(&head) && l.matches('|').count() == 11);
        let line = line.unwrap_or_else(|| panic!("no line for {}", row.name)).to_owned();
        let mut cells: Vec<String> = line.split('|').map(|c| c.trim().to_owned()).collect();
        let interval = row.flight.log.docking.interval;
        let width = (interval.1 - interval.0) / 60.0;
        let inside = row.inside().map_or("–", |yes| if yes { "yes" } else { "NO" });
        let contact = row.contact_error();
        let close = |cell: &str, value: f64, step: f64| {
            read(cell).is_some_and(|printed| (printed - value).abs() <= 0.75 * step)
        };
        let says = close(&cells[6], row.plan_error(), 0.1)
            && contact.map_or(cells[7] == "–", |c| close(&cells[7], c, 0.1))
            && close(&cells[8], width, 0.7)
            && cells[9] == inside;
        if !says && std::env::var_os("UPDATE_README").is_some() {
            cells[6] = minutes(row.plan_error());
            cells[7] = contact.map_or("–".into(), minutes);
            cells[8] = format!("{width:.0}");
            cells[9] = inside.into();
            docs = docs.replace(&line, cells.join(" | ").trim());
            std::fs::write(path, &docs).unwrap();
        } else {
            assert!(says, "{line}\nnow plan {:+.2}, contact {contact:+.2?}", row.plan_error());
        }
    }
}

/// The summary below that table, columns "now" and "flights of which nothing is known to have been
/// used", and README's sentences.
#[test]
fn docs_summary_follows_from_the_rows() {
    let root = env!("CARGO_MANIFEST_DIR");
    let docs = std::fs::read_to_string(format!("{root}/docs/docking-time.md")).unwrap();
    let readme = std::fs::read_to_string(format!("{root}/README.md")).unwrap();
    let worst = |sizes: &[f64]| sizes.iter().fold(0.0, |a: f64, b| a.max(b.abs()));
    let within = |sizes: &[f64]| sizes.iter().filter(|e| e.abs() <= 3.0).count();
    let plans = |early: bool, unused: bool| -> Vec<f64> {
        let set = rows().iter().filter(|r| r.to_july_2015() == early && !(unused && r.used));
        set.map(Row::plan_error).collect()
    };
    let cell = |head: &str, column: usize| {
        let line = docs.lines().find(|l| l.starts_with(head)).unwrap_or_else(|| panic!("{head}"));
        line.split('|').nth(column).unwrap().trim().to_owned()
    };
    // Tenths, as printed; a number half-way between two may be printed as either.
    let says = |cell: &str, values: &[f64]| {
        let printed = cell.trim_end_matches(')').split(" (").map(|n| n.parse::<f64>().unwrap());
        let close = printed.clone().zip(values).all(|(p, v)| (p - v).abs() < 0.075);
        assert!(close && printed.count() == values.len(), "docs: {cell}, now {values:.2?}");
    };
    for (early, since) in [(true, "to July 2015"), (false, "from August 2015")] {
        for (unused, column) in [(false, 3), (true, 4)] {
            let errors = plans(early, unused);
            let middle = median(errors.iter().copied());
            says(&cell(&format!("| plans {since}, median"), column), &[middle, worst(&errors)]);
            let count = format!("{} of {}", within(&errors), errors.len());
            assert_eq!(cell(&format!("| plans {since}, within 3"), column), count);
        }
    }
    for (unused, column) in [(false, 3), (true, 4)] {
        let set = || rows().iter().filter(|r| !(unused && r.used));
        let middle = median(set().filter_map(Row::contact_error));
        says(&cell("| contact, median", column), &[middle]);
        let known = set().filter_map(Row::inside);
        let count = format!("{} of {}", known.clone().filter(|i| *i).count(), known.count());
        assert_eq!(cell("| contact inside", column), count);
        if !unused {
            let sentence = format!("inside the predicted interval for {count} flights,");
            assert!(readme.contains(&sentence), "README: {sentence}");
        }
    }
    let count = within(&[plans(true, false), plans(false, false)].concat());
    let sentence =
        format!("within three minutes for {count}, and the median error of contact is below two");
    assert!(readme.contains(&sentence), "README: {sentence}");
}
