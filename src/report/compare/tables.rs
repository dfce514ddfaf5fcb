//! The comparison as tables of text.

use super::super::series::Series;
use super::{Basis, Comparison, Form};
use crate::flown;
use crate::mission::MissionLog;
use crate::mission::log::FlightPhase;
use crate::output::text::{Align, Table, clock, met, span};
use crate::rendezvous::timing::DockingConstraint;

/// The comparison as a table for the terminal.
pub fn table(series: &Series<'_>, rows: &[Comparison]) -> Table {
    let mut table = Table::new(
        "Predicted against flown",
        &[
            ("quantity", Align::Left),
            ("predicted", Align::Right),
            ("flown", Align::Right),
            ("difference", Align::Right),
            ("", Align::Left),
            ("kind", Align::Left),
            ("source", Align::Left),
        ],
    );
    for row in rows {
        let write = |value: f64| match row.form {
            Form::Instant => clock(series.log().epoch(value)),
            Form::Elapsed => format!("{value:.1}"),
            form => decimals(form, value),
        };
        let unit = match row.form {
            Form::Instant => "",
            Form::Angle => "°",
            form => form.unit(),
        };
        let with_unit = |text: String| format!("{text} {unit}").trim_end().to_string();
        let (low, high) = row.flown;
        let flown = match row.spread {
            _ if low < high => format!("{}–{}", write(low), write(high)),
            Some((a, b)) if a == b => format!("{} ±{}", write(low), tolerance(row.form, a)),
            Some((a, b)) => {
                format!("{} −{}/+{}", write(low), tolerance(row.form, a), tolerance(row.form, b))
            }
            None => write(low),
        };
        let difference = match row.form {
            Form::Instant | Form::Elapsed => span(row.difference()),
            form => with_unit(signed(&decimals(form, row.difference()))),
        };
        let verdict = match row.inside() {
            _ if row.basis == Basis::Given => "given",
            _ if row.basis == Basis::Fitted => "fitted",
            Some(true) => "inside",
            Some(false) => "outside",
            None => "",
        };
        table.row([
            row.quantity.clone(),
            with_unit(write(row.predicted)),
            with_unit(flown),
            if row.basis == Basis::Given || (low < high && row.difference() == 0.0) {
                String::new()
            } else {
                difference
            },
            verdict.into(),
            format!("{}, {}", row.kind, row.scope),
            row.remark.map_or(row.source.into(), |remark| format!("{}; {remark}", row.source)),
        ]);
    }
    table
}

/// A tolerance in as few digits as it takes.
fn tolerance(form: Form, value: f64) -> String {
    match form {
        Form::Instant => format!("{value} s"),
        form => format!("{}", (form.in_unit(value) * 1e3).round() / 1e3),
    }
}

/// A number with its sign; zero has none.
fn signed(text: &str) -> String {
    match text.trim_start_matches('-') {
        zero if zero.chars().all(|c| c == '0' || c == '.') => zero.into(),
        positive if positive.len() == text.len() => format!("+{text}"),
        negative => format!("−{negative}"),
    }
}

/// A value in its unit, with two decimals; lengths from 10 km on with one.
fn decimals(form: Form, value: f64) -> String {
    let value = form.in_unit(value);
    match form {
        Form::Length if value.abs() < 10.0 => format!("{value:.2}"),
        Form::Length => format!("{value:.1}"),
        _ => format!("{value:.2}"),
    }
}

/// The burns beside those of the real flight, if those are known.
///
/// The burn times of the scheme are taken from that flight and marked as given. The times of IMP1 and IMP2 count from
/// planned docking and are given if it is. The arrival speed is fitted to the sum of the braking burns.
pub fn burns(log: &MissionLog) -> Option<Table> {
    // Burns that fail here did not fail there.
    let flown = flown::flight(log).filter(|_| !log.scenario.faults.may_take_two_days());
    let flight = flown.filter(|f| !f.burns.is_empty())?;
    let given = log.docking.constraint == DockingConstraint::Given;
    let title = if given {
        "Burns against flown (centres; planned docking GIVEN; delta-v in m/s; f: fitted to their sum)"
    } else {
        "Burns against flown (centres; planned docking predicted; delta-v in m/s; f: fitted to their sum)"
    };
    let mut table = Table::new(
        title,
        &[
            ("burn", Align::Left),
            ("MET", Align::Right),
            ("flown", Align::Right),
            ("difference", Align::Right),
            ("m/s", Align::Right),
            ("flown", Align::Right),
            ("difference", Align::Right),
        ],
    );
    let pairs: Vec<_> = flight
        .burns
        .iter()
        .filter_map(|f| Some((log.burns.iter().find(|b| b.name == f.name)?, f)))
        .collect();
    for (ours, theirs) in &pairs {
        let centre = ours.ignition + 0.5 * ours.duration;
        let difference = match ours.phase {
            FlightPhase::Phasing => "given".into(),
            _ if given && theirs.centre.is_some() => "given".into(),
            _ => theirs.centre.map(|t| span(centre - t)).unwrap_or_default(),
        };
        let fitted = if ours.phase == FlightPhase::Braking { " f" } else { "" };
        table.row([
            theirs.name.to_string(),
            met(centre),
            theirs.centre.map(met).unwrap_or_default(),
            difference,
            format!("{:.2}", ours.delta_v),
            format!("{:.2}", theirs.delta_v),
            format!("{:+.2}{fitted}", ours.delta_v - theirs.delta_v),
        ]);
    }
    let ours: f64 = pairs.iter().map(|(b, _)| b.delta_v).sum();
    let theirs: f64 = pairs.iter().map(|(_, f)| f.delta_v).sum();
    let empty = String::new;
    table.row([
        "all".into(),
        empty(),
        empty(),
        empty(),
        format!("{ours:.2}"),
        format!("{theirs:.2}"),
        format!("{:+.2}", ours - theirs),
    ]);
    Some(table)
}
