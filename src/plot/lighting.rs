//! Sunlight over the flight, and how it sets the docking time.

use super::panel::{Axis, Marker, Panel, Sign, marker, round_time_step, row_of};
use super::picture::{Anchor, Bounds, Picture, Text};
use super::sheet::{end_of_flight, imprint, inner, sheet, ship, utc_ticks, utc_title};
use super::style::{self, Colour, Dash, Stroke};
use crate::flown;
use crate::mission::log::Sample;
use crate::output::text::clock;
use crate::rendezvous::timing::DockingConstraint;
use crate::report::series::Series;
use crate::time::seconds_between;
use crate::units::{HOUR, MINUTE};

/// Night in the bands.
const NIGHT: Colour = Colour(70, 70, 85);
/// Day in the bands.
const DAY: Colour = Colour(255, 240, 170);

/// Flown instants farther than this from the computed plan are another story [s].
const FAR: f64 = 3.0 * HOUR;

/// Light at both vehicles over the flight; below, the last hours with what bounds the docking.
pub fn lighting(series: &Series<'_>) -> Picture {
    let log = series.log();
    let d = &log.docking;
    let hour = clock(log.epoch(d.planned));
    let title = match d.constraint {
        DockingConstraint::Sunrise => {
            format!("Sunrise sets the docking time: planned for {} UTC", hour)
        }
        DockingConstraint::Sunset => {
            format!("Sunset sets the docking time: planned for {} UTC", hour)
        }
        DockingConstraint::Natural => {
            format!("Light leaves the docking time free: planned for {} UTC", hour)
        }
        DockingConstraint::Given => {
            format!("The scenario gives the docking time: planned for {} UTC", &hour[..5])
        }
    };
    let why = match log.scenario.craft().is_ok_and(|craft| craft.is_crewed()) {
        true => {
            "Everything from the first braking to the start of the final approach is flown in sunlight"
        }
        false => "Without a crew that has to see the station, less light will do",
    };
    let caption = format!(
        "{why}: docking is planned no earlier than {} after sunrise at the station and no later than {} \
         after sunset. Shadow of the Earth as in the model of the flight. {}{}",
        minutes(d.sunrise, d.earliest_by_light),
        minutes(d.sunset, d.latest_by_light),
        flown::flight(log.liftoff)
            .filter(|f| !f.nominal())
            .map_or(String::new(), |f| format!("Flown: {}. ", f.note)),
        imprint(series)
    );
    let (mut picture, outer) = sheet(1050.0, &title, &caption);
    let area = inner(outer, true);
    let left = area.left + 140.0;
    let whole = Bounds { left, bottom: area.top + 140.0, ..area };
    bands(series, &mut picture, whole);
    reasons(series, &mut picture, Bounds { left, top: area.top + 280.0, ..area });
    picture
}

fn minutes(from: Option<f64>, to: Option<f64>) -> String {
    match (from, to) {
        (Some(a), Some(b)) => format!("{} min", ((b - a) / (0.1 * MINUTE)).round() / 10.0),
        _ => "some minutes".into(),
    }
}

/// Runs of light and shadow: from, to [s], lit.
fn runs(samples: &[Sample], light: fn(&Sample) -> f64) -> Vec<(f64, f64, bool)> {
    let mut runs: Vec<(f64, f64, bool)> = Vec::new();
    for sample in samples {
        let lit = light(sample) >= 0.5;
        match runs.last_mut() {
            Some((_, to, was)) if *was == lit => *to = sample.t,
            Some((_, to, _)) => {
                *to = sample.t;
                runs.push((sample.t, sample.t, lit));
            }
            None => runs.push((sample.t, sample.t, lit)),
        }
    }
    runs
}

/// Two bands over the whole flight.
fn bands(series: &Series<'_>, picture: &mut Picture, area: Bounds) {
    let log = series.log();
    let range = (0.0, end_of_flight(log));
    let names = vec![(2.5, ship(log).to_string()), (1.0, "station".to_string())];
    let panel = Panel {
        area,
        x: Axis::met(range, round_time_step(range.1, 14.0)).titled(""),
        y: Axis::named((0.25, 3.25), names),
    };
    panel.draw(picture);
    let soyuz = runs(&log.samples, |s| s.sunlight_soyuz);
    let station = runs(&log.samples, |s| s.sunlight_station);
    for (y, light) in [(2.5, soyuz), (1.0, station)] {
        for (from, to, lit) in light {
            let colour = if lit { DAY } else { NIGHT };
            panel.fill(picture, (from, to), (y - 0.5, y + 0.5), colour);
        }
    }
    panel.frame(picture);
    let ticks = utc_ticks(log, range, round_time_step(range.1, 8.0).max(30.0 * MINUTE));
    panel.draw_upper(picture, &ticks, &utc_title(log));
}

/// The last hours: light at the station, what light allows, what the burns reach, and the answer.
fn reasons(series: &Series<'_>, picture: &mut Picture, area: Bounds) {
    let log = series.log();
    let d = &log.docking;
    let flown = flown::flight(log.liftoff);
    let met = |utc: &str| flown::epoch(utc).map(|e| seconds_between(log.liftoff, e));
    // A plan given up, or a docking days later, has nothing to say here.
    let near = |t: &f64| (t - d.planned).abs() < FAR;
    let announced: Vec<f64> = flown
        .into_iter()
        .filter_map(|f| f.planned_utc(false))
        .flat_map(|(first, last)| [first, last])
        .filter_map(met)
        .filter(near)
        .collect();
    let docked: Vec<f64> =
        flown.into_iter().filter_map(|f| met(f.docked_utc()?)).filter(near).collect();
    let computed = [d.natural, d.planned, log.contact.t];
    let all = computed.iter().chain(&announced).chain(&docked).copied();
    let from = all.clone().fold(f64::INFINITY, f64::min) - 75.0 * MINUTE;
    let to = all.fold(f64::NEG_INFINITY, f64::max) + 40.0 * MINUTE;
    // Two days of drift reach any hour: nothing was looked for.
    let mut rows = vec!["contact", "planned docking", "natural arrival"];
    if !log.took_two_days() {
        rows.push("burns can reach");
    }
    rows.extend(["light allows", "station lit"]);
    let lit = rows.len() as f64 - 1.0;
    let names = rows.iter().enumerate().map(|(k, name)| (k as f64, name.to_string())).collect();
    let panel = Panel {
        area,
        x: Axis::met((from, to), round_time_step(to - from, 8.0)),
        y: Axis::named((-0.6, lit + 0.6), names),
    };
    let row = |y: f64| (y - 0.3, y + 0.3);
    panel.draw(picture);
    for (a, b, light) in runs(&log.samples, |s| s.sunlight_station) {
        panel.fill(picture, (a, b), row(lit), if light { DAY } else { NIGHT });
    }
    // Contact ends the samples; the light goes on to the sunset the planner found.
    let last = log.samples.last().map_or(0.0, |s| s.t);
    panel.fill(picture, (last, d.sunset.unwrap_or(to).max(last)), row(lit), DAY);
    let light = (d.earliest_by_light.unwrap_or(from), d.latest_by_light.unwrap_or(to));
    panel.fill(picture, light, row(lit - 1.0), style::ORANGE);
    if !log.took_two_days() {
        panel.fill(picture, d.reach, row(3.0), style::GREEN);
    }
    panel.frame(picture);

    let rows =
        [(2.0, d.natural, Vec::new()), (1.0, d.planned, announced), (0.0, log.contact.t, docked)];
    for (y, t, _) in &rows {
        let guide = Stroke::dashed(style::VERMILLION, 2.0, Dash::Dashed);
        panel.line(picture, [(*t, *y), (*t, lit + 0.6)], guide);
    }
    for (y, computed, flown) in rows {
        let ends = flown.iter().fold((computed, computed), |(a, b), t| (a.min(*t), b.max(*t)));
        for t in &flown {
            marker(picture, panel.at(*t, y - 0.2), Marker::Flown, style::BLACK);
        }
        marker(picture, panel.at(computed, y + 0.2), Marker::Disc, style::VERMILLION);
        let mut write = |at: (f64, f64), anchor, colour, words: String| {
            let text = Text::new((at.0, at.1 + 0.36 * style::LABEL), words, style::LABEL)
                .anchored(anchor)
                .coloured(colour);
            picture.rectangle(text.bounds(), style::WHITE);
            picture.text(text);
        };
        let (left, right) = (panel.at(ends.0, y), panel.at(ends.1, y));
        let words = format!("computed {}", clock(log.epoch(computed)));
        write((left.0 - 24.0, left.1), Anchor::End, style::VERMILLION, words);
        let mut hours: Vec<String> = flown
            .iter()
            .map(|t| clock(log.epoch(*t)).trim_end_matches(":00").to_string())
            .collect();
        hours.dedup();
        if !hours.is_empty() {
            let verb = if y > 0.5 { "announced" } else { "flown" };
            let words = format!("{verb} {}", hours.join(", "));
            write((right.0 + 24.0, right.1), Anchor::Start, style::BLACK, words);
        }
    }
    let entries = [
        (Sign::Fill(DAY), "sunlight"),
        (Sign::Fill(NIGHT), "Earth's shadow"),
        (Sign::Marker(Marker::Disc, style::VERMILLION), "computed"),
        (Sign::Marker(Marker::Flown, style::BLACK), "flown or announced"),
    ];
    row_of(picture, (area.left, area.top - 56.0), &entries);
}
