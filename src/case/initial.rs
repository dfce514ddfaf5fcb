//! The initial state of a case: its epoch, and position and velocity in GCRF.

use super::CaseError;
use super::checks::{finite, finite3, idle, needed, not_negative};
use super::input::{self, Case, FrameName};
use crate::constants::SPEED_OF_LIGHT;
use crate::frames::{EarthRotation, Eme2000, Gcrf, Geodetic, Itrf, State, Teme, frame_bias};
use crate::orbit::Elements;
use crate::propagate::StateVector;
use crate::target::ElementSet;
use crate::time::{self, Epoch, Scale};
use crate::units::{DAY, DEGREE, KM};

/// Largest initial distance [km]; the forces are those on a craft of the Earth.
const FARTHEST_KM: f64 = 1e9;

/// Parses an epoch in a given scale.
fn read_epoch(text: &str, scale: Option<&str>) -> Result<Epoch, CaseError> {
    let name = scale.unwrap_or("UTC");
    let scale = Scale::named(name).ok_or_else(|| {
        let known = Scale::NAMES.map(|(_, known)| known).join(", ");
        CaseError::value("initial.scale", format!("{name:?}"), format!("known: {known}"))
    })?;
    if scale != Scale::Utc && text.ends_with(['Z', 'z']) {
        let problem = format!("Z denotes UTC; give an epoch in {name} without it");
        return Err(CaseError::value("initial.epoch", format!("{text:?}"), problem));
    }
    time::parse_in(text, scale)
        .map_err(|e| CaseError::value("initial.epoch", format!("{text:?}"), e.to_string()))
}

/// Reads a two-line element set; `key` identifies it in messages.
pub(super) fn element_set(
    key: &str,
    name: &str,
    tle: &[String; 2],
) -> Result<ElementSet, CaseError> {
    ElementSet::from_tle(Some(name), &tle[0], &tle[1])
        .map_err(|problem| CaseError::ElementSet { key: key.into(), problem })
}

/// The epoch of a case, and its element set if it starts from one.
pub(super) fn epoch(case: &Case) -> Result<(Epoch, Option<ElementSet>), CaseError> {
    let initial = &case.initial;
    let set = match &initial.tle {
        Some(tle) => Some(element_set("initial.tle", &case.name, tle)?),
        None => None,
    };
    let epoch = match (&initial.epoch, &set) {
        (Some(text), _) => read_epoch(text, initial.scale.as_deref())?,
        (None, Some(set)) => set.epoch(),
        (None, None) => {
            return Err(CaseError::value("initial.epoch", "(missing)", "a state needs an epoch"));
        }
    };
    Ok((epoch, set))
}

/// The initial state in GCRF, which must be above the ground and at a plausible distance.
pub(super) fn state(
    case: &Case,
    epoch: Epoch,
    earth: &EarthRotation,
    set: Option<&ElementSet>,
    gm: f64,
) -> Result<StateVector, CaseError> {
    let start = given_state(case, epoch, earth, set, gm)?;
    // Elements may give any distance, too.
    let (far, fast) = (start.r.norm() / KM, start.v.norm());
    if !(far <= FARTHEST_KM && fast < SPEED_OF_LIGHT) {
        let problem = format!("must lie within {FARTHEST_KM} km and move more slowly than light");
        let given = format!("{far:.3e} km away at {:.3e} km/s", fast / KM);
        return Err(CaseError::value("initial", given, problem));
    }
    let height = Geodetic::from_itrf(&earth.position_itrf(0.0, &start.r)).height;
    if height <= 0.0 {
        let problem = "the craft starts below the ground (WGS-84)";
        return Err(CaseError::value("initial", format!("{:.3} km high", height / KM), problem));
    }
    Ok(start)
}

/// The state as given by position and velocity, Keplerian elements or an element set, converted to GCRF.
fn given_state(
    case: &Case,
    epoch: Epoch,
    earth: &EarthRotation,
    set: Option<&ElementSet>,
    gm: f64,
) -> Result<StateVector, CaseError> {
    let initial = &case.initial;
    let cartesian = initial.position_km.is_some() || initial.velocity_km_s.is_some();
    let given = [cartesian, initial.keplerian.is_some(), initial.tle.is_some()];
    if given.iter().filter(|g| **g).count() != 1 {
        let problem = "give one of: position_km and velocity_km_s, [initial.keplerian], tle";
        return Err(CaseError::value("initial", "(state)", problem));
    }
    if let Some(set) = set {
        idle("initial.frame", &initial.frame, "an element set (its frame is TEME)")?;
        let s = set
            .gcrf_along(earth, 0.0)
            .map_err(|problem| CaseError::ElementSet { key: "initial.tle".into(), problem })?;
        return Ok(StateVector { t: 0.0, r: s.r, v: s.v });
    }
    let why = "a state (GCRF, EME2000, TEME or ITRF)";
    let frame = needed("initial.frame", initial.frame, why)?;
    let (r, v) = match &initial.keplerian {
        Some(_) if frame == FrameName::Itrf => {
            let problem = "Keplerian elements need an inertial frame: GCRF, EME2000 or TEME";
            return Err(CaseError::value("initial.frame", "ITRF", problem));
        }
        Some(k) => elements(k)?.to_rv(gm),
        None => {
            let r = needed("initial.position_km", initial.position_km, "a state")?;
            let v = needed("initial.velocity_km_s", initial.velocity_km_s, "a state")?;
            (finite3("initial.position_km", r)? * KM, finite3("initial.velocity_km_s", v)? * KM)
        }
    };
    let s: State<Gcrf> = match frame {
        FrameName::Gcrf => State::new(epoch, r, v),
        FrameName::Eme2000 => frame_bias().inverse() * State::<Eme2000>::new(epoch, r, v),
        FrameName::Teme => earth.teme_gcrf(0.0) * State::<Teme>::new(epoch, r, v),
        FrameName::Itrf => earth.state_gcrf(&State::<Itrf>::new(epoch, r, v)),
    };
    Ok(StateVector { t: 0.0, r: s.r, v: s.v })
}

/// Keplerian elements in SI units.
fn elements(k: &input::Keplerian) -> Result<Elements, CaseError> {
    let key = |name: &str| format!("initial.keplerian.{name}");
    let a = finite(&key("semi_major_axis_km"), k.semi_major_axis_km)? * KM;
    let e = not_negative(&key("eccentricity"), k.eccentricity)?;
    if e == 1.0 || a == 0.0 || (e < 1.0) != (a > 0.0) {
        let problem = "must be above zero if eccentricity < 1, below if > 1 (a parabola has none)";
        return Err(CaseError::number(key("semi_major_axis_km"), k.semi_major_axis_km, problem));
    }
    let i = finite(&key("inclination_deg"), k.inclination_deg)?;
    if !(0.0..=180.0).contains(&i) {
        return Err(CaseError::number(key("inclination_deg"), i, "must be from 0 to 180"));
    }
    let orbit = Elements {
        a,
        e,
        i: i * DEGREE,
        raan: finite(&key("raan_deg"), k.raan_deg)? * DEGREE,
        argument_of_perigee: finite(&key("argument_of_perigee_deg"), k.argument_of_perigee_deg)?
            * DEGREE,
        true_anomaly: 0.0,
    };
    match (k.true_anomaly_deg, k.mean_anomaly_deg) {
        (Some(x), None) => {
            let true_anomaly = finite(&key("true_anomaly_deg"), x)? * DEGREE;
            if 1.0 + e * libm::cos(true_anomaly) <= 0.0 {
                let problem = "lies beyond the asymptote of the hyperbola";
                return Err(CaseError::number(key("true_anomaly_deg"), x, problem));
            }
            Ok(Elements { true_anomaly, ..orbit })
        }
        (None, Some(x)) => {
            Ok(orbit.with_mean_anomaly(finite(&key("mean_anomaly_deg"), x)? * DEGREE))
        }
        _ => Err(CaseError::value(
            "initial.keplerian",
            "(anomaly)",
            "give one of true_anomaly_deg, mean_anomaly_deg",
        )),
    }
}

/// Age of an element set [s] beyond which its position along a low orbit is off by tens of kilometres.
const MAX_AGE: f64 = 10.0 * DAY;

/// A warning about an element set whose epoch is far from the start.
pub(super) fn old_element_set(set: &ElementSet, epoch: Epoch) -> Option<String> {
    let age = set.age(epoch);
    let side = if age > 0.0 { "before" } else { "after" };
    (age.abs() > MAX_AGE).then(|| {
        format!(
            "`initial.tle`: its epoch is {:.1} days {side} the start; SGP4 bridges them, and in low orbit is off by tens \
             of kilometres after ten days and by any distance along the orbit after months",
            age.abs() / DAY
        )
    })
}

/// Distance beyond which a craft is certainly not in orbit about the Earth [km]: three times the Hill sphere.
const BEYOND_KM: f64 = 4.5e6;
/// Upper limit of the geocentric speed of any object of the solar system near the Earth [m/s].
const FASTEST: f64 = 74e3;

/// A warning about an initial state that suggests a mistaken unit.
pub(super) fn not_of_the_earth(start: &StateVector) -> Option<String> {
    let (far, fast) = (start.r.norm() / KM, start.v.norm());
    (far > BEYOND_KM || fast > FASTEST).then(|| {
        format!(
            "`initial`: {far:.3e} km away at {:.3e} km/s is no orbit of the Earth; initial states are given in km \
             and km/s",
            fast / KM
        )
    })
}
