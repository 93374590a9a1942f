//! From a change that was read to the answer.

use async_graphql::{Context, InputObject, InputType, Result, SimpleObject};
use chrono::NaiveDate;
use registry_core::audit::REASON_LENGTH_MAX;
use registry_core::publish::{Change, Publisher, Violation};
use registry_core::words::shortened;

use super::asked::{asked, digest};
use crate::graphql::access::{now, state};
use crate::graphql::error::ApiError;
use crate::graphql::input::draft::OwnWord;
use crate::graphql::query::{Today, snapshot};
use crate::graphql::types::change_error::{ChangeError, ChangeErrorCode};
use crate::graphql::types::problem::Problem;
use crate::graphql::types::receipt::ChangeReceipt;
use crate::ops;
use crate::ops::publish::{PublishOutcome, PublishRequest, PublishedBy};
use crate::store::{IdempotencyKey, IdempotentRequest};

/// How a change is made.
#[derive(InputObject, Debug)]
pub(crate) struct HowFields {
    /// Whether the change is only tried: everything is answered, and nothing is saved.
    #[graphql(default)]
    pub(super) dry_run: bool,
    /// A name for this request, 1 to 128 visible ASCII characters, such as a UUID. The same request sent again with it has
    /// the same answer and no second effect, for 30 days.
    idempotency_key: Option<String>,
    /// Why, in at most 500 characters. It is public, in the audit log: name nobody.
    reason: Option<String>,
}

/// What became of a change to the catalogue.
#[derive(SimpleObject)]
pub(crate) struct ChangePayload {
    /// The receipt; null where there are `userErrors`.
    receipt: Option<ChangeReceipt>,
    /// Everything that is wrong; then nothing was saved. At most 50.
    user_errors: Vec<ChangeError>,
}

/// Most entries of `userErrors`.
pub(crate) const ERRORS_MAX: usize = 50;

impl ChangePayload {
    pub(super) fn refused(errors: impl IntoIterator<Item = ChangeError>) -> Self {
        Self { receipt: None, user_errors: errors.into_iter().take(ERRORS_MAX).collect() }
    }
}

/// The word of whoever publishes, where no other source is given.
pub(super) fn own_word(context: &Context<'_>, by: &PublishedBy) -> Result<OwnWord> {
    let at = snapshot(context)?;
    let publisher = match &by.publisher {
        Publisher::Operator => "the registry".to_owned(),
        Publisher::Provider(code) => {
            at.catalogue().provider(code).map_or_else(|| code.to_string(), |provider| provider.title.clone())
        }
    };
    Ok(OwnWord { publisher })
}

/// The day it is where the registry is.
pub(super) fn today(context: &Context<'_>) -> Result<NaiveDate> {
    Ok(context.data::<Today>()?.0)
}

/// Makes a change that was read from an input, or says everything that is wrong. `field` says where in the input a field of
/// the change was given.
pub(super) async fn run(
    context: &Context<'_>,
    by: PublishedBy,
    input: &impl InputType,
    how: &HowFields,
    change: Result<Change, Vec<Problem>>,
    field: fn(&[String]) -> Vec<String>,
) -> Result<ChangePayload> {
    let with_impact = context.look_ahead().field("receipt").field("impact").exists();
    let mut errors = Vec::new();
    let idempotent = how.key(context, &by, || asked(input), &mut errors);
    let reason = how.reason(&mut errors);
    let change = match change {
        Ok(change) if errors.is_empty() => change,
        Ok(_) => return Ok(ChangePayload::refused(errors)),
        Err(problems) => {
            let problems = problems.into_iter().map(ChangeError::from);
            return Ok(ChangePayload::refused(problems.chain(errors)));
        }
    };
    let (now, today) = (now(context)?, today(context)?);
    let request = PublishRequest { by, change, reason, idempotent, dry_run: how.dry_run, with_impact, now, today };
    match ops::publish(state(context)?, request).await.map_err(ApiError::internal)? {
        PublishOutcome::Done(receipt) => {
            Ok(ChangePayload { receipt: Some(ChangeReceipt(*receipt)), user_errors: Vec::new() })
        }
        PublishOutcome::Refused(violations) => {
            Ok(ChangePayload::refused(violations.iter().map(|violation| error_of(violation, field))))
        }
        PublishOutcome::KeyReused => {
            let message = "This key was used for another request; use a new one.";
            Ok(ChangePayload::refused([ChangeError::new(ChangeErrorCode::KeyReused, message, &["idempotencyKey"])]))
        }
    }
}

impl HowFields {
    /// The key of the request, unless it is only tried. `asked` gives what it asks for in a form that is always the same.
    pub(super) fn key(
        &self,
        context: &Context<'_>,
        by: &PublishedBy,
        asked: impl FnOnce() -> serde_json::Value,
        errors: &mut Vec<ChangeError>,
    ) -> Option<IdempotentRequest> {
        let text = self.idempotency_key.as_ref()?;
        let key = match text.parse::<IdempotencyKey>() {
            Ok(key) => key,
            Err(error) => {
                let message = sentence(&error.to_string());
                errors.push(ChangeError::new(ChangeErrorCode::InvalidKey, message, &["idempotencyKey"]));
                return None;
            }
        };
        let registry_core::audit::Actor::Token(token) = by.actor else { return None };
        let input = || digest(context.field().name(), asked(), self.kept_reason());
        (!self.dry_run).then(|| IdempotentRequest { token, key, input: input() })
    }

    /// The reason as it is kept: without white space around it; `None` where nothing is left.
    pub(super) fn kept_reason(&self) -> Option<String> {
        self.reason.as_deref().map(str::trim).filter(|text| !text.is_empty()).map(str::to_owned)
    }

    pub(super) fn reason(&self, errors: &mut Vec<ChangeError>) -> Option<String> {
        let text = self.kept_reason()?;
        let length = text.chars().count();
        if length > REASON_LENGTH_MAX {
            let message = format!("The reason has {length} characters; at most {REASON_LENGTH_MAX} are kept.");
            errors.push(ChangeError::new(ChangeErrorCode::TooMany, message, &["reason"]));
        } else if text.chars().any(char::is_control) {
            let message = format!("The reason \"{}\" has a control character; write it in one line.", shortened(&text));
            errors.push(ChangeError::new(ChangeErrorCode::OutOfRange, message, &["reason"]));
        }
        Some(text)
    }
}

/// A violation, where its field was given in the input.
fn error_of(violation: &Violation, field: fn(&[String]) -> Vec<String>) -> ChangeError {
    let field = field(&violation.field);
    let field: Vec<_> = field.iter().map(String::as_str).collect();
    ChangeError::new(violation.code().into(), sentence(&violation.to_string()), &field)
}

/// A message of core as a sentence.
pub(super) fn sentence(message: &str) -> String {
    let mut text = registry_core::words::sentence_start(message);
    if !text.ends_with(['.', '?']) {
        text.push('.');
    }
    text
}

/// A field of core in the spelling of the API: `volume_of_learning` is `volumeOfLearning`.
pub(super) fn spelled(part: &str) -> String {
    let mut words = part.split('_');
    let mut text = words.next().unwrap_or_default().to_owned();
    for word in words {
        let mut letters = word.chars();
        text.extend(letters.next().map(|first| first.to_ascii_uppercase()));
        text.push_str(letters.as_str());
    }
    text
}
