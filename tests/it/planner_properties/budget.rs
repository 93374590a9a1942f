//! With few search steps an answer may be worse, and is never wrong.

use registry_core::pathway::{Budget, Recommendation};
use registry_tests::oracle;
use registry_tests::validator::recommended;

use super::answers::same_as_the_oracle;
use super::{PLANS_MAX, check_any};
use crate::planner_cases::Kind;

/// With a tiny budget of search steps the answer is worse, and never wrong: whatever is returned keeps to the rules,
/// and nothing is called proved that is not.
#[test]
fn a_tiny_budget_never_gives_a_wrong_answer() {
    let seen = check_any(|case, seen| {
        let question = case.question();
        let catalogue = question.catalogue();
        // Of awards each plan asks the ledger on many days.
        let most = if case.kind() == Kind::Award { PLANS_MAX / 40 } else { PLANS_MAX / 4 };
        let all = oracle::all(&catalogue, &question.request, most);
        for steps in [0, 1, 2, 4, 10, 30, 100] {
            let answer = recommended(&catalogue, &question.request, Budget { steps });
            if let Ok(all) = &all {
                same_as_the_oracle(&question.request, &catalogue, &answer, all.as_ref())?;
            }
            let open = match &answer {
                Recommendation::Pathways(found) => found.pathways.iter().any(|pathway| !pathway.proved),
                Recommendation::NoPathway(none) => !none.proved,
            };
            seen.add(case, open && all.is_ok());
        }
        Ok(())
    });
    seen.assert_each("open with few steps", 30);
}
