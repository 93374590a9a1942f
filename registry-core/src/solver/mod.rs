//! The solver: exact answers to planning problems of whole numbers, in time and out of it.
#![expect(dead_code, reason = "problems are described here before the first search reads them")]

mod closing;
pub(crate) mod energy;
pub(crate) mod expr;
pub mod file;
mod fold;
mod frame;
mod joint;
pub(crate) mod level;
mod marks;
mod placing;
mod price;
pub(crate) mod problem;
mod reduce;
mod rows;
mod rules;
pub(crate) mod schedule;
mod seen;
mod select;
pub(crate) mod solve;
mod spending;
pub(crate) mod windows;

#[cfg(test)]
#[path = "tests/schedule_hard.rs"]
mod schedule_hard;
#[cfg(test)]
#[path = "tests/schedule_made.rs"]
mod schedule_made;
#[cfg(test)]
#[path = "tests/schedule_small.rs"]
mod schedule_small;
#[cfg(test)]
mod tests;
