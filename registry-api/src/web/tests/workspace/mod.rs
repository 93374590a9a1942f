//! Publishing from pages: who may, what it takes, and what is refused.

mod access;
mod credentials;
mod offerings;
mod operator;
mod pages;
mod payload;
mod publishing;

use std::path::PathBuf;
use std::sync::Arc;

use chrono::Utc;
use poem::http::{Method, StatusCode};

use super::{Browser, Page, plain};
use crate::access::{Scope, TokenDraft};
use crate::ops;
use crate::ops::keep_keys::{NewKey, add_key, generate_key};
use crate::ops::manage_tokens::{MakeOutcome, make_token};
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

    /// A provider with a key that signs.
    async fn with_key(&self, provider: &str) {
        let code = provider.parse().expect("a code");
        let pair = generate_key().expect("randomness");
        add_key(&self.state, &code, &pair, NewKey::First, Utc::now()).await.expect("kept").expect("made");
    }

    /// An operator who has signed in, and has chosen no provider.
    async fn at_office(&self, scopes: &[Scope]) -> Browser {
        let browser = Browser::of_state(Arc::clone(&self.state));
        let token = self.token(None, scopes).await;
        let page = browser.open("/workspace").await;
        let home = browser.submit(&page, &[("token", &token)]).await;
        assert_eq!(
            (home.status, home.address.as_str()),
            (StatusCode::OK, "/workspace/registry"),
            "{}",
            plain(&home.text)
        );
        browser
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

const TABLE: &str = "code,title,kind,description,source_external,source_place,source_confidence\n\
    groups-plain,Groups,workshop,Leading groups.,example.org,Course guide,high\n";
const VERSIONS: &str = "course,version,published,outcomes,volume_of_learning_hours,assessed\n\
    groups-plain,1.0.0,2026-07-01,Lead a group,6,no\n";

/// Sends files to be looked at, with the guard of a page.
async fn upload(browser: &Browser, page: &Page, files: &[(&str, &str)]) -> Page {
    upload_as(browser, page, "look", files).await
}

/// Sends files by a button.
async fn upload_as(browser: &Browser, page: &Page, button: &str, files: &[(&str, &str)]) -> Page {
    let files: Vec<(&str, &str, &str)> = files.iter().map(|(name, text)| ("files", *name, *text)).collect();
    upload_to(browser, page, "/workspace/import", &[(button, "yes")], &files).await
}

/// Sends fields and files, each with its field, its name and its text, with the guard of a page.
async fn upload_to(
    browser: &Browser,
    page: &Page,
    to: &str,
    fields: &[(&str, &str)],
    files: &[(&str, &str, &str)],
) -> Page {
    let guard =
        page.text.split("name=\"guard\" value=\"").nth(1).and_then(|rest| rest.split('"').next()).expect("a guard");
    let mut body = String::new();
    for (name, value) in [&[("guard", guard)], fields].concat() {
        body.push_str(&format!("--b\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n"));
    }
    for (field, name, text) in files {
        body.push_str(&format!(
            "--b\r\nContent-Disposition: form-data; name=\"{field}\"; filename=\"{name}\"\r\n\r\n{text}\r\n"
        ));
    }
    body.push_str("--b--\r\n");
    let headers = [("content-type", "multipart/form-data; boundary=b"), ("sec-fetch-site", "same-origin")];
    browser.send(Method::POST, to, &headers, body).await
}
