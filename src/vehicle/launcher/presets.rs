//! Launcher presets. Source keys are those of `docs/references.md`.

use super::{Aerodynamics, Launcher, PitchProgramme, Sequence, Stage, StageEngine};
use crate::provenance::Sourced;
use crate::units::DEGREE;

/// Soyuz-FG with a crewed Soyuz TMA-M (2001–2019).
pub const SOYUZ_FG: Launcher = Launcher {
    key: "soyuz-fg",
    name: "Soyuz-FG",
    strap_on_count: 4,
    strap_on: Stage {
        name: "Blok B, V, G, D",
        dry: Sourced::published("strap-on dry mass", 3_800.0, "kg", "WP-FG, SF101 (3784–3815)"),
        propellant: Sourced::published("strap-on propellant", 39_600.0, "kg", "WP-FG, SF101"),
        engine: StageEngine {
            thrust_vacuum: Sourced::published(
                "strap-on vacuum thrust",
                1_021_300.0,
                "N",
                "RD-107A, WP-FG",
            ),
            thrust_sea_level: Some(Sourced::published(
                "strap-on sea-level thrust",
                838_500.0,
                "N",
                "RD-107A, WP-FG",
            )),
            specific_impulse: Sourced::published(
                "strap-on vacuum impulse",
                320.2,
                "s",
                "RD-107A, WP-FG",
            ),
        },
    },
    core: Stage {
        name: "Blok A",
        dry: Sourced::published("core dry mass", 6_550.0, "kg", "WP-FG, TV (6450–6550)"),
        propellant: Sourced::published("core propellant", 92_950.0, "kg", "WP-FG, TV"),
        engine: StageEngine {
            thrust_vacuum: Sourced::published(
                "core vacuum thrust",
                990_180.0,
                "N",
                "RD-108A, WP-FG",
            ),
            thrust_sea_level: Some(Sourced::published(
                "core sea-level thrust",
                792_480.0,
                "N",
                "RD-108A, WP-FG",
            )),
            specific_impulse: Sourced::published(
                "core vacuum impulse",
                320.6,
                "s",
                "RD-108A, WP-FG",
            ),
        },
    },
    upper: Stage {
        name: "Blok I",
        dry: Sourced::published("third stage dry mass", 2_410.0, "kg", "WP-FG, TV"),
        propellant: Sourced::published("third stage propellant", 22_890.0, "kg", "WP-FG, TV"),
        engine: StageEngine {
            thrust_vacuum: Sourced::published(
                "third stage vacuum thrust",
                297_930.0,
                "N",
                "RD-0110, WP-FG",
            ),
            thrust_sea_level: None,
            specific_impulse: Sourced::published(
                "third stage vacuum impulse",
                326.0,
                "s",
                "RD-0110, WP-FG",
            ),
        },
    },
    skirt: Sourced::published("third stage aft skirt", 400.0, "kg", "WP-FG; OL estimates 430"),
    adapter: Sourced::assumed("spacecraft adapter", 150.0, "kg", "light ring of 2.7 m diameter"),
    tower: Some(Sourced::published("escape tower", 1_930.0, "kg", "OL (1740–1930)")),
    fairing: Sourced::assumed(
        "crewed fairing",
        2_100.0,
        "kg",
        "shell of 3.0 m diameter with the frame of the escape system",
    ),
    sequence: Sequence {
        pad_burn: Sourced::assumed(
            "full flow on the pad before lift-off",
            2.5,
            "s",
            "gives 305.7 t at lift-off; published 305–313 t (WP-FG, TASS-FG)",
        ),
        throttle: Sourced::assumed(
            "strap-ons throttle down",
            112.0,
            "s",
            "as on Soyuz-ST: CSG manual, quoted by OL",
        ),
        throttle_to: Sourced::assumed(
            "strap-on throttle",
            0.81,
            "1",
            "as on Soyuz-ST: CSG manual, quoted by OL",
        ),
        tower: Sourced::published("escape tower jettison", 114.0, "s", "REG quoting RSW"),
        strap_on_cut_off: Sourced::assumed(
            "strap-on cut-off",
            117.4,
            "s",
            "as on Soyuz-ST: CSG manual, quoted by OL; published separation is 0.4 s later",
        ),
        strap_on_separation: Sourced::published("strap-on separation", 117.8, "s", "REG, NASA-TL"),
        fairing: Sourced::published("fairing jettison", 157.5, "s", "REG, TV"),
        upper_ignition: Sourced::derived(
            "third stage ignition",
            284.76,
            "s",
            "0.24 s before core cut-off: OL, Progress MS-19 cyclogram",
        ),
        core_cut_off: Sourced::published("core cut-off", 285.0, "s", "TV"),
        core_separation: Sourced::published("core separation", 287.6, "s", "TV; OL 287.70"),
        skirt: Sourced::published("aft skirt jettison", 297.0, "s", "OL, MS-19 cyclogram"),
        separation_delay: Sourced::derived(
            "third stage cut-off to spacecraft separation",
            3.3,
            "s",
            "528.3 − 525.0: TV, RSW-09M",
        ),
    },
    aerodynamics: Aerodynamics {
        area_with_strap_ons: Sourced::assumed(
            "reference area with strap-ons",
            29.6,
            "m²",
            "fairing of 3.0 m, 7.07, and four strap-ons of 2.68 m, 4 × 5.64",
        ),
        area: Sourced::assumed("reference area of the core", 7.07, "m²", "3.0 m fairing"),
        scale: Sourced::fitted(
            "factor on the drag law",
            1.1,
            "1",
            "towards the published largest dynamic pressure of 36.3 kPa (OL quoting SoyCOM)",
        ),
        incidence: Sourced::published("drag growth with incidence", 3.0, "1/rad²", "SB"),
    },
    pitch: PitchProgramme {
        knots_s_deg: &[
            (0.0, 90.0),
            (5.0, 90.0),
            (11.0, 88.9),
            (16.0, 87.1),
            (21.0, 85.1),
            (26.0, 82.6),
            (31.0, 79.9),
            (36.0, 76.6),
            (41.0, 73.2),
            (46.0, 69.4),
            (51.0, 65.6),
            (56.0, 62.0),
            (61.0, 58.5),
            (66.0, 55.0),
            (71.0, 51.6),
            (76.0, 48.7),
            (81.0, 45.9),
            (86.0, 43.3),
            (91.0, 40.9),
            (96.0, 38.8),
            (118.0, 33.7),
            (128.0, 26.7),
            (210.0, 17.3),
            (285.0, 11.3),
            (287.6, 11.3),
        ],
        source: "that of Soyuz-2.1a with a crew: OL, after Starsem fig. 2-4, fitted there to flown heights",
        raised_after: Sourced::assumed("pitch is raised after", 118.0, "s", "strap-ons gone"),
        raised_by: Sourced::fitted(
            "pitch of stage 2 raised by",
            3.0 * DEGREE,
            "rad",
            "height of core separation of Soyuz-FG, 160–169 km (OL quoting SoyCOM: 168 km)",
        ),
    },
};

/// Soyuz-U (1973–2017) with Progress M: older engines of stages 1 and 2, with the thrust of Soyuz-FG assumed.
/// Numbers taken over from Soyuz-FG are reported as assumptions.
pub const SOYUZ_U: Launcher = Launcher {
    key: "soyuz-u",
    name: "Soyuz-U",
    strap_on: Stage {
        engine: StageEngine {
            specific_impulse: Sourced::published(
                "strap-on vacuum impulse",
                319.0,
                "s",
                "RD-117, WP-U",
            ),
            ..SOYUZ_FG.strap_on.engine
        },
        ..SOYUZ_FG.strap_on
    },
    core: Stage {
        engine: StageEngine {
            specific_impulse: Sourced::published("core vacuum impulse", 319.0, "s", "RD-118, WP-U"),
            ..SOYUZ_FG.core.engine
        },
        ..SOYUZ_FG.core
    },
    upper: Stage {
        propellant: Sourced::published("third stage propellant", 22_790.0, "kg", "WP-U"),
        engine: StageEngine {
            specific_impulse: Sourced::published(
                "third stage vacuum impulse",
                325.0,
                "s",
                "RD-0110, WP-U",
            ),
            ..SOYUZ_FG.upper.engine
        },
        ..SOYUZ_FG.upper
    },
    ..SOYUZ_FG
};

/// Soyuz-2.1a: Soyuz-FG with a digital control system. Numbers taken over from Soyuz-FG are reported as assumptions.
pub const SOYUZ_2_1A: Launcher = Launcher {
    key: "soyuz-2.1a",
    name: "Soyuz-2.1a",
    sequence: Sequence {
        core_separation: Sourced::published("core separation", 287.5, "s", "OL (287.4–287.7)"),
        ..SOYUZ_FG.sequence
    },
    ..SOYUZ_FG
};

/// Fairing of cargo spacecraft.
pub(super) const CARGO_FAIRING: Sourced = Sourced::assumed(
    "cargo fairing",
    1_700.0,
    "kg",
    "same diameter as the crewed fairing, no frame for the escape system",
);

/// All launchers.
pub const LAUNCHERS: [Launcher; 3] = [SOYUZ_FG, SOYUZ_U, SOYUZ_2_1A];
