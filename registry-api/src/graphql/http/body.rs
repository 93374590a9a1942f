//! Reads a request body and turns it into a query, or says why it is none.

use std::pin::pin;
use std::time::Duration;

use async_graphql::Variables;
use async_graphql::futures_util::StreamExt;
use poem::Body;
use poem::http::StatusCode;
use serde_json::Value;

use crate::graphql::error::ErrorCode;
use crate::graphql::guard::{AskedQuery, Refusal, prescan};

/// Longest request body, in bytes: a query of 16 KiB that is all escapes has
/// 32 KiB in JSON, which leaves as much for the variables.
pub const MAX_BODY_BYTES: usize = 64 * 1024;

/// Longest body that is read to its end before it is refused, in bytes.
pub(crate) const MAX_DISCARDED_BYTES: usize = 2 * 1024 * 1024;

/// Longest wait for a whole body. A slower client holds a connection for nothing.
pub(crate) const BODY_TIMEOUT: Duration = Duration::from_secs(10);

/// A refusal with the HTTP status it has under every media type.
pub(crate) type NotARequest = (StatusCode, Refusal);

fn bad(message: &str) -> NotARequest {
    (StatusCode::BAD_REQUEST, Refusal::new(ErrorCode::BadRequest, message))
}

fn too_large() -> NotARequest {
    let message = format!("The request body is larger than {MAX_BODY_BYTES} bytes.");
    (StatusCode::PAYLOAD_TOO_LARGE, Refusal::new(ErrorCode::OverLimit, message))
}

/// Reads at most [`MAX_BODY_BYTES`], whether or not a length was announced.
/// Here and not in a middleware: poem's `SizeLimit` answers 411 to any request
/// without a length, which is every GET of a browser.
///
/// What is longer is read to its end up to [`MAX_DISCARDED_BYTES`] and thrown
/// away: a connection closed on bytes still under way is reset, and a client
/// that is still sending then never sees the refusal.
///
/// # Errors
/// 413 for a longer body, 408 for a slow one, 400 for one that breaks off.
pub(crate) async fn read(body: Body, announced: Option<usize>) -> Result<Vec<u8>, NotARequest> {
    if announced.is_some_and(|length| length > MAX_DISCARDED_BYTES) {
        return Err(too_large());
    }
    let slow = |_| {
        let refusal = Refusal::new(ErrorCode::BadRequest, "The request body took too long to arrive.");
        (StatusCode::REQUEST_TIMEOUT, refusal)
    };
    tokio::time::timeout(BODY_TIMEOUT, collect(body)).await.map_err(slow)?
}

async fn collect(body: Body) -> Result<Vec<u8>, NotARequest> {
    let mut chunks = pin!(body.into_bytes_stream());
    let (mut kept, mut length) = (Vec::new(), 0_usize);
    while let Some(chunk) = chunks.next().await {
        let chunk = chunk.map_err(|_| bad("The request body broke off."))?;
        length = length.saturating_add(chunk.len());
        if length > MAX_DISCARDED_BYTES {
            break;
        }
        if length <= MAX_BODY_BYTES {
            kept.extend_from_slice(&chunk);
        } else {
            kept = Vec::new();
        }
    }
    if length > MAX_BODY_BYTES { Err(too_large()) } else { Ok(kept) }
}

/// Reads the members of a GraphQL request. Members the specification does not
/// name are ignored, and so is what `extensions` contains.
///
/// # Errors
/// 400 for what is not JSON, is a list (a batch), or has a member of the wrong
/// type: `{"query": 1}`, `{"query": "{a}", "variables": []}`.
pub(crate) fn parse(bytes: &[u8]) -> Result<AskedQuery, NotARequest> {
    prescan::scan_json(bytes).map_err(|refusal| (StatusCode::BAD_REQUEST, Refusal::from(refusal)))?;
    let body: Value = serde_json::from_slice(bytes).map_err(|_| bad("The request body is not valid JSON."))?;
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
