//! What a reader of the results should know about the input.

use super::log::{FlightPhase, Sample};
use super::record::Parts;
use crate::ascent::PAD_LEAD;
use crate::provenance::Sourced;
use crate::rendezvous::choice::Scheme;
use crate::rendezvous::scheme;
use crate::units::{DAY, DEGREE, HOUR, KM, MINUTE};

/// All that a flight gives cause for.
pub(super) fn of(parts: &Parts<'_>, samples: &[Sample]) -> Vec<String> {
    let scheme = &parts.rendezvous.scheme;
    let mut all: Vec<String> = element_age(parts.start.element_age).into_iter().collect();
    let moved = parts.scenario.station.moved_deg;
    if moved != 0.0 && !parts.settled {
        all.push(format!(
            "the station is put {moved:+.2}° along its orbit from where its element set says it is, as the scenario asks \
             (`station.moved_deg`)"
        ));
    } else if moved != 0.0 {
        all.push(format!(
            "the station is put {moved:+.2}° along its orbit from where its element set says it is (`station.moved_deg`), \
             to the middle of the four-orbit window: its phase by the set is outside that window, but the instant of lift-off is \
             that of a four-orbit flight, so the orbit was changed in between; light, and with it docking, is good to some 3 min"
        ));
    }
    if !parts.docking.lit {
        all.push(
            "no stretch of light at the station is long enough for the approach: docking is planned as if light were no matter"
                .to_owned(),
        );
    }
    if southward(parts) {
        all.push(
            "the rocket leaves to the south-east: no Soyuz does from Baikonur, where only north-eastward azimuths are flown"
                .to_owned(),
        );
    }
    let off = parts.ascent.plan.plane_distance - PAD_LEAD.value;
    if !southward(parts) && off.abs() > OFF_PLANE {
        let when = if off > 0.0 { "early" } else { "late" };
        all.push(format!(
            "the rocket leaves some {:.0} min too {when} for the plane of insertion: it steers there, at a loss of {:.0} m/s",
            off.abs() / EARTH_TURN / MINUTE,
            parts.ascent.budget.steering
        ));
    }
    if scheme.begun == Scheme::TwoDay && scheme.asked.is_none() {
        all.push(
            "four orbits cannot be flown from this phase: flown in two days instead".to_owned(),
        );
    }
    all.extend(scheme.recoveries.iter().map(|r| {
        let partly = if parts.rendezvous.burns.iter().any(|b| b.name == r.burn) {
            "fell short"
        } else {
            "failed"
        };
        format!("{} {partly}; {}: {}", r.burn, r.kind.title(), r.detail)
    }));
    all.extend(faults(parts));
    let burns: f64 = parts.rendezvous.burns.iter().map(|b| b.burn.command.delta_v.norm()).sum();
    let (total, budget) = (burns + scheme::ARRIVAL_SPEED.value, scheme::DELTA_V_BUDGET.value);
    if scheme.flown == Scheme::FourOrbit && total > budget {
        all.push(format!(
            "the burns to the end of braking take {total:.0} m/s, more than the {budget:.0} m/s reckoned for four orbits"
        ));
    }
    let range = |s: &Sample| (s.soyuz.r - s.station.r).norm();
    let phasing = samples.iter().filter(|s| s.phase == FlightPhase::Phasing);
    let nearest = phasing.min_by(|a, b| range(a).total_cmp(&range(b)));
    if let Some(s) = nearest.filter(|s| range(s) < CLOSE) {
        all.push(format!(
            "the ship passes the station at {}, {:.1} h after lift-off, before its transfer begins; the plan does not look \
             out for that, as a real one would",
            if range(s) < KM { format!("{:.0} m", range(s)) } else { format!("{:.1} km", range(s) / KM) },
            s.t / HOUR
        ));
    }
    all
}

/// Failures that the scenario asks for and of which nothing else is said.
fn faults(parts: &Parts<'_>) -> Vec<String> {
    let (faults, rendezvous) = (&parts.scenario.faults, &parts.rendezvous);
    let inhibited =
        |burn: &str| rendezvous.notes.iter().any(|(.., note)| *note == format!("{burn} inhibited"));
    let flown = |burn: &str| rendezvous.burns.iter().any(|b| b.name == burn);
    let skipped = faults.skip_burn.iter().filter(|burn| !inhibited(burn));
    // Cut short to nothing it is not flown either.
    let cut_short = faults.short_burn.iter().filter(|burn| !flown(burn) && !inhibited(burn));
    let without_object = skipped.chain(cut_short).map(|burn| {
        format!("{burn} was not due any more after what went before: its failure had no object")
    });
    let crew = match parts.outset.craft.is_crewed() {
        true => "the crew docks by hand",
        false => "the crew of the station docks it by hand",
    };
    let radar = faults.kurs_failure_m.map(|range| {
        format!(
            "the radar fails {range} m from the port, as the scenario asks: the ship backs off and {crew}"
        )
    });
    without_object.chain(radar).collect()
}

/// Whether the rocket heads south of east: then the ship comes to its orbit flying south, where a rocket
/// that left north-eastward still flies north.
fn southward(parts: &Parts<'_>) -> bool {
    parts.ascent.plan.azimuth > std::f64::consts::FRAC_PI_2
}

/// A lift-off with the pad so far from where it should be is worth a word: two minutes [rad].
const OFF_PLANE: f64 = 0.17 * DEGREE;
/// How fast the turning Earth carries the pad across the plane, by [`PAD_LEAD`] in 190 s [rad/s].
const EARTH_TURN: f64 = PAD_LEAD.value / 190.0;

/// A ship that passes nearer than this before it should is worth a word [m].
const CLOSE: f64 = 30.0 * KM;

/// How far along its orbit the station strays from a set of a given age, growing with its square.
pub const DRIFT: Sourced = Sourced::fitted(
    "error of the station's place along its orbit, per square of the element set's age",
    0.026 * DEGREE,
    "rad/day²",
    "sets of 2013-11-06 and 2013-11-11, and of 2014-05-24 and 2014-05-31, differ by 0.53° after 4.5 and 4.6 days",
);

/// Sets younger than this pass without a word [s].
const YOUNG: f64 = 1.5 * DAY;
/// Time in which the station moves through one radian of its orbit [s/rad].
const SECONDS_PER_RADIAN: f64 = 5560.0 / std::f64::consts::TAU;

/// What the age of an element set costs, if it is worth a word: `age` [s] is negative for a set from
/// after lift-off, which makes the result a hindcast.
pub fn element_age(age: f64) -> Option<String> {
    let days = age / DAY;
    let place = DRIFT.value * days * days;
    let young = days.abs() <= YOUNG / DAY;
    let cost = format!(
        "the station's place is good to about {:.1}° along its orbit, light there and with it the docking time to about {:.0} s; a reboost in between would add to that",
        place / DEGREE,
        place * SECONDS_PER_RADIAN
    );
    if age < 0.0 {
        let days = -days;
        let cost = if young { String::new() } else { format!("; {cost}") };
        return Some(format!(
            "the element set is from {days:.1} days AFTER lift-off: this is a hindcast, no prediction{cost}"
        ));
    }
    (!young).then(|| format!("the element set is {days:.1} days old at lift-off: {cost}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The two pairs of sets the number comes from: 0.53° after 4.5 days is 8.2 s of light.
    #[test]
    fn the_cost_of_age_is_that_of_the_pairs_it_was_read_from() {
        assert_eq!(element_age(0.7 * DAY), None);
        let text = element_age(4.5 * DAY).unwrap();
        assert!(text.contains("4.5 days old") && text.contains("0.5°"), "{text}");
        assert!(text.contains("about 8 s"), "{text}");
        let later = element_age(-2.7 * DAY).unwrap();
        assert!(later.contains("hindcast") && later.contains("0.2°"), "{later}");
        // A cost of nothing is none.
        let soon = element_age(-0.1 * DAY).unwrap();
        assert!(soon.contains("hindcast") && !soon.contains("0.0°"), "{soon}");
    }
}
