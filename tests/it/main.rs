//! The integration tests: one binary.

mod personas;
