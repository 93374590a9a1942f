//! What a catalogue is built from, with the entries shared of which there may be very many.

use std::sync::Arc;

use super::{Catalogue, CatalogueParts};
use crate::course::{Course, Offering};

/// Unchecked, in any order, but for the versions of each course, which are in theirs.
#[derive(Debug)]
pub(crate) struct Entries {
    /// All that is not shared: no courses and no offerings.
    pub(crate) rest: CatalogueParts,
    pub(crate) courses: Vec<Arc<Course>>,
    pub(crate) offerings: Vec<Arc<Offering>>,
}

/// A course as it is shared: its versions in order, and without the room that lists have which grew as they were read.
pub(crate) fn shared(mut course: Course) -> Arc<Course> {
    course.versions.sort_by(|a, b| a.version.cmp(&b.version));
    course.versions.shrink_to_fit();
    for version in &mut course.versions {
        version.outcomes.shrink_to_fit();
        version.requisites.shrink_to_fit();
        version.sessions.shrink_to_fit();
    }
    Arc::new(course)
}

impl From<CatalogueParts> for Entries {
    fn from(mut parts: CatalogueParts) -> Self {
        let courses = std::mem::take(&mut parts.courses).into_iter().map(shared).collect();
        let offerings = std::mem::take(&mut parts.offerings).into_iter().map(Arc::new).collect();
        Self { rest: parts, courses, offerings }
    }
}

impl Catalogue {
    /// What the catalogue was joined from, each list in order of code. Courses and offerings are shared with it.
    pub(crate) fn entries(&self) -> Entries {
        Entries {
            rest: self.without_shared(),
            courses: self.courses.values().cloned().collect(),
            offerings: self.offerings.values().cloned().collect(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::publish::Delta;
    use crate::sample::{build, course, parts};

    #[test]
    fn what_a_change_leaves_alone_is_shared_and_not_copied() {
        let before = build(parts(vec![course("a", vec![]), course("b", vec![])]));
        let mut changed = course("b", vec![]);
        changed.title = "Another".to_owned();
        let put = CatalogueParts { courses: vec![changed], ..CatalogueParts::default() };
        let after = before.with(&Delta { put, ..Delta::default() }).expect("sound");
        let same = |of: &Catalogue, code: &str| {
            of.courses.iter().find(|(key, _)| key.as_str() == code).map(|(_, it)| Arc::as_ptr(it))
        };
        assert_eq!(same(&before, "a"), same(&after, "a"));
        assert_ne!(same(&before, "b"), same(&after, "b"));
        assert!(before.offerings.values().zip(after.offerings.values()).all(|(was, is)| Arc::ptr_eq(was, is)));
        let copy = after.clone();
        assert_eq!(same(&copy, "b"), same(&after, "b"));
    }
}
