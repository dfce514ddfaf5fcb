//! Comparison of predicted and flown values: what is compared, and what agreement means.

mod predicted;
mod tables;

pub use tables::{burns, table};

use super::series::Series;
use crate::flown::{self, Fact, Quantity, Scope, Value};
use crate::mission::{MissionLog, Presets};
use crate::provenance::Kind;
use crate::rendezvous::choice::Scheme;
use crate::rendezvous::timing::DockingConstraint;
use crate::time::seconds_between;
use crate::units::{DEGREE, KM, MINUTE};
use predicted::predicted;
use serde::Serialize;

/// Format of a quantity.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Form {
    /// A time in seconds after lift-off, written as time of day in UTC.
    Instant,
    /// Seconds after lift-off; written as seconds.
    Elapsed,
    /// Metres; written in km.
    Length,
    /// Radians; written in degrees.
    Angle,
    /// Seconds; written in minutes.
    Period,
    /// m/s.
    Speed,
}

impl Form {
    /// The output unit.
    pub const fn unit(self) -> &'static str {
        match self {
            Form::Instant | Form::Elapsed => "s",
            Form::Length => "km",
            Form::Angle => "deg",
            Form::Period => "min",
            Form::Speed => "m/s",
        }
    }

    /// An SI value in [`Form::unit`].
    pub fn in_unit(self, value: f64) -> f64 {
        match self {
            Form::Instant | Form::Elapsed | Form::Speed => value,
            Form::Length => value / KM,
            Form::Angle => value / DEGREE,
            Form::Period => value / MINUTE,
        }
    }
}

/// Significance of agreement with a flown number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Basis {
    /// The value was predicted without the flown number.
    Predicted,
    /// The flown number is an input or a target; agreement shows only that the program works.
    Given,
    /// A number of the model was fitted to the flown number; agreement confirms nothing.
    Fitted,
}

impl Basis {
    /// The basis of a quantity, for any flight.
    fn of(quantity: Quantity) -> Self {
        match quantity {
            // Guidance aims at the published orbit and at the station's plane, braking begins at the usual
            // distance; four orbits are flown from such phases alone; the station's height is its element set's.
            Quantity::InsertionPerigee
            | Quantity::InsertionApogee
            | Quantity::InsertionPeriod
            | Quantity::InsertionInclination
            | Quantity::PhaseAtSeparation
            | Quantity::StationMeanHeight
            | Quantity::RangeBeforePlan { minutes: 28..=34 } => Self::Given,
            // The pitch programme was chosen for the height of core separation and moves cut-off, the arrival for the
            // ranges of other flights, the profile of the approach for the speeds called out on them; the burn plan
            // prefers to start from the usual distance.
            Quantity::CoreSeparationHeight
            | Quantity::CutOff
            | Quantity::RangeAtFirstAutonomousBurn
            | Quantity::RangeBeforePlan { .. }
            | Quantity::SpeedAtRange { .. } => Self::Fitted,
            _ => Self::Predicted,
        }
    }
}

/// One quantity, predicted and flown, in SI units; times are in seconds after lift-off.
#[derive(Clone, Debug)]
pub struct Comparison {
    /// The quantity.
    pub quantity: String,
    /// Its format.
    pub form: Form,
    /// The predicted value.
    pub predicted: f64,
    /// The flown or published value, twice, or the ends of a range.
    pub flown: (f64, f64),
    /// Tolerance of the flown number, below and above.
    pub spread: Option<(f64, f64)>,
    /// Significance of agreement.
    pub basis: Basis,
    /// The flights to which the flown number applies.
    pub scope: Scope,
    /// Kind of the flown number.
    pub kind: Kind,
    /// Source of the flown number.
    pub source: &'static str,
    /// Remark on the flown number.
    pub remark: Option<&'static str>,
}

impl Comparison {
    /// Predicted less flown value; for a range, from its nearer end, and zero inside.
    pub fn difference(&self) -> f64 {
        let (low, high) = self.flown;
        self.predicted - self.predicted.clamp(low, high)
    }

    /// Whether the prediction is inside the range or tolerance of the flown number, if there is one.
    pub fn inside(&self) -> Option<bool> {
        let (low, high) = self.flown;
        let (below, above) = match self.spread {
            Some(spread) => spread,
            None if low < high => (0.0, 0.0),
            None => return None,
        };
        Some((low - below..=high + above).contains(&self.predicted))
    }
}

/// Whether contact can be compared with that of the real flight: not after a failure that the real flight did not have.
pub fn docks_as_flown(log: &MissionLog) -> bool {
    let fell_back = || flown::flight(log).is_some_and(|f| f.fallback.is_some());
    log.scenario.faults.is_none() || (log.took_two_days() && fell_back())
}

/// Published facts that apply to this flight, the generic ones first; for an unknown flight only those.
pub fn facts(log: &MissionLog) -> impl Iterator<Item = &'static Fact> {
    let all: Vec<&Fact> = match flown::flight(log) {
        Some(flight) => flight.all_facts(log.scheme.flown).collect(),
        None => flown::GENERIC.iter().collect(),
    };
    let launcher = Presets::of(&log.scenario).launcher;
    all.into_iter()
        .filter(move |fact| fact.scope != Scope::Launcher || launcher == flown::LAUNCHER)
        .filter(|fact| of_the_scheme(log, fact.quantity))
        .filter(|fact| fact.quantity != Quantity::Contact || docks_as_flown(log))
}

/// All quantities of the flight for which a flown or published number is known.
pub fn compare(series: &Series<'_>) -> Vec<Comparison> {
    let log = series.log();
    let known = flown::flight(log);
    let mut rows: Vec<Comparison> = facts(log)
        .filter_map(|fact| {
            let (quantity, form, predicted) = predicted(series, fact.quantity)?;
            let one = |x: f64| (x, x);
            let flown = match fact.value {
                Value::Met(x) | Value::Number(x) => one(x),
                Value::Utc(utc) => one(seconds_between(log.liftoff, flown::epoch(utc)?)),
                Value::Range(low, high) => (low, high),
            };
            // A commanded event at exactly this time is an input, not a result.
            let commanded = matches!(form, Form::Elapsed)
                && log.events.iter().any(|e| e.commanded && e.t == predicted);
            let given = log.docking.constraint == DockingConstraint::Given;
            let docking = matches!(fact.quantity, Quantity::PlannedDocking | Quantity::Contact);
            let used = docking && known.is_some_and(|f| f.docking_used(log.scheme.flown));
            let basis = match Basis::of(fact.quantity) {
                _ if commanded => Basis::Given,
                _ if given && fact.quantity == Quantity::PlannedDocking => Basis::Given,
                Basis::Predicted if used => Basis::Fitted,
                basis => basis,
            };
            Some(Comparison {
                quantity,
                form,
                predicted,
                flown,
                spread: fact.spread,
                basis,
                scope: fact.scope,
                kind: fact.kind,
                source: fact.source,
                remark: fact.remark,
            })
        })
        .collect();
    rows.sort_by_key(order);
    rows
}

/// Whether the quantity applies to the scheme flown: phase window and sum of burns are those of the four-orbit scheme.
fn of_the_scheme(log: &MissionLog, quantity: Quantity) -> bool {
    match quantity {
        Quantity::PhaseAtSeparation => log.scheme.begun == Scheme::FourOrbit,
        Quantity::DeltaVNineBurns => log.scheme.flown == Scheme::FourOrbit,
        _ => true,
    }
}

/// Sort key: docking first, then the ascent in order of time, then the others as listed.
fn order(row: &Comparison) -> (u8, i64) {
    match row.form {
        Form::Instant => (0, row.flown.0 as i64),
        Form::Elapsed => (1, row.flown.0 as i64),
        _ => (2, 0),
    }
}

#[cfg(test)]
mod tests {
    use super::super::series::toy;
    use super::*;

    #[test]
    fn every_fact_about_this_flight_finds_its_prediction() {
        let log = toy::log();
        let series = Series::new(&log).unwrap();
        let rows = compare(&series);
        let flight = flown::flight(&log).unwrap();
        assert_eq!(rows.len(), flight.all_facts(log.scheme.flown).count());
        let core = rows.iter().find(|r| r.quantity == "core separation").unwrap();
        assert_eq!(core.basis, Basis::Predicted, "the toy separates at no commanded instant");
        let tower = rows.iter().find(|r| r.quantity == "escape tower jettison").unwrap();
        assert_eq!(tower.basis, Basis::Given, "commanded by the clock");
        let height = rows.iter().find(|r| r.quantity == "height at core separation").unwrap();
        assert_eq!((height.inside(), height.difference()), (Some(true), 0.0));
        let contact = rows.iter().find(|r| r.quantity == "contact").unwrap();
        // 10:27:52 UTC is 22416.71 s after lift-off; the toy touches at 22412 s.
        assert!((contact.difference() + 4.71).abs() < 1e-6, "{} s", contact.difference());
        assert_eq!(contact.inside(), Some(true));
        let text = table(&series, &rows).to_string();
        assert!(text.contains("10:27:52"), "{text}");
    }

    /// The window of 18° to 40° and the 114.47 m/s are those of four orbits.
    #[test]
    fn two_days_are_not_held_against_four_orbits() {
        let named = |rows: &[Comparison], name: &str| rows.iter().any(|r| r.quantity == name);
        let mut log = toy::log();
        log.scheme.flown = Scheme::TwoDay;
        let reverted = compare(&Series::new(&log).unwrap());
        assert!(named(&reverted, "phase at separation"), "it left for four orbits");
        assert!(!named(&reverted, "delta-v of phasing to braking"));
        log.scheme.begun = Scheme::TwoDay;
        let two_days = compare(&Series::new(&log).unwrap());
        assert!(!named(&two_days, "phase at separation"));
        assert!(named(&two_days, "insertion period"));
    }

    /// The real ship flew all its burns: contact of one that did not says nothing of it, nor of the other.
    #[test]
    fn a_failure_takes_contact_away_from_that_of_the_real_flight() {
        let mut log = toy::log();
        let contact = |log: &MissionLog| facts(log).any(|f| f.quantity == Quantity::Contact);
        assert!(contact(&log) && docks_as_flown(&log));
        log.scenario.faults.skip_burn = Some(crate::rendezvous::BurnName::Imp2);
        assert!(!contact(&log) && !docks_as_flown(&log));
    }

    #[test]
    fn an_unknown_flight_is_compared_with_generic_facts_alone() {
        let mut a_day_later = toy::log();
        a_day_later.liftoff = flown::epoch("2013-11-08T04:14:15Z").unwrap();
        let mut other_port = toy::log();
        other_port.scenario.port = "poisk".into();
        let mut other_ship = toy::log();
        other_ship.scenario.spacecraft = "soyuz-ms".into();
        for log in [a_day_later, other_port, other_ship] {
            let rows = compare(&Series::new(&log).unwrap());
            assert_eq!(rows.len(), flown::GENERIC.len());
            assert!(rows.iter().all(|r| r.scope != Scope::ThisFlight));
        }
    }
}
