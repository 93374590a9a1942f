//! Pages that say one thing: nothing here, too large, too fast, a fault of ours.

use askama::Template;
use poem::http::StatusCode;
use poem::http::header::{ACCEPT, ALLOW, CONTENT_TYPE, X_CONTENT_TYPE_OPTIONS};
use poem::{Request, Response};

use super::answer::{Answer, Copies};
use super::head::{Head, Section};
use super::words;

/// One thing that is said, and where to go from there.
#[derive(Debug, Clone)]
pub(super) struct Message {
    pub(super) heading: String,
    pub(super) sentences: Vec<String>,
    /// Address and words of the way on.
    pub(super) link: (&'static str, &'static str),
}

/// A message as a page.
#[derive(Template)]
#[template(path = "message.html")]
pub(super) struct MessagePage {
    head: Head,
    message: Message,
}

impl Message {
    pub(super) fn new(heading: &str, sentences: &[&str], link: (&'static str, &'static str)) -> Self {
        let sentences = sentences.iter().map(|sentence| (*sentence).to_owned()).collect();
        Self { heading: heading.to_owned(), sentences, link }
    }

    /// Nothing at this address.
    pub(super) fn nothing_here() -> Self {
        Self::new(words::NOTHING_HERE.0, words::NOTHING_HERE.1, words::TO_START)
    }

    /// A form that is too large.
    pub(super) fn too_large() -> Self {
        Self::new(words::TOO_LARGE.0, words::TOO_LARGE.1, words::TO_START)
    }

    /// A form that came too slowly, or not to its end.
    pub(super) fn not_all_came() -> Self {
        Self::new(words::NOT_ALL_CAME.0, words::NOT_ALL_CAME.1, words::TO_START)
    }

    /// A form that another site's page sent.
    pub(super) fn from_elsewhere() -> Self {
        Self::new(words::FROM_ELSEWHERE.0, words::FROM_ELSEWHERE.1, words::TO_START)
    }

    pub(super) fn page(self) -> MessagePage {
        MessagePage { head: Head::new(Section::Start, self.heading.clone()), message: self }
    }

    pub(super) fn answer(self, status: StatusCode) -> Answer {
        Answer::page(status, &self.page(), Copies::Never)
    }
}

/// Too many requests from one address.
pub(super) fn too_fast(seconds: u64) -> Answer {
    let mut message = Message::new(words::TOO_FAST.0, words::TOO_FAST.1, words::TO_START);
    message.sentences.push(words::wait(seconds));
    Answer::TooFast { seconds, html: message.page().render().unwrap_or_default() }
}

/// Who reads an answer that routing gives without a word of ours.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Reader {
    /// A browser: it takes pages.
    Person,
    /// Anything else gets a line of text.
    Program,
}

impl Reader {
    /// Who asks.
    pub(crate) fn of(request: &Request) -> Self {
        let accept = request.headers().get(ACCEPT).and_then(|value| value.to_str().ok()).unwrap_or_default();
        if accept.contains("text/html") { Self::Person } else { Self::Program }
    }
}

/// Says in words what routing refuses, or what went wrong in a handler, without a word of ours.
pub(crate) fn in_words(reader: Reader, response: Response) -> Response {
    // What we write ourselves has this header.
    if response.headers().contains_key(X_CONTENT_TYPE_OPTIONS) {
        return response;
    }
    let status = response.status();
    let (heading, sentences) = match status {
        StatusCode::NOT_FOUND => words::NOTHING_HERE,
        StatusCode::METHOD_NOT_ALLOWED => words::ONLY_READ,
        StatusCode::PAYLOAD_TOO_LARGE => words::TOO_LARGE,
        StatusCode::INTERNAL_SERVER_ERROR => words::FAULT,
        _ => return response,
    };
    let mut said = match reader {
        Reader::Person => Message::new(heading, sentences, words::TO_START).answer(status).into_response(),
        Reader::Program => {
            let response = Response::builder().status(status).header(CONTENT_TYPE, "text/plain; charset=utf-8");
            let line = match status {
                StatusCode::NOT_FOUND => words::NOTHING_HERE_LINE.to_owned(),
                StatusCode::METHOD_NOT_ALLOWED => words::ONLY_READ_LINE.to_owned(),
                _ => sentences.join(" "),
            };
            response.header(X_CONTENT_TYPE_OPTIONS, "nosniff").body(format!("{line}\n"))
        }
    };
    if let Some(allowed) = response.headers().get(ALLOW) {
        said.headers_mut().insert(ALLOW, allowed.clone());
    }
    said
}
