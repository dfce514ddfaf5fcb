//! The workloads: constants, forces, reference states.

use crate::contenders::{self, Run};
pub use crate::shared::{R0, V0};
use crate::shared::{W1, W2, dispersed};
use rayon::prelude::*;
use soyuz_rendezvous::forces::{Field, Gravity, Model, UniformRotation};
use soyuz_rendezvous::integrate::Dynamics;
use soyuz_rendezvous::math::Real;
use soyuz_rendezvous::propagate::{
    Ensemble, Method, Settings, StateVector, propagate, propagate_end, propagate_many,
};
use std::time::Instant as Clock;

/// Gravitational constant [m³/s²], radius [m], J2, rate of the Earth's rotation [rad/s].
const GM: f64 = 398600.4415e9;
const RADIUS: f64 = 6378136.3;
const J2: f64 = 1.0826261738522e-3;
pub const OMEGA: f64 = 7.292115e-5;
/// Interval of the dense output [s].
pub const EVERY: f64 = 10.0;

/// Two bodies and J2.
pub struct Oblate;
impl<T: Real> Dynamics<T> for Oblate {
    const USES_VELOCITY: bool = false;
    #[inline(always)]
    fn acceleration(&self, _: f64, r: &[T; 3], _: &[T; 3]) -> [T; 3] {
        let one = T::splat(1.0);
        let z2 = r[2] * r[2];
        let d2 = r[0] * r[0] + r[1] * r[1] + z2;
        let (inverse, d) = (one / d2, d2.sqrt());
        let q = inverse * (1.5 * J2 * RADIUS * RADIUS);
        let s = z2 * inverse * 5.0;
        let k = inverse * inverse * -GM;
        let across = k * (one + q * (one - s));
        let along = k * (one + q * (T::splat(3.0) - s));
        [across * r[0] * d, across * r[1] * d, along * r[2] * d]
    }
}

/// What to propagate, and the reference.
pub struct Workload {
    pub name: String,
    pub span: f64,
    end: [f64; 3],
    path: Vec<[f64; 3]>,
}

impl Workload {
    /// Distance from the reference [m]; the largest, if the path is given, which must then be complete.
    pub fn error(&self, run: &Run) -> f64 {
        assert!(run.path.is_empty() || run.path.len() == self.path.len(), "not at all times");
        let path = run.path.iter().zip(&self.path).map(|(a, b)| apart(a, b));
        path.fold(apart(&run.end, &self.end), f64::max)
    }
}

fn apart(a: &[f64; 3], b: &[f64; 3]) -> f64 {
    (0..3).map(|d| (a[d] - b[d]).powi(2)).sum::<f64>().sqrt()
}

/// The common initial state.
pub fn start() -> StateVector {
    StateVector { t: 0.0, r: R0.into(), v: V0.into() }
}

/// Two bodies and J2 over 6 or 24 hours. The end state is in the shared file.
pub fn w1(hours: u32) -> Workload {
    let (_, end) = W1.into_iter().find(|(h, _)| *h == hours).expect("6 or 24 hours");
    let name = format!("W1: two bodies and J2, {hours} h");
    Workload { name, span: 3600.0 * f64::from(hours), end, path: Vec::new() }
}

/// The field in uniformly rotating axes.
pub fn model(degree: usize) -> Model<UniformRotation, Gravity> {
    let forces = Gravity::new(Field::egm2008(), degree, degree).expect("degree of the field");
    Model { axes: UniformRotation { rate: OMEGA, angle_at_start: 0.0 }, forces }
}

/// Spherical harmonics over 6 hours. On the end states satkit's gravity under Verner 9(8), nyx, and
/// an independent Runge–Kutta 8 agree to the digits given; the path is by our Verner 9(8) with steps
/// of at most 60 s, checked against that end.
pub fn w2(degree: usize) -> Workload {
    let (_, end) = W2.into_iter().find(|(n, _)| *n == degree).expect("degree 8, 20 or 70");
    let settings = Settings {
        relative: 1e-15,
        absolute_position: 1e-8,
        absolute_velocity: 1e-11,
        max_step: 60.0,
        method: Method::Verner98,
    };
    let span = 21600.0;
    let arc = propagate(&model(degree), start(), span, &settings, &[]).expect("reference");
    let path = contenders::sample(&arc.trajectory, span);
    let name = format!("W2: gravity of degree and order {degree}, 6 h");
    let workload = Workload { name, span, end, path };
    let reached = Run { end: arc.end.r.into(), path: Vec::new(), calls: 0 };
    let off = workload.error(&reached);
    println!("\nreference for degree {degree}: {:.1e} m from the agreed end state", off);
    assert!(off < 1e-4, "the reference is off by {off} m");
    workload
}

/// A method for the ensemble, with the settings it is run with, loosest first.
struct Fleet<'a> {
    name: &'static str,
    settings: Vec<f64>,
    /// Propagates all, on the threads of the current pool.
    fly: Box<dyn Fn(f64) -> Ends + Sync + 'a>,
}

/// The final position of each trajectory, by its number.
type Ends = Box<dyn Fn(usize) -> [f64; 3] + Send>;

/// Samples of W3, taken in turn.
const ROUNDS: usize = 31;

/// Ten thousand dispersed W1 trajectories of six hours, on one thread and on two: each program at
/// its loosest setting for which every trajectory is within 1 mm; the median of [`ROUNDS`] samples.
pub fn w3() {
    let span = 21600.0;
    let all = dispersed(10_000);
    let ends = |made: Ensemble| -> Ends { Box::new(move |i| made.get(i).r.into()) };
    let truth = ends(propagate_many(&Oblate, &all, span, 60.0).expect("reference"));
    // Another method checks the reference on some of the trajectories.
    let tight = Settings { relative: 1e-14, method: Method::Verner98, ..Settings::default() };
    for i in (0..all.len()).step_by(500) {
        let (end, _) = propagate_end(&Oblate, all.get(i), span, &tight).expect("check");
        assert!(apart(&end.r.into(), &truth(i)) < 1e-5);
    }
    let each = |fly: &(dyn Fn(&StateVector) -> [f64; 3] + Sync)| -> Ends {
        let made: Vec<[f64; 3]> =
            (0..all.len()).into_par_iter().map(|i| fly(&all.get(i))).collect();
        Box::new(move |i| made[i])
    };
    let fleets = [
        Fleet {
            name: "ours: propagate_many",
            settings: (100..180).rev().map(f64::from).collect(),
            fly: Box::new(|step| ends(propagate_many(&Oblate, &all, span, step).expect("flight"))),
        },
        Fleet {
            name: "satkit Gauss-Jackson 8",
            settings: (60..150).rev().map(f64::from).collect(),
            fly: Box::new(|h| each(&|from| contenders::gauss_jackson_from(from, span, h).end)),
        },
        Fleet {
            name: "ode_solvers DOP853",
            settings: (0..16).map(|k| 1e-10 * 10_f64.powf(-f64::from(k) / 8.0)).collect(),
            fly: Box::new(|tol| each(&|from| contenders::ode_solvers_from(from, span, tol).end)),
        },
    ];
    let worst = |made: Ends| (0..all.len()).map(|i| apart(&made(i), &truth(i))).fold(0.0, f64::max);
    println!("\nW3: {} flights of W1, 6 h; trajectories per second of wall time", all.len());
    println!(
        "{:<34} {:>9} {:>10} {:>11} {:>11}",
        "method", "setting", "worst mm", "1 thread", "2 threads"
    );
    let good = |fleet: &Fleet<'_>, setting: f64| worst((fleet.fly)(setting)) <= 1e-3;
    let chosen: Vec<(Fleet<'_>, f64)> = fleets
        .into_iter()
        .filter_map(|fleet| {
            let setting = fleet.settings.iter().copied().find(|&setting| good(&fleet, setting));
            if setting.is_none() {
                println!("{:<34} does not reach this error at any setting tried", fleet.name);
            }
            Some((fleet, setting?))
        })
        .collect();
    let rates = [1, 2].map(|threads| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().expect("threads");
        let mut times = vec![Vec::new(); chosen.len()];
        for _ in 0..ROUNDS {
            for ((fleet, setting), times) in chosen.iter().zip(&mut times) {
                let clock = Clock::now();
                drop(pool.install(|| (fleet.fly)(*setting)));
                times.push(clock.elapsed().as_secs_f64());
            }
        }
        times
            .into_iter()
            .map(|mut times| {
                times.sort_by(f64::total_cmp);
                all.len() as f64 / times[ROUNDS / 2]
            })
            .collect::<Vec<f64>>()
    });
    for (i, (fleet, setting)) in chosen.iter().enumerate() {
        let error = worst((fleet.fly)(*setting)) * 1e3;
        println!(
            "{:<34} {setting:>9.2e} {error:>10.3} {:>11.0} {:>11.0}",
            fleet.name, rates[0][i], rates[1][i]
        );
    }
}
