//! Sunlight during the flight and how it determines the docking time.

use super::panel::{Axis, Marker, Panel, Sign, marker, round_time_step, row_of};
use super::picture::{Anchor, Bounds, Picture, Text};
use super::sheet::{
    end_of_flight, imprint, inner_with_upper_axis, published_clock, sheet, ship, utc_in_words,
    utc_ticks, utc_title,
};
use super::style::{self, Colour, Dash, Stroke};
use crate::environment::SunMoonArc;
use crate::flown;
use crate::mission::MissionLog;
use crate::mission::log::Sample;
use crate::output::text::clock;
use crate::rendezvous::choice::Scheme;
use crate::rendezvous::light::{EdgeKind, LightModel};
use crate::rendezvous::timing::{DockingConstraint, Practice, Rule};
use crate::report::compare::docks_as_flown;
use crate::report::series::Series;
use crate::time::seconds_between;
use crate::units::{HOUR, MINUTE};
use crate::vehicle::spacecraft::{SOYUZ_TMA_M, Series as Ship};

/// Night in the bands.
const NIGHT: Colour = Colour(70, 70, 85);
/// Day in the bands.
const DAY: Colour = Colour(255, 240, 170);

/// Flown times farther than this from the computed plan are not shown [s].
const FAR: f64 = 3.0 * HOUR;

/// Above, sunlight at both vehicles during the flight; below, the last hours with the limits of the docking time.
pub fn lighting(series: &Series<'_>) -> Picture {
    let log = series.log();
    let d = &log.docking;
    let when = utc_in_words(log, d.planned);
    let title = match d.constraint {
        DockingConstraint::Sunrise => {
            format!("Sunrise sets the docking time: planned for {when}")
        }
        DockingConstraint::Sunset => {
            format!("Sunset sets the docking time: planned for {when}")
        }
        DockingConstraint::Natural => {
            format!("Lighting does not constrain the docking time: planned for {when}")
        }
        DockingConstraint::Given => {
            format!(
                "The scenario gives the docking time: planned for {}",
                when.replacen(":00 ", " ", 1)
            )
        }
    };
    let caption = format!(
        "{} Shadow of a spherical Earth. {}{}",
        required(log),
        flown::flight(log)
            .filter(|f| !f.nominal())
            .map_or(String::new(), |f| format!("Flown: {}. ", f.note)),
        imprint(series)
    );
    let (mut picture, outer) = sheet(1050.0, &title, &caption);
    let area = inner_with_upper_axis(outer);
    let left = area.left + 140.0;
    let whole = Bounds { left, bottom: area.top + 140.0, ..area };
    bands(series, &mut picture, whole);
    reasons(series, &mut picture, Bounds { left, top: area.top + 280.0, ..area });
    picture
}

/// The rule of the spacecraft and scheme, in words.
fn required(log: &MissionLog) -> String {
    // A log is that of a scenario whose ship is known.
    let craft = log.scenario.craft().unwrap_or(SOYUZ_TMA_M);
    let rule = Rule::of(&craft, Practice::at(log.liftoff));
    let after_sunset = minutes(rule.final_approach_lead);
    if log.took_two_days() {
        return format!(
            "After two days docking is planned for dusk, {after_sunset} after sunset at the station, at the sunset \
             for which it is nearest to the natural arrival."
        );
    }
    let light = match craft.series {
        Ship::SoyuzTmaM => "From the first braking burn to the start of the final approach",
        Ship::SoyuzMs => "From the first braking burn to contact",
        Ship::ProgressM => "Without a crew, only the second half of the approach",
    };
    format!(
        "{light} the station must be in sunlight: docking is allowed from {} after sunrise to {after_sunset} after \
         sunset, and planned for the allowed time nearest to the natural arrival.",
        minutes(rule.braking_lead)
    )
}

fn minutes(lead: f64) -> String {
    format!("{} min", (lead / (0.1 * MINUTE)).round() / 10.0)
}

/// Intervals of light and shadow: start, end [s], whether lit.
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

/// Intervals of light and shadow at the station up to `end` [s] or to the end of its trajectory, which is known
/// beyond contact.
fn station_light(log: &MissionLog, end: f64) -> Vec<(f64, f64, bool)> {
    let mut runs = runs(&log.samples, |s| s.sunlight_station);
    let from = log.samples.last().map_or(0.0, |s| s.t);
    let end = end.min(log.station.span().1);
    if end > from {
        let sky = SunMoonArc::over(log.liftoff, from, end);
        let place = |t: f64| log.station.at(t).r.into();
        let light = |t: f64| LightModel::Cylinder.light(place(t), sky.sun(t)) >= 0.0;
        let edges = LightModel::Cylinder.edges(place, |t| sky.sun(t), from, end);
        let changes = edges.into_iter().map(|edge| (edge.t, edge.kind == EdgeKind::Sunrise));
        for (t, lit) in [(from, light(from))].into_iter().chain(changes) {
            if let Some(last) = runs.last_mut() {
                last.1 = t;
            }
            runs.push((t, end, lit));
        }
    }
    runs
}

/// The upper panel: one band for each vehicle over the whole flight.
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

/// Announced plans and the docking of the real flight that can be compared with this one, MET [s].
fn flown_times(log: &MissionLog) -> (Vec<f64>, Vec<f64>) {
    let flown = flown::flight(log);
    let met = |utc: &str| flown::epoch(utc).map(|e| seconds_between(log.liftoff, e));
    // An abandoned plan or a docking days later is not comparable.
    let near = |t: &f64| (t - log.docking.planned).abs() < FAR;
    let announced = flown
        .into_iter()
        .filter_map(|f| f.planned_utc(Scheme::FourOrbit))
        .flat_map(|(first, last)| [first, last])
        .filter_map(met)
        .filter(near)
        .collect();
    let docked = flown
        .filter(|_| docks_as_flown(log))
        .into_iter()
        .filter_map(|f| met(f.docked_utc()?))
        .filter(near)
        .collect();
    (announced, docked)
}

/// The lower panel, the last hours: light at the station, docking times that lighting allows and the burns can reach,
/// and the resulting plan.
fn reasons(series: &Series<'_>, picture: &mut Picture, area: Bounds) {
    let log = series.log();
    let d = &log.docking;
    let (announced, docked) = flown_times(log);
    let anything_flown = !(announced.is_empty() && docked.is_empty());
    let computed = [d.natural, d.planned, log.contact.t];
    let all = computed.iter().chain(&announced).chain(&docked).copied();
    let from = all.clone().fold(f64::INFINITY, f64::min) - 75.0 * MINUTE;
    let to = all.fold(f64::NEG_INFINITY, f64::max) + 40.0 * MINUTE;
    // Two days of drift reach any time of day, so there are no limits to show.
    let mut rows = vec!["contact", "planned docking", "natural arrival"];
    if !log.took_two_days() {
        rows.push("burns can reach");
    }
    rows.extend(["lighting allows", "light at the station"]);
    let lit = rows.len() as f64 - 1.0;
    let names = rows.iter().enumerate().map(|(k, name)| (k as f64, name.to_string())).collect();
    let panel = Panel {
        area,
        x: Axis::met((from, to), round_time_step(to - from, 8.0)),
        y: Axis::named((-0.6, lit + 0.6), names),
    };
    let row = |y: f64| (y - 0.3, y + 0.3);
    panel.draw(picture);
    for (a, b, light) in station_light(log, to) {
        panel.fill(picture, (a, b), row(lit), if light { DAY } else { NIGHT });
    }
    for allowed in &d.allowed {
        panel.fill(picture, (allowed.from, allowed.to), row(lit - 1.0), style::ORANGE);
    }
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
        times(log, picture, &panel, y, computed, &flown);
    }
    let mut entries = vec![
        (Sign::Fill(DAY), "sunlight"),
        (Sign::Fill(NIGHT), "Earth's shadow"),
        (Sign::Marker(Marker::Disc, style::VERMILLION), "computed"),
    ];
    if anything_flown {
        entries.push((Sign::Marker(Marker::Flown, style::BLACK), "flown or announced"));
    }
    row_of(picture, (area.left, area.top - 56.0), &entries);
}

/// One row of times: the computed one above, those of the real flight below, and each in words beside its own marker.
fn times(
    log: &MissionLog,
    picture: &mut Picture,
    panel: &Panel,
    y: f64,
    computed: f64,
    flown: &[f64],
) {
    let ends = flown.iter().fold((computed, computed), |(a, b), t| (a.min(*t), b.max(*t)));
    for t in flown {
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
    let mut hours: Vec<String> = flown.iter().map(|t| published_clock(log.epoch(*t))).collect();
    hours.dedup();
    let verb = if y > 0.5 { "announced" } else { "flown" };
    let computed_last = 2.0 * computed > ends.0 + ends.1;
    let (left, right) = (panel.at(ends.0, y), panel.at(ends.1, y));
    let ends = [((left.0 - 24.0, left.1), Anchor::End), ((right.0 + 24.0, right.1), Anchor::Start)];
    let (at, anchor) = ends[usize::from(computed_last)];
    let given = y == 1.0 && log.docking.constraint == DockingConstraint::Given;
    let how = if given { "given" } else { "computed" };
    write(at, anchor, style::VERMILLION, format!("{how} {}", clock(log.epoch(computed))));
    if !hours.is_empty() {
        let (at, anchor) = ends[usize::from(!computed_last)];
        write(at, anchor, style::BLACK, format!("{verb} {}", hours.join(", ")));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::environment::SunMoon;
    use crate::report::series::toy;

    /// Truth: the cylindrical shadow from the positions of station and Sun.
    #[test]
    fn light_at_the_station_is_known_beyond_contact() {
        let log = toy::log();
        let contact = log.contact.t;
        let end = contact + 6000.0;
        let runs = station_light(&log, end);
        assert!(runs.windows(2).all(|w| w[0].1 == w[1].0), "{runs:?}");
        assert_eq!(runs.last().unwrap().1, end);
        let after: Vec<_> = runs.iter().filter(|r| r.0 >= contact).collect();
        // 6000 s are a little more than one orbit, which has one sunrise and one sunset.
        assert!((3..=4).contains(&after.len()), "{after:?}");
        for (from, to, lit) in after {
            let t = 0.5 * (from + to);
            let (r, sun) = (log.station.at(t).r, SunMoon::at(log.epoch(t)).sun.normalize());
            let along = r.dot(&sun);
            assert_eq!(*lit, along > 0.0 || (r - sun * along).norm() > 6.378e6, "at {t} s");
        }
    }

    /// Each time is written on the side of its own marker, whichever marker is later.
    #[test]
    fn times_stand_beside_their_own_markers() {
        let mut log = toy::log();
        let at = |log: &MissionLog, what: &str| {
            let picture = lighting(&Series::new(log).unwrap());
            let texts: Vec<_> = picture.texts().filter(|t| t.words.starts_with(what)).collect();
            texts.last().map(|t| t.bounds().left).unwrap()
        };
        // The real contact was at 10:27:52, the toy's is at 10:27:47.
        assert!(at(&log, "computed 10:27") < at(&log, "flown"));
        log.contact.t += 60.0;
        assert!(at(&log, "computed 10:28") > at(&log, "flown"));
    }
}
