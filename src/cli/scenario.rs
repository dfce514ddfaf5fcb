//! `soyuz scenario`.

use super::{Failure, Output, print};
use crate::mission::{EMBEDDED, EXAMPLE, Scenario, ScenarioError};

#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// Name of an embedded scenario; without it, the names are listed.
    name: Option<String>,
    /// Print a commented scenario with every key
    #[arg(long, conflicts_with = "name")]
    example: bool,
}

pub(super) fn run(arguments: &Arguments, before: &Output) -> Result<(), Failure> {
    before.only_quiet("scenario", "it prints and writes no files")?;
    match &arguments.name {
        _ if arguments.example => print(EXAMPLE),
        Some(name) => match Scenario::embedded_text(name) {
            Err(ScenarioError::Unknown { name, hint }) => {
                Err(Failure::Input(format!("there is no embedded scenario `{name}`{hint}")))
            }
            text => print(text?),
        },
        None => {
            let mut text = String::new();
            let widest = EMBEDDED.iter().map(|(name, _)| name.len()).max().unwrap_or(0);
            for (name, _) in EMBEDDED {
                let scenario = Scenario::embedded(name)?;
                text.push_str(&format!(
                    "{name:<widest$}  {}, lift-off {}\n",
                    scenario.name, scenario.liftoff_utc
                ));
            }
            print(&text)
        }
    }
}
