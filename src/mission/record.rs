//! Assembles the log from the results of the phases.

use super::geometry::{elements_of_date, heights, phase_angle};
use super::log::{
    AscentSummary, BudgetLine, BurnRecord, FlightPhase, MissionEvent, MissionEventKind, Sample,
    SchemeRecord, StartGeometry,
};
use super::prelaunch::Prelaunch;
use super::{MissionError, MissionLog, Scenario, inputs, warnings};
use crate::ascent::{AscentLog, EventKind};
use crate::constants::GM_EARTH;
use crate::environment::Shadow;
use crate::forces::NearEarthForces;
use crate::frames::EarthRotation;
use crate::orbit::OrbitError;
use crate::propagate::StateVector;
use crate::proximity::{self, ClosestApproach, Contact, Outcome, ProximityLog};
use crate::rendezvous::choice::Scheme;
use crate::rendezvous::timing::DockingTime;
use crate::rendezvous::{BurnName, Flight, Flown};
use crate::vehicle::spacecraft::Propulsion;
use std::f64::consts::TAU;

/// Sample interval in the ascent [s].
const ASCENT_STEP: f64 = 2.0;
/// Sample interval in orbit [s].
const ORBIT_STEP: f64 = 10.0;

/// Largest angle by which a ship is ahead of the station while it brakes [rad].
const AHEAD_OF_CONTACT: f64 = 0.01;

/// A burn before the first braking burn.
pub(super) struct Executed {
    pub name: BurnName,
    /// Phasing or transfer.
    pub phase: FlightPhase,
    pub burn: Flown,
}

/// Burns and events up to the first braking burn.
pub(super) struct Rendezvous {
    /// In order of time.
    pub burns: Vec<Executed>,
    /// Other events.
    pub notes: Vec<MissionEvent>,
    /// The scheme requested, begun and flown.
    pub scheme: SchemeRecord,
}

impl Rendezvous {
    /// An empty record.
    pub fn new(scheme: SchemeRecord) -> Self {
        Self { burns: Vec::new(), notes: Vec::new(), scheme }
    }
}

/// Results of the phases.
pub(super) struct Parts<'a> {
    pub scenario: &'a Scenario,
    /// Whether the station was moved to correct for a reboost, not by the scenario given.
    pub reboost_corrected: bool,
    pub prelaunch: &'a Prelaunch,
    pub ascent: AscentLog,
    pub docking: DockingTime,
    pub start: StartGeometry,
    pub rendezvous: Rendezvous,
    pub flight: Flight<'a, &'a EarthRotation, NearEarthForces<'a>>,
    pub proximity: ProximityLog,
    pub passive_safety: ClosestApproach,
}

/// The log of a flight that ended in contact.
pub(super) fn assemble(parts: Parts<'_>) -> Result<MissionLog, MissionError> {
    let contact = match parts.proximity.outcome {
        Outcome::Contact(contact) => contact,
        Outcome::Holding { range, .. } => return Err(MissionError::NoContact { range_m: range }),
    };
    let used_kg = parts.prelaunch.craft.mass.value - contact.mass;
    let allowed_kg = parts.prelaunch.craft.usable_propellant();
    if used_kg > allowed_kg {
        return Err(MissionError::PropellantSpent { used_kg, allowed_kg });
    }
    let burns = burns(&parts)?;
    let samples = samples(&parts, &burns);
    let events = events(&parts, &burns, &samples, &contact);
    let budget = budget(&parts, &burns);
    let mut statistics = parts.ascent.statistics;
    statistics += parts.flight.statistics;
    statistics += parts.prelaunch.station.statistics;
    statistics.evaluations += parts.proximity.evaluations;
    let edges = parts
        .prelaunch
        .station
        .edges
        .iter()
        .filter(|e| e.t <= contact.t + 3600.0)
        .copied()
        .collect();
    Ok(MissionLog {
        scenario: parts.scenario.clone(),
        liftoff: parts.prelaunch.world.liftoff,
        warnings: warnings::of(&parts, &samples),
        samples,
        events,
        burns,
        start: parts.start,
        ascent: ascent_summary(&parts.ascent, &parts.prelaunch.world.near.earth)?,
        scheme: parts.rendezvous.scheme.clone(),
        docking: parts.docking.clone(),
        passive_safety: parts.passive_safety,
        contact,
        budget,
        shadow_edges: edges,
        model: inputs::model_lines(&parts),
        parameters: inputs::parameters(&parts),
        statistics,
        station: parts.prelaunch.station.path.clone(),
    })
}

fn ascent_summary(log: &AscentLog, earth: &EarthRotation) -> Result<AscentSummary, OrbitError> {
    let orbit = elements_of_date(&log.insertion, earth)?;
    let (perigee_height, apogee_height) = heights(&log.insertion, earth)?;
    let budget = &log.budget;
    Ok(AscentSummary {
        cut_off: log.cut_off.t,
        separation: log.insertion.t,
        core_separation_height: log
            .event(EventKind::CoreSeparation)
            .map_or(f64::NAN, |event| event.sample.altitude),
        perigee_height,
        apogee_height,
        inclination: orbit.i,
        period: orbit.period(GM_EARTH),
        plane_error: log.plane_error,
        max_dynamic_pressure: log.max_dynamic_pressure().map_or(f64::NAN, |s| s.dynamic_pressure),
        delta_v_thrust: budget.thrust,
        delta_v_gain: budget.gain,
        loss_gravity: budget.gravity,
        loss_drag: budget.drag,
        loss_steering: budget.steering,
        residual_propellant: log.residual,
    })
}

fn burns(parts: &Parts<'_>) -> Result<Vec<BurnRecord>, OrbitError> {
    let earth = &parts.prelaunch.world.near.earth;
    let path = &parts.prelaunch.station.path;
    let orbit_after = |cut_off: &StateVector, ignition: &StateVector| -> Result<_, OrbitError> {
        let (perigee, apogee) = heights(cut_off, earth)?;
        let u = |at| elements_of_date(at, earth).map(|e| e.argument_of_latitude());
        // Middle of the burn arc.
        let (from, to) = (u(ignition)?, u(cut_off)?);
        let middle = (from + 0.5 * (to - from).rem_euclid(TAU)).rem_euclid(TAU);
        Ok((perigee, apogee, middle))
    };
    // In the two-day scheme the ship is never ahead: an apparent lead is a lag of most of a revolution.
    let trails = parts.rendezvous.scheme.begun == Scheme::TwoDay;
    let lead = |ship: &StateVector, target: &StateVector| match phase_angle(&ship.r, target) {
        angle if trails && angle < -AHEAD_OF_CONTACT => angle + TAU,
        angle => angle,
    };
    let mut records = Vec::new();
    for Executed { name, phase, burn: flown } in &parts.rendezvous.burns {
        let ignition = &flown.ignition.at;
        let target = path.at(ignition.t);
        let (perigee_height, apogee_height, u) = orbit_after(&flown.cut_off.at, ignition)?;
        let failures = &parts.rendezvous.scheme.recoveries;
        let after_failure = failures.iter().any(|failed| failed.t < ignition.t);
        records.push(BurnRecord {
            name: *name,
            phase: *phase,
            ignition: ignition.t,
            duration: flown.duration(),
            delta_v: flown.command.delta_v.norm(),
            delta_v_lvlh: flown.command.delta_v.into(),
            engine: Propulsion::Skd,
            mass: flown.ignition.mass,
            propellant: flown.propellant(),
            range: (target.r - ignition.r).norm(),
            phase_angle: lead(ignition, &target),
            argument_of_latitude: u,
            perigee_height,
            apogee_height,
            computed_from: computed_from(*name, after_failure),
        });
    }
    for (name, burn) in BurnName::BRAKING.into_iter().zip(&parts.proximity.burns) {
        let at = |t: f64| nearest(&parts.proximity.samples, t);
        let (ignition, cut_off) = (at(burn.ignition), at(burn.ignition + burn.duration));
        let target = path.at(ignition.t);
        let (perigee_height, apogee_height, u) = orbit_after(&cut_off, &ignition)?;
        records.push(BurnRecord {
            name,
            phase: FlightPhase::Braking,
            ignition: burn.ignition,
            duration: burn.duration,
            delta_v: burn.delta_v,
            delta_v_lvlh: burn.delta_v_lvlh.into(),
            engine: burn.engine,
            mass: burn.mass,
            propellant: burn.propellant,
            range: burn.range,
            phase_angle: lead(&ignition, &target),
            argument_of_latitude: u,
            perigee_height,
            apogee_height,
            computed_from: computed_from(name, false),
        });
    }
    Ok(records)
}

/// What a burn is computed from, in words; `after_failure`: an earlier burn failed.
fn computed_from(name: BurnName, after_failure: bool) -> &'static str {
    use BurnName::*;
    match name {
        Dv1 | Dv2 if !after_failure => "nominal insertion, before lift-off",
        Dv3 | Dv4 if !after_failure => "orbit as tracked after DV2",
        Dv1 | Dv2 | Dv3 | Dv4 | MakeUp => "orbit as tracked after the failure",
        TwoDay1 | TwoDay2 | TwoDay3 => "orbit as tracked, two-day profile",
        Imp1 | Imp2 | Late1 | Late2 => "own state, in the full model",
        Brk1 | Brk2 | Brk3 => "own state relative to the station",
    }
}

/// The ship at the sample nearest to `t`.
fn nearest(samples: &[proximity::Sample], t: f64) -> StateVector {
    let after = samples.partition_point(|s| s.at.t < t).min(samples.len() - 1);
    let before = after.saturating_sub(1);
    let closer = if t - samples[before].at.t < samples[after].at.t - t { before } else { after };
    samples[closer].at
}

fn samples(parts: &Parts<'_>, burns: &[BurnRecord]) -> Vec<Sample> {
    let world = &parts.prelaunch.world;
    let path = &parts.prelaunch.station.path;
    let light = |at: &StateVector| Shadow::SPHERE.visible_fraction(at.r, world.near.sky.sun(at.t));
    let make =
        |soyuz: StateVector, station: StateVector, mass: f64, delta_v: f64, phase: FlightPhase| {
            Sample {
                t: soyuz.t,
                soyuz,
                station,
                mass,
                delta_v,
                phase,
                sunlight_soyuz: light(&soyuz),
                sunlight_station: light(&station),
            }
        };
    let mut samples = Vec::with_capacity(5000);

    let separation = parts.ascent.insertion.t;
    let mut next = 0.0;
    for s in &parts.ascent.samples {
        if s.t >= next && s.t < separation {
            let at = StateVector { t: s.t, r: s.r, v: s.v };
            samples.push(make(at, path.at(at.t), s.mass, 0.0, FlightPhase::Ascent));
            next = s.t + ASCENT_STEP - 1e-6;
        }
    }

    let start = parts.proximity.samples.first().map_or(f64::INFINITY, |s| s.at.t);
    if let Some(flown) = &parts.flight.trajectory {
        let imp1 = burns.iter().find(|b| b.phase == FlightPhase::Transfer);
        let imp1 = imp1.map_or(f64::INFINITY, |b| b.ignition);
        // Every ten seconds, and at both ends of every burn.
        let mut times = vec![separation];
        let first = (separation / ORBIT_STEP).ceil() as u64;
        times.extend((first..).map(|k| k as f64 * ORBIT_STEP).take_while(|&t| t < start));
        let ends = parts.rendezvous.burns.iter().map(|executed| &executed.burn);
        times.extend(ends.flat_map(|b| [b.ignition.at.t, b.cut_off.at.t]));
        times.sort_by(f64::total_cmp);
        times.dedup();
        let both = flown.sample(times.iter().copied()).zip(path.sample(times.iter().copied()));
        for (soyuz, station) in both {
            let before = soyuz.t < imp1;
            let phase = if before { FlightPhase::Phasing } else { FlightPhase::Transfer };
            let (spent, burnt) = spent(burns, soyuz.t);
            let mass = parts.prelaunch.craft.mass.value - burnt;
            samples.push(make(soyuz, station, mass, spent, phase));
        }
    }

    let clocked = burns.iter().filter(|b| b.phase != FlightPhase::Braking);
    let before: f64 = clocked.map(|b| b.delta_v).sum();
    for s in &parts.proximity.samples {
        let station = path.at(s.at.t);
        samples.push(make(s.at, station, s.mass, before + s.delta_v, phase_of(s.phase)));
    }
    samples.dedup_by(|b, a| b.t <= a.t);
    samples
}

/// Delta-v and propellant spent in `burns` up to `t`.
fn spent(burns: &[BurnRecord], t: f64) -> (f64, f64) {
    burns.iter().fold((0.0, 0.0), |(dv, kg), burn| {
        let done = if burn.duration > 0.0 {
            ((t - burn.ignition) / burn.duration).clamp(0.0, 1.0)
        } else {
            f64::from(t >= burn.ignition)
        };
        (dv + done * burn.delta_v, kg + done * burn.propellant)
    })
}

fn phase_of(phase: proximity::Phase) -> FlightPhase {
    match phase {
        proximity::Phase::Transfer => FlightPhase::Transfer,
        proximity::Phase::Braking => FlightPhase::Braking,
        proximity::Phase::FlyAround => FlightPhase::FlyAround,
        proximity::Phase::StationKeeping | proximity::Phase::Retreat | proximity::Phase::Hold => {
            FlightPhase::StationKeeping
        }
        proximity::Phase::FinalApproach | proximity::Phase::ManualApproach => {
            FlightPhase::FinalApproach
        }
    }
}

fn events(
    parts: &Parts<'_>,
    burns: &[BurnRecord],
    samples: &[Sample],
    contact: &Contact,
) -> Vec<MissionEvent> {
    let phase_at = |t: f64| {
        let after = samples.partition_point(|s| s.t <= t);
        samples[after.saturating_sub(1)].phase
    };
    let plain = |t: f64, kind: MissionEventKind, phase: FlightPhase, commanded: bool| {
        MissionEvent { t, kind, phase, delta_v: None, commanded }
    };
    let mut events: Vec<MissionEvent> = parts
        .ascent
        .events
        .iter()
        .map(|e| {
            plain(e.t, MissionEventKind::Ascent(e.kind), FlightPhase::Ascent, e.kind.commanded())
        })
        .collect();
    let crossing = parts.start.plane_crossing;
    if (0.0..contact.t).contains(&crossing) {
        let kind = MissionEventKind::PlaneCrossing;
        events.push(plain(crossing, kind, FlightPhase::Ascent, false));
    }
    events.extend(&parts.rendezvous.notes);
    for burn in burns {
        events.push(MissionEvent {
            t: burn.ignition,
            kind: MissionEventKind::Ignition(burn.name),
            phase: burn.phase,
            delta_v: Some(burn.delta_v),
            // Phasing burns fall by the clock; braking burns come when the ship is near enough.
            commanded: burn.phase != FlightPhase::Braking,
        });
    }
    for edge in parts.prelaunch.station.edges.iter().filter(|e| e.t < contact.t) {
        let kind = MissionEventKind::Light(edge.kind);
        events.push(plain(edge.t, kind, phase_at(edge.t), false));
    }
    // Braking burns are in the list already.
    let burn = |t: f64| burns.iter().any(|b| b.ignition == t);
    for event in parts.proximity.events.iter().filter(|e| !burn(e.t)) {
        let kind = MissionEventKind::Approach(event.kind);
        events.push(plain(event.t, kind, phase_at(event.t), false));
    }
    events.sort_by(|a, b| a.t.total_cmp(&b.t));
    events
}

fn budget(parts: &Parts<'_>, burns: &[BurnRecord]) -> Vec<BudgetLine> {
    let sum = |part, phase: FlightPhase| {
        let of = || burns.iter().filter(|b| b.phase == phase);
        BudgetLine {
            part,
            delta_v: of().map(|b| b.delta_v).sum(),
            propellant: of().map(|b| b.propellant).sum(),
        }
    };
    let mut lines = vec![
        sum("phasing burns", FlightPhase::Phasing),
        sum("transfer burns", FlightPhase::Transfer),
        sum("braking burns", FlightPhase::Braking),
    ];
    let (braking_dv, braking_kg) = (lines[2].delta_v, lines[2].propellant);
    for phase in proximity::Phase::ALL {
        let Some(used) = parts.proximity.phase(phase) else { continue };
        lines.push(match phase {
            proximity::Phase::Transfer => continue,
            proximity::Phase::Braking => BudgetLine {
                part: "between braking burns",
                delta_v: used.delta_v - braking_dv,
                propellant: used.propellant - braking_kg,
            },
            _ => BudgetLine {
                part: phase.title(),
                delta_v: used.delta_v,
                propellant: used.propellant,
            },
        });
    }
    lines
}
