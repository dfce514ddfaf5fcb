//! Elements, angles and altitudes.
//!
//! Truth: Vallado, Fundamentals of Astrodynamics and Applications, 4th ed., examples 2-5 and 2-6 (μ
//! = 398600.4418 km³/s²; printed to 1 m and about 0.001°). Mean elements: constancy under J2
//! integrated numerically, and the semi-major axis of SGP4's own mean elements. Flight geometry:
//! the phase of 21.0° at lift-off and the beta angle of −65° of TMA-11M, from calculations by other
//! programs.

use nalgebra::Vector3;
use proptest::prelude::*;
use soyuz_rendezvous::constants::{GM_EARTH, WGS84_A};
use soyuz_rendezvous::environment::{EarthOrientationTable, SunMoon};
use soyuz_rendezvous::forces::{Inertial, J2, Model};
use soyuz_rendezvous::frames::{EarthRotation, Geodetic};
use soyuz_rendezvous::orbit::{
    Elements, OrbitError, apsis_heights, argument_of_latitude, beta_angle, mean_elements, normal,
    out_of_plane, phase_angle, secular_rates, wrap,
};
use soyuz_rendezvous::propagate::{Settings, StateVector, propagate};
use soyuz_rendezvous::target::ElementSet;
use soyuz_rendezvous::time::parse_utc;
use std::f64::consts::{FRAC_PI_2, PI, TAU};

const GM_BOOK: f64 = 3.986_004_418e14;

#[test]
fn elements_agree_with_vallado_example_2_5() {
    let r = Vector3::new(6_524_834.0, 6_862_875.0, 6_448_296.0);
    let v = Vector3::new(4_901.327, 5_533.756, -1_976.341);
    let o = Elements::from_rv(&r, &v, GM_BOOK).unwrap();
    // The state is printed to 1 m and 1 mm/s; half a unit of the speed moves the semi-major axis by
    // 25 m.
    assert!((o.a - 36_127_343.0).abs() < 25.0, "{}", o.a);
    assert!((o.e - 0.832_853).abs() < 1e-6);
    for (name, angle, book) in [
        ("inclination", o.i, 87.870),
        ("node", o.raan, 227.898),
        ("argument of perigee", o.argument_of_perigee, 53.38),
        ("true anomaly", o.true_anomaly, 92.335),
        ("argument of latitude", argument_of_latitude(&r, &v), 145.720),
    ] {
        assert!((angle.to_degrees() - book).abs() < 0.006, "{name}: {}", angle.to_degrees());
    }
}

#[test]
fn state_agrees_with_vallado_example_2_6() {
    let e = 0.832_85;
    let o = Elements {
        a: 11_067_790.0 / (1.0 - e * e),
        e,
        i: 87.87_f64.to_radians(),
        raan: 227.89_f64.to_radians(),
        argument_of_perigee: 53.38_f64.to_radians(),
        true_anomaly: 92.335_f64.to_radians(),
    };
    let (r, v) = o.to_rv(GM_BOOK);
    assert!((r - Vector3::new(6_525_368.0, 6_861_532.0, 6_449_119.0)).norm() < 1.0, "{r}");
    assert!((v - Vector3::new(4_902.279, 5_533.140, -1_975.710)).norm() < 1e-3, "{v}");
}

proptest! {
    #[test]
    fn elements_and_state_return(
        a in 6.4e6..5e7_f64, e in 0.0..2.5_f64, i in 0.0..PI, raan in 0.0..TAU, w in 0.0..TAU, part in -0.98..0.98_f64,
    ) {
        // Excludes parabolas and anomalies beyond a hyperbola's asymptote.
        prop_assume!((e - 1.0).abs() > 1e-3);
        let limit = if e < 1.0 { PI } else { (-1.0 / e).acos() };
        let o = Elements {
            a: if e < 1.0 { a } else { -a }, e, i, raan, argument_of_perigee: w, true_anomaly: part * limit,
        };
        let (r, v) = o.to_rv(GM_EARTH);
        let back = Elements::from_rv(&r, &v, GM_EARTH).unwrap();
        let (r2, v2) = back.to_rv(GM_EARTH);
        prop_assert!((r2 - r).norm() < 1e-8 * r.norm());
        prop_assert!((v2 - v).norm() < 1e-8 * v.norm());
        prop_assert!((back.a / o.a - 1.0).abs() < 1e-8);
        // True to mean anomaly and back as well.
        let again = o.with_mean_anomaly(o.mean_anomaly());
        prop_assert!(wrap(again.true_anomaly - o.true_anomaly).abs() < 1e-9);
    }
}

#[test]
fn two_body_motion_closes_after_a_period() {
    let o =
        Elements { a: 7e6, e: 0.1, i: 0.9, raan: 1.0, argument_of_perigee: 2.0, true_anomaly: 0.3 };
    let later = o.after(o.period(GM_EARTH), GM_EARTH);
    assert!(wrap(later.true_anomaly - o.true_anomaly).abs() < 1e-13);
    // Kepler's third law at the geostationary radius: a sidereal day.
    let geo = Elements { a: 42_164_169.0, e: 0.0, ..o };
    assert!((geo.period(GM_EARTH) - 86_164.09).abs() < 0.1);
}

#[test]
fn degenerate_states_are_refused() {
    let r = Vector3::new(7e6, 0.0, 0.0);
    for v in [Vector3::zeros(), Vector3::new(10.0, 0.0, 0.0), Vector3::new(f64::NAN, 1.0, 0.0)] {
        let error = Elements::from_rv(&r, &v, GM_EARTH).unwrap_err();
        assert!(matches!(error, OrbitError::NoPlane { .. }));
        assert!(error.to_string().contains("|r| = 7000000 m"), "{error}");
    }
}

/// Near a parabola, size and eccentricity do not determine the position: at 1e-12 from escape speed
/// (which makes e − 1 four times that) it came back 738 m away. States that are accepted come back
/// to 1e-9 of their distance.
#[test]
fn only_near_parabolic_states_are_refused() {
    let r = Vector3::new(7e6, 0.0, 0.0);
    let escape = (2.0 * GM_EARTH / r.x).sqrt();
    let returned = |off: f64| {
        let v = escape * (1.0 + off) * Vector3::new(0.0, 0.6, 0.8);
        Elements::from_rv(&r, &v, GM_EARTH).map(|o| (o.to_rv(GM_EARTH).0 - r).norm())
    };
    for off in [0.0, 1e-15, -1e-12, 1e-9, -2e-7] {
        let error = returned(off).unwrap_err();
        assert!(matches!(error, OrbitError::NearParabolic { .. }), "{off}: {error}");
    }
    assert!(returned(-1e-10).unwrap_err().to_string().contains("eccentricity 1 -4.0"));
    for off in [-1e-6, 3e-7, 1e-6, 1e-3] {
        let miss = returned(off).unwrap();
        assert!(miss < 7e-3, "{off}: {miss} m");
    }
}

/// Mean elements exist for equatorial orbits, but not beyond the eccentricity the theory is made
/// for, nor for hyperbolas.
#[test]
fn mean_elements_exist_for_equatorial_but_not_eccentric_orbits() {
    let o =
        Elements { a: 7e6, e: 0.1, i: 0.0, raan: 0.0, argument_of_perigee: 2.0, true_anomaly: 0.3 };
    let (flat, tilted) = (o, Elements { i: 1e-6, ..o });
    let [flat, tilted] = [flat, tilted].map(|o| mean_elements(&o, GM_EARTH).unwrap());
    assert_eq!(flat.i, 0.0);
    assert!((flat.a - tilted.a).abs() < 1e-3 && (flat.e - tilted.e).abs() < 1e-9, "{flat:?}");
    assert!((flat.a - o.a).abs() > 1e2, "mean and osculating semi-major axes hardly differ");
    for (a, e) in [(1e7, 0.6), (-7e6, 1.5), (7e6, f64::NAN)] {
        let error = mean_elements(&Elements { a, e, ..o }, GM_EARTH).unwrap_err();
        assert!(error.to_string().contains("largest allowed is 0.5"), "{error}");
    }
}

#[test]
fn mean_elements_are_constant_under_j2() {
    // Over one revolution the osculating a varies by 19 km, e by 1.5e-3. A first-order theory
    // leaves errors of order J2 times that. Two orbits: station-like and eccentric.
    for (e, left_a, left_e) in [(0.0005, 15.0, 3e-6), (0.05, 40.0, 6e-6)] {
        let o = Elements {
            a: 6.795e6,
            e,
            i: 0.9014,
            raan: 2.0,
            argument_of_perigee: 1.0,
            true_anomaly: 0.5,
        };
        let (r, v) = o.to_rv(GM_EARTH);
        let model = Model { axes: Inertial, forces: J2::EARTH };
        let span = o.period(GM_EARTH);
        let arc = propagate(&model, StateVector { t: 0.0, r, v }, span, &Settings::default(), &[])
            .unwrap();
        let first = mean_elements(&o, GM_EARTH).unwrap();
        let rates = secular_rates(&first, GM_EARTH);
        let mut swing: f64 = 0.0;
        for k in 1..=40 {
            let t = span * f64::from(k) / 40.0;
            let at = arc.trajectory.at(t);
            let osculating = Elements::from_rv(&at.r, &at.v, GM_EARTH).unwrap();
            let mean = mean_elements(&osculating, GM_EARTH).unwrap();
            swing = swing.max((osculating.a - o.a).abs());
            assert!((mean.a - first.a).abs() < left_a, "{t} s: a off by {} m", mean.a - first.a);
            assert!((mean.e - first.e).abs() < left_e, "{t} s: e off by {:e}", mean.e - first.e);
            assert!((mean.i - first.i).abs() < 2e-6, "{t} s: i off by {:e}", mean.i - first.i);
            let node = wrap(mean.raan - first.raan - rates.raan * t);
            assert!(node.abs() < 5e-6, "{t} s: node off by {node:e}");
            let along = |m: &Elements| m.argument_of_perigee + m.mean_anomaly();
            let drift = wrap(
                along(&mean) - along(&first) - (rates.argument_of_perigee + rates.mean_anomaly) * t,
            );
            assert!(drift.abs() < 3e-5, "{t} s: along the orbit off by {drift:e}");
        }
        assert!(swing > 1e4, "osculating a varies by only {swing} m");
    }
}

fn station() -> ElementSet {
    ElementSet::from_tle(
        Some("ISS"),
        "1 25544U 98067A   13310.51629608  .00016717  00000-0  10270-3 0  9002",
        "2 25544  51.6440 123.1754 0001219 117.1504 242.9771 15.49860824 16788",
    )
    .unwrap()
}

#[test]
fn mean_semi_major_axis_agrees_with_the_element_set() {
    // 15.49860824 rev/day (Kozai) is a Brouwer mean semi-major axis of 6795.7 km, a (1 + J2 term).
    // Ours averages J2 only: J4 and the rest leave about 100 m.
    let station = station();
    let teme = station.teme(station.epoch()).unwrap();
    let o = Elements::from_rv(&teme.r, &teme.v, GM_EARTH).unwrap();
    let mean = mean_elements(&o, GM_EARTH).unwrap();
    assert!((mean.a - 6_795_600.0).abs() < 300.0, "{} (osculating {})", mean.a, o.a);
    assert!((mean.i.to_degrees() - 51.644).abs() < 2e-3, "{}", mean.i.to_degrees());
    assert!((mean.raan.to_degrees() - 123.1754).abs() < 2e-3, "{}", mean.raan.to_degrees());
    let u = (mean.argument_of_perigee + mean.mean_anomaly()).rem_euclid(TAU).to_degrees();
    assert!((u - 0.1275).abs() < 0.01, "{u}");
}

#[test]
fn geometry_at_lift_off_of_tma_11m() {
    let table = EarthOrientationTable::embedded();
    let epoch = parse_utc("2013-11-07T04:14:15.290Z").unwrap();
    let iss = station().gcrf(epoch, table).unwrap();
    let pad = Geodetic {
        latitude: 45.920_278_f64.to_radians(),
        longitude: 63.342_222_f64.to_radians(),
        height: 90.0,
    };
    let earth = EarthRotation::over(epoch, 0.0, 600.0, table).unwrap();
    let rows = soyuz_rendezvous::forces::BodyAxes::to_body(&earth, 0.0);
    let at = pad.to_itrf();
    let pad = Vector3::from_fn(|i, _| (0..3).map(|k| rows[k][i] * at[k]).sum::<f64>());
    let phase = phase_angle(&pad, &iss.r, &iss.v).to_degrees();
    assert!((phase - 21.0).abs() < 0.2, "the station leads by {phase}°");
    let off = out_of_plane(&pad, &normal(&iss.r, &iss.v)).to_degrees();
    assert!((off - 0.254).abs() < 0.02, "the pad is {off}° to the left of the plane");
    let beta = beta_angle(&iss.r, &iss.v, &SunMoon::at(epoch).sun).to_degrees();
    assert!((beta + 65.0).abs() < 1.0, "beta {beta} deg");
}

#[test]
fn apsis_heights_allow_for_latitude() {
    // Published insertion orbit 200 × 242 km near 51°: r_p = 6565.0, r_a = 6607.2 km. With perigee
    // at the northernmost point and apogee at the southernmost, the ellipsoid there is 12.9 km
    // below the equatorial radius.
    let (rp, ra) = (6_565.0e3, 6_607.2e3);
    let o = Elements {
        a: 0.5 * (rp + ra),
        e: (ra - rp) / (ra + rp),
        i: 51.67_f64.to_radians(),
        raan: 1.0,
        argument_of_perigee: FRAC_PI_2,
        true_anomaly: 2.0,
    };
    let (r, v) = o.to_rv(GM_EARTH);
    let heights = apsis_heights(&r, &v, GM_EARTH, |x| *x).unwrap();
    assert!((heights.perigee - 200e3).abs() < 300.0, "{}", heights.perigee);
    assert!((heights.apogee - 242.2e3).abs() < 300.0, "{}", heights.apogee);
    // Over the equator, altitudes are those above the equatorial radius.
    let o = Elements { argument_of_perigee: 0.0, ..o };
    let (r, v) = o.to_rv(GM_EARTH);
    let heights = apsis_heights(&r, &v, GM_EARTH, |x| *x).unwrap();
    assert!((heights.perigee - (rp - WGS84_A)).abs() < 1e-3);
    assert!((heights.apogee - (ra - WGS84_A)).abs() < 1e-3);
}

#[test]
fn phase_is_positive_if_the_target_leads() {
    let o = Elements {
        a: 6.8e6,
        e: 0.0,
        i: 0.9,
        raan: 1.0,
        argument_of_perigee: 0.0,
        true_anomaly: 0.0,
    };
    let at = |u: f64| Elements { true_anomaly: u, ..o }.to_rv(GM_EARTH);
    let (r_target, v_target) = at(1.0);
    for lead in [-3.0, -0.5, -1e-9, 0.0, 1e-9, 0.38, 3.1] {
        let (r, _) = at(1.0 - lead);
        // A chaser out of the plane has the same phase.
        let r = r * 0.97 + normal(&r_target, &v_target) * 5e4;
        let phase = phase_angle(&r, &r_target, &v_target);
        assert!((phase - lead).abs() < 1e-14, "{lead}: {phase}");
    }
    assert_eq!(wrap(-PI), PI);
    assert_eq!(wrap(PI), PI);
    assert!((wrap(7.0) - (7.0 - TAU)).abs() < 1e-15);
}
