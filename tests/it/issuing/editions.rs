//! A holder chooses, for each link, whether a credential is shown under its full or its neutral title. Also: files of AVETMISS
//! become documents, and a key made elsewhere signs.

use serde_json::{Value, json};

use super::holding::{Person, guard, secret, values, verify_by_link};
use super::{ADDRESS, Ground, ISSUED, PROVIDER, award, part, text, today};

pub(super) const FULL: &str = "Quokkaline listening from lived experience";
pub(super) const NEUTRAL: &str = "Workshop 7";

pub(super) fn ready(name: &str) -> Ground {
    let mut ground = Ground::new(name);
    ground.publish();
    assert!(ground.run(&["key", "generate", "--provider", PROVIDER]).status.success());
    ground
}

pub(super) fn issued(ground: &Ground, award: &Value) -> Value {
    let select = ISSUED.replace("document ", "document neutralDocument ");
    let answer = ground.ask("issueCredential", "IssueCredentialInput", &select, &json!({ "award": award }));
    assert_eq!(answer["userErrors"], json!([]), "{answer}");
    answer["result"].clone()
}

/// How often each link of the record was opened, as its page says.
pub(super) fn opened(person: &mut Person<'_>) -> Vec<String> {
    let page = person.open("/record").text;
    let said = page.split("opened ").skip(1).filter_map(|rest| rest.split_once(" time"));
    said.map(|(count, _)| count.to_owned()).filter(|count| count.bytes().all(|byte| byte.is_ascii_digit())).collect()
}

#[test]
fn the_holder_chooses_the_neutral_title_for_a_link_and_revoking_ends_both_editions() {
    let mut ground = ready("edition-chosen");
    let one = issued(&ground, &award());
    let (full, neutral) = (part(&one, "document"), part(&one, "neutralDocument"));
    assert!(full.contains(FULL) && neutral.contains(NEUTRAL), "{full} {neutral}");
    for told in ["Quokkaline", "listening-well", "A day of listening", &part(&one, "id")] {
        assert!(!neutral.contains(told), "{told}: {neutral}");
    }
    let (a, b): (Value, Value) =
        (serde_json::from_str(&full).expect("JSON"), serde_json::from_str(&neutral).expect("JSON"));
    for place in
        ["/id", "/credentialSubject/id", "/credentialSubject/achievement/id", "/credentialStatus/statusListIndex"]
    {
        assert_ne!(a.pointer(place).expect(place), b.pointer(place).expect(place), "{place} ties one to the other");
    }

    let client = ground.process.client.clone();
    let mut person = Person::new(&client);
    person.post("/claim", &[("code", &part(&one, "claim"))]);
    let choose = person.open("/record/share");
    let (held, neutral_ids, form_guard) = (values(&choose, "held"), values(&choose, "neutral"), guard(&choose));
    assert_eq!(held, neutral_ids, "{}", choose.text);
    assert!(choose.text.contains(&format!("Show it as “{NEUTRAL}” instead")), "{}", choose.text);
    let form =
        [("guard", form_guard.as_str()), ("names", "shown"), ("days", "7"), ("held", &held[0]), ("neutral", &held[0])];
    let preview = person.post("/record/share", &form);
    assert!(preview.text.contains(NEUTRAL) && !preview.text.contains("Quokkaline"), "{}", preview.text);
    assert_eq!(values(&preview, "neutral"), held, "the preview hands the choice on");
    let code = secret(&person.post("/record/share/make", &form));
    let (_, whole) = person.share_all("shown");

    let mut other = Person::new(&client);
    let seen = other.post("/share", &[("code", &code)]);
    assert!(seen.text.contains(NEUTRAL) && !seen.text.contains("Quokkaline"), "{}", seen.text);
    let file = other.post("/share/file", &[("code", &code), ("which", "0")]);
    assert_eq!(file.text.trim_end(), neutral, "the file handed out is what the issuer signed under that title");
    let asked = verify_by_link(&ground, &code).json();
    let report = &asked["data"]["verifyCredential"]["reports"][0];
    assert_eq!((&report["verdict"], &report["credential"]["title"]), (&json!("VALID"), &json!(NEUTRAL)), "{asked}");
    let posted = client.send("POST", "/verify", &[("content-type", "text/plain")], code.as_bytes());
    assert!(posted.text.contains("\"valid\"") && !posted.text.contains("Quokkaline"), "{}", posted.text);
    assert!(other.post("/share", &[("code", &whole)]).text.contains(FULL));
    let own = person.open("/record").text;
    assert!(own.contains("(shown under its neutral title)"), "{own}");
    let saved = person.open(&format!("/record/held/{}/neutral.json", held[0]));
    assert_eq!(saved.text, neutral);
    let everything = person.open("/record/record.json").json();
    assert_eq!(everything["credentials"][0]["neutral"], b, "{everything}");

    let lists = ground.keep("full.json", &full);
    ground.keep("neutral.json", &neutral);
    for name in ["full.json", "neutral.json"] {
        assert_eq!(ground.verdict(name, &lists), "valid", "{name}");
    }
    // An employer was shown the neutral edition, and its issuer revokes by the name that stands in it.
    let id = b["id"].as_str().expect("an id").trim_start_matches("urn:uuid:").to_owned();
    let gone = ground.change("revokeCredentials", &[&id], "a mistake");
    assert_eq!(gone["results"][0]["outcome"], "CHANGED", "{gone}");
    for name in ["full.json", "neutral.json"] {
        assert_eq!(ground.verdict(name, &lists), "not-valid", "{name}");
    }
    let listed = ground.ask_as(&ground.token, "{ credentials { totalCount nodes { id status reason } } }", &json!({}));
    let expected = json!([{ "id": part(&one, "id"), "status": "REVOKED", "reason": "a mistake" }]);
    assert_eq!(listed.json()["data"]["credentials"]["nodes"], expected, "it is one credential: {}", listed.text);
}

#[test]
fn what_has_no_neutral_edition_is_shown_under_no_other_title() {
    let ground = ready("edition-none");
    let mut only = award();
    only["title"] = json!("NEUTRAL");
    let one = issued(&ground, &only);
    assert_eq!(one["credential"]["neutralDocument"], Value::Null, "it is issued under the neutral title alone");
    let client = ground.process.client.clone();
    let mut person = Person::new(&client);
    person.post("/claim", &[("code", &part(&one, "claim"))]);
    let choose = person.open("/record/share");
    assert_eq!(values(&choose, "neutral"), Vec::<String>::new());
    let (held, form_guard) = (values(&choose, "held"), guard(&choose));
    let form =
        [("guard", form_guard.as_str()), ("names", "hidden"), ("days", "7"), ("held", &held[0]), ("neutral", &held[0])];
    for path in ["/record/share", "/record/share/make"] {
        let refused = person.post(path, &form);
        assert_eq!(refused.status, 422, "{path}: {}", refused.text);
        assert!(refused.text.contains("One of these has no neutral title."), "{path}: {}", refused.text);
    }
}

#[test]
fn a_link_is_not_opened_for_a_question_that_cannot_be_answered() {
    let ground = ready("edition-judged-first");
    let one = issued(&ground, &award());
    let client = ground.process.client.clone();
    let mut person = Person::new(&client);
    person.post("/claim", &[("code", &part(&one, "claim"))]);
    let (_, code) = person.share_all("shown");
    let query = "query($c: [CredentialInput!]!, $for: SubjectInput!) { meetsRequirements(credentials: $c, for: $for) { userErrors { code field } } }";
    let ask = |credentials: Value, subject: Value| {
        client.data(query, json!({ "c": credentials, "for": subject }))["meetsRequirements"]["userErrors"].take()
    };
    let link = json!({ "share": code });
    let nothing = json!({ "share": "A".repeat(43) });
    let unknown = |field: Value| json!({ "code": "UNKNOWN_CODE", "field": field });
    assert_eq!(ask(json!([link]), json!({ "role": "nobody" })), json!([unknown(json!(["for", "role"]))]));
    assert_eq!(
        ask(json!([link, nothing, nothing]), json!({ "role": "nobody" })),
        json!([
            unknown(json!(["for", "role"])),
            unknown(json!(["credentials", "1", "share"])),
            unknown(json!(["credentials", "2", "share"]))
        ])
    );
    assert_eq!(
        ask(json!([link, nothing]), json!({ "tier": 1 })),
        json!([unknown(json!(["credentials", "1", "share"]))])
    );
    let broken = json!({ "image": "?" });
    assert_eq!(ask(json!([link, broken]), json!({ "tier": 1 }))[0]["field"], json!(["credentials", "1", "image"]));
    assert_eq!(ask(json!(vec![&link; 31]), json!({ "tier": 1 }))[0]["code"], "TOO_MANY");
    for meets in ["role:nobody", "tier:9", "x"] {
        let path = format!("/verify?meets={meets}");
        let answer = client.send("POST", &path, &[("content-type", "text/plain")], code.as_bytes());
        assert_eq!(answer.status, 422, "{meets}: {}", answer.text);
    }
    assert_eq!(opened(&mut person), Vec::<String>::new(), "nobody has opened it yet");
    // Given twice, as its code and whole, it is one link: opened once, and answered at each place.
    let whole = json!({ "share": format!("{ADDRESS}/share#{code}") });
    let query =
        query.replace("{ userErrors { code field } }", "{ reports { credential { id } } userErrors { code field } }");
    let twice =
        client.data(&query, json!({ "c": [link, whole, link], "for": { "tier": 1 } }))["meetsRequirements"].take();
    assert_eq!(twice["userErrors"], json!([]));
    let reports = twice["reports"].as_array().expect("reports");
    assert!(reports.len() == 3 && reports[0] == reports[1] && reports[0] == reports[2], "{twice}");
    assert_eq!(opened(&mut person), ["1"]);
    // Of several links one of which shows nothing, none is opened.
    assert_eq!(
        ask(json!([link, nothing, whole]), json!({ "tier": 1 })),
        json!([unknown(json!(["credentials", "1", "share"]))])
    );
    assert_eq!(opened(&mut person), ["1"]);
}

/// A line of `NAT00120`: training organisation, location, client, subject, program, start, end, delivery, outcome.
fn activity(client: &str, unit: &str, end: &str, outcome: &str) -> String {
    format!("{:<10}{:<10}{client:<10}{unit:<12}{:<10}{:<8}{end}YNN{outcome}", "01010", "LOC", "CHC43515", "01012026")
}

#[test]
fn avetmiss_files_become_documents_that_verify() {
    let mut ground = ready("edition-avetmiss");
    let day = chrono::NaiveDate::parse_from_str(&today(), "%Y-%m-%d").expect("a day").format("%d%m%Y").to_string();
    let units = [
        activity("C7", "CHCPWK001", &day, "20"),
        activity("C8", "CHCPWK003", &day, "51"),
        activity("C8", "CHCPWK004", &day, "60"),
        activity("C9", "CHCPWK004", &day, "30"),
    ];
    let programs = ["N", "Y"].map(|issued| format!("{:<10}{:<10}{:<10}{day}{issued}", "01010", "CHC43515", "C7"));
    for (name, lines, count, kind) in [
        ("NAT00120.txt", units.join("\r\n"), 2, "statement of attainment"),
        ("NAT00130.txt", programs.join("\r\n"), 1, "testamur"),
    ] {
        let path = ground.file(name).display().to_string();
        std::fs::write(&path, &lines).expect("written");
        let claims = ground.file(&format!("{name}.csv")).display().to_string();
        let output = ground.run(&["issue", &path, "--provider", PROVIDER, "--claims", &claims]);
        assert!(output.status.success(), "{name}: {}{}", text(&output.stdout), text(&output.stderr));
        let claims = std::fs::read_to_string(&claims).expect("claims");
        let ids: Vec<&str> = claims.lines().skip(1).filter_map(|line| line.split(',').nth(2)).collect();
        assert_eq!(ids.len(), count, "{name}: {claims}");
        assert!(claims.contains("\"C7\""), "the client is the reference: {claims}");
        for id in ids {
            let asked = ground.ask_as(
                &ground.token,
                "query($id: String!) { credential(id: $id) { document } }",
                &json!({ "id": id }),
            );
            let document = asked.json()["data"]["credential"]["document"].as_str().unwrap_or_default().to_owned();
            let lists = ground.keep("one.json", &document);
            assert_eq!(ground.verdict("one.json", &lists), "valid", "{name}: {document}");
            assert!(document.to_lowercase().contains(kind) && !document.contains("\"C7\""), "{name}: {document}");
        }
    }
    // The same over GraphQL, and what is not issued is said.
    let lines = units.map(|line| line.replace(&day, "01062026"));
    let input = json!({ "file": lines.join("\n"), "format": "NAT_00120" });
    let select = "results { reference documentKind warnings credential { document } } passedOver { line reason } userErrors { message }";
    let answer = ground.ask("issueCredentials", "IssueCredentialsInput", select, &input);
    assert_eq!(answer["results"].as_array().map(Vec::len), Some(2), "{answer}");
    assert_eq!(answer["passedOver"].as_array().map(Vec::len), Some(2), "{answer}");
    assert!(answer["results"][0]["warnings"][0].as_str().is_some_and(|said| said.contains("within 30")), "{answer}");
    let lists = ground.keep("two.json", &part(&answer["results"][1], "document"));
    assert_eq!(ground.verdict("two.json", &lists), "valid");
    // Of a file in which nothing is an achievement, too.
    let nothing = activity("C8", "CHCPWK004", &day, "60");
    let reason = "credit transfer: whoever taught it has issued it";
    let answer = ground.ask(
        "issueCredentials",
        "IssueCredentialsInput",
        select,
        &json!({ "file": nothing, "format": "NAT_00120" }),
    );
    assert_eq!(answer["passedOver"], json!([{ "line": 1, "reason": reason }]), "{answer}");
    assert_eq!(answer["userErrors"].as_array().map(Vec::len), Some(1), "{answer}");
    let path = ground.file("NAT00120.txt").display().to_string();
    std::fs::write(&path, &nothing).expect("written");
    let output = ground.run(&["issue", &path, "--provider", PROVIDER, "--dry-run"]);
    assert_eq!(output.status.code(), Some(2), "{}", text(&output.stderr));
    assert!(text(&output.stdout).contains(&format!("Passed over: 1 line ({reason}).")), "{}", text(&output.stdout));
}

#[test]
fn a_key_made_elsewhere_is_taken_over_and_signs() {
    use std::os::unix::fs::PermissionsExt;

    use registry_core::credential::key::KeyPair;

    let mut ground = Ground::new("key-imported");
    ground.publish();
    let path = ground.file("secret.txt");
    let import = |ground: &mut Ground, pair: &KeyPair, mode: u32| {
        std::fs::write(&path, format!("{}\n", pair.secret().as_str())).expect("written");
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(mode)).expect("a mode");
        ground.run(&["key", "import", "--provider", PROVIDER, &path.display().to_string()])
    };
    let (first, second) = (KeyPair::from_seed([41; 32]), KeyPair::from_seed([42; 32]));
    let open = import(&mut ground, &first, 0o644);
    assert_eq!(open.status.code(), Some(2));
    assert!(text(&open.stderr).contains("may be read by everybody"), "{}", text(&open.stderr));
    assert!(import(&mut ground, &first, 0o600).status.success());
    let one = issued(&ground, &award());
    assert!(part(&one, "document").contains(&first.public().verification_method()), "{one}");
    let lists = ground.keep("one.json", &part(&one, "document"));
    assert_eq!(ground.verdict("one.json", &lists), "valid");
    // What is kept of it is sealed, and whatever else stands in the database is not the secret in another writing.
    let written: Vec<u8> = ["registry.db", "registry.db-wal"]
        .iter()
        .flat_map(|file| std::fs::read(ground.file(file)).unwrap_or_default())
        .collect();
    let holds = |wanted: &[u8]| written.windows(wanted.len()).any(|part| part == wanted);
    assert!(holds(first.public().to_string().as_bytes()), "the public key is there to be found");
    for secret in [&[41; 32][..], "29".repeat(32).as_bytes(), first.secret().as_str().as_bytes()] {
        assert!(!holds(secret), "the secret is in the database");
    }
    assert!(import(&mut ground, &second, 0o600).status.success(), "it takes the place of the first");
    let two = issued(&ground, &award());
    assert!(part(&two, "document").contains(&second.public().verification_method()), "{two}");
    ground.keep("two.json", &part(&two, "document"));
    for name in ["one.json", "two.json"] {
        assert_eq!(ground.verdict(name, &lists), "valid", "{name}");
    }
    std::fs::write(&path, "z3u2nothing").expect("written");
    let broken = ground.run(&["key", "import", "--provider", PROVIDER, &path.display().to_string()]);
    assert_eq!(broken.status.code(), Some(2), "{}", text(&broken.stderr));
    for (command, said) in &ground.said {
        assert!(!said.contains(first.secret().as_str()) && !said.contains("z3u2nothing"), "{command}: {said}");
    }
}
