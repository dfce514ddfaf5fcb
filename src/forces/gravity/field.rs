//! A gravity field: the contents of a coefficient file.

use super::icgem::{self, FieldError};
use std::path::Path;
use std::sync::OnceLock;

/// Treatment of the permanent tide of Sun and Moon in C20 [IERS 2010, section 1.1].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TideSystem {
    /// Contains neither the permanent tidal potential nor the deformation it causes.
    TideFree,
    /// Contains the permanent deformation, but not the tidal potential.
    ZeroTide,
    /// Contains both.
    MeanTide,
    /// Not stated by the file; the coefficients are used unchanged.
    Unstated,
}

impl std::fmt::Display for TideSystem {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.pad(match self {
            TideSystem::TideFree => "tide-free",
            TideSystem::ZeroTide => "zero-tide",
            TideSystem::MeanTide => "mean-tide",
            TideSystem::Unstated => "not stated",
        })
    }
}

/// Fully normalised spherical-harmonic coefficients of a potential, with their GM and reference radius.
///
/// The potential is, with fully normalised associated Legendre functions without the
/// Condon–Shortley phase [Barthelmes & Förste 2011; IERS 2010, eq. 6.1],
///
/// ```text
/// U = GM/r Σₙ Σₘ (R/r)ⁿ P̄ₙₘ(sin φ) (C̄ₙₘ cos mλ + S̄ₙₘ sin mλ)
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Field {
    /// Name of the model according to the file.
    pub name: String,
    /// Geocentric gravitational constant of the field [m³/s²].
    pub gm: f64,
    /// Reference radius of the field [m].
    pub radius: f64,
    /// Highest degree.
    pub degree: usize,
    /// Tide system of C20.
    pub tide_system: TideSystem,
    /// What the reader had to assume or ignored, in words, for reports.
    pub assumptions: Vec<String>,
    /// C̄ and S̄, degree by degree: `n (n + 1) / 2 + m`.
    pub(super) coefficients: Vec<[f64; 2]>,
}

impl Field {
    /// Permanent part of C̄20 that a tide-free field does not contain, `A₀ H₀ k₂₀` with `k₂₀ = 0.30190`
    /// [IERS 2010, eq. 6.14]: C̄20(zero-tide) = C̄20(tide-free) + this.
    pub const PERMANENT_TIDE_C20: f64 = 4.4228e-8 * -0.31460 * 0.30190;

    /// EGM2008 to degree and order 70, tide-free; the default field of this crate.
    pub fn egm2008() -> &'static Field {
        static FIELD: OnceLock<Field> = OnceLock::new();
        FIELD.get_or_init(|| {
            icgem::parse(include_str!("../../../data/gravity/EGM2008_70.gfc"), "EGM2008_70.gfc")
                .expect("the embedded field is well formed; a test reads it")
        })
    }

    /// Reads an ICGEM `.gfc` file [Barthelmes & Förste 2011].
    ///
    /// # Errors
    /// [`FieldError`]: the file cannot be read, or is not a complete fully normalised field.
    pub fn read(path: &Path) -> Result<Field, FieldError> {
        let bytes = std::fs::read(path).map_err(|e| FieldError::Unreadable {
            file: path.display().to_string(),
            reason: e.to_string(),
        })?;
        // The free text of some headers is in encodings other than UTF-8.
        let text = String::from_utf8_lossy(&bytes);
        icgem::parse(&text, &path.display().to_string())
    }

    /// Reads the text of an ICGEM `.gfc` file; `file` names it in errors.
    ///
    /// # Errors
    /// As [`Field::read`].
    pub fn parse(text: &str, file: &str) -> Result<Field, FieldError> {
        icgem::parse(text, file)
    }

    /// C̄ₙₘ and S̄ₙₘ, or `None` if `m > n` or the field does not reach degree `n`.
    pub fn coefficient(&self, n: usize, m: usize) -> Option<[f64; 2]> {
        (m <= n && n <= self.degree).then(|| self.coefficients[index(n, m)])
    }

    /// The field converted from the zero-tide to the tide-free system, for use with
    /// [`SolidTides`](crate::forces::SolidTides), which contains the permanent tide. A field of unstated or mean-tide
    /// system is returned unchanged.
    pub fn to_tide_free(mut self) -> Field {
        if self.tide_system == TideSystem::ZeroTide {
            self.coefficients[index(2, 0)][0] -= Self::PERMANENT_TIDE_C20;
            self.tide_system = TideSystem::TideFree;
        }
        self
    }

    /// The potential at a body-fixed position [m²/s²], by the defining series up to `degree` and
    /// `order`, limited to those of the field.
    ///
    /// Written for clarity, for tests and energy checks; forces use [`Gravity`](super::Gravity).
    pub fn potential(&self, degree: usize, order: usize, r_body: [f64; 3]) -> f64 {
        let [x, y, z] = r_body;
        let r = (x * x + y * y + z * z).sqrt();
        let (u, cos_phi) = (z / r, x.hypot(y) / r);
        let lambda = libm::atan2(y, x);
        let degree = degree.min(self.degree);
        let mut sum = 0.0;
        // P̄ₘₘ, then P̄ₙₘ = aₙₘ u P̄ₙ₋₁,ₘ − bₙₘ P̄ₙ₋₂,ₘ [Holmes & Featherstone 2002, eq. 11–13].
        let mut sectoral = 1.0;
        for m in 0..=order.min(degree) {
            let mf = m as f64;
            if m > 0 {
                let double = if m == 1 { 3.0 } else { (2.0 * mf + 1.0) / (2.0 * mf) };
                sectoral *= cos_phi * double.sqrt();
            }
            let (sin_m, cos_m) = libm::sincos(mf * lambda);
            let (mut p, mut p_before) = (sectoral, 0.0);
            for n in m..=degree {
                let [c, s] = self.coefficients[index(n, m)];
                sum += (self.radius / r).powi(n as i32) * p * (c * cos_m + s * sin_m);
                let a = |n: f64| ((2.0 * n - 1.0) * (2.0 * n + 1.0) / ((n - mf) * (n + mf))).sqrt();
                let next = n as f64 + 1.0;
                let b = if n == m { 0.0 } else { a(next) / a(next - 1.0) };
                (p, p_before) = (a(next) * u * p - b * p_before, p);
            }
        }
        self.gm / r * sum
    }
}

/// Index of degree `n` and order `m` in a triangle stored degree by degree.
pub(super) fn index(n: usize, m: usize) -> usize {
    n * (n + 1) / 2 + m
}
