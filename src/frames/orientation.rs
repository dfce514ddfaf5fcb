//! Orientation of the Earth at one epoch: IAU 2006/2000A with IERS data.

use super::{Gcrf, Itrf, Rotation, State, Teme};
use crate::environment::{EarthOrientationError, EarthOrientationTable, Eop};
use crate::time::{Epoch, jd_tt, jd_ut1};
use crate::units::DAY;
use nalgebra::{Matrix3, Rotation3, Vector3};

/// Orientation of the Earth at one epoch.
///
/// ```text
/// r_itrf = W(x_p, y_p, s') · R3(θ) · Q(X + dX, Y + dY, s) · r_gcrf
/// ```
///
/// with the CIO-based precession-nutation Q of IAU 2006/2000A, the Earth rotation angle θ(UT1) and
/// the polar motion W [IERS 2010, chapter 5, eq. (5.1)–(5.15)]. It takes some 50 µs to compute, nearly
/// all of it for the 1365 terms of the nutation; for many epochs use [`super::EarthRotation`].
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct EarthOrientation {
    epoch: Epoch,
    eop: Eop,
    gcrf_itrf: Rotation<Gcrf, Itrf>,
    teme_gcrf: Rotation<Teme, Gcrf>,
    omega_gcrf: Vector3<f64>,
}

impl EarthOrientation {
    /// The orientation at `epoch`.
    ///
    /// # Errors
    /// [`EarthOrientationError::OutsideTable`].
    pub fn at(epoch: Epoch, table: &EarthOrientationTable) -> Result<Self, EarthOrientationError> {
        Ok(Self::with(epoch, table.at(epoch)?))
    }

    /// The orientation at `epoch` with given parameters.
    pub fn with(epoch: Epoch, eop: Eop) -> Self {
        let (tt1, tt2) = jd_tt(epoch);
        let (ut1, ut2) = jd_ut1(epoch, eop.ut1_minus_tai);
        let (x, y, s) = sofars::pnp::xys06a(tt1, tt2);
        let celestial = sofars::pnp::c2ixys(x + eop.dx, y + eop.dy, s);
        let polar = sofars::pnp::pom00(eop.x_pole, eop.y_pole, sofars::pnp::sp00(tt1, tt2));
        let era = sofars::erst::era00(ut1, ut2);
        let gcrf_itrf = sofars::pnp::c2tcio(&celestial, era, &polar);
        // TEME and CIRS share the true equator; r_tirs = R3(GMST82) r_teme = R3(ERA) r_cirs.
        let teme_cirs =
            Rotation3::from_axis_angle(&Vector3::z_axis(), era - sofars::erst::gmst82(ut1, ut2));
        let cirs_gcrf = Matrix3::from_fn(|i, j| celestial[j][i]);
        let pole = cirs_gcrf.column(2).into_owned();
        Self {
            epoch,
            eop,
            gcrf_itrf: Rotation::from_rows(gcrf_itrf),
            teme_gcrf: Rotation::from_matrix(cirs_gcrf * teme_cirs.matrix()),
            omega_gcrf: pole * eop.earth_rate() + pole.cross(&pole_rate(tt1, tt2)),
        }
    }

    /// The epoch.
    pub fn epoch(&self) -> Epoch {
        self.epoch
    }

    /// The parameters used.
    pub fn eop(&self) -> &Eop {
        &self.eop
    }

    /// Rotation from GCRF to ITRF, for vectors; velocities need [`State::to_itrf`].
    pub fn gcrf_itrf(&self) -> Rotation<Gcrf, Itrf> {
        self.gcrf_itrf
    }

    /// Rotation from TEME to GCRF.
    ///
    /// TEME is defined by the Greenwich mean sidereal time of IAU 1982 as a function of UT1, as in operational use of
    /// SGP4: TEME → (GMST82) → terrestrial intermediate frame → GCRF [Vallado 2006, appendix C, eq. (C-2)]. The
    /// alternative, IAU 1976/1980 with the IERS corrections dΔψ and dΔε in nutation and in the equation of the
    /// equinoxes, agrees to 3 mm at the ISS (checked with ERFA on 2013-11-07); without those corrections programs differ
    /// by some 1 m. Velocities are transformed by the rotation alone.
    pub fn teme_gcrf(&self) -> Rotation<Teme, Gcrf> {
        self.teme_gcrf
    }

    /// Angular velocity of ITRF with respect to GCRF, along GCRF axes [rad/s].
    ///
    /// `θ̇ p + p × ṗ`: the Earth's rotation about the celestial intermediate pole p, and the motion of
    /// that pole due to precession and nutation (below 1e-11 rad/s, up to 0.06 mm/s at the ISS; programs
    /// that neglect it differ by that). Polar motion, 1e-13 rad/s, is neglected.
    pub fn omega_gcrf(&self) -> Vector3<f64> {
        self.omega_gcrf
    }

    /// A state in ITRF; its velocity is relative to the Earth, `v − ω × r`. The state must be of this epoch.
    pub fn state_itrf(&self, s: &State<Gcrf>) -> State<Itrf> {
        let v = s.v - self.omega_gcrf.cross(&s.r);
        State::new(s.epoch, self.gcrf_itrf * s.r, self.gcrf_itrf * v)
    }

    /// A state in GCRF from one in ITRF; its velocity is inertial, `v + ω × r`. The state must be of this epoch.
    pub fn state_gcrf(&self, s: &State<Itrf>) -> State<Gcrf> {
        let back = self.gcrf_itrf.inverse();
        let r = back * s.r;
        State::new(s.epoch, r, back * s.v + self.omega_gcrf.cross(&r))
    }
}

/// Rate of the celestial intermediate pole (X, Y, Z) [1/s], from the short series IAU 2000B, which is accurate to 1e-14.
fn pole_rate(tt1: f64, tt2: f64) -> Vector3<f64> {
    const STEP: f64 = 0.05; // days
    let (x1, y1, _) = sofars::pnp::xys00b(tt1, tt2 - STEP);
    let (x2, y2, _) = sofars::pnp::xys00b(tt1, tt2 + STEP);
    let span = 2.0 * STEP * DAY;
    let (x, y) = (0.5 * (x1 + x2), 0.5 * (y1 + y2));
    let (dx, dy) = ((x2 - x1) / span, (y2 - y1) / span);
    Vector3::new(dx, dy, -(x * dx + y * dy) / (1.0 - x * x - y * y).sqrt())
}

impl State<Gcrf> {
    /// The state in ITRF; its velocity is relative to the Earth, `v − ω × r`.
    ///
    /// # Errors
    /// [`EarthOrientationError::OutsideTable`].
    pub fn to_itrf(
        &self,
        table: &EarthOrientationTable,
    ) -> Result<State<Itrf>, EarthOrientationError> {
        Ok(EarthOrientation::at(self.epoch, table)?.state_itrf(self))
    }

    /// The state in TEME.
    ///
    /// # Errors
    /// [`EarthOrientationError::OutsideTable`].
    pub fn to_teme(
        &self,
        table: &EarthOrientationTable,
    ) -> Result<State<Teme>, EarthOrientationError> {
        Ok(EarthOrientation::at(self.epoch, table)?.teme_gcrf().inverse() * *self)
    }
}

impl State<Itrf> {
    /// The state in GCRF; its velocity is inertial, `v + ω × r`.
    ///
    /// # Errors
    /// [`EarthOrientationError::OutsideTable`].
    pub fn to_gcrf(
        &self,
        table: &EarthOrientationTable,
    ) -> Result<State<Gcrf>, EarthOrientationError> {
        Ok(EarthOrientation::at(self.epoch, table)?.state_gcrf(self))
    }
}

impl State<Teme> {
    /// The state in GCRF.
    ///
    /// # Errors
    /// [`EarthOrientationError::OutsideTable`].
    pub fn to_gcrf(
        &self,
        table: &EarthOrientationTable,
    ) -> Result<State<Gcrf>, EarthOrientationError> {
        Ok(EarthOrientation::at(self.epoch, table)?.teme_gcrf() * *self)
    }
}
