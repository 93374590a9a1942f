//! The GraphQL endpoint: its guard, its transport and its explorer page.

pub mod error;
pub mod explorer;
pub mod guard;
pub mod http;

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]
mod fake_schema;
