//! Work on lanes in the widest vector registers the machine has.

/// How many lanes [`in_wide_registers`] hands out work for at a time.
pub const LANES: usize = 16;

/// Work on [`LANES`] things, all at once or half of them at a time.
///
/// Two registers side by side hide each other's latency; more would not fit into the machine. That
/// makes sixteen lanes where registers hold eight numbers, and eight lanes where they hold fewer.
/// Both functions give the same bits, and must be `#[inline(always)]`, as must be all in them that
/// works on lanes: only what is compiled into its caller may use the caller's registers.
pub trait WideWork {
    /// What it gives.
    type Output;
    /// Does it in lanes of sixteen.
    fn in_sixteen(self) -> Self::Output;
    /// Does it in lanes of eight, one half after the other.
    fn in_eight(self) -> Self::Output;
}

/// Does `work` in the widest registers of this machine: on x86-64 those of AVX-512F, AVX2 or SSE2,
/// found when called; elsewhere those of every machine of its kind. The bits do not depend on it.
pub fn in_wide_registers<W: WideWork>(work: W) -> W::Output {
    #[cfg(target_arch = "x86_64")]
    if is_x86_feature_detected!("avx512f") {
        // SAFETY: the feature was found just above.
        return unsafe { avx512(work) };
    } else if is_x86_feature_detected!("avx2") {
        // SAFETY: as above.
        return unsafe { avx2(work) };
    }
    work.in_eight()
}

#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx512f")]
fn avx512<W: WideWork>(work: W) -> W::Output {
    work.in_sixteen()
}

#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx2")]
fn avx2<W: WideWork>(work: W) -> W::Output {
    work.in_eight()
}
