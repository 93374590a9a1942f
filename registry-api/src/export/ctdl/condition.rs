//! Requisites as condition profiles.

use registry_core::Catalogue;
use registry_core::id::CourseCode;
use registry_core::requisite::{Requisite, RequisiteExpr};
use registry_core::words::{expression, sentence_start};
use serde_json::{Map, Value, json};

use super::{award_name, targets, words};

/// The profile of a requisite: what it asks for in words, and what of it is a resource.
pub(super) fn profile_of(catalogue: &Catalogue, requisite: &Requisite) -> Value {
    let mut profile = profile(catalogue, requisite.requires());
    let kind = requisite.kind().name();
    profile.insert("ceterms:name".to_owned(), words(&format!("{kind} ({})", requisite.strength().name())));
    profile.into()
}

/// Everything joined by *all* stands in one profile; alternatives stand beneath it.
fn profile(catalogue: &Catalogue, expr: &RequisiteExpr) -> Map<String, Value> {
    let mut found = Found::default();
    found.all(catalogue, expr);
    let mut profile = Map::new();
    profile.insert("@type".to_owned(), "ceterms:ConditionProfile".into());
    profile.insert("ceterms:description".to_owned(), words(&sentence(catalogue, expr)));
    profile.extend(targets(catalogue, found.courses));
    if !found.awards.is_empty() {
        let awards = profile.entry("ceterms:targetCredential").or_insert_with(|| json!([]));
        if let Value::Array(credentials) = awards {
            credentials.extend(found.awards);
        }
    }
    if !found.alternatives.is_empty() {
        profile.insert("ceterms:alternativeCondition".to_owned(), Value::Array(found.alternatives));
    }
    profile
}

#[derive(Default)]
struct Found<'e> {
    courses: Vec<&'e CourseCode>,
    awards: Vec<Value>,
    alternatives: Vec<Value>,
}

impl<'e> Found<'e> {
    fn all(&mut self, catalogue: &Catalogue, expr: &'e RequisiteExpr) {
        let alternatives =
            |of: &[RequisiteExpr]| of.iter().map(|expr| profile(catalogue, expr).into()).collect::<Vec<_>>();
        match expr {
            RequisiteExpr::All(of) => of.as_slice().iter().for_each(|expr| self.all(catalogue, expr)),
            RequisiteExpr::Any(of) => self.alternatives.extend(alternatives(of.as_slice())),
            RequisiteExpr::AtLeast(some) => self.alternatives.extend(alternatives(some.of())),
            RequisiteExpr::Course(of) => self.courses.push(&of.course),
            RequisiteExpr::Qualification(code) => self.awards.push(award_name(code).uri().into()),
            RequisiteExpr::Tier(_) | RequisiteExpr::Gate(_) => {}
        }
    }
}

/// What an expression asks for, as a sentence.
pub(super) fn sentence(catalogue: &Catalogue, expr: &RequisiteExpr) -> String {
    format!("{}.", sentence_start(&expression(catalogue, expr)).trim_end_matches('.'))
}
