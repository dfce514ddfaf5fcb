//! `soyuz scenario`.

use super::{Failure, Output, print};
use crate::mission::{EMBEDDED, Scenario};

#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// Name of an embedded scenario; without it, the names are listed.
    name: Option<String>,
}

pub(super) fn run(arguments: &Arguments, before: &Output) -> Result<(), Failure> {
    before.only_quiet("scenario", "it prints and writes no files")?;
    match &arguments.name {
        Some(name) => print(Scenario::embedded_text(name)?),
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
