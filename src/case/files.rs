//! Output files of a solution.

use super::events::place;
use super::input::FrameName;
use super::run::{Solution, Stretch};
use crate::frames::{Eme2000, Frame, Gcrf, Itrf, State, Teme, frame_bias};
use crate::output::built::{BUILT, Built, program};
use crate::output::oem;
use crate::output::text::{Align, Table, json, quoted, shortest, utc};
use crate::propagate::StateVector;
use crate::time::{self, Duration, Epoch};
use crate::units::{DEGREE, KM};
use nalgebra::Vector3;
use serde::Serialize;
use std::fmt::Write;
use std::path::Path;

/// File format.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// CCSDS Orbit Ephemeris Message 2.0, keyword-value notation.
    Oem,
    /// Comma-separated values.
    Csv,
    /// JSON.
    Json,
    /// A text table, for events.
    Text,
}

impl Format {
    /// The format for a file name extension: `.oem` or `.kvn`, `.csv`, `.json`, `.txt`.
    pub fn of(path: &Path) -> Option<Self> {
        let extension = path.extension()?.to_str()?.to_ascii_lowercase();
        match extension.as_str() {
            "oem" | "kvn" => Some(Self::Oem),
            "csv" => Some(Self::Csv),
            "json" => Some(Self::Json),
            "txt" => Some(Self::Text),
            _ => None,
        }
    }
}

/// Largest spacing of states [s] for which Hermite interpolation of degree 7 is accurate to a millimetre in low orbits.
const INTERPOLATED: f64 = 60.0;

/// `x` rounded to a number of decimals, without a negative zero.
fn rounded(x: f64, decimals: i32) -> f64 {
    let unit = 10f64.powi(decimals);
    (x * unit).round() / unit + 0.0
}

/// One state of a list.
#[derive(Serialize)]
struct Row {
    t_s: f64,
    utc: String,
    position_km: [f64; 3],
    velocity_km_s: [f64; 3],
    mass_kg: f64,
    latitude_deg: f64,
    longitude_deg: f64,
    altitude_km: f64,
}

#[derive(Serialize)]
struct EventRow {
    t_s: f64,
    utc: String,
    event: String,
    of: String,
    position_km: [f64; 3],
    velocity_km_s: [f64; 3],
    latitude_deg: f64,
    longitude_deg: f64,
    altitude_km: f64,
}

#[derive(Serialize)]
struct BurnRow {
    start_s: f64,
    end_s: f64,
    mass_before_kg: f64,
    mass_after_kg: f64,
    delta_v_m_s: f64,
}

#[derive(Serialize)]
struct Document<'a> {
    program: String,
    built: Built,
    name: &'a str,
    id: &'a str,
    epoch_utc: String,
    duration_s: f64,
    frame: &'static str,
    model: &'a [String],
    warnings: &'a [String],
    steps: usize,
    evaluations: usize,
    final_mass_kg: f64,
    burns: Vec<BurnRow>,
    events: Vec<EventRow>,
    states: Vec<Row>,
}

impl Solution {
    /// The epoch of all times.
    pub fn epoch(&self) -> Epoch {
        self.setup.epoch
    }

    /// Models and assumptions, one line each.
    pub fn notes(&self) -> &[String] {
        &self.setup.notes
    }

    /// Probable mistakes in the input, one line each.
    pub fn warnings(&self) -> &[String] {
        &self.setup.warnings
    }

    /// The states in a given format; `None` for the text table, which is for events.
    pub fn states(&self, format: Format) -> Option<String> {
        match format {
            Format::Oem => Some(self.oem()),
            Format::Csv => Some(self.csv()),
            Format::Json => Some(self.json()),
            Format::Text => None,
        }
    }

    /// The events in a given format; `None` for an OEM, which is for states.
    pub fn events(&self, format: Format) -> Option<String> {
        match format {
            Format::Oem => None,
            Format::Csv => Some(self.events_csv()),
            Format::Json => Some(json(&self.event_rows())),
            Format::Text => Some(self.events_table()),
        }
    }

    /// `t` rounded to a whole microsecond of its date, and that date. Rows of states contain the state
    /// at the rounded time; for events only the date is rounded.
    fn dated(&self, t: f64) -> (f64, Epoch) {
        let ns = time::after(self.setup.epoch, t).to_tai_duration().total_nanoseconds();
        let rounded = (ns + 500).div_euclid(1000) * 1000;
        let epoch = Epoch::from_tai_duration(Duration::from_total_nanoseconds(rounded));
        (time::seconds_between(self.setup.epoch, epoch), epoch)
    }

    /// Output times: multiples of the step up to the end, and the end, in ascending order.
    fn grid(&self) -> Vec<f64> {
        let (step, end) = (self.setup.case.output.step_s, self.setup.case.duration_s);
        let count = (end.abs() / step * (1.0 + 1e-14)).floor() as usize;
        let mut grid: Vec<f64> = (0..=count).map(|k| step * k as f64 * end.signum()).collect();
        match grid.last_mut() {
            // The last multiple may coincide with the end up to rounding.
            Some(last) if (*last - end).abs() < 1e-6 => *last = end,
            _ => grid.push(end),
        }
        if end < 0.0 {
            grid.reverse();
        }
        grid
    }

    /// Position [m] and velocity [m/s] in the output frame.
    fn framed(&self, at: &StateVector) -> (Vector3<f64>, Vector3<f64>) {
        let state = at.state(self.setup.epoch);
        match self.setup.case.output.frame {
            FrameName::Gcrf => (at.r, at.v),
            FrameName::Eme2000 => pair(&self.eme2000(&state)),
            FrameName::Teme => pair(&self.teme(&state)),
            FrameName::Itrf => pair(&self.itrf(&state)),
        }
    }

    fn eme2000(&self, s: &State<Gcrf>) -> State<Eme2000> {
        frame_bias() * *s
    }

    fn teme(&self, s: &State<Gcrf>) -> State<Teme> {
        let t = time::seconds_between(self.setup.epoch, s.epoch);
        self.setup.world.earth.teme_gcrf(t).inverse() * *s
    }

    fn itrf(&self, s: &State<Gcrf>) -> State<Itrf> {
        self.setup.world.earth.state_itrf(s)
    }

    fn frame_name(&self) -> &'static str {
        match self.setup.case.output.frame {
            FrameName::Gcrf => Gcrf::NAME,
            FrameName::Eme2000 => Eme2000::NAME,
            FrameName::Teme => Teme::NAME,
            FrameName::Itrf => Itrf::NAME,
        }
    }

    fn rows(&self) -> Vec<Row> {
        let row = |asked: f64| {
            let (t, epoch) = self.dated(asked);
            let (at, mass_kg) = self.moved(asked, t);
            let (r, v) = self.framed(&at);
            let place = place(&self.setup, &at);
            Row {
                t_s: t,
                utc: utc(epoch, 6),
                position_km: (r / KM).into(),
                velocity_km_s: (v / KM).into(),
                mass_kg,
                latitude_deg: place.latitude / DEGREE,
                longitude_deg: place.longitude / DEGREE,
                altitude_km: place.height / KM,
            }
        };
        self.grid().into_iter().map(row).collect()
    }

    fn event_rows(&self) -> Vec<EventRow> {
        let row = |o: &super::Occurrence| {
            let (_, epoch) = self.dated(o.at.t);
            let (r, v) = self.framed(&o.at);
            let place = place(&self.setup, &o.at);
            EventRow {
                t_s: o.at.t,
                utc: utc(epoch, 6),
                event: o.what.clone(),
                of: o.of.clone(),
                position_km: (r / KM).into(),
                velocity_km_s: (v / KM).into(),
                latitude_deg: place.latitude / DEGREE,
                longitude_deg: place.longitude / DEGREE,
                altitude_km: place.height / KM,
            }
        };
        self.occurrences.iter().map(row).collect()
    }

    /// Comma-separated values: time, position [km] and velocity [km/s] in the output frame, mass and
    /// geodetic coordinates; one row for each multiple of the step, and one for the end.
    fn csv(&self) -> String {
        let frame = self.frame_name().to_ascii_lowercase();
        let mut text = format!(
            "t_s,utc,x_{frame}_km,y_{frame}_km,z_{frame}_km,\
             vx_{frame}_km_s,vy_{frame}_km_s,vz_{frame}_km_s,\
             mass_kg,latitude_deg,longitude_deg,altitude_km\n"
        );
        for row in self.rows() {
            let ([x, y, z], [u, v, w]) = (row.position_km, row.velocity_km_s);
            // Writing to a `String` cannot fail.
            let _ = writeln!(
                text,
                "{:.6},{},{x:.9},{y:.9},{z:.9},{u:.12},{v:.12},{w:.12},{:.6},{:.7},{:.7},{:.6}",
                rounded(row.t_s, 6),
                row.utc,
                row.mass_kg,
                rounded(row.latitude_deg, 7),
                rounded(row.longitude_deg, 7),
                row.altitude_km
            );
        }
        text
    }

    /// Comma-separated values of the events.
    fn events_csv(&self) -> String {
        let frame = self.frame_name().to_ascii_lowercase();
        let mut text = format!(
            "t_s,utc,event,of,x_{frame}_km,y_{frame}_km,z_{frame}_km,\
             vx_{frame}_km_s,vy_{frame}_km_s,vz_{frame}_km_s,latitude_deg,longitude_deg,altitude_km\n"
        );
        for row in self.event_rows() {
            let ([x, y, z], [u, v, w]) = (row.position_km, row.velocity_km_s);
            let _ = writeln!(
                text,
                "{:.6},{},{},{},{x:.9},{y:.9},{z:.9},{u:.12},{v:.12},{w:.12},{:.7},{:.7},{:.6}",
                rounded(row.t_s, 6),
                row.utc,
                row.event,
                quoted(&row.of),
                rounded(row.latitude_deg, 7),
                rounded(row.longitude_deg, 7),
                row.altitude_km
            );
        }
        text
    }

    /// A text table of the events.
    fn events_table(&self) -> String {
        use Align::{Left, Right};
        let columns = [
            ("UTC", Left),
            ("t s", Right),
            ("event", Left),
            ("", Left),
            ("north deg", Right),
            ("east deg", Right),
            ("height km", Right),
        ];
        let mut table = Table::new("", &columns);
        for (row, o) in self.event_rows().into_iter().zip(&self.occurrences) {
            table.row([
                utc(self.dated(o.at.t).1, 3),
                format!("{:.3}", rounded(row.t_s, 3)),
                row.event,
                row.of,
                format!("{:.3}", rounded(row.latitude_deg, 3)),
                format!("{:.3}", rounded(row.longitude_deg, 3)),
                format!("{:.3}", row.altitude_km),
            ]);
        }
        table.to_string()
    }

    fn json(&self) -> String {
        let case = &self.setup.case;
        json(&Document {
            program: program(),
            built: BUILT,
            name: &case.name,
            id: self.id(),
            epoch_utc: utc(self.setup.epoch, 9),
            duration_s: case.duration_s,
            frame: self.frame_name(),
            model: &self.setup.notes,
            warnings: &self.setup.warnings,
            steps: self.statistics.accepted,
            evaluations: self.statistics.evaluations,
            final_mass_kg: self.final_mass,
            burns: self
                .burns
                .iter()
                .map(|b| BurnRow {
                    start_s: b.start,
                    end_s: b.end,
                    mass_before_kg: b.mass_before,
                    mass_after_kg: b.mass_after,
                    delta_v_m_s: b.delta_v,
                })
                .collect(),
            events: self.event_rows(),
            states: self.rows(),
        })
    }

    fn id(&self) -> &str {
        self.setup.case.id.as_deref().unwrap_or("UNKNOWN")
    }

    fn oem(&self) -> String {
        match self.setup.case.output.frame {
            FrameName::Gcrf => self.oem_in(|s| *s),
            FrameName::Eme2000 => self.oem_in(|s| self.eme2000(s)),
            FrameName::Teme => self.oem_in(|s| self.teme(s)),
            FrameName::Itrf => self.oem_in(|s| self.itrf(s)),
        }
    }

    fn oem_in<F: Frame>(&self, convert: impl Fn(&State<Gcrf>) -> State<F>) -> String {
        let case = &self.setup.case;
        let mut comments = self.setup.notes.clone();
        comments.push("the creation date is the epoch of the case".into());
        let orientation = &case.earth_orientation;
        if F::NAME == Itrf::NAME && orientation.file.is_none() && !orientation.none {
            comments.push("ITRF is ITRF2020, that of the embedded Earth orientation".into());
        }
        comments.push(format!("final mass {:.6} kg", self.final_mass));
        let program = program();
        let header =
            oem::Header { creation: self.setup.epoch, originator: &program, comments: &comments };
        let object = oem::Object { name: &case.name, id: self.id() };
        let grid = self.grid();
        let segment = |stretch: &Stretch| {
            let (from, to) = (stretch.from.min(stretch.to), stretch.from.max(stretch.to));
            let inner = grid.iter().copied().filter(|t| from < *t && *t < to);
            let mut states: Vec<State<F>> = Vec::new();
            let times = [from].into_iter().chain(inner).chain([to]);
            let dates: Vec<(f64, Epoch)> = times.map(|t| self.dated(t)).collect();
            let path = stretch.trajectory.sample(dates.iter().map(|date| date.0));
            for (at, &(_, epoch)) in path.zip(&dates) {
                if states.last().is_none_or(|s| s.epoch < epoch) {
                    states.push(convert(&State::new(epoch, at.r, at.v)));
                }
            }
            let close = case.output.step_s <= INTERPOLATED && states.len() > 7;
            let doing = stretch.burn.map_or("coast".into(), |number| format!("burn {number}"));
            let (before, after) = (stretch.mass_at(stretch.from), stretch.mass_at(stretch.to));
            oem::Arc {
                states,
                hermite_degree: close.then_some(7),
                comments: vec![format!("{doing}, mass {before:.6} kg to {after:.6} kg")],
            }
        };
        let mut arcs: Vec<oem::Arc<F>> = self.stretches.iter().map(segment).collect();
        if self.ends_with_an_impulse() {
            let number = self.burns.len();
            let (t, epoch) = self.dated(self.end.t);
            let (at, _) = self.moved(self.end.t, t);
            arcs.push(oem::Arc {
                states: vec![convert(&State::new(epoch, at.r, at.v))],
                hermite_degree: None,
                comments: vec![format!("after burn {number}, mass {:.6} kg", self.final_mass)],
            });
        }
        oem::write(&header, object, &arcs)
    }

    /// A few lines for the terminal.
    pub fn summary(&self) -> String {
        let case = &self.setup.case;
        let (_, end) = self.dated(case.duration_s);
        let (r, v) = self.framed(&self.end);
        let place = place(&self.setup, &self.end);
        let mut text = format!(
            "{}: {} s from {}\n",
            case.name,
            shortest(case.duration_s),
            utc(self.epoch(), 6)
        );
        for note in &self.setup.notes {
            let _ = writeln!(text, "  {note}");
        }
        for warning in &self.setup.warnings {
            let _ = writeln!(text, "  warning: {warning}");
        }
        for (i, b) in self.burns.iter().enumerate() {
            let _ = writeln!(
                text,
                "  burn {}: {} s to {} s, {:.6} m/s, mass {:.6} kg to {:.6} kg",
                i + 1,
                shortest(b.start),
                shortest(b.end),
                b.delta_v,
                b.mass_before,
                b.mass_after
            );
        }
        let _ = writeln!(
            text,
            "  {} steps, {} calls of the forces, {} events",
            self.statistics.accepted,
            self.statistics.evaluations,
            self.occurrences.len()
        );
        let _ = writeln!(
            text,
            "end {} {}\n  position {:.9} {:.9} {:.9} km\n  velocity {:.12} {:.12} {:.12} km/s",
            utc(end, 6),
            self.frame_name(),
            r.x / KM,
            r.y / KM,
            r.z / KM,
            v.x / KM,
            v.y / KM,
            v.z / KM
        );
        let _ = writeln!(
            text,
            "  {:.5} deg north, {:.5} deg east, {:.3} km above WGS-84, mass {:.6} kg",
            rounded(place.latitude / DEGREE, 5),
            rounded(place.longitude / DEGREE, 5),
            place.height / KM,
            self.final_mass
        );
        text
    }
}

fn pair<F: Frame>(s: &State<F>) -> (Vector3<f64>, Vector3<f64>) {
    (s.r, s.v)
}
