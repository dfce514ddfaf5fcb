//! Local-vertical, local-horizontal (LVLH) axes of an orbiting body.

use super::{Gcrf, State};
use nalgebra::{Matrix3, Vector3};

/// Axes that follow a body on its orbit, as in Fehse's book and in ISS operations:
///
/// - x completes the right-handed set: horizontal, *ahead* along the velocity (V-bar);
/// - y is *opposite* the orbit normal, to the right when looking ahead with the Earth below (H-bar);
/// - z points to the centre of the Earth, *down* (R-bar).
///
/// The axes rotate with ω = −|r × v| / r² about y, the rate of the radius vector. Out-of-plane forces
/// also rotate the orbit plane about z; that rate (1.6e-6 rad/s at most due to J2 at the station, 1.6 mm/s per km)
/// is neglected, as usual. The Hill, RTN, QSW and RSW frames have the same axes under other names: radial = −z (up),
/// transverse = x, normal = −y. On an eccentric orbit x is not exactly the direction of the velocity, as in TNW.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Lvlh {
    /// Position of the origin, GCRF [m].
    r: Vector3<f64>,
    /// Velocity of the origin, GCRF [m/s].
    v: Vector3<f64>,
    /// Rows: x, y, z along GCRF axes.
    rotation: Matrix3<f64>,
    /// Rate of the radius vector [rad/s].
    rate: f64,
}

/// Position and velocity of a body relative to the origin of an [`Lvlh`] frame.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Relative {
    /// Position: ahead, right (opposite the orbit normal), down [m].
    pub r: Vector3<f64>,
    /// Velocity in the rotating frame [m/s].
    pub v: Vector3<f64>,
}

impl Lvlh {
    /// The axes of a body whose velocity must not be radial or zero.
    pub fn of(origin: &State<Gcrf>) -> Self {
        Self::at(origin.r, origin.v)
    }

    /// The axes of a body at `r` [m] with velocity `v` [m/s], GCRF.
    pub fn at(r: Vector3<f64>, v: Vector3<f64>) -> Self {
        let h = r.cross(&v);
        let z = -r.normalize();
        let y = -h.normalize();
        let x = y.cross(&z);
        Self {
            r,
            v,
            rotation: Matrix3::from_rows(&[x.transpose(), y.transpose(), z.transpose()]),
            rate: h.norm() / r.norm_squared(),
        }
    }

    /// The matrix from GCRF to LVLH components; its rows are the LVLH axes along GCRF.
    pub fn matrix(&self) -> &Matrix3<f64> {
        &self.rotation
    }

    /// Rate of rotation of the axes about −y, the orbit normal [rad/s].
    pub fn rate(&self) -> f64 {
        self.rate
    }

    /// LVLH components of a free vector.
    pub fn vector_lvlh(&self, v_gcrf: &Vector3<f64>) -> Vector3<f64> {
        self.rotation * v_gcrf
    }

    /// GCRF components of a free vector.
    pub fn vector_gcrf(&self, v_lvlh: &Vector3<f64>) -> Vector3<f64> {
        self.rotation.tr_mul(v_lvlh)
    }

    /// Relative position and velocity of a chaser in the rotating axes:
    /// `v = R (v_c − v_t) − ω × r`, `ω = (0, −rate, 0)`. Both states must be of the same epoch.
    pub fn relative(&self, chaser: &State<Gcrf>) -> Relative {
        self.relative_to(chaser.r, chaser.v)
    }

    /// [`Lvlh::relative`] for a chaser at `r` [m] with velocity `v` [m/s], GCRF.
    pub fn relative_to(&self, r: Vector3<f64>, v: Vector3<f64>) -> Relative {
        let r = self.rotation * (r - self.r);
        let v = self.rotation * (v - self.v) - self.omega().cross(&r);
        Relative { r, v }
    }

    /// Position [m] and velocity [m/s] in GCRF of a chaser given in the rotating axes; the inverse of
    /// [`Lvlh::relative_to`].
    pub fn absolute(&self, relative: &Relative) -> (Vector3<f64>, Vector3<f64>) {
        let v = relative.v + self.omega().cross(&relative.r);
        (self.r + self.vector_gcrf(&relative.r), self.v + self.vector_gcrf(&v))
    }

    fn omega(&self) -> Vector3<f64> {
        Vector3::new(0.0, -self.rate, 0.0)
    }
}
