//! Closed-loop guidance of the third stage: linear tangent, solved for a point on the target orbit.
//!
//! The optimal thrust direction in a uniform field has a tangent linear in time
//! [BrysonHo1975, sec. 2.4; ChandlerSmith1967]:
//!
//! ```text
//! tan θ = A − B τ      pitch above the local horizontal
//!     ψ = C + D τ      yaw from the target plane, left positive
//! ```
//!
//! with `τ` the time since core separation. The five unknowns are `A, B, C, D` and the cut-off time. The five
//! conditions at cut-off are radius, zero flight-path angle, speed, and position and velocity in the target
//! plane. Each guidance cycle predicts the rest of the burn and takes Newton steps from the last solution.

use super::InsertionOrbit;
use super::dynamics::oblate_gravity;
use super::steps::rk4;
use super::timeline::UpperStage;
use crate::integrate::Dynamics;
use crate::propagate::StateVector;
use nalgebra::{Const, LU, SMatrix, SVector, Vector3};

/// A steering law and its cut-off time.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct LinearTangent {
    /// `A`: tangent of pitch at `epoch` [1].
    pub a: f64,
    /// `B`: its rate of decrease [1/s].
    pub b: f64,
    /// `C`: yaw at `epoch` [rad].
    pub c: f64,
    /// `D`: its rate [rad/s].
    pub d: f64,
    /// Start of `τ` [s].
    pub epoch: f64,
    /// Cut-off [s].
    pub cut_off: f64,
    /// Unit normal of the target plane, GCRF.
    pub normal: Vector3<f64>,
}

impl LinearTangent {
    /// Unit vector of the commanded thrust at `t` [s] and position `r`, GCRF.
    #[inline]
    pub fn axis(&self, t: f64, r: Vector3<f64>) -> Vector3<f64> {
        let tau = t - self.epoch;
        let tangent = self.a - self.b * tau;
        let cos_pitch = 1.0 / (1.0 + tangent * tangent).sqrt();
        let (sin_yaw, cos_yaw) = (self.c + self.d * tau).sin_cos();
        let up = r.normalize();
        let ahead = self.normal.cross(&up).normalize();
        let left = up.cross(&ahead);
        (ahead * cos_yaw + left * sin_yaw + up * tangent) * cos_pitch
    }

    /// Mean square of yaw between `start` and cut-off [rad²]: the out-of-plane steering effort.
    pub fn mean_square_yaw(&self, start: f64) -> f64 {
        let first = self.c + self.d * (start - self.epoch);
        let last = self.c + self.d * (self.cut_off - self.epoch);
        (first * first + first * last + last * last) / 3.0
    }
}

/// Guidance did not converge.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct NoLaw {
    /// Largest residual of the five conditions [km or m/s].
    pub residual: f64,
}

/// The third stage as guidance models it: vacuum thrust, point mass and J2, no air.
#[derive(Clone, Copy, Debug)]
struct Predictor<'a> {
    stage: &'a UpperStage,
    skirt: f64,
    law: LinearTangent,
    pole: Vector3<f64>,
}

impl Dynamics<f64, 3> for Predictor<'_> {
    const USES_VELOCITY: bool = false;

    #[inline]
    fn acceleration(&self, t: f64, r: &[f64; 3], _: &[f64; 3]) -> [f64; 3] {
        let r = Vector3::from(*r);
        let mass = self.stage.mass - self.stage.flow * (t - self.stage.start) - self.skirt;
        (oblate_gravity(t, r, self.pole) + self.law.axis(t, r) * (self.stage.thrust / mass)).into()
    }
}

/// Longest step of the prediction [s]: errors of 1 cm/s over the whole burn, decreasing as the burn
/// proceeds.
const STEP: f64 = 12.0;
/// Time to go below which only the cut-off time is corrected [s]: steering can no longer change the
/// position, and the five equations become singular.
const FREEZE: f64 = 10.0;
/// Largest residual accepted [km or m/s]: 0.1 m, 0.1 mm/s.
const TOLERANCE: f64 = 1e-4;
/// The Jacobian is kept for the next step, and the next cycle, while a step reduces the residual to this fraction.
const KEEP: f64 = 0.2;
/// Most Newton steps.
const ITERATIONS: usize = 20;

/// Guidance of the third stage to the target orbit.
#[derive(Clone, Debug)]
pub(super) struct Guidance<'a> {
    stage: &'a UpperStage,
    target: &'a InsertionOrbit,
    pole: Vector3<f64>,
    /// Factored Jacobian of the conditions, from the last solution.
    jacobian: Option<Factored>,
}

/// A factored 5 × 5 matrix.
type Factored = LU<f64, Const<5>, Const<5>>;

impl<'a> Guidance<'a> {
    /// Guides `stage` to `target`; `pole` is the Earth's axis, GCRF.
    pub fn new(stage: &'a UpperStage, target: &'a InsertionOrbit, pole: Vector3<f64>) -> Self {
        Self { stage, target, pole, jacobian: None }
    }

    /// First guess of the law, for a flight path a few degrees above the horizon at core separation.
    pub fn first_guess(&self, now: &StateVector, normal: Vector3<f64>) -> LinearTangent {
        // Rocket equation for the missing horizontal speed, plus a tenth for the climb.
        let missing = 1.1 * (self.target.perigee_speed() - now.v.norm());
        let exhaust = self.stage.thrust / self.stage.flow;
        let mass = self.stage.mass_at(self.stage.skirt_time);
        let burn = mass / self.stage.flow * (1.0 - (-missing / exhaust).exp());
        LinearTangent {
            a: 0.3,
            b: 0.3 / burn,
            c: 0.0,
            d: 0.0,
            epoch: self.stage.start,
            cut_off: now.t + burn,
            normal,
        }
    }

    /// State at cut-off, flying `law` from `now`.
    fn predict(&self, now: &StateVector, law: &LinearTangent) -> StateVector {
        let leg = |from: StateVector, to: f64, skirt: f64| {
            let model = Predictor { stage: self.stage, skirt, law: *law, pole: self.pole };
            rk4(&model, from, to, STEP)
        };
        let shed = self.stage.skirt_time;
        if now.t < shed {
            let at_shed = leg(*now, shed, 0.0);
            leg(at_shed, law.cut_off, self.stage.skirt_mass)
        } else {
            leg(*now, law.cut_off, self.stage.skirt_mass)
        }
    }

    /// Residuals of the five conditions at `end` [km, m/s]: radius, radial speed, speed, and position
    /// and velocity across the plane.
    fn residual(&self, end: &StateVector) -> SVector<f64, 5> {
        let radius = end.r.norm();
        SVector::from([
            (radius - self.target.perigee_radius) * 1e-3,
            end.r.dot(&end.v) / radius,
            end.v.norm() - self.target.perigee_speed(),
            end.r.dot(&self.target.normal) * 1e-3,
            end.v.dot(&self.target.normal),
        ])
    }

    /// Derivative of the residual with respect to the cut-off time.
    fn residual_rate(&self, end: &StateVector, law: &LinearTangent) -> SVector<f64, 5> {
        let model = Predictor {
            stage: self.stage,
            skirt: self.stage.skirt_mass,
            law: *law,
            pole: self.pole,
        };
        let a = Vector3::from(model.acceleration(end.t, &end.r.into(), &end.v.into()));
        let (radius, speed) = (end.r.norm(), end.v.norm());
        let radial = end.r.dot(&end.v) / radius;
        SVector::from([
            radial * 1e-3,
            (end.v.norm_squared() + end.r.dot(&a) - radial * radial) / radius,
            end.v.dot(&a) / speed,
            end.v.dot(&self.target.normal) * 1e-3,
            a.dot(&self.target.normal),
        ])
    }

    /// Improves `law` so that the stage, now at `now`, meets the target orbit.
    pub fn solve(&mut self, now: &StateVector, law: LinearTangent) -> Result<LinearTangent, NoLaw> {
        if law.cut_off - now.t < FREEZE {
            return self.solve_cut_off(now, law);
        }
        let mut law = law;
        let mut end = self.predict(now, &law);
        let mut lacking = self.residual(&end);
        for _ in 0..ITERATIONS {
            let before = lacking.norm();
            if lacking.amax() < TOLERANCE {
                return Ok(law);
            }
            // The Jacobian of the last cycle is used as long as it converges fast enough.
            let fresh = self.jacobian.is_none();
            let jacobian = match self.jacobian.take() {
                Some(jacobian) => jacobian,
                None => self.jacobian_at(now, &law, &end, &lacking).lu(),
            };
            let Some(step) = jacobian.solve(&(-lacking)) else { break };

            // Halve the step until the residual falls; limit the change of the cut-off time to 40 s.
            let mut fraction = (40.0 / step[4].abs()).min(1.0);
            for _ in 0..if fresh { 8 } else { 1 } {
                let mut trial = law;
                for i in 0..5 {
                    *trial.unknown(i) += fraction * step[i];
                }
                let mass_left = self.stage.mass_at(trial.cut_off);
                if trial.cut_off > now.t && mass_left > 0.1 * self.stage.mass {
                    let trial_end = self.predict(now, &trial);
                    let trial_lacking = self.residual(&trial_end);
                    if trial_lacking.norm() < before {
                        (law, end, lacking) = (trial, trial_end, trial_lacking);
                        break;
                    }
                }
                fraction *= 0.5;
            }
            let gain = lacking.norm() / before;
            if gain < KEEP {
                self.jacobian = Some(jacobian);
            } else if fresh && gain == 1.0 {
                break;
            }
        }
        // Rounding may stop the iteration just above the tolerance; a metre is still acceptable.
        if lacking.amax() < 10.0 * TOLERANCE {
            return Ok(law);
        }
        Err(NoLaw { residual: lacking.amax() })
    }

    /// Jacobian of the residual with respect to the five unknowns at `law`, which ends at `end`.
    fn jacobian_at(
        &self,
        now: &StateVector,
        law: &LinearTangent,
        end: &StateVector,
        lacking: &SVector<f64, 5>,
    ) -> SMatrix<f64, 5, 5> {
        let mut jacobian = SMatrix::<f64, 5, 5>::zeros();
        for (i, size) in [1e-4, 1e-6, 1e-4, 1e-6].into_iter().enumerate() {
            let mut moved = *law;
            *moved.unknown(i) += size;
            let change = self.residual(&self.predict(now, &moved)) - lacking;
            jacobian.set_column(i, &(change / size));
        }
        jacobian.set_column(4, &self.residual_rate(end, law));
        jacobian
    }

    /// Corrects the cut-off time alone, from the speed.
    fn solve_cut_off(&self, now: &StateVector, law: LinearTangent) -> Result<LinearTangent, NoLaw> {
        let mut law = law;
        let mut lacking = f64::INFINITY;
        for _ in 0..ITERATIONS {
            let end = self.predict(now, &law);
            lacking = self.residual(&end)[2];
            if lacking.abs() < TOLERANCE {
                return Ok(law);
            }
            law.cut_off -= lacking / self.residual_rate(&end, &law)[2];
        }
        Err(NoLaw { residual: lacking.abs() })
    }
}

impl LinearTangent {
    /// The `i`-th unknown: A, B, C, D, cut-off time.
    fn unknown(&mut self, i: usize) -> &mut f64 {
        match i {
            0 => &mut self.a,
            1 => &mut self.b,
            2 => &mut self.c,
            3 => &mut self.d,
            _ => &mut self.cut_off,
        }
    }
}
