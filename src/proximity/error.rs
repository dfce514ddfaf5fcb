//! Why an approach failed.

use super::log::Phase;
use crate::units::{DEGREE, MINUTE};

/// Why an approach failed: what, where, the value and its limit.
#[derive(Clone, Copy, Debug, PartialEq, thiserror::Error)]
pub enum ProximityError {
    /// The approach would start after the first braking burn.
    #[error("approach starts {range:.0} m from the port, inside the {gate:.0} m of the first braking burn ({})", met(*.t))]
    StartsTooNear {
        /// Distance to the port [m].
        range: f64,
        /// Where the first braking burn is due [m].
        gate: f64,
        /// When [s].
        t: f64,
    },
    /// The ship passed without coming near enough.
    #[error("ship does not arrive: it passes the port at {range:.0} m, outside the gate at {gate:.0} m ({})", met(*.t))]
    DidNotArrive {
        /// Closest distance to the port [m].
        range: f64,
        /// The gate that was not reached [m].
        gate: f64,
        /// When [s].
        t: f64,
    },
    /// A phase did not end.
    #[error("{phase} lasts longer than the {:.0} min allowed, {range:.1} m from the port ({})", .limit / MINUTE, met(*.t))]
    TooLong {
        /// Which.
        phase: Phase,
        /// Longest duration allowed [s].
        limit: f64,
        /// Distance to the port [m].
        range: f64,
        /// When [s].
        t: f64,
    },
    /// The final approach left its cone.
    #[error("ship is {:.1} degrees off the port axis at {range:.1} m, corridor is {:.1} degrees ({})", .angle / DEGREE, .limit / DEGREE, met(*.t))]
    OutsideCorridor {
        /// Angle to the axis [rad].
        angle: f64,
        /// Half-angle of the cone [rad].
        limit: f64,
        /// Distance to the port [m].
        range: f64,
        /// When [s].
        t: f64,
    },
    /// Contact outside what the docking mechanism takes.
    #[error("{quantity} {value:.3} {unit} is outside {low}-{high} {unit} at contact ({})", met(*.t))]
    Contact {
        /// Which quantity.
        quantity: &'static str,
        /// Its value [`unit`].
        value: f64,
        /// Least allowed [`unit`].
        low: f64,
        /// Most allowed [`unit`].
        high: f64,
        /// Unit.
        unit: &'static str,
        /// When [s].
        t: f64,
    },
    /// Too little propellant would be left for the descent.
    #[error("{phase} leaves {left:.1} kg of propellant, {reserve:.1} kg must stay for the descent ({})", met(*.t))]
    PropellantOut {
        /// During which phase.
        phase: Phase,
        /// Propellant left [kg].
        left: f64,
        /// What must be left [kg].
        reserve: f64,
        /// When [s].
        t: f64,
    },
    /// The path of the station is not known long enough.
    #[error("station's path is known from {start:.0} s to {end:.0} s only; approach needs it at {}", met(*.t))]
    StationUnknown {
        /// First instant known [s].
        start: f64,
        /// Last instant known [s].
        end: f64,
        /// Instant needed [s].
        t: f64,
    },
    /// A state with NaN in it.
    #[error("position of the ship is not a number ({})", met(*.t))]
    NotFinite {
        /// When [s].
        t: f64,
    },
}

/// Mission elapsed time as `MET 06:12:31`.
fn met(t: f64) -> String {
    let s = t.abs().round() as i64;
    let sign = if t < 0.0 { "-" } else { "" };
    format!("MET {sign}{:02}:{:02}:{:02}", s / 3600, s / 60 % 60, s % 60)
}
