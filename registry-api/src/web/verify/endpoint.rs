//! `POST /verify`: a form gets a page, everything else gets JSON.

use std::sync::Arc;
use std::time::Duration;

use chrono::{DateTime, Utc};
use poem::http::StatusCode;
use poem::http::header::{CACHE_CONTROL, CONTENT_TYPE, RETRY_AFTER};
use poem::{Endpoint, Request, Response};
use registry_core::credential::moment::Moment;
use registry_core::eligibility::{Subject, known};
use registry_core::verify::{Report, RequirementsMet, requirements_met};
use serde_json::{Value, json};

use super::{form, result};
use crate::beside::beside_others;
use crate::body::{self, Limit, Unread};
use crate::filled::fill;
use crate::holding::Names;
use crate::ops;
use crate::ops::hold::HoldFault;
use crate::ops::share::is_link;
use crate::ops::{FoundOut, GivenToVerify};
use crate::server::client_of;
use crate::snapshot::Snapshot;
use crate::web::Web;
use crate::web::answer::with_policy;
use crate::web::fields::Fields;
use crate::web::message::{self, Message};
use crate::web::words::{self as every_page, checks, verify as words};
use crate::web::zone;

/// The longest body, in bytes: one picture of 8 MiB, or some thousand documents.
pub(super) const BODY_BYTES_MAX: usize = 9 * 1_048_576;

/// The most credentials of one request; the command line has no such limit.
pub(in crate::web) const CREDENTIALS_MAX: usize = 1_000;

/// The longest wait for a whole body.
const BODY_TIMEOUT: Duration = Duration::from_secs(30);

/// Points for a request, and for each credential beside the first, of the 50,000 a client has in a minute.
const POINTS: u64 = 100;
const POINTS_EACH: u64 = 20;
/// Points for asking whether they are enough, which the planner answers.
const POINTS_PLANNING: u64 = 500;

/// Takes credentials and says what they are.
pub(super) struct Verifying {
    web: Arc<Web>,
}

/// What was verified, in the order in which it was given.
pub(super) struct Verified {
    /// What each is called.
    pub(super) names: Vec<String>,
    /// Whether the name of the person may be shown.
    pub(super) shows: Vec<Names>,
    /// What was found, without the names that may not be shown.
    pub(super) reports: Vec<Report>,
    /// When.
    pub(super) at: DateTime<Utc>,
}

impl Verifying {
    pub(super) fn new(web: &Arc<Web>) -> Self {
        Self { web: Arc::clone(web) }
    }

    async fn answer(&self, mut request: Request) -> Response {
        let now = Utc::now();
        let kind = request.content_type().unwrap_or_default().to_ascii_lowercase();
        let is_form = kind.starts_with("multipart/form-data") || kind.starts_with("application/x-www-form-urlencoded");
        let client = client_of(&request);
        if let Err(too_fast) = self.web.rate.charge(&client, POINTS, now) {
            return too_many(is_form, too_fast.retry_after_seconds);
        }
        // Another site's page could otherwise send somebody here with an answer of its choice.
        let elsewhere = |site: &str| !matches!(site, "same-origin" | "none");
        if is_form && request.header("sec-fetch-site").is_some_and(elsewhere) {
            return Message::from_elsewhere().answer(StatusCode::FORBIDDEN).into_response();
        }
        let body = match body::read(&mut request, Limit { bytes: BODY_BYTES_MAX, time: BODY_TIMEOUT }).await {
            Ok(body) => body,
            Err(unread) => return not_read(is_form, unread),
        };
        let (given, meets) = if is_form {
            let form = Fields::sent(request.content_type().unwrap_or_default(), body.into()).await;
            (in_form(&form), form.one("meets").to_owned())
        } else {
            let query = Fields::read(request.uri().query().unwrap_or_default().as_bytes());
            (in_body(body), query.one("meets").to_owned())
        };
        let snapshot = self.web.state.snapshot();
        let subject = known_subject(&snapshot, &meets);
        // All that can be wrong is known before a link is opened, which its holder sees.
        let (given, count) = match given {
            Ok(given) => match ops::count_given(&self.web.state, &given.what, now).await {
                Ok(count) => (Ok(given), count.map_err(|_| words::SHOWS_NOTHING.to_owned()).and_then(counted)),
                Err(error) => return self.not_now(is_form, &error, &meets),
            },
            Err(problems) => (Err(problems), Ok(0)),
        };
        let (given, count, subject) = match (given, count, subject) {
            (Ok(given), Ok(count), Ok(subject)) => (given, count, subject),
            (given, count, subject) => {
                let problems = given.err().unwrap_or_default().into_iter().chain(count.err()).chain(subject.err());
                return self.to_correct(is_form, &problems.collect::<Vec<_>>().join(" "), &meets);
            }
        };
        let planning = if subject.is_some() { POINTS_PLANNING } else { 0 };
        let each = POINTS_EACH * (count as u64).saturating_sub(1) + planning;
        if let Err(too_fast) = self.web.rate.charge(&client, each, now) {
            return too_many(is_form, too_fast.retry_after_seconds);
        }
        let verified = match ops::verify_given(&self.web.state, &snapshot, given.what, now).await {
            Ok(Ok(found)) => verified(&given.names, found, now),
            Ok(Err(_)) => return self.to_correct(is_form, words::SHOWS_NOTHING, &meets),
            Err(error) => return self.not_now(is_form, &error, &meets),
        };
        let today = zone::local(now).date();
        let reports: Vec<&Report> = verified.reports.iter().collect();
        let met = subject.map(|subject| {
            let met = beside_others(|| requirements_met(snapshot.catalogue(), &reports, &subject, today));
            met.map(|met| (subject, met))
        });
        let met = match met.transpose() {
            Ok(met) => met,
            Err(unknown) => return self.to_correct(is_form, &checks::sentence(&unknown.to_string()), &meets),
        };
        if is_form {
            result::page(&snapshot, &verified, met.as_ref()).into_response()
        } else {
            let met = met.as_ref().map(|(_, met)| met);
            json_answer(StatusCode::OK, &in_json(&verified, &meets, met))
        }
    }

    /// The fault is ours: whoever asked can ask the same again.
    fn not_now(&self, is_form: bool, error: &HoldFault, meets: &str) -> Response {
        tracing::error!(%error, "a share cannot be verified");
        self.again(is_form, StatusCode::SERVICE_UNAVAILABLE, words::NOT_NOW, meets)
    }

    fn to_correct(&self, is_form: bool, problem: &str, meets: &str) -> Response {
        self.again(is_form, StatusCode::UNPROCESSABLE_ENTITY, problem, meets)
    }

    fn again(&self, is_form: bool, status: StatusCode, problem: &str, meets: &str) -> Response {
        if is_form {
            form::again(&self.web.state.snapshot(), status, problem.to_owned(), meets).into_response()
        } else {
            refused(status, problem)
        }
    }
}

impl Endpoint for Verifying {
    type Output = Response;

    async fn call(&self, request: Request) -> poem::Result<Response> {
        // Whatever it says, so that its length tells little.
        Ok(filled(self.answer(request).await).await)
    }
}

/// What was given, and what each is called.
#[derive(Default)]
struct Given {
    names: Vec<String>,
    what: Vec<GivenToVerify>,
}

impl Given {
    fn add(&mut self, name: String, what: GivenToVerify) {
        self.names.push(name);
        self.what.push(what);
    }

    /// The credentials of a file or a text.
    fn add_file(&mut self, name: &str, bytes: Vec<u8>) -> Result<(), String> {
        for one in ops::credentials_in(name, bytes)? {
            self.add(one.name, GivenToVerify::File(one.bytes));
        }
        Ok(())
    }
}

/// The credentials of a form: what was pasted, or the link that was, and every file.
fn in_form(form: &Fields) -> Result<Given, Vec<String>> {
    let (mut given, mut problems) = (Given::default(), Vec::new());
    let pasted = form.one("credential");
    if is_link(pasted) {
        given.add(String::new(), GivenToVerify::Link(pasted.to_owned()));
    } else if !pasted.is_empty() {
        problems.extend(given.add_file(words::PASTED, pasted.as_bytes().to_vec()).err());
    }
    for file in form.files("file") {
        problems.extend(given.add_file(&file.name, file.bytes.clone()).err());
    }
    let problems: Vec<String> = problems.iter().map(|problem| checks::sentence(problem)).collect();
    if problems.is_empty() { Ok(given) } else { Err(problems) }
}

/// The credentials of a body, or the link that it is.
fn in_body(body: Vec<u8>) -> Result<Given, Vec<String>> {
    let mut given = Given::default();
    match std::str::from_utf8(&body) {
        Ok(text) if is_link(text) => given.add(String::new(), GivenToVerify::Link(text.to_owned())),
        _ => given.add_file(words::BODY, body).map_err(|problem| vec![problem])?,
    }
    Ok(given)
}

/// What `meets` asks about, where the catalogue has it.
fn known_subject(snapshot: &Snapshot, meets: &str) -> Result<Option<Subject>, String> {
    let subject = form::subject(meets).map_err(|()| words::no_subject(meets))?;
    if let Some(subject) = &subject {
        known(snapshot.catalogue(), subject).map_err(|unknown| checks::sentence(&unknown.to_string()))?;
    }
    Ok(subject)
}

fn counted(count: usize) -> Result<usize, String> {
    match count {
        0 => Err(words::NOTHING_GIVEN.to_owned()),
        count if count > CREDENTIALS_MAX => Err(words::too_many(count)),
        count => Ok(count),
    }
}

/// What was found out, each with what it is called.
fn verified(names: &[String], found: Vec<FoundOut>, at: DateTime<Utc>) -> Verified {
    let mut verified = Verified { names: Vec::new(), shows: Vec::new(), reports: Vec::new(), at };
    for behind in found.chunk_by(|a, b| a.of == b.of) {
        for (number, one) in behind.iter().enumerate() {
            let name = names.get(one.of).filter(|name| !name.is_empty()).cloned();
            verified.names.push(name.unwrap_or_else(|| words::shared(number, behind.len() == 1)));
            verified.shows.push(one.names);
            verified.reports.push(one.report.clone());
        }
    }
    verified
}

fn in_json(verified: &Verified, meets: &str, met: Option<&RequirementsMet>) -> Value {
    let each = verified.names.iter().zip(&verified.reports);
    let credentials: Vec<_> = each.map(|(name, report)| ops::report_in_json(Some(name), report)).collect();
    let mut said = json!({ "at": Moment::of(verified.at.naive_utc()).to_string(), "credentials": credentials });
    if let (Some(met), Some(members)) = (met, said.as_object_mut()) {
        members.insert("requirements".to_owned(), ops::requirements_in_json(meets, met));
    }
    said
}

fn refused(status: StatusCode, sentence: &str) -> Response {
    json_answer(status, &json!({ "error": sentence }))
}

fn not_read(is_form: bool, unread: Unread) -> Response {
    let (status, (heading, sentences)) = match unread {
        Unread::TooLarge => (StatusCode::PAYLOAD_TOO_LARGE, words::TOO_LARGE),
        Unread::TooSlow | Unread::BrokenOff => (StatusCode::REQUEST_TIMEOUT, every_page::NOT_ALL_CAME),
    };
    if is_form {
        return Message::new(heading, sentences, words::TO_CHECK).answer(status).into_response();
    }
    refused(status, sentences[0])
}

fn json_answer(status: StatusCode, value: &Value) -> Response {
    let text = value.to_string();
    let response = Response::builder().status(status).header(CONTENT_TYPE, "application/json");
    with_policy(response.header(CACHE_CONTROL, "no-store").body(text))
}

fn too_many(is_form: bool, seconds: u64) -> Response {
    if is_form {
        return message::too_fast(seconds).into_response();
    }
    let mut response = refused(StatusCode::TOO_MANY_REQUESTS, &words::wait(seconds));
    response.headers_mut().insert(RETRY_AFTER, seconds.into());
    response
}

async fn filled(mut response: Response) -> Response {
    let mut text = response.take_body().into_string().await.unwrap_or_default();
    fill(&mut text);
    response.set_body(text);
    response
}
