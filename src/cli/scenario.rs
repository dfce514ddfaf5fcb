//! `soyuz scenario`.

use super::{Failure, print};
use crate::mission::{EMBEDDED, Scenario};

#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// Name of an embedded scenario; without it, the names are listed.
    name: Option<String>,
}

pub(super) fn run(arguments: &Arguments) -> Result<(), Failure> {
    match &arguments.name {
        Some(name) => print(Scenario::embedded_text(name)?),
        None => {
            let mut text = String::new();
            for (name, _) in EMBEDDED {
                let scenario = Scenario::embedded(name)?;
                text.push_str(&format!(
                    "{name:<12} {}, lift-off {}\n",
                    scenario.name, scenario.liftoff_utc
                ));
            }
            print(&text)
        }
    }
}
