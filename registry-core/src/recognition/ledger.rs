//! The answer: lines, totals, what does not count, and what is left.

use std::fmt;

use chrono::NaiveDate;

use crate::credit::{CreditBasis, CreditForm, CreditPoints, CreditStanding, Percent, ReportedEftsl, Validity};
use crate::id::{CourseCode, CreditRuleCode, CreditSchemeCode, ProviderCode, QualificationCode};
use crate::money::Aud;
use crate::qualification::SubjectLevel;
use crate::source::Provenance;
use crate::volume::Hours;

/// In what an award is counted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Measure {
    /// In credit points of a scheme; `None`: its scheme is not known here.
    Points(Option<CreditSchemeCode>),
    /// In units of competency.
    Units,
}

/// How much of an award, in its measure.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Amount {
    /// Credit points.
    Points(CreditPoints),
    /// Whole units.
    Units(u32),
}

impl Amount {
    /// Whether it is nothing.
    pub fn is_none(self) -> bool {
        match self {
            Self::Points(points) => points.millionths() == 0,
            Self::Units(units) => units == 0,
        }
    }

    /// The number alone, where a sentence names the measure beside it.
    pub(crate) fn number(self) -> String {
        match self {
            Self::Points(points) => points.to_string(),
            Self::Units(units) => units.to_string(),
        }
    }
}

impl fmt::Display for Amount {
    /// `12.5 points`, `1 point`, `4 units`, `1 unit`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Points(points) if points.millionths() == 1_000_000 => f.write_str("1 point"),
            Self::Points(points) => write!(f, "{points} points"),
            Self::Units(1) => f.write_str("1 unit"),
            Self::Units(units) => write!(f, "{units} units"),
        }
    }
}

/// What a record is worth towards one qualification.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ledger {
    /// Towards what.
    pub qualification: QualificationCode,
    /// On which day.
    pub at: NaiveDate,
    /// In what it is counted.
    pub measure: Measure,
    /// How large the whole award is; `None`: not stated.
    pub size: Option<Amount>,
    /// Whether it is held already; then there is nothing left.
    pub held: bool,
    /// What counts, in order of standing, then of rule.
    pub lines: Vec<LedgerLine>,
    /// The sums of the lines, one for each standing.
    pub totals: Totals,
    /// The most credit that guaranteed rules give alone. It may be more than the guaranteed part of `totals`, where
    /// something counts for more under a rule that is not guaranteed.
    pub guaranteed_alone: Amount,
    /// The limits of the award and how far each is used.
    pub limits: Vec<AppliedLimit>,
    /// What is held and does not count, with the reason, in order of record.
    pub not_counted: Vec<NotCounted>,
    /// Specialisations of the award and how much of each is held.
    pub specialisations: Vec<Specialisation>,
    /// The groups and levels of the award that ask for at least so much or allow at most so much, and how far each is
    /// filled.
    pub parts: Vec<Part>,
    /// What is left to do.
    pub remaining: Remaining,
    /// The lines as a provider reports them; empty where the award has no scheme.
    pub report: Vec<ReportLine>,
    /// No other assignment gives more. `false` only where a search of thousands of rules was cut short.
    pub proved: bool,
}

/// One line: something held, counted under one rule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LedgerLine {
    /// What is counted, each thing in this line alone.
    pub items: Vec<CountedItem>,
    /// For what.
    pub counts_for: CountsFor,
    /// How much.
    pub amount: Amount,
    /// How much the rule would give without the limits of the award, where that is more.
    pub uncut: Option<Amount>,
    /// The same in thousandths of a year, where the award has a scheme.
    pub eftsl: Option<ReportedEftsl>,
    /// Under which rule; `None`: it is the component itself.
    pub rule: Option<CreditRuleCode>,
    /// Which form of credit.
    pub form: CreditForm,
    /// Whether it was studied as part of the award. Then it is no credit: no limit on recognition bounds it, a provider
    /// reports none, and `basis` says nothing.
    pub is_studied: bool,
    /// On what ground.
    pub basis: CreditBasis,
    /// How sure.
    pub standing: CreditStanding,
    /// Where it has to have been learned, when the rule says so.
    pub from_provider: Option<ProviderCode>,
    /// What else it depends on.
    pub conditions: Option<String>,
    /// Who says so.
    pub provenance: Provenance,
}

/// Something of the record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CountedItem {
    /// Its code.
    pub code: String,
    /// Its title.
    pub title: String,
    /// When it was completed or granted; `None`: a claim that is not granted.
    pub completed: Option<NaiveDate>,
    /// Whether it rests on a claim of prior learning.
    pub by_rpl: bool,
}

/// What a line fills.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CountsFor {
    /// A unit or subject of the award.
    Component {
        /// Which.
        code: CourseCode,
        /// Its title.
        title: String,
        /// The group of the packaging it stands in, by title; `None`: an elective from elsewhere, or a subject that stands
        /// at a level alone.
        group: Option<String>,
        /// The level of a subject, where the award counts by level.
        level: Option<SubjectLevel>,
    },
    /// Whole series: so many times the points of one.
    Series {
        /// How many.
        count: u32,
        /// How many courses make one.
        size: u32,
        /// What one is worth.
        each: Amount,
        /// The group it fills, by title, where the rule names one.
        group: Option<String>,
        /// The level it fills, where the rule names one.
        level: Option<SubjectLevel>,
    },
    /// A block of the award.
    Block {
        /// The group it fills, by title, where the rule names one.
        group: Option<String>,
        /// The level it fills, where the rule names one.
        level: Option<SubjectLevel>,
    },
}

/// Sums by standing. They are never added up without saying so.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Totals {
    /// Promised by the provider.
    pub guaranteed: Amount,
    /// Given when asked for and the conditions hold.
    pub by_application: Amount,
    /// For the provider to decide.
    pub discretionary: Amount,
    /// Assumed here.
    pub assumption: Amount,
    /// All four together: what it comes to *if everything possible is granted*.
    pub if_all_granted: Amount,
}

/// What sort of limit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum LimitKind {
    /// The most by credit and recognition together.
    Recognition,
    /// The most by recognition of prior learning.
    Rpl,
    /// The least that is studied with the provider that awards.
    Residency,
    /// The most units from elsewhere.
    Elsewhere,
}

impl LimitKind {
    /// Every kind.
    pub const ALL: [LimitKind; 4] = [Self::Recognition, Self::Rpl, Self::Residency, Self::Elsewhere];

    /// The name as data write it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Recognition => "recognition",
            Self::Rpl => "rpl",
            Self::Residency => "residency",
            Self::Elsewhere => "elsewhere",
        }
    }
}

/// What a limit of an award does to what is held.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum LimitEffect {
    /// Without it, and without those that leave no less room, more would count.
    Bites,
    /// Without it no more would count.
    LeavesRoom,
    /// Whatever anybody held, nothing would fall under it: no credit rule towards the award stands on the day, and its
    /// packaging lists nothing.
    NothingToLimit,
}

impl LimitEffect {
    /// Every effect.
    pub const ALL: [LimitEffect; 3] = [Self::Bites, Self::LeavesRoom, Self::NothingToLimit];

    /// The name as data write it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Bites => "bites",
            Self::LeavesRoom => "leaves-room",
            Self::NothingToLimit => "nothing-to-limit",
        }
    }
}

/// A limit of the award, with its arithmetic.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AppliedLimit {
    /// Which limit.
    pub kind: LimitKind,
    /// The share it allows, or for residency the share it asks for; `None`: it is given as an amount.
    pub share: Option<Percent>,
    /// The most that may count under it, rounded **down** to whole units or to millionths of a point.
    pub most: Amount,
    /// How much counts under it, if everything is granted.
    pub used: Amount,
    /// How much of that is guaranteed.
    pub guaranteed: Amount,
    /// What it does.
    pub effect: LimitEffect,
    /// Who says so.
    pub provenance: Provenance,
}

/// Something that is held and does not count.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NotCounted {
    /// What.
    pub item: CountedItem,
    /// Why.
    pub reason: Reason,
}

impl NotCounted {
    /// Whether it is held and nothing of the award names it: such things are told of together.
    pub fn is_unnamed(&self) -> bool {
        self.reason == Reason::NoRule && self.item.completed.is_some()
    }
}

/// Why something does not count.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reason {
    /// No rule and no packaging of the award names it.
    NoRule,
    /// It was replaced by something that would count, and does not count as that.
    NotEquivalent {
        /// What has replaced it, by title.
        successor: String,
        /// Whether it is said not to be equivalent, or nothing is said.
        stated: bool,
        /// Who says so.
        provenance: Provenance,
    },
    /// It was completed too long ago for this award.
    TooOld {
        /// How many years count.
        years: u8,
        /// The first day on which it no longer counted.
        since: NaiveDate,
        /// Who says so.
        provenance: Provenance,
    },
    /// The rule that names it does not hold on the day.
    RuleNotValid {
        /// Which rule.
        rule: CreditRuleCode,
        /// On which days it holds.
        valid: Validity,
    },
    /// It is part of a series that is not whole.
    SeriesIncomplete {
        /// Under which rule.
        rule: CreditRuleCode,
        /// How many of the next series are held, this one too.
        have: u32,
        /// How many make one.
        size: u32,
        /// How many of the rule are held in all, those of whole series too, and what they would come to by their shares of
        /// a series; where a whole one counts, and that is a whole number of millionths. Nobody gives that: it is shown
        /// since people reckon so.
        by_shares: Option<(u32, CreditPoints)>,
    },
    /// A limit of the award leaves no room for it.
    LimitReached(LimitKind),
    /// The part of the award that it could fill is full, or filled by something else that is held.
    PlaceTaken,
    /// It makes a whole series, and less is left of the award than one gives: a series is whole or nothing.
    SeriesTooLarge {
        /// What a series gives.
        each: CreditPoints,
        /// What is left of the award.
        left: CreditPoints,
    },
    /// It is the same learning as something else that is held: an earlier version of it, or what it replaced.
    SameLearning {
        /// What, by title.
        as_title: String,
    },
    /// The whole award is claimed, and nobody has granted it yet. Once it is, nothing is left.
    WholeAwardClaimed,
    /// The claim was refused.
    Refused {
        /// When.
        on: NaiveDate,
    },
}

impl Reason {
    /// The name as data write it.
    pub fn name(&self) -> &'static str {
        match self {
            Self::NoRule => "no-rule",
            Self::NotEquivalent { .. } => "not-equivalent",
            Self::TooOld { .. } => "too-old",
            Self::RuleNotValid { .. } => "rule-not-valid",
            Self::SeriesIncomplete { .. } => "series-incomplete",
            Self::LimitReached(_) => "limit-reached",
            Self::PlaceTaken | Self::SeriesTooLarge { .. } => "place-taken",
            Self::SameLearning { .. } => "same-learning",
            Self::WholeAwardClaimed => "whole-award-claimed",
            Self::Refused { .. } => "refused",
        }
    }

    /// Who says so, where that is somebody other than the rules of the award.
    pub fn provenance(&self) -> Option<&Provenance> {
        match self {
            Self::NotEquivalent { provenance, .. } | Self::TooOld { provenance, .. } => Some(provenance),
            _ => None,
        }
    }
}

/// A specialisation of the award.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Specialisation {
    /// Its title.
    pub title: String,
    /// How many of its units are held.
    pub held: u32,
    /// How many it has, as far as is known here.
    pub units: u32,
    /// Whether all of them are held.
    pub complete: bool,
}

/// A group or level of the award that asks for at least so much or allows at most so much.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// Which.
    pub of: PartOf,
    /// At least so much.
    pub least: Option<Amount>,
    /// At most so much.
    pub most: Option<Amount>,
    /// How much counts in it, if everything is granted.
    pub counted: Amount,
    /// How much of that is guaranteed.
    pub guaranteed: Amount,
    /// How much of the least is still asked for, if everything is granted.
    pub asked: Amount,
}

/// A group or level of the packaging.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum PartOf {
    /// A group, by title.
    Group(String),
    /// A level of subjects.
    Level(SubjectLevel),
    /// A level of subjects and those above it together.
    LevelAndAbove(SubjectLevel),
}

/// What is left of an award.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Remaining {
    /// Besides what is guaranteed alone; `None`: the size of the award is not stated.
    pub besides_guaranteed: Option<Amount>,
    /// Besides all that may be granted.
    pub if_all_granted: Option<Amount>,
    /// Core units of those, where the award has units.
    pub core: Option<u32>,
    /// Elective units of those.
    pub electives: Option<u32>,
    /// Core units of the award that are known and not credited, by group and then as the group lists them.
    pub missing: Vec<CourseCode>,
    /// The units that the award is made of as far as they are known here, in order of code, where those are fewer than it
    /// takes; otherwise empty.
    pub known: Vec<CourseCode>,
    /// The learning that is left if everything is granted, in hours, rounded **up**: the award's volume of learning
    /// by the share that is left. An estimate; `None`: the size or the volume is not stated.
    pub hours: Option<Hours>,
    /// The least and the most that the whole award costs from the day on, without funding; `None`: nobody offers it.
    pub whole_price: Option<(Aud, Aud)>,
    /// The same by the share that is left, rounded **up** to the cent. An estimate: our assumption is that a provider
    /// charges for what is left alone.
    pub price_estimate: Option<(Aud, Aud)>,
    /// Hours of work that the award asks for.
    pub work_hours: Option<Hours>,
}

/// Credit as a provider reports it: one line for each basis and source provider, and here for each standing too, since
/// only what is granted is ever reported.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReportLine {
    /// On what ground (TCSI element E561).
    pub basis: CreditBasis,
    /// Where it was learned (TCSI element E566); `None`: the rule does not say.
    pub from_provider: Option<ProviderCode>,
    /// How sure it is.
    pub standing: CreditStanding,
    /// How much.
    pub points: CreditPoints,
    /// In thousandths of a year (TCSI element E560), of the sum, rounded **down** once.
    pub eftsl: ReportedEftsl,
}
