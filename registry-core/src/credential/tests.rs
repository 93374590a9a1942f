//! What needs more than one part of credentials.

mod canonical;
mod statements;
