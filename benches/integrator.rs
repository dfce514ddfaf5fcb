//! Single trajectories: workloads W1 (two bodies and J2, final state) and W2 (gravity of degree 8, 20 and 70, position
//! and velocity every 10 s) with each method at the loosest tolerance that reaches 1 mm; and six hours under the forces
//! of the flight (gravity of degree 20, drag, Sun, Moon, actual Earth orientation) at 1 cm.
//!
//! The work–precision table is printed first: calls of the force and final error for each method and tolerance. Errors
//! are measured against final states on which independent programs agree (see `benches/peers`, which also times those
//! programs) and, for the forces of the flight, against our Verner 9(8) with steps of 10 s. Timed: the whole propagation
//! from the initial state, including the choice of the first step. Not timed: reading coefficients.

#[path = "shared/workloads.rs"]
mod workloads;

use criterion::{Criterion, criterion_group, criterion_main};
use soyuz_rendezvous::environment::EarthOrientationTable;
use soyuz_rendezvous::forces::{
    Cannonball, Field, ForceOptions, Gravity, Inertial, J2, Model, NearEarth, UniformRotation,
};
use soyuz_rendezvous::integrate::Dynamics;
use soyuz_rendezvous::propagate::{Method, Settings, StateVector, propagate, propagate_end};
use soyuz_rendezvous::time::parse_utc;
use std::hint::black_box;
use workloads::{R0, V0, W1, W2};

const METHODS: [Method; 3] = [Method::StormerCowell, Method::Nystrom1210, Method::Verner98];
/// Errors allowed: in the workloads, and under the forces of the flight [m].
const TARGET: f64 = 1e-3;
const TARGET_OF_FLIGHT: f64 = 1e-2;

fn start() -> StateVector {
    StateVector { t: 0.0, r: R0.into(), v: V0.into() }
}

fn settings(method: Method, tolerance: f64) -> Settings {
    Settings {
        relative: 1e-16,
        absolute_position: tolerance,
        absolute_velocity: 1.13e-3 * tolerance,
        max_step: 1e4,
        method,
    }
}

/// Tolerances from 1 m down, four a decade.
fn tolerances() -> impl Iterator<Item = f64> {
    (0..32).map(|k| 10_f64.powf(-f64::from(k) / 4.0))
}

/// Prints calls and errors, and returns the settings with the loosest tolerance that meets the target.
fn work_precision<M: Dynamics<f64>>(
    model: &M,
    span: f64,
    end: [f64; 3],
    method: Method,
    target: f64,
) -> Settings {
    let mut chosen = None;
    for tolerance in tolerances() {
        let settings = settings(method, tolerance);
        let (reached, cost) = propagate_end(model, start(), span, &settings).unwrap();
        let error = (reached.r - nalgebra::Vector3::from(end)).norm();
        println!("{method:?} {tolerance:.1e} m: {} calls, {error:.1e} m", cost.evaluations);
        if error <= target && chosen.is_none() {
            chosen = Some(settings);
        }
        if error < 1e-3 * target {
            break;
        }
    }
    chosen.expect("no tolerance reaches the target")
}

fn w1(c: &mut Criterion) {
    let model = Model { axes: Inertial, forces: J2::EARTH };
    for (hours, end) in W1 {
        let span = 3600.0 * f64::from(hours);
        let mut group = c.benchmark_group(format!("W1_{hours}h_1mm"));
        for method in METHODS {
            let settings = work_precision(&model, span, end, method, TARGET);
            group.bench_function(format!("{method:?}"), |b| {
                b.iter(|| propagate_end(&model, black_box(start()), span, &settings))
            });
        }
    }
}

fn w2(c: &mut Criterion) {
    for (degree, end) in W2 {
        let model = Model {
            axes: UniformRotation { rate: 7.292115e-5, angle_at_start: 0.0 },
            forces: Gravity::new(Field::egm2008(), degree, degree).unwrap(),
        };
        let span = 21600.0;
        let mut group = c.benchmark_group(format!("W2_degree_{degree}_6h_every_10s_1mm"));
        group.sample_size(20);
        for method in METHODS {
            let settings = work_precision(&model, span, end, method, TARGET);
            group.bench_function(format!("{method:?}"), |b| {
                b.iter(|| {
                    let arc = propagate(&model, black_box(start()), span, &settings, &[]).unwrap();
                    let times = (0..=2160).map(|k| 10.0 * f64::from(k));
                    arc.trajectory.sample(times).map(|at| at.r.x + at.v.x).sum::<f64>()
                })
            });
        }
    }
}

fn forces_of_the_flight(c: &mut Criterion) {
    let epoch = parse_utc("2013-11-07T04:14:15.290Z").unwrap();
    let (r, v): ([f64; 3], [f64; 3]) = (start().r.into(), start().v.into());
    let (span, options) = (21600.0, ForceOptions::default());
    let table = EarthOrientationTable::embedded();
    let world =
        NearEarth::over(epoch, (0.0, span), (r, v), Field::egm2008(), table, options).unwrap();
    let craft = Cannonball { cd_area_per_mass: 0.006, cr_area_per_mass: 0.0 };
    let model = world.model(&craft);
    let fine = Settings { max_step: 10.0, ..settings(Method::Verner98, 1e-8) };
    let (end, _) = propagate_end(&model, start(), span, &fine).unwrap();
    let mut group = c.benchmark_group("forces_of_the_flight_6h_1cm");
    group.sample_size(20);
    for method in METHODS {
        let settings = work_precision(&model, span, end.r.into(), method, TARGET_OF_FLIGHT);
        group.bench_function(format!("{method:?}"), |b| {
            b.iter(|| propagate_end(&model, black_box(start()), span, &settings))
        });
    }
}

criterion_group!(benches, w1, w2, forces_of_the_flight);
criterion_main!(benches);
