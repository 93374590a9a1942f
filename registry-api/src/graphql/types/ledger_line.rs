//! The lines of a ledger, what does not count, and what a provider reports.

use async_graphql::{Enum, Object, SimpleObject};
use registry_core::recognition as core;
use registry_core::recognition::words;

use super::course::Course;
use super::credit::{CreditBasis, CreditForm, CreditRule, CreditStanding};
use super::found;
use super::ledger::LimitKind;
use super::provider::Provider;
use super::source::Provenance;
use crate::graphql::cursors::Window;
use crate::graphql::scalars::{CreditPoints, Date};
use crate::snapshot::Snapshot;

/// How much of an award, in its measure: points or units.
#[derive(SimpleObject)]
pub(crate) struct LedgerAmount {
    /// Credit points; null where the award counts units.
    points: Option<CreditPoints>,
    /// Whole units; null where the award counts points.
    units: Option<u32>,
    /// In words: `12.5 points`, `4 units`.
    words: String,
}

impl From<core::Amount> for LedgerAmount {
    fn from(amount: core::Amount) -> Self {
        let (points, units) = match amount {
            core::Amount::Points(points) => (Some(points.into()), None),
            core::Amount::Units(units) => (None, Some(units)),
        };
        Self { points, units, words: amount.to_string() }
    }
}

/// A share of a full-time year as providers report it.
#[derive(SimpleObject)]
pub(crate) struct ReportedEftsl {
    /// Thousandths of a full-time year, rounded down.
    thousandths: u32,
    /// Whether something was lost by rounding.
    rounded: bool,
}

impl From<registry_core::credit::ReportedEftsl> for ReportedEftsl {
    fn from(eftsl: registry_core::credit::ReportedEftsl) -> Self {
        Self { thousandths: eftsl.thousandths, rounded: eftsl.rounded }
    }
}

/// What a line fills. New values can come.
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum CountsFor {
    /// A unit or subject of the award: `component`.
    Component,
    /// Whole series, so many times the points of one: `seriesCount`, `seriesSize`, `seriesEach`.
    Series,
    /// A block of the award.
    Block,
}

/// One line: things held, counted under one rule.
pub(crate) struct LedgerLine<'a> {
    pub(crate) at: &'a Snapshot,
    pub(crate) line: &'a core::LedgerLine,
}

/// One line: things held, counted under one rule. Each thing is in one line alone.
#[Object]
impl<'a> LedgerLine<'a> {
    /// How many things are counted.
    async fn item_count(&self) -> usize {
        self.line.items.len()
    }

    /// What is counted.
    async fn items(
        &self,
        #[graphql(desc = "How many, from the start; 20 when left out, at most 100.")] first: Option<i32>,
    ) -> async_graphql::Result<Vec<CountedItem<'a>>> {
        Ok(Window::beginning(&self.line.items, first)?.iter().map(CountedItem::from).collect())
    }

    /// For what.
    async fn counts_for(&self) -> CountsFor {
        match self.line.counts_for {
            core::CountsFor::Component { .. } => CountsFor::Component,
            core::CountsFor::Series { .. } => CountsFor::Series,
            core::CountsFor::Block { .. } => CountsFor::Block,
        }
    }

    /// The unit or subject; null unless `countsFor` is `COMPONENT`.
    async fn component(&self) -> async_graphql::Result<Option<Course<'a>>> {
        let core::CountsFor::Component { code, .. } = &self.line.counts_for else { return Ok(None) };
        Ok(Some(Course { at: self.at, entry: found(self.at.catalogue().course(code), code.as_str())? }))
    }

    /// The group of the packaging that it fills, by title; null: an elective from elsewhere, a subject that stands at a
    /// level alone, or any part of the award.
    async fn group(&self) -> Option<&'a str> {
        match &self.line.counts_for {
            core::CountsFor::Component { group, .. }
            | core::CountsFor::Series { group, .. }
            | core::CountsFor::Block { group, .. } => group.as_deref(),
        }
    }

    /// The level that it fills, 1 to 9, where the award counts by level; null otherwise. It is no AQF level.
    async fn level(&self) -> Option<u8> {
        match &self.line.counts_for {
            core::CountsFor::Component { level, .. }
            | core::CountsFor::Series { level, .. }
            | core::CountsFor::Block { level, .. } => level.map(|level| level.get()),
        }
    }

    /// How many whole series; null unless `countsFor` is `SERIES`.
    async fn series_count(&self) -> Option<u32> {
        match self.line.counts_for {
            core::CountsFor::Series { count, .. } => Some(count),
            _ => None,
        }
    }

    /// How many courses make a series; null unless `countsFor` is `SERIES`.
    async fn series_size(&self) -> Option<u32> {
        match self.line.counts_for {
            core::CountsFor::Series { size, .. } => Some(size),
            _ => None,
        }
    }

    /// What one series is worth; null unless `countsFor` is `SERIES`.
    async fn series_each(&self) -> Option<LedgerAmount> {
        match self.line.counts_for {
            core::CountsFor::Series { each, .. } => Some(each.into()),
            _ => None,
        }
    }

    /// How much.
    async fn amount(&self) -> LedgerAmount {
        self.line.amount.into()
    }

    /// How much the rule would give without the limits of the award; null where that is not more.
    async fn uncut(&self) -> Option<LedgerAmount> {
        self.line.uncut.map(LedgerAmount::from)
    }

    /// The same in thousandths of a full-time year; null where the award has no scheme.
    async fn eftsl(&self) -> Option<ReportedEftsl> {
        self.line.eftsl.map(ReportedEftsl::from)
    }

    /// Under which rule; null: it is the unit or subject of the award itself.
    async fn rule(&self) -> async_graphql::Result<Option<CreditRule<'a>>> {
        let Some(code) = &self.line.rule else { return Ok(None) };
        Ok(Some(CreditRule { at: self.at, entry: found(self.at.catalogue().credit_rule(code), code.as_str())? }))
    }

    /// Which form of credit.
    async fn form(&self) -> CreditForm {
        self.line.form.into()
    }

    /// Whether it was studied as part of the award. Then it is no credit: no limit on recognition bounds it, a provider
    /// reports none, and `form` and `basis` say nothing.
    async fn studied_in_award(&self) -> bool {
        self.line.is_studied
    }

    /// On what ground.
    async fn basis(&self) -> CreditBasis {
        self.line.basis.into()
    }

    /// How sure.
    async fn standing(&self) -> CreditStanding {
        self.line.standing.into()
    }

    /// Where it has to have been learned; null when the rule does not say.
    #[graphql(name = "fromProvider")]
    async fn source_provider(&self) -> async_graphql::Result<Option<Provider<'a>>> {
        provider(self.at, self.line.from_provider.as_ref())
    }

    /// What else it depends on; null when nothing is stated.
    async fn conditions(&self) -> Option<&'a str> {
        self.line.conditions.as_deref()
    }

    /// The line in words, for people to read.
    async fn words(&self) -> String {
        words::line(self.at.catalogue(), self.line)
    }

    /// Who says so.
    async fn provenance(&self) -> Provenance<'a> {
        Provenance::new(self.at, &self.line.provenance)
    }
}

/// The provider of a code of the catalogue.
pub(crate) fn provider<'a>(
    at: &'a Snapshot,
    code: Option<&registry_core::id::ProviderCode>,
) -> async_graphql::Result<Option<Provider<'a>>> {
    let Some(code) = code else { return Ok(None) };
    Ok(Some(Provider { at, entry: found(at.catalogue().provider(code), code.as_str())? }))
}

/// Something of the record.
#[derive(SimpleObject)]
pub(crate) struct CountedItem<'a> {
    /// Its code: of a course or a qualification.
    code: &'a str,
    /// Its title.
    title: &'a str,
    /// When it was completed or granted; null: a claim that is not granted.
    completed: Option<Date>,
    /// Whether it rests on a claim of prior learning.
    by_rpl: bool,
}

impl<'a> From<&'a core::CountedItem> for CountedItem<'a> {
    fn from(item: &'a core::CountedItem) -> Self {
        let completed = item.completed.map(Date);
        Self { code: &item.code, title: &item.title, completed, by_rpl: item.by_rpl }
    }
}

/// Why something does not count. New values can come.
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum NotCountedReason {
    /// No rule and no packaging of the award names it.
    NoRule,
    /// It was replaced by something that would count, and does not count as that.
    NotEquivalent,
    /// It was completed too long ago for this award.
    TooOld,
    /// The rule that names it does not hold on the day.
    RuleNotValid,
    /// It is part of a series that is not whole.
    SeriesIncomplete,
    /// A limit of the award leaves no room for it: `limit`.
    LimitReached,
    /// The part of the award that it could fill is full.
    PlaceTaken,
    /// It is the same learning as something else that is held, which counts.
    SameLearning,
    /// The whole award is claimed, and nobody has granted it yet.
    WholeAwardClaimed,
    /// The claim was refused.
    Refused,
}

/// Something that is held or claimed and does not count.
#[derive(SimpleObject)]
pub(crate) struct NotCounted<'a> {
    /// What.
    item: CountedItem<'a>,
    /// Why.
    reason: NotCountedReason,
    /// The limit that leaves no room; null unless `reason` is `LIMIT_REACHED`.
    limit: Option<LimitKind>,
    /// Why, in words, for people to read.
    words: String,
    /// Who says so; null where that is the award and its rules.
    provenance: Option<Provenance<'a>>,
}

impl<'a> NotCounted<'a> {
    pub(crate) fn new(at: &'a Snapshot, not: &'a core::NotCounted) -> Self {
        let (reason, limit) = match &not.reason {
            core::Reason::NoRule => (NotCountedReason::NoRule, None),
            core::Reason::NotEquivalent { .. } => (NotCountedReason::NotEquivalent, None),
            core::Reason::TooOld { .. } => (NotCountedReason::TooOld, None),
            core::Reason::RuleNotValid { .. } => (NotCountedReason::RuleNotValid, None),
            core::Reason::SeriesIncomplete { .. } => (NotCountedReason::SeriesIncomplete, None),
            core::Reason::LimitReached(kind) => (NotCountedReason::LimitReached, Some((*kind).into())),
            core::Reason::PlaceTaken | core::Reason::SeriesTooLarge { .. } => (NotCountedReason::PlaceTaken, None),
            core::Reason::SameLearning { .. } => (NotCountedReason::SameLearning, None),
            core::Reason::WholeAwardClaimed => (NotCountedReason::WholeAwardClaimed, None),
            core::Reason::Refused { .. } => (NotCountedReason::Refused, None),
        };
        Self {
            item: CountedItem::from(&not.item),
            reason,
            limit,
            words: words::not_counted(not),
            provenance: not.reason.provenance().map(|provenance| Provenance::new(at, provenance)),
        }
    }
}

/// Credit as a provider reports it.
pub(crate) struct ReportLine<'a> {
    pub(crate) at: &'a Snapshot,
    pub(crate) line: &'a core::ReportLine,
}

/// Credit as a provider reports it (TCSI elements E560, E561 and E566), with how sure it is.
#[Object]
impl<'a> ReportLine<'a> {
    /// On what ground.
    async fn basis(&self) -> CreditBasis {
        self.line.basis.into()
    }

    /// Where it was learned; null when the rules do not say.
    #[graphql(name = "fromProvider")]
    async fn source_provider(&self) -> async_graphql::Result<Option<Provider<'a>>> {
        provider(self.at, self.line.from_provider.as_ref())
    }

    /// How sure it is. Only what is granted is ever reported.
    async fn standing(&self) -> CreditStanding {
        self.line.standing.into()
    }

    /// How much.
    async fn points(&self) -> CreditPoints {
        self.line.points.into()
    }

    /// The same in thousandths of a full-time year: of the sum, rounded down once.
    async fn eftsl(&self) -> ReportedEftsl {
        self.line.eftsl.into()
    }

    /// The line in words.
    async fn words(&self) -> String {
        words::report_line(self.at.catalogue(), self.line)
    }
}
