//! Gravity of the Earth: spherical harmonics of any degree and order, and their simple beginnings.
//!
//! [`PointMass`] and [`J2`] are the first two terms, for teaching and for workloads that ask for no
//! more. [`Gravity`] is the whole sum, from a [`Field`] read from an ICGEM file or embedded
//! ([`Field::egm2008`]).
//!
//! # How the sum is done
//!
//! The gradient is taken in the form of [Pines 1973], which has no
//! singularity at the poles:
//!
//! ```text
//! ∇U = GM/r² (a₁ x̂ + a₂ ŷ + a₃ ẑ + a₄ r̂)
//! a₁ = Σ ρⁿ m Aₙₘ Re[(Cₙₘ − iSₙₘ)(s + it)^(m−1)]
//! a₂ = −Σ ρⁿ m Aₙₘ Im[(Cₙₘ − iSₙₘ)(s + it)^(m−1)]
//! a₃ = Σ ρⁿ Aₙ,ₘ₊₁ Dₙₘ,   Dₙₘ = Re[(Cₙₘ − iSₙₘ)(s + it)^m]
//! a₄ = −Σ ρⁿ [(n + m + 1) Aₙₘ + u Aₙ,ₘ₊₁] Dₙₘ
//! ```
//!
//! with ρ = R/r, (s, t, u) = r̂ and Aₙₘ the m-th derivative of the Legendre polynomial. Along each order m
//! six real sums remain: of C and S, of both weighted by the degree, and of those of order m − 1 for the
//! derivative with respect to u. The private module `table` says how they are arranged; `kernel` sums one
//! point, eight orders side by side, `lanes` many points, one in each lane, order after order.

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
    /// Highest degree the kernel carries: coefficients are scaled by up to 2ⁿ, which leaves the range of `f64` not
    /// far beyond.
    pub const MAX_DEGREE: usize = 900;

    /// The field's terms up to `degree` and `order` (0 leaves the point mass).
    ///
    /// # Errors
    /// If the field does not reach that degree, or `order > degree`.
    pub fn new(field: &Field, degree: usize, order: usize) -> Result<Gravity, FieldError> {
        let limit = field.degree.min(Self::MAX_DEGREE);
        if degree > limit || order > degree {
            return Err(FieldError::TooHigh { name: field.name.clone(), degree, order, limit });
        }
        let table = Table::new(field, degree, order);
        Ok(Gravity { table, order, registers: Registers::widest() })
    }

    /// The same with the one-point kernel in other registers; `None` if this machine lacks them.
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

    /// Acceleration at body-fixed positions, along body axes [m/s²].
    ///
    /// One point is summed with the orders of the field side by side in the machine's registers,
    /// lanes with the points side by side; they agree to rounding, some 1e-15 of the acceleration.
    #[inline(always)]
    pub fn acceleration_body<T: Real>(&self, r_body: [T; 3]) -> [T; 3] {
        if TypeId::of::<T>() == TypeId::of::<f64>() {
            let one = r_body.map(|x| x.lane(0));
            registers::acceleration(self.registers, &self.table, one).map(T::splat)
        } else {
            lanes::acceleration(&self.table, r_body)
        }
    }
}

impl Gravity {
    /// Accelerations at many body-fixed positions, along body axes [m/s²]; `r[0][i]` is the x
    /// coordinate of point `i` [m]. In the widest registers the machine has
    /// ([`in_wide_registers`]); nothing is allocated, and no point feels the others.
    ///
    /// # Panics
    /// If the six slices differ in length.
    pub fn accelerations_body(&self, r: [&[f64]; 3], a: [&mut [f64]; 3]) {
        let count = r[0].len();
        let alike = r.iter().all(|r| r.len() == count) && a.iter().all(|a| a.len() == count);
        assert!(alike, "gravity: coordinates and accelerations of different numbers of points");
        in_wide_registers(AtPoints { table: &self.table, r, a });
    }
}

/// The sum at many points.
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

/// As many lanes as there is room for.
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
