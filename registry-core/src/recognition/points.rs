//! An award of credit points: what gives points, what of it counts where most is credited, and what each limit keeps out.
//!
//! A place that something studied and something granted may both fill is tried with each, where what is surer may be wanted
//! elsewhere: a matching knows things and places, and not on what ground a thing fills one.

use std::collections::{BTreeMap, BTreeSet};

use super::award::{Award, Counted, Fit, Limit, Line, Under, line_of_rule};
use super::ledger::{CountsFor, LedgerLine, LimitKind};
use super::room::Sums;
use super::search::{Best, BestOf, Choice, best_of, most_of};
use crate::credit::{CreditBasis, CreditExchange, CreditForm, CreditRule, CreditStanding};
use crate::id::CourseCode;
use crate::qualification::PointsPackaging;
use crate::source::{Confidence, Provenance};

/// Something that gives points on one ground with one standing. A rule that takes both what was studied and what was claimed
/// is several, which share its places: one for what was studied, and one for each more that rests on a claim.
#[derive(Clone)]
pub(super) struct Offer<'a> {
    pub(super) source: Source<'a>,
    /// Its places, by number.
    pub(super) places: Vec<usize>,
    /// By place, what may fill it, by number.
    pub(super) wanted: Vec<Vec<usize>>,
    /// What might fill a place as well, less surely.
    left_out: Vec<usize>,
    /// How many places once.
    pub(super) needs: usize,
    /// How often at most.
    pub(super) most: usize,
    /// What once gives, in millionths.
    pub(super) worth: i64,
    pub(super) group: Option<usize>,
    pub(super) level: Option<usize>,
    pub(super) standing: CreditStanding,
    pub(super) is_rpl: bool,
    /// A subject whose points are of another scheme than the award's: of another provider.
    of_another: bool,
}

#[derive(Clone, Copy)]
pub(super) enum Source<'a> {
    /// A subject of the award itself.
    Subject(&'a CourseCode),
    /// A rule, by its place.
    Rule(usize, &'a CreditRule),
}

impl Offer<'_> {
    /// A block may be counted in part; a series is whole or nothing.
    pub(super) fn may_be_cut(&self) -> bool {
        matches!(self.source, Source::Rule(_, rule) if matches!(rule.exchange, CreditExchange::Block { .. }))
    }

    /// Subjects of the award are studied with the provider that awards it: they are no recognition, unless they were
    /// granted for prior learning or are another provider's.
    pub(super) fn is_recognition(&self) -> bool {
        self.is_rpl || self.of_another || matches!(self.source, Source::Rule(..))
    }
}

/// The most ways of filling places that are tried.
const CHOICES_MAX: usize = 64;

pub(super) fn count(award: &Award<'_>) -> Counted {
    let Offers { choices, exact } = offers(award);
    let choices: Vec<Choice<'_>> = choices.into_iter().map(Choice::of).collect();
    let Some(BestOf { choice, best, proved: settled }) = best_of(award, &choices, &[], [0; 4]) else {
        return Counted { lines: vec![], limits: vec![], guaranteed_alone: 0, proved: true, fits: vec![] };
    };
    let Choice { offers, places } = &choices[choice];
    let mut proved = settled && exact;
    let guaranteed = guaranteed_alone(award, &choices, &best.sums, &mut proved);
    let mut lifting = Lifting { award, choices: &choices, best: &best, found: BTreeMap::new(), proved };
    let limits = award.limits.iter().map(|limit| {
        let used = match limit.kind {
            LimitKind::Rpl => best.sums.rpl,
            LimitKind::Recognition | LimitKind::Residency | LimitKind::Elsewhere => best.sums.recognised,
        };
        Under { used, without: lifting.without(limit) }
    });
    let limits = limits.collect();
    let proved = lifting.proved;
    let mut fits = vec![Fit::Nothing; award.items.all.len()];
    for offer in offers {
        for &item in offer.wanted.iter().flatten().chain(&offer.left_out) {
            fits[item] = match offer.source {
                Source::Rule(place, _) if offer.needs > 1 => Fit::Series(place),
                _ => Fit::Place,
            };
        }
    }
    let mut lines: Vec<Line> = Vec::new();
    for (index, (offer, &(count, amount))) in
        offers.iter().zip(&best.uses).enumerate().filter(|(_, (_, use_))| use_.1 > 0)
    {
        lines.push(line(award, offer, best.matching.given(index, places), count, amount));
    }
    lines.sort_by(|a, b| {
        let key = |line: &Line| (line.shown.standing, line.shown.rule.clone(), line.items.clone());
        key(a).cmp(&key(b))
    });
    Counted { lines, limits, guaranteed_alone: guaranteed, proved, fits }
}

fn falls_under(kind: LimitKind, offer: &Offer<'_>) -> bool {
    offer.is_recognition() && (kind != LimitKind::Rpl || offer.is_rpl)
}

/// What would count, were limits not there: each set of them is lifted once.
struct Lifting<'s, 'a> {
    award: &'s Award<'a>,
    choices: &'s [Choice<'a>],
    best: &'s Best,
    found: BTreeMap<BTreeSet<LimitKind>, Option<BestOf>>,
    /// Every search was proved.
    proved: bool,
}

impl Lifting<'_, '_> {
    /// What would count under a limit, were it not there; `None`: no more would. Those that leave no less room are gone, too.
    fn without(&mut self, limit: &Limit<'_>) -> Option<BTreeSet<usize>> {
        let total = self.best.sums.total();
        // Where all there is to give is given, or the award is full, no limit keeps anything out; nor does one that all there is
        // to give does not reach; nor any, where no more would count with all of them gone.
        let keeps_out = |Choice { offers, .. }: &Choice<'_>| {
            let under = offers.iter().filter(|offer| falls_under(limit.kind, offer));
            total < most_of(offers).min(self.award.size.unwrap_or(i64::MAX)) && most_of(under) > limit.most
        };
        let every = self.award.limits.iter().map(|limit| limit.kind).collect();
        if !self.choices.iter().any(keeps_out) || self.total(every) == total {
            return None;
        }
        let mut gone: BTreeSet<LimitKind> = self.award.no_tighter(limit).into_iter().collect();
        let with = if gone.is_empty() { total } else { self.total(gone.clone()) };
        gone.insert(limit.kind);
        let choices = self.choices;
        let BestOf { choice, best, .. } = self.lifted(gone)?;
        let Choice { offers, places } = &choices[*choice];
        let used = offers.iter().zip(&best.uses).enumerate();
        let used = used.filter(|(_, (offer, use_))| use_.1 > 0 && falls_under(limit.kind, offer));
        let items = used.flat_map(|(index, _)| best.matching.given(index, places));
        (best.sums.total() > with).then(|| items.collect())
    }

    fn total(&mut self, gone: BTreeSet<LimitKind>) -> i64 {
        self.lifted(gone).map_or(0, |found| found.best.sums.total())
    }

    fn lifted(&mut self, gone: BTreeSet<LimitKind>) -> Option<&BestOf> {
        if !self.found.contains_key(&gone) {
            let kinds: Vec<LimitKind> = gone.iter().copied().collect();
            let found = best_of(self.award, self.choices, &kinds, self.best.sums.value());
            self.proved &= found.as_ref().is_none_or(|found| found.proved);
            self.found.insert(gone.clone(), found);
        }
        self.found.get(&gone)?.as_ref()
    }
}

/// The most that guaranteed offers give alone, of what nobody has still to grant; `best` is what all of them give.
fn guaranteed_alone(award: &Award<'_>, choices: &[Choice<'_>], best: &Sums, proved: &mut bool) -> i64 {
    let all = best.total();
    let is_sure = |offer: &&Offer<'_>| offer.standing == CreditStanding::Guaranteed;
    // Where everything is guaranteed, it is the question that is answered already; where nothing is, so is this. Where all that
    // counts is guaranteed, no part of what there is gives more.
    let sure = best.standing[CreditStanding::Guaranteed as usize];
    if sure == all || choices.iter().flat_map(|choice| &choice.offers).all(|offer| is_sure(&offer)) {
        return all;
    }
    let sure = choices.iter().map(|choice| choice.offers.iter().filter(is_sure).cloned().collect::<Vec<_>>());
    let sure: Vec<Choice<'_>> = sure.filter(|offers| !offers.is_empty()).map(Choice::of).collect();
    best_of(award, &sure, &[], [0; 4]).map_or(0, |found| {
        *proved &= found.proved;
        found.best.sums.total()
    })
}

/// All offers of an award.
pub(super) struct Offers<'a> {
    /// One list for each way of filling places; the first fills each with what is surest.
    pub(super) choices: Vec<Vec<Offer<'a>>>,
    /// Every way that might give more is there.
    pub(super) exact: bool,
}

/// Everything that gives points: subjects of the award that are held, and rules that hold on the day. Blocks come last,
/// since they fill what room is left.
pub(super) fn offers<'a>(award: &Award<'a>) -> Offers<'a> {
    let all = all_offers(award);
    let mut named = vec![0usize; award.items.all.len()];
    all.iter().flat_map(|offer| offer.wanted.iter().flatten()).for_each(|&item| named[item] += 1);
    by_choice(award, &all, &named.into_iter().map(|named| named > 1).collect::<Vec<_>>())
}

pub(super) fn all_offers<'a>(award: &Award<'a>) -> Vec<Offer<'a>> {
    let mut all = Vec::new();
    if let Some(packaging) = &award.entry.points_packaging {
        all.extend(packaging.subjects().map(|subject| of_subject(award, packaging, subject)));
    }
    let valid = award.rules.iter().enumerate().filter(|(_, rule)| rule.valid.covers(award.at));
    all.extend(valid.filter_map(|(place, rule)| of_rule(award, place, rule)));
    all
}

/// The offers by way of filling places. `elsewhere`: which things may be wanted in another place.
fn by_choice<'a>(award: &Award<'a>, all: &[Offer<'a>], elsewhere: &[bool]) -> Offers<'a> {
    let open: Vec<Vec<usize>> = all.iter().map(|offer| open_places(award, offer, elsewhere)).collect();
    let ways = open.iter().flatten().fold(1usize, |ways, grounds| ways.saturating_mul(*grounds));
    let choices = (0..ways.min(CHOICES_MAX)).map(|way| choice(award, all, &open, way)).collect();
    Offers { choices, exact: ways <= CHOICES_MAX }
}

/// The offers of one way of filling places, by its number. `open`: by offer and place, from how many grounds there is to choose.
fn choice<'a>(award: &Award<'a>, all: &[Offer<'a>], open: &[Vec<usize>], way: usize) -> Vec<Offer<'a>> {
    let (mut offers, mut places, mut rest) = (Vec::new(), 0, way);
    for (offer, grounds) in all.iter().zip(open) {
        let taken = grounds.iter().map(|grounds| {
            let ground = rest % grounds;
            rest /= grounds;
            ground
        });
        by_ground(award, offer, places, &taken.collect::<Vec<_>>(), &mut offers);
        places += offer.wanted.len();
    }
    offers.retain(|offer: &Offer<'_>| offer.most > 0 && offer.worth > 0);
    sort(&mut offers);
    offers
}

/// Puts blocks last, and before that what is surest and worth most first.
pub(super) fn sort(offers: &mut [Offer<'_>]) {
    let by_item = |offer: &Offer<'_>| offer.worth / i64::try_from(offer.needs).unwrap_or(1);
    offers.sort_by_key(|offer| (offer.may_be_cut(), offer.standing, std::cmp::Reverse(by_item(offer))));
}

/// On what ground a thing fills a place of an offer: surest first.
fn ground(award: &Award<'_>, offer: &Offer<'_>, item: usize) -> (bool, CreditStanding) {
    let item = &award.items.all[item];
    let standing = if item.is_open() { CreditStanding::ByApplication } else { offer.standing };
    (offer.is_rpl || item.by_rpl, standing.max(offer.standing))
}

/// By place of an offer, from how many grounds there is to choose. Something less sure would do better only where what is
/// surest is wanted in another place, too.
fn open_places(award: &Award<'_>, offer: &Offer<'_>, elsewhere: &[bool]) -> Vec<usize> {
    let of = |wanted: &Vec<usize>| {
        if one_ground(award, offer, wanted).is_some() {
            return 1;
        }
        let grounds: BTreeSet<_> = wanted.iter().map(|&item| ground(award, offer, item)).collect();
        let surest = wanted.iter().filter(|&&item| Some(&ground(award, offer, item)) == grounds.first());
        if surest.into_iter().all(|&item| !elsewhere[item]) { 1 } else { grounds.len().max(1) }
    };
    offer.wanted.iter().map(of).collect()
}

/// The ground on which all of some things fill a place of an offer, where it is one: that of most places.
fn one_ground(award: &Award<'_>, offer: &Offer<'_>, things: &[usize]) -> Option<(bool, CreditStanding)> {
    let (first, others) = things.split_first()?;
    let first = ground(award, offer, *first);
    others.iter().all(|&item| ground(award, offer, item) == first).then_some(first)
}

/// Tells apart what an offer gives for things that were studied, that were granted, and that are only claimed. `first`: the
/// number of its first place; `taken`: by place, the number of the ground on which it is filled, the surest first.
fn by_ground<'a>(award: &Award<'a>, offer: &Offer<'a>, first: usize, taken: &[usize], offers: &mut Vec<Offer<'a>>) {
    let (mut places, mut left_out) = (Vec::new(), Vec::new());
    for (place, (wanted, taken)) in offer.wanted.iter().zip(taken).enumerate() {
        if let Some(ground) = one_ground(award, offer, wanted) {
            places.push((ground, first + place, wanted.clone()));
            continue;
        }
        let grounds: BTreeSet<_> = wanted.iter().map(|&item| ground(award, offer, item)).collect();
        let Some(&taken) = grounds.iter().nth(*taken) else { continue };
        let (kept, rest): (Vec<usize>, Vec<usize>) =
            wanted.iter().partition(|&&item| ground(award, offer, item) == taken);
        left_out.extend(rest);
        places.push((taken, first + place, kept));
    }
    let grounds: BTreeSet<(bool, CreditStanding)> = places.iter().map(|(ground, ..)| *ground).collect();
    for (is_rpl, standing) in grounds {
        let under = places.iter().filter(|(ground, ..)| *ground <= (is_rpl, standing));
        let (numbers, wanted): (Vec<usize>, Vec<Vec<usize>>) =
            under.map(|(_, place, kept)| (*place, kept.clone())).unzip();
        let most = wanted.len() / offer.needs;
        let left_out = left_out.clone();
        offers.push(Offer { places: numbers, wanted, left_out, most, standing, is_rpl, ..*offer });
    }
}

/// A subject is worth what its current version states, in points of the award's scheme: a checked catalogue has an exact
/// amount there. Where it states none, it is a standard subject of the award.
fn of_subject<'a>(award: &Award<'a>, packaging: &PointsPackaging, subject: &'a CourseCode) -> Offer<'a> {
    let wanted = award.recent(award.items.for_course(subject));
    let stated = award.catalogue.course(subject).and_then(|entry| entry.current()?.credit.as_ref());
    let converted = stated.and_then(|credit| {
        let from = award.catalogue.credit_scheme(&credit.scheme)?;
        award.scheme().and_then(|to| from.convert(credit.points, to))
    });
    let worth = converted.unwrap_or(packaging.subject_points).millionths();
    let (source, standing) = (Source::Subject(subject), CreditStanding::Guaranteed);
    let group = packaging.groups.iter().position(|group| group.subjects.contains(subject));
    let part = (group, packaging.level_of(subject));
    let of_another = stated.zip(award.scheme()).is_some_and(|(credit, scheme)| credit.scheme != scheme.code);
    Offer { of_another, ..offer(source, (vec![wanted], 1), worth, part, standing, false) }
}

fn of_rule<'a>(award: &Award<'a>, place: usize, rule: &'a CreditRule) -> Option<Offer<'a>> {
    let groups = award.entry.points_packaging.iter().flat_map(|packaging| &packaging.groups);
    let group = rule.group.as_ref().and_then(|wanted| groups.enumerate().find(|(_, group)| group.code == *wanted));
    let (wanted, needs, worth) = match &rule.exchange {
        CreditExchange::Series { of, size, points_each_series } => {
            let wanted = of.iter().map(|course| award.recent(award.items.for_course(course))).collect();
            (wanted, *size as usize, points_each_series.millionths())
        }
        CreditExchange::Block { from, points } => {
            (vec![award.recent(award.items.for_qualification(from))], 1, points.millionths())
        }
        // A unit stands for a unit and not for points.
        CreditExchange::Unit { .. } => return None,
    };
    let is_rpl = rule.basis == CreditBasis::Rpl;
    let group = group.map(|(index, _)| index);
    let mut levels = award.entry.points_packaging.iter().flat_map(|packaging| &packaging.levels);
    let level = rule.level.and_then(|wanted| levels.position(|level| level.level == wanted));
    Some(offer(Source::Rule(place, rule), (wanted, needs.max(1)), worth, (group, level), rule.standing, is_rpl))
}

/// An offer whose places have no numbers yet.
fn offer(
    source: Source<'_>,
    (wanted, needs): (Vec<Vec<usize>>, usize),
    worth: i64,
    (group, level): (Option<usize>, Option<usize>),
    standing: CreditStanding,
    is_rpl: bool,
) -> Offer<'_> {
    let (places, left_out) = (Vec::new(), Vec::new());
    Offer { source, places, wanted, left_out, needs, most: 0, worth, group, level, standing, is_rpl, of_another: false }
}

fn line(award: &Award<'_>, offer: &Offer<'_>, items: Vec<usize>, count: usize, amount: i64) -> Line {
    let groups = award.entry.points_packaging.iter().flat_map(|packaging| &packaging.groups);
    let mut groups = groups.map(|group| group.title.clone());
    let group = offer.group.and_then(|index| groups.nth(index));
    let levels = award.entry.points_packaging.as_ref().map_or(&[][..], |packaging| &packaging.levels);
    let level = offer.level.and_then(|index| levels.get(index)).map(|level| level.level);
    let full = offer.worth.saturating_mul(i64::try_from(count).unwrap_or(i64::MAX));
    match offer.source {
        Source::Rule(_, rule) => {
            let counts_for = match &rule.exchange {
                CreditExchange::Block { .. } | CreditExchange::Unit { .. } => CountsFor::Block { group, level },
                CreditExchange::Series { size, .. } => CountsFor::Series {
                    count: u32::try_from(count).unwrap_or(u32::MAX),
                    size: *size,
                    each: award.shown(offer.worth),
                    group,
                    level,
                },
            };
            Line { part: (offer.group, offer.level), ..line_of_rule(award, rule, items, counts_for, amount, full) }
        }
        Source::Subject(subject) => {
            let title = award.catalogue.course(subject).map_or(subject.to_string(), |entry| entry.title.clone());
            let packaging = award.entry.points_packaging.as_ref();
            let listed = packaging.map_or(&award.entry.provenance, |packaging| &packaging.provenance);
            let provenance = if offer.is_rpl { prior_learning_of_subjects() } else { listed.clone() };
            let shown = LedgerLine {
                items: items.iter().map(|&item| award.items.shown(item).clone()).collect(),
                counts_for: CountsFor::Component { code: subject.clone(), title, group, level },
                amount: award.shown(amount),
                uncut: None,
                eftsl: award.eftsl(amount),
                rule: None,
                form: CreditForm::Specified,
                is_studied: !offer.is_recognition(),
                basis: if offer.is_rpl { CreditBasis::Rpl } else { CreditBasis::CreditTransfer },
                standing: award.standing(offer.standing, &items),
                from_provider: None,
                conditions: None,
                provenance,
            };
            Line { items, amount, kind: None, part: (offer.group, offer.level), shown }
        }
    }
}

/// Why a subject may be recognised without being taught: higher education has a regulator and standards of its own.
fn prior_learning_of_subjects() -> Provenance {
    Provenance::External {
        external: "TEQSA".to_owned(),
        place: "Guidance note: Credit and recognition of prior learning; Higher Education Standards Framework (Threshold Standards) 2021, section 1.2".to_owned(),
        confidence: Confidence::High,
    }
}
