//! Docking ports of the Russian segment of the station.
//!
//! Positions and axes are in the station's local-vertical local-horizontal frame (LVLH): x forward
//! along the velocity (V-bar), y opposite to the orbit normal (H-bar), z towards the Earth (R-bar);
//! origin at the centre of mass. The station's body axes are assumed to be aligned with LVLH.

use crate::provenance::Sourced;
use nalgebra::Vector3;
use serde::Serialize;
use std::fmt;
use std::str::FromStr;

/// Source of the positions, which claims an accuracy of one metre.
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
    /// All ports.
    pub const ALL: [Port; 4] = [Port::Rassvet, Port::Poisk, Port::Pirs, Port::Zvezda];

    /// Name in scenarios.
    pub const fn name(self) -> &'static str {
        match self {
            Port::Rassvet => "rassvet",
            Port::Poisk => "poisk",
            Port::Pirs => "pirs",
            Port::Zvezda => "zvezda",
        }
    }

    /// Display name with the direction the port faces.
    pub const fn title(self) -> &'static str {
        match self {
            Port::Rassvet => "Rassvet (nadir)",
            Port::Poisk => "Poisk (zenith)",
            Port::Pirs => "Pirs (nadir)",
            Port::Zvezda => "Zvezda (aft)",
        }
    }

    /// Position of the centre of the docking plane relative to the station's centre of mass, LVLH [m]; see
    /// [`POSITION_SOURCE`].
    pub const fn position(self) -> Vector3<f64> {
        match self {
            Port::Rassvet => Vector3::new(-13.2, 0.0, 8.1),
            Port::Poisk => Vector3::new(-26.1, 0.0, -6.1),
            Port::Pirs => Vector3::new(-26.1, 0.0, 6.1),
            Port::Zvezda => Vector3::new(-37.6, 0.0, 0.0),
        }
    }

    /// The position, for reports.
    pub fn numbers(self) -> [Sourced; 2] {
        let at = self.position();
        let tell = |name, value| Sourced::assumed(name, value, "m", POSITION_SOURCE);
        [
            tell("docking port ahead of the station's centre of mass", at.x),
            tell("docking port below the station's centre of mass", at.z),
        ]
    }

    /// Outward unit vector of the docking axis, LVLH: a ship approaches from this side, moving against the
    /// vector.
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

/// An unknown port name.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("unknown docking port \"{given}\"; known: rassvet, poisk, pirs, zvezda")]
pub struct UnknownPort {
    /// The name given.
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
    fn every_port_faces_away_from_the_station() {
        for port in Port::ALL {
            assert_eq!(port.axis().norm(), 1.0);
            assert!(port.position().dot(&port.axis()) > 0.0, "{port} faces the hull");
        }
    }
}
