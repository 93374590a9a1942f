//! A course from its first draft to its end, its offerings, and files.

use poem::http::StatusCode;

use super::{COLLEGE, Registry, TABLE, VERSIONS, link, publish_first, upload};
use crate::access::Scope;
use crate::web::tests::{Page, plain};

#[tokio::test]
async fn a_course_is_published_task_by_task_and_then_changed_with_the_number_that_takes() {
    let registry = Registry::new("publish").await;
    let browser = registry.at_desk(COLLEGE, &[Scope::Publish]).await;
    let first = publish_first(&browser, "listening-well").await;
    assert!(plain(&first.text).contains("course listening-well, version 1.0.0"), "{}", plain(&first.text));
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
    assert!(activity.contains("course listening-well, version 2.0.0"), "{activity}");
    // Times are those of the place where pages are read, and say so.
    let at = crate::web::zone::local(chrono::Utc::now());
    let day = format!("{}, ", registry_core::date::in_words(at.date()));
    assert!(activity.contains(&day) && activity.contains("(UTC+10)") && !activity.contains(" UTC "), "{activity}");
    let home = plain(&browser.open("/workspace").await.text);
    assert!(home.contains("(UTC+10) at most."), "{home}");
    let seen = browser.open("/courses/listening-well").await;
    assert!(plain(&seen.text).contains("Listening well") && !plain(&seen.text).contains("Be alongside"));
}

/// A page of a course, from its facts on: what a preview shows under headings two levels deeper.
fn from_its_facts<'a>(text: &'a str, end: &str) -> &'a str {
    let rest = &text[text.find("<dl class=\"facts\">").expect("facts")..];
    rest.split(end).next().unwrap_or_default().trim()
}

/// Before a course is published, all of it is shown as its page will show it, and so is a version that changes it.
#[tokio::test]
async fn the_last_look_shows_the_page_of_the_course_as_it_will_be() {
    let registry = Registry::new("preview").await;
    let browser = registry.at_desk(COLLEGE, &[Scope::Publish]).await;
    let new = browser.open("/workspace/new").await;
    let mut tasks = browser.submit(&new, &[("code", "seen-whole")]).await;
    let about = [
        ("title", "Seen whole"),
        ("neutral-title", "Skills A"),
        ("description", "All of it."),
        ("kind", "micro-credential"),
    ];
    for (task, fields) in [
        ("about", &about[..]),
        ("learning", &[("hours", "37.5"), ("assessed", "yes")]),
        ("outcomes", &[("outcomes", "See\nBe seen"), ("sessions", "Morning\nNoon")]),
        ("level", &[("level", "8"), ("basis", "Written against level 8"), ("points", "12.5"), ("scheme", "melbourne")]),
        ("before", &[("needed-before", "suite-advocacy ^1 or tier 2"), ("advised-beside", "employed")]),
        ("audience", &[("tiers", "1"), ("workers", "consumer")]),
    ] {
        let page = browser.open(&link(&tasks, &format!("/draft/{task}"))).await;
        tasks = browser.submit(&page, fields).await;
        assert!(tasks.address.starts_with("/workspace/draft?d="), "{task}: {}", plain(&tasks.text));
    }
    let check = browser.open(&link(&tasks, "/workspace/check")).await;
    let said = plain(&check.text);
    for part in [
        "How its page will look",
        "Seen whole Micro-credential All of it.",
        "may be called “Skills A”",
        "Time it takes 37.5 h",
        "AQF level 8",
        "12.5 credit points",
        "See Be seen",
        "Morning Noon",
        "Needed first",
        "Advised",
        "The course is new, so there is nothing to compare it with.",
        "What it does to others",
    ] {
        assert!(said.contains(part), "{part}: {said}");
    }
    assert!(check.text.contains("<details class=\"page-preview\" open>"));
    let at = |part: &str| check.text.find(part).unwrap_or_else(|| panic!("{part}: {said}"));
    assert!(at("page-preview") < at("The number it needs") && at("The number it needs") < at("What it does to others"));
    let done = browser.submit(&check, &[("number", "1.0.0")]).await;
    assert_eq!(done.heading(), "Published", "{}", plain(&done.text));
    let page = browser.open("/courses/seen-whole").await;
    let as_page = |text: &str| from_its_facts(text, "\n</div>\n</details>").replace("h4>", "h2>").replace("h5>", "h3>");
    assert_eq!(as_page(&check.text), from_its_facts(&page.text, "\n</main>"));
    // Of a version that changes it the page is closed at first, and shows what would be current.
    let course = browser.open("/workspace/courses/seen-whole").await;
    let tasks = browser.open(&link(&course, "/workspace/draft")).await;
    let outcomes = browser.open(&link(&tasks, "/draft/outcomes")).await;
    let tasks = browser.submit(&outcomes, &[("outcomes", "See\nBe seen\nShow"), ("sessions", "Morning\nNoon")]).await;
    let check = browser.open(&link(&tasks, "/workspace/check")).await;
    assert!(
        check.text.contains("<details class=\"page-preview\">")
            && check.text.contains("<li class=\"source\">Show</li>")
    );
    browser.submit(&check, &[("number", "1.1.0")]).await;
    let page = browser.open("/courses/seen-whole").await;
    assert_eq!(as_page(&check.text), from_its_facts(&page.text, "\n</main>"));
}

#[tokio::test]
async fn a_version_is_withdrawn_with_a_reason_and_after_a_look_at_what_it_does() {
    let registry = Registry::new("withdraw").await;
    let browser = registry.at_desk(COLLEGE, &[Scope::Publish]).await;
    publish_first(&browser, "listening-well").await;
    let page = browser.open("/workspace/withdraw/listening-well").await;
    let none = browser.submit(&page, &[("version", "1.0.0"), ("reason", "")]).await;
    assert_eq!(none.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", plain(&none.text));
    // The first press looks, whichever button it was, and the page that shows what it would do has the button that does it.
    let fields = [("version", "1.0.0"), ("reason", "The room is gone.")];
    let looked = browser.submit(&page, &fields).await;
    let said = plain(&looked.text);
    assert!(said.contains("What it does to others"), "{said}");
    assert!(
        browser.open("/workspace/courses/listening-well").await.text.contains("/workspace/withdraw/listening-well")
    );
    let done = browser.submit(&looked, &fields).await;
    assert_eq!(done.heading(), "Done", "{}", plain(&done.text));
    assert!(plain(&done.text).contains("course listening-well, version 1.0.0"), "{}", plain(&done.text));
    let course = plain(&browser.open("/workspace/courses/listening-well").await.text);
    assert!(course.contains("1.0.0 State withdrawn"), "{course}");
    publish_first(&browser, "listening-deeply").await;
    let page = browser.open("/workspace/supersede/listening-well").await;
    let fields = [("by", "listening-deeply"), ("equivalence", "equivalent"), ("reason", "")];
    let looked = browser.submit(&page, &fields).await;
    assert!(plain(&looked.text).contains("What it does to others"), "{}", plain(&looked.text));
    // Something else than what was looked at is looked at first.
    let other = [("by", "listening-deeply"), ("equivalence", "not-equivalent"), ("reason", "")];
    let again = browser.submit(&looked, &other).await;
    assert!(plain(&again.text).contains("What it does to others"), "{}", plain(&again.text));
    let done = browser.submit(&again, &other).await;
    assert_eq!(done.heading(), "Done", "{}", plain(&done.text));
}

#[tokio::test]
async fn files_are_looked_at_first_with_row_and_column_and_then_imported() {
    let registry = Registry::new("import").await;
    let browser = registry.at_desk(COLLEGE, &Scope::ALL).await;
    let page = browser.open("/workspace/import").await;
    let wrong = VERSIONS.replace(",6,", ",six,");
    let refused = upload(&browser, &page, &[("courses.csv", TABLE), ("versions.csv", &wrong)]).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    let said = plain(&refused.text);
    assert!(said.contains("versions.csv Row 2 Column E"), "{said}");
    assert!(said.contains("Nothing was written"), "{said}");
    // An empty cell has a column, too; and one that nobody wrote is named by its header.
    let empty = TABLE.replace("Groups", "").replace(",source_external,source_place,source_confidence", "");
    let empty = empty.replace(",example.org,Course guide,high", "");
    let refused = upload(&browser, &page, &[("courses.csv", &empty), ("versions.csv", VERSIONS)]).await;
    let said = plain(&refused.text);
    assert!(
        said.contains("courses.csv Row 2 Column B What to do Course groups-plain: title is missing; add it."),
        "{said}"
    );
    assert!(said.contains("courses.csv Row 2 Column assumption What to do"), "{said}");
    let looked = upload(&browser, &page, &[("courses.csv", TABLE), ("versions.csv", VERSIONS)]).await;
    assert!(plain(&looked.text).contains("groups-plain") && looked.status == StatusCode::OK, "{}", plain(&looked.text));
    assert_eq!(browser.open("/workspace/courses/groups-plain").await.status, StatusCode::NOT_FOUND);
    let done = browser.submit(&looked, &[("import", "yes"), ("reason", "First list")]).await;
    assert_eq!((done.status, done.heading().as_str()), (StatusCode::OK, "Imported"), "{}", plain(&done.text));
    assert_eq!(browser.open("/workspace/courses/groups-plain").await.status, StatusCode::OK);
    let again = upload(&browser, &page, &[("courses.csv", TABLE), ("versions.csv", VERSIONS)]).await;
    assert!(plain(&again.text).contains("there already"), "{}", plain(&again.text));
    let tables = |page: &Page| page.links().into_iter().filter(|link| link.starts_with("/tables/")).collect::<Vec<_>>();
    let roster = tables(&browser.open("/workspace/issue").await);
    let (text, of_import): (Vec<String>, Vec<String>) =
        tables(&page).into_iter().partition(|name| name.ends_with(".toml"));
    assert_eq!((of_import.len(), roster.as_slice()), (3, &["/tables/roster.csv".to_owned()][..]));
    assert_eq!(text, ["/tables/qualification.toml"]);
    let mut served = Vec::new();
    for table in of_import.into_iter().chain(roster) {
        let file = browser.open(&table).await;
        assert_eq!(file.header("content-type"), "text/csv; charset=utf-8", "{table}");
        let first = file.text.trim_start_matches('\u{feff}').split(',').next();
        assert!(
            file.text.starts_with('\u{feff}') && ["code", "course", "reference"].map(Some).contains(&first),
            "{table}: {}",
            file.text
        );
        // The examples are another provider's, which an import by this one refuses.
        let text = file.text.replace("paper-daisy-training", COLLEGE);
        served.push((table.trim_start_matches("/tables/").to_owned(), text));
    }
    // The three tables as they are served, with their byte order mark, read back through the import.
    let served: Vec<(&str, &str)> = served.iter().take(3).map(|(name, text)| (name.as_str(), text.as_str())).collect();
    let read = upload(&browser, &page, &served).await;
    assert_eq!(read.status, StatusCode::OK, "{}", plain(&read.text));
    // So does the file of a qualification with a credit rule, and both are in the workspace then.
    let file = browser.open("/tables/qualification.toml").await;
    assert_eq!(file.header("content-disposition"), "attachment; filename=\"qualification.toml\"");
    let text = file.text.replace("paper-daisy-training", COLLEGE);
    let looked = upload(&browser, &page, &[("qualification.toml", &text)]).await;
    let said = plain(&looked.text);
    assert!(
        looked.status == StatusCode::OK && said.contains("example-award") && said.contains("example-credit"),
        "{said}"
    );
    let done = browser.submit(&looked, &[("import", "yes")]).await;
    assert_eq!(done.heading(), "Imported", "{}", plain(&done.text));
    let home = browser.open("/workspace").await;
    for part in ["Certificate in Peer Practice – code example-award", "Credit towards Certificate in Peer Practice"] {
        assert!(plain(&home.text).contains(part), "{part}: {}", plain(&home.text));
    }
    assert_eq!(browser.open("/tables/other.csv").await.status, StatusCode::NOT_FOUND);
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
