//! `POST /graphql`: GraphQL over HTTP, and nothing that only resembles it.
//!
//! GET, forms, `text/plain` and batches are refused: another site's page can
//! make a browser send all of these, and none of them is needed. Files come as
//! a form (`upload`), which takes a token: no page can send another's.

pub(crate) mod body;
mod media;
mod nulls;
#[cfg(test)]
#[expect(clippy::unwrap_used, clippy::print_stdout, reason = "a test stops at the first surprise and prints its times")]
mod tests;
pub(crate) mod upload;

use std::collections::BTreeMap;
use std::panic::AssertUnwindSafe;
use std::sync::Arc;

use async_graphql::futures_util::FutureExt;
use async_graphql::{Executor, Value};
use chrono::Utc;
use poem::http::header::{
    ALLOW, AUTHORIZATION, CACHE_CONTROL, HeaderValue, REFERRER_POLICY, RETRY_AFTER, X_CONTENT_TYPE_OPTIONS,
};
use poem::http::{Method, StatusCode};
use poem::{Endpoint, Request, Response, Route};
use serde::Serialize;

use self::body::NotARequest;
pub use self::body::{MAX_BODY_BYTES, MAX_PUBLISHER_BODY_BYTES};
use self::media::Media;
use self::upload::{Form, Uploads};
pub use self::upload::{MAX_UPLOAD_BYTES, UPLOAD_TIMEOUT};
use super::access::not_signed_in;
use super::error::{ApiError, ErrorCode, RequestId, SentError, present};
use super::guard::{Admitted, AskedQuery, Guard, Refusal};
use crate::access::{Scope, Viewer};
use crate::body::announced;
use crate::filled::spaces_after;
use crate::rate::{ClientKey, RateLimitStatus};
use crate::server::client_of;
use crate::spool::{Seat, Spool, UPLOADS_MAX, UPLOADS_OF_ONE_MAX};

/// What the endpoint asks of the program around it, for each request.
pub trait RequestContext: Send + Sync + 'static {
    /// Whose bucket pays where nobody is signed in: the address of the connection unless the program
    /// knows better (a proxy it trusts).
    fn client(&self, http: &Request) -> ClientKey {
        client_of(http)
    }

    /// Who is asking. `token` is the text after `Bearer`, where there is one.
    ///
    /// # Errors
    /// A token that lets nobody in; a database that fails.
    fn viewer(&self, token: Option<&str>) -> impl Future<Output = Result<Viewer, ApiError>> + Send {
        let known = token.is_none();
        async move { if known { Ok(Viewer::Anonymous) } else { Err(not_signed_in()) } }
    }

    /// Where files are received; none where none are taken.
    fn spool(&self) -> Option<Arc<Spool>> {
        None
    }

    /// Adds what resolvers need: fresh loaders, the state of the program. Called only for
    /// queries that may run. The viewer and the [`RateLimitStatus`] are added by the endpoint.
    fn prepare(&self, query: async_graphql::Request) -> async_graphql::Request {
        query
    }
}

/// A program whose resolvers need nothing but the schema.
#[derive(Debug, Clone, Copy, Default)]
pub struct NoContext;

impl RequestContext for NoContext {}

/// The endpoint for one schema.
pub struct GraphqlEndpoint<S, C> {
    schema: S,
    guard: Arc<Guard>,
    context: C,
}

impl<S: Executor, C: RequestContext> GraphqlEndpoint<S, C> {
    /// The guard must be made from the same schema's SDL.
    pub fn new(schema: S, guard: impl Into<Arc<Guard>>, context: C) -> Self {
        Self { schema, guard: guard.into(), context }
    }

    /// Adds `/graphql` and the explorer's pages to a program's routes.
    pub fn mount(self, route: Route) -> Route
    where
        S: 'static,
    {
        super::explorer::mount(route.at("/graphql", self))
    }

    /// Who is asking. Looking for a token costs the address that sent it as much as the cheapest query.
    async fn viewer(&self, http: &Request, client: &ClientKey) -> Result<Viewer, Refusal> {
        let Some(header) = http.headers().get(AUTHORIZATION) else { return Ok(Viewer::Anonymous) };
        let refused = |error| Refusal { error, position: None, retry_after_seconds: None };
        self.guard.charge_look(client, Utc::now())?;
        let token = header.to_str().ok().and_then(bearer).ok_or_else(|| refused(not_signed_in()))?;
        self.context.viewer(Some(token)).await.map_err(refused)
    }

    async fn answer(&self, http: Request, id: &RequestId) -> Answer {
        let takes = media::acceptable(http.headers());
        let media = takes.unwrap_or(Media::Json);
        // A page of another site cannot make a browser send this header.
        let form = media::is_form_request(http.headers()) && http.headers().contains_key(AUTHORIZATION);
        let spool = self.context.spool().filter(|_| form);
        if let Some(refused) = wrong_transport(&http, takes, spool.as_deref()) {
            return Answer::refused(refused, media, id);
        }
        let client = self.context.client(&http);
        let viewer = self.viewer(&http, &client).await;
        let question = match spool {
            Some(spool) => self.form(http, viewer, &client, &spool).await,
            None => self.json(http, viewer, &client, media).await,
        };
        match question {
            Ok(question) => self.execute(question, media, id).await,
            Err(refused) => Answer::refused(refused, media, id),
        }
    }

    /// A query as JSON.
    async fn json(
        &self,
        mut http: Request,
        viewer: Result<Viewer, Refusal>,
        client: &ClientKey,
        media: Media,
    ) -> Result<Question, NotARequest> {
        let refused = |refusal: Refusal| (status_of(refusal.error.code(), media), refusal);
        let may_publish = viewer.as_ref().is_ok_and(|viewer| viewer.has(Scope::Publish));
        let limit = if may_publish { body::PUBLISHER } else { body::ANYBODY };
        let read = body::read(&mut http, limit).await;
        let asked = read.and_then(|bytes| body::parse(&bytes))?;
        let viewer = viewer.map_err(refused)?;
        let admitted = self.admit(&viewer, client, &asked).map_err(refused)?;
        Ok(Question { asked, admitted, viewer, uploads: None, _seat: None })
    }

    /// A query with files, of whoever may publish. Of anybody else nothing is read, and the status says why.
    async fn form(
        &self,
        mut http: Request,
        viewer: Result<Viewer, Refusal>,
        client: &ClientKey,
        spool: &Arc<Spool>,
    ) -> Result<Question, NotARequest> {
        let refused = |refusal: Refusal| (status_of(refusal.error.code(), Media::GraphqlResponse), refusal);
        let viewer = viewer.map_err(refused)?;
        let token = viewer.token().filter(|_| viewer.has(Scope::Publish)).ok_or_else(|| {
            refused(Refusal::new(ErrorCode::NotAllowed, "Sending files takes a token with the scope publish."))
        })?;
        let seat = spool.seat(token).ok_or_else(|| refused(uploads_under_way()))?;
        let (announced, body) = (announced(&http), http.take_body());
        let mut form = Form::open(media::form_type(http.headers()).unwrap_or_default(), announced, body)?;
        let (asked, map) = form.question().await?;
        // Before the files are read, so that a client out of points sends them in vain and not at our cost.
        let admitted = self.admit(&viewer, client, &asked).map_err(refused)?;
        upload::all_are_read(&admitted.document, asked.operation_name.as_deref(), &map)?;
        let uploads = form.files(&map, spool).await?;
        if uploads.rest_unread && !upload::imports_alone(&admitted.document, asked.operation_name.as_deref()) {
            let message =
                "The form is larger than is taken, so nothing of the query was run; send its other fields without it.";
            return Err((StatusCode::PAYLOAD_TOO_LARGE, Refusal::new(ErrorCode::OverLimit, message)));
        }
        Ok(Question { asked, admitted, viewer, uploads: Some(uploads), _seat: Some(seat) })
    }

    fn admit(&self, viewer: &Viewer, client: &ClientKey, asked: &AskedQuery) -> Result<Admitted, Refusal> {
        let client = viewer.token().map_or_else(|| client.clone(), ClientKey::Token);
        self.guard.admit(&client, asked, Utc::now())
    }

    async fn execute(&self, question: Question, media: Media, id: &RequestId) -> Answer {
        let Question { asked, admitted: Admitted { document, status }, viewer, uploads, _seat } = question;
        let mut query =
            async_graphql::Request::new(asked.query.clone()).variables(asked.variables).data(status).data(viewer);
        query.operation_name = asked.operation_name.clone();
        query.set_parsed_query(document);
        let rest_unread = uploads.as_ref().is_some_and(|uploads| uploads.rest_unread);
        if let Some(uploads) = uploads {
            query = query.data(uploads);
        }
        let query = self.context.prepare(query);
        let mut result = self.schema.execute(query).await;
        if result.errors.iter().any(|error| !error.path.is_empty()) {
            let operation = asked.operation_name.as_deref();
            nulls::put_in(self.guard.model(), &asked.query, operation, &mut result);
        }
        let answer = Answer::executed(result, status, media, id);
        // Its sender may still be sending: the status is what makes clients stop and look.
        if rest_unread { Answer { status: StatusCode::PAYLOAD_TOO_LARGE, ..answer } } else { answer }
    }
}

/// A query that may run.
struct Question {
    asked: AskedQuery,
    admitted: Admitted,
    viewer: Viewer,
    uploads: Option<Uploads>,
    // Held until the files are forgotten.
    _seat: Option<Seat>,
}

impl<S: Executor, C: RequestContext> Endpoint for GraphqlEndpoint<S, C> {
    type Output = Response;

    async fn call(&self, http: Request) -> poem::Result<Response> {
        let id = RequestId::next();
        // A panic ends this answer, not the connection or the process; what it
        // said goes to the log by the panic hook and never to the client.
        let answer = match AssertUnwindSafe(self.answer(http, &id)).catch_unwind().await {
            Ok(answer) => answer,
            Err(_) => {
                let error = ApiError::internal(format_args!("a panic in request {}", id.as_str()));
                let refusal = Refusal { error, position: None, retry_after_seconds: None };
                Answer::refused((StatusCode::INTERNAL_SERVER_ERROR, refusal), Media::Json, &id)
            }
        };
        Ok(answer.into_response(&id))
    }
}

/// The text of a token in an `Authorization` header (RFC 6750, 2.1).
fn bearer(header: &str) -> Option<&str> {
    let (scheme, token) = header.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then_some(token.trim())
}

fn uploads_under_way() -> Refusal {
    let message = format!(
        "{UPLOADS_OF_ONE_MAX} uploads with this token, or {UPLOADS_MAX} in all, are under way; try again when one has ended."
    );
    Refusal { retry_after_seconds: Some(5), ..Refusal::new(ErrorCode::RateLimited, message) }
}

/// What is wrong with a request before its body matters. `form_to` is where the files of a form go.
fn wrong_transport(http: &Request, takes: Option<Media>, form_to: Option<&Spool>) -> Option<NotARequest> {
    let refuse = |status, message| Some((status, Refusal::new(ErrorCode::BadRequest, message)));
    if http.method() != Method::POST {
        return refuse(StatusCode::METHOD_NOT_ALLOWED, "Send GraphQL by POST.");
    }
    if takes.is_none() {
        let message = "Answers are application/graphql-response+json or application/json.";
        return refuse(StatusCode::NOT_ACCEPTABLE, message);
    }
    if form_to.is_none() && !media::is_json_request(http.headers()) {
        let message = "Send the query as application/json in UTF-8, uncompressed. A form with files takes a token.";
        return refuse(StatusCode::UNSUPPORTED_MEDIA_TYPE, message);
    }
    None
}

/// The status of a well-formed request that could not run.
fn status_of(code: ErrorCode, media: Media) -> StatusCode {
    match (media, code) {
        (_, ErrorCode::Internal) => StatusCode::INTERNAL_SERVER_ERROR,
        (Media::Json, _) => StatusCode::OK,
        (Media::GraphqlResponse, ErrorCode::RateLimited) => StatusCode::TOO_MANY_REQUESTS,
        (Media::GraphqlResponse, ErrorCode::NotSignedIn) => StatusCode::UNAUTHORIZED,
        (Media::GraphqlResponse, ErrorCode::NotAllowed) => StatusCode::FORBIDDEN,
        (Media::GraphqlResponse, _) => StatusCode::BAD_REQUEST,
    }
}

#[derive(Serialize)]
struct Body {
    /// Absent, not null, when the query did not run.
    #[serde(skip_serializing_if = "Option::is_none")]
    data: Option<Value>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    errors: Vec<SentError>,
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    extensions: BTreeMap<String, Value>,
}

/// The header with which a field says that its answer is about a person. It goes no further than [`Answer::into_response`], which
/// fills the answer up so that its length tells little.
const ABOUT_A_PERSON: &str = "x-about-a-person";

/// Says that the answer is about a person.
pub(crate) fn about_a_person(context: &async_graphql::Context<'_>) {
    context.insert_http_header(ABOUT_A_PERSON, "yes");
}

struct Answer {
    status: StatusCode,
    media: Media,
    body: Body,
    headers: poem::http::HeaderMap,
    rate: Option<RateLimitStatus>,
    retry_after_seconds: Option<u64>,
}

impl Answer {
    fn refused((status, refusal): NotARequest, media: Media, id: &RequestId) -> Self {
        let errors = vec![SentError::new(&refusal.error, refusal.position, id)];
        Self {
            status,
            media,
            body: Body { data: None, errors, extensions: BTreeMap::new() },
            headers: Default::default(),
            rate: None,
            retry_after_seconds: refusal.retry_after_seconds,
        }
    }

    fn executed(result: async_graphql::Response, rate: RateLimitStatus, media: Media, id: &RequestId) -> Self {
        // A field's error has a path; one without stopped the query before any
        // field was asked.
        let ran = result.errors.iter().any(|error| !error.path.is_empty());
        let ran = ran || result.errors.is_empty() || result.data != Value::Null;
        let errors = present(result.errors, id);
        let code = errors.first().map(SentError::code).filter(|_| !ran);
        Self {
            status: code.map_or(StatusCode::OK, |code| status_of(code, media)),
            media,
            body: Body { data: ran.then_some(result.data), errors, extensions: result.extensions },
            headers: result.http_headers,
            rate: Some(rate),
            retry_after_seconds: None,
        }
    }

    fn into_response(mut self, id: &RequestId) -> Response {
        let mut body = serde_json::to_vec(&self.body);
        if let (Some(_), Ok(body)) = (self.headers.remove(ABOUT_A_PERSON), &mut body) {
            body.resize(body.len() + spaces_after(body.len()), b' ');
        }
        let mut builder = Response::builder();
        for (name, value) in &self.headers {
            builder = builder.header(name, value);
        }
        if self.status == StatusCode::METHOD_NOT_ALLOWED {
            builder = builder.header(ALLOW, "POST");
        }
        if let Some(seconds) = self.retry_after_seconds {
            builder = builder.header(RETRY_AFTER, seconds);
        }
        if let Some(rate) = self.rate {
            builder = builder.header("x-query-cost", rate.cost);
            if let Some(remaining) = rate.remaining {
                builder = builder.header("x-rate-limit-remaining", remaining);
            }
        }
        let mut response = builder
            .status(if body.is_ok() { self.status } else { StatusCode::INTERNAL_SERVER_ERROR })
            .content_type(self.media.content_type())
            .body(body.unwrap_or_default());
        let fixed =
            [(CACHE_CONTROL, "no-store"), (X_CONTENT_TYPE_OPTIONS, "nosniff"), (REFERRER_POLICY, "no-referrer")];
        for (name, value) in fixed {
            response.headers_mut().insert(name, HeaderValue::from_static(value));
        }
        if let Ok(value) = HeaderValue::from_str(id.as_str()) {
            response.headers_mut().insert("x-request-id", value);
        }
        response
    }
}
