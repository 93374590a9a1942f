//! What is held, counted towards awards.

use async_graphql::{Context, Object, Result};

use super::{Today, snapshot};
use crate::beside::beside_others;
use crate::graphql::input::credit::{
    ClosestQualificationsInput, CompareQualificationsInput, CreditTowardsInput, LadderInput,
};
use crate::graphql::types::ledger::Ledger;
use crate::graphql::types::problem::{CreditError, Problem, RequestErrorCode};
use crate::graphql::types::recognition::{
    ClosestQualificationsPayload, CompareQualificationsPayload, ComparedQualification, CreditTowardsPayload,
    LadderPayload, UnansweredClaim,
};
use crate::ops;
use crate::ops::count_credit::{claims_without_evidence, closest, compare, ladder};

/// What is held, counted towards awards.
#[derive(Default)]
pub(super) struct CreditQuery;

#[Object]
impl CreditQuery {
    /// What somebody's record is worth towards a qualification: what counts, under which rule and how surely, what does
    /// not and why, and what is left. Giving credit is the provider's decision.
    async fn credit_towards<'ctx>(
        &self,
        context: &Context<'ctx>,
        #[graphql(desc = "The question.")] input: CreditTowardsInput,
    ) -> Result<CreditTowardsPayload<'ctx>> {
        let at = snapshot(context)?;
        let (counted, code) = match input.read(at.catalogue(), context.data::<Today>()?.0) {
            Ok(read) => read,
            Err(problems) => {
                return Ok(CreditTowardsPayload { ledger: None, claims: Vec::new(), user_errors: errors(problems) });
            }
        };
        Ok(match beside_others(|| ops::count_credit(at, &counted.record, &code, counted.at)) {
            Ok(ledger) => {
                let claims = claims_without_evidence(at, &counted.record).into_iter().map(UnansweredClaim::from);
                let ledger = Some(Ledger { at, ledger: ledger.into() });
                CreditTowardsPayload { ledger, claims: claims.collect(), user_errors: Vec::new() }
            }
            Err(unknown) => {
                let problem = problem(vec!["qualification".to_owned()], &unknown);
                CreditTowardsPayload { ledger: None, claims: Vec::new(), user_errors: errors(vec![problem]) }
            }
        })
    }

    /// Qualifications side by side for one person: level, volume, price, entry, and what counts towards each.
    async fn compare_qualifications<'ctx>(
        &self,
        context: &Context<'ctx>,
        #[graphql(desc = "The question.")] input: CompareQualificationsInput,
    ) -> Result<CompareQualificationsPayload<'ctx>> {
        let at = snapshot(context)?;
        let (counted, codes) = match input.read(at.catalogue(), context.data::<Today>()?.0) {
            Ok(read) => read,
            Err(problems) => {
                return Ok(CompareQualificationsPayload { qualifications: None, user_errors: errors(problems) });
            }
        };
        Ok(match beside_others(|| compare(at, &counted.record, &codes, counted.at)) {
            Ok(found) => {
                let one = |compared| ComparedQualification { at, on: counted.at, compared };
                let qualifications = Some(found.into_iter().map(one).collect());
                CompareQualificationsPayload { qualifications, user_errors: Vec::new() }
            }
            Err(unknown) => {
                let place = |index: usize| vec!["qualifications".to_owned(), index.to_string()];
                let problems = unknown.iter().map(|(index, unknown)| problem(place(*index), unknown));
                CompareQualificationsPayload { qualifications: None, user_errors: errors(problems.collect()) }
            }
        })
    }

    /// Every current award that somebody does not hold, nearest first, with the ledger behind each.
    async fn closest_qualifications<'ctx>(
        &self,
        context: &Context<'ctx>,
        #[graphql(desc = "The question.")] input: ClosestQualificationsInput,
    ) -> Result<ClosestQualificationsPayload<'ctx>> {
        let at = snapshot(context)?;
        Ok(match input.read(at.catalogue(), context.data::<Today>()?.0) {
            Ok(counted) => {
                let found = beside_others(|| closest(at, &counted.record, counted.at));
                ClosestQualificationsPayload { at, found: Some(found), user_errors: Vec::new() }
            }
            Err(problems) => ClosestQualificationsPayload { at, found: None, user_errors: errors(problems) },
        })
    }

    /// Every rung of the ladder that somebody can reach from what they hold, lowest first: what entry asks for, what
    /// counts, and what is left.
    async fn ladder<'ctx>(
        &self,
        context: &Context<'ctx>,
        #[graphql(desc = "The question.")] input: LadderInput,
    ) -> Result<LadderPayload<'ctx>> {
        let at = snapshot(context)?;
        Ok(match input.read(at.catalogue(), context.data::<Today>()?.0) {
            Ok(counted) => {
                let rungs = beside_others(|| ladder(at, &counted.record, counted.at));
                LadderPayload { at, on: Some(counted.at), rungs, user_errors: Vec::new() }
            }
            Err(problems) => LadderPayload { at, on: None, rungs: Vec::new(), user_errors: errors(problems) },
        })
    }
}

fn errors(problems: Vec<Problem>) -> Vec<CreditError> {
    problems.into_iter().map(CreditError::from).collect()
}

fn problem(field: Vec<String>, unknown: &impl ToString) -> Problem {
    Problem { code: RequestErrorCode::UnknownCode, message: unknown.to_string(), field }
}
