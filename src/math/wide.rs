//! Work on lanes in the widest vector registers the machine has.

use super::Lanes;

/// How many lanes [`in_wide_registers`] has worked at a time.
pub const LANES: usize = 16;

/// Two registers of eight, where the machine has them.
#[cfg(target_arch = "x86_64")]
pub type Widest = Lanes<super::registers::Eight, 2>;
/// Two registers of four, where the machine has them.
#[cfg(target_arch = "x86_64")]
pub type Wide = Lanes<super::registers::Four, 2>;
/// Four registers of two, which every machine has.
#[cfg(target_arch = "x86_64")]
pub type Narrow = Lanes<super::registers::Two, 4>;

/// Eight numbers, in whatever registers the compiler finds for them.
#[cfg(not(target_arch = "x86_64"))]
pub type Narrow = Lanes<f64, 8>;
#[cfg(not(target_arch = "x86_64"))]
pub use {Narrow as Wide, Narrow as Widest};

/// Work on [`LANES`] things, as many at once as `T` has lanes.
///
/// Write it once, for any `T: Real`. It must be `#[inline(always)]`, as must be all in it that works
/// on lanes: only what is compiled into its caller may use the caller's registers.
pub trait WideWork<T> {
    /// Does the things from the one numbered `at` on.
    fn work(&mut self, at: usize);
}

/// Does all [`LANES`] things in the widest registers of this machine, found when called.
///
/// Two registers side by side hide each other's latency; more would not fit into the machine. That
/// makes sixteen lanes where registers hold eight numbers (x86-64 with AVX-512F), and eight lanes
/// where they hold fewer. With AVX-512F as with AVX2, multiplications and additions are fused and the
/// bits are the same; elsewhere they are not fused, and a lane has the bits of a lone `f64`.
pub fn in_wide_registers<W>(work: &mut W)
where
    W: WideWork<Widest> + WideWork<Wide> + WideWork<Narrow>,
{
    #[cfg(target_arch = "x86_64")]
    if is_x86_feature_detected!("fma") {
        if is_x86_feature_detected!("avx512f") {
            // SAFETY: the features were found just above.
            return unsafe { avx512(work) };
        }
        if is_x86_feature_detected!("avx2") {
            // SAFETY: as above.
            return unsafe { avx2(work) };
        }
    }
    WideWork::<Narrow>::work(work, 0);
    WideWork::<Narrow>::work(work, 8);
}

#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx512f,fma")]
fn avx512<W: WideWork<Widest>>(work: &mut W) {
    work.work(0);
}

#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx2,fma")]
fn avx2<W: WideWork<Wide>>(work: &mut W) {
    work.work(0);
    work.work(8);
}
