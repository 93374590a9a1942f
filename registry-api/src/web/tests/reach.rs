//! Every page that somebody with a record can reach by links from the start page: each is there, small, and reads easily.

use std::collections::BTreeSet;

use poem::http::StatusCode;

use super::holder::{Person, Registry};
use super::{Page, forms, reading};

/// What a link leads to, once for each: the pages of a plan differ by the answers in their address alone.
fn place(link: &str) -> String {
    let link = link.split('#').next().unwrap_or_default();
    if link.starts_with("/plan/") && link.contains("?a=") {
        return link.split('?').next().unwrap_or_default().to_owned();
    }
    link.to_owned()
}

async fn reached(person: &Person) -> Vec<Page> {
    let mut seen = BTreeSet::from(["/".to_owned()]);
    let mut waiting = vec!["/".to_owned()];
    let mut pages = Vec::new();
    while let Some(address) = waiting.pop() {
        let page = person.open(&address).await;
        for link in page.links().into_iter().filter(|link| link.starts_with('/')) {
            if seen.insert(place(&link)) {
                waiting.push(link);
            }
        }
        pages.push(page);
    }
    pages
}

#[tokio::test]
async fn every_page_that_is_reached_with_a_record_open_is_there_and_reads_easily() {
    let registry = Registry::new().await;
    let person = registry.browser();
    person.claim(&registry.issue(Some("Invented Name")).await).await;
    person.share("hidden").await;
    let pages = reached(&person).await;
    let is_html = |page: &&Page| page.header("content-type").starts_with("text/html");
    // What programs are offered has words of its own.
    let html: Vec<Page> =
        pages.iter().filter(is_html).filter(|page| !page.address.starts_with("/explore")).cloned().collect();
    assert!(html.len() > 150, "{} pages", html.len());
    for start in ["/record/held/", "/record/share", "/record/link", "/record/delete", "/plan/", "/verify", "/courses/"]
    {
        assert!(html.iter().any(|page| page.address.starts_with(start)), "{start} is not reached");
    }
    for page in &pages {
        assert_eq!(page.status, StatusCode::OK, "{}", page.address);
    }
    for page in &html {
        assert!(page.text.len() <= 100 * 1024, "{}: {} bytes", page.address, page.text.len());
        assert_eq!(page.text.matches("<h1>").count(), 1, "{}", page.address);
    }
    reading::assert_plain(&html);
    forms::assert_told(&html);
}
