//! The geopotential is the gradient of its defining series, for any field, degree and order, in
//! every register width and in lanes; and coefficient files are read correctly.

use soyuz_rendezvous::forces::gravity::{
    Field, FieldError, Gravity, J2, PointMass, Registers, TideSystem,
};
use soyuz_rendezvous::forces::{BodyAxes, Force, Inertial, Point, UniformRotation};
use soyuz_rendezvous::math::{Lanes, Real};

/// Lanes of the widest registers.
const LANES: usize = 16;

const R0: [f64; 3] = [3_150_934.072, 5_398_413.726, 2_662_212.284];
const JGM3: &str = include_str!("data/JGM3_4x4.gfc");

fn largest_difference(a: [f64; 3], b: [f64; 3]) -> f64 {
    (0..3).map(|i| (a[i] - b[i]).abs()).fold(0.0, f64::max)
}

/// Acceleration of EGM2008 (tide-free) at one body-fixed point for degree 8, 20 and 70, on which
/// satkit, nyx, heyoka and others agree to 13 digits; 12 decimals are printed: 1e-12 m/s².
#[test]
fn other_programs_agree_at_one_point() {
    let expected = [
        (8, [-4.006142425148, -6.863897420597, -3.394455440663]),
        (20, [-4.006157753399, -6.863879519310, -3.394445116754]),
        (70, [-4.006150671910, -6.863884920716, -3.394446513959]),
    ];
    for (degree, truth) in expected {
        let gravity = Gravity::new(Field::egm2008(), degree, degree).unwrap();
        let error = largest_difference(gravity.acceleration_body(R0), truth);
        assert!(error < 1e-12, "degree {degree}: {error:e} m/s²");
    }
}

/// 48 accelerations by the Python package brahe 1.8.0 (its own EGM2008 to degree 120, tide-free,
/// its Clenshaw kernel): degree and order 2×0 to 70×70 at eight points, two of them within 4 m and
/// 500 km of the axis. Required: 1e-11 m/s²; asserted: 1e-13.
#[test]
fn brahe_agrees_at_48_points() {
    let mut count = 0;
    for line in include_str!("data/gravity_egm2008.csv").lines().skip(1) {
        let x: Vec<f64> = line.split(',').map(|w| w.parse().unwrap()).collect();
        let gravity = Gravity::new(Field::egm2008(), x[0] as usize, x[1] as usize).unwrap();
        let error =
            largest_difference(gravity.acceleration_body([x[2], x[3], x[4]]), [x[5], x[6], x[7]]);
        assert!(error < 1e-13, "{line}: {error:e} m/s²");
        count += 1;
    }
    assert_eq!(count, 48);
}

/// The kernel compared with the defining series of the potential, differentiated by sixth-order
/// central differences: rounding of the potential (6e7 m²/s², 1e-16) over 1 km leaves 1e-10 m/s².
#[test]
fn acceleration_is_the_gradient_of_the_potential() {
    let field = Field::egm2008();
    for (degree, order) in [(2, 2), (5, 3), (11, 11), (16, 7), (33, 33), (70, 70)] {
        let gravity = Gravity::new(field, degree, order).unwrap();
        for r in [R0, [1.0, -2.0, 6.6e6], [-6.5e6, 1e5, -3e4], [2e6, -4e6, -5.1e6]] {
            let gradient = [0, 1, 2].map(|i| {
                let at = |steps: f64| {
                    let mut moved = r;
                    moved[i] += steps * 1e3;
                    field.potential(degree, order, moved)
                };
                let pair = |k: f64| at(k) - at(-k);
                (45.0 * pair(1.0) - 9.0 * pair(2.0) + pair(3.0)) / 60e3
            });
            let error = largest_difference(gravity.acceleration_body(r), gradient);
            assert!(error < 3e-10, "{degree}×{order} at {r:?}: {error:e} m/s²");
        }
    }
}

/// Registers of two, four and eight numbers give the same bits; lanes of points add in another
/// order and may use fused operations: 10 m/s² times the rounding of a few dozen additions.
#[test]
fn all_kernels_agree() {
    let rounding = 2e-14;
    for (degree, order) in
        [(0, 0), (1, 1), (2, 0), (2, 2), (3, 1), (7, 7), (8, 8), (9, 4), (20, 20), (70, 65)]
    {
        let gravity = Gravity::new(Field::egm2008(), degree, order).unwrap();
        let points = [R0, [0.0, 0.0, 6.7e6], [-6.5e6, 1e5, -3e4], [2e6, -4e6, -5.1e6]];
        let lanes = [0, 1, 2].map(|i| Lanes::<f64, 4>::read(&points.map(|p| p[i])));
        let together = gravity.acceleration_body(lanes);
        for (k, r) in points.into_iter().enumerate() {
            let narrow = gravity.clone().with_registers(Registers::Two).unwrap();
            let expected = narrow.acceleration_body(r);
            assert!(expected.iter().all(|x| x.is_finite()));
            let wide = gravity.acceleration_body(r);
            assert_eq!(expected, wide, "{degree}×{order} at {r:?}: widest registers");
            #[cfg(target_arch = "x86_64")]
            if let Some(four) = gravity.clone().with_registers(Registers::Four) {
                assert_eq!(expected, four.acceleration_body(r), "{degree}×{order}: four");
            }
            let error = largest_difference(expected, together.map(|c| c.lane(k)));
            assert!(error < rounding, "{degree}×{order} at {r:?}: lane {k}, {error:e} m/s²");
        }
        // Many points, not a multiple of the number of lanes; none affects its neighbours.
        let count = 2 * LANES + 5;
        let many = [0, 1, 2].map(|d| (0..count).map(|i| points[i % 4][d]).collect::<Vec<_>>());
        let mut made = [0, 1, 2].map(|_| vec![f64::NAN; count]);
        let [x, y, z] = &mut made;
        gravity.accelerations_body([&many[0], &many[1], &many[2]], [x, y, z]);
        for i in 0..count {
            let found = [0, 1, 2].map(|d| made[d][i]);
            assert_eq!(found, [0, 1, 2].map(|d| made[d][i % 4]), "{degree}×{order}: point {i}");
            let error = largest_difference(found, gravity.acceleration_body(points[i % 4]));
            assert!(error < rounding, "{degree}×{order}: point {i}, {error:e} m/s²");
        }
    }
}

/// Degree 0 is the point mass, C20 alone is J2 (about the body's axis, wherever that points), and
/// rotating the body rotates the field.
#[test]
fn point_mass_and_j2_agree_with_the_series() {
    let field = Field::egm2008();
    let point_mass = Gravity::new(field, 0, 0).unwrap();
    let zonal = Gravity::new(field, 2, 0).unwrap();
    // Rotated and tilted axes: a rotation about z, then one about x.
    let spin = UniformRotation { rate: 7e-5, angle_at_start: 1.0 }.to_body(2000.0);
    let (sin, cos) = 0.3_f64.sin_cos();
    let lean = [
        spin[0],
        [0, 1, 2].map(|j| cos * spin[1][j] + sin * spin[2][j]),
        [0, 1, 2].map(|j| cos * spin[2][j] - sin * spin[1][j]),
    ];
    for to_body in [Inertial.to_body(0.0), spin, lean] {
        let r_body = to_body.map(|row| row[0] * R0[0] + row[1] * R0[1] + row[2] * R0[2]);
        let at = Point { t: 0.0, r: R0, v: [0.0; 3], to_body, r_body };
        let central = PointMass::EARTH.acceleration(&at);
        let error = largest_difference(central, point_mass.acceleration(&at));
        assert!(error < 1e-14, "point mass: {error:e} m/s²");
        let error = largest_difference(J2::of(field).acceleration(&at), zonal.acceleration(&at));
        assert!(error < 1e-14, "J2: {error:e} m/s²");
    }
}

/// JGM-3's file (cut at degree 4 here) has no keys for tide system and normalisation, and a header
/// line of its own; assumptions must be stated. The accelerations are brahe's, which read the uncut
/// file and assumed the same; compared to 13 digits.
#[test]
fn a_file_without_keys_is_read_with_stated_assumptions() {
    let field = Field::parse(JGM3, "JGM3_4x4.gfc").unwrap();
    assert_eq!((field.name.as_str(), field.degree), ("JGM3", 4));
    assert_eq!((field.gm, field.radius), (3.986004415e14, 6_378_136.3));
    assert_eq!(field.tide_system, TideSystem::Unstated);
    let said = field.assumptions.join("; ");
    for word in ["tide_system", "norm", "J2-DOT"] {
        assert!(said.contains(word), "{word} is not in {said:?}");
    }
    let a = Gravity::new(&field, 4, 4).unwrap().acceleration_body(R0);
    let truth = [-4.006081669003226, -6.863738254060068, -3.394441160691667];
    assert!(largest_difference(a, truth) < 1e-13);
}

/// Other features of the ICGEM format: Fortran exponents, text before the header, tide system,
/// rates of change.
#[test]
fn other_icgem_features_are_read() {
    let text = "radius of anything\nbegin_of_head\nmodelname X\nearth_gravity_constant 4D14\nradius 6e6\n\
                max_degree 2\nnorm fully_normalized\ntide_system zero_tide\nend_of_head\n\
                gfct 2 0 -4.84D-04 0.0 1e-9 1e-9 19500101 19970101\ntrnd 2 0 1e-11 0.0\n\
                gfct 2 0 -4.85D-04 0.0 1e-9 1e-9 19970101 20050101\n\
                gfc 2 1 0.0 1.0e-9\ngfc 2 2 2d-6 -1d-6\n";
    let field = Field::parse(text, "x.gfc").unwrap();
    assert_eq!(field.gm, 4e14);
    assert_eq!(field.coefficient(2, 0), Some([-4.84e-4, 0.0]));
    assert_eq!(field.coefficient(2, 2), Some([2e-6, -1e-6]));
    let said = field.assumptions.join("; ");
    assert!(said.contains("2 lines of time-variable terms ignored"), "{said}");
    assert_eq!((field.coefficient(0, 0), field.coefficient(3, 0)), (Some([1.0, 0.0]), None));
    assert_eq!(field.tide_system, TideSystem::ZeroTide);
    // C20 of the tide-free system is larger by 4.2007e-9 [IERS 2010, eq. 6.14: A₀H₀k₂₀].
    let free = field.to_tide_free();
    let shift = free.coefficient(2, 0).unwrap()[0] + 4.84e-4;
    assert!((shift - 4.2007e-9).abs() < 1e-13, "{shift:e}");
}

/// Each defect is refused, with the line, key or coefficient concerned.
#[test]
fn file_errors_name_the_defect() {
    let message = |text: &str| Field::parse(text, "f.gfc").unwrap_err().to_string();
    let without = |word: &str| -> String {
        JGM3.lines().filter(|l| !l.starts_with(word)).map(|l| format!("{l}\n")).collect()
    };
    let last_row = JGM3.trim_end().rfind('\n').unwrap();
    let cases = [
        (JGM3[..last_row].to_string(), "degree 4 and order 4 is missing"),
        (JGM3[..last_row + 30].to_string(), "line 31: the line ends before its S coefficient"),
        (JGM3.replace("0.539777068357e-06", "nan"), "line 21: \"nan\" is not a finite number"),
        (JGM3.replace("gfc    3    3", "gfc    3    9"), "degree 3, order 9 outside"),
        (JGM3.replace("gfc    3    3", "gfc    3    2"), "degree 3, order 2 appears a second time"),
        (JGM3.replace("gfc    3    3", "gcf    3    3"), "unknown key \"gcf\""),
        (JGM3.replace("radius                      0.6", "radius   -0.6"), "must be positive"),
        (JGM3.replace("errors                      formal", "norm unnormalized"), "norm is unnorm"),
        (without("radius"), "the header has no radius"),
        (without("end_of_head"), "the header has no end_of_head"),
        (String::new(), "the header has no end_of_head"),
    ];
    for (text, expected) in cases {
        let got = message(&text);
        assert!(got.starts_with("gravity field f.gfc") && got.contains(expected), "{got}");
    }
    let got = Gravity::new(Field::egm2008(), 71, 20).unwrap_err();
    assert!(matches!(got, FieldError::TooHigh { degree: 71, limit: 70, .. }), "{got}");
    let got = Gravity::new(Field::egm2008(), 20, 21).unwrap_err().to_string();
    assert!(got.contains("degree 20 and order 21 requested"), "{got}");
    let got = Field::read(std::path::Path::new("no/such.gfc")).unwrap_err().to_string();
    assert!(got.starts_with("gravity field no/such.gfc: "), "{got}");
}
