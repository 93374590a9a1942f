//! The solver against slow, obvious ways of finding the same.

mod arrays;
mod generate;
mod joint;
mod oracle;
mod price;
mod select;
mod timed;
