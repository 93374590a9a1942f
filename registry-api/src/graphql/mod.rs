//! The GraphQL endpoint: its schema, its guard, its transport and its explorer page.

pub mod error;
pub mod explorer;
pub mod guard;
pub mod http;
pub mod schema;

mod cursors;
mod ids;
mod input;
mod query;
mod scalars;
mod search;
mod types;

#[cfg(test)]
mod sample;
#[cfg(test)]
mod tests;
