//! What the real flight did, and what is published about flights like it.
//!
//! Only [`crate::report`] and [`crate::plot`] may read this module: whatever predicts must not be
//! able to see the answer. Nothing here was computed by this program. The insertion orbit, the burns
//! and the approach times of Soyuz TMA-11M were looked for and not found; they are absent here, and
//! what the program computes for them is never shown as flown.

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

const KM: f64 = crate::units::KM;
const DEGREE: f64 = crate::units::DEGREE;

const fn published(quantity: Quantity, value: Value, scope: Scope, source: &'static str) -> Fact {
    Fact { quantity, value, spread: None, scope, kind: Kind::Published, source }
}

impl Fact {
    const fn within(mut self, below: f64, above: f64) -> Self {
        self.spread = Some((below, above));
        self
    }
}

/// The launcher that facts of [`Scope::Launcher`] belong to, as scenarios spell it.
pub const LAUNCHER: &str = "soyuz-fg";

/// Facts about crewed Soyuz-FG ascents and the four-orbit scheme: true of any such flight.
pub const GENERIC: &[Fact] = &[
    published(Quantity::TowerJettison, Value::Met(114.0), Scope::Launcher, "RussianSpaceWeb"),
    published(
        Quantity::StrapOnSeparation,
        Value::Met(117.8),
        Scope::Launcher,
        "RussianSpaceWeb; NASA",
    ),
    published(
        Quantity::FairingJettison,
        Value::Met(157.5),
        Scope::Launcher,
        "RussianSpaceWeb; tuttovola.org",
    ),
    published(Quantity::CoreSeparation, Value::Met(287.6), Scope::Launcher, "tuttovola.org; MS-25"),
    published(
        Quantity::CoreSeparationHeight,
        Value::Range(160.0 * KM, 169.0 * KM),
        Scope::Launcher,
        "several",
    ),
    published(
        Quantity::CutOff,
        Value::Range(525.0, 525.9),
        Scope::Launcher,
        "RussianSpaceWeb; MS-25",
    ),
    published(Quantity::SeparationHeight, Value::Number(207.0 * KM), Scope::Launcher, "one source"),
    published(
        Quantity::InsertionPerigee,
        Value::Number(200.0 * KM),
        Scope::Nominal,
        "launch tolerance",
    )
    .within(22.0 * KM, 7.0 * KM),
    published(
        Quantity::InsertionApogee,
        Value::Number(242.0 * KM),
        Scope::Nominal,
        "launch tolerance",
    )
    .within(42.0 * KM, 42.0 * KM),
    published(
        Quantity::InsertionInclination,
        Value::Number(51.67 * DEGREE),
        Scope::Nominal,
        "launch tolerance",
    )
    .within(0.058 * DEGREE, 0.058 * DEGREE),
    published(Quantity::InsertionPeriod, Value::Number(5318.0), Scope::Nominal, "launch tolerance")
        .within(22.0, 22.0),
    published(
        Quantity::PhaseAtSeparation,
        Value::Range(18.0 * DEGREE, 40.0 * DEGREE),
        Scope::Nominal,
        "four-orbit scheme",
    ),
    published(
        Quantity::DeltaVNineBurns,
        Value::Number(114.47),
        Scope::OtherFlight("TMA-19M"),
        "Spaceflight Now",
    ),
    published(
        Quantity::RangeAtFirstAutonomousBurn,
        Value::Number(478.0 * KM),
        Scope::OtherFlight("MS-03 plan"),
        "ESA blog, 2016-11-19",
    ),
    published(
        Quantity::RangeBeforePlan { minutes: 74 },
        Value::Number(97.0 * KM),
        Scope::OtherFlight("MS-03 plan"),
        "ESA blog, 2016-11-19",
    ),
    published(
        Quantity::RangeBeforePlan { minutes: 63 },
        Value::Number(47.0 * KM),
        Scope::OtherFlight("MS-03 plan"),
        "ESA blog, 2016-11-18",
    ),
    published(
        Quantity::RangeBeforePlan { minutes: 34 },
        Value::Number(2.5 * KM),
        Scope::OtherFlight("MS-03 plan"),
        "ESA blog, 2016-11-19",
    ),
    published(
        Quantity::RangeBeforePlan { minutes: 30 },
        Value::Number(1.1 * KM),
        Scope::OtherFlight("MS-03 plan"),
        "ESA blog, 2016-11-19",
    ),
    published(
        Quantity::RangeBeforePlan { minutes: 28 },
        Value::Number(0.64 * KM),
        Scope::OtherFlight("MS-03 plan"),
        "ESA blog, 2016-11-19",
    ),
    published(
        Quantity::SpeedAtRange { metres: 400 },
        Value::Number(1.7),
        Scope::OtherFlight("TMA-19"),
        "voice call, 2010-06-17",
    ),
    published(
        Quantity::SpeedAtRange { metres: 300 },
        Value::Number(0.9),
        Scope::OtherFlight("TMA-19"),
        "voice call, 2010-06-17",
    ),
    published(
        Quantity::FinalApproachLead,
        Value::Number(540.0),
        Scope::OtherFlight("TMA-15, TMA-19"),
        "flight plans; the plan's reserve still unspent",
    ),
];

/// Facts about Soyuz TMA-11M.
const TMA_11M: &[Fact] = &[
    published(
        Quantity::Separation,
        Value::Utc("2013-11-07T04:23:03Z"),
        Scope::ThisFlight,
        "GCAT; TASS to the minute",
    )
    .within(0.5, 0.5),
    published(
        Quantity::StationMeanHeight,
        Value::Range(415.0 * KM, 419.0 * KM),
        Scope::ThisFlight,
        "spacefacts",
    ),
    published(
        Quantity::PlannedDocking,
        Value::Utc("2013-11-07T10:31:00Z"),
        Scope::ThisFlight,
        "NASA",
    ),
    published(
        Quantity::PlannedDocking,
        Value::Utc("2013-11-07T10:32:00Z"),
        Scope::ThisFlight,
        "Roscosmos",
    ),
    published(
        Quantity::Contact,
        Value::Utc("2013-11-07T10:27:52Z"),
        Scope::ThisFlight,
        "GCAT; spacefacts",
    )
    .within(10.0, 10.0),
];

/// Facts about Soyuz TMA-12M, which missed its third burn and docked two days later.
const TMA_12M: &[Fact] = &[announced("2014-03-26T03:04:00Z"), announced("2014-03-26T03:05:00Z")];

/// Facts about Soyuz TMA-13M.
const TMA_13M: &[Fact] = &[
    published(
        Quantity::Separation,
        Value::Utc("2014-05-28T20:06:29Z"),
        Scope::ThisFlight,
        "news reports",
    )
    .within(0.5, 0.5),
    announced("2014-05-29T01:48:00Z"),
    published(
        Quantity::Contact,
        Value::Utc("2014-05-29T01:44:02Z"),
        Scope::ThisFlight,
        "news reports",
    )
    .within(10.0, 10.0),
];

/// Facts about Soyuz TMA-19M up to its aborted approach.
const TMA_19M: &[Fact] = &[
    published(
        Quantity::Separation,
        Value::Utc("2015-12-15T11:11:58Z"),
        Scope::ThisFlight,
        "news reports",
    )
    .within(0.5, 0.5),
    announced("2015-12-15T17:23:00Z"),
    announced("2015-12-15T17:24:00Z"),
];

/// Facts about Progress M-18M.
const PROGRESS_M_18M: &[Fact] = &[
    announced("2013-02-11T20:40:00Z"),
    published(
        Quantity::Contact,
        Value::Utc("2013-02-11T20:35:00Z"),
        Scope::ThisFlight,
        "news reports, to the minute",
    )
    .within(60.0, 60.0),
];

const fn announced(utc: &'static str) -> Fact {
    published(Quantity::PlannedDocking, Value::Utc(utc), Scope::ThisFlight, "news reports")
}

/// What became of a flight that reverted to the two-day profile.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Fallback {
    /// Docking planned after the failure, UTC.
    pub planned_utc: &'static str,
    /// Facts that take the place of the flight's own.
    pub facts: &'static [Fact],
}

/// Soyuz TMA-12M after its third burn was inhibited.
const TMA_12M_FALLBACK: Fallback = Fallback {
    planned_utc: "2014-03-27T23:58:00Z",
    facts: &[
        announced("2014-03-27T23:58:00Z"),
        published(
            Quantity::Contact,
            Value::Utc("2014-03-27T23:53:00Z"),
            Scope::ThisFlight,
            "news reports, to the minute",
        )
        .within(60.0, 60.0),
    ],
};

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

/// Burns of Soyuz TMA-19M: sizes, and centres after separation at 528 s [OL quoting Spaceflight Now],
/// second-hand.
const TMA_19M_BURNS: &[FlownBurn] = &[
    flown_burn("DV1", Some(2215.0), 28.54),
    flown_burn("DV2", Some(4863.0), 23.57),
    flown_burn("DV3", Some(8407.0), 12.262),
    flown_burn("DV4", Some(11_268.0), 5.798),
    flown_burn("IMP1", Some(15_157.0), 8.505),
    flown_burn("IMP2", Some(17_817.0), 20.797),
    flown_burn("BRK1", None, 6.985),
    flown_burn("BRK2", None, 6.008),
    flown_burn("BRK3", None, 2.004),
];

const fn flown_burn(name: &'static str, after_separation: Option<f64>, delta_v: f64) -> FlownBurn {
    let centre = match after_separation {
        Some(t) => Some(528.0 + t),
        None => None,
    };
    FlownBurn { name, centre, delta_v }
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
    /// Planned docking, UTC: earliest and latest statement.
    pub planned_utc: (&'static str, &'static str),
    /// Docking, UTC.
    pub docked_utc: &'static str,
    /// Whether the flight went to plan up to contact; if not, compare with the plan alone.
    pub nominal: bool,
    /// Port.
    pub port: &'static str,
    /// What to know.
    pub note: &'static str,
    /// Its own facts beyond these.
    pub facts: &'static [Fact],
    /// Its burns in order; empty where they are not known.
    pub burns: &'static [FlownBurn],
    /// What became of it, if it reverted to the two-day profile.
    pub fallback: Option<Fallback>,
}

/// The flights whose times are known here.
pub const FLIGHTS: &[Flight] = &[
    Flight {
        name: "Soyuz TMA-11M",
        designator: Some("2013-061A"),
        liftoff_utc: "2013-11-07T04:14:15.290Z",
        planned_utc: ("2013-11-07T10:31:00Z", "2013-11-07T10:32:00Z"),
        docked_utc: "2013-11-07T10:27:52Z",
        nominal: true,
        port: "rassvet",
        note: "hatch opened about 12:40 UTC, which one report took for the arrival",
        facts: TMA_11M,
        burns: &[],
        fallback: None,
    },
    Flight {
        name: "Soyuz TMA-12M",
        designator: None,
        liftoff_utc: "2014-03-25T21:17:23Z",
        planned_utc: ("2014-03-26T03:04:00Z", "2014-03-26T03:05:00Z"),
        docked_utc: "2014-03-27T23:53:00Z",
        nominal: false,
        port: "poisk",
        note: "third burn inhibited; reverted to the 34-orbit profile",
        facts: TMA_12M,
        burns: &[],
        fallback: Some(TMA_12M_FALLBACK),
    },
    Flight {
        name: "Soyuz TMA-13M",
        designator: None,
        liftoff_utc: "2014-05-28T19:57:41Z",
        planned_utc: ("2014-05-29T01:48:00Z", "2014-05-29T01:48:00Z"),
        docked_utc: "2014-05-29T01:44:02Z",
        nominal: true,
        port: "rassvet",
        note: "separation 20:06:29 UTC",
        facts: TMA_13M,
        burns: &[],
        fallback: None,
    },
    Flight {
        name: "Soyuz TMA-19M",
        designator: None,
        liftoff_utc: "2015-12-15T11:03:09Z",
        planned_utc: ("2015-12-15T17:23:00Z", "2015-12-15T17:24:00Z"),
        docked_utc: "2015-12-15T17:33:29Z",
        nominal: false,
        port: "rassvet",
        note: "automatic approach aborted at about 20 m; docked by hand",
        facts: TMA_19M,
        burns: TMA_19M_BURNS,
        fallback: None,
    },
    Flight {
        name: "Progress M-18M",
        designator: None,
        liftoff_utc: "2013-02-11T14:41:46Z",
        planned_utc: ("2013-02-11T20:40:00Z", "2013-02-11T20:40:00Z"),
        docked_utc: "2013-02-11T20:35:00Z",
        nominal: true,
        port: "pirs",
        note: "cargo",
        facts: PROGRESS_M_18M,
        burns: &[],
        fallback: None,
    },
];

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

impl Flight {
    /// Every fact to compare with: those of the flight and the generic ones.
    ///
    /// After `two_days` those of the fall-back take the place of the flight's own; where the real flight had
    /// none, its docking is left out.
    pub fn all_facts(&self, two_days: bool) -> impl Iterator<Item = &'static Fact> {
        let own = match self.fallback {
            Some(fallback) if two_days => fallback.facts,
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
            for utc in [f.liftoff_utc, f.planned_utc.0, f.planned_utc.1, f.docked_utc] {
                assert!(epoch(utc).is_some(), "{}: {utc}", f.name);
            }
        }
        let liftoff = epoch("2013-11-07T04:14:15.290Z").unwrap();
        let tma11m = flight(liftoff).expect("TMA-11M is known");
        let elapsed = seconds_between(liftoff, epoch(tma11m.docked_utc).unwrap());
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
