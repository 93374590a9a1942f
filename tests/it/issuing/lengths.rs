//! How long an answer is tells little of whom it is about: every answer of a verification, of a record and of a share is a whole
//! number of 8 KiB, whether it shows something or nothing.

use registry_tests::server::{Answer, Client};
use serde_json::{Value, json};

use super::editions::{FULL, NEUTRAL, issued, ready};
use super::holding::{Person, guard, secret, values, verify_by_link};
use super::{Ground, part, today};

const BUCKET: usize = 8_192;

/// Somebody who holds one credential, or several alike, and shares them.
struct Subject {
    name: &'static str,
    course: &'static str,
    /// Under its neutral title.
    neutral: bool,
    count: usize,
}

const ONE: Subject = Subject { name: "Bo", course: "listening-well", neutral: false, count: 1 };
const LONG_NAME: &str = "Wilhelmina Featherstonehaugh-Cholmondeley of Invented Manor";

/// What somebody with the link of a subject is answered, by what they ask, and how long each answer is.
fn seen_of(ground: &Ground, subject: &Subject) -> Vec<(&'static str, usize)> {
    let client = ground.process.client.clone();
    let award =
        json!({ "course": subject.course, "version": "1.0.0", "completed": today(), "holderName": subject.name });
    let mut person = Person::new(&client);
    let mut lengths = Vec::new();
    let mut document = String::new();
    for number in 0..subject.count {
        let one = issued(ground, &award);
        document = part(&one, if subject.neutral { "neutralDocument" } else { "document" });
        let claim = part(&one, "claim");
        if number == 0 {
            lengths.push(("POST /claim", person.post("/claim", &[("code", &claim)]).text.len()));
        } else {
            let door = person.open("/claim");
            person.post("/claim", &[("code", &claim), ("into", "open"), ("guard", &guard(&door))]);
        }
    }
    let record = person.open("/record");
    let choose = person.open("/record/share");
    let (held, form_guard) = (values(&choose, "held"), guard(&choose));
    assert_eq!(held.len(), subject.count);
    let mut form = vec![("guard", form_guard.as_str()), ("names", "shown"), ("days", "7")];
    form.extend(held.iter().map(|id| ("held", id.as_str())));
    if subject.neutral {
        form.extend(held.iter().map(|id| ("neutral", id.as_str())));
    }
    let preview = person.post("/record/share", &form);
    let made = person.post("/record/share/make", &form);
    let code = secret(&made);
    let card = person.open(&format!("/record/held/{}", held[0]));
    let mut other = Person::new(&client);
    let shared = other.post("/share", &[("code", &code)]);
    let title = if subject.neutral { NEUTRAL } else { subject.title() };
    for (what, page) in [("the share", &shared), ("the preview", &preview)] {
        assert!(page.text.contains(subject.name) && page.text.contains(title), "{what}: {}", page.text);
    }
    let file = other.post("/share/file", &[("code", &code), ("which", "0")]);
    assert!(file.text.contains(subject.name), "{}", file.text);
    let query = "query($d: String!) { verifyCredential(credential: {json: $d}) { report { verdict credential { holderName title } } } }";
    let meets = "query($s: String!) { meetsRequirements(credentials: [{share: $s}], for: {tier: 1}) { reports { credential { title } } } }";
    let by_document = client.ask(query, json!({ "d": document }));
    assert!(by_document.text.contains("VALID") && by_document.text.contains(title), "{}", by_document.text);
    let mut post = |body: &str| other.send("POST", "/verify", "text/plain", body.as_bytes());
    let (link_posted, document_posted) = (post(&code), post(&document));
    let (link_form, document_form) =
        (other.upload("/verify", "", "x.json", &document), other.post("/verify", &[("credential", &code)]));
    assert!(link_form.text.contains(title) && document_form.text.contains(title), "{}", document_form.text);
    lengths.extend([
        ("GET /record", record.text.len()),
        ("GET /record/share", choose.text.len()),
        ("POST /record/share", preview.text.len()),
        ("POST /record/share/make", made.text.len()),
        ("GET /record/held", card.text.len()),
        ("POST /share", shared.text.len()),
        ("POST /share/file", file.text.len()),
        ("GraphQL, a link", verify_by_link(ground, &code).text.len()),
        ("GraphQL, a document", by_document.text.len()),
        ("GraphQL, a set", client.ask(meets, json!({ "s": code })).text.len()),
        ("POST /verify, a link", link_posted.text.len()),
        ("POST /verify, a document", document_posted.text.len()),
        ("/verify, a link", document_form.text.len()),
        ("/verify, a document", link_form.text.len()),
    ]);
    for (what, length) in &lengths {
        assert!(*length > 0 && length % BUCKET == 0, "{what} of {}: {length}", subject.name);
    }
    lengths
}

impl Subject {
    fn title(&self) -> &'static str {
        if self.course == "listening-well" { FULL } else { OTHER_TITLE }
    }
}

const OTHER_TITLE: &str = "Numbat walking, for people who lead walks in the wheat belt";

fn publish_another(ground: &Ground) {
    let input = json!({
        "code": "numbat-walking", "title": OTHER_TITLE, "kind": "WORKSHOP", "description": "Two mornings of walking.",
        "version": "1.0.0", "outcomes": ["Walk", "Lead a walk", "Say where it goes"], "volumeOfLearningHours": 9.5, "assessed": false,
    });
    let answer = ground.ask("publishCourseVersion", "PublishCourseVersionInput", "userErrors { message }", &input);
    assert_eq!(answer["userErrors"], json!([]), "{answer}");
}

/// The same questions about people with other names, another course, and the neutral title in place of the full one: every answer
/// is as long for one as for the other.
#[test]
fn an_answer_is_as_long_for_one_subject_as_for_another() {
    let ground = ready("lengths-subjects");
    publish_another(&ground);
    let expected = seen_of(&ground, &ONE);
    for subject in [
        Subject { name: LONG_NAME, ..ONE },
        Subject { neutral: true, ..ONE },
        Subject { course: "numbat-walking", ..ONE },
        Subject { name: LONG_NAME, course: "numbat-walking", ..ONE },
    ] {
        let found = seen_of(&ground, &subject);
        let differs: Vec<_> = found.iter().zip(&expected).filter(|(a, b)| a != b).collect();
        assert!(differs.is_empty(), "{} {} {}: {differs:?}", subject.name, subject.course, subject.neutral);
    }
}

/// What is longer than one part of 8 KiB is filled to the next, and is again as long for one as for another.
#[test]
fn what_is_longer_is_filled_to_the_next_whole_number() {
    let ground = ready("lengths-more");
    let several = Subject { count: 7, ..ONE };
    let expected = seen_of(&ground, &several);
    let longer = |what: &str| expected.iter().any(|(one, length)| *one == what && *length >= 2 * BUCKET);
    for what in ["POST /share", "POST /record/share", "/verify, a link", "POST /verify, a link"] {
        assert!(longer(what), "{what} is in the first part: {expected:?}");
    }
    for subject in [Subject { name: "Jo", ..several }, Subject { neutral: true, ..several }] {
        assert_eq!(seen_of(&ground, &subject), expected);
    }
}

fn is_filled(what: &str, answer: &Answer, status: u16) {
    assert_eq!(answer.status, status, "{what}: {}", answer.text);
    assert!(!answer.text.is_empty() && answer.text.len().is_multiple_of(BUCKET), "{what}: {}", answer.text.len());
    assert_eq!(answer.header("x-about-a-person"), "", "{what}");
}

/// Whatever is refused, and whatever shows nothing.
#[test]
fn what_shows_nothing_and_what_is_refused_is_filled_as_well() {
    let ground = ready("lengths-refused");
    let one = issued(&ground, &super::award());
    let client = ground.process.client.clone();
    let mut person = Person::new(&client);
    let nothing = "A".repeat(43);
    for page in ["/claim", "/record", "/share"] {
        is_filled(page, &person.open(page), 200);
        for code in ["", "x", nothing.as_str()] {
            is_filled(page, &person.post(page, &[("code", code)]), 404);
        }
    }
    for which in ["0", "x"] {
        is_filled("a file", &person.post("/share/file", &[("code", &nothing), ("which", which)]), 404);
    }
    let from_elsewhere = |path: &str| {
        let headers = [("content-type", "application/x-www-form-urlencoded"), ("sec-fetch-site", "cross-site")];
        client.send("POST", path, &headers, b"code=x")
    };
    for path in ["/share", "/record", "/claim", "/verify"] {
        is_filled(path, &from_elsewhere(path), 403);
        let large = if path == "/verify" { 10 * 1_048_576 } else { 20_000 };
        is_filled(path, &person.post(path, &[("code", &"x".repeat(large))]), 413);
    }
    person.post("/claim", &[("code", &part(&one, "claim"))]);
    let (_, code) = person.share_all("shown");
    for which in ["1", "", "x"] {
        is_filled("no such file", &person.post("/share/file", &[("code", &code), ("which", which)]), 404);
    }
    for path in
        ["/record/share", "/record/share/make", "/record/share/stop", "/record/link", "/record/delete", "/record/close"]
    {
        is_filled(path, &person.post(path, &[("guard", "x")]), 403);
    }
    is_filled("not held", &person.open(&format!("/record/held/{}", "0".repeat(32))), 404);
    is_filled("no id", &person.open("/record/held/x"), 404);
    let share_guard = guard(&person.open("/record/share"));
    is_filled("nothing chosen", &person.post("/record/share", &[("guard", &share_guard), ("days", "7")]), 422);
    let stopped = values(&person.open("/record"), "share");
    person.post("/record/share/stop", &[("guard", &share_guard), ("share", &stopped[0])]);
    is_filled("stopped", &Person::new(&client).post("/share", &[("code", &code)]), 404);

    for (what, body, status) in [
        ("not a credential", "{}", 200),
        ("no list", "[1", 422),
        ("nothing", "", 200),
        ("an empty list", "[]", 422),
        ("stopped", code.as_str(), 422),
        ("a link", "https://registry.example/share", 422),
    ] {
        is_filled(what, &client.send("POST", "/verify", &[("content-type", "text/plain")], body.as_bytes()), status);
        let status = if body.is_empty() { 422 } else { status };
        is_filled(what, &person.post("/verify", &[("credential", body)]), status);
        is_filled(what, &person.post("/verify", &[("credential", body), ("meets", "role:nobody")]), 422);
    }
    asked_over_graphql(&client, &code);
    // Each takes 20,080 points of the 50,000.
    let many = format!("[{}{{}}]", "{},".repeat(999));
    let post = |kind: &str, body: &str| client.send("POST", "/verify", &[("content-type", kind)], body.as_bytes());
    let too_fast = (0..4).map(|_| post("application/json", &many)).fold(None, |_, answer| Some(answer)).expect("asked");
    is_filled("too fast", &too_fast, 429);
    is_filled("too fast", &person.post("/verify", &[("credential", &many)]), 429);
    let page = (0..600).map(|_| person.post("/share", &[("code", "x")])).find(|page| page.status == 429);
    is_filled("too fast", &page.expect("a limit"), 429);
}

/// Everything that a question about a credential can be answered with.
fn asked_over_graphql(client: &Client, stopped: &str) {
    let ask = |what: &str, query: &str, variables: Value| is_filled(what, &client.ask(query, variables), 200);
    let verify =
        "query($c: CredentialInput!) { verifyCredential(credential: $c) { report { verdict } userErrors { code } } }";
    for given in [
        json!({ "json": "{}" }),
        json!({ "json": "" }),
        json!({ "image": "?" }),
        json!({ "image": "AAAA" }),
        json!({ "share": stopped }),
        json!({ "share": "x" }),
    ] {
        ask(&given.to_string(), verify, json!({ "c": given }));
    }
    let meets = "query($c: [CredentialInput!]!, $for: SubjectInput!) { meetsRequirements(credentials: $c, for: $for) { requirements { remaining { goal } } userErrors { code } } }";
    let none = json!({ "json": "{}" });
    for (given, subject) in [
        (json!([none]), json!({ "tier": 1 })),
        (json!([none]), json!({ "role": "nobody" })),
        (json!([]), json!({ "tier": 1 })),
        (json!(vec![&none; 31]), json!({ "tier": 1 })),
        (json!([{ "share": stopped }]), json!({ "tier": 1 })),
    ] {
        ask(&given.to_string(), meets, json!({ "c": given, "for": subject }));
    }
}
