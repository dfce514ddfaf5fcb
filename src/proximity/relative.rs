//! Linear theories of relative motion: Clohessy–Wiltshire and Yamanaka–Ankersen.
//!
//! Axes, signs and other names are those of [`Lvlh`](crate::frames::Lvlh): x ahead, y against the
//! orbit normal, z **down**. In the Hill, RTN or QSW frames (radial up), (radial, along-track, cross-track) =
//! (−z, x, −y). Velocities are relative to the rotating axes.
//!
//! [`ClohessyWiltshire`] holds for a target on a circular orbit, [`YamanakaAnkersen`] for any elliptic one.
//! Both assume two-body motion and a distance ρ much smaller than the orbit radius r; the neglected terms
//! are of second order, ρ²/r. From 2.2 km at 15 m/s, two-body motion differs by 2 cm after the five minutes
//! of a braking leg and by 30 m after a quarter of a revolution. Only guidance uses these theories.

use crate::frames::{Gcrf, Relative, State};
use crate::orbit::eccentric_from_mean;
use nalgebra::{Matrix2, Matrix3, Matrix4, Vector3};

impl Relative {
    /// Distance from the origin [m].
    pub fn range(&self) -> f64 {
        self.r.norm()
    }

    /// Closing speed towards the origin, positive when the distance decreases [m/s].
    pub fn closing_speed(&self) -> f64 {
        -self.r.dot(&self.v) / self.r.norm()
    }

    /// The state relative to a point that is fixed in the axes, such as a docking port [m].
    pub fn seen_from(&self, point: &Vector3<f64>) -> Self {
        Self { r: self.r - point, v: self.v }
    }
}

/// State transition matrix of relative motion.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Transition {
    /// Partial of final position with respect to initial position [1].
    pub rr: Matrix3<f64>,
    /// Partial of final position with respect to initial velocity [s].
    pub rv: Matrix3<f64>,
    /// Partial of final velocity with respect to initial position [1/s].
    pub vr: Matrix3<f64>,
    /// Partial of final velocity with respect to initial velocity [1].
    pub vv: Matrix3<f64>,
}

impl Transition {
    /// Propagates `start`.
    pub fn apply(&self, start: &Relative) -> Relative {
        Relative {
            r: self.rr * start.r + self.rv * start.v,
            v: self.vr * start.r + self.vv * start.v,
        }
    }

    /// The velocity at `from` that leads to `to` after the time of the transition:
    /// v₀ = Φ_rv⁻¹ (r₁ − Φ_rr r₀). `None` where Φ_rv is singular (condition number above 1e9): after whole
    /// revolutions, and out of plane also after half revolutions.
    pub fn departure_velocity(
        &self,
        from: &Vector3<f64>,
        to: &Vector3<f64>,
    ) -> Option<Vector3<f64>> {
        // The condition number, by Frobenius' norm.
        let inverse = self.rv.try_inverse()?;
        let condition = self.rv.norm() * inverse.norm();
        let solution = (condition < 1e9).then(|| inverse * (to - self.rr * from));
        solution.filter(|v| v.iter().all(|c| c.is_finite()))
    }
}

/// Relative motion about a target on a circular orbit.
///
/// ẍ − 2n ż = f_x, ÿ + n² y = f_y, z̈ + 2n ẋ − 3n² z = f_z
/// [Fehse 2003, eq. 3.20–3.22; Clohessy & Wiltshire 1960].
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ClohessyWiltshire {
    /// Mean motion of the target [rad/s].
    pub n: f64,
}

impl ClohessyWiltshire {
    /// Relative acceleration in LVLH of a craft in free flight [m/s²].
    pub fn acceleration(&self, state: &Relative) -> Vector3<f64> {
        let n = self.n;
        Vector3::new(
            2.0 * n * state.v.z,
            -n * n * state.r.y,
            3.0 * n * n * state.r.z - 2.0 * n * state.v.x,
        )
    }

    /// State transition matrix over `dt` [s].
    ///
    /// x(t) = (4ẋ₀/n − 6z₀) sin nt − (2ż₀/n) cos nt + (6n z₀ − 3ẋ₀) t + x₀ + 2ż₀/n,
    /// z(t) = (2ẋ₀/n − 3z₀) cos nt + (ż₀/n) sin nt + 4z₀ − 2ẋ₀/n,
    /// y(t) = y₀ cos nt + (ẏ₀/n) sin nt.
    #[rustfmt::skip]
    pub fn transition(&self, dt: f64) -> Transition {
        let n = self.n;
        let (s, c) = libm::sincos(n * dt);
        let nt = n * dt;
        Transition {
            rr: Matrix3::new(
                1.0, 0.0, 6.0 * (nt - s), //
                0.0, c, 0.0, //
                0.0, 0.0, 4.0 - 3.0 * c,
            ),
            rv: Matrix3::new(
                (4.0 * s - 3.0 * nt) / n, 0.0, 2.0 * (1.0 - c) / n, //
                0.0, s / n, 0.0, //
                2.0 * (c - 1.0) / n, 0.0, s / n,
            ),
            vr: Matrix3::new(
                0.0, 0.0, 6.0 * n * (1.0 - c), //
                0.0, -n * s, 0.0, //
                0.0, 0.0, 3.0 * n * s,
            ),
            vv: Matrix3::new(
                4.0 * c - 3.0, 0.0, 2.0 * s, //
                0.0, c, 0.0, //
                -2.0 * s, 0.0, c,
            ),
        }
    }
}

/// Relative motion about a target on an ellipse.
///
/// Tschauner–Hempel equations in true anomaly, solved as in [Yamanaka & Ankersen 2002].
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct YamanakaAnkersen {
    /// Gravitational constant of the central body [m³/s²].
    gm: f64,
    /// Semi-latus rectum [m].
    p: f64,
    /// Eccentricity [1].
    e: f64,
    /// True anomaly at the start [rad]; zero when the orbit is circular.
    anomaly: f64,
}

impl YamanakaAnkersen {
    /// About the osculating orbit of `target` (`gm` in m³/s²). `None` if that orbit is not an ellipse.
    pub fn about(target: &State<Gcrf>, gm: f64) -> Option<Self> {
        let h = target.r.cross(&target.v);
        let e_vector = target.v.cross(&h) / gm - target.r.normalize();
        let e = e_vector.norm();
        let p = h.norm_squared() / gm;
        // e cos θ = p/r − 1, e sin θ = h (r·v)/(r gm): no division by e.
        let r = target.r.norm();
        let e_cos = p / r - 1.0;
        let e_sin = h.norm() * target.r.dot(&target.v) / (r * gm);
        (e < 1.0 && p > 0.0).then(|| Self { gm, p, e, anomaly: libm::atan2(e_sin, e_cos) })
    }

    /// State transition matrix over `dt` [s].
    #[rustfmt::skip]
    pub fn transition(&self, dt: f64) -> Transition {
        let (start, end) = (self.anomaly, self.anomaly_after(dt));
        // k² = h/p², so that θ̇ = k² ρ²; J = k² (t − t₀).
        let k2 = (self.gm / self.p).sqrt() / self.p;
        let in_plane = double(self.unscaling(end, k2))
            * self.solution(end, k2 * dt)
            * self.solution_inverse(start)
            * double(self.scaling(start, k2));
        // ỹ'' = −ỹ
        let (s, c) = libm::sincos(end - start);
        let out =
            self.unscaling(end, k2) * Matrix2::new(c, s, -s, c) * self.scaling(start, k2);
        let block = |i: usize, j: usize| {
            let (x, z, p) = (2 * i, 2 * i + 1, 2 * j);
            Matrix3::new(
                in_plane[(x, p)], 0.0, in_plane[(x, p + 1)], //
                0.0, out[(i, j)], 0.0, //
                in_plane[(z, p)], 0.0, in_plane[(z, p + 1)],
            )
        };
        Transition { rr: block(0, 0), rv: block(0, 1), vr: block(1, 0), vv: block(1, 1) }
    }

    /// (q, q̇) → (q̃, q̃') = (ρ q, −e sin θ q + q̇/(k² ρ)) with ρ = 1 + e cos θ.
    fn scaling(&self, anomaly: f64, k2: f64) -> Matrix2<f64> {
        let (s, c) = libm::sincos(anomaly);
        let rho = 1.0 + self.e * c;
        Matrix2::new(rho, 0.0, -self.e * s, 1.0 / (k2 * rho))
    }

    /// The inverse of [`Self::scaling`].
    fn unscaling(&self, anomaly: f64, k2: f64) -> Matrix2<f64> {
        let (s, c) = libm::sincos(anomaly);
        let rho = 1.0 + self.e * c;
        Matrix2::new(1.0 / rho, 0.0, k2 * self.e * s, k2 * rho)
    }

    /// Scaled (x̃, z̃, x̃', z̃') per constant of integration; `j` is J at `anomaly`. [op. cit., Φ_θ]
    #[rustfmt::skip]
    fn solution(&self, anomaly: f64, j: f64) -> Matrix4<f64> {
        let e = self.e;
        let (sin, cos) = libm::sincos(anomaly);
        let rho = 1.0 + e * cos;
        let (s, c) = (rho * sin, rho * cos);
        let (ds, dc) = (cos + e * (cos * cos - sin * sin), -(sin + 2.0 * e * sin * cos));
        Matrix4::new(
            1.0, -c * (1.0 + 1.0 / rho), s * (1.0 + 1.0 / rho), 3.0 * rho * rho * j, //
            0.0, s, c, 2.0 - 3.0 * e * s * j, //
            0.0, 2.0 * s, 2.0 * c - e, 3.0 * (1.0 - 2.0 * e * s * j), //
            0.0, ds, dc, -3.0 * e * (ds * j + s / (rho * rho)),
        )
    }

    /// The inverse of [`Self::solution`] at J = 0. [op. cit., Φ_θ₀⁻¹]
    #[rustfmt::skip]
    fn solution_inverse(&self, anomaly: f64) -> Matrix4<f64> {
        let e = self.e;
        let (sin, cos) = libm::sincos(anomaly);
        let rho = 1.0 + e * cos;
        let (s, c) = (rho * sin, rho * cos);
        Matrix4::new(
            1.0 - e * e, 3.0 * e * s * (1.0 + 1.0 / rho) / rho, -e * s * (1.0 + 1.0 / rho), 2.0 - e * c, //
            0.0, -3.0 * s * (1.0 / rho + e * e / (rho * rho)), s * (1.0 + 1.0 / rho), c - 2.0 * e, //
            0.0, -3.0 * (c / rho + e), c * (1.0 + 1.0 / rho) + e, -s, //
            0.0, 3.0 * rho + e * e - 1.0, -rho * rho, e * s,
        ) / (1.0 - e * e)
    }

    /// True anomaly `dt` seconds after the start [rad].
    fn anomaly_after(&self, dt: f64) -> f64 {
        let e = self.e;
        let a = self.p / (1.0 - e * e);
        let root = ((1.0 - e) / (1.0 + e)).sqrt();
        let (s, c) = libm::sincos(0.5 * self.anomaly);
        let eccentric_0 = 2.0 * libm::atan2(root * s, c);
        let mean = eccentric_0 - e * libm::sin(eccentric_0) + (self.gm / a).sqrt() / a * dt;
        let (s, c) = libm::sincos(0.5 * eccentric_from_mean(mean, e));
        2.0 * libm::atan2(s, root * c)
    }
}

/// The 2×2 matrix applied to x and to z in (x, z, ẋ, ż).
#[rustfmt::skip]
fn double(m: Matrix2<f64>) -> Matrix4<f64> {
    Matrix4::new(
        m[(0, 0)], 0.0, m[(0, 1)], 0.0, //
        0.0, m[(0, 0)], 0.0, m[(0, 1)], //
        m[(1, 0)], 0.0, m[(1, 1)], 0.0, //
        0.0, m[(1, 0)], 0.0, m[(1, 1)],
    )
}
