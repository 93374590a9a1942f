//! Support for the integration tests and benches: the seed catalogue, the invented people, builders.

pub mod attacks;
pub mod seeds;
pub mod server;
