//! Requisites and the expressions they ask for.

use registry_core::catalogue::EntryRef;
use registry_core::learner_record::EXPERIENCE_MONTHS_MAX;
use registry_core::requisite::{
    CourseRequirement, DEPTH_MAX, Gate, OPERANDS_MAX, Requisite, RequisiteError, RequisiteExpr, RequisiteKind,
    RequisiteParts, Strength,
};
use registry_core::role::Perspective;
use registry_core::tier::{Tier, TierError};

use super::fields::Fields;
use super::provenance::provenance;
use super::reader::Reader;
use super::stand_in::UNREADABLE;
use super::value::{AGAIN, Value, choice, code, hours, items, list, numbered, text, version_range, whole};

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
    let parts = RequisiteParts {
        kind: kind.unwrap_or(RequisiteKind::Prerequisite),
        strength: strength.unwrap_or(Strength::Advised),
        requires: requires.unwrap_or_else(|| r.stand_ins.operand()),
        provenance,
    };
    match Requisite::new(parts.clone()) {
        Ok(requisite) => Some(requisite),
        Err(error) => {
            // Where the note of an assumption was refused there is nothing to quote.
            let unread = format!("\"assumption: {UNREADABLE}\"");
            value.refuse::<()>(r, error.to_string().replace(&unread, "an assumption"));
            // What it asks for is still looked up.
            Requisite::new(RequisiteParts { strength: Strength::Advised, ..parts }).ok()
        }
    }
}

/// Reads an expression, at most [`DEPTH_MAX`] deep. `None` when nothing of it can be read; a stand-in is there for
/// every part that cannot be.
pub(super) fn expression(r: &mut Reader<'_>, value: Value<'_>) -> Option<RequisiteExpr> {
    nested(r, value, 1)
}

fn nested(r: &mut Reader<'_>, value: Value<'_>, depth: usize) -> Option<RequisiteExpr> {
    if depth > DEPTH_MAX {
        return value.refuse(r, RequisiteError::TooDeep { depth });
    }
    let mut fields = Fields::of(r, &value)?;
    let forms: Vec<_> = FORMS.into_iter().filter(|form| fields.has(form)).collect();
    let mut read: Vec<_> = forms.iter().filter_map(|form| of_form(r, &value, &mut fields, form, depth)).collect();
    match forms.as_slice() {
        [] => return value.refuse(r, format_args!("it asks for nothing; write one of {}", FORMS.join(", "))),
        [_] => {}
        several => {
            let several = several.join(" and ");
            value.refuse::<()>(r, format_args!("it asks for {several} in one table; join them with all = [ … ]"));
        }
    }
    fields.finish(r);
    match read.len() {
        0 | 1 => read.pop(),
        _ => RequisiteExpr::all(read).ok(),
    }
}

/// Reads what one of [`FORMS`] asks for.
fn of_form(
    r: &mut Reader<'_>,
    value: &Value<'_>,
    fields: &mut Fields<'_>,
    form: &str,
    depth: usize,
) -> Option<RequisiteExpr> {
    let operands = |r: &mut Reader<'_>, value: Value<'_>| operands(r, &value, depth + 1);
    match form {
        "all" => {
            let of = fields.required(r, "all", operands)?;
            joined(r, value, of, RequisiteExpr::all)
        }
        "any" => {
            let of = fields.required(r, "any", operands)?;
            joined(r, value, of, RequisiteExpr::any)
        }
        "at_least" => {
            let least = fields.required(r, "at_least", whole(0, u32::MAX.into())).unwrap_or(1);
            let of = fields.required(r, "of", operands)?;
            joined(r, value, of, |of| RequisiteExpr::at_least(least, of))
        }
        "course" => {
            let course = fields.required(r, "course", code);
            let range = fields.optional(r, "version", version_range);
            let course = course.or_else(|| r.stand_ins.code())?;
            Some(match range {
                Some(None) => RequisiteExpr::course(course),
                range => {
                    let range = range.flatten().unwrap_or_else(|| r.stand_ins.range());
                    RequisiteExpr::Course(CourseRequirement { course, range })
                }
            })
        }
        "qualification" => fields.required(r, "qualification", code).map(RequisiteExpr::Qualification),
        "tier" => fields.required(r, "tier", tier).map(RequisiteExpr::Tier),
        _ => gate(r, fields).map(RequisiteExpr::Gate),
    }
}

/// Reads the parts of a join, each there once. A stand-in is there for each that is refused, so that their number
/// is as it is written.
fn operands(r: &mut Reader<'_>, value: &Value<'_>, depth: usize) -> Option<Vec<RequisiteExpr>> {
    let mut seen = Vec::new();
    items(r, value, |r, value| {
        let operand = nested(r, value.clone(), depth).unwrap_or_else(|| r.stand_ins.operand());
        if seen.contains(&operand) {
            value.refuse::<()>(r, AGAIN);
            return Some(r.stand_ins.operand());
        }
        // More parts than may be joined are refused anyway; each that is held against all others would take minutes.
        if seen.len() < OPERANDS_MAX {
            seen.push(operand.clone());
        }
        Some(operand)
    })
}

/// Joins what was read. When that is refused, what the parts name is still looked up: of as many as may be joined.
fn joined(
    r: &mut Reader<'_>,
    value: &Value<'_>,
    mut parts: Vec<RequisiteExpr>,
    join: impl FnOnce(Vec<RequisiteExpr>) -> Result<RequisiteExpr, RequisiteError>,
) -> Option<RequisiteExpr> {
    join(parts.clone()).map_or_else(
        |error| {
            value.refuse::<()>(r, error);
            parts.truncate(OPERANDS_MAX);
            RequisiteExpr::all(parts).ok()
        },
        Some,
    )
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
    let Some(name) = fields.required(r, "gate", choice(GATES, gate_name)) else {
        // Which of these belong beside it is not known; each that is there is still judged.
        fields.optional(r, "months", &months);
        fields.optional(r, "perspective", perspective);
        fields.optional(r, "hours", hours);
        fields.optional(r, "statement", text);
        return None;
    };
    let gate = match name {
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

/// Reads the gates that recognition of prior learning asks for; at least one.
pub(super) fn gates(r: &mut Reader<'_>, value: Value<'_>) -> Option<Vec<Gate>> {
    let read = list(|r: &mut Reader<'_>, value: Value<'_>| {
        let mut fields = Fields::of(r, &value)?;
        let gate = gate(r, &mut fields);
        fields.finish(r);
        gate
    });
    let gates = read(r, value.clone())?;
    if gates.is_empty() && value.get().as_array().is_some_and(|array| array.is_empty()) {
        return value.refuse(r, "recognition asks for nothing; name what must hold, such as { gate = \"employed\" }");
    }
    Some(gates)
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
