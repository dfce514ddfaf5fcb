//! Launch opportunities as table and JSON.

use super::flights::constraint;
use super::text::{Align, Table, met, utc};
use crate::campaign::window::{Opportunity, Way, numbers};
use crate::provenance::Sourced;
use crate::rendezvous::choice::Scheme;
use crate::time::{after, format_utc, parse_utc};
use crate::units::{DAY, DEGREE};
use serde::Serialize;

/// One opportunity.
#[derive(Clone, Debug, Serialize)]
#[allow(missing_docs)] // keys carry quantity and unit in their names
pub struct Entry {
    pub liftoff_utc: String,
    pub element_age_d: f64,
    pub hindcast: bool,
    pub phase_deg: f64,
    pub ways: Vec<WayEntry>,
}

/// What can be flown from an opportunity.
#[derive(Clone, Debug, Serialize)]
#[allow(missing_docs)]
pub struct WayEntry {
    pub scheme: Scheme,
    pub liftoff_utc: String,
    /// From a burn plan (seconds) or from the station's plane and its drift (some 20 s).
    pub liftoff_from_plan: bool,
    pub phase_deg: f64,
    pub planned_docking_utc: String,
    pub planned_docking_met_s: f64,
    pub expected_contact_utc: String,
    pub docking_interval_utc: [String; 2],
    pub docking_constraint: &'static str,
    pub delta_v_m_s: Option<f64>,
}

impl WayEntry {
    fn new(way: &Way) -> Self {
        let at = |t: f64| utc(after(way.lift_off, t), 0) + "Z";
        let d = &way.docking;
        Self {
            scheme: way.scheme,
            liftoff_utc: at(0.0),
            liftoff_from_plan: way.planned,
            phase_deg: way.phase / DEGREE,
            planned_docking_utc: at(d.planned),
            planned_docking_met_s: d.planned,
            expected_contact_utc: at(d.expected_contact),
            docking_interval_utc: [at(d.interval.0), at(d.interval.1)],
            docking_constraint: constraint(d.constraint),
            delta_v_m_s: way.delta_v,
        }
    }
}

/// All opportunities and the limits they were judged by.
#[derive(Clone, Debug, Serialize)]
#[allow(missing_docs)]
pub struct Window {
    pub program: String,
    pub opportunities: Vec<Entry>,
    pub limits: Vec<Sourced>,
}

impl Window {
    /// From what the campaign found.
    pub fn new(found: &[Opportunity]) -> Self {
        let opportunities = found
            .iter()
            .map(|o| Entry {
                liftoff_utc: utc(o.lift_off, 0) + "Z",
                element_age_d: o.element_age / DAY,
                hindcast: o.element_age < 0.0,
                phase_deg: o.phase / DEGREE,
                ways: o.ways.iter().map(WayEntry::new).collect(),
            })
            .collect();
        Self { program: super::program(), opportunities, limits: numbers() }
    }

    /// Everything, for other programs.
    pub fn to_json(&self) -> String {
        // Plain numbers and strings: serialisation cannot fail.
        serde_json::to_string_pretty(self).unwrap_or_default() + "\n"
    }

    /// The table for the terminal.
    pub fn to_text(&self) -> String {
        let mut table = Table::new(
            "In-plane launch opportunities (phase: station ahead at separation)",
            &[
                ("lift-off UTC", Align::Left),
                ("set d", Align::Right),
                ("phase °", Align::Right),
                ("scheme", Align::Left),
                ("docking planned UTC", Align::Left),
                ("after", Align::Right),
                ("set by", Align::Left),
                ("contact UTC", Align::Left),
                ("dv m/s", Align::Right),
            ],
        );
        for o in &self.opportunities {
            let age = format!("{:+.1}{}", -o.element_age_d, if o.hindcast { " H" } else { "" });
            if o.ways.is_empty() {
                let (at, phase) = (plain(&o.liftoff_utc) + " ~", format!("{:.1}", o.phase_deg));
                table.row([at, age.clone(), phase, "none".into()]);
            }
            for way in &o.ways {
                let [from, until] = &way.docking_interval_utc;
                table.row([
                    plain(&way.liftoff_utc) + if way.liftoff_from_plan { "" } else { " ~" },
                    age.clone(),
                    format!("{:.1}", way.phase_deg),
                    way.scheme.title().into(),
                    plain(&way.planned_docking_utc),
                    met(way.planned_docking_met_s),
                    way.docking_constraint.into(),
                    format!("{} to {}", minute(from, 0.0), minute(until, 59.0)),
                    way.delta_v_m_s.map(|dv| format!("{dv:.1}")).unwrap_or_default(),
                ]);
            }
        }
        let mut text = table.to_string();
        text.push_str(
            "  ~: from the station's plane and its drift, good to some 20 s; else from a burn plan\n  \
             set: epoch of the element set, days from lift-off; H: later than lift-off, a hindcast\n  \
             contact: the interval in which it is expected\n  \
             two-orbit docking is predicted by the rule of the other schemes, which met two plans of three; no burns are planned for it\n",
        );
        for scheme in Scheme::ALL {
            let window = scheme.window_in_words();
            text.push_str(&format!("  {}: phases {window}\n", scheme.title()));
        }
        text
    }
}

/// The hour of an instant to the minute, `later` seconds on: 0 rounds whole seconds down, 59 up.
fn minute(utc: &str, later: f64) -> String {
    let hour = |at: &str| at.get(11..16).unwrap_or_default().to_owned();
    match parse_utc(utc) {
        Ok(at) => hour(&format_utc(after(at, later), 0)),
        Err(_) => hour(utc),
    }
}

fn plain(utc: &str) -> String {
    utc.trim_end_matches('Z').replace('T', " ")
}
