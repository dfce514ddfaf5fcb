//! The command line. Only this module reads arguments, prints and sets the exit code.
//!
//! Results go to standard output, progress and errors to standard error.
//! Exit codes: 0 success, 1 the run failed, 2 invalid input.

mod flights;
mod fly;
mod lesson;
mod propagate;
mod scenario;
mod window;

pub use lesson::lesson;

use crate::output::built::BUILT;
use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::{Parser, Subcommand};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::LazyLock;

/// Simulates the flight of Soyuz TMA-11M from lift-off at Baikonur to docking with the ISS.
///
/// Without a command: `soyuz fly tma-11m`.
#[derive(Debug, Parser)]
#[command(name = "soyuz", version, long_version = built())]
#[command(after_help = "Options may precede or follow the command.\n\
                        Exit codes: 0 success, 1 the run failed, 2 invalid input.")]
struct Arguments {
    #[command(subcommand)]
    command: Option<Command>,
    #[command(flatten)]
    output: Output,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Fly a mission and compare it with the real flight.
    Fly(fly::Arguments),
    /// Propagate an orbit with selected forces, from a case file to an ephemeris.
    Propagate(propagate::Arguments),
    /// Fly several missions and compare them with the real flights.
    Flights(flights::Arguments),
    /// List in-plane launch opportunities and the schemes that can be flown.
    Window(window::Arguments),
    /// Print an embedded scenario as a template, or list all of them.
    Scenario(scenario::Arguments),
}

/// Output options, the same for all commands that write a folder.
#[derive(Debug, Default, clap::Args)]
struct Output {
    /// Folder for tables and figures [default: out/<mission>, out/flights or out/window]
    #[arg(long, short, value_name = "DIR")]
    out: Option<PathBuf>,
    /// Print no tables and no progress; warnings and errors still go to standard error
    #[arg(long, short)]
    quiet: bool,
    /// Print only the JSON file (summary, flights or window) to standard output
    #[arg(long)]
    json: bool,
    /// Write no figures; remove those of an earlier run from the folder
    #[arg(long)]
    no_figures: bool,
}

impl Output {
    /// These options, combined with those `before` the command.
    fn or(self, before: Output) -> Self {
        Self {
            out: self.out.or(before.out),
            quiet: self.quiet || before.quiet,
            json: self.json || before.json,
            no_figures: self.no_figures || before.no_figures,
        }
    }

    /// Rejects options that `command` does not have, all but `--quiet`; `hint` names its own.
    fn only_quiet(&self, command: &str, hint: &str) -> Result<(), Failure> {
        let given = [
            (self.out.is_some(), "--out"),
            (self.json, "--json"),
            (self.no_figures, "--no-figures"),
        ];
        match given.into_iter().find(|(given, _)| *given) {
            None => Ok(()),
            Some((_, option)) => Err(Failure::Input(format!(
                "{option}: `soyuz {command}` has no such option; {hint}"
            ))),
        }
    }

    /// Prints warnings to standard error if no table is printed.
    fn warn(&self, warnings: &[String]) {
        if self.quiet || self.json {
            for warning in warnings {
                tell(&format!("warning: {warning}"));
            }
        }
    }
}

/// Failure of a command, with its message.
#[derive(Debug)]
enum Failure {
    /// The input is invalid.
    Input(String),
    /// The run failed.
    Run(String),
}

impl From<crate::mission::ScenarioError> for Failure {
    fn from(error: crate::mission::ScenarioError) -> Self {
        Failure::Input(error.to_string())
    }
}

/// Runs the program with its command-line arguments.
pub fn main() -> ExitCode {
    let Arguments { command, output } = match Arguments::try_parse() {
        Ok(arguments) => arguments,
        Err(error) => return misunderstood(&error),
    };
    let done = match command {
        None => fly::run(fly::Arguments::default(), output),
        Some(Command::Fly(arguments)) => fly::run(arguments, output),
        Some(Command::Propagate(arguments)) => propagate::run(&arguments, &output),
        Some(Command::Flights(arguments)) => flights::run(arguments, output),
        Some(Command::Window(arguments)) => window::run(arguments, output),
        Some(Command::Scenario(arguments)) => scenario::run(&arguments, &output),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(Failure::Run(message)) => fail(&message, 1),
        Err(Failure::Input(message)) => fail(&message, 2),
    }
}

/// Version, commit, compiler and target for `--version`; `-V` gives the version alone.
fn built() -> &'static str {
    static TEXT: LazyLock<String> = LazyLock::new(|| BUILT.to_string());
    TEXT.as_str()
}

/// Prints help, version or the error in the arguments, with a hint if a scenario stands in place of a command.
fn misunderstood(error: &clap::Error) -> ExitCode {
    // If standard error is closed, the exit code still tells.
    let _ = error.print();
    if let (ErrorKind::InvalidSubcommand, Some(ContextValue::String(given))) =
        (error.kind(), error.get(ContextKind::InvalidSubcommand))
        && (crate::mission::Scenario::embedded_text(given).is_ok() || Path::new(given).is_file())
    {
        tell(&format!("\n  to fly it: soyuz fly {given}"));
    }
    ExitCode::from(u8::try_from(error.exit_code()).unwrap_or(2))
}

fn fail(message: &str, code: u8) -> ExitCode {
    tell(&format!("error: {message}"));
    ExitCode::from(code)
}

/// Writes a line to standard error; if that is closed, the exit code still tells.
fn tell(line: &str) {
    let _ = writeln!(std::io::stderr(), "{line}");
}

/// Writes results to standard output; a closed pipe (`| head`) is not an error.
fn print(text: &str) -> Result<(), Failure> {
    let mut out = std::io::stdout().lock();
    match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        Err(e) if e.kind() != std::io::ErrorKind::BrokenPipe => {
            Err(Failure::Run(format!("cannot write to standard output: {e}")))
        }
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory;

    #[test]
    fn the_command_line_is_consistent() {
        Arguments::command().debug_assert();
    }

    #[test]
    fn options_may_stand_without_a_command() {
        let plain = Arguments::try_parse_from(["soyuz", "--out", "x", "--json"]).unwrap();
        assert!(plain.command.is_none());
        assert!(plain.output.json && plain.output.out.as_deref() == Some(Path::new("x")));
        assert!(Arguments::try_parse_from(["soyuz", "tma-11m"]).is_err());
        assert!(Arguments::try_parse_from(["soyuz", "fly", "tma-11m", "--quiet"]).is_ok());
    }

    #[test]
    fn options_before_and_after_the_command_are_joined() {
        let line = ["soyuz", "--json", "--out", "x", "fly", "tma-11m", "--out", "y", "-q"];
        let Arguments { command, output } = Arguments::try_parse_from(line).unwrap();
        let Some(Command::Fly(fly)) = command else { panic!("no flight") };
        let joined = fly.output.or(output);
        assert!(joined.json && joined.quiet && !joined.no_figures);
        assert_eq!(joined.out.as_deref(), Some(Path::new("y")), "the later one counts");
    }
}
