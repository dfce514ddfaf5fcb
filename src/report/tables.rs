//! Tables of a flight for the terminal.

use super::series::Series;
use crate::mission::{MissionLog, Presets};
use crate::output::text::{Align, Table, clock, met, number, span};
use crate::provenance::Kind;
use crate::rendezvous::choice::degrees;
use crate::rendezvous::timing::DockingConstraint;
use crate::rendezvous::timing::REACH_SEARCHED;
use crate::units::{DEGREE, HOUR, KM};
use crate::vehicle::spacecraft;
use std::fmt::Write;

/// The scheme flown with its reason, and warnings.
pub fn scheme(log: &MissionLog) -> String {
    let s = &log.scheme;
    let asked = s.asked.map_or("automatic", |asked| asked.title());
    let presets = Presets::of(&log.scenario);
    let mut text =
        format!("{presets}\nscheme requested: {asked}; flown: {}; {}\n", s.flown.title(), s.why);
    for warning in &log.warnings {
        let _ = writeln!(text, "warning: {warning}");
    }
    text.push('\n');
    text
}

/// Timeline: MET, UTC, event, height, range, delta-v.
pub fn timeline(series: &Series<'_>) -> Table {
    let log = series.log();
    let mut table = Table::new(
        "Timeline (height above the WGS-84 ellipsoid; range between centres of mass)",
        &[
            ("MET", Align::Right),
            ("UTC", Align::Right),
            ("event", Align::Left),
            ("height km", Align::Right),
            ("range km", Align::Right),
            ("dv m/s", Align::Right),
        ],
    );
    for event in &log.events {
        let view = series.at(event.t);
        let range = |v: super::series::View| match v.range / KM {
            km if km < 10.0 => format!("{km:.3}"),
            km => format!("{km:.1}"),
        };
        table.row([
            met(event.t),
            clock(log.epoch(event.t)),
            format!("{}{}", event.kind, if event.commanded { " *" } else { "" }),
            view.map(|v| format!("{:.1}", v.soyuz.height / KM)).unwrap_or_default(),
            view.map(range).unwrap_or_default(),
            event.delta_v.map(|dv| format!("{dv:.2}")).unwrap_or_default(),
        ]);
    }
    table
}

/// All burns: time, duration, delta-v, propellant, orbit.
pub fn burns(log: &MissionLog) -> Table {
    let mut table = Table::new(
        "Burns (delta-v summed over all thrusters, more than the length of the vector if several directions fire; \
         heights after the burn above the ellipsoid; range of braking burns to the port)",
        &[
            ("burn", Align::Left),
            ("MET", Align::Right),
            ("s", Align::Right),
            ("m/s", Align::Right),
            ("ahead", Align::Right),
            ("right", Align::Right),
            ("down", Align::Right),
            ("kg", Align::Right),
            ("engine", Align::Left),
            ("u °", Align::Right),
            ("phase °", Align::Right),
            ("range km", Align::Right),
            ("orbit km", Align::Right),
            ("computed from", Align::Left),
        ],
    );
    for b in &log.burns {
        let [ahead, right, down] = b.delta_v_lvlh;
        table.row([
            b.name.to_string(),
            met(b.ignition),
            format!("{:.1}", b.duration),
            format!("{:.2}", b.delta_v),
            format!("{ahead:+.2}"),
            format!("{right:+.2}"),
            format!("{down:+.2}"),
            format!("{:.1}", b.propellant),
            b.engine.to_string(),
            format!("{:.1}", b.argument_of_latitude / DEGREE),
            format!("{:.2}", b.phase_angle / DEGREE),
            format!("{:.1}", b.range / KM),
            format!("{:.0} x {:.0}", b.perigee_height / KM, b.apogee_height / KM),
            b.computed_from.into(),
        ]);
    }
    let sum: f64 = log.burns.iter().map(|b| b.delta_v).sum();
    let kg: f64 = log.burns.iter().map(|b| b.propellant).sum();
    let mut total = vec![String::new(); 8];
    total[0] = "all".into();
    total[3] = format!("{sum:.2}");
    total[7] = format!("{kg:.1}");
    table.row(total);
    table
}

/// Delta-v and propellant by phase.
pub fn budget(log: &MissionLog) -> Table {
    let mut table = Table::new(
        "Delta-v budget",
        &[("part", Align::Left), ("m/s", Align::Right), ("kg", Align::Right)],
    );
    for line in &log.budget {
        table.row([
            line.part.into(),
            format!("{:.2}", line.delta_v),
            format!("{:.1}", line.propellant),
        ]);
    }
    table
}

/// Launch geometry, and the ascent in numbers.
pub fn start(log: &MissionLog) -> String {
    let (s, a) = (&log.start, &log.ascent);
    let closing =
        a.delta_v_thrust - a.delta_v_gain - a.loss_gravity - a.loss_drag - a.loss_steering;
    let mut text = String::from("Launch\n");
    let age = s.element_age / HOUR;
    let lines = [
        match age {
            h if h >= 0.0 => format!("element set of the station: {h:.1} h old at lift-off"),
            h => {
                format!("element set of the station: from {:.1} h AFTER lift-off (a hindcast)", -h)
            }
        },
        format!(
            "station leads the pad by {:.2}°; pad {:.3}° out of the station's plane, which it crosses {} s after lift-off",
            s.phase_at_liftoff / DEGREE,
            s.pad_out_of_plane.abs() / DEGREE,
            s.plane_crossing.round()
        ),
        format!(
            "insertion {:.1} x {:.1} km, {:.3}°, period {}:{:04.1} min; {:.4}° from the target plane",
            a.perigee_height / KM,
            a.apogee_height / KM,
            a.inclination / DEGREE,
            (a.period / 60.0).floor(),
            a.period % 60.0,
            a.plane_error / DEGREE
        ),
        format!(
            "station leads by {:.2}° at separation; the {} window is {}",
            degrees(s.phase_at_separation),
            log.scheme.begun.title(),
            log.scheme.begun.window_in_words()
        ),
        format!(
            "ascent: thrust {:.0} m/s = gain {:.0} + gravity {:.0} + drag {:.0} + steering {:.0} (error {:+.2}); max q {:.1} kPa",
            a.delta_v_thrust,
            a.delta_v_gain,
            a.loss_gravity,
            a.loss_drag,
            a.loss_steering,
            closing,
            a.max_dynamic_pressure / 1e3
        ),
    ];
    for line in lines {
        // Writing to a `String` cannot fail.
        let _ = writeln!(text, "  {line}");
    }
    text
}

/// Docking time with its reasons, contact conditions and sensitivities.
pub fn docking(log: &MissionLog) -> String {
    let mut text = docking_times(log).to_string();
    let _ = writeln!(
        text,
        "  at contact: closing speed {:.3} m/s, lateral speed {:.3} m/s, lateral offset {:.3} m",
        log.contact.closing_speed, log.contact.lateral_speed, log.contact.lateral_offset
    );
    let _ = writeln!(
        text,
        "  without braking the ship would pass {:.0} m from the station's centre of mass",
        log.passive_safety.range
    );
    let d = &log.docking;
    if !d.sensitivities.is_empty() {
        let given = d.constraint == DockingConstraint::Given;
        let whose = if given { "docking by the rule" } else { "planned docking" };
        let _ = writeln!(text, "  shift of {whose}");
        for s in &d.sensitivities {
            let _ = writeln!(text, "    {:>12}  with {}", span(s.shift), s.change);
        }
    }
    let _ = writeln!(
        text,
        "  the burns are aimed at the planned docking; that they meet it does not confirm it"
    );
    text
}

/// What the rule requires of the light at the start of the approach and at its end.
fn light_required(log: &MissionLog) -> [&'static str; 2] {
    use spacecraft::Series::{ProgressM, SoyuzMs, SoyuzTmaM};
    let series = log.scenario.craft().map_or(SoyuzTmaM, |craft| craft.series);
    let braking = match series {
        ProgressM => "uncrewed: later braking in sunlight",
        SoyuzTmaM | SoyuzMs => "first braking in sunlight",
    };
    let final_approach = match series {
        _ if log.took_two_days() => "dusk, for which two-day flights are planned",
        SoyuzTmaM => "final approach starts in sunlight",
        SoyuzMs | ProgressM => "final approach in sunlight",
    };
    [braking, final_approach]
}

/// From the natural arrival to contact: times, with what limits them.
fn docking_times(log: &MissionLog) -> Table {
    let d = &log.docking;
    let given = d.constraint == DockingConstraint::Given;
    let mut table = Table::new(
        match given {
            false => "Docking time, predicted from scheme and lighting",
            true => {
                "Docking time, given by the scenario, beside the prediction from scheme and lighting"
            }
        },
        &[("", Align::Left), ("MET", Align::Right), ("UTC", Align::Right), ("", Align::Left)],
    );
    let mut row = |name: &str, t: Option<f64>, remark: String| {
        let (elapsed, hour) = match t {
            Some(t) => (met(t), clock(log.epoch(t))),
            None => ("none".into(), String::new()),
        };
        table.row([name.into(), elapsed, hour, remark]);
    };
    row("natural arrival", Some(d.natural), "without a lighting constraint".into());
    row("sunrise at the station", d.sunrise, String::new());
    let [braking, final_approach] = light_required(log);
    row("lighting allows from", d.earliest_by_light, braking.into());
    row("lighting allows until", d.latest_by_light, final_approach.into());
    // At the end of the search span the limit is farther out. In the two-day scheme any time can be reached.
    let beyond = |t: f64| {
        let edge = (t - d.planned).abs() > REACH_SEARCHED.value - 1.0;
        if edge {
            "or farther; end of the search"
        } else {
            "within delta-v budget and order of burns"
        }
    };
    if !log.took_two_days() {
        row("burns can reach from", Some(d.reach.0), beyond(d.reach.0).into());
        row("burns can reach until", Some(d.reach.1), beyond(d.reach.1).into());
    }
    let why = match d.constraint {
        DockingConstraint::Natural => "natural arrival, no constraint binds",
        DockingConstraint::Sunrise => "set by sunrise",
        DockingConstraint::Sunset => "set by sunset",
        DockingConstraint::Given => "GIVEN by the scenario, not predicted",
    };
    row("planned docking", Some(d.planned), why.into());
    if let Some(other) = d.alternative {
        let shift = span(other.natural - d.natural);
        let remark = format!("if the natural arrival shifts by {shift}");
        row("in another sunlit period", Some(other.planned), remark);
    }
    if given {
        row("planned docking by the rule", Some(d.by_rule), "not used".into());
    }
    row("expected contact", Some(d.expected_contact), "planned docking less the reserve".into());
    row("contact not before", Some(d.interval.0), d.interval_bounds.0.into());
    row("contact not after", Some(d.interval.1), d.interval_bounds.1.into());
    row(
        "simulated contact",
        Some(log.contact.t),
        format!("{} from expected", span(log.contact.t - d.expected_contact)),
    );
    table
}

/// Count of inputs by kind, and the facts to which the fitted ones were fitted.
pub fn kinds(log: &MissionLog) -> String {
    let count = |kind: Kind| log.parameters.iter().filter(|p| p.kind == kind).count();
    let mut text = format!(
        "Numerical inputs: {} published, {} derived, {} fitted, {} assumed\n",
        count(Kind::Published),
        count(Kind::Derived),
        count(Kind::Fitted),
        count(Kind::Assumed)
    );
    for p in log.parameters.iter().filter(|p| p.kind == Kind::Fitted) {
        let _ =
            writeln!(text, "  fitted: {} = {}: {}", p.name, with_unit(p.value, p.unit), p.source);
    }
    text
}

/// A number with its unit, if it has one.
fn with_unit(value: f64, unit: &str) -> String {
    if unit == "1" { number(value) } else { format!("{} {unit}", number(value)) }
}

/// All numerical inputs, with kind and source.
pub fn parameters(log: &MissionLog) -> Table {
    let mut table = Table::new(
        "Parameters (SI units)",
        &[
            ("parameter", Align::Left),
            ("value", Align::Right),
            ("unit", Align::Left),
            ("kind", Align::Left),
            ("source", Align::Left),
        ],
    );
    for p in &log.parameters {
        table.row([
            p.name.into(),
            number(p.value),
            p.unit.into(),
            p.kind.to_string(),
            p.source.into(),
        ]);
    }
    table
}
