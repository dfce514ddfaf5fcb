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
//! with `τ` since core separation. `A, B, C, D` and the cut-off time are the five unknowns; radius,
//! path angle zero, speed, and position and velocity in the target plane are the five conditions.
//! Each guidance cycle predicts the rest of the burn and takes Newton steps from the last solution.

use super::InsertionOrbit;
use super::dynamics::oblate_gravity;
use super::steps::rk4;
use super::timeline::UpperStage;
use crate::integrate::Dynamics;
use crate::propagate::Instant;
use nalgebra::{Const, LU, SMatrix, SVector, Vector3};

/// A steering law and its cut-off time.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct LinearTangent {
    /// `A`: tangent of pitch at `epoch` [1].
    pub a: f64,
    /// `B`: how fast it falls [1/s].
    pub b: f64,
    /// `C`: yaw at `epoch` [rad].
    pub c: f64,
    /// `D`: how fast it grows [rad/s].
    pub d: f64,
    /// Start of `τ` [s].
    pub epoch: f64,
    /// Cut-off [s].
    pub cut_off: f64,
    /// Unit normal of the target plane, GCRF.
    pub normal: Vector3<f64>,
}

impl LinearTangent {
    /// Unit vector along which to thrust, GCRF.
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

    /// Mean square of yaw between `start` and cut-off [rad²]: the steering effort across the plane.
    pub fn mean_square_yaw(&self, start: f64) -> f64 {
        let first = self.c + self.d * (start - self.epoch);
        let last = self.c + self.d * (self.cut_off - self.epoch);
        (first * first + first * last + last * last) / 3.0
    }
}

/// Why guidance found no law.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct NoLaw {
    /// What remains of the five conditions, scaled to 1 km and 1 m/s.
    pub residual: f64,
}

/// Guidance's model of the third stage: vacuum thrust, point mass and oblateness, no air.
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

/// Longest step of the prediction [s]: leaves errors of 1 cm/s over the whole burn, and ever less as
/// the burn goes on.
const STEP: f64 = 12.0;
/// Below this time to go, only the cut-off time is still corrected: a turn can no longer move the
/// position, and the equations for it lose their meaning [s].
const FREEZE: f64 = 10.0;
/// Conditions are met when their scaled residuals are below this: 0.1 m, 0.1 mm/s.
const TOLERANCE: f64 = 1e-4;
/// Slopes are kept for the next step, and the next cycle, while they shrink the residual this much.
const KEEP: f64 = 0.2;
/// Newton steps allowed.
const ITERATIONS: usize = 20;

/// Guidance computer: the stage, the orbit wanted, the Earth's axis.
#[derive(Clone, Debug)]
pub(super) struct Guidance<'a> {
    stage: &'a UpperStage,
    target: &'a InsertionOrbit,
    pole: Vector3<f64>,
    /// Slopes of the conditions with the unknowns, factored, from the last solution.
    slopes: Option<Slopes>,
}

/// A factored 5 × 5 matrix.
type Slopes = LU<f64, Const<5>, Const<5>>;

impl<'a> Guidance<'a> {
    /// For `stage` to reach `target`, the Earth's axis being `pole` (GCRF).
    pub fn new(stage: &'a UpperStage, target: &'a InsertionOrbit, pole: Vector3<f64>) -> Self {
        Self { stage, target, pole, slopes: None }
    }

    /// A first law, for a stage that has to reach orbit from a path a few degrees above the horizon.
    pub fn first_guess(&self, now: &Instant, normal: Vector3<f64>) -> LinearTangent {
        // Rocket equation for the horizontal speed missing, with a tenth for climbing.
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
    fn predict(&self, now: &Instant, law: &LinearTangent) -> Instant {
        let leg = |from: Instant, to: f64, skirt: f64| {
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

    /// What the five conditions lack at `end` [km, m/s]: radius, radial speed, speed, and position
    /// and velocity across the plane.
    fn residual(&self, end: &Instant) -> SVector<f64, 5> {
        let radius = end.r.norm();
        SVector::from([
            (radius - self.target.perigee_radius) * 1e-3,
            end.r.dot(&end.v) / radius,
            end.v.norm() - self.target.perigee_speed(),
            end.r.dot(&self.target.normal) * 1e-3,
            end.v.dot(&self.target.normal),
        ])
    }

    /// Rate of change of the residual with the cut-off time.
    fn residual_rate(&self, end: &Instant, law: &LinearTangent) -> SVector<f64, 5> {
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
    pub fn solve(&mut self, now: &Instant, law: LinearTangent) -> Result<LinearTangent, NoLaw> {
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
            // The slopes of the last cycle serve until they stop serving well.
            let fresh = self.slopes.is_none();
            let slopes = match self.slopes.take() {
                Some(slopes) => slopes,
                None => self.slopes_at(now, &law, &end, &lacking).lu(),
            };
            let Some(step) = slopes.solve(&(-lacking)) else { break };

            // Halve the step until it helps; a cut-off time may not move past sense.
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
                self.slopes = Some(slopes);
            } else if fresh && gain == 1.0 {
                break;
            }
        }
        // Rounding may stop the search just above the tolerance; a metre is still a solution.
        if lacking.amax() < 10.0 * TOLERANCE {
            return Ok(law);
        }
        Err(NoLaw { residual: lacking.amax() })
    }

    /// Slopes of the residual with the five unknowns, around `law`, which ends at `end`.
    fn slopes_at(
        &self,
        now: &Instant,
        law: &LinearTangent,
        end: &Instant,
        lacking: &SVector<f64, 5>,
    ) -> SMatrix<f64, 5, 5> {
        let mut slopes = SMatrix::<f64, 5, 5>::zeros();
        for (i, size) in [1e-4, 1e-6, 1e-4, 1e-6].into_iter().enumerate() {
            let mut moved = *law;
            *moved.unknown(i) += size;
            let change = self.residual(&self.predict(now, &moved)) - lacking;
            slopes.set_column(i, &(change / size));
        }
        slopes.set_column(4, &self.residual_rate(end, law));
        slopes
    }

    /// Cut-off time alone, from the speed.
    fn solve_cut_off(&self, now: &Instant, law: LinearTangent) -> Result<LinearTangent, NoLaw> {
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
