//! Our integrators and those of other crates on the same workloads, in one process: cost at equal
//! achieved error.
//!
//! ```text
//! cargo run --release --manifest-path benches/peers/Cargo.toml [-- W1 | W2 | W3 | W4 | W5]
//! ```
//!
//! Each contender is run with all of its own settings; of those with an error within the target,
//! the cheapest counts. Errors are measured here against reference states. Time is that of the
//! thread (other processes on the core do not count): the median of nine samples of at least 20 ms,
//! taken in turn so that a slow period of the machine affects all contenders alike. W3 is wall
//! time, the median of 31 samples in turn.

mod contenders;
mod kernels;
#[path = "../../shared/workloads.rs"]
mod shared;
mod timing;
mod workloads;

use contenders::{Contender, Run};
use timing::{Sample, medians};
use workloads::{Workload, w1, w2};

/// Error targets [m].
const TARGETS: [f64; 2] = [1e-3, 1.0];

fn main() {
    let wanted: Vec<String> = std::env::args().skip(1).collect();
    if let Some(unknown) =
        wanted.iter().find(|w| !["W1", "W2", "W3", "W4", "W5"].contains(&w.as_str()))
    {
        eprintln!("no workload {unknown}; there are W1 to W5");
        std::process::exit(2);
    }
    let want = |name: &str| wanted.is_empty() || wanted.iter().any(|w| w == name);
    if want("W1") {
        for hours in [6, 24] {
            let workload = w1(hours);
            compare(&workload, &contenders::for_w1(&workload), false);
        }
    }
    if want("W2") {
        for degree in [8, 20, 70] {
            let workload = w2(degree);
            let contenders = contenders::for_w2(&workload, degree);
            compare(&workload, &contenders, false);
            compare(&workload, &contenders, true);
        }
    }
    if want("W3") {
        workloads::w3();
    }
    if want("W4") {
        kernels::w4();
    }
    if want("W5") {
        kernels::w5();
    }
}

/// One contender at its cheapest setting within the target.
struct Entry<'a> {
    contender: &'a Contender<'a>,
    setting: f64,
    run: Run,
}

/// Prints the table of one workload.
fn compare(workload: &Workload, contenders: &[Contender<'_>], dense: bool) {
    for target in TARGETS {
        let entries: Vec<Entry<'_>> = contenders
            .iter()
            .filter_map(|contender| cheapest(workload, contender, dense, target))
            .collect();
        let samples: Vec<Sample<'_>> = entries
            .iter()
            .map(|e| -> Sample<'_> { Box::new(move || drop((e.contender.fly)(e.setting, dense))) })
            .collect();
        let times = medians(&samples);
        let output = if dense { "every 10 s" } else { "end state" };
        println!("\n{}, {output}, error <= {} mm", workload.name, target * 1e3);
        println!(
            "{:<34} {:>9} {:>8} {:>10} {:>10} {:>7}",
            "method", "setting", "calls", "error mm", "time us", "/ ours"
        );
        let ours = entries
            .iter()
            .zip(&times)
            .filter(|(e, _)| e.contender.ours)
            .map(|(_, t)| *t)
            .fold(f64::INFINITY, f64::min);
        for (entry, time) in entries.iter().zip(&times) {
            println!(
                "{:<34} {:>9.2e} {:>8} {:>10.4} {:>10.2} {:>7.2}",
                entry.contender.name,
                entry.setting,
                entry.run.calls,
                workload.error(&entry.run) * 1e3,
                time * 1e6,
                time / ours
            );
        }
        for missing in
            contenders.iter().filter(|c| !entries.iter().any(|e| e.contender.name == c.name))
        {
            println!("{:<34} does not reach this error at any setting tried", missing.name);
        }
    }
}

/// The setting with the fewest calls among those within the target.
fn cheapest<'a>(
    workload: &Workload,
    contender: &'a Contender<'a>,
    dense: bool,
    target: f64,
) -> Option<Entry<'a>> {
    contender
        .settings
        .iter()
        .map(|&setting| Entry { contender, setting, run: (contender.fly)(setting, dense) })
        .filter(|entry| workload.error(&entry.run) <= target)
        .inspect(|entry| assert_eq!(entry.run.path.is_empty(), !dense, "{}", contender.name))
        .min_by_key(|entry| entry.run.calls)
}
