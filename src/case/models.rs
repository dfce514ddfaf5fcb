//! Force models of a case: checks, conversion to SI units, reading of tables.

use super::CaseError;
use super::checks::{finite, idle, needed, not_negative, positive, within};
use super::forces::{Air, Attraction, Shape, Sunlight, World};
use super::input::{self, AtmosphereModel, Case, GravityModel, Pole, ShadowShape};
use crate::constants::WGS84_A;
use crate::environment::{ApKind, Indices, Shadow, SpaceWeather};
use crate::forces::atmosphere::{
    Datum, DensityTable, Exponential, HarrisPriester, Nrlmsise00, SolarTime, Us76,
};
use crate::forces::{
    Atmosphere, DensityEvaluation, Field, Gravity, J2, PointMass, SolarPressure, Sun,
};
use crate::output::text::shortest;
use crate::propagate::StateVector;
use crate::time::Epoch;
use crate::units::KM;

/// Accepted range of the solar flux F10.7 [10⁻²² W m⁻² Hz⁻¹]; measured values range from about 60 to 400.
const MIN_F107: f64 = 1.0;
const MAX_F107: f64 = 1000.0;
/// Upper end of the ap scale [2 nT].
const MAX_AP: f64 = 400.0;

/// The Earth's attraction.
pub(super) fn attraction(case: &Case, notes: &mut Vec<String>) -> Result<Attraction, CaseError> {
    let g = &case.forces.gravity;
    let gm = near("forces.gravity.gm_km3_s2", g.gm_km3_s2, J2::EARTH.gm / KM.powi(3))?;
    let gm = gm.map(|gm| gm * KM * KM * KM);
    let radius = near("forces.gravity.radius_km", g.radius_km, J2::EARTH.radius / KM)?;
    let radius = radius.map(|radius| radius * KM);
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
            notes.push(format!("gravity: point mass, GM {} km3/s2", shortest(gm / KM.powi(3))));
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
                "gravity: J2 {}, GM {} km3/s2, radius {} km, {}",
                shortest(j2),
                shortest(gm / KM.powi(3)),
                shortest(radius / KM),
                pole_name(g.pole)
            ));
            Shape::J2(J2 { gm, radius, j2 })
        }
        GravityModel::Field => {
            idle("forces.gravity.j2", &g.j2, "a field")?;
            Shape::Field(Box::new(expansion(case, gm, radius, notes)?))
        }
    };
    Ok(Attraction { shape, inertial_pole })
}

/// The spherical-harmonic expansion, with `gm` and `radius` in place of its own if given.
fn expansion(
    case: &Case,
    gm: Option<f64>,
    radius: Option<f64>,
    notes: &mut Vec<String>,
) -> Result<Gravity, CaseError> {
    let g = &case.forces.gravity;
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
    if g.pole == Pole::Inertial && order > 0 {
        let problem = "must be 0 with pole = \"inertial\"";
        return Err(CaseError::value("forces.gravity.order", order, problem));
    }
    notes.push(format!(
        "gravity: {} {degree}x{order}, GM {} km3/s2, radius {} km, tide system {}, {}",
        field.name,
        shortest(field.gm / KM.powi(3)),
        shortest(field.radius / KM),
        field.tide_system,
        pole_name(g.pole)
    ));
    notes.extend(field.assumptions.iter().map(|a| format!("gravity: {a}")));
    Ok(Gravity::new(&field, degree, order)?)
}

/// Largest relative difference of a constant from its usual value: more than between any two sources, less than between
/// any two units.
const ALIKE: f64 = 0.01;

fn alike(x: f64, usual: f64) -> bool {
    (x / usual - 1.0).abs() < ALIKE
}

/// Checks that a physical constant is close to its usual value, since a mistaken unit would go unnoticed.
pub(super) fn near(key: &str, x: Option<f64>, usual: f64) -> Result<Option<f64>, CaseError> {
    match x {
        Some(x) if !alike(x, usual) => {
            let problem =
                format!("must be within 1 % of {}; the key contains the unit", shortest(usual));
            Err(CaseError::number(key, x, problem))
        }
        x => Ok(x),
    }
}

/// Checks that a field read from a file can be the Earth's. Otherwise kilometres instead of metres, coefficients that
/// are unnormalised or have the opposite sign, and truncated numbers would go unnoticed.
fn of_the_earth(field: Field) -> Result<Field, CaseError> {
    let refused = |given: String, problem: &str| {
        Err(CaseError::value(
            "forces.gravity.file",
            given,
            format!("this is not the Earth's; {problem}"),
        ))
    };
    if !(alike(field.gm, J2::EARTH.gm) && alike(field.radius, J2::EARTH.radius)) {
        let given = format!("GM {:e} m3/s2, radius {:e} m", field.gm, field.radius);
        return refused(given, "an ICGEM file is in metres and seconds");
    }
    for n in 0..=field.degree {
        for m in 0..=n {
            let Some([c, s]) = field.coefficient(n, m) else { continue };
            let possible = match (n, m) {
                (0, _) => alike(c, 1.0),
                (1, _) => c.abs().max(s.abs()) < 1e-6,
                (2, 0) => alike(c, -J2::EARTH.j2 / 5f64.sqrt()),
                // Ten times Kaula's rule.
                _ => c.abs().max(s.abs()) < 1e-4 / (n * n) as f64,
            };
            if !possible {
                let given = format!("C = {c:e}, S = {s:e} at degree {n} and order {m}");
                return refused(
                    given,
                    "coefficients are fully normalised, that of degree 2 and order 0 is -4.8417e-4",
                );
            }
        }
    }
    Ok(field)
}

fn pole_name(pole: Pole) -> &'static str {
    match pole {
        Pole::Itrf => "about the axes of ITRF",
        Pole::Inertial => "about the z axis of GCRF",
    }
}

/// The shape of the Earth that casts the shadow.
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

/// Solar radiation pressure.
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

/// The atmosphere and its drag.
pub(super) fn air(
    case: &Case,
    air: &input::Atmosphere,
    epoch: Epoch,
    start: &StateVector,
    world: &World,
    notes: &mut Vec<String>,
) -> Result<Air, CaseError> {
    let key = |name: &str| format!("forces.atmosphere.{name}");
    let factor = not_negative(&key("density_factor"), air.density_factor)?;
    let rate = finite(&key("rotation_rad_s"), air.rotation_rad_s)?;
    refuse_keys_of_other_models(air)?;
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
        AtmosphereModel::Exponential => Atmosphere::Exponential(exponential(air, notes)?),
        AtmosphereModel::Nrlmsise00 => {
            let model = nrlmsise(case, air, epoch, notes)?;
            if air.density == Some(DensityEvaluation::Table) {
                let table = tabulate(case, &model, start, world)?;
                let ([low, high], percent) = (table.heights(), 100.0 * table.error());
                let (low, high) = (low / KM, high / KM);
                notes.push(format!(
                    "atmosphere: tabulated from {low:.0} to {high:.0} km, within {percent:.2} % of the model"
                ));
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

/// Refuses keys that belong to another model.
fn refuse_keys_of_other_models(air: &input::Atmosphere) -> Result<(), CaseError> {
    let key = |name: &str| format!("forces.atmosphere.{name}");
    let why = "this model";
    if air.model != AtmosphereModel::Nrlmsise00 {
        idle(&key("weather_file"), &air.weather_file, why)?;
        idle(&key("fixed"), &air.fixed, why)?;
        idle(&key("ap"), &air.ap, why)?;
        idle(&key("solar_time"), &air.solar_time, why)?;
        idle(&key("density"), &air.density, why)?;
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
    Ok(())
}

fn exponential(air: &input::Atmosphere, notes: &mut Vec<String>) -> Result<Exponential, CaseError> {
    let key = |name: &str| format!("forces.atmosphere.{name}");
    let why = "the exponential model";
    let get = |name: &str, x: Option<f64>| needed(&key(name), x, why);
    let base = get("base_density_kg_m3", air.base_density_kg_m3)?;
    let height = get("base_altitude_km", air.base_altitude_km)?;
    let scale = get("scale_height_km", air.scale_height_km)?;
    let datum = match air.sphere_radius_km {
        Some(km) => Datum::Sphere { radius: positive(&key("sphere_radius_km"), km)? * KM },
        None => Datum::Wgs84,
    };
    let above = match datum {
        Datum::Sphere { radius } => format!("a sphere of {} km", shortest(radius / KM)),
        Datum::Wgs84 => "WGS-84".into(),
    };
    notes.push(format!(
        "atmosphere: exponential, {} kg/m3 at {} km above {above}, scale height {} km",
        shortest(base),
        shortest(height),
        shortest(scale)
    ));
    Ok(Exponential {
        base_density: not_negative(&key("base_density_kg_m3"), base)?,
        base_height: finite(&key("base_altitude_km"), height)? * KM,
        scale_height: positive(&key("scale_height_km"), scale)? * KM,
        datum,
    })
}

fn nrlmsise(
    case: &Case,
    air: &input::Atmosphere,
    epoch: Epoch,
    notes: &mut Vec<String>,
) -> Result<Nrlmsise00, CaseError> {
    if air.fixed.is_some() {
        idle("forces.atmosphere.ap", &air.ap, "a fixed index")?;
    }
    let (model, indices) = match (&air.fixed, &air.weather_file) {
        (Some(_), Some(_)) => {
            let problem = "cannot be given together with `fixed`";
            return Err(CaseError::value("forces.atmosphere.weather_file", "(given)", problem));
        }
        (Some(i), None) => {
            let key = |name: &str| format!("forces.atmosphere.fixed.{name}");
            let indices = Indices::fixed(
                within(&key("f107"), i.f107, MIN_F107, MAX_F107)?,
                within(&key("f107_average"), i.f107_average, MIN_F107, MAX_F107)?,
                within(&key("ap"), i.ap, 0.0, MAX_AP)?,
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
    let (time, words) = match air.solar_time.unwrap_or_default() {
        input::SolarTime::Mean => (SolarTime::Mean, "mean solar time"),
        input::SolarTime::Apparent => (SolarTime::Apparent, "apparent solar time"),
    };
    let daily = air.ap == Some(ApKind::Daily) || air.fixed.is_some();
    let ap = if daily { "daily Ap" } else { "3-hourly ap" };
    notes.push(format!("atmosphere: NRLMSISE-00, {indices}, {ap}, {words}"));
    let model = if daily { model.with_daily_ap() } else { model };
    Ok(model.with_solar_time(time))
}

fn tabulate(
    case: &Case,
    model: &Nrlmsise00,
    start: &StateVector,
    world: &World,
) -> Result<DensityTable, CaseError> {
    let orbit = (start.r.into(), start.v.into());
    let heights = DensityTable::heights_of(orbit, world.attraction.gm()).map_err(|_| {
        let problem = "a table covers orbits between 100 km and 1000 km; use \"exact\"";
        CaseError::value("forces.atmosphere.density", "table", problem)
    })?;
    Ok(DensityTable::around(model, &world.earth, orbit, (0.0, case.duration_s), heights)?)
}
