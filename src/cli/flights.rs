//! `soyuz flights`.

use super::{Failure, Output, print, tell};
use crate::campaign::fly_all;
use crate::mission::{EMBEDDED, MissionError, Scenario};
use crate::output::files::{FileError, Staging};
use crate::plot;
use crate::report::flights::Flights;
use std::path::Path;
use std::time::Instant;

#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// Names of embedded scenarios, TOML files or folders of TOML files [default: all embedded scenarios]
    #[arg(value_name = "NAME|FILE.toml|FOLDER")]
    scenarios: Vec<String>,
    #[command(flatten)]
    output: Output,
}

pub(super) fn run(arguments: Arguments, before: Output) -> Result<(), Failure> {
    let output = arguments.output.or(before);
    let folder = output.out.clone().unwrap_or_else(|| "out/flights".into());
    let scenarios: Vec<Scenario> = if arguments.scenarios.is_empty() {
        EMBEDDED.iter().map(|(name, _)| Scenario::embedded(name)).collect::<Result<_, _>>()?
    } else {
        let mut all = Vec::new();
        for given in &arguments.scenarios {
            for name in expand(given)? {
                all.push(super::fly::resolve(&name)?);
            }
        }
        all
    };
    let mut staging = Staging::new(&folder).map_err(|e| Failure::Input(e.to_string()))?;
    // Figures of an earlier run do not belong to the new tables.
    plot::file_names(["flights"]).for_each(|name| staging.outdate(name));
    let started = Instant::now();
    let results = fly_all(&scenarios);
    let flown = started.elapsed();
    let flights = Flights::new(&scenarios, &results);

    let write = |e: FileError| Failure::Run(e.to_string());
    staging.add("flights.txt", flights.to_text().as_bytes()).map_err(write)?;
    staging.add("flights.csv", flights.to_csv().as_bytes()).map_err(write)?;
    staging.add("flights.json", flights.to_json().as_bytes()).map_err(write)?;
    let mut remarks = Vec::new();
    if !output.no_figures {
        let files = plot::flights_files(&flights).map_err(|e| Failure::Run(e.to_string()))?;
        for (name, content) in &files {
            staging.add(name, content).map_err(write)?;
        }
        if files.is_empty() {
            let why = "no figure: no published plan or contact is known for any four-orbit flight among these";
            remarks.push(why.to_owned());
        }
    }
    staging.commit().map_err(write)?;
    output.warn(&flights.warnings());
    output.warn(&remarks);
    // The error at the end names the first.
    let others = flights.failed.iter().skip(1);
    output.warn(&others.map(|(flight, why)| format!("{flight}: {why}")).collect::<Vec<_>>());
    if output.json {
        print(&flights.to_json())?;
    } else if !output.quiet {
        print(&flights.to_text())?;
        remarks.iter().for_each(|remark| tell(remark));
        tell(&format!(
            "{} in {:.2} s, written to {} after {:.2} s",
            crate::output::text::flights(scenarios.len()),
            flown.as_secs_f64(),
            folder.display(),
            started.elapsed().as_secs_f64()
        ));
    }
    let Some((flight, why)) = flights.failed.first() else { return Ok(()) };
    let (failed, all) = (flights.failed.len(), scenarios.len());
    let what = format!("{failed} of {all} flights could not be simulated; {flight}: {why}");
    // As `soyuz fly` would end with each.
    Err(match results.iter().filter_map(|r| r.as_ref().err()).all(MissionError::is_input) {
        true => Failure::Input(what),
        false => Failure::Run(what),
    })
}

/// Expands a folder to the TOML files in it, in order of their names.
fn expand(given: &str) -> Result<Vec<String>, Failure> {
    let folder = Path::new(given);
    if !folder.is_dir() {
        return Ok(vec![given.to_owned()]);
    }
    let unread = |e: std::io::Error| Failure::Input(format!("{given}: {e}"));
    let mut files = Vec::new();
    for entry in std::fs::read_dir(folder).map_err(unread)? {
        let path = entry.map_err(unread)?.path();
        if path.extension().is_some_and(|e| e == "toml") {
            files.push(path.to_string_lossy().into_owned());
        }
    }
    if files.is_empty() {
        return Err(Failure::Input(format!("{given}: this folder has no scenario (*.toml)")));
    }
    files.sort();
    Ok(files)
}
