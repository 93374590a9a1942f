//! What follows from the catalogue: requisite graphs, its health, eligibility, pathways.

use std::sync::Arc;

use async_graphql::{Context, Object, Result};

use super::{Today, snapshot};
use crate::beside::beside_others;
use crate::graphql::error::{ApiError, ErrorCode};
use crate::graphql::input::learner::LearnerInput;
use crate::graphql::input::problems::{Place, Problems};
use crate::graphql::input::recommend::{RecommendPathwaysInput, look_up_held};
use crate::graphql::input::subject::SubjectInput;
use crate::graphql::scalars::GivenDate;
use crate::graphql::types::eligibility::{Eligibility, EligibilityPayload};
use crate::graphql::types::graph::RequisiteGraph;
use crate::graphql::types::health::CatalogueHealth;
use crate::graphql::types::pathway::{ExportProblemPayload, PathwayOutcome, RecommendPathwaysPayload};
use crate::graphql::types::problem::{EligibilityError, Problem, RecommendPathwaysError, RequestErrorCode};
use crate::ops;
use crate::snapshot::Snapshot;

/// What follows from the catalogue.
#[derive(Default)]
pub(super) struct PlanQuery;

#[Object]
impl PlanQuery {
    /// What may come before what: of the whole catalogue, or before one thing. Null when there is no such thing.
    async fn requisite_graph(
        &self,
        context: &Context<'_>,
        #[graphql(name = "for", desc = "Only what may come before this; left out: everything.")] subject: Option<
            SubjectInput,
        >,
    ) -> Result<Option<RequisiteGraph>> {
        let at = snapshot(context)?;
        let Some(subject) = subject else {
            return Ok(Some(RequisiteGraph::new(at, None)?));
        };
        let mut problems = Problems::default();
        let Some(read) = subject.read(&Place::root(), &mut problems) else {
            let messages: Vec<_> = problems.into_list().into_iter().map(|problem| problem.message).collect();
            return Err(ApiError::new(ErrorCode::BadQuery, messages.join(" ")).into());
        };
        let key = ops::node_of(&read);
        if !at.catalogue().graph().nodes().any(|node| node.key == key) {
            return Ok(None);
        }
        Ok(Some(RequisiteGraph::new(at, Some(key))?))
    }

    /// What the requisites of the whole catalogue come to: what cannot be reached, what everything waits for, what is
    /// said twice. Worked out once for each revision.
    async fn catalogue_health<'ctx>(&self, context: &Context<'ctx>) -> Result<CatalogueHealth<'ctx>> {
        let at = snapshot(context)?;
        Ok(CatalogueHealth { at, health: beside_others(|| ops::analyse_catalogue(at)) })
    }

    /// Whether a learner may start something: yes, not yet, or no, with a finding for every requisite.
    async fn eligibility<'ctx>(
        &self,
        context: &Context<'ctx>,
        #[graphql(desc = "Where the person stands. Nothing of it is stored.")] learner: LearnerInput,
        #[graphql(name = "for", desc = "What they would start.")] subject: SubjectInput,
        #[graphql(desc = "The day the question is for; left out: today, the day it is at UTC+10.")] on: Option<
            GivenDate,
        >,
    ) -> Result<EligibilityPayload<'ctx>> {
        let at = snapshot(context)?;
        let today = context.data::<Today>()?.0;
        let mut problems = Problems::default();
        let place = Place::root();
        let on = match on {
            Some(text) => problems.date(&place.then("on"), &text),
            None => Some(today),
        };
        let learner = learner.read(on, &place.then("learner"), &mut problems);
        look_up_held(at.catalogue(), &learner, today, &mut problems);
        let place = place.then("for");
        let read = subject.read(&place, &mut problems);
        let answer = match (&learner.record, read, on) {
            (Some(record), Some(read), Some(on)) => {
                ops::check_eligibility(at, record, &read, on).map(|answer| (answer, on))
            }
            _ => return Ok(refused(problems.into_list())),
        };
        match answer {
            Ok((answer, on)) if problems.is_empty() => {
                Ok(EligibilityPayload { eligibility: Some(Eligibility { at, on, answer }), user_errors: Vec::new() })
            }
            Ok(_) => Ok(refused(problems.into_list())),
            Err(unknown) => {
                problems.add(RequestErrorCode::UnknownCode, &place.then(subject.field()), unknown);
                Ok(refused(problems.into_list()))
            }
        }
    }

    /// The best pathways to a goal within the limits of a life, or why there is none. The same question gets the same
    /// answer, and nothing of it is stored.
    async fn recommend_pathways<'ctx>(
        &self,
        context: &Context<'ctx>,
        #[graphql(desc = "The question.")] input: RecommendPathwaysInput,
    ) -> Result<RecommendPathwaysPayload<'ctx>> {
        let at = context.data::<Arc<Snapshot>>()?;
        let request = match input.read(at.catalogue(), context.data::<Today>()?.0) {
            Ok(request) => request,
            Err(problems) => return Ok(not_asked(problems)),
        };
        Ok(match beside_others(|| ops::recommend(at, &request, ops::recommend::SHARED)) {
            Ok(answer) => {
                let outcome = Some(PathwayOutcome::new(at, request, answer));
                RecommendPathwaysPayload { outcome, user_errors: Vec::new() }
            }
            Err(problems) => not_asked(input.refused(&problems)),
        })
    }

    /// The question of `recommendPathways` as a problem file, for `registry plan` or other solvers. No date and nothing
    /// that is held is in it; limits and prices are.
    async fn export_problem(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "The question.")] input: RecommendPathwaysInput,
    ) -> Result<ExportProblemPayload> {
        let at = context.data::<Arc<Snapshot>>()?;
        let asked = input.read(at.catalogue(), context.data::<Today>()?.0);
        let written = asked.and_then(|request| {
            beside_others(|| ops::export_problem(at, &request, ops::recommend::SHARED))
                .map_err(|problems| input.refused(&problems))
        });
        Ok(match written {
            Ok(file) => {
                let text = serde_json::to_string(&file).map_err(ApiError::internal)?;
                ExportProblemPayload { problem: Some(text), user_errors: Vec::new() }
            }
            Err(problems) => {
                let user_errors = problems.into_iter().map(RecommendPathwaysError::from).collect();
                ExportProblemPayload { problem: None, user_errors }
            }
        })
    }
}

fn refused<'a>(problems: Vec<Problem>) -> EligibilityPayload<'a> {
    let user_errors = problems.into_iter().map(EligibilityError::from).collect();
    EligibilityPayload { eligibility: None, user_errors }
}

fn not_asked<'a>(problems: Vec<Problem>) -> RecommendPathwaysPayload<'a> {
    let user_errors = problems.into_iter().map(RecommendPathwaysError::from).collect();
    RecommendPathwaysPayload { outcome: None, user_errors }
}
