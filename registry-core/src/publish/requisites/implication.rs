//! Whether somebody who meets some requisites meets another one.
//!
//! Requisites ask for more and never for less: there is no *not* among them. So it is enough to try every set of the things
//! they ask for. With up to twelve of them, a course asked for both before and beside counted twice, every set is tried.
//! With more, it is looked for in how the requisites are written, and what is not found there is not decided.

use super::facts::{Fact, Facts};
use crate::catalogue::Catalogue;
use crate::requisite::{Requisite, RequisiteExpr, RequisiteKind};

/// The most things whose sets are all tried: 4,096 sets.
const TRIED_MAX: usize = 12;

/// Whether one requisite follows from others.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Implication {
    /// Whoever meets them meets it.
    Holds,
    /// Somebody may meet them and not it.
    Fails {
        /// The least that such a person has, in words.
        example: Vec<String>,
    },
    /// There are too many things to try, and nothing in how they are written shows it.
    NotDecided,
}

/// Whether whoever meets all of `given` meets `wanted`.
pub(super) fn follows(catalogue: &Catalogue, given: &[Requisite], wanted: &Requisite) -> Implication {
    if let Some(answer) = try_all(catalogue, &given.iter().collect::<Vec<_>>(), wanted, true) {
        return answer;
    }
    let bearing = bearing_on(catalogue, given, wanted);
    if let Some(answer) = try_all(catalogue, &bearing, wanted, false) {
        return answer;
    }
    let facts = Facts::of(catalogue, bearing.iter().copied().chain([wanted]).map(Requisite::requires));
    let early_enough = |one: &&Requisite| {
        one.kind() == RequisiteKind::Prerequisite
            || wanted.kind() == RequisiteKind::Corequisite
            || asks_for_no_learning(one)
    };
    let shown = given.iter().filter(early_enough).any(|one| is_written_so(&facts, one.requires(), wanted.requires()));
    if shown { Implication::Holds } else { Implication::NotDecided }
}

fn asks_for_no_learning(requisite: &Requisite) -> bool {
    let mut gates_only = true;
    requisite.requires().visit_leaves(&mut |leaf| gates_only &= matches!(leaf, RequisiteExpr::Gate(_)));
    gates_only
}

/// Those of `given` that share something with `wanted`, directly or by way of others. The rest can be met whatever else is
/// so, and therefore says nothing about it.
fn bearing_on<'r>(catalogue: &Catalogue, given: &'r [Requisite], wanted: &Requisite) -> Vec<&'r Requisite> {
    let facts = Facts::of(catalogue, given.iter().chain([wanted]).map(Requisite::requires));
    let asked = |requisite: &Requisite| {
        let mut places = Vec::new();
        requisite.requires().visit_leaves(&mut |leaf| places.extend(facts.that_meet(leaf)));
        places
    };
    let mut reached = asked(wanted);
    let mut bearing: Vec<bool> = vec![false; given.len()];
    loop {
        let next = (0..given.len())
            .find(|place| !bearing[*place] && asked(&given[*place]).iter().any(|fact| reached.contains(fact)));
        let Some(place) = next else { break };
        bearing[place] = true;
        reached.extend(asked(&given[place]));
    }
    given.iter().zip(bearing).filter(|(_, bears)| *bears).map(|(one, _)| one).collect()
}

/// Tries every set of what is asked for; `None` when there is too much of it.
fn try_all(catalogue: &Catalogue, given: &[&Requisite], wanted: &Requisite, whole: bool) -> Option<Implication> {
    let every = || given.iter().copied().chain([wanted]);
    let facts = Facts::of(catalogue, every().map(Requisite::requires));
    let variables = variables(&facts, every());
    if variables.len() > TRIED_MAX {
        return None;
    }
    let test = |requisite: &Requisite| Test::of(&facts, &variables, requisite.kind(), requisite.requires());
    let given: Vec<Test> = given.iter().map(|requisite| test(requisite)).collect();
    let wanted = test(wanted);
    let refuted = |set: &u32| given.iter().all(|one| one.is_met(*set)) && !wanted.is_met(*set);
    let sets = (0..1u32 << variables.len()).filter(refuted);
    Some(match sets.min_by_key(|set| (set.count_ones(), *set)) {
        None => Implication::Holds,
        Some(set) => {
            let has = variables.iter().enumerate().filter(|(place, _)| set & (1 << place) != 0);
            let mut example: Vec<String> = has.map(|(_, variable)| variable.words(&facts)).collect();
            if !whole {
                example.push("everything else it asked for".to_owned());
            }
            Implication::Fails { example }
        }
    })
}

/// Something that is so or not so: a fact, from before or from beside.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Variable {
    fact: usize,
    kind: RequisiteKind,
}

impl Variable {
    fn words(self, facts: &Facts<'_>) -> String {
        let words = facts.all.get(self.fact).map_or(String::new(), |fact| facts.words(fact));
        match self.kind {
            RequisiteKind::Prerequisite => words,
            RequisiteKind::Corequisite => format!("{words} beside it"),
        }
    }
}

/// What may be so. A gate holds or does not; what is learned is held before, or learned beside where that is enough.
fn variables<'r>(facts: &Facts<'_>, requisites: impl Iterator<Item = &'r Requisite>) -> Vec<Variable> {
    let mut found = std::collections::BTreeSet::new();
    for requisite in requisites {
        requisite.requires().visit_leaves(&mut |leaf| {
            for fact in facts.that_meet(leaf) {
                let is_learned = facts.all.get(fact).is_some_and(Fact::is_learned);
                let kind = if is_learned { requisite.kind() } else { RequisiteKind::Prerequisite };
                found.insert(Variable { fact, kind });
            }
        });
    }
    found.into_iter().collect()
}

/// An expression over variables, each a bit of a set.
enum Test {
    /// At least one of these bits.
    Leaf(u32),
    /// At least so many of these.
    AtLeast(usize, Vec<Test>),
}

impl Test {
    fn of(facts: &Facts<'_>, variables: &[Variable], kind: RequisiteKind, expression: &RequisiteExpr) -> Self {
        let parts = || expression.operands().iter().map(|part| Self::of(facts, variables, kind, part)).collect();
        match expression {
            RequisiteExpr::All(of) => Self::AtLeast(of.as_slice().len(), parts()),
            RequisiteExpr::Any(_) => Self::AtLeast(1, parts()),
            RequisiteExpr::AtLeast(of) => Self::AtLeast(of.least() as usize, parts()),
            leaf => {
                let meeting = facts.that_meet(leaf);
                // What is held before is also there beside.
                let counts = |one: &Variable| meeting.contains(&one.fact) && one.kind <= kind;
                let bits = variables.iter().enumerate().filter(|(_, one)| counts(one));
                Self::Leaf(bits.fold(0, |bits, (place, _)| bits | 1 << place))
            }
        }
    }

    fn is_met(&self, set: u32) -> bool {
        match self {
            Self::Leaf(bits) => set & bits != 0,
            Self::AtLeast(least, parts) => parts.iter().filter(|part| part.is_met(set)).count() >= *least,
        }
    }
}

/// Whether `given` is written so that `wanted` follows: the same leaf or a stronger one, a part of *all*, every part of
/// *any*, one part of a wanted *any*, enough of the same parts of *at least*. What is written in another way may follow,
/// too, and is not seen.
fn is_written_so(facts: &Facts<'_>, given: &RequisiteExpr, wanted: &RequisiteExpr) -> bool {
    if given == wanted {
        return true;
    }
    let shown_by_given = match given {
        RequisiteExpr::All(parts) => parts.as_slice().iter().any(|part| is_written_so(facts, part, wanted)),
        RequisiteExpr::Any(parts) => parts.as_slice().iter().all(|part| is_written_so(facts, part, wanted)),
        _ => false,
    };
    let shown_by_wanted = || match (given, wanted) {
        (_, RequisiteExpr::All(parts)) => parts.as_slice().iter().all(|part| is_written_so(facts, given, part)),
        (_, RequisiteExpr::Any(parts)) => parts.as_slice().iter().any(|part| is_written_so(facts, given, part)),
        (RequisiteExpr::AtLeast(given), RequisiteExpr::AtLeast(wanted)) => {
            let shared = given.of().iter().filter(|part| wanted.of().contains(part)).count();
            let elsewhere = given.of().len() - shared;
            given.least() as usize >= wanted.least() as usize + elsewhere
        }
        _ => false,
    };
    shown_by_given || shown_by_wanted() || leaf_is_stronger(facts, given, wanted)
}

/// Whether everything that meets one leaf meets another.
fn leaf_is_stronger(facts: &Facts<'_>, given: &RequisiteExpr, wanted: &RequisiteExpr) -> bool {
    if !given.operands().is_empty() || !wanted.operands().is_empty() {
        return false;
    }
    let (given, wanted) = (facts.that_meet(given), facts.that_meet(wanted));
    !given.is_empty() && given.iter().all(|fact| wanted.contains(fact))
}
