//! Whether a file holds a credential of version 2.0 at all. What is only written in another way, or beyond a bound, is
//! not wrong: it could not be looked at.

use super::Outcome;
use crate::credential::baking::document_in;
use crate::credential::contexts::CREDENTIALS;
use crate::credential::json::{Json, JsonProblem};
use crate::credential::multibase;
use crate::words::shortened;

const TOKEN: &str =
    "it is a signed token (a JWT), which is not read here; this registry reads a JSON document with its proof inside";
/// The contexts of Open Badges before 3.0 begin so.
const OLDER_BADGES: &str = "https://w3id.org/openbadges/v";

/// The document of a file, or how the check ended and why.
pub(super) fn document(file: &[u8]) -> Result<Json, (Outcome, String)> {
    let ended = |inconclusive| if inconclusive { Outcome::CouldNotCheck } else { Outcome::Failed };
    let text = document_in(file).map_err(|problem| (ended(problem.is_inconclusive()), problem.to_string()))?;
    let document = match Json::read(&text) {
        Ok(document) => document,
        Err(JsonProblem::Malformed(_)) if is_token(&text) => return Err((Outcome::CouldNotCheck, TOKEN.to_owned())),
        Err(problem) => return Err((ended(problem.is_inconclusive()), problem.to_string())),
    };
    is_credential(&document)?;
    Ok(document)
}

fn is_credential(document: &Json) -> Result<(), (Outcome, String)> {
    let failed = |sentence: &str| Err((Outcome::Failed, sentence.to_owned()));
    let not_read = |sentence: String| Err((Outcome::CouldNotCheck, sentence));
    if document.members().is_none() {
        return failed("it is not a JSON object");
    }
    if document.has("type", "EnvelopedVerifiableCredential") {
        return not_read(TOKEN.to_owned());
    }
    if !document.has("type", "VerifiableCredential") {
        return match older_version(document) {
            Some(version) => {
                not_read(format!("it is an Open Badges {version} assertion; this registry reads Open Badges 3.0"))
            }
            None => failed("it is not a verifiable credential: its type does not say so"),
        };
    }
    match document.each_of("@context").first().and_then(Json::as_text) {
        Some(CREDENTIALS) => Ok(()),
        Some(other) => not_read(format!(
            "its first context is {}; credentials of version 2.0 ({CREDENTIALS}) are read",
            shortened(other)
        )),
        None => failed("it has no \"@context\""),
    }
}

/// The version of Open Badges whose assertion this is, where it is one from before 3.0.
fn older_version(document: &Json) -> Option<&'static str> {
    let mut contexts = document.each_of("@context").iter().filter_map(Json::as_text);
    let version = contexts.find_map(|context| context.strip_prefix(OLDER_BADGES));
    match version.filter(|_| document.has("type", "Assertion"))? {
        "1" => Some("1.1"),
        _ => Some("2.0"),
    }
}

/// Whether it is a signed token in its short form: three parts with full stops between them, of which the first is a
/// JSON object; in an SD-JWT more comes after a tilde.
fn is_token(text: &[u8]) -> bool {
    let Ok(text) = std::str::from_utf8(text) else { return false };
    let signed = text.trim_start_matches('\u{feff}').trim().split('~').next().unwrap_or_default();
    let head = signed.split('.').next().unwrap_or_default();
    super::form::is_token(signed)
        && multibase::from_base64url(&format!("u{head}")).is_some_and(|head| head.trim_ascii_start().starts_with(b"{"))
}
