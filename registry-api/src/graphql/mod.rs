//! The GraphQL endpoint: its schema, its guard, its transport and its explorer page.

pub mod error;
pub mod explorer;
pub mod guard;
pub mod http;
mod routes;
pub mod schema;
pub mod socket;

mod access;
mod cursors;
mod ids;
mod input;
mod mutation;
mod query;
mod scalars;
mod subscription;
mod types;

pub use routes::mount;

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]
mod fake_schema;
#[cfg(test)]
mod sample;
#[cfg(test)]
mod tests;
