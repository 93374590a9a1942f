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
use crate::recognition::reach::{
    self, CountedIn, Got, HadBy, Learnable, Place, PointsReach, Reach, Sought, Surety, Takes,
};
use crate::recognition::{Amount, Learned, Thing, ledger_with};
use crate::requisite::RequisiteExpr;
use crate::solver::expr::Expr;

/// The most ways of reaching an amount of credit that are looked at. With more, what is found may not be best, and that
/// there is none is not proved; both are said.
pub(super) const WAYS_MAX: usize = 256;

/// The most combinations of rules that are looked at on the way.
const LOOKED_MAX: usize = 20_000;

/// The most rules that want the same things of which every set is looked at; what one gives for study and for anything is
/// looked at together.
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
        let assessed = Assessed::towards(self.catalogue, entry);
        let mut learning: BTreeMap<(Thing<'a>, Means), Expr> = BTreeMap::new();
        for thing in worth {
            for &means in assessed.means_of(thing) {
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
        let assessed = Assessed::towards(self.catalogue, entry);
        let mut repeating = BTreeMap::new();
        for thing in repeated {
            // Taught, or by whatever is offered where it does not matter by what.
            let means = assessed.means_of(thing)[0];
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
                let mut ways = self.items_of(&ItemKey::Qualification(code.clone()), means);
                // What is held and too old is not gained anew by parts of which all or most are held as well; and what is gained by
                // its parts is not assessed as a whole.
                if means != Means::Assessed && !self.is_earned(code) {
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
        Expr::any(keys.iter().flat_map(|key| self.items_of(key, means)).collect())
    }

    /// What it takes to have learned something by some means, or by whatever is offered.
    fn items_of(&mut self, key: &ItemKey, means: Means) -> Vec<Expr> {
        match means {
            Means::Any => self.items_for(key.clone()),
            Means::Taught | Means::Assessed => self.items_by(key, means),
        }
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

/// Things that may fill the same places, by number.
///
/// Where two rules tell apart on what ground they count, the things of each are a class for itself: places that do are no
/// matroid together, unless one thing alone fills them.
#[derive(PartialEq, Eq)]
struct Class {
    things: Vec<usize>,
    of: Option<usize>,
}

/// A place of an offer, by its rule and number, and its class.
type PlaceOf = (usize, usize, usize);

/// What places there are, and what fills them.
struct Filling<'r, 'a> {
    reach: &'r PointsReach<'a>,
    /// By offer.
    places: Vec<Vec<PlaceOf>>,
    /// By thing, what it takes to have it.
    having: Vec<Having>,
}

/// What it takes to have a thing.
struct Having {
    /// So that it rests on no prior learning.
    studied: Expr,
    /// On any ground.
    any: Expr,
}

/// So many millionths of a point of an award: any way of using its rules and subjects often enough.
fn of_points(reach: &PointsReach<'_>, wanted: i64, exprs: &[Expr], reading: &mut Reading) -> (Expr, bool) {
    let uses = reach.uses(wanted, WAYS_MAX, reading.at_most(LOOKED_MAX));
    // Each combination is held against what all offers could still bring, and each way against every other.
    let (ways, offers) = (uses.ways.len() as u64, reach.offers() as u64);
    reading.take(uses.looked_at * (8 + offers / 4) / 16 + ways * ways * offers / 128);
    let mut complete = uses.complete;
    let (filling, classes) = Filling::of(reach, exprs);
    let (worlds, all) = worlds(&classes);
    complete &= all;
    let mut ways = Vec::new();
    for classes in &worlds {
        for way in &uses.ways {
            if reading.is_over() && !ways.is_empty() {
                return (Expr::any(ways), false);
            }
            match filling.enough(way, classes, reading) {
                Some(expr) => ways.push(expr),
                None => complete = false,
            }
        }
    }
    (Expr::any(ways), complete)
}

/// Every way of saying, of each thing that could fill places of more than one list, of which it does: the lists without it
/// where it does not. False: there were too many, and the things that are left fill the first of theirs, so that none fills
/// two.
pub(super) fn worlds(lists: &[Vec<usize>]) -> (Vec<Vec<Vec<usize>>>, bool) {
    let mut within: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for (place, list) in lists.iter().enumerate() {
        for &thing in list {
            within.entry(thing).or_default().push(place);
        }
    }
    let (mut worlds, mut all) = (vec![lists.to_vec()], true);
    for (thing, places) in within.iter().filter(|(_, places)| places.len() > 1) {
        all &= worlds.len() * places.len() <= WAYS_MAX;
        let alone_in = |world: &Vec<Vec<usize>>, kept: usize| {
            let mut world = world.clone();
            for &place in places.iter().filter(|place| **place != kept) {
                world[place].retain(|other| other != thing);
            }
            world
        };
        let kept = if all { &places[..] } else { &places[..1] };
        worlds = worlds.iter().flat_map(|world| kept.iter().map(|&kept| alone_in(world, kept))).collect();
    }
    (worlds, all)
}

impl<'r, 'a> Filling<'r, 'a> {
    /// The places of an award, and the things of each class.
    fn of(reach: &'r PointsReach<'a>, exprs: &[Expr]) -> (Self, Vec<Vec<usize>>) {
        let by = |numbers: &[usize]| Expr::any(numbers.iter().map(|&number| exprs[number].clone()).collect());
        let having = |had: &HadBy| Having { studied: by(&had.studied), any: by(&had.any) };
        let having: Vec<Having> = reach.things.iter().map(having).collect();
        let mut asking: BTreeMap<&[usize], BTreeSet<usize>> = BTreeMap::new();
        for offer in (0..reach.offers()).filter(|offer| reach.takes(*offer) == Takes::Studied) {
            for place in reach.places(offer) {
                asking.entry(&place.things).or_default().insert(offer);
            }
        }
        let mut classes: Vec<Class> = Vec::new();
        let mut place = |place: &Place| {
            let tells_apart = |thing: &usize| having[*thing].studied != having[*thing].any;
            let several = asking.get(&place.things[..]).is_some_and(|offers| offers.len() > 1);
            let is_open = several && place.things.len() > 1 && place.things.iter().any(tells_apart);
            let class = Class { things: place.things.clone(), of: is_open.then_some(place.of) };
            let known = classes.iter().position(|known| *known == class).unwrap_or_else(|| {
                classes.push(class);
                classes.len() - 1
            });
            (place.of, place.number, known)
        };
        let places = (0..reach.offers()).map(|offer| reach.places(offer).iter().map(&mut place).collect()).collect();
        (Self { reach, places, having }, classes.into_iter().map(|class| class.things).collect())
    }

    /// Whether there are enough things for so many places of each offer, each thing in one place and each place for one
    /// offer: whatever offers are looked at together, the places they have among them can be filled often enough (Hall's
    /// condition, and Rado's where offers share places). `None`: too many rules want the same things.
    fn enough(&self, way: &[usize], classes: &[Vec<usize>], reading: &mut Reading) -> Option<Expr> {
        let mut open: Vec<usize> = (0..way.len()).filter(|offer| way[*offer] > 0).collect();
        let mut parts = Vec::new();
        while let Some(first) = open.pop() {
            let mut together = vec![first];
            let mut next = 0;
            while let Some(&one) = together.get(next) {
                let (with, without) = open.iter().partition(|other| self.share(one, **other, classes));
                together.extend::<Vec<usize>>(with);
                open = without;
                next += 1;
            }
            for of in self.sets(&together, classes)? {
                let needed = of.iter().map(|&offer| way[offer]).sum();
                let part = Expr::at_least(needed, self.fillable(&of, classes));
                reading.take(size_of(&part));
                parts.push(part);
            }
        }
        Some(Expr::all(parts))
    }

    /// Whether two offers want the same things.
    fn share(&self, one: usize, other: usize, classes: &[Vec<usize>]) -> bool {
        let is_shared = |class: usize| self.places[other].iter().any(|(.., own)| *own == class);
        self.places[one].iter().any(|(.., class)| !classes[*class].is_empty() && is_shared(*class))
    }

    /// The sets of offers to look at together. One that takes any things fills all places that its kin does, so it is never
    /// looked at without; and where some want nothing that the rest wants, nothing is gained by looking at them together.
    fn sets(&self, offers: &[usize], classes: &[Vec<usize>]) -> Option<Vec<Vec<usize>>> {
        let place = |offer: usize| offers.iter().position(|other| *other == offer);
        let kin = |offer: usize| self.reach.kin(offer).and_then(place);
        let is_kin = |own: usize| offers.iter().any(|other| kin(*other) == Some(own));
        let rules: Vec<usize> = (0..offers.len()).filter(|own| !is_kin(*own)).collect();
        if rules.len() > ENTANGLED_MAX {
            return None;
        }
        let mut sets = vec![0u32];
        for own in rules {
            let alone = 1u32 << own;
            let ways = kin(offers[own]).map_or(vec![alone], |kin| vec![1 << kin, 1 << kin | alone]);
            let with: Vec<u32> = ways.iter().flat_map(|way| sets.iter().map(move |set| set | way)).collect();
            sets.extend(with);
        }
        let near = |one: &usize| {
            let shared = offers.iter().map(|other| u32::from(self.share(*one, *other, classes)));
            shared.enumerate().fold(0u32, |near, (other, shared)| near | shared << other)
        };
        let near: Vec<u32> = offers.iter().map(near).collect();
        let members = |set: u32| (0..offers.len()).filter(move |own| set >> own & 1 == 1);
        let hangs_together = |set: u32| {
            let (mut reached, mut last) = (set & set.wrapping_neg(), 0);
            while reached != last {
                last = reached;
                reached |= members(reached).fold(0, |all, own| all | near[own] & set);
            }
            reached == set
        };
        let sets = sets.into_iter().filter(|set| *set != 0 && hangs_together(*set));
        Some(sets.map(|set| members(set).map(|own| offers[own]).collect()).collect())
    }

    /// One part for each place of some offers that can be filled beside the others: of a class with more places than things,
    /// the things; otherwise that there is one thing, that there are two, and so on. A place that offers share is filled
    /// once, by anything where one of them takes any; what fills the others was studied.
    fn fillable(&self, of: &[usize], classes: &[Vec<usize>]) -> Vec<Expr> {
        let mut all: BTreeMap<usize, [BTreeSet<(usize, usize)>; 2]> = BTreeMap::new();
        for &offer in of {
            for &(rule, number, class) in &self.places[offer] {
                let [any, studied] = all.entry(class).or_default();
                let places = if self.reach.takes(offer) == Takes::Any { any } else { studied };
                places.insert((rule, number));
            }
        }
        let filled = all.into_iter().flat_map(|(class, [any, studied])| {
            let having = || classes[class].iter().map(|thing| &self.having[*thing]);
            let things: Vec<Expr> = having().map(|having| having.any.clone()).collect();
            let of_study: Vec<Expr> = having().map(|having| having.studied.clone()).collect();
            filled([any.len(), studied.difference(&any).count()], [things, of_study])
        });
        filled.collect()
    }
}

/// The parts for places of one class: of so many that anything fills, and so many that what was studied does.
fn filled([any, studied]: [usize; 2], [things, of_study]: [Vec<Expr>; 2]) -> Vec<Expr> {
    if any == 0 {
        return filled_by(studied, of_study);
    }
    if studied == 0 || things == of_study {
        return filled_by(any + studied, things);
    }
    let part = |least: usize| {
        let of_study = Expr::at_least(least.saturating_sub(any), of_study.clone());
        Expr::all(vec![Expr::at_least(least, things.clone()), of_study])
    };
    (1..=things.len().min(any + studied)).map(part).collect()
}

fn filled_by(places: usize, things: Vec<Expr>) -> Vec<Expr> {
    if places >= things.len() {
        return things;
    }
    (1..=places).map(|least| Expr::at_least(least, things.clone())).collect()
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
