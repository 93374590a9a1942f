//! What something asks for, as a list with links.

use registry_core::catalogue::Catalogue;
use registry_core::graph::NodeKey;
use registry_core::requisite::{Requisite, RequisiteExpr, RequisiteKind};
use registry_core::words::{expression, sentence_start, source};

use super::Link;
use crate::web::{links, words};

/// One requisite as a page shows it.
#[derive(Debug, Clone)]
pub(in crate::web) struct Requirement {
    /// Needed or advised, before or beside.
    pub(in crate::web) label: &'static str,
    /// What joins the parts: `Any one of these`; empty for a single part.
    pub(in crate::web) lead: String,
    /// What is asked for.
    pub(in crate::web) parts: Vec<Link>,
    /// Who says so.
    pub(super) source: String,
}

impl Requirement {
    pub(in crate::web) fn of(catalogue: &Catalogue, requisite: &Requisite) -> Self {
        let label = match (requisite.is_required(), requisite.kind()) {
            (true, RequisiteKind::Prerequisite) => words::NEEDED_BEFORE,
            (true, RequisiteKind::Corequisite) => words::NEEDED_BESIDE,
            (false, RequisiteKind::Prerequisite) => words::ADVISED_BEFORE,
            (false, RequisiteKind::Corequisite) => words::ADVISED_BESIDE,
        };
        let (lead, parts) = parts(catalogue, requisite.requires());
        Self { label, lead, parts, source: sentence_start(&source(catalogue, requisite.provenance())) }
    }
}

/// An expression as its lead and its parts. What is nested deeper is said in words.
pub(super) fn parts(catalogue: &Catalogue, whole: &RequisiteExpr) -> (String, Vec<Link>) {
    let operands = whole.operands();
    if operands.len() < 2 {
        return (String::new(), vec![part(catalogue, operands.first().unwrap_or(whole))]);
    }
    let lead = match whole {
        RequisiteExpr::All(_) => words::ALL_OF.to_owned(),
        RequisiteExpr::AtLeast(of) if of.least() > 1 => words::at_least_of(of.least()),
        _ => words::ANY_OF.to_owned(),
    };
    (lead, operands.iter().map(|operand| part(catalogue, operand)).collect())
}

fn part(catalogue: &Catalogue, expr: &RequisiteExpr) -> Link {
    let text = sentence_start(&expression(catalogue, expr));
    let key = match expr {
        RequisiteExpr::Course(wanted) => NodeKey::Course(wanted.course.clone()),
        RequisiteExpr::Qualification(code) => NodeKey::Qualification(code.clone()),
        RequisiteExpr::Tier(tier) => NodeKey::Tier(*tier),
        _ => return Link::only(text),
    };
    Link::to(text, links::node(&key))
}
