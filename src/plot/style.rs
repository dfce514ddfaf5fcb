//! Colours, strokes and sizes of type of all figures.

/// A colour, red, green and blue.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Colour(pub u8, pub u8, pub u8);

// The palette of Okabe and Ito (2008), told apart with any common colour vision.
/// Text and flown points.
pub const BLACK: Colour = Colour(0, 0, 0);
/// Soyuz.
pub const VERMILLION: Colour = Colour(213, 94, 0);
/// The station.
pub const BLUE: Colour = Colour(0, 114, 178);
/// What light allows.
pub const ORANGE: Colour = Colour(230, 159, 0);
/// What the scheme can reach.
pub const GREEN: Colour = Colour(0, 158, 115);
/// A third thing.
pub const PURPLE: Colour = Colour(204, 121, 167);

/// Paper.
pub const WHITE: Colour = Colour(255, 255, 255);
/// Grid lines.
pub const GRID: Colour = Colour(222, 222, 222);
/// Secondary text and leaders.
pub const GREY: Colour = Colour(95, 95, 95);
/// Circles of equal distance.
pub const RING: Colour = Colour(190, 190, 190);
/// Land.
pub const PALE: Colour = Colour(226, 226, 222);
/// Published windows.
pub const PALE_GREEN: Colour = Colour(214, 240, 231);

/// How a line is broken, so that lines stay apart in grey print.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Dash {
    /// Unbroken.
    Solid,
    /// Long dashes.
    Dashed,
    /// Dots.
    Dotted,
    /// Dash, dot.
    Mixed,
}

impl Dash {
    /// Lengths drawn and left out, in turn, in pixels for a line `width` pixels wide.
    pub fn pattern(self, width: f64) -> Vec<f64> {
        let unit = width.max(2.0);
        let units: &[f64] = match self {
            Dash::Solid => &[],
            Dash::Dashed => &[5.0, 2.5],
            Dash::Dotted => &[1.0, 2.0],
            Dash::Mixed => &[5.0, 2.0, 1.0, 2.0],
        };
        units.iter().map(|u| u * unit).collect()
    }
}

/// How a line is drawn.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Stroke {
    /// Colour.
    pub colour: Colour,
    /// Width in pixels.
    pub width: f64,
    /// How it is broken.
    pub dash: Dash,
}

impl Stroke {
    /// An unbroken line.
    pub const fn solid(colour: Colour, width: f64) -> Self {
        Self { colour, width, dash: Dash::Solid }
    }

    /// The same, broken.
    pub const fn dashed(colour: Colour, width: f64, dash: Dash) -> Self {
        Self { colour, width, dash }
    }
}

/// Soyuz in every figure.
pub const SOYUZ: Stroke = Stroke::solid(VERMILLION, 5.0);
/// The station in every figure.
pub const STATION: Stroke = Stroke::dashed(BLUE, 5.0, Dash::Dashed);

/// Size of titles [px].
pub const TITLE: f64 = 36.0;
/// Size of axis titles [px].
pub const AXIS: f64 = 29.0;
/// Size of tick labels [px].
pub const TICK: f64 = 27.0;
/// Size of labels inside figures [px].
pub const LABEL: f64 = 26.0;
/// Size of the caption [px].
pub const CAPTION: f64 = 23.0;
