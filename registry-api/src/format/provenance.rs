//! Where an entry comes from: `source`, or `assumption` with `note`, or nothing in a file of invented things.

use registry_core::id::DocumentCode;
use registry_core::source::{Confidence, Provenance};

use super::fields::Fields;
use super::reader::Reader;
use super::value::{Value, choice, code, flag, raw_text};

/// Reads `source`, `assumption` and `note` of an entry: exactly one of source and assumption.
pub(super) fn provenance(r: &mut Reader<'_>, fields: &mut Fields<'_>) -> Option<Provenance> {
    let source = fields.optional(r, "source", source);
    let assumed = fields.optional(r, "assumption", |r, value| match flag(r, value.clone())? {
        true => Some(()),
        false => value.refuse(r, "it is false; leave it out and give a source"),
    });
    let note = fields.optional(r, "note", |r, value| {
        let text = raw_text(r, value.clone())?;
        Provenance::assumption(text).map_or_else(|error| value.refuse(r, error), Some)
    });
    match (source?, assumed?, note?) {
        (Some(source), None, None) => Some(source),
        (None, Some(()), Some(note)) => Some(note),
        (None, None, None) if r.invented => Some(Provenance::Invented),
        (None, None, None) => {
            let subject = fields.subject();
            let line = fields.line;
            r.report(line, format!("{subject}has neither a source nor an assumption; add source = {{ … }}, or assumption = true and a note"));
            None
        }
        (None, Some(()), None) => fields.report(r, "note is missing; say why this is assumed"),
        (None, None, Some(_)) => {
            fields.report(r, "assumption is missing beside note; add assumption = true or take the note away")
        }
        (Some(_), _, _) => {
            let subject = fields.subject();
            r.report(fields.line, format!("{subject}has both a source and an assumption; keep one of the two"));
            None
        }
    }
}

/// Reads a `source` table: a quoted document or an outside page.
pub(super) fn source(r: &mut Reader<'_>, value: Value<'_>) -> Option<Provenance> {
    let mut fields = Fields::of(r, &value)?;
    let read = match (fields.has("document"), fields.has("external")) {
        (true, true) => value.refuse(r, "it names both a document and an external page; keep one of the two"),
        (false, false) => value.refuse(r, "it names neither a document nor an external page; add one of the two"),
        (true, false) => {
            let document = fields.required(r, "document", code::<DocumentCode>);
            let place = fields.required(r, "place", raw_text);
            let quote = fields.required(r, "quote", raw_text);
            fields.finish(r);
            Some(Provenance::document(document?, place?, quote?))
        }
        (false, true) => {
            let external = fields.required(r, "external", raw_text);
            let place = fields.required(r, "place", raw_text);
            let confidence = fields.required(r, "confidence", choice(&Confidence::ALL, Confidence::name));
            fields.finish(r);
            Some(Provenance::external(external?, place?, confidence?))
        }
    };
    read?.map_or_else(|error| value.refuse(r, error), Some)
}
