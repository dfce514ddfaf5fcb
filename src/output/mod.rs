//! What every table and file is made of, whoever writes it.
//!
//! [`text`] sets instants, numbers and tables, [`oem`] writes and reads CCSDS ephemerides, [`built`]
//! names program and compiler, [`files`] sees to it that files appear whole or not at all. Nothing here
//! knows a flight.

pub mod built;
pub mod files;
pub mod oem;
pub mod text;
