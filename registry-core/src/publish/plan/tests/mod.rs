//! What is refused, each with its whole message; and what a change comes to.

use crate::Catalogue;
mod others;
mod version;

use crate::course::{Course, CourseKind, CourseSuccessor, CourseVersion, Equivalence, OfferingOf, VersionStatus};
use crate::credit::{CreditExchange, CreditRule, CreditScheme, CreditStanding};
use crate::provider::{Provider, ProviderKind};
use crate::publish::{
    Bump, Change, EarlierVersions, OfferingsOf, Plan, Publisher, VersionDraft, Violation, ViolationCode,
    changed_content, plan,
};
use crate::requisite::{Requisite, RequisiteExpr};
use crate::sample::{
    any_version, before, build, course, day, in_range, parts, qualification, read, source, version, weekly,
};
use crate::source::Provenance;
use crate::volume::Hours;

use ViolationCode as Code;

fn provider(code: &str, title: &str) -> Provider {
    Provider { code: read(code), title: title.to_owned(), kind: ProviderKind::Rto, provenance: source() }
}

fn of(mut course: Course, publisher: &str) -> Course {
    course.publisher = Some(read(publisher));
    course
}

/// Courses `a` and `b` of provider `p`, of which `b` needs `a`; `c` of provider `other`, which needs `b`; `n` of nobody.
fn catalogue() -> Catalogue {
    let mut parts = parts(vec![
        of(course("a", vec![]), "p"),
        of(course("b", vec![before(any_version("a"))]), "p"),
        of(course("c", vec![before(any_version("b"))]), "other"),
        course("n", vec![]),
    ]);
    parts.providers.push(provider("other", "Other College"));
    parts.credit_schemes = vec![CreditScheme {
        code: read("points"),
        title: "Points".to_owned(),
        points_per_year: read("100"),
        provenance: source(),
    }];
    let mut award = qualification("q", vec![]);
    award.publisher = Some(read("other"));
    parts.qualifications = vec![award, qualification("national", vec![])];
    build(parts)
}

fn provider_p() -> Publisher {
    Publisher::Provider(read("p"))
}

fn judged(change: &Change, by: &Publisher) -> Result<Plan, Vec<Violation>> {
    plan(&catalogue(), change, by, day("2027-02-01"))
}

/// Expects exactly these violations of provider `p`: code, field and sentence.
#[track_caller]
fn refused(change: &Change, expected: &[(Code, &str, &str)]) {
    refused_to(&provider_p(), change, expected);
}

#[track_caller]
fn refused_to(by: &Publisher, change: &Change, expected: &[(Code, &str, &str)]) {
    let violations = judged(change, by).expect_err("refused");
    let found: Vec<_> = violations.iter().map(|one| (one.code(), one.field.join("."), one.to_string())).collect();
    let expected: Vec<_> =
        expected.iter().map(|(code, field, text)| (*code, (*field).to_owned(), (*text).to_owned())).collect();
    assert_eq!(found, expected);
}

/// The next version of a course, as provider `p` would publish it, changed.
fn next(code: &str, number: &str, change: impl FnOnce(&mut VersionDraft)) -> Change {
    let catalogue = catalogue();
    let course = catalogue.course(&read(code)).expect("there");
    let text = CourseVersion { version: read(number), published: day("2027-01-15"), ..course.versions[0].clone() };
    let mut draft = VersionDraft::of(course, text);
    change(&mut draft);
    Change::PublishVersion(Box::new(draft))
}

fn requires(requisites: Vec<Requisite>) -> impl FnOnce(&mut VersionDraft) {
    |draft| draft.version.requisites = requisites
}
