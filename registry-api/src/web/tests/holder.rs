//! A registry that issues, and people with records who use it.

use std::path::PathBuf;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex};

use chrono::Utc;
use poem::endpoint::BoxEndpoint;
use poem::http::{Method, StatusCode};
use poem::{Endpoint, Request, Response};
use registry_core::audit::Actor;

use super::Page;
use crate::keys::Keys;
use crate::made_up::earning;
use crate::ops::issue::{Earned, IssueOutcome, IssueRequest, IssuedBy};
use crate::ops::keep_keys::{NewKey, add_key, generate_key};
use crate::snapshot::Snapshot;
use crate::state::AppState;
use crate::store::Store;
use crate::{app, ops};

const PROVIDER: &str = "lantern-street-collective";
const FORM: &str = "application/x-www-form-urlencoded";

/// A registry with a database and a provider that issues.
pub(super) struct Registry {
    folder: PathBuf,
    pub(super) state: Arc<AppState>,
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
        Person::of(&self.state)
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
        let award = earning(Earned::Course(course, Some(version)), Utc::now().date_naive(), name);
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
    pub(super) cookie: Mutex<String>,
    /// Every address that was asked for.
    pub(super) asked: Mutex<Vec<String>>,
}

impl Person {
    /// Somebody who has opened nothing yet.
    pub(super) fn of(state: &Arc<AppState>) -> Self {
        Self { app: app(Arc::clone(state)), cookie: Mutex::default(), asked: Mutex::default() }
    }

    pub(super) async fn send(&self, method: Method, address: &str, kind: &str, body: Vec<u8>) -> Page {
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
pub(super) fn secret(page: &Page) -> String {
    let link = page.text.split("id=\"link\" value=\"").nth(1).and_then(|rest| rest.split('"').next());
    let link = link.unwrap_or_else(|| panic!("no link: {}", page.text)).replace("&#35;", "#");
    assert!(link.starts_with("https://registry.example/"), "{link}");
    link.rsplit_once('#').expect("a code").1.to_owned()
}
