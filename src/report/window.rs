//! Launch opportunities as a table and as JSON.

use super::flights::constraint;
use crate::campaign::window::{Opportunity, Way, numbers};
use crate::mission::{Presets, Scenario, warnings};
use crate::output::built::{BUILT, Built, program};
use crate::output::text::{Align, Table, json, met, utc};
use crate::provenance::Sourced;
use crate::rendezvous::choice::Scheme;
use crate::rendezvous::scheme::PHASE_SLACK;
use crate::time::{Epoch, after, format_utc, parse_utc};
use crate::units::{DAY, DEGREE};
use serde::Serialize;

/// One opportunity.
#[derive(Clone, Debug, Serialize)]
#[allow(missing_docs)] // keys carry quantity and unit in their names
pub struct Entry {
    pub liftoff_utc: String,
    pub element_age_d: f64,
    pub hindcast: bool,
    /// `null`: unknown, for the first reason in `not_planned`.
    pub phase_deg: Option<f64>,
    pub ways: Vec<WayEntry>,
    pub not_planned: Vec<NotPlanned>,
    /// Correction for a reboost with which four orbits could be flown from here.
    pub moved_by_reboost_deg: Option<f64>,
}

/// A scheme that could not be evaluated.
#[derive(Clone, Debug, Serialize)]
#[allow(missing_docs)]
pub struct NotPlanned {
    /// `null`: the phase is unknown.
    pub scheme: Option<Scheme>,
    pub reason: String,
}

/// A scheme that can be flown from an opportunity.
#[derive(Clone, Debug, Serialize)]
#[allow(missing_docs)]
pub struct WayEntry {
    pub scheme: Scheme,
    pub liftoff_utc: String,
    /// From a burn plan (accurate to seconds) or from the station's plane and its drift (about 20 s).
    pub liftoff_from_plan: bool,
    pub phase_deg: f64,
    /// Inside the window itself, not only within the margin outside it.
    pub inside_window: bool,
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
            inside_window: way.scheme.allows(way.phase),
            planned_docking_utc: at(d.planned),
            planned_docking_met_s: d.planned,
            expected_contact_utc: at(d.expected_contact),
            docking_interval_utc: [at(d.interval.0), at(d.interval.1)],
            docking_constraint: constraint(d.constraint),
            delta_v_m_s: way.delta_v,
        }
    }
}

/// All opportunities, and the limits applied.
#[derive(Clone, Debug, Serialize)]
#[allow(missing_docs)]
pub struct Window {
    pub program: String,
    pub built: Built,
    #[serde(flatten)]
    pub presets: Presets,
    pub from_utc: String,
    pub days: f64,
    /// The two lines of the station's element set.
    pub station_tle: [String; 2],
    /// Warnings; empty if there are none.
    pub warnings: Vec<String>,
    pub opportunities: Vec<Entry>,
    pub limits: Vec<Sourced>,
}

impl Window {
    /// From the opportunities of `scenario` in `days` days from `from`.
    pub fn new(scenario: &Scenario, from: Epoch, days: f64, found: &[Opportunity]) -> Self {
        let opportunities: Vec<Entry> = found
            .iter()
            .map(|o| Entry {
                liftoff_utc: utc(o.lift_off, 0) + "Z",
                element_age_d: o.element_age / DAY,
                hindcast: o.element_age < 0.0,
                phase_deg: o.phase.map(|phase| phase / DEGREE),
                ways: o.ways.iter().map(WayEntry::new).collect(),
                not_planned: o
                    .failures
                    .iter()
                    .map(|f| NotPlanned { scheme: f.scheme, reason: f.reason.to_string() })
                    .collect(),
                moved_by_reboost_deg: o.by_reboost.map(|moved| moved / DEGREE),
            })
            .collect();
        Self {
            program: program(),
            built: BUILT,
            presets: Presets::of(scenario),
            from_utc: utc(from, 0) + "Z",
            days,
            station_tle: scenario.station.tle.clone(),
            warnings: warnings(scenario, &opportunities),
            opportunities,
            limits: numbers(),
        }
    }

    /// As JSON, for other programs.
    pub fn to_json(&self) -> String {
        json(self)
    }

    /// The table for the terminal, with warnings and explanations.
    pub fn to_text(&self) -> String {
        let mut text = self.table().to_string();
        if self.opportunities.is_empty() {
            text.push_str("  none in this span; there is one per day\n");
        }
        for warning in &self.warnings {
            text.extend(["  ", warning, "\n"]);
        }
        text.push_str(
            "  ~: from the station's plane and its drift, accurate to about 20 s; otherwise from a burn plan\n  \
             set: epoch of the element set, days from lift-off; H: later than lift-off, a hindcast\n  \
             contact: interval in which contact is expected\n  \
             dv: planned burns and arrival speed of 13 m/s; braking needs 1 to 4 m/s more, depending on the port\n  \
             two-orbit: docking by the rule of the other schemes with a natural time fitted to two flights; of two others \
             one was planned within 3 minutes of it, one 22 minutes later; no burns are planned\n",
        );
        for scheme in Scheme::ALL {
            let window = scheme.window_in_words();
            text.push_str(&format!("  {}: phases {window}\n", scheme.title()));
        }
        let slack = PHASE_SLACK.value / DEGREE;
        text.push_str(&format!(
            "  *: less than {slack:.0}° outside the window, where four-orbit and two-day flights are still attempted\n"
        ));
        text
    }

    fn table(&self) -> Table {
        let mut table = Table::new(
            format!(
                "In-plane launch opportunities of {}, {} days from {} (phase: station ahead at separation)",
                self.presets,
                self.days,
                plain(&self.from_utc)
            ),
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
            let phase = o.phase_deg.map(|phase| format!("{phase:.1}")).unwrap_or_default();
            if o.ways.is_empty() && o.not_planned.is_empty() {
                table.row([
                    plain(&o.liftoff_utc) + " ~",
                    age.clone(),
                    phase.clone(),
                    "none".into(),
                ]);
            }
            for way in &o.ways {
                let [from, until] = &way.docking_interval_utc;
                table.row([
                    plain(&way.liftoff_utc) + if way.liftoff_from_plan { "" } else { " ~" },
                    age.clone(),
                    format!("{:.1}{}", way.phase_deg, if way.inside_window { "" } else { " *" }),
                    way.scheme.title().into(),
                    plain(&way.planned_docking_utc),
                    met(way.planned_docking_met_s),
                    way.docking_constraint.into(),
                    format!("{} to {}", minute(from, 0.0), minute(until, 59.0)),
                    way.delta_v_m_s.map(|dv| format!("{dv:.1}")).unwrap_or_default(),
                ]);
            }
            for failure in &o.not_planned {
                table.row([
                    plain(&o.liftoff_utc) + " ~",
                    age.clone(),
                    phase.clone(),
                    failure.scheme.map_or("?", Scheme::title).into(),
                    "not planned, see below".into(),
                ]);
            }
        }
        table
    }
}

/// Warnings about the age of the element set, schemes that could not be planned, and possible reboosts.
fn warnings(scenario: &Scenario, opportunities: &[Entry]) -> Vec<String> {
    let moved = scenario.station.moved_deg;
    let given = (moved != 0.0).then(|| {
        format!(
            "the station is moved {moved:+.2}° along its orbit from the position of its element set (`station.moved_deg`)"
        )
    });
    let age = |e: &&Entry| e.element_age_d.abs();
    let farthest = opportunities
        .iter()
        .filter(|e| !e.ways.is_empty())
        .max_by(|a, b| age(a).total_cmp(&age(b)));
    let farthest = farthest.and_then(|e| {
        let cost = warnings::element_age(e.element_age_d * DAY)?;
        Some(format!("{}: {cost}", plain(&e.liftoff_utc)))
    });
    let by_day = opportunities.iter().flat_map(|e| {
        let at = plain(&e.liftoff_utc);
        let (day, rebooted) = (at.clone(), e.moved_by_reboost_deg);
        let not_planned = e.not_planned.iter().map(move |failure| {
            let what = failure.scheme.map_or("phase", Scheme::title);
            format!("{day}: no {what}: {}", failure.reason)
        });
        let rebooted = rebooted.map(|moved| {
            format!(
                "{at}: none by the element set; if the set misses a reboost, four orbits may be possible: with that \
                 lift-off `soyuz fly` moves the station {moved:+.2}° along its orbit and flies four orbits"
            )
        });
        not_planned.chain(rebooted)
    });
    given.into_iter().chain(farthest).chain(by_day).collect()
}

/// Time of day, rounded to the minute.
pub fn to_the_minute(utc: &str) -> String {
    minute(utc, 30.0)
}

/// Time of day to the minute after adding `later` seconds: 0 rounds down, 59 up, 30 to the nearest minute.
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn minutes_are_rounded_as_each_place_asks() {
        assert_eq!(to_the_minute("2013-11-07T10:31:50Z"), "10:32");
        assert_eq!(to_the_minute("2013-11-07T23:59:30Z"), "00:00");
        assert_eq!(to_the_minute("2013-11-07T04:14:17Z"), "04:14");
        // An interval is not made narrower.
        assert_eq!(minute("2013-11-07T10:22:59Z", 0.0), "10:22");
        assert_eq!(minute("2013-11-07T10:32:01Z", 59.0), "10:33");
    }
}
