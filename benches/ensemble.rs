//! Workload W3: ten thousand dispersed trajectories of W1 (two bodies and J2, six hours) by [`propagate_many`], on one
//! thread and on two; the throughput reported by criterion is in trajectories.
//!
//! The step is the longest for which the largest final error over the ensemble is within 1 mm of a run with steps of
//! 60 s; it is determined before timing. `tests/ensemble.rs` checks a trajectory against an independent final state.
//! Timed: everything from the initial to the final states.

#[path = "shared/workloads.rs"]
mod workloads;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use soyuz_rendezvous::forces::{Inertial, J2, Model};
use soyuz_rendezvous::propagate::propagate_many;
use std::hint::black_box;
use workloads::dispersed;

const COUNT: usize = 10_000;
const SPAN: f64 = 21600.0;

fn w3(c: &mut Criterion) {
    let model = Model { axes: Inertial, forces: J2::EARTH };
    let all = dispersed(COUNT);
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
