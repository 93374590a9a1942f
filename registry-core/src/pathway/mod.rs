//! Pathways.
pub mod answer;
pub mod request;
