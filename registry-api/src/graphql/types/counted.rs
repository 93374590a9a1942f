//! Where a pathway leads, counted by the ledger; and the ways to an award that are not planned.

use async_graphql::{Enum, SimpleObject};
use registry_core::pathway::{answer as core, words};

use super::found;
use super::ledger_line::LedgerAmount;
use super::qualification::Qualification;
use crate::graphql::error::ApiError;
use crate::graphql::scalars::Date;
use crate::snapshot::Snapshot;

/// What the ledger makes of the award that is the goal once a pathway is finished. Claims of prior learning that nobody has
/// granted count for nothing here.
#[derive(SimpleObject)]
pub(crate) struct Counted<'a> {
    /// Which award.
    qualification: Qualification<'a>,
    /// On which day: the last day of the pathway.
    at: Date,
    /// How much the goal asks for.
    wanted: LedgerAmount,
    /// How much counts: towards an amount of credit all that may be granted, towards a whole award what is guaranteed.
    counted: LedgerAmount,
    /// How much of that is guaranteed.
    guaranteed: LedgerAmount,
    /// Whether that is enough. False only where there are more ways of counting than are looked at.
    reached: bool,
    /// The same in words.
    words: String,
}

impl<'a> Counted<'a> {
    pub(crate) fn new(at: &'a Snapshot, counted: &core::Counted) -> Result<Self, ApiError> {
        let entry = at.catalogue().qualification(&counted.qualification);
        Ok(Self {
            qualification: Qualification { at, entry: found(entry, counted.qualification.as_str())? },
            at: Date(counted.at),
            wanted: counted.wanted.into(),
            counted: counted.counted.into(),
            guaranteed: counted.guaranteed.into(),
            reached: counted.reached,
            words: words::counted_at_the_end(counted),
        })
    }
}

/// Why a way to an award is not planned. New values can come.
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum WhyUnweighed {
    /// Unit by unit: not all its core units are known here and told apart from electives.
    CoreNotKnown,
    /// Part by part: it is not said what it is made of.
    CompositionNotSaid,
}

/// A way to the award that is the goal which no pathway here takes, though there may be one that does.
#[derive(SimpleObject)]
pub(crate) struct Unweighed {
    /// Why.
    why: WhyUnweighed,
    /// The same in words.
    words: String,
}

impl Unweighed {
    pub(crate) fn new(way: &core::Unweighed) -> Self {
        let why = match way.why {
            core::WhyUnweighed::CoreNotKnown { .. } => WhyUnweighed::CoreNotKnown,
            core::WhyUnweighed::CompositionNotSaid => WhyUnweighed::CompositionNotSaid,
        };
        Self { why, words: words::unweighed(way) }
    }
}
