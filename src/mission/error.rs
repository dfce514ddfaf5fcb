//! What is wrong with a scenario, and why a mission was not flown to its end.

use crate::ascent::AscentError;
use crate::forces::ModelError;
use crate::orbit::OrbitError;
use crate::propagate::PropagateError;
use crate::proximity::ProximityError;
use crate::rendezvous::PlanError;
use crate::rendezvous::choice::Scheme;
use crate::rendezvous::scheme::PHASE_SLACK;
use crate::target::TargetError;
use crate::units::DEGREE;

/// What is wrong with a scenario.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum ScenarioError {
    /// No such file.
    #[error("cannot read scenario file {path}: {problem}")]
    Read {
        /// The file.
        path: String,
        /// Why not.
        problem: String,
    },
    /// No such name.
    #[error("no scenario named `{name}` inside the program, nor a file of that name{hint}")]
    Unknown {
        /// The name as given.
        name: String,
        /// What there is.
        hint: String,
    },
    /// Not the TOML it should be; the message carries line and column.
    #[error("{origin}: {message}")]
    Toml {
        /// Where the text came from.
        origin: String,
        /// What is wrong, with line and column.
        message: String,
    },
    /// Something is wrong in a file.
    #[error("{origin}: {error}")]
    In {
        /// The file, or the name of an embedded scenario.
        origin: String,
        /// What.
        error: Box<ScenarioError>,
    },
    /// The element set is not one.
    #[error("`station.tle`: {problem}\n    {}\n    {}", lines[0], lines[1])]
    Elements {
        /// The lines as given.
        lines: [String; 2],
        /// What is wrong.
        problem: String,
    },
    /// A key has a value that is not allowed.
    #[error("`{key}` = {value}: {problem}")]
    Value {
        /// The key.
        key: &'static str,
        /// The value as given.
        value: String,
        /// What is wrong and what is allowed.
        problem: String,
    },
}

/// Why a mission was not flown to its end.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum MissionError {
    /// The scenario is not what it should be.
    #[error(transparent)]
    Scenario(#[from] ScenarioError),
    /// The station's element set cannot be used.
    #[error("{}", of_the_set(.0))]
    Target(#[from] TargetError),
    /// The element set is too far from lift-off to say where the station is.
    #[error(
        "[station] tle: {}; accepted are sets from {most} days before lift-off to {} days after it, in which \
         the station's place along its orbit is good to a few degrees",
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
    /// More days of launch opportunities than any one element set is accepted for, or none.
    #[error(
        "{days} days: must be above 0 and at most {most}, for which one element set is accepted"
    )]
    Days {
        /// Days as asked.
        days: f64,
        /// Most days [days].
        most: f64,
    },
    /// The force model cannot be made for the date, or as asked.
    #[error("[model]: {0}{hint}", hint = way_out(.0))]
    Model(#[from] ModelError),
    /// The pad is too far from the station's orbit plane at lift-off.
    #[error(
        "liftoff_utc = {liftoff}: the pad is {:.2}° {} of the station's orbit plane; more than {limit_deg:.0}° is \
         not tried{hint}", distance_deg.abs(), side(*distance_deg)
    )]
    OutOfPlane {
        /// Lift-off as given.
        liftoff: String,
        /// Angle from plane to pad, positive to the left of flight [deg].
        distance_deg: f64,
        /// Beyond this no ascent is tried [deg].
        limit_deg: f64,
        /// The lift-off into the plane, in words; empty if not within half a day.
        hint: String,
    },
    /// The pad is farther from the plane than the rocket can steer.
    #[error(
        "liftoff_utc = {liftoff}: the pad is {:.2}° {} of the plane of insertion, farther than the rocket can \
         steer, which is {:.2}° on that side; beyond, its third stage runs dry before orbit{hint}",
        distance_deg.abs(), side(*distance_deg), limit_deg.abs()
    )]
    BeyondSteering {
        /// Lift-off as given.
        liftoff: String,
        /// Angle from plane to pad, positive to the left of flight [deg].
        distance_deg: f64,
        /// The farthest from which the rocket reaches it, on that side [deg].
        limit_deg: f64,
        /// The lift-off into the plane, in words; empty if not within half a day.
        hint: String,
    },
    /// The station is too near or too far ahead.
    #[error("{}", out_of_phase(liftoff, *phase_deg, *asked, *other))]
    OutOfPhase {
        /// Lift-off as given.
        liftoff: String,
        /// Phase at separation, 0 to 360 [deg].
        phase_deg: f64,
        /// The scheme asked for.
        asked: Option<Scheme>,
        /// One that could be flown.
        other: Option<Scheme>,
    },
    /// A burn is to fail that the scheme does not have.
    #[error("`faults`: {burn} is no burn of a {} flight; there are {burns}", scheme.title())]
    NoSuchBurn {
        /// The burn as given.
        burn: String,
        /// What is flown.
        scheme: Scheme,
        /// Its burns.
        burns: String,
    },
    /// The pad never comes into the plane.
    #[error(
        "no in-plane lift-off within half a day: the pad is not carried through the station's plane; is the element set that of the station?"
    )]
    NoLiftOff,
    /// A docking so early that the autonomous burns would fall among the ground-computed ones.
    #[error(
        "planned docking {:.0} min after lift-off is too early for four orbits: the first autonomous \
         burn, 119 min before docking, must come 15 min or more after DV4 (docking from about 330 min on)",
        .met_s / 60.0
    )]
    TooEarly {
        /// Planned docking after lift-off [s].
        met_s: f64,
    },
    /// A burn failed and nothing that is left closes within what the ship can spend.
    #[error(
        "{burn} failed at MET {}, and the ship cannot reach the station any more: {tried}; it can \
         spend {limit:.0} m/s", met(*met_s)
    )]
    Lost {
        /// The burn.
        burn: String,
        /// When [s].
        met_s: f64,
        /// What was tried, with its delta-v.
        tried: String,
        /// Delta-v that leaves enough propellant for approach and descent [m/s].
        limit: f64,
    },
    /// A flight of two days takes more than the ship carries.
    #[error(
        "the two-day flight takes {needed:.0} m/s; the ship can spend {limit:.0} m/s and still land"
    )]
    TooDear {
        /// Delta-v of the plan to the end of braking [m/s].
        needed: f64,
        /// Delta-v that leaves enough propellant for approach and descent [m/s].
        limit: f64,
    },
    /// Contact was made with less propellant than the descent takes.
    #[error(
        "the flight to contact took {used_kg:.0} kg of propellant; {allowed_kg:.0} kg leave enough to land"
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
    /// A state on the way makes no orbit.
    #[error("orbit: {0}")]
    Orbit(#[from] OrbitError),
    /// The approach failed.
    #[error("{0}")]
    Proximity(#[from] ProximityError),
    /// The approach ended without contact.
    #[error("approach: the ship holds {range_m:.0} m from the port without having docked")]
    NoContact {
        /// Distance to the port [m].
        range_m: f64,
    },
}

impl MissionError {
    /// Whether the input is at fault (as against a flight that failed).
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

/// What to do about a date or an orbit that the air is not known for.
fn way_out(error: &ModelError) -> &'static str {
    match error {
        ModelError::Atmosphere(_) => "; `drag = false` in the scenario's [model] does without",
        _ => "",
    }
}

/// The key that is at fault: a date without Earth orientation is not the set's.
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
    let takes = |s: Scheme| format!("the {} scheme takes {}", s.title(), s.window_in_words());
    let slack = PHASE_SLACK.value / DEGREE;
    let ahead = format!("liftoff_utc = {liftoff}: the station is {phase:.1}° ahead at separation");
    match (asked, other) {
        (Some(asked), Some(other)) => {
            format!("{ahead}; {}; scheme = \"{}\" would do", takes(asked), other.title())
        }
        (Some(asked), None) => {
            format!("{ahead}; {}, and is tried up to {slack:.0}° beyond", takes(asked))
        }
        (None, _) => format!(
            "{ahead}; {}, {}, and each is tried up to {slack:.0}° beyond; `soyuz window` lists lift-offs with what \
             can be flown from them",
            takes(Scheme::FourOrbit),
            takes(Scheme::TwoDay)
        ),
    }
}

/// Elapsed time as h:mm.
fn met(t: f64) -> String {
    format!("{}:{:02}", (t / 3600.0) as u64, (t / 60.0) as u64 % 60)
}
