//! The four tiers of the internship model.

use askama::Template;
use registry_core::provider::SupportCommitment;
use registry_core::tier::{Tier, TierDefinition};
use registry_core::words::{sentence_start, source};

use super::requirement::{Requirement, parts};
use super::{Link, course_link, unknown};
use crate::web::answer::Answer;
use crate::web::endpoint::Asked;
use crate::web::head::{Head, Section};
use crate::web::words::browse as said;
use crate::web::{links, words};

#[derive(Template)]
#[template(path = "tiers.html")]
struct Tiers {
    head: Head,
    tiers: Vec<(Link, String)>,
}

#[derive(Template)]
#[template(path = "tier.html")]
struct TierPage {
    head: Head,
    number: u8,
    title: String,
    target_group: String,
    structure: String,
    content: Vec<String>,
    outcome: String,
    entry: Vec<Requirement>,
    completion_lead: String,
    completion: Vec<Link>,
    completion_source: String,
    courses: Vec<Link>,
    support: Vec<(String, String)>,
    source: String,
    plan: String,
}

/// The four.
pub(super) fn tiers(asked: &Asked<'_>) -> Answer {
    let row = |entry: &TierDefinition| {
        let title = format!("{}: {}", entry.tier, entry.title);
        (Link::to(title, links::tier(entry.tier)), entry.target_group.clone())
    };
    Answer::public(&Tiers {
        head: Head::new(Section::Tiers, words::TIERS),
        tiers: asked.at.catalogue().tiers().map(row).collect(),
    })
}

/// One tier.
pub(super) fn tier(asked: &Asked<'_>) -> Answer {
    let catalogue = asked.at.catalogue();
    let tier = asked.code.parse().ok().and_then(|number| Tier::new(number).ok());
    let Some(entry) = tier.and_then(|tier| catalogue.tier(&tier)) else {
        return unknown(said::TIER);
    };
    let courses = catalogue.courses().filter(|course| course.tiers.contains(&entry.tier));
    let support = catalogue.support_commitments().filter(|support| support.tiers.contains(&entry.tier));
    let support = support.map(|support: &SupportCommitment| {
        let often = support.frequency.as_ref().map_or(String::new(), |often| format!(" ({often})"));
        (format!("{}{often}", support.title), support.description.clone())
    });
    let (completion_lead, completion) = parts(catalogue, &entry.completion);
    Answer::public(&TierPage {
        head: Head::new(Section::Tiers, format!("{}: {}", entry.tier, entry.title)),
        number: entry.tier.number(),
        title: entry.title.clone(),
        target_group: entry.target_group.clone(),
        structure: entry.structure.clone(),
        content: entry.content.clone(),
        outcome: entry.outcome.clone(),
        entry: entry.entry.iter().map(|requisite| Requirement::of(catalogue, requisite)).collect(),
        completion_lead,
        completion,
        completion_source: sentence_start(&source(catalogue, &entry.completion_provenance)),
        courses: courses.map(course_link).collect(),
        support: support.collect(),
        source: sentence_start(&source(catalogue, &entry.provenance)),
        plan: format!("/plan/from?goal=tier:{}", entry.tier.number()),
    })
}
