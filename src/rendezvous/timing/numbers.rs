//! Constants of the rule and of the interval, with their sources.

use crate::provenance::Sourced;
use crate::units::MINUTE;

/// Docking of the scheme after lift-off where lighting does not bind.
pub const NATURAL_DOCKING: Sourced = Sourced::fitted(
    "natural arrival after lift-off",
    358.3 * MINUTE,
    "s",
    "planned docking of two cargo flights for which lighting did not bind, 358.2 min each (Progress M-18M, 358.23, evidently one of them); a third, for which it hardly did, 358.7 [SURVEY]",
);

/// The same from [`PRACTICE_OPENS`] on.
pub const NATURAL_LATER: Sourced = Sourced::fitted(
    "natural arrival after lift-off, from August 2015",
    363.8 * MINUTE,
    "s",
    "planned docking of three flights for which lighting did not bind: MS-10, MS-11, MS-20, 362.6 to 364.6 min; Progress M-29M, not used, 364.3; MS-05, MS-13 and MS-15, likewise, were planned 15 and 18 min later and 17 min earlier [HELD]",
);

/// First braking burn before the planned docking.
pub const BRAKING_LEAD: Sourced = Sourced::published(
    "first braking before planned docking",
    34.0 * MINUTE,
    "s",
    "plan of Soyuz MS-03 [ESA-MS03]; 35 min TMA-15, 32 min TMA-19 [NSSP]",
);

/// Other published leads, for the sensitivity of the planned docking.
pub const BRAKING_LEADS_SEEN: [Sourced; 2] = [
    Sourced::published(
        "least first braking before planned docking",
        32.0 * MINUTE,
        "s",
        "TMA-19 [NSSP]",
    ),
    Sourced::published(
        "most first braking before planned docking",
        35.0 * MINUTE,
        "s",
        "TMA-15 [NSSP]",
    ),
];

/// Light before the planned docking of an uncrewed ship.
pub const CARGO_LEAD: Sourced = Sourced::fitted(
    "light before planned docking, no crew on board",
    20.0 * MINUTE,
    "s",
    "Progress M-27M, lost on the way, was planned 20.2 min after sunrise; no cargo ship is known to have been held back by it [HELD]",
);

/// Start of the final approach before the planned docking.
pub const FINAL_APPROACH_LEAD: Sourced = Sourced::published(
    "final approach before planned docking",
    9.0 * MINUTE,
    "s",
    "TMA-15 and TMA-19 [NSSP]",
);

/// Latest planned docking after sunset for all series but Soyuz TMA-M.
pub const DUSK_LEAD: Sourced = Sourced::fitted(
    "latest planned docking after sunset, cargo ships and Soyuz MS",
    4.6 * MINUTE,
    "s",
    "set by MS-05, MS-06, MS-12 and MS-13, 3.8 to 4.8 min; 22 plans at dusk, fourteen of them cargo ships, 3.5 to 8.1 min, have the median 4.65: contact, which comes ahead of the plan, then falls to sunset [HELD, DUSK]",
);

/// Time by which contact comes before planned docking.
pub const RESERVE: Sourced = Sourced::fitted(
    "contact ahead of planned docking",
    3.9 * MINUTE,
    "s",
    "mean of ten sister flights, TMA-11M not among them; which ten is not on record [SURVEY]",
);

/// Smallest and largest time by which contact came before planned docking.
pub const RESERVE_RANGE: [Sourced; 2] = [
    Sourced::fitted(
        "contact ahead of planned docking, least",
        -MINUTE,
        "s",
        "25 flights to 2021: Progress M-24M came a minute after its plan, to the minute [HELD]",
    ),
    Sourced::fitted(
        "contact ahead of planned docking, most",
        7.0 * MINUTE,
        "s",
        "25 flights to 2021: Progress M-17M, to the minute [HELD]",
    ),
];

/// Smallest and largest difference between the rule and the published planned docking.
pub const RESIDUAL_RANGE: [Sourced; 2] = [
    Sourced::fitted(
        "rule less published plan, least",
        -0.1 * MINUTE,
        "s",
        "twelve four-orbit flights, October 2012 to July 2015, TMA-11M among them and not an extreme [SURVEY]",
    ),
    Sourced::fitted(
        "rule less published plan, most",
        1.9 * MINUTE,
        "s",
        "twelve four-orbit flights, October 2012 to July 2015, TMA-11M among them and not an extreme [SURVEY]",
    ),
];

/// Earliest and latest planned docking where lighting did not bind.
pub const CHOICE_RANGE: [Sourced; 2] = [
    Sourced::fitted(
        "earliest planned docking where lighting did not bind",
        347.3 * MINUTE,
        "s",
        "Soyuz MS-15; of thirteen flights to 2021 [HELD]",
    ),
    Sourced::fitted(
        "latest planned docking where lighting did not bind",
        381.7 * MINUTE,
        "s",
        "Soyuz MS-13; of thirteen flights to 2021 [HELD]",
    ),
];

/// Modified Julian date (UTC) of 2015-08-01. From then on the natural arrival is [`NATURAL_LATER`] and the rule's
/// plan is one of several possible ones; the flights to which the rule was fitted end in July 2015.
pub const PRACTICE_OPENS: Sourced = Sourced::fitted(
    "date from which plans are seen to use the light otherwise",
    57_235.0,
    "d (MJD, UTC)",
    "rule confirmed to July 2015, a later natural time from October and departures from December 2015 on [SURVEY, DUSK]",
);

/// Half-width of the search span for the reach of the burns about the planned docking.
pub const REACH_SEARCHED: Sourced = Sourced::assumed(
    "half-width of the search for the reach of the burns about planned docking",
    90.0 * MINUTE,
    "s",
    "about one revolution of the station",
);

/// All numbers of the timing model, for reports.
pub const NUMBERS: [Sourced; 17] = [
    NATURAL_DOCKING,
    NATURAL_LATER,
    BRAKING_LEAD,
    BRAKING_LEADS_SEEN[0],
    BRAKING_LEADS_SEEN[1],
    CARGO_LEAD,
    FINAL_APPROACH_LEAD,
    DUSK_LEAD,
    RESERVE,
    RESERVE_RANGE[0],
    RESERVE_RANGE[1],
    RESIDUAL_RANGE[0],
    RESIDUAL_RANGE[1],
    CHOICE_RANGE[0],
    CHOICE_RANGE[1],
    PRACTICE_OPENS,
    REACH_SEARCHED,
];
