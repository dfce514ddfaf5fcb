//! The registers of the one-point kernel, and which of them this machine has.

use super::kernel::{self, Columns};
use super::table::{BLOCK, Table};
use wide::f64x2;

/// Which registers the one-point kernel runs in. All give the same bits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Registers {
    /// Two numbers: every machine.
    Two,
    /// Four numbers: x86-64 with AVX2.
    #[cfg(target_arch = "x86_64")]
    Four,
    /// Eight numbers: x86-64 with AVX-512F.
    #[cfg(target_arch = "x86_64")]
    Eight,
}

impl Registers {
    /// Whether this machine has them.
    pub fn available(self) -> bool {
        match self {
            Registers::Two => true,
            #[cfg(target_arch = "x86_64")]
            Registers::Four => is_x86_feature_detected!("avx2"),
            #[cfg(target_arch = "x86_64")]
            Registers::Eight => is_x86_feature_detected!("avx512f"),
        }
    }

    /// The widest this machine has.
    pub fn widest() -> Registers {
        #[cfg(target_arch = "x86_64")]
        for wide in [Registers::Eight, Registers::Four] {
            if wide.available() {
                return wide;
            }
        }
        Registers::Two
    }
}

/// Runs the kernel; `registers` must be available on this machine.
#[inline(always)]
pub(super) fn acceleration(registers: Registers, table: &Table, r_body: [f64; 3]) -> [f64; 3] {
    match registers {
        Registers::Two => two(table, r_body),
        // SAFETY: `Gravity` holds a `Registers` only after `Registers::available` said yes.
        #[cfg(target_arch = "x86_64")]
        Registers::Four => unsafe { x86::four(table, r_body) },
        // SAFETY: as above.
        #[cfg(target_arch = "x86_64")]
        Registers::Eight => unsafe { x86::eight(table, r_body) },
    }
}

fn two(table: &Table, r_body: [f64; 3]) -> [f64; 3] {
    kernel::acceleration::<f64x2>(table, r_body)
}

impl Columns for f64x2 {
    const WIDTH: usize = 2;
    #[inline(always)]
    fn splat(x: f64) -> Self {
        f64x2::splat(x)
    }
    #[inline(always)]
    fn load(from: &[f64; BLOCK], at: usize) -> Self {
        f64x2::new([from[at], from[at + 1]])
    }
    #[inline(always)]
    fn store(self, to: &mut [f64; BLOCK], at: usize) {
        to[at..at + 2].copy_from_slice(self.as_array());
    }
    #[inline(always)]
    fn add(self, other: Self) -> Self {
        self + other
    }
    #[inline(always)]
    fn sub(self, other: Self) -> Self {
        self - other
    }
    #[inline(always)]
    fn mul(self, other: Self) -> Self {
        self * other
    }
}

#[cfg(target_arch = "x86_64")]
mod x86 {
    use super::*;
    use std::arch::x86_64::*;

    #[target_feature(enable = "avx2")]
    pub(super) fn four(table: &Table, r_body: [f64; 3]) -> [f64; 3] {
        kernel::acceleration::<Four>(table, r_body)
    }

    #[target_feature(enable = "avx512f")]
    pub(super) fn eight(table: &Table, r_body: [f64; 3]) -> [f64; 3] {
        kernel::acceleration::<Eight>(table, r_body)
    }

    macro_rules! columns {
        ($name:ident, $register:ty, $width:literal, $splat:ident, $load:ident, $store:ident,
         $add:ident, $sub:ident, $mul:ident) => {
            #[derive(Clone, Copy)]
            struct $name($register);

            // SAFETY (all of them): this type is named only inside the function above that enables
            // the feature, which is entered only where the machine has it; loads and stores are
            // unaligned ones whose bounds are checked.
            impl Columns for $name {
                const WIDTH: usize = $width;
                #[inline(always)]
                fn splat(x: f64) -> Self {
                    Self(unsafe { $splat(x) })
                }
                #[inline(always)]
                fn load(from: &[f64; BLOCK], at: usize) -> Self {
                    Self(unsafe { $load(from[at..at + $width].as_ptr()) })
                }
                #[inline(always)]
                fn store(self, to: &mut [f64; BLOCK], at: usize) {
                    unsafe { $store(to[at..at + $width].as_mut_ptr(), self.0) }
                }
                #[inline(always)]
                fn add(self, other: Self) -> Self {
                    Self(unsafe { $add(self.0, other.0) })
                }
                #[inline(always)]
                fn sub(self, other: Self) -> Self {
                    Self(unsafe { $sub(self.0, other.0) })
                }
                #[inline(always)]
                fn mul(self, other: Self) -> Self {
                    Self(unsafe { $mul(self.0, other.0) })
                }
            }
        };
    }
    columns!(
        Four,
        __m256d,
        4,
        _mm256_set1_pd,
        _mm256_loadu_pd,
        _mm256_storeu_pd,
        _mm256_add_pd,
        _mm256_sub_pd,
        _mm256_mul_pd
    );
    columns!(
        Eight,
        __m512d,
        8,
        _mm512_set1_pd,
        _mm512_loadu_pd,
        _mm512_storeu_pd,
        _mm512_add_pd,
        _mm512_sub_pd,
        _mm512_mul_pd
    );
}
