//! The four-orbit scheme: burn times, and the state at which the ship arrives.

use crate::provenance::Sourced;
use crate::units::{DEGREE, KM};

/// Centres of the four ground-computed phasing burns, after spacecraft separation.
pub const GROUND_BURNS: [Sourced; 4] = [
    ground("DV1 centre after separation", 2215.0),
    ground("DV2 centre after separation", 4863.0),
    ground("DV3 centre after separation", 8407.0),
    ground("DV4 centre after separation", 11268.0),
];

const fn ground(name: &'static str, value: f64) -> Sourced {
    Sourced::published(name, value, "s", "burn table of Soyuz TMA-19M [OL], second-hand")
}

/// Centre of the first autonomous burn before planned docking.
pub const IMP1_LEAD: Sourced = Sourced::derived(
    "IMP1 centre before planned docking",
    7165.0,
    "s",
    "TMA-19M: 15157 s after separation, docking planned at MET 6:20:50 [OL]; 7071 s on MS-01 [OL, TASS-MS01], 1:57 on TMA-19 [NSSP]",
);

/// Centre of the second autonomous burn before planned docking.
pub const IMP2_LEAD: Sourced = Sourced::derived(
    "IMP2 centre before planned docking",
    4505.0,
    "s",
    "TMA-19M: 17817 s after separation, docking planned at MET 6:20:50 [OL]; 4482 s on MS-01 [OL, TASS-MS01]",
);

/// Range of the first braking burn.
pub const BRAKING_RANGE: Sourced = crate::proximity::Profile::NOMINAL.gates[0].range;

/// Speed relative to the station at the first braking burn.
///
/// The braking burns remove all but 2 m/s of it, and the velocity across the line of sight; in this model
/// their sum is 1 m/s more than this speed.
pub const ARRIVAL_SPEED: Sourced = Sourced::fitted(
    "relative speed at the first braking burn",
    13.0,
    "m/s",
    "sum of the three braking burns, 15.0 m/s on TMA-19M and 12.8 on MS-01 [OL], mean less 1 m/s",
);

/// Direction of arrival as seen from the station: angle from the nadir towards the velocity.
///
/// A transfer of less than a revolution from below and behind reaches the station's altitude near its
/// apogee, where it is slower than the station, so it arrives from below and *ahead*. Published ranges of
/// two-day flights with the same terminal algorithm are 16 km, 47 km and 97–100 km at 16, 29 and 40–41
/// minutes before the first braking burn; with this angle they are 15 km, 45 km and 95–100 km.
/// `docs/decisions.md` has the fit.
pub const ARRIVAL_ANGLE: Sourced = Sourced::fitted(
    "angle between the nadir of the station and the line of approach, towards ahead",
    75.0 * DEGREE,
    "rad",
    "ranges of MS-03's plan [ESA-MS03] and of TMA-19 [NSSP], sizes of MS-01's two autonomous burns [OL]: 74°, single data 68 to 87°",
);

/// Angle by which the ship aims past the station, for passive safety.
///
/// A ship that does not brake then passes 1.1 km below the station and drifts away behind it; aimed directly
/// at the station it would pass at 0.5 km.
pub const ARRIVAL_OFFSET: Sourced = Sourced::assumed(
    "angle between the arriving velocity and the line of sight, towards backward",
    15.0 * DEGREE,
    "rad",
    "Clohessy-Wiltshire drift from the first braking burn misses a keep-out sphere of 1 km, which is assumed",
);

/// Range to the station at IMP1.
pub const START_RANGE: Sourced = Sourced::published(
    "usual distance from the station at IMP1",
    478.0 * KM,
    "m",
    "plan of Soyuz MS-03 [ESA-MS03], a two-day flight with the same autonomous part",
);

/// Weight of that range in the burn plan.
pub const START_SPREAD: Sourced = Sourced::assumed(
    "deviation from the usual distance at IMP1 that counts as 1 m/s",
    50.0 * KM,
    "m",
    "a preference, since not every phase allows it: ranges are 380 to 480 km for phases of 23 to 39°",
);

/// Phase angles at separation for which the four-orbit scheme is possible.
pub const PHASE_WINDOW: [Sourced; 2] = [
    Sourced::published(
        "least phase at separation",
        18.0 * DEGREE,
        "rad",
        "four-orbit window 18-40° [OL], second-hand; 22° wide [RG]",
    ),
    Sourced::published(
        "largest phase at separation",
        40.0 * DEGREE,
        "rad",
        "four-orbit window 18-40° [OL], second-hand; 22° wide [RG]",
    ),
];

/// Margin on either side of a phase window within which a flight is still attempted.
pub const PHASE_SLACK: Sourced = Sourced::assumed(
    "phase outside the window still tried",
    2.0 * DEGREE,
    "rad",
    "the window is published second-hand and to the degree; an element set ten days old is off by 2.6°",
);

/// Delta-v budget of the six burns and of braking.
pub const DELTA_V_BUDGET: Sourced = Sourced::assumed(
    "delta-v budget to the end of braking",
    125.0,
    "m/s",
    "flown: 114.5 m/s (TMA-19M) and 115.2 m/s (MS-01) [OL]; 8 m/s more for a higher station, and a small margin",
);

/// Least time between the centres of two burns.
pub const LEAST_SPACING: Sourced = Sourced::assumed(
    "least time between two burns",
    900.0,
    "s",
    "time to turn, burn and determine the new orbit; limits only the earliest docking",
);

/// All numbers of the scheme, for reports.
pub const NUMBERS: [Sourced; 17] = [
    GROUND_BURNS[0],
    GROUND_BURNS[1],
    GROUND_BURNS[2],
    GROUND_BURNS[3],
    IMP1_LEAD,
    IMP2_LEAD,
    BRAKING_RANGE,
    ARRIVAL_SPEED,
    ARRIVAL_ANGLE,
    ARRIVAL_OFFSET,
    START_RANGE,
    START_SPREAD,
    PHASE_WINDOW[0],
    PHASE_WINDOW[1],
    PHASE_SLACK,
    DELTA_V_BUDGET,
    LEAST_SPACING,
];

/// Burn times of one flight [s after lift-off].
#[derive(Clone, Debug, PartialEq)]
pub struct Schedule {
    /// Centres of the ground-computed burns to come (DV1 … DV4 in the four-orbit scheme).
    pub ground: Vec<f64>,
    /// Centre of IMP1.
    pub imp1: f64,
    /// Centre of IMP2.
    pub imp2: f64,
    /// First braking burn.
    pub arrival: f64,
}

impl Schedule {
    /// Whether consecutive burns are at least [`LEAST_SPACING`] apart. For too early a docking, the autonomous
    /// burns would come before the last ground-computed ones.
    pub fn is_ordered(&self) -> bool {
        let all = [&self.ground[..], &[self.imp1, self.imp2, self.arrival]].concat();
        all.windows(2).all(|pair| pair[1] - pair[0] >= LEAST_SPACING.value)
    }

    /// The earliest docking for which the burns are in order, for a separation at `separation`; both
    /// in seconds after lift-off. Half a millisecond is added against rounding.
    pub fn earliest_docking(separation: f64) -> f64 {
        separation + GROUND_BURNS[3].value + LEAST_SPACING.value + IMP1_LEAD.value + 5e-4
    }

    /// The four-orbit scheme for a given separation and planned docking, both in seconds after lift-off.
    pub fn new(separation: f64, planned_docking: f64) -> Self {
        Self::with_ground(GROUND_BURNS.map(|b| separation + b.value).into(), planned_docking)
    }

    /// Ground-computed burns at `ground`, and the autonomous burns of a planned docking [s after lift-off].
    pub fn with_ground(ground: Vec<f64>, planned_docking: f64) -> Self {
        Self {
            ground,
            imp1: planned_docking - IMP1_LEAD.value,
            imp2: planned_docking - IMP2_LEAD.value,
            arrival: planned_docking - super::timing::BRAKING_LEAD.value,
        }
    }
}
