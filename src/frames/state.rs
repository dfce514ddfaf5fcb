//! Position and velocity with their reference frame as a type parameter.

use crate::time::Epoch;
use nalgebra::Vector3;
use std::marker::PhantomData;

/// A reference frame, as a type.
pub trait Frame: Copy + std::fmt::Debug + 'static {
    /// Name as in CCSDS 502.0-B (OEM `REF_FRAME`).
    const NAME: &'static str;
}

/// Geocentric celestial reference frame.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Gcrf {}
/// Mean equator and equinox of J2000.0.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Eme2000 {}
/// True equator, mean equinox of date, as SGP4 uses it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Teme {}
/// International terrestrial reference frame; velocities are relative to the rotating Earth.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Itrf {}

impl Frame for Gcrf {
    const NAME: &'static str = "GCRF";
}
impl Frame for Eme2000 {
    const NAME: &'static str = "EME2000";
}
impl Frame for Teme {
    const NAME: &'static str = "TEME";
}
impl Frame for Itrf {
    const NAME: &'static str = "ITRF";
}

/// Geocentric position and velocity of a body at an epoch, along the axes of `F` [m, m/s].
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct State<F: Frame> {
    /// Epoch.
    pub epoch: Epoch,
    /// Position [m].
    pub r: Vector3<f64>,
    /// Velocity [m/s]; in a rotating frame, relative to that frame.
    pub v: Vector3<f64>,
    frame: PhantomData<F>,
}

impl<F: Frame> State<F> {
    /// A state from position [m] and velocity [m/s] along the axes of `F`.
    pub fn new(epoch: Epoch, r: Vector3<f64>, v: Vector3<f64>) -> Self {
        Self { epoch, r, v, frame: PhantomData }
    }
}
