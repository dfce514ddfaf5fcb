//! Osculating Keplerian elements.

use super::geometry::wrap;
use super::kepler::{eccentric_from_mean, hyperbolic_from_mean};
use nalgebra::Vector3;

/// Reasons why a position and velocity have no Keplerian elements.
#[derive(Clone, Copy, Debug, PartialEq, thiserror::Error)]
pub enum OrbitError {
    /// Position and velocity are collinear, or one of them is zero or not a number.
    #[error(
        "position and velocity do not define an orbital plane: |r| = {r} m, |v| = {v} m/s, |r × v| = {h} m²/s"
    )]
    NoPlane {
        /// Distance [m].
        r: f64,
        /// Speed [m/s].
        v: f64,
        /// Angular momentum per mass [m²/s].
        h: f64,
    },
    /// Too close to a parabola or a straight line: rounding of the elements would move the body.
    #[error(
        "the orbit is nearly parabolic or rectilinear: eccentricity 1 {off:+.1e}; Keplerian elements need a difference from 1 of at least {NEAREST:e}"
    )]
    NearParabolic {
        /// Eccentricity less one [1].
        off: f64,
    },
    /// Too eccentric for [`mean_elements`](super::mean_elements).
    #[error("mean elements are not available for eccentricity {e}; the largest allowed is {most}")]
    NoMean {
        /// Eccentricity [1].
        e: f64,
        /// Largest allowed [1].
        most: f64,
    },
}

/// Eccentricities closer to 1 are rejected: rounding would move the body by more than 1e-10 of its distance.
const NEAREST: f64 = 1e-6;

/// Keplerian elements, osculating unless stated otherwise, in an inertial frame.
///
/// The argument of perigee of a circular orbit and the node of an equatorial one are undefined. They are then
/// set to 0, and only [`Elements::argument_of_latitude`] (or its sum with the node) is meaningful.
/// Node, argument of perigee and argument of latitude are from 0 to 2π, anomalies from −π to π.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Elements {
    /// Semi-major axis [m]; negative on a hyperbola.
    pub a: f64,
    /// Eccentricity [1], not 1: rounding moves the body by about 1e-16/|1 − e| of its distance.
    pub e: f64,
    /// Inclination [rad].
    pub i: f64,
    /// Right ascension of the ascending node [rad].
    pub raan: f64,
    /// Argument of perigee [rad].
    pub argument_of_perigee: f64,
    /// True anomaly [rad].
    pub true_anomaly: f64,
}

impl Elements {
    /// Elements of the orbit through position `r` [m] with velocity `v` [m/s]; `gm` in m³/s².
    ///
    /// # Errors
    /// [`OrbitError::NoPlane`], [`OrbitError::NearParabolic`].
    pub fn from_rv(r: &Vector3<f64>, v: &Vector3<f64>, gm: f64) -> Result<Self, OrbitError> {
        let h = r.cross(v);
        let (radius, speed, h_norm) = (r.norm(), v.norm(), h.norm());
        if !h_norm.is_finite() || h_norm <= 1e-14 * radius * speed {
            return Err(OrbitError::NoPlane { r: radius, v: speed, h: h_norm });
        }
        let across = h.x.hypot(h.y);
        let i = libm::atan2(across, h.z);
        // Node along z × h; on the x axis if the orbit is equatorial.
        let raan = if across > 1e-12 * h_norm { libm::atan2(h.x, -h.y) } else { 0.0 };
        let node = Vector3::new(libm::cos(raan), libm::sin(raan), 0.0);
        let forward = h.cross(&node) / h_norm;
        let u = libm::atan2(r.dot(&forward), r.dot(&node));
        // e cos ν = p/r − 1, e sin ν = (p/μ)^½ v_r
        let p = h_norm * h_norm / gm;
        let (ec, es) = (p / radius - 1.0, r.dot(v) / radius * (p / gm).sqrt());
        let e = ec.hypot(es);
        if (e - 1.0).abs() < NEAREST {
            return Err(OrbitError::NearParabolic { off: e - 1.0 });
        }
        let true_anomaly = if e > 1e-13 { libm::atan2(es, ec) } else { wrap(u) };
        Ok(Self {
            a: 1.0 / (2.0 / radius - speed * speed / gm),
            e,
            i,
            raan: raan.rem_euclid(std::f64::consts::TAU),
            argument_of_perigee: (u - true_anomaly).rem_euclid(std::f64::consts::TAU),
            true_anomaly,
        })
    }

    /// Position [m] and velocity [m/s]; `gm` in m³/s².
    pub fn to_rv(&self, gm: f64) -> (Vector3<f64>, Vector3<f64>) {
        let p = self.semi_latus_rectum();
        let (sin_u, cos_u) = libm::sincos(self.argument_of_perigee + self.true_anomaly);
        let (sin_w, cos_w) = libm::sincos(self.argument_of_perigee);
        let (sin_i, cos_i) = libm::sincos(self.i);
        let (sin_o, cos_o) = libm::sincos(self.raan);
        let node = Vector3::new(cos_o, sin_o, 0.0);
        let forward = Vector3::new(-sin_o * cos_i, cos_o * cos_i, sin_i);
        let radius = p / (1.0 + self.e * libm::cos(self.true_anomaly));
        let r = (node * cos_u + forward * sin_u) * radius;
        let v = (forward * (cos_u + self.e * cos_w) - node * (sin_u + self.e * sin_w))
            * (gm / p).sqrt();
        (r, v)
    }

    /// Semi-latus rectum [m].
    pub fn semi_latus_rectum(&self) -> f64 {
        self.a * (1.0 - self.e * self.e)
    }

    /// Argument of latitude: angle from the ascending node to the body, 0 to 2π [rad].
    pub fn argument_of_latitude(&self) -> f64 {
        (self.argument_of_perigee + self.true_anomaly).rem_euclid(std::f64::consts::TAU)
    }

    /// Radius of the perigee [m].
    pub fn perigee_radius(&self) -> f64 {
        self.a * (1.0 - self.e)
    }

    /// Radius of the apogee [m]; infinite if the orbit is open.
    pub fn apogee_radius(&self) -> f64 {
        if self.e < 1.0 { self.a * (1.0 + self.e) } else { f64::INFINITY }
    }

    /// Mean motion [rad/s].
    pub fn mean_motion(&self, gm: f64) -> f64 {
        (gm / self.a.abs()).sqrt() / self.a.abs()
    }

    /// Keplerian period [s]; infinite if the orbit is open.
    pub fn period(&self, gm: f64) -> f64 {
        if self.e < 1.0 { std::f64::consts::TAU / self.mean_motion(gm) } else { f64::INFINITY }
    }

    /// Mean anomaly, −π to π on an ellipse [rad].
    pub fn mean_anomaly(&self) -> f64 {
        let (sin, cos) = libm::sincos(self.true_anomaly);
        if self.e < 1.0 {
            let x = libm::atan2((1.0 - self.e * self.e).sqrt() * sin, self.e + cos);
            x - self.e * libm::sin(x)
        } else {
            let x = libm::asinh((self.e * self.e - 1.0).sqrt() * sin / (1.0 + self.e * cos));
            self.e * libm::sinh(x) - x
        }
    }

    /// The same orbit at another mean anomaly [rad].
    pub fn with_mean_anomaly(&self, mean: f64) -> Self {
        let true_anomaly = if self.e < 1.0 {
            let (sin, cos) = libm::sincos(eccentric_from_mean(mean, self.e));
            libm::atan2((1.0 - self.e * self.e).sqrt() * sin, cos - self.e)
        } else {
            let x = hyperbolic_from_mean(mean, self.e);
            let (sinh, cosh) = (libm::sinh(x), libm::cosh(x));
            libm::atan2((self.e * self.e - 1.0).sqrt() * sinh, self.e - cosh)
        };
        Self { true_anomaly, ..*self }
    }

    /// The elements `dt` seconds later in two-body motion.
    pub fn after(&self, dt: f64, gm: f64) -> Self {
        self.with_mean_anomaly(self.mean_anomaly() + self.mean_motion(gm) * dt)
    }
}
