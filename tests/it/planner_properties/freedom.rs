//! Whoever may do more, or holds more, is never worse off.
//!
//! What is compared is the first measure of each objective. An answer that is not proved may be worse than a better one that
//! is there; questions with such are counted, and few.

use std::cell::Cell;

use proptest::prelude::*;
use proptest::test_runner::TestCaseError;
use registry_core::LearnerRecord;
use registry_core::catalogue::{Catalogue, CatalogueParts};
use registry_core::course::{Course, CourseVersion, Offering, OfferingOf, VersionStatus};
use registry_core::credit::CreditExchange;
use registry_core::learner_record::Held;
use registry_core::money::Aud;
use registry_core::pathway::answer::{Limit, Objective};
use registry_core::pathway::{Pathway, Recommendation, Request};
use registry_core::qualification::GroupKind;
use registry_core::requisite::{Requisite, RequisiteExpr, RequisiteParts};
use registry_core::volume::Hours;
use registry_tests::rendering::rendering;
use registry_tests::rules::gates_only;
use semver::Version;

use super::{Count, answer, assert_few, assert_seen, best_at, case_count, check_any, lift, without_advice};
use crate::planner_cases::{AnyCase, Case, OfferingCase};

/// Answers before and after something was added.
#[derive(Debug, Default)]
struct Compared {
    all: Count,
    /// Questions of which some answer is open afterwards.
    open: Count,
}

/// The answers to one question.
struct OfOne<'a> {
    compared: &'a Compared,
    is_open: Cell<bool>,
}

impl Compared {
    fn of_one(&self) -> OfOne<'_> {
        OfOne { compared: self, is_open: Cell::new(false) }
    }

    #[track_caller]
    fn assert_few_open(&self, property: &str) {
        assert_seen(property, case_count(), &[("comparisons", &self.all, 1_000)]);
        assert_few(property, case_count(), &[("open", &self.open, 20)]);
    }
}

impl OfOne<'_> {
    fn open(&self) {
        self.compared.open.add(!self.is_open.replace(true));
    }

    fn no_worse(&self, before: &Recommendation, after: &Recommendation) -> Result<(), TestCaseError> {
        for objective in Objective::EVERY {
            let Some(before) = best_at(before, objective) else {
                continue;
            };
            // Credit is compared among plans of which no step could be left out; a shorter way makes longer ones needless.
            if objective == Objective::MostCredit {
                continue;
            }
            self.compared.all.add(true);
            let after = match (best_at(after, objective), after) {
                (Some(pathway), _) if pathway.proved => pathway,
                (Some(_), _) => {
                    self.open();
                    continue;
                }
                (None, Recommendation::NoPathway(none)) if !none.proved => {
                    self.open();
                    continue;
                }
                (None, _) if already_met(after) => continue,
                (None, _) => return Err(TestCaseError::fail(format!("nothing is {objective:?} any more"))),
            };
            let (was, is) = (measured(before, objective), measured(after, objective));
            prop_assert!(is <= was, "{objective:?}: {is}, and it was {was}");
        }
        Ok(())
    }
}

/// A single pathway without steps is best at nothing.
fn already_met(answer: &Recommendation) -> bool {
    matches!(answer, Recommendation::Pathways(found) if found.pathways.iter().all(|pathway| pathway.steps.is_empty()))
}

fn measured(pathway: &Pathway, objective: Objective) -> i64 {
    match objective {
        Objective::LeastCost => pathway.cost.cents(),
        Objective::Soonest => pathway.finish.map_or(0, |day| i64::from(chrono::Datelike::num_days_from_ce(&day))),
        Objective::LightestLoad => i64::from(pathway.heaviest_week.minutes().div_ceil(60)),
        Objective::MostPeerLed => pathway.steps.iter().map(|step| i64::from(!step.peer.led)).sum(),
        Objective::MostCredit => unreachable!("it is not compared"),
    }
}

/// The request of somebody with a little more of what a limit is about, or without the limit.
fn freer(request: &Request, catalogue: &Catalogue, limit: Limit) -> Request {
    let mut freer = request.clone();
    let limits = &mut freer.limits;
    match limit {
        Limit::HoursPerWeek => limits.hours_per_week = Hours::from_minutes(limits.hours_per_week.minutes() + 45),
        Limit::DaysPerYear => limits.days_per_year = limits.days_per_year.map(|days| days + 1),
        Limit::BudgetPerYear => {
            limits.budget_per_year = limits.budget_per_year.and_then(|budget| Aud::from_cents(budget.cents() + 5_000));
        }
        Limit::Deadline => limits.deadline = limits.deadline.map(|day| day + chrono::Days::new(10)),
        _ => lift(&mut freer, catalogue, limit),
    }
    freer
}

/// One more offering, more money, more hours, more days, more time, more funding, more places to get to, or one of the other
/// limits gone: nothing gets worse, and a pathway never turns into none.
///
/// That holds of awards too: what counts on a day depends on what is over by then, and whatever could be planned before still can.
#[test]
fn more_freedom_never_makes_anything_worse() {
    let compared = Compared::default();
    let seen = check_any(|case, seen| {
        let case = &without_advice(case);
        let (question, base) = (case.question(), case.base());
        let catalogue = question.catalogue();
        let of_one = compared.of_one();
        let before = answer(&catalogue, &question.request);
        seen.add(case, matches!(before, Recommendation::Pathways(_)));
        let mut more = question.parts.clone();
        let course = usize::from(base.goal) % base.courses.len();
        let extra = OfferingCase { late: false, ..base.courses[0].offerings[0].clone() };
        more.offerings.push(base.offering(course, 90, &extra));
        let more = Catalogue::build(more).expect("a sound catalogue");
        of_one.no_worse(&before, &answer(&more, &question.request))?;
        for limit in Limit::ALL {
            of_one.no_worse(&before, &answer(&catalogue, &freer(&question.request, &catalogue, limit)))?;
        }
        let mut funded = question.request.clone();
        funded.limits.funding = catalogue.funding_sources().map(|source| source.code.clone()).collect();
        of_one.no_worse(&before, &answer(&catalogue, &funded))
    });
    seen.assert_each("pathways before more freedom", 30);
    compared.assert_few_open("more freedom");
}

fn is_under_way(case: &Case, index: usize) -> bool {
    let all = case.courses.len() + 1;
    case.person.enrolled.iter().any(|enrolled| usize::from(enrolled.of) % all == index)
}

/// The request of somebody who completed what is not among some things a year and more earlier.
fn aged(request: Request, but: &[Held]) -> Request {
    let mut parts = request.record.to_parts();
    for held in parts.held.iter_mut().filter(|held| !but.contains(held)) {
        let (Held::Course { completed, .. } | Held::Qualification { completed, .. }) = held;
        *completed = *completed - chrono::Days::new(400);
    }
    Request { record: LearnerRecord::new(parts).expect("a sound record"), ..request }
}

/// Whoever holds one more course, lately or for long, or the qualification that is taught, pays no more.
///
/// What is held and too old is learned again like what is not held, so that is true where study counts for a year alone, too. It
/// is not where an award that is complete already counts towards another: it is as old as the last of its parts and is not
/// gained again, while who lacks a part gains it later. Nor is it for what is under way: held instead, it is too old sooner.
#[test]
fn holding_more_never_makes_a_pathway_dearer() {
    let compared = Compared::default();
    let seen = check_any(|case, seen| {
        let case = &without_advice(case);
        if case.block_ages() {
            return Ok(());
        }
        let (question, base) = (case.question(), case.base());
        let catalogue = question.catalogue();
        let of_one = compared.of_one();
        let before = answer(&catalogue, &question.request);
        seen.add(case, matches!(before, Recommendation::Pathways(_)));
        for index in (0..base.courses.len()).filter(|index| !is_under_way(base, *index)) {
            let mut richer = case.clone();
            richer.base_mut().person.held.push((u8::try_from(index).expect("0 to 4"), true));
            let richer = richer.question().request;
            of_one.no_worse(&before, &answer(&catalogue, &richer))?;
            let long_ago = aged(richer, question.request.record.held());
            of_one.no_worse(&before, &answer(&catalogue, &long_ago))?;
        }
        if base.person.qualification == 0 && !base.a_year && !is_under_way(base, base.courses.len()) {
            let mut richer = case.clone();
            richer.base_mut().person.qualification = 2;
            of_one.no_worse(&before, &answer(&catalogue, &richer.question().request))?;
        }
        Ok(())
    });
    seen.assert_each("pathways before holding more", 25);
    compared.assert_few_open("holding more");
}

/// The catalogue in which a course may stand for anything that is asked for, and is one more part of every award and of every
/// series.
fn with_one_more(mut parts: CatalogueParts, extra: &Course) -> CatalogueParts {
    let either = |asked: &RequisiteExpr| {
        RequisiteExpr::any(vec![asked.clone(), RequisiteExpr::course(extra.code.clone())]).expect("two ways")
    };
    for role in &mut parts.roles {
        for asked in role.preparation.iter_mut().filter(|asked| !gates_only(asked.requires())) {
            *asked = Requisite::new(RequisiteParts {
                kind: asked.kind(),
                strength: asked.strength(),
                requires: either(asked.requires()),
                provenance: asked.provenance().clone(),
            })
            .expect("a sound requisite");
        }
    }
    for tier in &mut parts.tiers {
        tier.completion = either(&tier.completion);
    }
    for award in &mut parts.qualifications {
        let of_points = award.points_packaging.iter_mut().flat_map(|packaging| packaging.groups.last_mut());
        of_points.for_each(|group| group.subjects.push(extra.code.clone()));
        let electives = award.packaging.iter_mut().filter(|packaging| packaging.electives > 0);
        let groups = electives.flat_map(|packaging| &mut packaging.groups);
        groups.filter(|group| group.kind == GroupKind::Elective).for_each(|group| group.units.push(extra.code.clone()));
    }
    for rule in &mut parts.credit_rules {
        if let CreditExchange::Series { of, .. } = &mut rule.exchange {
            of.push(extra.code.clone());
        }
    }
    parts
}

/// The catalogue in which every course that is taught has a further version, taught as its last one is.
fn with_further_versions(mut parts: CatalogueParts) -> CatalogueParts {
    let further = Version::new(9, 0, 0);
    for course in &mut parts.courses {
        let last = course.versions.last().filter(|last| last.status == VersionStatus::Published).cloned();
        let Some(last) = last else { continue };
        let as_last = |offering: &&Offering| match &offering.of {
            OfferingOf::Course { course: code, version } => *code == course.code && *version == last.version,
            OfferingOf::Qualification(_) => false,
        };
        let again = |offering: &Offering| Offering {
            code: format!("{}-again", offering.code).parse().expect("a code"),
            of: OfferingOf::Course { course: course.code.clone(), version: further.clone() },
            ..offering.clone()
        };
        let offered: Vec<Offering> = parts.offerings.iter().filter(as_last).map(again).collect();
        parts.offerings.extend(offered);
        course.versions.push(CourseVersion { version: further.clone(), ..last });
    }
    parts
}

/// One more course that nothing names changes nothing, to the byte. One that may stand for anything that is asked for, and is
/// one more part of each award, makes nothing worse; nor does a further version of every course that is taught as the last one
/// is.
#[test]
fn more_courses_never_make_anything_worse() {
    let compared = Compared::default();
    let seen = check_any(|case: &AnyCase, seen| {
        let case = &without_advice(case);
        let question = case.question();
        let of_one = compared.of_one();
        let before = answer(&question.catalogue(), &question.request);
        seen.add(case, matches!(before, Recommendation::Pathways(_)));
        let build = |parts| Catalogue::build(parts).expect("a sound catalogue");
        let mut parts = question.parts.clone();
        let (extra, taught) = case.base().extra_course();
        let extra = Course { kind: parts.courses[0].kind, ..extra };
        parts.courses.push(extra.clone());
        parts.offerings.push(taught);
        prop_assert_eq!(rendering(&before), rendering(&answer(&build(parts.clone()), &question.request)));
        of_one.no_worse(&before, &answer(&build(with_one_more(parts, &extra)), &question.request))?;
        of_one.no_worse(&before, &answer(&build(with_further_versions(question.parts)), &question.request))
    });
    seen.assert_each("pathways before more courses", 30);
    compared.assert_few_open("more courses");
}
