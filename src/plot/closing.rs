//! Distance to go and closing speed in the last eighty minutes.

use super::labels::Labels;
use super::panel::{Axis, Marker, Panel, Sign, legend, marker};
use super::picture::{Bounds, Picture, Point};
use super::sheet::{imprint, inner, labels_in, retreat_in_words, sheet, ship};
use super::style::{self};
use crate::flown::{GENERIC, Quantity, Scope, Value};
use crate::mission::MissionLog;
use crate::report::series::{Series, View};
use crate::units::{KM, MINUTE};
use nalgebra::Vector3;

/// Least time before contact at which the figure begins [s].
const SPAN: f64 = 80.0 * MINUTE;
/// The figure begins a multiple of this before contact [s].
const STEP: f64 = 10.0 * MINUTE;

/// Range of the axis of speeds [m/s].
const SPEEDS: (f64, f64) = (0.05, 200.0);

/// Distance to go (above) and closing speed (below) against time to contact, both logarithmic.
pub fn closing(series: &Series<'_>) -> Picture {
    let log = series.log();
    let span = span(log);
    let start = log.contact.t - span;
    let end = series.at(log.contact.t).map_or(Vector3::zeros(), |v| v.r_lvlh);
    // Distance to the position at contact and its rate of decrease, in LVLH axes.
    let to_go = |v: &View| {
        let d = v.r_lvlh - end;
        match d.norm() {
            0.0 => (0.0, log.contact.closing_speed),
            distance => (distance, -d.dot(&v.v_lvlh) / distance),
        }
    };
    let speed_at_start = series.at(start).map_or(0.0, |v| to_go(&v).1);
    let title = format!(
        "Closing speed is {} m/s {:.0} min before contact and {:.2} m/s at contact",
        format!("{speed_at_start:.0}").replace('-', "−"),
        span / MINUTE,
        log.contact.closing_speed
    );
    let slowest = series.views().iter().filter(|v| v.t >= start).map(|v| to_go(v).1);
    let unseen = match slowest.fold(f64::INFINITY, f64::min) < SPEEDS.0 {
        true => "Where the ship holds or recedes, its speed is below the logarithmic axis. ",
        false => "",
    };
    let caption = format!(
        "{}{unseen}Distance to go: distance of {} from its position at contact, in the station's LVLH axes. Diamonds: \
         ranges planned for Soyuz MS-03, relative to its planned docking (ESA blog, November 2016), and speeds \
         called out on Soyuz TMA-19 (2010-06-17). These flights used the same approach algorithm, and the \
         simulated approach is fitted to them. {}",
        retreat_in_words(log),
        ship(log),
        imprint(series)
    );
    let (mut picture, outer) = sheet(1150.0, &title, &caption);
    let area = inner(outer);
    let middle = 0.5 * (area.top + area.bottom);
    let upper = Bounds { bottom: middle - 14.0, ..area };
    let lower = Bounds { top: middle + 14.0, ..area };
    let x = |title: &str, labelled: bool| {
        let ticks = (0..=(span / STEP) as i32).map(|k| {
            (f64::from(-10 * k), if labelled { format!("{}", 10 * k) } else { String::new() })
        });
        Axis::named((-span / MINUTE, 0.6), ticks.collect()).titled(title)
    };
    let top = Panel {
        area: upper,
        x: x("", false),
        y: Axis::logarithmic("distance to go, km", (0.001, 500.0)),
    };
    let bottom = Panel {
        area: lower,
        x: x("minutes before contact", true),
        y: Axis::logarithmic("closing speed, m/s", SPEEDS),
    };
    let minutes = |t: f64| minutes_to_contact(log, t);
    let views: Vec<_> = series.views().iter().filter(|v| v.t >= start - MINUTE).collect();
    let floor = 1e-3;
    let range: Vec<Point> =
        views.iter().map(|v| (minutes(v.t), (to_go(v).0 / KM).max(1e-6))).collect();
    let speed: Vec<Point> = views.iter().map(|v| (minutes(v.t), to_go(v).1.max(floor))).collect();
    let mut sets = [labels_in(&top), labels_in(&bottom)];
    for ((panel, data), labels) in [(&top, &range), (&bottom, &speed)].into_iter().zip(&mut sets) {
        panel.draw(&mut picture);
        panel.line(&mut picture, data.iter().copied(), style::SOYUZ);
        labels.avoid_line(data.iter().map(|p| panel.at(p.0, p.1)));
    }
    let [mut above, mut below] = sets;
    above.avoid(legend(
        &mut picture,
        (upper.left + 12.0, upper.bottom - 140.0),
        &[
            (Sign::Stroke(style::SOYUZ), &format!("{}, computed", ship(log))),
            (Sign::Marker(Marker::Triangle, style::VERMILLION), "burn, computed"),
            (Sign::Marker(Marker::Flown, style::BLACK), "other flights, published"),
        ],
    ));
    other_flights(log, &views, &mut picture, (&top, &mut above), (&bottom, &mut below));
    for burn in log.burns.iter().filter(|b| b.ignition >= start) {
        let Some(view) = series.at(burn.ignition) else { continue };
        for (panel, value, labels) in [
            (&top, to_go(&view).0 / KM, &mut above),
            (&bottom, to_go(&view).1.max(floor), &mut below),
        ] {
            let at = panel.at(minutes(burn.ignition), value);
            if panel.area.has(at) {
                marker(&mut picture, at, Marker::Triangle, style::VERMILLION);
                labels.add(at, burn.name.to_string(), style::VERMILLION);
            }
        }
    }
    above.place(&mut picture);
    below.place(&mut picture);
    picture
}

fn minutes_to_contact(log: &MissionLog, t: f64) -> f64 {
    (t - log.contact.t) / MINUTE
}

/// Published ranges and speeds of other flights.
fn other_flights(
    log: &MissionLog,
    views: &[&View],
    picture: &mut Picture,
    (top, above): (&Panel, &mut Labels),
    (bottom, below): (&Panel, &mut Labels),
) {
    for fact in GENERIC {
        let (Value::Number(value), Scope::OtherFlight(flight)) = (fact.value, fact.scope) else {
            continue;
        };
        if let Some(t) = planned_at(log, fact.quantity) {
            let at = top.at(minutes_to_contact(log, t), value / KM);
            marker(picture, at, Marker::Flown, style::BLACK);
            above.add(at, format!("{} km", value / KM), style::BLACK);
        }
        if let Quantity::SpeedAtRange { metres } = fact.quantity {
            let reached = views.iter().rev().find(|v| v.range >= f64::from(metres));
            let Some(view) = reached else { continue };
            let at = bottom.at(minutes_to_contact(log, view.t), value);
            marker(picture, at, Marker::Flown, style::BLACK);
            below.add(at, format!("{value} m/s at {metres} m, {flight}"), style::BLACK);
        }
    }
}

/// Time before contact at which the figure begins, so that planned ranges are shown even if contact is late [s].
fn span(log: &MissionLog) -> f64 {
    let planned = GENERIC.iter().filter_map(|fact| planned_at(log, fact.quantity));
    let span = planned.fold(SPAN, |span, t| span.max(log.contact.t - t));
    (span / STEP).ceil() * STEP
}

/// When a range planned relative to planned docking would be reached, MET [s].
fn planned_at(log: &MissionLog, quantity: Quantity) -> Option<f64> {
    match quantity {
        Quantity::RangeBeforePlan { minutes } => {
            Some(log.docking.planned - f64::from(minutes) * MINUTE)
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::series::toy;

    #[test]
    fn a_late_contact_extends_the_figure_to_the_planned_ranges() {
        let mut log = toy::log();
        assert_eq!(span(&log), SPAN);
        log.docking.planned = log.contact.t - 400.0;
        let start = log.contact.t - span(&log);
        let planned = || GENERIC.iter().filter_map(|fact| planned_at(&log, fact.quantity));
        assert!(planned().count() > 2 && planned().all(|t| t >= start));
        assert!(
            planned().any(|t| t < log.contact.t - SPAN),
            "the first planned range needs the extension"
        );
    }
}
