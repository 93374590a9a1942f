//! What of an expression is not there yet.

use chrono::NaiveDate;

use super::{Standing, standing_of};
use crate::catalogue::Catalogue;
use crate::learner_record::LearnerRecord;
use crate::requisite::RequisiteExpr;

/// What of an expression is not met on the day `at`: of *all* the parts that are not met, of *any* every part, of *at least n*
/// the parts that are not met, as many of them as are still needed. A choice stays a choice, and a single part stands by
/// itself. `None` where nothing is missing.
pub fn still_missing(
    catalogue: &Catalogue,
    record: &LearnerRecord,
    expression: &RequisiteExpr,
    at: NaiveDate,
) -> Option<RequisiteExpr> {
    if standing_of(catalogue, record, expression, at, &mut Vec::new()) == Standing::Met {
        return None;
    }
    let operands = expression.operands();
    if operands.is_empty() {
        return Some(expression.clone());
    }
    let mut parts: Vec<RequisiteExpr> =
        operands.iter().filter_map(|operand| still_missing(catalogue, record, operand, at)).collect();
    if parts.len() == 1 {
        return parts.pop();
    }
    let met = operands.len() - parts.len();
    let missing = match expression {
        RequisiteExpr::All(_) => RequisiteExpr::all(parts),
        RequisiteExpr::AtLeast(of) => match of.least().saturating_sub(u32::try_from(met).unwrap_or(u32::MAX)) {
            1 => RequisiteExpr::any(parts),
            least if least as usize == parts.len() => RequisiteExpr::all(parts),
            least => RequisiteExpr::at_least(least, parts),
        },
        _ => RequisiteExpr::any(parts),
    };
    // No more parts than the expression had, and of *at least* as many as it needs: always sound.
    Some(missing.unwrap_or_else(|_| expression.clone()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::learner_record::Employment;
    use crate::requisite::Gate;
    use crate::sample::{any_version, build, course, day, held, learner, parts};
    use crate::words;

    fn gate(gate: Gate) -> RequisiteExpr {
        RequisiteExpr::Gate(gate)
    }

    fn supervision() -> RequisiteExpr {
        gate(Gate::Supervision { perspective: None })
    }

    /// What is missing to somebody who is employed and holds `a`, in words.
    fn missing(expression: &RequisiteExpr) -> String {
        let known = build(parts(vec![course("a", vec![]), course("b", vec![]), course("c", vec![])]));
        let record = learner(0, Employment::Employed, vec![held("a", "1.0.0")]);
        still_missing(&known, &record, expression, day("2027-02-01"))
            .map_or("nothing".to_owned(), |missing| words::expression(&known, &missing))
    }

    #[test]
    fn what_is_there_is_not_asked_for_again_and_a_choice_stays_a_choice() {
        let [a, b, c] = ["a", "b", "c"].map(any_version);
        let (all, any) = (RequisiteExpr::all, RequisiteExpr::any);
        let at_least = |least, of| RequisiteExpr::at_least(least, of).expect("sound");
        let title = |code: &str| missing(&any_version(code));
        assert_eq!(title("a"), "nothing");
        let (b_missing, c_missing) = (title("b"), title("c"));
        for (expression, wanted) in [
            (gate(Gate::Employed), "nothing".to_owned()),
            (supervision(), "regular supervision".to_owned()),
            (all(vec![a.clone(), supervision()]).expect("sound"), "regular supervision".to_owned()),
            (
                all(vec![b.clone(), a.clone(), supervision()]).expect("sound"),
                format!("all of: {b_missing}; regular supervision"),
            ),
            (any(vec![a.clone(), supervision()]).expect("sound"), "nothing".to_owned()),
            (any(vec![b.clone(), c.clone()]).expect("sound"), format!("any of: {b_missing}; {c_missing}")),
            (at_least(2, vec![a.clone(), b.clone(), c.clone()]), format!("any of: {b_missing}; {c_missing}")),
            (
                at_least(2, vec![b.clone(), c.clone(), supervision()]),
                format!("at least 2 of: {b_missing}; {c_missing}; regular supervision"),
            ),
            (at_least(3, vec![a, b, c]), format!("all of: {b_missing}; {c_missing}")),
        ] {
            assert_eq!(missing(&expression), wanted, "{expression:?}");
        }
    }
}
