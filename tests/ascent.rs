//! The ascent compared with published facts of Soyuz-FG, with an independent simulation of the same
//! rocket, and with the rocket equation.
//!
//! Published facts: events at 117.8, 287.6 and 528.3 s after lift-off (NASA mission timeline; The
//! Register quoting RussianSpaceWeb; tuttovola MS-06), core separation at 160–169 km, insertion
//! orbit 200 (+7/−22) × 242 (±42) km, 51.67° ± 0.058°, 88 min 38 s ± 22 s. The clock commands the
//! first two events, so agreement there shows only that the sequence is right, and agreement of the
//! orbit shows only that guidance meets its aim. The pitch programme was fitted to the altitude of
//! core separation (see `SOYUZ_FG.pitch`) and also moves cut-off, so neither confirms much. The
//! independent simulation and the rocket equation do.

use nalgebra::{Rotation3, Vector3};
use soyuz_rendezvous::ascent::{
    AscentError, AscentLog, Delayed, EventKind, InsertionOrbit, PAD_LEAD, Timeline, fly,
    in_plane_lift_offs, pad_state, plan_launch, plane_distance,
};
use soyuz_rendezvous::constants::{GM_EARTH, WGS84_A, WGS84_F};
use soyuz_rendezvous::environment::EarthOrientationTable;
use soyuz_rendezvous::forces::gravity::{Field, Gravity};
use soyuz_rendezvous::frames::{EarthOrientation, EarthRotation};
use soyuz_rendezvous::target::ElementSet;
use soyuz_rendezvous::time::{self, Epoch};
use soyuz_rendezvous::units::DEGREE;
use soyuz_rendezvous::vehicle::launcher::{Launcher, SOYUZ_2_1A, SOYUZ_FG, SOYUZ_U};
use soyuz_rendezvous::vehicle::pad::{SITE_1, SITE_31};

/// Mass of Soyuz TMA-M [kg].
const SOYUZ: f64 = 7150.0;
/// ISS element set of 2013-11-06, 15.8 h before the lift-off of Soyuz TMA-11M.
const TMA_11M: (&str, [&str; 2]) = (
    "2013-11-07T04:14:15.290Z",
    [
        "1 25544U 98067A   13310.51629608  .00016717  00000-0  10270-3 0  9002",
        "2 25544  51.6440 123.1754 0001219 117.1504 242.9771 15.49860824 16788",
    ],
);

/// Earth and station on the day of a launch.
struct Day {
    lift_off: Epoch,
    earth: EarthRotation,
    station: ElementSet,
}

impl Day {
    fn of((lift_off, [line1, line2]): (&str, [&str; 2])) -> Self {
        let lift_off = time::parse_utc(lift_off).unwrap();
        let table = EarthOrientationTable::embedded();
        Self {
            lift_off,
            earth: EarthRotation::over(lift_off, -9000.0, 9000.0, table).unwrap(),
            station: ElementSet::from_tle(None, line1, line2).unwrap(),
        }
    }

    /// Normal (GCRF) of the station's osculating plane `t` seconds after lift-off, with its node
    /// moved east by `bias` degrees along the true equator.
    fn plane(&self, t: f64, bias: f64) -> Vector3<f64> {
        let at = time::after(self.lift_off, t);
        let state = self.station.teme(at).unwrap();
        let normal = Rotation3::from_axis_angle(&Vector3::z_axis(), bias * DEGREE)
            * state.r.cross(&state.v).normalize();
        let orientation = EarthOrientation::at(at, EarthOrientationTable::embedded()).unwrap();
        orientation.teme_gcrf() * normal
    }

    /// The published insertion orbit in the plane the station will have at arrival: 0.11° east of
    /// its plane at insertion, because the node of the lower orbit regresses faster.
    fn target(&self) -> InsertionOrbit {
        InsertionOrbit::nominal(self.plane(528.0, 0.11))
    }
}

fn field() -> Gravity {
    Gravity::new(Field::egm2008(), 20, 20).unwrap()
}

fn nominal() -> (Day, AscentLog) {
    let day = Day::of(TMA_11M);
    let log = fly(&SOYUZ_FG, &SITE_1, SOYUZ, &day.target(), &day.earth, &field()).unwrap();
    (day, log)
}

fn close(what: &str, got: f64, want: f64, tolerance: f64) {
    assert!((got - want).abs() <= tolerance, "{what}: {got}, expected {want} ± {tolerance}");
}

#[test]
fn events_occur_at_the_published_times() {
    let (_, log) = nominal();
    let time = |kind| log.time_of(kind).unwrap();
    close("strap-on separation [s]", time(EventKind::StrapOnSeparation), 117.8, 1e-6);
    close("core separation [s]", time(EventKind::CoreSeparation), 287.6, 1e-6);
    assert!(EventKind::CoreSeparation.commanded(), "core separation is not commanded by the clock");

    // Computed: cut-off was at 524.96–525.9 s on flown missions, separation at 528.3 s.
    close("spacecraft separation [s]", time(EventKind::SpacecraftSeparation), 528.3, 3.0);
    close("cut-off [s]", time(EventKind::UpperCutOff), 525.4, 2.0);
    assert!(!EventKind::UpperCutOff.commanded());
    assert!(log.residual > 0.0 && log.residual < 1500.0, "{} kg of propellant left", log.residual);
    assert!(log.events.windows(2).all(|w| w[0].t < w[1].t));
    assert!(log.samples.windows(2).all(|w| w[0].t <= w[1].t));
}

#[test]
fn altitudes_and_dynamic_pressure_are_those_of_soyuz_fg() {
    let (_, log) = nominal();
    let height = |kind| log.event(kind).unwrap().sample.altitude / 1e3;
    let core = height(EventKind::CoreSeparation);
    assert!((160.0..169.0).contains(&core), "core separation at {core} km");
    // RussianSpaceWeb: strap-ons separate at 45 km, the fairing at about 80–85 km.
    close("strap-on separation [km]", height(EventKind::StrapOnSeparation), 45.0, 3.0);
    close("fairing jettison [km]", height(EventKind::FairingJettison), 82.5, 3.0);

    // SoyCOM: maximum dynamic pressure near 65 s at 11.1 km, limit 36.3 kPa. A known disagreement:
    // the model exceeds the limit by 7 %, because stage 1 gains speed slightly too early.
    let peak = log.max_dynamic_pressure().unwrap();
    close("time of maximum dynamic pressure [s]", peak.t, 65.0, 3.0);
    close("altitude there [km]", peak.altitude / 1e3, 11.1, 0.4);
    close("maximum dynamic pressure [kPa]", peak.dynamic_pressure / 1e3, 38.9, 0.4);
}

#[test]
fn insertion_orbit_is_within_the_published_tolerance() {
    let (day, log) = nominal();
    let (r, v) = (log.insertion.r, log.insertion.v);
    let h = r.cross(&v);
    let e = v.cross(&h) / GM_EARTH - r.normalize();
    let a = 1.0 / (2.0 / r.norm() - v.norm_squared() / GM_EARTH);
    // Altitude of an apsis above the ellipsoid at its own (geocentric) latitude.
    let pole = Vector3::from(day.earth.to_body(log.insertion.t)[2]);
    let height = |radius: f64, direction: Vector3<f64>| {
        let sin = direction.normalize().dot(&pole);
        let squash = (1.0 - WGS84_F) * (1.0 - WGS84_F);
        radius - WGS84_A / (1.0 + sin * sin * (1.0 / squash - 1.0)).sqrt()
    };
    let perigee = height(a * (1.0 - e.norm()), e) / 1e3;
    let apogee = height(a * (1.0 + e.norm()), -e) / 1e3;
    assert!((200.0 - 22.0..=200.0 + 7.0).contains(&perigee), "perigee {perigee} km");
    close("apogee [km]", apogee, 242.0, 42.0);
    let inclination = (h.normalize().dot(&pole)).acos() / DEGREE;
    close("inclination [deg]", inclination, 51.67, 0.058);
    // The orbit guidance aims at: altitudes to 0.3 km at separation.
    close("perigee aimed at [km]", perigee, 200.0, 0.3);
    close("apogee aimed at [km]", apogee, 242.0, 0.3);
    let period = std::f64::consts::TAU * (a.powi(3) / GM_EARTH).sqrt();
    close("period [s]", period, 88.0 * 60.0 + 38.0, 22.0);
}

#[test]
fn closed_loop_meets_the_target_in_the_full_field() {
    // Guidance models the point mass and the oblateness; the flight has 20 × 20 harmonics. The rest
    // of the field amounts to 2e-4 m/s²; guidance stops correcting the path 10 s before cut-off,
    // which leaves errors of about 1 cm and 2 mm/s. Found: 7 mm and 3 mm/s radially, 11 mm and 2
    // mm/s across the plane.
    let (day, log) = nominal();
    let target = day.target();
    let (r, v) = (log.cut_off.r, log.cut_off.v);
    close("radius [m]", r.norm(), target.perigee_radius, 0.03);
    close("speed [m/s]", v.norm(), target.perigee_speed(), 5e-4);
    close("radial speed [m/s]", r.dot(&v) / r.norm(), 0.0, 5e-3);
    close("out of plane [m]", r.dot(&target.normal), 0.0, 0.03);
    close("speed out of plane [m/s]", v.dot(&target.normal), 0.0, 4e-3);
}

#[test]
fn delta_v_budget_closes() {
    let (_, log) = nominal();
    let b = &log.budget;
    assert!(b.imbalance().abs() < 1e-5 * b.thrust, "imbalance {} m/s", b.imbalance());
    close("vacuum = thrust + pressure [m/s]", b.vacuum, b.thrust + b.pressure, 1e-6);
    for (name, loss) in [("gravity", b.gravity), ("drag", b.drag), ("steering", b.steering)] {
        assert!(loss > 0.0, "{name} {loss} m/s");
    }
    // Speed gained and the speed of the rotating pad add up to the inertial speed.
    close("speeds [m/s]", b.gain + b.rotation, log.insertion.v.norm(), 1e-6);
}

#[test]
fn vacuum_delta_v_is_that_of_the_rocket_equation() {
    // Σ c ln(m₀/m₁) in closed form, compared with the integral along the flown path.
    let (_, log) = nominal();
    let timeline = Timeline::new(&SOYUZ_FG, SOYUZ).unwrap();
    let open: f64 = timeline
        .open_loop
        .iter()
        .filter(|phase| phase.flow > 0.0)
        .map(|p| p.thrust_vacuum / p.flow * (p.mass / p.mass_at(p.end)).ln())
        .sum();
    let upper = &timeline.upper;
    let burnt = upper.flow * (log.cut_off.t - upper.start);
    let to_skirt = upper.flow * (upper.skirt_time - upper.start);
    let before = upper.mass / (upper.mass - to_skirt);
    let after =
        (upper.mass - to_skirt - upper.skirt_mass) / (upper.mass - burnt - upper.skirt_mass);
    let closed = upper.thrust / upper.flow * (before.ln() + after.ln());
    close("ideal delta-v [m/s]", log.budget.vacuum, open + closed, 1e-6);
    close("mass at cut-off [kg]", log.cut_off_mass, upper.mass - burnt - upper.skirt_mass, 1e-6);
}

#[test]
fn pad_moves_with_the_earth() {
    // ω × r compared with the difference quotient of the rotating pad position. The axis of to_body
    // is the terrestrial pole, 0.3″ from the instantaneous one: 0.5 mm/s.
    let day = Day::of(TMA_11M);
    let pad = pad_state(&SITE_1, &day.earth, 0.0);
    let ahead = pad_state(&SITE_1, &day.earth, 0.5).r;
    let behind = pad_state(&SITE_1, &day.earth, -0.5).r;
    let error = (pad.v - (ahead - behind)).norm();
    assert!(error < 1e-3, "{error} m/s");
    // 2π a cos φ / 86164 s, corrected for the ellipsoid: 324 m/s at 45.9°.
    close("speed [m/s]", pad.v.norm(), 324.1, 0.2);
}

#[test]
fn pad_is_as_far_from_the_plane_as_computed_elsewhere() {
    // Pad 0.254° from the station's plane at lift-off, in it 183 s later; 13.28° two hours earlier:
    // computed by another program from the same element set.
    let day = Day::of(TMA_11M);
    let distance = |t: f64| plane_distance(&SITE_1, &day.plane(t, 0.0), &day.earth, t) / DEGREE;
    close("at lift-off [deg]", distance(0.0), 0.254, 0.001);
    close("two hours before [deg]", distance(-7200.29), 13.28, 0.01);
    let crossings =
        in_plane_lift_offs(&SITE_1, |t| day.plane(t, 0.0), 0.0, &day.earth, -9000.0, 9000.0);
    assert_eq!(crossings.len(), 1);
    close("crossing [s]", crossings[0], 183.0, 1.0);

    let target = InsertionOrbit { normal: day.plane(-7200.29, 0.0), ..day.target() };
    let early = Delayed { earth: &day.earth, delay: -7200.29 };
    let error = plan_launch(&SOYUZ_FG, &SITE_1, SOYUZ, &target, &early).unwrap_err();
    let AscentError::OutOfPlane { distance_deg, .. } = error else { panic!("{error}") };
    close("refused at [deg]", distance_deg, 13.28, 0.01);
}

#[test]
fn lift_off_follows_from_the_element_set() {
    // The angle between pad and plane was fitted to Progress M-18M and Soyuz TMA-12M. The others,
    // above all Soyuz TMA-11M, are predictions; the sets of TMA-13M and TMA-19M date from after
    // lift-off. 20 s are required, 12 s are met. Element sets as published (CelesTrak/NORAD, test
    // data).
    let flights = [
        TMA_11M,
        (
            "2013-02-11T14:41:46Z",
            [
                "1 25544U 98067A   13042.10021568  .00009549  00000-0  16043-3 0  1955",
                "2 25544 051.6484 014.6335 0012183 260.9055 192.8707 15.52430028815125",
            ],
        ),
        (
            "2014-03-25T21:17:23Z",
            [
                "1 25544U 98067A   14084.18185181  .00024868  00000-0  42670-3 0  9451",
                "2 25544  51.6505 155.9288 0003632 348.6265 105.7694 15.51016925878291",
            ],
        ),
        (
            "2014-05-28T19:57:41Z",
            [
                "1 25544U 98067A   14151.47661569  .00003929  00000-0  75409-4 0  3958",
                "2 25544  51.6473 182.4298 0004138  53.2082  30.6877 15.50535211888731",
            ],
        ),
        (
            "2015-12-15T11:03:09Z",
            [
                "1 25544U 98067A   15352.16254196  .00015510  00000-0  23433-3 0  9990",
                "2 25544  51.6438 245.9260 0008096 292.2441 158.1233 15.54884251976664",
            ],
        ),
    ];
    for flight in flights {
        let day = Day::of(flight);
        let normal = |t: f64| day.plane(t + 528.0, 0.11);
        let found =
            in_plane_lift_offs(&SITE_1, normal, PAD_LEAD.value, &day.earth, -3600.0, 3600.0);
        assert_eq!(found.len(), 1, "{}", flight.0);
        close(flight.0, found[0], 0.0, 12.0);
    }
}

#[test]
fn lift_offs_minutes_apart_reach_the_same_plane() {
    // No number is tuned to one lift-off: azimuth and steering follow from the plane.
    let day = Day::of(TMA_11M);
    let target = day.target();
    let mut azimuths = Vec::new();
    for delay in [-150.0, 0.0, 150.0] {
        let earth = Delayed { earth: &day.earth, delay };
        let plan = plan_launch(&SOYUZ_FG, &SITE_1, SOYUZ, &target, &earth).unwrap();
        let log = fly(&SOYUZ_FG, &SITE_1, SOYUZ, &target, &earth, &field()).unwrap();
        assert!(log.plane_error < 1e-5, "delay {delay} s: {} rad", log.plane_error);
        close("predicted cut-off [s]", plan.steering.cut_off, log.cut_off.t, 0.05);
        azimuths.push(plan.azimuth / DEGREE);
    }
    // After a later lift-off the pad is farther to the right of the plane, so the rocket heads
    // farther left.
    assert!(azimuths.windows(2).all(|w| w[0] > w[1]), "{azimuths:?}");
    // The classical azimuth from Baikonur to 51.6° is 61.3°.
    close("azimuth at lift-off [deg]", azimuths[1], 61.3, 1.5);
}

#[test]
fn other_inclinations_are_reached() {
    // Planes near the pad at three inclinations, with the pad on either side.
    let day = Day::of(TMA_11M);
    let up = pad_state(&SITE_1, &day.earth, 0.0).r.normalize();
    let pole = Vector3::from(day.earth.to_body(0.0)[2]);
    let east = pole.cross(&up).normalize();
    for inclination in [46.5_f64, 64.9, 97.6] {
        // cos i = cos φ sin A.
        let sin = (inclination * DEGREE).cos() / pole.cross(&up).norm();
        let heading = east * sin + up.cross(&east) * (1.0 - sin * sin).sqrt();
        for lead in [-0.3 * DEGREE, 0.6 * DEGREE] {
            let normal = up.cross(&heading) * lead.cos() + up * lead.sin();
            let target = InsertionOrbit::nominal(normal);
            let log = fly(&SOYUZ_FG, &SITE_1, 4500.0, &target, &day.earth, &field()).unwrap();
            close("pad from plane [rad]", log.plan.plane_distance, lead, 1e-9);
            assert!(log.plane_error < 1e-5, "{inclination}°: {} rad", log.plane_error);
        }
    }
}

#[test]
fn every_launcher_lifts_its_spacecraft() {
    let day = Day::of(TMA_11M);
    let target = day.target();
    let flights = [
        (SOYUZ_FG, SITE_1, SOYUZ),
        (SOYUZ_U.for_cargo(), SITE_1, 7285.0),
        (SOYUZ_2_1A, SITE_31, SOYUZ),
        (SOYUZ_2_1A.for_cargo(), SITE_31, 7285.0),
    ];
    for (launcher, pad, payload) in flights {
        let log = fly(&launcher, &pad, payload, &target, &day.earth, &field()).unwrap();
        assert!(log.plane_error < 1e-5);
        assert!(log.residual > 0.0);
        assert_eq!(log.time_of(EventKind::TowerJettison).is_some(), launcher.tower.is_some());
    }
}

#[test]
fn impossible_launches_are_refused() {
    let day = Day::of(TMA_11M);
    let target = day.target();
    let fly = |launcher: &Launcher, payload: f64, target: &InsertionOrbit| {
        fly(launcher, &SITE_1, payload, target, &day.earth, &field()).unwrap_err()
    };
    let heavy = fly(&SOYUZ_FG, 9000.0, &target);
    assert!(
        matches!(heavy, AscentError::PropellantShort { short_kg, .. } if short_kg > 500.0),
        "{heavy}"
    );
    assert!(matches!(fly(&SOYUZ_FG, -1.0, &target), AscentError::Payload { .. }));
    let below = InsertionOrbit { perigee_radius: 6.3e6, ..target };
    assert!(matches!(fly(&SOYUZ_FG, SOYUZ, &below), AscentError::Orbit { .. }));
    // 2.7° is close enough to be tried but too far to reach; 1.1° can be corrected by steering.
    let early = |delay| Delayed { earth: &day.earth, delay };
    let far = plan_launch(&SOYUZ_FG, &SITE_1, SOYUZ, &target, &early(-1700.0)).unwrap_err();
    assert!(matches!(far, AscentError::PropellantShort { .. }), "{far}");
    assert!(plan_launch(&SOYUZ_FG, &SITE_1, SOYUZ, &target, &early(-600.0)).is_ok());
    let long = InsertionOrbit { normal: target.normal * 2.0, ..target };
    assert!(matches!(fly(&SOYUZ_FG, SOYUZ, &long), AscentError::Normal { .. }));
    let mut thirsty = SOYUZ_FG;
    thirsty.core.propellant.value = 80_000.0;
    assert!(matches!(fly(&thirsty, SOYUZ, &target), AscentError::StageDry { stage: "Blok A", .. }));
    let mut confused = SOYUZ_FG;
    confused.sequence.fairing.value = 100.0;
    assert!(matches!(fly(&confused, SOYUZ, &target), AscentError::Sequence { .. }));
}

/// An independent simulation of Soyuz-FG (another program, same masses and thrusts, an earlier
/// pitch table, unscaled drag): time [s], altitude [km], speed relative to the Earth [m/s], mass
/// [t].
const OTHER_PROGRAM: [(f64, f64, f64, f64); 13] = [
    (10.0, 0.3, 42.0, 289.5),
    (30.0, 2.2, 155.0, 257.2),
    (60.0, 9.9, 433.0, 208.8),
    (90.0, 24.8, 975.0, 160.4),
    (110.0, 39.6, 1555.0, 128.1),
    (114.0, 43.0, 1683.0, 122.1),
    (157.5, 80.2, 2056.0, 81.8),
    (210.0, 117.1, 2608.0, 65.3),
    (270.0, 151.0, 3563.0, 46.4),
    (330.0, 177.9, 4269.0, 28.0),
    (400.0, 194.6, 5069.0, 21.5),
    (480.0, 199.7, 6414.0, 14.0),
    (520.0, 199.8, 7412.0, 10.3),
];

/// The pitch table of that simulation: time [s], pitch [deg].
const OTHER_PITCH: [(f64, f64); 25] = [
    (0.0, 90.0),
    (5.0, 90.0),
    (11.0, 88.8),
    (16.0, 87.0),
    (21.0, 84.9),
    (26.0, 82.2),
    (31.0, 79.4),
    (36.0, 75.9),
    (41.0, 72.4),
    (46.0, 68.4),
    (51.0, 64.4),
    (56.0, 60.6),
    (61.0, 56.9),
    (66.0, 53.2),
    (71.0, 49.7),
    (76.0, 46.6),
    (81.0, 43.7),
    (86.0, 41.0),
    (91.0, 38.4),
    (96.0, 36.2),
    (118.0, 30.9),
    (128.0, 31.2),
    (210.0, 21.8),
    (285.0, 15.8),
    (287.6, 15.8),
];

#[test]
fn ascent_agrees_with_another_program() {
    let day = Day::of(TMA_11M);
    let mut launcher = SOYUZ_FG;
    launcher.pitch.knots_s_deg = &OTHER_PITCH;
    launcher.pitch.raised_by.value = 0.0;
    launcher.aerodynamics.scale.value = 1.0;
    let log = fly(&launcher, &SITE_1, SOYUZ, &day.target(), &day.earth, &field()).unwrap();
    for (t, height, speed, mass) in OTHER_PROGRAM {
        let sample = log.samples.iter().find(|s| (s.t - t).abs() < 1e-9).unwrap();
        // Interpolation of the table, drag and plane differ slightly: 1.2 % in altitude, 0.4 % in
        // speed. The table is printed to 0.1 km, 1 m/s and 0.1 t, and uses a mass flow 0.1 %
        // smaller. The tower separates at 114 s, so either mass is possible there.
        close(
            &format!("altitude at {t} s [km]"),
            sample.altitude / 1e3,
            height,
            0.1 + 0.012 * height,
        );
        close(&format!("speed at {t} s [m/s]"), sample.air_speed, speed, 1.0 + 0.004 * speed);
        let tower = if t == 114.0 { 2.0 } else { 0.0 };
        close(&format!("mass at {t} s [t]"), sample.mass / 1e3, mass, 0.3 + tower);
    }
    close("cut-off [s]", log.cut_off.t, 523.7, 0.6);
    close("propellant left [kg]", log.residual, 650.0, 60.0);
    close("firing azimuth [deg]", log.plan.azimuth / DEGREE, 60.4, 0.2);
    close("yaw of stages 1 and 2 [rad]", log.plan.yaw, 0.031, 0.003);
}
