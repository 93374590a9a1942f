//! The solver: exact answers to planning problems of whole numbers, in time and out of it.
#![expect(dead_code, reason = "problems are described here before the first search reads them")]

pub(crate) mod expr;
pub(crate) mod problem;

pub(crate) mod marks;
pub(crate) mod price;
pub(crate) mod reduce;
pub(crate) mod rows;
pub(crate) mod select;

#[cfg(test)]
mod tests;
