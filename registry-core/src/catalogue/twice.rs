//! What stands twice where it counts once.

use crate::requisite::{CourseRequirement, RequisiteExpr};
use crate::words;

/// The parts of the joins of an expression that repeat one before them in the same join, each once however often it does, in
/// the order in which they are written. *At least two of* a course and the same course would be met by holding it once, or by nobody.
pub(super) fn operands_twice(expression: &RequisiteExpr) -> Vec<&RequisiteExpr> {
    let parts = expression.operands();
    let again = |(index, part): &(usize, &RequisiteExpr)| {
        parts[..*index].iter().filter(|other| alone(other) == alone(part)).count() == 1
    };
    let mut found: Vec<_> = parts.iter().enumerate().filter(again).map(|(_, part)| part).collect();
    for part in parts {
        found.extend(operands_twice(part));
    }
    found
}

/// The expression without joins of a single part, which say nothing.
fn alone(expression: &RequisiteExpr) -> &RequisiteExpr {
    match expression.operands() {
        [only] => alone(only),
        _ => expression,
    }
}

/// What an expression asks for, by code: `course suite-advocacy ^1`, `qualification CHC43515`.
pub(super) fn by_code(expression: &RequisiteExpr) -> String {
    match alone(expression) {
        RequisiteExpr::Course(CourseRequirement { course, range }) if *range == semver::VersionReq::STAR => {
            format!("course {course}")
        }
        RequisiteExpr::Course(CourseRequirement { course, range }) => format!("course {course} {range}"),
        RequisiteExpr::Qualification(code) => format!("qualification {code}"),
        RequisiteExpr::Tier(tier) => format!("tier {}", tier.number()),
        RequisiteExpr::Gate(gate) => words::gate(gate),
        RequisiteExpr::All(_) | RequisiteExpr::Any(_) | RequisiteExpr::AtLeast(_) => "the same alternatives".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sample::any_version;

    #[test]
    fn what_stands_often_in_a_join_is_found_once() {
        let twice = |of: Vec<RequisiteExpr>| {
            let join = RequisiteExpr::any(of).expect("alternatives");
            operands_twice(&join).into_iter().map(by_code).collect::<Vec<_>>()
        };
        assert_eq!(twice(vec![any_version("a"); 64]), ["course a"]);
        let mixed = ["a", "b", "a", "b", "a", "c"].map(any_version).to_vec();
        assert_eq!(twice(mixed), ["course a", "course b"]);
        assert!(twice(["a", "b"].map(any_version).to_vec()).is_empty());
    }
}
