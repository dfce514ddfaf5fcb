//! Thread time, medians.

use rustix::time::{ClockId, clock_gettime};

/// Something to be timed.
pub type Sample<'a> = Box<dyn Fn() + 'a>;

/// Samples of each contender.
const SAMPLES: usize = 9;
/// Shortest sample [s].
const SHORTEST: f64 = 0.02;

/// Processor time of this thread [s].
fn thread_time() -> f64 {
    let now = clock_gettime(ClockId::ThreadCPUTime);
    now.tv_sec as f64 + 1e-9 * now.tv_nsec as f64
}

/// Median time of one call of each [s]; samples are taken in turn.
pub fn medians(samples: &[Sample<'_>]) -> Vec<f64> {
    let repeats: Vec<u32> = samples
        .iter()
        .map(|sample| {
            let start = thread_time();
            let mut calls = 0;
            while thread_time() - start < SHORTEST {
                sample();
                calls += 1;
            }
            calls
        })
        .collect();
    let mut times = vec![Vec::new(); samples.len()];
    for _ in 0..SAMPLES {
        for ((sample, &calls), times) in samples.iter().zip(&repeats).zip(&mut times) {
            let start = thread_time();
            for _ in 0..calls {
                sample();
            }
            times.push((thread_time() - start) / f64::from(calls));
        }
    }
    times
        .into_iter()
        .map(|mut times| {
            times.sort_by(f64::total_cmp);
            times[SAMPLES / 2]
        })
        .collect()
}
