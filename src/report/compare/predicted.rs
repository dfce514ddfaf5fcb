//! The predicted value of each compared quantity, read from the log.

use super::super::series::Series;
use super::Form;
use crate::ascent::EventKind;
use crate::constants::{GM_EARTH, WGS84_A};
use crate::flown::Quantity;
use crate::mission::MissionLog;
use crate::mission::log::MissionEventKind;
use crate::proximity::{self, Phase};
use crate::rendezvous::BurnName;
use crate::units::MINUTE;

/// Name, format and predicted value (SI) of a quantity, if the log has it.
pub(super) fn predicted(series: &Series<'_>, quantity: Quantity) -> Option<(String, Form, f64)> {
    let log = series.log();
    let ascent = |kind: EventKind| log.time_of(MissionEventKind::Ascent(kind));
    let (name, form, value) = match quantity {
        Quantity::TowerJettison => {
            ("escape tower jettison", Form::Elapsed, ascent(EventKind::TowerJettison)?)
        }
        Quantity::StrapOnSeparation => {
            ("strap-on separation", Form::Elapsed, ascent(EventKind::StrapOnSeparation)?)
        }
        Quantity::FairingJettison => {
            ("fairing jettison", Form::Elapsed, ascent(EventKind::FairingJettison)?)
        }
        Quantity::CoreSeparation => {
            ("core separation", Form::Elapsed, ascent(EventKind::CoreSeparation)?)
        }
        Quantity::CoreSeparationHeight => {
            ("height at core separation", Form::Length, log.ascent.core_separation_height)
        }
        Quantity::CutOff => ("third stage cut-off", Form::Elapsed, log.ascent.cut_off),
        Quantity::Separation => ("spacecraft separation", Form::Elapsed, log.ascent.separation),
        Quantity::SeparationHeight => {
            let view = series.at(log.ascent.separation)?;
            ("height at separation", Form::Length, view.soyuz.height)
        }
        Quantity::InsertionPerigee => {
            ("insertion perigee height", Form::Length, log.ascent.perigee_height)
        }
        Quantity::InsertionApogee => {
            ("insertion apogee height", Form::Length, log.ascent.apogee_height)
        }
        Quantity::InsertionInclination => {
            ("insertion inclination", Form::Angle, log.ascent.inclination)
        }
        Quantity::InsertionPeriod => ("insertion period", Form::Period, log.ascent.period),
        Quantity::PhaseAtSeparation => {
            ("phase at separation", Form::Angle, log.start.phase_at_separation)
        }
        Quantity::StationMeanHeight => {
            ("station mean height, 6378 km", Form::Length, mean_height(log)?)
        }
        Quantity::DeltaVNineBurns => {
            let sum = log.burns.iter().map(|b| b.delta_v).sum();
            ("delta-v of phasing to braking", Form::Speed, sum)
        }
        Quantity::PlannedDocking => ("planned docking", Form::Instant, log.docking.planned),
        Quantity::Contact => ("contact", Form::Instant, log.contact.t),
        Quantity::RangeAtFirstAutonomousBurn => {
            let burn = log.burns.iter().find(|b| b.name == BurnName::Imp1)?;
            let view = series.at(burn.ignition)?;
            ("range at first autonomous burn", Form::Length, view.range)
        }
        Quantity::FinalApproachLead => {
            let begins = proximity::EventKind::Begins(Phase::FinalApproach);
            let lead = log.docking.planned - log.time_of(MissionEventKind::Approach(begins))?;
            ("final approach before plan", Form::Period, lead)
        }
        Quantity::RangeBeforePlan { minutes } => {
            let before = f64::from(minutes) * MINUTE;
            let view = series.at(log.docking.planned - before)?;
            let name = format!("range {minutes} min before plan");
            return Some((name, Form::Length, view.range));
        }
        Quantity::SpeedAtRange { metres } => {
            let range = f64::from(metres);
            let view = series.views().iter().rev().find(|v| v.range >= range)?;
            return Some((format!("closing speed at {metres} m"), Form::Speed, view.closing_speed));
        }
    };
    Some((name.into(), form, value))
}

/// Mean height of the station above a sphere of 6378.137 km, from the mean motion of its element
/// set: `a = (GM/n²)^(1/3)`.
fn mean_height(log: &MissionLog) -> Option<f64> {
    let n = log.scenario.station.element_set().ok()?.mean_motion();
    Some((GM_EARTH / (n * n)).cbrt() - WGS84_A)
}

#[cfg(test)]
mod tests {
    use super::super::super::series::toy;
    use super::*;

    /// By hand: 15.49860824 rev/day gives a = (GM/n²)^(1/3) = 6795.27 km, less 6378.14 km.
    #[test]
    fn mean_height_of_the_station_is_that_of_its_mean_motion() {
        let height = mean_height(&toy::log()).unwrap();
        assert!((height - 417.13e3).abs() < 20.0, "{height} m");
    }
}
