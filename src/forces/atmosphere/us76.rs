//! U.S. Standard Atmosphere 1976, from the ground to 1000 km.

use super::{Density, vertical};
use crate::constants::G0;
use crate::forces::Point;
use crate::math::Real;

/// State of the air.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Air {
    /// Density [kg/m³].
    pub density: f64,
    /// Pressure [Pa].
    pub pressure: f64,
    /// Kinetic temperature [K].
    pub temperature: f64,
    /// Speed of sound [m/s]; above 86 km, where the standard defines none, that of 86 km.
    pub sound_speed: f64,
}

/// U.S. Standard Atmosphere 1976 [USSA 1976].
///
/// Below 86 km by its equations: geopotential height (eq. 18), seven layers of linear
/// molecular-scale temperature (table 4), hydrostatic pressure (eq. 33a, 33b), density (eq. 42),
/// speed of sound (eq. 50). Above, temperature by eq. 25–31, and density and pressure from the printed
/// table I, with the logarithm interpolated by a piecewise cubic of continuous slope (within 0.3 % of the
/// printed values between the nodes). Below −5 km and above 1000 km the end values
/// are kept, except that density and pressure are zero above 1000 km.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Us76;

/// Gas constant of the standard [J/(kmol K)] and mean molecular weight of air [kg/kmol].
const GAS: f64 = 8314.32;
const WEIGHT: f64 = 28.9644;
/// Radius used to convert height to geopotential height [m].
const RADIUS: f64 = 6_356_766.0;
/// Ratio of specific heats [1].
const GAMMA: f64 = 1.4;
/// Upper limit of the equations and lower limit of the table [m].
const SEAM: f64 = 86_000.0;
/// Upper limit of the table [m].
const TOP: f64 = 1_000_000.0;

/// Base [m′], temperature there [K], gradient [K/m′], pressure there [Pa] of each layer; table 4,
/// pressures by eq. 33 from 101 325 Pa at the ground.
const LAYERS: [[f64; 4]; 7] = [
    [0.0, 288.15, -0.0065, 101_325.0],
    [11_000.0, 216.65, 0.0, 22_632.063_973_462_93],
    [20_000.0, 216.65, 0.001, 5_474.888_669_677_78],
    [32_000.0, 228.65, 0.0028, 868.018_684_755_228_8],
    [47_000.0, 270.65, 0.0, 110.906_305_554_966_21],
    [51_000.0, 270.65, -0.0028, 66.938_873_118_687_45],
    [71_000.0, 214.65, -0.002, 3.956_420_428_040_744_7],
];

impl Us76 {
    /// The state of the air at a geometric height above mean sea level [m].
    pub fn at(&self, height: f64) -> Air {
        if height <= SEAM {
            return Self::below_86_km(height);
        }
        let temperature = Self::temperature_above_86_km(height);
        let sound_speed = Self::below_86_km(SEAM).sound_speed;
        if height > TOP {
            return Air { density: 0.0, pressure: 0.0, temperature, sound_speed };
        }
        let [density, pressure] =
            [&DENSITY[..], &PRESSURE[..]].map(|table| interpolate(table, height / 1e3));
        Air { density, pressure, temperature, sound_speed }
    }

    fn below_86_km(height: f64) -> Air {
        let z = height.max(-5000.0);
        let h = RADIUS * z / (RADIUS + z);
        let above = LAYERS.partition_point(|layer| layer[0] <= h).max(1);
        let [base, t_base, gradient, p_base] = LAYERS[above - 1];
        let molecular = t_base + gradient * (h - base);
        let exponent = if gradient == 0.0 {
            (base - h) / t_base
        } else {
            libm::log(t_base / molecular) / gradient
        };
        let pressure = p_base * libm::exp(G0 * WEIGHT / GAS * exponent);
        let gas = GAS / WEIGHT * molecular;
        Air {
            density: pressure / gas,
            pressure,
            temperature: molecular * weight_ratio(z),
            sound_speed: (GAMMA * gas).sqrt(),
        }
    }

    /// Eq. 25, 27, 29, 31 with their constants; `z` from 86 km up.
    fn temperature_above_86_km(z: f64) -> f64 {
        let km = z.min(TOP) / 1e3;
        if km <= 91.0 {
            186.8673
        } else if km <= 110.0 {
            let part = (km - 91.0) / -19.9429;
            263.1905 - 76.3232 * (1.0 - part * part).sqrt()
        } else if km <= 120.0 {
            240.0 + 12.0 * (km - 110.0)
        } else {
            let r0 = RADIUS / 1e3;
            let xi = (km - 120.0) * (r0 + 120.0) / (r0 + km);
            1000.0 - 640.0 * libm::exp(-0.01875 * xi)
        }
    }
}

impl<T: Real> Density<T> for Us76 {
    #[inline(always)]
    fn density(&self, at: &Point<T>) -> T {
        let height = vertical(at.r_body).height;
        T::from_lanes(|i| self.at(height.lane(i)).density)
    }
}

/// M/M₀ between 80 and 86 km, tabulated every 500 m [table 8] and interpolated linearly.
fn weight_ratio(z: f64) -> f64 {
    const RATIO: [f64; 13] = [
        1.0, 0.999_996, 0.999_989, 0.999_971, 0.999_941, 0.999_909, 0.999_870, 0.999_829,
        0.999_786, 0.999_741, 0.999_694, 0.999_641, 0.999_579,
    ];
    let place = ((z - 80_000.0) / 500.0).clamp(0.0, 12.0);
    let i = (place as usize).min(11);
    RATIO[i] + (place - i as f64) * (RATIO[i + 1] - RATIO[i])
}

/// Piecewise cubic interpolation of the logarithm; its slope at a node is that of the parabola through the node and its
/// two neighbours.
fn interpolate(table: &[[f64; 2]], km: f64) -> f64 {
    let last = table.len() - 1;
    let i = table[1..last].partition_point(|row| row[0] <= km);
    let log = |k: usize| libm::log(table[k][1]);
    let step = |k: usize| table[k + 1][0] - table[k][0];
    let rise = |k: usize| (log(k + 1) - log(k)) / step(k);
    let slope = |k: usize| match k {
        0 => rise(0),
        k if k == last => rise(k - 1),
        k => (rise(k - 1) * step(k) + rise(k) * step(k - 1)) / (step(k - 1) + step(k)),
    };
    let h = step(i);
    let x = (km - table[i][0]) / h;
    let (y0, y1, d0, d1) = (log(i), log(i + 1), slope(i) * h, slope(i + 1) * h);
    let (a, b) = (d0 - (y1 - y0), (y1 - y0) - d1);
    libm::exp(y0 + x * (y1 - y0) + x * (1.0 - x) * ((1.0 - x) * a + x * b))
}

/// Height [km], density [kg/m³]; table I, pages 68–73.
#[rustfmt::skip]
const DENSITY: [[f64; 2]; 101] = [
    [86.0, 6.958e-6], [87.0, 5.824e-6], [88.0, 4.875e-6], [89.0, 4.081e-6], [90.0, 3.416e-6],
    [91.0, 2.860e-6], [92.0, 2.393e-6], [93.0, 2.000e-6], [94.0, 1.670e-6], [95.0, 1.393e-6],
    [96.0, 1.162e-6], [97.0, 9.685e-7], [98.0, 8.071e-7], [99.0, 6.725e-7], [100.0, 5.604e-7],
    [102.0, 3.935e-7], [104.0, 2.769e-7], [106.0, 1.954e-7], [108.0, 1.381e-7], [110.0, 9.708e-8],
    [112.0, 6.838e-8], [114.0, 4.975e-8], [116.0, 3.720e-8], [118.0, 2.847e-8], [120.0, 2.222e-8],
    [122.0, 1.767e-8], [124.0, 1.428e-8], [126.0, 1.171e-8], [128.0, 9.717e-9], [130.0, 8.152e-9],
    [132.0, 6.904e-9], [134.0, 5.897e-9], [136.0, 5.074e-9], [138.0, 4.396e-9], [140.0, 3.831e-9],
    [142.0, 3.358e-9], [144.0, 2.958e-9], [146.0, 2.618e-9], [148.0, 2.326e-9], [150.0, 2.076e-9],
    [155.0, 1.585e-9], [160.0, 1.233e-9], [165.0, 9.750e-10], [170.0, 7.815e-10],
    [175.0, 6.339e-10], [180.0, 5.194e-10], [185.0, 4.295e-10], [190.0, 3.581e-10],
    [195.0, 3.006e-10], [200.0, 2.541e-10], [205.0, 2.160e-10], [210.0, 1.846e-10],
    [215.0, 1.585e-10], [220.0, 1.367e-10], [225.0, 1.184e-10], [230.0, 1.029e-10],
    [235.0, 8.979e-11], [240.0, 7.858e-11], [245.0, 6.898e-11], [250.0, 6.073e-11],
    [255.0, 5.360e-11], [260.0, 4.742e-11], [265.0, 4.206e-11], [270.0, 3.738e-11],
    [275.0, 3.329e-11], [280.0, 2.971e-11], [285.0, 2.656e-11], [290.0, 2.378e-11],
    [295.0, 2.133e-11], [300.0, 1.916e-11], [310.0, 1.552e-11], [320.0, 1.264e-11],
    [340.0, 8.503e-12], [360.0, 5.805e-12], [380.0, 4.013e-12], [400.0, 2.803e-12],
    [420.0, 1.975e-12], [440.0, 1.402e-12], [460.0, 1.002e-12], [480.0, 7.208e-13],
    [500.0, 5.215e-13], [525.0, 3.509e-13], [550.0, 2.384e-13], [575.0, 1.637e-13],
    [600.0, 1.137e-13], [625.0, 7.998e-14], [650.0, 5.712e-14], [675.0, 4.148e-14],
    [700.0, 3.070e-14], [725.0, 2.318e-14], [750.0, 1.788e-14], [775.0, 1.410e-14],
    [800.0, 1.136e-14], [825.0, 9.339e-15], [850.0, 7.824e-15], [875.0, 6.664e-15],
    [900.0, 5.759e-15], [925.0, 5.038e-15], [950.0, 4.453e-15], [975.0, 3.968e-15],
    [1000.0, 3.561e-15],
];

/// Height [km], pressure [Pa]; table I, pages 68–73.
#[rustfmt::skip]
const PRESSURE: [[f64; 2]; 88] = [
    [86.0, 3.7338e-1], [87.0, 3.1259e-1], [88.0, 2.6173e-1], [89.0, 2.1919e-1], [90.0, 1.8359e-1],
    [91.0, 1.5381e-1], [93.0, 1.0801e-1], [95.0, 7.5966e-2], [97.0, 5.3571e-2], [99.0, 3.7948e-2],
    [100.0, 3.2011e-2],
    [101.0, 2.7192e-2], [103.0, 1.9742e-2], [105.0, 1.4477e-2], [107.0, 1.0751e-2],
    [109.0, 8.1142e-3], [110.0, 7.1042e-3], [111.0, 6.2614e-3], [112.0, 5.5547e-3],
    [113.0, 4.9570e-3], [114.0, 4.4473e-3], [115.0, 4.0096e-3], [116.0, 3.6312e-3],
    [117.0, 3.3022e-3], [118.0, 3.0144e-3], [119.0, 2.7615e-3], [120.0, 2.5382e-3],
    [125.0, 1.7354e-3], [130.0, 1.2505e-3], [135.0, 9.3568e-4], [140.0, 7.2028e-4],
    [145.0, 5.6691e-4], [150.0, 4.5422e-4], [160.0, 3.0395e-4], [170.0, 2.1210e-4],
    [180.0, 1.5271e-4], [190.0, 1.1266e-4], [200.0, 8.4736e-5], [210.0, 6.4756e-5],
    [220.0, 5.0149e-5], [230.0, 3.9276e-5], [240.0, 3.1059e-5], [250.0, 2.4767e-5],
    [260.0, 1.9894e-5], [270.0, 1.6083e-5], [280.0, 1.3076e-5], [290.0, 1.0683e-5],
    [300.0, 8.7704e-6], [310.0, 7.2285e-6], [320.0, 5.9796e-6], [330.0, 4.9630e-6],
    [340.0, 4.1320e-6], [350.0, 3.4498e-6], [360.0, 2.8878e-6], [370.0, 2.4234e-6],
    [380.0, 2.0384e-6], [390.0, 1.7184e-6], [400.0, 1.4518e-6], [410.0, 1.2291e-6],
    [420.0, 1.0427e-6], [430.0, 8.8645e-7], [440.0, 7.5517e-7], [450.0, 6.4468e-7],
    [460.0, 5.5155e-7], [470.0, 4.7292e-7], [480.0, 4.0642e-7], [490.0, 3.5011e-7],
    [500.0, 3.0236e-7], [525.0, 2.1200e-7], [550.0, 1.5137e-7], [575.0, 1.1028e-7],
    [600.0, 8.2130e-8], [625.0, 6.2601e-8], [650.0, 4.8865e-8], [675.0, 3.9048e-8],
    [700.0, 3.1908e-8], [725.0, 2.6611e-8], [750.0, 2.2599e-8], [775.0, 1.9493e-8],
    [800.0, 1.7036e-8], [825.0, 1.5051e-8], [850.0, 1.3415e-8], [875.0, 1.2043e-8],
    [900.0, 1.0873e-8], [925.0, 9.8635e-9], [950.0, 8.9816e-9], [975.0, 8.2043e-9],
    [1000.0, 7.5138e-9],
];
