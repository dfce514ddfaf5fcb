//! US Standard Atmosphere 1976 to 86 km.

use crate::constants::G0;

/// State of the air.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Air {
    /// Density [kg/m³].
    pub density: f64,
    /// Pressure [Pa].
    pub pressure: f64,
    /// Speed of sound [m/s].
    pub speed_of_sound: f64,
}

const R: f64 = 8_314.32;
const M0: f64 = 28.9644;
const GAS: f64 = R / M0;
const R0: f64 = 6_356_766.0;
/// Base geopotential height [m], temperature [K], gradient [K/m], pressure [Pa].
const LAYERS: [(f64, f64, f64, f64); 7] = [
    (0.0, 288.15, -0.0065, 101_325.0),
    (11_000.0, 216.65, 0.0, 22_632.06),
    (20_000.0, 216.65, 0.001, 5_474.889),
    (32_000.0, 228.65, 0.0028, 868.0187),
    (47_000.0, 270.65, 0.0, 110.9063),
    (51_000.0, 270.65, -0.0028, 66.93887),
    (71_000.0, 214.65, -0.002, 3.956_420),
];

/// The air at height `z` [m].
pub fn air(z: f64) -> Air {
    let h = (R0 * z / (R0 + z)).clamp(-5_000.0, 84_852.0);
    let i = LAYERS.iter().rposition(|l| h >= l.0).unwrap_or(0);
    let (h0, t0, gradient, p0) = LAYERS[i];
    let t = t0 + gradient * (h - h0);
    let pressure = if gradient == 0.0 {
        p0 * (-G0 * (h - h0) / (GAS * t0)).exp()
    } else {
        p0 * (t0 / t).powf(G0 / (GAS * gradient))
    };
    let fade = (-(z - 86_000.0).max(0.0) / 6_000.0).exp();
    Air {
        density: fade * pressure / (GAS * t),
        pressure: fade * pressure,
        speed_of_sound: (1.4 * GAS * t).sqrt(),
    }
}
