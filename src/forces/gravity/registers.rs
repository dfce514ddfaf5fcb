//! The registers of the single-point kernel, selected by what this machine has.

use super::kernel;
use super::table::Table;

/// The vector registers of the single-point kernel. All give the same bits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Registers {
    /// Two numbers: available on every machine.
    Two,
    /// Four numbers: x86-64 with AVX2 and FMA.
    #[cfg(target_arch = "x86_64")]
    Four,
    /// Eight numbers: x86-64 with AVX-512F and FMA.
    #[cfg(target_arch = "x86_64")]
    Eight,
}

impl Registers {
    /// Whether this machine has them.
    pub fn available(self) -> bool {
        match self {
            Registers::Two => true,
            #[cfg(target_arch = "x86_64")]
            Registers::Four => is_x86_feature_detected!("avx2") && is_x86_feature_detected!("fma"),
            #[cfg(target_arch = "x86_64")]
            Registers::Eight => {
                is_x86_feature_detected!("avx512f") && is_x86_feature_detected!("fma")
            }
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
        // SAFETY: a `Gravity` holds these registers only if `Registers::available` returned true.
        #[cfg(target_arch = "x86_64")]
        Registers::Four => unsafe { x86::four(table, r_body) },
        // SAFETY: as above.
        #[cfg(target_arch = "x86_64")]
        Registers::Eight => unsafe { x86::eight(table, r_body) },
    }
}

fn two(table: &Table, r_body: [f64; 3]) -> [f64; 3] {
    kernel::acceleration::<crate::math::Pair>(table, r_body)
}

#[cfg(target_arch = "x86_64")]
mod x86 {
    use super::{Table, kernel};
    use crate::math::registers as math;

    #[target_feature(enable = "avx2,fma")]
    pub(super) fn four(table: &Table, r_body: [f64; 3]) -> [f64; 3] {
        kernel::acceleration::<math::Four>(table, r_body)
    }

    #[target_feature(enable = "avx512f,fma")]
    pub(super) fn eight(table: &Table, r_body: [f64; 3]) -> [f64; 3] {
        kernel::acceleration::<math::Eight>(table, r_body)
    }
}
