//! Which held thing fills which place for which offer: a matching in which an offer uses several places, each place takes
//! one thing for one offer, and each thing is taken once.

use super::points::Offer;

/// The places of every offer, and what may fill each. Offers of one rule share its places.
pub(super) struct Places {
    /// By place, what may fill it, in order.
    wanted: Vec<Vec<usize>>,
    /// By offer, its places.
    of: Vec<Vec<usize>>,
}

impl Places {
    pub(super) fn new(offers: &[Offer<'_>]) -> Self {
        let count = offers.iter().flat_map(|offer| &offer.places).max().map_or(0, |last| last + 1);
        let mut places = Self { wanted: vec![Vec::new(); count], of: Vec::with_capacity(offers.len()) };
        for offer in offers {
            for (&place, things) in offer.places.iter().zip(&offer.wanted) {
                places.wanted[place].clone_from(things);
            }
            places.of.push(offer.places.clone());
        }
        places
    }
}

/// Things in places.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Matching {
    /// By thing, the place it fills.
    place: Vec<Option<usize>>,
    /// By place, what fills it.
    thing: Vec<Option<usize>>,
    /// By place, the offer it is used for.
    offer: Vec<Option<usize>>,
}

/// What one attempt has looked at.
struct Seen {
    things: Vec<bool>,
    offers: Vec<bool>,
}

impl Matching {
    /// Nothing is filled yet.
    pub(super) fn new(things: usize, places: &Places) -> Self {
        let count = places.wanted.len();
        Self { place: vec![None; things], thing: vec![None; count], offer: vec![None; count] }
    }

    /// Fills one more place for `offer`, moving things and places where that makes room; every other offer keeps as many
    /// places as it had. False: there is no way, and nothing has changed.
    pub(super) fn give(&mut self, offer: usize, places: &Places) -> bool {
        // Most places are free, and something free fills them: then there is nothing to move.
        let next = places.of[offer].iter().copied().find(|&place| self.offer[place] != Some(offer));
        let free = |place: usize| places.wanted[place].iter().copied().find(|&thing| self.place[thing].is_none());
        if let Some(place) = next.filter(|&place| self.offer[place].is_none())
            && let Some(thing) = free(place)
        {
            self.put(thing, place);
            self.offer[place] = Some(offer);
            return true;
        }
        let mut seen = Seen { things: vec![false; self.place.len()], offers: vec![false; places.of.len()] };
        self.grow(offer, places, &mut seen)
    }

    fn grow(&mut self, offer: usize, places: &Places, seen: &mut Seen) -> bool {
        if std::mem::replace(&mut seen.offers[offer], true) {
            return false;
        }
        for &place in &places.of[offer] {
            let found = match self.offer[place] {
                None => self.fill(place, places, seen),
                // The place is left to this offer, and the other uses one more instead.
                Some(other) => other != offer && self.grow(other, places, seen),
            };
            if found {
                self.offer[place] = Some(offer);
                return true;
            }
        }
        false
    }

    /// Fills a place with something that is free, or that another place can do without.
    fn fill(&mut self, place: usize, places: &Places, seen: &mut Seen) -> bool {
        if let Some(&free) = places.wanted[place].iter().find(|&&thing| self.place[thing].is_none()) {
            self.put(free, place);
            return true;
        }
        for &thing in &places.wanted[place] {
            let Some(other) = self.place[thing] else { continue };
            if std::mem::replace(&mut seen.things[thing], true) {
                continue;
            }
            // The other place takes something else, or its offer uses another place.
            if self.fill(other, places, seen) {
                self.put(thing, place);
                return true;
            }
            if self.offer[other].is_some_and(|offer| self.grow(offer, places, seen)) {
                (self.offer[other], self.thing[other]) = (None, None);
                self.put(thing, place);
                return true;
            }
        }
        false
    }

    fn put(&mut self, thing: usize, place: usize) {
        self.place[thing] = Some(place);
        self.thing[place] = Some(thing);
    }

    /// Empties so many places of `offer`, the last first.
    pub(super) fn take_back(&mut self, offer: usize, count: usize, places: &Places) {
        let mut left = count;
        for &place in places.of[offer].iter().rev() {
            if left > 0 && self.offer[place] == Some(offer) {
                left -= 1;
                self.offer[place] = None;
                if let Some(thing) = self.thing[place].take() {
                    self.place[thing] = None;
                }
            }
        }
    }

    /// What fills places of `offer`, in order.
    pub(super) fn given(&self, offer: usize, places: &Places) -> Vec<usize> {
        let filled = places.of[offer].iter().filter(|&&place| self.offer[place] == Some(offer));
        let mut given: Vec<usize> = filled.filter_map(|&place| self.thing[place]).collect();
        given.sort_unstable();
        given
    }
}
