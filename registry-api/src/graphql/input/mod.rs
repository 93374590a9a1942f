//! What callers give, read into core values; everything that is wrong is said at once.

pub(crate) mod course_filter;
pub(crate) mod credit;
pub(crate) mod draft;
mod enrolled;
pub(crate) mod goal;
pub(crate) mod learner;
pub(crate) mod limits;
pub(crate) mod problems;
pub(crate) mod recommend;
pub(crate) mod rpl;
pub(crate) mod subject;
