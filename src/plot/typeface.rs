//! The embedded typeface: DejaVu Sans, see `data/SOURCES.md`.
//!
//! plotters writes the text of SVG files. Text in bitmaps is drawn here, because plotters ignores the left side
//! bearing of glyphs, which spaces them unevenly.

use ab_glyph::{Font, FontRef, Glyph, PxScale, ScaleFont, point};
use plotters::style::{FontStyle, register_font};
use std::sync::OnceLock;

/// The name under which the typeface is known to plotters.
pub const FAMILY: &str = "sans-serif";
const REGULAR: &[u8] = include_bytes!("../../data/font/DejaVuSans-subset.ttf");
const BOLD: &[u8] = include_bytes!("../../data/font/DejaVuSans-Bold-subset.ttf");

/// Registers the typeface with plotters; returns whether that succeeded.
pub fn install() -> bool {
    static DONE: OnceLock<bool> = OnceLock::new();
    *DONE.get_or_init(|| {
        register_font(FAMILY, FontStyle::Normal, REGULAR).is_ok()
            && register_font(FAMILY, FontStyle::Bold, BOLD).is_ok()
    })
}

fn face(bold: bool) -> Option<&'static FontRef<'static>> {
    static FACES: OnceLock<[Option<FontRef<'static>>; 2]> = OnceLock::new();
    let faces = FACES.get_or_init(|| [REGULAR, BOLD].map(|f| FontRef::try_from_slice(f).ok()));
    faces[usize::from(bold)].as_ref()
}

/// The glyphs of a line of text that starts at x = 0 on the baseline y = 0, and its width, for an em of `size` [px].
fn set(words: &str, size: f32, bold: bool) -> (Vec<Glyph>, f32) {
    let Some(face) = face(bold) else { return (Vec::new(), 0.0) };
    let units = face.units_per_em().unwrap_or(2048.0);
    let scale = PxScale::from(size * face.height_unscaled() / units);
    let scaled = face.as_scaled(scale);
    let mut x = 0.0;
    let mut last = None;
    let glyphs = words
        .chars()
        .map(|c| {
            let id = scaled.glyph_id(c);
            x += last.map_or(0.0, |l| scaled.kern(l, id));
            let glyph = id.with_scale_and_position(scale, point(x, 0.0));
            x += scaled.h_advance(id);
            last = Some(id);
            glyph
        })
        .collect();
    (glyphs, x)
}

/// The width of a line of text for an em of `size` [px].
pub fn width(words: &str, size: f32, bold: bool) -> f32 {
    set(words, size, bold).1
}

/// Calls `paint` for each pixel of a line of text with its offset to the right of the start, its offset below the
/// baseline, and its coverage from 0 to 1.
pub fn draw(words: &str, size: f32, bold: bool, mut paint: impl FnMut(i32, i32, f32)) {
    let Some(face) = face(bold) else { return };
    for glyph in set(words, size, bold).0 {
        if let Some(outline) = face.outline_glyph(glyph) {
            let corner = outline.px_bounds().min;
            outline.draw(|x, y, cover| {
                paint(
                    corner.x as i32 + x as i32,
                    corner.y as i32 + y as i32,
                    cover.clamp(0.0, 1.0),
                );
            });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn glyphs_stand_on_the_baseline_between_their_bearings() {
        // DejaVu Sans: H is 1493 units high, from 201 to 1339 of an advance of 1540; the em is 2048.
        let (mut left, mut right, mut top, mut bottom) = (i32::MAX, i32::MIN, i32::MAX, i32::MIN);
        draw("H", 2048.0, false, |x, y, cover| {
            if cover > 0.5 {
                (left, right) = (left.min(x), right.max(x));
                (top, bottom) = (top.min(y), bottom.max(y));
            }
        });
        assert!((left - 201).abs() <= 1 && (right - 1338).abs() <= 1, "{left} to {right}");
        assert!((top + 1493).abs() <= 1 && (bottom + 1).abs() <= 1, "{top} to {bottom}");
        assert!((width("H", 2048.0, false) - 1540.0).abs() < 0.5);
    }

    #[test]
    fn every_character_of_the_figures_is_in_both_faces() {
        for bold in [false, true] {
            let face = face(bold).unwrap();
            for c in "AZaz09 °–−→←×±²³µΔφ'’“”…·,.:;()+/%ŽžŁźőșСоюзЁїґ‹›€".chars()
            {
                assert!(face.glyph_id(c).0 != 0, "no {c:?}");
            }
        }
    }

    #[test]
    fn a_missing_character_shows_as_a_box() {
        for bold in [false, true] {
            let (mut ink, mut columns) = (0.0, (i32::MAX, i32::MIN));
            draw("語", 100.0, bold, |x, _, cover| {
                ink += cover;
                columns = (columns.0.min(x), columns.1.max(x));
            });
            assert!(ink > 200.0 && columns.1 - columns.0 > 30, "{ink} in {columns:?}");
        }
    }
}
