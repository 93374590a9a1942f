//! The list of courses, with filters and a search.

use askama::Template;
use chrono::NaiveDate;
use registry_core::course::{Course, Mode};
use registry_core::pathway::words::money;
use registry_core::provider::TagKind;
use registry_core::tier::Tier;
use registry_core::words::sentence_start;

use super::Link;
use crate::ops::find_courses::{CourseFilter, Search, find_courses};
use crate::ops::is_on_offer;
use crate::snapshot::Snapshot;
use crate::web::answer::Answer;
use crate::web::endpoint::Asked;
use crate::web::fields::Fields;
use crate::web::head::{Head, Section};
use crate::web::words::browse as said;
use crate::web::{links, words};

/// How many courses one page lists.
const PAGE: usize = 25;

/// The names of the filters, in the order in which an address has them.
const FILTERS: [&str; 8] = ["q", "topic", "tier", "role", "kind", "level", "price", "mode"];

#[derive(Template)]
#[template(path = "courses.html")]
struct Courses {
    head: Head,
    search: String,
    filters: Vec<Select>,
    found: String,
    rows: Vec<Row>,
    /// Addresses of the page before and the page after.
    before: Option<String>,
    after: Option<String>,
    /// What is wrong with the search; empty when nothing is.
    wrong: String,
    filtered: bool,
    /// Whether anything is chosen besides words.
    narrowed: bool,
}

/// One filter: a list to choose from.
struct Select {
    name: &'static str,
    label: &'static str,
    any: &'static str,
    options: Vec<Choice>,
}

struct Choice {
    value: String,
    text: String,
    chosen: bool,
}

struct Row {
    link: Link,
    line: String,
    description: String,
}

/// Courses by topic, tier, role, kind, level, price and mode; by words as well.
pub(super) fn courses(asked: &Asked<'_>) -> Answer {
    let query = asked.query;
    let (search, wrong) = match Search::read(query.one("q")) {
        Ok(search) => (search, String::new()),
        Err(too_long) => (None, sentence_start(&format!("{too_long}."))),
    };
    let found = find_courses(asked.at, &filter(query, asked.today), search.as_ref());
    let number = query.one("page").parse::<usize>().unwrap_or(1).max(1);
    let from = (number - 1).saturating_mul(PAGE);
    let rows = found.iter().skip(from).take(PAGE).map(|course| row(asked, course)).collect();
    let page = |number: usize| address(query, number);
    Answer::public(&Courses {
        head: Head::new(Section::Courses, words::COURSES),
        search: query.one("q").to_owned(),
        filters: selects(asked.at, query),
        found: words::courses_found(found.len(), number, found.len().div_ceil(PAGE)),
        rows,
        before: (number > 1).then(|| page(number - 1)),
        after: (from + PAGE < found.len()).then(|| page(number + 1)),
        wrong,
        narrowed: FILTERS.iter().any(|name| *name != "q" && !query.one(name).is_empty()),
        filtered: FILTERS.iter().any(|name| !query.one(name).is_empty()),
    })
}

fn filter(query: &Fields, today: NaiveDate) -> CourseFilter {
    let given = |name: &str| Some(query.one(name).to_owned()).filter(|value| !value.is_empty());
    CourseFilter {
        tier: query.one("tier").parse().ok(),
        role: given("role"),
        tag: given("topic"),
        kind: words::kind_named(query.one("kind")),
        aqf_level: query.one("level").parse().ok(),
        price_max: query.one("price").parse().ok(),
        mode: Mode::ALL.into_iter().find(|mode| mode.name() == query.one("mode")),
        on_offer: Some(today),
        ..CourseFilter::default()
    }
}

fn row(asked: &Asked<'_>, course: &Course) -> Row {
    let catalogue = asked.at.catalogue();
    let mut facts = vec![words::kind(course.kind).to_owned()];
    if let Some(version) = course.current().or(course.versions.last()) {
        facts.push(words::hours(version.volume_of_learning));
    }
    if let Some(alignment) = &course.aqf_alignment {
        facts.push(said::aligned(alignment.level.get()));
    }
    if let Some(standing) = said::standing(course) {
        facts.push(standing.to_owned());
    }
    if course.current().is_some() {
        let offerings = catalogue.offerings_of_course(&course.code);
        let offered = offerings.filter(|offering| is_on_offer(catalogue, offering, asked.today));
        let price = offered.map(|offering| offering.price).min();
        facts.push(price.map_or(words::NOT_OFFERED.to_owned(), |price| words::from_price(&money(price))));
    }
    Row {
        link: Link::to(&course.title, links::course(&course.code)),
        line: facts.join(" · "),
        description: course.description.clone(),
    }
}

/// The address of a page of the same list.
fn address(query: &Fields, number: usize) -> String {
    let mut written = form_urlencoded::Serializer::new(String::from("/courses?"));
    for name in FILTERS {
        if !query.one(name).is_empty() {
            written.append_pair(name, query.one(name));
        }
    }
    written.append_pair("page", &number.to_string()).finish()
}

fn selects(at: &Snapshot, query: &Fields) -> Vec<Select> {
    let catalogue = at.catalogue();
    let select = |name: &'static str, options: Vec<(String, String)>| {
        let (label, any) = words::filter(name);
        let chosen = query.one(name);
        let option = |(value, text): (String, String)| Choice { chosen: value == chosen, value, text };
        Select { name, label, any, options: options.into_iter().map(option).collect() }
    };
    let topics = TagKind::ALL.into_iter().flat_map(|kind| catalogue.tags().filter(move |tag| tag.kind == kind));
    let levels = catalogue.courses().filter_map(|course| course.aqf_alignment.as_ref());
    let levels: std::collections::BTreeSet<u8> = levels.map(|alignment| alignment.level.get()).collect();
    let prices = [0, 50, 100, 250, 500, 1_000].map(|dollars: u32| (dollars.to_string(), words::price_up_to(dollars)));
    let kinds = words::KINDS.iter().map(|(kind, name)| (kind.name().to_owned(), (*name).to_owned()));
    vec![
        select("topic", topics.map(|tag| (tag.code.to_string(), tag.title.clone())).collect()),
        select("tier", Tier::ALL.map(|tier| (tier.number().to_string(), tier.to_string())).into()),
        select("role", catalogue.roles().map(|role| (role.code.to_string(), role.title.clone())).collect()),
        select("kind", kinds.collect()),
        select("level", levels.iter().map(|level| (level.to_string(), said::aqf_level(*level))).collect()),
        select("price", prices.into()),
        select("mode", Mode::ALL.map(|mode| (mode.name().to_owned(), sentence_start(mode.words()))).into()),
    ]
}
