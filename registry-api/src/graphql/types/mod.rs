//! GraphQL types: each holds a reference to an entry of the snapshot, so that answering a field copies nothing.

pub(crate) mod bound;
pub(crate) mod change_error;
pub(crate) mod counted;
pub(crate) mod course;
pub(crate) mod course_version;
pub(crate) mod credential;
pub(crate) mod credit;
pub(crate) mod eligibility;
pub(crate) mod funding;
pub(crate) mod graph;
pub(crate) mod health;
pub(crate) mod kept_credential;
pub(crate) mod ledger;
pub(crate) mod ledger_line;
pub(crate) mod no_pathway;
pub(crate) mod node;
pub(crate) mod offering;
pub(crate) mod packaging;
pub(crate) mod pathway;
pub(crate) mod problem;
pub(crate) mod provider;
pub(crate) mod qualification;
pub(crate) mod rate_limit;
pub(crate) mod receipt;
pub(crate) mod recognition;
pub(crate) mod requisite;
pub(crate) mod role;
pub(crate) mod source;
pub(crate) mod step;
pub(crate) mod support;
pub(crate) mod tag;
pub(crate) mod tier;
pub(crate) mod token;
pub(crate) mod trade;
pub(crate) mod verification;

use super::error::ApiError;

/// What a checked reference of the catalogue leads to. A catalogue is checked as a whole, so nothing to be found is a
/// fault of ours.
pub(crate) fn found<'a, T>(entry: Option<&'a T>, code: &str) -> Result<&'a T, ApiError> {
    entry.ok_or_else(|| ApiError::internal(format_args!("the checked catalogue has no {code}")))
}

/// Values of one enum as values of another.
pub(crate) fn each<A: Copy, B: From<A>>(values: &[A]) -> Vec<B> {
    values.iter().map(|value| B::from(*value)).collect()
}
