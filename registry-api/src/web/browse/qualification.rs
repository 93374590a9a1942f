//! Qualifications: the list, and the page of one with its units, its ladder and its credit.

use std::collections::BTreeSet;

use askama::Template;
use registry_core::catalogue::Catalogue;
use registry_core::credit::CreditExchange;
use registry_core::graph::NodeKey;
use registry_core::id::{CourseCode, QualificationCode};
use registry_core::qualification::{Currency, GroupKind, Qualification};
use registry_core::words::{sentence_start, source};

use super::course::after;
use super::offering::OfferingView;
use super::requirement::Requirement;
use super::{Link, unknown};
use crate::ops::is_on_offer;
use crate::web::answer::Answer;
use crate::web::endpoint::Asked;
use crate::web::head::{Head, Section};
use crate::web::plan::credit as credit_goal;
use crate::web::words::browse as said;
use crate::web::{links, words};

#[derive(Template)]
#[template(path = "list.html")]
pub(super) struct List {
    pub(super) head: Head,
    pub(super) lead: &'static str,
    pub(super) rows: Vec<Link>,
}

#[derive(Template)]
#[template(path = "qualification.html")]
struct QualificationPage {
    head: Head,
    title: String,
    facts: Vec<(&'static str, String)>,
    superseded: Option<(Link, &'static str)>,
    entry: Vec<Requirement>,
    groups: Vec<Group>,
    packaging: String,
    /// What leads here: any one of these.
    below: Vec<Link>,
    /// What it leads to.
    above: Vec<Link>,
    level: String,
    credit: Vec<Credit>,
    asked_for_by: Vec<Link>,
    offerings: Vec<OfferingView>,
    source: String,
    plan: String,
    /// The address that plans for some credit towards it; empty where it counts no points.
    plan_credit: String,
}

/// A rule by which something counts.
struct Credit {
    rule: String,
    /// The courses that count; empty where the rule names what does.
    of: Vec<Link>,
    standing: &'static str,
    who: String,
}

struct Group {
    title: String,
    rule: String,
    units: Vec<Link>,
}

/// Every qualification.
pub(super) fn qualifications(asked: &Asked<'_>) -> Answer {
    let row = |entry: &Qualification| {
        let superseded = if entry.currency == Currency::Superseded { words::SUPERSEDED } else { "" };
        Link::to(&entry.title, links::qualification(&entry.code)).noting(format!("{}{superseded}", level(entry)))
    };
    Answer::public(&List {
        head: Head::new(Section::Qualifications, words::QUALIFICATIONS.0),
        lead: words::QUALIFICATIONS.1,
        rows: asked.at.catalogue().qualifications().map(row).collect(),
    })
}

fn level(entry: &Qualification) -> String {
    said::award_level(entry.aqf_type.title(), entry.aqf_type.level().get())
}

/// One qualification.
pub(super) fn qualification(asked: &Asked<'_>) -> Answer {
    let catalogue = asked.at.catalogue();
    let Some(entry) = QualificationCode::new(asked.code).ok().and_then(|code| catalogue.qualification(&code)) else {
        return unknown(said::QUALIFICATION);
    };
    let superseded = entry.superseded_by.as_ref().map(|next| {
        let link = Link::to(title(catalogue, &next.qualification), links::qualification(&next.qualification));
        (link, words::equivalence(next.equivalence))
    });
    let offerings = catalogue.offerings_of_qualification(&entry.code);
    let offerings = offerings.filter(|offering| is_on_offer(catalogue, offering, asked.today));
    Answer::public(&QualificationPage {
        head: Head::new(Section::Qualifications, &entry.title),
        title: entry.title.clone(),
        facts: facts(entry),
        superseded,
        entry: entry.entry.iter().map(|requisite| Requirement::of(catalogue, requisite)).collect(),
        groups: groups(catalogue, entry),
        packaging: packaging(entry),
        below: below(catalogue, entry),
        above: above(catalogue, entry),
        level: level(entry),
        credit: credit(catalogue, entry),
        asked_for_by: after(catalogue, &NodeKey::Qualification(entry.code.clone())),
        offerings: offerings.map(|offering| OfferingView::of(catalogue, offering)).collect(),
        source: sentence_start(&source(catalogue, &entry.provenance)),
        plan: format!("/plan/from?goal=qualification:{}", entry.code),
        plan_credit: if credit_goal::counts_points(catalogue, entry) {
            format!("/plan/from?goal=credit:{}@{}", credit_goal::least(catalogue, &entry.code), entry.code)
        } else {
            String::new()
        },
    })
}

fn title<'a>(catalogue: &'a Catalogue, code: &'a QualificationCode) -> &'a str {
    catalogue.qualification(code).map_or(code.as_str(), |entry| entry.title.as_str())
}

fn facts(entry: &Qualification) -> Vec<(&'static str, String)> {
    let mut facts = vec![(said::CODE, entry.code.to_string()), (said::LEVEL, level(entry))];
    if let Some(hours) = entry.volume_of_learning {
        let assumed = if entry.volume_of_learning_assumed { words::ASSUMED } else { "" };
        facts.push((said::TIME, format!("{}{assumed}", words::hours(hours))));
    }
    if let Some(credit) = &entry.credit {
        facts.push((said::CREDIT, said::points(credit.points)));
    }
    if entry.currency == Currency::Superseded {
        facts.push((said::STANDING, words::SUPERSEDED_FACT.to_owned()));
    }
    facts
}

fn packaging(entry: &Qualification) -> String {
    match (&entry.packaging, &entry.points_packaging) {
        (Some(units), _) => {
            let listed: BTreeSet<&CourseCode> = units.groups.iter().flat_map(|group| &group.units).collect();
            let all = words::units(units.core, units.electives);
            format!("{all}{}", words::units_listed(listed.len(), units.units()))
        }
        (None, Some(points)) => words::points_of_subjects(points.subject_points),
        (None, None) => String::new(),
    }
}

fn groups(catalogue: &Catalogue, entry: &Qualification) -> Vec<Group> {
    let link = |code: &CourseCode| match catalogue.course(code) {
        Some(course) => Link::to(&course.title, links::course(code)).noting(code.as_str()),
        None => Link::only(code.as_str()),
    };
    let mut groups = Vec::new();
    for group in entry.packaging.iter().flat_map(|packaging| &packaging.groups) {
        let rule = match group.kind {
            GroupKind::Core => words::GROUP_CORE.to_owned(),
            _ => words::between(group.least.map(|n| n.to_string()), group.most.map(|n| n.to_string()), said::UNITS),
        };
        groups.push(Group { title: sentence_start(&group.title), rule, units: group.units.iter().map(link).collect() });
    }
    for group in entry.points_packaging.iter().flat_map(|packaging| &packaging.groups) {
        let rule =
            words::between(group.least.map(|n| n.to_string()), group.most.map(|n| n.to_string()), said::CREDIT_POINTS);
        groups.push(Group {
            title: sentence_start(&group.title),
            rule,
            units: group.subjects.iter().map(link).collect(),
        });
    }
    for level in entry.points_packaging.iter().flat_map(|packaging| &packaging.levels) {
        let bounds = [level.least, level.most].map(|bound| bound.map(|points| points.to_string()));
        let [least, most] = bounds;
        let above = level.least_and_above.map(|points| points.to_string());
        let rule = words::between(least, most, said::CREDIT_POINTS);
        groups.push(Group {
            title: sentence_start(&level.level.to_string()),
            rule: words::with_above(rule, above, said::CREDIT_POINTS),
            units: level.subjects.iter().map(link).collect(),
        });
    }
    groups
}

/// What leads to a qualification, lowest level first.
fn below(catalogue: &Catalogue, entry: &Qualification) -> Vec<Link> {
    let leads_here = |other: &&Qualification| other.leads_to.iter().any(|rung| rung.qualification == entry.code);
    let mut below: Vec<&Qualification> =
        catalogue.qualifications().filter(|other| other.code != entry.code).filter(leads_here).collect();
    below.sort_by_key(|other| other.aqf_type.level());
    below.into_iter().map(rung).collect()
}

/// What a qualification leads to.
fn above(catalogue: &Catalogue, entry: &Qualification) -> Vec<Link> {
    entry.leads_to.iter().filter_map(|rung| catalogue.qualification(&rung.qualification)).map(rung).collect()
}

fn rung(other: &Qualification) -> Link {
    Link::to(&other.title, links::qualification(&other.code)).noting(level(other))
}

/// What counts towards a qualification by a credit rule.
fn credit(catalogue: &Catalogue, entry: &Qualification) -> Vec<Credit> {
    let rules = catalogue.credit_rules().filter(|rule| rule.qualification == entry.code);
    let course = |code: &CourseCode| catalogue.course(code).map_or(code.to_string(), |course| course.title.clone());
    let line = |rule: &registry_core::credit::CreditRule| {
        let (rule_in_words, of) = match &rule.exchange {
            CreditExchange::Series { of, size, points_each_series } => {
                let of = of.iter().map(|code| Link::to(course(code), links::course(code)));
                (words::series(*size, *points_each_series), of.collect())
            }
            CreditExchange::Block { from, points } => (words::block(title(catalogue, from), *points), Vec::new()),
            CreditExchange::Unit { from, unit } => (words::for_unit(&course(from), &course(unit)), Vec::new()),
        };
        Credit {
            rule: rule_in_words,
            of,
            standing: rule.standing.sentence(),
            who: sentence_start(&source(catalogue, &rule.provenance)),
        }
    };
    rules.map(line).collect()
}
