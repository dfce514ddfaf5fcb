//! Vehicle data: masses, engines, areas, docking ports and launch pads, each number with its source.

pub mod launcher;
pub mod pad;
pub mod port;
pub mod spacecraft;
pub mod station;
