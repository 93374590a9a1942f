//! Credit: each thing counts once, and too many rules are not gone through.

use super::*;
use crate::course::Equivalence;
use crate::credit::{CreditExchange, CreditRule, CreditStanding, Validity};
use crate::learner_record::Employment;
use crate::sample::{course, held, learner, parts, qualification, read, replaced, request, source};

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
    let day = |text: &str| Some(text.parse().expect(text));
    let asked = request("credit:10@q");
    let start = asked.limits.earliest_start;
    let periods = [
        (None, Some(start), true),
        (Some(start), None, true),
        (None, day("2026-12-31"), false),
        (day("2037-01-01"), None, false),
    ];
    for (from, until, holds) in periods {
        let mut all = all.clone();
        all.credit_rules[0].valid = Validity { from, until };
        match recommend(&build(all), &asked, Budget::default()).expect("a sound request") {
            Recommendation::Pathways(found) => {
                assert!(holds, "{from:?} {until:?}");
                assert_eq!(found.pathways[0].credit[0].points, read("10"));
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
