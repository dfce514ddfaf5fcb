//! Bisection: where a condition begins to hold.

use std::convert::Infallible;

/// Midpoint of an interval, at most `width` wide, within which `holds` becomes true. It is assumed false at the first,
/// lower end of `bracket` and true at the second. The interval is never narrower than the spacing of `f64` there.
///
/// ```
/// # use soyuz_rendezvous::math::bisect;
/// let root = bisect((1.0, 2.0), 1e-9, |x| x * x >= 2.0);
/// assert!((root - 2.0_f64.sqrt()).abs() < 1e-9);
/// ```
pub fn bisect(bracket: (f64, f64), width: f64, mut holds: impl FnMut(f64) -> bool) -> f64 {
    let Ok(middle) = try_bisect(bracket, width, |t| Ok::<_, Infallible>(holds(t)));
    middle
}

/// [`bisect`] for a condition that can fail.
///
/// # Errors
/// The first error of `holds`.
pub fn try_bisect<E>(
    (mut before, mut after): (f64, f64),
    width: f64,
    mut holds: impl FnMut(f64) -> Result<bool, E>,
) -> Result<f64, E> {
    while after - before > width {
        let middle = 0.5 * (before + after);
        if middle <= before || middle >= after {
            break;
        }
        if holds(middle)? { after = middle } else { before = middle }
    }
    Ok(0.5 * (before + after))
}

#[cfg(test)]
mod tests {
    use super::bisect;

    /// The root of two lies between two neighbouring numbers, and a halving cannot be finer.
    #[test]
    fn a_width_of_nothing_is_the_distance_of_neighbours() {
        for width in [0.0, 1e-300, f64::MIN_POSITIVE] {
            let root = bisect((1.0, 2.0), width, |x| x * x >= 2.0);
            assert!((root - 2.0_f64.sqrt()).abs() <= f64::EPSILON, "{root}");
        }
        assert_eq!(bisect((0.0, f64::INFINITY), 1.0, |x| x > 7.0), f64::INFINITY);
    }
}
