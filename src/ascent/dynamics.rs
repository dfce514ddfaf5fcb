//! Forces on the rocket: gravity, thrust along a commanded axis, drag.

use super::guidance::LinearTangent;
use super::programme::Programme;
use super::timeline::Phase;
use crate::constants::EARTH_RATE;
use crate::forces::atmosphere::{Us76, vertical};
use crate::forces::gravity::J2;
use crate::forces::{BodyAxes, Force, Point};
use crate::integrate::Dynamics;
use crate::math::rotated;
use crate::vehicle::launcher::Aerodynamics;
use nalgebra::Vector3;

/// Height above which the air is neglected [m]. Drag there is 3e-6 m/s² and falls quickly, and evaluating the
/// atmosphere would cost as much as the gravity field.
const TOP_OF_AIR: f64 = 120.0e3;

/// Direction of the launcher's axis.
#[derive(Clone, Copy, Debug)]
pub(super) enum Attitude<'a> {
    /// Stored pitch above the local horizontal, in the plane with this normal (GCRF).
    Programme(&'a Programme, Vector3<f64>),
    /// Closed-loop command of the third stage.
    Guided(LinearTangent),
    /// Along the velocity; no thrust acts.
    Coast,
}

/// Dynamics of the launcher in one phase.
pub(super) struct Rocket<'a, E, G> {
    pub earth: &'a E,
    pub gravity: &'a G,
    pub aerodynamics: &'a Aerodynamics,
    pub phase: Phase,
    pub attitude: Attitude<'a>,
}

/// Accelerations and flight conditions at one instant; vectors along GCRF axes.
#[derive(Clone, Copy, Debug)]
pub(super) struct Acting {
    /// Gravity [m/s²].
    pub gravity: Vector3<f64>,
    /// Unit vector along the launcher's axis.
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
    /// Density of the air [kg/m³].
    pub density: f64,
    /// Speed of sound [m/s]; infinite where the air is neglected.
    pub sound_speed: f64,
    /// Velocity relative to the air [m/s].
    pub v_air: Vector3<f64>,
    /// Angular velocity of the Earth, as a vector [rad/s].
    pub spin: Vector3<f64>,
    /// Upward normal of the ellipsoid.
    pub up: Vector3<f64>,
}

impl<E: BodyAxes, G: Force<f64>> Rocket<'_, E, G> {
    /// Accelerations and flight conditions at `t` [s], position `r` [m] and velocity `v` [m/s].
    pub fn acting(&self, t: f64, r: Vector3<f64>, v: Vector3<f64>) -> Acting {
        let to_body = self.earth.to_body(t);
        let r_body = rotate(&to_body, r);
        let point = Point { t, r: r.into(), v: v.into(), to_body, r_body: r_body.into() };
        let gravity = Vector3::from(self.gravity.acceleration(&point));

        let pole = Vector3::from(to_body[2]);
        let spin = pole * EARTH_RATE;
        let v_air = v - spin.cross(&r);
        let (altitude, up) = upward(r, r_body, pole);
        let (density, pressure, sound_speed) = if altitude < TOP_OF_AIR {
            let air = Us76.at(altitude);
            (air.density, air.pressure, air.sound_speed)
        } else {
            (0.0, 0.0, f64::INFINITY)
        };

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
        let thrust = phase.thrust(pressure).max(0.0);

        // D = q A C_D(M) (1 + k α²), against the air-relative velocity; no lift.
        let drag = if density * speed > 0.0 {
            let along = (axis.dot(&v_air) / speed).clamp(-1.0, 1.0);
            let incidence = along.acos();
            let q = 0.5 * density * speed * speed;
            let coefficient = self.aerodynamics.drag_coefficient(speed / sound_speed)
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
            density,
            sound_speed,
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

/// `m x`, `m` given by its rows.
pub(super) fn rotate(m: &[[f64; 3]; 3], x: Vector3<f64>) -> Vector3<f64> {
    rotated(m, x.into()).into()
}

/// `mᵀ x`, `m` given by its rows.
pub(super) fn rotate_back(m: &[[f64; 3]; 3], x: Vector3<f64>) -> Vector3<f64> {
    Vector3::from(m[0]) * x[0] + Vector3::from(m[1]) * x[1] + Vector3::from(m[2]) * x[2]
}

/// Height above the WGS-84 ellipsoid [m] and the normal of the ellipsoid there, GCRF axes, at `r`
/// (`r_body` along Earth-fixed axes, whose third axis is `pole`).
#[inline]
pub(super) fn upward(
    r: Vector3<f64>,
    r_body: Vector3<f64>,
    pole: Vector3<f64>,
) -> (f64, Vector3<f64>) {
    let at = vertical::<f64>(r_body.into());
    // The normal lies in the plane of r and the pole: cos φ outward from the axis, sin φ along it.
    let outward = (r - pole * r_body.z) / r_body.x.hypot(r_body.y);
    (at.height, outward * at.cos_latitude + pole * at.sin_latitude)
}

/// Gravity of a point mass and of J2 about the axis `pole`, as guidance uses it [m/s²].
#[inline]
pub(super) fn oblate_gravity(t: f64, r: Vector3<f64>, pole: Vector3<f64>) -> Vector3<f64> {
    // Of these, J2 reads only the row of the pole and the distance from the equatorial plane.
    let to_body = [[0.0; 3], [0.0; 3], pole.into()];
    let r_body = [0.0, 0.0, r.dot(&pole)];
    Vector3::from(J2::EARTH.acceleration(&Point { t, r: r.into(), v: [0.0; 3], to_body, r_body }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ascent::timeline::EventKind;
    use crate::forces::gravity::PointMass;
    use crate::propagate::{Settings, StateVector, propagate_end};
    use crate::vehicle::launcher::SOYUZ_FG;

    struct Fixed;
    impl BodyAxes for Fixed {
        fn to_body(&self, _: f64) -> [[f64; 3]; 3] {
            [[1.0, 0.0, 0.0], [0.0, 1.0, 0.0], [0.0, 0.0, 1.0]]
        }
    }

    /// Far from the Earth, weightless and without air, a burn gives `c ln(m₀/m₁)` (Tsiolkovsky).
    #[test]
    fn free_rocket_obeys_the_rocket_equation() {
        let phase = Phase {
            opens: EventKind::CoreSeparation,
            start: 0.0,
            end: 200.0,
            mass: 30_000.0,
            flow: 100.0,
            thrust_vacuum: 300_000.0,
            exit_area: 0.5,
            reference_area: 7.0,
        };
        let normal = Vector3::z();
        let law =
            LinearTangent { a: 0.0, b: 0.0, c: 0.0, d: 0.0, epoch: 0.0, cut_off: 200.0, normal };
        let rocket = Rocket {
            earth: &Fixed,
            gravity: &PointMass { gm: 0.0 },
            aerodynamics: &SOYUZ_FG.aerodynamics,
            phase,
            attitude: Attitude::Guided(law),
        };
        // The horizon turns by 3e-5 rad while the rocket moves 300 km: 5e-10 in the speed gained.
        let start = StateVector { t: 0.0, r: Vector3::x() * 1e10, v: Vector3::zeros() };
        let (end, _) = propagate_end(&rocket, start, phase.end, &Settings::default()).unwrap();
        let expected = phase.thrust_vacuum / phase.flow * (30_000.0_f64 / 10_000.0).ln();
        let gained = end.v.norm();
        assert!((gained / expected - 1.0).abs() < 1e-9, "{gained} m/s, expected {expected} m/s");
    }
}
