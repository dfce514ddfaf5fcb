//! Provenance of numbers.
//!
//! A mission number is a [`Sourced`] value: the number with its unit, the kind of knowledge it represents and its
//! source. Reports print these beside the results, so that assumptions are not mistaken for facts.

use serde::Serialize;

/// Kind of knowledge that a number represents.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// Stated by a source.
    Published,
    /// Follows by arithmetic or physics from published numbers.
    Derived,
    /// Chosen so that a model reproduces published facts, which therefore do not confirm it.
    Fitted,
    /// An engineering assumption.
    Assumed,
}

impl std::fmt::Display for Kind {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.pad(match self {
            Kind::Published => "published",
            Kind::Derived => "derived",
            Kind::Fitted => "fitted",
            Kind::Assumed => "assumed",
        })
    }
}

/// A number with its name, unit, kind and source.
///
/// `value` is in the SI unit `unit` and can be used in computations directly.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Sourced {
    /// What the number is, in words.
    pub name: &'static str,
    /// The number, in `unit`.
    pub value: f64,
    /// SI unit, `"1"` when dimensionless.
    pub unit: &'static str,
    /// Kind of knowledge.
    pub kind: Kind,
    /// Key into `docs/references.md`, or the reasoning for an assumption.
    pub source: &'static str,
}

impl Sourced {
    /// A number stated by `source`.
    pub const fn published(
        name: &'static str,
        value: f64,
        unit: &'static str,
        source: &'static str,
    ) -> Self {
        Self { name, value, unit, kind: Kind::Published, source }
    }

    /// A number that follows from published ones.
    pub const fn derived(
        name: &'static str,
        value: f64,
        unit: &'static str,
        source: &'static str,
    ) -> Self {
        Self { name, value, unit, kind: Kind::Derived, source }
    }

    /// A number chosen so that a model reproduces published facts; `source` names them.
    pub const fn fitted(
        name: &'static str,
        value: f64,
        unit: &'static str,
        source: &'static str,
    ) -> Self {
        Self { name, value, unit, kind: Kind::Fitted, source }
    }

    /// An engineering assumption; `source` gives the reason for the value.
    pub const fn assumed(
        name: &'static str,
        value: f64,
        unit: &'static str,
        source: &'static str,
    ) -> Self {
        Self { name, value, unit, kind: Kind::Assumed, source }
    }
}
