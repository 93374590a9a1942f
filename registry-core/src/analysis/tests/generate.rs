//! Small catalogues from a number: every kind of entry, each asking only for what came before it, and some courses for the
//! next one, which asks for them.

use crate::catalogue::{Catalogue, CatalogueParts, MUTUAL_MAX};
use crate::course::{Equivalence, OfferingOf, VersionStatus};
use crate::graph::{NodeKey, RequisiteGraph};
use crate::requisite::{Gate, Requisite, RequisiteExpr, RequisiteKind, RequisiteParts, Strength};
use crate::sample::{
    beside, build, course, in_range, parts, qualification, read, replaced, role, source, tier, version, weekly,
};
use crate::tier::Tier;

/// Throws that are the same for the same number.
pub(super) struct Dice(u64);

impl Dice {
    pub(super) fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1)
    }

    /// A number below `sides`.
    pub(super) fn below(&mut self, sides: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 11) % sides
    }

    /// True once in so many.
    pub(super) fn one_in(&mut self, sides: u64) -> bool {
        self.below(sides) == 0
    }
}

/// What a generated catalogue may have.
#[derive(Clone, Copy)]
pub(super) struct Shape {
    /// How many courses.
    pub(super) courses: u64,
    /// One course in so many is replaced by an equivalent; 0: none.
    pub(super) replaced: u64,
    /// One course in so many and the one before it ask for one another at once; 0: none.
    pub(super) mutual: u64,
}

pub(super) fn catalogue(seed: u64, shape: Shape) -> Catalogue {
    let mut dice = Dice::new(seed);
    let mut made = Made { there: Vec::new(), tiers: Vec::new() };
    let mut all = parts(Vec::new());
    for number in 0..shape.courses {
        let code = format!("c{number}");
        let mut new = course(&code, made.requisites(&mut dice));
        if dice.one_in(3) {
            let mut second = version("2.0.0");
            second.requisites = made.requisites(&mut dice);
            new.versions.push(second);
        }
        for place in 0..new.versions.len() {
            new.versions[place].status = match dice.below(6) {
                0 => VersionStatus::Withdrawn,
                _ => VersionStatus::Published,
            };
            if !dice.one_in(5) {
                let mut offering = weekly(&code);
                offering.code = read(&format!("{code}-{place}"));
                let version = new.versions[place].version.clone();
                offering.of = OfferingOf::Course { course: new.code.clone(), version };
                all.offerings.push(offering);
            }
        }
        if shape.replaced > 0 && number + 1 < shape.courses && dice.one_in(shape.replaced) {
            new = replaced(new, &format!("c{}", number + 1), Equivalence::Equivalent);
        }
        made.there.push((NodeKey::Course(new.code.clone()), new.versions.len()));
        all.courses.push(new);
        if shape.mutual > 0 && number > 0 && dice.one_in(shape.mutual) {
            tie(&mut all, usize::try_from(number).expect("few"));
        }
        if dice.one_in(4) && made.tiers.len() < 2 {
            let next = Tier::ALL[made.tiers.len()];
            all.tiers.push(tier(next, made.requisites(&mut dice), made.expression(&mut dice, 2)));
            made.tiers.push(next);
        }
        if number == shape.courses / 2 {
            all.qualifications.push(qualification("q", made.requisites(&mut dice)));
            if !dice.one_in(3) {
                let mut offering = weekly("q");
                offering.of = OfferingOf::Qualification(read("q"));
                all.offerings.push(offering);
            }
            made.there.push((NodeKey::Qualification(read("q")), 1));
        }
    }
    all.roles.push(role("r", made.requisites(&mut dice)));
    build(all)
}

/// Has a course and the one before it ask for one another, where nothing else goes round with them.
fn tie(all: &mut CatalogueParts, place: usize) {
    let untied = all.courses.clone();
    for (of, other) in [(place, place - 1), (place - 1, place)] {
        let asks = beside(RequisiteExpr::course(all.courses[other].code.clone()));
        all.courses[of].versions[0].requisites.push(asks);
    }
    let graph = RequisiteGraph::of(all);
    if !graph.knots().is_empty() || graph.mutual_sets().iter().any(|members| members.len() > MUTUAL_MAX) {
        all.courses = untied;
    }
}

/// What is there to be asked for.
struct Made {
    there: Vec<(NodeKey, usize)>,
    tiers: Vec<Tier>,
}

impl Made {
    fn requisites(&self, dice: &mut Dice) -> Vec<Requisite> {
        (0..dice.below(4)).map(|_| self.requisite(dice)).collect()
    }

    fn requisite(&self, dice: &mut Dice) -> Requisite {
        let kind = if dice.one_in(4) { RequisiteKind::Corequisite } else { RequisiteKind::Prerequisite };
        let strength = if dice.one_in(5) { Strength::Advised } else { Strength::Required };
        let requires = self.expression(dice, 2);
        Requisite::new(RequisiteParts { kind, strength, requires, provenance: source() }).expect("requisite")
    }

    fn expression(&self, dice: &mut Dice, depth: u32) -> RequisiteExpr {
        if depth == 0 || !dice.one_in(3) {
            return self.leaf(dice);
        }
        let mut of: Vec<RequisiteExpr> = Vec::new();
        for _ in 0..2 + dice.below(2) {
            let part = self.expression(dice, depth - 1);
            if !of.contains(&part) {
                of.push(part);
            }
        }
        if of.len() < 2 {
            return of.swap_remove(0);
        }
        match dice.below(3) {
            0 => RequisiteExpr::all(of),
            1 => RequisiteExpr::any(of),
            _ => RequisiteExpr::at_least(2, of),
        }
        .expect("expression")
    }

    fn leaf(&self, dice: &mut Dice) -> RequisiteExpr {
        if self.there.is_empty() || dice.one_in(6) {
            return RequisiteExpr::Gate(match dice.below(4) {
                0 => Gate::Employed,
                1 => Gate::ExperienceAtLeast { months: 2 },
                2 => Gate::ExperienceOver { months: 1 },
                _ => Gate::ExperienceAtLeast { months: 1 },
            });
        }
        if !self.tiers.is_empty() && dice.one_in(6) {
            let place = dice.below(self.tiers.len() as u64);
            return RequisiteExpr::Tier(self.tiers[usize::try_from(place).expect("a place")]);
        }
        let place = usize::try_from(dice.below(self.there.len() as u64)).expect("a place");
        match &self.there[place] {
            (NodeKey::Course(code), versions) => match dice.below(3) {
                0 => in_range(code.as_str(), "^1"),
                1 if *versions > 1 => in_range(code.as_str(), "^2"),
                _ => RequisiteExpr::course(code.clone()),
            },
            (NodeKey::Qualification(code), _) => RequisiteExpr::Qualification(code.clone()),
            _ => unreachable!("only courses and qualifications are there"),
        }
    }
}
