//! What no pathway is better than, as data.

use chrono::NaiveDate;
use registry_core::credit::CreditPoints;
use registry_core::money::Aud;
use registry_core::pathway::{Bound, Gap, Pathway};
use serde::Serialize;

/// A bound and how far a pathway is from it, in the unit of the objective.
#[derive(Debug, Serialize)]
pub(super) struct BoundData {
    objective: &'static str,
    bound: Amount,
    /// How much better the best may be; of a finish, in days. `None` where there is no pathway.
    gap: Option<Amount>,
}

#[derive(Debug, Serialize)]
#[serde(untagged)]
enum Amount {
    Money(Aud),
    Day(NaiveDate),
    Points(CreditPoints),
    Count(u32),
}

impl BoundData {
    pub(super) fn of(bound: Bound, pathway: Option<&Pathway>) -> Self {
        let amount = match bound {
            Bound::Cost(least) => Amount::Money(least),
            Bound::Finish(soonest) => Amount::Day(soonest),
            Bound::HeaviestWeek(count) | Bound::NotLed(count) => Amount::Count(count),
            Bound::Credit(most) => Amount::Points(most),
        };
        let gap = pathway.map(|pathway| match bound.gap(pathway) {
            Gap::Cost(amount) => Amount::Money(amount),
            Gap::Credit(points) => Amount::Points(points),
            Gap::Days(count) | Gap::Hours(count) | Gap::Steps(count) => Amount::Count(count),
        });
        Self { objective: bound.objective().name(), bound: amount, gap }
    }
}
