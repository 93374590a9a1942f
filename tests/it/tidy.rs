//! Reads the tree and holds the invariants of docs/ARCHITECTURE.md. Each rule is a function from files to findings,
//! tried on a file that breaks it as well as on the tree.

use std::path::Path;
use std::process::Command;

use registry_tests::seeds::root;

/// A file of the tree: its path from the root, and its text.
struct File {
    path: String,
    text: String,
}

/// Every text file that git keeps or would keep.
fn tree() -> Vec<File> {
    let listed = Command::new("git")
        .args(["ls-files", "--cached", "--others", "--exclude-standard"])
        .current_dir(root())
        .output()
        .expect("git lists the files");
    assert!(listed.status.success(), "git lists the files");
    let names = String::from_utf8(listed.stdout).expect("names are UTF-8");
    let files = names.lines().filter_map(|path| {
        let text = std::fs::read_to_string(root().join(path)).ok()?;
        Some(File { path: path.to_owned(), text })
    });
    let files: Vec<File> = files.collect();
    assert!(files.len() > 100, "the tree has more than a hundred files, found {}", files.len());
    files
}

fn is_rust(file: &File) -> bool {
    file.path.ends_with(".rs")
}

/// The lines of a file that are code, with their numbers.
fn code(file: &File) -> impl Iterator<Item = (usize, &str)> {
    let lines = file.text.lines().enumerate().map(|(index, line)| (index + 1, line));
    lines.filter(|(_, line)| !line.trim_start().starts_with("//"))
}

/// A word stands in a line as a word of its own.
fn has_word(line: &str, word: &str) -> bool {
    let edge = |c: Option<char>| c.is_none_or(|c| !c.is_alphanumeric() && c != '_');
    line.match_indices(word)
        .any(|(at, _)| edge(line[..at].chars().next_back()) && edge(line[at + word.len()..].chars().next()))
}

/// `word` stands only in files that `allowed` names.
fn only_in(files: &[File], word: &str, scope: &str, allowed: &[&str]) -> Vec<String> {
    let outside = |file: &&File| {
        is_rust(file) && file.path.starts_with(scope) && !allowed.iter().any(|prefix| file.path.starts_with(prefix))
    };
    let mut found = Vec::new();
    for file in files.iter().filter(outside) {
        for (line, text) in code(file).filter(|(_, text)| has_word(text, word)) {
            found.push(format!("{}:{line}: {word} must not stand here: {}", file.path, text.trim()));
        }
    }
    found
}

fn core_names_no_one(files: &[File]) -> Vec<String> {
    let words =
        ["sea_orm", "async_graphql", "poem", "tokio", "registry_api", "reqwest", "chrono::Utc", "chrono::Local"];
    words.iter().flat_map(|word| only_in(files, word, "registry-core/src/", &[])).collect()
}

/// What core may not import of the standard library, alone or grouped.
fn core_does_no_io(files: &[File]) -> Vec<String> {
    let mut found = Vec::new();
    for file in files.iter().filter(|file| is_rust(file) && file.path.starts_with("registry-core/src/")) {
        for (line, text) in code(file) {
            let grouped = imported_from(text, "std");
            for part in ["fs", "net", "env", "process"] {
                if has_word(text, &format!("std::{part}")) || grouped.contains(&part) {
                    found.push(format!("{}:{line}: core does no I/O; std::{part} must not stand here", file.path));
                }
            }
        }
    }
    found
}

/// The first parts of what a line imports in braces from a root: `cli` and `ops` of `use crate::{cli, ops::plan};`.
fn imported_from<'a>(line: &'a str, root: &str) -> Vec<&'a str> {
    let Some((_, group)) = line.split_once(&format!("{root}::{{")) else { return Vec::new() };
    let mut depth = 0;
    let mut members = Vec::new();
    let mut begins = true;
    for (at, c) in group.char_indices() {
        match c {
            '{' => depth += 1,
            '}' => depth -= 1,
            ',' if depth == 0 => begins = true,
            c if begins && depth == 0 && (c.is_alphanumeric() || c == '_') => {
                let rest = &group[at..];
                let end = rest.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(rest.len());
                members.push(&rest[..end]);
                begins = false;
            }
            _ => {}
        }
        if depth < 0 {
            break;
        }
    }
    members
}

fn layers_keep_apart(files: &[File]) -> Vec<String> {
    let api = "registry-api/src/";
    let mut found = Vec::new();
    for (word, allowed) in [
        ("sea_orm", vec!["registry-api/src/store/"]),
        ("sea_orm_migration", vec!["registry-api/src/store/"]),
        ("async_graphql", vec!["registry-api/src/graphql/"]),
        (
            "poem",
            vec![
                "registry-api/src/graphql/",
                "registry-api/src/web/",
                "registry-api/src/lib.rs",
                "registry-api/src/main.rs",
                "registry-api/src/body.rs",
                "registry-api/src/server.rs",
                "registry-api/src/server/",
            ],
        ),
    ] {
        found.extend(only_in(files, word, api, &allowed));
    }
    for (layer, others) in [("graphql", ["cli", "web"]), ("cli", ["graphql", "web"]), ("web", ["graphql", "cli"])] {
        for other in others {
            found.extend(only_in_layer(files, &format!("crate::{other}"), &format!("{api}{layer}/")));
        }
    }
    for lower in ["store", "format", "snapshot.rs", "ops"] {
        for upper in ["crate::graphql", "crate::cli", "crate::web"] {
            found.extend(only_in_layer(files, upper, &format!("{api}{lower}")));
        }
    }
    found
}

/// What a layer may not name, alone or in a group that is imported.
fn only_in_layer(files: &[File], word: &str, layer: &str) -> Vec<String> {
    let mut found = only_in(files, word, layer, &[]);
    let Some((root, module)) = word.split_once("::") else { return found };
    for file in files.iter().filter(|file| is_rust(file) && file.path.starts_with(layer)) {
        for (line, text) in code(file).filter(|(_, text)| imported_from(text, root).contains(&module)) {
            found.push(format!("{}:{line}: {word} must not stand here: {}", file.path, text.trim()));
        }
    }
    found
}

fn rooms_are_small(files: &[File]) -> Vec<String> {
    let long = |file: &&File| is_rust(file) && file.text.lines().count() > 580;
    files.iter().filter(long).map(|file| format!("{}: more than 580 lines; does it do one thing?", file.path)).collect()
}

fn names_say_something(files: &[File]) -> Vec<String> {
    let empty = ["utils", "util", "helpers", "helper", "common", "manager", "service", "misc"];
    let says_nothing = |file: &&File| {
        let path = Path::new(&file.path);
        is_rust(file) && path.iter().any(|part| empty.contains(&part.to_string_lossy().trim_end_matches(".rs")))
    };
    files.iter().filter(says_nothing).map(|file| format!("{}: name it after what it does", file.path)).collect()
}

fn nothing_is_left_undone(files: &[File]) -> Vec<String> {
    // Put together here, so that this file does not find itself.
    let marks = [
        ["to", "do!("],
        ["unimple", "mented!("],
        ["#[ig", "nore"],
        ["assert!(t", "rue)"],
        ["allow(dead", "_code)"],
        ["db", "g!("],
    ];
    let mut found = Vec::new();
    for file in files.iter().filter(|file| is_rust(file)) {
        for mark in &marks {
            let mark = mark.concat();
            for (line, _) in code(file).filter(|(_, text)| text.contains(&mark)) {
                found.push(format!("{}:{line}: {mark} is left", file.path));
            }
        }
    }
    found
}

fn no_path_of_a_machine(files: &[File]) -> Vec<String> {
    let marks = [["/ho", "me/"], ["/ro", "ot/"], ["/wo", "rk/"], ["/Use", "rs/"]];
    let mut found = Vec::new();
    for file in files {
        for mark in &marks {
            let mark = mark.concat();
            if file.text.contains(&mark) {
                found.push(format!("{}: a path of a machine, {mark}…", file.path));
            }
        }
    }
    found
}

fn words_of_the_house(files: &[File]) -> Vec<String> {
    // Words for people that this project does not use of anyone (docs/GLOSSARY.md).
    let words = [["suff", "erer"], ["pati", "ent"]];
    let prose = |file: &&File| {
        (file.path.ends_with(".toml") && file.path.starts_with("seeds/"))
            || file.path.ends_with(".rs")
            || file.path.ends_with(".html")
    };
    let mut found = Vec::new();
    for file in files.iter().filter(prose) {
        for word in &words {
            let word = word.concat();
            // Quotes of documents keep their words.
            for (index, line) in file.text.lines().enumerate().filter(|(_, line)| !line.contains("quote =")) {
                if has_word(&line.to_lowercase(), &word) {
                    found.push(format!(
                        "{}:{}: say consumer or consumer worker: {}",
                        file.path,
                        index + 1,
                        line.trim()
                    ));
                }
            }
        }
    }
    found
}

fn top_level(files: &[File]) -> Vec<String> {
    let known = ["registry-core", "registry-api", "schema", "seeds", "tests", "docs", ".ci"];
    let folder = |file: &File| file.path.split_once('/').map(|(folder, _)| folder.to_owned());
    let strange = files.iter().filter_map(folder).filter(|folder| !known.contains(&folder.as_str()));
    strange.map(|folder| format!("{folder}/: a top-level folder needs a reason in an ADR")).collect()
}

#[track_caller]
fn holds(rule: fn(&[File]) -> Vec<String>) {
    let found = rule(&tree());
    assert!(found.is_empty(), "\n{}", found.join("\n"));
}

#[track_caller]
fn finds(rule: fn(&[File]) -> Vec<String>, path: &str, text: &str) {
    let found = rule(&[File { path: path.to_owned(), text: text.to_owned() }]);
    assert!(!found.is_empty(), "the rule does not see what is wrong with {path}: {text}");
}

#[test]
fn core_is_pure() {
    holds(core_names_no_one);
    holds(core_does_no_io);
    finds(core_does_no_io, "registry-core/src/x.rs", "use std::fs::OpenOptions;");
    finds(core_does_no_io, "registry-core/src/x.rs", "use std::{collections::BTreeMap, env};");
    finds(core_does_no_io, "registry-core/src/x.rs", "let listener = std::net::TcpListener::bind(at);");
    finds(core_names_no_one, "registry-core/src/x.rs", "use tokio::fs;");
    finds(core_names_no_one, "registry-core/src/pathway/x.rs", "fn now() { chrono::Utc::now(); }");
}

#[test]
fn each_layer_names_only_what_it_may() {
    holds(layers_keep_apart);
    finds(layers_keep_apart, "registry-api/src/ops/x.rs", "use sea_orm::Database;");
    finds(layers_keep_apart, "registry-api/src/cli/x.rs", "use async_graphql::Schema;");
    finds(layers_keep_apart, "registry-api/src/store/x.rs", "use poem::Route;");
    finds(layers_keep_apart, "registry-api/src/graphql/x.rs", "use crate::cli::Exit;");
    finds(layers_keep_apart, "registry-api/src/graphql/x.rs", "use crate::{ops::{plan, analyse}, cli};");
    finds(layers_keep_apart, "registry-api/src/graphql/x.rs", "use crate::{cli, ops};");
    finds(layers_keep_apart, "registry-api/src/cli/x.rs", "use crate::graphql::schema;");
    finds(layers_keep_apart, "registry-api/src/store/x.rs", "use crate::graphql::schema;");
}

#[test]
fn files_and_names_are_as_the_style_says() {
    holds(rooms_are_small);
    holds(names_say_something);
    holds(top_level);
    finds(rooms_are_small, "registry-core/src/x.rs", &"x\n".repeat(581));
    finds(names_say_something, "registry-api/src/utils.rs", "");
    finds(names_say_something, "registry-api/src/common/x.rs", "");
    finds(top_level, "scripts/x.sh", "");
}

#[test]
fn nothing_is_switched_off_or_put_off() {
    holds(nothing_is_left_undone);
    finds(nothing_is_left_undone, "tests/it/x.rs", &["#[ig", "nore]"].concat());
    finds(nothing_is_left_undone, "registry-core/src/x.rs", &["    to", "do!()"].concat());
}

#[test]
fn the_tree_speaks_of_the_product_alone() {
    holds(no_path_of_a_machine);
    holds(words_of_the_house);
    finds(no_path_of_a_machine, "docs/x.md", &["see /ho", "me/me"].concat());
    finds(words_of_the_house, "seeds/x.toml", &["title = \"For a pati", "ent\""].concat());
}
