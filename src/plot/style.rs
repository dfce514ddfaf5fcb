//! Colours, strokes and font sizes of all figures.

/// A colour, red, green and blue.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Colour(pub u8, pub u8, pub u8);

// The palette of Okabe and Ito (2008), distinguishable with all common forms of colour blindness.
/// Text and flown points.
pub const BLACK: Colour = Colour(0, 0, 0);
/// Soyuz.
pub const VERMILLION: Colour = Colour(213, 94, 0);
/// The station.
pub const BLUE: Colour = Colour(0, 114, 178);
/// Docking times that lighting allows.
pub const ORANGE: Colour = Colour(230, 159, 0);
/// Docking times that the burns can reach; the docking corridor.
pub const GREEN: Colour = Colour(0, 158, 115);
/// Further curves.
pub const PURPLE: Colour = Colour(204, 121, 167);

/// Background.
pub const WHITE: Colour = Colour(255, 255, 255);
/// Grid lines.
pub const GRID: Colour = Colour(222, 222, 222);
/// Secondary text and leader lines.
pub const GREY: Colour = Colour(95, 95, 95);
/// Circles of equal range.
pub const RING: Colour = Colour(190, 190, 190);
/// Land.
pub const PALE: Colour = Colour(226, 226, 222);
/// Published windows.
pub const PALE_GREEN: Colour = Colour(214, 240, 231);

/// Dash pattern, by which lines differ in grey print.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Dash {
    /// Solid.
    Solid,
    /// Long dashes.
    Dashed,
    /// Dots.
    Dotted,
    /// Dash, dot.
    Mixed,
}

impl Dash {
    /// Lengths of dashes and gaps in turn, for a line of the given width [px].
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
    /// Dash pattern.
    pub dash: Dash,
}

impl Stroke {
    /// A solid line.
    pub const fn solid(colour: Colour, width: f64) -> Self {
        Self { colour, width, dash: Dash::Solid }
    }

    /// A dashed line.
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
