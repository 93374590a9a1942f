//! The question turned round: what would have to be held for an award to come to so much?
//!
//! The planner asks it. What may be learned is put beside what is held, and the rules, limits and groups are those of the
//! ledger itself, so that the two cannot disagree about them.

mod uses;

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;

use super::award::{Award, WHOLE};
use super::items::{Items, Learned, Thing, later};
use super::ledger::{LimitKind, Measure};
use super::units::{self, Ground};
use crate::catalogue::Catalogue;
use crate::course::OfferingOf;
use crate::credit::{CreditExchange, CreditRule, CreditStanding, Percent};
use crate::date::add_months;
use crate::enrolment::Enrolment;
use crate::id::CourseCode;
use crate::learner_record::{Held, LearnerRecord};
use crate::qualification::{Packaging, PointsPackaging, Qualification};

pub(crate) use uses::{HadBy, Place, PointsReach, Takes};

/// Which credit a plan may rest on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Surety {
    /// What is promised alone.
    Guaranteed,
    /// What may be granted, too.
    Possible,
}

/// Something that may be held: by number.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Sought<'a> {
    pub(crate) thing: Thing<'a>,
    pub(crate) got: Got,
}

/// How something comes to be held.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Got {
    /// It is, and need not be learned.
    Held,
    /// It is taught, or it does not matter whether.
    Taught,
    /// Prior learning of it is recognised.
    Assessed,
}

/// What may be learned.
#[derive(Debug, Default)]
pub(crate) struct Learnable<'a> {
    /// Taught, or by whatever is offered where it does not matter by what.
    pub(crate) taught: BTreeSet<Thing<'a>>,
    /// By recognition of prior learning that the award bounds.
    pub(crate) assessed: BTreeSet<Thing<'a>>,
}

impl<'a> Learnable<'a> {
    fn all(&self) -> BTreeSet<Thing<'a>> {
        self.taught.union(&self.assessed).copied().collect()
    }
}

/// What counts towards an award, over numbered things.
pub(crate) struct Reach<'a> {
    pub(crate) things: Vec<Sought<'a>>,
    pub(crate) counted: CountedIn<'a>,
}

/// In what the award is counted.
pub(crate) enum CountedIn<'a> {
    Points(PointsReach<'a>),
    Units(UnitsReach<'a>),
    /// It is not known what it is made of.
    Nothing,
}

/// An award of units.
pub(crate) struct UnitsReach<'a> {
    pub(crate) packaging: &'a Packaging,
    /// The places that something may fill.
    pub(crate) places: Vec<UnitsPlace>,
    /// The most of its units that may be recognised.
    pub(crate) most: u32,
    /// The most of them that may rest on prior learning.
    pub(crate) most_rpl: u32,
}

/// A place of an award of units.
pub(crate) struct UnitsPlace {
    /// The group it stands in.
    pub(crate) group: usize,
    /// What may fill it, by number.
    pub(crate) by: Vec<usize>,
    /// What may fill it and is recognised, prior learning too, by number.
    pub(crate) recognised: Vec<usize>,
    /// What may fill it as prior learning alone, by number.
    pub(crate) by_rpl: Vec<usize>,
    /// What is recognised, and would not be if it were studied again: the unit itself, by number.
    pub(crate) again: Vec<usize>,
}

/// What an award and the rules towards it name: its units or subjects, and what stands for them or for points.
/// Each once, in the order in which it is named first.
pub(crate) fn named<'a>(catalogue: &'a Catalogue, entry: &'a Qualification, at: NaiveDate) -> Vec<Thing<'a>> {
    named_by(catalogue, entry, &|rule| rule.valid.covers(at))
}

/// What an award names, and what the rules towards it name on any day.
pub(crate) fn ever_named<'a>(catalogue: &'a Catalogue, entry: &'a Qualification) -> Vec<Thing<'a>> {
    named_by(catalogue, entry, &|_| true)
}

fn named_by<'a>(
    catalogue: &'a Catalogue,
    entry: &'a Qualification,
    holds: &dyn Fn(&CreditRule) -> bool,
) -> Vec<Thing<'a>> {
    let units = entry.packaging.iter().flat_map(|packaging| &packaging.groups).flat_map(|group| &group.units);
    let own = units.chain(subjects(entry)).map(Thing::Course);
    let valid = catalogue.credit_rules_towards(&entry.code).filter(|rule| holds(rule));
    let of_rules = valid.flat_map(|rule| match &rule.exchange {
        CreditExchange::Series { of, .. } => of.iter().map(Thing::Course).collect(),
        CreditExchange::Block { from, .. } => vec![Thing::Qualification(from)],
        CreditExchange::Unit { from, .. } => vec![Thing::Course(from)],
    });
    let mut seen = BTreeSet::new();
    own.chain(of_rules).filter(|thing| seen.insert(*thing)).collect()
}

/// Things of which it may matter to the limits of an award whether they were taught or assessed: of one that is counted in
/// points and has no tighter cap on prior learning its subjects, and what counts as one. Else what a rule towards points
/// names is recognised either way. None, where no limit bounds anything.
pub(crate) fn limited<'a>(catalogue: &'a Catalogue, entry: &'a Qualification) -> Vec<Thing<'a>> {
    let Some(limits) = entry.recognition.as_ref() else { return Vec::new() };
    let most = |most: Option<Percent>| most.map_or(WHOLE_SHARE, Percent::get);
    let recognised = most(limits.most).min(most(limits.residency_least.map(Percent::rest)));
    let is_rpl_bounded = most(limits.rpl_most) < recognised;
    if recognised == WHOLE_SHARE && !is_rpl_bounded {
        return Vec::new();
    }
    match (&entry.credit, &entry.packaging) {
        (Some(_), _) if !is_rpl_bounded => {
            let own: BTreeSet<Thing<'_>> = subjects(entry).map(Thing::Course).collect();
            let is_own = |thing: &Thing<'a>| later(catalogue, *thing).any(|counted| own.contains(&counted));
            ever_named(catalogue, entry).into_iter().filter(is_own).collect()
        }
        (Some(_), _) | (None, Some(_)) => ever_named(catalogue, entry),
        (None, None) => Vec::new(),
    }
}

/// A limit of so many per cent bounds nothing.
const WHOLE_SHARE: u8 = 100;

fn subjects(entry: &Qualification) -> impl Iterator<Item = &CourseCode> {
    entry.points_packaging.iter().flat_map(PointsPackaging::subjects)
}

/// The days on which what counts towards an award changes, whatever is learned.
#[derive(Debug, Default)]
pub(crate) struct Changes {
    /// Rules begin.
    pub(crate) begin: BTreeSet<NaiveDate>,
    /// The first days on which rules hold no more, or something that is held or under way is too old.
    pub(crate) end: BTreeSet<NaiveDate>,
}

/// When rules towards an award begin and end, and when what a record has becomes too old for it.
pub(crate) fn changes(catalogue: &Catalogue, record: &LearnerRecord, entry: &Qualification) -> Changes {
    let rules = || catalogue.credit_rules_towards(&entry.code);
    let mut end: BTreeSet<NaiveDate> = rules().filter_map(|rule| rule.valid.until?.succ_opt()).collect();
    if let Some(years) = entry.recognition.as_ref().and_then(|limits| limits.study_years_max) {
        let held = record.held().iter().map(Held::completed);
        let over = held.chain(record.enrolled().iter().map(Enrolment::ends));
        end.extend(over.filter_map(|over| add_months(over, u32::from(years) * 12)?.succ_opt()));
    }
    Changes { begin: rules().filter_map(|rule| rule.valid.from).collect(), end }
}

/// What is worth learning towards an award: what it names and is not held, or was completed too long ago to count; and
/// what is being learned already and counts as something that it names.
pub(crate) fn worth_learning<'a>(
    catalogue: &'a Catalogue,
    record: &LearnerRecord,
    entry: &'a Qualification,
    at: NaiveDate,
) -> Vec<Thing<'a>> {
    let items = Items::with(catalogue, record, &[], at);
    let award = Award::of(catalogue, &items, entry, at);
    let counts = |item: &super::items::Item<'_>, thing: &Thing<'_>| item.thing == *thing && award.is_recent(item);
    let mut worth = named(catalogue, entry, at);
    let under_way = record.enrolled().iter().filter_map(|enrolment| being_learned(catalogue, enrolment));
    let named: BTreeSet<Thing<'_>> = worth.iter().copied().collect();
    let is_of_use = |thing: &Thing<'a>| later(catalogue, *thing).any(|counted| named.contains(&counted));
    worth.extend(under_way.filter(|thing| !named.contains(thing) && is_of_use(thing)));
    worth.retain(|thing| !items.all.iter().any(|item| counts(item, thing)));
    worth
}

/// The units of an award that limits recognition which are held and count, other than as prior learning: studied again as
/// part of the award they would fall under no limit.
pub(crate) fn worth_repeating<'a>(
    catalogue: &'a Catalogue,
    record: &LearnerRecord,
    entry: &'a Qualification,
    at: NaiveDate,
) -> Vec<Thing<'a>> {
    let items = Items::with(catalogue, record, &[], at);
    let award = Award::of(catalogue, &items, entry, at);
    let (Measure::Units, Some(packaging)) = (&award.measure, &entry.packaging) else { return Vec::new() };
    if units_most(&award, &RECOGNISED) >= packaging.units() {
        return Vec::new();
    }
    let is_held = |unit: &&CourseCode| {
        let is_it = |item: &super::items::Item<'_>| item.thing == Thing::Course(unit) && !item.by_rpl;
        items.all.iter().any(|item| is_it(item) && award.is_recent(item))
    };
    packaging.groups.iter().flat_map(|group| &group.units).filter(is_held).map(Thing::Course).collect()
}

/// What is learned in something under way.
fn being_learned<'a>(catalogue: &'a Catalogue, enrolment: &Enrolment) -> Option<Thing<'a>> {
    match enrolment.teaches(catalogue)? {
        OfferingOf::Course { course, .. } => Some(Thing::Course(&catalogue.course(&course)?.code)),
        OfferingOf::Qualification(code) => Some(Thing::Qualification(&catalogue.qualification(&code)?.code)),
    }
}

/// What is held on a day, and what may be learned by then, each once: taught, or `by_rpl` where that can be.
pub(crate) fn things<'a>(
    catalogue: &'a Catalogue,
    record: &'a LearnerRecord,
    (learnable, by_rpl): (&Learnable<'a>, bool),
    at: NaiveDate,
) -> Items<'a> {
    let learned = |thing| Learned { thing, completed: at, by_rpl: by_rpl && learnable.assessed.contains(&thing) };
    let learned: Vec<Learned<'a>> = learnable.all().into_iter().map(learned).collect();
    Items::with(catalogue, record, &learned, at)
}

impl<'a> Reach<'a> {
    /// What counts towards an award on a day, of [`things`] that are taught and the same that are assessed. Numbers of the
    /// latter follow those of the former.
    pub(crate) fn of(
        catalogue: &'a Catalogue,
        [items, assessed]: [&'a Items<'a>; 2],
        entry: &'a Qualification,
        learnable: &Learnable<'a>,
        (at, surety): (NaiveDate, Surety),
    ) -> Self {
        let award = Award::of(catalogue, items, entry, at);
        let all = learnable.all();
        let got = |thing, got| if all.contains(&thing) { got } else { Got::Held };
        let sought = |thing, by| Sought { thing, got: got(thing, by) };
        let taught = items.all.iter().map(|item| sought(item.thing, Got::Taught));
        let things = taught.chain(assessed.all.iter().map(|item| sought(item.thing, Got::Assessed))).collect();
        let sure = |standing| surety == Surety::Possible || standing == CreditStanding::Guaranteed;
        let counted = match (&award.measure, &entry.packaging) {
            (Measure::Units, Some(packaging)) => CountedIn::Units(UnitsReach {
                packaging,
                places: units_places([&award, &Award::of(catalogue, assessed, entry, at)], packaging, learnable, sure),
                most: units_most(&award, &RECOGNISED),
                most_rpl: units_most(&award, &[LimitKind::Rpl]),
            }),
            (Measure::Units, None) => CountedIn::Nothing,
            (Measure::Points(_), _) => CountedIn::Points(PointsReach::of(&award, learnable, sure)),
        };
        Self { things, counted }
    }
}

/// The limits on what is recognised, prior learning too.
const RECOGNISED: [LimitKind; 2] = [LimitKind::Recognition, LimitKind::Residency];

/// The most units that limits of these kinds let count.
fn units_most(award: &Award<'_>, kinds: &[LimitKind]) -> u32 {
    award.most(kinds).and_then(|most| u32::try_from(most / WHOLE).ok()).unwrap_or(u32::MAX)
}

/// The places of an award of units and what may fill each, taught or assessed; those from elsewhere are left out, since they
/// are never promised.
fn units_places(
    [taught, assessed]: [&Award<'_>; 2],
    packaging: &Packaging,
    learnable: &Learnable<'_>,
    sure: impl Fn(CreditStanding) -> bool,
) -> Vec<UnitsPlace> {
    let places = units::places(taught, packaging);
    let group_of = |place: usize| {
        let group = places[place].group?;
        packaging.groups.iter().position(|other| std::ptr::eq(other, group))
    };
    let is_there = |thing: &Thing<'_>, by_rpl: bool| {
        let may_be_assessed = learnable.assessed.contains(thing);
        if by_rpl { may_be_assessed } else { !may_be_assessed || learnable.taught.contains(thing) }
    };
    let mut grounds: BTreeMap<(usize, usize), Ground> = BTreeMap::new();
    for (award, first, by_rpl) in [(taught, 0, false), (assessed, taught.items.all.len(), true)] {
        let places = units::places(award, packaging);
        let ways = units::ways(award, &places).into_iter().filter(|way| sure(way.standing));
        for way in ways.filter(|way| is_there(&award.items.all[way.item].thing, by_rpl)) {
            // Nothing is lost by the ground that is bounded least.
            let ground = units::ground(award, &places, &way);
            let known = grounds.entry((way.place, first + way.item)).or_insert(ground);
            *known = (*known).min(ground);
        }
    }
    let mut filled: BTreeMap<usize, UnitsPlace> = BTreeMap::new();
    for ((place, item), ground) in grounds {
        let Some(group) = group_of(place) else { continue };
        let unit = places[place].unit;
        let place = filled.entry(place).or_insert(UnitsPlace {
            group,
            by: Vec::new(),
            recognised: Vec::new(),
            by_rpl: Vec::new(),
            again: Vec::new(),
        });
        place.by.push(item);
        if ground != Ground::Studied {
            place.recognised.push(item);
        }
        if ground == Ground::Rpl {
            place.by_rpl.push(item);
        }
        let itself = |item: &super::items::Item<'_>| item.thing == Thing::Course(unit);
        if ground == Ground::Credit && taught.items.all.get(item).is_some_and(itself) {
            place.again.push(item);
        }
    }
    filled.into_values().collect()
}
