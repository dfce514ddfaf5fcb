//! Integrates the flight arc by arc and records samples, events and delta-v losses.

use super::AscentError;
use super::dynamics::{Rocket, rotate};
use super::log::{AscentEvent, AscentSample, DeltaVBudget};
use super::timeline::EventKind;
use crate::constants::G0;
use crate::forces::{BodyAxes, Force};
use crate::propagate::{Settings, StateVector, Statistics, Trajectory, propagate};
use nalgebra::Vector3;

/// Interval of regular samples [s].
const SAMPLE_EVERY: f64 = 1.0;
/// Tolerances. The kinks of the standard atmosphere and of the drag law make higher accuracy expensive, and
/// closed-loop guidance corrects errors of stages 1 and 2.
const SETTINGS: Settings = Settings {
    relative: 1e-9,
    absolute_position: 1e-3,
    absolute_velocity: 1e-5,
    max_step: 30.0,
    method: crate::propagate::Method::Verner98,
};
/// Radius of the sphere on which ground distance is measured [m].
const GROUND_RADIUS: f64 = 6.371e6;
/// Longest panel of the delta-v integrals [s].
const PANEL: f64 = 2.0;
/// Nodes and weights of Gauss–Legendre quadrature with five points on [−1, 1]
/// [AS1964, table 25.4].
const GAUSS: [(f64, f64); 5] = [
    (-0.906_179_845_938_664, 0.236_926_885_056_189),
    (-0.538_469_310_105_683, 0.478_628_670_499_366),
    (0.0, 0.568_888_888_888_889),
    (0.538_469_310_105_683, 0.478_628_670_499_366),
    (0.906_179_845_938_664, 0.236_926_885_056_189),
];

/// Trajectory, samples, events and delta-v of a flight in progress.
pub(super) struct Recorder {
    /// Direction of the pad, Earth-fixed.
    pad: Vector3<f64>,
    pub samples: Vec<AscentSample>,
    pub events: Vec<AscentEvent>,
    pub budget: DeltaVBudget,
    pub trajectory: Option<Trajectory>,
    pub statistics: Statistics,
}

impl Recorder {
    /// An empty record of a flight from a pad at this Earth-fixed position.
    pub fn new(pad: Vector3<f64>) -> Self {
        Self {
            pad: pad.normalize(),
            samples: Vec::with_capacity(600),
            events: Vec::with_capacity(12),
            budget: DeltaVBudget::default(),
            trajectory: None,
            statistics: Statistics::default(),
        }
    }

    /// Flies one arc, over which all forces are smooth, and returns its end.
    pub fn fly<E: BodyAxes, G: Force<f64>>(
        &mut self,
        rocket: &Rocket<'_, E, G>,
        start: StateVector,
        t_end: f64,
    ) -> Result<StateVector, AscentError> {
        let arc = propagate(rocket, start, t_end, &SETTINGS, &[])?;
        let first = (start.t / SAMPLE_EVERY).ceil();
        let last = self.samples.last().map_or(f64::NEG_INFINITY, |last| last.t);
        let times = (0..).map(|k| (first + f64::from(k)) * SAMPLE_EVERY);
        let times = times.take_while(|t| *t < t_end).filter(|t| *t > last);
        for at in arc.trajectory.sample(times) {
            self.samples.push(self.sample(rocket, &at));
        }
        self.account(rocket, &arc.trajectory, start.t, t_end);
        self.statistics += arc.statistics;
        match &mut self.trajectory {
            Some(path) => path.append(arc.trajectory),
            None => self.trajectory = Some(arc.trajectory),
        }
        Ok(arc.end)
    }

    /// Records an event; `rocket` is the launcher after it.
    pub fn event<E: BodyAxes, G: Force<f64>>(
        &mut self,
        kind: EventKind,
        rocket: &Rocket<'_, E, G>,
        at: &StateVector,
    ) {
        let sample = self.sample(rocket, at);
        self.events.push(AscentEvent { t: at.t, kind, sample });
        self.samples.push(sample);
    }

    /// Adds an arc to the delta-v integrals.
    ///
    /// With `u` the velocity relative to the turning Earth, `d|u|/dt = û · (a − ω × v)`, and `a` is
    /// the sum of gravity, thrust and drag.
    fn account<E: BodyAxes, G: Force<f64>>(
        &mut self,
        rocket: &Rocket<'_, E, G>,
        path: &Trajectory,
        start: f64,
        end: f64,
    ) {
        let panels = ((end - start) / PANEL).ceil();
        let half = 0.5 * (end - start) / panels;
        let budget = &mut self.budget;
        for panel in 0..panels as usize {
            let middle = start + half * (2 * panel + 1) as f64;
            for (node, weight) in GAUSS {
                let dt = weight * half;
                let at = path.at(middle + node * half);
                let acting = rocket.acting(at.t, at.r, at.v);
                let along = acting.v_air.normalize();
                let vacuum = rocket.phase.thrust_vacuum / acting.mass;
                budget.vacuum += dt * vacuum;
                budget.pressure += dt * (vacuum - acting.push);
                budget.thrust += dt * acting.push;
                budget.gravity -= dt * along.dot(&(acting.gravity - acting.spin.cross(&at.v)));
                budget.drag -= dt * along.dot(&acting.drag);
                budget.steering += dt * acting.push * (1.0 - along.dot(&acting.axis));
            }
        }
    }

    /// The sample at one instant.
    fn sample<E: BodyAxes, G: Force<f64>>(
        &self,
        rocket: &Rocket<'_, E, G>,
        at: &StateVector,
    ) -> AscentSample {
        let acting = rocket.acting(at.t, at.r, at.v);
        let speed = acting.v_air.norm();
        let rise = acting.v_air.dot(&acting.up);
        let below = rotate(&rocket.earth.to_body(at.t), at.r).normalize();
        AscentSample {
            t: at.t,
            r: at.r,
            v: at.v,
            mass: acting.mass,
            altitude: acting.altitude,
            air_speed: speed,
            path_angle: rise.atan2((speed * speed - rise * rise).max(0.0).sqrt()),
            dynamic_pressure: 0.5 * acting.density * speed * speed,
            mach: speed / acting.sound_speed,
            axial_load: (acting.push + acting.drag.dot(&acting.axis)) / G0,
            pitch: acting.axis.dot(&acting.up).clamp(-1.0, 1.0).asin(),
            thrust: acting.thrust,
            downrange: GROUND_RADIUS * below.cross(&self.pad).norm().atan2(below.dot(&self.pad)),
        }
    }
}
