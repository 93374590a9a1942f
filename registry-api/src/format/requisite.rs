//! Requisites and the expressions they ask for.

use registry_core::catalogue::EntryRef;
use registry_core::learner_record::EXPERIENCE_MONTHS_MAX;
use registry_core::requisite::{
    CourseRequirement, DEPTH_MAX, Gate, Requisite, RequisiteError, RequisiteExpr, RequisiteKind, RequisiteParts,
    Strength,
};
use registry_core::role::Perspective;
use registry_core::tier::{Tier, TierError};
use semver::VersionReq;

use super::fields::Fields;
use super::provenance::provenance;
use super::reader::Reader;
use super::value::{Value, choice, code, distinct, hours, list, numbered, text, version_range, whole};

/// The keys of which an expression has exactly one.
const FORMS: [&str; 7] = ["all", "any", "at_least", "course", "qualification", "tier", "gate"];

/// The gates as files name them.
#[derive(Clone, Copy)]
enum GateName {
    ExperienceOver,
    ExperienceAtLeast,
    Employed,
    PartnerRelease,
    Supervision,
    Placement,
    Attested,
}

const GATES: &[GateName] = &[
    GateName::ExperienceOver,
    GateName::ExperienceAtLeast,
    GateName::Employed,
    GateName::PartnerRelease,
    GateName::Supervision,
    GateName::Placement,
    GateName::Attested,
];

fn gate_name(gate: GateName) -> &'static str {
    match gate {
        GateName::ExperienceOver => "experience-over",
        GateName::ExperienceAtLeast => "experience-at-least",
        GateName::Employed => "employed",
        GateName::PartnerRelease => "partner-release",
        GateName::Supervision => "supervision",
        GateName::Placement => "placement",
        GateName::Attested => "attested",
    }
}

/// Reads a list of requisites.
pub(super) fn requisites(r: &mut Reader<'_>, value: Value<'_>) -> Option<Vec<Requisite>> {
    list(requisite)(r, value)
}

fn requisite(r: &mut Reader<'_>, value: Value<'_>) -> Option<Requisite> {
    let mut fields = Fields::of(r, &value)?;
    let kind = fields.required(r, "kind", choice(&RequisiteKind::ALL, RequisiteKind::name));
    let strength = fields.required(r, "strength", choice(&Strength::ALL, Strength::name));
    let requires = fields.required(r, "requires", expression);
    let provenance = provenance(r, &mut fields);
    fields.finish(r);
    let parts = RequisiteParts { kind: kind?, strength: strength?, requires: requires?, provenance: provenance? };
    Requisite::new(parts).map_or_else(|error| value.refuse(r, error), Some)
}

/// Reads an expression, at most [`DEPTH_MAX`] deep.
pub(super) fn expression(r: &mut Reader<'_>, value: Value<'_>) -> Option<RequisiteExpr> {
    nested(r, value, 1)
}

fn nested(r: &mut Reader<'_>, value: Value<'_>, depth: usize) -> Option<RequisiteExpr> {
    if depth > DEPTH_MAX {
        return value.refuse(r, RequisiteError::TooDeep { depth });
    }
    let mut fields = Fields::of(r, &value)?;
    let forms: Vec<_> = FORMS.into_iter().filter(|form| fields.has(form)).collect();
    let operands = |r: &mut Reader<'_>, value: Value<'_>| {
        let again = |_: &RequisiteExpr| "this stands twice in the list; write it once".to_owned();
        distinct(|r, value| nested(r, value, depth + 1), RequisiteExpr::clone, again)(r, value)
    };
    let read = match forms.as_slice() {
        ["all"] => fields.required(r, "all", operands).map(RequisiteExpr::all),
        ["any"] => fields.required(r, "any", operands).map(RequisiteExpr::any),
        ["at_least"] => {
            let least = fields.required(r, "at_least", whole(0, u32::MAX.into()));
            let of = fields.required(r, "of", operands);
            least.zip(of).map(|(least, of)| RequisiteExpr::at_least(least, of))
        }
        ["course"] => {
            let course = fields.required(r, "course", code);
            let range = fields.optional(r, "version", version_range);
            let range = range.map(|range| range.unwrap_or(VersionReq::STAR));
            course.zip(range).map(|(course, range)| Ok(RequisiteExpr::Course(CourseRequirement { course, range })))
        }
        ["qualification"] => {
            fields.required(r, "qualification", code).map(|code| Ok(RequisiteExpr::Qualification(code)))
        }
        ["tier"] => fields.required(r, "tier", tier).map(|tier| Ok(RequisiteExpr::Tier(tier))),
        ["gate"] => gate(r, &mut fields).map(|gate| Ok(RequisiteExpr::Gate(gate))),
        [] => {
            return value.refuse(r, format_args!("it asks for nothing; write one of {}", FORMS.join(", ")));
        }
        several => {
            let several = several.join(" and ");
            return value.refuse(r, format_args!("it asks for {several} in one table; join them with all = [ … ]"));
        }
    };
    fields.finish(r);
    read?.map_or_else(|error| value.refuse(r, error), Some)
}

/// Reads a gate that stands alone.
pub(super) fn condition(r: &mut Reader<'_>, value: Value<'_>) -> Option<Gate> {
    let mut fields = Fields::of(r, &value)?;
    let gate = gate(r, &mut fields);
    fields.finish(r);
    gate
}

fn gate(r: &mut Reader<'_>, fields: &mut Fields<'_>) -> Option<Gate> {
    let months = whole(0, EXPERIENCE_MONTHS_MAX.into());
    let gate = match fields.required(r, "gate", choice(GATES, gate_name))? {
        GateName::ExperienceOver => Gate::ExperienceOver { months: fields.required(r, "months", months)? },
        GateName::ExperienceAtLeast => Gate::ExperienceAtLeast { months: fields.required(r, "months", months)? },
        GateName::Employed => Gate::Employed,
        GateName::PartnerRelease => Gate::PartnerRelease,
        GateName::Supervision => Gate::Supervision { perspective: fields.optional(r, "perspective", perspective)? },
        GateName::Placement => Gate::Placement { hours: fields.required(r, "hours", hours)? },
        GateName::Attested => Gate::Attested { statement: fields.required(r, "statement", text)? },
    };
    Some(gate)
}

/// Reads a tier's number.
pub(super) fn tier(r: &mut Reader<'_>, value: Value<'_>) -> Option<Tier> {
    let tier = numbered(Tier::new, TierError)(r, value.clone())?;
    r.mention(EntryRef::new("tier", tier.number()), value.line(r));
    Some(tier)
}

/// Reads a perspective.
pub(super) fn perspective(r: &mut Reader<'_>, value: Value<'_>) -> Option<Perspective> {
    choice(&Perspective::ALL, Perspective::name)(r, value)
}
