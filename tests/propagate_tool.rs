//! `soyuz propagate`: what it refuses and how, what it writes, and that the example runs.
//!
//! Agreement with other programs is shown in `tests/propagate_truth.rs`.

use soyuz_rendezvous::case::input::Initial;
use soyuz_rendezvous::case::{Case, CaseError, EXAMPLE, Format};
use soyuz_rendezvous::environment::EarthOrientationTable;
use soyuz_rendezvous::output::oem;
use soyuz_rendezvous::target::ElementSet;
use soyuz_rendezvous::time::seconds_between;
use std::fs;
use std::path::Path;

/// A case with nothing but what is required: the point mass is not the default.
const SMALL: &str = r#"
duration_s = 6000.0
[initial]
epoch = "2013-11-07T04:14:15.290"
frame = "GCRF"
position_km = [-3848.909, -1729.266, 5316.501]
velocity_km_s = [3.545031, -6.786106, 0.357661]
[forces.gravity]
model = "point_mass"
[integrator]
relative_tolerance = 1e-12
"#;

fn soyuz(folder: &Path) -> assert_cmd::Command {
    let mut command = assert_cmd::Command::cargo_bin("soyuz").expect("the program is built");
    command.current_dir(folder).arg("propagate");
    command
}

fn small_with(from: &str, to: &str) -> Result<Case, CaseError> {
    assert!(SMALL.contains(from), "the case has no {from}");
    Case::parse(&SMALL.replacen(from, to, 1), "case.toml")
}

/// The example printed is a case that runs, in every form of output; nothing is left beside them.
#[test]
fn the_example_runs_and_its_files_read_back() {
    let folder = tempfile::tempdir().unwrap();
    let printed = soyuz(folder.path()).arg("--example").output().unwrap();
    assert_eq!(String::from_utf8(printed.stdout).unwrap(), EXAMPLE);
    // Shorter and with fewer coefficients, so that the test is quick.
    let text = EXAMPLE
        .replacen("duration_s = 86400.0", "duration_s = 7000.0", 1)
        .replacen("degree = 70\norder = 70", "degree = 8\norder = 8", 1)
        .replacen("start_s = 43200.0", "start_s = 1000.0", 1);
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
    assert_eq!(segments.len(), 3, "coast, burn, coast");
    let json: serde_json::Value = serde_json::from_str(&read("a.json")).unwrap();
    let states = json["states"].as_array().unwrap();
    // Every minute and the end: 0, 60, … 6960, 7000 s.
    assert_eq!(states.len(), 118);
    assert_eq!(read("a.csv").lines().count(), 119);
    // Flow = F/(Isp g0) = 3000/(300 × 9.80665) kg/s for 120 s.
    let mass = 420_000.0 - 120.0 * 3000.0 / (300.0 * 9.806_65);
    assert!((json["final_mass_kg"].as_f64().unwrap() - mass).abs() < 1e-9);
    // JSON carries all digits, OEM ends at a micrometre: half of it at most lies between them.
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

/// Without a file name the states go to the standard output, as CSV if not asked otherwise, the summary to the standard error.
#[test]
fn states_go_to_the_standard_output() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("case.toml"), SMALL).unwrap();
    let output = soyuz(folder.path()).arg("case.toml").output().unwrap();
    assert!(output.status.success());
    let text = String::from_utf8(output.stdout).unwrap();
    assert!(text.starts_with("t_s,utc,x_gcrf_km,"), "{text}");
    assert_eq!(text.lines().count(), 102);
    assert!(String::from_utf8(output.stderr).unwrap().contains("mass 1000.000000 kg"));
}

/// Exit code 2 for input at fault, 1 for a run that failed; no file appears either way.
#[test]
fn failures_have_their_exit_code_and_leave_nothing() {
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

/// Every refusal names the key, and says what is allowed.
#[test]
fn bad_values_are_refused_with_their_key() {
    for (from, to, parts) in [
        ("duration_s = 6000.0", "duration_s = 0.0", ["`duration_s` = 0", "must be 0.000001 s"]),
        (
            "duration_s = 6000.0",
            "duration_s = 1e-300",
            ["`duration_s` = 0.0000", "must be 0.000001 s"],
        ),
        ("duration_s = 6000.0", "duration_s = nan", ["`duration_s` = NaN", "finite"]),
        ("duration_s = 6000.0", "duration_s = inf", ["`duration_s` = inf", "finite"]),
        ("-3848.909,", "nan,", ["`initial.position_km`", "finite"]),
        ("1e-12", "0.0", ["`integrator.relative_tolerance` = 0", "above zero"]),
        ("1e-12", "-1e-9", ["`integrator.relative_tolerance`", "above zero"]),
        ("1e-12", "1e-17", ["`integrator.relative_tolerance`", "1e-15"]),
        ("1e-12", "1e-12\nmax_step_s = 1e-9", ["`integrator.max_step_s`", "steps"]),
        ("1e-12", "1e-12\nmax_step_s = 0.0", ["`integrator.max_step_s` = 0", "above zero"]),
        ("\"GCRF\"", "\"J2000\"", ["line 5", "J2000"]),
        ("frame = \"GCRF\"", "", ["`initial.frame`", "needs this key"]),
        ("04:14:15", "04:61:15", ["`initial.epoch`", "minute 61"]),
        (
            "04:14:15.290",
            "04:14:15+03:00",
            ["\"2013-11-07T04:14:15+03:00\" is not", "an offset is not taken"],
        ),
        ("2013-11", "1999-11", ["2000-01-01", "`none = true`"]),
        ("2013-11", "2150-11", ["`initial.epoch`", "1972 to 2099"]),
        ("[-3848.909,", "[-38.909,", ["`initial`", "below the ground"]),
        ("[-3848.909,", "[1e300,", ["`initial`", "within 1000000000 km"]),
        ("[3.545031,", "[4e5,", ["`initial` = 6.787e3 km away at 4.000e5 km/s", "light"]),
        (
            "[integrator]",
            "[forces.atmosphere]\nmodel = \"nrlmsise00\"\n\
             fixed = { f107 = 150.0, f107_average = 150.0, ap = 4000.0 }\n[integrator]",
            ["`forces.atmosphere.fixed.ap` = 4000", "0 to 400"],
        ),
        (
            "[integrator]",
            "[[burns]]\nstart_s = 10.0\naxes = \"tnw\"\nthrust_n = 100.0\n\
             direction = [1.0, 0.0, 0.0]\nduration_s = 1e-15\n[integrator]",
            ["`burns[1].duration_s`", "delta_v_m_s for an impulse"],
        ),
        ("\"point_mass\"", "\"point_mass\"\ndegree = 4", ["`forces.gravity.degree`", "no use"]),
        // Metres in place of kilometres.
        (
            "\"point_mass\"",
            "\"field\"\nradius_km = 6378136.3",
            ["`forces.gravity.radius_km` = 6378136.3", "within 1 % of 6378.1363"],
        ),
        (
            "\"point_mass\"",
            "\"point_mass\"\ngm_km3_s2 = 3.986e14",
            ["`forces.gravity.gm_km3_s2`", "within 1 % of 398600.4415"],
        ),
        (
            "[forces.gravity]",
            "[forces]\nsun = true\ngm_sun_km3_s2 = 1.327e20\n[forces.gravity]",
            ["`forces.gm_sun_km3_s2`", "within 1 % of 13271244"],
        ),
        ("\"point_mass\"", "\"field\"\ndegree = 71", ["degree 71", "<= 70"]),
        ("\"point_mass\"", "\"field\"\ndegree = 4\norder = 5", ["order 5", "order <= degree"]),
        ("\"point_mass\"", "\"field\"\nfile = \"no.gfc\"", ["no.gfc", "`forces.gravity`"]),
        (
            "\"point_mass\"",
            "\"field\"\ndegree = 4\npole = \"inertial\"",
            ["`forces.gravity.order` = 4", "must be 0"],
        ),
        (
            "[integrator]",
            "[forces.atmosphere]\nmodel = \"nrlmsise00\"\nweather_file = \"no.csv\"\n[integrator]",
            ["no.csv", "`forces.atmosphere`"],
        ),
        (
            "[integrator]",
            "[forces.atmosphere]\nmodel = \"exponential\"\n[integrator]",
            ["`forces.atmosphere.base_density_kg_m3`", "needs this key"],
        ),
        // Keys of NRLMSISE-00 under another model, and of its tables under fixed indices.
        (
            "[integrator]",
            "[forces.atmosphere]\nmodel = \"us76\"\nap = \"daily\"\n[integrator]",
            ["`forces.atmosphere.ap`", "this model has no use for this key"],
        ),
        (
            "[integrator]",
            "[forces.atmosphere]\nmodel = \"us76\"\nsolar_time = \"mean\"\n[integrator]",
            ["`forces.atmosphere.solar_time`", "this model has no use for this key"],
        ),
        (
            "[integrator]",
            "[forces.atmosphere]\nmodel = \"harris_priester\"\ndensity = \"table\"\n[integrator]",
            ["`forces.atmosphere.density`", "this model has no use for this key"],
        ),
        (
            "[integrator]",
            "[forces.atmosphere]\nmodel = \"nrlmsise00\"\nap = \"three_hourly\"\n\
             fixed = { f107 = 150.0, f107_average = 150.0, ap = 4.0 }\n[integrator]",
            ["`forces.atmosphere.ap`", "a fixed index has no use for this key"],
        ),
        (
            "[integrator]",
            "[earth_orientation]\nfile = \"no.txt\"\n[integrator]",
            ["`earth_orientation`", "no.txt"],
        ),
        ("[integrator]", "[vehicle]\nmass_kg = 0.0\n[integrator]", ["`vehicle.mass_kg`", "above"]),
        (
            "[integrator]",
            "[[burns]]\nstart_s = 9000.0\naxes = \"tnw\"\ndelta_v_m_s = [1.0, 0.0, 0.0]\n[integrator]",
            ["`burns[1].start_s` = 9000", "between 0 and"],
        ),
        (
            "[integrator]",
            "[[burns]]\nstart_s = 10.0\naxes = \"tnw\"\nthrust_n = 100.0\n\
             direction = [1.0, 0.0, 0.0]\nduration_s = 5000.0\nmass_flow_kg_s = 0.3\n[integrator]",
            ["`burns[1]`", "no mass left"],
        ),
        (
            "[integrator]",
            "[[burns]]\nstart_s = 10.0\naxes = \"tnw\"\nthrust_n = 100.0\n[integrator]",
            ["`burns[1].direction`", "needs this key"],
        ),
    ] {
        let message = small_with(from, to).and_then(|case| case.run()).map(|_| ()).expect_err(to);
        assert!(message.is_input(), "{to}: {message}");
        let message = message.to_string();
        for part in parts {
            assert!(message.contains(part), "{to}: {message}");
        }
    }
}

/// 0.1 + 0.7 is one unit in the last place short of 0.8: a coast of that length lies between the two burns.
#[test]
fn burns_may_follow_each_other_at_once() {
    let burns = "[[burns]]\nstart_s = 0.1\nduration_s = 0.7\naxes = \"tnw\"\nthrust_n = 1.0\n\
                 direction = [1.0, 0.0, 0.0]\n\
                 [[burns]]\nstart_s = 0.8\naxes = \"tnw\"\ndelta_v_m_s = [1.0, 0.0, 0.0]\n[integrator]";
    let solution = small_with("[integrator]", burns).unwrap().run().unwrap();
    assert_eq!(solution.burns.len(), 2);
    for t in [0.1 + 0.7, 0.8, 0.9] {
        let (at, _) = solution.at(t);
        let ahead = at.r - solution.at(0.0).0.r;
        assert!((ahead.norm() - at.v.norm() * t).abs() < 10.0, "{ahead} after {t} s");
    }
}

/// Of a coefficient file cut short the missing coefficient is named, of a broken one the line.
#[test]
fn a_gravity_file_cut_short_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let field = include_str!("../data/gravity/EGM2008_70.gfc");
    let path = folder.path().join("field.gfc");
    let case = |text: &str| {
        fs::write(&path, text).unwrap();
        let model = format!("\"field\"\nfile = {:?}\ndegree = 4", path.display().to_string());
        small_with("\"point_mass\"", &model).unwrap().run().map(|_| ())
    };
    case(field).unwrap();
    // In kilometres, which no format says.
    let gm = field.lines().find(|line| line.starts_with("earth_gravity_constant")).unwrap();
    let message = case(&field.replace(gm, "earth_gravity_constant 398600.4415")).unwrap_err();
    assert!(message.to_string().contains("in metres and seconds"), "{message}");
    // Coefficients that cannot be the Earth's: C20 without normalisation or with the other sign, and one
    // with the last digit of its exponent missing.
    let (c20, c43) = ("-0.000484165143790815", "9.90856766672321e-07");
    assert!(field.contains(c20) && field.contains(c43));
    for (from, to, place) in [
        (c20, "-0.00108263", "degree 2 and order 0"),
        (c20, "0.000484165143790815", "degree 2 and order 0"),
        (c43, "9.90856766672321e-0", "degree 4 and order 3"),
    ] {
        let message = case(&field.replacen(from, to, 1)).unwrap_err();
        assert!(message.is_input() && message.to_string().contains(place), "{message}");
    }
    let lines: Vec<&str> = field.lines().collect();
    let message = case(&lines[..lines.len() - 100].join("\n")).unwrap_err().to_string();
    assert!(message.contains("is missing"), "{message}");
    let half_a_line = &field[..field.len() - 30];
    let message = case(half_a_line).unwrap_err().to_string();
    assert!(message.contains(&format!("line {}", lines.len())), "{message}");
}

/// An impulse at the last instant: every form ends with the velocity and the mass after it. 100 m/s at 300 s
/// leave exp(−100/(300 × 9.80665)) of 1000 kg.
#[test]
fn an_impulse_at_the_end_is_written() {
    let burn = "[[burns]]\nstart_s = 6000.0\naxes = \"tnw\"\ndelta_v_m_s = [100.0, 0.0, 0.0]\n\
                isp_s = 300.0\n[integrator]";
    let mass = 1000.0 * (-100.0 / (300.0 * 9.806_65_f64)).exp();
    let coast = small_with("[integrator]", "[integrator]").unwrap().run().unwrap();
    // Files round instants to the microsecond; an end that lies between two of them is the end still.
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
        // Half the last digit written, and half a microsecond at 8.7 m/s².
        let [lost, left] = [before.2 - coast.end.v, after.2 - solution.end.v].map(|d| d.amax());
        assert!(lost < 5e-6 && left < 5e-6, "{second}: {lost} m/s, {left} m/s");
        assert!((before.1 - after.1).amax() < 1e-4, "{second}: {} m", before.1 - after.1);
        assert!(text.contains(&format!("COMMENT after burn 1, mass {mass:.6} kg")), "{text}");
        let csv = solution.states(Format::Csv).unwrap();
        let row: Vec<&str> = csv.lines().last().unwrap().split(',').collect();
        assert_eq!(row[8], format!("{mass:.6}"), "{second}");
        assert_eq!(&row[5..8], velocity(&text), "{second}");
        // And on the way, at an instant that is written: minute 50, after the line of names and minute 0.
        let csv = run(&burn.replacen("6000.0", "3000.0", 1)).states(Format::Csv).unwrap();
        let row: Vec<&str> = csv.lines().nth(51).unwrap().split(',').collect();
        assert_eq!((row[0], row[8]), ("3000.000000", &*format!("{mass:.6}")), "{second}");
    }
}

/// The last velocity of an OEM as written.
fn velocity(oem: &str) -> Vec<&str> {
    oem.lines().last().unwrap().split(' ').skip(4).collect()
}

/// What acted stands in every form, with its numbers, and what did not: of a file of states nobody else knows.
#[test]
fn every_force_is_named() {
    let text = EXAMPLE
        .replacen("duration_s = 86400.0", "duration_s = 60.0", 1)
        .replacen("degree = 70\norder = 70", "degree = 2\norder = 0", 1)
        .replacen("start_s = 43200.0", "start_s = 0.0", 1)
        .replacen("duration_s = 120.0", "duration_s = 1.0", 1)
        .replacen("# density_factor = 1.0", "density_factor = 1.5", 1);
    let all = Case::parse(&text, "case.toml").unwrap().run().unwrap();
    let bare = small_with("1e-12", "1e-12").unwrap().run().unwrap();
    for (solution, words) in [
        (
            &all,
            &[
                "Sun (GM 13271244",
                "Moon (GM 4902.80",
                "sunlight (0.00000456 N/m2 at one au, shadow of a sphere of 6378.137 km)",
                "solid tides, relativity",
                "density times 1.5",
                "420000 kg, drag area 1500 m2 with cd 2.2, area in sunlight 2500 m2 with cr 1.3",
            ][..],
        ),
        (&bare, &["left out: drag, Sun, Moon, sunlight, solid tides, relativity"]),
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

/// Forward and back again meets the start: within ten times the tolerance per step (1e-13 of 7e6 m
/// and 1e-7 m, 300 steps), under every smooth force.
#[test]
fn backward_undoes_forward() {
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
    assert!(times.windows(2).all(|pair| pair[0] < pair[1]), "in order of time");
}

/// A gate around a craft on an element set is crossed where the two are that far apart, by SGP4 and the
/// written state; the events can be had as a table.
#[test]
fn range_gates_and_altitudes() {
    let text = EXAMPLE
        .replacen("duration_s = 86400.0", "duration_s = 20000.0", 1)
        .replacen("degree = 70\norder = 70", "degree = 8\norder = 8", 1)
        .replacen("start_s = 43200.0", "start_s = 1000.0", 1)
        .replacen("# altitudes_km = [420.0]", "altitudes_km = [425.0]", 1)
        + "[[events.range_gates]]\nname = \"old self\"\nrange_km = 2.0\ntle = [\n\
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
        // 1e-4 s at some metres per second.
        let range = (at.r - other.r).norm();
        assert!((range - 2000.0).abs() < 1e-2, "{range} m");
    }
    let crossings = solution.occurrences.iter().filter(|o| o.of == "425 km").count();
    // Twice a revolution, about: the ellipsoid alone makes two humps of 13 km.
    assert!((4..=16).contains(&crossings), "{crossings}");
    let table = solution.events(Format::Text).unwrap();
    assert_eq!(table.lines().count(), solution.occurrences.len() + 2, "{table}");
    assert!(solution.events(Format::Oem).is_none() && solution.states(Format::Text).is_none());
}

/// Places and speeds that no craft of the Earth has are warned of: metres in place of kilometres.
#[test]
fn starts_in_other_units_are_warned_of() {
    let warnings = |from, to| small_with(from, to).unwrap().run().unwrap().warnings().to_vec();
    for (from, to, words) in [
        (
            "[-3848.909, -1729.266, 5316.501]",
            "[-3848909.0, -1729266.0, 5316501.0]",
            "6.787e6 km away at 7.665e0 km/s",
        ),
        (
            "[3.545031, -6.786106, 0.357661]",
            "[3545.031, -6786.106, 357.661]",
            "6.787e3 km away at 7.665e3 km/s",
        ),
    ] {
        let found = warnings(from, to);
        assert!(found.len() == 1 && found[0].contains(words), "{found:?}");
        assert!(found[0].contains("position_km and velocity_km_s are in km and km/s"), "{found:?}");
    }
    assert!(warnings("1e-12", "1e-12").is_empty());
}

/// TT − UTC was 67.184 s in November 2013 (35 leap seconds and 32.184 s), TAI − UTC 35 s.
#[test]
fn epochs_are_read_in_their_scale() {
    let utc = small_with("1e-12", "1e-12").unwrap().run().unwrap().epoch();
    for (scale, text) in [("TT", "04:15:22.474"), ("TAI", "04:14:50.290")] {
        let to = format!("{text}\"\nscale = \"{scale}\"");
        let epoch = small_with("04:14:15.290\"", &to).unwrap().run().unwrap().epoch();
        assert!(seconds_between(utc, epoch).abs() < 1e-9, "{scale}");
    }
    let message = small_with("04:14:15.290\"", "04:14:15.290\"\nscale = \"UT1\"").unwrap();
    let message = message.run().map(|_| ()).unwrap_err().to_string();
    assert!(message.contains("`initial.scale`") && message.contains("TAI"), "{message}");
    // Z is UTC's own.
    let message = small_with("04:14:15.290\"", "04:14:15.290Z\"\nscale = \"TAI\"").unwrap();
    let message = message.run().map(|_| ()).unwrap_err().to_string();
    assert!(message.contains("mark of UTC") && message.contains("TAI"), "{message}");
}

/// Keplerian elements: perigee at a (1 − e) with speed √(GM/a (1+e)/(1−e)), and half a period later the
/// apogee at a (1 + e), whichever anomaly is given.
#[test]
fn elements_start_where_they_say() {
    let (a, e, gm) = (7.0e6_f64, 0.05_f64, 3.986_004_415e14_f64);
    let half = std::f64::consts::PI * (a.powi(3) / gm).sqrt();
    for anomaly in ["true_anomaly_deg", "mean_anomaly_deg"] {
        let text = format!(
            "duration_s = {half:?}\n[initial]\nepoch = \"2013-11-07T04:14:15.290\"\n\
             frame = \"TEME\"\n[initial.keplerian]\nsemi_major_axis_km = 7000.0\n\
             eccentricity = {e:?}\ninclination_deg = 51.6\nraan_deg = 123.0\n\
             argument_of_perigee_deg = 45.0\n{anomaly} = 0.0\n\
             [forces.gravity]\nmodel = \"point_mass\"\n"
        );
        let solution = Case::parse(&text, "case.toml").unwrap().run().unwrap();
        let start = solution.at(0.0).0;
        let speed = (gm / a * (1.0 + e) / (1.0 - e)).sqrt();
        assert!((start.r.norm() - a * (1.0 - e)).abs() < 1e-6, "{} m", start.r.norm());
        assert!((start.v.norm() - speed).abs() < 1e-9, "{} m/s", start.v.norm());
        assert!((solution.end.r.norm() - a * (1.0 + e)).abs() < 1e-4, "{anomaly}");
    }
}

/// Elements cannot be given along axes that turn; the message shows keys, not the program's own types.
#[test]
fn elements_in_turning_axes_are_refused() {
    let text = "duration_s = 60.0\n[initial]\nepoch = \"2013-11-07T04:14:15.290\"\n\
                frame = \"ITRF\"\n[initial.keplerian]\nsemi_major_axis_km = 7000.0\neccentricity = 0.0\n\
                inclination_deg = 51.6\nraan_deg = 0.0\nargument_of_perigee_deg = 0.0\n\
                true_anomaly_deg = 0.0\n";
    let message = Case::parse(text, "case.toml").unwrap().run().map(|_| ()).unwrap_err();
    assert_eq!(
        message.to_string(),
        "`initial.frame` = ITRF: Keplerian elements need an inertial frame: GCRF, EME2000 or TEME"
    );
}

/// A circle around a point mass has neither perigee nor apogee, however its radius is rounded; an ellipse of
/// eccentricity 1e-6 has one of each in a revolution.
#[test]
fn a_circle_has_no_apsides() {
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

/// Two weeks after its epoch a set is warned of, nine days after it not; names stand on one line of a header.
#[test]
fn old_sets_are_warned_of_and_names_are_one_line() {
    let solve = |epoch: &str, name: &str| {
        let text = format!(
            "duration_s = 60.0\nname = \"{name}\"\n[initial]\nepoch = \"{epoch}\"\ntle = [\n\
             \"1 25544U 98067A   13310.51629608  .00016717  00000-0  10270-3 0  9002\",\n\
             \"2 25544  51.6440 123.1754 0001219 117.1504 242.9771 15.49860824 16788\",\n]\n\
             [forces.gravity]\nmodel = \"point_mass\"\n"
        );
        Case::parse(&text, "case.toml").unwrap().run()
    };
    let warnings = |epoch| solve(epoch, "ISS").unwrap().warnings().to_vec();
    assert!(warnings("2013-11-15T12:00:00").is_empty());
    let late = warnings("2013-11-20T12:23:28");
    assert!(late.len() == 1 && late[0].contains("14.0 days before the start"), "{late:?}");
    let early = warnings("2013-10-23T12:23:28");
    assert!(early.len() == 1 && early[0].contains("14.0 days after the start"), "{early:?}");
    let message = solve("2013-11-15T12:00:00", "A\\nB").map(|_| ()).unwrap_err().to_string();
    assert!(message.contains("`name`") && message.contains("one line"), "{message}");
}

/// A file of events from a case that asks for none is warned of; the first instant of an element set's own
/// epoch is written without a sign.
#[test]
fn files_of_nothing_and_of_zero() {
    let folder = tempfile::tempdir().unwrap();
    let run = |text: &str| {
        fs::write(folder.path().join("case.toml"), text).unwrap();
        let arguments = ["case.toml", "-q", "--events", "e.csv"];
        let output = soyuz(folder.path()).args(arguments).output().unwrap();
        assert!(output.status.success());
        [output.stdout, output.stderr].map(|bytes| String::from_utf8(bytes).unwrap())
    };
    let [_, warning] = run(SMALL);
    assert!(warning.starts_with("warning: --events: the case asks for no events"), "{warning}");
    let text = "duration_s = 60.0\n[initial]\ntle = [\n\
                \"1 25544U 98067A   13310.51629608  .00016717  00000-0  10270-3 0  9002\",\n\
                \"2 25544  51.6440 123.1754 0001219 117.1504 242.9771 15.49860824 16788\",\n]\n\
                [forces.gravity]\nmodel = \"point_mass\"\n[events]\nnodes = true\n";
    let [states, nothing] = run(text);
    assert!(nothing.is_empty(), "{nothing}");
    assert!(states.lines().nth(1).unwrap().starts_with("0.000000,2013-11-06T"), "{states}");
}

/// Air without an area to act on is said to have no effect, on the standard error even with `--quiet`.
#[test]
fn a_force_that_acts_on_nothing_is_warned_of() {
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
