//! What no pathway is better than, and how far one is from it.

use chrono::NaiveDate;

use super::answer::{Objective, Pathway};
use super::problem::date_of;
use crate::credit::CreditPoints;
use crate::money::Aud;

/// What no pathway to the goal is better than at one objective, in that objective's own unit. Proved, whether the search
/// came to its end or not.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Bound {
    /// None costs less.
    Cost(Aud),
    /// None is finished sooner.
    Finish(NaiveDate),
    /// None has a lighter heaviest week: whole hours of own time, rounded up.
    HeaviestWeek(u32),
    /// The steps of none state more credit.
    Credit(CreditPoints),
    /// None has fewer steps that peers do not lead.
    NotLed(u32),
}

/// How much better than a pathway the best may be, in the unit of the bound; nothing where it is the best.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Gap {
    /// So much cheaper.
    Cost(Aud),
    /// So many days sooner.
    Days(u32),
    /// So many whole hours lighter in the heaviest week.
    Hours(u32),
    /// So much more credit.
    Credit(CreditPoints),
    /// So many fewer steps that peers do not lead.
    Steps(u32),
}

impl Bound {
    /// The objective it is about.
    pub fn objective(self) -> Objective {
        match self {
            Self::Cost(_) => Objective::LeastCost,
            Self::Finish(_) => Objective::Soonest,
            Self::HeaviestWeek(_) => Objective::LightestLoad,
            Self::Credit(_) => Objective::MostCredit,
            Self::NotLed(_) => Objective::MostPeerLed,
        }
    }

    /// How much better than a pathway the best may be at this.
    pub fn gap(self, pathway: &Pathway) -> Gap {
        match (self, Self::reached(self.objective(), pathway)) {
            (Self::Cost(least), Some(Self::Cost(cost))) => {
                Gap::Cost(Aud::from_cents(cost.cents().saturating_sub(least.cents()).max(0)).unwrap_or(Aud::ZERO))
            }
            (Self::Finish(soonest), Some(Self::Finish(finish))) => {
                Gap::Days(u32::try_from((finish - soonest).num_days()).unwrap_or(0))
            }
            (Self::HeaviestWeek(least), Some(Self::HeaviestWeek(heaviest))) => {
                Gap::Hours(heaviest.saturating_sub(least))
            }
            (Self::Credit(most), Some(Self::Credit(credit))) => Gap::Credit(most.less(credit)),
            (Self::NotLed(fewest), Some(Self::NotLed(not_led))) => Gap::Steps(not_led.saturating_sub(fewest)),
            // A pathway without steps has no finish, and nothing is better than it.
            _ => Gap::Days(0),
        }
    }

    /// Whether it is so of any pathway: none costs less than nothing or is finished before it begins.
    pub(super) fn says_nothing(self, earliest_start: NaiveDate) -> bool {
        match self {
            Self::Cost(least) => least == Aud::ZERO,
            Self::Finish(soonest) => soonest <= earliest_start,
            Self::HeaviestWeek(least) | Self::NotLed(least) => least == 0,
            Self::Credit(_) => false,
        }
    }

    /// What a pathway reaches at an objective; `None` where it has no steps to finish.
    pub(super) fn reached(objective: Objective, pathway: &Pathway) -> Option<Bound> {
        Some(match objective {
            Objective::LeastCost => Self::Cost(pathway.cost),
            Objective::Soonest => Self::Finish(pathway.finish?),
            Objective::LightestLoad => Self::HeaviestWeek(pathway.heaviest_week.minutes().div_ceil(60)),
            Objective::MostCredit => {
                let stated = pathway.steps.iter().filter_map(|step| step.credit);
                Self::Credit(CreditPoints::from_millionths(stated.map(CreditPoints::millionths).sum()))
            }
            Objective::MostPeerLed => {
                let not_led = pathway.steps.iter().filter(|step| !step.peer.led).count();
                Self::NotLed(u32::try_from(not_led).unwrap_or(u32::MAX))
            }
        })
    }

    /// What a search knows of an objective, given what no plan measures less of; `None`: it knows nothing.
    ///
    /// `i64::MIN` stands for that: then no pathway costs less than nothing, nor is finished before it may start.
    pub(super) fn known(objective: Objective, measure: i64, earliest_start: NaiveDate) -> Option<Bound> {
        let count = |measure: i64| u32::try_from(measure.max(0)).unwrap_or(u32::MAX);
        Some(match objective {
            Objective::LeastCost => Self::Cost(Aud::from_cents(measure.max(0))?),
            Objective::Soonest => {
                let day = i32::try_from(measure).ok().filter(|day| *day > 0).map_or(earliest_start, date_of);
                Self::Finish(day.max(earliest_start))
            }
            Objective::LightestLoad => Self::HeaviestWeek(count(measure)),
            Objective::MostCredit if measure == i64::MIN => return None,
            Objective::MostCredit => Self::Credit(CreditPoints::from_millionths(measure.saturating_neg())),
            Objective::MostPeerLed => Self::NotLed(count(measure)),
        })
    }
}

impl Gap {
    /// Whether nothing is better.
    pub fn is_closed(self) -> bool {
        match self {
            Self::Cost(amount) => amount == Aud::ZERO,
            Self::Credit(points) => points == CreditPoints::ZERO,
            Self::Days(count) | Self::Hours(count) | Self::Steps(count) => count == 0,
        }
    }
}

/// What no pathway is better than at what one is best at. Of a proved one that is what it reaches itself; one without
/// steps is best because there is nothing to do, and has none.
pub(super) fn bounds_of(pathway: &Pathway, known: &[(Objective, i64)], earliest_start: NaiveDate) -> Vec<Bound> {
    if pathway.steps.is_empty() {
        return Vec::new();
    }
    let bound = |(objective, measure): &(Objective, i64)| {
        if pathway.proved {
            Bound::reached(*objective, pathway)
        } else {
            Bound::known(*objective, *measure, earliest_start)
        }
    };
    known.iter().filter_map(bound).collect()
}
