//! Tiers, readiness tiers and roles.

use registry_core::role::{Role, RoleFamily};
use registry_core::source::Provenance;
use registry_core::tier::{ReadinessTier, ReadinessTierDefinition, ReadinessTierError, TierDefinition};

use super::fields::Fields;
use super::provenance::{provenance, source};
use super::reader::Reader;
use super::requisite::{expression, perspective, requisites, tier};
use super::value::{choice, code, list, numbered, raw_text, set, text};

pub(super) fn tier_definition(r: &mut Reader<'_>, f: &mut Fields<'_>) -> Option<TierDefinition> {
    let tier = f.required(r, "tier", tier);
    let title = f.required(r, "title", text);
    let target_group = f.required(r, "target_group", text);
    let structure = f.required(r, "structure", text);
    let content = f.required(r, "content", list(text));
    let outcome = f.required(r, "outcome", text);
    let entry = f.or_default(r, "entry", requisites);
    let completion = f.required(r, "completion", expression);
    let completion_provenance = completion_provenance(r, f);
    let provenance = provenance(r, f);
    Some(TierDefinition {
        tier: tier?,
        title: title?,
        target_group: target_group?,
        structure: structure?,
        content: content?,
        outcome: outcome?,
        entry: entry?,
        completion: completion?,
        completion_provenance: completion_provenance?,
        provenance: provenance?,
    })
}

fn completion_provenance(r: &mut Reader<'_>, f: &mut Fields<'_>) -> Option<Provenance> {
    let source = f.optional(r, "completion_source", source);
    let note = f.optional(r, "completion_assumption", |r, value| {
        let note = raw_text(r, value.clone())?;
        Provenance::assumption(note).map_or_else(|error| value.refuse(r, error), Some)
    });
    match (source?, note?) {
        (Some(one), None) | (None, Some(one)) => Some(one),
        (None, None) if r.invented => Some(Provenance::Invented),
        (None, None) => f.report(r, "completion has neither a source nor an assumption; add completion_source = { … } or completion_assumption = \"…\""),
        (Some(_), Some(_)) => f.report(r, "completion has both a source and an assumption; keep one of the two"),
    }
}

pub(super) fn readiness_tier(r: &mut Reader<'_>, f: &mut Fields<'_>) -> Option<ReadinessTierDefinition> {
    let readiness_tier = f.required(r, "readiness_tier", numbered(ReadinessTier::new, ReadinessTierError));
    let title = f.required(r, "title", text);
    let description = f.required(r, "description", text);
    let provenance = provenance(r, f);
    Some(ReadinessTierDefinition {
        readiness_tier: readiness_tier?,
        title: title?,
        description: description?,
        provenance: provenance?,
    })
}

pub(super) fn role(r: &mut Reader<'_>, f: &mut Fields<'_>) -> Option<Role> {
    let code_read = f.required(r, "code", code);
    let title = f.required(r, "title", text);
    let description = f.required(r, "description", text);
    let family = f.required(r, "family", choice(&RoleFamily::ALL, RoleFamily::name));
    let perspectives = f.or_default(r, "perspectives", set(perspective));
    let workforces = f.or_default(r, "workforces", set(code));
    let preparation = f.or_default(r, "preparation", requisites);
    let provenance = provenance(r, f);
    Some(Role {
        code: code_read?,
        title: title?,
        description: description?,
        family: family?,
        perspectives: perspectives?,
        workforces: workforces?,
        preparation: preparation?,
        provenance: provenance?,
    })
}
