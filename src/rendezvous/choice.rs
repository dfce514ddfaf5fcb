//! Choice of the rendezvous scheme from the phase angle at separation.

use super::scheme::{PHASE_SLACK, PHASE_WINDOW};
use crate::constants::{EARTH_RADIUS_FIELD, J2_EARTH};
use crate::provenance::Sourced;
use crate::units::DEGREE;
use serde::{Deserialize, Serialize};
use std::f64::consts::TAU;

/// Phases at separation for which the two-orbit scheme is possible.
pub const TWO_ORBIT_WINDOW: [Sourced; 2] = [
    two_orbit("least phase at separation, two orbits", 10.0),
    two_orbit("largest phase at separation, two orbits", 16.0),
];

const fn two_orbit(name: &'static str, degrees: f64) -> Sourced {
    Sourced::assumed(
        name,
        degrees * DEGREE,
        "rad",
        "6° wide [RG]; its place is assumed: 1.5 revolutions to braking at half the catch-up of the insertion orbit, 17° per revolution. Four flown lift-offs have 12.7° to 15.3°",
    )
}

/// Phases at separation for the two-day scheme: from the first through 0° to the second.
pub const TWO_DAY_WINDOW: [Sourced; 2] = [
    Sourced::published(
        "least phase at separation, two days",
        240.0 * DEGREE,
        "rad",
        "[OL] quoting SoyCOM, second-hand; 150° wide [RG]",
    ),
    Sourced::published(
        "largest phase at separation, two days",
        30.0 * DEGREE,
        "rad",
        "[OL] quoting SoyCOM, second-hand; 150° wide [RG]",
    ),
];

/// A rendezvous scheme.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Scheme {
    /// About three hours; docking is predicted, but the flight is not simulated, so no scenario can ask for it.
    #[serde(skip_deserializing)]
    TwoOrbit,
    /// About six hours.
    FourOrbit,
    /// 34 orbits, about fifty hours.
    TwoDay,
}

impl Scheme {
    /// All schemes, the fastest first.
    pub const ALL: [Self; 3] = [Self::TwoOrbit, Self::FourOrbit, Self::TwoDay];

    /// Display name.
    pub const fn title(self) -> &'static str {
        match self {
            Self::TwoOrbit => "two-orbit",
            Self::FourOrbit => "four-orbit",
            Self::TwoDay => "two-day",
        }
    }

    /// Phase window, from the first value to the second, through zero if the second is smaller [rad].
    pub fn window(self) -> (f64, f64) {
        let [from, to] = match self {
            Self::TwoOrbit => TWO_ORBIT_WINDOW,
            Self::FourOrbit => PHASE_WINDOW,
            Self::TwoDay => TWO_DAY_WINDOW,
        };
        (from.value, to.value)
    }

    /// Whether a phase at separation of `phase` [rad] is inside the window.
    pub fn allows(self, phase: f64) -> bool {
        self.allows_with(phase, 0.0)
    }

    /// Whether a flight is attempted at `phase` [rad]: up to [`PHASE_SLACK`] outside the window. The two-orbit
    /// window, which is assumed, has no such margin.
    pub fn attempts(self, phase: f64) -> bool {
        let slack = if self == Self::TwoOrbit { 0.0 } else { PHASE_SLACK.value };
        self.allows_with(phase, slack)
    }

    /// [`Scheme::allows`] for a window wider by `slack` [rad] on both sides.
    fn allows_with(self, phase: f64, slack: f64) -> bool {
        let (from, to) = self.window();
        (phase - from + slack).rem_euclid(TAU) <= (to - from).rem_euclid(TAU) + 2.0 * slack
    }

    /// The window in words, in degrees.
    pub fn window_in_words(self) -> String {
        let (from, to) = self.window();
        let (from, to) = (from / DEGREE, to / DEGREE);
        let over = if from <= to { "" } else { "over 0° " };
        format!("{from:.0}° {over}to {to:.0}°")
    }

    /// The angle that the ship gains on the station until arrival [rad], for a phase of `phase` [rad] at
    /// separation; in the two-day scheme a whole revolution more if the station is less than π ahead.
    pub fn catch_up(self, phase: f64) -> f64 {
        let phase = phase.rem_euclid(TAU);
        match self {
            Self::TwoDay if phase < std::f64::consts::PI => phase + TAU,
            _ => phase,
        }
    }

    /// Eastward offset of the insertion plane's node from the station's, so that the planes coincide at
    /// arrival [rad].
    ///
    /// The lower ship's node regresses faster, in proportion to its gain along the orbit: with
    /// δn/n = −(3/2) δa/a and δΩ̇/Ω̇ = −(7/2) δa/a,
    ///
    /// ```text
    /// δΩ = (7/3) (−Ω̇/n) θ,   −Ω̇/n = (3/2) J2 (R/a)² cos i
    /// ```
    ///
    /// for a gain of θ, whatever its distribution over the flight [Vallado 2013, eq. 9-41].
    pub fn plane_turn(self, phase: f64, semi_major_axis: f64, inclination: f64) -> f64 {
        let ratio = EARTH_RADIUS_FIELD / semi_major_axis;
        let regression = 1.5 * J2_EARTH * ratio * ratio * inclination.cos();
        7.0 / 3.0 * regression * self.catch_up(phase)
    }
}

/// The scheme with which a flight begins.
#[derive(Clone, Debug)]
pub struct Choice {
    /// The scheme requested by the scenario; `None`: automatic.
    pub asked: Option<Scheme>,
    /// The scheme chosen.
    pub begun: Scheme,
    /// The reason, in words.
    pub why: String,
}

/// The scheme for a phase of `phase` [rad] at separation: the one `asked` for, or else the four-orbit or the
/// two-day scheme. `None` if the phase is more than [`PHASE_SLACK`] outside its window.
pub fn choose(asked: Option<Scheme>, phase: f64) -> Option<Choice> {
    let slack = PHASE_SLACK.value;
    let lead = format!("the station leads by {:.1}° at separation", degrees(phase));
    let place = |scheme: Scheme| {
        let end = match scheme.allows(phase) {
            true => "inside".to_owned(),
            false => format!("less than {:.0}° outside", slack / DEGREE),
        };
        format!("{end} the {} window of {}", scheme.title(), scheme.window_in_words())
    };
    let candidates = match asked {
        Some(scheme) => vec![scheme],
        None => vec![Scheme::FourOrbit, Scheme::TwoDay],
    };
    let begun = candidates.into_iter().find(|s| s.attempts(phase))?;
    let four = Scheme::FourOrbit;
    let why = match (asked, begun) {
        (Some(_), _) => format!("requested by the scenario; {lead}, {}", place(begun)),
        (None, Scheme::TwoDay) => format!(
            "{lead}: outside the {} window of {}, {}",
            four.title(),
            four.window_in_words(),
            place(begun)
        ),
        (None, _) => format!("{lead}, {}", place(begun)),
    };
    Some(Choice { asked, begun, why })
}

/// A phase between 0 and 2π in degrees.
pub fn degrees(phase: f64) -> f64 {
    phase.rem_euclid(TAU) / DEGREE
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The published windows, two degrees wider on either side: 16–42° and 238–32°.
    #[test]
    fn four_orbits_are_preferred_and_a_request_is_never_changed() {
        let begun = |asked, phase: f64| choose(asked, phase * DEGREE).map(|c| c.begun);
        let (four, two) = (Scheme::FourOrbit, Scheme::TwoDay);
        for (phase, expected) in [
            (25.0, Some(four)),
            (41.9, Some(four)),
            (42.1, None),
            (16.1, Some(four)),
            (15.9, Some(two)),
            (-10.0, Some(two)),
            (238.1, Some(two)),
            (237.9, None),
            (128.7, None),
        ] {
            assert_eq!(begun(None, phase), expected, "{phase}°");
        }
        assert_eq!(begun(Some(two), 25.0), Some(two));
        assert_eq!(begun(Some(two), 35.0), None);
        assert_eq!(begun(Some(four), 300.0), None);
        // The list of opportunities and a flight agree on what is attempted.
        for phase in (0..3600).map(|tenth| f64::from(tenth) / 10.0) {
            for scheme in [four, two] {
                assert_eq!(begun(Some(scheme), phase).is_some(), scheme.attempts(phase * DEGREE));
            }
        }
        let two_orbit = |phase: f64| Scheme::TwoOrbit.attempts(phase * DEGREE);
        assert!(two_orbit(10.1) && !two_orbit(9.9));
    }

    /// 0.11° for the 38° of TMA-11M is from an independent calculation of the whole flight with osculating
    /// planes at separation; the secular part must agree to 0.04°, the short-period variation of the
    /// planes. Two days: the difference of the secular rates computed below, to 3 %.
    #[test]
    fn the_plane_turns_with_the_angle_gained() {
        let turn = |s: Scheme, phase: f64| {
            s.plane_turn(phase * DEGREE, 6_795.6e3, 51.644 * DEGREE) / DEGREE
        };
        assert!((turn(Scheme::FourOrbit, 38.4) - 0.11).abs() < 0.04);
        // Secular rates −(3/2) J2 (R/p)² n cos i at 6795.6 and 6675 km, circular, over 46.6 hours,
        // in which a ship that much lower gains 285°.
        let rate = |a: f64| {
            let n = (3.986_004_415e14_f64 / (a * a * a)).sqrt();
            1.5 * 1.082_626e-3 * (6_378_136.3_f64 / a).powi(2) * n * (51.644 * DEGREE).cos()
        };
        let n = |a: f64| (3.986_004_415e14_f64 / (a * a * a)).sqrt();
        let span = 46.6 * 3600.0;
        let (low, high) = (6_675.0e3, 6_795.6e3);
        let gained = (n(low) - n(high)) * span / DEGREE;
        let expected = (rate(low) - rate(high)) * span / DEGREE;
        let found = turn(Scheme::TwoDay, gained);
        assert!((found - expected).abs() < 0.03 * expected, "{found}°, {expected}° by the rates");
    }
}
