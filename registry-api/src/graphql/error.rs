//! What may go wrong with a request as a whole, and how a client is told.
//!
//! Answers that a caller can act on inside the schema (not eligible, no
//! pathway, a rejected draft) are types, not errors, and never pass here.

use std::fmt::Display;
use std::hash::{BuildHasher, Hasher, RandomState};
use std::sync::LazyLock;
use std::sync::atomic::{AtomicU64, Ordering};

use async_graphql::{PathSegment, Pos, ServerError};
use serde::Serialize;

/// Most errors in one answer. A client fixes them one at a time; more only
/// makes a small bad query into a large answer.
pub const MAX_ERRORS: usize = 5;

/// Longest error message, in characters.
pub const MAX_MESSAGE_CHARS: usize = 300;

/// What a client is told when the fault is ours.
const INTERNAL_MESSAGE: &str = "Something went wrong on our side. Quote the request id if you report it.";

/// The closed set of `extensions.code` values. A value never changes meaning.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ErrorCode {
    /// The HTTP request is not a GraphQL request: media type, JSON, members.
    BadRequest,
    /// The GraphQL query does not parse, does not validate, or a value in it
    /// is not one its type allows.
    BadQuery,
    /// An ID was given that names another type of thing than the field takes.
    WrongId,
    /// The request is well-formed and larger than this server takes.
    OverLimit,
    /// The client has used its points; `Retry-After` says when to come back.
    RateLimited,
    /// The field needs a signed-in caller.
    NotSignedIn,
    /// The caller is signed in and the token does not carry the needed scope.
    NotAllowed,
    /// Our fault. The message is neutral; the request id finds the log line.
    Internal,
}

impl ErrorCode {
    /// Every code, in the order of the documentation.
    pub const ALL: [Self; 8] = [
        Self::BadRequest,
        Self::BadQuery,
        Self::WrongId,
        Self::OverLimit,
        Self::RateLimited,
        Self::NotSignedIn,
        Self::NotAllowed,
        Self::Internal,
    ];

    /// The text in `extensions.code`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::BadRequest => "BAD_REQUEST",
            Self::BadQuery => "BAD_QUERY",
            Self::WrongId => "WRONG_ID",
            Self::OverLimit => "OVER_LIMIT",
            Self::RateLimited => "RATE_LIMITED",
            Self::NotSignedIn => "NOT_SIGNED_IN",
            Self::NotAllowed => "NOT_ALLOWED",
            Self::Internal => "INTERNAL",
        }
    }
}

/// An error a resolver may return with `?`; its code and message reach the
/// client. Any other error becomes a neutral `INTERNAL`.
///
/// ```
/// use registry_api::graphql::error::{ApiError, ErrorCode};
///
/// fn viewer() -> async_graphql::Result<String> {
///     Err(ApiError::new(ErrorCode::NotSignedIn, "Sign in to read a learner record."))?
/// }
/// let error = viewer().unwrap_err().into_server_error(Default::default());
/// assert_eq!(error.source::<ApiError>().unwrap().code(), ErrorCode::NotSignedIn);
/// ```
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct ApiError {
    code: ErrorCode,
    message: String,
}

impl ApiError {
    /// An error with a page-ready message: a sentence without personal data,
    /// database text or the caller's input.
    pub fn new(code: ErrorCode, message: impl Into<String>) -> Self {
        Self { code, message: message.into() }
    }

    /// A fault of ours. The cause goes to the log, never to the client.
    pub fn internal(cause: impl Display) -> Self {
        tracing::error!(cause = %shorten(&cause.to_string()), "internal error in a resolver");
        Self::new(ErrorCode::Internal, INTERNAL_MESSAGE)
    }

    /// Which of the closed set this is.
    pub fn code(&self) -> ErrorCode {
        self.code
    }

    /// The sentence for the client.
    pub fn message(&self) -> &str {
        &self.message
    }
}

/// Names one request in an answer and in the log. Opaque: it says nothing
/// about who asked, when, or how many asked before.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct RequestId(String);

impl RequestId {
    /// A new id: 16 hexadecimal digits, a keyed hash of a counter. The key is
    /// drawn afresh by each process, so ids cannot be predicted or counted.
    pub fn next() -> Self {
        static KEY: LazyLock<RandomState> = LazyLock::new(RandomState::new);
        static COUNT: AtomicU64 = AtomicU64::new(0);
        let mut hasher = KEY.build_hasher();
        hasher.write_u64(COUNT.fetch_add(1, Ordering::Relaxed));
        Self(format!("{:016x}", hasher.finish()))
    }

    /// The digits.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// One entry of `errors` as it is sent.
#[derive(Debug, Serialize)]
pub(crate) struct SentError {
    message: String,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    locations: Vec<Pos>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    path: Vec<PathSegment>,
    extensions: SentExtensions,
    #[serde(skip)]
    code: ErrorCode,
}

#[derive(Debug, Serialize)]
struct SentExtensions {
    code: &'static str,
    #[serde(rename = "requestId")]
    request_id: RequestId,
}

impl SentError {
    /// An error of the request as a whole.
    pub(crate) fn new(error: &ApiError, at: Option<Pos>, id: &RequestId) -> Self {
        Self {
            message: shorten(error.message()),
            locations: at.into_iter().collect(),
            path: Vec::new(),
            extensions: SentExtensions { code: error.code().as_str(), request_id: id.clone() },
            code: error.code(),
        }
    }

    /// The code, for choosing the HTTP status.
    pub(crate) fn code(&self) -> ErrorCode {
        self.code
    }
}

/// Turns what the executor reports into what is sent: at most [`MAX_ERRORS`],
/// each classified, shortened and free of suggestions and internal text.
pub(crate) fn present(errors: Vec<ServerError>, id: &RequestId) -> Vec<SentError> {
    errors
        .into_iter()
        .take(MAX_ERRORS)
        .map(|error| {
            let said = classify(&error, id);
            let mut sent = SentError::new(&said, None, id);
            sent.locations = error.locations.into_iter().take(2).collect();
            sent.path = error.path;
            sent
        })
        .collect()
}

fn classify(error: &ServerError, id: &RequestId) -> ApiError {
    if let Some(known) = error.source::<ApiError>() {
        return known.clone();
    }
    if let Some(type_name) = refused_input_type(&error.message) {
        let message = format!("A value given for {type_name} is not one that type allows.");
        return ApiError::new(ErrorCode::BadQuery, message);
    }
    // Only errors raised while a field was being resolved carry a path; those
    // without one come from parsing and validation and talk about the query.
    if error.path.is_empty() && error.source.is_none() {
        return ApiError::new(ErrorCode::BadQuery, in_our_words(without_suggestion(&error.message)));
    }
    tracing::error!(
        request = id.as_str(),
        cause = %shorten(&error.message),
        "a resolver returned an error that is not an ApiError"
    );
    ApiError::new(ErrorCode::Internal, INTERNAL_MESSAGE)
}

/// The type's name if the executor could not read an argument. The rest of
/// such a message may repeat the value, so only the name is kept.
fn refused_input_type(message: &str) -> Option<&str> {
    let rest = message.strip_prefix("Failed to parse \"").or_else(|| message.strip_prefix("Expected input type \""))?;
    let name = rest.split('"').next()?;
    let plain = |c: char| c.is_ascii_alphanumeric() || "_[]!".contains(c);
    (!name.is_empty() && name.len() <= 100 && name.chars().all(plain)).then_some(name)
}

fn without_suggestion(message: &str) -> &str {
    message.split("Did you mean").next().unwrap_or(message).trim_end()
}

/// What validation says of a value, as a sentence that begins with the place.
fn in_our_words(message: &str) -> String {
    let placed = message.strip_prefix("Invalid value for argument \"").and_then(|rest| rest.split_once("\", "));
    match placed {
        // A value is not repeated: it may be somebody's name in the wrong place.
        Some((place, what)) => match what.split_once(" does not contain the value ") {
            Some((kind, _)) => format!("In the argument {place}: {kind} does not contain the value that was given."),
            None => format!("In the argument {place}: {}.", what.trim_end_matches('.')),
        },
        None if message.ends_with(['.', '?', '"']) => message.to_owned(),
        None => format!("{message}."),
    }
}

/// One line of at most [`MAX_MESSAGE_CHARS`] characters.
fn shorten(message: &str) -> String {
    let one_line = message.chars().map(|c| if c.is_control() { ' ' } else { c });
    let mut short: String = one_line.clone().take(MAX_MESSAGE_CHARS).collect();
    if one_line.count() > MAX_MESSAGE_CHARS {
        short = short.chars().take(MAX_MESSAGE_CHARS - 1).collect();
        short.push('…');
    }
    short
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(error: ServerError) -> (ErrorCode, String) {
        let sent = present(vec![error], &RequestId::next());
        (sent[0].code(), sent[0].message.clone())
    }

    #[test]
    fn a_suggestion_is_cut_off() {
        let error = ServerError::new("Unknown field \"titel\" on type \"Course\". Did you mean \"title\"?", None);
        let expected = "Unknown field \"titel\" on type \"Course\".";
        assert_eq!(said(error), (ErrorCode::BadQuery, expected.to_owned()));
    }

    #[test]
    fn what_validation_says_of_a_value_begins_with_its_place() {
        let error = ServerError::new(
            "Invalid value for argument \"input.goal\", unknown field \"teir\" of type \"GoalInput\"",
            None,
        );
        let expected = "In the argument input.goal: unknown field \"teir\" of type \"GoalInput\".";
        assert_eq!(said(error), (ErrorCode::BadQuery, expected.to_owned()));
        let name =
            "Invalid value for argument \"input.title\", enumeration type \"Title\" does not contain the value \"Ada\"";
        let expected =
            "In the argument input.title: enumeration type \"Title\" does not contain the value that was given.";
        assert_eq!(said(ServerError::new(name, None)), (ErrorCode::BadQuery, expected.to_owned()));
    }

    #[test]
    fn database_text_from_a_resolver_is_never_sent() {
        let mut error = ServerError::new("no such table: learner_record", None);
        error.path = vec![PathSegment::Field("learner".into())];
        assert_eq!(said(error), (ErrorCode::Internal, INTERNAL_MESSAGE.to_owned()));
    }

    #[test]
    fn an_argument_that_does_not_parse_is_the_callers_fault_and_is_not_repeated() {
        let mut error = ServerError::new("Failed to parse \"SemVer\": jane@example.org is no version", None);
        error.path = vec![PathSegment::Field("courseVersion".into())];
        let (code, message) = said(error);
        assert_eq!(code, ErrorCode::BadQuery);
        assert!(message.contains("SemVer") && !message.contains("jane"), "{message}");
    }

    #[test]
    fn an_answer_has_at_most_five_errors_of_three_hundred_characters() {
        let many = (0..900).map(|_| ServerError::new("ß".repeat(4_000), None)).collect();
        let sent = present(many, &RequestId::next());
        assert_eq!(sent.len(), MAX_ERRORS);
        assert!(sent.iter().all(|error| error.message.chars().count() == MAX_MESSAGE_CHARS));
    }

    #[test]
    fn request_ids_do_not_repeat() {
        let ids: std::collections::HashSet<String> = (0..10_000).map(|_| RequestId::next().0).collect();
        assert_eq!(ids.len(), 10_000);
    }
}
