//! Files that are sent as a form: received in pieces, refused early, and never left behind.

use std::io::{Read, Write};
use std::net::{Shutdown, TcpStream};
use std::path::Path;
use std::time::{Duration, Instant};

use registry_api::server::LINGERING_BYTES_MAX;
use registry_tests::server::{Answer, Client, GRAPHQL_RESPONSE};
use serde_json::{Value, json};

use crate::publishing::{Ground, token};

const IMPORT: &str = "mutation($input: ImportCatalogueInput!) { importCatalogue(input: $input) {
  receipt { catalogueRevision auditSequence kinds { kind newCount changedCount unchangedCount } }
  errorCount userErrors { code message field row column } } }";

const COURSES: &str = include_str!("../../schema/templates/courses.csv");
const VERSIONS: &str = include_str!("../../schema/templates/versions.csv");

/// The largest file that is read, and the largest form, in bytes (docs/IMPORT.md).
const FILE_BYTES_MAX: usize = 50_000_000;
const MAX_UPLOAD_BYTES: usize = 60_000_000;

/// A part of a form: its name, and what is in it.
type Part<'a> = (&'a str, &'a [u8]);

fn head(name: &str) -> String {
    let file = if ["operations", "map"].contains(&name) { "" } else { "; filename=\"courses.csv\"" };
    format!("--b\r\nContent-Disposition: form-data; name=\"{name}\"{file}\r\n\r\n")
}

fn form(parts: &[Part<'_>]) -> Vec<u8> {
    let mut form = Vec::new();
    for (name, content) in parts {
        form.extend_from_slice(head(name).as_bytes());
        form.extend_from_slice(content);
        form.extend_from_slice(b"\r\n");
    }
    form.extend_from_slice(b"--b--\r\n");
    form
}

/// The query, with null where the files belong.
fn operations(names: &[&str], more: &Value) -> String {
    let files: Vec<_> = names.iter().map(|name| json!({ "name": name, "upload": null })).collect();
    let mut input = json!({ "files": files });
    for (key, value) in more.as_object().into_iter().flatten() {
        input[key] = value.clone();
    }
    json!({ "query": IMPORT, "variables": { "input": input } }).to_string()
}

fn map(count: usize) -> String {
    let places = (0..count).map(|file| (file.to_string(), json!([format!("variables.input.files.{file}.upload")])));
    Value::Object(places.collect()).to_string()
}

fn post(client: &Client, token: &str, body: &[u8]) -> Answer {
    let bearer = format!("Bearer {token}");
    let headers = [
        ("content-type", "multipart/form-data; boundary=b"),
        ("accept", GRAPHQL_RESPONSE),
        ("authorization", bearer.as_str()),
    ];
    client.send("POST", "/graphql", &headers, body)
}

/// Sends two tables as files of a form.
fn import(client: &Client, token: &str, courses: &[u8], more: &Value) -> Value {
    let (operations, map) = (operations(&["courses.csv", "versions.csv"], more), map(2));
    let parts: [Part<'_>; 4] =
        [("operations", operations.as_bytes()), ("map", map.as_bytes()), ("0", courses), ("1", VERSIONS.as_bytes())];
    let answer = post(client, token, &form(&parts));
    assert_eq!(answer.status, 200, "{}", answer.text);
    answer.json()["data"]["importCatalogue"].take()
}

/// Code and field of the first thing that is wrong.
fn wrong(payload: &Value) -> (String, String) {
    let error = &payload["userErrors"][0];
    let field = error["field"].as_array().into_iter().flatten().filter_map(Value::as_str).collect::<Vec<_>>();
    (error["code"].as_str().unwrap_or_default().to_owned(), field.join("."))
}

/// A connection on which a form is sent by hand.
struct Wire(TcpStream);

impl Wire {
    /// Begins a request; `length` is what it announces, and without one it comes in chunks.
    fn open(client: &Client, token: Option<&str>, length: Option<usize>) -> Self {
        let address = client.socket("").trim_start_matches("ws://").to_owned();
        let mut wire = Self(TcpStream::connect(&address).expect("a connection"));
        wire.0.set_read_timeout(Some(Duration::from_secs(20))).expect("a patience");
        let length = length.map_or_else(|| "transfer-encoding: chunked".into(), |n| format!("content-length: {n}"));
        let bearer = token.map_or_else(String::new, |token| format!("authorization: Bearer {token}\r\n"));
        let head = format!(
            "POST /graphql HTTP/1.1\r\nhost: {address}\r\ncontent-type: multipart/form-data; boundary=b\r\naccept: {GRAPHQL_RESPONSE}\r\n{bearer}{length}\r\n\r\n"
        );
        wire.send(head.as_bytes());
        wire
    }

    fn send(&mut self, bytes: &[u8]) {
        self.0.write_all(bytes).expect("sent");
    }

    /// Sends a chunk; false where the other side takes no more.
    fn chunk(&mut self, bytes: &[u8]) -> bool {
        let sent = write!(self.0, "{:x}\r\n", bytes.len()).and_then(|()| self.0.write_all(bytes));
        sent.and_then(|()| self.0.write_all(b"\r\n")).is_ok()
    }

    /// Status and body of the answer.
    fn answer(mut self) -> (u16, Value) {
        let mut text = Vec::new();
        let mut piece = [0; 4096];
        loop {
            let whole = String::from_utf8_lossy(&text).into_owned();
            if let Some((head, body)) = whole.split_once("\r\n\r\n")
                && let Ok(body) = serde_json::from_str(body)
            {
                let status = head.split(' ').nth(1).and_then(|status| status.parse().ok());
                return (status.expect("a status"), body);
            }
            match self.0.read(&mut piece) {
                Ok(count) if count > 0 => text.extend_from_slice(&piece[..count]),
                ended => panic!("no answer ({ended:?}): {whole}"),
            }
        }
    }
}

/// How many files without a name this process holds in a folder: what is being received there.
fn held_in(folder: &Path) -> usize {
    let open = std::fs::read_dir("/proc/self/fd").expect("our open files").filter_map(Result::ok);
    let links = open.filter_map(|entry| std::fs::read_link(entry.path()).ok());
    links.filter(|link| link.starts_with(folder) && link.to_string_lossy().ends_with("(deleted)")).count()
}

fn until(what: &str, so: impl Fn() -> bool) {
    let begun = Instant::now();
    while !so() {
        assert!(begun.elapsed() < Duration::from_secs(30), "{what} did not come to be");
        std::thread::sleep(Duration::from_millis(10));
    }
}

fn files_in(folder: &Path) -> Vec<String> {
    let entries = std::fs::read_dir(folder).expect("the folder").filter_map(Result::ok);
    let mut names: Vec<_> = entries.map(|entry| entry.file_name().to_string_lossy().into_owned()).collect();
    names.sort();
    names
}

#[test]
fn a_large_file_is_tried_imported_once_and_told_apart_by_what_is_in_it() {
    let ground = Ground::new("upload-large");
    let client = &ground.server.client;
    let revision = || ground.server.state.snapshot().revision();
    let before = revision();
    let misspelt = COURSES.replace("micro-credential", "microcredential");
    let refused = import(client, &ground.b, misspelt.as_bytes(), &json!({}));
    assert_eq!(wrong(&refused), ("UNREADABLE".to_owned(), "files.0".to_owned()), "{refused}");
    assert_eq!((&refused["userErrors"][0]["row"], &refused["userErrors"][0]["column"]), (&json!(3), &json!("D")));
    let large = format!("{COURSES}{}", "\n".repeat(12_000_000));
    let tried = import(client, &ground.a, large.as_bytes(), &json!({ "dryRun": true }));
    assert_eq!((revision(), &tried["receipt"]["auditSequence"]), (before, &Value::Null), "{tried}");
    let key = json!({ "idempotencyKey": "upload-1" });
    let made = import(client, &ground.a, large.as_bytes(), &key);
    assert_eq!(made["receipt"]["catalogueRevision"], before + 1, "{made}");
    assert_eq!(made["receipt"]["kinds"][0]["newCount"], 2, "{made}");
    assert_eq!(import(client, &ground.a, large.as_bytes(), &key), made, "the same files have the same answer");
    let other = import(client, &ground.a, COURSES.as_bytes(), &key);
    assert_eq!(wrong(&other).0, "KEY_REUSED", "a file with something else in it is another request: {other}");
    assert_eq!(revision(), before + 1);
    assert_eq!((revision(), held_in(ground.folder())), (before + 1, 0));
}

#[test]
fn an_import_that_changes_nothing_keeps_its_answer_under_its_key() {
    let ground = Ground::new("upload-unchanged");
    let client = &ground.server.client;
    import(client, &ground.a, COURSES.as_bytes(), &json!({}));
    let key = json!({ "idempotencyKey": "again" });
    let unchanged = import(client, &ground.a, COURSES.as_bytes(), &key);
    assert_eq!(unchanged["receipt"]["auditSequence"], Value::Null, "{unchanged}");
    let better = COURSES.replace("Telling your story safely", "Telling your story");
    import(client, &ground.a, better.as_bytes(), &json!({}));
    let revision = ground.server.state.snapshot().revision();
    let again = import(client, &ground.a, COURSES.as_bytes(), &key);
    assert_eq!(again, unchanged, "now it would change something, and it is the request that was answered");
    assert_eq!(ground.server.state.snapshot().revision(), revision);
    assert_eq!(wrong(&import(client, &ground.a, better.as_bytes(), &key)).0, "KEY_REUSED");
}

/// A client that falls back from a form to the query, or the other way, sends the same request.
#[test]
fn the_same_files_have_the_same_answer_however_they_are_sent() {
    let ground = Ground::new("upload-inline");
    let client = &ground.server.client;
    let key = json!({ "idempotencyKey": "either" });
    let inline = |courses: &str| {
        let files = json!([{ "name": "courses.csv", "text": courses }, { "name": "versions.csv", "text": VERSIONS }]);
        let input = json!({ "files": files, "idempotencyKey": "either" });
        crate::publishing::ask(client, Some(&ground.a), IMPORT, &json!({ "input": input })).json()["data"]["importCatalogue"].take()
    };
    let made = import(client, &ground.a, COURSES.as_bytes(), &key);
    assert!(made["receipt"]["auditSequence"].is_number(), "{made}");
    assert_eq!(inline(COURSES), made);
    let in_base64 = [("courses.csv", COURSES), ("versions.csv", VERSIONS)]
        .map(|(name, text)| json!({ "name": name, "base64": crate::import_over_graphql::base64(text.as_bytes()) }));
    let input = json!({ "files": in_base64, "idempotencyKey": "either" });
    let answer = crate::publishing::ask(client, Some(&ground.a), IMPORT, &json!({ "input": input }));
    assert_eq!(answer.json()["data"]["importCatalogue"], made);
    assert_eq!(wrong(&inline(&COURSES.replace("safely", "well"))).0, "KEY_REUSED");
}

/// Files that nothing of the query reads are refused before any of them is received.
#[test]
fn a_form_whose_files_no_import_reads_is_refused_in_words() {
    let ground = Ground::new("upload-unread");
    let client = &ground.server.client;
    let asks = |query: &str, variables: Value| json!({ "query": query, "variables": variables }).to_string();
    let import = "mutation($input: ImportCatalogueInput!) { importCatalogue(input: $input) { errorCount } }";
    let named = "mutation($input: ImportCatalogueInput!, $n: String) { importCatalogue(input: $input) { errorCount } revokeToken(id: $n) { id } }";
    let files = json!({ "files": [{ "name": "courses.csv", "upload": null }] });
    let cases = [
        (asks("{ catalogueRevision }", json!({ "file": null })), "variables.file", "no importCatalogue to read them"),
        (
            asks(import, json!({ "input": files, "other": null })),
            "variables.other",
            "at variables.other, where the query reads none",
        ),
        (
            asks(named, json!({ "input": files, "n": null })),
            "variables.n",
            "at variables.n, where the query reads none",
        ),
    ];
    for (operations, place, words) in cases {
        let map = json!({ "0": [place] }).to_string();
        let parts: [Part<'_>; 3] =
            [("operations", operations.as_bytes()), ("map", map.as_bytes()), ("0", COURSES.as_bytes())];
        let answer = post(client, &ground.operator, &form(&parts));
        assert_eq!((answer.status, answer.code().as_str()), (400, "BAD_REQUEST"), "{}", answer.text);
        assert!(answer.text.contains(words), "{words}: {}", answer.text);
    }
    let own = "mutation($file: Upload) { importCatalogue(input: {dryRun: true, files: [{name: \"courses.csv\", upload: $file}]}) { errorCount receipt { catalogueRevision } } }";
    let operations = asks(own, json!({ "file": null }));
    let parts: [Part<'_>; 3] =
        [("operations", operations.as_bytes()), ("map", br#"{"0": ["variables.file"]}"#), ("0", COURSES.as_bytes())];
    let answer = post(client, &ground.operator, &form(&parts));
    assert_eq!(answer.status, 200, "a variable of its own is a place for a file: {}", answer.text);
    assert_eq!(held_in(ground.folder()), 0);
}

#[test]
fn a_file_announced_too_large_is_refused_before_any_of_it_is_sent() {
    let ground = Ground::new("upload-announced");
    let client = &ground.server.client;
    for (names, length, field, most) in [
        (&["courses.csv"][..], FILE_BYTES_MAX + 1_000_000, "files.0.upload", FILE_BYTES_MAX),
        (&["courses.csv", "versions.csv"], MAX_UPLOAD_BYTES + 1_000_000, "files.0.upload", MAX_UPLOAD_BYTES),
    ] {
        let mut wire = Wire::open(client, Some(&ground.a), Some(length));
        let (operations, map) = (operations(names, &json!({})), map(names.len()));
        let mut begun = form(&[("operations", operations.as_bytes()), ("map", map.as_bytes())]);
        begun.truncate(begun.len() - b"--b--\r\n".len());
        begun.extend_from_slice(head("0").as_bytes());
        wire.send(&begun);
        let (status, said) = wire.answer();
        let payload = &said["data"]["importCatalogue"];
        assert_eq!((status, wrong(payload)), (413, ("TOO_MANY".to_owned(), field.to_owned())), "{said}");
        let message = payload["userErrors"][0]["message"].as_str().expect("a message");
        assert!(message.contains(&most.to_string()), "{message}");
        assert!(begun.len() < 2_000, "of the file nothing was sent");
    }
}

#[test]
fn beside_a_form_that_is_not_read_whole_nothing_else_is_done() {
    let ground = Ground::new("upload-beside");
    let client = &ground.server.client;
    let before = ground.server.state.snapshot().revision();
    let other = "registerProvider(input: {code: \"beside\", title: \"Beside\", kind: RTO}) { userErrors { code } }";
    let beside = operations(&["courses.csv"], &json!({}))
        .replace("{ importCatalogue", &format!("{{ {} importCatalogue", other.replace('"', "\\\"")));
    let mut wire = Wire::open(client, Some(&ground.operator), Some(MAX_UPLOAD_BYTES + 1_000_000));
    let mut begun = form(&[("operations", beside.as_bytes()), ("map", map(1).as_bytes())]);
    begun.truncate(begun.len() - b"--b--\r\n".len());
    begun.extend_from_slice(head("0").as_bytes());
    wire.send(&begun);
    let (status, said) = wire.answer();
    assert_eq!((status, &said["data"]), (413, &Value::Null), "{said}");
    assert!(said["errors"][0]["message"].as_str().is_some_and(|said| said.contains("nothing of the query was run")));
    assert_eq!(ground.server.state.snapshot().revision(), before);
}

#[test]
fn a_file_that_turns_out_too_large_is_read_no_further_and_one_just_over_is_told_in_full() {
    let ground = Ground::new("upload-over");
    let client = &ground.server.client;
    let mut wire = Wire::open(client, Some(&ground.a), None);
    let (operations, map) = (operations(&["courses.csv"], &json!({})), map(1));
    let parts: [Part<'_>; 2] = [("operations", operations.as_bytes()), ("map", map.as_bytes())];
    let mut begun = form(&parts);
    begun.truncate(begun.len() - b"--b--\r\n".len());
    begun.extend_from_slice(head("0").as_bytes());
    assert!(wire.chunk(&begun));
    let piece = vec![b'\n'; 1_000_000];
    let mut sent = 0;
    while sent < 200_000_000 && wire.chunk(&piece) {
        sent += piece.len();
    }
    // What is read and thrown away so that the answer is seen, and what the system holds between the two.
    let thrown_away = LINGERING_BYTES_MAX + 15_000_000;
    assert!((FILE_BYTES_MAX..FILE_BYTES_MAX + thrown_away).contains(&sent), "{sent} bytes were taken");
    assert_eq!(held_in(ground.folder()), 0);
    let just_over = form(&[parts[0], parts[1], ("0", &vec![b'\n'; FILE_BYTES_MAX + 1])]);
    let answer = post(client, &ground.a, &just_over);
    assert_eq!(answer.status, 200, "the form came to its end: {}", answer.text);
    let payload = &answer.json()["data"]["importCatalogue"];
    assert_eq!(wrong(payload), ("TOO_MANY".to_owned(), "files.0.upload".to_owned()), "{payload}");
    assert_eq!((payload["errorCount"].as_u64(), held_in(ground.folder())), (Some(1), 0));
}

#[test]
fn files_that_are_too_large_together_are_refused_at_the_one_that_is_too_many() {
    let ground = Ground::new("upload-together");
    let mut wire = Wire::open(&ground.server.client, Some(&ground.a), None);
    let (operations, map) = (operations(&["courses.csv", "versions.csv"], &json!({})), map(2));
    let mut begun = form(&[("operations", operations.as_bytes()), ("map", map.as_bytes())]);
    begun.truncate(begun.len() - b"--b--\r\n".len());
    assert!(wire.chunk(&begun));
    let half = vec![b'\n'; MAX_UPLOAD_BYTES / 2 + 500_000];
    for (name, end) in [("0", "\r\n"), ("1", "\r\n--b--\r\n")] {
        assert!(wire.chunk(head(name).as_bytes()) && wire.chunk(&half) && wire.chunk(end.as_bytes()));
    }
    wire.send(b"0\r\n\r\n");
    let (status, said) = wire.answer();
    let payload = &said["data"]["importCatalogue"];
    assert_eq!((status, wrong(payload)), (200, ("TOO_MANY".to_owned(), "files.1.upload".to_owned())), "{said}");
    assert_eq!(held_in(ground.folder()), 0);
}

#[test]
fn a_form_that_is_cut_off_leaves_nothing_and_few_are_received_at_a_time() {
    let ground = Ground::new("upload-cut");
    let client = &ground.server.client;
    let before = (ground.server.state.snapshot().revision(), files_in(ground.folder()));
    let begin = || {
        let mut wire = Wire::open(client, Some(&ground.a), Some(5_000_000));
        let (operations, map) = (operations(&["courses.csv"], &json!({})), map(1));
        let mut begun = form(&[("operations", operations.as_bytes()), ("map", map.as_bytes())]);
        begun.truncate(begun.len() - b"--b--\r\n".len());
        begun.extend_from_slice(head("0").as_bytes());
        begun.extend_from_slice(COURSES.as_bytes());
        begun.extend_from_slice(&vec![b'\n'; 1_000_000]);
        wire.send(&begun);
        wire
    };
    let (first, second) = (begin(), begin());
    until("two files on disk", || held_in(ground.folder()) == 2);
    assert_eq!(files_in(ground.folder()), before.1, "what is received has no name");
    let third = Wire::open(client, Some(&ground.a), Some(5_000_000));
    let (status, said) = third.answer();
    assert_eq!((status, &said["errors"][0]["extensions"]["code"]), (429, &json!("RATE_LIMITED")), "{said}");
    first.0.shutdown(Shutdown::Write).expect("half closed");
    let (status, said) = first.answer();
    assert_eq!((status, &said["errors"][0]["message"]), (400, &json!("The form broke off.")), "{said}");
    drop(second);
    until("nothing on disk", || held_in(ground.folder()) == 0);
    assert_eq!((ground.server.state.snapshot().revision(), files_in(ground.folder())), before);
    let after = import(client, &ground.a, COURSES.as_bytes(), &json!({ "dryRun": true }));
    assert!(after["receipt"].is_object(), "the places are free again: {after}");
}

#[test]
fn nothing_is_read_of_a_form_of_whoever_may_not_publish() {
    let ground = Ground::new("upload-stranger");
    let client = &ground.server.client;
    let issues = token(&ground.folder().join("registry.db"), &["--operator"], &["issue"]);
    let mistyped = format!("{}x", ground.a);
    for (token, status, code) in [
        (None, 415, "BAD_REQUEST"),
        (Some(mistyped.as_str()), 401, "NOT_SIGNED_IN"),
        (Some(issues.as_str()), 403, "NOT_ALLOWED"),
    ] {
        // The answer comes though not a byte of the body was sent.
        let (was, said) = Wire::open(client, token, Some(1_000_000)).answer();
        assert_eq!((was, &said["errors"][0]["extensions"]["code"]), (status, &json!(code)), "{said}");
    }
}

#[test]
fn a_form_that_is_not_one_is_refused_and_says_why() {
    let ground = Ground::new("upload-form");
    let client = &ground.server.client;
    let (query, one) = (operations(&["courses.csv"], &json!({})), map(1));
    let (query, one) = (("operations", query.as_bytes()), ("map", one.as_bytes()));
    let file: Part<'_> = ("0", COURSES.as_bytes());
    let many: Value = (0..9).map(|file| (file.to_string(), json!(["variables.input.files.0.upload"]))).collect();
    let many = many.to_string();
    let cases: [(&[Part<'_>], &str); 15] = [
        (&[query, ("map", b"{}")], "names no file"),
        (&[], "the parts `operations` and `map`"),
        (&[one, query, file], "the parts `operations` and `map`"),
        (&[query, file], "the parts `operations` and `map`"),
        (&[query, ("map", b"{"), file], "`map` of the form is not valid JSON"),
        (&[("operations", b"[]"), ("map", b"{}")], "Batches are not taken"),
        (&[query, ("map", b"[]"), file], "is not an object"),
        (&[query, ("map", br#"{"0": []}"#), file], "puts nowhere"),
        (&[query, ("map", br#"{"0": ["variables.input.files.1.upload"]}"#), file], "no null"),
        (&[query, ("map", br#"{"0": ["variables.input.files.0.name"]}"#), file], "no null"),
        (&[query, ("map", br#"{"0": ["query"]}"#), file], "no null"),
        (&[query, ("map", many.as_bytes()), file], "has 9 files; at most 8"),
        (&[query, one], "was not sent"),
        (&[query, one, file, file], "has a file twice"),
        (&[query, one, ("1", b"x")], "that its map does not name"),
    ];
    for (parts, words) in cases {
        let answer = post(client, &ground.operator, &form(parts));
        assert_eq!((answer.status, answer.code().as_str()), (400, "BAD_REQUEST"), "{words}: {}", answer.text);
        assert!(answer.text.contains(words), "{words}: {}", answer.text);
    }
    let long = post(client, &ground.operator, &form(&[("operations", &vec![b' '; 70_000]), one]));
    assert_eq!(long.status, 413, "{}", long.text);
    // The head of a part that has no end is not gathered up.
    let endless = [b"--b\r\nx: ".to_vec(), vec![b'a'; 3_000_000]].concat();
    let refused = post(client, &ground.operator, &endless);
    assert!(refused.status == 400 && refused.text.contains("is not a form"), "{}", refused.text);
    assert_eq!(held_in(ground.folder()), 0);
    let by_number = json!({ "input": { "files": [{ "name": "a.csv", "upload": 0 }] } });
    let no_file = crate::publishing::ask(client, Some(&ground.b), IMPORT, &by_number);
    assert_eq!(wrong(&no_file.json()["data"]["importCatalogue"]), ("MISSING".into(), "files.0.upload".into()));
}
