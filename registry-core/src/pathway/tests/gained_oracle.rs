//! Awards that are gained by their parts on the way, against trying every plan on every day, with the ledger as the judge.
//!
//! Each course is taught on fixed days or from any Monday of a window, some of them longer than a year; some are held, some
//! under way. A plan takes some of them, each from one day on which it may start, within the hours of a week and the money of
//! a year. An inner award is gained on the first day on which its entry holds and the ledger of what is over by then has all of
//! it, or later. The goal is a course after it, or an award of which it is a block. The soonest pathway finishes no later than
//! any plan does, and the cheapest costs no more.

use std::cell::{Cell, RefCell};
use std::collections::{BTreeMap, BTreeSet};

use chrono::{Days, Months, NaiveDate};
use proptest::prelude::*;
use proptest::test_runner::{RngAlgorithm, TestRng, TestRunner};

use super::awards::{award, catalogue_of, for_a_year, for_one_of, rule};
use super::*;
use crate::course::Delivery;
use crate::credit::{CreditExchange, CreditRule, Validity};
use crate::date::{monday_of, monday_on_or_after};
use crate::eligibility::gate_from;
use crate::enrolment::{Enrolment, Takes};
use crate::learner_record::{Employment, Held, LearnerRecord, LearnerRecordParts};
use crate::pathway::answer::Objective;
use crate::qualification::Qualification;
use crate::recognition::ledger;
use crate::requisite::{Gate, RequisiteExpr};
use crate::sample::{before, build, course, day, hours, read, request};

const COURSES: usize = 5;
const GATE: Gate = Gate::ExperienceOver { months: 12 };
/// More plans than this are not tried for one question.
const PLANS_MAX: usize = 2_000;

/// By course, when it was completed.
type Completed = Vec<Option<NaiveDate>>;

/// Courses, and from and until so many days after the start.
type RuleCase = (BTreeSet<usize>, Option<u64>, Option<u64>);

/// When a course is taught, in days from the start of the plan.
#[derive(Debug, Clone)]
enum Teaching {
    /// From a day on, for so many days.
    Dated(u64, u64),
    /// From any Monday from a day on, as many days later at the latest, for so many weeks.
    Rolling(u64, u64, u16),
}

#[derive(Debug, Clone)]
struct CourseCase {
    taught: Teaching,
    price: u32,
    /// Hours in each week.
    hours: u32,
    had: Had,
}

#[derive(Debug, Clone)]
enum Had {
    No,
    /// Completed so many days before the start of the plan.
    Held(u64),
    /// Under way, until so many days after the start of the plan.
    UnderWay(u64),
}

#[derive(Debug, Clone)]
struct Case {
    courses: Vec<CourseCase>,
    /// Subjects of the inner award.
    own: BTreeSet<usize>,
    /// Courses of which one gives ten points towards it, from and until so many days after the start.
    rules: Vec<RuleCase>,
    /// Subjects that make up the inner award.
    size: u32,
    /// Months of experience, where entry asks for more than twelve.
    entry: Option<u16>,
    /// Study counts for a year towards the inner award, and towards the outer one.
    a_year: [bool; 2],
    /// From and until when the block counts; the goal is a course after the inner award where there is none.
    block: Option<(Option<u64>, Option<u64>)>,
    hours: u32,
    budget: Option<u32>,
}

fn course_case() -> impl Strategy<Value = CourseCase> {
    let taught = prop_oneof![
        4 => (0u64..600, 1u64..120).prop_map(|(first, length)| Teaching::Dated(first, length)),
        3 => (0u64..600, 0u64..15, 1u16..9).prop_map(|(from, window, weeks)| Teaching::Rolling(from, window, weeks)),
        1 => (0u64..60, 380u64..500, 1u16..9).prop_map(|(from, window, weeks)| Teaching::Rolling(from, window, weeks)),
    ];
    let had = prop_oneof![
        6 => Just(Had::No),
        1 => (1u64..400).prop_map(Had::Held),
        1 => (1u64..400).prop_map(Had::UnderWay),
    ];
    (taught, 10u32..200, 0u32..4, had).prop_map(|(taught, price, hours, had)| CourseCase { taught, price, hours, had })
}

fn case() -> impl Strategy<Value = Case> {
    let days = || prop::option::weighted(0.4, 0u64..700);
    let courses = prop::collection::vec(course_case(), COURSES);
    let own = prop::collection::btree_set(0..COURSES, 0..4);
    let of = prop::collection::btree_set(0..COURSES, 1..4);
    let rules = prop::collection::vec((of, days(), days()), 0..4);
    let aged = (prop::bool::weighted(0.3), prop::bool::weighted(0.3));
    let entry = prop::option::weighted(0.4, 0u16..12);
    let block = prop::option::of((days(), days()));
    let limits = (prop_oneof![2 => Just(60u32), 1 => 2u32..6], prop::option::weighted(0.4, 120u32..400));
    (courses, own, rules, 1u32..3, entry, aged, block, limits).prop_map(
        |(courses, own, rules, size, entry, aged, block, limits)| Case {
            courses,
            own,
            rules,
            size,
            entry,
            a_year: [aged.0, aged.1],
            block,
            hours: limits.0,
            budget: limits.1,
        },
    )
}

fn code(course: usize) -> String {
    format!("c{course}")
}

fn start() -> NaiveDate {
    day("2027-02-01")
}

fn after(days: u64) -> NaiveDate {
    start() + Days::new(days)
}

fn valid(from: Option<u64>, until: Option<u64>) -> Validity {
    let until = until.map(|until| from.map_or(until, |from| until.max(from)));
    Validity { from: from.map(after), until: until.map(after) }
}

/// A course, and its first and last day.
#[derive(Debug, Clone, Copy)]
struct Taken {
    course: usize,
    start: NaiveDate,
    end: NaiveDate,
}

impl CourseCase {
    fn delivery(&self) -> Delivery {
        match self.taught {
            Teaching::Dated(first, length) => Delivery::Dated { start: after(first), end: after(first + length - 1) },
            Teaching::Rolling(from, window, weeks) => {
                Delivery::Rolling { from: after(from), until: Some(after(from + window)), weeks }
            }
        }
    }

    /// Every way in which it may be taken.
    fn ways(&self, course: usize) -> Vec<Taken> {
        match self.delivery() {
            Delivery::Dated { start, end } => vec![Taken { course, start, end }],
            Delivery::Rolling { from, until, weeks } => {
                let mondays = std::iter::successors(Some(monday_on_or_after(from)), |day| Some(*day + Days::new(7)));
                let mondays = mondays.take_while(|day| until.is_none_or(|until| *day <= until));
                let end = |start: NaiveDate| start + Days::new(u64::from(weeks) * 7 - 1);
                mondays.map(|start| Taken { course, start, end: end(start) }).collect()
            }
        }
    }

    /// How many weeks it touches.
    fn weeks(&self) -> u32 {
        match self.delivery() {
            Delivery::Dated { start, end } => {
                u32::try_from((monday_of(end) - monday_of(start)).num_days() / 7 + 1).expect("few")
            }
            Delivery::Rolling { weeks, .. } => weeks.into(),
        }
    }
}

impl Case {
    fn award(&self, code: &str, subjects: &BTreeSet<usize>, size: u32, a_year: bool) -> Qualification {
        let subjects: Vec<String> = subjects.iter().map(|course| self::code(*course)).collect();
        let subjects: Vec<&str> = subjects.iter().map(String::as_str).collect();
        let made = award(code, &subjects, &(size * 10).to_string());
        if a_year { for_a_year(made) } else { made }
    }

    fn catalogue(&self) -> Catalogue {
        let mut courses: Vec<_> = (0..COURSES).map(|index| course(&code(index), vec![])).collect();
        courses.push(course("after", vec![before(RequisiteExpr::Qualification(read("inner")))]));
        let entry = self.entry.map(|_| before(RequisiteExpr::Gate(GATE))).into_iter().collect();
        let awards = vec![
            Qualification { entry, ..self.award("inner", &self.own, self.size, self.a_year[0]) },
            self.award("outer", &BTreeSet::new(), 1, self.a_year[1]),
        ];
        let mut all = catalogue_of(courses, awards);
        for (offering, case) in all.offerings.iter_mut().zip(&self.courses) {
            offering.delivery = case.delivery();
            offering.price = read(&case.price.to_string());
            offering.own_time = hours(case.hours * case.weeks());
        }
        all.offerings[COURSES].own_time = hours(0);
        let of_list = |(number, (of, from, until)): (usize, &RuleCase)| {
            let of: Vec<String> = of.iter().map(|course| code(*course)).collect();
            let of: Vec<&str> = of.iter().map(String::as_str).collect();
            CreditRule { valid: valid(*from, *until), ..for_one_of(&format!("r{number}"), "inner", &of) }
        };
        all.credit_rules = self.rules.iter().enumerate().map(of_list).collect();
        all.credit_rules.extend(self.block.map(|(from, until)| {
            let exchange = CreditExchange::Block { from: read("inner"), points: read("10") };
            CreditRule { valid: valid(from, until), ..rule("block", "outer", exchange) }
        }));
        build(all)
    }

    fn request(&self) -> Request {
        let goal = if self.block.is_some() { "qualification:outer" } else { "course:after" };
        let mut asked = request(goal);
        let version = || read("1.0.0");
        let mut record = LearnerRecordParts::empty(start());
        for (index, case) in self.courses.iter().enumerate() {
            let course = read(&code(index));
            match case.had {
                Had::No => {}
                Had::Held(days) => {
                    let completed = start() - Days::new(days);
                    record.held.push(Held::Course { course, version: version(), completed });
                }
                Had::UnderWay(days) => {
                    let takes = Takes { hours_per_week: hours(0), days: 0 };
                    record.enrolled.push(Enrolment::Course { course, version: version(), ends: after(days), takes });
                }
            }
        }
        if let Some(months) = self.entry {
            (record.experience_months, record.employment) = (months, Employment::Employed);
        }
        asked.record = LearnerRecord::new(record).expect("a record");
        asked.limits.hours_per_week = hours(self.hours);
        asked.limits.budget_per_year = self.budget.map(|budget| read(&budget.to_string()));
        asked.objectives = vec![vec![Objective::LeastCost], vec![Objective::Soonest]];
        asked
    }

    /// Whether a plan, with a further price in a plan year, keeps to the hours of each week and the money of each year.
    fn fits(&self, plan: &[Taken], further: Option<(NaiveDate, u32)>) -> bool {
        let within = |week: NaiveDate| {
            let going = plan.iter().filter(|taken| monday_of(taken.start) <= week && week <= taken.end);
            going.map(|taken| self.courses[taken.course].hours).sum::<u32>() <= self.hours
        };
        let mut spent: BTreeMap<u32, u32> = BTreeMap::new();
        let year = |day: NaiveDate| (1..=10).take_while(|year| start() + Months::new(12 * year) <= day).count();
        let prices = plan.iter().map(|taken| (taken.start, self.courses[taken.course].price)).chain(further);
        for (day, price) in prices {
            *spent.entry(u32::try_from(year(day)).expect("ten at most")).or_default() += price;
        }
        plan.iter().all(|taken| within(monday_of(taken.start)))
            && self.budget.is_none_or(|budget| spent.values().all(|spent| *spent <= budget))
    }

    /// When each course was completed that counts on a day, by what is had and what is taken. What is under way is learned
    /// anew only where it is too old on that day.
    fn completed(&self, plan: &[Taken], at: NaiveDate) -> Completed {
        let taken = |course: usize| plan.iter().find(|taken| taken.course == course).map(|taken| taken.end);
        let recent = |day: NaiveDate| !self.a_year[0] || day + Months::new(12) >= at;
        let completed = |(course, case): (usize, &CourseCase)| {
            let day = match case.had {
                Had::No => taken(course),
                Had::Held(days) => taken(course).filter(|end| *end <= at).or(Some(start() - Days::new(days))),
                Had::UnderWay(days) if recent(after(days)) => Some(after(days)),
                Had::UnderWay(_) => taken(course),
            };
            day.filter(|day| *day <= at)
        };
        self.courses.iter().enumerate().map(completed).collect()
    }

    /// The last day on which something was completed that is held and that the inner award or its rules name.
    fn last_held(&self) -> Option<NaiveDate> {
        let named = |course: &usize| self.own.contains(course) || self.rules.iter().any(|(of, ..)| of.contains(course));
        let held = |course: usize| match self.courses[course].had {
            Had::Held(days) => Some(start() - Days::new(days)),
            _ => None,
        };
        (0..COURSES).filter(named).filter_map(held).max()
    }
}

/// The ledger, asked once for the same things on the same day.
struct Judge<'a> {
    case: &'a Case,
    catalogue: Catalogue,
    opens: NaiveDate,
    inner: RefCell<BTreeMap<(NaiveDate, Completed), bool>>,
    outer: RefCell<BTreeMap<(NaiveDate, NaiveDate), bool>>,
}

impl<'a> Judge<'a> {
    fn of(case: &'a Case) -> Self {
        let opens = match case.entry {
            Some(_) => gate_from(&case.request().record, &GATE).expect("at work").max(start()),
            None => start(),
        };
        Self { case, catalogue: case.catalogue(), opens, inner: RefCell::default(), outer: RefCell::default() }
    }

    fn has_all(&self, held: Vec<Held>, award: &str, at: NaiveDate) -> bool {
        let record =
            LearnerRecord::new(LearnerRecordParts { held, ..LearnerRecordParts::empty(at) }).expect("a record");
        let counted = ledger(&self.catalogue, &record, &read(award), at).expect("an award");
        counted.size.is_some_and(|size| counted.guaranteed_alone >= size)
    }

    fn has_inner(&self, plan: &[Taken], at: NaiveDate) -> bool {
        let completed = self.case.completed(plan, at);
        let asked = (at, completed.clone());
        let held = |(course, completed): (usize, Option<NaiveDate>)| {
            Some(Held::Course { course: read(&code(course)), version: read("1.0.0"), completed: completed? })
        };
        let held = || completed.into_iter().enumerate().filter_map(held).collect();
        at >= self.opens && *self.inner.borrow_mut().entry(asked).or_insert_with(|| self.has_all(held(), "inner", at))
    }

    fn has_outer(&self, inner: NaiveDate, at: NaiveDate) -> bool {
        let held = || vec![Held::Qualification { qualification: read("inner"), completed: inner }];
        let mut known = self.outer.borrow_mut();
        *known.entry((inner, at)).or_insert_with(|| self.has_all(held(), "outer", at))
    }

    /// The first day on which a plan comes to the goal.
    fn first(&self, plan: &[Taken]) -> Option<NaiveDate> {
        let case = self.case;
        let mut days: BTreeSet<NaiveDate> = plan.iter().map(|taken| taken.end).collect();
        let begin = case.rules.iter().map(|(_, from, _)| *from).chain(case.block.iter().map(|(from, _)| *from));
        days.extend(begin.flatten().map(after));
        days.extend(case.courses.iter().filter_map(|course| match course.had {
            Had::UnderWay(days) => Some(after(days)),
            _ => None,
        }));
        days.extend([start(), self.opens]);
        // What is complete when the plan begins was so when the last of its parts was, and is not gained anew.
        let gained: Vec<NaiveDate> = if self.has_inner(&[], start()) {
            vec![case.last_held().unwrap_or(start())]
        } else {
            days.iter().copied().filter(|at| self.has_inner(plan, *at)).collect()
        };
        let inner = *gained.first()?;
        if case.block.is_none() {
            let from = monday_on_or_after((inner + Days::new(1)).max(start()));
            let mut mondays = std::iter::successors(Some(from), |day| Some(*day + Days::new(7))).take(500);
            return mondays.find(|day| case.fits(plan, Some((*day, 100)))).map(|day| day + Days::new(6));
        }
        // Where the award is too old for the outer one, it may be gained later instead.
        let counts =
            |at: &NaiveDate| gained.iter().filter(|inner| *inner <= at).any(|inner| self.has_outer(*inner, *at));
        days.into_iter().find(counts)
    }

    /// Finish and price of every plan that comes to the goal; `None`: there are too many.
    fn all(&self) -> Option<Vec<(NaiveDate, u32)>> {
        let mut plans: Vec<Vec<Taken>> = vec![vec![]];
        for (index, course) in self.case.courses.iter().enumerate() {
            let ways = course.ways(index);
            if plans.len() * (ways.len() + 1) > PLANS_MAX {
                return None;
            }
            let with =
                |plan: &Vec<Taken>| ways.iter().map(|way| [plan.as_slice(), &[*way]].concat()).collect::<Vec<_>>();
            let more: Vec<Vec<Taken>> = plans.iter().flat_map(with).collect();
            plans.extend(more);
            plans.retain(|plan| self.case.fits(plan, None));
        }
        let of_course = if self.case.block.is_none() { 100 } else { 0 };
        let tried = |plan: Vec<Taken>| {
            let price: u32 = plan.iter().map(|taken| self.case.courses[taken.course].price).sum();
            Some((self.first(&plan)?, price + of_course))
        };
        Some(plans.into_iter().filter_map(tried).collect())
    }
}

#[derive(Debug, Default)]
struct Seen {
    compared: Cell<u32>,
    none: Cell<u32>,
    several: Cell<u32>,
    over_a_year: Cell<u32>,
    had: Cell<u32>,
    limited: Cell<u32>,
    /// Not proved; and of them those with no pathway, though there is one.
    open: Cell<u32>,
    missed: Cell<u32>,
}

fn add(count: &Cell<u32>, yes: bool) {
    count.set(count.get() + u32::from(yes));
}

fn check(case: &Case, seen: &Seen) -> Result<(), TestCaseError> {
    let judge = Judge::of(case);
    let Some(tried) = judge.all() else { return Ok(()) };
    let cheapest = tried.iter().map(|(_, price)| i64::from(*price) * 100).min();
    let soonest = tried.iter().map(|(finish, _)| *finish).min();
    let ages = case.a_year.contains(&true);
    add(&seen.compared, true);
    match recommend(&judge.catalogue, &case.request(), Budget::default()).expect("a sound request") {
        Recommendation::NoPathway(none) => {
            prop_assert!(none.proved || ages);
            prop_assert!(!none.proved || tried.is_empty(), "{:?}", tried);
            add(&seen.none, none.proved);
            add(&seen.open, !none.proved);
            add(&seen.missed, !tried.is_empty());
        }
        Recommendation::Pathways(found) => {
            add(&seen.open, found.pathways.iter().any(|pathway| !pathway.proved));
            for pathway in &found.pathways {
                prop_assert!(pathway.proved || ages);
                prop_assert!(pathway.counted.as_ref().is_none_or(|counted| counted.reached), "{:?}", pathway.counted);
                let finish = pathway.finish.unwrap_or(start());
                prop_assert!(soonest.is_some_and(|soonest| soonest <= finish), "{:?} {}", soonest, finish);
                prop_assert!(cheapest.is_some_and(|cheapest| cheapest <= pathway.cost.cents()));
                if pathway.proved && pathway.best_at.contains(&Objective::LeastCost) {
                    prop_assert_eq!(Some(pathway.cost.cents()), cheapest);
                }
                if pathway.proved && pathway.best_at.contains(&Objective::Soonest) {
                    prop_assert_eq!(Some(finish), soonest);
                }
            }
            let any = |is: fn(&&Pathway) -> bool| found.pathways.iter().any(|pathway| is(&pathway));
            add(&seen.several, any(|pathway| pathway.steps.len() > 1));
            add(&seen.over_a_year, any(|pathway| pathway.finish > Some(after(365))) && ages);
            add(&seen.had, case.courses.iter().any(|course| !matches!(course.had, Had::No)));
            add(&seen.limited, case.budget.is_some() || case.hours < 60);
        }
    }
    Ok(())
}

#[test]
fn an_award_on_the_way_is_gained_as_soon_and_as_cheaply_as_any_plan_lets_it() {
    let config = ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(400) };
    let seen = Seen::default();
    let mut runner = TestRunner::new_with_rng(config, TestRng::deterministic_rng(RngAlgorithm::ChaCha));
    if let Err(failure) = runner.run(&case(), |case| check(&case, &seen)) {
        panic!("{failure}");
    }
    let compared = seen.compared.get();
    let kinds = [&seen.none, &seen.several, &seen.over_a_year, &seen.had, &seen.limited];
    assert!(kinds.iter().all(|kind| kind.get() * 10 >= compared), "{seen:?}");
    assert!(compared > 200 && seen.open.get() * 10 <= compared && seen.missed.get() * 50 <= compared, "{seen:?}");
}
