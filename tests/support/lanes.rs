//! The library's lanes, for tests and benches.

pub use soyuz_rendezvous::math::Lanes;
