//! Body-fixed axes: those of the Earth, and simple ones for teaching, tests and benchmarks without a date.

use super::BodyAxes;
use crate::frames::EarthRotation;

impl BodyAxes for EarthRotation {
    #[inline(always)]
    fn to_body(&self, t: f64) -> [[f64; 3]; 3] {
        self.to_body(t)
    }
}

/// Body-fixed axes that coincide with the inertial ones.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Inertial;

impl BodyAxes for Inertial {
    const INERTIAL: bool = true;

    #[inline(always)]
    fn to_body(&self, _: f64) -> [[f64; 3]; 3] {
        [[1.0, 0.0, 0.0], [0.0, 1.0, 0.0], [0.0, 0.0, 1.0]]
    }
}

/// Body-fixed axes that rotate about the inertial z axis at a constant rate.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct UniformRotation {
    /// Angular velocity [rad/s].
    pub rate: f64,
    /// Angle from the inertial to the body-fixed x axis at t = 0 [rad].
    pub angle_at_start: f64,
}

impl BodyAxes for UniformRotation {
    #[inline(always)]
    fn to_body(&self, t: f64) -> [[f64; 3]; 3] {
        let (sin, cos) = libm::sincos(self.angle_at_start + self.rate * t);
        [[cos, sin, 0.0], [-sin, cos, 0.0], [0.0, 0.0, 1.0]]
    }
}
