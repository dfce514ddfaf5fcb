//! The approach relative to the station, at three scales.

use super::labels::Labels;
use super::panel::{Axis, Marker, Panel, Sign, legend, marker, round_step};
use super::picture::{Bounds, Picture, Point, Text, text_width};
use super::sheet::{
    BurnGroup, count_in_words, grouped_burns, imprint, inner, labels_in, retreat, retreat_in_words,
    sheet, ship,
};
use super::style::{self, Dash, Stroke};
use crate::mission::log::FlightPhase;
use crate::proximity::Profile;
use crate::report::series::{Series, View};
use crate::units::{DEGREE, KM, MINUTE};
use crate::vehicle::port::Port;

const AHEAD: &str = "ahead of station (+x, V-bar) →";
const BELOW: &str = "← below station (+z, R-bar)";

/// From separation to contact, in curvilinear coordinates along the station's orbit.
pub fn whole(series: &Series<'_>) -> Picture {
    let log = series.log();
    let views: Vec<&View> =
        series.views().iter().filter(|v| v.t >= log.ascent.separation).collect();
    let behind = views.iter().map(|v| -v.arc_ahead()).fold(0.0, f64::max) / KM;
    let below = views.iter().map(|v| v.radius_below).fold(0.0, f64::max) / KM;
    // The largest distances can come later.
    let (first_behind, first_below) = series
        .at(log.ascent.separation)
        .map_or((0.0, 0.0), |v| (-v.arc_ahead() / KM, v.radius_below / KM));
    let title = format!(
        "{} starts {first_behind:.0} km behind and {first_below:.0} km below the station",
        ship(log)
    );
    let caption = format!(
        "Curvilinear coordinates: arc along the station's orbit, and difference of geocentric radii. \
         The two axes have different scales. On its lower orbit {} is faster and gains on the station. {}",
        ship(log),
        imprint(series)
    );
    let (mut picture, outer) = sheet(900.0, &title, &caption);
    let step = round_step(behind, 6.0);
    let x = (-(behind / step).ceil() * step, 0.1 * behind);
    let panel = Panel {
        area: inner(outer),
        x: Axis::linear(format!("km {AHEAD}"), x, step),
        y: Axis::linear(format!("{BELOW}, km"), (below * 1.12, -0.12 * below), 50.0),
    };
    panel.draw(&mut picture);
    let data: Vec<Point> =
        views.iter().map(|v| (v.arc_ahead() / KM, v.radius_below / KM)).collect();
    let mut labels = axes_through_station(&panel, &mut picture);
    panel.line(&mut picture, data.iter().copied(), style::SOYUZ);
    labels.avoid_line(data.iter().map(|p| panel.at(p.0, p.1)));
    let at = |t: f64| {
        series.at(t).map_or((0.0, 0.0), |v| panel.at(v.arc_ahead() / KM, v.radius_below / KM))
    };
    let start = at(log.ascent.separation);
    marker(&mut picture, start, Marker::Disc, style::BLACK);
    labels.add(start, "separation", style::BLACK);
    let burns = grouped_burns(log);
    for BurnGroup { t, name, delta_v, .. } in
        burns.into_iter().filter(|b| b.phase != FlightPhase::Braking)
    {
        marker(&mut picture, at(t), Marker::Triangle, style::VERMILLION);
        labels.add(at(t), format!("{name} {delta_v:.1} m/s"), style::VERMILLION);
    }
    let station = panel.at(0.0, 0.0);
    marker(&mut picture, station, Marker::Square, style::BLUE);
    labels.add(station, "station", style::BLUE);
    labels.place(&mut picture);
    picture
}

/// The last five kilometres.
pub fn last_5_km(series: &Series<'_>) -> Picture {
    let log = series.log();
    let braking: f64 = log.braking_burns().map(|b| b.delta_v).sum();
    let title = match log.braking_burns().next() {
        Some(first) => {
            let count = log.braking_burns().count();
            let (burns, begin) = if count == 1 { ("burn", "begins") } else { ("burns", "begin") };
            format!(
                "{} braking {burns}, {braking:.1} m/s in all, {begin} {:.1} km from the station",
                count_in_words(count),
                first.range / KM
            )
        }
        None => "The last five kilometres".into(),
    };
    close_up(
        series,
        &title,
        Scale { reach: 5.0 * KM, tick: 5.0 * MINUTE, unit: KM, unit_name: "km" },
    )
}

/// The last four hundred metres.
pub fn last_400_m(series: &Series<'_>) -> Picture {
    let port = series.log().scenario.docking_port().ok();
    let title = format!(
        "The last 400 m: fly-around and {} to {}",
        match retreat(series.log()) {
            Some(_) => "two approaches",
            None => "final approach",
        },
        port.map_or("the port", Port::title)
    );
    close_up(series, &title, Scale { reach: 400.0, tick: 2.0 * MINUTE, unit: 1.0, unit_name: "m" })
}

/// The scale of a close-up.
#[derive(Clone, Copy)]
struct Scale {
    /// Distance from the station at which it begins [m].
    reach: f64,
    /// Time between dots [s].
    tick: f64,
    /// Unit of the axes [m].
    unit: f64,
    unit_name: &'static str,
}

/// LVLH coordinates with equal scales, from the last time Soyuz was beyond the reach of the scale.
fn close_up(series: &Series<'_>, title: &str, scale: Scale) -> Picture {
    let log = series.log();
    let Scale { reach, tick, unit, unit_name } = scale;
    let caption = format!(
        "LVLH axes of the station, origin at its centre of mass: x ahead (V-bar), z down (R-bar); equal \
         scales. Dots: every {} min to contact, small ones without label. Grey arcs: range to the centre \
         of mass. {}{}",
        tick / MINUTE,
        retreat_in_words(log),
        imprint(series)
    );
    let (mut picture, outer) = sheet(1100.0, title, &caption);
    let views = series.views();
    let first = views.iter().rposition(|v| v.range > reach).map_or(0, |i| i + 1);
    let path: Vec<(f64, Point)> =
        views[first..].iter().map(|v| (v.t, (v.r_lvlh.x / unit, v.r_lvlh.z / unit))).collect();
    let area = inner(outer);
    let (x, z) = frame(&path, 0.2 * reach / unit, &area);
    let step = round_step(x.1 - x.0, 8.0);
    let panel = Panel {
        area,
        x: Axis::linear(format!("{unit_name} {AHEAD}"), x, step),
        y: Axis::linear(format!("{BELOW}, {unit_name}"), (z.1, z.0), step),
    };
    panel.draw(&mut picture);
    let mut labels = axes_through_station(&panel, &mut picture);
    labels.avoid_line(path.iter().map(|(_, p)| panel.at(p.0, p.1)));
    let begin = path.first().map_or(0.0, |p| p.0);
    let mut entries = vec![(Sign::Stroke(style::SOYUZ), ship(log))];
    if log.burns.iter().any(|b| b.ignition >= begin) {
        entries.push((Sign::Marker(Marker::Triangle, style::VERMILLION), "braking burn"));
    }
    entries.push((Sign::Marker(Marker::Disc, style::BLACK), "time to contact"));
    let port = log.scenario.docking_port().ok().filter(|_| unit == 1.0);
    let half_angle = Profile::NOMINAL.corridor.value;
    let corridor_name = format!("{:.0}° corridor", half_angle / DEGREE);
    if port.is_some() {
        entries.push((Sign::Stroke(EDGE), &corridor_name));
        entries.push((Sign::Stroke(PORT_AXIS), "port axis"));
    }
    let corner = quietest_corner(&area, &path, &panel, entries.len());
    labels.avoid(legend_at(corner, entries.len()));
    rings(&panel, &mut picture, &mut labels, reach / unit, unit_name);
    for (ends, stroke) in port.into_iter().flat_map(|port| corridor(port, half_angle)) {
        panel.line(&mut picture, ends, stroke);
        labels.avoid_line(ends.map(|p| panel.at(p.0, p.1)));
    }
    panel.line(&mut picture, path.iter().map(|(_, p)| *p), style::SOYUZ);

    let mut marks =
        Marks { series, picture, panel, labels, unit, begin, labelled: vec![], own: vec![] };
    marks.burns();
    marks.station_and_contact();
    marks.retreat();
    marks.minutes_to_contact(tick);
    let station = marks.station();
    let Marks { mut picture, labels, .. } = marks;
    marker(&mut picture, station, Marker::Square, style::BLUE);

    legend(&mut picture, corner, &entries);
    labels.place(&mut picture);
    picture
}

/// The marks along the path of a close-up.
struct Marks<'a> {
    series: &'a Series<'a>,
    picture: Picture,
    panel: Panel,
    labels: Labels,
    /// Unit of the axes [m].
    unit: f64,
    /// Begin of the path, MET [s].
    begin: f64,
    /// Points that have a label.
    labelled: Vec<Point>,
    /// Points that have a marker of their own, so that they get no dot.
    own: Vec<Point>,
}

impl Marks<'_> {
    fn station(&self) -> Point {
        self.panel.at(0.0, 0.0)
    }

    /// The ship at `t`.
    fn at(&self, t: f64) -> Point {
        let place = |v: View| self.panel.at(v.r_lvlh.x / self.unit, v.r_lvlh.z / self.unit);
        self.series.at(t).map(place).unwrap_or(self.station())
    }

    /// Whether contact and the station's centre of mass can be told apart; at large scale both are one point.
    fn contact_is_apart(&self) -> bool {
        let (end, station) = (self.at(self.series.log().contact.t), self.station());
        (end.0 - station.0).hypot(end.1 - station.1) > 22.0
    }

    fn burns(&mut self) {
        let begin = self.begin;
        for burn in self.series.log().burns.iter().filter(|b| b.ignition >= begin) {
            let here = self.at(burn.ignition);
            marker(&mut self.picture, here, Marker::Triangle, style::VERMILLION);
            let words = format!("{} {:.1} m/s", burn.name, burn.delta_v);
            self.labels.add(here, words, style::VERMILLION);
            self.labelled.push(here);
            self.own.push(here);
        }
    }

    fn station_and_contact(&mut self) {
        let contact = &self.series.log().contact;
        let (end, station) = (self.at(contact.t), self.station());
        let words = format!("contact, {:.2} m/s", contact.closing_speed);
        if self.contact_is_apart() {
            marker(&mut self.picture, end, Marker::Disc, style::BLACK);
            self.labels.add(station, "station, centre of mass", style::BLUE);
            self.labels.add(end, words, style::BLACK);
            self.labelled.push(end);
        } else {
            self.labels.add(station, format!("station; {words}"), style::BLUE);
            self.labelled.push(station);
        }
    }

    /// The failure of the radar and the second approach, where the scale shows them.
    fn retreat(&mut self) {
        let log = self.series.log();
        let Some((failed, again)) = retreat(log).filter(|_| self.contact_is_apart()) else {
            return;
        };
        for (t, what) in [(failed, "radar fails"), (again, "second approach")] {
            if t >= self.begin {
                let here = self.at(t);
                marker(&mut self.picture, here, Marker::Square, style::BLACK);
                let before = (log.contact.t - t) / MINUTE;
                self.labels.add(here, format!("{what}, −{before:.1} min"), style::BLACK);
                self.labelled.push(here);
                self.own.push(here);
            }
        }
    }

    /// A dot every `tick` [s] before contact. After a retreat the ship passes the same points twice; only the times of
    /// the second approach are shown.
    fn minutes_to_contact(&mut self, tick: f64) {
        let (series, contact) = (self.series, self.series.log().contact.t);
        let range = |t: f64| series.at(t).map_or(0.0, |v| v.range);
        let again = retreat(series.log()).map_or(f64::NAN, |(_, again)| again);
        let first_time = |t: f64| t < again && range(t) < 1.05 * range(again);
        let (apart, station) = (self.contact_is_apart(), self.station());
        for k in 1..((contact - self.begin) / tick) as usize + 1 {
            let before = k as f64 * tick;
            if first_time(contact - before) {
                continue;
            }
            let here = self.at(contact - before);
            let near = |p: &Point, room: f64| (p.0 - here.0).hypot(p.1 - here.1) < room;
            if self.own.iter().any(|p| near(p, 22.0)) || !apart && near(&station, 33.0) {
                continue;
            }
            // Where the ship hardly moves, only some dots are labelled; the others are small.
            if !self.labelled.iter().any(|p| near(p, 33.0)) {
                marker(&mut self.picture, here, Marker::Disc, style::BLACK);
                self.labels.add(here, format!("−{:.0} min", before / MINUTE), style::BLACK);
                self.labelled.push(here);
            } else {
                self.picture.disc(here, 4.5, style::BLACK);
                self.labels.avoid(Bounds::about(here, 12.0));
            }
        }
    }
}

/// Edges of the approach corridor.
const EDGE: Stroke = Stroke::dashed(style::GREEN, 2.5, Dash::Dashed);
/// The axis of the docking port.
const PORT_AXIS: Stroke = Stroke::dashed(style::GREEN, 2.5, Dash::Dotted);

/// The place of the legend of a close-up with `count` entries, which are known to be narrow.
fn legend_at((left, top): Point, count: usize) -> Bounds {
    let height = 1.45 * style::LABEL * count as f64 + 24.0;
    Bounds { left, top, right: left + 330.0, bottom: top + height }
}

/// Axis ranges of equal scale that contain the path and the station.
fn frame(path: &[(f64, Point)], margin: f64, area: &Bounds) -> (Point, Point) {
    let fold = |get: fn(&Point) -> f64| {
        path.iter().map(|(_, p)| get(p)).fold((0.0_f64, 0.0_f64), |(a, b), v| (a.min(v), b.max(v)))
    };
    let (x, z) = (fold(|p| p.0), fold(|p| p.1));
    let (x, z) = ((x.0 - margin, x.1 + margin), (z.0 - margin, z.1 + margin));
    let scale =
        ((x.1 - x.0) / (area.right - area.left)).max((z.1 - z.0) / (area.bottom - area.top));
    let widen = |(a, b): Point, pixels: f64| {
        let missing = 0.5 * (scale * pixels - (b - a));
        (a - missing, b + missing)
    };
    (widen(x, area.right - area.left), widen(z, area.bottom - area.top))
}

/// Draws the V-bar and R-bar axes, and returns labels that keep off them.
fn axes_through_station(panel: &Panel, picture: &mut Picture) -> Labels {
    let (x, y) = panel.ranges();
    let axis = Stroke::dashed(style::GREY, 2.0, Dash::Mixed);
    let mut labels = labels_in(panel);
    for ends in [[x.0, x.1].map(|x| (x, 0.0)), [y.0, y.1].map(|y| (0.0, y))] {
        panel.line(picture, ends, axis);
        labels.avoid_line(ends.map(|(x, y)| panel.at(x, y)));
    }
    labels
}

/// Circles of equal range, each labelled where there is space.
fn rings(panel: &Panel, picture: &mut Picture, labels: &mut Labels, reach: f64, unit: &str) {
    let step = round_step(reach, 4.0);
    for k in 1..=(reach / step).floor() as usize {
        let radius = step * k as f64;
        let circle = (0..=180).map(|i| {
            let (sin, cos) = (2.0 * f64::from(i) * DEGREE).sin_cos();
            (radius * cos, radius * sin)
        });
        panel.line(picture, circle, Stroke::solid(style::RING, 2.0));
        let label = format!("{radius:.0} {unit}");
        let width = text_width(&label, style::LABEL, false);
        // The first place on the circle that is visible and free.
        let place = (0..36)
            .map(|i| {
                let (sin, cos) = ((25.0 + 10.0 * f64::from(i)) * DEGREE).sin_cos();
                let (x, y) = panel.at(radius * cos, radius * sin);
                Text::new((x - 0.5 * width, y + 0.36 * style::LABEL), &label, style::LABEL)
            })
            .find(|text| labels.is_free(&text.bounds()));
        if let Some(text) = place {
            let b = text.bounds();
            picture.rectangle(b, style::WHITE);
            labels.avoid(b);
            picture.text(text.coloured(style::GREY));
        }
    }
}

/// The axis of the docking port and the corridor of the given half-angle [rad] around it, out to 200 m [m].
fn corridor(port: Port, half_angle: f64) -> [([Point; 2], Stroke); 3] {
    let (origin, axis) = (port.position(), port.axis());
    let angle = axis.z.atan2(axis.x);
    [(-half_angle, EDGE), (0.0, PORT_AXIS), (half_angle, EDGE)].map(|(tilt, stroke)| {
        let (sin, cos) = (angle + tilt).sin_cos();
        ([(origin.x, origin.z), (origin.x + 200.0 * cos, origin.z + 200.0 * sin)], stroke)
    })
}

/// The corner of the panel with the fewest points of the path.
fn quietest_corner(area: &Bounds, path: &[(f64, Point)], panel: &Panel, entries: usize) -> Point {
    let Bounds { right: width, bottom: height, .. } = legend_at((0.0, 0.0), entries);
    let corners = [
        (area.right - width - 10.0, area.bottom - height - 10.0),
        (area.left + 10.0, area.bottom - height - 10.0),
        (area.right - width - 10.0, area.top + 10.0),
        (area.left + 10.0, area.top + 10.0),
    ];
    let crowd = |at: &Point| {
        let bounds = legend_at(*at, entries);
        path.iter().filter(|(_, p)| bounds.has(panel.at(p.0, p.1))).count()
    };
    corners.into_iter().min_by_key(crowd).unwrap_or((area.left, area.top))
}
