//! Four news reports of one launch contradict each other. Which can be true?
//!
//! Reports of 7 to 14 November 2013 disagree on the time of the launch (8:14 "Moscow time" or
//! "local time"; Baikonur was two hours ahead of Moscow) and on the time of arrival. Orbital mechanics
//! decides:
//!
//! - a rocket can lift off only when the launch pad is in the station's orbital *plane*, twice a day;
//! - the station must then lead by a small *phase* for a rendezvous within hours;
//! - an *arrival* within hours of a launch must leave the ship time to catch up, and must leave the
//!   crew enough sunlight.
//!
//! The element set is from the day before the launch, so nothing here depends on what happened.
//!
//! ```text
//! cargo run --release --example judge_the_news
//! ```

use soyuz_rendezvous::ascent::{pad_state, plane_distance};
use soyuz_rendezvous::cli;
use soyuz_rendezvous::environment::{EarthOrientationTable, Shadow, SunMoonArc};
use soyuz_rendezvous::frames::{EarthRotation, Geodetic};
use soyuz_rendezvous::orbit::{normal, phase_angle};
use soyuz_rendezvous::rendezvous::{scheme, timing};
use soyuz_rendezvous::target::ElementSet;
use soyuz_rendezvous::time::{self, Epoch};
use soyuz_rendezvous::units::{DEGREE, HOUR, KM, MINUTE};
use soyuz_rendezvous::vehicle::pad::SITE_1;
use std::error::Error;
use std::f64::consts::TAU;
use std::process::ExitCode;

const ELEMENT_SET: [&str; 2] = [
    "1 25544U 98067A   13310.51629608  .00016717  00000-0  10270-3 0  9002",
    "2 25544  51.6440 123.1754 0001219 117.1504 242.9771 15.49860824 16788",
];
/// The claims about the launch, in UTC: Moscow was UTC+4, Baikonur UTC+6.
const LAUNCHES: [(&str, &str); 2] = [
    ("RT: 8:14 Moscow time", "2013-11-07T04:14:00Z"),
    ("insidethegames, CNN: 8:14 local time", "2013-11-07T02:14:00Z"),
];
/// The claims about the arrival, in UTC.
const ARRIVALS: [(&str, &str); 2] = [
    ("RT: docked 10:27 GMT", "2013-11-07T10:27:00Z"),
    ("insidethegames: arrived 12:40", "2013-11-07T12:40:00Z"),
];
/// The claim about the height: BBC, 261 miles.
const HEIGHT_CLAIMED: f64 = 420.0 * KM;
/// Angle along the orbit from the pad at lift-off to separation: 1690 km over ground and the rotation
/// of the Earth meanwhile; from the example `ascent` [rad].
const ASCENT_ARC: f64 = 16.6 * DEGREE;
/// Duration of the ascent [s].
const ASCENT_TIME: f64 = 528.0;
/// Angle between pad and plane that a rocket with a crew on board can correct, roughly [rad]: its propellant reserve is
/// used up at 1.6° on one side and at 2.3° on the other.
const MADE_UP_FOR: f64 = 2.0 * DEGREE;

/// Evaluation of a launch.
#[derive(Clone, Copy, Debug)]
pub struct Launch {
    /// Angle from the station's plane to the pad, positive to the left of flight [rad].
    pub plane_distance: f64,
    /// Angle by which the station leads the pad, 0 to 2π [rad].
    pub phase_at_liftoff: f64,
    /// Angle by which the station would lead the ship at separation, 0 to 2π [rad].
    pub phase_at_separation: f64,
    /// Whether a rocket could reach the plane, and the ship reach the station in four orbits.
    pub possible: bool,
}

/// Evaluation of an arrival.
#[derive(Clone, Copy, Debug)]
pub struct Arrival {
    /// Time since the only possible lift-off [s].
    pub elapsed: f64,
    /// Time since sunrise at the station; negative: time since sunset, in darkness [s].
    pub since_sunrise: f64,
    /// Height of the station above the ellipsoid [m].
    pub height: f64,
}

/// The evaluation of each claim, in the order of the constants above.
#[derive(Clone, Debug)]
pub struct Summary {
    /// Launches.
    pub launches: Vec<Launch>,
    /// Arrivals.
    pub arrivals: Vec<Arrival>,
    /// Mean height of the station above the ellipsoid over the day's flight [m].
    pub mean_height: f64,
}

struct Sky {
    epoch: Epoch,
    earth: EarthRotation,
    sky: SunMoonArc,
    station: ElementSet,
}

impl Sky {
    fn launch(&self, t: f64) -> Result<Launch, Box<dyn Error>> {
        let station = self.station.gcrf_along(&self.earth, t)?;
        let plane = normal(&station.r, &station.v);
        let plane_distance = plane_distance(&SITE_1, &plane, &self.earth, t);
        let pad = pad_state(&SITE_1, &self.earth, t);
        let ahead = phase_angle(&pad.r, &station.r, &station.v).rem_euclid(TAU);
        // The station moves on during the ascent.
        let later = self.station.gcrf_along(&self.earth, t + ASCENT_TIME)?;
        let pad_then = phase_angle(&pad.r, &later.r, &later.v);
        let phase_at_separation = (pad_then - ASCENT_ARC).rem_euclid(TAU);
        let [least, most] = scheme::PHASE_WINDOW;
        let possible = plane_distance.abs() < MADE_UP_FOR
            && (least.value..=most.value).contains(&phase_at_separation);
        Ok(Launch { plane_distance, phase_at_liftoff: ahead, phase_at_separation, possible })
    }

    fn light(&self, t: f64) -> Result<f64, Box<dyn Error>> {
        let station = self.station.gcrf_along(&self.earth, t)?;
        Ok(Shadow::SPHERE.cylinder(station.r, self.sky.sun(t)))
    }

    fn height(&self, t: f64) -> Result<f64, Box<dyn Error>> {
        let station = self.station.gcrf_along(&self.earth, t)?;
        Ok(Geodetic::from_itrf(&self.earth.position_itrf(t, &station.r)).height)
    }

    fn arrival(&self, t: f64, liftoff: f64) -> Result<Arrival, Box<dyn Error>> {
        let now = self.light(t)? > 0.0;
        // Back to the last sunrise or sunset, in steps of a second.
        let mut edge = t;
        while (self.light(edge)? > 0.0) == now {
            edge -= 1.0;
        }
        let since = t - edge;
        Ok(Arrival {
            elapsed: t - liftoff,
            since_sunrise: if now { since } else { -since },
            height: self.height(t)?,
        })
    }
}

/// Evaluates the claims and prints the reasons.
pub fn run() -> Result<Summary, Box<dyn Error>> {
    let epoch = time::parse_utc("2013-11-07T00:00:00Z")?;
    let sky = Sky {
        epoch,
        earth: EarthRotation::over(epoch, 0.0, 14.0 * HOUR, EarthOrientationTable::embedded())?,
        sky: SunMoonArc::over(epoch, 0.0, 14.0 * HOUR),
        station: ElementSet::from_tle(None, ELEMENT_SET[0], ELEMENT_SET[1])?,
    };
    let seconds = |utc: &str| -> Result<f64, Box<dyn Error>> {
        Ok(time::seconds_between(sky.epoch, time::parse_utc(utc)?))
    };

    println!("When can a rocket lift off from Baikonur to the station?");
    println!("  claim                                  UTC     pad off the  station lead, deg");
    println!(
        "                                                 plane, deg   at lift-off  at separation"
    );
    let mut launches = Vec::new();
    for (claim, utc) in LAUNCHES {
        let launch = sky.launch(seconds(utc)?)?;
        println!(
            "  {claim:38} {}  {:+10.2}  {:12.1}  {:13.1}  {}",
            &utc[11..16],
            launch.plane_distance / DEGREE,
            launch.phase_at_liftoff / DEGREE,
            launch.phase_at_separation / DEGREE,
            if launch.possible { "possible" } else { "impossible" },
        );
        launches.push(launch);
    }
    let [least, most] = scheme::PHASE_WINDOW;
    println!(
        "  A rocket with a crew on board can correct about {:.0}°; 1° costs some 135 m/s. The four-orbit scheme\n  \
         requires a phase of {:.0}° to {:.0}° at separation.",
        MADE_UP_FOR / DEGREE,
        least.value / DEGREE,
        most.value / DEGREE
    );

    println!("\nWhen can the ship arrive after lift-off at 04:14 UTC?");
    let liftoff = seconds(LAUNCHES[0].1)?;
    let lead = timing::BRAKING_LEAD.value;
    let mut arrivals = Vec::new();
    for (claim, utc) in ARRIVALS {
        let arrival = sky.arrival(seconds(utc)?, liftoff)?;
        println!(
            "  {claim:38} {}  {:4.0} min after lift-off, station {} for {:2.0} min, at {:.0} km",
            &utc[11..16],
            arrival.elapsed / MINUTE,
            if arrival.since_sunrise > 0.0 { "in sunlight" } else { "in darkness" },
            arrival.since_sunrise.abs() / MINUTE,
            arrival.height / KM,
        );
        arrivals.push(arrival);
    }
    println!(
        "  The approach needs {:.0} minutes of sunlight, less a reserve of {:.1}; the four-orbit scheme arrives\n  \
         near {:.0} min. 12:40 would be {:.1} orbits of the station; that is when the hatch was opened.",
        lead / MINUTE,
        timing::RESERVE.value / MINUTE,
        timing::NATURAL_DOCKING.value / MINUTE,
        arrivals[1].elapsed / (TAU / sky.station.mean_motion())
    );

    let heights = (0..=370).map(|k| sky.height(liftoff + f64::from(k) * MINUTE));
    let heights: Vec<f64> = heights.collect::<Result<_, _>>()?;
    let mean_height = heights.iter().sum::<f64>() / heights.len() as f64;
    let (low, high) = heights.iter().fold((f64::MAX, f64::MIN), |(a, b), &h| (a.min(h), b.max(h)));
    println!(
        "\nBBC: station at {:.0} km. Height above the ellipsoid over the flight: {:.0} to {:.0} km, mean {:.0} km.",
        HEIGHT_CLAIMED / KM,
        low / KM,
        high / KM,
        mean_height / KM
    );
    Ok(Summary { launches, arrivals, mean_height })
}

#[allow(dead_code)] // a test includes this file as a module
fn main() -> ExitCode {
    clap::Command::new("judge_the_news")
        .about("Four news reports of one launch contradict each other: which can be true?")
        .get_matches();
    cli::lesson(run)
}
