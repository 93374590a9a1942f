//! The neutral choice and links of several claims: what was chosen not to be shown, and every secret, is seen in no answer, address,
//! header, log or audit entry.

use registry_tests::canaries::Canaries;
use registry_tests::server::Client;
use serde_json::{Value, json};

use super::editions::{NEUTRAL, issued, ready};
use super::holding::{Person, addresses, guard, secret, values, verify_by_link, verify_in_query};
use super::{ADDRESS, Ground, ISSUED, part, today};

const NAME: &str = "Zephyrine Quillfeather";
const USI: &str = "2GF2UGXXV8";

fn named_award(name: Option<&str>) -> Value {
    json!({
        "course": "listening-well", "version": "1.0.0", "completed": today(), "holderName": name, "usi": USI,
        "suspendable": true, "result": "Marvellously Distinct",
    })
}

/// What is public, and what the program says and writes down.
fn look_around(ground: &mut Ground, canaries: &mut Canaries, lists: &[String]) {
    let client = ground.process.client.clone();
    let public = ["/issuers", "/health", "/audit/checkpoint", "/metrics"].map(str::to_owned);
    let lists = lists.iter().filter_map(|list| list.strip_prefix(ADDRESS)).map(str::to_owned);
    for path in public.into_iter().chain(lists) {
        let answer = client.send("GET", &path, &[], b"");
        assert_eq!(answer.status, if path == "/metrics" { 404 } else { 200 }, "{path}: there are no metrics");
        canaries.look(&path, &answer.text);
        canaries.look(&format!("a header of {path}"), format!("{:?}", answer.headers));
    }
    let exported = ground.file("audit.jsonl").display().to_string();
    assert!(ground.run(&["audit", "export", &exported]).status.success());
    let audit = std::fs::read_to_string(&exported).expect("the audit log");
    assert!(audit.contains("issue-credentials") && audit.contains("revoke-credentials"), "{audit}");
    // That a course was published, by its code, is public; that anybody holds a credential of it is not.
    canaries.look_except("the audit log", audit, &["the course"]);
    let entries = client.ask("{ auditEntries(first: 100) { entries { action actor provider reason } } }", Value::Null);
    assert!(entries.text.contains("revoke-credentials"), "{}", entries.text);
    canaries.look("the audit log over GraphQL", entries.text);
    for (command, said) in &ground.said {
        canaries.look(&format!("what registry {command} says"), said);
    }
    let log = std::fs::read_to_string(ground.file("log")).expect("a log");
    assert!(!log.is_empty(), "the server writes a log");
    canaries.look("the server's log", log);
}

fn look_at_answers(canaries: &mut Canaries, whose: &str, person: &Person<'_>, allowed: &[&str]) {
    for (asked, answer) in &person.seen {
        canaries.look_except(&format!("what {whose} is told about {asked}"), &answer.text, allowed);
        canaries.look_except(&format!("an address in the answer to {asked}"), addresses(answer), &[]);
        canaries.look_except(&format!("a header of {asked}"), format!("{:?}", answer.headers), &[]);
    }
}

/// Somebody was given a link under the neutral title and without a name. Whatever they ask, rightly or wrongly, tells neither the
/// full title nor anything that only the full document has.
#[test]
fn of_what_is_shared_under_its_neutral_title_the_full_title_is_seen_nowhere() {
    let mut ground = ready("canaries-neutral");
    let one = issued(&ground, &named_award(Some(NAME)));
    let (full, neutral) = (part(&one, "document"), part(&one, "neutralDocument"));
    let lists = ground.keep("full.json", &full);
    let told: Value = serde_json::from_str(&full).expect("JSON");
    let client = ground.process.client.clone();
    let mut person = Person::new(&client);
    let record = secret(&person.post("/claim", &[("code", &part(&one, "claim"))]));
    let choose = person.open("/record/share");
    let (held, form_guard) = (values(&choose, "held"), guard(&choose));
    let mut share = |names: &str| {
        let form = [
            ("guard", form_guard.as_str()),
            ("names", names),
            ("days", "7"),
            ("held", &held[0]),
            ("neutral", &held[0]),
        ];
        let preview = person.post("/record/share", &form);
        let made = person.post("/record/share/make", &form);
        (preview, secret(&made))
    };
    let ((preview, hidden), (_, shown)) = (share("hidden"), share("shown"));

    let mut canaries = Canaries::default();
    let text = |pointer: &str| told.pointer(pointer).and_then(Value::as_str).expect(pointer).to_owned();
    for (what, canary) in [
        ("the full title", "Quokkaline".to_owned()),
        ("the course", "listening-well".to_owned()),
        ("the description", "A day of listening".to_owned()),
        ("the full document's id", text("/id").trim_start_matches("urn:uuid:").to_owned()),
        ("the full document's subject", text("/credentialSubject/id")),
        ("the full document's proof", text("/proof/0/proofValue")),
        ("the name", NAME.split(' ').next().expect("a name").to_owned()),
        ("the USI", USI.to_owned()),
        ("the token", ground.token[4..].to_owned()),
        ("the claim", part(&one, "claim")),
        ("the record's secret", record.clone()),
        ("the reason", "vexillology".to_owned()),
    ] {
        canaries.plant(what, canary);
    }
    canaries.look("the preview", &preview.text);

    // Without the name: page, file, verdicts, and everything that goes wrong.
    let mut other = Person::new(&client);
    let page = other.post("/share", &[("code", &hidden)]);
    assert!(page.text.contains(NEUTRAL), "{}", page.text);
    for which in ["0", "1", "x"] {
        other.post("/share/file", &[("code", &hidden), ("which", which)]);
    }
    ask_about(&ground, &mut other, &hidden);
    look_at_answers(&mut canaries, "who has the link", &other, &[]);
    // With the name: the signed file is handed out, and has the name and the result.
    let mut trusted = Person::new(&client);
    trusted.post("/share", &[("code", &shown)]);
    let file = trusted.post("/share/file", &[("code", &shown), ("which", "0")]);
    assert_eq!(file.text.trim_end(), neutral);
    ask_about(&ground, &mut trusted, &shown);
    look_at_answers(&mut canaries, "who has the link with the name", &trusted, &["the name"]);
    // A link without its last letter, and what else opens nothing.
    canaries.plant("a share's secret", hidden.clone());
    canaries.plant("another share's secret", shown.clone());
    let mut stranger = Person::new(&client);
    for wrong in [format!("{hidden}x"), hidden[1..].to_owned(), format!("{{{shown}")] {
        stranger.post("/share", &[("code", &wrong)]);
        ask_about(&ground, &mut stranger, &wrong);
    }
    look_at_answers(&mut canaries, "a stranger", &stranger, &[]);

    // Its issuer revokes it by the name of the neutral document: the link then tells no more than that.
    let id = serde_json::from_str::<Value>(&neutral).expect("JSON")["id"].as_str().expect("an id").to_owned();
    let gone = ground.change("revokeCredentials", &[id.trim_start_matches("urn:uuid:")], "vexillology");
    assert_eq!(gone["results"][0]["outcome"], "CHANGED", "{gone}");
    canaries.look("the answer to revoking", gone.to_string());
    let mut later = Person::new(&client);
    let page = later.post("/share", &[("code", &hidden)]);
    assert!(page.text.contains("Not valid") && page.text.contains(NEUTRAL), "{}", page.text);
    ask_about(&ground, &mut later, &hidden);
    look_at_answers(&mut canaries, "who looks again", &later, &["a share's secret"]);
    // The holder's own pages show them their titles and secrets; addresses and headers show nobody anything.
    for (asked, answer) in &person.seen {
        canaries.look(&format!("an address in the answer to {asked}"), addresses(answer));
        canaries.look(&format!("a header of {asked}"), format!("{:?}", answer.headers));
    }
    look_around(&mut ground, &mut canaries, &lists);
    canaries.assert_unseen(150);
}

/// Every way of asking whether what a link shows is genuine, and some that are none.
fn ask_about(ground: &Ground, person: &mut Person<'_>, link: &str) {
    let whole = format!("{ADDRESS}/share#{link}");
    person.send("POST", "/verify", "text/plain", link.as_bytes());
    person.send("POST", "/verify?meets=tier:1", "text/plain", whole.as_bytes());
    person.send("POST", "/verify?meets=role:nobody", "text/plain", link.as_bytes());
    person.post("/verify", &[("credential", link), ("meets", "tier:1")]);
    let meets = "query($s: String!) { meetsRequirements(credentials: [{share: $s}], for: {tier: 1}) { reports { verdict checks { sentence } \
                 credential { id title course holderName } } requirements { remaining { goal } } userErrors { message } } }";
    for (query, answer) in [
        ("verifyCredential", verify_by_link(ground, link)),
        ("verifyCredential, whole", verify_by_link(ground, &whole)),
        ("a wrong query", verify_in_query(ground, link)),
        ("meetsRequirements", ground.process.client.ask(meets, json!({ "s": link }))),
    ] {
        person.seen.push((format!("POST /graphql, {query}"), answer));
    }
}

/// A link of several claims is as secret as one of one: neither it nor a code in it nor what it hands over is seen by anybody but who
/// was given it, used rightly or wrongly.
#[test]
fn a_link_of_several_claims_and_what_it_hands_over_is_seen_by_nobody_else() {
    let mut ground = ready("canaries-several");
    let ids: Vec<String> = (0..3).map(|_| part(&issued(&ground, &named_award(Some(NAME))), "id")).collect();
    let query =
        "mutation($ids: [String!]!) { offerCredentialsAgain(ids: $ids) { claimLink userErrors { code message } } }";
    let ask = |token: &str, ids: &[String]| ground.ask_as(token, query, &json!({ "ids": ids }));
    let link = ask(&ground.token, &ids).json()["data"]["offerCredentialsAgain"]["claimLink"].take();
    let codes = link.as_str().and_then(|link| link.split('#').nth(1)).expect("a link").to_owned();
    let each: Vec<String> = codes.split('.').map(str::to_owned).collect();
    assert_eq!(each.len(), 3);

    let mut canaries = Canaries::default();
    for code in &each {
        canaries.plant("a code", code.clone());
    }
    for (what, canary) in [
        ("a name", "Zephyrine"),
        ("a title", "Quokkaline"),
        ("a USI", USI),
        ("a result", "Marvellously"),
        ("a token", &ground.token.clone()[4..]),
    ] {
        canaries.plant(what, canary);
    }
    let other_name = issued(&ground, &named_award(Some("Bo Lee")));
    canaries.look("another provider's question", ask(&ground.other, &ids).text);
    canaries.look("different names", ask(&ground.token, &[ids[0].clone(), part(&other_name, "id")]).text);

    let client = ground.process.client.clone();
    let mut stranger = Person::new(&client);
    wrongly(&ground, &client, &mut stranger, &codes);
    look_at_answers(&mut canaries, "a stranger", &stranger, &[]);

    let mut person = Person::new(&client);
    let record = secret(&person.post("/claim", &[("code", &codes)]));
    canaries.plant("a record's secret", record);
    let (held, share) = person.share_all("shown");
    assert_eq!(held.len(), 3);
    canaries.plant("a share's secret", share);
    person.post("/claim", &[("code", &codes)]);
    for path in ["/record", "/record/plan", "/record/record.json", "/record/clr.json"] {
        person.open(path);
    }
    for (asked, answer) in &person.seen {
        canaries.look(&format!("an address in the answer to {asked}"), addresses(answer));
        canaries.look(&format!("a header of {asked}"), format!("{:?}", answer.headers));
    }
    // Used up, it is what any other text is.
    let mut late = Person::new(&client);
    let used = late.post("/claim", &[("code", &codes)]);
    assert_eq!(used.status, 404);
    assert_eq!(used.text, late.post("/claim", &[("code", "x")]).text);
    look_at_answers(&mut canaries, "who comes late", &late, &[]);
    ground.change("revokeCredentials", &[&ids[0]], "a mistake");
    look_around(&mut ground, &mut canaries, &[]);
    for file in ["registry.db", "registry.db-wal"] {
        if let Ok(bytes) = std::fs::read(ground.file(file)) {
            canaries.look_except(file, bytes, &["a name", "a title", "a result"]);
        }
    }
    canaries.assert_unseen(100);
}

/// The link where it does not belong, and broken in every place.
fn wrongly(ground: &Ground, client: &Client, stranger: &mut Person<'_>, codes: &str) {
    let cut = &codes[..codes.len() - 1];
    for wrong in
        [cut, &codes[1..], &format!("{codes}."), &format!(".{codes}"), &codes.replace('.', ","), &format!("{codes}.x")]
    {
        assert_eq!(stranger.post("/claim", &[("code", wrong)]).status, 404, "{}", wrong.len());
    }
    for path in ["/record", "/share", "/verify", "/share/file", "/record/share", "/workspace/issue/offer"] {
        stranger.post(path, &[("code", codes), ("credential", codes), ("offer", codes), ("which", "0")]);
        stranger.send("POST", path, "application/json", format!("{{\"{codes}").as_bytes());
    }
    for path in ["/claim", "/record", "/share", "/record/held/x"] {
        stranger.open(&format!("{path}?code={codes}"));
        stranger.open(&format!("{path}/{codes}"));
    }
    stranger.send("POST", "/verify", "text/plain", codes.as_bytes());
    stranger.send("POST", "/verify", "text/plain", format!("{ADDRESS}/claim#{codes}").as_bytes());
    let issue = format!("mutation($input: IssueCredentialInput!) {{ issueCredential(input: $input) {{ {ISSUED} }} }}");
    for answer in [
        verify_by_link(ground, codes),
        verify_in_query(ground, codes),
        client.ask(
            &issue,
            json!({ "input": { "award": { "course": codes, "completed": codes, "holderName": [codes] } } }),
        ),
        ground.ask_as(codes, "{ credentials { totalCount } }", &json!({})),
    ] {
        stranger.seen.push(("POST /graphql".to_owned(), answer));
    }
}
