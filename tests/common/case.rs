//! A minimal case for `soyuz propagate`.

use soyuz_rendezvous::case::{Case, CaseError};

/// The required keys, a tolerance, and a point mass, which is not the default.
pub const SMALL: &str = r#"
duration_s = 6000.0
[initial]
epoch = "2013-11-07T04:14:15.290"
frame = "GCRF"
position_km = [-3848.909, -1729.266, 5316.501]
velocity_km_s = [3.545031, -6.786106, 0.357661]
[forces.gravity]
model = "point_mass"
[integrator]
relative_tolerance = 1e-12
"#;

/// The same case with one part of its text replaced.
pub fn small_with(from: &str, to: &str) -> Result<Case, CaseError> {
    assert!(SMALL.contains(from), "the case has no {from}");
    Case::parse(&SMALL.replacen(from, to, 1), "case.toml")
}
