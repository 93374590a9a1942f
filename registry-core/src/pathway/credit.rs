//! Credit: what it takes to come to so much of an award, counted as the ledger counts it. Something counts once.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;

use super::answer::ItemKey;
use super::assessed::{Assessed, Means};
use super::problem::Builder;
use super::reading::{Reading, size_of};
use super::stretch::Read;
use super::under_way::Going;
use crate::catalogue::Catalogue;
use crate::course::VersionStatus;
use crate::credit::{CreditExchange, CreditPoints, CreditRule};
use crate::eligibility::{Standing, standing_of};
use crate::graph::NodeKey;
use crate::id::{CourseCode, QualificationCode};
use crate::qualification::Qualification;
use crate::recognition::reach::{self, CountedIn, Got, Learnable, PointsChoice, PointsReach, Reach, Sought, Surety};
use crate::recognition::{Amount, Learned, Thing, ledger_with};
use crate::requisite::RequisiteExpr;
use crate::solver::expr::Expr;

/// The most ways of reaching an amount of credit that are looked at. With more, what is found may not be best, and that
/// there is none is not proved; both are said.
pub(super) const WAYS_MAX: usize = 256;

/// The most combinations of rules that are looked at on the way.
const LOOKED_MAX: usize = 20_000;

/// The most rules that want the same things of which every set is looked at.
const ENTANGLED_MAX: usize = 8;

impl<'a> Builder<'a> {
    /// The credit that a version states, in millionths of a point.
    pub(super) fn credit_stated(&self, key: &ItemKey) -> i64 {
        let ItemKey::Course(code, version) = key else { return 0 };
        let version = self.catalogue.course(code).and_then(|course| course.version(version));
        version.and_then(|version| version.credit.as_ref()).map_or(0, |credit| credit.points.millionths())
    }

    /// The requirement of so much credit towards a qualification, possible credit too. `Never` where the qualification is
    /// counted in units.
    pub(super) fn credit(&mut self, points: CreditPoints, towards: &QualificationCode) -> Expr {
        let Some(entry) = self.catalogue.qualification(towards) else { return Expr::Never };
        let learnable = reach::worth_learning(self.catalogue, self.record, entry, self.counted_on);
        self.counted(entry, [learnable, Vec::new()], Surety::Possible, Some(points.millionths()))
    }

    /// What entry to an award asks for, and what it takes to have all of it by its units or subjects on the day on which
    /// credit counts: guaranteed credit alone.
    pub(super) fn in_full(&mut self, entry: &'a Qualification) -> [Expr; 2] {
        let waiting = self.catalogue.graph().dependants(&NodeKey::Qualification(entry.code.clone()));
        let waits = |thing: &Thing<'_>| match *thing {
            Thing::Course(code) => waiting.contains(&NodeKey::Course(code.clone())),
            Thing::Qualification(code) => waiting.contains(&NodeKey::Qualification(code.clone())),
        };
        let worth = [reach::worth_learning, reach::worth_repeating];
        let mut worth = worth.map(|worth| worth(self.catalogue, self.record, entry, self.counted_on));
        worth.iter_mut().for_each(|things| things.retain(|thing| !waits(thing)));
        self.inside.push(entry.code.clone());
        let asked = self.required(&entry.entry).into_iter().map(|(_, expr)| expr).collect();
        let counted = self.counted(entry, worth, Surety::Guaranteed, None);
        self.inside.pop();
        [Expr::all(asked), counted]
    }

    /// To how much guaranteed credit everything comes that can be learned towards an award of known size, and its size.
    pub(super) fn comes_to(&mut self, entry: &'a Qualification) -> Option<(Amount, Amount)> {
        let at = self.counted_on;
        let worth = reach::worth_learning(self.catalogue, self.record, entry, at);
        let (learning, _) = self.learnable(entry, worth);
        let by = |(thing, means): &(Thing<'a>, Means)| (*thing, *means == Means::Assessed);
        let mut ways: Vec<(Thing<'_>, bool)> = learning.keys().map(by).collect();
        // What may be taught is bounded less than what is assessed.
        ways.dedup_by_key(|(thing, _)| *thing);
        let repeated = reach::worth_repeating(self.catalogue, self.record, entry, at);
        ways.extend(self.repeating(entry, repeated).into_keys().map(|thing| (thing, false)));
        let learned = |(thing, by_rpl)| Learned { thing, completed: at, by_rpl };
        let learned: Vec<Learned<'_>> = ways.into_iter().map(learned).collect();
        let ledger = ledger_with(self.catalogue, self.record, &learned, &entry.code, at)?;
        Some((ledger.guaranteed_alone, ledger.size?))
    }

    /// What it takes to have the qualification that is the goal on the day on which credit counts: taught whole, or by its
    /// parts, of which entry holds up the pathway until its gates open.
    pub(super) fn whole_goal(&mut self, code: &QualificationCode) -> Read {
        if let Some(settled) = self.settled(&RequisiteExpr::Qualification(code.clone())) {
            return [Expr::True, settled];
        }
        let mut ways = self.items_for(ItemKey::Qualification(code.clone()));
        let entry = self.catalogue.qualification(code);
        if let Some(entry) = entry.filter(|entry| composition_of(entry) == Composition::Known) {
            let [asked, counted] = self.in_full(entry);
            // What is taught whole asks for entry itself.
            let mut asked = vec![self.held_up(code, asked)];
            asked.extend(ways.iter().cloned());
            ways.push(counted);
            return [Expr::any(asked), Expr::any(ways)];
        }
        [Expr::True, Expr::any(ways)]
    }

    /// The requirement that so many millionths of a point of an award count, or all of it, given what may be learned, and
    /// what is held and may be learned again.
    fn counted(
        &mut self,
        entry: &'a Qualification,
        [learnable, repeated]: [Vec<Thing<'a>>; 2],
        surety: Surety,
        wanted: Option<i64>,
    ) -> Expr {
        let (learning, learnable) = self.learnable(entry, learnable);
        let repeating = self.repeating(entry, repeated);
        let at = self.counted_on;
        let things = |by_rpl| reach::things(self.catalogue, self.record, (&learnable, by_rpl), at);
        let (taught, assessed) = (things(false), things(true));
        let reach = Reach::of(self.catalogue, [&taught, &assessed], entry, &learnable, (at, surety));
        let by = |thing: Thing<'_>, means: &[Means]| {
            let way = means.iter().find_map(|means| learning.get(&(thing, *means)));
            way.cloned().unwrap_or(Expr::Never)
        };
        let expr = |sought: &Sought<'_>| match sought.got {
            Got::Held => Expr::True,
            Got::Taught => by(sought.thing, &[Means::Any, Means::Taught]),
            Got::Assessed => by(sought.thing, &[Means::Assessed]),
        };
        let exprs: Vec<Expr> = reach.things.iter().map(expr).collect();
        let again = |sought: &Sought<'_>| repeating.get(&sought.thing).cloned().unwrap_or(Expr::Never);
        let again: Vec<Expr> = reach.things.iter().map(again).collect();
        let rules = self.catalogue.credit_rules_towards(&entry.code).count() + learning.len();
        let reading = &mut self.reading;
        reading.take(exprs.iter().map(size_of).sum::<u64>() + 16 * rules as u64);
        let (ways, complete) = match (&reach.counted, wanted) {
            (CountedIn::Points(points), wanted) => match wanted.or(points.size) {
                Some(wanted) => of_points(points, wanted, &exprs, reading),
                None => (Expr::Never, true),
            },
            (CountedIn::Units(units), None) => super::award::of_units(units, [&exprs, &again], reading),
            (CountedIn::Units(_), Some(_)) | (CountedIn::Nothing, _) => (Expr::Never, true),
        };
        self.complete &= complete;
        ways
    }

    /// What can be learned towards an award, by what means where its limits tell them apart, and what each takes.
    fn learnable(
        &mut self,
        entry: &'a Qualification,
        worth: Vec<Thing<'a>>,
    ) -> (BTreeMap<(Thing<'a>, Means), Expr>, Learnable<'a>) {
        let apart = Assessed::towards(self.catalogue, entry).apart;
        let mut learning: BTreeMap<(Thing<'a>, Means), Expr> = BTreeMap::new();
        for thing in worth {
            let is_apart = matches!(thing, Thing::Course(code) if apart.contains(code));
            let means = if is_apart { &[Means::Taught, Means::Assessed][..] } else { &[Means::Any] };
            for &means in means {
                learning.insert((thing, means), self.gaining(thing, means, entry));
            }
        }
        learning.retain(|_, expr| *expr != Expr::Never);
        let mut learnable = Learnable::default();
        for &(thing, means) in learning.keys() {
            let by = if means == Means::Assessed { &mut learnable.assessed } else { &mut learnable.taught };
            by.insert(thing);
        }
        (learning, learnable)
    }

    /// What it takes to be taught again what is held, where that can be.
    fn repeating(&mut self, entry: &'a Qualification, repeated: Vec<Thing<'a>>) -> BTreeMap<Thing<'a>, Expr> {
        let apart = Assessed::towards(self.catalogue, entry).apart;
        let mut repeating = BTreeMap::new();
        for thing in repeated {
            let is_apart = matches!(thing, Thing::Course(code) if apart.contains(code));
            let means = if is_apart { Means::Taught } else { Means::Any };
            repeating.insert(thing, self.gaining(thing, means, entry));
        }
        repeating.retain(|_, expr| *expr != Expr::Never);
        repeating
    }

    /// Learning a course, or gaining a qualification: itself, and nothing that counts as it.
    fn gaining(&mut self, thing: Thing<'_>, means: Means, towards: &Qualification) -> Expr {
        match self.under_way_towards(thing, towards) {
            Going::Not => self.planning(thing, means),
            // What is under way is taught.
            Going::Counts(_) if means == Means::Assessed => Expr::Never,
            Going::Counts(under_way) => under_way,
            Going::Again(late) => Expr::all(vec![late, self.planning(thing, means)]),
        }
    }

    fn planning(&mut self, thing: Thing<'_>, means: Means) -> Expr {
        match thing {
            Thing::Course(code) => self.learning(code, means),
            Thing::Qualification(code) => {
                let mut ways = self.items_for(ItemKey::Qualification(code.clone()));
                // What is held and too old is not gained anew by parts of which all or most are held as well.
                if !self.is_earned(code) {
                    let by_parts = self.by_components(code);
                    ways.push(if self.is_recent(code) { by_parts } else { Expr::Never });
                }
                Expr::any(ways)
            }
        }
    }

    /// Whether a qualification is held, or will be once what is under way is over.
    fn is_earned(&self, code: &QualificationCode) -> bool {
        let leaf = RequisiteExpr::Qualification(code.clone());
        let standing = standing_of(self.catalogue, self.record, &leaf, self.record.as_at(), &mut Vec::new());
        matches!(standing, Standing::Met | Standing::MetFrom(_))
    }

    /// Learning a course in any published version.
    fn learning(&mut self, code: &CourseCode, means: Means) -> Expr {
        let Some(course) = self.catalogue.course(code) else { return Expr::Never };
        let taught = course.versions.iter().rev().filter(|version| version.status == VersionStatus::Published);
        let keys: Vec<_> = taught.map(|version| ItemKey::Course(code.clone(), version.version.clone())).collect();
        let by = |key: ItemKey| match means {
            Means::Any => self.items_for(key),
            Means::Taught | Means::Assessed => self.items_by(&key, means),
        };
        Expr::any(keys.into_iter().flat_map(by).collect())
    }
}

/// Whether it is known what an award is made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Composition {
    /// It is.
    Known,
    /// So many core units are known and told apart from electives, fewer than it has.
    CoreNotKnown { known: u32, core: u32 },
    /// Nothing says it.
    NotSaid,
}

/// What is known of the composition of an award.
pub(super) fn composition_of(entry: &Qualification) -> Composition {
    match (&entry.credit, &entry.points_packaging, &entry.packaging) {
        (Some(_), Some(_), _) => Composition::Known,
        (None, _, Some(packaging)) => {
            let known = packaging.core_units_known();
            let core = u32::from(packaging.core);
            if known == core { Composition::Known } else { Composition::CoreNotKnown { known, core } }
        }
        _ => Composition::NotSaid,
    }
}

/// A place of an offer, by number, and the class of things that may fill it.
type PlaceOf = (usize, usize);

/// So many millionths of a point of an award: on any grounds on which its places may be filled.
fn of_points(reach: &PointsReach<'_>, wanted: i64, exprs: &[Expr], reading: &mut Reading) -> (Expr, bool) {
    let mut complete = reach.complete;
    let mut ways = Vec::new();
    for choice in &reach.choices {
        if reading.is_over() && !ways.is_empty() {
            return (Expr::any(ways), false);
        }
        let (found, all) = of_choice(choice, wanted, exprs, reading);
        complete &= all;
        ways.push(found);
    }
    (Expr::any(ways), complete)
}

/// The same where each place is filled on one ground: any way of using its rules and subjects often enough.
fn of_choice(choice: &PointsChoice<'_>, wanted: i64, exprs: &[Expr], reading: &mut Reading) -> (Expr, bool) {
    let uses = choice.uses(wanted, WAYS_MAX, reading.at_most(LOOKED_MAX));
    // Each combination is held against what all offers could still bring, and each way against every other.
    let (ways, offers) = (uses.ways.len() as u64, uses.ways.first().map_or(0, Vec::len) as u64);
    reading.take(uses.looked_at * (8 + offers / 4) / 16 + ways * ways * offers / 128);
    let mut complete = uses.complete;
    // Places that the same things may fill are of one class.
    let mut classes: Vec<Vec<usize>> = Vec::new();
    let mut class_of = |(place, wanted): (usize, &Vec<usize>)| {
        let known = classes.iter().position(|class| class == wanted).unwrap_or_else(|| {
            classes.push(wanted.clone());
            classes.len() - 1
        });
        (place, known)
    };
    let offers = uses.ways.first().map_or(0, Vec::len);
    let places: Vec<Vec<PlaceOf>> =
        (0..offers).map(|offer| choice.places(offer).map(&mut class_of).collect()).collect();
    let (worlds, all) = worlds(&classes);
    complete &= all;
    let mut ways = Vec::new();
    for classes in &worlds {
        for way in &uses.ways {
            if reading.is_over() && !ways.is_empty() {
                return (Expr::any(ways), false);
            }
            match enough(way, &places, classes, exprs, reading) {
                Some(expr) => ways.push(expr),
                None => complete = false,
            }
        }
    }
    (Expr::any(ways), complete)
}

/// Every way of saying, of each thing that could fill places of more than one list, of which it does: the lists without it
/// where it does not. False: there were too many.
pub(super) fn worlds(lists: &[Vec<usize>]) -> (Vec<Vec<Vec<usize>>>, bool) {
    let mut within: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for (place, list) in lists.iter().enumerate() {
        for &thing in list {
            within.entry(thing).or_default().push(place);
        }
    }
    let mut worlds = vec![lists.to_vec()];
    for (thing, places) in within.iter().filter(|(_, places)| places.len() > 1) {
        if worlds.len() * places.len() > WAYS_MAX {
            return (worlds, false);
        }
        let alone_in = |world: &Vec<Vec<usize>>, kept: usize| {
            let mut world = world.clone();
            for &place in places.iter().filter(|place| **place != kept) {
                world[place].retain(|other| other != thing);
            }
            world
        };
        worlds = worlds.iter().flat_map(|world| places.iter().map(|&kept| alone_in(world, kept))).collect();
    }
    (worlds, true)
}

/// Whether there are enough things for so many places of each offer, each thing in one place and each place for one offer:
/// whatever offers are looked at together, the places they have among them can be filled often enough (Hall's condition,
/// and Rado's where offers share places). `None`: too many offers want the same things.
fn enough(
    way: &[usize],
    places: &[Vec<PlaceOf>],
    classes: &[Vec<usize>],
    exprs: &[Expr],
    reading: &mut Reading,
) -> Option<Expr> {
    let mut open: Vec<usize> = (0..way.len()).filter(|offer| way[*offer] > 0).collect();
    let mut parts = Vec::new();
    while let Some(first) = open.pop() {
        let mut together = vec![first];
        let shares = |one: usize, other: usize| {
            let is_shared = |class: usize| places[other].iter().any(|(_, own)| *own == class);
            places[one].iter().any(|(_, class)| !classes[*class].is_empty() && is_shared(*class))
        };
        let mut next = 0;
        while let Some(&one) = together.get(next) {
            let (with, without) = open.iter().partition(|other| shares(one, **other));
            together.extend::<Vec<usize>>(with);
            open = without;
            next += 1;
        }
        if together.len() > ENTANGLED_MAX {
            return None;
        }
        for set in 1..1usize << together.len() {
            let of: Vec<usize> =
                together.iter().enumerate().filter(|(bit, _)| set >> bit & 1 == 1).map(|(_, offer)| *offer).collect();
            let needed = of.iter().map(|&offer| way[offer]).sum();
            let part = Expr::at_least(needed, fillable(&of, places, classes, exprs));
            reading.take(size_of(&part));
            parts.push(part);
        }
    }
    Some(Expr::all(parts))
}

/// One part for each place of some offers that can be filled beside the others: of a class with more places than things,
/// the things; otherwise that there is one thing, that there are two, and so on. A place that offers share is filled once.
fn fillable(of: &[usize], places: &[Vec<PlaceOf>], classes: &[Vec<usize>], exprs: &[Expr]) -> Vec<Expr> {
    let all: BTreeSet<&PlaceOf> = of.iter().flat_map(|&offer| &places[offer]).collect();
    let mut counts: BTreeMap<usize, usize> = BTreeMap::new();
    for (_, class) in all {
        *counts.entry(*class).or_default() += 1;
    }
    let mut parts = Vec::new();
    for (class, count) in counts {
        let things: Vec<Expr> = classes[class].iter().map(|&thing| exprs[thing].clone()).collect();
        if count >= things.len() {
            parts.extend(things);
        } else {
            parts.extend((1..=count).map(|least| Expr::at_least(least, things.clone())));
        }
    }
    parts
}

/// The credit rules towards a qualification that hold on a day.
pub(super) fn rules_towards<'c>(
    catalogue: &'c Catalogue,
    towards: &QualificationCode,
    day: NaiveDate,
) -> Vec<&'c CreditRule> {
    catalogue.credit_rules_towards(towards).filter(|rule| rule.valid.covers(day)).collect()
}

/// The most that a rule gives.
pub(super) fn most_of(exchange: &CreditExchange) -> CreditPoints {
    match exchange {
        CreditExchange::Block { points, .. } => *points,
        CreditExchange::Series { of, size, points_each_series } => {
            points_each_series.times(u32::try_from(of.len()).unwrap_or(u32::MAX) / (*size).max(1))
        }
        CreditExchange::Unit { .. } => CreditPoints::ZERO,
    }
}
