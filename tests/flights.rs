//! Sister flights, predicted from element set, lift-off, spacecraft, launcher and port alone, and
//! compared with what was published about them.
//!
//! Truth: lift-offs, published plans and dockings as in `flown` (to the second or the minute). The
//! timing rule was found with these flights and a dozen others, and its constants were fitted to
//! three of them: for docking times these tests check the program, not the rule; Progress M-18M,
//! whose plan set the natural arrival, is not counted. Lift-off uses one fitted angle (mean of
//! Progress M-18M and TMA-12M); for the other three flights it is a prediction.

use soyuz_rendezvous::campaign::window::{Opportunity, opportunities};
use soyuz_rendezvous::campaign::{Flight, fly_all};
use soyuz_rendezvous::flown;
use soyuz_rendezvous::mission::{Faults, MissionError, MissionLog, Scenario, plan, run, warnings};
use soyuz_rendezvous::plot;
use soyuz_rendezvous::rendezvous::BurnName;
use soyuz_rendezvous::rendezvous::choice::Scheme;
use soyuz_rendezvous::rendezvous::timing::DockingConstraint;
use soyuz_rendezvous::report::compare::compare;
use soyuz_rendezvous::report::flights::{Flights, Spread};
use soyuz_rendezvous::report::series::Series;
use soyuz_rendezvous::report::window::Window;
use soyuz_rendezvous::time::{Duration, Epoch, format_utc, parse_utc, seconds_between};
use soyuz_rendezvous::units::DAY;
use std::sync::OnceLock;

type Flown = (Vec<Scenario>, Vec<Result<Flight, MissionError>>, Flights);

fn flown() -> &'static Flown {
    static FLOWN: OnceLock<Flown> = OnceLock::new();
    FLOWN.get_or_init(|| {
        let names = ["tma-11m", "tma-12m", "tma-13m", "tma-19m", "progress-m-18m"];
        let scenarios: Vec<_> = names.iter().map(|n| Scenario::embedded(n).expect(n)).collect();
        let results = fly_all(&scenarios);
        let flights = Flights::new(&scenarios, &results);
        (scenarios, results, flights)
    })
}

/// Every flight reaches contact, at every port, within the limits of the docking mechanism:
/// 0.10–0.35 m/s closing, 0.1 m/s lateral, 0.34 m off the axis [OL quoting SoyCOM].
#[test]
fn contact_is_within_the_limits_of_the_mechanism_at_every_port() {
    let (_, results, flights) = flown();
    assert!(flights.failed.is_empty(), "{:?}", flights.failed);
    for flight in results.iter().flatten() {
        let (name, c) = (&flight.log.scenario.name, flight.log.contact);
        assert!((0.10..=0.35).contains(&c.closing_speed), "{name}: {} m/s", c.closing_speed);
        assert!(c.lateral_speed < 0.1, "{name}: {} m/s across", c.lateral_speed);
        assert!(c.lateral_offset < 0.34, "{name}: {} m off", c.lateral_offset);
    }
}

/// Required: 20 s if the element set is less than 3 days old. 20 s are 0.028° of plane, a tenth of
/// the angle between pad and plane at lift-off.
#[test]
fn lift_off_follows_from_the_element_set() {
    for row in flown().2.flights.iter().filter(|r| r.element_age_d.abs() < 3.0) {
        let residual = row.liftoff_residual_s.expect("a lift-off is predicted");
        assert!(residual.abs() < 20.0, "{}: {residual:+.1} s", row.flight);
    }
}

/// Published plans are given to the minute or as a range of one minute: 2.5 minutes are required.
/// TMA-19M was planned 17 minutes later than the rule says, close to the end of light: the known
/// exception, whose error is asserted.
#[test]
fn planned_docking_meets_the_published_plan_with_one_known_exception() {
    for row in &flown().2.flights {
        let residual = row.planned_residual_s.expect("a plan was published");
        if row.flight == "Soyuz TMA-19M" {
            assert_eq!(row.constraint, DockingConstraint::Natural);
            assert!((residual + 16.6 * 60.0).abs() < 60.0, "TMA-19M: {residual:+.0} s");
            let planned = row.planned_published_met_s.unwrap();
            let [from, to] = row.interval_met_s;
            assert!((from..to).contains(&planned), "TMA-19M's plan is outside {from}..{to} s");
        } else {
            assert!(residual.abs() < 150.0, "{}: {residual:+.0} s", row.flight);
        }
    }
}

/// Contact of flights flown nominally: median error under 3 minutes required, and each inside its
/// interval.
#[test]
fn contact_agrees_and_lies_in_its_interval() {
    let flights = &flown().2;
    let contact = flights.contact.as_ref().expect("some flight went to plan and set no number");
    assert_eq!(contact.count, 2);
    assert!(contact.median_s < 180.0, "median {} s", contact.median_s);
    for row in &flights.flights {
        assert_ne!(row.contact_inside_interval, Some(false), "{}", row.flight);
        let [from, to] = row.interval_met_s;
        assert!((from..to).contains(&row.contact_predicted_met_s), "{}", row.flight);
    }
}

/// Narrow where light sets the docking, wide where the planners had a choice.
#[test]
fn intervals_are_narrow_where_light_sets_the_docking() {
    for row in &flown().2.flights {
        let width = (row.interval_met_s[1] - row.interval_met_s[0]) / 60.0;
        match row.constraint {
            DockingConstraint::Natural => assert!(width > 20.0, "{}: {width} min", row.flight),
            _ => assert!(width < 10.5, "{}: {width} min", row.flight),
        }
    }
}

/// Two element sets of TMA-13M, 4.6 days before and 2.6 days after lift-off, differ by 0.53° along
/// the orbit, which is 8 s of light. The docking times from them must differ by about as much; the
/// sets also differ in period.
#[test]
fn docking_from_a_later_element_set_differs_as_its_warning_says() {
    let early = Scenario::embedded("tma-13m").unwrap();
    let mut late = early.clone();
    late.station.tle = [
        "1 25544U 98067A   14151.47661569  .00003929  00000-0  75409-4 0  3958".into(),
        "2 25544  51.6473 182.4298 0004138  53.2082  30.6877 15.50535211888731".into(),
    ];
    let before = &flown().1[2].as_ref().expect("TMA-13M flies").log;
    let after = run(&late, &mut |_| ()).unwrap();
    let shift = (after.docking.planned - before.docking.planned).abs();
    assert!((5.0..15.0).contains(&shift), "docking moves by {shift} s");
    assert!(after.start.element_age < 0.0);
    let warning = warnings::element_age(after.start.element_age).expect("a hindcast has a warning");
    assert!(warning.contains("hindcast"), "{warning}");
    assert!(warnings::element_age(before.start.element_age).unwrap().contains("4.6 days old"));
}

/// The table has a row for every flight, in order; every CSV row has as many cells as the header.
#[test]
fn tables_list_every_flight_in_order() {
    let (scenarios, _, flights) = flown();
    let csv = flights.to_csv();
    let heads = csv.lines().next().unwrap().split(',').count();
    assert_eq!(csv.lines().count(), scenarios.len() + 1);
    for (line, scenario) in csv.lines().skip(1).zip(scenarios) {
        assert!(line.starts_with(&scenario.name), "{line}");
        assert_eq!(line.split(',').count(), heads, "{line}");
    }
    let json: serde_json::Value = serde_json::from_str(&flights.to_json()).unwrap();
    assert_eq!(json["flights"].as_array().unwrap().len(), scenarios.len());
}

/// An element set much older than the scheme allows is refused with its age and the limits.
#[test]
fn too_old_an_element_set_is_refused_with_its_age() {
    let mut scenario = Scenario::embedded("tma-13m").unwrap();
    scenario.liftoff_utc = "2014-06-28T19:57:41Z".into();
    let error = run(&scenario, &mut |_| ()).unwrap_err();
    assert!(error.is_input());
    let days = 35.577;
    match error {
        MissionError::ElementAge { age_days, .. } => {
            assert!((age_days - days).abs() < 0.01, "{age_days} d");
        }
        other => panic!("{other}"),
    }
}

/// The daily lift-offs from the set of 2013-11-06. That of 7 November is the flown one within 20 s
/// (04:14:15), and alone in the four-orbit window among its neighbours. Each day lift-off is about
/// 24 minutes earlier: while the Earth turns by 361° a day, the plane regresses by 5°, so the pad
/// is back in it after (360 − 5)/361 of a day.
#[test]
fn window_lists_the_flown_lift_off_and_its_schemes() {
    let scenario = Scenario::embedded("tma-11m").unwrap();
    let from = parse_utc("2013-11-06T00:00:00Z").unwrap();
    let found = opportunities(&scenario, from, 3.0).unwrap();
    assert_eq!(found.len(), 3);
    let flown = parse_utc("2013-11-07T04:14:15.290Z").unwrap();
    let [before, day, after] = &found[..] else { unreachable!() };
    let off = seconds_between(flown, day.lift_off);
    assert!(off.abs() < 20.0, "{off:+.1} s");
    let schemes = |o: &Opportunity| o.ways.iter().map(|w| w.scheme).collect::<Vec<_>>();
    assert_eq!(schemes(day), [Scheme::FourOrbit]);
    let way = &day.ways[0];
    assert!(way.planned);
    assert_eq!(way.docking.constraint, DockingConstraint::Sunrise);
    // Published plan 10:31 to 10:32.
    let planned = way.lift_off + Duration::from_seconds(way.docking.planned);
    let late = seconds_between(parse_utc("2013-11-07T10:31:30Z").unwrap(), planned);
    assert!(late.abs() < 150.0, "{late:+.0} s");
    // 15.5 revolutions a day change the phase by about 90°, so the neighbouring days fit no scheme
    // or two days.
    assert_eq!(schemes(before), [Scheme::TwoDay]);
    assert!(schemes(after).is_empty());
    // The lift-off for two days is later than the in-plane one.
    let earlier = DAY - seconds_between(day.lift_off, after.lift_off);
    assert!((22.0 * 60.0..25.5 * 60.0).contains(&earlier), "{earlier} s earlier each day");
    let two_days = seconds_between(before.lift_off, day.lift_off) - (DAY - earlier);
    assert!((-360.0..-60.0).contains(&two_days), "two-day lift-off {two_days:+.0} s from in-plane");
}

/// A lift-off is listed if the list starts just before it, and not if it starts just after it: the
/// cut is at the lift-off itself, not at the first guess, which is about 20 s off.
#[test]
fn window_ends_are_exact() {
    let scenario = Scenario::embedded("tma-11m").unwrap();
    let listed = |from: Epoch| opportunities(&scenario, from, 0.5).unwrap();
    let at = listed(parse_utc("2013-11-06T22:00:00Z").unwrap())[0].lift_off;
    let by = |s: f64| at + Duration::from_seconds(s);
    let again = listed(by(-0.5))[0].lift_off;
    assert!(seconds_between(at, again).abs() < 0.1, "{again}");
    assert!(listed(by(0.5)).is_empty());
    assert!(listed(by(-0.5 * DAY - 0.5)).is_empty());
    assert_eq!(listed(by(-0.5 * DAY + 0.5)).len(), 1);
}

/// An element set is valid for ten days. Later opportunities are listed with that reason, and those
/// before them are unaffected; if none can be judged, the answer is an error.
#[test]
fn opportunities_beyond_the_element_set_do_not_hide_others() {
    let scenario = Scenario::embedded("tma-11m").unwrap();
    let from = parse_utc("2013-11-14T12:00:00Z").unwrap();
    let found = opportunities(&scenario, from, 4.0).unwrap();
    let known: Vec<bool> = found.iter().map(|o| o.phase.is_some()).collect();
    assert_eq!(known, [true, true, false, false]);
    for o in &found[2..] {
        assert!(o.ways.is_empty() && o.failures.len() == 1 && o.failures[0].scheme.is_none());
    }
    let window = Window::new(&scenario, from, 4.0, &found);
    let (table, json) = (window.to_text(), window.to_json());
    for output in [&table, &json] {
        for says in ["its epoch is 10.5 days before lift-off", "2013-11-16", "2013-11-17"] {
            assert!(output.contains(says), "no \"{says}\" in {output}");
        }
    }
    let figure = plot::window_files(&window, &found).unwrap();
    let (_, svg) = figure.iter().find(|(name, _)| name.ends_with(".svg")).unwrap();
    assert!(String::from_utf8_lossy(svg).contains("phase unknown (2)"));
    let error = opportunities(&scenario, parse_utc("2013-11-18T00:00:00Z").unwrap(), 2.0);
    assert!(matches!(error, Err(MissionError::ElementAge { .. })), "{error:?}");
}

/// Every scheme the list offers can be flown from its lift-off, and no other, whether inside the
/// phase window or up to two degrees outside it. Eight days around a recent set.
#[test]
fn window_and_flight_agree_on_the_scheme() {
    let scenario = Scenario::embedded("tma-11m").unwrap();
    let from = parse_utc("2013-11-05T00:00:00Z").unwrap();
    let found = opportunities(&scenario, from, 8.0).unwrap();
    let mut flown = 0;
    for o in &found {
        for way in &o.ways {
            let liftoff_utc = format_utc(way.lift_off, 3);
            let asked = Scenario { liftoff_utc, scheme: Some(way.scheme), ..scenario.clone() };
            let plan = plan(&asked).unwrap_or_else(|e| panic!("{}: {e}", asked.liftoff_utc));
            assert_eq!(plan.choice.begun, way.scheme);
            assert!((plan.docking.planned - way.docking.planned).abs() < 1.0);
            flown += 1;
        }
        if o.ways.is_empty() {
            let there = Scenario { liftoff_utc: format_utc(o.lift_off, 3), ..scenario.clone() };
            match (plan(&there), o.by_reboost) {
                (Ok(plan), Some(moved)) => {
                    assert!((plan.moved - moved).abs() < 0.1_f64.to_radians())
                }
                (Err(MissionError::OutOfPhase { .. }), None) => {}
                other => panic!("{}: {other:?}", there.liftoff_utc),
            }
        }
    }
    assert!(flown >= 3 && found.iter().any(|o| o.by_reboost.is_some()), "{flown}");
}

/// Zero days, or more than one element set can serve, are refused before any computation.
#[test]
fn windows_longer_than_an_element_set_serves_are_refused() {
    let scenario = Scenario::embedded("tma-11m").unwrap();
    let from = parse_utc("2013-11-05T00:00:00Z").unwrap();
    for days in [0.0, -1.0, 18.1, f64::INFINITY, f64::NAN] {
        let error = opportunities(&scenario, from, days).unwrap_err();
        assert!(matches!(error, MissionError::Days { most: 18.0, .. }), "{days}: {error}");
    }
}

/// TMA-12M and TMA-19M are each in two scenarios. Both share one lift-off; the plans of TMA-12M are
/// two (four orbits, and two days after its failure).
#[test]
fn flights_in_two_scenarios_count_once() {
    let names = ["tma-12m", "tma-12m-dv3-skipped", "tma-19m", "tma-19m-given-plan"];
    let scenarios: Vec<_> = names.iter().map(|n| Scenario::embedded(n).expect(n)).collect();
    let flights = Flights::new(&scenarios, &fly_all(&scenarios));
    assert_eq!(flights.flights.len(), 4);
    let count = |spread: &Option<Spread>| spread.as_ref().map(|s| s.count);
    // The lift-off of TMA-12M and its two-day plan set numbers of the model, which leaves one of
    // two and two of three.
    assert_eq!(count(&flights.liftoff), Some(1));
    assert_eq!(count(&flights.planned_docking), Some(2));
    assert_eq!(count(&flights.contact), None);
    let fitted = |name: &str| {
        let row = flights.flights.iter().find(|r| r.flight == name).unwrap();
        (row.liftoff_fitted, row.docking_fitted)
    };
    assert_eq!(fitted("Soyuz TMA-12M"), (true, false));
    assert_eq!(fitted("Soyuz TMA-12M, DV3 skipped"), (true, true));
    assert_eq!(fitted("Soyuz TMA-19M"), (false, false));
    // Two of the names contain a comma.
    let csv = flights.to_csv();
    assert!(csv.contains("\n\"Soyuz TMA-12M, DV3 skipped\",poisk,"), "{csv}");
}

/// TMA-13M docked as planned. If it loses a burn, its contact says nothing about the error of the
/// prediction; without DV3 it takes two days, with which no plan of the real flight can be
/// compared.
#[test]
fn failures_the_real_flight_did_not_have_are_not_compared() {
    for (burn, two_days) in [(BurnName::Imp1, false), (BurnName::Dv3, true)] {
        let mut scenario = Scenario::embedded("tma-13m").unwrap();
        scenario.faults.skip_burn = Some(burn);
        let results = fly_all(std::slice::from_ref(&scenario));
        let log = &results[0].as_ref().unwrap().log;
        assert_eq!(log.took_two_days(), two_days, "{burn}");
        let flights = Flights::new(&[scenario], &results);
        let row = &flights.flights[0];
        assert!(row.contact_flown_met_s.is_some() && row.contact_residual_s.is_none(), "{burn}");
        assert_eq!(row.planned_residual_s.is_none(), two_days, "{burn}");
        let compared = compare(&Series::new(log).unwrap());
        let planned = compared.iter().any(|c| c.quantity == "planned docking");
        assert_eq!(planned, !two_days, "{burn}");
        assert!(compared.iter().any(|c| c.quantity == "spacecraft separation"), "{burn}");
    }
}

/// A window that includes zero accepts phases on both sides of it.
#[test]
fn scheme_windows_wrap_around() {
    let degree = std::f64::consts::PI / 180.0;
    for (scheme, inside, outside) in [
        (Scheme::TwoDay, [241.0, 359.0, 0.0, 29.0], [31.0, 100.0, 239.0, 200.0]),
        (Scheme::FourOrbit, [18.5, 25.0, 30.0, 39.5], [17.0, 41.0, 200.0, 359.0]),
        (Scheme::TwoOrbit, [10.5, 12.0, 14.0, 15.5], [9.0, 17.0, 180.0, 359.0]),
    ] {
        for phase in inside {
            assert!(scheme.allows(phase * degree), "{scheme:?} at {phase}°");
            assert!(scheme.allows((phase - 360.0) * degree), "{scheme:?} at {phase}° - 360°");
        }
        for phase in outside {
            assert!(!scheme.allows(phase * degree), "{scheme:?} at {phase}°");
        }
    }
}

/// TMA-19M's burns [OL quoting Spaceflight Now, second-hand], with its planned docking given. The
/// burn times of the scheme were read from this flight, so that they agree to 2 s only shows that
/// the flight follows the scheme. The sizes are computed; no number of the plan was fitted to them
/// except half of the arrival speed. Their sum is 5.0 m/s less than flown, which is just what was
/// required, and this difference is asserted. The four ground-computed burns in pairs, as loaded
/// before lift-off and as sent up later, and the six burns one by one, are closer than a plan of
/// least delta-v alone would be (42 + 32 m/s in pairs, 6.2 m/s RMS over the six burns).
#[test]
fn tma_19m_burns_compared_with_the_flown_ones() {
    let scenario = Scenario::embedded("tma-19m-given-plan").unwrap();
    let log = run(&scenario, &mut |_| ()).unwrap();
    assert_eq!(log.docking.constraint, DockingConstraint::Given);
    let real = flown::flight(&log).expect("TMA-19M is in `flown`");
    assert_eq!(real.burns.len(), 9);
    let (mut ours, mut theirs, mut squares) = (0.0, 0.0, 0.0);
    let (mut pairs, mut flown_pairs) = ([0.0; 2], [0.0; 2]);
    for fact in real.burns {
        let burn = log.burns.iter().find(|b| b.name == fact.name).expect("it burns");
        ours += burn.delta_v;
        theirs += fact.delta_v;
        let Some(centre) = fact.centre else { continue };
        squares += (burn.delta_v - fact.delta_v).powi(2);
        let ground = BurnName::ground(Scheme::FourOrbit);
        if let Some(place) = ground.iter().position(|burn| *burn == fact.name) {
            let pair = place / 2;
            pairs[pair] += burn.delta_v;
            flown_pairs[pair] += fact.delta_v;
        }
        let off = burn.ignition + 0.5 * burn.duration - centre;
        assert!(off.abs() < 2.0, "{}: {off:+.1} s", fact.name);
    }
    assert!((theirs - 114.47_f64).abs() < 0.005, "{theirs} m/s flown");
    let difference: f64 = ours - theirs;
    assert!((difference + 5.0).abs() < 0.7, "sum differs by {difference:+.2} m/s");
    for (pair, flown) in pairs.iter().zip(flown_pairs) {
        assert!((pair - flown).abs() < 7.0, "a pair takes {pair:.1} m/s, {flown:.1} flown");
    }
    let rms = (squares / 6.0).sqrt();
    assert!(rms < 4.0, "six burns differ by {rms:.1} m/s RMS");
}

fn with_faults(name: &str, set: impl FnOnce(&mut Faults)) -> MissionLog {
    let mut scenario = Scenario::embedded(name).unwrap();
    set(&mut scenario.faults);
    run(&scenario, &mut |_| ()).unwrap_or_else(|e| panic!("{name}: {e}"))
}

/// TMA-19M lost its radar at about 20 m, withdrew to about 100 m and docked manually 9 to 10
/// minutes late (17:33:29 against 17:23 to 17:24).
#[test]
fn radar_failure_near_the_port_costs_about_ten_minutes() {
    let smooth = with_faults("tma-19m-given-plan", |_| ());
    let failed = with_faults("tma-19m-given-plan", |f| f.kurs_failure_m = Some(20.0));
    let late = failed.contact.t - smooth.contact.t;
    assert!((300.0..1200.0).contains(&late), "{late} s later");
    assert!(failed.events.iter().any(|e| e.kind.to_string() == "radar fails"));
    assert!((0.06..=0.15).contains(&failed.contact.closing_speed));
}
