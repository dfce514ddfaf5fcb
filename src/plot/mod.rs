//! Figures as PNG and SVG.
//!
//! Every figure is a function from [`Series`] to a [`Picture`]. Its title makes one claim, every axis has units, and
//! hollow diamonds mark flown or published numbers, with their source in the caption.

mod approach;
mod closing;
mod flights;
mod ground_track;
mod labels;
mod lighting;
mod painter;
mod panel;
mod picture;
mod sheet;
mod style;
mod typeface;
mod whole_flight;
mod window;
mod work_precision;

pub use picture::Picture;
pub use work_precision::{Curve, Run, work_precision};

use crate::campaign::window::Opportunity;
use crate::report::flights::Flights;
use crate::report::series::Series;
use crate::report::window::Window;
use rayon::prelude::*;

/// A figure could not be drawn.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[error("cannot draw {figure}: {problem}")]
pub struct PlotError {
    /// The figure.
    pub figure: &'static str,
    /// The problem.
    pub problem: String,
}

/// A figure: its file name without extension, and the function that makes it.
pub type Figure = (&'static str, fn(&Series<'_>) -> Picture);

/// All figures of a flight.
pub const FIGURES: &[Figure] = &[
    ("altitude", whole_flight::altitude),
    ("phase_angle", whole_flight::phase_angle),
    ("ground_track", ground_track::ground_track),
    ("approach_whole", approach::whole),
    ("approach_5km", approach::last_5_km),
    ("approach_400m", approach::last_400_m),
    ("closing", closing::closing),
    ("delta_v", whole_flight::delta_v),
    ("lighting", lighting::lighting),
];

/// File names of the figures `names`, as in [`files`].
pub fn file_names<'a>(names: impl IntoIterator<Item = &'a str>) -> impl Iterator<Item = String> {
    names.into_iter().flat_map(|name| [format!("{name}.png"), format!("{name}.svg")])
}

/// The figure with this name.
pub fn figure(name: &str, series: &Series<'_>) -> Option<Picture> {
    FIGURES.iter().find(|(n, _)| *n == name).map(|(_, make)| make(series))
}

/// All figures as PNG and SVG: file name and content.
///
/// # Errors
/// [`PlotError`] if a figure cannot be drawn.
pub fn files(series: &Series<'_>) -> Result<Vec<(String, Vec<u8>)>, PlotError> {
    let drawn: Result<Vec<_>, PlotError> =
        FIGURES.par_iter().map(|(name, make)| both(name, &make(series))).collect();
    Ok(drawn?.into_iter().flatten().collect())
}

/// The figure over many flights as PNG and SVG: file name and content. Empty if there is no published number to compare
/// with.
///
/// # Errors
/// [`PlotError`] if one cannot be drawn.
pub fn flights_files(flights: &Flights) -> Result<Vec<(String, Vec<u8>)>, PlotError> {
    flights::elapsed(flights).map_or(Ok(Vec::new()), |picture| both("flights", &picture))
}

/// File name and content of the figure of launch opportunities, as PNG and SVG. Empty if there is no opportunity.
///
/// # Errors
/// [`PlotError`] if it cannot be drawn.
pub fn window_files(
    window: &Window,
    found: &[Opportunity],
) -> Result<Vec<(String, Vec<u8>)>, PlotError> {
    if found.is_empty() {
        return Ok(Vec::new());
    }
    both("window", &window::phase(window, found))
}

/// File name and content of a picture, as PNG and SVG.
fn both(name: &'static str, picture: &Picture) -> Result<Vec<(String, Vec<u8>)>, PlotError> {
    let failed = |problem: String| PlotError { figure: name, problem };
    let svg = picture.svg().map_err(failed)?;
    let png = picture.png().map_err(failed)?;
    Ok(vec![(format!("{name}.png"), png), (format!("{name}.svg"), svg.into_bytes())])
}

#[cfg(test)]
mod tests {
    use super::picture::{Bounds, Mark, Text};
    use super::*;
    use crate::campaign::Flight;
    use crate::campaign::window::Way;
    use crate::mission::MissionLog;
    use crate::mission::log::MissionEventKind;
    use crate::proximity::{EventKind, Phase};
    use crate::rendezvous::choice::Scheme;
    use crate::report::series::toy;
    use crate::time::after;
    use crate::units::DAY;
    use std::f64::consts::TAU;

    /// After a failure that the real flight did not have, no figure shows its contact.
    #[test]
    fn contact_of_the_real_flight_is_shown_beside_its_like_alone() {
        let shown = |log: &MissionLog, name: &str| {
            let picture = figure(name, &Series::new(log).unwrap()).unwrap();
            picture.texts().any(|t| t.words.starts_with("flown 10:27"))
        };
        let mut log = toy::log();
        for fails in [false, true] {
            log.scenario.faults.skip_burn = fails.then_some(crate::rendezvous::BurnName::Imp2);
            for name in ["altitude", "lighting"] {
                assert_eq!(shown(&log, name), !fails, "{name}");
            }
        }
    }

    /// Launch opportunities on consecutive days, with phases all over the circle.
    fn opportunities(log: &MissionLog, days: u32) -> Picture {
        let found: Vec<Opportunity> = (0..days)
            .map(|k| {
                let lift_off = after(log.liftoff, DAY * f64::from(k) - 1400.0 * f64::from(k));
                let phase = (0.5 + 1.9 * f64::from(k)).rem_euclid(TAU);
                let ways = Scheme::ALL.into_iter().filter(|scheme| scheme.allows(phase));
                let docking = log.docking.clone();
                let way = |scheme| Way {
                    scheme,
                    lift_off,
                    planned: true,
                    phase,
                    docking: docking.clone(),
                    delta_v: None,
                };
                Opportunity {
                    lift_off,
                    element_age: DAY,
                    phase: Some(phase),
                    ways: ways.map(way).collect(),
                    failures: Vec::new(),
                    by_reboost: None,
                }
            })
            .collect();
        window::phase(&Window::new(&log.scenario, log.liftoff, f64::from(days), &found), &found)
    }

    /// Flights with some minutes between their docking times.
    fn many_flights() -> Picture {
        let flight = Flight { log: toy::log(), predicted_lift_off: Ok(toy::log().liftoff) };
        let mut flights = Flights::new(&[], &[Ok(flight)]);
        let first = flights.flights[0].clone();
        for (k, shift) in [-900.0, 60.0, 800.0].into_iter().enumerate() {
            let mut row = first.clone();
            row.flight = format!("Soyuz TMA-{k}M");
            row.planned_predicted_met_s += shift;
            row.contact_predicted_met_s += shift;
            row.interval_met_s = row.interval_met_s.map(|t| t + shift);
            flights.flights.push(row);
        }
        flights::elapsed(&flights).unwrap()
    }

    /// In no figure may text be cut off, overlap other text or lie under a disc.
    #[test]
    fn texts_stay_inside_the_figure_and_apart() {
        let log = toy::log();
        let series = Series::new(&log).unwrap();
        let mut retreated = log.clone();
        for (event, (t, kind)) in retreated.events.iter_mut().zip([
            (21_900.0, EventKind::RadarFails),
            (22_200.0, EventKind::Begins(Phase::ManualApproach)),
        ]) {
            (event.t, event.kind) = (t, MissionEventKind::Approach(kind));
        }
        let retreated = Series::new(&retreated).unwrap();
        let mut two_days = log.clone();
        (two_days.scheme.begun, two_days.scheme.flown) = (Scheme::TwoDay, Scheme::TwoDay);
        let two_days = Series::new(&two_days).unwrap();
        let runs = |k: i32| {
            (0..8).map(move |i| f64::from(i + k)).map(|x| Run {
                error: 10_f64.powf(-x),
                calls: (100.0 * (1.0 + x)) as usize,
                time: 1e-5 * (1.0 + x),
            })
        };
        let curve = |k: i32| Curve { name: format!("method {k}"), runs: runs(k).collect() };
        let curves = [curve(0), curve(1), curve(2)];
        let mut pictures = vec![("work_precision", work_precision("Title", "Caption", &curves))];
        for series in [&series, &retreated, &two_days] {
            pictures.extend(FIGURES.iter().map(|(name, make)| (*name, make(series))));
        }
        pictures.extend([6, 10, 15].map(|days| ("window", opportunities(&log, days))));
        pictures.push(("flights", many_flights()));
        for (name, picture) in pictures {
            let paper =
                Bounds { left: 0.0, top: 0.0, right: picture.width, bottom: picture.height };
            let texts: Vec<(&Text, Bounds)> = picture.texts().map(|t| (t, t.bounds())).collect();
            for (i, (text, bounds)) in texts.iter().enumerate() {
                assert!(paper.holds(bounds), "{name}: \"{}\" is cut off", text.words);
                for (other, b) in &texts[..i] {
                    let words = (&text.words, &other.words);
                    assert!(!bounds.meets(b), "{name}: \"{}\" meets \"{}\"", words.0, words.1);
                }
                for mark in &picture.marks {
                    if let Mark::Disc(at, radius, _) = mark {
                        let covered = Bounds::about(*at, 0.7 * radius).meets(bounds);
                        assert!(!covered, "{name}: \"{}\" lies under a disc", text.words);
                    }
                }
            }
        }
    }
}
