//! Subscriptions over WebSocket: what they tell, and what they refuse.

use std::path::Path;
use std::time::{Duration, Instant};

use futures_util::{SinkExt, StreamExt};
use registry_api::graphql::socket::{CONNECTIONS_OF_ONE_MAX, INIT_MAX, MAX_MESSAGE_BYTES, PROTOCOL, SUBSCRIPTIONS_MAX};
use registry_tests::server::{Client, Process, Server, scratch};
use serde_json::{Value, json};
use tokio::net::TcpStream;
use tokio_tungstenite::tungstenite::client::IntoClientRequest;
use tokio_tungstenite::tungstenite::http::HeaderValue;
use tokio_tungstenite::tungstenite::protocol::CloseFrame;
use tokio_tungstenite::tungstenite::{Error, Message};
use tokio_tungstenite::{MaybeTlsStream, WebSocketStream, connect_async};

use crate::publishing::{draft, publish, token};

/// Longest wait for a message.
const PATIENCE: Duration = Duration::from_secs(10);

const CHANGED: &str = "subscription($after: Int) { catalogueChanged(after: $after) {
  catalogueRevision courseCode version entry { sequence action subject actor provider } } }";

/// A connection that was begun.
pub(crate) struct Socket(WebSocketStream<MaybeTlsStream<TcpStream>>);

/// Opens a connection with these headers; the status where it is refused.
async fn open(client: &Client, headers: &[(&'static str, &str)]) -> Result<Socket, u16> {
    let mut request = client.socket("/graphql/subscriptions").into_client_request().expect("an address");
    for (name, value) in headers {
        request.headers_mut().insert(*name, HeaderValue::from_str(value).expect("a value"));
    }
    match connect_async(request).await {
        Ok((socket, _)) => Ok(Socket(socket)),
        Err(Error::Http(response)) => Err(response.status().as_u16()),
        Err(error) => panic!("{error}"),
    }
}

impl Socket {
    pub(crate) async fn opened(client: &Client) -> Self {
        open(client, &[("sec-websocket-protocol", PROTOCOL)]).await.expect("opened")
    }

    async fn begun(client: &Client) -> Self {
        let mut socket = Self::opened(client).await;
        socket.say(&json!({ "type": "connection_init" })).await;
        assert_eq!(socket.hear().await, json!({ "type": "connection_ack" }));
        socket
    }

    pub(crate) async fn say(&mut self, message: &Value) {
        self.0.send(Message::text(message.to_string())).await.expect("sent");
    }

    async fn subscribe(&mut self, id: &str, query: &str, variables: Value) {
        self.say(&json!({ "id": id, "type": "subscribe", "payload": { "query": query, "variables": variables } }))
            .await;
    }

    /// The next message, or why the connection was closed.
    async fn next(&mut self) -> Result<String, Option<CloseFrame>> {
        loop {
            let next = tokio::time::timeout(PATIENCE, self.0.next()).await.expect("something is said in time");
            match next {
                Some(Ok(Message::Text(text))) => return Ok(text.to_string()),
                Some(Ok(Message::Close(frame))) => return Err(frame),
                Some(Ok(_)) => {}
                Some(Err(_)) | None => return Err(None),
            }
        }
    }

    /// The next message as it was sent.
    pub(crate) async fn hear_text(&mut self) -> String {
        self.next().await.expect("a message")
    }

    async fn hear(&mut self) -> Value {
        serde_json::from_str(&self.hear_text().await).expect("JSON")
    }

    /// The code with which the connection is closed.
    async fn closed(&mut self) -> u16 {
        loop {
            if let Err(frame) = self.next().await {
                return frame.map_or(0, |frame| frame.code.into());
            }
        }
    }
}

/// What a change was, of a `next` message.
fn change(message: &Value) -> (&str, &Value) {
    assert_eq!(message["type"], "next", "{message}");
    let change = &message["payload"]["data"]["catalogueChanged"];
    (change["entry"]["subject"].as_str().expect("a subject"), change)
}

/// From the newest entry on: whatever is published after this was asked is told, however late the subscription begins.
fn from_now(client: &Client) -> Value {
    let head = client.data("{ auditHead { sequence } }", Value::Null);
    json!({ "after": head["auditHead"]["sequence"] })
}

/// Runs a conversation.
pub(crate) fn talk(conversation: impl Future<Output = ()>) {
    tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime").block_on(conversation);
}

fn operator(folder: &Path) -> String {
    token(&folder.join("registry.db"), &["--operator"], &[])
}

/// A subscriber of one process hears what another publishes, and can ask for it at once.
fn check(name: &str, database: &str) {
    let process = |number: u8| Process::start_on(scratch(&format!("{name}-{number}")), Path::new(database).as_os_str());
    let (first, second) = (process(1), process(2));
    let operator = token(Path::new(database), &["--operator"], &[]);
    talk(async {
        let mut socket = Socket::begun(&first.client).await;
        socket.subscribe("a", CHANGED, from_now(&first.client)).await;
        // What is asked for after it is heard after it.
        socket.say(&json!({ "type": "ping" })).await;
        assert_eq!(socket.hear().await, json!({ "type": "pong" }));
        let code = "listening-elsewhere";
        let payload = publish(&second.client, &operator, &draft(code, "1.0.0", &["Listen"]));
        let begun = Instant::now();
        assert!(!payload["receipt"].is_null(), "{payload}");
        let heard = socket.hear().await;
        assert!(begun.elapsed() < Duration::from_secs(3), "{:?}", begun.elapsed());
        let (subject, change) = change(&heard);
        assert_eq!(subject, format!("course-version:{code}@1.0.0"));
        assert_eq!((&change["courseCode"], &change["version"]), (&json!(code), &json!("1.0.0")));
        assert!(change["entry"]["actor"].as_str().expect("an actor").starts_with("t-"), "{change}");
        assert_eq!(change["catalogueRevision"], payload["receipt"]["catalogueRevision"]);
        let there =
            first.client.data("query($code: String!) { courseByCode(code: $code) { title } }", json!({ "code": code }));
        assert_eq!(there["courseByCode"]["title"], "Listening well");
    });
}

#[test]
fn a_subscriber_of_one_process_hears_what_another_publishes_on_sqlite() {
    let folder = scratch("subscribe-two");
    check("subscribe-two", folder.join("registry.db").to_str().expect("a path"));
    std::fs::remove_dir_all(folder).expect("removed");
}

#[test]
fn a_subscriber_of_one_process_hears_what_another_publishes_on_postgresql() {
    let Some(database) = crate::two_processes::postgres() else { return };
    check("subscribe-two-postgres", &database.url());
}

#[test]
fn who_comes_back_goes_on_where_it_was_and_hears_each_change_once() {
    let folder = scratch("subscribe-again");
    let server = Server::with_database(&folder.join("registry.db"));
    let operator = operator(&folder);
    let versions = ["1.0.0", "1.0.1", "1.0.2"];
    for version in versions {
        let mut input = draft("listening-well", version, &["Listen"]);
        input["description"] = format!("A day of listening, {version}.").into();
        publish(&server.client, &operator, &input);
    }
    // A token is no change of the catalogue.
    token(&folder.join("registry.db"), &["--operator"], &[]);
    talk(async {
        let mut socket = Socket::begun(&server.client).await;
        socket.subscribe("a", CHANGED, json!({ "after": 0 })).await;
        let mut heard = Vec::new();
        while heard.len() < 4 {
            let message = socket.hear().await;
            let (subject, change) = change(&message);
            heard.push((subject.to_owned(), change["entry"]["sequence"].as_u64().expect("a number")));
        }
        let of = |version: &str| format!("course-version:listening-well@{version}");
        let wanted = ["catalogue".to_owned(), of("1.0.0"), of("1.0.1"), of("1.0.2")];
        assert_eq!(heard.iter().map(|(subject, _)| subject.clone()).collect::<Vec<_>>(), wanted);
        // What comes after the entries that are about something else is heard, too, each in its turn.
        for version in ["1.0.3", "1.0.4"] {
            let mut input = draft("listening-well", version, &["Listen"]);
            input["description"] = format!("A day of listening, {version}.").into();
            publish(&server.client, &operator, &input);
            assert_eq!(change(&socket.hear().await).0, of(version));
        }
        let mut again = Socket::begun(&server.client).await;
        again.subscribe("a", CHANGED, json!({ "after": heard[2].1 })).await;
        for version in ["1.0.2", "1.0.3", "1.0.4"] {
            assert_eq!(change(&again.hear().await).0, of(version));
        }
        for (after, words) in [(9_999, "is not there yet"), (i32::MAX, "is not there yet")] {
            again.subscribe("b", CHANGED, json!({ "after": after })).await;
            let refused = again.hear().await;
            assert_eq!((&refused["type"], &refused["id"]), (&json!("error"), &json!("b")), "{refused}");
            assert!(refused["payload"][0]["message"].as_str().expect("words").contains(words), "{refused}");
        }
    });
    let _ = std::fs::remove_dir_all(&folder);
}

#[test]
fn a_connection_that_does_not_speak_the_protocol_or_comes_from_another_site_is_refused() {
    let server = Server::in_memory();
    talk(async {
        let client = &server.client;
        let protocol = ("sec-websocket-protocol", PROTOCOL);
        assert_eq!(open(client, &[]).await.err(), Some(400));
        assert_eq!(open(client, &[("sec-websocket-protocol", "graphql-ws")]).await.err(), Some(400));
        assert_eq!(open(client, &[protocol, ("origin", "https://elsewhere.example")]).await.err(), Some(403));
        assert_eq!(open(client, &[protocol, ("origin", "null")]).await.err(), Some(403));
        let own = client.socket("").replacen("ws", "http", 1);
        assert!(open(client, &[protocol, ("origin", &own)]).await.is_ok());
    });
    let plain = server.client.send("GET", "/graphql/subscriptions", &[], b"");
    assert_eq!((plain.status, plain.header("upgrade")), (426, "websocket"), "{}", plain.text);
    assert!(plain.text.contains(PROTOCOL), "{}", plain.text);
}

#[test]
fn what_breaks_the_protocol_closes_the_connection_with_its_code() {
    let server = Server::in_memory();
    talk(async {
        let client = &server.client;
        let subscribe = json!({ "id": "a", "type": "subscribe", "payload": { "query": CHANGED } });
        let mut early = Socket::opened(client).await;
        early.say(&subscribe).await;
        assert_eq!(early.closed().await, 4401);
        for (said, code) in [
            (json!({ "type": "connection_init" }), 4429),
            (json!({ "type": "start", "id": "a" }), 4400),
            (json!([subscribe]), 4400),
            (json!({ "type": "subscribe", "payload": {} }), 4400),
        ] {
            let mut socket = Socket::begun(client).await;
            socket.say(&said).await;
            assert_eq!(socket.closed().await, code, "{said}");
        }
        let mut binary = Socket::begun(client).await;
        binary.0.send(Message::binary(vec![1])).await.expect("sent");
        assert_eq!(binary.closed().await, 1003);
        let mut silent = Socket::opened(client).await;
        let begun = Instant::now();
        assert_eq!(silent.closed().await, 4408);
        assert!(begun.elapsed() >= INIT_MAX - Duration::from_millis(100), "{:?}", begun.elapsed());
    });
}

#[test]
fn a_message_that_is_too_large_is_not_taken_into_memory() {
    let process = Process::start("subscribe-large");
    talk(async {
        let mut socket = Socket::begun(&process.client).await;
        let before = process.resident_kb();
        // It is closed before all of it was sent, and the connection is not reset on what still comes.
        socket.0.send(Message::text("x".repeat(MAX_MESSAGE_BYTES * 500))).await.expect("sent");
        assert_eq!(socket.closed().await, 1009);
        let more = process.resident_kb().saturating_sub(before);
        assert!(more < 4_096, "{more} kB");
    });
}

#[test]
fn every_operation_passes_the_guard_and_only_subscriptions_run() {
    let server = Server::in_memory();
    talk(async {
        let mut socket = Socket::begun(&server.client).await;
        let nested = format!("subscription {{ catalogueChanged{} }}", "{a".repeat(200));
        let bomb = (0..20).fold("subscription { ...f0 }".to_owned(), |text, number| {
            format!("{text} fragment f{number} on Subscription {{ ...f{0} ...f{0} }}", number + 1)
        });
        for (query, code) in [
            ("{ tiers { number } }", "BAD_REQUEST"),
            ("mutation { revokeToken(id: \"t-1\") { id } }", "BAD_REQUEST"),
            ("subscription { catalogueChanged", "BAD_QUERY"),
            ("subscription { nothing }", "BAD_QUERY"),
            ("subscription { a: catalogueChanged { version } b: catalogueChanged { version } }", "OVER_LIMIT"),
            ("subscription { ...f } fragment f on Subscription { ...f }", "BAD_QUERY"),
            (nested.as_str(), "OVER_LIMIT"),
            (bomb.as_str(), "OVER_LIMIT"),
        ] {
            let begun = Instant::now();
            socket.subscribe("a", query, Value::Null).await;
            let refused = socket.hear().await;
            assert_eq!(refused["type"], "error", "{query}: {refused}");
            assert_eq!(refused["payload"][0]["extensions"]["code"], code, "{query}: {refused}");
            // What it must not do takes minutes; a busy machine may take a moment.
            assert!(begun.elapsed() < Duration::from_secs(5), "{query}: {:?}", begun.elapsed());
        }
        // And over HTTP nothing is subscribed to.
        let answer = server.client.ask("subscription { catalogueChanged { version } }", Value::Null);
        assert_eq!(answer.code(), "BAD_QUERY", "{}", answer.text);
    });
}

#[test]
fn a_connection_has_so_many_subscriptions_and_a_client_so_many_connections() {
    let folder = scratch("subscribe-many");
    let server = Server::with_database(&folder.join("registry.db"));
    talk(async {
        let mut socket = Socket::begun(&server.client).await;
        for number in 0..SUBSCRIPTIONS_MAX {
            socket.subscribe(&number.to_string(), CHANGED, Value::Null).await;
        }
        socket.subscribe("more", CHANGED, Value::Null).await;
        let refused = socket.hear().await;
        assert_eq!(
            (&refused["id"], &refused["payload"][0]["extensions"]["code"]),
            (&json!("more"), &json!("OVER_LIMIT"))
        );
        socket.say(&json!({ "id": "0", "type": "complete" })).await;
        socket.subscribe("more", CHANGED, Value::Null).await;
        socket.subscribe("1", CHANGED, Value::Null).await;
        assert_eq!(socket.closed().await, 4409);
        drop(socket);
        let mut open_ones = Vec::new();
        let refused = loop {
            match open(&server.client, &[("sec-websocket-protocol", PROTOCOL)]).await {
                Ok(socket) => open_ones.push(socket),
                Err(status) => break status,
            }
        };
        assert_eq!(refused, 429);
        assert!(
            (CONNECTIONS_OF_ONE_MAX - 1..=CONNECTIONS_OF_ONE_MAX).contains(&open_ones.len()),
            "{}",
            open_ones.len()
        );
    });
    let _ = std::fs::remove_dir_all(&folder);
}

#[test]
fn who_sends_without_end_is_out_of_points_and_closed() {
    let server = Server::in_memory();
    talk(async {
        let mut socket = Socket::begun(&server.client).await;
        let closed = loop {
            if socket.0.send(Message::text(r#"{"type":"pong"}"#)).await.is_err() {
                break socket.closed().await;
            }
            if let Ok(next) = tokio::time::timeout(Duration::ZERO, socket.next()).await
                && let Err(frame) = next
            {
                break frame.map_or(0, |frame| frame.code.into());
            }
        };
        assert_eq!(closed, 1008);
        // The same bucket as over HTTP.
        let dear = "{ courses(first: 100) { nodes { code title description versions { nodes { version } } } } }";
        assert_eq!(server.client.ask(dear, Value::Null).code(), "RATE_LIMITED");
    });
}

/// Somebody subscribes eight times to everything there ever was and does not read.
#[test]
fn who_does_not_read_costs_no_memory_and_holds_nobody_up() {
    let folder = scratch("subscribe-slow");
    let database = folder.join("registry.db");
    let process = Process::start_on(scratch("subscribe-slow-process"), database.as_os_str());
    let operator = operator(&folder);
    talk(async {
        let mut slow = Socket::begun(&process.client).await;
        for number in 0..SUBSCRIPTIONS_MAX {
            slow.subscribe(&number.to_string(), CHANGED, json!({ "after": 0 })).await;
        }
        let mut quick = Socket::begun(&process.client).await;
        quick.subscribe("q", CHANGED, from_now(&process.client)).await;
        let mut before = 0;
        for number in 0..60 {
            let mut input = draft(&format!("listening-{number}"), "1.0.0", &["Listen"]);
            // A reason is part of every answer.
            input["reason"] = "because ".repeat(60).into();
            publish(&process.client, &operator, &input);
            assert_eq!(change(&quick.hear().await).1["courseCode"], format!("listening-{number}"));
            if number == 10 {
                before = process.resident_kb();
            }
        }
        let more = process.resident_kb().saturating_sub(before);
        assert!(more < 20_000, "{more} kB");
    });
    let _ = std::fs::remove_dir_all(&folder);
}

#[test]
fn who_is_connected_is_told_when_the_registry_stops() {
    let mut process = Process::start("subscribe-stop");
    talk(async {
        let mut socket = Socket::begun(&process.client).await;
        socket.subscribe("a", CHANGED, Value::Null).await;
        process.ask_to_stop();
        assert_eq!(socket.closed().await, 1001);
    });
    let begun = Instant::now();
    while process.runs() {
        assert!(begun.elapsed() < Duration::from_secs(20), "it does not stop");
        std::thread::sleep(Duration::from_millis(20));
    }
}
