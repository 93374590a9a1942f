//! The integration tests: one binary.

mod attacks;
mod endpoint;
mod personas;
mod schemas;
mod sources;
mod tidy;
