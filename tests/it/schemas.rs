//! The JSON Schemas accept what the reader accepts and refuse what it refuses, as far as a schema can say it.

use std::fs;
use std::path::{Path, PathBuf};

use boon::{Compiler, SchemaIndex, Schemas};
use chrono::NaiveDate;
use registry_api::format::{SourceFile, check_catalogue, is_profile, read_profile};
use serde_json::{Value, json};

const EVERYTHING: &str = include_str!("../../registry-api/src/format/fixtures/everything.toml");
const PERSON: &str = include_str!("../../registry-api/src/format/fixtures/person.toml");
const CATALOGUE_SCHEMA: &str = include_str!("../../schema/catalogue.schema.json");
const PROFILE_SCHEMA: &str = include_str!("../../schema/profile.schema.json");

/// What TOML says, as JSON; dates without quotes become texts.
fn as_json(value: &toml::Value) -> Value {
    match value {
        toml::Value::Datetime(date) => json!(date.to_string()),
        toml::Value::Array(items) => items.iter().map(as_json).collect(),
        toml::Value::Table(table) => {
            Value::Object(table.iter().map(|(key, value)| (key.clone(), as_json(value))).collect())
        }
        toml::Value::String(text) => json!(text),
        toml::Value::Integer(number) => json!(number),
        toml::Value::Float(number) => json!(number),
        toml::Value::Boolean(flag) => json!(flag),
    }
}

/// The two schemas, compiled.
struct Both {
    schemas: Schemas,
    catalogue: SchemaIndex,
    profile: SchemaIndex,
}

impl Both {
    fn compiled() -> Self {
        let (mut schemas, mut compiler) = (Schemas::new(), Compiler::new());
        compiler.enable_format_assertions();
        let mut compile = |name: &str, text: &str| {
            let schema = serde_json::from_str(text).expect("the schema is JSON");
            compiler.add_resource(name, schema).expect("a resource");
            compiler.compile(name, &mut schemas).expect("a sound schema")
        };
        let catalogue = compile("file:///catalogue.schema.json", CATALOGUE_SCHEMA);
        let profile = compile("file:///profile.schema.json", PROFILE_SCHEMA);
        Self { schemas, catalogue, profile }
    }

    /// What the schema of such files says against a file; empty when it accepts it.
    fn say(&self, file: &SourceFile<'_>) -> String {
        let table: toml::Table = file.text.parse().expect("the text is TOML");
        let instance = as_json(&toml::Value::Table(table));
        let schema = if is_profile(file) { self.profile } else { self.catalogue };
        self.schemas.validate(&instance, schema).err().map(|error| error.to_string()).unwrap_or_default()
    }

    /// Replaces the first `old` by `new`; the reader and the schema must both refuse what comes of it.
    #[track_caller]
    fn refuse(&self, fixture: &str, old: &str, new: &str) {
        let text = fixture.replacen(old, new, 1);
        assert_ne!(text, fixture, "{old} is not in the fixture");
        let file = SourceFile { name: "broken", text: &text };
        assert_ne!(reader_says(&file), "", "the reader accepts {new} for {old}");
        assert_ne!(self.say(&file), "", "the schema accepts {new} for {old}");
    }
}

fn today() -> NaiveDate {
    NaiveDate::from_ymd_opt(2027, 1, 1).expect("a day")
}

fn reader_says(file: &SourceFile<'_>) -> String {
    let problems = match is_profile(file) {
        // A goal given beside the file would take the place of the file's, which then is not looked at.
        true => {
            let given = if file.text.contains("goal =") { None } else { "tier:1".parse().ok() };
            read_profile(file, today(), given).err().unwrap_or_default()
        }
        false => check_catalogue(&[*file], None),
    };
    problems.iter().map(|problem| format!("{problem}\n")).collect()
}

fn toml_files(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("the folder is there") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            toml_files(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "toml") {
            found.push(path);
        }
    }
}

#[test]
fn every_seed_file_passes_the_reader_and_its_schema() {
    let both = Both::compiled();
    let mut paths = Vec::new();
    toml_files(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../seeds"), &mut paths);
    paths.sort();
    assert!(!paths.is_empty(), "there are seeds");
    let texts: Vec<_> = paths.iter().map(|path| fs::read_to_string(path).expect("readable")).collect();
    let names: Vec<_> = paths.iter().map(|path| path.display().to_string()).collect();
    let files: Vec<_> = names.iter().zip(&texts).map(|(name, text)| SourceFile { name, text }).collect();
    let (people, catalogue): (Vec<_>, Vec<_>) = files.into_iter().partition(is_profile);
    assert_eq!(check_catalogue(&catalogue, None), []);
    for file in &people {
        assert_eq!(reader_says(file), "");
    }
    for file in catalogue.iter().chain(&people) {
        assert_eq!(both.say(file), "", "{}", file.name);
    }
}

#[test]
fn the_fixtures_of_the_reader_pass_their_schemas() {
    let both = Both::compiled();
    for text in [EVERYTHING, PERSON] {
        let file = SourceFile { name: "fixture", text };
        assert_eq!(reader_says(&file), "");
        assert_eq!(both.say(&file), "");
    }
}

#[test]
fn what_the_reader_refuses_the_catalogue_schema_refuses() {
    let both = Both::compiled();
    let hope = r#"source = { document = "leading-the-change", place = "Figure 2", quote = "Hope" }"#;
    let over = r#"{ gate = "experience-over", months = 12 }"#;
    let any = r#"{ any = [{ course = "suite-peer-support" }, { course = "suite-supervision" }] }"#;
    let dated = r#"{ start = "2027-03-01", end = "2027-03-05" }"#;
    for (old, new) in [
        ("invented = true", ""),
        ("invented = true", "invented = \"yes\""),
        ("[[regions]]", "[regions]"),
        ("[[regions]]", "[[region]]"),
        ("title = \"Tip sheet\"\n", ""),
        ("year = 2020", "year = 20200"),
        ("title = \"Hope\"", "titel = \"Hope\""),
        ("title = \"Hope\"", "title = \" \""),
        ("title = \"Hope\"", r#"title = "Ho\u001bpe""#),
        ("code = \"value-hope\"", "code = \"value hope\""),
        ("kind = \"value\"", "kind = \"vlaue\""),
        (hope, "assumption = true"),
        (hope, "assumption = false"),
        (hope, "note = \"Because.\""),
        (hope, "source = {}"),
        (hope, &format!("{hope}\nassumption = true\nnote = \"Because.\"")),
        ("quote = \"Hope\"", "quote = \" Ho \""),
        ("quote = \"Hope\"", "quote = \"Hope\", confidence = \"high\""),
        (
            "completion_assumption = \"The",
            "completion_source = { document = \"tip-sheet\", place = \"p. 1\", quote = \"tier\" }\ncompletion_assumption = \"The",
        ),
        (
            "strength = \"advised\", requires = { all = [{ tier = 1 }",
            "strength = \"required\", requires = { all = [{ tier = 1 }",
        ),
        ("strength = \"advised\", requires = { any", "strength = \"required\", requires = { any"),
        ("{ all = [{ tier = 1 }, ", "{ all = [{ tier = 5 }, "),
        ("at_least = 1, of", "at_least = 0, of"),
        ("at_least = 1, of", "of"),
        ("version = \"^1\"", "version = \"one\""),
        ("version = \"^1\"", "tier = 1"),
        (over, r#"{ gate = "experience-over", years = 1 }"#),
        (over, r#"{ gate = "experience-over", months = 601 }"#),
        (over, r#"{ gate = "experience" }"#),
        (any, "{ any = [] }"),
        ("volume_of_learning_hours = 40", "volume_of_learning_hours = 0"),
        ("volume_of_learning_hours = 40", "volume_of_learning_hours = 40.1"),
        ("volume_of_learning_hours = 40", "volume_of_learning_hours = 5000"),
        ("version = \"1.1.0\"\n  published", "version = \"1.1\"\n  published"),
        ("published = \"2027-01-01\"", "published = \"2027-02-30\""),
        ("published = \"2027-01-01\"", "published = \"1827-01-01\""),
        ("assessed = true\n  credit_points", "assessed = false\n  credit_points"),
        ("credit_points = \"3.125\"\n", ""),
        ("credit_points = \"3.125\"", "credit_points = 3.125"),
        ("credit_points = \"3.125\"", "credit_points = \"10000.5\""),
        ("tiers = [3]\nroles", "tiers = [3, 3]\nroles"),
        ("level = 8", "level = 11"),
        ("core = 8", "core = -8"),
        ("points_per_year = \"100\"", "points_per_year = \"0\""),
        ("kind = \"block\"", "kind = \"series\""),
        ("kind = \"unit\"", "kind = \"block\""),
        ("kind = \"unit\"", "kind = \"unit\"\nblock = { from = \"CHC43515\", points = \"1\" }"),
        ("from = \"workshop-values\", unit", "unit"),
        ("basis = \"rpl\"", "basis = \"experience\""),
        ("from_provider = \"example-institute\"", "from_provider = \"an institute\""),
        ("valid_from = \"2026-01-01\"", "valid_from = \"2026-02-30\""),
        ("group = \"major\"", "group = \"the major\""),
        ("conditions = \"Within two years of the Certificate IV.\"", "conditions = \"\""),
        ("kind = \"listed\"", "kind = \"list\""),
        ("least = 1, most", "least = 201, most"),
        ("subject_points = \"15\"", "subject_points = 15"),
        ("subject_points = \"15\"\n", ""),
        ("least = \"30\"", "least = 30"),
        ("subjects = [\"suite-supervision\"]", "units = [\"suite-supervision\"]"),
        ("residency_least_percent = 50", "residency_least_percent = 120"),
        ("rpl_most_percent = 25", "rpl_most_percent = 2.5"),
        ("study_years_max = 5", "study_years_max = 0"),
        ("{ most_percent = 60, study_years_max = 10 }", "{}"),
        ("amount = \"1500.00\"", "amount = \"$1,500\""),
        ("amount = \"1500.00\"", "amount = \"1000000.01\""),
        ("version = \"1.1.0\"\nprovider", "provider"),
        ("qualification = \"CHC43515\"\nprovider", "provider"),
        ("region = \"melbourne-metro\"\n", ""),
        (dated, "{}"),
        (dated, r#"{ start = "2027-03-01", end = "2027-03-05", weeks = 1 }"#),
        ("weeks = 52", "weeks = 261"),
        ("price = \"420.00\"", "price = \"-420.00\""),
        ("capacity = 20", "capacity = 0"),
        ("capacity = 20", "rpl_asks = []"),
        ("capacity = 20", "rpl_asks = [{ gate = \"sometimes\" }]"),
        ("amount = \"900.00\"\nper", "per"),
        ("places = 10", "places = 0"),
        ("per = \"year\"", "per = \"month\""),
        (
            "{ courses = [\"suite-peer-support\"], qualifications = [\"CHC43515\"], kinds = [\"workshop\"], providers = [\"example-institute\"] }",
            "{}",
        ),
        ("kinds = [\"workshop\"]", "kinds = [\"party\"]"),
        ("requires = [{ gate = \"employed\" }]", "requires = [{ gate = \"sometimes\" }]"),
        ("volume_of_learning_hours = 1200\n", ""),
        ("volume_assumed = true", "volume_assumed = 1"),
        (", quote = \"four hundred and twenty\"", ""),
    ] {
        both.refuse(EVERYTHING, old, new);
    }
}

#[test]
fn what_the_reader_refuses_the_profile_schema_refuses() {
    let both = Both::compiled();
    for (old, new) in [
        ("goal = \"tier:3\"", "goal = \"job:advocate\""),
        ("goal = \"tier:3\"", "goal = \"tier:5\""),
        ("deadline = \"2029-12-31\"", "deadline = \"2027-02-30\""),
        ("employment = \"starting\"", "employment = \"employed\""),
        ("employment_from = \"2027-06-01\"\n", ""),
        ("employment = \"starting\"\nemployment_from = \"2027-06-01\"", "employment = \"not-employed\""),
        ("hours_per_week = 5.5", "hours_per_week = -1"),
        ("hours_per_week = 5.5", "hours_per_week = 60.25"),
        ("hours_per_week = 5.5\n", ""),
        ("experience_months = 6", "experience_months = 601"),
        ("days_per_year = 3", "days_per_year = 367"),
        ("modes = [\"online\", \"in-person\"]", "modes = [\"online\", \"online\"]"),
        ("peer_led = \"prefer\"", "peer_led = \"always\""),
        ("perspective = \"consumer\"", "diagnosis = \"none of your business\""),
        ("budget_per_year = \"500.00\"", "budget_per_year = 500"),
        ("version = \"1.0.0\", completed", "completed"),
        ("completed = \"2023-11-30\"", "completed = \"lately\""),
        ("offering = \"peer-support-2027\", ends", "ends"),
        ("qualification = \"GC-MH\"", "qualification = \"GC-MH\", offering = \"peer-support-2027\""),
        ("ends = \"2027-06-30\", ", ""),
        ("hours_per_week = 1.5", "hours_per_week = -1"),
        ("days = 1 }", "days = 367 }"),
        ("invented = true\n", ""),
        ("status = \"claimed\"", "status = \"asked\""),
        ("status = \"claimed\"", "status = \"planned\""),
        ("status = \"planned\"", "status = \"refused\""),
        ("kind = \"work\"", "kind = \"job\""),
        ("kind = \"work\"", "kind = \"artefact\""),
        ("hours = 400", "hours = -400"),
        ("from = \"2025-01-06\", ", ""),
        ("outcomes = [1]", "outcomes = [0]"),
        ("outcomes = [1]", "outcomes = [1, 1]"),
        ("reference = \"session-plan\"", "reference = \"a plan for Kim\""),
        ("reference = \"session-plan\"", "reference = \"session-plan\", note = \"unwell\""),
    ] {
        both.refuse(PERSON, old, new);
    }
}

#[test]
fn the_schema_of_catalogue_files_accepts_what_is_exported_as_json() {
    let both = Both::compiled();
    let snapshot = registry_api::ops::built_in_catalogue().expect("the built-in catalogue");
    let file = SourceFile { name: "everything.toml", text: EVERYTHING };
    let fixture = registry_api::format::read_catalogue(&[file]).expect("the fixture is sound").parts;
    for parts in [snapshot.catalogue().to_parts(), fixture] {
        let text = registry_api::export::json(&parts).expect("data");
        let instance: Value = serde_json::from_str(&text).expect("JSON");
        let refused = both.schemas.validate(&instance, both.catalogue).err().map(|error| error.to_string());
        assert_eq!(refused, None);
    }
    let broken = json!({ "regions": [{ "code": "a b" }] });
    assert!(both.schemas.validate(&broken, both.catalogue).is_err(), "the schema refuses something");
}
