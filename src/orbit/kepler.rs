//! Kepler's equation.

/// Eccentric anomaly E [rad] with `E − e sin E = M`, for 0 ≤ e < 1 and any mean anomaly M [rad].
///
/// Halley's iteration from `M + e sin M`, kept inside the bracket [M − e, M + e], to rounding error
/// [Vallado 2013, 2.2.5].
pub fn eccentric_from_mean(mean: f64, e: f64) -> f64 {
    let turns = (mean / std::f64::consts::TAU).round() * std::f64::consts::TAU;
    let m = mean - turns;
    let (mut low, mut high) = (m - e, m + e);
    let mut x = m + e * libm::sin(m);
    for _ in 0..50 {
        let (sin, cos) = libm::sincos(x);
        let f = x - e * sin - m;
        if f > 0.0 {
            high = x;
        } else {
            low = x;
        }
        let slope = 1.0 - e * cos;
        let newton = f / slope;
        let mut next = x - newton / (1.0 - 0.5 * newton * e * sin / slope);
        if !(low..=high).contains(&next) {
            next = 0.5 * (low + high);
        }
        let step = (next - x).abs();
        x = next;
        if step <= 4.0 * f64::EPSILON * x.abs().max(e) {
            break;
        }
    }
    x + turns
}

/// Hyperbolic anomaly H [rad] with `e sinh H − H = M`, for e > 1; Newton's iteration in a bracket.
pub fn hyperbolic_from_mean(mean: f64, e: f64) -> f64 {
    // The root lies between 0 and asinh(M/e) + M/(e − 1), with the sign of M.
    let m = mean.abs();
    let (mut low, mut high) = (0.0, libm::asinh(m / e) + m / (e - 1.0));
    let mut x = libm::asinh(m / e).max(f64::MIN_POSITIVE);
    for _ in 0..100 {
        let f = e * libm::sinh(x) - x - m;
        if f > 0.0 {
            high = x;
        } else {
            low = x;
        }
        let mut next = x - f / (e * libm::cosh(x) - 1.0);
        if !(low..=high).contains(&next) {
            next = 0.5 * (low + high);
        }
        let step = (next - x).abs();
        x = next;
        if step <= 4.0 * f64::EPSILON * x {
            break;
        }
    }
    x.copysign(mean)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equation_holds_everywhere() {
        for k in -40..=40 {
            let m = f64::from(k) * 0.2;
            for e in [0.0, 1e-8, 1e-3, 0.3, 0.9, 0.999_9] {
                let x = eccentric_from_mean(m, e);
                assert!((x - e * x.sin() - m).abs() < 4e-15 * (1.0 + m.abs()), "{m} {e}: {x}");
            }
            for e in [1.000_1, 1.5, 10.0] {
                let x = hyperbolic_from_mean(m, e);
                assert!((e * x.sinh() - x - m).abs() < 1e-13 * (1.0 + m.abs()), "{m} {e}: {x}");
            }
        }
    }

    #[test]
    fn vallado_example_2_1() {
        // M = 235.4°, e = 0.4: E = 220.512074° [Vallado 2013, example 2-1, six decimals].
        let x = eccentric_from_mean(235.4_f64.to_radians(), 0.4);
        assert!((x.to_degrees() - 220.512_074).abs() < 1e-6, "{}", x.to_degrees());
    }
}
