//! Errors of the approach.

use super::log::Phase;
use crate::units::{DEGREE, MINUTE};

/// Reasons why an approach failed, with value, limit and time.
#[derive(Clone, Copy, Debug, PartialEq, thiserror::Error)]
pub enum ProximityError {
    /// The start is inside the gate of the first braking burn.
    #[error("approach starts {range:.0} m from the port, inside the gate of the first braking burn at {gate:.0} m ({})", met(*.t))]
    StartsTooNear {
        /// Distance to the port [m].
        range: f64,
        /// Range of the first braking burn [m].
        gate: f64,
        /// Time [s].
        t: f64,
    },
    /// The ship passed the port outside the next gate.
    #[error("ship does not arrive: it passes the port at {range:.0} m, outside the gate at {gate:.0} m ({})", met(*.t))]
    DidNotArrive {
        /// Closest distance to the port [m].
        range: f64,
        /// Range of the gate that was not reached [m].
        gate: f64,
        /// Time [s].
        t: f64,
    },
    /// A phase did not end in time.
    #[error("{phase} exceeds the limit of {:.0} min at {range:.1} m from the port ({})", .limit / MINUTE, met(*.t))]
    TooLong {
        /// The phase.
        phase: Phase,
        /// Longest duration allowed [s].
        limit: f64,
        /// Distance to the port [m].
        range: f64,
        /// Time [s].
        t: f64,
    },
    /// The ship left the corridor of the final approach.
    #[error("ship is {:.1} degrees off the port axis at {range:.1} m; the corridor is {:.1} degrees on either side ({})", .angle / DEGREE, .limit / DEGREE, met(*.t))]
    OutsideCorridor {
        /// Angle to the axis [rad].
        angle: f64,
        /// Half-angle of the cone [rad].
        limit: f64,
        /// Distance to the port [m].
        range: f64,
        /// Time [s].
        t: f64,
    },
    /// Contact conditions outside the limits of the docking mechanism.
    #[error("{quantity} at contact is {value:.3} {unit}, outside {low}-{high} {unit} ({})", met(*.t))]
    Contact {
        /// The quantity.
        quantity: &'static str,
        /// Its value [`unit`].
        value: f64,
        /// Least allowed [`unit`].
        low: f64,
        /// Most allowed [`unit`].
        high: f64,
        /// Unit.
        unit: &'static str,
        /// Time [s].
        t: f64,
    },
    /// Not enough propellant remains for the descent.
    #[error("{phase} leaves {left:.1} kg of propellant; the descent needs {reserve:.1} kg ({})", met(*.t))]
    PropellantOut {
        /// The phase.
        phase: Phase,
        /// Propellant left [kg].
        left: f64,
        /// Propellant that must remain [kg].
        reserve: f64,
        /// Time [s].
        t: f64,
    },
    /// The station's trajectory does not cover the approach.
    #[error("the station's trajectory covers {start:.0} s to {end:.0} s; the approach needs it at {}", met(*.t))]
    StationUnknown {
        /// First instant known [s].
        start: f64,
        /// Last instant known [s].
        end: f64,
        /// Instant needed [s].
        t: f64,
    },
    /// A state is not finite.
    #[error("position of the ship is not a number ({})", met(*.t))]
    NotFinite {
        /// Time [s].
        t: f64,
    },
}

/// Mission elapsed time as `MET 06:12:31`.
fn met(t: f64) -> String {
    let s = t.abs().round() as i64;
    let sign = if t < 0.0 { "-" } else { "" };
    format!("MET {sign}{:02}:{:02}:{:02}", s / 3600, s / 60 % 60, s % 60)
}
