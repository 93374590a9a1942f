//! Plans towards awards against trying every set of courses, with the ledger as the judge.
//!
//! For any small award of points or of units, its groups, limits and rules, what of it is taught and what assessed, and
//! anything held, studied or granted for prior learning: the ledger of what is held
//! at the end of the cheapest plan reaches what the goal says; no cheaper set of courses that is on offer does; and where
//! the planner finds none, no set does. What was granted need not be studied once more where something else will do, even
//! if that would be cheaper: the least with and without it are what the cost lies between.

use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;

use super::*;
use crate::course::{Course, CourseKind, Credit, Delivery, Equivalence, Offering, OfferingOf};
use crate::credit::{CreditBasis, CreditExchange, CreditRule, CreditScheme, CreditStanding, Percent};
use crate::learner_record::{Held, LearnerRecord, LearnerRecordParts};
use crate::qualification::{
    GroupKind, Packaging, PackagingGroup, PointsGroup, PointsPackaging, Qualification, RecognitionLimits,
};
use crate::recognition::{Amount, Ledger, ledger_of_studied};
use crate::rpl::{Claimed, RplClaim, RplOffer, RplStatus};
use crate::sample::{course, day, parts, qualification, read, replaced, request, source, weekly};

/// Courses on offer; one more, `old`, is only held.
const COURSES: usize = 7;

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

#[derive(Debug, Clone)]
struct Case {
    /// Counted in points; otherwise in units.
    in_points: bool,
    /// By course: core or first group, electives or second group, listed, none.
    group_of: Vec<usize>,
    /// By group, in subjects or units.
    bounds: Vec<(u16, Option<u16>)>,
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
    /// Towards units: courses of which prior learning is recognised, with what that costs.
    assessed: BTreeMap<usize, u32>,
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

fn rule_case() -> impl Strategy<Value = (RuleCase, CreditStanding, bool, bool)> {
    let series = (prop::collection::btree_set(0..COURSES, 1..6), 1u32..4, 2u32..25, any::<bool>());
    let rule = prop_oneof![
        3 => series.prop_map(|(of, size, gives, group)| RuleCase::Series(of, size, gives, group)),
        1 => (5u32..40).prop_map(RuleCase::Block),
        3 => (0..COURSES, 0..COURSES).prop_map(|(from, unit)| RuleCase::Unit(from, unit)),
    ];
    let standing = prop::sample::select(vec![CreditStanding::Guaranteed, CreditStanding::Discretionary]);
    (rule, standing, prop::bool::weighted(0.85), prop::bool::weighted(0.15))
}

fn case() -> impl Strategy<Value = Case> {
    let award = (any::<bool>(), prop::collection::vec(0usize..4, COURSES), 1u16..6);
    let bounds = prop::collection::vec((0u16..3, prop::option::of(1u16..4)), 3);
    let rules = prop::collection::vec(rule_case(), 0..4);
    let share = || prop::option::weighted(0.4, 0i64..=100);
    let most = (share(), share(), prop::option::weighted(0.3, 0i64..=100));
    let held = (0..COURSES, prop::bool::weighted(0.3), prop::bool::weighted(0.4));
    let person = (prop::collection::vec(held, 0..4), prop::option::of(any::<bool>()));
    let assessed = prop::collection::btree_map(0..COURSES, 5u32..120, 0..4);
    let goal = (prop::collection::vec(10u32..200, COURSES + 2), assessed, 5u32..60, any::<bool>());
    (award, bounds, rules, most, person, goal).prop_map(
        |((in_points, group_of, size), bounds, rules, limits, (held, old_held), (prices, assessed, wanted, whole))| {
            let (most, rpl_most, residency_least) = limits;
            let mut case = Case {
                in_points,
                group_of,
                bounds,
                size,
                rules,
                most,
                rpl_most,
                residency_least,
                held,
                old_held,
                prices,
                assessed: if in_points { BTreeMap::new() } else { assessed },
                wanted,
                whole,
            };
            case.settle();
            case
        },
    )
}

fn code(course: usize) -> String {
    format!("c{course}")
}

impl Case {
    /// Makes it one that a catalogue takes.
    fn settle(&mut self) {
        let in_group = |group_of: &[usize], group: usize| group_of.iter().filter(|of| **of == group).count();
        if self.in_points {
            self.group_of.iter_mut().for_each(|group| *group = (*group).min(3) % 3);
        } else {
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
            let points_packaging =
                Some(PointsPackaging { subject_points: read("10"), groups, levels: vec![], provenance: source() });
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
        for (course, price) in &self.assessed {
            let code = code(*course);
            let (price, rpl) = (read(&price.to_string()), Some(RplOffer { asks: vec![] }));
            all.offerings.push(Offering { code: read(&format!("{code}-rpl")), price, rpl, days: 0, ..weekly(&code) });
        }
        all.credit_rules = self.rules();
        build(all)
    }

    /// The record on a day, with what is learned by then, and whether it is assessed; what is learned again is held once,
    /// since then.
    fn record(&self, as_at: &str, learned: &BTreeMap<usize, bool>, other: bool) -> LearnerRecord {
        let of = |code: String, completed: &str| Held::Course {
            course: read(&code),
            version: read("1.0.0"),
            completed: day(completed),
        };
        let since = |old: bool| if old { "2015-01-01" } else { "2026-06-01" };
        let kept = self.held.iter().filter(|(course, ..)| !learned.contains_key(course));
        let kept: Vec<(String, &str, bool)> = kept
            .map(|(course, old, granted)| (code(*course), since(*old), *granted))
            .chain(self.old_held.map(|granted| ("old".to_owned(), since(false), granted)))
            .collect();
        let studied = kept.iter().filter(|(.., granted)| !granted);
        let mut held: Vec<Held> = studied.map(|(code, since, _)| of(code.clone(), since)).collect();
        let taught = learned.iter().filter(|(_, assessed)| !**assessed);
        held.extend(taught.map(|(course, _)| of(code(*course), "2027-02-07")));
        held.extend(other.then(|| Held::Qualification { qualification: read("other"), completed: day("2027-02-07") }));
        let claim = |(code, since, _): &(String, &str, bool)| RplClaim {
            of: Claimed::Course { course: read(code), version: read("1.0.0") },
            status: RplStatus::Granted { on: day(since) },
            evidence: Vec::new(),
        };
        let assessed = learned.iter().filter(|(_, assessed)| **assessed);
        let assessed: Vec<_> = assessed.map(|(course, _)| (code(*course), "2027-02-07", true)).collect();
        let rpl = kept.iter().filter(|(.., granted)| *granted).chain(&assessed).map(claim).collect();
        let empty = LearnerRecordParts::empty(day(as_at));
        LearnerRecord::new(LearnerRecordParts { held, rpl, ..empty }).expect("a record")
    }

    fn request(&self) -> Request {
        let goal = if self.whole { "qualification:q".to_owned() } else { format!("credit:{}@q", self.wanted) };
        let mut asked = request(&goal);
        asked.record = self.record("2027-02-01", &BTreeMap::new(), false);
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
    fn ledger(&self, catalogue: &Catalogue, learned: &BTreeMap<usize, bool>, other: bool) -> Ledger {
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
        let holds = |course: &usize| !again && self.held.iter().any(|(held, old, _)| held == course && !old);
        for set in 0..1u32 << (COURSES + 1) {
            let chosen: Vec<usize> = (0..COURSES).filter(|course| set >> course & 1 == 1).collect();
            if chosen.iter().any(holds) {
                continue;
            }
            let other = set >> COURSES & 1 == 1;
            for learned in self.by_means(&chosen) {
                let price_of = |(course, assessed): (&usize, &bool)| {
                    if *assessed { self.assessed[course] } else { self.prices[*course] }
                };
                let price =
                    learned.iter().map(price_of).sum::<u32>() + if other { self.prices[COURSES + 1] } else { 0 };
                let is_less = least.is_none_or(|least| price < least);
                if is_less && self.reaches(&self.ledger(catalogue, &learned, other)) {
                    least = Some(price);
                }
            }
        }
        least
    }

    /// Some courses, each taught or, where it can be, assessed.
    fn by_means(&self, chosen: &[usize]) -> Vec<BTreeMap<usize, bool>> {
        let mut all = vec![BTreeMap::new()];
        for course in chosen {
            let means: &[bool] = if self.assessed.contains_key(course) { &[false, true] } else { &[false] };
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

fn check(case: &Case) -> Result<(), TestCaseError> {
    let catalogue = case.catalogue();
    let (least, least_again) = (case.least(&catalogue, false), case.least(&catalogue, true));
    let found = match recommend(&catalogue, &case.request(), Budget::default()).expect("a sound request") {
        Recommendation::NoPathway(none) => {
            prop_assert!(none.proved);
            prop_assert_eq!(None, least_again);
            return Ok(());
        }
        Recommendation::Pathways(found) => found,
    };
    let pathway = &found.pathways[0];
    prop_assert!(pathway.proved);
    let cents = |least: Option<u32>| least.map_or(i64::MAX, |dollars| i64::from(dollars) * 100);
    let cost = pathway.cost.cents();
    prop_assert!((cents(least_again)..=cents(least)).contains(&cost), "{cost}: {least_again:?} to {least:?}");
    prop_assert!(pathway.counted.as_ref().is_none_or(|counted| counted.reached));
    let code = |step: &Step| step.item.code().to_owned();
    if pathway.steps.iter().all(|step| code(step) != "q") {
        let step_of = |course| pathway.steps.iter().find(|step| code(step) == self::code(course));
        let learned = (0..COURSES).filter_map(|course| Some((course, step_of(course)?.by_rpl)));
        let other = pathway.steps.iter().any(|step| code(step) == "other");
        let counted = case.ledger(&catalogue, &learned.collect(), other);
        prop_assert!(case.reaches(&counted), "{:?}", counted.totals);
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(160) })]

    #[test]
    fn the_cheapest_plan_is_the_cheapest_set_that_the_ledger_accepts(case in case()) {
        check(&case)?;
    }
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
        wanted: 5,
        whole: true,
    };
    assert_eq!(check(&case).map_err(|why| why.to_string()), Ok(()));
}
