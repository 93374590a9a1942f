//! A course from its first draft to its end, its offerings, and files.

use poem::http::StatusCode;

use super::{COLLEGE, Registry, TABLE, VERSIONS, link, publish_first, upload};
use crate::access::Scope;
use crate::web::tests::plain;

#[tokio::test]
async fn a_course_is_published_task_by_task_and_then_changed_with_the_number_that_takes() {
    let registry = Registry::new("publish").await;
    let browser = registry.at_desk(COLLEGE, &[Scope::Publish]).await;
    let first = publish_first(&browser, "listening-well").await;
    assert!(plain(&first.text).contains("course-version:listening-well@1.0.0"), "{}", plain(&first.text));
    let course = browser.open("/workspace/courses/listening-well").await;
    assert!(plain(&course.text).contains("1.0.0 State taught"), "{}", plain(&course.text));
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
    assert!(course.contains("2.0.0 State taught") && course.contains("1.0.0 State superseded"), "{course}");
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
    assert!(course.contains("1.0.0 State withdrawn"), "{course}");
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

#[tokio::test]
async fn files_are_looked_at_first_with_row_and_column_and_then_imported() {
    let registry = Registry::new("import").await;
    let browser = registry.at_desk(COLLEGE, &[Scope::Publish]).await;
    let page = browser.open("/workspace/import").await;
    let wrong = VERSIONS.replace(",6,", ",six,");
    let refused = upload(&browser, &page, &[("courses.csv", TABLE), ("versions.csv", &wrong)]).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    let said = plain(&refused.text);
    assert!(said.contains("versions.csv Row 2 Column E"), "{said}");
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

const GATED: &str = "more than 12 months of experience\nemployed and (suite-advocacy ^1 or tier 2)\nconfirm \"I may work \
                     with children.\"";

/// Gates and topics are written in the form, come back as they were written, and a version that is published without a change
/// differs in nothing.
#[tokio::test]
async fn gates_and_topics_are_written_read_back_and_survive_an_edit() {
    let registry = Registry::new("gates").await;
    let browser = registry.at_desk(COLLEGE, &[Scope::Publish]).await;
    publish_first(&browser, "listening-well").await;
    let course = browser.open("/workspace/courses/listening-well").await;
    let tasks = browser.open(&link(&course, "/workspace/draft")).await;
    let before = browser.open(&link(&tasks, "/draft/before")).await;
    assert!(plain(&before.text).contains("How to write it") && before.text.contains("suite-advocacy ^1"));
    let wrong = browser.submit(&before, &[("needed-before", "employed and tier 1 or tier 2\nsuite-advocasy")]).await;
    let said = plain(&wrong.text);
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        said.contains("put brackets round what belongs together") && said.contains("did you mean suite-advocacy?"),
        "{said}"
    );
    assert!(wrong.text.contains("href=\"#needed-before\"") && wrong.text.contains("employed and tier 1 or tier 2"));
    let beside = [("needed-before", GATED), ("needed-beside", "supervision from the consumer perspective")];
    let tasks = browser.submit(&before, &beside).await;
    assert!(plain(&tasks.text).contains("What comes before it Done"), "{}", plain(&tasks.text));
    let page = browser.open(&link(&tasks, "/draft/tags")).await;
    let topic =
        page.text.split("name=\"topics\" value=\"").nth(1).and_then(|rest| rest.split('"').next()).expect("a topic");
    let tasks = browser.submit(&page, &[("topics", topic)]).await;
    let check = browser.open(&link(&tasks, "/workspace/check")).await;
    let said = plain(&check.text);
    assert!(said.contains("is new") && said.contains("this is a major change"), "{said}");
    let done = browser.submit(&check, &[("number", "2.0.0")]).await;
    assert_eq!(done.heading(), "Published", "{}", plain(&done.text));
    // Every task opened and sent back: nothing is different, and nothing is said to be.
    let course = browser.open("/workspace/courses/listening-well").await;
    let mut tasks = browser.open(&link(&course, "/workspace/draft")).await;
    let untouched = tasks.address.clone();
    for task in ["about", "learning", "outcomes", "level", "before", "audience", "tags"] {
        let page = browser.open(&link(&tasks, &format!("/draft/{task}"))).await;
        tasks = browser.submit_as_shown(&page).await;
        assert_eq!(tasks.address, untouched, "{task}");
    }
    let before = browser.open(&link(&tasks, "/draft/before")).await;
    assert!(before.text.contains("employed and (suite-advocacy ^1 or tier 2)"), "{}", before.text);
    let check = browser.open(&link(&tasks, "/workspace/check")).await;
    assert!(plain(&check.text).contains("Nothing is different yet."), "{}", plain(&check.text));
    // A change that is taken back is none.
    let outcomes = browser.open(&link(&tasks, "/draft/outcomes")).await;
    let changed = browser.submit(&outcomes, &[("outcomes", "Listen")]).await;
    assert_ne!(changed.address, untouched);
    let outcomes = browser.open(&link(&changed, "/draft/outcomes")).await;
    let back = browser.submit(&outcomes, &[("outcomes", "Listen\r\nBe alongside\r\n"), ("sessions", "")]).await;
    assert_eq!(back.address, untouched);
}
