//! What a page answers with, and the headers that go with it.

use askama::Template;
use poem::Response;
use poem::http::header::{
    CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_SECURITY_POLICY, CONTENT_TYPE, LOCATION, REFERRER_POLICY, RETRY_AFTER,
    SET_COOKIE, X_CONTENT_TYPE_OPTIONS,
};
use poem::http::{HeaderName, StatusCode};

use crate::filled::fill;

/// What a page may do: load the style sheet and the mark of this server, and send forms to it. No script runs.
pub(crate) const CONTENT_POLICY: &str = "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; \
     base-uri 'none'; frame-ancestors 'none'";

/// The same, and one script of this server: for the pages into which a link with a code leads.
const SCRIPT_POLICY: &str = "default-src 'none'; style-src 'self'; img-src 'self'; script-src 'self'; form-action 'self'; \
     base-uri 'none'; frame-ancestors 'none'";

const CROSS_ORIGIN_OPENER_POLICY: HeaderName = HeaderName::from_static("cross-origin-opener-policy");

/// Whose page it is, which decides whether anything between server and reader may keep a copy.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Copies {
    /// The same for everybody; a copy is good for five minutes.
    Kept,
    /// Made from somebody's answers: never kept.
    Never,
    /// Made from what somebody holds: never kept, and filled with spaces to whole 8 KiB, so that its length tells little of whom
    /// it is about.
    NeverFilled,
}

/// What a page answers with.
#[derive(Debug)]
pub(super) enum Answer {
    /// A page.
    Page {
        /// Its status.
        status: StatusCode,
        /// The whole page.
        html: String,
        /// Whether copies may be kept.
        copies: Copies,
    },
    /// Go to another page of ours, with GET.
    See(String),
    /// Something to keep that is not a page.
    File {
        /// Its media type.
        kind: &'static str,
        /// The name under which it is kept. It tells nothing about what is in it.
        name: &'static str,
        /// What is in it.
        text: String,
    },
    /// Too many requests from one address.
    TooFast {
        /// Seconds to wait.
        seconds: u64,
        /// The page that says so.
        html: String,
    },
    /// Bytes to keep.
    Bytes {
        /// Their media type.
        kind: &'static str,
        /// The name under which they are kept. It tells nothing about what is in them.
        name: &'static str,
        /// What they are.
        bytes: Vec<u8>,
    },
    /// A page with a script of ours.
    Scripted(Box<Self>),
    /// An answer that sets a cookie, or takes it away.
    Cookie {
        /// The answer.
        answer: Box<Self>,
        /// The value of `Set-Cookie`.
        set: String,
    },
}

impl Answer {
    /// A page that is the same for everybody.
    pub(super) fn public(page: &impl Template) -> Self {
        Self::page(StatusCode::OK, page, Copies::Kept)
    }

    /// A page made from somebody's answers.
    pub(super) fn personal(page: &impl Template) -> Self {
        Self::page(StatusCode::OK, page, Copies::Never)
    }

    /// A page made from what somebody holds.
    pub(super) fn held(page: &impl Template) -> Self {
        Self::page(StatusCode::OK, page, Copies::NeverFilled)
    }

    /// A page with a status.
    pub(super) fn page(status: StatusCode, page: &impl Template, copies: Copies) -> Self {
        match page.render() {
            Ok(mut html) => {
                if copies == Copies::NeverFilled {
                    fill(&mut html);
                }
                Self::Page { status, html, copies }
            }
            // Only a formatter of ours can fail, and none does.
            Err(fault) => {
                tracing::error!(%fault, "a page could not be drawn");
                Self::Page { status: StatusCode::INTERNAL_SERVER_ERROR, html: String::new(), copies: Copies::Never }
            }
        }
    }

    /// The same answer, where it is a page: filled with spaces to a whole number of 8 KiB. What is handed out as a file stays as
    /// it is.
    pub(super) fn filled(self) -> Self {
        match self {
            Self::Page { status, mut html, copies } => {
                fill(&mut html);
                Self::Page { status, html, copies }
            }
            Self::TooFast { seconds, mut html } => {
                fill(&mut html);
                Self::TooFast { seconds, html }
            }
            Self::Scripted(answer) => Self::Scripted(Box::new(answer.filled())),
            Self::Cookie { answer, set } => Self::Cookie { answer: Box::new(answer.filled()), set },
            other @ (Self::See(_) | Self::File { .. } | Self::Bytes { .. }) => other,
        }
    }

    /// The same page, which may run a script of this server.
    pub(super) fn with_script(self) -> Self {
        Self::Scripted(Box::new(self))
    }

    /// The same answer, with a cookie.
    pub(super) fn with_cookie(self, set: String) -> Self {
        Self::Cookie { answer: Box::new(self), set }
    }

    pub(super) fn into_response(self) -> Response {
        let html = "text/html; charset=utf-8";
        let response = match self {
            Self::Page { status, html: text, copies } => {
                let keep = match (copies, status) {
                    (Copies::Kept, StatusCode::OK) => "public, max-age=300",
                    _ => "no-store",
                };
                let response = Response::builder().status(status).header(CONTENT_TYPE, html);
                response.header(CACHE_CONTROL, keep).body(text)
            }
            Self::See(address) => {
                let response = Response::builder().status(StatusCode::SEE_OTHER).header(LOCATION, address);
                response.header(CACHE_CONTROL, "no-store").finish()
            }
            Self::File { kind, name, text } => {
                let kept_as = format!("attachment; filename=\"{name}\"");
                let response = Response::builder().header(CONTENT_TYPE, kind).header(CONTENT_DISPOSITION, kept_as);
                response.header(CACHE_CONTROL, "no-store").body(text)
            }
            Self::TooFast { seconds, html: text } => {
                let response = Response::builder().status(StatusCode::TOO_MANY_REQUESTS).header(CONTENT_TYPE, html);
                response.header(RETRY_AFTER, seconds).header(CACHE_CONTROL, "no-store").body(text)
            }
            Self::Bytes { kind, name, bytes } => {
                let kept_as = format!("attachment; filename=\"{name}\"");
                let response = Response::builder().header(CONTENT_TYPE, kind).header(CONTENT_DISPOSITION, kept_as);
                response.header(CACHE_CONTROL, "no-store").body(bytes)
            }
            Self::Scripted(answer) => {
                let mut response = answer.into_response();
                let policy = poem::http::HeaderValue::from_static(SCRIPT_POLICY);
                response.headers_mut().insert(CONTENT_SECURITY_POLICY, policy);
                return response;
            }
            Self::Cookie { answer, set } => {
                let mut response = answer.into_response();
                match poem::http::HeaderValue::from_str(&set) {
                    Ok(set) => response.headers_mut().append(SET_COOKIE, set),
                    // A cookie is base64url and fixed words.
                    Err(fault) => {
                        tracing::error!(%fault, "a cookie could not be written");
                        false
                    }
                };
                return response;
            }
        };
        with_policy(response)
    }
}

/// The headers that every page has, whatever it says.
pub(super) fn with_policy(mut response: Response) -> Response {
    for (name, value) in [
        (CONTENT_SECURITY_POLICY, CONTENT_POLICY),
        (REFERRER_POLICY, "no-referrer"),
        (X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (CROSS_ORIGIN_OPENER_POLICY, "same-origin"),
    ] {
        response.headers_mut().insert(name, poem::http::HeaderValue::from_static(value));
    }
    response
}
