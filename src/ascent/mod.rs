//! From lift-off to orbit: a rocket of the R-7 family in three degrees of freedom.
//!
//! Stages 1 and 2 fly a stored pitch programme in a vertical plane fixed before lift-off, and their
//! events come by the clock. Stage 3 is steered in closed loop ([`guidance`](LinearTangent)) to the
//! perigee of the insertion orbit; when its engine is cut is a result. [`plan_launch`] finds the
//! firing azimuth for a target plane given as a vector, [`fly`] plans and flies, [`fly_plan`] flies
//! a plan made before, perhaps with another rocket.
//!
//! Forces: the gravity field given, thrust less the pressure on the nozzles, drag along the
//! air-relative velocity in the US Standard Atmosphere 1976 turning with the Earth. Left out: lift,
//! wind, attitude motion (the axis follows its command at once), thrust build-up and decay, and
//! impulses at separations.

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

/// Planes farther than this from the pad at lift-off are refused without trying [rad].
///
/// With a crew on board, the third stage's reserve is gone at 1.6° when the pad is to the right of
/// the plane and at 2.3° when it is to the left.
pub const REACH: f64 = 3.0 * DEGREE;

/// The orbit to insert into: at its perigee, moving horizontally.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct InsertionOrbit {
    /// Distance of the perigee from the Earth's centre [m].
    pub perigee_radius: f64,
    /// Distance of the apogee [m].
    pub apogee_radius: f64,
    /// Unit normal of the plane, `r × v` upward, GCRF.
    pub normal: Vector3<f64>,
}

/// Height of the perigee above the ellipsoid at its own latitude.
pub const PERIGEE_HEIGHT: Sourced = Sourced::published(
    "insertion perigee height",
    200.0e3,
    "m",
    "nominal insertion of crewed Soyuz-FG, +7/−22 km; EN: 202 km",
);
/// Height of the apogee above the ellipsoid at its own latitude.
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
    /// Published heights are taken above the ellipsoid at the latitude of each apsis: then the
    /// period is the published 88.64 min, which heights above the equatorial radius miss by 15 s.
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

    /// Refuses an orbit that makes no sense, and a normal that is no unit vector.
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

/// Why an ascent cannot be flown.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum AscentError {
    /// The insertion orbit makes no sense.
    #[error(
        "ascent: insertion orbit of {perigee_km:.1} × {apogee_km:.1} km (radii) refused: \
         perigee must lie between 6450 and 10000 km, apogee at or above it"
    )]
    Orbit {
        /// Perigee radius [km].
        perigee_km: f64,
        /// Apogee radius [km].
        apogee_km: f64,
    },
    /// The plane's normal is no unit vector.
    #[error("ascent: normal of the target plane has length {length}, not 1")]
    Normal {
        /// Its length.
        length: f64,
    },
    /// The pad is nowhere near the plane at lift-off.
    #[error(
        "ascent: the launch plane is {distance_deg:.2}° from the pad at lift-off (positive: pad to \
         the left of flight); at most {reach_deg:.1}° can be tried; check the lift-off instant"
    )]
    OutOfPlane {
        /// Angle from plane to pad [deg].
        distance_deg: f64,
        /// Limit [deg].
        reach_deg: f64,
    },
    /// The spacecraft's mass makes no sense.
    #[error("ascent: spacecraft of {mass_kg} kg refused: must be between 1000 and 20000 kg")]
    Payload {
        /// Mass [kg].
        mass_kg: f64,
    },
    /// The launcher's times are out of order.
    #[error("ascent: {after} at {at_s} s does not come after {before}; check the sequence")]
    Sequence {
        /// What should come first.
        before: EventKind,
        /// What should come second.
        after: EventKind,
        /// When it is set [s].
        at_s: f64,
    },
    /// The pitch table has fewer than two knots or time runs back.
    #[error("ascent: the pitch programme needs at least two knots in order of time")]
    PitchTable,
    /// A stage would be empty before its commanded cut-off.
    #[error(
        "ascent: {stage} needs {needed_kg:.0} kg of propellant to its cut-off, loaded {loaded_kg:.0} kg"
    )]
    StageDry {
        /// Stage.
        stage: &'static str,
        /// Needed [kg].
        needed_kg: f64,
        /// Loaded [kg].
        loaded_kg: f64,
    },
    /// Guidance found no way to the target.
    #[error(
        "ascent: third stage finds no way to the insertion orbit at t = {t_s:.1} s \
         (missing by {residual:.1}, in km or m/s)"
    )]
    NoSteering {
        /// When [s].
        t_s: f64,
        /// Largest scaled residual.
        residual: f64,
    },
    /// The third stage runs dry before the orbit is reached.
    #[error(
        "ascent: third stage lacks {short_kg:.0} kg of propellant for the insertion orbit, with \
         {payload_kg:.0} kg of spacecraft and the launch plane {distance_deg:.2}° from the pad"
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
