//! A picture as a list of marks.
//!
//! Figures are first described in pixel coordinates. Tests can then check that labels neither overlap nor leave
//! the picture, and `painter` makes both file formats from the same description.

use super::style::{self, Colour, Stroke};
use super::typeface;

/// A point of the picture [px], x to the right, y down.
pub type Point = (f64, f64);

/// The part of a line of text that lies at the given point.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Anchor {
    /// Its start.
    Start,
    /// Its middle.
    Middle,
    /// Its end.
    End,
}

/// A line of text.
#[derive(Clone, Debug, PartialEq)]
pub struct Text {
    /// Point on the baseline.
    pub at: Point,
    /// The words.
    pub words: String,
    /// Font size (em) [px].
    pub size: f64,
    /// Bold or regular.
    pub bold: bool,
    /// The part of the text that lies at `at`.
    pub anchor: Anchor,
    /// Rotated to read upwards.
    pub upwards: bool,
    /// Colour.
    pub colour: Colour,
}

impl Text {
    /// Regular black text that starts at `at`.
    pub fn new(at: Point, words: impl Into<String>, size: f64) -> Self {
        Self {
            at,
            words: words.into(),
            size,
            bold: false,
            anchor: Anchor::Start,
            upwards: false,
            colour: style::BLACK,
        }
    }

    /// The same text with another anchor.
    pub fn anchored(mut self, anchor: Anchor) -> Self {
        self.anchor = anchor;
        self
    }

    /// The same text in another colour.
    pub fn coloured(mut self, colour: Colour) -> Self {
        self.colour = colour;
        self
    }

    /// The bounding box of the text.
    pub fn bounds(&self) -> Bounds {
        let width = text_width(&self.words, self.size, self.bold);
        let before = match self.anchor {
            Anchor::Start => 0.0,
            Anchor::Middle => 0.5 * width,
            Anchor::End => width,
        };
        let (up, down) = (0.76 * self.size, 0.24 * self.size);
        let (x, y) = self.at;
        if self.upwards {
            Bounds { left: x - up, top: y + before - width, right: x + down, bottom: y + before }
        } else {
            Bounds { left: x - before, top: y - up, right: x - before + width, bottom: y + down }
        }
    }
}

/// A rectangle of the picture [px].
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Bounds {
    /// Left edge.
    pub left: f64,
    /// Upper edge.
    pub top: f64,
    /// Right edge.
    pub right: f64,
    /// Lower edge.
    pub bottom: f64,
}

impl Bounds {
    /// A square centred on a point.
    pub fn about((x, y): Point, half: f64) -> Self {
        Self { left: x - half, top: y - half, right: x + half, bottom: y + half }
    }

    /// Whether two rectangles overlap.
    pub fn meets(&self, other: &Self) -> bool {
        self.left < other.right
            && other.left < self.right
            && self.top < other.bottom
            && other.top < self.bottom
    }

    /// Whether `other` lies inside.
    pub fn holds(&self, other: &Self) -> bool {
        self.left <= other.left
            && other.right <= self.right
            && self.top <= other.top
            && other.bottom <= self.bottom
    }

    /// Whether a point lies inside.
    pub fn has(&self, (x, y): Point) -> bool {
        (self.left..=self.right).contains(&x) && (self.top..=self.bottom).contains(&y)
    }
}

/// One element of a picture.
#[derive(Clone, Debug, PartialEq)]
pub enum Mark {
    /// A line through points.
    Line(Vec<Point>, Stroke),
    /// A filled polygon.
    Area(Vec<Point>, Colour),
    /// A filled disc: centre, radius, colour.
    Disc(Point, f64, Colour),
    /// Text.
    Text(Text),
}

/// A picture: its size and its marks, later ones on top.
#[derive(Clone, Debug)]
pub struct Picture {
    /// Width [px].
    pub width: f64,
    /// Height [px].
    pub height: f64,
    /// Marks, in drawing order.
    pub marks: Vec<Mark>,
}

impl Picture {
    /// An empty picture.
    pub fn new(width: f64, height: f64) -> Self {
        Self { width, height, marks: Vec::new() }
    }

    /// Adds a line, without points that coincide with the one before.
    pub fn line(&mut self, points: impl IntoIterator<Item = Point>, stroke: Stroke) {
        let mut kept: Vec<Point> = Vec::new();
        for p in points {
            if kept.last().is_none_or(|q| (p.0 - q.0).hypot(p.1 - q.1) > 0.2) {
                kept.push(p);
            }
        }
        if kept.len() > 1 {
            self.marks.push(Mark::Line(kept, stroke));
        }
    }

    /// Adds a filled polygon.
    pub fn area(&mut self, points: Vec<Point>, colour: Colour) {
        self.marks.push(Mark::Area(points, colour));
    }

    /// Adds a filled rectangle.
    pub fn rectangle(&mut self, b: Bounds, colour: Colour) {
        let corners =
            vec![(b.left, b.top), (b.right, b.top), (b.right, b.bottom), (b.left, b.bottom)];
        self.area(corners, colour);
    }

    /// Adds a disc.
    pub fn disc(&mut self, at: Point, radius: f64, colour: Colour) {
        self.marks.push(Mark::Disc(at, radius, colour));
    }

    /// Adds text.
    pub fn text(&mut self, text: Text) {
        self.marks.push(Mark::Text(text));
    }

    /// All text on the picture.
    pub fn texts(&self) -> impl Iterator<Item = &Text> {
        self.marks.iter().filter_map(|m| match m {
            Mark::Text(text) => Some(text),
            _ => None,
        })
    }
}

/// The width of a text [px].
pub fn text_width(words: &str, size: f64, bold: bool) -> f64 {
    // Measured at a fixed large size, so that the width is exactly proportional to `size`.
    const LARGE: f32 = 200.0;
    f64::from(typeface::width(words, LARGE, bold) / LARGE) * size
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_width_is_proportional_to_its_size() {
        // DejaVu Sans: the advance of a digit is 1303/2048 em.
        let width = text_width("00", 100.0, false);
        assert!((width - 2.0 * 63.623).abs() < 0.01, "{width} px");
        let bounds = Text::new((10.0, 20.0), "00", 100.0).anchored(Anchor::End).bounds();
        assert!((bounds.right - 10.0).abs() < 1e-9 && bounds.left < -110.0);
    }
}
