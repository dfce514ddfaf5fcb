//! The ground track on a map.

use super::labels::Labels;
use super::panel::{Axis, Marker, Panel, Sign, marker, row_of};
use super::picture::{Bounds, Picture, Point};
use super::sheet::{
    BurnGroup, WIDTH, count_in_words, grouped_burns, imprint, sheet, ship, utc_in_words,
};
use super::style::{self, Dash, Stroke};
use crate::report::series::Series;
use crate::units::DEGREE;

/// Natural Earth 1:110m land, see `data/SOURCES.md`: one ring per line, in hundredths of a degree.
const LAND: &str = include_str!("../../data/coastline/land_110m.txt");

/// One stroke per orbit, distinguishable in colour and in grey.
const ORBITS: [Stroke; 6] = [
    Stroke::solid(style::VERMILLION, 5.0),
    Stroke::dashed(style::BLUE, 5.0, Dash::Dashed),
    Stroke::dashed(style::GREEN, 5.0, Dash::Mixed),
    Stroke::dashed(style::PURPLE, 5.0, Dash::Dotted),
    Stroke::solid(style::BLACK, 5.0),
    Stroke::dashed(style::ORANGE, 5.0, Dash::Dashed),
];

/// Closed rings of longitude and latitude [deg].
fn land() -> impl Iterator<Item = Vec<Point>> {
    LAND.lines().filter(|line| !line.starts_with('#')).map(|line| {
        let numbers: Vec<f64> =
            line.split(' ').filter_map(|n| n.parse::<f64>().ok()).map(|n| n / 100.0).collect();
        unwrapped(numbers.chunks_exact(2).map(|p| (p[0], p[1])))
    })
}

/// Longitudes made continuous across the date line; a ring around the pole is closed over it.
fn unwrapped(points: impl Iterator<Item = Point>) -> Vec<Point> {
    let mut ring: Vec<Point> = Vec::new();
    for (longitude, latitude) in points {
        let last = ring.last().map_or(longitude, |p| p.0);
        ring.push((longitude + 360.0 * ((last - longitude) / 360.0).round(), latitude));
    }
    if let (Some(first), Some(last)) = (ring.first().copied(), ring.last().copied())
        && (last.0 - first.0).abs() > 180.0
    {
        let pole = if first.1 < 0.0 { -90.0 } else { 90.0 };
        ring.extend([(last.0, pole), (first.0, pole)]);
    }
    ring
}

/// The part of a polygon inside a rectangle (Sutherland and Hodgman 1974).
fn clipped(polygon: Vec<Point>, b: &Bounds) -> Vec<Point> {
    let inside: [(bool, f64, bool); 4] = [
        (true, b.left, true),
        (true, b.right, false),
        (false, b.top, true),
        (false, b.bottom, false),
    ];
    let mut points = polygon;
    for (horizontal, edge, keep_above) in inside {
        let of = |p: &Point| if horizontal { p.0 } else { p.1 };
        let kept = |p: &Point| if keep_above { of(p) >= edge } else { of(p) <= edge };
        let mut next = Vec::with_capacity(points.len());
        for (i, q) in points.iter().enumerate() {
            let p = &points[(i + points.len() - 1) % points.len()];
            if kept(p) != kept(q) {
                let u = (edge - of(p)) / (of(q) - of(p));
                next.push((p.0 + u * (q.0 - p.0), p.1 + u * (q.1 - p.1)));
            }
            if kept(q) {
                next.push(*q);
            }
        }
        points = next;
    }
    points
}

/// The ground track of Soyuz, orbit by orbit, with launch site, burns and contact.
pub fn ground_track(series: &Series<'_>) -> Picture {
    let log = series.log();
    let place = |p: &crate::frames::Geodetic| (p.longitude / DEGREE, p.latitude / DEGREE);
    let words = |(longitude, latitude): Point| {
        format!(
            "{:.0}° {} {:.0}° {}",
            latitude.abs(),
            if latitude >= 0.0 { "N" } else { "S" },
            longitude.abs(),
            if longitude >= 0.0 { "E" } else { "W" }
        )
    };
    let end = series.at(log.contact.t).map_or((0.0, 0.0), |v| place(&v.soyuz));
    let orbits = pieces(series);
    let turns = revolutions(series);
    // With more orbits than strokes, all orbits are drawn alike and thin.
    let few = orbits.len() <= ORBITS.len();
    let title = format!(
        "{} times around the Earth, from Baikonur to contact above {}",
        count_in_words(turns.round() as usize),
        words(end)
    );
    let caption = format!(
        "Ground track of {}{}. Plate carrée projection; land: Natural Earth. {}",
        ship(log),
        if few { "; a new line style begins at each ascending node" } else { "" },
        imprint(series)
    );
    let legend_height = if few { 50.0 } else { 0.0 };
    let (mut picture, outer) = sheet(880.0 + legend_height, &title, &caption);
    let area = Bounds {
        left: outer.left + 80.0,
        right: WIDTH - 50.0,
        top: outer.top + 4.0,
        bottom: outer.bottom - 46.0 - legend_height,
    };
    // Equal scales; more of the north, where the land is.
    let latitudes_shown = 360.0 * (area.bottom - area.top) / (area.right - area.left);
    let south = 6.0 - 0.5 * latitudes_shown;
    let longitudes: Vec<(f64, String)> =
        (-3..=3).map(|k| 60.0 * f64::from(k)).map(|v| (v, degrees(v, ["W", "E"]))).collect();
    let latitudes: Vec<(f64, String)> =
        (-2..=2).map(|k| 30.0 * f64::from(k)).map(|v| (v, degrees(v, ["S", "N"]))).collect();
    let panel = Panel {
        area,
        x: Axis::named((-180.0, 180.0), longitudes),
        y: Axis::named((south, south + latitudes_shown), latitudes),
    };
    continents(&mut picture, &panel);
    panel.draw(&mut picture);
    let mut labels = Labels::new(area);
    let stroke = |k: usize| if few { ORBITS[k] } else { Stroke { width: 2.0, ..style::SOYUZ } };
    for (k, points) in orbits.iter().enumerate() {
        for run in split_at_date_line(points) {
            labels.avoid_line(run.iter().map(|p| panel.at(p.0, p.1)));
            panel.line(&mut picture, run, stroke(k));
        }
    }
    let names: Vec<String> = (0..orbits.len())
        .map(|k| if k == 0 { "from lift-off".into() } else { format!("from node {k}") })
        .collect();
    let entries: Vec<(Sign, &str)> = names
        .iter()
        .enumerate()
        .map(|(k, name)| (Sign::Stroke(stroke(k)), name.as_str()))
        .filter(|_| few)
        .collect();
    row_of(&mut picture, (outer.left, area.bottom + 46.0), &entries);

    let start = series.at(0.0).map_or((0.0, 0.0), |v| place(&v.soyuz));
    let mut mark = |picture: &mut Picture, p: Point, kind, colour, name: String| {
        let at = panel.at(p.0, p.1);
        marker(picture, at, kind, colour);
        labels.add(at, name, colour);
    };
    mark(&mut picture, start, Marker::Square, style::BLACK, "Baikonur".into());
    for BurnGroup { t, name, .. } in grouped_burns(log) {
        let at = series.at(t).map_or((0.0, 0.0), |v| place(&v.soyuz));
        mark(&mut picture, at, Marker::Triangle, style::BLACK, name);
    }
    let name = format!("contact {}", utc_in_words(log, log.contact.t));
    mark(&mut picture, end, Marker::Disc, style::BLACK, name);
    labels.place(&mut picture);
    picture
}

/// Draws the land, also where it continues beyond the date line.
fn continents(picture: &mut Picture, panel: &Panel) {
    for ring in land() {
        for turn in [-360.0, 0.0, 360.0] {
            let on_paper = ring.iter().map(|p| panel.at(p.0 + turn, p.1)).collect();
            let part = clipped(on_paper, &panel.area);
            if part.len() > 2 {
                picture.area(part, style::PALE);
            }
        }
    }
}

fn degrees(value: f64, letters: [&str; 2]) -> String {
    match value {
        0.0 => "0°".into(),
        v if v.abs() == 180.0 => "180°".into(),
        v if v < 0.0 => format!("{:.0}° {}", -v, letters[0]),
        v => format!("{v:.0}° {}", letters[1]),
    }
}

/// Number of revolutions of Soyuz about the Earth in inertial space.
fn revolutions(series: &Series<'_>) -> f64 {
    let samples = &series.log().samples;
    let angles = samples.windows(2).map(|s| s[0].soyuz.r.angle(&s[1].soyuz.r));
    angles.sum::<f64>() / std::f64::consts::TAU
}

/// Longitude and latitude of Soyuz [deg], divided at each ascending node.
fn pieces(series: &Series<'_>) -> Vec<Vec<Point>> {
    let mut pieces: Vec<Vec<Point>> = vec![Vec::new()];
    let mut last: Option<Point> = None;
    for view in series.views() {
        let p = (view.soyuz.longitude / DEGREE, view.soyuz.latitude / DEGREE);
        if last.is_some_and(|q| q.1 < 0.0 && p.1 >= 0.0) {
            pieces.push(last.into_iter().collect());
        }
        if let Some(piece) = pieces.last_mut() {
            piece.push(p);
        }
        last = Some(p);
    }
    pieces
}

/// The parts of a track between crossings of the date line, each extended to the edge of the map.
fn split_at_date_line(points: &[Point]) -> Vec<Vec<Point>> {
    let mut runs: Vec<Vec<Point>> = vec![Vec::new()];
    let mut last: Option<Point> = None;
    for &p in points {
        if let Some(q) = last
            && (p.0 - q.0).abs() > 180.0
        {
            let turn = 360.0 * (q.0 - p.0).signum();
            if let Some(run) = runs.last_mut() {
                run.push((p.0 + turn, p.1));
            }
            runs.push(vec![(q.0 - turn, q.1)]);
        }
        if let Some(run) = runs.last_mut() {
            run.push(p);
        }
        last = Some(p);
    }
    runs
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Whether a place is land by the even-odd rule.
    fn is_land(longitude: f64, latitude: f64) -> bool {
        let turned = land().flat_map(|ring| [-360.0, 0.0, 360.0].map(|turn| (turn, ring.clone())));
        turned
            .map(|(turn, ring)| {
                let longitude = longitude - turn;
                let crossings = ring.iter().zip(ring.iter().cycle().skip(1)).filter(|(p, q)| {
                    (p.1 > latitude) != (q.1 > latitude)
                        && longitude < p.0 + (latitude - p.1) / (q.1 - p.1) * (q.0 - p.0)
                });
                crossings.count()
            })
            .sum::<usize>()
            % 2
            == 1
    }

    #[test]
    fn the_map_knows_land_from_sea() {
        for (longitude, latitude, expected) in [
            (63.3, 45.9, true),    // Baikonur
            (37.6, 55.8, true),    // Moscow
            (-60.0, -10.0, true),  // Brazil
            (-30.0, 0.0, false),   // Atlantic
            (-150.0, 10.0, false), // Pacific
            (80.0, -20.0, false),  // Indian Ocean
            (50.5, 42.0, false),   // Caspian Sea
        ] {
            assert_eq!(is_land(longitude, latitude), expected, "{longitude} {latitude}");
        }
    }

    #[test]
    fn tracks_extend_to_the_edge_at_the_date_line() {
        let runs = split_at_date_line(&[(170.0, 1.0), (178.0, 2.0), (-174.0, 3.0)]);
        assert_eq!(
            runs,
            [vec![(170.0, 1.0), (178.0, 2.0), (186.0, 3.0)], vec![(-182.0, 2.0), (-174.0, 3.0)]]
        );
    }
}
