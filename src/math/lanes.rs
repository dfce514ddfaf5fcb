//! Several numbers side by side: the lane type of ensembles.

use super::Real;
use std::ops::{Add, AddAssign, Div, Mul, MulAssign, Neg, Sub, SubAssign};

/// `N` numbers treated alike, in the order of an array.
///
/// Plain loops over arrays, which the compiler turns into vector instructions of whatever width
/// the surrounding function may use (see [`crate::propagate::propagate_many`]). Nothing is fused
/// or reordered: every lane has the bits of the same computation in `f64`.
#[derive(Clone, Copy, Debug, PartialEq)]
#[repr(align(64))]
pub struct Lanes<const N: usize>(pub [f64; N]);

impl<const N: usize> Lanes<N> {
    #[inline(always)]
    fn each(mut self, f: impl Fn(f64) -> f64) -> Self {
        for i in 0..N {
            self.0[i] = f(self.0[i]);
        }
        self
    }

    #[inline(always)]
    fn both(mut self, other: Self, f: impl Fn(f64, f64) -> f64) -> Self {
        for i in 0..N {
            self.0[i] = f(self.0[i], other.0[i]);
        }
        self
    }
}

macro_rules! elementwise {
    ($($operator:ident $function:ident $symbol:tt),*) => {$(
        impl<const N: usize> $operator for Lanes<N> {
            type Output = Self;
            #[inline(always)]
            fn $function(self, other: Self) -> Self {
                self.both(other, |a, b| a $symbol b)
            }
        }
    )*};
}
elementwise!(Add add +, Sub sub -, Mul mul *, Div div /);

macro_rules! assigning {
    ($($operator:ident $function:ident $symbol:tt),*) => {$(
        impl<const N: usize> $operator for Lanes<N> {
            #[inline(always)]
            fn $function(&mut self, other: Self) {
                *self = *self $symbol other;
            }
        }
    )*};
}
assigning!(AddAssign add_assign +, SubAssign sub_assign -, MulAssign mul_assign *);

impl<const N: usize> Mul<f64> for Lanes<N> {
    type Output = Self;
    #[inline(always)]
    fn mul(self, other: f64) -> Self {
        self.each(|x| x * other)
    }
}

impl<const N: usize> Neg for Lanes<N> {
    type Output = Self;
    #[inline(always)]
    fn neg(self) -> Self {
        self.each(|x| -x)
    }
}

impl<const N: usize> Real for Lanes<N> {
    const LANES: usize = N;
    #[inline(always)]
    fn splat(x: f64) -> Self {
        Self([x; N])
    }
    #[inline(always)]
    fn sqrt(self) -> Self {
        self.each(f64::sqrt)
    }
    #[inline(always)]
    fn abs(self) -> Self {
        self.each(f64::abs)
    }
    #[inline(always)]
    fn max(self, other: Self) -> Self {
        self.both(other, f64::max)
    }
    #[inline(always)]
    fn largest(self) -> f64 {
        let worse = |a: f64, b: f64| if b.is_nan() || a < b { b } else { a };
        self.0.into_iter().fold(f64::NEG_INFINITY, worse)
    }
    #[inline(always)]
    fn lane(self, i: usize) -> f64 {
        self.0[i]
    }
    #[inline(always)]
    fn from_lanes(mut f: impl FnMut(usize) -> f64) -> Self {
        let mut out = Self([0.0; N]);
        for i in 0..N {
            out.0[i] = f(i);
        }
        out
    }
}
