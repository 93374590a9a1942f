//! Every page of somebody who is signed in, whoever they are: reached by links, small, neutral, kept by nobody, and plain.

use std::collections::{BTreeMap, BTreeSet};

use chrono::Utc;
use poem::http::{Method, StatusCode};

use super::{COLLEGE, Registry, publish_first};
use crate::access::Scope;
use crate::web::tests::forms::assert_told;
use crate::web::tests::reading::assert_plain;
use crate::web::tests::{Browser, Page};

/// Every page of the workspace that links reach from its first one, and each form of them once.
async fn crawl(browser: &Browser) -> (Vec<Page>, BTreeMap<String, bool>) {
    let first = "/workspace".to_owned();
    let (mut seen, mut waiting) = (BTreeSet::from([first.clone()]), vec![first]);
    let (mut pages, mut forms) = (Vec::new(), BTreeMap::new());
    while let Some(address) = waiting.pop() {
        let page = browser.open(&address).await;
        for link in page.links().into_iter().filter(|link| link.starts_with('/')) {
            if seen.insert(link.clone()) {
                if link.starts_with("/workspace") {
                    waiting.push(link);
                } else {
                    assert_eq!(browser.open(&link).await.status, StatusCode::OK, "{link} on {address}");
                }
            }
        }
        for form in page.text.split("<form method=\"").skip(1) {
            let action = form.split("action=\"").nth(1).and_then(|rest| rest.split('"').next()).expect("an action");
            forms.insert(action.to_owned(), form.contains("enctype=\"multipart/form-data\""));
        }
        pages.push(page);
    }
    (pages, forms)
}

/// Somebody for each way of being signed in, with something of everything there.
async fn everybody(registry: &Registry) -> Vec<(&'static str, Browser)> {
    registry.with_key(COLLEGE).await;
    let all = registry.at_desk(COLLEGE, &Scope::ALL).await;
    publish_first(&all, "listening-well").await;
    let page = all.open("/workspace/issue").await;
    let today = (Utc::now() + chrono::TimeDelta::hours(10)).date_naive().to_string();
    let award = [("earned", "listening-well"), ("completed", today.as_str()), ("title-shown", "full")];
    assert_eq!(all.submit_form(&page, "name=\"earned\"", &award).await.heading(), "Issued");
    let acting = registry.at_office(&Scope::ALL).await;
    let office = acting.open("/workspace/registry").await;
    assert_eq!(acting.submit_form(&office, "registry/act", &[("provider", COLLEGE)]).await.address, "/workspace");
    vec![
        ("a provider", all),
        ("a publisher", registry.at_desk(COLLEGE, &[Scope::Publish]).await),
        ("an issuer", registry.at_desk(COLLEGE, &[Scope::Issue]).await),
        ("who makes tokens", registry.at_desk(COLLEGE, &[Scope::ManageTokens]).await),
        ("an operator", registry.at_office(&Scope::ALL).await),
        ("an operator for a provider", acting),
    ]
}

#[tokio::test]
async fn every_page_of_everybody_answers_is_small_neutral_and_plain_and_no_form_goes_without_its_guard() {
    let registry = Registry::new("pages").await;
    let mut sheets = 0;
    for (who, browser) in everybody(&registry).await {
        let (pages, forms) = crawl(&browser).await;
        for page in &pages {
            let at = format!("{who}: {}", page.address);
            assert_eq!(page.status, StatusCode::OK, "{at}: {}", page.heading());
            assert!(page.text.len() <= 100 * 1024, "{at}: {} bytes", page.text.len());
            assert_eq!(page.header("cache-control"), "no-store", "{at}");
            assert_eq!(page.header("content-security-policy"), crate::web::answer::CONTENT_POLICY, "{at}");
            assert_eq!(page.header("referrer-policy"), "no-referrer", "{at}");
            assert_eq!(page.text.matches("<h1>").count(), 1, "{at}");
            assert!(
                page.title().starts_with("Workspace") && !page.title().contains("istening"),
                "{at}: {}",
                page.title()
            );
            assert!(page.links().iter().all(|link| link.starts_with(['/', '#'])), "{at}");
            for target in page.links().iter().filter_map(|link| link.strip_prefix('#')) {
                assert!(page.text.contains(&format!("id=\"{target}\"")), "{at}: #{target}");
            }
        }
        assert_plain(&pages);
        assert_eq!(assert_told(&pages), 0, "{who}");
        assert!(!forms.is_empty(), "{who}");
        for (action, with_files) in &forms {
            let (kind, body) = if *with_files {
                (
                    "multipart/form-data; boundary=b",
                    "--b\r\nContent-Disposition: form-data; name=\"d\"\r\n\r\nx\r\n--b--\r\n",
                )
            } else {
                ("application/x-www-form-urlencoded", "d=x")
            };
            let headers = [("content-type", kind), ("sec-fetch-site", "same-origin")];
            let sent = browser.send(Method::POST, action, &headers, body.to_owned()).await;
            assert_eq!(sent.status, StatusCode::FORBIDDEN, "{who}: {action}");
        }
        sheets += pages.len();
    }
    assert!(sheets > 60, "{sheets}");
}

/// The address of a page, a part of one of its forms, and fields that the form refuses.
type Refused = (&'static str, &'static str, &'static [(&'static str, &'static str)]);

const REFUSED: [Refused; 7] = [
    ("/workspace/offerings", "name=\"code\"", &[("code", "no such code")]),
    ("/workspace/new", "name=\"code\"", &[("code", "No Code"), ("title", "")]),
    ("/workspace/issue", "name=\"earned\"", &[("earned", "nothing"), ("completed", "soon")]),
    ("/workspace/tokens", "name=\"label\"", &[("label", ""), ("days", "x")]),
    ("/workspace/offerings/listening-well", "name=\"price\"", &[("price", "x"), ("start", "soon"), ("days", "x")]),
    ("/workspace/withdraw/listening-well", "name=\"reason\"", &[("reason", "")]),
    ("/workspace/supersede/listening-well", "name=\"reason\"", &[("reason", "")]),
];

#[tokio::test]
async fn a_form_that_is_refused_tells_a_screen_reader_what_is_wrong_in_plain_words() {
    let registry = Registry::new("refused").await;
    registry.with_key(COLLEGE).await;
    let browser = registry.at_desk(COLLEGE, &Scope::ALL).await;
    publish_first(&browser, "listening-well").await;
    let mut pages = Vec::new();
    for (address, part, fields) in REFUSED {
        let page = browser.open(address).await;
        assert_eq!(page.status, StatusCode::OK, "{address}");
        let refused = browser.submit_form(&page, part, fields).await;
        assert!(refused.text.contains("class=\"problems\""), "{address}: {} {}", refused.status, refused.heading());
        pages.push(refused);
    }
    assert_eq!(assert_told(&pages), REFUSED.len());
    assert_plain(&pages);
}

/// A provider with more of everything than a page shows: the page stays small, and the rest is on the next one.
#[tokio::test]
async fn pages_stay_small_however_much_there_is() {
    let registry = Registry::new("large").await;
    let browser = registry.at_desk(COLLEGE, &Scope::ALL).await;
    let source = "source_external,source_place,source_confidence";
    let mut courses = format!("code,title,kind,description,{source}\n");
    let mut versions = "course,version,published,outcomes,volume_of_learning_hours,assessed\n".to_owned();
    for number in 0..260 {
        let title = format!("Course {number:03} {}", "with a long title ".repeat(10));
        courses.push_str(&format!("many-{number:03},{title},workshop,Many.,example.org,Course guide,high\n"));
        versions.push_str(&format!("many-{number:03},1.0.0,2026-07-01,Lead a group,6,no\n"));
    }
    let page = browser.open("/workspace/import").await;
    let looked = super::upload(&browser, &page, &[("courses.csv", &courses), ("versions.csv", &versions)]).await;
    assert_eq!(looked.status, StatusCode::OK, "{}", looked.heading());
    let guarded = [("courses.csv", courses.as_str()), ("versions.csv", versions.as_str())];
    let done = super::upload_as(&browser, &looked, "import", &guarded).await;
    assert_eq!(done.heading(), "Imported", "{}", crate::web::tests::plain(&done.text));
    for _ in 0..130 {
        registry.token(Some(COLLEGE), &[Scope::Publish]).await;
    }
    let mut seen = 0;
    let mut address = Some("/workspace".to_owned());
    while let Some(next) = address {
        let page = browser.open(&next).await;
        assert!(page.text.len() <= 100 * 1024, "{next}: {} bytes", page.text.len());
        let here = page.text.matches("/workspace/courses/many-").count();
        assert!(here <= 100, "{next}: {here} courses");
        seen += here;
        address = page.links().into_iter().rfind(|link| link.starts_with("/workspace?page=") && *link > next);
    }
    assert_eq!(seen, 260);
    for page in ["/workspace/tokens", "/workspace/activity"] {
        let page = browser.open(page).await;
        assert!(page.text.len() <= 100 * 1024, "{}: {} bytes", page.address, page.text.len());
    }
}
