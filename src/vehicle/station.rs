//! Drag and radiation-pressure coefficients of the International Space Station.

use crate::provenance::Sourced;

/// Drag coefficient times area over mass [m²/kg].
///
/// Reproduces the decay between two element sets (6 and 11 November 2013, 109 m/day). The second set is later
/// than the flight. Drag moves the station by about 0.1 km in six hours.
pub const CD_AREA_PER_MASS: Sourced = Sourced::fitted(
    "station Cd A/m",
    0.007,
    "m²/kg",
    "decay of 109 m/day from TLE-A to TLE-B with NRLMSISE-00 gives 0.0067 to 0.0077",
);

/// Solar-radiation coefficient times area over mass [m²/kg].
pub const CR_AREA_PER_MASS: Sourced = Sourced::assumed(
    "station Cr A/m",
    0.0066,
    "m²/kg",
    "Cr 1.3 and some 2100 m² of arrays and radiators seen from the Sun; worth under 1 m in six hours",
);
