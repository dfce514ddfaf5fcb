//! `soyuz window`.

use super::{Failure, Output, print, tell};
use crate::campaign::window::opportunities;
use crate::mission::{MissionError, Scenario, Station};
use crate::plot;
use crate::report::files::{FileError, Staging};
use crate::report::window::Window;
use crate::time::{format_utc, parse_utc};
use std::path::{Path, PathBuf};

#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// File with the two lines of an element set (a name line may precede them), a scenario file, or
    /// the name of an embedded scenario
    #[arg(value_name = "ELEMENTS")]
    elements: String,
    /// First day, UTC: 2013-11-05 or 2013-11-05T00:00:00Z [default: epoch of the element set]
    #[arg(long, value_name = "UTC")]
    from: Option<String>,
    /// How many days
    #[arg(long, default_value_t = 5.0, allow_negative_numbers = true)]
    days: f64,
    /// Spacecraft preset
    #[arg(long, default_value = "soyuz-tma-m")]
    spacecraft: String,
    /// Launcher preset
    #[arg(long, default_value = "soyuz-fg")]
    launcher: String,
    /// Launch pad preset
    #[arg(long, default_value = "site-1")]
    pad: String,
    /// Docking port
    #[arg(long, default_value = "rassvet")]
    port: String,
    /// Folder for table and figure
    #[arg(long, short, value_name = "DIR", default_value = "out/window")]
    out: PathBuf,
    #[command(flatten)]
    output: Output,
}

pub(super) fn run(arguments: &Arguments) -> Result<(), Failure> {
    if !(arguments.days > 0.0 && arguments.days <= 18.0) {
        let days = arguments.days;
        return Err(Failure::Input(format!(
            "--days {days}: must be above 0 and at most 18, from 8 days before to 10 days after the element set"
        )));
    }
    let tle = elements(&arguments.elements)?;
    let blame = |e: MissionError| match e.is_input() {
        true => Failure::Input(e.to_string()),
        false => Failure::Run(e.to_string()),
    };
    let station = crate::target::Station::from_tle(None, &tle[0], &tle[1])
        .map_err(|e| Failure::Input(e.to_string()))?;
    let from = match &arguments.from {
        None => station.epoch(),
        Some(text) => {
            let full = if text.contains('T') { text.clone() } else { format!("{text}T00:00:00Z") };
            parse_utc(&full).map_err(|e| Failure::Input(format!("--from {text}: {e}")))?
        }
    };
    let scenario = Scenario {
        name: "window".into(),
        liftoff_utc: format_utc(from, 3),
        port: arguments.port.clone(),
        spacecraft: arguments.spacecraft.clone(),
        launcher: arguments.launcher.clone(),
        pad: arguments.pad.clone(),
        scheme: None,
        planned_docking_utc: None,
        station: Station { tle, moved_deg: 0.0 },
        model: Default::default(),
        faults: Default::default(),
    };
    scenario.check()?;
    let mut staging = Staging::new(&arguments.out).map_err(|e| Failure::Input(e.to_string()))?;
    // Without figures, those of an earlier run would stand beside tables they do not belong to.
    plot::file_names(["window"]).for_each(|name| staging.outdate(name));
    let found = opportunities(&scenario, from, arguments.days).map_err(blame)?;
    let window = Window::new(&found);

    let write = |e: FileError| Failure::Run(e.to_string());
    staging.add("window.txt", window.to_text().as_bytes()).map_err(write)?;
    staging.add("window.json", window.to_json().as_bytes()).map_err(write)?;
    if !arguments.output.no_figures {
        for (name, content) in
            plot::window_files(&window, &found).map_err(|e| Failure::Run(e.to_string()))?
        {
            staging.add(&name, &content).map_err(write)?;
        }
    }
    staging.commit().map_err(write)?;
    if arguments.output.json {
        return print(&window.to_json());
    }
    if !arguments.output.quiet {
        print(&window.to_text())?;
        tell(&format!("{} opportunities, written to {}", found.len(), arguments.out.display()));
    }
    Ok(())
}

/// The two lines of an element set, from wherever they are asked.
fn elements(given: &str) -> Result<[String; 2], Failure> {
    let path = Path::new(given);
    let toml = path.extension().is_none_or(|e| e == "toml");
    if toml && (!path.is_file() || path.extension().is_some()) {
        return Ok(super::fly::resolve(given)?.station.tle);
    }
    let text = std::fs::read_to_string(path)
        .map_err(|e| Failure::Input(format!("cannot read {given}: {e}")))?;
    let line = |first: &str| {
        text.lines().map(str::trim_end).find(|l| l.starts_with(first)).map(str::to_owned)
    };
    match (line("1 "), line("2 ")) {
        (Some(one), Some(two)) => Ok([one, two]),
        _ => Err(Failure::Input(format!("{given}: no two lines of an element set in this file"))),
    }
}
