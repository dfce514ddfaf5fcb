//! Cases of `soyuz propagate`: what is refused with which message, what causes a warning, and how
//! epochs and elements are read.
//!
//! Truth: leap seconds of the IERS and Kepler's laws; otherwise the wording of the messages.

#[path = "common/case.rs"]
mod case;

use case::small_with;
use soyuz_rendezvous::case::Case;
use soyuz_rendezvous::time::seconds_between;
use std::fs;

/// Every refusal names the key and the allowed values.
#[test]
fn invalid_values_are_refused_with_their_key() {
    for (from, to, parts) in [
        ("duration_s = 6000.0", "duration_s = 0.0", ["`duration_s` = 0", "must be 0.000001 s"]),
        ("duration_s = 6000.0", "duration_s = 1e-300", ["`duration_s` = 1e-300:", "0.000001 s"]),
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
            ["\"2013-11-07T04:14:15+03:00\" is not", "an offset is not accepted"],
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
        // Metres instead of kilometres.
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
        // Keys of NRLMSISE-00 with another model, and of its tables with fixed indices.
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

/// For a truncated coefficient file the message names the missing coefficient, for a truncated line
/// its number.
#[test]
fn truncated_or_invalid_gravity_files_are_refused() {
    let folder = tempfile::tempdir().unwrap();
    let field = include_str!("../data/gravity/EGM2008_70.gfc");
    let path = folder.path().join("field.gfc");
    let case = |text: &str| {
        fs::write(&path, text).unwrap();
        let model = format!("\"field\"\nfile = {:?}\ndegree = 4", path.display().to_string());
        small_with("\"point_mass\"", &model).unwrap().run().map(|_| ())
    };
    case(field).unwrap();
    // GM in km³/s², which the format does not allow.
    let gm = field.lines().find(|line| line.starts_with("earth_gravity_constant")).unwrap();
    let message = case(&field.replace(gm, "earth_gravity_constant 398600.4415")).unwrap_err();
    assert!(message.to_string().contains("in metres and seconds"), "{message}");
    // Coefficients that cannot be the Earth's: C20 unnormalised or with the wrong sign, and one
    // whose exponent lacks its last digit.
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

/// Positions and velocities that no Earth satellite has cause a warning: metres instead of
/// kilometres.
#[test]
fn initial_states_in_other_units_cause_a_warning() {
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
        assert!(found[0].contains("initial states are given in km and km/s"), "{found:?}");
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
    // Z denotes UTC only.
    let message = small_with("04:14:15.290\"", "04:14:15.290Z\"\nscale = \"TAI\"").unwrap();
    let message = message.run().map(|_| ()).unwrap_err().to_string();
    assert!(message.contains("Z denotes UTC") && message.contains("TAI"), "{message}");
}

/// Keplerian elements: perigee at a (1 − e) with speed √(GM/a (1+e)/(1−e)), and half a period later
/// apogee at a (1 + e), whichever anomaly is given.
#[test]
fn keplerian_elements_give_the_right_apsides() {
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

/// Elements cannot be given in a rotating frame; the message names keys, not the program's types.
#[test]
fn elements_in_rotating_frames_are_refused() {
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

/// An element set causes a warning two weeks from its epoch but not nine days from it; names must
/// fit on one header line.
#[test]
fn old_element_sets_cause_a_warning_and_names_are_one_line() {
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
