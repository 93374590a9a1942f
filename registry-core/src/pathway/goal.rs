//! The goal as requirements: each part with its words and its source.

use std::collections::BTreeMap;

use super::answer::{Absence, Advice, ItemKey, Limit};
use super::assessed::Assessed;
use super::counted::award_of;
use super::credit::rules_towards;
use super::problem::{Builder, Problem};
use super::request::{Goal, Request};
use super::stretch::Stretch;
use crate::catalogue::Catalogue;
use crate::eligibility::{standing_of, still_missing};
use crate::id::CourseCode;
use crate::requisite::{Requisite, RequisiteExpr, Strength};
use crate::solver::expr::Expr;
use crate::source::Provenance;
use crate::words;

/// One part of a goal.
#[derive(Debug)]
pub(crate) struct Part {
    /// What must be met.
    pub(crate) expr: Expr,
    /// In words.
    pub(crate) requirement: String,
    /// As it is written; `None` where it is an award or so much credit towards one.
    pub(crate) requires: Option<RequisiteExpr>,
    /// Required or advised.
    pub(crate) strength: Strength,
    /// Who says so.
    pub(crate) provenance: Provenance,
}

/// The problem of a request, with the parts of its goal.
#[derive(Debug)]
pub(crate) struct Posed {
    pub(crate) problem: Problem,
    pub(crate) parts: Vec<Part>,
    pub(crate) also_needed: Vec<Advice>,
}

/// Advised parts of a role that are not planned, by their place in its preparation.
pub(crate) type LeftOut = BTreeMap<usize, Absence>;

/// How a question is put differently from how it was asked.
#[derive(Debug, Clone, Default)]
pub(crate) struct Variation {
    /// Advised parts that are not planned.
    pub(crate) left_out: LeftOut,
    /// A course that is learned as well.
    pub(crate) with: Option<CourseCode>,
    /// Something that is not learned.
    pub(crate) without: Option<ItemKey>,
}

/// All the advised parts of the goal that ask for learning.
pub(crate) fn advised(catalogue: &Catalogue, request: &Request) -> LeftOut {
    let Goal::Role(code) = &request.goal else { return LeftOut::new() };
    let preparation = catalogue.role(code).map_or(&[][..], |role| &role.preparation);
    let advised = preparation.iter().enumerate().filter(|(_, part)| !part.is_required());
    let advised = advised.filter(|(_, part)| !is_gates_alone(part.requires()));
    advised.map(|(place, _)| (place, Absence::DoesNotFit)).collect()
}

/// Poses the problem of a request without the limits `lifted`, put differently by `varied`.
pub(crate) fn pose(catalogue: &Catalogue, request: &Request, lifted: &[Limit], varied: &Variation) -> Posed {
    let mut builder = Builder::new(catalogue, request, lifted);
    loop {
        let known = builder.assessed.clone();
        let (posed, elsewhere) = pose_with(builder, varied);
        if elsewhere.is_empty() {
            return posed;
        }
        builder = Builder::new(catalogue, request, lifted);
        builder.assessed = known.and(elsewhere);
    }
}

/// Poses the problem, and says what is taught or assessed in it though it was read before it was known to matter.
fn pose_with(mut builder: Builder<'_>, varied: &Variation) -> (Posed, Assessed) {
    let (catalogue, request) = (builder.catalogue, builder.request);
    builder.without.clone_from(&varied.without);
    if let Some(code) = &varied.with {
        builder.contexts.also(catalogue, code);
    }
    let left_out = &varied.left_out;
    let mut also_needed = Vec::new();
    let mut stretches = Vec::new();
    let mut parts = match &request.goal {
        Goal::Role(code) => {
            let preparation = catalogue.role(code).map_or(&[][..], |role| &role.preparation);
            role_parts(&mut builder, preparation, left_out, &mut also_needed)
        }
        Goal::Tier(tier) => catalogue.tier(tier).map_or(Vec::new(), |definition| {
            vec![Part {
                expr: builder.expression(&RequisiteExpr::Tier(*tier)),
                requirement: words::expression(catalogue, &definition.completion),
                requires: Some(definition.completion.clone()),
                strength: Strength::Required,
                provenance: definition.completion_provenance.clone(),
            }]
        }),
        Goal::Course(code) => {
            let expression = RequisiteExpr::course(code.clone());
            let provenance = catalogue.course(code).map(|course| course.provenance.clone());
            single(&mut builder, &expression, provenance)
        }
        Goal::Qualification(code) => {
            let expression = RequisiteExpr::Qualification(code.clone());
            let provenance = catalogue.qualification(code).map(|entry| entry.provenance.clone());
            stretches = builder.stretches(code, &mut |builder| builder.whole_goal(code));
            vec![of_stretches(&stretches, words::expression(catalogue, &expression), provenance)]
        }
        Goal::Credit { points, towards } => {
            stretches = builder.stretches(towards, &mut |builder| [Expr::True, builder.credit(*points, towards)]);
            let rules = rules_towards(catalogue, towards, request.limits.earliest_start);
            let entry = catalogue.qualification(towards);
            let of_award = || entry.map(|entry| entry.provenance.clone());
            let provenance = rules.first().map(|rule| rule.provenance.clone()).or_else(of_award);
            let title = catalogue.qualification(towards).map_or(towards.as_str(), |entry| entry.title.as_str());
            let requirement = format!("{points} credit points towards {title}");
            vec![of_stretches(&stretches, requirement, provenance)]
        }
    };
    if let Some(code) = &varied.with {
        let provenance = catalogue.course(code).map(|course| course.provenance.clone());
        parts.extend(single(&mut builder, &RequisiteExpr::course(code.clone()), provenance));
    }
    let exprs: Vec<Expr> = parts.iter().map(|part| part.expr.clone()).collect();
    // One that lasts as long as a plan may is the goal itself.
    let ages = award_of(&request.goal).is_some_and(|award| builder.study_months(award).is_some());
    if !ages && stretches.iter().all(|stretch| stretch.until == builder.end) {
        stretches.clear();
    }
    for stretch in &mut stretches {
        let own = std::mem::replace(&mut stretch.besides, Expr::True);
        stretch.besides = Expr::all(std::iter::once(own).chain(exprs.iter().skip(1).cloned()).collect());
    }
    let elsewhere = std::mem::take(&mut builder.assessed_elsewhere);
    (Posed { problem: builder.finish(exprs, stretches), parts, also_needed }, elsewhere)
}

fn of_stretches(stretches: &[Stretch], requirement: String, provenance: Option<Provenance>) -> Part {
    Part {
        expr: Expr::any(stretches.iter().map(Stretch::whole).collect()),
        requirement,
        requires: None,
        strength: Strength::Required,
        provenance: provenance.unwrap_or(Provenance::Invented),
    }
}

fn single(builder: &mut Builder<'_>, expression: &RequisiteExpr, provenance: Option<Provenance>) -> Vec<Part> {
    vec![Part {
        expr: builder.expression(expression),
        requirement: words::expression(builder.catalogue, expression),
        requires: Some(expression.clone()),
        strength: Strength::Required,
        provenance: provenance.unwrap_or(Provenance::Invented),
    }]
}

/// The preparation for a role. What asks for no learning at all, such as supervision, belongs to the work and not
/// to the pathway; advised learning that does not fit is left out, and both are said.
fn role_parts(
    builder: &mut Builder<'_>,
    preparation: &[Requisite],
    left_out: &LeftOut,
    also_needed: &mut Vec<Advice>,
) -> Vec<Part> {
    let mut parts = Vec::new();
    for (place, requisite) in preparation.iter().enumerate() {
        let requirement = words::expression(builder.catalogue, requisite.requires());
        let (strength, provenance) = (requisite.strength(), requisite.provenance().clone());
        let expr = builder.expression(requisite.requires());
        let absence = if is_gates_alone(requisite.requires()) {
            Some(Absence::NoTraining)
        } else if strength == Strength::Advised && expr == Expr::Never {
            Some(Absence::NoOffering)
        } else {
            left_out.get(&place).copied()
        };
        if absence.is_some() {
            let no_training = absence == Some(Absence::NoTraining);
            let at = builder.record.as_at();
            let missing = still_missing(builder.catalogue, builder.record, requisite.requires(), at);
            let followed = no_training && missing.is_none();
            let missing = missing.filter(|_| no_training);
            also_needed.push(Advice { requirement, strength, followed, absence, missing, provenance });
        } else {
            let requires = Some(requisite.requires().clone());
            parts.push(Part { expr, requirement, requires, strength, provenance });
        }
    }
    parts
}

/// Whether an expression asks for gates and nothing else.
fn is_gates_alone(expression: &RequisiteExpr) -> bool {
    let mut alone = true;
    expression.visit_leaves(&mut |leaf| alone &= matches!(leaf, RequisiteExpr::Gate(_)));
    alone
}

/// What the person holds that nearly counts towards the goal, or counts as something else.
pub(crate) fn notes(catalogue: &Catalogue, request: &Request) -> Vec<String> {
    let mut asked: Vec<RequisiteExpr> = Vec::new();
    match &request.goal {
        Goal::Role(code) => {
            let preparation = catalogue.role(code).map_or(&[][..], |role| &role.preparation);
            asked.extend(preparation.iter().map(|requisite| requisite.requires().clone()));
        }
        Goal::Tier(tier) => asked.extend(catalogue.tier(tier).map(|definition| definition.completion.clone())),
        Goal::Course(code) => asked.push(RequisiteExpr::course(code.clone())),
        Goal::Qualification(code) => asked.push(RequisiteExpr::Qualification(code.clone())),
        Goal::Credit { .. } => {}
    }
    let mut said = Vec::new();
    for expression in &asked {
        standing_of(catalogue, &request.record, expression, request.record.as_at(), &mut said);
    }
    let mut notes: Vec<String> = Vec::new();
    for note in said {
        if note.starts_with("you hold") && !notes.contains(&note) {
            notes.push(note);
        }
    }
    notes
}

/// The title of a goal, as a heading says it.
pub(crate) fn title(catalogue: &Catalogue, goal: &Goal) -> String {
    match goal {
        Goal::Role(code) => catalogue.role(code).map_or(code.to_string(), |role| role.title.clone()),
        Goal::Tier(tier) => words::tier(catalogue, *tier),
        Goal::Course(code) => catalogue.course(code).map_or(code.to_string(), |course| course.title.clone()),
        Goal::Qualification(code) => {
            catalogue.qualification(code).map_or(code.to_string(), |entry| entry.title.clone())
        }
        Goal::Credit { points, towards } => {
            let title = catalogue.qualification(towards).map_or(towards.as_str(), |entry| entry.title.as_str());
            format!("{points} credit points towards {title}")
        }
    }
}
