//! The facts, as data.

use super::{Fact, Flight, FlownBurn, Quantity, Scope, Used, Value};
use crate::provenance::Kind;
use crate::rendezvous::BurnName;
use crate::units::{DEGREE, KM, MINUTE};

const fn published(quantity: Quantity, value: Value, scope: Scope, source: &'static str) -> Fact {
    Fact { quantity, value, spread: None, scope, kind: Kind::Published, source, remark: None }
}

impl Fact {
    const fn within(mut self, below: f64, above: f64) -> Self {
        self.spread = Some((below, above));
        self
    }

    const fn remarked(mut self, remark: &'static str) -> Self {
        self.remark = Some(remark);
        self
    }
}

/// The source of a published number whose publisher is not on record.
const UNNAMED: &str = "unnamed";

/// Planned docking.
const fn announced(utc: &'static str, source: &'static str) -> Fact {
    published(Quantity::PlannedDocking, Value::Utc(utc), Scope::ThisFlight, source)
}

/// Spacecraft separation, to the second.
const fn separated(utc: &'static str, source: &'static str) -> Fact {
    published(Quantity::Separation, Value::Utc(utc), Scope::ThisFlight, source).within(0.5, 0.5)
}

/// Planned range of Soyuz MS-03 at a time before its planned docking.
const fn ms_03(minutes: u8, range: f64, source: &'static str) -> Fact {
    let scope = Scope::OtherFlight("MS-03 plan");
    published(Quantity::RangeBeforePlan { minutes }, Value::Number(range), scope, source)
}

/// Facts about crewed Soyuz-FG ascents and the four-orbit scheme, which apply to any such flight.
pub const GENERIC: &[Fact] = &[
    published(Quantity::TowerJettison, Value::Met(114.0), Scope::Launcher, "[REG]"),
    published(Quantity::StrapOnSeparation, Value::Met(117.8), Scope::Launcher, "[REG, NASA-TL]"),
    published(Quantity::FairingJettison, Value::Met(157.5), Scope::Launcher, "[REG, TV]"),
    published(Quantity::CoreSeparation, Value::Met(287.6), Scope::Launcher, "[TV, OL]"),
    published(
        Quantity::CoreSeparationHeight,
        Value::Range(160.0 * KM, 169.0 * KM),
        Scope::Launcher,
        "[OL] and unnamed others",
    ),
    published(Quantity::CutOff, Value::Range(525.0, 525.9), Scope::Launcher, "[RSW-09M, OL]")
        .remarked("MS-25 at 525.9 s"),
    published(Quantity::SeparationHeight, Value::Number(207.0 * KM), Scope::Launcher, UNNAMED),
    published(Quantity::InsertionPerigee, Value::Number(200.0 * KM), Scope::Nominal, UNNAMED)
        .within(22.0 * KM, 7.0 * KM),
    published(Quantity::InsertionApogee, Value::Number(242.0 * KM), Scope::Nominal, UNNAMED)
        .within(42.0 * KM, 42.0 * KM),
    published(
        Quantity::InsertionInclination,
        Value::Number(51.67 * DEGREE),
        Scope::Nominal,
        UNNAMED,
    )
    .within(0.058 * DEGREE, 0.058 * DEGREE),
    published(Quantity::InsertionPeriod, Value::Number(88.64 * MINUTE), Scope::Nominal, UNNAMED)
        .within(22.0, 22.0),
    published(
        Quantity::PhaseAtSeparation,
        Value::Range(18.0 * DEGREE, 40.0 * DEGREE),
        Scope::Nominal,
        "[OL]",
    ),
    published(
        Quantity::DeltaVNineBurns,
        Value::Number(114.47),
        Scope::OtherFlight("TMA-19M"),
        "[OL]",
    )
    .remarked("braking, an eighth of it, was used to fit the arrival speed"),
    published(
        Quantity::RangeAtFirstAutonomousBurn,
        Value::Number(478.0 * KM),
        Scope::OtherFlight("MS-03 plan"),
        "[ESA-MS03]",
    ),
    ms_03(74, 97.0 * KM, "[ESA-MS03]"),
    ms_03(63, 47.0 * KM, "[ESA-MS03D]"),
    ms_03(34, 2.5 * KM, "[ESA-MS03]"),
    ms_03(30, 1.1 * KM, "[ESA-MS03]"),
    ms_03(28, 0.64 * KM, "[ESA-MS03]"),
    published(
        Quantity::SpeedAtRange { metres: 400 },
        Value::Number(1.7),
        Scope::OtherFlight("TMA-19"),
        "[NSSP]",
    )
    .remarked("voice call"),
    published(
        Quantity::SpeedAtRange { metres: 300 },
        Value::Number(0.9),
        Scope::OtherFlight("TMA-19"),
        "[NSSP]",
    )
    .remarked("voice call"),
    published(
        Quantity::FinalApproachLead,
        Value::Number(540.0),
        Scope::OtherFlight("TMA-15, TMA-19"),
        "[NSSP]",
    )
    .remarked("flight plans; the plan's reserve still unspent"),
];

/// Facts about Soyuz TMA-11M.
const TMA_11M: &[Fact] = &[
    separated("2013-11-07T04:23:03Z", "[GCAT, TASS-11M]").remarked("TASS to the minute"),
    published(
        Quantity::StationMeanHeight,
        Value::Range(415.0 * KM, 419.0 * KM),
        Scope::ThisFlight,
        "[SPF]",
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
        "[GCAT, SPF]",
    )
    .within(10.0, 10.0),
];

/// Facts about Soyuz TMA-12M, which missed its third burn and docked two days later.
const TMA_12M: &[Fact] =
    &[announced("2014-03-26T03:04:00Z", UNNAMED), announced("2014-03-26T03:05:00Z", UNNAMED)];

/// Facts about Soyuz TMA-13M.
const TMA_13M: &[Fact] = &[
    separated("2014-05-28T20:06:29Z", UNNAMED),
    announced("2014-05-29T01:48:00Z", UNNAMED),
    published(Quantity::Contact, Value::Utc("2014-05-29T01:44:02Z"), Scope::ThisFlight, UNNAMED)
        .within(10.0, 10.0),
];

/// Facts about Soyuz TMA-19M up to its aborted approach.
const TMA_19M: &[Fact] = &[
    separated("2015-12-15T11:11:58Z", UNNAMED),
    announced("2015-12-15T17:23:00Z", UNNAMED),
    announced("2015-12-15T17:24:00Z", "[OL]").remarked("6:20:50 after lift-off"),
];

/// Facts about Progress M-18M.
const PROGRESS_M_18M: &[Fact] = &[
    announced("2013-02-11T20:40:00Z", "[SURVEY]"),
    published(Quantity::Contact, Value::Utc("2013-02-11T20:35:00Z"), Scope::ThisFlight, UNNAMED)
        .within(60.0, 60.0)
        .remarked("to the minute"),
];

/// Soyuz TMA-12M after its third burn was inhibited.
const TMA_12M_FALLBACK: &[Fact] = &[
    announced("2014-03-27T23:58:00Z", "[DUSK]"),
    published(
        Quantity::Contact,
        Value::Utc("2014-03-27T23:53:00Z"),
        Scope::ThisFlight,
        "[AW2, SPO] among others",
    )
    .within(60.0, 60.0)
    .remarked("to the minute"),
];

/// Separation [s after lift-off] from which the burns of Soyuz TMA-19M are counted: the usual time of Soyuz-FG [RSW-09M,
/// TV], since the times of day of this flight's lift-off and separation, 529 s apart, are not those of the burn table and
/// known only to the second.
const SEPARATION: f64 = 528.0;

/// Burns of Soyuz TMA-19M: sizes, and centres after separation, from Spaceflight Now [OL], second-hand.
const TMA_19M_BURNS: &[FlownBurn] = &[
    flown_burn(BurnName::Dv1, Some(2215.0), 28.54),
    flown_burn(BurnName::Dv2, Some(4863.0), 23.57),
    flown_burn(BurnName::Dv3, Some(8407.0), 12.262),
    flown_burn(BurnName::Dv4, Some(11_268.0), 5.798),
    flown_burn(BurnName::Imp1, Some(15_157.0), 8.505),
    flown_burn(BurnName::Imp2, Some(17_817.0), 20.797),
    flown_burn(BurnName::Brk1, None, 6.985),
    flown_burn(BurnName::Brk2, None, 6.008),
    flown_burn(BurnName::Brk3, None, 2.004),
];

const fn flown_burn(name: BurnName, after_separation: Option<f64>, delta_v: f64) -> FlownBurn {
    let centre = match after_separation {
        Some(t) => Some(SEPARATION + t),
        None => None,
    };
    FlownBurn { name, centre, delta_v }
}

/// The presets of a Soyuz TMA-M that docked to `port`.
const fn soyuz(port: &'static str) -> [&'static str; 4] {
    ["soyuz-tma-m", "soyuz-fg", "site-1", port]
}

/// The flights whose times are known here.
pub const FLIGHTS: &[Flight] = &[
    Flight {
        name: "Soyuz TMA-11M",
        designator: Some("2013-061A"),
        liftoff_utc: "2013-11-07T04:14:15.290Z",
        presets: soyuz("rassvet"),
        docked_otherwise_utc: None,
        note: "hatch opened about 12:40 UTC, which one report took for the arrival",
        facts: TMA_11M,
        burns: &[],
        fallback: None,
        used: &[],
    },
    Flight {
        name: "Soyuz TMA-12M",
        designator: None,
        liftoff_utc: "2014-03-25T21:17:23Z",
        presets: soyuz("poisk"),
        docked_otherwise_utc: None,
        note: "third burn inhibited; reverted to the 34-orbit profile",
        facts: TMA_12M,
        burns: &[],
        fallback: Some(TMA_12M_FALLBACK),
        used: &[Used::LiftOff, Used::Fallback],
    },
    Flight {
        name: "Soyuz TMA-13M",
        designator: None,
        liftoff_utc: "2014-05-28T19:57:41Z",
        presets: soyuz("rassvet"),
        docked_otherwise_utc: None,
        note: "separation 20:06:29 UTC",
        facts: TMA_13M,
        burns: &[],
        fallback: None,
        used: &[],
    },
    Flight {
        name: "Soyuz TMA-19M",
        designator: None,
        liftoff_utc: "2015-12-15T11:03:09Z",
        presets: soyuz("rassvet"),
        docked_otherwise_utc: Some("2015-12-15T17:33:29Z"),
        note: "automatic approach aborted at about 20 m; docked by hand",
        facts: TMA_19M,
        burns: TMA_19M_BURNS,
        fallback: None,
        used: &[],
    },
    Flight {
        name: "Progress M-18M",
        designator: None,
        liftoff_utc: "2013-02-11T14:41:46Z",
        presets: ["progress-m", "soyuz-u", "site-1", "pirs"],
        docked_otherwise_utc: None,
        note: "cargo",
        facts: PROGRESS_M_18M,
        burns: &[],
        fallback: None,
        used: &[Used::LiftOff, Used::Docking],
    },
];
