//! Labels that keep clear of lines, markers and each other.

use super::panel::THIN;
use super::picture::{Anchor, Bounds, Picture, Point, Text};
use super::style::{self, Colour};

/// Labels waiting to be placed on a picture.
#[derive(Debug)]
pub struct Labels {
    inside: Bounds,
    taken: Vec<Bounds>,
    crowd: Vec<Point>,
    waiting: Vec<(Point, String, Colour)>,
}

impl Labels {
    /// Labels that must stay inside a rectangle.
    pub fn new(inside: Bounds) -> Self {
        Self { inside, taken: Vec::new(), crowd: Vec::new(), waiting: Vec::new() }
    }

    /// Keeps a rectangle free.
    pub fn avoid(&mut self, bounds: Bounds) {
        self.taken.push(bounds);
    }

    /// Asks labels to keep off a line, if they can.
    pub fn avoid_line(&mut self, points: impl IntoIterator<Item = Point>) {
        let mut last: Option<Point> = None;
        for p in points {
            let from = last.unwrap_or(p);
            let steps = ((p.0 - from.0).hypot(p.1 - from.1) / 6.0).ceil().clamp(1.0, 500.0);
            for k in 1..=steps as usize {
                let u = k as f64 / steps;
                let q = (from.0 + u * (p.0 - from.0), from.1 + u * (p.1 - from.1));
                if self.inside.has(q) {
                    self.crowd.push(q);
                }
            }
            last = Some(p);
        }
    }

    /// Whether a rectangle is inside, and clear of everything known so far.
    pub fn is_free(&self, bounds: &Bounds) -> bool {
        self.inside.holds(bounds)
            && !self.taken.iter().any(|b| b.meets(bounds))
            && !self.crowd.iter().any(|p| bounds.has(*p))
    }

    /// Asks for a label near a point, which itself is kept free.
    pub fn add(&mut self, at: Point, words: impl Into<String>, colour: Colour) {
        self.taken.push(Bounds::about(at, 13.0));
        self.waiting.push((at, words.into(), colour));
    }

    /// Places all labels, first asked first served, each where it disturbs least: clear of what is
    /// taken, off the lines, near its point; a thin line leads to one that had to go far.
    pub fn place(mut self, picture: &mut Picture) {
        for (at, words, colour) in std::mem::take(&mut self.waiting) {
            let best = candidates(at, &words, colour)
                .filter(|text| self.inside.holds(&text.bounds()))
                .map(|text| (self.cost(&text, at), text))
                .min_by(|a, b| a.0.total_cmp(&b.0));
            let Some((_, text)) = best else { continue };
            if let Some((from, to)) = leader(&text, at) {
                picture.line([from, to], THIN);
                self.avoid_line([from, to]);
            }
            self.taken.push(text.bounds());
            picture.text(text);
        }
    }

    fn cost(&self, text: &Text, at: Point) -> f64 {
        let bounds = text.bounds();
        let roomy = Bounds {
            left: bounds.left - 6.0,
            top: bounds.top - 4.0,
            right: bounds.right + 6.0,
            bottom: bounds.bottom + 4.0,
        };
        let collisions = self.taken.iter().filter(|b| b.meets(&roomy)).count();
        let covered = self.crowd.iter().filter(|p| roomy.has(**p)).count();
        let middle = (0.5 * (bounds.left + bounds.right), 0.5 * (bounds.top + bounds.bottom));
        let away = (middle.0 - at.0).abs() * 0.3 + (middle.1 - at.1).abs();
        let along: Vec<Point> = leader(text, at).map_or(Vec::new(), |(from, to)| {
            (0..=20)
                .map(|k| f64::from(k) / 20.0)
                .map(|u| (from.0 + u * (to.0 - from.0), from.1 + u * (to.1 - from.1)))
                .collect()
        });
        let blocked = |p: &&Point| self.taken.iter().any(|b| b.has(**p) && !b.has(at));
        let crossed = along.iter().filter(blocked).count();
        let close = |p: &&Point| self.crowd.iter().any(|q| Bounds::about(**p, 5.0).has(*q));
        let crossing = along.iter().filter(close).count();
        1e6 * collisions as f64
            + 1e4 * crossed as f64
            + 60.0 * covered as f64
            + 20.0 * crossing as f64
            + away
    }
}

/// The line from a point to its label, if that is not right beside it.
fn leader(text: &Text, at: Point) -> Option<(Point, Point)> {
    let bounds = text.bounds();
    let near =
        (at.0.clamp(bounds.left - 5.0, bounds.right + 5.0), at.1.clamp(bounds.top, bounds.bottom));
    let away = (near.0 - at.0).hypot(near.1 - at.1);
    let start = 16.0 / away;
    let from = (at.0 + start * (near.0 - at.0), at.1 + start * (near.1 - at.1));
    (away > 40.0).then_some((from, near))
}

/// Places around a point, near ones and far ones.
fn candidates(at: Point, words: &str, colour: Colour) -> impl Iterator<Item = Text> {
    let words = words.to_string();
    let distances = [18.0, 30.0, 46.0, 66.0, 90.0, 120.0, 160.0, 210.0, 270.0];
    let directions = (0..24).map(|k| f64::from(k) * std::f64::consts::TAU / 24.0);
    directions.flat_map(move |angle| {
        let words = words.clone();
        distances.into_iter().map(move |d| {
            let (sin, cos) = angle.sin_cos();
            let anchor = match sin {
                s if s > 0.3 => Anchor::Start,
                s if s < -0.3 => Anchor::End,
                _ => Anchor::Middle,
            };
            // The base line is below the middle of the letters; a label above or below stands
            // clear by its own height.
            let size = style::LABEL;
            let y = at.1 - d * cos + 0.36 * size - 0.3 * size * cos;
            Text::new((at.0 + d * sin, y), words.clone(), size).anchored(anchor).coloured(colour)
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_of_crowded_points_do_not_meet() {
        let mut picture = Picture::new(800.0, 400.0);
        let inside = Bounds { left: 0.0, top: 0.0, right: 800.0, bottom: 400.0 };
        let mut labels = Labels::new(inside);
        for k in 0..6 {
            labels.add((400.0 + 8.0 * f64::from(k), 200.0), format!("label {k}"), style::BLACK);
        }
        labels.place(&mut picture);
        let boxes: Vec<Bounds> = picture.texts().map(Text::bounds).collect();
        assert_eq!(boxes.len(), 6);
        for (i, a) in boxes.iter().enumerate() {
            assert!(inside.holds(a));
            assert!(boxes[..i].iter().all(|b| !b.meets(a)), "label {i} covers another");
        }
    }
}
