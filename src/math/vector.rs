//! Vectors in performance-critical code: plain arrays of [`Real`]. Elsewhere the crate uses nalgebra.

use super::Real;

/// Product of a vector and a scalar.
#[inline(always)]
pub fn scaled<T: Real>(a: [T; 3], by: T) -> [T; 3] {
    [a[0] * by, a[1] * by, a[2] * by]
}

/// Scalar product.
#[inline(always)]
pub fn dot<T: Real>(a: [T; 3], b: [T; 3]) -> T {
    a[0] * b[0] + a[1] * b[1] + a[2] * b[2]
}

/// Vector product.
#[inline(always)]
pub fn cross<T: Real>(a: [T; 3], b: [T; 3]) -> [T; 3] {
    [a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]]
}

/// Components of a vector along other axes, given the rows of the rotation matrix.
#[inline(always)]
pub fn rotated(rows: &[[f64; 3]; 3], a: [f64; 3]) -> [f64; 3] {
    rows.map(|row| dot(row, a))
}

/// Length.
#[inline(always)]
pub fn norm<T: Real>(a: [T; 3]) -> T {
    dot(a, a).sqrt()
}

/// Unit vector in the direction of `a`; NaN for the zero vector.
#[inline(always)]
pub fn unit<T: Real>(a: [T; 3]) -> [T; 3] {
    scaled(a, T::splat(1.0) / norm(a))
}
