//! The burn plan: delta-v of DV1 … DV4, IMP1 and IMP2 that bring the ship to the first braking burn.
//!
//! # The problem
//!
//! The burn times are given ([`Targets::schedule`]), and so is the arrival state ([`Targets::arrival`]). For any
//! ground burns, IMP1 and IMP2 can bring the ship there (`transfer`). DV1 … DV4, all along-track, are therefore
//! free, and minimise the total
//!
//! ```text
//! J = Σ |Δv_i| + ε Σ Δv_i² + ((s − s₀)/ρ)²     over the six burns
//! ```
//!
//! The small second term distributes delta-v evenly where the first leaves the distribution open. The third
//! expresses a preference for starting the autonomous transfer at the usual range `s₀` behind the station
//! ([`START_RANGE`]): a deviation of `ρ` ([`START_SPREAD`]) counts as 1 m/s.
//!
//! # The method
//!
//! `Δv(IMP1)` and `Δv(IMP2)` are nearly linear in the ground burns. J is minimised by iteratively
//! reweighted least squares with derivatives from a fast model (two-body and J2). The difference between the
//! full and the fast model is added as an offset, until the full model agrees. Burns are impulses here; the
//! flight accounts for their finite duration.

use super::scheme::{START_RANGE, START_SPREAD};
use super::transfer::{FreeFlight, Outcome, PlanError, Targets, follow};
use crate::integrate::Dynamics;
use crate::propagate::StateVector;
use crate::provenance::Sourced;
use nalgebra::{DMatrix, DVector};

/// Weight ε of the quadratic term of J.
pub const EVENNESS: Sourced = Sourced::assumed(
    "weight of the squares of delta-v in the burn plan",
    0.01,
    "s/m",
    "small against the sum of delta-v; distributes it where the sum leaves the distribution open",
);
/// Delta-v below which the weight of a burn no longer grows [m/s]; keeps the reweighting regular.
const SMALL_BURN: f64 = 0.3;

/// A burn plan.
#[derive(Clone, Debug)]
pub struct Plan {
    /// Ground burns to come, along-track [m/s].
    pub ground: Vec<f64>,
    /// The autonomous transfer that follows, in the full model.
    pub outcome: Outcome,
}

impl Plan {
    /// Total delta-v of all burns to come [m/s].
    pub fn total(&self) -> f64 {
        self.ground.iter().map(|d| d.abs()).sum::<f64>()
            + size(self.outcome.imp1)
            + size(self.outcome.imp2)
    }
}

/// Plans burns with a full model, and a fast one for derivatives.
#[derive(Debug)]
pub struct Planner<'a, Full, Cheap> {
    /// The full model.
    pub full: FreeFlight<'a, Full>,
    /// The fast model, for derivatives.
    pub cheap: FreeFlight<'a, Cheap>,
}

impl<Full: Dynamics<f64>, Cheap: Dynamics<f64>> Planner<'_, Full, Cheap> {
    /// Plans the ground burns of the schedule for a ship at `start`, from first guesses `guess` [m/s].
    ///
    /// # Errors
    /// [`PlanError`].
    pub fn plan(
        &self,
        start: &StateVector,
        targets: &Targets,
        guess: &[f64],
    ) -> Result<Plan, PlanError> {
        let full_gate = self.full.to(&targets.arrival, targets.schedule.imp2)?;
        let cheap_gate = self.cheap.to(&targets.arrival, targets.schedule.imp2)?;
        let mut ground = self.minimise(start, targets, &cheap_gate, guess, [0.0; ROWS])?;
        let mut outcome = follow(&self.full, start, targets, &full_gate, &ground)?;
        for _ in 0..3 {
            let cheap = follow(&self.cheap, start, targets, &cheap_gate, &ground)?;
            let (e, c) = (residuals(&outcome), residuals(&cheap));
            let offset = std::array::from_fn(|i| e[i] - c[i]);
            let better = self.minimise(start, targets, &cheap_gate, &ground, offset)?;
            let change = better.iter().zip(&ground).map(|(a, b)| (a - b).abs()).fold(0.0, f64::max);
            if change < 0.02 {
                break;
            }
            ground = better;
            outcome = follow(&self.full, start, targets, &full_gate, &ground)?;
        }
        Ok(Plan { ground, outcome })
    }

    /// The same in the fast model alone: accurate to a few per cent, for scans.
    ///
    /// # Errors
    /// [`PlanError`].
    pub fn sketch(
        &self,
        start: &StateVector,
        targets: &Targets,
        guess: &[f64],
    ) -> Result<Plan, PlanError> {
        let gate = self.cheap.to(&targets.arrival, targets.schedule.imp2)?;
        let ground = self.minimise(start, targets, &gate, guess, [0.0; ROWS])?;
        let outcome = follow(&self.cheap, start, targets, &gate, &ground)?;
        Ok(Plan { ground, outcome })
    }

    /// The autonomous transfer in the full model for given ground burns, or without any.
    ///
    /// # Errors
    /// [`PlanError`].
    pub fn outcome(
        &self,
        start: &StateVector,
        targets: &Targets,
        ground: &[f64],
    ) -> Result<Outcome, PlanError> {
        let gate = self.full.to(&targets.arrival, targets.schedule.imp2)?;
        follow(&self.full, start, targets, &gate, ground)
    }

    /// Minimises J in the fast model with its residuals shifted by `offset`.
    fn minimise(
        &self,
        start: &StateVector,
        targets: &Targets,
        gate: &StateVector,
        guess: &[f64],
        offset: [f64; ROWS],
    ) -> Result<Vec<f64>, PlanError> {
        let free = guess.len();
        let mut ground = guess.to_vec();
        if free == 0 {
            return Ok(ground);
        }
        let shifted = |ground: &[f64]| -> Result<[f64; ROWS], PlanError> {
            let outcome = follow(&self.cheap, start, targets, gate, ground)?;
            let r = residuals(&outcome);
            Ok(std::array::from_fn(|i| r[i] + offset[i]))
        };
        for _ in 0..12 {
            let base = shifted(&ground)?;
            // Rows: the ground burns themselves, then those of `residuals`.
            let rows = free + ROWS;
            let mut jacobian = DMatrix::<f64>::zeros(rows, free);
            for k in 0..free {
                let mut moved = ground.clone();
                moved[k] += 0.5;
                let r = shifted(&moved)?;
                jacobian[(k, k)] = 1.0;
                for i in 0..ROWS {
                    jacobian[(free + i, k)] = (r[i] - base[i]) / 0.5;
                }
            }
            let value =
                DVector::from_fn(rows, |i, _| if i < free { ground[i] } else { base[i - free] });
            let step = least_sum(&value, &jacobian)?;
            // A trust region: the residuals are linear over some tens of metres per second.
            let scale = (20.0 / step.amax().max(20.0)).min(1.0);
            for k in 0..free {
                ground[k] += scale * step[k];
            }
            if step.amax() < 0.02 {
                break;
            }
        }
        Ok(ground)
    }
}

/// The step that minimises J of `value + jacobian · step` (the ground burns, then the rows of [`residuals`]) by
/// iterative reweighting.
fn least_sum(value: &DVector<f64>, jacobian: &DMatrix<f64>) -> Result<DVector<f64>, PlanError> {
    let (rows, free) = jacobian.shape();
    let mut step = DVector::<f64>::zeros(free);
    for _ in 0..25 {
        let at = value + jacobian * &step;
        let (i1, i2) = (size([at[free], at[free + 1]]), size([at[free + 2], at[free + 3]]));
        let of_burn = |size: f64| 1.0 / size.max(SMALL_BURN) + 2.0 * EVENNESS.value;
        let weight = DVector::from_fn(rows, |i, _| match i {
            i if i < free => of_burn(at[i].abs()),
            i if i < free + 2 => of_burn(i1),
            i if i < free + 4 => of_burn(i2),
            _ => 2.0,
        });
        let weighted = DMatrix::from_fn(rows, free, |i, k| jacobian[(i, k)] * weight[i]);
        let normal = jacobian.transpose() * &weighted;
        let right = -(weighted.transpose() * value);
        let solution = normal.lu().solve(&right);
        let solution =
            solution.filter(|s| s.iter().all(|x| x.is_finite())).ok_or(PlanError::Undetermined)?;
        let settled = (&solution - &step).amax() < 1e-3;
        step = solution;
        if settled {
            break;
        }
    }
    Ok(step)
}

/// Rows of [`residuals`].
const ROWS: usize = 5;

/// Terms of J besides the ground burns: IMP1 and IMP2, two components each [m/s], and the deviation from the
/// usual range at IMP1 over its spread.
fn residuals(outcome: &Outcome) -> [f64; ROWS] {
    let Outcome { imp1, imp2, start_range, .. } = outcome;
    let start = (start_range - START_RANGE.value) / START_SPREAD.value;
    [imp1[0], imp1[1], imp2[0], imp2[1], start]
}

fn size(components: [f64; 2]) -> f64 {
    components[0].hypot(components[1])
}

#[cfg(test)]
mod tests {
    //! The plan is checked with two-body and J2 dynamics: flown burn by burn it ends at the arrival, and no
    //! other ground burns need less delta-v. Station and insertion states are those of 7 November 2013 (TLE-A
    //! by SGP4, nominal insertion); the tests do not depend on their last digits.

    use super::*;
    use crate::forces::{Field, Inertial, J2, Model};
    use crate::frames::Relative;
    use crate::propagate::Settings;
    use crate::rendezvous::scheme::Schedule;
    use crate::units::{DEGREE, MINUTE};
    use nalgebra::Vector3;

    const SETTINGS: Settings = Settings {
        relative: 1e-11,
        absolute_position: 1e-4,
        absolute_velocity: 1e-7,
        max_step: 900.0,
        method: crate::propagate::Method::Verner98,
    };

    fn model() -> Model<Inertial, J2> {
        Model { axes: Inertial, forces: J2::of(Field::egm2008()) }
    }

    /// Separation, and the arrival 2.4 km from the station of a docking planned at `minutes`.
    fn problem(
        flight: &FreeFlight<'_, Model<Inertial, J2>>,
        minutes: f64,
    ) -> (StateVector, Targets) {
        let station = StateVector {
            t: 527.71,
            r: Vector3::new(-1416.612014, -4809.885189, 4576.459093) * 1e3,
            v: Vector3::new(5.386270640, -4.510479879, -3.065302740) * 1e3,
        };
        let (sin_i, cos_i) = (51.634 * DEGREE).sin_cos();
        let (sin_o, cos_o) = (119.96 * DEGREE).sin_cos();
        let direction = |u: f64| {
            let (s, c) = u.sin_cos();
            Vector3::new(c * cos_o - s * cos_i * sin_o, c * sin_o + s * cos_i * cos_o, s * sin_i)
        };
        let u = 82.25 * DEGREE;
        let separation = StateVector {
            t: 527.71,
            r: direction(u) * 6565.0e3,
            v: direction(u + 90.0 * DEGREE) * 7804.5,
        };
        let schedule = Schedule::new(527.71, minutes * MINUTE);
        let target = flight.to(&station, schedule.arrival).unwrap();
        let (s, c) = (50.0 * DEGREE).sin_cos();
        let line = Vector3::new(s, 0.0, c);
        let (r, v) = target.lvlh().absolute(&Relative { r: line * 2400.0, v: -line * 15.0 });
        let arrival = StateVector { t: schedule.arrival, r, v };
        let station = flight.to(&station, schedule.imp1).unwrap();
        (separation, Targets { schedule, arrival, station })
    }

    /// Δv is required to 1 % of the sum, the accuracy claimed for the choice of the free burns.
    #[test]
    fn no_other_ground_burns_cost_less() {
        let model = model();
        let flight = FreeFlight { model: &model, settings: SETTINGS };
        let planner = Planner { full: flight, cheap: flight };
        for minutes in [345.0, 376.0] {
            let (start, targets) = problem(&flight, minutes);
            let plan = planner.plan(&start, &targets, &[15.0, 10.0, 15.0, 8.0]).unwrap();
            for k in 0..4 {
                for step in [-5.0, 5.0] {
                    let mut ground = plan.ground.clone();
                    ground[k] += step;
                    let outcome = planner.outcome(&start, &targets, &ground).unwrap();
                    let other = Plan { ground, outcome };
                    assert!(
                        other.total() > 0.99 * plan.total(),
                        "docking at {minutes} min: {:?} takes {} m/s, {:?} takes {} m/s",
                        other.ground,
                        other.total(),
                        plan.ground,
                        plan.total()
                    );
                }
            }
        }
    }

    /// Arrival within 200 m: the gate is met to 1 m in the plane only (the launch provides the plane), and
    /// IMP2 acts on the state before it.
    #[test]
    fn impulses_flown_one_by_one_end_at_the_arrival() {
        let model = model();
        let flight = FreeFlight { model: &model, settings: SETTINGS };
        let planner = Planner { full: flight, cheap: flight };
        let (start, targets) = problem(&flight, 376.0);
        let plan = planner.plan(&start, &targets, &[15.0, 10.0, 15.0, 8.0]).unwrap();
        let schedule = &targets.schedule;
        let mut ship = start;
        let six = plan.ground.iter().map(|dv| [*dv, 0.0]);
        let six = six.chain([plan.outcome.imp1, plan.outcome.imp2]);
        let instants = schedule.ground.iter().copied().chain([schedule.imp1, schedule.imp2]);
        for (t, [ahead, down]) in instants.zip(six) {
            ship = flight.to(&ship, t).unwrap();
            ship.v += ship.lvlh().vector_gcrf(&Vector3::new(ahead, 0.0, down));
        }
        let end = flight.to(&ship, schedule.arrival).unwrap();
        let miss = targets.arrival.relative(&end);
        let in_plane = miss.r.x.hypot(miss.r.z);
        assert!(in_plane < 200.0, "misses the arrival by {in_plane} m in the plane");
        assert!((miss.r.y - plan.outcome.cross_track).abs() < 1.0, "{}", miss.r.y);
    }

    /// A first guess that is not a number is an error, not a plan.
    #[test]
    fn a_guess_that_is_no_number_is_refused() {
        let model = model();
        let flight = FreeFlight { model: &model, settings: SETTINGS };
        let planner = Planner { full: flight, cheap: flight };
        let (start, targets) = problem(&flight, 376.0);
        let error = planner.plan(&start, &targets, &[15.0, f64::NAN, 15.0, 8.0]).unwrap_err();
        assert!(error.to_string().starts_with("planning: "), "{error}");
        let mut nowhere = targets;
        nowhere.station.r *= f64::NAN;
        let error = planner.plan(&start, &nowhere, &[15.0, 10.0, 15.0, 8.0]).unwrap_err();
        assert_eq!(error, PlanError::Undetermined);
    }

    /// Six hours cannot close half a revolution of phase: an error, or a plan far beyond any budget.
    #[test]
    fn a_phase_out_of_reach_costs_more_than_any_budget_or_fails() {
        let model = model();
        let flight = FreeFlight { model: &model, settings: SETTINGS };
        let planner = Planner { full: flight, cheap: flight };
        let (start, mut targets) = problem(&flight, 376.0);
        // The station half a turn further on.
        targets.arrival.r = -targets.arrival.r;
        targets.arrival.v = -targets.arrival.v;
        match planner.plan(&start, &targets, &[15.0, 10.0, 15.0, 8.0]) {
            Err(PlanError::NoTransfer { .. }) => {}
            Ok(plan) => assert!(plan.total() > 500.0, "total {} m/s", plan.total()),
            Err(other) => panic!("{other}"),
        }
    }
}
