//! Which held thing fills which place of which rule: a matching in which a rule has several places, each place takes one
//! thing, and each thing is taken once.

/// The places of every rule, and what may fill each.
pub(super) struct Places {
    /// By place, its rule.
    rule: Vec<usize>,
    /// By place, what may fill it, in order.
    wanted: Vec<Vec<usize>>,
    /// By rule, its places.
    of: Vec<Vec<usize>>,
}

impl Places {
    /// The places of rules: by rule, by place, what may fill it.
    pub(super) fn new<'a>(rules: impl Iterator<Item = &'a Vec<Vec<usize>>>) -> Self {
        let mut places = Self { rule: Vec::new(), wanted: Vec::new(), of: Vec::new() };
        for (rule, wanted) in rules.enumerate() {
            let first = places.rule.len();
            places.of.push((first..first + wanted.len()).collect());
            for things in wanted {
                places.rule.push(rule);
                places.wanted.push(things.clone());
            }
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
}

/// What one attempt has looked at.
struct Seen {
    things: Vec<bool>,
    rules: Vec<bool>,
}

impl Matching {
    /// Nothing is filled yet.
    pub(super) fn new(things: usize, places: &Places) -> Self {
        Self { place: vec![None; things], thing: vec![None; places.rule.len()] }
    }

    /// Fills one more place of `rule`, moving things where that makes room; every other rule keeps as many places filled
    /// as it had. False: there is no way, and nothing has changed.
    pub(super) fn give(&mut self, rule: usize, places: &Places) -> bool {
        let mut seen = Seen { things: vec![false; self.place.len()], rules: vec![false; places.of.len()] };
        self.grow(rule, places, &mut seen)
    }

    fn grow(&mut self, rule: usize, places: &Places, seen: &mut Seen) -> bool {
        if std::mem::replace(&mut seen.rules[rule], true) {
            return false;
        }
        places.of[rule].iter().any(|&place| self.thing[place].is_none() && self.fill(place, places, seen))
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
            // The other place takes something else, or its rule fills another place.
            if self.fill(other, places, seen) {
                self.put(thing, place);
                return true;
            }
            self.thing[other] = None;
            if self.grow(places.rule[other], places, seen) {
                self.put(thing, place);
                return true;
            }
            self.thing[other] = Some(thing);
        }
        false
    }

    fn put(&mut self, thing: usize, place: usize) {
        self.place[thing] = Some(place);
        self.thing[place] = Some(thing);
    }

    /// Empties so many places of `rule`, the last first.
    pub(super) fn take_back(&mut self, rule: usize, count: usize, places: &Places) {
        let filled: Vec<usize> =
            places.of[rule].iter().rev().copied().filter(|&place| self.thing[place].is_some()).take(count).collect();
        for place in filled {
            if let Some(thing) = self.thing[place].take() {
                self.place[thing] = None;
            }
        }
    }

    /// What fills places of `rule`, in order.
    pub(super) fn given(&self, rule: usize, places: &Places) -> Vec<usize> {
        let mut given: Vec<usize> = places.of[rule].iter().filter_map(|&place| self.thing[place]).collect();
        given.sort_unstable();
        given
    }
}
