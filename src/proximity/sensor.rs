//! What the ship knows of where it is.

use crate::frames::Relative;

/// Turns the true relative state into the one guidance sees.
///
/// The argument is seen from the port, in the station's LVLH axes. An implementation may add noise,
/// from a seeded stream so that a flight can be repeated. It is asked once per command cycle and at
/// each braking burn; where a braking burn starts and what is measured at contact is the truth.
pub trait Navigation {
    /// The measured state at `t` [s].
    fn measure(&mut self, t: f64, truth: &Relative) -> Relative;
}

/// Guidance sees the truth.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Perfect;

impl Navigation for Perfect {
    fn measure(&mut self, _: f64, truth: &Relative) -> Relative {
        *truth
    }
}
