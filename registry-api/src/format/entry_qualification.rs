//! Qualifications and their ladder.

use registry_core::aqf::AqfType;
use registry_core::course::Equivalence;
use registry_core::qualification::{Currency, LadderRung, Qualification, QualificationSuccessor};

use super::entry_course::credit;
use super::entry_packaging::{packaging, points_packaging, recognition};
use super::fields::Fields;
use super::provenance::provenance;
use super::reader::Reader;
use super::requisite::requisites;
use super::stand_in::{self, Lost};
use super::value::{Value, choice, code, distinct, flag, hours, text};

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
    let size = credit.as_ref().map(|credit| credit.points);
    let points_packaging = f.optional(r, "points_packaging", points_packaging(size));
    let recognition = f.optional(r, "recognition", recognition);
    let publisher = f.optional(r, "publisher", super::value::code);
    let provenance = provenance(r, f);
    if packaging.is_none() {
        r.lose(Lost::Units);
    }
    if packaging.is_none() || points_packaging.is_none() {
        r.lose(Lost::Groups);
    }
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
        points_packaging: points_packaging.flatten(),
        recognition: recognition.flatten(),
        publisher: publisher.flatten(),
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
    let through = f.optional(r, "through", code);
    let provenance = provenance(r, &mut f);
    f.finish(r);
    let through = through.flatten();
    Some(LadderRung { qualification: qualification.or_else(|| r.stand_ins.code())?, through, provenance })
}

fn rung_again(rung: &LadderRung) -> String {
    format!("qualification {} stands before this one; keep one of the two", rung.qualification)
}
