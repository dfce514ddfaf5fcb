//! Validation of a scenario, as far as it needs no simulation.

use super::scenario::{ModelOptions, Station, value};
use super::{Scenario, ScenarioError};
use crate::constants::WGS84_A;
use crate::rendezvous::choice::Scheme;
use crate::target::ISS;
use crate::units::{DEGREE, KM};
use crate::vehicle::pad::Pad;
use std::f64::consts::PI;

/// Longest name of an output folder [bytes]: file systems allow 255, and temporary files add about twenty.
const LONGEST_SLUG: usize = 200;

/// Heights of perigee and apogee accepted for an orbit of the station [km]. Assumed, wide: its height has been between
/// 330 and 440 km.
const LOWEST_KM: f64 = 250.0;
const HIGHEST_KM: f64 = 700.0;

impl Scenario {
    /// Validates names, dates, presets, faults, element set and model options.
    pub(crate) fn check(&self) -> Result<(), ScenarioError> {
        self.check_name()?;
        self.liftoff()?;
        if self.scheme == Some(Scheme::TwoOrbit) {
            let problem = "can be predicted (`soyuz window`), not flown; use four-orbit or two-day";
            return Err(value("scheme", Scheme::TwoOrbit.title(), problem));
        }
        self.given_docking()?;
        self.faults.check()?;
        self.docking_port()?;
        self.craft()?;
        self.launch_vehicle()?;
        self.station.check(&self.launch_pad()?)?;
        self.model.check()
    }

    fn check_name(&self) -> Result<(), ScenarioError> {
        if self.slug().is_empty() {
            let problem = "must contain a letter or a digit; it names the output folder";
            return Err(value("name", &self.name, problem));
        }
        let bytes = self.slug().len();
        if bytes > LONGEST_SLUG {
            let problem = format!(
                "the output folder named after it would have a name of {bytes} bytes; at most {LONGEST_SLUG} are allowed"
            );
            return Err(value("name", &self.name, problem));
        }
        if self.name.contains(char::is_control) {
            let given = format!("{:?}", self.name);
            return Err(value(
                "name",
                &given,
                "must be one line; it appears in tables and headers",
            ));
        }
        Ok(())
    }
}

impl Station {
    /// Validates the element set as one of the station, whose plane passes over `pad`.
    fn check(&self, pad: &Pad) -> Result<(), ScenarioError> {
        if !(-180.0..=180.0).contains(&self.moved_deg) {
            let given = self.moved_deg.to_string();
            return Err(value("station.moved_deg", &given, "must be -180 to 180"));
        }
        let rejected =
            |problem: String| Err(ScenarioError::Elements { lines: self.tle.clone(), problem });
        let set = match self.element_set() {
            Ok(set) => set,
            Err(e) => return rejected(e.to_string()),
        };
        if set.catalogue_number() != ISS {
            return rejected(format!(
                "this set has catalogue number {}; that of the station (ISS) is {ISS}",
                set.catalogue_number()
            ));
        }
        let (perigee, apogee) = set.apsis_radii();
        let height = |radius: f64| (radius - WGS84_A) / KM;
        if height(perigee) < LOWEST_KM || height(apogee) > HIGHEST_KM {
            return rejected(format!(
                "this orbit is {:.0} km × {:.0} km high; an orbit of the station must be between {LOWEST_KM} km and \
                 {HIGHEST_KM} km",
                height(perigee),
                height(apogee)
            ));
        }
        let reach = set.inclination().min(PI - set.inclination());
        if reach < pad.latitude {
            return rejected(format!(
                "this orbit has an inclination of {:.1}°; its plane never passes over the pad at {:.1}° north",
                set.inclination() / DEGREE,
                pad.latitude / DEGREE
            ));
        }
        Ok(())
    }
}

impl ModelOptions {
    fn check(&self) -> Result<(), ScenarioError> {
        if self.gravity_degree < 2 {
            let given = self.gravity_degree.to_string();
            return Err(value("model.gravity_degree", &given, "must be at least 2"));
        }
        let factor = self.density_factor;
        if !(factor > 0.0 && factor <= 10.0) {
            let given = factor.to_string();
            return Err(value("model.density_factor", &given, "must be above 0 and at most 10"));
        }
        Ok(())
    }
}
