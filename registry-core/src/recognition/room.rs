//! How much of an award there is room for.

use super::award::Award;
use super::ledger::LimitKind;
use super::points::Offer;
use crate::credit::CreditPoints;
use crate::qualification::PointsLevel;

/// How much there is room for.
pub(super) struct Room {
    pub(super) size: i64,
    /// The least and the most of each.
    pub(super) groups: Vec<(i64, i64)>,
    pub(super) levels: Vec<(i64, i64)>,
    /// The place of each level, lowest first, and the least of it and those above it together.
    pub(super) climb: Vec<(usize, i64)>,
    pub(super) recognised: i64,
    pub(super) rpl: i64,
}

/// How much is credited so far.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Sums {
    pub(super) groups: Vec<i64>,
    pub(super) levels: Vec<i64>,
    pub(super) recognised: i64,
    pub(super) rpl: i64,
    /// By standing, surest first.
    pub(super) standing: [i64; 4],
}

impl Sums {
    pub(super) fn none(room: &Room) -> Self {
        Self { groups: vec![0; room.groups.len()], levels: vec![0; room.levels.len()], ..Self::default() }
    }

    pub(super) fn add(&mut self, offer: &Offer<'_>, amount: i64) {
        if let Some(group) = offer.group {
            self.groups[group] += amount;
        }
        if let Some(level) = offer.level {
            self.levels[level] += amount;
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
    pub(super) fn value(&self) -> [i64; 4] {
        let [guaranteed, by_application, discretionary, _] = self.standing;
        [self.total(), guaranteed, by_application, discretionary]
    }
}

impl Room {
    pub(super) fn of(award: &Award<'_>, without: &[LimitKind]) -> Self {
        let kept = |kinds: &[LimitKind]| {
            let kinds: Vec<LimitKind> = kinds.iter().copied().filter(|kind| !without.contains(kind)).collect();
            award.most(&kinds).unwrap_or(i64::MAX)
        };
        let packaging = || award.entry.points_packaging.iter();
        let bounds = |least: Option<CreditPoints>, most: Option<CreditPoints>| {
            (least.map_or(0, CreditPoints::millionths), most.map_or(i64::MAX, CreditPoints::millionths))
        };
        let groups = packaging().flat_map(|packaging| &packaging.groups).map(|group| bounds(group.least, group.most));
        let levels = packaging().flat_map(|packaging| &packaging.levels);
        let mut climb: Vec<_> = levels.clone().enumerate().collect();
        climb.sort_by_key(|(_, level)| level.level);
        let above =
            |(place, level): (usize, &PointsLevel)| (place, level.least_and_above.map_or(0, CreditPoints::millionths));
        Self {
            size: award.size.unwrap_or(i64::MAX),
            groups: groups.collect(),
            levels: levels.map(|level| bounds(level.least, level.most)).collect(),
            climb: climb.into_iter().map(above).collect(),
            recognised: kept(&[LimitKind::Recognition, LimitKind::Residency]),
            rpl: kept(&[LimitKind::Rpl]),
        }
    }

    /// Whether so much of an offer can be part of the award beside what is: what a group or a level still asks for is kept
    /// for it. One subject may be of both, so each is reckoned by itself.
    pub(super) fn fits(&self, sums: &Sums, offer: &Offer<'_>, amount: i64) -> bool {
        self.holds(&sums.with(offer, amount))
    }

    /// What is left of the award beside what is filled and what its groups still ask for.
    pub(super) fn left_by_groups(&self, sums: &Sums) -> i64 {
        let asked = sums.groups.iter().zip(&self.groups).map(|(sum, (least, _))| (least - sum).max(0));
        self.size - asked.fold(sums.total(), i64::saturating_add)
    }

    /// What is left of the award beside what is filled and what its levels still ask for: each for itself, and a level with
    /// those above it for what these do not ask for one by one.
    pub(super) fn left_by_levels(&self, sums: &Sums) -> i64 {
        let (mut sum, mut asked) = (0i64, 0i64);
        for &(level, together) in self.climb.iter().rev() {
            let filled = sums.levels[level];
            sum = sum.saturating_add(filled);
            asked = asked.saturating_add((self.levels[level].0 - filled).max(0)).max(together - sum);
        }
        self.size - sums.total().saturating_add(asked)
    }

    /// Whether there is room for so much.
    pub(super) fn holds(&self, sums: &Sums) -> bool {
        let within = |sums: &[i64], parts: &[(i64, i64)]| sums.iter().zip(parts).all(|(sum, (_, most))| sum <= most);
        within(&sums.groups, &self.groups)
            && within(&sums.levels, &self.levels)
            && self.left_by_groups(sums) >= 0
            && self.left_by_levels(sums) >= 0
            && sums.recognised <= self.recognised
            && sums.rpl <= self.rpl
    }
}
