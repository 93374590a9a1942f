//! Providers: the list, and what one offers.

use std::collections::BTreeMap;

use askama::Template;
use registry_core::course::{Offering, OfferingOf};
use registry_core::id::ProviderCode;
use registry_core::provider::Provider;
use registry_core::source::Provenance;
use registry_core::words::{sentence_start, source};

use super::offering::OfferingView;
use super::qualification::List;
use super::{Link, unknown};
use crate::ops::is_on_offer;
use crate::snapshot::Snapshot;
use crate::web::answer::Answer;
use crate::web::endpoint::Asked;
use crate::web::head::{Head, Section};
use crate::web::words::browse as said;
use crate::web::{links, words};

/// The most offerings one page shows; the page says how many more there are.
const OFFERINGS_MAX: usize = 100;

#[derive(Template)]
#[template(path = "provider.html")]
struct ProviderPage {
    head: Head,
    title: String,
    kind: &'static str,
    invented: bool,
    /// What is taught, by title, with its offerings.
    taught: Vec<(Link, Vec<OfferingView>)>,
    left_out: String,
    source: String,
}

/// Every provider.
pub(super) fn providers(asked: &Asked<'_>) -> Answer {
    let catalogue = asked.at.catalogue();
    let row = |provider: &Provider| {
        let taught = on_offer(asked, &provider.code);
        let taught: std::collections::BTreeSet<_> = taught.map(|offering| &offering.of).collect();
        let invented = if provider.provenance == Provenance::Invented { words::INVENTED_NOTE } else { "" };
        let note = format!("{}, {}{invented}", words::provider_kind(provider.kind), words::on_offer(taught.len()));
        Link::to(&provider.title, links::provider(&provider.code)).noting(note)
    };
    Answer::public(&List {
        head: Head::new(Section::Providers, words::PROVIDERS.0),
        lead: words::PROVIDERS.1,
        rows: catalogue.providers().map(row).collect(),
    })
}

/// One provider.
pub(super) fn provider(asked: &Asked<'_>) -> Answer {
    let catalogue = asked.at.catalogue();
    let Some(provider) = ProviderCode::new(asked.code).ok().and_then(|code| catalogue.provider(&code)) else {
        return unknown(said::PROVIDER);
    };
    let offered: Vec<&Offering> = on_offer(asked, &provider.code).collect();
    let shown = offered.iter().copied().take(OFFERINGS_MAX);
    Answer::public(&ProviderPage {
        head: Head::new(Section::Providers, &provider.title),
        title: provider.title.clone(),
        kind: words::provider_kind(provider.kind),
        invented: provider.provenance == Provenance::Invented,
        taught: by_title(asked.at, shown),
        left_out: words::left_out(offered.len().saturating_sub(OFFERINGS_MAX)),
        source: sentence_start(&source(catalogue, &provider.provenance)),
    })
}

/// What a provider has on offer.
fn on_offer<'a>(asked: &Asked<'a>, provider: &ProviderCode) -> impl Iterator<Item = &'a Offering> {
    let (catalogue, today) = (asked.at.catalogue(), asked.today);
    let of = catalogue.offerings().filter(move |offering| offering.provider == *provider);
    of.filter(move |offering| is_on_offer(catalogue, offering, today))
}

/// Offerings under what they teach.
fn by_title<'a>(at: &Snapshot, offerings: impl Iterator<Item = &'a Offering>) -> Vec<(Link, Vec<OfferingView>)> {
    let mut by_title: BTreeMap<_, Vec<&Offering>> = BTreeMap::new();
    for offering in offerings {
        by_title.entry((taught(at, offering).text, &offering.of)).or_default().push(offering);
    }
    let view = |offering: &Offering| OfferingView { provider: None, ..OfferingView::of(at.catalogue(), offering) };
    let group = |all: Vec<&Offering>| {
        let link = all.first().map_or(Link::only(""), |offering| taught(at, offering));
        (link, all.into_iter().map(view).collect())
    };
    by_title.into_values().map(group).collect()
}

fn taught(at: &Snapshot, offering: &Offering) -> Link {
    match &offering.of {
        OfferingOf::Course { course, .. } => {
            let title = at.catalogue().course(course).map_or(course.as_str(), |entry| entry.title.as_str());
            Link::to(title, links::course(course))
        }
        OfferingOf::Qualification(code) => {
            let title = at.catalogue().qualification(code).map_or(code.as_str(), |entry| entry.title.as_str());
            Link::to(title, links::qualification(code))
        }
    }
}
