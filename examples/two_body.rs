//! Two-body motion, the one orbit problem with an exact solution.
//!
//! Two orbits of the same semi-major axis, a circle and an ellipse, are integrated for six hours and
//! compared with Kepler's solution. Note three things: energy and angular momentum are conserved to twelve
//! digits, although speed and distance on the ellipse change by half; both orbits have the same period,
//! because it depends only on the semi-major axis (Kepler's third law); and the ellipse takes more steps,
//! because motion near perigee is fast.
//!
//! ```text
//! cargo run --release --example two_body
//! ```

use nalgebra::Vector3;
use soyuz_rendezvous::cli;
use soyuz_rendezvous::constants::GM_EARTH;
use soyuz_rendezvous::forces::{Inertial, Model, PointMass};
use soyuz_rendezvous::orbit::Elements;
use soyuz_rendezvous::propagate::{
    Action, Arc, Crossing, Event, Method, Settings, StateVector, propagate,
};
use soyuz_rendezvous::units::{DEGREE, HOUR, KM, MINUTE};
use std::error::Error;
use std::process::ExitCode;

/// Semi-major axis of both orbits [m].
const SIZE: f64 = 9000.0 * KM;
/// Duration of the arc [s].
const SPAN: f64 = 6.0 * HOUR;

/// Results for one orbit.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Shown {
    /// Eccentricity [1].
    pub eccentricity: f64,
    /// Largest relative change of the energy [1].
    pub energy: f64,
    /// Largest relative change of the angular momentum, as a vector [1].
    pub momentum: f64,
    /// Largest distance from Kepler's solution [m].
    pub distance: f64,
    /// Measured period: time from one crossing of the initial direction to the next [s].
    pub period: f64,
    /// Steps of the integrator.
    pub steps: usize,
}

/// The numbers of the example.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Summary {
    /// The circle.
    pub circle: Shown,
    /// The ellipse.
    pub ellipse: Shown,
    /// 2π √(a³/GM) [s].
    pub keplers_period: f64,
}

/// Integrates both orbits and prints the tables.
pub fn run() -> Result<Summary, Box<dyn Error>> {
    println!(
        "Two orbits of semi-major axis {} km around a point mass, {} h",
        SIZE / KM,
        SPAN / HOUR
    );
    let circle = show(0.0)?;
    let ellipse = show(0.2)?;
    let keplers_period = std::f64::consts::TAU * (SIZE.powi(3) / GM_EARTH).sqrt();
    println!("\n                                     circle        ellipse");
    println!(
        "eccentricity                   {:12.1}   {:12.1}",
        circle.eccentricity, ellipse.eccentricity
    );
    println!("energy changes by at most      {:12.1e}   {:12.1e}", circle.energy, ellipse.energy);
    println!(
        "angular momentum by at most    {:12.1e}   {:12.1e}",
        circle.momentum, ellipse.momentum
    );
    println!(
        "error against Kepler, mm       {:12.4}   {:12.4}",
        circle.distance * 1e3,
        ellipse.distance * 1e3
    );
    println!(
        "measured period, min           {:12.6}   {:12.6}",
        circle.period / MINUTE,
        ellipse.period / MINUTE
    );
    println!(
        "period by Kepler's law, min    {:12.6}   {:12.6}",
        keplers_period / MINUTE,
        keplers_period / MINUTE
    );
    println!("integrator steps               {:12}   {:12}", circle.steps, ellipse.steps);
    Ok(Summary { circle, ellipse, keplers_period })
}

/// Propagates one orbit from its perigee.
fn show(eccentricity: f64) -> Result<Shown, Box<dyn Error>> {
    let orbit = Elements {
        a: SIZE,
        e: eccentricity,
        i: 51.6 * DEGREE,
        raan: 30.0 * DEGREE,
        argument_of_perigee: 60.0 * DEGREE,
        true_anomaly: 0.0,
    };
    let (r, v) = orbit.to_rv(GM_EARTH);
    let start = StateVector { t: 0.0, r, v };
    // The physics: one force, and the rotation of the Earth (which does not matter here).
    let model = Model { axes: Inertial, forces: PointMass { gm: GM_EARTH } };
    let settings = Settings {
        relative: 1e-14,
        absolute_position: 1e-7,
        absolute_velocity: 1e-10,
        max_step: 600.0,
        method: Method::Verner98,
    };
    // A revolution ends where the body crosses the initial direction in the same sense.
    let ahead = v.normalize();
    let revolution = Event {
        value: Box::new(move |at: &StateVector| at.r.dot(&ahead)),
        crossing: Crossing::Rising,
        action: Action::Record,
        max_check: 60.0,
        tolerance: 1e-7,
    };
    let arc = propagate(&model, start, SPAN, &settings, &[revolution])?;
    let shown = compare(&arc, &orbit, &start)?;
    println!("\n  e = {eccentricity}");
    println!("    t min   distance km   speed km/s   energy MJ/kg        error mm");
    for at in arc.trajectory.sample((0..=8).map(|k| SPAN / 48.0 * f64::from(k))) {
        println!(
            "  {:7.1} {:13.3} {:12.5} {:14.8} {:15.5}",
            at.t / MINUTE,
            at.r.norm() / KM,
            at.v.norm() / KM,
            energy(&at) / 1e6,
            (at.r - orbit.after(at.t, GM_EARTH).to_rv(GM_EARTH).0).norm() * 1e3,
        );
    }
    Ok(shown)
}

/// Energy per mass: v²/2 − GM/r [J/kg].
fn energy(at: &StateVector) -> f64 {
    0.5 * at.v.norm_squared() - GM_EARTH / at.r.norm()
}

/// Angular momentum per mass: r × v [m²/s].
fn momentum(at: &StateVector) -> Vector3<f64> {
    at.r.cross(&at.v)
}

fn compare(arc: &Arc, orbit: &Elements, start: &StateVector) -> Result<Shown, Box<dyn Error>> {
    let mut shown = Shown {
        eccentricity: orbit.e,
        energy: 0.0,
        momentum: 0.0,
        distance: 0.0,
        period: f64::NAN,
        steps: arc.statistics.accepted,
    };
    for at in arc.trajectory.sample((0..=360).map(|k| SPAN / 360.0 * f64::from(k))) {
        let kepler = orbit.after(at.t, GM_EARTH).to_rv(GM_EARTH).0;
        let largest = |so_far: f64, now: f64| so_far.max(now);
        shown.energy = largest(shown.energy, (energy(&at) / energy(start) - 1.0).abs());
        let change = (momentum(&at) - momentum(start)).norm() / momentum(start).norm();
        shown.momentum = largest(shown.momentum, change);
        shown.distance = largest(shown.distance, (at.r - kepler).norm());
    }
    // The start lies exactly on the line, so the first crossing found is a revolution later.
    let [first, second] = arc.hits.first_chunk().ok_or("fewer than two revolutions")?;
    shown.period = second.at.t - first.at.t;
    Ok(shown)
}

#[allow(dead_code)] // a test includes this file as a module
fn main() -> ExitCode {
    clap::Command::new("two_body")
        .about("Two-body motion, the one orbit problem with an exact solution")
        .get_matches();
    cli::lesson(run)
}
