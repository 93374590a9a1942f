//! Goals: what each sort of goal plans, and what is wrong with a question.

use super::*;
use crate::credit::{CreditExchange, CreditRule, CreditStanding};
use crate::learner_record::{Employment, Held, LearnerRecord};
use crate::requisite::{Gate, RequisiteExpr};
use crate::sample::{
    advised, any_version, before, course, day, held, hours, learner, parts, qualification, read, request, role, source,
    tier,
};
use crate::tier::Tier;

/// Courses `a` to `d`, where `b` needs `a`, and one goal of every sort. Nobody offers `d`.
fn catalogue() -> CatalogueParts {
    let supervision = RequisiteExpr::Gate(Gate::Supervision { perspective: None });
    let mut parts = parts(vec![
        course("a", vec![]),
        course("b", vec![before(any_version("a"))]),
        course("c", vec![]),
        course("d", vec![]),
    ]);
    parts.offerings.retain(|offering| offering.code.as_str() != "d");
    let employed = vec![before(RequisiteExpr::Gate(Gate::Employed))];
    parts.tiers = vec![tier(Tier::One, employed, any_version("b"))];
    parts.roles = vec![role(
        "r",
        vec![before(any_version("a")), advised(any_version("c")), advised(any_version("d")), before(supervision)],
    )];
    parts.qualifications = vec![qualification("q", vec![]), qualification("held", vec![])];
    let rule = |code: &str, exchange| {
        CreditRule::new(read(code), read("q"), exchange, CreditStanding::Discretionary, source())
    };
    let of = vec![read("a"), read("b"), read("c")];
    parts.credit_rules = vec![
        rule("block", CreditExchange::Block { from: read("held"), points: read("20") }),
        rule("series", CreditExchange::Series { of, size: 2, points_each_series: read("12.5") }),
    ];
    parts
}

/// Asks for a goal on the first Monday of February 2027 and expects the steps of the soonest pathway.
#[track_caller]
fn check(goal: &str, record: LearnerRecord, wanted: &[&str]) -> Pathways {
    let found = pathways(catalogue(), &Request { record, ..request(goal) });
    let soonest = found.pathways.iter().find(|pathway| pathway.best_at.contains(&answer::Objective::Soonest));
    assert_eq!(steps(soonest.expect("a soonest")), wanted, "{goal}");
    found
}

fn nobody() -> LearnerRecord {
    learner(0, Employment::NotEmployed, vec![])
}

#[test]
fn a_course_is_planned_after_what_it_needs() {
    check("course:b", nobody(), &["a 2027-02-01 to 2027-02-07", "b 2027-02-08 to 2027-02-14"]);
    check("course:b", learner(0, Employment::NotEmployed, vec![held("a", "1.0.0")]), &["b 2027-02-01 to 2027-02-07"]);
}

#[test]
fn a_goal_that_is_met_already_is_one_pathway_without_steps() {
    let found = check("course:a", learner(0, Employment::NotEmployed, vec![held("a", "1.0.0")]), &[]);
    assert_eq!(found.pathways.len(), 1);
    assert_eq!((found.pathways[0].finish, found.pathways[0].proved), (None, true));
}

#[test]
fn a_tier_waits_for_the_gates_of_its_entry() {
    let starting = learner(0, Employment::Starting { from: day("2027-02-05") }, vec![held("a", "1.0.0")]);
    check("tier:1", starting, &["b 2027-02-08 to 2027-02-14"]);
    let why = no_pathway(catalogue(), &request("tier:1"));
    assert_eq!(why.blockers[0].missing, "employment as a consumer worker");
}

#[test]
fn a_role_plans_advised_training_too_and_says_what_no_training_gives() {
    let found = check("role:r", nobody(), &["a 2027-02-01 to 2027-02-07", "c 2027-02-01 to 2027-02-07"]);
    let also: Vec<_> =
        found.also_needed.iter().map(|also| (also.requirement.as_str(), also.strength.name(), also.followed)).collect();
    assert_eq!(also, [("Course D", "advised", false), ("regular supervision", "required", false)]);
    assert_eq!(found.goal_title, "Role R");
}

#[test]
fn credit_is_reached_by_whole_series_and_by_what_is_held() {
    let found = check("credit:12.5@q", nobody(), &["a 2027-02-01 to 2027-02-07", "c 2027-02-01 to 2027-02-07"]);
    let gained: Vec<_> = found.pathways[0].credit.iter().map(|credit| (credit.rule.as_str(), credit.points)).collect();
    assert_eq!(gained, [("series", read("12.5"))]);
    assert_eq!(found.goal_title, "12.5 credit points towards Award Q");
    let award = Held::Qualification { qualification: read("held"), completed: day("2026-01-01") };
    check("credit:20@q", learner(0, Employment::NotEmployed, vec![award]), &[]);
    let why = no_pathway(catalogue(), &request("credit:25@q"));
    assert_eq!(
        why.blockers[0].missing,
        "rules and offerings that give 25 credit points towards Award Q; those there are give less"
    );
    let why = no_pathway(catalogue(), &request("credit:50@q"));
    assert_eq!(
        why.blockers[0].missing,
        "rules and offerings that give 50 credit points towards Award Q; all the rules there are give at most 32.5, so aim at no more than that"
    );
}

/// Changes the question for `course:b` and expects exactly these problems.
#[track_caller]
fn refused(change: impl FnOnce(&mut Request), problems: &[&str]) {
    let mut asked = request("course:b");
    change(&mut asked);
    let found = recommend(&build(catalogue()), &asked, Budget::default()).expect_err("refused");
    assert_eq!(found.iter().map(ToString::to_string).collect::<Vec<_>>(), problems);
}

#[test]
fn every_problem_of_a_question_is_named_at_once() {
    refused(
        |asked| {
            asked.limits.earliest_start = day("2201-01-01");
            asked.limits.deadline = Some(day("2200-12-31"));
            asked.limits.hours_per_week = hours(61);
            asked.limits.exclude = vec![read("b"), read("bb")];
            asked.limits.funding = vec![read("grant")];
            asked.limits.regions = vec![read("perth")];
        },
        &[
            "the earliest start 2201-01-01 is outside 2000-01-01 to 2200-12-31",
            "the deadline 2200-12-31 is before the earliest start 2201-01-01; correct one of the two",
            "61 h a week is more than 60 h; give the hours of own time for learning",
            "the goal is b, which is also excluded; take it off one of the two",
            "funding names grant, a funding source that is not in the catalogue; correct the code",
            "regions names perth, a region that is not in the catalogue; correct the code",
            "exclude names bb, a course that is not in the catalogue; did you mean b?",
        ],
    );
    refused(
        |asked| {
            let award = Held::Qualification { qualification: read("hold"), completed: day("2026-01-01") };
            asked.record = learner(0, Employment::NotEmployed, vec![held("a", "9.0.0"), held("zzz", "1.0.0"), award]);
        },
        &[
            "held names version 9.0.0 of a, whose versions are 1.0.0",
            "held names zzz, a course that is not in the catalogue; correct the code",
            "held names hold, a qualification that is not in the catalogue; did you mean held?",
        ],
    );
    for (goal, problem) in [
        ("tier:2", "goal names 2, a tier that is not in the catalogue; correct the code"),
        ("role:s", "goal names s, a role that is not in the catalogue; did you mean r?"),
        ("credit:1@none", "goal names none, a qualification that is not in the catalogue; correct the code"),
    ] {
        refused(|asked| asked.goal = read(goal), &[problem]);
    }
}

#[test]
fn contradictions_need_no_catalogue() {
    let mut asked = request("course:b");
    assert_eq!(asked.contradictions(), []);
    asked.limits.exclude = vec![read("b")];
    assert_eq!(asked.contradictions(), [RequestProblem::GoalExcluded { course: read("b") }]);
    assert_eq!(asked.limits.contradictions(None), []);
}
