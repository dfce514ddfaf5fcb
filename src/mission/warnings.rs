//! Warnings about input and flight.

use super::geometry::normal;
use super::holding::KEEP_AWAY;
use super::launch::in_plane_lift_off;
use super::log::{FlightPhase, MissionEventKind, Sample};
use super::prelaunch::Prelaunch;
use super::record::Parts;
use crate::ascent::plane_distance;
use crate::provenance::Sourced;
use crate::rendezvous::BurnName;
use crate::rendezvous::choice::Scheme;
use crate::rendezvous::scheme;
use crate::units::{DAY, DEGREE, HOUR, KM, MINUTE};

/// All warnings of a flight.
pub(super) fn of(parts: &Parts<'_>, samples: &[Sample]) -> Vec<String> {
    let scheme = &parts.rendezvous.scheme;
    let mut all: Vec<String> = element_age(parts.start.element_age).into_iter().collect();
    let moved = parts.scenario.station.moved_deg;
    if moved != 0.0 && !parts.reboost_corrected {
        all.push(format!(
            "the scenario moves the station {moved:+.2}° along its orbit from the position of its element set \
             (`station.moved_deg`)"
        ));
    } else if moved != 0.0 {
        all.push(format!(
            "the station is moved {moved:+.2}° along its orbit from the position of its element set (`station.moved_deg`), \
             to the middle of the four-orbit window: by the set its phase is outside that window, but the lift-off is that of \
             a four-orbit flight, so the set misses a reboost; light, and with it docking, is accurate to about 3 min"
        ));
    }
    if !parts.docking.lit {
        all.push(
            "no period of light at the station is long enough for the approach: docking is planned without a lighting constraint"
                .to_owned(),
        );
    }
    if southward(parts) {
        all.push(
            "the launch azimuth is south-eastward; launches from Baikonur fly only north-eastward azimuths"
                .to_owned(),
        );
    }
    let early = too_early(parts);
    if !southward(parts) && early.abs() > OFF_PLANE {
        let when = if early > 0.0 { "early" } else { "late" };
        all.push(format!(
            "lift-off is about {:.1} min too {when} for the insertion plane; the launcher steers into it, with a steering \
             loss of {:.0} m/s",
            early.abs() / MINUTE,
            parts.ascent.budget.steering
        ));
    }
    if scheme.begun == Scheme::TwoDay && scheme.asked.is_none() {
        all.push(
            "the four-orbit scheme is not possible from this phase; the flight takes two days"
                .to_owned(),
        );
    }
    all.extend(scheme.recoveries.iter().map(|r| {
        let share = 100.0 * parts.scenario.faults.share(r.burn);
        let partly = match parts.rendezvous.burns.iter().any(|b| b.name == r.burn) {
            true => format!("fell short, at {share:.0} % of its delta-v"),
            false => "failed".to_owned(),
        };
        format!("{} {partly}; {}: {}", r.burn, r.kind.title(), r.detail)
    }));
    all.extend(faults(parts));
    let burns: f64 = parts.rendezvous.burns.iter().map(|b| b.burn.command.delta_v.norm()).sum();
    let (total, budget) = (burns + scheme::ARRIVAL_SPEED.value, scheme::DELTA_V_BUDGET.value);
    if scheme.flown == Scheme::FourOrbit && total > budget {
        all.push(format!(
            "the burns to the end of braking need {total:.0} m/s, more than the four-orbit budget of {budget:.0} m/s"
        ));
    }
    let range = |s: &Sample| (s.soyuz.r - s.station.r).norm();
    let phasing = samples.iter().filter(|s| s.phase == FlightPhase::Phasing);
    let nearest = phasing.min_by(|a, b| range(a).total_cmp(&range(b)));
    if let Some(s) = nearest.filter(|s| range(s) < CLOSE) {
        let place = match range(s) < KM {
            true => format!("{:.0} m", range(s)),
            false => format!("{:.1} km", range(s) / KM),
        };
        let limit = KEEP_AWAY.value / KM;
        let remedy = match range(s) < KEEP_AWAY.value {
            true => format!(
                "no burns were found that keep it {limit:.0} km away; a real flight would not be flown so"
            ),
            false => format!("its burns are chosen to keep it {limit:.0} km away"),
        };
        all.push(format!(
            "the ship passes the station at a distance of {place}, {:.1} h after lift-off, before its transfer begins; {remedy}",
            s.t / HOUR
        ));
    }
    all
}

/// Failures of the scenario that no other warning covers.
fn faults(parts: &Parts<'_>) -> Vec<String> {
    let (faults, rendezvous) = (&parts.scenario.faults, &parts.rendezvous);
    let inhibited = |burn: &BurnName| {
        rendezvous.notes.iter().any(|note| note.kind == MissionEventKind::Inhibited(*burn))
    };
    let flown = |burn: &BurnName| rendezvous.burns.iter().any(|b| b.name == *burn);
    let skipped = faults.skip_burn.iter().filter(|burn| !inhibited(burn));
    // Cut short to nothing it is not flown either.
    let cut_short = faults.short_burn.iter().filter(|burn| !flown(burn) && !inhibited(burn));
    let without_object = skipped.chain(cut_short).map(|burn| {
        format!("{burn} was no longer part of the flight, so its failure had no effect")
    });
    let crew = match parts.prelaunch.craft.is_crewed() {
        true => "the crew docks manually",
        false => "the crew of the station docks it manually",
    };
    let radar = faults.kurs_failure_m.map(|range| {
        format!(
            "the scenario makes the radar fail {range} m from the port: the ship retreats and {crew}"
        )
    });
    without_object.chain(radar).collect()
}

/// Whether the launch azimuth is south of east.
fn southward(parts: &Parts<'_>) -> bool {
    parts.ascent.plan.azimuth > std::f64::consts::FRAC_PI_2
}

/// Time between lift-off and the in-plane one above which there is a warning [s].
const OFF_PLANE: f64 = 2.0 * MINUTE;

/// How long after lift-off the Earth brings the pad to its place beside the insertion plane [s]; negative if it was
/// there before.
fn too_early(parts: &Parts<'_>) -> f64 {
    let Prelaunch { pad, world, .. } = parts.prelaunch;
    let plane = normal(&parts.ascent.insertion);
    in_plane_lift_off(&|t: f64| plane_distance(pad, &plane, &world.near.earth, t))
}

/// Distance of an early pass of the station below which there is a warning [m].
const CLOSE: f64 = 30.0 * KM;

/// Along-track error of the station's position from an element set, per square of the set's age.
pub const DRIFT: Sourced = Sourced::fitted(
    "along-track error of the station per square of the element set's age",
    0.026 * DEGREE,
    "rad/day²",
    "sets of 2013-11-06 and 2013-11-11, and of 2014-05-24 and 2014-05-31, differ by 0.53° after 4.5 and 4.6 days",
);

/// Age of an element set up to which there is no warning [s].
const YOUNG: f64 = 1.5 * DAY;
/// Time in which the station moves by one radian along its orbit [s/rad].
const SECONDS_PER_RADIAN: f64 = 5560.0 / std::f64::consts::TAU;

/// Warning about the age of an element set, if it matters. `age` [s] is negative for a set from after lift-off, which
/// makes the result a hindcast.
pub fn element_age(age: f64) -> Option<String> {
    let days = age / DAY;
    let place = DRIFT.value * days * days;
    let young = days.abs() <= YOUNG / DAY;
    let cost = format!(
        "the station's position is accurate to about {:.1}° along its orbit, and sunrise, sunset and docking time to about {:.0} s, unless there was a reboost in between",
        place / DEGREE,
        place * SECONDS_PER_RADIAN
    );
    if age < 0.0 {
        let days = -days;
        let cost = if young { String::new() } else { format!("; {cost}") };
        return Some(format!(
            "the element set is from {days:.1} days AFTER lift-off: this is a hindcast, not a prediction{cost}"
        ));
    }
    (!young).then(|| format!("the element set is {days:.1} days old at lift-off: {cost}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The two pairs of sets to which the number is fitted: 0.53° after 4.5 days is 8.2 s of light.
    #[test]
    fn the_error_is_that_of_the_pairs_it_was_fitted_to() {
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
