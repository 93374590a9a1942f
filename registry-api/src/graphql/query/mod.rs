//! The fields of the query type.

mod audit;
mod courses;
mod credentials;
mod credit;
mod issuers;
mod lists;
pub(crate) mod plans;
mod verification;

pub(crate) use audit::AuditEntry;

use std::sync::Arc;

use async_graphql::{Context, MergedObject};
use chrono::{DateTime, NaiveDate, NaiveTime, Utc};

use self::audit::AuditQuery;
use self::courses::CourseQuery;
use self::credentials::CredentialQuery;
use self::credit::CreditQuery;
use self::issuers::IssuerQuery;
use self::lists::ListQuery;
use self::plans::PlanQuery;
use self::verification::VerificationQuery;
use crate::day::AHEAD;
use crate::snapshot::Snapshot;

/// The day on which a request is made. The handler gives it with every request, so that a test can be on any day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Today(pub NaiveDate);

impl Today {
    /// The day it is at UTC+10.
    ///
    /// ```
    /// use registry_api::graphql::schema::Today;
    ///
    /// let at = |text: &str| Today::at(text.parse().expect(text)).0.to_string();
    /// assert_eq!(at("2027-01-31T13:59:59Z"), "2027-01-31");
    /// assert_eq!(at("2027-01-31T14:00:00Z"), "2027-02-01");
    /// ```
    pub fn at(now: DateTime<Utc>) -> Self {
        Self((now + AHEAD).date_naive())
    }

    /// When a day begins at UTC+10; none before the first day that there is.
    pub(crate) fn begins(day: NaiveDate) -> Option<DateTime<Utc>> {
        day.and_time(NaiveTime::MIN).checked_sub_signed(AHEAD).map(|begins| begins.and_utc())
    }
}

/// Everything that can be read: the published catalogue, what follows from it for one learner, and the log of changes. Nothing
/// here but `tokens`, `credentials` and `credential` needs a token, and nothing that is asked is stored.
#[derive(MergedObject, Default)]
pub struct Query(
    CourseQuery,
    ListQuery,
    PlanQuery,
    CreditQuery,
    IssuerQuery,
    VerificationQuery,
    CredentialQuery,
    AuditQuery,
);

/// The catalogue as of one revision: the same for the whole request.
pub(crate) fn snapshot<'a>(context: &Context<'a>) -> async_graphql::Result<&'a Snapshot> {
    Ok(context.data::<Arc<Snapshot>>()?.as_ref())
}

#[cfg(test)]
mod tests {
    use chrono::TimeDelta;

    use super::*;

    #[test]
    fn the_day_begins_at_midnight_in_eastern_australia() {
        for (now, day) in [
            ("2027-01-31T13:59:59Z", "2027-01-31"),
            ("2027-01-31T14:00:00Z", "2027-02-01"),
            ("2027-01-31T22:00:00Z", "2027-02-01"),
            ("2027-02-01T00:00:00Z", "2027-02-01"),
        ] {
            let today = Today::at(now.parse().expect(now));
            assert_eq!(today.0.to_string(), day, "{now}");
            let begins = Today::begins(today.0).expect("a time");
            assert!(begins <= now.parse::<DateTime<Utc>>().expect(now), "{now}");
            assert_eq!(Today::at(begins - TimeDelta::seconds(1)).0.succ_opt(), Some(today.0), "{now}");
        }
    }
}
