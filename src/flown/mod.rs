//! What the real flights did, with sources.
//!
//! Only [`crate::report`] and [`crate::plot`] may use this module, so that nothing that predicts can see the
//! answer. Nothing here was computed by this program. The insertion orbit, burns and approach times of Soyuz
//! TMA-11M are unpublished and therefore absent; computed values are never shown as flown.

mod facts;

pub use facts::{FLIGHTS, GENERIC};

use crate::mission::{MissionLog, Presets};
use crate::provenance::Kind;
use crate::rendezvous::BurnName;
use crate::rendezvous::choice::Scheme;
use crate::time::{Epoch, parse_utc, seconds_between};

/// The flights to which a fact applies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scope {
    /// The flight itself.
    ThisFlight,
    /// Crewed Soyuz-FG flights in general.
    Launcher,
    /// Nominal value of the launcher or the scheme, with its tolerance.
    Nominal,
    /// Another flight with the same scheme or the same terminal algorithm.
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

/// The quantity of a fact.
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
    /// Date and time, UTC, ISO 8601.
    Utc(&'static str),
    /// Seconds after lift-off.
    Met(f64),
    /// An SI number (m, s, m/s, rad).
    Number(f64),
    /// A range of SI numbers without a most likely value; times in seconds after lift-off.
    Range(f64, f64),
}

/// A published number.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Fact {
    /// The quantity.
    pub quantity: Quantity,
    /// Its value.
    pub value: Value,
    /// Tolerance or spread below and above the value, in the unit of the value, if stated.
    pub spread: Option<(f64, f64)>,
    /// The flights to which a fact applies.
    pub scope: Scope,
    /// Kind of knowledge.
    pub kind: Kind,
    /// Who stated it: keys of `docs/references.md` in brackets, the agency that announced it, or "unnamed" if that is not
    /// on record.
    pub source: &'static str,
    /// What else must be known of it.
    pub remark: Option<&'static str>,
}

/// Key of the launcher of [`Scope::Launcher`].
pub const LAUNCHER: &str = crate::vehicle::launcher::SOYUZ_FG.key;

/// A burn as flown.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct FlownBurn {
    /// Name of the corresponding burn in this program.
    pub name: BurnName,
    /// Centre of the burn [s after lift-off], if known.
    pub centre: Option<f64>,
    /// Delta-v [m/s].
    pub delta_v: f64,
}

/// A fact of a flight to which a number of the model was fitted, so that agreement confirms nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Used {
    /// Lift-off.
    LiftOff,
    /// Planned docking.
    Docking,
    /// Planned docking of the fall-back.
    Fallback,
}

/// A flight with the four-orbit scheme.
#[derive(Clone, Copy, Debug)]
pub struct Flight {
    /// Name.
    pub name: &'static str,
    /// International designator for orbit data messages, if known.
    pub designator: Option<&'static str>,
    /// Lift-off, UTC.
    pub liftoff_utc: &'static str,
    /// Keys of spacecraft, launcher, pad and port.
    pub presets: [&'static str; 4],
    /// Docking, UTC, if neither its facts nor those of the fall-back contain a contact to compare with.
    pub docked_otherwise_utc: Option<&'static str>,
    /// Remark.
    pub note: &'static str,
    /// Other facts of the flight.
    pub facts: &'static [Fact],
    /// Burns in order of time; empty if unknown.
    pub burns: &'static [FlownBurn],
    /// Facts that replace its own if it changed to the two-day scheme.
    pub fallback: Option<&'static [Fact]>,
    /// Facts to which a number of the model was fitted.
    pub used: &'static [Used],
}

/// A date of this module as an epoch; never `None` for the dates stored here.
pub fn epoch(utc: &str) -> Option<Epoch> {
    parse_utc(utc).ok()
}

/// The known flight that `log` simulates: the same spacecraft, launcher, pad and port, and a lift-off within two
/// seconds.
pub fn flight(log: &MissionLog) -> Option<&'static Flight> {
    let Presets { spacecraft, launcher, pad, port } = Presets::of(&log.scenario);
    let at_liftoff = |utc| epoch(utc).is_some_and(|e| seconds_between(log.liftoff, e).abs() < 2.0);
    FLIGHTS
        .iter()
        .find(|f| at_liftoff(f.liftoff_utc) && [&spacecraft, &launcher, &pad, &port] == f.presets)
}

/// The times of a quantity in `facts`, UTC.
fn instants(facts: &'static [Fact], quantity: Quantity) -> impl Iterator<Item = &'static str> {
    facts.iter().filter(move |f| f.quantity == quantity).filter_map(|f| match f.value {
        Value::Utc(utc) => Some(utc),
        _ => None,
    })
}

impl Flight {
    /// Whether the flight was nominal up to contact; if not, only its plan can be compared.
    pub fn nominal(&self) -> bool {
        instants(self.facts, Quantity::Contact).next().is_some()
    }

    /// Whether a number of the model was fitted to its planned docking with `scheme`.
    pub fn docking_used(&self, scheme: Scheme) -> bool {
        self.used.contains(match scheme {
            Scheme::TwoDay => &Used::Fallback,
            Scheme::TwoOrbit | Scheme::FourOrbit => &Used::Docking,
        })
    }

    /// Earliest and latest published planned docking with `scheme`, UTC: for two days that of the fall-back, if there was
    /// one.
    pub fn planned_utc(&self, scheme: Scheme) -> Option<(&'static str, &'static str)> {
        let facts = if scheme == Scheme::TwoDay { self.fallback? } else { self.facts };
        let plans = || instants(facts, Quantity::PlannedDocking);
        Some((plans().next()?, plans().last()?))
    }

    /// Actual docking, UTC.
    pub fn docked_utc(&self) -> Option<&'static str> {
        let fallback = self.fallback.unwrap_or_default();
        let mut contacts =
            [self.facts, fallback].into_iter().flat_map(|facts| instants(facts, Quantity::Contact));
        contacts.next().or(self.docked_otherwise_utc)
    }

    /// All facts to compare a flight of `scheme` with: generic ones and those of the flight.
    ///
    /// For two days, facts of the fall-back replace the flight's own; if there was no fall-back, docking is omitted.
    pub fn all_facts(&self, scheme: Scheme) -> impl Iterator<Item = &'static Fact> {
        let two_days = scheme == Scheme::TwoDay;
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

    /// The keys themselves are checked by `tests/structure.rs`.
    #[test]
    fn every_source_has_a_key_or_is_an_agency_or_unnamed() {
        let own = FLIGHTS.iter().flat_map(|f| f.facts.iter().chain(f.fallback.unwrap_or_default()));
        for fact in GENERIC.iter().chain(own) {
            let plain = ["NASA", "Roscosmos", "unnamed"].contains(&fact.source);
            assert!(plain || fact.source.contains('['), "{fact:?}");
        }
    }

    /// The dates parse, and the elapsed times are those printed in the sources
    /// (6 h 13 m 37 s for TMA-11M, GCAT; separation at MET 528 s).
    #[test]
    fn instants_are_dates_and_elapsed_times_are_the_published_ones() {
        for f in FLIGHTS {
            let (first, last) = f.planned_utc(Scheme::FourOrbit).expect(f.name);
            for utc in [f.liftoff_utc, first, last, f.docked_utc().expect(f.name)] {
                assert!(epoch(utc).is_some(), "{}: {utc}", f.name);
            }
        }
        let liftoff = epoch("2013-11-07T04:14:15.290Z").unwrap();
        let tma11m = FLIGHTS.iter().find(|f| f.name == "Soyuz TMA-11M").unwrap();
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
}
