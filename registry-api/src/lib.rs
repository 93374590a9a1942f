//! The registry program: GraphQL, command line and database around `registry-core`.

pub mod access;
pub mod cli;
pub mod config;
pub mod export;
pub mod format;
pub mod graphql;
pub mod import;
pub mod keys;
pub mod ops;
pub mod seeds;
pub mod server;
pub mod snapshot;
pub mod state;
pub mod store;

use std::sync::Arc;

use poem::endpoint::BoxEndpoint;
use poem::http::StatusCode;
use poem::http::header::{CACHE_CONTROL, CONTENT_TYPE, X_CONTENT_TYPE_OPTIONS};
use poem::middleware::CatchPanic;
use poem::{Endpoint, EndpointExt, Response, Route, get, handler};

use state::AppState;

const INDEX: &str = "\
Registry of micro-credentials and training pathways for the consumer
mental-health workforce.

/graphql   the data and the planner, by POST (GraphQL)
/explore   a page to try queries in
/health    whether the registry is running
/audit/checkpoint
           the head of the log of changes, signed

On the command line: registry recommend --help
";

/// Everything the program answers over HTTP; the server and the tests serve this same endpoint.
pub fn app(state: Arc<AppState>) -> BoxEndpoint<'static, Response> {
    let routes = graphql::mount(Route::new(), Arc::clone(&state)).at("/", get(index)).at("/health", get(Health(Arc::clone(&state))))
        .at("/audit/checkpoint", get(AuditCheckpoint(state)));
    let answers = routes.with(CatchPanic::new().with_handler(|_| fault()));
    let whole = answers.after(|answer: poem::Result<Response>| async move {
        Ok(plain_refusal(answer.unwrap_or_else(|refusal| refusal.into_response())))
    });
    whole.boxed()
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

fn fault() -> Response {
    plain(
        StatusCode::INTERNAL_SERVER_ERROR,
        "Something went wrong in the registry. Ask again; if it goes wrong again, tell whoever runs it.\n",
    )
}

/// Says in a sentence what routing refuses without a word of ours.
fn plain_refusal(response: Response) -> Response {
    let ours = response.headers().contains_key(X_CONTENT_TYPE_OPTIONS);
    match response.status() {
        _ if ours => response,
        status @ StatusCode::NOT_FOUND => plain(status, "There is nothing here. The list of what there is: /\n"),
        status @ StatusCode::METHOD_NOT_ALLOWED => plain(status, "This address is only read. Send GET.\n"),
        _ => response,
    }
}

#[handler]
fn index() -> Response {
    plain(StatusCode::OK, INDEX)
}

/// `GET /health`: whether the registry is running, and which revision of the catalogue it serves.
struct Health(Arc<AppState>);

impl Endpoint for Health {
    type Output = Response;

    async fn call(&self, _request: poem::Request) -> poem::Result<Response> {
        let mut response = plain(StatusCode::OK, format!("ok\nrevision {}\n", self.0.snapshot().revision()));
        response.headers_mut().insert(CACHE_CONTROL, poem::http::HeaderValue::from_static("no-store"));
        Ok(response)
    }
}

/// `GET /audit/checkpoint`: the head of the audit log as a signed note.
struct AuditCheckpoint(Arc<AppState>);

impl Endpoint for AuditCheckpoint {
    type Output = Response;

    async fn call(&self, _request: poem::Request) -> poem::Result<Response> {
        let mut response = match ops::read_audit::audit_head(&self.0).await {
            Ok(Some(head)) => plain(StatusCode::OK, head.note),
            Ok(None) => plain(StatusCode::NOT_FOUND, "This registry has no database, so it has no audit log.\n"),
            Err(error) => {
                tracing::error!(%error, "the head of the audit log cannot be read");
                fault()
            }
        };
        response.headers_mut().insert(CACHE_CONTROL, poem::http::HeaderValue::from_static("no-store"));
        Ok(response)
    }
}

#[cfg(test)]
mod tests {
    use poem::http::{Method, Uri};
    use poem::{IntoResponse, Request};

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
        assert_eq!(answer(Method::GET, "/").await, (StatusCode::OK, INDEX.to_owned()));
    }
}
