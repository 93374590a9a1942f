//! The registry program: GraphQL, command line and database around `registry-core`.

pub mod format;
pub mod graphql;
pub mod snapshot;
