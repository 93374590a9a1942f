//! The registry program as a library.

pub mod graphql;
