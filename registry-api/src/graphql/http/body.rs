//! Reads a request body and turns it into a query, or says why it is none.

use std::time::Duration;

use async_graphql::Variables;
use poem::Request;
use poem::http::StatusCode;
use serde_json::Value;

use crate::body::{self, Limit, Unread};
use crate::graphql::error::ErrorCode;
use crate::graphql::guard::{AskedQuery, Refusal, prescan};

/// Longest request body, in bytes: a query of 16 KiB that is all escapes has
/// 32 KiB in JSON, which leaves as much for the variables.
pub const MAX_BODY_BYTES: usize = 64 * 1024;

/// Longest request body in JSON of somebody who may publish, in bytes: room for files of about 4 MB to import. Larger ones
/// come as a form.
pub const MAX_PUBLISHER_BODY_BYTES: usize = 6 * 1024 * 1024;

/// Longest wait for a whole body. A slower client holds a connection for nothing.
pub(crate) const BODY_TIMEOUT: Duration = Duration::from_secs(10);

/// Of a query from anybody.
pub(crate) const ANYBODY: Limit = Limit { bytes: MAX_BODY_BYTES, time: BODY_TIMEOUT };

/// Of somebody whose token lets them publish.
pub(crate) const PUBLISHER: Limit = Limit { bytes: MAX_PUBLISHER_BODY_BYTES, time: Duration::from_secs(60) };

/// A refusal with the HTTP status it has under every media type.
pub(crate) type NotARequest = (StatusCode, Refusal);

pub(super) fn bad(message: &str) -> NotARequest {
    (StatusCode::BAD_REQUEST, Refusal::new(ErrorCode::BadRequest, message))
}

fn too_large(limit: Limit) -> NotARequest {
    let message = format!("The request body is larger than {} bytes.", limit.bytes);
    (StatusCode::PAYLOAD_TOO_LARGE, Refusal::new(ErrorCode::OverLimit, message))
}

/// Reads the body of a query.
///
/// # Errors
/// 413 for a longer body, 408 for a slow one, 400 for one that breaks off.
pub(crate) async fn read(http: &mut Request, limit: Limit) -> Result<Vec<u8>, NotARequest> {
    body::read(http, limit).await.map_err(|unread| match unread {
        Unread::TooLarge => too_large(limit),
        Unread::TooSlow => {
            let refusal = Refusal::new(ErrorCode::BadRequest, "The request body took too long to arrive.");
            (StatusCode::REQUEST_TIMEOUT, refusal)
        }
        Unread::BrokenOff => bad("The request body broke off."),
    })
}

/// Reads the members of a GraphQL request. Members the specification does not
/// name are ignored, and so is what `extensions` contains.
///
/// # Errors
/// 400 for what is not JSON, is a list (a batch), or has a member of the wrong
/// type: `{"query": 1}`, `{"query": "{a}", "variables": []}`.
pub(crate) fn parse(bytes: &[u8]) -> Result<AskedQuery, NotARequest> {
    prescan::scan_json(bytes).map_err(|refusal| (StatusCode::BAD_REQUEST, Refusal::from(refusal)))?;
    let body = serde_json::from_slice(bytes).map_err(|_| bad("The request body is not valid JSON."))?;
    members(body)
}

/// Reads the members of a GraphQL request out of JSON that was [scanned](prescan::scan_json).
///
/// # Errors
/// 400 as [`parse`] has it.
pub(crate) fn members(body: Value) -> Result<AskedQuery, NotARequest> {
    let mut members = match body {
        Value::Object(members) => members,
        Value::Array(_) => return Err(bad("Batches are not taken: send one query in each request.")),
        _ => return Err(bad("The request body is not a JSON object.")),
    };
    let query = match members.remove("query") {
        Some(Value::String(query)) => query,
        Some(_) => return Err(bad("The member `query` is not a string.")),
        None => return Err(bad("The member `query` is missing.")),
    };
    let operation_name = match members.remove("operationName") {
        None | Some(Value::Null) => None,
        Some(Value::String(name)) => Some(name),
        Some(_) => return Err(bad("The member `operationName` is not a string.")),
    };
    let variables = match members.remove("variables") {
        None | Some(Value::Null) => Variables::default(),
        Some(variables @ Value::Object(_)) => Variables::from_json(variables),
        Some(_) => return Err(bad("The member `variables` is not an object.")),
    };
    match members.remove("extensions") {
        None | Some(Value::Null | Value::Object(_)) => {}
        Some(_) => return Err(bad("The member `extensions` is not an object.")),
    }
    Ok(AskedQuery { query, operation_name, variables })
}
