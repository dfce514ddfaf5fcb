//! The headline: from the element set of the day before and the lift-off instant, when does Soyuz
//! TMA-11M dock, and how far is that from what happened?
//!
//! What is predicted is the *plan*: the scheme's natural arrival, moved to where the whole approach
//! from first braking to final approach is in sunlight. Contact is expected a little before the plan,
//! whose reserve is rarely used. The flight is then aimed at that instant; arriving there shows that
//! ascent, burns and approach work, not that the instant is right. Only the last column can show that.
//!
//! ```text
//! cargo run --release --example reproduce_docking
//! ```

use soyuz_rendezvous::cli;
use soyuz_rendezvous::mission::MissionLog;
use soyuz_rendezvous::mission::{self, Scenario};
use soyuz_rendezvous::output::text::{clock, met, span};
use soyuz_rendezvous::provenance::Kind;
use soyuz_rendezvous::rendezvous::timing::DockingConstraint;
use soyuz_rendezvous::report::compare::compare;
use soyuz_rendezvous::report::flights::constraint;
use soyuz_rendezvous::report::series::Series;
use std::error::Error;
use std::process::ExitCode;

/// The prediction and its residuals.
#[derive(Clone, Copy, Debug)]
pub struct Summary {
    /// Planned docking less the plans of NASA (10:31) and Roscosmos (10:32) [s].
    pub plan_residuals: (f64, f64),
    /// Contact less the flown contact [s].
    pub contact_residual: f64,
    /// Natural arrival less the flown contact: the residual without the rule of light [s].
    pub natural_residual: f64,
    /// What set the plan.
    pub constraint: DockingConstraint,
    /// Simulated contact less expected contact [s].
    pub flight_residual: f64,
    /// How many numbers the whole simulation had fitted.
    pub fitted: usize,
}

fn line(log: &MissionLog, name: &str, t: f64, remark: &str) {
    println!("  {name:34} {}  {}  {remark}", met(t), clock(log.epoch(t)));
}

/// Flies, explains, compares.
pub fn run() -> Result<Summary, Box<dyn Error>> {
    let log = mission::run(&Scenario::embedded("tma-11m")?, &mut |_| {})?;
    let series = Series::new(&log)?;
    let d = &log.docking;
    println!("{}: from element set and lift-off alone      MET      UTC", log.scenario.name);
    line(&log, "natural arrival of the scheme", d.natural, "");
    if let (Some(sunrise), Some(earliest)) = (d.sunrise, d.earliest_by_light) {
        line(&log, "sunrise at the station", sunrise, "");
        line(&log, "the approach is lit from", earliest, "");
    }
    line(&log, "planned docking", d.planned, &format!("set by {}", constraint(d.constraint)));
    line(&log, "contact expected", d.expected_contact, "plan less the mean reserve");
    let flight_residual = log.contact.t - d.expected_contact;
    line(
        &log,
        "contact simulated",
        log.contact.t,
        &format!("{} from expected", span(flight_residual)),
    );

    let rows = compare(&series);
    let find = |name: &'static str| rows.iter().filter(move |r| r.quantity == name);
    println!("\nWhat happened                              UTC       predicted less flown");
    for row in find("planned docking").chain(find("contact")) {
        println!(
            "  {:40} {}  {}",
            format!("{}, {}", row.quantity, row.source),
            clock(log.epoch(row.flown.0)),
            span(row.difference())
        );
    }
    let plans: Vec<f64> = find("planned docking").map(|r| r.difference()).collect();
    let contact = find("contact").next().ok_or("no flown contact is known")?;
    let fitted: Vec<_> = log.parameters.iter().filter(|p| p.kind == Kind::Fitted).collect();
    println!("\nFitted numbers in all of it: {}", fitted.len());
    for p in &fitted {
        println!("  {}: {}", p.name, p.source);
    }
    let [nasa, roscosmos] = plans[..] else { return Err("two announced plans are known".into()) };
    Ok(Summary {
        plan_residuals: (nasa, roscosmos),
        contact_residual: contact.difference(),
        natural_residual: d.natural - contact.flown.0,
        constraint: d.constraint,
        flight_residual,
        fitted: fitted.len(),
    })
}

#[allow(dead_code)] // a test includes this file as a module
fn main() -> ExitCode {
    clap::Command::new("reproduce_docking")
        .about(
            "When Soyuz TMA-11M docks, from element set and lift-off, and how far that is from what \
             happened",
        )
        .get_matches();
    cli::lesson(run)
}
