//! A set of flights against what was flown.

use crate::campaign::Flight;
use crate::flown::{self, Used};
use crate::mission::{MissionError, Presets, Scenario, warnings};
use crate::output::built::{BUILT, Built, program};
use crate::output::text::{self, Align, Table, json, met, quoted, span};
use crate::rendezvous::choice::{Scheme, degrees};
use crate::rendezvous::timing::DockingConstraint;
use crate::time::{Epoch, seconds_between};
use crate::units::{DAY, MINUTE};
use serde::Serialize;
use std::fmt::Write;

/// One flight: predicted, planned and flown. Times `met` are seconds after the flown lift-off.
#[derive(Clone, Debug, Serialize)]
#[allow(missing_docs)] // keys carry quantity and unit in their names
pub struct Row {
    pub flight: String,
    #[serde(flatten)]
    pub presets: Presets,
    /// As flown in the end.
    pub scheme: Scheme,
    /// Positive: the set is older than the lift-off; negative: a hindcast.
    pub element_age_d: f64,
    pub hindcast: bool,
    /// Warnings; empty if there are none.
    pub warnings: Vec<String>,
    pub liftoff_utc: String,
    pub liftoff_predicted_utc: Option<String>,
    pub liftoff_residual_s: Option<f64>,
    /// Whether a number of the model was fitted to this lift-off, so that its residual confirms nothing.
    pub liftoff_fitted: bool,
    pub phase_deg: f64,
    pub planned_predicted_utc: String,
    pub planned_predicted_met_s: f64,
    /// Mean of the published times.
    pub planned_published_met_s: Option<f64>,
    pub planned_residual_s: Option<f64>,
    /// Whether a number of the model was fitted to the published plan, so that the residuals of plan and contact confirm
    /// nothing.
    pub docking_fitted: bool,
    pub contact_predicted_utc: String,
    pub contact_predicted_met_s: f64,
    pub interval_met_s: [f64; 2],
    pub interval_bounds: [&'static str; 2],
    pub contact_flown_met_s: Option<f64>,
    /// Whether the real flight was nominal up to contact. Contacts are compared only if it was and the scenario is.
    pub flown_nominally: Option<bool>,
    pub contact_residual_s: Option<f64>,
    pub contact_inside_interval: Option<bool>,
    pub constraint: DockingConstraint,
    pub delta_v_m_s: f64,
    pub note: Option<&'static str>,
}

impl Row {
    /// A simulated flight with the known facts of the real one.
    pub fn new(flight: &Flight) -> Self {
        let log = &flight.log;
        let known = flown::flight(log);
        let two_days = log.took_two_days();
        let since = |utc: &str| Some(seconds_between(log.liftoff, flown::epoch(utc)?));
        // None after a failure that the real flight did not have.
        let published = known.and_then(|f| {
            let (a, b) = f.planned_utc(log.scheme.flown)?;
            Some(0.5 * (since(a)? + since(b)?))
        });
        let contact = known.and_then(|f| since(f.docked_utc()?));
        // With a fault that the real flight did not have, contact cannot be compared.
        let nominal = log.scenario.faults.is_none() && !two_days;
        let comparable = known
            .filter(|f| (f.nominal() && nominal) || (two_days && f.fallback.is_some()))
            .and(contact);
        let d = &log.docking;
        let predicted = flight.predicted_lift_off.as_ref().ok();
        let mut warnings = log.warnings.clone();
        if let Err(why) = &flight.predicted_lift_off {
            warnings.push(format!("no lift-off is predicted for its scheme: {why}"));
        }
        let utc = |e: Epoch, digits| text::utc(e, digits) + "Z";
        Self {
            flight: log.scenario.name.clone(),
            presets: Presets::of(&log.scenario),
            scheme: log.scheme.flown,
            element_age_d: log.start.element_age / DAY,
            hindcast: log.start.element_age < 0.0,
            warnings,
            liftoff_utc: log.scenario.liftoff_utc.clone(),
            liftoff_predicted_utc: predicted.map(|e| utc(*e, 1)),
            liftoff_residual_s: predicted.map(|e| seconds_between(log.liftoff, *e)),
            liftoff_fitted: known.is_some_and(|f| f.used.contains(&Used::LiftOff)),
            phase_deg: degrees(log.start.phase_at_separation),
            planned_predicted_utc: utc(log.epoch(d.planned), 0),
            planned_predicted_met_s: d.planned,
            planned_published_met_s: published,
            planned_residual_s: published.map(|p| d.planned - p),
            docking_fitted: known.is_some_and(|f| f.docking_used(log.scheme.flown)),
            contact_predicted_utc: utc(log.epoch(log.contact.t), 0),
            contact_predicted_met_s: log.contact.t,
            interval_met_s: [d.interval.0, d.interval.1],
            interval_bounds: [d.interval_bounds.0, d.interval_bounds.1],
            contact_flown_met_s: contact,
            flown_nominally: known.map(|f| f.nominal()),
            contact_residual_s: comparable.map(|c| log.contact.t - c),
            contact_inside_interval: comparable.map(|c| (d.interval.0..=d.interval.1).contains(&c)),
            constraint: d.constraint,
            delta_v_m_s: log.burns.iter().map(|b| b.delta_v).sum(),
            note: known.map(|f| f.note),
        }
    }
}

/// Median and largest absolute residual, over flights to which nothing was fitted.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[allow(missing_docs)]
pub struct Spread {
    pub count: usize,
    pub median_s: f64,
    pub worst_s: f64,
    pub worst_flight: String,
}

impl Spread {
    /// Of the available residuals; `None` if there are none.
    pub fn of<'a>(residuals: impl Iterator<Item = (&'a str, Option<f64>)>) -> Option<Self> {
        let mut sizes: Vec<(&str, f64)> =
            residuals.filter_map(|(name, r)| Some((name, r?.abs()))).collect();
        sizes.sort_by(|a, b| a.1.total_cmp(&b.1));
        let (worst_flight, worst_s) = sizes.last().map(|(n, r)| ((*n).to_owned(), *r))?;
        let middle = (sizes[(sizes.len() - 1) / 2].1 + sizes[sizes.len() / 2].1) / 2.0;
        Some(Self { count: sizes.len(), median_s: middle, worst_s, worst_flight })
    }
}

/// A set of flights with statistics of the residuals.
#[derive(Clone, Debug, Serialize)]
#[allow(missing_docs)]
pub struct Flights {
    pub program: String,
    pub built: Built,
    pub flights: Vec<Row>,
    /// Flights that could not be flown, with the reason.
    pub failed: Vec<(String, String)>,
    pub liftoff: Option<Spread>,
    pub planned_docking: Option<Spread>,
    /// Of the flights flown nominally.
    pub contact: Option<Spread>,
}

impl Flights {
    /// Results in the order of their scenarios.
    pub fn new(scenarios: &[Scenario], results: &[Result<Flight, MissionError>]) -> Self {
        let flights: Vec<Row> =
            results.iter().filter_map(|r| r.as_ref().ok().map(Row::new)).collect();
        let failed = scenarios
            .iter()
            .zip(results)
            .filter_map(|(s, r)| Some((s.name.clone(), r.as_ref().err()?.to_string())))
            .collect();
        // Scenarios of the same real flight count once: the first with the same lift-off and published number.
        let of = |get: fn(&Row) -> Option<f64>, flown: fn(&Row) -> Option<f64>| {
            let shared = |a: &Row, b: &Row| a.liftoff_utc == b.liftoff_utc && flown(a) == flown(b);
            Spread::of(flights.iter().enumerate().filter_map(|(k, row)| {
                let residual = get(row)?;
                let mut before = flights[..k].iter().filter(|other| get(other).is_some());
                let new = !before.any(|other| shared(other, row));
                new.then_some((row.flight.as_str(), Some(residual)))
            }))
        };
        Self {
            program: program(),
            built: BUILT,
            failed,
            liftoff: of(|r| r.liftoff_residual_s.filter(|_| !r.liftoff_fitted), |_| None),
            planned_docking: of(
                |r| {
                    let predicted = !r.docking_fitted && r.constraint != DockingConstraint::Given;
                    r.planned_residual_s.filter(|_| predicted)
                },
                |r| r.planned_published_met_s,
            ),
            contact: of(
                |r| r.contact_residual_s.filter(|_| !r.docking_fitted),
                |r| r.contact_flown_met_s,
            ),
            flights,
        }
    }

    /// Warnings: the error of the oldest element set, and all others by flight.
    pub fn warnings(&self) -> Vec<String> {
        let age = |r: &&Row| r.element_age_d.abs();
        let farthest = self.flights.iter().max_by(|a, b| age(a).total_cmp(&age(b)));
        let of_age = |row: &Row| warnings::element_age(row.element_age_d * DAY);
        let farthest = farthest.and_then(|row| {
            Some(format!("oldest or latest set, {}: {}", row.flight, of_age(row)?))
        });
        let others = self.flights.iter().flat_map(|row| {
            let age = of_age(row);
            let rest = row.warnings.iter().filter(move |w| Some(*w) != age.as_ref());
            rest.map(|warning| format!("{}: {warning}", row.flight))
        });
        farthest.into_iter().chain(others).collect()
    }

    /// As JSON, for other programs.
    pub fn to_json(&self) -> String {
        json(self)
    }

    /// As CSV, a line for each flight, with units in the header.
    pub fn to_csv(&self) -> String {
        let mut text = String::from(
            "flight,port,element_age_d,hindcast,liftoff_utc,liftoff_predicted_utc,liftoff_residual_s,\
             phase_deg,planned_predicted_met_s,planned_published_met_s,planned_residual_s,\
             contact_predicted_met_s,interval_from_met_s,interval_to_met_s,contact_flown_met_s,\
             flown_nominally,contact_residual_s,constraint,delta_v_m_s,liftoff_fitted,docking_fitted,scheme,\
             spacecraft,launcher,pad\n",
        );
        let number = |x: Option<f64>| x.map(|x| format!("{x:.1}")).unwrap_or_default();
        for r in &self.flights {
            let cells = [
                quoted(&r.flight),
                r.presets.port.clone(),
                format!("{:.3}", r.element_age_d),
                r.hindcast.to_string(),
                r.liftoff_utc.clone(),
                r.liftoff_predicted_utc.clone().unwrap_or_default(),
                number(r.liftoff_residual_s),
                format!("{:.3}", r.phase_deg),
                format!("{:.1}", r.planned_predicted_met_s),
                number(r.planned_published_met_s),
                number(r.planned_residual_s),
                format!("{:.1}", r.contact_predicted_met_s),
                format!("{:.1}", r.interval_met_s[0]),
                format!("{:.1}", r.interval_met_s[1]),
                number(r.contact_flown_met_s),
                r.flown_nominally.map(|b| b.to_string()).unwrap_or_default(),
                number(r.contact_residual_s),
                constraint(r.constraint).into(),
                format!("{:.2}", r.delta_v_m_s),
                r.liftoff_fitted.to_string(),
                r.docking_fitted.to_string(),
                r.scheme.title().into(),
                r.presets.spacecraft.clone(),
                r.presets.launcher.clone(),
                r.presets.pad.clone(),
            ];
            text.push_str(&cells.join(","));
            text.push('\n');
        }
        text
    }

    /// The table for the terminal, with explanations, spreads and warnings.
    pub fn to_text(&self) -> String {
        let mut text = self.table().to_string();
        text.push_str(
            "  set: epoch of the element set, days from lift-off; H: later than lift-off, a hindcast\n  \
             f: a number of the model was fitted to this value, so it confirms nothing and is not counted below\n  \
             (contact in brackets): real or simulated flight not nominal, not compared; published plans to the minute\n",
        );
        // Writing to a `String` cannot fail.
        for (what, spread, counted) in [
            ("lift-off", &self.liftoff, "lift-off"),
            ("planned docking", &self.planned_docking, "published plan"),
            ("contact", &self.contact, "contact"),
        ] {
            if let Some(s) = spread {
                let _ = writeln!(
                    text,
                    "  {what}: median {}, worst {} ({}), {} {counted}{}",
                    size(s.median_s),
                    size(s.worst_s),
                    s.worst_flight,
                    s.count,
                    if s.count == 1 { "" } else { "s" }
                );
            }
        }
        for warning in self.warnings() {
            let _ = writeln!(text, "  {warning}");
        }
        for (flight, why) in &self.failed {
            let _ = writeln!(text, "  {flight}: NOT FLOWN: {why}");
        }
        text
    }

    fn table(&self) -> Table {
        let mut table = Table::new(
            "Flights: predicted against flown (times of docking as elapsed time h:mm:ss)",
            &[
                ("flight", Align::Left),
                ("port", Align::Left),
                ("set d", Align::Right),
                ("lift-off UTC", Align::Left),
                ("pred.-flown", Align::Right),
                ("phase °", Align::Right),
                ("plan pred.", Align::Right),
                ("published", Align::Right),
                ("difference", Align::Right),
                ("contact pred.", Align::Right),
                ("interval", Align::Left),
                ("flown", Align::Right),
                ("difference", Align::Right),
                ("set by", Align::Left),
                ("dv m/s", Align::Right),
            ],
        );
        let spans = |x: Option<f64>, fitted: bool| {
            x.map(|x| span(x) + if fitted { " f" } else { "" }).unwrap_or_default()
        };
        for r in &self.flights {
            let flown = match (r.contact_flown_met_s, r.contact_residual_s.is_some()) {
                (Some(t), true) => met(t),
                (Some(t), _) => format!("({})", met(t)),
                (None, _) => String::new(),
            };
            let out = if r.contact_inside_interval == Some(false) { " OUTSIDE" } else { "" };
            table.row([
                r.flight.clone(),
                r.presets.port.clone(),
                format!("{:+.1}{}", -r.element_age_d, if r.hindcast { " H" } else { "" }),
                r.liftoff_utc.get(..19).unwrap_or(&r.liftoff_utc).replace('T', " "),
                spans(r.liftoff_residual_s, r.liftoff_fitted),
                format!("{:.1}", r.phase_deg),
                met(r.planned_predicted_met_s),
                r.planned_published_met_s.map(met).unwrap_or_default(),
                match r.constraint {
                    DockingConstraint::Given => "given".into(),
                    _ => spans(r.planned_residual_s, r.docking_fitted),
                },
                met(r.contact_predicted_met_s),
                format!("{}-{}{out}", met(r.interval_met_s[0]), met(r.interval_met_s[1])),
                flown,
                spans(r.contact_residual_s, r.docking_fitted),
                constraint(r.constraint).into(),
                format!("{:.1}", r.delta_v_m_s),
            ]);
        }
        table
    }
}

fn size(seconds: f64) -> String {
    if seconds < MINUTE {
        format!("{seconds:.1} s")
    } else {
        format!("{:.1} min", seconds / MINUTE)
    }
}

/// The constraint in one word.
pub fn constraint(constraint: DockingConstraint) -> &'static str {
    match constraint {
        DockingConstraint::Natural => "natural",
        DockingConstraint::Sunrise => "sunrise",
        DockingConstraint::Sunset => "sunset",
        DockingConstraint::Given => "GIVEN",
    }
}
