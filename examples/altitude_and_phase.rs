//! Lower is faster: a ship catches up with a station by staying in a lower orbit.
//!
//! Two figures of one flight show the whole rendezvous. *Altitude*: Soyuz climbs to the station's
//! orbit in steps, one at each burn. *Phase angle*, by which the station leads: it decreases fast
//! while Soyuz is low and slowly once it is high. The table shows both, and the relative drift of two
//! circular orbits of those radii, `n_soyuz − n_station` with `n² = GM/a³`.
//!
//! ```text
//! cargo run --release --example altitude_and_phase [FOLDER]
//! ```
//!
//! writes `altitude` and `phase_angle`, PNG and SVG, to FOLDER (`out/examples` by default).

use soyuz_rendezvous::cli;
use soyuz_rendezvous::constants::GM_EARTH;
use soyuz_rendezvous::mission::{self, Scenario};
use soyuz_rendezvous::output::files::Staging;
use soyuz_rendezvous::output::text::met;
use soyuz_rendezvous::plot;
use soyuz_rendezvous::report::series::Series;
use soyuz_rendezvous::units::{DEGREE, HOUR, KM, MINUTE};
use std::error::Error;
use std::f64::consts::TAU;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// Both vehicles at one time.
#[derive(Clone, Copy, Debug)]
pub struct Row {
    /// Mission elapsed time [s].
    pub t: f64,
    /// Heights above the ellipsoid: Soyuz, station [m].
    pub heights: (f64, f64),
    /// Angle by which the station leads [rad].
    pub phase: f64,
    /// Its rate of decrease, measured over ten minutes (five at separation) [rad/s].
    pub rate: f64,
    /// Its rate of decrease for circular orbits of the two radii [rad/s].
    pub rate_of_circles: f64,
}

/// Runs the flight, prints the table and, if a folder is given, writes the two figures to it.
pub fn run(folder: Option<&Path>) -> Result<Vec<Row>, Box<dyn Error>> {
    let log = mission::run(&Scenario::embedded("tma-11m")?, &mut |_| {})?;
    let series = Series::new(&log)?;
    // Degrees in one orbit of the station.
    let per_orbit = TAU / log.scenario.station.element_set()?.mean_motion() / DEGREE;
    println!("   MET   Soyuz   station   phase angle   closing rate   circular orbits");
    println!("            km        km           deg      deg/orbit         deg/orbit");
    let mut rows = Vec::new();
    let mut t = log.ascent.separation;
    while t < log.burns.last().map_or(log.contact.t, |b| b.ignition) {
        let earlier = (t - 5.0 * MINUTE).max(log.ascent.separation);
        let (Some(now), Some(before), Some(after)) =
            (series.at(t), series.at(earlier), series.at(t + 5.0 * MINUTE))
        else {
            break;
        };
        let mean_motion = |radius: f64| (GM_EARTH / radius.powi(3)).sqrt();
        let station = now.station_radius;
        let row = Row {
            t,
            heights: (now.soyuz.height, now.station.height),
            phase: now.phase_angle,
            rate: (before.phase_angle - after.phase_angle) / (after.t - before.t),
            rate_of_circles: mean_motion(station - now.radius_below) - mean_motion(station),
        };
        println!(
            "{:>7}  {:6.1}   {:7.1}   {:11.2}   {:12.2}   {:15.2}",
            met(t),
            row.heights.0 / KM,
            row.heights.1 / KM,
            row.phase / DEGREE,
            row.rate * per_orbit,
            row.rate_of_circles * per_orbit
        );
        rows.push(row);
        t = if rows.len() == 1 { 0.5 * HOUR } else { t + 0.5 * HOUR };
    }
    if let Some(folder) = folder {
        let mut files = Staging::new(folder)?;
        for name in ["altitude", "phase_angle"] {
            let picture = plot::figure(name, &series).ok_or("no such figure")?;
            files.add(&format!("{name}.png"), &picture.png()?)?;
            files.add(&format!("{name}.svg"), picture.svg()?.as_bytes())?;
        }
        println!("\n{} in {}", files.commit()?.join(", "), folder.display());
    }
    Ok(rows)
}

#[allow(dead_code)] // a test includes this file as a module
fn main() -> ExitCode {
    let folder = clap::Arg::new("FOLDER")
        .help("Folder for the figures")
        .default_value("out/examples")
        .value_parser(clap::value_parser!(PathBuf));
    let arguments = clap::Command::new("altitude_and_phase")
        .about("Lower is faster: a ship catches up with a station by staying in a lower orbit")
        .arg(folder)
        .get_matches();
    cli::lesson(|| run(arguments.get_one("FOLDER").map(PathBuf::as_path)))
}
