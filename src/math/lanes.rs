//! Several registers treated as one number: the lane type of ensembles.

use super::Real;
use std::ops::{Add, AddAssign, Div, Mul, MulAssign, Neg, Sub, SubAssign};

/// `K` registers on which every operation acts alike. Each is itself a [`Real`]: an `f64`, or one of the machine's
/// vector registers ([`super::in_wide_registers`]). Two or more hide each other's latency.
#[derive(Clone, Copy, Debug)]
pub struct Lanes<V, const K: usize>(pub [V; K]);

impl<V: Real, const K: usize> Lanes<V, K> {
    #[inline(always)]
    fn each(mut self, f: impl Fn(V) -> V) -> Self {
        for k in 0..K {
            self.0[k] = f(self.0[k]);
        }
        self
    }
}

macro_rules! elementwise {
    ($($operator:ident $function:ident $symbol:tt),*) => {$(
        impl<V: Real, const K: usize> $operator for Lanes<V, K> {
            type Output = Self;
            #[inline(always)]
            fn $function(self, other: Self) -> Self {
                let mut made = self;
                for k in 0..K {
                    made.0[k] = self.0[k] $symbol other.0[k];
                }
                made
            }
        }
    )*};
}
elementwise!(Add add +, Sub sub -, Mul mul *, Div div /);

macro_rules! assigning {
    ($($operator:ident $function:ident $symbol:tt),*) => {$(
        impl<V: Real, const K: usize> $operator for Lanes<V, K> {
            #[inline(always)]
            fn $function(&mut self, other: Self) {
                *self = *self $symbol other;
            }
        }
    )*};
}
assigning!(AddAssign add_assign +, SubAssign sub_assign -, MulAssign mul_assign *);

impl<V: Real, const K: usize> Mul<f64> for Lanes<V, K> {
    type Output = Self;
    #[inline(always)]
    fn mul(self, other: f64) -> Self {
        self * Self::splat(other)
    }
}

impl<V: Real, const K: usize> Neg for Lanes<V, K> {
    type Output = Self;
    #[inline(always)]
    fn neg(self) -> Self {
        self.each(V::neg)
    }
}

impl<V: Real, const K: usize> Real for Lanes<V, K> {
    const LANES: usize = K * V::LANES;
    type Eight = V::Eight;
    type Register = V;
    const REGISTERS: usize = K;
    #[inline(always)]
    fn splat(x: f64) -> Self {
        Self([V::splat(x); K])
    }
    #[inline(always)]
    fn sqrt(self) -> Self {
        self.each(V::sqrt)
    }
    #[inline(always)]
    fn times_plus(mut self, factor: Self, term: Self) -> Self {
        for k in 0..K {
            self.0[k] = self.0[k].times_plus(factor.0[k], term.0[k]);
        }
        self
    }
    #[inline(always)]
    fn abs(self) -> Self {
        self.each(V::abs)
    }
    #[inline(always)]
    fn max(mut self, other: Self) -> Self {
        for k in 0..K {
            self.0[k] = self.0[k].max(other.0[k]);
        }
        self
    }
    #[inline(always)]
    fn if_less(mut self, than: Self, then: Self, otherwise: Self) -> Self {
        for k in 0..K {
            self.0[k] = self.0[k].if_less(than.0[k], then.0[k], otherwise.0[k]);
        }
        self
    }
    #[inline(always)]
    fn two_to(self) -> Self {
        self.each(V::two_to)
    }
    #[inline(always)]
    fn largest(self) -> f64 {
        let mut largest = self.0[0].largest();
        for k in 1..K {
            largest = super::real::larger(largest, self.0[k].largest());
        }
        largest
    }
    #[inline(always)]
    fn lane(self, i: usize) -> f64 {
        self.0[i / V::LANES].lane(i % V::LANES)
    }
    #[inline(always)]
    fn register(&self, i: usize) -> V {
        self.0[i]
    }
    #[inline(always)]
    fn set_register(&mut self, i: usize, register: V) {
        self.0[i] = register;
    }
    #[inline(always)]
    fn from_lanes(mut f: impl FnMut(usize) -> f64) -> Self {
        let mut made = Self::splat(0.0);
        for k in 0..K {
            made.0[k] = V::from_lanes(|i| f(k * V::LANES + i));
        }
        made
    }
    #[inline(always)]
    fn read(from: &[f64]) -> Self {
        let mut read = Self::splat(0.0);
        for k in 0..K {
            read.0[k] = V::read(&from[k * V::LANES..]);
        }
        read
    }
    #[inline(always)]
    fn write(self, to: &mut [f64]) {
        for k in 0..K {
            self.0[k].write(&mut to[k * V::LANES..]);
        }
    }
}
