//! How a rocket inserts a spacecraft into a given orbital plane.
//!
//! Soyuz-FG carries Soyuz TMA-11M from Baikonur Site 1 to its insertion orbit, in the plane that will
//! become the station's. Three things to note in the tables: dynamic pressure peaks near the speed of
//! sound, while the rocket is still in the lower atmosphere; the axial load grows as the tanks empty
//! and drops at each staging; and a sixth of the delta-v of the engines is lost to gravity.
//!
//! ```text
//! cargo run --release --example ascent
//! ```

use nalgebra::{Rotation3, Vector3};
use soyuz_rendezvous::ascent::{self, AscentLog, EventKind, InsertionOrbit};
use soyuz_rendezvous::cli;
use soyuz_rendezvous::constants::GM_EARTH;
use soyuz_rendezvous::environment::EarthOrientationTable;
use soyuz_rendezvous::forces::{Field, Gravity};
use soyuz_rendezvous::frames::{EarthOrientation, EarthRotation};
use soyuz_rendezvous::orbit::{Elements, apsis_heights};
use soyuz_rendezvous::target::ElementSet;
use soyuz_rendezvous::time;
use soyuz_rendezvous::units::{DEGREE, KM, MINUTE};
use soyuz_rendezvous::vehicle::{launcher::SOYUZ_FG, pad::SITE_1};
use std::error::Error;
use std::process::ExitCode;

const LIFT_OFF_UTC: &str = "2013-11-07T04:14:15.290Z";
const ELEMENT_SET: [&str; 2] = [
    "1 25544U 98067A   13310.51629608  .00016717  00000-0  10270-3 0  9002",
    "2 25544  51.6440 123.1754 0001219 117.1504 242.9771 15.49860824 16788",
];
/// Soyuz TMA-M [kg].
const SPACECRAFT: f64 = 7150.0;
/// How far east of the station's node to insert [rad]: the node of the lower orbit moves west faster,
/// and the planes must coincide at arrival.
const NODE_BIAS: f64 = 0.11 * DEGREE;
/// Published times [s] with their sources, for comparison only.
const PUBLISHED: [(EventKind, f64, &str); 6] = [
    (EventKind::TowerJettison, 114.0, "REG"),
    (EventKind::StrapOnSeparation, 117.8, "REG, NASA-TL"),
    (EventKind::FairingJettison, 157.5, "REG, TV"),
    (EventKind::CoreSeparation, 287.6, "TV, OL"),
    (EventKind::UpperCutOff, 525.0, "TV, OL (524.96-525.9)"),
    (EventKind::SpacecraftSeparation, 528.3, "RSW-09M, TV"),
];

/// The numbers of the example.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Summary {
    /// Third-stage cut-off after lift-off [s].
    pub cut_off: f64,
    /// Spacecraft separation after lift-off [s].
    pub separation: f64,
    /// Height of core separation [m].
    pub core_separation_height: f64,
    /// Perigee height above the ellipsoid at its own latitude [m].
    pub perigee_height: f64,
    /// Apogee height, likewise [m].
    pub apogee_height: f64,
    /// Orbital period [s].
    pub period: f64,
    /// Inclination to the true equator [rad].
    pub inclination: f64,
    /// Delta-v that the budget does not account for [m/s].
    pub imbalance: f64,
    /// Share of the engines' delta-v lost to gravity [1].
    pub gravity_share: f64,
}

/// Flies the ascent and prints the tables.
pub fn run() -> Result<Summary, Box<dyn Error>> {
    let table = EarthOrientationTable::embedded();
    let lift_off = time::parse_utc(LIFT_OFF_UTC)?;
    let earth = EarthRotation::over(lift_off, 0.0, 600.0, table)?;
    let gravity = Gravity::new(Field::egm2008(), 20, 20)?;

    // The station's plane when the spacecraft separates, its node moved east, in GCRF.
    let station = ElementSet::from_tle(None, ELEMENT_SET[0], ELEMENT_SET[1])?;
    let separation = time::after(lift_off, 528.0);
    let at = station.teme(separation)?;
    let normal =
        Rotation3::from_axis_angle(&Vector3::z_axis(), NODE_BIAS) * at.r.cross(&at.v).normalize();
    let normal = EarthOrientation::at(separation, table)?.teme_gcrf() * normal;

    let target = InsertionOrbit::nominal(normal);
    let log = ascent::fly(&SOYUZ_FG, &SITE_1, SPACECRAFT, &target, &earth, &gravity)?;

    println!("{} from {}, lift-off {LIFT_OFF_UTC}", SOYUZ_FG.name, SITE_1.name);
    println!(
        "pad {:.3}° left of the insertion plane; firing azimuth {:.2}°, {:.2}° left of the plane",
        log.plan.plane_distance / DEGREE,
        log.plan.azimuth / DEGREE,
        log.plan.yaw / DEGREE,
    );
    print_path(&log);
    print_events(&log);
    print_budget(&log);
    summary(&log, &earth)
}

fn print_path(log: &AscentLog) {
    println!("\nTrajectory (height above the ellipsoid, speed relative to the rotating Earth)");
    println!(
        "   t s  height km  speed m/s  path deg  pitch deg    q kPa   Mach  load g  mass t  ground km"
    );
    for s in log.samples.iter().filter(|s| s.t % 30.0 == 0.0) {
        // Above the atmosphere there is no speed of sound.
        let outside = s.mach == 0.0 && s.air_speed > 0.0;
        let mach = if outside { "–".into() } else { format!("{:.2}", s.mach) };
        println!(
            "{:6.0} {:10.2} {:10.1} {:9.2} {:10.2} {:8.2} {:>6} {:7.2} {:7.2} {:10.1}",
            s.t,
            s.altitude / KM,
            s.air_speed,
            s.path_angle / DEGREE,
            s.pitch / DEGREE,
            s.dynamic_pressure / 1e3,
            mach,
            s.axial_load,
            s.mass / 1e3,
            s.downrange / KM,
        );
    }
    if let Some(peak) = log.max_dynamic_pressure() {
        println!(
            "maximum dynamic pressure {:.1} kPa at {:.0} s, {:.1} km (published limit 36.3 kPa)",
            peak.dynamic_pressure / 1e3,
            peak.t,
            peak.altitude / KM,
        );
    }
}

fn print_events(log: &AscentLog) {
    println!("\nEvents");
    println!("     t s  published s  difference s  height km  event");
    for event in &log.events {
        let published = PUBLISHED.iter().find(|p| p.0 == event.kind);
        let (flown, difference) = published.map_or(Default::default(), |p| {
            (format!("{:.1}", p.1), format!("{:+.1}", event.t - p.1))
        });
        let role = if event.kind.commanded() { "prescribed" } else { "computed" };
        println!(
            "{:8.2} {flown:>12} {difference:>13} {:10.2}  {} ({role}{})",
            event.t,
            event.sample.altitude / KM,
            event.kind,
            published.map_or(String::new(), |p| format!("; {}", p.2)),
        );
    }
}

fn print_budget(log: &AscentLog) {
    let b = &log.budget;
    println!("\nDelta-v budget, m/s");
    for (name, value) in [
        ("vacuum thrust", b.vacuum),
        ("  lost to ambient pressure on the nozzles", b.pressure),
        ("thrust", b.thrust),
        ("  gain in speed relative to the Earth", b.gain),
        ("  lost to gravity", b.gravity),
        ("  lost to drag", b.drag),
        ("  lost to steering", b.steering),
        ("  not accounted for", b.imbalance()),
        ("contributed by the Earth's rotation", b.rotation),
    ] {
        println!("{name:<40} {value:9.2}");
    }
    println!("propellant left in the third stage: {:.0} kg", log.residual);
}

fn summary(log: &AscentLog, earth: &EarthRotation) -> Result<Summary, Box<dyn Error>> {
    let to_body = earth.to_body(log.insertion.t);
    let to_itrf = |x: &Vector3<f64>| Vector3::from(to_body.map(|row| Vector3::from(row).dot(x)));
    let (r, v) = (log.insertion.r, log.insertion.v);
    let heights = apsis_heights(&r, &v, GM_EARTH, to_itrf)?;
    // Inclination refers to the true equator: the Earth-fixed axes, not rotating.
    let elements = Elements::from_rv(&to_itrf(&r), &to_itrf(&v), GM_EARTH)?;
    let period = elements.period(GM_EARTH);
    println!(
        "\nInsertion orbit: {:.1} × {:.1} km, {:.3}°, period {:.2} min; plane error {:.5}°",
        heights.perigee / KM,
        heights.apogee / KM,
        elements.i / DEGREE,
        period / MINUTE,
        log.plane_error / DEGREE,
    );
    println!("(published: 200 (+7/−22) × 242 (±42) km, 51.67° ± 0.058°, 88.64 ± 0.37 min)");
    Ok(Summary {
        cut_off: log.cut_off.t,
        separation: log.insertion.t,
        core_separation_height: log
            .event(EventKind::CoreSeparation)
            .map_or(f64::NAN, |event| event.sample.altitude),
        perigee_height: heights.perigee,
        apogee_height: heights.apogee,
        period,
        inclination: elements.i,
        imbalance: log.budget.imbalance(),
        gravity_share: log.budget.gravity / log.budget.thrust,
    })
}

#[allow(dead_code)] // a test includes this file as a module
fn main() -> ExitCode {
    clap::Command::new("ascent")
        .about("How a rocket inserts a spacecraft into a given orbital plane")
        .get_matches();
    cli::lesson(run)
}
