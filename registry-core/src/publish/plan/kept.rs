//! That published content stays what it is.

use semver::Version;

use crate::catalogue::Catalogue;
use crate::course::{Course, CourseVersion};
use crate::publish::delta::Delta;
use crate::publish::violation::{Fault, Violation};

/// What a change would make of published versions that must not be: other content, gone, or taught again after it was
/// superseded or withdrawn. Every write of courses must pass it, from whatever it was made.
pub fn changed_content(catalogue: &Catalogue, delta: &Delta) -> Vec<Violation> {
    let pairs = delta.put.courses.iter().filter_map(|after| Some((catalogue.course(&after.code)?, after)));
    let faults = pairs.flat_map(|(before, after)| before.versions.iter().flat_map(|old| fault(before, old, after)));
    faults.map(|fault| Violation::new(&[], fault)).collect()
}

fn fault(before: &Course, old: &CourseVersion, after: &Course) -> Option<Fault> {
    let (course, version): (_, Version) = (before.code.clone(), old.version.clone());
    let Some(new) = after.version(&old.version) else { return Some(Fault::VersionGone { course, version }) };
    let content: [(&'static str, bool); 7] = [
        ("day of publication", old.published != new.published),
        ("outcomes", old.outcomes != new.outcomes),
        ("volume of learning", old.volume_of_learning != new.volume_of_learning),
        ("assessment", old.assessed != new.assessed),
        ("credit", old.credit != new.credit),
        ("requisites", old.requisites != new.requisites),
        ("sessions", old.sessions != new.sessions),
    ];
    if let Some((field, _)) = content.into_iter().find(|(_, changed)| *changed) {
        return Some(Fault::ContentChanged { course, version, field });
    }
    let (was, becomes) = (old.status.name(), new.status.name());
    (new.status < old.status).then_some(Fault::StatusBackwards { course, version, was, becomes })
}
