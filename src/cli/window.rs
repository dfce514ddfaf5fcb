//! `soyuz window`.

use super::{Failure, Output, print, tell};
use crate::campaign::window::opportunities;
use crate::mission::{MissionError, Scenario};
use crate::output::files::{FileError, Staging};
use crate::plot;
use crate::report::window::Window;
use crate::target::ISS;
use crate::time::{after, format_utc, parse_utc};
use crate::units::DAY;
use std::path::Path;

#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// File with the station's two-line element set (a name line may precede it), or a scenario: a TOML file or the
    /// name of an embedded one
    #[arg(value_name = "FILE.tle|NAME|FILE.toml")]
    elements: String,
    /// First day, UTC: 2013-11-05 or 2013-11-05T00:00:00Z [default: epoch of the element set; for a scenario, half a
    /// day before its lift-off]
    #[arg(long, value_name = "UTC")]
    from: Option<String>,
    /// Number of days, up to 18
    #[arg(long, default_value_t = 5.0, allow_negative_numbers = true)]
    days: f64,
    /// soyuz-tma-m, soyuz-ms or progress-m [default: the scenario's, or soyuz-tma-m]
    #[arg(long)]
    spacecraft: Option<String>,
    /// soyuz-fg, soyuz-u or soyuz-2.1a [default: the scenario's, or soyuz-fg]
    #[arg(long)]
    launcher: Option<String>,
    /// site-1 or site-31 [default: the scenario's, or site-1]
    #[arg(long)]
    pad: Option<String>,
    /// rassvet, poisk, pirs or zvezda [default: the scenario's, or rassvet]
    #[arg(long)]
    port: Option<String>,
    #[command(flatten)]
    output: Output,
}

pub(super) fn run(arguments: Arguments, before: Output) -> Result<(), Failure> {
    let output = arguments.output.or(before);
    let given = given(&arguments.elements)?;
    let failure = |e: MissionError| match e.is_input() {
        true if matches!(e, MissionError::Days { .. }) => Failure::Input(format!("--days: {e}")),
        true if matches!(e, MissionError::ElementAge { .. }) => match &arguments.from {
            Some(from) => Failure::Input(format!("--from {from}: {e}")),
            None => Failure::Input(e.to_string()),
        },
        true => Failure::Input(e.to_string()),
        false => Failure::Run(e.to_string()),
    };
    let station = given
        .station
        .element_set()
        .map_err(|e| Failure::Input(format!("{}: {e}", arguments.elements)))?;
    let from = match &arguments.from {
        // An element set alone has no lift-off.
        None if given.liftoff_utc.is_empty() => station.epoch(),
        None => after(given.liftoff()?, -0.5 * DAY),
        Some(text) => {
            let full = if text.contains('T') { text.clone() } else { format!("{text}T00:00:00Z") };
            parse_utc(&full).map_err(|e| Failure::Input(format!("--from {text}: {e}")))?
        }
    };
    let scenario = Scenario {
        liftoff_utc: format_utc(from, 3),
        port: arguments.port.unwrap_or(given.port),
        spacecraft: arguments.spacecraft.unwrap_or(given.spacecraft),
        launcher: arguments.launcher.unwrap_or(given.launcher),
        pad: arguments.pad.unwrap_or(given.pad),
        scheme: None,
        planned_docking_utc: None,
        faults: Default::default(),
        ..given
    };
    let folder = output.out.clone().unwrap_or_else(|| "out/window".into());
    let mut staging = Staging::new(&folder).map_err(|e| Failure::Input(e.to_string()))?;
    // Figures of an earlier run do not belong to the new tables.
    plot::file_names(["window"]).for_each(|name| staging.outdate(name));
    let found = opportunities(&scenario, from, arguments.days).map_err(failure)?;
    let window = Window::new(&scenario, from, arguments.days, &found);

    let write = |e: FileError| Failure::Run(e.to_string());
    staging.add("window.txt", window.to_text().as_bytes()).map_err(write)?;
    staging.add("window.json", window.to_json().as_bytes()).map_err(write)?;
    let figures = match output.no_figures {
        true => Vec::new(),
        false => plot::window_files(&window, &found).map_err(|e| Failure::Run(e.to_string()))?,
    };
    for (name, content) in &figures {
        staging.add(name, content).map_err(write)?;
    }
    staging.commit().map_err(write)?;
    output.warn(&window.warnings);
    if output.json {
        return print(&window.to_json());
    }
    if !output.quiet {
        print(&window.to_text())?;
        if found.is_empty() && !output.no_figures {
            tell("no figure: there is nothing to show");
        }
        let ending = if found.len() == 1 { "y" } else { "ies" };
        tell(&format!("{} opportunit{ending}, written to {}", found.len(), folder.display()));
    }
    Ok(())
}

/// A scenario, or an element set with default presets.
fn given(given: &str) -> Result<Scenario, Failure> {
    let path = Path::new(given);
    // An existing path without an extension may be a pipe.
    let named = path.extension().is_none() && (!path.exists() || path.is_dir());
    if named || path.extension().is_some_and(|e| e == "toml") {
        return super::fly::resolve(given);
    }
    let text = std::fs::read_to_string(path)
        .map_err(|e| Failure::Input(format!("cannot read {given}: {e}")))?;
    let tle =
        element_set(&text).map_err(|problem| Failure::Input(format!("{given}: {problem}")))?;
    Ok(Scenario::of_station("window", tle))
}

/// The station's element set in a file that may contain names and other sets. A single set of another satellite is also
/// returned; it is rejected later with its number.
fn element_set(text: &str) -> Result<[String; 2], String> {
    let lines: Vec<&str> = text.lines().map(str::trim).collect();
    let pairs: Vec<[&str; 2]> = lines
        .windows(2)
        .filter(|w| w[0].starts_with("1 ") && w[1].starts_with("2 "))
        .map(|w| [w[0], w[1]])
        .collect();
    let station = format!("{ISS:05}");
    let of_station: Vec<[&str; 2]> =
        pairs.iter().copied().filter(|[one, _]| one.get(2..7) == Some(&station)).collect();
    let [one, two] = match (&of_station[..], &pairs[..]) {
        ([pair], _) | ([], [pair]) => pair,
        ([], []) => {
            return Err("this file has no element set (two consecutive lines)".into());
        }
        ([], others) => {
            return Err(format!(
                "none of the {} element sets is that of the station",
                others.len()
            ));
        }
        (several, _) => {
            return Err(format!(
                "{} element sets of the station; keep only the one to use",
                several.len()
            ));
        }
    };
    Ok([one.to_string(), two.to_string()])
}

#[cfg(test)]
mod tests {
    use super::element_set;

    const ONE: &str = "1 25544U 98067A   13310.51629608";
    const TWO: &str = "2 25544  51.6440 123.1754 0001219";

    #[test]
    fn the_station_is_found_among_other_sets_and_must_be_alone() {
        let other = "NOAA 19\r\n1 33591U 09005A\r\n2 33591  98.9\r\n";
        let station = format!("ISS (ZARYA)\r\n{ONE}\r\n{TWO}\r\n");
        let expected = Ok([ONE.to_owned(), TWO.to_owned()]);
        assert_eq!(element_set(&format!("{other}{station}{other}")), expected);
        assert_eq!(element_set(other).unwrap()[0], "1 33591U 09005A");
        for (text, says) in [
            (format!("{station}{station}"), "2 element sets of the station"),
            (other.repeat(3), "none of the 3"),
            (format!("{ONE}\n\n{TWO}"), "two consecutive lines"),
            (String::new(), "no element set"),
        ] {
            let problem = element_set(&text).unwrap_err();
            assert!(problem.contains(says), "{problem}");
        }
    }
}
