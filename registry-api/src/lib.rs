//! The registry program: GraphQL, pages, command line and database around `registry-core`.

pub mod access;
pub mod badge_picture;
mod beside;
mod body;
pub mod claim;
pub mod cli;
pub mod config;
mod day;
pub mod export;
mod filled;
pub mod format;
pub mod graphql;
pub mod holding;
pub mod import;
mod kept;
pub mod keys;
pub mod lane;
#[cfg(test)]
mod made_up;
pub mod ops;
pub mod rate;
mod remembered;
pub mod seeds;
pub mod server;
pub mod snapshot;
pub mod spool;
mod spreadsheet;
pub mod state;
pub mod store;
pub mod web;

use std::sync::Arc;

use poem::endpoint::BoxEndpoint;
use poem::http::StatusCode;
use poem::http::header::{CACHE_CONTROL, CONNECTION, CONTENT_TYPE, HeaderValue, X_CONTENT_TYPE_OPTIONS};
use poem::middleware::CatchPanic;
use poem::{Endpoint, EndpointExt, IntoResponse, Request, Response, Route, get};

use rate::{RateLimit, RateLimiter};
use state::AppState;

/// Everything the program answers over HTTP; the server and the tests serve this same endpoint.
pub fn app(state: Arc<AppState>) -> BoxEndpoint<'static, Response> {
    let rate = Arc::new(RateLimiter::new(RateLimit::default()));
    let routes = graphql::mount(Route::new(), Arc::clone(&state), Arc::clone(&rate));
    let routes = web::mount(routes, Arc::clone(&state), rate).at("/health", get(Health(Arc::clone(&state))));
    let routes = routes.at("/audit/checkpoint", get(AuditCheckpoint(state)));
    let answers = routes.with(CatchPanic::new().with_handler(|_| StatusCode::INTERNAL_SERVER_ERROR.into_response()));
    InWords(answers).boxed()
}

/// Says in words what routing refuses and what goes wrong in a handler: to a browser as a page, otherwise as a line. Where
/// the answer came before the whole of the question, it says that the connection ends with it.
struct InWords<E>(E);

impl<E: Endpoint> Endpoint for InWords<E> {
    type Output = Response;

    async fn call(&self, mut request: Request) -> poem::Result<Response> {
        let (reader, body) = (web::Reader::of(&request), body::Watched::of(&mut request));
        let answer = self.0.call(request).await;
        let mut answer =
            web::in_words(reader, answer.map_or_else(|refusal| refusal.into_response(), IntoResponse::into_response));
        if !body.is_read() {
            answer.headers_mut().insert(CONNECTION, HeaderValue::from_static("close"));
        }
        Ok(answer)
    }
}

/// The schema in SDL: what `schema/registry.graphql` holds.
pub fn schema_sdl() -> String {
    graphql::schema::sdl()
}

fn plain(status: StatusCode, text: impl Into<poem::Body>) -> Response {
    Response::builder()
        .status(status)
        .header(CONTENT_TYPE, "text/plain; charset=utf-8")
        .header(X_CONTENT_TYPE_OPTIONS, "nosniff")
        .body(text)
}

/// `GET /health`: whether the registry is running, and which revision of the catalogue it serves.
struct Health(Arc<AppState>);

impl Endpoint for Health {
    type Output = Response;

    async fn call(&self, _request: Request) -> poem::Result<Response> {
        let mut response = plain(StatusCode::OK, format!("ok\nrevision {}\n", self.0.snapshot().revision()));
        response.headers_mut().insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
        Ok(response)
    }
}

/// `GET /audit/checkpoint`: the head of the audit log as a signed note.
struct AuditCheckpoint(Arc<AppState>);

impl Endpoint for AuditCheckpoint {
    type Output = Response;

    async fn call(&self, _request: Request) -> poem::Result<Response> {
        let mut response = match ops::read_audit::audit_head(&self.0).await {
            Ok(Some(head)) => plain(StatusCode::OK, head.note),
            Ok(None) => plain(StatusCode::NOT_FOUND, "This registry has no database, so it has no audit log.\n"),
            Err(error) => {
                tracing::error!(%error, "the head of the audit log cannot be read");
                StatusCode::INTERNAL_SERVER_ERROR.into_response()
            }
        };
        response.headers_mut().insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
        Ok(response)
    }
}

#[cfg(test)]
mod tests {
    use poem::http::{Method, Uri};

    use super::*;

    async fn answer(method: Method, path: &'static str) -> (StatusCode, String) {
        let snapshot = ops::built_in_catalogue().expect("built-in catalogue");
        let app = app(Arc::new(AppState::in_memory(snapshot).expect("keys")));
        let request = Request::builder().method(method).uri(Uri::from_static(path)).finish();
        let response = app.get_response(request).await.into_response();
        let status = response.status();
        (status, response.into_body().into_string().await.expect("text"))
    }

    #[tokio::test]
    async fn health_says_which_revision_is_served() {
        assert_eq!(answer(Method::GET, "/health").await, (StatusCode::OK, "ok\nrevision 0\n".to_owned()));
    }

    #[tokio::test]
    async fn what_is_not_there_is_said_in_a_sentence() {
        let (status, text) = answer(Method::GET, "/nothing").await;
        assert_eq!(
            (status, text.as_str()),
            (StatusCode::NOT_FOUND, "There is nothing here. The list of what there is: /\n")
        );
        let (status, text) = answer(Method::POST, "/health").await;
        assert_eq!((status, text.as_str()), (StatusCode::METHOD_NOT_ALLOWED, "This address is only read. Send GET.\n"));
        let (status, text) = answer(Method::GET, "/").await;
        assert!(status == StatusCode::OK && text.starts_with("<!doctype html>"), "{text}");
    }
}
