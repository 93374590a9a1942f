//! The solver: exact answers to planning problems of whole numbers, in time and out of it.

pub(crate) mod arrays;
mod closing;
mod components;
mod dive;
pub(crate) mod energy;
pub(crate) mod expr;
pub mod file;
mod fold;
mod frame;
mod joint;
pub(crate) mod level;
mod marks;
mod model;
mod placing;
mod price;
pub(crate) mod problem;
pub(crate) mod reach;
mod reduce;
mod rows;
mod rules;
pub(crate) mod schedule;
mod search;
mod seen;
mod select;
pub(crate) mod solve;
mod spending;
mod timed;
mod timetable;
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
