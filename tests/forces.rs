//! Each force compared with an independent calculation, and the model compared with the sum of its
//! forces.
//!
//! "brahe" is the Python package brahe 1.8.0, called with the same inputs. "mpmath" means the
//! defining formula evaluated to 40 to 50 digits with the Python package mpmath 1.4.1, by code that
//! shares nothing with ours.

use nalgebra::Vector3;
use soyuz_rendezvous::constants::AU;
use soyuz_rendezvous::environment::{EarthOrientationTable, Shadow};
use soyuz_rendezvous::forces::atmosphere::{Datum, Density, Exponential, HarrisPriester, vertical};
use soyuz_rendezvous::forces::{
    AtmosphereChoice, BodyAxes, Cannonball, Drag, Ephemeris, Field, Force, ForceOptions, Gravity,
    Inertial, Model, NearEarth, Point, Relativity, SolarPressure, SolidTides, ThirdBody, Thrust,
    ThrustAxes, UniformRotation,
};
use soyuz_rendezvous::frames::Geodetic;
use soyuz_rendezvous::integrate::Dynamics;
use soyuz_rendezvous::math::{Lanes, Real};
use soyuz_rendezvous::propagate::{Method, Settings, StateVector, propagate_end};
use soyuz_rendezvous::time::parse_utc;

const R0: [f64; 3] = [3_150_934.072, 5_398_413.726, 2_662_212.284];
const V0: [f64; 3] = [-5_585.221193, 692.685735, 5_199.078748];

/// A body that does not move.
#[derive(Clone, Copy, Debug)]
struct Still([f64; 3]);

impl Ephemeris for Still {
    fn position(&self, _: f64) -> [f64; 3] {
        self.0
    }
}

const SUN: Still = Still([-1.05e11, -9.6e10, -4.2e10]);
const MOON: Still = Still([-2.1e8, 2.9e8, 1.1e8]);

fn point(r: [f64; 3], v: [f64; 3]) -> Point<f64> {
    Point { t: 0.0, r, v, to_body: Inertial.to_body(0.0), r_body: r }
}

fn relative_error(a: [f64; 3], truth: [f64; 3]) -> f64 {
    (Vector3::from(a) - Vector3::from(truth)).norm() / Vector3::from(truth).norm()
}

/// mpmath: −GM [d/d³ + s/s³] directly. In double precision that difference would lose up to nine of
/// sixteen digits; Battin's form keeps 1e-15.
#[test]
fn third_body_accelerations_agree_with_mpmath() {
    let at = point(R0, V0);
    let sun = ThirdBody::sun(SUN).acceleration(&at);
    let truth = [4.311067658474754e-7, 2.91813094377297e-7, 1.1545637223113582e-7];
    assert!(relative_error(sun, truth) < 2e-15, "{sun:?}");
    let moon = ThirdBody::moon(MOON).acceleration(&at);
    let truth = [-8.036451972538699e-7, 1.768854099896664e-7, 8.291759675680242e-9];
    assert!(relative_error(moon, truth) < 2e-15, "{moon:?}");
}

/// brahe, with its Earth rotation rate (7.292115146706979e-5 rad/s), C_d A/m = 2.2 × 3.895454545454
/// m² / 1000 kg and 3e-12 kg/m³; all 16 digits are printed.
#[test]
fn drag() {
    let density = Exponential {
        base_density: 3e-12,
        base_height: 0.0,
        scale_height: 1e30,
        datum: Datum::Wgs84,
    };
    let drag = Drag {
        density,
        cd_area_per_mass: 2.2 * 3.895454545454 / 1000.0,
        rate: 7.292115146706979e-5,
    };
    let a = drag.acceleration(&point(R0, V0));
    let truth = [4.913126420064532e-07, -4.3808867501715276e-08, -4.920239413197379e-07];
    assert!(relative_error(a, truth) < 1e-14, "{a:?}");
}

/// brahe's cannonball radiation pressure (4.56e-6 N/m², C_r A/m = 1.3 × 4 m² / 1000 kg), without
/// shadow; then the shadow: no pressure behind the Earth, part of it at the edge.
#[test]
fn solar_pressure() {
    let force = SolarPressure::new(SUN, 1.3 * 4.0 / 1000.0);
    // This point is in shadow, so the comparison uses an Earth of 1 m.
    let lit = SolarPressure { shadow: Shadow { radius: 1.0, flattening: 0.0 }, ..force };
    let a = lit.acceleration(&point(R0, V0));
    let truth = [1.7067990393542345e-08, 1.5605429011197154e-08, 6.827424022661813e-09];
    assert!(relative_error(a, truth) < 1e-14, "{a:?}");

    let far = Still([AU, 0.0, 0.0]);
    let force = SolarPressure::new(far, 0.01);
    let full = 0.01 * 4.56e-6;
    let behind = |y: f64| -force.acceleration(&point([-6.6e6, y, 0.0], V0))[0] / full;
    assert_eq!(behind(0.0), 0.0);
    // The penumbra at 6600 km behind the Earth's centre is 61 km wide around y = 6378.137 km.
    assert!(behind(6.345e6) < 1e-12 && behind(6.412e6) > 0.9999);
    let half = behind(6.378137e6);
    assert!((half - 0.5).abs() < 0.01, "half the disc at the edge: {half}");
}

/// brahe's relativistic term (Schwarzschild, same GM and speed of light).
#[test]
fn relativity() {
    let a = Relativity::EARTH.acceleration(&point(R0, V0));
    let truth = [7.8472881520196e-09, 1.3433985763921355e-08, 6.6199283403658045e-09];
    assert!(relative_error(a, truth) < 1e-13, "{a:?}");
}

/// mpmath: normalised coefficients of IERS 2010 eq. 6.6 with complex Love numbers; the potential
/// with Legendre functions and longitudes, differentiated numerically in 50 digits.
#[test]
fn solid_tides() {
    let a = SolidTides { sun: SUN, moon: MOON }.acceleration(&point(R0, V0));
    let truth = [-1.457127522916713e-7, -8.00189724365837e-9, -2.84684255532119e-8];
    assert!(relative_error(a, truth) < 1e-13, "{a:?}");
}

/// Montenbruck & Gill's formula (n = 6), evaluated by a separate Python program from the table rows
/// next to 150, 250, 415, 415 and 800 km, the altitudes from which the positions were made (brahe
/// agrees to 5e-7, as its altitudes are good to a few centimetres); and the table itself at its
/// nodes.
#[test]
fn harris_priester() {
    let model = HarrisPriester { sun: SUN, exponent: 6 };
    let cases = [
        ([3457305.2429430843, 5384433.891849453, 1288624.2076893758], 2.122000566905255e-09),
        ([-2112473.5129470825, -4615838.835873474, 4248137.968282735], 7.378688343107828e-11),
        ([4160178.425129385, 2272715.831842602, -4850317.243621758], 1.9109831116228264e-12),
        ([-3683945.0238243607, -5061088.613598574, -2629998.1410103193], 5.75885803121792e-12),
        ([-7071009.466879981, 1007947.9555492332, 712376.3884946896], 2.028052053009763e-14),
    ];
    for (r, truth) in cases {
        let density: f64 = model.density(&point(r, V0));
        assert!((density / truth - 1.0).abs() < 1e-11, "{r:?}: {density:e}");
    }
    for (height, least, greatest) in
        [(100e3, 4.974e-7, 4.974e-7), (300e3, 1.708e-11, 3.526e-11), (1000e3, 1.150e-15, 1.810e-14)]
    {
        let [night, day] = HarrisPriester::<Still>::limits(height);
        assert!((night / least - 1.0).abs() < 1e-12 && (day / greatest - 1.0).abs() < 1e-12);
    }
    assert_eq!(HarrisPriester::<Still>::limits(1000.1e3), [0.0, 0.0]);
}

/// Geodetic coordinates to position and back: to 1e-8 m and 1e-12 rad, from the ground to 2000 km,
/// including poles and equator.
#[test]
fn geodetic_coordinates_are_recovered() {
    for i in 0..=36 {
        for height in [0.0, 80e3, 200e3, 420e3, 1000e3, 2000e3] {
            let latitude = (-90.0 + 5.0 * f64::from(i)).to_radians();
            let place = Geodetic { latitude, longitude: 0.7 * f64::from(i) - 12.0, height };
            let up = vertical::<f64>(place.to_itrf().into());
            let error = (up.height - height).abs();
            assert!(error < 1e-8, "{latitude} rad, {height} m: {error:e} m");
            let error = (up.sin_latitude.atan2(up.cos_latitude) - latitude).abs();
            assert!(error < 1e-12, "{latitude} rad, {height} m: {error:e} rad");
        }
    }
}

/// Tsiolkovsky: a burn of 300 s with 2950 N, a specific impulse of 302 s and 7150 kg, in empty
/// space. Speed and distance have closed forms; on a straight path, thrust along an inertial axis
/// and along the velocity (TNW) gives the same.
#[test]
fn a_burn_obeys_the_rocket_equation() {
    let (thrust, exhaust, mass) = (2950.0, 302.0 * 9.80665, 7150.0);
    let mass_flow = thrust / exhaust;
    let (ignition, duration) = (100.0, 300.0);
    let ratio: f64 = 1.0 - mass_flow * duration / mass;
    let gain = -exhaust * ratio.ln();
    let distance =
        exhaust * duration * (1.0 + ratio / (1.0 - ratio) * ratio.ln()) + 7000.0 * duration;
    let settings = Settings { method: Method::Verner98, ..Settings::default() };
    for axes in [ThrustAxes::Inertial, ThrustAxes::Tnw] {
        let direction = match axes {
            ThrustAxes::Inertial => [0.0, 1.0, 0.0],
            _ => [1.0, 0.0, 0.0],
        };
        let burn = Thrust { axes, direction, thrust, mass_flow, ignition, mass };
        let start = StateVector {
            t: ignition,
            r: Vector3::new(7e6, 0.0, 0.0),
            v: Vector3::new(0.0, 7000.0, 0.0),
        };
        let model = Model { axes: Inertial, forces: burn };
        let (end, _) = propagate_end(&model, start, ignition + duration, &settings).unwrap();
        assert!((end.v.y - 7000.0 - gain).abs() < 1e-9, "{axes:?}: {} m/s", end.v.y);
        assert!((end.r.y - distance).abs() < 1e-6, "{axes:?}: {} m", end.r.y);
    }
    // LVLH: ahead, opposite to the orbit normal, down; TNW: along the velocity, to its left
    // (inward), along the normal.
    let at = point([7e6, 0.0, 0.0], [100.0, 7000.0, 0.0]);
    let push = |axes, direction| {
        let unit =
            Thrust { axes, direction, thrust: 1.0, mass_flow: 0.0, ignition: at.t, mass: 1.0 };
        Vector3::from(unit.acceleration(&at))
    };
    let lvlh = [[0.0, 1.0, 0.0], [0.0, 0.0, -1.0], [-1.0, 0.0, 0.0]].map(Vector3::from);
    for (i, axis) in lvlh.into_iter().enumerate() {
        let direction = std::array::from_fn(|j| f64::from(u8::from(i == j)));
        assert!((push(ThrustAxes::Lvlh, direction) - axis).norm() < 1e-15);
    }
    let along = Vector3::new(100.0, 7000.0, 0.0).normalize();
    assert!((push(ThrustAxes::Tnw, [1.0, 0.0, 0.0]) - along).norm() < 1e-15);
    let inward = Vector3::new(-along.y, along.x, 0.0);
    assert!((push(ThrustAxes::Tnw, [0.0, 1.0, 0.0]) - inward).norm() < 1e-15);
    assert_eq!(push(ThrustAxes::Tnw, [0.0, 0.0, 1.0]), Vector3::new(0.0, 0.0, 1.0));
}

/// There is no thrust before ignition: an arc from 100 s earlier gains as much as one from ignition
/// (1e-6 m/s: the jump costs some of the tolerance). A propagation past the end of the mass fails.
#[test]
fn thrust_lasts_from_ignition_until_the_mass_is_used_up() {
    let (ignition, mass) = (100.0, 1000.0);
    let (axes, direction) = (ThrustAxes::Inertial, [0.0, 1.0, 0.0]);
    let burn = Thrust { axes, direction, thrust: 1000.0, mass_flow: 0.5, ignition, mass };
    let model = Model { axes: Inertial, forces: burn };
    let settings = Settings { method: Method::Verner98, ..Settings::default() };
    let fly = |from: f64, to: f64| {
        let start = StateVector { t: from, r: Vector3::new(7e6, 0.0, 0.0), v: Vector3::zeros() };
        propagate_end(&model, start, to, &settings).map(|(end, _)| end.v.y)
    };
    assert!(fly(0.0, ignition).unwrap().abs() < 1e-6);
    // Exhaust at 2000 m/s, a tenth of the mass in 200 s.
    let gain = -2000.0 * 0.9_f64.ln();
    assert!((fly(ignition, 300.0).unwrap() - gain).abs() < 1e-9);
    assert!((fly(0.0, 300.0).unwrap() - gain).abs() < 1e-6);
    // Empty at 2100 s.
    assert!(fly(2200.0, 3000.0).is_err());
    assert!(fly(ignition, 3000.0).is_err());
}

/// Six hours in N×N fields on a uniformly rotating Earth, and with drag: final positions [m] on
/// which satkit's gravity under Verner 9(8) at 1e-14, nyx RK89 at 1e-13 and an RK8 with steps of 5
/// s agree to a micrometre (nyx at degree 70 to 0.7 mm). Required: 1 mm.
#[test]
fn six_hours_agree_with_other_programs() {
    let axes = UniformRotation { rate: 7.292115e-5, angle_at_start: 0.0 };
    let start = StateVector { t: 0.0, r: R0.into(), v: V0.into() };
    let settings = Settings {
        relative: 1e-13,
        absolute_position: 1e-6,
        absolute_velocity: 1e-9,
        method: Method::Verner98,
        ..Settings::default()
    };
    let cases = [
        (8, [5782.367505898e3, 3327.641145658e3, -1289.101835846e3]),
        (20, [5782.345212148e3, 3327.575688412e3, -1289.309820634e3]),
        (70, [5782.341899989e3, 3327.603176082e3, -1289.297628842e3]),
    ];
    for (degree, truth) in cases {
        let forces = Gravity::new(Field::egm2008(), degree, degree).unwrap();
        let (end, _) = propagate_end(&Model { axes, forces }, start, 21_600.0, &settings).unwrap();
        let error = (end.r - Vector3::from(truth)).norm();
        assert!(error < 1e-3, "degree {degree}: {error} m");
    }
    let density = Exponential {
        base_density: 3e-12,
        base_height: 420e3,
        scale_height: 60e3,
        datum: Datum::Sphere { radius: 6_378_136.3 },
    };
    let drag = Drag::new(density, 0.00857);
    let forces = (Gravity::new(Field::egm2008(), 8, 8).unwrap(), drag);
    let (end, _) = propagate_end(&Model { axes, forces }, start, 21_600.0, &settings).unwrap();
    let truth = Vector3::new(5782.245417238e3, 3327.948868953e3, -1288.701536614e3);
    let error = (end.r - truth).norm();
    assert!(error < 1e-3, "degree 8 with drag: {error} m");
}

/// The ready-made model is the sum of its parts; lanes agree with single points to rounding, drag
/// included; and forces that are switched off are absent.
#[test]
fn near_earth_model_is_the_sum_of_its_forces() {
    let epoch = parse_utc("2013-11-07T04:14:15.290Z").unwrap();
    let make = |options: ForceOptions| {
        let (orbit, table) = ((R0, V0), EarthOrientationTable::embedded());
        NearEarth::over(epoch, (0.0, 30_000.0), orbit, Field::egm2008(), table, options)
    };
    let all = ForceOptions {
        density_factor: 1.5,
        solar_pressure: true,
        solid_tides: true,
        relativity: true,
        ..ForceOptions::default()
    };
    let world = make(all).unwrap();
    let craft = Cannonball { cd_area_per_mass: 0.006, cr_area_per_mass: 0.004 };
    assert_eq!(world.span(), (0.0, 30_000.0));
    let model = world.model(&craft);
    let t = 7000.0;
    let a = Dynamics::<f64>::acceleration(&model, t, &R0, &V0);

    let m = world.earth.to_body(t);
    let r_body = m.map(|row| row[0] * R0[0] + row[1] * R0[1] + row[2] * R0[2]);
    let at = Point { t, r: R0, v: V0, to_body: m, r_body };
    let (sun, moon) = (Still(world.sky.sun(t)), Still(world.sky.moon(t)));
    let air = world.atmosphere.as_ref().unwrap();
    let parts = [
        world.gravity.acceleration(&at),
        Drag::new(air, 0.006 * 1.5).acceleration(&at),
        ThirdBody::sun(sun).acceleration(&at),
        ThirdBody::moon(moon).acceleration(&at),
        SolarPressure::new(sun, 0.004).acceleration(&at),
        SolidTides { sun, moon }.acceleration(&at),
        Relativity::EARTH.acceleration(&at),
    ];
    let sum = parts.iter().map(|p| Vector3::from(*p)).sum::<Vector3<f64>>();
    assert!((sum - Vector3::from(a)).norm() < 1e-14);

    let two = |x: [f64; 3], y: [f64; 3]| [0, 1, 2].map(|i| Lanes::<f64, 2>::read(&[x[i], y[i]]));
    let other = [-R0[1], R0[0], R0[2]];
    let lanes = Dynamics::acceleration(&model, t, &two(other, R0), &two(V0, V0));
    let error = (0..3).map(|i| (lanes[i].lane(1) - a[i]).abs()).fold(0.0, f64::max);
    assert!(error < 2e-14, "lanes: {error:e} m/s²");

    let bare = ForceOptions {
        atmosphere: AtmosphereChoice::Vacuum,
        sun_moon: false,
        degree: 8,
        order: 8,
        ..ForceOptions::default()
    };
    let world = make(bare).unwrap();
    let a = Dynamics::<f64>::acceleration(&world.model(&craft), t, &R0, &V0);
    assert_eq!(a, world.gravity.acceleration(&at));

    // Its span covers at least what was requested, and the density table no more than that.
    let (from, to) = world.span();
    assert!(from <= 0.0 && (30_000.0..60_000.0).contains(&to), "{from} s to {to} s");
    let infinite = (f64::NEG_INFINITY, f64::INFINITY);
    for (span, words) in [
        ((0.0, infinite.1), "from 0 s to inf s; both must be finite"),
        (infinite, "from -inf s to inf s"),
        ((0.0, f64::NAN), "from 0 s to NaN s"),
        ((f64::NAN, 0.0), "from NaN s to 0 s"),
        ((f64::NAN, f64::NAN), "from NaN s to NaN s"),
        ((0.0, 1e18), "no Earth orientation for"),
    ] {
        let (orbit, table) = ((R0, V0), EarthOrientationTable::embedded());
        let options = ForceOptions::default();
        let made = NearEarth::over(epoch, span, orbit, Field::egm2008(), table, options);
        let message = made.unwrap_err().to_string();
        assert!(message.contains(words), "{message}");
    }

    let bad = ForceOptions { density_factor: -1.0, ..ForceOptions::default() };
    let message = make(bad).unwrap_err().to_string();
    assert_eq!(message, "force model: density factor is -1, must be at least 0");
}
