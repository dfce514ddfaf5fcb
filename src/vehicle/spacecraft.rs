//! Soyuz and Progress spacecraft: mass, propellant, engines, areas.

use crate::constants::G0;
use crate::provenance::Sourced;
use serde::Serialize;
use std::fmt;
use std::str::FromStr;

/// An engine, or a set of thrusters with one thrust direction.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Engine {
    /// Thrust [N].
    pub thrust: Sourced,
    /// Specific impulse [s].
    pub specific_impulse: Sourced,
}

impl Engine {
    /// Exhaust velocity: specific impulse × standard gravity [m/s].
    pub fn exhaust_velocity(&self) -> f64 {
        self.specific_impulse.value * G0
    }

    /// Mass flow rate [kg/s].
    pub fn mass_flow(&self) -> f64 {
        self.thrust.value / self.exhaust_velocity()
    }

    /// Burn time for a velocity change `delta_v` [m/s] of `mass` [kg]: Δt = m (1 − e^(−Δv/c)) / ṁ [s].
    pub fn burn_time(&self, mass: f64, delta_v: f64) -> f64 {
        self.propellant(mass, delta_v) / self.mass_flow()
    }

    /// Propellant for a velocity change `delta_v` [m/s] of `mass` [kg]: m (1 − e^(−Δv/c)) [kg].
    pub fn propellant(&self, mass: f64, delta_v: f64) -> f64 {
        -mass * libm::expm1(-delta_v / self.exhaust_velocity())
    }
}

/// What a burn is made with.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "UPPERCASE")]
pub enum Propulsion {
    /// The main engine.
    Skd,
    /// The approach and attitude thrusters.
    Dpo,
}

impl fmt::Display for Propulsion {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Skd => "SKD",
            Self::Dpo => "DPO",
        })
    }
}

/// A series of spacecraft; there is one preset for each.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Series {
    /// Soyuz TMA-M, crewed, 2010 to 2016.
    SoyuzTmaM,
    /// Soyuz MS, crewed, since 2016.
    SoyuzMs,
    /// Progress M, cargo, to 2015.
    ProgressM,
}

impl Series {
    /// Name in scenarios.
    pub const fn key(self) -> &'static str {
        match self {
            Self::SoyuzTmaM => "soyuz-tma-m",
            Self::SoyuzMs => "soyuz-ms",
            Self::ProgressM => "progress-m",
        }
    }

    /// Display name.
    pub const fn title(self) -> &'static str {
        match self {
            Self::SoyuzTmaM => "Soyuz TMA-M",
            Self::SoyuzMs => "Soyuz MS",
            Self::ProgressM => "Progress M",
        }
    }

    /// Soyuz or Progress.
    pub const fn family(self) -> &'static str {
        match self {
            Self::SoyuzTmaM | Self::SoyuzMs => "Soyuz",
            Self::ProgressM => "Progress",
        }
    }
}

/// Mass, engines and areas of a spacecraft. Its attitude is commanded, not simulated.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Spacecraft {
    /// Series.
    pub series: Series,
    /// Mass at separation from the launcher [kg].
    pub mass: Sourced,
    /// Propellant at separation [kg], shared by all engines.
    pub propellant: Sourced,
    /// Propellant that must remain at contact, for undocking and descent [kg].
    pub propellant_reserve: Sourced,
    /// Propellant for attitude control and for the approach after the last braking burn [kg].
    pub propellant_approach: Sourced,
    /// Main engine (SKD), thrusting forward along the body axis.
    pub main_engine: Engine,
    /// Approach and attitude thrusters (DPO) that thrust along the body axis, in either direction.
    pub axial: Engine,
    /// DPO thrusters that thrust sideways, in each of four directions.
    pub lateral: Engine,
    /// Shortest pulse of a thruster [s].
    pub shortest_pulse: Sourced,
    /// Distance of the probe tip ahead of the centre of mass [m].
    pub probe_tip: Sourced,
    /// Drag coefficient times area over mass [m²/kg].
    pub cd_area_per_mass: Sourced,
    /// Solar-radiation coefficient times area over mass [m²/kg].
    pub cr_area_per_mass: Sourced,
}

const MAIN_ENGINE: Engine = Engine {
    thrust: Sourced::published("SKD thrust", 2950.0, "N", "S5.80 engine of KTDU-80 [KT]"),
    specific_impulse: Sourced::published(
        "SKD specific impulse",
        302.0,
        "s",
        "S5.80 engine of KTDU-80 [KT]",
    ),
};

const DPO_ISP: Sourced = Sourced::published(
    "DPO-B specific impulse",
    291.0,
    "s",
    "11D428 class thrusters [OL], second-hand",
);

const LATERAL: Engine = Engine {
    thrust: Sourced::derived(
        "DPO lateral thrust",
        258.0,
        "N",
        "two DPO-B of 129 N [OL, KT]; second-hand",
    ),
    specific_impulse: DPO_ISP,
};

const SHORTEST_PULSE: Sourced = Sourced::assumed(
    "DPO shortest pulse",
    0.03,
    "s",
    "usual for 130 N bipropellant thrusters; 2 mm/s along the body axis, 1 mm/s sideways",
);

const PROBE_TIP: Sourced = Sourced::assumed(
    "probe tip ahead of the centre of mass",
    4.2,
    "m",
    "estimate of [OL] from the 6.98 m body and the extended probe",
);

const CD_AREA_PER_MASS: Sourced = Sourced::derived(
    "ship Cd A/m",
    0.006,
    "m²/kg",
    "Cd 2.2 and A/m 0.0026-0.0029 of the tumbling Progress M-27M [MOL1, MOL2]; 0.003 end-on to 0.0075 broadside",
);

const CR_AREA_PER_MASS: Sourced = Sourced::assumed(
    "ship Cr A/m",
    0.0036,
    "m²/kg",
    "Cr 1.3 with the area of the drag coefficient; moves the ship by decimetres in six hours",
);

const RESERVE: Sourced = Sourced::assumed(
    "propellant for descent",
    260.0,
    "kg",
    "de-orbit burn of about 115-128 m/s and margin",
);

const APPROACH: Sourced = Sourced::assumed(
    "propellant for attitude and final approach",
    70.0,
    "kg",
    "60-80 kg is usual; a second minute of hovering costs 2 kg",
);

/// Soyuz TMA-M (2010–2016); TMA-11M was number 711.
pub const SOYUZ_TMA_M: Spacecraft = Spacecraft {
    series: Series::SoyuzTmaM,
    mass: Sourced::assumed(
        "mass at separation",
        7150.0,
        "kg",
        "usual for TMA-M; up to 7220 kg by [EN], 7220 kg for TMA-09M by [RSW-09M]",
    ),
    propellant: Sourced::published("propellant", 880.0, "kg", "KTDU-80 load of 880-892 kg [KT]"),
    propellant_reserve: RESERVE,
    propellant_approach: APPROACH,
    main_engine: MAIN_ENGINE,
    axial: Engine {
        thrust: Sourced::assumed(
            "DPO axial thrust",
            460.0,
            "N",
            "that of MS-28, 5.06 m/s in 79.6 s [OL]; TMA-M has fewer thrusters, 400-500 N likely",
        ),
        specific_impulse: DPO_ISP,
    },
    lateral: LATERAL,
    shortest_pulse: SHORTEST_PULSE,
    probe_tip: PROBE_TIP,
    cd_area_per_mass: CD_AREA_PER_MASS,
    cr_area_per_mass: CR_AREA_PER_MASS,
};

/// Soyuz MS (since 2016).
pub const SOYUZ_MS: Spacecraft = Spacecraft {
    series: Series::SoyuzMs,
    mass: Sourced::assumed("mass at separation", 7150.0, "kg", "as Soyuz TMA-M"),
    axial: Engine {
        thrust: Sourced::derived("DPO axial thrust", 460.0, "N", "MS-28: 5.06 m/s in 79.6 s [OL]"),
        specific_impulse: DPO_ISP,
    },
    ..SOYUZ_TMA_M
};

/// Progress M (cargo, 1989–2015) in its last series.
pub const PROGRESS_M: Spacecraft = Spacecraft {
    series: Series::ProgressM,
    mass: Sourced::published("mass at separation", 7287.0, "kg", "7283-7290 kg [GCAT]"),
    propellant: Sourced::assumed(
        "propellant",
        880.0,
        "kg",
        "same engine set as Soyuz, KTDU-80 [KT]; 880 kg on Progress MS-15 [RSW-MS15]",
    ),
    ..SOYUZ_TMA_M
};

impl Spacecraft {
    /// All presets.
    pub const PRESETS: [&'static Spacecraft; 3] = [&SOYUZ_TMA_M, &SOYUZ_MS, &PROGRESS_M];

    /// Whether it carries a crew.
    pub fn is_crewed(&self) -> bool {
        self.series != Series::ProgressM
    }

    /// Propellant available until contact [kg].
    pub fn usable_propellant(&self) -> f64 {
        self.propellant.value - self.propellant_reserve.value
    }

    /// Delta-v available before the final approach, without the propellant for approach and descent [m/s]:
    /// c ln(m / (m − m_p)).
    pub fn delta_v_limit(&self) -> f64 {
        let burnt = self.usable_propellant() - self.propellant_approach.value;
        let mass = self.mass.value;
        self.main_engine.exhaust_velocity() * (mass / (mass - burnt)).ln()
    }

    /// All numbers of the spacecraft for reports, except the radiation-pressure coefficient, which most flights do
    /// not use.
    pub fn numbers(&self) -> [Sourced; 13] {
        [
            self.mass,
            self.propellant,
            self.propellant_reserve,
            self.propellant_approach,
            self.main_engine.thrust,
            self.main_engine.specific_impulse,
            self.axial.thrust,
            self.axial.specific_impulse,
            self.lateral.thrust,
            self.lateral.specific_impulse,
            self.shortest_pulse,
            self.probe_tip,
            self.cd_area_per_mass,
        ]
    }
}

impl fmt::Display for Spacecraft {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.series.title())
    }
}

/// An unknown spacecraft name.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("unknown spacecraft \"{given}\"; known: soyuz-tma-m, soyuz-ms, progress-m")]
pub struct UnknownSpacecraft {
    /// The name given.
    pub given: String,
}

impl FromStr for Spacecraft {
    type Err = UnknownSpacecraft;

    fn from_str(name: &str) -> Result<Self, UnknownSpacecraft> {
        let wanted = name.trim().to_ascii_lowercase();
        Spacecraft::PRESETS
            .into_iter()
            .find(|craft| craft.series.key() == wanted)
            .copied()
            .ok_or_else(|| UnknownSpacecraft { given: name.to_owned() })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Quoted for this ship: 28.5 m/s takes 69 s and 115 m/s some 272 kg of 7150 kg at 2950 N and
    /// 302 s; both figures are printed to the unit.
    #[test]
    fn main_engine_burns_as_long_and_as_much_as_quoted() {
        let ship = SOYUZ_TMA_M;
        let time = ship.main_engine.burn_time(ship.mass.value, 28.5);
        assert!((time - 69.0).abs() < 1.0, "28.5 m/s takes {time} s");
        let propellant = ship.main_engine.propellant(ship.mass.value, 115.0);
        assert!((propellant - 272.0).abs() < 1.0, "115 m/s takes {propellant} kg");
    }

    #[test]
    fn presets_parse_back_and_the_error_lists_them_all() {
        for craft in Spacecraft::PRESETS {
            assert_eq!(craft.series.key().parse::<Spacecraft>().as_ref(), Ok(craft));
        }
        let message = "dragon".parse::<Spacecraft>().unwrap_err().to_string();
        for craft in Spacecraft::PRESETS {
            assert!(message.contains(craft.series.key()), "{message} lacks {craft}");
        }
    }
}
