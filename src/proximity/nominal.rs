//! The numbers of the nominal approach, each with its source.

use super::{Gate, Profile};
use crate::provenance::Sourced;
use crate::units::DEGREE;

impl Profile {
    /// Profile of the automatic approach, the same for all flights.
    pub const NOMINAL: Profile = Profile {
        gates: [
            Gate {
                range: Sourced::assumed(
                    "first braking range",
                    2400.0,
                    "m",
                    "between 2.27 km (MS-28 [OL]) and 2.5 km (MS-03 plan [ESA-MS03])",
                ),
                speed: Sourced::derived(
                    "closing speed after first braking",
                    5.6,
                    "m/s",
                    "2.5 to 1.1 km in 4 min [ESA-MS03], the first 20 s of it while braking",
                ),
            },
            Gate {
                range: Sourced::published(
                    "second braking range",
                    1100.0,
                    "m",
                    "MS-03 plan [ESA-MS03]",
                ),
                speed: Sourced::derived(
                    "closing speed after second braking",
                    3.8,
                    "m/s",
                    "1.1 to 0.64 km in 2 min [ESA-MS03]",
                ),
            },
            Gate {
                range: Sourced::published(
                    "third braking range",
                    640.0,
                    "m",
                    "MS-03 plan [ESA-MS03]",
                ),
                speed: Sourced::fitted(
                    "closing speed after third braking",
                    1.95,
                    "m/s",
                    "speed at 400 m, 1.7 (TMA-19 voice [NSSP]) to 2.5 m/s [OL]",
                ),
            },
        ],
        fly_around: Sourced::published(
            "start of fly-around",
            400.0,
            "m",
            "400-350 m [OL, OP42-L103]; inside 400 m on Progress M-29M",
        ),
        slow: Sourced::fitted(
            "end of hard slowing-down",
            310.0,
            "m",
            "so that 300 m is passed at the 0.9 m/s called out on TMA-19 [NSSP]",
        ),
        slow_speed: Sourced::fitted(
            "closing speed at the end of hard slowing-down",
            0.95,
            "m/s",
            "0.9 m/s called out at 300 m (TMA-19 [NSSP])",
        ),
        hold: Sourced::derived(
            "hold distance",
            180.0,
            "m",
            "fly-around ends at 200-150 m [OL, RF-20M]",
        ),
        turn_rate: Sourced::derived(
            "fly-around rate",
            0.0023,
            "rad/s",
            "about 50 degrees in 6 min, 0.0024 rad/s [OL], second-hand; less the dead band",
        ),
        turn_braking: Sourced::assumed(
            "fly-around deceleration",
            5e-5,
            "rad/s²",
            "a third of what the lateral thrusters can do at 200 m",
        ),
        turn_angle: Sourced::published(
            "fly-around angle",
            50.0 * DEGREE,
            "rad",
            "about 50 degrees [OL], second-hand",
        ),
        braking_turn: Sourced::assumed(
            "largest turn of the line of sight while braking",
            85.0 * DEGREE,
            "rad",
            "lets the ship be on the axis of any port in time: 25 degrees for nadir ports, 55 for zenith, all of it for aft",
        ),
        station_keeping: Sourced::derived(
            "station-keeping",
            270.0,
            "s",
            "middle of 3 to 6 min [OL, FT11]",
        ),
        contact_speed: Sourced::derived(
            "contact speed",
            0.12,
            "m/s",
            "0.1 m/s nominal [DM-MS24], 0.06-0.15 m/s allowed [OP42-L210]",
        ),
        final_slope: Sourced::fitted(
            "speed gained per metre in the final approach",
            0.002,
            "1/s",
            "with the two speeds gives 11 min from 180 m; 9-11 min planned [OL]",
        ),
        final_speed: Sourced::fitted(
            "top speed of the final approach",
            0.45,
            "m/s",
            "mean of the final approach then is the typical 0.25 m/s [OL]",
        ),
        corridor: Sourced::assumed(
            "corridor half-angle",
            10.0 * DEGREE,
            "rad",
            "8 to 10 degrees is usual for docking corridors (Fehse 2003)",
        ),
        retreat: Sourced::published(
            "retreat distance",
            100.0,
            "m",
            "TMA-19M backed off to about 100 m [SFI-19M]",
        ),
        retreat_speed: Sourced::fitted(
            "retreat speed",
            0.4,
            "m/s",
            "contact of TMA-19M, 9 min late after its retreat; with the law above",
        ),
        settling: Sourced::assumed("settling time", 20.0, "s", "ten command cycles"),
        keeping: Sourced::assumed(
            "settling time while waiting",
            60.0,
            "s",
            "lets the ship float about a metre, to save propellant",
        ),
        cycle: Sourced::assumed("command cycle", 2.0, "s", "short against the settling time"),
        dead_band: Sourced::assumed(
            "velocity dead band per distance",
            1e-4,
            "1/s",
            "2 cm/s at 200 m, the shortest pulse below 20 m",
        ),
        settled_distance: Sourced::assumed(
            "distance from the hold point at which the fly-around ends",
            3.0,
            "m",
            "small against the hold distance",
        ),
        settled_angle: Sourced::assumed(
            "angle to the port axis at which the fly-around ends",
            1.0 * DEGREE,
            "rad",
            "a tenth of the corridor",
        ),
        rest_speed: Sourced::assumed(
            "largest speed of a ship at rest on the port axis",
            0.05,
            "m/s",
            "small against the speed of the final approach",
        ),
        centring_speed: Sourced::assumed(
            "largest speed across the port axis",
            0.3,
            "m/s",
            "of the order of the retreat speed and the final speed",
        ),
    };
}
