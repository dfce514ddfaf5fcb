//! W5.
use criterion::{Criterion, criterion_group, criterion_main};
use soyuz_rendezvous::forces::gravity::{Field, Gravity, Registers};
use std::hint::black_box;

const R0: [f64; 3] = [3_150_934.072, 5_398_413.726, 2_662_212.284];

fn gravity(c: &mut Criterion) {
    for degree in [8, 20, 70] {
        for registers in [Registers::Two, Registers::Four, Registers::Eight] {
            let g = Gravity::new(Field::egm2008(), degree, degree).unwrap();
            let Some(g) = g.with_registers(registers) else { continue };
            c.bench_function(&format!("{degree} {registers:?}"), |b| {
                b.iter(|| g.acceleration_body(black_box(R0)))
            });
        }
    }
}
criterion_group!(benches, gravity);
criterion_main!(benches);
