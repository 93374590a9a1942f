//! The document of a provider's first hour, and the changes of that of the API, are run as they stand, block by block, against the built
//! program.

use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};

use registry_tests::seeds::root;
use registry_tests::server::{Process, program, scratch};
use serde_json::{Value, json};

use crate::publishing::{ask, codes, draft, publish, token};
use crate::subscriptions::{Socket, talk};

/// Where the document says the registry is.
const ADDRESS: &str = "127.0.0.1:8080";

/// What stands between two blocks of commands in the output.
const NEXT: &str = "\u{1}next\n";

/// A fenced block, and the comment before it.
struct Block {
    language: String,
    comment: Option<String>,
    text: String,
}

fn blocks(document: &str) -> Vec<Block> {
    let mut blocks = Vec::new();
    let (mut comment, mut open): (Option<String>, Option<Block>) = (None, None);
    for line in document.lines() {
        match (&mut open, line.strip_prefix("```")) {
            (None, Some(language)) => {
                open = Some(Block { language: language.to_owned(), comment: comment.take(), text: String::new() });
            }
            (Some(_), Some(_)) => blocks.extend(open.take()),
            (Some(block), None) => {
                block.text.push_str(line);
                block.text.push('\n');
            }
            (None, None) if line.starts_with("<!--") => comment = Some(line.to_owned()),
            (None, None) => comment = comment.filter(|_| line.is_empty()),
        }
    }
    assert!(open.is_none(), "the last block does not end");
    blocks
}

/// Whether a text is what was written, where `…` stands for anything within a line.
fn is_as_written(text: &str, written: &str) -> bool {
    let (mut texts, mut lines) = (text.lines(), written.lines());
    loop {
        match (texts.next(), lines.next()) {
            (None, None) => return true,
            (Some(text), Some(line)) if fits(text, line) => {}
            _ => return false,
        }
    }
}

fn fits(text: &str, line: &str) -> bool {
    let parts: Vec<&str> = line.split('…').collect();
    let [first, middle @ .., last] = parts.as_slice() else { return text == line };
    let Some(rest) = text.strip_prefix(first) else { return false };
    let Some(mut rest) = rest.strip_suffix(last) else { return false };
    middle.iter().all(|part| rest.find(part).map(|at| rest = &rest[at + part.len()..]).is_some())
}

#[test]
fn dots_stand_for_anything_within_a_line_and_nothing_else_does() {
    assert!(is_as_written("a 12 b\nc\n", "a … b\nc\n") && is_as_written("a 12 b 3", "a …2 b …"));
    assert!(!is_as_written("a 12 c", "a … b") && !is_as_written("a\nb", "a\n…\nb") && !is_as_written("a", "a…a"));
}

/// Runs commands in a folder, the built program on their path, and gives what each block of them printed. They speak to the registry at
/// that address in place of the one they name.
fn run(folder: &Path, process: &Process, variables: &[(&str, &str)], commands: &[&str]) -> Vec<String> {
    let address = process.client.socket("").replacen("ws://", "", 1);
    let script =
        format!("set -euo pipefail\n{}", commands.join(&format!("printf '{NEXT}'\n"))).replace(ADDRESS, &address);
    let path = std::env::join_paths(
        [program().parent().expect("a folder").to_path_buf()]
            .into_iter()
            .chain(std::env::split_paths(&std::env::var_os("PATH").expect("a path"))),
    );
    let mut shell = Command::new("bash")
        .current_dir(folder)
        .env("PATH", path.expect("a path"))
        .envs(variables.iter().copied())
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("bash runs");
    shell.stdin.take().expect("ours").write_all(script.as_bytes()).expect("written");
    let done = shell.wait_with_output().expect("it ends");
    let (out, err) = (String::from_utf8_lossy(&done.stdout), String::from_utf8_lossy(&done.stderr));
    assert!(done.status.success(), "{out}\n{err}");
    out.split(NEXT).map(str::to_owned).collect()
}

/// Compares what each block of commands printed with the block after it, where that is its answer. How many answers there were.
fn compare(blocks: &[Block], printed: &[String]) -> usize {
    let mut printed = printed.iter();
    let mut compared = 0;
    for (place, block) in blocks.iter().enumerate().filter(|(_, block)| block.language == "sh") {
        let printed = printed.next().expect("as many outputs as blocks");
        let is_answer = |next: &&Block| next.comment.is_none() && ["json", "text"].contains(&&*next.language);
        let answer = blocks.get(place + 1).filter(is_answer);
        let written = answer.map_or("", |answer| &answer.text);
        assert!(is_as_written(printed, written), "{}\n-- printed\n{printed}\n-- written\n{written}", block.text);
        compared += usize::from(answer.is_some());
    }
    compared
}

fn commands(blocks: &[Block]) -> Vec<&str> {
    blocks.iter().filter(|block| block.language == "sh").map(|block| &*block.text).collect()
}

#[test]
fn the_first_hour_goes_as_the_document_says() {
    let document = std::fs::read_to_string(root().join("docs/FIRST_HOUR.md")).expect("the document");
    let blocks = blocks(&document);
    let folder = scratch("first-hour");
    std::fs::create_dir(folder.join("data")).expect("a folder");
    let process = Process::start_on(folder.clone(), folder.join("data/registry.db").as_os_str());
    let printed = run(&folder, &process, &[], &commands(&blocks));
    assert!(compare(&blocks, &printed) >= 11, "too few answers are in the document");
    let talks = blocks.iter().filter(|block| block.comment.as_deref() == Some("<!-- conversation -->"));
    for block in talks {
        talk(converse(&process, &block.text));
    }
}

/// The changes that docs/API.md shows, on a registry with what they name.
#[test]
fn the_changes_of_the_api_document_are_answered_as_it_says() {
    let document = std::fs::read_to_string(root().join("docs/API.md")).expect("the document");
    let (_, section) = document.split_once("### Changes to the catalogue\n").expect("the section");
    let (section, _) = section.split_once("### A drawing\n").expect("the section after the next");
    let blocks = blocks(section);
    let folder = scratch("api-changes");
    let database = folder.join("registry.db");
    let process = Process::start_on(folder.clone(), database.as_os_str());
    let operator = token(&database, &["--operator"], &[]);
    let register =
        "mutation { registerProvider(input: {code: \"example-college\", title: \"Example College\", kind: RTO}) {
      receipt { subject } } }";
    let registered = ask(&process.client, Some(&operator), register, &Value::Null);
    assert!(registered.json()["data"]["registerProvider"]["receipt"].is_object(), "{}", registered.text);
    let college = token(&database, &["--provider", "example-college"], &[]);
    for code in ["listening-well", "hearing-well"] {
        let mut first = draft(code, "1.0.0", &["Listen"]);
        first["title"] = code.into();
        assert_eq!(codes(&publish(&process.client, &college, &first)), Vec::<&str>::new());
    }
    let source = "source = { external = \"example.org\", place = \"Handbook\", confidence = \"high\" }\n";
    let award = |title: &str| {
        format!(
            "[[qualifications]]\ncode = \"EX40126\"\ntitle = \"{title}\"\naqf_type = \"certificate-iv\"\ncurrency = \"current\"\n{source}"
        )
    };
    let rules = format!(
        "[[credit_rules]]\ncode = \"peer-work-to-examples\"\nqualification = \"EX40126\"\nkind = \"block\"\n\
         block = {{ from = \"CHC43515\", points = \"4\" }}\nstanding = \"by-application\"\nprovider = \"example-college\"\n{source}"
    );
    let there = "mutation($file: String!) { publishQualification(input: {file: $file}) { receipt { subject } } }";
    let published =
        ask(&process.client, Some(&college), there, &json!({ "file": award("Certificate IV in Examples") }));
    assert!(published.json()["data"]["publishQualification"]["receipt"].is_object(), "{}", published.text);
    std::fs::write(folder.join("award.toml"), award("Certificate IV in Good Examples")).expect("written");
    std::fs::write(folder.join("rules.toml"), rules).expect("written");
    let templates = folder.join("schema/templates");
    std::fs::create_dir_all(&templates).expect("a folder");
    for name in ["courses.csv", "versions.csv"] {
        std::fs::copy(root().join("schema/templates").join(name), templates.join(name)).expect("copied");
    }
    let printed = run(&folder, &process, &[("TOKEN", college.as_str())], &commands(&blocks));
    assert_eq!(compare(&blocks, &printed), 2);
}

/// Says what stands after `>`, and expects what stands after `<`.
async fn converse(process: &Process, text: &str) {
    let mut socket = Socket::opened(&process.client).await;
    for line in text.lines() {
        match line.split_at(2) {
            ("> ", said) => socket.say(&serde_json::from_str(said).expect("JSON")).await,
            ("< ", wanted) => {
                let heard = socket.hear_text().await;
                assert!(fits(&heard, wanted), "heard {heard}\nwritten {wanted}");
            }
            _ => panic!("{line} is neither said nor heard"),
        }
    }
}
