//! Data files: timeline and trajectory as CSV, ephemerides as CCSDS OEM.

use super::series::Series;
use crate::flown;
use crate::frames::{Gcrf, State};
use crate::mission::MissionLog;
use crate::mission::log::{FlightPhase, Sample};
use crate::output::built::program;
use crate::output::oem::{self, Arc, Header, Object};
use crate::output::text::{quoted, utc};
use crate::propagate::StateVector;
use crate::units::{DEGREE, KM};
use std::fmt::Write;

/// Comment lines that head every data file; `conventions` are those of its numbers.
fn heading(log: &MissionLog, conventions: &[&str]) -> Vec<String> {
    let mut lines = vec![format!(
        "{}, {}, scenario {:016x}",
        log.scenario.name,
        program(),
        log.scenario.hash()
    )];
    lines.extend(conventions.iter().map(|line| line.to_string()));
    lines.extend(log.model.iter().map(|line| format!("Model: {line}")));
    lines
}

/// Name of a phase as in `summary.json`.
fn phase_name(phase: FlightPhase) -> &'static str {
    match phase {
        FlightPhase::Ascent => "ascent",
        FlightPhase::Phasing => "phasing",
        FlightPhase::Transfer => "transfer",
        FlightPhase::Braking => "braking",
        FlightPhase::FlyAround => "fly_around",
        FlightPhase::StationKeeping => "station_keeping",
        FlightPhase::FinalApproach => "final_approach",
    }
}

fn start_csv(log: &MissionLog, columns: &[&str]) -> String {
    let mut text = String::new();
    let conventions = [
        "Time scale UTC; met is SI seconds after lift-off",
        "Frame GCRF, geocentric; heights above the WGS-84 ellipsoid",
    ];
    for line in heading(log, &conventions) {
        text.extend(["# ", line.as_str(), "\n"]);
    }
    text.push_str(&columns.join(","));
    text.push('\n');
    text
}

/// `timeline.csv`.
pub fn timeline_csv(series: &Series<'_>) -> String {
    let log = series.log();
    let columns = [
        "met_s",
        "utc",
        "event",
        "phase",
        "commanded",
        "soyuz_height_km",
        "range_km",
        "delta_v_m_s",
    ];
    let mut text = start_csv(log, &columns);
    for event in &log.events {
        let view = series.at(event.t);
        // Writing to a `String` cannot fail, here and below.
        let _ = writeln!(
            text,
            "{:.3},{}Z,{},{},{},{},{},{}",
            event.t,
            utc(log.epoch(event.t), 3),
            quoted(&event.kind.to_string()),
            phase_name(event.phase),
            event.commanded,
            view.map(|v| format!("{:.3}", v.soyuz.height / KM)).unwrap_or_default(),
            view.map(|v| format!("{:.6}", v.range / KM)).unwrap_or_default(),
            event.delta_v.map(|dv| format!("{dv:.4}")).unwrap_or_default(),
        );
    }
    text
}

/// `trajectory.csv`: both vehicles at every sample.
pub fn trajectory_csv(series: &Series<'_>) -> String {
    let log = series.log();
    let mut columns = vec!["met_s".to_string(), "utc".into(), "phase".into()];
    for body in ["soyuz", "iss"] {
        columns.extend(["x", "y", "z"].map(|c| format!("{body}_{c}_gcrf_km")));
        columns.extend(["vx", "vy", "vz"].map(|c| format!("{body}_{c}_gcrf_km_s")));
        columns.push(format!("{body}_latitude_deg"));
        columns.push(format!("{body}_longitude_deg"));
        columns.push(format!("{body}_height_km"));
    }
    columns.extend(
        [
            "range_km",
            "closing_speed_m_s",
            "phase_angle_deg",
            "ahead_lvlh_m",
            "right_lvlh_m",
            "down_lvlh_m",
            "mass_kg",
            "delta_v_m_s",
            "sunlight_soyuz",
            "sunlight_iss",
        ]
        .map(String::from),
    );
    let names: Vec<&str> = columns.iter().map(String::as_str).collect();
    let mut text = start_csv(log, &names);
    for (sample, view) in log.samples.iter().zip(series.views()) {
        let _ = write!(
            text,
            "{:.3},{}Z,{}",
            sample.t,
            utc(log.epoch(sample.t), 3),
            phase_name(sample.phase)
        );
        for (instant, place) in [(&sample.soyuz, &view.soyuz), (&sample.station, &view.station)] {
            let (r, v) = (instant.r / KM, instant.v / KM);
            let _ = write!(
                text,
                ",{:.6},{:.6},{:.6},{:.9},{:.9},{:.9},{:.6},{:.6},{:.6}",
                r.x,
                r.y,
                r.z,
                v.x,
                v.y,
                v.z,
                place.latitude / DEGREE,
                place.longitude / DEGREE,
                place.height / KM
            );
        }
        let d = view.r_lvlh;
        let _ = writeln!(
            text,
            ",{:.6},{:.4},{:.6},{:.3},{:.3},{:.3},{:.2},{:.4},{:.4},{:.4}",
            view.range / KM,
            view.closing_speed,
            view.phase_angle / DEGREE,
            d.x,
            d.y,
            d.z,
            sample.mass,
            sample.delta_v,
            sample.sunlight_soyuz,
            sample.sunlight_station
        );
    }
    text
}

/// OEM of the spacecraft from separation to contact: a segment for each coast, and one for the approach from the first
/// braking burn on.
pub fn soyuz_oem(log: &MissionLog) -> String {
    let separated: Vec<&Sample> =
        log.samples.iter().filter(|s| s.t >= log.ascent.separation).collect();
    let mut cuts: Vec<(f64, f64, &str)> = log
        .burns
        .iter()
        .filter(|b| b.phase != FlightPhase::Braking)
        .map(|b| (b.ignition, b.ignition + b.duration, b.name.as_str()))
        .collect();
    let approach = log.braking_burns().next().map(|b| b.ignition);
    cuts.extend(approach.map(|t| (t, f64::INFINITY, "approach")));
    let mut arcs = Vec::new();
    let mut from = f64::NEG_INFINITY;
    let mut after = "separation".to_string();
    for (ignition, end, name) in cuts {
        arcs.push(Arc {
            states: states(log, &separated, |s| &s.soyuz, from, ignition),
            hermite_degree: Some(7),
            comments: vec![format!("Free flight from {after} to {name}")],
        });
        if end.is_infinite() {
            arcs.push(Arc {
                states: states(log, &separated, |s| &s.soyuz, ignition, end),
                hermite_degree: Some(3),
                comments: vec!["Under thrusters from the first braking burn to contact".into()],
            });
        }
        (from, after) = (end, name.to_string());
    }
    if from.is_finite() || arcs.is_empty() {
        arcs.push(Arc {
            states: states(log, &separated, |s| &s.soyuz, from, f64::INFINITY),
            hermite_degree: Some(7),
            comments: vec![format!("Free flight from {after}")],
        });
    }
    let id = flown::flight(log).and_then(|f| f.designator).unwrap_or("UNKNOWN");
    let comments = heading(log, &OEM_CONVENTIONS);
    oem::write(&header(log, &comments), Object { name: &log.scenario.name, id }, &arcs)
}

/// OEM of the station from lift-off to contact.
pub fn station_oem(log: &MissionLog) -> String {
    let samples: Vec<&Sample> = log.samples.iter().collect();
    let arc = Arc {
        states: states(log, &samples, |s| &s.station, f64::NEG_INFINITY, f64::INFINITY),
        hermite_degree: Some(7),
        comments: Vec::new(),
    };
    let id = designator(&log.scenario.station.tle[0]);
    let comments = heading(log, &OEM_CONVENTIONS);
    oem::write(&header(log, &comments), Object { name: "ISS", id: &id }, &[arc])
}

/// Stated in ephemeris messages. Lift-off replaces the creation date, so that the same input gives the same file.
const OEM_CONVENTIONS: [&str; 1] = ["the creation date is the lift-off"];

fn header<'a>(log: &MissionLog, comments: &'a [String]) -> Header<'a> {
    Header { creation: log.liftoff, originator: "SOYUZ-RENDEZVOUS", comments }
}

/// The samples from `from` to `to` [s], both included, at distinct instants.
fn states(
    log: &MissionLog,
    samples: &[&Sample],
    body: fn(&Sample) -> &StateVector,
    from: f64,
    to: f64,
) -> Vec<State<Gcrf>> {
    let mut last = f64::NEG_INFINITY;
    samples
        .iter()
        .filter(|s| (from..=to).contains(&s.t))
        // The file counts in microseconds.
        .filter(|s| s.t - std::mem::replace(&mut last, s.t) > 1e-6)
        .map(|s| body(s).state(log.liftoff))
        .collect()
}

/// `1998-067A` from the `98067A` of an element set's first line.
fn designator(line1: &str) -> String {
    let short = line1.get(9..17).unwrap_or("").trim();
    match (short.get(..2).and_then(|y| y.parse::<u32>().ok()), short.get(2..)) {
        (Some(year), Some(rest)) => {
            // Launches began in 1957.
            format!("{}-{rest}", if year < 57 { 2000 + year } else { 1900 + year })
        }
        _ => "UNKNOWN".into(),
    }
}

#[cfg(test)]
mod tests {
    use super::super::series::toy;
    use super::*;

    #[test]
    fn every_line_of_the_csv_files_has_as_many_fields_as_the_head() {
        let log = toy::log();
        let series = Series::new(&log).unwrap();
        for text in [timeline_csv(&series), trajectory_csv(&series)] {
            let mut lines = text.lines().skip_while(|l| l.starts_with('#'));
            let columns = lines.next().unwrap().split(',').count();
            let mut rows = 0;
            for line in lines {
                assert_eq!(line.split(',').count(), columns, "{line}");
                rows += 1;
            }
            assert!(rows >= log.events.len());
        }
    }

    #[test]
    fn no_segment_of_the_ephemeris_holds_a_burn() {
        let log = toy::log();
        let segments = oem::parse(&soyuz_oem(&log)).unwrap();
        // Separation to DV1, four between the six burns and one after, then the approach.
        assert_eq!(segments.len(), 8);
        for segment in &segments[..7] {
            let seconds = |e| crate::time::seconds_between(log.liftoff, e);
            let (a, b) = (seconds(segment.states[0].0), seconds(segment.states.last().unwrap().0));
            for burn in log.burns.iter().filter(|b| b.phase != FlightPhase::Braking) {
                assert!(b <= burn.ignition + 1e-6 || a >= burn.ignition + burn.duration - 1e-6);
            }
        }
        assert_eq!(segments[0].object_id, "2013-061A");
        let station = oem::parse(&station_oem(&log)).unwrap();
        assert_eq!((station.len(), station[0].object_id.as_str()), (1, "1998-067A"));
    }
}
