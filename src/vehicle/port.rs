//! The docking ports a Soyuz or Progress may be sent to.
//!
//! Positions and axes are in the station's local-vertical local-horizontal frame (LVLH): x forward
//! along the velocity (V-bar), y opposite the orbit normal (H-bar), z to the Earth (R-bar, down);
//! origin in the centre of mass. The station is taken to fly with its own axes along these.

use crate::provenance::Sourced;
use nalgebra::Vector3;
use serde::Serialize;
use std::fmt;
use std::str::FromStr;

/// Where the positions come from; one metre is the accuracy claimed there.
pub const POSITION_SOURCE: &str = "layout made by [OL], to about 1 m; Pirs by symmetry with Poisk";

/// A docking port of the Russian segment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Port {
    /// Rassvet (MRM1), facing the Earth.
    Rassvet,
    /// Poisk (MRM2), facing away from the Earth.
    Poisk,
    /// Pirs (DC1), facing the Earth; until 2021.
    Pirs,
    /// Aft port of Zvezda, facing backward.
    Zvezda,
}

impl Port {
    /// All ports, in the order in which errors list them.
    pub const ALL: [Port; 4] = [Port::Rassvet, Port::Poisk, Port::Pirs, Port::Zvezda];

    /// Name as scenarios spell it.
    pub const fn name(self) -> &'static str {
        match self {
            Port::Rassvet => "rassvet",
            Port::Poisk => "poisk",
            Port::Pirs => "pirs",
            Port::Zvezda => "zvezda",
        }
    }

    /// Name and side, for people.
    pub const fn title(self) -> &'static str {
        match self {
            Port::Rassvet => "Rassvet (nadir)",
            Port::Poisk => "Poisk (zenith)",
            Port::Pirs => "Pirs (nadir)",
            Port::Zvezda => "Zvezda (aft)",
        }
    }

    /// Centre of the docking plane from the station's centre of mass, LVLH [m]; see [`POSITION_SOURCE`].
    pub const fn position(self) -> Vector3<f64> {
        match self {
            Port::Rassvet => Vector3::new(-13.2, 0.0, 8.1),
            Port::Poisk => Vector3::new(-26.1, 0.0, -6.1),
            Port::Pirs => Vector3::new(-26.1, 0.0, 6.1),
            Port::Zvezda => Vector3::new(-37.6, 0.0, 0.0),
        }
    }

    /// Where it is, for reports.
    pub fn numbers(self) -> [Sourced; 2] {
        let at = self.position();
        let tell = |name, value| Sourced::assumed(name, value, "m", POSITION_SOURCE);
        [
            tell("docking port ahead of the station's centre of mass", at.x),
            tell("docking port below the station's centre of mass", at.z),
        ]
    }

    /// Unit vector from the port outward, LVLH: a ship on the docking axis is on this side and
    /// moves against it.
    pub const fn axis(self) -> Vector3<f64> {
        match self {
            Port::Rassvet | Port::Pirs => Vector3::new(0.0, 0.0, 1.0),
            Port::Poisk => Vector3::new(0.0, 0.0, -1.0),
            Port::Zvezda => Vector3::new(-1.0, 0.0, 0.0),
        }
    }
}

impl fmt::Display for Port {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

/// A port name that is none of [`Port::ALL`].
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("there is no docking port \"{given}\"; ports are rassvet, poisk, pirs, zvezda")]
pub struct UnknownPort {
    /// The name as given.
    pub given: String,
}

impl FromStr for Port {
    type Err = UnknownPort;

    fn from_str(name: &str) -> Result<Self, UnknownPort> {
        let wanted = name.trim().to_ascii_lowercase();
        Port::ALL
            .into_iter()
            .find(|port| port.name() == wanted)
            .ok_or_else(|| UnknownPort { given: name.to_owned() })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_parse_back_and_the_error_lists_them_all() {
        for port in Port::ALL {
            assert_eq!(port.name().parse::<Port>(), Ok(port));
        }
        assert_eq!(" Rassvet ".parse::<Port>(), Ok(Port::Rassvet));
        let message = "harmony".parse::<Port>().unwrap_err().to_string();
        assert!(message.contains("\"harmony\""), "{message}");
        for port in Port::ALL {
            assert!(message.contains(port.name()), "{message} lacks {port}");
        }
    }

    #[test]
    fn every_port_opens_away_from_the_station() {
        for port in Port::ALL {
            assert_eq!(port.axis().norm(), 1.0);
            assert!(port.position().dot(&port.axis()) > 0.0, "{port} faces the hull");
        }
    }
}
