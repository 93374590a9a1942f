//! Every way of giving things to places, using rules and cutting blocks, one after another.

use std::cell::RefCell;
use std::collections::BTreeMap;

use super::{Case, Place, SIZE, STANDARD, Sums, THINGS};

/// Trying everything.
pub(super) struct Trying<'c> {
    case: &'c Case,
    places: Vec<(Place, usize)>,
    /// Nothing less sure is used.
    surest: usize,
    best: [u32; 4],
    /// By what levels have, how much must still be added to them.
    to_add: RefCell<BTreeMap<[u32; 3], u32>>,
}

impl<'c> Trying<'c> {
    pub(super) fn of(case: &'c Case, surest: usize) -> Self {
        Self { case, places: case.places(), surest, best: [0; 4], to_add: RefCell::default() }
    }

    /// What the best way credits, by standing, of standings that are as sure as `surest`.
    pub(super) fn best(case: &'c Case, surest: usize) -> [u32; 4] {
        let mut trying = Self::of(case, surest);
        let mut filled = vec![None; trying.places.len()];
        trying.give(0, &mut filled);
        trying.best
    }

    /// Gives each thing to each free place that takes it, and to none.
    fn give(&mut self, thing: usize, filled: &mut Vec<Option<usize>>) {
        if thing == THINGS {
            self.subjects(filled);
            return;
        }
        self.give(thing + 1, filled);
        let Some(ground) = self.case.ground(thing) else { return };
        for place in 0..filled.len() {
            if filled[place].is_none() && self.case.counts_as(thing, self.places[place].1) {
                filled[place] = Some(ground);
                self.give(thing + 1, filled);
                filled[place] = None;
            }
        }
    }

    fn subjects(&mut self, filled: &[Option<usize>]) {
        let mut sums = Sums::default();
        let mut given = vec![[0u32; 3]; self.case.rules.len()];
        for ((place, _), ground) in self.places.iter().zip(filled) {
            let Some(ground) = *ground else { continue };
            match *place {
                Place::Rule(rule) => given[rule][ground] += 1,
                Place::Subject(index) => {
                    let subject = self.case.subjects[index];
                    let worth = subject.points.unwrap_or(STANDARD);
                    let standing = usize::from(ground == 2);
                    if standing > self.surest {
                        return;
                    }
                    // What is studied with the provider that awards is no recognition; points of another scheme are of
                    // another provider.
                    let recognised = ground > 0 || subject.points.is_some();
                    sums.add((subject.group, subject.level), worth, standing, (recognised, ground > 0));
                }
            }
        }
        if self.is_sound(&sums) {
            self.rules(0, &given, sums);
        }
    }

    /// Uses each rule as often, and cuts each block, in every way.
    fn rules(&mut self, index: usize, given: &[[u32; 3]], sums: Sums) {
        let Some(gives) = self.case.rules.get(index) else {
            let value = |of: &[u32; 4]| [of.iter().sum(), of[0], of[1], of[2]];
            if value(&sums.standing) > value(&self.best) {
                self.best = sums.standing;
            }
            return;
        };
        let [held, granted, planned] = given[index];
        let mut uses: Vec<[u32; 3]> = Vec::new();
        match &gives.series {
            // So many series of what was studied alone, of that and what was granted, and of any.
            Some((_, size)) => {
                for studied in 0..=held / size {
                    for settled in 0..=(held + granted) / size - studied {
                        for open in 0..=(held + granted + planned) / size - studied - settled {
                            uses.push([studied, settled, open].map(|count| count * gives.points));
                        }
                    }
                }
            }
            None => uses.extend((0..=gives.points).map(|amount| given[index].map(|has| has * amount))),
        }
        uses.sort_unstable();
        uses.dedup();
        for amounts in uses {
            let mut sums = sums;
            let mut sure = true;
            for (ground, amount) in amounts.into_iter().enumerate().filter(|(_, amount)| *amount > 0) {
                let standing = gives.standing.max(usize::from(ground == 2));
                sure &= standing <= self.surest;
                sums.add((gives.group, gives.level), amount, standing, (true, gives.rpl || ground > 0));
            }
            if sure && self.is_sound(&sums) {
                self.rules(index + 1, given, sums);
            }
        }
    }

    /// Whether no cap, group or level is passed, and what is asked for at least still fits.
    pub(super) fn is_sound(&self, sums: &Sums) -> bool {
        let case = self.case;
        let [one, two, none] = sums.groups;
        let all: u32 = sums.standing.iter().sum();
        one.max(case.groups[0].0) + two.max(case.groups[1].0) + none <= SIZE
            && (0..2).all(|group| sums.groups[group] <= case.groups[group].1)
            && (0..3).all(|level| sums.levels[level] <= case.levels[level].1)
            && all + self.to_add([sums.levels[0], sums.levels[1], sums.levels[2]]) <= SIZE
            && case.most.is_none_or(|most| sums.recognised <= most)
            && case.residency.is_none_or(|own| sums.recognised <= SIZE - own)
            && case.rpl_most.is_none_or(|most| sums.rpl <= most)
    }

    /// The least that can be added to three levels so that each has its least, and each with those above it, too.
    fn to_add(&self, have: [u32; 3]) -> u32 {
        if let Some(known) = self.to_add.borrow().get(&have) {
            return *known;
        }
        let [low, middle, high] = self.case.levels;
        let mut least = u32::MAX;
        for a in 0..=SIZE {
            for b in 0..=SIZE {
                for c in 0..=SIZE {
                    let with = [have[0] + a, have[1] + b, have[2] + c];
                    let each = with[0] >= low.0 && with[1] >= middle.0 && with[2] >= high.0;
                    let together =
                        with[2] >= high.2 && with[1] + with[2] >= middle.2 && with.iter().sum::<u32>() >= low.2;
                    if each && together {
                        least = least.min(a + b + c);
                        break;
                    }
                }
            }
        }
        self.to_add.borrow_mut().insert(have, least);
        least
    }
}
