//! What needs more than one part of credentials.

mod badge;
mod baking;
mod canonical;
mod lists;
mod statements;
