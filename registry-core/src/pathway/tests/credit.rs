//! Credit: each thing counts once, and too many rules are not gone through.

use super::*;
use crate::course::Equivalence;
use crate::credit::{CreditExchange, CreditRule, CreditStanding};
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
