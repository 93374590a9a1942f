//! Every page there is: none is broken, large, or asks for anything from elsewhere.

use std::collections::BTreeSet;

use poem::http::{Method, StatusCode};

use registry_core::catalogue::Catalogue;
use registry_core::course::{Delivery, OfferingOf, VersionStatus};

use super::{Browser, Page, plain, reading};
use crate::ops;
use crate::snapshot::Snapshot;

/// Every page that can be reached by links from the start page. Lists that are filtered are looked at once each.
async fn crawl(browser: &Browser) -> Vec<Page> {
    let mut seen = BTreeSet::from(["/".to_owned()]);
    let mut waiting = vec!["/".to_owned()];
    let mut pages = Vec::new();
    while let Some(address) = waiting.pop() {
        // Two levels of planning are enough: every plan page has the same links.
        let page = browser.open(&address).await;
        for link in page.links().into_iter().filter(|link| link.starts_with('/')) {
            let plans = link.starts_with("/plan/") && link.contains("?a=");
            if !plans && seen.insert(link.clone()) {
                waiting.push(link);
            }
        }
        pages.push(page);
    }
    pages
}

#[tokio::test]
async fn no_link_is_broken_no_page_large_and_nothing_is_fetched_from_elsewhere() {
    let browser = Browser::new();
    let pages = crawl(&browser).await;
    assert!(pages.len() > 150, "{} pages", pages.len());
    for page in &pages {
        assert_eq!(page.status, StatusCode::OK, "{}", page.address);
        assert!(page.text.len() <= 100 * 1024, "{}: {} bytes", page.address, page.text.len());
        let ours = |link: &String| link.starts_with('/') || link.starts_with('#');
        if page.header("content-type").starts_with("text/html") && !page.address.starts_with("/explore") {
            assert!(page.links().iter().all(ours), "{}: {:?}", page.address, page.links());
            assert_eq!(page.text.matches("<h1>").count(), 1, "{}", page.address);
        }
        // An address within a page leads to something.
        for target in page.links().iter().filter_map(|link| link.strip_prefix('#')) {
            assert!(page.text.contains(&format!("id=\"{target}\"")), "{}: #{target}", page.address);
        }
    }
}

#[tokio::test]
async fn every_page_has_the_headers_that_keep_it_safe() {
    let browser = Browser::new();
    for address in
        ["/", "/courses", "/nothing", "/courses/nothing", "/plan", "/plan/goal", "/plan/check", "/plan/pathway?a=x"]
    {
        let page = browser.send(Method::GET, address, &[], String::new()).await;
        assert_eq!(page.header("content-security-policy"), crate::web::answer::CONTENT_POLICY, "{address}");
        assert_eq!(page.header("referrer-policy"), "no-referrer", "{address}");
        assert_eq!(page.header("x-content-type-options"), "nosniff", "{address}");
        assert!(page.headers.get("set-cookie").is_none(), "{address}");
        let personal = address.starts_with("/plan/") || page.status != StatusCode::OK;
        assert_eq!(page.header("cache-control") == "no-store", personal, "{address}");
    }
    let start = browser.open("/").await;
    let style = start.links().into_iter().find(|link| link.contains("style-")).expect("a style sheet");
    assert_eq!(browser.open(&style).await.header("cache-control"), "public, max-age=31536000, immutable");
    for inline in ["<script", "<style", " style=", " onclick=", "javascript:"] {
        assert!(!start.text.contains(inline), "{inline}");
    }
}

/// The rules of one part of a style sheet, such as what a printer gets.
fn rules<'a>(style: &'a str, media: &str) -> &'a str {
    let start = style.find(media).unwrap_or_else(|| panic!("no {media}"));
    let rest = &style[start..];
    &rest[..rest.find("\n}\n").unwrap_or(rest.len())]
}

#[tokio::test]
async fn what_colour_says_is_said_in_forced_colours_and_paper_gets_no_buttons() {
    let browser = Browser::new();
    let start = browser.open("/").await;
    let style = start.links().into_iter().find(|link| link.contains("style-")).expect("a style sheet");
    let style = browser.open(&style).await.text;
    let forced = rules(&style, "@media (forced-colors: active)");
    // What is filled has no edge of its own: numbers of steps, bars, boxes, arrows, marks of a verdict.
    for part in [".thread > li::before", ".drawing .bar", ".drawing .box", ".drawing .arrow", ".drawing .tip", ".mark"]
    {
        assert!(forced.contains(part), "{part} in {forced}");
    }
    for colour in ["#", "var(--", "rgb"] {
        assert!(!forced.contains(colour), "{colour} in {forced}");
    }
    let paper = rules(&style, "@media print");
    for part in ["nav", "footer.site", ".no-print", "form", "break-inside: avoid", "--ink: #000"] {
        assert!(paper.contains(part), "{part} in {paper}");
    }
    // What is folded on a screen is open on paper.
    assert!(paper.contains("details::details-content"), "{paper}");
}

#[tokio::test]
async fn what_is_not_there_or_only_read_is_said_to_people_and_programs_alike() {
    let browser = Browser::new();
    let page = browser.send(Method::GET, "/nothing", &[], String::new()).await;
    assert_eq!((page.status, page.heading().as_str()), (StatusCode::NOT_FOUND, "There is nothing at this address"));
    let page = browser.send(Method::POST, "/courses", &[], String::new()).await;
    assert_eq!((page.status, page.heading().as_str()), (StatusCode::METHOD_NOT_ALLOWED, "This address is only read"));
    let page = browser.send(Method::GET, "/courses/no-such-course", &[], String::new()).await;
    assert_eq!((page.status, page.heading().as_str()), (StatusCode::NOT_FOUND, "We have no course with that code"));
    for odd in [
        "/courses/%00",
        "/courses/%F0%9F%98%80",
        "/tiers/9",
        "/tiers/x",
        "/roles/a%20b",
        "/qualifications/-",
        "/providers/..%2f",
    ] {
        assert_eq!(browser.open(odd).await.status, StatusCode::NOT_FOUND, "{odd}");
    }
    let large = browser.send(Method::POST, "/plan/goal", &[], "x".repeat(17_000)).await;
    assert_eq!((large.status, large.heading().as_str()), (StatusCode::PAYLOAD_TOO_LARGE, "That is too much at once"));
    let head = browser.send(Method::HEAD, "/", &[], String::new()).await;
    assert_eq!((head.status, head.text.as_str()), (StatusCode::OK, ""));
}

#[tokio::test]
async fn courses_are_found_by_filter_and_by_words_with_a_letter_wrong() {
    let browser = Browser::new();
    let all = browser.open("/courses").await;
    let some = browser.open("/courses?tier=1&mode=online&price=50").await;
    assert!(some.text.contains("/courses/t1-consumer-values") && all.text.contains("page 1 of"));
    let found = browser.open("/courses?q=advocasy").await;
    assert!(found.text.contains("/courses/suite-advocacy"), "{}", found.text);
    let none = browser.open("/courses?q=zzzzzz").await;
    assert!(none.text.contains("0 courses") && none.text.contains("Nothing fits all of that"));
    let second = browser.open("/courses?page=2").await;
    assert!(second.text.contains("page 2 of") && second.text.contains("Page before"));
    assert_eq!(browser.open(&format!("/courses?q={}", "a".repeat(101))).await.status, StatusCode::OK);
}

#[tokio::test]
async fn a_provider_is_named_where_others_offer_too_and_not_on_a_page_of_its_own() {
    let browser = Browser::new();
    let links = |page: &Page, address: &str| page.links().iter().filter(|link| *link == address).count();
    let [own, course] = ["/providers/banksia-junction-tafe", "/courses/CHCPWK001"];
    assert_eq!(links(&browser.open(own).await, own), 0, "{own}");
    assert!(links(&browser.open(course).await, own) > 0, "{course}");
}

#[tokio::test]
async fn a_course_page_shows_what_comes_before_and_after_and_who_says_so() {
    let browser = Browser::new();
    let page = browser.open("/courses/suite-supervision").await;
    for part in [
        "What comes before it",
        "What it leads to",
        "When and where",
        "Versions",
        "Where this comes from",
        "Who says so",
    ] {
        assert!(page.text.contains(part), "{part}");
    }
    let role = browser.open("/roles/consumer-peer-support-worker").await;
    assert!(role.text.contains("Any one of these:") && role.text.contains("href=\"/courses/suite-peer-support\""));
    let award = browser.open("/qualifications/CHC43515").await;
    assert!(award.text.contains("What it is made of"), "{}", award.text);
    // What leads to the same place are ways, not steps.
    let award = browser.open("/qualifications/graduate-certificate").await;
    let ladder = award.text.split("The ladder").nth(1).and_then(|rest| rest.split("</ol>").next()).expect("a ladder");
    assert_eq!(ladder.matches("<li><h3>").count(), 3, "{ladder}");
    let before_it = ladder.split("(this one)").next().unwrap_or_default();
    assert!(before_it.contains("Any one of these leads here") && before_it.matches("<a href").count() == 5, "{ladder}");
}

/// The built-in catalogue some years on: two courses are withdrawn, what was offered of another is over, and of another there is a
/// newer version beside the one that is offered.
fn some_years_on() -> Snapshot {
    let mut parts = ops::built_in_catalogue().expect("the built-in catalogue").catalogue().to_parts();
    for course in &mut parts.courses {
        match course.code.as_str() {
            "t1-consumer-values" | "suite-supervision" => course.versions[0].status = VersionStatus::Withdrawn,
            "t1-movement-history" => {
                let mut newer = course.versions[0].clone();
                newer.version = "1.1.0".parse().expect("a number");
                course.versions.push(newer);
            }
            _ => {}
        }
    }
    for offering in &mut parts.offerings {
        let over =
            Delivery::Dated { start: "2020-03-02".parse().expect("a day"), end: "2020-03-03".parse().expect("a day") };
        if matches!(&offering.of, OfferingOf::Course { course, .. } if course.as_str() == "t1-worker-roles") {
            offering.delivery = over;
        }
    }
    Snapshot::new(Catalogue::build(parts).expect("sound"), 1)
}

/// What nobody can take up is shown as on offer nowhere: neither on its page, nor with a price in a list, nor by a filter.
#[tokio::test]
async fn what_is_withdrawn_or_over_is_not_shown_as_on_offer_and_another_version_is_named() {
    let (before, browser) = (Browser::new(), Browser::of(some_years_on()));
    let said = |page: &Page| plain(&page.text);
    let mut pages = Vec::new();
    for (code, is_taught) in [("t1-consumer-values", false), ("t1-worker-roles", true)] {
        let address = format!("/courses/{code}");
        assert!(!said(&before.open(&address).await).contains("Nobody offers this course now"), "{code}");
        let page = browser.open(&address).await;
        let gone = page.text.contains("This course is not taught any more. If you hold it, it stays yours.");
        assert_eq!((gone, page.text.contains("Plan for this course")), (!is_taught, is_taught), "{code}");
        let when = page.text.split("When and where").nth(1).and_then(|rest| rest.split("Versions").next());
        assert_eq!(plain(when.expect("when")).trim(), "Nobody offers this course now.", "{code}");
        for (address, lists) in [(format!("/courses?q={code}"), true), (format!("/courses?q={code}&price=1000"), false)]
        {
            let (all, left) = (before.open(&address).await, browser.open(&address).await);
            let row = |page: &Page| page.text.split(&format!("href=\"/courses/{code}\"")).nth(1).map(plain);
            assert!(row(&all).is_some_and(|row| !row.contains("nobody offers it now")), "{address}");
            assert_eq!(row(&left).is_some(), lists, "{address}");
            let word = if is_taught { "nobody offers it now" } else { "not taught any more" };
            assert!(row(&left).is_none_or(|row| row.contains(word)), "{address}: {:?}", row(&left));
            pages.push(left);
        }
        pages.push(page);
    }
    let provider = "/providers/lantern-street-collective";
    let (all, left) = (before.open(provider).await, browser.open(provider).await);
    for code in ["t1-consumer-values", "t1-worker-roles"] {
        let link = format!("href=\"/courses/{code}\"");
        assert!(all.text.contains(&link) && !left.text.contains(&link), "{code}");
    }
    let tier = browser.open("/tiers/1").await;
    assert_eq!(said(&tier).matches("not taught any more").count(), 1, "{}", said(&tier));
    let newer = browser.open("/courses/t1-movement-history").await;
    for part in [", the current one", ", still taught beside the current one", "Version 1.0.0 · "] {
        assert!(said(&newer).contains(part), "{part} in {}", said(&newer));
    }
    assert_eq!(said(&newer).matches("the current one").count(), 2, "{}", said(&newer));
    assert!(!said(&before.open("/courses/t1-movement-history").await).contains("Version 1.0.0 · "));
    let leads_to = |page: &Page| {
        let part = page.text.split("What it leads to").nth(1).and_then(|rest| rest.split("<h2>").next());
        part.expect("what it leads to").contains("href=\"/courses/suite-supervision\"")
    };
    let [all, left] =
        [before.open("/courses/suite-peer-support").await, browser.open("/courses/suite-peer-support").await];
    assert_eq!((leads_to(&all), leads_to(&left)), (true, false), "{}", said(&left));
    pages.extend([left, tier, newer]);
    reading::assert_plain(&pages);
}
