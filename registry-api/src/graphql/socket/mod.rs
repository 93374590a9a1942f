//! `/graphql/subscriptions`: subscriptions over WebSocket, in the protocol `graphql-transport-ws`.
//!
//! Nothing but subscriptions is taken: queries and mutations have `POST /graphql`, and every operation passes the same
//! guard there and here. Nobody signs in: what can be subscribed to is public.

mod connection;
mod message;
mod seats;

use std::sync::Arc;

use async_graphql::Executor;
use chrono::Utc;
use poem::http::header::{CACHE_CONTROL, HOST, ORIGIN, RETRY_AFTER, SEC_WEBSOCKET_PROTOCOL, UPGRADE};
use poem::http::{HeaderValue, StatusCode};
use poem::web::websocket::{WebSocket, WebSocketConfig};
use poem::{Endpoint, FromRequest, IntoResponse, Request, Response};

pub use self::connection::{INIT_MAX, SUBSCRIPTIONS_MAX};
use self::seats::Seats;
pub use self::seats::{CONNECTIONS_MAX, CONNECTIONS_OF_ONE_MAX};
use super::guard::Guard;
use super::http::RequestContext;
use super::http::body::MAX_BODY_BYTES;
use crate::plain;
use crate::state::AppState;

/// The protocol spoken (graphql-ws, `PROTOCOL.md`).
pub const PROTOCOL: &str = "graphql-transport-ws";

/// Longest message of a client, in bytes: a query as `POST /graphql` takes it, and what the protocol puts around it.
pub const MAX_MESSAGE_BYTES: usize = MAX_BODY_BYTES + 1_024;

/// What is read from and written to a connection at once, in bytes. The default is 128 KiB, which a thousand idle
/// connections would hold for nothing.
const BUFFER_BYTES: usize = 4 * 1_024;

/// What may wait to be written to a client, in bytes. One answer is written at a time, and the next is made only then.
const WAITING_BYTES_MAX: usize = 4 * 1_024 * 1_024;

/// What every connection shares.
struct Shared<S, C> {
    schema: S,
    guard: Arc<Guard>,
    context: C,
    state: Arc<AppState>,
}

/// The endpoint for the subscriptions of one schema.
pub struct SocketEndpoint<S, C> {
    shared: Arc<Shared<S, C>>,
    seats: Arc<Seats>,
}

impl<S: Executor, C: RequestContext> SocketEndpoint<S, C> {
    /// The guard must be made from the same schema's SDL. The state says when the program stops.
    pub fn new(schema: S, guard: Arc<Guard>, context: C, state: Arc<AppState>) -> Self {
        Self { shared: Arc::new(Shared { schema, guard, context, state }), seats: Arc::default() }
    }

    /// The answer to the request for a connection: the connection, or why there is none.
    async fn open(&self, http: &Request) -> Result<Response, Response> {
        let websocket = WebSocket::from_request_without_body(http).await.map_err(|_| no_websocket())?;
        if is_from_elsewhere(http) {
            return Err(plain(StatusCode::FORBIDDEN, "Pages of other sites cannot subscribe.\n"));
        }
        if !speaks_protocol(http) {
            let text = format!("This address speaks {PROTOCOL}: ask for it with Sec-WebSocket-Protocol.\n");
            return Err(plain(StatusCode::BAD_REQUEST, text));
        }
        let client = self.shared.context.client(http);
        if let Err(refusal) = self.shared.guard.charge_look(&client, Utc::now()) {
            return Err(too_many(refusal.retry_after_seconds.unwrap_or(1)));
        }
        let seat = self.seats.take(&client).ok_or_else(|| too_many(60))?;
        let config = WebSocketConfig::default()
            .read_buffer_size(BUFFER_BYTES)
            .write_buffer_size(BUFFER_BYTES)
            .max_write_buffer_size(WAITING_BYTES_MAX)
            .max_message_size(Some(MAX_MESSAGE_BYTES))
            .max_frame_size(Some(MAX_MESSAGE_BYTES));
        let shared = Arc::clone(&self.shared);
        let upgraded = websocket.config(config).protocols([PROTOCOL]).on_upgrade(move |socket| async move {
            connection::run(&shared, socket, client).await;
            drop(seat);
        });
        Ok(upgraded.into_response())
    }
}

impl<S: Executor, C: RequestContext> Endpoint for SocketEndpoint<S, C> {
    type Output = Response;

    async fn call(&self, http: Request) -> poem::Result<Response> {
        let mut response = self.open(&http).await.unwrap_or_else(|refused| refused);
        response.headers_mut().insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
        Ok(response)
    }
}

fn no_websocket() -> Response {
    let text = format!("This address takes WebSockets that speak {PROTOCOL}; see docs/API.md.\n");
    let mut response = plain(StatusCode::UPGRADE_REQUIRED, text);
    response.headers_mut().insert(UPGRADE, HeaderValue::from_static("websocket"));
    response
}

fn too_many(retry_after_seconds: u64) -> Response {
    let mut response = plain(StatusCode::TOO_MANY_REQUESTS, "There are too many connections; try again later.\n");
    response.headers_mut().insert(RETRY_AFTER, retry_after_seconds.into());
    response
}

/// Whether a page of another site asks. Browsers say from where, and other programs say nothing.
fn is_from_elsewhere(http: &Request) -> bool {
    let Some(origin) = http.headers().get(ORIGIN) else { return false };
    let site = origin.to_str().ok().and_then(|origin| origin.split_once("://")).map(|(_, site)| site);
    let host = http.headers().get(HOST).and_then(|host| host.to_str().ok());
    !site.zip(host).is_some_and(|(site, host)| site.eq_ignore_ascii_case(host))
}

fn speaks_protocol(http: &Request) -> bool {
    let asked = http.headers().get_all(SEC_WEBSOCKET_PROTOCOL);
    let mut asked = asked.iter().filter_map(|value| value.to_str().ok()).flat_map(|list| list.split(','));
    asked.any(|protocol| protocol.trim() == PROTOCOL)
}
