//! `soyuz flights`.

use super::{Failure, print, tell};
use crate::campaign::fly_all;
use crate::mission::{EMBEDDED, Scenario};
use crate::plot;
use crate::report::files::{FileError, Staging};
use crate::report::flights::Flights;
use std::path::PathBuf;
use std::time::Instant;

#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// Names of embedded scenarios or TOML files; without any, every embedded scenario.
    #[arg(value_name = "NAME|FILE.toml")]
    scenarios: Vec<String>,
    /// Folder for table and figure
    #[arg(long, short, value_name = "DIR", default_value = "out/flights")]
    out: PathBuf,
    /// Say nothing unless something goes wrong
    #[arg(long, short)]
    quiet: bool,
    /// Print flights.json and nothing else on the standard output
    #[arg(long)]
    json: bool,
    /// Write tables only
    #[arg(long)]
    no_figures: bool,
}

pub(super) fn run(arguments: &Arguments) -> Result<(), Failure> {
    let scenarios: Vec<Scenario> = if arguments.scenarios.is_empty() {
        EMBEDDED.iter().map(|(name, _)| Scenario::embedded(name)).collect::<Result<_, _>>()?
    } else {
        arguments.scenarios.iter().map(|s| super::fly::resolve(s)).collect::<Result<_, _>>()?
    };
    let mut staging = Staging::new(&arguments.out).map_err(|e| Failure::Input(e.to_string()))?;
    let started = Instant::now();
    let results = fly_all(&scenarios);
    let flown = started.elapsed();
    let flights = Flights::new(&scenarios, &results);

    let write = |e: FileError| Failure::Run(e.to_string());
    staging.add("flights.txt", flights.to_text().as_bytes()).map_err(write)?;
    staging.add("flights.csv", flights.to_csv().as_bytes()).map_err(write)?;
    staging.add("flights.json", flights.to_json().as_bytes()).map_err(write)?;
    if !arguments.no_figures {
        let files = plot::flights_files(&flights).map_err(|e| Failure::Run(e.to_string()))?;
        for (name, content) in files {
            staging.add(&name, &content).map_err(write)?;
        }
    }
    staging.commit().map_err(write)?;
    if arguments.json {
        print(&flights.to_json())?;
    } else if !arguments.quiet {
        print(&flights.to_text())?;
        tell(&format!(
            "{} flights in {:.2} s, written to {} after {:.2} s",
            scenarios.len(),
            flown.as_secs_f64(),
            arguments.out.display(),
            started.elapsed().as_secs_f64()
        ));
    }
    match flights.failed.first() {
        None => Ok(()),
        Some((flight, why)) => Err(Failure::Run(format!(
            "{} of {} flights not flown; {flight}: {why}",
            flights.failed.len(),
            scenarios.len()
        ))),
    }
}
