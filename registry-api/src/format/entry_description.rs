//! Entries that describe: documents, tags, regions, workforces, providers, funding, support.

use registry_core::course::CourseKind;
use registry_core::provider::{
    AmountPer, FundingKind, FundingSource, PaysFor, Provider, ProviderKind, Region, SupportCommitment, SupportKind,
    Tag, TagKind,
};
use registry_core::role::Workforce;
use registry_core::source::SourceDocument;

use super::fields::Fields;
use super::provenance::provenance;
use super::reader::Reader;
use super::requisite::{condition, perspective, tier};
use super::stand_in;
use super::value::{Value, aud, choice, code, list, set, text, whole};

/// The most places of one funding source.
const PLACES_MAX: i64 = 100_000;

pub(super) fn document(r: &mut Reader<'_>, f: &mut Fields<'_>) -> Option<SourceDocument> {
    let code = f.required(r, "code", code);
    let title = f.required(r, "title", text);
    let publisher = f.required(r, "publisher", text);
    let year = f.optional(r, "year", whole(1900, 2200));
    Some(SourceDocument {
        code: code.or_else(|| r.own_code())?,
        title: title.unwrap_or_else(stand_in::text),
        publisher: publisher.unwrap_or_else(stand_in::text),
        year: year.flatten(),
    })
}

pub(super) fn tag(r: &mut Reader<'_>, f: &mut Fields<'_>) -> Option<Tag> {
    let code = f.required(r, "code", code);
    let kind = f.required(r, "kind", choice(&TagKind::ALL, TagKind::name));
    let title = f.required(r, "title", text);
    let description = f.required(r, "description", text);
    let provenance = provenance(r, f);
    Some(Tag {
        code: code.or_else(|| r.own_code())?,
        kind: kind.unwrap_or(TagKind::Topic),
        title: title.unwrap_or_else(stand_in::text),
        description: description.unwrap_or_else(stand_in::text),
        provenance,
    })
}

pub(super) fn region(r: &mut Reader<'_>, f: &mut Fields<'_>) -> Option<Region> {
    let code = f.required(r, "code", code);
    let title = f.required(r, "title", text);
    let provenance = provenance(r, f);
    Some(Region { code: code.or_else(|| r.own_code())?, title: title.unwrap_or_else(stand_in::text), provenance })
}

pub(super) fn workforce(r: &mut Reader<'_>, f: &mut Fields<'_>) -> Option<Workforce> {
    let code = f.required(r, "code", code);
    let title = f.required(r, "title", text);
    let provenance = provenance(r, f);
    Some(Workforce { code: code.or_else(|| r.own_code())?, title: title.unwrap_or_else(stand_in::text), provenance })
}

pub(super) fn provider(r: &mut Reader<'_>, f: &mut Fields<'_>) -> Option<Provider> {
    let code = f.required(r, "code", code);
    let title = f.required(r, "title", text);
    let kind = f.required(r, "kind", choice(&ProviderKind::ALL, ProviderKind::name));
    let provenance = provenance(r, f);
    Some(Provider {
        code: code.or_else(|| r.own_code())?,
        title: title.unwrap_or_else(stand_in::text),
        kind: kind.unwrap_or(ProviderKind::Rto),
        provenance,
    })
}

pub(super) fn funding_source(r: &mut Reader<'_>, f: &mut Fields<'_>) -> Option<FundingSource> {
    let code = f.required(r, "code", code);
    let title = f.required(r, "title", text);
    let kind = f.required(r, "kind", choice(&FundingKind::ALL, FundingKind::name));
    let amount = f.optional(r, "amount", aud);
    let per = f.or_default(r, "per", choice(&AmountPer::ALL, AmountPer::name));
    if f.has("per") && !f.has("amount") {
        let line = f.line_of(r, "per");
        r.report(line, "per is given without an amount; add the amount, or take per away");
    }
    let pays_for = f.or_default(r, "pays_for", pays_for);
    let places = f.optional(r, "places", whole(1, PLACES_MAX));
    let requires = f.or_default(r, "requires", list(condition));
    let perspectives = f.or_default(r, "perspectives", set(perspective));
    let conditions = f.optional(r, "conditions", text);
    let provenance = provenance(r, f);
    Some(FundingSource {
        code: code.or_else(|| r.own_code())?,
        title: title.unwrap_or_else(stand_in::text),
        kind: kind.unwrap_or(FundingKind::Grant),
        amount: amount.flatten(),
        per: per.unwrap_or_default(),
        pays_for: pays_for.unwrap_or_default(),
        places: places.flatten(),
        requires: requires.unwrap_or_default(),
        perspectives: perspectives.unwrap_or_default(),
        conditions: conditions.flatten(),
        provenance,
    })
}

fn pays_for(r: &mut Reader<'_>, value: Value<'_>) -> Option<PaysFor> {
    let mut f = Fields::of(r, &value)?;
    let courses = f.or_default(r, "courses", set(code));
    let qualifications = f.or_default(r, "qualifications", set(code));
    let kinds = f.or_default(r, "kinds", set(choice(&CourseKind::ALL, CourseKind::name)));
    let providers = f.or_default(r, "providers", set(code));
    if !["courses", "qualifications", "kinds", "providers"].iter().any(|key| f.has(key)) {
        value.refuse::<()>(r, "it names nothing; add courses, qualifications, kinds or providers, or take it away");
    }
    f.finish(r);
    Some(PaysFor {
        courses: courses.unwrap_or_default(),
        qualifications: qualifications.unwrap_or_default(),
        kinds: kinds.unwrap_or_default(),
        providers: providers.unwrap_or_default(),
    })
}

pub(super) fn support_commitment(r: &mut Reader<'_>, f: &mut Fields<'_>) -> Option<SupportCommitment> {
    let code = f.required(r, "code", code);
    let title = f.required(r, "title", text);
    let kind = f.required(r, "kind", choice(&SupportKind::ALL, SupportKind::name));
    let description = f.required(r, "description", text);
    let frequency = f.optional(r, "frequency", text);
    let tiers = f.or_default(r, "tiers", set(tier));
    let provenance = provenance(r, f);
    Some(SupportCommitment {
        code: code.or_else(|| r.own_code())?,
        title: title.unwrap_or_else(stand_in::text),
        kind: kind.unwrap_or(SupportKind::Network),
        description: description.unwrap_or_else(stand_in::text),
        frequency: frequency.flatten(),
        tiers: tiers.unwrap_or_default(),
        provenance,
    })
}
