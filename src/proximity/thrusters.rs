//! Converts a requested delta-v to pulses of on-off thrusters.

use super::motion::Pulse;
use crate::vehicle::spacecraft::{Engine, Spacecraft};
use nalgebra::{Matrix3, Vector3};

/// Thruster firings of one command cycle.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Firing {
    /// One pulse per body axis, all from the start of the cycle.
    pub pulses: [Pulse; 3],
    /// Thrust acceleration integrated over each axis' pulse, body axes [m/s].
    pub delta_v: Vector3<f64>,
    /// Propellant [kg].
    pub propellant: f64,
    /// Number of pulses.
    pub count: usize,
}

impl Firing {
    /// The longest pulse [s].
    pub fn longest(&self) -> f64 {
        self.pulses.iter().fold(0.0, |longest, pulse| pulse.duration.max(longest))
    }

    /// Ends all pulses no later than `h` seconds after the start of the cycle.
    pub fn cut(&mut self, h: f64, craft: &Spacecraft) {
        for (axis, pulse) in self.pulses.iter_mut().enumerate() {
            if pulse.duration > h {
                self.propellant -= engine(craft, axis).mass_flow() * (pulse.duration - h);
                self.delta_v[axis] *= h / pulse.duration;
                pulse.duration = h;
            }
        }
    }
}

/// The thrusters of one body axis.
fn engine(craft: &Spacecraft, axis: usize) -> &Engine {
    if axis == 0 { &craft.axial } else { &craft.lateral }
}

/// Body axes of a ship with its nose along the unit vector `nose`, as columns: nose, right, down. The roll
/// angle keeps "right" close to the y axis.
pub(super) fn body_axes(nose: &Vector3<f64>) -> Matrix3<f64> {
    let guide = if nose.y.abs() < 0.9 { Vector3::y() } else { Vector3::x() };
    let right = (guide - nose * nose.dot(&guide)).normalize();
    Matrix3::from_columns(&[*nose, right, nose.cross(&right)])
}

/// Pulse-width modulation: pulses for the delta-v `requested` (body axes) [m/s] within `cycle` [s]. On each axis a
/// request below the shortest pulse is ignored, and one beyond the cycle is met in part. `to_gcrf`
/// transforms from body axes to GCRF.
pub(super) fn fire(
    craft: &Spacecraft,
    mass: f64,
    requested: &Vector3<f64>,
    cycle: f64,
    to_gcrf: &Matrix3<f64>,
) -> Firing {
    let mut firing = Firing {
        pulses: [Pulse::default(); 3],
        delta_v: Vector3::zeros(),
        propellant: 0.0,
        count: 0,
    };
    for (axis, &part) in requested.iter().enumerate() {
        let engine = engine(craft, axis);
        let acceleration = engine.thrust.value / mass;
        let duration = (part.abs() / acceleration).min(cycle);
        if duration < craft.shortest_pulse.value {
            continue;
        }
        let push = acceleration.copysign(part);
        firing.pulses[axis] = Pulse { acceleration: to_gcrf.column(axis) * push, duration };
        firing.delta_v[axis] = push * duration;
        firing.propellant += engine.mass_flow() * duration;
        firing.count += 1;
    }
    firing
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::vehicle::spacecraft::SOYUZ_TMA_M;

    #[test]
    fn pulses_have_a_shortest_and_a_longest_duration_and_cost_the_rocket_equation() {
        let (craft, mass) = (&SOYUZ_TMA_M, 7000.0);
        let axes = body_axes(&-Vector3::z());
        // 0.1 mm/s is under the shortest pulse, 1 m/s sideways beyond the 2 s cycle.
        let firing = fire(craft, mass, &Vector3::new(0.05, -1e-4, -1.0), 2.0, &axes);
        assert_eq!(firing.count, 2);
        assert_eq!(firing.pulses[1], Pulse::default());
        assert_eq!(firing.pulses[2].duration, 2.0);
        assert!((firing.delta_v - Vector3::new(0.05, 0.0, -2.0 * 258.0 / mass)).norm() < 1e-12);
        let expected =
            craft.axial.propellant(mass, 0.05) + craft.lateral.propellant(mass, 2.0 * 258.0 / mass);
        // Within a pulse the mass is taken constant: a relative error of Δv/2c = 1.3e-5.
        assert!((firing.propellant / expected - 1.0).abs() < 2e-5, "{}", firing.propellant);
    }

    #[test]
    fn body_axes_are_right_handed_for_any_direction_of_the_nose() {
        for nose in [Vector3::x(), Vector3::y(), -Vector3::z(), Vector3::new(0.6, 0.0, -0.8)] {
            let axes = body_axes(&nose);
            assert!((axes.tr_mul(&axes) - Matrix3::identity()).norm() < 1e-15);
            assert!((axes.determinant() - 1.0).abs() < 1e-15);
            assert!((axes.column(0) - nose).norm() < 1e-15);
        }
    }
}
