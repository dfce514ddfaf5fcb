//! Forces: accelerations as pure functions of time, position and velocity.
//!
//! A force is evaluated at a [`Point`]: the state along GCRF axes, and the position along Earth-fixed axes, which the
//! model computes once for all forces. Forces are combined as tuples, so that the compiler can inline the whole sum;
//! `Option<F>` makes a force optional. [`Model`] combines a force with the orientation of the Earth to the right-hand
//! side that an integrator takes.
//!
//! | force | magnitude at the ISS [m/s²] |
//! |---|---|
//! | [`PointMass`], [`J2`], [`Gravity`] | 8.7; 1e-2; the rest of the field 1e-4 |
//! | [`Drag`] with a [`Density`] of [`atmosphere`] | 1e-6 (2e-5 to 5e-5 at 200 km) |
//! | [`ThirdBody`]: Moon and Sun | 1e-6 |
//! | [`SolidTides`] | 1e-7 |
//! | [`SolarPressure`] | 2e-8 |
//! | [`Relativity`] | 2e-8 |
//! | [`Thrust`] | 0.4 for the main engine of a Soyuz |
//!
//! [`NearEarth`] is the sum used by a mission. A force of your own is a type that implements [`Force`]:
//!
//! ```
//! use soyuz_rendezvous::forces::{Force, Inertial, Model, Point, PointMass};
//! use soyuz_rendezvous::math::Real;
//!
//! /// A constant acceleration along x [m/s²].
//! struct Push(f64);
//!
//! impl<T: Real> Force<T> for Push {
//!     const USES_VELOCITY: bool = false;
//!     // Without this the result is the same, but an ensemble is five times slower.
//!     #[inline(always)]
//!     fn acceleration(&self, _: &Point<T>) -> [T; 3] {
//!         [T::splat(self.0), T::splat(0.0), T::splat(0.0)]
//!     }
//! }
//!
//! let model = Model { axes: Inertial, forces: (PointMass::EARTH, Push(1e-6)) };
//! # use soyuz_rendezvous::integrate::Dynamics;
//! let a = Dynamics::<f64>::acceleration(&model, 0.0, &[7e6, 0.0, 0.0], &[0.0, 7.5e3, 0.0]);
//! assert!((a[0] + 8.1347).abs() < 1e-4);
//! ```

pub mod atmosphere;
mod axes;
mod drag;
pub mod gravity;
mod near_earth;
mod relativity;
mod solar_pressure;
mod solid_tides;
mod third_body;
mod thrust;

pub use atmosphere::Density;
pub use axes::{Inertial, UniformRotation};
pub use drag::Drag;
pub use gravity::{Field, Gravity, J2, PointMass};
pub use near_earth::{
    Atmosphere, AtmosphereChoice, Cannonball, DensityEvaluation, ForceOptions, ModelError, Moon,
    NearEarth, NearEarthForces, NearEarthModel, Sun, Weather,
};
pub use relativity::Relativity;
pub use solar_pressure::SolarPressure;
pub use solid_tides::SolidTides;
pub use third_body::ThirdBody;
pub use thrust::{Thrust, ThrustAxes};

use crate::integrate::Dynamics;
use crate::math::Real;

/// Argument of a force: time, position and velocity of one craft, or of one craft per lane.
#[derive(Clone, Copy, Debug)]
pub struct Point<T> {
    /// Time since the epoch [s].
    pub t: f64,
    /// Position, GCRF axes [m].
    pub r: [T; 3],
    /// Velocity, GCRF axes [m/s].
    pub v: [T; 3],
    /// Rows of the rotation from GCRF to Earth-fixed axes at `t`.
    pub to_body: [[f64; 3]; 3],
    /// Position, Earth-fixed axes [m].
    pub r_body: [T; 3],
}

impl<T: Real> Point<T> {
    /// GCRF components of a vector given along Earth-fixed axes.
    #[inline(always)]
    pub fn to_inertial(&self, v: [T; 3]) -> [T; 3] {
        let m = &self.to_body;
        let column = |i: usize| [m[0][i], m[1][i], m[2][i]];
        [along(&v, column(0)), along(&v, column(1)), along(&v, column(2))]
    }
}

/// Component of `a` along an axis common to all lanes.
#[inline(always)]
fn along<T: Real>(a: &[T; 3], axis: [f64; 3]) -> T {
    a[0] * axis[0] + a[1] * axis[1] + a[2] * axis[2]
}

/// An acceleration as a function of a [`Point`].
pub trait Force<T: Real> {
    /// Acceleration in GCRF axes [m/s²].
    fn acceleration(&self, at: &Point<T>) -> [T; 3];
    /// Whether the acceleration depends on velocity (drag and relativity do).
    const USES_VELOCITY: bool;
}

/// Geocentric position of a celestial body along an arc.
pub trait Ephemeris {
    /// Position along GCRF axes [m], `t` seconds after the epoch.
    fn position(&self, t: f64) -> [f64; 3];
}

/// Orientation of the central body along an arc.
pub trait BodyAxes {
    /// Whether the body-fixed axes are the inertial ones, so that the transformation can be omitted.
    const INERTIAL: bool = false;
    /// Rows of the rotation matrix from GCRF to body-fixed axes, `t` seconds after the epoch.
    fn to_body(&self, t: f64) -> [[f64; 3]; 3];
}

impl<A: BodyAxes> BodyAxes for &A {
    const INERTIAL: bool = A::INERTIAL;
    #[inline(always)]
    fn to_body(&self, t: f64) -> [[f64; 3]; 3] {
        (*self).to_body(t)
    }
}

/// Right-hand side of the equations of motion: the orientation of the Earth and a sum of forces.
#[derive(Clone, Debug)]
pub struct Model<A, F> {
    /// Orientation of the Earth-fixed axes.
    pub axes: A,
    /// The force, usually a tuple of forces.
    pub forces: F,
}

impl<T: Real, A: BodyAxes, F: Force<T>> Dynamics<T, 3> for Model<A, F> {
    const USES_VELOCITY: bool = F::USES_VELOCITY;

    #[inline(always)]
    fn acceleration(&self, t: f64, r: &[T; 3], v: &[T; 3]) -> [T; 3] {
        let m = self.axes.to_body(t);
        let r_body = match A::INERTIAL {
            true => *r,
            false => [along(r, m[0]), along(r, m[1]), along(r, m[2])],
        };
        self.forces.acceleration(&Point { t, r: *r, v: *v, to_body: m, r_body })
    }
}

impl<T: Real, F: Force<T>> Force<T> for &F {
    const USES_VELOCITY: bool = F::USES_VELOCITY;
    #[inline(always)]
    fn acceleration(&self, at: &Point<T>) -> [T; 3] {
        (*self).acceleration(at)
    }
}

impl<T: Real, F: Force<T>> Force<T> for Option<F> {
    const USES_VELOCITY: bool = F::USES_VELOCITY;
    #[inline(always)]
    fn acceleration(&self, at: &Point<T>) -> [T; 3] {
        // Not a closure, which the compiler need not inline and might compile without the wide registers.
        match self {
            Some(force) => force.acceleration(at),
            None => [T::splat(0.0); 3],
        }
    }
}

macro_rules! sum_of_forces {
    ($($name:ident $index:tt),+) => {
        impl<T: Real, $($name: Force<T>),+> Force<T> for ($($name,)+) {
            const USES_VELOCITY: bool = false $(|| $name::USES_VELOCITY)+;
            #[inline(always)]
            fn acceleration(&self, at: &Point<T>) -> [T; 3] {
                let mut sum = [T::splat(0.0); 3];
                $(
                    let a = self.$index.acceleration(at);
                    for i in 0..3 { sum[i] += a[i]; }
                )+
                sum
            }
        }
    };
}
sum_of_forces!(A 0);
sum_of_forces!(A 0, B 1);
sum_of_forces!(A 0, B 1, C 2);
sum_of_forces!(A 0, B 1, C 2, D 3);
sum_of_forces!(A 0, B 1, C 2, D 3, E 4);
sum_of_forces!(A 0, B 1, C 2, D 3, E 4, F 5);
sum_of_forces!(A 0, B 1, C 2, D 3, E 4, F 5, G 6);
sum_of_forces!(A 0, B 1, C 2, D 3, E 4, F 5, G 6, H 7);
