//! Relative navigation: the state that guidance uses.

use crate::frames::Relative;

/// Maps the true relative state to the measured one.
///
/// States are relative to the port, in the station's LVLH axes. An implementation may add noise, from a seeded
/// generator so that a flight is repeatable. It is called once per command cycle and at each braking burn.
/// The ranges at which braking burns start and the contact conditions are always true values.
pub trait Navigation {
    /// The measured state at `t` [s].
    fn measure(&mut self, t: f64, truth: &Relative) -> Relative;
}

/// Perfect navigation: guidance uses the true state.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Perfect;

impl Navigation for Perfect {
    fn measure(&mut self, _: f64, truth: &Relative) -> Relative {
        *truth
    }
}
