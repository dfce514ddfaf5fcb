//! Earth-orientation files in every supported format.
//!
//! `c04_20.txt` and `finals2000A.txt` are rows of 5–8 November 2013 from the IERS files of those
//! names, `celestrak.csv` from CelesTrak's EOP-All.csv; the 14 C04 layout and CelesTrak's text
//! layout are written out here with the same values. All but finals2000A (there Bulletin B) carry
//! IERS 20 C04 values, so they must agree with the embedded table to the last digit.

use soyuz_rendezvous::environment::{EarthOrientationTable, Eop};
use soyuz_rendezvous::frames::EarthRotation;
use soyuz_rendezvous::time::{after, format_utc, parse_utc, seconds_between};
use soyuz_rendezvous::units::ARCSEC;

const C04_20: &str = include_str!("data/eop/c04_20.txt");
const FINALS: &str = include_str!("data/eop/finals2000A.txt");
const CSV: &str = include_str!("data/eop/celestrak.csv");
const C04_14: &str = "\
             FORMAT(3(I4),I7,2(F11.6),2(F12.7),2(F11.6),2(F11.6),2(F11.7),2(F12.6))
##################################################################################

      Date      MJD      x          y        UT1-UTC       LOD         dX        dY        x Err     y Err   UT1-UTC Err  LOD Err     dX Err       dY Err
     (0h UTC)

2013  11   6  56602   0.081903   0.285873  -0.0317371   0.0011775  -0.000209   0.000281   0.000073   0.000055  0.0000210  0.0000632    0.000067    0.000072
2013  11   7  56603   0.081067   0.286217  -0.0328952   0.0011485  -0.000120   0.000162   0.000073   0.000054  0.0000144  0.0000603    0.000066    0.000072
2013  11   8  56604   0.079825   0.286681  -0.0340471   0.0011607  -0.000126   0.000220   0.000073   0.000054  0.0000137  0.0000592    0.000068    0.000074
";
const CELESTRAK: &str = "\
VERSION 1.1
UPDATED 2013 Nov 08 00:00:00 UTC
NUM_OBSERVED_POINTS 2
#   Date      MJD      x         y       UT1-UTC      LOD       dPsi    dEpsilon     dX        dY    DAT
BEGIN OBSERVED
2013 11 06 56602  0.081903  0.285873 -0.0317371  0.0011775 -0.084703 -0.010969 -0.000209  0.000281  35
2013 11 07 56603  0.081067  0.286217 -0.0328952  0.0011485 -0.084474 -0.011121 -0.000120  0.000162  35
END OBSERVED

NUM_PREDICTED_POINTS 1
BEGIN PREDICTED
2013 11 08 56604  0.079825  0.286681 -0.0340471  0.0011607 -0.084515 -0.010951 -0.000126  0.000220  35
END PREDICTED
";

fn close(a: &Eop, b: &Eop) {
    for (a, b, unit) in [
        (a.x_pole, b.x_pole, ARCSEC),
        (a.y_pole, b.y_pole, ARCSEC),
        (a.ut1_minus_tai, b.ut1_minus_tai, 1.0),
        (a.lod, b.lod, 1.0),
        (a.dx, b.dx, ARCSEC),
        (a.dy, b.dy, ARCSEC),
    ] {
        assert!((a - b).abs() < 1e-10 * unit, "{a} {b}");
    }
}

#[test]
fn formats_agree_with_the_embedded_table() {
    for text in [C04_20, C04_14, CSV, CELESTRAK] {
        let table = EarthOrientationTable::parse(text, "sample").unwrap();
        for at in ["2013-11-06T00:00:00Z", "2013-11-07T04:14:15.290Z", "2013-11-08T00:00:00Z"] {
            let at = parse_utc(at).unwrap();
            close(&table.at(at).unwrap(), &EarthOrientationTable::embedded().at(at).unwrap());
        }
    }
    let table = EarthOrientationTable::parse(CELESTRAK, "sample").unwrap();
    assert_eq!(format_utc(table.predicted_from().unwrap(), 0), "2013-11-08T00:00:00Z");
}

#[test]
fn finals_supply_bulletin_b_values() {
    let table = EarthOrientationTable::parse(FINALS, "finals").unwrap();
    let at = parse_utc("2013-11-07T00:00:00Z").unwrap();
    let printed = Eop {
        x_pole: 0.081_089 * ARCSEC,
        y_pole: 0.286_143 * ARCSEC,
        ut1_minus_tai: -0.032_898_1 - 35.0,
        lod: 0.001_142_7,
        dx: -0.000_118 * ARCSEC,
        dy: 0.000_322 * ARCSEC,
    };
    close(&table.at(at).unwrap(), &printed);
    // The file ends with dates that have no values yet.
    assert_eq!(format_utc(table.span().1, 0), "2013-11-08T00:00:00Z");
    assert_eq!(table.predicted_from(), None);
}

#[test]
fn tables_are_read_from_disk() {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/eop/c04_20.txt");
    let table = EarthOrientationTable::read(&path).unwrap();
    assert!(table.name().ends_with("c04_20.txt"));
    let error = EarthOrientationTable::read(std::path::Path::new("no/such/file")).unwrap_err();
    assert!(
        error.to_string().contains("cannot read Earth orientation from no/such/file"),
        "{error}"
    );
}

#[test]
fn invalid_files_are_refused_with_their_line() {
    let message = |text: &str| EarthOrientationTable::parse(text, "f").unwrap_err().to_string();
    assert!(message("").contains("f has no Earth-orientation rows in a known format"));
    assert!(message("hello\n\nworld\n").contains("no Earth-orientation rows"));
    let gap = CSV.lines().filter(|l| !l.contains("56602")).collect::<Vec<_>>().join("\n");
    assert_eq!(message(&gap), "f, line 3: MJD 56603 does not follow MJD 56601");
    let word = C04_20.replace("0.286217", "0.28x217");
    assert_eq!(message(&word), "f, line 9: \"0.28x217\" in column 7 is not a number");
    let nan = CSV.replace("-0.0328952", "nan");
    assert_eq!(message(&nan), "f, line 4: \"nan\" in UT1-UTC is not a number");
    let old = C04_14
        .replace("dX        dY", "dPsi      dEps")
        .replace("dX Err       dY", "dPsi Err   dEps");
    assert!(message(&old).contains("offsets to IAU 1980"));
    // Offsets to IAU 1980 in a file that does not say so: tens of milliarcseconds.
    let old = CSV.replace("-0.000120", "-0.084474");
    assert_eq!(message(&old), "f, line 4: dX (offset to IAU 2000A) is -0.084474, beyond ±0.03");
    let short =
        C04_14.replace("   0.000073   0.000054  0.0000144  0.0000603    0.000066    0.000072", "");
    assert_eq!(message(&short), "f, line 8: 10 columns fit no known format");
}

#[test]
fn no_earth_orientation_means_ut1_equals_utc() {
    let at = parse_utc("2013-11-07T04:14:15.290Z").unwrap();
    let eop = EarthOrientationTable::none_at(at).at(at).unwrap();
    assert_eq!(eop, Eop { ut1_minus_tai: -35.0, ..Eop::default() });
}

/// An arc may end at the end of the table, to the nanosecond, wherever it begins, but not beyond
/// it.
#[test]
fn arcs_may_end_with_the_table() {
    let table = EarthOrientationTable::embedded();
    let (_, end) = table.span();
    for k in 1..200 {
        let epoch = after(end, -864.123_456_789 * f64::from(k));
        let to = seconds_between(epoch, end);
        let (from, last) = EarthRotation::over(epoch, 0.0, to, table).unwrap().span();
        assert!(from < 1e-9 && last > to - 1e-9, "{from} s to {last} s do not cover 0 s to {to} s");
        assert!(EarthRotation::over(epoch, to, 0.0, table).is_ok());
        for beyond in [to + 1e-6, f64::INFINITY, f64::NAN] {
            assert!(EarthRotation::over(epoch, 0.0, beyond, table).is_err(), "to {beyond} s");
        }
    }
}
