//! Ensembles: the same bits for any number of threads and any batch size, and the correct orbit.
//!
//! Outside truth: the end state of workload W1 (two bodies and J2, six hours) from an 80-bit Taylor
//! integration with a tolerance of 1e-19. Its digits exceed double precision; the bound of 1 mm is
//! what is required of the integrator.

use nalgebra::Vector3;
use soyuz_rendezvous::integrate::{Cowell, Dynamics, Node};
use soyuz_rendezvous::math::{Lanes, Real};
use soyuz_rendezvous::propagate::{
    Ensemble, EnsembleError, Settings, StateVector, ensemble_step, propagate_many,
};

/// Lanes of the widest registers.
const LANES: usize = 16;

/// Two bodies and J2, with the constants of the workload [m, s].
struct Oblate;
impl<T: Real> Dynamics<T> for Oblate {
    const USES_VELOCITY: bool = false;
    #[inline(always)]
    fn acceleration(&self, _: f64, r: &[T; 3], _: &[T; 3]) -> [T; 3] {
        let z2 = r[2] * r[2];
        let inverse = T::splat(1.0) / (r[0] * r[0] + r[1] * r[1] + z2);
        let q = inverse * (1.5 * 1.0826261738522e-3 * 6378136.3 * 6378136.3);
        let k = inverse * inverse.sqrt() * -3.986004415e14;
        let s = z2 * inverse * 5.0;
        let (one, three) = (T::splat(1.0), T::splat(3.0));
        let (across, along) = (k * (one + q * (one - s)), k * (one + q * (three - s)));
        [across * r[0], across * r[1], along * r[2]]
    }
}

fn first() -> (Vector3<f64>, Vector3<f64>) {
    (
        Vector3::new(3150934.072, 5398413.726, 2662212.284),
        Vector3::new(-5585.221193, 692.685735, 5199.078748),
    )
}

/// Spacecraft 7 m apart along x, the first in the workload's initial state.
fn many(count: usize) -> Ensemble {
    let (r, v) = first();
    let mut all = Ensemble::at(0.0);
    for i in 0..count {
        all.push(r + Vector3::new(7.0 * i as f64, 0.0, 0.0), v);
    }
    all
}

#[test]
fn reaches_the_end_state_of_the_workload() {
    let truth = Vector3::new(5782294.497052238, 3328691.953860928, -1287789.531429921);
    let end = propagate_many(&Oblate, &many(1), 21600.0, 144.0).unwrap();
    let miss = (end.get(0).r - truth).norm();
    assert!(miss < 1e-3, "{miss:.1e} m");
    // With the step chosen for a tolerance.
    let (r, v) = first();
    let settings = Settings { relative: 1e-10, absolute_position: 1e-4, ..Settings::default() };
    let start = StateVector { t: 0.0, r, v };
    let step = ensemble_step(&Oblate, start, 21600.0, &settings).unwrap();
    let end = propagate_many(&Oblate, &many(1), 21600.0, step).unwrap();
    let miss = (end.get(0).r - truth).norm();
    assert!(miss < 1e-3 && step > 60.0, "{miss:.1e} m in steps of {step:.0} s");
}

/// The same bits for batch sizes around the number of lanes and for one to three threads. A single
/// orbit in `f64`, without fused operations, rounds differently: 2e-15 of the position per call,
/// over seventy calls.
#[test]
fn results_do_not_depend_on_batch_or_threads() {
    let all = propagate_many(&Oblate, &many(3 * LANES + 1), 7000.0, 100.0).unwrap();
    for count in [1, LANES - 1, LANES, LANES + 1] {
        let fewer = propagate_many(&Oblate, &many(count), 7000.0, 100.0).unwrap();
        assert_eq!(fewer.len(), count);
        for i in 0..count {
            assert_eq!(fewer.get(i), all.get(i), "craft {i} of {count}");
        }
    }
    for threads in [1, 2, 3] {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        let same = pool.install(|| propagate_many(&Oblate, &many(3 * LANES + 1), 7000.0, 100.0));
        assert_eq!(same.unwrap(), all, "{threads} threads");
    }
    let (r, v) = first();
    let node = Node::new(&Oblate, 0.0, r.into(), v.into());
    let (mut alone, _) = Cowell::<f64>::start(&Oblate, node, 100.0);
    while alone.index() < 70 {
        alone.step(&Oblate);
    }
    let apart = (Vector3::from(alone.node().r) - all.get(0).r).norm();
    assert!(apart < 1e-6, "{apart:.1e} m from the same orbit alone");
    let apart = (Vector3::from(alone.node().v) - all.get(0).v).norm();
    assert!(apart < 1e-9, "{apart:.1e} m/s from the same orbit alone");
}

#[test]
fn backward_empty_and_invalid_ensembles() {
    let there = propagate_many(&Oblate, &many(3), 21600.0, 100.0).unwrap();
    let back = propagate_many(&Oblate, &there, 0.0, 100.0).unwrap();
    assert!((back.get(2).r - many(3).get(2).r).norm() < 1e-3);
    assert!(propagate_many(&Oblate, &Ensemble::at(0.0), 100.0, 10.0).unwrap().is_empty());
    let still = propagate_many(&Oblate, &many(2), 0.0, 10.0).unwrap();
    assert_eq!(still, many(2));
    let step = ensemble_step(&Oblate, still.get(0), 0.0, &Settings::default()).unwrap();
    assert_eq!(propagate_many(&Oblate, &still, 0.0, step).unwrap(), still);
    let mut ragged = many(3);
    ragged.v[1].pop();
    let error = propagate_many(&Oblate, &ragged, 100.0, 10.0).unwrap_err();
    assert_eq!(error, EnsembleError::Ragged { shortest: 2, longest: 3 });
    let error = propagate_many(&Oblate, &many(1), 100.0, 0.0).unwrap_err();
    assert_eq!(error, EnsembleError::Step { step: 0.0 });
    let error = propagate_many(&Oblate, &many(1), -100.0, 1e-300).unwrap_err();
    assert_eq!(error, EnsembleError::Step { step: 1e-300 });
    let error = propagate_many(&Oblate, &many(1), f64::INFINITY, 10.0).unwrap_err();
    assert_eq!(error, EnsembleError::Span { from: 0.0, to: f64::INFINITY });
    let mut fallen = many(40);
    fallen.r.iter_mut().for_each(|x| (x[1], x[37]) = (0.0, 0.0));
    let error = propagate_many(&Oblate, &fallen, 1000.0, 10.0).unwrap_err();
    assert_eq!(error, EnsembleError::NotFinite { craft: vec![1, 37], t: 1000.0 });
}

/// `Lanes` does as `Real` documents: NaN if any lane is NaN.
#[test]
fn largest_lane_is_nan_if_any_lane_is() {
    let largest = |x: [f64; 3]| Lanes::<f64, 3>::read(&x).largest();
    assert_eq!(largest([1.0, 3.0, 2.0]), 3.0);
    assert!(largest([1.0, f64::NAN, 2.0]).is_nan());
    assert!(largest([f64::NAN, 2.0, 1.0]).is_nan());
}
