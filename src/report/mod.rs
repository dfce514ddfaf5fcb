//! Tables and data files, made from the log after the flight.
//!
//! [`series::Series`] derives heights, angles and distances from a [`MissionLog`]; [`tables`] and [`compare`] make
//! tables, [`summary`] and [`export`] files for other programs. [`flights`] and [`window`] do the same for the
//! results of [`crate::campaign`].

pub mod compare;
pub mod export;
pub mod flights;
pub mod series;
pub mod summary;
pub mod tables;
pub mod window;

use crate::mission::MissionLog;
use crate::output::{built::BUILT, text};
use compare::Comparison;
use series::Series;

/// The text printed after a flight: scheme and warnings, timeline, docking time, comparison.
pub fn terminal(series: &Series<'_>, comparison: &[Comparison]) -> String {
    let log = series.log();
    let mut text = title(log);
    text.push_str(&tables::scheme(log));
    text.push_str(&tables::timeline(series).to_string());
    text.push_str("  * preset time, an input\n\n");
    text.push_str(&tables::docking(log));
    text.push('\n');
    text.push_str(&compare::table(series, comparison).to_string());
    text.push('\n');
    if let Some(burns) = compare::burns(log) {
        text.push_str(&burns.to_string());
        text.push('\n');
    }
    text.push_str(&tables::kinds(log));
    text
}

/// The full report: the printed text, and launch geometry, burns, budget, parameters and model.
pub fn full(series: &Series<'_>, comparison: &[Comparison]) -> String {
    let log = series.log();
    let mut text = terminal(series, comparison);
    for part in [
        tables::start(log),
        tables::burns(log).to_string(),
        tables::budget(log).to_string(),
        tables::parameters(log).to_string(),
    ] {
        text.push('\n');
        text.push_str(&part);
    }
    text.push_str("\nModel\n");
    for line in &log.model {
        text.extend(["  ", line.as_str(), "\n"]);
    }
    text.push_str(&format!("\nBuilt\n  soyuz-rendezvous {}\n", BUILT));
    text
}

fn title(log: &MissionLog) -> String {
    let elapsed = text::met(log.contact.t);
    let contact = log.epoch(log.contact.t);
    // After two days the date is needed.
    let contact = match log.took_two_days() {
        true => text::utc(contact, 0).replace('T', " "),
        false => text::clock(contact),
    };
    format!(
        "{}: lift-off {} UTC, contact {contact} UTC after {elapsed}\n",
        log.scenario.name,
        text::utc(log.liftoff, 3).replace('T', " "),
    )
}

/// All data files of a flight: name and content. [`crate::plot`] makes the figures.
pub fn data_files(series: &Series<'_>, comparison: &[Comparison]) -> Vec<(&'static str, String)> {
    let log = series.log();
    vec![
        ("report.txt", full(series, comparison)),
        ("summary.json", summary::Summary::new(log, comparison).to_json()),
        ("timeline.csv", export::timeline_csv(series)),
        ("trajectory.csv", export::trajectory_csv(series)),
        ("soyuz.oem", export::soyuz_oem(log)),
        ("iss.oem", export::station_oem(log)),
    ]
}
