//! Where the schema, its guard and the state of the process come together.

use std::sync::Arc;

use chrono::Utc;
use poem::Route;

use super::access::{Now, not_signed_in};
use super::error::ApiError;
use super::guard::Guard;
use super::http::{GraphqlEndpoint, RequestContext};
use super::schema::{Today, cost_model, schema};
use super::socket::SocketEndpoint;
use crate::access::Viewer;
use crate::ops::manage_tokens::find_viewer;
use crate::rate::RateLimiter;
use crate::spool::Spool;
use crate::state::AppState;

/// Mounts `/graphql`, `/graphql/subscriptions` and `/explore` over the state of the process; queries are charged to the buckets of `rate`.
///
/// # Panics
/// When the schema cannot be measured, which is a bug of ours.
pub fn mount(route: Route, state: Arc<AppState>, rate: Arc<RateLimiter>) -> Route {
    let model = cost_model(state.snapshot().catalogue()).expect("our own schema is readable");
    let guard = Arc::new(Guard::sharing(model, Some(rate)).expect("our own schema can be measured"));
    let schema = schema();
    let context = Context { state: Arc::clone(&state) };
    let subscriptions = SocketEndpoint::new(schema.clone(), Arc::clone(&guard), context.clone(), state);
    GraphqlEndpoint::new(schema, guard, context).mount(route).at("/graphql/subscriptions", subscriptions)
}

/// Gives every request the catalogue as it is when the request arrives, and the day it is.
#[derive(Clone)]
struct Context {
    state: Arc<AppState>,
}

impl RequestContext for Context {
    async fn viewer(&self, token: Option<&str>) -> Result<Viewer, ApiError> {
        let Some(token) = token else { return Ok(Viewer::Anonymous) };
        match find_viewer(&self.state, token, Utc::now()).await {
            Ok(Viewer::Anonymous) => Err(not_signed_in()),
            Ok(viewer) => Ok(viewer),
            Err(error) => Err(ApiError::internal(error)),
        }
    }

    fn spool(&self) -> Option<Arc<Spool>> {
        // Without a database nothing can be imported, so no file is taken.
        self.state.store().map(|_| Arc::clone(self.state.spool()))
    }

    fn prepare(&self, query: async_graphql::Request) -> async_graphql::Request {
        let now = Utc::now();
        let query = query.data(self.state.snapshot()).data(Arc::clone(&self.state));
        query.data(Today::at(now)).data(Now(now))
    }
}
