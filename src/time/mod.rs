//! Epochs and time scales.
//!
//! Dates are [`hifitime::Epoch`]; inside an arc, time is an `f64` number of SI seconds (TAI rate,
//! equally TT rate) since the arc's epoch. UTC and mission elapsed time appear only at the edges.

pub use hifitime::{Duration, Epoch, TimeScale};
