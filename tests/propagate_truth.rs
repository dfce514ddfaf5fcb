//! `soyuz propagate` compared with other programs, force by force and all together.
//!
//! All arcs begin at one state on the orbit of the ISS, 2013-11-07 04:14:15.290 UTC, or for drag
//! also at a second one 200 km lower. The final states of the other programs are in
//! `data/propagation/states.csv`, their origin in `data/SOURCES.md`. Each program used its own
//! Earth orientation: Orekit and satkit IERS finals2000A, this crate IERS EOP 20 C04.
//!
//! Tolerances are within those of `docs/accuracy.md` and well below the effect of the force under
//! test, which each comment gives; if the other program includes a further term, the comment says
//! so.

use soyuz_rendezvous::case::input::{FrameName, Initial};
use soyuz_rendezvous::case::{Case, Format, Solution};

/// A case from the common state (or the low one), with further TOML tables.
fn case(duration: f64, step: f64, frame: &str, low: bool, tables: &str) -> Case {
    let (r, v) = if low { (LOW_R, LOW_V) } else { (R, V) };
    let text = format!(
        "duration_s = {duration:?}\n[initial]\nepoch = \"2013-11-07T04:14:15.290\"\n\
         frame = \"GCRF\"\nposition_km = {r:?}\nvelocity_km_s = {v:?}\n\
         [output]\nstep_s = {step:?}\nframe = \"{frame}\"\n{tables}"
    );
    let mut case = Case::parse(&text, "case").expect("the case is well formed");
    case.folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/data/propagation").into();
    case
}

const R: [f64; 3] = [-3848.908991461, -1729.266428784, 5316.500756047];
const V: [f64; 3] = [3.545031010673, -6.786105679687, 0.357660632805];
const LOW_R: [f64; 3] = [-3737.4655940069238, -1679.196311159885, 5162.563911051312];
const LOW_V: [f64; 3] = [3.597142966529893, -6.885861433178398, 0.36291824410723345];
/// SGP4 at the epoch of the element set, TEME [km].
const SGP4_AT_EPOCH: [f64; 3] = [-3720.0059475304156, 5687.918956077461, 1.5039891103468273];
const DAY: f64 = 86_400.0;
const FIELD_8: &str = "[forces.gravity]\ndegree = 8\norder = 8\n";

/// Final position, velocity and mass of the named case in the list.
fn truth(name: &str) -> ([f64; 3], [f64; 3], Option<f64>) {
    let text = include_str!("data/propagation/states.csv");
    let line = text.lines().find(|line| line.starts_with(&format!("{name},")));
    let fields: Vec<&str> = line.unwrap_or_else(|| panic!("no case {name}")).split(',').collect();
    let number = |i: usize| fields[i].parse::<f64>().unwrap();
    ([number(3), number(4), number(5)], [number(6), number(7), number(8)], fields[9].parse().ok())
}

/// The last state written, in the output frame [m, m/s].
fn last(solution: &Solution) -> ([f64; 3], [f64; 3]) {
    let json = solution.states(Format::Json).unwrap();
    let json: serde_json::Value = serde_json::from_str(&json).unwrap();
    let state = json["states"].as_array().unwrap().last().unwrap().clone();
    let vector = |key: &str| [0, 1, 2].map(|i| state[key][i].as_f64().unwrap() * 1e3);
    (vector("position_km"), vector("velocity_km_s"))
}

fn distance(a: [f64; 3], b: [f64; 3]) -> f64 {
    (0..3).map(|i| (a[i] - b[i]) * (a[i] - b[i])).sum::<f64>().sqrt()
}

/// Runs the case and compares its end with the list: at most `metres` apart in position, and in
/// velocity at most twice what such a distance along the track amounts to (1.13e-3 1/s times it).
fn agrees(name: &str, case: &Case, metres: f64) {
    let (r, v) = last(&case.run().unwrap_or_else(|e| panic!("{name}: {e}")));
    let (r_truth, v_truth, _) = truth(name);
    let (dr, dv) = (distance(r, r_truth), distance(v, v_truth));
    assert!(dr < metres, "{name}: {dr} m, allowed {metres} m");
    assert!(dv < 2.3e-3 * metres, "{name}: {dv} m/s");
}

/// Kepler's equation, 24 h: required 1 mm; the integration leaves 0.05 mm at its usual tolerance.
#[test]
fn two_body_day_agrees_with_kepler() {
    let tables = "[forces.gravity]\nmodel = \"point_mass\"\n";
    agrees("two-body", &case(DAY, DAY, "GCRF", false, tables), 1e-3);
    for method in ["nystrom1210", "stormer_cowell"] {
        let tables = format!("{tables}[integrator]\nmethod = \"{method}\"\n");
        agrees("two-body", &case(DAY, DAY, "GCRF", false, &tables), 1e-3);
    }
}

/// Orekit, EGM2008 about the ITRF pole, 24 h: required 5 cm, 5 cm, 10 cm. Found 2 mm, almost all of
/// it from Earth orientation: with Orekit's own, finals2000A, 0.2, 0.2 and 0.03 mm.
#[test]
fn gravity_day_agrees_with_orekit() {
    for (n, m, metres) in [(2, 0, 0.005), (8, 8, 0.005), (70, 70, 0.005)] {
        let tables = format!("[forces.gravity]\ndegree = {n}\norder = {m}\n");
        agrees(&format!("gravity {n}x{m}"), &case(DAY, DAY, "GCRF", false, &tables), metres);
    }
}

/// Orekit with DE440: required 10 cm over 24 h; found 2.2 mm. Without Sun and Moon the end is 93 m
/// away.
#[test]
fn sun_and_moon_day_agrees_with_orekit() {
    let tables = "[forces]\nsun = true\nmoon = true\n\
                  gm_sun_km3_s2 = 132712440041.27946\ngm_moon_km3_s2 = 4902.800118457551\n\
                  [forces.gravity]\ndegree = 70\norder = 70\n";
    agrees("gravity 70x70 sun moon", &case(DAY, DAY, "GCRF", false, tables), 0.01);
    let without = truth("gravity 70x70").0;
    assert!(distance(without, truth("gravity 70x70 sun moon").0) > 90.0);
}

/// satkit with DE440 and EGM96 from a `.gfc` file, 24 h. Found 1 mm without Sun and Moon and 1.6 mm
/// with them.
#[test]
fn field_from_a_file_agrees_with_satkit() {
    let field = "[forces.gravity]\nfile = \"EGM96_20.gfc\"\n";
    agrees("EGM96 20x20", &case(DAY, DAY, "GCRF", false, field), 0.01);
    let tables = format!(
        "[forces]\nsun = true\nmoon = true\n\
         gm_sun_km3_s2 = 132712440041.27942\ngm_moon_km3_s2 = 4902.800118\n{field}"
    );
    agrees("EGM96 20x20 sun moon", &case(DAY, DAY, "GCRF", false, &tables), 0.01);
}

/// Orekit, NRLMSISE-00 with F10.7 = 150, mean 140, Ap = 12, apparent solar time, 8×8 field, C_d A/m
/// = 0.022 m²/kg, 6 h. Drag moves the end by 1.38 km at an altitude of 420 km and by 70.5 km at 220
/// km; required 1 m and 2 m; found 1.5 cm and 8 cm. With mean solar time the ends are 10 m and 61 m
/// away.
#[test]
fn drag_agrees_with_orekit() {
    let tables = format!(
        "{FIELD_8}[vehicle]\nmass_kg = 1000.0\ndrag_area_m2 = 10.0\ncd = 2.2\n\
         [forces.atmosphere]\nmodel = \"nrlmsise00\"\nsolar_time = \"apparent\"\n\
         fixed = {{ f107 = 150.0, f107_average = 140.0, ap = 12.0 }}\n"
    );
    for (name, low, exact, table) in
        [("nrlmsise00 420km", false, 0.05, 0.1), ("nrlmsise00 220km", true, 0.25, 15.0)]
    {
        agrees(name, &case(21_600.0, 21_600.0, "GCRF", low, &tables), exact);
        // The table is good to 0.15 %; along the orbit its error averages to a tenth of that.
        let fast = format!("{tables}density = \"table\"\n");
        agrees(name, &case(21_600.0, 21_600.0, "GCRF", low, &fast), table);
    }
    let other = tables.replacen("apparent", "mean", 1);
    let (r, _) = last(&case(21_600.0, 21_600.0, "GCRF", false, &other).run().unwrap());
    assert!(
        distance(r, truth("nrlmsise00 420km").0) > 5.0,
        "mean and apparent solar time hardly differ"
    );
}

/// SciPy's DOP853 with the C code of NRLMSISE-00 (Python nrlmsise00 0.1.2), mean solar time, ITRF
/// by pyerfa from C04, J₂ about the inertial z axis, arcs split at 06 and 09 UTC; 6 h. With fixed
/// indices, and with F10.7 and the ap history of a CelesTrak file (Ap 12 on the day, ap up to 27).
/// Found 0.2 mm at an altitude of 420 km and 5 mm at 220 km.
#[test]
fn drag_agrees_with_the_reference_code() {
    let fixed = "fixed = { f107 = 150.0, f107_average = 140.0, ap = 12.0 }\n";
    for (name, low, metres) in [("420km", false, 0.002), ("220km", true, 0.02)] {
        for (kind, weather) in
            [("fixed", fixed), ("weather", "weather_file = \"../space_weather_2013.csv\"\n")]
        {
            let tables = format!(
                "[forces.gravity]\nmodel = \"j2\"\npole = \"inertial\"\n\
                 gm_km3_s2 = 398600.4415\nradius_km = 6378.1363\nj2 = 1.0826261738522e-3\n\
                 [vehicle]\nmass_kg = 1000.0\ndrag_area_m2 = 10.0\ncd = 2.2\n\
                 [forces.atmosphere]\nmodel = \"nrlmsise00\"\n{weather}"
            );
            let case = case(21_600.0, 21_600.0, "GCRF", low, &tables);
            agrees(&format!("msis {kind} {name}"), &case, metres);
        }
    }
}

/// Orekit, 6 h in the 8×8 field. The force moves the end by 1222 m (Harris–Priester, exponent 4;
/// Orekit interpolates differently between the altitudes of the table), 1192 m (exponential), 2.9 m
/// (radiation pressure, with the shadow of a sphere and of the ellipsoid), 0.67 m (relativity), 6.2
/// m (solid tides; Orekit adds degree 3 and the frequency dependence, which this crate omits: 0.26
/// m).
#[test]
fn smaller_forces_agree_with_orekit() {
    let craft = "[vehicle]\nmass_kg = 1000.0\ndrag_area_m2 = 10.0\ncd = 2.2\nsrp_area_m2 = 20.0\n\
                 cr = 1.3\n";
    for (name, tables, metres) in [
        ("HP n=4", "[forces.atmosphere]\nmodel = \"harris_priester\"\nexponent = 4\n", 0.3),
        (
            "exponential",
            "[forces.atmosphere]\nmodel = \"exponential\"\nbase_density_kg_m3 = 3e-12\n\
             base_altitude_km = 420.0\nscale_height_km = 60.0\n",
            0.003,
        ),
        ("srp sphere", "[forces.solar_pressure]\n", 0.003),
        ("srp ellipsoid", "[forces.solar_pressure]\nshadow = \"ellipsoid\"\n", 0.003),
        ("relativity", "[forces]\nrelativity = true\n", 0.003),
        ("solid tides", "[forces]\nsolid_tides = true\n", 0.4),
    ] {
        let (forces, rest) = match tables.strip_prefix("[forces]\n") {
            Some(keys) => (format!("[forces]\n{keys}"), ""),
            None => (String::new(), tables),
        };
        let tables = format!("{forces}{FIELD_8}{craft}{rest}");
        agrees(name, &case(21_600.0, 21_600.0, "GCRF", false, &tables), metres);
    }
}

/// satkit, solid tides by step 1 of the IERS Conventions only, as here; 6 h in EGM96. Found 5 mm of
/// 6 m.
#[test]
fn solid_tides_agree_with_satkit() {
    let tables = "[forces]\nsolid_tides = true\n[forces.gravity]\nfile = \"EGM96_20.gfc\"\n";
    agrees("tides step 1", &case(21_600.0, 21_600.0, "GCRF", false, tables), 0.02);
}

/// Orekit: 400 N for 600 s, Isp 290 s, 7 t, fixed direction in four sets of axes, 8×8 field, 2 h.
/// Required 1 mm and 1e-4 kg; found 0.2 mm (Earth orientation) and 1e-12 kg.
#[test]
fn burns_agree_with_orekit() {
    for axes in ["inertial", "lvlh", "tnw", "rtn"] {
        let name = format!("burn {axes}");
        let tables = format!(
            "{FIELD_8}[vehicle]\nmass_kg = 7000.0\n[[burns]]\nstart_s = 1200.0\n\
             duration_s = 600.0\nthrust_n = 400.0\nisp_s = 290.0\naxes = \"{axes}\"\n\
             direction = [0.6, -0.48, 0.64]\n"
        );
        let case = case(7200.0, 7200.0, "GCRF", false, &tables);
        agrees(&name, &case, 1e-3);
        let mass = case.run().unwrap().final_mass;
        assert!((mass - truth(&name).2.unwrap()).abs() < 1e-9, "{name}: {mass} kg");
    }
}

/// SciPy's DOP853 at 2e-14: burn of 900 s with J₂ about the inertial z axis and a non-rotating
/// exponential atmosphere, whose drag acceleration grows as the mass falls; 2 h. Found 1e-6 m, 1e-9
/// m/s and 2e-12 kg.
#[test]
fn burns_with_drag_agree_with_scipy() {
    for axes in ["inertial", "lvlh", "tnw", "rtn"] {
        let name = format!("scipy {axes}");
        let tables = format!(
            "[forces.gravity]\nmodel = \"j2\"\npole = \"inertial\"\n\
             gm_km3_s2 = 398600.4415\nradius_km = 6378.1363\nj2 = 1.0826261738522e-3\n\
             [forces.atmosphere]\nmodel = \"exponential\"\nbase_density_kg_m3 = 3e-12\n\
             base_altitude_km = 420.0\nscale_height_km = 60.0\nsphere_radius_km = 6378.137\n\
             rotation_rad_s = 0.0\n[vehicle]\nmass_kg = 7000.0\ndrag_area_m2 = 12.0\ncd = 2.2\n\
             [[burns]]\nstart_s = 1200.0\nduration_s = 900.0\nthrust_n = 400.0\nisp_s = 290.0\n\
             axes = \"{axes}\"\ndirection = [0.6, -0.48, 0.64]\n"
        );
        let case = case(7200.0, 7200.0, "GCRF", false, &tables);
        agrees(&name, &case, 2e-5);
        let mass = case.run().unwrap().final_mass;
        assert!((mass - truth(&name).2.unwrap()).abs() < 1e-9, "{name}: {mass} kg");
    }
}

/// An impulse is the limit of a short burn: 10 m/s at once, and within one second centred on the
/// same time, end centimetres apart (second order in burn time), while the burn itself moves the
/// end by over 100 km. Both consume the mass of the rocket equation, m₀ (1 − e^(−Δv/w)).
#[test]
fn an_impulse_is_the_limit_of_a_short_burn() {
    let (mass, isp, dv) = (1000.0, 300.0, 10.0);
    let exhaust = isp * 9.806_65;
    let used = mass * (1.0 - f64::exp(-dv / exhaust));
    let burn = |start: f64, keys: String| {
        let tables = format!(
            "{FIELD_8}[vehicle]\nmass_kg = {mass:?}\n[[burns]]\nstart_s = {start:?}\n\
             axes = \"tnw\"\nisp_s = {isp:?}\n{keys}"
        );
        case(7200.0, 7200.0, "GCRF", false, &tables).run().unwrap()
    };
    let at_once = burn(1000.0, format!("delta_v_m_s = [{dv:?}, 0.0, 0.0]\n"));
    assert!((at_once.final_mass - (mass - used)).abs() < 1e-9);
    let thrust = used * exhaust;
    let keys = format!("thrust_n = {thrust:?}\nduration_s = 1.0\ndirection = [2.0, 0.0, 0.0]\n");
    let short = burn(999.5, keys);
    assert!((short.final_mass - at_once.final_mass).abs() < 1e-9);
    assert!((short.burns[0].delta_v - dv).abs() < 1e-9, "{} m/s", short.burns[0].delta_v);
    let apart = (short.end.r - at_once.end.r).norm();
    let coasting = case(7200.0, 7200.0, "GCRF", false, FIELD_8).run().unwrap();
    let effect = (at_once.end.r - coasting.end.r).norm();
    assert!(effect > 1e5, "the burn moves the end by only {effect} m");
    assert!(apart < 0.1, "{apart} m apart");
}

/// Output frames 12 h into the 8×8 arc. pyerfa with the same C04 data: found 0.02 mm, from
/// interpolation of the precession series. Orekit with finals2000A: ITRF 9 mm (required 5 cm),
/// EME2000 1.4 mm; TEME 0.48 m (required 1 m), because Orekit's TEME follows the equation of the
/// equinoxes, this crate's the sidereal time of 1982 with which SGP4 is defined.
#[test]
fn output_frames_agree_with_orekit_and_pyerfa() {
    for (name, frame, metres) in [
        ("frame ITRF", "ITRF", 0.02),
        ("frame TEME", "TEME", 0.7),
        ("frame EME2000", "EME2000", 0.005),
    ] {
        agrees(name, &case(43_200.0, 43_200.0, frame, false, FIELD_8), metres);
    }
    let (r, _) = last(&case(43_200.0, 43_200.0, "ITRF", false, FIELD_8).run().unwrap());
    // The GCRF state that pyerfa rotated is in the list too, and agrees with ours.
    let (gcrf, _) = last(&case(43_200.0, 43_200.0, "GCRF", false, FIELD_8).run().unwrap());
    let moved = distance(gcrf, truth("frame GCRF").0);
    assert!(moved < 1e-4, "{moved} m");
    let error = distance(r, truth("frame ITRF C04").0);
    assert!(error < 2e-4, "{error} m");
}

/// A state written in each frame and read back gives the same arc up to rounding: JSON carries all
/// digits.
#[test]
fn input_frames_invert_output_frames() {
    for (frame, name) in
        [("EME2000", FrameName::Eme2000), ("TEME", FrameName::Teme), ("ITRF", FrameName::Itrf)]
    {
        let out = case(60.0, 60.0, frame, false, FIELD_8).run().unwrap();
        let json: serde_json::Value =
            serde_json::from_str(&out.states(Format::Json).unwrap()).unwrap();
        let mut again = case(60.0, 60.0, "GCRF", false, FIELD_8);
        let first = &json["states"][0];
        let vector = |key: &str| [0, 1, 2].map(|i| first[key][i].as_f64().unwrap());
        again.initial.position_km = Some(vector("position_km"));
        again.initial.velocity_km_s = Some(vector("velocity_km_s"));
        again.initial.frame = Some(name);
        let again = again.run().unwrap();
        let error = (again.end.r - out.end.r).norm();
        assert!(error < 1e-8, "{frame}: {error} m");
    }
}

/// Orekit's event detectors on the 8×8 arc, at least eight events of each kind; Sun of 695 700 km.
/// Required 0.5 s for the shadow; found 0.1 ms with a sphere and 50 ms with the ellipsoid, whose
/// limb the two programs approximate differently. Nodes, apsides and a ground site at 5° elevation:
/// found 0.1 ms, 1 ms allowed.
#[test]
fn events_agree_with_orekit() {
    let site = "[[events.sites]]\nname = \"site\"\nlatitude_deg = 45.92\nlongitude_deg = 63.342\n\
                altitude_m = 100.0\nmin_elevation_deg = 5.0\n";
    for (shape, seconds) in [("sphere", 1e-3), ("ellipsoid", 0.1)] {
        let tables = format!(
            "{FIELD_8}[events]\nnodes = true\napsides = true\nshadow = true\n\
             shadow_shape = \"{shape}\"\n{site}"
        );
        let solution = case(60_000.0, 60_000.0, "GCRF", false, &tables).run().unwrap();
        let short = if shape == "sphere" { "sphere" } else { "ell" };
        for (name, words) in [
            (format!("umbra {short}"), ["umbra entry", "umbra exit"]),
            (format!("penumbra {short}"), ["penumbra entry", "penumbra exit"]),
            ("site".into(), ["rise", "set"]),
            ("node".into(), ["ascending node", "descending node"]),
            ("apside".into(), ["perigee", "apogee"]),
        ] {
            let wanted: Vec<f64> = include_str!("data/propagation/events.csv")
                .lines()
                .filter_map(|line| line.strip_prefix(&format!("{name},")))
                .map(|t| t.parse().unwrap())
                .filter(|t| *t < 59_000.0)
                .collect();
            assert!(wanted.len() >= 8, "{name}: {}", wanted.len());
            let found: Vec<_> =
                solution.occurrences.iter().filter(|o| words.contains(&o.what.as_str())).collect();
            assert!(found.len() >= wanted.len(), "{name}: {} found", found.len());
            for (t, o) in wanted.iter().zip(found) {
                let limit = if name.contains("umbra") { seconds } else { 1e-3 };
                assert!((o.at.t - t).abs() < limit, "{name}: {} s for {t} s", o.at.t);
            }
        }
    }
}

/// An element set is evaluated by SGP4 and written in its frame: at its own epoch the TEME position
/// is SGP4's (Python sgp4 2.27, WGS-72, tsince = 0).
#[test]
fn an_element_set_starts_at_the_sgp4_state() {
    let mut case = case(60.0, 60.0, "TEME", false, FIELD_8);
    case.initial = Initial {
        tle: Some([
            "1 25544U 98067A   13310.51629608  .00016717  00000-0  10270-3 0  9002".into(),
            "2 25544  51.6440 123.1754 0001219 117.1504 242.9771 15.49860824 16788".into(),
        ]),
        ..Default::default()
    };
    let solution = case.run().unwrap();
    let json: serde_json::Value =
        serde_json::from_str(&solution.states(Format::Json).unwrap()).unwrap();
    let first = &json["states"][0];
    let r = [0, 1, 2].map(|i| first["position_km"][i].as_f64().unwrap());
    assert!(distance(r, SGP4_AT_EPOCH) < 1e-6, "{r:?} km");
    assert_eq!(first["utc"], "2013-11-06T12:23:27.981312");
}
