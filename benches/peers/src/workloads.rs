//! The workloads: constants, forces, reference states.

use crate::contenders::{self, Run};
use rayon::prelude::*;
use soyuz_rendezvous::forces::{Field, Gravity, Model, UniformRotation};
use soyuz_rendezvous::integrate::Dynamics;
use soyuz_rendezvous::math::Real;
use soyuz_rendezvous::propagate::{
    Ensemble, Instant, Method, Settings, ensemble_step, propagate, propagate_end, propagate_many,
};
use std::time::Instant as Clock;

/// Gravitational constant [m³/s²], radius [m], J2, rate of the Earth's rotation [rad/s].
const GM: f64 = 398600.4415e9;
const RADIUS: f64 = 6378136.3;
const J2: f64 = 1.0826261738522e-3;
pub const OMEGA: f64 = 7.292115e-5;
/// Initial state [m, m/s].
pub const R0: [f64; 3] = [3150934.072, 5398413.726, 2662212.284];
pub const V0: [f64; 3] = [-5585.221193, 692.685735, 5199.078748];
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

/// What is to be flown, and where it ends.
pub struct Workload {
    pub name: String,
    pub span: f64,
    end: [f64; 3],
    path: Vec<[f64; 3]>,
}

impl Workload {
    /// Distance from the reference, the largest over the points given [m].
    pub fn error(&self, run: &Run) -> f64 {
        let apart =
            |a: &[f64; 3], b: &[f64; 3]| (0..3).map(|d| (a[d] - b[d]).powi(2)).sum::<f64>().sqrt();
        let path = run.path.iter().zip(&self.path).map(|(a, b)| apart(a, b));
        path.fold(apart(&run.end, &self.end), f64::max)
    }
}

/// The state all start from.
pub fn start() -> Instant {
    Instant { t: 0.0, r: R0.into(), v: V0.into() }
}

/// Two bodies and J2 over 6 or 24 hours. Ends: 80-bit Taylor integration, tolerance 1e-19.
pub fn w1(hours: u32) -> Workload {
    let end = match hours {
        6 => [5782294.497052238, 3328691.953860928, -1287789.531429921],
        _ => [-3256147.914912393, -5167408.509985354, -2979229.497624519],
    };
    let name = format!("W1: two bodies and J2, {hours} h");
    Workload { name, span: 3600.0 * f64::from(hours), end, path: Vec::new() }
}

/// The field in uniformly turning axes.
pub fn model(degree: usize) -> Model<UniformRotation, Gravity> {
    let forces = Gravity::new(Field::egm2008(), degree, degree).expect("degree of the field");
    Model { axes: UniformRotation { rate: OMEGA, angle_at_start: 0.0 }, forces }
}

/// Spherical harmonics over 6 hours. Ends: agreed between satkit's gravity under Verner 9(8), nyx,
/// and an independent Runge–Kutta 8, to the digits given; the path by our Verner 9(8) at a
/// tolerance a thousand times tighter than any setting compared, checked against that end.
pub fn w2(degree: usize) -> Workload {
    let end = match degree {
        8 => [5782367.505898, 3327641.145658, -1289101.835846],
        20 => [5782345.212148, 3327575.688412, -1289309.820634],
        _ => [5782341.899989, 3327603.176082, -1289297.628842],
    };
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

/// Ten thousand dispersed W1 flights of six hours, one thread and two.
pub fn w3() {
    let all = dispersed(10_000);
    let count = all.len();
    let settings = Settings {
        relative: 1e-16,
        absolute_position: 1.5e-3,
        absolute_velocity: 1.7e-6,
        max_step: 1e4,
        method: Method::StormerCowell,
    };
    let span = 21600.0;
    let step = ensemble_step(&Oblate, start(), span, &settings).expect("step");
    let truth = propagate_many(&Oblate, &all, span, 60.0).expect("reference");
    let tight = Settings { relative: 1e-14, method: Method::Verner98, ..Settings::default() };
    println!("\nW3: {count} flights of W1, 6 h; trajectories per second of wall time");
    for threads in [1, 2] {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().expect("threads");
        pool.install(|| {
            let mut rates = Vec::new();
            let mut worst: f64 = 0.0;
            for _ in 0..9 {
                let clock = Clock::now();
                let ends = propagate_many(&Oblate, &all, span, step).expect("flight");
                rates.push(count as f64 / clock.elapsed().as_secs_f64());
                let miss = |i: usize| (ends.get(i).r - truth.get(i).r).norm();
                worst = (0..count).map(miss).fold(worst, f64::max);
            }
            // The fine ensemble is itself checked, on some of its flights, by another method.
            for i in (0..count).step_by(500) {
                let (end, _) = propagate_end(&Oblate, all.get(i), span, &tight).expect("check");
                assert!((end.r - truth.get(i).r).norm() < 1e-4);
            }
            rates.sort_by(f64::total_cmp);
            println!(
                "ours, {threads} threads, step {step:.0} s: {:.0} (worst error {:.3} mm)",
                rates[4],
                worst * 1e3
            );
            // The peers at about the loosest settings at which all their flights are within 1 mm.
            let gj8 = |i: &usize| contenders::gauss_jackson_from(&all.get(*i), span, 100.0).end;
            rate("satkit Gauss-Jackson 8, 100 s", threads, &truth, gj8);
            let dop = |i: &usize| contenders::ode_solvers_from(&all.get(*i), span, 1.2e-11).end;
            rate("ode_solvers DOP853, 1.2e-11", threads, &truth, dop);
        });
    }
}

/// Rate of a peer on the first two thousand flights, threads sharing them.
fn rate(name: &str, threads: usize, truth: &Ensemble, fly: impl Fn(&usize) -> [f64; 3] + Sync) {
    const SOME: usize = 2000;
    let mut rates = Vec::new();
    let mut worst: f64 = 0.0;
    for _ in 0..5 {
        let clock = Clock::now();
        let indices: Vec<usize> = (0..SOME).collect();
        let ends: Vec<[f64; 3]> = indices.par_iter().map(&fly).collect();
        rates.push(SOME as f64 / clock.elapsed().as_secs_f64());
        for (i, end) in ends.iter().enumerate() {
            let r = truth.get(i).r;
            worst = worst.max((0..3).map(|d| (end[d] - r[d]).powi(2)).sum::<f64>().sqrt());
        }
    }
    rates.sort_by(f64::total_cmp);
    println!("{name}, {threads} threads: {:.0} (worst error {:.3} mm)", rates[2], worst * 1e3);
}

/// States dispersed by 100 m and 0.1 m/s (one sigma), splitmix64 with seed 20131106.
fn dispersed(count: usize) -> Ensemble {
    let mut state = 20131106_u64;
    let mut uniform = move || {
        state = state.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = state;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        (((z ^ (z >> 31)) >> 11) as f64 + 0.5) / (1_u64 << 53) as f64
    };
    let mut gauss = move || {
        let (u1, u2) = (uniform(), uniform());
        (-2.0 * u1.ln()).sqrt() * (std::f64::consts::TAU * u2).cos()
    };
    let mut all = Ensemble::at(0.0);
    for _ in 0..count {
        let d: [f64; 6] = std::array::from_fn(|_| gauss());
        let r: [f64; 3] = std::array::from_fn(|i| R0[i] + 100.0 * d[i]);
        let v: [f64; 3] = std::array::from_fn(|i| V0[i] + 0.1 * d[i + 3]);
        all.push(r.into(), v.into());
    }
    all
}
