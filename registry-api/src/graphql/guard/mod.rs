//! Decides whether a query may run, before anything costly looks at it.
//!
//! In order, each step safe only because of the one before: count brackets in
//! the raw text ([`prescan`]), parse once, measure the document ([`budget`])
//! and take the points from the client's bucket ([`crate::rate`]). Only then does the
//! executor validate and resolve, from the document parsed here. The guard
//! knows nothing of HTTP: any transport asks [`Guard::admit`].

pub mod budget;
pub mod cost_model;
mod introspection;
mod measure;
pub mod prescan;
pub(crate) mod values;

#[cfg(test)]
#[expect(clippy::unwrap_used, clippy::print_stdout, reason = "a test stops at the first surprise and prints its times")]
mod tests;

use std::sync::Arc;

use async_graphql::parser::parse_query;
use async_graphql::parser::types::ExecutableDocument;
use async_graphql::{Pos, Variables};
use chrono::{DateTime, Utc};

use self::cost_model::{CostModel, UnreadableSchema};
use self::prescan::ScanRefusal;
use super::error::{ApiError, ErrorCode};
use crate::rate::{ClientKey, RateLimit, RateLimitStatus, RateLimiter, TooFast};

/// Points for a request that is refused: reading and parsing up to 16 KiB.
pub const REFUSED_COST: u64 = 5;

/// The query that GraphQL tools send to learn a schema.
const STANDARD_INTROSPECTION: &str = include_str!("introspection.graphql");

/// A query as a transport received it.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct AskedQuery {
    /// The text.
    pub query: String,
    /// Which operation of the text to run.
    pub operation_name: Option<String>,
    /// Values for its variables.
    pub variables: Variables,
}

/// A query that may run.
#[derive(Debug)]
pub struct Admitted {
    /// The parsed text, for `Request::set_parsed_query`.
    pub document: ExecutableDocument,
    /// What was charged, for the field `rateLimit`.
    pub status: RateLimitStatus,
}

/// A query that may not run, and what to tell the client.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{error}")]
pub struct Refusal {
    /// Code and message.
    pub error: ApiError,
    /// Where in the text, if one place is to blame.
    pub position: Option<Pos>,
    /// Seconds to wait, for a client out of points.
    pub retry_after_seconds: Option<u64>,
}

impl Refusal {
    /// A refusal of the query as a whole.
    pub fn new(code: ErrorCode, message: impl Into<String>) -> Self {
        Self { error: ApiError::new(code, message), position: None, retry_after_seconds: None }
    }

    /// The same, at a place, unless a closer one is already known.
    #[must_use]
    pub fn at(mut self, position: Pos) -> Self {
        self.position.get_or_insert(position);
        self
    }
}

impl From<ScanRefusal> for Refusal {
    fn from(refusal: ScanRefusal) -> Self {
        let code = match refusal {
            ScanRefusal::UnterminatedString => ErrorCode::BadQuery,
            _ => ErrorCode::OverLimit,
        };
        Self::new(code, refusal.to_string())
    }
}

impl From<TooFast> for Refusal {
    fn from(too_fast: TooFast) -> Self {
        let TooFast { cost, remaining, retry_after_seconds } = too_fast;
        let message =
            format!("This query costs {cost} points and {remaining} are left; try again in {retry_after_seconds} s.");
        let retry_after_seconds = Some(retry_after_seconds);
        Self { retry_after_seconds, ..Self::new(ErrorCode::RateLimited, message) }
    }
}

/// The guard of one schema, shared by all requests.
#[derive(Debug)]
pub struct Guard {
    model: CostModel,
    max_introspection: u64,
    rate: Option<Arc<RateLimiter>>,
}

impl Guard {
    /// A guard for the schema the model was read from; without a rate limit if
    /// `rate` is none. Introspection may cost twice the standard query.
    ///
    /// # Errors
    /// The built-in introspection query does not parse: a fault in the program.
    pub fn new(model: CostModel, rate: Option<RateLimit>) -> Result<Self, UnreadableSchema> {
        Self::sharing(model, rate.map(RateLimiter::new).map(Arc::new))
    }

    /// The same with buckets that others charge as well.
    ///
    /// # Errors
    /// What [`new`](Self::new) refuses.
    pub fn sharing(model: CostModel, rate: Option<Arc<RateLimiter>>) -> Result<Self, UnreadableSchema> {
        let standard = parse_query(STANDARD_INTROSPECTION)?;
        let cost = budget::introspection_cost(&model, &standard).unwrap_or(0);
        Ok(Self { model, max_introspection: cost.saturating_mul(2), rate })
    }

    /// Decides on one query and charges for it. Takes time linear in the text,
    /// and never calls the executor.
    ///
    /// # Errors
    /// A cap exceeded, a text that is not GraphQL, a value out of range, or no
    /// points left. [`REFUSED_COST`] points are taken all the same.
    pub fn admit(&self, client: &ClientKey, asked: &AskedQuery, now: DateTime<Utc>) -> Result<Admitted, Refusal> {
        // Before parsing, so that a client out of points costs nothing more.
        self.charge(client, REFUSED_COST, now)?;
        let (document, cost) = self.measure(asked)?;
        let mut status = self.charge(client, cost.saturating_sub(REFUSED_COST), now)?;
        status.cost = cost.max(REFUSED_COST);
        Ok(Admitted { document, status })
    }

    /// Charges an address for looking up the token it sent, so that nobody tries many.
    ///
    /// # Errors
    /// No points left.
    pub fn charge_look(&self, client: &ClientKey, now: DateTime<Utc>) -> Result<(), Refusal> {
        self.charge(client, REFUSED_COST, now).map(|_| ())
    }

    /// The schema's fields, as this guard knows them.
    pub(crate) fn model(&self) -> &CostModel {
        &self.model
    }

    fn measure(&self, asked: &AskedQuery) -> Result<(ExecutableDocument, u64), Refusal> {
        prescan::scan_query(&asked.query)?;
        let document = parse_query(&asked.query).map_err(|error| unparsed(&error))?;
        let name = asked.operation_name.as_deref();
        let cost = budget::budget(&self.model, &document, name, &asked.variables, self.max_introspection)?;
        Ok((document, cost))
    }

    fn charge(&self, client: &ClientKey, cost: u64, now: DateTime<Utc>) -> Result<RateLimitStatus, Refusal> {
        match &self.rate {
            Some(rate) => Ok(rate.charge(client, cost, now)?),
            None => Ok(RateLimitStatus { cost, remaining: None, reset_at: None }),
        }
    }
}

/// The parser's own message shows the line it stopped at; a client has it.
fn unparsed(error: &async_graphql::parser::Error) -> Refusal {
    let place = error.positions().next();
    let message = match (error, place) {
        (async_graphql::parser::Error::Syntax { .. }, Some(at)) => {
            format!("The query is not valid GraphQL at line {}, column {}.", at.line, at.column)
        }
        (async_graphql::parser::Error::MissingOperation, _) => "The query has no operation.".to_owned(),
        _ => "The query is not valid GraphQL.".to_owned(),
    };
    Refusal { position: place, ..Refusal::new(ErrorCode::BadQuery, message) }
}
