//! From a request to a page: reads what was asked, charges it, and writes the answer.

use std::sync::Arc;

use chrono::{NaiveDate, TimeDelta, Utc};
use poem::http::{Method, StatusCode};
use poem::{Endpoint, Request, Response};

use super::Web;
use super::answer::{Answer, Copies};
use super::fields::{FORM_BYTES_MAX, Fields};
use super::message::{self, Message};
use crate::server::client_of;
use crate::snapshot::Snapshot;

/// Points for a page, of the 50,000 a client has in a minute.
const PAGE_POINTS: u64 = 20;

/// Points for a page that plans: a hundred of them a minute.
const PLAN_POINTS: u64 = 500;

/// A page: from what was asked to what is shown.
pub(super) type Run = fn(&Asked<'_>) -> Answer;

/// What was asked, as a page sees it.
pub(super) struct Asked<'a> {
    /// What every page shares.
    pub(super) web: &'a Web,
    /// The catalogue as it was when the request came.
    pub(super) at: &'a Snapshot,
    /// The part of the address that names a thing; empty when the address has none.
    pub(super) code: &'a str,
    /// What stands behind the question mark.
    pub(super) query: &'a Fields,
    /// What a form sent; empty for a page that is only read.
    pub(super) form: &'a Fields,
    /// The day it is at UTC+10, where most readers are.
    pub(super) today: NaiveDate,
}

/// A page as an endpoint.
pub(super) struct Handler {
    web: Arc<Web>,
    run: Run,
    points: u64,
}

impl Handler {
    /// A page that only reads.
    pub(super) fn new(web: &Arc<Web>, run: Run) -> Self {
        Self { web: Arc::clone(web), run, points: PAGE_POINTS }
    }

    /// A page that plans.
    pub(super) fn planning(web: &Arc<Web>, run: Run) -> Self {
        Self { points: PLAN_POINTS, ..Self::new(web, run) }
    }

    async fn answer(&self, mut request: Request) -> Answer {
        if let Err(too_fast) = self.web.rate.charge(&client_of(&request), self.points, Utc::now()) {
            return message::too_fast(too_fast.retry_after_seconds);
        }
        if request.method() == Method::POST && from_elsewhere(&request) {
            return Message::from_elsewhere().answer(StatusCode::FORBIDDEN);
        }
        let form = match request.method() {
            &Method::POST => match request.take_body().into_bytes_limit(FORM_BYTES_MAX).await {
                Ok(sent) => Fields::read(&sent),
                Err(_) => return Message::too_large().answer(StatusCode::PAYLOAD_TOO_LARGE),
            },
            _ => Fields::default(),
        };
        let query = Fields::read(request.uri().query().unwrap_or_default().as_bytes());
        let snapshot = self.web.state.snapshot();
        let code = request.raw_path_param("code").unwrap_or_default();
        let today = (Utc::now() + TimeDelta::hours(10)).date_naive();
        (self.run)(&Asked { web: &self.web, at: &snapshot, code, query: &query, form: &form, today })
    }
}

impl Endpoint for Handler {
    type Output = Response;

    async fn call(&self, request: Request) -> poem::Result<Response> {
        Ok(self.answer(request).await.into_response())
    }
}

/// Whether another site's page sent a form. Browsers say so; what says nothing is no browser.
fn from_elsewhere(request: &Request) -> bool {
    request.header("sec-fetch-site").is_some_and(|site| !matches!(site, "same-origin" | "none"))
}

/// The page for something that is not there.
pub(super) fn not_there(what: Message) -> Answer {
    Answer::page(StatusCode::NOT_FOUND, &what.page(), Copies::Never)
}
