//! Credentials from pages.

use chrono::Utc;
use poem::http::{Method, StatusCode};

use super::{COLLEGE, OTHER, Registry, publish_first};
use crate::access::Scope;
use crate::ops;
use crate::web::tests::{Browser, Page, plain};

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
    registry.with_key(COLLEGE).await;
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
    let guard = guard(&page);
    let send = async |table: &str| send_roster(&browser, &guard, "people.csv", table.as_bytes()).await;
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
    let id = numbers(&page).swap_remove(0);
    let other = registry.at_desk(OTHER, &[Scope::Issue]).await;
    let theirs = other.open("/workspace/issue").await;
    assert!(!theirs.text.contains(&id));
    // A provider without credentials is shown no form to revoke one, and a form sent all the same finds none.
    let sent = send_unseen(&other, &theirs, "revoke", &format!("credential={id}")).await;
    let nothing = send_unseen(&other, &theirs, "revoke", "credential=urn:uuid:none").await;
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
    let ids = numbers(&page);
    assert_eq!(ids.len(), 3, "{ids:?}");
    let both = browser.submit_form(&page, "issue/offer", &[("offer", &format!(" {}\n{}\t\n", ids[1], ids[2]))]).await;
    assert_eq!(both.heading(), "Offered again", "{}", plain(&both.text));
    let code = both.text.split("/claim#").nth(1).and_then(|rest| rest.split('<').next()).expect("a link");
    assert_eq!(code.split('.').count(), 2, "one link for both: {code}");
    let holder = ops::hold::claim(&registry.state, None, code, Utc::now()).await.expect("answered");
    assert!(matches!(holder, ops::hold::Claimed::Made(..)), "{holder:?}");
    for (sent, said) in [
        (" ".to_owned(), "Write the number of a credential"),
        (format!("{id}\n").repeat(101), "at most 100 credentials, and you wrote 101"),
        (format!("{id}\nA-17, {}x", ids[1]), "no credential with the number A-17, "),
    ] {
        let refused = browser.submit_form(&page, "issue/offer", &[("offer", &sent)]).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{said}");
        assert!(plain(&refused.text).contains(said), "{said}: {}", plain(&refused.text));
    }
    let holder = ops::hold::claim(&registry.state, None, &links[0], Utc::now()).await.expect("answered");
    assert_eq!(holder, ops::hold::Claimed::Nothing, "the one before claims nothing");
    let holder = ops::hold::claim(&registry.state, None, &links[1], Utc::now()).await.expect("answered");
    assert!(matches!(holder, ops::hold::Claimed::Made(..)), "{holder:?}");
    let refused = send_unseen(&other, &theirs, "offer", &format!("offer={id}")).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "another provider offers nothing of it");
}

fn guard(page: &Page) -> String {
    let guard = page.text.split("name=\"guard\" value=\"").nth(1).and_then(|rest| rest.split('"').next());
    guard.expect("a guard").to_owned()
}

async fn send_roster(browser: &Browser, guard: &str, name: &str, file: &[u8]) -> Page {
    let head = format!(
        "--b\r\nContent-Disposition: form-data; name=\"guard\"\r\n\r\n{guard}\r\n--b\r\nContent-Disposition: \
         form-data; name=\"file\"; filename=\"{name}\"\r\n\r\n"
    );
    let headers = [("content-type", "multipart/form-data; boundary=b"), ("sec-fetch-site", "same-origin")];
    let body = [head.as_bytes(), file, b"\r\n--b--\r\n"].concat();
    browser.send_bytes(Method::POST, "/workspace/issue/roster", &headers, body).await
}

/// Sends a form that the page of a provider does not show, with the guard of one that it does.
async fn send_unseen(browser: &Browser, shown: &Page, what: &str, fields: &str) -> Page {
    let headers = [("content-type", "application/x-www-form-urlencoded"), ("sec-fetch-site", "same-origin")];
    let body = format!("guard={}&{fields}", guard(shown));
    browser.send(Method::POST, &format!("/workspace/issue/{what}"), &headers, body).await
}

/// The numbers in the table of what was issued.
fn numbers(page: &Page) -> Vec<String> {
    let rows = page.text.split("<th scope=\"row\">").skip(1);
    rows.filter_map(|rest| rest.split('<').next()).map(str::to_owned).collect()
}

#[tokio::test]
async fn a_credential_that_may_be_is_suspended_and_reinstated_until_it_is_revoked() {
    let registry = Registry::new("suspend").await;
    registry.with_key(COLLEGE).await;
    let browser = registry.at_desk(COLLEGE, &[Scope::Publish, Scope::Issue]).await;
    publish_first(&browser, "listening-well").await;
    let today = (Utc::now() + chrono::TimeDelta::hours(10)).date_naive().to_string();
    let award = [("earned", "listening-well"), ("completed", today.as_str()), ("title-shown", "full")];
    let page = browser.open("/workspace/issue").await;
    browser.submit_form(&page, "name=\"earned\"", &award).await;
    let for_good = numbers(&browser.open("/workspace/issue").await).pop().expect("one");
    let page = browser.open("/workspace/issue").await;
    browser.submit_form(&page, "name=\"earned\"", &[&award[..], &[("suspendable", "yes")]].concat()).await;
    let page = browser.open("/workspace/issue").await;
    // What was issued in one second has no order of its own.
    let id = numbers(&page).into_iter().find(|number| *number != for_good).expect("another");
    let send = async |id: &str, what: &str| {
        let fields = [("suspended", id), ("suspend-what", what), ("suspend-reason", "A complaint is looked into")];
        browser.submit_form(&page, "issue/suspend", &fields).await
    };
    for (id, what, said) in [
        (id.as_str(), "", "Choose whether to suspend or to reinstate it"),
        (for_good.as_str(), "suspend", "cannot be suspended"),
        ("urn:uuid:none", "suspend", "no credential of that number"),
    ] {
        let refused = send(id, what).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{said}");
        assert!(plain(&refused.text).contains(said), "{said}: {}", plain(&refused.text));
    }
    let state = async || plain(&browser.open("/workspace/issue").await.text).matches("State suspended").count();
    assert_eq!((send(&id, "suspend").await.heading().as_str(), state().await), ("Suspended", 1));
    let shown = plain(&browser.open("/workspace/issue").await.text);
    assert!(shown.contains("A complaint is looked into"), "{shown}");
    assert_eq!((send(&id, "reinstate").await.heading().as_str(), state().await), ("Reinstated", 0));
    let other = registry.at_desk(OTHER, &[Scope::Issue]).await;
    let theirs = other.open("/workspace/issue").await;
    let refused = send_unseen(&other, &theirs, "suspend", &format!("suspended={id}&suspend-what=suspend")).await;
    assert_eq!((refused.status, state().await), (StatusCode::UNPROCESSABLE_ENTITY, 0));
    browser.submit_form(&page, "issue/revoke", &[("credential", &id)]).await;
    let refused = send(&id, "reinstate").await;
    assert!(plain(&refused.text).contains("It was revoked, which is for good"), "{}", plain(&refused.text));
}

#[tokio::test]
async fn a_usi_is_checked_where_one_is_given_and_repeated_nowhere() {
    let registry = Registry::new("usi").await;
    registry.with_key(COLLEGE).await;
    let browser = registry.at_desk(COLLEGE, &[Scope::Publish, Scope::Issue]).await;
    publish_first(&browser, "listening-well").await;
    let today = (Utc::now() + chrono::TimeDelta::hours(10)).date_naive().to_string();
    let award = [("earned", "listening-well"), ("completed", today.as_str()), ("title-shown", "full")];
    let page = browser.open("/workspace/issue").await;
    let wrong = browser.submit_form(&page, "name=\"earned\"", &[&award[..], &[("usi", "BNGH7C75FM")]].concat()).await;
    assert!(wrong.status == StatusCode::UNPROCESSABLE_ENTITY && wrong.text.contains("href=\"#usi\""), "{}", wrong.text);
    assert!(!wrong.text.contains("BNGH7C75"), "{}", plain(&wrong.text));
    let right = browser.submit_form(&page, "name=\"earned\"", &[&award[..], &[("usi", "BNGH7C75FN")]].concat()).await;
    assert!(right.heading() == "Issued" && !right.text.contains("BNGH7C75"), "{}", plain(&right.text));
}

#[tokio::test]
async fn a_roster_that_is_no_text_in_utf_8_is_refused_and_one_of_avetmiss_is_known_by_its_name() {
    let registry = Registry::new("roster-sorts").await;
    registry.with_key(COLLEGE).await;
    let browser = registry.at_desk(COLLEGE, &[Scope::Publish, Scope::Issue]).await;
    publish_first(&browser, "listening-well").await;
    let guard = guard(&browser.open("/workspace/issue").await);
    let today = (Utc::now() + chrono::TimeDelta::hours(10)).date_naive().to_string();
    // As a spreadsheet saves it that does not write UTF-8.
    let table = [b"course,completed,name\nlistening-well,", today.as_bytes(), b",Jos\xe9 Lee\n"].concat();
    let refused = send_roster(&browser, &guard, "people.csv", &table).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", plain(&refused.text));
    assert!(plain(&refused.text).contains("Line 2 of the file is not text in UTF-8"), "{}", plain(&refused.text));
    let line = |outcome: &str| {
        let unit = "CHCPRP003";
        format!(
            "{:<10}{:<10}{:<10}{unit:<12}{:<10}{:<8}20012027YNN{outcome}\r\n",
            "01010", "LOC", "C7", "CHC43515", "01012027"
        )
    };
    let refused = send_roster(&browser, &guard, "NAT00120.txt", line("99").as_bytes()).await;
    let said = plain(&refused.text);
    assert!(said.contains("column 72") && said.contains("is not an outcome of AVETMISS 8.0"), "{said}");
    let passed_over = send_roster(&browser, &guard, "NAT00120.txt", line("60").as_bytes()).await;
    let said = plain(&passed_over.text);
    assert!(said.contains("credit transfer: whoever taught it has issued it"), "{said}");
}

/// What carries different names is not offered in one link; the page names the numbers that are another's, and no name.
#[tokio::test]
async fn a_link_for_two_people_is_refused_by_number() {
    let registry = Registry::new("offer-names").await;
    let browser = registry.at_desk(COLLEGE, &[Scope::Publish, Scope::Issue]).await;
    publish_first(&browser, "listening-well").await;
    registry.with_key(COLLEGE).await;
    let today = (Utc::now() + chrono::TimeDelta::hours(10)).date_naive().to_string();
    for name in ["Ada Lee", "Bo Lee"] {
        let page = browser.open("/workspace/issue").await;
        let award =
            [("earned", "listening-well"), ("completed", today.as_str()), ("title-shown", "full"), ("holder", name)];
        let issued = browser.submit_form(&page, "name=\"earned\"", &award).await;
        assert_eq!(issued.heading(), "Issued", "{}", plain(&issued.text));
    }
    let page = browser.open("/workspace/issue").await;
    let ids = numbers(&page);
    assert_eq!(ids.len(), 2, "{}", plain(&page.text));
    let refused = browser.submit_form(&page, "issue/offer", &[("offer", &ids.join(" "))]).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    let said = format!("A link is for one person. These carry another name than the first: {}; ", ids[1]);
    assert!(plain(&refused.text).contains(&said), "{}", plain(&refused.text));
    for one in ids {
        let offered = browser.submit_form(&page, "issue/offer", &[("offer", &one)]).await;
        assert_eq!(offered.heading(), "Offered again", "{}", plain(&offered.text));
    }
}
