//! The approach profile: gates, speeds and rates, and the guidance laws that follow from them.

use crate::provenance::Sourced;
use serde::Serialize;

/// One braking burn: range at ignition and closing speed afterwards.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Gate {
    /// Range to the port at ignition [m].
    pub range: Sourced,
    /// Mean closing speed on the following leg [m/s].
    pub speed: Sourced,
}

/// Gates, speeds and rates of the approach. Ranges are from the ship's centre of mass to the port.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Profile {
    /// The three braking burns; the first two by the main engine, the third by the thrusters.
    pub gates: [Gate; 3],
    /// Range at which fly-around and deceleration start [m].
    pub fly_around: Sourced,
    /// Range at which the strong deceleration ends [m].
    pub slow: Sourced,
    /// Closing speed at that range [m/s].
    pub slow_speed: Sourced,
    /// Range of station-keeping on the axis [m].
    pub hold: Sourced,
    /// Largest angular rate of the fly-around [rad/s].
    pub turn_rate: Sourced,
    /// Angular deceleration at the end of the fly-around [rad/s²].
    pub turn_braking: Sourced,
    /// Angle to the port axis at the start of the fly-around, unless the ship arrives at a smaller one [rad].
    pub turn_angle: Sourced,
    /// Largest turn of the line of sight between the first braking burn and the fly-around [rad].
    pub braking_turn: Sourced,
    /// Duration of station-keeping [s].
    pub station_keeping: Sourced,
    /// Closing speed at contact [m/s].
    pub contact_speed: Sourced,
    /// Increase of closing speed per metre of range in the final approach [1/s].
    pub final_slope: Sourced,
    /// Largest closing speed in the final approach [m/s].
    pub final_speed: Sourced,
    /// Half-angle of the approach corridor, a cone about the port axis [rad].
    pub corridor: Sourced,
    /// Range to which the ship retreats after a radar failure [m].
    pub retreat: Sourced,
    /// Speed of the retreat [m/s].
    pub retreat_speed: Sourced,
    /// Time constant of position control [s].
    pub settling: Sourced,
    /// Time constant of position control during station-keeping [s].
    pub keeping: Sourced,
    /// Period of thruster commands [s].
    pub cycle: Sourced,
    /// Velocity dead band per metre of range [1/s].
    pub dead_band: Sourced,
    /// Distance from the hold point at which the fly-around ends [m].
    pub settled_distance: Sourced,
    /// Angle to the port axis at which the fly-around ends [rad].
    pub settled_angle: Sourced,
    /// Largest speed of a ship that counts as at rest on the axis [m/s].
    pub rest_speed: Sourced,
    /// Largest speed across the port axis while centring on it [m/s].
    pub centring_speed: Sourced,
}

impl Profile {
    /// All numbers of the profile, for reports.
    pub fn numbers(&self) -> Vec<Sourced> {
        let mut all: Vec<Sourced> = self.gates.iter().flat_map(|g| [g.range, g.speed]).collect();
        all.extend([
            self.fly_around,
            self.slow,
            self.slow_speed,
            self.hold,
            self.turn_rate,
            self.turn_braking,
            self.turn_angle,
            self.braking_turn,
            self.station_keeping,
            self.contact_speed,
            self.final_slope,
            self.final_speed,
            self.corridor,
            self.retreat,
            self.retreat_speed,
            self.settling,
            self.keeping,
            self.cycle,
            self.dead_band,
            self.settled_distance,
            self.settled_angle,
            self.rest_speed,
            self.centring_speed,
        ]);
        all
    }

    /// Commanded closing speed at `range` [m], from the third braking burn to the hold point [m/s];
    /// negative inside the hold point.
    ///
    /// Constant up to the start of the fly-around; then constant deceleration in two parts, a strong one and one
    /// to rest; near the hold point proportional to the remaining distance.
    pub fn closing_speed(&self, range: f64) -> f64 {
        let (far, near) = (self.fly_around.value, self.slow.value);
        let (fast, slow) = (self.gates[2].speed.value, self.slow_speed.value);
        let left = range - self.hold.value;
        if range >= far {
            fast
        } else if range >= near {
            let share = (range - near) / (far - near);
            (slow * slow + share * (fast * fast - slow * slow)).sqrt()
        } else {
            let soft = left / self.settling.value;
            soft.min(slow * (left.max(0.0) / (near - self.hold.value)).sqrt()).max(-slow)
        }
    }

    /// Angular rate of the fly-around at `angle` [rad] from the port axis [rad/s].
    pub fn turn_rate(&self, angle: f64) -> f64 {
        self.turn_rate
            .value
            .min((2.0 * self.turn_braking.value * angle).sqrt())
            .min(angle / self.settling.value)
    }

    /// Commanded closing speed of the final approach with the probe tip `distance` [m] from the port [m/s].
    pub fn final_speed(&self, distance: f64) -> f64 {
        let contact = self.contact_speed.value;
        (contact + self.final_slope.value * distance).clamp(contact, self.final_speed.value)
    }

    /// Angle to the port axis at the start of the fly-around, for a ship whose line of sight is at an angle of
    /// `arrival` [rad] to the axis at the first braking burn [rad].
    pub fn fly_around_angle(&self, arrival: f64) -> f64 {
        self.turn_angle.value.max(arrival - self.braking_turn.value).min(arrival)
    }

    /// Durations of the phases of the approach. `arrival` is the angle [rad] between the line from the port to the
    /// ship and the port axis at the first braking burn, `probe` the distance of the probe tip ahead of the
    /// ship's centre of mass [m].
    pub fn durations(&self, arrival: f64, probe: f64) -> Durations {
        let [first, second, third] = &self.gates;
        // Length of a straight leg between two ranges while the line of sight turns by a third of the total.
        let turn = libm::cos((arrival - self.fly_around_angle(arrival)) / 3.0);
        let leg = |gate: &Gate, end: f64| {
            let start = gate.range.value;
            (start * start + end * end - 2.0 * start * end * turn).sqrt() / gate.speed.value
        };
        // ∫ dρ/v over the laws above by the midpoint rule, with an error below a second; the exponential
        // settling of the last metres is left out.
        let steps = 2000;
        let integral = |from: f64, to: f64, speed: &dyn Fn(f64) -> f64| -> f64 {
            let d = (from - to) / steps as f64;
            (0..steps).map(|i| d / speed(to + d * (i as f64 + 0.5))).sum()
        };
        let radial = integral(
            self.fly_around.value,
            self.hold.value + self.settled_distance.value,
            &|range| self.closing_speed(range),
        );
        let angular =
            integral(self.fly_around_angle(arrival), self.settled_angle.value, &|angle| {
                self.turn_rate(angle)
            });
        Durations {
            braking: leg(first, second.range.value)
                + leg(second, third.range.value)
                + (third.range.value - self.fly_around.value) / third.speed.value,
            fly_around: radial.max(angular),
            station_keeping: self.station_keeping.value,
            final_approach: integral(self.hold.value - probe, 0.0, &|d| self.final_speed(d)),
        }
    }
}

/// Durations of the phases of an approach [s].
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Durations {
    /// From the first braking burn to the start of the fly-around.
    pub braking: f64,
    /// From the start of the fly-around to rest on the port axis.
    pub fly_around: f64,
    /// Station-keeping on the axis.
    pub station_keeping: f64,
    /// From leaving the hold point to contact.
    pub final_approach: f64,
}

impl Durations {
    /// From the first braking burn to contact [s].
    pub fn total(&self) -> f64 {
        self.braking + self.fly_around + self.station_keeping + self.final_approach
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::units::DEGREE;

    const PROFILE: Profile = Profile::NOMINAL;

    /// The speed law has no jumps, is at rest at the hold point and comes back from inside it.
    #[test]
    fn closing_speed_is_continuous_and_ends_at_the_hold_point() {
        let mut last = PROFILE.closing_speed(700.0);
        for i in 1..=6000 {
            let range = 700.0 - 0.1 * f64::from(i);
            let speed = PROFILE.closing_speed(range);
            assert!((speed - last).abs() < 6e-3, "jumps by {} m/s at {range} m", speed - last);
            last = speed;
        }
        assert_eq!(PROFILE.closing_speed(PROFILE.hold.value), 0.0);
        assert!(PROFILE.closing_speed(PROFILE.hold.value - 5.0) < 0.0);
    }

    /// The final approach: ∫ dρ/v in closed form, over the part at top speed and the part at
    /// v = v_c + kρ, which takes ln(v/v_c)/k.
    #[test]
    fn final_approach_lasts_as_long_as_its_integral() {
        let (top, contact, slope) = (0.45, 0.12, 0.002);
        let start: f64 = 180.0 - 4.2;
        let bend: f64 = (top - contact) / slope;
        let expected = (start - bend) / top + f64::ln(top / contact) / slope;
        let planned = PROFILE.durations(1.0, 4.2).final_approach;
        assert!((planned - expected).abs() < 0.1, "{planned} s, not {expected} s");
    }

    /// From an arrival 75 degrees from the nadir, ahead, a zenith port lies 105 degrees away and the aft
    /// port 165; part of that is flown while braking.
    #[test]
    fn fly_around_angle_is_shared_with_the_braking() {
        for (arrival, expected) in [(27.0, 27.0), (75.0, 50.0), (105.0, 50.0), (165.0, 80.0)] {
            let angle = PROFILE.fly_around_angle(arrival * DEGREE) / DEGREE;
            assert!((angle - expected).abs() < 1e-9, "{angle} for {arrival}");
        }
    }
}
