//! Publishing through the API: who may do what, what is refused, and what survives.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

use registry_api::config::KEY_FILE_VARIABLE;
use registry_core::audit::{Checkpoint, verify};
use registry_tests::server::{Answer, Client, Process, Server, key_of, program, scratch};
use serde_json::{Value, json};

/// Makes a token as whoever runs the registry does.
pub(crate) fn token(database: &Path, whose: &[&str], scopes: &[&str]) -> String {
    let mut command = Command::new(program());
    command.args(["token", "create", "--label", "test", "--database"]).arg(database).args(whose);
    command.envs(key_of(database.as_os_str()).map(|key| (KEY_FILE_VARIABLE, key)));
    for scope in scopes {
        command.args(["--scope", scope]);
    }
    let made = command.output().expect("the program runs");
    assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
    let text = String::from_utf8(made.stdout).expect("text");
    text.lines().next().expect("a token").to_owned()
}

pub(crate) fn ask(client: &Client, token: Option<&str>, query: &str, variables: &Value) -> Answer {
    let bearer = token.map(|token| format!("Bearer {token}"));
    let mut headers = vec![("content-type", "application/json"), ("accept", "application/graphql-response+json")];
    if let Some(bearer) = &bearer {
        headers.push(("authorization", bearer));
    }
    client.send("POST", "/graphql", &headers, json!({ "query": query, "variables": variables }).to_string().as_bytes())
}

const PUBLISH: &str = "mutation($input: PublishCourseVersionInput!) { publishCourseVersion(input: $input) {
  receipt { subject catalogueRevision auditSequence requiredBump { bump least } differences { field requires words } }
  userErrors { code message field } } }";

pub(crate) fn draft(code: &str, version: &str, outcomes: &[&str]) -> Value {
    json!({
        "code": code, "title": "Listening well", "kind": "WORKSHOP", "description": "A day of listening.",
        "version": version, "outcomes": outcomes, "volumeOfLearningHours": 6.0, "assessed": false,
    })
}

pub(crate) fn publish(client: &Client, token: &str, input: &Value) -> Value {
    let answer = ask(client, Some(token), PUBLISH, &json!({ "input": input }));
    assert_eq!(answer.status, 200, "{}", answer.text);
    answer.json()["data"]["publishCourseVersion"].take()
}

pub(crate) fn codes(payload: &Value) -> Vec<&str> {
    payload["userErrors"]
        .as_array()
        .expect("errors")
        .iter()
        .map(|error| error["code"].as_str().expect("code"))
        .collect()
}

/// A server on a new database, and the tokens of two providers and of an operator.
pub(crate) struct Ground {
    pub(crate) server: Server,
    folder: PathBuf,
    pub(crate) a: String,
    pub(crate) b: String,
    pub(crate) operator: String,
}

impl Ground {
    pub(crate) fn new(name: &str) -> Self {
        let folder = scratch(name);
        let database = folder.join("registry.db");
        let server = Server::with_database(&database);
        let snapshot = server.state.snapshot();
        let providers: Vec<_> = snapshot.catalogue().providers().take(2).map(|p| p.code.to_string()).collect();
        let [a, b] = [0, 1].map(|index| token(&database, &["--provider", &providers[index]], &[]));
        let operator = token(&database, &["--operator"], &[]);
        Self { server, folder, a, b, operator }
    }

    pub(crate) fn folder(&self) -> &Path {
        &self.folder
    }

    fn client(&self) -> &Client {
        &self.server.client
    }
}

impl Drop for Ground {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}

#[test]
fn a_version_is_published_served_at_once_and_never_changed() {
    let ground = Ground::new("publish-once");
    let client = ground.client();
    let first = publish(client, &ground.a, &draft("listening-well", "1.0.0", &["Listen"]));
    assert_eq!(codes(&first), Vec::<&str>::new(), "{first}");
    assert_eq!(first["receipt"]["subject"], "course-version:listening-well@1.0.0");
    let served =
        client.data("{ courseByCode(code: \"listening-well\") { title currentVersion { version } } }", Value::Null);
    assert_eq!(served["courseByCode"]["currentVersion"]["version"], "1.0.0");
    let again = publish(client, &ground.a, &draft("listening-well", "1.0.0", &["Listen"]));
    assert_eq!(codes(&again), ["VERSION_IDENTICAL"], "{again}");
    let other = publish(client, &ground.a, &draft("listening-well", "1.0.0", &["Speak"]));
    assert!(codes(&other).contains(&"VERSION_THERE"), "{other}");
    let small = publish(client, &ground.a, &draft("listening-well", "1.0.1", &["Speak"]));
    assert_eq!(codes(&small), ["BUMP_TOO_SMALL"], "{small}");
    let major = publish(client, &ground.a, &draft("listening-well", "2.0.0", &["Speak"]));
    assert_eq!(major["receipt"]["requiredBump"]["bump"], "MAJOR", "{major}");
}

#[test]
fn a_dry_run_answers_everything_and_saves_nothing() {
    let ground = Ground::new("publish-dry");
    let mut input = draft("listening-well", "1.0.0", &["Listen"]);
    input["dryRun"] = true.into();
    let tried = publish(ground.client(), &ground.a, &input);
    assert_eq!((codes(&tried).len(), &tried["receipt"]["auditSequence"]), (0, &Value::Null), "{tried}");
    let served = ground.client().data("{ courseByCode(code: \"listening-well\") { title } }", Value::Null);
    assert_eq!(served["courseByCode"], Value::Null);
}

#[test]
fn what_is_another_providers_is_answered_as_what_is_not_there() {
    let ground = Ground::new("publish-other");
    publish(ground.client(), &ground.a, &draft("listening-well", "1.0.0", &["Listen"]));
    let withdraw = |code: &str| {
        let query = "mutation($code: String!) { withdrawCourseVersion(input: {code: $code, version: \"1.0.0\", reason: \"x\"}) {
          receipt { subject } userErrors { code message field } } }";
        let answer = ask(ground.client(), Some(&ground.b), query, &json!({ "code": code }));
        answer.json()["data"]["withdrawCourseVersion"].to_string().replace(code, "CODE")
    };
    let (theirs, nothing) = (withdraw("listening-well"), withdraw("nowhere-at-all"));
    assert_eq!(theirs, nothing);
    assert!(theirs.contains("NOT_FOUND"), "{theirs}");
}

#[test]
fn everything_wrong_with_a_draft_is_said_at_once_with_its_place() {
    let ground = Ground::new("publish-wrong");
    let mut input = draft("a b", "one", &["Listen", " "]);
    input["requisites"] = json!([{ "kind": "PREREQUISITE", "strength": "REQUIRED", "requires": { "course": { "code": "x", "range": "1 or 2" } } }]);
    input["credit"] = json!({ "points": "many", "scheme": "x" });
    let payload = publish(ground.client(), &ground.a, &input);
    let errors = payload["userErrors"].as_array().expect("errors");
    let found: BTreeSet<String> = errors
        .iter()
        .map(|error| {
            let field: Vec<_> =
                error["field"].as_array().expect("field").iter().map(|part| part.as_str().expect("text")).collect();
            format!("{} {}", error["code"].as_str().expect("code"), field.join("."))
        })
        .collect();
    let wanted = [
        "INVALID_CODE code",
        "INVALID_CREDIT_POINTS credit.points",
        "INVALID_RANGE requisites.0.requires.course.range",
        "INVALID_VERSION version",
        "MISSING outcomes.1",
    ];
    assert_eq!(found, wanted.into_iter().map(str::to_owned).collect(), "{payload}");
}

#[test]
fn the_same_key_has_the_same_answer_and_one_effect() {
    let ground = Ground::new("publish-key");
    let mut input = draft("listening-well", "1.0.0", &["Listen"]);
    input["idempotencyKey"] = "first-try".into();
    let first = publish(ground.client(), &ground.a, &input);
    let again = publish(ground.client(), &ground.a, &input);
    assert_eq!(first, again);
    assert!(first["receipt"]["auditSequence"].is_number(), "{first}");
    input["title"] = "Listening better".into();
    assert_eq!(codes(&publish(ground.client(), &ground.a, &input)), ["KEY_REUSED"]);
}

#[test]
fn of_a_hundred_publications_of_one_version_one_wins_and_the_rest_are_told() {
    let ground = Ground::new("publish-hundred");
    let client = ground.client();
    let payloads: Vec<Value> = std::thread::scope(|scope| {
        let publications: Vec<_> = (0..100)
            .map(|number| {
                let input = draft("listening-well", "1.0.0", &[format!("Listen {number}").as_str()]);
                let token = if number % 2 == 0 { &ground.a } else { &ground.operator };
                scope.spawn(move || publish(client, token, &input))
            })
            .collect();
        publications.into_iter().map(|one| one.join().expect("answered")).collect()
    });
    let won = payloads.iter().filter(|payload| !payload["receipt"].is_null()).count();
    assert_eq!(won, 1);
    let told = payloads.iter().filter(|payload| {
        codes(payload).iter().any(|code| ["VERSION_THERE", "CODE_TAKEN", "NOT_FOUND"].contains(code))
    });
    assert_eq!(told.count(), 99);
}

/// A document that asks for one field of a root type, with just enough of each argument to be valid.
fn asking(field: &str) -> Option<String> {
    let text = match field {
        "createToken" => {
            "mutation { createToken(input: {label: \"x\", scopes: [PUBLISH], days: 1}) { userErrors { code } } }"
        }
        "revokeToken" => "mutation { revokeToken(id: \"t-0000000000000001\") { userErrors { code } } }",
        "publishCourseVersion" => {
            "mutation { publishCourseVersion(input: {code: \"m-x\", title: \"x\", kind: WORKSHOP, description: \"x\", version: \"1.0.0\", outcomes: [], volumeOfLearningHours: 1, assessed: false, dryRun: true}) { userErrors { code } } }"
        }
        "withdrawCourseVersion" => {
            "mutation { withdrawCourseVersion(input: {code: \"m-x\", version: \"1.0.0\", dryRun: true}) { userErrors { code } } }"
        }
        "supersedeCourse" => {
            "mutation { supersedeCourse(input: {code: \"m-x\", by: \"m-y\", equivalence: EQUIVALENT, dryRun: true}) { userErrors { code } } }"
        }
        "setOfferings" => {
            "mutation { setOfferings(input: {of: {course: \"m-x\"}, offerings: [], dryRun: true}) { userErrors { code } } }"
        }
        "publishQualification" => {
            "mutation { publishQualification(input: {file: \"\", dryRun: true}) { userErrors { code } } }"
        }
        "publishCreditRules" => {
            "mutation { publishCreditRules(input: {file: \"\", dryRun: true}) { userErrors { code } } }"
        }
        "registerProvider" => {
            "mutation { registerProvider(input: {code: \"m-p\", title: \"x\", kind: RTO, dryRun: true}) { userErrors { code } } }"
        }
        "issueCredential" => {
            "mutation { issueCredential(input: {award: {course: \"m-x\", completed: \"2027-01-01\"}, dryRun: true}) { userErrors { code } } }"
        }
        "issueCredentials" => {
            "mutation { issueCredentials(input: {awards: [], dryRun: true}) { userErrors { code } } }"
        }
        "revokeCredentials" => {
            "mutation { revokeCredentials(input: {credentials: [\"x\"], dryRun: true}) { results { outcome } } }"
        }
        "suspendCredentials" => {
            "mutation { suspendCredentials(input: {credentials: [\"x\"], dryRun: true}) { results { outcome } } }"
        }
        "reinstateCredentials" => {
            "mutation { reinstateCredentials(input: {credentials: [\"x\"], dryRun: true}) { results { outcome } } }"
        }
        "offerCredentialAgain" => "mutation { offerCredentialAgain(id: \"x\") { userErrors { code } } }",
        "offerCredentialsAgain" => "mutation { offerCredentialsAgain(ids: [\"x\"]) { userErrors { code } } }",
        "importCatalogue" => {
            "mutation { importCatalogue(input: {files: [{name: \"a.csv\", text: \"\"}], dryRun: true}) { userErrors { code } } }"
        }
        "tokens" => "{ tokens { id } }",
        "credentials" => "query($of: String) { credentials(provider: $of) { totalCount } }",
        "credential" => "{ credential(id: \"x\") { id } }",
        _ => return None,
    };
    Some(text.to_owned())
}

/// The fields of a root type, as the schema has them.
fn fields(client: &Client, root: &str) -> Vec<String> {
    let data =
        client.data("query($name: String!) { __type(name: $name) { fields { name } } }", json!({ "name": root }));
    let fields = data["__type"]["fields"].as_array().cloned().unwrap_or_default();
    fields.iter().map(|field| field["name"].as_str().expect("a name").to_owned()).collect()
}

/// Which scope a field takes; none where everybody may ask. A field without a row fails the test below.
pub(crate) const ROWS: [(&str, Option<&str>); 20] = [
    ("createToken", Some("manage-tokens")),
    ("credential", Some("issue")),
    ("credentials", Some("issue")),
    ("importCatalogue", Some("publish")),
    ("issueCredential", Some("issue")),
    ("issueCredentials", Some("issue")),
    ("offerCredentialAgain", Some("issue")),
    ("offerCredentialsAgain", Some("issue")),
    ("publishCourseVersion", Some("publish")),
    ("publishCreditRules", Some("publish")),
    ("publishQualification", Some("publish")),
    ("registerProvider", Some("publish")),
    ("reinstateCredentials", Some("issue")),
    ("revokeCredentials", Some("issue")),
    ("revokeToken", Some("manage-tokens")),
    ("setOfferings", Some("publish")),
    ("supersedeCourse", Some("publish")),
    ("suspendCredentials", Some("issue")),
    ("tokens", Some("manage-tokens")),
    ("withdrawCourseVersion", Some("publish")),
];

/// Fields of the query type that everybody may ask.
pub(crate) const PUBLIC: [&str; 39] = [
    "auditEntries",
    "auditHead",
    "catalogueHealth",
    "catalogueRevision",
    "closestQualifications",
    "compareQualifications",
    "course",
    "courseByCode",
    "courseVersion",
    "courseVersionDiff",
    "courses",
    "creditRules",
    "creditSchemes",
    "creditTowards",
    "eligibility",
    "exportProblem",
    "fundingSources",
    "issuers",
    "ladder",
    "meetsRequirements",
    "node",
    "provider",
    "providers",
    "qualification",
    "qualifications",
    "rateLimit",
    "readinessTiers",
    "recommendPathways",
    "regions",
    "requisiteGraph",
    "role",
    "roles",
    "sourceDocuments",
    "supportCommitments",
    "tags",
    "tiers",
    "verifyCredential",
    "viewer",
    "workforces",
];

/// A token with every scope that was revoked.
fn revoked(client: &Client, operator: &str) -> String {
    let make = "mutation { createToken(input: {label: \"x\", scopes: [PUBLISH, ISSUE, MANAGE_TOKENS], days: 1}) { secret token { id } userErrors { code } } }";
    let made = ask(client, Some(operator), make, &Value::Null).json()["data"]["createToken"].take();
    let revoke = "mutation($id: String!) { revokeToken(id: $id) { userErrors { code } } }";
    let gone = ask(client, Some(operator), revoke, &json!({ "id": made["token"]["id"] }));
    assert_eq!(gone.json()["data"]["revokeToken"]["userErrors"], json!([]), "{}", gone.text);
    made["secret"].as_str().expect("a secret").to_owned()
}

#[test]
fn every_field_is_for_whom_its_row_says() {
    let ground = Ground::new("publish-matrix");
    let client = ground.client();
    let rows: BTreeSet<&str> = ROWS.iter().map(|(field, _)| *field).chain(PUBLIC).collect();
    // Everybody may subscribe to everything there is to subscribe to: nobody signs in there.
    assert_eq!(fields(client, "Subscription"), ["catalogueChanged"]);
    for field in fields(client, "Query").iter().chain(&fields(client, "Mutation")) {
        assert!(rows.contains(field.as_str()), "{field} has no row: say who may ask it");
    }
    let database = ground.folder.join("registry.db");
    let code = ground.server.state.snapshot().catalogue().providers().next().expect("a provider").code.to_string();
    let of_scope = |scope: &str| token(&database, &["--provider", &code], &[scope]);
    let scopes = ["publish", "issue", "manage-tokens"];
    let operators = scopes.map(|scope| (scope, token(&database, &["--operator"], &[scope])));
    let scoped = scopes.map(|scope| (scope, of_scope(scope))).into_iter().chain(operators);
    let scoped: Vec<_> = scoped.collect();
    let revoked = revoked(client, &ground.operator);
    let never = format!("mcr_{}", "A".repeat(43));
    for (field, scope) in ROWS {
        let query = asking(field).expect("a document");
        let code_of = |token: Option<&str>| {
            let answer = ask(client, token, &query, &json!({ "of": code }));
            let body = answer.json();
            body["errors"][0]["extensions"]["code"].as_str().unwrap_or("ANSWERED").to_owned()
        };
        assert_eq!(code_of(None), "NOT_SIGNED_IN", "{field}, nobody");
        for wrong in [never.as_str(), revoked.as_str(), "mcr_short", "secret", ""] {
            assert_eq!(code_of(Some(wrong)), "NOT_SIGNED_IN", "{field}, {wrong}");
        }
        for whole in [&ground.a, &ground.b, &ground.operator] {
            assert_eq!(code_of(Some(whole)), "ANSWERED", "{field}");
        }
        for (has, token) in &scoped {
            let wanted = if scope == Some(*has) { "ANSWERED" } else { "NOT_ALLOWED" };
            assert_eq!(code_of(Some(token)), wanted, "{field}, {has}");
        }
    }
}

#[test]
fn only_an_operator_registers_a_provider_and_a_token_gives_no_more_than_it_has() {
    let ground = Ground::new("publish-operator");
    let register = "mutation { registerProvider(input: {code: \"new-college\", title: \"New College\", kind: RTO}) { receipt { subject } userErrors { code } } }";
    let of = |token: &str| {
        ask(ground.client(), Some(token), register, &Value::Null).json()["data"]["registerProvider"].take()
    };
    assert_eq!(codes(&of(&ground.a)), ["OPERATOR_ONLY"]);
    assert_eq!(of(&ground.operator)["receipt"]["subject"], "provider:new-college");
    let wish = "mutation { createToken(input: {label: \"x\", scopes: [PUBLISH], days: 1, provider: \"new-college\"}) { secret userErrors { code } } }";
    let of = |token: &str| ask(ground.client(), Some(token), wish, &Value::Null).json()["data"]["createToken"].take();
    assert_eq!(codes(&of(&ground.a)), ["NOT_FOUND"]);
    assert!(of(&ground.operator)["secret"].as_str().expect("a secret").starts_with("mcr_"));
}

/// Kills the program in the middle of publishing, again and again: what was acknowledged is there, nothing is half done,
/// and the audit log is whole.
#[test]
fn nothing_acknowledged_is_lost_when_the_program_is_killed() {
    let folder = scratch("publish-killed");
    let database = folder.join("registry.db");
    let first = Process::start_on(scratch("publish-killed-0"), database.as_os_str());
    let operator = token(&database, &["--operator"], &[]);
    drop(first);
    let begun = Instant::now();
    let mut acknowledged: BTreeSet<String> = BTreeSet::new();
    for round in 0..50 {
        let process = Process::start_on(scratch(&format!("publish-killed-{round}")), database.as_os_str());
        let client = process.client.clone();
        let operator = operator.clone();
        let (acknowledges, first_acknowledged) = std::sync::mpsc::channel();
        let publishing = std::thread::spawn(move || {
            let mut done = Vec::new();
            for number in 0..1_000 {
                let code = format!("killed-{round}-{number}");
                let body = json!({ "query": PUBLISH, "variables": { "input": draft(&code, "1.0.0", &["Listen"]) } });
                let bearer = format!("Bearer {operator}");
                let headers = [("content-type", "application/json"), ("authorization", bearer.as_str())];
                let Some(answer) = client.try_send("POST", "/graphql", &headers, body.to_string().as_bytes()) else {
                    break;
                };
                if !answer.json()["data"]["publishCourseVersion"]["receipt"].is_null() {
                    done.push(code);
                    let _ = acknowledges.send(());
                }
            }
            done
        });
        // One publication follows the other, so some moment after the first is within one of them.
        first_acknowledged.recv_timeout(Duration::from_secs(60)).expect("a publication is acknowledged");
        std::thread::sleep(Duration::from_millis(7 * (round % 11)));
        drop(process);
        acknowledged.extend(publishing.join().expect("answered"));
        assert!(begun.elapsed() < Duration::from_secs(240), "{round} rounds took {:?}", begun.elapsed());
    }
    let server = Server::with_database(&database);
    let snapshot = server.state.snapshot();
    let there: BTreeSet<String> = snapshot
        .catalogue()
        .courses()
        .map(|course| course.code.to_string())
        .filter(|code| code.starts_with("killed-"))
        .collect();
    assert!(acknowledged.is_subset(&there), "{:?}", acknowledged.difference(&there).collect::<Vec<_>>());
    assert!(acknowledged.len() >= 50, "only {} were acknowledged", acknowledged.len());
    let entries = tokio::runtime::Runtime::new()
        .expect("a runtime")
        .block_on(server.state.store().expect("a store").audit_entries());
    let entries = entries.expect("the log");
    assert!(verify(&entries, Checkpoint::START).is_sound());
    let logged = entries.iter().filter(|entry| entry.event.subject.to_string().contains("killed-")).count();
    assert_eq!(logged, there.len(), "each publication has its entry and each entry its publication");
    let _ = std::fs::remove_dir_all(&folder);
}

#[test]
fn the_log_says_who_changed_what_and_its_head_is_signed() {
    let ground = Ground::new("publish-log");
    publish(ground.client(), &ground.a, &draft("listening-well", "1.0.0", &["Listen"]));
    let data = ground.client().data(
        "{ auditEntries(first: 100) { entries { sequence action subject actor hash } } auditHead { sequence hash note verifierKey } }",
        Value::Null,
    );
    let entries = data["auditEntries"]["entries"].as_array().expect("entries");
    let last = entries.last().expect("an entry");
    assert_eq!(
        (&last["action"], &last["subject"]),
        (&json!("publish-version"), &json!("course-version:listening-well@1.0.0"))
    );
    assert!(last["actor"].as_str().expect("actor").starts_with("t-"));
    assert_eq!((&data["auditHead"]["sequence"], &data["auditHead"]["hash"]), (&last["sequence"], &last["hash"]));
    let note = ground.client().send("GET", "/audit/checkpoint", &[], b"").text;
    assert_eq!(data["auditHead"]["note"], note.as_str());
}
