//! The requisites of a new version as fields of a form: one line is one thing needed ([`notation`]).
//!
//! A line that says what the course already asks for keeps the source of that requisite. A new one stands on the provider's word.

use registry_core::catalogue::Catalogue;
use registry_core::requisite::{Requisite, RequisiteExpr, RequisiteKind, RequisiteParts, Strength};
use registry_core::source::Provenance;
use registry_core::words::nearest;

use super::notation;
use crate::web::fields::Fields;
use crate::web::words::workspace as words;

/// Where a line stands.
pub(super) type Place = (RequisiteKind, Strength);

/// The four fields, in the order in which they are asked.
pub(super) const PLACES: [(&str, Place); 4] = [
    ("needed-before", (RequisiteKind::Prerequisite, Strength::Required)),
    ("needed-beside", (RequisiteKind::Corequisite, Strength::Required)),
    ("advised-before", (RequisiteKind::Prerequisite, Strength::Advised)),
    ("advised-beside", (RequisiteKind::Corequisite, Strength::Advised)),
];

/// The most lines of one field, unless the course has more already.
const LINES_MAX: usize = 100;

/// The lines of a place.
pub(super) fn lines(requisites: &[Requisite], (kind, strength): Place) -> String {
    let here = requisites.iter().filter(|one| (one.kind(), one.strength()) == (kind, strength));
    here.map(|one| notation::written(one.requires())).collect::<Vec<_>>().join("\n")
}

/// Reads the four fields. What `known` has already stays as and where it is; what is new comes after it.
///
/// # Errors
/// Every line that cannot be read or names what is not there, with its field.
pub(super) fn read(
    form: &Fields,
    known: &[Requisite],
    own: &Provenance,
    catalogue: &Catalogue,
) -> Result<Vec<Requisite>, Vec<(&'static str, String)>> {
    let mut kept = vec![false; known.len()];
    let (mut new, mut wrong) = (Vec::new(), Vec::new());
    for (name, (kind, strength)) in PLACES {
        let lines: Vec<&str> = form.one(name).lines().map(str::trim).filter(|line| !line.is_empty()).collect();
        let most = LINES_MAX.max(known.len());
        if lines.len() > most {
            wrong.push((name, words::too_many_lines(most)));
            continue;
        }
        for line in lines {
            let requires = match expression(line, catalogue) {
                Ok(requires) => requires,
                Err(text) => {
                    wrong.push((name, words::on_line(line, &text)));
                    continue;
                }
            };
            let same = |one: &Requisite| (one.kind(), one.strength(), one.requires()) == (kind, strength, &requires);
            if let Some(index) = (0..known.len()).find(|index| !kept[*index] && same(&known[*index])) {
                kept[index] = true;
                continue;
            }
            match Requisite::new(RequisiteParts { kind, strength, requires, provenance: own.clone() }) {
                Ok(requisite) => new.push(requisite),
                Err(error) => wrong.push((name, words::on_line(line, &error.to_string()))),
            }
        }
    }
    if !wrong.is_empty() {
        return Err(wrong);
    }
    let kept = known.iter().zip(kept).filter(|(_, kept)| *kept).map(|(one, _)| one.clone());
    Ok(kept.chain(new).collect())
}

fn expression(line: &str, catalogue: &Catalogue) -> Result<RequisiteExpr, String> {
    let expr = notation::read(line).map_err(|misread| words::misread(&misread))?;
    let mut wrong = Vec::new();
    expr.visit_leaves(&mut |leaf| wrong.extend(not_there(leaf, catalogue)));
    if wrong.is_empty() { Ok(expr) } else { Err(wrong.join("; ")) }
}

/// What a leaf names that is not there, and what may have been meant.
fn not_there(leaf: &RequisiteExpr, catalogue: &Catalogue) -> Option<String> {
    match leaf {
        RequisiteExpr::Course(wanted) if catalogue.course(&wanted.course).is_none() => {
            let code = wanted.course.as_str();
            let award = code.parse().is_ok_and(|code| catalogue.qualification(&code).is_some());
            if award {
                return Some(words::is_qualification(code));
            }
            let known = catalogue.courses().map(|course| course.code.as_str());
            Some(words::no_course(code, nearest(code, known.chain(notation::WORDS))))
        }
        RequisiteExpr::Qualification(code) if catalogue.qualification(code).is_none() => {
            let known = catalogue.qualifications().map(|one| one.code.as_str());
            Some(words::no_qualification(code.as_str(), nearest(code.as_str(), known)))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use registry_core::source::Confidence;

    use super::*;
    use crate::ops;

    fn own() -> Provenance {
        Provenance::external("A college", "as published in this registry", Confidence::High).expect("a source")
    }

    fn form(fields: &[(&str, &str)]) -> Fields {
        let mut form = Fields::default();
        fields.iter().for_each(|(name, value)| form.add(name, value));
        form
    }

    #[test]
    fn what_is_asked_for_already_keeps_its_source_and_its_place() {
        let snapshot = ops::built_in_catalogue().expect("the built-in catalogue");
        let catalogue = snapshot.catalogue();
        let requisite = |strength, requires: &str, provenance| {
            let requires = notation::read(requires).expect("a requisite");
            let parts = RequisiteParts { kind: RequisiteKind::Prerequisite, strength, requires, provenance };
            Requisite::new(parts).expect("sound")
        };
        let assumed = |note| Provenance::assumption(note).expect("a note");
        // The same is advised twice, for two reasons, beside something that is needed.
        let known = [
            requisite(Strength::Advised, "employed", assumed("the first reason")),
            requisite(Strength::Required, "tier 1", own()),
            requisite(Strength::Advised, "employed", assumed("the second reason")),
        ];
        let shown = PLACES.map(|(name, place)| (name, lines(&known, place)));
        let shown: Vec<(&str, &str)> = shown.iter().map(|(name, lines)| (*name, lines.as_str())).collect();
        assert_eq!(read(&form(&shown), &known, &own(), catalogue).as_deref(), Ok(&known[..]));
        let fewer = [("needed-before", "supervision\n tier  1 "), ("advised-before", "employed")];
        let read = read(&form(&fewer), &known, &own(), catalogue).expect("sound");
        let expected = [&known[0], &known[1], &requisite(Strength::Required, "supervision", own())];
        assert_eq!(read.iter().collect::<Vec<_>>(), expected);
    }

    #[test]
    fn every_line_that_cannot_be_read_is_named_with_what_to_do() {
        let snapshot = ops::built_in_catalogue().expect("the built-in catalogue");
        let fields = [
            ("needed-before", "suite-advocasy\n\nsuite-advocacy 1 or 2 or x\nsuite-advocacy\nCHC43515"),
            ("needed-beside", "suite-advocacy new"),
            ("advised-before", "employd and tier 1 or tier 2\nemployd\nqualification CHC43516"),
        ];
        let wrong = read(&form(&fields), &[], &own(), snapshot.catalogue()).expect_err("seven lines");
        let expected = [
            ("needed-before", "“suite-advocasy”: there is no course “suite-advocasy”; did you mean suite-advocacy?"),
            (
                "needed-before",
                "“suite-advocacy 1 or 2 or x”: after 2 say months or years of experience, such as: 12 months of experience",
            ),
            ("needed-before", "“CHC43515”: CHC43515 is a qualification; write: qualification CHC43515"),
            (
                "needed-beside",
                "“suite-advocacy new”: “suite-advocacy new” names no versions; write a code and a range such as ^1, \
                 or put “and” or “or” between two things",
            ),
            (
                "advised-before",
                "“employd and tier 1 or tier 2”: “and” and “or” stand side by side; put brackets round what belongs \
                 together, such as (a and b) or c",
            ),
            ("advised-before", "“employd”: there is no course “employd”; did you mean employed?"),
            (
                "advised-before",
                "“qualification CHC43516”: there is no qualification “CHC43516”; did you mean CHC43515?",
            ),
        ];
        let wrong: Vec<(&str, &str)> = wrong.iter().map(|(name, text)| (*name, text.as_str())).collect();
        assert_eq!(wrong, expected);
    }
}
