//! The report of a verification as JSON: the same from the command line and over HTTP.

use registry_core::verify::{Report, Shown};
use serde_json::{Value, json};

/// The verdict, every check and what the document says; with the name of the file, where there is one.
///
/// What the document says is there only where its signature holds.
pub fn report_in_json(file: Option<&str>, report: &Report) -> Value {
    let checks: Vec<_> = report
        .checks()
        .iter()
        .map(|one| json!({ "check": one.check.name(), "outcome": one.outcome.name(), "sentence": one.sentence }))
        .collect();
    let credential = report.shown.as_ref().map(credential);
    let mut said = json!({ "verdict": report.verdict().name(), "checks": checks, "credential": credential });
    if let (Some(name), Some(members)) = (file, said.as_object_mut()) {
        members.insert("file".to_owned(), json!(name));
    }
    said
}

fn credential(shown: &Shown) -> Value {
    let about = &shown.about;
    let moment = |at: Option<registry_core::credential::moment::Moment>| at.map(|at| at.to_string());
    json!({
        "id": about.id,
        "title": about.title,
        "document": about.document.map(|document| document.title()),
        "name": about.holder_name,
        "issuer": shown.issuer,
        "issuerName": about.issuer_name,
        "provider": shown.provider,
        "key": shown.key,
        "signed": shown.signed.to_string(),
        "awarded": moment(about.awarded),
        "validFrom": moment(about.valid_from),
        "validUntil": moment(about.valid_until),
        "level": about.level,
        "credit": about.credit,
        "result": about.result,
        "course": about.course,
        "version": about.version,
    })
}
