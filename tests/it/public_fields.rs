//! What everybody may ask: each field of the query type that takes no scope is asked by nobody, by every sort of token and by each
//! scope alone, and all have the same answer.

use std::collections::{BTreeMap, BTreeSet};

use registry_tests::server::{Client, Server};
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
const LEVELS: usize = 3;

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

/// What is selected: a field or a fragment, and what within it.
#[derive(Clone)]
struct Selected {
    head: String,
    within: Vec<Selected>,
}

impl Selected {
    fn text(&self) -> String {
        if self.within.is_empty() { self.head.clone() } else { format!("{} {}", self.head, braced(&self.within)) }
    }
}

fn braced(all: &[Selected]) -> String {
    format!("{{ {} }}", all.iter().map(Selected::text).collect::<Vec<_>>().join(" "))
}

/// The two halves of a selection that is too much for one query.
fn halves(all: &[Selected]) -> [Vec<Selected>; 2] {
    if let [only] = all {
        assert!(!only.within.is_empty(), "{} alone is too much for one query", only.head);
        return halves(&only.within).map(|within| vec![Selected { head: only.head.clone(), within }]);
    }
    let (first, second) = all.split_at(all.len() / 2);
    [first.to_vec(), second.to_vec()]
}

/// Every value of a type down to that level, of each type it may be; nothing of fields that need arguments. Of a list that has pages,
/// a page of two.
fn selection(types: &BTreeMap<&str, &Value>, of: &str, levels: usize) -> Vec<Selected> {
    let of = types[of];
    let list = |members: &Value| members.as_array().cloned().unwrap_or_default();
    let mut all = vec![Selected { head: "__typename".to_owned(), within: Vec::new() }];
    for field in list(&of["fields"]) {
        let (name, within) = (field["name"].as_str().expect("a name"), innermost(&field["type"]));
        let arguments = list(&field["args"]);
        if arguments.iter().any(|one| must(&one)) || OF_THE_MOMENT.contains(&name) {
            continue;
        }
        if ["SCALAR", "ENUM"].contains(&within["kind"].as_str().expect("a kind")) {
            all.push(Selected { head: name.to_owned(), within: Vec::new() });
        } else if levels > 1 {
            let page = if arguments.iter().any(|one| one["name"] == "first") { "(first: 2)" } else { "" };
            let within = selection(types, within["name"].as_str().expect("a name"), levels - 1);
            all.push(Selected { head: format!("{name}{page}"), within });
        }
    }
    if ["UNION", "INTERFACE"].contains(&of["kind"].as_str().expect("a kind")) {
        for member in list(&of["possibleTypes"]) {
            let member = member["name"].as_str().expect("a name");
            let mut within = selection(types, member, levels);
            // Two members may have fields of one name and of two types.
            within
                .iter_mut()
                .skip(1)
                .for_each(|one| one.head = format!("{member}_{}: {}", one.head.replace("(first: 2)", ""), one.head));
            all.push(Selected { head: format!("... on {member}"), within });
        }
    }
    all
}

/// Each field of the query type that everybody may ask, with the least that is valid, and what is selected of its answer.
fn queries(client: &Client) -> BTreeMap<String, (String, Vec<Selected>)> {
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
        let within = within["name"].as_str().expect("a name");
        let selected = if selects { selection(&types, within, LEVELS) } else { Vec::new() };
        let arguments = given.map_or_else(String::new, |given| format!("({given})"));
        (name.to_owned(), (format!("{name}{arguments}"), selected))
    };
    let public = |field: &&Value| ROWS.iter().all(|(row, _)| field["name"] != *row);
    types["Query"]["fields"].as_array().expect("fields").iter().filter(public).map(of).collect()
}

#[test]
fn what_is_public_has_one_answer_whoever_asks() {
    let ground = Ground::new("public-fields");
    let database = ground.folder().join("registry.db");
    let own = ground.server.state.snapshot().catalogue().providers().next().expect("a provider").code.to_string();
    let scopes = ["publish", "issue", "manage-tokens"]
        .map(|scope| [token(&database, &["--provider", &own], &[scope]), token(&database, &["--operator"], &[scope])]);
    let mut askers = vec![&ground.a, &ground.b, &ground.operator];
    askers.extend(scopes.iter().flatten());
    let (mut asked, mut values) = (BTreeMap::new(), BTreeSet::new());
    // Whoever asks so much is out of points after a few questions; a server that was just begun has given none away.
    let mut server = Server::with_database(&database);
    for (field, (head, selected)) in queries(&ground.server.client) {
        let mut open = vec![selected];
        while let Some(selected) = open.pop() {
            let within = if selected.is_empty() { String::new() } else { braced(&selected) };
            let query = format!("{{ {head} {within} }}");
            let mut nobody = ask(&server.client, None, &query, &Value::Null);
            if nobody.code() == "RATE_LIMITED" {
                server = Server::with_database(&database);
                nobody = ask(&server.client, None, &query, &Value::Null);
            }
            if nobody.code() == "OVER_LIMIT" {
                open.extend(halves(&selected));
                continue;
            }
            assert_eq!(nobody.status, 200, "{field}, nobody: {}", nobody.text);
            assert!(nobody.json().get("errors").is_none(), "{field}, nobody: {}", nobody.text);
            for token in &askers {
                let answer = ask(&server.client, Some(token), &query, &json!({}));
                assert_eq!(answer.status, 200, "{field}: {}", answer.text);
                if OF_THE_ASKER.contains(&field.as_str()) {
                    assert!(answer.json()["data"][&field].is_object(), "{field}: {}", answer.text);
                } else {
                    assert_eq!(answer.text, nobody.text, "{field}: who asks makes a difference");
                }
            }
            seen(&nobody.json()["data"], 0, &mut values);
            *asked.entry(field.clone()).or_insert(0) += 1;
        }
    }
    assert_eq!(asked.keys().map(String::as_str).collect::<Vec<_>>(), PUBLIC, "each is asked");
    assert!(values.len() > 100 && values.iter().any(|(depth, _)| *depth == LEVELS), "{values:?}");
}

/// The names of values that are not null, each with how deep it stands.
fn seen(of: &Value, depth: usize, values: &mut BTreeSet<(usize, String)>) {
    match of {
        Value::Object(fields) => {
            for (name, value) in fields {
                if !value.is_null() && !value.is_object() && !value.is_array() {
                    values.insert((depth, name.clone()));
                }
                seen(value, depth + 1, values);
            }
        }
        Value::Array(all) => all.iter().for_each(|one| seen(one, depth, values)),
        _ => {}
    }
}
