//! From a request to a page: reads what was asked, charges it, and writes the answer.

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use chrono::{DateTime, NaiveDate, Utc};
use poem::http::header::{COOKIE, HOST};
use poem::http::{Method, StatusCode};
use poem::{Endpoint, Request, Response};

use super::Web;
use super::answer::{Answer, Copies};
use super::fields::{FORM_BYTES_MAX, Fields};
use super::message::{self, Message};
use super::zone;
use crate::body::{self, Limit, Unread};
use crate::rate::ClientKey;
use crate::server::client_of;
use crate::snapshot::Snapshot;

/// Points for a page, of the 50,000 a client has in a minute.
const PAGE_POINTS: u64 = 20;

/// Points for a page that plans: a hundred of them a minute.
const PLAN_POINTS: u64 = 500;

/// Points for a page that asks the database.
const VISIT_POINTS: u64 = 100;

/// The longest wait for a whole form: a file over a slow connection.
const FORM_TIMEOUT: Duration = Duration::from_secs(60);

/// A page: from what was asked to what is shown.
pub(super) type Run = fn(&Asked<'_>) -> Answer;

/// A page that waits for the database. Write it as `fn page<'a>(asked: &'a Asked<'a>) -> Later<'a> { Box::pin(async move { … }) }`.
pub(super) type Visit = for<'a> fn(&'a Asked<'a>) -> Later<'a>;

/// What such a page becomes.
pub(super) type Later<'a> = Pin<Box<dyn Future<Output = Answer> + Send + 'a>>;

#[derive(Clone, Copy)]
enum Made {
    AtOnce(Run),
    Later(Visit),
}

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
    /// When the request came.
    pub(super) now: DateTime<Utc>,
    /// The `Cookie` header; empty for most people. `session::opened` reads it.
    pub(super) cookies: &'a str,
    /// The `Host` header: where the browser thinks it is. For links where nobody has said the address of this registry.
    pub(super) host: &'a str,
    /// Whose bucket pays.
    pub(super) client: &'a ClientKey,
}

impl Asked<'_> {
    /// The address of this site as the browser has it.
    pub(super) fn site(&self) -> String {
        let name = self.host.split(':').next().unwrap_or_default();
        let scheme = if matches!(name, "localhost" | "127.0.0.1" | "[") { "http" } else { "https" };
        format!("{scheme}://{}", self.host)
    }

    /// The address of this site that links are given with: the one it is told, or as the browser has it.
    pub(super) fn address(&self) -> String {
        self.web.state.address().map_or_else(|| self.site(), |address| address.to_string())
    }
}

/// A page as an endpoint.
pub(super) struct Handler {
    web: Arc<Web>,
    made: Made,
    points: u64,
    form_bytes_max: usize,
    /// Whether every page it answers with, whatever it says, is filled to a whole number of 8 KiB.
    is_filled: bool,
}

impl Handler {
    /// A page that only reads.
    pub(super) fn new(web: &Arc<Web>, run: Run) -> Self {
        Self {
            web: Arc::clone(web),
            made: Made::AtOnce(run),
            points: PAGE_POINTS,
            form_bytes_max: FORM_BYTES_MAX,
            is_filled: false,
        }
    }

    /// A page that plans.
    pub(super) fn planning(web: &Arc<Web>, run: Run) -> Self {
        Self { points: PLAN_POINTS, ..Self::new(web, run) }
    }

    /// A page that waits for the database. It takes a form of at most so many bytes, files in it included.
    pub(super) fn visiting(web: &Arc<Web>, visit: Visit, form_bytes_max: usize) -> Self {
        Self { web: Arc::clone(web), made: Made::Later(visit), points: VISIT_POINTS, form_bytes_max, is_filled: false }
    }

    /// The same, where how long an answer is could tell whom it is about, or which answer it is.
    pub(super) fn filled(self) -> Self {
        Self { is_filled: true, ..self }
    }

    async fn answer(&self, mut request: Request) -> Answer {
        let (now, client) = (Utc::now(), client_of(&request));
        if let Err(too_fast) = self.web.rate.charge(&client, self.points, now) {
            return message::too_fast(too_fast.retry_after_seconds);
        }
        if request.method() == Method::POST && from_elsewhere(&request) {
            return Message::from_elsewhere().answer(StatusCode::FORBIDDEN);
        }
        let form = match request.method() {
            &Method::POST => {
                match body::read(&mut request, Limit { bytes: self.form_bytes_max, time: FORM_TIMEOUT }).await {
                    Ok(sent) => Fields::sent(request.content_type().unwrap_or_default(), sent.into()).await,
                    Err(Unread::TooLarge) => return Message::too_large().answer(StatusCode::PAYLOAD_TOO_LARGE),
                    Err(Unread::TooSlow | Unread::BrokenOff) => {
                        return Message::not_all_came().answer(StatusCode::REQUEST_TIMEOUT);
                    }
                }
            }
            _ => Fields::default(),
        };
        let query = Fields::read(request.uri().query().unwrap_or_default().as_bytes());
        let snapshot = self.web.state.snapshot();
        let asked = Asked {
            web: &self.web,
            at: &snapshot,
            code: request.raw_path_param("code").unwrap_or_default(),
            query: &query,
            form: &form,
            today: zone::local(now).date(),
            now,
            cookies: request.headers().get(COOKIE).and_then(|value| value.to_str().ok()).unwrap_or_default(),
            host: request.headers().get(HOST).and_then(|value| value.to_str().ok()).unwrap_or_default(),
            client: &client,
        };
        match self.made {
            Made::AtOnce(run) => run(&asked),
            Made::Later(visit) => visit(&asked).await,
        }
    }
}

impl Endpoint for Handler {
    type Output = Response;

    async fn call(&self, request: Request) -> poem::Result<Response> {
        let answer = self.answer(request).await;
        Ok(if self.is_filled { answer.filled() } else { answer }.into_response())
    }
}

/// Whether another site's page sent a form. Browsers say so, older ones by `Origin` alone; what says nothing is no browser.
fn from_elsewhere(request: &Request) -> bool {
    match (request.header("sec-fetch-site"), request.header("origin")) {
        (Some(site), _) => !matches!(site, "same-origin" | "none"),
        // Without a referrer, as our pages ask, browsers may hide the origin of a form of ours: it is `null` then.
        (None, Some(origin)) => {
            origin != "null" && origin.split_once("://").map(|(_, host)| host) != request.header(HOST)
        }
        (None, None) => false,
    }
}

/// The page for something that is not there.
pub(super) fn not_there(what: Message) -> Answer {
    Answer::page(StatusCode::NOT_FOUND, &what.page(), Copies::Never)
}
