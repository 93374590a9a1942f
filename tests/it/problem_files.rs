//! Problem files: the schema accepts what the reader accepts and refuses what it refuses, as far as a schema can say
//! it; the examples of the documentation are sound and answered.

use std::fs;
use std::path::Path;

use boon::{Compiler, SchemaIndex, Schemas};
use registry_core::Recommendation;
use registry_core::pathway::answer::Objective;
use registry_core::pathway::{Budget, export};
use registry_core::solver::file::{Measure, ProblemFile, Status};
use registry_tests::plan_rules::broken;
use registry_tests::seeds::root;
use registry_tests::validator::recommended;
use serde_json::Value;

const SCHEMA: &str = include_str!("../../schema/problem.schema.json");

/// The schema, compiled.
struct Schema {
    schemas: Schemas,
    index: SchemaIndex,
}

impl Schema {
    fn compiled() -> Self {
        let (mut schemas, mut compiler) = (Schemas::new(), Compiler::new());
        let schema = serde_json::from_str(SCHEMA).expect("the schema is JSON");
        compiler.add_resource("file:///problem.schema.json", schema).expect("a resource");
        let index = compiler.compile("file:///problem.schema.json", &mut schemas).expect("a sound schema");
        Self { schemas, index }
    }

    /// What the schema says against a text; empty when it accepts it.
    fn says(&self, text: &str) -> String {
        let instance: Value = serde_json::from_str(text).expect("JSON");
        self.schemas.validate(&instance, self.index).err().map(|error| error.to_string()).unwrap_or_default()
    }
}

/// What the reader says against a text; empty when it accepts it.
fn reader_says(text: &str) -> String {
    match serde_json::from_str::<ProblemFile>(text) {
        Err(error) => error.to_string(),
        Ok(file) => {
            let problems = file.posed().err().unwrap_or_default();
            problems.iter().map(|problem| format!("{problem}\n")).collect()
        }
    }
}

/// The example files, by name.
fn examples() -> Vec<(String, String)> {
    let folder = root().join("docs/examples/problems");
    let entries = fs::read_dir(folder).expect("the folder is there").map(|entry| entry.expect("an entry").path());
    let text = |path: &Path| fs::read_to_string(path).expect("readable");
    let mut files: Vec<_> = entries.map(|path| (path.display().to_string(), text(&path))).collect();
    files.sort();
    files
}

#[test]
fn the_examples_pass_the_reader_and_the_schema_and_have_a_best_plan() {
    let (schema, examples) = (Schema::compiled(), examples());
    assert!(examples.len() >= 3, "there are examples");
    for (name, text) in &examples {
        assert_eq!((reader_says(text).as_str(), schema.says(text).as_str()), ("", ""), "{name}");
        let file: ProblemFile = serde_json::from_str(text).expect("sound");
        let answer = file.posed().expect("sound").plan(&file.prefer, 1_000_000);
        assert_eq!((answer.status, answer.plan.is_empty()), (Status::Proved, false), "{name}: {answer:?}");
        assert_eq!(broken(&file, &answer), Vec::<String>::new(), "{name}");
        let written = serde_json::to_string(&file).expect("text");
        assert_eq!(serde_json::from_str::<ProblemFile>(&written).expect("as it was written"), file, "{name}");
    }
}

/// A file in which every key of the form stands.
const EVERYTHING: &str = r#"{ "format": "registry-problem-1", "title": "Everything", "ticks_per_term": 7,
    "first_tick": 1, "last_tick": 27, "terms": [{ "name": "one", "hours": 9, "least_hours": 1, "most_items": 4, "least_items": 0 }, {}, {}, {}],
    "periods": [{ "from_term": 0, "money": 90, "days": 5 }, { "first_tick": 14 }], "budget": 99,
    "items": [
        { "id": "a", "title": "A", "course": "x", "version": "1.2.0", "cost": 5, "hours": 2, "days": 1, "lacking": 1,
          "terms": [1, 2], "length": 1, "credit": 10, "level": 7, "groups": ["g"], "transferred": false,
          "prerequisite": { "any": ["b", { "from_tick": 6 }] }, "corequisite": { "all": ["c"] }, "excludes": ["d"] },
        { "id": "b", "from_term": 0, "until_term": 1, "held": true },
        { "id": "c", "ways": [{ "title": "online", "cost": 3 }, { "cost": 3, "start_tick": 7, "end_tick": 8 }] },
        { "id": "d", "refused": true }, { "id": "e" }],
    "goal": { "at_least": 1, "of": ["a", { "course": "x", "range": "^1" }, { "never": "why" }, { "from_term": 2 }] },
    "credit": [{ "name": "n", "least": 5, "of": { "groups": ["g"], "levels": { "from": 5, "to": 8 }, "items": ["a"], "transferred": false },
                 "counting_at_most": [{ "most": 7, "of": { "items": ["a"] } }] }],
    "caps": [{ "name": "n", "most": 50 }, { "most_percent": 50, "of": { "transferred": true }, "within": { "levels": {} } }],
    "equivalent": [["d", "e"]], "prefer": ["cost", "finish", "heaviest-term", "lacking", "items", "credit"] }"#;

#[test]
fn a_file_with_every_key_passes_both() {
    assert_eq!((reader_says(EVERYTHING).as_str(), Schema::compiled().says(EVERYTHING).as_str()), ("", ""));
}

#[test]
fn what_the_reader_refuses_the_schema_refuses() {
    let schema = Schema::compiled();
    for (old, new) in [
        ("registry-problem-1", "registry-problem-2"),
        ("\"title\": \"Everything\"", "\"titel\": \"Everything\""),
        ("\"Everything\"", "\"Every\\u0007thing\""),
        ("\"ticks_per_term\": 7", "\"ticks_per_term\": 0"),
        ("\"ticks_per_term\": 7", "\"ticks_per_term\": 0.5"),
        ("\"first_tick\": 1", "\"first_tick\": -1"),
        ("\"hours\": 9", "\"hours\": 9000000000"),
        ("\"least_items\": 0", "\"least_items\": -1"),
        ("\"from_term\": 0, \"money\"", "\"money\""),
        ("\"first_tick\": 14", "\"first_tick\": 14, \"from_term\": 2"),
        ("\"money\": 90", "\"money\": \"90.00\""),
        ("\"budget\": 99", "\"budget\": -99"),
        ("\"id\": \"a\"", "\"code\": \"a\""),
        ("\"id\": \"a\"", "\"id\": \"\""),
        ("\"version\": \"1.2.0\"", "\"version\": \"1.2\""),
        ("\"version\": \"1.2.0\",", ""),
        ("\"course\": \"x\", ", ""),
        ("\"cost\": 5", "\"cost\": -5"),
        ("\"terms\": [1, 2]", "\"terms\": []"),
        ("\"terms\": [1, 2]", "\"terms\": [1, 2], \"from_term\": 1"),
        ("\"terms\": [1, 2]", "\"terms\": [1, 2], \"start_tick\": 1, \"end_tick\": 2"),
        ("\"length\": 1", "\"length\": 0"),
        ("\"groups\": [\"g\"], \"transferred\"", "\"groups\": [\"g\", \"g\"], \"transferred\""),
        ("\"any\": [\"b\", { \"from_tick\": 6 }]", "\"any\": []"),
        ("\"any\": [\"b\"", "\"some\": [\"b\""),
        ("\"any\": [\"b\"", "\"all\": [], \"any\": [\"b\""),
        ("{ \"from_tick\": 6 }", "6"),
        ("\"held\": true", "\"held\": true, \"refused\": true"),
        ("\"held\": true", "\"held\": \"yes\""),
        ("\"id\": \"c\", ", "\"id\": \"c\", \"cost\": 3, "),
        ("\"id\": \"c\", ", "\"id\": \"c\", \"length\": 1, "),
        ("\"start_tick\": 7, ", ""),
        ("\"at_least\": 1", "\"at_least\": 0"),
        ("\"at_least\": 1, \"of\"", "\"of\""),
        ("{ \"never\": \"why\" }", "{ \"never\": \"\" }"),
        ("\"least\": 5, ", ""),
        ("\"levels\": { \"from\": 5", "\"levels\": { \"above\": 5"),
        ("{ \"most\": 7, ", "{ "),
        ("\"most\": 50", "\"most\": 50, \"most_percent\": 50"),
        ("\"most\": 50", "\"most\": 50, \"within\": {}"),
        ("\"most_percent\": 50", "\"most_percent\": 101"),
        ("\"caps\": [{ \"name\": \"n\", \"most\": 50 }", "\"caps\": [{ \"name\": \"n\" }"),
        ("[[\"d\", \"e\"]]", "[[]]"),
        ("[\"cost\", \"finish\"", "[\"cost\", \"cost\""),
        ("\"heaviest-term\"", "\"heaviest_term\""),
    ] {
        let text = EVERYTHING.replacen(old, new, 1);
        assert_ne!(text, EVERYTHING, "{old} is not in the file");
        assert_ne!(reader_says(&text), "", "the reader accepts {new} for {old}");
        assert_ne!(schema.says(&text), "", "the schema accepts {new} for {old}");
    }
}

#[test]
fn a_file_without_terms_speaks_of_no_time_to_both() {
    let schema = Schema::compiled();
    let file = |item: &str, rest: &str| {
        format!(r#"{{ "format": "registry-problem-1", "items": [{{ "id": "a" {item} }}], "goal": "a" {rest} }}"#)
    };
    let sound = file(r#", "cost": 3"#, "");
    assert_eq!((reader_says(&sound).as_str(), schema.says(&sound).as_str()), ("", ""));
    for (item, rest) in [
        (r#", "length": 1"#, ""),
        (r#", "ways": [{ "from_term": 0 }]"#, ""),
        ("", r#", "last_tick": 3"#),
        ("", r#", "periods": [{ "from_term": 0 }]"#),
    ] {
        let text = file(item, rest);
        assert_ne!((reader_says(&text).as_str(), schema.says(&text).as_str()), ("", ""), "{text}");
        assert_ne!(schema.says(&text), "", "the schema accepts {text}");
    }
    let nothing = r#"{ "format": "registry-problem-1", "items": [] }"#;
    assert!(!reader_says(nothing).is_empty() && !schema.says(nothing).is_empty());
}

#[test]
fn a_question_that_is_exported_has_the_least_cost_that_is_recommended() {
    let catalogue = registry_tests::seeds::catalogue();
    let mut settled = 0;
    for (name, person) in registry_tests::seeds::people() {
        let recommended = recommended(&catalogue, &person.request, Budget::default());
        let file = export(&catalogue, &person.request, Budget::default()).expect("a sound request");
        let text = serde_json::to_string(&file).expect("text");
        assert_eq!((reader_says(&text).as_str(), Schema::compiled().says(&text).as_str()), ("", ""), "{name}");
        let answer = file.posed().expect("sound").plan(&[Measure::Cost], 200_000);
        assert_eq!(broken(&file, &answer), Vec::<String>::new(), "{name}");
        let found = answer.measures.map(|measures| measures.cost);
        let Recommendation::Pathways(recommended) = recommended else {
            assert_eq!(found, None, "{name}");
            continue;
        };
        let cheapest = recommended.pathways.iter().find(|pathway| pathway.best_at.contains(&Objective::LeastCost));
        if let Some(cheapest) = cheapest.filter(|cheapest| cheapest.proved && answer.status == Status::Proved) {
            // A file cannot say that steps share an amount of funding: its costs are before that.
            let shares = |code| catalogue.funding_source(code).is_some_and(|source| source.amount.is_some());
            if person.request.limits.funding.iter().any(shares) {
                assert!(found > Some(cheapest.cost.cents()), "{name}");
                continue;
            }
            assert_eq!(found, Some(cheapest.cost.cents()), "{name}");
            settled += 1;
        }
    }
    assert!(settled >= 8, "only {settled} people's questions were settled both ways");
}
