//! The layout of a figure: title, space for panels, caption; and elements shared by several figures.

use super::labels::Labels;
use super::panel::Panel;
use super::picture::{Bounds, Picture, Text, text_width};
use super::style;
use crate::mission::MissionLog;
use crate::mission::log::{BurnRecord, FlightPhase, MissionEventKind};
use crate::output::text::clock;
use crate::proximity::{EventKind, Phase};
use crate::report::series::Series;
use crate::time::{Calendar, Epoch, day_of_year, utc_calendar};
use crate::units::{DAY, MINUTE};

/// Width of every figure [px].
pub const WIDTH: f64 = 1600.0;
/// Height of most figures [px].
pub const HEIGHT: f64 = 1000.0;

/// A picture with title and caption, and the rectangle left for panels including their axes.
pub fn sheet(height: f64, title: &str, caption: &str) -> (Picture, Bounds) {
    let mut picture = Picture::new(WIDTH, height);
    picture.rectangle(Bounds { left: 0.0, top: 0.0, right: WIDTH, bottom: height }, style::WHITE);
    let margin = 36.0;
    let room = WIDTH - 2.0 * margin;
    let mut top = 30.0;
    for line in wrap(title, style::TITLE, true, room) {
        let mut text = Text::new((margin, top + style::TITLE), line, style::TITLE);
        text.bold = true;
        picture.text(text);
        top += 1.25 * style::TITLE;
    }
    let lines = wrap(caption, style::CAPTION, false, room);
    let pitch = 1.35 * style::CAPTION;
    let bottom = height - 24.0 - pitch * lines.len() as f64;
    for (i, line) in lines.into_iter().enumerate() {
        let at = (margin, bottom + pitch * (i as f64 + 0.8));
        picture.text(Text::new(at, line, style::CAPTION).coloured(style::GREY));
    }
    (picture, Bounds { left: margin, top: top + 12.0, right: WIDTH - margin, bottom: bottom - 8.0 })
}

/// Breaks text into lines no wider than `room` [px].
fn wrap(words: &str, size: f64, bold: bool, room: f64) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in words.split_whitespace() {
        if let Some(line) = lines.last_mut() {
            let longer = format!("{line} {word}");
            if text_width(&longer, size, bold) <= room {
                *line = longer;
                continue;
            }
        }
        lines.push(word.into());
    }
    lines
}

/// The data area of a panel, leaving space for tick labels and axis titles on the left and below.
pub fn inner(outer: Bounds) -> Bounds {
    Bounds {
        left: outer.left + 118.0,
        top: outer.top + 8.0,
        right: outer.right - 14.0,
        bottom: outer.bottom - 92.0,
    }
}

/// The same with space for a second horizontal axis above.
pub fn inner_with_upper_axis(outer: Bounds) -> Bounds {
    Bounds { top: outer.top + 92.0, ..inner(outer) }
}

/// Ticks at round times of day in UTC: (MET [s], `hh:mm`), every `step` [s] of a range of MET.
pub fn utc_ticks(log: &MissionLog, range: (f64, f64), step: f64) -> Vec<(f64, String)> {
    let (_, _, second_of_day) = day_of_year(log.liftoff);
    let first = ((second_of_day + range.0) / step).ceil() as i64;
    let last = ((second_of_day + range.1) / step).floor() as i64;
    (first..=last)
        .map(|k| {
            let of_day = k as f64 * step;
            let minutes = (of_day.rem_euclid(DAY) / MINUTE).round() as i64;
            (of_day - second_of_day, format!("{:02}:{:02}", minutes / 60, minutes % 60))
        })
        .collect()
}

/// Time of day of a published time, UTC; without seconds if these are zero, because such times are known to the minute.
pub fn published_clock(epoch: Epoch) -> String {
    let hour = clock(epoch);
    hour.strip_suffix(":00").unwrap_or(&hour).to_owned()
}

/// A time [s] as time of day, UTC, with the date if it is not that of lift-off.
pub fn utc_in_words(log: &MissionLog, t: f64) -> String {
    let (now, start) = (utc_calendar(log.epoch(t)), utc_calendar(log.liftoff));
    let hour = clock(log.epoch(t));
    match (now.day, now.month) == (start.day, start.month) {
        true => format!("{hour} UTC"),
        false => format!("{hour} UTC on {}", day_and_month(&now)),
    }
}

/// A date without the year, such as `7 November`.
fn day_and_month(date: &Calendar) -> String {
    const MONTHS: [&str; 12] = [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ];
    let month = MONTHS.get(usize::from(date.month) - 1).copied().unwrap_or_default();
    format!("{} {month}", date.day)
}

/// The title of a UTC axis, with the date of the flight.
pub fn utc_title(log: &MissionLog) -> String {
    let date = utc_calendar(log.liftoff);
    let days = |t: f64| utc_calendar(log.epoch(t)).day;
    let word = if days(end_of_flight(log)) == date.day { "on" } else { "from" };
    format!("UTC {word} {} {}", day_and_month(&date), date.year)
}

/// A burn, or all braking burns together.
pub struct BurnGroup {
    /// Ignition of the first, MET [s].
    pub t: f64,
    /// Flight phase of the first.
    pub phase: FlightPhase,
    /// Name; BRK1, BRK2, BRK3 together are BRK1–3.
    pub name: String,
    /// Sum of their delta-v [m/s].
    pub delta_v: f64,
}

/// The burns of a flight, with the braking burns, which are minutes apart, as one group.
pub fn grouped_burns(log: &MissionLog) -> Vec<BurnGroup> {
    let braking = |burn: &BurnRecord| burn.phase == FlightPhase::Braking;
    let group = |burns: &[BurnRecord]| {
        let (first, last) = (burns.first()?, burns.last()?);
        let (one, other) = (first.name.as_str(), last.name.as_str());
        let letters = one.chars().zip(other.chars());
        let common = letters.take_while(|(a, b)| a == b).count();
        Some(BurnGroup {
            t: first.ignition,
            phase: first.phase,
            name: match one == other {
                true => one.to_owned(),
                false => format!("{one}–{}", &other[common..]),
            },
            delta_v: burns.iter().map(|b| b.delta_v).sum(),
        })
    };
    log.burns.chunk_by(|a, b| braking(a) && braking(b)).filter_map(group).collect()
}

/// When the radar failed and when the second, manual approach began, MET [s]; `None` if the radar did not fail.
pub fn retreat(log: &MissionLog) -> Option<(f64, f64)> {
    let at = |kind: EventKind| log.time_of(MissionEventKind::Approach(kind));
    at(EventKind::RadarFails).zip(at(EventKind::Begins(Phase::ManualApproach)))
}

/// A sentence about the retreat for captions; empty if the radar did not fail.
pub fn retreat_in_words(log: &MissionLog) -> String {
    retreat(log).map_or(String::new(), |(failed, again)| {
        format!(
            "The radar fails {} min before contact and the ship retreats; the second approach starts {} min before contact. ",
            ((log.contact.t - failed) / MINUTE).round(),
            ((log.contact.t - again) / MINUTE).round()
        )
    })
}

/// The name of the ship in figures.
pub fn ship(log: &MissionLog) -> &'static str {
    // A flight has been simulated only if its spacecraft is valid.
    log.scenario.craft().map_or("ship", |craft| craft.series.family())
}

/// A small number in words, capitalized.
pub fn count_in_words(count: usize) -> String {
    const WORDS: [&str; 13] = [
        "No", "One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine", "Ten",
        "Eleven", "Twelve",
    ];
    WORDS.get(count).map_or_else(|| count.to_string(), |word| (*word).to_owned())
}

/// The end of the time axis of figures of the whole flight, MET [s].
pub fn end_of_flight(log: &MissionLog) -> f64 {
    let end = log.contact.t.max(log.docking.planned);
    end + 0.07 * end
}

/// Labels inside a panel, with a margin.
pub fn labels_in(panel: &Panel) -> Labels {
    let a = panel.area;
    Labels::new(Bounds {
        left: a.left + 8.0,
        top: a.top + 8.0,
        right: a.right - 8.0,
        bottom: a.bottom - 8.0,
    })
}

/// Flight and program, for captions.
pub fn imprint(series: &Series<'_>) -> String {
    let log = series.log();
    format!(
        "{}, lift-off {} UTC. {}.",
        log.scenario.name,
        clock(log.liftoff),
        crate::output::built::program()
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rendezvous::BurnName;
    use crate::report::series::toy;

    #[test]
    fn a_time_has_its_date_unless_it_is_that_of_lift_off() {
        let log = toy::log();
        assert_eq!(utc_in_words(&log, log.contact.t), "10:27:47 UTC");
        let later = log.contact.t + 2.0 * DAY;
        assert_eq!(utc_in_words(&log, later), "10:27:47 UTC on 9 November");
    }

    #[test]
    fn only_braking_burns_share_a_name() {
        let mut log = toy::log();
        // Late burns precede braking by minutes.
        for (burn, late) in log.burns[4..6]
            .iter_mut()
            .zip([(BurnName::Late1, 19_000.0), (BurnName::Late2, 20_000.0)])
        {
            (burn.name, burn.ignition) = late;
        }
        let groups = grouped_burns(&log);
        let names: Vec<&str> = groups.iter().map(|g| g.name.as_str()).collect();
        assert_eq!(names, ["DV1", "DV2", "DV3", "DV4", "LATE1", "LATE2", "BRK1–3"]);
        assert_eq!(groups[6].t, 20_500.0);
        assert!((groups[6].delta_v - 15.0).abs() < 1e-9);
    }
}
