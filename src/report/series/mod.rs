//! Heights, angles and relative positions derived from the log, for tables and figures.

use crate::environment::{EarthOrientationError, EarthOrientationTable};
use crate::frames::{EarthRotation, Geodetic, Lvlh};
use crate::mission::MissionLog;
use crate::propagate::StateVector;
use nalgebra::Vector3;
use std::f64::consts::TAU;

/// Derived quantities of both vehicles at one instant.
#[derive(Clone, Copy, Debug)]
pub struct View {
    /// Mission elapsed time [s].
    pub t: f64,
    /// Geodetic position of Soyuz on WGS-84.
    pub soyuz: Geodetic,
    /// Geodetic position of the station on WGS-84.
    pub station: Geodetic,
    /// Distance between the centres of mass [m].
    pub range: f64,
    /// Rate of decrease of that distance [m/s].
    pub closing_speed: f64,
    /// Phase: geocentric angle in the station's orbital plane by which the station leads, continuous from zero at
    /// contact backwards, so that it can exceed π [rad].
    pub phase_angle: f64,
    /// Geocentric radius of the station [m].
    pub station_radius: f64,
    /// Geocentric radius of the station less that of Soyuz [m].
    pub radius_below: f64,
    /// Position of Soyuz relative to the station, LVLH: forward, right, down [m].
    pub r_lvlh: Vector3<f64>,
    /// Velocity of Soyuz relative to the rotating LVLH axes [m/s].
    pub v_lvlh: Vector3<f64>,
}

impl View {
    /// Along-track distance of Soyuz ahead of the station, along its curved orbit [m]; negative: behind.
    pub fn arc_ahead(&self) -> f64 {
        -self.phase_angle * self.station_radius
    }
}

/// Derived quantities at every sample of a log, and interpolated between samples.
#[derive(Clone, Debug)]
pub struct Series<'a> {
    log: &'a MissionLog,
    rotation: EarthRotation,
    views: Vec<View>,
}

impl<'a> Series<'a> {
    /// Computes the derived quantities of `log`.
    ///
    /// # Errors
    /// [`EarthOrientationError`] if the flight lies outside the table of Earth orientation.
    pub fn new(log: &'a MissionLog) -> Result<Self, EarthOrientationError> {
        let end = log.samples.last().map_or(0.0, |s| s.t);
        let table = EarthOrientationTable::embedded();
        let rotation = EarthRotation::over(log.liftoff, 0.0, end.max(log.contact.t), table)?;
        let mut series = Self { log, rotation, views: Vec::with_capacity(log.samples.len()) };
        let mut views: Vec<View> =
            log.samples.iter().map(|s| series.look(&s.soyuz, &s.station)).collect();
        for k in (1..views.len()).rev() {
            views[k - 1].phase_angle = nearest_turn(views[k - 1].phase_angle, views[k].phase_angle);
        }
        series.views = views;
        Ok(series)
    }

    /// The log.
    pub fn log(&self) -> &'a MissionLog {
        self.log
    }

    /// One view for each sample of the log.
    pub fn views(&self) -> &[View] {
        &self.views
    }

    /// Derived quantities at `t` [s], clamped to the span of the log. `None` if the log has no samples.
    ///
    /// Between samples both trajectories are interpolated by cubics, with an error below a millimetre in free flight at
    /// samples ten seconds apart.
    pub fn at(&self, t: f64) -> Option<View> {
        let samples = &self.log.samples;
        let after = samples.partition_point(|s| s.t < t);
        if after == 0 || after == samples.len() {
            return if after == 0 { self.views.first() } else { self.views.last() }.copied();
        }
        let (a, b) = (&samples[after - 1], &samples[after]);
        let view = self.look(&between(&a.soyuz, &b.soyuz, t), &between(&a.station, &b.station, t));
        let phase_angle = nearest_turn(view.phase_angle, self.views[after].phase_angle);
        Some(View { phase_angle, ..view })
    }

    fn look(&self, soyuz: &StateVector, station: &StateVector) -> View {
        let relative_inertial = soyuz.r - station.r;
        let range = relative_inertial.norm();
        let closing_speed = match range {
            0.0 => 0.0,
            _ => -relative_inertial.dot(&(soyuz.v - station.v)) / range,
        };
        let lvlh = Lvlh::of(&station.state(self.log.liftoff));
        let relative = lvlh.relative(&soyuz.state(self.log.liftoff));
        let radius = station.r.norm();
        // Soyuz in the LVLH axes seen from the Earth's centre: x ahead, z down.
        let (x, z) = (relative.r.x, radius - relative.r.z);
        View {
            t: soyuz.t,
            soyuz: Geodetic::from_itrf(&self.rotation.position_itrf(soyuz.t, &soyuz.r)),
            station: Geodetic::from_itrf(&self.rotation.position_itrf(station.t, &station.r)),
            range,
            closing_speed,
            phase_angle: -x.atan2(z),
            station_radius: radius,
            radius_below: radius - soyuz.r.norm(),
            r_lvlh: relative.r,
            v_lvlh: relative.v,
        }
    }
}

/// `angle` plus the multiple of 2π that brings it nearest to `other` [rad].
fn nearest_turn(angle: f64, other: f64) -> f64 {
    angle + TAU * ((other - angle) / TAU).round()
}

/// The cubic through two states, at `t` [s] between them.
fn between(a: &StateVector, b: &StateVector, t: f64) -> StateVector {
    let h = b.t - a.t;
    if h <= 0.0 {
        return *a;
    }
    let u = (t - a.t) / h;
    let w = 1.0 - u;
    let r = a.r * (w * w * (1.0 + 2.0 * u))
        + b.r * (u * u * (1.0 + 2.0 * w))
        + (a.v * w - b.v * u) * (h * u * w);
    let v =
        (b.r - a.r) * (6.0 * u * w / h) + a.v * (w * (1.0 - 3.0 * u)) + b.v * (u * (1.0 - 3.0 * w));
    StateVector { t, r, v }
}

/// Soyuz and station while Soyuz climbs to it, for tests of tables and figures: geometry as smooth
/// curves, not physics.
#[cfg(test)]
pub(crate) mod toy;
