//! Why there is no pathway, and what would change that.

use async_graphql::{Enum, Object, SimpleObject};
use registry_core::pathway::{answer as core, words};
use registry_core::words::sentence_start;

use super::bound::Bound;
use super::counted::Unweighed;
use super::source::Provenance;
use crate::graphql::scalars::Date;
use crate::snapshot::Snapshot;

/// A limit of the request. New values can come.
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "core::Limit")]
pub(crate) enum Limit {
    /// Own time per week.
    HoursPerWeek,
    /// Professional-development days per year.
    DaysPerYear,
    /// Money per year.
    BudgetPerYear,
    /// The deadline, or the ten years a plan looks ahead.
    Deadline,
    /// Where the person can get to.
    Regions,
    /// How the person can be taught.
    Modes,
    /// What the person will not do.
    Exclusions,
    /// Peer-led, peer-developed or peer-delivered only.
    PeerOnly,
    /// Whose perspective the person works from.
    Perspective,
}

/// Why there is no pathway.
pub(crate) struct NoPathway<'a> {
    pub(crate) at: &'a Snapshot,
    pub(crate) answer: core::NoPathway,
}

/// Why there is no pathway, and what would change that.
#[Object]
impl NoPathway<'_> {
    /// What was asked for, as profile files write it: `tier:3`.
    async fn goal(&self) -> String {
        self.answer.goal.to_string()
    }

    /// The goal's title.
    async fn goal_title(&self) -> &str {
        &self.answer.goal_title
    }

    /// Why, in a sentence or two.
    async fn summary(&self) -> String {
        summary(&self.answer)
    }

    /// What stands in the way whatever the limits: requirements that nothing meets; at most a few dozen. Empty when
    /// only limits do.
    async fn blockers(&self) -> Vec<Blocker<'_>> {
        let blocker = |blocker| Blocker::new(self.at, blocker);
        self.answer.blockers.iter().map(blocker).collect()
    }

    /// What is under way and does not fit the limits, in words; at most two and one for each thing under way.
    async fn notes(&self) -> &[String] {
        &self.answer.notes
    }

    /// Ways to the award that is the goal which were not looked at: there may be a pathway that takes one; at most 2.
    async fn unweighed(&self) -> Vec<Unweighed> {
        self.answer.unweighed.iter().map(Unweighed::new).collect()
    }

    /// Limits that conflict, at most 9: together they leave no pathway, whatever the other limits. Were there no others,
    /// leaving out any one of them would open one.
    async fn conflict(&self) -> Vec<Limit> {
        super::each(&self.answer.conflict)
    }

    /// Other limits that bar the way as well, at most 24 lists, each a conflict of the same kind. Looked for only where no
    /// single change is enough.
    async fn other_conflicts(&self) -> Vec<Vec<Limit>> {
        self.answer.other_conflicts.iter().map(|conflict| super::each(conflict)).collect()
    }

    /// Single changes each of which would make a pathway possible; at most a dozen.
    async fn relaxations(&self) -> Vec<Relaxation<'_>> {
        self.answer.relaxations.iter().map(Relaxation::from).collect()
    }

    /// Changes that open a pathway when all are made, and none of which could be left out; looked for only where no single
    /// change is enough. At most 14.
    async fn together(&self) -> Vec<Relaxation<'_>> {
        self.answer.together.iter().map(Relaxation::from).collect()
    }

    /// The first day on which it could be finished with no change but more time; null where time alone does not help, or
    /// that is not settled.
    async fn possible_by(&self) -> Option<Date> {
        self.answer.possible_by.map(Date)
    }

    /// Whether this is proved. False: the budget of search steps ran out, and there may yet be a pathway.
    async fn proved(&self) -> bool {
        self.answer.proved
    }

    /// What no pathway is better than, should there be one, at most 5; empty where it is proved that there is none.
    async fn bounds(&self) -> Vec<Bound> {
        self.answer.bounds.iter().map(|bound| Bound::new(*bound, None)).collect()
    }

    /// Search steps taken, those of this explanation included.
    async fn steps_used(&self) -> u64 {
        self.answer.steps_used
    }
}

fn summary(answer: &core::NoPathway) -> String {
    let limits: Vec<_> = answer.conflict.iter().map(|limit| limit.words()).collect();
    let why = match (answer.blockers.first(), limits.as_slice()) {
        (Some(blocker), _) => format!(" {} is missing.", sentence_start(&blocker.missing)),
        (None, []) => String::new(),
        (None, limits) => format!(" These limits do not fit together: {}.", limits.join(", ")),
    };
    format!("{}{why}", words::no_pathway(answer))
}

/// A requirement that nothing meets.
#[derive(SimpleObject)]
pub(crate) struct Blocker<'a> {
    /// What is barred, by title, from the goal down; at most a few dozen.
    barred: &'a [String],
    /// What is missing, in words.
    missing: &'a str,
    /// Who asks for it; null when nobody asks and there is simply nothing on offer.
    provenance: Option<Provenance<'a>>,
}

impl<'a> Blocker<'a> {
    fn new(at: &'a Snapshot, blocker: &'a core::Blocker) -> Self {
        Self {
            barred: &blocker.barred,
            missing: &blocker.missing,
            provenance: blocker.provenance.as_ref().map(|of| Provenance::new(at, of)),
        }
    }
}

/// One change that would make a pathway possible.
#[derive(SimpleObject)]
pub(crate) struct Relaxation<'a> {
    /// The change in words: `5 hours a week instead of 2`.
    change: &'a str,
    /// Which limit it changes; null when it meets a gate instead.
    limit: Option<Limit>,
}

impl<'a> From<&'a core::Relaxation> for Relaxation<'a> {
    fn from(of: &'a core::Relaxation) -> Self {
        Self { change: &of.change, limit: of.limit.map(Limit::from) }
    }
}
