//! Work-precision diagram: cost against error of integrators.

use super::panel::{Axis, Marker, Panel, Sign, legend, marker};
use super::picture::{Bounds, Picture};
use super::sheet::{HEIGHT, inner, sheet};
use super::style::{self, Dash, Stroke};

/// One method on one problem at several settings.
#[derive(Clone, Debug, PartialEq)]
pub struct Curve {
    /// Name of the method.
    pub name: String,
    /// Its runs.
    pub runs: Vec<Run>,
}

/// One run.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Run {
    /// Position error [m].
    pub error: f64,
    /// Evaluations of the right-hand side.
    pub calls: usize,
    /// Run time [s].
    pub time: f64,
}

/// Colours, markers and dashes of the curves, in turn.
const SIGNS: [(Stroke, Marker); 4] = [
    (Stroke::solid(style::VERMILLION, 3.0), Marker::Disc),
    (Stroke::dashed(style::BLUE, 3.0, Dash::Dashed), Marker::Square),
    (Stroke::dashed(style::GREEN, 3.0, Dash::Mixed), Marker::Triangle),
    (Stroke::dashed(style::PURPLE, 3.0, Dash::Dotted), Marker::Disc),
];

/// Evaluations of the right-hand side (left) and run time (right) against error, on logarithmic axes. Runs whose
/// error, evaluations or time are zero are left out.
pub fn work_precision(title: &str, caption: &str, curves: &[Curve]) -> Picture {
    let (mut picture, outer) = sheet(HEIGHT, title, caption);
    let middle = 0.5 * (outer.left + outer.right);
    let left = Bounds { right: middle - 12.0, ..outer };
    let right = Bounds { left: middle + 12.0, ..outer };
    let calls: fn(&Run) -> f64 = |run| run.calls as f64;
    let micros: fn(&Run) -> f64 = |run| 1e6 * run.time;
    for (half, words, of) in [(left, "force evaluations", calls), (right, "run time, µs", micros)]
    {
        let pairs = |curve: &Curve| -> Vec<(f64, f64)> {
            let pairs = curve.runs.iter().map(|run| (run.error, of(run)));
            pairs.filter(|(x, y)| *x > 0.0 && *y > 0.0 && x.is_finite()).collect()
        };
        let all: Vec<(f64, f64)> = curves.iter().flat_map(&pairs).collect();
        let errors = range(all.iter().map(|p| p.0));
        let costs = range(all.iter().map(|p| p.1));
        let panel = Panel {
            area: inner(half),
            x: Axis::logarithmic("largest position error, m", errors),
            y: Axis::logarithmic(words, costs),
        };
        panel.draw(&mut picture);
        for (curve, (stroke, sign)) in curves.iter().zip(SIGNS.into_iter().cycle()) {
            let pairs = pairs(curve);
            panel.line(&mut picture, pairs.iter().copied(), stroke);
            for (x, y) in pairs {
                marker(&mut picture, panel.at(x, y), sign, stroke.colour);
            }
        }
    }
    let entries: Vec<(Sign, &str)> = curves
        .iter()
        .zip(SIGNS.into_iter().cycle())
        .map(|(curve, (stroke, sign))| (Sign::Curve(stroke, sign), curve.name.as_str()))
        .collect();
    // No method reaches the accurate and cheap corner, so the legend fits there.
    let area = inner(left);
    let height = 1.45 * style::LABEL * entries.len() as f64 + 12.0;
    legend(&mut picture, (area.left + 12.0, area.bottom - height - 12.0), &entries);
    picture
}

/// A logarithmic range that contains all values, with a margin that is wider below.
fn range(values: impl Iterator<Item = f64> + Clone) -> (f64, f64) {
    let low = values.clone().fold(f64::INFINITY, f64::min);
    let high = values.fold(0.0, f64::max);
    if low > high { (0.1, 10.0) } else { (0.3 * low, 2.0 * high) }
}
