//! The numbers of versions that come to a course several at a time, as an import brings them.

use std::cmp::Ordering;

use chrono::NaiveDate;
use semver::Version;

use super::version::{compared_with, free};
use crate::catalogue::Catalogue;
use crate::course::Course;
use crate::publish::bump::{Bump, RequiredBump, is_enough, precedence};
use crate::publish::difference::{course_differences, differences, required_bump};
use crate::publish::violation::{Fault, Violation};

/// What is wrong with the numbers of the versions that `after` has and `before` has not: each is judged as if it were published
/// by itself, in order, what is said of the course with the first of them. Where no version is new, what is said of the course
/// may change in words alone: everything else takes a number that says so.
pub fn number_faults(catalogue: &Catalogue, before: &Course, after: &Course) -> Vec<Violation> {
    let mut added: Vec<_> = after.versions.iter().filter(|one| before.version(&one.version).is_none()).collect();
    added.sort_by(|a, b| precedence(&a.version, &b.version));
    let mut of_course = course_differences(catalogue, before, after);
    let mut faults = Vec::new();
    if added.is_empty() {
        let newest = before.versions.iter().max_by(|a, b| precedence(&a.version, &b.version));
        if let Some(newest) = newest.filter(|_| required_bump(&of_course) > Bump::Patch) {
            let RequiredBump { bump, least, .. } = RequiredBump::from(newest, &of_course);
            let differences = of_course.iter().filter(|difference| difference.bump == bump).cloned().collect();
            faults.push(Fault::VersionNeeded { course: after.code.clone(), bump, least, differences });
        }
    }
    let mut so_far = before.clone();
    for new in added {
        let old = compared_with(&so_far, &new.version).cloned();
        let (course, version) = (after.code.clone(), new.version.clone());
        if let Some(old) = old {
            let mut found = std::mem::take(&mut of_course);
            found.extend(differences(catalogue, &old, new));
            let RequiredBump { bump, least, .. } = RequiredBump::from(&old, &found);
            let newest = so_far.versions.iter().map(|one| &one.version).max_by(|a, b| precedence(a, b));
            match newest.map(|newest| (precedence(&version, newest), newest.clone())) {
                Some((Ordering::Equal, _)) => {
                    let least = free(&so_far, least);
                    faults.push(Fault::VersionThere { course, version, least });
                }
                Some((Ordering::Less, newest)) => {
                    let least = free(&so_far, least);
                    faults.push(Fault::VersionOutOfOrder { course, version, newest, least });
                }
                _ if !is_enough(&old.version, &version, bump) => {
                    found.retain(|difference| difference.bump == bump);
                    faults.push(Fault::BumpTooSmall { version, old: old.version, bump, least, differences: found });
                }
                _ => {}
            }
        }
        so_far.versions.push(new.clone());
    }
    faults.into_iter().map(|fault| Violation::new(&[], fault)).collect()
}

/// What is wrong with the days of the versions that `after` has and `before` has not, each with its version: a day that has
/// not come, also of a course that is new; and of one that is there, a day before that of the version it comes after. A
/// version of the future would stand before every later one until its day.
pub fn day_faults(before: Option<&Course>, after: &Course, today: NaiveDate) -> Vec<(Version, Violation)> {
    let is_new = |version: &Version| before.is_none_or(|course| course.version(version).is_none());
    let mut added: Vec<_> = after.versions.iter().filter(|one| is_new(&one.version)).collect();
    added.sort_by(|a, b| precedence(&a.version, &b.version));
    let mut so_far = before.cloned();
    let mut faults = Vec::new();
    for new in added {
        let published = new.published;
        if published > today {
            faults.push((new.version.clone(), Fault::DateInFuture { published, today }));
        }
        let Some(course) = &mut so_far else { continue };
        if let Some(old) = compared_with(course, &new.version).filter(|old| published < old.published) {
            let (version, old, before) = (new.version.clone(), old.version.clone(), old.published);
            faults.push((new.version.clone(), Fault::DateOutOfOrder { version, published, old, before }));
        }
        course.versions.push(new.clone());
    }
    let placed = |(version, fault)| (version, Violation::new(&["published"], fault));
    faults.into_iter().map(placed).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::CatalogueParts;
    use crate::course::{CourseKind, CourseVersion};
    use crate::sample::{course, day, hours, version};

    /// A course with these versions, each with so many hours.
    fn with(versions: &[(&str, u32)]) -> Course {
        let versions = versions.iter().map(|(number, took)| {
            let volume_of_learning = hours(*took);
            CourseVersion { volume_of_learning, ..version(number) }
        });
        Course { versions: versions.collect(), ..course("listening", Vec::new()) }
    }

    #[track_caller]
    fn check(before: &Course, after: &Course, wanted: &[&str]) {
        let catalogue = Catalogue::build(CatalogueParts::default()).expect("sound");
        let faults = number_faults(&catalogue, before, after);
        let codes: Vec<String> = faults.iter().map(|fault| format!("{:?}", fault.code())).collect();
        assert_eq!(codes, wanted, "{faults:?}");
    }

    #[test]
    fn each_number_moves_as_far_as_what_changed_since_the_one_before() {
        let before = with(&[("1.0.0", 6)]);
        check(&before, &with(&[("1.0.0", 6), ("1.1.0", 7), ("2.0.0", 5)]), &[]);
        check(&before, &with(&[("1.0.0", 6), ("1.0.1", 7), ("1.1.0", 5)]), &["BumpTooSmall", "BumpTooSmall"]);
        check(&before, &with(&[("0.9.0", 6), ("1.0.0", 6)]), &["VersionOutOfOrder"]);
        check(&before, &with(&[("1.0.0", 6), ("1.0.0+b", 6)]), &["VersionThere"]);
    }

    #[test]
    fn what_is_said_of_a_course_counts_with_its_first_new_version() {
        let before = with(&[("1.0.0", 6)]);
        let other_kind = |versions: &[(&str, u32)]| Course { kind: CourseKind::ReflectivePractice, ..with(versions) };
        check(&before, &other_kind(&[("1.0.0", 6), ("1.1.0", 6)]), &["BumpTooSmall"]);
        check(&before, &other_kind(&[("1.0.0", 6), ("2.0.0", 6), ("2.0.1", 6)]), &[]);
    }

    #[test]
    fn without_a_new_version_only_words_may_change() {
        let before = with(&[("1.0.0", 6)]);
        let in_other_words = Course { description: "Said better.".to_owned(), ..before.clone() };
        check(&before, &in_other_words, &[]);
        check(&before, &Course { kind: CourseKind::ReflectivePractice, ..before.clone() }, &["BumpTooSmall"]);
    }

    #[test]
    fn no_new_version_is_of_the_future_and_none_is_before_the_one_it_comes_after() {
        let dated = |versions: &[(&str, &str)]| {
            let versions = versions.iter().map(|(number, on)| CourseVersion { published: day(on), ..version(number) });
            Course { versions: versions.collect(), ..course("listening", Vec::new()) }
        };
        let check = |before: Option<&Course>, after: &Course, wanted: &[(&str, &str)]| {
            let faults = day_faults(before, after, day("2027-02-01"));
            let said: Vec<_> =
                faults.iter().map(|(version, fault)| (version.to_string(), format!("{:?}", fault.code()))).collect();
            let said: Vec<_> = said.iter().map(|(version, code)| (version.as_str(), code.as_str())).collect();
            assert_eq!(said, wanted, "{faults:?}");
        };
        let there = dated(&[("1.0.0", "2026-07-01")]);
        check(None, &dated(&[("1.0.0", "2027-02-01")]), &[]);
        check(None, &dated(&[("1.0.0", "2099-07-01")]), &[("1.0.0", "DateInFuture")]);
        check(Some(&there), &there, &[]);
        let future = dated(&[("1.0.0", "2026-07-01"), ("1.1.0", "2027-02-02")]);
        check(Some(&there), &future, &[("1.1.0", "DateInFuture")]);
        // What is there already, of the future by an older import, is not told again; a later version of an earlier day is.
        check(Some(&future), &future, &[]);
        let later = dated(&[("1.0.0", "2026-07-01"), ("1.1.0", "2026-06-30"), ("1.2.0", "2026-06-29")]);
        check(Some(&there), &later, &[("1.1.0", "DateOutOfOrder"), ("1.2.0", "DateOutOfOrder")]);
    }
}
