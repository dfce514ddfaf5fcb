//! A complete flight of Soyuz TMA-11M, from scenario to log; nothing is written.
//!
//! Timed: everything that `soyuz fly` computes, on one thread. Not timed: reading the embedded tables
//! (gravity coefficients, Earth orientation), which happens once per process, and all output.
//! The flight is first checked: it must end in contact within the speed range of the docking mechanism.
//! The share of each phase is the median over several flights of the time between two progress calls.
//!
//! ```text
//! cargo bench --bench mission
//! ```

use criterion::{Criterion, criterion_group, criterion_main};
use soyuz_rendezvous::mission::{Scenario, run};
use std::hint::black_box;
use std::time::Instant;

/// Number of flights over which shares are determined.
const FLIGHTS: usize = 21;

fn scenario() -> Scenario {
    Scenario::embedded("tma-11m").expect("the embedded scenario parses")
}

/// Milliseconds from each progress call to the next; the first is the set-up.
fn laps(scenario: &Scenario) -> Vec<(&'static str, f64)> {
    let mut marks = vec![("set-up: tables of the day, forces", Instant::now())];
    let log = run(scenario, &mut |p| marks.push((p.doing, Instant::now())))
        .expect("the embedded scenario flies");
    let end = Instant::now();
    assert!(
        (0.10..=0.15).contains(&log.contact.closing_speed),
        "contact speed outside 0.10 to 0.15 m/s"
    );
    let after = marks.iter().skip(1).map(|m| m.1).chain([end]);
    marks.iter().zip(after).map(|(m, next)| (m.0, 1e3 * (next - m.1).as_secs_f64())).collect()
}

fn shares(scenario: &Scenario) {
    let flights: Vec<_> = (0..FLIGHTS).map(|_| laps(scenario)).collect();
    let median = |k: usize| {
        let mut times: Vec<f64> = flights.iter().map(|f| f[k].1).collect();
        times.sort_by(f64::total_cmp);
        times[FLIGHTS / 2]
    };
    let medians: Vec<f64> = (0..flights[0].len()).map(median).collect();
    let total: f64 = medians.iter().sum();
    println!("share of each phase, median of {FLIGHTS} flights:");
    for ((name, _), time) in flights[0].iter().zip(&medians) {
        println!("  {name:40} {time:7.2} ms {:5.1} %", 100.0 * time / total);
    }
    println!("  {:40} {total:7.2} ms", "total");
}

fn mission(c: &mut Criterion) {
    let scenario = scenario();
    laps(&scenario);
    shares(&scenario);
    let mut group = c.benchmark_group("mission");
    group.sample_size(20);
    group.bench_function("complete flight", |b| {
        b.iter(|| run(black_box(&scenario), &mut |_| {}));
    });
    group.finish();
}

criterion_group!(benches, mission);
criterion_main!(benches);
