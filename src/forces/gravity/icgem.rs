//! Reader of ICGEM `.gfc` files.

use super::field::{Field, TideSystem, index};

/// Why a gravity field could not be read or used.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum FieldError {
    /// The file could not be opened.
    #[error("gravity field {file}: {reason}")]
    Unreadable {
        /// File name.
        file: String,
        /// What the system said.
        reason: String,
    },
    /// A line does not follow the format.
    #[error("gravity field {file}, line {line}: {problem}")]
    Line {
        /// File name.
        file: String,
        /// Line number, from 1.
        line: usize,
        /// What is wrong.
        problem: String,
    },
    /// The header lacks a required key.
    #[error("gravity field {file}: the header has no {key}")]
    MissingKey {
        /// File name.
        file: String,
        /// The key.
        key: &'static str,
    },
    /// A coefficient is missing, as in a truncated file.
    #[error(
        "gravity field {file}: coefficient of degree {n} and order {m} is missing, \
         although the header states degree {degree} (truncated file?)"
    )]
    Incomplete {
        /// File name.
        file: String,
        /// Degree of the first missing coefficient.
        n: usize,
        /// Its order.
        m: usize,
        /// Degree stated by the header.
        degree: usize,
    },
    /// The degree or order is higher than available.
    #[error(
        "gravity field {name}: degree {degree} and order {order} requested; \
         allowed is order <= degree <= {limit}"
    )]
    TooHigh {
        /// Name of the field.
        name: String,
        /// Degree requested.
        degree: usize,
        /// Order requested.
        order: usize,
        /// Highest degree available.
        limit: usize,
    },
}

/// Highest degree accepted in a header; EGM2008 has 2190.
const MAX_FILE_DEGREE: usize = 5400;

#[derive(Default)]
struct Header {
    name: Option<String>,
    gm: Option<f64>,
    radius: Option<f64>,
    degree: Option<usize>,
    tide: Option<TideSystem>,
    normalised: bool,
    rate: Option<String>,
}

/// Number of a line, and its problem.
type BadLine = (usize, String);

pub(super) fn parse(text: &str, file: &str) -> Result<Field, FieldError> {
    let at =
        |(line, problem): (usize, String)| FieldError::Line { file: file.into(), line, problem };
    let missing = |key| FieldError::MissingKey { file: file.into(), key };
    let mut lines = text.lines().enumerate().map(|(i, l)| (i + 1, l));
    // Free text may precede the header, up to the line `begin_of_head` if there is one.
    if text.lines().any(|l| l.starts_with("begin_of_head")) {
        let _ = lines.find(|(_, l)| l.starts_with("begin_of_head"));
    }
    let mut header = Header::default();
    loop {
        let Some((number, line)) = lines.next() else { return Err(missing("end_of_head")) };
        let mut words = line.split_whitespace();
        let Some(key) = words.next() else { continue };
        if key.starts_with("end_of_head") {
            break;
        }
        if key.to_ascii_uppercase().ends_with("-DOT") {
            header.rate = Some(line.trim().into());
        }
        header.take(key, words.next()).map_err(|problem| at((number, problem)))?;
    }
    let gm = header.gm.ok_or(missing("earth_gravity_constant"))?;
    let radius = header.radius.ok_or(missing("radius"))?;
    let degree = header.degree.ok_or(missing("max_degree"))?;
    let mut assumptions = Vec::new();
    let tide_system = header.tide.unwrap_or(TideSystem::Unstated);
    if tide_system == TideSystem::Unstated {
        assumptions.push("no tide_system key: C20 is used unchanged".into());
    }
    if let Some(rate) = &header.rate {
        assumptions.push(format!("header line {rate:?} (a rate) ignored"));
    }
    if !header.normalised {
        assumptions.push("no norm key: coefficients taken as fully normalised".into());
    }
    let (mut coefficients, variable) = coefficients(lines, degree).map_err(at)?;
    if variable > 0 {
        assumptions.push(format!("{variable} lines of time-variable terms ignored"));
    }
    complete(&mut coefficients, degree, &mut assumptions)
        .map_err(|(n, m)| FieldError::Incomplete { file: file.into(), n, m, degree })?;
    let name = header.name.unwrap_or_else(|| file.into());
    Ok(Field { name, gm, radius, degree, tide_system, assumptions, coefficients })
}

/// The coefficients of the numbered `lines` after the header, NaN where there are none, and the number of lines of
/// time-variable terms.
fn coefficients<'a>(
    lines: impl Iterator<Item = (usize, &'a str)>,
    degree: usize,
) -> Result<(Vec<[f64; 2]>, usize), BadLine> {
    let mut coefficients = vec![[f64::NAN; 2]; index(degree + 1, 0)];
    let mut variable = 0_usize;
    for (number, line) in lines {
        let mut words = line.split_whitespace();
        let Some(key) = words.next() else { continue };
        match key {
            "gfc" | "gfct" => {}
            "trnd" | "dot" | "asin" | "acos" => {
                variable += 1;
                continue;
            }
            _ => return Err((number, format!("unknown key {key:?}; expected gfc"))),
        }
        let (n, m, c, s) = row(&mut words).map_err(|problem| (number, problem))?;
        if n > degree || m > n {
            let problem = format!("degree {n}, order {m} outside the header's max_degree {degree}");
            return Err((number, problem));
        }
        let slot = &mut coefficients[index(n, m)];
        if !slot[0].is_nan() && key == "gfct" {
            variable += 1; // the same coefficient for a later time span: the first is kept
            continue;
        }
        if !slot[0].is_nan() {
            return Err((number, format!("degree {n}, order {m} appears a second time")));
        }
        *slot = [c, s];
    }
    Ok((coefficients, variable))
}

/// Fills in the degrees that a file may omit, 0 and 1; any other missing coefficient is an error.
fn complete(
    coefficients: &mut [[f64; 2]],
    degree: usize,
    assumptions: &mut Vec<String>,
) -> Result<(), (usize, usize)> {
    for n in 0..=degree {
        for m in 0..=n {
            let slot = &mut coefficients[index(n, m)];
            if !slot[0].is_nan() {
                continue;
            }
            match n {
                0 => {
                    assumptions.push("no C00 line: taken as 1".into());
                    *slot = [1.0, 0.0];
                }
                1 => *slot = [0.0, 0.0],
                _ => return Err((n, m)),
            }
        }
    }
    Ok(())
}

impl Header {
    fn take(&mut self, key: &str, value: Option<&str>) -> Result<(), String> {
        let text = || value.ok_or(format!("key {key} has no value"));
        let positive = || {
            let x = number(text()?)?;
            if x > 0.0 { Ok(x) } else { Err(format!("{key} is {x}, must be positive")) }
        };
        match key {
            "modelname" => self.name = Some(text()?.into()),
            "earth_gravity_constant" | "gravity_constant" => self.gm = Some(positive()?),
            "radius" => self.radius = Some(positive()?),
            "max_degree" => {
                let degree = whole(text()?)?;
                if !(2..=MAX_FILE_DEGREE).contains(&degree) {
                    return Err(format!("max_degree {degree}, allowed 2 to {MAX_FILE_DEGREE}"));
                }
                self.degree = Some(degree);
            }
            "norm" => {
                if text()? != "fully_normalized" {
                    let problem = "only fully_normalized coefficients can be read";
                    return Err(format!("norm is {}; {problem}", text()?));
                }
                self.normalised = true;
            }
            "tide_system" => {
                self.tide = match text()? {
                    "tide_free" => Some(TideSystem::TideFree),
                    "zero_tide" => Some(TideSystem::ZeroTide),
                    "mean_tide" => Some(TideSystem::MeanTide),
                    "unknown" => Some(TideSystem::Unstated),
                    other => return Err(format!("unknown tide_system {other:?}")),
                }
            }
            _ => {} // free text, or a key that does not affect the field
        }
        Ok(())
    }
}

fn row<'a>(words: &mut impl Iterator<Item = &'a str>) -> Result<(usize, usize, f64, f64), String> {
    let mut next = |what: &str| words.next().ok_or(format!("the line ends before its {what}"));
    let n = whole(next("degree")?)?;
    let m = whole(next("order")?)?;
    Ok((n, m, number(next("C coefficient")?)?, number(next("S coefficient")?)?))
}

fn whole(word: &str) -> Result<usize, String> {
    word.parse().map_err(|_| format!("{word:?} is not a whole number"))
}

/// A real number, also in Fortran notation (`1.0D-10`).
fn number(word: &str) -> Result<f64, String> {
    let parsed =
        word.parse().or_else(|_| word.replace(['d', 'D'], "e").parse()).unwrap_or(f64::NAN);
    if parsed.is_finite() { Ok(parsed) } else { Err(format!("{word:?} is not a finite number")) }
}
