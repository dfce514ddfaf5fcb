//! Where a condition begins to hold, by halving.

use std::convert::Infallible;

/// The middle of a bracket, at most `width` wide, within which `holds` turns true; it is taken to be
/// false at the first end of `bracket` and true at the second.
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

/// [`bisect`] for a condition that may not be computable.
///
/// # Errors
/// The first of `holds`.
pub fn try_bisect<E>(
    (mut before, mut after): (f64, f64),
    width: f64,
    mut holds: impl FnMut(f64) -> Result<bool, E>,
) -> Result<f64, E> {
    while after - before > width {
        let middle = 0.5 * (before + after);
        if holds(middle)? { after = middle } else { before = middle }
    }
    Ok(0.5 * (before + after))
}
