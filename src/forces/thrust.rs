//! Constant thrust on a craft of decreasing mass.

use super::{Force, Point};
use crate::math::{Real, cross, scaled, unit};

/// Axes in which the direction of thrust is constant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ThrustAxes {
    /// GCRF: an inertially fixed direction.
    Inertial,
    /// LVLH of the craft: ahead, opposite the orbit normal, down.
    Lvlh,
    /// TNW of the craft, as in CCSDS 500.0-G: T along the velocity, W along the angular momentum r × v, and N = W × T,
    /// which lies in the orbit plane, perpendicular to the velocity and towards the inside of the orbit.
    Tnw,
}

/// Constant thrust from ignition on; mass decreases linearly. The arc must end at cut-off.
///
/// `a = F d / (m₀ − ṁ (t − t₀))` for `t ≥ t₀`, and zero before ignition; begin an arc at ignition so that the integrator
/// does not step across the discontinuity. Once the mass is used up the acceleration is NaN, so that the propagation
/// fails instead of continuing with a negative mass.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Thrust {
    /// Axes of the direction.
    pub axes: ThrustAxes,
    /// Unit vector of the acceleration, along `axes`.
    pub direction: [f64; 3],
    /// Thrust [N].
    pub thrust: f64,
    /// Mass flow rate [kg/s].
    pub mass_flow: f64,
    /// Ignition [s since the epoch].
    pub ignition: f64,
    /// Mass at ignition [kg].
    pub mass: f64,
}

impl<T: Real> Force<T> for Thrust {
    const USES_VELOCITY: bool = true;

    #[inline(always)]
    fn acceleration(&self, at: &Point<T>) -> [T; 3] {
        let mass = self.mass - self.mass_flow * (at.t - self.ignition);
        let size = if at.t < self.ignition {
            0.0
        } else if mass > 0.0 {
            self.thrust / mass
        } else {
            f64::NAN
        };
        let [x, y, z] = match self.axes {
            ThrustAxes::Inertial => {
                let [x, y, z] = self.direction;
                return [T::splat(x * size), T::splat(y * size), T::splat(z * size)];
            }
            ThrustAxes::Lvlh => {
                let normal = unit(cross(at.r, at.v));
                let down = scaled(unit(at.r), T::splat(-1.0));
                let right = scaled(normal, T::splat(-1.0));
                [cross(right, down), right, down]
            }
            ThrustAxes::Tnw => {
                let along = unit(at.v);
                let normal = unit(cross(at.r, at.v));
                [along, cross(normal, along), normal]
            }
        };
        let [a, b, c] = self.direction.map(|d| d * size);
        [
            x[0] * a + y[0] * b + z[0] * c,
            x[1] * a + y[1] * b + z[1] * c,
            x[2] * a + y[2] * b + z[2] * c,
        ]
    }
}
