//! Launch planning: the launch azimuth for a target plane.

use super::dynamics::{Attitude, Rocket, rotate_back, upward};
use super::guidance::{Guidance, LinearTangent};
use super::programme::Programme;
use super::steps::rk4;
use super::timeline::Timeline;
use super::{AscentError, InsertionOrbit, REACH};
use crate::constants::EARTH_RATE;
use crate::forces::BodyAxes;
use crate::forces::gravity::J2;
use crate::propagate::StateVector;
use crate::vehicle::launcher::Launcher;
use crate::vehicle::pad::Pad;
use nalgebra::Vector3;

/// Longest step of the open-loop prediction [s].
const STEP: f64 = 2.0;
/// Change of yaw for the finite difference of the third stage's steering law [rad].
const SIDE_STEP: f64 = 0.01;

/// What is loaded on board before lift-off: launch azimuth and predicted steering law.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct LaunchPlan {
    /// Angle from the target plane to the pad at lift-off, positive to the left of flight [rad].
    pub plane_distance: f64,
    /// Launch azimuth, from north through east [rad]: the vertical plane in which stages 1 and 2 fly.
    pub azimuth: f64,
    /// Heading of that plane relative to the target plane at the pad, positive to the left [rad].
    pub yaw: f64,
    /// Unit normal of the launch plane, GCRF.
    pub normal: Vector3<f64>,
    /// Initial steering law of the third stage, with the predicted cut-off time.
    pub steering: LinearTangent,
    /// Propellant predicted to be left in the third stage [kg].
    pub residual: f64,
    /// Root mean square of the third stage's yaw [rad].
    pub steering_effort: f64,
    /// State predicted at core separation, GCRF.
    pub core_separation: StateVector,
}

/// Position and velocity of the pad at `t`, GCRF.
///
/// `v = ω × r`, with `ω` along the third Earth-fixed axis.
pub fn pad_state(pad: &Pad, earth: &impl BodyAxes, t: f64) -> StateVector {
    let to_body = earth.to_body(t);
    let r = rotate_back(&to_body, pad.position());
    let v = (Vector3::from(to_body[2]) * EARTH_RATE).cross(&r);
    StateVector { t, r, v }
}

/// Angle from the plane with unit normal `normal` (GCRF) to the pad at `t` [rad]; positive when the
/// pad lies on the side of the normal, to the left of flight.
pub fn plane_distance(pad: &Pad, normal: &Vector3<f64>, earth: &impl BodyAxes, t: f64) -> f64 {
    pad_state(pad, earth, t).r.normalize().dot(normal).clamp(-1.0, 1.0).asin()
}

/// Earth axes for a launch `delay` seconds after the epoch of `earth`.
#[derive(Clone, Copy, Debug)]
pub struct Delayed<'a, E> {
    /// Axes as function of time since the epoch.
    pub earth: &'a E,
    /// Lift-off, seconds since the epoch.
    pub delay: f64,
}

impl<E: BodyAxes> BodyAxes for Delayed<'_, E> {
    fn to_body(&self, t: f64) -> [[f64; 3]; 3] {
        self.earth.to_body(t + self.delay)
    }
}

/// The launch problem as a function of the yaw of the launch plane.
struct AzimuthSearch<'a, E> {
    launcher: &'a Launcher,
    timeline: &'a Timeline,
    programme: &'a Programme,
    target: &'a InsertionOrbit,
    earth: &'a E,
    start: StateVector,
    /// Unit vectors at the pad: up, ahead in the target plane, and left of it.
    up: Vector3<f64>,
    ahead: Vector3<f64>,
    left: Vector3<f64>,
    pole: Vector3<f64>,
}

impl<'a, E: BodyAxes> AzimuthSearch<'a, E> {
    fn new(
        launcher: &'a Launcher,
        pad: &Pad,
        target: &'a InsertionOrbit,
        earth: &'a E,
        timeline: &'a Timeline,
        programme: &'a Programme,
    ) -> Self {
        let start = pad_state(pad, earth, 0.0);
        let pole = |t: f64| Vector3::from(earth.to_body(t)[2]);
        let (_, up) = upward(start.r, pad.position(), pole(0.0));
        let ahead = target.normal.cross(&up).normalize();
        Self {
            launcher,
            timeline,
            programme,
            target,
            earth,
            start,
            up,
            ahead,
            left: up.cross(&ahead),
            pole: pole(timeline.upper.start),
        }
    }

    /// Normal of the vertical plane whose heading is `yaw` to the left of the target plane.
    fn firing_normal(&self, yaw: f64) -> Vector3<f64> {
        self.up.cross(&(self.ahead * yaw.cos() + self.left * yaw.sin())).normalize()
    }

    /// Open-loop flight to core separation, with the gravity model of guidance.
    fn to_core_separation(&self, yaw: f64) -> StateVector {
        let normal = self.firing_normal(yaw);
        self.timeline.open_loop.iter().fold(self.start, |state, phase| {
            let rocket = Rocket {
                earth: self.earth,
                gravity: &J2::EARTH,
                aerodynamics: &self.launcher.aerodynamics,
                phase: *phase,
                attitude: Attitude::Programme(self.programme, normal),
            };
            rk4(&rocket, state, phase.end, STEP)
        })
    }

    /// State at core separation and steering law of the third stage, for a launch at `yaw`.
    fn law(
        &self,
        yaw: f64,
        guess: Option<LinearTangent>,
    ) -> Result<(StateVector, LinearTangent), AscentError> {
        let state = self.to_core_separation(yaw);
        let mut guidance = Guidance::new(&self.timeline.upper, self.target, self.pole);
        let guess = guess.unwrap_or_else(|| guidance.first_guess(&state, self.target.normal));
        let law = guidance
            .solve(&state, guess)
            .map_err(|no| AscentError::NoSteering { t_s: state.t, residual: no.residual })?;
        Ok((state, law))
    }
}

/// Finds the launch azimuth that minimises the out-of-plane steering of the third stage.
///
/// The pad's eastward velocity is not in the target plane, and the pad itself seldom is, so the launcher must
/// turn into the plane on the way. Stages 1 and 2 fly at constant yaw; the yaw of stage 3 is linear in time,
/// `ψ = C + D τ`. `C` and `D` are almost linear in the launch yaw, so the yaw with the least mean square
/// of `ψ` over the third stage follows from two predicted flights and one or two iterations.
///
/// # Errors
/// [`AscentError`]: orbit or launcher out of range, the plane farther from the pad than [`REACH`], a stage out of
/// propellant before its cut-off, or a third stage without a guidance solution or without enough propellant.
pub fn plan_launch(
    launcher: &Launcher,
    pad: &Pad,
    payload: f64,
    target: &InsertionOrbit,
    earth: &impl BodyAxes,
) -> Result<LaunchPlan, AscentError> {
    target.check()?;
    let distance = plane_distance(pad, &target.normal, earth, 0.0);
    if distance.abs() > REACH.value {
        return Err(AscentError::OutOfPlane {
            distance_deg: distance.to_degrees(),
            reach_deg: REACH.value.to_degrees(),
        });
    }
    let timeline = Timeline::new(launcher, payload)?;
    let programme = Programme::new(&launcher.pitch).ok_or(AscentError::PitchTable)?;
    let search = AzimuthSearch::new(launcher, pad, target, earth, &timeline, &programme);

    // First guess: cancel the pad's velocity across the plane.
    let mut yaw = -search.start.v.dot(&target.normal) / target.perigee_speed();
    let (mut state, mut law) = search.law(yaw, None)?;
    let (_, beside) = search.law(yaw + SIDE_STEP, Some(law))?;
    let (c1, d1) = ((beside.c - law.c) / SIDE_STEP, (beside.d - law.d) / SIDE_STEP);
    for _ in 0..4 {
        // ψ(τ) = (C + δ C') + (D + δ D') τ: minimise ∫ψ² over τ in [0, T].
        let span = law.cut_off - timeline.upper.start;
        let dot = |c: f64, d: f64, e: f64, f: f64| {
            c * e + 0.5 * (c * f + d * e) * span + d * f * span * span / 3.0
        };
        let change = (-dot(law.c, law.d, c1, d1) / dot(c1, d1, c1, d1)).clamp(-0.3, 0.3);
        if change.abs() < 1e-6 {
            break;
        }
        yaw += change;
        (state, law) = search.law(yaw, Some(law))?;
    }

    let heading = search.ahead * yaw.cos() + search.left * yaw.sin();
    let to_body = earth.to_body(0.0);
    let [east, north] = pad.east_north().map(|axis| rotate_back(&to_body, axis));
    let residual = timeline.upper.residual(law.cut_off);
    if residual < 0.0 {
        return Err(AscentError::PropellantShort {
            short_kg: -residual,
            payload_kg: payload,
            distance_deg: distance.to_degrees(),
        });
    }
    Ok(LaunchPlan {
        plane_distance: distance,
        azimuth: heading.dot(&east).atan2(heading.dot(&north)).rem_euclid(std::f64::consts::TAU),
        yaw,
        normal: search.firing_normal(yaw),
        steering: law,
        residual,
        steering_effort: law.mean_square_yaw(timeline.upper.start).sqrt(),
        core_separation: state,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::vehicle::launcher::SOYUZ_FG;
    use crate::vehicle::pad::SITE_1;

    /// Earth-fixed axes that rotate about z and coincide with the inertial ones at t = 0.
    struct Turning;
    impl BodyAxes for Turning {
        fn to_body(&self, t: f64) -> [[f64; 3]; 3] {
            let (sin, cos) = (EARTH_RATE * t).sin_cos();
            [[cos, sin, 0.0], [-sin, cos, 0.0], [0.0, 0.0, 1.0]]
        }
    }

    /// A launch a little to either side needs more steering of the third stage, by the same amount.
    #[test]
    fn planned_azimuth_leaves_least_steering() {
        // A plane of 51.6° with the pad 0.3° to its left.
        let up = SITE_1.position().normalize();
        let [east, north] = SITE_1.east_north();
        let normal = (up.cross(&(east * 0.89 + north * (1.0 - 0.89_f64.powi(2)).sqrt()))
            + up * 0.0052)
            .normalize();
        let target = InsertionOrbit::nominal(normal);
        let plan = plan_launch(&SOYUZ_FG, &SITE_1, 7150.0, &target, &Turning).unwrap();
        let timeline = Timeline::new(&SOYUZ_FG, 7150.0).unwrap();
        let programme = Programme::new(&SOYUZ_FG.pitch).unwrap();
        let search =
            AzimuthSearch::new(&SOYUZ_FG, &SITE_1, &target, &Turning, &timeline, &programme);
        let effort = |yaw: f64| {
            let (_, law) = search.law(yaw, Some(plan.steering)).unwrap();
            law.mean_square_yaw(timeline.upper.start)
        };
        let (right, best, left) =
            (effort(plan.yaw - 5e-3), effort(plan.yaw), effort(plan.yaw + 5e-3));
        assert!((best.sqrt() - plan.steering_effort).abs() < 1e-7);
        let (more_right, more_left) = (right - best, left - best);
        assert!(more_right > 0.0 && more_left > 0.0, "{more_right} {more_left} rad²");
        // A parabola with its vertex at the plan: both sides agree but for a small cubic part.
        assert!((more_right / more_left - 1.0).abs() < 0.1, "{more_right} {more_left} rad²");
    }
}
