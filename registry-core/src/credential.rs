//! Credentials: signed statements that one person earned one thing.
//!
//! In reading order: [`json`], [`contexts`], [`statements`] and [`canonical`] (what a document says, and in which bytes),
//! [`key`] and [`proof`] (who says it), [`moment`] (when); then [`badge`] (the document that is issued), [`status`] (whether it
//! was revoked), [`issuers`] (whose key is whose), [`about`] (what a document says, for a reader), [`clr`] (many in one), [`baking`] (the document in a picture), [`usi`].
//! `docs/CREDENTIALS.md` has the format and its reasons.

pub mod about;
pub mod badge;
pub mod baking;
pub mod canonical;
pub mod clr;
pub mod contexts;
pub mod issuers;
pub mod json;
pub mod key;
pub mod moment;
pub(crate) mod multibase;
pub mod person;
pub mod proof;
pub mod statements;
pub mod status;
mod terms;
pub mod usi;

#[cfg(test)]
pub(crate) mod sample;
#[cfg(test)]
mod tests;
