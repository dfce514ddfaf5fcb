//! Sun, Moon and the Earth's shadow compared with outside truth.
//!
//! Sun and Moon: JPL DE421 (read with jplephem 2.24, geometric, geocentric, ICRF, kilometres to 0.1
//! and 0.001). Tolerances are the errors stated for the series over 2000–2035 (`SunMoon`), rounded up: Sun 1e-7 rad and
//! 10 km, Moon 7e-5 rad and 32 km, 5e-5 rad RMS over so few dates.
//!
//! Vallado's examples 5-1 (Sun, 2006-04-02) and 5-3 (Moon, 1994-04-28) use short series said to be
//! good to 0.01° and 0.3°, in the mean frame of date with UTC in place of TDB, so they bound ours
//! no more tightly.
//!
//! The station's passage through the shadow before the docking of TMA-11M was computed
//! independently with the Python package sgp4 2.27 (WGS-72), pyerfa, DE421 and vector formulas of
//! the cylinder and the cones (different from those used here), printed to 0.1 ms. The differences
//! between the Sun's positions and between the Earth-orientation data are negligible, so 0.01 s is
//! required.
//!
//! Shadow: half-angles of the Earth's umbra and penumbra cones, 0.264121687° and 0.269007205°, as
//! printed in Vallado, Fundamentals of Astrodynamics, section 5.3.3; they belong to an Earth of
//! 6378 km and a Sun of 696 000 km at 149 599 870 km. Our Sun has 695 700 km, so the printed angles
//! are first scaled by (R_sun ∓ R_earth).

use nalgebra::Vector3;
use soyuz_rendezvous::constants::AU;
use soyuz_rendezvous::environment::{
    EarthOrientationTable, SUN_RADIUS, Shadow, SunMoon, SunMoonArc,
};
use soyuz_rendezvous::frames::EarthRotation;
use soyuz_rendezvous::target::ElementSet;
use soyuz_rendezvous::time::{after, jd_tt, parse_utc};

/// Date, Sun [km], Moon [km].
const DE421: [(&str, [f64; 3], [f64; 3]); 7] = [
    (
        "2000-01-01T12:00:00Z",
        [26_500_945.9, -132_757_095.3, -57_556_578.8],
        [-291_567.077, -266_759.582, -76_121.826],
    ),
    (
        "2004-04-06T07:51:28.386Z",
        [143_329_871.1, 39_703_247.0, 17_213_016.5],
        [-322_413.421, -162_977.626, -62_510.005],
    ),
    (
        "2013-11-07T04:14:15.290Z",
        [-105_332_676.9, -95_723_481.0, -41_497_209.1],
        [23_867.671, -344_981.053, -119_018.899],
    ),
    (
        "2013-11-07T10:27:52Z",
        [-104_850_535.2, -96_155_489.3, -41_684_476.6],
        [47_789.147, -343_442.511, -117_058.451],
    ),
    (
        "2020-06-21T06:00:00Z",
        [-141_830.9, 139_496_244.6, 60_471_340.2],
        [2_008.577, 355_840.796, 154_845.315],
    ),
    (
        "2026-10-01T00:00:00Z",
        [-148_525_416.1, -17_864_950.7, -7_742_697.1],
        [164_064.119, 289_130.168, 161_486.068],
    ),
    (
        "2034-12-31T00:00:00Z",
        [22_688_434.4, -133_357_534.8, -57_804_775.4],
        [-384_425.081, 44_962.52, 23_294.674],
    ),
];

#[test]
fn sun_and_moon_agree_with_de421() {
    let mut sum = 0.0;
    for (date, sun, moon) in DE421 {
        let series = SunMoon::at(parse_utc(date).unwrap());
        let (sun, moon) = (Vector3::from(sun) * 1e3, Vector3::from(moon) * 1e3);
        let (e_sun, e_moon) = (series.sun.angle(&sun), series.moon.angle(&moon));
        assert!(e_sun < 1e-7, "{date}: Sun off by {e_sun:e} rad");
        assert!(e_moon < 7e-5, "{date}: Moon off by {e_moon:e} rad");
        let (sun, moon) = ((series.sun - sun).norm(), (series.moon - moon).norm());
        assert!(sun < 1e4 && moon < 3.2e4, "{date}: Sun off by {sun} m, Moon by {moon} m");
        sum += e_moon * e_moon;
    }
    let rms = (sum / DE421.len() as f64).sqrt();
    assert!(rms < 5e-5, "Moon off by {rms:e} rad RMS");
}

#[test]
fn sun_and_moon_agree_with_vallado_examples_5_1_and_5_3() {
    let mean_of_date = |date: &str, r: Vector3<f64>| {
        let (tt1, tt2) = jd_tt(parse_utc(date).unwrap());
        let rows = sofars::pnp::pmat06(tt1, tt2);
        Vector3::from_fn(|i, _| Vector3::from(rows[i]).dot(&r))
    };
    let date = "2006-04-02T00:00:00Z";
    let sun = mean_of_date(date, SunMoon::at(parse_utc(date).unwrap()).sun);
    let book = Vector3::new(0.977_194_5, 0.192_442_4, 0.083_430_8);
    assert!(sun.angle(&book).to_degrees() < 0.01, "{}", sun.angle(&book).to_degrees());
    assert!((sun.norm() / AU - book.norm()).abs() < 2e-4);
    let date = "1994-04-28T00:00:00Z";
    let moon = mean_of_date(date, SunMoon::at(parse_utc(date).unwrap()).moon);
    let book = Vector3::new(-134_240.626, -311_571.590, -126_693.785) * 1e3;
    assert!(moon.angle(&book).to_degrees() < 0.3, "{}", moon.angle(&book).to_degrees());
    assert!((moon.norm() - book.norm()).abs() < 1e6);
}

#[test]
fn arc_follows_the_series() {
    // 1 cm in the Moon's position is 3e-11 rad, 1 m in the Sun's 7e-12 rad.
    let epoch = parse_utc("2013-11-07T04:14:15.290Z").unwrap();
    let arc = SunMoonArc::over(epoch, -3_600.0, 100_000.0);
    for k in 0..=200 {
        let t = -3_600.0 + 103_600.0 / 200.0 * f64::from(k);
        let series = SunMoon::at(after(epoch, t));
        let sun = (Vector3::from(arc.sun(t)) - series.sun).norm();
        let moon = (Vector3::from(arc.moon(t)) - series.moon).norm();
        assert!(sun < 1.0, "{t} s: Sun off by {sun} m");
        assert!(moon < 0.01, "{t} s: Moon off by {moon} m");
    }
    // An infinite span, or one longer than the series are valid for, has no positions.
    for (from, to) in
        [(0.0, f64::INFINITY), (f64::NAN, 0.0), (0.0, f64::NAN), (0.0, 1e300), (-1e10, 1e10)]
    {
        let arc = SunMoonArc::over(epoch, from, to);
        assert!(arc.sun(0.0)[0].is_nan() && arc.moon(0.0)[0].is_nan(), "{from} s to {to} s");
    }
}

/// Where `f` changes sign between `low` and `high`.
fn zero(f: impl Fn(f64) -> f64, mut low: f64, mut high: f64) -> f64 {
    assert!(f(low) * f(high) < 0.0);
    for _ in 0..80 {
        let middle = 0.5 * (low + high);
        if f(low) * f(middle) <= 0.0 { high = middle } else { low = middle }
    }
    0.5 * (low + high)
}

#[test]
fn shadow_cones_have_the_published_half_angles() {
    let distance = 149_599_870e3;
    let sun = [distance, 0.0, 0.0];
    let shadow = Shadow { radius: 6.378e6, flattening: 0.0 };
    // The edge of each cone at two distances behind the Earth gives its half-angle.
    let edge = |f: &dyn Fn([f64; 3]) -> f64, x: f64| zero(|y| f([-x, y, 0.0]), 5.5e6, 7.2e6);
    let slope = |f: &dyn Fn([f64; 3]) -> f64| (edge(f, 9e6) - edge(f, 7e6)) / 2e6;
    let umbra = -slope(&|r| shadow.umbra(r, sun)).atan();
    let penumbra = slope(&|r| shadow.penumbra(r, sun)).atan();
    let scale = |sign: f64| (SUN_RADIUS + sign * shadow.radius) / (6.96e8 + sign * shadow.radius);
    let book =
        [0.264_121_687_f64.to_radians() * scale(-1.0), 0.269_007_205_f64.to_radians() * scale(1.0)];
    assert!((umbra - book[0]).abs() < 1e-8, "umbra {umbra} against {}", book[0]);
    assert!((penumbra - book[1]).abs() < 1e-8, "penumbra {penumbra} against {}", book[1]);
}

#[test]
fn shadow_functions_are_consistent() {
    let sun = [-1.053e11, -0.957e11, -0.415e11];
    let along = Vector3::from(sun).normalize();
    let across = along.cross(&Vector3::z()).normalize();
    for shadow in [Shadow::SPHERE, Shadow::ELLIPSOID] {
        let mut last = 1.0;
        // Along the night half of a circle at 420 km, from the terminator to the axis of the
        // shadow.
        for k in 0..=2000 {
            let theta = std::f64::consts::FRAC_PI_2 * (1.0 + f64::from(k) / 2000.0);
            let r = (along * theta.cos() + across * theta.sin()) * 6.798e6;
            let light = shadow.visible_fraction(r, sun);
            assert!(light <= last + 1e-9, "illumination grows on the way into the shadow");
            last = light;
            assert_eq!(light < 1.0, shadow.penumbra(r, sun) < 0.0);
            assert_eq!(light == 0.0, shadow.umbra(r, sun) <= 0.0);
            // The cylinder's edge lies inside the penumbra.
            let cylinder = shadow.cylinder(r, sun);
            assert!((cylinder > 0.0) || light < 1.0);
            assert!((cylinder < 0.0) || light > 0.0);
        }
        assert_eq!(last, 0.0);
    }
    // In a circular orbit with the Sun in its plane, the cylinder covers asin(R/r) on either side
    // of the axis.
    let (r, radius) = (6.798e6, Shadow::SPHERE.radius);
    let edge = zero(
        |theta| {
            let r = (along * theta.cos() + across * theta.sin()) * r;
            Shadow::SPHERE.cylinder(r, sun)
        },
        1.6,
        3.1,
    );
    assert!((edge - (std::f64::consts::PI - (radius / r).asin())).abs() < 1e-9);
}

#[test]
fn station_shadow_times_agree_with_another_program() {
    let table = EarthOrientationTable::embedded();
    let nine = parse_utc("2013-11-07T09:00:00Z").unwrap();
    let earth = EarthRotation::over(nine, 0.0, 4_000.0, table).unwrap();
    let sun = SunMoonArc::over(nine, 0.0, 4_000.0);
    let station = ElementSet::from_tle(
        Some("ISS"),
        "1 25544U 98067A   13310.51629608  .00016717  00000-0  10270-3 0  9002",
        "2 25544  51.6440 123.1754 0001219 117.1504 242.9771 15.49860824 16788",
    )
    .unwrap();
    let edges = |light: &dyn Fn(Vector3<f64>, [f64; 3]) -> f64| {
        let f = |t: f64| light(station.gcrf_along(&earth, t).unwrap().r, sun.sun(t));
        [zero(f, 2_000.0, 2_700.0), zero(f, 2_900.0, 3_600.0)]
    };
    let (sphere, ellipsoid) = (Shadow::SPHERE, Shadow::ELLIPSOID);
    // Entry and exit, in seconds after 09:00.
    for (name, found, other) in [
        (
            "cylinder",
            edges(&|r, s| sphere.cylinder(r, s)),
            [39.0 * 60.0 + 28.984_0, 57.0 * 60.0 + 49.466_1],
        ),
        (
            "ellipsoid",
            edges(&|r, s| ellipsoid.cylinder(r, s)),
            [39.0 * 60.0 + 56.819_7, 57.0 * 60.0 + 44.132_8],
        ),
        (
            "umbra",
            edges(&|r, s| sphere.umbra(r, s)),
            [39.0 * 60.0 + 44.981_6, 57.0 * 60.0 + 33.467_7],
        ),
        (
            "penumbra",
            edges(&|r, s| sphere.penumbra(r, s)),
            [39.0 * 60.0 + 13.068_3, 58.0 * 60.0 + 5.382_6],
        ),
    ] {
        for (ours, theirs) in found.iter().zip(other) {
            // Both programs take the ellipsoid's axis along GCRF z.
            assert!((ours - theirs).abs() < 0.01, "{name}: {ours} s against {theirs} s");
        }
    }
}
