//! The registry program: GraphQL, command line and database around `registry-core`.

pub mod config;
pub mod format;
pub mod snapshot;
pub mod store;
