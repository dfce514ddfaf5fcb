//! From an element set to the station's position in six hours, and the effect of each force on it.
//!
//! SGP4 turns the element set into a state in TEME, its own frame; the state is then transformed to GCRF,
//! in which everything is integrated. The same initial state is propagated repeatedly, each time with one
//! more force. Note the magnitudes: J2 moves the station by two hundred kilometres, the next terms of the
//! field by two, drag by four hundred metres, the higher terms of the field by fifty, Sun and Moon by
//! twenty, all the rest by a few. These numbers tell which model a given accuracy needs. The position from
//! SGP4 itself after six hours is two kilometres away from that of the most complete model.
//!
//! ```text
//! cargo run --release --example propagate_iss
//! ```

use soyuz_rendezvous::case::input::{Atmosphere, AtmosphereModel, Gravity, GravityModel};
use soyuz_rendezvous::case::{Case, Solution};
use soyuz_rendezvous::cli;
use soyuz_rendezvous::environment::EarthOrientationTable;
use soyuz_rendezvous::frames::{Gcrf, State};
use soyuz_rendezvous::target::ElementSet;
use soyuz_rendezvous::time;
use soyuz_rendezvous::units::{HOUR, KM};
use std::error::Error;
use std::process::ExitCode;

/// The station as a case of `soyuz propagate`; the models are added one after the other below.
const CASE: &str = r#"
name = "ISS"
id = "1998-067A"
duration_s = 21600.0
[initial]
epoch = "2013-11-07T04:14:15.290"
tle = [
    "1 25544U 98067A   13310.51629608  .00016717  00000-0  10270-3 0  9002",
    "2 25544  51.6440 123.1754 0001219 117.1504 242.9771 15.49860824 16788",
]
[vehicle]
mass_kg = 420000.0
drag_area_m2 = 1200.0
cd = 2.2
srp_area_m2 = 2500.0
cr = 1.3
"#;

/// A force and its effect on the final position.
#[derive(Clone, Debug, PartialEq)]
pub struct Worth {
    /// The force added.
    pub force: &'static str,
    /// Distance between the final positions with and without it [m].
    pub metres: f64,
    /// Its along-track component; positive if the force moves the station ahead [m].
    pub ahead: f64,
}

/// The numbers of the example.
#[derive(Clone, Debug, PartialEq)]
pub struct Summary {
    /// Effect of each force after six hours, in the order in which they are added.
    pub worth: Vec<Worth>,
    /// Distance between the final positions of the full model and of SGP4 [m].
    pub sgp4: f64,
    /// Error if TEME coordinates were taken for GCRF coordinates [m].
    pub frame: f64,
}

/// Propagates the station with more and more forces and prints the effect of each.
pub fn run() -> Result<Summary, Box<dyn Error>> {
    let base = Case::parse(CASE, "the case of this example")?;
    let Some([line1, line2]) = &base.initial.tle else { return Err("no element set".into()) };
    let table = EarthOrientationTable::embedded();
    let station = ElementSet::from_tle(Some(&base.name), line1, line2)?;
    let epoch = time::parse_utc("2013-11-07T04:14:15.290Z")?;
    let teme = station.teme(epoch)?;
    let gcrf = station.gcrf(epoch, table)?;
    let frame = (teme.r - gcrf.r).norm();
    println!("ISS at {}", time::format_utc(epoch, 3));
    for (what, x) in [
        ("position, TEME, km", teme.r),
        ("position, GCRF, km", gcrf.r),
        ("velocity, GCRF, km/s", gcrf.v),
    ] {
        println!("  {what:<20} {:12.5} {:12.5} {:12.5}", x.x / KM, x.y / KM, x.z / KM);
    }
    println!("  error if TEME coordinates were taken for GCRF: {:.1} km", frame / KM);

    println!("\nEffect of each force after {} h", base.duration_s / HOUR);
    println!("  force added                      distance m   ahead m   evals");
    let mut worth = Vec::new();
    let mut before: Option<Solution> = None;
    let mut case = base;
    case.forces.gravity = Gravity { model: GravityModel::PointMass, ..Gravity::default() };
    for (force, change) in ladder() {
        change(&mut case);
        let now = case.run()?;
        if let Some(before) = &before {
            let ends = before.end.lvlh().vector_lvlh(&(now.end.r - before.end.r));
            let entry = Worth { force, metres: ends.norm(), ahead: ends.x };
            let calls = now.statistics.evaluations;
            println!("  {force:<32} {:10.2} {:9.2} {calls:7}", entry.metres, entry.ahead);
            worth.push(entry);
        }
        before = Some(now);
    }
    let full = before.ok_or("no model")?;
    let end: State<Gcrf> = station.gcrf(time::after(epoch, full.end.t), table)?;
    let sgp4 = (end.r - full.end.r).norm();
    println!(
        "\nSGP4 with the same element set ends {sgp4:.0} m away: it models the same forces in its own way,"
    );
    println!("with elements fitted to days of tracking and drag from a coefficient of the set.");
    Ok(Summary { worth, sgp4, frame })
}

type Change = fn(&mut Case);

/// The forces in order, each added to those before.
fn ladder() -> [(&'static str, Change); 8] {
    fn field(case: &mut Case, degree: usize) {
        case.forces.gravity = Gravity { degree: Some(degree), ..Gravity::default() };
    }
    [
        ("point mass", |_| {}),
        ("J2, oblateness of the Earth", |case| {
            case.forces.gravity.model = GravityModel::J2;
        }),
        ("field to degree and order 8", |case| field(case, 8)),
        ("field to degree and order 70", |case| field(case, 70)),
        ("drag, NRLMSISE-00", |case| {
            case.forces.atmosphere = Some(Atmosphere::of(AtmosphereModel::Nrlmsise00));
        }),
        ("Sun and Moon", |case| {
            (case.forces.sun, case.forces.moon) = (true, true);
        }),
        ("solid Earth tides", |case| case.forces.solid_tides = true),
        ("radiation pressure, relativity", |case| {
            case.forces.solar_pressure = Some(Default::default());
            case.forces.relativity = true;
        }),
    ]
}

#[allow(dead_code)] // a test includes this file as a module
fn main() -> ExitCode {
    clap::Command::new("propagate_iss")
        .about(
            "From an element set to the station's position in six hours, and the effect of each force on it",
        )
        .get_matches();
    cli::lesson(run)
}
