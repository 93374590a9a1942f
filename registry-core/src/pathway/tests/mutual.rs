//! Corequisites that ask for one another: taken together, starting in one week.

use super::*;
use crate::course::{Course, Credit, Delivery, Offering};
use crate::credit::CreditScheme;
use crate::pathway::answer::{Limit, NotPlanned, Objective};
use crate::requisite::{Gate, RequisiteExpr};
use crate::sample::{
    any_version, before, beside, course, day, held, hours, learner, parts, read, request, role, source,
};

fn any(of: &[&str]) -> RequisiteExpr {
    RequisiteExpr::any(of.iter().map(|code| any_version(code)).collect()).expect("expression")
}

/// `a` and `b`, which ask for one another.
fn pair() -> Vec<Course> {
    vec![course("a", vec![beside(any_version("b"))]), course("b", vec![beside(any_version("a"))])]
}

fn offering<'a>(parts: &'a mut CatalogueParts, code: &str) -> &'a mut Offering {
    parts.offerings.iter_mut().find(|offering| offering.code.as_str() == code).expect("an offering")
}

/// Expects these steps of the first pathway, in order of code.
#[track_caller]
fn check(parts: CatalogueParts, request: &Request, expected: &[&str]) -> Pathway {
    let first = pathways(parts, request).pathways.swap_remove(0);
    let mut found = steps(&first);
    found.sort();
    assert_eq!(found, expected);
    assert!(first.proved);
    first
}

#[test]
fn a_pair_is_planned_together_with_its_hours_money_and_days() {
    let pathway =
        check(parts(pair()), &request("course:b"), &["a 2027-02-01 to 2027-02-07", "b 2027-02-01 to 2027-02-07"]);
    assert_eq!((pathway.cost, pathway.heaviest_week, pathway.days), (read("200"), hours(4), 2));
    let step = |code: &str| pathway.steps.iter().find(|step| step.item.code() == code).expect("a step");
    let (a, b) = (step("a"), step("b"));
    assert_eq!((a.together_with.clone(), b.together_with.clone()), (vec!["Course B".into()], vec!["Course A".into()]));
    assert_eq!((a.unlocks.len(), b.unlocks.len()), (0, 0));
    assert_eq!(
        words::together_with(a).as_deref(),
        Some("Course B: neither may be taken without the other, so both start in one week.")
    );
    assert_eq!((a.reasons.len(), b.reasons.len()), (1, 2));
}

#[test]
fn a_limit_that_holds_one_of_a_pair_and_not_both_is_the_conflict() {
    let why = |change: fn(&mut Limits)| {
        let mut asked = request("course:a");
        change(&mut asked.limits);
        let why = no_pathway(parts(pair()), &asked);
        assert!(why.proved);
        (why.conflict, why.relaxations.into_iter().map(|change| change.change).collect::<Vec<_>>())
    };
    assert_eq!(
        why(|limits| limits.hours_per_week = hours(3)),
        (vec![Limit::HoursPerWeek], vec!["4 hours a week instead of 3 hours".to_owned()])
    );
    assert_eq!(
        why(|limits| limits.days_per_year = Some(1)),
        (vec![Limit::DaysPerYear], vec!["2 days a year instead of 1".to_owned()])
    );
    assert_eq!(
        why(|limits| limits.budget_per_year = Some(read("150"))),
        (vec![Limit::BudgetPerYear], vec!["$200 a year instead of $150, or funding that pays for it".to_owned()])
    );
}

#[test]
fn a_pair_waits_for_the_week_in_which_both_can_start() {
    let mut all = parts(pair());
    // A Wednesday; the other starts on the Monday before it, and runs for three weeks.
    offering(&mut all, "a").delivery = Delivery::Dated { start: day("2027-03-03"), end: day("2027-03-04") };
    offering(&mut all, "b").delivery = Delivery::Rolling { from: day("2027-01-01"), until: None, weeks: 3 };
    let both = &["a 2027-03-03 to 2027-03-04", "b 2027-03-01 to 2027-03-21"];
    check(all.clone(), &request("course:a"), both);
    check(all.clone(), &request("course:b"), both);
    offering(&mut all, "b").delivery = Delivery::Dated { start: day("2027-03-08"), end: day("2027-03-09") };
    let why = no_pathway(all, &request("course:a"));
    let missing: Vec<_> = why.blockers.iter().map(|blocker| blocker.missing.as_str()).collect();
    assert!(why.proved);
    assert_eq!(missing, ["offerings of Course A and of Course B that start in one week: they are taken together"]);
}

#[test]
fn a_pair_comes_after_all_that_either_needs_and_before_what_needs_either() {
    let mut courses = pair();
    courses[1].versions[0].requisites.push(before(any_version("c")));
    courses.extend([course("c", vec![]), course("d", vec![before(any_version("a"))])]);
    check(
        parts(courses),
        &request("course:d"),
        &[
            "a 2027-02-08 to 2027-02-14",
            "b 2027-02-08 to 2027-02-14",
            "c 2027-02-01 to 2027-02-07",
            "d 2027-02-15 to 2027-02-21",
        ],
    );
}

#[test]
fn of_a_pair_what_is_held_is_not_planned_again() {
    let record = learner(0, crate::learner_record::Employment::NotEmployed, vec![held("a", "1.0.0")]);
    let asked = Request { record, ..request("course:b") };
    let pathway = check(parts(pair()), &asked, &["b 2027-02-01 to 2027-02-07"]);
    assert_eq!(words::together_with(&pathway.steps[0]), None);
}

/// `a` asks for `b` or `c`, and `b` for `a`: who takes `c` need not take `b`.
#[test]
fn another_way_to_meet_a_corequisite_breaks_the_pair() {
    let either = |change: fn(&mut CatalogueParts)| {
        let mut all = parts(vec![
            course("a", vec![beside(any(&["b", "c"]))]),
            course("b", vec![beside(any_version("a"))]),
            course("c", vec![]),
        ]);
        change(&mut all);
        all
    };
    let with_b = &["a 2027-02-01 to 2027-02-07", "b 2027-02-01 to 2027-02-07"];
    let dear = |all: &mut CatalogueParts| offering(all, "c").price = read("300");
    let cheap = |all: &mut CatalogueParts| offering(all, "c").price = read("10");
    check(either(dear), &request("course:a"), with_b);
    let with_c =
        check(either(cheap), &request("course:a"), &["a 2027-02-01 to 2027-02-07", "c 2027-02-01 to 2027-02-07"]);
    assert!(with_c.steps.iter().all(|step| step.together_with.is_empty()));
    // Once `c` has begun, `a` waits for nobody, and `b` may come later where the week is full.
    let mut asked = request("course:b");
    check(either(cheap), &asked, with_b);
    asked.limits.hours_per_week = hours(3);
    check(
        either(cheap),
        &asked,
        &["a 2027-02-08 to 2027-02-14", "b 2027-02-15 to 2027-02-21", "c 2027-02-01 to 2027-02-07"],
    );
}

#[test]
fn three_that_ask_for_one_another_in_a_round_are_taken_together() {
    let round = || {
        parts(vec![
            course("a", vec![beside(any_version("b"))]),
            course("b", vec![beside(any_version("c"))]),
            course("c", vec![beside(any_version("a"))]),
        ])
    };
    let week = "2027-02-01 to 2027-02-07";
    let pathway = check(
        round(),
        &request("course:c"),
        &["a", "b", "c"].map(|code| format!("{code} {week}")).each_ref().map(String::as_str),
    );
    assert_eq!(pathway.steps[0].together_with.len(), 2);
    let mut asked = request("course:c");
    asked.limits.exclude = vec![read("b")];
    assert_eq!(no_pathway(round(), &asked).conflict, [Limit::Exclusions]);
}

#[test]
fn what_bars_one_of_a_pair_is_named_once_for_both() {
    let blockers = |all: CatalogueParts| -> Vec<String> {
        let why = no_pathway(all, &request("course:a"));
        why.blockers.iter().map(|blocker| format!("{}: {}", blocker.barred.join(" < "), blocker.missing)).collect()
    };
    let mut all = parts(pair());
    all.offerings.retain(|offering| offering.code.as_str() != "b");
    assert_eq!(blockers(all), ["Course A: an offering of Course B: nobody offers it in this catalogue"]);
    let mut courses = pair();
    courses[1].versions[0].requisites.push(before(RequisiteExpr::Gate(Gate::Supervision { perspective: None })));
    assert_eq!(blockers(parts(courses)), ["Course A < Course B: regular supervision"]);
}

#[test]
fn a_pair_is_worth_as_much_as_either_of_it() {
    let mut courses = pair();
    courses.extend([course("c", vec![]), course("goal", vec![before(any(&["a", "c"]))])]);
    let mut all = parts(courses);
    offering(&mut all, "c").price = read("250");
    let catalogue = build(all);
    let asked = request("course:goal");
    let Ok(Recommendation::Pathways(found)) = recommend(&catalogue, &asked, Budget::default()) else {
        panic!("there is a pathway")
    };
    let cheapest = &found.pathways[0];
    let titles: Vec<&str> = cheapest.steps.iter().map(|step| step.title.as_str()).collect();
    assert_eq!(titles, ["Course A", "Course B", "Course GOAL"]);
    let worth = without_each(&catalogue, &asked, cheapest, Budget::default());
    let cents = worth.iter().map(|without| match without {
        Without::Another(other) => Some(other.cents),
        _ => None,
    });
    assert_eq!(cents.collect::<Vec<_>>(), [Some(5_000), Some(5_000), None]);
    assert_eq!(worth[2], Without::Nothing);
    let why = why_not(&catalogue, &asked, &read("c"), Budget::default()).expect("a course");
    assert!(matches!(why.why, NotPlanned::Planned(_) | NotPlanned::Instead { .. }), "{why:?}");
}

/// Asks a role for the most credit, of courses that state some, and expects these courses.
#[track_caller]
fn most_credit(courses: Vec<Course>, points: &[(&str, &str)], preparation: &[&[&str]], expected: &[&str]) {
    let mut all = parts(courses);
    all.credit_schemes = vec![CreditScheme {
        code: read("points"),
        title: "Points".to_owned(),
        points_per_year: read("100"),
        provenance: source(),
    }];
    for (code, points) in points {
        let course = all.courses.iter_mut().find(|course| course.code.as_str() == *code).expect("a course");
        course.versions[0].credit = Some(Credit { points: read(points), scheme: read("points") });
    }
    all.roles = vec![role("r", preparation.iter().map(|of| before(any(of))).collect())];
    let asked = Request { objectives: vec![vec![Objective::MostCredit]], ..request("role:r") };
    let found = pathways(all, &asked).pathways.swap_remove(0);
    let mut codes: Vec<&str> = found.steps.iter().map(|step| step.item.code()).collect();
    codes.sort_unstable();
    assert_eq!(codes, expected);
    assert!(found.proved);
}

/// Each of a pair is needed by the other; that the goal needs neither is what counts.
#[test]
fn no_pair_is_added_for_its_credit_alone() {
    let courses = || [pair(), vec![course("c", vec![])]].concat();
    most_credit(courses(), &[("a", "5"), ("b", "5")], &[&["a", "c"], &["c"]], &["c"]);
}

#[test]
fn the_credit_of_a_pair_is_the_sum_of_both() {
    let courses = || [pair(), vec![course("d", vec![])]].concat();
    most_credit(courses(), &[("a", "1"), ("b", "9"), ("d", "5")], &[&["a", "d"]], &["a", "b"]);
    most_credit(courses(), &[("a", "1"), ("b", "3"), ("d", "5")], &[&["a", "d"]], &["d"]);
    most_credit(courses(), &[("a", "9"), ("b", "1"), ("d", "5")], &[&["b", "d"]], &["a", "b"]);
    // What comes first may look poor until the pair is seen as a whole.
    let mut later = [courses(), vec![course("e", vec![])]].concat();
    later[0].versions[0].requisites.push(before(any_version("e")));
    most_credit(later, &[("a", "1"), ("b", "9"), ("d", "5")], &[&["a", "d"]], &["a", "b", "e"]);
}
