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
            let mut faults: Vec<Fault> = Vec::new();
            requisite.requires().visit_leaves(&mut |leaf| {
                faults.extend(self.leaf(kind, code, leaf).filter(|fault| !faults.contains(fault)));
            });
            for fault in faults {
                self.report(&field, fault);
            }
            if let Provenance::Document { document, .. } = requisite.provenance()
                && self.catalogue.document(document).is_none()
            {
                let known = self.catalogue.documents().map(|entry| entry.code.as_str());
                let fault = unknown(EntryRef::new("document", document), document.as_str(), known);
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

/// Says that something is not there, and what is called nearly the same.
pub(super) fn unknown<'k>(target: EntryRef, code: &str, known: impl Iterator<Item = &'k str>) -> Fault {
    let hint = match words::nearest(code, known) {
        Some(near) => format!("; did you mean {near}?"),
        None => "; publish it first or correct the code".to_owned(),
    };
    Fault::UnknownReference { target, hint }
}
