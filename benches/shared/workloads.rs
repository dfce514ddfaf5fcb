//! Initial states and reference results of workloads W1 to W5, for the benches and for `peers`.
#![allow(dead_code, reason = "each bench uses its part")]

use soyuz_rendezvous::propagate::Ensemble;

/// Initial position [m] and velocity [m/s], inertial axes; W5's point in body axes.
pub const R0: [f64; 3] = [3_150_934.072, 5_398_413.726, 2_662_212.284];
pub const V0: [f64; 3] = [-5_585.221193, 692.685735, 5_199.078748];

/// W1: hours, final position [m] by an 80-bit Taylor integration with tolerance 1e-19.
pub const W1: [(u32, [f64; 3]); 2] = [
    (6, [5782294.497052238, 3328691.953860928, -1287789.531429921]),
    (24, [-3256147.914912393, -5167408.509985354, -2979229.497624519]),
];

/// W2: degree, position after six hours [m] on which satkit's gravity under Verner 9(8), nyx and an
/// independent Runge–Kutta 8 agree to the digits given.
pub const W2: [(usize, [f64; 3]); 3] = [
    (8, [5782367.505898, 3327641.145658, -1289101.835846]),
    (20, [5782345.212148, 3327575.688412, -1289309.820634]),
    (70, [5782341.899989, 3327603.176082, -1289297.628842]),
];

/// W4: a synthetic element set of the ISS, and its TEME position after 360 minutes [m] by the Python
/// package `sgp4` (WGS-72).
pub const LINE_1: &str = "1 25544U 98067A   13311.08333333  .00012345  00000-0  21914-3 0  9990";
pub const LINE_2: &str = "2 25544  51.6497 120.2110 0001234  89.1234 271.0000 15.50000000856783";
pub const AT_360_MIN: [f64; 3] = [199118.037, 5697297.818, -3705593.411];

/// W5: degree, acceleration at the point [m/s²], on which four programs agree to 13 digits.
pub const W5: [(usize, [f64; 3]); 3] = [
    (8, [-4.006142425148, -6.863897420597, -3.394455440663]),
    (20, [-4.006157753399, -6.863879519310, -3.394445116754]),
    (70, [-4.006150671910, -6.863884920716, -3.394446513959]),
];

/// W3: states dispersed by 100 m and 0.1 m/s (one sigma); splitmix64, seed 20131106.
pub fn dispersed(count: usize) -> Ensemble {
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
