//! What documents state, against oxjsonld, a whole JSON-LD processor; and that nothing is left unsigned.

use oxjsonld::{JsonLdParser, JsonLdRemoteDocument};
use oxrdf::{GraphName, NamedOrBlankNode, Term};

use crate::credential::canonical::{Part, Statement, canonical};
use crate::credential::contexts::context;
use crate::credential::json::Json;
use crate::credential::sample::{issuance, issued, registry_key, status_list};
use crate::credential::statements::{StatementProblem, statements};
use crate::credential::status::Purpose;

/// The statements that oxjsonld finds, which drops what it has no meaning for.
fn oracle(document: &Json) -> Vec<Statement> {
    let mut text = String::new();
    document.write(&mut text, |key| match key {
        "@context" => 0,
        "type" | "@type" => 1,
        _ => 2,
    });
    let parser = JsonLdParser::new().for_slice(text.as_bytes()).with_load_document_callback(|address, _| {
        let document = context(address).ok_or("unknown")?.as_bytes().to_vec();
        Ok(JsonLdRemoteDocument { document, document_url: address.to_owned() })
    });
    let mut names = Vec::new();
    let mut blank = |name: &str| {
        let known = names.iter().position(|known| known == name);
        Part::Blank(known.unwrap_or_else(|| {
            names.push(name.to_owned());
            names.len() - 1
        }))
    };
    let mut found = Vec::new();
    for quad in parser {
        let quad = quad.expect("JSON-LD");
        found.push(Statement {
            subject: match &quad.subject {
                NamedOrBlankNode::NamedNode(node) => Part::Written(node.to_string()),
                NamedOrBlankNode::BlankNode(node) => blank(node.as_str()),
            },
            predicate: quad.predicate.to_string(),
            object: match &quad.object {
                Term::BlankNode(node) => blank(node.as_str()),
                other => Part::Written(other.to_string()),
            },
            graph: match &quad.graph_name {
                GraphName::DefaultGraph => Part::Written(String::new()),
                GraphName::NamedNode(node) => Part::Written(node.to_string()),
                GraphName::BlankNode(node) => blank(node.as_str()),
            },
        });
    }
    found
}

#[track_caller]
fn agrees(document: &Json) {
    let ours = canonical(statements(document).expect("statements")).expect("canonical");
    assert_eq!(ours, canonical(oracle(document)).expect("canonical"), "{document}");
}

#[test]
fn documents_state_what_another_processor_finds() {
    agrees(&issued(&issuance()));
    agrees(&issued(&issuance()).without("proof"));
    agrees(
        &status_list("urn:x:1", Purpose::Revocation, &[3])
            .sign(&registry_key(), crate::credential::sample::signing())
            .expect("signed"),
    );
    let many = Json::read(EVERYTHING.as_bytes()).expect("document");
    agrees(&many);
}

/// Graphs in graphs, lists, languages, values with a type, lists in lists, words as values, own names.
const EVERYTHING: &str = r#"{
  "@context": ["https://www.w3.org/ns/credentials/v2", "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"],
  "type": ["VerifiableCredential", "OpenBadgeCredential"], "id": "urn:uuid:1",
  "name": {"@value": "Abzeichen", "@language": "de"}, "description": [["a", ["b"]], null, "c\u007f\n\"\\"],
  "https://example.org/any": [1, 1.0, 3.125, -0.0, 1e15, 0.1, true, {"@value": "7", "@type": "https://example.org/t"}, []],
  "issuer": "did:example:1", "validFrom": "2027-02-01T00:00:00Z",
  "relatedResource": [{"id": "_:other"}, {"id": "_:other", "type": "https://example.org/T"}, {}],
  "evidence": [{"type": "Evidence", "name": "e"}, {"type": "Evidence", "name": "e"}],
  "endorsement": [{"@context": ["https://www.w3.org/ns/credentials/v2", "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"],
    "type": ["VerifiableCredential", "EndorsementCredential"], "id": "urn:uuid:4", "name": "By its peers"},
   {"type": ["VerifiableCredential", "EndorsementCredential"], "issuer": "did:example:2",
    "credentialSubject": {"id": "urn:uuid:1", "type": "EndorsementSubject", "endorsementComment": "good"},
    "proof": [{"type": "DataIntegrityProof", "cryptosuite": "eddsa-rdfc-2022", "created": "2027-02-01T00:00:00Z",
      "proofPurpose": "assertionMethod", "verificationMethod": "did:example:2#1", "proofValue": "z1"}]}],
  "credentialSubject": {"type": ["AchievementSubject"], "creditsEarned": 3.125,
    "achievement": {"type": ["Achievement"], "id": "urn:uuid:2", "name": "n", "resultDescription":
      [{"type": ["ResultDescription"], "id": "urn:uuid:3", "allowedValue": ["b", "a", "b"], "resultType": "Status"}]}}
}"#;

/// One member added to the sample, and the problem it makes.
#[track_caller]
fn refused(key: &str, value: &str, problem: StatementProblem) {
    let value = Json::read(value.as_bytes()).expect(value);
    assert_eq!(statements(&issued(&issuance()).with(key, value)), Err(vec![problem]), "{key}");
}

#[test]
fn what_another_processor_drops_in_silence_is_refused() {
    use StatementProblem::{Form, NotWhole, Reserved, Undefined};
    let text = str::to_owned;
    refused("hobby", "\"chess\"", Undefined(text("hobby")));
    refused("hobby", "[]", Undefined(text("hobby")));
    refused("hobby", "null", Undefined(text("hobby")));
    refused("", "1", Undefined(text("")));
    refused("_:x", "1", Undefined(text("_:x")));
    refused("@anything", "1", Reserved(text("@anything")));
    refused("@index", "\"x\"", Reserved(text("@index")));
    refused("@included", "[]", Reserved(text("@included")));
    refused("relatedResource", "\"here\"", NotWhole(text("here")));
    refused("relatedResource", "\"http://exa mple\"", NotWhole(text("http://exa mple")));
    refused("relatedResource", "{\"id\": \"@me\"}", Reserved(text("@me")));
    refused("relatedResource", "{\"id\": 7}", Form(text("id")));
    refused("relatedResource", "{\"id\": \"urn:a:b\", \"@id\": \"urn:a:c\"}", Form(text("@id")));
    refused("relatedResource", "{\"type\": \"Nothing\"}", Undefined(text("Nothing")));
    refused("relatedResource", "{\"type\": \"id\"}", Reserved(text("id")));
    refused("relatedResource", "{\"type\": [7]}", Form(text("type")));
    for contexts in ["[]", "null", "\"https://www.w3.org/ns/credentials/v2\""] {
        refused("relatedResource", &format!("{{\"@context\": {contexts}}}"), StatementProblem::OwnContext);
    }
    refused("proof", "{\"id\": \"urn:a:b\"}", Form(text("proof")));
    refused("proof", "\"urn:a:b\"", Form(text("proof")));
    refused("name", "{\"@value\": \"a\", \"@language\": \"not a tag\"}", Form(text("name")));
    refused("name", "{\"@value\": \"a\", \"@direction\": \"ltr\"}", Form(text("name")));
    refused("name", "{\"@value\": \"a\", \"name\": \"b\"}", Form(text("name")));
    refused("name", "{\"@value\": [\"a\"]}", Form(text("name")));
}

/// A credential within a document may name contexts again, which gives no word another meaning.
#[test]
fn contexts_named_again_within_a_credential_change_nothing_and_bring_nothing() {
    let endorsed = |contexts: &str| {
        let endorsement = format!("{{\"@context\": {contexts}, \"type\": \"VerifiableCredential\", \"name\": \"n\"}}");
        issued(&issuance()).with("endorsement", Json::read(endorsement.as_bytes()).expect("JSON"))
    };
    let again = endorsed("[\"https://www.w3.org/ns/credentials/v2\"]");
    agrees(&again);
    let bare = Json::read(
        again
            .to_string()
            .replace("\"@context\":[\"https://www.w3.org/ns/credentials/v2\"],\"name\"", "\"name\"")
            .as_bytes(),
    );
    assert_eq!(statements(&again), statements(&bare.expect("JSON")));
    for contexts in ["[]", "null", "{\"name\": \"urn:x\"}", "[{\"name\": \"urn:x\"}]"] {
        assert_eq!(statements(&endorsed(contexts)), Err(vec![StatementProblem::OwnContext]), "{contexts}");
    }
    // One bit away from the context that the badge names, and known: it gives words another meaning.
    let older = statements(&endorsed("\"https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.2.json\""));
    assert!(matches!(older.as_ref().map_err(Vec::as_slice), Err([StatementProblem::TwoMeanings(_)])), "{older:?}");
    let unknown = StatementProblem::UnknownContext("https://example.org/context".to_owned());
    assert_eq!(statements(&endorsed("\"https://example.org/context\"")), Err(vec![unknown]));
}

/// Every text, number and flag of a document, changed by itself, changes what it states or is refused.
#[test]
fn no_part_of_a_document_is_left_unsigned() {
    for document in [Json::read(EVERYTHING.as_bytes()).expect("document"), issued(&issuance())] {
        let before = canonical(statements(&document).expect("statements")).expect("canonical");
        let count = leaves(&document);
        assert!(count > 30, "{count}");
        for number in 0..count {
            let mut left = number;
            let changed = change(&document, &mut left);
            assert_ne!(changed, document);
            if let Ok(found) = statements(&changed) {
                assert_ne!(canonical(found).expect("canonical"), before, "{changed}");
            }
        }
    }
}

fn leaves(json: &Json) -> usize {
    match json {
        Json::List(values) => values.iter().map(leaves).sum(),
        Json::Object(members) => members.values().map(|value| leaves(value) + 1).sum(),
        Json::Null => 0,
        _ => 1,
    }
}

/// The document with one leaf, or one key, changed: the one of that number.
fn change(json: &Json, left: &mut usize) -> Json {
    let mut take = || match *left {
        usize::MAX => false,
        0 => {
            *left = usize::MAX;
            true
        }
        _ => {
            *left -= 1;
            false
        }
    };
    match json {
        Json::Text(text) if take() => Json::Text(format!("{text}x")),
        Json::Bool(flag) if take() => Json::Bool(!flag),
        Json::Number(_) if take() => Json::Number(17.into()),
        Json::List(values) => Json::List(values.iter().map(|value| change(value, left)).collect()),
        Json::Object(members) => {
            let mut changed = std::collections::BTreeMap::new();
            for (key, value) in members {
                let hit = *left == 0;
                if *left != usize::MAX {
                    *left = left.checked_sub(1).unwrap_or(usize::MAX);
                }
                let key = if hit { format!("{key}x") } else { key.clone() };
                changed.insert(key, change(value, left));
            }
            Json::Object(changed)
        }
        other => other.clone(),
    }
}
