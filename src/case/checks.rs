//! Checks of single values.

use super::CaseError;
use nalgebra::Vector3;

/// `x` if it is a finite number.
pub(super) fn finite(key: &str, x: f64) -> Result<f64, CaseError> {
    match x.is_finite() {
        true => Ok(x),
        false => Err(CaseError::number(key, x, "must be a finite number")),
    }
}

/// `x` if it is finite and above zero.
pub(super) fn positive(key: &str, x: f64) -> Result<f64, CaseError> {
    match x > 0.0 && x.is_finite() {
        true => Ok(x),
        false => Err(CaseError::number(key, x, "must be above zero and finite")),
    }
}

/// `x` if it is finite and not negative.
pub(super) fn not_negative(key: &str, x: f64) -> Result<f64, CaseError> {
    match x >= 0.0 && x.is_finite() {
        true => Ok(x),
        false => Err(CaseError::number(key, x, "must be zero or above, and finite")),
    }
}

/// `x` if it lies from `least` to `most`.
pub(super) fn within(key: &str, x: f64, least: f64, most: f64) -> Result<f64, CaseError> {
    match (least..=most).contains(&x) {
        true => Ok(x),
        false => Err(CaseError::number(key, x, format!("must be from {least} to {most}"))),
    }
}

/// `x` if its components are finite numbers.
pub(super) fn finite3(key: &str, x: [f64; 3]) -> Result<Vector3<f64>, CaseError> {
    match x.iter().all(|c| c.is_finite()) {
        true => Ok(Vector3::from(x)),
        false => Err(CaseError::value(key, format!("{x:?}"), "must be finite numbers")),
    }
}

/// The value of a key that is required by the choice `why`.
pub(super) fn needed<T>(key: &str, value: Option<T>, why: &str) -> Result<T, CaseError> {
    value.ok_or_else(|| CaseError::value(key, "(missing)", format!("{why} needs this key")))
}

/// Refuses a key that has no effect with the choice `why`.
pub(super) fn idle<T>(key: &str, value: &Option<T>, why: &str) -> Result<(), CaseError> {
    match value {
        Some(_) => Err(CaseError::value(key, "(given)", format!("{why} has no use for this key"))),
        None => Ok(()),
    }
}
