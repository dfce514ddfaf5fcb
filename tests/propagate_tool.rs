//! `soyuz propagate`: the example runs, what is written, and how a run fails.
//!
//! `tests/propagate_case.rs` tests the contents of a case, `tests/propagate_truth.rs` compares
//! results with other programs. Truth here: the rocket equation, SGP4, and the case itself.

#[path = "common/case.rs"]
mod case;

use case::{SMALL, small_with};
use soyuz_rendezvous::case::input::Initial;
use soyuz_rendezvous::case::{Case, EXAMPLE, Format};
use soyuz_rendezvous::environment::EarthOrientationTable;
use soyuz_rendezvous::output::oem;
use soyuz_rendezvous::target::ElementSet;
use soyuz_rendezvous::time::seconds_between;
use std::fs;
use std::path::Path;

fn soyuz(folder: &Path) -> assert_cmd::Command {
    let mut command = assert_cmd::Command::cargo_bin("soyuz").expect("the program is built");
    command.current_dir(folder).arg("propagate");
    command
}

/// The example with parts of its text replaced.
fn example_with(changes: &[(&str, &str)]) -> String {
    changes.iter().fold(EXAMPLE.to_owned(), |text, (from, to)| {
        assert!(text.contains(from), "the example has no {from}");
        text.replacen(from, to, 1)
    })
}

/// The printed example runs with every output format, and no other files are left behind.
#[test]
fn example_runs_and_its_files_can_be_read() {
    let folder = tempfile::tempdir().unwrap();
    let printed = soyuz(folder.path()).arg("--example").output().unwrap();
    assert_eq!(String::from_utf8(printed.stdout).unwrap(), EXAMPLE);
    // Shorter and with fewer coefficients, to keep the test fast.
    let text = example_with(&[
        ("duration_s = 86400.0", "duration_s = 7000.0"),
        ("degree = 70\norder = 70", "degree = 8\norder = 8"),
        ("start_s = 43200.0", "start_s = 1000.0"),
    ]);
    fs::write(folder.path().join("case.toml"), text).unwrap();
    for name in ["a.oem", "a.csv", "a.json"] {
        let events = if name == "a.json" { "e.json" } else { "e.csv" };
        soyuz(folder.path()).args(["case.toml", "-o", name, "--events", events]).assert().success();
        let form = name.trim_start_matches("a.");
        let printed = soyuz(folder.path()).args(["case.toml", "--format", form]).output().unwrap();
        assert_eq!(printed.stdout, fs::read(folder.path().join(name)).unwrap(), "{name}");
    }
    let mut names: Vec<String> = fs::read_dir(folder.path())
        .unwrap()
        .map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned())
        .collect();
    names.sort();
    assert_eq!(names, ["a.csv", "a.json", "a.oem", "case.toml", "e.csv", "e.json"]);

    let read = |name: &str| fs::read_to_string(folder.path().join(name)).unwrap();
    let segments = oem::parse(&read("a.oem")).unwrap();
    assert_eq!(segments.len(), 3, "not coast, burn, coast");
    let json: serde_json::Value = serde_json::from_str(&read("a.json")).unwrap();
    let states = json["states"].as_array().unwrap();
    // Every minute and the end: 0, 60, … 6960, 7000 s.
    assert_eq!(states.len(), 118);
    assert_eq!(read("a.csv").lines().count(), 119);
    // Flow = F/(Isp g0) = 3000/(300 × 9.80665) kg/s for 120 s.
    let mass = 420_000.0 - 120.0 * 3000.0 / (300.0 * 9.806_65);
    assert!((json["final_mass_kg"].as_f64().unwrap() - mass).abs() < 1e-9);
    // JSON carries all digits, OEM ends at a micrometre: they differ by half of it at most.
    let (epoch, r, _) = segments[2].states.last().unwrap();
    let (first, ..) = segments[0].states[0];
    assert_eq!(seconds_between(first, *epoch), 7000.0);
    for axis in 0..3 {
        let exact = states[117]["position_km"][axis].as_f64().unwrap() * 1e3;
        assert!((r[axis] - exact).abs() < 0.51e-6, "{} m", r[axis] - exact);
    }
    let events = read("e.csv");
    for word in ["ascending node", "umbra entry", "rise,Baikonur"] {
        assert!(events.contains(word), "no {word} in\n{events}");
    }
}

/// Without a file name, states go to standard output, by default as CSV, and the summary to
/// standard error.
#[test]
fn states_go_to_standard_output() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("case.toml"), SMALL).unwrap();
    let output = soyuz(folder.path()).arg("case.toml").output().unwrap();
    assert!(output.status.success());
    let text = String::from_utf8(output.stdout).unwrap();
    assert!(text.starts_with("t_s,utc,x_gcrf_km,"), "{text}");
    assert_eq!(text.lines().count(), 102);
    assert!(String::from_utf8(output.stderr).unwrap().contains("mass 1000.000000 kg"));
}

/// Exit code 2 for invalid input, 1 for a run that failed; neither leaves a file.
#[test]
fn failures_have_their_exit_code_and_leave_no_files() {
    let folder = tempfile::tempdir().unwrap();
    let case = |name: &str, text: &str| fs::write(folder.path().join(name), text).unwrap();
    case("good.toml", SMALL);
    case("bad.toml", &SMALL.replacen("duration_s", "durration_s", 1));
    // Straight down from 500 km.
    let falls = SMALL.replacen("[3.545031, -6.786106, 0.357661]", "[0.1, 0.1, 0.0]", 1);
    case("falls.toml", &falls);
    case("under.toml", &SMALL.replacen("-3848.909", "0.0", 1));
    for (args, code, part) in [
        (vec!["missing.toml", "-o", "x.csv"], 2, "cannot read case file missing.toml"),
        (vec!["bad.toml", "-o", "x.csv"], 2, "line 2, column 1"),
        (vec!["good.toml", "-o", "x.txt"], 2, "must end in .oem, .kvn, .csv or .json"),
        (vec!["good.toml", "-o", "x.dat"], 2, "must end in"),
        (vec!["good.toml", "-o", "."], 2, "--output"),
        (vec!["good.toml", "-o", "good.toml/x.csv"], 2, "good.toml"),
        (vec!["good.toml", "--events", "x.oem"], 2, "must end in .csv, .json or .txt"),
        (vec!["under.toml", "-o", "x.csv"], 2, "under.toml: `initial` ="),
        (vec!["falls.toml", "-o", "x.csv"], 1, "the orbit meets the Earth"),
    ] {
        let output = soyuz(folder.path()).args(&args).output().unwrap();
        let message = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(code), "{args:?}: {message}");
        assert!(message.contains(part), "{args:?}: {message}");
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 4, "{args:?} left a file");
    }
}

/// 0.1 + 0.7 is one unit in the last place less than 0.8, so the two burns are separated by a coast
/// of that length.
#[test]
fn consecutive_burns_may_be_one_rounding_apart() {
    let burns = "[[burns]]\nstart_s = 0.1\nduration_s = 0.7\naxes = \"tnw\"\nthrust_n = 1.0\n\
                 direction = [1.0, 0.0, 0.0]\n\
                 [[burns]]\nstart_s = 0.8\naxes = \"tnw\"\ndelta_v_m_s = [1.0, 0.0, 0.0]\n[integrator]";
    let solution = small_with("[integrator]", burns).unwrap().run().unwrap();
    let coast = Case::parse(SMALL, "case.toml").unwrap().run().unwrap();
    assert_eq!(solution.burns.len(), 2);
    // One newton for 0.7 s, then 1 m/s along the velocity, which turns by 1.1e-4 rad until 0.9 s.
    let thrust = 0.7 / solution.burns[0].mass_before;
    for (t, gained) in [(0.1 + 0.7, thrust), (0.9, thrust + 1.0)] {
        let ((at, _), (coasting, _)) = (solution.at(t), coast.at(t));
        let excess = at.v - coasting.v.normalize() * (coasting.v.norm() + gained);
        assert!(excess.norm() < 2e-4, "{excess} m/s too much after {t} s");
        assert!((at.r - coasting.r).norm() < 0.11, "{} after {t} s", at.r - coasting.r);
    }
}

/// With an impulse at the end, every format ends with the velocity and mass after it. 100 m/s at
/// Isp 300 s leave exp(−100/(300 × 9.80665)) of 1000 kg.
#[test]
fn an_impulse_at_the_end_is_written() {
    let burn = "[[burns]]\nstart_s = 6000.0\naxes = \"tnw\"\ndelta_v_m_s = [100.0, 0.0, 0.0]\n\
                isp_s = 300.0\n[integrator]";
    let mass = 1000.0 * (-100.0 / (300.0 * 9.806_65_f64)).exp();
    let coast = small_with("[integrator]", "[integrator]").unwrap().run().unwrap();
    // Files round times to the microsecond; an end between two of them is still the end.
    for second in ["15.290", "15.2900003", "15.2900007"] {
        let run = |burn: &str| {
            let case = small_with("[integrator]", burn).unwrap();
            let epoch = format!("2013-11-07T04:14:{second}");
            let case = Case { initial: Initial { epoch: Some(epoch), ..case.initial }, ..case };
            case.run().unwrap()
        };
        let solution = run(burn);
        let gained = solution.end.v.norm() - coast.end.v.norm();
        assert!((gained - 100.0).abs() < 1e-9, "{gained} m/s");
        let text = solution.states(Format::Oem).unwrap();
        let segments = oem::parse(&text).unwrap();
        assert_eq!(segments.len(), 2);
        let (before, after) = (segments[0].states.last().unwrap(), &segments[1].states[0]);
        assert_eq!(before.0, after.0);
        // Half the last digit printed, and half a microsecond at 8.7 m/s².
        let [lost, left] = [before.2 - coast.end.v, after.2 - solution.end.v].map(|d| d.amax());
        assert!(lost < 5e-6 && left < 5e-6, "{second}: {lost} m/s, {left} m/s");
        assert!((before.1 - after.1).amax() < 1e-4, "{second}: {} m", before.1 - after.1);
        assert!(text.contains(&format!("COMMENT after burn 1, mass {mass:.6} kg")), "{text}");
        let csv = solution.states(Format::Csv).unwrap();
        let row: Vec<&str> = csv.lines().last().unwrap().split(',').collect();
        assert_eq!(row[8], format!("{mass:.6}"), "{second}");
        assert_eq!(&row[5..8], velocity(&text), "{second}");
        // The same before the end, at a time that is written: minute 50, after the header and
        // minute 0.
        let csv = run(&burn.replacen("6000.0", "3000.0", 1)).states(Format::Csv).unwrap();
        let row: Vec<&str> = csv.lines().nth(51).unwrap().split(',').collect();
        assert_eq!((row[0], row[8]), ("3000.000000", &*format!("{mass:.6}")), "{second}");
    }
}

/// The last velocity of an OEM as written.
fn velocity(oem: &str) -> Vec<&str> {
    oem.lines().last().unwrap().split(' ').skip(4).collect()
}

/// Every format names the forces that acted, with their numbers, and those left out: a file of
/// states says so nowhere else.
#[test]
fn every_force_is_named() {
    let text = example_with(&[
        ("duration_s = 86400.0", "duration_s = 60.0"),
        ("degree = 70\norder = 70", "degree = 2\norder = 0"),
        ("start_s = 43200.0", "start_s = 0.0"),
        ("duration_s = 120.0", "duration_s = 1.0"),
        ("# density_factor = 1.0", "density_factor = 1.5"),
    ]);
    let all = Case::parse(&text, "case.toml").unwrap().run().unwrap();
    let gm = "\"point_mass\"\ngm_km3_s2 = 398600.4418";
    let bare = small_with("\"point_mass\"", gm).unwrap().run().unwrap();
    for (solution, words) in [
        (
            &all,
            &[
                "Sun (GM 13271244",
                "Moon (GM 4902.80",
                "sunlight (4.56e-6 N/m2 at one au, shadow of a sphere of 6378.137 km)",
                "solid tides, relativity",
                "density times 1.5",
                "420000 kg, drag area 1500 m2 with cd 2.2, area in sunlight 2500 m2 with cr 1.3",
            ][..],
        ),
        (
            &bare,
            &[
                "gravity: point mass, GM 398600.4418 km3/s2",
                "left out: drag, Sun, Moon, sunlight, solid tides, relativity",
            ],
        ),
    ] {
        for text in [
            solution.summary(),
            solution.states(Format::Oem).unwrap(),
            solution.states(Format::Json).unwrap(),
        ] {
            for word in words {
                assert!(text.contains(word), "no {word} in\n{text}");
            }
        }
    }
    assert!(!bare.summary().contains("further forces") && !all.summary().contains("left out"));
}

/// Forward and back returns to the start under every smooth force. The tolerance of 8e-7 m per step
/// (1e-13 of 7e6 m, and 1e-7 m) over 300 steps is 0.24 mm; 1 mm is allowed.
#[test]
fn backward_propagation_returns_to_the_start() {
    let text = SMALL.replacen("relative_tolerance = 1e-12", "", 1).replacen(
        "model = \"point_mass\"",
        "degree = 8\n[forces.atmosphere]\nmodel = \"harris_priester\"\n[vehicle]\ndrag_area_m2 = 10.0",
        1,
    );
    let forward = Case::parse(&text, "case.toml").unwrap().run().unwrap();
    let (r, v) = (forward.end.r / 1e3, forward.end.v / 1e3);
    let back = text
        .replacen("duration_s = 6000.0", "duration_s = -6000.0", 1)
        .replacen("04:14:15.290", "05:54:15.290", 1)
        .replacen("[-3848.909, -1729.266, 5316.501]", &format!("{:?}", [r.x, r.y, r.z]), 1)
        .replacen("[3.545031, -6.786106, 0.357661]", &format!("{:?}", [v.x, v.y, v.z]), 1);
    let back = Case::parse(&back, "case.toml").unwrap().run().unwrap();
    let error = (back.end.r - forward.at(0.0).0.r).norm();
    assert!(error < 1e-3, "{error} m");
    let written = back.states(Format::Csv).unwrap();
    let times: Vec<f64> =
        written.lines().skip(1).map(|l| l.split(',').next().unwrap().parse().unwrap()).collect();
    assert_eq!((times[0], times[times.len() - 1]), (-6000.0, 0.0));
    assert!(times.windows(2).all(|pair| pair[0] < pair[1]), "not in order of time");
}

/// A range gate around an object given by its element set is crossed where SGP4 and the propagated
/// state are that far apart; events can be written as a table.
#[test]
fn range_gates_and_altitudes() {
    let text = example_with(&[
        ("duration_s = 86400.0", "duration_s = 20000.0"),
        ("degree = 70\norder = 70", "degree = 8\norder = 8"),
        ("start_s = 43200.0", "start_s = 1000.0"),
        ("# altitudes_km = [420.0]", "altitudes_km = [425.0]"),
    ]) + "[[events.range_gates]]\nname = \"old self\"\nrange_km = 2.0\ntle = [\n\
           \"1 25544U 98067A   13310.51629608  .00016717  00000-0  10270-3 0  9002\",\n\
           \"2 25544  51.6440 123.1754 0001219 117.1504 242.9771 15.49860824 16788\"]\n";
    let case = Case::parse(&text, "case.toml").unwrap();
    let tle = case.initial.tle.clone().unwrap();
    let solution = case.run().unwrap();
    let station = ElementSet::from_tle(None, &tle[0], &tle[1]).unwrap();
    let gates: Vec<_> =
        solution.occurrences.iter().filter(|o| o.of == "2 km of old self").collect();
    assert_eq!(gates.first().map(|o| o.what.as_str()), Some("leaves range"));
    for gate in &gates {
        let at = gate.at.state(solution.epoch());
        let other = station.gcrf(at.epoch, EarthOrientationTable::embedded()).unwrap();
        // 1e-4 s at a few metres per second.
        let range = (at.r - other.r).norm();
        assert!((range - 2000.0).abs() < 1e-2, "{range} m");
    }
    let crossings = solution.occurrences.iter().filter(|o| o.of == "425 km").count();
    // About twice a revolution: the ellipsoid alone varies the altitude by 13 km, twice.
    assert!((4..=16).contains(&crossings), "{crossings}");
    let table = solution.events(Format::Text).unwrap();
    assert_eq!(table.lines().count(), solution.occurrences.len() + 2, "{table}");
    // Nodes, half of which lie a rounding south of the equator.
    assert!(table.contains(" 0.000 ") && !table.contains(" -0.000 "), "{table}");
    assert!(solution.events(Format::Oem).is_none() && solution.states(Format::Text).is_none());
}

/// A circular orbit around a point mass has neither perigee nor apogee, however its radius is
/// rounded; one of eccentricity 1e-6 has one of each in a revolution.
#[test]
fn circular_orbits_have_no_apsides() {
    let apsides = |eccentricity: &str| {
        let text = format!(
            "duration_s = 5828.0\n[initial]\nepoch = \"2013-11-07T04:14:15.290\"\nframe = \"GCRF\"\n\
             [initial.keplerian]\nsemi_major_axis_km = 7000.0\neccentricity = {eccentricity}\n\
             inclination_deg = 51.6\nraan_deg = 0.0\nargument_of_perigee_deg = 0.0\n\
             true_anomaly_deg = 90.0\n[forces.gravity]\nmodel = \"point_mass\"\n\
             [events]\napsides = true\n"
        );
        let solution = Case::parse(&text, "case.toml").unwrap().run().unwrap();
        solution.occurrences.into_iter().map(|o| o.what).collect::<Vec<_>>()
    };
    assert!(apsides("0.0").is_empty());
    assert_eq!(apsides("1e-6"), ["apogee", "perigee"]);
}

/// An event file for a case without events causes a warning; the first time, at the epoch of the
/// element set itself, is written without a sign.
#[test]
fn empty_event_files_and_time_zero() {
    let folder = tempfile::tempdir().unwrap();
    let run = |text: &str| {
        fs::write(folder.path().join("case.toml"), text).unwrap();
        let arguments = ["case.toml", "-q", "--events", "e.csv"];
        let output = soyuz(folder.path()).args(arguments).output().unwrap();
        assert!(output.status.success());
        [output.stdout, output.stderr].map(|bytes| String::from_utf8(bytes).unwrap())
    };
    let [_, warning] = run(SMALL);
    assert!(warning.starts_with("warning: --events: the case requests no events"), "{warning}");
    let text = "duration_s = 60.0\n[initial]\ntle = [\n\
                \"1 25544U 98067A   13310.51629608  .00016717  00000-0  10270-3 0  9002\",\n\
                \"2 25544  51.6440 123.1754 0001219 117.1504 242.9771 15.49860824 16788\",\n]\n\
                [forces.gravity]\nmodel = \"point_mass\"\n[events]\nnodes = true\n";
    let [states, nothing] = run(text);
    assert!(nothing.is_empty(), "{nothing}");
    assert!(states.lines().nth(1).unwrap().starts_with("0.000000,2013-11-06T"), "{states}");
}

/// An atmosphere without a drag area causes a warning that it has no effect, on standard error even
/// with `--quiet`.
#[test]
fn forces_without_effect_cause_a_warning() {
    let folder = tempfile::tempdir().unwrap();
    let text = format!("{SMALL}[forces.atmosphere]\nmodel = \"us76\"\n");
    fs::write(folder.path().join("case.toml"), &text).unwrap();
    let run = |arguments: &[&str]| {
        let output = soyuz(folder.path()).arg("case.toml").args(arguments).output().unwrap();
        assert!(output.status.success());
        [output.stdout, output.stderr].map(|bytes| String::from_utf8(bytes).unwrap())
    };
    let warning = "`forces.atmosphere` has no effect: `vehicle.drag_area_m2`";
    let [_, quiet] = run(&["-q"]);
    assert!(quiet.starts_with("warning: ") && quiet.contains(warning), "{quiet}");
    let [_, summary] = run(&[]);
    assert!(summary.contains(warning), "{summary}");
    run(&["-o", "x.json", "-q"]);
    let json = fs::read_to_string(folder.path().join("x.json")).unwrap();
    assert!(json.contains(warning), "{json}");
    let area = text.replacen("[forces", "[vehicle]\ndrag_area_m2 = 10.0\n[forces", 1);
    fs::write(folder.path().join("case.toml"), area).unwrap();
    assert_eq!(run(&["-q"])[1], "");
}
