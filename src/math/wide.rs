//! Computations in the widest vector registers of the machine, selected at run time.

use super::{Lanes, Real};

/// Two registers of eight numbers, where the machine has them.
#[cfg(target_arch = "x86_64")]
pub type Widest = Lanes<super::registers::Eight, 2>;
/// Two registers of four numbers, where the machine has them. It must have the same shape as [`Widest`]: otherwise safe
/// code could construct registers that the machine lacks (see `registers.rs`).
#[cfg(target_arch = "x86_64")]
pub type Wide = Lanes<super::registers::Four, 2>;
#[cfg(not(target_arch = "x86_64"))]
pub use {Narrow as Wide, Narrow as Widest};

/// Four registers of two numbers, which every machine has.
pub type Narrow = Lanes<Pair, 4>;
/// A register of two numbers.
#[cfg(target_arch = "x86_64")]
pub type Pair = super::registers::Two;
/// Two numbers, in registers of the compiler's choice.
#[cfg(not(target_arch = "x86_64"))]
pub type Pair = Lanes<f64, 2>;

/// A computation on lanes of type `T`.
///
/// Implement it once, for any `T: Real`. [`WideWork::work`] must be `#[inline(always)]`, and so must everything it
/// calls that operates on lanes, since only code inlined into its caller may use the caller's registers. Avoid
/// closures: the compiler need not inline them, and every operation inside then becomes a function call, which is
/// correct but slower than using no lanes at all.
pub trait WideWork<T> {
    /// Result of the computation.
    type Output;
    /// Runs the computation.
    fn work(self) -> Self::Output;
}

/// Loads numbers from index `first` on; lanes past the end repeat the last number.
#[inline(always)]
pub(crate) fn load<T: Real>(from: &[f64], first: usize) -> T {
    let last = from.len() - 1;
    if first + T::LANES <= from.len() {
        T::read(&from[first..])
    } else {
        T::from_lanes(|i| from[(first + i).min(last)])
    }
}

/// [`WideWork`] for the lanes of any machine; implemented by everything written for any `T: Real`.
pub trait InAnyLanes<O>:
    WideWork<Widest, Output = O> + WideWork<Wide, Output = O> + WideWork<Narrow, Output = O>
{
}

impl<W, O> InAnyLanes<O> for W where
    W: WideWork<Widest, Output = O> + WideWork<Wide, Output = O> + WideWork<Narrow, Output = O>
{
}

/// Runs a computation in the widest registers of this machine, detected when called.
///
/// Two registers are used together to hide each other's latency; the register file has no room for more. That makes
/// sixteen lanes with registers of eight numbers (x86-64 with AVX-512F) and eight lanes otherwise. With AVX-512F and
/// AVX2, multiplications and additions are fused and the bits are the same; without, they are not fused, and a lane
/// has the bits of a single `f64`.
pub fn in_wide_registers<W: InAnyLanes<O>, O>(work: W) -> O {
    #[cfg(target_arch = "x86_64")]
    if is_x86_feature_detected!("fma") {
        if is_x86_feature_detected!("avx512f") {
            // SAFETY: the features were detected just above.
            return unsafe { avx512(work) };
        }
        if is_x86_feature_detected!("avx2") {
            // SAFETY: as above.
            return unsafe { avx2(work) };
        }
    }
    WideWork::<Narrow>::work(work)
}

#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx512f,fma")]
fn avx512<W: WideWork<Widest>>(work: W) -> W::Output {
    work.work()
}

#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx2,fma")]
fn avx2<W: WideWork<Wide>>(work: W) -> W::Output {
    work.work()
}

#[cfg(all(test, target_arch = "x86_64"))]
mod tests {
    use super::*;
    use crate::math::registers::{Eight, Four, Two};

    /// Each operation in each lane against `f64` itself.
    fn calculates_like_one_number<T: Real>(fused: bool) {
        let a = [1.5, -0.1, f64::NAN, 4.0, -0.0, 1e300, 0.3, -7.0, 2.5, 9.0];
        let b = [-2.0, 3.7, 0.5, f64::NAN, 0.0, 1e-9, 0.1, 7.0, 0.5, -9.0];
        for shift in 0..a.len() {
            let at = |x: &[f64; 10], i: usize| x[(i + shift) % 10];
            let (x, y) = (T::from_lanes(|i| at(&a, i)), T::from_lanes(|i| at(&b, i)));
            let third = T::splat(1.0 / 3.0);
            let mut assigned = [x; 3];
            assigned[0] += y;
            assigned[1] -= y;
            assigned[2] *= y;
            let mut written = vec![0.0; T::LANES];
            x.write(&mut written);
            for i in 0..T::LANES {
                let (p, q) = (at(&a, i), at(&b, i));
                let plus = if fused { p.mul_add(q, 1.0 / 3.0) } else { p * q + 1.0 / 3.0 };
                let pairs = [
                    (x, p),
                    (T::read(&written), p),
                    (x + y, p + q),
                    (assigned[0], p + q),
                    (x - y, p - q),
                    (assigned[1], p - q),
                    (x * y, p * q),
                    (assigned[2], p * q),
                    (x * 3.0, p * 3.0),
                    (x / y, p / q),
                    (-x, -p),
                    (x.sqrt(), p.sqrt()),
                    (x.abs(), p.abs()),
                    (x.max(y), p.max(q)),
                    (x.times_plus(y, third), plus),
                    (x.if_less(y, third, y), if p < q { 1.0 / 3.0 } else { q }),
                    (T::splat(6_755_399_441_055_741.0).two_to(), 0.125),
                ];
                for (k, (lanes, one)) in pairs.into_iter().enumerate() {
                    let lane = lanes.lane(i);
                    let same = lane.to_bits() == one.to_bits() || lane.is_nan() && one.is_nan();
                    // Of zeros with different signs either is the larger.
                    assert!(same || lane == 0.0 && one == 0.0, "operation {k}: {lane:e}, {one:e}");
                }
            }
            let any = (0..T::LANES).any(|i| at(&a, i).is_nan());
            let largest = (0..T::LANES).map(|i| at(&a, i)).fold(f64::NEG_INFINITY, f64::max);
            let found = x.largest();
            assert!(found.is_nan() == any && (any || found == largest), "{found:e} {largest:e}");
        }
    }

    #[test]
    fn registers_calculate_like_one_number() {
        calculates_like_one_number::<f64>(false);
        calculates_like_one_number::<Two>(false);
        calculates_like_one_number::<Narrow>(false);
        if is_x86_feature_detected!("avx2") && is_x86_feature_detected!("fma") {
            calculates_like_one_number::<Four>(true);
            calculates_like_one_number::<Wide>(true);
        }
        if is_x86_feature_detected!("avx512f") && is_x86_feature_detected!("fma") {
            calculates_like_one_number::<Eight>(true);
            calculates_like_one_number::<Widest>(true);
        }
    }
}
