//! The log as tables and files.
pub mod text;
