//! A picture as a list of marks, drawn by plotters as PNG or SVG.
//!
//! Figures are first described in plain pixels, so that tests can ask whether labels meet or leave
//! the paper, and the same description gives both file formats.

use super::style::{self, Colour, Dash, Stroke};
use super::typeface::{self, FAMILY};
use plotters::backend::DrawingBackend;
use plotters::prelude::{BitMapBackend, SVGBackend};
use plotters::style::text_anchor::{HPos, Pos, VPos};
use plotters::style::{
    Color, FontFamily, FontStyle, FontTransform, RGBColor, ShapeStyle, TextStyle,
};

/// A place on the paper [px], x to the right, y down.
pub type Point = (f64, f64);

/// Where the given point lies in a line of text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Anchor {
    /// At its start.
    Start,
    /// At its middle.
    Middle,
    /// At its end.
    End,
}

/// A line of text.
#[derive(Clone, Debug, PartialEq)]
pub struct Text {
    /// Point on the base line.
    pub at: Point,
    /// The words.
    pub words: String,
    /// Size of the em [px].
    pub size: f64,
    /// Bold or regular.
    pub bold: bool,
    /// What `at` is.
    pub anchor: Anchor,
    /// Read upwards instead of to the right.
    pub upwards: bool,
    /// Colour.
    pub colour: Colour,
}

impl Text {
    /// Regular black text to the right of `at`.
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

    /// The same, anchored otherwise.
    pub fn anchored(mut self, anchor: Anchor) -> Self {
        self.anchor = anchor;
        self
    }

    /// The same in another colour.
    pub fn coloured(mut self, colour: Colour) -> Self {
        self.colour = colour;
        self
    }

    /// The box the text fills.
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

/// A rectangle on the paper [px].
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
    /// A square about a point.
    pub fn about((x, y): Point, half: f64) -> Self {
        Self { left: x - half, top: y - half, right: x + half, bottom: y + half }
    }

    /// Whether two rectangles share an area.
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

/// One thing on the paper.
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

/// A picture: size and marks, later ones on top.
#[derive(Clone, Debug)]
pub struct Picture {
    /// Width [px].
    pub width: f64,
    /// Height [px].
    pub height: f64,
    /// What is on it.
    pub marks: Vec<Mark>,
}

/// How much finer than its pixels a PNG is drawn before it is averaged.
const FINER: usize = 2;
/// How many units of an SVG make a pixel.
const SVG_UNITS: f64 = 8.0;
/// Resolution noted in a PNG [px/m]: 200 per inch, so that 1600 px print 20 cm wide.
const PIXELS_PER_METRE: u32 = 7874;
/// What plotters divides sizes by before it writes them into an SVG.
const SVG_FONT_DIVISOR: f64 = 1.24;
/// How far below the upper edge plotters sets the base line in an SVG, in em.
const SVG_BASELINE: f64 = 0.76;

impl Picture {
    /// An empty picture.
    pub fn new(width: f64, height: f64) -> Self {
        Self { width, height, marks: Vec::new() }
    }

    /// Adds a line, without the points that repeat the one before.
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

    /// The picture as a PNG file.
    ///
    /// # Errors
    /// What plotters or the encoder complains about.
    pub fn png(&self) -> Result<Vec<u8>, String> {
        let (width, height) = (self.width as usize, self.height as usize);
        let (w, h) = (width * FINER, height * FINER);
        let mut fine = vec![255; 3 * w * h];
        let backend = BitMapBackend::with_buffer(&mut fine, (w as u32, h as u32));
        Painter { backend, scale: FINER as f64, bitmap: true }.paint(&self.marks)?;
        let mut pixels = Vec::with_capacity(3 * width * height);
        for y in 0..height {
            for x in 0..width {
                for channel in 0..3 {
                    let sum: usize = (0..FINER * FINER)
                        .map(|k| {
                            let (row, column) = (y * FINER + k / FINER, x * FINER + k % FINER);
                            usize::from(fine[3 * (row * w + column) + channel])
                        })
                        .sum();
                    pixels.push((sum / (FINER * FINER)) as u8);
                }
            }
        }
        let mut file = Vec::new();
        let mut encoder = png::Encoder::new(&mut file, width as u32, height as u32);
        encoder.set_color(png::ColorType::Rgb);
        encoder.set_depth(png::BitDepth::Eight);
        encoder.set_compression(png::Compression::Best);
        encoder.set_filter(png::FilterType::NoFilter);
        encoder.set_pixel_dims(Some(png::PixelDimensions {
            xppu: PIXELS_PER_METRE,
            yppu: PIXELS_PER_METRE,
            unit: png::Unit::Meter,
        }));
        let mut writer = encoder.write_header().map_err(|e| e.to_string())?;
        writer.write_image_data(&pixels).map_err(|e| e.to_string())?;
        writer.finish().map_err(|e| e.to_string())?;
        Ok(file)
    }

    /// The picture as an SVG file.
    ///
    /// # Errors
    /// What plotters complains about.
    pub fn svg(&self) -> Result<String, String> {
        let units = |pixels: f64| (pixels * SVG_UNITS) as u32;
        let (w, h) = (units(self.width), units(self.height));
        let mut text = String::new();
        let backend = SVGBackend::with_string(&mut text, (w, h));
        Painter { backend, scale: SVG_UNITS, bitmap: false }.paint(&self.marks)?;
        // plotters counts in whole units: fine units inside, the picture's own size outside.
        let inside = format!("width=\"{w}\" height=\"{h}\"");
        let outside = format!("width=\"{}\" height=\"{}\"", self.width, self.height);
        let family = format!("font-family=\"{FAMILY}\"");
        let families = "font-family=\"DejaVu Sans, Verdana, sans-serif\"";
        Ok(text.replacen(&inside, &outside, 1).replace(&family, families))
    }
}

/// Puts marks on one of the backends.
struct Painter<B: DrawingBackend> {
    backend: B,
    /// Units of the backend in a pixel.
    scale: f64,
    /// Whether the backend paints pixels.
    bitmap: bool,
}

impl<B: DrawingBackend> Painter<B> {
    fn paint(mut self, marks: &[Mark]) -> Result<(), String> {
        if !self.bitmap && !typeface::install() {
            return Err("the embedded typeface cannot be read".into());
        }
        let (width, height) = self.backend.get_size();
        let paper = fill(style::WHITE);
        let corner = (width as i32, height as i32);
        self.backend.draw_rect((0, 0), corner, &paper, true).map_err(|e| e.to_string())?;
        for mark in marks {
            match mark {
                Mark::Area(points, colour) => {
                    let points: Vec<_> = points.iter().map(|p| self.place(*p)).collect();
                    self.backend.fill_polygon(points, &fill(*colour)).map_err(|e| e.to_string())
                }
                Mark::Disc(at, radius, colour) => {
                    let radius = (radius * self.scale).round() as u32;
                    let at = self.place(*at);
                    self.backend
                        .draw_circle(at, radius, &fill(*colour), true)
                        .map_err(|e| e.to_string())
                }
                Mark::Line(points, stroke) => self.line(points, stroke),
                Mark::Text(text) => self.text(text),
            }?;
        }
        self.backend.present().map_err(|e| e.to_string())
    }

    fn place(&self, (x, y): Point) -> (i32, i32) {
        ((x * self.scale).round() as i32, (y * self.scale).round() as i32)
    }

    fn line(&mut self, points: &[Point], stroke: &Stroke) -> Result<(), String> {
        let width = (stroke.width * self.scale).round().max(1.0) as u32;
        let pen = ShapeStyle { stroke_width: width, ..fill(stroke.colour) };
        for piece in dashes(points, stroke) {
            let piece: Vec<_> = piece.iter().map(|p| self.place(*p)).collect();
            if !self.bitmap || width == 1 {
                self.backend.draw_path(piece, &pen).map_err(|e| e.to_string())?;
                continue;
            }
            // plotters fills the outline of a wide path as one polygon, which leaves holes where
            // the path crosses itself; single strokes with round joints do not.
            for ends in piece.windows(2) {
                self.backend.draw_path(ends.iter().copied(), &pen).map_err(|e| e.to_string())?;
            }
            if width > 3 && stroke.dash == Dash::Solid {
                let inner = piece.iter().take(piece.len().saturating_sub(1)).skip(1);
                for joint in inner {
                    let pen = fill(stroke.colour);
                    self.backend
                        .draw_circle(*joint, width / 2, &pen, true)
                        .map_err(|e| e.to_string())?;
                }
            }
        }
        Ok(())
    }

    fn text(&mut self, text: &Text) -> Result<(), String> {
        if self.bitmap { self.text_pixels(text) } else { self.text_element(text) }
    }

    /// Text as pixels: the outlines of the letters, each where its own metrics put it.
    fn text_pixels(&mut self, text: &Text) -> Result<(), String> {
        let Colour(r, g, b) = text.colour;
        let ink = RGBColor(r, g, b);
        let (x, y) = (text.at.0 * self.scale, text.at.1 * self.scale);
        let size = text.size * self.scale;
        let width = f64::from(typeface::width(&text.words, size as f32, text.bold));
        let before = match text.anchor {
            Anchor::Start => 0.0,
            Anchor::Middle => 0.5 * width,
            Anchor::End => width,
        };
        // Letters stand on whole pixels of the fine grid, so that all of a kind look the same.
        let start = if text.upwards {
            (x.round(), (y + before).round())
        } else {
            ((x - before).round(), y.round())
        };
        let (w, h) = self.backend.get_size();
        let mut problem = Ok(());
        typeface::draw(&text.words, size as f32, text.bold, |right, down, cover| {
            let (px, py) = if text.upwards {
                (start.0 as i32 + down, start.1 as i32 - right)
            } else {
                (start.0 as i32 + right, start.1 as i32 + down)
            };
            let on_paper = (0..w as i32).contains(&px) && (0..h as i32).contains(&py);
            if on_paper && problem.is_ok() {
                let shade = ink.mix(f64::from(cover)).to_backend_color();
                problem = self.backend.draw_pixel((px, py), shade).map_err(|e| e.to_string());
            }
        });
        problem
    }

    /// Text as an element of its own.
    fn text_element(&mut self, text: &Text) -> Result<(), String> {
        let em = text.size * self.scale;
        let (size, drop) = (em * SVG_FONT_DIVISOR, SVG_BASELINE * em);
        let (x, y) = (text.at.0 * self.scale, text.at.1 * self.scale);
        let at = if text.upwards { (x - drop, y) } else { (x, y - drop) };
        let weight = if text.bold { FontStyle::Bold } else { FontStyle::Normal };
        let font = (FontFamily::SansSerif, size, weight);
        let h_pos = match text.anchor {
            Anchor::Start => HPos::Left,
            Anchor::Middle => HPos::Center,
            Anchor::End => HPos::Right,
        };
        let Colour(r, g, b) = text.colour;
        let ink = RGBColor(r, g, b);
        let mut look = TextStyle::from(font).color(&ink).pos(Pos::new(h_pos, VPos::Top));
        if text.upwards {
            look = look.transform(FontTransform::Rotate270);
        }
        let at = (at.0.round() as i32, at.1.round() as i32);
        self.backend.draw_text(&text.words, &look, at).map_err(|e| e.to_string())
    }
}

fn fill(Colour(r, g, b): Colour) -> ShapeStyle {
    ShapeStyle::from(&RGBColor(r, g, b)).filled()
}

/// How wide a text is [px].
pub fn text_width(words: &str, size: f64, bold: bool) -> f64 {
    // Measured large, so that it does not depend on the size it is drawn at.
    const LARGE: f32 = 200.0;
    f64::from(typeface::width(words, LARGE, bold) / LARGE) * size
}

/// The pieces of a line that are drawn.
fn dashes(points: &[Point], stroke: &Stroke) -> Vec<Vec<Point>> {
    let pattern = stroke.dash.pattern(stroke.width);
    if pattern.is_empty() {
        return vec![points.to_vec()];
    }
    let mut pieces = Vec::new();
    let mut piece: Vec<Point> = points.first().copied().into_iter().collect();
    let (mut k, mut left) = (0, pattern[0]);
    for ends in points.windows(2) {
        let (mut a, b) = (ends[0], ends[1]);
        loop {
            let length = (b.0 - a.0).hypot(b.1 - a.1);
            if length <= left {
                left -= length;
                if k % 2 == 0 {
                    piece.push(b);
                }
                break;
            }
            let u = left / length;
            a = (a.0 + u * (b.0 - a.0), a.1 + u * (b.1 - a.1));
            if k % 2 == 0 {
                piece.push(a);
                pieces.push(std::mem::take(&mut piece));
            } else {
                piece = vec![a];
            }
            k = (k + 1) % pattern.len();
            left = pattern[k];
        }
    }
    if piece.len() > 1 {
        pieces.push(piece);
    }
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dashes_keep_the_length_of_their_pattern_around_corners() {
        let stroke = Stroke::dashed(style::BLACK, 2.0, Dash::Dashed);
        let pieces = dashes(&[(0.0, 0.0), (8.0, 0.0), (8.0, 30.0)], &stroke);
        // Pattern 10 on, 5 off: 0-10 (around the corner at 8), 15-25, 30-38.
        assert_eq!(pieces.len(), 3);
        assert_eq!(pieces[0], [(0.0, 0.0), (8.0, 0.0), (8.0, 2.0)]);
        assert_eq!(pieces[1], [(8.0, 7.0), (8.0, 17.0)]);
        assert_eq!(pieces[2], [(8.0, 22.0), (8.0, 30.0)]);
    }

    #[test]
    fn text_is_measured_in_its_own_size() {
        // DejaVu Sans: the advance of a digit is 1303/2048 em.
        let width = text_width("00", 100.0, false);
        assert!((width - 2.0 * 63.623).abs() < 0.01, "{width} px");
        let bounds = Text::new((10.0, 20.0), "00", 100.0).anchored(Anchor::End).bounds();
        assert!((bounds.right - 10.0).abs() < 1e-9 && bounds.left < -110.0);
    }

    #[test]
    fn both_formats_show_the_same_picture() {
        let mut picture = Picture::new(60.0, 40.0);
        picture.disc((30.0, 20.0), 10.0, style::BLUE);
        picture.text(Text::new((2.0, 38.0), "a < b", 10.0));
        let svg = picture.svg().unwrap();
        assert!(svg.contains("width=\"60\" height=\"40\" viewBox=\"0 0 480 320\""), "{svg}");
        assert!(svg.contains("a &lt; b"), "{svg}");
        let png = picture.png().unwrap();
        let mut reader = png::Decoder::new(png.as_slice()).read_info().unwrap();
        let mut pixels = vec![0; reader.output_buffer_size()];
        let info = reader.next_frame(&mut pixels).unwrap();
        assert_eq!((info.width, info.height), (60, 40));
        let at = |x: usize, y: usize| &pixels[3 * (y * 60 + x)..][..3];
        assert_eq!(at(30, 20), [0, 114, 178]);
        assert_eq!(at(58, 2), [255, 255, 255]);
    }
}
