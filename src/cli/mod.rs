//! The command line: the only place that reads arguments, prints and sets the exit code.
//!
//! Results go to the standard output; progress and diagnostics go to the standard error.
//! Exit codes: 0 done, 1 the run failed, 2 the input is at fault.

mod flights;
mod fly;
mod propagate;
mod scenario;
mod window;

use clap::{Parser, Subcommand};
use std::io::Write;
use std::process::ExitCode;

/// Flies Soyuz TMA-11M from lift-off at Baikonur to docking with the ISS, from physics and real input.
///
/// Without a command: `soyuz fly tma-11m`.
#[derive(Debug, Parser)]
#[command(name = "soyuz", version, args_conflicts_with_subcommands = true)]
#[command(after_help = "Exit codes: 0 done, 1 the run failed, 2 the input is at fault.")]
struct Arguments {
    #[command(subcommand)]
    command: Option<Command>,
    #[command(flatten)]
    fly: fly::Options,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Fly a mission and compare it with what happened.
    Fly(fly::Arguments),
    /// Propagate an orbit under chosen forces, from a case file to an ephemeris.
    Propagate(propagate::Arguments),
    /// Fly many missions at once and compare them with what happened.
    Flights(flights::Arguments),
    /// List every in-plane launch opportunity with what can be flown from it.
    Window(window::Arguments),
    /// Print an embedded scenario to start from, or list them.
    Scenario(scenario::Arguments),
}

/// What is printed and drawn; the same for every command that writes a folder.
#[derive(Debug, clap::Args)]
struct Output {
    /// Say nothing unless something goes wrong
    #[arg(long, short)]
    quiet: bool,
    /// Print the JSON file (summary, flights or window) and nothing else on the standard output
    #[arg(long)]
    json: bool,
    /// Write tables only; figures of an earlier run in that folder are removed
    #[arg(long)]
    no_figures: bool,
}

/// Why a command failed: what to say, and whose fault it is.
#[derive(Debug)]
enum Failure {
    /// The input is at fault.
    Input(String),
    /// The run failed.
    Run(String),
}

impl From<crate::mission::ScenarioError> for Failure {
    fn from(error: crate::mission::ScenarioError) -> Self {
        Failure::Input(error.to_string())
    }
}

/// Runs the program with the arguments of the process.
pub fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let done = match arguments.command {
        None => fly::run(&fly::Arguments::default_mission(arguments.fly)),
        Some(Command::Fly(arguments)) => fly::run(&arguments),
        Some(Command::Propagate(arguments)) => propagate::run(&arguments),
        Some(Command::Flights(arguments)) => flights::run(&arguments),
        Some(Command::Window(arguments)) => window::run(&arguments),
        Some(Command::Scenario(arguments)) => scenario::run(&arguments),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(Failure::Run(message)) => fail(&message, 1),
        Err(Failure::Input(message)) => fail(&message, 2),
    }
}

fn fail(message: &str, code: u8) -> ExitCode {
    tell(&format!("error: {message}"));
    ExitCode::from(code)
}

/// Writes a line to the standard error; should that be closed, the exit code still tells.
fn tell(line: &str) {
    let _ = writeln!(std::io::stderr(), "{line}");
}

/// Writes results to the standard output; a reader that went away (`| head`) is not an error.
fn print(text: &str) -> Result<(), Failure> {
    let mut out = std::io::stdout().lock();
    match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        Err(e) if e.kind() != std::io::ErrorKind::BrokenPipe => {
            Err(Failure::Run(format!("cannot write to the standard output: {e}")))
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
        assert!(Arguments::try_parse_from(["soyuz", "tma-11m"]).is_err());
        assert!(Arguments::try_parse_from(["soyuz", "fly", "tma-11m", "--quiet"]).is_ok());
    }
}
