//! `soyuz fly`.

use super::{Failure, Output, print, tell};
use crate::mission::{self, MissionError, Scenario};
use crate::output::files::{FileError, Staging};
use crate::output::text::met;
use crate::plot;
use crate::report::{self, compare::compare, series::Series, summary::Summary};
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use std::path::Path;
use std::time::{Duration, Instant};

#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// Name of an embedded scenario (see `soyuz scenario`) or a TOML file.
    #[arg(default_value = DEFAULT, value_name = "NAME|FILE.toml")]
    scenario: String,
    #[command(flatten)]
    pub(super) output: Output,
}

const DEFAULT: &str = "tma-11m";

impl Default for Arguments {
    /// The arguments of `soyuz` without a command.
    fn default() -> Self {
        Self { scenario: DEFAULT.into(), output: Output::default() }
    }
}

pub(super) fn run(arguments: Arguments, before: Output) -> Result<(), Failure> {
    let options = arguments.output.or(before);
    let scenario = resolve(&arguments.scenario)?;
    let folder = options.out.clone().unwrap_or_else(|| Path::new("out").join(scenario.slug()));
    // Fails before the flight if the output folder cannot be written.
    let mut staging = Staging::new(&folder).map_err(|e| Failure::Input(e.to_string()))?;
    // Figures of an earlier run do not belong to the new tables.
    plot::file_names(plot::FIGURES.iter().map(|(name, _)| *name))
        .for_each(|name| staging.outdate(name));

    let progress = Bar::new(options.quiet || options.json);
    let started = Instant::now();
    let log = mission::run(&scenario, &mut |p| progress.show(&p))
        .map_err(|e| failure(&arguments.scenario, &e))?;
    let flown = started.elapsed();

    let failed = |e: String| Failure::Run(e);
    let series = Series::new(&log).map_err(|e| failed(e.to_string()))?;
    let comparison = compare(&series);
    let write = |e: FileError| failed(e.to_string());
    for (name, content) in report::data_files(&series, &comparison) {
        staging.add(name, content.as_bytes()).map_err(write)?;
    }
    if !options.no_figures {
        progress.say("drawing");
        for (name, content) in plot::files(&series).map_err(|e| failed(e.to_string()))? {
            staging.add(&name, &content).map_err(write)?;
        }
    }
    let files = staging.commit().map_err(write)?;
    progress.clear();

    options.warn(&log.warnings);
    if options.json {
        return print(&Summary::new(&log, &comparison).to_json());
    }
    if options.quiet {
        return Ok(());
    }
    print(&report::terminal(&series, &comparison))?;
    tell(&format!(
        "flown in {:.2} s, {} files in {} after {:.2} s",
        flown.as_secs_f64(),
        files.len(),
        folder.display(),
        started.elapsed().as_secs_f64()
    ));
    Ok(())
}

/// A scenario by name or by file.
pub(super) fn resolve(given: &str) -> Result<Scenario, Failure> {
    let path = Path::new(given);
    let embedded = Scenario::embedded_text(given).is_ok();
    if path.is_dir() && !embedded {
        let problem = "this is a folder; `soyuz flights` flies all scenarios of a folder";
        return Err(Failure::Input(format!("{given}: {problem}")));
    }
    let looks_like_file = path.extension().is_some() || path.components().count() > 1;
    if looks_like_file || path.is_file() {
        return Ok(Scenario::load(path)?);
    }
    Ok(Scenario::embedded(given)?)
}

fn failure(scenario: &str, error: &MissionError) -> Failure {
    if error.is_input() {
        Failure::Input(format!("{scenario}: {error}"))
    } else {
        Failure::Run(error.to_string())
    }
}

/// Progress on standard error; invisible if that is not a terminal.
struct Bar(ProgressBar);

impl Bar {
    fn new(silent: bool) -> Self {
        let target =
            if silent { ProgressDrawTarget::hidden() } else { ProgressDrawTarget::stderr() };
        let bar = ProgressBar::with_draw_target(None, target);
        // The template is constant; on an error the default style remains.
        if let Ok(style) = ProgressStyle::with_template("{spinner} {elapsed} {msg}") {
            bar.set_style(style);
        }
        bar.enable_steady_tick(Duration::from_millis(100));
        Self(bar)
    }

    fn show(&self, progress: &mission::Progress) {
        self.0.set_message(format!("MET {} {}", met(progress.t), progress.doing));
    }

    fn say(&self, message: &'static str) {
        self.0.set_message(message);
    }

    fn clear(&self) {
        self.0.finish_and_clear();
    }
}

impl Drop for Bar {
    /// Clears the bar before an error message.
    fn drop(&mut self) {
        self.clear();
    }
}
