//! Simulation of the flight of Soyuz TMA-11M from lift-off at Baikonur to docking with the ISS.
//!
//! # Reading order
//!
//! The data flow of the whole crate is one line:
//!
//! ```text
//! Scenario → initial State → forces + integrator + events → Trajectory → MissionLog → tables, figures
//! ```
//!
//! | read | to learn |
//! |---|---|
//! | [`provenance`], [`constants`], [`units`], [`math`], [`input`] | the kind (published, derived, fitted, assumed) and source of every number; physical constants; unit conversions; scalars, SIMD lanes and vectors, bisection; errors of input files in plain words |
//! | [`time`] | epochs and scales |
//! | [`environment`] | Earth orientation, Sun and Moon, the Earth's shadow, space weather |
//! | [`frames`] | GCRF, EME2000, TEME, ITRF and LVLH as types, and the transformations between them |
//! | [`orbit`], [`target`], [`vehicle`] | elements, phase angle, apsis heights: functions of a state; the station from its element set; masses and engines |
//! | [`integrate`] | solvers of `r'' = f(t, r, v)`, independent of the application |
//! | [`forces`] | gravity, drag, third bodies, radiation pressure, thrust: pure functions of the state |
//! | [`propagate`] | forces + integrator + events → [`propagate::Trajectory`] |
//! | [`ascent`], [`proximity`] | the two ends of the flight: lift-off to orbit; first braking burn to contact |
//! | [`rendezvous`] | between them: the time of docking and the phasing burns |
//! | [`mission`] | [`mission::Scenario`] in, [`mission::MissionLog`] out |
//! | [`campaign`] | many flights: launch windows, lift-off time from the element set, scenarios run together |
//! | [`output`] | building blocks of output: text and tables, CCSDS ephemerides, files |
//! | [`case`] | the propagator as a separate tool: a case file in, an ephemeris out |
//! | [`flown`] | data of the real flights, accessible to [`report`] and [`plot`] only |
//! | [`report`] | log and campaign as tables and data files, compared with the real flights |
//! | [`plot`] | the same as figures |
//! | [`cli`] | the commands of the program `soyuz` |
//!
//! Each module uses only modules of the rows above it, not others of its own row; `tests/structure.rs` enforces this.
//!
//! Inside the crate all quantities are in SI units: metres, seconds, kilograms, radians. A name contains a unit only
//! at input and output (configuration keys, columns, command-line flags).

pub mod ascent;
pub mod campaign;
pub mod case;
pub mod cli;
pub mod constants;
pub mod environment;
pub mod flown;
pub mod forces;
pub mod frames;
pub mod input;
pub mod integrate;
pub mod math;
pub mod mission;
pub mod orbit;
pub mod output;
pub mod plot;
pub mod propagate;
pub mod provenance;
pub mod proximity;
pub mod rendezvous;
pub mod report;
pub mod target;
pub mod time;
pub mod units;
pub mod vehicle;

/// The Rust in `README.md`, compiled and run as a test.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
pub struct Readme;
