//! Awards that are gained by their parts on the way, against trying every set of courses on every day, with the ledger as
//! the judge.
//!
//! Courses are taught on fixed days, so a set of them is over on days that are known. An inner award is gained on the first
//! day on which its entry holds and the ledger of what is over by then has all of it. The goal is a course after it, or an
//! award of which it is a block. The soonest plan finishes no later than any set lets it, and the cheapest costs no more.

use std::collections::BTreeSet;

use chrono::{Days, NaiveDate};
use proptest::prelude::*;

use super::*;
use crate::course::{Credit, Delivery};
use crate::credit::{CreditExchange, CreditRule, CreditScheme, CreditStanding, Validity};
use crate::eligibility::gate_from;
use crate::learner_record::{Employment, Held, LearnerRecord, LearnerRecordParts};
use crate::pathway::answer::Objective;
use crate::qualification::{PointsGroup, PointsPackaging, Qualification, RecognitionLimits};
use crate::recognition::ledger;
use crate::requisite::{Gate, RequisiteExpr};
use crate::sample::{before, build, course, day, parts, qualification, read, request, source};

const COURSES: usize = 4;
const GATE: Gate = Gate::ExperienceOver { months: 12 };

/// Courses, and from and until so many days after the start.
type RuleCase = (BTreeSet<usize>, Option<u64>, Option<u64>);

#[derive(Debug, Clone)]
struct Case {
    /// By course: days from the start of the plan to its first day, its length, its price.
    taught: Vec<(u64, u64, u32)>,
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
}

fn case() -> impl Strategy<Value = Case> {
    let days = || prop::option::weighted(0.5, 0u64..700);
    let taught = prop::collection::vec((0u64..600, 1u64..120, 10u32..200), COURSES);
    let own = prop::collection::btree_set(0..COURSES, 0..3);
    let of = prop::collection::btree_set(0..COURSES, 1..4);
    let rules = prop::collection::vec((of, days(), days()), 0..4);
    let aged = (prop::bool::weighted(0.3), prop::bool::weighted(0.3));
    let entry = prop::option::weighted(0.4, 0u16..12);
    let block = prop::option::of((days(), days()));
    (taught, own, rules, 1u32..3, entry, aged, block).prop_map(|(taught, own, rules, size, entry, aged, block)| Case {
        taught,
        own,
        rules,
        size,
        entry,
        a_year: [aged.0, aged.1],
        block,
    })
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

impl Case {
    fn ends(&self, course: usize) -> NaiveDate {
        let (first, length, _) = self.taught[course];
        after(first + length - 1)
    }

    fn award(&self, code: &str, subjects: &BTreeSet<usize>, size: u32, a_year: bool) -> Qualification {
        let group = PointsGroup {
            code: "own".to_owned(),
            title: "Own".to_owned(),
            least: None,
            most: None,
            subjects: subjects.iter().map(|course| read(&self::code(*course))).collect(),
        };
        let recognition = RecognitionLimits {
            most: None,
            rpl_most: None,
            residency_least: None,
            study_years_max: a_year.then_some(1),
            provenance: source(),
        };
        let groups = if subjects.is_empty() { vec![] } else { vec![group] };
        Qualification {
            credit: Some(Credit { points: read(&(size * 10).to_string()), scheme: read("s") }),
            points_packaging: Some(PointsPackaging {
                subject_points: read("10"),
                groups,
                levels: vec![],
                provenance: source(),
            }),
            recognition: Some(recognition),
            ..qualification(code, vec![])
        }
    }

    fn catalogue(&self) -> Catalogue {
        let award = RequisiteExpr::Qualification(read("inner"));
        let mut courses: Vec<_> = (0..COURSES).map(|index| course(&code(index), vec![])).collect();
        courses.push(course("after", vec![before(award)]));
        let mut all = parts(courses);
        for (offering, (first, length, price)) in all.offerings.iter_mut().zip(&self.taught) {
            offering.delivery = Delivery::Dated { start: after(*first), end: after(first + length - 1) };
            offering.price = read(&price.to_string());
        }
        all.credit_schemes = vec![CreditScheme {
            code: read("s"),
            title: "S".to_owned(),
            points_per_year: read("100"),
            provenance: source(),
        }];
        let entry = self.entry.map(|_| before(RequisiteExpr::Gate(GATE))).into_iter().collect();
        all.qualifications = vec![
            Qualification { entry, ..self.award("inner", &self.own, self.size, self.a_year[0]) },
            self.award("outer", &BTreeSet::new(), 1, self.a_year[1]),
        ];
        let rule = |(number, (of, from, until)): (usize, &RuleCase)| {
            let of = of.iter().map(|course| read(&code(*course))).collect();
            let exchange = CreditExchange::Series { of, size: 1, points_each_series: read("10") };
            let made = CreditRule::new(
                read(&format!("r{number}")),
                read("inner"),
                exchange,
                CreditStanding::Guaranteed,
                source(),
            );
            CreditRule { valid: valid(*from, *until), ..made }
        };
        all.credit_rules = self.rules.iter().enumerate().map(rule).collect();
        all.credit_rules.extend(self.block.map(|(from, until)| {
            let exchange = CreditExchange::Block { from: read("inner"), points: read("10") };
            let made = CreditRule::new(read("block"), read("outer"), exchange, CreditStanding::Guaranteed, source());
            CreditRule { valid: valid(from, until), ..made }
        }));
        build(all)
    }

    /// The record of somebody who has learned some courses by a day, and may have gained the inner award.
    fn record(&self, as_at: NaiveDate, learned: &BTreeSet<usize>, inner: Option<NaiveDate>) -> LearnerRecord {
        let over = learned.iter().filter(|course| self.ends(**course) <= as_at);
        let course = |course: &usize| Held::Course {
            course: read(&code(*course)),
            version: read("1.0.0"),
            completed: self.ends(*course),
        };
        let mut held: Vec<Held> = over.map(course).collect();
        held.extend(inner.map(|completed| Held::Qualification { qualification: read("inner"), completed }));
        LearnerRecord::new(LearnerRecordParts { held, ..LearnerRecordParts::empty(as_at) }).expect("a record")
    }

    fn request(&self) -> Request {
        let goal = if self.block.is_some() { "qualification:outer" } else { "course:after" };
        let mut asked = request(goal);
        if let Some(months) = self.entry {
            asked.record = crate::sample::learner(months, Employment::Employed, vec![]);
        }
        asked.limits.hours_per_week = crate::sample::hours(60);
        asked.objectives = vec![vec![Objective::LeastCost], vec![Objective::Soonest]];
        asked
    }

    fn has_all(&self, catalogue: &Catalogue, record: &LearnerRecord, award: &str, at: NaiveDate) -> bool {
        let counted = ledger(catalogue, record, &read(award), at).expect("an award");
        counted.size.is_some_and(|size| counted.guaranteed_alone >= size)
    }

    /// The first day on which a set of courses comes to the goal.
    fn first(&self, catalogue: &Catalogue, learned: &BTreeSet<usize>) -> Option<NaiveDate> {
        let opens = match self.entry {
            Some(_) => gate_from(&self.request().record, &GATE)?.max(start()),
            None => start(),
        };
        let mut days: BTreeSet<NaiveDate> = learned.iter().map(|course| self.ends(*course)).collect();
        let begin = self.rules.iter().map(|(_, from, _)| from).chain(self.block.iter().map(|(from, _)| from));
        days.extend(begin.filter_map(|from| from.map(after)));
        days.extend([start(), opens]);
        let gains = |at: &&NaiveDate| {
            **at >= opens && self.has_all(catalogue, &self.record(**at, learned, None), "inner", **at)
        };
        let inner = *days.iter().find(gains)?;
        if self.block.is_none() {
            let monday = crate::date::monday_on_or_after(inner + Days::new(1));
            // Where all of it is there from the start, nothing is waited for.
            let monday = if learned.is_empty() && inner == start() { start() } else { monday };
            return Some(monday + Days::new(6));
        }
        // Where the award is too old for the outer one, it may be gained later instead.
        let gained: Vec<NaiveDate> = days.iter().filter(gains).copied().collect();
        let counts = |at: &NaiveDate| {
            gained
                .iter()
                .filter(|inner| *inner <= at)
                .any(|inner| self.has_all(catalogue, &self.record(*at, learned, Some(*inner)), "outer", *at))
        };
        days.into_iter().find(counts)
    }
}

fn check(case: &Case) -> Result<(), TestCaseError> {
    let catalogue = case.catalogue();
    let sets = (0..1u32 << COURSES).map(|set| (0..COURSES).filter(|course| set >> course & 1 == 1).collect());
    let tried = sets.filter_map(|set: BTreeSet<usize>| {
        let price: u32 = set.iter().map(|course| case.taught[*course].2).sum();
        Some((case.first(&catalogue, &set)?, price))
    });
    let tried: Vec<(NaiveDate, u32)> = tried.collect();
    let of_course = if case.block.is_none() { 100 } else { 0 };
    let cheapest = tried.iter().map(|(_, price)| i64::from(price + of_course) * 100).min();
    let soonest = tried.iter().map(|(finish, _)| *finish).min();
    match recommend(&catalogue, &case.request(), Budget::default()).expect("a sound request") {
        Recommendation::NoPathway(none) => {
            prop_assert!(none.proved || case.a_year.contains(&true));
            prop_assert!(!none.proved || tried.is_empty(), "{:?}", tried);
        }
        Recommendation::Pathways(found) => {
            for pathway in &found.pathways {
                prop_assert!(pathway.proved || case.a_year.contains(&true));
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
        }
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(300) })]

    #[test]
    fn an_award_on_the_way_is_gained_as_soon_and_as_cheaply_as_any_set_of_courses_lets_it(case in case()) {
        check(&case)?;
    }
}
