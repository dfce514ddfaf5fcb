//! Placement of labels clear of lines, markers and each other.

use super::panel::{THIN, clip};
use super::picture::{Anchor, Bounds, Picture, Point, Text};
use super::style::{self, Colour};

/// Labels to be placed on a picture.
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

    /// Keeps labels off a line where possible.
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

    /// Whether a rectangle is inside the area and clear of everything added so far.
    pub fn is_free(&self, bounds: &Bounds) -> bool {
        self.inside.holds(bounds)
            && !self.taken.iter().any(|b| b.meets(bounds))
            && !self.crowd.iter().any(|p| bounds.has(*p))
    }

    /// Adds a label for a point, which is itself kept free.
    pub fn add(&mut self, at: Point, words: impl Into<String>, colour: Colour) {
        self.taken.push(Bounds::about(at, 13.0));
        self.waiting.push((at, words.into(), colour));
    }

    /// Places all labels at least cost: clear of markers, lines and each other, and near their points. A thin leader
    /// line joins a distant label to its point.
    pub fn place(mut self, picture: &mut Picture) {
        let waiting = std::mem::take(&mut self.waiting);
        let points: Vec<Point> = waiting.iter().map(|(at, ..)| *at).collect();
        let choices: Vec<Vec<Choice>> = waiting
            .into_iter()
            .map(|(at, words, colour)| {
                candidates(at, &words, colour)
                    .filter(|text| self.inside.holds(&text.bounds()))
                    .map(|text| self.choice(text, at, &points))
                    .collect()
            })
            .collect();
        let onwards: Vec<usize> = (0..choices.len()).collect();
        let backwards: Vec<usize> = onwards.iter().rev().copied().collect();
        let (first, second) = (settle(&choices, &onwards), settle(&choices, &backwards));
        let chosen = if second.0 < first.0 { second.1 } else { first.1 };
        for choice in &chosen {
            picture.line(choice.leader.iter().flat_map(|(from, to)| [*from, *to]), THIN);
        }
        for choice in chosen {
            picture.text(choice.text.clone());
        }
    }

    /// A place for a label and its cost with respect to everything fixed; `points` are those of all labels.
    fn choice(&self, text: Text, at: Point, points: &[Point]) -> Choice {
        let bounds = text.bounds();
        let roomy = roomy(&bounds);
        let collisions = self.taken.iter().filter(|b| b.meets(&roomy)).count();
        let covered = self.crowd.iter().filter(|p| roomy.has(**p)).count();
        let middle = (0.5 * (bounds.left + bounds.right), 0.5 * (bounds.top + bounds.bottom));
        let away = (middle.0 - at.0).abs() * 0.3 + (middle.1 - at.1).abs();
        let leader = leader(&text, at);
        // Without a leader, a label seems to belong to the nearest point.
        let astray = leader.is_none()
            && points.iter().any(|p| *p != at && distance(*p, &bounds) < distance(at, &bounds));
        let (mut crossed, mut crossing) = (0, 0);
        if let Some((from, to)) = leader {
            crossed =
                self.taken.iter().filter(|b| !b.has(at) && clip(from, to, b).is_some()).count();
            let along = (0..=20)
                .map(|k| f64::from(k) / 20.0)
                .map(|u| (from.0 + u * (to.0 - from.0), from.1 + u * (to.1 - from.1)));
            let close = |p: &Point| self.crowd.iter().any(|q| Bounds::about(*p, 5.0).has(*q));
            crossing = along.filter(close).count();
        }
        let cost = COLLISION * collisions as f64
            + CROSSED * crossed as f64
            + if astray { ASTRAY } else { 0.0 }
            + if leader.is_some() { LED } else { 0.0 }
            + 60.0 * covered as f64
            + 20.0 * crossing as f64
            + away;
        Choice { text, bounds, leader, cost }
    }
}

/// A place for each label, and their total cost. The labels take their best places one after another in `order`,
/// which is repeated until none moves; finally pairs that still disturb each other are placed together.
fn settle<'a>(choices: &'a [Vec<Choice>], order: &[usize]) -> (f64, Vec<&'a Choice>) {
    let mut chosen: Vec<Option<&Choice>> = vec![None; choices.len()];
    let cost = |k: usize, choice: &Choice, chosen: &[Option<&Choice>]| {
        let others = chosen.iter().enumerate().filter(|(i, _)| *i != k).filter_map(|(_, c)| *c);
        choice.cost + others.map(|other| choice.against(other)).sum::<f64>()
    };
    for _ in 0..ROUNDS {
        let before: Vec<_> = chosen.iter().map(|c| c.map(|c| &c.text)).collect();
        for &k in order {
            let costs = choices[k].iter().map(|choice| (cost(k, choice, &chosen), choice));
            chosen[k] = costs.min_by(|a, b| a.0.total_cmp(&b.0)).map(|(_, choice)| choice);
        }
        if chosen.iter().map(|c| c.map(|c| &c.text)).eq(before) {
            break;
        }
    }
    for (i, j) in (0..chosen.len()).flat_map(|j| (0..j).map(move |i| (i, j))) {
        if chosen[i].zip(chosen[j]).is_none_or(|(a, b)| a.against(b) == 0.0) {
            continue;
        }
        let mut others = chosen.clone();
        (others[i], others[j]) = (None, None);
        let costs =
            [i, j].map(|k| choices[k].iter().map(|c| cost(k, c, &others)).collect::<Vec<f64>>());
        let pairs = (0..choices[i].len()).flat_map(|a| (0..choices[j].len()).map(move |b| (a, b)));
        let together = |&(a, b): &(usize, usize)| {
            costs[0][a] + costs[1][b] + choices[i][a].against(&choices[j][b])
        };
        if let Some((a, b)) = pairs.min_by(|p, q| together(p).total_cmp(&together(q))) {
            (chosen[i], chosen[j]) = (Some(&choices[i][a]), Some(&choices[j][b]));
        }
    }
    let sum = (0..chosen.len()).filter_map(|k| Some(cost(k, chosen[k]?, &chosen))).sum();
    (sum, chosen.into_iter().flatten().collect())
}

/// Rounds in which labels may move.
const ROUNDS: usize = 8;
/// Cost of two labels that overlap, or of a label on a marker.
const COLLISION: f64 = 1e6;
/// Cost of a label without a leader that is nearer to the point of another label than to its own.
const ASTRAY: f64 = 1e5;
/// Cost of a leader through a label or a marker.
const CROSSED: f64 = 3e4;
/// Cost of two leaders that cross.
const LEADERS_CROSS: f64 = 3e3;

/// Cost of a leader; a label beside its point is preferred.
const LED: f64 = 60.0;

/// A place for a label.
#[derive(Debug)]
struct Choice {
    text: Text,
    bounds: Bounds,
    leader: Option<(Point, Point)>,
    cost: f64,
}

impl Choice {
    /// Cost of this place together with the place of another label.
    fn against(&self, other: &Self) -> f64 {
        let meet = roomy(&self.bounds).meets(&other.bounds);
        let through = |leader: Option<(Point, Point)>, bounds: &Bounds| {
            leader.is_some_and(|(from, to)| clip(from, to, &roomy(bounds)).is_some())
        };
        let crossed = through(self.leader, &other.bounds) || through(other.leader, &self.bounds);
        let both = self.leader.zip(other.leader).is_some_and(|(a, b)| cross(a, b));
        [(meet, COLLISION), (crossed, CROSSED), (both, LEADERS_CROSS)]
            .into_iter()
            .filter_map(|(is, cost)| is.then_some(cost))
            .sum()
    }
}

/// The bounding box of a label with a margin.
fn roomy(b: &Bounds) -> Bounds {
    Bounds { left: b.left - 6.0, top: b.top - 4.0, right: b.right + 6.0, bottom: b.bottom + 4.0 }
}

/// Whether two segments cross.
fn cross((a, b): (Point, Point), (c, d): (Point, Point)) -> bool {
    let side =
        |p: Point, q: Point, r: Point| (q.0 - p.0) * (r.1 - p.1) - (q.1 - p.1) * (r.0 - p.0) > 0.0;
    side(a, b, c) != side(a, b, d) && side(c, d, a) != side(c, d, b)
}

/// Distance from a point to a rectangle [px].
fn distance(p: Point, b: &Bounds) -> f64 {
    (p.0 - p.0.clamp(b.left, b.right)).hypot(p.1 - p.1.clamp(b.top, b.bottom))
}

/// The leader from a point to its label, if the label is not close to it.
fn leader(text: &Text, at: Point) -> Option<(Point, Point)> {
    let bounds = text.bounds();
    let near =
        (at.0.clamp(bounds.left - 5.0, bounds.right + 5.0), at.1.clamp(bounds.top, bounds.bottom));
    let away = (near.0 - at.0).hypot(near.1 - at.1);
    let start = 16.0 / away;
    let from = (at.0 + start * (near.0 - at.0), at.1 + start * (near.1 - at.1));
    (away > 40.0).then_some((from, near))
}

/// Candidate places around a point, at several distances.
fn candidates(at: Point, words: &str, colour: Colour) -> impl Iterator<Item = Text> {
    let words = words.to_string();
    let distances = [18.0, 30.0, 46.0, 66.0, 90.0, 120.0, 160.0, 210.0, 270.0];
    let directions = (0..24).map(|k| f64::from(k) * std::f64::consts::TAU / 24.0);
    let places = directions.flat_map(move |angle: f64| {
        // Directly above and below the point, the label may extend to either side.
        let anchors: &[Anchor] = match angle.sin() {
            s if s > 0.3 => &[Anchor::Start],
            s if s < -0.3 => &[Anchor::End],
            _ => &[Anchor::Middle, Anchor::Start, Anchor::End],
        };
        anchors.iter().flat_map(move |anchor| distances.map(|d| (angle, *anchor, d)))
    });
    places.map(move |(angle, anchor, d)| {
        let (sin, cos) = angle.sin_cos();
        // The baseline is below the middle of the letters; a label above or below is offset by its own
        // height.
        let size = style::LABEL;
        let y = at.1 - d * cos + 0.36 * size - 0.3 * size * cos;
        Text::new((at.0 + d * sin, y), words.clone(), size).anchored(anchor).coloured(colour)
    })
}

#[cfg(test)]
mod tests {
    use super::super::picture::Mark;
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

    /// Three burns at the lower edge, after hours and after days: what the first two leave would put the leader of
    /// the third through one of them, so they make way.
    #[test]
    fn leaders_run_through_no_label() {
        let hours = [(1407.0, 733.0), (1426.0, 752.0), (1444.0, 763.0)];
        let days = [(1405.0, 795.0), (1425.0, 798.0), (1444.0, 801.0)];
        for (points, bottom) in [(hours, 775.0), (days, 806.0)] {
            let mut picture = Picture::new(1600.0, 1000.0);
            let inside = Bounds { left: 162.0, top: 187.0, right: 1542.0, bottom };
            let mut labels = Labels::new(inside);
            let start = (160.0, if bottom < 800.0 { 735.0 } else { 280.0 });
            labels.avoid_line([start, points[0], points[1], points[2], (1460.0, points[2].1)]);
            let words = ["IMP1 2.3°", "IMP2 0.74°", "BRK1–3 −0.02°"];
            for (at, words) in points.into_iter().zip(words) {
                labels.add(at, words, style::BLACK);
            }
            labels.place(&mut picture);
            let mut leaders = 0;
            for mark in &picture.marks {
                let Mark::Line(ends, _) = mark else { continue };
                leaders += 1;
                let met = picture.texts().filter(|t| {
                    let b = t.bounds();
                    let within = Bounds {
                        left: b.left + 1.0,
                        top: b.top + 1.0,
                        right: b.right - 1.0,
                        bottom: b.bottom - 1.0,
                    };
                    clip(ends[0], ends[1], &within).is_some()
                });
                assert_eq!(met.map(|t| &t.words).next(), None);
            }
            assert!(leaders > 0 && picture.texts().count() == 3);
        }
    }

    /// Two burns minutes apart at one height: each is named by the label beside it, or by one that a leader
    /// joins to it.
    #[test]
    fn no_label_stands_beside_the_point_of_another() {
        let mut picture = Picture::new(1600.0, 1000.0);
        let inside = Bounds { left: 162.0, top: 187.0, right: 1542.0, bottom: 775.0 };
        let mut labels = Labels::new(inside);
        let points = [(1245.0, 369.0), (1301.0, 316.0), (1341.0, 319.0), (1445.0, 319.0)];
        labels.avoid_line([(160.0, 316.0), points[1], points[2], points[3]]);
        labels.avoid_line([(160.0, 500.0), points[0], points[1]]);
        let words = ["LATE1 83.0 m/s", "LATE2 21.6 m/s", "BRK1–3 14.4 m/s", "flown 10:27:52"];
        for (at, words) in points.into_iter().zip(words) {
            labels.add(at, words, style::BLACK);
        }
        labels.place(&mut picture);
        let leaders = |p: Point| {
            picture.marks.iter().any(|mark| {
                matches!(mark, Mark::Line(ends, _) if (ends[0].0 - p.0).hypot(ends[0].1 - p.1) < 17.0)
            })
        };
        for (at, words) in points.into_iter().zip(words) {
            let text = picture.texts().find(|t| t.words == words).unwrap();
            let own = distance(at, &text.bounds());
            let nearest =
                points.map(|p| distance(p, &text.bounds())).into_iter().fold(own, f64::min);
            assert!(
                own == nearest || leaders(at),
                "{words} is {own} px away, another {nearest} px"
            );
        }
    }
}
