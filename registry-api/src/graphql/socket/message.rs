//! The messages of `graphql-transport-ws`.

use async_graphql::Value;
use poem::http::StatusCode;
use poem::web::websocket::{CloseCode, Message};
use serde::Serialize;
use serde_json::Value as Json;

use crate::graphql::error::{RequestId, SentError, present};
use crate::graphql::guard::{AskedQuery, Refusal, prescan};
use crate::graphql::http::body;

/// Longest name a client gives a subscription, in bytes; a UUID has 36.
const ID_BYTES_MAX: usize = 128;

/// What a client says.
#[derive(Debug, PartialEq)]
pub(super) enum FromClient {
    /// It begins. What it sends along is passed over: nobody signs in here.
    Init,
    Ping,
    Pong,
    /// It asks for a subscription.
    Subscribe {
        id: String,
        asked: Result<AskedQuery, Refusal>,
    },
    /// It has had enough of one.
    Complete {
        id: String,
    },
}

/// Why a connection is closed, as the protocol numbers it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Closing {
    /// The program stops.
    Stopping,
    NotText,
    TooLarge,
    NotAMessage,
    NotInitialised,
    InitTimeout,
    InitTwice,
    TooManyMessages,
    IdTaken,
}

impl Closing {
    pub(super) fn message(self) -> Message {
        let (code, reason) = match self {
            Self::Stopping => (CloseCode::Away, "The registry stops"),
            Self::NotText => (CloseCode::Unsupported, "Send text"),
            Self::TooLarge => (CloseCode::Size, "The message is too large, or not a frame"),
            Self::NotAMessage => (CloseCode::from(4400), "Not a message of graphql-transport-ws"),
            Self::NotInitialised => (CloseCode::from(4401), "Unauthorized"),
            Self::InitTimeout => (CloseCode::from(4408), "Connection initialisation timeout"),
            Self::IdTaken => (CloseCode::from(4409), "Subscriber for this id already exists"),
            Self::InitTwice => (CloseCode::from(4429), "Too many initialisation requests"),
            Self::TooManyMessages => (CloseCode::Policy, "Too many messages; come back in a minute"),
        };
        Message::close_with(code, reason)
    }
}

/// Reads a message.
///
/// # Errors
/// What is no JSON object with a type the protocol gives a client, or has no usable id.
pub(super) fn read(text: &str) -> Result<FromClient, Closing> {
    let not_a_message = |_| Closing::NotAMessage;
    prescan::scan_json(text.as_bytes()).map_err(|_| Closing::NotAMessage)?;
    let mut message: Json = serde_json::from_str(text).map_err(not_a_message)?;
    let payload = message.get_mut("payload").map(Json::take);
    let id = || {
        let id = message["id"].as_str().filter(|id| (1..=ID_BYTES_MAX).contains(&id.len()));
        id.map(str::to_owned).ok_or(Closing::NotAMessage)
    };
    match message["type"].as_str() {
        Some("connection_init") => Ok(FromClient::Init),
        Some("ping") => Ok(FromClient::Ping),
        Some("pong") => Ok(FromClient::Pong),
        Some("complete") => Ok(FromClient::Complete { id: id()? }),
        Some("subscribe") => {
            let payload = payload.ok_or(Closing::NotAMessage)?;
            let asked = body::members(payload).map_err(|(_, refusal): (StatusCode, Refusal)| refusal);
            Ok(FromClient::Subscribe { id: id()?, asked })
        }
        _ => Err(Closing::NotAMessage),
    }
}

/// What the server says.
#[derive(Serialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub(super) enum ToClient<'a> {
    ConnectionAck,
    Pong,
    Next { id: &'a str, payload: Payload },
    Error { id: &'a str, payload: Vec<SentError> },
    Complete { id: &'a str },
}

/// One answer of a subscription.
#[derive(Serialize)]
pub(super) struct Payload {
    data: Value,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    errors: Vec<SentError>,
}

impl ToClient<'_> {
    pub(super) fn message(&self) -> Message {
        Message::text(serde_json::to_string(self).unwrap_or_default())
    }
}

/// What became of a subscription: an answer, after which it goes on, or errors, after which it is over.
pub(super) fn answered(id: &str, response: async_graphql::Response) -> (ToClient<'_>, Goes) {
    let errors = present(response.errors, &RequestId::next());
    if response.data == Value::Null && !errors.is_empty() {
        return (ToClient::Error { id, payload: errors }, Goes::Over);
    }
    (ToClient::Next { id, payload: Payload { data: response.data, errors } }, Goes::On)
}

/// Whether a subscription goes on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Goes {
    On,
    Over,
}

/// A subscription that was refused.
pub(super) fn refused<'a>(id: &'a str, refusal: &Refusal) -> ToClient<'a> {
    ToClient::Error { id, payload: vec![SentError::new(&refusal.error, refusal.position, &RequestId::next())] }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_messages_of_a_client_are_read_and_others_are_none() {
        assert_eq!(read(r#"{"type":"connection_init","payload":{"token":"x"}}"#), Ok(FromClient::Init));
        assert_eq!(read(r#"{"type":"complete","id":"1"}"#), Ok(FromClient::Complete { id: "1".to_owned() }));
        let asked = read(r#"{"type":"subscribe","id":"1","payload":{"query":"{ a }"}}"#);
        let query = AskedQuery { query: "{ a }".to_owned(), ..AskedQuery::default() };
        assert_eq!(asked, Ok(FromClient::Subscribe { id: "1".to_owned(), asked: Ok(query) }));
        let long = format!(r#"{{"type":"complete","id":"{}"}}"#, "x".repeat(129));
        let deep = format!(r#"{{"type":"ping","payload":{}{}}}"#, "[".repeat(70), "]".repeat(70));
        for text in [
            "",
            "1",
            "[]",
            "null",
            r#"{"type":1}"#,
            r#"{"type":"next","id":"1"}"#,
            r#"{"type":"complete"}"#,
            r#"{"type":"complete","id":""}"#,
            r#"{"type":"complete","id":1}"#,
            r#"{"type":"subscribe","id":"1"}"#,
            &long,
            &deep,
        ] {
            assert_eq!(read(text), Err(Closing::NotAMessage), "{text}");
        }
    }

    #[test]
    fn what_is_no_query_is_refused_for_its_subscription_alone() {
        let read = read(r#"{"type":"subscribe","id":"1","payload":{"query":1}}"#);
        assert!(matches!(&read, Ok(FromClient::Subscribe { asked: Err(_), .. })), "{read:?}");
    }
}
