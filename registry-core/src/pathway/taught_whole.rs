//! What is said beside a plan of the whole awards in it: what entry asks for where nobody recorded it, and what is held of
//! them already.

use std::collections::BTreeSet;

use super::answer::{ItemKey, Pathway};
use super::request::{Goal, Request};
use super::words;
use crate::catalogue::Catalogue;
use crate::id::QualificationCode;
use crate::qualification::Qualification;
use crate::recognition::ledger_with;
use crate::requisite::Requisite;

/// The awards that pathways teach whole, in order of code.
fn taught(pathways: &[Pathway]) -> BTreeSet<&QualificationCode> {
    let steps = pathways.iter().flat_map(|pathway| &pathway.steps);
    let whole = steps.filter_map(|step| match &step.item {
        ItemKey::Qualification(code) => Some(code),
        ItemKey::Course(..) => None,
    });
    whole.collect()
}

/// Notes on the whole awards that pathways lead to or through.
pub(super) fn notes(catalogue: &Catalogue, request: &Request, pathways: &[Pathway]) -> Vec<String> {
    let whole = taught(pathways);
    let has_steps = pathways.iter().any(|pathway| !pathway.steps.is_empty());
    let goal = match &request.goal {
        Goal::Qualification(code) if has_steps => Some(code),
        _ => None,
    };
    let awards: BTreeSet<&QualificationCode> = whole.iter().copied().chain(goal).collect();
    let awards = awards.into_iter().filter_map(|code| catalogue.qualification(code));
    let not_recorded = awards.filter(|entry| !entry.entry.iter().any(Requisite::is_required));
    let titles: Vec<&str> = not_recorded.map(|entry| entry.title.as_str()).collect();
    let entry = (!titles.is_empty()).then(|| words::entry_not_recorded(&titles));
    let entries = whole.into_iter().filter_map(|code| catalogue.qualification(code));
    entry.into_iter().chain(entries.filter_map(|entry| held_of(catalogue, request, entry))).collect()
}

/// How much of an award that is taught whole is guaranteed by what is held: whoever teaches it may shorten it by so much.
fn held_of(catalogue: &Catalogue, request: &Request, entry: &Qualification) -> Option<String> {
    let record = &request.record;
    let ledger = ledger_with(catalogue, record, &[], &entry.code, record.as_at())?;
    let counted = ledger.guaranteed_alone;
    (!counted.is_none()).then(|| words::held_of_award(&entry.title, counted, ledger.size))
}
