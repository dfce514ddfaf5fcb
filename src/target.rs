//! The station from its published element set, by SGP4.
//!
//! SGP4 is used only here. Element sets are fitted with WGS-72 and the AFSPC sidereal time, so both
//! initialisation and propagation use these ([`GRAVITY_MODEL`]). States leave this module in metres and
//! metres per second, in TEME or GCRF.

use crate::constants::GM_EARTH;
use crate::environment::{EarthOrientationError, EarthOrientationTable};
use crate::frames::{EarthRotation, Gcrf, State, Teme};
use crate::time::{self, Epoch};
use crate::units::{KM, MINUTE};
use nalgebra::Vector3;

/// SGP4 constants and mode, for headers and reports.
pub const GRAVITY_MODEL: &str = "SGP4, WGS-72, AFSPC mode";
/// NORAD catalogue number of the station (Zarya). A flight accepts no other satellite, because ports, attitude
/// and timing are those of the station.
pub const ISS: u64 = 25544;

/// Equatorial radius of WGS-72 [km]; SGP4 regards a satellite at a smaller radius as decayed.
const SURFACE_KM: f64 = 6378.135;

/// Errors of reading or propagating an element set.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum TargetError {
    /// A line of the set is wrong.
    #[error("element set, line {line}, column {column}: {what}")]
    Line {
        /// 1 or 2.
        line: usize,
        /// Column, from 1.
        column: usize,
        /// What is wrong.
        what: String,
    },
    /// A field cannot be read, or the orbit is impossible.
    #[error("element set of {name}: {what}")]
    Elements {
        /// Name or catalogue number.
        name: String,
        /// What is wrong.
        what: String,
    },
    /// SGP4 fails at this time from the epoch of the set.
    #[error("SGP4 fails for {name} {days} days from its epoch: {what}")]
    Propagation {
        /// Name or catalogue number.
        name: String,
        /// Days from the set's epoch.
        days: f64,
        /// What SGP4 said.
        what: String,
    },
    /// No Earth orientation for this date.
    #[error(transparent)]
    EarthOrientation(#[from] EarthOrientationError),
}

/// A two-line element set, ready for SGP4.
#[derive(Clone, Debug)]
pub struct ElementSet {
    elements: sgp4::Elements,
    constants: sgp4::Constants,
    epoch: Epoch,
}

impl ElementSet {
    /// From the two lines of an element set.
    ///
    /// # Errors
    /// [`TargetError::Line`] for a wrong length, character or checksum (mod 10 over columns 1–68);
    /// [`TargetError::Elements`] if a field does not parse or the orbit is impossible.
    pub fn from_tle(name: Option<&str>, line1: &str, line2: &str) -> Result<Self, TargetError> {
        let lines = [line1.trim_end(), line2.trim_end()];
        for (i, text) in lines.iter().enumerate() {
            check_line(i + 1, text)?;
        }
        let called = name.unwrap_or("the station").to_string();
        let wrong = |what: String| TargetError::Elements { name: called.clone(), what };
        let elements = sgp4::Elements::from_tle(
            name.map(str::to_string),
            lines[0].as_bytes(),
            lines[1].as_bytes(),
        )
        .map_err(|e| wrong(e.to_string()))?;
        for (field, value, from, to) in [
            ("inclination [deg]", elements.inclination, 0.0, 180.0),
            ("right ascension of the node [deg]", elements.right_ascension, 0.0, 360.0),
            ("argument of perigee [deg]", elements.argument_of_perigee, 0.0, 360.0),
            ("mean anomaly [deg]", elements.mean_anomaly, 0.0, 360.0),
            ("mean motion [rev/day]", elements.mean_motion, 1e-3, 18.0),
        ] {
            if !(from..=to).contains(&value) {
                return Err(wrong(format!("{field} is {value}; allowed: {from} to {to}")));
            }
        }
        let constants = sgp4::Constants::from_elements_afspc_compatibility_mode(&elements)
            .map_err(|e| wrong(e.to_string()))?;
        let utc = elements.datetime.and_utc();
        let epoch = time::from_unix_utc(utc.timestamp(), utc.timestamp_subsec_nanos());
        Ok(Self { elements, constants, epoch })
    }

    /// Name, if one was given.
    pub fn name(&self) -> Option<&str> {
        self.elements.object_name.as_deref()
    }

    /// NORAD catalogue number; that of the station is [`ISS`].
    pub fn catalogue_number(&self) -> u64 {
        self.elements.norad_id
    }

    /// International designator such as `1998-067A`, if the set has one.
    pub fn international_designator(&self) -> Option<&str> {
        self.elements.international_designator.as_deref()
    }

    /// Epoch of the element set.
    pub fn epoch(&self) -> Epoch {
        self.epoch
    }

    /// Mean motion at epoch as printed (Kozai's) [rad/s].
    pub fn mean_motion(&self) -> f64 {
        self.elements.mean_motion * std::f64::consts::TAU / crate::units::DAY
    }

    /// Inclination at epoch [rad], mean, TEME.
    pub fn inclination(&self) -> f64 {
        self.elements.inclination.to_radians()
    }

    /// Mean distances of perigee and apogee from the Earth's centre at epoch [m], by Kepler's third law.
    pub fn apsis_radii(&self) -> (f64, f64) {
        let a = (GM_EARTH / self.mean_motion().powi(2)).cbrt();
        let e = self.elements.eccentricity;
        (a * (1.0 - e), a * (1.0 + e))
    }

    /// Age of the set at `at` [s]; negative before its epoch.
    pub fn age(&self, at: Epoch) -> f64 {
        time::seconds_between(self.epoch, at)
    }

    /// Position [m] and velocity [m/s] in TEME, `seconds` [s, SI] after the set's epoch.
    ///
    /// # Errors
    /// [`TargetError::Propagation`] where the theory breaks down (years from epoch) or the position is below the
    /// surface (a decayed orbit; error 6 of the published program).
    #[inline]
    pub fn after_epoch(&self, seconds: f64) -> Result<(Vector3<f64>, Vector3<f64>), TargetError> {
        let minutes = sgp4::MinutesSinceEpoch(seconds / MINUTE);
        match self.constants.propagate_afspc_compatibility_mode(minutes) {
            Ok(sgp4::Prediction { position: [x, y, z], velocity: [u, v, w] }) => {
                if !((x + y + z) + (u + v + w)).is_finite() {
                    return Err(self.failure(seconds, "the position is not a number".to_string()));
                }
                if x * x + y * y + z * z < SURFACE_KM * SURFACE_KM {
                    let below =
                        format!("decayed: {:.1} km from the centre", Vector3::new(x, y, z).norm());
                    return Err(self.failure(seconds, below));
                }
                Ok((Vector3::new(x, y, z) * KM, Vector3::new(u, v, w) * KM))
            }
            Err(e) => Err(self.failure(seconds, e.to_string())),
        }
    }

    #[cold]
    fn failure(&self, seconds: f64, what: String) -> TargetError {
        let name = self.name().map_or_else(|| self.catalogue_number().to_string(), str::to_string);
        TargetError::Propagation { name, days: seconds / crate::units::DAY, what }
    }

    /// The state in TEME.
    ///
    /// # Errors
    /// As [`ElementSet::after_epoch`].
    pub fn teme(&self, at: Epoch) -> Result<State<Teme>, TargetError> {
        let (r, v) = self.after_epoch(self.age(at))?;
        Ok(State::new(at, r, v))
    }

    /// The state in GCRF. For many dates [`ElementSet::gcrf_along`] is a hundred times faster.
    ///
    /// # Errors
    /// As [`ElementSet::after_epoch`]; also a date outside the Earth-orientation table.
    pub fn gcrf(
        &self,
        at: Epoch,
        table: &EarthOrientationTable,
    ) -> Result<State<Gcrf>, TargetError> {
        Ok(self.teme(at)?.to_gcrf(table)?)
    }

    /// The state in GCRF, `t` seconds after the epoch of `earth`.
    ///
    /// # Errors
    /// As [`ElementSet::after_epoch`].
    pub fn gcrf_along(&self, earth: &EarthRotation, t: f64) -> Result<State<Gcrf>, TargetError> {
        let (r, v) = self.after_epoch(time::seconds_between(self.epoch, earth.epoch()) + t)?;
        Ok(earth.teme_gcrf(t) * State::<Teme>::new(time::after(earth.epoch(), t), r, v))
    }
}

/// Length, characters and checksum of one line.
fn check_line(line: usize, text: &str) -> Result<(), TargetError> {
    let error = |column, what| Err(TargetError::Line { line, column, what });
    if let Some(column) = text.chars().position(|c| !c.is_ascii() || c.is_ascii_control()) {
        return error(column + 1, "this character is not allowed in an element set".to_string());
    }
    let bytes = text.as_bytes();
    if bytes.len() != 69 {
        let what = format!("the line has {} characters; it must have 69", bytes.len());
        return error(bytes.len().min(69), what);
    }
    if usize::from(bytes[0]) != usize::from(b'0') + line {
        return error(1, format!("the line must begin with {line}"));
    }
    if !bytes[68].is_ascii_digit() {
        return error(69, "the checksum must be a digit".to_string());
    }
    let sum = bytes[..68].iter().fold(0_u32, |sum, &b| match b {
        b'-' => sum + 1,
        b'0'..=b'9' => sum + u32::from(b - b'0'),
        _ => sum,
    });
    let (found, due) = (u32::from(bytes[68] - b'0'), sum % 10);
    if found != due {
        return error(
            69,
            format!("bad checksum: the line ends in {found}, its characters sum to {due}"),
        );
    }
    Ok(())
}
