//! Credit: each thing counts once, and too many rules are not gone through.

use super::*;
use crate::course::Equivalence;
use crate::credit::{CreditExchange, CreditRule, CreditStanding, Validity};
use crate::learner_record::Employment;
use crate::recognition::Amount;
use crate::sample::{course, day, held, learner, parts, qualification, read, replaced, request, source};

/// A rule for each list of courses: ten points for so many of them.
fn rules(size: u32, lists: &[Vec<String>]) -> Vec<CreditRule> {
    let rule = |(index, of): (usize, &Vec<String>)| {
        CreditRule::new(
            read(&format!("rule-{index}")),
            read("q"),
            CreditExchange::Series {
                of: of.iter().map(|code| read(code)).collect(),
                size,
                points_each_series: read("10"),
            },
            CreditStanding::Guaranteed,
            source(),
        )
    };
    lists.iter().enumerate().map(rule).collect()
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

/// A rule holds from its first to its last day, and is asked on the day from which is planned: 2027-02-01.
#[test]
fn a_rule_counts_only_where_it_holds_on_the_day_of_planning() {
    let mut all = parts(vec![course("a", vec![])]);
    all.qualifications = vec![qualification("q", vec![])];
    all.credit_rules = rules(1, &[vec!["a".to_owned()]]);
    let asked = request("credit:10@q");
    let start = asked.limits.earliest_start;
    let periods = [
        (None, Some(start), true),
        (Some(start), None, true),
        (None, Some(day("2026-12-31")), false),
        (Some(day("2037-01-01")), None, false),
    ];
    for (from, until, holds) in periods {
        let mut all = all.clone();
        all.credit_rules[0].valid = Validity { from, until };
        match recommend(&build(all), &asked, Budget::default()).expect("a sound request") {
            Recommendation::Pathways(found) => {
                assert!(holds, "{from:?} {until:?}");
                let pathway = &found.pathways[0];
                let counted = pathway.counted.as_ref().expect("an award is the goal");
                // A rule that ends on the day of planning has ended when the course has: the answer says so.
                let lasts = until.is_none();
                let points = if lasts { "10" } else { "0" };
                assert_eq!((counted.at, counted.reached, pathway.proved), (day("2027-02-07"), lasts, lasts));
                assert_eq!(
                    (counted.wanted, counted.counted),
                    (Amount::Points(read("10")), Amount::Points(read(points)))
                );
                assert_eq!(pathway.credit.len(), usize::from(lasts));
            }
            Recommendation::NoPathway(none) => {
                assert!(!holds, "{from:?} {until:?}");
                let missing =
                    format!("a rule that gives credit towards Award Q on {start}: those there are hold at other times");
                assert_eq!(none.blockers[0].missing, missing);
            }
        }
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
fn credit_is_planned_anew_where_a_rule_has_ended_by_the_time_all_is_finished() {
    let mut all = parts(vec![course("a", vec![]), course("b", vec![])]);
    all.qualifications = vec![qualification("q", vec![])];
    all.credit_rules = rules(1, &[vec!["a".to_owned()], vec!["b".to_owned()]]);
    all.credit_rules[0].valid.until = Some(day("2027-02-03"));
    all.offerings[1].price = read("300");
    let found = pathways(all, &request("credit:10@q"));
    let pathway = &found.pathways[0];
    assert_eq!(pathway.steps[0].offering.as_str(), "b");
    assert_eq!(pathway.counted.as_ref().map(|counted| counted.reached), Some(true));
    assert!(!pathway.proved, "what is planned anew need not be best");
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
    all.qualifications =
        vec![crate::qualification::Qualification { packaging: Some(packaging), ..qualification("q", vec![]) }];
    all.credit_rules = rules(1, &[vec!["a".to_owned()]]);
    let why = no_pathway(all, &request("credit:10@q"));
    let said = "credit points towards Award Q: it is counted in units; aim at the qualification itself";
    assert_eq!(why.blockers[0].missing, said);
}
