//! A new version of a course, and the end of one.

use semver::Version;
use std::cmp::Ordering;

use super::{Drafted, Judge};
use crate::catalogue::CatalogueParts;
use crate::course::{Course, CourseVersion, VersionStatus};
use crate::id::CourseCode;
use crate::publish::bump::{RequiredBump, is_enough, precedence};
use crate::publish::change::VersionDraft;
use crate::publish::delta::Delta;
use crate::publish::difference::{Difference, course_differences, differences};
use crate::publish::violation::{Fault, can_be_counted};

impl Judge<'_> {
    pub(super) fn publish_version(&mut self, draft: &VersionDraft) -> Option<Drafted> {
        let (published, today) = (draft.version.published, self.today);
        if published > today {
            self.report(&["version", "published"], Fault::DateInFuture { published, today });
        }
        self.requisites(&["version", "requisites"], "course", draft.code.as_str(), &draft.version.requisites);
        let catalogue = self.catalogue;
        let before = catalogue.course(&draft.code);
        if !can_be_counted(&draft.version.version) {
            let text = draft.version.version.to_string();
            self.report(&["version", "version"], Fault::VersionTooLarge { text });
        }
        let publisher = self.publisher(draft.publisher.as_ref(), before.and_then(|course| course.publisher.as_ref()));
        let Some(before) = before else {
            self.unlike(&["code"], draft.code.as_str(), catalogue.courses().map(|entry| entry.code.as_str()));
            return Some(put(draft.applied_to(None, publisher)).into());
        };
        if !self.owns(before.publisher.as_ref()) {
            self.report(&["code"], Fault::CodeTaken { kind: "a course", code: draft.code.to_string() });
            return None;
        }
        let after = draft.applied_to(Some(before), publisher);
        let Some(old) = compared_with(before, &draft.version.version) else { return Some(put(after).into()) };
        let mut found = course_differences(self.catalogue, before, &after);
        found.extend(differences(self.catalogue, old, &draft.version));
        let required = RequiredBump::from(old, &found);
        if !self.number(draft, before, old, &required, &found) {
            return None;
        }
        Some(Drafted { delta: put(after), bump: Some(required), differences: found })
    }

    /// Judges the number and the day of a new version; whether it is a number that is free.
    fn number(
        &mut self,
        draft: &VersionDraft,
        before: &Course,
        old: &CourseVersion,
        required: &RequiredBump,
        found: &[Difference],
    ) -> bool {
        let field = ["version", "version"];
        let (course, version) = (draft.code.clone(), draft.version.version.clone());
        let least = required.least.clone();
        let newest = before.versions.iter().map(|one| &one.version).max_by(|a, b| precedence(a, b));
        let there = before.versions.iter().find(|one| precedence(&one.version, &version) == Ordering::Equal);
        if let Some(there) = there {
            let is_same = same_content(there, &draft.version)
                && course_differences(self.catalogue, before, &draft.applied_to(Some(before), None)).is_empty();
            let fault = if is_same {
                Fault::VersionIdentical { course, version }
            } else {
                Fault::VersionThere { course, version, least: free(before, least) }
            };
            self.report(&field, fault);
            return false;
        }
        if let Some(newest) = newest.filter(|newest| precedence(&version, newest) == Ordering::Less) {
            let (newest, least) = (newest.clone(), free(before, least));
            self.report(&field, Fault::VersionOutOfOrder { course, version, newest, least });
        } else if !is_enough(&old.version, &version, required.bump) {
            let because = found.iter().filter(|difference| difference.bump == required.bump).cloned().collect();
            let (old, bump) = (old.version.clone(), required.bump);
            self.report(&field, Fault::BumpTooSmall { version, old, bump, least, differences: because });
        }
        let (published, before) = (draft.version.published, old.published);
        if published < before {
            let (version, old) = (draft.version.version.clone(), old.version.clone());
            self.report(&["version", "published"], Fault::DateOutOfOrder { version, published, old, before });
        }
        true
    }

    pub(super) fn withdraw(&mut self, code: &CourseCode, version: &Version, reason: &str) -> Option<Drafted> {
        if reason.trim().is_empty() {
            self.report(&["reason"], Fault::TextMissing { what: "the reason for withdrawing" });
        }
        let Some(course) = self.catalogue.course(code).filter(|course| self.owns(course.publisher.as_ref())) else {
            self.not_found(&["course"], "course", code);
            return None;
        };
        let (name, number) = (code.clone(), version.clone());
        match course.version(version).map(|version| version.status) {
            None => {
                let versions: Vec<_> = course.versions.iter().map(|one| one.version.to_string()).collect();
                let fault = Fault::NoSuchVersion { course: name, version: number, versions: versions.join(", ") };
                self.report(&["version"], fault);
            }
            Some(VersionStatus::Withdrawn) => {
                self.report(&["version"], Fault::WithdrawnAlready { course: name, version: number });
            }
            Some(VersionStatus::Published | VersionStatus::Superseded) => {}
        }
        let mut course = course.clone();
        for one in course.versions.iter_mut().filter(|one| one.version == *version) {
            one.status = VersionStatus::Withdrawn;
        }
        Some(put(course).into())
    }
}

/// A change that puts one course.
pub(super) fn put(course: Course) -> Delta {
    Delta { put: CatalogueParts { courses: vec![course], ..CatalogueParts::default() }, ..Delta::default() }
}

/// The version that a new one is compared with: the newest before it that is no pre-release, or the newest before it; where
/// none is before it, the newest that is no pre-release, or the newest.
pub(super) fn compared_with<'c>(course: &'c Course, new: &Version) -> Option<&'c CourseVersion> {
    let is_before = |one: &CourseVersion| precedence(&one.version, new) == Ordering::Less;
    let rank = |one: &&CourseVersion| (is_before(one), one.version.pre.is_empty());
    course.versions.iter().max_by(|a, b| rank(a).cmp(&rank(b)).then(precedence(&a.version, &b.version)))
}

/// The number, or the next one after the newest version where that is further on.
pub(super) fn free(course: &Course, least: Version) -> Version {
    let newest = course.versions.iter().map(|one| &one.version).max_by(|a, b| precedence(a, b));
    match newest {
        Some(newest) if precedence(&least, newest) != Ordering::Greater => {
            Version::new(newest.major, newest.minor, newest.patch.saturating_add(u64::from(newest.pre.is_empty())))
        }
        _ => least,
    }
}

/// Whether two versions say the same, number, day and status left out.
fn same_content(a: &CourseVersion, b: &CourseVersion) -> bool {
    let of = |one: &CourseVersion| {
        let CourseVersion { version: _, published: _, status: _, outcomes, volume_of_learning, .. } = one.clone();
        let CourseVersion { assessed, credit, requisites, sessions, .. } = one.clone();
        (outcomes, volume_of_learning, assessed, credit, requisites, sessions)
    };
    of(a) == of(b)
}
