//! Drawing a picture with plotters, as PNG or SVG.

use super::picture::{Anchor, Mark, Picture, Point, Text};
use super::style::{self, Colour, Dash, Stroke};
use super::typeface::{self, FAMILY};
use plotters::backend::DrawingBackend;
use plotters::prelude::{BitMapBackend, SVGBackend};
use plotters::style::text_anchor::{HPos, Pos, VPos};
use plotters::style::{
    Color, FontFamily, FontStyle, FontTransform, RGBColor, ShapeStyle, TextStyle,
};

/// Oversampling factor: a PNG is drawn this much larger and then averaged.
const FINER: usize = 2;
/// SVG units per pixel.
const SVG_UNITS: f64 = 8.0;
/// Resolution stored in a PNG [px/m]: 200 per inch, so that 1600 px print 20 cm wide.
const PIXELS_PER_METRE: u32 = 7874;
/// plotters divides font sizes by this number when it writes an SVG.
const SVG_FONT_DIVISOR: f64 = 1.24;
/// Distance of the baseline below the upper edge of text that plotters writes into an SVG, in em.
const SVG_BASELINE: f64 = 0.76;

impl Picture {
    /// The picture as a PNG file.
    ///
    /// # Errors
    /// The error of plotters or of the PNG encoder.
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
    /// The error of plotters.
    pub fn svg(&self) -> Result<String, String> {
        let units = |pixels: f64| (pixels * SVG_UNITS) as u32;
        let (w, h) = (units(self.width), units(self.height));
        let mut text = String::new();
        let backend = SVGBackend::with_string(&mut text, (w, h));
        Painter { backend, scale: SVG_UNITS, bitmap: false }.paint(&self.marks)?;
        // plotters uses whole units: the view box has fine units, the outer size is in pixels.
        let inside = format!("width=\"{w}\" height=\"{h}\"");
        let outside = format!("width=\"{}\" height=\"{}\"", self.width, self.height);
        let family = format!("font-family=\"{FAMILY}\"");
        let families = "font-family=\"DejaVu Sans, Verdana, sans-serif\"";
        Ok(text.replacen(&inside, &outside, 1).replace(&family, families))
    }
}

/// Draws marks on a backend.
struct Painter<B: DrawingBackend> {
    backend: B,
    /// Units of the backend per pixel.
    scale: f64,
    /// Whether the backend is a bitmap.
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
            // the path crosses itself; separate segments with round joints avoid that.
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

    /// Text drawn as pixels from the glyph outlines.
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
        // Text starts on a whole pixel of the fine grid, so that equal glyphs look alike.
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

    /// Text as an SVG element.
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

/// The dashes of a line.
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
