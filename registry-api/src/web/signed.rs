//! What verifiers fetch: the list of issuers and status lists, as signed. They may keep copies, and nothing of who asks is noted.

use std::sync::Arc;

use chrono::Utc;
use poem::http::StatusCode;
use poem::http::header::{
    ACCESS_CONTROL_ALLOW_ORIGIN, CACHE_CONTROL, CONTENT_TYPE, ETAG, IF_NONE_MATCH, X_CONTENT_TYPE_OPTIONS,
};
use poem::{Endpoint, IntoResponse, Request, Response, Route, get};
use registry_core::credential::status::Purpose;
use sha2::{Digest, Sha256};

use crate::ops;
use crate::ops::keep_keys::KeepError;
use crate::ops::list_issuers::ListError;
use crate::state::AppState;
use crate::store::ListKey;

/// How long a copy of the list of issuers is good enough, in seconds.
const ISSUERS_KEPT: u32 = 3_600;

/// The same of a status list: a revocation is seen within five minutes.
const STATUS_KEPT: u32 = 300;

pub(super) fn mount(route: Route, state: &Arc<AppState>) -> Route {
    route
        .at("/issuers", get(Issuers(Arc::clone(state))))
        .at("/status/:provider/:purpose/:number", get(Status(Arc::clone(state))))
}

/// `GET /issuers`: the signed list of issuers.
struct Issuers(Arc<AppState>);

/// `GET /status/PROVIDER/PURPOSE/NUMBER`: a signed status list.
struct Status(Arc<AppState>);

impl Endpoint for Issuers {
    type Output = Response;

    async fn call(&self, request: Request) -> poem::Result<Response> {
        Ok(match ops::list_issuers(&self.0, Utc::now()).await {
            Ok(list) => kept(&request, list.document, "application/json", ISSUERS_KEPT),
            Err(error) => failed(&error),
        })
    }
}

impl Endpoint for Status {
    type Output = Response;

    async fn call(&self, request: Request) -> poem::Result<Response> {
        let Some(list) = asked(&request) else { return Ok(StatusCode::NOT_FOUND.into_response()) };
        Ok(match ops::read_status(&self.0, &list, Utc::now()).await {
            Ok(Some(list)) => kept(&request, list.document, "application/vc", STATUS_KEPT),
            Ok(None) => StatusCode::NOT_FOUND.into_response(),
            Err(error) => failed(&error),
        })
    }
}

/// The list that an address names.
fn asked(request: &Request) -> Option<ListKey> {
    let part = |name| request.raw_path_param(name);
    let number = part("number")?;
    Some(ListKey {
        provider: part("provider")?.parse().ok()?,
        purpose: Purpose::named(part("purpose")?)?,
        number: number.parse().ok().filter(|read: &u32| read.to_string() == number)?,
    })
}

fn failed(error: &ListError) -> Response {
    if matches!(error, ListError::Keep(KeepError::NoDatabase)) {
        return StatusCode::NOT_FOUND.into_response();
    }
    tracing::error!(%error, "a signed list cannot be given");
    StatusCode::INTERNAL_SERVER_ERROR.into_response()
}

/// A document of which copies may be kept for so many seconds; not sent again to whoever has it.
fn kept(request: &Request, document: Vec<u8>, media_type: &'static str, seconds: u32) -> Response {
    let digest: String = Sha256::digest(&document).iter().take(16).map(|byte| format!("{byte:02x}")).collect();
    let tag = format!("\"{digest}\"");
    let given = request.headers().get(IF_NONE_MATCH).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let same = given.split(',').any(|one| one.trim().trim_start_matches("W/") == tag || one.trim() == "*");
    let response = Response::builder()
        .header(ETAG, tag)
        .header(CACHE_CONTROL, format!("public, max-age={seconds}"))
        .header(ACCESS_CONTROL_ALLOW_ORIGIN, "*")
        .header(X_CONTENT_TYPE_OPTIONS, "nosniff");
    if same {
        return response.status(StatusCode::NOT_MODIFIED).finish();
    }
    response.header(CONTENT_TYPE, media_type).body(document)
}
