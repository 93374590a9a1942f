//! Plans towards awards against trying every set of courses, with the ledger as the judge.
//!
//! For any small award of points or of units, its groups, levels, limits and rules, what of it is taught and what assessed,
//! and anything held, studied or granted for prior learning: the ledger of what is held at the end of the cheapest plan
//! reaches what the goal says; no cheaper set of courses that is on offer does; and where the planner finds none, no set does.
//! What was granted need not be studied once more where something else will do, even if that would be cheaper: the least with
//! and without it are what the cost lies between.

mod exact;
mod made_up;

use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;
use proptest::test_runner::{RngAlgorithm, TestRng, TestRunner};

use made_up::{case, points_within_limits};

use super::*;
use crate::course::{Course, CourseKind, Credit, Delivery, Equivalence, Offering, OfferingOf};
use crate::credit::{CreditBasis, CreditExchange, CreditRule, CreditScheme, CreditStanding, Percent};
use crate::learner_record::{Held, LearnerRecord, LearnerRecordParts};
use crate::qualification::{
    GroupKind, Packaging, PackagingGroup, PointsGroup, PointsLevel, PointsPackaging, Qualification, RecognitionLimits,
    SubjectLevel,
};
use crate::recognition::{Amount, Ledger, ledger_of_studied};
use crate::rpl::{Claimed, RplClaim, RplOffer, RplStatus};
use crate::sample::{course, day, parts, qualification, read, replaced, request, source, weekly};

/// Courses on offer; one more, `old`, is replaced by the first of them, which it counts as.
const COURSES: usize = 7;
const OLD: usize = COURSES;

/// A rule of a made-up award.
#[derive(Debug, Clone)]
enum RuleCase {
    /// Courses, how many make a series, what one is worth, whether it fills the first group.
    Series(BTreeSet<usize>, u32, u32, bool),
    /// What the other qualification is worth.
    Block(u32),
    /// From one course to another.
    Unit(usize, usize),
}

/// The least and the most of a part.
type Bounds = (u16, Option<u16>);

#[derive(Debug, Clone)]
struct Case {
    /// Counted in points; otherwise in units.
    in_points: bool,
    /// By course: core or first group, electives or second group, listed, none.
    group_of: Vec<usize>,
    /// By group, in subjects or units.
    bounds: Vec<Bounds>,
    /// In subjects or units.
    size: u16,
    /// Each with its standing, whether it lasts, and whether it is about prior learning.
    rules: Vec<(RuleCase, CreditStanding, bool, bool)>,
    most: Option<i64>,
    /// The least that is studied with the provider.
    residency_least: Option<i64>,
    /// The most that may rest on prior learning.
    rpl_most: Option<i64>,
    /// By course held: whether it is too old, and whether it was granted for prior learning.
    held: Vec<(usize, bool, bool)>,
    /// Held, and whether it was granted for prior learning.
    old_held: Option<bool>,
    prices: Vec<u32>,
    /// Courses of which prior learning is recognised, with what that costs.
    assessed: BTreeMap<usize, u32>,
    /// What it costs to have prior learning of the whole other qualification recognised, where it is.
    other_assessed: Option<u32>,
    /// What `old` costs, where it is taught.
    old_price: Option<u32>,
    /// Towards points, by course: at which level it is, if at any; and by level its bounds in subjects.
    levels: Option<(Vec<Option<usize>>, Vec<Bounds>)>,
    wanted: u32,
    whole: bool,
}

impl Case {
    /// Lifts what keeps groups from filling the award: such packaging is refused.
    fn allow_the_whole(&mut self, core: u16) {
        let short = |groups: &[(u16, Option<u16>)], wanted: u16| {
            groups.iter().map(|(_, most)| *most).sum::<Option<u16>>().is_some_and(|sum| sum < wanted)
        };
        if !self.in_points {
            if short(&self.bounds[..1], core) {
                self.bounds[0].1 = None;
            }
            if short(&self.bounds[1..], self.size.saturating_sub(core)) {
                self.bounds[1].1 = None;
            }
        }
        let all = if self.in_points { 2 } else { self.bounds.len() };
        if short(&self.bounds[..all], self.size) {
            self.bounds[0].1 = None;
        }
    }
}

fn code(course: usize) -> String {
    if course == OLD { "old".to_owned() } else { format!("c{course}") }
}

fn level_of(level: usize) -> SubjectLevel {
    SubjectLevel::new(1 + i64::try_from(level).expect("few")).expect("a level")
}

impl Case {
    /// The same, such that a catalogue takes it.
    fn settled(mut self) -> Self {
        self.settle();
        self
    }

    fn settle(&mut self) {
        let in_group = |group_of: &[usize], group: usize| group_of.iter().filter(|of| **of == group).count();
        if self.in_points {
            self.group_of.iter_mut().for_each(|group| *group = (*group).min(3) % 3);
        } else {
            self.levels = None;
            self.size = self.size.max(u16::try_from(in_group(&self.group_of, 0)).expect("few"));
            self.whole = true;
        }
        let mut room = self.size;
        let core = u16::try_from(in_group(&self.group_of, 0)).expect("few");
        for (group, (least, most)) in self.bounds.iter_mut().enumerate() {
            let kind_room = match (self.in_points, group) {
                (false, 0) => core,
                (false, 1) => self.size - core,
                _ => self.size,
            };
            *least = (*least).min(room).min(kind_room).min(most.unwrap_or(u16::MAX));
            room -= *least;
        }
        self.allow_the_whole(core);
        let mut room = self.size;
        for (least, most) in self.levels.iter_mut().flat_map(|(_, bounds)| bounds) {
            *least = (*least).min(room).min(most.unwrap_or(u16::MAX));
            room -= *least;
        }
        let group_of = &self.group_of;
        let in_points = self.in_points;
        let size = u32::from(self.size) * 10;
        let first_most = self.bounds[0].1.map(|most| u32::from(most) * 10);
        self.rules.retain_mut(|(rule, ..)| match rule {
            RuleCase::Series(of, needs, gives, in_first) => {
                *needs = (*needs).min(u32::try_from(of.len()).expect("few"));
                *gives = (*gives).min(size);
                if let (true, Some(most)) = (*in_first, first_most) {
                    *gives = (*gives).min(most);
                }
                in_points && *gives > 0
            }
            RuleCase::Block(points) => {
                *points = (*points).min(size);
                in_points
            }
            RuleCase::Unit(from, unit) => !in_points && from != unit && group_of[*unit] < 3,
        });
        // Only a rule that lasts makes a course worth learning that is no part of the award.
        let names_old = |(rule, _, lasts, _): &(RuleCase, CreditStanding, bool, bool)| {
            *lasts && matches!(rule, RuleCase::Series(of, ..) if of.contains(&OLD))
        };
        if !self.rules.iter().any(names_old) {
            self.old_price = None;
            self.assessed.remove(&OLD);
        }
        self.held.sort_unstable();
        self.held.dedup_by_key(|(course, ..)| *course);
    }

    fn members(&self, group: usize) -> Vec<crate::id::CourseCode> {
        (0..COURSES).filter(|course| self.group_of[*course] == group).map(|course| read(&code(course))).collect()
    }

    fn award(&self) -> Qualification {
        let recognition = RecognitionLimits {
            most: self.most.map(|most| Percent::new(most).expect("a share")),
            rpl_most: self.rpl_most.map(|most| Percent::new(most).expect("a share")),
            residency_least: self.residency_least.map(|least| Percent::new(least).expect("a share")),
            study_years_max: Some(5),
            provenance: source(),
        };
        let award = Qualification { recognition: Some(recognition), ..qualification("q", vec![]) };
        if self.in_points {
            let ten = |subjects: u16| read(&(subjects * 10).to_string());
            let group = |(group, code): (usize, &str)| PointsGroup {
                code: code.to_owned(),
                title: code.to_owned(),
                least: Some(ten(self.bounds[group].0)),
                most: self.bounds[group].1.map(ten),
                subjects: self.members(group),
            };
            let groups = [(0, "first"), (1, "second")].map(group).to_vec();
            let credit = Some(Credit { points: ten(self.size), scheme: read("s") });
            let levels = self.levels.iter().flat_map(|(of, bounds)| {
                bounds.iter().enumerate().map(|(level, (least, most))| PointsLevel {
                    level: level_of(level),
                    least: Some(ten(*least)),
                    most: most.map(ten),
                    least_and_above: None,
                    subjects: (0..COURSES).filter(|one| of[*one] == Some(level)).map(|one| read(&code(one))).collect(),
                })
            });
            let (levels, subject_points) = (levels.collect(), read("10"));
            let points_packaging = Some(PointsPackaging { subject_points, groups, levels, provenance: source() });
            return Qualification { credit, points_packaging, ..award };
        }
        let core = u16::try_from(self.members(0).len()).expect("few");
        let kinds = [GroupKind::Core, GroupKind::Elective, GroupKind::Listed];
        let group = |(group, kind): (usize, GroupKind)| PackagingGroup {
            code: kind.name().to_owned(),
            title: kind.name().to_owned(),
            kind,
            least: Some(self.bounds[group].0),
            most: self.bounds[group].1,
            units: self.members(group),
        };
        let packaging = Packaging {
            core,
            electives: self.size - core,
            electives_listed_min: Some(self.size - core),
            electives_elsewhere_max: Some(0),
            work_hours_min: None,
            groups: kinds.into_iter().enumerate().map(group).collect(),
            provenance: source(),
        };
        Qualification { packaging: Some(packaging), ..award }
    }

    fn rules(&self) -> Vec<CreditRule> {
        let rule = |(index, (rule, standing, lasts, is_rpl)): (usize, &(RuleCase, CreditStanding, bool, bool))| {
            let exchange = match rule {
                RuleCase::Series(of, size, gives, _) => CreditExchange::Series {
                    of: of.iter().map(|course| read(&code(*course))).collect(),
                    size: *size,
                    points_each_series: read(&gives.to_string()),
                },
                RuleCase::Block(points) => {
                    CreditExchange::Block { from: read("other"), points: read(&points.to_string()) }
                }
                RuleCase::Unit(from, unit) => {
                    CreditExchange::Unit { from: read(&code(*from)), unit: read(&code(*unit)) }
                }
            };
            let mut made = CreditRule::new(read(&format!("r{index}")), read("q"), exchange, *standing, source());
            made.group = matches!(rule, RuleCase::Series(_, _, _, true)).then(|| "first".to_owned());
            // Every other rule is of the first level, where its series has room there.
            if let (Some((_, bounds)), RuleCase::Series(_, _, gives, false), 0) = (&self.levels, rule, index % 2) {
                let has_room = bounds[0].1.is_none_or(|most| *gives <= u32::from(most) * 10);
                made.level = has_room.then(|| level_of(0));
            }
            made.valid.until = (!lasts).then(|| day("2026-12-31"));
            if *is_rpl {
                made.basis = CreditBasis::Rpl;
            }
            made
        };
        self.rules.iter().enumerate().map(rule).collect()
    }

    fn catalogue(&self) -> Catalogue {
        let unit = |index| Course { kind: CourseKind::UnitOfCompetency, ..course(&code(index), vec![]) };
        let mut all = parts((0..COURSES).map(unit).collect());
        for (offering, price) in all.offerings.iter_mut().zip(&self.prices) {
            (offering.price, offering.days) = (read(&price.to_string()), 0);
        }
        all.courses.push(replaced(course("old", vec![]), "c0", Equivalence::Equivalent));
        all.credit_schemes = vec![CreditScheme {
            code: read("s"),
            title: "S".to_owned(),
            points_per_year: read("100"),
            provenance: source(),
        }];
        all.qualifications = vec![self.award(), qualification("other", vec![])];
        for (award, price) in [("q", 3 * self.prices[COURSES]), ("other", self.prices[COURSES + 1])] {
            all.offerings.push(Offering {
                code: read(&format!("whole-{award}")),
                of: OfferingOf::Qualification(read(award)),
                delivery: Delivery::Rolling { from: day("2027-01-01"), until: None, weeks: 1 },
                price: read(&price.to_string()),
                days: 0,
                ..weekly("c0")
            });
        }
        if let Some(price) = self.old_price {
            let (code, price) = (read("old"), read(&price.to_string()));
            all.offerings.push(Offering { code, price, days: 0, ..weekly("old") });
        }
        for (course, price) in &self.assessed {
            let code = code(*course);
            let (price, rpl) = (read(&price.to_string()), Some(RplOffer { asks: vec![] }));
            all.offerings.push(Offering { code: read(&format!("{code}-rpl")), price, rpl, days: 0, ..weekly(&code) });
        }
        if let Some(price) = self.other_assessed {
            all.offerings.push(Offering {
                code: read("other-rpl"),
                of: OfferingOf::Qualification(read("other")),
                price: read(&price.to_string()),
                rpl: Some(RplOffer { asks: vec![] }),
                days: 0,
                ..weekly("c0")
            });
        }
        all.credit_rules = self.rules();
        build(all)
    }

    /// The record on a day, with what is learned by then, the other qualification too, each with whether it is assessed; what is
    /// learned again is held once, since then.
    fn record(&self, as_at: &str, learned: &BTreeMap<usize, bool>, other: Option<bool>) -> LearnerRecord {
        let of = |code: String, completed: &str| Held::Course {
            course: read(&code),
            version: read("1.0.0"),
            completed: day(completed),
        };
        let since = |old: bool| if old { "2015-01-01" } else { "2026-06-01" };
        let kept = self.held.iter().filter(|(course, ..)| !learned.contains_key(course));
        let kept: Vec<(String, &str, bool)> = kept
            .map(|(course, old, granted)| (code(*course), since(*old), *granted))
            .chain(
                self.old_held.filter(|_| !learned.contains_key(&OLD)).map(|granted| (code(OLD), since(false), granted)),
            )
            .collect();
        let studied = kept.iter().filter(|(.., granted)| !granted);
        let mut held: Vec<Held> = studied.map(|(code, since, _)| of(code.clone(), since)).collect();
        let taught = learned.iter().filter(|(_, assessed)| !**assessed);
        held.extend(taught.map(|(course, _)| of(code(*course), "2027-02-07")));
        let whole = |_| Held::Qualification { qualification: read("other"), completed: day("2027-02-07") };
        held.extend(other.filter(|assessed| !assessed).map(whole));
        let claim = |(code, since, _): &(String, &str, bool)| RplClaim {
            of: Claimed::Course { course: read(code), version: read("1.0.0") },
            status: RplStatus::Granted { on: day(since) },
            evidence: Vec::new(),
        };
        let assessed = learned.iter().filter(|(_, assessed)| **assessed);
        let assessed: Vec<_> = assessed.map(|(course, _)| (code(*course), "2027-02-07", true)).collect();
        let of_other = RplClaim {
            of: Claimed::Qualification(read("other")),
            status: RplStatus::Granted { on: day("2027-02-07") },
            evidence: Vec::new(),
        };
        let rpl = kept.iter().filter(|(.., granted)| *granted).chain(&assessed).map(claim);
        let rpl = rpl.chain(other.filter(|assessed| *assessed).map(|_| of_other)).collect();
        let empty = LearnerRecordParts::empty(day(as_at));
        LearnerRecord::new(LearnerRecordParts { held, rpl, ..empty }).expect("a record")
    }

    fn request(&self) -> Request {
        let goal = if self.whole { "qualification:q".to_owned() } else { format!("credit:{}@q", self.wanted) };
        let mut asked = request(&goal);
        asked.record = self.record("2027-02-01", &BTreeMap::new(), None);
        asked.limits.hours_per_week = crate::sample::hours(60);
        asked.objectives = vec![vec![answer::Objective::LeastCost]];
        asked
    }

    fn reaches(&self, ledger: &Ledger) -> bool {
        if self.whole {
            ledger.size.is_some_and(|size| ledger.guaranteed_alone >= size)
        } else {
            ledger.totals.if_all_granted >= Amount::Points(read(&self.wanted.to_string()))
        }
    }

    /// What counts with what is learned: courses that are not assessed are studied as part of the award.
    fn ledger(&self, catalogue: &Catalogue, learned: &BTreeMap<usize, bool>, other: Option<bool>) -> Ledger {
        let record = self.record("2027-03-01", learned, other);
        let studied =
            learned.iter().filter(|(_, assessed)| !**assessed).map(|(course, _)| read(&code(*course))).collect();
        ledger_of_studied(catalogue, &record, &studied, &read("q"), day("2027-03-01")).expect("an award")
    }

    /// The least cost of all sets of courses with which the ledger reaches the goal. What is studied and counts is not learned
    /// once more; what was granted for prior learning is, where `again` says so.
    fn least(&self, catalogue: &Catalogue, again: bool) -> Option<u32> {
        let whole = self.whole.then_some(3 * self.prices[COURSES]);
        let mut least = whole;
        let holds = |course: &usize| {
            let is_held = self.held.iter().any(|(held, old, _)| held == course && !old);
            !again && (is_held || *course == OLD && self.old_held.is_some())
        };
        for set in 0..1u32 << (OLD + 2) {
            let chosen: Vec<usize> = (0..=OLD).filter(|course| set >> course & 1 == 1).collect();
            if chosen.iter().any(holds) {
                continue;
            }
            let others = match (set >> (OLD + 1) & 1 == 1, self.other_assessed) {
                (false, _) => vec![None],
                (true, None) => vec![Some(false)],
                (true, Some(_)) => vec![Some(false), Some(true)],
            };
            let ways = self.by_means(&chosen).into_iter();
            for (learned, other) in ways.flat_map(|learned| others.iter().map(move |other| (learned.clone(), *other))) {
                let price_of = |(course, assessed): (&usize, &bool)| {
                    if *assessed { self.assessed[course] } else { self.price_of(*course).expect("it is taught") }
                };
                let of_other = match other {
                    None => 0,
                    Some(false) => self.prices[COURSES + 1],
                    Some(true) => self.other_assessed.expect("it is assessed"),
                };
                let price = learned.iter().map(price_of).sum::<u32>() + of_other;
                let is_less = least.is_none_or(|least| price < least);
                if is_less && self.reaches(&self.ledger(catalogue, &learned, other)) {
                    least = Some(price);
                }
            }
        }
        least
    }

    /// What it costs to be taught a course, where it is.
    fn price_of(&self, course: usize) -> Option<u32> {
        if course == OLD { self.old_price } else { Some(self.prices[course]) }
    }

    /// Some courses, each taught or assessed, where it can be.
    fn by_means(&self, chosen: &[usize]) -> Vec<BTreeMap<usize, bool>> {
        let mut all = vec![BTreeMap::new()];
        for course in chosen {
            let mut means: Vec<bool> = self.price_of(*course).map(|_| false).into_iter().collect();
            means.extend(self.assessed.contains_key(course).then_some(true));
            let with = |so_far: &BTreeMap<usize, bool>| {
                let longer =
                    |means: &bool| so_far.iter().map(|(one, by)| (*one, *by)).chain([(*course, *means)]).collect();
                means.iter().map(longer).collect::<Vec<BTreeMap<usize, bool>>>()
            };
            all = all.iter().flat_map(with).collect();
        }
        all
    }
}

/// How often the cheapest plan is of a kind.
#[derive(Debug, Default)]
struct Seen {
    plans: Count,
    not_proved: Count,
    none: Count,
    units_assessed: Count,
    points_assessed: Count,
    /// Towards points within limits, where both are learned.
    taught_and_assessed: Count,
    by_level: Count,
    by_rule: Count,
    replaced: Count,
    /// Within limits on prior learning, the whole other qualification: assessed, and taught though that costs more.
    other_assessed: Count,
    other_taught: Count,
}

type Count = std::cell::Cell<usize>;

impl Seen {
    fn note(&self, case: &Case, pathway: &Pathway) {
        let assessed = pathway.steps.iter().any(|step| step.by_rpl);
        let taught = pathway.steps.iter().any(|step| !step.by_rpl && step.item.code() != "q");
        let limited = [case.most, case.rpl_most, case.residency_least.map(|least| 100 - least)];
        let limited = case.in_points && limited.into_iter().flatten().any(|most| most < 100);
        let other = pathway.steps.iter().find(|step| step.item.code() == "other").map(|step| step.by_rpl);
        let is_dearer = case.other_assessed.is_some_and(|price| price < case.prices[COURSES + 1]);
        let counts = [
            (&self.other_assessed, limited && other == Some(true)),
            (&self.other_taught, limited && is_dearer && other == Some(false)),
            (&self.plans, true),
            (&self.units_assessed, !case.in_points && assessed),
            (&self.points_assessed, limited && assessed),
            (&self.taught_and_assessed, limited && assessed && taught),
            (&self.by_level, limited && assessed && case.levels.is_some()),
            (&self.by_rule, limited && assessed && !pathway.credit.is_empty()),
            (&self.replaced, limited && pathway.steps.iter().any(|step| step.item.code() == "old")),
        ];
        counts.into_iter().filter(|(_, is_so)| *is_so).for_each(|(count, _)| count.set(count.get() + 1));
    }
}

fn check(case: &Case, seen: &Seen) -> Result<(), TestCaseError> {
    let catalogue = case.catalogue();
    let (least, least_again) = (case.least(&catalogue, false), case.least(&catalogue, true));
    let found = match recommend(&catalogue, &case.request(), Budget::default()).expect("a sound request") {
        Recommendation::NoPathway(none) => {
            if !none.proved {
                seen.not_proved.set(seen.not_proved.get() + 1);
                return Ok(());
            }
            prop_assert_eq!(None, least_again);
            seen.none.set(seen.none.get() + 1);
            return Ok(());
        }
        Recommendation::Pathways(found) => found,
    };
    let pathway = &found.pathways[0];
    seen.note(case, pathway);
    if !pathway.proved {
        seen.not_proved.set(seen.not_proved.get() + 1);
        return Ok(());
    }
    let cents = |least: Option<u32>| least.map_or(i64::MAX, |dollars| i64::from(dollars) * 100);
    let cost = pathway.cost.cents();
    prop_assert!((cents(least_again)..=cents(least)).contains(&cost), "{cost}: {least_again:?} to {least:?}");
    prop_assert!(pathway.counted.as_ref().is_none_or(|counted| counted.reached));
    let code = |step: &Step| step.item.code().to_owned();
    if pathway.steps.iter().all(|step| code(step) != "q") {
        let step_of = |course| pathway.steps.iter().find(|step| code(step) == self::code(course));
        let learned = (0..=OLD).filter_map(|course| Some((course, step_of(course)?.by_rpl)));
        let other = pathway.steps.iter().find(|step| code(step) == "other").map(|step| step.by_rpl);
        let counted = case.ledger(&catalogue, &learned.collect(), other);
        prop_assert!(case.reaches(&counted), "{:?}", counted.totals);
    }
    Ok(())
}

/// How many awards are made up of each sort.
const CASES: u32 = 300;

fn seen_of(cases: &impl Strategy<Value = Case>) -> Seen {
    let seen = Seen::default();
    let config = ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(CASES) };
    // The same awards every time, so that how many of each kind are seen is no matter of luck.
    let mut runner = TestRunner::new_with_rng(config, TestRng::deterministic_rng(RngAlgorithm::ChaCha));
    let result = runner.run(cases, |case| check(&case, &seen));
    result.unwrap_or_else(|why| panic!("{why}"));
    assert!(seen.not_proved.get() * 50 <= CASES as usize, "{seen:?}");
    seen
}

#[test]
fn the_cheapest_plan_is_the_cheapest_set_that_the_ledger_accepts() {
    let seen = seen_of(&case());
    let least = [(&seen.none, 15), (&seen.units_assessed, 10)];
    assert!(least.into_iter().all(|(count, least)| count.get() >= least), "{seen:?}");
}

#[test]
fn prior_learning_is_planned_towards_points_as_far_as_limits_let_it_count() {
    let seen = seen_of(&points_within_limits());
    let parts = [(&seen.points_assessed, 60), (&seen.taught_and_assessed, 30), (&seen.by_level, 15)];
    let least = parts.into_iter().chain([(&seen.by_rule, 10), (&seen.replaced, 3)]);
    let least = least.chain([(&seen.other_assessed, 10), (&seen.other_taught, 3)]);
    assert!(least.into_iter().all(|(count, least)| count.get() >= least), "{seen:?}");
}

/// One elective is asked for by its group, and again because no more than two core units count: its price is needed once.
#[test]
fn a_unit_that_is_asked_for_twice_is_paid_for_once() {
    let case = Case {
        in_points: false,
        group_of: vec![0, 0, 0, 3, 1, 3, 2],
        bounds: vec![(2, Some(2)), (1, None), (0, None)],
        size: 4,
        rules: Vec::new(),
        most: None,
        rpl_most: None,
        residency_least: None,
        held: Vec::new(),
        old_held: Some(false),
        prices: vec![10, 10, 10, 10, 11, 10, 10, 11, 10],
        assessed: BTreeMap::new(),
        other_assessed: None,
        old_price: None,
        levels: None,
        wanted: 5,
        whole: true,
    };
    assert_eq!(check(&case, &Seen::default()).map_err(|why| why.to_string()), Ok(()));
}
