//! Launch opportunities as table and JSON.

use super::flights::constraint;
use super::text::{Align, Table, met, utc};
use crate::campaign::window::{Opportunity, Scheme, numbers};
use crate::provenance::Sourced;
use crate::time::after;
use crate::units::{DAY, DEGREE};
use serde::Serialize;

/// One opportunity.
#[derive(Clone, Debug, Serialize)]
#[allow(missing_docs)] // keys carry quantity and unit in their names
pub struct Entry {
    pub liftoff_utc: String,
    /// From a four-orbit plan (seconds) or from the station's plane alone (some 20 s).
    pub liftoff_from_plan: bool,
    pub element_age_d: f64,
    pub hindcast: bool,
    pub phase_deg: f64,
    pub schemes: Vec<Scheme>,
    pub docking_scheme: Option<Scheme>,
    pub planned_docking_utc: Option<String>,
    pub planned_docking_met_s: Option<f64>,
    pub expected_contact_utc: Option<String>,
    pub docking_interval_utc: Option<[String; 2]>,
    pub docking_constraint: Option<&'static str>,
    pub delta_v_m_s: Option<f64>,
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
            .map(|o| {
                let at = |t: f64| utc(after(o.lift_off, t), 0) + "Z";
                let docking = o.docking.as_ref().map(|(_, d)| d);
                Entry {
                    liftoff_utc: utc(o.lift_off, 0) + "Z",
                    liftoff_from_plan: o.planned,
                    element_age_d: o.element_age / DAY,
                    hindcast: o.element_age < 0.0,
                    phase_deg: o.phase / DEGREE,
                    schemes: o.schemes.clone(),
                    docking_scheme: o.docking.as_ref().map(|(s, _)| *s),
                    planned_docking_utc: docking.map(|d| at(d.planned)),
                    planned_docking_met_s: docking.map(|d| d.planned),
                    expected_contact_utc: docking.map(|d| at(d.expected_contact)),
                    docking_interval_utc: docking.map(|d| [at(d.interval.0), at(d.interval.1)]),
                    docking_constraint: docking.map(|d| constraint(d.constraint)),
                    delta_v_m_s: o.delta_v,
                }
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
                ("schemes", Align::Left),
                ("docking planned UTC", Align::Left),
                ("after", Align::Right),
                ("set by", Align::Left),
                ("dv m/s", Align::Right),
            ],
        );
        for o in &self.opportunities {
            let schemes: Vec<_> = o.schemes.iter().map(|s| s.title()).collect();
            table.row([
                format!("{}{}", plain(&o.liftoff_utc), if o.liftoff_from_plan { "" } else { " ~" }),
                format!("{:+.1}{}", -o.element_age_d, if o.hindcast { " H" } else { "" }),
                format!("{:.1}", o.phase_deg),
                if schemes.is_empty() { "none".into() } else { schemes.join(", ") },
                o.planned_docking_utc.as_deref().map(plain).unwrap_or_default(),
                o.planned_docking_met_s.map(met).unwrap_or_default(),
                o.docking_constraint.unwrap_or_default().into(),
                o.delta_v_m_s.map(|dv| format!("{dv:.1}")).unwrap_or_default(),
            ]);
        }
        let mut text = table.to_string();
        text.push_str(
            "  ~: from the station's own plane, good to some 20 s (two-day flights leave minutes later)\n  \
             set: epoch of the element set, days from lift-off; H: later than lift-off, a hindcast\n",
        );
        for scheme in Scheme::ALL {
            let (from, to) = scheme.window();
            text.push_str(&format!(
                "  {}: phases {:.0}° to {:.0}°\n",
                scheme.title(),
                from / DEGREE,
                to / DEGREE
            ));
        }
        text
    }
}

fn plain(utc: &str) -> String {
    utc.trim_end_matches('Z').replace('T', " ")
}
