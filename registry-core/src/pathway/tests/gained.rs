//! Awards that are gained by their parts on the way, and gates that hold them up.

use chrono::NaiveDate;

use super::awards::{award, catalogue_of, for_a_year, for_course, rule, without_prior_learning};
use super::*;
use crate::catalogue::CatalogueParts;
use crate::course::Delivery;
use crate::credit::{CreditExchange, Validity};
use crate::learner_record::{Employment, Held};
use crate::pathway::answer::LastWait;
use crate::pathway::request::RequestProblem;
use crate::qualification::Qualification;
use crate::requisite::{Gate, RequisiteExpr};
use crate::sample::{before, build, course, day, held, learner, read, request, role, tier};
use crate::tier::Tier;

fn some(text: &str) -> Option<NaiveDate> {
    Some(day(text))
}

/// The course takes from 1 to 7 February 2027; the award stands once it is over and the rule is in force on one day.
#[test]
fn an_award_on_the_way_is_gained_on_a_day_on_which_its_rule_is_in_force() {
    let after = course("after", vec![before(RequisiteExpr::Qualification(read("q")))]);
    let mut all = catalogue_of(vec![course("a", vec![]), after], vec![award("q", &[], "10")]);
    let cases = [
        ((None, None), Some("2027-02-14")),
        // In force on the last day of the course, and no more when the pathway ends: the award is held by then.
        ((None, some("2027-02-07")), Some("2027-02-14")),
        ((None, some("2027-02-06")), None),
        // The award waits for its rule, and what asks for the award waits for that.
        ((some("2027-03-01"), None), Some("2027-03-14")),
        ((some("2027-03-07"), some("2027-03-07")), Some("2027-03-14")),
    ];
    for ((from, until), finish) in cases {
        all.credit_rules = vec![for_course("r", "q", "a")];
        all.credit_rules[0].valid = Validity { from, until };
        match answer(all.clone(), &request("course:after")) {
            Recommendation::Pathways(found) => {
                let pathway = &found.pathways[0];
                assert_eq!((pathway.finish, pathway.proved), (finish.map(day), true), "{from:?} {until:?}");
                assert_eq!(pathway.steps.len(), 2);
                assert_eq!(pathway.steps[0].unlocks, ["Course AFTER"]);
            }
            Recommendation::NoPathway(why) => assert_eq!((finish, why.proved), (None, true), "{from:?} {until:?}"),
        }
    }
}

/// The cheap rule has ended by the time its course is over: the dear one is planned for.
#[test]
fn an_award_on_the_way_takes_the_rule_that_lasts() {
    let after = course("after", vec![before(RequisiteExpr::Qualification(read("q")))]);
    let courses = vec![course("a", vec![]), course("b", vec![]), after];
    let mut all = catalogue_of(courses, vec![award("q", &[], "10")]);
    all.credit_rules = vec![for_course("r-a", "q", "a"), for_course("r-b", "q", "b")];
    all.credit_rules[0].valid.until = some("2027-02-03");
    all.offerings[1].price = read("300");
    let found = pathways(all, &request("course:after"));
    assert_eq!(steps(&found.pathways[0])[0], "b 2027-02-01 to 2027-02-07");
    assert!(found.pathways.iter().all(|pathway| pathway.proved));
}

/// Whether the award is one item, which its rule holds up, or its parts stand for it.
#[test]
fn a_part_of_an_award_on_the_way_says_which_award_it_counts_towards() {
    let needs_q = || before(RequisiteExpr::Qualification(read("q")));
    let either = RequisiteExpr::any(vec![RequisiteExpr::Qualification(read("q")), crate::sample::any_version("b")]);
    let tiered = tier(Tier::One, vec![], RequisiteExpr::Qualification(read("q")));
    let that = "Course AFTER asks for Award Q. This step counts towards that award.";
    let cases = [
        (needs_q(), that),
        (
            before(either.expect("expression")),
            "Course AFTER asks for any of: Award Q; Course B. This step counts towards Award Q.",
        ),
        (
            before(RequisiteExpr::Tier(Tier::One)),
            "Course AFTER asks for Tier 1: Stage 1. This step counts towards Award Q.",
        ),
    ];
    for ages in [false, true] {
        for (asks, said) in &cases {
            let q = award("q", &["a"], "10");
            let q = if ages { for_a_year(q) } else { q };
            let mut all = catalogue_of(vec![course("a", vec![]), course("after", vec![asks.clone()])], vec![q]);
            all.courses.push(course("b", vec![]));
            all.tiers = vec![tiered.clone()];
            let found = pathways(all, &request("course:after"));
            let [a, after] = &found.pathways[0].steps[..] else { panic!("{:?}", found.pathways[0]) };
            assert_eq!((words::reason(&a.title, &a.reasons[0]).as_str(), a.reasons.len()), (*said, 1));
            assert_eq!(after.reasons[0].counts_towards, None, "the goal is the step itself");
        }
    }
}

/// Nobody has recorded what entry asks for: the plan says to ask, of what is taught whole and of what is planned by parts.
#[test]
fn an_award_of_which_no_entry_is_recorded_is_to_be_asked_about() {
    let q = || award("q", &["a"], "10");
    let all = |q| catalogue_of(vec![course("a", vec![])], vec![q]);
    let asked = "no condition of entry to Award Q is recorded here, so ask the provider about entry";
    assert_eq!(pathways(all(q()), &request("qualification:q")).notes, [asked]);
    assert_eq!(pathways(all(q()), &request("course:a")).notes, [""; 0]);
    let entry = vec![before(RequisiteExpr::Gate(Gate::ExperienceAtLeast { months: 0 }))];
    assert_eq!(pathways(all(Qualification { entry, ..q() }), &request("qualification:q")).notes, [""; 0]);
    let record = learner(0, Employment::NotEmployed, vec![held("a", "1.0.0")]);
    assert_eq!(pathways(all(q()), &Request { record, ..request("qualification:q") }).notes, [""; 0]);
}

/// `a` is held and nobody teaches `b`, so the award is planned as a whole.
#[test]
fn what_is_held_of_an_award_that_is_planned_whole_is_said() {
    let mut all = catalogue_of(vec![course("a", vec![]), course("b", vec![])], vec![award("q", &["a", "b"], "20")]);
    all.offerings.retain(|offering| offering.code.as_str() == "a");
    let of = crate::course::OfferingOf::Qualification(read("q"));
    all.offerings.push(crate::course::Offering { of, ..crate::sample::weekly("q") });
    let note = "of Award Q 10 points of its 20 points are guaranteed for what you hold already; ask for that credit when you \
                enrol, since it may save time and money that this plan still counts";
    let notes = |record| pathways(all.clone(), &Request { record, ..request("qualification:q") }).notes;
    let holds = |things| learner(0, Employment::NotEmployed, things);
    assert!(!notes(holds(vec![])).contains(&note.to_owned()));
    assert!(
        notes(holds(vec![held("a", "1.0.0")])).contains(&note.to_owned()),
        "{:?}",
        notes(holds(vec![held("a", "1.0.0")]))
    );
}

#[test]
fn an_award_on_the_way_that_changes_is_not_exported() {
    let after = course("after", vec![before(RequisiteExpr::Qualification(read("q")))]);
    let mut all = catalogue_of(vec![course("a", vec![]), after], vec![award("q", &[], "10")]);
    all.credit_rules = vec![for_course("r", "q", "a")];
    assert!(export(&build(all.clone()), &request("course:after"), Budget::default()).is_ok());
    all.credit_rules[0].valid.until = some("2027-06-30");
    let refused = export(&build(all), &request("course:after"), Budget::default()).expect_err("a file cannot say it");
    assert_eq!(refused, [RequestProblem::GainedByParts { titles: vec!["Award Q".to_owned()] }]);
}

/// Employed since 1 February 2026 with no experience before: over twelve months from 2 February 2027.
#[test]
fn an_entry_gate_holds_up_an_award_that_is_planned_by_its_parts() {
    let entry = vec![before(RequisiteExpr::Gate(Gate::ExperienceOver { months: 12 }))];
    let q = Qualification { entry, ..award("q", &["a"], "10") };
    let after = course("after", vec![before(RequisiteExpr::Qualification(read("q")))]);
    let mut all = catalogue_of(vec![course("a", vec![]), after], vec![q]);
    let asked = |goal: &str| Request { record: learner(8, Employment::Employed, vec![]), ..request(goal) };
    let found = pathways(all.clone(), &asked("qualification:q"));
    let pathway = &found.pathways[0];
    let opens = day("2027-06-02");
    assert_eq!((pathway.finish, pathway.proved), (Some(opens), true));
    let counted = pathway.counted.as_ref().expect("an award is the goal");
    let gate = "more than 12 months of experience as a consumer worker".to_owned();
    assert_eq!(counted.waits_for, Some(LastWait::Gate { gate }));
    let said = "On 2 June 2027, the day on which you have more than 12 months of experience as a consumer worker, which \
                entry asks for, 10 of the 10 points asked for count.";
    assert_eq!(words::counted_at_the_end(counted), said);
    let record = learner(8, Employment::Employed, vec![held("a", "1.0.0")]);
    let enough = pathways(all.clone(), &Request { record, ..request("qualification:q") });
    let said = "What you have is enough from 2 June 2027, when you have more than 12 months of experience as a consumer \
                worker.";
    assert_eq!(words::verdict(&enough.pathways[0]), said);
    let found = pathways(all.clone(), &asked("course:after"));
    assert_eq!(found.pathways[0].finish, some("2027-06-13"));
    let wait = found.pathways[0].steps[1].waits_for.as_ref().expect("the award waits, and the course after it");
    assert_eq!((wait.gate.as_str(), wait.from), ("more than 12 months of experience as a consumer worker", opens));
    // The rule by which the course counts ends before entry is open: nothing else counts then.
    all.qualifications[0].points_packaging = award("q", &[], "10").points_packaging;
    all.credit_rules = vec![for_course("r", "q", "a")];
    for (until, is_reached) in [("2027-06-02", true), ("2027-06-01", false)] {
        all.credit_rules[0].valid.until = some(until);
        for goal in ["qualification:q", "course:after"] {
            match answer(all.clone(), &asked(goal)) {
                Recommendation::Pathways(found) => assert!(is_reached && found.pathways[0].proved, "{until} {goal}"),
                Recommendation::NoPathway(why) => {
                    assert!(!is_reached && why.proved, "{until} {goal}");
                    let missing = &why.blockers[0].missing;
                    assert!(missing.contains("until then rules end, or what was learned is too old"), "{missing}");
                }
            }
        }
    }
}

#[test]
fn a_block_counts_for_an_award_that_is_gained_by_its_parts() {
    let mut all = catalogue_of(
        vec![course("a", vec![]), course("b", vec![])],
        vec![award("q", &["b"], "20"), award("inner", &["a"], "10")],
    );
    all.credit_rules = vec![rule("block", "q", CreditExchange::Block { from: read("inner"), points: read("10") })];
    for until in [None, some("2028-01-01")] {
        all.credit_rules[0].valid.until = until;
        for goal in ["qualification:q", "credit:20@q"] {
            let found = pathways(all.clone(), &request(goal));
            let pathway = &found.pathways[0];
            assert_eq!((pathway.steps.len(), pathway.proved), (2, true), "{goal}");
            let counted = pathway.counted.as_ref().expect("an award is the goal");
            assert!(counted.reached && counted.counted == counted.wanted, "{counted:?}");
            assert_eq!(pathway.credit[0].rule.as_str(), "block");
        }
    }
}

/// Of the inner award one part is taught in 2027 and one in 2029. Study counts for a year towards the outer award, and for
/// ever towards the inner one, which is gained in 2029 and recent then.
#[test]
fn parts_age_by_the_award_that_they_belong_to() {
    let courses = || vec![course("a", vec![]), course("b", vec![])];
    let block = || rule("block", "q", CreditExchange::Block { from: read("inner"), points: read("10") });
    let later = |all: &mut CatalogueParts| {
        let rolling = |from: &str| Delivery::Rolling { from: day(from), until: some(from), weeks: 1 };
        all.offerings[0].delivery = rolling("2027-02-01");
        all.offerings[1].delivery = rolling("2029-02-05");
    };
    let mut all = catalogue_of(courses(), vec![for_a_year(award("q", &[], "10")), award("inner", &["a", "b"], "20")]);
    all.credit_rules = vec![block()];
    later(&mut all);
    let found = pathways(all, &request("qualification:q"));
    let pathway = &found.pathways[0];
    assert_eq!((pathway.finish, pathway.steps.len(), pathway.proved), (some("2029-02-11"), 2, true));
    assert_eq!(pathway.counted.as_ref().map(|counted| counted.reached), Some(true));
    assert!(pathway.steps.iter().all(|step| !step.reasons.is_empty()));
    // The other way round the first part is too old when the second is over.
    let mut all = catalogue_of(courses(), vec![award("q", &[], "10"), for_a_year(award("inner", &["a", "b"], "20"))]);
    all.credit_rules = vec![block()];
    later(&mut all);
    let why = no_pathway(all, &request("qualification:q"));
    assert!(!why.proved);
}

/// One rule for each course, and each begins on a day of its own: that is more than anybody could look at in the time of
/// some thousand steps, so less is looked at, and said.
#[test]
fn very_many_rules_that_begin_on_different_days_take_bounded_steps() {
    let codes: Vec<String> = (0..60).map(|number| format!("c{number}")).collect();
    let mut all = catalogue_of(codes.iter().map(|code| course(code, vec![])).collect(), vec![award("q", &[], "100")]);
    let rules = (0..60usize).map(|number| {
        let of = (0..5).map(|step| read(&codes[(number * 7 + step * 11) % codes.len()])).collect();
        let exchange = CreditExchange::Series { of, size: 2, points_each_series: read("10") };
        let mut made = rule(&format!("r{number}"), "q", exchange);
        made.valid.from = day("2027-02-01").checked_add_days(chrono::Days::new(number as u64));
        made
    });
    all.credit_rules = rules.collect();
    let catalogue = build(all);
    let steps = 2_000;
    for goal in ["credit:30@q", "qualification:q"] {
        match recommend(&catalogue, &request(goal), Budget { steps }).expect("a sound request") {
            Recommendation::Pathways(found) => {
                assert!(found.pathways.iter().all(|pathway| !pathway.proved), "{goal}");
                assert!(found.steps_used < 100_000, "{goal}: {}", found.steps_used);
            }
            Recommendation::NoPathway(why) => assert!(!why.proved, "{goal}"),
        }
    }
}

/// The reason of a step names the rule that is in force when the plan is finished, and not one of the first day.
#[test]
fn a_step_counts_by_the_rule_of_the_day_on_which_the_plan_is_finished() {
    let named = |page: &str| {
        crate::source::Provenance::external("example.org", page, crate::source::Confidence::High).expect("a source")
    };
    let mut all = catalogue_of(vec![course("a", vec![])], vec![award("q", &[], "10")]);
    all.credit_rules = vec![for_course("r-1", "q", "a"), for_course("r-2", "q", "a")];
    all.credit_rules[0].valid.until = some("2027-02-03");
    all.credit_rules[0].provenance = named("the old rule");
    all.credit_rules[1].valid.from = some("2027-02-04");
    all.credit_rules[1].provenance = named("the new rule");
    let found = pathways(all, &request("credit:10@q"));
    assert_eq!(found.pathways[0].steps[0].reasons[0].provenance, named("the new rule"));
}

/// Waiting for a rule is no step: one course that a rule makes count from 8 February is fewer steps than two now.
#[test]
fn what_is_waited_for_is_no_step() {
    let mut all =
        catalogue_of(vec![course("a", vec![]), course("b", vec![]), course("c", vec![])], vec![award("q", &[], "20")]);
    let two = CreditExchange::Series { of: vec![read("a"), read("b")], size: 2, points_each_series: read("20") };
    let one = CreditExchange::Series { of: vec![read("c")], size: 1, points_each_series: read("20") };
    all.credit_rules = vec![rule("two", "q", two), rule("one", "q", one)];
    all.credit_rules[1].valid.from = some("2027-02-14");
    for (offering, price) in all.offerings.iter_mut().zip(["50", "50", "100"]) {
        offering.price = read(price);
        offering.own_time = crate::sample::hours(5);
    }
    all.offerings[1].delivery = Delivery::Rolling { from: day("2027-02-08"), until: None, weeks: 1 };
    let mut asked = request("credit:20@q");
    asked.limits.hours_per_week = crate::sample::hours(60);
    asked.objectives = vec![vec![answer::Objective::LeastCost]];
    let found = pathways(all, &asked);
    assert_eq!(found.pathways[0].steps.len(), 1, "{:?}", steps(&found.pathways[0]));
}

/// The award on the way lets none of it be recognised, and its part may be assessed for less: it is planned as taught, also
/// where the part is asked for before the award is. Where half of it may be, the cheaper half is assessed.
#[test]
fn a_part_of_an_award_on_the_way_is_assessed_as_far_as_it_lets_that_be_recognised() {
    let after =
        course("after", vec![before(crate::sample::any_version("a")), before(RequisiteExpr::Qualification(read("q")))]);
    let by_rpl = |of: &str, price: &str| crate::course::Offering {
        code: read(&format!("{of}-assessed")),
        price: read(price),
        rpl: Some(crate::rpl::RplOffer { asks: vec![] }),
        ..crate::sample::weekly(of)
    };
    let planned = |most: i64| {
        let mut q = without_prior_learning(award("q", &["a", "b"], "20"));
        q.recognition.as_mut().expect("limits").rpl_most = crate::credit::Percent::new(most).ok();
        let mut all = catalogue_of(vec![course("a", vec![]), course("b", vec![]), after.clone()], vec![q]);
        all.offerings.extend([by_rpl("a", "10"), by_rpl("b", "20")]);
        let mut asked = request("course:after");
        asked.objectives = vec![vec![answer::Objective::LeastCost]];
        let found = pathways(all, &asked);
        assert!(found.pathways[0].proved && found.unweighed.is_empty(), "{found:?}");
        let assessed = found.pathways[0].steps.iter().filter(|step| step.by_rpl);
        assessed.map(|step| step.item.code().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(planned(0), Vec::<String>::new());
    assert_eq!(planned(50), ["a"]);
    assert_eq!(planned(100), ["a", "b"]);
}

/// Taught in one week alone.
fn once(from: &str) -> Delivery {
    Delivery::Rolling { from: day(from), until: some(from), weeks: 1 }
}

/// Study counts for a year towards the award, which says nothing of what entry to it asks for: a course that is taught two
/// years before its subject. Where that course is a subject itself, it is too old.
#[test]
fn what_entry_asks_for_does_not_become_too_old() {
    let asked = |subjects: &[&str], size| {
        let entry = vec![before(crate::sample::any_version("e"))];
        let q = Qualification { entry, ..for_a_year(award("q", subjects, size)) };
        let mut all = catalogue_of(vec![course("a", vec![]), course("e", vec![])], vec![q]);
        (all.offerings[0].delivery, all.offerings[1].delivery) = (once("2029-02-05"), once("2027-02-01"));
        all
    };
    let found = pathways(asked(&["a"], "10"), &request("qualification:q"));
    assert_eq!(steps(&found.pathways[0]), ["e 2027-02-01 to 2027-02-07", "a 2029-02-05 to 2029-02-11"]);
    assert!(found.pathways[0].proved);
    assert!(no_pathway(asked(&["a", "e"], "20"), &request("qualification:q")).proved);
}

/// What is learned as well does not have to count.
#[test]
fn a_course_beside_an_award_may_be_too_old_for_it() {
    let mut all =
        catalogue_of(vec![course("b", vec![]), course("x", vec![])], vec![for_a_year(award("q", &["b"], "10"))]);
    (all.offerings[0].delivery, all.offerings[1].delivery) = (once("2028-06-05"), once("2027-02-01"));
    let asked = request("credit:10@q");
    let found = why_not(&build(all), &asked, &read("x"), Budget::default()).expect("sound");
    assert!(words::why_not(&found).iter().all(|said| !said.contains("no pathway")), "{:?}", words::why_not(&found));
}

/// One part of the award asks for a tier that another part counts for, once the tier's entry is open.
#[test]
fn a_part_of_an_award_is_taken_within_a_tier_that_another_part_asks_for() {
    let x = course("x", vec![before(RequisiteExpr::Tier(Tier::One))]);
    let mut all = catalogue_of(vec![course("a", vec![]), x], vec![award("q", &["a", "x"], "20")]);
    let entry = vec![before(RequisiteExpr::Gate(Gate::ExperienceOver { months: 12 }))];
    all.tiers = vec![tier(Tier::One, entry, crate::sample::any_version("a"))];
    let asked = Request { record: learner(8, Employment::Employed, vec![]), ..request("qualification:q") };
    let found = pathways(all.clone(), &asked);
    assert_eq!(steps(&found.pathways[0]), ["a 2027-06-07 to 2027-06-13", "x 2027-06-14 to 2027-06-20"]);
    // Of credit alike, also where the rule that names the part is not in force at first.
    all.qualifications = vec![award("q", &["x"], "20")];
    all.credit_rules = vec![for_course("r", "q", "a")];
    all.credit_rules[0].valid.from = some("2027-03-01");
    let found = pathways(all, &Request { goal: read("credit:20@q"), ..asked });
    assert_eq!(steps(&found.pathways[0]), ["a 2027-06-07 to 2027-06-13", "x 2027-06-14 to 2027-06-20"]);
}

/// A tier is completed by an award that is gained by its parts. A role asks for one of them, or for what entry to the award
/// asks for, alone as well: taken once the tier is open, that serves both.
#[test]
fn what_an_award_within_a_tier_asks_for_serves_what_asks_for_it_alone() {
    let any_version = crate::sample::any_version;
    let q = Qualification { entry: vec![before(any_version("e"))], ..award("q", &["a"], "10") };
    let mut all = catalogue_of(vec![course("a", vec![]), course("e", vec![])], vec![q]);
    let entry = vec![before(RequisiteExpr::Gate(Gate::ExperienceOver { months: 12 }))];
    all.tiers = vec![tier(Tier::One, entry, RequisiteExpr::Qualification(read("q")))];
    let asked = Request { record: learner(8, Employment::Employed, vec![]), ..request("role:r") };
    for alone in ["a", "e"] {
        let preparation = vec![before(any_version(alone)), before(RequisiteExpr::Tier(Tier::One))];
        all.roles = vec![role("r", preparation)];
        let found = pathways(all.clone(), &asked);
        let mut planned = steps(&found.pathways[0]);
        planned.sort_unstable();
        assert_eq!(planned, ["a 2027-06-07 to 2027-06-13", "e 2027-06-07 to 2027-06-13"], "{alone}");
    }
}

/// The inner award counts for a year towards the outer one. Held for long, or made up by what has been held for long, it is
/// not recent because somebody asks for a pathway.
#[test]
fn an_award_that_was_complete_long_ago_is_not_gained_anew() {
    let awards = || vec![for_a_year(award("q", &[], "10")), award("inner", &["a"], "10")];
    let mut all = catalogue_of(vec![course("a", vec![])], awards());
    all.credit_rules = vec![rule("block", "q", CreditExchange::Block { from: read("inner"), points: read("10") })];
    let a = |on: &str| Held::Course { course: read("a"), version: read("1.0.0"), completed: day(on) };
    let inner = |on: &str| Held::Qualification { qualification: read("inner"), completed: day(on) };
    let cases = [
        (vec![a("2015-06-01"), inner("2015-06-01")], false),
        (vec![inner("2015-06-01")], false),
        (vec![a("2015-06-01")], false),
        (vec![a("2026-06-01")], true),
        (vec![a("2026-06-01"), inner("2026-06-01")], true),
    ];
    for (held, is_enough) in cases {
        let asked = Request { record: learner(0, Employment::NotEmployed, held.clone()), ..request("qualification:q") };
        match answer(all.clone(), &asked) {
            Recommendation::Pathways(found) => {
                assert!(is_enough && found.pathways[0].steps.is_empty() && found.pathways[0].proved, "{held:?}");
                assert_eq!(found.pathways[0].counted.as_ref().map(|counted| counted.reached), Some(true));
            }
            Recommendation::NoPathway(why) => assert!(!is_enough && why.proved, "{held:?}"),
        }
    }
}

/// The part counts by a rule that begins later; the limit of the award holds for it all the same.
#[test]
fn a_part_that_counts_later_is_taught_where_the_award_limits_recognition() {
    let after = course("after", vec![before(RequisiteExpr::Qualification(read("q")))]);
    let q = without_prior_learning(award("q", &[], "10"));
    let mut all = catalogue_of(vec![course("x", vec![]), after], vec![q]);
    all.credit_rules = vec![for_course("r", "q", "x")];
    all.credit_rules[0].valid.from = some("2027-03-01");
    let rpl = Some(crate::rpl::RplOffer { asks: vec![] });
    let price = read("10");
    all.offerings.push(crate::course::Offering { code: read("assessed"), price, rpl, ..crate::sample::weekly("x") });
    let found = pathways(all, &request("course:after"));
    assert!(found.pathways.iter().all(|pathway| pathway.steps.iter().all(|step| !step.by_rpl)), "{found:?}");
}

/// Study counts for a year towards the inner award. Of its parts one is taught every week and one from June 2028: the first
/// waits. That it is the best pathway is not proved.
#[test]
fn a_part_of_an_award_on_the_way_starts_later_where_it_would_be_too_old() {
    let after = course("after", vec![before(RequisiteExpr::Qualification(read("inner")))]);
    let courses = vec![course("a", vec![]), course("b", vec![]), after];
    let mut all = catalogue_of(courses, vec![for_a_year(award("inner", &["a", "b"], "20"))]);
    all.offerings[1].delivery = once("2028-06-05");
    let found = pathways(all, &request("course:after"));
    let planned = steps(&found.pathways[0]);
    assert_eq!(planned[1..], ["b 2028-06-05 to 2028-06-11", "after 2028-06-12 to 2028-06-18"]);
    assert!(planned[0].as_str() >= "a 2027-06-05", "{planned:?}");
    assert!(!found.pathways[0].proved);
}

/// A role asks for an award that stands only when its rule begins, or when its entry opens, after the last step.
#[test]
fn what_a_role_waits_for_when_its_last_step_is_over_is_said() {
    let asks = || before(RequisiteExpr::Gate(Gate::ExperienceOver { months: 12 }));
    let mut all = catalogue_of(vec![course("a", vec![])], vec![award("q", &[], "10")]);
    all.roles = vec![role("r", vec![before(RequisiteExpr::Qualification(read("q")))])];
    all.credit_rules = vec![for_course("r", "q", "a")];
    let plain = pathways(all.clone(), &request("role:r"));
    assert_eq!((plain.pathways[0].finish, &plain.pathways[0].waits_for), (some("2027-02-07"), &None));

    let mut later = all.clone();
    later.credit_rules[0].valid.from = some("2027-03-01");
    let found = pathways(later, &request("role:r"));
    let pathway = &found.pathways[0];
    assert_eq!((pathway.finish, &pathway.waits_for), (some("2027-03-01"), &Some(LastWait::Rules)));
    let said = words::best_at(pathway);
    assert!(said.contains("You finish on 1 March 2027, when a rule begins."), "{said}");

    all.qualifications[0].entry = vec![asks()];
    let record = learner(6, Employment::Employed, vec![]);
    let found = pathways(all, &Request { record, ..request("role:r") });
    let said = words::finish(&found.pathways[0]);
    let wanted = "You finish on 2 August 2027, when you have more than 12 months of experience as a consumer worker.";
    assert_eq!(said.as_deref(), Some(wanted));
}
