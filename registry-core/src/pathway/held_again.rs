//! What is said beside a plan of what is held and in it once more: why holding it is not enough.

use std::collections::BTreeSet;

use super::answer::{ItemKey, Pathway};
use super::counted::award_of;
use super::request::Request;
use super::words;
use crate::catalogue::Catalogue;
use crate::date::{add_months, in_words};
use crate::id::CourseCode;
use crate::learner_record::Held;

/// Notes on the courses that are held and that a pathway teaches again, each once, in order of the steps.
pub(super) fn notes(catalogue: &Catalogue, request: &Request, pathways: &[Pathway]) -> Vec<String> {
    let mut told: BTreeSet<&CourseCode> = BTreeSet::new();
    let mut notes = Vec::new();
    for pathway in pathways {
        for step in &pathway.steps {
            if let ItemKey::Course(code, _) = &step.item
                && let Some(held) = last_held(request, code)
                && told.insert(code)
            {
                let title = catalogue.course(code).map_or_else(|| code.to_string(), |course| course.title.clone());
                notes.push(words::held_and_again(&title, too_old(catalogue, request, held, pathway)));
            }
        }
    }
    notes
}

/// The newest completion of a course.
fn last_held<'a>(request: &'a Request, wanted: &CourseCode) -> Option<&'a Held> {
    let of_course = |held: &&Held| matches!(held, Held::Course { course, .. } if course == wanted);
    request.record.held().iter().filter(of_course).max_by_key(|held| held.completed())
}

/// For how many years study counts towards the award that is the goal, and the day of the finish, where what is held is too
/// old by then.
fn too_old(catalogue: &Catalogue, request: &Request, held: &Held, pathway: &Pathway) -> Option<(u32, String)> {
    let award = catalogue.qualification(award_of(&request.goal)?)?;
    let years = u32::from(award.recognition.as_ref()?.study_years_max?);
    let counts_until = add_months(held.completed(), years * 12)?;
    pathway.finish.filter(|finish| counts_until < *finish).map(|finish| (years, in_words(finish)))
}
