//! An award of credit points: how often each rule is used, and with which held things, so that most is credited.
//!
//! Rules are tried one after another, each as often as it can be first. Whether so many things can be given to each is a
//! matching; what is left to try is bounded by what every rule would give alone. So the search is exact, and short where
//! awards have few rules, as they do.

use super::STEPS_MAX;
use super::assign::{Matching, Places};
use super::award::{Award, Counted, Fit, Line, line_of_rule};
use super::items::Item;
use super::ledger::{CountsFor, LedgerLine, LimitKind};
use crate::credit::{CreditBasis, CreditExchange, CreditForm, CreditRule, CreditStanding};
use crate::id::CourseCode;
use crate::qualification::{PointsGroup, PointsPackaging};

/// Something that gives points.
pub(super) struct Offer<'a> {
    pub(super) source: Source<'a>,
    /// By place, what may fill it, by number.
    pub(super) wanted: Vec<Vec<usize>>,
    /// How many places once.
    pub(super) needs: usize,
    /// How often at most.
    pub(super) most: usize,
    /// What once gives, in millionths.
    pub(super) worth: i64,
    pub(super) group: Option<usize>,
    pub(super) standing: CreditStanding,
    pub(super) is_rpl: bool,
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
    /// granted for prior learning.
    fn is_recognition(&self) -> bool {
        self.is_rpl || matches!(self.source, Source::Rule(..))
    }
}

/// How much there is room for.
pub(super) struct Room {
    size: i64,
    groups: Vec<(i64, i64)>,
    recognised: i64,
    rpl: i64,
}

/// How much is credited so far.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Sums {
    groups: Vec<i64>,
    elsewhere: i64,
    recognised: i64,
    rpl: i64,
    /// By standing, surest first.
    standing: [i64; 4],
}

impl Sums {
    pub(super) fn none(room: &Room) -> Self {
        Self { groups: vec![0; room.groups.len()], ..Self::default() }
    }

    fn add(&mut self, offer: &Offer<'_>, amount: i64) {
        match offer.group {
            Some(group) => self.groups[group] += amount,
            None => self.elsewhere += amount,
        }
        self.recognised += if offer.is_recognition() { amount } else { 0 };
        self.rpl += if offer.is_rpl { amount } else { 0 };
        self.standing[offer.standing as usize] += amount;
    }

    pub(super) fn with(&self, offer: &Offer<'_>, amount: i64) -> Self {
        let mut sums = self.clone();
        sums.add(offer, amount);
        sums
    }

    pub(super) fn total(&self) -> i64 {
        self.standing.iter().sum()
    }

    /// What is compared: all of it first, then what is surest.
    fn value(&self) -> [i64; 4] {
        let [guaranteed, by_application, discretionary, _] = self.standing;
        [self.total(), guaranteed, by_application, discretionary]
    }
}

impl Room {
    pub(super) fn of(award: &Award<'_>, without: Option<LimitKind>) -> Self {
        let kept = |kinds: &[LimitKind]| {
            let kinds: Vec<LimitKind> = kinds.iter().copied().filter(|kind| without != Some(*kind)).collect();
            award.most(&kinds).unwrap_or(i64::MAX)
        };
        let groups = award.entry.points_packaging.iter().flat_map(|packaging| &packaging.groups);
        let bounds = |group: &PointsGroup| {
            let least = group.least.map_or(0, |least| least.millionths());
            (least, group.most.map_or(i64::MAX, |most| most.millionths()))
        };
        Self {
            size: award.size.unwrap_or(i64::MAX),
            groups: groups.map(bounds).collect(),
            recognised: kept(&[LimitKind::Recognition, LimitKind::Residency]),
            rpl: kept(&[LimitKind::Rpl]),
        }
    }

    /// Whether so much of an offer can be part of the award beside what is: what a group still asks for is kept for it.
    fn fits(&self, sums: &Sums, offer: &Offer<'_>, amount: i64) -> bool {
        let when = |so: bool| if so { amount } else { 0 };
        let mut taken = sums.elsewhere + when(offer.group.is_none());
        for (group, (sum, (least, most))) in sums.groups.iter().zip(&self.groups).enumerate() {
            let sum = sum + when(offer.group == Some(group));
            if sum > *most {
                return false;
            }
            taken = taken.saturating_add(sum.max(*least));
        }
        taken <= self.size
            && sums.recognised + when(offer.is_recognition()) <= self.recognised
            && sums.rpl + when(offer.is_rpl) <= self.rpl
    }

    /// How much of `worth` counts: all of it, what there is room for where it may be cut, or nothing.
    pub(super) fn counted(&self, sums: &Sums, offer: &Offer<'_>, worth: i64) -> i64 {
        if self.fits(sums, offer, worth) {
            worth
        } else if offer.may_be_cut() {
            self.part(sums, offer, worth)
        } else {
            0
        }
    }

    /// The most of `worth` that there is room for.
    fn part(&self, sums: &Sums, offer: &Offer<'_>, worth: i64) -> i64 {
        let (mut fits, mut beyond) = (0, worth + 1);
        while beyond - fits > 1 {
            let middle = fits + (beyond - fits) / 2;
            if self.fits(sums, offer, middle) { fits = middle } else { beyond = middle }
        }
        fits
    }
}

/// What was found best.
struct Best {
    sums: Sums,
    /// By offer, how often, and how much of it.
    uses: Vec<(usize, i64)>,
    matching: Matching,
}

struct Search<'a> {
    offers: &'a [Offer<'a>],
    places: &'a Places,
    room: Room,
    /// By offer, what it and all after it give at most, by standing.
    beyond: Vec<[i64; 4]>,
    best: Option<Best>,
    steps: u64,
}

/// The best use of the offers, and whether it is proved.
fn search(award: &Award<'_>, offers: &[Offer<'_>], places: &Places, without: Option<LimitKind>) -> (Best, bool) {
    let room = Room::of(award, without);
    let mut beyond = vec![[0i64; 4]; offers.len() + 1];
    for index in (0..offers.len()).rev() {
        beyond[index] = beyond[index + 1];
        let offer = &offers[index];
        let most = i64::try_from(offer.most).unwrap_or(i64::MAX);
        beyond[index][offer.standing as usize] += offer.worth.saturating_mul(most);
    }
    let mut search = Search { offers, places, room, beyond, best: None, steps: 0 };
    let sums = Sums::none(&search.room);
    let matching = Matching::new(award.items.all.len(), places);
    search.go(0, &sums, &matching, &mut Vec::new());
    let proved = search.steps <= STEPS_MAX;
    let nothing = Best { sums, uses: vec![(0, 0); offers.len()], matching };
    (search.best.unwrap_or(nothing), proved)
}

impl Search<'_> {
    fn go(&mut self, index: usize, sums: &Sums, matching: &Matching, uses: &mut Vec<(usize, i64)>) {
        self.steps += 1;
        if self.steps > STEPS_MAX || !self.promises(index, sums) {
            return;
        }
        let Some(offer) = self.offers.get(index) else {
            self.best = Some(Best { sums: sums.clone(), uses: uses.clone(), matching: matching.clone() });
            return;
        };
        let mut given = matching.clone();
        let mut things = 0;
        while things < offer.most * offer.needs && given.give(index, self.places) {
            things += 1;
        }
        given.take_back(index, things % offer.needs, self.places);
        for count in (1..=things / offer.needs).rev() {
            let worth = offer.worth.saturating_mul(i64::try_from(count).unwrap_or(i64::MAX));
            let part = self.room.counted(sums, offer, worth);
            if part > 0 {
                uses.push((count, part));
                self.go(index + 1, &sums.with(offer, part), &given, uses);
                uses.pop();
            }
            given.take_back(index, offer.needs, self.places);
        }
        uses.push((0, 0));
        self.go(index + 1, sums, &given, uses);
        uses.pop();
    }

    /// Whether anything from here may be better than the best so far.
    fn promises(&self, index: usize, sums: &Sums) -> bool {
        let Some(best) = &self.best else { return true };
        let most: Vec<i64> =
            sums.standing.iter().zip(&self.beyond[index]).map(|(sum, more)| sum.saturating_add(*more)).collect();
        let total = most.iter().copied().fold(0, i64::saturating_add).min(self.room.size);
        [total, most[0], most[1], most[2]] > best.sums.value()
    }
}

pub(super) fn count(award: &Award<'_>) -> Counted {
    let offers = offers(award);
    let places = Places::new(offers.iter().map(|offer| &offer.wanted));
    let (best, mut proved) = search(award, &offers, &places, None);
    let guaranteed = guaranteed_alone(award, &offers, best.sums.total(), &mut proved);
    let limits = award.limits.iter().map(|limit| {
        let used = match limit.kind {
            LimitKind::Rpl => best.sums.rpl,
            LimitKind::Recognition | LimitKind::Residency | LimitKind::Elsewhere => best.sums.recognised,
        };
        let more = |proved: &mut bool| {
            // Where all there is to give is given, or the award is full, no limit keeps anything out; nor does one that all
            // there is to give does not reach.
            let falls_under = |offer: &&Offer<'_>| limit.kind != LimitKind::Rpl || offer.is_rpl;
            let under = offers.iter().filter(|offer| offer.is_recognition()).filter(falls_under);
            if best.sums.total() >= most_of(&offers).min(award.size.unwrap_or(i64::MAX)) || most_of(under) <= limit.most
            {
                return false;
            }
            let (other, settled) = search(award, &offers, &places, Some(limit.kind));
            *proved &= settled;
            other.sums.total() > best.sums.total()
        };
        (used, more(&mut proved))
    });
    let limits = limits.collect();
    let mut fits = vec![Fit::Nothing; award.items.all.len()];
    for offer in &offers {
        for &item in offer.wanted.iter().flatten() {
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
        lines.push(line(award, offer, best.matching.given(index, &places), count, amount));
    }
    lines.sort_by(|a, b| {
        let key = |line: &Line| (line.shown.standing, line.shown.rule.clone(), line.items.clone());
        key(a).cmp(&key(b))
    });
    Counted { lines, limits, guaranteed_alone: guaranteed, proved, fits }
}

/// The most that guaranteed offers give alone, of what nobody has still to grant; `all` is what all of them give.
fn guaranteed_alone(award: &Award<'_>, offers: &[Offer<'_>], all: i64, proved: &mut bool) -> i64 {
    // Where everything is guaranteed and granted, it is the question that is answered already; where nothing is, so is this.
    if offers.iter().all(|offer| offer.standing == CreditStanding::Guaranteed)
        && !award.items.all.iter().any(Item::is_open)
    {
        return all;
    }
    if offers.iter().all(|offer| offer.standing != CreditStanding::Guaranteed) {
        return 0;
    }
    let sure = offers.iter().filter(|offer| offer.standing == CreditStanding::Guaranteed).map(|offer| {
        let settled =
            |place: &Vec<usize>| place.iter().copied().filter(|&item| !award.items.all[item].is_open()).collect();
        let wanted: Vec<Vec<usize>> = offer.wanted.iter().map(settled).collect();
        let most = offer.most.min(filled(&wanted) / offer.needs);
        Offer { wanted, most, source: offer.source, ..*offer }
    });
    let sure: Vec<Offer<'_>> = sure.filter(|offer| offer.most > 0).collect();
    let places = Places::new(sure.iter().map(|offer| &offer.wanted));
    let (best, settled) = search(award, &sure, &places, None);
    *proved &= settled;
    best.sums.total()
}

/// What all offers would give together, were there room and things enough.
fn most_of<'a>(offers: impl IntoIterator<Item = &'a Offer<'a>>) -> i64 {
    let most = |offer: &Offer<'_>| offer.worth.saturating_mul(i64::try_from(offer.most).unwrap_or(i64::MAX));
    offers.into_iter().map(most).fold(0, i64::saturating_add)
}

/// How many places something may fill.
fn filled(wanted: &[Vec<usize>]) -> usize {
    wanted.iter().filter(|place| !place.is_empty()).count()
}

/// Everything that gives points: subjects of the award that are held, and rules that hold on the day. Blocks come last,
/// since they fill what room is left.
pub(super) fn offers<'a>(award: &Award<'a>) -> Vec<Offer<'a>> {
    let mut offers = Vec::new();
    if let Some(packaging) = &award.entry.points_packaging {
        for (index, group) in packaging.groups.iter().enumerate() {
            offers.extend(group.subjects.iter().filter_map(|subject| of_subject(award, packaging, index, subject)));
        }
    }
    let valid = award.rules.iter().enumerate().filter(|(_, rule)| rule.valid.covers(award.at));
    offers.extend(valid.filter_map(|(place, rule)| of_rule(award, place, rule)));
    offers.retain(|offer: &Offer<'_>| offer.most > 0 && offer.worth > 0);
    let by_item = |offer: &Offer<'_>| offer.worth / i64::try_from(offer.needs).unwrap_or(1);
    offers.sort_by_key(|offer| (offer.may_be_cut(), offer.standing, std::cmp::Reverse(by_item(offer))));
    offers
}

fn of_subject<'a>(
    award: &Award<'a>,
    packaging: &PointsPackaging,
    group: usize,
    subject: &'a CourseCode,
) -> Option<Offer<'a>> {
    let wanted = award.recent(award.items.for_course(subject));
    let stated = award.catalogue.course(subject).and_then(|entry| entry.current()?.credit.as_ref());
    let converted = stated.and_then(|credit| {
        let from = award.catalogue.credit_scheme(&credit.scheme)?;
        award.scheme().and_then(|to| from.convert(credit.points, to))
    });
    let worth = converted.unwrap_or(packaging.subject_points).millionths();
    let standing = CreditStanding::Guaranteed;
    let most = usize::from(!wanted.is_empty());
    let source = Source::Subject(subject);
    let is_rpl = wanted.iter().all(|&item| award.items.all[item].by_rpl);
    Some(Offer { source, wanted: vec![wanted], needs: 1, most, worth, group: Some(group), standing, is_rpl })
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
    let needs = needs.max(1);
    let most = filled(&wanted) / needs;
    let is_rpl = rule.basis == CreditBasis::Rpl;
    let group = group.map(|(index, _)| index);
    Some(Offer {
        source: Source::Rule(place, rule),
        wanted,
        needs,
        most,
        worth,
        group,
        standing: rule.standing,
        is_rpl,
    })
}

fn line(award: &Award<'_>, offer: &Offer<'_>, items: Vec<usize>, count: usize, amount: i64) -> Line {
    let groups = award.entry.points_packaging.iter().flat_map(|packaging| &packaging.groups);
    let mut groups = groups.map(|group| group.title.clone());
    let group = offer.group.and_then(|index| groups.nth(index));
    let full = offer.worth.saturating_mul(i64::try_from(count).unwrap_or(i64::MAX));
    match offer.source {
        Source::Rule(_, rule) => {
            let counts_for = match &rule.exchange {
                CreditExchange::Block { .. } | CreditExchange::Unit { .. } => CountsFor::Block { group },
                CreditExchange::Series { size, .. } => CountsFor::Series {
                    count: u32::try_from(count).unwrap_or(u32::MAX),
                    size: *size,
                    each: award.shown(offer.worth),
                    group,
                },
            };
            line_of_rule(award, rule, items, counts_for, amount, full)
        }
        Source::Subject(subject) => {
            let title = award.catalogue.course(subject).map_or(subject.to_string(), |entry| entry.title.clone());
            let packaging = award.entry.points_packaging.as_ref();
            let provenance = packaging.map_or(&award.entry.provenance, |packaging| &packaging.provenance);
            let shown = LedgerLine {
                items: items.iter().map(|&item| award.items.shown(item).clone()).collect(),
                counts_for: CountsFor::Component { code: subject.clone(), title, group },
                amount: award.shown(amount),
                uncut: None,
                eftsl: award.eftsl(amount),
                rule: None,
                form: CreditForm::Specified,
                basis: if offer.is_rpl { CreditBasis::Rpl } else { CreditBasis::CreditTransfer },
                standing: award.standing(offer.standing, &items),
                from_provider: None,
                conditions: None,
                provenance: provenance.clone(),
            };
            Line { items, amount, shown }
        }
    }
}
