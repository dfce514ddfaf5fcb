//! Rotations between two frames, which are type parameters.

use super::{Eme2000, Frame, Gcrf, State, Teme};
use nalgebra::{Matrix3, Vector3};
use std::marker::PhantomData;
use std::ops::Mul;

/// A frame whose axes do not rotate, so that velocities are transformed by the rotation alone.
///
/// [`Teme`] is treated as one: its axes drift with precession and nutation by some 8e-12 rad/s (1.1e-11 at most), which
/// changes a velocity in low orbit by 0.05 to 0.08 mm/s and is neglected in its use with SGP4.
pub trait Inertial: Frame {}
impl Inertial for Gcrf {}
impl Inertial for Eme2000 {}
impl Inertial for Teme {}

/// The rotation that takes components along the axes of `A` into components along those of `B`.
///
/// `r_b = rotation * r_a`. Two rotations compose like the matrix product, and only where the frames
/// meet: `Rotation<B, C> * Rotation<A, B>` is a `Rotation<A, C>`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Rotation<A, B> {
    matrix: Matrix3<f64>,
    frames: PhantomData<(A, B)>,
}

impl<A: Frame, B: Frame> Rotation<A, B> {
    /// From an orthogonal matrix whose rows are the axes of `B` along those of `A`.
    pub fn from_matrix(matrix: Matrix3<f64>) -> Self {
        Self { matrix, frames: PhantomData }
    }

    /// From a matrix given by rows, as in SOFA.
    pub(crate) fn from_rows(rows: [[f64; 3]; 3]) -> Self {
        Self::from_matrix(Matrix3::from_fn(|i, j| rows[i][j]))
    }

    /// The matrix.
    pub fn matrix(&self) -> &Matrix3<f64> {
        &self.matrix
    }

    /// The inverse rotation.
    pub fn inverse(&self) -> Rotation<B, A> {
        Rotation::from_matrix(self.matrix.transpose())
    }
}

impl<A: Frame, B: Frame, C: Frame> Mul<Rotation<A, B>> for Rotation<B, C> {
    type Output = Rotation<A, C>;
    fn mul(self, first: Rotation<A, B>) -> Rotation<A, C> {
        Rotation::from_matrix(self.matrix * first.matrix)
    }
}

impl<A: Frame, B: Frame> Mul<Vector3<f64>> for Rotation<A, B> {
    type Output = Vector3<f64>;
    fn mul(self, v: Vector3<f64>) -> Vector3<f64> {
        self.matrix * v
    }
}

impl<A: Inertial, B: Inertial> Mul<State<A>> for Rotation<A, B> {
    type Output = State<B>;
    fn mul(self, s: State<A>) -> State<B> {
        State::new(s.epoch, self.matrix * s.r, self.matrix * s.v)
    }
}

/// GCRF to the mean equator and equinox of J2000.0: the frame bias of IAU 2000 (ξ0 = −16.617 mas,
/// η0 = −6.819 mas, dα0 = −14.6 mas). [IERS 2010, 5.4.4, eq. (5.21) and (5.33)], SOFA `bp00`.
pub fn frame_bias() -> Rotation<Gcrf, Eme2000> {
    let (bias, _, _) = sofars::pnp::bp00(crate::time::J2000, 0.0);
    Rotation::from_rows(bias)
}
