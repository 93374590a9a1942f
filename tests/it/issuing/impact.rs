//! What a change would do to others, as the API says it before anything is saved: to requisites, to credit, to pathways, and to whoever
//! holds a credential.

use chrono::NaiveDate;
use serde_json::{Value, json};

use super::{Ground, PROVIDER, award, part};

/// A role that *further* prepares for, and an award that gives five points for *Listening well*.
const ROLE_AND_AWARD: &str = r#"
[[roles]]
code = "listener"
title = "Listener"
description = "Listens."
family = "peer-support"
perspectives = ["consumer"]
workforces = ["consumer"]
preparation = [
  { kind = "prerequisite", strength = "required", requires = { course = "further" }, source = { external = "example.org", place = "Role guide", confidence = "high" } },
]
source = { external = "example.org", place = "Role guide", confidence = "high" }

[[qualifications]]
code = "EX40126"
title = "Certificate IV in Examples"
aqf_type = "certificate-iv"
currency = "current"
credit_points = "50"
credit_scheme = "melbourne"
publisher = "paper-daisy-training"
source = { external = "example.org", place = "Handbook", confidence = "high" }
"#;

fn rule(points: &str) -> String {
    format!(
        "[[credit_rules]]\ncode = \"listening-to-examples\"\nqualification = \"EX40126\"\nkind = \"series\"\n\
         series = {{ of = [\"listening-well\"], size = 1, points_each_series = \"{points}\" }}\nstanding = \"guaranteed\"\n\
         provider = \"{PROVIDER}\"\nsource = {{ external = \"example.org\", place = \"Handbook\", confidence = \"high\" }}\n"
    )
}

/// The one offering of a course: any Monday, so many weeks, at that price.
fn offered(course: &str, price: &str, weeks: u8) -> Value {
    json!({ "of": { "course": course }, "offerings": [{ "code": format!("{course}-any-monday"), "version": "1.0.0", "mode": "ONLINE",
        "price": price, "ownTimeHours": 4, "delivery": { "rolling": { "from": "2026-01-05", "weeks": weeks } } }] })
}

/// Makes a change, and gives what it was to do to others.
fn made(ground: &Ground, field: &str, of: &str, mut input: Value, tried: bool) -> Value {
    const IMPACT: &str = "receipt { auditSequence impact { asked untouched unchanged
      requisites { kind code title requirement course range otherWays }
      credit { qualification title guaranteedBefore guaranteedAfter possibleBefore possibleAfter }
      pathways { persona goal goalTitle effect proved before { leastCost soonestFinish } after { leastCost soonestFinish } }
      credentials { courseCode version issued } } } userErrors { code message field }";
    input["dryRun"] = tried.into();
    let mut answer = ground.ask(field, of, IMPACT, &input);
    assert_eq!(answer["userErrors"], json!([]), "{field}: {answer}");
    assert_eq!(answer["receipt"]["auditSequence"].is_null(), tried, "{answer}");
    let impact = answer["receipt"]["impact"].take();
    let number = |name: &str| impact[name].as_u64().expect("a number");
    let told = impact["pathways"].as_array().expect("pathways").len() as u64;
    assert_eq!(number("asked"), number("untouched") + number("unchanged") + told, "{impact}");
    impact
}

/// What becomes of the pathways of the four invented people to the new role: one value of each, the same for all.
fn to_the_role<T: PartialEq + std::fmt::Debug>(impact: &Value, value: impl Fn(&Value) -> T) -> T {
    let all = impact["pathways"].as_array().expect("pathways");
    let mut values: Vec<T> = all.iter().filter(|one| one["goal"] == "role:listener").map(value).collect();
    assert_eq!(values.len(), 4, "each of the four is told: {impact}");
    assert!(values.windows(2).all(|pair| pair[0] == pair[1]), "{values:?}");
    values.remove(0)
}

fn days_later(pathway: &Value) -> i64 {
    let day = |side: &str| -> NaiveDate {
        pathway[side]["soonestFinish"].as_str().expect("a finish").parse().expect("a day")
    };
    (day("after") - day("before")).num_days()
}

fn costs(pathway: &Value) -> (Value, Value) {
    (pathway["before"]["leastCost"].clone(), pathway["after"]["leastCost"].clone())
}

/// A provider with two courses, the second of which asks for the first, a role and an award.
fn ground() -> Ground {
    let mut ground = Ground::new("issue-impact");
    ground.publish();
    let source = json!({ "external": { "external": "example.org", "place": "Course guide", "confidence": "HIGH" } });
    let asks = |code: &str, requires: Value| {
        let mut draft = crate::publishing::draft(code, "1.0.0", &["Lead"]);
        draft["title"] = code.into();
        draft["requisites"] =
            json!([{ "kind": "PREREQUISITE", "strength": "REQUIRED", "requires": requires, "source": source }]);
        draft
    };
    let first = json!({ "course": { "code": "listening-well", "range": "^1" } });
    let select = "receipt { subject } userErrors { message }";
    let done = |ground: &Ground, field: &str, of: &str, input: &Value| {
        let answer = ground.ask(field, of, select, input);
        assert!(answer["receipt"].is_object(), "{answer}");
    };
    let publish =
        |ground: &Ground, draft: &Value| done(ground, "publishCourseVersion", "PublishCourseVersionInput", draft);
    publish(&ground, &asks("further", first.clone()));
    publish(&ground, &asks("other-ways", json!({ "any": [first, { "course": { "code": "suite-peer-support" } }] })));
    for (course, price) in [("listening-well", "100.00"), ("further", "60.00")] {
        done(&ground, "setOfferings", "SetOfferingsInput", &offered(course, price, 1));
    }
    let output = ground.run(&["token", "create", "--label", "test", "--operator"]);
    let operator = super::text(&output.stdout).lines().next().expect("a token").to_owned();
    let import = "mutation($text: String!) { importCatalogue(input: {files: [{name: \"role.toml\", text: $text}]}) {
      receipt { auditSequence } userErrors { message } } }";
    let imported = ground.ask_as(&operator, import, &json!({ "text": ROLE_AND_AWARD }));
    assert!(imported.json()["data"]["importCatalogue"]["receipt"].is_object(), "{}", imported.text);
    done(&ground, "publishCreditRules", "PublishFileInput", &json!({ "file": rule("5") }));
    ground
}

#[test]
fn what_a_change_does_to_others_is_told_over_the_api_before_it_is_made() {
    let mut ground = ground();

    // A dearer course makes what needs it dearer; one that takes longer makes it longer; a better price is told, too.
    let try_offered = |price: &str, weeks: u8| {
        made(&ground, "setOfferings", "SetOfferingsInput", offered("listening-well", price, weeks), true)
    };
    let dearer = try_offered("150.00", 1);
    assert_eq!(to_the_role(&dearer, costs), (json!("160.00"), json!("210.00")), "{dearer}");
    assert_eq!(to_the_role(&dearer, days_later), 0, "{dearer}");
    assert_eq!(
        to_the_role(&dearer, |one| json!([one["effect"], one["proved"], one["goalTitle"]])),
        json!(["CHANGED", true, "Listener"]),
        "{dearer}"
    );
    assert!(
        dearer["untouched"].as_u64().is_some_and(|untouched| untouched > 60),
        "other goals have nothing of it: {dearer}"
    );
    let longer = try_offered("100.00", 3);
    assert_eq!(to_the_role(&longer, days_later), 14, "{longer}");
    assert_eq!(to_the_role(&longer, costs), (json!("160.00"), json!("160.00")), "{longer}");
    assert_eq!(to_the_role(&try_offered("40.00", 1), costs), (json!("160.00"), json!("100.00")));
    for quiet in [&dearer, &longer] {
        assert_eq!((&quiet["requisites"], &quiet["credit"]), (&json!([]), &json!([])), "{quiet}");
    }

    // Where nobody offers it any more, nobody comes to the role.
    let none = json!({ "of": { "course": "listening-well" }, "offerings": [] });
    let barred = made(&ground, "setOfferings", "SetOfferingsInput", none, true);
    let effect = |one: &Value| json!([one["effect"], one["before"]["leastCost"], one["after"]]);
    assert_eq!(to_the_role(&barred, effect), json!(["BECAME_IMPOSSIBLE", "160.00", null]), "{barred}");

    // A token has points for so many impacts a minute; another begins with its own.
    let output = ground.run(&["token", "create", "--label", "test", "--provider", PROVIDER]);
    ground.token = super::text(&output.stdout).lines().next().expect("a token").to_owned();

    // An award loses credit: both amounts, the promised and the possible.
    let less = json!({ "file": rule("3") });
    let lost = made(&ground, "publishCreditRules", "PublishFileInput", less, true);
    let told = |promised: &str, possible: &str| {
        json!([{ "qualification": "EX40126", "title": "Certificate IV in Examples", "guaranteedBefore": "5 points",
            "guaranteedAfter": promised, "possibleBefore": "5 points", "possibleAfter": possible }])
    };
    assert_eq!(lost["credit"], told("3 points", "3 points"), "{lost}");
    let unsure = json!({ "file": rule("5").replace("guaranteed", "discretionary") });
    let lost = made(&ground, "publishCreditRules", "PublishFileInput", unsure, true);
    assert_eq!(lost["credit"], told("0 points", "5 points"), "{lost}");
    let more = json!({ "file": rule("7") });
    assert_eq!(
        made(&ground, "publishCreditRules", "PublishFileInput", more, true)["credit"],
        json!([]),
        "nothing is lost"
    );

    // The version that others ask for is withdrawn: which requisites, which goals, and how many people hold it.
    assert!(ground.run(&["key", "generate", "--provider", PROVIDER]).status.success());
    let issued: Vec<String> = (0..3).map(|_| part(&ground.issue(&json!({ "award": award() })), "id")).collect();
    let revoked = ground.change("revokeCredentials", &[issued[0].as_str()], "issued twice");
    assert_eq!(revoked["results"][0]["outcome"], "CHANGED", "{revoked}");
    let withdraw = json!({ "code": "listening-well", "version": "1.0.0", "reason": "No longer taught" });
    let tried = made(&ground, "withdrawCourseVersion", "WithdrawCourseVersionInput", withdraw.clone(), true);
    assert_eq!(
        tried["credentials"],
        json!([{ "courseCode": "listening-well", "version": "1.0.0", "issued": 2 }]),
        "three were issued and one was revoked: {tried}"
    );
    let title = "Quokkaline listening from lived experience";
    let asked = |code: &str, requirement: String, other_ways: bool| {
        json!({ "kind": "course", "code": code, "title": code, "requirement": requirement, "course": "listening-well",
            "range": "^1", "otherWays": other_ways })
    };
    assert_eq!(
        tried["requisites"],
        json!([
            asked("further", format!("{title} (version ^1)"), false),
            asked("other-ways", format!("any of: {title} (version ^1); Peer support"), true),
        ]),
        "{tried}"
    );
    assert_eq!(to_the_role(&tried, effect), json!(["BECAME_IMPOSSIBLE", "160.00", null]), "{tried}");
    let done = made(&ground, "withdrawCourseVersion", "WithdrawCourseVersionInput", withdraw, false);
    assert_eq!(done, tried, "what is done is what was said of it");
}
