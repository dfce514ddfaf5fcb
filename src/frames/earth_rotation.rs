//! Earth orientation along an arc, for performance-critical code.

use super::{Gcrf, Geodetic, Itrf, Rotation, State, Teme};
use crate::environment::{EarthOrientationError, EarthOrientationTable};
use crate::time::{self, Duration, Epoch};
use crate::units::DAY;
use nalgebra::{Matrix3, Vector3};

/// Length of a piece [s]: a quarter of a day, so that pieces meet at 0 h UTC, where the interpolated data have a kink.
const PIECE: f64 = DAY / 4.0;
/// The same in nanoseconds.
const NANOSECONDS: i64 = PIECE as i64 * 1_000_000_000;

/// Orientation of the Earth along one arc: [`super::EarthOrientation`] at tens of nanoseconds per call.
///
/// ```text
/// r_itrf = R1(−y_p) R2(−x_p) · R3(θ − s + s') · Q(X, Y) · r_gcrf
/// ```
///
/// The Earth rotation angle θ is linear in UT1. Polar motion, UT1 and pole offsets are interpolated linearly between the
/// rows of the table, as in the complete transformation; X, Y and s of IAU 2006/2000A by cubics through the four nearest
/// quarter days. The matrix agrees with the complete transformation to 1e-11 (0.1 mm at the ISS), limited by the 9-day
/// terms of nutation.
///
/// Outside its span the first and last pieces are extrapolated, with an error that grows as the fourth power of the time.
#[derive(Clone, Debug, PartialEq)]
pub struct EarthRotation {
    epoch: Epoch,
    /// Start of the first piece [s since the epoch].
    start: f64,
    pieces: Box<[Piece]>,
}

/// Polynomials in `u` from 0 to 1 over one piece.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Piece {
    /// X and Y of the celestial intermediate pole [rad].
    x: [f64; 4],
    y: [f64; 4],
    /// θ − s + s' [rad].
    angle: [f64; 4],
    /// Angle from the TEME x axis to the celestial intermediate origin, plus s: θ_GMST82 − θ + s [rad].
    teme: [f64; 4],
    /// Pole coordinates [rad].
    x_pole: [f64; 2],
    y_pole: [f64; 2],
    /// Rate of the Earth rotation angle [rad/s].
    rate: [f64; 2],
}

impl Piece {
    /// The piece from epoch `begin` to `end`; `pole` are the values of [`pole_and_sidereal_time`] at the four nodes
    /// nearest to it.
    fn between(
        begin: Epoch,
        end: Epoch,
        pole: &[[f64; 4]],
        table: &EarthOrientationTable,
    ) -> Result<Self, EarthOrientationError> {
        let (a, b) = (table.at(begin)?, table.at(end)?);
        let cubic = |i: usize| cubic(std::array::from_fn(|j| pole[j][i]));
        let (mut x, mut y, mut angle) = (cubic(0), cubic(1), cubic(2));
        x[0] += a.dx;
        x[1] += b.dx - a.dx;
        y[0] += a.dy;
        y[1] += b.dy - a.dy;
        let (ut1, ut2) = time::jd_ut1(begin, a.ut1_minus_tai);
        angle[0] += sofars::erst::era00(ut1, ut2);
        let ut1_elapsed = PIECE + (b.ut1_minus_tai - a.ut1_minus_tai);
        angle[1] += crate::environment::EARTH_ROTATION_PER_UT1_SECOND * ut1_elapsed;
        Ok(Self {
            x,
            y,
            angle,
            teme: cubic(3),
            x_pole: [a.x_pole, b.x_pole - a.x_pole],
            y_pole: [a.y_pole, b.y_pole - a.y_pole],
            rate: [a.earth_rate(), b.earth_rate() - a.earth_rate()],
        })
    }
}

impl EarthRotation {
    /// For times from `from` to `to` seconds after `epoch`, in either order.
    ///
    /// Costs four complete evaluations and one more for each quarter day, some 50 µs each.
    ///
    /// # Errors
    /// [`EarthOrientationError::OutsideTable`] if the table does not cover the span, `Span` if it is not finite.
    pub fn over(
        epoch: Epoch,
        from: f64,
        to: f64,
        table: &EarthOrientationTable,
    ) -> Result<Self, EarthOrientationError> {
        if !(from.is_finite() && to.is_finite()) {
            return Err(EarthOrientationError::Span { from, to });
        }
        let (from, to) = if to < from { (to, from) } else { (from, to) };
        let (first, last) = (time::after(epoch, from), time::after(epoch, to));
        table.at(first)?;
        table.at(last)?;
        let joint = quarter_day_before(first);
        let length = (last - joint).total_nanoseconds() as u64;
        let count = (length.div_ceil(NANOSECONDS as u64) as usize).max(1);
        let node =
            |k: usize| joint + Duration::from_truncated_nanoseconds(NANOSECONDS) * (k as i64 - 1);
        // The outer nodes may lie outside the table. For sidereal time minus the rotation angle, which changes by
        // 7e-12 rad/s, UT1 to a second is sufficient.
        let ut1_minus_tai = table.at(first)?.ut1_minus_tai;
        let pole: Vec<[f64; 4]> =
            (0..count + 3).map(|k| pole_and_sidereal_time(node(k), ut1_minus_tai)).collect();
        let pieces = (0..count)
            .map(|k| Piece::between(node(k + 1), node(k + 2), &pole[k..k + 4], table))
            .collect::<Result<_, _>>()?;
        Ok(Self { epoch, start: time::seconds_between(epoch, joint), pieces })
    }

    /// The epoch of `t`.
    pub fn epoch(&self) -> Epoch {
        self.epoch
    }

    /// The span covered [s since the epoch]; at least the requested one, to the nanosecond.
    pub fn span(&self) -> (f64, f64) {
        (self.start, self.start + PIECE * self.pieces.len() as f64)
    }

    /// The piece for `t` and the position within it, 0 to 1.
    #[inline(always)]
    fn piece(&self, t: f64) -> (&Piece, f64) {
        let u = (t - self.start) * (1.0 / PIECE);
        // Negative and huge numbers saturate in the cast.
        let k = (u as usize).min(self.pieces.len() - 1);
        (&self.pieces[k], u - k as f64)
    }

    /// Angular velocity of ITRF with respect to GCRF, along GCRF axes [rad/s], as
    /// [`super::EarthOrientation::omega_gcrf`].
    #[inline]
    pub fn omega_gcrf(&self, t: f64) -> [f64; 3] {
        let (p, u) = self.piece(t);
        let (x, y) = (eval(&p.x, u), eval(&p.y, u));
        let (dx, dy) = (slope(&p.x, u) / PIECE, slope(&p.y, u) / PIECE);
        let z = (1.0 - x * x - y * y).sqrt();
        let dz = -(x * dx + y * dy) / z;
        let rate = p.rate[0] + u * p.rate[1];
        [rate * x + y * dz - z * dy, rate * y + z * dx - x * dz, rate * z + x * dy - y * dx]
    }

    /// Rotation from TEME to GCRF, as [`super::EarthOrientation::teme_gcrf`].
    pub fn teme_gcrf(&self, t: f64) -> Rotation<Teme, Gcrf> {
        let (p, u) = self.piece(t);
        let [q0, q1, q2] = pole_matrix(eval(&p.x, u), eval(&p.y, u));
        let (sin, cos) = libm::sincos(eval(&p.teme, u));
        Rotation::from_matrix(Matrix3::from_fn(|i, j| match j {
            0 => cos * q0[i] - sin * q1[i],
            1 => sin * q0[i] + cos * q1[i],
            _ => q2[i],
        }))
    }

    /// Rows of the rotation from GCRF to Earth-fixed axes (ITRF), `t` seconds after the epoch.
    #[inline(always)]
    pub fn to_body(&self, t: f64) -> [[f64; 3]; 3] {
        let (p, u) = self.piece(t);
        let (x, y) = (eval(&p.x, u), eval(&p.y, u));
        let (sin, cos) = libm::sincos(eval(&p.angle, u));
        let [q0, q1, q2] = pole_matrix(x, y);
        // Polar motion is a few microradians: sines to first and cosines to second order.
        let (xp, yp) = (p.x_pole[0] + u * p.x_pole[1], p.y_pole[0] + u * p.y_pole[1]);
        let (cx, cy) = (1.0 - 0.5 * xp * xp, 1.0 - 0.5 * yp * yp);
        let mut m = [[0.0; 3]; 3];
        for j in 0..3 {
            let first = cos * q0[j] + sin * q1[j];
            let second = cos * q1[j] - sin * q0[j];
            let third = cx * q2[j] - xp * first;
            m[0][j] = cx * first + xp * q2[j];
            m[1][j] = cy * second - yp * third;
            m[2][j] = yp * second + cy * third;
        }
        m
    }

    /// Geodetic latitude, longitude and height of a point given along GCRF axes [m].
    pub fn geodetic(&self, t: f64, r_gcrf: &Vector3<f64>) -> Geodetic {
        Geodetic::from_itrf(&self.position_itrf(t, r_gcrf))
    }

    /// Position along GCRF axes [m] of a point given along ITRF axes [m].
    pub fn position_gcrf(&self, t: f64, r_itrf: &Vector3<f64>) -> Vector3<f64> {
        let m = self.to_body(t);
        Vector3::from_fn(|i, _| m[0][i] * r_itrf.x + m[1][i] * r_itrf.y + m[2][i] * r_itrf.z)
    }

    /// Position along ITRF axes [m] of a point given along GCRF axes [m], `t` seconds after the epoch.
    pub fn position_itrf(&self, t: f64, r_gcrf: &Vector3<f64>) -> Vector3<f64> {
        let m = self.to_body(t);
        Vector3::from_fn(|i, _| m[i][0] * r_gcrf.x + m[i][1] * r_gcrf.y + m[i][2] * r_gcrf.z)
    }

    /// A state in ITRF; its velocity is relative to the Earth.
    pub fn state_itrf(&self, s: &State<Gcrf>) -> State<Itrf> {
        let t = time::seconds_between(self.epoch, s.epoch);
        let v = s.v - Vector3::from(self.omega_gcrf(t)).cross(&s.r);
        State::new(s.epoch, self.position_itrf(t, &s.r), self.position_itrf(t, &v))
    }

    /// A state in GCRF, from one in ITRF with velocity relative to the Earth.
    pub fn state_gcrf(&self, s: &State<Itrf>) -> State<Gcrf> {
        let t = time::seconds_between(self.epoch, s.epoch);
        let r = self.position_gcrf(t, &s.r);
        let v = self.position_gcrf(t, &s.v) + Vector3::from(self.omega_gcrf(t)).cross(&r);
        State::new(s.epoch, r, v)
    }
}

/// The last multiple of a quarter day UTC at or before an epoch, in whole nanoseconds: otherwise rounding could put the
/// last end of a piece just past the end of the table, or just before that of the span.
fn quarter_day_before(epoch: Epoch) -> Epoch {
    let c = time::utc_calendar(epoch);
    let minutes = 60 * (i64::from(c.hour) % 6) + i64::from(c.minute);
    let second = (60 * minutes + i64::from(c.second)) % PIECE as i64;
    epoch - Duration::from_truncated_nanoseconds(second * 1_000_000_000 + i64::from(c.nanosecond))
}

/// X and Y of the celestial intermediate pole, s' − s, and θ_GMST82 − θ + s at an epoch [rad].
fn pole_and_sidereal_time(epoch: Epoch, ut1_minus_tai: f64) -> [f64; 4] {
    let (tt1, tt2) = time::jd_tt(epoch);
    let (ut1, ut2) = time::jd_ut1(epoch, ut1_minus_tai);
    let (x, y, s) = sofars::pnp::xys06a(tt1, tt2);
    let sidereal = sofars::erst::gmst82(ut1, ut2) - sofars::erst::era00(ut1, ut2);
    [x, y, sofars::pnp::sp00(tt1, tt2) - s, sofars::vm::anpm(sidereal) + s]
}

/// Rotation from GCRF to the celestial intermediate pole, without the rotation about it: the transpose of Q(X, Y) with
/// a = 1/(1 + Z) = 1/2 + r²/8 + r⁴/16 + …, r² = X² + Y² < 1e-5 [IERS 2010, eq. (5.10)].
#[inline(always)]
fn pole_matrix(x: f64, y: f64) -> [[f64; 3]; 3] {
    let r2 = x * x + y * y;
    let a = 0.5 + r2 * (0.125 + r2 * 0.0625);
    let axy = -a * x * y;
    [[1.0 - a * x * x, axy, -x], [axy, 1.0 - a * y * y, -y], [x, y, 1.0 - a * r2]]
}

#[inline(always)]
fn eval(c: &[f64; 4], u: f64) -> f64 {
    c[0] + u * (c[1] + u * (c[2] + u * c[3]))
}

#[inline(always)]
fn slope(c: &[f64; 4], u: f64) -> f64 {
    c[1] + u * (2.0 * c[2] + u * 3.0 * c[3])
}

/// The cubic in `u` through `f` at u = −1, 0, 1, 2.
fn cubic([before, f0, f1, after]: [f64; 4]) -> [f64; 4] {
    [
        f0,
        f1 - 0.5 * f0 - before / 3.0 - after / 6.0,
        0.5 * (before + f1) - f0,
        0.5 * (f0 - f1) + (after - before) / 6.0,
    ]
}
