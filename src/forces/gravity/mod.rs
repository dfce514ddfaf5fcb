//! Gravity of the Earth: spherical harmonics of any degree and order, and their first terms.
//!
//! [`PointMass`] and [`J2`] are the first two terms, for teaching and for problems that need no more. [`Gravity`] is
//! the full sum over a [`Field`], read from an ICGEM file or embedded ([`Field::egm2008`]).
//!
//! # Summation
//!
//! The gradient is computed in the form of [Pines 1973], which has no singularity at the poles:
//!
//! ```text
//! ∇U = GM/r² (a₁ x̂ + a₂ ŷ + a₃ ẑ + a₄ r̂)
//! a₁ = Σ ρⁿ m Aₙₘ Re[(Cₙₘ − iSₙₘ)(s + it)^(m−1)]
//! a₂ = −Σ ρⁿ m Aₙₘ Im[(Cₙₘ − iSₙₘ)(s + it)^(m−1)]
//! a₃ = Σ ρⁿ Aₙ,ₘ₊₁ Dₙₘ,   Dₙₘ = Re[(Cₙₘ − iSₙₘ)(s + it)^m]
//! a₄ = −Σ ρⁿ [(n + m + 1) Aₙₘ + u Aₙ,ₘ₊₁] Dₙₘ
//! ```
//!
//! with ρ = R/r, (s, t, u) = r̂ and Aₙₘ the m-th derivative of the Legendre polynomial. For each order m six real sums
//! remain: over C and S, over both weighted by the degree, and over those of order m − 1 for the derivative with respect
//! to u. The private module `table` describes their arrangement. For a single point `kernel` sums eight orders at a
//! time in vector registers; for many points `lanes` assigns one point to each lane and sums order after order.

mod field;
mod icgem;
mod kernel;
mod lanes;
mod registers;
mod simple;
mod table;

pub use field::{Field, TideSystem};
pub use icgem::FieldError;
pub use registers::Registers;
pub use simple::{J2, PointMass};

use super::{Force, Point};
use crate::math::wide::load;
use crate::math::{Real, WideWork, in_wide_registers};
use std::any::TypeId;
use table::Table;

/// Gravity of a body by spherical harmonics, the central term included.
#[derive(Clone, Debug)]
pub struct Gravity {
    table: Table,
    order: usize,
    registers: Registers,
}

impl Gravity {
    /// Highest degree supported: coefficients are scaled by up to 2ⁿ, which exceeds the range of `f64` at a slightly
    /// higher degree.
    pub const MAX_DEGREE: usize = 900;

    /// The terms of a field up to `degree` and `order`; degree 0 is the point mass.
    ///
    /// # Errors
    /// [`FieldError::TooHigh`] if the field does not reach that degree, or `order > degree`.
    pub fn new(field: &Field, degree: usize, order: usize) -> Result<Gravity, FieldError> {
        let limit = field.degree.min(Self::MAX_DEGREE);
        if degree > limit || order > degree {
            return Err(FieldError::TooHigh { name: field.name.clone(), degree, order, limit });
        }
        let table = Table::new(field, degree, order);
        Ok(Gravity { table, order, registers: Registers::widest() })
    }

    /// The same with the single-point kernel in the given registers; `None` if this machine lacks them.
    pub fn with_registers(self, registers: Registers) -> Option<Gravity> {
        registers.available().then_some(Gravity { registers, ..self })
    }

    /// Geocentric gravitational constant in use [m³/s²].
    pub fn gm(&self) -> f64 {
        self.table.gm
    }

    /// Reference radius in use [m].
    pub fn radius(&self) -> f64 {
        self.table.radius
    }

    /// Degree and order in use.
    pub fn degree_and_order(&self) -> (usize, usize) {
        (self.table.degree, self.order)
    }

    /// Acceleration at body-fixed positions, along body-fixed axes [m/s²].
    ///
    /// A single point (`f64`) is summed with several orders of the field in one register, lanes with one point each. The
    /// two agree to rounding, some 1e-15 of the acceleration.
    #[inline(always)]
    pub fn acceleration_body<T: Real>(&self, r_body: [T; 3]) -> [T; 3] {
        if TypeId::of::<T>() == TypeId::of::<f64>() {
            let one = r_body.map(|x| x.lane(0));
            registers::acceleration(self.registers, &self.table, one).map(T::splat)
        } else {
            lanes::acceleration(&self.table, r_body)
        }
    }

    /// Accelerations at many body-fixed positions, along body-fixed axes [m/s²]; `r[0][i]` is the x
    /// coordinate of point `i` [m]. Computed in the widest registers of the machine ([`in_wide_registers`]), without
    /// allocation; the result for a point does not depend on the others.
    ///
    /// # Panics
    /// If the six slices differ in length.
    pub fn accelerations_body(&self, r: [&[f64]; 3], a: [&mut [f64]; 3]) {
        let count = r[0].len();
        let alike = r.iter().all(|r| r.len() == count) && a.iter().all(|a| a.len() == count);
        assert!(alike, "gravity: the slices of coordinates and accelerations differ in length");
        in_wide_registers(AtPoints { table: &self.table, r, a });
    }
}

/// Work of [`Gravity::accelerations_body`].
struct AtPoints<'a> {
    table: &'a Table,
    r: [&'a [f64]; 3],
    a: [&'a mut [f64]; 3],
}

impl<T: Real> WideWork<T> for AtPoints<'_> {
    type Output = ();

    #[inline(always)]
    fn work(mut self) {
        let [x, y, z] = self.r;
        for first in (0..x.len()).step_by(T::LANES) {
            let r = [load::<T>(x, first), load(y, first), load(z, first)];
            let a = lanes::acceleration(self.table, r);
            for (to, a) in self.a.iter_mut().zip(a) {
                store(a, &mut to[first..]);
            }
        }
    }
}

/// Stores as many lanes as fit into the slice.
#[inline(always)]
fn store<T: Real>(lanes: T, to: &mut [f64]) {
    if T::LANES <= to.len() {
        lanes.write(to);
    } else {
        for (i, to) in to.iter_mut().enumerate() {
            *to = lanes.lane(i);
        }
    }
}

impl<T: Real> Force<T> for Gravity {
    const USES_VELOCITY: bool = false;

    #[inline(always)]
    fn acceleration(&self, at: &Point<T>) -> [T; 3] {
        at.to_inertial(self.acceleration_body(at.r_body))
    }
}
