//! Events of a case: their functions, and their description in words.

use super::input::ShadowShape;
use super::setup::Setup;
use crate::environment::Shadow;
use crate::forces::atmosphere::vertical;
use crate::frames::Geodetic;
use crate::output::text::shortest;
use crate::propagate::{Action, Crossing, Event, Hit, StateVector};
use crate::units::KM;
use nalgebra::Vector3;

/// An event that occurred.
#[derive(Clone, Debug, PartialEq)]
pub struct Occurrence {
    /// Time and state.
    pub at: StateVector,
    /// Kind of event, in words.
    pub what: String,
    /// The site, craft or altitude concerned; empty if the kind says it all.
    pub of: String,
}

/// An event to be searched for; indices refer to the lists of the case.
enum Watched {
    Ground,
    Node,
    Apsis,
    Penumbra,
    Umbra,
    Altitude(usize),
    Site(usize),
    Gate(usize),
}

/// An event function.
type Value<'a> = Box<dyn Fn(&StateVector) -> f64 + 'a>;

/// Accuracy to which events are located [s].
const TOLERANCE: f64 = 1e-4;

fn list(setup: &Setup) -> Vec<Watched> {
    let wanted = &setup.case.events;
    let mut list = vec![Watched::Ground];
    if wanted.nodes {
        list.push(Watched::Node);
    }
    if wanted.apsides {
        list.push(Watched::Apsis);
    }
    if wanted.shadow && wanted.shadow_shape != ShadowShape::None {
        list.extend([Watched::Penumbra, Watched::Umbra]);
    }
    list.extend((0..wanted.altitudes_km.len()).map(Watched::Altitude));
    list.extend((0..setup.sites.len()).map(Watched::Site));
    list.extend((0..setup.gates.len()).map(Watched::Gate));
    list
}

/// The event functions of a case; the first is the ground, which stops the arc.
pub(super) fn watched(setup: &Setup) -> Vec<Event<'_>> {
    list(setup).iter().map(|watched| watched.event(setup)).collect()
}

/// Eccentricity below which apsides are not reported, since they are located by rounding errors. In low orbit perigee and
/// apogee heights then differ by a millimetre.
const LEAST_ECCENTRICITY: f64 = 1e-10;

/// Whether an apsis found at `at` is significant: v² r/GM is 1 + e at perigee and 1 − e at apogee.
fn is_apsis(setup: &Setup, at: &StateVector) -> bool {
    (at.v.norm_squared() * at.r.norm() / setup.world.attraction.gm() - 1.0).abs()
        > LEAST_ECCENTRICITY
}

/// Describes hits in words, in order of time.
pub(super) fn occurrences(setup: &Setup, hits: &[Hit]) -> Vec<Occurrence> {
    let list = list(setup);
    let mut found: Vec<Occurrence> = hits
        .iter()
        .filter(|hit| !matches!(list[hit.event], Watched::Apsis) || is_apsis(setup, &hit.at))
        .map(|hit| {
            let (what, of) = list[hit.event].words(setup, hit.rising);
            Occurrence { at: hit.at, what: what.into(), of }
        })
        .collect();
    found.sort_by(|a, b| a.at.t.total_cmp(&b.at.t));
    found
}

impl Watched {
    fn event<'a>(&self, setup: &'a Setup) -> Event<'a> {
        let world = &setup.world;
        let itrf = move |at: &StateVector| world.earth.position_itrf(at.t, &at.r);
        let height = move |at: &StateVector| vertical::<f64>(itrf(at).into()).height;
        let shadow = setup.shadow;
        // The shadow of an ellipsoid is computed along Earth-fixed axes.
        let lit = move |at: &StateVector, angle: fn(&Shadow, [f64; 3], [f64; 3]) -> f64| {
            let sun = Vector3::from(world.sky.sun(at.t));
            let (r, sun) = match shadow.flattening > 0.0 {
                true => (itrf(at), world.earth.position_itrf(at.t, &sun)),
                false => (at.r, sun),
            };
            angle(&shadow, r.into(), sun.into())
        };
        let (value, max_check): (Value<'a>, f64) = match *self {
            Watched::Ground => (Box::new(height), 60.0),
            Watched::Node => {
                let node = move |at: &StateVector| {
                    let [x, y, z] = world.earth.to_body(at.t)[2];
                    x * at.r.x + y * at.r.y + z * at.r.z
                };
                (Box::new(node), 300.0)
            }
            Watched::Apsis => (Box::new(|at: &StateVector| at.r.dot(&at.v)), 60.0),
            Watched::Penumbra => {
                (Box::new(move |at: &StateVector| lit(at, |s, r, sun| s.penumbra(r, sun))), 30.0)
            }
            Watched::Umbra => {
                (Box::new(move |at: &StateVector| lit(at, |s, r, sun| s.umbra(r, sun))), 30.0)
            }
            Watched::Altitude(i) => {
                let limit = setup.case.events.altitudes_km[i] * KM;
                (Box::new(move |at: &StateVector| height(at) - limit), 60.0)
            }
            Watched::Site(i) => {
                let (_, place, elevation) = &setup.sites[i];
                let (site, up) = (place.to_itrf(), place.up_itrf());
                let above = move |at: &StateVector| {
                    let d = itrf(at) - site;
                    libm::asin((d.dot(&up) / d.norm()).clamp(-1.0, 1.0)) - elevation
                };
                (Box::new(above), 15.0)
            }
            Watched::Gate(i) => {
                let (_, station, range) = &setup.gates[i];
                // Where SGP4 fails the function is NaN, has no sign, and no event is found.
                let beyond = move |at: &StateVector| {
                    let other = station.gcrf_along(&world.earth, at.t);
                    other.map_or(f64::NAN, |other| (at.r - other.r).norm() - range)
                };
                (Box::new(beyond), 15.0)
            }
        };
        let action = match self {
            Watched::Ground => Action::Stop,
            _ => Action::Record,
        };
        Event { value, crossing: Crossing::Any, action, max_check, tolerance: TOLERANCE }
    }

    fn words(&self, setup: &Setup, rising: bool) -> (&'static str, String) {
        let pick = |up: &'static str, down: &'static str| if rising { up } else { down };
        match *self {
            Watched::Ground => ("meets the ground", String::new()),
            Watched::Node => (pick("ascending node", "descending node"), String::new()),
            Watched::Apsis => (pick("perigee", "apogee"), String::new()),
            Watched::Penumbra => (pick("penumbra exit", "penumbra entry"), String::new()),
            Watched::Umbra => (pick("umbra exit", "umbra entry"), String::new()),
            Watched::Altitude(i) => {
                let km = setup.case.events.altitudes_km[i];
                (pick("rises above altitude", "sinks below altitude"), format!("{km} km"))
            }
            Watched::Site(i) => (pick("rise", "set"), setup.sites[i].0.clone()),
            Watched::Gate(i) => {
                let (name, _, range) = &setup.gates[i];
                (
                    pick("leaves range", "enters range"),
                    format!("{} km of {name}", shortest(range / KM)),
                )
            }
        }
    }
}

/// Geodetic latitude, longitude and height of a state.
pub(super) fn place(setup: &Setup, at: &StateVector) -> Geodetic {
    Geodetic::from_itrf(&setup.world.earth.position_itrf(at.t, &at.r))
}
