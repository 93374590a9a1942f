//! What everybody may ask: each field of the query type that takes no scope is asked by nobody, by every sort of token and by each
//! scope alone, and all have the same answer.

use std::collections::BTreeMap;

use registry_tests::server::Client;
use serde_json::{Value, json};

use crate::publishing::{Ground, PUBLIC, ROWS, ask, token};

/// The arguments of fields that must have some. `ID` stands for the identifier of a course.
const ARGUMENTS: [(&str, &str); 18] = [
    ("closestQualifications", "input: {learner: {}, at: \"2027-02-01\"}"),
    ("compareQualifications", "input: {qualifications: [\"CHC43515\"], learner: {}, at: \"2027-02-01\"}"),
    ("course", "id: \"ID\""),
    ("courseByCode", "code: \"suite-peer-support\""),
    ("courseVersion", "course: \"suite-peer-support\", version: \"1.0.0\""),
    ("courseVersionDiff", "course: \"suite-peer-support\", from: \"1.0.0\", to: \"1.0.0\""),
    ("creditTowards", "input: {qualification: \"CHC43515\", learner: {}, at: \"2027-02-01\"}"),
    ("eligibility", "for: {tier: 1}, learner: {}, on: \"2027-02-01\""),
    (
        "exportProblem",
        "input: {goal: {course: \"suite-peer-support\"}, learner: {}, limits: {hoursPerWeek: 4, earliestStart: \"2027-02-01\"}}",
    ),
    ("ladder", "input: {learner: {}, at: \"2027-02-01\"}"),
    ("meetsRequirements", "credentials: [{json: \"{}\"}], for: {tier: 1}"),
    ("node", "id: \"ID\""),
    ("provider", "code: \"paper-daisy-training\""),
    ("qualification", "code: \"CHC43515\""),
    (
        "recommendPathways",
        "input: {goal: {course: \"suite-peer-support\"}, learner: {}, limits: {hoursPerWeek: 4, earliestStart: \"2027-02-01\"}}",
    ),
    ("role", "code: \"advocate\""),
    ("verifyCredential", "credential: {json: \"{}\"}"),
    ("requisiteGraph", "for: {course: \"suite-supervision\"}"),
];

/// Fields whose answer is about who asks.
const OF_THE_ASKER: [&str; 2] = ["rateLimit", "viewer"];

/// How deep an answer is asked for: an object, what it holds, and what that holds.
const LEVELS: usize = 2;

/// Values that are another at each time of asking.
const OF_THE_MOMENT: [&str; 2] = ["now", "requestId"];

/// The innermost type of a field or an argument.
fn innermost(of: &Value) -> &Value {
    let mut innermost = of;
    while !innermost["ofType"].is_null() {
        innermost = &innermost["ofType"];
    }
    innermost
}

fn must(argument: &&Value) -> bool {
    argument["type"]["kind"] == "NON_NULL" && argument["defaultValue"].is_null()
}

/// Every value of a type down to that level, of each type it may be; nothing of fields that need arguments.
fn selection(types: &BTreeMap<&str, &Value>, name: &str, levels: usize) -> String {
    let of = types[name];
    let list = |members: &Value| members.as_array().cloned().unwrap_or_default();
    let mut parts = vec!["__typename".to_owned()];
    for field in list(&of["fields"]) {
        let (name, within) = (field["name"].as_str().expect("a name"), innermost(&field["type"]));
        let simple = ["SCALAR", "ENUM"].contains(&within["kind"].as_str().expect("a kind"));
        if list(&field["args"]).iter().any(|one| must(&one)) || OF_THE_MOMENT.contains(&name) {
            continue;
        }
        if simple {
            parts.push(format!("{}_{name}: {name}", of["name"].as_str().expect("a name")));
        } else if levels > 1 {
            let inner = selection(types, within["name"].as_str().expect("a name"), levels - 1);
            parts.push(format!("{}_{name}: {name} {inner}", of["name"].as_str().expect("a name")));
        }
    }
    if of["kind"] == "UNION" {
        for member in list(&of["possibleTypes"]) {
            let member = member["name"].as_str().expect("a name");
            parts.push(format!("... on {member} {}", selection(types, member, levels)));
        }
    }
    format!("{{ {} }}", parts.join(" "))
}

/// A query for each field of the query type, with the least that is valid, and much of what it answers.
fn queries(client: &Client) -> BTreeMap<String, String> {
    let shape =
        "{ __schema { types { kind name possibleTypes { name } fields { name args { name defaultValue type { kind } }
      type { kind name ofType { kind name ofType { kind name ofType { kind name ofType { kind name ofType { kind name } } } } } } } } } }";
    let shape = client.data(shape, Value::Null);
    let types: BTreeMap<&str, &Value> = shape["__schema"]["types"]
        .as_array()
        .expect("types")
        .iter()
        .map(|one| (one["name"].as_str().expect("a name"), one))
        .collect();
    let id = client.data("{ courseByCode(code: \"suite-peer-support\") { id } }", Value::Null);
    let id = id["courseByCode"]["id"].as_str().expect("an id").to_owned();
    let of = |field: &Value| {
        let name = field["name"].as_str().expect("a name");
        let given = ARGUMENTS.iter().find(|(field, _)| *field == name).map(|(_, text)| text.replace("ID", &id));
        let mut required = field["args"].as_array().expect("arguments").iter().filter(must);
        assert!(
            given.is_some() || required.next().is_none(),
            "{name} takes arguments: say in ARGUMENTS how it is asked"
        );
        let within = innermost(&field["type"]);
        let selects = ["OBJECT", "INTERFACE", "UNION"].contains(&within["kind"].as_str().expect("a kind"));
        let selected =
            if selects { selection(&types, within["name"].as_str().expect("a name"), LEVELS) } else { String::new() };
        let arguments = given.map_or_else(String::new, |given| format!("({given})"));
        (name.to_owned(), format!("{{ {name}{arguments} {selected} }}"))
    };
    let public = |field: &&Value| ROWS.iter().all(|(row, _)| field["name"] != *row);
    types["Query"]["fields"].as_array().expect("fields").iter().filter(public).map(of).collect()
}

#[test]
fn what_is_public_has_one_answer_whoever_asks() {
    let ground = Ground::new("public-fields");
    let client = &ground.server.client;
    let database = ground.folder().join("registry.db");
    let own = ground.server.state.snapshot().catalogue().providers().next().expect("a provider").code.to_string();
    let scopes = ["publish", "issue", "manage-tokens"]
        .map(|scope| [token(&database, &["--provider", &own], &[scope]), token(&database, &["--operator"], &[scope])]);
    let mut askers = vec![&ground.a, &ground.b, &ground.operator];
    askers.extend(scopes.iter().flatten());
    let mut asked = Vec::new();
    for (field, query) in queries(client) {
        let nobody = ask(client, None, &query, &Value::Null);
        assert_eq!(nobody.status, 200, "{field}, nobody: {}", nobody.text);
        assert!(nobody.json().get("errors").is_none(), "{field}, nobody: {}", nobody.text);
        for token in &askers {
            let answer = ask(client, Some(token), &query, &json!({}));
            assert_eq!(answer.status, 200, "{field}: {}", answer.text);
            if OF_THE_ASKER.contains(&field.as_str()) {
                assert!(answer.json()["data"][&field].is_object(), "{field}: {}", answer.text);
            } else {
                assert_eq!(answer.text, nobody.text, "{field}: who asks makes a difference");
            }
        }
        asked.push(field);
    }
    assert_eq!(asked, PUBLIC, "each is asked");
}
