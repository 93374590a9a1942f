//! Who gets in, with what, and what they may see.

use std::collections::BTreeSet;
use std::sync::Arc;

use chrono::Utc;
use poem::http::{Method, StatusCode};
use registry_core::audit::AuditAction;

use super::{COLLEGE, OTHER, Registry, TABLE, link, publish_first, upload};
use crate::access::Scope;
use crate::ops::manage_tokens::{list_tokens, revoke_token};
use crate::web::tests::{Browser, plain};

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
    for page in [
        "",
        "/courses/x",
        "/new",
        "/draft?d=x",
        "/check",
        "/import",
        "/tokens",
        "/activity",
        "/offerings",
        "/offerings/x",
        "/program-offerings/x",
    ] {
        let shown = browser.open(&format!("/workspace{page}")).await;
        assert_eq!(shown.address, "/workspace/sign-in", "{page}");
        assert!(shown.headers.get("set-cookie").is_none(), "{page}");
    }
    let page = browser.open("/workspace").await;
    for (token, said) in [
        ("", "Paste your token"),
        ("mcr_abc", "not a whole token"),
        (&format!("mcr_{}", "A".repeat(43)), "No token that is good"),
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
        "offerings",
        "offerings/x",
        "program-offerings/x",
        "import",
        "issue",
        "issue/roster",
        "issue/revoke",
        "issue/suspend",
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
    // Nor does more than a form holds.
    let large = format!("guard=x&code={}", "x".repeat(64 * 1024));
    let page = browser.send(Method::POST, "/workspace/new", &headers, large).await;
    assert_eq!(page.status, StatusCode::PAYLOAD_TOO_LARGE);
    // A token without a scope shows the pages of none that take it.
    for page in ["tokens"] {
        let refused = other.open(&format!("/workspace/{page}")).await;
        assert_eq!(refused.status, StatusCode::FORBIDDEN, "{page}");
        assert!(plain(&refused.text).contains("It takes a token with the scope manage-tokens"), "{}", refused.text);
    }
    let issuer = registry.at_desk(COLLEGE, &[Scope::Issue]).await;
    for page in ["new", "import", "offerings", "offerings/suite-advocacy", "program-offerings/CHC43515"] {
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
