//! A question written as a problem file names nobody: not who asks, nor what they hold, nor a day of their life. And it has the plan
//! that the question has.

use std::collections::BTreeSet;
use std::process::Command;

use registry_core::learner_record::Held;
use registry_core::pathway::{Budget, export};
use registry_tests::canaries::Canaries;
use registry_tests::seeds;
use registry_tests::server::{Server, program, scratch};
use serde_json::{Value, json};

use crate::publishing::ask;

/// A person of whom everything can be found again.
const PROFILE: &str = r#"invented = true

[person]
name = "Zephyrine Quillfeather"
story = "She kept bees in Wagga Wagga."
source = { external = "The Quillfeathers", place = "A letter", confidence = "low" }

[profile]
goal = "course:CHCPWK004"
earliest_start = "2027-02-04"
deadline = "2028-12-13"
experience_months = 36
employment = "employed"
supervision = ["consumer"]
placement_hours = 80
hours_per_week = 5
days_per_year = 6
budget_per_year = "1500.00"
regions = ["melbourne-metro"]
perspective = "consumer"
held = [{ course = "suite-advocacy", version = "1.0.0", completed = "2019-11-21" }]
rpl = [
  { course = "CHCPWK001", version = "1.0.0", status = "granted", on = "2026-10-17", evidence = [
    { kind = "work", role = "consumer-peer-support-worker", hours = 1801, from = "2024-02-06", until = "2026-09-24", outcomes = [1] },
    { kind = "supervisor-statement", on = "2026-09-27", reference = "zq-statement-77" },
    { kind = "artefact", reference = "zq-artefact-88", outcomes = [1] },
  ] },
]
"#;

/// The same person over GraphQL, which is told no name.
fn question() -> Value {
    json!({
        "goal": { "course": "CHCPWK004" },
        "learner": {
            "experienceMonths": 36, "employment": "EMPLOYED", "supervision": ["CONSUMER"], "placementHours": 80.0,
            "held": [{ "course": { "code": "suite-advocacy", "version": "1.0.0", "completed": "2019-11-21" } }],
            "rpl": [{ "course": "CHCPWK001", "version": "1.0.0", "status": "GRANTED", "on": "2026-10-17", "evidence": [
                { "work": { "role": "consumer-peer-support-worker", "hours": 1801.0, "from": "2024-02-06", "until": "2026-09-24", "outcomes": [1] } },
                { "supervisorStatement": { "on": "2026-09-27", "reference": "zq-statement-77" } },
                { "artefact": { "reference": "zq-artefact-88", "outcomes": [1] } },
            ] }],
        },
        "limits": {
            "earliestStart": "2027-02-04", "deadline": "2028-12-13", "hoursPerWeek": 5.0, "daysPerYear": 6, "budgetPerYear": "1500.00",
            "regions": ["melbourne-metro"], "perspective": "CONSUMER",
        },
    })
}

fn planted() -> Canaries {
    let mut canaries = Canaries::default();
    for (what, text) in [
        ("a name", "Zephyrine"),
        ("a family", "Quillfeather"),
        ("a story", "Wagga"),
        ("a course that is held", "suite-advocacy"),
        ("a unit that was granted", "CHCPWK001"),
        ("a role of the work", "consumer-peer-support-worker"),
        ("the hours of the work", "1801"),
        ("a statement", "zq-statement-77"),
        ("an artefact", "zq-artefact-88"),
        ("a region", "melbourne"),
        ("a year of completion", "2019"),
        ("the year the work began", "2024"),
        ("the year of the claim", "2026"),
        ("the year of the start", "2027"),
        ("the year of the deadline", "2028"),
    ] {
        canaries.plant(what, text);
    }
    canaries
}

/// Nothing that a profile, or the API, is told of a person is in the file. It has the least cost of the recommendation.
#[test]
fn an_exported_question_says_nothing_of_the_person_and_has_their_least_cost() {
    let mut canaries = planted();
    let folder = scratch("exported-question");
    std::fs::write(folder.join("zephyrine-quillfeather.toml"), PROFILE).expect("written");
    let run = |arguments: &[&str]| {
        let output = Command::new(program()).args(arguments).current_dir(&folder).output().expect("the program runs");
        assert_eq!(output.status.code(), Some(0), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
        serde_json::from_slice::<Value>(&output.stdout).expect("JSON")
    };
    let profile = "zephyrine-quillfeather.toml";
    let recommended = run(&["recommend", "--profile", profile, "--export-problem", "problem.json", "--json"]);
    let text = std::fs::read_to_string(folder.join("problem.json")).expect("it is written");
    canaries.look("the file of the command line", &text);

    let server = Server::in_memory();
    let query =
        "query($input: RecommendPathwaysInput!) { exportProblem(input: $input) { problem userErrors { message } } }";
    let answer = ask(&server.client, None, query, &json!({ "input": question() })).json();
    let exported = answer["data"]["exportProblem"]["problem"].as_str().unwrap_or_else(|| panic!("{answer}"));
    canaries.look("the file of the API", exported);
    let read = |text: &str| serde_json::from_str::<Value>(text).expect("JSON");
    assert_eq!(read(exported), read(&text));

    let solved = run(&["plan", "problem.json", "--json"]);
    canaries.look("what is said of the file", solved.to_string());
    canaries.assert_unseen(3);
    let pathways = recommended["pathways"].as_array().expect("pathways");
    let is_cheapest =
        |pathway: &&Value| pathway["best_at"].as_array().is_some_and(|best| best.contains(&json!("least-cost")));
    let cheapest = pathways.iter().find(is_cheapest).expect("a cheapest");
    assert_eq!((&cheapest["proved"], &solved["status"]), (&json!(true), &json!("proved")));
    let cents = solved["measures"]["cost"].as_i64().expect("cents");
    assert_eq!(cheapest["cost"], json!(format!("{}.{:02}", cents / 100, cents % 100)));
    std::fs::remove_dir_all(&folder).expect("the folder goes");
}

/// Where it may be told, a date of birth is refused: there is no place for one.
#[test]
fn a_date_of_birth_has_no_place_in_a_profile() {
    let folder = scratch("date-of-birth");
    for before in ["story =", "experience_months ="] {
        let text = PROFILE.replacen(before, &format!("date_of_birth = \"1971-03-05\"\n{before}"), 1);
        std::fs::write(folder.join("me.toml"), text).expect("written");
        let output = Command::new(program())
            .args(["recommend", "--profile", "me.toml"])
            .current_dir(&folder)
            .output()
            .expect("it runs");
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(2), "{said}");
        assert!(said.contains("date_of_birth is not a key here") && !said.contains("1971"), "{said}");
    }
    std::fs::remove_dir_all(&folder).expect("the folder goes");
}

/// Words, as they stand between what is neither letter nor digit.
fn words(text: &str) -> BTreeSet<String> {
    text.split(|letter: char| !letter.is_alphanumeric()).map(str::to_lowercase).collect()
}

/// So with everybody who was invented: no name, no day, nothing that is held, no provider, offering or region.
#[test]
fn no_exported_question_of_anybody_names_who_where_or_when() {
    let catalogue = seeds::catalogue();
    let mut codes: BTreeSet<String> = catalogue.providers().map(|provider| provider.code.to_string()).collect();
    codes.extend(catalogue.offerings().map(|offering| offering.code.to_string()));
    codes.extend(catalogue.regions().map(|region| region.code.to_string()));
    let mut held_by_all = 0;
    for (file, profile) in seeds::people() {
        let text = serde_json::to_string(&export(&catalogue, &profile.request, Budget::default()).expect("sound"))
            .expect("text");
        let name = profile.person.expect("a person").name;
        let first = name.split(' ').next().expect("a name").to_lowercase();
        assert!(!words(&text).contains(&first), "{file}: {first}");
        let is_year =
            |word: &str| word.len() == 4 && word.starts_with("20") && word.bytes().all(|byte| byte.is_ascii_digit());
        let day = text.split('"').skip(1).step_by(2).find(|text| words(text).iter().any(|word| is_year(word)));
        assert_eq!(day, None, "{file}");
        let named = text.split('"').skip(1).step_by(2).find(|text| codes.contains(*text));
        assert_eq!(named, None, "{file}");
        for held in profile.request.record.held() {
            let code = match held {
                Held::Course { course, .. } => course.as_str(),
                Held::Qualification { qualification, .. } => qualification.as_str(),
            };
            let is_of = |text: &str| text == code || text.strip_prefix(code).is_some_and(|rest| rest.starts_with('@'));
            assert!(!text.split('"').any(is_of), "{file}: {code} is held");
            held_by_all += 1;
        }
    }
    assert!(held_by_all > 10, "{held_by_all}");
}
