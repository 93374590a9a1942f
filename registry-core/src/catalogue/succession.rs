//! Successors: `superseded_by` must come to an end.

use std::collections::{BTreeMap, BTreeSet};

use super::{CatalogueFault, CatalogueProblem, Entries, EntryRef};

/// Circles of successors, each once, at its first member in order of code.
pub(super) fn circles(parts: &Entries) -> Vec<CatalogueProblem> {
    let mut courses = BTreeMap::new();
    for course in &parts.courses {
        if let Some(next) = &course.superseded_by {
            courses.insert(course.code.as_str(), next.course.as_str());
        }
    }
    let mut qualifications = BTreeMap::new();
    for entry in &parts.rest.qualifications {
        if let Some(next) = &entry.superseded_by {
            qualifications.insert(entry.code.as_str(), next.qualification.as_str());
        }
    }
    let mut problems = Vec::new();
    for (kind, next) in [("course", courses), ("qualification", qualifications)] {
        for mut circle in circles_of(&next) {
            let entry = EntryRef::new(kind, circle[0]);
            circle.push(circle[0]);
            let fault = CatalogueFault::SupersededInACircle { circle: circle.join(" by ") };
            problems.push(CatalogueProblem { entry, fault });
        }
    }
    problems
}

/// The circles of a map from each entry to the one after it, each beginning with its least member. Every entry is
/// walked over once.
fn circles_of<'a>(next: &BTreeMap<&'a str, &'a str>) -> Vec<Vec<&'a str>> {
    let mut walked = BTreeSet::new();
    let mut circles = Vec::new();
    for start in next.keys().copied() {
        let mut walk = Vec::new();
        let mut at = Some(start);
        while let Some(code) = at.filter(|code| walked.insert(*code)) {
            walk.push(code);
            at = next.get(code).copied();
        }
        // The walk ended on something walked over already: on this walk, it closes a circle.
        let Some(place) = at.and_then(|code| walk.iter().position(|member| *member == code)) else {
            continue;
        };
        let mut circle = walk.split_off(place);
        let least = (0..circle.len()).min_by_key(|&index| circle[index]).unwrap_or(0);
        circle.rotate_left(least);
        circles.push(circle);
    }
    circles.sort_unstable();
    circles
}
