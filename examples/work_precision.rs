//! Work–precision of the integrators on an orbit and a gravity field of your own.
//!
//! ```text
//! cargo run --release --example work_precision -- [FIELD.gfc|egm2008] [DEGREE] \
//!     [X,Y,Z,VX,VY,VZ in km and km/s] [SPAN in s] [TOLERANCE in m]
//! ```
//!
//! Flies the state under the field (turning uniformly about z, axes aligned at the start) with each
//! method, at the tolerance given and at tighter and looser ones, and prints calls of the force,
//! time, and the error at the end and over positions every 10 s. The error is against a run of
//! another method, Verner 9(8), with far tighter tolerance and steps of at most 30 s.
//! All arguments have defaults: a station-like orbit, EGM2008 of degree 20, six hours, 1 mm.

use soyuz_rendezvous::forces::{Field, Gravity, Model, UniformRotation};
use soyuz_rendezvous::propagate::{Instant, Method, Settings, Trajectory, propagate};
use std::error::Error;
use std::time::Instant as Clock;

/// Rate of the Earth's rotation [rad/s], IERS Conventions 2010 as rounded by the workloads.
const RATE: f64 = 7.292115e-5;
/// Interval of the dense output [s].
const EVERY: f64 = 10.0;

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let argument = |i: usize, default: &str| arguments.get(i).map_or(default, |a| a).to_owned();
    let file = argument(0, "egm2008");
    let degree: usize = argument(1, "20").parse()?;
    let state =
        argument(2, "3150.934072,5398.413726,2662.212284,-5.585221193,0.692685735,5.199078748");
    let span: f64 = argument(3, "21600").parse()?;
    let tolerance: f64 = argument(4, "1e-3").parse()?;

    let numbers: Vec<f64> = state.split(',').map(str::parse).collect::<Result<_, _>>()?;
    let [x, y, z, vx, vy, vz] = numbers[..] else {
        return Err("the state needs six numbers: X,Y,Z in km and VX,VY,VZ in km/s".into());
    };
    let start = Instant {
        t: 0.0,
        r: [x * 1e3, y * 1e3, z * 1e3].into(),
        v: [vx * 1e3, vy * 1e3, vz * 1e3].into(),
    };
    let field = if file == "egm2008" { Field::egm2008().clone() } else { read(&file)? };
    let forces = Gravity::new(&field, degree, degree)?;
    let model = Model { axes: UniformRotation { rate: RATE, angle_at_start: 0.0 }, forces };

    let reference = Settings {
        relative: 1e-15,
        absolute_position: 1e-8,
        absolute_velocity: 1e-11,
        max_step: 30.0,
        method: Method::Verner98,
    };
    let truth = propagate(&model, start, span, &reference, &[])?;
    let end = truth.end.r / 1e3;
    println!("{} of degree {degree}, {span} s; end [{}, {}, {}] km", file, end.x, end.y, end.z);
    println!(
        "{:<14} {:>11} {:>7} {:>7} {:>10} {:>12} {:>12}",
        "method", "tolerance m", "steps", "calls", "time us", "end error m", "worst error m"
    );
    for method in [Method::StormerCowell, Method::Nystrom1210, Method::Verner98] {
        for factor in [100.0, 10.0, 1.0, 0.1, 0.01] {
            let position = tolerance * factor;
            let settings = Settings {
                relative: 1e-16,
                absolute_position: position,
                absolute_velocity: position * start.v.norm() / start.r.norm(),
                max_step: span.abs(),
                method,
            };
            let mut fastest = f64::INFINITY;
            let mut arc = propagate(&model, start, span, &settings, &[])?;
            for _ in 0..5 {
                let clock = Clock::now();
                arc = propagate(&model, start, span, &settings, &[])?;
                fastest = fastest.min(clock.elapsed().as_secs_f64());
            }
            println!(
                "{:<14} {:>11.1e} {:>7} {:>7} {:>10.1} {:>12.2e} {:>12.2e}",
                format!("{method:?}"),
                position,
                arc.statistics.accepted,
                arc.statistics.evaluations,
                fastest * 1e6,
                (arc.end.r - truth.end.r).norm(),
                worst(&arc.trajectory, &truth.trajectory, span)
            );
        }
    }
    Ok(())
}

/// A field in ICGEM's format.
fn read(file: &str) -> Result<Field, Box<dyn Error>> {
    let text = std::fs::read_to_string(file).map_err(|e| format!("{file}: {e}"))?;
    Ok(Field::parse(&text, file)?)
}

/// Largest distance between two trajectories, every 10 s [m].
fn worst(a: &Trajectory, b: &Trajectory, span: f64) -> f64 {
    let count = (span.abs() / EVERY) as usize;
    let apart = |k: usize| {
        let t = (EVERY * k as f64).copysign(span);
        (a.at(t).r - b.at(t).r).norm()
    };
    (0..=count).map(apart).fold(0.0, f64::max)
}
