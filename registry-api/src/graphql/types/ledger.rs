//! The ledger: what counts towards an award, what does not, what is left.

use std::borrow::Cow;

use async_graphql::{Enum, Object, SimpleObject};
use registry_core::recognition as core;
use registry_core::recognition::words;

use super::course::Course;
use super::credit::CreditScheme;
use super::found;
use super::ledger_line::{LedgerAmount, LedgerLine, NotCounted, ReportLine};
use super::qualification::Qualification;
use super::source::Provenance;
use crate::graphql::cursors::Window;
use crate::graphql::scalars::{Aud, Date};
use crate::snapshot::Snapshot;

/// Most sentences of one list.
pub(crate) const SENTENCES_MAX: usize = 100;

/// In what an award is counted.
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum LedgerMeasure {
    /// In credit points of a scheme.
    Points,
    /// In units of competency.
    Units,
}

/// What a record is worth towards one qualification. It is in `ledger`, or borrowed by it.
pub(crate) struct Ledger<'a> {
    pub(crate) at: &'a Snapshot,
    pub(crate) ledger: Counted<'a>,
}

/// A ledger that is the answer itself, or a part of one.
pub(crate) struct Counted<'a>(Cow<'a, core::Ledger>);

impl From<core::Ledger> for Counted<'_> {
    fn from(ledger: core::Ledger) -> Self {
        Self(Cow::Owned(ledger))
    }
}

impl<'a> From<&'a core::Ledger> for Counted<'a> {
    fn from(ledger: &'a core::Ledger) -> Self {
        Self(Cow::Borrowed(ledger))
    }
}

/// What a record is worth towards one qualification, in the assignment that gives the most credit. Each thing held counts
/// once. Giving credit is the provider's decision.
#[Object]
impl Ledger<'_> {
    /// Towards what.
    async fn qualification(&self) -> async_graphql::Result<Qualification<'_>> {
        let code = &self.ledger.0.qualification;
        Ok(Qualification { at: self.at, entry: found(self.at.catalogue().qualification(code), code.as_str())? })
    }

    /// The day it is counted for.
    async fn on(&self) -> Date {
        Date(self.ledger.0.at)
    }

    /// In what it is counted.
    async fn measure(&self) -> LedgerMeasure {
        match self.ledger.0.measure {
            core::Measure::Points(_) => LedgerMeasure::Points,
            core::Measure::Units => LedgerMeasure::Units,
        }
    }

    /// The scheme of the points; null for units, and where the scheme of the award is not known here.
    async fn scheme(&self) -> async_graphql::Result<Option<CreditScheme<'_>>> {
        let core::Measure::Points(Some(code)) = &self.ledger.0.measure else { return Ok(None) };
        let scheme = found(self.at.catalogue().credit_scheme(code), code.as_str())?;
        Ok(Some(CreditScheme::new(self.at, scheme)))
    }

    /// How large the whole award is; null when it is not stated.
    async fn size(&self) -> Option<LedgerAmount> {
        self.ledger.0.size.map(LedgerAmount::from)
    }

    /// Whether the award is held already; then nothing is left.
    async fn held(&self) -> bool {
        self.ledger.0.held
    }

    /// The sum in a few sentences: what is sure, what is possible, what is left.
    async fn summary(&self) -> String {
        words::verdict(self.at.catalogue(), &self.ledger.0)
    }

    /// How many lines there are.
    async fn line_count(&self) -> usize {
        self.ledger.0.lines.len()
    }

    /// What counts, in order of standing, then of rule.
    async fn lines(
        &self,
        #[graphql(desc = "How many, from the start; 20 when left out, at most 100.")] first: Option<i32>,
    ) -> async_graphql::Result<Vec<LedgerLine<'_>>> {
        let of = Window::beginning(&self.ledger.0.lines, first)?;
        Ok(of.iter().map(|line| LedgerLine { at: self.at, line }).collect())
    }

    /// The sums of the lines, one for each standing, and what they come to if everything is granted.
    async fn totals(&self) -> LedgerTotals {
        LedgerTotals::from(self.ledger.0.totals)
    }

    /// The most that guaranteed rules give alone. It may be more than `totals.guaranteed`, where something counts for
    /// more under a rule that is not guaranteed.
    async fn guaranteed_alone(&self) -> LedgerAmount {
        self.ledger.0.guaranteed_alone.into()
    }

    /// The limits of the award and how far each is used; at most 4.
    async fn limits(&self) -> Vec<AppliedLimit<'_>> {
        let ledger = self.ledger.0.as_ref();
        ledger.limits.iter().map(|limit| AppliedLimit { at: self.at, ledger, limit }).collect()
    }

    /// How many things are held or claimed and do not count.
    async fn not_counted_count(&self) -> usize {
        self.ledger.0.not_counted.len()
    }

    /// What is held or claimed and does not count, and why, in order of the day it was completed.
    async fn not_counted(
        &self,
        #[graphql(desc = "How many, from the start; 20 when left out, at most 100.")] first: Option<i32>,
    ) -> async_graphql::Result<Vec<NotCounted<'_>>> {
        let of = Window::beginning(&self.ledger.0.not_counted, first)?;
        Ok(of.iter().map(|not| NotCounted::new(self.at, not)).collect())
    }

    /// Why that does not count, to be read aloud: a sentence for each thing, and last one for all that no rule names. At most 100
    /// are given.
    async fn not_counted_words(&self) -> Vec<String> {
        let mut said = words::all_not_counted(&self.ledger.0);
        said.truncate(SENTENCES_MAX);
        said
    }

    /// Specialisations of the award, and how much of each is held; at most a dozen.
    async fn specialisations(&self) -> Vec<Specialisation<'_>> {
        self.ledger.0.specialisations.iter().map(Specialisation::from).collect()
    }

    /// The groups and levels of the award that ask for at least so much or allow at most so much, and how far each is
    /// filled; at most a dozen or two.
    async fn parts(&self) -> Vec<LedgerPart<'_>> {
        self.ledger.0.parts.iter().map(LedgerPart::from).collect()
    }

    /// What is left to do.
    async fn remaining(&self) -> Remaining<'_> {
        Remaining { at: self.at, ledger: &self.ledger.0 }
    }

    /// The lines as a provider reports them, one for each basis and source provider, and for each standing, since only
    /// what is granted is ever reported; at most a dozen. Empty where the award has no scheme.
    async fn report(&self) -> Vec<ReportLine<'_>> {
        self.ledger.0.report.iter().map(|line| ReportLine { at: self.at, line }).collect()
    }

    /// Whether no other assignment gives more. False only where a search of thousands of rules was cut short.
    async fn proved(&self) -> bool {
        self.ledger.0.proved
    }
}

/// Sums by standing. What is guaranteed and what is merely possible are never one sum, but for `ifAllGranted`, which
/// says so.
#[derive(SimpleObject)]
pub(crate) struct LedgerTotals {
    /// Promised by the provider.
    guaranteed: LedgerAmount,
    /// Given when asked for and the conditions hold.
    by_application: LedgerAmount,
    /// For the provider to decide case by case.
    discretionary: LedgerAmount,
    /// Said by nobody; assumed here.
    assumption: LedgerAmount,
    /// All four together: what it comes to only if everything possible is granted. It is no promise.
    if_all_granted: LedgerAmount,
}

impl From<core::Totals> for LedgerTotals {
    fn from(totals: core::Totals) -> Self {
        Self {
            guaranteed: totals.guaranteed.into(),
            by_application: totals.by_application.into(),
            discretionary: totals.discretionary.into(),
            assumption: totals.assumption.into(),
            if_all_granted: totals.if_all_granted.into(),
        }
    }
}

/// What sort of limit.
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "core::LimitKind")]
pub(crate) enum LimitKind {
    /// The most by credit and recognition together.
    Recognition,
    /// The most by recognition of prior learning.
    Rpl,
    /// The least that is studied with the provider that awards.
    Residency,
    /// The most units from elsewhere.
    Elsewhere,
}

/// What a limit of an award does to what is held.
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "core::LimitEffect")]
pub(crate) enum LimitEffect {
    /// Without it more would count.
    Bites,
    /// Without it no more would count.
    LeavesRoom,
    /// Whatever anybody held, nothing would fall under it: no credit rule towards the award stands on the day, and its
    /// packaging lists nothing.
    NothingToLimit,
}

/// A limit of the award, with its arithmetic.
pub(crate) struct AppliedLimit<'a> {
    at: &'a Snapshot,
    ledger: &'a core::Ledger,
    limit: &'a core::AppliedLimit,
}

/// A limit of the award, with its arithmetic.
#[Object]
impl<'a> AppliedLimit<'a> {
    /// Which limit.
    async fn kind(&self) -> LimitKind {
        self.limit.kind.into()
    }

    /// The share it allows in per cent, or for residency the share it asks for; null where it is given as an amount.
    async fn share_percent(&self) -> Option<u8> {
        self.limit.share.map(registry_core::credit::Percent::get)
    }

    /// The most that may count under it, rounded down to whole units or to millionths of a point.
    async fn most(&self) -> LedgerAmount {
        self.limit.most.into()
    }

    /// How much counts under it, if everything is granted.
    async fn used(&self) -> LedgerAmount {
        self.limit.used.into()
    }

    /// How much of that is guaranteed.
    async fn guaranteed(&self) -> LedgerAmount {
        self.limit.guaranteed.into()
    }

    /// What it does to what is held.
    async fn effect(&self) -> LimitEffect {
        self.limit.effect.into()
    }

    /// The limit and its arithmetic in words.
    async fn words(&self) -> String {
        words::limit(self.ledger, self.limit)
    }

    /// Who says so.
    async fn provenance(&self) -> Provenance<'a> {
        Provenance::new(self.at, &self.limit.provenance)
    }
}

/// A specialisation of the award.
#[derive(SimpleObject)]
pub(crate) struct Specialisation<'a> {
    /// Its title.
    title: &'a str,
    /// How many of its units are held.
    held: u32,
    /// How many it has, as far as is known here.
    units: u32,
    /// Whether all of those are held.
    complete: bool,
    /// All of it in words.
    words: String,
}

impl<'a> From<&'a core::Specialisation> for Specialisation<'a> {
    fn from(of: &'a core::Specialisation) -> Self {
        let core::Specialisation { title, held, units, complete } = of;
        Self { title, held: *held, units: *units, complete: *complete, words: words::specialisation(of) }
    }
}

/// A group or level of an award that asks for at least so much or allows at most so much.
#[derive(SimpleObject)]
pub(crate) struct LedgerPart<'a> {
    /// The title of the group; null where it is a level.
    group: Option<&'a str>,
    /// The level of subjects, 1 to 9; null where it is a group. It is no AQF level.
    level: Option<u8>,
    /// Whether it is that level and those above it together.
    and_above: bool,
    /// At least so much; null when no least is stated.
    least: Option<LedgerAmount>,
    /// At most so much; null when no most is stated.
    most: Option<LedgerAmount>,
    /// How much counts in it, if everything is granted.
    counted: LedgerAmount,
    /// How much of that is guaranteed.
    guaranteed: LedgerAmount,
    /// How much of the least is still asked for, if everything is granted.
    asked: LedgerAmount,
    /// All of it in words.
    words: String,
}

impl<'a> From<&'a core::Part> for LedgerPart<'a> {
    fn from(of: &'a core::Part) -> Self {
        let (group, level, and_above) = match &of.of {
            core::PartOf::Group(title) => (Some(title.as_str()), None, false),
            core::PartOf::Level(level) => (None, Some(level.get()), false),
            core::PartOf::LevelAndAbove(level) => (None, Some(level.get()), true),
        };
        Self {
            group,
            level,
            and_above,
            least: of.least.map(LedgerAmount::from),
            most: of.most.map(LedgerAmount::from),
            counted: of.counted.into(),
            guaranteed: of.guaranteed.into(),
            asked: of.asked.into(),
            words: words::part(of),
        }
    }
}

/// What is left of an award.
pub(crate) struct Remaining<'a> {
    at: &'a Snapshot,
    ledger: &'a core::Ledger,
}

/// What is left of an award. What is named an estimate is one.
#[Object]
impl<'a> Remaining<'a> {
    /// What is left if only what is guaranteed is given; null when the size of the award is not stated.
    async fn besides_guaranteed(&self) -> Option<LedgerAmount> {
        self.ledger.remaining.besides_guaranteed.map(LedgerAmount::from)
    }

    /// What is left if everything possible is granted; null when the size of the award is not stated.
    async fn if_all_granted(&self) -> Option<LedgerAmount> {
        self.ledger.remaining.if_all_granted.map(LedgerAmount::from)
    }

    /// Core units of those, if everything is granted; null where the award has no units.
    async fn core(&self) -> Option<u32> {
        self.ledger.remaining.core
    }

    /// Elective units of those, if everything is granted; null where the award has no units.
    async fn electives(&self) -> Option<u32> {
        self.ledger.remaining.electives
    }

    /// Core units that are known here and not credited, by group and then as it lists them; at most a few dozen.
    async fn missing(&self) -> async_graphql::Result<Vec<Course<'a>>> {
        let course = |code: &registry_core::id::CourseCode| {
            Ok(Course { at: self.at, entry: found(self.at.catalogue().course(code), code.as_str())? })
        };
        self.ledger.remaining.missing.iter().map(course).collect()
    }

    /// The learning that is left if everything is granted, in hours: an estimate, the award's volume of learning by the
    /// share that is left. Null when the size or the volume is not stated.
    async fn estimated_hours(&self) -> Option<f64> {
        self.ledger.remaining.hours.map(registry_core::volume::Hours::as_f64)
    }

    /// What the whole award costs from the day on, without funding; null when nobody offers it.
    async fn whole_price(&self) -> Option<PriceRange> {
        self.ledger.remaining.whole_price.map(PriceRange::from)
    }

    /// What is left to pay if the provider charges only for what is left: an estimate by the share that is left, rounded
    /// up to the cent, and an assumption of ours. Null when the size or the price is not known.
    async fn estimated_price(&self) -> Option<PriceRange> {
        self.ledger.remaining.price_estimate.map(PriceRange::from)
    }

    /// Hours of work that the award asks for; null when it asks for none.
    async fn work_hours(&self) -> Option<f64> {
        self.ledger.remaining.work_hours.map(registry_core::volume::Hours::as_f64)
    }

    /// All of it in sentences; at most 10.
    async fn words(&self) -> Vec<String> {
        words::remaining(self.ledger)
    }
}

/// A price from the least to the most.
#[derive(SimpleObject)]
pub(crate) struct PriceRange {
    /// The least.
    least: Aud,
    /// The most.
    most: Aud,
}

impl From<(registry_core::money::Aud, registry_core::money::Aud)> for PriceRange {
    fn from((least, most): (registry_core::money::Aud, registry_core::money::Aud)) -> Self {
        Self { least: Aud(least), most: Aud(most) }
    }
}
