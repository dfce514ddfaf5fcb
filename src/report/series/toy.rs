use crate::ascent;
use crate::integrate::Node;
use crate::mission::Scenario;
use crate::mission::log::*;
use crate::propagate::{StateVector, Statistics, Trajectory};
use crate::provenance::Sourced;
use crate::proximity::{self, ClosestApproach, Contact, Phase};
use crate::rendezvous::BurnName;
use crate::rendezvous::choice::Scheme;
use crate::rendezvous::light::{EdgeKind, ShadowEdge};
use crate::rendezvous::timing::{
    Allowed, Alternative, Daylight, DockingConstraint, DockingTime, Sensitivity,
};
use crate::vehicle::spacecraft::Propulsion;
use nalgebra::{Rotation3, Vector3};

/// MET [s], station ahead by [deg], Soyuz below by [m].
const FAR: [(f64, f64, f64); 12] = [
    (0.0, 21.0, 429e3),
    (118.0, 27.5, 383e3),
    (290.0, 33.5, 262e3),
    (528.0, 38.4, 211e3),
    (2743.0, 31.5, 187e3),
    (5391.0, 24.4, 190e3),
    (8935.0, 15.1, 164e3),
    (11_796.0, 9.6, 92e3),
    (15_685.0, 4.3, 96e3),
    (18_317.0, 1.3, 62e3),
    (19_600.0, 0.35, 20e3),
    (20_500.0, 0.018, 1e3),
];
/// MET [s], Soyuz ahead [m], below [m].
const NEAR: [(f64, f64, f64); 8] = [
    (20_500.0, -2100.0, 1000.0),
    (20_740.0, -900.0, 480.0),
    (20_860.0, -430.0, 300.0),
    (21_100.0, -200.0, 260.0),
    (21_300.0, -13.2, 190.0),
    (21_500.0, -13.2, 190.0),
    (22_000.0, -13.2, 80.0),
    (22_412.0, -13.2, 12.3),
];
const CONTACT: f64 = 22_412.0;

fn curve(points: &[(f64, f64, f64)], t: f64) -> (f64, f64) {
    let i = points.partition_point(|p| p.0 <= t).clamp(1, points.len() - 1);
    let (a, b) = (points[i - 1], points[i]);
    let slope = |j: usize, get: fn(&(f64, f64, f64)) -> f64| {
        let (p, q) = (&points[j.saturating_sub(1)], &points[(j + 1).min(points.len() - 1)]);
        (get(q) - get(p)) / (q.0 - p.0)
    };
    let h = b.0 - a.0;
    let u = ((t - a.0) / h).clamp(0.0, 1.0);
    let w = 1.0 - u;
    let cubic = |get: fn(&(f64, f64, f64)) -> f64| {
        get(&a) * w * w * (1.0 + 2.0 * u)
            + get(&b) * u * u * (1.0 + 2.0 * w)
            + h * u * w * (slope(i - 1, get) * w - slope(i, get) * u)
    };
    (cubic(|p| p.1), cubic(|p| p.2))
}

fn positions(t: f64) -> (Vector3<f64>, Vector3<f64>) {
    let radius = 6.795e6;
    let plane = Rotation3::from_axis_angle(&Vector3::z_axis(), 119.9_f64.to_radians())
        * Rotation3::from_axis_angle(&Vector3::x_axis(), 51.64_f64.to_radians());
    let u = 86.4_f64.to_radians() + 1.127e-3 * t;
    let along = |u: f64| plane * Vector3::new(u.cos(), u.sin(), 0.0);
    let station = along(u) * radius;
    let soyuz = if t < NEAR[0].0 {
        let (phase, below) = curve(&FAR, t);
        along(u - phase.to_radians()) * (radius - below)
    } else {
        let (ahead, below) = curve(&NEAR, t);
        let forward = plane * Vector3::new(-u.sin(), u.cos(), 0.0);
        along(u) * (radius - below) + forward * ahead
    };
    (soyuz, station)
}

fn instants(t: f64) -> (StateVector, StateVector) {
    let (a, b, c) = (positions(t - 0.5), positions(t), positions(t + 0.5));
    let instant = |r: Vector3<f64>, v: Vector3<f64>| StateVector { t, r, v };
    (instant(b.0, c.0 - a.0), instant(b.1, c.1 - a.1))
}

/// The station's path, on beyond contact.
fn station() -> Trajectory {
    let node = |t: f64| {
        let at = instants(t).1;
        let a = at.r * (-at.v.norm_squared() / at.r.norm_squared());
        Node { t, r: at.r.into(), v: at.v.into(), a: a.into() }
    };
    let nodes: Vec<_> = (0..=540).map(|k| node(60.0 * f64::from(k))).collect();
    Trajectory::through(&nodes, false)
}

fn phase(t: f64) -> FlightPhase {
    match t {
        t if t < 528.0 => FlightPhase::Ascent,
        t if t < 15_685.0 => FlightPhase::Phasing,
        t if t < 20_500.0 => FlightPhase::Transfer,
        t if t < 20_860.0 => FlightPhase::Braking,
        t if t < 21_300.0 => FlightPhase::FlyAround,
        t if t < 21_500.0 => FlightPhase::StationKeeping,
        _ => FlightPhase::FinalApproach,
    }
}

const BURNS: [(BurnName, f64, f64); 9] = [
    (BurnName::Dv1, 2743.0, 7.0),
    (BurnName::Dv2, 5391.0, 5.7),
    (BurnName::Dv3, 8935.0, 31.1),
    (BurnName::Dv4, 11_796.0, 20.8),
    (BurnName::Imp1, 15_685.0, 8.5),
    (BurnName::Imp2, 18_317.0, 26.3),
    (BurnName::Brk1, 20_500.0, 7.0),
    (BurnName::Brk2, 20_740.0, 6.0),
    (BurnName::Brk3, 20_860.0, 2.0),
];

/// Light at the station: in shadow for 18 minutes about each of these instants.
const NIGHTS: [f64; 4] = [3600.0, 9175.0, 14_750.0, 20_100.0];

fn sunlight(t: f64) -> f64 {
    if NIGHTS.iter().any(|n| (t - n).abs() < 540.0) { 0.0 } else { 1.0 }
}

fn samples() -> Vec<Sample> {
    let step = |t: f64| {
        if t < 600.0 {
            2.0
        } else if t < 20_400.0 {
            20.0
        } else {
            2.0
        }
    };
    let mut times = vec![0.0];
    while let Some(last) = times.last().copied().filter(|t| *t < CONTACT) {
        times.push((last + step(last)).min(CONTACT));
    }
    let spent = |t: f64| BURNS.iter().filter(|b| b.1 <= t).map(|b| b.2).sum::<f64>();
    times
        .into_iter()
        .map(|t| {
            let (soyuz, station) = instants(t);
            Sample {
                t,
                soyuz,
                station,
                mass: if t < 528.0 { 306e3 - 550.0 * t } else { 7150.0 - 2.4 * spent(t) },
                delta_v: spent(t) + if t > 20_900.0 { (t - 20_900.0) * 0.006 } else { 0.0 },
                phase: phase(t),
                sunlight_soyuz: sunlight(t + 200.0),
                sunlight_station: sunlight(t),
            }
        })
        .collect()
}

fn burns() -> Vec<BurnRecord> {
    BURNS
        .iter()
        .map(|(name, ignition, delta_v)| BurnRecord {
            name: *name,
            phase: match name {
                name if BurnName::BRAKING.contains(name) => FlightPhase::Braking,
                name if BurnName::AUTONOMOUS.contains(name) => FlightPhase::Transfer,
                _ => FlightPhase::Phasing,
            },
            ignition: *ignition,
            duration: delta_v / 0.413,
            delta_v: *delta_v,
            delta_v_lvlh: [*delta_v, 0.0, 0.0],
            engine: match name {
                BurnName::Brk3 => Propulsion::Dpo,
                _ => Propulsion::Skd,
            },
            mass: 7100.0,
            propellant: delta_v * 2.4,
            range: {
                let (soyuz, station) = positions(*ignition);
                (soyuz - station).norm()
            },
            phase_angle: curve(&FAR, *ignition).0.to_radians(),
            argument_of_latitude: 1.0,
            perigee_height: 210e3,
            apogee_height: 260e3,
            computed_from: "toy",
        })
        .collect()
}

fn events() -> Vec<MissionEvent> {
    let event = |t: f64, kind: MissionEventKind, commanded: bool| MissionEvent {
        t,
        kind,
        phase: phase(t),
        delta_v: None,
        commanded,
    };
    let ascent = |t: f64, kind: ascent::EventKind, commanded: bool| {
        event(t, MissionEventKind::Ascent(kind), commanded)
    };
    let approach =
        |t: f64, kind: proximity::EventKind| event(t, MissionEventKind::Approach(kind), false);
    let mut events = vec![
        ascent(0.0, ascent::EventKind::LiftOff, true),
        ascent(114.0, ascent::EventKind::TowerJettison, true),
        ascent(117.8, ascent::EventKind::StrapOnSeparation, false),
        ascent(157.5, ascent::EventKind::FairingJettison, true),
        ascent(287.6, ascent::EventKind::CoreSeparation, false),
        ascent(524.0, ascent::EventKind::UpperCutOff, false),
        ascent(527.3, ascent::EventKind::SpacecraftSeparation, false),
        approach(21_300.0, proximity::EventKind::Begins(Phase::StationKeeping)),
        approach(21_500.0, proximity::EventKind::Begins(Phase::FinalApproach)),
        approach(CONTACT, proximity::EventKind::Contact),
    ];
    events.extend(BURNS.iter().map(|b| MissionEvent {
        delta_v: Some(b.2),
        ..event(b.1, MissionEventKind::Ignition(b.0), false)
    }));
    events.sort_by(|a, b| a.t.total_cmp(&b.t));
    events
}

/// A log of the shape a flight leaves.
pub fn log() -> MissionLog {
    let scenario = Scenario::embedded("tma-11m").unwrap();
    let liftoff = scenario.liftoff().unwrap();
    MissionLog {
        liftoff,
        samples: samples(),
        events: events(),
        burns: burns(),
        scheme: SchemeRecord {
            asked: None,
            begun: Scheme::FourOrbit,
            flown: Scheme::FourOrbit,
            why: "toy".into(),
            recoveries: Vec::new(),
        },
        warnings: vec!["toy".into()],
        start: StartGeometry {
            element_age: 57_047.0,
            phase_at_liftoff: 21.0_f64.to_radians(),
            pad_out_of_plane: 0.254_f64.to_radians(),
            plane_crossing: 183.0,
            phase_at_separation: 38.4_f64.to_radians(),
            phase_window: (18.0_f64.to_radians(), 40.0_f64.to_radians()),
        },
        ascent: AscentSummary {
            cut_off: 524.0,
            separation: 527.3,
            core_separation_height: 161e3,
            perigee_height: 200e3,
            apogee_height: 243e3,
            inclination: 51.66_f64.to_radians(),
            period: 5317.0,
            plane_error: 1e-5,
            max_dynamic_pressure: 38e3,
            delta_v_thrust: 9135.0,
            delta_v_gain: 7500.0,
            loss_gravity: 1300.0,
            loss_drag: 110.0,
            loss_steering: 225.0,
            residual_propellant: 640.0,
        },
        docking: DockingTime {
            natural: 21_498.0,
            sunrise: Some(20_640.0),
            sunset: Some(25_000.0),
            earliest_by_light: Some(22_680.0),
            latest_by_light: Some(25_540.0),
            reach: (21_000.0, 24_000.0),
            planned: 22_680.0,
            constraint: DockingConstraint::Sunrise,
            by_rule: 22_680.0,
            lit: true,
            allowed: vec![Allowed {
                from: 22_680.0,
                to: 25_540.0,
                daylight: Daylight { sunrise: Some(20_640.0), sunset: Some(25_000.0) },
            }],
            alternative: Some(Alternative { planned: 20_000.0, natural: 21_340.0 }),
            expected_contact: 22_446.0,
            interval: (22_320.0, 22_620.0),
            interval_bounds: ("most reserve", "least reserve"),
            sensitivities: vec![Sensitivity { change: "sunrise wait +1 min".into(), shift: 60.0 }],
        },
        passive_safety: ClosestApproach { t: 20_800.0, range: 1_000.0 },
        contact: Contact {
            t: CONTACT,
            closing_speed: 0.12,
            lateral_speed: 0.01,
            lateral_offset: 0.04,
            mass: 6850.0,
            manual: false,
        },
        budget: vec![BudgetLine { part: "phasing and transfer", delta_v: 99.4, propellant: 236.0 }],
        shadow_edges: NIGHTS
            .iter()
            .flat_map(|n| {
                [
                    ShadowEdge { t: n - 540.0, kind: EdgeKind::Sunset },
                    ShadowEdge { t: n + 540.0, kind: EdgeKind::Sunrise },
                ]
            })
            .collect(),
        model: vec!["toy geometry, no physics".into()],
        parameters: vec![
            Sourced::fitted("natural arrival", 21_498.0, "s", "two cargo flights"),
            Sourced::assumed("drag area per mass", 0.006, "m2/kg", "tumbling Progress"),
        ],
        statistics: Statistics::default(),
        station: station(),
        scenario,
    }
}
