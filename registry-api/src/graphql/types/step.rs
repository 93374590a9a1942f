//! Steps of pathways, and why they are there.

use async_graphql::{Enum, SimpleObject};
use registry_core::pathway::{answer as core, words};

use super::found;
use super::funding::PaidBy;
use super::offering::{LearningItem, Mode, Offering};
use super::provider::Provider;
use super::requisite::Strength;
use super::source::{Provenance, is_invented};
use super::tag::Region;
use crate::graphql::error::ApiError;
use crate::graphql::scalars::{Aud, CreditPoints, Date};
use crate::snapshot::Snapshot;

/// One step of a pathway.
#[derive(SimpleObject)]
pub(crate) struct Step<'a> {
    /// What is learned.
    item: LearningItem<'a>,
    /// Its title.
    title: &'a str,
    /// In which offering.
    offering: Offering<'a>,
    /// By whom it is taught.
    provider: Provider<'a>,
    /// How.
    mode: Mode,
    /// Where; null only when it is online.
    region: Option<Region<'a>>,
    /// First day.
    start: Date,
    /// Last day.
    end: Date,
    /// What the learner pays, funding taken off.
    cost: Aud,
    /// The full price.
    price: Aud,
    /// Which funding pays the difference; at most a few.
    paid_by: Vec<PaidBy<'a>>,
    /// Professional-development days.
    days: u16,
    /// Working days that a release agreement covers.
    released_days: u16,
    /// Own time in all, in hours.
    own_time_hours: f64,
    /// Own time in each of its weeks, in hours, rounded up to the minute.
    weekly_hours: f64,
    /// Weeks it touches, Monday to Sunday.
    weeks: u32,
    /// Credit points; null when nobody has said.
    credit_points: Option<CreditPoints>,
    /// Whether peers lead it.
    peer_led: bool,
    /// Whether peers developed it.
    peer_developed: bool,
    /// Whether peers deliver it.
    peer_delivered: bool,
    /// Why it is in the plan; at least one reason, at most a few dozen.
    reasons: Vec<Reason<'a>>,
    /// The titles of the steps it starts together with, since neither may be taken without the other; at most seven.
    together_with: &'a [String],
    /// The titles of the later steps of the plan that need it; at most as many as there are steps.
    unlocks: &'a [String],
    /// What is advised before or beside it; at most a few dozen.
    advice: Vec<Advice<'a>>,
    /// What the person confirms to the provider when they enrol; at most a few. The registry neither asks nor stores it.
    attestations: &'a [String],
    /// Whether nothing is taught, and what the person has already is assessed (recognition of prior learning).
    by_rpl: bool,
    /// Why it does not start earlier; null unless a gate is the reason.
    waits_for: Option<Wait<'a>>,
    /// Why it does not start earlier, in words, where its age is the reason (over sooner, it would be too old to count),
    /// the money or days of the plan year before, or what fills the hours of the week before; null otherwise.
    not_earlier: Option<String>,
    /// Where the course or qualification is described.
    provenance: Provenance<'a>,
    /// Where the offering is described.
    offering_provenance: Provenance<'a>,
    /// Whether the offering is made up to show how the registry works.
    invented: bool,
}

impl<'a> Step<'a> {
    pub(crate) fn new(at: &'a Snapshot, step: &'a core::Step) -> Result<Self, ApiError> {
        let catalogue = at.catalogue();
        let item = match &step.item {
            core::ItemKey::Course(code, version) => LearningItem::version(at, code, version)?,
            core::ItemKey::Qualification(code) => LearningItem::qualification(at, code)?,
        };
        let offering = found(catalogue.offering(&step.offering), step.offering.as_str())?;
        let provider = found(catalogue.provider(&step.provider), step.provider.as_str())?;
        Ok(Self {
            item,
            title: &step.title,
            offering: Offering { at, entry: offering },
            provider: Provider { at, entry: provider },
            mode: step.mode.into(),
            region: step.region.as_ref().and_then(|code| catalogue.region(code)).map(|entry| Region::new(at, entry)),
            start: Date(step.start),
            end: Date(step.end),
            cost: Aud(step.cost),
            price: Aud(step.price),
            paid_by: step.paid_by.iter().map(|paid| PaidBy::new(at, paid)).collect::<Result<_, _>>()?,
            days: step.days,
            released_days: step.released_days,
            own_time_hours: step.own_time.as_f64(),
            weekly_hours: step.weekly.as_f64(),
            weeks: step.weeks,
            credit_points: step.credit.map(CreditPoints),
            peer_led: step.peer.led,
            peer_developed: step.peer.developed,
            peer_delivered: step.peer.delivered,
            reasons: step.reasons.iter().map(|reason| Reason::new(at, reason)).collect(),
            together_with: &step.together_with,
            unlocks: &step.unlocks,
            advice: step.advice.iter().map(|advice| Advice::new(at, advice)).collect(),
            attestations: &step.attestations,
            by_rpl: step.by_rpl,
            waits_for: step.waits_for.as_ref().map(|wait| Wait::new(at, wait)),
            not_earlier: step.not_earlier.as_ref().map(words::not_earlier),
            provenance: Provenance::new(at, &step.provenance),
            offering_provenance: Provenance::new(at, &step.offering_provenance),
            invented: is_invented(&step.offering_provenance),
        })
    }
}

/// Something that the person is doing already, beside the steps. What they paid for it counts nowhere.
#[derive(SimpleObject)]
pub(crate) struct UnderWayStep<'a> {
    /// What is learned.
    item: LearningItem<'a>,
    /// Its title.
    title: &'a str,
    /// In which offering; null when none of the catalogue was named.
    offering: Option<Offering<'a>>,
    /// Until when, in words.
    summary: String,
    /// The first day, where it is still to come.
    starts: Option<Date>,
    /// The last day.
    ends: Date,
    /// Own time in each week until then, in hours, rounded up to the minute.
    weekly_hours: f64,
    /// Professional-development days, counted in the first plan year.
    days: u16,
    /// Whether the plan builds on it. False: it only takes time beside it.
    needed: bool,
    /// Why the plan builds on it, at most a few dozen.
    reasons: Vec<Reason<'a>>,
    /// The titles of the steps of the plan that need it; at most as many as there are steps.
    unlocks: &'a [String],
}

impl<'a> UnderWayStep<'a> {
    pub(crate) fn new(at: &'a Snapshot, step: &'a core::UnderWayStep) -> Result<Self, ApiError> {
        let item = match &step.item {
            core::ItemKey::Course(code, version) => LearningItem::version(at, code, version)?,
            core::ItemKey::Qualification(code) => LearningItem::qualification(at, code)?,
        };
        let offering = step.offering.as_ref().map(|code| found(at.catalogue().offering(code), code.as_str()));
        Ok(Self {
            item,
            title: &step.title,
            offering: offering.transpose()?.map(|entry| Offering { at, entry }),
            summary: words::until(step),
            starts: step.starts.map(Date),
            ends: Date(step.ends),
            weekly_hours: step.weekly.as_f64(),
            days: step.days,
            needed: step.needed,
            reasons: step.reasons.iter().map(|reason| Reason::new(at, reason)).collect(),
            unlocks: &step.unlocks,
        })
    }
}

/// What a requirement belongs to.
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum AskedBy {
    /// The goal itself.
    Goal,
    /// A later step.
    Step,
}

/// Why a step is in the plan.
#[derive(SimpleObject)]
pub(crate) struct Reason<'a> {
    /// Who asks for it: the goal or a later step.
    asked_by: AskedBy,
    /// The title of the goal or step that asks.
    asked_by_title: &'a str,
    /// The requirement in words.
    requirement: &'a str,
    /// The title of the award that the requirement names and that the step counts towards; null where the requirement
    /// names the step itself.
    counts_towards: Option<&'a str>,
    /// Required or advised.
    strength: Strength,
    /// Who says so.
    provenance: Provenance<'a>,
}

impl<'a> Reason<'a> {
    fn new(at: &'a Snapshot, reason: &'a core::Reason) -> Self {
        let (asked_by, title) = match &reason.asked_by {
            core::AskedBy::Goal { title } => (AskedBy::Goal, title),
            core::AskedBy::Step { title } => (AskedBy::Step, title),
        };
        Self {
            asked_by,
            asked_by_title: title,
            requirement: &reason.requirement,
            counts_towards: reason.counts_towards.as_deref(),
            strength: reason.strength.into(),
            provenance: Provenance::new(at, &reason.provenance),
        }
    }
}

/// Something asked for or advised that does not bar the way.
#[derive(SimpleObject)]
pub(crate) struct Advice<'a> {
    /// In words.
    requirement: &'a str,
    /// Required or advised; a required one stands only in `alsoNeeded`.
    strength: Strength,
    /// Whether the plan, or what is held, follows it.
    followed: bool,
    /// Why no pathway has what the goal asks for; null for advice on a step.
    absence: Option<Absence>,
    /// Who says so.
    provenance: Provenance<'a>,
}

/// Why something that the goal asks for is in no pathway. New values can come.
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "core::Absence")]
pub(crate) enum Absence {
    /// No training gives it: it belongs to the work.
    NoTraining,
    /// It is advised, and no offering of it fits the limits.
    NoOffering,
    /// It is advised, and does not fit the limits together with the rest.
    DoesNotFit,
    /// It is advised, and the search stopped before it was settled whether it fits.
    NotSettled,
}

impl<'a> Advice<'a> {
    pub(crate) fn new(at: &'a Snapshot, advice: &'a core::Advice) -> Self {
        let provenance = Provenance::new(at, &advice.provenance);
        let strength = advice.strength.into();
        let absence = advice.absence.map(Absence::from);
        Self { requirement: &advice.requirement, strength, followed: advice.followed, absence, provenance }
    }
}

/// A gate that a step waits for.
#[derive(SimpleObject)]
pub(crate) struct Wait<'a> {
    /// The gate in words.
    gate: &'a str,
    /// From which day it holds.
    from: Date,
    /// Who asks for it.
    provenance: Provenance<'a>,
}

impl<'a> Wait<'a> {
    fn new(at: &'a Snapshot, wait: &'a core::Wait) -> Self {
        Self { gate: &wait.gate, from: Date(wait.from), provenance: Provenance::new(at, &wait.provenance) }
    }
}
