//! The GraphQL endpoint: its guard, its transport and its explorer page.

pub mod error;
pub mod explorer;
pub mod guard;
pub mod http;
