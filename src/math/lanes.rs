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

    /// Two by two: division and square root are the operations the compiler leaves single.
    #[inline(always)]
    fn pairs(
        mut self,
        other: Self,
        two: impl Fn([f64; 2], [f64; 2]) -> [f64; 2],
        one: impl Fn(f64, f64) -> f64,
    ) -> Self {
        let mut i = 0;
        while i + 1 < N {
            let made = two([self.0[i], self.0[i + 1]], [other.0[i], other.0[i + 1]]);
            (self.0[i], self.0[i + 1]) = (made[0], made[1]);
            i += 2;
        }
        if i < N {
            self.0[i] = one(self.0[i], other.0[i]);
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
elementwise!(Add add +, Sub sub -, Mul mul *);

impl<const N: usize> Div for Lanes<N> {
    type Output = Self;
    #[inline(always)]
    fn div(self, other: Self) -> Self {
        self.pairs(other, pair::divide, |a, b| a / b)
    }
}

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
        self.pairs(self, |x, _| pair::sqrt(x), |x, _| x.sqrt())
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

/// Two numbers in one instruction, on machines that all have it.
mod pair {
    #[cfg(target_arch = "x86_64")]
    use std::arch::x86_64::{
        __m128d, _mm_cvtsd_f64, _mm_div_pd, _mm_set_pd, _mm_sqrt_pd, _mm_unpackhi_pd,
    };

    #[cfg(target_arch = "x86_64")]
    #[inline(always)]
    fn load([low, high]: [f64; 2]) -> __m128d {
        // SAFETY: SSE2 belongs to every x86-64 processor.
        unsafe { _mm_set_pd(high, low) }
    }

    #[cfg(target_arch = "x86_64")]
    #[inline(always)]
    fn store(x: __m128d) -> [f64; 2] {
        // SAFETY: as above.
        unsafe { [_mm_cvtsd_f64(x), _mm_cvtsd_f64(_mm_unpackhi_pd(x, x))] }
    }

    #[cfg(target_arch = "x86_64")]
    #[inline(always)]
    pub(super) fn divide(a: [f64; 2], b: [f64; 2]) -> [f64; 2] {
        // SAFETY: as above.
        store(unsafe { _mm_div_pd(load(a), load(b)) })
    }

    #[cfg(target_arch = "x86_64")]
    #[inline(always)]
    pub(super) fn sqrt(x: [f64; 2]) -> [f64; 2] {
        // SAFETY: as above.
        store(unsafe { _mm_sqrt_pd(load(x)) })
    }

    #[cfg(not(target_arch = "x86_64"))]
    #[inline(always)]
    pub(super) fn divide(a: [f64; 2], b: [f64; 2]) -> [f64; 2] {
        [a[0] / b[0], a[1] / b[1]]
    }

    #[cfg(not(target_arch = "x86_64"))]
    #[inline(always)]
    pub(super) fn sqrt(x: [f64; 2]) -> [f64; 2] {
        [x[0].sqrt(), x[1].sqrt()]
    }
}
