//! Figures over many flights.

use super::panel::{Axis, Marker, Panel, Sign, legend, marker, round_time_step};
use super::picture::Picture;
use super::sheet::{HEIGHT, inner, labels_in, sheet};
use super::style::{self, Dash, Stroke};
use crate::output::text;
use crate::rendezvous::timing::DockingConstraint;
use crate::report::flights::{Flights, Row, Spread};
use crate::units::{DAY, MINUTE};

/// The published plan to compare a flight with; `None` if the scenario gives the plan, which is then no prediction.
fn plan(row: &Row) -> Option<f64> {
    row.planned_published_met_s.filter(|_| row.constraint != DockingConstraint::Given)
}

/// Predicted MET of docking against flown and published MET; `None` if no flight has a value to compare with.
pub fn elapsed(flights: &Flights) -> Option<Picture> {
    // Two-day flights would need another axis range.
    let known = |r: &&Row| r.contact_residual_s.is_some() || plan(r).is_some();
    let shown = || flights.flights.iter().filter(|r| r.planned_predicted_met_s < DAY).filter(known);
    shown().next()?;
    let mut lift_offs: Vec<&str> = shown().map(|r| r.liftoff_utc.as_str()).collect();
    lift_offs.sort_unstable();
    lift_offs.dedup();
    let compared = lift_offs.len();
    let predicted = shown().filter(|r| !r.docking_fitted);
    let contact = Spread::of(predicted.map(|r| (r.flight.as_str(), r.contact_residual_s)));
    let title = match &contact {
        Some(c) => format!(
            "Flight duration predicted from scheme and sunlight: median error of contact {:.1} min ({})",
            c.median_s / MINUTE,
            text::flights(c.count)
        ),
        None => "Flight duration predicted from scheme and sunlight".into(),
    };
    let caption = format!(
        "Mission elapsed time (MET). On the thin line prediction and fact agree. Discs: contact, with the \
         predicted interval; squares: planned docking against the published plan, which is known to the minute. \
         {} of four orbits; for flights that did not go to plan only the plan is shown. \
         (f): a model number was fitted to this plan; not counted in the median. {}.",
        text::flights(compared),
        flights.program
    );
    let (mut picture, outer) = sheet(HEIGHT, &title, &caption);
    let range = range(shown());
    let step = round_time_step(range.1 - range.0, 10.0);
    let panel = Panel {
        area: inner(outer),
        x: Axis::met(range, step).titled("flown or published MET, hours:minutes"),
        y: Axis::met(range, step).titled("predicted MET, hours:minutes"),
    };
    panel.draw(&mut picture);
    let diagonal = [(range.0, range.0), (range.1, range.1)];
    panel.line(&mut picture, diagonal, Stroke::solid(style::GREY, 2.0));
    let mut labels = labels_in(&panel);
    labels.avoid_line(diagonal.map(|(x, y)| panel.at(x, y)));
    let area = panel.area;
    labels.avoid(legend(
        &mut picture,
        (area.left + 16.0, area.top + 16.0),
        &[
            (Sign::Marker(Marker::Disc, style::VERMILLION), "contact"),
            (Sign::Stroke(interval_stroke()), "predicted interval of contact"),
            (Sign::Marker(Marker::Square, style::BLUE), "planned docking"),
        ],
    ));
    for r in shown() {
        if let Some(residual) = r.contact_residual_s {
            let x = r.contact_predicted_met_s - residual;
            let ends = r.interval_met_s.map(|y| (x, y.clamp(range.0, range.1)));
            panel.line(&mut picture, ends, interval_stroke());
            labels.avoid_line(ends.map(|(x, y)| panel.at(x, y)));
        }
    }
    for r in shown() {
        let name = r.flight.trim_start_matches("Soyuz ");
        let mark = if r.docking_fitted { " (f)" } else { "" };
        if let Some(x) = plan(r) {
            let at = panel.at(x, r.planned_predicted_met_s);
            marker(&mut picture, at, Marker::Square, style::BLUE);
            labels.add(at, format!("{name} plan{mark}"), style::BLUE);
        }
        if let Some(residual) = r.contact_residual_s {
            let at = panel.at(r.contact_predicted_met_s - residual, r.contact_predicted_met_s);
            marker(&mut picture, at, Marker::Disc, style::VERMILLION);
            labels.add(at, format!("{name}{mark}"), style::VERMILLION);
        }
    }
    labels.place(&mut picture);
    Some(picture)
}

/// The range of all times shown, with a margin, MET [s].
fn range<'a>(shown: impl Iterator<Item = &'a Row>) -> (f64, f64) {
    let mut values: Vec<f64> = Vec::new();
    for r in shown {
        values.extend([r.planned_predicted_met_s, r.contact_predicted_met_s]);
        values.extend(plan(r));
        if let Some(residual) = r.contact_residual_s {
            values.push(r.contact_predicted_met_s - residual);
            values.extend(r.interval_met_s);
        }
    }
    let low = values.iter().copied().fold(f64::INFINITY, f64::min);
    let high = values.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    (low - 3.0 * MINUTE, high + 3.0 * MINUTE)
}

fn interval_stroke() -> Stroke {
    Stroke::dashed(style::VERMILLION, 3.0, Dash::Dotted)
}
