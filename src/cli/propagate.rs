//! `soyuz propagate`.

use super::{Failure, Output, print, tell};
use crate::case::{Case, CaseError, EXAMPLE, Format};
use crate::output::files::{FileError, Staging};
use std::collections::VecDeque;
use std::path::{Path, PathBuf};

#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// Case file (TOML); `--example` prints one with all keys explained.
    #[arg(value_name = "CASE.toml", required_unless_present = "example")]
    case: Option<PathBuf>,
    /// File for states; its extension selects the format: .oem or .kvn (CCSDS OEM 2.0), .csv, .json
    /// [default: standard output]
    #[arg(long, short, value_name = "FILE")]
    output: Option<PathBuf>,
    /// Format of the states on standard output
    #[arg(long, value_enum, default_value_t = Printed::Csv, conflicts_with = "output")]
    format: Printed,
    /// File for events: .csv, .json, or .txt for a text table
    #[arg(long, value_name = "FILE")]
    events: Option<PathBuf>,
    /// Do not print the summary; warnings and errors still go to standard error
    #[arg(long, short)]
    quiet: bool,
    /// Print a commented example case and exit
    #[arg(long)]
    example: bool,
}

#[derive(Clone, Copy, Debug, clap::ValueEnum)]
enum Printed {
    Csv,
    Json,
    Oem,
}

impl Printed {
    fn format(self) -> Format {
        match self {
            Printed::Csv => Format::Csv,
            Printed::Json => Format::Json,
            Printed::Oem => Format::Oem,
        }
    }
}

impl From<CaseError> for Failure {
    fn from(error: CaseError) -> Self {
        match error.is_input() {
            true => Failure::Input(error.to_string()),
            false => Failure::Run(error.to_string()),
        }
    }
}

/// Extensions of a file for states.
const STATES: &str = ".oem, .kvn, .csv or .json";
/// Extensions of a file for events.
const EVENTS: &str = ".csv, .json or .txt";

pub(super) fn run(arguments: &Arguments, before: &Output) -> Result<(), Failure> {
    before.only_quiet("propagate", "files are named by --output and --events after the command")?;
    let Some(path) = arguments.case.as_deref().filter(|_| !arguments.example) else {
        return print(EXAMPLE);
    };
    // Fails before the run if a file cannot be written.
    let mut files = Files::default();
    let states = arguments.output.as_deref().map(|file| files.add(file, "--output")).transpose()?;
    let events = arguments.events.as_deref().map(|file| files.add(file, "--events")).transpose()?;
    let unfit = |option: &str, forms: &str| {
        Failure::Input(format!("{option}: the name must end in {forms}"))
    };
    if states == Some(Format::Text) {
        return Err(unfit("--output", STATES));
    }
    if events == Some(Format::Oem) {
        return Err(unfit("--events", EVENTS));
    }
    let case = Case::load(path)?;
    // Errors of reading name the file; errors of its content should, too.
    let solution = case.run().map_err(|error| match Failure::from(error) {
        Failure::Input(problem) => Failure::Input(format!("{}: {problem}", path.display())),
        failure => failure,
    })?;
    match states {
        Some(format) => {
            let text = solution.states(format).ok_or_else(|| unfit("--output", STATES))?;
            files.write(&text)?;
        }
        None => print(&solution.states(arguments.format.format()).unwrap_or_default())?,
    }
    if let Some(format) = events {
        let text = solution.events(format).ok_or_else(|| unfit("--events", EVENTS))?;
        files.write(&text)?;
        if !case.events.any() {
            tell("warning: --events: the case requests no events; its table `events` selects them");
        }
    }
    files.commit()?;
    match (arguments.quiet || before.quiet, states) {
        (true, _) => {
            for warning in solution.warnings() {
                tell(&format!("warning: {warning}"));
            }
            Ok(())
        }
        (false, Some(_)) => print(&solution.summary()),
        // Standard output has the states.
        (false, None) => {
            tell(solution.summary().trim_end());
            Ok(())
        }
    }
}

/// Output files, written together or not at all.
#[derive(Default)]
struct Files {
    folders: Vec<(PathBuf, Staging)>,
    /// Index of the folder and name, in the order added.
    names: VecDeque<(usize, String)>,
}

fn failed(error: FileError) -> Failure {
    Failure::Run(error.to_string())
}

impl Files {
    /// Registers a file.
    fn add(&mut self, file: &Path, option: &str) -> Result<Format, Failure> {
        let refuse =
            |problem: &str| Err(Failure::Input(format!("{option} {}: {problem}", file.display())));
        let Some(format) = Format::of(file) else {
            return refuse("the name must end in .oem, .kvn, .csv, .json or (for events) .txt");
        };
        if file.is_dir() {
            return refuse("this is a folder");
        }
        let Some(name) = file.file_name().and_then(|name| name.to_str()) else {
            return refuse("this is not a file name");
        };
        let folder = match file.parent() {
            Some(folder) if !folder.as_os_str().is_empty() => folder,
            _ => Path::new("."),
        };
        let known = self.folders.iter().position(|(known, _)| known == folder);
        let index = match known {
            Some(index) => index,
            None => {
                let staging = Staging::new(folder).map_err(|e| Failure::Input(e.to_string()))?;
                self.folders.push((folder.into(), staging));
                self.folders.len() - 1
            }
        };
        if self.names.contains(&(index, name.to_string())) {
            return refuse("states and events cannot go to the same file");
        }
        self.names.push_back((index, name.into()));
        Ok(format)
    }

    /// Writes the next registered file.
    fn write(&mut self, text: &str) -> Result<(), Failure> {
        match self.names.pop_front() {
            Some((index, name)) => {
                self.folders[index].1.add(&name, text.as_bytes()).map_err(failed)
            }
            None => Ok(()),
        }
    }

    fn commit(self) -> Result<(), Failure> {
        for (_, staging) in self.folders {
            staging.commit().map_err(failed)?;
        }
        Ok(())
    }
}
