//! The ready-made model of flight near the Earth, for both vehicles of a mission.

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
use std::borrow::Borrow;

/// Why a model could not be made.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum ModelError {
    /// No Earth orientation for the arc.
    #[error(transparent)]
    Earth(#[from] EarthOrientationError),
    /// The gravity field does not serve.
    #[error(transparent)]
    Gravity(#[from] FieldError),
    /// The atmosphere does not serve.
    #[error(transparent)]
    Atmosphere(#[from] AtmosphereError),
    /// A number makes no sense.
    #[error("force model: {name} is {value}, must be at least {least}")]
    Value {
        /// What.
        name: &'static str,
        /// Its value.
        value: f64,
        /// Smallest value allowed.
        least: f64,
    },
}

/// Which forces act, besides those of burns.
#[derive(Clone, Debug)]
pub struct ForceOptions {
    /// Degree of the gravity field.
    pub degree: usize,
    /// Order of the gravity field.
    pub order: usize,
    /// The air.
    pub atmosphere: AtmosphereChoice,
    /// Factor on the density of the air [1].
    pub density_factor: f64,
    /// Attraction of the Sun and the Moon.
    pub sun_moon: bool,
    /// Pressure of sunlight.
    pub solar_pressure: bool,
    /// Tides of the solid Earth.
    pub solid_tides: bool,
    /// Relativistic correction.
    pub relativity: bool,
}

impl Default for ForceOptions {
    /// The model of the flight: 20×20, NRLMSISE-00 with the indices of the day (tabulated), Sun and
    /// Moon. Left out, worth in six hours: tides of the solid Earth, 6 m; sunlight and relativity, less than 1 m each.
    fn default() -> Self {
        Self {
            degree: 20,
            order: 20,
            atmosphere: AtmosphereChoice::Nrlmsise00 {
                weather: Weather::Embedded,
                solar_time: SolarTime::Mean,
                exact: false,
            },
            density_factor: 1.0,
            sun_moon: true,
            solar_pressure: false,
            solid_tides: false,
            relativity: false,
        }
    }
}

/// Which atmosphere.
#[derive(Clone, Debug)]
pub enum AtmosphereChoice {
    /// None: no drag.
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
        /// Where its indices come from.
        weather: Weather,
        /// Which local time it is given.
        solar_time: SolarTime,
        /// Every density by the model itself; otherwise by a [`DensityTable`] around the orbit, for 170 km
        /// to 450 km if the orbit lies between them, else for its own heights.
        exact: bool,
    },
}

/// Where solar and geomagnetic indices come from.
#[derive(Clone, Debug)]
pub enum Weather {
    /// The embedded record.
    Embedded,
    /// A table.
    Table(SpaceWeather),
    /// The same indices throughout.
    Fixed(Indices),
}

/// An atmosphere made ready for an arc.
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

/// The Sun of a [`SunMoonArc`].
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Sun<A>(pub A);

/// The Moon of a [`SunMoonArc`].
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

/// What of a craft matters to the forces on it.
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
/// For one trajectory the sum is one function for all integrators and all phases of a flight: set
/// into each of their stages it would be compiled dozens of times over, and beside its own cost a
/// call is nothing. Lanes are set in, so that they get the registers of their caller.
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

/// The right-hand side of one craft in a [`NearEarth`].
pub type NearEarthModel<'a> = Model<&'a EarthRotation, NearEarthForces<'a>>;

/// Everything an arc near the Earth is flown in, made once and shared by all craft of a mission.
///
/// It holds for its [`NearEarth::span`]. Beyond, no force fails: the Earth, the Sun and the Moon go on as
/// [`EarthRotation`] and [`SunMoonArc`] say, the air with the last indices, and the error grows with the
/// distance; made for an hour and flown for five days it is tens of metres.
#[derive(Clone, Debug)]
pub struct NearEarth {
    /// How the Earth turns.
    pub earth: EarthRotation,
    /// Where the Sun and the Moon are.
    pub sky: SunMoonArc,
    /// The gravity field as cut.
    pub gravity: Gravity,
    /// The air, if there is any.
    pub atmosphere: Option<Atmosphere>,
    /// What was asked for.
    pub options: ForceOptions,
}

impl NearEarth {
    /// Makes the model ready for times `span` [s] after `epoch`. `orbit` is a state (GCRF [m, m/s]) at
    /// the start of the span on the orbit plane in which all craft move; it matters to the
    /// [`DensityTable`] alone. The table serves craft between 170 km and 450 km, or from 40 km below to 40 km
    /// above the osculating orbit if that is not between them; its error grows by 0.9 % per degree beside
    /// the plane, and fast beyond the heights. [`NearEarth::atmosphere_name`] says heights and error.
    ///
    /// # Errors
    /// If the span is not finite, a table does not cover it, the field does not reach the degree, the
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
            AtmosphereChoice::Nrlmsise00 { weather, solar_time, exact } => {
                let model = match weather {
                    Weather::Embedded => Nrlmsise00::embedded(epoch, from, to)?,
                    Weather::Table(table) => Nrlmsise00::over(epoch, from, to, table)?,
                    Weather::Fixed(indices) => Nrlmsise00::fixed(epoch, *indices),
                };
                let model = model.with_solar_time(*solar_time);
                Some(match exact {
                    true => Atmosphere::Nrlmsise00(Box::new(model)),
                    false => {
                        let heights = DensityTable::usual_heights(orbit)?;
                        let table = DensityTable::around(&model, &earth, orbit, span, heights)?;
                        Atmosphere::Table(table)
                    }
                })
            }
        };
        Ok(NearEarth { earth, sky, gravity, atmosphere, options })
    }

    /// The times for which all parts hold [s since the epoch]; at least what was asked for.
    pub fn span(&self) -> (f64, f64) {
        let (earth, sky) = (self.earth.span(), self.sky.span());
        let (mut from, mut to) = (earth.0.max(sky.0), earth.1.min(sky.1));
        if let Some(Atmosphere::Table(table)) = &self.atmosphere {
            (from, to) = (from.max(table.span().0), to.min(table.span().1));
        }
        (from, to)
    }

    /// The right-hand side for one craft, for times in the [`NearEarth::span`].
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

    /// The words a report uses for the atmosphere, with the error of a table and where it holds.
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
