//! Ascent from lift-off to orbit: a launcher of the R-7 family in three degrees of freedom.
//!
//! Stages 1 and 2 fly a stored pitch programme in a vertical plane that is fixed before lift-off; their
//! events occur at preset times. Stage 3 is guided in closed loop ([`LinearTangent`]) to the perigee of the
//! insertion orbit, so its cut-off time is a result. [`plan_launch`] finds the launch azimuth for a given
//! target plane, [`fly`] plans and flies, and [`fly_plan`] flies an existing plan, possibly with another
//! launcher.
//!
//! Forces: a given gravity field; thrust, reduced by the ambient pressure on the nozzle exits; drag along the
//! air-relative velocity in the US Standard Atmosphere 1976, which rotates with the Earth. Neglected: lift,
//! wind, attitude dynamics (the axis follows its command at once), thrust build-up and decay, and
//! separation impulses.

mod dynamics;
mod flight;
mod guidance;
mod log;
mod plan;
mod programme;
mod record;
mod steps;
mod timeline;
mod window;

pub use flight::{fly, fly_plan};
pub use guidance::LinearTangent;
pub use log::{AscentEvent, AscentLog, AscentSample, DeltaVBudget};
pub use plan::{Delayed, LaunchPlan, pad_state, plan_launch, plane_distance};
pub use programme::Programme;
pub use timeline::{EventKind, Phase, Timeline, UpperStage};
pub use window::{PAD_LEAD, in_plane_lift_offs};

use crate::constants::GM_EARTH;
use crate::frames::ellipsoid_radius;
use crate::propagate::PropagateError;
use crate::provenance::Sourced;
use crate::units::DEGREE;
use nalgebra::Vector3;

/// Largest angle between the pad and the target plane at lift-off for which an ascent is attempted.
///
/// A crewed launcher has no propellant left in the third stage at 1.6° with the pad to the right of the plane, and
/// at 2.3° with the pad to its left.
pub const REACH: Sourced = Sourced::assumed(
    "largest angle between pad and target plane at lift-off",
    3.0 * DEGREE,
    "rad",
    "beyond what the third stage can steer, 1.6 to 2.3 degrees in this model",
);

/// The orbit to insert into, at its perigee.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct InsertionOrbit {
    /// Geocentric radius of the perigee [m].
    pub perigee_radius: f64,
    /// Geocentric radius of the apogee [m].
    pub apogee_radius: f64,
    /// Unit normal of the orbital plane, along `r × v`, GCRF.
    pub normal: Vector3<f64>,
}

/// Perigee height above the ellipsoid at the latitude of the perigee.
pub const PERIGEE_HEIGHT: Sourced = Sourced::published(
    "insertion perigee height",
    200.0e3,
    "m",
    "nominal insertion of crewed Soyuz-FG, +7/−22 km; EN: 202 km",
);
/// Apogee height above the ellipsoid at the latitude of the apogee.
pub const APOGEE_HEIGHT: Sourced = Sourced::published(
    "insertion apogee height",
    242.0e3,
    "m",
    "nominal insertion of crewed Soyuz-FG, ±42 km; EN: 238 km",
);
/// Geocentric latitude of the insertion point; the apogee lies opposite.
pub const INSERTION_LATITUDE: Sourced = Sourced::derived(
    "geocentric latitude of insertion",
    50.9 * DEGREE,
    "rad",
    "1680 km downrange from Baikonur in a plane of 51.6°: the model's own ascent",
);

impl InsertionOrbit {
    /// The published insertion orbit of crewed Soyuz, in the plane with unit normal `normal` (GCRF).
    ///
    /// The published heights are taken as heights above the ellipsoid at the latitude of each apsis. The
    /// period is then 88.66 min (published: 88.64 min); with heights above the equatorial radius it
    /// would be 15 s longer.
    pub fn nominal(normal: Vector3<f64>) -> Self {
        let ground = ellipsoid_radius(INSERTION_LATITUDE.value);
        Self {
            perigee_radius: ground + PERIGEE_HEIGHT.value,
            apogee_radius: ground + APOGEE_HEIGHT.value,
            normal,
        }
    }

    /// Semi-major axis [m].
    pub fn semi_major_axis(&self) -> f64 {
        0.5 * (self.perigee_radius + self.apogee_radius)
    }

    /// Speed at perigee, `v² = μ (2/r − 1/a)` [m/s].
    pub fn perigee_speed(&self) -> f64 {
        (GM_EARTH * (2.0 / self.perigee_radius - 1.0 / self.semi_major_axis())).sqrt()
    }

    /// Rejects impossible radii, and a normal that is not a unit vector.
    fn check(&self) -> Result<(), AscentError> {
        let shape = (6.45e6..1.0e7).contains(&self.perigee_radius)
            && (self.perigee_radius..1.0e8).contains(&self.apogee_radius);
        if !shape {
            return Err(AscentError::Orbit {
                perigee_km: self.perigee_radius * 1e-3,
                apogee_km: self.apogee_radius * 1e-3,
            });
        }
        if (self.normal.norm() - 1.0).abs() > 1e-9 {
            return Err(AscentError::Normal { length: self.normal.norm() });
        }
        Ok(())
    }
}

/// Reasons why an ascent cannot be planned or flown.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum AscentError {
    /// The radii of the insertion orbit are out of range.
    #[error(
        "ascent: insertion orbit with radii {perigee_km:.1} × {apogee_km:.1} km rejected: the perigee radius \
         must be between 6450 and 10000 km and the apogee radius not below it"
    )]
    Orbit {
        /// Perigee radius [km].
        perigee_km: f64,
        /// Apogee radius [km].
        apogee_km: f64,
    },
    /// The normal of the target plane is not a unit vector.
    #[error("ascent: normal of the target plane has length {length}, not 1")]
    Normal {
        /// Its length.
        length: f64,
    },
    /// The pad is too far from the target plane at lift-off.
    #[error(
        "ascent: the target plane is {distance_deg:.2}° from the pad at lift-off (positive: pad to \
         the left of flight), more than the limit of {reach_deg:.1}°; check the lift-off time"
    )]
    OutOfPlane {
        /// Angle from plane to pad [deg].
        distance_deg: f64,
        /// Limit [deg].
        reach_deg: f64,
    },
    /// The mass of the spacecraft is out of range.
    #[error("ascent: spacecraft mass {mass_kg} kg rejected: must be between 1000 and 20000 kg")]
    Payload {
        /// Mass [kg].
        mass_kg: f64,
    },
    /// The event times of the launcher are out of order.
    #[error("ascent: {after} at {at_s} s is not later than {before}; check the sequence")]
    Sequence {
        /// The event that should be first.
        before: EventKind,
        /// The event that should be second.
        after: EventKind,
        /// Its time [s].
        at_s: f64,
    },
    /// The pitch table has fewer than two knots, or its times do not increase.
    #[error("ascent: the pitch programme needs at least two knots at increasing times")]
    PitchTable,
    /// A stage would run out of propellant before its commanded cut-off.
    #[error(
        "ascent: {stage} needs {needed_kg:.0} kg of propellant until cut-off but carries {loaded_kg:.0} kg"
    )]
    StageDry {
        /// Stage.
        stage: &'static str,
        /// Needed [kg].
        needed_kg: f64,
        /// Loaded [kg].
        loaded_kg: f64,
    },
    /// Guidance did not converge.
    #[error(
        "ascent: third-stage guidance finds no solution for the insertion orbit at t = {t_s:.1} s \
         (largest residual {residual:.1} km or m/s)"
    )]
    NoSteering {
        /// When [s].
        t_s: f64,
        /// Largest scaled residual.
        residual: f64,
    },
    /// The third stage runs out of propellant before orbit is reached.
    #[error(
        "ascent: the third stage lacks {short_kg:.0} kg of propellant for the insertion orbit, with a \
         spacecraft of {payload_kg:.0} kg and the target plane {distance_deg:.2}° from the pad"
    )]
    PropellantShort {
        /// Missing [kg].
        short_kg: f64,
        /// Mass of the spacecraft [kg].
        payload_kg: f64,
        /// Angle from plane to pad at lift-off [deg].
        distance_deg: f64,
    },
    /// The integration failed.
    #[error("ascent: {0}")]
    Propagate(#[from] PropagateError),
}
