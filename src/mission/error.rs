//! Errors of scenarios and missions.

use crate::ascent::AscentError;
use crate::forces::ModelError;
use crate::orbit::OrbitError;
use crate::propagate::PropagateError;
use crate::proximity::ProximityError;
use crate::rendezvous::choice::Scheme;
use crate::rendezvous::scheme::PHASE_SLACK;
use crate::rendezvous::{BurnName, PlanError};
use crate::target::TargetError;
use crate::units::DEGREE;

/// Errors of a scenario.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum ScenarioError {
    /// The file cannot be read.
    #[error("cannot read scenario file {path}: {problem}")]
    Read {
        /// The file.
        path: String,
        /// Why not.
        problem: String,
    },
    /// Unknown name.
    #[error("there is no embedded scenario `{name}` and no such file{hint}")]
    Unknown {
        /// The name given.
        name: String,
        /// A similar name, or all names.
        hint: String,
    },
    /// Invalid TOML or an unknown key.
    #[error("{origin}: {message}")]
    Toml {
        /// File or name of the text.
        origin: String,
        /// The problem, with line and column.
        message: String,
    },
    /// An error in a file.
    #[error("{origin}: {error}")]
    In {
        /// The file, or the name of an embedded scenario.
        origin: String,
        /// The error.
        error: Box<ScenarioError>,
    },
    /// The element set is invalid.
    #[error("`station.tle`: {problem}\n    {}\n    {}", lines[0], lines[1])]
    Elements {
        /// The lines given.
        lines: [String; 2],
        /// The problem.
        problem: String,
    },
    /// A value is not allowed.
    #[error("`{key}` = {value}: {problem}")]
    Value {
        /// The key.
        key: &'static str,
        /// The value given.
        value: String,
        /// The problem and the allowed values.
        problem: String,
    },
}

/// Reasons why a mission cannot be planned or flown to contact.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum MissionError {
    /// The scenario is invalid.
    #[error(transparent)]
    Scenario(#[from] ScenarioError),
    /// The station's element set cannot be used.
    #[error("{}", of_the_set(.0))]
    Target(#[from] TargetError),
    /// The element set is too old, or too long after lift-off.
    #[error(
        "[station] tle: {}; the epoch must be between {most} days before and {} days after lift-off, for which the \
         station's position along its orbit is accurate to a few degrees",
        age_in_words(*age_days), -least
    )]
    ElementAge {
        /// Age at lift-off [days].
        age_days: f64,
        /// Least age accepted [days].
        least: f64,
        /// Largest age accepted [days].
        most: f64,
    },
    /// The span of launch opportunities is too long for one element set, or not positive.
    #[error("{days} days: must be above 0 and at most {most}, the range of one element set")]
    Days {
        /// Days given.
        days: f64,
        /// Most days [days].
        most: f64,
    },
    /// The force model is not available for this date or these options.
    #[error("[model]: {0}{hint}", hint = way_out(.0))]
    Model(#[from] ModelError),
    /// The pad is too far from the station's orbit plane at lift-off.
    #[error(
        "liftoff_utc = {liftoff}: the pad is {:.2}° {} of the station's orbital plane; the limit is \
         {limit_deg:.0}°{hint}", distance_deg.abs(), side(*distance_deg)
    )]
    OutOfPlane {
        /// Lift-off as given.
        liftoff: String,
        /// Angle from plane to pad, positive to the left of flight [deg].
        distance_deg: f64,
        /// Largest angle for which an ascent is attempted [deg].
        limit_deg: f64,
        /// The lift-off into the plane, in words; empty if not within half a day.
        hint: String,
    },
    /// The pad is farther from the insertion plane than the launcher can steer.
    #[error(
        "liftoff_utc = {liftoff}: the pad is {:.2}° {} of the insertion plane; the launcher can steer {:.2}° on that \
         side before its third stage runs out of propellant{hint}",
        distance_deg.abs(), side(*distance_deg), limit_deg.abs()
    )]
    BeyondSteering {
        /// Lift-off as given.
        liftoff: String,
        /// Angle from plane to pad, positive to the left of flight [deg].
        distance_deg: f64,
        /// Largest angle that can be steered on that side [deg].
        limit_deg: f64,
        /// The lift-off into the plane, in words; empty if not within half a day.
        hint: String,
    },
    /// The phase is outside the windows.
    #[error("{}", out_of_phase(liftoff, *phase_deg, *asked, *other))]
    OutOfPhase {
        /// Lift-off as given.
        liftoff: String,
        /// Phase at separation, 0 to 360 [deg].
        phase_deg: f64,
        /// The scheme requested.
        asked: Option<Scheme>,
        /// A scheme that can be flown.
        other: Option<Scheme>,
    },
    /// The scheme does not have the burn that is to fail.
    #[error("`faults`: the {} scheme has no burn {burn}; its burns are {burns}", scheme.title())]
    NoSuchBurn {
        /// The burn given.
        burn: BurnName,
        /// The scheme.
        scheme: Scheme,
        /// Its burns.
        burns: String,
    },
    /// The pad never crosses the plane.
    #[error(
        "no in-plane lift-off within half a day: the pad does not cross the station's plane; check that the element set is that of the station"
    )]
    NoLiftOff,
    /// The docking is so early that the autonomous burns would come before the last ground burns.
    #[error(
        "planned docking {:.0} min after lift-off is too early for four orbits: the first autonomous \
         burn, 119 min before docking, must come 15 min or more after DV4 (docking from about 330 min on)",
        .met_s / 60.0
    )]
    TooEarly {
        /// Planned docking after lift-off [s].
        met_s: f64,
    },
    /// A burn failed, and no recovery is within the available delta-v.
    #[error(
        "{burn} failed at MET {}, and the ship can no longer reach the station: {tried}; available: \
         {limit:.0} m/s", met(*met_s)
    )]
    Lost {
        /// The burn.
        burn: BurnName,
        /// Time [s after lift-off].
        met_s: f64,
        /// The recoveries considered, with their delta-v.
        tried: String,
        /// Delta-v that leaves enough propellant for approach and descent [m/s].
        limit: f64,
    },
    /// A two-day flight needs more delta-v than is available.
    #[error(
        "the two-day flight needs {needed:.0} m/s; available, with a reserve for descent: {limit:.0} m/s"
    )]
    TooDear {
        /// Delta-v of the plan to the end of braking [m/s].
        needed: f64,
        /// Delta-v that leaves enough propellant for approach and descent [m/s].
        limit: f64,
    },
    /// Too little propellant remains for descent at contact.
    #[error(
        "the flight to contact used {used_kg:.0} kg of propellant; with a reserve for descent {allowed_kg:.0} kg are available"
    )]
    PropellantSpent {
        /// Used from separation to contact [kg].
        used_kg: f64,
        /// What may be used [kg].
        allowed_kg: f64,
    },
    /// The ascent failed.
    #[error("{0}")]
    Ascent(#[from] AscentError),
    /// No burn plan.
    #[error("{0}")]
    Plan(#[from] PlanError),
    /// The orbit could not be integrated.
    #[error("{0}")]
    Propagate(#[from] PropagateError),
    /// A state has no orbital elements.
    #[error("orbit: {0}")]
    Orbit(#[from] OrbitError),
    /// The approach failed.
    #[error("{0}")]
    Proximity(#[from] ProximityError),
    /// The approach ended without contact.
    #[error("approach: the ship keeps station {range_m:.0} m from the port and has not docked")]
    NoContact {
        /// Distance to the port [m].
        range_m: f64,
    },
}

impl MissionError {
    /// Whether the input is invalid, rather than the flight failed.
    pub fn is_input(&self) -> bool {
        match self {
            Self::Scenario(_)
            | Self::Target(_)
            | Self::ElementAge { .. }
            | Self::Days { .. }
            | Self::Model(_)
            | Self::OutOfPlane { .. }
            | Self::BeyondSteering { .. }
            | Self::OutOfPhase { .. }
            | Self::NoSuchBurn { .. }
            | Self::TooEarly { .. }
            | Self::NoLiftOff => true,
            Self::Ascent(e) => matches!(e, AscentError::OutOfPlane { .. }),
            Self::Plan(_)
            | Self::Propagate(_)
            | Self::Orbit(_)
            | Self::Proximity(_)
            | Self::Lost { .. }
            | Self::TooDear { .. }
            | Self::PropellantSpent { .. }
            | Self::NoContact { .. } => false,
        }
    }
}

/// Hint for a date or an orbit that the atmosphere model does not cover.
fn way_out(error: &ModelError) -> &'static str {
    match error {
        ModelError::Atmosphere(_) => {
            "; `drag = false` in the scenario's [model] flies without an atmosphere"
        }
        _ => "",
    }
}

/// The message with the key of the element set, which a date without Earth orientation does not concern.
fn of_the_set(error: &TargetError) -> String {
    match error {
        TargetError::EarthOrientation(error) => error.to_string(),
        _ => format!("[station] tle: {error}"),
    }
}

fn side(angle: f64) -> &'static str {
    if angle > 0.0 { "to the left" } else { "to the right" }
}

/// The age of an element set, before or after lift-off.
fn age_in_words(days: f64) -> String {
    let side = if days >= 0.0 { "before" } else { "after" };
    format!("its epoch is {:.1} days {side} lift-off", days.abs())
}

fn out_of_phase(liftoff: &str, phase: f64, asked: Option<Scheme>, other: Option<Scheme>) -> String {
    let takes = |s: Scheme| format!("the {} window is {}", s.title(), s.window_in_words());
    let slack = PHASE_SLACK.value / DEGREE;
    let ahead = format!("liftoff_utc = {liftoff}: the station is {phase:.1}° ahead at separation");
    match (asked, other) {
        (Some(asked), Some(other)) => {
            format!("{ahead}; {}; scheme = \"{}\" is possible", takes(asked), other.title())
        }
        (Some(asked), None) => {
            format!("{ahead}; {}, with a margin of {slack:.0}° on either side", takes(asked))
        }
        (None, _) => format!(
            "{ahead}; {}, {}, each with a margin of {slack:.0}° on either side; `soyuz window` lists launch \
             opportunities and what can be flown from them",
            takes(Scheme::FourOrbit),
            takes(Scheme::TwoDay)
        ),
    }
}

/// Elapsed time as h:mm.
fn met(t: f64) -> String {
    format!("{}:{:02}", (t / 3600.0) as u64, (t / 60.0) as u64 % 60)
}
