//! The registry program: GraphQL, command line and database around `registry-core`.

pub mod config;
pub mod format;
pub mod ops;
pub mod seeds;
pub mod snapshot;
pub mod state;
pub mod store;
