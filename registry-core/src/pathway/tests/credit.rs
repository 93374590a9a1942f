//! Credit: each thing counts once, and too many rules are not gone through.

use super::awards::{award, catalogue_of, for_a_year, of_points, rule};
use super::*;
use crate::course::{Delivery, Equivalence};
use crate::credit::{CreditExchange, CreditRule, CreditStanding, Validity};
use crate::learner_record::Employment;
use crate::pathway::answer::LastWait;
use crate::pathway::credit::worlds;
use crate::qualification::{PointsLevel, Qualification, SubjectLevel};
use crate::recognition::Amount;
use crate::sample::{course, day, held, learner, parts, qualification, read, replaced, request, source};
use crate::source::{Confidence, Provenance};

/// A rule for each list of courses: ten points for so many of them.
fn rules(size: u32, lists: &[Vec<String>]) -> Vec<CreditRule> {
    let of_list = |(index, of): (usize, &Vec<String>)| {
        let of = of.iter().map(|code| read(code)).collect();
        rule(&format!("rule-{index}"), "q", CreditExchange::Series { of, size, points_each_series: read("10") })
    };
    lists.iter().enumerate().map(of_list).collect()
}

#[test]
fn one_course_held_counts_for_one_course_of_a_series() {
    let old = replaced(course("old", vec![]), "a", Equivalence::Equivalent);
    let a = replaced(course("a", vec![]), "b", Equivalence::Equivalent);
    let mut all = parts(vec![old, a, course("b", vec![])]);
    all.qualifications = vec![qualification("q", vec![])];
    all.credit_rules = rules(2, &[vec!["a".to_owned(), "b".to_owned()]]);
    let record = learner(0, Employment::NotEmployed, vec![held("old", "1.0.0")]);
    let asked = Request { record, ..request("credit:10@q") };
    let found = pathways(all, &asked);
    // It is equivalent to both, and counts for either: the other is learned.
    assert_eq!(found.pathways[0].steps.len(), 1);
    assert_eq!(found.pathways[0].credit[0].points, read("10"));
}

/// The course takes from 1 to 7 February 2027, and what it counts for is asked on the last day of the pathway.
#[test]
fn a_rule_counts_only_where_it_holds_on_the_last_day_and_is_waited_for() {
    let mut all = parts(vec![course("a", vec![])]);
    all.qualifications = vec![qualification("q", vec![])];
    all.credit_rules = rules(1, &[vec!["a".to_owned()]]);
    let asked = request("credit:10@q");
    let (some, short) = (|text: &str| Some(day(text)), "that still count on the day when all is finished");
    let periods = [
        (None, some("2027-02-07"), Ok("2027-02-07")),
        (some("2027-02-01"), None, Ok("2027-02-07")),
        (some("2027-02-08"), some("2027-02-08"), Ok("2027-02-08")),
        (some("2030-07-01"), None, Ok("2030-07-01")),
        (None, some("2027-02-06"), Err(short)),
        (None, some("2026-12-31"), Err("those there are hold at other times")),
        (some("2037-02-01"), None, Err("those there are hold at other times")),
    ];
    for (from, until, finish) in periods {
        let mut all = all.clone();
        all.credit_rules[0].valid = Validity { from, until };
        match recommend(&build(all), &asked, Budget::default()).expect("a sound request") {
            Recommendation::Pathways(found) => {
                let pathway = &found.pathways[0];
                let counted = pathway.counted.as_ref().expect("an award is the goal");
                assert_eq!((Ok(counted.at), pathway.finish), (finish.map(day), Some(counted.at)), "{from:?} {until:?}");
                assert!(counted.reached && pathway.proved);
                let waits = (counted.at > day("2027-02-07")).then_some(LastWait::Rules);
                assert_eq!(counted.waits_for, waits);
                let ten = Amount::Points(read("10"));
                assert_eq!((counted.wanted, counted.counted, pathway.credit.len()), (ten, ten, 1));
            }
            Recommendation::NoPathway(none) => {
                let missing = &none.blockers[0].missing;
                assert!(none.proved && finish.is_err_and(|why| missing.contains(why)), "{missing}");
            }
        }
    }
}

#[test]
fn what_is_waited_for_when_the_last_step_is_over_is_said() {
    let mut all = parts(vec![course("a", vec![])]);
    all.qualifications = vec![qualification("q", vec![])];
    all.credit_rules = rules(1, &[vec!["a".to_owned()]]);
    all.credit_rules[0].valid.from = Some(day("2027-07-01"));
    let found = pathways(all.clone(), &request("credit:10@q"));
    let said = "On 1 July 2027, the day on which a rule begins that this takes, 10 of the 10 points asked for count.";
    assert_eq!(found.pathways[0].counted.as_ref().map(words::counted_at_the_end).as_deref(), Some(said));
    let record = learner(0, Employment::NotEmployed, vec![held("a", "1.0.0")]);
    let found = pathways(all, &Request { record, ..request("credit:10@q") });
    assert_eq!(words::verdict(&found.pathways[0]), "What you have is enough from 1 July 2027, when a rule begins.");
}

/// Ten points for each of two courses: what is not promised is never said to count without more ado.
#[test]
fn credit_that_nobody_has_promised_counts_if_it_is_granted() {
    let codes = ["a", "b"].map(str::to_owned);
    let mut all = parts(codes.iter().map(|code| course(code, vec![])).collect());
    all.qualifications = vec![qualification("q", vec![])];
    all.credit_rules = rules(1, &codes.map(|code| vec![code]));
    let said = |standing: [CreditStanding; 2]| {
        let mut all = all.clone();
        all.credit_rules.iter_mut().zip(standing).for_each(|(rule, standing)| rule.standing = standing);
        let found = pathways(all, &request("credit:20@q"));
        let counted = found.pathways[0].counted.as_ref().expect("an award is the goal");
        let said = words::counted_at_the_end(counted);
        let end = said.split_once(" of the 20 points asked for ").map(|(_, end)| end.to_owned());
        (counted.guaranteed, end.expect("how much counts"))
    };
    let points = |points: &str| Amount::Points(read(points));
    assert_eq!(said([CreditStanding::Guaranteed; 2]), (points("20"), "count.".to_owned()));
    let part = "count if all of it is granted, 10 points of that guaranteed.".to_owned();
    assert_eq!(said([CreditStanding::Guaranteed, CreditStanding::ByApplication]), (points("10"), part));
    assert_eq!(
        said([CreditStanding::ByApplication, CreditStanding::Discretionary]),
        (points("0"), "count if all of it is granted.".to_owned())
    );
}

/// Held since 1 June 2026, and study counts for a year: what is learned beside it must be finished by 1 June 2027, or it
/// is learned once more.
#[test]
fn what_is_held_is_too_old_when_a_plan_is_finished_too_late() {
    let courses = vec![course("a", vec![]), course("b", vec![])];
    let mut all = catalogue_of(courses, vec![for_a_year(of_points("q", "100"))]);
    all.credit_rules = rules(1, &[vec!["a".to_owned()], vec!["b".to_owned()]]);
    let record = learner(0, Employment::NotEmployed, vec![held("a", "1.0.0")]);
    let asked = Request { record, ..request("credit:20@q") };
    for (from, learned) in [("2027-05-24", vec!["b"]), ("2027-05-31", vec!["a", "b"])] {
        let mut all = all.clone();
        all.offerings[1].delivery = Delivery::Rolling { from: day(from), until: None, weeks: 1 };
        let found = pathways(all, &asked);
        let mut steps: Vec<&str> = found.pathways[0].steps.iter().map(|step| step.offering.as_str()).collect();
        steps.sort_unstable();
        assert_eq!((steps, found.pathways[0].proved), (learned, true), "{from}");
        assert!(found.pathways.iter().all(|pathway| pathway.counted.as_ref().is_some_and(|counted| counted.reached)));
    }
}

/// Somebody who learns a subject of the award needs no rule, wherever the packaging names the subject.
#[test]
fn a_subject_of_the_award_cites_its_packaging_and_no_rule_about_something_else() {
    let said = |place: &str| Provenance::external("example.org", place, Confidence::High).expect("a source");
    for at_a_level in [true, false] {
        let mut own = award("q", &["a"], "20");
        if let Some(packaging) = &mut own.points_packaging {
            packaging.provenance = said("packaging");
            if at_a_level {
                let subjects = std::mem::take(&mut packaging.groups).remove(0).subjects;
                let level = SubjectLevel::new(1).expect("a level");
                packaging.levels =
                    vec![PointsLevel { level, least: None, most: None, least_and_above: None, subjects }];
            }
        }
        let mut all = catalogue_of(vec![course("a", vec![]), course("b", vec![])], vec![own]);
        all.credit_rules = rules(1, &[vec!["b".to_owned()]]);
        all.credit_rules[0].provenance = said("rule");
        all.offerings.retain(|offering| offering.code.as_str() == "a");
        let found = pathways(all, &request("credit:10@q"));
        let cited: Vec<_> = found.pathways[0].steps[0].reasons.iter().map(|reason| &reason.provenance).collect();
        assert_eq!(cited, [&said("packaging")], "at a level alone: {at_a_level}");
    }
}

#[test]
fn a_rule_that_has_ended_is_not_among_the_credit_of_a_pathway() {
    let mut all = parts(vec![course("a", vec![])]);
    all.qualifications = vec![qualification("q", vec![])];
    all.credit_rules = rules(1, &[vec!["a".to_owned()], vec!["a".to_owned()]]);
    all.credit_rules[1].valid.until = Some("2020-12-31".parse().expect("a day"));
    let found = pathways(all, &request("course:a"));
    let named: Vec<_> = found.pathways[0].credit.iter().map(|gained| gained.rule.as_str()).collect();
    assert_eq!(named, ["rule-0"]);
}

#[test]
fn very_many_rules_get_a_quick_answer_that_is_not_called_proved() {
    let lists: Vec<Vec<String>> =
        (0..40).map(|rule| (0..3).map(|course| format!("c{rule}-{course}")).collect()).collect();
    let mut all = parts(lists.iter().flatten().map(|code| course(code, vec![])).collect());
    all.qualifications = vec![qualification("q", vec![])];
    all.credit_rules = rules(3, &lists);
    let catalogue = build(all);
    let answer = recommend(&catalogue, &request("credit:30@q"), Budget { steps: 2_000 }).expect("a sound request");
    let Recommendation::Pathways(found) = answer else { panic!("there is a pathway") };
    assert!(found.pathways.iter().all(|pathway| !pathway.proved && pathway.steps.len() == 9), "{found:?}");
}

/// A rule that ends while the cheaper of two ways to it is still taught: the other way is planned.
#[test]
fn the_other_way_is_planned_where_a_rule_has_ended_by_the_time_all_is_finished() {
    let mut all = parts(vec![course("a", vec![]), course("b", vec![])]);
    all.qualifications = vec![qualification("q", vec![])];
    all.credit_rules = rules(1, &[vec!["a".to_owned()], vec!["b".to_owned()]]);
    all.credit_rules[0].valid.until = Some(day("2027-02-03"));
    all.offerings[1].price = read("300");
    let found = pathways(all, &request("credit:10@q"));
    let pathway = &found.pathways[0];
    assert_eq!(pathway.steps[0].offering.as_str(), "b");
    assert_eq!(pathway.counted.as_ref().map(|counted| counted.reached), Some(true));
    assert!(pathway.proved);
}

/// Rules begin on many days, and the rule has ended by which the cheapest course would count once it is taught.
#[test]
fn where_rules_change_often_each_day_is_looked_at_and_none_is_planned_for_that_has_ended() {
    let codes: Vec<String> = (0..20).map(|number| format!("c{number}")).collect();
    let mut all = parts(codes.iter().map(|code| course(code, vec![])).collect());
    all.qualifications = vec![qualification("q", vec![])];
    all.credit_rules = rules(1, &codes.iter().map(|code| vec![code.clone()]).collect::<Vec<_>>());
    for (month, rule) in all.credit_rules.iter_mut().enumerate().skip(2) {
        rule.valid.from = crate::date::add_months(day("2027-02-01"), u32::try_from(month).expect("small"));
    }
    all.credit_rules[0].valid.until = Some(day("2029-01-31"));
    all.offerings[0].price = read("10");
    let from = day("2029-06-01");
    all.offerings[0].delivery = Delivery::Rolling { from, until: None, weeks: 1 };
    let found = pathways(all, &request("credit:10@q"));
    for pathway in &found.pathways {
        assert_ne!(pathway.steps[0].offering.as_str(), "c0");
        assert!(pathway.counted.as_ref().is_some_and(|counted| counted.reached) && pathway.proved, "{pathway:?}");
    }
}

#[test]
fn credit_points_towards_an_award_of_units_are_refused_in_words() {
    let mut all = parts(vec![course("a", vec![])]);
    let packaging = crate::qualification::Packaging {
        core: 1,
        electives: 0,
        electives_listed_min: None,
        electives_elsewhere_max: None,
        work_hours_min: None,
        groups: Vec::new(),
        provenance: source(),
    };
    all.qualifications = vec![Qualification { packaging: Some(packaging), ..qualification("q", vec![]) }];
    all.credit_rules = rules(1, &[vec!["a".to_owned()]]);
    let why = no_pathway(all, &request("credit:10@q"));
    let said = "credit points towards Award Q: it is counted in units; aim at the qualification itself";
    assert_eq!(why.blockers[0].missing, said);
}

/// Ten points for `a`, which is held, and ten for `b`, which is the goal: only the second is what the pathway gives.
#[test]
fn what_counts_today_is_told_from_what_a_pathway_gives() {
    let mut all = parts(vec![course("a", vec![]), course("b", vec![])]);
    all.qualifications = vec![qualification("q", vec![])];
    all.credit_rules = rules(1, &[vec!["a".to_owned()], vec!["b".to_owned()]]);
    let record = learner(0, Employment::NotEmployed, vec![held("a", "1.0.0")]);
    let found = pathways(all, &Request { record, ..request("course:b") });
    let credit: Vec<_> =
        found.pathways[0].credit.iter().map(|gained| (gained.rule.as_str(), gained.is_new())).collect();
    assert_eq!(credit, [("rule-0", false), ("rule-1", true)]);
    let words = words::best_at(&found.pathways[0]);
    assert!(!words.contains("ost peer-led") || words.contains("peer-led (no step is led by peers)"), "{words}");
}

#[test]
fn with_more_ways_than_are_looked_at_a_thing_still_fills_one_place() {
    let lists = |things: usize| vec![(0..things).collect::<Vec<usize>>(), (0..things).rev().collect()];
    for (things, every) in [(8, true), (9, false), (40, false)] {
        let (worlds, all) = worlds(&lists(things));
        assert_eq!((worlds.len(), all), (256, every), "{things}");
        for world in worlds {
            let mut filled: Vec<usize> = world.concat();
            filled.sort_unstable();
            assert_eq!(filled, (0..things).collect::<Vec<usize>>());
        }
    }
}
