//! Limits of the docking mechanism (SSVP, probe and cone) on contact conditions.

use super::{Contact, ProximityError};
use crate::provenance::Sourced;

const SOURCE: &str = "SSVP capture limits quoted in [OL], second-hand";
/// Least closing speed for capture [m/s].
pub const CLOSING_MIN: Sourced =
    Sourced::published("least closing speed at contact", 0.10, "m/s", SOURCE);
/// Largest closing speed [m/s].
pub const CLOSING_MAX: Sourced =
    Sourced::published("greatest closing speed at contact", 0.35, "m/s", SOURCE);
/// Largest lateral speed [m/s].
pub const LATERAL_MAX: Sourced =
    Sourced::published("greatest lateral speed at contact", 0.10, "m/s", SOURCE);
/// Largest lateral offset of the probe tip from the cone axis [m].
pub const OFFSET_MAX: Sourced =
    Sourced::published("greatest lateral offset at contact", 0.34, "m", SOURCE);

/// All limits, for reports.
pub const LIMITS: [Sourced; 4] = [CLOSING_MIN, CLOSING_MAX, LATERAL_MAX, OFFSET_MAX];

/// Checks contact conditions against the limits.
///
/// # Errors
/// [`ProximityError::Contact`] with the quantity, its value and its limits.
pub fn check(contact: &Contact) -> Result<(), ProximityError> {
    let t = contact.t;
    let limits = [
        ("closing speed", contact.closing_speed, CLOSING_MIN.value, CLOSING_MAX),
        ("lateral speed", contact.lateral_speed, 0.0, LATERAL_MAX),
        ("lateral offset", contact.lateral_offset, 0.0, OFFSET_MAX),
    ];
    for (quantity, value, low, Sourced { value: high, unit, .. }) in limits {
        if !(low..=high).contains(&value) {
            return Err(ProximityError::Contact { quantity, value, low, high, unit, t });
        }
    }
    Ok(())
}
