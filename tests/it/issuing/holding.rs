//! What people hold and show is seen by nobody else: not in the log, not in an error, not in an address.

use registry_tests::canaries::Canaries;
use registry_tests::server::{Answer, Client};
use serde_json::json;

use super::{ADDRESS, Ground, PROVIDER, award, part};

const NAME: &str = "Zephyrine Quillfeather";
const FORM: &str = "application/x-www-form-urlencoded";

/// A browser with at most one record open.
pub(super) struct Person<'a> {
    client: &'a Client,
    cookie: String,
    pub(super) seen: Vec<(String, Answer)>,
}

impl<'a> Person<'a> {
    pub(super) fn new(client: &'a Client) -> Self {
        Self { client, cookie: String::new(), seen: Vec::new() }
    }

    pub(super) fn send(&mut self, method: &str, path: &str, kind: &str, body: &[u8]) -> Answer {
        let headers = [
            ("accept", "text/html"),
            ("content-type", kind),
            ("sec-fetch-site", "same-origin"),
            ("cookie", self.cookie.as_str()),
        ];
        let answer = self.client.send(method, path, &headers, body);
        let set = answer.header("set-cookie").split(';').next().unwrap_or_default();
        if !set.is_empty() {
            set.clone_into(&mut self.cookie);
        }
        self.seen.push((format!("{method} {path}"), answer.clone()));
        answer
    }

    pub(super) fn open(&mut self, path: &str) -> Answer {
        self.send("GET", path, "", b"")
    }

    /// Sends a form whose values need no encoding.
    pub(super) fn post(&mut self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let pairs: Vec<String> = fields.iter().map(|(name, value)| format!("{name}={value}")).collect();
        self.send("POST", path, FORM, pairs.join("&").as_bytes())
    }

    /// Shares everything in the record for a week, after a look at the preview: what is held, and the code of the link.
    pub(super) fn share_all(&mut self, names: &str) -> (Vec<String>, String) {
        let choose = self.open("/record/share");
        let (held, guard) = (values(&choose, "held"), guard(&choose));
        let mut form = vec![("guard", guard.as_str()), ("names", names), ("days", "7")];
        form.extend(held.iter().map(|id| ("held", id.as_str())));
        self.post("/record/share", &form);
        let code = secret(&self.post("/record/share/make", &form));
        (held, code)
    }

    /// Sends a file, and what else the form holds.
    pub(super) fn upload(&mut self, path: &str, guard: &str, file_name: &str, file: &str) -> Answer {
        let body = format!(
            "--b\r\nContent-Disposition: form-data; name=\"guard\"\r\n\r\n{guard}\r\n--b\r\nContent-Disposition: \
             form-data; name=\"file\"; filename=\"{file_name}\"\r\n\r\n{file}\r\n--b--\r\n"
        );
        self.send("POST", path, "multipart/form-data; boundary=b", body.as_bytes())
    }
}

/// The values of all fields of that name on a page.
pub(super) fn values(page: &Answer, name: &str) -> Vec<String> {
    let start = format!("name=\"{name}\" value=\"");
    page.text.split(&start).skip(1).filter_map(|rest| Some(rest.split('"').next()?.to_owned())).collect()
}

pub(super) fn guard(page: &Answer) -> String {
    values(page, "guard").first().unwrap_or_else(|| panic!("no guard: {}", page.text)).clone()
}

/// The code of the link that a page shows once.
pub(super) fn secret(page: &Answer) -> String {
    let link = page.text.split("id=\"link\" value=\"").nth(1).and_then(|rest| rest.split('"').next());
    let link = link.unwrap_or_else(|| panic!("no link: {}", page.text)).replace("&#35;", "#");
    link.rsplit_once('#').expect("a code").1.to_owned()
}

/// Every address that an answer leads to.
pub(super) fn addresses(answer: &Answer) -> String {
    let attributes = ["href=\"", "action=\"", "src=\""];
    let within = attributes.iter().flat_map(|start| answer.text.split(start).skip(1));
    let mut all: Vec<&str> = within.filter_map(|rest| rest.split('"').next()).collect();
    all.push(answer.header("location"));
    all.join("\n")
}

/// Asks about a link as one should: it stands among the variables.
pub(super) fn verify_by_link(ground: &Ground, link: &str) -> Answer {
    let query = "query($credential: CredentialInput!) { verifyCredential(credential: $credential) { \
                 report { verdict } reports { verdict credential { title holderName } } userErrors { code message field } } }";
    let body = json!({ "query": query, "variables": { "credential": { "share": link } } }).to_string();
    ground.process.client.send("POST", "/graphql", &[("content-type", "application/json")], body.as_bytes())
}

/// Asks about a link in the text of the query itself, with a mistake beside it.
pub(super) fn verify_in_query(ground: &Ground, link: &str) -> Answer {
    let query = format!(
        "{{ verifyCredential(credential: {{share: \"{link}\", json: 1}}) {{ report {{ verdict }} nothing }} }}"
    );
    let body = json!({ "query": query }).to_string();
    ground.process.client.send("POST", "/graphql", &[("content-type", "application/json")], body.as_bytes())
}

/// Claims a credential, adds a file, shares both and looks at them; then does each thing wrongly as well.
#[test]
fn nothing_that_is_held_or_shared_is_seen_in_a_log_an_error_or_an_address() {
    let mut ground = Ground::new("hold-canaries");
    ground.publish();
    assert!(ground.run(&["key", "generate", "--provider", PROVIDER]).status.success());
    let mut named = award();
    named["holderName"] = json!(NAME);
    let (first, second) = (ground.issue(&json!({ "award": named })), ground.issue(&json!({ "award": named })));
    let claim = part(&first, "claim");
    let document = part(&second, "document");
    let client = ground.process.client.clone();

    let mut person = Person::new(&client);
    let record = secret(&person.post("/claim", &[("code", &claim)]));
    let add = person.open("/record/add");
    person.upload("/record/add", &guard(&add), "Zephyrine-Quillfeather.json", &document);
    let (held, share) = person.share_all("shown");
    assert_eq!(held.len(), 2, "what was claimed, and the file");
    assert!(person.seen.iter().any(|(asked, page)| asked == "POST /record/share" && page.text.contains(NAME)));
    for path in ["/record", "/record/record.json", "/record/clr.json", "/record/plan", "/record/link"] {
        person.open(path);
    }
    for file in ["", "/credential.json", "/badge.svg", "/remove"] {
        person.open(&format!("/record/held/{}{file}", held[0]));
    }
    person.upload("/record/add", &guard(&add), "Zephyrine-Quillfeather.json", &document[1..]);

    let mut other = Person::new(&client);
    assert!(other.post("/share", &[("code", &share)]).text.contains(NAME), "the share shows the name");
    other.post("/share/file", &[("code", &share), ("which", "0")]);
    let checked = other.upload("/verify", "", "Zephyrine-Quillfeather.json", &document);
    assert!(checked.text.contains("Valid"), "{}", checked.text);
    let checked = other.send("POST", "/verify", "application/json", document.as_bytes());
    assert!(checked.status == 200 && checked.text.contains("\"valid\""), "{}", checked.text);
    for link in [share.clone(), format!("{ADDRESS}/share#{share}")] {
        let by_link = verify_by_link(&ground, &link);
        assert!(by_link.text.contains(NAME), "{}", by_link.text);
        other.seen.push(("POST /graphql".to_owned(), by_link));
        let by_post = other.send("POST", "/verify", "text/plain", link.as_bytes());
        assert!(by_post.text.contains(NAME), "{}", by_post.text);
    }

    // What goes wrong, for somebody who may not see any of it.
    let mut stranger = Person::new(&client);
    let broken = document.replace(NAME, "Zephyrine Quillfeather\u{0}").replacen('{', "{{", 1);
    for (path, code) in [("/claim", &claim), ("/share", &record), ("/record", &share), ("/share", &claim)] {
        assert_eq!(stranger.post(path, &[("code", code)]).status, 404, "{path}");
        assert_ne!(stranger.post(path, &[("code", &format!("{code}x"))]).status, 200, "{path}");
    }
    for path in ["/verify", "/record/add", "/claim", "/graphql"] {
        stranger.send("POST", path, "application/json", broken.as_bytes());
        stranger.send("POST", path, FORM, document.as_bytes());
        stranger.upload(path, "", "Zephyrine Quillfeather.json", &broken);
    }
    for wrong in [format!("{share}x"), share[1..].to_owned(), claim.clone(), record.clone(), format!("{{{share}")] {
        stranger.seen.push(("POST /graphql".to_owned(), verify_by_link(&ground, &wrong)));
        stranger.seen.push(("POST /graphql".to_owned(), verify_in_query(&ground, &wrong)));
        stranger.send("POST", "/verify", "text/plain", wrong.as_bytes());
    }
    for held in &held {
        stranger.open(&format!("/record/held/{held}/credential.json"));
    }
    stranger.open(&format!("/record?code={record}&name=Zephyrine"));
    stranger.open(&format!("/share?code={share}"));

    let mut canaries = Canaries::default();
    for (what, text) in [
        ("a name", "Zephyrine"),
        ("a title", "Quokkaline"),
        ("a claim", &claim),
        ("a record's secret", &record),
        ("a share's secret", &share),
    ] {
        canaries.plant(what, text);
    }
    for (asked, answer) in &stranger.seen {
        canaries.look(&format!("what a stranger is told about {asked}"), &answer.text);
    }
    for (asked, answer) in person.seen.iter().chain(&other.seen).chain(&stranger.seen) {
        canaries.look(&format!("an address in the answer to {asked}"), addresses(answer));
        canaries.look(&format!("a header of {asked}"), format!("{:?}", answer.headers));
    }
    for path in ["/issuers", "/health", "/audit/checkpoint"] {
        canaries.look(path, client.send("GET", path, &[], b"").text);
    }
    let log = std::fs::read_to_string(ground.file("log")).expect("a log");
    canaries.look("the server's log", log);
    let audit = ground.file("audit.jsonl").display().to_string();
    assert!(ground.run(&["audit", "export", &audit]).status.success());
    let audit = std::fs::read_to_string(&audit).expect("the audit log");
    assert!(audit.contains("issue-credentials"), "{audit}");
    canaries.look("the audit log", audit);
    for file in ["registry.db", "registry.db-wal"] {
        if let Ok(bytes) = std::fs::read(ground.file(file)) {
            canaries.look_except(file, bytes, &["a name", "a title"]);
        }
    }
    canaries.assert_unseen(60);
}
