//! A bucket of cost points for each client, refilled steadily.
//!
//! In one process and in memory: several processes each grant the full rate.
//! GraphQL and pages charge the same bucket. The clock is an argument, so that a test can be a minute long in no time.

use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::{Mutex, PoisonError};

use chrono::{DateTime, TimeDelta, Utc};
use registry_core::audit::TokenId;

/// Points a client may use in a minute. A page of twenty courses with their
/// providers costs about 200: 50,000 are 250 such pages a minute, and two of
/// the largest queries the server takes (`graphql::guard::budget::MAX_COST`).
pub const DEFAULT_POINTS_A_MINUTE: u64 = 50_000;

/// Clients remembered at once. One takes under 100 bytes: 1 MB in all.
pub const DEFAULT_MAX_CLIENTS: usize = 10_000;

/// Levels are kept in thousandths of a point, so that a refill of less than a
/// point between two quick requests is not lost.
const MILLI: u64 = 1_000;

/// How much each client may use.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RateLimit {
    /// Size of a full bucket, and the refill in a minute. At least 1.
    pub points_a_minute: u64,
    /// Most clients remembered; the fullest buckets are forgotten first, which
    /// gives nobody points that waiting would not have given. At least 4.
    pub max_clients: usize,
}

impl Default for RateLimit {
    fn default() -> Self {
        Self { points_a_minute: DEFAULT_POINTS_A_MINUTE, max_clients: DEFAULT_MAX_CLIENTS }
    }
}

/// Who a bucket belongs to.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum ClientKey {
    /// A token: the same wherever it is used from.
    Token(TokenId),
    /// An address: an IPv4 address, or the first 64 bits of an IPv6 one, since
    /// every household is given that many.
    Address(IpAddr),
    /// No address is known: a local socket, or a test.
    Unknown,
}

impl ClientKey {
    /// The key for a network address.
    pub fn from_address(address: IpAddr) -> Self {
        match address.to_canonical() {
            IpAddr::V6(v6) => {
                let [a, b, c, d, ..] = v6.segments();
                Self::Address(IpAddr::from([a, b, c, d, 0, 0, 0, 0]))
            }
            v4 => Self::Address(v4),
        }
    }
}

/// What a request cost and what is left: the answer of the field `rateLimit`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RateLimitStatus {
    /// Points this request was charged.
    pub cost: u64,
    /// Points left, rounded down; none when this server sets no limit.
    pub remaining: Option<u64>,
    /// When the bucket is full again; none when this server sets no limit.
    pub reset_at: Option<DateTime<Utc>>,
}

/// The bucket does not hold what a request costs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not enough points: {cost} needed, {remaining} left; try again in {retry_after_seconds} s")]
pub struct TooFast {
    /// Points the request would cost.
    pub cost: u64,
    /// Points left, rounded down.
    pub remaining: u64,
    /// Seconds until the request could be paid, rounded up, at least 1.
    pub retry_after_seconds: u64,
}

#[derive(Debug, Clone, Copy)]
struct Bucket {
    level: u64,
    at: DateTime<Utc>,
}

/// The buckets of all clients seen lately.
#[derive(Debug)]
pub struct RateLimiter {
    limit: RateLimit,
    buckets: Mutex<HashMap<ClientKey, Bucket>>,
}

impl RateLimiter {
    /// No client has used anything yet. A limit below its minimum is raised to it.
    pub fn new(limit: RateLimit) -> Self {
        let limit = RateLimit { points_a_minute: limit.points_a_minute.max(1), max_clients: limit.max_clients.max(4) };
        Self { limit, buckets: Mutex::default() }
    }

    /// Takes `cost` points from a client's bucket. A cost above a full bucket
    /// counts as a full one, so that a request the guard admits can be paid.
    ///
    /// # Errors
    /// The bucket holds less than `cost`; nothing is taken.
    pub fn charge(&self, client: &ClientKey, cost: u64, now: DateTime<Utc>) -> Result<RateLimitStatus, TooFast> {
        let price = self.capacity().min(cost.saturating_mul(MILLI));
        // A panic elsewhere cannot leave a bucket half written: carry on.
        let mut buckets = self.buckets.lock().unwrap_or_else(PoisonError::into_inner);
        if buckets.len() >= self.limit.max_clients && !buckets.contains_key(client) {
            self.forget_fullest(&mut buckets, now);
        }
        let full = Bucket { level: self.capacity(), at: now };
        let bucket = buckets.entry(client.clone()).or_insert(full);
        // A clock that steps back must not refill twice.
        *bucket = Bucket { level: self.level(bucket, now), at: now.max(bucket.at) };
        if bucket.level < price {
            return Err(TooFast {
                cost,
                remaining: bucket.level / MILLI,
                retry_after_seconds: self.millis_to_gain(price - bucket.level).div_ceil(1_000).max(1),
            });
        }
        bucket.level -= price;
        let until_full = self.millis_to_gain(self.capacity() - bucket.level);
        Ok(RateLimitStatus {
            cost,
            remaining: Some(bucket.level / MILLI),
            reset_at: Some(now + TimeDelta::milliseconds(until_full.cast_signed())),
        })
    }

    /// Clients remembered now; never above the limit's `max_clients`.
    pub fn clients(&self) -> usize {
        self.buckets.lock().unwrap_or_else(PoisonError::into_inner).len()
    }

    fn capacity(&self) -> u64 {
        self.limit.points_a_minute.saturating_mul(MILLI)
    }

    /// The level now: points a minute are thousandths of a point each 60 ms,
    /// so `elapsed ms × points ÷ 60` thousandths, rounded down.
    fn level(&self, bucket: &Bucket, now: DateTime<Utc>) -> u64 {
        let elapsed = u64::try_from((now - bucket.at).num_milliseconds()).unwrap_or(0);
        let gained = elapsed.saturating_mul(self.limit.points_a_minute) / 60;
        bucket.level.saturating_add(gained).min(self.capacity())
    }

    /// The time to gain so many thousandths, rounded up; at most a minute.
    fn millis_to_gain(&self, milli_points: u64) -> u64 {
        milli_points.saturating_mul(60).div_ceil(self.limit.points_a_minute).min(60_000)
    }

    /// Forgets a quarter of the clients, fullest first. A quarter, because one
    /// at a time would cost a pass over all of them for each new client.
    fn forget_fullest(&self, buckets: &mut HashMap<ClientKey, Bucket>, now: DateTime<Utc>) {
        let mut by_level: Vec<(u64, ClientKey)> =
            buckets.iter().map(|(key, bucket)| (self.level(bucket, now), key.clone())).collect();
        by_level.sort_unstable_by_key(|(level, _)| std::cmp::Reverse(*level));
        for (_, key) in by_level.iter().take(buckets.len().div_ceil(4)) {
            buckets.remove(key);
        }
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]
mod tests {
    use super::*;

    fn at(seconds: i64) -> DateTime<Utc> {
        DateTime::UNIX_EPOCH + TimeDelta::seconds(seconds)
    }

    fn limiter(points_a_minute: u64, max_clients: usize) -> RateLimiter {
        RateLimiter::new(RateLimit { points_a_minute, max_clients })
    }

    #[test]
    fn a_bucket_refills_steadily_and_never_beyond_full() {
        let rate = limiter(60, 10);
        let me = ClientKey::Unknown;
        let first = rate.charge(&me, 60, at(0)).unwrap();
        assert_eq!((first.remaining, first.reset_at), (Some(0), Some(at(60))));
        let refused = rate.charge(&me, 10, at(4)).unwrap_err();
        assert_eq!((refused.remaining, refused.retry_after_seconds), (4, 6));
        assert_eq!(rate.charge(&me, 10, at(10)).unwrap().remaining, Some(0));
        assert_eq!(rate.charge(&me, 1, at(4_000)).unwrap().remaining, Some(59));
    }

    #[test]
    fn a_clock_that_steps_back_gives_no_points() {
        let rate = limiter(60, 10);
        rate.charge(&ClientKey::Unknown, 60, at(100)).unwrap();
        assert!(rate.charge(&ClientKey::Unknown, 1, at(0)).is_err());
        assert!(rate.charge(&ClientKey::Unknown, 2, at(101)).is_err());
    }

    #[test]
    fn quick_requests_do_not_lose_the_refill_between_them() {
        let rate = limiter(60, 10);
        rate.charge(&ClientKey::Unknown, 60, at(0)).unwrap();
        for step in 1..=100 {
            let now = at(0) + TimeDelta::milliseconds(step * 10);
            let _too_fast = rate.charge(&ClientKey::Unknown, 60, now);
        }
        assert!(rate.charge(&ClientKey::Unknown, 1, at(1)).is_ok());
    }

    #[test]
    fn memory_is_bounded_and_whoever_has_used_most_is_remembered() {
        let rate = limiter(1_000, 100);
        let greedy = ClientKey::Token(TokenId::new(1));
        rate.charge(&greedy, 1_000, at(0)).unwrap();
        for n in 0..5_000_u32 {
            rate.charge(&ClientKey::Address(IpAddr::from(n.to_be_bytes())), 1, at(0)).unwrap();
            assert!(rate.clients() <= 100);
        }
        assert!(rate.charge(&greedy, 1, at(0)).is_err());
    }

    #[test]
    fn addresses_of_one_household_share_a_bucket() {
        let key = |text: &str| ClientKey::from_address(text.parse().unwrap());
        assert_eq!(key("2001:db8:1:2::3"), key("2001:db8:1:2:ffff::9"));
        assert_ne!(key("2001:db8:1:2::3"), key("2001:db8:1:3::3"));
        assert_eq!(key("::ffff:192.0.2.1"), key("192.0.2.1"));
        assert_ne!(key("192.0.2.1"), key("192.0.2.2"));
    }

    #[test]
    fn a_cost_above_a_full_bucket_takes_all_of_it() {
        let rate = limiter(10, 10);
        assert_eq!(rate.charge(&ClientKey::Unknown, 5_000, at(0)).unwrap().remaining, Some(0));
    }
}
