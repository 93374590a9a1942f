//! An award of points turned round: what gives points of it, and how often each is used to come to so much.
//!
//! A limit bounds what rests on prior learning, or all that is recognised. Where one does, what a rule gives for study and
//! what it gives for anything are two offers, which share its places: what was studied may serve either, at worst under a
//! limit that it need not fall under.

use super::super::award::Award;
use super::super::items::Items;
use super::super::points::{self, Offer, Source};
use super::super::room::{Room, Sums};
use super::Learnable;
use crate::credit::CreditStanding;

/// An award of points.
pub(crate) struct PointsReach<'a> {
    offers: Vec<PointsOffer<'a>>,
    room: Room,
    /// The size of the award in millionths of a point.
    pub(crate) size: Option<i64>,
    /// By thing, the numbers of what it is had by on each ground.
    pub(crate) things: Vec<HadBy>,
}

/// By what a thing is had, by number: the same thing taught and assessed counts once.
#[derive(Debug, Clone, Default)]
pub(crate) struct HadBy {
    /// So that it rests on no prior learning.
    pub(crate) studied: Vec<usize>,
    /// On any ground.
    pub(crate) any: Vec<usize>,
}

/// Which things an offer takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Takes {
    /// Those that were studied.
    Studied,
    /// Any: what it gives is bounded as if it rested on prior learning, or nothing bounds that more.
    Any,
}

/// Something that gives points for things on some ground.
struct PointsOffer<'a> {
    offer: Offer<'a>,
    takes: Takes,
    places: Vec<Place>,
    /// For an offer that takes any, the one that shares its places and takes what was studied.
    kin: Option<usize>,
}

/// A place of a rule or a subject.
#[derive(Debug, Clone)]
pub(crate) struct Place {
    /// Of which, by number.
    pub(crate) of: usize,
    /// Which of its places.
    pub(crate) number: usize,
    /// The things that may fill it on any ground, by number.
    pub(crate) things: Vec<usize>,
}

/// What the limits of an award bound.
struct Bounds {
    /// What is recognised, prior learning too, more than the size does.
    recognised: bool,
    /// Prior learning, more than what is recognised.
    rpl: bool,
}

impl Bounds {
    fn of(room: &Room) -> Self {
        let recognised = room.recognised.min(room.size);
        Self { recognised: recognised < room.size, rpl: room.rpl < recognised }
    }

    /// Whether it matters on what ground something counts for an offer.
    fn tell_apart(&self, offer: &Offer<'_>) -> bool {
        !offer.is_rpl && (self.rpl || self.recognised && !offer.is_recognition())
    }
}

impl<'a> PointsReach<'a> {
    pub(super) fn of(award: &Award<'a>, learnable: &Learnable<'_>, sure: impl Fn(CreditStanding) -> bool) -> Self {
        let room = Room::of(award, &[]);
        let bounds = Bounds::of(&room);
        let things = had_by(award.items, learnable);
        let mut all = points::all_offers(award);
        points::sort(&mut all);
        let rules = all.into_iter().filter(|offer| sure(offer.standing)).enumerate();
        let rules = rules.map(|(of, offer)| {
            let filled = offer.wanted.iter().filter(|things| !things.is_empty()).enumerate();
            let places = filled.map(|(number, things)| Place { of, number, things: things.clone() }).collect();
            (offer, places)
        });
        let mut offers = Vec::new();
        for (offer, places) in joined(rules.collect()) {
            by_ground((offer, places), &bounds, &things, &mut offers);
        }
        Self { offers, room, size: award.size, things }
    }

    /// How many offers there are.
    pub(crate) fn offers(&self) -> usize {
        self.offers.len()
    }

    /// The places of an offer. Offers of one rule share places.
    pub(crate) fn places(&self, offer: usize) -> &[Place] {
        &self.offers[offer].places
    }

    /// Which things an offer takes.
    pub(crate) fn takes(&self, offer: usize) -> Takes {
        self.offers[offer].takes
    }

    /// For an offer that takes any, the one that shares its places and takes what was studied.
    pub(crate) fn kin(&self, offer: usize) -> Option<usize> {
        self.offers[offer].kin
    }

    /// Every way of coming to `wanted` millionths of a point within the limits, none using more of an offer than it
    /// needs; up to `ways_max`, and no more than `looked_max` are looked at.
    pub(crate) fn uses(&self, wanted: i64, ways_max: usize, looked_max: usize) -> Uses {
        let mut walk = Walk { reach: self, wanted, ways_max, left: looked_max, found: Vec::new(), complete: true };
        walk.go(0, &Sums::none(&self.room), &mut Vec::new(), &mut Vec::new());
        let looked_at = u64::try_from(looked_max - walk.left).unwrap_or(u64::MAX);
        // Those that take fewest things first: if not all can be read, they are.
        let in_order = |way: &Vec<usize>| way.iter().map(|uses| uses.wrapping_sub(1)).collect::<Vec<_>>();
        walk.found.sort_by_cached_key(|way| (way.iter().sum::<usize>(), in_order(way)));
        Uses { ways: walk.found, complete: walk.complete, looked_at }
    }

    /// Whether one way asks for no more than another: things that were studied, and things on any ground.
    fn asks_no_more(&self, one: &[usize], other: &[usize]) -> bool {
        let asked = |way: &[usize], offer: usize| way[offer] + self.kin(offer).map_or(0, |kin| way[kin]);
        (0..self.offers.len()).all(|offer| asked(one, offer) <= asked(other, offer))
    }
}

/// By what each thing is had. Numbers of what is assessed follow those of what is taught or held.
fn had_by(items: &Items<'_>, learnable: &Learnable<'_>) -> Vec<HadBy> {
    let had = |(number, item): (usize, &super::super::items::Item<'_>)| {
        let may_be_assessed = learnable.assessed.contains(&item.thing);
        let is_there = !may_be_assessed || learnable.taught.contains(&item.thing);
        let mut had = HadBy::default();
        had.studied.extend((is_there && !item.by_rpl).then_some(number));
        had.any.extend(is_there.then_some(number));
        had.any.extend(may_be_assessed.then_some(items.all.len() + number));
        had
    };
    items.all.iter().enumerate().map(had).collect()
}

type Placed<'a> = (Offer<'a>, Vec<Place>);

/// Subjects of one group and one level that are worth the same are one offer of several: it does not matter which is
/// taken.
fn joined(offers: Vec<Placed<'_>>) -> Vec<Placed<'_>> {
    let mut joined: Vec<Placed<'_>> = Vec::new();
    for (offer, places) in offers {
        let same = |(other, _): &&mut Placed<'_>| {
            matches!((offer.source, other.source), (Source::Subject(_), Source::Subject(_)))
                && (offer.group, offer.level, offer.worth, offer.is_recognition())
                    == (other.group, other.level, other.worth, other.is_recognition())
        };
        match joined.iter_mut().find(same) {
            Some((_, own)) => own.extend(places),
            None => joined.push((offer, places)),
        }
    }
    joined
}

/// What an offer gives on each ground that matters. What takes any things comes first, since it asks for less.
fn by_ground<'a>((offer, places): Placed<'a>, bounds: &Bounds, things: &[HadBy], offers: &mut Vec<PointsOffer<'a>>) {
    let taking = |takes, is_rpl, places: Vec<Place>, kin| {
        let mut offer = offer.clone();
        (offer.most, offer.is_rpl) = (places.len() / offer.needs, is_rpl);
        (offer.most > 0 && offer.worth > 0).then_some(PointsOffer { offer, takes, places, kin })
    };
    if !bounds.tell_apart(&offer) {
        offers.extend(taking(Takes::Any, offer.is_rpl, places, None));
        return;
    }
    let is_studied = |thing: &usize| !things[*thing].studied.is_empty();
    let rests_on_rpl = |thing: &usize| things[*thing].any != things[*thing].studied;
    let studied = places.iter().filter(|place| place.things.iter().any(is_studied)).cloned().collect();
    let studied = taking(Takes::Studied, false, studied, None);
    if places.iter().flat_map(|place| &place.things).any(rests_on_rpl) {
        let kin = studied.is_some().then_some(offers.len() + 1);
        offers.extend(taking(Takes::Any, true, places, kin));
    }
    offers.extend(studied);
}

/// How often each offer is used to come to so much, in the fewest ways.
pub(crate) struct Uses {
    /// By way, by offer: how many things it takes.
    pub(crate) ways: Vec<Vec<usize>>,
    /// Every way is there; `false`: there were too many.
    pub(crate) complete: bool,
    /// How many combinations were looked at.
    pub(crate) looked_at: u64,
}

struct Walk<'r, 'a> {
    reach: &'r PointsReach<'a>,
    wanted: i64,
    ways_max: usize,
    left: usize,
    found: Vec<Vec<usize>>,
    complete: bool,
}

impl<'r, 'a> Walk<'r, 'a> {
    /// `blocks`: those that are used, which are cut together. One that adds nothing by itself may add something with others.
    fn go(&mut self, index: usize, sums: &Sums, blocks: &mut Vec<&'r Offer<'a>>, uses: &mut Vec<usize>) {
        if self.left == 0 || self.found.len() >= self.ways_max {
            self.complete = false;
            return;
        }
        self.left -= 1;
        let reach = self.reach;
        let cut = reach.room.with_blocks(sums, blocks);
        self.complete &= cut.exact;
        if cut.sums.total() >= self.wanted {
            let mut way = uses.clone();
            way.resize(reach.offers.len(), 0);
            self.note(way);
            return;
        }
        let is_open = || self.most_from(index, sums, blocks) >= self.wanted;
        let Some(PointsOffer { offer, .. }) = reach.offers.get(index).filter(|_| is_open()) else { return };
        let most = self.places_left(index, uses) / offer.needs;
        if !offer.may_be_cut() {
            // Most first: so some way is soon found.
            for (count, with) in self.counts(offer, most, sums).into_iter().rev() {
                self.use_of(index, count * offer.needs, &with, blocks, uses);
            }
        } else if most > 0 {
            blocks.push(offer);
            self.use_of(index, offer.needs, sums, blocks, uses);
            blocks.pop();
        }
        self.use_of(index, 0, sums, blocks, uses);
    }

    /// The most that could be credited with the offers from one on: no more is recognised than may be.
    fn most_from(&self, index: usize, sums: &Sums, blocks: &[&Offer<'_>]) -> i64 {
        let own = sums.total().saturating_sub(sums.recognised);
        let so_far = blocks.iter().map(|offer| offer.worth).fold(sums.recognised, i64::saturating_add);
        let to_come = |(own, recognised): (i64, i64), PointsOffer { offer, .. }: &PointsOffer<'_>| {
            let most = offer.worth.saturating_mul(i64::try_from(offer.most).unwrap_or(i64::MAX));
            if offer.is_recognition() {
                (own, recognised.saturating_add(most))
            } else {
                (own.saturating_add(most), recognised)
            }
        };
        let (own, recognised) = self.reach.offers[index..].iter().fold((own, so_far), to_come);
        own.saturating_add(recognised.min(self.reach.room.recognised))
    }

    /// How often an offer may be used at most, with what comes to be credited.
    fn counts(&self, offer: &Offer<'_>, most: usize, sums: &Sums) -> Vec<(usize, Sums)> {
        let mut counts = Vec::new();
        for count in 1..=most {
            let worth = offer.worth.saturating_mul(i64::try_from(count).unwrap_or(i64::MAX));
            if !self.reach.room.fits(sums, offer, worth) {
                break;
            }
            let with = sums.with(offer, worth);
            let is_enough = with.total() >= self.wanted;
            counts.push((count, with));
            if is_enough {
                break;
            }
        }
        counts
    }

    /// The places that the offer which takes any things of the same rule has left.
    fn places_left(&self, index: usize, uses: &[usize]) -> usize {
        let offers = &self.reach.offers;
        let own = offers[index].places.len();
        let before = index.checked_sub(1).filter(|before| offers[*before].kin == Some(index));
        before.map_or(own, |before| own.min(offers[before].places.len() - uses[before]))
    }

    /// Keeps a way, unless one that is kept asks for no more; those that ask for no less go.
    fn note(&mut self, way: Vec<usize>) {
        let reach = self.reach;
        if !self.found.iter().any(|found| reach.asks_no_more(found, &way)) {
            self.found.retain(|found| !reach.asks_no_more(&way, found));
            self.found.push(way);
        }
    }

    fn use_of(
        &mut self,
        index: usize,
        things: usize,
        sums: &Sums,
        blocks: &mut Vec<&'r Offer<'a>>,
        uses: &mut Vec<usize>,
    ) {
        uses.push(things);
        self.go(index + 1, sums, blocks, uses);
        uses.pop();
    }
}
