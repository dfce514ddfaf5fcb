//! Figures of the whole flight: altitude, phase angle, delta-v.

use super::labels::Labels;
use super::panel::{
    Axis, Marker, PUBLISHED, Panel, Sign, legend, marker, round_step, round_time_step,
};
use super::picture::{Anchor, Picture, Point, Text};
use super::sheet::{
    BurnGroup, HEIGHT, count_in_words, end_of_flight, grouped_burns, imprint,
    inner_with_upper_axis, labels_in, published_clock, sheet, ship, utc_ticks, utc_title,
};
use super::style::{self, Stroke};
use crate::flown::{self, Fact, Quantity, Value};
use crate::rendezvous::choice::degrees;
use crate::report::compare::facts;
use crate::report::series::Series;
use crate::time::seconds_between;
use crate::units::{DEGREE, HOUR, KM, MINUTE};

fn time_panel(
    series: &Series<'_>,
    picture: &mut Picture,
    area: super::picture::Bounds,
    y: Axis,
) -> Panel {
    let log = series.log();
    let range = (0.0, end_of_flight(log));
    let step = round_time_step(range.1, 14.0);
    let panel = Panel { area, x: Axis::met(range, step), y };
    let upper = utc_ticks(log, range, round_time_step(range.1, 8.0).max(0.5 * HOUR));
    panel.draw_upper(picture, &upper, &utc_title(log));
    panel
}

fn fact(series: &Series<'_>, quantity: Quantity) -> Option<&'static Fact> {
    // Its own facts come after the generic ones.
    facts(series.log()).filter(|f| f.quantity == quantity).last()
}

fn met_of(series: &Series<'_>, value: Value) -> Option<f64> {
    match value {
        Value::Met(t) => Some(t),
        Value::Utc(utc) => Some(seconds_between(series.log().liftoff, flown::epoch(utc)?)),
        Value::Number(_) | Value::Range(..) => None,
    }
}

/// Height of Soyuz and station from lift-off to contact, with burns and flown values.
pub fn altitude(series: &Series<'_>) -> Picture {
    let log = series.log();
    let minutes = (log.contact.t / MINUTE).round();
    let title = format!(
        "{} reaches the station {:.0} h {:.0} min after lift-off",
        log.scenario.name,
        (minutes / 60.0).floor(),
        minutes % 60.0
    );
    let contact = fact(series, Quantity::Contact);
    let launcher = fact(series, Quantity::CoreSeparationHeight).map(|_| {
        "separations of Soyuz-FG in general, to the first of which the ascent is fitted".to_owned()
    });
    let docked = contact.map(|_| "contact of this flight, drawn at the computed height".to_owned());
    let diamonds: Vec<String> = launcher.into_iter().chain(docked).collect();
    let caption = format!(
        "Height above the WGS-84 ellipsoid, which varies twice per orbit because the Earth is flattened. \
         Curves and triangles are computed{}. {}",
        if diamonds.is_empty() {
            String::new()
        } else {
            format!("; diamonds are published (sources in report.txt): {}", diamonds.join("; "))
        },
        imprint(series)
    );
    let (mut picture, outer) = sheet(HEIGHT, &title, &caption);
    let top = series.views().iter().map(|v| v.station.height).fold(0.0, f64::max) / KM;
    let y = Axis::linear(
        "height above the ellipsoid, km",
        (0.0, (top * 1.2 / 50.0).ceil() * 50.0),
        100.0,
    );
    let panel = time_panel(series, &mut picture, inner_with_upper_axis(outer), y);
    panel.draw(&mut picture);
    let station: Vec<_> = series.views().iter().map(|v| (v.t, v.station.height / KM)).collect();
    let soyuz: Vec<_> = series.views().iter().map(|v| (v.t, v.soyuz.height / KM)).collect();
    // In two days the heights vary so often that the dashes of a thick line would not be seen as such.
    let (of_station, of_soyuz) = match log.took_two_days() {
        true => (Stroke::solid(style::BLUE, 1.5), Stroke { width: 3.0, ..style::SOYUZ }),
        false => (style::STATION, style::SOYUZ),
    };
    panel.line(&mut picture, station.iter().copied(), of_station);
    panel.line(&mut picture, soyuz.iter().copied(), of_soyuz);

    let mut labels = labels_in(&panel);
    for data in [&station, &soyuz] {
        labels.avoid_line(data.iter().map(|(t, h)| panel.at(*t, *h)));
    }
    let (right, bottom) = (panel.area.right, panel.area.bottom);
    let of_ship = format!("{}, computed", ship(log));
    let mut entries = vec![
        (Sign::Stroke(of_station), "station (ISS), computed"),
        (Sign::Stroke(of_soyuz), of_ship.as_str()),
        (Sign::Marker(Marker::Triangle, style::VERMILLION), "burn, computed"),
    ];
    if !diamonds.is_empty() {
        entries.push((Sign::Marker(Marker::Flown, style::BLACK), "flown or published"));
    }
    let box_ = legend(&mut picture, (right - 560.0, bottom - 215.0), &entries);
    labels.avoid(box_);
    let height_at = |t: f64| series.at(t).map_or(0.0, |v| v.soyuz.height / KM);
    let end = panel.at(log.contact.t, height_at(log.contact.t));
    marker(&mut picture, end, Marker::Disc, style::VERMILLION);
    published_heights(series, &panel, &mut picture, &mut labels);
    for BurnGroup { t, name, delta_v: dv, .. } in grouped_burns(log) {
        let at = panel.at(t, height_at(t));
        marker(&mut picture, at, Marker::Triangle, style::VERMILLION);
        labels.add(at, format!("{name} {dv:.1} m/s"), style::VERMILLION);
    }
    labels.place(&mut picture);
    picture
}

/// Published heights, and the published contact at the computed height.
fn published_heights(
    series: &Series<'_>,
    panel: &Panel,
    picture: &mut Picture,
    labels: &mut Labels,
) {
    let log = series.log();
    if let Some(contact) = fact(series, Quantity::Contact)
        && let Some(t) = met_of(series, contact.value)
    {
        let at = panel.at(t, series.at(t).map_or(0.0, |v| v.soyuz.height / KM));
        marker(picture, at, Marker::Flown, style::BLACK);
        labels.add(at, format!("flown {}", published_clock(log.epoch(t))), style::BLACK);
    }
    if let (Some(Fact { value: Value::Met(t), .. }), Some(height)) =
        (fact(series, Quantity::CoreSeparation), fact(series, Quantity::CoreSeparationHeight))
        && let Value::Range(low, high) = height.value
    {
        panel.line(picture, [(*t, low / KM), (*t, high / KM)], Stroke::solid(style::BLACK, 3.0));
        let at = panel.at(*t, 0.5 * (low + high) / KM);
        marker(picture, at, Marker::Flown, style::BLACK);
        let words = format!("core separation {:.0}–{:.0} km", low / KM, high / KM);
        labels.add(at, words, style::BLACK);
    }
    if let Some(Fact { value: Value::Number(h), .. }) = fact(series, Quantity::SeparationHeight) {
        let at = panel.at(log.ascent.separation, h / KM);
        marker(picture, at, Marker::Flown, style::BLACK);
        labels.add(at, format!("separation {:.0} km", h / KM), style::BLACK);
    }
}

/// Phase angle from lift-off to contact, with burns and the published window.
pub fn phase_angle(series: &Series<'_>) -> Picture {
    let log = series.log();
    let scheme = log.scheme.begun;
    let (from, to) = scheme.window();
    let window = (from / DEGREE, scheme.catch_up(to) / DEGREE);
    let title = format!(
        "The station leads by {:.1}° at separation, {} the {} window",
        degrees(log.start.phase_at_separation),
        if scheme.allows(log.start.phase_at_separation) { "inside" } else { "outside" },
        scheme.title()
    );
    let caption = format!(
        "Phase angle: geocentric angle in the station's orbit plane by which the station leads {ship}. \
         The window is published for orbit insertion. Until separation {ship} is slower than the station and falls \
         behind. {}{}",
        if window.1 > 360.0 {
            "Beyond 360° the ship has more than a revolution to gain. "
        } else {
            ""
        },
        imprint(series),
        ship = ship(log)
    );
    let (mut picture, outer) = sheet(HEIGHT, &title, &caption);
    let top = series.views().iter().map(|v| v.phase_angle / DEGREE).fold(window.1, f64::max);
    let step: f64 = match top {
        180.0.. => 60.0,
        60.0.. => 30.0,
        _ => 5.0,
    };
    let margin = step.min(30.0);
    let y = Axis::linear(
        "phase angle, degrees",
        (-0.3 * margin, (top * 1.07 / margin).ceil() * margin),
        step,
    );
    let area = inner_with_upper_axis(outer);
    let panel = time_panel(series, &mut picture, area, y);
    let ((from, to), _) = panel.ranges();
    panel.fill(&mut picture, (from, to), window, style::PALE_GREEN);
    panel.draw(&mut picture);
    for edge in [window.0, window.1] {
        panel.line(&mut picture, [(from, edge), (to, edge)], PUBLISHED);
    }
    let data: Vec<_> = series.views().iter().map(|v| (v.t, v.phase_angle / DEGREE)).collect();
    panel.line(&mut picture, data.iter().copied(), style::SOYUZ);
    let mut labels = labels_in(&panel);
    labels.avoid_line(data.iter().map(|(t, p)| panel.at(*t, *p)));
    for edge in [window.0, window.1] {
        labels.avoid_line([panel.at(from, edge), panel.at(to, edge)]);
    }
    let box_ = legend(
        &mut picture,
        (panel.area.right - 720.0, panel.area.top + 75.0),
        &[
            (Sign::Stroke(style::SOYUZ), "phase angle, computed"),
            (Sign::Marker(Marker::Triangle, style::VERMILLION), "burn, computed"),
            (
                Sign::Fill(style::PALE_GREEN),
                &format!("published at insertion: {:.0}° to {:.0}°", window.0, window.1),
            ),
        ],
    );
    labels.avoid(box_);
    let at_time = |t: f64| series.at(t).map_or(0.0, |v| v.phase_angle / DEGREE);
    let separation = log.ascent.separation;
    // On a two-day axis both are at one point.
    let apart = panel.at(separation, 0.0).0 - panel.at(0.0, 0.0).0 > 13.0;
    let points = [(0.0, "lift-off"), (separation, "separation")];
    for (t, name) in points.into_iter().skip(usize::from(!apart)) {
        let at = panel.at(t, at_time(t));
        marker(&mut picture, at, Marker::Disc, style::BLACK);
        labels.add(at, format!("{name} {:.1}°", at_time(t)), style::BLACK);
    }
    for BurnGroup { t, name, .. } in grouped_burns(log) {
        let at = panel.at(t, at_time(t));
        marker(&mut picture, at, Marker::Triangle, style::VERMILLION);
        let phase = at_time(t);
        let shown = if phase < 1.0 { format!("{phase:.2}°") } else { format!("{phase:.1}°") };
        labels.add(at, format!("{name} {}", shown.replace('-', "−")), style::VERMILLION);
    }
    labels.place(&mut picture);
    picture
}

/// Delta-v spent by the spacecraft since separation.
pub fn delta_v(series: &Series<'_>) -> Picture {
    let log = series.log();
    let burnt: f64 = log.burns.iter().map(|b| b.delta_v).sum();
    let spent = log.samples.last().map_or(burnt, |s| s.delta_v).max(burnt);
    let title = format!(
        "{} burns take {burnt:.1} m/s; fly-around and final approach {:.1} m/s more",
        count_in_words(log.burns.len()),
        spent - burnt
    );
    let reference = fact(series, Quantity::DeltaVNineBurns);
    let published = flown::flight(log).is_some_and(|f| !f.burns.is_empty());
    let dotted = reference.map(|_| {
        let (whose, note) = match published {
            true => ("this one, as flown", ""),
            false => ("as flown by Soyuz TMA-19M", "; those of this flight are not published"),
        };
        format!(
            "Dotted: the sum of the nine burns of a four-orbit flight, {whose} (Spaceflight Now, second-hand){note}. "
        )
    });
    let caption = format!(
        "Thrust acceleration integrated since separation. {}{}",
        dotted.unwrap_or_default(),
        imprint(series)
    );
    let (mut picture, outer) = sheet(HEIGHT, &title, &caption);
    let top = spent.max(120.0) * 1.12;
    let step = round_step(top, 8.0);
    let y = Axis::linear("delta-v spent, m/s", (0.0, (top / step).ceil() * step), step);
    let panel = time_panel(series, &mut picture, inner_with_upper_axis(outer), y);
    panel.draw(&mut picture);
    let mut labels = labels_in(&panel);
    let data = staircase(series);
    labels.avoid_line(data.iter().map(|(t, dv)| panel.at(*t, *dv)));
    if let Some(Fact { value: Value::Number(sum), .. }) = reference {
        sum_of_tma_19m(*sum, &panel, &mut picture, &mut labels);
    }
    panel.line(&mut picture, data.iter().copied(), style::SOYUZ);
    let mut sum = 0.0;
    for BurnGroup { t, name, delta_v: dv, .. } in grouped_burns(log) {
        let at = panel.at(t, sum + 0.5 * dv);
        sum += dv;
        labels.add(at, format!("{name} +{dv:.1} m/s"), style::VERMILLION);
    }
    let end = panel.at(log.contact.t, spent);
    marker(&mut picture, end, Marker::Disc, style::VERMILLION);
    labels.add(end, format!("contact {spent:.1} m/s"), style::VERMILLION);
    labels.place(&mut picture);
    picture
}

/// The dotted line of the published sum [m/s], with its label at the end where the curve leaves space.
fn sum_of_tma_19m(sum: f64, panel: &Panel, picture: &mut Picture, labels: &mut Labels) {
    let ((from, to), _) = panel.ranges();
    let ends = [panel.at(from, sum), panel.at(to, sum)];
    panel.line(picture, [(from, sum), (to, sum)], PUBLISHED);
    labels.avoid_line(ends);
    let words = format!("flown by TMA-19M: {sum:.1} m/s");
    let at = |(x, y): Point, anchor, aside: f64, down: f64| {
        Text::new((x + aside, y + down), words.as_str(), style::LABEL).anchored(anchor)
    };
    let (above, below) = (-0.6 * style::LABEL, 1.2 * style::LABEL);
    let [left, right] = ends;
    let first = at(left, Anchor::Start, 14.0, above);
    let others = [
        at(left, Anchor::Start, 14.0, below),
        at(right, Anchor::End, -14.0, above),
        at(right, Anchor::End, -14.0, below),
    ];
    let free = |text: &&Text| labels.is_free(&text.bounds());
    let text = [&first].into_iter().chain(&others).find(free).unwrap_or(&first).clone();
    labels.avoid(text.bounds());
    picture.text(text);
}

/// Delta-v at the samples, with the start and end of each burn before braking inserted.
fn staircase(series: &Series<'_>) -> Vec<(f64, f64)> {
    let log = series.log();
    let mut data: Vec<(f64, f64)> = log.samples.iter().map(|s| (s.t, s.delta_v)).collect();
    let first_braking = log.braking_burns().next().map(|b| b.ignition);
    let before = |t: f64| t < first_braking.unwrap_or(f64::INFINITY);
    data.retain(|(t, _)| !before(*t));
    let mut sum = 0.0;
    let mut corners = vec![(log.ascent.separation, 0.0)];
    for burn in log.burns.iter().filter(|b| before(b.ignition)) {
        corners.push((burn.ignition, sum));
        sum += burn.delta_v;
        corners.push((burn.ignition + burn.duration, sum));
    }
    corners.extend(first_braking.map(|t| (t, sum)));
    corners.append(&mut data);
    corners
}
