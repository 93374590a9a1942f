//! What a request cost.

use async_graphql::SimpleObject;

use crate::graphql::scalars::DateTime;
use crate::rate::RateLimitStatus;

/// What this request cost, and what is left.
#[derive(SimpleObject)]
pub(crate) struct RateLimit {
    /// Points this request was charged.
    cost: u64,
    /// Points left, rounded down; null when this server sets no limit.
    remaining: Option<u64>,
    /// When the full number of points is there again; null when this server sets no limit.
    reset_at: Option<DateTime>,
}

impl From<&RateLimitStatus> for RateLimit {
    fn from(status: &RateLimitStatus) -> Self {
        Self { cost: status.cost, remaining: status.remaining, reset_at: status.reset_at.map(DateTime) }
    }
}
