//! Tiers, readiness tiers and roles.

use registry_core::role::{Role, RoleFamily};
use registry_core::source::Provenance;
use registry_core::tier::{ReadinessTier, ReadinessTierDefinition, ReadinessTierError, TierDefinition};

use super::fields::Fields;
use super::provenance::{assumption, provenance, source};
use super::reader::Reader;
use super::requisite::{expression, perspective, requisites, tier};
use super::stand_in;
use super::value::{choice, code, list, numbered, set, text};

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
        // No number stands in for one of the four: what is wrong with the rest shows once it is known which is meant.
        tier: tier?,
        title: title.unwrap_or_else(stand_in::text),
        target_group: target_group.unwrap_or_else(stand_in::text),
        structure: structure.unwrap_or_else(stand_in::text),
        content: content.unwrap_or_default(),
        outcome: outcome.unwrap_or_else(stand_in::text),
        entry: entry.unwrap_or_default(),
        completion: completion.unwrap_or_else(|| r.stand_ins.operand()),
        completion_provenance,
        provenance,
    })
}

fn completion_provenance(r: &mut Reader<'_>, f: &mut Fields<'_>) -> Provenance {
    let given = (f.has("completion_source"), f.has("completion_assumption"));
    let source = f.optional(r, "completion_source", source).flatten();
    let note = f.optional(r, "completion_assumption", assumption).flatten();
    match given {
        (true, false) | (false, true) => {}
        (false, false) if r.invented => return Provenance::Invented,
        (false, false) => f.refuse(r, "completion has neither a source nor an assumption; add completion_source = { … } or completion_assumption = \"…\""),
        (true, true) => f.refuse(r, "completion has both a source and an assumption; keep one of the two"),
    }
    source.or(note).unwrap_or_else(stand_in::provenance)
}

pub(super) fn readiness_tier(r: &mut Reader<'_>, f: &mut Fields<'_>) -> Option<ReadinessTierDefinition> {
    let readiness_tier = f.required(r, "readiness_tier", numbered(ReadinessTier::new, ReadinessTierError));
    let title = f.required(r, "title", text);
    let description = f.required(r, "description", text);
    let provenance = provenance(r, f);
    Some(ReadinessTierDefinition {
        readiness_tier: readiness_tier?,
        title: title.unwrap_or_else(stand_in::text),
        description: description.unwrap_or_else(stand_in::text),
        provenance,
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
        code: code_read.or_else(|| r.own_code())?,
        title: title.unwrap_or_else(stand_in::text),
        description: description.unwrap_or_else(stand_in::text),
        family: family.unwrap_or(RoleFamily::PeerSupport),
        perspectives: perspectives.unwrap_or_default(),
        workforces: workforces.unwrap_or_default(),
        preparation: preparation.unwrap_or_default(),
        provenance,
    })
}
