//! The vector registers of x86-64, each a [`Real`] with as many lanes as it holds numbers.
//!
//! # Soundness
//!
//! `Two` exists on every x86-64 machine. `Four` and `Eight` may be constructed only where the machine has AVX2, or
//! AVX-512F, and FMA. The library constructs them in [`super::in_wide_registers`] and in the gravity kernel, after
//! checking for these features. Code outside the crate cannot construct them, because it cannot name them: this module
//! is private, and [`Real::Eight`] and [`Real::Register`] lead only to registers of the same kind. The public bound
//! [`super::InAnyLanes`] mentions both, but as lanes of the same shape, so that type inference cannot choose between
//! them. It could if one had a shape of its own, as lanes of four have, which are always `Two`:
//!
//! ```
//! use soyuz_rendezvous::math::{InAnyLanes, Lanes, Real, WideWork};
//! fn make<V: Real, W: WideWork<Lanes<V, 4>, Output = ()>>(_: W) -> V {
//!     V::splat(1.0)
//! }
//! fn two<W: InAnyLanes<()>>(work: W) {
//!     let _ = make(work);
//! }
//! ```
//!
//! `Wide` and `Widest` must therefore keep one shape, and no public item may have only one of the two registers, or
//! lanes of it, as an associated type, argument or result. The same with lanes of two, or with any lanes, must not
//! compile:
//!
//! ```compile_fail,E0283
//! use soyuz_rendezvous::math::{InAnyLanes, Lanes, Real, WideWork};
//! fn make<V: Real, W: WideWork<Lanes<V, 2>, Output = ()>>(_: W) -> V {
//!     V::splat(1.0)
//! }
//! fn leak<W: InAnyLanes<()>>(work: W) {
//!     let _ = make(work);
//! }
//! ```
//!
//! ```compile_fail,E0283
//! use soyuz_rendezvous::math::{InAnyLanes, Real, WideWork};
//! fn make<T: Real, W: WideWork<T, Output = ()>>(_: W) -> T::Register {
//!     T::splat(1.0).register(0)
//! }
//! fn leak<W: InAnyLanes<()>>(work: W) {
//!     let _ = make(work);
//! }
//! ```

use super::{Lanes, Real};
use std::arch::x86_64::*;
use std::fmt::{Debug, Formatter};
use std::ops::{Add, AddAssign, Div, Mul, MulAssign, Neg, Sub, SubAssign};

macro_rules! register {
    (
        $(#[$doc:meta])* $name:ident of $width:literal: $register:ty, eight: $eight:ty,
        $splat:ident $load:ident $store:ident $add:ident $sub:ident $mul:ident $div:ident $sqrt:ident,
        abs($x:ident) $abs:expr, max($a:ident, $b:ident) $max:expr,
        times_plus($y:ident, $factor:ident, $term:ident) $times_plus:expr,
        if_less($l:ident, $than:ident, $then:ident, $otherwise:ident) $if_less:expr,
        two_to($n:ident) $two_to:expr
    ) => {
        $(#[$doc])*
        #[derive(Clone, Copy)]
        pub struct $name($register);

        // SAFETY, for every `unsafe` below: the machine has the register (see the head of this file), and pointers
        // come from slices whose length is checked.
        impl $name {
            #[inline(always)]
            fn to_array(self) -> [f64; $width] {
                let mut array = [0.0; $width];
                self.write(&mut array);
                array
            }
        }

        register!(@operator $name, Add add $add, Sub sub $sub, Mul mul $mul, Div div $div);
        register!(@assigning $name, AddAssign add_assign +, SubAssign sub_assign -, MulAssign mul_assign *);

        impl Mul<f64> for $name {
            type Output = Self;
            #[inline(always)]
            fn mul(self, other: f64) -> Self {
                self * Self::splat(other)
            }
        }

        impl Neg for $name {
            type Output = Self;
            #[inline(always)]
            fn neg(self) -> Self {
                Self::splat(-0.0) - self
            }
        }

        impl Debug for $name {
            fn fmt(&self, f: &mut Formatter<'_>) -> std::fmt::Result {
                self.to_array().fmt(f)
            }
        }

        impl Real for $name {
            const LANES: usize = $width;
            type Eight = $eight;
            type Register = Self;
            const REGISTERS: usize = 1;
            #[inline(always)]
            fn splat(x: f64) -> Self {
                Self(unsafe { $splat(x) })
            }
            #[inline(always)]
            fn sqrt(self) -> Self {
                Self(unsafe { $sqrt(self.0) })
            }
            #[inline(always)]
            fn times_plus(self, factor: Self, term: Self) -> Self {
                let ($y, $factor, $term) = (self.0, factor.0, term.0);
                Self(unsafe { $times_plus })
            }
            #[inline(always)]
            fn abs(self) -> Self {
                let $x = self.0;
                Self(unsafe { $abs })
            }
            #[inline(always)]
            fn max(self, other: Self) -> Self {
                let ($a, $b) = (self.0, other.0);
                Self(unsafe { $max })
            }
            #[inline(always)]
            fn if_less(self, than: Self, then: Self, otherwise: Self) -> Self {
                let ($l, $than, $then, $otherwise) = (self.0, than.0, then.0, otherwise.0);
                Self(unsafe { $if_less })
            }
            #[inline(always)]
            fn two_to(self) -> Self {
                let $n = self.0;
                Self(unsafe { $two_to })
            }
            #[inline(always)]
            fn largest(self) -> f64 {
                self.to_array().into_iter().fold(f64::NEG_INFINITY, super::real::larger)
            }
            #[inline(always)]
            fn lane(self, i: usize) -> f64 {
                self.to_array()[i]
            }
            #[inline(always)]
            fn register(&self, _: usize) -> Self {
                *self
            }
            #[inline(always)]
            fn set_register(&mut self, _: usize, register: Self) {
                *self = register;
            }
            #[inline(always)]
            fn from_lanes(mut f: impl FnMut(usize) -> f64) -> Self {
                let mut array = [0.0; $width];
                for i in 0..$width {
                    array[i] = f(i);
                }
                Self::read(&array)
            }
            #[inline(always)]
            fn read(from: &[f64]) -> Self {
                Self(unsafe { $load(from[..$width].as_ptr()) })
            }
            #[inline(always)]
            fn write(self, to: &mut [f64]) {
                unsafe { $store(to[..$width].as_mut_ptr(), self.0) }
            }
        }
    };
    (@operator $name:ident, $($operator:ident $function:ident $instruction:ident),*) => {$(
        impl $operator for $name {
            type Output = Self;
            #[inline(always)]
            fn $function(self, other: Self) -> Self {
                Self(unsafe { $instruction(self.0, other.0) })
            }
        }
    )*};
    (@assigning $name:ident, $($operator:ident $function:ident $symbol:tt),*) => {$(
        impl $operator for $name {
            #[inline(always)]
            fn $function(&mut self, other: Self) {
                *self = *self $symbol other;
            }
        }
    )*};
}

// The machine's `max` returns its second operand if either is NaN; `Real::max` returns the one that is a number.
register!(
    /// Two numbers: SSE2, which every x86-64 machine has. Nothing is fused.
    Two of 2: __m128d, eight: Lanes<Two, 4>,
    _mm_set1_pd _mm_loadu_pd _mm_storeu_pd _mm_add_pd _mm_sub_pd _mm_mul_pd _mm_div_pd _mm_sqrt_pd,
    abs(x) _mm_andnot_pd(_mm_set1_pd(-0.0), x),
    max(a, b) {
        let none = _mm_cmpunord_pd(a, a);
        _mm_or_pd(_mm_and_pd(none, b), _mm_andnot_pd(none, _mm_max_pd(b, a)))
    },
    times_plus(x, factor, term) _mm_add_pd(_mm_mul_pd(x, factor), term),
    if_less(x, than, then, otherwise) {
        let less = _mm_cmplt_pd(x, than);
        _mm_or_pd(_mm_and_pd(less, then), _mm_andnot_pd(less, otherwise))
    },
    two_to(n) {
        let shifted = _mm_slli_epi64::<52>(_mm_castpd_si128(n));
        _mm_castsi128_pd(_mm_add_epi64(shifted, _mm_set1_epi64x(1023 << 52)))
    }
);
register!(
    /// Four numbers: AVX2 and FMA.
    Four of 4: __m256d, eight: Lanes<Four, 2>,
    _mm256_set1_pd _mm256_loadu_pd _mm256_storeu_pd _mm256_add_pd _mm256_sub_pd _mm256_mul_pd
        _mm256_div_pd _mm256_sqrt_pd,
    abs(x) _mm256_andnot_pd(_mm256_set1_pd(-0.0), x),
    max(a, b) _mm256_blendv_pd(_mm256_max_pd(b, a), b, _mm256_cmp_pd::<_CMP_UNORD_Q>(a, a)),
    times_plus(x, factor, term) _mm256_fmadd_pd(x, factor, term),
    if_less(x, than, then, otherwise) {
        _mm256_blendv_pd(otherwise, then, _mm256_cmp_pd::<_CMP_LT_OQ>(x, than))
    },
    two_to(n) {
        let shifted = _mm256_slli_epi64::<52>(_mm256_castpd_si256(n));
        _mm256_castsi256_pd(_mm256_add_epi64(shifted, _mm256_set1_epi64x(1023 << 52)))
    }
);
register!(
    /// Eight numbers: AVX-512F and FMA.
    Eight of 8: __m512d, eight: Eight,
    _mm512_set1_pd _mm512_loadu_pd _mm512_storeu_pd _mm512_add_pd _mm512_sub_pd _mm512_mul_pd
        _mm512_div_pd _mm512_sqrt_pd,
    abs(x) _mm512_abs_pd(x),
    max(a, b) {
        let none = _mm512_cmp_pd_mask::<_CMP_UNORD_Q>(a, a);
        _mm512_mask_blend_pd(none, _mm512_max_pd(b, a), b)
    },
    times_plus(x, factor, term) _mm512_fmadd_pd(x, factor, term),
    if_less(x, than, then, otherwise) {
        _mm512_mask_blend_pd(_mm512_cmp_pd_mask::<_CMP_LT_OQ>(x, than), otherwise, then)
    },
    two_to(n) {
        let shifted = _mm512_slli_epi64::<52>(_mm512_castpd_si512(n));
        _mm512_castsi512_pd(_mm512_add_epi64(shifted, _mm512_set1_epi64(1023 << 52)))
    }
);
