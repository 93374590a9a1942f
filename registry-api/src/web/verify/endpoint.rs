//! `POST /verify`: a form gets a page, everything else gets JSON.

use std::sync::Arc;
use std::time::Duration;

use chrono::{DateTime, Utc};
use poem::http::StatusCode;
use poem::http::header::{CACHE_CONTROL, CONTENT_TYPE, RETRY_AFTER};
use poem::{Endpoint, Request, Response};
use registry_core::credential::moment::Moment;
use registry_core::verify::{Report, RequirementsMet, requirements_met};
use serde_json::{Value, json};

use super::share::{Sent, behind_link};
use super::{form, result};
use crate::beside::beside_others;
use crate::filled::spaces_after;
use crate::holding::Names;
use crate::ops;
use crate::server::client_of;
use crate::web::Web;
use crate::web::answer::with_policy;
use crate::web::fields::Fields;
use crate::web::message::{self, Message};
use crate::web::words::{checks, verify as words};
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
        let body = request.take_body().into_bytes_limit(BODY_BYTES_MAX);
        let Ok(Ok(body)) = tokio::time::timeout(BODY_TIMEOUT, body).await else {
            return if is_form {
                let (heading, sentences) = words::TOO_LARGE;
                Message::new(heading, sentences, words::TO_CHECK).answer(StatusCode::PAYLOAD_TOO_LARGE).into_response()
            } else {
                refused(StatusCode::PAYLOAD_TOO_LARGE, words::TOO_LARGE.1[0])
            };
        };
        let (given, meets) = if is_form {
            let form = Fields::sent(request.content_type().unwrap_or_default(), body).await;
            let shared = self.behind_link(form.one("credential"), now).await;
            (shared.and_then(|shared| in_form(&form, shared)), form.one("meets").to_owned())
        } else {
            let query = Fields::read(request.uri().query().unwrap_or_default().as_bytes());
            let shared = self.behind_link(std::str::from_utf8(&body).unwrap_or_default(), now).await;
            let in_body = |shared: Option<Vec<Sent>>| match shared {
                Some(shared) => Ok(shared),
                None => match ops::credentials_in(words::BODY, body.to_vec()) {
                    Ok(given) => Ok(given.into_iter().map(Sent::from).collect()),
                    Err(problem) => Err(vec![problem]),
                },
            };
            (shared.and_then(in_body), query.one("meets").to_owned())
        };
        let given = given.and_then(|given| counted(&given).map(|()| given).map_err(|problem| vec![problem]));
        let subject = form::subject(&meets).map_err(|()| vec![words::no_subject(&meets)]);
        let (given, subject) = match (given, subject) {
            (Ok(given), Ok(subject)) => (given, subject),
            (given, subject) => {
                let problems = [given.err(), subject.err()].into_iter().flatten().flatten().collect::<Vec<_>>();
                return self.to_correct(is_form, &problems.join(" "), &meets);
            }
        };
        let each = POINTS_EACH * (given.len() as u64).saturating_sub(1);
        if let Err(too_fast) = self.web.rate.charge(&client, each, now) {
            return too_many(is_form, too_fast.retry_after_seconds);
        }
        let verified = self.verified(given, now).await;
        let today = zone::local(now).date();
        let snapshot = self.web.state.snapshot();
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
            filled(result::page(&snapshot, &verified, met.as_ref()).into_response()).await
        } else {
            let met = met.as_ref().map(|(_, met)| met);
            json_answer(StatusCode::OK, &in_json(&verified, &meets, met))
        }
    }

    async fn behind_link(&self, text: &str, now: DateTime<Utc>) -> Result<Option<Vec<Sent>>, Vec<String>> {
        let snapshot = self.web.state.snapshot();
        behind_link(&self.web.state, &snapshot, text, now).await.map_err(|problem| vec![problem])
    }

    async fn verified(&self, sent: Vec<Sent>, now: DateTime<Utc>) -> Verified {
        let snapshot = self.web.state.snapshot();
        let files: Vec<&[u8]> = sent.iter().map(|sent| sent.given.bytes.as_slice()).collect();
        let read = ops::documents_in(&files);
        let documents: Vec<_> = read.iter().collect();
        let facts = ops::registry_facts(&self.web.state, &snapshot, &documents, now).await;
        let at = Moment::of(now.naive_utc());
        let read = |number: usize| Ok::<_, std::convert::Infallible>(files[number].to_vec());
        let reports = beside_others(|| ops::verify_credentials(files.len(), read, &facts, at));
        let mut reports: Vec<Report> =
            reports.into_iter().map(|report| report.unwrap_or_else(|never| match never {})).collect();
        let shows: Vec<Names> = sent.iter().map(|sent| sent.names).collect();
        for (report, names) in reports.iter_mut().zip(&shows) {
            if let (Some(shown), Names::Hidden) = (&mut report.shown, names) {
                shown.about.holder_name = None;
            }
        }
        Verified { names: sent.into_iter().map(|sent| sent.given.name).collect(), shows, reports, at: now }
    }

    fn to_correct(&self, is_form: bool, problem: &str, meets: &str) -> Response {
        if is_form {
            form::again(&self.web.state.snapshot(), problem.to_owned(), meets).into_response()
        } else {
            refused(StatusCode::UNPROCESSABLE_ENTITY, problem)
        }
    }
}

impl Endpoint for Verifying {
    type Output = Response;

    async fn call(&self, request: Request) -> poem::Result<Response> {
        Ok(self.answer(request).await)
    }
}

/// The credentials of a form: what was pasted, or shared by a link that was, and every file.
fn in_form(form: &Fields, shared: Option<Vec<Sent>>) -> Result<Vec<Sent>, Vec<String>> {
    let pasted = form.one("credential");
    let mut sent: Vec<(String, Vec<u8>)> = Vec::new();
    if !pasted.is_empty() && shared.is_none() {
        sent.push((words::PASTED.to_owned(), pasted.as_bytes().to_vec()));
    }
    sent.extend(form.files("file").map(|file| (file.name.clone(), file.bytes.clone())));
    let (mut given, mut problems) = (shared.unwrap_or_default(), Vec::new());
    for (name, bytes) in sent {
        match ops::credentials_in(&name, bytes) {
            Ok(found) => given.extend(found.into_iter().map(Sent::from)),
            Err(problem) => problems.push(checks::sentence(&problem)),
        }
    }
    if problems.is_empty() { Ok(given) } else { Err(problems) }
}

fn counted(given: &[Sent]) -> Result<(), String> {
    match given.len() {
        0 => Err(words::NOTHING_GIVEN.to_owned()),
        count if count > CREDENTIALS_MAX => Err(words::too_many(count)),
        _ => Ok(()),
    }
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

fn json_answer(status: StatusCode, value: &Value) -> Response {
    let mut text = value.to_string();
    fill(&mut text);
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

/// Spaces behind a text, so that its length tells little.
fn fill(text: &mut String) {
    text.extend(std::iter::repeat_n(' ', spaces_after(text.len())));
}

async fn filled(mut response: Response) -> Response {
    let mut text = response.take_body().into_string().await.unwrap_or_default();
    fill(&mut text);
    response.set_body(text);
    response
}
