//! Claim: the geopotential is the gradient of its defining series, in every kernel.
//!
//! - Workload W5: acceleration of EGM2008 (tide-free) at one body-fixed point for degree 8, 20 and
//!   70, on which satkit, nyx, heyoka and others agree to 13 digits; 12 decimals are printed, so
//!   the tolerance is 1e-12 m/s².
use soyuz_rendezvous::forces::gravity::{Field, Gravity, Registers};

const R0: [f64; 3] = [3_150_934.072, 5_398_413.726, 2_662_212.284];

#[test]
fn workload_w5() {
    let expected = [
        (8, [-4.006142425148, -6.863897420597, -3.394455440663]),
        (20, [-4.006157753399, -6.863879519310, -3.394445116754]),
        (70, [-4.006150671910, -6.863884920716, -3.394446513959]),
    ];
    for (degree, truth) in expected {
        let gravity = Gravity::new(Field::egm2008(), degree, degree).unwrap();
        let a = gravity.acceleration_body(R0);
        for i in 0..3 {
            let error = (a[i] - truth[i]).abs();
            assert!(error < 1e-12, "degree {degree}, axis {i}: {error:e} m/s²");
        }
        println!("{:?}", Registers::widest());
    }
}
