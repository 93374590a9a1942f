//! Records and shares as people use them: claim, add, plan, share, stop, delete; and what nobody may see or do.

use std::path::PathBuf;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex};

use chrono::Utc;
use poem::endpoint::BoxEndpoint;
use poem::http::{Method, StatusCode};
use poem::{Endpoint, Request, Response};
use registry_core::audit::Actor;
use registry_core::credential::badge::TitleShown;

use super::{Page, plain, reading};
use crate::keys::Keys;
use crate::ops::issue::{Award, Earned, IssueOutcome, IssueRequest, IssuedBy};
use crate::ops::keep_keys::{NewKey, add_key, generate_key};
use crate::snapshot::Snapshot;
use crate::state::AppState;
use crate::store::Store;
use crate::{app, ops};

const NAME: &str = "Zebedee Canary\"'><script>alert(1)</script>";
const PROVIDER: &str = "lantern-street-collective";
const FORM: &str = "application/x-www-form-urlencoded";

/// A registry with a database and a provider that issues.
pub(super) struct Registry {
    folder: PathBuf,
    state: Arc<AppState>,
}

impl Drop for Registry {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}

impl Registry {
    pub(super) async fn new() -> Self {
        Self::of(ops::built_in_catalogue().expect("the built-in catalogue")).await
    }

    /// A registry that has this catalogue.
    pub(super) async fn of(snapshot: Snapshot) -> Self {
        static NEXT: AtomicU32 = AtomicU32::new(0);
        let number = NEXT.fetch_add(1, Ordering::Relaxed);
        let folder = std::env::temp_dir().join(format!("registry-record-{}-{number}", std::process::id()));
        std::fs::create_dir_all(&folder).expect("folder");
        let (store, _) = Store::open(&folder.join("registry.db"), Utc::now()).await.expect("opened");
        let address = "https://registry.example".parse().expect("an address");
        let state = AppState::new(snapshot, store, Keys::from_bytes([5; 32])).at_address(Some(address));
        let pair = generate_key().expect("randomness");
        let added = add_key(&state, &PROVIDER.parse().expect("code"), &pair, NewKey::First, Utc::now()).await;
        added.expect("kept").expect("a key");
        Self { folder, state: Arc::new(state) }
    }

    pub(super) fn browser(&self) -> Person {
        Person { app: app(Arc::clone(&self.state)), cookie: Mutex::new(String::new()), asked: Mutex::default() }
    }

    /// Issues a credential for something the provider teaches, and gives the code of its claim.
    pub(super) async fn issue(&self, name: Option<&str>) -> String {
        let snapshot = self.state.snapshot();
        let provider = PROVIDER.parse().expect("code");
        let taught = snapshot.catalogue().offerings().find_map(|offering| match &offering.of {
            registry_core::course::OfferingOf::Course { course, version } if offering.provider == provider => {
                Some((course.clone(), version.clone()))
            }
            _ => None,
        });
        let (course, version) = taught.expect("a course");
        let award = Award {
            earned: Earned::Course(course, Some(version)),
            completed: Utc::now().date_naive(),
            holder_name: name.map(str::to_owned),
            result: None,
            title: TitleShown::Full,
            valid_until: None,
            suspendable: false,
            usi: None,
            reference: None,
        };
        let request = IssueRequest {
            by: IssuedBy { actor: Actor::Program, may_for: None },
            provider,
            awards: vec![award],
            key: None,
            dry_run: false,
            now: Utc::now(),
        };
        match ops::issue::issue(&self.state, request, &mut |_, _| {}).await.expect("issued") {
            IssueOutcome::Issued(issued) => issued[0].claim.reveal(),
            other => panic!("not issued: {other:?}"),
        }
    }
}

/// A browser that keeps its cookies.
pub(super) struct Person {
    app: BoxEndpoint<'static, Response>,
    cookie: Mutex<String>,
    /// Every address that was asked for.
    asked: Mutex<Vec<String>>,
}

impl Person {
    async fn send(&self, method: Method, address: &str, kind: &str, body: Vec<u8>) -> Page {
        self.asked.lock().expect("lock").push(address.to_owned());
        let request = Request::builder()
            .method(method)
            .uri(address.split('#').next().unwrap_or_default().parse().expect("an address"))
            .header("accept", "text/html")
            .header("content-type", kind)
            .header("sec-fetch-site", "same-origin")
            .header("cookie", self.cookie.lock().expect("lock").clone());
        let response = self.app.get_response(request.body(body)).await;
        let (status, headers) = (response.status(), response.headers().clone());
        if let Some(set) = headers.get("set-cookie").and_then(|set| set.to_str().ok()) {
            assert!(set.contains("Secure; HttpOnly; SameSite=Strict") && set.starts_with("__Host-record="), "{set}");
            *self.cookie.lock().expect("lock") = set.split(';').next().unwrap_or_default().to_owned();
        }
        let bytes = response.into_body().into_vec().await.expect("a body");
        let text = String::from_utf8_lossy(&bytes).into_owned();
        Page { address: address.to_owned(), status, headers, text }
    }

    pub(super) async fn open(&self, address: &str) -> Page {
        let page = self.send(Method::GET, address, "", Vec::new()).await;
        self.follow(page).await
    }

    async fn follow(&self, mut page: Page) -> Page {
        while page.status == StatusCode::SEE_OTHER {
            let to = page.headers["location"].to_str().expect("an address").to_owned();
            page = self.send(Method::GET, &to, "", Vec::new()).await;
        }
        page
    }

    pub(super) async fn post(&self, address: &str, fields: &[(&str, &str)]) -> Page {
        let mut form = form_urlencoded::Serializer::new(String::new());
        for (name, value) in fields {
            form.append_pair(name, value);
        }
        let page = self.send(Method::POST, address, FORM, form.finish().into_bytes()).await;
        self.follow(page).await
    }

    /// Sends the form of a page that goes to `action`, with these fields besides its hidden ones.
    pub(super) async fn submit(&self, page: &Page, action: &str, fields: &[(&str, &str)]) -> Page {
        let start = format!("action=\"{action}\"");
        let form = page.text.split(&start).nth(1).unwrap_or_else(|| panic!("{}: no form to {action}", page.text));
        let form = form.split("</form>").next().unwrap_or_default();
        let hidden = form.split("<input type=\"hidden\" name=\"").skip(1).filter_map(|part| {
            let (name, rest) = part.split_once("\" value=\"")?;
            Some((name, rest.split('"').next()?))
        });
        let all: Vec<(&str, &str)> = hidden.chain(fields.iter().copied()).collect();
        self.post(action, &all).await
    }

    /// Opens a claim and gives the code of the new record.
    pub(super) async fn claim(&self, code: &str) -> String {
        let page = self.post("/claim", &[("code", code)]).await;
        assert_eq!(page.status, StatusCode::OK, "{}", page.text);
        secret(&page)
    }

    pub(super) async fn add(&self, file: &[u8]) -> Page {
        let ask = self.open("/record/add").await;
        let guard = ask.text.split("name=\"guard\" value=\"").nth(1).expect("a guard").split('"').next().expect("text");
        let mut body = format!("--b\r\nContent-Disposition: form-data; name=\"guard\"\r\n\r\n{guard}\r\n").into_bytes();
        body.extend(b"--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"x\"\r\n\r\n");
        body.extend(file);
        body.extend(b"\r\n--b--\r\n");
        let page = self.send(Method::POST, "/record/add", "multipart/form-data; boundary=b", body).await;
        self.follow(page).await
    }

    /// Shares everything in the record, and gives the code of the link.
    pub(super) async fn share(&self, names: &str) -> (Page, String) {
        let choose = self.open("/record/share").await;
        let held = choose.text.split("name=\"held\" value=\"").skip(1).filter_map(|part| part.split('"').next());
        let mut fields: Vec<(&str, &str)> = held.map(|id| ("held", id)).collect();
        fields.extend([("names", names), ("days", "7")]);
        let preview = self.submit(&choose, "/record/share", &fields).await;
        assert_eq!(preview.heading(), "This is what they will see", "{}", preview.text);
        let made = self.submit(&preview, "/record/share/make", &[]).await;
        assert_eq!(made.heading(), "Your share link");
        (preview, secret(&made))
    }
}

/// The code of the link that a page shows once.
fn secret(page: &Page) -> String {
    let link = page.text.split("id=\"link\" value=\"").nth(1).and_then(|rest| rest.split('"').next());
    let link = link.unwrap_or_else(|| panic!("no link: {}", page.text)).replace("&#35;", "#");
    assert!(link.starts_with("https://registry.example/"), "{link}");
    link.rsplit_once('#').expect("a code").1.to_owned()
}

/// The part of a page that its preview shows as well, without buttons.
fn cards(page: &Page) -> Vec<String> {
    page.text.split("<section").skip(1).filter_map(|part| part.split("</details>").next()).map(plain).collect()
}

#[tokio::test]
async fn somebody_claims_shares_plans_and_deletes() {
    let registry = Registry::new().await;
    let person = registry.browser();
    let door = person.open("/claim").await;
    assert!(door.headers.get("set-cookie").is_none(), "no cookie before there is a record");
    let claim = registry.issue(Some(NAME)).await;
    let link = person.claim(&format!("https://registry.example/claim#{claim}")).await;
    let record = person.open("/record").await;
    assert_eq!(record.heading(), "Your record");
    assert!(record.text.contains("Valid") && record.text.contains("Given to you here"), "{}", record.text);
    let again = person.post("/claim", &[("code", &claim)]).await;
    assert_eq!(again.status, StatusCode::NOT_FOUND, "a claim is used once");

    let (preview, code) = person.share("shown").await;
    let other = registry.browser();
    let seen = other.post("/share", &[("code", &code)]).await;
    assert_eq!(seen.status, StatusCode::OK);
    assert_eq!(cards(&preview), cards(&seen), "the preview is what is seen");
    assert!(seen.text.contains("Zebedee Canary&#34;") && !seen.text.contains("<script"), "{}", seen.text);
    let file = other.submit(&seen, "/share/file", &[]).await;
    assert_eq!(file.header("content-disposition"), "attachment; filename=\"credential.json\"");
    assert!(file.text.contains("Zebedee"));
    assert!(other.cookie.lock().expect("lock").is_empty(), "who looks has no cookie");
    let record = person.open("/record").await;
    assert!(record.text.contains("opened 1 time"), "{}", record.text);
    let stopped = person.submit(&record, "/record/share/stop", &[]).await;
    assert!(stopped.text.contains("You stopped it on"));
    let gone = other.post("/share", &[("code", &code)]).await;
    assert_eq!((gone.status, gone.text.contains("Zebedee")), (StatusCode::NOT_FOUND, false));

    let plan = person.open("/record/plan").await;
    assert!(plan.address.starts_with("/plan/goal?a="), "{}", plan.address);
    let everything = person.open("/record/record.json").await;
    let data: serde_json::Value = serde_json::from_str(&everything.text).expect("JSON");
    assert_eq!(
        (data["format"].as_str(), data["credentials"][0]["from"].as_str()),
        (Some("registry-record-1"), Some("claim"))
    );

    let ask = person.open("/record/delete").await;
    assert!(ask.text.contains("30 years"), "{}", ask.text);
    let deleted = person.submit(&ask, "/record/delete", &[]).await;
    assert_eq!(deleted.heading(), "Your record is deleted");
    assert_eq!(person.post("/record", &[("code", &link)]).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_record_is_saved_for_other_programs_and_each_credential_in_it_still_verifies() {
    let registry = Registry::new().await;
    let (person, other) = (registry.browser(), registry.browser());
    person.claim(&registry.issue(Some(NAME)).await).await;
    let more = registry.issue(None).await;
    let door = person.open("/claim").await;
    let record = person.submit(&door, "/claim", &[("code", &more), ("into", "open")]).await;
    assert!(record.links().iter().any(|link| link == "/record/clr.json"), "{}", record.text);
    let file = person.open("/record/clr.json").await;
    assert_eq!(file.header("content-disposition"), "attachment; filename=\"record-clr.json\"");
    assert_eq!(file.header("cache-control"), "no-store");
    let document: serde_json::Value = serde_json::from_str(&file.text).expect("JSON");
    assert_eq!(document["issuer"]["id"], "https://registry.example");
    let within = document["credentialSubject"]["verifiableCredential"].as_array().expect("credentials");
    assert_eq!(within.len(), 2);
    for one in within {
        other.post("/record/new", &[]).await;
        let added = other.add(one.to_string().as_bytes()).await;
        assert!(added.address.starts_with("/record/held/"), "{}", added.text);
        assert!(plain(&added.text).contains("Valid") && !plain(&added.text).contains("Not valid"), "{}", added.text);
    }
    let again: serde_json::Value = serde_json::from_str(&person.open("/record/clr.json").await.text).expect("JSON");
    assert_ne!(again["credentialSubject"]["id"], document["credentialSubject"]["id"], "copies are not tied together");
    let nobody = registry.browser().open("/record/clr.json").await;
    assert_eq!(nobody.heading(), "Open your record");
}

#[tokio::test]
async fn without_the_name_nothing_that_is_handed_out_holds_it() {
    let registry = Registry::new().await;
    let person = registry.browser();
    person.claim(&registry.issue(Some(NAME)).await).await;
    let more = registry.issue(None).await;
    let joined = person.open("/claim").await;
    let joined = person.submit(&joined, "/claim", &[("code", &more), ("into", "open")]).await;
    assert_eq!(joined.text.matches("/record/held/").count(), 2, "{}", joined.text);
    let (preview, code) = person.share("hidden").await;
    assert!(preview.text.contains("They cannot save the signed file"), "{}", preview.text);
    let other = registry.browser();
    let seen = other.post("/share", &[("code", &code)]).await;
    assert_eq!(cards(&preview), cards(&seen));
    assert!(!seen.text.contains("Zebedee"), "{}", seen.text);
    assert_eq!(seen.text.matches("action=\"/share/file\"").count(), 1, "the one without a name");
    let mut handed_out = 0;
    for which in ["0", "1", "2", "x"] {
        let file = other.post("/share/file", &[("code", &code), ("which", which)]).await;
        assert!(!file.text.contains("Zebedee"), "{which}");
        handed_out += usize::from(file.status == StatusCode::OK);
    }
    assert_eq!(handed_out, 1);
}

#[tokio::test]
async fn a_share_link_is_verified_where_credentials_are_and_counts_as_opened() {
    let registry = Registry::new().await;
    let person = registry.browser();
    person.claim(&registry.issue(Some(NAME)).await).await;
    let (_, shown) = person.share("shown").await;
    let (_, hidden) = person.share("hidden").await;
    let other = registry.browser();
    let link = format!(" https://registry.example/share#{shown}\n");
    let seen = other.post("/verify", &[("credential", &link), ("meets", "tier:1")]).await;
    assert_eq!((seen.status, seen.heading().as_str()), (StatusCode::OK, "Valid"), "{}", seen.text);
    assert!(plain(&seen.text).contains("Zebedee Canary") && plain(&seen.text).contains("Are they enough?"));
    let seen = other.post("/verify", &[("credential", &hidden)]).await;
    assert_eq!((seen.status, seen.heading().as_str()), (StatusCode::OK, "Valid"), "{}", seen.text);
    assert!(!seen.text.contains("Zebedee") && seen.text.contains("chose not to show a name"), "{}", seen.text);
    let seen = other.send(Method::POST, "/verify", "text/plain", hidden.clone().into_bytes()).await;
    let said: serde_json::Value = serde_json::from_str(&seen.text).expect("JSON");
    assert_eq!(
        (&said["credentials"][0]["verdict"], said["credentials"][0]["credential"]["name"].is_null()),
        (&"valid".into(), true)
    );
    let record = person.open("/record").await;
    assert!(record.text.contains("opened 1 time") && record.text.contains("opened 2 times"), "{}", record.text);

    // The first is stopped, and taken off the list; then the other is stopped.
    let mut page = record;
    for _ in 0..3 {
        page = person.submit(&page, "/record/share/stop", &[]).await;
    }
    assert_eq!(page.text.matches("You stopped it on").count(), 1, "{}", page.text);
    let unknown = "A".repeat(43);
    let cut = format!("https://registry.example/share#{}", &shown[..42]);
    let mut answers = Vec::new();
    for nothing in [&shown, &hidden, &unknown, &cut] {
        let gone = other.post("/verify", &[("credential", nothing)]).await;
        assert!(plain(&gone.text).contains("This link shows nothing."), "{}", gone.text);
        answers.push((gone.status, gone.text));
    }
    answers.dedup();
    assert_eq!(
        (answers.len(), answers[0].0),
        (1, StatusCode::UNPROCESSABLE_ENTITY),
        "stopped, unknown and cut are one"
    );
    assert!(
        other.asked.lock().expect("lock").iter().all(|address| !address.contains(&shown)),
        "no secret in an address"
    );
}

#[tokio::test]
async fn files_from_elsewhere_are_added_as_json_and_as_pictures_and_nothing_else_is() {
    let registry = Registry::new().await;
    let (issuer, person) = (registry.browser(), registry.browser());
    issuer.claim(&registry.issue(Some(NAME)).await).await;
    let held = issuer.open("/record").await;
    let id = held.text.split("/record/held/").nth(1).and_then(|rest| rest.split('"').next()).expect("one").to_owned();
    let json = issuer.open(&format!("/record/held/{id}/credential.json")).await;
    let svg = issuer.open(&format!("/record/held/{id}/badge.svg")).await;
    assert_eq!((svg.status, svg.header("content-type")), (StatusCode::OK, "image/svg+xml"));
    assert_eq!(issuer.open(&format!("/record/held/{id}/badge.png")).await.header("content-type"), "image/png");

    person.post("/record/new", &[]).await;
    let added = person.add(json.text.as_bytes()).await;
    assert!(added.address.starts_with("/record/held/") && added.text.contains("Valid"), "{}", added.text);
    let again = person.add(svg.text.as_bytes()).await;
    assert_eq!(again.address, added.address, "the same document is held once");
    let changed = person.add(json.text.replace("Canary", "Canari").as_bytes()).await;
    assert!(changed.text.contains("Not valid"), "{}", changed.text);
    for nothing in [&b""[..], b"{}", b"<svg/>", b"\x89PNG\r\n\x1a\n", b"<script>alert(1)</script>", b"[]", b"\xff\xfe"]
    {
        let refused = person.add(nothing).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", refused.text);
        assert!(refused.title().starts_with("Error: ") && !refused.text.contains("<script"));
    }
    let large = person.add(&vec![b' '; 3 * 1024 * 1024]).await;
    assert_eq!(large.status, StatusCode::PAYLOAD_TOO_LARGE);
    let long = person.add(format!("{{\"a\": \"{}\"}}", "x".repeat(300_000)).as_bytes()).await;
    assert!(long.text.contains("256 KiB"), "{}", long.text);
    assert_eq!(person.open("/record").await.text.matches("<h2><a href=\"/record/held/").count(), 2);
    // What another record holds is not there for this one.
    for page in ["", "/credential.json", "/badge.png", "/remove"] {
        assert_eq!(person.open(&format!("/record/held/{id}{page}")).await.status, StatusCode::NOT_FOUND, "{page}");
    }
}

#[tokio::test]
async fn a_form_without_the_guard_does_nothing_and_a_changed_link_closes_the_record_elsewhere() {
    let registry = Registry::new().await;
    let (person, elsewhere) = (registry.browser(), registry.browser());
    let link = person.claim(&registry.issue(None).await).await;
    for action in
        ["/record/delete", "/record/link", "/record/share/stop", "/record/share", "/record/share/make", "/record/close"]
    {
        let refused = person.post(action, &[("guard", "AAAAAAAAAAAAAAAAAAAAAA"), ("days", "7")]).await;
        assert_eq!(
            (refused.status, refused.heading().as_str()),
            (StatusCode::FORBIDDEN, "Open your record again"),
            "{action}"
        );
    }
    let mine = elsewhere.post("/record", &[("code", &link)]).await;
    assert_eq!(mine.heading(), "Your record");
    let ask = person.open("/record/link").await;
    let changed = secret(&person.submit(&ask, "/record/link", &[]).await);
    assert_ne!(changed, link);
    assert_eq!(elsewhere.open("/record").await.heading(), "Open your record");
    assert_eq!(elsewhere.post("/record", &[("code", &link)]).await.status, StatusCode::NOT_FOUND);
    assert_eq!(person.open("/record").await.heading(), "Your record");
    assert_eq!(elsewhere.post("/record", &[("code", &changed)]).await.heading(), "Your record");
    let closed = elsewhere.open("/record").await;
    assert_eq!(elsewhere.submit(&closed, "/record/close", &[]).await.heading(), "Your record is closed");
    assert_eq!(elsewhere.open("/record").await.heading(), "Open your record");
    assert_eq!(elsewhere.open("/record/share").await.heading(), "Open your record");
}

#[tokio::test]
async fn what_opens_nothing_is_answered_alike_whatever_it_was() {
    let registry = Registry::new().await;
    let person = registry.browser();
    person.claim(&registry.issue(None).await).await;
    let (_, stopped) = person.share("hidden").await;
    let record = person.open("/record").await;
    person.submit(&record, "/record/share/stop", &[]).await;
    let other = registry.browser();
    let unknown = "A".repeat(43);
    let first = other.post("/share", &[("code", &unknown)]).await;
    for code in [stopped.as_str(), "", "x", "\"><script>alert(1)</script>"] {
        let page = other.post("/share", &[("code", code)]).await;
        assert_eq!((page.status, &page.text), (first.status, &first.text), "{code}");
    }
    assert!(first.status == StatusCode::NOT_FOUND && !first.text.contains("<script>"));
}

#[tokio::test]
async fn pages_of_a_record_are_private_small_and_plain() {
    let registry = Registry::new().await;
    let person = registry.browser();
    let mut pages = vec![person.open("/claim").await, person.open("/share").await, person.open("/record").await];
    for door in &pages {
        assert!(door.header("content-security-policy").contains("script-src 'self'"), "{}", door.address);
        // What stands behind the # of an address reaches no server: without scripts a person has to paste it.
        let without_scripts = door.text.split("<noscript>").nth(1).and_then(|rest| rest.split("</noscript>").next());
        assert!(
            plain(without_scripts.unwrap_or_default()).contains("copy the whole address of this page"),
            "{}",
            door.text
        );
    }
    pages.push(person.post("/claim", &[("code", "x")]).await);
    pages.push(person.post("/claim", &[("code", &registry.issue(Some(NAME)).await)]).await);
    pages.push(person.open("/record/share").await);
    let (preview, code) = person.share("hidden").await;
    pages.push(preview);
    pages.push(person.post("/share", &[("code", &code)]).await);
    let record = person.open("/record").await;
    let id = record.text.split("/record/held/").nth(1).and_then(|rest| rest.split('"').next()).expect("one").to_owned();
    pages.push(record);
    for address in [
        "/record/add",
        "/record/link",
        "/record/delete",
        &format!("/record/held/{id}"),
        &format!("/record/held/{id}/remove"),
    ] {
        pages.push(person.open(address).await);
    }
    for page in &pages {
        assert_eq!(page.header("cache-control"), "no-store", "{}", page.address);
        assert_eq!(page.header("referrer-policy"), "no-referrer", "{}", page.address);
        assert!(page.text.len() <= 100 * 1024, "{}", page.address);
        assert_eq!(page.text.matches("<h1>").count(), 1, "{}", page.address);
        let neutral = ["Record", "Credential", "Claim", "Share", "Shared credentials", "Add a credential"];
        let title = page.title().trim_end_matches(" – Training registry").trim_start_matches("Error: ");
        assert!(neutral.contains(&title), "{}", page.title());
        assert!(!page.text.contains("<script>") && !page.text.contains("onerror"), "{}", page.address);
        for target in page.links().iter().filter(|link| link.starts_with("/record")) {
            let status = person.open(target).await.status;
            assert_eq!(status, StatusCode::OK, "{}: {target}", page.address);
        }
    }
    let private = |page: &&Page| !page.header("content-security-policy").contains("script-src");
    assert!(pages.iter().filter(private).count() > 8, "scripts run on the doors alone");
    reading::assert_plain(&pages);
    for address in person.asked.lock().expect("lock").iter() {
        assert!(!address.contains(&code) && !address.contains("Zebedee"), "{address}");
    }
}

#[tokio::test]
async fn a_registry_without_a_database_says_that_it_keeps_no_records() {
    let snapshot = ops::built_in_catalogue().expect("the built-in catalogue");
    let app = app(Arc::new(AppState::in_memory(snapshot).expect("keys")));
    let person = Person { app, cookie: Mutex::default(), asked: Mutex::default() };
    let page = person.post("/record/new", &[]).await;
    assert_eq!((page.status, page.heading().as_str()), (StatusCode::NOT_FOUND, "This registry keeps no records"));
}
