//! The page of one course: versions, requisites both ways, credit, offerings, sources.

use askama::Template;
use askama::filters::HtmlSafe;
use chrono::NaiveDate;
use registry_core::catalogue::Catalogue;
use registry_core::course::{Course, CourseVersion};
use registry_core::credit::CreditExchange;
use registry_core::date::in_words;
use registry_core::graph::NodeKey;
use registry_core::id::CourseCode;
use registry_core::requisite::Strength;
use registry_core::words::{sentence_start, source};

use super::offering::OfferingView;
use super::requirement::Requirement;
use super::{Link, unknown};
use crate::ops::is_on_offer;
use crate::web::answer::Answer;
use crate::web::endpoint::Asked;
use crate::web::head::{Head, Section};
use crate::web::words::browse as said;
use crate::web::{links, words};

#[derive(Template)]
#[template(path = "course.html")]
struct CoursePage {
    head: Head,
    course: CourseView,
    superseded: Option<(Link, &'static str)>,
    /// Whether any version is.
    is_taught: bool,
    /// Where it can be planned for: nothing, where no version is taught.
    plan: Option<String>,
}

/// What its page says of a course; the template writes what follows the description. A draft is looked at in the same view.
#[derive(Debug, Template)]
#[template(path = "course_view.html")]
pub(in crate::web) struct CourseView {
    pub(in crate::web) title: String,
    pub(in crate::web) kind: &'static str,
    pub(in crate::web) description: String,
    /// How deep the headings of all that follows are.
    level: u8,
    neutral_title: Option<String>,
    facts: Vec<(&'static str, Vec<Link>)>,
    outcomes: Vec<String>,
    sessions: Vec<String>,
    before: Vec<Requirement>,
    after: Vec<Link>,
    credit: Vec<Link>,
    offerings: Vec<OfferingView>,
    versions: Vec<VersionView>,
    source: String,
}

/// A template writes it, and escapes everything in it.
impl HtmlSafe for CourseView {}

#[derive(Debug)]
struct VersionView {
    number: String,
    line: String,
}

/// One course.
pub(super) fn course(asked: &Asked<'_>) -> Answer {
    let catalogue = asked.at.catalogue();
    let Some(course) = CourseCode::new(asked.code).ok().and_then(|code| catalogue.course(&code)) else {
        return unknown(said::COURSE);
    };
    let Some(view) = CourseView::of(catalogue, course, asked.today, 2) else {
        return unknown(said::COURSE);
    };
    let superseded = course.superseded_by.as_ref().map(|next| {
        let title = catalogue.course(&next.course).map_or(next.course.as_str(), |course| course.title.as_str());
        (Link::to(title, links::course(&next.course)), words::equivalence(next.equivalence))
    });
    Answer::public(&CoursePage {
        head: Head::new(Section::Courses, &course.title),
        course: view,
        superseded,
        is_taught: course.current().is_some(),
        plan: course.current().map(|_| format!("/plan/from?goal=course:{}", course.code)),
    })
}

impl CourseView {
    /// A course of the catalogue, in the version that is taught or else the newest, under headings of a level from 1 to 5; none
    /// of a course without a version.
    pub(in crate::web) fn of(catalogue: &Catalogue, course: &Course, today: NaiveDate, level: u8) -> Option<Self> {
        let version = course.current().or(course.versions.last())?;
        let offerings = catalogue.offerings_of_course(&course.code);
        let offerings = offerings.filter(|offering| is_on_offer(catalogue, offering, today));
        Some(Self {
            title: course.title.clone(),
            level,
            kind: words::kind(course.kind),
            description: course.description.clone(),
            neutral_title: course.neutral_title.clone().filter(|title| *title != course.title),
            facts: facts(catalogue, course, version),
            outcomes: version.outcomes.clone(),
            sessions: version.sessions.clone(),
            before: version.requisites.iter().map(|requisite| Requirement::of(catalogue, requisite)).collect(),
            after: after(catalogue, &NodeKey::Course(course.code.clone())),
            credit: credit(catalogue, &course.code),
            offerings: offerings.map(|offering| OfferingView::of(catalogue, offering)).collect(),
            versions: course.versions.iter().rev().map(|version| version_view(course, version)).collect(),
            source: sentence_start(&source(catalogue, &course.provenance)),
        })
    }
}

fn facts(catalogue: &Catalogue, course: &Course, version: &CourseVersion) -> Vec<(&'static str, Vec<Link>)> {
    let mut facts = vec![(said::CODE, vec![Link::only(course.code.as_str())])];
    facts.push((said::TIME, vec![Link::only(words::hours(version.volume_of_learning))]));
    facts
        .push((said::ASSESSED, vec![Link::only(if version.assessed { words::ASSESSED } else { words::NOT_ASSESSED })]));
    if let Some(alignment) = &course.aqf_alignment {
        let level = sentence_start(&said::aligned(alignment.level.get()));
        facts.push((said::LEVEL, vec![Link::only(level).noting(sentence_start(&alignment.basis))]));
    }
    if let Some(credit) = &version.credit {
        let scheme = catalogue.credit_scheme(&credit.scheme).map_or(credit.scheme.as_str(), |scheme| &scheme.title);
        facts.push((said::CREDIT, vec![Link::only(said::points_of(credit.points, scheme))]));
    }
    let perspectives = course.perspectives.iter().map(|perspective| words::workforce(*perspective));
    let perspectives: Vec<Link> = perspectives.map(Link::only).collect();
    if !perspectives.is_empty() {
        facts.push((said::FOR, perspectives));
    }
    let tiers =
        course.tiers.iter().map(|tier| Link::to(registry_core::words::tier(catalogue, *tier), links::tier(*tier)));
    let roles = course.roles.iter().map(|code| {
        Link::to(catalogue.role(code).map_or(code.as_str(), |role| role.title.as_str()), links::role(code))
    });
    let topics = course.tags.iter().filter_map(|code| catalogue.tag(code));
    let topics = topics.map(|tag| Link::to(&tag.title, format!("/courses?topic={}", tag.code)));
    for (name, links) in
        [(said::TIERS, tiers.collect::<Vec<_>>()), (said::ROLES, roles.collect()), (said::TOPICS, topics.collect())]
    {
        if !links.is_empty() {
            facts.push((name, links));
        }
    }
    facts
}

/// What a node of the requisite graph comes before, each once: needed there or advised. A course that nobody teaches any more
/// leads nowhere.
pub(super) fn after(catalogue: &Catalogue, key: &NodeKey) -> Vec<Link> {
    let is_taught = |node: &NodeKey| match node {
        NodeKey::Course(code) => catalogue.course(code).and_then(Course::current).is_some(),
        _ => true,
    };
    let edges = catalogue.graph().edges().into_iter().filter(|edge| edge.from == *key && is_taught(&edge.to));
    let link = |edge: registry_core::graph::Edge| {
        let strength = match edge.strength {
            Strength::Required => words::LEADS_NEEDED,
            Strength::Advised => words::LEADS_ADVISED,
        };
        Link::to(registry_core::words::entry(catalogue, &edge.to), links::node(&edge.to)).noting(strength)
    };
    edges.map(link).collect()
}

/// What the course counts towards: credit rules that name it, and qualifications that list it.
fn credit(catalogue: &Catalogue, code: &CourseCode) -> Vec<Link> {
    let to = |qualification: &registry_core::id::QualificationCode| {
        let title = catalogue.qualification(qualification).map_or(qualification.as_str(), |entry| entry.title.as_str());
        Link::to(title, links::qualification(qualification))
    };
    let mut credit = Vec::new();
    for rule in catalogue.credit_rules() {
        let note = match &rule.exchange {
            CreditExchange::Series { of, size, points_each_series } if of.contains(code) => {
                words::series(*size, *points_each_series)
            }
            CreditExchange::Unit { from, unit } if from == code => {
                let title = catalogue.course(unit).map_or(unit.as_str(), |unit| unit.title.as_str());
                words::counts_as_unit(title)
            }
            _ => continue,
        };
        credit.push(to(&rule.qualification).noting(format!("{note} {}", rule.standing.sentence())));
    }
    for qualification in catalogue.qualifications() {
        let units = qualification.packaging.iter().flat_map(|packaging| &packaging.groups);
        let unit = units.filter(|group| group.units.contains(code)).map(|group| group.title.as_str());
        let subjects = qualification.points_packaging.iter().flat_map(|packaging| &packaging.groups);
        let subject = subjects.filter(|group| group.subjects.contains(code)).map(|group| group.title.as_str());
        if let Some(group) = unit.chain(subject).next() {
            credit.push(to(&qualification.code).noting(words::part_of(group)));
        }
    }
    credit
}

fn version_view(course: &Course, version: &CourseVersion) -> VersionView {
    let line = said::published(&in_words(version.published), said::version_standing(course, version));
    VersionView { number: version.version.to_string(), line }
}
