//! From a key to a verdict, with the built program: issued through the API, fetched, and verified without a network.

mod canaries;
mod editions;
mod holding;
mod impact;
mod killed;
mod lengths;
mod listing;
mod offered;
mod ownership;
mod saved;
mod sharing;
mod withdrawn;

use std::fs::File;
use std::path::PathBuf;
use std::process::{Command, Output, Stdio};

use registry_api::claim::ClaimSecret;
use registry_api::graphql::schema::Today;
use registry_api::store::Store;
use registry_tests::canaries::Canaries;
use registry_tests::server::{Answer, Process, program, scratch};
use serde_json::{Value, json};

const PROVIDER: &str = "paper-daisy-training";
const ADDRESS: &str = "https://registry.example";

/// A running registry, a folder of files, and tokens.
struct Ground {
    process: Process,
    folder: PathBuf,
    token: String,
    other: String,
    said: Vec<(String, String)>,
}

impl Ground {
    fn new(name: &str) -> Self {
        let folder = scratch(name);
        let database = folder.join("registry.db");
        let log = File::create(folder.join("log")).expect("a log");
        let variables = [("REGISTRY_ADDRESS", ADDRESS)];
        let process = Process::start_logging(folder.clone(), database.as_os_str(), &variables, Stdio::from(log));
        let mut ground = Self { process, folder, token: String::new(), other: String::new(), said: Vec::new() };
        let token = |ground: &mut Self, provider: &str| {
            let output = ground.run(&["token", "create", "--label", "test", "--provider", provider]);
            text(&output.stdout).lines().next().expect("a token").to_owned()
        };
        ground.token = token(&mut ground, PROVIDER);
        ground.other = token(&mut ground, "banksia-junction-tafe");
        // Making a token is to show it; everything said from here on is looked at.
        ground.said.clear();
        ground
    }

    fn file(&self, name: &str) -> PathBuf {
        self.folder.join(name)
    }

    /// Runs the program on the database.
    fn run(&mut self, arguments: &[&str]) -> Output {
        let mut command = Command::new(program());
        command.args(arguments).env("REGISTRY_ADDRESS", ADDRESS);
        if !["verify"].contains(&arguments[0]) {
            command.arg("--database").arg(self.file("registry.db"));
        }
        let output = command.output().expect("the program runs");
        self.said.push((arguments[..2.min(arguments.len())].join(" "), text(&output.stdout) + &text(&output.stderr)));
        output
    }

    fn ask_as(&self, token: &str, query: &str, variables: &Value) -> Answer {
        let bearer = format!("Bearer {token}");
        let headers = [("content-type", "application/json"), ("authorization", bearer.as_str())];
        let body = json!({ "query": query, "variables": variables }).to_string();
        self.process.client.send("POST", "/graphql", &headers, body.as_bytes())
    }

    fn ask(&self, field: &str, input_type: &str, select: &str, input: &Value) -> Value {
        let query = format!("mutation($input: {input_type}!) {{ {field}(input: $input) {{ {select} }} }}");
        let answer = self.ask_as(&self.token, &query, &json!({ "input": input }));
        assert_eq!(answer.status, 200, "{}", answer.text);
        let mut body = answer.json();
        assert!(body.get("errors").is_none(), "{}", answer.text);
        body["data"][field].take()
    }

    fn publish(&self) {
        let input = json!({
            "code": "listening-well", "title": "Quokkaline listening from lived experience",
            "neutralTitle": "Workshop 7", "kind": "MICRO_CREDENTIAL", "description": "A day of listening.",
            "version": "1.0.0", "outcomes": ["Listen"], "volumeOfLearningHours": 6.0, "assessed": true,
        });
        let answer = self.ask("publishCourseVersion", "PublishCourseVersionInput", "userErrors { message }", &input);
        assert_eq!(answer["userErrors"], json!([]), "{answer}");
    }

    fn issue(&self, input: &Value) -> Value {
        let answer = self.ask("issueCredential", "IssueCredentialInput", ISSUED, input);
        assert_eq!(answer["userErrors"], json!([]), "{answer}");
        answer["result"].clone()
    }

    fn change(&self, field: &str, ids: &[&str], reason: &str) -> Value {
        let input = json!({ "credentials": ids, "reason": reason });
        self.ask(field, "ChangeStatusInput", "results { id outcome } userErrors { message }", &input)
    }

    /// Writes a document to a file, and gives the addresses of its status lists.
    fn keep(&self, name: &str, document: &str) -> Vec<String> {
        std::fs::write(self.file(name), document).expect("written");
        let document: Value = serde_json::from_str(document).expect("JSON");
        let entries = match &document["credentialStatus"] {
            Value::Array(entries) => entries.clone(),
            one => vec![one.clone()],
        };
        entries.iter().map(|entry| entry["statusListCredential"].as_str().expect("an address").to_owned()).collect()
    }

    /// Fetches the lists, and verifies a document with nothing but files.
    fn verdict(&mut self, name: &str, lists: &[String]) -> String {
        let fetch = |path: &str, file: &str| {
            let answer = self.process.client.send("GET", path, &[], b"");
            assert_eq!(answer.status, 200, "{path}: {}", answer.text);
            std::fs::write(self.folder.join(file), answer.text).expect("written");
        };
        fetch("/issuers", "issuers.json");
        let mut arguments = vec!["verify".to_owned(), self.file(name).display().to_string()];
        arguments.extend([
            "--json".to_owned(),
            "--issuers".to_owned(),
            self.file("issuers.json").display().to_string(),
        ]);
        for (number, list) in lists.iter().enumerate() {
            let file = format!("status-{number}.json");
            fetch(list.strip_prefix(ADDRESS).expect("an address of this registry"), &file);
            arguments.extend(["--status".to_owned(), self.file(&file).display().to_string()]);
        }
        let output = self.run(&arguments.iter().map(String::as_str).collect::<Vec<_>>());
        let report: Value = serde_json::from_slice(&output.stdout).expect("a report");
        report["credentials"][0]["verdict"].as_str().expect("a verdict").to_owned()
    }
}

const ISSUED: &str = "result { title version documentKind warnings credential { id document claim claimLink } } userErrors { code message field }";

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

fn today() -> String {
    Today::at(chrono::Utc::now()).0.to_string()
}

fn award() -> Value {
    json!({ "course": "listening-well", "version": "1.0.0", "completed": today(), "holderName": "Ada Lee" })
}

fn part(result: &Value, name: &str) -> String {
    result["credential"][name].as_str().expect(name).to_owned()
}

#[test]
fn what_is_issued_verifies_without_a_network_until_it_is_revoked_or_its_key_compromised() {
    let mut ground = Ground::new("issue-all");
    ground.publish();
    let no_key = ground.ask("issueCredential", "IssueCredentialInput", ISSUED, &json!({ "award": award() }));
    assert_eq!(no_key["userErrors"][0]["code"], "NO_KEY", "{no_key}");
    assert!(ground.run(&["key", "generate", "--provider", PROVIDER]).status.success());

    let input = json!({ "award": award(), "idempotencyKey": "one" });
    let first = ground.issue(&input);
    assert_eq!((&first["documentKind"], &first["version"]), (&json!("Micro-credential"), &json!("1.0.0")));
    assert_eq!(ground.issue(&input), first, "the same key has the same answer");
    let two = json!({ "awards": [award(), { "course": "listening-well", "completed": today(), "suspendable": true }] });
    let two = ground.ask("issueCredentials", "IssueCredentialsInput", &ISSUED.replace("result ", "results "), &two);
    let (second, third) = (&two["results"][0], &two["results"][1]);
    let lists = ground.keep("first.json", &part(&first, "document"));
    ground.keep("second.json", &part(second, "document"));
    let both_lists = ground.keep("third.json", &part(third, "document"));
    assert_eq!((lists.len(), both_lists.len()), (1, 2));
    for (name, lists) in [("first.json", &lists), ("second.json", &lists), ("third.json", &both_lists)] {
        assert_eq!(ground.verdict(name, lists), "valid", "{name}");
    }

    let claim: ClaimSecret = part(&first, "claim").parse().expect("a claim");
    assert_eq!(part(&first, "claimLink"), format!("{ADDRESS}/claim#{}", claim.reveal()));
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    let now = chrono::Utc::now();
    let (store, _) = runtime.block_on(Store::open(&ground.file("registry.db"), now)).expect("the database");
    let take = || runtime.block_on(store.claim(&claim.digest(), now)).expect("answered");
    assert_eq!(take().expect("handed over").bytes, part(&first, "document").into_bytes());
    assert_eq!(take(), None);

    let ids = [part(&first, "id"), part(third, "id")];
    let gone = ground.change("revokeCredentials", &[&ids[0], "nothing"], "a mistake");
    assert_eq!(gone["results"][0]["outcome"], "CHANGED", "{gone}");
    assert_eq!(gone["results"][1]["outcome"], "NOT_FOUND", "{gone}");
    let paused = ground.change("suspendCredentials", &[&ids[0], &ids[1]], "a review");
    assert_eq!(paused["results"][0]["outcome"], "REVOKED_FOR_GOOD", "{paused}");
    assert_eq!(paused["results"][1]["outcome"], "CHANGED", "{paused}");
    assert_eq!(ground.verdict("first.json", &lists), "not-valid");
    assert_eq!(ground.verdict("second.json", &lists), "valid");
    assert_eq!(ground.verdict("third.json", &both_lists), "not-valid");
    ground.change("reinstateCredentials", &[&ids[1]], "reviewed");
    assert_eq!(ground.verdict("third.json", &both_lists), "valid");

    assert!(ground.run(&["key", "rotate", "--provider", PROVIDER]).status.success());
    let later = ground.issue(&json!({ "award": award() }));
    ground.keep("later.json", &part(&later, "document"));
    assert_eq!(ground.verdict("second.json", &lists), "valid", "what the old key signed stays valid");
    assert_eq!(ground.verdict("later.json", &lists), "valid");
    let compromised = ["key", "compromise", "--provider", PROVIDER, "--from", &today()];
    let from_now = chrono::Utc::now().format("%Y-%m-%dT00:00:00Z").to_string();
    let compromised = [&compromised[..5], &[from_now.as_str()]].concat();
    assert!(ground.run(&compromised).status.success());
    assert!(ground.run(&["key", "generate", "--provider", PROVIDER]).status.success());
    assert_eq!(ground.verdict("later.json", &lists), "not-valid", "its key was in other hands");
    assert_eq!(ground.verdict("second.json", &lists), "valid");
}

#[test]
fn what_is_anothers_is_answered_as_what_is_not_there_and_signed_lists_can_be_kept() {
    let mut ground = Ground::new("issue-others");
    ground.publish();
    assert!(ground.run(&["key", "generate", "--provider", PROVIDER]).status.success());
    assert!(ground.run(&["key", "generate", "--provider", "banksia-junction-tafe"]).status.success());
    let one = ground.issue(&json!({ "award": award() }));
    let change = |token: &str, id: &str| {
        let query = "mutation($id: String!) { revokeCredentials(input: {credentials: [$id]}) { results { outcome } userErrors { code } } \
                     offerCredentialAgain(id: $id) { claim userErrors { code message } } }";
        ground.ask_as(token, query, &json!({ "id": id })).text
    };
    let theirs = change(&ground.other, &part(&one, "id"));
    assert_eq!(theirs, change(&ground.other, "6f1d3a52-0c7e-4b7e-9a51-3f1f0f6c2b11"));
    assert!(theirs.contains("NOT_FOUND"), "{theirs}");
    let issue = |provider: &str| {
        let query = "mutation($p: String!, $a: AwardInput!) { issueCredential(input: {provider: $p, award: $a}) { result { row } userErrors { code message field } } }";
        ground.ask_as(&ground.other, query, &json!({ "p": provider, "a": award() })).text.replace(provider, "P")
    };
    assert_eq!(issue(PROVIDER), issue("nobody-at-all"));

    let lists = ground.keep("one.json", &part(&one, "document"));
    for (path, seconds) in [("/issuers", 3_600), (lists[0].strip_prefix(ADDRESS).expect("ours"), 300)] {
        let answer = ground.process.client.send("GET", path, &[], b"");
        assert_eq!(answer.header("cache-control"), format!("public, max-age={seconds}"), "{path}");
        let tag = answer.header("etag").to_owned();
        let again = ground.process.client.send("GET", path, &[("if-none-match", &tag)], b"");
        assert_eq!((again.status, again.text.as_str()), (304, ""), "{path}");
        assert_eq!(ground.process.client.send("GET", path, &[], b"").text, answer.text, "{path} is signed once");
        assert!(answer.text.contains("validUntil"), "{path}");
    }
    for nothing in [
        "/status/nobody/revocation/1",
        "/status/paper-daisy-training/revocation/2",
        "/status/paper-daisy-training/x/1",
        "/status/paper-daisy-training/revocation/01",
    ] {
        assert_eq!(ground.process.client.send("GET", nothing, &[], b"").status, 404, "{nothing}");
    }
    let data = ground.process.client.data(
        "{ issuers { version registryKey signed next issuers { provider keys { key goodFrom goodUntil } } } }",
        Value::Null,
    );
    assert_eq!(data["issuers"]["issuers"].as_array().map(Vec::len), Some(2), "{data}");
    assert_eq!(data["issuers"]["signed"], ground.process.client.send("GET", "/issuers", &[], b"").text.as_str());
}

#[test]
fn a_roster_is_issued_once_however_often_it_is_given() {
    let mut ground = Ground::new("issue-roster");
    ground.publish();
    assert!(ground.run(&["key", "generate", "--provider", PROVIDER]).status.success());
    let people = ground.file("people.csv").display().to_string();
    let row = |number: usize| format!("p{number},listening-well,1.0.0,{},Person {number},yes\n", today());
    let rows: String = (0..600).map(row).collect();
    std::fs::write(&people, format!("reference,course,version,completed,name,suspendable\n{rows}")).expect("written");
    let dry = ground.run(&["issue", &people, "--provider", PROVIDER, "--dry-run"]);
    assert_eq!(text(&dry.stdout), "600 credentials can be issued; nothing was.\n", "{}", text(&dry.stderr));
    let claims = |ground: &mut Ground, name: &str| {
        let file = ground.file(name).display().to_string();
        let output = ground.run(&["issue", &people, "--provider", PROVIDER, "--claims", &file]);
        assert!(output.status.success(), "{}", text(&output.stderr));
        (std::fs::read_to_string(file).expect("claims"), text(&output.stdout).to_owned())
    };
    let (first, said) = claims(&mut ground, "a.csv");
    assert!(said.starts_with("Issued: 600 credentials, in "), "{said}");
    assert_eq!(first.lines().count(), 601);
    assert!(first.lines().nth(1).expect("a row").starts_with("2,\"p0\","), "{first}");
    let (again, said) = claims(&mut ground, "b.csv");
    assert_eq!(again, first);
    assert_eq!(said, "Issued before, with this roster: 600 credentials; nothing is issued twice.\n");
    let ids: String =
        first.lines().skip(1).filter_map(|line| line.split(',').nth(2)).map(|id| format!("{id}\n")).collect();
    let list = ground.file("ids.txt").display().to_string();
    std::fs::write(&list, ids).expect("written");
    let paused = ground.run(&["status", "suspend", "--file", &list]);
    assert_eq!(text(&paused.stdout), "Suspended: 600 credentials\n", "{}", text(&paused.stderr));
    std::fs::write(&people, "course,completed\nnothing-at-all,2027-01-01\nlistening-well,1.1.1\n").expect("written");
    let wrong = ground.run(&["issue", &people, "--provider", PROVIDER, "--dry-run"]);
    assert_eq!(
        (wrong.status.code(), text(&wrong.stderr).contains("people.csv:3: completed: this is not a day")),
        (Some(2), true),
        "{}",
        text(&wrong.stderr)
    );
}

/// Names, titles, a USI, tokens, claims and reasons are asked with, rightly and wrongly; none is seen by others.
#[test]
fn nothing_of_a_person_and_no_secret_is_seen_by_others() {
    let mut ground = Ground::new("issue-canaries");
    ground.publish();
    assert!(ground.run(&["key", "generate", "--provider", PROVIDER]).status.success());
    let mut canaries = Canaries::default();
    canaries.plant("a token", ground.token[4..].to_owned());
    for (what, canary) in [
        ("a name", "Zephyrine Quillfeather"),
        ("a USI", "2GF2UGXXV8"),
        ("a wrong USI", "2GF2UGXXV9"),
        ("a result", "Marvellously Distinct"),
        ("a reason", "because of Zephyrine's vexillology"),
        ("a title", "Quokkaline"),
    ] {
        canaries.plant(what, canary);
    }
    let full = json!({
        "course": "listening-well", "completed": today(), "holderName": "Zephyrine Quillfeather",
        "result": "Marvellously Distinct", "title": "NEUTRAL", "usi": "2GF2UGXXV8", "suspendable": true,
    });
    let one = ground.issue(&json!({ "award": full, "idempotencyKey": "canary" }));
    canaries.plant("a claim", part(&one, "claim"));
    let document = part(&one, "document");
    canaries.look_except("the document itself", &document, &["a name", "a result"]);
    let lists = ground.keep("one.json", &document);
    let id = part(&one, "id");
    for field in ["suspendCredentials", "reinstateCredentials", "revokeCredentials"] {
        canaries.look(
            "an answer about a status",
            ground.change(field, &[&id], "because of Zephyrine's vexillology").to_string(),
        );
    }
    let mut wrongs = vec![json!("Zephyrine Quillfeather")];
    for (field, value) in [
        ("usi", json!("2GF2UGXXV9")),
        ("completed", json!("Zephyrine Quillfeather")),
        ("course", json!({ "x": "Zephyrine Quillfeather" })),
        ("course", json!("Zephyrine Quillfeather")),
        ("version", json!("Zephyrine Quillfeather")),
        ("holderName", json!("Zephyrine Quillfeather".repeat(12))),
        ("holderName", json!(["Zephyrine Quillfeather"])),
        ("validUntil", json!("2001-01-01")),
        ("result", json!({ "Marvellously Distinct": 1 })),
        ("title", json!("Zephyrine Quillfeather")),
    ] {
        let mut wrong = full.clone();
        wrong[field] = value;
        wrongs.push(wrong);
    }
    let query = format!("mutation($input: IssueCredentialInput!) {{ issueCredential(input: $input) {{ {ISSUED} }} }}");
    for wrong in wrongs {
        let answer = ground.ask_as(&ground.token, &query, &json!({ "input": { "award": wrong } }));
        assert!(answer.text.contains("rror"), "{}", answer.text);
        canaries.look("a refusal", answer.text);
    }
    let roster = ground.file("people.csv").display().to_string();
    for rows in ["Zephyrine Quillfeather,,", "Zephyrine Quillfeather,2027-01-01,2GF2UGXXV9"] {
        std::fs::write(&roster, format!("course,completed,name,usi\nlistening-well,{},\"Zephyrine Quillfeather\",2GF2UGXXV9\nlistening-well,{rows}\n", today())).expect("written");
        let output = ground.run(&["issue", &roster, "--provider", PROVIDER, "--dry-run"]);
        assert_eq!(output.status.code(), Some(2), "{}", text(&output.stderr));
    }
    for path in ["/issuers", "/health", "/audit/checkpoint", lists[0].strip_prefix(ADDRESS).expect("ours")] {
        canaries.look(path, ground.process.client.send("GET", path, &[], b"").text);
    }
    let log = ground.file("audit.jsonl").display().to_string();
    assert!(ground.run(&["audit", "export", &log]).status.success());
    canaries.look("the audit log", std::fs::read(&log).expect("the log"));
    for (command, said) in &ground.said {
        canaries.look(&format!("what registry {command} says"), said);
    }
    canaries.look("the server's log", std::fs::read(ground.file("log")).expect("a log"));
    for file in ["registry.db", "registry.db-wal"] {
        if let Ok(bytes) = std::fs::read(ground.file(file)) {
            canaries.look_except(file, bytes, &["a name", "a result", "a title"]);
        }
    }
    canaries.assert_unseen(20);
}
