//! Formatting of instants, numbers and tables.

use crate::time::{Epoch, format_utc};
use serde::Serialize;

/// Mission elapsed time as `h:mm:ss`, rounded to the second; a minus sign before lift-off.
pub fn met(t: f64) -> String {
    let seconds = t.abs().round() as u64;
    let sign = if t < 0.0 && seconds > 0 { "-" } else { "" };
    format!("{sign}{}:{:02}:{:02}", seconds / 3600, seconds / 60 % 60, seconds % 60)
}

/// A signed duration: `+83 s`, or `−3 min 09 s` from two minutes on.
pub fn span(seconds: f64) -> String {
    let whole = seconds.abs().round() as u64;
    let sign = if seconds < 0.0 { '−' } else { '+' };
    match seconds.abs() {
        s if s < 0.05 => "0 s".into(),
        s if s < 10.0 => format!("{sign}{s:.1} s"),
        _ if whole < 120 => format!("{sign}{whole} s"),
        _ => format!("{sign}{} min {:02} s", whole / 60, whole % 60),
    }
}

/// An instant in UTC, ISO 8601 with `digits` decimals of the second and without a zone letter, as required by CCSDS;
/// rounded to the last digit.
pub fn utc(epoch: Epoch, digits: usize) -> String {
    let mut text = format_utc(epoch, digits);
    text.truncate(text.trim_end_matches('Z').len());
    text
}

/// Time of day, `hh:mm:ss` UTC, rounded to the second.
pub fn clock(epoch: Epoch) -> String {
    utc(epoch, 0).split_off(11)
}

/// A number of flights, with the noun in singular or plural.
pub fn flights(count: usize) -> String {
    if count == 1 { "1 flight".into() } else { format!("{count} flights") }
}

/// A field of a CSV file, quoted if necessary (RFC 4180).
pub fn quoted(text: &str) -> String {
    match text.contains([',', '"', '\n']) {
        true => format!("\"{}\"", text.replace('"', "\"\"")),
        false => text.into(),
    }
}

/// A number with at most six significant digits, without trailing zeros.
pub fn number(value: f64) -> String {
    let magnitude = value.abs();
    if magnitude != 0.0 && !(1e-4..1e7).contains(&magnitude) {
        return format!("{value:.5e}");
    }
    let before_point = magnitude.max(1.0).log10().floor() as usize + 1;
    let text = format!(
        "{value:.*}",
        if magnitude < 1.0 { 6 } else { 6_usize.saturating_sub(before_point) }
    );
    if text.contains('.') { text.trim_end_matches('0').trim_end_matches('.').into() } else { text }
}

/// A number in the shortest digits that read back, after rounding to the fifteen that every `f64` carries, so that a value
/// converted to SI units and back reads as it was given; very small and very large ones with an exponent.
pub fn shortest(value: f64) -> String {
    // Adding zero removes a minus sign from zero.
    let rounded = format!("{value:.14e}").parse().unwrap_or(value) + 0.0;
    let text = format!("{rounded:?}");
    text.strip_suffix(".0").unwrap_or(&text).into()
}

/// Indented JSON with a final line feed; NaN and infinities become `null`.
pub fn json(value: &impl Serialize) -> String {
    // Structures of strings and numbers always serialize.
    serde_json::to_string_pretty(value).map(|text| text + "\n").unwrap_or_default()
}

/// Alignment of a column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Align {
    /// Words.
    Left,
    /// Numbers.
    Right,
}

/// A text table with a header and a rule below it.
#[derive(Clone, Debug)]
pub struct Table {
    title: String,
    columns: Vec<(String, Align)>,
    rows: Vec<Vec<String>>,
}

impl Table {
    /// An empty table with the given column headers.
    pub fn new(title: impl Into<String>, columns: &[(&str, Align)]) -> Self {
        Self {
            title: title.into(),
            columns: columns.iter().map(|(head, align)| (head.to_string(), *align)).collect(),
            rows: Vec::new(),
        }
    }

    /// Adds a row; missing cells stay empty.
    pub fn row(&mut self, cells: impl IntoIterator<Item = String>) {
        self.rows.push(cells.into_iter().collect());
    }
}

impl std::fmt::Display for Table {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let width = |text: &str| text.chars().count();
        let widths: Vec<usize> = self
            .columns
            .iter()
            .enumerate()
            .map(|(i, (head, _))| {
                let cells = self.rows.iter().filter_map(|r| r.get(i)).map(|c| width(c));
                cells.max().unwrap_or(0).max(width(head))
            })
            .collect();
        let line = |cells: &[String]| {
            let mut text = String::new();
            for (i, (w, (_, align))) in widths.iter().zip(&self.columns).enumerate() {
                let cell = cells.get(i).map(String::as_str).unwrap_or("");
                let gap = " ".repeat(w - width(cell));
                text.push_str("  ");
                match align {
                    Align::Left => text.extend([cell, &gap]),
                    Align::Right => text.extend([gap.as_str(), cell]),
                }
            }
            text.truncate(text.trim_end().len());
            text
        };
        if !self.title.is_empty() {
            writeln!(f, "{}", self.title)?;
        }
        let heads: Vec<String> = self.columns.iter().map(|(head, _)| head.clone()).collect();
        writeln!(f, "{}", line(&heads))?;
        writeln!(f, "  {}", "─".repeat(widths.iter().sum::<usize>() + 2 * (widths.len() - 1)))?;
        for row in &self.rows {
            writeln!(f, "{}", line(row))?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::time::parse_utc;

    #[test]
    fn elapsed_time_rounds_to_the_second_and_keeps_its_sign() {
        assert_eq!(met(22_416.71), "6:13:37");
        assert_eq!(met(59.6), "0:01:00");
        assert_eq!(met(-1.0), "-0:00:01");
        assert_eq!(met(-0.2), "0:00:00");
    }

    #[test]
    fn spans_carry_sign_and_unit() {
        assert_eq!(span(-189.2), "−3 min 09 s");
        assert_eq!(span(0.29), "+0.3 s");
        assert_eq!(span(-0.01), "0 s");
        assert_eq!(span(42.0), "+42 s");
        assert_eq!(span(119.7), "+2 min 00 s");
    }

    #[test]
    fn instants_round_up_into_the_next_minute() {
        let e = parse_utc("2013-11-07T04:14:59.9996Z").unwrap();
        assert_eq!(utc(e, 3), "2013-11-07T04:15:00.000");
        assert_eq!(utc(e, 0), "2013-11-07T04:15:00");
        assert_eq!(clock(e), "04:15:00");
        let e = parse_utc("2013-11-07T04:14:15.290Z").unwrap();
        assert_eq!(utc(e, 3), "2013-11-07T04:14:15.290");
    }

    #[test]
    fn numbers_keep_six_digits_and_no_idle_zeros() {
        for (value, text) in [
            (21_498.0, "21498"),
            (0.052_359_877_6, "0.05236"),
            (1.1, "1.1"),
            (0.0, "0"),
            (-273.15, "-273.15"),
            (9_134.567_89, "9134.57"),
            (3.986_004_415e14, "3.98600e14"),
            (2.5e-9, "2.50000e-9"),
        ] {
            assert_eq!(number(value), text);
        }
    }

    #[test]
    fn shortest_numbers_read_as_they_were_given() {
        for (value, text) in [
            (398_600.441_8 * 1e3 * 1e3 * 1e3 / 1e9, "398600.4418"),
            (4_902.800_218_526_379_5, "4902.80021852638"),
            (6378.137, "6378.137"),
            (6000.0, "6000"),
            (-0.0, "0"),
            (1e-300, "1e-300"),
            (1e300, "1e300"),
            (-0.25, "-0.25"),
            (f64::NAN, "NaN"),
            (f64::INFINITY, "inf"),
        ] {
            assert_eq!(shortest(value), text);
        }
    }

    #[test]
    fn fields_of_a_csv_file_are_quoted_where_they_must_be() {
        assert_eq!(quoted("DV1 ignition"), "DV1 ignition");
        assert_eq!(quoted("a, \"b\""), "\"a, \"\"b\"\"\"");
    }

    #[test]
    fn columns_line_up_with_words_left_and_numbers_right() {
        let mut t = Table::new("", &[("event", Align::Left), ("km", Align::Right)]);
        t.row(["lift-off".into(), "0.1".into()]);
        t.row(["51°".into(), "207.0".into()]);
        let text = t.to_string();
        let lines: Vec<&str> = text.lines().collect();
        assert_eq!(lines[0], "  event        km");
        assert_eq!(lines[2], "  lift-off    0.1");
        assert_eq!(lines[3], "  51°       207.0");
    }
}
