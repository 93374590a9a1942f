//! Credentials: signed statements that one person earned one thing.
//!
//! In reading order: [`json`], [`contexts`], [`statements`] and [`canonical`] (what a document says, and in which bytes),
//! [`key`] and [`proof`] (who says it), [`moment`] (when).
//! `docs/CREDENTIALS.md` has the format and its reasons.

pub mod canonical;
pub mod contexts;
pub mod json;
pub mod key;
pub mod moment;
mod multibase;
pub mod proof;
pub mod statements;

#[cfg(test)]
mod tests;
