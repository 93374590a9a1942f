//! What a holder saves of a whole record: the credentials, under both titles where there are two, and nothing of links.

use serde_json::{Value, json};

use super::editions::{issued, ready};
use super::holding::{Person, guard, secret, values};
use super::{ADDRESS, award, part, today};

fn parsed(text: &str) -> Value {
    serde_json::from_str(text).expect("JSON")
}

fn members(value: &Value) -> Vec<&str> {
    let mut names: Vec<&str> = value.as_object().expect("an object").keys().map(String::as_str).collect();
    names.sort_unstable();
    names
}

#[test]
fn what_is_saved_of_a_record_is_its_credentials_and_nothing_of_its_links() {
    let ground = ready("saved");
    let client = ground.process.client.clone();
    let (first, second) = (issued(&ground, &award()), issued(&ground, &award()));
    let mut person = Person::new(&client);
    let claim = part(&first, "claim");
    let record = secret(&person.post("/claim", &[("code", &claim)]));
    let add = person.open("/record/add");
    person.upload("/record/add", &guard(&add), "second.json", &part(&second, "document"));
    let choose = person.open("/record/share");
    let (held, form_guard) = (values(&choose, "held"), guard(&choose));
    let neutral = values(&choose, "neutral");
    assert_eq!((held.len(), neutral.len()), (2, 1), "the file came alone");
    let form = [
        ("guard", form_guard.as_str()),
        ("names", "hidden"),
        ("days", "7"),
        ("held", &neutral[0]),
        ("neutral", &neutral[0]),
    ];
    let share = secret(&person.post("/record/share/make", &form));
    Person::new(&client).post("/share", &[("code", &share)]);

    let everything = person.open("/record/record.json");
    let saved = everything.json();
    assert_eq!(members(&saved), ["credentials", "format", "saved"]);
    assert_eq!((&saved["format"], &saved["saved"]), (&json!("registry-record-1"), &json!(today())));
    let each = saved["credentials"].as_array().expect("credentials");
    assert_eq!(each.len(), 2);
    let of = |from: &str| each.iter().find(|one| one["from"] == from).unwrap_or_else(|| panic!("{from}: {saved}"));
    let claimed = json!({
        "added": today(), "from": "claim",
        "credential": parsed(&part(&first, "document")), "neutral": parsed(&part(&first, "neutralDocument")),
    });
    assert_eq!(of("claim"), &claimed);
    assert_eq!(
        of("file"),
        &json!({ "added": today(), "from": "file", "credential": parsed(&part(&second, "document")) })
    );
    for document in [part(&first, "document"), part(&first, "neutralDocument"), part(&second, "document")] {
        assert!(everything.text.contains(&document), "byte for byte as it was signed: {document}");
    }

    let clr = person.open("/record/clr.json");
    let whole = clr.json();
    assert_eq!(
        members(&whole),
        ["@context", "credentialSubject", "description", "id", "issuer", "name", "partial", "type", "validFrom"]
    );
    assert_eq!(whole["issuer"], json!({ "id": ADDRESS, "type": ["Profile"], "name": "Training registry" }));
    assert_eq!(members(&whole["credentialSubject"]), ["id", "type", "verifiableCredential"]);
    let within = whole["credentialSubject"]["verifiableCredential"].as_array().expect("credentials");
    // The record's own is the full title; which a link shows is said of the link, and stays with the holder.
    let mut expected: Vec<Value> = each.iter().map(|one| one["credential"].clone()).collect();
    let mut found = within.clone();
    for documents in [&mut expected, &mut found] {
        documents.sort_by_key(ToString::to_string);
    }
    assert_eq!(found, expected, "each whole, with its issuer's proof");

    for (what, file) in [("record.json", &everything), ("clr.json", &clr)] {
        assert_eq!(
            (file.status, file.header("content-type"), file.header("cache-control")),
            (200, "application/json", "no-store")
        );
        for (of_links, text) in [
            ("a share's code", &share),
            ("the record's code", &record),
            ("a claim", &claim),
            ("a name of this record", &held[0]),
        ] {
            assert!(!file.text.contains(text), "{what} has {of_links}");
        }
        for word in ["share", "views", "expires", "digest"] {
            assert!(!file.text.contains(&format!("\"{word}")), "{what} says {word}");
        }
    }
    let stranger = Person::new(&client).open("/record/clr.json");
    assert!(stranger.text.contains("<h1>Open your record</h1>"), "{}", stranger.text);
}
