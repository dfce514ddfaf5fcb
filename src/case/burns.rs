//! Burns of a case: checks and conversion to SI units.

use super::CaseError;
use super::checks::{finite, finite3, idle, needed, not_negative, positive};
use super::input::{self, BurnAxes, Case};
use super::setup::SHORTEST;
use crate::constants::G0;
use crate::forces::ThrustAxes;
use crate::output::text::shortest;
use nalgebra::Vector3;

/// A burn in SI units.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Burn {
    pub start: f64,
    pub kind: BurnKind,
}

/// Kind of a burn.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum BurnKind {
    /// Constant thrust [N] along a unit vector for a duration [s], with a mass flow rate [kg/s].
    Finite { duration: f64, thrust: f64, flow: f64, axes: ThrustAxes, direction: [f64; 3] },
    /// Instantaneous change of velocity [m/s], with the effective exhaust velocity [m/s], infinite if the mass is constant.
    Impulse { delta_v: Vector3<f64>, axes: ThrustAxes, exhaust: f64 },
}

impl Burn {
    pub fn end(&self) -> f64 {
        match self.kind {
            BurnKind::Finite { duration, .. } => self.start + duration,
            BurnKind::Impulse { .. } => self.start,
        }
    }
}

/// All burns in order of time.
pub(super) fn burns(case: &Case) -> Result<Vec<Burn>, CaseError> {
    let mut mass = case.vehicle.mass_kg;
    let mut numbered: Vec<(usize, Burn)> = Vec::new();
    for (i, burn) in case.burns.iter().enumerate() {
        numbered.push((i + 1, read_burn(i + 1, burn, case.duration_s)?));
    }
    numbered.sort_by(|a, b| a.1.start.total_cmp(&b.1.start));
    for pair in numbered.windows(2) {
        let ((first, a), (second, b)) = (&pair[0], &pair[1]);
        if b.start < a.end() {
            let problem =
                format!("burn {second} begins before burn {first} ends at {} s", shortest(a.end()));
            return Err(CaseError::number(format!("burns[{second}].start_s"), b.start, problem));
        }
    }
    for (number, burn) in &numbered {
        mass = match burn.kind {
            BurnKind::Finite { duration, flow, .. } => mass - flow * duration,
            BurnKind::Impulse { delta_v, exhaust, .. } => {
                mass * libm::exp(-delta_v.norm() / exhaust)
            }
        };
        if mass <= 0.0 {
            let problem = "the craft would have no mass left after this burn";
            return Err(CaseError::value(
                format!("burns[{number}]"),
                format!("{mass:.1} kg"),
                problem,
            ));
        }
    }
    Ok(numbered.into_iter().map(|(_, burn)| burn).collect())
}

fn read_burn(number: usize, burn: &input::Burn, duration: f64) -> Result<Burn, CaseError> {
    let key = |name: &str| format!("burns[{number}].{name}");
    let start = finite(&key("start_s"), burn.start_s)?;
    if duration < 0.0 {
        let problem = "burns cannot be flown backwards (duration_s is negative)";
        return Err(CaseError::number(key("start_s"), start, problem));
    }
    if !(0.0..=duration).contains(&start) {
        let problem = format!("must lie between 0 and duration_s = {}", shortest(duration));
        return Err(CaseError::number(key("start_s"), start, problem));
    }
    let exhaust = match (burn.isp_s, burn.mass_flow_kg_s) {
        (Some(_), Some(_)) => {
            let problem = "cannot be given together with isp_s";
            return Err(CaseError::value(key("mass_flow_kg_s"), "(given)", problem));
        }
        (Some(isp), None) => positive(&key("isp_s"), isp)? * G0,
        _ => f64::INFINITY,
    };
    let axes = match burn.axes {
        BurnAxes::Inertial => ThrustAxes::Inertial,
        BurnAxes::Tnw => ThrustAxes::Tnw,
        BurnAxes::Lvlh | BurnAxes::Rtn => ThrustAxes::Lvlh,
    };
    // RTN has the axes of LVLH in another order: R = −z, T = x, N = −y.
    let turn = |[x, y, z]: [f64; 3]| match burn.axes {
        BurnAxes::Rtn => [y, -z, -x],
        _ => [x, y, z],
    };
    let kind = if let Some(delta_v) = burn.delta_v_m_s {
        let why = "an impulse (delta_v_m_s)";
        idle(&key("duration_s"), &burn.duration_s, why)?;
        idle(&key("thrust_n"), &burn.thrust_n, why)?;
        idle(&key("direction"), &burn.direction, why)?;
        idle(&key("mass_flow_kg_s"), &burn.mass_flow_kg_s, why)?;
        let delta_v = finite3(&key("delta_v_m_s"), turn(delta_v))?;
        BurnKind::Impulse { delta_v, axes, exhaust }
    } else {
        let why = "a burn without delta_v_m_s";
        let thrust = positive(&key("thrust_n"), needed(&key("thrust_n"), burn.thrust_n, why)?)?;
        let direction = needed(&key("direction"), burn.direction, why)?;
        let direction = finite3(&key("direction"), turn(direction))?;
        if direction.norm() == 0.0 {
            return Err(CaseError::value(key("direction"), "[0, 0, 0]", "must not be zero"));
        }
        let flow = match burn.mass_flow_kg_s {
            Some(flow) => not_negative(&key("mass_flow_kg_s"), flow)?,
            None => thrust / exhaust,
        };
        let lasts = needed(&key("duration_s"), burn.duration_s, why)?;
        if finite(&key("duration_s"), lasts)? < SHORTEST {
            let problem = format!("must be {SHORTEST} s or more; give delta_v_m_s for an impulse");
            return Err(CaseError::number(key("duration_s"), lasts, problem));
        }
        BurnKind::Finite {
            duration: lasts,
            thrust,
            flow,
            axes,
            direction: direction.normalize().into(),
        }
    };
    let burn = Burn { start, kind };
    if burn.end() > duration {
        let (end, duration) = (shortest(burn.end()), shortest(duration));
        let problem = format!("the burn would end at {end} s, after duration_s = {duration}");
        return Err(CaseError::number(key("start_s"), start, problem));
    }
    Ok(burn)
}
