//! What is another provider's and what is not there have one answer, to the byte, wherever something is named that can be changed.

use serde_json::{Value, json};

use super::{Ground, PROVIDER, award, part, today};

/// A field that names something: what is asked, and where in the variables the name stands. `$n` is the name.
struct Named {
    field: &'static str,
    query: &'static str,
    theirs: String,
    nobodys: &'static str,
}

const AWARD: &str = "[[qualifications]]\ncode = \"NAME\"\ntitle = \"Award\"\naqf_type = \"certificate-iv\"\ncurrency = \"current\"\n\
    source = { external = \"example.org\", place = \"Handbook\", confidence = \"high\" }\n";

const RULE: &str = "[[credit_rules]]\ncode = \"their-own-rule\"\nqualification = \"NAME\"\nkind = \"block\"\n\
    block = { from = \"CHC43515\", points = \"1\" }\nstanding = \"discretionary\"\nprovider = \"banksia-junction-tafe\"\n\
    source = { external = \"example.org\", place = \"Handbook\", confidence = \"high\" }\n";

fn named(theirs: &Theirs) -> Vec<Named> {
    let of = |field, query, theirs: &str, nobodys| Named { field, query, theirs: theirs.to_owned(), nobodys };
    let credential = |field, query| of(field, query, &theirs.credential, "6f1d3a52-0c7e-4b7e-9a51-3f1f0f6c2b11");
    let course = |field, query| of(field, query, "listening-well", "whistling-well");
    let provider = |field, query| of(field, query, PROVIDER, "paper-nobody-training");
    vec![
        course(
            "withdrawCourseVersion",
            "mutation($n: String!) { withdrawCourseVersion(input: {code: $n, version: \"1.0.0\", reason: \"x\"}) {
              receipt { subject } userErrors { code message field } } }",
        ),
        course(
            "supersedeCourse",
            "mutation($n: String!) { supersedeCourse(input: {code: $n, by: \"suite-peer-support\", equivalence: NOT_EQUIVALENT}) {
              receipt { subject } userErrors { code message field } } }",
        ),
        provider(
            "setOfferings",
            "mutation($n: String!) { setOfferings(input: {provider: $n, of: {course: \"suite-peer-support\"}, offerings: []}) {
              receipt { subject } userErrors { code message field } } }",
        ),
        provider(
            "registerProvider",
            "mutation($n: String!) { registerProvider(input: {code: $n, title: \"x\", kind: RTO}) {
              receipt { subject } userErrors { code message field } } }",
        ),
        of(
            "publishCreditRules",
            "mutation($n: String!) { publishCreditRules(input: {file: $n}) { receipt { subject } userErrors { code message field } } }",
            &RULE.replace("NAME", "THEIRAWARD"),
            "",
        ),
        provider(
            "createToken",
            "mutation($n: String!) { createToken(input: {label: \"x\", scopes: [PUBLISH], days: 1, provider: $n}) {
              secret userErrors { code message field } } }",
        ),
        of(
            "revokeToken",
            "mutation($n: String!) { revokeToken(id: $n) { id userErrors { code message field } } }",
            &theirs.token,
            "t-0000000000000001",
        ),
        provider(
            "issueCredential",
            "mutation($n: String!, $a: AwardInput!) { issueCredential(input: {provider: $n, award: $a}) {
              result { row } userErrors { code message field row } } }",
        ),
        provider(
            "issueCredentials",
            "mutation($n: String!, $a: AwardInput!) { issueCredentials(input: {provider: $n, awards: [$a]}) {
              results { row } userErrors { code message field row } } }",
        ),
        credential(
            "revokeCredentials",
            "mutation($n: String!) { revokeCredentials(input: {credentials: [$n]}) { results { id outcome } userErrors { code message field } } }",
        ),
        credential(
            "suspendCredentials",
            "mutation($n: String!) { suspendCredentials(input: {credentials: [$n]}) { results { id outcome } userErrors { code message field } } }",
        ),
        credential(
            "reinstateCredentials",
            "mutation($n: String!) { reinstateCredentials(input: {credentials: [$n]}) { results { id outcome } userErrors { code message field } } }",
        ),
        credential(
            "offerCredentialAgain",
            "mutation($n: String!) { offerCredentialAgain(id: $n) { claim userErrors { code message field } } }",
        ),
        credential(
            "offerCredentialsAgain",
            "mutation($n: String!) { offerCredentialsAgain(ids: [$n]) { claim userErrors { code message field } } }",
        ),
        credential("credential", "query($n: String!) { credential(id: $n) { id title status } }"),
        provider("credentials", "query($n: String!) { credentials(provider: $n) { totalCount nodes { id } } }"),
    ]
}

/// What one provider has.
struct Theirs {
    credential: String,
    token: String,
}

/// Fields that name something and are not above, each with why.
const APART: [(&str, &str); 4] = [
    (
        "publishCourseVersion",
        "a code that is nobody's is there to be taken; another's cannot be used, and whose it is is not said",
    ),
    ("publishQualification", "the same"),
    ("importCatalogue", "the same, for each row of a file"),
    ("tokens", "names nothing: it lists what is the asker's"),
];

#[test]
fn another_providers_and_nobodys_have_one_answer_to_the_byte() {
    let mut ground = Ground::new("issue-ownership");
    ground.publish();
    assert!(ground.run(&["key", "generate", "--provider", PROVIDER]).status.success());
    let file = json!({ "file": AWARD.replace("NAME", "THEIRAWARD") });
    let select = "receipt { subject } userErrors { message }";
    let award_made = ground.ask("publishQualification", "PublishFileInput", select, &file);
    assert!(award_made["receipt"].is_object(), "{award_made}");
    let token = "mutation { createToken(input: {label: \"x\", scopes: [PUBLISH], days: 1}) { token { id } } }";
    let token = ground.ask_as(&ground.token, token, &Value::Null).json()["data"]["createToken"]["token"]["id"].take();
    let theirs = Theirs {
        credential: part(&ground.issue(&json!({ "award": award() })), "id"),
        token: token.as_str().expect("a number").to_owned(),
    };
    for named in named(&theirs) {
        let asked = |name: &str| {
            let award = json!({ "course": "suite-peer-support", "completed": today() });
            let answer = ground.ask_as(&ground.other, named.query, &json!({ "n": name, "a": award }));
            assert_eq!(answer.status, 200, "{}: {}", named.field, answer.text);
            assert!(answer.json().get("errors").is_none(), "{}: {}", named.field, answer.text);
            answer.text
        };
        let (there, nowhere) = match named.field {
            "publishCreditRules" => {
                let nobodys = RULE.replace("NAME", "NOONESAWARD");
                (asked(&named.theirs).replace("THEIRAWARD", "NAME"), asked(&nobodys).replace("NOONESAWARD", "NAME"))
            }
            _ => (
                asked(&named.theirs).replace(&named.theirs, "NAME"),
                asked(named.nobodys).replace(named.nobodys, "NAME"),
            ),
        };
        assert_eq!(there, nowhere, "{}", named.field);
        let is_refused = there.contains("NOT_FOUND") || there.contains("OPERATOR_ONLY") || there.contains(":null}");
        assert!(is_refused, "{}: {there}", named.field);
    }
    let known: Vec<&str> = named(&theirs).iter().map(|one| one.field).chain(APART.map(|(field, _)| field)).collect();
    for (field, _) in crate::publishing::ROWS {
        assert!(known.contains(&field), "{field} names something: say how what is not there is answered");
    }
    // Whose it is still works, so that what was refused was refused for the right reason.
    let own = ground.change("revokeCredentials", &[&theirs.credential], "a mistake");
    assert_eq!(own["results"][0]["outcome"], "CHANGED", "{own}");
}

#[test]
fn a_code_that_is_anothers_is_refused_without_saying_whose() {
    let ground = Ground::new("issue-codes");
    ground.publish();
    let file = json!({ "file": AWARD.replace("NAME", "THEIRAWARD") });
    ground.ask("publishQualification", "PublishFileInput", "receipt { subject } userErrors { message }", &file);
    let course = json!({ "code": "listening-well", "title": "x", "kind": "WORKSHOP", "description": "x.",
        "version": "9.0.0", "outcomes": [], "volumeOfLearningHours": 1, "assessed": false });
    let table = "code,title,kind,description,source_external,source_place,source_confidence\n\
        listening-well,x,workshop,x,example.org,Course guide,high\n";
    let version =
        "course,version,published,outcomes,volume_of_learning_hours,assessed\nlistening-well,9.0.0,2026-07-01,x,6,no\n";
    let files =
        json!({ "files": [{ "name": "courses.csv", "text": table }, { "name": "versions.csv", "text": version }] });
    // A national file: the first who brings a unit has it.
    let unit = format!("{:<12}{:<100}{:<6}Y0040\r\n", "CHCXYZ001", "Listen to people", "");
    let national = json!({ "files": [{ "name": "NAT00060.txt", "text": unit }] });
    let select = "receipt { catalogueRevision } userErrors { message }";
    let first = ground.ask("importCatalogue", "ImportCatalogueInput", select, &national);
    assert!(first["receipt"].is_object(), "{first}");
    let renamed = json!({ "files": [{ "name": "NAT00060.txt", "text": unit.replace("Listen to", "Hear what") }] });
    for (field, of, select, input, code, place) in [
        (
            "publishCourseVersion",
            "PublishCourseVersionInput",
            "code message field",
            course,
            "CODE_TAKEN",
            json!(["code"]),
        ),
        ("publishQualification", "PublishFileInput", "code message field", file, "CODE_TAKEN", json!(["file"])),
        (
            "importCatalogue",
            "ImportCatalogueInput",
            "code message field row",
            files,
            "UNREADABLE",
            json!(["files", "0"]),
        ),
        (
            "importCatalogue",
            "ImportCatalogueInput",
            "code message field row",
            renamed,
            "UNREADABLE",
            json!(["files", "0"]),
        ),
    ] {
        let query = format!(
            "mutation($i: {of}!) {{ {field}(input: $i) {{ receipt {{ __typename }} userErrors {{ {select} }} }} }}"
        );
        let mut answer = ground.ask_as(&ground.other, &query, &json!({ "i": input })).json();
        let payload = answer["data"][field].take();
        let error = &payload["userErrors"][0];
        assert_eq!((&error["code"], &error["field"]), (&json!(code), &place), "{payload}");
        let message = error["message"].as_str().expect("a message");
        assert!(message.contains("cannot be used") && message.contains("another"), "{message}");
        assert!(!payload.to_string().contains("aper"), "whose it is: {payload}");
    }
}
