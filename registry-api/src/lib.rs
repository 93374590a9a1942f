//! The registry program: GraphQL, command line and database around `registry-core`.

pub mod graphql;
pub mod snapshot;
