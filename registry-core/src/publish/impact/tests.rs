//! What a change does to others, and that what is passed over has the same answer.

use super::*;
use crate::Catalogue;
use crate::catalogue::CatalogueParts;
use crate::course::{Course, Equivalence, Offering, VersionStatus};
use crate::credit::{CreditExchange, CreditRule, CreditScheme, CreditStanding};
use crate::pathway::{Budget, Recommendation, recommend};
use crate::requisite::{Requisite, RequisiteExpr};
use crate::sample::{
    any_version, before, build, course, day, in_range, parts, qualification, read, replaced, role, source, tier, weekly,
};
use crate::tier::Tier;

/// Tier 1 by `a`; tier 2 by `b`, which needs `a` or `c`; role `r` by `d`; `e` stands alone; award `q` with credit for `a`
/// and `d`.
fn all() -> CatalogueParts {
    let either = RequisiteExpr::any(vec![any_version("a"), any_version("c")]).expect("two");
    let mut all = parts(vec![
        course("a", vec![]),
        course("b", vec![before(either)]),
        course("c", vec![]),
        course("d", vec![before(in_range("a", "^1"))]),
        course("e", vec![]),
    ]);
    all.tiers = vec![tier(Tier::One, vec![], any_version("a")), tier(Tier::Two, vec![], any_version("b"))];
    all.roles = vec![role("r", vec![before(any_version("d"))])];
    all.credit_schemes = vec![CreditScheme {
        code: read("points"),
        title: "Points".to_owned(),
        points_per_year: read("100"),
        provenance: source(),
    }];
    let mut award = qualification("q", vec![]);
    award.credit = Some(crate::course::Credit { points: read("50"), scheme: read("points") });
    all.qualifications = vec![award];
    all.credit_rules = vec![rule("5")];
    all
}

fn rule(points: &str) -> CreditRule {
    let of = vec![read("a"), read("d")];
    let exchange = CreditExchange::Series { of, size: 2, points_each_series: read(points) };
    CreditRule::new(read("series"), read("q"), exchange, CreditStanding::Guaranteed, source())
}

fn today() -> NaiveDate {
    day("2027-02-01")
}

fn changed(change: impl FnOnce(&mut CatalogueParts)) -> (Catalogue, Catalogue) {
    let mut after = all();
    change(&mut after);
    (build(all()), build(after))
}

fn of(change: impl FnOnce(&mut CatalogueParts)) -> Impact {
    let (before, after) = changed(change);
    impact(&before, &after, &standard_questions(&before, today()), today(), ImpactBudget::default())
}

/// The effects on the first persona, in words.
fn effects(impact: &Impact) -> Vec<String> {
    let first = impact.pathways.iter().filter(|one| one.persona == "somebody new, not employed");
    first.map(|one| format!("{}: {}", one.goal, one.effect)).collect()
}

fn find<'p>(parts: &'p mut CatalogueParts, code: &str) -> &'p mut Course {
    parts.courses.iter_mut().find(|course| course.code.as_str() == code).expect("there")
}

fn offering<'p>(parts: &'p mut CatalogueParts, code: &str) -> &'p mut Offering {
    parts.offerings.iter_mut().find(|offering| offering.code.as_str() == code).expect("there")
}

#[test]
fn four_people_ask_for_every_tier_and_role() {
    let questions = standard_questions(&build(all()), today());
    assert_eq!(questions.len(), 4 * 3);
    let people: std::collections::BTreeSet<_> = questions.iter().map(|one| one.persona).collect();
    assert_eq!(people.len(), 4);
    assert!(questions.iter().all(|one| one.request.problems(&build(all())).is_empty()));
}

#[test]
fn nothing_that_changes_does_nothing() {
    let impact = of(|_| {});
    assert_eq!((impact.asked, impact.untouched, impact.unchanged), (12, 12, 0));
    assert_eq!((impact.steps_used, impact.pathways.len()), (0, 0));
    assert!(impact.requisites.is_empty() && impact.credit.is_empty());
}

#[test]
fn a_dearer_course_makes_what_needs_it_dearer_and_leaves_the_rest_alone() {
    let impact = of(|parts| offering(parts, "d").price = read("150"));
    assert_eq!(effects(&impact), ["role:r: $50 dearer: $250, not $200"]);
    assert_eq!((impact.asked, impact.untouched), (12, 8));
    assert!(impact.pathways.iter().all(|one| one.proved && one.effect.is_worse()));
    assert_eq!(impact.pathways[0].effect.cents_dearer(), Some(5_000));
}

#[test]
fn another_way_in_makes_a_pathway_cheaper_and_a_later_start_makes_it_later() {
    let impact = of(|parts| offering(parts, "c").price = read("20"));
    assert_eq!(effects(&impact), ["tier:2: $80 cheaper: $120, not $200"]);
    let impact = of(|parts| {
        let delivery = crate::course::Delivery::Rolling { from: day("2027-03-01"), until: None, weeks: 1 };
        offering(parts, "d").delivery = delivery;
    });
    assert_eq!(effects(&impact), ["role:r: 21 days later: 7 March 2027, not 14 February 2027"]);
    assert_eq!(impact.pathways[0].effect.days_later(), Some(21));
}

#[test]
fn withdrawing_the_only_version_says_which_requisites_and_goals_it_takes() {
    let impact = of(|parts| find(parts, "a").versions[0].status = VersionStatus::Withdrawn);
    assert_eq!(
        effects(&impact),
        [
            "tier:1: no longer possible; before, from $100, by 7 February 2027",
            "role:r: no longer possible; before, from $200, by 14 February 2027",
        ]
    );
    let said: Vec<_> = impact
        .requisites
        .iter()
        .map(|one| (one.entry.to_string(), one.requirement.as_str(), one.range.as_str(), one.other_ways))
        .collect();
    assert_eq!(
        said,
        [
            ("course b".to_owned(), "any of: Course A; Course C", "*", true),
            ("course d".to_owned(), "Course A (version ^1)", "^1", false),
            ("tier 1".to_owned(), "Course A", "*", false),
        ]
    );
}

#[test]
fn a_course_that_comes_back_opens_its_goals() {
    let (before, after) = changed(|parts| find(parts, "a").versions[0].status = VersionStatus::Withdrawn);
    let impact = impact(&after, &before, &standard_questions(&before, today()), today(), ImpactBudget::default());
    assert_eq!(
        effects(&impact),
        ["tier:1: possible now: from $100, by 7 February 2027", "role:r: possible now: from $200, by 14 February 2027",]
    );
    assert!(impact.requisites.is_empty());
}

#[test]
fn an_award_that_loses_credit_is_named_with_both_amounts() {
    let impact = of(|parts| parts.credit_rules = vec![rule("3")]);
    let [lost] = impact.credit.as_slice() else { panic!("one: {:?}", impact.credit) };
    assert_eq!((lost.qualification.as_str(), lost.guaranteed_before.to_string()), ("q", "5 points".to_owned()));
    assert_eq!(lost.guaranteed_after.to_string(), "3 points");
    let impact = of(|parts| parts.credit_rules[0].standing = CreditStanding::Discretionary);
    assert_eq!(impact.credit[0].guaranteed_after.to_string(), "0 points");
    assert_eq!(impact.credit[0].possible_after.to_string(), "5 points");
    assert!(of(|parts| parts.credit_rules = vec![rule("7")]).credit.is_empty());
}

#[test]
fn what_the_budget_does_not_reach_is_said_and_not_guessed() {
    let (before, after) = changed(|parts| offering(parts, "a").price = read("150"));
    let questions = standard_questions(&before, today());
    let none = ImpactBudget { steps_total: 0, ..ImpactBudget::default() };
    let impact = impact(&before, &after, &questions, today(), none);
    assert_eq!(impact.pathways.len(), 12);
    assert!(impact.pathways.iter().all(|one| one.effect == PathwayEffect::NotSettled && !one.proved));
    assert_eq!(effects(&impact)[0], "tier:1: not settled: the search stopped first");
}

/// Every change of a list, for every question: one that is passed over has the same answer, whole, on both sides.
#[test]
fn what_is_passed_over_has_the_same_answer() {
    let with = |code: &'static str, requisites: Vec<Requisite>| {
        move |parts: &mut CatalogueParts| find(parts, code).versions[0].requisites = requisites
    };
    type Step = Box<dyn FnOnce(&mut CatalogueParts)>;
    let changes: Vec<Step> = vec![
        Box::new(|parts| offering(parts, "a").price = read("10")),
        Box::new(|parts| offering(parts, "e").price = read("10")),
        Box::new(|parts| parts.offerings.retain(|offering| offering.code.as_str() != "c")),
        Box::new(with("b", vec![])),
        Box::new(with("e", vec![before(any_version("d"))])),
        Box::new(|parts| find(parts, "d").versions[0].status = VersionStatus::Withdrawn),
        Box::new(|parts| parts.roles[0].preparation = vec![before(any_version("e"))]),
        Box::new(|parts| parts.credit_rules = vec![rule("1")]),
        Box::new(|parts| {
            let new = replaced(course("f", vec![]), "c", Equivalence::Equivalent);
            parts.offerings.push(weekly("f"));
            parts.courses.push(new);
        }),
    ];
    let mut passed_over = 0;
    for change in changes {
        let (before, after) = changed(change);
        let difference = Changed::between(&before, &after);
        let mut reached = Reached::default();
        for question in standard_questions(&before, today()) {
            if reached.bears_on(&before, &after, &difference, &question.request) {
                continue;
            }
            passed_over += 1;
            let plain = |catalogue: &Catalogue| match recommend(catalogue, &question.request, Budget { steps: 10_000 })
            {
                Ok(Recommendation::Pathways(mut found)) => {
                    // Credit towards awards is shown beside a pathway; it is no part of what is compared.
                    found.pathways.iter_mut().for_each(|pathway| pathway.credit.clear());
                    format!("{found:?}")
                }
                other => format!("{other:?}"),
            };
            assert_eq!(plain(&before), plain(&after), "{} {}", question.persona, question.request.goal);
        }
    }
    assert!(passed_over > 40, "only {passed_over}");
}
