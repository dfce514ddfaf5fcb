//! Soyuz TMA-11M from lift-off at Baikonur to docking with the ISS, as physics.
//!
//! # Reading order
//!
//! The idea of the whole crate is one line:
//!
//! ```text
//! Scenario → initial State → forces + integrator + events → Trajectory → MissionLog → tables, figures
//! ```
//!
//! | read | to learn |
//! |---|---|
//! | [`provenance`], [`constants`], [`units`], [`math`] | how every number carries its kind (published, derived, fitted, assumed) and source; the few constants all share; scalars, lanes and vectors of them, bisection |
//! | [`time`] | epochs and scales |
//! | [`environment`] | Earth orientation, Sun, Moon, shadow of the Earth, space weather |
//! | [`frames`] | GCRF, TEME, ITRF, LVLH and the types that keep them apart |
//! | [`orbit`], [`target`], [`vehicle`] | elements, phase angle, heights of the apsides: views of a state; the station from its element set; masses and engines |
//! | [`integrate`] | solvers of `r'' = f(t, r, v)`; they know no spacecraft |
//! | [`forces`] | gravity, drag, third bodies, radiation pressure, thrust: pure functions of the state |
//! | [`propagate`] | forces + integrator + events → [`propagate::Trajectory`] |
//! | [`ascent`], [`proximity`] | the two ends of the flight: to orbit; from the first braking burn to contact |
//! | [`rendezvous`] | what lies between: when to dock, and the burns that lead there |
//! | [`mission`] | [`mission::Scenario`] in, [`mission::MissionLog`] out |
//! | [`campaign`] | many flights: launch windows, lift-off from the element set, scenarios flown together |
//! | [`output`] | what tables and files are made of: text, CCSDS ephemerides, files that appear whole |
//! | [`case`] | the propagator as a tool of its own: a case file in, an ephemeris out |
//! | [`flown`] | what the real flights did: [`report`] and [`plot`] alone may see it |
//! | [`report`] | log and campaign as tables and data files, compared with what was flown |
//! | [`plot`] | the same as figures |
//! | [`cli`] | the commands of the program `soyuz` |
//!
//! Each row uses rows above it and nothing else, not even others of its own; `tests/structure.rs` holds the
//! code to that.
//!
//! Inside the crate all quantities are SI: metres, seconds, kilograms, radians. Units appear in a
//! name only where a number enters or leaves (configuration keys, columns, command-line flags).

pub mod ascent;
pub mod campaign;
pub mod case;
pub mod cli;
pub mod constants;
pub mod environment;
pub mod flown;
pub mod forces;
pub mod frames;
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
