//! Explanations: why each step is there, what it waits for and what it costs in each year.

use super::*;
use crate::course::{DaysFrom, Fee};
use crate::learner_record::Employment;
use crate::pathway::answer::{AskedBy, FullWeek, NotEarlier, Objective};
use crate::provider::{FundingKind, FundingSource};
use crate::requisite::{Gate, RequisiteExpr};
use crate::sample::{advised, any_version, before, beside, course, day, hours, learner, parts, read, request, source};

#[track_caller]
fn only(parts: CatalogueParts, request: &Request) -> Pathway {
    let mut found = pathways(parts, request).pathways;
    assert_eq!(found.len(), 1, "{found:?}");
    found.remove(0)
}

fn reasons(step: &Step) -> Vec<String> {
    let words = |reason: &answer::Reason| match &reason.asked_by {
        AskedBy::Goal { title } => format!("the goal {title} asks for {}", reason.requirement),
        AskedBy::Step { title } => format!("{title} asks for {}", reason.requirement),
    };
    step.reasons.iter().map(words).collect()
}

#[test]
fn a_step_that_is_the_goal_is_not_said_to_count_towards_it() {
    let why = |step: &str, goal: &str| {
        let asked_by = AskedBy::Goal { title: goal.to_owned() };
        let (requirement, provenance) = (goal.to_owned(), source());
        let strength = crate::requisite::Strength::Required;
        let reason = answer::Reason { asked_by, requirement, counts_towards: None, strength, provenance };
        words::reason(step, &reason)
    };
    assert_eq!(why("Course A", "Course A"), "It is your goal.");
    assert_eq!(why("Course A", "25 credit points towards Award Q"), "It counts towards your goal.");
}

/// Of a plan that is not proved best: no plan costs less than nothing, and that is no news of one that costs something.
#[test]
fn a_bound_that_every_plan_keeps_is_not_told_of_one_that_does_not_reach_it() {
    use crate::pathway::bound::Bound;
    let found = only(parts(vec![course("a", vec![])]), &request("course:a"));
    let stopped = |bounds| words::best_at(&Pathway { proved: false, bounds, ..found.clone() });
    let start = request("course:a").limits.earliest_start;
    let said = stopped(vec![Bound::Cost(read("0")), Bound::Finish(start), Bound::HeaviestWeek(0)]);
    assert!(said.ends_with("The search stopped early, so there may be a better one."), "{said}");
    let said = stopped(vec![Bound::Cost(found.cost)]);
    assert!(said.ends_with("No pathway costs less than $100, and neither does this one."), "{said}");
}

#[test]
fn each_step_says_who_asks_for_it_and_what_it_unlocks() {
    let either = RequisiteExpr::any(vec![any_version("a"), any_version("gone")]).expect("expression");
    let mut all = parts(vec![course("a", vec![]), course("gone", vec![]), course("b", vec![before(either)])]);
    all.offerings.retain(|offering| offering.code.as_str() != "gone");
    let pathway = only(all, &request("course:b"));
    let [a, b] = &pathway.steps[..] else { panic!("{:?}", pathway.steps) };
    assert_eq!(reasons(a), ["Course B asks for any of: Course A; Course GONE"]);
    assert_eq!(reasons(b), ["the goal Course B asks for Course B"]);
    assert_eq!((a.unlocks.clone(), b.unlocks.clone()), (vec!["Course B".to_owned()], vec![]));
}

/// A year has the money, or the days, of one course: the other starts on the first Monday of the next.
#[test]
fn a_step_that_a_year_has_no_room_for_says_so() {
    let all = || parts(vec![course("a", vec![]), course("b", vec![before(any_version("a"))])]);
    let said = |change: &dyn Fn(&mut Request)| {
        let mut asked = request("course:b");
        change(&mut asked);
        let found = pathways(all(), &asked).pathways.remove(0);
        assert_eq!(steps(&found), ["a 2027-02-01 to 2027-02-07", "b 2028-02-07 to 2028-02-13"]);
        let why: Vec<_> = found.steps.iter().map(|step| step.not_earlier.as_ref().map(words::not_earlier)).collect();
        assert_eq!(why[0], None);
        why[1].clone().unwrap_or_default()
    };
    assert_eq!(
        said(&|asked| asked.limits.budget_per_year = Some(read("199"))),
        "With it the year before would cost $200, more than the $199 of a year."
    );
    assert_eq!(
        said(&|asked| asked.limits.days_per_year = Some(1)),
        "With it the year before would take 2 days of training, more than the 1 of a year."
    );
}

/// Three courses of two hours a week, with three hours a week: one after another, and each says what fills the week before.
#[test]
fn a_step_that_a_week_has_no_hours_for_says_what_fills_it() {
    let all = parts(vec![
        course("a", vec![]),
        course("b", vec![]),
        course("c", vec![before(any_version("a")), before(any_version("b"))]),
    ]);
    let mut asked = request("course:c");
    asked.limits.hours_per_week = hours(3);
    asked.objectives = vec![vec![Objective::Soonest]];
    let found = pathways(all, &asked).pathways.remove(0);
    assert_eq!(
        steps(&found),
        ["a 2027-02-01 to 2027-02-07", "b 2027-02-08 to 2027-02-14", "c 2027-02-15 to 2027-02-21"]
    );
    let why: Vec<_> = found.steps.iter().map(|step| step.not_earlier.as_ref()).collect();
    let week =
        FullWeek { from: day("2027-02-01"), filled_by: vec!["Course A".to_owned()], with_it: hours(4), most: hours(3) };
    // The last waits for what comes before it, and the first for nothing.
    assert_eq!(why, [None, Some(&NotEarlier::Hours(week)), None]);
    assert_eq!(
        why[1].map(words::not_earlier).as_deref(),
        Some("Beside Course A the week of 1 February 2027 would take 4 hours with it, more than the 3 hours you have.")
    );
}

/// With hours to spare, what is best at the lightest load still takes one course after another.
#[test]
fn a_step_that_would_make_a_week_heavier_than_the_lightest_pathway_has_says_so() {
    let all = || {
        parts(vec![
            course("a", vec![]),
            course("b", vec![]),
            course("c", vec![before(any_version("a")), before(any_version("b"))]),
        ])
    };
    let said = |objective: Objective| {
        let mut asked = request("course:c");
        asked.limits.hours_per_week = hours(10);
        asked.objectives = vec![vec![objective]];
        let found = pathways(all(), &asked).pathways.remove(0);
        let why = found.steps.iter().filter_map(|step| step.not_earlier.as_ref().map(words::not_earlier));
        why.collect::<Vec<_>>()
    };
    assert_eq!(
        said(Objective::LightestLoad),
        [
            "Beside Course A the week of 1 February 2027 would take 4 hours with it, and the heaviest week of this pathway has \
          2 hours."
        ]
    );
    assert!(said(Objective::Soonest).is_empty());
}

#[test]
fn a_step_says_which_gate_it_waits_for() {
    let year = before(RequisiteExpr::Gate(Gate::ExperienceOver { months: 12 }));
    let record = learner(6, Employment::Employed, vec![]);
    let asked = Request { record, ..request("course:a") };
    let pathway = only(parts(vec![course("a", vec![year])]), &asked);
    assert_eq!(steps(&pathway), ["a 2027-08-02 to 2027-08-08"]);
    let wait = pathway.steps[0].waits_for.as_ref().expect("a wait");
    assert_eq!(
        (wait.gate.as_str(), wait.from),
        ("more than 12 months of experience as a consumer worker", day("2027-08-02"))
    );
    assert_eq!(wait.provenance, source());
}

#[test]
fn a_corequisite_starts_in_the_same_week_and_advice_is_said() {
    let b = course("b", vec![beside(any_version("a")), advised(any_version("c"))]);
    let statement = "you are interested".to_owned();
    let a = course("a", vec![before(RequisiteExpr::Gate(Gate::Attested { statement: statement.clone() }))]);
    let found = pathways(parts(vec![a, b, course("c", vec![])]), &request("course:b"));
    let pathway = &found.pathways[0];
    let mut placed = steps(pathway);
    placed.sort();
    assert_eq!(placed, ["a 2027-02-01 to 2027-02-07", "b 2027-02-01 to 2027-02-07"]);
    let step = |code: &str| pathway.steps.iter().find(|step| step.item.code() == code).expect("a step");
    let advice: Vec<_> = step("b").advice.iter().map(|advice| (advice.requirement.as_str(), advice.followed)).collect();
    assert_eq!(advice, [("Course C", false)]);
    assert_eq!(step("a").attestations, [statement]);
}

#[test]
fn of_steps_that_start_together_what_is_asked_for_beside_another_is_read_first() {
    let mut all = parts(vec![course("b", vec![]), course("a", vec![beside(any_version("b"))])]);
    all.offerings[0].delivery =
        crate::course::Delivery::Rolling { from: day("2027-02-01"), until: Some(day("2027-02-01")), weeks: 9 };
    all.offerings[1].delivery =
        crate::course::Delivery::Rolling { from: day("2027-02-01"), until: Some(day("2027-02-01")), weeks: 1 };
    let pathway = only(all, &request("course:a"));
    assert_eq!(steps(&pathway), ["b 2027-02-01 to 2027-04-04", "a 2027-02-01 to 2027-02-07"]);
}

#[test]
fn totals_are_sums_and_each_plan_year_has_its_own() {
    let mut all = parts(vec![course("a", vec![]), course("b", vec![before(any_version("a"))])]);
    all.funding_sources = vec![FundingSource {
        code: read("grant"),
        title: "Grant".to_owned(),
        kind: FundingKind::Grant,
        amount: None,
        per: crate::provider::AmountPer::Person,
        pays_for: crate::provider::PaysFor::default(),
        places: None,
        requires: Vec::new(),
        perspectives: Vec::new(),
        conditions: None,
        provenance: source(),
    }];
    all.offerings[0].fees = vec![Fee { funding: read("grant"), price: read("25.50") }];
    all.offerings[1].days_from = DaysFrom::ReleaseAgreement;
    let mut asked = request("course:b");
    asked.limits.funding = vec![read("grant")];
    asked.limits.budget_per_year = Some(read("100"));
    let pathway = only(all, &asked);
    assert_eq!(steps(&pathway), ["a 2027-02-01 to 2027-02-07", "b 2028-02-07 to 2028-02-13"]);
    assert_eq!((pathway.cost, pathway.own_time, pathway.heaviest_week), (read("125.50"), hours(4), hours(2)));
    assert_eq!((pathway.days, pathway.released_days), (1, 1));
    let years: Vec<_> = pathway.years.iter().map(|year| (year.from, year.to, year.cost, year.days)).collect();
    assert_eq!(
        years,
        [
            (day("2027-02-01"), day("2028-01-31"), read("25.50"), 1),
            (day("2028-02-01"), day("2029-01-31"), read("100"), 0),
        ]
    );
}

#[test]
fn pathways_that_differ_are_labelled_for_what_they_are_best_at() {
    let mut all = parts(vec![course("a", vec![])]);
    let cheap = crate::course::Offering {
        code: read("cheap"),
        price: read("10"),
        delivery: crate::course::Delivery::Rolling { from: day("2027-06-01"), until: None, weeks: 1 },
        ..all.offerings[0].clone()
    };
    all.offerings.push(cheap);
    let found = pathways(all, &request("course:a"));
    let labelled: Vec<_> = found
        .pathways
        .iter()
        .map(|pathway| (pathway.best_at.iter().map(|best| best.words()).collect::<Vec<_>>(), pathway.cost))
        .collect();
    assert_eq!(labelled, [(vec!["least cost", "lightest load"], read("10")), (vec!["soonest"], read("100"))]);
}
