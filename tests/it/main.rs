//! The integration tests: one binary.

mod personas;
mod schemas;
mod sources;
mod tidy;
