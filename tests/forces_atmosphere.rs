//! Claim: atmospheres and space weather give the published numbers.

use soyuz_rendezvous::environment::{EarthOrientationTable, SpaceWeather};
use soyuz_rendezvous::forces::atmosphere::{Density, DensityTable, Nrlmsise00, Us76};
use soyuz_rendezvous::forces::{BodyAxes, Point};
use soyuz_rendezvous::frames::EarthRotation;
use soyuz_rendezvous::time::parse_utc;

/// CelesTrak's `SW-All.csv` (October–December 2013, in tests/data) and the embedded GFZ record are
/// two channels of the same observatories. By hand from the printed rows for 2013-11-07 04:14 UTC:
/// F10.7 of the 6th 153.5, centred mean 142.1 (printed to 0.1), Ap 12, ap 18, 6, 7, 6, and the
/// means of eight 2.875 and 4.0.
#[test]
fn indices_of_the_flight() {
    let mjd = 56603.0 + (4.0 + 14.0 / 60.0) / 24.0;
    let text = include_str!("data/space_weather_2013.csv");
    let celestrak = SpaceWeather::parse(text, "space_weather_2013.csv").unwrap();
    let embedded = SpaceWeather::embedded(mjd, mjd + 0.3).unwrap();
    for table in [celestrak, embedded] {
        let got = table.at(mjd).unwrap();
        assert_eq!(got.f107, 153.5, "{}", table.name());
        let error = (got.f107_average - 142.1).abs();
        assert!(error < 0.06, "{}: F10.7 mean {}", table.name(), got.f107_average);
        assert_eq!(got.ap_daily, 12.0);
        assert_eq!(got.ap_history, [18.0, 6.0, 7.0, 6.0, 2.875, 4.0], "{}", table.name());
    }
}

/// U.S. Standard Atmosphere 1976, table I as printed (geometric height; four or five digits):
/// height [m], temperature [K], pressure [Pa], density [kg/m³]. At 85 km the kinetic temperature is
/// the printed molecular-scale one, 188.893 K, times M/M₀ = 0.999694 of table 8.
#[test]
fn us76_prints_its_table() {
    #[rustfmt::skip]
    let rows = [
        (0.0, 288.150, 1.01325e5, 1.2250), (5e3, 255.676, 5.4048e4, 7.3643e-1),
        (10e3, 223.252, 2.6499e4, 4.1351e-1), (15e3, 216.650, 1.2111e4, 1.9476e-1),
        (25e3, 221.552, 2.5492e3, 4.0084e-2), (40e3, 250.350, 2.8714e2, 3.9957e-3),
        (50e3, 270.650, 7.9779e1, 1.0269e-3), (65e3, 233.292, 1.0929e1, 1.6321e-4),
        (80e3, 198.639, 1.0524, 1.8458e-5), (85e3, 188.835, 4.4568e-1, 8.2196e-6),
        (100e3, 195.08, 3.2011e-2, 5.604e-7), (120e3, 360.00, 2.5382e-3, 2.222e-8),
        (200e3, 854.56, 8.4736e-5, 2.541e-10), (400e3, 995.83, 1.4518e-6, 2.803e-12),
        (1000e3, 1000.00, 7.5138e-9, 3.561e-15),
    ];
    for (h, temperature, pressure, density) in rows {
        let air = Us76.at(h);
        assert!((air.temperature - temperature).abs() < 0.006, "{h} m: {} K", air.temperature);
        // One unit in the last printed digit; the table itself is off by 1e-4 at 80 km and above.
        assert!((air.pressure / pressure - 1.0).abs() < 1.2e-4, "{h} m: {} Pa", air.pressure);
        assert!((air.density / density - 1.0).abs() < 2e-4, "{h} m: {} kg/m³", air.density);
    }
    let (below, above) = (Us76.at(86_000.0), Us76.at(86_000.001));
    assert!((above.density / below.density - 1.0).abs() < 2e-4, "step at 86 km");
}

/// The table against the model it is made from, over the heights and the hours of the flight, in the
/// plane of the station: within 0.15 % wherever both use the same indices. In the ten minutes either
/// side of 06:00 and 09:00 UTC, where the model jumps by up to 8 % and the table does not, the table
/// lies between the model's values before and after.
#[test]
fn density_table_follows_its_model() {
    let epoch = parse_utc("2013-11-07T04:14:15.290Z").unwrap();
    let (from, to) = (0.0, 23_000.0);
    let earth = EarthRotation::over(epoch, from, to, EarthOrientationTable::embedded()).unwrap();
    let exact = Nrlmsise00::embedded(epoch, from, to).unwrap();
    // The station's plane: 51.65° inclination, node turning by −5.0° a day.
    let (inclination, node, node_rate) = (0.9014_f64, 1.69_f64, -1.01e-6_f64);
    let state = |t: f64, u: f64, radius: f64| -> [f64; 3] {
        let (sin_i, cos_i) = inclination.sin_cos();
        let (sin_n, cos_n) = (node + node_rate * t).sin_cos();
        let (sin_u, cos_u) = u.sin_cos();
        let along = [cos_n * cos_u - sin_n * cos_i * sin_u, sin_n * cos_u + cos_n * cos_i * sin_u];
        [radius * along[0], radius * along[1], radius * sin_i * sin_u]
    };
    let (r, ahead) = (state(0.0, 0.0, 6.7e6), state(0.0, 1e-6, 6.7e6));
    let v = [0, 1, 2].map(|i| (ahead[i] - r[i]) / 1e-6 * 7700.0 / 6.7e6);
    let heights = DensityTable::HEIGHTS;
    let table = DensityTable::around(&exact, &earth, (r, v), (from, to), heights).unwrap();
    assert!(table.error() < 1.5e-3, "stated error {}", table.error());

    let changes = [6344.71, 17_144.71]; // 06:00 and 09:00 UTC
    let mut worst = 0.0_f64;
    for i in 0..3000 {
        let t = i as f64 * (to / 3000.0);
        let p = state(t, t * 1.15e-3 + (i % 5) as f64, 6378e3 + 190e3 + 20e3 * (i % 12) as f64);
        let m = earth.to_body(t);
        let r_body = m.map(|row| row[0] * p[0] + row[1] * p[1] + row[2] * p[2]);
        let at = Point { t, r: p, v: [0.0; 3], to_body: m, r_body };
        let (approximate, model): (f64, f64) = (table.density(&at), exact.density(&at));
        let difference = (approximate / model - 1.0).abs();
        if changes.iter().all(|c| (t - c).abs() > 600.0) {
            worst = worst.max(difference);
        } else {
            assert!(difference < 0.045, "t = {t} s: {difference}");
        }
    }
    assert!(worst < 1.5e-3, "worst {worst}");
}
