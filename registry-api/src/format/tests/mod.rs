//! Tests of the file reader.

mod broken;
mod broken_courses;
mod broken_credit;
mod claims;
mod everything;
mod people;
mod soup;
mod together;
mod twice;
mod union;

use registry_core::catalogue::CatalogueParts;

use super::*;

/// A catalogue with every kind of entry.
const EVERYTHING: &str = include_str!("../fixtures/everything.toml");

/// A profile with every key.
const PERSON: &str = include_str!("../fixtures/person.toml");

fn file(text: &str) -> SourceFile<'_> {
    SourceFile { name: "a.toml", text }
}

fn everything() -> CatalogueParts {
    read_catalogue(&[file(EVERYTHING)]).expect("the fixture is sound").parts
}

/// `a.toml:3: …`, one line each.
fn lines(problems: &[Problem]) -> Vec<String> {
    problems.iter().map(ToString::to_string).collect()
}

/// Replaces the first `old` of the fixture by `new` and expects exactly these problems, each from its line on.
#[track_caller]
fn check(old: &str, new: &str, problems: &[&str]) {
    let text = EVERYTHING.replacen(old, new, 1);
    assert_ne!(text, EVERYTHING, "{old} is not in the fixture");
    let found = lines(&check_catalogue(&[file(&text)], None));
    let wanted: Vec<_> = problems.iter().map(|problem| format!("a.toml:{problem}")).collect();
    assert_eq!(found, wanted, "{old} -> {new}");
}
