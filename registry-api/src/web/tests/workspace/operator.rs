//! What an operator does, and what nobody else may.

use poem::http::{Method, StatusCode};
use registry_core::audit::{Actor, AuditAction};

use super::{COLLEGE, OTHER, Registry, publish_first};
use crate::access::Scope;
use crate::ops::manage_tokens::{find_viewer, list_tokens};
use crate::web::tests::{Browser, Page, plain};

/// The pages of an operator alone.
const PAGES: [&str; 4] = ["", "/provider", "/tokens", "/activity"];
/// Where they send their forms.
const FORMS: [&str; 4] = ["/act", "/provider", "/tokens", "/tokens/revoke"];

fn guard_of(page: &Page) -> String {
    let guard = page.text.split("name=\"guard\" value=\"").nth(1).and_then(|rest| rest.split('"').next());
    guard.expect("a guard").to_owned()
}

async fn post(browser: &Browser, address: &str, body: String) -> Page {
    let headers = [("content-type", "application/x-www-form-urlencoded"), ("sec-fetch-site", "same-origin")];
    browser.send(Method::POST, address, &headers, body).await
}

#[tokio::test]
async fn an_operator_registers_a_provider_gives_it_a_token_and_acts_for_it() {
    let registry = Registry::new("operator").await;
    let browser = registry.at_office(&Scope::ALL).await;
    let page = browser.open("/workspace/registry/provider").await;
    let wrong = browser.submit(&page, &[("code", "not a code"), ("title", ""), ("source", "example.org")]).await;
    for field in ["#code", "#title", "#kind", "#source"] {
        assert!(wrong.text.contains(&format!("href=\"{field}\"")), "{field}: {}", plain(&wrong.text));
    }
    let taken = [("code", COLLEGE), ("title", "Mine"), ("kind", "rto")];
    let taken = browser.submit(&page, &taken).await;
    assert!(taken.status == StatusCode::UNPROCESSABLE_ENTITY && taken.text.contains("href=\"#code\""));
    let fields = [("code", "river-collective"), ("title", "River Collective"), ("kind", "consumer-led")];
    let done = browser.submit(&page, &[&fields[..], &[("reason", "Asked for by letter")]].concat()).await;
    assert_eq!(done.heading(), "Registered", "{}", plain(&done.text));
    let page = browser.open("/workspace/registry/tokens").await;
    let nobody =
        browser.submit_form(&page, "name=\"whose\"", &[("whose", "nobody"), ("label", "x"), ("days", "9")]).await;
    assert!(plain(&nobody.text).contains("There is no provider “nobody”"), "{}", plain(&nobody.text));
    let wish = [("whose", "river-collective"), ("label", "their site"), ("scopes", "publish"), ("days", "9")];
    let made = browser.submit_form(&page, "name=\"whose\"", &wish).await;
    let secret = made.text.split("mcr_").nth(1).and_then(|rest| rest.get(..43)).expect("a secret");
    let theirs = Browser::of_state(registry.state.clone());
    let page = theirs.open("/workspace").await;
    let home = theirs.submit(&page, &[("token", &format!("mcr_{secret}"))]).await;
    assert_eq!((home.address.as_str(), home.heading().as_str()), ("/workspace", "River Collective"));
    // Acting for it: its pages, said on every form, and in the log under the operator's token.
    let office = browser.open("/workspace/registry").await;
    let none = browser.submit_form(&office, "registry/act", &[]).await;
    assert!(plain(&none.text).contains("Choose a provider"), "{}", plain(&none.text));
    let home = browser.submit_form(&office, "registry/act", &[("provider", "river-collective")]).await;
    assert_eq!((home.address.as_str(), home.heading().as_str()), ("/workspace", "River Collective"));
    assert!(plain(&browser.open("/workspace/new").await.text).contains("You act for River Collective."));
    publish_first(&browser, "river-listening").await;
    assert_eq!(theirs.open("/workspace/courses/river-listening").await.status, StatusCode::OK);
    let log = registry.state.store().expect("a database").audit_entries().await.expect("log");
    let published = log.iter().find(|one| one.event.action == AuditAction::PublishVersion).expect("published");
    let tokens = list_tokens(&registry.state, None).await.expect("listed");
    let operators = tokens.iter().find(|one| one.provider.is_none()).expect("the operator's").id;
    assert_eq!(published.event.actor, Actor::Token(operators));
    assert_eq!(published.event.provider.as_ref().map(ToString::to_string).as_deref(), Some("river-collective"));
    let activity = plain(&browser.open("/workspace/registry/activity").await.text);
    assert!(activity.contains("provider river-collective") && activity.contains("Asked for by letter"), "{activity}");
}

#[tokio::test]
async fn an_operator_who_acts_for_a_provider_has_what_is_that_providers_and_no_more() {
    let registry = Registry::new("acting").await;
    publish_first(&registry.at_desk(OTHER, &[Scope::Publish]).await, "their-course").await;
    let theirs = registry.token(Some(OTHER), &[Scope::Publish]).await;
    let browser = registry.at_office(&Scope::ALL).await;
    // Without a provider, the pages of a provider lead to where one is chosen.
    for page in ["", "/new", "/import", "/issue", "/tokens", "/activity", "/courses/their-course"] {
        assert_eq!(browser.open(&format!("/workspace{page}")).await.address, "/workspace/registry", "{page}");
    }
    assert_eq!(browser.open("/workspace/sign-in").await.address, "/workspace/registry");
    let office = browser.open("/workspace/registry").await;
    browser.submit_form(&office, "registry/act", &[("provider", COLLEGE)]).await;
    let not_theirs = browser.open("/workspace/courses/their-course").await;
    let not_there = browser.open("/workspace/courses/no-such-course").await;
    assert_eq!((not_theirs.status, &not_theirs.text), (StatusCode::NOT_FOUND, &not_there.text));
    // Nor another provider's token, on the page of this one; on the page of all it is there.
    let viewer = find_viewer(&registry.state, &theirs, chrono::Utc::now()).await.expect("found");
    let of_other = viewer.token().expect("theirs");
    let page = browser.open("/workspace/tokens").await;
    assert!(!page.text.contains(&of_other.to_string()), "{}", plain(&page.text));
    let body = format!("guard={}&revoke={of_other}", guard_of(&page));
    assert_eq!(post(&browser, "/workspace/tokens/revoke", body.clone()).await.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(post(&browser, "/workspace/registry/tokens/revoke", body).await.status, StatusCode::SEE_OTHER);
    let gone = Browser::of_state(registry.state.clone());
    let page = gone.open("/workspace").await;
    assert_eq!(gone.submit(&page, &[("token", &theirs)]).await.status, StatusCode::UNPROCESSABLE_ENTITY);
}

#[tokio::test]
async fn to_a_provider_and_to_strangers_the_pages_of_an_operator_are_not_there() {
    let registry = Registry::new("not-operator").await;
    let provider = registry.at_desk(COLLEGE, &Scope::ALL).await;
    let nothing = provider.open("/workspace/registry/nothing").await;
    for page in PAGES {
        let refused = provider.open(&format!("/workspace/registry{page}")).await;
        assert_eq!((refused.status, &refused.text), (StatusCode::NOT_FOUND, &nothing.text), "{page}");
    }
    let guard = guard_of(&provider.open("/workspace/new").await);
    for form in FORMS {
        let body =
            format!("guard={guard}&provider={OTHER}&code=mine&title=Mine&kind=rto&label=x&scopes=publish&days=1");
        let refused = post(&provider, &format!("/workspace/registry{form}"), body).await;
        assert_eq!(refused.status, StatusCode::NOT_FOUND, "{form}");
    }
    assert!(!plain(&provider.open("/workspace").await.text).contains("Act for"));
    let stranger = Browser::of_state(registry.state.clone());
    for page in PAGES {
        assert_eq!(stranger.open(&format!("/workspace/registry{page}")).await.address, "/workspace/sign-in", "{page}");
    }
    let tokens = list_tokens(&registry.state, None).await.expect("listed");
    assert_eq!(tokens.len(), 1, "nobody made a token");
}

/// Each form needs the guard of the session and each page the scope of the token; without it, nothing leads there.
#[tokio::test]
async fn an_operators_token_does_no_more_than_its_scopes_say() {
    let registry = Registry::new("operator-scopes").await;
    let browser = registry.at_office(&[Scope::Issue]).await;
    for form in FORMS {
        let refused = post(&browser, &format!("/workspace/registry{form}"), "guard=AAAA".to_owned()).await;
        assert_eq!(refused.status, StatusCode::FORBIDDEN, "{form}");
    }
    let office = browser.open("/workspace/registry").await;
    let guard = guard_of(&office);
    for (page, scope) in [("/provider", "publish"), ("/tokens", "manage-tokens")] {
        let refused = browser.open(&format!("/workspace/registry{page}")).await;
        assert_eq!(refused.status, StatusCode::FORBIDDEN, "{page}");
        assert!(plain(&refused.text).contains(&format!("the scope {scope}")), "{}", plain(&refused.text));
        assert!(!office.text.contains(&format!("/workspace/registry{page}\"")), "{page}");
        let sent = post(&browser, &format!("/workspace/registry{page}"), format!("guard={guard}")).await;
        assert_eq!(sent.status, StatusCode::FORBIDDEN, "{page}");
    }
    let home = browser.submit_form(&office, "registry/act", &[("provider", COLLEGE)]).await;
    assert!(home.text.contains("/workspace/issue") && !home.text.contains("/workspace/new"), "{}", home.text);
    assert_eq!(browser.open("/workspace/new").await.status, StatusCode::FORBIDDEN);
    // A revoked token signs an operator out as well.
    let id = list_tokens(&registry.state, None).await.expect("listed")[0].id;
    let revoked = crate::ops::manage_tokens::revoke_token(&registry.state, None, id, chrono::Utc::now()).await;
    assert!(revoked.expect("revoked"));
    assert_eq!(browser.open("/workspace/registry").await.address, "/workspace/sign-in");
}
