//! The schema from outside: queries in, JSON out.

mod cost;
mod credit;
mod credit_aloud;
mod credit_report;
mod health;
mod lists;
mod pathways;
mod plans;
mod reads;
mod sdl;
mod verification;

use std::sync::Arc;

use async_graphql::{Request, Response};
use serde_json::Value;

use super::access::Now;
use super::error::{ApiError, ErrorCode};
use super::sample::{day, snapshot};
use super::schema::{Today, schema};
use crate::state::AppState;

async fn execute(query: &str) -> Response {
    let state = Arc::new(AppState::in_memory(snapshot()).expect("keys"));
    let now = Now("2027-02-01T00:00:00Z".parse().expect("a time"));
    let request = Request::new(query).data(Arc::new(snapshot())).data(Today(day("2027-02-01"))).data(state).data(now);
    schema().execute(request).await
}

/// The data of a query that has no errors.
async fn data(query: &str) -> Value {
    let response = execute(query).await;
    assert_eq!(response.errors, [], "{query}");
    response.data.into_json().expect("JSON")
}

/// The code and message of a query's only error.
async fn refusal(query: &str) -> (ErrorCode, String) {
    let response = execute(query).await;
    assert_eq!(response.errors.len(), 1, "{query}: {:?}", response.errors);
    let error = response.errors[0].source::<ApiError>().expect(query);
    (error.code(), error.message().to_owned())
}
