//! The requisites of a draft, each judged in its place.

use super::Judge;
use crate::catalogue::EntryRef;
use crate::publish::violation::Fault;
use crate::requisite::{Requisite, RequisiteExpr};
use crate::source::Provenance;
use crate::words;

impl Judge<'_> {
    /// Judges the requisites of the entry `kind` `code`, which stand in `field`.
    pub(super) fn requisites(&mut self, field: &[&str], kind: &'static str, code: &str, requisites: &[Requisite]) {
        for (place, requisite) in requisites.iter().enumerate() {
            let place = place.to_string();
            let field: Vec<&str> = field.iter().copied().chain([place.as_str()]).collect();
            let mut faults: Vec<(Vec<String>, Fault)> = Vec::new();
            each_leaf(requisite.requires(), &mut vec!["requires".to_owned()], &mut |way, leaf| {
                faults.extend(self.leaf(kind, code, leaf).map(|fault| (within_leaf(way, leaf, &fault), fault)));
            });
            for (way, fault) in faults {
                let way: Vec<&str> = field.iter().copied().chain(way.iter().map(String::as_str)).collect();
                self.report(&way, fault);
            }
            if let Provenance::Document { document, .. } = requisite.provenance()
                && self.catalogue.document(document).is_none()
            {
                let known = self.catalogue.documents().map(|entry| entry.code.as_str());
                let fault = not_there(EntryRef::new("document", document), document.as_str(), known);
                self.report(&[&field[..], &["provenance"]].concat(), fault);
            }
        }
    }

    /// What is wrong with one thing that is asked for.
    fn leaf(&self, kind: &'static str, code: &str, leaf: &RequisiteExpr) -> Option<Fault> {
        let catalogue = self.catalogue;
        match leaf {
            RequisiteExpr::Course(wanted) if kind == "course" && wanted.course.as_str() == code => {
                Some(Fault::RequiresItself { target: EntryRef::new(kind, code) })
            }
            RequisiteExpr::Qualification(wanted) if kind == "qualification" && wanted.as_str() == code => {
                Some(Fault::RequiresItself { target: EntryRef::new(kind, code) })
            }
            RequisiteExpr::Course(wanted) => {
                let Some(course) = catalogue.course(&wanted.course) else {
                    let known = catalogue.courses().map(|entry| entry.code.as_str());
                    return Some(unknown(EntryRef::new("course", &wanted.course), wanted.course.as_str(), known));
                };
                if course.versions.iter().any(|version| wanted.range.matches(&version.version)) {
                    return None;
                }
                let versions: Vec<_> = course.versions.iter().map(|version| version.version.to_string()).collect();
                let (course, range) = (wanted.course.clone(), wanted.range.clone());
                Some(Fault::RangeMatchesNothing { course, range, versions: versions.join(", ") })
            }
            RequisiteExpr::Qualification(wanted) if catalogue.qualification(wanted).is_none() => {
                let known = catalogue.qualifications().map(|entry| entry.code.as_str());
                Some(unknown(EntryRef::new("qualification", wanted), wanted.as_str(), known))
            }
            RequisiteExpr::Tier(tier) if catalogue.tier(tier).is_none() => {
                Some(unknown(EntryRef::new("tier", tier.number()), "", std::iter::empty()))
            }
            _ => None,
        }
    }
}

/// Calls `visit` with every leaf, left to right, and the way to it: `requires`, `any`, `1`.
fn each_leaf<'a>(
    expression: &'a RequisiteExpr,
    way: &mut Vec<String>,
    visit: &mut impl FnMut(&[String], &'a RequisiteExpr),
) {
    let joined: &[&str] = match expression {
        RequisiteExpr::All(_) => &["all"],
        RequisiteExpr::Any(_) => &["any"],
        RequisiteExpr::AtLeast(_) => &["at_least", "of"],
        RequisiteExpr::Course(_)
        | RequisiteExpr::Qualification(_)
        | RequisiteExpr::Tier(_)
        | RequisiteExpr::Gate(_) => return visit(way, expression),
    };
    let before = way.len();
    way.extend(joined.iter().map(|&part| part.to_owned()));
    for (place, operand) in expression.operands().iter().enumerate() {
        way.push(place.to_string());
        each_leaf(operand, way, visit);
        way.pop();
    }
    way.truncate(before);
}

/// The way to the value that is at fault.
fn within_leaf(way: &[String], leaf: &RequisiteExpr, fault: &Fault) -> Vec<String> {
    let value: &[&str] = match (leaf, fault) {
        (RequisiteExpr::Course(_), Fault::RangeMatchesNothing { .. }) => &["course", "range"],
        (RequisiteExpr::Course(_), _) => &["course", "code"],
        (RequisiteExpr::Qualification(_), _) => &["qualification"],
        (RequisiteExpr::Tier(_), _) => &["tier"],
        _ => &[],
    };
    way.iter().cloned().chain(value.iter().map(|&part| part.to_owned())).collect()
}

/// Says that something that is asked for is not there, and what is called nearly the same.
fn unknown<'k>(target: EntryRef, code: &str, known: impl Iterator<Item = &'k str>) -> Fault {
    Fault::UnknownReference { target, hint: hint(code, known) }
}

/// Says that something that is named is not there, and what is called nearly the same.
pub(super) fn not_there<'k>(target: EntryRef, code: &str, known: impl Iterator<Item = &'k str>) -> Fault {
    Fault::NotThere { target, hint: hint(code, known) }
}

fn hint<'k>(code: &str, known: impl Iterator<Item = &'k str>) -> String {
    match words::nearest(code, known) {
        Some(near) => format!("; did you mean {near}?"),
        None => "; publish it first or correct the code".to_owned(),
    }
}
