//! What others wrote is shown and never run, and forms of other sites are not taken.

use poem::http::{Method, StatusCode};
use registry_core::catalogue::Catalogue;
use serde_json::Value;

use super::Browser;
use super::holder::Registry;
use crate::ops;
use crate::snapshot::Snapshot;

/// A text that would run, were it not escaped, in each of the places where a page may put it.
const PAYLOAD: &str = "\"'><script>alert(1)</script><img src=x onerror=alert(1)>{{7*7}};,\\";

/// Texts that have a word in them and are read by programs all the same.
const READ_BY_PROGRAMS: [&str; 2] = ["range", "version"];

/// The longest text that a source may have, less the payload.
const SOURCE_ROOM: usize = 200;

/// The built-in catalogue with the payload in every text that somebody wrote: whatever has a blank in it, wherever it stands.
pub(super) fn poisoned() -> (Snapshot, usize) {
    let parts = ops::built_in_catalogue().expect("the built-in catalogue").catalogue().to_parts();
    let mut value = serde_json::to_value(parts).expect("data");
    let count = poison("", &mut value);
    let parts = serde_json::from_value(value).expect("still data");
    (Snapshot::new(Catalogue::build(parts).expect("sound"), 0), count)
}

fn poison(key: &str, value: &mut Value) -> usize {
    match value {
        Value::String(text) if text.contains(' ') && !READ_BY_PROGRAMS.contains(&key) => {
            let room: String = text.chars().take(SOURCE_ROOM).collect();
            *text = format!("{room}{PAYLOAD}");
            1
        }
        Value::Array(all) => all.iter_mut().map(|one| poison(key, one)).sum(),
        Value::Object(fields) => fields.iter_mut().map(|(key, one)| poison(key, one)).sum(),
        _ => 0,
    }
}

#[tokio::test]
async fn what_publishers_write_is_shown_and_never_run() {
    let (snapshot, poisoned) = poisoned();
    assert!(poisoned > 1_000, "{poisoned} texts");
    let browser = Browser::of(snapshot);
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
    for page in ["compare", "letter", "why"] {
        let page = browser.open(&page_of(&plan.address, page)).await;
        assert!(page.text.contains("onerror=alert") && !page.text.contains("<script"), "{}", page.address);
    }
}

fn page_of(pathway: &str, page: &str) -> String {
    pathway.replace("/plan/pathway", &format!("/plan/{page}"))
}

#[tokio::test]
async fn what_publishers_write_breaks_no_file_that_is_kept() {
    let browser = Browser::of(poisoned().0);
    let mut page = browser.open("/plan/from?goal=tier:1").await;
    while !page.address.starts_with("/plan/check") {
        page = browser.submit(&page, &[("not-sure", "yes")]).await;
    }
    let file = async |name: &str, kind: &str| {
        let file = browser.open(&page.address.replace("/plan/check", &format!("/plan/{name}"))).await;
        assert_eq!(file.header("content-type"), kind);
        assert_eq!(file.header("content-disposition"), format!("attachment; filename=\"{name}\""));
        assert_eq!((file.header("x-content-type-options"), file.header("cache-control")), ("nosniff", "no-store"));
        file.text
    };
    let text = file("plan.txt", "text/plain; charset=utf-8").await;
    assert!(text.contains(PAYLOAD), "{text}");
    let data: Value = serde_json::from_str(&file("plan.json", "application/json").await).expect("JSON");
    let titles: Vec<&str> =
        data["steps"].as_array().expect("steps").iter().filter_map(|step| step["title"].as_str()).collect();
    assert!(!titles.is_empty() && titles.iter().all(|title| title.ends_with(PAYLOAD)), "{titles:?}");
    let calendar = file("plan.ics", "text/calendar; charset=utf-8").await;
    assert!(calendar.split_terminator("\r\n").all(|line| line.len() <= 75 && !line.contains(['\r', '\n'])));
    let known = "BEGIN VERSION PRODID CALSCALE UID DTSTAMP DTSTART DTEND SUMMARY DESCRIPTION TRANSP END";
    let whole = calendar.replace("\r\n ", "");
    let mut said = 0;
    for line in whole.split_terminator("\r\n") {
        let (name, value) = line.split_once(':').expect("a line of a calendar");
        assert!(known.split(' ').any(|known| known == name.split(';').next().unwrap_or_default()), "{line}");
        if name == "SUMMARY" {
            assert!(value.ends_with("{{7*7}}\\;\\,\\\\"), "{line}");
            said += 1;
        }
    }
    assert_eq!(said, titles.len());
    let letter = browser.open(&page.address.replace("/plan/check", "/plan/letter")).await;
    let email = letter.links().into_iter().find(|link| link.starts_with("mailto:")).expect("an email");
    assert!(email.starts_with("mailto:?subject=") && !email.contains(['<', '"', '\'', ' ', '\n']), "{email}");
    assert_eq!(email.matches('&').count(), 1, "a subject and a body, and nothing else");
}

#[tokio::test]
async fn what_a_credential_says_is_shown_and_never_run() {
    let registry = Registry::of(poisoned().0).await;
    let (person, other) = (registry.browser(), registry.browser());
    person.claim(&registry.issue(Some(PAYLOAD)).await).await;
    let record = person.open("/record").await;
    let held = record.links().into_iter().find(|link| link.starts_with("/record/held/")).expect("a credential");
    let mut pages = vec![record, person.open("/record/share").await, person.open(&format!("{held}/remove")).await];
    let (preview, code) = person.share("shown").await;
    pages.extend([preview, person.open("/record").await, person.open(&held).await]);
    pages.push(other.post("/share", &[("code", &code)]).await);
    pages.push(other.post("/verify", &[("credential", &code), ("meets", "tier:1")]).await);
    let nothing = other.post("/verify", &[("credential", PAYLOAD), ("meets", PAYLOAD)]).await;
    assert_eq!(nothing.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(!nothing.text.contains("<script") && !nothing.text.contains("<img"), "{}", nothing.text);
    for page in &pages {
        assert_eq!(page.status, StatusCode::OK, "{}", page.address);
        assert!(page.text.contains("onerror=alert(1)"), "{} does not show it", page.address);
        assert!(!page.text.contains("<script") && !page.text.contains("<img"), "{}", page.address);
        assert!(!page.text.contains("\"'>"), "{}", page.address);
    }
    for file in ["credential.json", "badge.svg", "badge.png"] {
        let page = person.open(&format!("{held}/{file}")).await;
        let name = page.header("content-disposition");
        assert!(name == format!("attachment; filename=\"{file}\"") && page.status == StatusCode::OK, "{name}");
        assert_eq!(page.header("x-content-type-options"), "nosniff", "{file}");
    }
}

/// Every text of some JSON that has the payload in it.
fn with_payload(value: &Value, found: &mut Vec<String>) {
    match value {
        Value::String(text) if text.contains("onerror=alert") => found.push(text.clone()),
        Value::Array(all) => all.iter().for_each(|one| with_payload(one, found)),
        Value::Object(fields) => fields.values().for_each(|one| with_payload(one, found)),
        _ => {}
    }
}

/// What a record and a share give to be saved is data, whatever is in it: never a page, and the same text when it is read again.
#[tokio::test]
async fn what_a_credential_says_breaks_no_file_that_is_saved() {
    let registry = Registry::of(poisoned().0).await;
    let (person, other) = (registry.browser(), registry.browser());
    person.claim(&registry.issue(Some(PAYLOAD)).await).await;
    let record = person.open("/record").await;
    let held = record.links().into_iter().find(|link| link.starts_with("/record/held/")).expect("a credential");
    let (_, code) = person.share("shown").await;
    let shared = other.post("/share", &[("code", &code)]).await;
    let files = [
        ("credential.json", person.open(&format!("{held}/credential.json")).await, "/name"),
        ("record.json", person.open("/record/record.json").await, "/credentials/0/credential/name"),
        ("record-clr.json", person.open("/record/clr.json").await, "/credentialSubject/verifiableCredential/0/name"),
        ("credential.json", other.submit(&shared, "/share/file", &[]).await, "/name"),
    ];
    for (name, file, title) in files {
        assert_eq!(
            (file.status, file.header("content-type")),
            (StatusCode::OK, "application/json"),
            "{}",
            file.address
        );
        assert_eq!(file.header("content-disposition"), format!("attachment; filename=\"{name}\""));
        assert_eq!((file.header("x-content-type-options"), file.header("cache-control")), ("nosniff", "no-store"));
        assert_eq!(file.header("content-security-policy"), crate::web::answer::CONTENT_POLICY, "{}", file.address);
        let data: Value = serde_json::from_str(&file.text).expect("JSON");
        let mut texts = Vec::new();
        with_payload(&data, &mut texts);
        // The name of the person, and the title, the description and more of what was earned.
        assert!(texts.iter().any(|text| text == PAYLOAD), "{}: {texts:?}", file.address);
        assert!(texts.len() > 3 && texts.iter().all(|text| text.contains(PAYLOAD)), "{}: {texts:?}", file.address);
        assert!(data.pointer(title).and_then(Value::as_str).is_some_and(|title| title.ends_with(PAYLOAD)), "{data}");
    }
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
    // Older browsers say whose page it was and nothing else.
    for (origin, host, taken) in [
        ("https://elsewhere.example", "registry.example", false),
        ("https://registry.example.elsewhere.example", "registry.example", false),
        ("https://registry.example:8443", "registry.example", false),
        ("https://registry.example", "registry.example", true),
    ] {
        let headers = [("content-type", "application/x-www-form-urlencoded"), ("origin", origin), ("host", host)];
        let page = browser.send(Method::POST, "/plan/goal", &headers, "goal=role".to_owned()).await;
        assert_eq!(page.status != StatusCode::FORBIDDEN, taken, "{origin}");
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
