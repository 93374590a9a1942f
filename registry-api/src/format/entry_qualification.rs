//! Qualifications, their packaging and their ladder.

use registry_core::aqf::AqfType;
use registry_core::course::Equivalence;
use registry_core::id::CourseCode;
use registry_core::qualification::{
    Currency, GroupKind, LadderRung, Packaging, PackagingGroup, Qualification, QualificationSuccessor,
};

use super::entry_course::credit;
use super::fields::Fields;
use super::provenance::provenance;
use super::reader::Reader;
use super::requisite::requisites;
use super::stand_in;
use super::value::{Value, choice, code, distinct, flag, hours, list, raw_text, set, text, whole};

/// The most units a packaging counts; the largest national qualification has under forty.
const UNITS_MAX: i64 = 200;

pub(super) fn qualification(r: &mut Reader<'_>, f: &mut Fields<'_>) -> Option<Qualification> {
    let code = f.required(r, "code", code);
    let title = f.required(r, "title", text);
    let aqf_type = f.required(r, "aqf_type", choice(&AqfType::ALL, AqfType::name));
    let volume_of_learning = f.optional(r, "volume_of_learning_hours", hours);
    let volume_of_learning_assumed = volume_assumed(r, f);
    let currency = f.required(r, "currency", choice(&Currency::ALL, Currency::name));
    let superseded_by = f.optional(r, "superseded_by", successor);
    let entry = f.or_default(r, "entry", requisites);
    let credit = credit(r, f);
    let leads_to = f.or_default(r, "leads_to", distinct(rung, |rung| rung.qualification.clone(), rung_again));
    let packaging = f.optional(r, "packaging", packaging);
    let provenance = provenance(r, f);
    Some(Qualification {
        code: code.or_else(|| r.own_code())?,
        title: title.unwrap_or_else(stand_in::text),
        aqf_type: aqf_type.unwrap_or(AqfType::CertificateI),
        volume_of_learning: volume_of_learning.flatten(),
        volume_of_learning_assumed,
        currency: currency.unwrap_or(Currency::Current),
        superseded_by: superseded_by.flatten(),
        entry: entry.unwrap_or_default(),
        credit,
        leads_to: leads_to.unwrap_or_default(),
        packaging: packaging.flatten(),
        provenance,
    })
}

/// Reads `volume_assumed`, which is said of hours that are given.
fn volume_assumed(r: &mut Reader<'_>, f: &mut Fields<'_>) -> bool {
    let assumed = f.or_default(r, "volume_assumed", flag).unwrap_or(false);
    if f.has("volume_assumed") && !f.has("volume_of_learning_hours") {
        f.refuse(r, "volume_assumed stands without volume_of_learning_hours; give the hours or take it away");
    }
    assumed
}

fn successor(r: &mut Reader<'_>, value: Value<'_>) -> Option<QualificationSuccessor> {
    let mut f = Fields::of(r, &value)?;
    let qualification = f.required(r, "qualification", code);
    let equivalence = f.required(r, "equivalence", choice(&Equivalence::ALL, Equivalence::name));
    let provenance = provenance(r, &mut f);
    f.finish(r);
    let equivalence = equivalence.unwrap_or(Equivalence::NotStated);
    Some(QualificationSuccessor { qualification: qualification?, equivalence, provenance })
}

fn rung(r: &mut Reader<'_>, value: Value<'_>) -> Option<LadderRung> {
    let mut f = Fields::of(r, &value)?;
    let qualification = f.required(r, "qualification", code);
    let provenance = provenance(r, &mut f);
    f.finish(r);
    Some(LadderRung { qualification: qualification.or_else(|| r.stand_ins.code())?, provenance })
}

fn rung_again(rung: &LadderRung) -> String {
    format!("qualification {} stands before this one; keep one of the two", rung.qualification)
}

fn packaging(r: &mut Reader<'_>, value: Value<'_>) -> Option<Packaging> {
    let mut f = Fields::of(r, &value)?;
    let core = f.required(r, "core", whole(0, UNITS_MAX));
    let electives = f.required(r, "electives", whole(0, UNITS_MAX));
    let electives_listed_min = f.optional(r, "electives_listed_min", whole(0, UNITS_MAX));
    let electives_elsewhere_max = f.optional(r, "electives_elsewhere_max", whole(0, UNITS_MAX));
    let work_hours_min = f.optional(r, "work_hours_min", hours);
    let groups = f.or_default(r, "groups", list(group));
    let provenance = provenance(r, &mut f);
    f.finish(r);
    // The numbers are held against one another, so none stands beside one that is not known.
    let known = electives.is_some() && electives_listed_min.is_some() && electives_elsewhere_max.is_some();
    Some(Packaging {
        core: core.unwrap_or(0),
        electives: electives.unwrap_or(0),
        electives_listed_min: electives_listed_min.flatten().filter(|_| known),
        electives_elsewhere_max: electives_elsewhere_max.flatten().filter(|_| known),
        work_hours_min: work_hours_min.flatten(),
        groups: groups.unwrap_or_default(),
        provenance,
    })
}

fn group(r: &mut Reader<'_>, value: Value<'_>) -> Option<PackagingGroup> {
    let mut f = Fields::of(r, &value)?;
    let code_read = f.required(r, "code", group_code);
    let title = f.required(r, "title", text);
    let kind = f.required(r, "kind", choice(&GroupKind::ALL, GroupKind::name));
    let units = f.or_default(r, "units", set(code));
    f.finish(r);
    Some(PackagingGroup {
        code: code_read.unwrap_or_else(stand_in::text),
        title: title.unwrap_or_else(stand_in::text),
        kind: kind.unwrap_or(GroupKind::Elective),
        units: units.unwrap_or_default(),
    })
}

/// A group's code is written like any other, but names nothing outside its qualification.
fn group_code(r: &mut Reader<'_>, value: Value<'_>) -> Option<String> {
    let text = raw_text(r, value.clone())?;
    CourseCode::new(text).map_or_else(|error| value.refuse(r, error), |code| Some(code.into()))
}
