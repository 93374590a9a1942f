//! A share link is verified alike through GraphQL and by post: as its holder shows it, until it is stopped.

use chrono::{TimeDelta, Utc};
use registry_api::holding::{HoldingId, LinkSecret, Names, Share};
use registry_api::store::Store;
use serde_json::{Value, json};

use super::holding::{Person, guard, secret, values, verify_by_link};
use super::{ADDRESS, Ground, PROVIDER, award, part};

const NAME: &str = "Ada Lee";

/// A person with two credentials of one provider, both named.
fn holder<'a>(ground: &Ground, client: &'a registry_tests::server::Client) -> (Person<'a>, Vec<String>) {
    let (first, second) = (ground.issue(&json!({ "award": award() })), ground.issue(&json!({ "award": award() })));
    let mut person = Person::new(client);
    person.post("/claim", &[("code", &part(&first, "claim"))]);
    let add = person.open("/record/add");
    person.upload("/record/add", &guard(&add), "second.json", &part(&second, "document"));
    (person, vec![part(&first, "id"), part(&second, "id")])
}

/// The verdicts and names of a link through GraphQL, and by post; they must be the same.
fn verified(ground: &Ground, link: &str) -> Vec<(String, Value)> {
    let sent = verify_by_link(ground, link);
    assert_eq!(sent.text.len() % 8_192, 0, "how long it is tells little of whom it is about");
    assert_eq!(sent.header("x-about-a-person"), "", "what fills it up is not told");
    let answer = sent.json();
    let payload = &answer["data"]["verifyCredential"];
    assert_eq!(payload["userErrors"], json!([]), "{answer}");
    let reports = payload["reports"].as_array().expect("reports");
    assert_eq!(payload["report"]["verdict"], reports[0]["verdict"], "{answer}");
    let word = |report: &Value| report["verdict"].as_str().expect("a verdict").to_lowercase().replace('_', "-");
    let found: Vec<_> =
        reports.iter().map(|report| (word(report), report["credential"]["holderName"].clone())).collect();
    let posted = ground.process.client.send("POST", "/verify", &[("content-type", "text/plain")], link.as_bytes());
    let posted = posted.json();
    let same: Vec<_> = posted["credentials"]
        .as_array()
        .expect("credentials")
        .iter()
        .map(|one| (word(one), one["credential"]["name"].clone()))
        .collect();
    assert_eq!(found, same, "{answer} {posted}");
    found
}

#[test]
fn a_link_is_verified_as_its_holder_shows_it_until_it_is_stopped() {
    let mut ground = Ground::new("share-verified");
    ground.publish();
    assert!(ground.run(&["key", "generate", "--provider", PROVIDER]).status.success());
    let client = ground.process.client.clone();
    let (mut person, ids) = holder(&ground, &client);
    let (_, shown) = person.share_all("shown");
    let (_, hidden) = person.share_all("hidden");
    let twice = |verdict: &str, name: Value| vec![(verdict.to_owned(), name.clone()), (verdict.to_owned(), name)];
    assert_eq!(verified(&ground, &shown), twice("valid", json!(NAME)));
    assert_eq!(verified(&ground, &format!(" {ADDRESS}/share#{shown}\n")), twice("valid", json!(NAME)));
    assert_eq!(verified(&ground, &hidden), twice("valid", Value::Null));
    let record = person.open("/record").text;
    assert!(record.contains("opened 4 times") && record.contains("opened 2 times"), "{record}");

    let query = "query($c: [CredentialInput!]!) { meetsRequirements(credentials: $c, for: {tier: 1}) { reports { verdict credential { holderName } } \
                 requirements { leftOut { credential why } } userErrors { code field } } }";
    let ask = |shares: &[&str]| {
        let credentials: Vec<Value> = shares.iter().map(|share| json!({ "share": share })).collect();
        client.data(query, json!({ "c": credentials }))["meetsRequirements"].take()
    };
    let met = ask(&[&hidden, &shown]);
    let names: Vec<&Value> =
        met["reports"].as_array().expect("reports").iter().map(|report| &report["credential"]["holderName"]).collect();
    assert_eq!(names, [&Value::Null, &Value::Null, &json!(NAME), &json!(NAME)], "{met}");
    assert_eq!(ask(&["x"])["userErrors"], json!([{ "code": "UNKNOWN_CODE", "field": ["credentials", "0", "share"] }]));
    let many = ask(&[shown.as_str(); 16]);
    assert_eq!(many["userErrors"][0]["code"], "TOO_MANY", "16 links to two credentials are 32: {many}");

    ground.change("revokeCredentials", &[&ids[0], &ids[1]], "a mistake");
    assert_eq!(verified(&ground, &hidden), twice("not-valid", Value::Null));

    let stop = person.open("/record");
    for share in values(&stop, "share") {
        person.post("/record/share/stop", &[("guard", &guard(&stop)), ("share", &share)]);
    }
    let answers =
        [shown.clone(), "A".repeat(43), format!("{shown}x"), format!("{ADDRESS}/share"), "nothing".to_owned()]
            .map(|link| verify_by_link(&ground, &link).text);
    let expected = json!({ "data": { "verifyCredential": { "report": null, "reports": [], "userErrors": [{
        "code": "UNKNOWN_CODE",
        "message": "This link shows nothing: it may not be whole, or it has ended; ask the person who gave it to you.",
        "field": ["credential", "share"],
    }] } } });
    for answer in answers {
        assert_eq!(serde_json::from_str::<Value>(&answer).expect("JSON"), expected);
    }
}

/// A link to all of a record that ends so many seconds from now, as the database keeps it, and how often it was opened.
async fn link_that_ends(store: &Store, record: &LinkSecret, seconds: i64) -> (LinkSecret, HoldingId) {
    let record = store.find_record(&record.digest()).await.expect("read").expect("a record").id;
    let held = store.held(&record).await.expect("read");
    let now = Utc::now();
    let share = Share {
        id: HoldingId::generate().expect("randomness"),
        names: Names::Shown,
        chosen: held.into_iter().map(|one| one.id).collect(),
        neutral: Default::default(),
        created: now - TimeDelta::days(1),
        expires: now + TimeDelta::seconds(seconds),
        revoked: None,
        views: 0,
    };
    let link = LinkSecret::generate().expect("randomness");
    store.create_share(&record, &share, &link.digest()).await.expect("answered").expect("made");
    (link, share.id)
}

/// The same through GraphQL, by post, on the page and as a file: one that has ended, one that nobody made, and one that is not whole.
#[test]
fn a_link_that_has_ended_is_answered_over_http_as_one_that_never_was() {
    let mut ground = Ground::new("share-ended");
    ground.publish();
    assert!(ground.run(&["key", "generate", "--provider", PROVIDER]).status.success());
    let client = ground.process.client.clone();
    let mut person = Person::new(&client);
    let claim = part(&ground.issue(&json!({ "award": award() })), "claim");
    let record: LinkSecret = secret(&person.post("/claim", &[("code", &claim)])).parse().expect("a secret");
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    let (store, _) = runtime.block_on(Store::open(&ground.file("registry.db"), Utc::now())).expect("the database");
    let (open, _) = runtime.block_on(link_that_ends(&store, &record, 600));
    let (ended, ended_id) = runtime.block_on(link_that_ends(&store, &record, -1));
    let meets = "query($c: [CredentialInput!]!) { meetsRequirements(credentials: $c, for: {tier: 1}) { reports { verdict } userErrors { code message field } } }";
    let answers = |code: &str| {
        let mut other = Person::new(&client);
        let posted = other.send("POST", "/verify", "text/plain", code.as_bytes());
        let form = other.post("/verify", &[("credential", code)]);
        let page = other.post("/share", &[("code", code)]);
        let file = other.post("/share/file", &[("code", code), ("which", "0")]);
        let set = client.ask(meets, json!({ "c": [{ "share": code }] }));
        [verify_by_link(&ground, code), set, posted, form, page, file].map(|answer| (answer.status, answer.text))
    };
    let shown = answers(&open.reveal());
    for (number, (status, text)) in shown.iter().enumerate() {
        assert!(*status == 200 && (text.contains(NAME) || number == 1), "{number}: {status} {text}");
    }
    let never = answers(&"A".repeat(43));
    let statuses: Vec<u16> = never.iter().map(|(status, _)| *status).collect();
    assert_eq!(statuses, [200, 200, 422, 422, 404, 404]);
    assert_eq!(answers(&ended.reveal()), never, "to the byte");
    assert_eq!(answers(&format!("{ADDRESS}/share#{}", &open.reveal()[1..])), never, "to the byte");
    // Ended beside open in one question: the place is named, and the open one is not opened for it.
    let both = client.data(meets, json!({ "c": [{ "share": open.reveal() }, { "share": ended.reveal() }] }));
    assert_eq!(both["meetsRequirements"]["userErrors"][0]["field"], json!(["credentials", "1", "share"]), "{both}");
    let record = runtime.block_on(store.find_record(&record.digest())).expect("read").expect("a record");
    let shares = runtime.block_on(store.shares(&record.id)).expect("read");
    let views = |share: &Share| (share.id == ended_id, share.views);
    let mut counted: Vec<_> = shares.iter().map(views).collect();
    counted.sort_unstable();
    assert_eq!(counted, [(false, 5), (true, 0)], "five of the six ask for the page; the file belongs to it");
}
