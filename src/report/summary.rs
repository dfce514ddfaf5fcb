//! `summary.json`: the flight in numbers, for other programs.

use super::compare::{Basis, Comparison};
use crate::mission::log::{
    AscentSummary, BudgetLine, BurnRecord, Recovery, RecoveryRecord, SchemeRecord,
};
use crate::mission::{Faults, MissionLog, Presets};
use crate::output::built::{BUILT, Built, program};
use crate::output::text::{json, utc};
use crate::propagate::Statistics;
use crate::provenance::{Kind, Sourced};
use crate::proximity::Contact;
use crate::rendezvous::BurnName;
use crate::rendezvous::choice::{Scheme, degrees};
use crate::rendezvous::timing::{DockingConstraint, DockingTime, Sensitivity};
use crate::units::{DEGREE, HOUR, KM};
use crate::vehicle::spacecraft::Propulsion;
use serde::Serialize;

/// Version of the layout of [`Summary`]; it increases when a key is removed or changes its meaning.
pub const SCHEMA_VERSION: u32 = 1;

/// The flight in numbers. Times are in UTC (ISO 8601) or in seconds after lift-off (`met`).
#[derive(Clone, Debug, Serialize)]
#[allow(missing_docs)] // keys carry quantity and unit in their names
pub struct Summary {
    pub schema_version: u32,
    pub program: String,
    pub built: Built,
    pub scenario_hash: String,
    pub mission: String,
    /// Warnings; empty if there are none.
    pub warnings: Vec<String>,
    #[serde(flatten)]
    pub presets: Presets,
    /// The two lines of the station's element set.
    pub station_tle: [String; 2],
    /// Simulated failures; empty if there are none.
    pub faults: Faults,
    pub scheme: SchemeSummary,
    pub liftoff_utc: String,
    pub planned_docking_utc: String,
    pub planned_docking_met_s: f64,
    pub expected_contact_utc: String,
    pub docking_interval_utc: [String; 2],
    pub docking_interval_bounds: [&'static str; 2],
    pub contact_utc: String,
    pub contact_met_s: f64,
    pub docking_constraint: DockingConstraint,
    pub docking_time: DockingTimeSummary,
    pub element_age_h: f64,
    /// The element set is from after lift-off.
    pub hindcast: bool,
    pub phase_at_liftoff_deg: f64,
    pub pad_out_of_plane_deg: f64,
    pub plane_crossing_met_s: f64,
    pub phase_at_separation_deg: f64,
    pub phase_window_deg: [f64; 2],
    pub ascent: AscentNumbers,
    /// Phasing, transfer and braking burns together.
    pub delta_v_total_m_s: f64,
    pub delta_v_budget: Vec<BudgetEntry>,
    pub burns: Vec<BurnEntry>,
    pub contact: ContactEntry,
    pub comparison: Vec<ComparisonEntry>,
    pub model: Vec<String>,
    /// All numerical inputs.
    pub parameters: Vec<Sourced>,
    pub integration: Cost,
}

/// The scheme requested, begun and flown.
#[derive(Clone, Debug, Serialize)]
#[allow(missing_docs)]
pub struct SchemeSummary {
    /// `null`: automatic.
    pub asked: Option<Scheme>,
    pub begun: Scheme,
    pub flown: Scheme,
    pub why: String,
    /// Recoveries from failed burns.
    pub recoveries: Vec<RecoveryEntry>,
}

/// Recovery from a failed burn.
#[derive(Clone, Debug, Serialize)]
#[allow(missing_docs)]
pub struct RecoveryEntry {
    pub burn: BurnName,
    pub due_met_s: f64,
    pub recovery: Recovery,
    pub detail: String,
}

/// Docking time with its reasons.
#[derive(Clone, Debug, Serialize)]
#[allow(missing_docs)]
pub struct DockingTimeSummary {
    pub natural_met_s: f64,
    pub sunrise_met_s: Option<f64>,
    pub sunset_met_s: Option<f64>,
    pub earliest_by_light_met_s: Option<f64>,
    pub latest_by_light_met_s: Option<f64>,
    pub reach_met_s: [f64; 2],
    pub planned_by_rule_met_s: f64,
    /// Planned docking in another sunlit period, and the natural arrival from which the rule would choose it.
    pub alternative_met_s: Option<f64>,
    pub alternative_from_natural_met_s: Option<f64>,
    pub expected_contact_met_s: f64,
    pub sensitivities: Vec<SensitivityEntry>,
}

/// Sensitivity of planned docking to one change.
#[derive(Clone, Debug, Serialize)]
#[allow(missing_docs)]
pub struct SensitivityEntry {
    pub change: String,
    pub shift_s: f64,
}

/// The ascent; heights above the WGS-84 ellipsoid at their own latitudes.
#[derive(Clone, Debug, Serialize)]
#[allow(missing_docs)]
pub struct AscentNumbers {
    pub cut_off_met_s: f64,
    pub separation_met_s: f64,
    pub core_separation_height_km: f64,
    pub perigee_height_km: f64,
    pub apogee_height_km: f64,
    pub inclination_deg: f64,
    pub period_s: f64,
    pub plane_error_deg: f64,
    pub max_dynamic_pressure_kpa: f64,
    pub delta_v_thrust_m_s: f64,
    pub delta_v_gain_m_s: f64,
    pub loss_gravity_m_s: f64,
    pub loss_drag_m_s: f64,
    pub loss_steering_m_s: f64,
    pub residual_propellant_kg: f64,
}

/// One line of the delta-v budget.
#[derive(Clone, Debug, Serialize)]
#[allow(missing_docs)]
pub struct BudgetEntry {
    pub part: &'static str,
    pub delta_v_m_s: f64,
    pub propellant_kg: f64,
}

/// One burn; `delta_v_lvlh_m_s` is ahead, against the orbit normal, down.
#[derive(Clone, Debug, Serialize)]
#[allow(missing_docs)]
pub struct BurnEntry {
    pub name: BurnName,
    pub ignition_met_s: f64,
    pub ignition_utc: String,
    pub duration_s: f64,
    pub delta_v_m_s: f64,
    pub delta_v_lvlh_m_s: [f64; 3],
    pub engine: Propulsion,
    pub propellant_kg: f64,
    pub range_km: f64,
    pub phase_angle_deg: f64,
    pub argument_of_latitude_deg: f64,
    pub perigee_height_km: f64,
    pub apogee_height_km: f64,
    pub computed_from: &'static str,
}

/// The touch.
#[derive(Clone, Debug, Serialize)]
#[allow(missing_docs)]
pub struct ContactEntry {
    pub closing_speed_m_s: f64,
    pub lateral_speed_m_s: f64,
    pub lateral_offset_m: f64,
    pub mass_kg: f64,
}

/// A flown number and its prediction, in `unit`.
#[derive(Clone, Debug, Serialize)]
#[allow(missing_docs)]
pub struct ComparisonEntry {
    pub quantity: String,
    pub unit: &'static str,
    pub predicted: f64,
    /// Both ends of a range; one number twice if there is no range.
    pub flown: [f64; 2],
    pub difference: f64,
    /// Whether the program predicted its number, was given it, or was fitted to it.
    pub basis: Basis,
    pub flown_kind: Kind,
    pub flown_scope: String,
    pub source: &'static str,
    pub remark: Option<&'static str>,
}

/// Cost of the integration.
#[derive(Clone, Debug, Serialize)]
#[allow(missing_docs)]
pub struct Cost {
    pub steps_accepted: usize,
    pub steps_rejected: usize,
    pub force_calls: usize,
}

impl Summary {
    /// The summary of a flight.
    pub fn new(log: &MissionLog, comparison: &[Comparison]) -> Self {
        let instant = |t: f64| instant(log, t);
        let d = &log.docking;
        Self {
            schema_version: SCHEMA_VERSION,
            program: program(),
            built: BUILT,
            scenario_hash: format!("{:016x}", log.scenario.hash()),
            mission: log.scenario.name.clone(),
            warnings: log.warnings.clone(),
            presets: Presets::of(&log.scenario),
            station_tle: log.scenario.station.tle.clone(),
            faults: log.scenario.faults.clone(),
            scheme: (&log.scheme).into(),
            liftoff_utc: instant(0.0),
            planned_docking_utc: instant(d.planned),
            planned_docking_met_s: d.planned,
            expected_contact_utc: instant(d.expected_contact),
            docking_interval_utc: [instant(d.interval.0), instant(d.interval.1)],
            docking_interval_bounds: [d.interval_bounds.0, d.interval_bounds.1],
            contact_utc: instant(log.contact.t),
            contact_met_s: log.contact.t,
            docking_constraint: d.constraint,
            docking_time: d.into(),
            element_age_h: log.start.element_age / HOUR,
            hindcast: log.start.element_age < 0.0,
            phase_at_liftoff_deg: log.start.phase_at_liftoff / DEGREE,
            pad_out_of_plane_deg: log.start.pad_out_of_plane / DEGREE,
            plane_crossing_met_s: log.start.plane_crossing,
            phase_at_separation_deg: degrees(log.start.phase_at_separation),
            phase_window_deg: [
                log.start.phase_window.0 / DEGREE,
                log.start.phase_window.1 / DEGREE,
            ],
            ascent: (&log.ascent).into(),
            delta_v_total_m_s: log.burns.iter().map(|b| b.delta_v).sum(),
            delta_v_budget: log.budget.iter().map(BudgetEntry::from).collect(),
            burns: log.burns.iter().map(|burn| BurnEntry::new(log, burn)).collect(),
            contact: (&log.contact).into(),
            comparison: comparison.iter().map(ComparisonEntry::from).collect(),
            model: log.model.clone(),
            parameters: log.parameters.clone(),
            integration: (&log.statistics).into(),
        }
    }

    /// As JSON text with a line feed at its end.
    pub fn to_json(&self) -> String {
        json(self)
    }
}

impl From<&SchemeRecord> for SchemeSummary {
    fn from(s: &SchemeRecord) -> Self {
        let recovery = |r: &RecoveryRecord| RecoveryEntry {
            burn: r.burn,
            due_met_s: r.t,
            recovery: r.kind,
            detail: r.detail.clone(),
        };
        Self {
            asked: s.asked,
            begun: s.begun,
            flown: s.flown,
            why: s.why.clone(),
            recoveries: s.recoveries.iter().map(recovery).collect(),
        }
    }
}

impl From<&DockingTime> for DockingTimeSummary {
    fn from(d: &DockingTime) -> Self {
        let sensitivity =
            |s: &Sensitivity| SensitivityEntry { change: s.change.clone(), shift_s: s.shift };
        Self {
            natural_met_s: d.natural,
            sunrise_met_s: d.sunrise,
            sunset_met_s: d.sunset,
            earliest_by_light_met_s: d.earliest_by_light,
            latest_by_light_met_s: d.latest_by_light,
            reach_met_s: d.reach.into(),
            planned_by_rule_met_s: d.by_rule,
            alternative_met_s: d.alternative.map(|other| other.planned),
            alternative_from_natural_met_s: d.alternative.map(|other| other.natural),
            expected_contact_met_s: d.expected_contact,
            sensitivities: d.sensitivities.iter().map(sensitivity).collect(),
        }
    }
}

impl From<&AscentSummary> for AscentNumbers {
    fn from(a: &AscentSummary) -> Self {
        Self {
            cut_off_met_s: a.cut_off,
            separation_met_s: a.separation,
            core_separation_height_km: a.core_separation_height / KM,
            perigee_height_km: a.perigee_height / KM,
            apogee_height_km: a.apogee_height / KM,
            inclination_deg: a.inclination / DEGREE,
            period_s: a.period,
            plane_error_deg: a.plane_error / DEGREE,
            max_dynamic_pressure_kpa: a.max_dynamic_pressure / 1e3,
            delta_v_thrust_m_s: a.delta_v_thrust,
            delta_v_gain_m_s: a.delta_v_gain,
            loss_gravity_m_s: a.loss_gravity,
            loss_drag_m_s: a.loss_drag,
            loss_steering_m_s: a.loss_steering,
            residual_propellant_kg: a.residual_propellant,
        }
    }
}

impl From<&BudgetLine> for BudgetEntry {
    fn from(line: &BudgetLine) -> Self {
        Self { part: line.part, delta_v_m_s: line.delta_v, propellant_kg: line.propellant }
    }
}

impl BurnEntry {
    fn new(log: &MissionLog, b: &BurnRecord) -> Self {
        Self {
            name: b.name,
            ignition_met_s: b.ignition,
            ignition_utc: instant(log, b.ignition),
            duration_s: b.duration,
            delta_v_m_s: b.delta_v,
            delta_v_lvlh_m_s: b.delta_v_lvlh,
            engine: b.engine,
            propellant_kg: b.propellant,
            range_km: b.range / KM,
            phase_angle_deg: b.phase_angle / DEGREE,
            argument_of_latitude_deg: b.argument_of_latitude / DEGREE,
            perigee_height_km: b.perigee_height / KM,
            apogee_height_km: b.apogee_height / KM,
            computed_from: b.computed_from,
        }
    }
}

impl From<&Contact> for ContactEntry {
    fn from(contact: &Contact) -> Self {
        Self {
            closing_speed_m_s: contact.closing_speed,
            lateral_speed_m_s: contact.lateral_speed,
            lateral_offset_m: contact.lateral_offset,
            mass_kg: contact.mass,
        }
    }
}

impl From<&Comparison> for ComparisonEntry {
    fn from(c: &Comparison) -> Self {
        Self {
            quantity: c.quantity.clone(),
            unit: c.form.unit(),
            predicted: c.form.in_unit(c.predicted),
            flown: [c.form.in_unit(c.flown.0), c.form.in_unit(c.flown.1)],
            difference: c.form.in_unit(c.difference()),
            basis: c.basis,
            flown_kind: c.kind,
            flown_scope: c.scope.to_string(),
            source: c.source,
            remark: c.remark,
        }
    }
}

impl From<&Statistics> for Cost {
    fn from(statistics: &Statistics) -> Self {
        Self {
            steps_accepted: statistics.accepted,
            steps_rejected: statistics.rejected,
            force_calls: statistics.evaluations,
        }
    }
}

/// A time in UTC to the millisecond, `t` seconds after lift-off.
fn instant(log: &MissionLog, t: f64) -> String {
    utc(log.epoch(t), 3) + "Z"
}

#[cfg(test)]
mod tests {
    use super::super::compare::compare;
    use super::super::series::{Series, toy};
    use super::*;

    /// The keys that readers of the file rely on.
    #[test]
    fn the_promised_keys_are_there_with_the_values_of_the_log() {
        let log = toy::log();
        let rows = compare(&Series::new(&log).unwrap());
        let json: serde_json::Value =
            serde_json::from_str(&Summary::new(&log, &rows).to_json()).unwrap();
        assert_eq!(json["mission"], "Soyuz TMA-11M");
        assert_eq!(json["built"]["version"], env!("CARGO_PKG_VERSION"));
        assert!(json["built"]["compiler"].as_str().is_some_and(|c| c.starts_with("rustc ")));
        assert_eq!(json["liftoff_utc"], "2013-11-07T04:14:15.290Z");
        assert_eq!(json["contact_utc"], "2013-11-07T10:27:47.290Z");
        assert_eq!(json["planned_docking_utc"], "2013-11-07T10:32:15.290Z");
        assert_eq!(json["docking_interval_utc"][1], "2013-11-07T10:31:15.290Z");
        assert_eq!(json["contact_met_s"], 22_412.0);
        assert_eq!(json["launcher"], "soyuz-fg");
        assert!(json["station_tle"][1].as_str().is_some_and(|line| line.starts_with("2 25544")));
        assert_eq!(json["docking_constraint"], "sunrise");
        for key in [
            "phase_at_liftoff_deg",
            "phase_at_separation_deg",
            "plane_crossing_met_s",
            "delta_v_total_m_s",
        ] {
            assert!(json[key].is_f64(), "{key}");
        }
        let burn = &json["burns"][0];
        assert_eq!(burn["name"], "DV1");
        for key in ["ignition_met_s", "duration_s", "delta_v_m_s"] {
            assert!(burn[key].is_f64(), "{key}");
        }
        for key in ["closing_speed_m_s", "lateral_offset_m"] {
            assert!(json["contact"][key].is_f64(), "{key}");
        }
    }
}
