//! Offerings from pages: dated and rolling, with fees and release, of a course and of a qualification.

use poem::http::StatusCode;

use super::{COLLEGE, Registry, link, publish_first};
use crate::access::Scope;
use crate::web::tests::plain;

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
        ("start", "3/5/2027"),
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
    assert!(plain(&page.text).contains("3 May 2027. Online. $1,420"), "{}", plain(&page.text));
    let done = browser.submit_form(&page, "value=\"away\"", &[("away", "listening-well-may")]).await;
    assert_eq!(done.heading(), "Done", "{}", plain(&done.text));
    let page = browser.open("/workspace/offerings/listening-well").await;
    assert!(plain(&page.text).contains("You have none of it yet"), "{}", plain(&page.text));
}

const ROLLING: [(&str, &str); 14] = [
    ("offering", "well-rolling"),
    ("version", "1.0.0"),
    ("mode", "blended"),
    ("region", "gippsland"),
    ("starts", "rolling"),
    ("start", "3/5/2027"),
    ("end", ""),
    ("weeks", "12"),
    ("price", "420"),
    ("fees", "free-tafe-vic 0\r\nemployer-funded: $1,120.50"),
    ("days", "2"),
    ("release", "yes"),
    ("own-time", "6.5"),
    ("capacity", "12"),
];

#[tokio::test]
async fn an_offering_may_start_on_any_monday_with_fees_and_release_and_be_changed() {
    let registry = Registry::new("rolling").await;
    let browser = registry.at_desk(COLLEGE, &[Scope::Publish]).await;
    publish_first(&browser, "listening-well").await;
    let page = browser.open("/workspace/offerings/listening-well").await;
    let mut wrong = ROLLING;
    wrong[7] = ("weeks", "many");
    wrong[9] = ("fees", "free-tafe-vic\r\nfree-tafe 0");
    let refused = browser.submit_form(&page, "value=\"add\"", &wrong).await;
    let said = plain(&refused.text);
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    for part in [
        "Write how many weeks it takes, from 1 to 260",
        "such as free-tafe-vic 0, in place of “free-tafe-vic”",
        "No funding has the code “free-tafe”",
    ] {
        assert!(said.contains(part), "{part}: {said}");
    }
    // Weeks are for what starts on any Monday, and a dated one needs its last day.
    let dated = ROLLING.map(|(name, value)| (name, if name == "starts" { "dated" } else { value }));
    let dated = browser.submit_form(&page, "value=\"add\"", &dated).await;
    assert!(dated.text.contains("href=\"#weeks\"") && dated.text.contains("href=\"#end\""), "{}", plain(&dated.text));
    let done = browser.submit_form(&page, "value=\"add\"", &ROLLING).await;
    assert_eq!(done.heading(), "Done", "{}", plain(&done.text));
    let seen = plain(&browser.open("/courses/listening-well").await.text);
    for part in [
        "Starts any Monday from 3 May 2027; takes 12 weeks",
        "$420 · Free TAFE Victoria: nothing to pay · Employer pays: $1,120.50",
        "2 days that your employer releases you for, 6.5 hours of your own time · 12 places",
    ] {
        assert!(seen.contains(part), "{part}: {seen}");
    }
    // It is opened to be changed: the form holds all of it.
    let page = browser.open("/workspace/offerings/listening-well").await;
    let change = browser.open(&link(&page, "change=well-rolling")).await;
    let form = change.text.split("<h2>Change an offering</h2>").nth(1).expect("a form");
    for part in [
        "value=\"well-rolling\"",
        "value=\"rolling\" checked",
        "value=\"3/5/2027\"",
        "value=\"12\"",
        "employer-funded $1,120.50",
        "value=\"yes\" checked",
        "value=\"6.5\"",
        "value=\"gippsland\" checked",
    ] {
        assert!(form.contains(part), "{part}: {form}");
    }
    let changed = ROLLING.map(|(name, value)| (name, if name == "price" { "500" } else { value }));
    let done = browser.submit_form(&change, "value=\"add\"", &changed).await;
    assert_eq!(done.heading(), "Done", "{}", plain(&done.text));
    let seen = plain(&browser.open("/courses/listening-well").await.text);
    assert!(seen.contains("$500 · ") && !seen.contains("$420"), "{seen}");
}

#[tokio::test]
async fn what_others_publish_is_offered_by_its_code_a_qualification_too() {
    let registry = Registry::new("program").await;
    let browser = registry.at_desk(COLLEGE, &[Scope::Publish]).await;
    let home = browser.open("/workspace").await;
    let ask = browser.open(&link(&home, "/workspace/offerings")).await;
    let unknown = browser.submit(&ask, &[("code", "CHC99999")]).await;
    assert!(plain(&unknown.text).contains("has the code “CHC99999”"), "{}", plain(&unknown.text));
    let course = browser.submit(&ask, &[("code", "suite-advocacy")]).await;
    assert_eq!(course.address, "/workspace/offerings/suite-advocacy");
    let page = browser.submit(&ask, &[("code", "CHC43515")]).await;
    assert_eq!(page.address, "/workspace/program-offerings/CHC43515");
    assert!(!page.text.contains("name=\"version\""), "a qualification has no version to choose");
    let fields = ROLLING.map(|(name, value)| match name {
        "offering" => (name, "peer-work-rolling"),
        "version" => ("ignored", ""),
        _ => (name, value),
    });
    let done = browser.submit_form(&page, "value=\"add\"", &fields).await;
    assert_eq!(done.heading(), "Done", "{}", plain(&done.text));
    let seen = browser.open("/qualifications/CHC43515").await;
    assert!(plain(&seen.text).contains("Starts any Monday from 3 May 2027; takes 12 weeks"), "{}", plain(&seen.text));
    let home = browser.open("/workspace").await;
    let own = browser.open(&link(&home, "/workspace/program-offerings/CHC43515")).await;
    let done = browser.submit_form(&own, "value=\"away\"", &[("away", "peer-work-rolling")]).await;
    assert_eq!(done.heading(), "Done", "{}", plain(&done.text));
    let other = browser.open("/workspace/program-offerings/CHC99999").await;
    assert_eq!(other.status, StatusCode::NOT_FOUND);
}
