//! Forces on the rocket: gravity, thrust along a commanded axis, drag.

use super::air::{Air, air};
use super::guidance::LinearTangent;
use super::programme::Programme;
use super::timeline::Phase;
use crate::constants::{EARTH_RADIUS_FIELD, EARTH_RATE, GM_EARTH, WGS84_A, WGS84_F};
use crate::forces::{BodyAxes, Force, Point};
use crate::integrate::Dynamics;
use crate::vehicle::launcher::Aerodynamics;
use nalgebra::Vector3;

/// Where the rocket's axis points.
#[derive(Clone, Copy, Debug)]
pub(super) enum Attitude<'a> {
    /// Stored pitch above the local horizontal, in the plane with this normal (GCRF).
    Programme(&'a Programme, Vector3<f64>),
    /// Closed-loop command of the third stage.
    Guided(LinearTangent),
    /// Along the velocity; no thrust acts.
    Coast,
}

/// The rocket in one phase, as the right-hand side of an integrator.
pub(super) struct Rocket<'a, E, G> {
    pub earth: &'a E,
    pub gravity: &'a G,
    pub aerodynamics: &'a Aerodynamics,
    pub phase: Phase,
    pub attitude: Attitude<'a>,
}

/// Everything acting at one instant; vectors along GCRF axes.
#[derive(Clone, Copy, Debug)]
pub(super) struct Acting {
    /// Gravity [m/s²].
    pub gravity: Vector3<f64>,
    /// Unit vector of the rocket's axis.
    pub axis: Vector3<f64>,
    /// Thrust [N].
    pub thrust: f64,
    /// Thrust acceleration [m/s²].
    pub push: f64,
    /// Drag acceleration [m/s²].
    pub drag: Vector3<f64>,
    /// Mass [kg].
    pub mass: f64,
    /// Height above the ellipsoid [m].
    pub altitude: f64,
    /// The air there.
    pub air: Air,
    /// Velocity relative to the air [m/s].
    pub v_air: Vector3<f64>,
    /// Angular velocity of the Earth [rad/s].
    pub spin: Vector3<f64>,
    /// Upward normal of the ellipsoid.
    pub up: Vector3<f64>,
}

impl<E: BodyAxes, G: Force<f64>> Rocket<'_, E, G> {
    /// What acts at `t` on the rocket at `r` with velocity `v`.
    pub fn acting(&self, t: f64, r: Vector3<f64>, v: Vector3<f64>) -> Acting {
        let to_body = self.earth.to_body(t);
        let r_body = rotate(&to_body, r);
        let point = Point { t, r: r.into(), v: v.into(), to_body, r_body: r_body.into() };
        let gravity = Vector3::from(self.gravity.acceleration(&point));

        let pole = Vector3::from(to_body[2]);
        let spin = pole * EARTH_RATE;
        let v_air = v - spin.cross(&r);
        let up = ellipsoid_normal(r, pole);
        let altitude = height(r_body);
        let air = air(altitude);

        let phase = &self.phase;
        let mass = phase.mass_at(t);
        let speed = v_air.norm();
        let axis = match self.attitude {
            Attitude::Programme(programme, normal) => {
                let (sin, cos) = programme.pitch(t).sin_cos();
                normal.cross(&up).normalize() * cos + up * sin
            }
            Attitude::Guided(law) => law.axis(t, r),
            Attitude::Coast => v_air / speed,
        };
        let thrust = phase.thrust(air.pressure).max(0.0);

        // D = q A C_D(M) (1 + k α²), against the air-relative velocity; no lift.
        let drag = if speed > 0.0 {
            let along = (axis.dot(&v_air) / speed).clamp(-1.0, 1.0);
            let incidence = along.acos();
            let q = 0.5 * air.density * speed * speed;
            let coefficient = self.aerodynamics.drag_coefficient(speed / air.speed_of_sound)
                * (1.0 + self.aerodynamics.incidence.value * incidence * incidence);
            v_air * (-q * phase.reference_area * coefficient / (mass * speed))
        } else {
            Vector3::zeros()
        };
        Acting {
            gravity,
            axis,
            thrust,
            push: thrust / mass,
            drag,
            mass,
            altitude,
            air,
            v_air,
            spin,
            up,
        }
    }
}

impl<E: BodyAxes, G: Force<f64>> Dynamics<f64, 3> for Rocket<'_, E, G> {
    const USES_VELOCITY: bool = true;

    #[inline]
    fn acceleration(&self, t: f64, r: &[f64; 3], v: &[f64; 3]) -> [f64; 3] {
        let a = self.acting(t, Vector3::from(*r), Vector3::from(*v));
        (a.gravity + a.axis * a.push + a.drag).into()
    }
}

/// `m x` for the rows of a rotation.
pub(super) fn rotate(m: &[[f64; 3]; 3], x: Vector3<f64>) -> Vector3<f64> {
    Vector3::from(m.map(|row| row[0] * x[0] + row[1] * x[1] + row[2] * x[2]))
}

/// `mᵀ x` for the rows of a rotation.
pub(super) fn rotate_back(m: &[[f64; 3]; 3], x: Vector3<f64>) -> Vector3<f64> {
    Vector3::from(m[0]) * x[0] + Vector3::from(m[1]) * x[1] + Vector3::from(m[2]) * x[2]
}

/// Upward normal of the WGS-84 ellipsoid below `r`, for the unit vector `pole` of its axis.
///
/// `n ∝ (x, y, z / (1 − e²))`: exact on the ellipsoid, 0.006° off at 200 km height.
pub(super) fn ellipsoid_normal(r: Vector3<f64>, pole: Vector3<f64>) -> Vector3<f64> {
    let squash = (1.0 - WGS84_F) * (1.0 - WGS84_F);
    (r + pole * (r.dot(&pole) * (1.0 / squash - 1.0))).normalize()
}

/// Height above the WGS-84 ellipsoid of a point in Earth-fixed axes [m].
///
/// Measured along the radius: at most `h f²`, a metre at 200 km, above the geodetic height.
pub(super) fn height(r_body: Vector3<f64>) -> f64 {
    let radius = r_body.norm();
    let sin = r_body.z / radius;
    let squash = (1.0 - WGS84_F) * (1.0 - WGS84_F);
    // Radius of the ellipse in that direction: a / √(cos²φ' + sin²φ' / (1 − f)²).
    radius - WGS84_A / (1.0 + sin * sin * (1.0 / squash - 1.0)).sqrt()
}

/// Point mass and oblateness: the gravity guidance computes with.
#[derive(Clone, Copy, Debug)]
pub(super) struct Oblate;

/// Second zonal coefficient, unnormalised: √5 × 4.841 651 437 908 15e-4, EGM2008 (tide-free) [1].
const J2: f64 = 1.082_626_173_852_223e-3;

/// Acceleration of point mass and oblateness about the axis `pole` [m/s²].
///
/// `a = −μ/r³ [(1 + k (1 − 5 s²)) r + 2 k (r·p) p]`, `k = ³⁄₂ J₂ (R/r)²`, `s = r·p / r`
/// [Montenbruck & Gill, Satellite Orbits, sec. 3.2].
pub(super) fn oblate_gravity(r: Vector3<f64>, pole: Vector3<f64>) -> Vector3<f64> {
    let r2 = r.norm_squared();
    let z = r.dot(&pole);
    let k = 1.5 * J2 * EARTH_RADIUS_FIELD * EARTH_RADIUS_FIELD / r2;
    (r * (1.0 + k * (1.0 - 5.0 * z * z / r2)) + pole * (2.0 * k * z))
        * (-GM_EARTH / (r2 * r2.sqrt()))
}

impl Force<f64> for Oblate {
    const USES_VELOCITY: bool = false;

    fn acceleration(&self, at: &Point<f64>) -> [f64; 3] {
        oblate_gravity(Vector3::from(at.r), Vector3::from(at.to_body[2])).into()
    }
}
