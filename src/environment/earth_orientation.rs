//! Earth-orientation parameters by date.

use super::eop_formats as formats;
use crate::time::{self, Epoch};
use crate::units::{ARCSEC, DAY};
use std::sync::OnceLock;

/// The embedded table; `data/SOURCES.md` states its origin.
const EMBEDDED: &str = include_str!("../../data/earth_orientation.txt");

/// Modified Julian date of 2000-01-01 0 h: J2000.0 minus half a day.
const MJD_2000_01_01: i64 = 51_544;
/// Modified Julian date of 1972-01-01, since when UTC has had whole leap seconds.
const MJD_1972_01_01: i64 = 41_317;

/// Earth-orientation parameters at one instant.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Eop {
    /// Pole coordinate x, towards the Greenwich meridian [rad].
    pub x_pole: f64,
    /// Pole coordinate y, towards 90° W [rad].
    pub y_pole: f64,
    /// UT1 − TAI [s]: about −35 s in 2013; free of leap seconds.
    pub ut1_minus_tai: f64,
    /// Length of day minus 86 400 s [s].
    pub lod: f64,
    /// Celestial pole offset dX with respect to IAU 2006/2000A [rad].
    pub dx: f64,
    /// Celestial pole offset dY with respect to IAU 2006/2000A [rad].
    pub dy: f64,
}

impl Eop {
    /// Rate of the Earth rotation angle [rad/s, SI].
    ///
    /// ω = 2π · 1.002 737 811 911 354 48 · (1 − LOD / 86 400 s) / 86 400 s; the first factors are the
    /// definition of UT1 [IERS 2010, eq. (5.15)].
    pub fn earth_rate(&self) -> f64 {
        EARTH_ROTATION_PER_UT1_SECOND * (1.0 - self.lod / DAY)
    }

    fn between(a: &Self, b: &Self, part: f64) -> Self {
        let mix = |a: f64, b: f64| a + (b - a) * part;
        Self {
            x_pole: mix(a.x_pole, b.x_pole),
            y_pole: mix(a.y_pole, b.y_pole),
            ut1_minus_tai: mix(a.ut1_minus_tai, b.ut1_minus_tai),
            lod: mix(a.lod, b.lod),
            dx: mix(a.dx, b.dx),
            dy: mix(a.dy, b.dy),
        }
    }
}

/// Earth rotation angle per second of UT1 [rad/s]. [IERS 2010, eq. (5.15)]
pub const EARTH_ROTATION_PER_UT1_SECOND: f64 =
    std::f64::consts::TAU * (1.0 + 0.002_737_811_911_354_48) / DAY;

/// Why Earth-orientation parameters are not available.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum EarthOrientationError {
    /// The epoch lies outside the table.
    #[error("no Earth orientation for {epoch}: {table} covers {from} to {to}")]
    OutsideTable {
        /// The epoch requested, UTC.
        epoch: String,
        /// Name of the table.
        table: String,
        /// First instant covered, UTC.
        from: String,
        /// Last instant covered, UTC.
        to: String,
    },
    /// The span requested is not finite.
    #[error("Earth orientation requested from {from} s to {to} s; both must be finite")]
    Span {
        /// Start [s].
        from: f64,
        /// End [s].
        to: f64,
    },
    /// A file could not be read.
    #[error("cannot read Earth orientation from {path}: {reason}")]
    File {
        /// The file.
        path: String,
        /// What the system said.
        reason: String,
    },
    /// A line does not follow its format.
    #[error("{table}, line {line}: {what}")]
    Line {
        /// Name of the table.
        table: String,
        /// Line number, from 1.
        line: usize,
        /// What is wrong.
        what: String,
    },
    /// The table has fewer than two rows.
    #[error(
        "{table} has no Earth-orientation rows in a known format (IERS C04, IERS finals2000A, CelesTrak CSV or text)"
    )]
    Empty {
        /// Name of the table.
        table: String,
    },
}

/// One row, for 0 h UTC of a day.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Row {
    /// Seconds since 2000-01-01 12:00:00 TAI.
    tai: f64,
    eop: Eop,
}

/// Daily Earth-orientation parameters, interpolated linearly.
///
/// UT1 is interpolated as UT1 − TAI, as a function of TAI, which is continuous across leap seconds. Over 2000–2026,
/// linear interpolation differs from a cubic through four rows by 17 µs RMS and 51 µs at most in UT1 (9 and 25 mm at
/// the ISS) and by 0.14 mas at most in the pole (5 mm). Diurnal and semidiurnal tidal variations of pole and UT1
/// (up to 1 mas) are neither in the tables nor added.
#[derive(Clone, Debug, PartialEq)]
pub struct EarthOrientationTable {
    name: String,
    rows: Vec<Row>,
    /// Index of the first predicted row.
    predicted_from: usize,
}

impl EarthOrientationTable {
    /// The embedded table, 2000-01-01 to 2027-01-01: IERS EOP 20 C04 to 2026-09-29, then IERS
    /// Bulletin A, predicted from 2026-10-23 on.
    pub fn embedded() -> &'static Self {
        static TABLE: OnceLock<EarthOrientationTable> = OnceLock::new();
        TABLE.get_or_init(|| {
            Self::from_days("embedded table (IERS EOP 20 C04)", &formats::embedded(EMBEDDED))
        })
    }

    /// A table valid for any date, with UT1 = UTC, no polar motion and no pole offsets.
    ///
    /// For comparison with programs that use no Earth-orientation data; its error may reach 1 s of
    /// Earth rotation. UTC − TAI is that of `epoch`.
    pub fn none_at(epoch: Epoch) -> Self {
        let eop = Eop { ut1_minus_tai: -time::tai_minus_utc(epoch), ..Eop::default() };
        let century = 36_525.0 * DAY;
        Self {
            name: "table without Earth-orientation data".to_string(),
            rows: vec![Row { tai: -century, eop }, Row { tai: 2.0 * century, eop }],
            predicted_from: 2,
        }
    }

    /// Name of the table, for messages.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// First and last epoch covered.
    pub fn span(&self) -> (Epoch, Epoch) {
        let at = |i: usize| time::from_tai_since_j2000(self.rows[i].tai);
        (at(0), at(self.rows.len() - 1))
    }

    /// Epoch of the first predicted row, if any.
    pub fn predicted_from(&self) -> Option<Epoch> {
        self.rows.get(self.predicted_from).map(|row| time::from_tai_since_j2000(row.tai))
    }

    /// The parameters at `epoch`.
    ///
    /// # Errors
    /// [`EarthOrientationError::OutsideTable`].
    pub fn at(&self, epoch: Epoch) -> Result<Eop, EarthOrientationError> {
        let (whole, rest) = time::tai_since_j2000(epoch);
        let tai = whole as f64 + rest;
        let after = self.rows.partition_point(|row| row.tai <= tai);
        let last = self.rows.len() - 1;
        if after == 0 || (after > last && tai > self.rows[last].tai) {
            let (from, to) = self.span();
            return Err(EarthOrientationError::OutsideTable {
                epoch: time::format_utc(epoch, 0),
                table: self.name.clone(),
                from: time::format_utc(from, 0),
                to: time::format_utc(to, 0),
            });
        }
        let (a, b) = (&self.rows[after.min(last) - 1], &self.rows[after.min(last)]);
        Ok(Eop::between(&a.eop, &b.eop, (tai - a.tai) / (b.tai - a.tai)))
    }

    /// Reads a table from a file in any of these formats, which are recognised by their layout:
    ///
    /// - IERS C04 for IAU 2000A: the 20 C04 series (with hour) and the older 14 C04 and 08 C04;
    /// - IERS `finals2000A` (all, data, daily): Bulletin B values where given, else Bulletin A;
    /// - CelesTrak `EOP-All.csv` and `EOP-All.txt` (and the shorter ones).
    ///
    /// Rows before 1972 are ignored. Missing pole offsets are taken as zero, and a missing
    /// length of day as the slope of UT1.
    ///
    /// # Errors
    /// [`EarthOrientationError::File`], `Line` (with the number of the erroneous line) or `Empty`.
    pub fn read(path: &std::path::Path) -> Result<Self, EarthOrientationError> {
        let text = std::fs::read_to_string(path).map_err(|e| EarthOrientationError::File {
            path: path.display().to_string(),
            reason: e.to_string(),
        })?;
        Self::parse(&text, &path.display().to_string())
    }

    /// As [`EarthOrientationTable::read`], from text; `name` identifies it in messages.
    ///
    /// # Errors
    /// [`EarthOrientationError::Line`] or `Empty`.
    pub fn parse(text: &str, name: &str) -> Result<Self, EarthOrientationError> {
        let mut days = Vec::new();
        for (index, line) in formats::Lines::new(text) {
            let error =
                |what| EarthOrientationError::Line { table: name.to_string(), line: index, what };
            let Some(day) = line.map_err(error)? else { continue };
            if day.mjd < MJD_1972_01_01 {
                continue;
            }
            if let Some(last) = days.last().map(|d: &formats::Day| d.mjd)
                && day.mjd != last + 1
            {
                return Err(error(format!("MJD {} does not follow MJD {last}", day.mjd)));
            }
            days.push(day);
        }
        if days.len() < 2 {
            return Err(EarthOrientationError::Empty { table: name.to_string() });
        }
        Ok(Self::from_days(name, &days))
    }

    /// A table from consecutive days, at least two.
    fn from_days(name: &str, days: &[formats::Day]) -> Self {
        let mut rows: Vec<Row> = days
            .iter()
            .map(|day| Row {
                tai: (day.mjd - MJD_2000_01_01) as f64 * DAY - DAY / 2.0,
                eop: Eop {
                    x_pole: day.x * ARCSEC,
                    y_pole: day.y * ARCSEC,
                    ut1_minus_tai: day.ut1_minus_utc,
                    lod: day.lod.unwrap_or(f64::NAN),
                    dx: day.dx * ARCSEC,
                    dy: day.dy * ARCSEC,
                },
            })
            .collect();
        from_utc(&mut rows);
        for i in 0..rows.len() {
            if rows[i].eop.lod.is_nan() {
                let (a, b) = (rows[i.saturating_sub(1)], rows[(i + 1).min(rows.len() - 1)]);
                let slope = (b.eop.ut1_minus_tai - a.eop.ut1_minus_tai) / (b.tai - a.tai);
                rows[i].eop.lod = -slope * DAY;
            }
        }
        let predicted_from = days.iter().position(|d| d.predicted).unwrap_or(days.len());
        Self { name: name.to_string(), rows, predicted_from }
    }
}

/// Converts rows whose times are UTC and which contain UT1 − UTC to TAI and UT1 − TAI.
///
/// TAI − UTC never decreases, so it is constant between two rows where it has the same value.
fn from_utc(rows: &mut [Row]) {
    let leap = |row: &Row| {
        let day = (row.tai / DAY + 0.5).round() as i64 + MJD_2000_01_01;
        time::tai_minus_utc(midnight_utc(day))
    };
    let [first, .., last] = rows else {
        for row in rows {
            let leap = leap(row);
            row.tai += leap;
            row.eop.ut1_minus_tai -= leap;
        }
        return;
    };
    let (a, b) = (leap(first), leap(last));
    if a == b {
        for row in rows {
            row.tai += a;
            row.eop.ut1_minus_tai -= a;
        }
    } else {
        let (left, right) = rows.split_at_mut(rows.len() / 2);
        from_utc(left);
        from_utc(right);
    }
}

/// 0 h UTC of a modified Julian date.
fn midnight_utc(mjd: i64) -> Epoch {
    Epoch::from_mjd_utc(mjd as f64).to_time_scale(time::TimeScale::TAI)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::time::parse_utc;

    #[test]
    fn embedded_rows_are_the_published_ones() {
        // Rows of IERS EOP 20 C04 as distributed: 2013-11-07 and the first of the table.
        let table = EarthOrientationTable::embedded();
        let eop = table.at(parse_utc("2000-01-01T00:00:00Z").unwrap()).unwrap();
        assert!((eop.x_pole / ARCSEC - 0.043_261).abs() < 1e-9);
        assert!((eop.y_pole / ARCSEC - 0.377_991).abs() < 1e-9);
        assert!((eop.ut1_minus_tai + 32.0 - 0.355_472_4).abs() < 1e-9);
        assert!((eop.lod - 0.000_939_4).abs() < 1e-12);
        assert!((eop.dx / ARCSEC + 0.000_137).abs() < 1e-12);
        assert!((eop.dy / ARCSEC + 0.000_026).abs() < 1e-12);
        assert_eq!(crate::time::format_utc(table.span().1, 0), "2027-01-01T00:00:00Z");
        assert_eq!(
            crate::time::format_utc(table.predicted_from().unwrap(), 0),
            "2026-10-23T00:00:00Z"
        );
    }

    #[test]
    fn ut1_is_smooth_across_a_leap_second() {
        // UT1-UTC jumps by 1 s at the end of 2016; UT1-TAI must not.
        let table = EarthOrientationTable::embedded();
        let before = table.at(parse_utc("2016-12-31T23:59:59.999Z").unwrap()).unwrap();
        let within = table.at(parse_utc("2016-12-31T23:59:60.500Z").unwrap()).unwrap();
        let after = table.at(parse_utc("2017-01-01T00:00:00.001Z").unwrap()).unwrap();
        for eop in [within, after] {
            assert!((eop.ut1_minus_tai - before.ut1_minus_tai).abs() < 1e-7);
        }
        // C04 row of 2017-01-01: UT1-UTC = +0.5914 s.
        assert!((after.ut1_minus_tai + 37.0 - 0.591).abs() < 1e-3);
    }

    #[test]
    fn epochs_outside_are_refused_with_the_span() {
        let table = EarthOrientationTable::embedded();
        for text in ["1999-12-31T23:59:59Z", "2027-01-01T00:00:01Z"] {
            let message = table.at(parse_utc(text).unwrap()).unwrap_err().to_string();
            assert!(message.contains(text), "{message}");
            assert!(message.contains("2000-01-01T00:00:00Z to 2027-01-01T00:00:00Z"), "{message}");
        }
        assert!(table.at(parse_utc("2027-01-01T00:00:00Z").unwrap()).is_ok());
    }
}
