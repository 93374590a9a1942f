//! Publishing from pages: who may, what it takes, and what is refused.

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::sync::Arc;

use chrono::Utc;
use poem::http::{Method, StatusCode};
use registry_core::audit::AuditAction;

use super::{Browser, Page, plain};
use crate::access::{Scope, TokenDraft};
use crate::ops;
use crate::ops::keep_keys::{NewKey, add_key, generate_key};
use crate::ops::manage_tokens::{MakeOutcome, list_tokens, make_token, revoke_token};
use crate::state::AppState;

/// A registry with a database of its own, which goes when the test ends.
struct Registry {
    state: Arc<AppState>,
    folder: PathBuf,
}

impl Drop for Registry {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}

const COLLEGE: &str = "tafe-gippsland";
const OTHER: &str = "federation-university";

impl Registry {
    async fn new(name: &str) -> Self {
        let folder = std::env::temp_dir().join(format!("registry-workspace-{name}-{}", std::process::id()));
        let _ = std::fs::remove_dir_all(&folder);
        std::fs::create_dir_all(&folder).expect("a folder");
        let (database, key) = (folder.join("registry.db"), folder.join("registry.key"));
        let (state, _) = ops::load_catalogue(&database, &key, Utc::now()).await.expect("a registry");
        let state = state.at_address(Some("https://registry.example".parse().expect("an address")));
        Self { state: Arc::new(state), folder }
    }

    async fn token(&self, provider: Option<&str>, scopes: &[Scope]) -> String {
        let draft = TokenDraft {
            label: "test".to_owned(),
            provider: provider.map(|code| code.parse().expect("a code")),
            scopes: scopes.iter().copied().collect(),
            days: 30,
        };
        match make_token(&self.state, None, draft, Utc::now()).await.expect("made") {
            MakeOutcome::Made(_, secret) => secret.reveal(),
            MakeOutcome::Refused(problems) => panic!("{problems:?}"),
        }
    }

    /// Somebody who has signed in for a provider.
    async fn at_desk(&self, provider: &str, scopes: &[Scope]) -> Browser {
        let browser = Browser::of_state(Arc::clone(&self.state));
        let token = self.token(Some(provider), scopes).await;
        let page = browser.open("/workspace").await;
        let home = browser.submit(&page, &[("token", &token)]).await;
        assert_eq!((home.status, home.address.as_str()), (StatusCode::OK, "/workspace"), "{}", plain(&home.text));
        browser
    }
}

fn link(page: &Page, part: &str) -> String {
    let links = page.links();
    links.iter().find(|link| link.contains(part)).unwrap_or_else(|| panic!("{part}: {links:?}")).clone()
}

const ABOUT: [(&str, &str); 4] =
    [("title", "Listening well"), ("neutral-title", ""), ("description", "How to listen."), ("kind", "workshop")];

/// Publishes a course of two outcomes as 1.0.0, task by task.
async fn publish_first(browser: &Browser, code: &str) -> Page {
    let new = browser.open("/workspace/new").await;
    let mut tasks = browser.submit(&new, &[("code", code)]).await;
    for (task, fields) in [
        ("about", &ABOUT[..]),
        ("learning", &[("hours", "6"), ("assessed", "yes")]),
        ("outcomes", &[("outcomes", "Listen\nBe alongside"), ("sessions", "")]),
        ("before", &[("needed-before", "suite-advocacy ^1")]),
        ("audience", &[("tiers", "1"), ("workers", "consumer")]),
    ] {
        let page = browser.open(&link(&tasks, &format!("/draft/{task}"))).await;
        assert_eq!(page.status, StatusCode::OK, "{task}");
        tasks = browser.submit(&page, fields).await;
        assert!(tasks.address.starts_with("/workspace/draft?d="), "{task}: {}", plain(&tasks.text));
    }
    let check = browser.open(&link(&tasks, "/workspace/check")).await;
    assert!(check.text.contains("value=\"1.0.0\""), "{}", plain(&check.text));
    let done = browser.submit(&check, &[("number", "1.0.0")]).await;
    assert_eq!((done.status, done.heading().as_str()), (StatusCode::OK, "Published"), "{}", plain(&done.text));
    done
}

#[tokio::test]
async fn a_course_is_published_task_by_task_and_then_changed_with_the_number_that_takes() {
    let registry = Registry::new("publish").await;
    let browser = registry.at_desk(COLLEGE, &[Scope::Publish]).await;
    let first = publish_first(&browser, "listening-well").await;
    assert!(plain(&first.text).contains("course-version:listening-well@1.0.0"), "{}", plain(&first.text));
    let course = browser.open("/workspace/courses/listening-well").await;
    assert!(plain(&course.text).contains("1.0.0 taught"), "{}", plain(&course.text));
    // One outcome falls away: that is a major change, and the page says why and what number it needs.
    let tasks = browser.open(&link(&course, "/workspace/draft")).await;
    assert!(plain(&tasks.text).contains("What the course is As it is now"), "{}", plain(&tasks.text));
    let outcomes = browser.open(&link(&tasks, "/draft/outcomes")).await;
    assert!(outcomes.text.contains("Be alongside"), "{}", outcomes.text);
    let tasks = browser.submit(&outcomes, &[("outcomes", "Listen")]).await;
    let check = browser.open(&link(&tasks, "/workspace/check")).await;
    let said = plain(&check.text);
    assert!(said.contains("this is a major change: somebody may lose something"), "{said}");
    assert!(said.contains("Be alongside") && check.text.contains("value=\"2.0.0\""), "{said}");
    assert!(said.contains("What it does to others") && said.contains("four invented people"), "{said}");
    // A number that moves too little is refused, and nothing is published.
    let small = browser.submit(&check, &[("number", "1.1.0")]).await;
    assert_eq!(small.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(plain(&small.text).contains("1.1.0 is too small a step from 1.0.0"), "{}", plain(&small.text));
    assert!(small.text.contains("href=\"#number\"") && small.title().starts_with("Error: "), "{}", small.title());
    let fields = [("number", "2.0.0"), ("earlier", "superseded"), ("reason", "Fewer outcomes")];
    let done = browser.submit(&check, &fields).await;
    assert_eq!(done.heading(), "Published", "{}", plain(&done.text));
    // The same form sent again publishes nothing more and says the same.
    let again = browser.submit(&check, &fields).await;
    assert_eq!((again.heading().as_str(), &again.text), ("Published", &done.text));
    let course = plain(&browser.open("/workspace/courses/listening-well").await.text);
    assert!(course.contains("2.0.0 taught") && course.contains("1.0.0 superseded"), "{course}");
    let activity = plain(&browser.open("/workspace/activity").await.text);
    assert_eq!(activity.matches("version published").count(), 2, "{activity}");
    assert!(activity.contains("Fewer outcomes"), "{activity}");
    let seen = browser.open("/courses/listening-well").await;
    assert!(plain(&seen.text).contains("Listening well") && !plain(&seen.text).contains("Be alongside"));
}

#[tokio::test]
async fn a_version_is_withdrawn_with_a_reason_and_after_a_look_at_what_it_does() {
    let registry = Registry::new("withdraw").await;
    let browser = registry.at_desk(COLLEGE, &[Scope::Publish]).await;
    publish_first(&browser, "listening-well").await;
    let page = browser.open("/workspace/withdraw/listening-well").await;
    let looked = browser.submit(&page, &[("version", "1.0.0"), ("reason", ""), ("try", "yes")]).await;
    let said = plain(&looked.text);
    assert!(looked.status == StatusCode::UNPROCESSABLE_ENTITY || said.contains("What it does to others"), "{said}");
    let none = browser.submit(&page, &[("version", "1.0.0"), ("reason", "")]).await;
    assert_eq!(none.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", plain(&none.text));
    let done = browser.submit(&page, &[("version", "1.0.0"), ("reason", "The room is gone.")]).await;
    assert_eq!(done.heading(), "Done", "{}", plain(&done.text));
    let course = plain(&browser.open("/workspace/courses/listening-well").await.text);
    assert!(course.contains("1.0.0 withdrawn"), "{course}");
    publish_first(&browser, "listening-deeply").await;
    let page = browser.open("/workspace/supersede/listening-well").await;
    let fields = [("by", "listening-deeply"), ("equivalence", "equivalent"), ("reason", "")];
    let done = browser.submit(&page, &fields).await;
    assert_eq!(done.heading(), "Done", "{}", plain(&done.text));
}

#[tokio::test]
async fn offerings_are_added_and_taken_away() {
    let registry = Registry::new("offerings").await;
    let browser = registry.at_desk(COLLEGE, &[Scope::Publish]).await;
    publish_first(&browser, "listening-well").await;
    let page = browser.open("/workspace/offerings/listening-well").await;
    let wrong = browser.submit_form(&page, "value=\"add\"", &[("offering", "well may"), ("start", "soon")]).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    for field in ["#offering", "#version", "#mode", "#start", "#end", "#price", "#days", "#own-time"] {
        assert!(wrong.text.contains(&format!("href=\"{field}\"")), "{field}: {}", plain(&wrong.text));
    }
    let fields = [
        ("offering", "listening-well-may"),
        ("version", "1.0.0"),
        ("mode", "online"),
        ("start", "2027-05-03"),
        ("end", "2027-05-03"),
        ("price", "$1,420.00"),
        ("days", "1"),
        ("own-time", "0"),
        ("capacity", ""),
        ("peers", "led"),
    ];
    let done = browser.submit_form(&page, "value=\"add\"", &fields).await;
    assert_eq!(done.heading(), "Done", "{}", plain(&done.text));
    let page = browser.open("/workspace/offerings/listening-well").await;
    assert!(plain(&page.text).contains("$1,420"), "{}", plain(&page.text));
    let done = browser.submit_form(&page, "value=\"away\"", &[("away", "listening-well-may")]).await;
    assert_eq!(done.heading(), "Done", "{}", plain(&done.text));
    let page = browser.open("/workspace/offerings/listening-well").await;
    assert!(plain(&page.text).contains("You have none of this course yet"), "{}", plain(&page.text));
}

const TABLE: &str = "code,title,kind,description,source_external,source_place,source_confidence\n\
    groups-plain,Groups,workshop,Leading groups.,example.org,Course guide,high\n";
const VERSIONS: &str = "course,version,published,outcomes,volume_of_learning_hours,assessed\n\
    groups-plain,1.0.0,2026-07-01,Lead a group,6,no\n";

/// Sends files with the guard of a page.
async fn upload(browser: &Browser, page: &Page, files: &[(&str, &str)]) -> Page {
    let guard =
        page.text.split("name=\"guard\" value=\"").nth(1).and_then(|rest| rest.split('"').next()).expect("a guard");
    let mut body = format!("--b\r\nContent-Disposition: form-data; name=\"guard\"\r\n\r\n{guard}\r\n");
    for (name, text) in files {
        body.push_str(&format!(
            "--b\r\nContent-Disposition: form-data; name=\"files\"; filename=\"{name}\"\r\n\r\n{text}\r\n"
        ));
    }
    body.push_str("--b--\r\n");
    let headers = [("content-type", "multipart/form-data; boundary=b"), ("sec-fetch-site", "same-origin")];
    browser.send(Method::POST, "/workspace/import", &headers, body).await
}

#[tokio::test]
async fn files_are_looked_at_first_with_row_and_column_and_then_imported() {
    let registry = Registry::new("import").await;
    let browser = registry.at_desk(COLLEGE, &[Scope::Publish]).await;
    let page = browser.open("/workspace/import").await;
    let wrong = VERSIONS.replace(",6,", ",six,");
    let refused = upload(&browser, &page, &[("courses.csv", TABLE), ("versions.csv", &wrong)]).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    let said = plain(&refused.text);
    assert!(said.contains("versions.csv 2 E"), "{said}");
    assert!(said.contains("Nothing was written"), "{said}");
    let looked = upload(&browser, &page, &[("courses.csv", TABLE), ("versions.csv", VERSIONS)]).await;
    assert!(plain(&looked.text).contains("groups-plain") && looked.status == StatusCode::OK, "{}", plain(&looked.text));
    assert_eq!(browser.open("/workspace/courses/groups-plain").await.status, StatusCode::NOT_FOUND);
    let done = browser.submit(&looked, &[("import", "yes"), ("reason", "First list")]).await;
    assert_eq!((done.status, done.heading().as_str()), (StatusCode::OK, "Imported"), "{}", plain(&done.text));
    assert_eq!(browser.open("/workspace/courses/groups-plain").await.status, StatusCode::OK);
    let again = upload(&browser, &page, &[("courses.csv", TABLE), ("versions.csv", VERSIONS)]).await;
    assert!(plain(&again.text).contains("there already"), "{}", plain(&again.text));
    let none = upload(&browser, &page, &[]).await;
    assert!(plain(&none.text).contains("Choose at least one file"), "{}", plain(&none.text));
    let large = "x".repeat(2 * 1024 * 1024 + 1);
    assert_eq!(upload(&browser, &page, &[("a.csv", &large)]).await.status, StatusCode::PAYLOAD_TOO_LARGE);
}

#[tokio::test]
async fn what_is_anothers_has_the_answer_of_what_is_not_there() {
    let registry = Registry::new("others").await;
    let ours = registry.at_desk(COLLEGE, &[Scope::Publish]).await;
    publish_first(&ours, "listening-well").await;
    let theirs = registry.at_desk(OTHER, &[Scope::Publish]).await;
    for page in ["courses", "withdraw", "supersede"] {
        let not_theirs = theirs.open(&format!("/workspace/{page}/listening-well")).await;
        let not_there = theirs.open(&format!("/workspace/{page}/no-such-course")).await;
        assert_eq!(not_theirs.status, StatusCode::NOT_FOUND, "{page}");
        assert_eq!(not_theirs.text, not_there.text, "{page}");
    }
    // A draft opens for nobody else, and a code of somebody else only cannot be used.
    let course = ours.open("/workspace/courses/listening-well").await;
    let draft = link(&course, "/workspace/draft");
    assert_eq!(theirs.open(&draft).await.status, StatusCode::BAD_REQUEST);
    assert_eq!(theirs.open(&draft.replace("/draft", "/check")).await.status, StatusCode::BAD_REQUEST);
    let new = theirs.open("/workspace/new").await;
    let taken = plain(&theirs.submit(&new, &[("code", "listening-well")]).await.text);
    assert!(taken.contains("cannot be used") && !taken.contains("TAFE"), "{taken}");
    // Posting straight past the pages changes nothing either.
    let guarded = theirs.open("/workspace/import").await;
    let text = TABLE.replace("groups-plain", "listening-well");
    let refused = upload(&theirs, &guarded, &[("courses.csv", &text)]).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(!plain(&refused.text).contains("TAFE"), "{}", plain(&refused.text));
}

#[tokio::test]
async fn nobody_gets_in_without_a_good_token_and_a_revoked_one_signs_out() {
    let registry = Registry::new("sign-in").await;
    let browser = Browser::of_state(Arc::clone(&registry.state));
    for page in ["", "/courses/x", "/new", "/draft?d=x", "/check", "/import", "/tokens", "/activity", "/offerings/x"] {
        let shown = browser.open(&format!("/workspace{page}")).await;
        assert_eq!(shown.address, "/workspace/sign-in", "{page}");
        assert!(shown.headers.get("set-cookie").is_none(), "{page}");
    }
    let page = browser.open("/workspace").await;
    let operator = registry.token(None, &[Scope::Publish]).await;
    for (token, said) in [
        ("", "Paste your token"),
        ("mcr_abc", "not a whole token"),
        (&format!("mcr_{}", "A".repeat(43)), "No token that is good"),
        (&operator, "of the operator"),
    ] {
        let refused = browser.submit(&page, &[("token", token)]).await;
        assert_eq!((refused.status, browser.cookies()), (StatusCode::UNPROCESSABLE_ENTITY, String::new()), "{token}");
        assert!(plain(&refused.text).contains(said) && (token.is_empty() || !refused.text.contains(token)), "{said}");
    }
    let token = registry.token(Some(COLLEGE), &[Scope::Publish]).await;
    let headers = [("content-type", "application/x-www-form-urlencoded"), ("sec-fetch-site", "same-origin")];
    let sent = browser.send(Method::POST, "/workspace/sign-in", &headers, format!("token={token}")).await;
    let set = sent.header("set-cookie").to_owned();
    assert!(set.starts_with("__Host-workspace="), "{set}");
    for attribute in ["Path=/", "Max-Age=28800", "Secure", "HttpOnly", "SameSite=Strict"] {
        assert!(set.split("; ").any(|part| part == attribute), "{attribute}: {set}");
    }
    assert!(!set.contains(&token) && !set.contains("Domain"), "{set}");
    let home = browser.open("/workspace").await;
    assert_eq!((home.status, home.header("cache-control")), (StatusCode::OK, "no-store"));
    let tokens = list_tokens(&registry.state, None).await.expect("listed");
    let id = tokens.iter().find(|one| one.provider.is_some()).expect("ours").id;
    assert!(revoke_token(&registry.state, None, id, Utc::now()).await.expect("revoked"));
    assert_eq!(browser.open("/workspace").await.address, "/workspace/sign-in");
    assert_eq!(browser.cookies(), "");
}

#[tokio::test]
async fn signing_in_is_tried_ten_times_a_minute_at_most() {
    let registry = Registry::new("attempts").await;
    let browser = Browser::of_state(Arc::clone(&registry.state));
    let page = browser.open("/workspace").await;
    let mut statuses = Vec::new();
    for _ in 0..12 {
        statuses.push(browser.submit(&page, &[("token", "mcr_x")]).await.status);
    }
    assert_eq!(statuses[..10], [StatusCode::UNPROCESSABLE_ENTITY; 10]);
    assert_eq!(statuses[11], StatusCode::TOO_MANY_REQUESTS);
}

#[tokio::test]
async fn every_form_takes_the_guard_of_its_session_and_the_scope_of_its_token() {
    let registry = Registry::new("guard").await;
    let browser = registry.at_desk(COLLEGE, &[Scope::Publish, Scope::ManageTokens]).await;
    let forms = [
        "sign-out",
        "new",
        "draft/about",
        "check",
        "withdraw/x",
        "supersede/x",
        "offerings/x",
        "import",
        "issue",
        "issue/roster",
        "issue/revoke",
        "issue/offer",
        "tokens",
        "tokens/revoke",
    ];
    let headers = [("content-type", "application/x-www-form-urlencoded"), ("sec-fetch-site", "same-origin")];
    for form in forms {
        for body in ["", "guard=AAAAAAAAAAAAAAAAAAAAAA"] {
            let page = browser.send(Method::POST, &format!("/workspace/{form}"), &headers, body.to_owned()).await;
            assert_eq!(page.status, StatusCode::FORBIDDEN, "{form} {body}");
        }
        let elsewhere = [("content-type", "application/x-www-form-urlencoded"), ("sec-fetch-site", "cross-site")];
        let page = browser.send(Method::POST, &format!("/workspace/{form}"), &elsewhere, String::new()).await;
        assert_eq!(page.status, StatusCode::FORBIDDEN, "{form}");
    }
    // Another session's guard does not do, either.
    let other = registry.at_desk(COLLEGE, &[Scope::Publish]).await;
    let page = other.open("/workspace/new").await;
    assert_eq!(browser.submit(&page, &[("code", "listening-well")]).await.status, StatusCode::FORBIDDEN);
    // A token without a scope shows the pages of none that take it.
    for page in ["tokens"] {
        let refused = other.open(&format!("/workspace/{page}")).await;
        assert_eq!(refused.status, StatusCode::FORBIDDEN, "{page}");
        assert!(plain(&refused.text).contains("It takes a token with the scope manage-tokens"), "{}", refused.text);
    }
    let issuer = registry.at_desk(COLLEGE, &[Scope::Issue]).await;
    for page in ["new", "import", "offerings/suite-advocacy"] {
        assert_eq!(issuer.open(&format!("/workspace/{page}")).await.status, StatusCode::FORBIDDEN, "{page}");
    }
    let home = browser.open("/workspace").await;
    let out = browser.submit_form(&home, "sign-out", &[]).await;
    assert_eq!((out.address.as_str(), browser.cookies().as_str()), ("/workspace/sign-in", ""));
}

#[tokio::test]
async fn a_token_is_made_shown_once_and_revoked() {
    let registry = Registry::new("tokens").await;
    let browser = registry.at_desk(COLLEGE, &[Scope::Publish, Scope::ManageTokens]).await;
    let page = browser.open("/workspace/tokens").await;
    assert!(!page.text.contains("value=\"issue\""), "a scope that the maker does not have is not offered");
    let wrong = browser.submit_form(&page, "scopes", &[("label", ""), ("scopes", "issue"), ("days", "400")]).await;
    let said = plain(&wrong.text);
    assert!(wrong.status == StatusCode::UNPROCESSABLE_ENTITY && said.contains("366"), "{said}");
    let made = browser.submit_form(&page, "scopes", &[("label", "web"), ("scopes", "publish"), ("days", "30")]).await;
    let secret = made.text.split("mcr_").nth(1).and_then(|rest| rest.get(..43)).expect("a secret").to_owned();
    let page = browser.open("/workspace/tokens").await;
    assert!(!page.text.contains(&secret) && plain(&page.text).contains("web"), "{}", plain(&page.text));
    let all = list_tokens(&registry.state, None).await.expect("listed");
    let id = all.iter().find(|one| one.label == "web").expect("the new one").id.to_string();
    let after = browser.submit_form(&page, "tokens/revoke", &[("revoke", &id)]).await;
    assert!(plain(&after.text).contains("revoked"), "{}", plain(&after.text));
    let again = browser.submit_form(&page, "tokens/revoke", &[("revoke", &id)]).await;
    assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY);
    let actions: BTreeSet<AuditAction> = registry
        .state
        .store()
        .expect("a database")
        .audit_entries()
        .await
        .expect("log")
        .iter()
        .map(|one| one.event.action)
        .collect();
    assert!(actions.contains(&AuditAction::RevokeToken) && actions.contains(&AuditAction::CreateToken));
}

#[tokio::test]
async fn what_a_publisher_writes_is_shown_and_never_run_in_the_workspace() {
    const PAYLOAD: &str = "\"'><script>alert(1)</script><img src=x onerror=alert(1)>{{7*7}}";
    let registry = Registry::new("payload").await;
    let browser = registry.at_desk(COLLEGE, &[Scope::Publish, Scope::ManageTokens]).await;
    let safe = |page: &Page| {
        assert!(!page.text.contains("<script") && !page.text.contains("<img"), "{}", page.address);
        assert!(page.text.contains("onerror=alert"), "{}: {}", page.address, plain(&page.text));
    };
    let new = browser.open("/workspace/new").await;
    safe(&browser.submit(&new, &[("code", PAYLOAD)]).await);
    let tasks = browser.submit(&new, &[("code", "payload")]).await;
    let about = browser.open(&link(&tasks, "/draft/about")).await;
    let fields = [("title", PAYLOAD), ("neutral-title", PAYLOAD), ("description", PAYLOAD)];
    safe(&browser.submit(&about, &fields).await);
    let tasks = browser.submit(&about, &[&fields[..], &[("kind", "workshop")]].concat()).await;
    safe(&tasks);
    let page = browser.open(&link(&tasks, "/draft/learning")).await;
    safe(&browser.submit(&page, &[("hours", PAYLOAD), ("assessed", "no")]).await);
    let tasks = browser.submit(&page, &[("hours", "6"), ("assessed", "no")]).await;
    let page = browser.open(&link(&tasks, "/draft/outcomes")).await;
    let tasks = browser.submit(&page, &[("outcomes", PAYLOAD), ("sessions", PAYLOAD)]).await;
    let page = browser.open(&link(&tasks, "/draft/before")).await;
    safe(&browser.submit(&page, &[("needed-before", PAYLOAD)]).await);
    let check = browser.open(&link(&tasks, "/workspace/check")).await;
    safe(&check);
    safe(&browser.submit(&check, &[("number", PAYLOAD), ("reason", PAYLOAD)]).await);
    let done = browser.submit(&check, &[("number", "1.0.0"), ("reason", PAYLOAD)]).await;
    assert_eq!(done.heading(), "Published", "{}", plain(&done.text));
    for page in ["/workspace", "/workspace/courses/payload", "/workspace/activity", "/courses/payload"] {
        safe(&browser.open(page).await);
    }
    let page = browser.open("/workspace/import").await;
    safe(&upload(&browser, &page, &[("a<img src=x onerror=alert(1)>.csv", PAYLOAD)]).await);
    let page = browser.open("/workspace/tokens").await;
    safe(&browser.submit_form(&page, "scopes", &[("label", PAYLOAD), ("scopes", "x"), ("days", "1")]).await);
}

#[tokio::test]
async fn credentials_are_issued_one_and_by_roster_and_revoked() {
    let registry = Registry::new("issue").await;
    let browser = registry.at_desk(COLLEGE, &[Scope::Publish, Scope::Issue]).await;
    publish_first(&browser, "listening-well").await;
    let today = (Utc::now() + chrono::TimeDelta::hours(10)).date_naive().to_string();
    let page = browser.open("/workspace/issue").await;
    let award = [("earned", "listening-well"), ("completed", today.as_str()), ("title-shown", "full")];
    let no_key = browser.submit_form(&page, "name=\"earned\"", &award).await;
    assert!(plain(&no_key.text).contains("has no key that signs"), "{}", plain(&no_key.text));
    let college = COLLEGE.parse().expect("a code");
    let pair = generate_key().expect("randomness");
    add_key(&registry.state, &college, &pair, NewKey::First, Utc::now()).await.expect("kept").expect("made");
    let wrong = browser.submit_form(&page, "name=\"earned\"", &[("earned", "nothing"), ("completed", "soon")]).await;
    assert!(
        wrong.text.contains("href=\"#earned\"") && wrong.text.contains("href=\"#completed\""),
        "{}",
        plain(&wrong.text)
    );
    let issued = browser.submit_form(&page, "name=\"earned\"", &award).await;
    assert_eq!(issued.heading(), "Issued", "{}", plain(&issued.text));
    assert_eq!(issued.text.matches("https://registry.example/claim#").count(), 1);
    // The same form again has the same answer, and nothing is issued twice.
    let again = browser.submit_form(&page, "name=\"earned\"", &award).await;
    assert_eq!(again.text, issued.text);
    let guard =
        page.text.split("name=\"guard\" value=\"").nth(1).and_then(|rest| rest.split('"').next()).expect("a guard");
    let send = async |table: &str| {
        let body = format!(
            "--b\r\nContent-Disposition: form-data; name=\"guard\"\r\n\r\n{guard}\r\n--b\r\nContent-Disposition: \
             form-data; name=\"file\"; filename=\"people.csv\"\r\n\r\n{table}\r\n--b--\r\n"
        );
        let headers = [("content-type", "multipart/form-data; boundary=b"), ("sec-fetch-site", "same-origin")];
        browser.send(Method::POST, "/workspace/issue/roster", &headers, body).await
    };
    let refused = send("reference,course,completed\nA1,listening-well,soon\n").await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(plain(&refused.text).contains("Nothing was issued"), "{}", plain(&refused.text));
    let rows = format!("reference,course,completed\nA1,listening-well,{today}\nA2,listening-well,{today}\n");
    let looked = send(&rows).await;
    assert!(plain(&looked.text).contains("2 credentials would be issued"), "{}", plain(&looked.text));
    let issued = browser.submit(&looked, &[("issue", "yes")]).await;
    assert_eq!((issued.heading().as_str(), issued.text.matches("/claim#").count()), ("Issued", 2));
    assert!(plain(&issued.text).contains("A2"), "{}", plain(&issued.text));
    let page = browser.open("/workspace/issue").await;
    assert_eq!(plain(&page.text).matches("not claimed yet").count(), 3, "{}", plain(&page.text));
    assert!(!page.text.contains("/claim#"), "a claim link is shown once");
    let id = page
        .text
        .split("<th scope=\"row\">")
        .nth(1)
        .and_then(|rest| rest.split('<').next())
        .expect("a number")
        .to_owned();
    let other = registry.at_desk(OTHER, &[Scope::Issue]).await;
    let theirs = other.open("/workspace/issue").await;
    assert!(!theirs.text.contains(&id));
    // A provider without credentials is shown no form to revoke one, and a form sent all the same finds none.
    let headers = [("content-type", "application/x-www-form-urlencoded"), ("sec-fetch-site", "same-origin")];
    let guard =
        theirs.text.split("name=\"guard\" value=\"").nth(1).and_then(|rest| rest.split('"').next()).expect("a guard");
    let sent =
        other.send(Method::POST, "/workspace/issue/revoke", &headers, format!("guard={guard}&credential={id}")).await;
    let nothing = other
        .send(Method::POST, "/workspace/issue/revoke", &headers, format!("guard={guard}&credential=urn:uuid:none"))
        .await;
    assert_eq!((sent.status, nothing.status), (StatusCode::UNPROCESSABLE_ENTITY, StatusCode::UNPROCESSABLE_ENTITY));
    assert!(plain(&sent.text).contains("You have issued no credential of that number"), "{}", plain(&sent.text));
    let done = browser.submit_form(&page, "issue/revoke", &[("credential", &id), ("revoke-reason", "Mixed up")]).await;
    assert_eq!(done.heading(), "Revoked", "{}", plain(&done.text));
    let page = plain(&browser.open("/workspace/issue").await.text);
    assert!(page.contains("revoked") && page.matches("not claimed yet").count() == 2, "{page}");
    assert!(page.contains("Mixed up"), "the issuer sees why: {page}");
    let activity = plain(&browser.open("/workspace/activity").await.text);
    assert!(activity.contains("credentials issued") && !activity.contains("Mixed up"), "{activity}");
    let publisher = registry.at_desk(COLLEGE, &[Scope::Publish]).await;
    assert_eq!(publisher.open("/workspace/issue").await.status, StatusCode::FORBIDDEN);
    let page = browser.open("/workspace/issue").await;
    let mut links = Vec::new();
    for _ in 0..2 {
        let offered = browser.submit_form(&page, "issue/offer", &[("offer", &id)]).await;
        assert_eq!(offered.heading(), "Offered again", "{}", plain(&offered.text));
        links.extend(offered.text.split("/claim#").nth(1).and_then(|rest| rest.split('<').next()).map(str::to_owned));
    }
    assert!(links.len() == 2 && links[0] != links[1], "each offer has a claim of its own");
    let holder = ops::hold::claim(&registry.state, None, &links[0], Utc::now()).await.expect("answered");
    assert_eq!(holder, ops::hold::Claimed::Nothing, "the one before claims nothing");
    let holder = ops::hold::claim(&registry.state, None, &links[1], Utc::now()).await.expect("answered");
    assert!(matches!(holder, ops::hold::Claimed::Made(_)), "{holder:?}");
    let refused =
        other.send(Method::POST, "/workspace/issue/offer", &headers, format!("guard={guard}&offer={id}")).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "another provider offers nothing of it");
}
