//! Support for the integration tests and benches: the seed catalogue, the invented people, builders.

pub mod seeds;
