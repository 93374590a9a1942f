//! Where an entry comes from: `source`, or `assumption` with `note`, or nothing in a file of invented things.

use registry_core::id::DocumentCode;
use registry_core::source::{Confidence, Provenance, ProvenanceError};

use super::fields::Fields;
use super::reader::Reader;
use super::stand_in::{self, UNREADABLE};
use super::value::{Value, choice, code, flag, raw_text};

/// Reads `source`, `assumption` and `note` of an entry: exactly one of source and assumption.
pub(super) fn provenance(r: &mut Reader<'_>, fields: &mut Fields<'_>) -> Provenance {
    let (sourced, noted) = (fields.has("source"), fields.has("note"));
    let source = fields.optional(r, "source", source).flatten();
    let assumed = fields.optional(r, "assumption", |r, value| match flag(r, value.clone())? {
        true => Some(()),
        false => value.refuse(r, "it is false; leave it out and give a source"),
    });
    let note = fields.optional(r, "note", assumption).flatten();
    // An assumption that is refused may be meant either way, so what is beside it is not held against it.
    match (sourced, assumed, noted) {
        (false, Some(None), false) if r.invented => return Provenance::Invented,
        (false, Some(None), false) => {
            let subject = fields.subject();
            let line = fields.line;
            r.report(line, format!("{subject}has neither a source nor an assumption; add source = {{ … }}, or assumption = true and a note"));
        }
        (false, Some(Some(())), false) => fields.refuse(r, "note is missing; say why this is assumed"),
        (false, Some(None), true) => {
            fields.refuse(r, "assumption is missing beside note; add assumption = true or take the note away");
        }
        (true, _, true) | (true, Some(Some(())), false) => {
            let subject = fields.subject();
            r.report(fields.line, format!("{subject}has both a source and an assumption; keep one of the two"));
        }
        (false, Some(Some(())), true) | (true, Some(None) | None, false) | (false, None, _) => {}
    }
    let assumed = || note.or_else(|| Provenance::assumption(UNREADABLE).ok()).filter(|_| assumed == Some(Some(())));
    source.or_else(assumed).unwrap_or_else(stand_in::provenance)
}

/// Reads the note of an assumption.
pub(super) fn assumption(r: &mut Reader<'_>, value: Value<'_>) -> Option<Provenance> {
    let note = raw_text(r, value.clone())?;
    Provenance::assumption(note).map_or_else(|error| value.refuse(r, error), Some)
}

/// Reads a `source` table: a quoted document or an outside page. [`UNREADABLE`] is there for a text that is refused.
pub(super) fn source(r: &mut Reader<'_>, value: Value<'_>) -> Option<Provenance> {
    let mut fields = Fields::of(r, &value)?;
    let named = fields.has("document") || fields.has("external");
    if fields.has("assumption") && !named {
        return value.refuse(r, "an assumption has no source; write assumption = true and note = \"…\" beside the rest of the entry, and no source");
    }
    match (fields.has("document"), fields.has("external")) {
        (true, true) => value.refuse(r, "it names both a document and an external page; keep one of the two"),
        (false, false) => value.refuse(r, "it names neither a document nor an external page; add one of the two"),
        (true, false) => {
            let document = fields.required(r, "document", code::<DocumentCode>);
            let place = fields.required(r, "place", raw_text);
            let quote = fields.required(r, "quote", raw_text);
            fields.finish(r);
            let document = document.or_else(|| r.stand_ins.code())?;
            of_texts(r, &value, (place, quote), |place, quote| Provenance::document(document.clone(), place, quote))
        }
        (false, true) => {
            let external = fields.required(r, "external", raw_text);
            let place = fields.required(r, "place", raw_text);
            let confidence = fields.required(r, "confidence", choice(&Confidence::ALL, Confidence::name));
            fields.finish(r);
            let confidence = confidence.unwrap_or(Confidence::High);
            of_texts(r, &value, (external, place), |external, place| Provenance::external(external, place, confidence))
        }
    }
}

/// Builds a source of two texts. Each is tried alone first, so that what is wrong with either is said.
fn of_texts(
    r: &mut Reader<'_>,
    value: &Value<'_>,
    (first, second): (Option<&str>, Option<&str>),
    build: impl Fn(&str, &str) -> Result<Provenance, ProvenanceError>,
) -> Option<Provenance> {
    let mut sound = |text: &str, tried: Result<Provenance, ProvenanceError>| match tried {
        Ok(_) => text.to_owned(),
        Err(error) => {
            value.refuse::<()>(r, error);
            UNREADABLE.to_owned()
        }
    };
    let (first, second) = (first.unwrap_or(UNREADABLE), second.unwrap_or(UNREADABLE));
    let (first, second) = (sound(first, build(first, UNREADABLE)), sound(second, build(UNREADABLE, second)));
    build(&first, &second).ok()
}
