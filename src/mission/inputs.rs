//! The inputs of a flight for its log: description of the force model, and every number with its source.

use super::record::Parts;
use super::{ELEMENT_AGES, faults, holding, phasing, reboost, recovery, warnings};
use crate::ascent;
use crate::propagate::Settings;
use crate::provenance::Sourced;
use crate::proximity;
use crate::rendezvous::choice::{self, Scheme};
use crate::rendezvous::light::OPAQUE_AIR;
use crate::rendezvous::{EVENNESS, scheme, timing, two_day};
use crate::vehicle::station;

/// Description of the force model, one line each.
pub(super) fn model_lines(parts: &Parts<'_>) -> Vec<String> {
    let field = parts.prelaunch.world.field;
    let (degree, order) = parts.prelaunch.world.near.gravity.degree_and_order();
    vec![
        format!(
            "Station at lift-off: {} from the element set of {}, age {:.2} days{}",
            crate::target::GRAVITY_MODEL,
            crate::time::format_utc(parts.prelaunch.world.elements.epoch(), 0),
            parts.prelaunch.world.element_age / crate::units::DAY,
            match parts.scenario.station.moved_deg {
                0.0 => String::new(),
                moved => format!(", moved {moved:+.2}° along its orbit"),
            }
        ),
        format!(
            "Gravity: {} {degree}×{order}, GM {:.10e} m³/s², radius {} m",
            field.name, field.gm, field.radius
        ),
        format!("Atmosphere: {}, rotating with the Earth", parts.prelaunch.world.near.atmosphere_name()),
        format!(
            "Sun and Moon: {}",
            if parts.prelaunch.world.near.options.sun_moon { "point masses" } else { "left out" }
        ),
        "Light: sunrise and sunset by the cylindrical shadow of a sphere of 6378.137 km; visible fraction of the Sun by its cone".to_owned(),
        format!("Integrator of coasts: {}", Settings::default().method.name()),
    ]
}

/// Every number the flight depends on, with kind and source.
pub(super) fn parameters(parts: &Parts<'_>) -> Vec<Sourced> {
    let mut all = Vec::new();
    all.extend(timing::NUMBERS);
    all.extend(scheme::NUMBERS);
    if parts.scenario.station.moved_deg != 0.0 {
        all.extend([reboost::DRIFT, reboost::SAME_LIFT_OFF]);
    }
    let scheme = &parts.rendezvous.scheme;
    if scheme.flown == Scheme::TwoDay {
        all.push(two_day::MIDDLE);
        all.extend(two_day::PLANS);
        all.extend(choice::TWO_DAY_WINDOW);
        all.extend(two_day::BURNS);
        all.push(holding::KEEP_AWAY);
    }
    if !scheme.recoveries.is_empty() {
        all.extend([two_day::HALF_REVOLUTION, recovery::MAKE_UP_UNTIL]);
    }
    all.push(phasing::LEAST_BURN);
    if parts.scenario.faults.kurs_failure_m.is_some() {
        all.push(faults::MANUAL_AFTER);
    }
    all.push(EVENNESS);
    all.push(warnings::DRIFT);
    all.extend(ELEMENT_AGES);
    all.extend([ascent::PERIGEE_HEIGHT, ascent::APOGEE_HEIGHT, ascent::INSERTION_LATITUDE]);
    all.extend([ascent::PAD_LEAD, ascent::REACH]);
    all.extend(parts.prelaunch.craft.numbers());
    all.push(station::CD_AREA_PER_MASS);
    if parts.prelaunch.world.near.options.solar_pressure {
        all.extend([parts.prelaunch.craft.cr_area_per_mass, station::CR_AREA_PER_MASS]);
    }
    all.push(OPAQUE_AIR);
    all.extend(parts.prelaunch.port.numbers());
    all.extend(parts.prelaunch.pad.numbers());
    all.extend(proximity::Profile::NOMINAL.numbers());
    all.extend(proximity::mechanism::LIMITS);
    all.extend(parts.prelaunch.launcher.numbers());
    // Engines share numbers, and so do scheme and approach.
    let mut once: Vec<Sourced> = Vec::with_capacity(all.len());
    for number in all {
        if !once.contains(&number) {
            once.push(number);
        }
    }
    once
}
