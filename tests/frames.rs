//! Frames and Earth orientation compared with published numbers and independent programs.
//!
//! - Vallado's example 3-14/3-15 (2004-04-06 07:51:28.386009 UTC; Fundamentals of Astrodynamics and
//!   Applications, 4th ed., table 3-6): ITRF is given; GCRF by the CIO-based IAU 2000A/2006
//!   reduction and TEME are printed to 0.1 mm. The book holds the Julian date in one double (a step
//!   of 40 µs, in which the Earth turns 23 mm at this radius), hence the tolerance of 12 mm.
//! - Six times from 2000 to 2026 by pyerfa 2.0.1.5 (X, Y from the series `xy06`, independent of the
//!   nutation matrix used here) with the rows of IERS EOP 20 C04 interpolated linearly; TEME → ITRF
//!   by skyfield 1.55's `TEME_to_ITRF`. Printed to 0.1 mm; 1 mm is allowed.
//! - Sidereal time of Vallado's example 3-5.
//! - Geodetic coordinates of Vallado's example 3-3 and of ERFA's own test of `gd2gc`.

use nalgebra::Vector3;
use soyuz_rendezvous::environment::{EarthOrientationTable, Eop};
use soyuz_rendezvous::frames::{
    EarthOrientation, EarthRotation, Gcrf, Geodetic, Itrf, Lvlh, Relative, State, Teme,
    ellipsoid_radius, frame_bias,
};
use soyuz_rendezvous::time::{after, parse_utc};
use soyuz_rendezvous::units::ARCSEC;

#[test]
fn itrf_to_gcrf_and_teme_agree_with_vallado_example_3_14() {
    let epoch = parse_utc("2004-04-06T07:51:28.386009Z").unwrap();
    let eop = Eop {
        x_pole: -0.140_682 * ARCSEC,
        y_pole: 0.333_309 * ARCSEC,
        ut1_minus_tai: -0.439_961_9 - 32.0,
        lod: 0.001_556_3,
        dx: -0.000_205 * ARCSEC,
        dy: -0.000_136 * ARCSEC,
    };
    let orientation = EarthOrientation::with(epoch, eop);
    let itrf = State::<Itrf>::new(
        epoch,
        Vector3::new(-1_033_479.383_0, 7_901_295.275_4, 6_380_356.595_8),
        Vector3::new(-3_225.636_520, -2_872.451_450, 5_531.924_446),
    );
    let gcrf = orientation.state_gcrf(&itrf);
    let book = Vector3::new(5_102_508.952_9, 6_123_011.399_1, 6_378_136.933_8);
    assert!((gcrf.r - book).norm() < 0.012, "GCRF off by {:.6} m", (gcrf.r - book).norm());
    // The book rotates velocities with the Earth's rate alone; ours includes polar motion, here
    // 0.023 mm/s. The clock adds 0.01 mm/s.
    let book = Vector3::new(-4_743.220_161, 790.536_495, 5_533.755_724);
    assert!((gcrf.v - book).norm() < 4e-5, "GCRF off by {:e} m/s", (gcrf.v - book).norm());
    let teme = orientation.teme_gcrf().inverse() * gcrf;
    let book = Vector3::new(5_094_180.162_1, 6_127_644.659_5, 6_380_344.532_7);
    assert!((teme.r - book).norm() < 0.012, "TEME off by {:.6} m", (teme.r - book).norm());
    let book = Vector3::new(-4_746.131_487, 785.818_041, 5_531.931_288);
    assert!((teme.v - book).norm() < 4e-5, "TEME off by {:e} m/s", (teme.v - book).norm());
}

#[test]
fn sidereal_time_agrees_with_vallado_example_3_5() {
    // 1992-08-20 12:14:00 UT1: GMST = 152.578787810°. UT1 = UTC is given here, and TAI−UTC was 27
    // s; the book's Julian date in one double is good to 1.7e-7°. The angle from TEME x to the
    // prime meridian is the GMST.
    let epoch = parse_utc("1992-08-20T12:14:00Z").unwrap();
    let o = EarthOrientation::with(epoch, Eop { ut1_minus_tai: -27.0, ..Eop::default() });
    let x = o.gcrf_itrf() * (o.teme_gcrf() * Vector3::x());
    let gmst = (-x.y.atan2(x.x)).to_degrees().rem_euclid(360.0);
    assert!((gmst - 152.578_787_810).abs() < 2e-7, "{gmst}");
}

#[test]
fn arc_follows_the_full_theory() {
    // 1e-11 of the radius is 0.07 mm. The second arc contains a leap second, all contain a midnight
    // UTC.
    let table = EarthOrientationTable::embedded();
    for start in ["2013-11-07T04:14:15.290Z", "2016-12-31T20:00:00Z", "2025-03-03T11:00:00Z"] {
        let epoch = parse_utc(start).unwrap();
        let arc = EarthRotation::over(epoch, 0.0, 86_400.0, table).unwrap();
        for k in 0..=53 {
            let t = 86_400.0 / 53.0 * f64::from(k);
            let full = EarthOrientation::at(after(epoch, t), table).unwrap();
            let (m, rows) = (arc.to_body(t), full.gcrf_itrf());
            for (i, row) in m.iter().enumerate() {
                for (j, element) in row.iter().enumerate() {
                    let error = (element - rows.matrix()[(i, j)]).abs();
                    assert!(error < 1e-11, "{start} + {t} s: element {i},{j} off by {error:e}");
                }
            }
            let omega = Vector3::from(arc.omega_gcrf(t)) - full.omega_gcrf();
            assert!(omega.norm() < 1e-13, "{start} + {t} s: rate off by {:e}", omega.norm());
        }
    }
}

#[test]
fn states_are_recovered_from_each_frame() {
    let table = EarthOrientationTable::embedded();
    let epoch = parse_utc("2013-11-07T10:27:52Z").unwrap();
    let s: State<Gcrf> =
        State::new(epoch, Vector3::new(-3.4e6, -2.5e6, 5.3e6), Vector3::new(4.0e3, -6.5e3, -0.5e3));
    let arc = EarthRotation::over(epoch, 0.0, 60.0, table).unwrap();
    let itrf = s.to_itrf(table).unwrap();
    for back in [
        itrf.to_gcrf(table).unwrap(),
        s.to_teme(table).unwrap().to_gcrf(table).unwrap(),
        arc.state_gcrf(&itrf),
    ] {
        assert!((back.r - s.r).norm() < 1e-4, "{:e} m", (back.r - s.r).norm());
        assert!((back.v - s.v).norm() < 1e-7, "{:e} m/s", (back.v - s.v).norm());
    }
}

/// Time; ITRF position of the GCRF point (−3400, −2500, 5300) km; GCRF position of the TEME point
/// with these coordinates.
const OTHERS: [(&str, [f64; 3], [f64; 3]); 6] = [
    (
        "2000-03-01T18:30:00Z",
        [-3_183_020.086_1, 2_770_806.710_5, 5_300_095.593_9],
        [-3_400_148.459_6, -2_499_988.287_5, 5_299_910.283_7],
    ),
    (
        "2005-12-31T12:00:00Z",
        [1_875_627.862_7, -3_783_388.383_6, 5_297_923.410_1],
        [-3_400_282.191_9, -2_495_224.430_5, 5_302_069.035_5],
    ),
    (
        "2013-11-07T04:14:15.290Z",
        [-1_189_507.082_3, 4_055_016.086_5, 5_295_461.966_5],
        [-3_400_498.690_7, -2_489_660.376_6, 5_304_545.208_0],
    ),
    (
        "2013-11-07T10:27:52Z",
        [4_122_667.154_2, 928_315.682_3, 5_295_455.176_8],
        [-3_400_498.449_4, -2_489_659.908_4, 5_304_545.582_5],
    ),
    (
        "2016-07-01T01:02:03Z",
        [837_971.834_9, -4_142_961.110_9, 5_294_683.790_1],
        [-3_400_742.904_0, -2_487_701.393_1, 5_305_307.670_6],
    ),
    (
        "2026-09-01T23:00:00Z",
        [-1_416_522.546_7, -3_987_292.357_3, 5_291_026.699_3],
        [-3_401_011.805_2, -2_479_506.847_0, 5_308_970.191_7],
    ),
];

#[test]
fn itrf_and_teme_agree_with_erfa_and_skyfield() {
    let table = EarthOrientationTable::embedded();
    let r = Vector3::new(-3.4e6, -2.5e6, 5.3e6);
    let v = Vector3::new(4.0e3, -6.5e3, -0.5e3);
    for (date, itrf, gcrf) in OTHERS {
        let epoch = parse_utc(date).unwrap();
        let ours = State::<Gcrf>::new(epoch, r, v).to_itrf(table).unwrap();
        let off = (ours.r - Vector3::from(itrf)).norm();
        assert!(off < 1e-3, "{date}: ITRF off by {off} m");
        let ours = State::<Teme>::new(epoch, r, v).to_gcrf(table).unwrap();
        let off = (ours.r - Vector3::from(gcrf)).norm();
        assert!(off < 1e-3, "{date}: TEME to GCRF off by {off} m");
    }
}

#[test]
fn velocities_are_derivatives_of_positions() {
    // ITRF position along a straight line in GCRF, differenced over 2 s of the full theory. The
    // velocity neglects polar motion and the difference between LOD and the slope of the
    // interpolated UT1, each some 3e-14 rad/s or 0.3 µm/s here.
    let table = EarthOrientationTable::embedded();
    for (date, ..) in OTHERS {
        let epoch = parse_utc(date).unwrap();
        let s = State::<Gcrf>::new(
            epoch,
            Vector3::new(-3.4e6, -2.5e6, 5.3e6),
            Vector3::new(4e3, -6.5e3, -0.5e3),
        );
        let place = |dt: f64| {
            let at = State::<Gcrf>::new(after(epoch, dt), s.r + s.v * dt, s.v);
            at.to_itrf(table).unwrap().r
        };
        // Fourth-order difference: the Earth's rotation leaves 1e-10 m/s.
        let slope = ((place(1.0) - place(-1.0)) * 8.0 - (place(2.0) - place(-2.0))) / 12.0;
        let off = (s.to_itrf(table).unwrap().v - slope).norm();
        assert!(off < 2e-6, "{date}: velocity off by {off:e} m/s");
    }
}

#[test]
fn frame_bias_has_the_published_angles() {
    // IERS Conventions (2010), eq. (5.33): the GCRF pole and equinox in the mean frame of J2000.0:
    // xi0 = −16.617 mas, eta0 = −6.8192 mas, d alpha0 = −14.6 mas, to first order.
    let m = frame_bias();
    let m = m.matrix();
    let mas = 1e-3 * ARCSEC;
    for (element, value) in [(m[(2, 0)], -16.617), (m[(2, 1)], -6.819_2), (m[(0, 1)], -14.6)] {
        assert!((element / mas - value).abs() < 1e-3, "{} for {value}", element / mas);
    }
}

#[test]
fn rotations_compose_and_invert() {
    let epoch = parse_utc("2013-11-07T04:14:15.290Z").unwrap();
    let o = EarthOrientation::at(epoch, EarthOrientationTable::embedded()).unwrap();
    let teme_itrf = o.gcrf_itrf() * o.teme_gcrf();
    let r = Vector3::new(1e6, -2e6, 6e6);
    let there = teme_itrf * r;
    assert!((teme_itrf.inverse() * there - r).norm() < 1e-8);
    assert!((there - o.gcrf_itrf() * (o.teme_gcrf() * r)).norm() < 1e-8);
    // TEME and ITRF share the equator except for polar motion.
    assert!((there.z - r.z).abs() < 30.0 && (there.x - r.x).abs() > 1e5);
}

#[test]
fn geodetic_coordinates_agree_with_published_ones() {
    // Vallado, example 3-3: 6524.834, 6862.875, 6448.296 km is 34.352496 deg N, 46.4464 deg E, 5085.22 km.
    let g = Geodetic::from_itrf(&Vector3::new(6_524_834.0, 6_862_875.0, 6_448_296.0));
    assert!((g.latitude.to_degrees() - 34.352_496).abs() < 1e-6);
    assert!((g.longitude.to_degrees() - 46.446_4).abs() < 1e-4);
    assert!((g.height - 5_085_220.0).abs() < 5.0);
    // ERFA t_gd2gc, WGS-84: longitude 3.1 rad, latitude -0.5 rad, height 2500 m.
    let g = Geodetic { latitude: -0.5, longitude: 3.1, height: 2_500.0 };
    let r = Vector3::new(-5_599_000.557_704_99, 233_011.672_234_797_2, -3_040_909.470_698_336);
    assert!((g.to_itrf() - r).norm() < 1e-6);
    let back = Geodetic::from_itrf(&r);
    assert!((back.latitude + 0.5).abs() < 1e-12 && (back.longitude - 3.1).abs() < 1e-12);
    assert!((back.height - 2_500.0).abs() < 1e-6);
}

#[test]
fn geodetic_axes_and_radius_agree_with_differences() {
    let g = Geodetic { latitude: 0.8, longitude: -1.9, height: 4.2e5 };
    let [east, north, up] = g.east_north_up_itrf();
    // The directions in which the position moves.
    let moved = |latitude: f64, longitude: f64, height: f64| {
        Geodetic { latitude: 0.8 + latitude, longitude: -1.9 + longitude, height: 4.2e5 + height }
            .to_itrf()
            - g.to_itrf()
    };
    assert!((moved(0.0, 1e-6, 0.0).normalize() - east).norm() < 2e-6);
    assert!((moved(1e-6, 0.0, 0.0).normalize() - north).norm() < 2e-6);
    assert!((moved(0.0, 0.0, 10.0).normalize() - up).norm() < 1e-9);
    // The radius at a geocentric latitude is that of the surface point there.
    let surface = Geodetic { height: 0.0, ..g }.to_itrf();
    let geocentric = (surface.z / surface.norm()).asin();
    assert!((ellipsoid_radius(geocentric) - surface.norm()).abs() < 1e-6);
}

#[test]
fn lvlh_axes_point_ahead_right_and_down() {
    let target = Lvlh::at(Vector3::new(7e6, 0.0, 0.0), Vector3::new(0.0, 7.5e3, 0.0));
    // Ahead is +y of GCRF, the orbit normal is +z, so right is -z, and down is -x.
    let components = |v: Vector3<f64>| target.vector_lvlh(&v);
    assert_eq!(components(Vector3::y()), Vector3::x());
    assert_eq!(components(-Vector3::z()), Vector3::y());
    assert_eq!(components(-Vector3::x()), Vector3::z());
    assert_eq!(target.vector_gcrf(&Vector3::z()), -Vector3::x());
}

#[test]
fn lvlh_velocity_is_that_in_the_rotating_axes() {
    // Two coplanar circular orbits; relative position differenced over 0.2 s in the rotating axes
    // of the station.
    let gm: f64 = 3.986_004_415e14;
    let circular = |radius: f64, angle: f64, t: f64| {
        let rate = (gm / radius.powi(3)).sqrt();
        let (sin, cos) = (angle + rate * t).sin_cos();
        (Vector3::new(cos, sin, 0.0) * radius, Vector3::new(-sin, cos, 0.0) * radius * rate)
    };
    let epoch = parse_utc("2013-11-07T10:00:00Z").unwrap();
    let seen = |t: f64| {
        let (r, v) = circular(6.795e6, 0.0, t);
        let (r_chaser, v_chaser) = circular(6.790e6, -0.002, t);
        let chaser = State::<Gcrf>::new(epoch, r_chaser, v_chaser);
        let axes = Lvlh::at(r, v);
        (axes, chaser, axes.relative(&chaser))
    };
    let (axes, chaser, relative) = seen(0.0);
    let slope = (seen(0.1).2.r - seen(-0.1).2.r) / 0.2;
    assert!((relative.v - slope).norm() < 1e-6, "{} against {}", relative.v, slope);
    // Below and behind, and catching up by 3/2 of the orbital rate times the difference in
    // altitude, 8.5 m/s.
    assert!(relative.r.z > 4.9e3 && relative.r.x < -1.3e4);
    assert!((relative.v.x - 1.5 * axes.rate() * 5e3).abs() < 0.05);
    let back = axes.absolute(&Relative { ..relative });
    assert!((back.0 - chaser.r).norm() < 1e-8 && (back.1 - chaser.v).norm() < 1e-11);
}
