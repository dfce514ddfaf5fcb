//! Work–precision of the integrators on an orbit and a gravity field of your choice.
//!
//! ```text
//! cargo run --release --example work_precision -- --field FIELD.gfc --degree 40 \
//!     --state 7000,0,0,0,5,5.5 --span 86400 --tolerance 0.01
//! ```
//!
//! Propagates the state in the field (rotating uniformly about z, axes aligned at the start) with each
//! method, at the given tolerance and at tighter and looser ones, and prints force evaluations, run
//! time, the final error and the largest error of positions every 10 s; the figure `work_precision`,
//! PNG and SVG, shows the same. The reference is Verner 9(8) with a far tighter tolerance and steps of
//! at most 30 s. All options have defaults: a station-like orbit, EGM2008 to degree 20, six hours,
//! 1 mm.

use clap::Parser;
use soyuz_rendezvous::cli;
use soyuz_rendezvous::forces::{Field, Gravity, Model, UniformRotation};
use soyuz_rendezvous::output::files::Staging;
use soyuz_rendezvous::plot;
use soyuz_rendezvous::propagate::{Arc, Method, Settings, StateVector, Trajectory, propagate};
use soyuz_rendezvous::units::KM;
use std::error::Error;
use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Instant as Clock;

/// Rate of the Earth's rotation [rad/s], IERS Conventions 2010 as rounded by the workloads.
const RATE: f64 = 7.292115e-5;
/// Interval of the dense output [s].
const EVERY: f64 = 10.0;
/// Longest arc [s], a hundred days: all steps of the reference are kept in memory.
const LONGEST: f64 = 8.64e6;
/// Repetitions of each run; the fastest counts.
const REPEATS: usize = 5;

/// What to propagate. The tests use the defaults.
#[derive(Parser, Clone, Debug)]
#[command(about = "Work–precision of the integrators on an orbit of your choice")]
pub struct Problem {
    /// Gravity field in ICGEM's format [default: the embedded EGM2008]
    #[arg(long, value_name = "FILE.gfc")]
    pub field: Option<PathBuf>,
    /// Degree and order at which the field is truncated
    #[arg(long, value_name = "N", default_value_t = 20)]
    pub degree: usize,
    /// Position [km] and velocity [km/s], along the axes of the field at the start
    #[arg(
        long,
        value_delimiter = ',',
        allow_hyphen_values = true,
        value_name = "X,Y,Z,VX,VY,VZ",
        default_value = "3150.934072,5398.413726,2662.212284,-5.585221193,0.692685735,5.199078748"
    )]
    pub state: Vec<f64>,
    /// Length of the arc [s]
    #[arg(long, value_name = "S", default_value_t = 21600.0, allow_hyphen_values = true)]
    pub span: f64,
    /// Tolerance on the position, per step [m]
    #[arg(long, value_name = "M", default_value_t = 1e-3)]
    pub tolerance: f64,
    /// Folder for the figure
    #[arg(long, value_name = "DIR", default_value = "out/examples")]
    pub out: PathBuf,
}

/// Propagates all, prints the table, draws the figure.
pub fn run(problem: &Problem) -> Result<Vec<plot::Curve>, Box<dyn Error>> {
    let Problem { degree, span, tolerance, .. } = *problem;
    let &[x, y, z, vx, vy, vz] = &problem.state[..] else {
        return Err("the state needs six numbers: X,Y,Z in km and VX,VY,VZ in km/s".into());
    };
    if !(tolerance > 0.0 && tolerance.is_finite()) {
        return Err(format!("tolerance {tolerance} m: it must be above 0").into());
    }
    if !(1.0..=LONGEST).contains(&span.abs()) {
        return Err(format!("span {span} s: it must be 1 s to {LONGEST} s, either way").into());
    }
    let start = StateVector {
        t: 0.0,
        r: [x * KM, y * KM, z * KM].into(),
        v: [vx * KM, vy * KM, vz * KM].into(),
    };
    if !(start.r.norm().is_normal() && start.v.norm().is_normal()) {
        return Err("the state: position and velocity must be finite and not zero".into());
    }
    let field = match &problem.field {
        None => Field::egm2008().clone(),
        Some(path) => {
            let name = path.display().to_string();
            let text = std::fs::read_to_string(path).map_err(|e| format!("{name}: {e}"))?;
            Field::parse(&text, &name)?
        }
    };
    let forces = Gravity::new(&field, degree, degree)?;
    let model = Model { axes: UniformRotation { rate: RATE, angle_at_start: 0.0 }, forces };
    let fly = |position: f64, method: Method, max_step: f64| {
        let settings = Settings {
            relative: 1e-16,
            absolute_position: position,
            absolute_velocity: position * start.v.norm() / start.r.norm(),
            max_step,
            method,
        };
        propagate(&model, start, span, &settings, &[])
    };
    let truth = fly(1e-9, Method::Verner98, 30.0)?;
    let end = truth.end.r / KM;
    println!(
        "{} to degree {degree}, {span} s; final position [{}, {}, {}] km",
        field.name, end.x, end.y, end.z
    );
    println!("method         tolerance m   steps   evals    time us  end error m  worst error m");
    let mut curves = Vec::new();
    let methods = [
        ("Störmer–Cowell", Method::StormerCowell),
        ("Nyström 12(10)", Method::Nystrom1210),
        ("Verner 9(8)", Method::Verner98),
    ];
    for (name, method) in methods {
        let mut runs = Vec::new();
        for decade in (-4..=3).rev() {
            let position = tolerance * 10_f64.powi(decade);
            let mut time = f64::INFINITY;
            let mut last: Option<Arc> = None;
            for _ in 0..REPEATS {
                let clock = Clock::now();
                last = Some(fly(position, method, span.abs())?);
                time = time.min(clock.elapsed().as_secs_f64());
            }
            let Some(arc) = last else { continue };
            let at_end = (arc.end.r - truth.end.r).norm();
            let error = worst(&arc.trajectory, &truth.trajectory, span);
            let calls = arc.statistics.evaluations;
            println!(
                "{:<14} {position:>11.1e} {:>7} {calls:>7} {:>10.1} {at_end:>12.2e} {error:>14.2e}",
                name,
                arc.statistics.accepted,
                time * 1e6,
            );
            runs.push(plot::Run { error, calls, time });
        }
        curves.push(plot::Curve { name: name.to_string(), runs });
    }
    let caption = format!(
        "Gravity of degree {degree}, {:.1} h. Error: the largest of positions every {EVERY} s, whose reading is \
         not timed. One marker for each tolerance, a factor of ten apart; lower and further left is better.",
        span / 3600.0
    );
    let picture =
        plot::work_precision("What an error costs, with each integrator", &caption, &curves);
    let mut files = Staging::new(&problem.out)?;
    files.add("work_precision.png", &picture.png()?)?;
    files.add("work_precision.svg", picture.svg()?.as_bytes())?;
    println!("{} in {}", files.commit()?.join(", "), problem.out.display());
    Ok(curves)
}

/// Largest distance between two trajectories, every 10 s [m].
fn worst(a: &Trajectory, b: &Trajectory, span: f64) -> f64 {
    let count = (span.abs() / EVERY) as usize;
    let times = (0..=count).map(|k| (EVERY * k as f64).copysign(span));
    let pairs = a.sample(times.clone()).zip(b.sample(times));
    pairs.map(|(a, b)| (a.r - b.r).norm()).fold(0.0, f64::max)
}

#[allow(dead_code)] // a test includes this file as a module
fn main() -> ExitCode {
    cli::lesson(|| run(&Problem::parse()))
}
