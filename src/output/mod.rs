//! Building blocks of output: text and tables, CCSDS ephemerides, files.
//!
//! [`text`] formats instants, numbers and tables, [`oem`] writes and reads CCSDS ephemerides, [`built`]
//! identifies program and compiler, and [`files`] makes output files appear completely or not at all. Nothing here
//! knows a flight.

pub mod built;
pub mod files;
pub mod oem;
pub mod text;
