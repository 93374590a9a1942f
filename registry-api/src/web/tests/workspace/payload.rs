//! A text that would run, in every field that a publisher, an issuer or an operator can write: it is shown, and never run.

use chrono::Utc;
use poem::http::StatusCode;
use registry_core::catalogue::Catalogue;

use super::{COLLEGE, Registry, link, upload, upload_as, upload_to};
use crate::access::Scope;
use crate::snapshot::Snapshot;
use crate::web::tests::safety::poisoned;
use crate::web::tests::{Browser, Page, plain};

/// A text that would run, were it not escaped, in each of the places where a page may put it.
const PAYLOAD: &str = "\"'><script>alert(1)</script><img src=x onerror=alert(1)>{{7*7}}";

/// The part of it that any page shows which shows the text at all.
const SHOWN: &str = "onerror=alert";

/// Nothing of it is a tag, and it ends no attribute; how often it is shown.
fn harmless(page: &Page) -> usize {
    for part in ["<script>alert", "<img src=x", "\"'>", "onerror=alert(1)>"] {
        assert!(!page.text.contains(part), "{}: {part}", page.address);
    }
    page.text.matches(SHOWN).count()
}

/// The same, of a page that must show it.
fn shown(page: &Page) {
    assert!(harmless(page) > 0, "{}: {}", page.address, plain(&page.text));
}

async fn publish_payload(browser: &Browser) {
    let new = browser.open("/workspace/new").await;
    shown(&browser.submit(&new, &[("code", PAYLOAD)]).await);
    let mut tasks = browser.submit(&new, &[("code", "payload")]).await;
    let confirm = format!("confirm \"{}\"", PAYLOAD.replace('"', "\\\""));
    for (task, refused, taken) in [
        (
            "about",
            vec![("title", PAYLOAD), ("neutral-title", PAYLOAD), ("description", PAYLOAD)],
            vec![("kind", "workshop")],
        ),
        ("learning", vec![("hours", PAYLOAD)], vec![("hours", "6"), ("assessed", "yes")]),
        ("outcomes", vec![], vec![("outcomes", PAYLOAD), ("sessions", PAYLOAD)]),
        (
            "level",
            vec![("level", PAYLOAD), ("points", PAYLOAD), ("scheme", "melbourne")],
            vec![("level", "8"), ("basis", PAYLOAD)],
        ),
        (
            "before",
            vec![("needed-before", PAYLOAD)],
            vec![("needed-before", confirm.as_str()), ("advised-beside", &confirm)],
        ),
    ] {
        let page = browser.open(&link(&tasks, &format!("/draft/{task}"))).await;
        if !refused.is_empty() {
            let wrong = browser.submit(&page, &refused).await;
            assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY, "{task}");
            shown(&wrong);
        }
        let fields = if task == "about" { [refused, taken].concat() } else { taken };
        tasks = browser.submit(&page, &fields).await;
        assert!(tasks.address.starts_with("/workspace/draft?d="), "{task}: {}", plain(&tasks.text));
        harmless(&tasks);
        shown(
            &browser.open(&link(&tasks, &format!("/draft/{}", if task == "learning" { "about" } else { task }))).await,
        );
    }
    let check = browser.open(&link(&tasks, "/workspace/check")).await;
    shown(&check);
    shown(&browser.submit(&check, &[("number", PAYLOAD), ("reason", PAYLOAD)]).await);
    let done = browser.submit(&check, &[("number", "1.0.0"), ("reason", PAYLOAD)]).await;
    assert_eq!(done.heading(), "Published", "{}", plain(&done.text));
    harmless(&done);
}

async fn offer_payload(browser: &Browser) {
    let ask = browser.open("/workspace/offerings").await;
    shown(&browser.submit(&ask, &[("code", PAYLOAD)]).await);
    let page = browser.open("/workspace/offerings/payload").await;
    shown(&page);
    let fields = ["offering", "start", "end", "weeks", "price", "fees", "days", "own-time", "capacity", "region"];
    let fields = fields.map(|name| (name, PAYLOAD));
    shown(&browser.submit_form(&page, "value=\"add\"", &fields).await);
    let fields = [
        ("offering", "payload-may"),
        ("version", "1.0.0"),
        ("mode", "online"),
        ("start", "2027-05-03"),
        ("end", "2027-05-03"),
        ("price", "0"),
        ("days", "0"),
        ("own-time", "0"),
    ];
    harmless(&browser.submit_form(&page, "value=\"add\"", &fields).await);
}

/// What no form writes, a file does: where a course is said to stand, and the name of the file.
async fn import_payload(browser: &Browser) {
    let quoted = PAYLOAD.replace('"', "\"\"");
    let courses = format!(
        "code,title,kind,description,source_external,source_place,source_confidence\n\
         imported,\"{quoted}\",workshop,\"{quoted}\",\"{quoted}\",\"{quoted}\",high\n"
    );
    let versions = format!(
        "course,version,published,outcomes,volume_of_learning_hours,assessed\nimported,1.0.0,2026-07-01,\"{quoted}\",6,no\n"
    );
    let name = "a<img src=x onerror=alert(1)>.csv";
    let page = browser.open("/workspace/import").await;
    shown(&upload(browser, &page, &[(name, PAYLOAD)]).await);
    let files = [("courses.csv", courses.as_str()), ("versions.csv", versions.as_str())];
    let looked = upload(browser, &page, &files).await;
    assert_eq!(looked.status, StatusCode::OK, "{}", plain(&looked.text));
    harmless(&looked);
    let done = upload_as(browser, &looked, "import", &files).await;
    assert_eq!(done.heading(), "Imported", "{}", plain(&done.text));
}

/// Issues with the payload wherever a text goes, and answers with the link to claim it.
async fn issue_payload(browser: &Browser) -> String {
    let today = (Utc::now() + chrono::TimeDelta::hours(10)).date_naive().to_string();
    let page = browser.open("/workspace/issue").await;
    let wrong =
        ["earned", "earned-version", "completed", "holder", "result", "valid-until"].map(|name| (name, PAYLOAD));
    shown(&browser.submit_form(&page, "name=\"earned\"", &wrong).await);
    let award = [
        ("earned", "payload"),
        ("completed", today.as_str()),
        ("holder", PAYLOAD),
        ("result", PAYLOAD),
        ("title-shown", "full"),
    ];
    let issued = browser.submit_form(&page, "name=\"earned\"", &award).await;
    assert_eq!(issued.heading(), "Issued", "{}", plain(&issued.text));
    shown(&issued);
    let claim =
        issued.text.split("/claim#").nth(1).and_then(|rest| rest.split('<').next()).expect("a claim").to_owned();
    let quoted = PAYLOAD.replace('"', "\"\"");
    let bad = format!("reference,course,completed,name\n\"{quoted}\",\"{quoted}\",\"{quoted}\",\"{quoted}\"\n");
    let roster = "/workspace/issue/roster";
    harmless(&upload_to(browser, &page, roster, &[], &[("file", "<img src=x onerror=alert(1)>.csv", &bad)]).await);
    let good = format!("reference,course,completed,name\n\"{quoted}\",payload,{today},\"{quoted}\"\n");
    let looked = upload_to(browser, &page, roster, &[], &[("file", "people.csv", &good)]).await;
    shown(&looked);
    let issued = browser.submit(&looked, &[("issue", "yes")]).await;
    assert_eq!(issued.heading(), "Issued", "{}", plain(&issued.text));
    shown(&issued);
    let page = browser.open("/workspace/issue").await;
    shown(&browser.submit_form(&page, "issue/revoke", &[("credential", PAYLOAD)]).await);
    shown(&browser.submit_form(&page, "issue/offer", &[("offer", PAYLOAD)]).await);
    let suspend = [("suspended", PAYLOAD), ("suspend-what", "suspend"), ("suspend-reason", PAYLOAD)];
    shown(&browser.submit_form(&page, "issue/suspend", &suspend).await);
    let id = page.text.split("<th scope=\"row\">").nth(1).and_then(|rest| rest.split('<').next()).expect("a number");
    let revoke = [("credential", id), ("revoke-reason", PAYLOAD)];
    harmless(&browser.submit_form(&page, "issue/revoke", &revoke).await);
    shown(&browser.open("/workspace/issue").await);
    claim
}

#[tokio::test]
async fn what_a_publisher_writes_is_shown_and_never_run() {
    let registry = Registry::new("payload").await;
    registry.with_key(COLLEGE).await;
    let browser = registry.at_desk(COLLEGE, &Scope::ALL).await;
    publish_payload(&browser).await;
    offer_payload(&browser).await;
    import_payload(&browser).await;
    let claim = issue_payload(&browser).await;
    let page = browser.open("/workspace/tokens").await;
    let wish = [("label", PAYLOAD), ("scopes", "publish"), ("days", PAYLOAD)];
    shown(&browser.submit_form(&page, "scopes", &wish).await);
    browser.submit_form(&page, "scopes", &[("label", PAYLOAD), ("scopes", "publish"), ("days", "1")]).await;
    for page in [
        "/workspace",
        "/workspace/courses/payload",
        "/workspace/courses/imported",
        "/workspace/withdraw/payload",
        "/workspace/supersede/payload",
        "/workspace/activity",
        "/workspace/tokens",
        "/courses?q=script",
        "/courses/payload",
        "/courses/imported",
    ] {
        shown(&browser.open(page).await);
    }
    harmless(&browser.open(&format!("/providers/{COLLEGE}")).await);
    let holder = Browser::of_state(registry.state.clone());
    let page = holder.open("/claim").await;
    let claimed = holder.submit(&page, &[("code", &claim)]).await;
    assert!(claimed.heading().contains("in your record"), "{}", plain(&claimed.text));
    shown(&holder.open("/record").await);
    let held = link(&holder.open("/record").await, "/record/held/");
    shown(&holder.open(&held).await);
    shown(&holder.open("/record/share").await);
    let file = holder.open(&format!("{held}/credential.json")).await.text;
    let verify = holder.open("/verify").await;
    shown(&holder.submit(&verify, &[("credential", &file)]).await);
    for (page, fields) in [
        ("/workspace/supersede/payload", vec![("by", PAYLOAD), ("reason", PAYLOAD)]),
        ("/workspace/withdraw/payload", vec![("version", PAYLOAD), ("reason", PAYLOAD)]),
        ("/workspace/withdraw/payload", vec![("version", "1.0.0"), ("reason", PAYLOAD), ("try", "yes")]),
        ("/workspace/withdraw/payload", vec![("version", "1.0.0"), ("reason", PAYLOAD), ("seen", "1.0.0")]),
    ] {
        harmless(&browser.submit(&browser.open(page).await, &fields).await);
    }
    assert!(harmless(&browser.open("/workspace/activity").await) >= 2);
}

/// What a publisher writes in other ways than forms, into qualifications, credit rules, offerings and sources, is shown in the
/// workspace, too: the whole catalogue is poisoned, and one of its courses is the college's.
#[tokio::test]
async fn what_was_written_anywhere_in_the_catalogue_is_shown_in_the_workspace_and_never_run() {
    let registry = Registry::new("poisoned").await;
    registry.with_key(COLLEGE).await;
    let browser = registry.at_desk(COLLEGE, &Scope::ALL).await;
    let mut parts = poisoned().0.catalogue().to_parts();
    let course = parts.courses.iter_mut().find(|course| course.code.as_str() == "suite-supervision").expect("a course");
    course.publisher = Some(COLLEGE.parse().expect("a code"));
    course.title = format!("Supervision {PAYLOAD}");
    for offering in &mut parts.offerings {
        offering.provider = COLLEGE.parse().expect("a code");
    }
    let catalogue = Catalogue::build(parts).expect("sound");
    registry.state.replace_snapshot(Snapshot::new(catalogue, registry.state.snapshot().revision() + 1));
    let home = browser.open("/workspace").await;
    shown(&home);
    let course = browser.open(&link(&home, "/workspace/courses/suite-supervision")).await;
    shown(&course);
    let tasks = browser.open(&link(&course, "/workspace/draft")).await;
    shown(&tasks);
    for task in ["about", "outcomes", "level", "before", "audience", "tags"] {
        shown(&browser.open(&link(&tasks, &format!("/draft/{task}"))).await);
    }
    // The page as it will look names qualifications, the credit rules towards them, offerings, fees and who says so.
    let outcomes = browser.open(&link(&tasks, "/draft/outcomes")).await;
    let tasks = browser.submit(&outcomes, &[("outcomes", "Listen"), ("sessions", "")]).await;
    let check = browser.open(&link(&tasks, "/workspace/check")).await;
    assert!(harmless(&check) > 20, "{}: {}", harmless(&check), plain(&check.text));
    for part in ["What it counts towards", "When and where", "Who says so", "What it leads to"] {
        let (_, after) = check.text.split_once(part).unwrap_or_else(|| panic!("{part}: {}", plain(&check.text)));
        let own = after.split("<h4>").next().unwrap_or_default();
        assert!(own.contains(SHOWN), "{part}: {}", plain(own));
    }
    for page in ["offerings", "withdraw", "supersede"] {
        shown(&browser.open(&format!("/workspace/{page}/suite-supervision")).await);
    }
    let operator = registry.at_office(&Scope::ALL).await;
    shown(&operator.open("/workspace/registry").await);
}

#[tokio::test]
async fn what_an_operator_writes_is_shown_and_never_run() {
    let registry = Registry::new("operator-payload").await;
    let browser = registry.at_office(&Scope::ALL).await;
    let office = browser.open("/workspace/registry").await;
    shown(&browser.submit_form(&office, "registry/act", &[("provider", PAYLOAD)]).await);
    let page = browser.open("/workspace/registry/provider").await;
    let texts = ["title", "source", "place", "reason"].map(|name| (name, PAYLOAD));
    shown(&browser.submit(&page, &[&texts[..], &[("code", PAYLOAD)]].concat()).await);
    let done = browser.submit(&page, &[&texts[..], &[("code", "payload"), ("kind", "rto")]].concat()).await;
    assert_eq!(done.heading(), "Registered", "{}", plain(&done.text));
    let page = browser.open("/workspace/registry/tokens").await;
    let wish = [("whose", PAYLOAD), ("label", PAYLOAD), ("scopes", "publish"), ("days", "1")];
    shown(&browser.submit_form(&page, "name=\"whose\"", &wish).await);
    browser.submit_form(&page, "name=\"whose\"", &[("whose", "payload"), wish[1], wish[2], wish[3]]).await;
    for page in ["", "/tokens", "/activity"] {
        shown(&browser.open(&format!("/workspace/registry{page}")).await);
    }
    let office = browser.open("/workspace/registry").await;
    shown(&browser.submit_form(&office, "registry/act", &[("provider", "payload")]).await);
    for page in ["/workspace", "/workspace/new", "/workspace/tokens", "/providers", "/providers/payload"] {
        shown(&browser.open(page).await);
    }
}
