//! What others wrote is shown and never run, and forms of other sites are not taken.

use poem::http::{Method, StatusCode};
use registry_core::catalogue::Catalogue;

use super::Browser;
use crate::ops;
use crate::snapshot::Snapshot;

/// A text that would run, were it not escaped, in each of the places where a page may put it.
const PAYLOAD: &str = "\"'><script>alert(1)</script><img src=x onerror=alert(1)>{{7*7}}";

/// The built-in catalogue with the payload at the end of every text that a publisher writes.
fn poisoned() -> Snapshot {
    let mut parts = ops::built_in_catalogue().expect("the built-in catalogue").catalogue().to_parts();
    let add = |text: &mut String| text.push_str(PAYLOAD);
    for course in &mut parts.courses {
        add(&mut course.title);
        add(&mut course.description);
        course.neutral_title.iter_mut().for_each(add);
        course.aqf_alignment.iter_mut().for_each(|alignment| add(&mut alignment.basis));
        for version in &mut course.versions {
            version.outcomes.iter_mut().for_each(add);
            version.sessions.iter_mut().for_each(add);
        }
    }
    parts.documents.iter_mut().for_each(|entry| add(&mut entry.title));
    parts.tags.iter_mut().for_each(|entry| add(&mut entry.title));
    parts.regions.iter_mut().for_each(|entry| add(&mut entry.title));
    parts.workforces.iter_mut().for_each(|entry| add(&mut entry.title));
    parts.providers.iter_mut().for_each(|entry| add(&mut entry.title));
    parts.qualifications.iter_mut().for_each(|entry| add(&mut entry.title));
    parts.credit_schemes.iter_mut().for_each(|entry| add(&mut entry.title));
    for role in &mut parts.roles {
        add(&mut role.title);
        add(&mut role.description);
    }
    for tier in &mut parts.tiers {
        add(&mut tier.title);
        add(&mut tier.target_group);
        add(&mut tier.structure);
        add(&mut tier.outcome);
        tier.content.iter_mut().for_each(add);
    }
    for funding in &mut parts.funding_sources {
        add(&mut funding.title);
        funding.conditions.iter_mut().for_each(add);
    }
    for support in &mut parts.support_commitments {
        add(&mut support.title);
        add(&mut support.description);
    }
    Snapshot::new(Catalogue::build(parts).expect("sound"), 0)
}

#[tokio::test]
async fn what_publishers_write_is_shown_and_never_run() {
    let browser = Browser::of(poisoned());
    let mut shown = 0;
    for address in [
        "/",
        "/courses",
        "/courses?q=script",
        "/courses/suite-supervision",
        "/courses/t1-movement-history",
        "/qualifications",
        "/qualifications/CHC43515",
        "/roles",
        "/roles/consumer-peer-support-worker",
        "/tiers",
        "/tiers/2",
        "/providers",
        "/plan/from?goal=role:consumer-peer-support-worker",
        "/plan/funding",
        "/plan/place",
    ] {
        let page = browser.open(address).await;
        assert_eq!(page.status, StatusCode::OK, "{address}");
        assert!(!page.text.contains("<script") && !page.text.contains("<img"), "{address}");
        assert!(!page.text.contains("\"'>"), "{address}");
        shown += page.text.matches("onerror=alert").count();
    }
    assert!(shown > 100, "the payload is shown {shown} times");
    let mut page = browser.open("/plan/from?goal=tier:1").await;
    while !page.address.starts_with("/plan/check") {
        page = browser.submit(&page, &[("not-sure", "yes")]).await;
    }
    let plan = browser.open(&page.address.replace("/plan/check", "/plan/pathway")).await;
    assert!(plan.text.contains("onerror=alert") && !plan.text.contains("<script"), "{}", plan.text);
}

#[tokio::test]
async fn what_a_reader_writes_is_shown_and_never_run() {
    let browser = Browser::new();
    let address: String = form_urlencoded::Serializer::new("/courses?".to_owned()).append_pair("q", PAYLOAD).finish();
    let page = browser.open(&address).await;
    assert!(!page.text.contains("<script") && page.text.contains("&#60;script"), "{}", page.text);
    let question = browser.open("/plan/hours").await;
    let wrong = browser.submit(&question, &[("hours", PAYLOAD)]).await;
    assert!(!wrong.text.contains("<script") && wrong.status == StatusCode::UNPROCESSABLE_ENTITY);
}

#[tokio::test]
async fn a_form_of_another_site_is_not_taken() {
    let browser = Browser::new();
    for site in ["cross-site", "same-site"] {
        let headers = [("content-type", "application/x-www-form-urlencoded"), ("sec-fetch-site", site)];
        let page = browser.send(Method::POST, "/plan/goal", &headers, "goal=role".to_owned()).await;
        assert_eq!(page.status, StatusCode::FORBIDDEN, "{site}");
    }
}

#[tokio::test]
async fn whoever_asks_for_too_many_pages_is_told_to_wait() {
    let browser = Browser::new();
    let mut last = browser.open("/about").await;
    for _ in 0..3_000 {
        if last.status != StatusCode::OK {
            break;
        }
        last = browser.open("/about").await;
    }
    assert_eq!(last.status, StatusCode::TOO_MANY_REQUESTS);
    assert!(last.header("retry-after").parse::<u64>().is_ok_and(|seconds| seconds >= 1));
    // GraphQL is paid from the same bucket.
    let headers = [("content-type", "application/json"), ("accept", "application/json")];
    let asked = "{\"query\":\"{ courses(first: 100) { nodes { title } } }\"}".to_owned();
    let refused = browser.send(Method::POST, "/graphql", &headers, asked).await;
    assert!(refused.text.contains("RATE_LIMITED"), "{}", refused.text);
}
