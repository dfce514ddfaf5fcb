//! The force model of a mission, shared by both vehicles.

use super::atmosphere::{
    AtmosphereError, Density, DensityTable, Exponential, HarrisPriester, Nrlmsise00, SolarTime,
    Us76,
};
use super::gravity::{Field, FieldError, Gravity};
use super::{
    Drag, Ephemeris, Force, Model, Point, Relativity, SolarPressure, SolidTides, ThirdBody,
};
use crate::environment::{
    EarthOrientationError, EarthOrientationTable, Indices, SpaceWeather, SunMoonArc,
};
use crate::frames::EarthRotation;
use crate::math::Real;
use crate::time::Epoch;
use crate::units::KM;
use serde::{Deserialize, Serialize};
use std::borrow::Borrow;

/// Why a force model could not be set up.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum ModelError {
    /// The Earth orientation is not available.
    #[error(transparent)]
    Earth(#[from] EarthOrientationError),
    /// The gravity field cannot be used.
    #[error(transparent)]
    Gravity(#[from] FieldError),
    /// The atmosphere cannot be set up.
    #[error(transparent)]
    Atmosphere(#[from] AtmosphereError),
    /// A parameter is out of range.
    #[error("force model: {name} is {value}, must be at least {least}")]
    Value {
        /// Name of the parameter.
        name: &'static str,
        /// Value given.
        value: f64,
        /// Smallest value allowed.
        least: f64,
    },
}

/// Choice of forces, apart from thrust.
#[derive(Clone, Debug)]
pub struct ForceOptions {
    /// Degree of the gravity field.
    pub degree: usize,
    /// Order of the gravity field.
    pub order: usize,
    /// The atmosphere.
    pub atmosphere: AtmosphereChoice,
    /// Factor on the density of the atmosphere [1].
    pub density_factor: f64,
    /// Attraction of the Sun and the Moon.
    pub sun_moon: bool,
    /// Solar radiation pressure.
    pub solar_pressure: bool,
    /// Solid Earth tides.
    pub solid_tides: bool,
    /// Relativistic correction.
    pub relativity: bool,
}

impl Default for ForceOptions {
    /// The model of the flight: gravity of degree and order 20, NRLMSISE-00 with the indices of the day (tabulated),
    /// Sun and Moon. In six hours, solid tides would contribute 6 m, radiation pressure and relativity less than 1 m
    /// each.
    fn default() -> Self {
        Self {
            degree: 20,
            order: 20,
            atmosphere: AtmosphereChoice::Nrlmsise00 {
                weather: Weather::Embedded,
                solar_time: SolarTime::Mean,
                evaluation: DensityEvaluation::Table,
            },
            density_factor: 1.0,
            sun_moon: true,
            solar_pressure: false,
            solid_tides: false,
            relativity: false,
        }
    }
}

/// Choice of atmosphere.
#[derive(Clone, Debug)]
pub enum AtmosphereChoice {
    /// No atmosphere and no drag.
    Vacuum,
    /// [`Exponential`].
    Exponential(Exponential),
    /// [`Us76`].
    Us76,
    /// [`HarrisPriester`] with its exponent.
    HarrisPriester {
        /// 2 for low inclinations to 6 for polar orbits.
        exponent: u32,
    },
    /// [`Nrlmsise00`].
    Nrlmsise00 {
        /// Source of the solar and geomagnetic indices.
        weather: Weather,
        /// Local time passed to the model.
        solar_time: SolarTime,
        /// Evaluation along the trajectory.
        evaluation: DensityEvaluation,
    },
}

/// Evaluation of NRLMSISE-00 along a trajectory.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DensityEvaluation {
    /// The model itself at every call.
    Exact,
    /// A [`DensityTable`] around the orbit, from 170 km to 450 km if the orbit lies between them, else for its own range
    /// of heights: faster, within 0.15 %.
    Table,
}

/// Source of solar and geomagnetic indices.
#[derive(Clone, Debug)]
pub enum Weather {
    /// The embedded record.
    Embedded,
    /// A given table.
    Table(SpaceWeather),
    /// Constant indices.
    Fixed(Indices),
}

/// An atmosphere set up for an arc.
#[derive(Clone, Debug)]
pub enum Atmosphere {
    /// [`Exponential`].
    Exponential(Exponential),
    /// [`Us76`].
    Us76(Us76),
    /// [`HarrisPriester`].
    HarrisPriester(HarrisPriester<Sun<SunMoonArc>>),
    /// [`Nrlmsise00`] itself.
    Nrlmsise00(Box<Nrlmsise00>),
    /// [`DensityTable`].
    Table(DensityTable),
}

impl<T: Real> Density<T> for Atmosphere {
    #[inline(always)]
    fn density(&self, at: &Point<T>) -> T {
        match self {
            Atmosphere::Exponential(model) => model.density(at),
            Atmosphere::Us76(model) => model.density(at),
            Atmosphere::HarrisPriester(model) => model.density(at),
            Atmosphere::Nrlmsise00(model) => model.density(at),
            Atmosphere::Table(model) => model.density(at),
        }
    }
}

/// The Sun of a [`SunMoonArc`], as an [`Ephemeris`].
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Sun<A>(pub A);

/// The Moon of a [`SunMoonArc`], as an [`Ephemeris`].
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Moon<A>(pub A);

impl<A: Borrow<SunMoonArc>> Ephemeris for Sun<A> {
    #[inline(always)]
    fn position(&self, t: f64) -> [f64; 3] {
        self.0.borrow().sun(t)
    }
}

impl<A: Borrow<SunMoonArc>> Ephemeris for Moon<A> {
    #[inline(always)]
    fn position(&self, t: f64) -> [f64; 3] {
        self.0.borrow().moon(t)
    }
}

/// A craft as a sphere: its properties that enter the forces.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Cannonball {
    /// C_d A/m [m²/kg].
    pub cd_area_per_mass: f64,
    /// C_r A/m [m²/kg].
    pub cr_area_per_mass: f64,
}

/// The terms of [`NearEarthForces`].
type Terms<'a> = (
    &'a Gravity,
    Option<Drag<&'a Atmosphere>>,
    Option<ThirdBody<Sun<&'a SunMoonArc>>>,
    Option<ThirdBody<Moon<&'a SunMoonArc>>>,
    Option<SolarPressure<Sun<&'a SunMoonArc>>>,
    Option<SolidTides<Sun<&'a SunMoonArc>, Moon<&'a SunMoonArc>>>,
    Option<Relativity>,
);

/// The forces of a [`NearEarth`] on one craft.
///
/// For a single trajectory the sum is one outlined function, shared by all integrators and all phases of a flight:
/// inlined into each of their stages it would be compiled dozens of times, and the cost of a call is negligible. For
/// lanes it is inlined, so that it is compiled with the caller's registers.
#[derive(Clone, Debug)]
pub struct NearEarthForces<'a>(Terms<'a>);

impl NearEarthForces<'_> {
    #[inline(never)]
    fn outlined<T: Real>(&self, at: &Point<T>) -> [T; 3] {
        self.0.acceleration(at)
    }
}

impl<'a, T: Real> Force<T> for NearEarthForces<'a> {
    const USES_VELOCITY: bool = <Terms<'a> as Force<T>>::USES_VELOCITY;

    #[inline(always)]
    fn acceleration(&self, at: &Point<T>) -> [T; 3] {
        if T::LANES == 1 { self.outlined(at) } else { self.0.acceleration(at) }
    }
}

/// The right-hand side for one craft in a [`NearEarth`].
pub type NearEarthModel<'a> = Model<&'a EarthRotation, NearEarthForces<'a>>;

/// The force environment of arcs near the Earth, set up once and shared by all craft of a mission.
///
/// It is valid over its [`NearEarth::span`]. Beyond, no force fails, but accuracy degrades: [`EarthRotation`] and
/// [`SunMoonArc`] extrapolate, and the atmosphere keeps the last indices. A model set up for one hour and used for five
/// days is off by tens of metres.
#[derive(Clone, Debug)]
pub struct NearEarth {
    /// Orientation of the Earth.
    pub earth: EarthRotation,
    /// Positions of the Sun and the Moon.
    pub sky: SunMoonArc,
    /// The gravity field, truncated.
    pub gravity: Gravity,
    /// The atmosphere, if any.
    pub atmosphere: Option<Atmosphere>,
    /// The options it was set up with.
    pub options: ForceOptions,
}

impl NearEarth {
    /// Sets up the model for times `span` [s] after `epoch`.
    ///
    /// `orbit` is a state (GCRF [m, m/s]) at the start of the span, on the orbit plane in which all craft move; it
    /// matters only for a [`DensityTable`]. The table is valid between 170 km and 450 km or, if the osculating orbit
    /// does not lie within these, from 40 km below to 40 km above it. Its error grows by 0.9 % per degree away from the
    /// plane, and fast outside the heights. [`NearEarth::atmosphere_name`] states heights and error.
    ///
    /// # Errors
    /// [`ModelError`]: the span is not finite or not covered by a table, the field does not reach the degree, the
    /// density factor is negative, or the orbit lies above the 1000 km that a [`DensityTable`] reaches.
    pub fn over(
        epoch: Epoch,
        span: (f64, f64),
        orbit: ([f64; 3], [f64; 3]),
        field: &Field,
        orientation: &EarthOrientationTable,
        options: ForceOptions,
    ) -> Result<NearEarth, ModelError> {
        let (from, to) = span;
        if options.density_factor.is_nan() || options.density_factor < 0.0 {
            let (name, value) = ("density factor", options.density_factor);
            return Err(ModelError::Value { name, value, least: 0.0 });
        }
        let earth = EarthRotation::over(epoch, from, to, orientation)?;
        let sky = SunMoonArc::over(epoch, from, to);
        let gravity = Gravity::new(field, options.degree, options.order)?;
        let atmosphere = match &options.atmosphere {
            AtmosphereChoice::Vacuum => None,
            AtmosphereChoice::Exponential(model) => Some(Atmosphere::Exponential(*model)),
            AtmosphereChoice::Us76 => Some(Atmosphere::Us76(Us76)),
            AtmosphereChoice::HarrisPriester { exponent } => {
                let (sun, exponent) = (Sun(sky.clone()), *exponent);
                Some(Atmosphere::HarrisPriester(HarrisPriester { sun, exponent }))
            }
            AtmosphereChoice::Nrlmsise00 { weather, solar_time, evaluation } => {
                let model = match weather {
                    Weather::Embedded => Nrlmsise00::embedded(epoch, from, to)?,
                    Weather::Table(table) => Nrlmsise00::over(epoch, from, to, table)?,
                    Weather::Fixed(indices) => Nrlmsise00::fixed(epoch, *indices),
                };
                let model = model.with_solar_time(*solar_time);
                Some(match evaluation {
                    DensityEvaluation::Exact => Atmosphere::Nrlmsise00(Box::new(model)),
                    DensityEvaluation::Table => {
                        let heights = DensityTable::usual_heights(orbit)?;
                        let table = DensityTable::around(&model, &earth, orbit, span, heights)?;
                        Atmosphere::Table(table)
                    }
                })
            }
        };
        Ok(NearEarth { earth, sky, gravity, atmosphere, options })
    }

    /// The time span in which all parts are valid [s since the epoch]; at least the requested one.
    pub fn span(&self) -> (f64, f64) {
        let (earth, sky) = (self.earth.span(), self.sky.span());
        let (mut from, mut to) = (earth.0.max(sky.0), earth.1.min(sky.1));
        if let Some(Atmosphere::Table(table)) = &self.atmosphere {
            (from, to) = (from.max(table.span().0), to.min(table.span().1));
        }
        (from, to)
    }

    /// The right-hand side for one craft, for times within [`NearEarth::span`].
    pub fn model(&self, craft: &Cannonball) -> NearEarthModel<'_> {
        let options = &self.options;
        let cd = craft.cd_area_per_mass * options.density_factor;
        let drag = self.atmosphere.as_ref().map(|air| Drag::new(air, cd));
        let (sun, moon) = (Sun(&self.sky), Moon(&self.sky));
        let forces = (
            &self.gravity,
            drag,
            options.sun_moon.then(|| ThirdBody::sun(sun)),
            options.sun_moon.then(|| ThirdBody::moon(moon)),
            options.solar_pressure.then(|| SolarPressure::new(sun, craft.cr_area_per_mass)),
            options.solid_tides.then_some(SolidTides { sun, moon }),
            options.relativity.then_some(Relativity::EARTH),
        );
        Model { axes: &self.earth, forces: NearEarthForces(forces) }
    }

    /// Description of the atmosphere for reports, with the error and the heights of a table.
    pub fn atmosphere_name(&self) -> String {
        match &self.atmosphere {
            None => "none".into(),
            Some(Atmosphere::Exponential(_)) => "exponential".into(),
            Some(Atmosphere::Us76(_)) => "U.S. Standard 1976".into(),
            Some(Atmosphere::HarrisPriester(h)) => format!("Harris-Priester, n = {}", h.exponent),
            Some(Atmosphere::Nrlmsise00(_)) => "NRLMSISE-00".into(),
            Some(Atmosphere::Table(table)) => {
                let ([low, high], percent) = (table.heights(), 100.0 * table.error());
                let (low, high) = (low / KM, high / KM);
                format!(
                    "NRLMSISE-00, tabulated within {percent:.2} % from {low:.0} to {high:.0} km"
                )
            }
        }
    }
}
