//! Flies the approach phase by phase: true motion, guidance and log.

use super::guidance::{Task, off_axis};
use super::log::{Contact, Event, EventKind, Outcome, Phase, PhaseUse, ProximityLog, Sample};
use super::motion::{EVALUATIONS_PER_STEP, pulsed_step};
use super::relative::ClohessyWiltshire;
use super::thrusters::{Firing, body_axes, fire};
use super::{Approach, Go, Navigation, ProximityError, mechanism};
use crate::frames::{Lvlh, Relative};
use crate::integrate::Dynamics;
use crate::propagate::StateVector;
use crate::units::MINUTE;
use nalgebra::Vector3;

/// Longest coast to the first braking burn, and longest phase [s].
const LONGEST_PHASE: f64 = 3600.0;
/// How finely gates and contact are located [m].
const GATE_TOLERANCE: f64 = 1e-6;

/// The ship relative to the port at one instant.
pub(super) struct View {
    pub lvlh: Lvlh,
    /// From the station's centre of mass.
    pub from_station: Relative,
    /// From the port.
    pub from_port: Relative,
    /// From the port, as measured by navigation.
    pub seen: Relative,
}

/// An approach in progress.
pub(super) struct Flight<'a, 'n, M, N> {
    pub approach: &'a Approach<'a, M>,
    pub navigation: &'n mut N,
    pub now: StateVector,
    pub mass: f64,
    pub delta_v: f64,
    /// The current phase; past phases are in the log.
    pub phase: PhaseUse,
    pub log: ProximityLog,
}

pub(super) fn fly<M: Dynamics<f64>, N: Navigation>(
    approach: &Approach<'_, M>,
    start: StateVector,
    mass: f64,
    go: Go,
    navigation: &mut N,
) -> Result<ProximityLog, ProximityError> {
    let mut flight = Flight {
        approach,
        navigation,
        now: start,
        mass,
        delta_v: 0.0,
        phase: unused(Phase::Transfer, start.t),
        log: ProximityLog {
            samples: Vec::with_capacity(2000),
            burns: Vec::with_capacity(3),
            events: Vec::with_capacity(16),
            phases: Vec::with_capacity(8),
            outcome: Outcome::Holding { since: start.t, range: 0.0 },
            end: start,
            evaluations: 0,
        },
    };
    flight.brake()?;
    flight.fly_around()?;
    flight.keep_station(go)?;
    flight.dock()?;
    Ok(flight.finish())
}

/// Root of `f` to [`GATE_TOLERANCE`] by the secant method, from a known point and a second argument. For
/// nearly linear functions; at most twenty steps.
pub(super) fn secant(
    (mut x0, mut f0): (f64, f64),
    mut x1: f64,
    mut f: impl FnMut(f64) -> Result<f64, ProximityError>,
) -> Result<f64, ProximityError> {
    for _ in 0..20 {
        let f1 = f(x1)?;
        if f1.abs() <= GATE_TOLERANCE || f1 == f0 {
            break;
        }
        let next = x1 - f1 * (x1 - x0) / (f1 - f0);
        (x0, f0, x1) = (x1, f1, next);
    }
    Ok(x1)
}

/// The part of a velocity error to correct: none within the dead band, otherwise down to half of it, which
/// avoids limit cycling.
fn beyond(error: f64, dead_band: f64) -> f64 {
    if error.abs() < dead_band { 0.0 } else { error - (0.5 * dead_band).copysign(error) }
}

fn unused(phase: Phase, start: f64) -> PhaseUse {
    PhaseUse { phase, start, end: start, delta_v: 0.0, propellant: 0.0, firings: 0 }
}

impl<M: Dynamics<f64>, N: Navigation> Flight<'_, '_, M, N> {
    pub fn axis(&self) -> Vector3<f64> {
        self.approach.port.axis()
    }

    /// The true relative state at `at`.
    pub fn view(&self, at: &StateVector) -> Result<View, ProximityError> {
        let (start, end) = self.approach.station.span();
        if !(start..=end).contains(&at.t) {
            return Err(ProximityError::StationUnknown { start, end, t: at.t });
        }
        let lvlh = self.approach.station.at(at.t).lvlh();
        let from_station = lvlh.relative_to(at.r, at.v);
        let from_port = from_station.seen_from(&self.approach.port.position());
        if !from_port.r.iter().all(|x| x.is_finite()) {
            return Err(ProximityError::NotFinite { t: at.t });
        }
        Ok(View { lvlh, from_station, from_port, seen: from_port })
    }

    /// The true and the measured relative state now.
    pub fn observe(&mut self) -> Result<View, ProximityError> {
        let mut view = self.view(&self.now)?;
        view.seen = self.navigation.measure(self.now.t, &view.from_port);
        Ok(view)
    }

    pub fn record(&mut self, view: &View) {
        self.log.samples.push(Sample {
            at: self.now,
            mass: self.mass,
            phase: self.phase.phase,
            r_lvlh: view.from_station.r,
            v_lvlh: view.from_station.v,
            range: view.from_port.range(),
            closing_speed: view.from_port.closing_speed(),
            off_axis: off_axis(&view.from_port.r, &self.axis()),
            delta_v: self.delta_v,
        });
    }

    pub fn event(&mut self, kind: EventKind) {
        self.log.events.push(Event { t: self.now.t, kind });
    }

    /// Ends the current phase and begins another.
    pub fn begin(&mut self, phase: Phase) {
        let done = PhaseUse { end: self.now.t, ..self.phase };
        self.log.phases.push(done);
        self.phase = unused(phase, self.now.t);
    }

    /// The same, recorded as an event.
    fn enter(&mut self, phase: Phase) {
        self.begin(phase);
        self.event(EventKind::Begins(phase));
    }

    /// Ends the last phase.
    fn finish(mut self) -> ProximityLog {
        self.log.phases.push(PhaseUse { end: self.now.t, ..self.phase });
        self.log.end = self.now;
        self.log
    }

    /// Records delta-v and propellant of an engine.
    pub fn spend(
        &mut self,
        delta_v: f64,
        propellant: f64,
        firings: usize,
    ) -> Result<(), ProximityError> {
        let craft = self.approach.craft;
        self.mass -= propellant;
        self.delta_v += delta_v;
        self.phase.delta_v += delta_v;
        self.phase.propellant += propellant;
        self.phase.firings += firings;
        let left = craft.propellant.value - (craft.mass.value - self.mass);
        let reserve = craft.propellant_reserve.value;
        if left < reserve {
            let phase = self.phase.phase;
            return Err(ProximityError::PropellantOut { phase, left, reserve, t: self.now.t });
        }
        Ok(())
    }

    pub fn check_time(&self, range: f64) -> Result<(), ProximityError> {
        if self.now.t - self.phase.start > LONGEST_PHASE {
            let phase = self.phase.phase;
            return Err(ProximityError::TooLong {
                phase,
                limit: LONGEST_PHASE,
                range,
                t: self.now.t,
            });
        }
        Ok(())
    }

    /// The thruster command of `task` now.
    fn command(&self, view: &View, task: &Task) -> Firing {
        let approach = self.approach;
        let profile = approach.profile;
        let (port, axis) = (approach.port.position(), self.axis());
        let seen = &view.seen;
        let theory = ClohessyWiltshire { n: view.lvlh.rate() };
        let requested = task.command(profile, &theory, seen, &port, &axis);
        let body = body_axes(&task.nose(&seen.r, &axis));
        let dead_band = profile.dead_band.value * seen.range();
        let requested = body.tr_mul(&requested).map(|dv| beyond(dv, dead_band));
        let to_gcrf = view.lvlh.matrix().tr_mul(&body);
        fire(approach.craft, self.mass, &requested, profile.cycle.value, &to_gcrf)
    }

    /// Advances by `h` seconds with `firing`.
    pub fn advance(&mut self, firing: &Firing, h: f64) -> Result<(), ProximityError> {
        self.now = pulsed_step(self.approach.model, &self.now, h, &firing.pulses);
        self.log.evaluations += EVALUATIONS_PER_STEP;
        self.spend(firing.delta_v.abs().sum(), firing.propellant, firing.count)
    }

    /// One command cycle of `task`.
    pub fn cycle(&mut self, view: &View, task: &Task) -> Result<(), ProximityError> {
        self.record(view);
        let firing = self.command(view, task);
        self.advance(&firing, self.approach.profile.cycle.value)
    }

    /// Command cycles of `task` until `done`, a function of the measured state and the time.
    pub fn run(
        &mut self,
        task: &Task,
        done: impl Fn(&Relative, f64) -> bool,
    ) -> Result<(), ProximityError> {
        loop {
            let view = self.observe()?;
            if done(&view.seen, self.now.t) {
                return Ok(());
            }
            self.check_time(view.from_port.range())?;
            self.cycle(&view, task)?;
        }
    }

    /// Flies around the station until the ship is near the hold point.
    fn fly_around(&mut self) -> Result<(), ProximityError> {
        let (axis, profile) = (self.axis(), self.approach.profile);
        self.enter(Phase::FlyAround);
        self.run(&Task::FlyAround, |seen, _| {
            (seen.range() - profile.hold.value).abs() < profile.settled_distance.value
                && off_axis(&seen.r, &axis) < profile.settled_angle.value
        })
    }

    /// Keeps station on the axis until the ship may leave and is at rest.
    fn keep_station(&mut self, go: Go) -> Result<(), ProximityError> {
        let (axis, profile) = (self.axis(), self.approach.profile);
        self.enter(Phase::StationKeeping);
        let earliest = match go {
            Go::NotBefore(t) => t,
            Go::AfterHold(wait) => self.now.t + wait,
        };
        self.run(&Task::Stay { distance: profile.hold.value }, |seen, t| {
            t >= earliest
                && seen.v.norm() < profile.rest_speed.value
                && off_axis(&seen.r, &axis) < profile.settled_angle.value
        })
    }

    /// Final approach to contact, with the radar failure if there is one.
    fn dock(&mut self) -> Result<(), ProximityError> {
        self.enter(Phase::FinalApproach);
        let Some(failure) = self.approach.kurs_failure else {
            return self.dock_from_here();
        };
        let task = Task::Dock { probe: self.approach.craft.probe_tip.value };
        self.run(&task, |seen, _| seen.range() <= failure.range)?;

        self.event(EventKind::RadarFails);
        self.begin(Phase::Retreat);
        let profile = self.approach.profile;
        let distance = profile.retreat.value.max(failure.range);
        self.run(&Task::Retreat { distance }, |seen, _| {
            (seen.range() - distance).abs() < profile.settled_distance.value
        })?;
        self.enter(Phase::Hold);
        let since = self.now.t;
        let until = since + failure.manual_after.unwrap_or(MINUTE);
        self.run(&Task::Stay { distance }, |seen, t| {
            t >= until && seen.v.norm() < profile.rest_speed.value
        })?;
        if failure.manual_after.is_none() {
            let range = self.view(&self.now)?.from_port.range();
            self.log.outcome = Outcome::Holding { since, range };
            return Ok(());
        }
        self.enter(Phase::ManualApproach);
        self.dock_from_here()
    }

    /// Moves along the axis until the probe tip reaches the port plane.
    fn dock_from_here(&mut self) -> Result<(), ProximityError> {
        let (axis, probe) = (self.axis(), self.approach.craft.probe_tip.value);
        let (corridor, cycle) =
            (self.approach.profile.corridor.value, self.approach.profile.cycle.value);
        let tip = |view: &View| view.from_port.r.dot(&axis) - probe;
        let task = Task::Dock { probe };
        loop {
            let view = self.observe()?;
            let range = view.from_port.range();
            self.check_time(range)?;
            let angle = off_axis(&view.from_port.r, &axis);
            if angle > corridor {
                return Err(ProximityError::OutsideCorridor {
                    angle,
                    limit: corridor,
                    range,
                    t: self.now.t,
                });
            }
            self.record(&view);
            let mut firing = self.command(&view, &task);
            let mut h = cycle;
            // Contact within the cycle: end the cycle there. The tip moves at almost constant speed, so a
            // few secant steps suffice.
            let contact = self.tip_after(h, &firing, &tip)? <= 0.0;
            if contact {
                h = secant((0.0, tip(&view)), cycle, |h| self.tip_after(h, &firing, &tip))?;
                firing.cut(h, self.approach.craft);
            }
            self.advance(&firing, h)?;
            if contact {
                return self.touch();
            }
        }
    }

    /// Distance of the probe tip from the port plane `h` seconds from now.
    fn tip_after(
        &mut self,
        h: f64,
        firing: &Firing,
        tip: &impl Fn(&View) -> f64,
    ) -> Result<f64, ProximityError> {
        let next = pulsed_step(self.approach.model, &self.now, h, &firing.pulses);
        self.log.evaluations += EVALUATIONS_PER_STEP;
        Ok(tip(&self.view(&next)?))
    }

    /// Records the contact conditions and checks them against the docking mechanism.
    fn touch(&mut self) -> Result<(), ProximityError> {
        let view = self.view(&self.now)?;
        self.record(&view);
        let axis = self.axis();
        let Relative { r, v } = view.from_port;
        let across = |x: &Vector3<f64>| (x - axis * x.dot(&axis)).norm();
        let contact = Contact {
            t: self.now.t,
            closing_speed: -v.dot(&axis),
            lateral_speed: across(&v),
            lateral_offset: across(&r),
            mass: self.mass,
            manual: self.phase.phase == Phase::ManualApproach,
        };
        mechanism::check(&contact)?;
        self.event(EventKind::Contact);
        self.log.outcome = Outcome::Contact(contact);
        Ok(())
    }
}
