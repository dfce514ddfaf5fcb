//! Figure of launch opportunities: phase against day, windows shaded.

use super::panel::{Axis, Marker, Panel, Sign, legend, marker};
use super::picture::Picture;
use super::sheet::{HEIGHT, inner, labels_in, sheet};
use super::style::{self, Colour};
use crate::campaign::window::Opportunity;
use crate::output::text::utc;
use crate::rendezvous::choice::Scheme;
use crate::report::window::{Window, to_the_minute};
use crate::time::{after, day_of_year, seconds_between};
use crate::units::{DAY, DEGREE};

/// Shade of the two-day window.
const PALE_BLUE: Colour = Colour(222, 235, 247);
/// Shade of the two-orbit window.
const PALE_ORANGE: Colour = Colour(253, 228, 190);

/// So many lift-offs can all be labelled.
const FEW: usize = 10;

fn shade(scheme: Scheme) -> Colour {
    match scheme {
        Scheme::TwoOrbit => PALE_ORANGE,
        Scheme::FourOrbit => style::PALE_GREEN,
        Scheme::TwoDay => PALE_BLUE,
    }
}

/// Phase at separation against the day of lift-off.
pub fn phase(window: &Window, found: &[Opportunity]) -> Picture {
    let four =
        found.iter().filter(|o| o.ways.iter().any(|w| w.scheme == Scheme::FourOrbit)).count();
    let verb = if four == 1 { "allows" } else { "allow" };
    let title =
        format!("{four} of {} in-plane lift-offs {verb} docking after four orbits", found.len());
    let caption = format!(
        "Lead of the station at spacecraft separation, for the lift-off into its plane on each day. \
         Shaded: phases the schemes take (two-orbit: width published, place assumed). Labels: lift-off \
         and planned docking, UTC{}.{} {}.",
        if found.len() <= FEW { "" } else { ", where four orbits do" },
        match found.iter().filter(|o| o.phase.is_none()).count() {
            0 => String::new(),
            n => format!(" Squares at the foot: phase not known ({n}); the table says why."),
        },
        window.program
    );
    let (mut picture, outer) = sheet(HEIGHT, &title, &caption);
    // Days since the midnight before the first.
    let midnight = found.first().map(|o| after(o.lift_off, -day_of_year(o.lift_off).2));
    let day = |o: &Opportunity| midnight.map_or(0.0, |m| seconds_between(m, o.lift_off) / DAY);
    let last = found.last().map_or(0.0, day).floor() + 1.0;
    let ticks = (0..=last as usize)
        .map(|k| {
            // By its noon, which no leap second moves to another date.
            let noon = midnight.map(|m| utc(after(m, (k as f64 + 0.5) * DAY), 0));
            let crowded = last > 10.0 && k % 2 == 1;
            let name = noon.filter(|_| !crowded).map(|noon| noon[5..10].to_owned());
            (k as f64, name.unwrap_or_default())
        })
        .collect();
    let across = (-0.25, last + 0.25);
    let panel = Panel {
        area: inner(outer, false),
        x: Axis::named(across, ticks).titled("lift-off, UTC (month-day at 0 h)"),
        y: Axis::linear("station ahead at separation, degrees", (0.0, 360.0), 30.0),
    };
    for scheme in [Scheme::TwoDay, Scheme::TwoOrbit, Scheme::FourOrbit] {
        let (from, to) = scheme.window();
        let (from, to) = (from / DEGREE, to / DEGREE);
        if from <= to {
            panel.fill(&mut picture, across, (from, to), shade(scheme));
        } else {
            panel.fill(&mut picture, across, (from, 360.0), shade(scheme));
            panel.fill(&mut picture, across, (0.0, to), shade(scheme));
        }
    }
    panel.draw(&mut picture);
    let mut labels = labels_in(&panel);
    let area = panel.area;
    labels.avoid(legend(
        &mut picture,
        (area.right - 330.0, area.top + 0.40 * (area.bottom - area.top)),
        &[
            (Sign::Fill(shade(Scheme::TwoDay)), "two-day"),
            (Sign::Fill(shade(Scheme::FourOrbit)), "four-orbit"),
            (Sign::Fill(shade(Scheme::TwoOrbit)), "two-orbit"),
        ],
    ));
    for (o, entry) in found.iter().zip(&window.opportunities) {
        let at = panel.at(day(o), o.phase.unwrap_or(0.0) / DEGREE);
        match o.phase {
            Some(_) => marker(&mut picture, at, Marker::Disc, style::VERMILLION),
            None => marker(&mut picture, at, Marker::Square, style::GREY),
        }
        let way = match found.len() <= FEW {
            true => entry.ways.first(),
            false => entry.ways.iter().find(|way| way.scheme == Scheme::FourOrbit),
        };
        let words = match way {
            Some(way) => {
                let days = if way.scheme == Scheme::TwoDay { ", two days on" } else { "" };
                format!(
                    "{} → {}{days}",
                    to_the_minute(&entry.liftoff_utc),
                    to_the_minute(&way.planned_docking_utc)
                )
            }
            None if found.len() <= FEW => to_the_minute(&entry.liftoff_utc),
            None => continue,
        };
        labels.add(at, words, style::BLACK);
    }
    labels.place(&mut picture);
    picture
}
