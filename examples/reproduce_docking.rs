//! The main result: from the element set of the day before and the lift-off time, when does Soyuz
//! TMA-11M dock, and how far is that from the real flight?
//!
//! The prediction is the *planned docking*: the scheme's natural arrival, moved so that the approach
//! from the first braking burn to the start of the final approach is in sunlight. Contact is expected
//! a few minutes before it, because the plan includes a reserve that is rarely used. The burns are then
//! aimed at the planned docking; meeting it shows that the flight can be flown, not that the time is
//! right. Only the last column, the comparison with the real flight, can show that.
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
    /// Natural arrival less the flown contact: the residual without the lighting rule [s].
    pub natural_residual: f64,
    /// The constraint that set the planned docking.
    pub constraint: DockingConstraint,
    /// Simulated contact less expected contact [s].
    pub flight_residual: f64,
    /// Number of fitted parameters in the whole simulation.
    pub fitted: usize,
}

fn line(log: &MissionLog, name: &str, t: f64, remark: &str) {
    println!("  {name:34} {}  {}  {remark}", met(t), clock(log.epoch(t)));
}

/// Runs the flight, explains the prediction and compares it with the real flight.
pub fn run() -> Result<Summary, Box<dyn Error>> {
    let log = mission::run(&Scenario::embedded("tma-11m")?, &mut |_| {})?;
    let series = Series::new(&log)?;
    let d = &log.docking;
    println!("{}: from element set and lift-off alone      MET      UTC", log.scenario.name);
    line(&log, "natural arrival of the scheme", d.natural, "");
    if let (Some(sunrise), Some(earliest)) = (d.sunrise, d.earliest_by_light) {
        line(&log, "sunrise at the station", sunrise, "");
        line(&log, "earliest docking by lighting", earliest, "");
    }
    line(&log, "planned docking", d.planned, &format!("set by {}", constraint(d.constraint)));
    line(&log, "expected contact", d.expected_contact, "planned docking less the mean reserve");
    let flight_residual = log.contact.t - d.expected_contact;
    line(
        &log,
        "simulated contact",
        log.contact.t,
        &format!("{} from expected", span(flight_residual)),
    );

    let rows = compare(&series);
    let find = |name: &'static str| rows.iter().filter(move |r| r.quantity == name);
    println!("\nReal flight                                UTC       predicted less flown");
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
    println!("\nFitted parameters in the whole simulation: {}", fitted.len());
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
            "When Soyuz TMA-11M docks, from element set and lift-off, and how far that is from the \
             real flight",
        )
        .get_matches();
    cli::lesson(run)
}
