//! Every kind of mistake in files that are imported, made twice: through the API and on the command line. Both tell the same, each with
//! its place and a sentence, and neither saves anything.
//!
//! The reviewed sentences are in `snapshots/bad_files.txt`. To write them anew, run the test with `UPDATE_SNAPSHOTS=1` and read what
//! changes.

use std::fmt::Write as _;
use std::path::Path;
use std::process::{Command, Output};

use registry_api::import::FILE_BYTES_MAX;
use registry_tests::server::program;
use serde_json::{Value, json};

use crate::import_over_graphql::base64;
use crate::publishing::{Ground, ask, codes, draft, publish};

const COURSES: &str = "code,title,kind,description,source_external,source_place,source_confidence\n";
const VERSIONS: &str = "course,version,published,outcomes,volume_of_learning_hours,assessed,requisites\n";

/// What somebody imports: what is wrong with it, and its files.
type Bad = (&'static str, Vec<(&'static str, Vec<u8>)>);

/// A course as a row of the table, with its title.
fn row(code: &str) -> String {
    format!("{code},Listening well,workshop,A day of listening.,example.org,Course guide,high\n")
}

/// Tables with a version of `listening-well` that asks for something.
fn version(number: &str, assessed: &str, requires: Option<&Value>) -> Vec<(&'static str, Vec<u8>)> {
    let requisites = requires.map_or_else(String::new, |requires| {
        let source = json!({ "external": "example.org", "place": "Course guide", "confidence": "high" });
        let all = json!([{ "kind": "prerequisite", "strength": "required", "requires": requires, "source": source }]);
        format!("\"{}\"", all.to_string().replace('"', "\"\""))
    });
    // The day of 1.2.0: only what is meant to be wrong is.
    let today = (chrono::Utc::now() + chrono::TimeDelta::hours(10)).date_naive();
    let versions = format!("{VERSIONS}listening-well,{number},{today},Listen,6,{assessed},{requisites}\n");
    vec![
        ("courses.csv", (COURSES.to_owned() + &row("listening-well")).into_bytes()),
        ("versions.csv", versions.into_bytes()),
    ]
}

/// One line of NAT00060.
fn subject(code: &str, title: &str) -> String {
    format!("{code:<12}{title:<100}{:<6}Y0040\r\n", "")
}

/// The mistakes of a provider who has published `listening-well` 1.2.0, and needs `hearing-well` of another, which needs `listening-well`.
fn mistakes() -> Vec<Bad> {
    let asks = |course: &str, range: &str| json!({ "course": course, "version": range });
    let toml = |text: &str| vec![("a.toml", text.as_bytes().to_vec())];
    let course = |code: &str, publisher: &str| {
        format!(
            "[[courses]]\ncode = \"{code}\"\ntitle = \"Listening well\"\nkind = \"workshop\"\ndescription = \"A day of listening.\"\n\
             publisher = \"{publisher}\"\nsource = {{ external = \"example.org\", place = \"Course guide\", confidence = \"high\" }}\n\n\
             [[courses.versions]]\nversion = \"1.0.0\"\npublished = \"2026-07-01\"\noutcomes = [\"Listen\"]\n\
             volume_of_learning_hours = 6\nassessed = false\n\n"
        )
    };
    let two = course("shared-code", "paper-daisy-training") + &course("shared-code", "tafe-gippsland");
    let latin = [COURSES.as_bytes(), b"caf\xe9,Coffee,workshop,x,example.org,Course guide,high\n"].concat();
    let cut = subject("CHCXYZ001", "Listen to people") + &format!("{:<12}{:<60}", "CHCXYZ002", "Be alongside people");
    let in_number =
        subject("CHCXYZ001", "Listen to people") + subject("CHCXYZ002", "Be alongside").trim_end_matches("40\r\n");
    let stray = VERSIONS.to_owned() + "listening-ill,1.0.0,2026-07-01,Listen,6,no,\n";
    vec![
        ("a wrong version", version("1.3", "yes", None)),
        ("a version that is there, with other content", version("1.2.0", "yes", None)),
        ("a version out of order", version("1.1.0", "no", None)),
        ("a version that moves too little", version("1.2.1", "yes", None)),
        ("an unknown requisite", version("2.0.0", "no", Some(&asks("nowhere", "*")))),
        ("a range that is none", version("2.0.0", "no", Some(&asks("suite-peer-support", "1 or 2")))),
        ("a range that matches nothing", version("2.0.0", "no", Some(&asks("suite-peer-support", "^9")))),
        ("a course that requires itself", version("2.0.0", "no", Some(&asks("listening-well", "^1")))),
        ("a circle across providers", version("2.0.0", "no", Some(&asks("hearing-well", "^1")))),
        ("not UTF-8", vec![("courses.csv", latin)]),
        ("a national file cut within a name", vec![("NAT00060.txt", cut.into_bytes())]),
        ("a national file cut within a number", vec![("NAT00060.txt", in_number.into_bytes())]),
        ("another provider's code", toml(&course("hearing-well", "paper-daisy-training"))),
        ("two providers with one code, in one file", toml(&two)),
        (
            "one code twice in a table",
            vec![
                ("courses.csv", (COURSES.to_owned() + &row("listening-well").repeat(2)).into_bytes()),
                version("1.3.0", "yes", None).remove(1),
            ],
        ),
        ("a version of a course that has no row", vec![("versions.csv", stray.into_bytes())]),
        ("a file of no format", vec![("courses.pdf", b"%PDF-1.7\n".to_vec())]),
    ]
}

/// Runs `registry import` as a provider, from the folder of the files.
fn import(ground: &Ground, files: &[&str], options: &[&str]) -> Output {
    let mut command = Command::new(program());
    command.arg("import").args(files).args(options).current_dir(ground.folder());
    command.args(["--provider", "paper-daisy-training", "--database", "registry.db"]);
    command.output().expect("the program runs")
}

/// What the command line says of files, a line for each problem: row, column, sentence. It must refuse them.
fn on_the_command_line(ground: &Ground, files: &[(&str, Vec<u8>)]) -> Vec<(String, Value, Value, String)> {
    for (name, bytes) in files {
        std::fs::write(ground.folder().join(name), bytes).expect("written");
    }
    let names: Vec<&str> = files.iter().map(|(name, _)| *name).collect();
    let output = import(ground, &names, &["--json"]);
    assert_eq!(output.status.code(), Some(2), "{names:?}: {}", String::from_utf8_lossy(&output.stderr));
    let data: Value = serde_json::from_slice(&output.stdout).expect("JSON");
    assert_eq!(data["outcome"], "refused", "{data}");
    let of = |problem: &Value| {
        let text = |name: &str| problem[name].as_str().expect(name).to_owned();
        (text("file"), problem["line"].clone(), problem["column"].clone(), text("message"))
    };
    data["problems"].as_array().expect("problems").iter().map(of).collect()
}

/// What the API says of files, in the same form, with the name of the file for its place in the input.
fn over_the_api(ground: &Ground, token: &str, files: &[(&str, Vec<u8>)]) -> Vec<(String, Value, Value, String)> {
    let query =
        "mutation($input: ImportCatalogueInput!) { importCatalogue(input: $input) { receipt { catalogueRevision }
      errorCount userErrors { code message field row column } } }";
    let sent: Vec<Value> = files.iter().map(|(name, bytes)| json!({ "name": name, "base64": base64(bytes) })).collect();
    let answer = ask(&ground.server.client, Some(token), query, &json!({ "input": { "files": sent } }));
    let payload = answer.json()["data"]["importCatalogue"].take();
    assert!(payload["receipt"].is_null(), "{}", answer.text);
    let errors = payload["userErrors"].as_array().expect("errors");
    assert_eq!(payload["errorCount"], errors.len(), "{payload}");
    let of = |error: &Value| {
        assert_eq!(error["code"], "UNREADABLE", "{error}");
        let file = match error["field"].as_array().expect("a field").as_slice() {
            [list, place] if list == "files" => {
                let place: usize = place.as_str().expect("a place").parse().expect("a number");
                files[place].0.to_owned()
            }
            other => panic!("{other:?} is no place of a file: {error}"),
        };
        (file, error["row"].clone(), error["column"].clone(), error["message"].as_str().expect("a message").to_owned())
    };
    errors.iter().map(of).collect()
}

/// A message of the command line as the sentence that the API makes of it.
fn sentence(message: &str) -> String {
    let text = registry_core::words::sentence_start(message);
    if text.ends_with(['.', '?']) { text } else { text + "." }
}

#[test]
fn each_mistake_in_a_file_is_told_alike_by_the_api_and_on_the_command_line_and_nothing_is_saved() {
    let ground = Ground::new("bad-files");
    let client = &ground.server.client;
    let database = ground.folder().join("registry.db");
    let own = |provider: &str| crate::publishing::token(&database, &["--provider", provider], &[]);
    let (a, b) = (own("paper-daisy-training"), own("tafe-gippsland"));
    let mut theirs = draft("hearing-well", "1.0.0", &["Hear"]);
    theirs["title"] = "Hearing well".into();
    theirs["requisites"] = json!([{ "kind": "PREREQUISITE", "strength": "REQUIRED",
        "requires": { "course": { "code": "listening-well", "range": "^1" } },
        "source": { "external": { "external": "example.org", "place": "Course guide", "confidence": "HIGH" } } }]);
    for (token, input) in [(&a, draft("listening-well", "1.2.0", &["Listen"])), (&b, theirs)] {
        let made = publish(client, token, &input);
        assert_eq!(codes(&made), Vec::<&str>::new(), "{made}");
    }
    let before = ground.server.state.snapshot();
    // A token has points for ten imports a minute.
    let tokens = [a, own("paper-daisy-training")];
    let mut told = String::new();
    for ((what, files), token) in mistakes().iter().zip(tokens.iter().cycle()) {
        let said = on_the_command_line(&ground, files);
        let answered = over_the_api(&ground, token, files);
        assert!(!said.is_empty(), "{what}");
        let sentences: Vec<_> = said
            .iter()
            .map(|(file, row, column, message)| (file.clone(), row.clone(), column.clone(), sentence(message)))
            .collect();
        assert_eq!(sentences, answered, "{what}: the API and the command line tell the same");
        writeln!(told, "== {what}").expect("written");
        for (file, row, column, message) in answered {
            let place = format!("{file} {row} {column}").replace('"', "").replace(" null", "");
            writeln!(told, "{place}: {message}").expect("written");
        }
        writeln!(told).expect("written");
    }
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("it/snapshots/bad_files.txt");
    if std::env::var_os("UPDATE_SNAPSHOTS").is_some() {
        std::fs::write(&path, &told).expect("written");
    }
    let reviewed = std::fs::read_to_string(&path).unwrap_or_default();
    assert_eq!(told, reviewed, "UPDATE_SNAPSHOTS=1 writes the sentences of today; read what changes");

    let after = ground.server.state.snapshot();
    assert_eq!(after.revision(), before.revision());
    assert!(after.catalogue().to_parts() == before.catalogue().to_parts(), "something was saved");
}

/// The same file through a form is in `import_uploads`.
#[test]
fn a_file_of_more_than_fifty_megabytes_is_refused_on_the_command_line_before_it_is_read() {
    let ground = Ground::new("bad-large");
    let before = ground.server.state.snapshot().revision();
    let large = std::fs::File::create(ground.folder().join("courses.csv")).expect("a file");
    large.set_len(FILE_BYTES_MAX as u64 + 1).expect("its length");
    let output = import(&ground, &["courses.csv"], &[]);
    assert_eq!(output.status.code(), Some(2));
    let said = String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr);
    assert!(said.contains("courses.csv") && said.contains("at most 50000000 are read"), "{said}");
    assert_eq!(ground.server.state.snapshot().revision(), before);
}
