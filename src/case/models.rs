//! Models of a case, checked and with their tables read.

use super::CaseError;
use super::checks::{finite, idle, needed, not_negative, positive, within};
use super::forces::{Air, Attraction, Shape, Sunlight, World};
use super::input::{
    self, ApKind, AtmosphereModel, Case, Evaluation, GravityModel, Pole, ShadowShape,
};
use crate::constants::WGS84_A;
use crate::environment::{Indices, Shadow, SpaceWeather};
use crate::forces::atmosphere::{
    Datum, DensityTable, Exponential, HarrisPriester, Nrlmsise00, SolarTime, Us76,
};
use crate::forces::{Atmosphere, Field, Gravity, J2, PointMass, SolarPressure, Sun};
use crate::orbit::Elements;
use crate::propagate::Instant;
use crate::time::Epoch;
use crate::units::KM;

/// Solar flux F10.7 that is taken [10⁻²² W m⁻² Hz⁻¹]; measured are some 60 to 400.
const LEAST_F107: f64 = 1.0;
const MOST_F107: f64 = 1000.0;
/// The largest ap there is [2 nT].
const MOST_AP: f64 = 400.0;

/// The Earth's attraction.
pub(super) fn attraction(case: &Case, notes: &mut Vec<String>) -> Result<Attraction, CaseError> {
    let g = &case.forces.gravity;
    let cubic = |key: &str, x: Option<f64>| match x {
        Some(x) => positive(key, x).map(|x| Some(x * KM * KM * KM)),
        None => Ok(None),
    };
    let gm = cubic("forces.gravity.gm_km3_s2", g.gm_km3_s2)?;
    let radius = match g.radius_km {
        Some(x) => Some(positive("forces.gravity.radius_km", x)? * KM),
        None => None,
    };
    let inertial_pole = g.pole == Pole::Inertial;
    if g.model != GravityModel::Field {
        let why = "a gravity model without a field";
        idle("forces.gravity.file", &g.file, why)?;
        idle("forces.gravity.degree", &g.degree, why)?;
        idle("forces.gravity.order", &g.order, why)?;
    }
    let shape = match g.model {
        GravityModel::PointMass => {
            idle("forces.gravity.radius_km", &radius, "a point mass")?;
            idle("forces.gravity.j2", &g.j2, "a point mass")?;
            let gm = gm.unwrap_or(PointMass::EARTH.gm);
            notes.push(format!("gravity: point mass, GM {} km3/s2", gm / KM.powi(3)));
            Shape::Point(PointMass { gm })
        }
        GravityModel::J2 => {
            let j2 = match g.j2 {
                Some(j2) => finite("forces.gravity.j2", j2)?,
                None => J2::EARTH.j2,
            };
            let gm = gm.unwrap_or(J2::EARTH.gm);
            let radius = radius.unwrap_or(J2::EARTH.radius);
            notes.push(format!(
                "gravity: J2 {j2}, GM {} km3/s2, radius {} km, {}",
                gm / KM.powi(3),
                radius / KM,
                pole_name(g.pole)
            ));
            Shape::J2(J2 { gm, radius, j2 })
        }
        GravityModel::Field => {
            idle("forces.gravity.j2", &g.j2, "a field")?;
            let mut field = match &g.file {
                Some(file) => of_the_earth(Field::read(&case.folder.join(file))?)?,
                None => Field::egm2008().clone(),
            };
            if case.forces.solid_tides {
                field = field.to_tide_free();
            }
            field.gm = gm.unwrap_or(field.gm);
            field.radius = radius.unwrap_or(field.radius);
            let degree = g.degree.unwrap_or(field.degree.min(70));
            let order = g.order.unwrap_or(degree);
            if inertial_pole && order > 0 {
                let problem = "must be 0 with pole = \"inertial\"";
                return Err(CaseError::value("forces.gravity.order", order, problem));
            }
            notes.push(format!(
                "gravity: {} {degree}x{order}, GM {} km3/s2, radius {} km, tide system {}, {}",
                field.name,
                field.gm / KM.powi(3),
                field.radius / KM,
                field.tide_system,
                pole_name(g.pole)
            ));
            notes.extend(field.assumptions.iter().map(|a| format!("gravity: {a}")));
            Shape::Field(Box::new(Gravity::new(&field, degree, order)?))
        }
    };
    Ok(Attraction { shape, inertial_pole })
}

/// A field read from a file, if it is the Earth's: kilometres in place of metres would go unnoticed.
fn of_the_earth(field: Field) -> Result<Field, CaseError> {
    let near = |x: f64, usual: f64| (x / usual - 1.0).abs() < 0.01;
    if near(field.gm, J2::EARTH.gm) && near(field.radius, J2::EARTH.radius) {
        return Ok(field);
    }
    let given = format!("GM {:e} m3/s2, radius {:e} m", field.gm, field.radius);
    let problem = "this is not the Earth's; an ICGEM file is in metres and seconds";
    Err(CaseError::value("forces.gravity.file", given, problem))
}

fn pole_name(pole: Pole) -> &'static str {
    match pole {
        Pole::Itrf => "about the axes of ITRF",
        Pole::Inertial => "about the z axis of GCRF",
    }
}

/// What throws a shadow.
pub(super) fn shadow(
    key: &str,
    (shape, radius): (ShadowShape, Option<f64>),
) -> Result<Shadow, CaseError> {
    match shape {
        ShadowShape::Sphere => {
            let radius = radius.map_or(Ok(WGS84_A), |km| positive(key, km).map(|km| km * KM))?;
            Ok(Shadow { radius, flattening: 0.0 })
        }
        ShadowShape::Ellipsoid => idle(key, &radius, "the ellipsoid").map(|()| Shadow::ELLIPSOID),
        ShadowShape::None => {
            idle(key, &radius, "no shadow").map(|()| Shadow { radius: 0.0, flattening: 0.0 })
        }
    }
}

/// Pressure of sunlight.
pub(super) fn sunlight(case: &Case) -> Result<Option<Sunlight>, CaseError> {
    let Some(light) = &case.forces.solar_pressure else { return Ok(None) };
    let pressure = light.pressure_n_m2.unwrap_or(SolarPressure::<()>::PRESSURE);
    Ok(Some(Sunlight {
        cr_area: case.vehicle.cr * case.vehicle.srp_area_m2,
        pressure: not_negative("forces.solar_pressure.pressure_n_m2", pressure)?,
        shadow: shadow(
            "forces.solar_pressure.shadow_radius_km",
            (light.shadow, light.shadow_radius_km),
        )?,
    }))
}

/// The air.
pub(super) fn air(
    case: &Case,
    air: &input::Atmosphere,
    epoch: Epoch,
    start: &Instant,
    world: &World,
    notes: &mut Vec<String>,
) -> Result<Air, CaseError> {
    let key = |name: &str| format!("forces.atmosphere.{name}");
    let factor = not_negative(&key("density_factor"), air.density_factor)?;
    let rate = finite(&key("rotation_rad_s"), air.rotation_rad_s)?;
    let why = "this model";
    if air.model != AtmosphereModel::Nrlmsise00 {
        idle(&key("weather_file"), &air.weather_file, why)?;
        idle(&key("fixed"), &air.fixed, why)?;
    }
    if air.model != AtmosphereModel::HarrisPriester {
        idle(&key("exponent"), &air.exponent, why)?;
    }
    if air.model != AtmosphereModel::Exponential {
        idle(&key("base_density_kg_m3"), &air.base_density_kg_m3, why)?;
        idle(&key("base_altitude_km"), &air.base_altitude_km, why)?;
        idle(&key("scale_height_km"), &air.scale_height_km, why)?;
        idle(&key("sphere_radius_km"), &air.sphere_radius_km, why)?;
    }
    let mut jumps = false;
    let density = match air.model {
        AtmosphereModel::Us76 => {
            notes.push("atmosphere: U.S. Standard 1976".into());
            Atmosphere::Us76(Us76)
        }
        AtmosphereModel::HarrisPriester => {
            let exponent = air.exponent.unwrap_or(4);
            if !(2..=6).contains(&exponent) {
                return Err(CaseError::value(key("exponent"), exponent, "must be from 2 to 6"));
            }
            notes.push(format!("atmosphere: Harris-Priester, exponent {exponent}"));
            Atmosphere::HarrisPriester(HarrisPriester { sun: Sun(world.sky.clone()), exponent })
        }
        AtmosphereModel::Exponential => {
            let why = "the exponential model";
            let get = |name: &str, x: Option<f64>| needed(&key(name), x, why);
            let base = get("base_density_kg_m3", air.base_density_kg_m3)?;
            let height = get("base_altitude_km", air.base_altitude_km)?;
            let scale = get("scale_height_km", air.scale_height_km)?;
            let datum = match air.sphere_radius_km {
                Some(km) => Datum::Sphere { radius: positive(&key("sphere_radius_km"), km)? * KM },
                None => Datum::Wgs84,
            };
            notes.push("atmosphere: exponential".into());
            Atmosphere::Exponential(Exponential {
                base_density: not_negative(&key("base_density_kg_m3"), base)?,
                base_height: finite(&key("base_altitude_km"), height)? * KM,
                scale_height: positive(&key("scale_height_km"), scale)? * KM,
                datum,
            })
        }
        AtmosphereModel::Nrlmsise00 => {
            let model = nrlmsise(case, air, epoch, notes)?;
            if air.density == Evaluation::Table {
                let table = tabulate(case, &model, start, world)?;
                let percent = 100.0 * table.error();
                notes.push(format!("atmosphere: tabulated, within {percent:.2} % of the model"));
                Atmosphere::Table(table)
            } else {
                jumps = air.fixed.is_none();
                Atmosphere::Nrlmsise00(Box::new(model))
            }
        }
    };
    let cd_area = case.vehicle.cd * case.vehicle.drag_area_m2 * factor;
    Ok(Air { density, cd_area, rate, jumps })
}

fn nrlmsise(
    case: &Case,
    air: &input::Atmosphere,
    epoch: Epoch,
    notes: &mut Vec<String>,
) -> Result<Nrlmsise00, CaseError> {
    let (model, indices) = match (&air.fixed, &air.weather_file) {
        (Some(_), Some(_)) => {
            let problem = "cannot stand beside `fixed`";
            return Err(CaseError::value("forces.atmosphere.weather_file", "(given)", problem));
        }
        (Some(i), None) => {
            let key = |name: &str| format!("forces.atmosphere.fixed.{name}");
            let indices = Indices::fixed(
                within(&key("f107"), i.f107, LEAST_F107, MOST_F107)?,
                within(&key("f107_average"), i.f107_average, LEAST_F107, MOST_F107)?,
                within(&key("ap"), i.ap, 0.0, MOST_AP)?,
            );
            (Nrlmsise00::fixed(epoch, indices), "fixed indices".to_string())
        }
        (None, Some(file)) => {
            let table = SpaceWeather::read(&case.folder.join(file))?;
            let name = table.name().to_string();
            (Nrlmsise00::over(epoch, 0.0, case.duration_s, &table)?, name)
        }
        (None, None) => (
            Nrlmsise00::embedded(epoch, 0.0, case.duration_s)?,
            "the embedded GFZ record".to_string(),
        ),
    };
    let (time, words) = match air.solar_time {
        input::SolarTime::Mean => (SolarTime::Mean, "mean solar time"),
        input::SolarTime::Apparent => (SolarTime::Apparent, "apparent solar time"),
    };
    let ap =
        if air.ap == ApKind::Daily || air.fixed.is_some() { "daily Ap" } else { "3-hourly ap" };
    notes.push(format!("atmosphere: NRLMSISE-00, {indices}, {ap}, {words}"));
    let model = if air.ap == ApKind::Daily { model.with_daily_ap() } else { model };
    Ok(model.with_solar_time(time))
}

/// Heights on either side of the osculating orbit that a density table reaches [m].
const TABLE_MARGIN: f64 = 40e3;

fn tabulate(
    case: &Case,
    model: &Nrlmsise00,
    start: &Instant,
    world: &World,
) -> Result<DensityTable, CaseError> {
    let (low, high) = match Elements::from_rv(&start.r, &start.v, world.attraction.gm()) {
        Ok(orbit) => (orbit.perigee_radius() - WGS84_A, orbit.apogee_radius() - WGS84_A),
        Err(e) => return Err(CaseError::value("initial", "(state)", e.to_string())),
    };
    // The ellipsoid lies up to 21 km below the sphere.
    let heights = [(low - TABLE_MARGIN).max(100e3), (high + TABLE_MARGIN + 21e3).min(1000e3)];
    if heights[1] <= heights[0] {
        let problem = "a table serves orbits between 100 km and 1000 km; take \"exact\"";
        return Err(CaseError::value("forces.atmosphere.density", "table", problem));
    }
    let orbit = (start.r.into(), start.v.into());
    Ok(DensityTable::around(model, &world.earth, orbit, (0.0, case.duration_s), heights)?)
}
