//! Workload W4: SGP4 through [`ElementSet`] and through the `sgp4` crate directly, one call at a time, at times
//! distributed over a day.
//!
//! Timed: 1000 calls over 1440 minutes from the epoch of a synthetic element set of the ISS. Not timed: parsing the set.
//! The position at 360 minutes is first checked against the Python package `sgp4` (WGS-72).

#[path = "shared/workloads.rs"]
mod workloads;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use soyuz_rendezvous::target::ElementSet;
use std::hint::black_box;
use workloads::{AT_360_MIN, LINE_1, LINE_2};

const CALLS: u32 = 1000;

fn w4(c: &mut Criterion) {
    let station = ElementSet::from_tle(None, LINE_1, LINE_2).unwrap();
    let elements = sgp4::Elements::from_tle(None, LINE_1.as_bytes(), LINE_2.as_bytes()).unwrap();
    let bare = sgp4::Constants::from_elements_afspc_compatibility_mode(&elements).unwrap();
    let (r, _) = station.after_epoch(360.0 * 60.0).unwrap();
    let off = (0..3).map(|d| (r[d] - AT_360_MIN[d]).abs()).fold(0.0, f64::max);
    assert!(off < 2e-3, "{off} m");

    let minutes = |i: u32| 1440.0 * f64::from(i) / f64::from(CALLS);
    let mut group = c.benchmark_group("W4_sgp4");
    group.throughput(Throughput::Elements(u64::from(CALLS)));
    group.bench_function("station", |b| {
        b.iter(|| {
            for i in 0..CALLS {
                black_box(station.after_epoch(black_box(minutes(i) * 60.0)).unwrap());
            }
        })
    });
    group.bench_function("bare_crate", |b| {
        b.iter(|| {
            for i in 0..CALLS {
                let at = sgp4::MinutesSinceEpoch(black_box(minutes(i)));
                black_box(bare.propagate_afspc_compatibility_mode(at).unwrap());
            }
        })
    });
}

criterion_group!(benches, w4);
criterion_main!(benches);
