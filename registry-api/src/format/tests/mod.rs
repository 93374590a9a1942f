//! Tests of the file reader.

mod broken;
mod everything;
mod people;
mod soup;
mod together;
mod twice;

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
