//! `registry analyse`, run in process.

use std::ffi::OsString;

use crate::cli::{Edge, Exit, run};

async fn ran(line: &[&str]) -> (Exit, String, String) {
    let (mut out, mut err) = (Vec::new(), Vec::new());
    let mut edge = Edge {
        out: &mut out,
        err: &mut err,
        now: "2027-02-01T00:00:00Z".parse().expect("time"),
        today: "2027-02-01".parse().expect("date"),
        environment: &|_| None,
    };
    let exit = run(["registry", "analyse"].iter().chain(line).map(OsString::from), &mut edge).await;
    let text = |bytes| String::from_utf8(bytes).expect("text");
    (exit, text(out), text(err))
}

/// A file of one test; `name` must be used by one test only.
fn file(name: &str, text: &str) -> String {
    let path = std::env::temp_dir().join(format!("registry-analyse-{}-{name}", std::process::id()));
    std::fs::write(&path, text).expect("file");
    path.display().to_string()
}

fn course(code: &str, requisite: &str) -> String {
    format!(
        "[[courses]]\ncode = \"{code}\"\ntitle = \"Course {code}\"\nkind = \"workshop\"\ndescription = \"One day.\"\n\
         source = {{ external = \"example.org\", place = \"page 1\", confidence = \"high\" }}\n\
         [[courses.versions]]\nversion = \"1.0.0\"\npublished = 2026-01-01\nvolume_of_learning_hours = 4\nassessed = false\noutcomes = [\"Begin\"]\n\
         requisites = [{requisite}]\n\n"
    )
}

fn needs(code: &str) -> String {
    format!(
        "{{ kind = \"prerequisite\", strength = \"required\", requires = {{ course = \"{code}\" }}, \
         source = {{ external = \"example.org\", place = \"page 1\", confidence = \"high\" }} }}"
    )
}

#[tokio::test]
async fn what_is_wrong_is_an_answer_and_each_list_says_what_it_leaves_out() {
    let (exit, short, err) = ran(&[]).await;
    assert_eq!((exit, err.as_str()), (Exit::Answered, ""));
    let (_, long, _) = ran(&["--all"]).await;
    assert!(short.lines().next().is_some_and(|line| line.contains(" courses; ")), "{short}");
    assert!(short.contains("more (--all shows them)") && !long.contains("--all"), "{short}");
    assert!(long.lines().count() > short.lines().count());
    assert!(long.lines().all(|line| line.chars().count() <= 80), "{long}");
}

#[tokio::test]
async fn the_data_has_every_list_whole() {
    let (exit, out, _) = ran(&["--json"]).await;
    assert_eq!(exit, Exit::Answered);
    let value: serde_json::Value = serde_json::from_str(&out).expect("JSON");
    let entries = value["entries"].as_array().expect("entries");
    assert!(entries.len() > 90 && entries.iter().all(|entry| entry["longest_chain"].as_u64() >= Some(1)));
    assert_eq!(value["waits_counted"], true);
    assert_eq!(value["removals_tried"], value["removals_possible"]);
}

#[tokio::test]
async fn a_file_is_looked_at_together_with_the_built_in_catalogue() {
    let text = [course("z-first", ""), course("z-second", &needs("z-first"))].concat();
    let (exit, out, err) = ran(&[&file("two.toml", &text), "--all"]).await;
    assert_eq!((exit, err.as_str()), (Exit::Answered, ""));
    assert!(out.contains("- Course z-first (course:z-first): no offering"), "{out}");
    let flat = out.split_whitespace().collect::<Vec<_>>().join(" ");
    let line = "- Course z-second (course:z-second): no offering Version 1.0.0 needs Course z-first; out of reach: \
                Course z-first Source: example.org, page 1";
    assert!(flat.contains(line), "{out}");
}

#[tokio::test]
async fn requisites_in_a_knot_are_to_be_corrected_and_every_member_is_named() {
    let both = format!("{}, {}", needs("z-a"), needs("z-b"));
    let text = [course("z-a", &needs("z-c")), course("z-b", &needs("z-a")), course("z-c", &both)].concat();
    let (exit, out, err) = ran(&[&file("knot.toml", &text)]).await;
    assert_eq!((exit, out.as_str()), (Exit::ToCorrect, ""));
    assert!(
        err.contains("required requisites go round in a circle: course:z-a before course:z-c before course:z-a"),
        "{err}"
    );
    let knot = "3 entries in a knot, each before all the others: course:z-a, course:z-b, course:z-c\n";
    assert!(err.ends_with(knot), "{err}");
}

#[tokio::test]
async fn a_profile_and_a_missing_file_are_to_be_corrected() {
    let path = file("profile.toml", "[profile]\ngoal = \"tier:1\"\n");
    let (exit, _, err) = ran(&[&path]).await;
    let message = format!("{path}: this is a profile, and only catalogues are read here; leave it out\n");
    assert_eq!((exit, err), (Exit::ToCorrect, message));
    let (exit, _, err) = ran(&["nothing.toml"]).await;
    assert_eq!((exit, err.as_str()), (Exit::ToCorrect, "there is no file nothing.toml; check the name\n"));
}
