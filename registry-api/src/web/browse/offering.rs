//! One delivery as a page shows it.

use registry_core::catalogue::Catalogue;
use registry_core::course::{Course, DaysFrom, Delivery, Offering, OfferingOf};
use registry_core::date::in_words;
use registry_core::pathway::words::{hours_in_words, money};
use registry_core::source::Provenance;
use registry_core::volume::Hours;
use registry_core::words::{counted, sentence_start, source};

use super::Link;
use crate::web::words::browse as said;
use crate::web::{links, words};

/// One delivery, in words.
#[derive(Debug, Clone)]
pub(in crate::web) struct OfferingView {
    pub(in crate::web) when: String,
    /// Which version of a course it is of, where that is not the current one; empty otherwise.
    pub(super) version: String,
    pub(in crate::web) place: String,
    /// Who offers it; nobody on the page of a provider, where all is theirs.
    pub(super) provider: Option<Link>,
    pub(in crate::web) price: String,
    /// What a person with some funding pays instead.
    pub(super) fees: Vec<String>,
    /// Own time, and days away from work.
    pub(super) time: String,
    /// What of it is in peers' hands; empty for nothing.
    pub(super) peers: String,
    /// How many places; empty where nobody has said.
    pub(super) places: String,
    /// Whether nothing is taught and what somebody has already is assessed.
    pub(super) by_rpl: bool,
    pub(super) invented: bool,
    pub(super) source: String,
}

impl OfferingView {
    pub(in crate::web) fn of(catalogue: &Catalogue, offering: &Offering) -> Self {
        let provider = catalogue.provider(&offering.provider);
        let name = provider.map_or(offering.provider.as_str(), |provider| provider.title.as_str());
        let region = offering.region.as_ref();
        let region = region.map(|code| catalogue.region(code).map_or(code.as_str(), |region| region.title.as_str()));
        let fee = |fee: &registry_core::course::Fee| {
            let title = catalogue.funding_source(&fee.funding).map_or(fee.funding.as_str(), |entry| &entry.title);
            said::with_funding(title, &money(fee.price))
        };
        Self {
            when: when(offering.delivery),
            version: other_version(catalogue, &offering.of),
            place: sentence_start(&said::in_region(offering.mode.words(), region)),
            provider: Some(Link::to(name, links::provider(&offering.provider))),
            price: sentence_start(&money(offering.price)),
            fees: offering.fees.iter().map(fee).collect(),
            time: time(offering),
            peers: peers(offering),
            places: offering.capacity.map_or(String::new(), |places| counted(places.into(), "place", "places")),
            by_rpl: offering.rpl.is_some(),
            invented: offering.provenance == Provenance::Invented,
            source: sentence_start(&source(catalogue, &offering.provenance)),
        }
    }
}

fn other_version(catalogue: &Catalogue, of: &OfferingOf) -> String {
    let OfferingOf::Course { course, version } = of else { return String::new() };
    let current = catalogue.course(course).and_then(Course::current);
    let is_current = current.is_none_or(|current| current.version == *version);
    if is_current { String::new() } else { sentence_start(&said::of_version(version)) }
}

fn when(delivery: Delivery) -> String {
    match delivery {
        Delivery::Dated { start, end } if start == end => in_words(start),
        Delivery::Dated { start, end } => words::from_to(&in_words(start), &in_words(end)),
        Delivery::Rolling { from, until, weeks } => {
            let (until, weeks) = (until.map(in_words), counted(weeks.into(), "week", "weeks"));
            said::any_monday(&in_words(from), until.as_deref(), &weeks)
        }
    }
}

fn time(offering: &Offering) -> String {
    let mut parts = Vec::new();
    if offering.days > 0 {
        let from = match offering.days_from {
            DaysFrom::Allowance => "",
            DaysFrom::ReleaseAgreement => words::RELEASED,
        };
        parts.push(format!("{}{from}", counted(offering.days.into(), "day", "days")));
    }
    if offering.own_time > Hours::ZERO {
        parts.push(said::own_time(&hours_in_words(offering.own_time)));
    }
    if parts.is_empty() { words::NO_TIME.to_owned() } else { sentence_start(&parts.join(", ")) }
}

fn peers(offering: &Offering) -> String {
    let peer = offering.peer;
    let parts = [(peer.led, said::LED), (peer.developed, said::DEVELOPED), (peer.delivered, said::TAUGHT)];
    let parts: Vec<&str> = parts.iter().filter(|(is, _)| *is).map(|(_, word)| *word).collect();
    if parts.is_empty() { String::new() } else { sentence_start(&said::by_peers(&parts)) }
}
