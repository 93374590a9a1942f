//! How often each offer of an award is used, and with which things, so that most is credited.
//!
//! Offers are tried one after another, each as often as it can be first; blocks that are taken are cut together once all are
//! known. Whether so many things can be given to each is a matching; what is left to try is bounded by what every offer
//! would give alone. So the search is exact, and short where awards have few rules, as they do.

use super::STEPS_MAX;
use super::assign::{Matching, Places};
use super::award::Award;
use super::cut::Cut;
use super::ledger::LimitKind;
use super::points::Offer;
use super::room::{Room, Sums};

/// What was found best.
pub(super) struct Best {
    pub(super) sums: Sums,
    /// By offer, how often, and how much of it.
    pub(super) uses: Vec<(usize, i64)>,
    pub(super) matching: Matching,
}

struct Search<'a> {
    offers: &'a [Offer<'a>],
    places: &'a Places,
    room: Room,
    /// By offer, what it and all after it give at most, by standing.
    beyond: Vec<[i64; 4]>,
    /// By offer, what of that is no recognition.
    own_beyond: Vec<i64>,
    /// By offer, whether a later one takes what it does, too.
    contested: Vec<bool>,
    best: Option<Best>,
    /// What is worth less than this is not looked for.
    floor: [i64; 4],
    steps: u64,
    /// No cut of blocks was left unproved.
    exact: bool,
}

/// What is tried: the whole offers that are used, and the blocks, which are cut once all are known.
struct Tried<'a> {
    sums: Sums,
    blocks: Vec<&'a Offer<'a>>,
    /// By offer, how often, and how much of it; a block's is not known yet.
    uses: Vec<(usize, i64)>,
}

/// The best use of the offers, where it is worth as much as `floor`, and whether it is proved.
fn search(
    award: &Award<'_>,
    Choice { offers, places }: &Choice<'_>,
    without: &[LimitKind],
    floor: [i64; 4],
) -> (Best, bool) {
    let room = Room::of(award, without);
    let mut beyond = vec![[0i64; 4]; offers.len() + 1];
    let mut own_beyond = vec![0i64; offers.len() + 1];
    let mut contested = vec![false; offers.len()];
    let mut later = vec![false; award.items.all.len()];
    for (index, offer) in offers.iter().enumerate().rev() {
        let most = most_of([offer]);
        beyond[index] = beyond[index + 1];
        beyond[index][offer.standing as usize] = beyond[index][offer.standing as usize].saturating_add(most);
        own_beyond[index] = own_beyond[index + 1].saturating_add(if offer.is_recognition() { 0 } else { most });
        for &item in offer.wanted.iter().flatten() {
            contested[index] |= later[item];
        }
        offer.wanted.iter().flatten().for_each(|&item| later[item] = true);
    }
    let (best, steps, exact) = (None, 0, true);
    let mut search = Search { offers, places, room, beyond, own_beyond, contested, best, floor, steps, exact };
    let sums = Sums::none(&search.room);
    let matching = Matching::new(award.items.all.len(), places);
    let mut tried = Tried { sums: sums.clone(), blocks: Vec::new(), uses: Vec::new() };
    search.go(0, &mut tried, &matching);
    let proved = search.steps <= STEPS_MAX && search.exact;
    let nothing = Best { sums, uses: vec![(0, 0); offers.len()], matching };
    (search.best.unwrap_or(nothing), proved)
}

impl<'a> Search<'a> {
    fn go(&mut self, index: usize, tried: &mut Tried<'a>, matching: &Matching) {
        self.steps += 1;
        if self.steps > STEPS_MAX || !self.promises(index, tried) {
            return;
        }
        let offers = self.offers;
        let Some(offer) = offers.get(index) else {
            self.note(tried, matching);
            return;
        };
        let mut given = matching.clone();
        let mut things = 0;
        while things < offer.most * offer.needs && given.give(index, self.places) {
            things += 1;
        }
        given.take_back(index, things % offer.needs, self.places);
        if offer.may_be_cut() {
            if things > 0 {
                tried.blocks.push(offer);
                self.use_of(index, (1, 0), tried, &given);
                tried.blocks.pop();
            }
            // A block beside others never gives less: it may be cut to nothing. What it takes may serve another.
            if things == 0 || self.contested[index] {
                self.use_of(index, (0, 0), tried, matching);
            }
            return;
        }
        for count in (1..=things / offer.needs).rev() {
            let worth = offer.worth.saturating_mul(i64::try_from(count).unwrap_or(i64::MAX));
            tried.sums.add(offer, worth);
            if self.room.holds(&tried.sums) {
                self.use_of(index, (count, worth), tried, &given);
            }
            tried.sums.add(offer, -worth);
            given.take_back(index, offer.needs, self.places);
        }
        self.use_of(index, (0, 0), tried, matching);
    }

    fn use_of(&mut self, index: usize, used: (usize, i64), tried: &mut Tried<'a>, matching: &Matching) {
        tried.uses.push(used);
        self.go(index + 1, tried, matching);
        tried.uses.pop();
    }

    /// Cuts the blocks, and keeps what is better than the best so far.
    fn note(&mut self, tried: &Tried<'a>, matching: &Matching) {
        let Cut { sums, amounts, exact } = self.room.with_blocks(&tried.sums, &tried.blocks);
        self.exact &= exact;
        if self.best.as_ref().is_some_and(|best| sums.value() <= best.sums.value()) {
            return;
        }
        let mut uses = tried.uses.clone();
        let of_blocks = uses.iter_mut().zip(self.offers).filter(|((count, _), offer)| *count > 0 && offer.may_be_cut());
        of_blocks.zip(amounts).for_each(|((used, _), amount)| used.1 = amount);
        self.best = Some(Best { sums, uses, matching: matching.clone() });
    }

    /// Whether anything from here may be better than the best so far, and worth as much as is looked for.
    fn promises(&self, index: usize, tried: &Tried<'a>) -> bool {
        let mut most = tried.sums.standing;
        most.iter_mut().zip(&self.beyond[index]).for_each(|(sum, more)| *sum = sum.saturating_add(*more));
        for block in &tried.blocks {
            let sum = &mut most[block.standing as usize];
            *sum = sum.saturating_add(block.worth);
        }
        let own = (tried.sums.total() - tried.sums.recognised).saturating_add(self.own_beyond[index]);
        let room = self.room.size.min(own.saturating_add(self.room.recognised));
        let total = most.iter().copied().fold(0, i64::saturating_add).min(room);
        let most = [total, most[0], most[1], most[2]];
        most >= self.floor && self.best.as_ref().is_none_or(|best| most > best.sums.value())
    }
}

/// The best use of any choice of offers: which choice, the use, and whether it is proved.
pub(super) struct BestOf {
    pub(super) choice: usize,
    pub(super) best: Best,
    pub(super) proved: bool,
}

/// One way of filling places, and the places.
pub(super) struct Choice<'a> {
    pub(super) offers: Vec<Offer<'a>>,
    pub(super) places: Places,
}

impl<'a> Choice<'a> {
    pub(super) fn of(offers: Vec<Offer<'a>>) -> Self {
        let places = Places::new(&offers);
        Self { offers, places }
    }
}

/// The first of the best; there is always a choice. `floor`: what some choice is known to be worth at least.
pub(super) fn best_of(
    award: &Award<'_>,
    choices: &[Choice<'_>],
    without: &[LimitKind],
    floor: [i64; 4],
) -> Option<BestOf> {
    let mut found: Option<BestOf> = None;
    for (choice, of) in choices.iter().enumerate() {
        let floor = found.as_ref().map_or(floor, |found| floor.max(found.best.sums.value()));
        let (best, settled) = search(award, of, without, floor);
        let proved = settled && found.as_ref().is_none_or(|found| found.proved);
        match &mut found {
            Some(found) if found.best.sums.value() >= best.sums.value() => found.proved = proved,
            _ => found = Some(BestOf { choice, best, proved }),
        }
    }
    found
}

/// What all offers would give together, were there room and things enough.
pub(super) fn most_of<'a>(offers: impl IntoIterator<Item = &'a Offer<'a>>) -> i64 {
    let most = |offer: &Offer<'_>| offer.worth.saturating_mul(i64::try_from(offer.most).unwrap_or(i64::MAX));
    offers.into_iter().map(most).fold(0, i64::saturating_add)
}
