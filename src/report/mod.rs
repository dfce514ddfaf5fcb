//! The log as tables and files.
//!
//! Everything here is made from a [`MissionLog`] after the flight. [`series::Series`] turns it into
//! heights, angles and distances; [`tables`] and [`compare`] say it in words; [`summary`]
//! and [`export`] write it for other programs. [`flights`] and [`window`] do the same with what
//! [`crate::campaign`] found.

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

/// What is printed after a flight: scheme and warnings, timeline, docking time, comparison.
pub fn terminal(series: &Series<'_>, comparison: &[Comparison]) -> String {
    let log = series.log();
    let mut text = title(log);
    text.push_str(&tables::scheme(log));
    text.push_str(&tables::timeline(series).to_string());
    text.push_str("  * commanded by the clock, an input\n\n");
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

/// The full report: what is printed, and start, burns, budget, parameters and model besides.
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
    // After two days the day is worth a word.
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

/// Every data file of a flight: name and content. Figures are made by [`crate::plot`].
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
