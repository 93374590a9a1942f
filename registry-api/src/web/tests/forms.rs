//! Every field has a name, says its hint and what is wrong with it to a screen reader, and problems lead to their fields.

use poem::http::StatusCode;

use super::holder::Registry;
use super::journey::{WORKER, answered};
use super::{Browser, Page, plain};

/// The tags of some names, each with its attributes.
fn tags<'a>(html: &'a str, names: &[&str]) -> Vec<&'a str> {
    let all = html.split('<').skip(1).filter_map(|part| part.split('>').next());
    all.filter(|tag| names.contains(&tag.split([' ', '\n']).next().unwrap_or_default())).collect()
}

fn attribute<'a>(tag: &'a str, name: &str) -> Option<&'a str> {
    tag.split_once(&format!(" {name}=\"")).and_then(|(_, rest)| rest.split('"').next())
}

/// The fields that somebody fills in.
fn fields(page: &Page) -> Vec<&str> {
    let unfilled = |tag: &&str| attribute(tag, "type") != Some("hidden");
    tags(&page.text, &["input", "select", "textarea"]).into_iter().filter(unfilled).collect()
}

/// What does not hold of the forms of a page.
fn faults(page: &Page) -> Vec<String> {
    let mut wrong = Vec::new();
    let ids: Vec<&str> = tags_with_ids(page);
    let described: Vec<&str> =
        page.text.split("aria-describedby=\"").skip(1).filter_map(|rest| rest.split('"').next()).collect();
    let described: Vec<&str> = described.iter().flat_map(|all| all.split(' ')).collect();
    for id in &described {
        if !ids.contains(id) {
            wrong.push(format!("{id} describes a field and is not there"));
        }
    }
    for hint in tags(&page.text, &["p", "span"]) {
        let kind = attribute(hint, "class").unwrap_or_default();
        let is_told = kind.split(' ').any(|one| ["hint", "wrong-text"].contains(&one));
        match attribute(hint, "id") {
            Some(id) if is_told && !described.contains(&id) => wrong.push(format!("no field is described by {id}")),
            _ => {}
        }
    }
    for field in fields(page) {
        let id = attribute(field, "id").unwrap_or_default();
        if !page.text.contains(&format!("<label for=\"{id}\"")) {
            wrong.push(format!("no label: {field}"));
        }
        let told = attribute(field, "aria-describedby").is_some_and(|ids| ids.contains("-wrong"));
        let can_be_invalid = attribute(field, "type") != Some("file");
        if told && can_be_invalid && attribute(field, "aria-invalid") != Some("true") {
            wrong.push(format!("not said to be invalid: {field}"));
        }
    }
    let summary = page.text.split("<div class=\"problems\" role=\"alert\" tabindex=\"-1\">").nth(1);
    let Some(summary) = summary.and_then(|rest| rest.split("</div>").next()) else {
        if page.text.contains("aria-invalid") || page.text.contains("wrong-text") {
            wrong.push("something is wrong, and is not said at the top".to_owned());
        }
        return wrong;
    };
    if !page.title().starts_with("Error: ") {
        wrong.push(format!("the title does not say so: {}", page.title()));
    }
    let problems: Vec<&str> = summary.split("<li>").skip(1).collect();
    if problems.is_empty() {
        wrong.push("no problem is named".to_owned());
    }
    for problem in problems {
        let field = problem.split("<a href=\"#").nth(1).and_then(|rest| rest.split('"').next()).unwrap_or_default();
        if !fields(page).iter().any(|known| attribute(known, "id") == Some(field)) {
            wrong.push(format!("{problem} leads to no field"));
        }
        if plain(&page.text).matches(&plain(problem)).count() < 2 {
            wrong.push(format!("{problem} is not said beside its field"));
        }
    }
    wrong
}

fn tags_with_ids(page: &Page) -> Vec<&str> {
    page.text.split(" id=\"").skip(1).filter_map(|rest| rest.split('"').next()).collect()
}

/// Asserts it of pages; gives how many of them say that something is wrong.
pub(in crate::web) fn assert_told(pages: &[Page]) -> usize {
    let of = |page: &Page| faults(page).iter().map(|fault| format!("{}: {fault}", page.address)).collect::<Vec<_>>();
    let all: Vec<String> = pages.iter().flat_map(of).collect();
    assert!(all.is_empty(), "{}", all.join("\n"));
    pages.iter().filter(|page| page.text.contains("class=\"problems\"")).count()
}

/// Every question of somebody who works and holds something, as it is asked, and as it is after a wrong answer.
pub(super) async fn questions_and_mistakes(browser: &Browser) -> Vec<Page> {
    let mut pages = Vec::new();
    let mut page = browser.open("/plan/goal").await;
    for (name, right) in WORKER.into_iter().filter(|(name, _)| *name != "check") {
        let nonsense: Vec<(String, &str)> = fields(&page)
            .into_iter()
            .filter(|field| attribute(field, "type") == Some("text"))
            .filter_map(|field| Some((attribute(field, "name")?.to_owned(), "x")))
            .collect();
        let nonsense: Vec<(&str, &str)> = nonsense.iter().map(|(name, value)| (name.as_str(), *value)).collect();
        pages.push(page.clone());
        // What may be held is never wrong, and what matters has an answer for everything.
        if !["held", "matters"].contains(&name) {
            let wrong = browser.submit(&page, &nonsense).await;
            assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY, "{name}");
            pages.push(wrong);
        }
        page = browser.submit(&page, right).await;
    }
    let change = |question: &str| page.address.replace("/plan/check", &format!("/plan/{question}"));
    for (question, answer, next) in [
        ("work", &[("work", "starting")][..], "from"),
        ("work", &[("work", "no")][..], "placement"),
        ("goal", &[("goal", "credit")][..], "which"),
    ] {
        let asked = browser.open(&change(question)).await;
        let opened = browser.submit(&asked, answer).await;
        pages.push(browser.submit(&opened, &[(next, "x")]).await);
        pages.push(opened);
    }
    pages
}

#[tokio::test]
async fn every_question_tells_a_screen_reader_its_hint_and_what_is_wrong() {
    let browser = Browser::new();
    let pages = questions_and_mistakes(&browser).await;
    assert!(assert_told(&pages) >= 15, "{}", pages.len());
    assert!(pages.iter().filter(|page| page.text.contains("aria-invalid=\"true\"")).count() >= 6);
    let check = answered(&browser, &WORKER).await;
    let why = browser.open(&check.address.replace("/plan/check", "/plan/why")).await;
    let long = browser.open(&format!("/courses?q={}", "a".repeat(101))).await;
    assert!(long.text.contains("aria-invalid=\"true\""), "{}", long.text);
    let verify = browser.open("/verify").await;
    let nothing = browser.submit(&verify, &[("credential", "")]).await;
    assert_eq!(assert_told(&[why, verify, nothing]), 1);
}

#[tokio::test]
async fn the_forms_of_a_record_tell_a_screen_reader_their_hints_and_what_is_wrong() {
    let registry = Registry::new().await;
    let person = registry.browser();
    let mut pages = Vec::new();
    for door in ["/record", "/claim", "/share"] {
        pages.push(person.open(door).await);
        pages.push(person.post(door, &[("code", "x")]).await);
    }
    person.claim(&registry.issue(None).await).await;
    let choose = person.open("/record/share").await;
    pages.push(person.submit(&choose, "/record/share", &[("days", "8")]).await);
    pages.push(choose);
    pages.push(person.open("/record/add").await);
    pages.push(person.add(b"{}").await);
    assert_eq!(assert_told(&pages), 5);
}

#[test]
fn what_is_not_told_is_found() {
    let page = |text: &str| Page {
        address: String::new(),
        status: StatusCode::OK,
        headers: poem::http::HeaderMap::new(),
        text: format!("<title>A</title>{text}"),
    };
    let label = "<label for=\"a\">A</label>";
    for (html, count) in [
        ("<input id=\"a\" type=\"text\">", 1),
        ("<label for=\"a\">A</label><input type=\"text\" id=\"a\" aria-describedby=\"b\">", 1),
        ("<label for=\"a\">A</label><p class=\"hint\" id=\"b\">B</p><input type=\"text\" id=\"a\">", 1),
        (
            "<label for=\"a\">A</label><p class=\"wrong-text\" id=\"a-wrong\">B</p><input type=\"text\" id=\"a\" aria-describedby=\"a-wrong\">",
            2,
        ),
        ("<div class=\"problems\" role=\"alert\" tabindex=\"-1\"><li><a href=\"#b\">B</a></li></div>", 3),
        ("<div class=\"problems\" role=\"alert\" tabindex=\"-1\"></div>", 2),
    ] {
        assert_eq!(faults(&page(html)).len(), count, "{html}: {:?}", faults(&page(html)));
    }
    assert!(faults(&page(&format!("{label}<input type=\"text\" id=\"a\">"))).is_empty());
}
