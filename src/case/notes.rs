//! Description of the forces other than the Earth's attraction, in words.

use super::forces::World;
use super::input::{Case, ShadowShape, Vehicle};
use crate::constants::EARTH_RATE;
use crate::output::text::shortest;
use crate::units::KM;

/// Describes drag, the other forces with their parameters, the forces left out, and the craft.
pub(super) fn forces(case: &Case, world: &World) -> Vec<String> {
    let mut lines = Vec::new();
    let (mut acting, mut left_out) = (Vec::new(), Vec::new());
    if let (Some(asked), Some(air)) = (&case.forces.atmosphere, &world.air) {
        if asked.density_factor != 1.0 {
            lines.push(format!("atmosphere: density times {}", shortest(asked.density_factor)));
        }
        if air.rate != EARTH_RATE {
            lines.push(format!("atmosphere: turns at {} rad/s", shortest(air.rate)));
        }
    } else {
        left_out.push("drag");
    }
    for (name, gm) in [("Sun", world.gm_sun), ("Moon", world.gm_moon)] {
        match gm {
            Some(gm) => acting.push(format!("{name} (GM {} km3/s2)", shortest(gm / KM.powi(3)))),
            None => left_out.push(name),
        }
    }
    match (&case.forces.solar_pressure, &world.sunlight) {
        (Some(asked), Some(light)) => {
            let shadow = match asked.shadow {
                ShadowShape::Sphere => {
                    format!("shadow of a sphere of {} km", shortest(light.shadow.radius / KM))
                }
                ShadowShape::Ellipsoid => "shadow of the WGS-84 ellipsoid".into(),
                ShadowShape::None => "no shadow".into(),
            };
            acting
                .push(format!("sunlight ({} N/m2 at one au, {shadow})", shortest(light.pressure)));
        }
        _ => left_out.push("sunlight"),
    }
    for (name, on) in [("solid tides", world.solid_tides), ("relativity", world.relativity)] {
        match on {
            true => acting.push(name.into()),
            false => left_out.push(name),
        }
    }
    for (what, names) in
        [("further forces", acting), ("left out", left_out.into_iter().map(String::from).collect())]
    {
        if !names.is_empty() {
            lines.push(format!("{what}: {}", names.join(", ")));
        }
    }
    let v = &case.vehicle;
    let origin = if *v == Vehicle::default() { "vehicle by default" } else { "vehicle" };
    lines.push(format!(
        "{origin}: {} kg, drag area {} m2 with cd {}, area in sunlight {} m2 with cr {}",
        shortest(v.mass_kg),
        shortest(v.drag_area_m2),
        shortest(v.cd),
        shortest(v.srp_area_m2),
        shortest(v.cr)
    ));
    lines
}
