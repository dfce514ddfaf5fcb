//! Lesson: from an element set to where the station will be in six hours, and what each force is worth.
//!
//! The element set goes through SGP4 to a state in TEME, the frame of SGP4, and from there to GCRF, in which
//! everything is integrated. Then the same start is flown with one force more each time. Watch the sizes:
//! the Earth's bulge is worth two hundred kilometres, the next terms of the field two, the air four hundred
//! metres, the finer field fifty, Sun and Moon twenty, all the rest a few. That is what "which model do I
//! need?" comes down to. SGP4's own answer after six hours is two kilometres away from the best of them.
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

/// The station as a case of `soyuz propagate`; the models are put in one after the other below.
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

/// A model and how far from it the next simpler one ends.
#[derive(Clone, Debug, PartialEq)]
pub struct Worth {
    /// The force added.
    pub force: &'static str,
    /// Distance of the ends with and without it [m].
    pub metres: f64,
    /// The part of it along the track; positive if the force takes the station ahead [m].
    pub ahead: f64,
}

/// The numbers of the lesson.
#[derive(Clone, Debug, PartialEq)]
pub struct Summary {
    /// What each force is worth after six hours, in the order in which they are added.
    pub worth: Vec<Worth>,
    /// Distance from the full model's end to where SGP4 has the station [m].
    pub sgp4: f64,
    /// Difference of the same numbers taken as TEME and as GCRF coordinates [m].
    pub frame: f64,
}

/// Flies the station with more and more forces and prints what there is to see.
pub fn run() -> Result<Summary, Box<dyn Error>> {
    let base = Case::parse(CASE, "the case of this lesson")?;
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
    println!("  taking TEME for GCRF would be an error of {:.1} km", frame / KM);

    println!("\nWhat each force is worth after {} h", base.duration_s / HOUR);
    println!("  force added                          metres   ahead m   calls");
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
        "\nSGP4 from the same element set ends {sgp4:.0} m away: its own model of the same forces,"
    );
    println!("fitted to days of tracking, with drag by a coefficient of the set.");
    Ok(Summary { worth, sgp4, frame })
}

type Change = fn(&mut Case);

/// The forces in order of size, each put on top of those before.
fn ladder() -> [(&'static str, Change); 8] {
    fn field(case: &mut Case, degree: usize) {
        case.forces.gravity = Gravity { degree: Some(degree), ..Gravity::default() };
    }
    [
        ("point mass", |_| {}),
        ("bulge of the Earth, J2", |case| {
            case.forces.gravity.model = GravityModel::J2;
        }),
        ("field to degree and order 8", |case| field(case, 8)),
        ("field to degree and order 70", |case| field(case, 70)),
        ("air, NRLMSISE-00", |case| {
            case.forces.atmosphere = Some(Atmosphere::of(AtmosphereModel::Nrlmsise00));
        }),
        ("Sun and Moon", |case| {
            (case.forces.sun, case.forces.moon) = (true, true);
        }),
        ("tides of the solid Earth", |case| case.forces.solid_tides = true),
        ("sunlight and relativity", |case| {
            case.forces.solar_pressure = Some(Default::default());
            case.forces.relativity = true;
        }),
    ]
}

#[allow(dead_code)] // a test includes this file as a module
fn main() -> ExitCode {
    clap::Command::new("propagate_iss")
        .about(
            "From an element set to where the station will be in six hours, and what each force is worth",
        )
        .get_matches();
    cli::lesson(run)
}
