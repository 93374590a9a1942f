//! `registry plan`, run in process.

use crate::cli::Exit;
use crate::cli::tests::{file, ran};

/// A problem of the examples in the documentation.
fn example(name: &str) -> String {
    format!("{}/../docs/examples/problems/{name}.json", env!("CARGO_MANIFEST_DIR"))
}

async fn data(line: &[&str]) -> serde_json::Value {
    let ran = ran(&[&["plan", "--json"], line].concat()).await;
    assert_eq!((ran.exit, ran.err.as_str()), (Exit::Answered, ""), "{line:?}");
    serde_json::from_str(&ran.out).expect("JSON")
}

#[tokio::test]
async fn a_study_plan_is_shown_term_by_term() {
    let ran = ran(&["plan", &example("study-plan")]).await;
    assert_eq!((ran.exit, ran.err.as_str()), (Exit::Answered, ""));
    let wanted = "\
A graduate certificate beside work, in four terms

Five items at a cost of 1150, ending in term 2. It is proved best: no plan costs
less.

Term 0 (2027, first half): 100 of 120 hours
  foundations Foundations of consumer work: cost 400, 60 hours, credit 25
      Why: before placement; adds to credit[0]
  values Values in practice: cost 350, 40 hours, credit 25
      Why: before rights-2026; adds to credit[0]

Term 1 (2027, second half): 60 of 80 hours
  rights-2026 Rights and advocacy (2026): cost 300, 60 hours, credit 25
      Why: before placement, as one of 4; adds to credit[0]; adds to credit[1]

Term 2 (2028, first half): 70 of 120 hours
  placement Placement: cost 0, 60 hours, credit 25
      Why: the goal; beside supervision; adds to credit[0]; adds to credit[1]
  supervision Supervision of the placement: cost 100, 10 hours
      Why: beside placement

In all
  Cost          1150
  Finish        tick 2
  Heaviest term 100
  Items         4
  Credit        100

8 items in the file, 6 of use; ";
    assert!(ran.out.starts_with(wanted), "{}", ran.out);
    assert!(ran.out.lines().all(|line| line.chars().count() <= 80), "{}", ran.out);
}

#[tokio::test]
async fn the_answer_as_data_has_status_plan_measures_and_bound() {
    let value = data(&[&example("set-cover")]).await;
    let ids: Vec<_> = value["plan"].as_array().expect("a plan").iter().map(|item| item["id"].clone()).collect();
    assert_eq!((ids, &value["status"]), (vec!["long-weekend".into(), "evening-series".into()], &"proved".into()));
    assert_eq!((&value["measures"]["cost"], &value["bound"]), (&280.into(), &280.into()));
    assert_eq!((&value["gap_percent"], &value["plan"][0]["start_term"]), (&"0.0".into(), &serde_json::Value::Null));
}

#[tokio::test]
async fn objectives_of_the_command_line_go_before_those_of_the_file() {
    let path = example("levelling");
    let level = data(&[&path]).await;
    assert_eq!((&level["first_objective"], &level["measures"]["heaviest_term"]), (&"heaviest-term".into(), &11.into()));
    let soon = data(&[&path, "--objective", "finish,heaviest-term"]).await;
    assert_eq!((&soon["first_objective"], &soon["measures"]["finish"]), (&"finish".into(), &2.into()));
}

#[tokio::test]
async fn a_goal_that_is_met_is_an_empty_plan_and_one_that_cannot_be_is_an_answer_too() {
    let start =
        r#"{ "format": "registry-problem-1", "items": [{ "id": "a", "held": true }, { "id": "b", "refused": true }],"#;
    let met = ran(&["plan", &file("met.json", &format!("{start} \"goal\": \"a\" }}"))]).await;
    let wanted = "Everything is met already. There is nothing to choose.\n\n2 items in the file, 0 of use; 0 steps.\n";
    assert_eq!((met.exit, met.out.as_str()), (Exit::Answered, wanted));
    let none = ran(&["plan", &file("none.json", &format!("{start} \"goal\": \"b\" }}"))]).await;
    assert_eq!((none.exit, none.err.as_str()), (Exit::AnsweredNo, ""));
    assert!(
        none.out.starts_with("There is no plan: what is asked for cannot be met within the limits."),
        "{}",
        none.out
    );
}

/// More than fits two terms.
const FULL: &str = r#"{ "format": "registry-problem-1", "budget": 900,
    "terms": [{ "name": "2027, first half", "hours": 100 }, { "hours": 80 }],
    "goal": { "all": ["a", { "any": ["b", "x"] }, "c"] },
    "items": [{ "id": "a", "cost": 400, "hours": 60 }, { "id": "b", "cost": 350, "hours": 60, "prerequisite": "a" },
              { "id": "c", "cost": 100, "hours": 70, "prerequisite": { "any": ["a", "d"] } }, { "id": "d" },
              { "id": "x", "refused": true }] }"#;

#[tokio::test]
async fn a_file_without_a_plan_says_which_limits_conflict_and_what_is_enough() {
    let ran = ran(&["plan", &file("full.json", FULL)]).await;
    let wanted = "\
There is no plan: what is asked for cannot be met within the limits. That is
proved.

Limits that conflict, none of which can be spared
  the end: tick 1
  term 1: at most 80 hours
  x is refused

Any one of these is enough
  the end: tick 2 instead of tick 1
  term 1: at most 130 hours instead of at most 80 hours
  not this: x is refused

5 items in the file, 4 of use; ";
    assert_eq!((ran.exit, ran.err.as_str()), (Exit::AnsweredNo, ""));
    assert!(ran.out.starts_with(wanted), "{}", ran.out);
}

#[tokio::test]
async fn a_file_without_a_plan_says_what_cannot_be_met_as_a_tree() {
    let text = r#"{ "format": "registry-problem-1", "goal": "d", "items": [{ "id": "a", "refused": true },
        { "id": "b", "prerequisite": { "never": "it has closed" } },
        { "id": "d", "prerequisite": { "all": [{ "any": ["b", "c"] }] } }, { "id": "c", "prerequisite": "b" }] }"#;
    let ran = ran(&["plan", &file("tree.json", text)]).await;
    let wanted = "What cannot be met\n  d, which asks for\n    any of 2, which asks for\n      b, which asks for\n        \
                  it has closed: never within this problem\n      c, which asks for\n        b: see above\n\nNo change of a \
                  limit helps.\n";
    assert!(ran.out.contains(wanted), "{}", ran.out);
}

#[tokio::test]
async fn why_there_is_no_plan_is_data_too() {
    let ran = ran(&["plan", "--json", &file("full-data.json", FULL)]).await;
    let value: serde_json::Value = serde_json::from_str(&ran.out).expect("JSON");
    let none = &value["none"];
    let kinds: Vec<&str> =
        none["limits"].as_array().expect("limits").iter().filter_map(|limit| limit["limit"].as_str()).collect();
    assert_eq!((&none["conflict"], &none["minimal"]), (&"limits".into(), &true.into()));
    assert_eq!(kinds, ["deadline", "term-hours", "refused"]);
    let change = &none["relaxations"][1];
    assert_eq!(
        (&change["limit"], &change["number"], &change["now"], &change["enough"], &change["least"]),
        (&"term-hours".into(), &1.into(), &80.into(), &130.into(), &true.into())
    );
    assert_eq!(none["relaxations"][2]["ids"], serde_json::json!(["x"]));
}

#[tokio::test]
async fn a_plan_says_why_what_its_items_are_worth_and_why_not_another() {
    let path = example("set-cover");
    let worth = data(&[&path, "--worth"]).await;
    let first = &worth["plan"][0];
    assert_eq!((&first["meets"][0]["asked_by"], &first["meets"][0]["one_of"]), (&"goal".into(), &3.into()));
    assert!(first["meets"][0]["place"].as_str().is_some_and(|place| place.starts_with("goal.all[")), "{first}");
    assert_eq!((&first["without"]["plan"], &first["without"]["measures"]["cost"]), (&"another".into(), &320.into()));
    let shown = ran(&["plan", &path, "--worth"]).await;
    assert!(shown.out.contains("      Without it: cost 320, 40 more\n"), "{}", shown.out);
    let other = data(&[&path, "--why-not", "law-day"]).await;
    assert_eq!(
        (&other["why_not"]["why"], &other["why_not"]["measures"]["cost"], &other["plan"][0]["without"]),
        (&"others".into(), &320.into(), &serde_json::Value::Null)
    );
    let shown = ran(&["plan", &path, "--why-not", "law-day"]).await;
    let said = shown.out.split_whitespace().collect::<Vec<&str>>().join(" ");
    assert!(said.contains("law-day can be planned, and is not needed. The best plan with it: cost 320, 40 more."));
    let unknown = ran(&["plan", &path, "--why-not", "lawday"]).await;
    assert_eq!(unknown.exit, Exit::ToCorrect);
    assert!(unknown.err.contains("lawday is not the id of an item; did you mean law-day?"), "{}", unknown.err);
}

#[tokio::test]
async fn each_goal_has_an_answer_of_its_own() {
    let path = example("set-cover");
    let one = data(&[&path, "--goal", "law-day"]).await;
    assert_eq!(
        (&one["goal"], &one["plan"][0]["id"], &one["measures"]["cost"]),
        (&"law-day".into(), &"law-day".into(), &110.into())
    );
    let two = data(&[&path, "--goal", "law-day", "--goal", "evening-series"]).await;
    let costs: Vec<_> = two.as_array().expect("a list").iter().map(|answer| &answer["measures"]["cost"]).collect();
    assert_eq!(costs, [&110, &120]);
    assert_eq!(data(&[&path]).await["goal"], serde_json::Value::Null);
    let shown = ran(&["plan", &path, "--goal", "law-day", "--goal", "evening-series"]).await;
    let goals: Vec<&str> = shown.out.lines().filter(|line| line.starts_with("Goal: ")).collect();
    assert_eq!((shown.exit, goals), (Exit::Answered, vec!["Goal: law-day", "Goal: evening-series"]), "{}", shown.out);
}

#[tokio::test]
async fn goals_that_are_no_items_are_all_said_and_one_without_a_plan_is_a_no() {
    let items = r#"{ "format": "registry-problem-1", "items": [{ "id": "values" }, { "id": "b", "refused": true }] }"#;
    let path = file("goals.json", items);
    let wrong = ran(&["plan", &path, "--goal", "valeus", "--goal", "values", "--goal", "c\u{1b}[2J"]).await;
    let lines: Vec<&str> = wrong.err.lines().collect();
    let first = format!("{path}: goal: valeus is not the id of an item; did you mean values?");
    assert_eq!((wrong.exit, lines.len(), lines[0]), (Exit::ToCorrect, 2, first.as_str()));
    assert!(wrong.out.is_empty() && !wrong.err.contains('\u{1b}'), "{}", wrong.err);
    let no = ran(&["plan", &path, "--goal", "values", "--goal", "b"]).await;
    assert_eq!((no.exit, no.err.as_str()), (Exit::AnsweredNo, ""));
    assert!(no.out.contains("One item at a cost of 0") && no.out.contains("There is no plan"), "{}", no.out);
}

#[tokio::test]
async fn how_much_memory_many_items_take_is_said() {
    let items: Vec<String> = (0..10_000).map(|item| format!("{{ \"id\": \"i{item}\" }}")).collect();
    let text = format!("{{ \"format\": \"registry-problem-1\", \"items\": [{}] }}", items.join(","));
    let many = ran(&["plan", &file("many.json", &text), "--goal", "i7"]).await;
    let ends = "10000 items in the file, 1 of use; ";
    assert!(many.out.contains(ends), "{}", many.out);
    let said = many.out.split_whitespace().collect::<Vec<&str>>().join(" ");
    assert!(said.ends_with("Memory: about 56 bytes for each of 10000 items, and 8 for what it needs."), "{said}");
}

#[tokio::test]
async fn a_problem_may_be_larger_than_a_catalogue_file() {
    let spaces = " ".repeat(crate::format::FILE_BYTES_MAX + 1);
    let text = format!(r#"{{ "format": "registry-problem-1", "items": [{{ "id": "a" }}], "goal": "a" {spaces} }}"#);
    let ran = ran(&["plan", &file("large.json", &text)]).await;
    assert_eq!((ran.exit, ran.err.as_str()), (Exit::Answered, ""));
}

#[tokio::test]
async fn every_problem_of_a_file_is_said_with_its_place() {
    let text = "{ \"format\": \"registry-problem-1\", \"goal\": \"b\",\n \"items\": [{ \"id\": \"a\\u001b[2J\", \"cost\": -1 }] }";
    let path = file("broken.json", text);
    let broken = ran(&["plan", &path]).await;
    let lines: Vec<&str> = broken.err.lines().collect();
    assert_eq!((broken.exit, lines.len()), (Exit::ToCorrect, 3), "{}", broken.err);
    assert!(
        lines.iter().all(|line| line.starts_with(&format!("{path}: "))) && !broken.err.contains('\u{1b}'),
        "{}",
        broken.err
    );
    let path = file("shape.json", "{ \"format\": \"registry-problem-1\",\n \"itmes\": [] }");
    let shape = ran(&["plan", &path]).await;
    assert_eq!(shape.exit, Exit::ToCorrect);
    assert!(shape.err.starts_with(&format!("{path}:2:8: itmes is not a key here; ")), "{}", shape.err);
    assert!(shape.err.ends_with("; did you mean items?\n"), "{}", shape.err);
}

#[tokio::test]
async fn options_to_correct_are_said() {
    let path = example("set-cover");
    for (line, message) in [
        (vec!["plan"], "<FILE>"),
        (vec!["plan", "nothing.json"], "there is no file nothing.json; check the name\n"),
        (
            vec!["plan", &path, "--objective", "speed"],
            "write some of cost, finish, heaviest-term, lacking, items, credit",
        ),
        (
            vec!["plan", &path, "--objective", "cost,finish"],
            "has no terms; add terms to it or leave the objective out\n",
        ),
        (vec!["plan", &path, "--objective", "cost,cost"], "--objective names cost twice; keep it once\n"),
        (vec!["plan", &path, "--goal", "law-day", "--goal", "law-day"], "--goal names law-day twice; keep it once\n"),
        (vec!["plan", &path, "--budget", "many"], "--budget"),
    ] {
        let ran = ran(&line).await;
        assert_eq!((ran.exit, ran.out.as_str()), (Exit::ToCorrect, ""), "{line:?}");
        assert!(ran.err.contains(message), "{line:?}: {}", ran.err);
    }
}

#[tokio::test]
async fn a_question_of_somebody_is_written_as_a_problem_without_dates() {
    let ben = format!("{}/../seeds/invented/people/ben-sole-worker.toml", env!("CARGO_MANIFEST_DIR"));
    let path = file("ben.json", "");
    let asked = ran(&["recommend", "--profile", &ben, "--export-problem", &path]).await;
    assert_eq!((asked.exit, asked.err.as_str()), (Exit::Answered, ""));
    let text = std::fs::read_to_string(&path).expect("it is written");
    assert!(!text.contains("2027") && !text.contains("Ben"), "{text}");
    let problem = crate::ops::plan::read_problem(&text).expect("a problem file");
    assert!(problem.posed().expect("sound").items_of_use() >= 2);
}

#[tokio::test]
async fn a_file_that_cannot_be_written_is_said_in_words() {
    let ben = format!("{}/../seeds/invented/people/ben-sole-worker.toml", env!("CARGO_MANIFEST_DIR"));
    let folder = std::env::temp_dir().display().to_string();
    let plain = file("plain.json", "");
    for (path, wanted) in [
        (
            "/nowhere/at/all.json".to_owned(),
            "/nowhere/at/all.json cannot be written: there is no folder /nowhere/at; make it, or name another\n"
                .to_owned(),
        ),
        (folder.clone(), format!("{folder} is a folder; name a file in it\n")),
        (
            format!("{plain}/all.json"),
            format!("{plain}/all.json cannot be written: {plain} is no folder; name another\n"),
        ),
    ] {
        let ran = ran(&["recommend", "--profile", &ben, "--export-problem", &path]).await;
        assert_eq!((ran.exit, ran.out.as_str(), ran.err), (Exit::ToCorrect, "", wanted), "{path}");
    }
}

#[tokio::test]
async fn a_folder_or_a_path_through_a_file_is_no_problem_file() {
    let folder = std::env::temp_dir().display().to_string();
    let plain = file("no-folder.json", "");
    for (path, wanted) in [
        (folder.clone(), format!("{folder} is a folder; name a file in it, such as {folder}/problem.json\n")),
        (format!("{plain}/a"), format!("there is no file {plain}/a; a part of its path is no folder\n")),
    ] {
        let ran = ran(&["plan", &path]).await;
        assert_eq!((ran.exit, ran.out.as_str(), ran.err), (Exit::ToCorrect, "", wanted), "{path}");
    }
}
