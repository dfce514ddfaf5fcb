//! The sum of forces of a case, with the current mass.

use crate::environment::SunMoonArc;
use crate::forces::{
    Atmosphere, Drag, Force, Gravity, J2, Model, Moon, Point, PointMass, Relativity, SolarPressure,
    SolidTides, Sun, ThirdBody, Thrust,
};
use crate::frames::EarthRotation;
use crate::math::Real;

/// Mass along an arc, decreasing at a constant rate.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Mass {
    /// Start of the arc [s].
    pub from: f64,
    /// Mass at the start [kg].
    pub initial: f64,
    /// Mass flow rate [kg/s].
    pub flow: f64,
}

impl Mass {
    /// Mass at `t` [kg].
    #[inline(always)]
    pub fn at(&self, t: f64) -> f64 {
        self.initial - self.flow * (t - self.from)
    }
}

/// A force set up for a craft of 1 kg, acting on one of mass [`Mass`].
#[derive(Clone, Copy, Debug)]
pub(super) struct PerMass<F> {
    pub force: F,
    pub mass: Mass,
}

impl<T: Real, F: Force<T>> Force<T> for PerMass<F> {
    const USES_VELOCITY: bool = F::USES_VELOCITY;

    #[inline(always)]
    fn acceleration(&self, at: &Point<T>) -> [T; 3] {
        let factor = 1.0 / self.mass.at(at.t);
        self.force.acceleration(at).map(|a| a * factor)
    }
}

/// Models of the Earth's attraction.
#[derive(Clone, Debug)]
pub(super) enum Shape {
    Point(PointMass),
    J2(J2),
    Field(Box<Gravity>),
}

/// The Earth's attraction.
#[derive(Clone, Debug)]
pub(super) struct Attraction {
    pub shape: Shape,
    /// Whether it is symmetric about the z axis of GCRF instead of that of ITRF.
    pub inertial_pole: bool,
}

impl Attraction {
    /// GM [m³/s²].
    pub fn gm(&self) -> f64 {
        match &self.shape {
            Shape::Point(p) => p.gm,
            Shape::J2(j) => j.gm,
            Shape::Field(g) => g.gm(),
        }
    }
}

impl Force<f64> for Attraction {
    const USES_VELOCITY: bool = false;

    #[inline(always)]
    fn acceleration(&self, at: &Point<f64>) -> [f64; 3] {
        const UNTURNED: [[f64; 3]; 3] = [[1.0, 0.0, 0.0], [0.0, 1.0, 0.0], [0.0, 0.0, 1.0]];
        let unturned;
        let at = match self.inertial_pole {
            true => {
                unturned = Point { to_body: UNTURNED, r_body: at.r, ..*at };
                &unturned
            }
            false => at,
        };
        match &self.shape {
            Shape::Point(p) => p.acceleration(at),
            Shape::J2(j) => j.acceleration(at),
            Shape::Field(g) => g.acceleration(at),
        }
    }
}

/// All forces except thrust, independent of the mass.
#[derive(Clone, Debug)]
pub(super) struct World {
    pub earth: EarthRotation,
    pub sky: SunMoonArc,
    pub attraction: Attraction,
    pub air: Option<Air>,
    pub gm_sun: Option<f64>,
    pub gm_moon: Option<f64>,
    pub sunlight: Option<Sunlight>,
    pub solid_tides: bool,
    pub relativity: bool,
}

/// The atmosphere and its drag.
#[derive(Clone, Debug)]
pub(super) struct Air {
    pub density: Atmosphere,
    /// C_d A times the factor on the density [m²].
    pub cd_area: f64,
    /// Angular velocity of the atmosphere [rad/s].
    pub rate: f64,
    /// Whether the indices change every three hours.
    pub jumps: bool,
}

/// Solar radiation pressure.
#[derive(Clone, Copy, Debug)]
pub(super) struct Sunlight {
    /// C_r A [m²].
    pub cr_area: f64,
    /// Pressure at one astronomical unit [N/m²].
    pub pressure: f64,
    pub shadow: crate::environment::Shadow,
}

/// The forces on the craft during one arc.
pub(super) type ArcForces<'a> = (
    &'a Attraction,
    Option<PerMass<Drag<&'a Atmosphere>>>,
    Option<ThirdBody<Sun<&'a SunMoonArc>>>,
    Option<ThirdBody<Moon<&'a SunMoonArc>>>,
    Option<PerMass<SolarPressure<Sun<&'a SunMoonArc>>>>,
    Option<SolidTides<Sun<&'a SunMoonArc>, Moon<&'a SunMoonArc>>>,
    Option<Relativity>,
    Option<Thrust>,
);

impl World {
    /// The right-hand side of an arc with this mass and, perhaps, a burn.
    pub fn model(
        &self,
        mass: Mass,
        thrust: Option<Thrust>,
    ) -> Model<&EarthRotation, ArcForces<'_>> {
        let (sun, moon) = (Sun(&self.sky), Moon(&self.sky));
        let drag = self.air.as_ref().map(|air| PerMass {
            force: Drag { density: &air.density, cd_area_per_mass: air.cd_area, rate: air.rate },
            mass,
        });
        let light = self.sunlight.map(|light| PerMass {
            force: SolarPressure {
                sun,
                cr_area_per_mass: light.cr_area,
                pressure: light.pressure,
                shadow: light.shadow,
            },
            mass,
        });
        let forces = (
            &self.attraction,
            drag,
            self.gm_sun.map(|gm| ThirdBody { gm, ephemeris: sun }),
            self.gm_moon.map(|gm| ThirdBody { gm, ephemeris: moon }),
            light,
            self.solid_tides.then_some(SolidTides { sun, moon }),
            self.relativity.then_some(Relativity { gm: self.attraction.gm() }),
            thrust,
        );
        Model { axes: &self.earth, forces }
    }
}
