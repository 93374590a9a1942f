//! Requisites as lines of text: one line is one thing needed, `or` stands between ways to meet it.
//!
//! `t1-consumer-values ^1 or suite-advocacy`. What cannot be said in such a line (gates, groups within groups) is kept as it is, or
//! taken away; a catalogue file says everything.

use registry_core::catalogue::Catalogue;
use registry_core::id::CourseCode;
use registry_core::requisite::{CourseRequirement, Requisite, RequisiteExpr, RequisiteKind, RequisiteParts, Strength};
use registry_core::source::Provenance;
use registry_core::words::{nearest, shortened};
use semver::VersionReq;

use crate::web::words::workspace as words;

/// Where a line stands.
pub(super) type Place = (RequisiteKind, Strength);

/// The three fields, in the order in which they are asked.
pub(super) const PLACES: [(&str, Place); 4] = [
    ("needed-before", (RequisiteKind::Prerequisite, Strength::Required)),
    ("needed-beside", (RequisiteKind::Corequisite, Strength::Required)),
    ("advised-before", (RequisiteKind::Prerequisite, Strength::Advised)),
    ("advised-beside", (RequisiteKind::Corequisite, Strength::Advised)),
];

/// The most lines of one field.
const LINES_MAX: usize = 20;

/// The line that says a requisite, where one can.
pub(super) fn line(requisite: &Requisite) -> Option<String> {
    let course = |one: &RequisiteExpr| match one {
        RequisiteExpr::Course(CourseRequirement { course, range }) if *range == VersionReq::STAR => {
            Some(course.to_string())
        }
        RequisiteExpr::Course(CourseRequirement { course, range }) => Some(format!("{course} {range}")),
        _ => None,
    };
    match requisite.requires() {
        RequisiteExpr::Any(any) => {
            let all: Option<Vec<String>> = any.as_slice().iter().map(course).collect();
            all.map(|all| all.join(" or "))
        }
        one => course(one),
    }
}

/// The lines of a place.
pub(super) fn lines(requisites: &[Requisite], (kind, strength): Place) -> String {
    let here = requisites.iter().filter(|one| (one.kind(), one.strength()) == (kind, strength));
    here.filter_map(line).collect::<Vec<_>>().join("\n")
}

/// Reads the lines of a place. A line that says what an entry of `known` says is that entry, with its source.
///
/// # Errors
/// Every line with a course that is not there, or versions that cannot be read.
pub(super) fn read(
    text: &str,
    (kind, strength): Place,
    known: &[Requisite],
    own: &Provenance,
    catalogue: &Catalogue,
) -> Result<Vec<Requisite>, Vec<String>> {
    let (mut found, mut wrong) = (Vec::new(), Vec::new());
    for (index, given) in text.lines().map(str::trim).filter(|given| !given.is_empty()).enumerate() {
        if index == LINES_MAX {
            wrong.push(words::too_many_lines(LINES_MAX));
            break;
        }
        let same =
            |one: &&Requisite| (one.kind(), one.strength()) == (kind, strength) && line(one).as_deref() == Some(given);
        if let Some(same) = known.iter().find(same) {
            found.push(same.clone());
            continue;
        }
        match expression(given, catalogue) {
            Ok(requires) => {
                match Requisite::new(RequisiteParts { kind, strength, requires, provenance: own.clone() }) {
                    Ok(requisite) => found.push(requisite),
                    Err(error) => wrong.push(words::on_line(given, &error.to_string())),
                }
            }
            Err(text) => wrong.push(text),
        }
    }
    if wrong.is_empty() { Ok(found) } else { Err(wrong) }
}

fn expression(given: &str, catalogue: &Catalogue) -> Result<RequisiteExpr, String> {
    let ways: Result<Vec<RequisiteExpr>, String> =
        given.split(" or ").map(|way| course(way.trim(), catalogue)).collect();
    let mut ways = ways?;
    match ways.len() {
        1 => Ok(ways.remove(0)),
        _ => RequisiteExpr::any(ways).map_err(|error| words::on_line(given, &error.to_string())),
    }
}

fn course(way: &str, catalogue: &Catalogue) -> Result<RequisiteExpr, String> {
    let (code, range) = way.split_once(char::is_whitespace).unwrap_or((way, "*"));
    let range = VersionReq::parse(range.trim()).map_err(|_| words::no_range(&shortened(way)))?;
    let known = CourseCode::new(code).ok().filter(|code| catalogue.course(code).is_some());
    let course = known.ok_or_else(|| {
        let near = nearest(code, catalogue.courses().map(|course| course.code.as_str()));
        words::no_course(&shortened(code), near)
    })?;
    Ok(RequisiteExpr::Course(CourseRequirement { course, range }))
}

#[cfg(test)]
mod tests {
    use registry_core::source::Confidence;

    use super::*;
    use crate::ops;

    fn own() -> Provenance {
        Provenance::external("A college", "as published in this registry", Confidence::High).expect("a source")
    }

    const BEFORE: Place = (RequisiteKind::Prerequisite, Strength::Required);

    #[test]
    fn lines_read_back_as_the_requisites_they_were_written_from() {
        let snapshot = ops::built_in_catalogue().expect("the built-in catalogue");
        let catalogue = snapshot.catalogue();
        let mut said = 0;
        for course in catalogue.courses() {
            for version in &course.versions {
                let all = &version.requisites;
                for (_, place) in PLACES {
                    let expected: Vec<Requisite> = all
                        .iter()
                        .filter(|one| (one.kind(), one.strength()) == place && line(one).is_some())
                        .cloned()
                        .collect();
                    let read = read(&lines(all, place), place, all, &own(), catalogue);
                    assert_eq!(read.as_ref(), Ok(&expected), "{}", course.code);
                    said += expected.len();
                }
            }
        }
        assert!(said > 5, "{said}");
    }

    #[test]
    fn every_line_that_cannot_be_read_is_named_with_what_to_do() {
        let snapshot = ops::built_in_catalogue().expect("the built-in catalogue");
        let text = "suite-advocasy\n\nsuite-advocacy 1 or 2 or x\nsuite-advocacy\n";
        let wrong = read(text, BEFORE, &[], &own(), snapshot.catalogue()).expect_err("two lines");
        assert_eq!(
            wrong,
            [
                "there is no course “suite-advocasy”; did you mean suite-advocacy?",
                "there is no course “2”; look up its code among the courses",
            ]
        );
        let wrong = read("suite-advocacy new", BEFORE, &[], &own(), snapshot.catalogue());
        assert_eq!(
            wrong,
            Err(vec!["“suite-advocacy new” names no versions; write a code and a range such as ^1".to_owned()])
        );
    }
}
