//! Frames and Earth orientation against published numbers and against the full theory.
//!
//! Vallado's example 3-14/3-15 (2004-04-06 07:51:28.386009 UTC; Fundamentals of Astrodynamics and
//! Applications, 4th ed., table 3-6): ITRF given; GCRF by the CIO-based IAU 2000A/2006 reduction and
//! TEME printed to 10 µm. The book holds the Julian date in one double (a step of 40 µs, in which the
//! Earth turns 23 mm at this radius), hence the tolerance of 12 mm.

use nalgebra::Vector3;
use soyuz_rendezvous::environment::{EarthOrientationTable, Eop};
use soyuz_rendezvous::forces::BodyAxes;
use soyuz_rendezvous::frames::{EarthOrientation, EarthRotation, Gcrf, State};
use soyuz_rendezvous::time::{after, parse_utc};
use soyuz_rendezvous::units::ARCSEC;

#[test]
fn itrf_to_gcrf_and_teme_as_in_vallado_example_3_14() {
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
    let itrf = Vector3::new(-1_033_479.383_0, 7_901_295.275_4, 6_380_356.595_8);
    let gcrf = orientation.gcrf_itrf().inverse() * itrf;
    let book = Vector3::new(5_102_508.952_9, 6_123_011.399_1, 6_378_136.933_8);
    assert!((gcrf - book).norm() < 0.012, "GCRF off by {:.6} m", (gcrf - book).norm());
    let teme = orientation.teme_gcrf().inverse() * gcrf;
    let book = Vector3::new(5_094_180.162_1, 6_127_644.659_5, 6_380_344.532_7);
    assert!((teme - book).norm() < 0.012, "TEME off by {:.6} m", (teme - book).norm());
}

#[test]
fn arc_follows_the_full_theory() {
    // 1e-11 of the radius is 0.07 mm. The second arc holds a leap second, all hold a 0 h UTC.
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
fn states_return_from_each_frame() {
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
