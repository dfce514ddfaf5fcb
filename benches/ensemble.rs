//! Workload W3: ten thousand dispersed flights of W1 (two bodies and J2, six hours), by
//! [`propagate_many`], on one thread and on two; criterion's throughput is in trajectories.
//!
//! The step is the longest whose worst end error over the whole ensemble is within 1 mm of a run
//! with steps of 60 s, found here before timing; single trajectories are checked against
//! independent end states in `tests/ensemble.rs`. Timed: everything from the initial states to the
//! final ones.

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use soyuz_rendezvous::forces::{Inertial, J2, Model};
use soyuz_rendezvous::propagate::{Ensemble, propagate_many};
use std::hint::black_box;

const COUNT: usize = 10_000;
const SPAN: f64 = 21600.0;

/// States dispersed by 100 m and 0.1 m/s (one sigma); splitmix64, seed 20131106.
fn dispersed() -> Ensemble {
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
    let (r, v) = ([3150934.072, 5398413.726, 2662212.284], [-5585.221193, 692.685735, 5199.078748]);
    let mut all = Ensemble::at(0.0);
    for _ in 0..COUNT {
        let d: [f64; 6] = std::array::from_fn(|_| gauss());
        let r: [f64; 3] = std::array::from_fn(|i| r[i] + 100.0 * d[i]);
        let v: [f64; 3] = std::array::from_fn(|i| v[i] + 0.1 * d[i + 3]);
        all.push(r.into(), v.into());
    }
    all
}

fn w3(c: &mut Criterion) {
    let model = Model { axes: Inertial, forces: J2::EARTH };
    let all = dispersed();
    let fine = propagate_many(&model, &all, SPAN, 60.0).unwrap();
    let worst = |step: f64| {
        let ends = propagate_many(&model, &all, SPAN, step).unwrap();
        (0..COUNT).map(|i| (ends.get(i).r - fine.get(i).r).norm()).fold(0.0, f64::max)
    };
    let step = (100..180).rev().map(f64::from).find(|&step| worst(step) <= 1e-3).unwrap();
    println!("step {step} s: worst of {COUNT} errors {:.2e} m", worst(step));
    let mut group = c.benchmark_group("W3_1mm");
    group.throughput(Throughput::Elements(COUNT as u64)).sample_size(20);
    for threads in [1, 2] {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        group.bench_function(format!("threads_{threads}"), |b| {
            b.iter(|| pool.install(|| propagate_many(&model, black_box(&all), SPAN, step)))
        });
    }
}

criterion_group!(benches, w3);
criterion_main!(benches);
