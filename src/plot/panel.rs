//! A rectangle with axes in which data are drawn, markers and legends.

use super::picture::{Anchor, Bounds, Picture, Point, Text};
use super::style::{self, Colour, Dash, Stroke};
use crate::output::text::met;
use crate::units::{HOUR, MINUTE};

/// An axis: title, range and ticks.
#[derive(Clone, Debug)]
pub struct Axis {
    title: String,
    /// Values at its start (left or bottom) and its end.
    range: (f64, f64),
    logarithmic: bool,
    ticks: Vec<(f64, String)>,
    minor: Vec<f64>,
}

impl Axis {
    /// A linear axis with a labelled tick at every multiple of `step`; the range may run backwards.
    pub fn linear(title: impl Into<String>, range: (f64, f64), step: f64) -> Self {
        let decimals = (-step.log10()).ceil().max(0.0) as usize;
        let ticks = multiples(range, step)
            .map(|v| (v, format!("{v:.decimals$}").replace('-', "−")))
            .collect();
        Self { title: title.into(), range, logarithmic: false, ticks, minor: Vec::new() }
    }

    /// A logarithmic axis with labels at the powers of ten.
    pub fn logarithmic(title: impl Into<String>, range: (f64, f64)) -> Self {
        let (low, high) = (range.0.min(range.1), range.0.max(range.1));
        let decades = low.log10().floor() as i32..=high.log10().ceil() as i32;
        let inside = |v: &f64| (low * (1.0 - 1e-9)..=high * (1.0 + 1e-9)).contains(v);
        // With many decades, label only some.
        let apart = (decades.end() - decades.start()) / 8 + 1;
        let labelled = decades.clone().filter(|d| d % apart == 0);
        let ticks = labelled.map(|d| (d, 10f64.powi(d))).filter(|(_, v)| inside(v));
        let ticks = ticks.map(|(d, v)| match d {
            ..-3 | 6.. => (v, format!("1e{d}").replace('-', "−")),
            _ => (v, format!("{v:.0$}", -d.min(0) as usize)),
        });
        let minor = decades.flat_map(|d| (1..10).map(move |k| f64::from(k) * 10f64.powi(d)));
        Self {
            title: title.into(),
            range,
            logarithmic: true,
            ticks: ticks.collect(),
            minor: minor.filter(inside).collect(),
        }
    }

    /// Mission elapsed time [s] with ticks every `step` [s], labelled `h:mm`.
    pub fn met(range: (f64, f64), step: f64) -> Self {
        let label = |t: f64| {
            let text = met(t);
            text[..text.len() - 3].to_string()
        };
        Self {
            title: "mission elapsed time, hours:minutes".into(),
            range,
            logarithmic: false,
            ticks: multiples(range, step).map(|t| (t, label(t))).collect(),
            minor: Vec::new(),
        }
    }

    /// An axis with the given labels.
    pub fn named(range: (f64, f64), ticks: Vec<(f64, String)>) -> Self {
        Self { title: String::new(), range, logarithmic: false, ticks, minor: Vec::new() }
    }

    /// The same axis with another title; no title if it is empty.
    pub fn titled(mut self, title: &str) -> Self {
        self.title = title.into();
        self
    }

    /// Position of a value: 0 at the start of the axis, 1 at its end.
    fn place(&self, value: f64) -> f64 {
        let (a, b) = self.range;
        if self.logarithmic {
            (value.max(f64::MIN_POSITIVE) / a).ln() / (b / a).ln()
        } else {
            (value - a) / (b - a)
        }
    }
}

fn multiples(range: (f64, f64), step: f64) -> impl Iterator<Item = f64> {
    let (low, high) = (range.0.min(range.1), range.0.max(range.1));
    let first = (low / step - 1e-9).ceil() as i64;
    let last = (high / step + 1e-9).floor() as i64;
    (first..=last).map(move |k| k as f64 * step)
}

/// A step of 1, 2 or 5 times a power of ten that divides `span` into about `count` parts.
pub fn round_step(span: f64, count: f64) -> f64 {
    let rough = span.abs() / count;
    let power = 10f64.powf(rough.log10().floor());
    let unit = [1.0, 2.0, 5.0, 10.0].into_iter().find(|u| u * power >= rough * 0.999);
    unit.unwrap_or(10.0) * power
}

/// A round step for a time axis that divides `span` into about `count` parts [s].
pub fn round_time_step(span: f64, count: f64) -> f64 {
    let steps = [1.0, 2.0, 5.0, 10.0, 15.0, 30.0, 60.0, 120.0, 240.0, 720.0].map(|m| m * MINUTE);
    steps.into_iter().find(|s| *s >= span / count).unwrap_or(24.0 * HOUR)
}

/// A rectangle with axes.
#[derive(Clone, Debug)]
pub struct Panel {
    /// The rectangle the data fill [px].
    pub area: Bounds,
    /// Axis from left to right.
    pub x: Axis,
    /// Axis from bottom to top.
    pub y: Axis,
}

const TICK_LENGTH: f64 = 9.0;
const FRAME: Stroke = Stroke::solid(style::BLACK, 2.0);

impl Panel {
    /// The point of the picture for a pair of values.
    pub fn at(&self, x: f64, y: f64) -> Point {
        let a = &self.area;
        (
            a.left + self.x.place(x) * (a.right - a.left),
            a.bottom - self.y.place(y) * (a.bottom - a.top),
        )
    }

    /// Draws grid, frame, ticks, tick labels and axis titles. Background fills must be drawn before.
    pub fn draw(&self, picture: &mut Picture) {
        let a = self.area;
        for (v, _) in &self.x.ticks {
            let x = self.at(*v, self.y.range.0).0;
            picture.line([(x, a.top), (x, a.bottom)], Stroke::solid(style::GRID, 1.0));
        }
        for (v, _) in &self.y.ticks {
            let y = self.at(self.x.range.0, *v).1;
            picture.line([(a.left, y), (a.right, y)], Stroke::solid(style::GRID, 1.0));
        }
        self.frame(picture);
        let mut widest: f64 = 0.0;
        for (v, label) in &self.x.ticks {
            let x = self.at(*v, self.y.range.0).0;
            picture.line([(x, a.bottom), (x, a.bottom + TICK_LENGTH)], FRAME);
            if label.is_empty() {
                continue;
            }
            let at = (x, a.bottom + TICK_LENGTH + 1.15 * style::TICK);
            picture.text(Text::new(at, label, style::TICK).anchored(Anchor::Middle));
        }
        for v in &self.x.minor {
            let x = self.at(*v, self.y.range.0).0;
            picture.line([(x, a.bottom), (x, a.bottom + 0.5 * TICK_LENGTH)], FRAME);
        }
        for (v, label) in &self.y.ticks {
            let y = self.at(self.x.range.0, *v).1;
            picture.line([(a.left - TICK_LENGTH, y), (a.left, y)], FRAME);
            let at = (a.left - TICK_LENGTH - 6.0, y + 0.36 * style::TICK);
            let text = Text::new(at, label, style::TICK).anchored(Anchor::End);
            let bounds = text.bounds();
            widest = widest.max(bounds.right - bounds.left);
            picture.text(text);
        }
        for v in &self.y.minor {
            let y = self.at(self.x.range.0, *v).1;
            picture.line([(a.left - 0.5 * TICK_LENGTH, y), (a.left, y)], FRAME);
        }
        if !self.x.title.is_empty() {
            let drop = TICK_LENGTH + 1.35 * style::TICK + 1.25 * style::AXIS;
            let at = (0.5 * (a.left + a.right), a.bottom + drop);
            picture.text(Text::new(at, &self.x.title, style::AXIS).anchored(Anchor::Middle));
        }
        if !self.y.title.is_empty() {
            let left = a.left - TICK_LENGTH - 6.0 - widest - 0.6 * style::AXIS;
            let mut text = Text::new((left, 0.5 * (a.top + a.bottom)), &self.y.title, style::AXIS)
                .anchored(Anchor::Middle);
            text.upwards = true;
            picture.text(text);
        }
    }

    /// Draws only the frame, to restore it after fills.
    pub fn frame(&self, picture: &mut Picture) {
        let a = self.area;
        let corners = [
            (a.left, a.top),
            (a.right, a.top),
            (a.right, a.bottom),
            (a.left, a.bottom),
            (a.left, a.top),
        ];
        picture.line(corners, FRAME);
    }

    /// Draws ticks and labels along the upper edge, with a title above them at the left.
    pub fn draw_upper(&self, picture: &mut Picture, ticks: &[(f64, String)], title: &str) {
        let a = self.area;
        for (v, label) in ticks {
            let x = self.at(*v, self.y.range.0).0;
            picture.line([(x, a.top - TICK_LENGTH), (x, a.top)], FRAME);
            let at = (x, a.top - TICK_LENGTH - 0.4 * style::TICK);
            picture.text(Text::new(at, label, style::TICK).anchored(Anchor::Middle));
        }
        let at = (a.left, a.top - TICK_LENGTH - 1.7 * style::TICK);
        picture.text(Text::new(at, title, style::TICK).coloured(style::GREY));
    }

    /// Draws a line through data, clipped at the edges.
    pub fn line(
        &self,
        picture: &mut Picture,
        data: impl IntoIterator<Item = (f64, f64)>,
        stroke: Stroke,
    ) {
        let points: Vec<Point> = data
            .into_iter()
            .map(|(x, y)| self.at(x, y))
            .filter(|p| p.0.is_finite() && p.1.is_finite())
            .collect();
        let mut piece: Vec<Point> = Vec::new();
        for ends in points.windows(2) {
            match clip(ends[0], ends[1], &self.area) {
                Some((a, b)) => {
                    if piece.last() != Some(&a) {
                        picture.line(std::mem::take(&mut piece), stroke);
                        piece.push(a);
                    }
                    piece.push(b);
                }
                None => picture.line(std::mem::take(&mut piece), stroke),
            }
        }
        picture.line(piece, stroke);
    }

    /// Fills the rectangle between two values of each axis, clipped at the edges.
    pub fn fill(&self, picture: &mut Picture, x: (f64, f64), y: (f64, f64), colour: Colour) {
        let (p, q) = (self.at(x.0, y.0), self.at(x.1, y.1));
        let a = &self.area;
        let bounds = Bounds {
            left: p.0.min(q.0).max(a.left),
            right: p.0.max(q.0).min(a.right),
            top: p.1.min(q.1).max(a.top),
            bottom: p.1.max(q.1).min(a.bottom),
        };
        if bounds.left < bounds.right && bounds.top < bounds.bottom {
            picture.rectangle(bounds, colour);
        }
    }

    /// The ranges of both axes.
    pub fn ranges(&self) -> ((f64, f64), (f64, f64)) {
        (self.x.range, self.y.range)
    }
}

/// The part of a segment inside a rectangle (Liang and Barsky 1984).
pub fn clip(p: Point, q: Point, b: &Bounds) -> Option<(Point, Point)> {
    let (dx, dy) = (q.0 - p.0, q.1 - p.1);
    let (mut enter, mut leave) = (0.0_f64, 1.0_f64);
    for (step, room) in
        [(-dx, p.0 - b.left), (dx, b.right - p.0), (-dy, p.1 - b.top), (dy, b.bottom - p.1)]
    {
        if step == 0.0 {
            if room < 0.0 {
                return None;
            }
        } else if step < 0.0 {
            enter = enter.max(room / step);
        } else {
            leave = leave.min(room / step);
        }
    }
    let along = |u: f64| {
        if u == 0.0 {
            p
        } else if u == 1.0 {
            q
        } else {
            (p.0 + u * dx, p.1 + u * dy)
        }
    };
    (enter <= leave).then(|| (along(enter), along(leave)))
}

/// A marker.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Marker {
    /// Filled triangle: a burn.
    Triangle,
    /// Filled disc: an event.
    Disc,
    /// Hollow diamond: a flown or published value.
    Flown,
    /// Filled square.
    Square,
}

/// Draws a marker with a white rim.
pub fn marker(picture: &mut Picture, (x, y): Point, kind: Marker, colour: Colour) {
    let polygon = |r: f64, angles: &[f64]| -> Vec<Point> {
        angles
            .iter()
            .map(|a| a.to_radians().sin_cos())
            .map(|(s, c)| (x + r * s, y - r * c))
            .collect()
    };
    match kind {
        Marker::Triangle => {
            picture.area(polygon(17.0, &[0.0, 120.0, 240.0]), style::WHITE);
            picture.area(polygon(12.5, &[0.0, 120.0, 240.0]), colour);
        }
        Marker::Disc => {
            picture.disc((x, y), 11.0, style::WHITE);
            picture.disc((x, y), 8.5, colour);
        }
        Marker::Square => {
            picture.area(polygon(14.0, &[45.0, 135.0, 225.0, 315.0]), style::WHITE);
            picture.area(polygon(11.0, &[45.0, 135.0, 225.0, 315.0]), colour);
        }
        Marker::Flown => {
            picture.area(polygon(16.0, &[0.0, 90.0, 180.0, 270.0]), style::WHITE);
            picture.area(polygon(14.0, &[0.0, 90.0, 180.0, 270.0]), colour);
            picture.area(polygon(9.5, &[0.0, 90.0, 180.0, 270.0]), style::WHITE);
        }
    }
}

/// Draws a legend with one line per entry and its upper left corner at `at`; returns its bounds.
pub fn legend(picture: &mut Picture, at: Point, entries: &[(Sign, &str)]) -> Bounds {
    let pitch = 1.45 * style::LABEL;
    let sample = 64.0;
    let widest = entries
        .iter()
        .map(|(_, words)| super::picture::text_width(words, style::LABEL, false))
        .fold(0.0, f64::max);
    let bounds = Bounds {
        left: at.0,
        top: at.1,
        right: at.0 + sample + 34.0 + widest,
        bottom: at.1 + pitch * entries.len() as f64 + 12.0,
    };
    picture.rectangle(bounds, style::WHITE);
    for (i, (sign, words)) in entries.iter().enumerate() {
        let y = at.1 + 6.0 + pitch * (i as f64 + 0.5);
        let (x0, x1) = (at.0 + 10.0, at.0 + 10.0 + sample);
        match sign {
            Sign::Stroke(stroke) => picture.line([(x0, y), (x1, y)], *stroke),
            Sign::Marker(kind, colour) => marker(picture, (0.5 * (x0 + x1), y), *kind, *colour),
            Sign::Curve(stroke, kind) => {
                picture.line([(x0, y), (x1, y)], *stroke);
                marker(picture, (0.5 * (x0 + x1), y), *kind, stroke.colour);
            }
            Sign::Fill(colour) => {
                let half = 0.4 * style::LABEL;
                let swatch = Bounds { left: x0, right: x1, top: y - half, bottom: y + half };
                picture.rectangle(swatch, *colour);
            }
            Sign::Band(colour, edge) => {
                let half = 0.4 * style::LABEL;
                let swatch = Bounds { left: x0, right: x1, top: y - half, bottom: y + half };
                picture.rectangle(swatch, *colour);
                for y in [swatch.top, swatch.bottom] {
                    picture.line([(x0, y), (x1, y)], *edge);
                }
            }
        }
        picture.text(Text::new((x1 + 14.0, y + 0.36 * style::LABEL), *words, style::LABEL));
    }
    bounds
}

/// Draws a legend in one row.
pub fn row_of(picture: &mut Picture, at: (f64, f64), entries: &[(Sign, &str)]) {
    let mut x = at.0;
    for entry in entries {
        let bounds = legend(picture, (x, at.1), std::slice::from_ref(entry));
        x = bounds.right + 14.0;
    }
}

/// The symbol of a legend entry.
#[derive(Clone, Copy, Debug)]
pub enum Sign {
    /// A line.
    Stroke(Stroke),
    /// A marker.
    Marker(Marker, Colour),
    /// A line with a marker at each datum.
    Curve(Stroke, Marker),
    /// A filled patch.
    Fill(Colour),
    /// A filled patch between two lines.
    Band(Colour, Stroke),
}

/// A thin grey line for leaders.
pub const THIN: Stroke = Stroke::solid(style::GREY, 1.5);
/// A dotted black line for flown or published values.
pub const PUBLISHED: Stroke = Stroke::dashed(style::BLACK, 2.5, Dash::Dotted);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ticks_are_round_and_inside_the_range() {
        let axis = Axis::linear("", (-0.3, 1.05), 0.5);
        let labels: Vec<&str> = axis.ticks.iter().map(|(_, l)| l.as_str()).collect();
        assert_eq!(labels, ["0.0", "0.5", "1.0"]);
        let axis = Axis::met((0.0, 22_000.0), 3600.0);
        assert_eq!(axis.ticks.last().unwrap().1, "6:00");
        let axis = Axis::logarithmic("", (0.05, 200.0));
        let labels: Vec<&str> = axis.ticks.iter().map(|(_, l)| l.as_str()).collect();
        assert_eq!(labels, ["0.1", "1", "10", "100"]);
        let axis = Axis::logarithmic("", (1e-5, 0.02));
        let labels: Vec<&str> = axis.ticks.iter().map(|(_, l)| l.as_str()).collect();
        assert_eq!(labels, ["1e−5", "1e−4", "0.001", "0.01"]);
        assert_eq!(round_step(430.0, 5.0), 100.0);
        assert_eq!(round_step(0.9, 5.0), 0.2);
    }

    #[test]
    fn segments_are_clipped_at_the_edges() {
        let b = Bounds { left: 0.0, top: 0.0, right: 10.0, bottom: 10.0 };
        assert_eq!(clip((-5.0, 5.0), (15.0, 5.0), &b), Some(((0.0, 5.0), (10.0, 5.0))));
        assert_eq!(clip((2.0, 2.0), (3.0, 3.0), &b), Some(((2.0, 2.0), (3.0, 3.0))));
        assert_eq!(clip((-5.0, 2.0), (2.0, -9.0), &b), None);
        assert_eq!(clip((11.0, 2.0), (11.0, 5.0), &b), None);
    }
}
