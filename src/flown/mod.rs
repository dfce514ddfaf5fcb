//! What the real flight did, and what is published about flights like it.
//!
//! Only [`crate::report`] and [`crate::plot`] may read this module: whatever predicts must not be
//! able to see the answer. Nothing here was computed by this program. The insertion orbit, the burns
//! and the approach times of Soyuz TMA-11M were looked for and not found; they are absent here, and
//! what the program computes for them is never shown as flown.

mod facts;

pub use facts::{FLIGHTS, GENERIC};

use crate::provenance::Kind;
use crate::time::{Epoch, parse_utc, seconds_between};

/// Whose number it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scope {
    /// Of the flight in question.
    ThisFlight,
    /// Of crewed Soyuz-FG flights in general.
    Launcher,
    /// The design value of the launcher or the scheme, with its tolerance.
    Nominal,
    /// Of another flight with the same scheme or the same terminal algorithm.
    OtherFlight(&'static str),
}

impl std::fmt::Display for Scope {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Scope::ThisFlight => f.pad("this flight"),
            Scope::Launcher => f.pad("Soyuz-FG"),
            Scope::Nominal => f.pad("nominal"),
            Scope::OtherFlight(name) => f.pad(name),
        }
    }
}

/// What is measured. The report knows how to find the predicted value of each.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs)] // the names say it; units stand with the values
pub enum Quantity {
    TowerJettison,
    StrapOnSeparation,
    FairingJettison,
    CoreSeparation,
    CoreSeparationHeight,
    CutOff,
    Separation,
    SeparationHeight,
    InsertionPerigee,
    InsertionApogee,
    InsertionInclination,
    InsertionPeriod,
    PhaseAtSeparation,
    StationMeanHeight,
    DeltaVNineBurns,
    PlannedDocking,
    Contact,
    RangeAtFirstAutonomousBurn,
    RangeBeforePlan { minutes: u8 },
    SpeedAtRange { metres: u16 },
    FinalApproachLead,
}

/// The value of a fact.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Value {
    /// An instant, UTC, ISO 8601.
    Utc(&'static str),
    /// Seconds after lift-off.
    Met(f64),
    /// An SI number (m, s, m/s, rad).
    Number(f64),
    /// A range of SI numbers without a middle that means anything; instants as seconds after lift-off.
    Range(f64, f64),
}

/// A published number about a flight.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Fact {
    /// What is measured.
    pub quantity: Quantity,
    /// How large it is.
    pub value: Value,
    /// Tolerance or spread below and above the value, in the unit of the value, where one is stated.
    pub spread: Option<(f64, f64)>,
    /// Whose number it is.
    pub scope: Scope,
    /// Kind of knowledge.
    pub kind: Kind,
    /// Where it stands.
    pub source: &'static str,
}

/// The launcher that facts of [`Scope::Launcher`] belong to, as scenarios spell it.
pub const LAUNCHER: &str = crate::vehicle::launcher::SOYUZ_FG.key;

/// A burn as flown.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct FlownBurn {
    /// Name, as this program calls the burn of the same place in the scheme.
    pub name: &'static str,
    /// Middle of the burn, seconds after lift-off, where known.
    pub centre: Option<f64>,
    /// Size [m/s].
    pub delta_v: f64,
}

/// What of a flight served to set a number of the model: to meet that confirms nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Used {
    /// Its lift-off.
    LiftOff,
    /// Its planned docking.
    Docking,
    /// The planned docking of its fall-back.
    Fallback,
}

/// A flown four-orbit flight.
#[derive(Clone, Copy, Debug)]
pub struct Flight {
    /// Name.
    pub name: &'static str,
    /// International designator, where it is needed for orbit data messages.
    pub designator: Option<&'static str>,
    /// Lift-off, UTC.
    pub liftoff_utc: &'static str,
    /// Docking, UTC, where neither its own facts nor those of the fall-back hold a contact to compare with.
    pub docked_otherwise_utc: Option<&'static str>,
    /// What to know.
    pub note: &'static str,
    /// Its own facts beyond these.
    pub facts: &'static [Fact],
    /// Its burns in order; empty where they are not known.
    pub burns: &'static [FlownBurn],
    /// Facts that take the place of its own, if it reverted to the two-day profile.
    pub fallback: Option<&'static [Fact]>,
    /// What of it set a number of the model.
    pub used: &'static [Used],
}

/// An instant of this module as an epoch; `None` never occurs for the dates stored here.
pub fn epoch(utc: &str) -> Option<Epoch> {
    parse_utc(utc).ok()
}

/// The flown flight that left within two seconds of `liftoff`, if it is known here.
pub fn flight(liftoff: Epoch) -> Option<&'static Flight> {
    FLIGHTS
        .iter()
        .find(|f| epoch(f.liftoff_utc).is_some_and(|e| seconds_between(liftoff, e).abs() < 2.0))
}

/// The instants that `facts` give for a quantity, UTC.
fn instants(facts: &'static [Fact], quantity: Quantity) -> impl Iterator<Item = &'static str> {
    facts.iter().filter(move |f| f.quantity == quantity).filter_map(|f| match f.value {
        Value::Utc(utc) => Some(utc),
        _ => None,
    })
}

impl Flight {
    /// Whether the flight went to plan up to contact; if not, compare with the plan alone.
    pub fn nominal(&self) -> bool {
        instants(self.facts, Quantity::Contact).next().is_some()
    }

    /// Whether its planned docking, after `two_days` that of its fall-back, set a number of the model.
    pub fn docking_used(&self, two_days: bool) -> bool {
        self.used.contains(if two_days { &Used::Fallback } else { &Used::Docking })
    }

    /// Planned docking, UTC: earliest and latest statement. After `two_days` that of the fall-back, where
    /// the real flight had one.
    pub fn planned_utc(&self, two_days: bool) -> Option<(&'static str, &'static str)> {
        let facts = if two_days { self.fallback? } else { self.facts };
        let plans = || instants(facts, Quantity::PlannedDocking);
        Some((plans().next()?, plans().last()?))
    }

    /// When it docked in the end, UTC.
    pub fn docked_utc(&self) -> Option<&'static str> {
        let fallback = self.fallback.unwrap_or_default();
        let mut contacts =
            [self.facts, fallback].into_iter().flat_map(|facts| instants(facts, Quantity::Contact));
        contacts.next().or(self.docked_otherwise_utc)
    }

    /// Every fact to compare with: those of the flight and the generic ones.
    ///
    /// After `two_days` those of the fall-back take the place of the flight's own; where the real flight had
    /// none, its docking is left out.
    pub fn all_facts(&self, two_days: bool) -> impl Iterator<Item = &'static Fact> {
        let own = match self.fallback {
            Some(fallback) if two_days => fallback,
            _ => self.facts,
        };
        let docked = !two_days || self.fallback.is_some();
        let docking = |f: &Fact| matches!(f.quantity, Quantity::PlannedDocking | Quantity::Contact);
        GENERIC.iter().chain(own.iter().filter(move |f| docked || !docking(f)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The dates parse, and the elapsed times are those printed in the sources
    /// (6 h 13 m 37 s for TMA-11M, GCAT; separation at MET 528 s).
    #[test]
    fn instants_are_dates_and_elapsed_times_are_the_published_ones() {
        for f in FLIGHTS {
            let (first, last) = f.planned_utc(false).expect(f.name);
            for utc in [f.liftoff_utc, first, last, f.docked_utc().expect(f.name)] {
                assert!(epoch(utc).is_some(), "{}: {utc}", f.name);
            }
        }
        let liftoff = epoch("2013-11-07T04:14:15.290Z").unwrap();
        let tma11m = flight(liftoff).expect("TMA-11M is known");
        let elapsed = seconds_between(liftoff, epoch(tma11m.docked_utc().unwrap()).unwrap());
        assert!((elapsed - (6.0 * 3600.0 + 13.0 * 60.0 + 36.71)).abs() < 1e-6, "{elapsed} s");
        let separation = tma11m
            .facts
            .iter()
            .find_map(|f| match (f.quantity, f.value) {
                (Quantity::Separation, Value::Utc(utc)) => epoch(utc),
                _ => None,
            })
            .unwrap();
        let met = seconds_between(liftoff, separation);
        assert!((met - 527.71).abs() < 1e-6, "{met} s");
    }

    #[test]
    fn a_flight_not_stored_is_not_found() {
        assert!(flight(epoch("2013-11-08T04:14:15.290Z").unwrap()).is_none());
    }
}
