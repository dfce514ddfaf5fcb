//! The orbit plane around which a density is tabulated.

use crate::constants::{EARTH_RADIUS_FIELD, GM_EARTH, WGS84_A, WGS84_F};
use crate::forces::gravity::J2;
use crate::math::{Real, angle, cross, dot, norm, unit};

/// An orbit plane that precesses about the inertial z axis.
#[derive(Clone, Copy, Debug)]
pub(super) struct Plane {
    /// Time for which the axes hold [s].
    t: f64,
    /// Orthonormal axes in the plane, q ahead of p in the direction of motion.
    p: [f64; 3],
    q: [f64; 3],
    /// Rate of precession [rad/s].
    rate: f64,
}

impl Plane {
    /// The plane of the orbit of `r`, `v` [m, m/s] at time `t`.
    pub fn of(t: f64, r: [f64; 3], v: [f64; 3]) -> Plane {
        let h = cross(r, v);
        let normal = unit(h);
        let p = unit(r);
        // Secular precession of the node, −3/2 n J₂ (R/p)² cos i [Vallado 2013, eq. 9-37].
        let (r1, v2) = (norm(r), dot(v, v));
        let axis = 1.0 / (2.0 / r1 - v2 / GM_EARTH);
        let parameter = dot(h, h) / GM_EARTH;
        let mean_motion = (GM_EARTH / axis).max(0.0).sqrt() / axis;
        let ratio = EARTH_RADIUS_FIELD / parameter;
        let rate = -1.5 * mean_motion * J2::EARTH.j2 * ratio * ratio * normal[2];
        Plane { t, p, q: cross(normal, p), rate: if rate.is_finite() { rate } else { 0.0 } }
    }

    /// The same plane with its axes at time `t`.
    pub fn turned_to(&self, t: f64) -> Plane {
        let (sin, cos) = libm::sincos(self.rate * (t - self.t));
        let turn = |a: [f64; 3]| [cos * a[0] - sin * a[1], sin * a[0] + cos * a[1], a[2]];
        Plane { t, p: turn(self.p), q: turn(self.q), rate: self.rate }
    }

    /// The axes at `t`, to first order in the angle of precession.
    #[inline]
    fn axes(&self, t: f64) -> [[f64; 3]; 2] {
        let turn = self.rate * (t - self.t);
        [self.p, self.q].map(|a| [a[0] - turn * a[1], a[1] + turn * a[0], a[2]])
    }

    /// Unit vector in the plane at `angle` from p.
    pub fn direction(&self, t: f64, angle: f64) -> [f64; 3] {
        let [p, q] = self.axes(t);
        let (sin, cos) = libm::sincos(angle);
        unit(std::array::from_fn(|i| cos * p[i] + sin * q[i]))
    }

    /// Angle in the plane from p to the projection of `r`, 0 to 2π.
    #[inline(always)]
    pub fn angle<T: Real>(&self, t: f64, r: &[T; 3]) -> T {
        let [p, q] = self.axes(t);
        let x = r[0] * p[0] + r[1] * p[1] + r[2] * p[2];
        let y = r[0] * q[0] + r[1] * q[1] + r[2] * q[2];
        angle(x, y)
    }
}

/// Bounds of the height of an osculating orbit above the ellipsoid [m]: perigee over the equator, and apogee at the
/// highest latitude, which is infinite for an open orbit.
pub(super) fn reach(r: [f64; 3], v: [f64; 3], gm: f64) -> [f64; 2] {
    let h = cross(r, v);
    let parameter = dot(h, h) / gm;
    let (ec, es) = (parameter / norm(r) - 1.0, dot(r, v) * (parameter / gm).sqrt() / norm(r));
    let e = ec.hypot(es);
    let perigee = parameter / (1.0 + e) - WGS84_A;
    // Depth of the ellipsoid below its equatorial radius at the highest latitude.
    let below = WGS84_F * WGS84_A * (1.0 - h[2] * h[2] / dot(h, h));
    let apogee = parameter / (1.0 - e).max(0.0) - WGS84_A + below;
    [perigee, apogee]
}
