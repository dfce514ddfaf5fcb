//! The figure of launch opportunities: phase against date, with the windows of the schemes.

use super::labels::Labels;
use super::panel::{Axis, Marker, Panel, Sign, marker, row_of};
use super::picture::{Bounds, Picture};
use super::sheet::{HEIGHT, inner, labels_in, sheet};
use super::style::{self, Colour, Dash, Stroke};
use crate::campaign::window::Opportunity;
use crate::mission::Presets;
use crate::output::text::utc;
use crate::rendezvous::choice::Scheme;
use crate::report::window::{Entry, Window, to_the_minute};
use crate::time::{after, day_of_year, seconds_between, utc_calendar};
use crate::units::{DAY, DEGREE};
use crate::vehicle::launcher::Launcher;
use crate::vehicle::pad::Pad;
use crate::vehicle::port::Port;
use crate::vehicle::spacecraft::Spacecraft;

/// Up to this number, all lift-offs are labelled.
const FEW: usize = 10;

/// Fill colour and limit lines of the window of a scheme, distinguishable in colour and in grey; the lines show the
/// limits where windows overlap.
fn look(scheme: Scheme) -> (Colour, Stroke) {
    match scheme {
        Scheme::TwoDay => (Colour(222, 235, 247), Stroke::solid(style::BLUE, 3.0)),
        Scheme::FourOrbit => {
            (Colour(176, 222, 205), Stroke::dashed(style::GREEN, 3.0, Dash::Dashed))
        }
        Scheme::TwoOrbit => (Colour(236, 170, 85), Stroke::dashed(style::BLACK, 3.0, Dash::Dotted)),
    }
}

/// Phase at separation against the day of lift-off.
pub fn phase(window: &Window, found: &[Opportunity]) -> Picture {
    let four =
        found.iter().filter(|o| o.ways.iter().any(|w| w.scheme == Scheme::FourOrbit)).count();
    let verb = if four == 1 { "allows" } else { "allow" };
    let title = format!("{four} of {} in-plane lift-offs {verb} a four-orbit flight", found.len());
    let caption = format!(
        "{}. Lead of the station at spacecraft separation, for the lift-off into its plane \
         on each day. Shaded, between lines: phases the schemes take (two-orbit: width published, place \
         assumed). Labels: lift-off and planned docking, UTC{}.{} {}.",
        proper_names(&window.presets),
        if found.len() <= FEW { "" } else { ", of four-orbit flights" },
        match found.iter().filter(|o| o.phase.is_none()).count() {
            0 => String::new(),
            n => format!(
                " Squares at the bottom: phase unknown ({n}), for reasons given in the table."
            ),
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
            // The date at noon, so that a leap second does not change it.
            let noon = midnight.map(|m| utc(after(m, (k as f64 + 0.5) * DAY), 0));
            let crowded = last > 10.0 && k % 2 == 1;
            let name = noon.filter(|_| !crowded).map(|noon| noon[5..10].to_owned());
            (k as f64, name.unwrap_or_default())
        })
        .collect();
    let across = (-0.25, last + 0.25);
    let panel = Panel {
        // Points can lie anywhere in the panel, so the legend is above it.
        area: Bounds { top: outer.top + 60.0, ..inner(outer) },
        x: Axis::named(across, ticks)
            .titled(&format!("lift-off{}, UTC (month-day at 0 h)", years(found))),
        y: Axis::linear("phase at separation, degrees", (0.0, 360.0), 30.0),
    };
    let mut labels = windows(&mut picture, &panel, across);
    for (o, entry) in found.iter().zip(&window.opportunities) {
        let at = panel.at(day(o), o.phase.unwrap_or(0.0) / DEGREE);
        match o.phase {
            Some(_) => marker(&mut picture, at, Marker::Disc, style::VERMILLION),
            None => marker(&mut picture, at, Marker::Square, style::GREY),
        }
        if let Some(words) = label(entry, found.len()) {
            labels.add(at, words, style::BLACK);
        }
    }
    labels.place(&mut picture);
    picture
}

/// Draws the windows of the schemes, the frame over them and the legend above; returns labels that keep off limits.
fn windows(picture: &mut Picture, panel: &Panel, across: (f64, f64)) -> Labels {
    let schemes = [Scheme::TwoDay, Scheme::FourOrbit, Scheme::TwoOrbit];
    for scheme in schemes {
        let (from, to) = scheme.window();
        let (from, to) = (from / DEGREE, to / DEGREE);
        let (shade, _) = look(scheme);
        if from <= to {
            panel.fill(picture, across, (from, to), shade);
        } else {
            panel.fill(picture, across, (from, 360.0), shade);
            panel.fill(picture, across, (0.0, to), shade);
        }
    }
    panel.draw(picture);
    let mut labels = labels_in(panel);
    for scheme in schemes {
        let (from, to) = scheme.window();
        for limit in [from, to].map(|phase| phase / DEGREE) {
            let ends = [(across.0, limit), (across.1, limit)];
            panel.line(picture, ends, look(scheme).1);
            labels.avoid_line(ends.map(|(x, y)| panel.at(x, y)));
        }
    }
    let named = schemes.map(|scheme| {
        let (shade, limit) = look(scheme);
        let words = format!("{}: {}", scheme.title(), scheme.window_in_words());
        (Sign::Band(shade, limit), words)
    });
    row_of(
        picture,
        (panel.area.left, panel.area.top - 60.0),
        &named.each_ref().map(|(sign, words)| (*sign, words.as_str())),
    );
    labels
}

/// Lift-off and planned docking of one of `count` opportunities; of many, only four-orbit flights have a label.
fn label(entry: &Entry, count: usize) -> Option<String> {
    let lift_off = to_the_minute(&entry.liftoff_utc);
    let way = match count <= FEW {
        true => entry.ways.first(),
        false => Some(entry.ways.iter().find(|way| way.scheme == Scheme::FourOrbit)?),
    };
    Some(match way {
        Some(way) => {
            let days = if way.scheme == Scheme::TwoDay { ", two days on" } else { "" };
            format!("{lift_off} → {}{days}", to_the_minute(&way.planned_docking_utc))
        }
        None => lift_off,
    })
}

/// The presets by their proper names; an unknown one stays as given.
fn proper_names(presets: &Presets) -> String {
    let Presets { spacecraft, launcher, pad, port } = presets;
    format!(
        "{} on {} from {} to {}",
        spacecraft.parse().map_or(spacecraft.as_str(), |craft: Spacecraft| craft.series.title()),
        Launcher::named(launcher).map_or(launcher.as_str(), |launcher| launcher.name),
        Pad::named(pad).map_or(pad.as_str(), |pad| pad.name),
        port.parse().map_or(port.as_str(), |port: Port| port.title()),
    )
}

/// The years of the lift-offs, such as ` in 2013`.
fn years(found: &[Opportunity]) -> String {
    let year = |o: &Opportunity| utc_calendar(o.lift_off).year;
    match (found.first().map(year), found.last().map(year)) {
        (Some(a), Some(b)) if a == b => format!(" in {a}"),
        (Some(a), Some(b)) => format!(" in {a} and {b}"),
        _ => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Luma weights of ITU-R BT.601; a difference of 20 out of 255 is clearly visible side by side.
    #[test]
    fn windows_differ_in_grey() {
        let grey = |scheme| {
            let Colour(r, g, b) = look(scheme).0;
            0.299 * f64::from(r) + 0.587 * f64::from(g) + 0.114 * f64::from(b)
        };
        let mut greys = Scheme::ALL.map(grey).to_vec();
        greys.push(255.0);
        greys.sort_by(f64::total_cmp);
        assert!(greys.windows(2).all(|w| w[1] - w[0] > 20.0), "{greys:?}");
        let dashes = Scheme::ALL.map(|scheme| look(scheme).1.dash);
        assert!(dashes[0] != dashes[1] && dashes[1] != dashes[2] && dashes[0] != dashes[2]);
    }
}
